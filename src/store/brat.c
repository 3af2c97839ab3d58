/* brat.c - reports with their events as brat's standoff files (brat.nlplab.org/standoff.html).
 *
 * Two files a report, text and annotations, and one that names the types, in a tar archive.  Triggers,
 * parties, places and figures are spans of the text; an event joins them.  Offsets count code points, as brat's
 * do.  A private name is its role here as everywhere, so the spans are those of the masked text. */
#include "store.h"

#include <stdlib.h>

#define MARK 256

typedef struct hidden {
  uint32_t start, end;  /* in the report */
  uint32_t at, len;     /* in the masked text: of the role */
  toc_str role;
} hidden;

typedef struct report {
  toc_store *store;
  toc_arena *arena;
  const char *title;     /* of its files */
  toc_str text;          /* masked */
  TOC_ARRAY(hidden) hidden;
  TOC_ARRAY(uint32_t) mark; /* byte of every MARKth code point of text */
  toc_map spans;         /* "label start end" → number of its T */
  toc_buf ann;
  uint32_t n_spans, n_notes;
} report;

static toc_str column(report *r, sqlite3_stmt *st, int i) { return toc__column_copy(r->arena, st, i); }

/* ---------------------------------------------------------------------- tar */

static void octal(char *at, int n, uint64_t v) {
  for (at[--n] = 0; n-- > 0; v >>= 3) at[n] = (char)('0' + (v & 7));
}

static bool put_file(const char *name, toc_str bytes, toc_write_fn write, void *ctx) {
  static const char zero[512];
  char h[512] = "";
  unsigned sum = 0;
  snprintf(h, 100, "%s", name);
  octal(h + 100, 8, 0644);
  octal(h + 108, 8, 0);
  octal(h + 116, 8, 0);
  octal(h + 124, 12, bytes.len);
  octal(h + 136, 12, 0);
  memset(h + 148, ' ', 8);
  h[156] = '0';
  memcpy(h + 257, "ustar\00000", 8);
  for (int i = 0; i < 512; i++) sum += (unsigned char)h[i];
  octal(h + 148, 7, sum);
  size_t rest = (512 - bytes.len % 512) % 512;
  return !write(ctx, h, 512) && !(bytes.len && write(ctx, bytes.ptr, bytes.len)) && !(rest && write(ctx, zero, rest));
}

/* --------------------------------------------------------------------- text */

/* The text with roles in place of names, and where they stand. */
static toc_status read_text(report *r, int64_t key, toc_str text, bool with_names, toc_error *err) {
  sqlite3_stmt *st;
  toc_buf b;
  r->text = text;
  if (with_names) return TOC_OK;
  toc_status got = toc__store_prepare(r->store, "SELECT start, end, role FROM hidden WHERE report = ? ORDER BY start", &st, err);
  if (got != TOC_OK) return got;
  toc_buf_init(&b, 0);
  size_t byte = 0;
  uint32_t point = 0, out = 0;
  sqlite3_bind_int64(st, 1, key);
  while (sqlite3_step(st) == SQLITE_ROW) {
    hidden h = {.start = (uint32_t)sqlite3_column_int64(st, 0), .end = (uint32_t)sqlite3_column_int64(st, 1), .role = column(r, st, 2)};
    size_t from = byte;
    for (; point < h.start && byte < text.len; point++, out++) toc_utf8_next(text, &byte);
    toc_buf_put(&b, text.ptr + from, byte - from);
    h.at = out;
    h.len = (uint32_t)toc_utf8_count(h.role);
    toc_buf_str(&b, h.role);
    out += h.len;
    for (; point < h.end && byte < text.len; point++) toc_utf8_next(text, &byte);
    *toc_push(r->arena, &r->hidden) = h;
  }
  sqlite3_finalize(st);
  toc_buf_put(&b, text.ptr + byte, text.len - byte);
  if (b.failed) got = toc_fail(err, TOC_NOMEM, NULL, 0, 0, "out of memory");
  else r->text = toc_str_copy(r->arena, (toc_str){b.ptr, b.len});
  toc_buf_release(&b);
  return got;
}

/* A code point of the report in the masked text; within a name: the role's begin or end. */
static uint32_t moved(const report *r, uint32_t point, bool is_end) {
  uint32_t lo = 0, hi = r->hidden.len;
  if (!hi) return point;
  while (lo < hi) { /* the first name that ends behind the point */
    uint32_t mid = lo + (hi - lo) / 2;
    if (r->hidden.ptr[mid].end <= point - is_end) lo = mid + 1;
    else hi = mid;
  }
  const hidden *h = r->hidden.ptr + lo;
  if (lo < r->hidden.len && point - is_end >= h->start) return is_end ? h->at + h->len : h->at;
  return lo ? (uint32_t)(point + ((int64_t)h[-1].at + h[-1].len - h[-1].end)) : point;
}

