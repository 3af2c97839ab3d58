/* index.c - the columns that filters and counts look at, held in memory.
 *
 * A hundred thousand reports tell some half a million events.  A count of them by day under two
 * filters must take milliseconds, nine counts at once for the facets no longer; so each event is
 * some forty bytes here: what it was, when, where, who, who says so, as numbers into lists of
 * names.  Words and figures stay in the file.
 *
 * All rows are put into the one order in which lists show them, so that a page of a list is a
 * run of positions.  The version is a hash of everything: equal versions, equal answers. */
#include "serve.h"

#include <math.h>
#include <stdlib.h>

/* ------------------------------------------------------------------- names */

static uint64_t hash_of(const toc__names *n, toc_str s) {
  if (!n->fold) return toc_hash(s, 0);
  uint64_t h = 14695981039346656037u;
  for (size_t i = 0; i < s.len; i++) {
    unsigned char c = (unsigned char)s.ptr[i];
    h = (h ^ (c >= 'A' && c <= 'Z' ? c + 32u : c)) * 1099511628211u;
  }
  return h;
}

static bool equal(const toc__names *n, toc_str a, toc_str b) {
  if (!n->fold) return toc_str_eq(a, b);
  if (a.len != b.len) return false;
  for (size_t i = 0; i < a.len; i++) {
    unsigned char x = (unsigned char)a.ptr[i], y = (unsigned char)b.ptr[i];
    if ((x >= 'A' && x <= 'Z' ? x + 32 : x) != (y >= 'A' && y <= 'Z' ? y + 32 : y)) return false;
  }
  return true;
}

static void names_init(toc__names *n, toc_arena *arena) {
  *n = (toc__names){.arena = arena, .size = 64};
  n->slot = toc_new(arena, uint32_t, n->size);
  toc_push(arena, &n->name);
}

static uint32_t *slot_of(const toc__names *n, toc_str s) {
  uint32_t i = (uint32_t)hash_of(n, s) & (n->size - 1);
  while (n->slot[i] && !equal(n, n->name.ptr[n->slot[i] - 1], s)) i = (i + 1) & (n->size - 1);
  return &n->slot[i];
}

uint32_t toc__names_get(const toc__names *n, toc_str s) {
  if (!s.len) return 0;
  uint32_t *slot = slot_of(n, s);
  return *slot ? *slot - 1 : TOC_NONE;
}

static void grow(toc__names *n) {
  n->size *= 2;
  n->slot = toc_new(n->arena, uint32_t, n->size);
  for (uint32_t i = 1; i < n->name.len; i++) *slot_of(n, n->name.ptr[i]) = i + 1;
}

static uint32_t put(toc__names *n, toc_str s) {
  if (!s.len) return 0;
  uint32_t *slot = slot_of(n, s);
  if (*slot) {
    toc_str *kept = &n->name.ptr[*slot - 1];
    if (n->fold && toc_str_cmp(s, *kept) > 0) *kept = toc_str_copy(n->arena, s);
    return *slot - 1;
  }
  if (n->name.len * 2 >= n->size) {
    grow(n);
    slot = slot_of(n, s);
  }
  uint32_t i = n->name.len;
  *toc_push(n->arena, &n->name) = toc_str_copy(n->arena, s);
  *slot = i + 1;
  return i;
}

toc_str toc__name(const toc__names *names, uint32_t i) { return i < names->name.len ? names->name.ptr[i] : (toc_str){0}; }

static void sets_init(toc__sets *s, toc_arena *arena) {
  names_init(&s->map, arena);
  *toc_push(arena, &s->at) = 0;
  *toc_push(arena, &s->at) = 0;
}

static uint32_t put_set(toc__sets *s, const uint32_t *item, uint32_t n) {
  uint32_t before = s->map.name.len;
  if (!n) return 0;
  uint32_t i = put(&s->map, (toc_str){(const char *)item, n * sizeof *item});
  if (s->map.name.len == before) return i;
  for (uint32_t k = 0; k < n; k++) *toc_push(s->map.arena, &s->item) = item[k];
  *toc_push(s->map.arena, &s->at) = s->item.len;
  return i;
}

/* ------------------------------------------------------------------- reading */

typedef struct loading {
  toc__index *x;
  toc__link *link;
  toc_arena *arena, *scratch;
  toc_error *err;
  toc_status got;
  uint32_t *part_at; /* [n_reports + 1], parts of a report by its rank among keys */
  int64_t *by_key;   /* [n_reports] sorted keys */
} loading;

