/* arrow.c - Apache Arrow's IPC format, as a stream and as a file.
 *
 * A message is four bytes of ones, the length of its metadata, the metadata as a flatbuffer, and a
 * body.  First the schema, then record batches, then an empty message.  The file has "ARROW1" on
 * both ends and a footer that says where the batches are.
 *
 * Flatbuffers point forward, so they are written from front to back: a table with holes, then what
 * it points to, then the holes are filled.  Numbers are little-endian. */
#include "parts.h"

enum { V5 = 4, SCHEMA = 1, RECORD_BATCH = 3 };
enum { T_INT = 2, T_FLOAT = 3, T_UTF8 = 5, T_DATE = 8, T_TIMESTAMP = 10, T_LIST = 12 };

/* ------------------------------------------------------------- flatbuffers */

static void put_le(toc_buf *b, uint64_t v, int n) {
  for (int i = 0; i < n; i++) toc_buf_put(b, &(uint8_t){(uint8_t)(v >> 8 * i)}, 1);
}
static void set_le(toc_buf *b, size_t at, uint64_t v, int n) {
  for (int i = 0; i < n && !b->failed; i++) b->ptr[at + (size_t)i] = (char)(uint8_t)(v >> 8 * i);
}
static void pad(toc_buf *b, size_t to) {
  while (b->len % to && !b->failed) toc_buf_put(b, "", 1);
}

typedef struct slot {
  int size;       /* 0: left out; else 1, 2, 4, 8 */
  uint64_t value; /* of an offset: filled in later */
  size_t at;      /* where it was written */
} slot;

/* Writes a table with its vtable in front of it; returns where it begins. */
static size_t put_table(toc_buf *b, slot *slots, int n) {
  uint32_t place[8] = {0}, size = 4;
  for (int width = 8; width; width /= 2) /* the widest first: each is aligned in the table */
    for (int i = 0; i < n; i++) {
      if (slots[i].size != width) continue;
      size = (size + (uint32_t)width - 1) / (uint32_t)width * (uint32_t)width;
      place[i] = size;
      size += (uint32_t)width;
    }
  pad(b, 8);
  size_t vtable = b->len, length = 4 + 2 * (size_t)n;
  put_le(b, length, 2);
  put_le(b, size, 2);
  for (int i = 0; i < n; i++) put_le(b, place[i], 2);
  pad(b, 8);
  size_t table = b->len;
  put_le(b, table - vtable, 4);
  for (uint32_t k = 4; k < size; k++) toc_buf_put(b, "", 1);
  for (int i = 0; i < n; i++) {
    slots[i].at = table + place[i];
    if (slots[i].size) set_le(b, slots[i].at, slots[i].value, slots[i].size);
  }
  return table;
}

/* Lets the hole at `from` point here. */
static void point(toc_buf *b, size_t from) { set_le(b, from, b->len - from, 4); }

static void put_string(toc_buf *b, size_t from, toc_str s) {
  pad(b, 4);
  point(b, from);
  put_le(b, s.len, 4);
  toc_buf_str(b, s);
  toc_buf_put(b, "", 1);
}

/* A vector of `n` offsets, to be filled; returns where the first is. */
static size_t put_offsets(toc_buf *b, size_t from, uint32_t n) {
  pad(b, 4);
  point(b, from);
  put_le(b, n, 4);
  size_t first = b->len;
  for (uint32_t i = 0; i < n; i++) put_le(b, 0, 4);
  return first;
}

/* A vector of structs of 8-byte members. */
static void begin_structs(toc_buf *b, size_t from, uint32_t n) {
  while ((b->len + 4) % 8 && !b->failed) toc_buf_put(b, "", 1);
  point(b, from);
  put_le(b, n, 4);
}

/* Offsets are from the hole to the table itself, which stands behind its vtable. */
static void point_at(toc_buf *b, size_t from, size_t table) { set_le(b, from, table - from, 4); }

/* ------------------------------------------------------------------- schema */

