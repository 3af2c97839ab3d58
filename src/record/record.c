/* record.c - which writer for which format, and one place that catches a full arena. */
#include "record.h"

#include <math.h>

#define TOC_TEMP_MAX ((size_t)1 << 31) /* the temporaries of one record */

static void write_csv_or_json(toc__record *r, toc_format format) {
  switch (format) {
    case TOC_FORMAT_DOCS: toc__json_doc(r); break;
    case TOC_FORMAT_JSONL: toc__json_events(r); break;
    case TOC_FORMAT_TEXT: toc__json_text(r); break;
    case TOC_FORMAT_CSV: toc__csv_events(r); break;
    case TOC_FORMAT_PETRARCH: toc__petrarch_events(r); break;
    default: break;
  }
}

toc_status toc__record_header(toc_buf *out, toc_format format) {
  if (format == TOC_FORMAT_CSV) toc__csv_header(out);
  if (format == TOC_FORMAT_TABLE) {
    toc_arena arena;
    jmp_buf jump;
    toc_style style = {.width = 80};
    toc_arena_init(&arena, TOC_TEMP_MAX);
    if (TOC_TRY(&arena, jump)) {
      toc__screen s;
      toc__screen_init(&s, out, &arena, &style);
      toc__table_header(&s);
    } else {
      out->failed = true;
    }
    toc_arena_release(&arena);
  }
  return out->failed ? TOC_NOMEM : TOC_OK;
}

toc_status toc__record_write(toc_buf *out, const toc_doc *doc, const toc__record_engine *engine,
                             toc_format format, uint32_t layers, const toc_style *style) {
  toc_arena arena;
  jmp_buf jump;
  toc_arena_init(&arena, TOC_TEMP_MAX);
  if (TOC_TRY(&arena, jump)) {
    if (format == TOC_FORMAT_TABLE || format == TOC_FORMAT_PLAIN) {
      toc__screen s;
      toc__screen_init(&s, out, &arena, style);
      if (format == TOC_FORMAT_TABLE) toc__table_doc(&s, doc);
      else toc__plain_doc(&s, doc);
    } else {
      toc__record r = {.out = out, .arena = &arena, .doc = doc, .engine = engine, .layers = layers};
      toc__offsets_init(&r.offsets, &arena, doc->text);
      write_csv_or_json(&r, format);
    }
  } else {
    out->failed = true;
  }
  toc_arena_release(&arena);
  return out->failed ? TOC_NOMEM : TOC_OK;
}

toc_status toc__record_explain(toc_buf *out, const toc_doc *doc, toc_str trace, const toc_style *style) {
  toc_arena arena;
  jmp_buf jump;
  toc_arena_init(&arena, TOC_TEMP_MAX);
  if (TOC_TRY(&arena, jump)) {
    toc__screen s;
    toc__screen_init(&s, out, &arena, style);
    toc__explain_doc(&s, doc, trace);
  } else {
    out->failed = true;
  }
  toc_arena_release(&arena);
  return out->failed ? TOC_NOMEM : TOC_OK;
}

toc_status toc__record_why(toc_buf *out, const toc_doc *doc, toc_str trace, uint32_t i, const toc__why *why, const toc_style *style) {
  toc_arena arena;
  jmp_buf jump;
  toc_arena_init(&arena, TOC_TEMP_MAX);
  if (TOC_TRY(&arena, jump)) {
    toc__screen s;
    toc__screen_init(&s, out, &arena, style);
    toc__explain_event(&s, doc, trace, i, why);
  } else {
    out->failed = true;
  }
  toc_arena_release(&arena);
  return out->failed ? TOC_NOMEM : TOC_OK;
}

bool toc__claim_outward(const toc_doc *doc, uint32_t *at, uint32_t *steps) {
  if (*at >= doc->claims.len || ++*steps > doc->claims.len) return false;
  *at = doc->claims.ptr[*at].within;
  return *at < doc->claims.len && *steps < doc->claims.len;
}

uint32_t toc__event_figure(const toc_doc *doc, const toc_event *event, toc_counts counts) {
  for (uint32_t i = 0; i < event->figures.len; i++) {
    uint32_t at = event->figures.ptr[i];
    const toc_figure *f = toc_doc_figure(doc, at);
    if (f->counts == counts && f->subset_of == TOC_NONE) return at;
  }
  return TOC_NONE;
}

toc_str toc__number(toc_arena *a, double x) {
  char digits[48];
  if (fabs(x) < 1e15 && x == floor(x)) return toc_str_format(a, "%lld", (long long)x);
  for (int n = 1; n <= 17; n++) {
    snprintf(digits, sizeof digits, "%.*g", n, x);
    if (strtod(digits, NULL) == x) break;
  }
  for (char *p = digits; *p; p++)
    if (*p == ',') *p = '.'; /* a host program may have set a locale */
  return toc_str_copy(a, toc_cstr(digits));
}
