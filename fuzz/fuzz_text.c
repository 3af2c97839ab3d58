/* A plain text file from anybody: clean text is UTF-8, the map stays inside the file, blocks
 * and spans stay inside the text and between code points. */
#include "text.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_span(toc_str text, toc_span s) {
  if (s.start > s.end || s.end > text.len || !toc_utf8_valid(toc_slice(text, s))) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  toc_doc doc = {0};
  toc__decoded d;
  toc_doc_reset(&doc, 0);
  toc__text_decode(&doc.arena, (toc_str){(const char *)data, size}, 0, &d);
  if (!toc_utf8_valid(d.text) || (d.text.len && memchr(d.text.ptr, 0, d.text.len))) abort();
  for (uint32_t i = 0; i < d.map.len; i++)
    if (d.map.ptr[i].clean >= d.text.len || d.map.ptr[i].raw >= size) abort();
  doc.text = d.text;
  if (toc__text_run(&doc, NULL) != TOC_OK) abort();
  for (uint32_t i = 0; i < doc.blocks.len; i++) check_span(doc.text, doc.blocks.ptr[i].span);
  check_span(doc.text, doc.title_span);
  check_span(doc.text, doc.dateline);
  check_span(doc.text, doc.dateline_place);
  toc_arena_release(&doc.arena);
  toc_arena_release(&doc.scratch);
  return 0;
}
