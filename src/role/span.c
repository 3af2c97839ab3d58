/* span.c - which words may be arguments of a predicate, and how far their phrases reach.
 *
 * Universal Dependencies hang prepositions, conjunctions and articles on the word that they belong
 * to, so an argument that hangs on its predicate is a subtree:
 *
 *     detained [two men] [on Friday]
 *
 * An argument above its predicate is cut where the clause of the predicate hangs:
 *
 *     in [the city] that rebels hold          "the city" of hold, without "in"
 *     Roads are [now safe] in the north       "safe" of be: nothing in front of be, no clause behind
 *     made [a statement]                      "made" of the noun: the verb alone
 */
#include "internal.h"

static const toc_token *tok(const toc__role_view *v, uint32_t i) { return &v->doc->tokens.ptr[i]; }
static toc_deprel base(const toc__role_view *v, uint32_t i) { return toc_rel_base(v->doc, i); }
static uint32_t n_children(const toc__role_view *v, uint32_t i) { return v->doc->child_at[i + 1] - v->doc->child_at[i]; }

/* ------------------------------------------------------------------ candidates */

static bool never(const toc__role_view *v, uint32_t i) {
  toc_deprel r = base(v, i);
  return r == TOC_REL_PUNCT || tok(v, i)->upos == TOC_UPOS_PUNCT;
}

typedef struct found {
  toc__role_candidate *out;
  uint32_t n;
} found;

static void add(found *f, uint32_t head, uint8_t up, uint8_t down, uint32_t branch) {
  if (f->n < ROLE_CANDIDATES) f->out[f->n++] = (toc__role_candidate){head, up, down, branch};
}

static void add_children(const toc__role_view *v, found *f, uint32_t of, uint8_t up, uint32_t branch) {
  if (n_children(v, of) > ROLE_CHILDREN) return;
  toc_children(v->doc, of, c) {
    if (c == branch || never(v, c)) continue;
    add(f, c, up, 1, branch);
  }
}

uint32_t toc__role_candidates(const toc__role_view *v, uint32_t predicate, toc__role_candidate out[ROLE_CANDIDATES]) {
  found f = {out, 0};
  add_children(v, &f, predicate, 0, TOC_NONE);
  uint32_t branch = predicate;
  for (uint8_t up = 1; up <= ROLE_UP; up++) {
    uint32_t a = tok(v, branch)->head;
    if (a == TOC_NONE) break;
    add(&f, a, up, 0, branch);
    add_children(v, &f, a, up, branch);
    branch = a;
  }
  return f.n;
}

/* ----------------------------------------------------------------------- spans */

static bool is_copular(const toc__role_view *v, uint32_t i) {
  toc_children(v->doc, i, c) {
    toc_deprel r = base(v, c);
    if (r == TOC_REL_NSUBJ || r == TOC_REL_CSUBJ || r == TOC_REL_COP || r == TOC_REL_AUX || r == TOC_REL_EXPL) return true;
  }
  return false;
}

/* What "be" says of its subject: without what stands in front of "be", other clauses, adjuncts. */
static bool left_out_of_complement(const toc__role_view *v, uint32_t head, uint32_t branch, uint32_t c) {
  if (c <= branch) return true;
  switch (base(v, c)) {
    case TOC_REL_PUNCT: case TOC_REL_PARATAXIS: case TOC_REL_COP: case TOC_REL_NSUBJ: case TOC_REL_CSUBJ:
    case TOC_REL_MARK: case TOC_REL_CC: case TOC_REL_ADVCL: return true;
    case TOC_REL_OBL: return tok(v, head)->upos != TOC_UPOS_ADJ;
    case TOC_REL_CONJ: return n_children(v, c) <= ROLE_CHILDREN && is_copular(v, c);
    default: return false;
  }
}

static bool has_case_behind(const toc__role_view *v, uint32_t i, uint32_t at) {
  toc_children(v->doc, i, c)
    if (c > at && c < i && base(v, c) == TOC_REL_CASE) return true;
  return false;
}

