/* Reads a recording, line by line: for `check`, replay and comparisons. */
#ifndef RECORD_READER_H
#define RECORD_READER_H

#include "broker/message.h"

struct recorded {
	size_t line;	    /* in the file, from 1 */
	bool is_header;	    /* the first line: `node` has it, nothing else is set */
	struct node *node;  /* the whole line, for what is not below */
	struct slice event; /* "connected", ...; absent for a message */
	struct slice server, client, origin, address, channel, message, content_type, reply_to, outcome;
	struct slice key, correlation; /* bytes */
	struct slice headers;	       /* packed */
	struct slice payload;	       /* bytes as they came, SCHEMA_PADDING zeros behind; absent: none */
	int64_t wall_us;
};

struct recording_reader {
	struct slice rest; /* of the text */
	size_t line;
	const char *file;   /* borrowed */
	struct diag *diag;  /* borrowed: a bad line is a warning with its place, and skipped */
	struct arena arena; /* of the last line read */
};

/* Is this text a recording (and not payload lines)?  Its first line has "understudy". */
bool is_recording(struct slice text);

/* `text` is borrowed until the end. */
void recording_reader_init(struct recording_reader *r, const char *file, struct slice text, struct diag *d);
/* The next line, valid until the next call; false at the end.  A torn last line is a warning. */
bool recording_next(struct recording_reader *r, struct recorded *out);
void recording_reader_release(struct recording_reader *r);

#endif
