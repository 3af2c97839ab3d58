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

/* Open addressing by the low half of the hash, told apart by the high half. */
static uint64_t lookup(const uint64_t *table, uint32_t n_slot, uint64_t h) {
  uint32_t mask = n_slot - 1, at = (uint32_t)h & mask;
  for (; table[at]; at = (at + 1) & mask) /* there is a free slot: model.c */
    if (table[at] >> 32 == h >> 32) return table[at];
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

/* The key of a form at key[1] …, its length, and the letters of the form. */
static uint32_t make_key(toc_str form, uint32_t key[LONG + 2], letters *l) {
  uint32_t tail[LONG / 2], n = 0;
  for (size_t at = 0; at < form.len;) {
    uint32_t c = toc_utf8_next(form, &at);
    count(l, c);
    c = plain(c);
    if (n < LONG) key[1 + n] = c;
    tail[n % (LONG / 2)] = c;
    n++;
  }
  if (n <= LONG) return n;
  for (uint32_t i = 0; i < LONG / 2; i++) key[1 + LONG / 2 + i] = tail[(n + i) % (LONG / 2)];
  return LONG; /* the last 16 stand over the second half */
}

static uint64_t hash_key(const uint32_t *key, uint32_t n) {
  uint64_t h = FNV_SEED;
  for (uint32_t i = 0; i < n; i++) h = fnv_cp(h, key[1 + i]);
  return h;
}

void toc__nn_word_features(const toc__nn *nn, toc_str form, toc__nn_features *out, toc__look *look) {
  uint32_t key[LONG + 2];
  letters l = {0};
  uint32_t n = make_key(form, key, &l);
  uint64_t h = hash_key(key, n), found = lookup(nn->table, nn->n_slot, h);
  key[0] = '<';
  key[n + 1] = '>';
  out->word = (uint32_t)found >> 8;
  out->flags = l.first_upper ? (uint8_t)found : 0;
  out->casing = casing(&l);
  out->n_gram = 0;
  if (nn->dim[DIM_BUCKETS]) grams(nn, key, n + 2, out);
  *look = (toc__look){h, out->casing, l.first_upper, l.length > 3, l.length > UINT16_MAX ? UINT16_MAX : (uint16_t)l.length};
}

/* ----------------------------------------------------------------- lemmas
 * Scripts are guessed from the word's vector, which remembers spelling poorly: "taking"
 * might become "tak".  So a dictionary made from the treebanks goes first, and otherwise
 * guesses are worth more that make a word the network knows, and less that make a verb which
 * English cannot spell. */

uint32_t toc__nn_known_script(const toc__nn *nn, const toc__look *look, uint32_t upos) {
  toc_str label = nn->label[TOC_NN_UPOS][upos];
  uint64_t h = (look->hash ^ '\t') * FNV_PRIME;
  for (size_t i = 0; i < label.len; i++) h = (h ^ (unsigned char)label.ptr[i]) * FNV_PRIME;
  return (uint32_t)lookup(nn->lemmas, nn->n_lemma_slot, h) - 1;
}

static bool one_of(uint32_t c, const char *set) { return c < 128 && c && strchr(set, (int)c); }

/* No English verb ends so: its e, or its y, is missing, or there is an e too many.
 *   media, ratifi, revok, straf, organiz, surviv | handl, centr, injur | pledg, merg, pillag |
 *   denounc, revers | negotiat, execut | pursu | ratifie | indicte */
static bool no_verb(const uint32_t *key, uint32_t n) {
  if (n < 3) return false;
  uint32_t c = key[n], b = key[n - 1], a = key[n - 2];
  const char *vowels = "aeiou";
  if (one_of(c, "vuqia")) return true;
  if (c == 'z') return b != 'z';
  if (one_of(c, "kf")) return one_of(b, vowels) && !one_of(a, vowels);
  if (c == 'r' && n > 4 && one_of(b, "ou") && !one_of(a, vowels)) return true;
  if (one_of(c, "lr")) return !one_of(b, "aeiouylrw");
  if (c == 'g') return one_of(b, "dlr") || (n > 4 && one_of(b, "ae"));
  if (c == 'c') return one_of(b, "nrua");
  if (c == 's') return one_of(b, "nrl");
  if (c == 't') return n > 5 && ((b == 'a' && !one_of(a, "eo")) || (b == 'u' && !one_of(a, vowels)));
  if (c == 'e') return n > 4 && (b == 'i' || (b == 't' && one_of(a, "ck")));
  return false;
}

float toc__nn_word_worth(const toc__nn *nn, toc_str form, const toc__nn_script *s, bool verb) {
  char lemma[160];
  uint32_t key[LONG + 2], cut = s->cut;
  letters l = {0};
  size_t n = form.len;
  for (; n && cut; cut--) {
    n--;
    while (n && ((unsigned char)form.ptr[n] & 0xC0) == 0x80) n--;
  }
  if (n + s->add.len > sizeof lemma) return 0; /* no word of the language */
  memcpy(lemma, form.ptr, n);
  if (s->add.len) memcpy(lemma + n, s->add.ptr, s->add.len);
  uint32_t k = make_key((toc_str){lemma, n + s->add.len}, key, &l);
  uint32_t id = (uint32_t)lookup(nn->table, nn->n_slot, hash_key(key, k)) >> 8;
  float worth = verb && no_verb(key, k) ? -4.0f : 0.0f;
  if (!id) return worth;
  worth += 5.5f; /* less for a rarer word: vectors are in order of frequency */
  for (; id; id >>= 1) worth -= 0.2f;
  return worth;
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
