/* warc.c - web archives: WARC 1.0 and 1.1 (ISO 28500), plain or compressed record by record.
 *
 * Of each record only responses that are pages, and text that was converted from pages, become
 * reports; all others are passed over without keeping their bytes.  The HTTP message inside a
 * response may be chunked and compressed.  A record is called by the byte of the file where it
 * begins, as in CDX indexes, and reading can begin at any of these bytes. */
#include "source.h"

#include <zlib.h>

#define HEADER_MAX (64u << 10)

typedef struct record {
  uint64_t length;
  bool has_length, response, conversion;
  char type[64], id[128], url[2048];
  uint64_t offset; /* TOC__NO_OFFSET: in the middle of something compressed */
  uint32_t n;      /* from 1, since the file was opened */
} record;

bool toc__warc_detect(toc_str head) { return toc_str_starts(head, TOC_S("WARC/1.")); }

static bool same_name(toc_str line, const char *name, toc_str *value) {
  size_t n = strlen(name);
  if (line.len <= n || line.ptr[n] != ':') return false;
  for (size_t i = 0; i < n; i++)
    if ((line.ptr[i] | 32) != (name[i] | 32)) return false;
  *value = toc_str_trim(toc_str_sub(line, n + 1, line.len));
  return true;
}

static void keep(char *to, size_t size, toc_str s) { snprintf(to, size, "%.*s", (int)(s.len < size ? s.len : size - 1), s.ptr ? s.ptr : ""); }

static void header_line(record *w, toc_str line) {
  toc_str v;
  if (same_name(line, "WARC-Type", &v)) {
    w->response = toc_str_is(v, "response");
    w->conversion = toc_str_is(v, "conversion");
  } else if (same_name(line, "Content-Length", &v)) {
    w->has_length = toc_str_uint(v, &w->length);
  } else if (same_name(line, "WARC-Target-URI", &v)) {
    if (v.len > 1 && v.ptr[0] == '<') v = toc_str_sub(v, 1, v.len - 1);
    keep(w->url, sizeof w->url, v);
  } else if (same_name(line, "WARC-Record-ID", &v)) {
    static const char lead[] = "<urn:uuid:";
    if (toc_str_starts(v, TOC_S("<urn:uuid:")) && v.len > sizeof lead) v = toc_str_sub(v, sizeof lead - 1, v.len - 1);
    keep(w->id, sizeof w->id, v);
  } else if (same_name(line, "Content-Type", &v)) {
    keep(w->type, sizeof w->type, v);
  }
}

/* "the record at byte 8113", as messages call it. */
typedef struct place {
  char name[48];
} place;

static place place_of(uint64_t offset, uint32_t n) {
  place p;
  if (offset != TOC__NO_OFFSET) snprintf(p.name, sizeof p.name, "the record at byte %llu", (unsigned long long)offset);
  else snprintf(p.name, sizeof p.name, "record %u", (unsigned)n);
  return p;
}

static toc_status cut_off(toc_reader *r, const record *w, toc_error *err) {
  r->done = true;
  return toc_fail(err, TOC_BADINPUT, r->in.path, 0, 0, "the archive ends inside %s", place_of(w->offset, w->n).name);
}

/* What to say of damage; whatever stands behind it is still read. */
static toc_status damaged(toc_reader *r, toc_error *err) {
  toc_status s = toc__input_fail(&r->in, err);
  if (!toc__input_recover(&r->in)) r->done = true;
  return s;
}

