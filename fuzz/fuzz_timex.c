/* First the bytes as a vocabulary, then the text behind its first NUL (or all of it) read with
 * that or the real one: spans stay inside the text and between code points, intervals in order. */
#include "../tests/text/plain.h"
#include "timex.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(const toc__timex *x, toc_str text, toc_day dct) {
  toc_doc doc = {0};
  toc_doc_reset(&doc, 0);
  doc.text = text;
  doc.dct = dct;
  plain_words(&doc);
  if (toc__timex_run(x, &doc, NULL) != TOC_OK) abort();
  for (uint32_t i = 0; i < doc.times.len; i++) {
    const toc_time *t = &doc.times.ptr[i];
    if (t->span.start >= t->span.end || t->span.end > text.len || !toc_utf8_valid(toc_slice(text, t->span)) || !t->value.len) abort();
    if (t->from != TOC_NODAY && t->to != TOC_NODAY && t->from > t->to) abort();
  }
  toc_arena_release(&doc.arena);
  toc_arena_release(&doc.scratch);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static toc__timex *real;
  toc__timex *x;
  toc_error err;
  toc_str bytes = {(const char *)data, size}, text = bytes;
  if (!real && toc__timex_load(&real, TOC_SOURCE_DIR "/data", &err) != TOC_OK) abort();
  const char *nul = size ? memchr(data, 0, size) : NULL;
  if (nul) text = toc_str_sub(bytes, (size_t)(nul - bytes.ptr) + 1, size);
  bool good = toc_utf8_valid(text);
  if (good) check(real, text, TOC_NODAY);
  if (good) check(real, text, toc_day_of(2022, 1, 6));
  if (toc__timex_read(&x, nul ? toc_str_sub(bytes, 0, (size_t)(nul - bytes.ptr)) : bytes, "f", &err) == TOC_OK) {
    if (good) check(x, text, toc_day_of(2022, 1, 6));
    toc__timex_free(x);
  }
  return 0;
}
