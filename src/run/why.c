/* why.c - why one event is in the record: the report is coded again, and what was tried is kept. */
#include "engine.h"
#include "record.h"

#include <stdlib.h>

enum { ENTRY_WORDS = 6, MOST_ENTRIES = 6 };

/* ------------------------------------------------------- entries of the dictionaries */

/* "agents.txt:19  police: COP", "heads.txt:20  Amir Demir: KAZ GOV, president, 2010-01-01 to 2014-03-01" */
static toc_str entry_words(toc_arena *a, const toc__actor_found *f) {
  const char *slash = f->file ? strrchr(f->file, '/') : NULL;
  toc_buf days;
  toc_buf_init(&days, 64);
  if (f->from != TOC_NODAY || f->to != TOC_NODAY) {
    toc_buf_z(&days, ", ");
    if (f->from != TOC_NODAY) toc_buf_day(&days, f->from);
    toc_buf_z(&days, " to ");
    if (f->to != TOC_NODAY) toc_buf_day(&days, f->to);
  }
  toc_str when = toc_str_copy(a, (toc_str){days.ptr, days.len});
  toc_buf_release(&days);
  return toc_str_format(a, "%s:%u  %.*s:%s%.*s%s%.*s%s%.*s%s%.*s%.*s", slash ? slash + 1 : f->file ? f->file : "?", (unsigned)f->line, TOC_FMT(f->name), f->country.len ? " " : "",
                        TOC_FMT(f->country), f->sector.len ? " " : "", TOC_FMT(f->sector), f->sector2.len ? " " : "", TOC_FMT(f->sector2), f->role.len ? ", " : "",
                        TOC_FMT(f->role), TOC_FMT(when));
}

static bool told(const toc_strs *out, toc_str words) {
  for (uint32_t i = 0; i < out->len; i++)
    if (toc_str_eq(out->ptr[i], words)) return true;
  return false;
}

/* Entries under the phrase: true if there is one that can have made the actor. */
static bool add_entries(const toc_engine *e, toc_arena *a, const toc_doc *doc, const toc_actor *actor, toc_str phrase, toc_strs *out) {
  toc__actors_found found = {0};
  bool any = false;
  toc__actors_find(e->actors, a, phrase, doc->dct, &found);
  for (uint32_t i = 0; i < found.len && out->len < MOST_ENTRIES; i++) {
    const toc__actor_found *f = &found.ptr[i];
    if (f->country.len && actor->country.len && !toc_str_eq(f->country, actor->country)) continue;
    toc_str words = entry_words(a, f);
    if (!told(out, words)) *toc_push(a, out) = words;
    any = true;
  }
  return any;
}

/* The phrases of the dictionaries within the words of the actor, the longest first at each place. */
static void entries(void *ctx, toc_arena *a, const toc_doc *doc, const toc_actor *actor, toc_strs *out) {
  const toc_engine *e = ctx;
  if (e->foreign) return; /* those are told by the pattern */
  if (actor->name.len) add_entries(e, a, doc, actor, actor->name, out);
  if (toc_span_empty(actor->span)) return;
  uint32_t first = toc_token_at(doc, actor->span.start), last = toc_token_at(doc, actor->span.end - 1) + 1;
  if (last > doc->tokens.len) last = doc->tokens.len;
  for (uint32_t i = first; i < last; i++) {
    uint32_t n = last - i < ENTRY_WORDS ? last - i : ENTRY_WORDS;
    for (; n > 0; n--) {
      bool any = add_entries(e, a, doc, actor, toc_slice(doc->text, toc_tokens_span(doc, i, i + n)), out);
      if (!any && n == 1 && doc->tokens.ptr[i].upos != TOC_UPOS_ADP) any = add_entries(e, a, doc, actor, doc->tokens.ptr[i].lemma, out);
      if (any) break;
    }
    if (n > 1) i += n - 1;
  }
}

/* ---------------------------------------------------------------------- which event */

/* "e3", "m1", or the `why` of an event: its index among events and impacts, TOC_NONE. */
static uint32_t find_event(const toc_doc *d, toc_str event) {
  uint64_t n = 0;
  bool number = event.len > 1 && toc_str_uint(toc_str_sub(event, 1, event.len), &n) && n > 0;
  if (number && event.ptr[0] == 'e') return n <= d->events.len ? (uint32_t)n - 1 : TOC_NONE;
  if (number && event.ptr[0] == 'm') return n <= d->impacts.len ? d->events.len + (uint32_t)n - 1 : TOC_NONE;
  for (uint32_t i = 0; i < d->events.len; i++)
    if (toc_str_eq(d->events.ptr[i].why, event)) return i;
  for (uint32_t i = 0; i < d->impacts.len; i++)
    if (toc_str_eq(d->impacts.ptr[i].why, event)) return d->events.len + i;
  return TOC_NONE;
}

toc_status toc_explain_event(const toc_engine *engine, const toc_report *report, const char *event, const toc_style *style, toc_write_fn write, void *ctx, toc_error *err) {
  toc_doc *doc = toc_doc_new();
  if (!doc) return toc_fail(err, TOC_NOMEM, NULL, 0, 0, "out of memory");
  toc_buf trace, out;
  toc_buf_init(&trace, 0);
  toc_buf_init(&out, 0);
  doc->trace = &trace;
  toc_status s = toc_code(engine, report, doc, err);
  uint32_t i = s == TOC_OK ? find_event(doc, toc_cstr(event)) : TOC_NONE;
  const toc__why why = {entries, (void *)(uintptr_t)engine};
  if (s == TOC_OK && i == TOC_NONE) s = TOC_DONE;
  if (s == TOC_OK && toc__record_why(&out, doc, (toc_str){trace.ptr, trace.len}, i, &why, style) != TOC_OK) s = toc_fail(err, TOC_NOMEM, NULL, 0, 0, "out of memory");
  if (s == TOC_OK && out.len && write(ctx, out.ptr, out.len)) s = toc_fail(err, TOC_IO, NULL, 0, 0, "the output could not be written");
  toc_buf_release(&out);
  toc_buf_release(&trace);
  toc_doc_free(doc);
  return s;
}
