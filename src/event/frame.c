/* frame.c - the arguments of a trigger, whatever the construction.
 *
 *     Rebels shelled the town.               subj Rebels   obj town
 *     The town was shelled by rebels.        the same, from nsubj:pass and obl:agent
 *     the town shelled by rebels             the same, from the antecedent of the participle
 *     Rebels, who shelled the town           subj Rebels, through the relative pronoun
 *     Rebels entered and shelled the town    subj Rebels, shared by the coordinated verbs
 *     Rebels vowed to shell the town         subj Rebels, controlled
 *     Rebels were ordered to leave           subj Rebels of leave: the passive subject
 *     the rebels' shelling of the town       poss rebels, of town
 *     Rebels launched an attack on the town  attack: subj Rebels, on town, lent by the light verb
 *
 * So no pattern needs to know about voice.  UD is read as English treebanks write it; what
 * an argument is inherited from is bounded, so that the time stays linear. */
#include "pattern.h"

static const toc_token *tok(const view *v, uint32_t i) { return &v->doc->tokens.ptr[i]; }
static bool is(const view *v, uint32_t i, uint32_t word) { return v->word[i] == word; }
static toc_deprel base(const view *v, uint32_t i) { return toc_deprel_base(tok(v, i)->rel); }

static void add(frame *f, slot s, uint32_t prep, uint32_t token, bool far) {
  if (f->n < MAX_ARGS && token != TOC_NONE) f->arg[f->n++] = (arg){s, prep, token, far};
}

static bool has_arg(const frame *f, slot s) {
  for (uint32_t i = 0; i < f->n; i++)
    if (f->arg[i].slot == s) return true;
  return false;
}

