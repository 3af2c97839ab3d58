/* number.c - from a state to a number in [-3, 3].
 *
 * The walk gives a fact and the number that its signature states; people asked "did this
 * happen?" weigh tense, person, the embedding verb and more on top.  A linear model over hashed
 * features adds that: number = rule + sum of weights.
 *
 *     tocsin-number 1
 *     BITS SCALE
 *     (empty line) weights[1 << BITS], signed bytes
 */
#include "internal.h"

#include <math.h>

static toc_str lemma(const toc_doc *doc, uint32_t i) {
  const toc_token *t = &doc->tokens.ptr[i];
  return t->lemma.len ? t->lemma : t->form;
}

/* The kinds of features; what a name hashes to is found once. */
typedef enum feature { N_F, N_FF, N_R, N_RS, N_RI, N_RII, N_FORM, N_FREL, N_REL, N_U, N_UL, N_ULF, N_Q, N_QF, N_H, N_HF, N_HFORM, N_HU, N_W, N_WF, N_AUX, N_S, N_SF, N_C, N_FEATURES } feature;
static const char *const feature_names[N_FEATURES] = {"f", "ff", "r", "rs", "ri", "rii", "form", "frel", "rel", "u", "ul", "ulf", "q", "qf", "h", "hf", "hform", "hu", "w", "wf", "aux", "s", "sf", "c"};
_Static_assert((int)N_FEATURES == (int)TOC__NUMBER_NAMES, "internal.h counts them");

void toc__status_number_names(toc__number_names *n) {
  for (int i = 0; i < N_FEATURES; i++) n->seed[i] = toc_hash(toc_cstr(feature_names[i]), 5);
  for (int i = 0; i < TOC_N_FACTS; i++) n->fact[i] = toc_cstr(toc_fact_name((toc_fact)i));
  for (int i = 0; i < TOC_N_DEPRELS; i++) n->rel[i] = toc_cstr(toc_deprel_name((toc_deprel)i));
  for (int i = 0; i < TOC_N_UPOS; i++) n->upos[i] = toc_cstr(toc_upos_name((toc_upos)i));
}

typedef struct bag {
  const toc__number_names *names;
  uint32_t *hash, n;
} bag;

static void put(bag *b, feature name, toc_str x, toc_str y, toc_str z) {
  if (b->n == TOC__NUMBER_FEATURES) return;
  uint64_t h = b->names->seed[name];
  if (x.ptr) h = toc_hash(x, h);
  if (y.ptr) h = toc_hash(y, h + 1);
  if (z.ptr) h = toc_hash(z, h + 2);
  b->hash[b->n++] = (uint32_t)h;
}

static const toc_str NIL = {NULL, 0};

static toc_str word_of(const toc__state *s) { return s->rule ? s->rule->word : TOC_S("-"); }
static toc_str slot_of(const toc__state *s) { return s->rule ? s->rule->slot : TOC_S("-"); }

static toc_str form_of(const toc_token *t) {
  uint32_t f = t->feat;
  if (f & TOC_F_FIN) return (f & TOC_F_PAST) ? TOC_S("past") : TOC_S("pres");
  if (f & TOC_F_INF) return TOC_S("inf");
  if (f & TOC_F_IMP) return TOC_S("imp");
  if (f & TOC_F_GER) return TOC_S("ger");
  if (f & TOC_F_PART) return (f & TOC_F_PAST) ? TOC_S("ppart") : TOC_S("part");
  return TOC_S("-");
}

static bool ends_with_question(const toc_doc *doc, uint32_t i) {
  const toc_sentence *s = &doc->sentences.ptr[doc->tokens.ptr[i].sentence];
  for (uint32_t k = s->last; k > s->first && k + 3 > s->last; k--)
    if (toc_str_is(doc->tokens.ptr[k - 1].form, "?")) return true;
  return false;
}

