/* settle.c - what can only be said of all reports together.
 *
 * Revisions.  A paper prints "14 killed" at noon and "19 killed" at night at the same address:
 * two versions of one report, not two witnesses.  Two reports are versions if they have the same
 * URL, or publisher and title, and share most of their runs of four words (containment: of the
 * shorter one, Broder 1997; numbers are all alike, for they are what an update changes); without those, at .8.  The same text from another publisher is a
 * copy.  What changed between versions is said event by event.
 *
 * Incidents.  The incidents of each report (src/group) are joined across reports: candidates are
 * of one kind, in one country, at most three days apart; a linear score of place, day, parties,
 * words and figures decides.  Its weights are set by hand.
 *
 * All is computed from rows in the order of their keys, so nothing depends on how they came. */
#include "store.h"

#include <math.h>
#include <stdlib.h>

#define RUN 4                /* words of a shingle */
#define VERSION 0.6          /* containment with the same URL, or publisher and title */
#define COPY 0.8             /* … without */
#define VERSION_DAYS 5       /* between two versions without a URL: the same words a week later are another week */
#define NEAR_DAYS 3          /* between two reports of one incident */
#define SPAN_DAYS 6          /* of one incident in all */
#define WINDOW 64            /* candidates looked at on each side */
#define JOIN 2.0             /* score from which two are one */

typedef struct version {
  int64_t key;
  toc_str url, publisher, title, time;
  toc_day day;         /* TOC_NODAY */
  uint32_t *shingle; /* [n], sorted */
  uint32_t n;
} version;

typedef struct pair {
  uint32_t a, b; /* a before b in time */
} pair;
typedef TOC_ARRAY(pair) pairs;

typedef struct settling {
  toc_store *store;
  toc_arena *arena;
  toc_error *err;
  TOC_ARRAY(version) versions;
  pairs candidates;
} settling;

static toc_str column(settling *s, sqlite3_stmt *st, int i) {
  const char *p = (const char *)sqlite3_column_text(st, i);
  return p ? toc_str_copy(s->arena, (toc_str){p, (size_t)sqlite3_column_bytes(st, i)}) : (toc_str){0};
}

static toc_status prepare(settling *s, const char *sql, sqlite3_stmt **st) {
  return sqlite3_prepare_v2(s->store->db, sql, -1, st, NULL) == SQLITE_OK ? TOC_OK : toc__store_fail(s->store, "read", s->err);
}

static toc_status finish(settling *s, sqlite3_stmt *st) {
  return sqlite3_finalize(st) == SQLITE_OK ? TOC_OK : toc__store_fail(s->store, "read", s->err);
}

/* -------------------------------------------------------------- containment */

static int by_number(const void *x, const void *y) {
  uint32_t a = *(const uint32_t *)x, b = *(const uint32_t *)y;
  return (a > b) - (a < b);
}

static uint32_t unique(uint32_t *v, uint32_t n) {
  uint32_t k = 0;
  if (n) qsort(v, n, sizeof *v, by_number);
  for (uint32_t i = 0; i < n; i++)
    if (!k || v[k - 1] != v[i]) v[k++] = v[i];
  return k;
}

/* Hashes of the words of s, case and punctuation aside; numbers are one word. */
static uint32_t *word_hashes(toc_arena *a, toc_str s, size_t shortest, uint32_t *n) {
  TOC_ARRAY(uint32_t) out = {0};
  toc_str low = toc_lower(a, s);
  size_t at = 0, start = SIZE_MAX;
  while (at <= low.len) {
    size_t here = at;
    uint32_t cp = at < low.len ? toc_utf8_next(low, &at) : (at++, ' ');
    bool in = toc_cp_is_letter(cp) || toc_cp_is_digit(cp);
    if (in && start == SIZE_MAX) start = here;
    if (in || start == SIZE_MAX) continue;
    bool number = low.ptr[start] >= '0' && low.ptr[start] <= '9';
    if (number || here - start >= shortest) *toc_push(a, &out) = number ? 0 : (uint32_t)toc_hash(toc_str_sub(low, start, here), 0);
    start = SIZE_MAX;
  }
  *n = out.len;
  return out.ptr;
}

static void shingle(settling *s, version *v, toc_str text) {
  toc_arena scratch;
  toc_arena_init(&scratch, 0);
  scratch.oom = s->arena->oom;
  uint32_t n;
  uint32_t *w = word_hashes(&scratch, text, 1, &n);
  uint32_t k = n >= RUN ? n - RUN + 1 : n ? 1 : 0;
  v->shingle = toc_new(s->arena, uint32_t, (size_t)k + 1);
  for (uint32_t i = 0; i < k; i++)
    v->shingle[i] = (uint32_t)toc_hash((toc_str){(const char *)(w + i), (n < RUN ? n : RUN) * sizeof *w}, 1);
  v->n = unique(v->shingle, k);
  toc_arena_release(&scratch);
}

