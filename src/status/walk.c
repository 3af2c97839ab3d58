/* walk.c - states down the tree.
 *
 * `in` is what the governor gives a token, `out` what its own operators make of it; a child's
 * `in` is computed from its head's `out` and the signature between them.  Tokens are visited
 * breadth first, so a head is always ready before its children, and depth costs no stack.
 */
#include "internal.h"

#include <math.h>

typedef toc__state state;

typedef struct walk {
  const toc__status *s;
  toc_doc *doc;
  const uint32_t *first; /* [tokens] first signature of the lemma */
  state *in, *out;
  bool *reported; /* content of a report told in the past: "said it would" */
  bool *asked;    /* becomes a predicate */
  uint32_t *queue;
} walk;

enum { SELF = TOC_SLOT_SELF, MOD = TOC_SLOT_MOD, TO = TOC_SLOT_TO };

static const toc_token *tok(const walk *w, uint32_t i) { return &w->doc->tokens.ptr[i]; }
static toc_str lemma(const walk *w, uint32_t i) {
  const toc_token *t = tok(w, i);
  return t->lemma.len ? t->lemma : t->form;
}
static bool is(const walk *w, uint32_t i, const char *word) { return toc_str_is(lemma(w, i), word); }
static toc_deprel base(const walk *w, uint32_t i) { return toc_rel_base(w->doc, i); }
static bool nominal(toc_upos u) { return u == TOC_UPOS_NOUN || u == TOC_UPOS_PROPN || u == TOC_UPOS_PRON || u == TOC_UPOS_NUM; }
static bool verbal(toc_upos u) { return u == TOC_UPOS_VERB || u == TOC_UPOS_AUX; }
static bool clausal(toc_deprel r) {
  return r == TOC_REL_CCOMP || r == TOC_REL_XCOMP || r == TOC_REL_CSUBJ || r == TOC_REL_ADVCL || r == TOC_REL_ACL;
}
static const toc__sig *fallback(const walk *w, toc__fall name) { return w->s->fall[name]; }
/* The slot that a preposition or conjunction opens; TOC_NONE if no signature has it. */
static uint32_t slot_of(const walk *w, uint32_t i) {
  const toc_word *word = &w->doc->word[i];
  toc_str l = lemma(w, i);
  return toc_map_get_hashed(&w->s->slots, l, toc_str_eq(l, word->lemma) ? word->lemma_hash : toc_hash(l, 0));
}
/* The signature of token i. */
static const toc__sig *sig_of(const walk *w, uint32_t i, toc__section section, uint32_t slot) {
  return toc__sig_from(w->s, w->first[i], section, slot);
}

/* ------------------------------------------------------------ effects on states */

static bool real(toc_fact f) { return f == TOC_FACT_OCCURRED || f == TOC_FACT_ONGOING; }

static double value_of(toc_fact f) {
  switch (f) {
    case TOC_FACT_OCCURRED: case TOC_FACT_ONGOING: return 3;
    case TOC_FACT_PLANNED: return 1.2;
    case TOC_FACT_DEMANDED: return 0.3;
    case TOC_FACT_THREATENED: return 0.5;
    case TOC_FACT_DENIED: return -1.5;
    case TOC_FACT_NEGATED: return -3;
    default: return 0.3;
  }
}

static state made(toc_fact fact, double v, const toc__sig *rule, uint32_t by) {
  return (state){.v = isnan(v) ? value_of(fact) : v, .rule = rule, .by = by, .fact = fact};
}

static toc_fact fact_of(toc__effect e) {
  switch (e) {
    case TOC_EFF_ONGOING: return TOC_FACT_ONGOING;
    case TOC_EFF_PLANNED: return TOC_FACT_PLANNED;
    case TOC_EFF_DEMANDED: return TOC_FACT_DEMANDED;
    case TOC_EFF_THREATENED: return TOC_FACT_THREATENED;
    case TOC_EFF_HYPOTHETICAL: return TOC_FACT_HYPOTHETICAL;
    case TOC_EFF_NEGATED: return TOC_FACT_NEGATED;
    case TOC_EFF_DENIED: return TOC_FACT_DENIED;
    default: return TOC_FACT_OCCURRED;
  }
}

static double least(double a, double b) { return a < b ? a : b; }

static state turned(state s, double v, const toc__sig *rule, uint32_t by) {
  switch (s.fact) {
    case TOC_FACT_OCCURRED: case TOC_FACT_ONGOING: case TOC_FACT_PLANNED:
      return made(TOC_FACT_NEGATED, isnan(v) ? (s.fact == TOC_FACT_PLANNED ? -2 : -s.v) : v, rule, by);
    case TOC_FACT_NEGATED: return made(TOC_FACT_OCCURRED, 2, rule, by);
    default: return made(TOC_FACT_HYPOTHETICAL, isnan(v) ? -0.7 : v / 2, rule, by);
  }
}

