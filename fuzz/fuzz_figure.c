/* First the bytes as a lexicon, then the text behind its first NUL (or all of it) read with that
 * or the real one: spans stay inside the text and between code points, low is not above high. */
#include "figure.h"

#include <math.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool in_word(char ch) {
  unsigned char c = (unsigned char)ch;
  return c >= 0x80 || (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z');
}

/* Words and single bytes; a full stop ends a sentence. */
static void tokenise(toc_doc *doc) {
  toc_str t = doc->text;
  uint32_t first = 0;
  for (size_t i = 0; i < t.len;) {
    size_t e = i + 1;
    unsigned char c = (unsigned char)t.ptr[i];
    if (c <= ' ') {
      i++;
      continue;
    }
    if (in_word(t.ptr[i]))
      while (e < t.len && in_word(t.ptr[e])) e++;
    toc_token *k = toc_doc_add_token(doc);
    k->span = (toc_span){(uint32_t)i, (uint32_t)e};
    k->form = k->lemma = toc_str_sub(t, i, e);
    k->sentence = doc->sentences.len;
    i = e;
    if (c == '.' || i == t.len) {
      toc_sentence s = {.first = first, .last = doc->tokens.len, .span = {doc->tokens.ptr[first].span.start, (uint32_t)e}};
      *toc_push(&doc->arena, &doc->sentences) = s;
      first = doc->tokens.len;
    }
  }
  if (first < doc->tokens.len) {
    toc_sentence s = {.first = first, .last = doc->tokens.len, .span = {doc->tokens.ptr[first].span.start, (uint32_t)t.len}};
    *toc_push(&doc->arena, &doc->sentences) = s;
  }
}

static void check(const toc__figures *x, toc_str text) {
  toc_doc doc = {0};
  toc_doc_reset(&doc, 0);
  doc.text = text;
  tokenise(&doc);
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
