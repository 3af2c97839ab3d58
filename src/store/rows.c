/* rows.c - the rows of one SELECT as CSV (RFC 4180), TSV, JSON lines, GeoJSON, text, Parquet, or Arrow.
 *
 * Numbers are the shortest that read back the same; a missing value is null, or an empty cell.
 *
 * Parquet and Arrow name the type of each column before the first row, SQLite's SELECT has none: so it is
 * run twice, first to see what there is.  Columns whose names are known have the same type in every file,
 * even where all values are missing.  A statement that leaves the separator of its lists open (:sep) gets
 * "; ", and real lists in Parquet and Arrow. */
#include "store.h"

#include "table.h"

#include <math.h>
#include <stdlib.h>

#define FLUSH 65536

typedef struct sheet {
  sqlite3_stmt *st;
  int n;
  int lat, lon; /* columns, -1 */
  toc_buf out;
  uint64_t rows;
} sheet;

static toc_str value(const sheet *s, int i) {
  const char *p = (const char *)sqlite3_column_text(s->st, i);
  return p ? (toc_str){p, (size_t)sqlite3_column_bytes(s->st, i)} : (toc_str){0};
}

static void csv_cell(sheet *s, toc_str v) {
  bool quote = false;
  for (size_t i = 0; i < v.len && !quote; i++) quote = strchr(",\"\r\n", v.ptr[i]) && v.ptr[i];
  if (!quote) {
    toc_buf_str(&s->out, v);
    return;
  }
  toc_buf_z(&s->out, "\"");
  for (size_t i = 0; i < v.len; i++) {
    if (v.ptr[i] == '"') toc_buf_z(&s->out, "\"");
    toc_buf_put(&s->out, v.ptr + i, 1);
  }
  toc_buf_z(&s->out, "\"");
}

static void csv_head(sheet *s) {
  for (int i = 0; i < s->n; i++) {
    if (i) toc_buf_z(&s->out, ",");
    csv_cell(s, toc_cstr(sqlite3_column_name(s->st, i)));
  }
  toc_buf_z(&s->out, "\r\n");
}

/* SQLite prints reals with 15 digits; ours are the shortest that read back the same. */
static void put_number(sheet *s, int i) {
  if (sqlite3_column_type(s->st, i) == SQLITE_INTEGER) toc_buf_fmt(&s->out, "%lld", (long long)sqlite3_column_int64(s->st, i));
  else toc_buf_number(&s->out, sqlite3_column_double(s->st, i));
}

static void csv_row(sheet *s) {
  for (int i = 0; i < s->n; i++) {
    if (i) toc_buf_z(&s->out, ",");
    int type = sqlite3_column_type(s->st, i);
    if (type == SQLITE_INTEGER || type == SQLITE_FLOAT) put_number(s, i);
    else csv_cell(s, value(s, i));
  }
  toc_buf_z(&s->out, "\r\n");
}

/* No header, tabs between cells, blanks for tabs and line ends within: as GDELT's files are. */
static void tsv_row(sheet *s) {
  for (int i = 0; i < s->n; i++) {
    if (i) toc_buf_z(&s->out, "\t");
    int type = sqlite3_column_type(s->st, i);
    if (type == SQLITE_INTEGER || type == SQLITE_FLOAT) {
      put_number(s, i);
      continue;
    }
    toc_str v = value(s, i);
    for (size_t k = 0; k < v.len; k++) toc_buf_put(&s->out, (unsigned char)v.ptr[k] < 0x20 ? " " : v.ptr + k, 1);
  }
  toc_buf_z(&s->out, "\n");
}

static void json_value(sheet *s, int i) {
  int type = sqlite3_column_type(s->st, i);
  if (type == SQLITE_INTEGER || type == SQLITE_FLOAT) put_number(s, i);
  else if (type == SQLITE_TEXT) toc_buf_json(&s->out, value(s, i));
  else if (type == SQLITE_BLOB) toc_buf_fmt(&s->out, "\"<%d bytes>\"", sqlite3_column_bytes(s->st, i));
  else toc_buf_z(&s->out, "null");
}

static void json_members(sheet *s, bool geo) {
  bool first = true;
  for (int i = 0; i < s->n; i++) {
    if (geo && (i == s->lat || i == s->lon)) continue;
    if (!first) toc_buf_z(&s->out, ",");
    first = false;
    toc_buf_json(&s->out, toc_cstr(sqlite3_column_name(s->st, i)));
    toc_buf_z(&s->out, ":");
    json_value(s, i);
  }
}

static void json_row(sheet *s) {
  toc_buf_z(&s->out, "{");
  json_members(s, false);
  toc_buf_z(&s->out, "}\n");
}

