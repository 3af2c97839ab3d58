/* claim.c - from a cue word to the spans of a claim.
 *
 * The role model sorts the relatives of a cue; their subtrees paint the sentence; painted runs
 * become spans.  Then quotation marks have their say: a content that touches a quotation that
 * the cue stands outside of takes all of it, over sentences and paragraphs, and quotations
 * that follow with no cue of their own go on with the same speaker.
 */
#include "internal.h"

enum { NONE = TOC__ROLE_NONE, CUE = TOC__ROLE_CUE, SOURCE = TOC__ROLE_SOURCE, CONTENT = TOC__ROLE_CONTENT };

typedef struct found {
  toc_claim claim;
  uint32_t sentence;
  bool quoted; /* its content has a quotation that the cue stands outside of */
} found;

typedef struct finder {
  toc__tree *t;
  toc_doc *doc;
  uint8_t *paint; /* [tokens] role of a token in the claim at work */
  uint32_t *stack;
  uint32_t *candidate; /* words of the sentence that may be cues */
  TOC_ARRAY(found) out;
  TOC_ARRAY(uint32_t) used; /* painted tokens, to wipe */
} finder;

static const toc_token *tok(const finder *f, uint32_t i) { return &f->doc->tokens.ptr[i]; }
static toc_deprel base(const finder *f, uint32_t i) { return toc_rel_base(f->doc, i); }
static bool form(const finder *f, uint32_t i, const char *s) { return toc_str_is(tok(f, i)->form, s); }
static bool punct(const finder *f, uint32_t i) { return tok(f, i)->upos == TOC_UPOS_PUNCT; }
static bool quote_mark(const finder *f, uint32_t i) {
  if (!toc__may_mark(tok(f, i)->form)) return false;
  return form(f, i, "\"") || form(f, i, "“") || form(f, i, "”") || form(f, i, "''") || form(f, i, "``") || form(f, i, "«") ||
         form(f, i, "»") || form(f, i, "‘") || form(f, i, "’") || form(f, i, "'") || form(f, i, "„");
}

/* ------------------------------------------------------------ painting */

static void dab(finder *f, uint32_t i, uint8_t role) {
  if (f->paint[i] == NONE) *toc_push(&f->doc->scratch, &f->used) = i;
  f->paint[i] = role;
}

/* Is child c of the source's head part of the source?  Names, modifiers and appositions are;
 * clauses about it, prepositions before it and marks around it are not. */
static bool in_source(const finder *f, uint32_t head, uint32_t c) {
  switch (base(f, c)) {
    case TOC_REL_CASE: return c > head;
    case TOC_REL_PUNCT: return !(c < head) && !quote_mark(f, c) && !form(f, c, ".") && !form(f, c, ":") && !form(f, c, "—") && !form(f, c, "-");
    case TOC_REL_ACL: /* one without a comma tells which ("officers who were there"), one with a comma only tells about */
      return !form(f, toc__first(f->t, c), ",");
    case TOC_REL_PARATAXIS: case TOC_REL_CC: case TOC_REL_MARK: case TOC_REL_COP: case TOC_REL_ADVCL:
    case TOC_REL_CCOMP: case TOC_REL_XCOMP: case TOC_REL_DISCOURSE:
      return false;
    case TOC_REL_NSUBJ: /* "refugees interviewed in the camp said": a clause taken for the speaker */
      return tok(f, head)->upos == TOC_UPOS_VERB;
    case TOC_REL_ADVMOD: return c > head;
    default: return true;
  }
}

/* "denied that anyone had been beaten and accused the press", "said it would stop and called on …":
 * a finite verb without a subject cannot share the auxiliary before it; it goes with the cue. */
static bool misplaced(const finder *f, uint32_t head, uint32_t c) {
  uint32_t past = TOC_F_FIN | TOC_F_PAST, up = tok(f, head)->head;
  if (base(f, c) != TOC_REL_CONJ || base(f, head) != TOC_REL_CCOMP || up == TOC_NONE) return false;
  if ((tok(f, c)->feat & past) != past || (tok(f, up)->feat & past) != past || (tok(f, head)->feat & TOC_F_FIN)) return false;
  bool aux = false;
  toc_children(f->doc, head, k) aux |= base(f, k) == TOC_REL_AUX;
  toc_children(f->doc, c, k) if (base(f, k) == TOC_REL_AUX || base(f, k) == TOC_REL_NSUBJ) return false;
  return aux;
}

/* "says 40 died; the U.N. put …": what follows a semicolon is another sentence but for the dot. */
static bool behind_semicolon(const finder *f, uint32_t c) {
  if (base(f, c) != TOC_REL_PARATAXIS && base(f, c) != TOC_REL_CONJ) return false;
  uint32_t first = toc__first(f->t, c);
  return f->t->quote_of[c] == TOC_NONE && (form(f, first, ";") || (first > 0 && form(f, first - 1, ";")));
}

/* A claim looks no further than this: a page without a full stop must not cost squares. */
enum { FARTHEST = 1000, MOST_WORDS = 4000 };

/* The subtree of i without the branch at `skip`. */
static void brush(finder *f, uint32_t i, uint8_t role, uint32_t skip) {
  uint32_t n = 0;
  f->stack[n++] = i;
  for (uint32_t done = 0; n && done < MOST_WORDS; done++) {
    uint32_t k = f->stack[--n];
    dab(f, k, role);
    toc_children(f->doc, k, c) {
      if (c == skip || (role == SOURCE && k == i && !in_source(f, i, c))) continue;
      if (role == CONTENT && k == i && (misplaced(f, i, c) || behind_semicolon(f, c))) continue;
      f->stack[n++] = c;
    }
  }
}

