/* negation.c - cues and scopes of negation, as *SEM 2012 annotates them.
 *
 *     "No shot was fired, but he did n't leave the town willingly."
 *      cue "No": scope "shot was fired";  cue "n't": scope "he did … leave the town willingly"
 *
 * The scope is what would be false: the whole clause of the negated predicate, its subject
 * included, without the cue itself, without what introduces or joins the clause ("but",
 * "that"), and without other main clauses hung on it.  A cue inside a noun phrase reaches as far
 * as the clause that the phrase is an argument of; "without" reaches over what follows it; a
 * negative prefix before a noun ("an unarmed man") over the noun phrase.
 */
#include "internal.h"

typedef struct scope {
  const toc__status *s;
  toc_doc *doc;
  const uint32_t *first; /* [tokens] first signature of the lemma */
  bool *paint;
  uint32_t *stack;
  TOC_ARRAY(uint32_t) used;
} scope;

static const toc_token *tok(const scope *w, uint32_t i) { return &w->doc->tokens.ptr[i]; }
static toc_deprel base(const scope *w, uint32_t i) { return toc_rel_base(w->doc, i); }
static toc_str lemma(const scope *w, uint32_t i) {
  const toc_token *t = tok(w, i);
  return t->lemma.len ? t->lemma : t->form;
}
static bool is(const scope *w, uint32_t i, const char *word) { return toc_str_is(lemma(w, i), word); }
static bool listed(const scope *w, toc__section section, uint32_t first) {
  return toc__sig_in(w->s, first, section);
}

/* ------------------------------------------------------------ painting */

static void dab(scope *w, uint32_t i) {
  if (w->paint[i]) return;
  w->paint[i] = true;
  *toc_push(&w->doc->scratch, &w->used) = i;
}

/* Reasons and conditions are not denied with what they are reasons for. */
static bool reason(const scope *w, uint32_t c) {
  static const char *const MARK[] = {"if", "unless", "for", "since", "because", "although", "though", "while", "whereas", "so"};
  bool found = false;
  toc_few_children(w->doc, c, m) if (base(w, m) == TOC_REL_MARK) {
    if (is(w, m, "to") || is(w, m, "as")) return false; /* "for us to pretend", "as if" */
    found |= TOC_ONE_OF(lemma(w, m), MARK);
  }
  return found;
}

/* "however", "yet": they join the clause to the text. */
static bool joins(const scope *w, uint32_t head, uint32_t c) {
  static const char *const WORD[] = {"however", "yet", "therefore", "then", "still", "now", "so", "also", "thus",
                                     "besides", "moreover", "well", "why", "indeed", "meanwhile"};
  return c < head && w->doc->child_at[c] == w->doc->child_at[c + 1] && TOC_ONE_OF(lemma(w, c), WORD);
}

static bool clausal_head(const scope *w, uint32_t i);

/* Does child c of the scope's head belong to the proposition? */
static bool in_clause(const scope *w, uint32_t head, uint32_t c) {
  switch (base(w, c)) {
    case TOC_REL_MARK: return is(w, c, "to");
    case TOC_REL_CC: case TOC_REL_PUNCT: case TOC_REL_DISCOURSE: case TOC_REL_VOCATIVE:
    case TOC_REL_PARATAXIS: case TOC_REL_LIST:
      return false;
    case TOC_REL_CONJ: return false;
    case TOC_REL_ADVCL: return c > head && !reason(w, c);
    case TOC_REL_ADVMOD: return !joins(w, head, c);
    case TOC_REL_CASE: return clausal_head(w, head);
    default: return true;
  }
}

/* A negation reaches no further than this: a page without a full stop must not cost squares. */
enum { FARTHEST = 1000, MOST_WORDS = 4000 };

typedef enum extent { ALL, CLAUSE, PHRASE } extent;

/* The subtree of i; of a clause without what joins it, of a phrase besides without the clauses
 * about it ("an unarmed man who ran"). */
static void brush(scope *w, uint32_t i, extent e) {
  uint32_t n = 0;
  w->stack[n++] = i;
  for (uint32_t done = 0; n && done < MOST_WORDS; done++) {
    uint32_t k = w->stack[--n];
    dab(w, k);
    toc_few_children(w->doc, k, c) {
      if (e != ALL && k == i && !in_clause(w, i, c)) continue;
      if (e == PHRASE && (base(w, c) == TOC_REL_ACL || base(w, c) == TOC_REL_APPOS)) continue;
      w->stack[n++] = c;
    }
  }
}

static uint32_t subject(const scope *w, uint32_t i) {
  toc_few_children(w->doc, i, c) if (base(w, c) == TOC_REL_NSUBJ || base(w, c) == TOC_REL_EXPL) return c;
  return TOC_NONE;
}

