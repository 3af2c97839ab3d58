/* words.c - forms and lemmas in lower case, with their hashes.
 *
 * Every stage that codes asks dictionaries about every word; so the letters are lowered and
 * hashed once a token, and a look-up is one step into a table.
 *
 * A word of up to 16 bytes, as nearly all are, is looked at as two numbers and not letter by
 * letter: its first bytes and its last ones, which overlap where it is shorter. */
#include "doc.h"

#define EACH(byte) (UINT64_C(0x0101010101010101) * (byte))

/* One to eight bytes as a number, some of them twice if there are fewer than four. */
static uint64_t read_bytes(const char *p, size_t n) {
  uint64_t w;
  uint32_t x, y;
  if (n == 8) return memcpy(&w, p, 8), w;
  if (n >= 4) return memcpy(&x, p, 4), memcpy(&y, p + n - 4, 4), x | (uint64_t)y << 32;
  return (unsigned char)p[0] * EACH(1) << 16 | (uint64_t)(unsigned char)p[n / 2] << 8 | (unsigned char)p[n - 1];
}

static void write_bytes(char *p, size_t n, uint64_t w) {
  uint32_t x = (uint32_t)w, y = (uint32_t)(w >> 32);
  if (n == 8) memcpy(p, &w, 8);
  else if (n >= 4) memcpy(p, &x, 4), memcpy(p + n - 4, &y, 4);
  else p[n - 1] = (char)x, p[n / 2] = (char)(x >> 8), p[0] = (char)(x >> 16);
}

/* The highest bit of each byte that is an ASCII letter; shifted by two, the bit that tells 'a' from 'A'
 * stands in the same place. */
static uint64_t letters(uint64_t w) {
  uint64_t low = (w | EACH(0x20)) & EACH(0x7F);
  return (low + EACH(0x80 - 'a')) & ~(low + EACH(0x7F - 'z')) & ~w & EACH(0x80);
}

/* Room for lowered words: most have no capitals, and an allocation for each of the others would cost
 * more than the rest. */
typedef struct room {
  toc_arena *arena;
  char *at;
  size_t left;
} room;

static char *take(room *r, size_t n) {
  if (r->left < n) {
    r->left = n > 1024 ? n : 1024;
    r->at = toc_new(r->arena, char, r->left);
  }
  r->at += n;
  r->left -= n;
  return r->at - n;
}

static toc_str lowered_long(room *r, toc_str s, uint32_t *look) {
  bool any = false, letters = true;
  for (size_t i = 0; i < s.len; i++) {
    bool upper = s.ptr[i] >= 'A' && s.ptr[i] <= 'Z', lower = s.ptr[i] >= 'a' && s.ptr[i] <= 'z';
    if (lower) *look |= TOC_W_SMALL;
    letters &= upper | lower;
    any |= upper;
  }
  if (letters) *look |= TOC_W_LETTERS;
  if (!any) return s;
  char *p = take(r, s.len);
  for (size_t i = 0; i < s.len; i++) p[i] = s.ptr[i] >= 'A' && s.ptr[i] <= 'Z' ? (char)(s.ptr[i] + 32) : s.ptr[i];
  return (toc_str){p, s.len};
}

/* The word in lower case; *look: its TOC_W_…. */
static inline toc_str lowered(room *r, toc_str s, uint32_t *look) {
  *look = 0;
  if (!s.len) return s;
  char c = s.ptr[0];
  if (c >= 'A' && c <= 'Z') *look = TOC_W_CAP;
  if (c >= '0' && c <= '9') *look = TOC_W_DIGIT;
  if (s.len > 16) return lowered_long(r, s, look);
  size_t n = s.len > 8 ? 8 : s.len, at = s.len - n; /* the first n bytes, and those from `at` on */
  uint64_t a = read_bytes(s.ptr, n), all = letters(a), small = all & a << 2, big = all & ~small, b = 0, big_b = 0;
  if (at) {
    uint64_t in_b = letters(b = read_bytes(s.ptr + at, n));
    big_b = in_b & ~(b << 2);
    all &= in_b;
    small |= in_b & b << 2;
  }
  if (all == EACH(0x80)) *look |= TOC_W_LETTERS;
  if (small) *look |= TOC_W_SMALL;
  if (!(big | big_b)) return s.len == 4 && memcmp(s.ptr, "\xE2\x80\x99s", 4) == 0 ? TOC_S("'s") : s;
  char *p = take(r, s.len);
  write_bytes(p, n, a | big >> 2);
  if (at) write_bytes(p + at, n, b | big_b >> 2);
  return (toc_str){p, s.len};
}

const toc_word *toc_doc_words(toc_doc *doc) {
  uint32_t n = doc->tokens.len, look;
  if (doc->word && doc->n_words == n) return doc->word;
  toc_word *word = toc_new(&doc->arena, toc_word, (size_t)n + 1);
  room r = {.arena = &doc->arena};
  for (uint32_t i = 0; i < n; i++) {
    const toc_token *t = &doc->tokens.ptr[i];
    toc_word *w = &word[i];
    w->low = w->lemma = lowered(&r, t->form, &w->look);
    w->low_hash = w->lemma_hash = toc_hash(w->low, 0);
    if (!t->lemma.len || toc_str_eq(t->lemma, t->form)) continue;
    toc_str lemma = lowered(&r, t->lemma, &look);
    if (toc_str_eq(lemma, w->low)) continue;
    w->lemma = lemma;
    w->lemma_hash = toc_hash(lemma, 0);
  }
  doc->word = word;
  doc->n_words = n;
  return word;
}