/* Children, but no more than MAX_LOOK where others may look at the same ones again. */
#define few_children(v, i, c)                                                                                  \
  for (uint32_t c##_at = (v)->doc->child_at[i], c##_end = (v)->doc->child_at[(i) + 1], c = 0;                  \
       c##_at < c##_end && c##_at < (v)->doc->child_at[i] + MAX_LOOK && (c = (v)->doc->child[c##_at], true); c##_at++)

static uint32_t few_child(const view *v, uint32_t i, toc_deprel rel) {
  if (!toc_has_child(v->doc, i, TOC_BIT(rel))) return TOC_NONE;
  few_children(v, i, c) {
    if (tok(v, c)->rel == rel) return c;
  }
  return TOC_NONE;
}

static uint32_t few_child_base(const view *v, uint32_t i, toc_deprel rel) {
  if (!toc_has_child(v->doc, i, TOC_BIT(rel))) return TOC_NONE;
  few_children(v, i, c) {
    if (base(v, c) == rel) return c;
  }
  return TOC_NONE;
}

static bool has_case(const view *v, uint32_t i, uint32_t word) {
  if (!toc_has_child(v->doc, i, TOC_BIT(TOC_REL_CASE))) return false;
  few_children(v, i, c) {
    if (base(v, c) == TOC_REL_CASE && is(v, c, word)) return true;
  }
  return false;
}

/* ------------------------------------------------------------------------ voice */

/* "Two were killed and five people arrested": the auxiliary is told once.  Only a verb in
 * -ed that nothing follows, for one with an intransitive past ("two were killed and five
 * fled") has another form or a complement. */
static bool gapped_passive(const view *v, uint32_t verb) {
  const toc_token *t = tok(v, verb);
  if (base(v, verb) != TOC_REL_CONJ || t->head == TOC_NONE || t->head > verb || !(t->feat & TOC_F_PAST)) return false;
  if (!toc__in_known(v, SET_DONE_TO, verb)) return false;
  bool subject = false;
  few_children(v, verb, c) {
    toc_deprel b = base(v, c);
    if (b == TOC_REL_NSUBJ) subject = true;
    if (b == TOC_REL_AUX || b == TOC_REL_OBJ || b == TOC_REL_CCOMP || b == TOC_REL_XCOMP) return false;
  }
  if (!subject) return false;
  few_children(v, t->head, c) {
    if (tok(v, c)->rel == TOC_REL_AUX_PASS) return true;
  }
  return false;
}

/* "Six were hurt": a participle that the tagger took for an adjective. */
bool toc__adjective_is_passive(const view *v, uint32_t adjective) {
  return toc__in_known(v, SET_DONE_TO, adjective) && toc_child(v->doc, adjective, TOC_REL_AUX_PASS) != TOC_NONE;
}

/* "Commander shot dead in Lima", "a teacher stabbed to death": headlines leave out the auxiliary. */
static bool told_dead(const view *v, uint32_t verb) {
  static const char *const blow[] = {"stab", "beat", "hack", "burn", "crush", "bludgeon", "stone", "batter", "club", "trample", "choke", "strangle", "torture", "shoot"};
  bool dead = false;
  if (!TOC_ONE_OF(tok(v, verb)->lemma, blow)) return false;
  few_children(v, verb, c) {
    toc_deprel b = base(v, c);
    if (b == TOC_REL_OBJ || b == TOC_REL_AUX || b == TOC_REL_CCOMP) return false;
    if (b == TOC_REL_CONJ && toc_child(v->doc, c, TOC_REL_OBJ) != TOC_NONE) return false; /* "shot and killed him" */
    uint32_t to = b == TOC_REL_OBL ? toc_child(v->doc, c, TOC_REL_CASE) : TOC_NONE;
    dead |= c > verb && (toc_lemma_is(v->doc, c, "dead") || (toc_lemma_is(v->doc, c, "death") && to != TOC_NONE && toc_lemma_is(v->doc, to, "to")));
  }
  return dead;
}

/* A bare participle ("troops sent by Moscow", "dozens killed") is passive; one with "have",
 * with an object of its own or with a subject that the tree calls active is not. */
bool toc__passive(const view *v, uint32_t verb) {
  const toc_token *t = tok(v, verb);
  bool active = false;
  if (gapped_passive(v, verb) || told_dead(v, verb)) return true;
  few_children(v, verb, c) {
    toc_deprel r = tok(v, c)->rel;
    if (r == TOC_REL_AUX_PASS || r == TOC_REL_NSUBJ_PASS || r == TOC_REL_CSUBJ_PASS) return true;
    if (r == TOC_REL_NSUBJ || r == TOC_REL_OBJ || (r == TOC_REL_AUX && is(v, c, v->coder->w_have))) active = true;
  }
  if (active) return false;
  if (t->feat & TOC_F_PASS) return true;
  if (!(t->feat & TOC_F_PART) || !(t->feat & TOC_F_PAST)) return false;
  if (base(v, verb) != TOC_REL_CONJ || t->head == TOC_NONE) return true;
  few_children(v, t->head, c) {
    toc_deprel r = tok(v, c)->rel;
    if (r == TOC_REL_AUX_PASS || r == TOC_REL_NSUBJ_PASS) return true;
    if (r == TOC_REL_AUX) return false; /* have shelled and bombed */
  }
  return true;
}

/* --------------------------------------------------------------------- subjects */

static bool is_relative(const view *v, uint32_t i) {
  const toc__coder *c = v->coder;
  uint32_t w = v->word[i];
  return tok(v, i)->upos == TOC_UPOS_PRON && (w == c->w_who || w == c->w_which || w == c->w_that || w == c->w_whom);
}

/* Whom the pronoun at a relative clause of `noun` means, as the actors know: of "Ana Ruiz, head of
 * the federation, who accused" not the federation that the tree hangs the clause on. */
static uint32_t meant(const view *v, uint32_t pronoun, uint32_t noun) {
  const toc_actor *a = v->doc->actors.ptr;
  uint32_t who = tok(v, pronoun)->actor;
  if (who == TOC_NONE || a[who].entity == TOC_NONE) return noun;
  uint32_t at = noun;
  for (int up = 0; up < 4; up++) {
    uint32_t x = tok(v, at)->actor, h = tok(v, at)->head;
    bool found = x != TOC_NONE && a[x].entity == a[who].entity;
    if (found && up == 0) return noun;
    if (found && base(v, at) == TOC_REL_APPOS && h != TOC_NONE && tok(v, h)->actor != TOC_NONE && a[tok(v, h)->actor].person) return h;
    if (found) return at;
    if (h == TOC_NONE || (base(v, at) != TOC_REL_NMOD && base(v, at) != TOC_REL_APPOS)) return noun;
    at = h;
  }
  return noun;
}

/* The antecedent for a relative pronoun, other words as they are. */
static uint32_t antecedent(const view *v, uint32_t i) {
  if (!is_relative(v, i)) return i;
  uint32_t at = tok(v, i)->head;
  for (int step = 0; step < MAX_CLIMB && at != TOC_NONE; step++, at = tok(v, at)->head)
    if (tok(v, at)->rel == TOC_REL_ACL_RELCL && tok(v, at)->head != TOC_NONE) return meant(v, i, tok(v, at)->head);
  return i;
}

/* Of two subjects before the verb the first is a dateline or a topic: "Nairobi - Officials said".
 * A day is none: "Officials Tuesday said". */
static bool is_subject(const view *v, uint32_t verb, uint32_t i) {
  if (base(v, i) != TOC_REL_NSUBJ || tok(v, i)->rel == TOC_REL_NSUBJ_OUTER || tok(v, i)->time != TOC_NONE) return false;
  few_children(v, verb, c) {
    if (i > verb && c > verb && c < i && tok(v, c)->rel == TOC_REL_OBJ) return false; /* "held four suspects, one of them a soldier" */
    if (c > i && c < verb && tok(v, c)->rel == tok(v, i)->rel && tok(v, c)->time == TOC_NONE) return false;
  }
  return true;
}

static uint32_t own_subject(const view *v, uint32_t verb) {
  if (!toc_has_child(v->doc, verb, TOC_BIT(TOC_REL_NSUBJ))) return TOC_NONE;
  few_children(v, verb, c) {
    if (is_subject(v, verb, c)) return antecedent(v, c);
  }
  return TOC_NONE;
}

static uint32_t own_object(const view *v, uint32_t verb) {
  if (!toc_has_child(v->doc, verb, TOC_BIT(TOC_REL_OBJ) | TOC_BIT(TOC_REL_IOBJ))) return TOC_NONE;
  few_children(v, verb, c) {
    toc_deprel b = base(v, c);
    if (b == TOC_REL_OBJ || b == TOC_REL_IOBJ) return antecedent(v, c);
  }
  return TOC_NONE;
}

/* "accused him of lying", "stopped them from leaving": the object is the one who does it. */
static bool object_control_mark(const view *v, uint32_t clause) {
  if (!toc_has_child(v->doc, clause, TOC_BIT(TOC_REL_MARK) | TOC_BIT(TOC_REL_CASE))) return false;
  const toc__coder *k = v->coder;
  few_children(v, clause, c) {
    if ((base(v, c) == TOC_REL_MARK || base(v, c) == TOC_REL_CASE) &&
        (is(v, c, k->w_of) || is(v, c, k->w_from) || is(v, c, k->w_for) || is(v, c, k->w_with) || is(v, c, k->w_into)))
      return true;
  }
  return false;
}

/* A clause with a finite verb, be it an auxiliary or the copula. */
static bool finite(const view *v, uint32_t verb) {
  uint32_t f = tok(v, verb)->feat;
  if ((f & TOC_F_FIN) && !(f & (TOC_F_INF | TOC_F_GER | TOC_F_PART))) return true;
  if (!toc_has_child(v->doc, verb, TOC_BIT(TOC_REL_AUX) | TOC_BIT(TOC_REL_COP))) return false;
  few_children(v, verb, c) {
    toc_deprel b = base(v, c);
    if ((b == TOC_REL_AUX || b == TOC_REL_COP) && (tok(v, c)->feat & TOC_F_FIN)) return true;
  }
  return false;
}

/* "appealed to the guards to leave": whom the words before the clause are addressed to. */
static uint32_t addressed(const view *v, uint32_t verb, uint32_t clause) {
  few_children(v, verb, c) {
    if (c < clause && c > verb && base(v, c) == TOC_REL_OBL && !has_case(v, c, v->coder->w_for) && toc__human(v, c)) return c;
  }
  return TOC_NONE;
}

/* "X telephoned Y to thank him": X thanks. */
bool toc__speaks_with(const view *v, uint32_t verb) {
  static const char *const verbs[] = {"call", "phone", "telephone", "ring", "meet", "visit", "summon"};
  return TOC_ONE_OF(tok(v, verb)->lemma, verbs);
}

/* "A resolution condemning the coup", "a letter threatening to leave": who passed or wrote it. */
static bool speaks_on_paper(const view *v, uint32_t noun) {
  static const char *const nouns[] = {"resolution", "statement", "letter", "petition", "bill", "motion", "declaration", "communique", "message", "tweet", "post", "note", "report",
                                      "video", "speech", "editorial", "article", "decree", "order", "ruling", "ultimatum"};
  toc_deprel b = base(v, noun);
  return TOC_ONE_OF(tok(v, noun)->lemma, nouns) && (b == TOC_REL_OBJ || b == TOC_REL_OBL || b == TOC_REL_NSUBJ) && tok(v, noun)->head != TOC_NONE;
}

/* Whose subject controls the infinitive behind a noun: "Moscow's plan to attack". */
static uint32_t noun_control(const view *v, uint32_t noun, uint32_t *go_on) {
  *go_on = TOC_NONE;
  if (toc_has_child(v->doc, noun, TOC_BIT(TOC_REL_NMOD_POSS))) few_children(v, noun, c) {
    if (tok(v, c)->rel == TOC_REL_NMOD_POSS) return c;
  }
  toc_deprel b = base(v, noun);
  if ((b == TOC_REL_OBJ || b == TOC_REL_OBL || b == TOC_REL_XCOMP) && tok(v, noun)->head != TOC_NONE) *go_on = tok(v, noun)->head;
  return TOC_NONE;
}

/* A thing that is something: "the arrest was unlawful". */
static bool of_a_thing(const view *v, uint32_t predicate) {
  bool copula = false, thing = false;
  few_children(v, predicate, c) {
    if (base(v, c) == TOC_REL_COP) copula = true;
    if (base(v, c) == TOC_REL_NSUBJ) thing = tok(v, c)->upos == TOC_UPOS_NOUN && !toc__human(v, c);
  }
  return copula && thing;
}

/* Is `first` of another kind than a finite verb that is said to be coordinated with it? */
static bool unlike(const view *v, uint32_t first, bool object) {
  if (object && tok(v, first)->upos != TOC_UPOS_VERB && of_a_thing(v, first)) return true;
  few_children(v, first, c) {
    if (c > first) continue;
    if (object && tok(v, c)->rel == TOC_REL_AUX_PASS) return true;
    if (base(v, c) == TOC_REL_AUX && toc__in_known(v, SET_MODAL, c)) return true;
  }
  return false;
}

/* "said it would stay shut and condemned them": a finite verb is not coordinated with the
 * infinitive behind "would", nor one with an object with a passive ("denied that anyone had
 * been beaten and accused the paper") or with what a thing is said to be ("ruled that the
 * arrest was unlawful and ordered a trial"), but with the verb that governs the clause. */
static uint32_t above_clause(const view *v, uint32_t verb, uint32_t first) {
  uint32_t f = tok(v, verb)->feat, at = first;
  if (!(f & TOC_F_FIN) || (f & TOC_F_PART)) return TOC_NONE;
  bool object = false;
  few_children(v, verb, c) {
    toc_deprel b = base(v, c);
    if (b == TOC_REL_AUX || b == TOC_REL_NSUBJ) return TOC_NONE;
    if (b == TOC_REL_OBJ) object = true;
  }
  for (int step = 0; step < MAX_CLIMB && unlike(v, at, object); step++) {
    uint32_t up = tok(v, at)->head;
    if (up == TOC_NONE || up > at || (base(v, at) != TOC_REL_CCOMP && base(v, at) != TOC_REL_ADVCL)) break;
    at = up;
  }
  return at == first ? TOC_NONE : at;
}

uint32_t toc__shared_subject(const view *v, uint32_t verb) {
  uint32_t at = verb;
  for (int step = 0; step < MAX_CLIMB; step++) {
    const toc_token *t = tok(v, at);
    uint32_t h = t->head;
    if (step > 0) {
      uint32_t s = own_subject(v, at);
      if (s != TOC_NONE) return s;
    }
    if (h == TOC_NONE) return TOC_NONE;
    switch (toc_deprel_base(t->rel)) {
      case TOC_REL_CONJ: {
        uint32_t up = above_clause(v, at, h);
        at = up == TOC_NONE ? h : up;
        break;
      }
      case TOC_REL_XCOMP: {
        uint32_t o = own_object(v, h);
        if (o == TOC_NONE && toc__in_known(v, SET_APPEAL, h)) o = addressed(v, h, at);
        if (o != TOC_NONE && !toc__in_known(v, SET_PROMISE, h) && !(toc__speaks_with(v, h) && !toc__passive(v, at))) return o;
        at = h;
        break;
      }
      case TOC_REL_ADVCL:
        if (finite(v, at) || (h > at && toc__in_known(v, SET_SAY, h))) return TOC_NONE;
        if (object_control_mark(v, at)) {
          uint32_t o = own_object(v, h);
          if (o != TOC_NONE) return o;
        } else if (toc__in_known(v, SET_APPEAL, h)) {
          uint32_t o = addressed(v, h, at);
          if (o != TOC_NONE) return o;
        }
        at = h;
        break;
      case TOC_REL_CCOMP:
      case TOC_REL_PARATAXIS:
        if (finite(v, at)) return TOC_NONE;
        at = h;
        break;
      case TOC_REL_ACL:
        if (t->rel == TOC_REL_ACL_RELCL) return h;
        if (t->feat & TOC_F_INF) {
          if (toc__human(v, h)) return h; /* "Russia to send forces" */
          uint32_t go_on, s = noun_control(v, h, &go_on);
          if (s != TOC_NONE || go_on == TOC_NONE) return s;
          at = go_on;
          break;
        }
        if (speaks_on_paper(v, h) && !toc__passive(v, at)) {
          uint32_t writer = few_child(v, h, TOC_REL_NMOD_POSS);
          if (writer == TOC_NONE && tok(v, h)->rel != TOC_REL_NSUBJ_PASS) writer = own_subject(v, tok(v, h)->head);
          if (writer != TOC_NONE && writer != h) return writer;
        }
        return h;
      default: return TOC_NONE;
    }
  }
  return TOC_NONE;
}

/* ------------------------------------------------------------------------ verbs */

/* One argument for each preposition: "out of", "in response to" have several. */
static bool add_preps(const view *v, frame *f, uint32_t arg_token, bool far, bool skip_of) {
  bool any = false;
  if (!toc_has_child(v->doc, arg_token, TOC_BIT(TOC_REL_CASE) | TOC_BIT(TOC_REL_MARK))) return false;
  uint32_t what = antecedent(v, arg_token);
  few_children(v, arg_token, c) {
    if (base(v, c) != TOC_REL_CASE && base(v, c) != TOC_REL_MARK) continue;
    if (skip_of && is(v, c, v->coder->w_of)) continue;
    if (v->word[c] != TOC_NONE) add(f, SLOT_PREP, v->word[c], what, far);
    any = true;
  }
  return any;
}

static void add_clause(const view *v, frame *f, uint32_t clause) {
  /* "when", "because", "saying that": no argument */
  if (base(v, clause) == TOC_REL_ADVCL && (finite(v, clause) || !((tok(v, clause)->feat & TOC_F_INF) || object_control_mark(v, clause)))) return;
  add(f, SLOT_COMP, TOC_NONE, clause, false);
  if (!finite(v, clause)) add(f, SLOT_INF, TOC_NONE, clause, false);
  uint32_t s = own_subject(v, clause);
  if (s != TOC_NONE) add(f, toc__passive(v, clause) ? SLOT_COBJ : SLOT_CSUBJ, TOC_NONE, s, false);
  uint32_t o = own_object(v, clause);
  if (o != TOC_NONE) add(f, SLOT_COBJ, TOC_NONE, o, false);
}

/* A verb among the coordinated ones takes the object that stands behind the last:
 * "detained and beat protesters", whichever of the two the tree hangs it on. */
static void share_object(const view *v, frame *f) {
  const toc_token *t = tok(v, f->token);
  if (f->passive || has_arg(f, SLOT_OBJ)) return;
  if (base(v, f->token) == TOC_REL_CONJ && t->head != TOC_NONE) {
    uint32_t o = few_child(v, t->head, TOC_REL_OBJ);
    if (o != TOC_NONE && o > f->token) add(f, SLOT_OBJ, TOC_NONE, o, true);
    return;
  }
  if (toc_has_child(v->doc, f->token, TOC_BIT(TOC_REL_CONJ))) few_children(v, f->token, c) {
    if (base(v, c) != TOC_REL_CONJ || c - f->token > 2 || c < f->token) continue;
    uint32_t o = few_child(v, c, TOC_REL_OBJ);
    if (o != TOC_NONE) add(f, SLOT_OBJ, TOC_NONE, o, true);
  }
}

/* "asked the council to lift it": whom a treebank calls indirect object is whom it is done to. */
static void sole_object(frame *f) {
  if (has_arg(f, SLOT_OBJ)) return;
  for (uint32_t i = 0, n = f->n; i < n; i++)
    if (f->arg[i].slot == SLOT_IOBJ) add(f, SLOT_OBJ, TOC_NONE, f->arg[i].token, false);
}

/* "the soldiers whom the rebels captured", "the town rebels captured" */
static void gap_object(const view *v, frame *f, bool own) {
  const toc_token *t = tok(v, f->token);
  if (t->rel != TOC_REL_ACL_RELCL || t->head == TOC_NONE || !own || f->passive || has_arg(f, SLOT_OBJ)) return;
  for (uint32_t i = 0; i < f->n; i++)
    if (f->arg[i].token == t->head) return; /* the antecedent already has its place */
  add(f, SLOT_OBJ, TOC_NONE, t->head, true);
}

/* What hangs on the object often belongs to the verb: "imposed sanctions on Russia", "lifted the
 * siege of the town", "accused the mayor of fraud". */
static void object_preps(const view *v, frame *f) {
  uint32_t n = f->n;
  for (uint32_t i = 0; i < n; i++) {
    if (f->arg[i].slot != SLOT_OBJ || f->arg[i].far || !toc_has_child(v->doc, f->arg[i].token, TOC_BIT(TOC_REL_NMOD))) continue;
    few_children(v, f->arg[i].token, c) {
      if (tok(v, c)->rel == TOC_REL_NMOD) add_preps(v, f, c, true, false);
    }
  }
}

/* "accused the mayor of stealing it", "did nothing to stop it": where the tree hangs the clause on
 * the object. */
static void object_clause(const view *v, frame *f) {
  for (uint32_t i = 0, n = f->n; i < n; i++) {
    if (f->arg[i].slot != SLOT_OBJ || f->arg[i].far || !toc_has_child(v->doc, f->arg[i].token, TOC_BIT(TOC_REL_ACL))) continue;
    uint32_t o = f->arg[i].token;
    bool human = toc__human(v, o), much = tok(v, o)->upos == TOC_UPOS_PRON && !human;
    if (!human && !much) continue;
    few_children(v, o, c) {
      if (tok(v, c)->rel == TOC_REL_ACL && !finite(v, c) && (human ? object_control_mark(v, c) : (tok(v, c)->feat & TOC_F_INF) != 0)) add_clause(v, f, c);
    }
  }
}

/* "called off the strike": where the tree has "off the strike", it is still a particle with
 * an object. */
static void misread_particle(const view *v, frame *f, uint32_t noun, bool oblique) {
  if (!toc_has_child(v->doc, noun, TOC_BIT(TOC_REL_CASE))) return;
  few_children(v, noun, c) {
    if (base(v, c) != TOC_REL_CASE || c != f->token + 1 || !toc__in_known(v, SET_PARTICLE, c)) continue;
    add(f, SLOT_PRT, TOC_NONE, c, false);
    if (oblique) add(f, SLOT_OBJ, TOC_NONE, noun, false);
  }
}

/* "stood by as the mill burned": the tree may hang both "by" and "as" on the clause. */
static void particle_as_mark(const view *v, frame *f, uint32_t clause) {
  uint32_t by = TOC_NONE, marks = 0;
  few_children(v, clause, c) {
    if (base(v, c) != TOC_REL_MARK && base(v, c) != TOC_REL_ADVMOD) continue;
    marks++;
    if (c == f->token + 1 && is(v, c, v->coder->w_by)) by = c;
  }
  if (by != TOC_NONE && marks > 1) add(f, SLOT_PRT, TOC_NONE, by, false);
}

/* `few`: look at a bounded number of children only, for the verb may be asked again. */
static void verb_frame(const view *v, uint32_t verb, frame *f, bool few) {
  bool own = false;
  uint32_t seen = 0;
  f->token = verb;
  f->passive = toc__passive(v, verb);
  toc_children(v->doc, verb, c) {
    if (few && seen++ == MAX_LOOK) break;
    toc_deprel r = tok(v, c)->rel;
    switch (toc_deprel_base(r)) {
      case TOC_REL_NSUBJ:
        if (!is_subject(v, verb, c)) break;
        add(f, f->passive ? SLOT_OBJ : SLOT_SUBJ, TOC_NONE, antecedent(v, c), false);
        own = true;
        break;
      case TOC_REL_OBJ:
        add(f, SLOT_OBJ, TOC_NONE, antecedent(v, c), false);
        misread_particle(v, f, c, false);
        break;
      case TOC_REL_IOBJ: add(f, SLOT_IOBJ, TOC_NONE, antecedent(v, c), false); break;
      case TOC_REL_OBL:
        if (r == TOC_REL_OBL_AGENT || ((f->passive || (tok(v, verb)->feat & TOC_F_GER)) && has_case(v, c, v->coder->w_by)))
          add(f, SLOT_SUBJ, TOC_NONE, c, false); /* also "in firing by the police" */
        if (tok(v, c)->upos == TOC_UPOS_ADP) add(f, SLOT_PRT, TOC_NONE, c, false); /* "stood by": nothing hangs on it */
        if (!add_preps(v, f, c, false, false) && r != TOC_REL_OBL_AGENT && tok(v, c)->upos == TOC_UPOS_NOUN)
          add(f, SLOT_ADV, TOC_NONE, c, false); /* "looked the other way" */
        misread_particle(v, f, c, true);
        break;
      case TOC_REL_ADVCL: particle_as_mark(v, f, c); add_clause(v, f, c); break;
      case TOC_REL_XCOMP:
      case TOC_REL_CCOMP: add_clause(v, f, c); break;
      case TOC_REL_COMPOUND: add(f, SLOT_PRT, TOC_NONE, c, false); break;
      case TOC_REL_ADVMOD: add(f, SLOT_ADV, TOC_NONE, c, false); break;
      default: break;
    }
  }
  if (!own) {
    uint32_t s = toc__shared_subject(v, verb);
    if (s != TOC_NONE) add(f, f->passive ? SLOT_OBJ : SLOT_SUBJ, TOC_NONE, s, true);
  }
  gap_object(v, f, own);
  sole_object(f);
  share_object(v, f);
  object_preps(v, f);
  object_clause(v, f);
  if (tok(v, verb)->head != TOC_NONE) add(f, SLOT_HEAD, TOC_NONE, tok(v, verb)->head, false);
}

/* ------------------------------------------------------------------------ nouns */

/* The word that a noun, or the first of its coordination, depends on; *via is the noun that does. */
static uint32_t governor(const view *v, uint32_t noun, uint32_t *via) {
  uint32_t at = noun;
  for (int step = 0; step < MAX_CLIMB && base(v, at) == TOC_REL_CONJ && tok(v, at)->head != TOC_NONE; step++) at = tok(v, at)->head;
  *via = at;
  return tok(v, at)->head;
}

static void lend(const view *v, frame *f, uint32_t verb, slot as, uint32_t but) {
  frame g = {0};
  verb_frame(v, verb, &g, true);
  for (uint32_t i = 0; i < g.n; i++) {
    const arg *a = &g.arg[i];
    if (a->token == but || a->token == f->token) continue;
    if (a->slot == SLOT_SUBJ) add(f, as, TOC_NONE, a->token, true);
    if (a->slot == SLOT_PREP || a->slot == SLOT_IOBJ) add(f, a->slot, a->prep, a->token, true);
  }
}

/* "claimed responsibility for the attack": it is his who claims it. */
static void owned_up(const view *v, frame *f, uint32_t via, uint32_t responsibility) {
  static const char *const verbs[] = {"claim", "take", "assume", "accept", "admit", "acknowledge"};
  uint32_t verb = tok(v, responsibility)->head;
  if (verb == TOC_NONE || base(v, via) != TOC_REL_NMOD || !toc_lemma_is(v->doc, responsibility, "responsibility") || !has_case(v, via, v->coder->w_for)) return;
  for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++)
    if (toc_lemma_is(v->doc, verb, verbs[i])) {
      lend(v, f, verb, SLOT_SUBJ, responsibility);
      return;
    }
}

