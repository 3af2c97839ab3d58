/* past.c - the derived rows of one report as bytes, and back.
 *
 * When a new engine reads a report otherwise, what the old one had read is kept: all its rows, packed.
 * Layout, before zlib: for each table its name, the number of columns, their names, the number of rows,
 * the cells; numbers are LEB128, a string is its length and its bytes, a cell is a letter
 * (n, i, r, t) and eight bytes little-endian or a string.  Columns go by name, so that a later
 * schema reads what an earlier one packed.  The engine's key is left out, so that two engines which
 * read the same pack the same. */
#include "store.h"

#include <stdlib.h>

/* Tables with all rows of a report, and which they are. */
typedef struct past_table {
  const char *name, *which;
  bool later; /* not in version 1 */
} past_table;
static const past_table past_tables[] = {
    {"report", "key = ?1", false},
    {"claim", "report = ?1 ORDER BY n", false},
    {"figure", "report = ?1 ORDER BY n", false},
    {"event", "report = ?1 ORDER BY n", false},
    {"party", "event IN (SELECT key FROM main.event WHERE report = ?1) ORDER BY event, role, n", false},
    {"event_figure", "event IN (SELECT key FROM main.event WHERE report = ?1) ORDER BY event, n", false},
    {"toll", "report = ?1 ORDER BY part, n", false},
    {"impact", "report = ?1 ORDER BY n", false},
    {"place", "report = ?1 ORDER BY n", false},
    {"time", "report = ?1 ORDER BY n", true},
    {"hidden", "report = ?1 ORDER BY n", true},
};

/* --------------------------------------------------------------------- pack */

static void put_number(toc_buf *b, uint64_t v) {
  for (; v >= 0x80; v >>= 7) toc_buf_put(b, &(uint8_t){(uint8_t)(v | 0x80)}, 1);
  toc_buf_put(b, &(uint8_t){(uint8_t)v}, 1);
}

static void put_string(toc_buf *b, const char *s, size_t n) {
  put_number(b, n);
  toc_buf_put(b, s, n);
}

static void put_eight(toc_buf *b, char letter, uint64_t v) {
  toc_buf_put(b, &letter, 1);
  for (int i = 0; i < 64; i += 8) toc_buf_put(b, &(uint8_t){(uint8_t)(v >> i)}, 1);
}

static void put_cell(toc_buf *b, sqlite3_stmt *st, int i) {
  double x;
  uint64_t bits;
  switch (sqlite3_column_type(st, i)) {
    case SQLITE_INTEGER: put_eight(b, 'i', (uint64_t)sqlite3_column_int64(st, i)); break;
    case SQLITE_FLOAT:
      x = sqlite3_column_double(st, i);
      memcpy(&bits, &x, 8);
      put_eight(b, 'r', bits);
      break;
    case SQLITE_NULL: toc_buf_put(b, "n", 1); break;
    default:
      toc_buf_put(b, "t", 1);
      put_string(b, (const char *)sqlite3_column_text(st, i), (size_t)sqlite3_column_bytes(st, i));
  }
}

/* The engine, and what version 1 has no column for. */
static bool is_left_out(const char *column, bool all) {
  return strcmp(column, "engine") == 0 || (!all && (strcmp(column, "source_spans") == 0 || strcmp(column, "cue_spans") == 0));
}

