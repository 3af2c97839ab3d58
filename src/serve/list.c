/* list.c - events, incidents, stories, reports, claims, tolls, found texts, a page at a time.
 *
 * All lists stand in one order, by day and key, so a cursor is the last item seen: the next page
 * begins behind it even if reports have come in meanwhile. */
#include "serve.h"

#include <math.h>
#include <stdlib.h>

typedef struct paging {
  int64_t limit;
  bool desc;
  bool begun; /* there is a cursor */
  toc_day day;
  int64_t key, n;
} paging;

/* "2022-01-06.3c34f56c349c83a", "none.…", with ".7" behind it for things that a report counts. */
static bool read_cursor(toc_str s, paging *p, bool numbered) {
  toc_str rest = s, day, key, n;
  int minute;
  uint64_t number = 0;
  if (!toc_str_cut(&rest, '.', &day) || !toc_str_cut(&rest, '.', &key)) return false;
  if (toc_str_is(day, "none")) p->day = TOC_NODAY;
  else if (!toc_day_parse(day, &p->day, &minute)) return false;
  if (numbered && (!toc_str_cut(&rest, '.', &n) || !toc_str_uint(n, &number) || number > INT32_MAX)) return false;
  p->n = (int64_t)number;
  return !rest.len && toc__key_read(key, &p->key);
}

static toc_status read_paging(toc__answer *a, paging *p, bool numbered) {
  static const char *const orders[] = {"asc", "desc", NULL};
  int order = 0;
  *p = (paging){0};
  toc_status got = toc__ask_number(&a->ask, "limit", 1, 500, 50, &p->limit, a->err);
  if (got == TOC_OK) got = toc__ask_choice(&a->ask, "order", orders, &order, a->err);
  p->desc = order;
  toc_str cursor = toc__ask_get(&a->ask, "cursor");
  if (got != TOC_OK || !cursor.len) return got;
  p->begun = true;
  if (read_cursor(cursor, p, numbered)) return TOC_OK;
  return toc__ask_bad(a->err, "cursor", "'%.*s' is no cursor of this list", (int)(cursor.len < 80 ? cursor.len : 80), cursor.ptr);
}

static uint64_t day_rank(toc_day d) { return d == TOC_NODAY ? UINT64_MAX : (uint64_t)((int64_t)d + ((int64_t)1 << 31)); }

/* First position that is not before (day, key), or with `behind`, that is behind it. */
static uint32_t seek(const toc_day *day, const int64_t *key, uint32_t n, const paging *p, bool behind) {
  uint32_t low = 0, high = n;
  while (low < high) {
    uint32_t mid = low + (high - low) / 2;
    uint64_t d = day_rank(day[mid]), want = day_rank(p->day);
    bool before = d < want || (d == want && (behind ? key[mid] <= p->key : key[mid] < p->key));
    if (before) low = mid + 1;
    else high = mid;
  }
  return low;
}

static void put_cursor(toc__answer *a, toc_day day, int64_t key) {
  toc_buf *b = &a->out;
  toc_buf_z(b, "\"");
  if (day == TOC_NODAY) toc_buf_z(b, "none");
  else toc_buf_day(b, day);
  toc_buf_fmt(b, ".%015llx", (unsigned long long)key);
}

/* The items of a page: positions for which wanted(i), from the cursor on. */
typedef struct listing {
  const toc_day *day;
  const int64_t *key;
  uint32_t n;
  const uint8_t *wanted;   /* or */
  const uint16_t *refused;
  bool (*put)(toc__answer *a, uint32_t at);
} listing;

/* Where the i-th of a list in that order stands in the columns: what has no day comes last in both. */
static uint32_t position(const listing *l, const paging *p, uint32_t dated, uint32_t i) {
  if (!p->desc) return i;
  return i < dated ? dated - 1 - i : l->n - 1 - (i - dated);
}

static uint32_t first_of_page(const listing *l, const paging *p, uint32_t dated) {
  if (!p->begun) return 0;
  uint32_t at = seek(l->day, l->key, l->n, p, !p->desc);
  if (!p->desc) return at;
  return p->day != TOC_NODAY ? dated - at : dated + l->n - at;
}