/* Only who does it: what the verb aims at is not where he travels. */
static void lend_subject(const view *v, frame *f, uint32_t verb, uint32_t but) {
  frame g = {0};
  verb_frame(v, verb, &g, true);
  for (uint32_t i = 0; i < g.n; i++)
    if (g.arg[i].slot == SLOT_SUBJ && g.arg[i].token != but) add(f, SLOT_SUBJ, TOC_NONE, g.arg[i].token, true);
}

/* "Held talks with the king during a visit to Oslo", "arrived on a visit": his who does the other. */
static bool on_a_visit(const view *v, uint32_t noun, uint32_t via) {
  uint32_t c = few_child(v, via, TOC_REL_CASE);
  few_children(v, noun, d) {
    if (tok(v, d)->rel == TOC_REL_NMOD_POSS || has_case(v, d, v->coder->w_of)) return false; /* "the visit of the king" */
  }
  bool during = c != TOC_NONE && (toc_lemma_is(v->doc, c, "during") || toc_lemma_is(v->doc, c, "on"));
  return during && (toc_lemma_is(v->doc, noun, "visit") || toc_lemma_is(v->doc, noun, "trip") || toc_lemma_is(v->doc, noun, "tour") || toc_lemma_is(v->doc, noun, "stopover"));
}

