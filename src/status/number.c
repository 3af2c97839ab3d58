/* number.c - from a state to a number in [-3, 3].
 *
 * The walk gives a fact and the number that its signature states; people asked "did this
 * happen?" weigh tense, person, the embedding verb and more on top.  A linear model over hashed
 * features adds that: number = rule + sum of weights.
 *
 *     tocsin-number 2
 *     BITS SCALE
 *     (empty line) weights[1 << BITS], signed bytes
 *
 * Half of the features have no words in them, so that only a few thousand of each kind exist:
 * their weights are looked up once, and a predicate finds the sums.
 */
#include "internal.h"

#include <math.h>

typedef struct bag {
  uint32_t *hash, n;
} bag;

/* Names of the features; their order is part of the weights. */
enum {
  F_FACT, F_FACTS, F_RULE, F_SLOT, F_RULE_IN, F_RULES, F_FORM, F_FORM_REL, F_REL, F_UPOS, F_LEMMA, F_LEMMA_FACT, F_QUESTION, F_QUESTION_FORM,
  F_HEAD, F_HEAD_FACT, F_HEAD_FORM, F_HEAD_UPOS, F_WORD, F_WORD_FACT, F_AUX, F_SUBJECT, F_SUBJECT_FORM, F_CHILD
};

static void put(bag *b, uint32_t name, uint64_t x, uint64_t y, uint64_t z) {
  if (b->n < TOC__NUMBER_FEATURES) b->hash[b->n++] = toc_feature(name, x, y, z);
}

static uint64_t word_of(const toc__state *s) { return s->rule ? s->rule->word_hash : 0; }
static uint64_t slot_of(const toc__state *s) { return s->rule ? s->rule->slot_hash : 0; }

/* Forms of the verb, told apart as far as people weigh them. */
enum { N_FORMS = 8 };
static uint32_t form_of(const toc_token *t) {
  uint32_t f = t->feat;
  if (f & TOC_F_FIN) return (f & TOC_F_PAST) ? 1 : 2;
  if (f & TOC_F_INF) return 3;
  if (f & TOC_F_IMP) return 4;
  if (f & TOC_F_GER) return 5;
  if (f & TOC_F_PART) return (f & TOC_F_PAST) ? 6 : 7;
  return 0;
}

static bool ends_with_question(const toc_doc *doc, uint32_t i) {
  const toc_sentence *s = &doc->sentences.ptr[doc->tokens.ptr[i].sentence];
  for (uint32_t k = s->last; k > s->first && k + 3 > s->last; k--)
    if (toc_str_is(doc->tokens.ptr[k - 1].form, "?")) return true;
  return false;
}

/* The sum for those that are only counted by their relation; `child` NULL: they are put, too. */
static int64_t dependents(const toc_doc *doc, uint32_t i, bag *b, uint64_t fact, uint64_t form, const int16_t *child) {
  uint32_t n = 0;
  int64_t sum = 0;
  toc_few_children(doc, i, c) {
    if (++n > 12) break;
    const toc_token *k = &doc->tokens.ptr[c];
    toc_deprel r = toc_rel_base(doc, c);
    uint64_t l = doc->word[c].lemma_hash, who;
    switch (r) {
      case TOC_REL_AUX: case TOC_REL_COP: case TOC_REL_ADVMOD: case TOC_REL_MARK: case TOC_REL_DET: case TOC_REL_CC:
        put(b, F_WORD, l, r, 0);
        put(b, F_WORD_FACT, l, fact, 0);
        if (r == TOC_REL_AUX) put(b, F_AUX, l, form_of(k), form);
        break;
      case TOC_REL_NSUBJ: case TOC_REL_EXPL:
        who = k->upos == TOC_UPOS_PRON ? l : (uint64_t)k->upos;
        put(b, F_SUBJECT, who, fact, 0);
        put(b, F_SUBJECT_FORM, who, form, 0);
        break;
      default:
        if (child) sum += child[r];
        else put(b, F_CHILD, r, 0, 0);
        break;
    }
  }
  return sum;
}

/* What is said of the word itself, of a predicate without a rule, of its head, in numbers. */
static void own(bag *b, uint64_t q, uint64_t form, uint64_t rel, uint64_t fact) {
  put(b, F_FACT, fact, 0, 0);
  put(b, F_FORM, form, fact, 0);
  put(b, F_FORM_REL, form, rel, fact);
  put(b, F_REL, rel, fact, 0);
  put(b, F_QUESTION, q, fact, rel);
  put(b, F_QUESTION_FORM, q, form, 0);
}