/* The header of the next record.  After something broken, goes on at the next "WARC/1.". */
static toc_status read_header(toc_reader *r, record *w, toc_error *err) {
  toc_str line;
  bool begun = r->warc_begun, junk = false; /* begun: its first line was read behind something broken */
  uint64_t junk_at = 0;
  *w = (record){.offset = r->warc_offset, .n = r->warc_n};
  r->warc_begun = false;
  for (;;) {
    toc__input_peek(&r->in, 1);
    uint64_t offset = toc__input_offset(&r->in);
    toc__line what = toc__input_line(&r->in, HEADER_MAX, &line);
    if (what == LINE_FAILED) return damaged(r, err);
    if (what == LINE_END && !begun && !junk) return TOC_DONE;
    if (what == LINE_END && begun) return cut_off(r, w, err);
    if (what == LINE_END) return r->done = true, toc_fail(err, TOC_BADINPUT, r->in.path, 0, 0, "expected a WARC record at byte %llu", (unsigned long long)junk_at);
    bool starts = what == LINE_OK && toc__warc_detect(line);
    if (starts) {
      *w = (record){.offset = offset, .n = ++r->warc_n};
      begun = true;
      if (!junk) continue;
      r->warc_begun = true;
      r->warc_offset = offset;
      return junk_at == TOC__NO_OFFSET
                 ? toc_fail(err, TOC_BADINPUT, r->in.path, 0, 0, "expected a WARC record behind %s, passed over what stands there", place_of(junk_at, r->warc_n - 1).name)
                 : toc_fail(err, TOC_BADINPUT, r->in.path, 0, 0, "expected a WARC record at byte %llu, passed over what stands there", (unsigned long long)junk_at);
    }
    if (!begun && what == LINE_OK && !toc_str_trim(line).len) continue;
    if (!begun) {
      if (!junk) junk_at = offset;
      junk = true;
      continue;
    }
    if (what == LINE_OK && !line.len) break;
    if (what == LINE_OK) header_line(w, line);
  }
  if (!w->has_length) return toc_fail(err, TOC_BADINPUT, r->in.path, 0, 0, "%s has no Content-Length", place_of(w->offset, w->n).name);
  return TOC_OK;
}

/* ------------------------------------------------------------------------ HTTP */

typedef struct message {
  toc_str body;
  bool page, chunked, deflated;
  int status;
  const char *cannot; /* a coding that we do not read */
} message;

static bool holds(toc_arena *a, toc_str s, const char *word) {
  toc_str low = toc_lower(a, s);
  size_t n = strlen(word);
  for (size_t i = 0; i + n <= low.len; i++)
    if (memcmp(low.ptr + i, word, n) == 0) return true;
  return false;
}

static void read_http(toc_arena *a, toc_str bytes, message *m) {
  toc_str line, v;
  *m = (message){0};
  if (!toc_str_cut(&bytes, '\n', &line)) return;
  uint64_t code;
  if (toc_str_starts(line, TOC_S("HTTP/")) && line.len >= 12 && toc_str_uint(toc_str_sub(line, 9, 12), &code)) m->status = (int)code;
  while (toc_str_cut(&bytes, '\n', &line)) {
    line = toc_str_trim(line);
    if (!line.len) break;
    if (same_name(line, "Content-Type", &v)) m->page = holds(a, v, "html");
    if (same_name(line, "Transfer-Encoding", &v)) m->chunked = holds(a, v, "chunked");
    if (same_name(line, "Content-Encoding", &v)) {
      m->deflated = holds(a, v, "gzip") || holds(a, v, "deflate");
      if (!m->deflated && !holds(a, v, "identity")) m->cannot = "its content encoding cannot be read";
    }
  }
  m->body = bytes.ptr ? bytes : TOC_S("");
}

/* Puts the chunks together; many archives hold bodies that were put together already. */
static toc_str join_chunks(toc_arena *a, toc_str s) {
  char *out = toc_arena_alloc(a, s.len + 1, 1);
  size_t n = 0, i = 0;
  while (i < s.len) {
    size_t size = 0, digits = 0;
    for (; i < s.len && digits < 8; i++, digits++) {
      char c = (char)(s.ptr[i] | 32);
      int d = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
      if (d < 0) break;
      size = size * 16 + (size_t)d;
    }
    const char *lf = digits && i < s.len ? memchr(s.ptr + i, '\n', s.len - i) : NULL;
    if (!lf) return n ? (toc_str){out, n} : s;
    i = (size_t)(lf - s.ptr) + 1;
    if (!size) break;
    if (size > s.len - i) size = s.len - i;
    memcpy(out + n, s.ptr + i, size);
    n += size;
    i += size;
    while (i < s.len && (s.ptr[i] == '\r' || s.ptr[i] == '\n')) i++;
  }
  return (toc_str){out, n};
}

/* Into the arena; the buffer is released even if memory is missed. */
static toc_str keep_bytes(toc_arena *a, toc_buf *b) {
  jmp_buf jump, *before = a->oom;
  if (!TOC_TRY(a, jump)) {
    toc_buf_release(b);
    a->oom = before;
    longjmp(*before, 1);
  }
  toc_str s = toc_str_copy(a, (toc_str){b->ptr, b->len});
  a->oom = before;
  return s;
}

