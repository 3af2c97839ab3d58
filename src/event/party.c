/* party.c - arguments → actors. */
#include "party.h"

enum { MAX_PARTIES = 24 };

static const toc_token *tok(const view *v, uint32_t i) { return &v->doc->tokens.ptr[i]; }

static bool known_already(const toc_actors *out, const toc_actor *a) {
  for (uint32_t i = 0; i < out->len; i++)
    if (out->ptr[i].span.start == a->span.start && out->ptr[i].span.end == a->span.end && toc_str_eq(out->ptr[i].country, a->country)) return true;
  return false;
}

static void put(const view *v, toc_actors *out, toc_actor a) {
  if (out->len < MAX_PARTIES && !known_already(out, &a)) *toc_push(&v->doc->arena, out) = a;
}

/* An actor of the report, with the further states of its phrase: "the leaders of X and Y". */
static void put_all(const view *v, toc_actors *out, const toc_actor *a) {
  const toc_actor *end = v->doc->actors.ptr + v->doc->actors.len;
  put(v, out, *a);
  for (const toc_actor *next = a + 1; next < end && next->head == a->head && a->head != TOC_NONE; next++) put(v, out, *next);
}

static const toc_actor *coded(const view *v, uint32_t i) {
  uint32_t a = tok(v, i)->actor;
  return a == TOC_NONE ? NULL : &v->doc->actors.ptr[a];
}

/* The name behind a title, in apposition or in front: "President X", "its leader, X". */
static const toc_actor *beside(const view *v, uint32_t i) {
  uint32_t seen = 0;
  toc_children(v->doc, i, c) {
    if (seen++ == MAX_LOOK) break;
    toc_deprel r = tok(v, c)->rel;
    if ((r == TOC_REL_APPOS || r == TOC_REL_FLAT || r == TOC_REL_NMOD_DESC) && coded(v, c)) return coded(v, c);
  }
  return NULL;
}

/* "the missiles fired by the army" */
static uint32_t agent_of(const view *v, uint32_t participle) {
  uint32_t seen = 0;
  toc_children(v->doc, participle, c) {
    if (seen++ == MAX_LOOK) break;
    if (tok(v, c)->rel == TOC_REL_OBL_AGENT && coded(v, c)) return c;
  }
  return TOC_NONE;
}

/* "The attack on the mosque": no way to him who does it. */
static bool aims(const view *v, uint32_t i) {
  static const char *const at[] = {"on", "against", "at", "over", "about", "into", "toward", "towards"};
  uint32_t c = toc_child(v->doc, i, TOC_REL_CASE);
  for (size_t k = 0; c != TOC_NONE && k < sizeof at / sizeof *at; k++)
    if (toc_lemma_is(v->doc, c, at[k])) return true;
  return false;
}

bool toc__of_a_kind(const view *v, uint32_t i) {
  static const char *const things[] = {"target", "position", "base", "post", "convoy", "vehicle", "headquarters", "site", "facility", "installation", "barracks", "camp",
                                       "checkpoint", "plane", "aircraft", "helicopter", "truck", "bus", "building", "compound", "airport"};
  toc_str f = tok(v, i)->form;
  uint32_t h = tok(v, i)->head;
  if (h == TOC_NONE || tok(v, h)->upos == TOC_UPOS_ADJ || TOC_ONE_OF(tok(v, h)->lemma, things)) return false; /* "found the general guilty", as a tree may have it */
  if (tok(v, i)->upos != TOC_UPOS_ADJ || toc_rel_base(v->doc, i) != TOC_REL_AMOD || !f.len || toc_cp_is_upper((unsigned char)f.ptr[0])) return false;
  return toc_str_ends(f, TOC_S("al")) || toc_str_ends(f, TOC_S("ary")) || toc_str_ends(f, TOC_S("ive"));
}

/* Somebody named inside the phrase: its possessor, an adjective or noun in front, "by", "of". */
static uint32_t inside_of(const view *v, uint32_t i, bool acting) {
  uint32_t best = TOC_NONE, seen = 0;
  int rank = 9;
  toc_children(v->doc, i, c) {
    if (seen++ == MAX_LOOK) break;
    toc_deprel r = tok(v, c)->rel;
    int mine = r == TOC_REL_NMOD_POSS                     ? 0
               : toc_deprel_base(r) == TOC_REL_AMOD      ? 1
               : toc_deprel_base(r) == TOC_REL_COMPOUND  ? 1
               : toc_deprel_base(r) == TOC_REL_NMOD      ? 2
               : r == TOC_REL_ACL                         ? 3
                                                          : 9;
    uint32_t who = mine == 9 ? c : mine == 3 ? agent_of(v, c) : toc__counted(v, c);
    if (acting && mine == 2 && aims(v, c)) continue;
    if (mine == 1 && toc__of_a_kind(v, c)) continue;
    if (mine < rank && who != TOC_NONE && coded(v, who)) {
      rank = mine;
      best = who;
    }
  }
  return best;
}

/* A person or body without a code: its words, and the state it is said to belong to. */
static toc_actor by_words(const view *v, uint32_t head, uint32_t phrase_head) {
  toc_actor a = {.span = toc_phrase(v->doc, phrase_head), .head = head, .entity = TOC_NONE};
  uint32_t of = inside_of(v, head, false);
  if (of != TOC_NONE && coded(v, of)->country.len) {
    a.country = coded(v, of)->country;
    a.code = a.country;
    a.via = TOC_S("context");
  }
  uint32_t place = tok(v, head)->place;
  if (!a.country.len && place != TOC_NONE && v->doc->places.ptr[place].country.len) { /* "flew to Lima" */
    a.country = v->doc->places.ptr[place].country;
    a.code = a.country;
    a.via = TOC_S("place");
  }
  return a;
}