/* The child of `above` on the way down to i. */
static uint32_t branch(const finder *f, uint32_t above, uint32_t i) {
  uint32_t k = i;
  while (tok(f, k)->head != above && tok(f, k)->head != TOC_NONE) k = tok(f, k)->head;
  return k;
}

static bool goes_up(const toc__relative *r) { return r->step >= TOC__UP && r->step <= TOC__UP3; }

/* ------------------------------------------------------------ spans of painted runs */

static bool closes(const finder *f, uint32_t i) {
  return quote_mark(f, i) || form(f, i, ")") || form(f, i, "]") || form(f, i, "%");
}

/* Trims punctuation off a run of tokens, but for what belongs to a quotation. */
static void trim(const finder *f, uint32_t *first, uint32_t *last) {
  while (*first < *last && punct(f, *first) && !quote_mark(f, *first) && !form(f, *first, "(") && !form(f, *first, "[")) ++*first;
  while (*first < *last && punct(f, *last - 1) && !closes(f, *last - 1)) --*last;
}

static void add_span(finder *f, toc_spans *s, toc_span span) {
  if (toc_span_empty(span)) return;
  if (s->len && span.start <= s->ptr[s->len - 1].end) {
    if (span.end > s->ptr[s->len - 1].end) s->ptr[s->len - 1].end = span.end;
    return;
  }
  *toc_push(&f->doc->arena, s) = span;
}

/* Runs of one role in tokens [first, last); gaps of mere punctuation are bridged. */
static void runs(finder *f, uint32_t first, uint32_t last, uint8_t role, toc_spans *out) {
  for (uint32_t i = first; i < last;) {
    if (f->paint[i] != role) {
      i++;
      continue;
    }
    uint32_t end = i + 1, k = end;
    for (; k < last; k++) {
      if (f->paint[k] == role) end = k + 1;
      else if (!punct(f, k) || f->paint[k] != NONE) break;
    }
    uint32_t a = i, b = end;
    trim(f, &a, &b);
    if (a < b) add_span(f, out, toc_tokens_span(f->doc, a, b));
    i = end;
  }
}

/* ------------------------------------------------------------ quotations */

static bool inside_quote(const finder *f, uint32_t q, uint32_t token) {
  uint32_t k = f->t->quote_of[token];
  while (k != TOC_NONE && k != q) k = k > q ? f->t->quote[k].parent : TOC_NONE;
  return k == q;
}

/* The outermost quote around a token that does not hold the cue; TOC_NONE if none. */
static uint32_t foreign_quote(const finder *f, uint32_t token, uint32_t cue) {
  uint32_t best = TOC_NONE, stop = f->t->quote_of[cue];
  for (uint32_t k = f->t->quote_of[token], depth = 0; k != TOC_NONE && k != stop && depth < 64; k = f->t->quote[k].parent, depth++) best = k;
  if (best != TOC_NONE && stop != TOC_NONE && inside_quote(f, best, cue)) return TOC_NONE;
  return best;
}

static int by_start(const toc_span *a, const toc_span *b) { return a->start < b->start ? -1 : a->start > b->start; }

/* Sorts (insertion: pieces are few and nearly in order) and merges. */
static void tidy(toc_spans *s) {
  for (uint32_t i = 1; i < s->len; i++)
    for (uint32_t k = i; k > 0 && by_start(&s->ptr[k], &s->ptr[k - 1]) < 0; k--) {
      toc_span x = s->ptr[k];
      s->ptr[k] = s->ptr[k - 1];
      s->ptr[k - 1] = x;
    }
  uint32_t n = 0;
  for (uint32_t i = 0; i < s->len; i++) {
    if (n && s->ptr[i].start <= s->ptr[n - 1].end) {
      if (s->ptr[i].end > s->ptr[n - 1].end) s->ptr[n - 1].end = s->ptr[i].end;
    } else {
      s->ptr[n++] = s->ptr[i];
    }
  }
  s->len = n;
}

/* Takes span `cut` out of the pieces. */
static void punch(finder *f, toc_spans *s, toc_span cut) {
  uint32_t n = s->len;
  for (uint32_t i = 0; i < n; i++) {
    toc_span x = s->ptr[i];
    if (!toc_span_overlap(x, cut)) continue;
    s->ptr[i].end = cut.start > x.start ? cut.start : x.start;
    if (cut.end < x.end) *toc_push(&f->doc->arena, s) = (toc_span){cut.end, x.end};
  }
  uint32_t k = 0;
  for (uint32_t i = 0; i < s->len; i++)
    if (!toc_span_empty(s->ptr[i])) s->ptr[k++] = s->ptr[i];
  s->len = k;
}

static void take_quotes(finder *f, found *c, uint32_t first, uint32_t last) {
  uint32_t seen = TOC_NONE;
  toc_spans *s = &c->claim.content;
  for (uint32_t i = first; i < last; i++) {
    if (f->paint[i] != CONTENT) continue;
    uint32_t q = foreign_quote(f, i, c->claim.cue_token);
    if (q == TOC_NONE || q == seen) continue;
    seen = q;
    for (uint32_t chain = 0; q != TOC_NONE && chain < 1000; q = f->t->quote[q].next, chain++)
      if (!toc_span_empty(f->t->quote[q].inner)) *toc_push(&f->doc->arena, s) = f->t->quote[q].outer;
    c->quoted = true;
  }
  tidy(s);
}

/* ------------------------------------------------------------ one claim */

static uint32_t lexical(const finder *f, uint32_t i) { return toc__cue_flags(f->t, i); }

static void set_kind(finder *f, found *c) {
  toc_claim *k = &c->claim;
  bool all = k->content.len > 0;
  for (uint32_t i = 0; i < k->content.len; i++) {
    uint32_t a = toc_token_at(f->doc, k->content.ptr[i].start);
    all &= a < f->doc->tokens.len && quote_mark(f, a);
  }
  k->kind = !c->quoted ? TOC_INDIRECT : all ? TOC_DIRECT : TOC_MIXED;
}

