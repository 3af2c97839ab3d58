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

typedef struct bag {
  uint32_t *hash, n;
} bag;

static void put(bag *b, const char *name, toc_str x, toc_str y, toc_str z) {
  if (b->n == TOC__NUMBER_FEATURES) return;
  uint64_t h = toc_hash(toc_cstr(name), 5);
  if (x.ptr) h = toc_hash(x, h);
  if (y.ptr) h = toc_hash(y, h + 1);
  if (z.ptr) h = toc_hash(z, h + 2);
  b->hash[b->n++] = (uint32_t)h;
}

static const toc_str NIL = {NULL, 0};

static toc_str fact_of(const toc__state *s) { return toc_cstr(toc_fact_name(s->fact)); }
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
        put(b, "w", lemma(doc, c), toc_cstr(toc_deprel_name(r)), NIL);
        put(b, "wf", lemma(doc, c), fact, NIL);
        if (r == TOC_REL_AUX) put(b, "aux", lemma(doc, c), form_of(k), form_of(&doc->tokens.ptr[i]));
        break;
      case TOC_REL_NSUBJ: case TOC_REL_EXPL:
        put(b, "s", k->upos == TOC_UPOS_PRON ? lemma(doc, c) : toc_cstr(toc_upos_name(k->upos)), fact, NIL);
        put(b, "sf", k->upos == TOC_UPOS_PRON ? lemma(doc, c) : toc_cstr(toc_upos_name(k->upos)), form_of(&doc->tokens.ptr[i]), NIL);
        break;
      default: put(b, "c", toc_cstr(toc_deprel_name(r)), NIL, NIL); break;
    }
  }
}

uint32_t toc__status_number_features(const toc_doc *doc, uint32_t i, const toc__state *in, const toc__state *out,
                              uint32_t hash[TOC__NUMBER_FEATURES]) {
  const toc_token *t = &doc->tokens.ptr[i];
  bag b = {hash, 0};
  toc_str form = form_of(t), rel = toc_cstr(toc_deprel_name(t->rel)), u = toc_cstr(toc_upos_name(t->upos)), l = lemma(doc, i);
  toc_str fact = fact_of(out), q = ends_with_question(doc, i) ? TOC_S("?") : TOC_S(".");
  put(&b, "f", fact, NIL, NIL);
  put(&b, "ff", fact_of(in), fact, NIL);
  put(&b, "r", word_of(out), slot_of(out), fact);
  put(&b, "rs", slot_of(out), fact, rel);
  put(&b, "ri", word_of(in), slot_of(in), fact);
  put(&b, "rii", word_of(in), slot_of(in), word_of(out));
  put(&b, "form", form, fact, NIL);
  put(&b, "frel", form, rel, fact);
  put(&b, "rel", rel, fact, NIL);
  put(&b, "u", u, fact, NIL);
  put(&b, "ul", l, NIL, NIL);
  put(&b, "ulf", l, fact, NIL);
  put(&b, "q", q, fact, rel);
  put(&b, "qf", q, form, NIL);
  if (t->head != TOC_NONE) {
    const toc_token *h = &doc->tokens.ptr[t->head];
    put(&b, "h", lemma(doc, t->head), rel, NIL);
    put(&b, "hf", lemma(doc, t->head), rel, fact);
    put(&b, "hform", form_of(h), rel, form);
    put(&b, "hu", toc_cstr(toc_upos_name(h->upos)), rel, fact);
  }
  dependents(doc, i, &b, fact);
  return b.n;
}

double toc__status_number(const toc__status *s, const toc_doc *doc, uint32_t i, const toc__state *in, const toc__state *out) {
  double v = out->v;
  if (s->number) {
    uint32_t hash[TOC__NUMBER_FEATURES], n = toc__status_number_features(doc, i, in, out, hash);
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
