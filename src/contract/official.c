/* The files of official/ as they stand in the program.  Adding one is a row here. */
#include "contract/official.h"

#define FILES(X)                                                                                             \
	X(v2_0_0, "2.0.0")                                                                                   \
	X(v2_1_0, "2.1.0")                                                                                   \
	X(v2_2_0, "2.2.0")                                                                                   \
	X(v2_3_0, "2.3.0")                                                                                   \
	X(v2_4_0, "2.4.0")                                                                                   \
	X(v2_5_0, "2.5.0")                                                                                   \
	X(v2_6_0, "2.6.0")                                                                                   \
	X(v3_0_0, "3.0.0")                                                                                   \
	X(v3_1_0, "3.1.0")                                                                                   \
	X(amqp, "bindings/amqp")                                                                             \
	X(anypointmq, "bindings/anypointmq")                                                                 \
	X(googlepubsub, "bindings/googlepubsub")                                                             \
	X(http, "bindings/http")                                                                             \
	X(ibmmq, "bindings/ibmmq")                                                                           \
	X(jms, "bindings/jms")                                                                               \
	X(kafka, "bindings/kafka")                                                                           \
	X(mqtt, "bindings/mqtt")                                                                             \
	X(nats, "bindings/nats")                                                                             \
	X(pulsar, "bindings/pulsar")                                                                         \
	X(ros2, "bindings/ros2")                                                                             \
	X(sns, "bindings/sns")                                                                               \
	X(solace, "bindings/solace")                                                                         \
	X(sqs, "bindings/sqs")                                                                               \
	X(ws, "bindings/ws")

/* The assembler finds the files from the top folder, where make runs. */
#define EMBED(id, name)                                                                                      \
	__asm__(".pushsection .rodata\n"                                                                     \
		"official_" #id ":\n"                                                                        \
		".incbin \"src/contract/official/" name ".json\"\n"                                          \
		"official_" #id "_end:\n"                                                                    \
		".popsection\n");                                                                            \
	extern const char official_##id[] __attribute__((visibility("hidden")));                             \
	extern const char official_##id##_end[] __attribute__((visibility("hidden")));
FILES(EMBED)

static const struct {
	const char *name, *start, *end;
} files[] = {
#define ROW(id, name) { name, official_##id, official_##id##_end },
	FILES(ROW)
#undef ROW
};

struct node *official_file(struct loader *l, const char *name)
{
	struct document *doc;

	if (!l->official.diag)
		library_init(&l->official, l->d);
	for (size_t i = 0; i < ARRAY_SIZE(files); i++) {
		if (strcmp(files[i].name, name) != 0)
			continue;
		doc = library_load_text(&l->official, files[i].name,
					slice_of(files[i].start, (size_t)(files[i].end - files[i].start)));
		return doc ? doc->root : NULL;
	}
	return NULL;
}

void official_release(struct loader *l)
{
	if (l->official.diag)
		library_release(&l->official);
}
