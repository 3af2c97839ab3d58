/* marked.c - a page's source with what was kept of it marked: for a person who asks why a
 * paragraph is missing, or what a menu does in the text.
 *
 * What is written is the source as text, every letter of it escaped, so no script of the page
 * runs and no picture is fetched; a policy in the head forbids both once more.  Each mark bears
 * the offsets of its first and last character in the report's text. */
#include "source.h"

static toc_status send(toc_buf *b, toc_write_fn write, void *ctx) {
  toc_status s = b->failed ? TOC_NOMEM : b->len && write(ctx, b->ptr, b->len) ? TOC_IO : TOC_OK;
  toc_buf_release(b);
  return s;
}

toc_status toc_marked_begin(toc_write_fn write, void *ctx) {
  toc_buf b;
  toc_buf_init(&b, 0);
  toc_buf_z(&b, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
                "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>What was kept</title>\n<style>\n"
                "body { font-family: sans-serif; margin: 1rem auto; max-width: 72rem; padding: 0 1rem; }\n"
                "pre { color: #555; overflow-wrap: anywhere; white-space: pre-wrap; }\n"
                "mark { background: #fff2a8; color: #000; }\n"
                "dt { color: #555; float: left; width: 7rem; }\n"
                "</style>\n</head>\n<body>\n");
  return send(&b, write, ctx);
}

toc_status toc_marked_end(toc_write_fn write, void *ctx) {
  toc_buf b;
  toc_buf_init(&b, 0);
  toc_buf_z(&b, "</body>\n</html>\n");
  return send(&b, write, ctx);
}

/* Letters as they are; what HTML forbids even as references becomes U+FFFD. */
static void put_escaped(toc_buf *b, toc_str s) {
  size_t plain = 0;
  for (size_t i = 0; i <= s.len; i++) {
    unsigned char c = i < s.len ? (unsigned char)s.ptr[i] : 0;
    const char *as = NULL;
    if (i == s.len) as = "";
    else if (c == '&') as = "&amp;";
    else if (c == '<') as = "&lt;";
    else if (c == '>') as = "&gt;";
    else if (c == '"') as = "&quot;";
    else if (c == '\r') as = s.len > i + 1 && s.ptr[i + 1] == '\n' ? "" : "\n";
    else if ((c < ' ' && c != '\n' && c != '\t') || c == 0x7F) as = "\xEF\xBF\xBD";
    else if (c == 0xC2 && i + 1 < s.len && (unsigned char)s.ptr[i + 1] < 0xA0) as = "\xEF\xBF\xBD";
    if (!as) continue;
    toc_buf_put(b, s.ptr + plain, i - plain);
    toc_buf_z(b, as);
    if (c == 0xC2) i++;
    plain = i + 1;
  }
}

static void put_field(toc_buf *b, const char *name, toc_str value, const char *from) {
  if (!value.len) return;
  toc_buf_fmt(b, "<dt>%s</dt><dd>", name);
  put_escaped(b, value);
  if (from) toc_buf_fmt(b, " <small>(%s)</small>", from);
  toc_buf_z(b, "</dd>\n");
}

static void put_head(toc_buf *b, const toc_doc *d) {
  toc_buf_z(b, "<section>\n<h1>");
  put_escaped(b, d->title.len ? d->title : d->id);
  toc_buf_z(b, "</h1>\n<dl>\n");
  put_field(b, "id", d->id, NULL);
  put_field(b, "file", d->file, NULL);
  put_field(b, "title", d->title, d->origin.title);
  put_field(b, "publisher", d->publisher, d->origin.publisher);
  put_field(b, "published", d->published, d->origin.published);
  put_field(b, "updated", d->updated, d->origin.updated);
  put_field(b, "url", d->url, NULL);
  put_field(b, "language", d->language, NULL);
  put_field(b, "copy of", d->origin.duplicate_of, NULL);
  toc_buf_z(b, "</dl>\n<pre>\n");
}

/* Bytes [start, end) of the page hold characters [first, last) of the text. */
typedef struct piece {
  uint64_t start, end;
  uint32_t first, last;
} piece;

typedef TOC_ARRAY(piece) pieces;