static sqlite3_stmt *ask(loading *l, const char *sql) {
  sqlite3_stmt *st = l->got == TOC_OK ? toc__statement(l->link, sql) : NULL;
  if (!st && l->got == TOC_OK) l->got = toc__store_fail(l->link->store, "read", l->err);
  return st;
}

/* One row more?  A statement that fails ends the loading. */
static bool next(loading *l, sqlite3_stmt *st) {
  if (!st || l->got != TOC_OK) return false;
  int code = sqlite3_step(st);
  if (code == SQLITE_ROW) return true;
  if (code != SQLITE_DONE) l->got = toc__store_fail(l->link->store, "read", l->err);
  sqlite3_reset(st);
  return false;
}

static int64_t one(loading *l, const char *sql) {
  sqlite3_stmt *st = ask(l, sql);
  int64_t n = next(l, st) ? sqlite3_column_int64(st, 0) : 0;
  if (st) sqlite3_reset(st);
  return n;
}

static uint32_t count(loading *l, const char *sql) {
  int64_t n = one(l, sql);
  if (n >= 0 && n < (int64_t)1 << 28) return (uint32_t)n;
  l->got = toc_fail(l->err, TOC_NOMEM, NULL, 0, 0, "'%s' holds more than can be served", l->link->store->path);
  return 0;
}

/* Bytes of the current row: until the next step. */
static toc_day day(sqlite3_stmt *st, int i) {
  toc_day d;
  int minute;
  toc_str s = toc__column_text(st, i);
  return s.len && toc_day_parse(s, &d, &minute) ? d : TOC_NODAY;
}

static uint8_t small(loading *l, toc__names *names, toc_str s) {
  uint32_t i = put(names, s);
  if (i > 255 && l->got == TOC_OK) l->got = toc_fail(l->err, TOC_BADDATA, NULL, 0, 0, "'%s' has more than 255 kinds of events", l->link->store->path);
  return (uint8_t)i;
}

/* ---------------------------------------------------------------- sorting
 * Rows are read in the order of their keys; a stable sort by day (none last) gives the order of
 * lists.  order[new] = old. */
typedef struct dated {
  uint32_t day, at;
} dated;

static int by_day(const void *x, const void *y) {
  const dated *a = x, *b = y;
  if (a->day != b->day) return a->day < b->day ? -1 : 1;
  return (a->at > b->at) - (a->at < b->at);
}

static uint32_t *order_of(toc_arena *scratch, const toc_day *d, uint32_t n) {
  dated *v = toc_new(scratch, dated, (size_t)n + 1);
  uint32_t *order = toc_new(scratch, uint32_t, (size_t)n + 1);
  for (uint32_t i = 0; i < n; i++) v[i] = (dated){d[i] == TOC_NODAY ? UINT32_MAX : (uint32_t)d[i] + 0x80000000u, i};
  if (n) qsort(v, n, sizeof *v, by_day);
  for (uint32_t i = 0; i < n; i++) order[i] = v[i].at;
  return order;
}

static void permute(toc_arena *scratch, void *column, size_t size, const uint32_t *order, uint32_t n) {
  char *to = column, *from = toc_new(scratch, char, n * size + 1);
  if (n) memcpy(from, column, n * size);
  for (uint32_t i = 0; i < n; i++) memcpy(to + i * size, from + order[i] * size, size);
}
#define PERMUTE(column, order, n) permute(l->scratch, (column), sizeof *(column), (order), (n))

static uint32_t find(const int64_t *sorted, uint32_t n, int64_t key) {
  uint32_t low = 0, high = n;
  while (low < high) {
    uint32_t mid = low + (high - low) / 2;
    if (sorted[mid] < key) low = mid + 1;
    else high = mid;
  }
  return low < n && sorted[low] == key ? low : TOC_NONE;
}

/* Position of a key through a column that lists positions in the order of keys. */
static uint32_t find_by(const uint32_t *by_key, const int64_t *key_of, uint32_t n, int64_t key) {
  uint32_t low = 0, high = n;
  while (low < high) {
    uint32_t mid = low + (high - low) / 2;
    if (key_of[by_key[mid]] < key) low = mid + 1;
    else high = mid;
  }
  return low < n && key_of[by_key[low]] == key ? by_key[low] : TOC_NONE;
}

