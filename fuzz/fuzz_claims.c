/* Cue words and weight files from anybody, and the pairing of quotation marks in any text. */
#include "../src/attrib/internal.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void files(toc_str bytes) {
  for (int weights = 0; weights < 2; weights++) {
    toc__attrib a = {0};
    jmp_buf jump;
    toc_arena_init(&a.arena, 64u << 20);
    if (TOC_TRY(&a.arena, jump)) {
      toc_map_init(&a.cues, &a.arena);
      toc__attrib_read(&a, "f", bytes, weights == 1, NULL);
    }
    toc_arena_release(&a.arena);
  }
}

/* A token for each run between blanks, a sentence and paragraph for each line. */
static void quotes(toc_doc *doc, toc_str text) {
  toc_doc_reset(doc, 64u << 20);
  jmp_buf jump, inner;
  doc->scratch.oom = &inner;
  if (!TOC_TRY(&doc->arena, jump) || setjmp(inner)) return;
  doc->text = text;
  toc_str rest = text, line;
  for (uint32_t paragraph = 0; toc_str_cut(&rest, '\n', &line); paragraph++) {
    uint32_t first = doc->tokens.len, base = (uint32_t)(line.ptr - text.ptr);
    for (size_t at = 0; at < line.len;) {
      size_t end = at;
      while (end < line.len && line.ptr[end] != ' ') end++;
      if (end > at) {
        toc_token *t = toc_doc_add_token(doc);
        t->span = (toc_span){base + (uint32_t)at, base + (uint32_t)end};
        t->form = toc_str_sub(line, at, end);
        t->sentence = doc->sentences.len;
      }
      at = end + 1;
    }
    if (doc->tokens.len == first) continue;
    toc_sentence *s = toc_push(&doc->arena, &doc->sentences);
    *s = (toc_sentence){.span = {doc->tokens.ptr[first].span.start, doc->tokens.ptr[doc->tokens.len - 1].span.end},
                        .first = first, .last = doc->tokens.len, .paragraph = paragraph};
  }
  toc_doc_link(doc);
  toc__tree t;
  toc__tree_init(&t, NULL, doc);
  toc__quotes(&t);
  for (uint32_t k = 0; k < t.n_quotes; k++) {
    if (t.quote[k].outer.end > text.len || t.quote[k].inner.start < t.quote[k].outer.start) abort();
    if (t.quote[k].parent != TOC_NONE && t.quote[k].parent >= k) abort();
  }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  toc_str bytes = {(const char *)data, size};
  files(bytes);
  toc_doc doc = {0};
  quotes(&doc, bytes);
  toc_arena_release(&doc.arena);
  toc_arena_release(&doc.scratch);
  return 0;
}
