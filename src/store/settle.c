/* settle.c - what can only be said of all reports together.
 *
 * Revisions are revise.c's.  Incidents: the incidents of each report (`part`) are joined across
 * reports.  Candidates are of one kind of act and one country, at most three days apart, and share a
 * place cell, a name or a rarer word; a trained linear score decides (src/group/likeness.h).
 *
 * A part joins on its own day, the best pair first, and never moves later: to an incident that
 * began at most six days before, or to parts of its day.  So what a day says depends on the three days
 * before it alone.  New reports, and edits, make days of their blocks unclear; from the first of these
 * the block is gone through again until three days running come out as they stand in the file.
 * An ingest costs what its days hold, memory is a window of four days of one block, and ten small
 * ingests in any order say what one large one does.
 *
 * An incident has the key of its first member; edits join incidents on top of that.  A story is a tree
 * of incidents: each goes back to an earlier one, of the same country and week, that some report tells
 * beside it, or that it resembles.
 *
 * temp.touched holds the incidents, temp.touched_report the reports whose revision was new, changed or gone
 * in the last settle. */
#include "settle.h"

#include "likeness.h"

#include <math.h>
#include <stdlib.h>

#define NEAR_DAYS 3  /* between two reports of one incident */
#define SPAN_DAYS 6  /* of one incident in all */
#define COMMON 64    /* what more parts of a window share tells nothing; of a place, the latest so many are looked at */

/* ------------------------------------------------------------------ helpers */

toc_status toc__settle_prepare(settling *s, const char *sql, sqlite3_stmt **st) {
  return sqlite3_prepare_v2(s->store->db, sql, -1, st, NULL) == SQLITE_OK ? TOC_OK : toc__store_fail(s->store, "settle", s->err);
}

toc_status toc__settle_end(settling *s, sqlite3_stmt *st) {
  return sqlite3_reset(st) == SQLITE_OK ? TOC_OK : toc__store_fail(s->store, "settle", s->err);
}

toc_status toc__settle_do(settling *s, sqlite3_stmt *st) {
  sqlite3_step(st);
  return toc__settle_end(s, st);
}

toc_day toc__settle_day(sqlite3_stmt *st, int i) {
  if (sqlite3_column_type(st, i) == SQLITE_NULL) return TOC_NODAY;
  int64_t day = sqlite3_column_int64(st, i);
  return day < -4000000 || day > 4000000 ? TOC_NODAY : (toc_day)day;
}

static void bind_day(sqlite3_stmt *st, int i, toc_day d) {
  if (d == TOC_NODAY) sqlite3_bind_null(st, i);
  else sqlite3_bind_int64(st, i, d);
}

static void bind_key(sqlite3_stmt *st, int i, int64_t key) {
  if (key) sqlite3_bind_int64(st, i, key);
  else sqlite3_bind_null(st, i);
}

static void bind_date(sqlite3_stmt *st, int i, toc_day d) {
  char text[48];
  int y, m, day;
  if (d == TOC_NODAY) {
    sqlite3_bind_null(st, i);
    return;
  }
  toc_day_ymd(d, &y, &m, &day);
  snprintf(text, sizeof text, "%04d-%02d-%02d", y, m, day);
  sqlite3_bind_text(st, i, text, -1, SQLITE_TRANSIENT);
}

static void bind_str(sqlite3_stmt *st, int i, toc_str x) {
  if (x.len) sqlite3_bind_text64(st, i, x.ptr, x.len, SQLITE_TRANSIENT, SQLITE_UTF8);
  else sqlite3_bind_null(st, i);
}

/* ------------------------------------------------------------------- chains */

void toc__chains_init(toc__chains *c, toc_arena *arena) { *c = (toc__chains){.arena = arena}; }

static toc__chain_slot *chain_at(toc__chain_slot *slot, uint32_t size, uint64_t hash) {
  uint32_t i = (uint32_t)((hash * 0x9E3779B97F4A7C15u) >> 32) & (size - 1);
  while (slot[i].n && slot[i].hash != hash) i = (i + 1) & (size - 1);
  return &slot[i];
}

void toc__chains_put(toc__chains *c, uint64_t hash, uint32_t item) {
  if (c->used * 4 >= c->size * 3) {
    uint32_t size = c->size ? c->size * 2 : 256;
    toc__chain_slot *slot = toc_new(c->arena, toc__chain_slot, size);
    for (uint32_t i = 0; i < c->size; i++)
      if (c->slot[i].n) *chain_at(slot, size, c->slot[i].hash) = c->slot[i];
    c->slot = slot;
    c->size = size;
  }
  toc__chain_slot *s = chain_at(c->slot, c->size, hash);
  if (!s->n) {
    s->hash = hash;
    s->head = TOC_NONE;
    c->used++;
  }
  *toc_push(c->arena, &c->link) = (toc__chain_link){item, s->head};
  s->head = c->link.len - 1;
  s->n++;
}

uint32_t toc__chains_get(const toc__chains *c, uint64_t hash, uint32_t *n) {
  const toc__chain_slot *s = c->size ? chain_at(c->slot, c->size, hash) : NULL;
  if (n) *n = s ? s->n : 0;
  return s && s->n ? s->head : TOC_NONE;
}

/* -------------------------------------------------------------------- parts */

typedef struct part {
  toc__happening is;
  int64_t report, n, key;
  bool alone;                 /* split off by hand */
  bool gone;                  /* rejected */
  int64_t founder, near;      /* 0: not decided yet; none */
  toc_day since;
  int64_t was_founder, was_near; /* as it stands in the file; 0: it does not */
  toc_day was_since;
  bool was_alone;
  uint32_t parent;            /* union-find among the parts of a day */
} part;
typedef TOC_ARRAY(part) parts;