/* What an effect makes of the state of the word it hangs on. */
static state affect(state s, const toc__sig *rule, uint32_t by) {
  if (!rule) return s;
  toc__effect e = rule->effect;
  double v = rule->number;
  bool neg = s.fact == TOC_FACT_NEGATED || s.fact == TOC_FACT_DENIED;
  if (neg && rule->negated != TOC_EFF_NONE) {
    e = rule->negated, v = rule->negated_number;
    if (e == TOC_EFF_SAME || e == TOC_EFF_NOT) /* stated from the positive side */
      s = made(TOC_FACT_OCCURRED, 2.2, s.rule, s.by);
  } else if (s.fact == TOC_FACT_DENIED) {
    return e == TOC_EFF_TRUE ? made(TOC_FACT_OCCURRED, 3, rule, by) : s; /* "denied that any order to fire was given" */
  } else if (neg && e != TOC_EFF_SAME && e != TOC_EFF_TRUE && e != TOC_EFF_NOT && e != TOC_EFF_NEAR && e != TOC_EFF_TRIED) {
    return made(TOC_FACT_HYPOTHETICAL, -0.5, rule, by);
  }
  switch (e) {
    case TOC_EFF_NONE: return s;
    case TOC_EFF_SAME:
      if (!isnan(v) && s.v > v) s.v = v;
      return s;
    case TOC_EFF_TRUE: return made(TOC_FACT_OCCURRED, isnan(v) ? 3 : v, rule, by);
    case TOC_EFF_NOT: return turned(s, v, rule, by);
    case TOC_EFF_NEAR: return real(s.fact) ? made(TOC_FACT_NEGATED, -2, rule, by) : s;
    case TOC_EFF_SAID: case TOC_EFF_LIKELY: case TOC_EFF_TRIED:
      if (neg) return e == TOC_EFF_TRIED ? s : made(TOC_FACT_HYPOTHETICAL, -0.5, rule, by);
      if (s.fact == TOC_FACT_HYPOTHETICAL) return s;
      if (s.fact == TOC_FACT_OCCURRED || s.fact == TOC_FACT_ONGOING || e == TOC_EFF_SAID)
        return made(TOC_FACT_OCCURRED, least(isnan(v) ? 1.5 : v, s.v > 0 ? s.v : 1), rule, by);
      return s;
    case TOC_EFF_ONGOING:
      return real(s.fact) ? made(TOC_FACT_ONGOING, isnan(v) ? s.v : v, rule, by) : s;
    default:
      if (s.fact == TOC_FACT_HYPOTHETICAL || s.fact == TOC_FACT_DENIED) return s;
      return made(fact_of(e), v, rule, by);
  }
}

/* ------------------------------------------------------------ the edge above a token */

static uint32_t marked(const walk *w, uint32_t i, const char *word) {
  if (!toc_has_child(w->doc, i, TOC_BIT(TOC_REL_MARK) | TOC_BIT(TOC_REL_CASE))) return TOC_NONE;
  toc_few_children(w->doc, i, c) {
    toc_deprel r = base(w, c);
    if ((r == TOC_REL_MARK || r == TOC_REL_CASE) && is(w, c, word)) return c;
  }
  return TOC_NONE;
}

static uint32_t introducer(const walk *w, uint32_t i, toc_deprel rel) {
  if (!toc_has_child(w->doc, i, TOC_BIT(rel))) return TOC_NONE;
  toc_few_children(w->doc, i, c) if (base(w, c) == rel) return c;
  return TOC_NONE;
}

#define AUXILIARY (TOC_BIT(TOC_REL_AUX) | TOC_BIT(TOC_REL_COP))

static bool has_aux(const walk *w, uint32_t i) {
  if (!toc_has_child(w->doc, i, AUXILIARY)) return false;
  toc_few_children(w->doc, i, c) {
    toc_deprel r = base(w, c);
    if (r == TOC_REL_AUX || r == TOC_REL_COP) return true;
  }
  return false;
}

static bool has_subject(const walk *w, uint32_t i) {
  if (!toc_has_child(w->doc, i, TOC_BIT(TOC_REL_NSUBJ) | TOC_BIT(TOC_REL_CSUBJ) | TOC_BIT(TOC_REL_EXPL))) return false;
  toc_few_children(w->doc, i, c) {
    toc_deprel r = base(w, c);
    if (r == TOC_REL_NSUBJ || r == TOC_REL_CSUBJ || r == TOC_REL_EXPL) return true;
  }
  return false;
}

static bool definite(const walk *w, uint32_t i) {
  if (tok(w, i)->upos == TOC_UPOS_PROPN) return true;
  if (!toc_has_child(w->doc, i, TOC_BIT(TOC_REL_DET) | TOC_BIT(TOC_REL_NMOD_POSS))) return false;
  toc_few_children(w->doc, i, c) {
    if (w->doc->tokens.ptr[c].rel == TOC_REL_NMOD_POSS) return true;
    if (base(w, c) == TOC_REL_DET && (is(w, c, "the") || is(w, c, "this") || is(w, c, "that") || is(w, c, "these") || is(w, c, "those")))
      return true;
  }
  return false;
}

