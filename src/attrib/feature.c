/* feature.c - what the two linear models see.
 *
 * Each feature is a name and up to three values (hashes of words, relations, small numbers), mixed
 * into a place of the weight table; the same code serves the trainer (tools/train-claims), so that
 * both see the same.
 */
#include "internal.h"

enum { MOST_CHILDREN = 200 }; /* looked at of one word: a broken tree must not cost squares */

/* Names of the features; their order is part of the weights. */
enum {
  C_BIAS, C_LEMMA, C_LEMMA_REL, C_REL, C_LEMMA_FORM, C_FRAME, C_LEMMA_FRAME, C_REL_FRAME, C_QUOTE, C_LEMMA_QUOTE, C_QUOTE_FRAME, C_SUFFIX,
  C_SECTION, C_BEFORE, C_BEHIND, C_LEMMA_BEHIND, C_LEMMA_BEFORE, C_HEAD, C_HEAD_UPOS, C_LEMMA_HEAD, C_NO_SUBJECT, C_LEMMA_NO_SUBJECT,
  C_SUBJECT, C_SUBJECT_LEMMA, C_LEMMA_SUBJECT, C_SUBJECT_FRAME, C_CHILD, C_LEMMA_CHILD, C_CASE, C_LEMMA_CASE, C_CHILD_LEMMA,
  C_LEMMA_CHILD_LEMMA, C_CLAUSE, C_LEMMA_CLAUSE,
  R_PATH, R_LEMMA, R_UPOS, R_WORD, R_LEMMA_WORD, R_CASE, R_LEMMA_CASE, R_FORM, R_LEMMA_FORM, R_NEAR, R_LEMMA_NEAR, R_FRAME, R_LEMMA_FRAME,
  R_QUOTE, R_LEMMA_QUOTE, R_SIZE, R_HEAD, R_ITS_UPOS, R_ITS_WORD, R_QUOTED, R_REL, R_REL_LEMMA, R_REL_WORD, R_REL_CASE, R_SIZE_UPOS,
  R_FRAME_HEAD, R_BEFORE, R_BEHIND, R_PLACE, R_LEMMA_PLACE
};

static const toc_token *tok(const toc__tree *t, uint32_t i) { return &t->doc->tokens.ptr[i]; }
static toc_deprel base(const toc__tree *t, uint32_t i) { return toc_rel_base(t->doc, i); }
static uint64_t lemma(const toc__tree *t, uint32_t i) { return t->doc->word[i].lemma_hash; }
static bool lemma_is(const toc__tree *t, uint32_t i, const char *word) { return toc_str_is(t->doc->word[i].lemma, word); }
static bool is_quote(const toc__tree *t, uint32_t i) {
  toc_str f = tok(t, i)->form;
  return toc__may_mark(f) && (toc_str_is(f, "\"") || toc_str_is(f, "“") || toc_str_is(f, "”") || toc_str_is(f, "''") || toc_str_is(f, "``"));
}

enum { MOST_FEATURES = sizeof ((toc__features *)0)->hash / sizeof(uint32_t), OF_A_CHILD = 16 };

/* A feature's place in a table of weights. */
static uint32_t cue_place(uint32_t hash) { return hash & ((1u << TOC__CUE_BITS) - 1); }
static uint32_t role_place(uint32_t hash) { return (hash & ((1u << TOC__ROLE_BITS) - 1)) * TOC__N_ROLES; }

/* Features in the making.  The tables are larger than the nearest memory, and the weights come to hand
 * while further features are made. */
typedef struct making {
  toc__features *f;
  const int8_t *weight; /* the table they are for */
  bool roles;           /* which */
  uint32_t n;
} making;

static inline void put(making *m, uint32_t name, uint64_t a, uint64_t b, uint64_t c) {
  uint32_t hash = toc_feature(name, a, b, c);
  __builtin_prefetch(m->weight + (m->roles ? role_place(hash) : cue_place(hash)));
  m->f->hash[m->n++] = hash;
}

/* ------------------------------------------------------------ the tree once over */

