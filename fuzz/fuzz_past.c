/* Rows of an earlier engine, as a crisis file from anybody may hold them. */
#include "store.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

typedef struct seen {
  const uint8_t *from, *to;
  int columns;
} seen;

static void check(const seen *s, toc_str x) {
  if (x.len && ((const uint8_t *)x.ptr < s->from || (const uint8_t *)x.ptr + x.len > s->to)) abort();
}

static bool table(void *ctx, toc_str name, const toc_str *column, int n) {
  seen *s = ctx;
  check(s, name);
  for (int i = 0; i < n; i++) check(s, column[i]);
  s->columns = n;
  return n > 0 && n <= TOC__PAST_COLUMNS;
}

static bool row(void *ctx, const toc__past_cell *cell, int n) {
  seen *s = ctx;
  if (n != s->columns) abort();
  for (int i = 0; i < n; i++)
    if (cell[i].letter == 't') check(s, cell[i].text);
  return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  seen s = {data, data + size, 0};
  const toc__past_reader reader = {table, row, &s};
  toc__past_read((toc_str){(const char *)data, size}, &reader);
  return 0;
}
