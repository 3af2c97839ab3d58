/* site.c - which names of places can be the site of an act, and which of two sites is meant.
 *
 *   "U.S. forces killed six in Fallujah"        the U.S. is whose forces they are
 *   "aborigines from Taiwan marched"            where they come from
 *   "demonstrated against Israel in Cairo"      whom it is against
 *   "outside the U.S. embassy in London"        whose embassy it is
 *   "killed in the town of Rastan in Syria"     Rastan; Syria says where that is
 *   "In Diyala, five died when a bomb went off near Mandali"     Mandali
 *
 * A town before a noun is as often the site as not ("the Baghdad bombing"), a land hardly ever:
 * it is where an army, a flag or a title belongs.  Nouns for parts of the earth (set SITE) are
 * the exception: "the Iraq border", "Aleppo province". */
#include "pattern.h"

static const toc_token *tok(const view *v, uint32_t i) { return &v->doc->tokens.ptr[i]; }

static const toc_place *place_of(const view *v, uint32_t i) {
  return tok(v, i)->place == TOC_NONE ? NULL : &v->doc->places.ptr[tok(v, i)->place];
}

/* The word of a name that the others hang on, in lists the first name. */
static uint32_t name_top(const view *v, uint32_t i) {
  for (int step = 0; step < MAX_CLIMB; step++) {
    uint32_t h = tok(v, i)->head;
    if (h == TOC_NONE) break;
    bool listed = toc_rel_base(v->doc, i) == TOC_REL_CONJ && tok(v, h)->place != TOC_NONE;
    if (tok(v, h)->place != tok(v, i)->place && !listed) break;
    i = h;
  }
  return i;
}

static uint32_t case_word(const view *v, uint32_t i) {
  if (!toc_has_child(v->doc, i, TOC_BIT(TOC_REL_CASE))) return TOC_NONE;
  uint32_t seen = 0;
  toc_children(v->doc, i, c) {
    if (seen++ == MAX_LOOK) break;
    if (toc_rel_base(v->doc, c) == TOC_REL_CASE) return v->word[c];
  }
  return TOC_NONE;
}

static bool leaves(toc_type t) { return t == TOC_RETREAT; }

/* "With", "against", "for", "by", "from": sides, origins and ends, not sites.  An army that
 * withdraws from a town does so there. */
static bool says_side(const view *v, uint32_t word, toc_type act, bool land) {
  const toc__coder *k = v->coder;
  if (word == TOC_NONE) return false;
  if (word == k->w_from) return !leaves(act);
  if (word == k->w_by || word == k->w_for) return true;
  return land && (word == k->w_with || word == k->w_against || word == k->w_between || word == k->w_like);
}

static bool agentive(const view *v, uint32_t i) {
  toc_deprel r = tok(v, i)->rel;
  if (toc_rel_base(v->doc, i) == TOC_REL_CONJ && tok(v, i)->head != TOC_NONE) r = tok(v, tok(v, i)->head)->rel;
  return toc_deprel_base(r) == TOC_REL_NSUBJ || r == TOC_REL_OBL_AGENT;
}

/* "A man from the village of Yata in the Hebron area": all of it is where he comes from. */
static bool in_origin(const view *v, uint32_t i) {
  for (int step = 0; step < MAX_CLIMB && tok(v, i)->head != TOC_NONE; step++) {
    toc_deprel r = toc_rel_base(v->doc, i);
    if (r == TOC_REL_NMOD && case_word(v, i) == v->coder->w_from) return tok(v, i)->place != TOC_NONE || toc__in_known(v, SET_SITE, i);
    if (r != TOC_REL_NMOD && r != TOC_REL_COMPOUND && r != TOC_REL_APPOS && r != TOC_REL_FLAT && r != TOC_REL_CONJ) return false;
    i = tok(v, i)->head;
  }
  return false;
}

/* "The Basque city of San Sebastian", "the Togolese capital Lome": the name behind is the site.
 * Not so "the Washash district of Baghdad". */