static void put_page(toc__answer *a, const listing *l, const paging *p, uint32_t total) {
  toc_buf *b = &a->out;
  int64_t shown = 0;
  uint32_t dated = seek(l->day, l->key, l->n, &(paging){.day = TOC_NODAY, .key = -1}, false), last = TOC_NONE;
  bool more = false;
  toc_buf_fmt(b, "{\"total\":%u,\"items\":[", total);
  for (uint32_t k = first_of_page(l, p, dated); k < l->n; k++) {
    uint32_t i = position(l, p, dated, k);
    if (l->wanted ? !l->wanted[i] : l->refused[i]) continue;
    if (shown == p->limit) {
      more = true;
      break;
    }
    size_t before = b->len;
    if (shown) toc_buf_z(b, ",");
    if (l->put(a, i)) {
      shown++;
      last = i;
    } else {
      b->len = before; /* it is not in the file any more */
    }
  }
  toc_buf_z(b, "],\"next\":");
  if (more && last != TOC_NONE) {
    put_cursor(a, l->day[last], l->key[last]);
    toc_buf_z(b, "\"}");
  } else {
    toc_buf_z(b, "null}");
  }
}

static bool put_event_at(toc__answer *a, uint32_t i) { return toc__put_event(a, a->index->key[i], false); }
static bool put_incident_at(toc__answer *a, uint32_t i) { return toc__put_incident(a, i, false); }
static bool put_story_at(toc__answer *a, uint32_t i) { return toc__put_story(a, i, false); }
static bool put_report_at(toc__answer *a, uint32_t i) { return toc__put_report(a, a->index->report_key[i], false); }

toc_status toc__list_events(toc__answer *a) {
  const toc__index *x = a->index;
  paging p;
  uint16_t *no;
  uint32_t total = 0;
  toc_status got = read_paging(a, &p, false);
  if (got == TOC_OK) got = toc__select(a, &no);
  if (got != TOC_OK) return got;
  for (uint32_t i = 0; i < x->n_events; i++) total += !no[i];
  put_page(a, &(listing){x->from, x->key, x->n_events, NULL, no, put_event_at}, &p, total);
  return TOC_OK;
}

/* Incidents that hold an event that passes. */
static toc_status wanted_incidents(toc__answer *a, uint8_t **wanted, uint32_t *total) {
  const toc__index *x = a->index;
  uint16_t *no;
  *wanted = toc_new(a->arena, uint8_t, (size_t)x->n_incidents + 1);
  *total = 0;
  toc_status got = toc__select(a, &no);
  if (got != TOC_OK) return got;
  for (uint32_t i = 0; i < x->n_events; i++)
    if (!no[i] && x->part[i] != TOC_NONE) (*wanted)[x->part_incident[x->part[i]]] = 1;
  for (uint32_t i = 0; i < x->n_incidents; i++) *total += (*wanted)[i];
  return TOC_OK;
}

toc_status toc__list_incidents(toc__answer *a) {
  const toc__index *x = a->index;
  paging p;
  uint8_t *wanted;
  uint32_t total;
  toc_status got = read_paging(a, &p, false);
  if (got == TOC_OK) got = wanted_incidents(a, &wanted, &total);
  if (got != TOC_OK) return got;
  put_page(a, &(listing){x->incident_from, x->incident_key, x->n_incidents, wanted, NULL, put_incident_at}, &p, total);
  return TOC_OK;
}

/* ---- stories ---- */

typedef struct sized {
  uint32_t events, story;
} sized;

static int by_size(const void *p, const void *q) {
  const sized *a = p, *b = q;
  return a->events != b->events ? (a->events > b->events ? -1 : 1) : (a->story > b->story) - (a->story < b->story);
}

