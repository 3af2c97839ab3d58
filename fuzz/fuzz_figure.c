/* First the bytes as a lexicon, then the text behind its first NUL (or all of it) read with that
 * or the real one: spans stay inside the text and between code points, low is not above high. */
#include "../tests/text/plain.h"
#include "figure.h"

#include <math.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(const toc__figures *x, toc_str text) {
  toc_doc doc = {0};
  toc_doc_reset(&doc, 0);
  doc.text = text;
  plain_words(&doc);
  if (toc__figures_run(x, &doc, NULL) != TOC_OK) abort();
  for (uint32_t i = 0; i < doc.figures.len; i++) {
    const toc_figure *f = &doc.figures.ptr[i];
    if (f->span.start >= f->span.end || f->span.end > text.len || !toc_utf8_valid(toc_slice(text, f->span))) abort();
    if (f->of.end > text.len || f->of.start > f->of.end || !toc_utf8_valid(toc_slice(text, f->of))) abort();
    if (!isnan(f->low) && !isnan(f->high) && f->low > f->high) abort();
    if (f->subset_of != TOC_NONE && f->subset_of >= i) abort();
  }
  toc_arena_release(&doc.arena);
  toc_arena_release(&doc.scratch);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static toc__figures *real;
  toc__figures *x;
  toc_error err;
  toc_str bytes = {(const char *)data, size}, text = bytes;
  if (!real && toc__figures_load(&real, TOC_SOURCE_DIR "/data", &err) != TOC_OK) abort();
  const char *nul = size ? memchr(data, 0, size) : NULL;
  if (nul) text = toc_str_sub(bytes, (size_t)(nul - bytes.ptr) + 1, size);
  bool good = toc_utf8_valid(text);
  if (good) check(real, text);
  if (toc__figures_read(&x, nul ? toc_str_sub(bytes, 0, (size_t)(nul - bytes.ptr)) : bytes, "f", &err) == TOC_OK) {
    if (good) check(x, text);
    toc__figures_free(x);
  }
  return 0;
}
