/* Where nodes stand: pointers by node and by place. */
#include "contract/spot.h"

#include "suite.h"

static const char text[] = "asyncapi: 3.0.0\ninfo: { title: t, version: '1' }\nx-a:\n  - b/c:\n      d~: 1\n"
			   "x-e: &e { f: 1 }\nx-g: *e\n";

static const struct {
	unsigned line, col;
	const char *pointer; /* NULL: nothing begins there */
} rows[] = {
	{1,  1,	""		   },
	{ 2, 1,	"/info"		},
	{ 2, 7,	"/info"		},
	{ 2, 9,	"/info/title"    },
	{ 3, 1,	"/x-a"	       },
	{ 5, 7,	"/x-a/0/b~1c"    },
	{ 5, 11, "/x-a/0/b~1c/d~0"},
	{ 6, 11, "/x-e/f"	  },
	{ 9, 9,	NULL	     },
};

START_TEST(a_place_has_this_pointer)
{
	struct diag d = { 0 };
	struct contract *c = contract_load_text("a.yaml", slice_str(text), &d);
	struct loc at = { "a.yaml", rows[_i].line, rows[_i].col };
	BUF_AUTO struct buf pointer = BUF_INIT(0);
	const struct spot *spot;
	struct spots s;

	spots_init(&s, &c->library);
	spot = spot_at(&s, at);
	ck_assert_int_eq(spot == NULL, rows[_i].pointer == NULL);
	if (spot) {
		spot_pointer(&s, spot, &pointer);
		ck_assert_str_eq(buf_cstr(&pointer), rows[_i].pointer);
	}
	at.file = "b.yaml";
	ck_assert_ptr_null(spot_at(&s, at));
	spots_release(&s);
	contract_drop(c);
	diag_release(&d);
}
END_TEST

SUITE(contract_spot)
{
	LOOP_TEST(a_place_has_this_pointer, 0, ARRAY_SIZE(rows));
}