/* The noun that a clause modifies: its phrase up to the clause. */
static bool left_out_of_antecedent(const toc__role_view *v, uint32_t head, uint32_t branch, uint32_t c) {
  if (c == branch) return true;
  switch (base(v, c)) {
    case TOC_REL_DET: case TOC_REL_AMOD: case TOC_REL_NMOD: case TOC_REL_COMPOUND: case TOC_REL_NUMMOD: case TOC_REL_APPOS:
    case TOC_REL_FLAT: case TOC_REL_FIXED: case TOC_REL_GOESWITH: case TOC_REL_ACL: return false;
    case TOC_REL_ADVMOD: return c < head && has_case_behind(v, head, c);
    case TOC_REL_CONJ: case TOC_REL_CC: return c > branch || c < head;
    default: return true;
  }
}

static bool left_out(const toc__role_view *v, const toc__role_candidate *c, uint32_t child) {
  toc_deprel r = base(v, c->branch);
  if (r == TOC_REL_COP || r == TOC_REL_AUX) return left_out_of_complement(v, c->head, c->branch, child);
  if (r == TOC_REL_ACL) return left_out_of_antecedent(v, c->head, c->branch, child);
  return r == TOC_REL_OBJ || child == c->branch || base(v, child) == TOC_REL_PUNCT;
}

static bool is_open(const toc__role_view *v, uint32_t i) {
  toc_str f = tok(v, i)->form;
  return f.len == 1 ? strchr("\"'`([", f.ptr[0]) != NULL : toc_str_is(f, "``") || toc_str_is(f, "\xE2\x80\x9C") || toc_str_is(f, "\xE2\x80\x98");
}

/* Closes what was opened inside [first, i). */
static bool is_close(const toc__role_view *v, uint32_t first, uint32_t i) {
  toc_str f = tok(v, i)->form;
  bool round = toc_str_is(f, ")") || toc_str_is(f, "]");
  if (!round && !toc_str_is(f, "\"") && !toc_str_is(f, "'") && !toc_str_is(f, "''") && !toc_str_is(f, "\xE2\x80\x9D")) return false;
  for (uint32_t k = first; k < i; k++) {
    toc_str g = tok(v, k)->form;
    if (round ? toc_str_is(g, "(") || toc_str_is(g, "[") : tok(v, k)->upos == TOC_UPOS_PUNCT && is_open(v, k)) return true;
  }
  return false;
}

static void trim(const toc__role_view *v, uint32_t head, uint32_t *first, uint32_t *last) {
  while (*last - 1 > head && tok(v, *last - 1)->upos == TOC_UPOS_PUNCT && !is_close(v, *first, *last - 1)) --*last;
  while (*first < head && tok(v, *first)->upos == TOC_UPOS_PUNCT) {
    bool closed = false;
    for (uint32_t k = *first + 1; is_open(v, *first) && k < *last && !closed; k++)
      closed = tok(v, k)->upos == TOC_UPOS_PUNCT && !is_open(v, k) ? is_close(v, *first, k) : toc_str_eq(tok(v, k)->form, tok(v, *first)->form);
    if (closed) break;
    ++*first;
  }
}

void toc__role_span(const toc__role_view *v, const toc__role_candidate *c, const uint32_t *cut, uint32_t n_cut, uint32_t *first, uint32_t *last) {
  enum { MOST = ROLE_CHILDREN };
  uint32_t banned[MOST + ROLE_CANDIDATES], n = 0, h = c->head;
  const toc_sentence *s = &v->doc->sentences.ptr[tok(v, h)->sentence];
  if (c->down == 0 && n_children(v, h) > MOST) { /* a list: the word alone */
    *first = h, *last = h + 1;
    return;
  }
  if (c->down == 0)
    toc_children(v->doc, h, k)
      if (left_out(v, c, k)) banned[n++] = k;
  for (uint32_t k = 0; k < n_cut; k++) banned[n++] = cut[k];
  uint32_t lo = h, hi = h + 1;
  for (int side = 0; side < 2; side++) {
    for (uint32_t steps = 0; steps < ROLE_REACH; steps++) {
      uint32_t i = side ? hi : lo - 1;
      if (side ? hi >= s->last : lo <= s->first) break;
      bool in = toc__role_under(v, i, h);
      for (uint32_t k = 0; in && k < n; k++) in = !toc__role_under(v, i, banned[k]);
      if (!in) break;
      if (side) hi++;
      else lo--;
    }
  }
  *first = lo, *last = hi;
  trim(v, h, first, last);
}