/* "What he called piracy": he names the act, and does not commit it. */
static bool only_calls(const view *v, uint32_t verb) {
  uint32_t what = tok(v, verb)->head;
  return toc_lemma_is(v->doc, verb, "call") && tok(v, verb)->rel == TOC_REL_ACL_RELCL && what != TOC_NONE && toc_lemma_is(v->doc, what, "what");
}

/* "The arrest set off riots": others riot. */
static bool sets_off(const view *v, uint32_t verb) {
  uint32_t off = few_child_base(v, verb, TOC_REL_COMPOUND);
  return toc_lemma_is(v->doc, verb, "set") && off != TOC_NONE && toc_lemma_is(v->doc, off, "off");
}

/* "Put the town under siege": who does it, and to whom. */
static void lend_both(const view *v, frame *f, uint32_t verb, uint32_t but) {
  frame g = {0};
  verb_frame(v, verb, &g, true);
  for (uint32_t i = 0; i < g.n; i++)
    if ((g.arg[i].slot == SLOT_SUBJ || g.arg[i].slot == SLOT_OBJ) && g.arg[i].token != but) add(f, g.arg[i].slot, TOC_NONE, g.arg[i].token, true);
}

/* Light verbs lend their subject to the noun that says what is done. */
static void light_verbs(const view *v, frame *f) {
  const toc__coder *k = v->coder;
  uint32_t via, g = governor(v, f->token, &via);
  if (g == TOC_NONE) return;
  toc_deprel b = base(v, via);
  add(f, SLOT_HEAD, TOC_NONE, g, false);
  owned_up(v, f, via, g);
  bool object = b == TOC_REL_OBJ || tok(v, via)->rel == TOC_REL_NSUBJ_PASS;
  if (object && (only_calls(v, g) || sets_off(v, g))) return;
  if (object && toc__in_known(v, SET_LIGHT, g)) lend(v, f, g, SLOT_SUBJ, via);
  else if (object && toc__in_known(v, SET_UNDERGO, g)) lend(v, f, g, SLOT_OBJ, via);
  else if (b == TOC_REL_OBL && is(v, g, k->w_come) && has_case(v, via, k->w_under)) lend(v, f, g, SLOT_OBJ, via);
  else if (b == TOC_REL_OBL && has_case(v, via, k->w_under) && toc__in_known(v, SET_JOIN, g)) lend_both(v, f, g, via);
  else if ((b == TOC_REL_NMOD || b == TOC_REL_OBL) && has_case(v, via, k->w_on) && tok(v, g)->upos != TOC_UPOS_VERB && toc__human(v, g))
    add(f, SLOT_SUBJ, TOC_NONE, g, true); /* "doctors on strike" */
  else if (b == TOC_REL_OBL && has_case(v, via, k->w_on) && (toc_lemma_is(v->doc, g, "remain") || toc_lemma_is(v->doc, g, "stay")))
    lend_subject(v, f, g, via); /* "remained on alert" */
  else if (b == TOC_REL_OBL && (has_case(v, via, k->w_in) || has_case(v, via, k->w_on)) && toc__in_known(v, SET_JOIN, g))
    lend(v, f, g, SLOT_SUBJ, via);
  else if (b == TOC_REL_OBL && tok(v, g)->upos == TOC_UPOS_VERB && on_a_visit(v, f->token, via))
    lend_subject(v, f, g, via);
  else if (b == TOC_REL_OBL && is(v, g, k->w_go) && has_case(v, via, k->w_to) && toc__in_known(v, SET_MUTUAL, f->token))
    lend(v, f, g, SLOT_SUBJ, via); /* "went to war" */
}