/* Most events first; the cursor is how many went before. */
static toc_status stories_by_size(toc__answer *a, const uint8_t *wanted, uint32_t total) {
  const toc__index *x = a->index;
  int64_t limit, skip;
  toc_status got = toc__ask_number(&a->ask, "limit", 1, 500, 50, &limit, a->err);
  if (got == TOC_OK) got = toc__ask_number(&a->ask, "cursor", 0, INT32_MAX, 0, &skip, a->err);
  if (got != TOC_OK) return got;
  sized *v = toc_new(a->arena, sized, (size_t)x->n_stories + 1);
  uint32_t n = 0;
  for (uint32_t s = 0; s < x->n_stories; s++) {
    if (!wanted[s]) continue;
    v[n] = (sized){0, s};
    for (uint32_t i = x->story_incidents.at[s]; i < x->story_incidents.at[s + 1]; i++) {
      uint32_t incident = x->story_incidents.item[i];
      for (uint32_t k = x->incident_parts.at[incident]; k < x->incident_parts.at[incident + 1]; k++) {
        uint32_t part = x->incident_parts.item[k];
        v[n].events += x->part_events.at[part + 1] - x->part_events.at[part];
      }
    }
    n++;
  }
  if (n) qsort(v, n, sizeof *v, by_size);
  toc_buf_fmt(&a->out, "{\"total\":%u,\"items\":[", total);
  int64_t i = skip;
  for (; i < n && i < skip + limit; i++) {
    if (i > skip) toc_buf_z(&a->out, ",");
    toc__put_story(a, v[i].story, false);
  }
  if (i < n) toc_buf_fmt(&a->out, "],\"next\":\"%lld\"}", (long long)i);
  else toc_buf_z(&a->out, "],\"next\":null}");
  return TOC_OK;
}

toc_status toc__list_stories(toc__answer *a) {
  static const char *const sorts[] = {"day", "size", NULL};
  const toc__index *x = a->index;
  paging p;
  uint8_t *incident, *wanted = toc_new(a->arena, uint8_t, (size_t)x->n_stories + 1);
  uint32_t total = 0;
  int sort;
  toc_status got = toc__ask_choice(&a->ask, "sort", sorts, &sort, a->err);
  if (got == TOC_OK && !sort) got = read_paging(a, &p, false);
  if (got == TOC_OK) got = wanted_incidents(a, &incident, &total);
  if (got != TOC_OK) return got;
  for (uint32_t i = 0; i < x->n_incidents; i++)
    if (incident[i] && x->incident_story[i] != TOC_NONE) wanted[x->incident_story[i]] = 1;
  total = 0;
  for (uint32_t s = 0; s < x->n_stories; s++) total += wanted[s];
  if (sort) return stories_by_size(a, wanted, total);
  put_page(a, &(listing){x->story_from, x->story_key, x->n_stories, wanted, NULL, put_story_at}, &p, total);
  return TOC_OK;
}

toc_status toc__list_reports(toc__answer *a) {
  const toc__index *x = a->index;
  paging p;
  uint8_t *wanted;
  uint32_t total;
  toc_status got = read_paging(a, &p, false);
  if (got == TOC_OK) got = toc__select_wanted_reports(a, &wanted, &total);
  if (got != TOC_OK) return got;
  put_page(a, &(listing){x->report_day, x->report_key, x->n_reports, wanted, NULL, put_report_at}, &p, total);
  return TOC_OK;
}

/* ------------------------------------------------------------------- claims */

typedef struct at_claim {
  uint32_t report, n;
} at_claim;

static int by_claim(const void *p, const void *q) {
  const at_claim *a = p, *b = q;
  if (a->report != b->report) return a->report < b->report ? -1 : 1;
  return (a->n > b->n) - (a->n < b->n);
}

static bool put_claimed(toc__answer *a, at_claim c) {
  toc_buf *b = &a->out;
  int64_t report = a->index->report_key[c.report];
  sqlite3_stmt *st = toc__statement(a->link,
                                    "SELECT r.id, r.title, r.publisher, coalesce(r.updated, r.published), c.content FROM claim c"
                                    " JOIN report r ON r.key = c.report WHERE c.report = ? AND c.n = ?");
  if (!st) return false;
  sqlite3_bind_int64(st, 1, report);
  sqlite3_bind_int64(st, 2, c.n);
  bool there = sqlite3_step(st) == SQLITE_ROW;
  if (there) {
    toc_buf_fmt(b, "{\"id\":\"%015llx.%u\",\"report\":", (unsigned long long)report, c.n);
    toc__put_key(b, report);
    static const char *const name[] = {",\"report_id\":", ",\"title\":", ",\"publisher\":", ",\"as_of\":", ",\"text\":"};
    for (int i = 0; i < 5; i++) toc_buf_z(b, name[i]), toc__put_text(b, st, i);
  }
  sqlite3_reset(st);
  if (!there) return false;
  toc_buf_z(b, ",\"events\":[");
  st = toc__statement(a->link, "SELECT key FROM event WHERE report = ? AND claim = ? ORDER BY n");
  if (st) sqlite3_bind_int64(st, 1, report), sqlite3_bind_int64(st, 2, c.n);
  for (bool first = true; st && sqlite3_step(st) == SQLITE_ROW; first = false) {
    if (!first) toc_buf_z(b, ",");
    toc__put_key(b, sqlite3_column_int64(st, 0));
  }
  if (st) sqlite3_reset(st);
  toc_buf_z(b, "],\"claim\":");
  toc__put_claim(a, report, c.n);
  toc_buf_z(b, "}");
  return true;
}

