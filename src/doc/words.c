/* words.c - forms and lemmas in lower case, with their hashes.
 *
 * Every stage that codes asks dictionaries about every word; so the letters are lowered and
 * hashed once a token, and a look-up is one step into a table. */
#include "doc.h"

static bool upper(char c) { return c >= 'A' && c <= 'Z'; }
static bool lower(char c) { return c >= 'a' && c <= 'z'; }

static uint32_t look_of(toc_str s) {
  uint32_t look = s.len ? TOC_W_LETTERS : 0;
  if (s.len && upper(s.ptr[0])) look |= TOC_W_CAP;
  if (s.len && s.ptr[0] >= '0' && s.ptr[0] <= '9') look |= TOC_W_DIGIT;
  for (size_t i = 0; i < s.len; i++) {
    if (lower(s.ptr[i])) look |= TOC_W_SMALL;
    else if (!upper(s.ptr[i])) look &= ~(uint32_t)TOC_W_LETTERS;
  }
  return look;
}

static toc_str lowered(toc_arena *a, toc_str s) {
  size_t i = 0;
  while (i < s.len && !upper(s.ptr[i])) i++;
  if (i == s.len) return s.len == 4 && memcmp(s.ptr, "\xE2\x80\x99s", 4) == 0 ? TOC_S("'s") : s;
  char *p = toc_new(a, char, s.len);
  for (i = 0; i < s.len; i++) p[i] = upper(s.ptr[i]) ? (char)(s.ptr[i] + 32) : s.ptr[i];
  return (toc_str){p, s.len};
}

const toc_word *toc_doc_words(toc_doc *doc) {
  uint32_t n = doc->tokens.len;
  if (doc->word && doc->n_words == n) return doc->word;
  toc_word *word = toc_new(&doc->arena, toc_word, (size_t)n + 1);
  for (uint32_t i = 0; i < n; i++) {
    const toc_token *t = &doc->tokens.ptr[i];
    toc_word *w = &word[i];
    w->look = look_of(t->form);
    w->low = lowered(&doc->arena, t->form);
    w->low_hash = toc_hash(w->low, 0);
    w->lemma = t->lemma.len && !toc_str_eq(t->lemma, t->form) ? lowered(&doc->arena, t->lemma) : w->low;
    w->lemma_hash = toc_str_eq(w->lemma, w->low) ? w->low_hash : toc_hash(w->lemma, 0);
  }
  doc->word = word;
  doc->n_words = n;
  return word;
}