static const toc__sig *governor(const walk *w, uint32_t head, uint32_t slot) {
  const toc_token *h = tok(w, head);
  toc__section section = verbal(h->upos) ? TOC_SEC_VERB : h->upos == TOC_UPOS_ADJ ? TOC_SEC_ADJ : TOC_SEC_NOUN;
  if (section == TOC_SEC_VERB && toc_has_child(w->doc, head, TOC_BIT(TOC_REL_COMPOUND_PRT))) {
    uint32_t prt = toc_child(w->doc, head, TOC_REL_COMPOUND_PRT);
    toc_str word = lemma(w, head), p = prt == TOC_NONE ? (toc_str){0} : lemma(w, prt);
    char room[96];
    if (p.len && word.len + p.len < sizeof room) {
      memcpy(room, word.ptr, word.len);
      room[word.len] = '_';
      memcpy(room + word.len + 1, p.ptr, p.len);
      return toc__sig_find(w->s, section, (toc_str){room, word.len + 1 + p.len}, slot);
    }
  }
  const toc__sig *sig = sig_of(w, head, section, slot);
  return !sig && section == TOC_SEC_ADJ ? sig_of(w, head, TOC_SEC_VERB, slot) : sig;
}

/* Does the clause open with a question word ("who fired", "how many were killed")?  Its first
 * word is found down the left edge. */
static bool asks(const walk *w, uint32_t i) {
  static const char *const WORD[] = {"who", "why", "how", "where", "when", "what", "which", "whose"};
  uint32_t first = i;
  for (int depth = 0; depth < 6; depth++) {
    uint32_t next = w->doc->child_at[first] < w->doc->child_at[first + 1] ? w->doc->child[w->doc->child_at[first]] : first;
    if (next >= first) break;
    first = next;
  }
  if (first == i && tok(w, i)->upos == TOC_UPOS_VERB) return false;
  for (size_t k = 0; k < sizeof WORD / sizeof *WORD; k++)
    if (is(w, first, WORD[k])) return true;
  return false;
}

/* "the army is to keep patrols": a finite clause for all its "to". */
static bool be_to(const walk *w, uint32_t i, uint32_t to) {
  if (!toc_has_child(w->doc, i, AUXILIARY)) return false;
  toc_few_children(w->doc, i, c) {
    toc_deprel r = base(w, c);
    if (c < to && (r == TOC_REL_AUX || r == TOC_REL_COP) && is(w, c, "be")) return true;
  }
  return false;
}

/* The slot a clause fills; *fall is the [default] entry for it. */
static uint32_t clause_slot(const walk *w, uint32_t c, toc__fall *fall) {
  const toc_token *t = tok(w, c);
  bool aux = has_aux(w, c), bare = !(t->feat & TOC_F_FIN) && !aux;
  uint32_t mark = introducer(w, c, TOC_REL_MARK);
  if (mark == TOC_NONE && asks(w, c)) return *fall = TOC_FALL_WH, TOC_SLOT_WH;
  uint32_t to = marked(w, c, "to");
  if (to != TOC_NONE && !be_to(w, c, to)) return *fall = TOC_FALL_TO, TO;
  if (mark != TOC_NONE && (is(w, mark, "if") || is(w, mark, "whether"))) return *fall = TOC_FALL_IF, TOC_SLOT_IF;
  if (t->upos == TOC_UPOS_VERB && bare && ((t->feat & TOC_F_GER) || ((t->feat & TOC_F_PART) && !(t->feat & TOC_F_PAST)))) {
    *fall = TOC_FALL_ING;
    if (mark == TOC_NONE) mark = introducer(w, c, TOC_REL_CASE);
    return mark != TOC_NONE && !is(w, mark, "that") ? slot_of(w, mark) : TOC_SLOT_ING;
  }
  if (base(w, c) == TOC_REL_XCOMP) {
    if (t->upos == TOC_UPOS_VERB && !(t->feat & TOC_F_PART)) return *fall = TOC_FALL_BARE, TOC_SLOT_BARE;
    return *fall = TOC_FALL_PART, TOC_SLOT_PART;
  }
  *fall = TOC_FALL_THAT;
  return t->upos == TOC_UPOS_VERB && bare && (t->feat & TOC_F_INF) ? TOC_SLOT_THAT_SUB : TOC_SLOT_THAT;
}

/* "end", "are lifted", "has left" */
static bool in_present(const walk *w, uint32_t i) {
  if (tok(w, i)->feat & TOC_F_FIN) return tok(w, i)->feat & TOC_F_PRES;
  toc_few_children(w->doc, i, c) {
    toc_deprel r = base(w, c);
    if ((r == TOC_REL_AUX || r == TOC_REL_COP) && (tok(w, c)->feat & TOC_F_FIN)) return tok(w, c)->feat & TOC_F_PRES;
  }
  return false;
}

/* "They did nothing to stop it", "could do little to stop it": nothing of the kind was done.  The
 * infinitive hangs on the verb or on the word for how little it was. */
