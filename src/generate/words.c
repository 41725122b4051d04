/* Tables only.  Adding a word changes the bytes of a seed: the pinned test says so, on purpose. */
#include "generate/words.h"

#define WORDS(name, ...)                                                                                     \
	static const char *const name##_list[] = { __VA_ARGS__ };                                            \
	const struct words words_##name = { name##_list, sizeof(name##_list) / sizeof(name##_list[0]) }

/* clang-format off */
WORDS(first, "Anna", "Ben", "Clara", "David", "Elena", "Felix", "Grace", "Hugo", "Ines", "Jonas", "Karin",
      "Liam", "Maria", "Noah", "Olivia", "Pavel", "Rosa", "Samuel", "Tara", "Viktor", "Wendy", "Yusuf", "Zoe",
      "Amara", "Kenji", "Leila", "Mateo", "Nadia", "Oscar", "Priya", "Ravi", "Sofia");

WORDS(last, "Novak", "Keller", "Moreau", "Lindgren", "Okafor", "Tanaka", "Silva", "Murphy", "Rossi", "Jensen",
      "Kowalski", "Haddad", "Peters", "Nguyen", "Castillo", "Fischer", "Anders", "Bennett", "Chandra", "Dubois",
      "Erikson", "Fraser", "Gallo", "Hughes", "Ivanova", "Janssen", "Kumar", "Lopez", "Meyer", "Olsen");

WORDS(street, "Mill Lane", "Station Road", "Garden Street", "Harbour Street", "Church Road", "Bridge Street",
      "Park Avenue", "Market Square", "Linden Street", "River Walk", "Hill Road", "Orchard Way", "King Street",
      "School Lane", "Forest Drive", "Canal Street");

WORDS(company, "Northwind Trading", "Blue Harbour", "Acorn Works", "Silverline Logistics", "Greenfield Foods",
      "Copper and Pine", "Brightwater Energy", "Juniper Labs", "Stonebridge Insurance", "Kestrel Mobility",
      "Maple Street Books", "Polar Instruments");

WORDS(common, "amber", "basket", "cloud", "delta", "ember", "field", "garden", "harbour", "island", "journey",
      "kernel", "lantern", "meadow", "north", "orbit", "pebble", "quartz", "river", "signal", "timber", "umbra",
      "valley", "willow", "yonder", "zephyr", "anchor", "bridge", "copper", "drift", "elm", "forest", "grove");

WORDS(status, "active", "pending", "completed", "processing", "cancelled", "confirmed");
WORDS(colour, "red", "green", "blue", "black", "white", "yellow", "orange", "grey", "teal", "violet");
WORDS(job, "Engineer", "Analyst", "Designer", "Product Manager", "Technician", "Accountant", "Consultant",
      "Team Lead");
WORDS(domain, "example.com", "example.org", "example.net");
WORDS(tag, "new", "sale", "priority", "outdoor", "gift", "limited", "eco", "fragile", "express", "popular");
WORDS(unit, "kg", "m", "pcs", "l", "cm", "g");
WORDS(event, "created", "updated", "deleted", "started", "finished");
WORDS(device, "sensor", "meter", "gateway", "lamp", "pump", "valve", "camera", "thermostat");
WORDS(kind, "standard", "basic", "premium", "internal", "external", "manual", "automatic");
WORDS(sentence, "Please call before delivery.", "All checks passed.", "The customer asked for a later date.",
      "Waiting for a reply from the warehouse.", "Everything went as planned.", "Left with the neighbour.",
      "The second attempt worked.", "Two items were out of stock.", "Handle with care.",
      "The reading is within the usual range.", "Changed on request of the customer.",
      "No further action is needed.", "The door at the side is open until six.", "Maintenance is due next month.",
      "Thanks for the quick answer!", "Moved to the next free slot.", "The invoice follows by mail.",
      "One of three parcels has arrived.", "Confirmed by telephone.", "Started by the nightly job.");
WORDS(adjective, "Quiet", "Northern", "Golden", "Early", "Open", "Bright", "Second", "Little", "Silver", "Central");
WORDS(noun, "Harbour", "Garden", "Bridge", "Valley", "Lantern", "River", "Orchard", "Signal", "Meadow", "Station");
WORDS(agent, "Mozilla/5.0 (X11; Linux x86_64)", "Mozilla/5.0 (Macintosh; Intel Mac OS X 14_2)", "curl/8.5.0",
      "okhttp/4.12.0");

