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
  return c->cue_token == TOC_NONE ? TOC__CUE_REPORT : toc__cue_flags(t, c->cue_token);
}

/* Does the cue have a clause for content, its own or the one it stands in or behind? */
static bool says_a_clause(const toc__tree *t, const toc_claim *c) {
  uint32_t i = c->cue_token;
  const toc_token *k = &t->doc->tokens.ptr[i];
  if (k->upos != TOC_UPOS_VERB) return true;
  toc_children(t->doc, i, d) {
    toc_deprel r = toc_rel_base(t->doc, d);
    if (r == TOC_REL_CCOMP || r == TOC_REL_PARATAXIS) return true;
    if (r == TOC_REL_XCOMP && !toc_str_is(k->lemma, "tell")) return true; /* "told them to go" orders */
  }
  toc_deprel r = toc_rel_base(t->doc, i);
  if (r == TOC_REL_PARATAXIS || r == TOC_REL_ADVCL || r == TOC_REL_CASE || r == TOC_REL_MARK || k->rel == TOC_REL_ACL_RELCL) return true;
  const toc_span *first = &c->content.ptr[0]; /* a stray clause begins with its conjunction */
  uint32_t at = toc_token_at(t->doc, first->start);
  return at < t->doc->tokens.len && toc_rel_base(t->doc, at) == TOC_REL_MARK;
}

/* With a mere noun for content these name what is planned or known, and hand on no fact:
 * "announced a strike" is no claim that one took place. */
static bool names_only(toc_str l) {
  static const char *const WORD[] = {"announce", "declare", "release", "publish", "broadcast", "observe", "know", "hear", "learn",
                                     "read", "recall", "find", "determine", "conclude", "see", "write", "continue"};
  for (size_t k = 0; k < sizeof WORD / sizeof *WORD; k++)
    if (toc_str_is(l, WORD[k])) return true;
  return false;
}

/* May this claim stand as the claim of an event inside it?  Not without somebody who says it, nor
 * when it says that it is not said. */
static bool hands_on(const toc__tree *t, const toc_claim *c) {
  uint32_t flags = flags_of(t, c);
  if (c->cue_token != TOC_NONE && t->doc->tokens.ptr[c->cue_token].upos == TOC_UPOS_ADV) return true; /* reportedly */
  if (c->denying) return true; /* "reports that … were dismissed": nobody is named, and yet it is denied */
  if (c->source.len == 0) return false;
  if (c->cue_token == TOC_NONE || c->kind == TOC_DIRECT) return true;
  if (toc_str_is(t->doc->tokens.ptr[c->cue_token].form, ":")) return true;
  const toc_token *k = &t->doc->tokens.ptr[c->cue_token];
  if (k->predicate < t->doc->predicates.len && t->doc->predicates.ptr[k->predicate].fact == TOC_FACT_NEGATED) return false;
  if (flags & (TOC__CUE_ACCUSE | TOC__CUE_DENY)) return true;
  if (toc__restates(t, c->cue_token)) return true;
  if (flags & TOC__CUE_REPORT) return c->kind == TOC_MIXED || !names_only(k->lemma) || says_a_clause(t, c);
  if (flags & TOC__CUE_NEUTRAL) return false;
  return c->kind == TOC_MIXED || says_a_clause(t, c);
}

/* "said he would drop the levy, which he imposed in May": a relative clause behind a comma is the
 * reporter's own aside.  Is the event in one that lies within the reported words? */
static bool aside(const toc__tree *t, const toc_claim *c, uint32_t token) {
  if (c->kind == TOC_DIRECT || token >= t->doc->tokens.len) return false;
  const toc_doc *doc = t->doc;
  for (uint32_t k = token, up = 0; k != TOC_NONE && up < 32; k = doc->tokens.ptr[k].head, up++) {
    if (k == c->cue_token || !holds(c, doc->tokens.ptr[k].span)) return false;
    if (doc->tokens.ptr[k].rel != TOC_REL_ACL_RELCL || !toc_str_is(doc->tokens.ptr[toc__first(t, k)].form, ",")) continue;
    uint32_t next = toc__first(t, k) + 1;
    if (next < doc->tokens.len && (toc_lemma_is(doc, next, "which") || toc_lemma_is(doc, next, "who") || toc_lemma_is(doc, next, "whose")))
      return true;
  }
  return false;
}

/* The smallest claim around a span; for an event (token) one that hands it on. */
static uint32_t innermost(const toc__tree *t, const index_of *x, toc_span span, uint32_t but, uint32_t token) {
  const toc_doc *doc = t->doc;
  uint32_t s = toc_sentence_at(doc, span.start), best = TOC_NONE, best_size = 0;
  uint32_t least = but == TOC_NONE ? 0 : size(&doc->claims.ptr[but]) + 1;
  if (s == TOC_NONE) return TOC_NONE;
  for (uint32_t p = x->at[s]; p < x->at[s + 1]; p++) {
    const toc_claim *c = &doc->claims.ptr[x->claim[p]];
    if (x->claim[p] == but || !holds(c, span) || (token != TOC_NONE && (!hands_on(t, c) || aside(t, c, token)))) continue;
    uint32_t n = size(c);
    if (but != TOC_NONE && n < least) continue; /* what reports a claim holds more than it: no circles */
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
    if (c->cue.len) c->within = innermost(t, &x, c->cue.ptr[0], k, TOC_NONE);
  }
  for (uint32_t k = 0; k < doc->events.len; k++) {
    toc_event *e = &doc->events.ptr[k];
    e->claim = innermost(t, &x, e->trigger, TOC_NONE, e->token);
    if (e->claim == TOC_NONE) continue;
    const toc_claim *c = &doc->claims.ptr[e->claim];
    if (c->denying && (e->status == TOC_FACT_OCCURRED || e->status == TOC_FACT_ONGOING || e->status == TOC_FACT_HYPOTHETICAL)) e->status = TOC_FACT_DENIED;
  }
  for (uint32_t k = 0; k < doc->impacts.len; k++)
    doc->impacts.ptr[k].claim = innermost(t, &x, doc->impacts.ptr[k].trigger, TOC_NONE, doc->impacts.ptr[k].token);
  for (uint32_t k = 0; k < doc->figures.len; k++)
    doc->figures.ptr[k].claim = innermost(t, &x, doc->figures.ptr[k].span, TOC_NONE, doc->figures.ptr[k].first);
  for (uint32_t k = 0; k < doc->victims.len; k++)
    doc->victims.ptr[k].claim = innermost(t, &x, doc->victims.ptr[k].span, TOC_NONE, doc->victims.ptr[k].head);
}