/* The byte of a code point of the masked text. */
static size_t byte_at(const report *r, uint32_t point) {
  uint32_t i = point / MARK < r->mark.len ? point / MARK : r->mark.len - 1;
  size_t byte = r->mark.ptr[i];
  for (uint32_t at = i * MARK; at < point && byte < r->text.len; at++) toc_utf8_next(r->text, &byte);
  return byte;
}

static void set_marks(report *r) {
  size_t byte = 0;
  for (uint32_t point = 0; byte < r->text.len; point++) {
    if (point % MARK == 0) *toc_push(r->arena, &r->mark) = (uint32_t)byte;
    toc_utf8_next(r->text, &byte);
  }
  if (!r->mark.len) *toc_push(r->arena, &r->mark) = 0;
}

/* --------------------------------------------------------------- annotation */

/* A span's number; written when first asked for.  A line end cuts it in fragments. */
static uint32_t span(report *r, toc_str label, uint32_t start, uint32_t end) {
  uint32_t from = moved(r, start, false), to = moved(r, end, true);
  toc_str name = toc_str_format(r->arena, "%.*s %u %u", TOC_FMT(label), from, to);
  uint32_t *n = toc_map_put(&r->spans, name, TOC_NONE);
  if (*n != TOC_NONE) return *n;
  *n = ++r->n_spans;
  toc_buf places, words;
  toc_buf_init(&places, 0);
  toc_buf_init(&words, 0);
  size_t byte = byte_at(r, from);
  uint32_t point = from, begin = from;
  for (size_t at = byte; point < to && byte < r->text.len; point++) {
    at = byte;
    uint32_t cp = toc_utf8_next(r->text, &byte);
    bool line_end = cp == '\n' || cp == '\r';
    if (!line_end) {
      toc_buf_put(&words, r->text.ptr + at, byte - at);
      continue;
    }
    if (point > begin) toc_buf_fmt(&places, "%s%u %u", places.len ? ";" : "", begin, point), toc_buf_z(&words, " ");
    begin = point + 1;
  }
  if (point > begin) toc_buf_fmt(&places, "%s%u %u", places.len ? ";" : "", begin, point);
  toc_buf_fmt(&r->ann, "T%u\t%.*s %.*s\t%.*s\n", *n, TOC_FMT(label), (int)places.len, places.ptr ? places.ptr : "0 0", (int)words.len, words.ptr ? words.ptr : "");
  if (places.failed || words.failed) r->ann.failed = true;
  toc_buf_release(&places);
  toc_buf_release(&words);
  return *n;
}

static void note(report *r, const char *kind, uint32_t n, toc_str words) {
  toc_buf_fmt(&r->ann, "#%u\tAnnotatorNotes %s%u\t", ++r->n_notes, kind, n);
  for (size_t i = 0; i < words.len; i++) toc_buf_put(&r->ann, (unsigned char)words.ptr[i] < 0x20 ? " " : words.ptr + i, 1);
  toc_buf_z(&r->ann, "\n");
}

static toc_status put_parties(report *r, toc_buf *line, int64_t event, toc_error *err) {
  sqlite3_stmt *st;
  toc_status got = toc__store_prepare(r->store, "SELECT role, start, end, code FROM party WHERE event = ? AND start IS NOT NULL ORDER BY role, n", &st, err);
  int n[2] = {0};
  if (got != TOC_OK) return got;
  sqlite3_bind_int64(st, 1, event);
  while (sqlite3_step(st) == SQLITE_ROW) {
    bool actor = sqlite3_column_text(st, 0)[0] == 'a';
    uint32_t before = r->n_spans, t = span(r, TOC_S("Party"), (uint32_t)sqlite3_column_int64(st, 1), (uint32_t)sqlite3_column_int64(st, 2));
    if (sqlite3_column_type(st, 3) != SQLITE_NULL && r->n_spans > before) note(r, "T", t, column(r, st, 3));
    int *k = &n[actor];
    if (++*k > 1) toc_buf_fmt(line, " %s%d:T%u", actor ? "Actor" : "Recipient", *k, t);
    else toc_buf_fmt(line, " %s:T%u", actor ? "Actor" : "Recipient", t);
  }
  sqlite3_finalize(st);
  return TOC_OK;
}

