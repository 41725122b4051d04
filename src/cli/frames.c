#include "cli/frames.h"

#include "base/text.h"
#include "protocol/peer.h"

enum { SHOWN_BYTES = 48 };

static void print_frame(FILE *out, const struct peer *p, bool outgoing, const char *name, struct slice frame)
{
	BUF_AUTO struct buf line = BUF_INIT(0);
	struct slice shown = slice_first(frame, SHOWN_BYTES);

	buf_printf(&line, "  %s %.*s  ", outgoing ? "»" : "«", SLICE_FMT(p->remote));
	if (p->session)
		printable_add(&line, p->session->client, SHOWN_BYTES);
	buf_printf(&line, "  %s  %zu bytes ", name, frame.len);
	for (size_t i = 0; i < shown.len; i++)
		buf_printf(&line, " %02x", (unsigned char)shown.ptr[i]);
	buf_str(&line, shown.len < frame.len ? " ...\n" : "\n");
	fwrite(line.data, 1, line.len, out);
}

static void on_bytes(struct frame_watcher *w, const struct peer *p, bool outgoing, struct slice bytes)
{
	struct frame_log *log = container_of(w, struct frame_log, watcher);

	while (bytes.len) {
		BUF_AUTO struct buf name = BUF_INIT(0);
		size_t n = p->protocol->describe ? p->protocol->describe(bytes, &name) : 0;

		if (!n || n > bytes.len)
			n = bytes.len;
		print_frame(log->out, p, outgoing, name.len ? buf_cstr(&name) : "bytes",
			    slice_first(bytes, n));
		bytes = slice_from(bytes, n);
	}
	fflush(log->out);
}

void frame_log_start(struct frame_log *log, struct loop *l, FILE *out)
{
	*log = (struct frame_log){ .watcher.fn = on_bytes, .out = out };
	loop_watch_frames(l, &log->watcher);
}
