/* CoNLL-U from anybody: no crash, and what was read can be written and read again. */
#include "conllu.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  toc_doc doc = {0}, again = {0};
  toc_buf out;
  toc_buf_init(&out, 0);
  toc_doc_reset(&doc, 64u << 20);
  toc_doc_reset(&again, 256u << 20);
  toc_str bytes = {(const char *)data, size};
  if (toc__conllu_read(&doc, bytes, "f", 1, NULL) == TOC_OK && toc_utf8_valid(bytes)) {
    toc__conllu_write(&out, &doc);
    toc_str written = {out.ptr, out.len};
    if (toc__conllu_read(&again, written, "g", 1, NULL) != TOC_OK || again.tokens.len != doc.tokens.len) abort();
  }
  toc_buf_release(&out);
  toc_arena_release(&doc.arena);
  toc_arena_release(&doc.scratch);
  toc_arena_release(&again.arena);
  toc_arena_release(&again.scratch);
  return 0;
}