static bool too_little(const walk *w, uint32_t head, uint32_t c, state *s) {
  if (!is(w, head, "do") && tok(w, head)->head != TOC_NONE && base(w, head) == TOC_REL_OBJ) head = tok(w, head)->head;
  uint32_t much = is(w, head, "do") ? toc_child(w->doc, head, TOC_REL_OBJ) : TOC_NONE;
  const toc__sig *rule = much == TOC_NONE ? NULL : sig_of(w, much, TOC_SEC_PRON, SELF);
  if (!rule || marked(w, c, "to") == TOC_NONE || introducer(w, much, TOC_REL_DET) != TOC_NONE || !real(w->in[head].fact)) return false;
  *s = made(TOC_FACT_NEGATED, rule->effect == TOC_EFF_NEAR ? -2 : NAN, rule, much);
  return true;
}

static state adverbial(const walk *w, uint32_t head, uint32_t c) {
  state s = w->out[head];
  toc__fall fall;
  uint32_t slot = clause_slot(w, c, &fall);
  if (too_little(w, head, c, &s)) return s;
  if (slot == TO) {
    const toc__sig *sig = governor(w, head, slot);
    return affect(s, sig ? sig : fallback(w, TOC_FALL_PURPOSE), head);
  }
  toc_few_children(w->doc, c, m) {
    toc_deprel r = base(w, m);
    if (r != TOC_REL_MARK && r != TOC_REL_CASE && r != TOC_REL_ADVMOD) continue;
    const toc__sig *sig = r == TOC_REL_ADVMOD ? NULL : governor(w, head, slot_of(w, m));
    if (sig) return affect(s, sig, head);
    sig = sig_of(w, m, TOC_SEC_MARK, SELF);
    if (!sig) continue;
    if (sig->effect == TOC_EFF_TRUE && !real(s.fact) && in_present(w, c)) {
      if (s.fact == TOC_FACT_NEGATED) return made(TOC_FACT_HYPOTHETICAL, 0.3, sig, m);
      return made(TOC_FACT_PLANNED, 1.2, sig, m); /* "will leave when the talks end" */
    }
    if (sig->effect == TOC_EFF_NOT) s = made(TOC_FACT_OCCURRED, 3, sig, m);
    return affect(s, sig, m);
  }
  if (s.fact == TOC_FACT_NEGATED) return affect(s, fallback(w, TOC_FALL_FACT), c);
  return affect(s, fallback(w, TOC_FALL_ADVERBIAL), c);
}

static state complement(const walk *w, uint32_t head, uint32_t c) {
  toc__fall fall;
  uint32_t slot = clause_slot(w, c, &fall);
  const toc__sig *sig = governor(w, head, slot);
  state less;
  if (too_little(w, head, c, &less)) return less;
  if (!sig && slot == TOC_SLOT_THAT_SUB) sig = governor(w, head, TOC_SLOT_THAT);
  if (!sig && slot == TOC_SLOT_PART) sig = governor(w, head, TO);
  if (!sig && base(w, c) == TOC_REL_ACL && slot == TO) fall = TOC_FALL_NOUN_TO;
  if (!sig && base(w, c) == TOC_REL_ACL && slot != TO) {
    state s = w->out[head];
    if (s.fact == TOC_FACT_ONGOING) s.fact = TOC_FACT_OCCURRED; /* "the truce, agreed on Monday, holds" */
    return s;
  }
  if (!sig && base(w, c) == TOC_REL_CSUBJ) /* "whoever burned cars will be tried" */
    return (tok(w, c)->feat & TOC_F_PAST) ? affect(w->out[head], fallback(w, TOC_FALL_FACT), c) : w->out[head];
  return affect(w->out[head], sig ? sig : fallback(w, fall), head);
}

static bool is_event(const walk *w, uint32_t i) {
  const toc_token *t = tok(w, i);
  if (t->upos != TOC_UPOS_NOUN) return false;
  toc_str l = lemma(w, i);
  if (toc__sig_in(w->s, w->first[i], TOC_SEC_EVENT)) return true;
  if (toc__sig_in(w->s, w->first[i], TOC_SEC_THING)) return false;
  return toc_str_ends(l, TOC_S("tion")) || toc_str_ends(l, TOC_S("sion")) || (l.len > 6 && toc_str_ends(l, TOC_S("ment")));
}

