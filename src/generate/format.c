/* Text by `format`: one row each. */
#include "base/text.h"
#include "generate/hint.h"

static void add_moment(struct making *m, struct slice name, struct buf *out, size_t from, size_t length)
{
	BUF_AUTO struct buf text = BUF_INIT(0);

	time_add(&text, moment_of(m, name));
	buf_slice(out, slice_first(slice_from(buf_view(&text), from), length));
}

static void add_date_time(struct making *m, struct slice name, struct buf *out)
{
	add_moment(m, name, out, 0, 23); /* milliseconds are enough */
	buf_char(out, 'Z');
}

static void add_date(struct making *m, struct slice name, struct buf *out)
{
	add_moment(m, name, out, 0, 10);
}

static void add_time(struct making *m, struct slice name, struct buf *out)
{
	add_moment(m, name, out, 11, 8);
	buf_char(out, 'Z');
}

static void add_duration(struct making *m, struct slice name, struct buf *out)
{
	(void)name;
	draw_text(m, "PT<5-90>M", out);
}

static void add_email(struct making *m, struct slice name, struct buf *out)
{
	hint_email(m, name, out);
}

static void add_host(struct making *m, struct slice name, struct buf *out)
{
	(void)name;
	draw_text(m, "<word>.<domain>", out);
}

/* 192.0.2.0/24 and 2001:db8::/32 are kept for documentation. */
static void add_ipv4(struct making *m, struct slice name, struct buf *out)
{
	(void)name;
	draw_text(m, "192.0.2.<1-254>", out);
}

static void add_ipv6(struct making *m, struct slice name, struct buf *out)
{
	(void)name;
	draw_text(m, "2001:db8::<1-65535x>:<1-65535x>", out);
}

/* "avatar" and "website" say more than that it is an address. */
static void add_uri(struct making *m, struct slice name, struct buf *out)
{
	const struct hint *h = name.ptr ? name_known(m, name)->hint : NULL;

	if (h && (h->text == hint_image || h->text == hint_site))
		h->text(m, name, out);
	else
		draw_text(m, "https://<domain>/<word>/<100-9999>", out);
}

static void add_uri_reference(struct making *m, struct slice name, struct buf *out)
{
	(void)name;
	draw_text(m, "/<word>/<100-9999>", out);
}

static void add_uri_template(struct making *m, struct slice name, struct buf *out)
{
	(void)name;
	draw_text(m, "https://<domain>/<word>/{id}", out);
}

/* Version 4 by its digits, though drawn from the seed. */
static void add_uuid(struct making *m, struct slice name, struct buf *out)
{
	uint64_t a = random_next(&m->random), b = random_next(&m->random);

	(void)name;
	draw_hex(out, a >> 32, 8);
	buf_char(out, '-');
	draw_hex(out, a >> 16, 4);
	buf_str(out, "-4");
	draw_hex(out, a, 3);
	buf_char(out, '-');
	draw_hex(out, (b >> 48 & 0x3fff) | 0x8000, 4);
	buf_char(out, '-');
	draw_hex(out, b, 12);
}

static void add_pointer(struct making *m, struct slice name, struct buf *out)
{
	(void)name;
	draw_text(m, "/<word>/<0-9>", out);
}

static void add_relative_pointer(struct making *m, struct slice name, struct buf *out)
{
	(void)name;
	draw_text(m, "<0-3>/<word>", out);
}

static void add_regex(struct making *m, struct slice name, struct buf *out)
{
	(void)name;
	draw_text(m, "^<word>-[0-9]{<1-6>}$", out);
}

static void add_base64(struct making *m, struct slice name, struct buf *out)
{
	BUF_AUTO struct buf text = BUF_INIT(0);

	(void)name;
	lifelike_words(m, 2, &text);
	base64_add(out, buf_view(&text));
}

static void add_password(struct making *m, struct slice name, struct buf *out)
{
	(void)name;
	draw_text(m, "K<word>-<1000-9999>", out);
}

static const struct {
	const char *name;
	format_fn *add;
} formats[] = {
	{"date-time",	       add_date_time	     },
	{ "date",		  add_date		   },
	{ "time",		  add_time		   },
	{ "duration",	      add_duration	   },
	{ "email",		   add_email	     },
	{ "idn-email",	       add_email		 },
	{ "hostname",	      add_host	       },
	{ "idn-hostname",	  add_host		   },
	{ "ipv4",		  add_ipv4		   },
	{ "ip",		    add_ipv4		 },
	{ "ipv6",		  add_ipv6		   },
	{ "uri",		   add_uri		 },
	{ "url",		   add_uri		 },
	{ "iri",		   add_uri		 },
	{ "uri-reference",	   add_uri_reference   },
	{ "iri-reference",	   add_uri_reference   },
	{ "uri-template",	  add_uri_template	   },
	{ "uuid",		  add_uuid		   },
	{ "guid",		  add_uuid		   },
	{ "json-pointer",	  add_pointer	      },
	{ "relative-json-pointer", add_relative_pointer},
	{ "regex",		   add_regex	     },
	{ "byte",		  add_base64	     },
	{ "base64",		    add_base64	       },
	{ "binary",		    add_base64	       },
	{ "password",	      add_password	   },
};

format_fn *format_writer(struct slice format)
{
	for (size_t i = 0; i < ARRAY_SIZE(formats); i++)
		if (slice_is(format, formats[i].name))
			return formats[i].add;
	return NULL;
}

bool format_add(struct making *m, struct slice format, struct slice name, struct buf *out)
{
	format_fn *add = format_writer(format);

	if (add)
		add(m, name, out);
	return add != NULL;
}