static bool personal(const view *v, uint32_t i) {
  const toc_token *t = tok(v, i);
  return t->upos == TOC_UPOS_PRON && toc__in_known(v, SET_HUMAN, i);
}

static bool somebody(const view *v, uint32_t i) {
  const toc_token *t = tok(v, i);
  if (toc__human(v, i) || personal(v, i)) return true;
  return t->upos == TOC_UPOS_PROPN && t->time == TOC_NONE;
}

/* "The army said it had captured them": it is the army. */
static const toc_actor *speaker(const view *v, uint32_t i) {
  uint32_t verb = tok(v, i)->head;
  toc_str f = tok(v, i)->form;
  if (verb == TOC_NONE || tok(v, i)->rel != TOC_REL_NSUBJ || !(toc_str_is(f, "it") || toc_str_is(f, "they") || toc_str_is(f, "he") || toc_str_is(f, "she")))
    return NULL;
  for (int step = 0; step < 3 && toc_rel_base(v->doc, verb) == TOC_REL_CONJ && tok(v, verb)->head != TOC_NONE; step++) verb = tok(v, verb)->head;
  uint32_t h = tok(v, verb)->head, seen = 0;
  if (toc_rel_base(v->doc, verb) != TOC_REL_CCOMP || h == TOC_NONE) return NULL;
  toc_children(v->doc, h, c) {
    if (seen++ == MAX_LOOK) break;
    if (tok(v, c)->rel == TOC_REL_NSUBJ) return coded(v, c) ? coded(v, c) : beside(v, c);
  }
  return NULL;
}

bool toc__no_one(const view *v, uint32_t i) {
  static const char *const words[] = {"nobody", "none", "who", "what", "which"};
  if (tok(v, i)->upos == TOC_UPOS_PRON)
    for (size_t k = 0; k < sizeof words / sizeof *words; k++)
      if (toc_lemma_is(v->doc, i, words[k])) return true;
  uint32_t owner = toc_child(v->doc, i, TOC_REL_NMOD_POSS);
  if (owner == TOC_NONE) owner = i;
  if (toc_lemma_is(v->doc, owner, "other") && owner > 0) owner--;
  return owner + 1 < v->doc->tokens.len && toc_lemma_is(v->doc, owner, "each") && toc_lemma_is(v->doc, owner + 1, "other");
}

/* The words that a pronoun's code was read from, where the sentence has them: "Chad said it had
 * withdrawn" is about Chad. */
static const toc_actor *antecedent_of(const view *v, const toc_actor *a) {
  enum { NEAR = 16 }; /* actors */
  const toc_doc *doc = v->doc;
  const toc_actor *all = doc->actors.ptr, *best = NULL;
  if (a->entity == TOC_NONE || a->head == TOC_NONE || tok(v, a->head)->upos != TOC_UPOS_PRON) return a;
  uint32_t at = (uint32_t)(a - all), sentence = tok(v, a->head)->sentence;
  for (uint32_t step = 1; step <= NEAR && step <= at && !best; step++) {
    const toc_actor *b = &all[at - step];
    if (b->head == TOC_NONE) continue;
    if (tok(v, b->head)->sentence != sentence) break;
    if (b->entity == a->entity && tok(v, b->head)->upos != TOC_UPOS_PRON) best = b;
  }
  for (uint32_t step = 1; step <= NEAR && at + step < doc->actors.len && !best; step++) {
    const toc_actor *b = &all[at + step];
    if (b->head == TOC_NONE) continue;
    if (tok(v, b->head)->sentence != sentence) break;
    if (b->entity == a->entity && tok(v, b->head)->upos != TOC_UPOS_PRON) best = b;
  }
  return best ? best : a;
}

/* The first of the actors of one phrase. */
static const toc_actor *first_of(const view *v, const toc_actor *a) {
  while (a > v->doc->actors.ptr && a[-1].head == a->head && a->head != TOC_NONE) a--;
  return a;
}

static void put_meant(const view *v, toc_actors *out, const toc_actor *a) {
  const toc_actor *meant = antecedent_of(v, a);
  if (meant == a) {
    put_all(v, out, a);
    return;
  }
  uint32_t from = out->len;
  put_all(v, out, first_of(v, meant));
  for (uint32_t i = from; i < out->len; i++)
    if (!out->ptr[i].via.len) out->ptr[i].via = TOC_S("coref");
}

static void one(const view *v, uint32_t i, look_inside inside, toc_actors *out) {
  uint32_t who = toc__counted(v, i);
  if (tok(v, who)->time != TOC_NONE || toc__no_one(v, who)) return;
  const toc_actor *said = tok(v, who)->upos == TOC_UPOS_PRON ? speaker(v, who) : NULL;
  if (said) {
    toc_actor a = *said;
    a.via = TOC_S("coref");
    put(v, out, a);
    return;
  }
  const toc_actor *a = coded(v, i);
  if (!a && who != i) a = coded(v, who);
  if (!a) a = beside(v, who);
  if (a) {
    put_meant(v, out, a);
  } else if (somebody(v, who)) {
    put(v, out, by_words(v, who, i));
  } else if (inside) {
    uint32_t in = inside_of(v, who, inside == INSIDE_ACTOR);
    if (in != TOC_NONE) put_meant(v, out, coded(v, in));
  }
}

void toc__add_party(const view *v, uint32_t token, look_inside inside, toc_actors *out) {
  uint32_t seen = 0;
  one(v, token, inside, out);
  toc_children(v->doc, token, c) {
    if (seen++ == MAX_LOOK) break;
    if (toc_rel_base(v->doc, c) == TOC_REL_CONJ && tok(v, c)->upos != TOC_UPOS_VERB) one(v, c, inside, out);
  }
}