/* "Ilse Maron, the mayor, said": the second comma belongs to the source as the first does. */
static void close_apposition(finder *f, toc_spans *source, uint32_t cue) {
  if (source->len == 0 || cue < 2 || !form(f, cue - 1, ",")) return;
  toc_span *s = &source->ptr[source->len - 1];
  if (tok(f, cue - 2)->span.end != s->end) return;
  for (uint32_t k = cue - 2; k > 0 && tok(f, k)->span.start > s->start; k--)
    if (form(f, k, ",")) {
      s->end = tok(f, cue - 1)->span.end;
      return;
    }
}

/* Cuts a dateline off the front of a span. */
static void behind_dateline(const finder *f, toc_spans *s) {
  toc_span d = f->doc->dateline;
  for (uint32_t k = 0; k < s->len; k++)
    if (!toc_span_empty(d) && s->ptr[k].start < d.end && s->ptr[k].end > d.end && s->ptr[k].start >= d.start) {
      uint32_t first = toc_token_at(f->doc, d.end);
      while (first < f->doc->tokens.len && punct(f, first) && !quote_mark(f, first)) first++;
      if (first < f->doc->tokens.len && tok(f, first)->span.start < s->ptr[k].end) s->ptr[k].start = tok(f, first)->span.start;
    }
}

/* No sure source: the subject of a verb of saying is one. */
static void subject_speaks(const finder *f, uint32_t i, const toc__relative *rel, uint8_t *role, uint32_t n) {
  if (!(lexical(f, i) & (TOC__CUE_REPORT | TOC__CUE_ACCUSE | TOC__CUE_DENY)) || tok(f, i)->upos != TOC_UPOS_VERB) return;
  for (uint32_t k = 0; k < n; k++)
    if (role[k] == NONE && ((rel[k].step == TOC__DOWN && rel[k].a == TOC_REL_NSUBJ) || (rel[k].step == TOC__SIDE && rel[k].a == TOC_REL_CONJ && rel[k].b == TOC_REL_NSUBJ))) {
      role[k] = SOURCE;
      return;
    }
}

/* "Reports that two were shot were denied by the army": who speaks, in the passive; TOC_NONE. */
static uint32_t agent_of(const finder *f, uint32_t i) {
  uint32_t agent = TOC_NONE;
  bool subject = false;
  toc_children(f->doc, i, c) {
    toc_deprel r = tok(f, c)->rel;
    if (r == TOC_REL_OBL_AGENT) agent = c;
    subject |= r == TOC_REL_NSUBJ_PASS || r == TOC_REL_CSUBJ_PASS;
  }
  return subject ? agent : TOC_NONE;
}

/* What the passive is said of is what is said, and its agent says it. */
static void agent_speaks(const finder *f, uint32_t i, const toc__relative *rel, uint8_t *role, uint32_t n) {
  uint32_t agent = (lexical(f, i) & (TOC__CUE_REPORT | TOC__CUE_DENY)) ? agent_of(f, i) : TOC_NONE;
  if (agent == TOC_NONE) return;
  for (uint32_t k = 0; k < n; k++) {
    if (rel[k].step != TOC__DOWN || tok(f, rel[k].token)->head != i) continue;
    toc_deprel r = tok(f, rel[k].token)->rel;
    if (rel[k].token == agent) role[k] = SOURCE;
    else if (r == TOC_REL_NSUBJ_PASS || r == TOC_REL_CSUBJ_PASS) role[k] = CONTENT;
    else if (role[k] == SOURCE) role[k] = NONE;
  }
}

/* "An aide who asked not to be named said …": that is about the speaker. */
static bool wants_no_name(const finder *f, const toc_claim *c) {
  toc_str l = tok(f, c->cue_token)->lemma;
  if (!toc_str_is(l, "ask") && !toc_str_is(l, "request") && !toc_str_is(l, "want") && !toc_str_is(l, "wish") && !toc_str_is(l, "refuse")) return false;
  uint32_t at = toc_token_at(f->doc, c->content.ptr[c->content.len - 1].end - 1);
  return at < f->doc->tokens.len && (form(f, at, "named") || form(f, at, "identified") || form(f, at, "quoted"));
}

/* "A burned and B fell, according to police": a comma before the cue lifts it over both clauses. */
static uint32_t whole(const finder *f, uint32_t cue, uint32_t top) {
  if (cue < 2 || cue < top || !form(f, cue - 1, ",")) return top;
  for (int up = 0; up < 4 && base(f, top) == TOC_REL_CONJ && tok(f, top)->head != TOC_NONE; up++) top = tok(f, top)->head;
  return top;
}

/* "have been detained": nobody said or thought anything. */
static bool anonymous_doing(const finder *f, uint32_t i) {
  toc_children(f->doc, i, c) {
    toc_deprel r = base(f, c);
    if (r == TOC_REL_CCOMP || r == TOC_REL_XCOMP || r == TOC_REL_PARATAXIS) return false;
  }
  return true;
}

/* The tokens of the sentence that a claim may use. */
static void reach(const finder *f, uint32_t i, uint32_t *from, uint32_t *to) {
  const toc_sentence *s = &f->doc->sentences.ptr[tok(f, i)->sentence];
  *from = i - s->first > FARTHEST ? i - FARTHEST : s->first;
  *to = s->last - i > FARTHEST ? i + FARTHEST : s->last;
}

/* "…, the interior ministry said[ on Monday][, …]": a speaker and a verb of saying behind a comma,
 * and nothing after them but a comma or the end.  Parsers often cut such sentences in the wrong
 * place, but the words leave no doubt.  *comma is that comma, *rest the first token of what goes
 * on behind the second comma (or the sentence's end). */