const struct place_row places[] = {
	{ "Berlin", "Berlin", "Germany", "DE", "10115", "EUR", "+49", "Europe/Berlin", 525200, 134050 },
	{ "Hamburg", "Hamburg", "Germany", "DE", "20095", "EUR", "+49", "Europe/Berlin", 535511, 99937 },
	{ "Vienna", "Vienna", "Austria", "AT", "1010", "EUR", "+43", "Europe/Vienna", 482082, 163738 },
	{ "Paris", "Ile-de-France", "France", "FR", "75001", "EUR", "+33", "Europe/Paris", 488566, 23522 },
	{ "Madrid", "Madrid", "Spain", "ES", "28001", "EUR", "+34", "Europe/Madrid", 404168, -37038 },
	{ "Lisbon", "Lisbon", "Portugal", "PT", "1100", "EUR", "+351", "Europe/Lisbon", 387223, -91393 },
	{ "Rome", "Lazio", "Italy", "IT", "00118", "EUR", "+39", "Europe/Rome", 419028, 124964 },
	{ "Amsterdam", "North Holland", "Netherlands", "NL", "1012", "EUR", "+31", "Europe/Amsterdam", 523676, 49041 },
	{ "Stockholm", "Stockholm", "Sweden", "SE", "11120", "SEK", "+46", "Europe/Stockholm", 593293, 180686 },
	{ "Oslo", "Oslo", "Norway", "NO", "0150", "NOK", "+47", "Europe/Oslo", 599139, 107522 },
	{ "Prague", "Prague", "Czechia", "CZ", "11000", "CZK", "+420", "Europe/Prague", 500755, 144378 },
	{ "Warsaw", "Masovia", "Poland", "PL", "00001", "PLN", "+48", "Europe/Warsaw", 522297, 210122 },
	{ "London", "England", "United Kingdom", "GB", "EC1A 1BB", "GBP", "+44", "Europe/London", 515074, -1278 },
	{ "Dublin", "Leinster", "Ireland", "IE", "D02", "EUR", "+353", "Europe/Dublin", 533498, -62603 },
	{ "Boston", "MA", "United States", "US", "02108", "USD", "+1", "America/New_York", 423601, -710589 },
	{ "Denver", "CO", "United States", "US", "80202", "USD", "+1", "America/Denver", 397392, -1049903 },
	{ "Toronto", "ON", "Canada", "CA", "M5H 2N2", "CAD", "+1", "America/Toronto", 436532, -793832 },
	{ "Tokyo", "Tokyo", "Japan", "JP", "100-0001", "JPY", "+81", "Asia/Tokyo", 356762, 1396503 },
	{ "Singapore", "Singapore", "Singapore", "SG", "018956", "SGD", "+65", "Asia/Singapore", 13521, 1038198 },
	{ "Sydney", "NSW", "Australia", "AU", "2000", "AUD", "+61", "Australia/Sydney", -338688, 1512093 },
};
const size_t n_places = sizeof(places) / sizeof(places[0]);

const struct product_row products[] = {
	{ "Wool Blanket", "BLK", "home", 5990 },	 { "Ceramic Mug", "MUG", "kitchen", 1250 },
	{ "Desk Lamp", "LMP", "office", 3995 },		 { "Trail Backpack", "BPK", "outdoor", 8900 },
	{ "Running Shoes", "SHO", "sport", 11900 },	 { "Notebook A5", "NTB", "office", 695 },
	{ "Coffee Beans 1 kg", "COF", "grocery", 1890 },	 { "Garden Shears", "SHR", "garden", 2450 },
	{ "USB-C Cable", "CBL", "electronics", 990 },	 { "Rain Jacket", "JKT", "outdoor", 12950 },
	{ "Chess Set", "CHS", "toys", 3400 },		 { "Olive Oil 0.5 l", "OIL", "grocery", 1120 },
};
const size_t n_products = sizeof(products) / sizeof(products[0]);
/* clang-format on */