/* "an operation launched by the army" */
static void light_participle(const view *v, frame *f, uint32_t verb) {
  if (!toc__in_known(v, SET_LIGHT, verb)) return;
  bool passive = toc__passive(v, verb);
  few_children(v, verb, c) {
    toc_deprel r = tok(v, c)->rel;
    if (r == TOC_REL_OBL_AGENT || (passive && toc_deprel_base(r) == TOC_REL_OBL && has_case(v, c, v->coder->w_by)))
      add(f, SLOT_SUBJ, TOC_NONE, c, true);
    else if (toc_deprel_base(r) == TOC_REL_NSUBJ && !passive && !is_relative(v, c))
      add(f, SLOT_SUBJ, TOC_NONE, c, true);
    else if (toc_deprel_base(r) == TOC_REL_OBL) add_preps(v, f, c, true, false);
  }
}

/* What hangs on its genitive often belongs to the noun, and "by" does wherever it hangs: "the
 * suspension of aid to Mali", "the inquiry into the fund by the senate".  "Inaction on the part
 * of the guards" is inaction by them. */
static void genitive_preps(const view *v, frame *f) {
  for (uint32_t i = 0, n = f->n; i < n; i++) {
    if (f->arg[i].slot != SLOT_PREP || f->arg[i].far || !toc_has_child(v->doc, f->arg[i].token, TOC_BIT(TOC_REL_NMOD))) continue;
    bool of = f->arg[i].prep == v->coder->w_of;
    bool on_part = f->arg[i].prep == v->coder->w_on && toc_lemma_is(v->doc, f->arg[i].token, "part");
    few_children(v, f->arg[i].token, c) {
      if (tok(v, c)->rel != TOC_REL_NMOD) continue;
      if (has_case(v, c, v->coder->w_by) || (on_part && has_case(v, c, v->coder->w_of))) add(f, SLOT_SUBJ, TOC_NONE, c, true);
      if (of) add_preps(v, f, c, true, true);
    }
  }
}