uint32_t toc__find_report(const toc__index *x, int64_t key) { return find_by(x->report_by_key, x->report_key, x->n_reports, key); }
uint32_t toc__find_incident(const toc__index *x, int64_t key) { return find_by(x->incident_by_key, x->incident_key, x->n_incidents, key); }
uint32_t toc__find_story(const toc__index *x, int64_t key) { return find_by(x->story_by_key, x->story_key, x->n_stories, key); }

uint32_t toc__next_version(const toc__index *x, uint32_t report) {
  for (uint32_t k = x->report_versions.at[report]; k < x->report_versions.at[report + 1]; k++)
    if (x->report_flags[x->report_versions.item[k]] & TOC__IS_VERSION) return x->report_versions.item[k];
  return TOC_NONE;
}

/* order[new] = old, rows were in the order of keys: old → new is the list by key. */
static uint32_t *inverse(toc_arena *arena, const uint32_t *order, uint32_t n) {
  uint32_t *back = toc_new(arena, uint32_t, (size_t)n + 1);
  for (uint32_t i = 0; i < n; i++) back[order[i]] = i;
  return back;
}

/* ----------------------------------------------------------------- reports */

static void reports(loading *l) {
  toc__index *x = l->x;
  uint32_t n = count(l, "SELECT count(*) FROM report"), i = 0;
  x->report_key = toc_new(l->arena, int64_t, (size_t)n + 1);
  x->report_day = toc_new(l->arena, toc_day, (size_t)n + 1);
  x->report_publisher = toc_new(l->arena, uint32_t, (size_t)n + 1);
  x->report_events = toc_new(l->arena, uint32_t, (size_t)n + 1);
  x->report_flags = toc_new(l->arena, uint8_t, (size_t)n + 1);
  x->report_of = toc_new(l->arena, uint32_t, (size_t)n + 1);
  sqlite3_stmt *st = ask(l, "SELECT r.key, coalesce(r.day, r.published), r.publisher, r.fault IS NOT NULL, v.kind FROM report r LEFT JOIN revision v ON v.report = r.key ORDER BY r.key");
  for (; i < n && next(l, st); i++) {
    x->report_key[i] = sqlite3_column_int64(st, 0);
    x->report_day[i] = day(st, 1);
    x->report_publisher[i] = put(&x->publisher, toc__column_text(st, 2));
    toc_str kind = toc__column_text(st, 4);
    bool fault = sqlite3_column_int(st, 3);
    x->n_faults += fault;
    x->report_flags[i] = (uint8_t)((fault ? TOC__IS_FAULTY : 0) | (toc_str_is(kind, "revision") ? TOC__IS_VERSION : kind.len ? TOC__IS_COPY : 0));
    if (x->report_day[i] == TOC_NODAY) continue;
    if (x->first_report == TOC_NODAY || x->report_day[i] < x->first_report) x->first_report = x->report_day[i];
    if (x->last_report == TOC_NODAY || x->report_day[i] > x->last_report) x->last_report = x->report_day[i];
  }
  if (st) sqlite3_reset(st);
  x->n_reports = i;
  l->by_key = toc_new(l->scratch, int64_t, (size_t)i + 1);
  if (i) memcpy(l->by_key, x->report_key, i * sizeof *l->by_key);
  for (uint32_t k = 0; k < i; k++) x->report_of[k] = TOC_NONE;
  st = ask(l, "SELECT report, of, kind FROM revision");
  while (next(l, st)) {
    uint32_t at = find(l->by_key, i, sqlite3_column_int64(st, 0)), of = find(l->by_key, i, sqlite3_column_int64(st, 1));
    if (at == TOC_NONE || of == TOC_NONE) continue;
    x->report_of[at] = of;
    if (toc_str_is(toc__column_text(st, 2), "revision")) x->report_flags[of] |= TOC__IS_OLD;
  }
  uint32_t *order = order_of(l->scratch, x->report_day, i);
  PERMUTE(x->report_key, order, i);
  PERMUTE(x->report_day, order, i);
  PERMUTE(x->report_publisher, order, i);
  PERMUTE(x->report_flags, order, i);
  PERMUTE(x->report_of, order, i);
  x->report_by_key = inverse(l->arena, order, i);
  for (uint32_t k = 0; k < i; k++)
    if (x->report_of[k] != TOC_NONE) x->report_of[k] = x->report_by_key[x->report_of[k]];
}

/* --------------------------------------------------------------- incidents */

