/* German words and places.  Of our own making; see words.h. */
#include "generate/words.h"

#define WORDS(...)                                                                                           \
	{                                                                                                    \
		.list = (const char *const[]){ __VA_ARGS__ },                                                \
		.n = sizeof((const char *const[]){ __VA_ARGS__ }) / sizeof(char *)                           \
	}

/* clang-format off */
static const struct place_row places[] = {
	{ "Berlin", "Berlin", "Deutschland", "DE", "1011#", "EUR", "+49 30 23125 ###", "Europe/Berlin", 525200, 134050 },
	{ "Hamburg", "Hamburg", "Deutschland", "DE", "2009#", "EUR", "+49 40 66969 ###", "Europe/Berlin", 535511, 99937 },
	{ "München", "Bayern", "Deutschland", "DE", "8033#", "EUR", "+49 89 99998 ###", "Europe/Berlin", 481351, 115820 },
	{ "Köln", "Nordrhein-Westfalen", "Deutschland", "DE", "5066#", "EUR", "+49 221 4710 ###", "Europe/Berlin", 509375, 69603 },
	{ "Frankfurt am Main", "Hessen", "Deutschland", "DE", "6031#", "EUR", "+49 69 90009 ###", "Europe/Berlin", 501109, 86821 },
	{ "Leipzig", "Sachsen", "Deutschland", "DE", "0410#", "EUR", "+49 341 555 01##", "Europe/Berlin", 513397, 123731 },
	{ "Freiburg im Breisgau", "Baden-Württemberg", "Deutschland", "DE", "7909#", "EUR", "+49 761 555 01##", "Europe/Berlin", 479990, 78421 },
	{ "Wien", "Wien", "Österreich", "AT", "10#0", "EUR", "+43 1 555 01##", "Europe/Vienna", 482082, 163738 },
	{ "Graz", "Steiermark", "Österreich", "AT", "801#", "EUR", "+43 316 555 01##", "Europe/Vienna", 470707, 154395 },
	{ "Zürich", "Zürich", "Schweiz", "CH", "800#", "CHF", "+41 44 555 01 ##", "Europe/Zurich", 473769, 85417 },
};

static const struct product_row products[] = {
	{ "Wolldecke", "DEC", "Wohnen", 5990 }, { "Keramikbecher", "BEC", "Küche", 1250 },
	{ "Schreibtischlampe", "LAM", "Büro", 3995 }, { "Wanderrucksack", "RUC", "Freizeit", 8900 },
	{ "Laufschuhe", "SCH", "Sport", 11900 }, { "Notizbuch A5", "NOT", "Büro", 695 },
	{ "Kaffeebohnen 1 kg", "KAF", "Lebensmittel", 1890 }, { "Gartenschere", "GAR", "Garten", 2450 },
	{ "Regenjacke", "JAC", "Kleidung", 12950 }, { "Schachspiel", "SPI", "Spielzeug", 3400 },
};

const struct locale locale_de = {
	.name = "de",
	.language = "de-DE",
	.number_behind = true,
	.first = WORDS("Anna", "Bernd", "Clara", "Dieter", "Elisabeth", "Florian", "Greta", "Heinrich", "Ingrid", "Jürgen",
		"Katharina", "Lukas", "Marlene", "Niklas", "Ottilie", "Paul", "Regina", "Stefan", "Theresa", "Uwe",
		"Verena", "Wolfgang", "Yvonne", "Jörg", "Käthe", "Björn", "Sabine", "Matthias", "Ayşe", "Mehmet"),
	.last = WORDS("Müller", "Schmidt", "Schneider", "Fischer", "Weber", "Meyer", "Wagner", "Becker", "Schulz", "Hoffmann",
		"Koch", "Bauer", "Richter", "Klein", "Wolf", "Schröder", "Neumann", "Schwarz", "Zimmermann",
		"Krüger", "Hartmann", "Lange", "Böhm", "Köhler", "Vogel", "Keller", "Günther", "Yılmaz"),
	.street = WORDS("Lindenstraße", "Bahnhofstraße", "Gartenweg", "Hauptstraße", "Am Markt", "Kirchgasse", "Schillerstraße",
		"Mühlenweg", "Hafenstraße", "Goethestraße", "Bergstraße", "Rosenweg"),
	.company = WORDS("Nordlicht Handel GmbH", "Blaue Werft AG", "Eichenwerk GmbH", "Silberpfad Logistik", "Grünfeld Feinkost",
		"Kupfer & Kiefer", "Hellwasser Energie", "Wacholder Labor GmbH", "Steinbrück Versicherung",
		"Falke Mobilität"),
	.job = WORDS("Ingenieurin", "Sachbearbeiter", "Designerin", "Projektleiter", "Technikerin", "Buchhalter", "Beraterin",
		"Teamleiter"),
	.department = WORDS("Vertrieb", "Kundendienst", "Entwicklung", "Finanzen", "Logistik", "Marketing", "Personal"),
	.title_front = WORDS("Stille", "Nördliche", "Goldene", "Frühe", "Offene", "Helle", "Zweite", "Kleine", "Silberne", "Alte"),
	.title_back = WORDS("Werft", "Brücke", "Laterne", "Quelle", "Wiese", "Station", "Mühle", "Gasse", "Warte", "Linde"),
	.common = WORDS("bernstein", "korb", "wolke", "delta", "funke", "feld", "garten", "hafen", "insel", "reise", "kern",
		"laterne", "wiese", "norden", "umlauf", "kiesel", "quarz", "fluss", "signal", "balken", "schatten",
		"tal", "weide", "anker", "kupfer", "ulme", "wald", "hain"),
	.sentence = WORDS("Bitte vor der Lieferung anrufen.", "Alle Prüfungen bestanden.", "Der Kunde wünscht einen späteren Termin.",
		"Warten auf Antwort aus dem Lager.", "Alles lief wie geplant.", "Beim Nachbarn abgegeben.",
		"Der zweite Versuch hat geklappt.", "Zwei Artikel waren nicht vorrätig.", "Vorsicht, zerbrechlich.",
		"Der Messwert liegt im üblichen Bereich.", "Auf Wunsch des Kunden geändert.",
		"Die Rechnung kommt per Post.", "Nächsten Monat ist Wartung fällig.", "Telefonisch bestätigt."),
	.colour = WORDS("rot", "grün", "blau", "schwarz", "weiß", "gelb", "orange", "grau", "türkis", "violett"),
	.greeting = WORDS("Guten Morgen!", "Wie kann ich helfen?", "Ist jemand da?", "Bis morgen.", "Vielen Dank!",
		"Bin unterwegs.", "Können Sie sich das ansehen?"),
	.places = places,
	.n_places = sizeof(places) / sizeof(places[0]),
	.products = products,
	.n_products = sizeof(products) / sizeof(products[0]),
};
/* clang-format on */