/* A pair that may be one. */
typedef struct tie {
  double score;
  uint32_t a, b; /* b came first */
} tie;

typedef struct joining {
  settling *s;
  sqlite3_stmt *put, *touch;
  toc_map dropped, alone; /* "report n" of parts → 1 if they are rejected, split off */
  toc_arena day[2];      /* strings of parts; they take turns as days go by */
  toc_arena scratch;     /* of one day's decisions */
  int at;
  parts window;
} joining;

static toc_str part_name(char name[48], int64_t report, int64_t n) {
  return (toc_str){name, (size_t)snprintf(name, 48, "%llx %lld", (unsigned long long)report, (long long)n)};
}

static bool holds(const toc_map *m, int64_t report, int64_t n) {
  char name[48];
  return m->used && toc_map_get(m, part_name(name, report, n)) == 1;
}

/* Columns of `part` and of its row in incident_part, in the order of part_sql. */
static const char *const part_sql =
    "SELECT p.report, p.n, p.key, p.day, p.type, p.place, p.geonameid, p.country, p.latitude, p.longitude, p.where_prec,"
    " p.killed_low, p.killed_high, p.injured_low, p.injured_high, p.words, i.founder, i.since, i.near, i.alone"
    " FROM part p LEFT JOIN incident_part i ON i.report = p.report AND i.part = p.n"
    " WHERE p.block = ? AND p.day >= ? ORDER BY p.day, p.report, p.n";

static uint32_t four(const unsigned char *p) { return p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24; }

/* A damaged file may hold anything: what does not add up is no words. */
static void unpack_words(toc_arena *a, toc__happening *h, const unsigned char *p, int n) {
  uint32_t len[3] = {0}, all = 3;
  for (int i = 0; i < 3 && n >= 12; i++) {
    len[i] = four(p + 4 * i);
    if (len[i] > 4096) return;
    all += len[i];
  }
  if (n < 12 || (uint32_t)n != all * 4) return;
  uint32_t *out = toc_new(a, uint32_t, all);
  for (uint32_t i = 3; i < all; i++) out[i - 3] = four(p + 4 * i);
  h->name = out, h->n_name = len[0];
  h->word = out + len[0], h->n_word = len[1];
  h->code = out + len[0] + len[1], h->n_code = len[2];
}

static void read_part(toc_arena *a, sqlite3_stmt *st, part *p) {
  *p = (part){.report = sqlite3_column_int64(st, 0), .n = sqlite3_column_int64(st, 1), .key = sqlite3_column_int64(st, 2)};
  toc__happening *h = &p->is;
  h->day = toc__settle_day(st, 3);
  h->type = toc__column_copy(a, st, 4);
  h->place = toc__column_copy(a, st, 5);
  h->geonameid = sqlite3_column_int64(st, 6);
  h->country = toc__column_copy(a, st, 7);
  h->lat = toc__column_real(st, 8);
  h->lon = toc__column_real(st, 9);
  h->where_prec = sqlite3_column_type(st, 10) == SQLITE_NULL ? 9 : sqlite3_column_int(st, 10);
  for (int i = 0; i < 2; i++) {
    double *figure = i ? h->injured : h->killed;
    figure[0] = toc__column_real(st, 11 + 2 * i);
    figure[1] = isnan(figure[0]) ? NAN : sqlite3_column_type(st, 12 + 2 * i) == SQLITE_NULL ? INFINITY : sqlite3_column_double(st, 12 + 2 * i);
  }
  const unsigned char *words = sqlite3_column_blob(st, 15);
  unpack_words(a, h, words, words ? sqlite3_column_bytes(st, 15) : 0);
  p->was_founder = sqlite3_column_int64(st, 16);
  p->was_since = toc__settle_day(st, 17);
  p->was_near = sqlite3_column_int64(st, 18);
  p->was_alone = sqlite3_column_int(st, 19) != 0;
}

/* ------------------------------------------------------------ one day, one block */

#define PLACE_KEY 1
#define NAME_KEY 2
#define WORD_KEY 3

static uint64_t cell_key(double lat, double lon) {
  if (!(fabs(lat) <= 90) || !(fabs(lon) <= 360)) return 0;
  return (uint64_t)PLACE_KEY << 60 | (uint64_t)(uint32_t)(floor(lat * 2) + 1000) << 28 | (uint32_t)(floor(lon / 0.7) + 1000);
}

static uint64_t town_key(const toc__happening *h) {
  return (uint64_t)PLACE_KEY << 60 | (uint64_t)1 << 59 | (toc_hash(h->place, 0) >> 8);
}

static void index_part(toc__chains *c, const toc__happening *h, uint32_t item) {
  if (h->where_prec <= 3) {
    toc__chains_put(c, cell_key(h->lat, h->lon), item);
    if (h->place.len) toc__chains_put(c, town_key(h), item);
  }
  for (uint32_t i = 0; i < h->n_name; i++) toc__chains_put(c, (uint64_t)NAME_KEY << 60 | h->name[i], item);
  for (uint32_t i = 0; i < h->n_word; i++) toc__chains_put(c, (uint64_t)WORD_KEY << 60 | h->word[i], item);
}

typedef TOC_ARRAY(uint32_t) numbers;