static double containment(const version *a, const version *b) {
  uint32_t both = 0, least = a->n < b->n ? a->n : b->n;
  for (uint32_t i = 0, k = 0; i < a->n && k < b->n;) {
    if (a->shingle[i] < b->shingle[k]) i++;
    else if (a->shingle[i] > b->shingle[k]) k++;
    else both++, i++, k++;
  }
  return least ? (double)both / least : 0;
}

/* ---------------------------------------------------------------- revisions */

static int by_time(const void *x, const void *y) {
  const version *a = x, *b = y;
  int c = toc_str_cmp(a->time, b->time);
  return c ? c : (a->key > b->key) - (a->key < b->key);
}

static toc_status load_versions(settling *s) {
  sqlite3_stmt *st;
  toc_status got = prepare(s, "SELECT key, url, publisher, title, coalesce(updated, published, ''), text FROM report ORDER BY key", &st);
  if (got != TOC_OK) return got;
  while (sqlite3_step(st) == SQLITE_ROW) {
    version v = {.key = sqlite3_column_int64(st, 0), .url = column(s, st, 1), .publisher = column(s, st, 2), .time = column(s, st, 4)};
    int minute;
    if (!toc_day_parse(v.time, &v.day, &minute)) v.day = TOC_NODAY;
    v.title = toc_fold(s->arena, column(s, st, 3));
    const char *text = (const char *)sqlite3_column_text(st, 5);
    shingle(s, &v, (toc_str){text ? text : "", (size_t)sqlite3_column_bytes(st, 5)});
    *toc_push(s->arena, &s->versions) = v;
  }
  if (s->versions.len) qsort(s->versions.ptr, s->versions.len, sizeof *s->versions.ptr, by_time);
  return finish(s, st);
}

/* Each member of a group is compared with the first and with the one before it: a paper that is
 * printed a thousand times costs two thousand comparisons. */
typedef struct group {
  uint32_t first, last;
} group;

static void meet(settling *s, group *g, uint32_t i) {
  *toc_push(s->arena, &s->candidates) = (pair){g->first, i};
  if (g->last != g->first) *toc_push(s->arena, &s->candidates) = (pair){g->last, i};
  g->last = i;
}

static void meet_by_name(settling *s, toc_map *names, group *groups, uint32_t *n, toc_str name, uint32_t i) {
  uint32_t at = *toc_map_put(names, name, *n);
  if (at == *n) groups[(*n)++] = (group){i, i};
  else meet(s, &groups[at], i);
}

static void find_by_name(settling *s) {
  toc_map names;
  toc_map_init(&names, s->arena);
  group *groups = toc_new(s->arena, group, (size_t)s->versions.len * 2 + 1);
  uint32_t n = 0;
  for (uint32_t i = 0; i < s->versions.len; i++) {
    const version *v = &s->versions.ptr[i];
    if (v->url.len) meet_by_name(s, &names, groups, &n, toc_str_format(s->arena, "u%.*s", TOC_FMT(v->url)), i);
    if (v->publisher.len && v->title.len)
      meet_by_name(s, &names, groups, &n, toc_str_format(s->arena, "p%.*s\n%.*s", TOC_FMT(v->publisher), TOC_FMT(v->title)), i);
  }
}

typedef struct posting {
  uint32_t hash, version;
} posting;

static int by_hash(const void *x, const void *y) {
  const posting *a = x, *b = y;
  if (a->hash != b->hash) return a->hash < b->hash ? -1 : 1;
  return (a->version > b->version) - (a->version < b->version);
}

static int by_pair(const void *x, const void *y) {
  const pair *p = x, *q = y;
  if (p->b != q->b) return p->b < q->b ? -1 : 1;
  return (p->a > q->a) - (p->a < q->a);
}

/* One shingle in eight stands for the text; short texts are taken whole. */
static void find_by_words(settling *s) {
  TOC_ARRAY(posting) all = {0};
  for (uint32_t i = 0; i < s->versions.len; i++) {
    const version *v = &s->versions.ptr[i];
    for (uint32_t k = 0; k < v->n; k++)
      if (v->n <= 64 || v->shingle[k] % 8 == 0) *toc_push(s->arena, &all) = (posting){v->shingle[k], i};
  }
  if (all.len) qsort(all.ptr, all.len, sizeof *all.ptr, by_hash);
  for (uint32_t from = 0, i = 1; i < all.len; i++) {
    if (all.ptr[i].hash != all.ptr[from].hash) {
      from = i;
      continue;
    }
    *toc_push(s->arena, &s->candidates) = (pair){all.ptr[from].version, all.ptr[i].version};
    if (i - 1 > from) *toc_push(s->arena, &s->candidates) = (pair){all.ptr[i - 1].version, all.ptr[i].version};
  }
}

