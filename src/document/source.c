#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/limits.h"
#include "base/text.h"
#include "document/document.h"
#include "document/source.h"

enum { PIPE_SILENCE_MS = 10000, READ_BYTES = 64 << 10, MIB = 1 << 20 };

__attribute__((format(printf, 3, 4))) static bool fail(struct source_error *error, enum diag_code code,
						       const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(error->why, sizeof(error->why), fmt, ap);
	va_end(ap);
	error->code = code;
	return false;
}

static bool fail_errno(struct source_error *error)
{
	if (errno == ENOENT)
		return fail(error, DIAG_FILE, "does not exist");
	return fail(error, DIAG_FILE, "cannot be read: %s", strerror(errno));
}

static bool fail_size(struct source_error *error)
{
	return fail(error, DIAG_LIMIT, "is larger than %d MiB", LIMIT_DOCUMENT_BYTES / MIB);
}

bool source_copy(struct arena *a, struct slice bytes, struct slice *text, struct source_error *error)
{
	char *copy;

	if (bytes.len > LIMIT_DOCUMENT_BYTES)
		return fail_size(error);
	copy = arena_alloc(a, bytes.len + DOCUMENT_PADDING);
	if (bytes.len)
		memcpy(copy, bytes.ptr, bytes.len);
	*text = slice_of(copy, bytes.len);
	return true;
}

/* Opened without waiting for the other end of a FIFO, which may never come. */
static int open_file(const char *path, bool allow_pipe, struct source_error *error)
{
	int fd = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	struct stat st;

	if (fd < 0 || fstat(fd, &st) < 0)
		fail_errno(error);
	else if (S_ISDIR(st.st_mode))
		fail(error, DIAG_FILE, "is a directory");
	else if (!S_ISREG(st.st_mode) && !(allow_pipe && S_ISFIFO(st.st_mode)))
		fail(error, DIAG_FILE, "is not a regular file");
	else if (S_ISREG(st.st_mode) && st.st_size > LIMIT_DOCUMENT_BYTES)
		fail_size(error);
	else
		return fd;
	if (fd >= 0)
		close(fd);
	return -1;
}

/* Standard input may take its time: somebody may be typing. */
static bool wait_for_bytes(int fd, struct source_error *error)
{
	struct pollfd p = { .fd = fd, .events = POLLIN };
	int n = poll(&p, 1, fd == STDIN_FILENO ? -1 : PIPE_SILENCE_MS);

	if (n < 0 && errno != EINTR)
		return fail_errno(error);
	return n != 0 || fail(error, DIAG_FILE, "sends nothing for %d s", PIPE_SILENCE_MS / 1000);
}

static bool read_all(int fd, struct buf *out, struct source_error *error)
{
	for (;;) {
		char *to = buf_reserve(out, READ_BYTES);
		ssize_t n;

		if (!to)
			return fail_size(error);
		n = read(fd, to, READ_BYTES);
		if (n == 0)
			return out->len <= LIMIT_DOCUMENT_BYTES || fail_size(error);
		if (n > 0)
			out->len += (size_t)n;
		else if (errno == EAGAIN ? !wait_for_bytes(fd, error) : errno != EINTR && !fail_errno(error))
			return false;
	}
}

bool source_read(struct arena *a, const char *path, bool allow_pipe, struct slice *text,
		 struct source_error *error)
{
	BUF_AUTO struct buf bytes = BUF_INIT(LIMIT_DOCUMENT_BYTES + 2 * READ_BYTES);
	int fd = path ? open_file(path, allow_pipe, error) : STDIN_FILENO;
	bool ok;

	if (fd < 0)
		return false;
	/* A FIFO that nobody writes to looks like an empty file unless waited for. */
	ok = (fd == STDIN_FILENO || wait_for_bytes(fd, error)) && read_all(fd, &bytes, error);
	if (path)
		close(fd);
	return ok && source_copy(a, buf_view(&bytes), text, error);
}

/* clang-format off */
static const struct {
	struct slice mark;
	const char *name;
} encodings[] = {
	{ SLICE_LIT("\xff\xfe\0\0"), "UTF-32" },
	{ SLICE_LIT("\0\0\xfe\xff"), "UTF-32" },
	{ SLICE_LIT("\xff\xfe"), "UTF-16" },
	{ SLICE_LIT("\xfe\xff"), "UTF-16" },
};
/* clang-format on */

static const char *wide_encoding(struct slice s)
{
	for (size_t i = 0; i < ARRAY_SIZE(encodings); i++)
		if (slice_starts(s, encodings[i].mark))
			return encodings[i].name;
	/* Without a mark: the first two characters of any document are ASCII. */
	if (s.len >= 4 && (!s.ptr[0] != !s.ptr[1]) && !s.ptr[0] == !s.ptr[2] && !s.ptr[1] == !s.ptr[3])
		return "UTF-16";
	return NULL;
}

static struct loc loc_of_offset(const char *file, struct slice text, size_t offset)
{
	struct loc at = { file, 1, 1 };

	for (size_t i = 0; i < offset; i++) {
		if (text.ptr[i] == '\n')
			at = (struct loc){ file, at.line + 1, 1 };
		else
			at.col += (text.ptr[i] & 0xc0) != 0x80;
	}
	return at;
}

bool source_check(struct slice *text, const char *file, struct diag *d)
{
	const char *encoding = wide_encoding(*text);
	size_t valid, nul;

	if (encoding)
		return diag_error(d, DIAG_SYNTAX, (struct loc){ file, 1, 1 },
				  "the file is %s; save it as UTF-8", encoding);
	if (slice_starts(*text, SLICE_LIT("\xef\xbb\xbf")))
		*text = slice_from(*text, 3);
	valid = utf8_valid_prefix(*text);
	nul = slice_find(*text, '\0');
	if (nul < text->len && nul <= valid)
		return diag_error(d, DIAG_SYNTAX, loc_of_offset(file, *text, nul),
				  "a NUL byte: this is not a text file");
	if (valid < text->len)
		return diag_error(d, DIAG_SYNTAX, loc_of_offset(file, *text, valid),
				  "the byte 0x%02X is not UTF-8", (unsigned char)text->ptr[valid]);
	return true;
}