/* Kinds of dependents.  The first eight are a feature, and their order is part of the weights. */
enum {
  KID_SUBJECT = 1, KID_PASSIVE = 2, KID_OBJ = 4, KID_CCOMP = 8, KID_XCOMP = 16, KID_PARATAXIS = 32, KID_OBL = 64, KID_ADVCL = 128,
  KID_ACL = 256, KID_COP = 512, KID_NMOD = 1024, KID_CASE = 2048
};

static uint32_t kid_of(toc_deprel rel) {
  static const uint16_t kid[TOC_N_DEPRELS] = {
      [TOC_REL_NSUBJ] = KID_SUBJECT, [TOC_REL_OBJ] = KID_OBJ, [TOC_REL_CCOMP] = KID_CCOMP, [TOC_REL_XCOMP] = KID_XCOMP,
      [TOC_REL_PARATAXIS] = KID_PARATAXIS, [TOC_REL_OBL] = KID_OBL, [TOC_REL_ADVCL] = KID_ADVCL, [TOC_REL_ACL] = KID_ACL,
      [TOC_REL_COP] = KID_COP, [TOC_REL_NMOD] = KID_NMOD, [TOC_REL_CASE] = KID_CASE, [TOC_REL_MARK] = KID_CASE};
  return rel == TOC_REL_NSUBJ_PASS ? KID_PASSIVE : kid[toc_deprel_base(rel)];
}

void toc__tree_init(toc__tree *t, const toc__attrib *a, toc_doc *doc) {
  uint32_t n = doc->tokens.len;
  const toc_token *tok = doc->tokens.ptr;
  toc_arena *s = &doc->scratch;
  *t = (toc__tree){.doc = doc, .a = a};
  t->lo = toc_new(s, uint32_t, n + 1), t->hi = toc_new(s, uint32_t, n + 1), t->case_at = toc_new(s, uint32_t, n + 1);
  t->quote_of = toc_new(s, uint32_t, n + 1);
  toc_doc_words(doc);
  t->kids = toc_new(s, uint16_t, n + 1);
  memset(t->case_at, 0xFF, (size_t)n * sizeof *t->case_at); /* TOC_NONE */
  memset(t->quote_of, 0xFF, (size_t)n * sizeof *t->quote_of);
  for (uint32_t i = n; i-- > 0;) {
    uint32_t h = tok[i].head, kind = kid_of(tok[i].rel);
    if (h == TOC_NONE) continue;
    t->kids[h] |= (uint16_t)kind;
    if (kind & KID_CASE) t->case_at[h] = i; /* the first of a word's prepositions and conjunctions */
  }
}

void toc__tree_bounds(const toc__tree *t, uint32_t sentence) {
  const toc_sentence *s = &t->doc->sentences.ptr[sentence];
  const toc_token *tok = t->doc->tokens.ptr;
  /* In text order, the first word to come by is the first of the subtrees it is in, and where one came
   * by before, it did so above too.  In the other order it is the last. */
  for (uint32_t i = s->first; i < s->last; i++)
    for (uint32_t k = i; k != TOC_NONE && !t->lo[k]; k = tok[k].head) t->lo[k] = i + 1;
  for (uint32_t i = s->last; i-- > s->first;) {
    t->lo[i]--;
    for (uint32_t k = i; k != TOC_NONE && !t->hi[k]; k = tok[k].head) t->hi[k] = i + 1;
  }
}

/* ------------------------------------------------------------ properties */

static uint64_t case_of(const toc__tree *t, uint32_t i) { return t->case_at[i] == TOC_NONE ? 0 : lemma(t, t->case_at[i]); }

static uint64_t form_of(const toc__tree *t, uint32_t i) {
  uint32_t f = tok(t, i)->feat;
  if (f & TOC_F_FIN) return (f & TOC_F_PAST) ? 1 : 2;
  if (f & TOC_F_INF) return 3;
  if (f & TOC_F_GER) return 4;
  if (f & TOC_F_PART) return (f & TOC_F_PAST) ? 5 : 6;
  return 0;
}