/* The clause of predicate p; a second conjunct and an infinitive borrow their subject. */
static void clause(scope *w, uint32_t p) {
  brush(w, p, CLAUSE);
  uint32_t k = p;
  for (int up = 0; up < 3 && subject(w, k) == TOC_NONE; up++) {
    toc_deprel r = base(w, k);
    if ((r != TOC_REL_CONJ && r != TOC_REL_XCOMP) || tok(w, k)->head == TOC_NONE) return;
    k = tok(w, k)->head;
  }
  uint32_t s = subject(w, k);
  if (s != TOC_NONE && k != p) brush(w, s, ALL);
}

/* The predicate of the clause that word i is an argument in. */
static uint32_t predicate_over(const scope *w, uint32_t i) {
  uint32_t k = i;
  for (int up = 0; up < 8; up++) {
    toc_deprel r = base(w, k);
    uint32_t h = tok(w, k)->head;
    if (h == TOC_NONE) return k;
    if (r == TOC_REL_NSUBJ || r == TOC_REL_OBJ || r == TOC_REL_IOBJ || r == TOC_REL_OBL || r == TOC_REL_EXPL || r == TOC_REL_ADVMOD) {
      toc_upos u = tok(w, h)->upos;
      if (u == TOC_UPOS_VERB || u == TOC_UPOS_ADJ || u == TOC_UPOS_AUX || subject(w, h) != TOC_NONE) return h;
    } else if (r == TOC_REL_CCOMP || r == TOC_REL_ADVCL || r == TOC_REL_ACL || r == TOC_REL_XCOMP || r == TOC_REL_CSUBJ ||
               r == TOC_REL_PARATAXIS || r == TOC_REL_ROOT) {
      return k;
    }
    k = h;
  }
  return k;
}

static bool clausal_head(const scope *w, uint32_t i) {
  if (tok(w, i)->upos == TOC_UPOS_VERB || subject(w, i) != TOC_NONE) return true;
  toc_few_children(w->doc, i, c) if (base(w, c) == TOC_REL_COP || base(w, c) == TOC_REL_AUX) return true;
  return false;
}

/* ------------------------------------------------------------ one cue */

static void emit(scope *w, toc_span cue, uint32_t but) {
  toc_negation *g = toc_push(&w->doc->arena, &w->doc->negations);
  *toc_push(&w->doc->arena, &g->cue) = cue;
  const toc_sentence *s = &w->doc->sentences.ptr[tok(w, but)->sentence];
  toc_spans *out = &g->scope;
  uint32_t from = but - s->first > FARTHEST ? but - FARTHEST : s->first, to = s->last - but > FARTHEST ? but + FARTHEST : s->last;
  for (uint32_t i = from; i < to; i++) {
    if (!w->paint[i] || (tok(w, i)->upos == TOC_UPOS_PUNCT && (i == s->first || !w->paint[i - 1] || i + 1 == s->last || !w->paint[i + 1])))
      continue;
    toc_span at = tok(w, i)->span;
    if (toc_span_overlap(at, cue)) { /* an affix: the rest of the word is denied */
      toc_span rest = cue.start == at.start ? (toc_span){cue.end, at.end} : (toc_span){at.start, cue.start};
      if (i != but || toc_span_empty(rest)) continue;
      at = rest;
    }
    if (out->len && out->ptr[out->len - 1].end > at.start) continue;
    if (out->len && i > s->first && w->paint[i - 1] && out->ptr[out->len - 1].end == tok(w, i - 1)->span.end &&
        (at.start == tok(w, i)->span.start))
      out->ptr[out->len - 1].end = at.end;
    else
      *toc_push(&w->doc->arena, out) = at;
  }
  for (uint32_t k = 0; k < w->used.len; k++) w->paint[w->used.ptr[k]] = false;
  w->used.len = 0;
}

/* "not only", "nothing but", "no doubt": nothing is denied. */
static bool idle(const scope *w, uint32_t i) {
  const toc_sentence *s = &w->doc->sentences.ptr[tok(w, i)->sentence];
  if (i + 1 >= s->last) return false;
  toc_str next = lemma(w, i + 1);
  if (is(w, i, "not")) return toc_str_is(next, "only") || toc_str_is(next, "merely") || toc_str_is(next, "just");
  if (is(w, i, "no")) return toc_str_is(next, "doubt");
  if (is(w, i, "none")) return toc_str_is(next, "the");
  return is(w, i, "nothing") && toc_str_is(next, "but");
}

