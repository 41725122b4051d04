/* Names, addresses and telephone numbers: of one person they fit one another. */
#include "generate/hint.h"

static const char *first_of(struct making *m, struct slice name)
{
	return word_of(&m->g->locale->first, persona_of(m, name).first);
}

static const char *last_of(struct making *m, struct slice name)
{
	return word_of(&m->g->locale->last, persona_of(m, name).last);
}

void hint_first(struct making *m, struct slice name, struct buf *out)
{
	buf_str(out, first_of(m, name));
}

void hint_last(struct making *m, struct slice name, struct buf *out)
{
	buf_str(out, last_of(m, name));
}

void hint_full_name(struct making *m, struct slice name, struct buf *out)
{
	hint_first(m, name, out);
	buf_char(out, ' ');
	hint_last(m, name, out);
}

void hint_initials(struct making *m, struct slice name, struct buf *out)
{
	BUF_AUTO struct buf both = BUF_INIT(0);
	size_t first;

	ascii_add(&both, first_of(m, name), '-');
	first = both.len;
	ascii_add(&both, last_of(m, name), '-');
	buf_char(out, (char)(both.data[0] & ~32));
	buf_char(out, (char)(both.data[first] & ~32));
}

void hint_email(struct making *m, struct slice name, struct buf *out)
{
	ascii_add(out, first_of(m, name), '-');
	buf_char(out, '.');
	ascii_add(out, last_of(m, name), '-');
	buf_char(out, '@');
	buf_str(out, word_of(&words_domain, persona_of(m, name).company));
}

void hint_user(struct making *m, struct slice name, struct buf *out)
{
	ascii_add(out, first_of(m, name), '-');
	buf_decimal(out, persona_of(m, name).last / 97 % 90 + 10);
}

void hint_company(struct making *m, struct slice name, struct buf *out)
{
	buf_str(out, word_of(&m->g->locale->company, persona_of(m, name).company));
}

void hint_job(struct making *m, struct slice name, struct buf *out)
{
	buf_str(out, word_of(&m->g->locale->job, persona_of(m, name).company));
}

void hint_department(struct making *m, struct slice name, struct buf *out)
{
	buf_str(out, word_of(&m->g->locale->department, persona_of(m, name).company));
}

/* Nouns whose name is a person's, a product's, a company's; anything else is a thing with a title. */
static const struct {
	const char *noun;
	text_fn *write;
} named[] = {
	{"customer",      hint_full_name},
	   { "user",	     hint_full_name},
	     { "client",	 hint_full_name},
	{ "employee",     hint_full_name},
	   { "driver",       hint_full_name},
	     { "author",	 hint_full_name},
	{ "contact",	     hint_full_name},
	   { "person",       hint_full_name},
	     { "patient",	  hint_full_name},
	{ "student",	     hint_full_name},
	   { "account",	hint_full_name},
	     { "owner",	hint_full_name},
	{ "guest",	   hint_full_name},
	   { "sender",       hint_full_name},
	     { "receiver",	   hint_full_name},
	{ "recipient",    hint_full_name},
	   { "billing",	hint_full_name},
	     { "shipping",	   hint_full_name},
	{ "display",	     hint_full_name},
	   { "holder",       hint_full_name},
	     { "member",	 hint_full_name},
	{ "buyer",	   hint_full_name},
	   { "seller",       hint_full_name},
	     { "actor",	hint_full_name},
	{ "passenger",    hint_full_name},
	   { "doctor",       hint_full_name},
	     { "player",	 hint_full_name},
	{ "subscriber",	hint_full_name},
	   { "signup",       hint_full_name},
	     { "profile",	  hint_full_name},
	{ "participant",	 hint_full_name},
	   { "product",	hint_product  },
	     { "item",	       hint_product  },
	{ "article",	     hint_product  },
	   { "company",	hint_company  },
	     { "organization", hint_company  },
	{ "organisation", hint_company  },
	   { "tenant",       hint_company  },
	     { "merchant",	   hint_company	},
	{ "supplier",     hint_company  },
	   { "vendor",       hint_company  },
	     { "shop",	       hint_company  },
	{ "store",	   hint_company	},
	   { "bank",	     hint_company  },
	     { "device",	 hint_device   },
	{ "sensor",	    hint_device	},
	   { "machine",	hint_device   },
	     { "node",	       hint_device   },
	{ "gateway",	     hint_device	 },
	   { "streetlight",  hint_device	},
	     { "file",	       hint_file_name},
	{ "document",     hint_file_name},
	   { "attachment",   hint_file_name},
	     { "city",	       hint_city	 },
	{ "country",	     hint_country  },
	   { "service",	hint_slug	  },
	     { "agent",	hint_slug	  },
	{ "namespace",    hint_slug	 },
	   { "repository",   hint_slug     },
	     { "pipeline",	   hint_slug     },
	{ "cluster",	     hint_slug     },
	   { "queue",	      hint_slug	},
	     { "job",	      hint_slug	},
};

static text_fn *writer_for(struct slice words)
{
	struct slice rest = words, word;
	text_fn *found = NULL;

	while (rest.len && slice_split(&rest, ' ', &word)) {
		struct slice one = word.len > 2 && word.ptr[word.len - 1] == 's'
					   ? slice_first(word, word.len - 1)
					   : word;

		for (size_t i = 0; i < ARRAY_SIZE(named); i++)
			if (slice_is(word, named[i].noun) || slice_is(one, named[i].noun))
				found = named[i].write;
	}
	return found;
}

/* Its own words say, else the object around it, else the message. */
text_fn *name_writer(const struct making *m, struct slice words, struct slice parent)
{
	char space[NAME_BYTES];
	text_fn *write = writer_for(words);

	if (!write && parent.ptr)
		write = writer_for(slice_of(space, name_words(parent, space)));
	else if (!write && words.len <= 4)
		write = writer_for(slice_of(space, name_words(m->topic, space)));
	if (write)
		return write;
	return words.len <= 4 && !parent.ptr && !m->topic.len ? hint_full_name : hint_title;
}

void hint_some_name(struct making *m, struct slice name, struct buf *out)
{
	name_known(m, name)->named(m, name, out);
}