static bool parenthetical(const finder *f, uint32_t i, uint32_t *comma, uint32_t *rest) {
  const toc_sentence *s = &f->doc->sentences.ptr[tok(f, i)->sentence];
  if (tok(f, i)->upos != TOC_UPOS_VERB || !(lexical(f, i) & TOC__CUE_REPORT) || f->t->quote_of[i] != TOC_NONE) return false;
  for (uint32_t c_at = f->doc->child_at[i]; c_at < f->doc->child_at[i + 1] && f->doc->child[c_at] < i; c_at++)
    if (base(f, f->doc->child[c_at]) == TOC_REL_AUX) return false;
  uint32_t k = i;
  bool name = false;
  while (k > s->first && i - k < 14) {
    toc_upos u = tok(f, k - 1)->upos;
    if (u == TOC_UPOS_PUNCT && !form(f, k - 1, "-") && !form(f, k - 1, ".")) break;
    if (u == TOC_UPOS_VERB || u == TOC_UPOS_AUX || u == TOC_UPOS_SCONJ || u == TOC_UPOS_CCONJ || u == TOC_UPOS_ADV) return false;
    name |= u == TOC_UPOS_NOUN || u == TOC_UPOS_PROPN || u == TOC_UPOS_PRON;
    k--;
  }
  if (!name || k < s->first + 2 || !form(f, k - 1, ",") || tok(f, k)->upos == TOC_UPOS_ADP) return false;
  *comma = k - 1;
  uint32_t e = i + 1;
  if (e < s->last && form(f, e, "on")) e++; /* on Monday */
  if (e < s->last && (tok(f, e)->time != TOC_NONE || (e > i + 1 && tok(f, e)->upos == TOC_UPOS_PROPN))) e++;
  bool end = e >= s->last || (e + 1 == s->last && punct(f, e) && !form(f, e, ":"));
  if (end) return *rest = s->last, true;
  if (!form(f, e, ",") || e + 2 >= s->last) return false;
  *rest = e + 1;
  return tok(f, *rest)->upos != TOC_UPOS_VERB && !form(f, *rest, "but") && !form(f, *rest, "although") && !form(f, *rest, "while");
}

/* Paints a parenthetical attribution as its words stand. */
static void paint_parenthetical(finder *f, uint32_t i, uint32_t comma, uint32_t rest) {
  uint32_t from, to;
  reach(f, i, &from, &to);
  for (uint32_t k = from; k < to; k++) {
    bool before = k < comma && !(k == from && tok(f, k)->upos == TOC_UPOS_CCONJ);
    if (before || k >= rest) dab(f, k, CONTENT);
    else if (k > comma && k < i) dab(f, k, SOURCE);
    else if (f->paint[k] != CUE) dab(f, k, NONE);
  }
}

/* “…,” said Ana Ruiz, the mayor, “…”: the words between a quotation and the next, or the end of the
 * sentence.  They hold the speaker and the verb of saying, and nothing that is said. */
typedef struct between {
  uint32_t first, last;         /* the words between the marks */
  uint32_t speaker, speaker_end; /* of them, those that name the speaker */
} between;

enum { MOST_BETWEEN = 30 };

static bool outside(const finder *f, uint32_t i) { return f->t->quote_of[i] == TOC_NONE && !quote_mark(f, i); }
static bool names(toc_upos u) { return u == TOC_UPOS_NOUN || u == TOC_UPOS_PROPN || u == TOC_UPOS_PRON; }
static bool relative_word(const finder *f, uint32_t i) { return form(f, i, "who") || form(f, i, "which") || form(f, i, "whose") || form(f, i, "whom"); }

/* Where the name of a speaker behind the verb ends: "said Ana Ruiz, a farmer who lost two sons | on
 * Monday", "said Ana Ruiz | , who leads the union"; 0 if a verb says that it is no name. */
static uint32_t speaker_end(const finder *f, uint32_t cue, uint32_t last) {
  bool clause = false;
  for (uint32_t k = cue + 1; k < last; k++) {
    const toc_token *t = tok(f, k);
    uint32_t head = t->head;
    if (form(f, k, ",") && k + 1 < last) {
      toc_upos u = tok(f, k + 1)->upos;
      if (u == TOC_UPOS_ADP || u == TOC_UPOS_ADV || u == TOC_UPOS_SCONJ || u == TOC_UPOS_VERB || u == TOC_UPOS_CCONJ || relative_word(f, k + 1)) return k;
    }
    if (t->time != TOC_NONE && k > cue + 1) return tok(f, k - 1)->upos == TOC_UPOS_ADP || form(f, k - 1, ",") ? k - 1 : k;
    if (t->upos == TOC_UPOS_ADP && !clause && (form(f, k, "on") || form(f, k, "during") || form(f, k, "after") || form(f, k, "before") ||
                                               (head != TOC_NONE && tok(f, head)->head == cue && base(f, head) == TOC_REL_OBL)))
      return k;
    clause |= relative_word(f, k);
    if ((t->upos == TOC_UPOS_VERB || t->upos == TOC_UPOS_AUX) && !clause) return 0;
  }
  return last;
}