static bool clausal(toc_deprel r) {
  return r == TOC_REL_CCOMP || r == TOC_REL_XCOMP || r == TOC_REL_ADVCL || r == TOC_REL_ACL || r == TOC_REL_CSUBJ ||
         r == TOC_REL_PARATAXIS;
}

/* Which kinds of dependents a cue word has, a bit each. */
static uint64_t frame(const toc__tree *t, uint32_t i) {
  uint32_t first = t->doc->child_at[i], last = t->doc->child_at[i + 1], has = 0;
  if (last - first < MOST_CHILDREN) return t->kids[i] & 255u;
  for (uint32_t k = first; k < first + MOST_CHILDREN - 1; k++) has |= kid_of(tok(t, t->doc->child[k])->rel);
  return has & 255u;
}

/* The nearest subject: its own, or that of the clause it depends on. */
static uint32_t subject(const toc__tree *t, uint32_t i, int *up) {
  uint32_t k = i;
  for (*up = 0; *up < 3; ++*up) {
    uint32_t n = 0;
    if (t->kids[k] & (KID_SUBJECT | KID_PASSIVE))
      toc_children(t->doc, k, c) {
        if (base(t, c) == TOC_REL_NSUBJ && c != i) return c;
        if (++n == MOST_CHILDREN) break;
      }
    toc_deprel r = base(t, k);
    if (tok(t, k)->head == TOC_NONE || !(r == TOC_REL_CONJ || r == TOC_REL_XCOMP || r == TOC_REL_ADVCL || r == TOC_REL_ACL)) break;
    k = tok(t, k)->head;
  }
  return TOC_NONE;
}

/* Where quotation marks stand around a word. */
static uint64_t quote_flags(const toc__tree *t, uint32_t i) {
  const toc_sentence *s = &t->doc->sentences.ptr[tok(t, i)->sentence];
  if (t->quote_of[i] != TOC_NONE) return 1;
  bool before = i > s->first && is_quote(t, i - 1), after = i + 1 < s->last && is_quote(t, i + 1);
  if (before) return after ? 2 : 3;
  if (after) return 4;
  if (i > s->first + 1 && is_quote(t, i - 2)) return 5;
  return i + 2 < s->last && is_quote(t, i + 2) ? 6 : 0;
}

/* ------------------------------------------------------------ cue words */

bool toc__cue_candidate(const toc__tree *t, uint32_t i) {
  const toc_token *k = tok(t, i);
  if (k->upos == TOC_UPOS_VERB) return true;
  if (k->upos == TOC_UPOS_ADV) return lemma_is(t, i, "reportedly") || lemma_is(t, i, "allegedly");
  if (k->upos == TOC_UPOS_ADP && lemma_is(t, i, "according")) return true;
  enum { CLAUSE = KID_ACL | KID_CCOMP | KID_XCOMP | KID_COP | KID_ADVCL | KID_SUBJECT | KID_PASSIVE };
  if (k->upos == TOC_UPOS_NOUN) return t->kids[i] & (CLAUSE | KID_NMOD | KID_OBL);
  return k->upos == TOC_UPOS_ADJ && (t->kids[i] & CLAUSE);
}

static const int8_t *lemma_weight(const toc__tree *t, uint32_t i) {
  return t->a->cue_weight + cue_place(toc_feature(C_LEMMA, lemma(t, i), tok(t, i)->upos, 0));
}

bool toc__never_cue(const toc__tree *t, uint32_t i) { return *lemma_weight(t, i) == TOC__NEVER; }
void toc__soon_cue(const toc__tree *t, uint32_t i) { __builtin_prefetch(lemma_weight(t, i)); }

