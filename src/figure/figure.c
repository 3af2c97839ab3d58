/* Runs over the sentences and writes doc->figures. */
#include <math.h>

#include "internal.h"

static uint32_t push(toc_doc *doc, toc_figure f) {
  uint32_t index = doc->figures.len;
  *toc_push(&doc->arena, &doc->figures) = f;
  return index;
}

static void written(const fg_ctx *c, fg_seen *seen) {
  toc_doc *doc = c->doc;
  uint32_t sentence_first = doc->figures.len;
  for (uint32_t i = c->first; i < c->last;) {
    if (!(c->keys[i].marks & (FG_LEADS | FG_COUNTS))) {
      i++;
      continue;
    }
    fg_quantity q;
    toc_figure f = {.corrects = TOC_NONE, .claim = TOC_NONE};
    if (!fg_quantity_at(c, i, &q)) {
      i++;
      continue;
    }
    bool denied = fg_denied_number(c, i, sentence_first);
    if (denied) {
      const toc_figure *told = &doc->figures.ptr[doc->figures.len - 1];
      f.counts = told->counts, f.total = told->total, f.of = told->of, f.head = told->head, f.verb = told->verb, f.subset_of = TOC_NONE;
    } else if (!fg_counted(c, &q, sentence_first, &f)) {
      i = q.last;
      continue;
    }
    f.first = q.first;
    f.last = q.last;
    f.span = toc_tokens_span(doc, q.first, q.last);
    f.low = q.low;
    f.high = q.high;
    f.approximate = q.approximate;
    uint32_t index = push(doc, f);
    if (denied) doc->figures.ptr[index - 1].corrects = index;
    for (uint32_t k = q.first; k < q.last; k++) doc->tokens.ptr[k].figure = index;
    if (!q.zero) seen->seen[f.counts]++;
    i = q.last;
  }
  fg_corrections(c, sentence_first);
}

toc_status toc__figures_run(const toc__figures *x, toc_doc *doc, toc_error *err) {
  (void)err;
  toc_arena_reset(&doc->scratch);
  fg_ctx c = {.x = x, .doc = doc};
  fg_seen seen = {.last_injured = TOC_NONE, .last_killed = TOC_NONE};
  toc_map_init(&seen.names, &doc->scratch);
  c.word = toc_doc_words(doc);
  fg_look_up(&c, doc->tokens.len);
  for (uint32_t s = 0; s < doc->sentences.len; s++) {
    const toc_sentence *sentence = &doc->sentences.ptr[s];
    if (sentence->section == TOC_META) continue;
    c.first = sentence->first;
    c.last = sentence->last;
    c.tree = sentence->analysed && doc->child_at;
    c.marks = 0;
    for (uint32_t t = c.first; t < c.last; t++) c.marks |= c.keys[t].marks;
    if (c.marks & (FG_LEADS | FG_COUNTS)) written(&c, &seen);
    fg_victims(&c, &seen);
  }
  return TOC_OK;
}
