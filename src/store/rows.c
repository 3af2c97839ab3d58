/* rows.c - the rows of one SELECT as CSV (RFC 4180), TSV, JSON lines, GeoJSON, or text.
 *
 * Numbers are the shortest that read back the same; a missing value is null, or an empty cell. */
#include "store.h"

#include <math.h>

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
  if (got == TOC_OK) got = put_rows(store, &s, as, write, ctx, err);
  toc_buf_release(&s.out);
  sqlite3_finalize(s.st);
  return got;
}

toc_status toc_store_query(toc_store *store, const char *sql, const char *format, toc_write_fn write, void *ctx, toc_error *err) {
  static const char *const names[] = {"csv", "jsonl", "geojson", "text"};
  for (int i = 0; i < 4; i++)
    if (strcmp(format, names[i]) == 0) return toc__store_rows(store, toc_cstr(sql), (toc__rows)i, write, ctx, err);
  return toc_fail(err, TOC_USAGE, NULL, 0, 0, "unknown format '%s': expected csv, jsonl, geojson or text", format);
}
