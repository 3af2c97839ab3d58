/* parts.h - what the files of this room share. */
#ifndef TOC_TABLE_PARTS_H
#define TOC_TABLE_PARTS_H

#include "table.h"

/* One column of the rows that wait.  Buffers hold arrays of the type named. */
typedef struct toc__column {
  toc_str name;
  toc__column_type type;
  toc_buf valid;      /* uint8_t a row */
  toc_buf fixed;      /* int64_t or double a row; 0 where missing */
  toc_buf bytes;      /* of all strings */
  toc_buf ends;       /* uint32_t a string: its end in bytes */
  toc_buf item_valid; /* STRS: uint8_t a string */
  toc_buf list_ends;  /* STRS: uint32_t a row: number of strings up to its end */
} toc__column;

struct toc__table {
  toc__table_format format;
  toc__column *column; /* [n] */
  uint32_t n, at;      /* columns; the next cell's */
  uint32_t rows;       /* that wait */
  int64_t total;       /* rows written */
  toc_write_fn write;
  void *ctx;
  int64_t offset;      /* bytes written */
  toc_status status;   /* of the first failure */
  toc_buf scratch;
  toc_buf groups;      /* Parquet: thrift of the row groups; Arrow: blocks of the footer */
  uint32_t n_groups;
};

void toc__table_bytes(toc__table *t, const void *bytes, size_t n);

static inline uint32_t toc__column_strings(const toc__column *c) { return (uint32_t)(c->ends.len / sizeof(uint32_t)); }
static inline toc_str toc__column_string(const toc__column *c, uint32_t i) {
  const uint32_t *end = (const uint32_t *)(const void *)c->ends.ptr;
  uint32_t from = i ? end[i - 1] : 0;
  return (toc_str){c->bytes.ptr ? c->bytes.ptr + from : "", end[i] - from};
}

void toc__parquet_begin(toc__table *t);
void toc__parquet_group(toc__table *t);
void toc__parquet_end(toc__table *t);
void toc__arrow_begin(toc__table *t);
void toc__arrow_group(toc__table *t);
void toc__arrow_end(toc__table *t);

#endif
