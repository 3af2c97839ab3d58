/* look.c - what the model sees of a word: its tree, in hashed names.
 *
 * Every feature is a name and up to three values; the hash of them is all that is kept, and the trainer
 * gets the same hashes from here.  Names of persons and places are hidden behind their kind where a
 * word is seen from afar. */
#include "internal.h"

enum { FEW = 12, FAR = 6 };

typedef toc__role_features features;
typedef toc__role_view view;

static const toc_token *tok(const view *v, uint32_t i) { return &v->doc->tokens.ptr[i]; }

static uint64_t mix(uint64_t h, uint64_t x) {
  h = (h ^ x) * 0x9E3779B97F4A7C15u;
  return h ^ (h >> 29);
}

static void put(features *f, uint64_t name, uint64_t a, uint64_t b, uint64_t c) {
  if (f->n == ROLE_FEATURES) return;
  f->hash[f->n++] = (uint32_t)(mix(mix(mix(name, a), b), c) >> 32);
}

/* --------------------------------------------------------------------- the view */

static uint64_t hash_lower(toc_str s) {
  char low[64];
  if (s.len > sizeof low) return toc_hash(s, 7);
  for (size_t i = 0; i < s.len; i++) low[i] = s.ptr[i] >= 'A' && s.ptr[i] <= 'Z' ? (char)(s.ptr[i] + 32) : s.ptr[i];
  return toc_hash((toc_str){low, s.len}, 7);
}

/* Subtrees as intervals: each sentence is walked once, without recursion. */
static void number_trees(view *v, toc_arena *arena) {
  const toc_doc *d = v->doc;
  uint32_t n = d->tokens.len, at = 0, depth = 0;
  uint32_t *stack = toc_new(arena, uint32_t, (size_t)n + 1), *next = toc_new(arena, uint32_t, (size_t)n + 1);
  for (uint32_t root = 0; root < n; root++) {
    if (tok(v, root)->head != TOC_NONE) continue;
    stack[depth++] = root;
    v->in[root] = at++;
    while (depth) {
      uint32_t i = stack[depth - 1];
      uint32_t k = d->child_at[i] + next[i]++;
      if (k < d->child_at[i + 1]) {
        stack[depth++] = d->child[k];
        v->in[d->child[k]] = at++;
      } else {
        v->out[i] = at;
        depth--;
      }
    }
  }
}

void toc__role_view_init(view *v, const toc_doc *doc, toc_arena *arena) {
  uint32_t n = doc->tokens.len;
  *v = (view){.doc = doc, .lemma = toc_new(arena, uint64_t, n), .in = toc_new(arena, uint32_t, n), .out = toc_new(arena, uint32_t, n)};
  for (uint32_t i = 0; i < n; i++) {
    const toc_token *t = tok(v, i);
    v->lemma[i] = t->upos == TOC_UPOS_NUM ? 1 : hash_lower(t->lemma.len ? t->lemma : t->form);
  }
  number_trees(v, arena);
}

/* ----------------------------------------------------------------- small questions */

static uint64_t kind_of(const view *v, uint32_t i) {
  uint32_t m = tok(v, i)->mention;
  return m == TOC_NONE ? 99 : (uint64_t)v->doc->mentions.ptr[m].kind;
}

/* The word, or what it is a name of. */
static uint64_t word(const view *v, uint32_t i) { return tok(v, i)->upos == TOC_UPOS_PROPN ? 1000 + kind_of(v, i) : v->lemma[i]; }

static uint32_t child(const view *v, uint32_t i, toc_deprel rel) {
  if (v->doc->child_at[i + 1] - v->doc->child_at[i] > ROLE_CHILDREN) return TOC_NONE;
  return toc_child(v->doc, i, rel);
}

static uint64_t word_or_none(const view *v, uint32_t i) { return i == TOC_NONE ? 0 : v->lemma[i]; }

