/* French words and places.  Of our own making; see words.h. */
#include "generate/words.h"

#define WORDS(...)                                                                                           \
	{                                                                                                    \
		.list = (const char *const[]){ __VA_ARGS__ },                                                \
		.n = sizeof((const char *const[]){ __VA_ARGS__ }) / sizeof(char *)                           \
	}

/* clang-format off */
static const struct place_row places[] = {
	{ "Paris", "Île-de-France", "France", "FR", "7500#", "EUR", "+33 1 99 00 ## ##", "Europe/Paris", 488566, 23522 },
	{ "Lyon", "Auvergne-Rhône-Alpes", "France", "FR", "6900#", "EUR", "+33 4 65 71 ## ##", "Europe/Paris", 457640, 48357 },
	{ "Marseille", "Provence-Alpes-Côte d'Azur", "France", "FR", "1300#", "EUR", "+33 4 65 71 ## ##", "Europe/Paris", 432965, 53698 },
	{ "Nantes", "Pays de la Loire", "France", "FR", "4400#", "EUR", "+33 2 61 91 ## ##", "Europe/Paris", 472184, -15536 },
	{ "Toulouse", "Occitanie", "France", "FR", "3100#", "EUR", "+33 5 36 49 ## ##", "Europe/Paris", 436047, 14442 },
	{ "Lille", "Hauts-de-France", "France", "FR", "5900#", "EUR", "+33 3 53 01 ## ##", "Europe/Paris", 506292, 30573 },
	{ "Bruxelles", "Bruxelles-Capitale", "Belgique", "BE", "10#0", "EUR", "+32 2 555 01 ##", "Europe/Brussels", 508503, 43517 },
	{ "Genève", "Genève", "Suisse", "CH", "120#", "CHF", "+41 22 555 01 ##", "Europe/Zurich", 462044, 61432 },
	{ "Montréal", "QC", "Canada", "CA", "H2Y 1C6", "CAD", "+1 514 555 01##", "America/Toronto", 455019, -735674 },
};

static const struct product_row products[] = {
	{ "Couverture en laine", "COU", "maison", 5990 }, { "Tasse en céramique", "TAS", "cuisine", 1250 },
	{ "Lampe de bureau", "LAM", "bureau", 3995 }, { "Sac de randonnée", "SAC", "plein air", 8900 },
	{ "Chaussures de course", "CHA", "sport", 11900 }, { "Carnet A5", "CAR", "bureau", 695 },
	{ "Café en grains 1 kg", "CAF", "épicerie", 1890 }, { "Sécateur", "SEC", "jardin", 2450 },
	{ "Veste de pluie", "VES", "vêtements", 12950 }, { "Jeu d'échecs", "JEU", "jouets", 3400 },
};

const struct locale locale_fr = {
	.name = "fr",
	.language = "fr-FR",
	.first = WORDS("Adèle", "Baptiste", "Camille", "Damien", "Élise", "François", "Gaëlle", "Hugo", "Inès", "Julien", "Karine",
		"Léo", "Manon", "Noé", "Océane", "Pascal", "Quentin", "Raphaël", "Sophie", "Théo", "Valérie",
		"Yann", "Zoé", "Amélie", "Benoît", "Chloé", "Étienne", "Hélène", "Mathilde", "Samir"),
	.last = WORDS("Martin", "Bernard", "Dubois", "Thomas", "Robert", "Richard", "Petit", "Durand", "Leroy", "Moreau", "Simon",
		"Laurent", "Lefèvre", "Michel", "Garcia", "Fournier", "Rousseau", "Girard", "André", "Mercier",
		"Lambert", "Bonnet", "Gauthier", "Perrin", "Chevalier", "Faure", "Benali", "Noël"),
	.street = WORDS("rue de la Gare", "avenue des Tilleuls", "rue du Moulin", "place du Marché", "rue Victor-Hugo",
		"boulevard du Port", "chemin des Vergers", "rue de l'Église", "quai de la Rivière",
		"impasse des Lilas"),
	.company = WORDS("Lumière du Nord SARL", "Port Bleu SA", "Atelier du Chêne", "Voie d'Argent Logistique", "Champ Vert",
		"Cuivre et Pin", "Eau Claire Énergie", "Genévrier Labo", "Pont de Pierre Assurances"),
	.job = WORDS("Ingénieure", "Analyste", "Graphiste", "Chef de produit", "Technicienne", "Comptable", "Consultante"),
	.department = WORDS("Ventes", "Assistance", "Développement", "Finances", "Logistique", "Marketing"),
	.title_front = WORDS("Grand", "Petit", "Vieux", "Nouveau", "Haut", "Premier", "Second", "Beau"),
	.title_back = WORDS("Port", "Jardin", "Pont", "Vallon", "Moulin", "Verger", "Signal", "Quai", "Phare", "Chemin"),
	.common = WORDS("ambre", "panier", "nuage", "delta", "braise", "champ", "jardin", "havre", "île", "voyage", "noyau",
		"lanterne", "prairie", "nord", "orbite", "galet", "quartz", "rivière", "signal", "bois", "ombre",
		"vallée", "saule", "ancre", "pont", "cuivre", "orme", "forêt"),
	.sentence = WORDS("Merci d'appeler avant la livraison.", "Tous les contrôles sont passés.", "Le client souhaite une autre date.",
		"En attente d'une réponse de l'entrepôt.", "Tout s'est passé comme prévu.",
		"Déposé chez le voisin.", "La deuxième tentative a réussi.", "Deux articles étaient épuisés.",
		"À manipuler avec soin.", "La mesure est dans la plage habituelle.",
		"La facture suit par courrier.", "Confirmé par téléphone."),
	.colour = WORDS("rouge", "vert", "bleu", "noir", "blanc", "jaune", "orange", "gris", "turquoise", "violet"),
	.greeting = WORDS("Bonjour !", "Comment puis-je vous aider ?", "Il y a quelqu'un ?", "À demain.", "Merci beaucoup.",
		"J'arrive."),
	.places = places,
	.n_places = sizeof(places) / sizeof(places[0]),
	.products = products,
	.n_products = sizeof(products) / sizeof(products[0]),
};
/* clang-format on */
