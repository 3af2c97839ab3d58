/* page.c - a web page as a report: its encoding, its article, and the way back to its bytes.
 *
 * Encodings by what is surest first: a byte order mark, valid UTF-8, the charset that a meta
 * element names (through iconv, one character at a time, so that every byte keeps its place),
 * and last the statistics that plain text is read by. */
#include "html.h"
#include "source.h"

#include <iconv.h>
#include <stdlib.h>
#include <strings.h>

/* ----------------------------------------------------------- legacy charsets */

typedef TOC_ARRAY(toc_map_segment) segments;

static void map_to(toc_arena *a, segments *map, size_t clean, size_t raw, bool copied) {
  const toc_map_segment *last = map->len ? &map->ptr[map->len - 1] : NULL;
  if (last && copied && last->step == 1 && raw - last->raw == clean - last->clean) return;
  *toc_push(a, map) = (toc_map_segment){.clean = (uint32_t)clean, .raw = raw, .step = copied ? 1 : 0};
}

/* The bytes of one character at raw[0 … left), how many were used; 0 if it is broken. */
static size_t convert_one(iconv_t cd, const char *raw, size_t left, char out[8], size_t *n_out) {
  for (size_t take = 1; take <= 4 && take <= left; take++) {
    char *from = (char *)(uintptr_t)raw, *to = out;
    size_t in_left = take, out_left = 8;
    iconv(cd, NULL, NULL, NULL, NULL);
    if (iconv(cd, &from, &in_left, &to, &out_left) != (size_t)-1 && in_left == 0 && out_left < 8) {
      *n_out = 8 - out_left;
      return take;
    }
  }
  return 0;
}

static bool decode_legacy(toc_arena *a, toc_str raw, toc_str charset, toc__decoded *d) {
  char name[32];
  if (charset.len >= sizeof name) return false;
  snprintf(name, sizeof name, "%.*s", TOC_FMT(charset));
  iconv_t cd = iconv_open("UTF-8", name);
  if (cd == (iconv_t)-1) return false;
  jmp_buf jump, *before = a->oom;
  if (!TOC_TRY(a, jump)) { /* the converter must be closed before memory is missed */
    iconv_close(cd);
    a->oom = before;
    if (before) longjmp(*before, 1);
    abort();
  }
  char *out = toc_arena_alloc(a, raw.len * 3 + 8, 1);
  segments map = {0};
  size_t n = 0;
  for (size_t i = 0; i < raw.len;) {
    char c[8];
    size_t k = 1, used = 1;
    bool ascii = (unsigned char)raw.ptr[i] < 0x80 && raw.ptr[i];
    c[0] = raw.ptr[i];
    if (!ascii && !(used = convert_one(cd, raw.ptr + i, raw.len - i, c, &k))) {
      used = 1;
      k = toc_utf8_put(0xFFFD, c);
      d->n_repaired++;
    }
    map_to(a, &map, n, i, ascii);
    memcpy(out + n, c, k);
    n += k;
    i += used;
  }
  a->oom = before;
  iconv_close(cd);
  d->text = (toc_str){out, n};
  d->encoding = toc_str_copy(a, charset);
  d->map.ptr = map.ptr;
  d->map.len = map.len;
  return true;
}

static bool is_utf8_name(toc_str charset) { return charset.len == 5 && strncasecmp(charset.ptr, "utf-8", 5) == 0; }

void toc__page_decode(toc_arena *a, toc_str raw, toc__decoded *d) {
  size_t mark;
  toc__encoding guess = toc__text_guess(raw, &mark);
  toc_str charset = toc__html_charset(raw);
  bool named = !mark && guess != TOC__UTF16LE && guess != TOC__UTF16BE && charset.len && !is_utf8_name(charset);
  if (named && !toc_utf8_valid(raw) && decode_legacy(a, raw, charset, d)) return;
  toc__text_decode_as(a, toc_str_sub(raw, mark, raw.len), guess, mark, TOC__KEEP_CR, d);
}

/* ------------------------------------------------------------------ the report */

/* text → decoded page → bytes: the pieces of both maps. */
static void compose(toc_arena *a, const toc__page *page, const toc__decoded *d, segments *out) {
  for (uint32_t k = 0; k < page->n_map; k++) {
    const toc_map_segment *m = &page->map[k];
    uint32_t end = k + 1 < page->n_map ? page->map[k + 1].clean : (uint32_t)page->text.len;
    uint32_t at = m->clean;
    while (at < end) {
      uint32_t decoded = (uint32_t)m->raw + m->step * (at - m->clean), lo = 0, hi = d->map.len;
      while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (d->map.ptr[mid].clean <= decoded) lo = mid + 1;
        else hi = mid;
      }
      const toc_map_segment *in = lo ? &d->map.ptr[lo - 1] : NULL;
      uint32_t until = lo < d->map.len ? d->map.ptr[lo].clean : (uint32_t)d->text.len;
      uint32_t n = m->step ? until - decoded : end - at;
      if (n > end - at || n == 0) n = end - at;
      *toc_push(a, out) = (toc_map_segment){.clean = at, .raw = in ? in->raw + (uint64_t)in->step * (decoded - in->clean) : decoded,
                                            .step = m->step * (in ? in->step : 1)};
      at += n;
    }
  }
}

toc_status toc__page_report(toc__held *held, const toc__html *html, toc_str raw, toc_str id, toc_str url, toc_error *err) {
  toc_arena *a = &held->arena;
  toc__decoded d = {0};
  toc__page page;
  segments map = {0};
  toc_report *r = &held->report;
  toc__page_decode(a, raw, &d);
  toc_status s = toc__html_page(html, a, d.text, url, &page, err);
  if (s != TOC_OK) return s;
  compose(a, &page, &d, &map);
  r->id = toc_str_copy(a, id);
  r->text = page.text;
  r->title = page.title;
  r->published = page.published;
  r->updated = page.updated;
  r->publisher = page.publisher;
  r->url = page.url.ptr ? page.url : url;
  r->language = page.language;
  r->title_from = page.title_from;
  r->publisher_from = page.publisher_from;
  r->published_from = page.published_from;
  r->updated_from = page.updated_from;
  r->encoding = d.encoding;
  r->n_repaired = d.n_repaired;
  r->map = map.ptr;
  r->n_map = map.len;
  return TOC_OK;
}