static state argument(const walk *w, uint32_t head, uint32_t c) {
  const toc_token *t = tok(w, c);
  state s = w->out[head];
  toc_deprel r = base(w, c);
  const toc__sig *sig = NULL;
  if (r == TOC_REL_OBL || r == TOC_REL_NMOD) {
    uint32_t prep = introducer(w, c, TOC_REL_CASE);
    if (prep != TOC_NONE) {
      uint32_t slot = slot_of(w, prep);
      sig = governor(w, head, slot == TO ? TOC_SLOT_TO_N : slot);
      const toc__sig *op = sig ? NULL : sig_of(w, prep, TOC_SEC_PREP, SELF);
      if (op) return affect(op->effect == TOC_EFF_NOT ? made(TOC_FACT_OCCURRED, 3, op, prep) : s, op, prep);
    }
  } else if (r == TOC_REL_OBJ || t->rel == TOC_REL_NSUBJ_PASS) {
    if (!definite(w, c)) sig = governor(w, head, TOC_SLOT_OBJ_A);
    if (!sig) sig = governor(w, head, TOC_SLOT_OBJ);
  } else if (r == TOC_REL_NSUBJ) {
    /* "talks are due to open": the subject happens as the infinitive does. */
    if (toc_has_child(w->doc, head, TOC_BIT(TOC_REL_XCOMP))) toc_few_children(w->doc, head, x) if (base(w, x) == TOC_REL_XCOMP) {
      const toc__sig *opens = governor(w, x, TOC_SLOT_SUBJ);
      if (opens && (opens->effect == TOC_EFF_SAME || opens->effect == TOC_EFF_ONGOING)) return complement(w, head, x);
    }
    sig = governor(w, head, TOC_SLOT_SUBJ);
  } else if (r == TOC_REL_COMPOUND) {
    sig = governor(w, head, MOD);
  }
  if (sig) return affect(s, sig, head);
  if (r == TOC_REL_NMOD ? is_event(w, head) : definite(w, c)) return affect(s, fallback(w, TOC_FALL_ARGUMENT), c);
  if (s.fact == TOC_FACT_ONGOING) s.fact = TOC_FACT_OCCURRED; /* "are marching after a blast": the march goes on */
  return s.fact == TOC_FACT_NEGATED ? affect(s, fallback(w, TOC_FALL_ARGUMENT), c) : s;
}

/* Does a second conjunct stand under the operators of the first?  Not if it has a subject or
 * auxiliaries of its own, or is finite beside a form that an auxiliary governs. */
static bool shares(const walk *w, uint32_t head, uint32_t c) {
  const toc_token *h = tok(w, head), *t = tok(w, c);
  if (nominal(t->upos) && !has_aux(w, c)) return true;
  if (has_subject(w, c) || has_aux(w, c)) return false;
  return !(t->feat & TOC_F_FIN) || (h->feat & TOC_F_FIN);
}

/* "It denied that anyone had been starved and accused the press": a finite verb cannot share the
 * auxiliary of "had been starved", so it goes with "denied", wherever the parser put it. */
static bool misplaced(const walk *w, uint32_t head, uint32_t c) {
  uint32_t up = tok(w, head)->head;
  uint32_t past = TOC_F_FIN | TOC_F_PAST;
  return base(w, head) == TOC_REL_CCOMP && up != TOC_NONE && (tok(w, c)->feat & past) == past && !has_aux(w, c) &&
         !has_subject(w, c) && has_aux(w, head) && !(tok(w, head)->feat & TOC_F_FIN) && (tok(w, up)->feat & past) == past;
}

/* "Rebels to free captives": parsers may take the infinitive for an attribute of the first word. */
static bool headline_noun(const walk *w, uint32_t i) {
  const toc_token *t = tok(w, i);
  return t->head == TOC_NONE && nominal(t->upos) && w->doc->sentences.ptr[t->sentence].section != TOC_BODY;
}

/* A clause on a noun that a temporal conjunction opens ("forces after dozens were killed"). */
static bool after_or_as(const walk *w, uint32_t c) {
  uint32_t mark = introducer(w, c, TOC_REL_MARK);
  return mark != TOC_NONE && (is(w, mark, "after") || is(w, mark, "as") || is(w, mark, "since") || is(w, mark, "because") || is(w, mark, "while"));
}

/* "told reporters that …", "denied on Monday that …": a clause with a conjunction and a subject of
 * its own is no relative clause of the noun before it, wherever the parser hung it. */
static bool stray(const walk *w, uint32_t head, uint32_t c) {
  uint32_t verb = tok(w, head)->head;
  toc_deprel r = base(w, head);
  if (verb == TOC_NONE || tok(w, verb)->upos != TOC_UPOS_VERB || !has_subject(w, c)) return false;
  if (r != TOC_REL_OBL && r != TOC_REL_IOBJ && r != TOC_REL_OBJ) return false;
  uint32_t mark = introducer(w, c, TOC_REL_MARK);
  return mark != TOC_NONE && is(w, mark, "that") && governor(w, verb, TOC_SLOT_THAT);
}

static state entered(walk *w, uint32_t head, uint32_t c) {
  static const state plain = {.fact = TOC_FACT_OCCURRED, .v = 3, .by = TOC_NONE};
  toc_deprel r = base(w, c);
  w->reported[c] = false;
  switch (r) {
    case TOC_REL_CONJ:
      w->reported[c] = w->reported[head];
      if (misplaced(w, head, c)) return w->out[tok(w, head)->head];
      return shares(w, head, c) ? w->out[head] : w->in[head];
    case TOC_REL_CCOMP: w->reported[c] = (tok(w, head)->feat & TOC_F_PAST) != 0; return complement(w, head, c);
    case TOC_REL_XCOMP: case TOC_REL_CSUBJ: return complement(w, head, c);
    case TOC_REL_ACL:
      if (headline_noun(w, head) && marked(w, c, "to") != TOC_NONE) return affect(w->out[head], fallback(w, TOC_FALL_HEADLINE), c);
      if (after_or_as(w, c)) return adverbial(w, head, c);
      if (w->doc->tokens.ptr[c].rel != TOC_REL_ACL_RELCL || marked(w, c, "to") != TOC_NONE) return complement(w, head, c);
      if (stray(w, head, c)) {
        uint32_t verb = tok(w, head)->head;
        w->reported[c] = (tok(w, verb)->feat & TOC_F_PAST) != 0;
        return complement(w, verb, c);
      }
      return affect(w->out[head], fallback(w, TOC_FALL_RELATIVE), c);
    case TOC_REL_ADVCL: return adverbial(w, head, c);
    case TOC_REL_PARATAXIS: case TOC_REL_LIST: case TOC_REL_DISCOURSE: case TOC_REL_VOCATIVE: case TOC_REL_DISLOCATED:
      return plain;
    case TOC_REL_NSUBJ: case TOC_REL_OBJ: case TOC_REL_IOBJ: case TOC_REL_OBL: case TOC_REL_NMOD: case TOC_REL_COMPOUND:
      return argument(w, head, c);
    default: return w->out[head];
  }
}