static void geo_row(sheet *s) {
  bool located = s->lat >= 0 && s->lon >= 0 && sqlite3_column_type(s->st, s->lat) != SQLITE_NULL;
  toc_buf_z(&s->out, s->rows ? ",\n{\"type\":\"Feature\",\"geometry\":" : "\n{\"type\":\"Feature\",\"geometry\":");
  if (located) {
    toc_buf_z(&s->out, "{\"type\":\"Point\",\"coordinates\":[");
    put_number(s, s->lon);
    toc_buf_z(&s->out, ",");
    put_number(s, s->lat);
    toc_buf_z(&s->out, "]}");
  } else {
    toc_buf_z(&s->out, "null");
  }
  toc_buf_z(&s->out, ",\"properties\":{");
  json_members(s, true);
  toc_buf_z(&s->out, "}}");
}

/* For a person: "column  value" lines, an empty line between rows; one column alone is its value. */
static void text_row(sheet *s) {
  if (s->rows && s->n > 1) toc_buf_z(&s->out, "\n");
  for (int i = 0; i < s->n; i++) {
    toc_str v = value(s, i);
    if (s->n > 1) toc_buf_fmt(&s->out, "%-14s ", sqlite3_column_name(s->st, i));
    /* Nothing in a report may steer the reader's terminal. */
    for (size_t k = 0; k < v.len; k++) {
      unsigned char c = (unsigned char)v.ptr[k];
      toc_buf_put(&s->out, c < 0x20 && c != '\n' ? " " : v.ptr + k, 1);
    }
    toc_buf_z(&s->out, "\n");
  }
}

static void head(sheet *s, toc__rows as) {
  s->n = sqlite3_column_count(s->st);
  s->lat = s->lon = -1;
  for (int i = 0; i < s->n; i++) {
    if (strcmp(sqlite3_column_name(s->st, i), "latitude") == 0) s->lat = i;
    if (strcmp(sqlite3_column_name(s->st, i), "longitude") == 0) s->lon = i;
  }
  if (as == TOC__ROWS_CSV) csv_head(s);
  if (as == TOC__ROWS_GEOJSON) toc_buf_z(&s->out, "{\"type\":\"FeatureCollection\",\"features\":[");
}

static toc_status flush(sheet *s, toc_write_fn write, void *ctx, toc_error *err) {
  if (s->out.failed) return toc_fail(err, TOC_NOMEM, NULL, 0, 0, "out of memory");
  if (s->out.len && write(ctx, s->out.ptr, s->out.len)) return toc_fail(err, TOC_IO, NULL, 0, 0, "the output could not be written");
  toc_buf_reset(&s->out);
  return TOC_OK;
}

/* ------------------------------------------------------------------ columns */

enum { SEEN_INT = 1, SEEN_REAL = 2, SEEN_DAY = 4, SEEN_TIME = 8, SEEN_TEXT = 16 };
#define UNIT_SEPARATOR "\x1f" /* between the items of a list; no word holds it */

/* "2022-01-05", "2022-01-05T09:10": 0 if it is neither, else what it is. */
static int moment(toc_str v, int64_t *micros) {
  static const char form[] = "dddd-dd-ddTdd:dd";
  toc_day day;
  int minute;
  if (v.len != 10 && v.len != 16) return 0;
  for (size_t i = 0; i < v.len; i++)
    if (form[i] == 'd' ? v.ptr[i] < '0' || v.ptr[i] > '9' : v.ptr[i] != form[i]) return 0;
  if (!toc_day_parse(v, &day, &minute)) return 0;
  *micros = ((int64_t)day * 1440 + (minute > 0 ? minute : 0)) * 60000000;
  return v.len == 10 ? SEEN_DAY : SEEN_TIME;
}

static int seen(const sheet *s, int i) {
  int64_t at;
  switch (sqlite3_column_type(s->st, i)) {
    case SQLITE_NULL: return 0;
    case SQLITE_INTEGER: return SEEN_INT;
    case SQLITE_FLOAT: return SEEN_REAL;
    default: break;
  }
  int m = moment(value(s, i), &at);
  return m ? m : SEEN_TEXT;
}