static void put_type(toc_buf *b, size_t from, toc__column_type type) {
  slot two[2] = {{0}};
  int n = 0;
  switch (type) {
    case TOC__COLUMN_INT: two[0] = (slot){4, 64, 0}, two[1] = (slot){1, 1, 0}, n = 2; break;
    case TOC__COLUMN_REAL: two[0] = (slot){2, 2, 0}, n = 1; break; /* DOUBLE */
    case TOC__COLUMN_DAY: two[0] = (slot){2, 0, 0}, n = 1; break;  /* DAY */
    case TOC__COLUMN_TIME: two[0] = (slot){2, 2, 0}, n = 1; break; /* MICROSECOND */
    default: break;
  }
  point_at(b, from, put_table(b, two, n));
}

static void put_field(toc_buf *b, size_t from, toc_str name, toc__column_type type) {
  static const uint8_t code[] = {[TOC__COLUMN_INT] = T_INT,   [TOC__COLUMN_REAL] = T_FLOAT,     [TOC__COLUMN_STR] = T_UTF8,
                                 [TOC__COLUMN_DAY] = T_DATE, [TOC__COLUMN_TIME] = T_TIMESTAMP, [TOC__COLUMN_STRS] = T_LIST};
  /* name, nullable, type_type, type, dictionary, children */
  slot s[6] = {{4, 0, 0}, {1, 1, 0}, {1, code[type], 0}, {4, 0, 0}, {0, 0, 0}, {4, 0, 0}};
  point_at(b, from, put_table(b, s, 6));
  put_string(b, s[0].at, name);
  put_type(b, s[3].at, type);
  size_t child = put_offsets(b, s[5].at, type == TOC__COLUMN_STRS);
  if (type == TOC__COLUMN_STRS) put_field(b, child, TOC_S("item"), TOC__COLUMN_STR);
}

static void put_schema(toc_buf *b, size_t from, const toc__table *t) {
  slot s[2] = {{2, 0, 0}, {4, 0, 0}}; /* little-endian, fields */
  point_at(b, from, put_table(b, s, 2));
  size_t field = put_offsets(b, s[1].at, t->n);
  for (uint32_t i = 0; i < t->n; i++) put_field(b, field + 4 * (size_t)i, t->column[i].name, t->column[i].type);
}

/* ------------------------------------------------------------------ messages */

/* Begins a message in b, which is empty; returns the hole of its header. */
static size_t begin_message(toc_buf *b, int type, int64_t body) {
  slot s[4] = {{2, V5, 0}, {1, (uint64_t)type, 0}, {4, 0, 0}, {8, (uint64_t)body, 0}};
  put_le(b, 0, 4); /* the root */
  point_at(b, 0, put_table(b, s, 4));
  return s[2].at;
}

/* Length prefix and metadata; returns their size. */
static size_t send(toc__table *t, toc_buf *b) {
  pad(b, 8);
  if (b->failed) {
    t->status = TOC_NOMEM;
    return 0;
  }
  uint8_t prefix[8] = {0xff, 0xff, 0xff, 0xff, (uint8_t)b->len, (uint8_t)(b->len >> 8), (uint8_t)(b->len >> 16), (uint8_t)(b->len >> 24)};
  toc__table_bytes(t, prefix, 8);
  toc__table_bytes(t, b->ptr, b->len);
  return b->len + 8;
}

void toc__arrow_begin(toc__table *t) {
  if (t->format == TOC__TABLE_ARROW) toc__table_bytes(t, "ARROW1\0\0", 8);
  toc_buf_reset(&t->scratch);
  put_schema(&t->scratch, begin_message(&t->scratch, SCHEMA, 0), t);
  send(t, &t->scratch);
}

/* ------------------------------------------------------------------- batches */

static uint32_t missing(const toc_buf *valid) {
  uint32_t n = 0;
  for (size_t i = 0; i < valid->len; i++) n += !valid->ptr[i];
  return n;
}

/* Body of a batch and, as they come, its nodes and buffers. */
typedef struct batch {
  toc_buf body, nodes, buffers;
  uint32_t n_nodes, n_buffers;
} batch;

static void node(batch *x, size_t length, size_t nulls) {
  put_le(&x->nodes, length, 8);
  put_le(&x->nodes, nulls, 8);
  x->n_nodes++;
}

static void end_buffer(batch *x, size_t from) {
  put_le(&x->buffers, from, 8);
  put_le(&x->buffers, x->body.len - from, 8);
  x->n_buffers++;
  pad(&x->body, 8);
}