/* 'r' a later version, 'c' a copy, 0 neither. */
static char related(const version *a, const version *b, double *share) {
  bool both = a->publisher.len && b->publisher.len, same = both && toc_str_eq(a->publisher, b->publisher);
  bool url = a->url.len && toc_str_eq(a->url, b->url), title = a->title.len && toc_str_eq(a->title, b->title);
  *share = containment(a, b);
  if (!url && a->day != TOC_NODAY && b->day != TOC_NODAY && b->day - a->day > VERSION_DAYS) return 0;
  if (url || (same && title)) return *share >= VERSION ? 'r' : 0;
  if (*share < COPY) return 0;
  return same || (!both && title) ? 'r' : 'c';
}

static toc_status put_revision(settling *s, sqlite3_stmt *st, int64_t report, int64_t of, char kind, double share) {
  sqlite3_bind_int64(st, 1, report);
  sqlite3_bind_int64(st, 2, of);
  sqlite3_bind_text(st, 3, kind == 'r' ? "revision" : "copy", -1, SQLITE_STATIC);
  sqlite3_bind_double(st, 4, floor(share * 1000 + 0.5) / 1000);
  int got = sqlite3_step(st);
  sqlite3_reset(st);
  return got == SQLITE_DONE ? TOC_OK : toc__store_fail(s->store, "write", s->err);
}

static toc_status write_revisions(settling *s) {
  sqlite3_stmt *st;
  toc_status got = prepare(s, "INSERT INTO revision VALUES (?,?,?,?)", &st);
  if (got != TOC_OK) return got;
  pairs *c = &s->candidates;
  if (c->len) qsort(c->ptr, c->len, sizeof *c->ptr, by_pair);
  for (uint32_t i = 0; got == TOC_OK && i < c->len;) {
    uint32_t b = c->ptr[i].b, best = TOC_NONE;
    char kind = 0;
    double share = 0;
    /* The latest earlier version; failing that, the text nearest to it, of equals the earliest. */
    for (; i < c->len && c->ptr[i].b == b; i++) {
      double now;
      if (c->ptr[i].a == b || (i && c->ptr[i - 1].b == b && c->ptr[i - 1].a == c->ptr[i].a)) continue;
      char r = related(&s->versions.ptr[c->ptr[i].a], &s->versions.ptr[b], &now);
      if (r == 'r' || (r == 'c' && kind != 'r' && now > share)) kind = r, best = c->ptr[i].a, share = now;
    }
    if (kind) got = put_revision(s, st, s->versions.ptr[b].key, s->versions.ptr[best].key, kind, share);
  }
  sqlite3_finalize(st);
  return got;
}

/* ----------------------------------------------------------------- changes */

typedef struct told {
  int64_t key;
  toc_str type, lemma, status, sentence, actors, recipients, figures;
  uint32_t *word;
  uint32_t n_words;
  bool met;
} told;
typedef TOC_ARRAY(told) tolds;

static double overlap(const uint32_t *a, uint32_t n, const uint32_t *b, uint32_t m) {
  uint32_t both = 0;
  for (uint32_t i = 0, k = 0; i < n && k < m;) {
    if (a[i] < b[k]) i++;
    else if (a[i] > b[k]) k++;
    else both++, i++, k++;
  }
  return n + m ? (double)both / (n + m - both) : 0;
}

static toc_status load_told(settling *s, toc_arena *a, int64_t report, tolds *out) {
  static const char *const sql =
      "SELECT e.key, e.type, e.lemma, e.status, e.sentence,"
      " (SELECT group_concat(coalesce(code, words, '')) FROM (SELECT * FROM party p WHERE p.event = e.key AND p.role = 'actor' ORDER BY n)),"
      " (SELECT group_concat(coalesce(code, words, '')) FROM (SELECT * FROM party p WHERE p.event = e.key AND p.role = 'recipient' ORDER BY n)),"
      " (SELECT group_concat(x, '; ') FROM (SELECT f.counts || ' ' || coalesce(f.low, '') || '..' || coalesce(f.high, '') AS x FROM event_figure ef"
      "   JOIN figure f ON f.report = e.report AND f.n = ef.figure WHERE ef.event = e.key"
      "  UNION SELECT t.counts || ' ' || coalesce(t.low, '') || '..' || coalesce(t.high, '') FROM toll t WHERE t.report = e.report AND t.part = e.part"
      "   AND e.n = (SELECT min(n) FROM event o WHERE o.report = e.report AND o.part = e.part) ORDER BY 1))"
      " FROM event e WHERE e.report = ? ORDER BY e.n";
  sqlite3_stmt *st;
  toc_status got = prepare(s, sql, &st);
  if (got != TOC_OK) return got;
  sqlite3_bind_int64(st, 1, report);
  settling here = *s;
  here.arena = a;
  while (sqlite3_step(st) == SQLITE_ROW) {
    told t = {.key = sqlite3_column_int64(st, 0), .type = column(&here, st, 1), .lemma = column(&here, st, 2), .status = column(&here, st, 3),
              .sentence = column(&here, st, 4), .actors = column(&here, st, 5), .recipients = column(&here, st, 6), .figures = column(&here, st, 7)};
    t.word = word_hashes(a, t.sentence, 3, &t.n_words);
    t.n_words = unique(t.word, t.n_words);
    *toc_push(a, out) = t;
  }
  return finish(s, st);
}