static const struct {
  const char *name;
  toc__column_type type;
  int may_hold;
} known_columns[] = {
    {"date_from", TOC__COLUMN_TIME, SEEN_DAY | SEEN_TIME}, {"date_to", TOC__COLUMN_TIME, SEEN_DAY | SEEN_TIME},
    {"event_date", TOC__COLUMN_DAY, SEEN_DAY}, {"date_start", TOC__COLUMN_DAY, SEEN_DAY}, {"date_end", TOC__COLUMN_DAY, SEEN_DAY},
    {"date", TOC__COLUMN_DAY, SEEN_DAY},
    {"latitude", TOC__COLUMN_REAL, SEEN_REAL | SEEN_INT}, {"longitude", TOC__COLUMN_REAL, SEEN_REAL | SEEN_INT}, {"lat", TOC__COLUMN_REAL, SEEN_REAL | SEEN_INT},
    {"lon", TOC__COLUMN_REAL, SEEN_REAL | SEEN_INT}, {"confidence", TOC__COLUMN_REAL, SEEN_REAL | SEEN_INT}, {"low", TOC__COLUMN_REAL, SEEN_REAL | SEEN_INT},
    {"high", TOC__COLUMN_REAL, SEEN_REAL | SEEN_INT}, {"best", TOC__COLUMN_REAL, SEEN_REAL | SEEN_INT},
    {"alleged", TOC__COLUMN_INT, SEEN_INT}, {"geonameid", TOC__COLUMN_INT, SEEN_INT}, {"where_prec", TOC__COLUMN_INT, SEEN_INT}, {"start", TOC__COLUMN_INT, SEEN_INT}, {"end", TOC__COLUMN_INT, SEEN_INT},
    {"priogrid_gid", TOC__COLUMN_INT, SEEN_INT}, {"n_reports", TOC__COLUMN_INT, SEEN_INT}, {"fatalities", TOC__COLUMN_INT, SEEN_INT},
};
static const char *const list_columns[] = {"actor", "actor_code", "recipient", "recipient_code", "contexts", "figures"};

static toc__column_type type_of(const char *name, int all, bool lists) {
  for (size_t i = 0; lists && i < sizeof list_columns / sizeof *list_columns; i++)
    if (strcmp(name, list_columns[i]) == 0) return TOC__COLUMN_STRS;
  for (size_t i = 0; i < sizeof known_columns / sizeof *known_columns; i++)
    if (strcmp(name, known_columns[i].name) == 0 && !(all & ~known_columns[i].may_hold)) return known_columns[i].type;
  if (all == SEEN_INT) return TOC__COLUMN_INT;
  return all && !(all & ~(SEEN_INT | SEEN_REAL)) ? TOC__COLUMN_REAL : TOC__COLUMN_STR;
}

static void put_list(toc__table *t, toc_str v, char sep) {
  toc_str item;
  toc__table_list(t);
  for (size_t from = 0, at = 0; at <= v.len; at++) {
    if (at < v.len && v.ptr[at] != sep) continue;
    item = toc_str_sub(v, from, at);
    toc__table_item(t, item.len ? item : (toc_str){0});
    from = at + 1;
  }
  toc__table_list_end(t);
}

static void put_column(sheet *s, toc__table *t, int i, toc__column_type type) {
  int64_t at = 0;
  if (sqlite3_column_type(s->st, i) == SQLITE_NULL) {
    toc__table_null(t);
    return;
  }
  switch (type) {
    case TOC__COLUMN_INT: toc__table_int(t, sqlite3_column_int64(s->st, i)); return;
    case TOC__COLUMN_REAL: toc__table_real(t, sqlite3_column_double(s->st, i)); return;
    case TOC__COLUMN_DAY: moment(value(s, i), &at), toc__table_int(t, at / 86400000000); return;
    case TOC__COLUMN_TIME: moment(value(s, i), &at), toc__table_int(t, at); return;
    case TOC__COLUMN_STRS: put_list(t, value(s, i), strcmp(sqlite3_column_name(s->st, i), "contexts") == 0 ? ';' : *UNIT_SEPARATOR); return;
    case TOC__COLUMN_STR: break;
  }
  int stored = sqlite3_column_type(s->st, i);
  if (stored != SQLITE_INTEGER && stored != SQLITE_FLOAT) {
    toc__table_str(t, value(s, i));
    return;
  }
  toc_buf_reset(&s->out);
  put_number(s, i);
  toc__table_str(t, (toc_str){s->out.ptr ? s->out.ptr : "", s->out.len});
}

static toc_status look_at_rows(const toc_store *store, sheet *s, int *all, toc_error *err) {
  int step;
  while ((step = sqlite3_step(s->st)) == SQLITE_ROW)
    for (int i = 0; i < s->n; i++) all[i] |= seen(s, i);
  sqlite3_reset(s->st);
  return step == SQLITE_DONE ? TOC_OK : toc__store_fail(store, "read", err);
}

static toc_status fill_table(const toc_store *store, sheet *s, toc__table *t, const toc__table_column *column, toc_error *err) {
  int step;
  while ((step = sqlite3_step(s->st)) == SQLITE_ROW) {
    for (int i = 0; i < s->n; i++) put_column(s, t, i, column[i].type);
    toc__table_row(t);
  }
  return step == SQLITE_DONE ? toc__table_end(t, err) : toc__store_fail(store, "read", err);
}