static void incidents(loading *l) {
  toc__index *x = l->x;
  uint32_t n = count(l, "SELECT count(*) FROM incident"), i = 0;
  x->incident_key = toc_new(l->arena, int64_t, (size_t)n + 1);
  x->incident_from = toc_new(l->arena, toc_day, (size_t)n + 1);
  x->incident_to = toc_new(l->arena, toc_day, (size_t)n + 1);
  x->incident_story = toc_new(l->arena, uint32_t, (size_t)n + 1);
  int64_t *story = toc_new(l->scratch, int64_t, (size_t)n + 1);
  sqlite3_stmt *st = ask(l, "SELECT key, story, date_from, date_to FROM incident ORDER BY key");
  for (; i < n && next(l, st); i++) {
    x->incident_key[i] = sqlite3_column_int64(st, 0);
    story[i] = sqlite3_column_int64(st, 1);
    x->incident_from[i] = day(st, 2);
    x->incident_to[i] = day(st, 3);
  }
  if (st) sqlite3_reset(st);
  x->n_incidents = i;

  /* A story has the key of one of its incidents: those that name themselves. */
  uint32_t m = 0;
  int64_t *keys = toc_new(l->scratch, int64_t, (size_t)i + 1);
  for (uint32_t k = 0; k < i; k++)
    if (story[k] == x->incident_key[k]) keys[m++] = story[k];
  x->n_stories = m;
  x->story_key = toc_new(l->arena, int64_t, (size_t)m + 1);
  x->story_from = toc_new(l->arena, toc_day, (size_t)m + 1);
  x->story_to = toc_new(l->arena, toc_day, (size_t)m + 1);
  for (uint32_t k = 0; k < m; k++) x->story_key[k] = keys[k], x->story_from[k] = x->story_to[k] = TOC_NODAY;
  for (uint32_t k = 0; k < i; k++) {
    uint32_t s = x->incident_story[k] = find(keys, m, story[k]);
    if (s == TOC_NONE || x->incident_from[k] == TOC_NODAY) continue;
    if (x->story_from[s] == TOC_NODAY || x->incident_from[k] < x->story_from[s]) x->story_from[s] = x->incident_from[k];
    if (x->story_to[s] == TOC_NODAY || x->incident_to[k] > x->story_to[s]) x->story_to[s] = x->incident_to[k];
  }
  uint32_t *order = order_of(l->scratch, x->story_from, m);
  PERMUTE(x->story_key, order, m);
  PERMUTE(x->story_from, order, m);
  PERMUTE(x->story_to, order, m);
  x->story_by_key = inverse(l->arena, order, m);
  for (uint32_t k = 0; k < i; k++)
    if (x->incident_story[k] != TOC_NONE) x->incident_story[k] = x->story_by_key[x->incident_story[k]];
  order = order_of(l->scratch, x->incident_from, i);
  PERMUTE(x->incident_key, order, i);
  PERMUTE(x->incident_from, order, i);
  PERMUTE(x->incident_to, order, i);
  PERMUTE(x->incident_story, order, i);
  x->incident_by_key = inverse(l->arena, order, i);
}

static void parts(loading *l) {
  toc__index *x = l->x;
  uint32_t n = count(l, "SELECT count(*) FROM incident_part"), i = 0, rank = 0;
  x->part_report = toc_new(l->arena, uint32_t, (size_t)n + 1);
  x->part_incident = toc_new(l->arena, uint32_t, (size_t)n + 1);
  x->part_nth = toc_new(l->arena, uint32_t, (size_t)n + 1);
  l->part_at = toc_new(l->scratch, uint32_t, (size_t)x->n_reports + 2);
  sqlite3_stmt *st = ask(l, "SELECT report, part, incident FROM incident_part ORDER BY report, part");
  while (i < n && next(l, st)) {
    int64_t report = sqlite3_column_int64(st, 0);
    uint32_t incident = toc__find_incident(x, sqlite3_column_int64(st, 2));
    while (rank < x->n_reports && l->by_key[rank] < report) l->part_at[++rank] = i;
    if (rank == x->n_reports || l->by_key[rank] != report || incident == TOC_NONE) continue;
    x->part_report[i] = x->report_by_key[rank];
    x->part_nth[i] = (uint32_t)sqlite3_column_int64(st, 1);
    x->part_incident[i++] = incident;
  }
  if (st) sqlite3_reset(st);
  while (rank <= x->n_reports) l->part_at[++rank] = i;
  x->n_parts = i;
}

static uint32_t part_of(const loading *l, uint32_t rank, int64_t nth) {
  for (uint32_t i = l->part_at[rank]; i < l->part_at[rank + 1]; i++)
    if (l->x->part_nth[i] == nth) return i;
  return TOC_NONE;
}

