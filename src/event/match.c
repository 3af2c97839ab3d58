/* match.c - does a pattern fit the arguments of its trigger? */
#include "pattern.h"

static const toc_token *tok(const view *v, uint32_t i) { return &v->doc->tokens.ptr[i]; }

/* Where the phrase that ends with `head` begins, or TOC_NONE; a hyphen between its words does not count. */
static uint32_t phrase_begin(const view *v, const phrase *p, uint32_t head) {
  uint32_t first = v->doc->sentences.ptr[tok(v, head)->sentence].first, at = head;
  if (v->word[head] != p->word[p->n - 1]) return TOC_NONE;
  for (uint32_t i = p->n - 1u; i-- > 0;) {
    if (at == first) return TOC_NONE;
    at--;
    if (tok(v, at)->upos == TOC_UPOS_PUNCT && toc_str_is(tok(v, at)->form, "-") && at > first) at--;
    if (v->word[at] != p->word[i]) return TOC_NONE;
  }
  return at;
}

bool toc__phrase_at(const view *v, const phrase *p, uint32_t head) { return phrase_begin(v, p, head) != TOC_NONE; }

static bool in_own_words(const wordset *s, uint32_t word) {
  uint32_t lo = 0, hi = s->words.len;
  while (lo < hi) {
    uint32_t mid = lo + (hi - lo) / 2;
    if (s->words.ptr[mid] < word) lo = mid + 1;
    else hi = mid;
  }
  return lo < s->words.len && s->words.ptr[lo] == word;
}

static bool in_words(const toc__coder *c, const wordset *s, uint32_t word) {
  if (in_own_words(s, word)) return true;
  for (uint32_t i = 0; i < s->sets.len; i++)
    if (in_own_words(&c->sets.ptr[s->sets.ptr[i]], word)) return true;
  return false;
}

static bool in_phrases(const view *v, const wordset *s, uint32_t token) {
  for (uint32_t i = 0; i < s->phrases.len; i++)
    if (toc__phrase_at(v, &s->phrases.ptr[i], token)) return true;
  return false;
}

static bool is_name(const view *v, uint32_t i) {
  const toc_token *t = tok(v, i);
  if (t->mention == TOC_NONE) return false;
  toc_kind k = v->doc->mentions.ptr[t->mention].kind;
  return k == TOC_KIND_PER || k == TOC_KIND_ORG || k == TOC_KIND_GPE || k == TOC_KIND_NORP;
}

bool toc__human(const view *v, uint32_t i) {
  const toc_token *t = tok(v, i);
  if (t->actor != TOC_NONE || is_name(v, i)) return true;
  if (t->upos == TOC_UPOS_PRON) return toc__in_known(v, SET_HUMAN, i);
  return (t->upos == TOC_UPOS_NOUN || t->upos == TOC_UPOS_PROPN || t->upos == TOC_UPOS_ADJ) && toc__in_known(v, SET_HUMAN, i);
}

/* "$", "US$", "€40": the sign itself, which heads "$40 million". */
static bool is_money(const toc_token *t) {
  if (t->upos != TOC_UPOS_SYM && t->upos != TOC_UPOS_NUM) return false;
  toc_str s = t->form;
  return memchr(s.ptr, '$', s.len) || toc_str_starts(s, TOC_S("\u20AC")) || toc_str_starts(s, TOC_S("\u00A3")) ||
         toc_str_starts(s, TOC_S("\u00A5"));
}

static bool in_classes(const view *v, uint32_t classes, uint32_t i) {
  const toc_token *t = tok(v, i);
  if ((classes & CLASS_ACTOR) && t->actor != TOC_NONE) return true;
  if ((classes & CLASS_HUMAN) && toc__human(v, i)) return true;
  if ((classes & CLASS_PLACE) && t->place != TOC_NONE) return true;
  if ((classes & CLASS_NUM) && t->upos == TOC_UPOS_NUM) return true;
  if ((classes & CLASS_NAME) && is_name(v, i)) return true;
  if ((classes & CLASS_MONEY) && is_money(t)) return true;
  return (classes & CLASS_PRON) && t->upos == TOC_UPOS_PRON;
}

bool toc__in_set(const view *v, uint32_t set, uint32_t token) {
  const wordset *s = &v->coder->sets.ptr[set];
  if (s->classes && in_classes(v, s->classes, token)) return true;
  if (v->word[token] == TOC_NONE || !(v->coder->about[v->word[token]].set_bits >> set % 64 & 1)) return false;
  if (in_words(v->coder, s, v->word[token]) || in_phrases(v, s, token)) return true;
  for (uint32_t i = 0; i < s->sets.len; i++)
    if (in_phrases(v, &v->coder->sets.ptr[s->sets.ptr[i]], token)) return true;
  return false;
}