/* Items that share the key, into `out`; `met` marks them. */
static void gather(toc_arena *a, const toc__chains *c, uint64_t key, bool place, bool *met, numbers *out) {
  uint32_t n, steps = 0;
  uint32_t l = toc__chains_get(c, key, &n);
  if (n > COMMON && !place) return;
  for (; l != TOC_NONE && steps < COMMON; l = c->link.ptr[l].next, steps++) {
    uint32_t i = c->link.ptr[l].item;
    if (!met[i]) {
      met[i] = true;
      *toc_push(a, out) = i;
    }
  }
}

static void candidates(toc_arena *a, const toc__chains *c, const toc__happening *h, bool *met, numbers *out) {
  if (h->where_prec <= 3) {
    for (int i = 0; i < 4; i++) {
      uint64_t key = cell_key(h->lat + (i & 1 ? 0.25 : -0.25), h->lon + (i & 2 ? 0.35 : -0.35));
      if (key) gather(a, c, key, true, met, out);
    }
    if (h->place.len) gather(a, c, town_key(h), true, met, out);
  }
  for (uint32_t i = 0; i < h->n_name; i++) gather(a, c, (uint64_t)NAME_KEY << 60 | h->name[i], false, met, out);
  for (uint32_t i = 0; i < h->n_word; i++) gather(a, c, (uint64_t)WORD_KEY << 60 | h->word[i], false, met, out);
  for (uint32_t i = 0; i < out->len; i++) met[out->ptr[i]] = false;
}

static int by_score(const void *x, const void *y) {
  const tie *p = x, *q = y;
  if (p->score != q->score) return p->score > q->score ? -1 : 1;
  if (p->a != q->a) return p->a < q->a ? -1 : 1;
  return (p->b > q->b) - (p->b < q->b);
}

static uint32_t root(part *p, uint32_t i) {
  while (p[i].parent != i) i = p[i].parent = p[p[i].parent].parent;
  return i;
}

/* Decides the parts window[from …], all of one day. */
static void decide(joining *j, uint32_t from) {
  toc_arena *a = &j->scratch;
  part *w = j->window.ptr;
  uint32_t n = j->window.len;
  TOC_ARRAY(tie) ties = {0};
  toc__chains index;
  toc_arena_reset(a);
  toc__chains_init(&index, a);
  bool *met = toc_new(a, bool, (size_t)n + 1);
  for (uint32_t i = 0; i < n; i++) {
    w[i].parent = i;
    if (i >= from) w[i].founder = w[i].near = 0;
    if (!w[i].alone) index_part(&index, &w[i].is, i);
  }
  for (uint32_t i = from; i < n; i++) {
    numbers found = {0};
    if (w[i].alone) continue;
    candidates(a, &index, &w[i].is, met, &found);
    for (uint32_t k = 0; k < found.len; k++) {
      uint32_t b = found.ptr[k];
      /* A report keeps apart what it tells of itself. */
      if (b >= i || w[b].report == w[i].report) continue;
      double x = toc__likeness(&w[i].is, &w[b].is);
      if (x >= toc__likeness_akin) *toc_push(a, &ties) = (tie){x, i, b};
    }
  }
  if (ties.len) qsort(ties.ptr, ties.len, sizeof *ties.ptr, by_score);
  for (uint32_t k = 0; k < ties.len && ties.ptr[k].score >= 0; k++) {
    uint32_t p = root(w, ties.ptr[k].a), q = ties.ptr[k].b < from ? ties.ptr[k].b : root(w, ties.ptr[k].b);
    if (p == q) continue;
    if (q >= from && w[p].founder && w[q].founder) continue; /* two incidents of earlier days stay two */
    if (q < from) {
      if (w[p].founder || w[p].is.day - w[q].since > SPAN_DAYS) continue;
      w[p].founder = w[q].founder;
      w[p].since = w[q].since;
      continue;
    }
    uint32_t keep = p < q ? p : q, other = p < q ? q : p;
    if (w[other].founder) w[keep].founder = w[other].founder, w[keep].since = w[other].since;
    w[other].parent = keep;
  }
  for (uint32_t i = from; i < n; i++) {
    part *r = &w[root(w, i)];
    if (!r->founder) r->founder = r->key, r->since = r->is.day;
    w[i].founder = r->founder;
    w[i].since = r->since;
  }
  /* What an incident resembles without being it: the best of the days before. */
  for (uint32_t k = 0; k < ties.len; k++) {
    part *p = &w[ties.ptr[k].a];
    const part *q = &w[ties.ptr[k].b];
    if (p->founder == p->key && !p->near && q->is.day < p->is.day && q->founder != p->founder) p->near = q->founder;
  }
}

static toc_status touch(joining *j, int64_t incident) {
  if (!incident) return TOC_OK;
  sqlite3_bind_int64(j->touch, 1, incident);
  return toc__settle_do(j->s, j->touch);
}

/* Into the file, if it says otherwise there. */
static toc_status put_part(joining *j, const part *p, bool *changed) {
  if (p->founder == p->was_founder && p->since == p->was_since && p->near == p->was_near && p->alone == p->was_alone) return TOC_OK;
  *changed = true;
  sqlite3_stmt *st = j->put;
  sqlite3_bind_int64(st, 1, p->report);
  sqlite3_bind_int64(st, 2, p->n);
  sqlite3_bind_int64(st, 3, p->founder);
  sqlite3_bind_int64(st, 4, p->founder);
  bind_day(st, 5, p->since);
  bind_key(st, 6, p->near);
  sqlite3_bind_int(st, 7, p->alone);
  toc_status got = toc__settle_do(j->s, st);
  if (got == TOC_OK) got = touch(j, p->founder);
  return got == TOC_OK ? touch(j, p->was_founder) : got;
}

/* ------------------------------------------------------------------ one block */