/* ------------------------------------------------------------------ events */

static uint32_t spot(loading *l, toc__names *known, sqlite3_stmt *st, int at) {
  toc__index *x = l->x;
  bool located = sqlite3_column_type(st, at + 2) != SQLITE_NULL && sqlite3_column_type(st, at + 3) != SQLITE_NULL;
  toc__spot s = {.geonameid = sqlite3_column_int64(st, at + 1), .lat = NAN, .lon = NAN, .precision = (uint8_t)(sqlite3_column_int(st, at + 6) & 15)};
  toc_str name = toc__column_text(st, at), adm1 = toc__column_text(st, at + 5), country = toc__column_text(st, at + 4);
  if (!name.len && !located && !country.len) return 0;
  if (located) s.lat = (float)sqlite3_column_double(st, at + 2), s.lon = (float)sqlite3_column_double(st, at + 3);
  s.country = put(&x->country, country);
  char key[768];
  int n = snprintf(key, sizeof key, "%lld %d %a %a %u %.*s|%.*s", (long long)s.geonameid, s.precision, (double)s.lat, (double)s.lon, s.country,
                   (int)(adm1.len < 64 ? adm1.len : 64), adm1.ptr ? adm1.ptr : "", (int)(name.len < 512 ? name.len : 512), name.ptr ? name.ptr : "");
  uint32_t before = known->name.len, i = put(known, (toc_str){key, (size_t)(n < (int)sizeof key ? n : (int)sizeof key - 1)});
  if (known->name.len == before) return i;
  s.name = toc_str_copy(l->arena, name);
  s.adm1 = toc__name(&x->adm1, put(&x->adm1, adm1));
  *toc_push(l->arena, &x->spot) = s;
  if (located) {
    if (isnan(x->box[0]) || s.lon < x->box[0]) x->box[0] = s.lon;
    if (isnan(x->box[1]) || s.lat < x->box[1]) x->box[1] = s.lat;
    if (isnan(x->box[2]) || s.lon > x->box[2]) x->box[2] = s.lon;
    if (isnan(x->box[3]) || s.lat > x->box[3]) x->box[3] = s.lat;
  }
  return i;
}

static void allot_events(toc__index *x, toc_arena *a, uint32_t n) {
  x->key = toc_new(a, int64_t, (size_t)n + 1);
  x->from = toc_new(a, toc_day, (size_t)n + 1);
  x->to = toc_new(a, toc_day, (size_t)n + 1);
  x->place = toc_new(a, uint32_t, (size_t)n + 1);
  x->report = toc_new(a, uint32_t, (size_t)n + 1);
  x->part = toc_new(a, uint32_t, (size_t)n + 1);
  x->who = toc_new(a, uint32_t, (size_t)n + 1);
  x->whom = toc_new(a, uint32_t, (size_t)n + 1);
  x->by = toc_new(a, uint32_t, (size_t)n + 1);
  x->nth_claim = toc_new(a, uint16_t, (size_t)n + 1);
  x->type_of = toc_new(a, uint8_t, (size_t)n + 1);
  x->mode_of = toc_new(a, uint8_t, (size_t)n + 1);
  x->status_of = toc_new(a, uint8_t, (size_t)n + 1);
  x->flags = toc_new(a, uint8_t, (size_t)n + 1);
}

