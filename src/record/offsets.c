/* offsets.c - from bytes to code points.
 *
 * A report of a megabyte may carry a hundred thousand spans; counting from the start for
 * each would be quadratic.  One pass notes the count every 64 bytes, and a span then costs
 * at most 63 steps. */
#include "record.h"

enum { STEP = 64 };

static bool starts_code_point(char c) { return ((unsigned char)c & 0xC0) != 0x80; }

void toc__offsets_init(toc__offsets *o, toc_arena *a, toc_str text) {
  *o = (toc__offsets){.text = text};
  o->check = toc_new(a, uint32_t, text.len / STEP + 1);
  uint32_t n = 0;
  size_t i = 0;
  for (; i + STEP <= text.len; i += STEP) {
    uint8_t here = 0;
    o->check[i / STEP] = n;
    for (size_t k = 0; k < STEP; k++) here = (uint8_t)(here + starts_code_point(text.ptr[i + k])); /* compilers make vectors of it */
    n += here;
  }
  o->check[i / STEP] = n;
  for (; i < text.len; i++) n += starts_code_point(text.ptr[i]);
  o->ascii = n == text.len;
}

uint32_t toc__offset(const toc__offsets *o, uint32_t byte) {
  if (o->ascii) return byte;
  uint32_t at = byte / STEP * STEP, n = o->check[byte / STEP];
  for (; at < byte; at++) n += starts_code_point(o->text.ptr[at]);
  return n;
}