typedef TOC_ARRAY(at_claim) at_claims;

/* Claims of the reports from the cursor on, a few more than a page. */
static void all_claims(toc__answer *a, const paging *p, at_claims *out) {
  const toc__index *x = a->index;
  uint32_t r = p->begun ? seek(x->report_day, x->report_key, x->n_reports, p, false) : 0;
  for (; r < x->n_reports && out->len <= (uint32_t)p->limit; r++) {
    sqlite3_stmt *st = toc__statement(a->link, "SELECT n FROM claim WHERE report = ? ORDER BY n");
    if (!st) return;
    sqlite3_bind_int64(st, 1, x->report_key[r]);
    while (sqlite3_step(st) == SQLITE_ROW) {
      uint32_t n = (uint32_t)sqlite3_column_int64(st, 0);
      if (!(p->begun && x->report_key[r] == p->key && n <= p->n)) *toc_push(a->arena, out) = (at_claim){r, n};
    }
    sqlite3_reset(st);
  }
}

static toc_status claims_of_events(toc__answer *a, at_claims *out) {
  const toc__index *x = a->index;
  uint16_t *no;
  toc_status got = toc__select(a, &no);
  if (got != TOC_OK) return got;
  for (uint32_t i = 0; i < x->n_events; i++)
    if (!no[i] && x->nth_claim[i]) *toc_push(a->arena, out) = (at_claim){x->report[i], x->nth_claim[i] - 1u};
  if (out->len) qsort(out->ptr, out->len, sizeof *out->ptr, by_claim);
  uint32_t n = 0;
  for (uint32_t i = 0; i < out->len; i++)
    if (!n || by_claim(&out->ptr[n - 1], &out->ptr[i]) != 0) out->ptr[n++] = out->ptr[i];
  out->len = n;
  return TOC_OK;
}

toc_status toc__list_claims(toc__answer *a) {
  const toc__index *x = a->index;
  paging p;
  at_claims all = {0};
  uint32_t i = 0;
  int64_t shown = 0;
  toc_buf *b = &a->out;
  toc_status got = read_paging(a, &p, true);
  if (got != TOC_OK) return got;
  if (a->filter.none) {
    all_claims(a, &p, &all);
    toc_buf_fmt(b, "{\"total\":%llu,\"items\":[", (unsigned long long)x->n_claims);
  } else {
    got = claims_of_events(a, &all);
    if (got != TOC_OK) return got;
    toc_buf_fmt(b, "{\"total\":%u,\"items\":[", all.len);
    if (p.begun) {
      at_claim from = {seek(x->report_day, x->report_key, x->n_reports, &p, false), (uint32_t)p.n};
      bool same = from.report < x->n_reports && x->report_key[from.report] == p.key;
      while (i < all.len && (all.ptr[i].report < from.report || (same && all.ptr[i].report == from.report && all.ptr[i].n <= from.n))) i++;
    }
  }
  for (; i < all.len && shown < p.limit; i++) {
    size_t before = b->len;
    if (shown) toc_buf_z(b, ",");
    if (put_claimed(a, all.ptr[i])) shown++;
    else b->len = before;
  }
  toc_buf_z(b, "],\"next\":");
  if (i < all.len) {
    at_claim last = all.ptr[i - 1];
    put_cursor(a, x->report_day[last.report], x->report_key[last.report]);
    toc_buf_fmt(b, ".%u\"}", last.n);
  } else {
    toc_buf_z(b, "null}");
  }
  return TOC_OK;
}

/* -------------------------------------------------------------------- tolls */

/* Parts of reports that hold an event that passes; whose claimant is another matter. */
static toc_status wanted_parts(toc__answer *a, uint8_t **wanted) {
  const toc__index *x = a->index;
  uint16_t *no;
  *wanted = toc_new(a->arena, uint8_t, (size_t)x->n_parts + 1);
  toc_status got = toc__select(a, &no);
  for (uint32_t i = 0; got == TOC_OK && i < x->n_events; i++)
    if (!(no[i] & ~(1u << TOC__CLAIMANT)) && x->part[i] != TOC_NONE) (*wanted)[x->part[i]] = 1;
  return got;
}