static void events(loading *l) {
  toc__index *x = l->x;
  uint32_t n = count(l, "SELECT count(*) FROM event"), i = 0;
  toc__names known;
  names_init(&known, l->scratch);
  toc_push(l->arena, &x->spot);
  allot_events(x, l->arena, n);
  sqlite3_stmt *st = ask(l,
                         "SELECT e.key, e.report, e.part, e.type, e.mode, e.status, e.date_from, e.date_to, e.place, e.geonameid, e.latitude, e.longitude,"
                         " e.country, e.adm1, e.where_prec, e.claim, c.by_name, c.by_code, c.masked_source"
                         " FROM event e LEFT JOIN claim c ON c.report = e.report AND c.n = e.claim ORDER BY e.key");
  while (i < n && next(l, st)) {
    uint32_t rank = find(l->by_key, x->n_reports, sqlite3_column_int64(st, 1));
    if (rank == TOC_NONE) continue;
    x->key[i] = sqlite3_column_int64(st, 0);
    x->report[i] = x->report_by_key[rank];
    x->part[i] = sqlite3_column_type(st, 2) == SQLITE_NULL ? TOC_NONE : part_of(l, rank, sqlite3_column_int64(st, 2));
    x->type_of[i] = small(l, &x->type, toc__column_text(st, 3));
    x->mode_of[i] = small(l, &x->mode, toc__column_text(st, 4));
    x->status_of[i] = small(l, &x->status, toc__column_text(st, 5));
    x->from[i] = day(st, 6);
    x->to[i] = day(st, 7);
    if (x->from[i] == TOC_NODAY) x->from[i] = x->to[i];
    if (x->to[i] == TOC_NODAY) x->to[i] = x->from[i];
    x->place[i] = spot(l, &known, st, 8);
    if (sqlite3_column_type(st, 15) != SQLITE_NULL) {
      int64_t claim = sqlite3_column_int64(st, 15);
      x->nth_claim[i] = claim >= 0 && claim < 65535 ? (uint16_t)(claim + 1) : 0;
      x->by[i] = put(&x->claimant, toc__claimant(toc__column_text(st, 16), toc__column_text(st, 17), toc__column_text(st, 18)));
    }
    x->report_events[x->report[i]]++;
    if (x->from[i] != TOC_NODAY && (x->first == TOC_NODAY || x->from[i] < x->first)) x->first = x->from[i];
    if (x->to[i] != TOC_NODAY && (x->last == TOC_NODAY || x->to[i] > x->last)) x->last = x->to[i];
    i++;
  }
  if (st) sqlite3_reset(st);
  x->n_events = i;
}

/* Events are in the order of keys here, and so are the parties. */
static void parties(loading *l) {
  toc__index *x = l->x;
  uint32_t at = 0, n = 0, item[64];
  bool actor = true;
  sqlite3_stmt *st = ask(l, "SELECT event, role, code FROM party ORDER BY event, role, n");
  bool more = next(l, st);
  while (more && at < x->n_events) {
    int64_t event = sqlite3_column_int64(st, 0);
    while (at < x->n_events && x->key[at] < event) at++;
    actor = toc__column_text(st, 1).ptr[0] == 'a';
    for (n = 0; more && sqlite3_column_int64(st, 0) == event && (toc__column_text(st, 1).ptr[0] == 'a') == actor; more = next(l, st)) {
      uint32_t code = put(&x->code, toc__column_text(st, 2)), k = 0;
      while (k < n && item[k] != code) k++;
      if (k == n && n < 64) item[n++] = code;
    }
    if (at < x->n_events && x->key[at] == event) *(actor ? &x->who[at] : &x->whom[at]) = put_set(&x->actors, item, n);
  }
  if (st) sqlite3_reset(st);
}

static void verdicts(loading *l) {
  toc__index *x = l->x;
  sqlite3_stmt *st = ask(l, "SELECT event, what FROM verdict");
  while (next(l, st)) {
    uint32_t i = find(x->key, x->n_events, sqlite3_column_int64(st, 0));
    if (i != TOC_NONE) x->flags[i] = toc_str_is(toc__column_text(st, 1), "reject") ? TOC__IS_REJECTED : TOC__IS_ACCEPTED;
  }
}

static void events_in_order(loading *l) {
  toc__index *x = l->x;
  uint32_t n = x->n_events, *order = order_of(l->scratch, x->from, n);
  char *room = toc_new(l->scratch, char, (size_t)n * 8 + 1);
  struct { void *column; size_t size; } all[] = {{x->key, 8}, {x->from, 4}, {x->to, 4}, {x->place, 4}, {x->report, 4}, {x->part, 4}, {x->who, 4},
                                                 {x->whom, 4}, {x->by, 4}, {x->nth_claim, 2}, {x->type_of, 1}, {x->mode_of, 1}, {x->status_of, 1}, {x->flags, 1}};
  for (size_t c = 0; n && c < sizeof all / sizeof *all; c++) {
    char *to = all[c].column;
    memcpy(room, to, n * all[c].size);
    for (uint32_t i = 0; i < n; i++) memcpy(to + i * all[c].size, room + order[i] * all[c].size, all[c].size);
  }
}

