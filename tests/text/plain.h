/* plain.h - a document from bare text, for tests and fuzz targets of stages that read words: no tokenizer
 * and no tree stand behind it, for such stages must not lean on a tokenizer's finer habits.
 *
 * Words of letters, numbers with inner points, and single marks; a full stop that is no part of a word
 * ends a sentence. */
#ifndef TOC_TEST_PLAIN_H
#define TOC_TEST_PLAIN_H

#include "doc.h"

static inline bool plain_digit(char c) { return c >= '0' && c <= '9'; }

/* Bytes of the letter at i: an ASCII one, or a code point that is no general punctuation (U+2000 to
 * U+203F: dashes, curly quotes); 0 if it is none. */
static inline size_t plain_letter(toc_str t, size_t i) {
  unsigned char c = (unsigned char)t.ptr[i];
  if (c < 0x80) return (c | 32) >= 'a' && (c | 32) <= 'z';
  if (c == 0xE2 && i + 1 < t.len && (unsigned char)t.ptr[i + 1] == 0x80) return 0;
  size_t pos = i;
  toc_utf8_next(t, &pos);
  return pos - i;
}

static inline size_t plain_end(toc_str t, size_t i) {
  size_t e = i, n;
  while (e < t.len && (n = plain_letter(t, e)) != 0) e += n;
  if (e > i) {
    if (e - i == 1) /* U.S., p.m. */
      while (e + 1 < t.len && t.ptr[e] == '.' && plain_letter(t, e + 1) == 1 && (e + 2 == t.len || t.ptr[e + 2] == '.')) e += 2;
    if (e < t.len && t.ptr[e] == '.' && (memchr(t.ptr + i, '.', e - i) || (e - i < 5 && e + 2 < t.len && plain_digit(t.ptr[e + 2])))) e++; /* Jan. 5 */
    return e;
  }
  if (plain_digit(t.ptr[i])) {
    while (e < t.len && (plain_digit(t.ptr[e]) || (e + 1 < t.len && memchr(",.:/", t.ptr[e], 4) && plain_digit(t.ptr[e + 1])))) e++;
    return e;
  }
  if (t.ptr[i] == '\'' && i + 1 < t.len && t.ptr[i + 1] == 's') return i + 2;
  toc_utf8_next(t, &e);
  return e;
}

static inline void plain_sentence(toc_doc *doc, uint32_t first) {
  if (first == doc->tokens.len) return;
  toc_sentence s = {.first = first, .last = doc->tokens.len, .span = toc_tokens_span(doc, first, doc->tokens.len)};
  *toc_push(&doc->arena, &doc->sentences) = s;
}

/* Fills sentences and tokens of doc->text. */
static inline void plain_words(toc_doc *doc) {
  toc_str t = doc->text;
  uint32_t first = 0;
  for (size_t i = 0; i < t.len;) {
    if ((unsigned char)t.ptr[i] <= ' ') {
      i++;
      continue;
    }
    size_t e = plain_end(t, i);
    toc_token *k = toc_doc_add_token(doc);
    k->span = (toc_span){(uint32_t)i, (uint32_t)e};
    k->form = k->lemma = toc_str_sub(t, i, e);
    k->sentence = doc->sentences.len;
    if (t.ptr[i] == '.' && e - i == 1) plain_sentence(doc, first), first = doc->tokens.len;
    i = e;
  }
  plain_sentence(doc, first);
}

#endif
