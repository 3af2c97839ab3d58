/* table.h - rows out as columns: Apache Parquet and Arrow.
 *
 * A CSV file of a million events is read as words and guessed at: is "1526384" a number, is an
 * empty cell a missing value?  A columnar file says so itself.  This room writes three kinds:
 *
 *   Parquet        one file: row groups of columns, a footer that finds them (parquet.apache.org,
 *                  format 2.6: thrift's compact protocol, version 1 pages, PLAIN and RLE_DICTIONARY)
 *   Arrow file     record batches with a footer ("Feather 2"; arrow.apache.org, IPC format, version 5)
 *   Arrow stream   the same batches one after the other, for pipes
 *
 * Rows are put cell by cell, from left to right, and written in groups of TOC__TABLE_ROWS or when
 * TOC__TABLE_BYTES of text wait, so memory does not grow with the table.  Nothing is compressed:
 * the bytes depend on the rows alone, and on no version of a compressor; a column of few different
 * words is written as a dictionary in Parquet.  Every column may miss values.
 *
 * A table belongs to one thread.  After the first failure all calls do nothing and the same
 * status comes from toc__table_end. */
#ifndef TOC_TABLE_H
#define TOC_TABLE_H

#include "core.h"

#define TOC__TABLE_ROWS 65536
#define TOC__TABLE_BYTES (32u << 20)

typedef enum { TOC__TABLE_PARQUET, TOC__TABLE_ARROW, TOC__TABLE_ARROW_STREAM } toc__table_format;

typedef enum {
  TOC__COLUMN_INT,   /* 64 bits, signed */
  TOC__COLUMN_REAL,  /* IEEE double */
  TOC__COLUMN_STR,   /* UTF-8 */
  TOC__COLUMN_DAY,   /* days since 1970-01-01 */
  TOC__COLUMN_TIME,  /* microseconds since 1970-01-01T00:00, of no time zone */
  TOC__COLUMN_STRS   /* a list of UTF-8 strings, items may be missing */
} toc__column_type;

typedef struct toc__table_column {
  toc_str name;
  toc__column_type type;
} toc__table_column;

typedef struct toc__table toc__table;

/* The columns are copied; at least one.  write gets the bytes in order.  NULL: no memory. */
toc__table *toc__table_new(toc__table_format format, const toc__table_column *columns, uint32_t n, toc_write_fn write, void *ctx);
void toc__table_free(toc__table *t);

/* The next cell of the row: its column must be of that type.  Strings are copied. */
void toc__table_null(toc__table *t);
void toc__table_int(toc__table *t, int64_t v); /* of INT, DAY and TIME */
void toc__table_real(toc__table *t, double v);
void toc__table_str(toc__table *t, toc_str v);
/* A list: begin, items, end.  An item of ptr NULL is a missing one. */
void toc__table_list(toc__table *t);
void toc__table_item(toc__table *t, toc_str v);
void toc__table_list_end(toc__table *t);
/* All cells of the row were put. */
void toc__table_row(toc__table *t);
/* Writes what is left and the footer. */
toc_status toc__table_end(toc__table *t, toc_error *err);

#endif