static bool between_quotes(const finder *f, uint32_t i, between *b) {
  const toc_sentence *s = &f->doc->sentences.ptr[tok(f, i)->sentence];
  if (tok(f, i)->upos != TOC_UPOS_VERB || !(lexical(f, i) & TOC__CUE_REPORT) || !outside(f, i)) return false;
  uint32_t a = i, e = i + 1;
  bool named = false;
  while (a > s->first && i - a < MOST_BETWEEN && outside(f, a - 1)) a--;
  if (a < s->first + 2 || !quote_mark(f, a - 1) || f->t->quote_of[a - 2] == TOC_NONE) return false;
  while (e < s->last && e - i < MOST_BETWEEN && outside(f, e)) e++;
  if (e < s->last && (!quote_mark(f, e) || e + 1 >= s->last || f->t->quote_of[e + 1] == TOC_NONE)) return false;
  *b = (between){a, e, a, i};
  while (b->speaker < i && punct(f, b->speaker)) b->speaker++;
  for (uint32_t k = b->speaker; k < i; k++) {
    toc_upos u = tok(f, k)->upos;
    if (u == TOC_UPOS_VERB || u == TOC_UPOS_AUX || u == TOC_UPOS_SCONJ || u == TOC_UPOS_CCONJ || u == TOC_UPOS_ADP) return false;
    named |= names(u);
  }
  if (named || b->speaker < i) return named;
  if (i + 1 >= e || punct(f, i + 1) || tok(f, i + 1)->upos == TOC_UPOS_ADP || tok(f, i + 1)->upos == TOC_UPOS_SCONJ) return false;
  b->speaker = i + 1;
  b->speaker_end = speaker_end(f, i, e);
  for (uint32_t k = b->speaker; k < b->speaker_end; k++) named |= names(tok(f, k)->upos);
  return named;
}

/* Is what the weights made of it wrong by the marks: nobody speaks, or the speaker's words are said, or
 * what is said speaks? */
static bool torn(const finder *f, const between *b, uint32_t from, uint32_t to) {
  bool speaks = false;
  for (uint32_t k = from; k < to; k++) {
    if (f->paint[k] == SOURCE && !outside(f, k)) return true;
    if (k >= b->first && k < b->last && f->paint[k] == CONTENT) return true;
    speaks |= f->paint[k] == SOURCE;
  }
  return !speaks;
}

static void paint_between(finder *f, const between *b, uint32_t from, uint32_t to) {
  for (uint32_t k = from; k < to; k++) {
    bool speaker = k >= b->speaker && k < b->speaker_end;
    if (f->paint[k] == SOURCE || (k >= b->first && k < b->last && (f->paint[k] == CONTENT || speaker))) dab(f, k, speaker ? SOURCE : NONE);
    else if (speaker) dab(f, k, SOURCE);
  }
  dab(f, b->first - 2, CONTENT);
  if (b->last + 1 < to && quote_mark(f, b->last)) dab(f, b->last + 1, CONTENT);
}

/* "dismissed reports that …", "rejected the charge": a denial in other words. */
static bool rejects_report(const finder *f, uint32_t i) {
  toc_str l = tok(f, i)->lemma;
  if (!toc_str_is(l, "dismiss") && !toc_str_is(l, "reject") && !toc_str_is(l, "rebut") && !toc_str_is(l, "dispute")) return false;
  toc_children(f->doc, i, c) if (base(f, c) == TOC_REL_OBJ || tok(f, c)->rel == TOC_REL_NSUBJ_PASS) {
    toc_str o = tok(f, c)->lemma;
    if (toc_str_is(o, "report") || toc_str_is(o, "claim") || toc_str_is(o, "allegation") || toc_str_is(o, "accusation") ||
        toc_str_is(o, "charge") || toc_str_is(o, "rumour") || toc_str_is(o, "rumor") || toc_str_is(o, "suggestion"))
      return true;
  }
  return false;
}