/* How surely the two are one event of two versions; below 1: not at all. */
static double same_event(const told *a, const told *b) {
  if (!toc_str_eq(a->type, b->type)) return 0;
  double score = 2 * overlap(a->word, a->n_words, b->word, b->n_words);
  score += toc_str_eq(a->lemma, b->lemma) ? 0.6 : 0;
  score += a->actors.len && toc_str_eq(a->actors, b->actors) ? 0.2 : 0;
  score += a->recipients.len && toc_str_eq(a->recipients, b->recipients) ? 0.2 : 0;
  return score;
}

static toc_status put_change(settling *s, sqlite3_stmt *st, int64_t report, uint32_t *n, const char *what, const told *now, const told *was,
                             toc_str before, toc_str after) {
  sqlite3_bind_int64(st, 1, report);
  sqlite3_bind_int64(st, 2, (*n)++);
  sqlite3_bind_text(st, 3, what, -1, SQLITE_STATIC);
  if (now) sqlite3_bind_int64(st, 4, now->key);
  else sqlite3_bind_null(st, 4);
  if (was) sqlite3_bind_int64(st, 5, was->key);
  else sqlite3_bind_null(st, 5);
  if (before.len) sqlite3_bind_text64(st, 6, before.ptr, before.len, SQLITE_TRANSIENT, SQLITE_UTF8);
  else sqlite3_bind_null(st, 6);
  if (after.len) sqlite3_bind_text64(st, 7, after.ptr, after.len, SQLITE_TRANSIENT, SQLITE_UTF8);
  else sqlite3_bind_null(st, 7);
  int got = sqlite3_step(st);
  sqlite3_reset(st);
  return got == SQLITE_DONE ? TOC_OK : toc__store_fail(s->store, "write", s->err);
}

/* Matches events in text order, best first among the next few: versions keep their order. */
static toc_status compare(settling *s, toc_arena *a, sqlite3_stmt *st, int64_t report, int64_t of) {
  tolds now = {0}, was = {0};
  uint32_t n = 0;
  toc_status got = load_told(s, a, report, &now);
  if (got == TOC_OK) got = load_told(s, a, of, &was);
  for (uint32_t i = 0; got == TOC_OK && i < now.len; i++) {
    told *t = &now.ptr[i], *best = NULL;
    double top = 1.0;
    uint32_t from = i > WINDOW ? i - WINDOW : 0;
    for (uint32_t k = from; k < was.len && k < i + WINDOW; k++) {
      double score = was.ptr[k].met ? 0 : same_event(t, &was.ptr[k]);
      if (score > top) top = score, best = &was.ptr[k];
    }
    if (!best) {
      got = put_change(s, st, report, &n, "new", t, NULL, (toc_str){0}, t->figures);
      continue;
    }
    best->met = true;
    if (!toc_str_eq(best->status, t->status)) got = put_change(s, st, report, &n, "status", t, best, best->status, t->status);
    if (got == TOC_OK && !toc_str_eq(best->figures, t->figures)) got = put_change(s, st, report, &n, "figure", t, best, best->figures, t->figures);
  }
  for (uint32_t k = 0; got == TOC_OK && k < was.len; k++)
    if (!was.ptr[k].met) got = put_change(s, st, report, &n, "gone", NULL, &was.ptr[k], was.ptr[k].figures, (toc_str){0});
  return got;
}

static toc_status write_changes(settling *s) {
  sqlite3_stmt *st, *put;
  toc_status got = prepare(s, "SELECT report, of FROM revision WHERE kind = 'revision' ORDER BY report", &st);
  if (got != TOC_OK) return got;
  got = prepare(s, "INSERT INTO change VALUES (?,?,?,?,?,?,?)", &put);
  toc_arena scratch;
  toc_arena_init(&scratch, 0);
  scratch.oom = s->arena->oom;
  while (got == TOC_OK && sqlite3_step(st) == SQLITE_ROW) {
    toc_arena_reset(&scratch);
    got = compare(s, &scratch, put, sqlite3_column_int64(st, 0), sqlite3_column_int64(st, 1));
  }
  toc_arena_release(&scratch);
  sqlite3_finalize(put);
  toc_status end = finish(s, st);
  return got == TOC_OK ? end : got;
}

