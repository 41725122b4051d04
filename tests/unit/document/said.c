#include <stdlib.h>

#include "document/said.h"

const char *said(const struct diag *d, struct buf *out)
{
	char *text = NULL;
	size_t len = 0;
	FILE *f = open_memstream(&text, &len);

	for (size_t i = 0; f && i < d->n; i++)
		diag_print(f, &d->findings[i]);
	if (f)
		fclose(f);
	buf_add(out, text, len);
	free(text);
	return buf_cstr(out);
}