static toc_status put_columns(const toc_store *store, sheet *s, toc__table_format format, bool lists, toc_write_fn write, void *ctx, toc_error *err) {
  s->n = sqlite3_column_count(s->st);
  int *all = calloc((size_t)s->n + 1, sizeof *all);
  toc__table_column *column = calloc((size_t)s->n + 1, sizeof *column);
  toc_status got = all && column ? look_at_rows(store, s, all, err) : toc_fail(err, TOC_NOMEM, NULL, 0, 0, "out of memory");
  toc__table *t = NULL;
  for (int i = 0; got == TOC_OK && i < s->n; i++) {
    const char *name = sqlite3_column_name(s->st, i);
    column[i] = (toc__table_column){toc_cstr(name), type_of(name, all[i], lists)};
  }
  if (got == TOC_OK) t = toc__table_new(format, column, (uint32_t)s->n, write, ctx);
  if (got == TOC_OK) got = t ? fill_table(store, s, t, column, err) : toc_fail(err, TOC_NOMEM, NULL, 0, 0, "out of memory");
  toc__table_free(t);
  free(column);
  free(all);
  return got;
}

/* -------------------------------------------------------------------- lines */

static toc_status put_rows(const toc_store *store, sheet *s, toc__rows as, toc_write_fn write, void *ctx, toc_error *err) {
  static void (*const one[])(sheet *) = {csv_row, json_row, geo_row, text_row, tsv_row};
  toc_status got = TOC_OK;
  int step = SQLITE_DONE;
  head(s, as);
  while (got == TOC_OK && (step = sqlite3_step(s->st)) == SQLITE_ROW) {
    one[as](s);
    s->rows++;
    if (s->out.len >= FLUSH) got = flush(s, write, ctx, err);
  }
  if (got == TOC_OK && step != SQLITE_DONE) return toc__store_fail(store, "read", err);
  if (as == TOC__ROWS_GEOJSON) toc_buf_z(&s->out, "\n]}\n");
  return got == TOC_OK ? flush(s, write, ctx, err) : got;
}

toc_status toc__store_rows(const toc_store *store, toc_str sql, toc__rows as, toc_write_fn write, void *ctx, toc_error *err) {
  sheet s = {0};
  const char *tail = NULL;
  if (sql.len > INT32_MAX || sqlite3_prepare_v2(store->db, sql.ptr, (int)sql.len, &s.st, &tail) != SQLITE_OK)
    return toc_fail(err, TOC_USAGE, NULL, 0, 0, "the query cannot be understood: %s", sqlite3_errmsg(store->db));
  toc_status got = TOC_OK;
  if (!s.st) got = toc_fail(err, TOC_USAGE, NULL, 0, 0, "the query is empty");
  else if (!sqlite3_stmt_readonly(s.st)) got = toc_fail(err, TOC_USAGE, NULL, 0, 0, "the query would change the file; it may only read");
  else if (toc_str_trim((toc_str){tail, (size_t)(sql.ptr + sql.len - tail)}).len)
    got = toc_fail(err, TOC_USAGE, NULL, 0, 0, "one statement at a time: something follows the first");
  toc_buf_init(&s.out, 0);
  bool columns = as >= TOC__ROWS_PARQUET;
  int sep = s.st ? sqlite3_bind_parameter_index(s.st, ":sep") : 0;
  if (sep) sqlite3_bind_text(s.st, sep, columns ? UNIT_SEPARATOR : "; ", -1, SQLITE_STATIC);
  if (got == TOC_OK && columns) got = put_columns(store, &s, (toc__table_format)(as - TOC__ROWS_PARQUET), sep != 0, write, ctx, err);
  else if (got == TOC_OK) got = put_rows(store, &s, as, write, ctx, err);
  toc_buf_release(&s.out);
  sqlite3_finalize(s.st);
  return got;
}

toc_status toc_store_query(toc_store *store, const char *sql, const char *format, toc_write_fn write, void *ctx, toc_error *err) {
  static const struct {
    const char *name;
    toc__rows as;
  } known[] = {{"csv", TOC__ROWS_CSV},         {"jsonl", TOC__ROWS_JSONL}, {"geojson", TOC__ROWS_GEOJSON},   {"text", TOC__ROWS_TEXT},
               {"parquet", TOC__ROWS_PARQUET}, {"arrow", TOC__ROWS_ARROW}, {"arrows", TOC__ROWS_ARROW_STREAM}};
  for (size_t i = 0; i < sizeof known / sizeof *known; i++)
    if (strcmp(format, known[i].name) == 0) return toc__store_rows(store, toc_cstr(sql), known[i].as, write, ctx, err);
  return toc_fail(err, TOC_USAGE, NULL, 0, 0, "unknown format '%s': expected csv, jsonl, geojson, text, parquet, arrow or arrows", format);
}
