/* table.c - rows gather in columns until a group of them is written. */
#include "parts.h"

#include <assert.h>
#include <stdlib.h>

static const struct {
  void (*begin)(toc__table *), (*group)(toc__table *), (*end)(toc__table *);
} form[] = {
    [TOC__TABLE_PARQUET] = {toc__parquet_begin, toc__parquet_group, toc__parquet_end},
    [TOC__TABLE_ARROW] = {toc__arrow_begin, toc__arrow_group, toc__arrow_end},
    [TOC__TABLE_ARROW_STREAM] = {toc__arrow_begin, toc__arrow_group, toc__arrow_end},
};

toc__table *toc__table_new(toc__table_format format, const toc__table_column *columns, uint32_t n, toc_write_fn write, void *ctx) {
  assert(n > 0);
  toc__table *t = calloc(1, sizeof *t);
  if (t) t->column = calloc(n, sizeof *t->column);
  if (!t || !t->column) {
    free(t);
    return NULL;
  }
  t->format = format;
  t->n = n;
  t->write = write;
  t->ctx = ctx;
  for (uint32_t i = 0; i < n; i++) {
    char *name = malloc(columns[i].name.len + 1);
    if (!name) {
      toc__table_free(t);
      return NULL;
    }
    memcpy(name, columns[i].name.ptr, columns[i].name.len);
    t->column[i].name = (toc_str){name, columns[i].name.len};
    t->column[i].type = columns[i].type;
  }
  form[format].begin(t);
  return t;
}

static void reset(toc__column *c, void (*how)(toc_buf *)) {
  toc_buf *const all[] = {&c->valid, &c->fixed, &c->bytes, &c->ends, &c->item_valid, &c->list_ends};
  for (size_t i = 0; i < sizeof all / sizeof *all; i++) how(all[i]);
}

void toc__table_free(toc__table *t) {
  if (!t) return;
  for (uint32_t i = 0; i < t->n; i++) {
    reset(&t->column[i], toc_buf_release);
    free((char *)(uintptr_t)t->column[i].name.ptr);
  }
  toc_buf_release(&t->scratch);
  toc_buf_release(&t->groups);
  free(t->column);
  free(t);
}

void toc__table_bytes(toc__table *t, const void *bytes, size_t n) {
  if (t->status != TOC_OK || n == 0) return;
  if (t->write(t->ctx, bytes, n)) t->status = TOC_IO;
  t->offset += (int64_t)n;
}

/* -------------------------------------------------------------------- cells */

static toc__column *next(toc__table *t, bool valid) {
  assert(t->at < t->n);
  toc__column *c = &t->column[t->at++];
  toc_buf_put(&c->valid, &(uint8_t){valid}, 1);
  return c;
}

static void put_string(toc__column *c, toc_str v) {
  if (c->bytes.len + v.len > UINT32_MAX / 2) c->bytes.failed = true; /* one row of two gigabytes */
  toc_buf_str(&c->bytes, v);
  toc_buf_put(&c->ends, &(uint32_t){(uint32_t)c->bytes.len}, sizeof(uint32_t));
}

static void put_list_end(toc__column *c) {
  toc_buf_put(&c->list_ends, &(uint32_t){toc__column_strings(c)}, sizeof(uint32_t));
}

void toc__table_null(toc__table *t) {
  toc__column *c = next(t, false);
  if (c->type == TOC__COLUMN_STR) put_string(c, (toc_str){0});
  else if (c->type == TOC__COLUMN_STRS) put_list_end(c);
  else toc_buf_put(&c->fixed, &(int64_t){0}, sizeof(int64_t));
}

void toc__table_int(toc__table *t, int64_t v) {
  toc__column *c = next(t, true);
  assert(c->type == TOC__COLUMN_INT || c->type == TOC__COLUMN_DAY || c->type == TOC__COLUMN_TIME);
  toc_buf_put(&c->fixed, &v, sizeof v);
}

void toc__table_real(toc__table *t, double v) {
  toc__column *c = next(t, true);
  assert(c->type == TOC__COLUMN_REAL);
  toc_buf_put(&c->fixed, &v, sizeof v);
}

void toc__table_str(toc__table *t, toc_str v) {
  toc__column *c = next(t, true);
  assert(c->type == TOC__COLUMN_STR);
  put_string(c, v);
}

void toc__table_list(toc__table *t) {
  toc__column *c = next(t, true);
  assert(c->type == TOC__COLUMN_STRS);
  (void)c;
}

void toc__table_item(toc__table *t, toc_str v) {
  toc__column *c = &t->column[t->at - 1];
  toc_buf_put(&c->item_valid, &(uint8_t){v.ptr != NULL}, 1);
  put_string(c, v);
}

void toc__table_list_end(toc__table *t) { put_list_end(&t->column[t->at - 1]); }

/* --------------------------------------------------------------------- rows */

static void write_group(toc__table *t) {
  for (uint32_t i = 0; i < t->n; i++) {
    const toc__column *c = &t->column[i];
    if (c->valid.failed || c->fixed.failed || c->bytes.failed || c->ends.failed || c->item_valid.failed || c->list_ends.failed) t->status = TOC_NOMEM;
  }
  if (t->status == TOC_OK && t->rows) form[t->format].group(t);
  if (t->status == TOC_OK && (t->scratch.failed || t->groups.failed)) t->status = TOC_NOMEM;
  t->total += t->rows;
  t->rows = 0;
  for (uint32_t i = 0; i < t->n; i++) reset(&t->column[i], toc_buf_reset);
}

void toc__table_row(toc__table *t) {
  assert(t->at == t->n);
  size_t waiting = 0;
  t->at = 0;
  t->rows++;
  for (uint32_t i = 0; i < t->n; i++) waiting += t->column[i].bytes.len;
  if (t->rows == TOC__TABLE_ROWS || waiting >= TOC__TABLE_BYTES) write_group(t);
}

toc_status toc__table_end(toc__table *t, toc_error *err) {
  write_group(t);
  if (t->status == TOC_OK) form[t->format].end(t);
  if (t->status == TOC_OK && (t->scratch.failed || t->groups.failed)) t->status = TOC_NOMEM;
  if (t->status == TOC_NOMEM) return toc_fail(err, TOC_NOMEM, NULL, 0, 0, "out of memory");
  return t->status == TOC_OK ? TOC_OK : toc_fail(err, TOC_IO, NULL, 0, 0, "the output could not be written");
}