/* Rows come before their number is known: they wait in `rows`. */
static toc_status pack_table(toc_store *s, const past_table *t, int64_t report, bool all, toc_buf *rows, toc_buf *out, toc_error *err) {
  char sql[256];
  sqlite3_stmt *st;
  uint64_t n = 0;
  snprintf(sql, sizeof sql, "SELECT * FROM main.%s WHERE %s", t->name, t->which);
  if (sqlite3_prepare_v2(s->db, sql, -1, &st, NULL) != SQLITE_OK) return toc__store_fail(s, "read", err);
  sqlite3_bind_int64(st, 1, report);
  toc_buf_reset(rows);
  int columns = sqlite3_column_count(st), n_columns = 0, step;
  for (int i = 0; i < columns; i++) n_columns += !is_left_out(sqlite3_column_name(st, i), all);
  for (; (step = sqlite3_step(st)) == SQLITE_ROW; n++)
    for (int i = 0; i < columns; i++)
      if (!is_left_out(sqlite3_column_name(st, i), all)) put_cell(rows, st, i);
  put_string(out, t->name, strlen(t->name));
  put_number(out, (uint64_t)n_columns);
  for (int i = 0; i < columns; i++)
    if (!is_left_out(sqlite3_column_name(st, i), all)) put_string(out, sqlite3_column_name(st, i), strlen(sqlite3_column_name(st, i)));
  put_number(out, n);
  toc_buf_put(out, rows->ptr, rows->len);
  sqlite3_finalize(st);
  if (rows->failed || out->failed) return toc_fail(err, TOC_NOMEM, NULL, 0, 0, "out of memory");
  return step == SQLITE_DONE ? TOC_OK : toc__store_fail(s, "read", err);
}

toc_status toc__past_pack(toc_store *s, int64_t report, bool all, toc_buf *out, toc_error *err) {
  toc_buf rows;
  toc_status got = TOC_OK;
  toc_buf_init(&rows, 0);
  for (size_t i = 0; got == TOC_OK && i < sizeof past_tables / sizeof *past_tables; i++)
    if (all || !past_tables[i].later) got = pack_table(s, &past_tables[i], report, all, &rows, out, err);
  toc_buf_release(&rows);
  return got;
}

/* ------------------------------------------------------------------- unpack */

static bool get_number(toc_str *s, uint64_t *v) {
  *v = 0;
  for (int shift = 0; shift < 64 && s->len; shift += 7) {
    uint8_t byte = (uint8_t)*s->ptr;
    *s = toc_str_sub(*s, 1, s->len);
    *v |= (uint64_t)(byte & 0x7f) << shift;
    if (!(byte & 0x80)) return true;
  }
  return false;
}

static bool get_string(toc_str *s, toc_str *out) {
  uint64_t n;
  if (!get_number(s, &n) || n > s->len) return false;
  *out = toc_str_sub(*s, 0, (size_t)n);
  *s = toc_str_sub(*s, (size_t)n, s->len);
  return true;
}

static bool get_cell(toc_str *s, toc__past_cell *c) {
  if (!s->len) return false;
  c->letter = *s->ptr;
  *s = toc_str_sub(*s, 1, s->len);
  if (c->letter == 'n') return true;
  if (c->letter == 't') return get_string(s, &c->text);
  if ((c->letter != 'i' && c->letter != 'r') || s->len < 8) return false;
  uint64_t bits = 0;
  for (int i = 0; i < 8; i++) bits |= (uint64_t)(uint8_t)s->ptr[i] << 8 * i;
  *s = toc_str_sub(*s, 8, s->len);
  c->number = (int64_t)bits;
  memcpy(&c->real, &bits, 8);
  return true;
}

bool toc__past_read(toc_str bytes, const toc__past_reader *r) {
  toc_str table, column[TOC__PAST_COLUMNS];
  toc__past_cell cell[TOC__PAST_COLUMNS];
  while (bytes.len) {
    uint64_t n_columns, n_rows;
    if (!get_string(&bytes, &table) || !get_number(&bytes, &n_columns) || n_columns == 0 || n_columns > TOC__PAST_COLUMNS) return false;
    for (uint64_t i = 0; i < n_columns; i++)
      if (!get_string(&bytes, &column[i])) return false;
    if (!get_number(&bytes, &n_rows)) return false;
    if (!r->table(r->ctx, table, column, (int)n_columns)) return false;
    for (; n_rows; n_rows--) {
      for (uint64_t i = 0; i < n_columns; i++)
        if (!get_cell(&bytes, &cell[i])) return false;
      if (!r->row(r->ctx, cell, (int)n_columns)) return false;
    }
  }
  return true;
}