static bool is_epithet(const view *v, uint32_t i) {
  static const char *const town[] = {"city", "town", "village", "hamlet", "capital", "port", "resort", "island"};
  uint32_t h = tok(v, i)->head, seen = 0;
  size_t k = 0;
  while (k < sizeof town / sizeof *town && !toc_lemma_is(v->doc, h, town[k])) k++;
  if (k == sizeof town / sizeof *town) return false;
  toc_children(v->doc, h, c) {
    if (seen++ == MAX_LOOK) break;
    if (c > h && tok(v, c)->place != TOC_NONE && tok(v, c)->place != tok(v, i)->place && (toc_rel_base(v->doc, c) != TOC_REL_NMOD || case_word(v, c) == v->coder->w_of))
      return true;
  }
  return false;
}

/* "The governor of Fallujah was killed": what he governs. */
static bool is_office(const view *v, uint32_t i) {
  static const char *const office[] = {"governor", "mayor", "president", "chief", "commander", "leader", "king", "queen", "bishop",
                                       "archbishop", "minister", "head", "ambassador", "chairman", "emir", "sultan"};
  uint32_t h = tok(v, i)->head;
  if (h == TOC_NONE || toc_rel_base(v->doc, i) != TOC_REL_NMOD || case_word(v, i) != v->coder->w_of) return false;
  for (size_t k = 0; k < sizeof office / sizeof *office; k++)
    if (toc_lemma_is(v->doc, h, office[k])) return true;
  return false;
}

/* `act`: what is done there. */
bool toc__can_be_site(const view *v, uint32_t token, toc_type act) {
  const toc_place *p = place_of(v, token);
  if (!p) return false;
  uint32_t i = name_top(v, token), h = tok(v, i)->head;
  bool land = p->precision >= 5 || (!p->precision && p->name.len); /* lands, regions, seas, continents */
  if (says_side(v, case_word(v, i), act, land) || in_origin(v, i) || is_office(v, i)) return false;
  toc_deprel r = toc_rel_base(v->doc, i);
  bool before_noun = r == TOC_REL_COMPOUND || r == TOC_REL_AMOD || (r == TOC_REL_NMOD && tok(v, i)->rel == TOC_REL_NMOD_POSS);
  if (!before_noun || h == TOC_NONE) return true;
  if (is_epithet(v, i)) return false;
  if (toc__in_known(v, SET_SITE, h)) return !says_side(v, case_word(v, h), act, land);
  if (land) return false;
  return !(toc__human(v, h) && agentive(v, h)) && !says_side(v, case_word(v, h), act, land);
}

/* --------------------------------------------------------------- the narrower */

static bool same(toc_str a, toc_str b) { return a.len && toc_str_eq(a, b); }

/* Is `in` told as a part of `of`?  Both know what they lie in; a land has no division.  What the
 * gazetteer lacks was put where its holder is. */
static bool narrower(const toc_place *in, const toc_place *of) {
  if (!of->name.len) return false;
  if (!in->name.len && in->located && of->located) return in->lat == of->lat && in->lon == of->lon;
  if (!in->precision || !of->precision || in->precision >= of->precision || of->precision < 3) return false;
  if (!same(in->country, of->country)) return false;
  return of->precision >= 5 || (same(in->adm1, of->adm1) && (of->precision > 3 || !of->adm2.len || same(in->adm2, of->adm2)));
}

/* Among the places of the sentence that `fits` lets through, the one nearest to the trigger
 * that lies in the place at `at`; `at` itself if there is none. */
uint32_t toc__narrower_site(const view *v, uint32_t token, uint32_t at, toc_site_fits fits) {
  const toc_sentence *s = &v->doc->sentences.ptr[tok(v, token)->sentence];
  uint32_t from = token > s->first + MAX_LOOK ? token - MAX_LOOK : s->first;
  uint32_t to = token + MAX_LOOK < s->last ? token + MAX_LOOK : s->last;
  uint32_t best = at, nearest = UINT32_MAX;
  const toc_place *of = place_of(v, at);
  for (uint32_t i = from; of && i < to; i++) {
    const toc_place *p = place_of(v, i);
    uint32_t away = i > token ? i - token : token - i;
    if (!p || p->actor_only || away >= nearest || !narrower(p, of) || !fits(v, i, token)) continue;
    nearest = away;
    best = i;
  }
  return best;
}
