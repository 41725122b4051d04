/* Payloads and headers of CloudEvents: the answer and the reasons agree.  The first byte chooses the message;
 * headers are what stands before the first line break, as name=value parted by spaces. */
#include "base/memory.h"
#include "contract/verdict.h"

static const char document[] =
	"asyncapi: 3.0.0\ninfo: { title: t, version: '1' }\nchannels:\n  c:\n    address: c\n    messages:\n"
	"      a: { contentType: application/cloudevents+json, payload: { type: object, required: [n], "
	"properties: "
	"{ n: { type: integer } } } }\n"
	"      b: { contentType: application/cloudevents-batch+json, payload: { type: [object, 'null'], "
	"properties: "
	"{ n: { type: integer } } } }\n"
	"      c: { contentType: application/cloudevents+json, payload: { type: object, properties: { "
	"specversion: "
	"{}, type: { const: t } } } }\n"
	"      d: { headers: { properties: { ce_specversion: { const: '1.0' } } }, payload: { type: object } "
	"}\n";

static struct contract *contract;
static struct judge *judge;

static void judge_it(struct message_model *const *list, size_t n, const struct judged *m)
{
	struct violations v = { 0 };
	struct message_model *nearest;
	bool any, conforms = verdict_match(list, n, judge, m, &any) != NULL;

	verdict_explain(list, n, judge, m, &nearest, &v);
	if (n == 1 && conforms != !v.n)
		BUG("conforms, with reasons; or not, without");
	violations_release(&v);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	BUF_AUTO struct buf payload = BUF_INIT(0), headers = BUF_INIT(0);
	struct diag d = { .out = stderr };
	struct slice rest, first, pair;
	struct judged m = { .has_headers = true };
	size_t which;

	if (!contract) {
		contract = contract_load_text("fuzz.yaml", slice_str(document), &d);
		judge = judge_new();
	}
	if (!size)
		return 0;
	which = data[0] % 5;
	rest = slice_of(data + 1, size - 1);
	first = slice_first(rest, slice_find(rest, '\n'));
	rest = slice_from(rest, first.len + 1);
	while (slice_split(&first, ' ', &pair))
		header_add(&headers, slice_first(pair, slice_find(pair, '=')),
			   slice_from(pair, slice_find(pair, '=') + 1));
	buf_slice(&payload, rest);
	buf_add(&payload, (char[SCHEMA_PADDING]){ 0 }, SCHEMA_PADDING);
	m.payload = slice_of(payload.data, rest.len);
	m.headers = buf_view(&headers);
	if (which == 4)
		judge_it(contract->messages, contract->n_messages, &m);
	else
		judge_it(&contract->messages[which], 1, &m);
	return 0;
}
