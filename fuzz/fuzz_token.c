/* Any clean text: tokens in order, each holding its form, each inside its sentence; nothing
 * but white space between them. */
#include "token.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(const toc_doc *doc) {
  uint32_t at = 0, token = 0;
  for (uint32_t s = 0; s < doc->sentences.len; s++) {
    const toc_sentence *x = &doc->sentences.ptr[s];
    if (x->first != token || x->last <= token || x->last - x->first > TOC__SENTENCE_MAX) abort();
    for (; token < x->last; token++) {
      const toc_token *t = &doc->tokens.ptr[token];
      if (t->sentence != s || t->span.start < at || t->span.end <= t->span.start || t->span.end > doc->text.len) abort();
      if (!toc_utf8_valid(t->form) || !toc_str_eq(t->form, toc_slice(doc->text, t->span))) abort();
      for (size_t pos = at; pos < t->span.start;)
        if (!toc_cp_is_space(toc_utf8_next(doc->text, &pos))) abort();
      at = t->span.end;
    }
  }
  if (token != doc->tokens.len) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static toc__tokenizer *t;
  toc_error err;
  if (!t && toc__tokenizer_load(&t, TOC_SOURCE_DIR "/data", &err) != TOC_OK) abort();
  toc_str text = {(const char *)data, size};
  if (!toc_utf8_valid(text)) return 0;
  toc_doc doc = {0};
  toc_doc_reset(&doc, 0);
  doc.text = text;
  if (toc__tokenizer_run(t, &doc, &err) != TOC_OK) abort();
  check(&doc);
  toc_arena_release(&doc.arena);
  toc_arena_release(&doc.scratch);
  return 0;
}
