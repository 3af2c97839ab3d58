/* revise.c - which reports are versions of one, or copies, and what a version changed.
 *
 * A paper prints "14 killed" at noon and "19 killed" at night at the same address: two versions of
 * one report, not two witnesses.  Two reports are versions if they have the same URL, or publisher
 * and title, and share most of their runs of four words (containment: of the shorter one, Broder
 * 1997; numbers are all alike, for they are what an update changes); without those, at .8.  The same
 * text from another publisher is a copy.  What changed between versions is said event by event.
 *
 * A report is compared with what came before it: the first report and the last one of the same
 * address, of the same publisher and title, of the very same words; and those of the five days before
 * that share rare runs with it.  So a new report can change what is said of itself, of the next
 * under its names, and of the five days behind it, and no more: these alone are looked at, in the
 * order of time, through a window of eleven days.  All is found by rows that do not depend on when they
 * came, so that ten small ingests say what one large one does. */
#include "settle.h"

#include <math.h>
#include <stdlib.h>

#define RUN 4          /* words of a shingle */
#define VERSION 0.6    /* containment with the same URL, or publisher and title */
#define COPY 0.8       /* … without */
#define VERSION_DAYS 5 /* between two versions without a URL: the same words a week later are another week */
#define HOLDERS 64     /* reports looked at that hold a shingle, the latest first */
#define WINDOW 64      /* events of the other version looked at on each side */

typedef struct version {
  int64_t key;
  toc_str url, publisher, title, time;
  toc_day day;       /* TOC_NODAY */
  uint32_t *shingle; /* [n], sorted */
  uint32_t n;
} version;

typedef struct revising {
  settling *s;
  sqlite3_stmt *load, *stored, *put, *drop, *drop_changes, *touch, *told, *put_change;
  sqlite3_stmt *first[3], *before[3]; /* by url, name, words */
  /* Versions of the days before; two arenas that take turns. */
  toc_arena arena[2], scratch;
  toc_day since; /* when the present arena was begun */
  int at;
  TOC_ARRAY(version) window;
  toc__chains chains;
  toc_arena chain_arena;
  uint32_t *met; /* [n_met] times that a version of the window was met; beside it */
  uint32_t n_met;
} revising;

#define column toc__column_copy

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