/* The preposition, or the conjunction of a clause; the first of several. */
static uint64_t marker(const view *v, uint32_t i) {
  uint32_t c = child(v, i, TOC_REL_CASE);
  if (c == TOC_NONE) c = child(v, i, TOC_REL_MARK);
  return word_or_none(v, c);
}

static bool passive(const view *v, uint32_t i) {
  return (tok(v, i)->feat & TOC_F_PASS) || child(v, i, TOC_REL_AUX_PASS) != TOC_NONE || child(v, i, TOC_REL_NSUBJ_PASS) != TOC_NONE ||
         (tok(v, i)->rel == TOC_REL_ACL && (tok(v, i)->feat & TOC_F_PART) && (tok(v, i)->feat & TOC_F_PAST));
}

/* Which of subject, objects, complements the word has. */
static uint64_t frame_of(const view *v, uint32_t i) {
  uint64_t bits = 0;
  uint32_t n = 0;
  if (v->doc->child_at[i + 1] - v->doc->child_at[i] > ROLE_CHILDREN) return 1u << 12;
  toc_children(v->doc, i, c) {
    if (n++ == 2 * FEW) break;
    switch (toc_rel(v->doc, c)) {
      case TOC_REL_NSUBJ: bits |= 1; break;
      case TOC_REL_NSUBJ_PASS: bits |= 2; break;
      case TOC_REL_OBJ: bits |= 4; break;
      case TOC_REL_IOBJ: bits |= 8; break;
      case TOC_REL_XCOMP: bits |= 16; break;
      case TOC_REL_CCOMP: bits |= 32; break;
      case TOC_REL_OBL: bits |= 64; break;
      case TOC_REL_CSUBJ: bits |= 128; break;
      case TOC_REL_EXPL: bits |= 256; break;
      case TOC_REL_COMPOUND_PRT: bits |= 512; break;
      default: break;
    }
  }
  return bits;
}

/* What a clause has of its own: subject, auxiliary, "to" or another conjunction, copula. */
static uint64_t own(const view *v, uint32_t i) {
  uint64_t bits = 0;
  if (v->doc->child_at[i + 1] - v->doc->child_at[i] > ROLE_CHILDREN) return 1u << 12;
  toc_children(v->doc, i, c) {
    switch (toc_rel_base(v->doc, c)) {
      case TOC_REL_NSUBJ: case TOC_REL_CSUBJ: bits |= 1; break;
      case TOC_REL_AUX: bits |= tok(v, c)->rel == TOC_REL_AUX_PASS ? 2 : 4; break;
      case TOC_REL_MARK: bits |= toc_lemma_is(v->doc, c, "to") ? 8 : 16; break;
      case TOC_REL_COP: bits |= 32; break;
      case TOC_REL_OBJ: bits |= 64; break;
      default: break;
    }
  }
  return bits;
}

static uint64_t class_of(toc_upos u) { return u == TOC_UPOS_VERB || u == TOC_UPOS_AUX ? 'V' : u == TOC_UPOS_ADJ || u == TOC_UPOS_ADV ? 'J' : 'N'; }

bool toc__role_possible(const view *v, uint32_t i) {
  toc_upos u = tok(v, i)->upos;
  return u == TOC_UPOS_VERB || u == TOC_UPOS_AUX || u == TOC_UPOS_NOUN || u == TOC_UPOS_ADJ;
}

toc_str toc__role_entry(const view *v, uint32_t i, toc_arena *arena) {
  const toc_token *t = tok(v, i);
  toc_str low = toc_lower(arena, t->lemma.len ? t->lemma : t->form);
  return toc_str_format(arena, "%.*s/%c", TOC_FMT(low), (char)class_of(t->upos));
}

uint32_t toc__role_particle(const view *v, uint32_t i) { return child(v, i, TOC_REL_COMPOUND_PRT); }

static uint64_t suffix(toc_str s, size_t n) { return s.len < n ? 0 : toc_hash(toc_str_sub(s, s.len - n, s.len), 11); }