/* --------------------------------------------------------------- incidents */

typedef struct part {
  int64_t report, part, key;
  toc_str type, country, place, codes;
  int64_t geonameid;
  int where_prec;        /* of the finest place; 9 none */
  double lat, lon;       /* NaN: unknown */
  toc_day from, to;      /* TOC_NODAY: not told */
  bool dated;            /* by the event, not by the report */
  bool real;
  uint32_t *word;        /* [n_words], sorted */
  uint32_t n_words;
  double killed_low, killed_high; /* widest; NaN: none */
  bool alone;            /* split off by hand */
  uint32_t parent;       /* union-find */
  toc_day first, last;   /* of the group, at its root */
} part;

typedef TOC_ARRAY(part) parts;

static toc_day day_of(sqlite3_stmt *st, int i) {
  const char *p = (const char *)sqlite3_column_text(st, i);
  toc_day d = TOC_NODAY;
  int minute;
  if (!p || !toc_day_parse(toc_cstr(p), &d, &minute)) return TOC_NODAY;
  return d;
}

/* What an event adds to what is known of its incident. */
static void add_event(settling *s, part *p, sqlite3_stmt *st) {
  int prec = sqlite3_column_type(st, 9) == SQLITE_NULL ? 9 : sqlite3_column_int(st, 9);
  if (!p->type.len) p->type = column(s, st, 2);
  const char *status = (const char *)sqlite3_column_text(st, 3);
  p->real = p->real || (status && (strcmp(status, "occurred") == 0 || strcmp(status, "ongoing") == 0));
  if (prec < p->where_prec) {
    p->where_prec = prec;
    p->geonameid = sqlite3_column_int64(st, 6);
    p->lat = sqlite3_column_type(st, 7) == SQLITE_NULL ? NAN : sqlite3_column_double(st, 7);
    p->lon = sqlite3_column_type(st, 8) == SQLITE_NULL ? NAN : sqlite3_column_double(st, 8);
    p->place = column(s, st, 10);
  }
  if (!p->country.len) p->country = column(s, st, 11);
  toc_day from = day_of(st, 4), to = day_of(st, 5);
  if (!p->dated && from != TOC_NODAY && to != TOC_NODAY && to - from <= SPAN_DAYS) p->from = from, p->to = to, p->dated = true;
  if (!p->dated && p->from == TOC_NODAY) p->from = p->to = day_of(st, 12);
  toc_str codes = column(s, st, 13);
  if (codes.len) p->codes = p->codes.len ? toc_str_format(s->arena, "%.*s,%.*s", TOC_FMT(p->codes), TOC_FMT(codes)) : codes;
  uint32_t n;
  uint32_t *w = word_hashes(s->arena, column(s, st, 14), 4, &n);
  uint32_t *all = toc_new(s->arena, uint32_t, (size_t)p->n_words + n + 1);
  if (p->n_words) memcpy(all, p->word, p->n_words * sizeof *all);
  if (n) memcpy(all + p->n_words, w, n * sizeof *all);
  p->word = all;
  p->n_words = unique(all, p->n_words + n);
}

static toc_status load_parts(settling *s, parts *out) {
  static const char *const sql =
      "SELECT e.report, e.part, e.type, e.status, e.date_from, e.date_to, e.geonameid, e.latitude, e.longitude, e.where_prec, e.place, e.country,"
      " r.day, (SELECT group_concat(code) FROM party p WHERE p.event = e.key), e.sentence"
      " FROM event e JOIN report r ON r.key = e.report LEFT JOIN verdict d ON d.event = e.key"
      " WHERE e.part IS NOT NULL AND d.what IS NOT 'reject' ORDER BY e.report, e.part, e.n";
  sqlite3_stmt *st;
  toc_status got = prepare(s, sql, &st);
  if (got != TOC_OK) return got;
  while (sqlite3_step(st) == SQLITE_ROW) {
    int64_t report = sqlite3_column_int64(st, 0), n = sqlite3_column_int64(st, 1);
    part *p = out->len ? &out->ptr[out->len - 1] : NULL;
    if (!p || p->report != report || p->part != n) {
      p = toc_push(s->arena, out);
      *p = (part){.report = report, .part = n, .where_prec = 9, .lat = NAN, .lon = NAN, .from = TOC_NODAY, .to = TOC_NODAY,
                  .killed_low = NAN, .killed_high = NAN};
      p->key = toc__store_key(toc_str_format(s->arena, "%llx incident %lld", (unsigned long long)report, (long long)n));
    }
    add_event(s, p, st);
  }
  return finish(s, st);
}