static bool said_by(const toc__answer *a, uint32_t by) {
  const toc_strs *want = &a->filter.want[TOC__CLAIMANT];
  if (!want->len) return true;
  toc_str name = toc__name(&a->index->claimant, by);
  for (uint32_t i = 0; i < want->len; i++) {
    toc_str w = want->ptr[i];
    if (toc__names_get(&a->index->claimant, w) == by) return true;
    if (w.len > 1 && w.ptr[w.len - 1] == '*' && by && toc_str_starts(name, toc_str_sub(w, 0, w.len - 1))) return true;
  }
  return false;
}

static bool counts_wanted(const toc__answer *a, uint8_t counts) {
  bool any = false;
  for (uint32_t i = 0; i < a->ask.n_params; i++) {
    if (!toc_str_is(a->ask.param[i].name, "counts")) continue;
    any = true;
    if (toc__names_get(&a->index->counts, a->ask.param[i].value) == counts) return true;
  }
  return !any;
}

/* The cursor is the toll last seen: report, part and number. */
static toc_status toll_cursor(toc__answer *a, uint32_t *from) {
  const toc__index *x = a->index;
  toc_str s = toc__ask_get(&a->ask, "cursor"), rest = s, key, part, n;
  int64_t report;
  uint64_t p, k;
  *from = 0;
  if (!s.len) return TOC_OK;
  if (toc_str_cut(&rest, '.', &key) && toc__key_read(key, &report) && toc_str_cut(&rest, '.', &part) && toc_str_uint(part, &p) && toc_str_cut(&rest, '.', &n) && toc_str_uint(n, &k) && !rest.len)
    for (uint32_t i = 0; i < x->n_tolls; i++)
      if (x->toll_nth[i] == k && x->part_nth[x->toll_part[i]] == p && x->report_key[x->part_report[x->toll_part[i]]] == report) {
        *from = i + 1;
        return TOC_OK;
      }
  return toc__ask_bad(a->err, "cursor", "the list has no toll '%.*s' any more; begin again without a cursor", (int)(s.len < 80 ? s.len : 80), s.ptr);
}

toc_status toc__list_tolls(toc__answer *a) {
  const toc__index *x = a->index;
  toc_buf *b = &a->out;
  int64_t limit, shown = 0;
  uint8_t *part;
  uint32_t from, total = 0, last = 0;
  bool more = false;
  toc_status got = toc__ask_number(&a->ask, "limit", 1, 500, 50, &limit, a->err);
  if (got == TOC_OK) got = toll_cursor(a, &from);
  if (got == TOC_OK) got = wanted_parts(a, &part);
  if (got != TOC_OK) return got;
#define WANTED(i) (part[x->toll_part[i]] && said_by(a, x->toll_by[i]) && counts_wanted(a, x->toll_counts[i]))
  for (uint32_t i = 0; i < x->n_tolls; i++) total += WANTED(i);
  toc_buf_fmt(b, "{\"total\":%u,\"items\":[", total);
  for (uint32_t i = from; i < x->n_tolls; i++) {
    if (!WANTED(i)) continue;
    if (shown == limit) {
      more = true;
      break;
    }
    toc__toll t;
    if (!toc__read_toll(a, x->report_key[x->part_report[x->toll_part[i]]], x->part_nth[x->toll_part[i]], x->toll_nth[i], &t)) continue;
    if (shown++) toc_buf_z(b, ",");
    toc__put_toll(a, &t);
    last = i;
  }
#undef WANTED
  if (more)
    toc_buf_fmt(b, "],\"next\":\"%015llx.%u.%u\"}", (unsigned long long)x->report_key[x->part_report[x->toll_part[last]]], x->part_nth[x->toll_part[last]], x->toll_nth[last]);
  else toc_buf_z(b, "],\"next\":null}");
  return TOC_OK;
}

/* ------------------------------------------------------------------- search */

enum { MOST_RANKED = 5000 };

typedef struct found {
  int64_t report;
  uint32_t at;
  double rank; /* NAN: not weighed */
} found;
typedef TOC_ARRAY(found) founds;

static int by_rank(const void *p, const void *q) {
  const found *a = p, *b = q;
  return a->rank != b->rank ? (a->rank < b->rank ? -1 : 1) : (a->report > b->report) - (a->report < b->report);
}

