/* Words that are the same in every language: what programs say to one another.  Tables only.  Adding a word
 * changes the bytes of a seed: the pinned test says so, on purpose. */
#include "generate/words.h"

#include "base/slice.h"

#define WORDS(name, ...)                                                                                     \
	static const char *const name##_list[] = { __VA_ARGS__ };                                            \
	const struct words words_##name = { name##_list, sizeof(name##_list) / sizeof(name##_list[0]) }

/* clang-format off */
WORDS(status, "active", "pending", "completed", "processing", "cancelled", "confirmed");
WORDS(order_status, "placed", "confirmed", "processing", "shipped", "delivered", "cancelled");
WORDS(payment_status, "authorized", "captured", "settled", "pending", "failed", "refunded");
WORDS(delivery_status, "preparing", "in_transit", "out_for_delivery", "delivered", "delayed", "returned");
WORDS(user_status, "active", "invited", "suspended", "inactive");
WORDS(device_status, "online", "offline", "idle", "charging", "updating");
WORDS(job_status, "queued", "running", "succeeded", "failed", "cancelled");
WORDS(http_method, "GET", "POST", "PUT", "PATCH", "DELETE");
WORDS(severity, "info", "warning", "error", "critical", "debug");
WORDS(domain, "example.com", "example.org", "example.net");
WORDS(tag, "new", "sale", "priority", "outdoor", "gift", "limited", "eco", "fragile", "express", "popular");
WORDS(unit, "kg", "m", "pcs", "l", "cm", "g");
WORDS(event, "created", "updated", "deleted", "started", "finished");
WORDS(device, "sensor", "meter", "gateway", "lamp", "pump", "valve", "camera", "thermostat");
WORDS(kind, "standard", "basic", "premium", "internal", "external", "manual", "automatic");
WORDS(agent, "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
      "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.6 Safari/605.1.15",
      "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36",
      "curl/8.5.0", "okhttp/4.12.0", "python-requests/2.32.3");
WORDS(mime, "application/json", "application/pdf", "image/png", "image/jpeg", "text/plain", "text/csv", "application/xml");
WORDS(language, "en", "de", "fr", "es", "it", "nl", "pt", "sv");
WORDS(language_name, "English", "German", "French", "Spanish", "Italian", "Dutch");
WORDS(locale, "en-US", "en-GB", "de-DE", "fr-FR", "es-ES", "nl-NL", "pt-BR");
WORDS(gender, "female", "male", "other");
WORDS(environment, "production", "staging", "test", "development");
WORDS(cloud_region, "eu-central-1", "eu-west-1", "us-east-1", "us-west-2", "ap-southeast-1");
WORDS(service, "order-service", "payment-service", "user-service", "inventory-service", "billing", "web-shop", "notification-service");
WORDS(protocol, "mqtt", "https", "amqp", "kafka", "ws");
WORDS(os, "linux", "windows", "macos", "android", "ios");
WORDS(browser, "Firefox", "Chrome", "Safari", "Edge");
WORDS(model, "TX-200", "M4 Pro", "S-1150", "Aero 3", "HX-90", "Compact 2", "RS-485A");
WORDS(maker, "Polar Instruments", "Kestrel Devices", "Northlight", "Sensatronic", "Hallmeter", "Ardent");
WORDS(airport, "FRA", "CDG", "AMS", "LHR", "JFK", "SFO", "HND", "SIN", "MAD", "ARN");
WORDS(airline, "Northern Air", "Blue Harbour Airways", "Kestrel Air", "Polar Wings");
WORDS(symbol, "ACME", "NWTR", "KSTL", "BHBR", "PLRI", "JNPR");
WORDS(pair, "BTC-USD", "ETH-EUR", "EUR-USD", "SOL-USD", "BTC-EUR");
WORDS(side, "buy", "sell");
WORDS(payment_method, "card", "paypal", "sepa_debit", "invoice", "apple_pay", "bank_transfer");
WORDS(shipping_method, "standard", "express", "pickup", "overnight");
WORDS(card_brand, "visa", "mastercard", "amex");
WORDS(carrier, "DHL", "UPS", "FedEx", "DPD", "GLS");
WORDS(direction, "inbound", "outbound");
WORDS(mode, "auto", "manual", "eco");
WORDS(reason, "customer_request", "out_of_stock", "payment_failed", "timeout", "duplicate", "expired");
WORDS(error_code, "E1042", "INVALID_ARGUMENT", "NOT_FOUND", "TIMEOUT", "CONFLICT", "E2210");
WORDS(extension, "pdf", "csv", "json", "png", "jpg", "xlsx");
WORDS(prefix, "Mr.", "Ms.", "Mrs.", "Dr.");
WORDS(suffix, "Jr.", "Sr.", "PhD", "MD", "II");
WORDS(topic, "orders.placed", "payments.settled", "users.signed-up", "inventory.updated", "shipments.created");
WORDS(role, "admin", "editor", "viewer", "member", "owner");
WORDS(permission, "orders:read", "orders:write", "users:read", "reports:read", "admin");
WORDS(plan, "free", "basic", "pro", "business", "enterprise");
WORDS(size, "S", "M", "L", "XL");
WORDS(weather, "sunny", "cloudy", "rain", "overcast", "windy", "snow");
WORDS(car, "Golf", "Corolla", "Clio", "Focus", "Octavia", "Model 3");
WORDS(country_code, "DE", "FR", "GB", "US", "NL", "ES", "IT", "SE", "JP", "CA");
WORDS(frequency, "daily", "weekly", "monthly", "yearly");
WORDS(relation, "parent", "child", "sibling", "related");
WORDS(trigger, "schedule", "manual", "webhook", "push", "api");
WORDS(branch, "main", "develop", "feature/checkout", "release/2.4", "fix/login-timeout");
WORDS(command, "start", "stop", "restart", "on", "off", "reset");
WORDS(key, "alpha", "beta", "gamma", "delta", "omega", "sigma");
WORDS(u_celsius, "°C");
WORDS(u_percent, "%");
WORDS(u_hpa, "hPa");
WORDS(u_kmh, "km/h");
WORDS(u_kwh, "kWh");
WORDS(u_w, "W");
WORDS(u_kg, "kg");
WORDS(u_km, "km");
WORDS(u_v, "V");
WORDS(blood, "A+", "0+", "B+", "AB+", "A-", "0-");
/* clang-format on */

static const struct locale *const locales[] = { &locale_en, &locale_de, &locale_fr };
const char locale_names[] = "en, de, fr";

const struct locale *locale_find(struct slice name)
{
	struct slice language = name;

	for (size_t i = 0; i < name.len; i++)
		if (name.ptr[i] == '-' || name.ptr[i] == '_' || name.ptr[i] == '.')
			language = slice_first(language, i);
	for (size_t i = 0; i < ARRAY_SIZE(locales); i++)
		if (slice_eq_ignoring_case(language, slice_str(locales[i]->name)))
			return locales[i];
	return NULL;
}