typedef struct unclear {
  int64_t block;
  toc_day day;
} unclear;
typedef TOC_ARRAY(unclear) unclears;

/* Drops from the window what is too old to be compared with that day. */
static void leave_behind(joining *j, toc_day day) {
  uint32_t keep = 0;
  while (keep < j->window.len && day - j->window.ptr[keep].is.day > NEAR_DAYS) keep++;
  if (keep == 0) return;
  uint32_t n = j->window.len - keep;
  for (uint32_t i = 0; i < n; i++) j->window.ptr[i] = j->window.ptr[keep + i];
  j->window.len = n;
}

/* Two arenas take turns as in revise.c: what the older one holds is out of the window when it is emptied. */
typedef struct turns {
  toc_day since;
} turns;

static toc_arena *arena_of(joining *j, turns *t, toc_day day) {
  if (t->since == TOC_NODAY || day - t->since > NEAR_DAYS) {
    j->at = !j->at;
    toc_arena_reset(&j->day[j->at]);
    t->since = day;
  }
  return &j->day[j->at];
}

static bool in_block(const unclears *todo, uint32_t i, int64_t block) { return i < todo->len && todo->ptr[i].block == block; }

/* Goes through a block from a day on, until file and outcome agree; *i moves on to the first unclear day that
 * was not reached. */
static toc_status go_through(joining *j, sqlite3_stmt *st, const unclears *todo, uint32_t *i) {
  int64_t block = todo->ptr[*i].block;
  toc_day first = todo->ptr[*i].day, last_change = first, day = TOC_NODAY;
  turns t = {TOC_NODAY};
  toc_status got = TOC_OK;
  uint32_t from = 0;
  j->window.len = 0;
  sqlite3_bind_int64(st, 1, block);
  sqlite3_bind_int64(st, 2, (int64_t)first - NEAR_DAYS);
  for (bool more = true; more && got == TOC_OK;) {
    more = sqlite3_step(st) == SQLITE_ROW;
    toc_day now = more ? toc__settle_day(st, 3) : INT32_MAX;
    if (now != day) {
      if (day != TOC_NODAY && day >= first) {
        bool changed = false;
        decide(j, from);
        for (uint32_t k = from; k < j->window.len && got == TOC_OK; k++) got = put_part(j, &j->window.ptr[k], &changed);
        if (changed) last_change = day;
      }
      for (; in_block(todo, *i, block) && todo->ptr[*i].day < now; ++*i)
        if (todo->ptr[*i].day > last_change) last_change = todo->ptr[*i].day;
      /* Nothing of the last three days differs from what the file says: it is right from here on. */
      bool clear = !in_block(todo, *i, block) || todo->ptr[*i].day > now;
      if (!more || (clear && now > last_change + NEAR_DAYS)) break;
      leave_behind(j, now);
      from = j->window.len;
      day = now;
    }
    int64_t report = sqlite3_column_int64(st, 0), n = sqlite3_column_int64(st, 1);
    if (holds(&j->dropped, report, n)) continue;
    part *p = toc_push(j->s->arena, &j->window);
    read_part(arena_of(j, &t, now), st, p);
    p->alone = holds(&j->alone, report, n);
    if (now < first) p->founder = p->was_founder ? p->was_founder : p->key, p->since = p->was_founder ? p->was_since : p->is.day;
  }
  toc_status end = toc__settle_end(j->s, st);
  return got == TOC_OK ? end : got;
}

/* -------------------------------------------------------------------- edits */

/* Runs a SELECT of (report, n) and remembers them. */
static toc_status remember(settling *s, const char *sql, toc_map *into) {
  sqlite3_stmt *st;
  char name[48];
  toc_status got = toc__settle_prepare(s, sql, &st);
  if (got != TOC_OK) return got;
  while (sqlite3_step(st) == SQLITE_ROW) toc_map_put(into, part_name(name, sqlite3_column_int64(st, 0), sqlite3_column_int64(st, 1)), 1);
  got = toc__settle_end(s, st);
  sqlite3_finalize(st);
  return got;
}

typedef struct merged {
  int64_t report[2], n[2];
} merged;
typedef TOC_ARRAY(merged) mergeds;

/* Merges and splits by hand, in the order of time; the later word holds. */
static toc_status read_edits(settling *s, toc_map *alone, mergeds *all) {
  sqlite3_stmt *st;
  char name[48];
  toc_status got = toc__settle_prepare(s,
                                       "SELECT x.what = 'split', e.report, e.part, o.report, o.part FROM edit x JOIN event e ON e.key = x.event"
                                       " LEFT JOIN event o ON o.key = x.other WHERE x.what IN ('merge', 'split') AND e.part IS NOT NULL ORDER BY rtrim(x.at, 'Z'), x.key",
                                       &st);
  if (got != TOC_OK) return got;
  while (sqlite3_step(st) == SQLITE_ROW) {
    bool split = sqlite3_column_int(st, 0);
    merged m = {{sqlite3_column_int64(st, 1), sqlite3_column_int64(st, 3)}, {sqlite3_column_int64(st, 2), sqlite3_column_int64(st, 4)}};
    if (!split && sqlite3_column_type(st, 4) == SQLITE_NULL) continue; /* an event that this engine does not see */
    *toc_map_put(alone, part_name(name, m.report[0], m.n[0]), 0) = split;
    if (!split) {
      *toc_map_put(alone, part_name(name, m.report[1], m.n[1]), 0) = 0;
      *toc_push(s->arena, all) = m;
      continue;
    }
    uint32_t n = 0;
    for (uint32_t i = 0; i < all->len; i++) {
      const merged *x = &all->ptr[i];
      bool about = (x->report[0] == m.report[0] && x->n[0] == m.n[0]) || (x->report[1] == m.report[0] && x->n[1] == m.n[0]);
      if (!about) all->ptr[n++] = *x;
    }
    all->len = n;
  }
  got = toc__settle_end(s, st);
  sqlite3_finalize(st);
  return got;
}