/* Figures of the event, and the mention of its place that is nearest to it. */
static toc_status put_rest(report *r, toc_buf *line, int64_t event, toc_error *err) {
  static const char *const sql =
      "SELECT 'Figure' AS label, f.start, f.end, f.counts || coalesce(' ' || rtrim(rtrim(f.low, '0'), '.'), '') || '..' || coalesce(rtrim(rtrim(f.high, '0'), '.'), '') AS note, NULL AS geonameid, ef.n AS n"
      " FROM event_figure ef JOIN event e ON e.key = ef.event JOIN figure f ON f.report = e.report AND f.n = ef.figure WHERE ef.event = ?1 AND f.end > f.start"
      " UNION ALL SELECT * FROM (SELECT 'Place', p.start, p.end, coalesce(p.name, p.words), p.geonameid, 1000000 FROM event e JOIN place p ON p.report = e.report"
      " AND p.name IS e.place AND p.geonameid IS e.geonameid WHERE e.key = ?1 AND e.place IS NOT NULL ORDER BY abs(p.start - e.start), p.n LIMIT 1) ORDER BY n";
  sqlite3_stmt *st;
  int figures = 0;
  toc_status got = toc__store_prepare(r->store, sql, &st, err);
  if (got != TOC_OK) return got;
  sqlite3_bind_int64(st, 1, event);
  while (sqlite3_step(st) == SQLITE_ROW) {
    toc_str label = column(r, st, 0), words = column(r, st, 3);
    uint32_t before = r->n_spans, t = span(r, label, (uint32_t)sqlite3_column_int64(st, 1), (uint32_t)sqlite3_column_int64(st, 2));
    bool fresh = r->n_spans > before, figure = toc_str_is(label, "Figure");
    if (fresh && figure) note(r, "T", t, words);
    if (fresh && !figure && sqlite3_column_type(st, 4) != SQLITE_NULL)
      toc_buf_fmt(&r->ann, "N%u\tReference T%u GeoNames:%lld\t%.*s\n", t, t, (long long)sqlite3_column_int64(st, 4), TOC_FMT(words));
    if (figure && ++figures > 1) toc_buf_fmt(line, " Figure%d:T%u", figures, t);
    else toc_buf_fmt(line, " %.*s:T%u", TOC_FMT(label), t);
  }
  sqlite3_finalize(st);
  return TOC_OK;
}

static toc_status put_events(report *r, int64_t key, toc_error *err) {
  static const char *const sql =
      "SELECT e.key, e.type, e.start, e.end, e.status, printf('%015x', e.key) || coalesce(' ' || e.mode, '') || coalesce(' CAMEO ' || e.cameo, '')"
      " || coalesce(' on ' || e.date_from, '') || coalesce(' in ' || e.place, '') || coalesce(', according to ' || c.masked_source, '') || coalesce('; ' || e.why, '')"
      " FROM event e LEFT JOIN claim c ON c.report = e.report AND c.n = e.claim WHERE e.report = ?1 AND e.key IN (SELECT event FROM temp.chosen WHERE report = ?1) ORDER BY e.n";
  sqlite3_stmt *st;
  uint32_t n = 0;
  toc_buf line;
  toc_status got = toc__store_prepare(r->store, sql, &st, err);
  if (got != TOC_OK) return got;
  toc_buf_init(&line, 0);
  sqlite3_bind_int64(st, 1, key);
  while (got == TOC_OK && sqlite3_step(st) == SQLITE_ROW) {
    int64_t event = sqlite3_column_int64(st, 0);
    toc_str type = column(r, st, 1);
    n++;
    toc_buf_reset(&line);
    toc_buf_fmt(&line, "E%u\t%.*s:T%u", n, TOC_FMT(type), span(r, type, (uint32_t)sqlite3_column_int64(st, 2), (uint32_t)sqlite3_column_int64(st, 3)));
    got = put_parties(r, &line, event, err);
    if (got == TOC_OK) got = put_rest(r, &line, event, err);
    toc_buf_put(&r->ann, line.ptr, line.len);
    toc_buf_fmt(&r->ann, "\nA%u\tStatus E%u %s\n", n, n, (const char *)sqlite3_column_text(st, 4));
    note(r, "E", n, column(r, st, 5));
    if (line.failed) r->ann.failed = true;
  }
  sqlite3_finalize(st);
  toc_buf_release(&line);
  return got;
}

/* --------------------------------------------------------------------- files */