static void build(finder *f, uint32_t i) {
  toc__relative rel[TOC__MAX_RELATIVES];
  uint8_t role[TOC__MAX_RELATIVES];
  uint32_t n = toc__relatives(f->t, i, rel), best = TOC_NONE;
  double best_score = 0, second_best = -1e9;
  uint32_t likeliest = TOC_NONE; /* to be the content, should none be sure */
  toc__cue_word cue;
  toc__cue_word_init(f->t, i, &cue);
  for (uint32_t k = 0; k < n; k++) {
    double s[TOC__N_ROLES];
    toc__role_score(f->t, &cue, &rel[k], s);
    role[k] = NONE;
    for (uint8_t r = 1; r < TOC__N_ROLES; r++)
      if (s[r] > s[role[k]]) role[k] = r;
    toc_deprel r = base(f, goes_up(&rel[k]) ? i : rel[k].token);
    bool clause = (rel[k].step == TOC__DOWN && (r == TOC_REL_CCOMP || r == TOC_REL_PARATAXIS || r == TOC_REL_ACL)) ||
                  (rel[k].step == TOC__UP && r == TOC_REL_PARATAXIS);
    if (clause && s[CONTENT] - s[role[k]] > second_best && role[k] != SOURCE && role[k] != CUE)
      second_best = s[CONTENT] - s[role[k]], likeliest = k;
    if (role[k] != SOURCE || (best != TOC_NONE && tok(f, rel[k].token)->head == rel[best].token)) continue;
    bool above = best != TOC_NONE && tok(f, rel[best].token)->head == rel[k].token; /* "the health ministry", not "health" */
    if (best == TOC_NONE || above || s[SOURCE] - s[NONE] > best_score) best = k, best_score = s[SOURCE] - s[NONE];
  }
  for (uint32_t k = 0; k < n; k++)
    if (role[k] == SOURCE && k != best) role[k] = NONE;
  if (best == TOC_NONE) subject_speaks(f, i, rel, role, n);
  agent_speaks(f, i, rel, role, n);
  bool any = false;
  for (uint32_t k = 0; k < n; k++) any |= role[k] == CONTENT;
  bool restates = toc__restates(f->t, i);
  for (uint32_t k = 0; restates && k < n; k++) /* whoever gives the number anew, says it */
    if (rel[k].step == TOC__DOWN) {
      uint32_t mark = f->t->case_at[rel[k].token];
      if (rel[k].a == TOC_REL_NSUBJ) role[k] = SOURCE;
      if (rel[k].a == TOC_REL_OBJ || ((rel[k].a == TOC_REL_ADVMOD || rel[k].a == TOC_REL_COMPOUND_PRT) && rel[k].token > i + 1) || (rel[k].a == TOC_REL_OBL && mark != TOC_NONE && (form(f, mark, "to") || form(f, mark, "from")))) role[k] = CONTENT;
    }
  if (!any && likeliest == TOC_NONE && ((lexical(f, i) & (TOC__CUE_ACCUSE | TOC__CUE_DENY | TOC__CUE_REPORT)) || restates))
    for (uint32_t k = 0; k < n; k++) { /* "put the toll at nine": object and complement */
      toc_deprel r = base(f, rel[k].token);
      if (rel[k].step == TOC__DOWN && role[k] == NONE && (r == TOC_REL_OBJ || r == TOC_REL_OBL || r == TOC_REL_ADVCL)) role[k] = CONTENT;
    }
  if (likeliest != TOC_NONE && second_best < 0 && second_best > -3) {
    role[likeliest] = CONTENT;
    /* "Two fled after rebels came, police said": a clause that the parser gave to "said" is
     * content with the rest. */
    for (uint32_t k = 0; k < n && goes_up(&rel[likeliest]); k++)
      if (role[k] == NONE && rel[k].step == TOC__DOWN && rel[k].token < i && base(f, rel[k].token) == TOC_REL_CCOMP) role[k] = CONTENT;
  }

  uint32_t from, to;
  reach(f, i, &from, &to);
  f->used.len = 0;
  bool up = false; /* set: no content from above, because the cue has a clause of its own */
  for (uint32_t k = 0; k < n; k++)
    up |= role[k] == CONTENT && rel[k].step == TOC__DOWN && rel[k].token > i && (base(f, rel[k].token) == TOC_REL_CCOMP || base(f, rel[k].token) == TOC_REL_XCOMP);
  for (uint32_t k = 0; k < n; k++) /* content from above first: the rest is cut out of it */
    if (role[k] == CONTENT && goes_up(&rel[k]) && !up) {
      uint32_t top = whole(f, i, rel[k].token);
      brush(f, top, CONTENT, branch(f, rel[k].token, i));
      up = true;
    }
  for (uint32_t k = 0; k < n; k++)
    if (role[k] == CONTENT && !goes_up(&rel[k])) brush(f, rel[k].token, CONTENT, i);
  for (uint32_t k = 0; k < n; k++)
    if (role[k] == SOURCE) brush(f, rel[k].token, SOURCE, goes_up(&rel[k]) ? branch(f, rel[k].token, i) : i);
  dab(f, i, CUE);
  for (uint32_t k = 0; k < n; k++)
    if (role[k] == CUE) {
      if (goes_up(&rel[k])) dab(f, rel[k].token, CUE);
      else brush(f, rel[k].token, CUE, i);
    }

  uint32_t comma, rest;
  between gap;
  if (parenthetical(f, i, &comma, &rest)) paint_parenthetical(f, i, comma, rest);
  else if (between_quotes(f, i, &gap) && torn(f, &gap, from, to)) paint_between(f, &gap, from, to);
  found c = {.sentence = tok(f, i)->sentence};
  c.claim.cue_token = i;
  c.claim.within = TOC_NONE;
  uint32_t a = i, b = i + 1;
  while (a > from && f->paint[a - 1] == CUE) a--;
  while (b < to && f->paint[b] == CUE) b++;
  *toc_push(&f->doc->arena, &c.claim.cue) = toc_tokens_span(f->doc, a, b);
  runs(f, from, to, SOURCE, &c.claim.source);
  close_apposition(f, &c.claim.source, a);
  runs(f, from, to, CONTENT, &c.claim.content);
  take_quotes(f, &c, from, to);
  behind_dateline(f, &c.claim.source);
  behind_dateline(f, &c.claim.content);
  for (uint32_t k = 0; k < c.claim.source.len; k++) punch(f, &c.claim.content, c.claim.source.ptr[k]);
  punch(f, &c.claim.content, c.claim.cue.ptr[0]);
  for (uint32_t k = 0; k < f->used.len; k++) f->paint[f->used.ptr[k]] = NONE;
  if (c.claim.content.len == 0 || wants_no_name(f, &c.claim)) return;
  if (c.claim.source.len == 0 && !c.quoted && tok(f, i)->upos == TOC_UPOS_VERB && !lexical(f, i) && anonymous_doing(f, i)) return;
  uint32_t flags = lexical(f, i);
  c.claim.accusing = flags & TOC__CUE_ACCUSE;
  c.claim.denying = (flags & TOC__CUE_DENY) || rejects_report(f, i);
  set_kind(f, &c);
  *toc_push(&f->doc->scratch, &f->out) = c;
}

/* ------------------------------------------------------------ quotations that go on */

/* Is the paragraph that begins with sentence s one quotation from end to end? */
static bool all_quoted(const finder *f, uint32_t s) {
  const toc_doc *doc = f->doc;
  uint32_t last = s, first = doc->sentences.ptr[s].first;
  while (last + 1 < doc->sentences.len && doc->sentences.ptr[last + 1].paragraph == doc->sentences.ptr[s].paragraph) last++;
  if (first + 1 >= doc->sentences.ptr[s].last || !quote_mark(f, first)) return false;
  uint32_t q = f->t->quote_of[first + 1];
  while (q != TOC_NONE && f->t->quote[q].parent != TOC_NONE) q = f->t->quote[q].parent;
  return q != TOC_NONE && f->t->quote[q].outer.start == tok(f, first)->span.start && f->t->quote[q].outer.end + 1 >= doc->sentences.ptr[last].span.end;
}