static toc_status incident_of(settling *s, sqlite3_stmt *st, int64_t report, int64_t n, int64_t *founder) {
  sqlite3_bind_int64(st, 1, report);
  sqlite3_bind_int64(st, 2, n);
  *founder = sqlite3_step(st) == SQLITE_ROW ? sqlite3_column_int64(st, 0) : 0;
  return toc__settle_end(s, st);
}

/* Incidents joined by hand, on top of those that were found. */
static toc_status merge_by_hand(settling *s, const mergeds *all) {
  toc_status got = toc__store_run(s->store,
                                  "INSERT OR IGNORE INTO temp.touched SELECT incident FROM incident_part INDEXED BY incident_part_merged WHERE incident <> founder;"
                                  "INSERT OR IGNORE INTO temp.touched SELECT founder FROM incident_part INDEXED BY incident_part_merged WHERE incident <> founder;"
                                  "UPDATE incident_part SET incident = founder WHERE incident <> founder",
                                  "settle", s->err);
  if (got != TOC_OK || !all->len) return got;
  sqlite3_stmt *find, *move = NULL;
  int64_t *name = toc_new(s->arena, int64_t, (size_t)all->len * 2), *now = toc_new(s->arena, int64_t, (size_t)all->len * 2);
  uint32_t n = 0;
  got = toc__settle_prepare(s, "SELECT founder FROM incident_part WHERE report = ? AND part = ?", &find);
  if (got == TOC_OK) got = toc__settle_prepare(s, "UPDATE incident_part SET incident = ? WHERE incident = ? AND founder = ?", &move);
  for (uint32_t i = 0; got == TOC_OK && i < all->len; i++) {
    int64_t end[2] = {0};
    for (int k = 0; k < 2 && got == TOC_OK; k++) got = incident_of(s, find, all->ptr[i].report[k], all->ptr[i].n[k], &end[k]);
    if (got != TOC_OK || !end[0] || !end[1]) continue;
    uint32_t at[2];
    for (int k = 0; k < 2; k++) {
      for (at[k] = 0; at[k] < n && name[at[k]] != end[k];) at[k]++;
      if (at[k] == n) name[n] = now[n] = end[k], n++;
    }
    int64_t least = now[at[0]] < now[at[1]] ? now[at[0]] : now[at[1]], most = now[at[0]] < now[at[1]] ? now[at[1]] : now[at[0]];
    for (uint32_t k = 0; k < n; k++)
      if (now[k] == most) now[k] = least;
  }
  for (uint32_t i = 0; got == TOC_OK && i < n; i++) {
    char sql[160];
    if (name[i] == now[i]) continue;
    sqlite3_bind_int64(move, 1, now[i]);
    sqlite3_bind_int64(move, 2, name[i]);
    sqlite3_bind_int64(move, 3, name[i]);
    got = toc__settle_do(s, move);
    snprintf(sql, sizeof sql, "INSERT OR IGNORE INTO temp.touched VALUES (%lld), (%lld)", (long long)name[i], (long long)now[i]);
    if (got == TOC_OK) got = toc__store_run(s->store, sql, "settle", s->err);
  }
  sqlite3_finalize(find);
  sqlite3_finalize(move);
  return got;
}

/* ----------------------------------------------------------------- incidents */

static int by_block(const void *x, const void *y) {
  const unclear *a = x, *b = y;
  if (a->block != b->block) return a->block < b->block ? -1 : 1;
  return (a->day > b->day) - (a->day < b->day);
}

