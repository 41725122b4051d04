#include "cli/input.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

static bool read_all(int fd, struct buf *out)
{
	for (;;) {
		char *to = buf_reserve(out, 65536);
		ssize_t n = to ? read(fd, to, 65536) : -1;

		if (n < 0 && errno == EINTR && to)
			continue;
		if (n <= 0)
			return n == 0;
		out->len += (size_t)n;
	}
}

bool input_read(const char *file, struct buf *out, struct diag *d)
{
	bool is_stdin = slice_is(slice_str(file), "-"), ok;
	int fd = is_stdin ? STDIN_FILENO : open(file, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return diag_error(d, DIAG_FILE, (struct loc){ .file = file }, "cannot be read: %s",
				  strerror(errno));
	ok = read_all(fd, out);
	if (!is_stdin)
		close(fd);
	return ok ||
	       diag_error(d, DIAG_FILE, (struct loc){ .file = file }, "cannot be read: %s", strerror(errno));
}
