/* table.c - CSV and TSV with a header, one report a row (RFC 4180, any quoting).
 *
 *   id,headline,date,body
 *   r1,"Blast in market","6 Jan 2022","Nine people were hurt …"
 *
 * A quoted value may hold line ends, so a row is read line by line until its quotes are
 * closed; one that never closes is bounded by the largest report allowed. */
#include "source.h"

/* Quotes of a line that are not doubled, as far as they matter: odd leaves the row open. */
static bool leaves_open(toc_str s, bool open) {
  for (size_t i = 0; i < s.len; i++) open ^= s.ptr[i] == '"';
  return open;
}

/* The next row into r->document.  line is that of its first line. */
static toc_status read_row(toc_reader *r, uint32_t *line, toc_error *err) {
  bool open = false, too_long = false;
  toc_str part;
  toc_buf_reset(&r->document);
  do {
    uint32_t number = r->in.line;
    toc__line what = toc__input_line(&r->in, r->max, &part);
    if (what == LINE_END && !open) return TOC_DONE;
    if (what == LINE_END) return toc_fail(err, TOC_BADINPUT, r->in.path, *line, 0, "a quoted value never ends: expected '\"' before the end of the file; it begins");
    if (what == LINE_FAILED) return toc__input_fail(&r->in, err);
    if (!open && r->document.len == 0) *line = number;
    too_long = too_long || what == LINE_LONG || r->document.len + part.len > r->max;
    if (what == LINE_LONG) continue;
    if (open && !too_long) toc_buf_put(&r->document, "\n", 1);
    open = leaves_open(part, open);
    if (!too_long) toc_buf_str(&r->document, part);
  } while (open || (r->document.len == 0 && !too_long));
  if (too_long) return toc_fail(err, TOC_BADINPUT, r->in.path, *line, 0, "a row of more than %zu bytes", r->max);
  return r->document.failed ? toc_fail(err, TOC_NOMEM, r->in.path, *line, 0, "out of memory for a row") : TOC_OK;
}

/* Cuts the next value off, without its quotes. */
static bool cut_value(toc_arena *a, toc_str *rest, char sep, toc_str *value) {
  if (!rest->ptr) return false;
  if (!rest->len || rest->ptr[0] != '"') return toc_str_cut(rest, sep, value);
  char *out = toc_arena_alloc(a, rest->len + 1, 1);
  size_t n = 0, i = 1;
  for (; i < rest->len; i++) {
    if (rest->ptr[i] == '"') {
      if (i + 1 < rest->len && rest->ptr[i + 1] == '"') i++;
      else break;
    }
    out[n++] = rest->ptr[i];
  }
  i++;
  while (i < rest->len && rest->ptr[i] != sep) i++; /* what follows a closing quote belongs to nobody */
  *value = (toc_str){out, n};
  *rest = i < rest->len ? toc_str_sub(*rest, i + 1, rest->len) : (toc_str){0};
  return true;
}

static char separator(toc_str header) {
  size_t n[3] = {0};
  static const char seps[3] = {',', '\t', ';'};
  for (size_t i = 0; i < header.len; i++)
    for (int k = 0; k < 3; k++) n[k] += header.ptr[i] == seps[k];
  return seps[n[1] > n[0] && n[1] >= n[2] ? 1 : n[2] > n[0] ? 2 : 0];
}

static int column_named(toc_arena *a, toc_str header, char sep, toc_str name) {
  toc_str value;
  for (int i = 0; cut_value(a, &header, sep, &value); i++)
    if (toc_str_eq(toc_lower(a, toc_str_trim(value)), toc_lower(a, name))) return i;
  return -1;
}

bool toc__table_detect(toc_str head) {
  toc_arena a;
  jmp_buf jump;
  volatile bool yes = false;
  toc_str line;
  toc__fields none = {0};
  toc_arena_init(&a, 0);
  if (toc_str_cut(&head, '\n', &line) && line.len < 4096 && TOC_TRY(&a, jump)) {
    line = toc_str_trim(line);
    char sep = separator(line);
    for (uint32_t k = 0; !yes && line.len && memchr(line.ptr, sep, line.len); k++) {
      toc_str name = toc__fields_name(&none, TOC__TEXT, k);
      if (!name.ptr) break;
      yes = column_named(&a, line, sep, name) >= 0;
    }
  }
  toc_arena_release(&a);
  return yes;
}

/* The header names the columns once for all rows. */
static toc_status read_header(toc_reader *r, toc_error *err) {
  uint32_t line = 1;
  toc_status s = read_row(r, &line, err);
  if (s != TOC_OK) return s;
  toc_arena a;
  jmp_buf jump;
  toc_arena_init(&a, 0);
  if (TOC_TRY(&a, jump)) {
    toc_str header = {r->document.ptr, r->document.len};
    r->separator = separator(header);
    for (int f = 0; f < TOC__N_FIELDS; f++) {
      r->column[f] = -1;
      for (uint32_t k = 0; r->column[f] < 0; k++) {
        toc_str name = toc__fields_name(&r->fields, f, k);
        if (!name.ptr) break;
        r->column[f] = column_named(&a, header, r->separator, name);
      }
    }
    r->header_read = true;
  }
  toc_arena_release(&a);
  if (!r->header_read) return toc_fail(err, TOC_NOMEM, r->in.path, line, 0, "out of memory for a header");
  if (r->column[TOC__TEXT] >= 0) return TOC_OK;
  r->done = true;
  return toc_fail(err, TOC_BADINPUT, r->in.path, line, 0, "no column holds the text: expected one named text, body, content … or a map (text=NAME)");
}

static void fill(toc__held *h, const toc_reader *r) {
  toc_arena *a = &h->arena;
  toc_str raw = {r->document.ptr, r->document.len}, value;
  toc__decoded d;
  toc__text_decode(a, raw, TOC__KEEP_CR, &d);
  h->report.encoding = d.encoding;
  h->report.n_repaired = d.n_repaired;
  toc_str row = d.text;
  for (int i = 0; cut_value(a, &row, r->separator, &value); i++)
    for (int f = 0; f < TOC__N_FIELDS; f++)
      if (r->column[f] == i) toc__held_take(h, f, value);
  toc__held_name(h, r->in.path);
}

toc_status toc__table_next(toc_reader *r, toc__held *h, toc_error *err) {
  toc_status s = r->header_read ? TOC_OK : read_header(r, err);
  if (s == TOC_OK) s = read_row(r, &h->report.line, err);
  if (s == TOC_DONE || s == TOC_IO || s == TOC_NOMEM) r->done = true;
  if (s != TOC_OK) return s;
  jmp_buf jump;
  bool ok = false;
  if (TOC_TRY(&h->arena, jump)) {
    fill(h, r);
    ok = true;
  }
  h->arena.oom = NULL;
  return ok ? TOC_OK : toc_fail(err, TOC_NOMEM, r->in.path, h->report.line, 0, "out of memory for a report");
}