/* Days of blocks that hold new parts, or parts that edits changed. */
static toc_status find_unclear(joining *j, unclears *out) {
  settling *s = j->s;
  sqlite3_stmt *st;
  /* Of these few: new parts, those that stand otherwise than edits want it. */
  static const char *const sql =
      "SELECT p.block, p.day, p.report, p.n, i.founder IS NOT NULL, coalesce(i.alone, 0), p.key, 1 FROM temp.fresh f JOIN part p ON p.report = f.report"
      " LEFT JOIN incident_part i ON i.report = p.report AND i.part = p.n UNION ALL"
      " SELECT p.block, p.day, p.report, p.n, i.founder IS NOT NULL, coalesce(i.alone, 0), p.key, 0 FROM"
      " (SELECT e.report, e.part FROM edit x JOIN event e ON e.key = x.event WHERE e.part IS NOT NULL UNION"
      "  SELECT e.report, e.part FROM edit x JOIN event e ON e.key = x.other WHERE e.part IS NOT NULL UNION"
      "  SELECT report, part FROM incident_part WHERE alone) x"
      " JOIN part p ON p.report = x.report AND p.n = x.part LEFT JOIN incident_part i ON i.report = p.report AND i.part = p.n";
  sqlite3_stmt *drop = NULL;
  toc_status got = toc__settle_prepare(s, sql, &st);
  if (got == TOC_OK) got = toc__settle_prepare(s, "DELETE FROM incident_part WHERE report = ? AND part = ?", &drop);
  TOC_ARRAY(part) lone = {0};
  while (got == TOC_OK && sqlite3_step(st) == SQLITE_ROW) {
    int64_t report = sqlite3_column_int64(st, 2), n = sqlite3_column_int64(st, 3);
    bool there = sqlite3_column_int(st, 4), was_alone = sqlite3_column_int(st, 5), fresh = sqlite3_column_int(st, 7);
    bool dropped = holds(&j->dropped, report, n), alone = holds(&j->alone, report, n);
    if (dropped ? !there : there && was_alone == alone && !fresh) continue;
    if (fresh && there && !dropped) continue; /* settled before its report was marked so: impossible, harmless */
    toc_day day = toc__settle_day(st, 1);
    if (day != TOC_NODAY) *toc_push(s->arena, out) = (unclear){sqlite3_column_int64(st, 0), day};
    if (day == TOC_NODAY || dropped)
      *toc_push(s->arena, &lone) = (part){.report = report, .n = n, .key = sqlite3_column_int64(st, 6), .alone = alone, .gone = dropped,
                                          .since = TOC_NODAY, .was_since = TOC_NODAY};
  }
  if (got == TOC_OK) got = toc__settle_end(s, st);
  sqlite3_finalize(st);
  for (uint32_t i = 0; got == TOC_OK && i < lone.len; i++) {
    part *p = &lone.ptr[i];
    bool changed;
    p->founder = p->key; /* without a day it stands alone */
    if (!p->gone) {
      got = put_part(j, p, &changed);
      continue;
    }
    char sql2[512];
    snprintf(sql2, sizeof sql2, "INSERT OR IGNORE INTO temp.touched SELECT founder FROM incident_part WHERE report = %lld AND part = %lld UNION"
                                " SELECT incident FROM incident_part WHERE report = %lld AND part = %lld",
             (long long)p->report, (long long)p->n, (long long)p->report, (long long)p->n);
    got = toc__store_run(s->store, sql2, "settle", s->err);
    sqlite3_bind_int64(drop, 1, p->report);
    sqlite3_bind_int64(drop, 2, p->n);
    if (got == TOC_OK) got = toc__settle_do(s, drop);
  }
  sqlite3_finalize(drop);
  if (out->len) qsort(out->ptr, out->len, sizeof *out->ptr, by_block);
  return got;
}

/* Rows of `incident` for all that were touched. */
static toc_status write_incidents(settling *s) {
  sqlite3_stmt *each, *members = NULL, *put = NULL, *drop = NULL, *count = NULL;
  toc_status got = toc__settle_prepare(s, "SELECT incident FROM temp.touched ORDER BY incident", &each);
  if (got == TOC_OK)
    got = toc__settle_prepare(s,
                              "SELECT p.day, p.until, p.type, p.place, p.country, p.latitude, p.longitude, coalesce(p.where_prec, 9), p.report FROM incident_part i"
                              " JOIN part p ON p.report = i.report AND p.n = i.part WHERE i.incident = ? ORDER BY p.day IS NULL, p.day, p.report, p.n",
                              &members);
  if (got == TOC_OK)
    got = toc__settle_prepare(s,
                              "SELECT count(DISTINCT p.report) FROM incident_part p WHERE p.incident = ?1 AND NOT EXISTS (SELECT 1 FROM revision v"
                              " WHERE v.report = p.report AND EXISTS (SELECT 1 FROM incident_part q WHERE q.report = v.of AND q.incident = ?1))",
                              &count);
  if (got == TOC_OK)
    got = toc__settle_prepare(s,
                              "INSERT INTO incident VALUES (?1,?1,?2,?3,?4,?5,?6,?7,?8,?9,NULL) ON CONFLICT(key) DO UPDATE SET type = ?2, date_from = ?3,"
                              " date_to = ?4, place = ?5, country = ?6, latitude = ?7, longitude = ?8, n_reports = ?9",
                              &put);
  if (got == TOC_OK) got = toc__settle_prepare(s, "DELETE FROM incident WHERE key = ?", &drop);
  toc_arena scratch;
  toc_arena_init(&scratch, 0);
  scratch.oom = s->arena->oom;
  while (got == TOC_OK && sqlite3_step(each) == SQLITE_ROW) {
    int64_t key = sqlite3_column_int64(each, 0);
    toc_day from = TOC_NODAY, to = TOC_NODAY;
    toc_str type = {0}, place = {0}, country = {0};
    double lat = NAN, lon = NAN;
    int finest = 10;
    int64_t report = 0;
    bool several = false;
    toc_arena_reset(&scratch);
    sqlite3_bind_int64(members, 1, key);
    while (sqlite3_step(members) == SQLITE_ROW) {
      toc_day a = toc__settle_day(members, 0), b = toc__settle_day(members, 1);
      if (!type.len) type = toc__column_copy(&scratch, members, 2);
      if (a != TOC_NODAY && from == TOC_NODAY) from = a;
      if (b != TOC_NODAY && (to == TOC_NODAY || b > to)) to = b;
      several = several || (report && report != sqlite3_column_int64(members, 8));
      report = sqlite3_column_int64(members, 8);
      int prec = sqlite3_column_int(members, 7);
      if (prec >= finest) continue;
      finest = prec;
      place = toc__column_copy(&scratch, members, 3);
      country = toc__column_copy(&scratch, members, 4);
      lat = toc__column_real(members, 5);
      lon = toc__column_real(members, 6);
    }
    got = toc__settle_end(s, members);
    if (got == TOC_OK && finest == 10) {
      sqlite3_bind_int64(drop, 1, key);
      got = toc__settle_do(s, drop);
      continue;
    }
    int64_t reports = 1;
    if (several) { /* most incidents are told by one report */
      sqlite3_bind_int64(count, 1, key);
      reports = sqlite3_step(count) == SQLITE_ROW ? sqlite3_column_int64(count, 0) : 0;
      if (got == TOC_OK) got = toc__settle_end(s, count);
    }
    sqlite3_bind_int64(put, 1, key);
    bind_str(put, 2, type);
    bind_date(put, 3, from);
    bind_date(put, 4, to);
    bind_str(put, 5, place);
    bind_str(put, 6, country);
    if (isnan(lat) || isnan(lon)) sqlite3_bind_null(put, 7), sqlite3_bind_null(put, 8);
    else sqlite3_bind_double(put, 7, lat), sqlite3_bind_double(put, 8, lon);
    sqlite3_bind_int64(put, 9, reports);
    if (got == TOC_OK) got = toc__settle_do(s, put);
  }
  if (got == TOC_OK) got = toc__settle_end(s, each);
  toc_arena_release(&scratch);
  sqlite3_finalize(each);
  sqlite3_finalize(members);
  sqlite3_finalize(put);
  sqlite3_finalize(drop);
  sqlite3_finalize(count);
  return got;
}