/* "An explosive device (IED) attack": the brackets part the compound, in the tree too. */
static void bracketed_compound(const view *v, frame *f, uint32_t noun) {
  uint32_t first = v->doc->sentences.ptr[tok(v, noun)->sentence].first, open = noun;
  if (noun < first + 4 || !toc_str_is(tok(v, noun - 1)->form, ")")) return;
  while (open > first + 1 && noun - open < 6 && !toc_str_is(tok(v, open)->form, "(")) open--;
  toc_upos u = toc_str_is(tok(v, open)->form, "(") ? tok(v, open - 1)->upos : TOC_UPOS_PUNCT;
  if (u == TOC_UPOS_NOUN || u == TOC_UPOS_PROPN) add(f, SLOT_CMPD, TOC_NONE, open - 1, false);
}

static void noun_frame(const view *v, uint32_t noun, frame *f) {
  f->token = noun;
  bracketed_compound(v, f, noun);
  toc_children(v->doc, noun, c) {
    toc_deprel r = tok(v, c)->rel;
    switch (toc_deprel_base(r)) {
      case TOC_REL_NMOD:
        if (r == TOC_REL_NMOD_POSS) {
          add(f, SLOT_POSS, TOC_NONE, antecedent(v, c), false);
          break;
        }
        if (has_case(v, c, v->coder->w_by)) add(f, SLOT_SUBJ, TOC_NONE, c, false);
        if (!add_preps(v, f, c, false, false)) add(f, SLOT_CMPD, TOC_NONE, c, false);
        break;
      case TOC_REL_OBL: add_preps(v, f, c, false, false); break;
      case TOC_REL_COMPOUND: add(f, SLOT_CMPD, TOC_NONE, c, false); break;
      case TOC_REL_AMOD: add(f, SLOT_ADJ, TOC_NONE, c, false); break;
      case TOC_REL_NSUBJ: add(f, SLOT_SUBJ, TOC_NONE, antecedent(v, c), false); break;
      case TOC_REL_ACL:
        light_participle(v, f, c);
        add_clause(v, f, c);
        break;
      case TOC_REL_XCOMP:
      case TOC_REL_CCOMP:
      case TOC_REL_ADVCL: add_clause(v, f, c); break;
      default: break;
    }
  }
  light_verbs(v, f);
  genitive_preps(v, f);
}