/* “One,” she said. “Two. Three.”  A quotation that opens the next sentence and has no cue beside
 * it is still hers; so is a next paragraph that is nothing but a quotation. */
static void go_on(finder *f) {
  toc__tree *t = f->t;
  toc_doc *doc = f->doc;
  for (uint32_t k = 0; k < f->out.len; k++) {
    found *c = &f->out.ptr[k];
    if (!c->quoted || (k + 1 < f->out.len && f->out.ptr[k + 1].sentence == c->sentence && f->out.ptr[k + 1].quoted)) continue;
    uint32_t paragraph = doc->sentences.ptr[c->sentence].paragraph, next = k + 1;
    for (uint32_t s = c->sentence + 1; s < doc->sentences.len; s++) {
      const toc_sentence *sent = &doc->sentences.ptr[s];
      if (sent->paragraph != paragraph && (sent->section != TOC_BODY || !all_quoted(f, s))) break;
      paragraph = sent->paragraph;
      while (next < f->out.len && f->out.ptr[next].sentence < s) next++;
      if (next < f->out.len && f->out.ptr[next].sentence == s && f->out.ptr[next].quoted) break;
      uint32_t first = sent->first;
      while (first < sent->last && quote_mark(f, first)) first++;
      uint32_t q = first < sent->last ? t->quote_of[first] : TOC_NONE;
      while (q != TOC_NONE && t->quote[q].parent != TOC_NONE) q = t->quote[q].parent;
      if (q == TOC_NONE) break;
      if (t->quote[q].outer.end < sent->span.end && sent->span.end - t->quote[q].outer.end > 3) break;
      if (c->claim.content.ptr[c->claim.content.len - 1].end < t->quote[q].outer.end) add_span(f, &c->claim.content, t->quote[q].outer);
    }
  }
}

/* ------------------------------------------------------------ all of them */

/* A word that the list of cues knows as handing on facts, with somebody who speaks and a clause
 * that is said: a claim, whatever the weights think of its surroundings.  So are "put the toll at
 * nine" and an accusation that names its victim. */
static bool sure(const finder *f, uint32_t i) {
  if (tok(f, i)->upos != TOC_UPOS_VERB || f->t->quote_of[i] != TOC_NONE) return false;
  uint32_t flags = lexical(f, i);
  bool speaks = false, says = false, victim = false, toll = false, at = false, of = false;
  toc_children(f->doc, i, c) switch (base(f, c)) {
    case TOC_REL_NSUBJ: speaks |= tok(f, c)->rel == TOC_REL_NSUBJ; break;
    case TOC_REL_CCOMP: says = true; break;
    case TOC_REL_OBJ: {
      toc_str l = tok(f, c)->lemma;
      victim = true;
      toll |= toc_str_is(l, "toll") || toc_str_is(l, "estimate") || toc_str_is(l, "tally") || toc_str_is(l, "number") || toc_str_is(l, "figure") || toc_str_is(l, "count") || toc_str_is(l, "dead");
      break;
    }
    case TOC_REL_OBL: case TOC_REL_ADVCL:
      toc_children(f->doc, c, k) if (base(f, k) == TOC_REL_CASE || base(f, k) == TOC_REL_MARK) {
        at |= form(f, k, "at");
        of |= form(f, k, "of") || form(f, k, "with");
      }
      break;
    default: break;
  }
  if (toll && toc__restates(f->t, i)) return true;
  uint32_t comma, rest;
  if (!speaks && agent_of(f, i) != TOC_NONE && (flags & (TOC__CUE_REPORT | TOC__CUE_DENY)) && !(flags & TOC__CUE_NEUTRAL)) return true;
  if (!speaks) return parenthetical(f, i, &comma, &rest);
  if (toll && at && toc_str_is(tok(f, i)->lemma, "put")) return true;
  if (flags & TOC__CUE_ACCUSE) return victim && of;
  return says && (flags & (TOC__CUE_REPORT | TOC__CUE_DENY)) && !(flags & TOC__CUE_NEUTRAL);
}

/* "Police: five dead", "The mayor: “Never again”": a name, a colon, and what it says.  In running
 * text only before a quotation; elsewhere a colon joins much else. */
static void colon(finder *f, uint32_t sentence) {
  const toc_sentence *s = &f->doc->sentences.ptr[sentence];
  uint32_t k = s->first;
  bool name = false;
  if (s->section == TOC_META || s->last - s->first < 4) return;
  for (; k < s->last && k - s->first < 9 && !form(f, k, ":"); k++) {
    toc_upos u = tok(f, k)->upos;
    if (u == TOC_UPOS_VERB || u == TOC_UPOS_AUX || u == TOC_UPOS_SCONJ || u == TOC_UPOS_X || f->t->quote_of[k] != TOC_NONE) return;
    if (u == TOC_UPOS_NUM && k == s->first) return;
    name |= u == TOC_UPOS_PROPN || (u == TOC_UPOS_NOUN && (tok(f, k)->feat & TOC_F_PLUR)) || tok(f, k)->actor != TOC_NONE;
  }
  if (k == s->first || k + 2 >= s->last || !form(f, k, ":") || !name) return;
  uint32_t from = k + 1, to = s->last - k > FARTHEST ? k + FARTHEST : s->last;
  if (s->section != TOC_TITLE && s->section != TOC_HEADING && !quote_mark(f, from)) return;
  f->used.len = 0;
  for (uint32_t i = s->first; i < k; i++) dab(f, i, SOURCE);
  for (uint32_t i = from; i < to; i++) dab(f, i, CONTENT);
  found c = {.sentence = sentence};
  c.claim.cue_token = k;
  c.claim.within = TOC_NONE;
  *toc_push(&f->doc->arena, &c.claim.cue) = tok(f, k)->span;
  runs(f, s->first, k, SOURCE, &c.claim.source);
  runs(f, from, to, CONTENT, &c.claim.content);
  take_quotes(f, &c, from, to);
  for (uint32_t i = 0; i < f->used.len; i++) f->paint[f->used.ptr[i]] = NONE;
  if (c.claim.content.len == 0 || c.claim.source.len == 0) return;
  set_kind(f, &c);
  *toc_push(&f->doc->scratch, &f->out) = c;
}

