#include "cli/ready_file.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <unistd.h>

#include "base/text.h"

static void member(struct buf *out, const char *name, struct slice value)
{
	buf_printf(out, ",\"%s\":", name);
	json_string_add(out, value);
}

void ready_json(struct buf *out, const struct instance *i)
{
	const struct played *list;
	size_t n = instance_played(i, &list);

	buf_printf(out, "{\"pid\":%d,\"servers\":[", (int)getpid());
	for (size_t k = 0; k < n; k++) {
		buf_str(out, k ? ",{\"name\":" : "{\"name\":");
		json_string_add(out, list[k].name);
		member(out, "protocol", list[k].protocol);
		member(out, "host", list[k].host);
		buf_printf(out, ",\"port\":%u", list[k].port);
		member(out, "address", list[k].address);
		member(out, "url", list[k].url);
		if (list[k].ca)
			member(out, "ca", slice_str(list[k].ca));
		buf_char(out, '}');
	}
	buf_str(out, "]}");
}

bool ready_file_write(const char *file, const struct instance *i, struct diag *d)
{
	BUF_AUTO struct buf json = BUF_INIT(0);
	struct arena a = ARENA_INIT;
	const char *next = arena_printf(&a, "%s.%d", file, (int)getpid());
	FILE *f = fopen(next, "we");
	bool ok = f != NULL;

	ready_json(&json, i);
	buf_char(&json, '\n');
	if (f) {
		ok = fwrite(json.data, 1, json.len, f) == json.len;
		ok &= fclose(f) == 0;
		ok = ok && rename(next, file) == 0;
	}
	if (!ok) {
		diag_error(d, DIAG_ENVIRONMENT, (struct loc){ .file = file },
			   "cannot write the ready file: %s", strerror(errno));
		unlink(next);
	}
	arena_free(&a);
	return ok;
}

static bool is_there(const char *const *env, size_t n, const char *entry)
{
	size_t name = slice_find(slice_str(entry), '=') + 1;

	for (size_t i = 0; i < n; i++)
		if (strncmp(env[i], entry, name) == 0)
			return true;
	return false;
}

const char *const *ready_environment(const struct instance *i, struct arena *a, struct diag *d)
{
	const struct played *list;
	size_t n = instance_played(i, &list);
	const char **env = arena_array(a, const char *, n + 1);
	size_t n_env = 0;

	for (size_t k = 0; k < n; k++) {
		char *entry = arena_printf(a, "UNDERSTUDY_URL_%.*s=%.*s", SLICE_FMT(list[k].name),
					   SLICE_FMT(list[k].url));

		for (char *p = entry + strlen("UNDERSTUDY_URL_"); *p != '='; p++)
			*p = isalnum((unsigned char)*p) ? (char)toupper((unsigned char)*p) : '_';
		if (!is_there(env, n_env, entry))
			env[n_env++] = entry;
		else
			diag_warning(d, DIAG_ENVIRONMENT, LOC_NONE,
				     "server \"%.*s\" has no variable of its own: %.*s names another",
				     SLICE_FMT(list[k].name), (int)slice_find(slice_str(entry), '='), entry);
	}
	return env;
}