void toc__cue_features(const toc__tree *t, uint32_t i, toc__features *features) {
  making room = {.f = features, .weight = t->a->cue_weight}, *f = &room;
  const toc_token *k = tok(t, i);
  const toc_sentence *s = &t->doc->sentences.ptr[k->sentence];
  uint64_t l = lemma(t, i), u = k->upos, r = k->rel, form = form_of(t, i), fr = frame(t, i), q = quote_flags(t, i), suffix = 0;
  uint64_t before = i > s->first ? lemma(t, i - 1) : 1, behind = i + 1 < s->last ? lemma(t, i + 1) : 2;
  toc_str word = t->doc->word[i].lemma;
  put(f, C_LEMMA, l, u, 0); /* toc__never_cue asks for it */
  put(f, C_BIAS, u, 0, 0);
  put(f, C_LEMMA_REL, l, u, r);
  put(f, C_REL, u, r, form);
  put(f, C_LEMMA_FORM, l, form, 0);
  put(f, C_FRAME, u, fr, 0);
  put(f, C_LEMMA_FRAME, l, fr, 0);
  put(f, C_REL_FRAME, r, fr, form);
  put(f, C_QUOTE, u, q, 0);
  put(f, C_LEMMA_QUOTE, l, q, 0);
  put(f, C_QUOTE_FRAME, q, fr, r);
  for (size_t e = word.len > 3 ? word.len - 3 : word.len; e < word.len; e++) suffix = suffix << 8 | (unsigned char)word.ptr[e];
  if (suffix) put(f, C_SUFFIX, suffix, u, 0);
  put(f, C_SECTION, s->section == TOC_BODY, u, form);
  put(f, C_BEFORE, u, before, 0);
  put(f, C_BEHIND, u, behind, 0);
  put(f, C_LEMMA_BEHIND, l, behind, 0);
  put(f, C_LEMMA_BEFORE, l, before, 0);
  if (k->head != TOC_NONE) {
    put(f, C_HEAD, lemma(t, k->head), r, 0);
    put(f, C_HEAD_UPOS, tok(t, k->head)->upos, r, u);
    put(f, C_LEMMA_HEAD, l, lemma(t, k->head), r);
  }
  int up = 0;
  uint32_t sb = subject(t, i, &up);
  if (sb == TOC_NONE) {
    put(f, C_NO_SUBJECT, u, form, r);
    put(f, C_LEMMA_NO_SUBJECT, l, 0, 0);
  } else {
    put(f, C_SUBJECT, tok(t, sb)->upos, (uint64_t)up, u);
    put(f, C_SUBJECT_LEMMA, lemma(t, sb), u, 0);
    put(f, C_LEMMA_SUBJECT, l, tok(t, sb)->upos, 0);
    put(f, C_SUBJECT_FRAME, tok(t, sb)->upos, fr, r);
  }
  toc_children(t->doc, i, c) {
    if (f->n + OF_A_CHILD > MOST_FEATURES) break;
    toc_deprel b = base(t, c);
    if (b == TOC_REL_PUNCT) continue;
    uint64_t cr = tok(t, c)->rel, cs = case_of(t, c);
    put(f, C_CHILD, u, cr, 0);
    put(f, C_LEMMA_CHILD, l, cr, 0);
    if (cs) put(f, C_CASE, u, cr, cs), put(f, C_LEMMA_CASE, l, cr, cs);
    if (b == TOC_REL_OBJ || b == TOC_REL_AUX || b == TOC_REL_ADVMOD || b == TOC_REL_COMPOUND || b == TOC_REL_OBL)
      put(f, C_CHILD_LEMMA, cr, lemma(t, c), u), put(f, C_LEMMA_CHILD_LEMMA, l, lemma(t, c), 0);
    if (clausal(b)) put(f, C_CLAUSE, cr, form_of(t, c), cs), put(f, C_LEMMA_CLAUSE, l, cr, form_of(t, c));
  }
  features->n = f->n;
}

/* ------------------------------------------------------------ relatives */

static void relative(toc__relative out[TOC__MAX_RELATIVES], uint32_t *n, uint32_t token, toc__step step, toc_deprel a, toc_deprel b) {
  if (*n == TOC__MAX_RELATIVES) return;
  for (uint32_t k = 0; k < *n; k++)
    if (out[k].token == token) return;
  out[(*n)++] = (toc__relative){token, step, a, b};
}

/* "told reporters that a soldier had fired", "said on Monday that …": parsers like to hang the
 * clause on the noun before it.  With a conjunction and a subject of its own it is no relative
 * clause; it is what was told.  The clause, or TOC_NONE. */
