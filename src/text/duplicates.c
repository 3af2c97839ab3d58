/* duplicates.c - was this report there before?
 *
 * Agency copy is printed by a hundred outlets, cut here and there, and crawls bring the same page
 * twice.  Two reports are the same if their words are; nearly the same if their runs of four words
 * are: the share of runs that both have (Broder 1997) is estimated by MinHash with one permutation
 * (Li, Owen and Zhang 2012), and by SimHash (Charikar 2002), of which near copies differ in a few
 * bits.  Both are cut into bands: only reports that share a band are looked at.
 *
 * The last KEPT reports are remembered, in a ring, so memory does not grow with the input. */
#include "text.h"

#include <stdlib.h>

#define RUN 4         /* words of a run */
#define CELLS 64      /* of MinHash */
#define BANDS 16      /* of CELLS / BANDS cells each */
#define BLOCKS 4      /* of SimHash: reports that differ in 3 bits share one of 4 */
#define TABLES (1 + BANDS + BLOCKS) /* the first: the whole text */
#define KEPT 65536u
#define HEADS (1u << 18)
#define LOOKED_AT 32  /* of a band's reports, newest first */
#define LEAST 30      /* runs; a shorter report has copies but no near ones */
#define NEAR 0.75
#define NEAR_ALIKE 0.5 /* … where SimHash differs in ALIKE bits at most */
#define ALIKE 3

typedef struct seen {
  uint64_t text, simhash;
  uint16_t cell[CELLS];
  uint32_t next[TABLES]; /* number of the report that was in this place before; 0: none */
  uint32_t n_runs;
  char *id;
} seen;

struct toc_duplicates {
  seen *ring; /* [cap], report n at (n - 1) % KEPT */
  uint32_t cap;
  uint32_t n; /* reports so far: numbers are from 1 */
  uint32_t head[HEADS];
};

toc_duplicates *toc_duplicates_new(void) { return calloc(1, sizeof(toc_duplicates)); }

void toc_duplicates_free(toc_duplicates *d) {
  if (!d) return;
  for (uint32_t i = 0; i < d->cap; i++) free(d->ring[i].id);
  free(d->ring);
  free(d);
}

/* -------------------------------------------------------------------- sketches */

static uint64_t mix(uint64_t h) { /* the finaliser of MurmurHash3 */
  h = (h ^ h >> 33) * UINT64_C(0xFF51AFD7ED558CCD);
  h = (h ^ h >> 33) * UINT64_C(0xC4CEB9FE1A85EC53);
  return h ^ h >> 33;
}

typedef struct sketch {
  uint64_t text;
  uint64_t votes[8], total[64]; /* SimHash: bytes of votes, added up before they overflow */
  uint32_t pending, n_runs;
  uint64_t least[CELLS]; /* UINT64_MAX: no run fell into it */
} sketch;

static void flush_votes(sketch *k) {
  for (int j = 0; j < 8; j++) {
    for (int i = 0; i < 8; i++) k->total[8 * i + j] += k->votes[j] >> (8 * i) & 0xFF;
    k->votes[j] = 0;
  }
  k->pending = 0;
}

static void add_run(sketch *k, uint64_t run) {
  uint64_t h = mix(run), cell = h >> 58;
  if (h < k->least[cell]) k->least[cell] = h;
  h = mix(run ^ UINT64_C(0x9E3779B97F4A7C15));
  for (int j = 0; j < 8; j++) k->votes[j] += h >> j & UINT64_C(0x0101010101010101);
  k->n_runs++;
  if (++k->pending == 255) flush_votes(k);
}

/* Words are runs of ASCII letters and digits, case apart, and of all else that is not ASCII. */
static void sketch_text(sketch *k, toc_str text) {
  uint64_t word[RUN] = {0}, h = 0;
  uint32_t n = 0;
  *k = (sketch){.text = 1};
  for (int i = 0; i < CELLS; i++) k->least[i] = UINT64_MAX;
  for (size_t i = 0; i <= text.len; i++) {
    unsigned char c = i < text.len ? (unsigned char)text.ptr[i] : ' ';
    if (c >= 'A' && c <= 'Z') c += 32;
    if (c >= 0x80 || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
      h = (h ^ c) * UINT64_C(0x100000001B3) + 1;
      continue;
    }
    if (!h) continue;
    k->text = mix(k->text + h);
    word[n++ % RUN] = h;
    h = 0;
    if (n < RUN) continue;
    uint64_t run = 0;
    for (uint32_t w = 0; w < RUN; w++) run = run * UINT64_C(0x9E3779B97F4A7C15) + word[(n + w) % RUN];
    add_run(k, run);
  }
  flush_votes(k);
}

/* A cell without a run takes that of the next one with some ("densification"), so that reports
 * of few runs compare, too. */