static uint64_t near(const view *v, uint32_t i, int64_t by) {
  const toc_sentence *s = &v->doc->sentences.ptr[tok(v, i)->sentence];
  int64_t k = (int64_t)i + by;
  return k < (int64_t)s->first || k >= (int64_t)s->last ? 0 : word(v, (uint32_t)k);
}

static uint64_t upos_near(const view *v, uint32_t i, int64_t by) {
  const toc_sentence *s = &v->doc->sentences.ptr[tok(v, i)->sentence];
  int64_t k = (int64_t)i + by;
  return k < (int64_t)s->first || k >= (int64_t)s->last ? 50 : tok(v, (uint32_t)k)->upos;
}

/* ------------------------------------------------------------------ is it a predicate? */

enum { IS = 100, SENSE = 200, ARG = 300 };

void toc__role_look_predicate(const view *v, uint32_t i, features *f) {
  const toc_token *t = tok(v, i);
  uint64_t u = t->upos, l = v->lemma[i], r = t->rel, lu = mix(l, u);
  uint32_t n = 0;
  f->n = 0;
  put(f, IS, 0, u, 0);
  put(f, IS, 1, lu, 0);
  put(f, IS, 2, u, r);
  put(f, IS, 3, lu, r);
  put(f, IS, 4, u, suffix(t->form, 3));
  put(f, IS, 5, u, suffix(t->form, 4));
  put(f, IS, 23, u, suffix(t->form, 2));
  put(f, IS, 6, lu, toc_hash(t->form, 3));
  put(f, IS, 7, lu, near(v, i, -1));
  put(f, IS, 8, lu, near(v, i, 1));
  put(f, IS, 9, u, near(v, i, -1));
  put(f, IS, 10, u, near(v, i, 1));
  put(f, IS, 11, u, kind_of(v, i));
  put(f, IS, 12, u, mix(upos_near(v, i, -1), upos_near(v, i, 1)));
  put(f, IS, 13, lu, mix(upos_near(v, i, -1), upos_near(v, i, 1)));
  put(f, IS, 14, u, t->feat);
  put(f, IS, 15, lu, t->feat);
  if (t->head != TOC_NONE) {
    put(f, IS, 16, u, mix(word(v, t->head), r));
    put(f, IS, 17, lu, word(v, t->head));
    put(f, IS, 18, lu, mix(tok(v, t->head)->upos, r));
  }
  if (v->doc->child_at[i + 1] - v->doc->child_at[i] > ROLE_CHILDREN) return;
  toc_children(v->doc, i, c) {
    if (n++ == FEW) break;
    put(f, IS, 19, u, tok(v, c)->rel);
    put(f, IS, 20, lu, tok(v, c)->rel);
    put(f, IS, 21, lu, word(v, c));
    if (toc_rel_base(v->doc, c) == TOC_REL_NMOD || toc_rel_base(v->doc, c) == TOC_REL_OBL) {
      put(f, IS, 22, u, marker(v, c));
      put(f, IS, 24, lu, marker(v, c));
    }
    if (tok(v, c)->rel == TOC_REL_DET || tok(v, c)->rel == TOC_REL_AMOD || tok(v, c)->rel == TOC_REL_COMPOUND) put(f, IS, 25, u, word(v, c));
  }
}

/* --------------------------------------------------------------------- in which sense? */

