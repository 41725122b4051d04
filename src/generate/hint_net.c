/* What computers call one another, and what has a format of its own. */
#include "generate/hint.h"

#define BY_FORMAT(fn, format)                                                                                \
	void fn(struct making *m, struct slice name, struct buf *out)                                        \
	{                                                                                                    \
		(void)format_add(m, SLICE_LIT(format), name, out);                                           \
	}
BY_FORMAT(hint_uuid, "uuid")
BY_FORMAT(hint_uri, "uri")
BY_FORMAT(hint_time, "date-time")
BY_FORMAT(hint_date, "date")
BY_FORMAT(hint_clock, "time")
BY_FORMAT(hint_host, "hostname")
BY_FORMAT(hint_ip, "ipv4")
BY_FORMAT(hint_base64, "base64")
BY_FORMAT(hint_duration, "duration")

void hint_image(struct making *m, struct slice name, struct buf *out)
{
	(void)name;
	draw_text(m, "https://<domain>/images/<1000-9999>.png", out);
}

void hint_site(struct making *m, struct slice name, struct buf *out)
{
	buf_str(out, "https://");
	ascii_add(out, word_of(&m->g->locale->company, persona_of(m, name).company), '-');
	buf_str(out, ".example.com");
}

/* The second bit of the first byte: given locally, so nobody's. */
void hint_mac(struct making *m, struct slice name, struct buf *out)
{
	(void)name;
	buf_str(out, "02");
	for (int i = 0; i < 5; i++)
		buf_printf(out, ":%02x", (unsigned)random_below(&m->random, 256));
}
