#include "attach/library.h"

#include <dlfcn.h>
#include <string.h>

static const struct {
	const char *name;
	size_t at;
} functions[] = {
#define X(name) { "mosquitto_" #name, offsetof(struct mosquitto_library, name) },
	MOSQUITTO_FUNCTIONS(X)
#undef X
};

bool mosquitto_load(struct mosquitto_library *l, struct diag *d)
{
	const char *missing = NULL;

	*l = (struct mosquitto_library){ .handle = dlopen("libmosquitto.so.1", RTLD_NOW | RTLD_LOCAL) };
	for (size_t i = 0; l->handle && i < sizeof(functions) / sizeof(functions[0]); i++) {
		void *found = dlsym(l->handle, functions[i].name);

		memcpy((char *)l + functions[i].at, &found, sizeof(found));
		if (!found)
			missing = functions[i].name;
	}
	if (!l->handle || missing) {
		if (l->handle)
			dlclose(l->handle);
		l->handle = NULL;
		return diag_error(d, DIAG_ENVIRONMENT, LOC_NONE,
				  "--attach needs libmosquitto 2.0 (Debian's package libmosquitto1)%s%s",
				  missing ? "; the one that is installed has no "
					  : ", which is not installed",
				  missing ? missing : "");
	}
	l->lib_init();
	return true;
}

void mosquitto_unload(struct mosquitto_library *l)
{
	if (!l->handle)
		return;
	l->lib_cleanup();
	dlclose(l->handle);
	l->handle = NULL;
}
