/* parquet.c - Apache Parquet.
 *
 * "PAR1", row groups, footer, its length, "PAR1".  A row group is one chunk a column; a chunk is
 * a dictionary page, if the column is worth one, and one data page: how deep each value is defined
 * (and where lists begin), run-length coded, then the values that are there.  Headers and footer are
 * in thrift's compact protocol, of which this needs little: structs, lists, integers, strings. */
#include "parts.h"

#include <stdlib.h>

enum { INT32 = 1, INT64 = 2, DOUBLE = 5, BYTE_ARRAY = 6 };       /* Type */
enum { PLAIN = 0, RLE = 3, RLE_DICTIONARY = 8 };                 /* Encoding */
enum { T_TRUE = 1, T_FALSE = 2, T_I32 = 5, T_I64 = 6, T_BINARY = 8, T_LIST = 9, T_STRUCT = 12 };

/* ------------------------------------------------------------------- thrift */

static void put_varint(toc_buf *b, uint64_t v) {
  for (; v >= 0x80; v >>= 7) toc_buf_put(b, &(uint8_t){(uint8_t)(v | 0x80)}, 1);
  toc_buf_put(b, &(uint8_t){(uint8_t)v}, 1);
}
static uint64_t zigzag(int64_t v) { return ((uint64_t)v << 1) ^ (uint64_t)(v >> 63); }

/* The header of field `id`, which follows `*last`. */
static void field(toc_buf *b, int *last, int id, int type) {
  toc_buf_put(b, &(uint8_t){(uint8_t)((id - *last) << 4 | type)}, 1);
  *last = id;
}
static void field_int(toc_buf *b, int *last, int id, int type, int64_t v) {
  field(b, last, id, type);
  put_varint(b, zigzag(v));
}
static void put_binary(toc_buf *b, toc_str s) {
  put_varint(b, s.len);
  toc_buf_str(b, s);
}
static void field_str(toc_buf *b, int *last, int id, toc_str s) {
  field(b, last, id, T_BINARY);
  put_binary(b, s);
}
static void list_head(toc_buf *b, int *last, int id, uint32_t n, int type) {
  field(b, last, id, T_LIST);
  if (n < 15) {
    toc_buf_put(b, &(uint8_t){(uint8_t)(n << 4 | (uint32_t)type)}, 1);
    return;
  }
  toc_buf_put(b, &(uint8_t){(uint8_t)(0xf0 | type)}, 1);
  put_varint(b, n);
}
static void stop(toc_buf *b) { toc_buf_put(b, "", 1); }

/* ------------------------------------------------------------------- levels */

/* The hybrid of run lengths and bit packing: runs of eight and more as such, the rest in groups
 * of eight.  v[i] < 1 << width, width ≤ 32. */
static void put_hybrid(toc_buf *b, const uint32_t *v, uint32_t n, int width) {
  uint32_t i = 0;
  while (i < n) {
    uint32_t run = 1;
    while (i + run < n && v[i + run] == v[i]) run++;
    if (run >= 8) {
      put_varint(b, (uint64_t)run << 1);
      for (int k = 0; k < width; k += 8) toc_buf_put(b, &(uint8_t){(uint8_t)(v[i] >> k)}, 1);
      i += run;
      continue;
    }
    uint32_t from = i;
    for (run = 0; i < n; i += 8) { /* up to the next long run */
      for (run = 1; run < 8 && i + run < n && v[i + run] == v[i]; run++) {}
      if (run >= 8) break;
    }
    if (i > n) i = n;
    put_varint(b, (uint64_t)((i - from + 7) / 8) << 1 | 1);
    uint64_t bits = 0;
    int have = 0;
    for (uint32_t k = from; k < from + (i - from + 7) / 8 * 8; k++) {
      bits |= (uint64_t)(k < n ? v[k] : 0) << have;
      for (have += width; have >= 8; have -= 8, bits >>= 8) toc_buf_put(b, &(uint8_t){(uint8_t)bits}, 1);
    }
  }
}

static void put_u32(toc_buf *b, uint32_t v) {
  toc_buf_put(b, (uint8_t[]){(uint8_t)v, (uint8_t)(v >> 8), (uint8_t)(v >> 16), (uint8_t)(v >> 24)}, 4);
}
static void put_u64(toc_buf *b, uint64_t v) {
  put_u32(b, (uint32_t)v);
  put_u32(b, (uint32_t)(v >> 32));
}