static void tolls(loading *l) {
  toc__index *x = l->x;
  uint32_t n = count(l, "SELECT count(*) FROM toll"), i = 0;
  x->toll_part = toc_new(l->arena, uint32_t, (size_t)n + 1);
  x->toll_by = toc_new(l->arena, uint32_t, (size_t)n + 1);
  x->toll_low = toc_new(l->arena, double, (size_t)n + 1);
  x->toll_high = toc_new(l->arena, double, (size_t)n + 1);
  x->toll_aside = toc_new(l->arena, bool, (size_t)n + 1);
  x->toll_nth = toc_new(l->arena, uint16_t, (size_t)n + 1);
  x->toll_counts = toc_new(l->arena, uint8_t, (size_t)n + 1);
  sqlite3_stmt *st = ask(l,
                         "SELECT t.report, t.part, t.n, t.counts, t.claim, c.by_name, c.by_code, c.masked_source, t.low, t.high,"
                         " f.subset_of IS NOT NULL OR " TOC__TAKEN_BACK
                         " FROM toll t JOIN report r ON r.key = t.report LEFT JOIN figure f ON f.report = t.report AND f.n = t.figure"
                         " LEFT JOIN claim c ON c.report = t.report AND c.n = t.claim"
                         " ORDER BY coalesce(r.updated, r.published) IS NULL, coalesce(r.updated, r.published), t.report, t.part, t.n");
  while (i < n && next(l, st)) {
    uint32_t rank = find(l->by_key, x->n_reports, sqlite3_column_int64(st, 0));
    uint32_t part = rank == TOC_NONE ? TOC_NONE : part_of(l, rank, sqlite3_column_int64(st, 1));
    int64_t nth = sqlite3_column_int64(st, 2);
    if (part == TOC_NONE || nth < 0 || nth > UINT16_MAX) continue; /* of rejected events */
    x->toll_part[i] = part;
    x->toll_nth[i] = (uint16_t)nth;
    x->toll_low[i] = sqlite3_column_type(st, 8) == SQLITE_NULL ? NAN : sqlite3_column_double(st, 8);
    x->toll_high[i] = sqlite3_column_type(st, 9) == SQLITE_NULL ? (isnan(x->toll_low[i]) ? NAN : INFINITY) : sqlite3_column_double(st, 9);
    x->toll_aside[i] = sqlite3_column_int(st, 10);
    x->toll_counts[i] = small(l, &x->counts, toc__column_text(st, 3));
    if (sqlite3_column_type(st, 4) != SQLITE_NULL) x->toll_by[i] = put(&x->claimant, toc__claimant(toc__column_text(st, 5), toc__column_text(st, 6), toc__column_text(st, 7)));
    i++;
  }
  if (st) sqlite3_reset(st);
  x->n_tolls = i;
}

/* -------------------------------------------------------------------- runs */

/* Item k belongs to owner[k] (TOC_NONE: to nobody); `through` leads on from there, if given. */
static toc__runs runs(loading *l, uint32_t n_owners, uint32_t n_items, const uint32_t *owner, const uint32_t *through) {
  toc__runs r = {toc_new(l->arena, uint32_t, (size_t)n_owners + 2), toc_new(l->arena, uint32_t, (size_t)n_items + 1)};
#define OWNER(k) (owner[k] == TOC_NONE ? TOC_NONE : through ? through[owner[k]] : owner[k])
  for (uint32_t k = 0; k < n_items; k++)
    if (OWNER(k) != TOC_NONE) r.at[OWNER(k) + 2]++;
  for (uint32_t i = 2; i < n_owners + 2; i++) r.at[i] += r.at[i - 1];
  for (uint32_t k = 0; k < n_items; k++)
    if (OWNER(k) != TOC_NONE) r.item[r.at[OWNER(k) + 1]++] = k;
#undef OWNER
  return r;
}

static void all_runs(loading *l) {
  toc__index *x = l->x;
  x->incident_parts = runs(l, x->n_incidents, x->n_parts, x->part_incident, NULL);
  x->incident_tolls = runs(l, x->n_incidents, x->n_tolls, x->toll_part, x->part_incident);
  x->story_incidents = runs(l, x->n_stories, x->n_incidents, x->incident_story, NULL);
  x->report_versions = runs(l, x->n_reports, x->n_reports, x->report_of, NULL);
  x->part_events = runs(l, x->n_parts, x->n_events, x->part, NULL);
}

/* ----------------------------------------------------------------- version */

static uint64_t mix(uint64_t h, const void *p, size_t n) { return toc_hash((toc_str){p, n}, h); }

static uint64_t mix_names(uint64_t h, const toc__names *n) {
  for (uint32_t i = 1; i < n->name.len; i++) h = toc_hash(n->name.ptr[i], h);
  return h;
}