/* Do bytes [a, b) of the page go on with the paragraph?  White space and references do, tags do not. */
static bool goes_on(toc_str page, uint64_t a, uint64_t b) { return b >= a && b - a < 64 && b <= page.len && (a == b || !memchr(page.ptr + a, '<', (size_t)(b - a))); }

static uint32_t count(toc_str text, uint32_t from, uint32_t to) { return (uint32_t)toc_utf8_count(toc_str_sub(text, from, to)); }

/* Where a reference or a broken sequence that became one character ends. */
static uint64_t end_of_one(toc_str page, uint64_t at) {
  if (at >= page.len) return page.len;
  if (page.ptr[at] != '&') return at + 1;
  uint64_t i = at + 1;
  while (i < page.len && i - at < 40 && page.ptr[i] != ';' && page.ptr[i] != '<' && page.ptr[i] != ' ') i++;
  return i < page.len && page.ptr[i] == ';' ? i + 1 : i;
}

static void find_pieces(toc_arena *a, const toc_report *r, pieces *out) {
  uint32_t at = 0; /* characters so far */
  for (uint32_t k = 0; k < r->n_map; k++) {
    const toc_map_segment *m = &r->map[k];
    uint32_t end = k + 1 < r->n_map ? r->map[k + 1].clean : (uint32_t)r->text.len, n = count(r->text, m->clean, end);
    bool between = !m->step && end > m->clean && (r->text.ptr[m->clean] == '\n' || r->text.ptr[m->clean] == ' '); /* of a tag */
    uint64_t stop = m->step ? m->raw + (uint64_t)m->step * (end - m->clean) : end_of_one(r->page, m->raw);
    piece *last = out->len ? &out->ptr[out->len - 1] : NULL;
    if (!between && n) {
      if (last && last->last == at && goes_on(r->page, last->end, m->raw)) {
        if (stop > last->end) last->end = stop;
        last->last = at + n;
      } else if (!last || m->raw >= last->end) {
        *toc_push(a, out) = (piece){m->raw, stop, at, at + n};
      }
    }
    at += n;
  }
}

/* The decoded page, character by character, beside the pieces, which count bytes as received. */
static void put_page(toc_buf *b, const toc__decoded *d, const pieces *p) {
  uint32_t k = 0;
  size_t from = 0;
  bool inside = false;
  for (size_t i = 0; i < d->text.len && k < p->len; i++) {
    if (((unsigned char)d->text.ptr[i] & 0xC0) == 0x80) continue;
    uint64_t raw = toc__text_raw(d->map.ptr, d->map.len, (uint32_t)i);
    bool ends = inside && raw >= p->ptr[k].end;
    if (ends) k++;
    bool begins = (!inside || ends) && k < p->len && raw >= p->ptr[k].start;
    if (!ends && !begins) continue;
    put_escaped(b, toc_str_sub(d->text, from, i));
    from = i;
    if (ends) toc_buf_z(b, "</mark>");
    if (begins) toc_buf_fmt(b, "<mark data-start=\"%u\" data-end=\"%u\">", p->ptr[k].first, p->ptr[k].last);
    inside = begins;
  }
  put_escaped(b, toc_str_sub(d->text, from, d->text.len));
  if (inside) toc_buf_z(b, "</mark>");
}

toc_status toc_marked_write(const toc_report *report, const toc_doc *doc, toc_write_fn write, void *ctx) {
  toc_arena a;
  toc_buf b;
  jmp_buf jump;
  toc_buf_init(&b, 0);
  toc_arena_init(&a, 0);
  if (TOC_TRY(&a, jump)) {
    put_head(&b, doc);
    if (report->page.ptr) {
      toc__decoded d = {0};
      pieces p = {0};
      toc__page_decode(&a, report->page, &d);
      find_pieces(&a, report, &p);
      put_page(&b, &d, &p);
    } else if (report->text.len) {
      toc_buf_fmt(&b, "<mark data-start=\"0\" data-end=\"%u\">", count(report->text, 0, (uint32_t)report->text.len));
      put_escaped(&b, report->text);
      toc_buf_z(&b, "</mark>");
    }
    toc_buf_z(&b, "\n</pre>\n</section>\n");
  } else {
    b.failed = true;
  }
  toc_arena_release(&a);
  return send(&b, write, ctx);
}