static void put_bitmap(batch *x, const toc_buf *valid, uint32_t nulls) {
  size_t from = x->body.len;
  uint8_t byte = 0;
  for (size_t i = 0; nulls && i < valid->len; i++) {
    byte = (uint8_t)(byte | (valid->ptr[i] ? 1u : 0u) << i % 8);
    if (i % 8 != 7 && i + 1 != valid->len) continue;
    toc_buf_put(&x->body, &byte, 1);
    byte = 0;
  }
  end_buffer(x, from); /* empty: all are there */
}

static void put_validity(batch *x, const toc_buf *valid) {
  uint32_t nulls = missing(valid);
  node(x, valid->len, nulls);
  put_bitmap(x, valid, nulls);
}

static void put_ends(batch *x, const toc_buf *ends) {
  const uint32_t *end = (const uint32_t *)(const void *)ends->ptr;
  size_t from = x->body.len;
  put_le(&x->body, 0, 4);
  for (size_t i = 0; i < ends->len / sizeof *end; i++) put_le(&x->body, end[i], 4);
  end_buffer(x, from);
}

static void put_strings(batch *x, const toc__column *c) {
  put_ends(x, &c->ends);
  size_t from = x->body.len;
  toc_buf_put(&x->body, c->bytes.ptr, c->bytes.len);
  end_buffer(x, from);
}

static void put_column(batch *x, const toc__column *c) {
  const uint64_t *v = (const uint64_t *)(const void *)c->fixed.ptr;
  put_validity(x, &c->valid);
  if (c->type == TOC__COLUMN_STR) {
    put_strings(x, c);
  } else if (c->type == TOC__COLUMN_STRS) {
    put_ends(x, &c->list_ends);
    put_validity(x, &c->item_valid);
    put_strings(x, c);
  } else {
    size_t from = x->body.len;
    for (size_t i = 0; i < c->fixed.len / 8; i++) put_le(&x->body, v[i], c->type == TOC__COLUMN_DAY ? 4 : 8);
    end_buffer(x, from);
  }
}

void toc__arrow_group(toc__table *t) {
  batch x = {0};
  toc_buf *b = &t->scratch;
  for (uint32_t i = 0; i < t->n; i++) put_column(&x, &t->column[i]);
  toc_buf_reset(b);
  size_t header = begin_message(b, RECORD_BATCH, (int64_t)x.body.len);
  slot s[3] = {{8, t->rows, 0}, {4, 0, 0}, {4, 0, 0}}; /* length, nodes, buffers */
  point_at(b, header, put_table(b, s, 3));
  begin_structs(b, s[1].at, x.n_nodes);
  toc_buf_put(b, x.nodes.ptr, x.nodes.len);
  begin_structs(b, s[2].at, x.n_buffers);
  toc_buf_put(b, x.buffers.ptr, x.buffers.len);
  if (x.body.failed || x.nodes.failed || x.buffers.failed) t->status = TOC_NOMEM;
  int64_t at = t->offset;
  size_t size = send(t, b);
  toc__table_bytes(t, x.body.ptr, x.body.len);
  put_le(&t->groups, (uint64_t)at, 8);
  put_le(&t->groups, size, 8); /* an int and four bytes of padding */
  put_le(&t->groups, x.body.len, 8);
  t->n_groups++;
  toc_buf_release(&x.body);
  toc_buf_release(&x.nodes);
  toc_buf_release(&x.buffers);
}

void toc__arrow_end(toc__table *t) {
  static const uint8_t end[8] = {0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0};
  toc_buf *b = &t->scratch;
  toc__table_bytes(t, end, 8);
  if (t->format != TOC__TABLE_ARROW) return;
  slot s[4] = {{2, V5, 0}, {4, 0, 0}, {4, 0, 0}, {4, 0, 0}}; /* version, schema, dictionaries, batches */
  toc_buf_reset(b);
  put_le(b, 0, 4);
  point_at(b, 0, put_table(b, s, 4));
  put_schema(b, s[1].at, t);
  begin_structs(b, s[2].at, 0);
  begin_structs(b, s[3].at, t->n_groups);
  toc_buf_put(b, t->groups.ptr, t->groups.len);
  pad(b, 8);
  size_t size = b->len;
  put_le(b, size, 4);
  toc_buf_put(b, "ARROW1", 6);
  if (b->failed) t->status = TOC_NOMEM;
  toc__table_bytes(t, b->ptr, b->len);
}