static void put_levels(toc_buf *b, const uint32_t *level, uint32_t n, int width) {
  size_t at = b->len;
  put_u32(b, 0);
  put_hybrid(b, level, n, width);
  if (b->failed) return;
  uint32_t size = (uint32_t)(b->len - at - 4);
  for (int i = 0; i < 4; i++) b->ptr[at + (size_t)i] = (char)(uint8_t)(size >> 8 * i);
}

/* Levels of a column: a value (or a list's empty place) each. */
typedef struct levels {
  uint32_t *def, *rep; /* [n] */
  uint32_t n;
} levels;

static bool make_levels(const toc__table *t, const toc__column *c, levels *l) {
  const uint8_t *valid = (const uint8_t *)c->valid.ptr;
  size_t room = (size_t)t->rows + toc__column_strings(c) + 1;
  l->def = malloc(2 * room * sizeof *l->def);
  if (!l->def) return false;
  l->rep = l->def + room;
  l->n = 0;
  if (c->type != TOC__COLUMN_STRS) {
    for (uint32_t i = 0; i < t->rows; i++) l->def[l->n++] = valid[i];
    return true;
  }
  const uint32_t *list_end = (const uint32_t *)(const void *)c->list_ends.ptr;
  for (uint32_t i = 0, k = 0; i < t->rows; i++) {
    if (k == list_end[i]) { /* missing, or empty */
      l->rep[l->n] = 0;
      l->def[l->n++] = valid[i];
    }
    for (uint32_t from = k; k < list_end[i]; k++) {
      l->rep[l->n] = k > from;
      l->def[l->n++] = c->item_valid.ptr[k] ? 3 : 2;
    }
  }
  return true;
}

/* ------------------------------------------------------------------- values */

static bool is_there(const toc__column *c, uint32_t i) { return c->type == TOC__COLUMN_STRS ? c->item_valid.ptr[i] : c->valid.ptr[i]; }

static void put_fixed(toc_buf *b, const toc__table *t, const toc__column *c) {
  const uint64_t *v = (const uint64_t *)(const void *)c->fixed.ptr; /* the bits of a double, too */
  for (uint32_t i = 0; i < t->rows; i++) {
    if (!c->valid.ptr[i]) continue;
    if (c->type == TOC__COLUMN_DAY) put_u32(b, (uint32_t)v[i]);
    else put_u64(b, v[i]);
  }
}

static void put_plain(toc_buf *b, const toc__column *c) {
  for (uint32_t i = 0; i < toc__column_strings(c); i++) {
    toc_str s = toc__column_string(c, i);
    if (!is_there(c, i)) continue;
    put_u32(b, (uint32_t)s.len);
    toc_buf_str(b, s);
  }
}

typedef struct dictionary {
  uint32_t *index;   /* [present strings] */
  uint32_t n;        /* of them */
  uint32_t *first;   /* [n_words] the string that stands for the word */
  uint32_t n_words;
} dictionary;

/* Words by open addressing; false if there are so many different ones that it is not worth it. */
static bool make_dictionary(const toc__column *c, dictionary *d, void **memory) {
  uint32_t n = toc__column_strings(c), size = 16, limit = n / 2 + 1;
  if (limit > 32768) limit = 32768;
  while (size < limit * 2) size *= 2;
  uint32_t *all = malloc(((size_t)n + limit + size + 2) * sizeof *all);
  *memory = all;
  if (!all) return false;
  uint32_t *slot = all + n + limit + 1;
  *d = (dictionary){.index = all, .first = all + n};
  memset(slot, 0xff, size * sizeof *slot);
  for (uint32_t i = 0; i < n; i++) {
    if (!is_there(c, i)) continue;
    toc_str s = toc__column_string(c, i);
    uint32_t at = (uint32_t)toc_hash(s, 7) & (size - 1);
    while (slot[at] != TOC_NONE && !toc_str_eq(toc__column_string(c, d->first[slot[at]]), s)) at = (at + 1) & (size - 1);
    if (slot[at] == TOC_NONE) {
      if (d->n_words == limit) return false;
      slot[at] = d->n_words;
      d->first[d->n_words++] = i;
    }
    d->index[d->n++] = slot[at];
  }
  return d->n_words > 0;
}

