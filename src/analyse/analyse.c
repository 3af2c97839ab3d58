/* analyse.c - labels of the network → columns of the document. */
#include "inside.h"

#include <stdlib.h>

static toc_status read_tables(toc__analyser *a, const char *path, toc_error *err) {
  const toc__nn *nn = a->nn;
  uint32_t n = toc__nn_labels(nn, TOC_NN_UPOS);
  a->upos = toc_new(&a->arena, toc_upos, n);
  for (uint32_t i = 0; i < n; i++) {
    toc_str s = toc__nn_label_name(nn, TOC_NN_UPOS, i);
    if ((a->upos[i] = toc_upos_of(s)) == TOC_UPOS_NONE)
      return toc_fail(err, TOC_BADDATA, path, 0, 0, "model knows UPOS '%.*s': expected one of Universal Dependencies", TOC_FMT(s));
  }
  n = toc__nn_labels(nn, TOC_NN_FEATS);
  a->feat = toc_new(&a->arena, uint32_t, n);
  for (uint32_t i = 0; i < n; i++) a->feat[i] = toc_feat_bits(toc__nn_label_name(nn, TOC_NN_FEATS, i));
  n = toc__nn_labels(nn, TOC_NN_RELS);
  a->rel = toc_new(&a->arena, toc_deprel, n);
  for (uint32_t i = 0; i < n; i++) {
    toc_str s = toc__nn_label_name(nn, TOC_NN_RELS, i);
    if ((a->rel[i] = toc_deprel_of(s)) == TOC_REL_NONE)
      return toc_fail(err, TOC_BADDATA, path, 0, 0, "model knows relation '%.*s': expected one of Universal Dependencies", TOC_FMT(s));
  }
  n = toc__nn_labels(nn, TOC_NN_NAMES);
  a->name = toc_new(&a->arena, name_tag, n);
  for (uint32_t i = 0; i < n; i++) {
    toc_str s = toc__nn_label_name(nn, TOC_NN_NAMES, i);
    a->name[i].part = s.ptr[0];
    if (s.ptr[0] == 'O') continue;
    if ((a->name[i].kind = toc_kind_of(toc_str_sub(s, 2, s.len))) == TOC_N_KINDS)
      return toc_fail(err, TOC_BADDATA, path, 0, 0, "model knows name tag '%.*s': expected a kind of the record", TOC_FMT(s));
  }
  return TOC_OK;
}

toc_status toc__analyser_load(toc__analyser **out, const char *path, const char *kernel, toc_error *err) {
  *out = NULL;
  toc__analyser *a = calloc(1, sizeof *a);
  if (!a) return toc_fail(err, TOC_NOMEM, path, 0, 0, "out of memory");
  toc_arena_init(&a->arena, 0);
  jmp_buf jump;
  volatile toc_status s = toc__nn_open(&a->nn, path, kernel, err);
  if (s == TOC_OK) {
    if (TOC_TRY(&a->arena, jump)) s = read_tables(a, path, err);
    else s = toc_fail(err, TOC_NOMEM, path, 0, 0, "out of memory");
    a->arena.oom = NULL;
  }
  if (s != TOC_OK) {
    toc__analyser_free(a);
    return s;
  }
  *out = a;
  return TOC_OK;
}

void toc__analyser_free(toc__analyser *a) {
  if (!a) return;
  toc__nn_close(a->nn);
  toc_arena_release(&a->arena);
  free(a);
}

const char *toc__analyser_hash(const toc__analyser *a) { return toc__nn_hash(a->nn); }
const char *toc__analyser_kernel(const toc__analyser *a) { return toc__nn_kernel(a->nn); }

typedef struct interned { /* labels already in the document's pool */
  toc_str *feats, *rel;   /* [labels] */
} interned;

static toc_str label(const toc__analyser *a, toc_doc *doc, toc__nn_label what, uint32_t i, toc_str *known) {
  if (!known[i].ptr) known[i] = toc_pool_intern(&doc->pool, toc__nn_label_name(a->nn, what, i));
  return known[i];
}

static void fill(const toc__analyser *a, toc_doc *doc, uint32_t sentence, const toc__nn_word *words, const interned *in) {
  toc_sentence *s = &doc->sentences.ptr[sentence];
  char room[LEMMA_ROOM];
  for (uint32_t i = s->first; i < s->last; i++) {
    const toc__nn_word *w = &words[i];
    toc_token *t = &doc->tokens.ptr[i];
    t->upos = a->upos[w->upos];
    toc_str feats = label(a, doc, TOC_NN_FEATS, w->feats, in->feats);
    t->feats = toc_str_is(feats, "_") ? (toc_str){0} : feats;
    t->feat = a->feat[w->feats];
    t->lemma = toc_pool_intern(&doc->pool, toc__lemma_apply(toc__nn_script_at(a->nn, w->script), t->form, room, &doc->scratch));
    t->head = w->head == TOC_NONE ? TOC_NONE : s->first + w->head;
    t->rel = a->rel[w->rel];
    t->deprel = label(a, doc, TOC_NN_RELS, w->rel, in->rel);
  }
  s->analysed = true;
}

toc_status toc__analyser_run(const toc__analyser *a, toc_doc *doc, toc_error *err) {
  (void)err; /* nothing in a text can fail; memory goes to the arenas' jump */
  toc_arena *scratch = &doc->scratch;
  toc_arena_reset(scratch);
  uint32_t n = doc->tokens.len, n_sentences = doc->sentences.len;
  toc_str *forms = toc_new(scratch, toc_str, n);
  toc__nn_word *words = toc_new(scratch, toc__nn_word, n);
  toc__nn_sentence *list = toc_new(scratch, toc__nn_sentence, n_sentences);
  for (uint32_t i = 0; i < n; i++) forms[i] = doc->tokens.ptr[i].form;
  for (uint32_t i = 0; i < n_sentences; i++) {
    const toc_sentence *s = &doc->sentences.ptr[i];
    list[i] = (toc__nn_sentence){forms + s->first, s->last - s->first, words + s->first};
  }
  toc__nn_run(a->nn, list, n_sentences, scratch);
  interned in = {toc_new(scratch, toc_str, toc__nn_labels(a->nn, TOC_NN_FEATS)),
                 toc_new(scratch, toc_str, toc__nn_labels(a->nn, TOC_NN_RELS))};
  for (uint32_t i = 0; i < n_sentences; i++)
    if (!doc->sentences.ptr[i].analysed) fill(a, doc, i, words, &in);
  toc__names_read(a, doc, words);
  return TOC_OK;
}