static void dependents(const toc_doc *doc, uint32_t i, bag *b, toc_str fact) {
  uint32_t n = 0;
  toc_children(doc, i, c) {
    if (++n > 12) break;
    const toc_token *k = &doc->tokens.ptr[c];
    toc_deprel r = toc_rel_base(doc, c);
    switch (r) {
      case TOC_REL_AUX: case TOC_REL_COP: case TOC_REL_ADVMOD: case TOC_REL_MARK: case TOC_REL_DET: case TOC_REL_CC:
        put(b, N_W, lemma(doc, c), b->names->rel[r], NIL);
        put(b, N_WF, lemma(doc, c), fact, NIL);
        if (r == TOC_REL_AUX) put(b, N_AUX, lemma(doc, c), form_of(k), form_of(&doc->tokens.ptr[i]));
        break;
      case TOC_REL_NSUBJ: case TOC_REL_EXPL:
        put(b, N_S, k->upos == TOC_UPOS_PRON ? lemma(doc, c) : b->names->upos[k->upos], fact, NIL);
        put(b, N_SF, k->upos == TOC_UPOS_PRON ? lemma(doc, c) : b->names->upos[k->upos], form_of(&doc->tokens.ptr[i]), NIL);
        break;
      default: put(b, N_C, b->names->rel[r], NIL, NIL); break;
    }
  }
}

uint32_t toc__status_number_features(const toc__number_names *names, const toc_doc *doc, uint32_t i, const toc__state *in, const toc__state *out,
                              uint32_t hash[TOC__NUMBER_FEATURES]) {
  const toc_token *t = &doc->tokens.ptr[i];
  bag b = {names, hash, 0};
  toc_str form = form_of(t), rel = names->rel[t->rel], u = names->upos[t->upos], l = lemma(doc, i);
  toc_str fact = names->fact[out->fact], q = ends_with_question(doc, i) ? TOC_S("?") : TOC_S(".");
  put(&b, N_F, fact, NIL, NIL);
  put(&b, N_FF, names->fact[in->fact], fact, NIL);
  put(&b, N_R, word_of(out), slot_of(out), fact);
  put(&b, N_RS, slot_of(out), fact, rel);
  put(&b, N_RI, word_of(in), slot_of(in), fact);
  put(&b, N_RII, word_of(in), slot_of(in), word_of(out));
  put(&b, N_FORM, form, fact, NIL);
  put(&b, N_FREL, form, rel, fact);
  put(&b, N_REL, rel, fact, NIL);
  put(&b, N_U, u, fact, NIL);
  put(&b, N_UL, l, NIL, NIL);
  put(&b, N_ULF, l, fact, NIL);
  put(&b, N_Q, q, fact, rel);
  put(&b, N_QF, q, form, NIL);
  if (t->head != TOC_NONE) {
    const toc_token *h = &doc->tokens.ptr[t->head];
    put(&b, N_H, lemma(doc, t->head), rel, NIL);
    put(&b, N_HF, lemma(doc, t->head), rel, fact);
    put(&b, N_HFORM, form_of(h), rel, form);
    put(&b, N_HU, names->upos[h->upos], rel, fact);
  }
  dependents(doc, i, &b, fact);
  return b.n;
}

double toc__status_number(const toc__status *s, const toc_doc *doc, uint32_t i, const toc__state *in, const toc__state *out) {
  double v = out->v;
  if (s->number) {
    uint32_t hash[TOC__NUMBER_FEATURES], n = toc__status_number_features(&s->names, doc, i, in, out, hash);
    int64_t sum = 0;
    for (uint32_t k = 0; k < n; k++) sum += s->number[hash[k] & ((1u << TOC__NUMBER_BITS) - 1)];
    v += (double)sum * s->number_scale;
  }
  v = round(v * 1000) / 1000;
  return v < -3 ? -3 : v > 3 ? 3 : v;
}

toc_status toc__status_number_read(toc__status *s, const char *file, toc_str bytes, toc_error *err) {
  toc_str rest = bytes, line, bits, scale;
  uint64_t n;
  if (!toc_str_cut(&rest, '\n', &line) || !toc_str_is(line, "tocsin-number 1"))
    return toc_fail(err, TOC_BADDATA, file, 1, 1, "expected 'tocsin-number 1'");
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