/* -------------------------------------------------------------------- stories */

/* The earlier incident that this one goes back to: that which most reports tell beside it, else that which
 * it resembles; 0: none.  Earlier is by first day and key, so no circle can arise. */
static toc_status goes_back_to(settling *s, sqlite3_stmt *beside, sqlite3_stmt *near, int64_t key, int64_t *to) {
  toc_status got = TOC_OK;
  *to = 0;
  for (int i = 0; i < 2 && !*to && got == TOC_OK; i++) {
    sqlite3_stmt *st = i ? near : beside;
    sqlite3_bind_int64(st, 1, key);
    if (sqlite3_step(st) == SQLITE_ROW) *to = sqlite3_column_int64(st, 0);
    got = toc__settle_end(s, st);
  }
  return got;
}

static toc_status stories(settling *s) {
  static const char *const widen =
      "CREATE TEMP TABLE IF NOT EXISTS again_story(incident INTEGER PRIMARY KEY); DELETE FROM temp.again_story;"
      "CREATE TEMP TABLE IF NOT EXISTS next_story(incident INTEGER PRIMARY KEY); DELETE FROM temp.next_story;"
      /* Whatever shares a report with a touched incident may go back to another one now, … */
      "INSERT OR IGNORE INTO temp.again_story SELECT q.incident FROM temp.touched t JOIN incident_part p ON p.incident = t.incident"
      " JOIN incident_part q ON q.report = p.report;"
      "INSERT OR IGNORE INTO temp.again_story SELECT incident FROM temp.touched WHERE incident IN (SELECT key FROM incident);"
      /* … and what resembles one, too. */
      "INSERT OR IGNORE INTO temp.again_story SELECT p.incident FROM temp.touched t JOIN incident_part p ON p.near = t.incident WHERE p.near IS NOT NULL";
  sqlite3_stmt *each = NULL, *beside = NULL, *near = NULL, *put = NULL, *story = NULL, *touched = NULL, *children = NULL;
  toc_status got = toc__store_run(s->store, widen, "settle", s->err);
  if (got == TOC_OK)
    got = toc__settle_prepare(s, "SELECT i.key, i.story, i.after FROM temp.again_story a JOIN incident i ON i.key = a.incident ORDER BY i.date_from IS NULL, i.date_from, i.key", &each);
  if (got == TOC_OK) got = toc__settle_prepare(s, "INSERT OR IGNORE INTO temp.next_story SELECT key FROM incident WHERE after = ?", &children);
  if (got == TOC_OK)
    got = toc__settle_prepare(s,
                              "SELECT o.key FROM incident i JOIN incident_part p ON p.incident = i.key JOIN part pp ON pp.report = p.report AND pp.n = p.part AND pp.real"
                              " JOIN incident_part q ON q.report = p.report AND q.incident <> i.key JOIN part qq ON qq.report = q.report AND qq.n = q.part AND qq.real"
                              " JOIN incident o ON o.key = q.incident WHERE i.key = ? AND i.country IS NOT NULL AND o.country = i.country"
                              " AND (o.date_from, o.key) < (i.date_from, i.key) AND julianday(i.date_from) - julianday(o.date_from) <= 7"
                              " GROUP BY o.key ORDER BY count(DISTINCT p.report) DESC, o.date_from DESC, o.key LIMIT 1",
                              &beside);
  if (got == TOC_OK)
    got = toc__settle_prepare(s,
                              "SELECT o.key FROM incident i JOIN incident_part p ON p.incident = i.key AND p.near IS NOT NULL JOIN incident o ON o.key ="
                              " coalesce((SELECT m.incident FROM incident_part m INDEXED BY incident_part_merged WHERE m.incident <> m.founder AND m.founder = p.near LIMIT 1), p.near)"
                              " WHERE i.key = ? AND (o.date_from, o.key) < (i.date_from, i.key) ORDER BY o.date_from DESC, o.key LIMIT 1",
                              &near);
  if (got == TOC_OK) got = toc__settle_prepare(s, "SELECT story FROM incident WHERE key = ?", &story);
  if (got == TOC_OK) got = toc__settle_prepare(s, "UPDATE incident SET story = ?, after = ? WHERE key = ?", &put);
  if (got == TOC_OK) got = toc__settle_prepare(s, "INSERT OR IGNORE INTO temp.touched VALUES (?)", &touched);
  /* A change of a story's beginning goes down its tree, level by level. */
  for (int64_t n = 1, level = 0; got == TOC_OK && n; level++) {
    n = 0;
    while (got == TOC_OK && sqlite3_step(each) == SQLITE_ROW) {
      int64_t key = sqlite3_column_int64(each, 0), was = sqlite3_column_int64(each, 1), was_after = sqlite3_column_int64(each, 2), after = was_after, now = key;
      if (level == 0) got = goes_back_to(s, beside, near, key, &after);
      if (got == TOC_OK && after) {
        sqlite3_bind_int64(story, 1, after);
        if (sqlite3_step(story) == SQLITE_ROW) now = sqlite3_column_int64(story, 0);
        got = toc__settle_end(s, story);
      }
      if (got != TOC_OK || (now == was && after == was_after)) continue;
      sqlite3_bind_int64(put, 1, now);
      bind_key(put, 2, after);
      sqlite3_bind_int64(put, 3, key);
      sqlite3_bind_int64(touched, 1, key);
      sqlite3_bind_int64(children, 1, key);
      got = toc__settle_do(s, put);
      if (got == TOC_OK) got = toc__settle_do(s, touched);
      if (got == TOC_OK && now != was) got = toc__settle_do(s, children), n++;
    }
    if (got == TOC_OK) got = toc__settle_end(s, each);
    if (got == TOC_OK && n)
      got = toc__store_run(s->store, "DELETE FROM temp.again_story; INSERT INTO temp.again_story SELECT incident FROM temp.next_story; DELETE FROM temp.next_story", "settle", s->err);
  }
  sqlite3_stmt *const all[] = {each, beside, near, put, story, touched, children};
  for (int i = 0; i < 7; i++) sqlite3_finalize(all[i]);
  return got;
}