static int latest_first(const void *p, const void *q) {
  const found *a = p, *b = q;
  return (a->at < b->at) - (a->at > b->at);
}

/* is_wanted(key): so that only those are weighed that the filter leaves. */
static void is_wanted(sqlite3_context *c, int n, sqlite3_value **v) {
  const toc__link *l = sqlite3_user_data(c);
  uint32_t r = n == 1 ? toc__find_report(l->index, sqlite3_value_int64(v[0])) : TOC_NONE;
  sqlite3_result_int(c, r != TOC_NONE && l->wanted[r]);
}

static toc_status find_texts(toc__answer *a, const char *sql, const uint8_t *wanted, founds *out) {
  a->link->index = a->index;
  a->link->wanted = wanted;
  if (!a->link->has_function) {
    if (sqlite3_create_function(a->link->store->db, "is_wanted", 1, SQLITE_UTF8 | SQLITE_DIRECTONLY, a->link, is_wanted, NULL, NULL) != SQLITE_OK)
      return toc__store_fail(a->link->store, "search", a->err);
    a->link->has_function = true;
  }
  sqlite3_stmt *st = toc__statement(a->link, sql);
  int code = SQLITE_DONE;
  if (!st) return toc__store_fail(a->link->store, "read", a->err);
  sqlite3_bind_text64(st, 1, a->filter.words.ptr, a->filter.words.len, SQLITE_STATIC, SQLITE_UTF8);
  while ((code = sqlite3_step(st)) == SQLITE_ROW) {
    int64_t key = sqlite3_column_int64(st, 0);
    uint32_t r = toc__find_report(a->index, key);
    if (r == TOC_NONE) continue;
    *toc_push(a->arena, out) = (found){key, r, sqlite3_column_type(st, 1) == SQLITE_NULL ? NAN : sqlite3_column_double(st, 1)};
  }
  sqlite3_reset(st);
  return code == SQLITE_DONE ? TOC_OK : toc__store_fail(a->link->store, "read", a->err);
}

/* "…the \2state of emergency\3 until…" → pieces. */
static void put_snippet(toc_buf *b, toc_str s) {
  toc_buf_z(b, ",\"snippet\":[");
  bool first = true, hit = false;
  for (size_t i = 0, start = 0; i <= s.len; i++) {
    if (i < s.len && s.ptr[i] != 2 && s.ptr[i] != 3) continue;
    if (i > start) {
      toc_buf_z(b, first ? "{\"text\":" : ",{\"text\":");
      toc_buf_json(b, toc_str_sub(s, start, i));
      toc_buf_fmt(b, ",\"hit\":%s}", hit ? "true" : "false");
      first = false;
    }
    hit = i < s.len && s.ptr[i] == 2;
    start = i + 1;
  }
  toc_buf_z(b, "]");
}

static void put_found(toc__answer *a, const found *f) {
  toc_buf *b = &a->out;
  uint32_t r = toc__find_report(a->index, f->report);
  sqlite3_stmt *st = toc__statement(a->link, "SELECT id, title, publisher, published FROM report WHERE key = ?");
  toc_buf_z(b, "{\"report\":");
  toc__put_key(b, f->report);
  if (st) sqlite3_bind_int64(st, 1, f->report);
  bool there = st && sqlite3_step(st) == SQLITE_ROW;
  static const char *const name[] = {",\"report_id\":", ",\"title\":", ",\"publisher\":", ",\"published\":"};
  for (int i = 0; i < 4; i++) {
    toc_buf_z(b, name[i]);
    if (there) toc__put_text(b, st, i);
    else toc_buf_z(b, i ? "null" : "\"\"");
  }
  if (st) sqlite3_reset(st);
  toc_buf_fmt(b, ",\"events\":%u", r == TOC_NONE ? 0 : a->index->report_events[r]);
  st = toc__statement(a->link, "SELECT snippet(report_words, 1, char(2), char(3), '…', 30) FROM report_words WHERE report_words MATCH ? AND rowid = ?");
  if (st) {
    sqlite3_bind_text64(st, 1, a->filter.words.ptr, a->filter.words.len, SQLITE_STATIC, SQLITE_UTF8);
    sqlite3_bind_int64(st, 2, f->report);
  }
  put_snippet(b, st && sqlite3_step(st) == SQLITE_ROW ? toc__column_copy(a->arena, st, 0) : (toc_str){0});
  if (st) sqlite3_reset(st);
  toc_buf_z(b, ",\"rank\":");
  toc_buf_number(b, round(f->rank * 1000) / 1000);
  toc_buf_z(b, "}");
}