/* -------------------------------------------------------------------- pages */

static void page(toc__table *t, const toc_buf *body, uint32_t n, int encoding, bool is_dictionary) {
  toc_buf h;
  int last = 0, inner = 0;
  toc_buf_init(&h, 0);
  field_int(&h, &last, 1, T_I32, is_dictionary ? 2 : 0);
  field_int(&h, &last, 2, T_I32, (int64_t)body->len);
  field_int(&h, &last, 3, T_I32, (int64_t)body->len);
  field(&h, &last, is_dictionary ? 7 : 5, T_STRUCT);
  field_int(&h, &inner, 1, T_I32, n);
  field_int(&h, &inner, 2, T_I32, encoding);
  if (!is_dictionary) {
    field_int(&h, &inner, 3, T_I32, RLE);
    field_int(&h, &inner, 4, T_I32, RLE);
  }
  stop(&h);
  stop(&h);
  if (h.failed || body->failed) t->status = TOC_NOMEM;
  toc__table_bytes(t, h.ptr, h.len);
  toc__table_bytes(t, body->ptr, body->len);
  toc_buf_release(&h);
}

static int type_of(const toc__column *c) {
  switch (c->type) {
    case TOC__COLUMN_REAL: return DOUBLE;
    case TOC__COLUMN_DAY: return INT32;
    case TOC__COLUMN_INT:
    case TOC__COLUMN_TIME: return INT64;
    default: return BYTE_ARRAY;
  }
}

static void chunk_meta(toc_buf *b, const toc__column *c, uint32_t n, int64_t from, int64_t data_at, int64_t end, bool words) {
  int last = 0, meta = 0;
  bool list = c->type == TOC__COLUMN_STRS;
  field_int(b, &last, 2, T_I64, from);
  field(b, &last, 3, T_STRUCT);
  field_int(b, &meta, 1, T_I32, type_of(c));
  list_head(b, &meta, 2, words ? 3 : 2, T_I32);
  put_varint(b, zigzag(PLAIN));
  put_varint(b, zigzag(RLE));
  if (words) put_varint(b, zigzag(RLE_DICTIONARY));
  list_head(b, &meta, 3, list ? 3 : 1, T_BINARY);
  put_binary(b, c->name);
  if (list) {
    put_binary(b, TOC_S("list"));
    put_binary(b, TOC_S("element"));
  }
  field_int(b, &meta, 4, T_I32, 0); /* UNCOMPRESSED */
  field_int(b, &meta, 5, T_I64, n);
  field_int(b, &meta, 6, T_I64, end - from);
  field_int(b, &meta, 7, T_I64, end - from);
  field_int(b, &meta, 9, T_I64, data_at);
  if (words) field_int(b, &meta, 11, T_I64, from);
  stop(b);
  stop(b);
}

static void chunk(toc__table *t, const toc__column *c) {
  levels l = {0};
  dictionary d = {0};
  void *memory = NULL;
  toc_buf *b = &t->scratch;
  bool strings = c->type == TOC__COLUMN_STR || c->type == TOC__COLUMN_STRS;
  bool words = strings && make_dictionary(c, &d, &memory);
  if (!make_levels(t, c, &l)) {
    t->status = TOC_NOMEM;
    free(memory);
    return;
  }
  int64_t from = t->offset;
  if (words) {
    toc_buf_reset(b);
    for (uint32_t i = 0; i < d.n_words; i++) {
      toc_str s = toc__column_string(c, d.first[i]);
      put_u32(b, (uint32_t)s.len);
      toc_buf_str(b, s);
    }
    page(t, b, d.n_words, PLAIN, true);
  }
  int64_t data_at = t->offset;
  toc_buf_reset(b);
  if (c->type == TOC__COLUMN_STRS) put_levels(b, l.rep, l.n, 1);
  put_levels(b, l.def, l.n, c->type == TOC__COLUMN_STRS ? 2 : 1);
  if (words) {
    int width = 1;
    while ((d.n_words - 1) >> width) width++;
    toc_buf_put(b, &(uint8_t){(uint8_t)width}, 1);
    put_hybrid(b, d.index, d.n, width);
  } else if (strings) {
    put_plain(b, c);
  } else {
    put_fixed(b, t, c);
  }
  page(t, b, l.n, words ? RLE_DICTIONARY : PLAIN, false);
  chunk_meta(&t->groups, c, l.n, from, data_at, t->offset, words);
  free(l.def);
  free(memory);
}