static void ruled(bag *b, const toc__state *out, uint64_t rel) {
  put(b, F_RULE, word_of(out), slot_of(out), out->fact);
  put(b, F_SLOT, slot_of(out), out->fact, rel);
}

static void ruled_before(bag *b, const toc__state *in, uint64_t fact) { put(b, F_RULE_IN, word_of(in), slot_of(in), fact); }

/* What has words in it. */
static void worded(const toc_doc *doc, uint32_t i, const toc__state *in, const toc__state *out, bag *b) {
  uint64_t l = doc->word[i].lemma_hash, rel = doc->tokens.ptr[i].rel, fact = out->fact;
  uint32_t head = doc->tokens.ptr[i].head;
  put(b, F_RULES, word_of(in), slot_of(in), word_of(out));
  put(b, F_LEMMA, l, 0, 0);
  put(b, F_LEMMA_FACT, l, fact, 0);
  if (head == TOC_NONE) return;
  put(b, F_HEAD, doc->word[head].lemma_hash, rel, 0);
  put(b, F_HEAD_FACT, doc->word[head].lemma_hash, rel, fact);
}

uint32_t toc__status_number_features(const toc_doc *doc, uint32_t i, const toc__state *in, const toc__state *out,
                              uint32_t hash[TOC__NUMBER_FEATURES]) {
  const toc_token *t = &doc->tokens.ptr[i];
  bag b = {hash, 0};
  uint64_t form = form_of(t), rel = t->rel, fact = out->fact;
  own(&b, ends_with_question(doc, i), form, rel, fact);
  put(&b, F_FACTS, in->fact, fact, 0);
  put(&b, F_UPOS, t->upos, fact, 0);
  ruled(&b, out, rel);
  ruled_before(&b, in, fact);
  worded(doc, i, in, out, &b);
  if (t->head != TOC_NONE) {
    const toc_token *h = &doc->tokens.ptr[t->head];
    put(&b, F_HEAD_FORM, form_of(h), rel, form);
    put(&b, F_HEAD_UPOS, h->upos, rel, fact);
  }
  dependents(doc, i, &b, fact, form, NULL);
  return b.n;
}

/* ------------------------------------------------------------------- sums */

struct toc__number_sums {
  int16_t own[2][N_FORMS][TOC_N_DEPRELS][TOC_N_FACTS]; /* [asked] */
  int16_t facts[TOC_N_FACTS][TOC_N_FACTS];             /* [in][out] */
  int16_t upos[TOC_N_UPOS][TOC_N_FACTS];
  int16_t no_rule[TOC_N_DEPRELS][TOC_N_FACTS], no_rule_before[TOC_N_FACTS];
  int16_t head_form[N_FORMS][TOC_N_DEPRELS][N_FORMS];  /* [of the head][…][its own] */
  int16_t head_upos[TOC_N_UPOS][TOC_N_DEPRELS][TOC_N_FACTS];
  int16_t child[TOC_N_DEPRELS];
};

static int64_t sum_of(const toc__status *s, const bag *b) {
  int64_t sum = 0;
  for (uint32_t k = 0; k < b->n; k++) sum += s->number[b->hash[k] & ((1u << TOC__NUMBER_BITS) - 1)];
  return sum;
}

static int16_t weight(const toc__status *s, uint32_t name, uint64_t x, uint64_t y, uint64_t z) {
  return s->number[toc_feature(name, x, y, z) & ((1u << TOC__NUMBER_BITS) - 1)];
}

static void fill(const toc__status *s, toc__number_sums *x, uint32_t r, uint32_t fact) {
  uint32_t hash[TOC__NUMBER_FEATURES];
  for (uint32_t form = 0; form < N_FORMS; form++)
    for (uint32_t q = 0; q < 2; q++) {
      bag b = {hash, 0};
      own(&b, q, form, r, fact);
      x->own[q][form][r][fact] = (int16_t)sum_of(s, &b);
    }
  for (uint32_t u = 0; u < TOC_N_UPOS; u++) x->head_upos[u][r][fact] = weight(s, F_HEAD_UPOS, u, r, fact);
  bag b = {hash, 0};
  ruled(&b, &(toc__state){.fact = (toc_fact)fact}, r);
  x->no_rule[r][fact] = (int16_t)sum_of(s, &b);
}

