/* pieces.c - a form in word pieces, as BERT's uncased vocabularies have them.
 *
 * Letters lose their accents (canonical decomposition without nonspacing marks) and become
 * small; white space divides words, each punctuation mark and each Han character is a word of
 * its own; each word is cut, from the left, into the longest pieces that the vocabulary has,
 * those after the first under their name with "##".  A word that cannot be cut so, or is
 * longer than a hundred characters, is the unknown piece. */
#include <utf8proc.h>

#include "net.h"

#define LONGEST 100u
#define FNV_SEED 0xCBF29CE484222325u
#define FNV_PRIME 0x100000001B3u

typedef struct cutter {
  const toc__nn *nn;
  uint16_t *out;
  uint32_t n, most;
  uint32_t word[LONGEST];
  uint32_t len; /* LONGEST + 1: too long */
} cutter;

static uint64_t fnv(uint64_t h, uint32_t c) {
  char b[4];
  size_t n = toc_utf8_put(c, b);
  for (size_t i = 0; i < n; i++) h = (h ^ (unsigned char)b[i]) * FNV_PRIME;
  return h;
}

/* Number of the piece and one more, or 0. */
static uint32_t find(const toc__encoder *e, uint64_t h) {
  uint32_t mask = e->n_slot - 1;
  for (uint32_t at = (uint32_t)h & mask; e->pieces[at]; at = (at + 1) & mask) /* there is a free slot: model.c */
    if (e->pieces[at] >> 32 == h >> 32) return (uint32_t)e->pieces[at];
  return 0;
}

static void put(cutter *c, uint32_t id) {
  if (c->n < c->most) c->out[c->n++] = (uint16_t)id;
}

static void end_word(cutter *c) {
  const toc__encoder *e = &c->nn->enc;
  uint32_t from = c->n;
  if (c->len > LONGEST) put(c, e->dim[ENC_UNKNOWN]);
  for (uint32_t at = 0; c->len <= LONGEST && at < c->len;) {
    uint64_t h = at ? fnv(fnv(FNV_SEED, '#'), '#') : FNV_SEED;
    uint32_t best = 0, end = at;
    for (uint32_t i = at; i < c->len; i++) {
      h = fnv(h, c->word[i]);
      uint32_t id = find(e, h);
      if (id) best = id, end = i + 1;
    }
    if (!best) {
      c->n = from;
      put(c, e->dim[ENC_UNKNOWN]);
      break;
    }
    put(c, best - 1);
    at = end;
  }
  c->len = 0;
}

static void add_letter(cutter *c, uint32_t cp) {
  if (c->len < LONGEST) c->word[c->len++] = cp;
  else c->len = LONGEST + 1;
}

static bool is_han(uint32_t c) {
  return (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3400 && c <= 0x4DBF) || (c >= 0x20000 && c <= 0x2A6DF) ||
         (c >= 0x2A700 && c <= 0x2B73F) || (c >= 0x2B740 && c <= 0x2B81F) || (c >= 0x2B920 && c <= 0x2CEAF) ||
         (c >= 0xF900 && c <= 0xFAFF) || (c >= 0x2F800 && c <= 0x2FA1F);
}

static bool is_mark(uint32_t c, utf8proc_category_t k) {
  if (c < 128) return c > ' ' && c < 127 && !(c >= '0' && c <= '9') && !((c | 32) >= 'a' && (c | 32) <= 'z');
  return k >= UTF8PROC_CATEGORY_PC && k <= UTF8PROC_CATEGORY_PO;
}

static void add_char(cutter *c, uint32_t cp) {
  utf8proc_category_t k = utf8proc_category((utf8proc_int32_t)cp);
  bool space = k == UTF8PROC_CATEGORY_ZS || k == UTF8PROC_CATEGORY_ZL || k == UTF8PROC_CATEGORY_ZP || (cp >= 9 && cp <= 13);
  if (space) {
    end_word(c);
    return;
  }
  if (cp == 0xFFFD || k == UTF8PROC_CATEGORY_CC || k == UTF8PROC_CATEGORY_CF || k == UTF8PROC_CATEGORY_CO ||
      k == UTF8PROC_CATEGORY_CN || k == UTF8PROC_CATEGORY_MN)
    return;
  cp = (uint32_t)utf8proc_tolower((utf8proc_int32_t)cp);
  bool alone = is_mark(cp, k) || is_han(cp);
  if (alone) end_word(c);
  add_letter(c, cp);
  if (alone) end_word(c);
}

uint32_t toc__nn_pieces(const toc__nn *nn, toc_str form, uint16_t *out) {
  cutter c = {.nn = nn, .out = out, .most = nn->enc.dim[ENC_MOST]};
  for (size_t at = 0; at < form.len && c.n < c.most;) {
    uint32_t cp = toc_utf8_next(form, &at);
    if (cp < 128) {
      add_char(&c, cp);
      continue;
    }
    utf8proc_int32_t room[32];
    int last = 0;
    utf8proc_ssize_t n = utf8proc_decompose_char((utf8proc_int32_t)cp, room, 32, UTF8PROC_DECOMPOSE, &last);
    if (n < 0 || n > 32) continue;
    for (utf8proc_ssize_t i = 0; i < n; i++) add_char(&c, (uint32_t)room[i]);
  }
  end_word(&c);
  if (!c.n) put(&c, nn->enc.dim[ENC_UNKNOWN]);
  return c.n;
}