static void shingle(toc_arena *arena, version *v, toc_str text) {
  toc_arena scratch;
  toc_arena_init(&scratch, 0);
  scratch.oom = arena->oom;
  uint32_t n;
  uint32_t *w = word_hashes(&scratch, text, 1, &n);
  uint32_t k = n >= RUN ? n - RUN + 1 : n ? 1 : 0;
  v->shingle = toc_new(arena, uint32_t, (size_t)k + 1);
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

static const char *const told_sql =
    "SELECT e.key, e.type, e.lemma, e.status, e.sentence,"
      " (SELECT group_concat(coalesce(code, words, '')) FROM (SELECT * FROM party p WHERE p.event = e.key AND p.role = 'actor' ORDER BY n)),"
      " (SELECT group_concat(coalesce(code, words, '')) FROM (SELECT * FROM party p WHERE p.event = e.key AND p.role = 'recipient' ORDER BY n)),"
      " (SELECT group_concat(x, '; ') FROM (SELECT f.counts || ' ' || coalesce(rtrim(rtrim(f.low, '0'), '.'), '') || '..' || coalesce(rtrim(rtrim(f.high, '0'), '.'), '') AS x FROM event_figure ef"
      "   JOIN figure f ON f.report = e.report AND f.n = ef.figure WHERE ef.event = e.key"
      "  UNION SELECT t.counts || ' ' || coalesce(rtrim(rtrim(t.low, '0'), '.'), '') || '..' || coalesce(rtrim(rtrim(t.high, '0'), '.'), '') FROM toll t WHERE t.report = e.report AND t.part = e.part"
      "   AND e.n = (SELECT min(n) FROM event o WHERE o.report = e.report AND o.part = e.part) ORDER BY 1))"
      " FROM event e WHERE e.report = ? ORDER BY e.n";

static toc_status load_told(revising *v, toc_arena *a, int64_t report, tolds *out) {
  sqlite3_stmt *st = v->told;
  sqlite3_bind_int64(st, 1, report);
  while (sqlite3_step(st) == SQLITE_ROW) {
    told t = {.key = sqlite3_column_int64(st, 0), .type = column(a, st, 1), .lemma = column(a, st, 2), .status = column(a, st, 3),
              .sentence = column(a, st, 4), .actors = column(a, st, 5), .recipients = column(a, st, 6), .figures = column(a, st, 7)};
    t.word = word_hashes(a, t.sentence, 3, &t.n_words);
    t.n_words = unique(t.word, t.n_words);
    *toc_push(a, out) = t;
  }
  return toc__settle_end(v->s, st);
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

static toc_status put_change(revising *v, int64_t report, uint32_t *n, const char *what, const told *now, const told *was,
                             toc_str before, toc_str after) {
  sqlite3_stmt *st = v->put_change;
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
  return toc__settle_do(v->s, st);
}

/* Matches events in text order, best first among the next few: versions keep their order. */
static toc_status compare(revising *v, toc_arena *a, int64_t report, int64_t of) {
  tolds now = {0}, was = {0};
  uint32_t n = 0;
  toc_status got = load_told(v, a, report, &now);
  if (got == TOC_OK) got = load_told(v, a, of, &was);
  for (uint32_t i = 0; got == TOC_OK && i < now.len; i++) {
    told *t = &now.ptr[i], *best = NULL;
    double top = 1.0;
    uint32_t from = i > WINDOW ? i - WINDOW : 0;
    for (uint32_t k = from; k < was.len && k < i + WINDOW; k++) {
      double score = was.ptr[k].met ? 0 : same_event(t, &was.ptr[k]);
      if (score > top) top = score, best = &was.ptr[k];
    }
    if (!best) {
      got = put_change(v, report, &n, "new", t, NULL, (toc_str){0}, t->figures);
      continue;
    }
    best->met = true;
    if (!toc_str_eq(best->status, t->status)) got = put_change(v, report, &n, "status", t, best, best->status, t->status);
    if (got == TOC_OK && !toc_str_eq(best->figures, t->figures)) got = put_change(v, report, &n, "figure", t, best, best->figures, t->figures);
  }
  for (uint32_t k = 0; got == TOC_OK && k < was.len; k++)
    if (!was.ptr[k].met) got = put_change(v, report, &n, "gone", NULL, &was.ptr[k], was.ptr[k].figures, (toc_str){0});
  return got;
}


/* ------------------------------------------------------------------ loading */

/* One version into an arena; false: it is not there, or the status is not OK. */
static bool load_version(revising *v, toc_arena *a, int64_t key, version *out, toc_status *got) {
  sqlite3_stmt *st = v->load;
  sqlite3_bind_int64(st, 1, key);
  bool found = sqlite3_step(st) == SQLITE_ROW;
  if (found) {
    *out = (version){.key = key, .url = column(a, st, 0), .publisher = column(a, st, 1), .title = toc_fold(a, column(a, st, 2)), .time = column(a, st, 3)};
    if (!toc_day_parse(out->time, &out->day, NULL)) out->day = TOC_NODAY;
    const char *text = (const char *)sqlite3_column_text(st, 4);
    shingle(a, out, (toc_str){text ? text : "", (size_t)sqlite3_column_bytes(st, 4)});
  }
  *got = toc__settle_end(v->s, st);
  return found && *got == TOC_OK;
}

/* 'r' a later version, 'c' a copy, 0 neither; a came before b. */
static char related(const version *a, const version *b, double *share) {
  bool both = a->publisher.len && b->publisher.len, same = both && toc_str_eq(a->publisher, b->publisher);
  bool url = a->url.len && toc_str_eq(a->url, b->url), title = a->title.len && toc_str_eq(a->title, b->title);
  if (!url && a->day != TOC_NODAY && b->day != TOC_NODAY && b->day - a->day > VERSION_DAYS) return 0;
  *share = containment(a, b);
  if (url || (same && title)) return *share >= VERSION ? 'r' : 0;
  if (*share < COPY) return 0;
  return same || (!both && title) ? 'r' : 'c';
}

/* ------------------------------------------------------------------- window */

static void know(revising *v, uint32_t i) {
  const version *x = &v->window.ptr[i];
  /* One shingle in eight stands for the text; short texts are taken whole. */
  for (uint32_t k = 0; k < x->n; k++)
    if (x->n <= 64 || x->shingle[k] % 8 == 0) toc__chains_put(&v->chains, x->shingle[k], i);
}

/* Drops what is too old, every few days. */
static void move_on(revising *v, toc_day day) {
  if (v->since != TOC_NODAY && day - v->since <= VERSION_DAYS) return;
  toc_arena *old = &v->arena[!v->at];
  /* What is in the other arena came before `since`, and so more than five days ago. */
  uint32_t keep = v->window.len;
  while (keep > 0 && v->since != TOC_NODAY && v->window.ptr[keep - 1].day >= v->since) keep--;
  uint32_t n = v->window.len - keep;
  for (uint32_t i = 0; i < n; i++) v->window.ptr[i] = v->window.ptr[keep + i];
  v->window.len = n;
  toc_arena_reset(old);
  v->at = !v->at;
  v->since = day;
  toc_arena_reset(&v->chain_arena);
  toc__chains_init(&v->chains, &v->chain_arena);
  for (uint32_t i = 0; i < n; i++) know(v, i);
}

/* ---------------------------------------------------------------- candidates */

typedef struct candidate {
  int64_t key;
  toc_str time;
  uint32_t at; /* in the window, or TOC_NONE */
} candidate;
typedef TOC_ARRAY(candidate) candidates;

static int in_time(const void *x, const void *y) {
  const candidate *a = x, *b = y;
  int c = toc_str_cmp(a->time, b->time);
  return c ? c : (a->key > b->key) - (a->key < b->key);
}

/* The first and the one before b under each of its three names. */
static toc_status meet_by_name(revising *v, const version *b, candidates *out) {
  toc_status got = TOC_OK;
  for (int i = 0; i < 6 && got == TOC_OK; i++) {
    sqlite3_stmt *st = i % 2 ? v->before[i / 2] : v->first[i / 2];
    sqlite3_bind_int64(st, 1, b->key);
    if (sqlite3_step(st) == SQLITE_ROW)
      *toc_push(&v->scratch, out) = (candidate){sqlite3_column_int64(st, 0), column(&v->scratch, st, 1), TOC_NONE};
    got = toc__settle_end(v->s, st);
  }
  return got;
}

static uint32_t samples(const version *x) {
  uint32_t n = 0;
  for (uint32_t k = 0; k < x->n; k++) n += x->n <= 64 || x->shingle[k] % 8 == 0;
  return n;
}

static void meet_by_words(revising *v, const version *b, candidates *out) {
  TOC_ARRAY(uint32_t) met = {0};
  if (v->n_met < v->window.len) {
    v->n_met = v->window.len * 2;
    v->met = toc_new(v->s->arena, uint32_t, v->n_met);
  }
  for (uint32_t k = 0; k < b->n; k++) {
    uint32_t steps = 0;
    for (uint32_t l = toc__chains_get(&v->chains, b->shingle[k], NULL); l != TOC_NONE && steps < HOLDERS; l = v->chains.link.ptr[l].next, steps++) {
      uint32_t i = v->chains.link.ptr[l].item;
      if (b->day - v->window.ptr[i].day > VERSION_DAYS) break;
      if (!v->met[i]++) *toc_push(&v->scratch, &met) = i;
    }
  }
  uint32_t own = samples(b);
  for (uint32_t k = 0; k < met.len; k++) {
    uint32_t i = met.ptr[k], theirs = samples(&v->window.ptr[i]), least = own < theirs ? own : theirs;
    /* Of texts that share four runs in five, a fourth of the sample at least. */
    if (v->met[i] * 4 >= least) *toc_push(&v->scratch, out) = (candidate){v->window.ptr[i].key, v->window.ptr[i].time, i};
    v->met[i] = 0;
  }
}

/* -------------------------------------------------------------------- saying */

static toc_status say(revising *v, int64_t report, int64_t of, char kind, double share) {
  share = floor(share * 1000 + 0.5) / 1000;
  sqlite3_bind_int64(v->stored, 1, report);
  bool was = sqlite3_step(v->stored) == SQLITE_ROW;
  bool same = was ? kind && sqlite3_column_int64(v->stored, 0) == of && sqlite3_column_text(v->stored, 1)[0] == kind && sqlite3_column_double(v->stored, 2) == share : !kind;
  toc_status got = toc__settle_end(v->s, v->stored);
  if (got != TOC_OK || same) return got;
  sqlite3_stmt *const first[] = {v->touch, was ? v->drop_changes : NULL, was ? v->drop : NULL};
  for (int i = 0; i < 3 && got == TOC_OK; i++) {
    if (!first[i]) continue;
    sqlite3_bind_int64(first[i], 1, report);
    got = toc__settle_do(v->s, first[i]);
  }
  if (got != TOC_OK || !kind) return got;
  sqlite3_bind_int64(v->put, 1, report);
  sqlite3_bind_int64(v->put, 2, of);
  sqlite3_bind_text(v->put, 3, kind == 'r' ? "revision" : "copy", -1, SQLITE_STATIC);
  sqlite3_bind_double(v->put, 4, share);
  got = toc__settle_do(v->s, v->put);
  return got == TOC_OK && kind == 'r' ? compare(v, &v->scratch, report, of) : got;
}

/* The latest earlier version; failing that, the text nearest to it, of equals the earliest. */
static toc_status decide(revising *v, const version *b, bool by_words) {
  candidates all = {0};
  candidate me = {b->key, b->time, TOC_NONE};
  int64_t of = 0;
  char kind = 0;
  double share = 0;
  toc_status got = meet_by_name(v, b, &all);
  if (got == TOC_OK && by_words) meet_by_words(v, b, &all);
  if (all.len) qsort(all.ptr, all.len, sizeof *all.ptr, in_time);
  for (uint32_t i = 0; i < all.len && got == TOC_OK; i++) {
    const candidate *c = &all.ptr[i];
    if (in_time(c, &me) >= 0 || (i && c[-1].key == c->key)) continue;
    for (uint32_t k = i + 1; k < all.len && all.ptr[k].key == c->key; k++)
      if (all.ptr[k].at != TOC_NONE) all.ptr[i].at = all.ptr[k].at;
    version loaded, *a = &loaded;
    double now = 0;
    if (c->at != TOC_NONE) a = &v->window.ptr[c->at];
    else if (!load_version(v, &v->scratch, c->key, a, &got)) continue;
    char r = related(a, b, &now);
    if (r == 'r' || (r == 'c' && kind != 'r' && now > share)) kind = r, of = a->key, share = now;
  }
  return got == TOC_OK ? say(v, b->key, of, kind, share) : got;
}

/* ---------------------------------------------------------- what to look at */

typedef struct stretch {
  toc_day from, to;
} stretch;
typedef TOC_ARRAY(stretch) stretches;

static int by_from(const void *x, const void *y) {
  const stretch *a = x, *b = y;
  if (a->from != b->from) return a->from < b->from ? -1 : 1;
  return (a->to > b->to) - (a->to < b->to);
}

/* Looks at each new report once: its words get their hash, and its neighbours under its names are put down
 * to be looked at again. */
static toc_status see(revising *v) {
  sqlite3_stmt *st, *mark, *hash, *next[3] = {0}, *rest[3] = {0};
  static const char *const by[3] = {"url", "name", "words"};
  settling *s = v->s;
  toc_status got = toc__settle_prepare(s, "SELECT f.report, t.time, r.text FROM temp.fresh f JOIN trace t ON t.report = f.report JOIN report r ON r.key = f.report ORDER BY f.report", &st);
  if (got == TOC_OK) got = toc__settle_prepare(s, "UPDATE trace SET words = ? WHERE report = ?", &hash);
  while (got == TOC_OK && sqlite3_step(st) == SQLITE_ROW) {
    uint32_t n;
    toc_arena_reset(&v->scratch);
    const char *text = (const char *)sqlite3_column_text(st, 2);
    uint32_t *w = word_hashes(&v->scratch, (toc_str){text ? text : "", (size_t)sqlite3_column_bytes(st, 2)}, 1, &n);
    sqlite3_bind_int64(hash, 1, (int64_t)(toc_hash((toc_str){(const char *)w, n * sizeof *w}, 3) >> 1));
    sqlite3_bind_int64(hash, 2, sqlite3_column_int64(st, 0));
    got = toc__settle_do(s, hash);
  }
  toc_status end = got == TOC_OK ? toc__settle_end(s, st) : got;
  sqlite3_finalize(st);
  sqlite3_finalize(hash);
  if (end != TOC_OK) return end;
  got = toc__settle_prepare(s, "SELECT report FROM temp.fresh ORDER BY report", &st);
  if (got == TOC_OK) got = toc__settle_prepare(s, "INSERT OR IGNORE INTO temp.again SELECT ?", &mark);
  for (int i = 0; i < 3 && got == TOC_OK; i++) {
    char sql[400];
    /* The next one … */
    snprintf(sql, sizeof sql, "INSERT OR IGNORE INTO temp.again SELECT x.report FROM trace t JOIN trace x ON x.%s = t.%s AND (x.time, x.report) > (t.time, t.report)"
                              " WHERE t.report = ? ORDER BY x.time, x.report LIMIT 1", by[i], by[i]);
    got = toc__settle_prepare(s, sql, &next[i]);
    /* … and all, if this is the first. */
    snprintf(sql, sizeof sql, "INSERT OR IGNORE INTO temp.again SELECT x.report FROM trace t JOIN trace x ON x.%s = t.%s WHERE t.report = ?"
                              " AND NOT EXISTS (SELECT 1 FROM trace y WHERE y.%s = t.%s AND (y.time, y.report) < (t.time, t.report))", by[i], by[i], by[i], by[i]);
    if (got == TOC_OK) got = toc__settle_prepare(s, sql, &rest[i]);
  }
  while (got == TOC_OK && sqlite3_step(st) == SQLITE_ROW) {
    sqlite3_stmt *const all[] = {mark, next[0], next[1], next[2], rest[0], rest[1], rest[2]};
    for (int i = 0; i < 7 && got == TOC_OK; i++) {
      sqlite3_bind_int64(all[i], 1, sqlite3_column_int64(st, 0));
      got = toc__settle_do(s, all[i]);
    }
  }
  if (got == TOC_OK) got = toc__settle_end(s, st);
  sqlite3_finalize(st);
  sqlite3_finalize(mark);
  for (int i = 0; i < 3; i++) sqlite3_finalize(next[i]), sqlite3_finalize(rest[i]);
  return got;
}

/* The days to be looked at again: five behind each new report; its own of any other.  Reports without a day
 * are found by their names alone. */
static toc_status days(revising *v, stretches *out) {
  settling *s = v->s;
  sqlite3_stmt *st;
  toc_status got = toc__settle_prepare(s,
                                       "SELECT substr(t.time, 1, 10), max(f.report IS NOT NULL) FROM temp.again a JOIN trace t ON t.report = a.report"
                                       " LEFT JOIN temp.fresh f ON f.report = a.report WHERE t.time <> '' GROUP BY 1 ORDER BY 1",
                                       &st);
  if (got != TOC_OK) return got;
  while (sqlite3_step(st) == SQLITE_ROW) {
    toc_day day;
    if (!toc_day_parse(toc_cstr((const char *)sqlite3_column_text(st, 0)), &day, NULL)) continue;
    *toc_push(s->arena, out) = (stretch){day, day + (sqlite3_column_int(st, 1) ? VERSION_DAYS : 0)};
  }
  got = toc__settle_end(s, st);
  sqlite3_finalize(st);
  if (out->len) qsort(out->ptr, out->len, sizeof *out->ptr, by_from);
  uint32_t n = 0;
  for (uint32_t i = 0; i < out->len; i++) {
    stretch x = out->ptr[i];
    if (n && x.from <= out->ptr[n - 1].to + 1) {
      if (x.to > out->ptr[n - 1].to) out->ptr[n - 1].to = x.to;
    } else {
      out->ptr[n++] = x;
    }
  }
  out->len = n;
  return got;
}

static void date_text(toc_day d, char out[40]) {
  int y, m, day;
  toc_day_ymd(d, &y, &m, &day);
  snprintf(out, 40, "%04d-%02d-%02d", y, m, day);
}

static toc_status go_through(revising *v, sqlite3_stmt *st, stretch x) {
  char from[40], to[40];
  toc_status got = TOC_OK;
  date_text(x.from - VERSION_DAYS, from);
  date_text(x.to + 1, to);
  v->window.len = 0;
  v->since = TOC_NODAY;
  toc_arena_reset(&v->arena[0]);
  toc_arena_reset(&v->arena[1]);
  sqlite3_bind_text(st, 1, from, -1, SQLITE_STATIC);
  sqlite3_bind_text(st, 2, to, -1, SQLITE_STATIC);
  while (got == TOC_OK && sqlite3_step(st) == SQLITE_ROW) {
    version b;
    toc_day day;
    if (!toc_day_parse(toc_cstr((const char *)sqlite3_column_text(st, 1)), &day, NULL)) continue;
    move_on(v, day);
    if (!load_version(v, &v->arena[v->at], sqlite3_column_int64(st, 0), &b, &got)) continue;
    toc_arena_reset(&v->scratch);
    if (b.day >= x.from) got = decide(v, &b, true);
    *toc_push(v->s->arena, &v->window) = b;
    know(v, v->window.len - 1);
  }
  toc_status end = toc__settle_end(v->s, st);
  return got == TOC_OK ? end : got;
}

static toc_status undated(revising *v) {
  sqlite3_stmt *st;
  toc_status got = toc__settle_prepare(v->s, "SELECT a.report FROM temp.again a JOIN trace t ON t.report = a.report WHERE t.time = '' ORDER BY a.report", &st);
  while (got == TOC_OK && sqlite3_step(st) == SQLITE_ROW) {
    version b;
    toc_arena_reset(&v->scratch);
    if (load_version(v, &v->scratch, sqlite3_column_int64(st, 0), &b, &got)) got = decide(v, &b, false);
  }
  toc_status end = got == TOC_OK ? toc__settle_end(v->s, st) : got;
  sqlite3_finalize(st);
  return end;
}

static toc_status ready(revising *v) {
  static const char *const by[3] = {"url", "name", "words"};
  settling *s = v->s;
  toc_status got = toc__settle_prepare(s, "SELECT r.url, r.publisher, r.title, t.time, r.text FROM report r JOIN trace t ON t.report = r.key WHERE r.key = ?", &v->load);
  if (got == TOC_OK) got = toc__settle_prepare(s, "SELECT of, kind, containment FROM revision WHERE report = ?", &v->stored);
  if (got == TOC_OK) got = toc__settle_prepare(s, "INSERT INTO revision VALUES (?,?,?,?)", &v->put);
  if (got == TOC_OK) got = toc__settle_prepare(s, "DELETE FROM revision WHERE report = ?", &v->drop);
  if (got == TOC_OK) got = toc__settle_prepare(s, "DELETE FROM change WHERE report = ?", &v->drop_changes);
  if (got == TOC_OK) got = toc__settle_prepare(s, "INSERT OR IGNORE INTO temp.touched_report VALUES (?)", &v->touch);
  if (got == TOC_OK) got = toc__settle_prepare(s, told_sql, &v->told);
  if (got == TOC_OK) got = toc__settle_prepare(s, "INSERT INTO change VALUES (?,?,?,?,?,?,?)", &v->put_change);
  for (int i = 0; i < 6 && got == TOC_OK; i++) {
    char sql[400];
    const char *order = i % 2 ? "DESC" : "ASC";
    snprintf(sql, sizeof sql, "SELECT x.report, x.time FROM trace t JOIN trace x ON x.%s = t.%s AND (x.time, x.report) < (t.time, t.report)"
                              " WHERE t.report = ? ORDER BY x.time %s, x.report %s LIMIT 1", by[i / 2], by[i / 2], order, order);
    got = toc__settle_prepare(s, sql, i % 2 ? &v->before[i / 2] : &v->first[i / 2]);
  }
  return got;
}

static void done(revising *v) {
  sqlite3_stmt *const all[] = {v->load, v->stored, v->put, v->drop, v->drop_changes, v->touch, v->told, v->put_change,
                               v->first[0], v->first[1], v->first[2], v->before[0], v->before[1], v->before[2]};
  for (size_t i = 0; i < sizeof all / sizeof *all; i++) sqlite3_finalize(all[i]);
  toc_arena_release(&v->arena[0]);
  toc_arena_release(&v->arena[1]);
  toc_arena_release(&v->scratch);
  toc_arena_release(&v->chain_arena);
}

static toc_status revise(revising *v) {
  sqlite3_stmt *st = NULL;
  stretches all = {0};
  toc_status got = ready(v);
  if (got == TOC_OK) got = see(v);
  if (got == TOC_OK) got = days(v, &all);
  if (got == TOC_OK) got = toc__settle_prepare(v->s, "SELECT report, time FROM trace WHERE time >= ? AND time < ? ORDER BY time, report", &st);
  for (uint32_t i = 0; got == TOC_OK && i < all.len; i++) got = go_through(v, st, all.ptr[i]);
  sqlite3_finalize(st);
  return got == TOC_OK ? undated(v) : got;
}

toc_status toc__revise(settling *s) {
  jmp_buf jump, *outer = s->arena->oom;
  volatile toc_status got = TOC_NOMEM;
  toc_arena own; /* the window and what was met: it grows to the most that eleven days hold */
  toc_arena_init(&own, 0);
  settling inner = *s;
  inner.arena = &own;
  revising v = {.s = &inner, .since = TOC_NODAY};
  toc_arena *const arenas[] = {&v.arena[0], &v.arena[1], &v.scratch, &v.chain_arena};
  for (int i = 0; i < 4; i++) {
    toc_arena_init(arenas[i], 0);
    arenas[i]->oom = &jump;
  }
  toc__chains_init(&v.chains, &v.chain_arena);
  if (TOC_TRY(&own, jump)) got = revise(&v);
  done(&v);
  toc_arena_release(&own);
  if (got == TOC_NOMEM && outer) longjmp(*outer, 1);
  return got;
}
