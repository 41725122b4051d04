/* Which files a $ref may lead to. */
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "document/document.h"
#include "suite.h"

static char top[64], back[4096];

static void put(const char *path, const char *text)
{
	FILE *out = fopen(path, "w");

	ck_assert(out != NULL);
	fputs(text, out);
	fclose(out);
}

/* top/common/c.yaml, top/service/d.yaml, which refers to it; the current directory is top. */
static void begin(void)
{
	snprintf(top, sizeof(top), "/tmp/understudy-project-XXXXXX");
	ck_assert(getcwd(back, sizeof(back)) && mkdtemp(top) && chdir(top) == 0);
	ck_assert(!mkdir("common", 0700) && !mkdir("service", 0700) && !mkdir("elsewhere", 0700));
	put("common/c.yaml", "k: 1\n");
	put("service/d.yaml", "r: { $ref: '../common/c.yaml#/k' }\n");
}

static void end(void)
{
	static const char *const made[] = { "common/c.yaml", "service/d.yaml" };
	static const char *const dirs[] = { ".git", "service/.git", "common", "service", "elsewhere" };

	ck_assert(chdir(top) == 0);
	for (size_t i = 0; i < ARRAY_SIZE(made); i++)
		unlink(made[i]);
	for (size_t i = 0; i < ARRAY_SIZE(dirs); i++)
		rmdir(dirs[i]);
	ck_assert(chdir(back) == 0 && rmdir(top) == 0);
}

/* Where it stands, how the document is called from there, what else is there: does the $ref lead out of the
 * project? */
static const struct {
	const char *cd, *file, *git, *allow;
	bool leads;
} rows[] = {
	{".",	       "service/d.yaml",	 NULL,	       NULL,	     true },
	{ "service",   "d.yaml",	       NULL,	     NULL,	   false},
	{ "service",   "d.yaml",	       ".git",	       NULL,	     true },
	{ ".",	       "service/d.yaml",	 "service/.git", NULL,	       false},
	{ "elsewhere", "../service/d.yaml", NULL,		  NULL,		false},
	{ "elsewhere", "../service/d.yaml", NULL,		  "../common",    true },
	{ "elsewhere", "../service/d.yaml", NULL,		  "../elsewhere", false},
	{ "/",	       NULL,		     NULL,	   NULL,		 false},
};

START_TEST(a_reference_may_go_anywhere_in_the_project)
{
	BUF_AUTO struct buf path = BUF_INIT(0);
	struct diag d = { 0 };
	struct library l;
	struct node *root;

	begin();
	if (rows[_i].git)
		ck_assert(mkdir(rows[_i].git, 0700) == 0);
	buf_printf(&path, "%s/service/d.yaml", top);
	ck_assert(chdir(rows[_i].cd) == 0);
	library_init(&l, &d);
	if (rows[_i].allow)
		ck_assert(library_allow_dir(&l, rows[_i].allow));
	root = library_load(&l, rows[_i].file ? rows[_i].file : buf_cstr(&path))->root;
	ck_assert_msg((library_resolve(&l, node_get(root, "r")) != NULL) == rows[_i].leads, "%s",
		      d.n ? d.findings[0].text : "allowed");
	ck_assert(!library_allow_dir(&l, "no-such-directory"));
	library_release(&l);
	diag_release(&d);
	end();
}
END_TEST

SUITE(project)
{
	LOOP_TEST(a_reference_may_go_anywhere_in_the_project, 0, ARRAY_SIZE(rows));
}