/* ------------------------------------------------------------ a token's own operators */

typedef struct own {
  uint32_t modal, neg, adverb, mod, relative;
  const toc__sig *neg_rule, *adverb_rule, *mod_rule;
  bool have, be_now, be_past, been, have_now, to, cond, since;
} own;

static const toc__sig *negator(const walk *w, uint32_t c, uint32_t *by) {
  toc_upos u = tok(w, c)->upos;
  if (u == TOC_UPOS_PRON || u == TOC_UPOS_NOUN) {
    const toc__sig *sig = sig_of(w, c, TOC_SEC_PRON, SELF);
    if (sig) return *by = c, sig;
  }
  if (toc_has_child(w->doc, c, TOC_BIT(TOC_REL_DET) | TOC_BIT(TOC_REL_CC))) toc_few_children(w->doc, c, d) if (base(w, d) == TOC_REL_DET || (base(w, d) == TOC_REL_CC && d < c)) { /* "neither the one nor the other" */
    const toc__sig *sig = sig_of(w, d, TOC_SEC_DET, SELF);
    if (sig && sig->effect == TOC_EFF_NOT) return *by = d, sig;
  }
  return NULL;
}

static void auxiliary(const walk *w, uint32_t c, own *o) {
  const toc_token *t = tok(w, c);
  toc_str l = lemma(w, c);
  if (toc_str_is(l, "have")) {
    o->have = true;
    o->have_now = !(t->feat & TOC_F_PAST);
  } else if (toc_str_is(l, "be")) {
    if (toc_str_is(t->form, "been")) o->been = true;
    else if (t->feat & TOC_F_PAST) o->be_past = true;
    else if (t->feat & TOC_F_FIN) o->be_now = true;
  } else if (o->modal == TOC_NONE && sig_of(w, c, TOC_SEC_AUX, SELF)) {
    o->modal = c;
  }
}

static void gather(const walk *w, uint32_t i, own *o) {
  *o = (own){.modal = TOC_NONE, .neg = TOC_NONE, .adverb = TOC_NONE, .mod = TOC_NONE, .relative = TOC_NONE};
  toc_few_children(w->doc, i, c) {
    toc_deprel r = base(w, c);
    const toc__sig *sig;
    switch (r) {
      case TOC_REL_AUX: case TOC_REL_COP: auxiliary(w, c, o); break;
      case TOC_REL_MARK: o->to |= is(w, c, "to"); break;
      case TOC_REL_ADVMOD: case TOC_REL_CC:
        sig = sig_of(w, c, TOC_SEC_ADVERB, SELF);
        if (!sig || (sig->effect == TOC_EFF_NOT && c + 1 < w->doc->tokens.len && is(w, c + 1, "only"))) break;
        if (sig->effect == TOC_EFF_NOT || sig->effect == TOC_EFF_NEAR) {
          if (o->neg == TOC_NONE) o->neg = c, o->neg_rule = sig;
        } else if (o->adverb == TOC_NONE) {
          o->adverb = c, o->adverb_rule = sig;
        }
        break;
      case TOC_REL_DET:
        sig = sig_of(w, c, TOC_SEC_DET, SELF);
        if (sig && o->neg == TOC_NONE) o->neg = c, o->neg_rule = sig;
        break;
      case TOC_REL_NSUBJ: case TOC_REL_OBJ: {
        uint32_t by = c;
        sig = verbal(tok(w, i)->upos) || tok(w, i)->upos == TOC_UPOS_ADJ ? negator(w, c, &by) : NULL;
        if (sig && o->neg == TOC_NONE) o->neg = by, o->neg_rule = sig;
        break;
      }
      case TOC_REL_AMOD: case TOC_REL_COMPOUND:
        sig = sig_of(w, c, TOC_SEC_ADJ, MOD);
        if (sig && o->mod == TOC_NONE && !(tok(w, c)->feat & TOC_F_GER)) o->mod = c, o->mod_rule = sig;
        break;
      case TOC_REL_ACL:
        if (w->doc->tokens.ptr[c].rel == TOC_REL_ACL_RELCL && (tok(w, c)->feat & TOC_F_PAST) && governor(w, c, TOC_SLOT_WHICH)) o->relative = c;
        break;
      case TOC_REL_OBL: o->since |= marked(w, c, "since") != TOC_NONE; break;
      case TOC_REL_ADVCL:
        o->since |= marked(w, c, "since") != TOC_NONE;
        o->cond |= marked(w, c, "if") != TOC_NONE || marked(w, c, "unless") != TOC_NONE;
        break;
      default: break;
    }
  }
}