static uint32_t stray_clause(const toc__tree *t, uint32_t noun) {
  toc_children(t->doc, noun, c) {
    if (base(t, c) != TOC_REL_ACL) continue;
    bool that = false, subj = false;
    toc_children(t->doc, c, d) {
      that |= base(t, d) == TOC_REL_MARK && lemma_is(t, d, "that");
      subj |= base(t, d) == TOC_REL_NSUBJ;
    }
    if (that && subj) return c;
  }
  return TOC_NONE;
}

uint32_t toc__relatives(const toc__tree *t, uint32_t i, toc__relative out[TOC__MAX_RELATIVES]) {
  uint32_t n = 0, seen = 0;
  toc_doc *doc = t->doc;
  toc_children(doc, i, c) {
    if (++seen == MOST_CHILDREN) break;
    if (base(t, c) == TOC_REL_PUNCT) continue;
    relative(out, &n, c, TOC__DOWN, tok(t, c)->rel, TOC_REL_NONE);
    if (base(t, c) == TOC_REL_OBL || base(t, c) == TOC_REL_IOBJ || base(t, c) == TOC_REL_OBJ) {
      uint32_t stray = tok(t, i)->upos == TOC_UPOS_VERB ? stray_clause(t, c) : TOC_NONE;
      if (stray != TOC_NONE) relative(out, &n, stray, TOC__DOWN, TOC_REL_CCOMP, TOC_REL_NONE);
    }
    if (base(t, c) == TOC_REL_CONJ || base(t, c) == TOC_REL_NSUBJ || base(t, c) == TOC_REL_PARATAXIS) continue;
    uint32_t below = 0;
    toc_children(doc, c, g) {
      if (++below == MOST_CHILDREN) break;
      toc_deprel r = base(t, g);
      if (r == TOC_REL_CASE || r == TOC_REL_MARK || ((r == TOC_REL_NMOD || r == TOC_REL_ACL) && base(t, c) == TOC_REL_OBJ) ||
          (base(t, c) == TOC_REL_XCOMP && (r == TOC_REL_CCOMP || r == TOC_REL_XCOMP || r == TOC_REL_OBJ || r == TOC_REL_OBL)))
        relative(out, &n, g, TOC__BELOW, tok(t, c)->rel, tok(t, g)->rel);
    }
  }
  uint32_t k = i;
  for (int up = 0; up < 3 && tok(t, k)->head != TOC_NONE; up++) {
    uint32_t p = tok(t, k)->head;
    toc_deprel r = base(t, k);
    relative(out, &n, p, (toc__step)(TOC__UP + up), tok(t, i)->rel, up ? tok(t, k)->rel : TOC_REL_NONE);
    seen = 0;
    toc_children(doc, p, c) {
      if (++seen == MOST_CHILDREN) break;
      toc_deprel cr = base(t, c);
      if (c == k || cr == TOC_REL_PUNCT) continue;
      if (r == TOC_REL_CCOMP && cr == TOC_REL_NSUBJ) continue; /* whoever says that it is said */
      if (cr == TOC_REL_NSUBJ || (up == 0 && (cr == TOC_REL_OBJ || cr == TOC_REL_OBL || cr == TOC_REL_CCOMP || cr == TOC_REL_IOBJ ||
                                              cr == TOC_REL_NMOD || cr == TOC_REL_ACL || cr == TOC_REL_XCOMP || cr == TOC_REL_COMPOUND)))
        relative(out, &n, c, (toc__step)(TOC__SIDE + up), r == TOC_REL_CONJ ? TOC_REL_CONJ : tok(t, k)->rel, tok(t, c)->rel);
    }
    if (r == TOC_REL_ROOT) break;
    k = p;
  }
  return n;
}