static toc_status load_killed(settling *s, parts *all) {
  sqlite3_stmt *st;
  toc_status got = prepare(s, "SELECT report, part, low, high FROM toll WHERE counts = 'killed' ORDER BY report, part, n", &st);
  if (got != TOC_OK) return got;
  uint32_t i = 0;
  while (sqlite3_step(st) == SQLITE_ROW) {
    int64_t report = sqlite3_column_int64(st, 0), n = sqlite3_column_int64(st, 1);
    while (i < all->len && (all->ptr[i].report < report || (all->ptr[i].report == report && all->ptr[i].part < n))) i++;
    if (i == all->len || all->ptr[i].report != report || all->ptr[i].part != n) continue;
    if (!isnan(all->ptr[i].killed_low) || sqlite3_column_type(st, 2) == SQLITE_NULL) continue;
    all->ptr[i].killed_low = sqlite3_column_double(st, 2);
    all->ptr[i].killed_high = sqlite3_column_type(st, 3) == SQLITE_NULL ? INFINITY : sqlite3_column_double(st, 3);
  }
  return finish(s, st);
}

static int by_block(const void *x, const void *y) {
  const part *a = x, *b = y;
  if (a->real != b->real) return a->real ? -1 : 1;
  int c = toc_str_cmp(a->type, b->type);
  if (!c) c = toc_str_cmp(a->country, b->country);
  if (c) return c;
  if (a->from != b->from) return a->from < b->from ? -1 : 1;
  if (a->report != b->report) return a->report < b->report ? -1 : 1;
  return (a->part > b->part) - (a->part < b->part);
}

static bool share_code(toc_str a, toc_str b) {
  toc_str x, y, rest;
  while (toc_str_cut(&a, ',', &x))
    for (rest = b; x.len && toc_str_cut(&rest, ',', &y);)
      if (toc_str_eq(x, y)) return true;
  return false;
}

/* Below JOIN: two happenings. */
static double score(const part *a, const part *b) {
  double sum = 0;
  if (a->where_prec <= 3 && b->where_prec <= 3) {
    bool same = (a->geonameid && a->geonameid == b->geonameid) || (a->place.len && toc_str_eq(a->place, b->place));
    bool close = fabs(a->lat - b->lat) < 0.25 && fabs(a->lon - b->lon) < 0.35;
    if (!same && !close) return 0; /* another town */
    sum += same ? 1.0 : 0.6;
  } else if (a->country.len) sum += 0.3;
  toc_day gap = a->from > b->from ? a->from - b->from : b->from - a->from;
  sum += gap == 0 ? 0.7 : gap == 1 ? 0.4 : 0;
  if (a->codes.len && b->codes.len) sum += share_code(a->codes, b->codes) ? 0.4 : -0.4;
  sum += 2.5 * overlap(a->word, a->n_words, b->word, b->n_words);
  if (!isnan(a->killed_low) && !isnan(b->killed_low)) {
    bool fits = a->killed_low <= b->killed_high && b->killed_low <= a->killed_high;
    double low = fmin(a->killed_low, b->killed_low), high = fmax(a->killed_low, b->killed_low);
    sum += fits ? 0.5 : high > 3 * low + 3 ? -0.6 : 0;
  }
  return sum;
}

typedef struct link {
  double score;
  uint32_t a, b;
} link;

static int by_score(const void *x, const void *y) {
  const link *p = x, *q = y;
  if (p->score != q->score) return p->score > q->score ? -1 : 1;
  if (p->a != q->a) return p->a < q->a ? -1 : 1;
  return (p->b > q->b) - (p->b < q->b);
}

static uint32_t root(part *p, uint32_t i) {
  while (p[i].parent != i) i = p[i].parent = p[p[i].parent].parent;
  return i;
}

static void unite(part *p, uint32_t a, uint32_t b, bool by_hand) {
  a = root(p, a);
  b = root(p, b);
  if (a == b) return;
  toc_day first = p[a].first < p[b].first ? p[a].first : p[b].first, last = p[a].last > p[b].last ? p[a].last : p[b].last;
  if (!by_hand && last - first > SPAN_DAYS) return;
  uint32_t keep = p[a].key < p[b].key ? a : b;
  p[a].parent = p[b].parent = keep;
  p[keep].first = first;
  p[keep].last = last;
}

/* Index of the part that holds the event; TOC_NONE. */
static uint32_t part_of(const toc_map *by_key, settling *s, sqlite3_stmt *st, int column_at) {
  return toc_map_get(by_key, toc_str_format(s->arena, "%lld %lld", (long long)sqlite3_column_int64(st, column_at), (long long)sqlite3_column_int64(st, column_at + 1)));
}