static void version(loading *l) {
  toc__index *x = l->x;
  uint64_t h = toc_hash((toc_str){(const char *)toc__openapi.bytes, toc__openapi.n}, 0);
  uint32_t n = x->n_events;
  int64_t rest[6] = {one(l, "SELECT coalesce(sum(key % 1000003), 0) FROM engine"), one(l, "SELECT coalesce(sum(key % 1000003), 0) FROM edit"),
                     (int64_t)x->n_claims, x->settled, one(l, "SELECT count(*) FROM change"), one(l, "SELECT count(*) FROM arrival")};
  h = mix(h, rest, sizeof rest);
  h = mix(h, x->key, n * sizeof *x->key);
  h = mix(h, x->from, n * sizeof *x->from);
  h = mix(h, x->to, n * sizeof *x->to);
  h = mix(h, x->part, n * sizeof *x->part);
  h = mix(h, x->by, n * sizeof *x->by);
  h = mix(h, x->place, n * sizeof *x->place);
  h = mix(h, x->flags, n);
  h = mix(h, x->status_of, n);
  h = mix(h, x->report_key, x->n_reports * sizeof *x->report_key);
  h = mix(h, x->report_flags, x->n_reports);
  h = mix(h, x->part_incident, x->n_parts * sizeof *x->part_incident);
  h = mix(h, x->incident_key, x->n_incidents * sizeof *x->incident_key);
  h = mix(h, x->incident_story, x->n_incidents * sizeof *x->incident_story);
  h = mix(h, x->toll_by, x->n_tolls * sizeof *x->toll_by);
  h = mix_names(mix_names(mix_names(mix_names(h, &x->type), &x->publisher), &x->claimant), &x->code);
  snprintf(x->version, sizeof x->version, "%016llx", (unsigned long long)h);
}

static void load(loading *l) {
  toc__index *x = l->x;
  toc__names *all[] = {&x->type, &x->mode, &x->status, &x->country, &x->publisher, &x->claimant, &x->code, &x->adm1, &x->counts};
  for (size_t i = 0; i < sizeof all / sizeof *all; i++) names_init(all[i], l->arena);
  x->claimant.fold = true;
  sets_init(&x->actors, l->arena);
  x->first = x->last = x->first_report = x->last_report = TOC_NODAY;
  for (int i = 0; i < 4; i++) x->box[i] = NAN;
  reports(l);
  incidents(l);
  parts(l);
  events(l);
  parties(l);
  verdicts(l);
  tolls(l);
  x->n_claims = (uint64_t)one(l, "SELECT count(*) FROM claim");
  x->settled = one(l, "SELECT value FROM state WHERE name = 'settled'") != 0;
  if (l->got == TOC_OK) {
    events_in_order(l);
    all_runs(l);
    version(l);
  }
}

toc_status toc__index_load(toc__index **out, toc__link *link, toc_error *err) {
  *out = NULL;
  toc__index *x = calloc(1, sizeof *x);
  toc_arena scratch;
  jmp_buf jump;
  if (!x) return toc_fail(err, TOC_NOMEM, NULL, 0, 0, "out of memory");
  toc_arena_init(&x->arena, 0);
  toc_arena_init(&scratch, 0);
  loading l = {.x = x, .link = link, .arena = &x->arena, .scratch = &scratch, .err = err, .got = TOC_NOMEM};
  toc_status begun = toc__store_run(link->store, "BEGIN", "read", err);
  if (begun != TOC_OK) {
    toc__index_free(x);
    return begun;
  }
  volatile toc_status got = TOC_NOMEM;
  if (TOC_TRY(&x->arena, jump)) {
    scratch.oom = x->arena.oom;
    l.got = TOC_OK;
    load(&l);
    got = l.got;
  } else {
    toc_fail(err, TOC_NOMEM, NULL, 0, 0, "out of memory while reading '%s'", link->store->path);
  }
  for (size_t i = 0; i < sizeof link->kept / sizeof *link->kept; i++)
    if (link->kept[i].st) sqlite3_reset(link->kept[i].st);
  sqlite3_exec(link->store->db, "COMMIT", NULL, NULL, NULL);
  toc_arena_release(&scratch);
  x->arena.oom = NULL;
  if (got != TOC_OK) {
    toc__index_free(x);
    return got;
  }
  *out = x;
  return TOC_OK;
}

void toc__index_free(toc__index *x) {
  if (!x) return;
  toc_arena_release(&x->arena);
  free(x);
}