/* gzip or zlib, into at most max bytes; what came before damage is kept. */
static toc_str inflate_all(toc_arena *a, toc_str s, size_t max, bool *too_large) {
  z_stream z = {0};
  toc_buf out;
  char piece[32768];
  toc_buf_init(&out, max);
  if (inflateInit2(&z, 15 + 32) != Z_OK) return s;
  z.next_in = (unsigned char *)(uintptr_t)s.ptr;
  z.avail_in = (unsigned)s.len;
  int got = Z_OK;
  while (got == Z_OK && !out.failed) {
    z.next_out = (unsigned char *)piece;
    z.avail_out = sizeof piece;
    got = inflate(&z, Z_NO_FLUSH);
    toc_buf_put(&out, piece, sizeof piece - z.avail_out);
    if (z.avail_in == 0 && z.avail_out) break;
  }
  inflateEnd(&z);
  *too_large = out.failed;
  toc_str text = out.len && !out.failed ? keep_bytes(a, &out) : s;
  toc_buf_release(&out);
  return text;
}

/* ---------------------------------------------------------------------- records */

static toc_status fill(toc__held *h, toc_reader *r, const record *w, toc_str bytes, bool *wanted, toc_error *err) {
  toc_arena *a = &h->arena;
  toc_str id = toc_str_copy(a, toc_cstr(w->id[0] ? w->id : w->url)), url = toc_str_copy(a, toc_cstr(w->url));
  h->report.line = 0;
  h->report.has_offset = w->offset != TOC__NO_OFFSET;
  h->report.offset = h->report.has_offset ? w->offset : 0;
  *wanted = true;
  if (w->conversion) {
    toc__decoded d;
    toc__text_decode(a, bytes, 0, &d);
    h->report.id = id;
    h->report.url = url;
    h->report.text = d.text;
    h->report.encoding = d.encoding;
    h->report.n_repaired = d.n_repaired;
    return TOC_OK;
  }
  message m;
  read_http(a, bytes, &m);
  *wanted = m.page && m.status == 200;
  if (!*wanted) return TOC_OK;
  if (m.cannot) return toc_fail(err, TOC_BADINPUT, r->in.path, 0, 0, "the page of %s is left out: %s", place_of(w->offset, w->n).name, m.cannot);
  bool too_large = false;
  toc_str body = m.chunked ? join_chunks(a, m.body) : m.body;
  if (m.deflated) body = inflate_all(a, body, r->max, &too_large);
  if (too_large) return toc_fail(err, TOC_BADINPUT, r->in.path, 0, 0, "the page of %s unpacks to more than %zu bytes", place_of(w->offset, w->n).name, r->max);
  h->report.page = toc_str_copy(a, body);
  return toc__page_report(h, r->html, h->report.page, id, url, err);
}

static bool may_be_page(const record *w) {
  toc_str type = toc_cstr(w->type);
  return w->conversion || (w->response && (!type.len || toc_str_starts(type, TOC_S("application/http"))));
}

toc_status toc__warc_next(toc_reader *r, toc__held *h, toc_error *err) {
  if (!r->html) {
    toc_status s = toc__html_load(&r->html, NULL, err);
    if (s != TOC_OK) return r->done = true, s;
  }
  for (;;) {
    record w;
    toc_status s = read_header(r, &w, err);
    if (s == TOC_DONE || s == TOC_IO || s == TOC_NOMEM) r->done = true;
    if (s != TOC_OK) return s;
    if (!may_be_page(&w) || w.length > r->max) {
      bool whole = toc__input_skip(&r->in, w.length);
      if (r->in.failed) return damaged(r, err);
      if (!may_be_page(&w)) continue;
      if (!whole) r->done = true;
      return toc_fail(err, TOC_BADINPUT, r->in.path, 0, 0, "%s has %llu bytes, more than the %zu allowed", place_of(w.offset, w.n).name, (unsigned long long)w.length, r->max);
    }
    toc_str bytes = toc__input_peek(&r->in, (size_t)w.length);
    if (bytes.len < w.length) return r->in.failed ? damaged(r, err) : cut_off(r, &w, err);
    jmp_buf jump;
    volatile toc_status made = TOC_NOMEM;
    volatile bool wanted = false;
    if (TOC_TRY(&h->arena, jump)) {
      bool yes = false;
      made = fill(h, r, &w, toc_str_sub(bytes, 0, (size_t)w.length), &yes, err);
      wanted = yes;
    } else {
      toc_fail(err, TOC_NOMEM, r->in.path, 0, 0, "out of memory for %s", place_of(w.offset, w.n).name);
      wanted = true;
    }
    h->arena.oom = NULL;
    toc__input_skip(&r->in, w.length);
    if (made != TOC_OK || wanted) return made;
    toc_arena_reset(&h->arena);
    toc__held_file(h, r->in.path);
  }
}