/* --------------------------------------------------------------------- file */

void toc__parquet_begin(toc__table *t) { toc__table_bytes(t, "PAR1", 4); }

void toc__parquet_group(toc__table *t) {
  int last = 0;
  int64_t from = t->offset;
  list_head(&t->groups, &last, 1, t->n, T_STRUCT);
  for (uint32_t i = 0; i < t->n && t->status == TOC_OK; i++) chunk(t, &t->column[i]);
  field_int(&t->groups, &last, 2, T_I64, t->offset - from);
  field_int(&t->groups, &last, 3, T_I64, t->rows);
  stop(&t->groups);
  t->n_groups++;
}

static void element(toc_buf *b, int type, int repetition, toc_str name, int children, int converted) {
  int last = 0;
  if (type) field_int(b, &last, 1, T_I32, type);
  if (repetition >= 0) field_int(b, &last, 3, T_I32, repetition);
  field_str(b, &last, 4, name);
  if (children) field_int(b, &last, 5, T_I32, children);
  if (converted >= 0) field_int(b, &last, 6, T_I32, converted);
  if (converted == 10) { /* what the old TIMESTAMP_MICROS leaves open: it is of no time zone */
    int logical = 0, stamp = 0, unit = 0;
    field(b, &last, 10, T_STRUCT);
    field(b, &logical, 8, T_STRUCT);
    field(b, &stamp, 1, T_FALSE);
    field(b, &stamp, 2, T_STRUCT);
    field(b, &unit, 2, T_STRUCT);
    for (int i = 0; i < 4; i++) stop(b);
  }
  stop(b);
}

enum { REQUIRED = 0, OPTIONAL = 1, REPEATED = 2, UTF8 = 0, LIST = 3, DATE = 6, MICROS = 10 };

static void put_schema(toc_buf *b, const toc__table *t) {
  element(b, 0, -1, TOC_S("schema"), (int)t->n, -1);
  for (uint32_t i = 0; i < t->n; i++) {
    const toc__column *c = &t->column[i];
    switch (c->type) {
      case TOC__COLUMN_STRS:
        element(b, 0, OPTIONAL, c->name, 1, LIST);
        element(b, 0, REPEATED, TOC_S("list"), 1, -1);
        element(b, BYTE_ARRAY, OPTIONAL, TOC_S("element"), 0, UTF8);
        break;
      case TOC__COLUMN_STR: element(b, BYTE_ARRAY, OPTIONAL, c->name, 0, UTF8); break;
      case TOC__COLUMN_DAY: element(b, INT32, OPTIONAL, c->name, 0, DATE); break;
      case TOC__COLUMN_TIME: element(b, INT64, OPTIONAL, c->name, 0, MICROS); break;
      default: element(b, type_of(c), OPTIONAL, c->name, 0, -1);
    }
  }
}

void toc__parquet_end(toc__table *t) {
  toc_buf *b = &t->scratch;
  int last = 0;
  uint32_t n = t->n + 1;
  for (uint32_t i = 0; i < t->n; i++) n += t->column[i].type == TOC__COLUMN_STRS ? 2 : 0;
  toc_buf_reset(b);
  field_int(b, &last, 1, T_I32, 2);
  list_head(b, &last, 2, n, T_STRUCT);
  put_schema(b, t);
  field_int(b, &last, 3, T_I64, t->total);
  list_head(b, &last, 4, t->n_groups, T_STRUCT);
  toc_buf_put(b, t->groups.ptr, t->groups.len);
  field_str(b, &last, 6, TOC_S("tocsin " TOC_VERSION_STRING));
  stop(b);
  put_u32(b, (uint32_t)b->len);
  toc_buf_put(b, "PAR1", 4);
  if (b->failed) t->status = TOC_NOMEM;
  toc__table_bytes(t, b->ptr, b->len);
}