static void put_conf(toc_buf *b) {
  toc_buf_z(b, "[entities]\nParty\nPlace\nFigure\n\n[relations]\n\n[events]\n");
  for (int t = TOC_TYPE_NONE + 1; t < TOC_N_TYPES; t++) toc_buf_fmt(b, "%s\tActor*:Party, Recipient*:Party, Place?:Place, Figure*:Figure\n", toc_type_name((toc_type)t));
  toc_buf_z(b, "\n[attributes]\nStatus\tArg:<EVENT>, Value:");
  for (int f = 0; f < TOC_N_FACTS; f++) toc_buf_fmt(b, "%s%s", f ? "|" : "", toc_fact_name((toc_fact)f));
  toc_buf_z(b, "\n");
}

/* What a file may be called anywhere: letters, digits, '-', '_', '.'; and the key, so that it is the only one. */
static const char *file_name(toc_arena *a, toc_str id, int64_t key) {
  char name[64];
  size_t n = 0;
  for (; n < id.len && n < 60; n++) {
    char c = id.ptr[n];
    bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || (c == '.' && n);
    name[n] = plain ? c : '_';
  }
  return toc_str_z(a, toc_str_format(a, "%.*s-%015llx", (int)n, name, (long long)key));
}

static toc_status put_report(toc_store *s, toc_arena *a, const toc_export *what, sqlite3_stmt *row, toc_write_fn write, void *ctx, toc_error *err) {
  report r = {.store = s, .arena = a};
  int64_t key = sqlite3_column_int64(row, 0);
  toc_map_init(&r.spans, a);
  toc_buf_init(&r.ann, 0);
  r.title = file_name(a, column(&r, row, 1), key);
  toc_status got = read_text(&r, key, column(&r, row, 2), what->with_names != 0, err);
  if (got == TOC_OK) set_marks(&r);
  if (got == TOC_OK) got = put_events(&r, key, err);
  if (got == TOC_OK && r.ann.failed) got = toc_fail(err, TOC_NOMEM, NULL, 0, 0, "out of memory");
  char name[128];
  snprintf(name, sizeof name, "%s.txt", r.title);
  bool ok = got != TOC_OK || put_file(name, r.text, write, ctx);
  snprintf(name, sizeof name, "%s.ann", r.title);
  ok = ok && (got != TOC_OK || put_file(name, (toc_str){r.ann.ptr, r.ann.len}, write, ctx));
  toc_buf_release(&r.ann);
  return ok ? got : toc_fail(err, TOC_IO, NULL, 0, 0, "the output could not be written");
}

static toc_status put_all(toc_store *s, toc_arena *a, const toc_export *what, toc_write_fn write, void *ctx, toc_error *err) {
  static const char end[1024];
  sqlite3_stmt *st;
  toc_buf conf;
  bool filtered = what->where || what->since;
  toc_status got = toc__store_prepare(s, filtered ? "SELECT key, id, text FROM report WHERE key IN (SELECT report FROM temp.chosen) ORDER BY id, key" : "SELECT key, id, text FROM report ORDER BY id, key", &st, err);
  if (got != TOC_OK) return got;
  toc_buf_init(&conf, 0);
  put_conf(&conf);
  bool ok = !conf.failed && put_file("annotation.conf", (toc_str){conf.ptr, conf.len}, write, ctx);
  toc_buf_release(&conf);
  while (ok && got == TOC_OK && sqlite3_step(st) == SQLITE_ROW) {
    toc_arena_reset(a);
    got = put_report(s, a, what, st, write, ctx, err);
  }
  sqlite3_finalize(st);
  ok = ok && (got != TOC_OK || !write(ctx, end, sizeof end));
  return ok ? got : toc_fail(err, TOC_IO, NULL, 0, 0, "the output could not be written");
}

toc_status toc__store_whole_texts(toc_store *s, const toc_export *what, toc_error *err) {
  if (what->coarsen > 0) return toc_fail(err, TOC_USAGE, NULL, 0, 0, "%s holds the words of reports, which tell the places: it cannot be coarsened", what->format);
  return what->with_names ? TOC_OK : toc__store_complete(s, err);
}

toc_status toc__store_brat(toc_store *s, const toc_export *what, toc_write_fn write, void *ctx, toc_error *err) {
  toc_arena arena;
  jmp_buf jump;
  volatile toc_status got = toc__store_whole_texts(s, what, err);
  if (got == TOC_OK) got = toc__store_choose(s, what, err);
  if (got != TOC_OK) return got;
  toc_arena_init(&arena, 0);
  if (TOC_TRY(&arena, jump)) got = put_all(s, &arena, what, write, ctx, err);
  else got = toc_fail(err, TOC_NOMEM, NULL, 0, 0, "out of memory");
  toc_arena_release(&arena);
  sqlite3_exec(s->db, "DROP TABLE IF EXISTS temp.chosen", NULL, NULL, NULL);
  return got;
}