/* “Never again” — the mayor.  A quotation, a dash and a name end the sentence. */
static void dash(finder *f, uint32_t sentence) {
  const toc_sentence *s = &f->doc->sentences.ptr[sentence];
  if (s->section == TOC_META || s->last - s->first < 5 || !quote_mark(f, s->first)) return;
  uint32_t q = f->t->quote_of[s->first + 1], k = s->last;
  bool name = false;
  while (q != TOC_NONE && f->t->quote[q].parent != TOC_NONE) q = f->t->quote[q].parent;
  if (q == TOC_NONE || f->t->quote[q].outer.start != tok(f, s->first)->span.start) return;
  while (k > s->first && s->last - k < 12 && tok(f, k - 1)->span.start >= f->t->quote[q].outer.end) {
    toc_upos u = tok(f, k - 1)->upos;
    if (u == TOC_UPOS_VERB || u == TOC_UPOS_AUX || u == TOC_UPOS_SCONJ || u == TOC_UPOS_CCONJ) return;
    name |= u == TOC_UPOS_PROPN || u == TOC_UPOS_NOUN;
    k--;
  }
  if (k >= s->last || tok(f, k)->span.start < f->t->quote[q].outer.end || !name) return;
  if (!form(f, k, "\xE2\x80\x94") && !form(f, k, "\xE2\x80\x93") && !form(f, k, "--") && !form(f, k, "-")) return;
  found c = {.sentence = sentence, .quoted = true};
  c.claim.cue_token = k;
  c.claim.within = TOC_NONE;
  *toc_push(&f->doc->arena, &c.claim.cue) = tok(f, k)->span;
  *toc_push(&f->doc->arena, &c.claim.content) = f->t->quote[q].outer;
  uint32_t from = k + 1, to = s->last;
  trim(f, &from, &to);
  if (from >= to) return;
  *toc_push(&f->doc->arena, &c.claim.source) = toc_tokens_span(f->doc, from, to);
  set_kind(f, &c);
  *toc_push(&f->doc->scratch, &f->out) = c;
}

/* "reportedly", "allegedly": somebody says what their clause says. */
static bool adverb(const finder *f, uint32_t i) {
  return tok(f, i)->upos == TOC_UPOS_ADV && base(f, i) == TOC_REL_ADVMOD && tok(f, i)->head != TOC_NONE &&
         tok(f, tok(f, i)->head)->upos == TOC_UPOS_VERB;
}

static void build_adverb(finder *f, uint32_t i) {
  uint32_t from, to, verb = tok(f, i)->head;
  reach(f, i, &from, &to);
  f->used.len = 0;
  brush(f, verb, CONTENT, i);
  toc_children(f->doc, verb, c) /* what joins the clause to the text is not said by anybody */
    if (base(f, c) == TOC_REL_CC || base(f, c) == TOC_REL_MARK || base(f, c) == TOC_REL_PARATAXIS || base(f, c) == TOC_REL_CONJ) brush(f, c, NONE, i);
  found c = {.sentence = tok(f, i)->sentence};
  c.claim.cue_token = i;
  c.claim.within = TOC_NONE;
  *toc_push(&f->doc->arena, &c.claim.cue) = tok(f, i)->span;
  runs(f, from, to, CONTENT, &c.claim.content);
  punch(f, &c.claim.content, c.claim.cue.ptr[0]);
  for (uint32_t k = 0; k < f->used.len; k++) f->paint[f->used.ptr[k]] = NONE;
  if (c.claim.content.len == 0) return;
  c.claim.accusing = lexical(f, i) & TOC__CUE_ACCUSE;
  set_kind(f, &c);
  *toc_push(&f->doc->scratch, &f->out) = c;
}

/* Do the weights take it for a cue? */
static bool says(const toc__tree *t, uint32_t i) {
  return !toc__never_cue(t, i) && toc__cue_score(t, i) > (double)t->a->cue_threshold;
}

static void sentence(finder *f, uint32_t index) {
  const toc_sentence *s = &f->doc->sentences.ptr[index];
  if (!s->analysed || s->first == s->last) return;
  colon(f, index);
  dash(f, index);
  if (s->section == TOC_META) return;
  uint32_t n = 0;
  for (uint32_t i = s->first; i < s->last; i++)
    if (toc__cue_candidate(f->t, i)) toc__soon_cue(f->t, f->candidate[n++] = i);
  for (uint32_t k = 0; k < n; k++) {
    uint32_t i = f->candidate[k];
    if (tok(f, i)->upos == TOC_UPOS_ADV) {
      if (adverb(f, i)) build_adverb(f, i);
    } else if (says(f->t, i) || sure(f, i)) {
      build(f, i);
    }
  }
}

void toc__claims_find(toc__tree *t) {
  toc_doc *doc = t->doc;
  uint32_t n = doc->tokens.len;
  finder f = {.t = t, .doc = doc};
  f.paint = toc_new(&doc->scratch, uint8_t, n);
  f.stack = toc_new(&doc->scratch, uint32_t, n + 1);
  f.candidate = toc_new(&doc->scratch, uint32_t, n + 1);
  for (uint32_t s = 0; s < doc->sentences.len; s++) sentence(&f, s);
  go_on(&f);
  for (uint32_t k = 0; k < f.out.len; k++) *toc_push(&doc->arena, &doc->claims) = f.out.ptr[k].claim;
}