static void finish(const sketch *k, seen *s) {
  s->text = k->text;
  s->n_runs = k->n_runs;
  s->simhash = 0;
  for (int b = 0; b < 64; b++) s->simhash |= (uint64_t)(2 * k->total[b] > k->n_runs) << b;
  for (int i = 0; i < CELLS; i++) {
    int from = i, steps = 0;
    while (steps < CELLS && k->least[from] == UINT64_MAX) from = (from + 1) % CELLS, steps++;
    s->cell[i] = steps == CELLS ? 0 : (uint16_t)mix(k->least[from] + (uint64_t)steps);
  }
}

static double share(const seen *a, const seen *b) {
  int same = 0;
  for (int i = 0; i < CELLS; i++) same += a->cell[i] == b->cell[i];
  return same / (double)CELLS;
}

/* --------------------------------------------------------------------- finding */

static uint32_t *place(toc_duplicates *d, const seen *s, unsigned table) {
  uint64_t key = s->text;
  if (table > BANDS) key = s->simhash >> (16 * (table - BANDS - 1)) & 0xFFFF;
  else if (table > 0) memcpy(&key, s->cell + (table - 1) * (CELLS / BANDS), sizeof key);
  return &d->head[mix(key * TABLES + table) % HEADS];
}
_Static_assert(CELLS / BANDS * sizeof(uint16_t) == sizeof(uint64_t), "a band is one word");

static bool is_there(const toc_duplicates *d, uint32_t n) { return n && d->n - n < KEPT; }
static seen *at(const toc_duplicates *d, uint32_t n) { return &d->ring[(n - 1) % KEPT]; }

static double likeness(const seen *a, const seen *b) {
  if (a->text == b->text && a->n_runs == b->n_runs) return 1;
  if (a->n_runs < LEAST || b->n_runs < LEAST) return 0;
  double j = share(a, b);
  bool alike = __builtin_popcountll(a->simhash ^ b->simhash) <= ALIKE;
  if (j < (alike ? NEAR_ALIKE : NEAR)) return 0;
  return j < 1 ? j : (2 * CELLS - 1) / (2.0 * CELLS); /* one that is estimated is never the same */
}

/* The most like of those remembered, the earliest of several; 0 if there is none. */
static uint32_t find(toc_duplicates *d, const seen *s, double *best) {
  uint32_t found = 0;
  *best = 0;
  for (unsigned t = 0; t < TABLES && *best < 1; t++) {
    uint32_t n = *place(d, s, t);
    for (int i = 0; i < LOOKED_AT && is_there(d, n); i++, n = at(d, n)->next[t]) {
      double j = likeness(s, at(d, n));
      if (j > *best || (j > 0 && j >= *best && n < found)) *best = j, found = n;
    }
  }
  return found;
}

static bool enlarge(toc_duplicates *d) {
  if (d->n < d->cap || d->cap == KEPT) return true;
  uint32_t cap = d->cap ? d->cap * 4 : 256;
  seen *more = realloc(d->ring, cap * sizeof *more);
  if (!more) return false;
  memset(more + d->cap, 0, (cap - d->cap) * sizeof *more);
  d->ring = more;
  d->cap = cap;
  return true;
}

static void remember(toc_duplicates *d, const seen *s, toc_str id) {
  char *copy = malloc(id.len + 1);
  if (!copy || !enlarge(d)) {
    free(copy);
    return; /* what cannot be remembered is not found again */
  }
  memcpy(copy, id.ptr ? id.ptr : "", id.len);
  copy[id.len] = 0;
  uint32_t n = ++d->n;
  seen *to = at(d, n);
  free(to->id);
  *to = *s;
  to->id = copy;
  for (unsigned t = 0; t < TABLES; t++) {
    uint32_t *head = place(d, s, t);
    to->next[t] = *head < n ? *head : 0;
    *head = n;
  }
}

static void copy_id(toc_doc *doc, const char *id) {
  jmp_buf jump;
  if (TOC_TRY(&doc->arena, jump)) doc->origin.duplicate_of = toc_str_copy(&doc->arena, toc_cstr(id));
  doc->arena.oom = NULL;
}

int toc_duplicates_mark(toc_duplicates *d, toc_doc *doc) {
  sketch k;
  seen s = {0};
  double best;
  toc_origin *o = &doc->origin;
  o->compared = true;
  sketch_text(&k, doc->text);
  if (k.text == 1) return 0; /* no word in it */
  finish(&k, &s);
  uint32_t found = find(d, &s, &best);
  o->simhash = s.simhash;
  o->similarity = best;
  if (found) copy_id(doc, at(d, found)->id);
  if (best < 1) remember(d, &s, doc->id);
  return found != 0;
}