static const toc__sig *modal_rule(const walk *w, uint32_t i, const own *o) {
  toc_str l = lemma(w, o->modal);
  char room[64];
  const char *kind = NULL;
  if (o->have) kind = ".have";
  else if (toc_str_is(l, "would") && !o->cond) kind = ".said";
  (void)i;
  if (kind && l.len + strlen(kind) < sizeof room) {
    memcpy(room, l.ptr, l.len);
    memcpy(room + l.len, kind, strlen(kind));
    const toc__sig *sig = toc__sig_find(w->s, TOC_SEC_AUX, (toc_str){room, l.len + strlen(kind)}, SELF);
    if (sig) return sig;
  }
  return sig_of(w, o->modal, TOC_SEC_AUX, SELF);
}

/* "will not", "could not" deny; "may not", "must not" leave it open. */
static state modal(const walk *w, uint32_t i, const own *o, state s) {
  const toc__sig *rule = modal_rule(w, i, o);
  if (s.fact != TOC_FACT_OCCURRED && s.fact != TOC_FACT_ONGOING) return s;
  s = affect(s, rule, o->modal);
  if (o->neg == TOC_NONE || o->neg_rule->effect != TOC_EFF_NOT) return s;
  toc_str l = lemma(w, o->modal);
  if (o->have || toc_str_is(l, "can") || toc_str_is(l, "could")) {
    bool unreal = o->have && (toc_str_is(l, "would") || toc_str_is(l, "should"));
    return unreal ? made(TOC_FACT_OCCURRED, 1.5, o->neg_rule, o->neg) : made(TOC_FACT_NEGATED, -2.2, o->neg_rule, o->neg);
  }
  return turned(s, NAN, o->neg_rule, o->neg);
}

static bool main_clause(toc_deprel r) {
  return r == TOC_REL_ROOT || r == TOC_REL_CONJ || r == TOC_REL_CCOMP || r == TOC_REL_PARATAXIS;
}

static state aspect(const walk *w, uint32_t i, const own *o, state s) {
  const toc_token *t = tok(w, i);
  if (s.fact != TOC_FACT_OCCURRED || t->upos != TOC_UPOS_VERB) return s;
  bool now = o->be_now || (o->have && o->have_now);
  bool going_on = !(t->feat & TOC_F_PAST) && (t->feat & (TOC_F_GER | TOC_F_PART)) &&
                  (o->be_now || (o->been && o->have_now) || (o->be_past && main_clause(base(w, i))));
  if (going_on) return made(TOC_FACT_ONGOING, s.v, fallback(w, TOC_FALL_PRESENT), i);
  const toc__sig *self = governor(w, i, SELF);
  if (self && self->effect == TOC_EFF_ONGOING && (now || !(t->feat & TOC_F_PAST)))
    return made(TOC_FACT_ONGOING, s.v, self, i);
  const toc__sig *lasts = o->have_now && o->since ? governor(w, i, TOC_SLOT_SINCE) : NULL;
  if (lasts) return affect(s, lasts, i);
  /* "hit", "beat", "cut" look alike in both tenses, and a report told in the past has no present. */
  static const char *const ALIKE[] = {"beat", "hit", "cut", "put", "set", "let", "shut", "hurt", "cost", "spread", "split", "quit", "read", "bid", "cast", "burst"};
  for (size_t k = 0; k < sizeof ALIKE / sizeof *ALIKE; k++)
    if (toc_str_is(t->form, ALIKE[k])) return s;
  bool standing = !w->reported[i] && (t->feat & TOC_F_PRES) && (t->feat & TOC_F_FIN) && !o->have && !o->be_now && !o->be_past &&
                  w->doc->sentences.ptr[t->sentence].section == TOC_BODY;
  return standing ? made(TOC_FACT_ONGOING, s.v, fallback(w, TOC_FALL_PRESENT), i) : s;
}

static bool question(const walk *w, uint32_t i) {
  const toc_sentence *s = &w->doc->sentences.ptr[tok(w, i)->sentence];
  for (uint32_t k = s->last; k > s->first && k + 4 > s->last; k--)
    if (toc_str_is(tok(w, k - 1)->form, "?")) return true;
  return false;
}