void toc__cue_word_init(const toc__tree *t, uint32_t i, toc__cue_word *w) {
  uint32_t n = 0;
  *w = (toc__cue_word){.token = i, .subject = TOC_NONE, .clause = TOC_NONE, .lemma = lemma(t, i), .upos = tok(t, i)->upos, .rel = tok(t, i)->rel,
                       .form = form_of(t, i), .frame = frame(t, i)};
  toc_children(t->doc, i, c) {
    toc_deprel r = base(t, c);
    if (r == TOC_REL_NSUBJ) w->subject = c;
    if (r == TOC_REL_CCOMP && w->clause == TOC_NONE) w->clause = c;
    if (++n == MOST_CHILDREN) break;
  }
}

/* Where a relative stands: before the subject, between it and the cue, behind the cue, behind
 * the cue's clause; and whether right beside that clause. */
static uint64_t place_of(const toc__tree *t, const toc__cue_word *w, uint32_t k) {
  uint32_t i = w->token, subj = w->subject, clause = w->clause;
  if (clause != TOC_NONE && k != clause) {
    if (toc__last(t, k) <= toc__first(t, clause) && toc__first(t, clause) - toc__last(t, k) <= 1) return k < i ? 1 : 2;
    if (toc__first(t, k) >= toc__last(t, clause) && toc__first(t, k) - toc__last(t, clause) <= 1) return k < i ? 3 : 4;
  }
  if (subj != TOC_NONE && k < subj) return subj < i ? 5 : 6;
  if (k < i) return 7;
  return clause != TOC_NONE && k > clause ? 8 : 9;
}

/* The mark at token k, if it is one. */
static uint64_t mark_at(const toc__tree *t, uint32_t k) { return k < t->doc->tokens.len && tok(t, k)->upos == TOC_UPOS_PUNCT ? t->doc->word[k].low_hash : 0; }

void toc__role_features(const toc__tree *t, const toc__cue_word *w, const toc__relative *r, toc__features *features) {
  making room = {.f = features, .weight = t->a->role_weight, .roles = true}, *f = &room;
  uint32_t k = r->token, i = w->token;
  uint64_t p = (uint64_t)r->step << 16 | (uint64_t)r->a << 8 | (uint64_t)r->b, l = w->lemma, u = w->upos, rl = lemma(t, k), ru = tok(t, k)->upos;
  uint64_t cs = case_of(t, k), fr = w->frame, form = form_of(t, k), hr = w->rel, rr = tok(t, k)->rel, dir = k < i;
  uint32_t gap = k < i ? i - toc__last(t, k) : toc__first(t, k) > i ? toc__first(t, k) - i - 1 : 0, width = toc__last(t, k) - toc__first(t, k);
  uint64_t near = toc__first(t, k) <= i && i < toc__last(t, k) ? 4 : gap == 0 ? 0 : gap == 1 ? 1 : gap < 4 ? 2 : 3;
  uint64_t size = width == 1 ? 0 : width < 4 ? 1 : width < 9 ? 2 : 3;
  uint64_t q = t->quote_of[k] != TOC_NONE && t->quote_of[i] == TOC_NONE, place = place_of(t, w, k);
  put(f, R_PATH, p, 0, 0);
  put(f, R_LEMMA, p, l, u);
  put(f, R_UPOS, p, u, ru);
  put(f, R_WORD, p, rl, 0);
  put(f, R_LEMMA_WORD, p, l, rl);
  put(f, R_CASE, p, cs, u);
  put(f, R_LEMMA_CASE, p, l, cs);
  put(f, R_FORM, p, form, cs);
  put(f, R_LEMMA_FORM, p, l, form);
  put(f, R_NEAR, p, dir, near);
  put(f, R_LEMMA_NEAR, p, l, near);
  put(f, R_FRAME, p, fr, dir);
  put(f, R_LEMMA_FRAME, p, l, fr);
  put(f, R_QUOTE, p, q, fr);
  put(f, R_LEMMA_QUOTE, p, l, q);
  put(f, R_SIZE, p, size, near);
  put(f, R_HEAD, p, hr, w->form);
  put(f, R_ITS_UPOS, ru, dir, near);
  put(f, R_ITS_WORD, rl, dir, 0);
  put(f, R_QUOTED, q, ru, dir);
  put(f, R_REL, rr, u, dir);
  put(f, R_REL_LEMMA, rr, l, 0);
  put(f, R_REL_WORD, rr, rl, near);
  put(f, R_REL_CASE, rr, cs, near);
  put(f, R_SIZE_UPOS, p, size, ru);
  put(f, R_FRAME_HEAD, p, fr, hr);
  put(f, R_BEFORE, p, toc__first(t, k) > 0 ? mark_at(t, toc__first(t, k) - 1) : 0, mark_at(t, toc__first(t, k)));
  put(f, R_BEHIND, p, mark_at(t, toc__last(t, k)), dir);
  put(f, R_PLACE, p, place, fr);
  put(f, R_LEMMA_PLACE, p, place, l);
  features->n = f->n;
}

