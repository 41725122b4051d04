/* Any bytes as gzip, zlib and zstd: they expand within bounds or are refused; and any bytes compressed come
 * out again.  The first byte chooses which. */
#include "base/compress.h"
#include "base/limits.h"
#include "base/memory.h"

enum { MOST = 4 << 20 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct expander expander;
	BUF_AUTO struct buf out = BUF_INIT(MOST), packed = BUF_INIT(0), again = BUF_INIT(0);
	struct expand_error why;
	enum compression how;
	struct slice bytes;

	if (!size)
		return 0;
	how = (enum compression)(data[0] % 3);
	bytes = slice_of(data + 1, size - 1);
	if (!expand(&expander, how, bytes, &out, &why) && (!why.text || why.at > bytes.len))
		BUG("an error outside the bytes");
	if (out.len > MOST || out.len > (bytes.len * LIMIT_EXPANDED_RATIO | LIMIT_EXPANDED_FREE))
		BUG("%zu bytes became %zu", bytes.len, out.len);
	if (!compress_add(how, bytes, &packed) || !expand(&expander, how, buf_view(&packed), &again, &why) ||
	    !slice_eq(bytes, buf_view(&again)))
		BUG("what was compressed did not come out again");
	return 0;
}