static state operated(const walk *w, uint32_t i) {
  state s = w->in[i];
  const toc_token *t = tok(w, i);
  if (!verbal(t->upos) && t->upos != TOC_UPOS_ADJ && t->upos != TOC_UPOS_NOUN && !has_aux(w, i)) return s;
  own o;
  gather(w, i, &o);
  toc_deprel r = base(w, i);
  if (o.mod != TOC_NONE) s = affect(s, o.mod_rule, o.mod);
  if (o.relative != TOC_NONE && s.fact == TOC_FACT_OCCURRED && is_event(w, i)) s = affect(s, governor(w, o.relative, TOC_SLOT_WHICH), o.relative);
  uint32_t to = o.to ? marked(w, i, "to") : TOC_NONE;
  if (to != TOC_NONE && real(s.fact) && verbal(t->upos) && be_to(w, i, to)) s = affect(s, toc__sig_find(w->s, TOC_SEC_AUX, TOC_S("be.to"), SELF), to);
  else if (r == TOC_REL_ROOT && o.to && real(s.fact)) s = affect(s, fallback(w, TOC_FALL_HEADLINE), i);
  if (r == TOC_REL_ROOT && real(s.fact) && verbal(t->upos) &&
      !o.to && !has_subject(w, i) && !has_aux(w, i) && (t->feat & (TOC_F_IMP | TOC_F_INF)))
    s = affect(s, fallback(w, TOC_FALL_IMPERATIVE), i);
  if (o.modal != TOC_NONE) {
    s = modal(w, i, &o, s);
  } else if (o.neg != TOC_NONE && s.by != o.neg) {
    s = affect(s, o.neg_rule, o.neg);
  }
  if (o.adverb != TOC_NONE && s.fact == TOC_FACT_OCCURRED) s = affect(s, o.adverb_rule, o.adverb);
  if (r == TOC_REL_ROOT && real(s.fact) && question(w, i)) s = affect(s, fallback(w, TOC_FALL_QUESTION), i);
  return aspect(w, i, &o, s);
}

/* ------------------------------------------------------------ predicates */

/* Verbs, common nouns, and adjectives and the like that head a clause.  All nouns: which of them
 * name an event is the patterns' business ("dead", "bail", "measures"). */
static bool wanted(const walk *w, uint32_t i) {
  const toc_token *t = tok(w, i);
  toc_deprel r = base(w, i);
  if (t->upos == TOC_UPOS_VERB) return r != TOC_REL_FIXED;
  if (t->upos == TOC_UPOS_NOUN) return r != TOC_REL_FIXED && r != TOC_REL_CASE;
  if (t->upos == TOC_UPOS_AUX) return r != TOC_REL_AUX && r != TOC_REL_COP;
  if (t->upos != TOC_UPOS_ADJ) return false;
  return r == TOC_REL_ROOT || clausal(r) || has_aux(w, i) || toc_child(w->doc, i, TOC_REL_DET) != TOC_NONE; /* "the dead" */
}

static void emit(walk *w, uint32_t i) {
  toc_doc *doc = w->doc;
  toc_token *t = &doc->tokens.ptr[i];
  const state *s = &w->out[i];
  t->predicate = doc->predicates.len;
  toc_predicate *p = toc_push(&doc->arena, &doc->predicates);
  *p = (toc_predicate){.span = t->span, .token = i, .fact = s->fact, .factuality = toc__status_number(w->s, doc, i, &w->in[i], s), .by = s->by, .why = s->rule ? s->rule->why : TOC_S("asserted")};
}

static bool descend(walk *out, const toc__status *s, toc_doc *doc, const uint32_t *first) {
  uint32_t n = doc->tokens.len, filled = 0;
  toc_arena *a = &doc->scratch;
  if (n == 0 || !doc->child_at) return false;
  walk w = {s, doc, first, toc_new(a, state, n), toc_new(a, state, n), toc_new(a, bool, n), toc_new(a, bool, n), toc_new(a, uint32_t, n)};
  static const state start = {.fact = TOC_FACT_OCCURRED, .v = 3, .by = TOC_NONE};
  for (uint32_t i = 0; i < n; i++) {
    w.asked[i] = wanted(&w, i);
    if (doc->tokens.ptr[i].head != TOC_NONE) continue;
    w.in[i] = start;
    w.queue[filled++] = i;
  }
  for (uint32_t at = 0; at < filled; at++) {
    uint32_t i = w.queue[at], head = doc->tokens.ptr[i].head;
    if (doc->child_at[i] == doc->child_at[i + 1] && !w.asked[i]) continue; /* nothing hangs on its state */
    if (head != TOC_NONE) w.in[i] = entered(&w, head, i);
    w.out[i] = operated(&w, i);
    toc_children(doc, i, c) if (filled < n) w.queue[filled++] = c;
  }
  if (filled < n) /* no tree from outside has loops that no root leads to, but for broken ones */
    for (uint32_t i = 0; i < n; i++)
      if (w.in[i].v == 0 && w.in[i].by == 0 && !w.in[i].rule) w.in[i] = w.out[i] = start;
  *out = w;
  return true;
}

void toc__status_walk(const toc__status *s, toc_doc *doc, const uint32_t *first) {
  walk w;
  if (!descend(&w, s, doc, first)) return;
  for (uint32_t i = 0; i < doc->tokens.len; i++)
    if (w.asked[i]) emit(&w, i);
}

void toc__status_watch(const toc__status *s, toc_doc *doc, toc__see *see, void *ctx) {
  walk w;
  if (!descend(&w, s, doc, toc__sig_look_up(s, doc))) return;
  for (uint32_t i = 0; i < doc->tokens.len; i++)
    if (w.asked[i]) see(ctx, doc, i, &w.in[i], &w.out[i]);
}