bool toc__restates(const toc__tree *t, uint32_t i) {
  static const char *const verb[] = {"revise", "correct", "amend", "adjust", "update", "lower", "reduce", "cut", "raise", "increase"};
  static const char *const number[] = {"toll", "number", "figure", "count", "estimate", "tally"};
  bool is = false, speaks = false, toll = false, to = false;
  for (size_t k = 0; k < sizeof verb / sizeof *verb; k++) is |= lemma_is(t, i, verb[k]);
  if (!is || tok(t, i)->upos != TOC_UPOS_VERB) return false;
  uint32_t seen = 0;
  toc_children(t->doc, i, c) {
    if (++seen == MOST_CHILDREN) break;
    toc_deprel r = base(t, c);
    /* "the blast raised the toll": no voice */
    if (r == TOC_REL_NSUBJ) speaks |= tok(t, c)->actor != TOC_NONE || tok(t, c)->upos == TOC_UPOS_PROPN || tok(t, c)->upos == TOC_UPOS_PRON || (tok(t, c)->feat & TOC_F_PLUR);
    for (size_t k = 0; r == TOC_REL_OBJ && k < sizeof number / sizeof *number; k++) toll |= lemma_is(t, c, number[k]);
    to |= r == TOC_REL_OBL && t->case_at[c] != TOC_NONE && lemma_is(t, t->case_at[c], "to");
  }
  return speaks && toll && to;
}

uint32_t toc__cue_flags(const toc__tree *t, uint32_t i) {
  const toc_word *w = &t->doc->word[i];
  uint32_t flags = toc_map_get_hashed(&t->a->cues, w->low, w->low_hash);
  if (flags == TOC_NONE) flags = toc_map_get_hashed(&t->a->cues, w->lemma, w->lemma_hash);
  return flags == TOC_NONE ? 0 : flags;
}

double toc__cue_score(const toc__tree *t, uint32_t i) {
  toc__features f;
  int32_t sum = 0;
  toc__cue_features(t, i, &f);
  for (uint32_t k = 0; k < f.n; k++) sum += t->a->cue_weight[cue_place(f.hash[k])];
  return (double)sum * (double)t->a->cue_scale;
}

void toc__role_score(const toc__tree *t, const toc__cue_word *w, const toc__relative *r, double score[TOC__N_ROLES]) {
  /* The four sums are two in a number, 16 bits each: of NONE and SOURCE, of CUE and CONTENT.  A weight
   * counts from -128 there, so that it is not negative. */
  uint32_t even = 0, odd = 0;
  toc__features f;
  _Static_assert(MOST_FEATURES <= 256, "sums of bytes in 16 bits");
  toc__role_features(t, w, r, &f);
  for (uint32_t k = 0; k < f.n; k++) {
    const uint8_t *at = (const uint8_t *)t->a->role_weight + role_place(f.hash[k]);
    uint32_t four = ((uint32_t)at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24) ^ 0x80808080u;
    even += four & 0x00FF00FFu;
    odd += four >> 8 & 0x00FF00FFu;
  }
  uint32_t sum[TOC__N_ROLES] = {even & 0xFFFF, odd & 0xFFFF, even >> 16, odd >> 16};
  for (int k = 0; k < TOC__N_ROLES; k++) score[k] = (double)((int32_t)sum[k] - 128 * (int32_t)f.n) * (double)t->a->role_scale;
}
