/* link.c - which claim holds which claim, event and figure, and who speaks. */
#include "internal.h"

static bool holds(const toc_claim *c, toc_span span) {
  for (uint32_t k = 0; k < c->content.len; k++)
    if (toc_span_inside(span, c->content.ptr[k])) return true;
  return false;
}

static uint32_t size(const toc_claim *c) {
  uint32_t n = 0;
  for (uint32_t k = 0; k < c->content.len; k++) n += c->content.ptr[k].end - c->content.ptr[k].start;
  return n;
}

/* Claims whose content reaches into a sentence, as lists in one array. */
typedef struct index {
  uint32_t *at;    /* [sentences + 1] */
  uint32_t *claim;
} index_of;

enum { MOST = 64 }; /* claims kept a sentence: the later ones, which are the inner ones */

static index_of build(toc_doc *doc) {
  toc_arena *s = &doc->scratch;
  uint32_t n = doc->sentences.len;
  TOC_ARRAY(toc_span) pairs = {0}; /* start: sentence, end: claim */
  index_of x = {toc_new(s, uint32_t, n + 2), NULL};
  for (uint32_t c = 0; c < doc->claims.len; c++) {
    const toc_claim *k = &doc->claims.ptr[c];
    uint32_t last = TOC_NONE;
    for (uint32_t p = 0; p < k->content.len; p++)
      for (uint32_t i = toc_sentence_at(doc, k->content.ptr[p].start);
           i < n && doc->sentences.ptr[i].span.start < k->content.ptr[p].end; i++) {
        if (i == last || x.at[i + 1] == MOST) continue;
        last = i;
        x.at[i + 1]++;
        *toc_push(s, &pairs) = (toc_span){i, c};
      }
  }
  for (uint32_t i = 0; i < n; i++) x.at[i + 1] += x.at[i];
  x.claim = toc_new(s, uint32_t, pairs.len + 1);
  uint32_t *fill = toc_new(s, uint32_t, n + 1);
  for (uint32_t p = 0; p < pairs.len; p++) x.claim[x.at[pairs.ptr[p].start] + fill[pairs.ptr[p].start]++] = pairs.ptr[p].end;
  return x;
}

static uint32_t flags_of(const toc__tree *t, const toc_claim *c) {
  if (c->cue_token == TOC_NONE) return TOC__CUE_REPORT;
  const toc_token *k = &t->doc->tokens.ptr[c->cue_token];
  uint32_t flags = toc_map_get(&t->a->cues, k->lemma.len ? k->lemma : k->form);
  return flags == TOC_NONE ? 0 : flags;
}

/* May this claim stand as the claim of an event inside it? */
static bool hands_on(const toc__tree *t, const toc_claim *c) {
  uint32_t flags = flags_of(t, c);
  if (flags & (TOC__CUE_REPORT | TOC__CUE_ACCUSE | TOC__CUE_DENY)) return true;
  if (flags & TOC__CUE_NEUTRAL) return c->kind == TOC_DIRECT;
  if (c->kind != TOC_INDIRECT) return true;
  if (c->cue_token == TOC_NONE) return true;
  toc_children(t->doc, c->cue_token, k) {
    toc_deprel r = toc_rel_base(t->doc, k);
    if (r == TOC_REL_CCOMP || r == TOC_REL_PARATAXIS) return true;
  }
  return false;
}

static uint32_t innermost(const toc__tree *t, const index_of *x, toc_span span, uint32_t but, bool events) {
  const toc_doc *doc = t->doc;
  uint32_t s = toc_sentence_at(doc, span.start), best = TOC_NONE, best_size = 0;
  if (s == TOC_NONE) return TOC_NONE;
  for (uint32_t p = x->at[s]; p < x->at[s + 1]; p++) {
    const toc_claim *c = &doc->claims.ptr[x->claim[p]];
    if (x->claim[p] == but || !holds(c, span) || (events && !hands_on(t, c))) continue;
    uint32_t n = size(c);
    if (best == TOC_NONE || n < best_size) best = x->claim[p], best_size = n;
  }
  return best;
}

/* ------------------------------------------------------------ who speaks */

static void speaker(toc_doc *doc, toc_claim *c) {
  if (c->source.len == 0) return;
  toc_span span = c->source.ptr[0];
  uint32_t first = toc_token_at(doc, span.start), head = TOC_NONE;
  for (uint32_t i = first; i < doc->tokens.len && doc->tokens.ptr[i].span.start < span.end; i++) {
    const toc_token *k = &doc->tokens.ptr[i];
    uint32_t up = k->head;
    bool out = up == TOC_NONE || doc->tokens.ptr[up].span.start < span.start || doc->tokens.ptr[up].span.start >= span.end;
    if (out && head == TOC_NONE && k->upos != TOC_UPOS_PUNCT) head = i;
    if (k->actor != TOC_NONE && k->actor < doc->actors.len && (head == TOC_NONE || head == i)) {
      c->by = doc->actors.ptr[k->actor];
      c->has_by = true;
      return;
    }
  }
  c->by = (toc_actor){.span = span, .head = head, .entity = TOC_NONE};
  c->has_by = true;
}

void toc__claims_link(toc__tree *t) {
  toc_doc *doc = t->doc;
  index_of x = build(doc);
  for (uint32_t k = 0; k < doc->claims.len; k++) {
    toc_claim *c = &doc->claims.ptr[k];
    speaker(doc, c);
    if (c->cue.len) c->within = innermost(t, &x, c->cue.ptr[0], k, false);
  }
  /* Two claims cannot each report the other. */
  for (uint32_t k = 0; k < doc->claims.len; k++) {
    uint32_t w = doc->claims.ptr[k].within;
    if (w != TOC_NONE && doc->claims.ptr[w].within == k) doc->claims.ptr[size(&doc->claims.ptr[k]) > size(&doc->claims.ptr[w]) ? k : w].within = TOC_NONE;
  }
  for (uint32_t k = 0; k < doc->events.len; k++) {
    toc_event *e = &doc->events.ptr[k];
    e->claim = innermost(t, &x, e->trigger, TOC_NONE, true);
    if (e->claim == TOC_NONE) continue;
    const toc_claim *c = &doc->claims.ptr[e->claim];
    if (c->denying && (e->status == TOC_FACT_OCCURRED || e->status == TOC_FACT_ONGOING || e->status == TOC_FACT_HYPOTHETICAL)) e->status = TOC_FACT_DENIED;
  }
  for (uint32_t k = 0; k < doc->impacts.len; k++)
    doc->impacts.ptr[k].claim = innermost(t, &x, doc->impacts.ptr[k].trigger, TOC_NONE, true);
  for (uint32_t k = 0; k < doc->figures.len; k++)
    doc->figures.ptr[k].claim = innermost(t, &x, doc->figures.ptr[k].span, TOC_NONE, true);
}
