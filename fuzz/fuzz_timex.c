/* First the bytes as a vocabulary, then the text behind its first NUL (or all of it) read with
 * that or the real one: spans stay inside the text and between code points, intervals in order. */
#include "timex.h"

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

static void check(const toc__timex *x, toc_str text, toc_day dct) {
  toc_doc doc = {0};
  toc_doc_reset(&doc, 0);
  doc.text = text;
  doc.dct = dct;
  tokenise(&doc);
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