void toc__role_look_sense(const view *v, uint32_t i, features *f) {
  const toc_token *t = tok(v, i);
  uint64_t e = mix(v->lemma[i], class_of(t->upos)), frame = frame_of(v, i);
  uint32_t n = 0, prt = toc__role_particle(v, i);
  f->n = 0;
  put(f, SENSE, 0, e, 0);
  put(f, SENSE, 1, e, t->upos);
  put(f, SENSE, 2, e, t->rel);
  put(f, SENSE, 3, e, frame);
  put(f, SENSE, 4, e, passive(v, i));
  put(f, SENSE, 5, e, word_or_none(v, prt));
  put(f, SENSE, 6, e, near(v, i, 1));
  put(f, SENSE, 7, e, near(v, i, -1));
  put(f, SENSE, 8, e, mix(near(v, i, 1), near(v, i, 2)));
  put(f, SENSE, 9, e, upos_near(v, i, 1));
  put(f, SENSE, 10, e, toc_hash(t->form, 3));
  put(f, SENSE, 11, e, near(v, i, 2));
  if (t->head != TOC_NONE) {
    put(f, SENSE, 12, e, word(v, t->head));
    put(f, SENSE, 13, e, mix(tok(v, t->head)->upos, t->rel));
  }
  if (v->doc->child_at[i + 1] - v->doc->child_at[i] > ROLE_CHILDREN) return;
  toc_children(v->doc, i, c) {
    if (n++ == FEW) break;
    uint64_t r = tok(v, c)->rel;
    put(f, SENSE, 14, e, r);
    put(f, SENSE, 15, e, mix(r, word(v, c)));
    put(f, SENSE, 16, e, mix(r, tok(v, c)->upos));
    put(f, SENSE, 17, e, mix(r, marker(v, c)));
    put(f, SENSE, 18, e, mix(marker(v, c), word(v, c)));
    if (toc_rel_base(v->doc, c) == TOC_REL_OBJ || toc_rel_base(v->doc, c) == TOC_REL_NSUBJ) put(f, SENSE, 19, e, mix(r, kind_of(v, c)));
  }
}

/* -------------------------------------------------------------------------- which role? */

static uint64_t path_of(const view *v, uint32_t p, const toc__role_candidate *c) {
  uint64_t h = c->up * 4u + c->down;
  uint32_t i = p;
  for (uint8_t k = 0; k < c->up; k++, i = tok(v, i)->head) h = mix(h, tok(v, i)->rel);
  if (c->down) h = mix(h, 1000 + tok(v, c->head)->rel);
  return h;
}

/* How many steps lie between predicate and candidate, in a few classes, and on which side it is. */
static uint64_t place_of(uint32_t p, uint32_t c) {
  uint32_t d = c > p ? c - p : p - c;
  return (c > p ? 16u : 0u) + (d > 8 ? 4u : d > 4 ? 3u : d > 2 ? 2u : d > 1 ? 1u : 0u);
}

/* The next and the last argument-like word that hangs beside a candidate. */
static void beside(const view *v, const toc__role_candidate *c, uint64_t *left, uint64_t *right) {
  uint32_t of = tok(v, c->head)->head;
  *left = *right = 200;
  if (of == TOC_NONE || v->doc->child_at[of + 1] - v->doc->child_at[of] > ROLE_CHILDREN) return;
  toc_children(v->doc, of, k) {
    if (tok(v, k)->upos == TOC_UPOS_PUNCT) continue;
    if (k < c->head) *left = tok(v, k)->rel;
    if (k > c->head) {
      *right = tok(v, k)->rel;
      break;
    }
  }
}