void toc__status_number_finish(toc__status *s) {
  if (!s->number) return;
  toc__number_sums *x = toc_new(&s->arena, toc__number_sums, 1);
  for (uint32_t r = 0; r < TOC_N_DEPRELS; r++) {
    for (uint32_t fact = 0; fact < TOC_N_FACTS; fact++) fill(s, x, r, fact);
    for (uint32_t h = 0; h < N_FORMS; h++)
      for (uint32_t form = 0; form < N_FORMS; form++) x->head_form[h][r][form] = weight(s, F_HEAD_FORM, h, r, form);
    x->child[r] = weight(s, F_CHILD, r, 0, 0);
  }
  for (uint32_t fact = 0; fact < TOC_N_FACTS; fact++) {
    for (uint32_t in = 0; in < TOC_N_FACTS; in++) x->facts[in][fact] = weight(s, F_FACTS, in, fact, 0);
    for (uint32_t u = 0; u < TOC_N_UPOS; u++) x->upos[u][fact] = weight(s, F_UPOS, u, fact, 0);
    x->no_rule_before[fact] = weight(s, F_RULE_IN, 0, 0, fact);
  }
  s->sums = x;
}

static int64_t weighed(const toc__status *s, const toc_doc *doc, uint32_t i, const toc__state *in, const toc__state *out) {
  const toc__number_sums *x = s->sums;
  const toc_token *t = &doc->tokens.ptr[i];
  uint32_t hash[TOC__NUMBER_FEATURES], form = form_of(t), asked = ends_with_question(doc, i);
  bag b = {hash, 0};
  int64_t sum = x->own[asked][form][t->rel][out->fact] + x->facts[in->fact][out->fact] + x->upos[t->upos][out->fact];
  if (out->rule) ruled(&b, out, t->rel);
  else sum += x->no_rule[t->rel][out->fact];
  if (in->rule) ruled_before(&b, in, out->fact);
  else sum += x->no_rule_before[out->fact];
  worded(doc, i, in, out, &b);
  if (t->head != TOC_NONE) {
    const toc_token *h = &doc->tokens.ptr[t->head];
    sum += x->head_form[form_of(h)][t->rel][form] + x->head_upos[h->upos][t->rel][out->fact];
  }
  sum += dependents(doc, i, &b, out->fact, form, x->child);
  return sum + sum_of(s, &b);
}

double toc__status_number(const toc__status *s, const toc_doc *doc, uint32_t i, const toc__state *in, const toc__state *out) {
  double v = out->v;
  if (s->sums) v += (double)weighed(s, doc, i, in, out) * s->number_scale;
  v = round(v * 1000) / 1000;
  return v < -3 ? -3 : v > 3 ? 3 : v;
}

toc_status toc__status_number_read(toc__status *s, const char *file, toc_str bytes, toc_error *err) {
  toc_str rest = bytes, line, bits, scale;
  uint64_t n;
  if (!toc_str_cut(&rest, '\n', &line) || !toc_str_is(line, "tocsin-number 2"))
    return toc_fail(err, TOC_BADDATA, file, 1, 1, "expected 'tocsin-number 2'");
  if (!toc_str_cut(&rest, '\n', &line) || !toc_str_cut(&line, ' ', &bits) || !toc_str_uint(bits, &n) || n != TOC__NUMBER_BITS)
    return toc_fail(err, TOC_BADDATA, file, 2, 1, "expected %d bits", TOC__NUMBER_BITS);
  if (!toc_str_cut(&line, ' ', &scale) || !toc_str_double(scale, &s->number_scale) || !(s->number_scale > 0) || line.ptr)
    return toc_fail(err, TOC_BADDATA, file, 2, 1, "expected a scale");
  if (!toc_str_cut(&rest, '\n', &line) || line.len) return toc_fail(err, TOC_BADDATA, file, 3, 1, "expected an empty line");
  if (!rest.ptr || rest.len != (size_t)1 << TOC__NUMBER_BITS)
    return toc_fail(err, TOC_BADDATA, file, 0, 0, "expected %u bytes of weights, found %zu", 1u << TOC__NUMBER_BITS,
                    rest.ptr ? rest.len : 0);
  s->number = (const int8_t *)rest.ptr;
  return TOC_OK;
}