static void word_cue(scope *w, uint32_t i) {
  toc_deprel r = base(w, i);
  uint32_t h = tok(w, i)->head;
  if (r == TOC_REL_DISCOURSE || (h == TOC_NONE && !clausal_head(w, i))) { /* "No," he said. */
    emit(w, tok(w, i)->span, i);
    return;
  }
  if (is(w, i, "without") && h != TOC_NONE && (r == TOC_REL_CASE || r == TOC_REL_MARK)) {
    brush(w, h, CLAUSE);
  } else if (r == TOC_REL_DET || r == TOC_REL_NSUBJ || r == TOC_REL_OBJ || r == TOC_REL_OBL || r == TOC_REL_IOBJ || r == TOC_REL_NMOD) {
    uint32_t p = predicate_over(w, r == TOC_REL_DET ? h : i);
    if (clausal_head(w, p)) clause(w, p);
    else brush(w, p, CLAUSE);
  } else if (h == TOC_NONE || clausal_head(w, i)) {
    clause(w, i);
  } else if (clausal_head(w, h)) {
    clause(w, h);
  } else {
    uint32_t p = base(w, h) == TOC_REL_ADVMOD || base(w, h) == TOC_REL_DET || base(w, h) == TOC_REL_CASE ? predicate_over(w, h) : h;
    if (p != h && clausal_head(w, p) && !is(w, i, "not")) clause(w, p);
    else brush(w, h, CLAUSE);
  }
  emit(w, tok(w, i)->span, i);
}

/* Length of a negative prefix (> 0), or of a negative suffix (< 0), of an adjective, adverb or noun. */
static int affix(const scope *w, uint32_t i) {
  const toc_token *t = tok(w, i);
  if (t->form.len < 5 || t->form.len >= 48) return 0;
  if (t->upos != TOC_UPOS_ADJ && t->upos != TOC_UPOS_ADV && t->upos != TOC_UPOS_NOUN && t->upos != TOC_UPOS_VERB) return 0;
  const toc_word *word = &w->doc->word[i];
  toc_str f = word->low;
  uint32_t form = f.ptr == word->lemma.ptr ? w->first[i] : toc_map_get_hashed(&w->s->map, f, word->low_hash);
  if (listed(w, TOC_SEC_FALSE, form) || listed(w, TOC_SEC_FALSE, w->first[i])) return 0;
  if (listed(w, TOC_SEC_AFFIX, form)) return toc_str_starts(f, TOC_S("dis")) || toc_str_starts(f, TOC_S("non")) ? 3 : 2;
  bool quality = t->upos == TOC_UPOS_ADJ || t->upos == TOC_UPOS_ADV || (t->upos == TOC_UPOS_VERB && (t->feat & TOC_F_PART) && toc_str_ends(f, TOC_S("ed")));
  if (!quality) return 0;
  if (toc_str_starts(f, TOC_S("un")) && f.len > 5 && !toc_str_starts(f, TOC_S("under")) && !toc_str_starts(f, TOC_S("uni"))) return 2;
  if (toc_str_ends(f, TOC_S("less"))) return -4;
  if (toc_str_ends(f, TOC_S("lessly"))) return -6;
  return 0;
}

static void affix_cue(scope *w, uint32_t i, int n) {
  toc_span at = tok(w, i)->span, cue = n > 0 ? (toc_span){at.start, at.start + (uint32_t)n}
                                             : (toc_span){at.end - (uint32_t)-n, at.end - (uint32_t)(-n - 4)};
  toc_deprel r = base(w, i);
  uint32_t h = tok(w, i)->head;
  if (clausal_head(w, i) && tok(w, i)->upos != TOC_UPOS_NOUN) clause(w, i);
  else if (r == TOC_REL_AMOD && h != TOC_NONE) brush(w, h, PHRASE);
  else if (r == TOC_REL_ADVMOD && h != TOC_NONE && clausal_head(w, h)) clause(w, h);
  else if (r == TOC_REL_XCOMP && h != TOC_NONE) clause(w, h);
  else brush(w, i, CLAUSE);
  emit(w, cue, i);
}

void toc__status_negations(const toc__status *s, toc_doc *doc, const uint32_t *first) {
  uint32_t n = doc->tokens.len;
  scope w = {.s = s, .doc = doc, .first = first, .paint = toc_new(&doc->scratch, bool, n), .stack = toc_new(&doc->scratch, uint32_t, n + 1)};
  for (uint32_t i = 0; i < n; i++) {
    int a;
    if (!doc->sentences.ptr[doc->tokens.ptr[i].sentence].analysed) continue;
    if (listed(&w, TOC_SEC_CUE, first[i])) {
      if (!idle(&w, i)) word_cue(&w, i);
    } else if ((a = affix(&w, i)) != 0) {
      affix_cue(&w, i, a);
    }
  }
}