void toc__role_look_argument(const view *v, uint32_t p, toc_str roleset, const toc__role_candidate *c, features *f) {
  const toc_token *pt = tok(v, p), *t = tok(v, c->head);
  uint64_t path = path_of(v, p, c), pl = mix(v->lemma[p], class_of(pt->upos)), fs = toc_hash(roleset, 5), pu = pt->upos;
  uint64_t place = place_of(p, c->head), w = word(v, c->head), m = marker(v, c->head), k = kind_of(v, c->head), u = t->upos;
  uint64_t voice = passive(v, p), frame = frame_of(v, p), side = c->head > p, left, right;
  uint32_t n = 0;
  bool light = toc_str_ends(roleset, TOC_S(".LV")); /* "make a visit": what "make" has, "visit" takes */
  beside(v, c, &left, &right);
  f->n = 0;
  put(f, ARG, 56, path, light);
  put(f, ARG, 57, path, mix(light, mix(pu, u)));
  put(f, ARG, 0, 0, 0);
  put(f, ARG, 1, path, 0);
  put(f, ARG, 2, path, pu);
  put(f, ARG, 3, path, mix(pu, voice));
  put(f, ARG, 4, path, pl);
  put(f, ARG, 5, path, fs);
  put(f, ARG, 6, path, mix(fs, voice));
  put(f, ARG, 7, path, place);
  put(f, ARG, 8, path, mix(pu, side));
  put(f, ARG, 9, path, w);
  put(f, ARG, 10, path, u);
  put(f, ARG, 11, path, m);
  put(f, ARG, 12, path, mix(m, fs));
  put(f, ARG, 13, path, mix(m, pl));
  put(f, ARG, 14, path, mix(m, w));
  put(f, ARG, 15, m, w);
  put(f, ARG, 16, w, u);
  put(f, ARG, 17, w, fs);
  put(f, ARG, 18, path, k);
  put(f, ARG, 19, path, mix(m, k));
  put(f, ARG, 20, path, mix(frame, voice));
  put(f, ARG, 21, path, mix(frame, fs));
  put(f, ARG, 22, path, mix(frame, mix(voice, pu)));
  put(f, ARG, 23, path, mix(left, right));
  put(f, ARG, 24, path, mix(left, fs));
  put(f, ARG, 25, path, mix(right, fs));
  put(f, ARG, 26, path, mix(t->feat, m));
  put(f, ARG, 27, path, mix(mix(u, pu), m));
  put(f, ARG, 28, t->rel, mix(u, m));
  put(f, ARG, 29, t->rel, mix(pu, fs));
  put(f, ARG, 30, path, suffix(t->form, 2));
  put(f, ARG, 31, path, suffix(t->form, 3));
  put(f, ARG, 32, path, pt->feat);
  put(f, ARG, 33, path, pt->rel);
  put(f, ARG, 34, path, mix(pu, mix(side, w)));
  put(f, ARG, 46, path, mix(u, mix(side, fs)));
  put(f, ARG, 47, path, mix(toc_hash(t->form, 3), pu));
  if (c->up) { /* what the predicate hangs on, and how */
    uint32_t top = tok(v, c->branch)->head;
    uint64_t tl = v->lemma[top], tu = tok(v, top)->upos;
    put(f, ARG, 35, path, tl);
    put(f, ARG, 36, path, tu);
    put(f, ARG, 37, path, mix(tl, fs));
    put(f, ARG, 38, path, mix(frame_of(v, top), passive(v, top)));
    put(f, ARG, 39, path, mix(tu, mix(frame, voice)));
    put(f, ARG, 40, path, mix(mix(tl, u), w));
    put(f, ARG, 48, path, mix(frame_of(v, top), mix(frame & 1, tl)));
    uint64_t below = own(v, p);
    for (uint32_t i = tok(v, p)->head; i != top && i != TOC_NONE; i = tok(v, i)->head) below |= (own(v, i) & 67) << 8;
    put(f, ARG, 50, path, below);
    put(f, ARG, 51, path, mix(below, mix(tu, u)));
    put(f, ARG, 52, path, mix(below, fs));
    put(f, ARG, 53, path, mix(below, tl));
    put(f, ARG, 54, path, mix(mix(below, own(v, top)), pt->feat));
    put(f, ARG, 55, path, mix(tl, pl));
    put(f, ARG, 58, path, mix(light, tl));
    put(f, ARG, 49, path, mix(word_or_none(v, child(v, c->branch, TOC_REL_MARK)), frame & 3));
  }
  if (v->doc->child_at[c->head + 1] - v->doc->child_at[c->head] > ROLE_CHILDREN) return;
  toc_children(v->doc, c->head, x) {
    if (n++ == FAR) break;
    put(f, ARG, 41, path, tok(v, x)->rel);
    put(f, ARG, 42, path, word(v, x));
    put(f, ARG, 43, w, word(v, x));
    put(f, ARG, 44, tok(v, x)->rel, word(v, x));
    put(f, ARG, 45, fs, mix(path, word(v, x)));
  }
}