static bool of_phrase(const view *v, uint32_t i) {
  if (!toc_has_child(v->doc, i, TOC_BIT(TOC_REL_CASE))) return false;
  toc_children(v->doc, i, c) return toc_rel_base(v->doc, c) == TOC_REL_CASE && v->word[c] == v->coder->w_of; /* the preposition comes first */
  return false;
}

uint32_t toc__counted(const view *v, uint32_t token) {
  for (int step = 0; step < 3; step++) {
    if (tok(v, token)->upos != TOC_UPOS_NUM && !toc__in_known(v, SET_QUANT, token)) return token;
    uint32_t next = TOC_NONE, seen = 0;
    toc_children(v->doc, token, c) {
      if (seen++ == MAX_LOOK) break;
      if (toc_rel_base(v->doc, c) != TOC_REL_NMOD || !of_phrase(v, c)) continue;
      bool amount = tok(v, c)->upos == TOC_UPOS_NUM || toc__in_known(v, SET_QUANT, c);
      if (next == TOC_NONE || !amount) next = c; /* "tens of thousands of people" may hang flat */
      if (!amount) break;
    }
    if (next == TOC_NONE) return token;
    token = next;
  }
  return token;
}

/* The argument itself, what it counts, or one of the few words coordinated with it. */
static uint32_t fits(const view *v, const element *e, uint32_t token) {
  if (e->set == TOC_NONE || toc__in_set(v, e->set, token)) return token;
  uint32_t counted = toc__counted(v, token);
  if (counted != token && toc__in_set(v, e->set, counted)) return counted;
  if (!toc_has_child(v->doc, token, TOC_BIT(TOC_REL_CONJ))) return TOC_NONE;
  uint32_t seen = 0;
  toc_children(v->doc, token, c) {
    if (seen++ == MAX_LOOK) break;
    if (toc_rel_base(v->doc, c) == TOC_REL_CONJ && toc__in_set(v, e->set, c)) return c;
  }
  return TOC_NONE;
}

static bool slot_is(const view *v, const element *e, const arg *a) {
  switch (e->slot) {
    case SLOT_MOD: return a->slot == SLOT_ADJ || a->slot == SLOT_CMPD;
    case SLOT_PRT: return a->slot == SLOT_PRT || a->slot == SLOT_ADV;
    case SLOT_PREP:
      if (a->slot != SLOT_PREP) return false;
      if (!e->n_preps) return true;
      for (uint32_t i = 0; i < e->n_preps; i++)
        if (v->coder->preps.ptr[e->preps + i] == a->prep) return true;
      return false;
    default: return a->slot == e->slot;
  }
}

/* An argument that an element may not take as a party: an adjective or noun in front of a
 * noun is one only if it names somebody ("Russian raid", not "fuel protest"). */
static bool may_fill(const view *v, const element *e, const arg *a, uint32_t token) {
  if (!e->role || e->set != TOC_NONE) return true;
  if (a->slot == SLOT_ADJ) { /* "Russian", "Islamist", not "other", "terrorist" */
    toc_str f = tok(v, token)->form;
    return toc__human(v, token) && f.len && toc_cp_is_upper((unsigned char)f.ptr[0]);
  }
  if (a->slot == SLOT_CMPD) return toc__human(v, token);
  return true;
}

/* Words of the trigger itself, from `begin` on, are no arguments: "gang rape". */
static bool bind(const view *v, const element *e, const frame *f, uint32_t begin, uint32_t *token, bool *far, uint32_t *other) {
  for (uint32_t i = 0; i < f->n; i++) {
    const arg *a = &f->arg[i];
    if (!slot_is(v, e, a) || (a->token >= begin && a->token < f->token)) continue;
    uint32_t hit = fits(v, e, a->token);
    if (hit == TOC_NONE || !may_fill(v, e, a, hit)) {
      *other = a->token;
      continue;
    }
    *token = hit;
    *far = a->far;
    return true;
  }
  return false;
}

bool toc__match(const view *v, const trigger *t, const frame *f, match *out, miss *why) {
  const toc__coder *c = v->coder;
  const pattern *p = &c->patterns.ptr[t->pattern];
  *why = (miss){.token = TOC_NONE};
  uint32_t begin = phrase_begin(v, &t->words, f->token);
  if (begin == TOC_NONE) return false;
  out->pattern = p;
  for (uint32_t i = 0; i < p->n_elements; i++) {
    const element *e = &c->elements.ptr[p->elements + i];
    uint32_t token = TOC_NONE, other = TOC_NONE;
    bool far = false, bound = bind(v, e, f, begin, &token, &far, &other);
    if (bound == e->ban && (e->need || e->ban)) {
      *why = (miss){e, bound ? token : other};
      return false;
    }
    out->bound[i] = token;
    out->far[i] = far;
  }
  return true;
}