/* Merges and splits by hand, in the order of time; the later word holds. */
static toc_status read_edits(settling *s, parts *all, pairs *merged) {
  sqlite3_stmt *st;
  toc_map by_key;
  toc_status got = prepare(s,
                           "SELECT x.what, e.report, e.part, o.report, o.part FROM edit x JOIN event e ON e.key = x.event"
                           " LEFT JOIN event o ON o.key = x.other WHERE x.what IN ('merge', 'split') ORDER BY x.at, x.key",
                           &st);
  if (got != TOC_OK) return got;
  toc_map_init(&by_key, s->arena);
  for (uint32_t i = 0; i < all->len; i++)
    toc_map_put(&by_key, toc_str_format(s->arena, "%lld %lld", (long long)all->ptr[i].report, (long long)all->ptr[i].part), i);
  while (sqlite3_step(st) == SQLITE_ROW) {
    bool split = sqlite3_column_text(st, 0)[0] == 's';
    uint32_t a = part_of(&by_key, s, st, 1), b = split ? a : part_of(&by_key, s, st, 3);
    if (a == TOC_NONE || b == TOC_NONE) continue; /* an event that this engine does not see */
    all->ptr[a].alone = split;
    if (!split) {
      all->ptr[b].alone = false;
      *toc_push(s->arena, merged) = (pair){a, b};
      continue;
    }
    uint32_t n = 0;
    for (uint32_t i = 0; i < merged->len; i++)
      if (merged->ptr[i].a != a && merged->ptr[i].b != a) merged->ptr[n++] = merged->ptr[i];
    merged->len = n;
  }
  return finish(s, st);
}

static void join(settling *s, parts *all, const pairs *merged) {
  TOC_ARRAY(link) links = {0};
  for (uint32_t i = 0; i < all->len; i++) {
    all->ptr[i].parent = i;
    all->ptr[i].first = all->ptr[i].last = all->ptr[i].from;
  }
  for (uint32_t i = 0; i < merged->len; i++) unite(all->ptr, merged->ptr[i].a, merged->ptr[i].b, true);
  for (uint32_t i = 0; i < all->len; i++) {
    const part *a = &all->ptr[i];
    for (uint32_t k = i + 1; k < all->len && k <= i + WINDOW; k++) {
      const part *b = &all->ptr[k];
      if (a->from == TOC_NODAY || b->from == TOC_NODAY || a->real != b->real) break;
      if (!toc_str_eq(a->type, b->type) || !toc_str_eq(a->country, b->country) || b->from - a->from > NEAR_DAYS) break;
      double x = a->report == b->report ? 0 : score(a, b); /* the report itself keeps them apart */
      if (a->alone || b->alone) continue;
      if (x >= JOIN) *toc_push(s->arena, &links) = (link){x, i, k};
    }
  }
  if (links.len) qsort(links.ptr, links.len, sizeof *links.ptr, by_score);
  for (uint32_t i = 0; i < links.len; i++) unite(all->ptr, links.ptr[i].a, links.ptr[i].b, false);
}

/* Incidents that one report tells of the same country within a week are one story. */
static uint32_t *stories(settling *s, parts *all) {
  uint32_t *story = toc_new(s->arena, uint32_t, (size_t)all->len + 1);
  uint32_t *order = toc_new(s->arena, uint32_t, (size_t)all->len + 1);
  toc_map first;
  toc_map_init(&first, s->arena);
  for (uint32_t i = 0; i < all->len; i++) story[i] = i;
  for (uint32_t i = 0; i < all->len; i++) {
    const part *p = &all->ptr[i];
    uint32_t r = root(all->ptr, i);
    if (!p->real || !p->country.len || p->from == TOC_NODAY) continue;
    uint32_t at = *toc_map_put(&first, toc_str_format(s->arena, "%llx %.*s %d", (unsigned long long)p->report, TOC_FMT(p->country), p->from / 7), r);
    while (story[at] != at) at = story[at];
    while (story[r] != r) r = story[r];
    if (at == r) continue;
    if (all->ptr[at].key < all->ptr[r].key) story[r] = at;
    else story[at] = r;
  }
  for (uint32_t i = 0; i < all->len; i++) {
    uint32_t at = root(all->ptr, i);
    while (story[at] != at) at = story[at];
    order[i] = at;
  }
  return order;
}

static void bind_day(sqlite3_stmt *st, int i, toc_day d) {
  char text[16];
  int y, m, day;
  if (d == TOC_NODAY) {
    sqlite3_bind_null(st, i);
    return;
  }
  toc_day_ymd(d, &y, &m, &day);
  snprintf(text, sizeof text, "%04d-%02d-%02d", (int)((unsigned)y % 10000), (int)((unsigned)m % 100), (int)((unsigned)day % 100));
  sqlite3_bind_text(st, i, text, -1, SQLITE_TRANSIENT);
}

