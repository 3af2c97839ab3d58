/* Runs over the sentences and writes doc->figures. */
#include <math.h>

#include "internal.h"

static toc_str lowered(toc_arena *a, toc_str s) {
  size_t i = 0;
  while (i < s.len && !(s.ptr[i] >= 'A' && s.ptr[i] <= 'Z') && (unsigned char)s.ptr[i] < 0x80) i++;
  if (i == s.len) return s;
  char *p = toc_new(a, char, s.len);
  for (i = 0; i < s.len; i++) p[i] = s.ptr[i] >= 'A' && s.ptr[i] <= 'Z' ? (char)(s.ptr[i] + 32) : s.ptr[i];
  toc_str low = {p, s.len};
  if (s.len == 4 && memcmp(p, "\xE2\x80\x99s", 4) == 0) return TOC_S("'s");
  return low;
}

static void words_of(fg_ctx *c) {
  toc_doc *doc = c->doc;
  uint32_t n = doc->tokens.len;
  c->low = toc_new(&doc->scratch, toc_str, n + 1);
  c->lem = toc_new(&doc->scratch, toc_str, n + 1);
  for (uint32_t i = 0; i < n; i++) {
    const toc_token *t = &doc->tokens.ptr[i];
    c->low[i] = lowered(&doc->scratch, t->form);
    c->lem[i] = t->lemma.len && !toc_str_eq(t->lemma, t->form) ? lowered(&doc->scratch, t->lemma) : c->low[i];
  }
  fg_look_up(c, n);
}

static uint32_t push(toc_doc *doc, toc_figure f) {
  uint32_t index = doc->figures.len;
  *toc_push(&doc->arena, &doc->figures) = f;
  return index;
}

static void written(const fg_ctx *c, fg_seen *seen) {
  toc_doc *doc = c->doc;
  uint32_t sentence_first = doc->figures.len;
  for (uint32_t i = c->first; i < c->last;) {
    fg_quantity q;
    toc_figure f = {.claim = TOC_NONE};
    if (!fg_quantity_at(c, i, &q)) {
      i++;
      continue;
    }
    if (!fg_counted(c, &q, sentence_first, &f)) {
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
    for (uint32_t k = q.first; k < q.last; k++) doc->tokens.ptr[k].figure = index;
    if (!q.zero) seen->seen[f.counts]++;
    i = q.last;
  }
}

toc_status toc__figures_run(const toc__figures *x, toc_doc *doc, toc_error *err) {
  (void)err;
  toc_arena_reset(&doc->scratch);
  fg_ctx c = {.x = x, .doc = doc};
  fg_seen seen = {.last_injured = TOC_NONE, .last_killed = TOC_NONE};
  toc_map_init(&seen.names, &doc->scratch);
  words_of(&c);
  for (uint32_t s = 0; s < doc->sentences.len; s++) {
    const toc_sentence *sentence = &doc->sentences.ptr[s];
    if (sentence->section == TOC_META) continue;
    c.first = sentence->first;
    c.last = sentence->last;
    c.tree = sentence->analysed && doc->child_at;
    written(&c, &seen);
    fg_victims(&c, &seen);
  }
  return TOC_OK;
}