toc_status toc__search(toc__answer *a) {
  toc_buf *b = &a->out;
  int64_t limit, skip;
  uint8_t *wanted;
  uint32_t total;
  founds all = {0};
  if (!a->filter.words.len) return toc__ask_bad(a->err, "q", "q is needed: what should be looked for?");
  toc_status got = toc__ask_number(&a->ask, "limit", 1, 500, 50, &limit, a->err);
  if (got == TOC_OK) got = toc__ask_number(&a->ask, "cursor", 0, INT32_MAX, 0, &skip, a->err);
  if (got == TOC_OK) got = toc__select_wanted_reports(a, &wanted, &total);
  if (got != TOC_OK) return got;
  /* To weigh a hit costs ten times what it costs to find it, and a word that thousands of reports hold
   * weighs the same in all of them: these are listed latest first. */
  got = find_texts(a, "SELECT rowid, NULL FROM report_words WHERE report_words MATCH ? AND is_wanted(rowid)", wanted, &all);
  bool ranked = got == TOC_OK && all.len <= MOST_RANKED;
  if (ranked) {
    all.len = 0;
    got = find_texts(a, "SELECT rowid, rank FROM report_words WHERE report_words MATCH ? AND is_wanted(rowid)", wanted, &all);
  }
  if (got != TOC_OK) return got;
  if (all.len) qsort(all.ptr, all.len, sizeof *all.ptr, ranked ? by_rank : latest_first);
  toc_buf_fmt(b, "{\"total\":%u,\"items\":[", all.len);
  int64_t i = skip;
  for (; i < all.len && i < skip + limit; i++) {
    if (i > skip) toc_buf_z(b, ",");
    put_found(a, &all.ptr[i]);
  }
  if (i < all.len) toc_buf_fmt(b, "],\"next\":\"%lld\"}", (long long)i);
  else toc_buf_z(b, "],\"next\":null}");
  return TOC_OK;
}

/* -------------------------------------------------------------------- edits */

toc_status toc__list_edits(toc__answer *a) {
  toc_buf *b = &a->out;
  int64_t limit, skip, shown = 0, total = 0;
  toc_status got = toc__ask_number(&a->ask, "limit", 1, 500, 50, &limit, a->err);
  if (got == TOC_OK) got = toc__ask_number(&a->ask, "cursor", 0, INT32_MAX, 0, &skip, a->err);
  if (got != TOC_OK) return got;
  sqlite3_stmt *st = toc__statement(a->link, "SELECT count(*) FROM edit");
  if (st && sqlite3_step(st) == SQLITE_ROW) total = sqlite3_column_int64(st, 0);
  if (st) sqlite3_reset(st);
  st = toc__statement(a->link, "SELECT event, other, at, by, what, note FROM edit ORDER BY rtrim(at, 'Z') DESC, key LIMIT ? OFFSET ?");
  if (!st) return toc__store_fail(a->link->store, "read", a->err);
  sqlite3_bind_int64(st, 1, limit);
  sqlite3_bind_int64(st, 2, skip);
  toc_buf_fmt(b, "{\"total\":%lld,\"items\":[", (long long)total);
  while (sqlite3_step(st) == SQLITE_ROW) {
    toc_buf_z(b, shown++ ? ",{\"event\":" : "{\"event\":");
    toc__put_key(b, sqlite3_column_int64(st, 0));
    toc_buf_z(b, ",\"other\":");
    if (sqlite3_column_type(st, 1) == SQLITE_NULL) toc_buf_z(b, "null");
    else toc__put_key(b, sqlite3_column_int64(st, 1));
    static const char *const name[] = {",\"at\":", ",\"by\":", ",\"what\":", ",\"note\":"};
    for (int i = 0; i < 4; i++) toc_buf_z(b, name[i]), toc__put_text(b, st, i + 2);
    toc_buf_z(b, "}");
  }
  sqlite3_reset(st);
  if (skip + shown < total) toc_buf_fmt(b, "],\"next\":\"%lld\"}", (long long)(skip + shown));
  else toc_buf_z(b, "],\"next\":null}");
  return TOC_OK;
}