/* --------------------------------------------------------------------- settle */

static toc_status join(settling *s) {
  joining j = {.s = s};
  unclears todo = {0};
  mergeds by_hand = {0};
  sqlite3_stmt *st = NULL;
  toc_map_init(&j.dropped, s->arena);
  toc_map_init(&j.alone, s->arena);
  toc_arena *const arenas[] = {&j.day[0], &j.day[1], &j.scratch};
  for (int i = 0; i < 3; i++) {
    toc_arena_init(arenas[i], 0);
    arenas[i]->oom = s->arena->oom;
  }
  /* A part is rejected when all its events are. */
  toc_status got = remember(s,
                            "SELECT DISTINCT e.report, e.part FROM verdict d JOIN event e ON e.key = d.event WHERE d.what = 'reject' AND e.part IS NOT NULL"
                            " AND NOT EXISTS (SELECT 1 FROM event o LEFT JOIN verdict w ON w.event = o.key WHERE o.report = e.report AND o.part = e.part AND w.what IS NOT 'reject')",
                            &j.dropped);
  if (got == TOC_OK) got = read_edits(s, &j.alone, &by_hand);
  if (got == TOC_OK) got = toc__settle_prepare(s, part_sql, &st);
  if (got == TOC_OK) got = toc__settle_prepare(s, "INSERT OR REPLACE INTO incident_part VALUES (?,?,?,?,?,?,?)", &j.put);
  if (got == TOC_OK) got = toc__settle_prepare(s, "INSERT OR IGNORE INTO temp.touched VALUES (?)", &j.touch);
  if (got == TOC_OK) got = find_unclear(&j, &todo);
  for (uint32_t i = 0; got == TOC_OK && i < todo.len;) got = go_through(&j, st, &todo, &i);
  sqlite3_finalize(st);
  sqlite3_finalize(j.put);
  sqlite3_finalize(j.touch);
  for (int i = 0; i < 3; i++) toc_arena_release(arenas[i]);
  return got == TOC_OK ? merge_by_hand(s, &by_hand) : got;
}

static toc_status settle(settling *s) {
  toc_status got = toc__store_run(s->store,
                                  "PRAGMA defer_foreign_keys=ON;" /* parts name their incidents before these are written */
                                  "CREATE TEMP TABLE IF NOT EXISTS fresh(report INTEGER PRIMARY KEY);"
                                  "CREATE TEMP TABLE IF NOT EXISTS again(report INTEGER PRIMARY KEY);"
                                  "CREATE TEMP TABLE IF NOT EXISTS touched(incident INTEGER PRIMARY KEY);"
                                  "CREATE TEMP TABLE IF NOT EXISTS touched_report(report INTEGER PRIMARY KEY);"
                                  "DELETE FROM temp.fresh; DELETE FROM temp.again; DELETE FROM temp.touched; DELETE FROM temp.touched_report;"
                                  "INSERT INTO temp.fresh SELECT report FROM trace WHERE words IS NULL",
                                  "settle", s->err);
  if (got == TOC_OK) got = toc__revise(s);
  if (got == TOC_OK) got = join(s);
  /* Versions count as one report of their incident. */
  if (got == TOC_OK)
    got = toc__store_run(s->store, "INSERT OR IGNORE INTO temp.touched SELECT p.incident FROM temp.touched_report t JOIN incident_part p ON p.report = t.report", "settle", s->err);
  if (got == TOC_OK) got = write_incidents(s);
  if (got == TOC_OK) got = stories(s);
  if (got == TOC_OK) got = toc__store_run(s->store, "UPDATE state SET value = 1 WHERE name = 'settled'", "settle", s->err);
  return got;
}

toc_status toc__store_settle(toc_store *store, toc_error *err) {
  toc_arena arena;
  jmp_buf jump;
  volatile toc_status got = TOC_NOMEM;
  toc_arena_init(&arena, 0);
  if (TOC_TRY(&arena, jump)) {
    settling s = {.store = store, .arena = &arena, .err = err};
    got = settle(&s);
  } else {
    toc_fail(err, TOC_NOMEM, NULL, 0, 0, "out of memory while settling '%s'", store->path);
  }
  toc_arena_release(&arena);
  return got;
}
