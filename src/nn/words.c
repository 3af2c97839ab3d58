/* words.c - what the network sees of a word; tools/train/words.py holds the same rules.
 *
 * Key: typographic quotes and dashes become ASCII, digits become 0, letters small, and a
 * key longer than 32 code points keeps 16 at either end, so that "Kyiv’s" and "KYIV'S"
 * share vector and n-grams.  N-grams are those of <key>: all of 3 to 5 code points and the
 * two of 2 at the ends, hashed to rows of one table.  Case is told apart by the shape. */
#include <utf8proc.h>

#include "net.h"

#define LONG 32u

static uint32_t plain(uint32_t c) {
  switch (c) {
    case 0x2018: case 0x2019: case 0x201A: case 0x201B: case 0x02BC: case 0x00B4: case '`': case 0x2032: return '\'';
    case 0x201C: case 0x201D: case 0x201E: case 0x201F: case 0x00AB: case 0x00BB: case 0x2033: return '"';
    case 0x2010: case 0x2011: case 0x2012: case 0x2013: case 0x2014: case 0x2015: case 0x2212: return '-';
    case 0x2026: return '.';
    default: break;
  }
  if (c >= '0' && c <= '9') return '0';
  if (c < 128) return c >= 'A' && c <= 'Z' ? c + 32 : c;
  return (uint32_t)utf8proc_tolower((utf8proc_int32_t)c);
}

#define FNV_SEED 0xCBF29CE484222325u
#define FNV_PRIME 0x100000001B3u

static uint64_t fnv_cp(uint64_t h, uint32_t c) {
  char b[4];
  size_t n = toc_utf8_put(c, b);
  for (size_t i = 0; i < n; i++) h = (h ^ (unsigned char)b[i]) * FNV_PRIME;
  return h;
}

static uint64_t lookup(const toc__nn *nn, uint64_t h) {
  uint32_t mask = nn->n_slot - 1, at = (uint32_t)h & mask;
  for (uint32_t probes = 0; probes < nn->n_slot && nn->table[at]; probes++, at = (at + 1) & mask)
    if (nn->table[at] >> 32 == h >> 32) return nn->table[at];
  return 0;
}

typedef struct letters {
  uint32_t upper, lower, other, digit, dot, length;
  bool first_upper;
} letters;

static void count(letters *l, uint32_t c) {
  bool first = l->length++ == 0;
  if (c < 128) {
    if (c >= 'a' && c <= 'z') l->lower++;
    else if (c >= 'A' && c <= 'Z') l->upper++, l->first_upper |= first;
    else if (c >= '0' && c <= '9') l->digit++;
    else if (c == '.') l->dot++;
    return;
  }
  switch (utf8proc_category((utf8proc_int32_t)c)) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LT: l->upper++; l->first_upper |= first; break;
    case UTF8PROC_CATEGORY_LL: l->lower++; break;
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_LM: l->other++; break;
    default: break;
  }
}

/* 0 no letter or digit, 1 small, 2 Title, 3 CAPITALS, 4 one capital (an initial), 5 miXed,
 * 6 digits only, 7 digits and letters, 8 capitals with dots, 9 other scripts */
static uint8_t casing(const letters *l) {
  if (l->upper + l->lower + l->other == 0) return l->digit ? 6 : 0;
  if (l->digit) return 7;
  if (l->other) return 9;
  if (!l->upper) return 1;
  if (!l->lower) return l->upper == 1 ? 4 : l->dot ? 8 : 3;
  return l->upper == 1 && l->first_upper ? 2 : 5;
}

static void grams(const toc__nn *nn, const uint32_t *s, uint32_t n, toc__nn_features *out) {
  uint32_t buckets = nn->dim[DIM_BUCKETS];
  for (uint32_t i = 0; i < n; i++) {
    uint64_t h = FNV_SEED;
    for (uint32_t k = 0; k < 5 && i + k < n; k++) {
      h = fnv_cp(h, s[i + k]);
      if (k == 0 || (k == 1 && i != 0 && i + 2 != n)) continue;
      uint64_t b = h ^ h >> 32;
      out->gram[out->n_gram++] = (uint32_t)b % buckets;
      if (k == 1 && i == 0 && n == 2) out->gram[out->n_gram++] = (uint32_t)b % buckets;
    }
  }
}

void toc__nn_word_features(const toc__nn *nn, toc_str form, toc__nn_features *out, toc__look *look) {
  uint32_t key[LONG + 2], tail[LONG / 2], n = 0;
  letters l = {0};
  uint64_t h = FNV_SEED;
  for (size_t at = 0; at < form.len;) {
    uint32_t c = toc_utf8_next(form, &at);
    count(&l, c);
    c = plain(c);
    if (n < LONG) key[1 + n] = c;
    tail[n % (LONG / 2)] = c;
    n++;
  }
  if (n > LONG) { /* the last 16 over the second half */
    for (uint32_t i = 0; i < LONG / 2; i++) key[1 + LONG / 2 + i] = tail[(n + i) % (LONG / 2)];
    n = LONG;
  }
  for (uint32_t i = 0; i < n; i++) h = fnv_cp(h, key[1 + i]);
  uint64_t found = lookup(nn, h);
  key[0] = '<';
  key[n + 1] = '>';
  out->word = (uint32_t)found >> 8;
  out->flags = l.first_upper ? (uint8_t)found : 0;
  out->casing = casing(&l);
  out->n_gram = 0;
  grams(nn, key, n + 2, out);
  *look = (toc__look){out->casing, l.first_upper, l.length > 3};
}

void toc__nn_look(const toc__nn *nn, toc_str form, toc__nn_features *out) {
  toc__look look;
  toc__nn_word_features(nn, form, out, &look);
}

uint32_t toc__nn_caps(const toc__look *look, uint32_t n) {
  uint32_t upper = 0, title = 0, words = 0, long_words = 0;
  for (uint32_t i = 0; i < n; i++) {
    uint8_t c = look[i].casing;
    if (c != 1 && c != 2 && c != 3 && c != 5) continue;
    words++;
    if (c == 3) upper++;
    if (!look[i].longer) continue;
    long_words++;
    if (look[i].upper) title++;
  }
  if (words >= 3 && upper * 10 >= words * 9) return 1;
  if (long_words >= 4 && title * 10 >= long_words * 8) return 2;
  return 0;
}
