/* sgml.c - newswire as the LDC's Gigaword corpora hold it:
 *
 *   <DOC id="AFP_ENG_20020101.0001" type="story">
 *   <HEADLINE> … </HEADLINE> <DATELINE> … </DATELINE>
 *   <TEXT> <P> … </P> … </TEXT>
 *   </DOC>
 *
 * The day stands in the id.  Documents of other types (multi, advis, other) are read as they
 * are: they are reports too. */
#include "source.h"

bool toc__sgml_detect(toc_str head) {
  toc_str s = toc_str_trim(head);
  return toc_str_starts(s, TOC_S("<DOC ")) || toc_str_starts(s, TOC_S("<DOC>"));
}

/* What stands between <name …> and </name>, from *from on; {NULL, 0} if it is not there. */
static toc_str between(toc_arena *a, toc_str s, const char *name, size_t *from) {
  toc_str open = toc_str_format(a, "<%s", name), close = toc_str_format(a, "</%s>", name);
  for (size_t i = *from; i + open.len < s.len; i++) {
    if (memcmp(s.ptr + i, open.ptr, open.len) != 0 || (s.ptr[i + open.len] != '>' && s.ptr[i + open.len] != ' ')) continue;
    const char *gt = memchr(s.ptr + i, '>', s.len - i);
    if (!gt) break;
    size_t start = (size_t)(gt - s.ptr) + 1, end = start;
    while (end + close.len <= s.len && memcmp(s.ptr + end, close.ptr, close.len) != 0) end++;
    if (end + close.len > s.len) end = s.len;
    *from = end;
    return toc_str_trim(toc_str_sub(s, start, end));
  }
  *from = s.len;
  return (toc_str){0};
}

static toc_str id_of(toc_str s) {
  for (size_t i = 0; i + 4 < s.len && s.ptr[i] != '>'; i++) {
    if ((s.ptr[i] | 32) != 'i' || (s.ptr[i + 1] | 32) != 'd' || s.ptr[i + 2] != '=' || s.ptr[i + 3] != '"') continue;
    const char *q = memchr(s.ptr + i + 4, '"', s.len - i - 4);
    return q ? (toc_str){s.ptr + i + 4, (size_t)(q - (s.ptr + i + 4))} : (toc_str){0};
  }
  return (toc_str){0};
}

/* "AFP_ENG_20020101.0001": eight digits. */
static toc_str day_of(toc_arena *a, toc_str id) {
  for (size_t i = 0; i + 8 <= id.len; i++) {
    toc_str d = toc__fields_date(a, toc_str_sub(id, i, i + 8));
    if (d.ptr && (i == 0 || id.ptr[i - 1] < '0' || id.ptr[i - 1] > '9')) return d;
  }
  return (toc_str){0};
}

static void fill(toc__held *h, toc_reader *r) {
  toc_arena *a = &h->arena;
  toc_report *p = &h->report;
  toc__decoded d;
  toc__text_decode(a, (toc_str){r->document.ptr, r->document.len}, 0, &d);
  toc_str s = d.text, body, part;
  size_t at = 0;
  p->encoding = d.encoding;
  p->n_repaired = d.n_repaired;
  p->id = toc_str_copy(a, id_of(s));
  p->title = toc__html_text(a, between(a, s, "HEADLINE", &at));
  at = 0;
  toc_str dateline = between(a, s, "DATELINE", &at);
  at = 0;
  body = between(a, s, "TEXT", &at);
  char *room = toc_arena_alloc(a, body.len * 2 + dateline.len * 2 + 16, 1);
  size_t n = 0;
  at = 0;
  bool first = true;
  for (;;) {
    part = between(a, body, "P", &at);
    if (!part.ptr) break;
    toc_str text = toc__html_text(a, part);
    if (!text.len) continue;
    if (n) room[n++] = '\n', room[n++] = '\n';
    if (first && dateline.len) {
      toc_str line = toc__html_text(a, dateline);
      memcpy(room + n, line.ptr, line.len);
      n += line.len;
      room[n++] = ' ';
    }
    first = false;
    memcpy(room + n, text.ptr, text.len);
    n += text.len;
  }
  p->text = n ? (toc_str){room, n} : toc__html_text(a, body);
  p->published = day_of(a, p->id);
  toc__held_name(h, r->in.path);
}

toc_status toc__sgml_next(toc_reader *r, toc__held *h, toc_error *err) {
  bool inside = false, too_long = false;
  toc_str line;
  toc_buf_reset(&r->document);
  for (;;) {
    uint32_t number = r->in.line;
    toc__line what = toc__input_line(&r->in, r->max, &line);
    if (what == LINE_FAILED) return r->done = true, toc__input_fail(&r->in, err);
    if (what == LINE_END) {
      r->done = true;
      if (!inside) return TOC_DONE;
      return toc_fail(err, TOC_BADINPUT, r->in.path, h->report.line, 0, "the file ends inside the <DOC> that begins");
    }
    if (!inside && !(what == LINE_OK && toc_str_starts(line, TOC_S("<DOC")))) continue;
    if (!inside) h->report.line = number;
    inside = true;
    too_long = too_long || what == LINE_LONG || r->document.len + line.len > r->max;
    if (!too_long) {
      toc_buf_str(&r->document, line);
      toc_buf_put(&r->document, "\n", 1);
    }
    if (what == LINE_OK && toc_str_starts(line, TOC_S("</DOC>"))) break;
  }
  if (too_long) return toc_fail(err, TOC_BADINPUT, r->in.path, h->report.line, 0, "a document of more than %zu bytes", r->max);
  jmp_buf jump;
  bool ok = false;
  if (!r->document.failed && TOC_TRY(&h->arena, jump)) {
    fill(h, r);
    ok = true;
  }
  h->arena.oom = NULL;
  return ok ? TOC_OK : toc_fail(err, TOC_NOMEM, r->in.path, h->report.line, 0, "out of memory for a report");
}