/* "14 soldiers are dead", "left 14 dead" */
static void adjective_frame(const view *v, uint32_t adjective, frame *f) {
  f->token = adjective;
  uint32_t s = own_subject(v, adjective);
  toc_children(v->doc, adjective, c) {
    if (base(v, c) == TOC_REL_OBL) add_preps(v, f, c, false, false);
    if (base(v, c) == TOC_REL_ADVMOD) add(f, SLOT_ADV, TOC_NONE, c, false);
    if (base(v, c) == TOC_REL_XCOMP || base(v, c) == TOC_REL_CCOMP) add_clause(v, f, c);
  }
  if (s == TOC_NONE) s = toc__shared_subject(v, adjective);
  if (s == TOC_NONE && few_child_base(v, adjective, TOC_REL_NUMMOD) != TOC_NONE) s = adjective; /* "24 dead" */
  add(f, SLOT_SUBJ, TOC_NONE, s, false);
  if (tok(v, adjective)->head != TOC_NONE) add(f, SLOT_HEAD, TOC_NONE, tok(v, adjective)->head, false);
}

void toc__frame(const view *v, uint32_t token, frame *f) {
  f->n = 0;
  f->passive = false;
  toc_upos u = tok(v, token)->upos;
  if (base(v, token) == TOC_REL_AMOD) u = TOC_UPOS_ADJ;
  else if (u == TOC_UPOS_ADJ && toc__adjective_is_passive(v, token)) u = TOC_UPOS_VERB;
  switch (u) {
    case TOC_UPOS_VERB:
    case TOC_UPOS_AUX: verb_frame(v, token, f, false); break;
    case TOC_UPOS_ADJ: adjective_frame(v, token, f); break;
    default: noun_frame(v, token, f); break;
  }
  f->slots = 0;
  f->preps = 0;
  for (uint32_t i = 0; i < f->n; i++) {
    f->slots |= toc__slots_of(f->arg[i].slot);
    if (f->arg[i].slot == SLOT_PREP) f->preps |= UINT64_C(1) << f->arg[i].prep % 64;
  }
}