static void bind_str(sqlite3_stmt *st, int i, toc_str x) {
  if (x.len) sqlite3_bind_text64(st, i, x.ptr, x.len, SQLITE_TRANSIENT, SQLITE_UTF8);
  else sqlite3_bind_null(st, i);
}

static toc_status write_incidents(settling *s, parts *all) {
  sqlite3_stmt *put, *member;
  toc_status got = prepare(s, "INSERT INTO incident VALUES (?,?,?,?,?,?,?,?,?,0)", &put);
  if (got != TOC_OK) return got;
  got = prepare(s, "INSERT INTO incident_part VALUES (?,?,?)", &member);
  uint32_t *story = stories(s, all);
  uint32_t *finest = toc_new(s->arena, uint32_t, (size_t)all->len + 1);
  for (uint32_t i = 0; i < all->len; i++) finest[i] = i;
  for (uint32_t i = 0; i < all->len; i++) {
    uint32_t r = root(all->ptr, i);
    const part *best = &all->ptr[finest[r]], *p = &all->ptr[i];
    if (p->where_prec < best->where_prec || (p->where_prec == best->where_prec && p->key < best->key)) finest[r] = i;
  }
  for (uint32_t i = 0; got == TOC_OK && i < all->len; i++) {
    const part *p = &all->ptr[i], *where = &all->ptr[finest[i]];
    if (root(all->ptr, i) != i) continue;
    sqlite3_bind_int64(put, 1, p->key);
    sqlite3_bind_int64(put, 2, all->ptr[story[i]].key);
    bind_str(put, 3, p->type);
    bind_day(put, 4, p->first);
    bind_day(put, 5, p->last);
    bind_str(put, 6, where->place);
    bind_str(put, 7, where->country);
    if (isnan(where->lat)) sqlite3_bind_null(put, 8), sqlite3_bind_null(put, 9);
    else sqlite3_bind_double(put, 8, where->lat), sqlite3_bind_double(put, 9, where->lon);
    if (sqlite3_step(put) != SQLITE_DONE) got = toc__store_fail(s->store, "write", s->err);
    sqlite3_reset(put);
  }
  for (uint32_t i = 0; got == TOC_OK && i < all->len; i++) {
    sqlite3_bind_int64(member, 1, all->ptr[i].report);
    sqlite3_bind_int64(member, 2, all->ptr[i].part);
    sqlite3_bind_int64(member, 3, all->ptr[root(all->ptr, i)].key);
    if (sqlite3_step(member) != SQLITE_DONE) got = toc__store_fail(s->store, "write", s->err);
    sqlite3_reset(member);
  }
  sqlite3_finalize(put);
  sqlite3_finalize(member);
  return got;
}

static toc_status incidents(settling *s) {
  parts all = {0};
  toc_status got = load_parts(s, &all);
  if (got == TOC_OK) got = load_killed(s, &all);
  if (got != TOC_OK) return got;
  if (all.len) qsort(all.ptr, all.len, sizeof *all.ptr, by_block);
  pairs merged = {0};
  got = read_edits(s, &all, &merged);
  if (got != TOC_OK) return got;
  join(s, &all, &merged);
  got = write_incidents(s, &all);
  if (got == TOC_OK)
    got = toc__store_run(s->store,
                         "UPDATE incident SET n_reports = (SELECT count(DISTINCT p.report) FROM incident_part p WHERE p.incident = incident.key"
                         " AND NOT EXISTS (SELECT 1 FROM revision v WHERE v.report = p.report AND EXISTS"
                         " (SELECT 1 FROM incident_part q WHERE q.incident = incident.key AND q.report = v.of)));"
                         "UPDATE state SET value = 1 WHERE name = 'settled'",
                         "write", s->err);
  return got;
}

static toc_status revisions(settling *s) {
  toc_status got = load_versions(s);
  if (got != TOC_OK) return got;
  find_by_name(s);
  find_by_words(s);
  got = write_revisions(s);
  return got == TOC_OK ? write_changes(s) : got;
}

toc_status toc__store_settle(toc_store *store, toc_error *err) {
  toc_arena arena;
  jmp_buf jump;
  volatile toc_status got = TOC_NOMEM;
  toc_status cleared = toc__store_run(store, "DELETE FROM incident_part; DELETE FROM incident; DELETE FROM change; DELETE FROM revision", "write", err);
  if (cleared != TOC_OK) return cleared;
  toc_arena_init(&arena, 0);
  if (TOC_TRY(&arena, jump)) {
    settling s = {.store = store, .arena = &arena, .err = err};
    got = revisions(&s);
    toc_arena_reset(&arena);
    if (got == TOC_OK) got = incidents(&s);
  } else {
    toc_fail(err, TOC_NOMEM, NULL, 0, 0, "out of memory while settling '%s'", store->path);
  }
  toc_arena_release(&arena);
  return got;
}
