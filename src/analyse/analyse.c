/* analyse.c - labels of the network → columns of the document. */
#include "inside.h"

#include <stdlib.h>

static toc_status read_tables(toc__analyser *a, model *m, const char *path, toc_error *err) {
  const toc__nn *nn = m->nn;
  uint32_t n = toc__nn_labels(nn, TOC_NN_UPOS);
  m->upos = toc_new(&a->arena, toc_upos, n);
  for (uint32_t i = 0; i < n; i++) {
    toc_str s = toc__nn_label_name(nn, TOC_NN_UPOS, i);
    if ((m->upos[i] = toc_upos_of(s)) == TOC_UPOS_NONE)
      return toc_fail(err, TOC_BADDATA, path, 0, 0, "model knows UPOS '%.*s': expected one of Universal Dependencies", TOC_FMT(s));
  }
  n = toc__nn_labels(nn, TOC_NN_FEATS);
  m->feat = toc_new(&a->arena, uint32_t, n);
  for (uint32_t i = 0; i < n; i++) m->feat[i] = toc_feat_bits(toc__nn_label_name(nn, TOC_NN_FEATS, i));
  n = toc__nn_labels(nn, TOC_NN_RELS);
  m->rel = toc_new(&a->arena, toc_deprel, n);
  for (uint32_t i = 0; i < n; i++) {
    toc_str s = toc__nn_label_name(nn, TOC_NN_RELS, i);
    if ((m->rel[i] = toc_deprel_of(s)) == TOC_REL_NONE)
      return toc_fail(err, TOC_BADDATA, path, 0, 0, "model knows relation '%.*s': expected one of Universal Dependencies", TOC_FMT(s));
  }
  n = toc__nn_labels(nn, TOC_NN_NAMES);
  m->name = toc_new(&a->arena, name_tag, n);
  for (uint32_t i = 0; i < n; i++) {
    toc_str s = toc__nn_label_name(nn, TOC_NN_NAMES, i);
    m->name[i].part = s.ptr[0];
    if (s.ptr[0] == 'O') continue;
    if ((m->name[i].kind = toc_kind_of(toc_str_sub(s, 2, s.len))) == TOC_N_KINDS)
      return toc_fail(err, TOC_BADDATA, path, 0, 0, "model knows name tag '%.*s': expected a kind of the record", TOC_FMT(s));
  }
  return TOC_OK;
}

static toc_status read_model(toc__analyser *a, model *m, const char *path, const char *kernel, toc_error *err) {
  jmp_buf jump;
  volatile toc_status s = toc__nn_open(&m->nn, path, kernel, err);
  if (s != TOC_OK) return s;
  if (TOC_TRY(&a->arena, jump)) s = read_tables(a, m, path, err);
  else s = toc_fail(err, TOC_NOMEM, path, 0, 0, "out of memory");
  a->arena.oom = NULL;
  return s;
}

/* One model's own hash, or that of both. */
static void name_models(toc__analyser *a) {
  const char *first = toc__nn_hash(a->model[FIRST].nn);
  char both[160];
  if (a->model[SECOND].nn) {
    int n = snprintf(both, sizeof both, "%s %s", first, toc__nn_hash(a->model[SECOND].nn));
    toc_sha256((toc_str){both, (size_t)n}, a->hash);
  } else {
    memcpy(a->hash, first, strlen(first) + 1);
  }
}

toc_status toc__analyser_load(toc__analyser **out, const char *path, const char *second, const char *kernel, toc_error *err) {
  *out = NULL;
  toc__analyser *a = calloc(1, sizeof *a);
  if (!a) return toc_fail(err, TOC_NOMEM, path, 0, 0, "out of memory");
  toc_arena_init(&a->arena, 0);
  toc_status s = read_model(a, &a->model[FIRST], path, kernel, err);
  if (s == TOC_OK && second) s = read_model(a, &a->model[SECOND], second, kernel, err);
  if (s != TOC_OK) {
    toc__analyser_free(a);
    return s;
  }
  name_models(a);
  *out = a;
  return TOC_OK;
}

void toc__analyser_free(toc__analyser *a) {
  if (!a) return;
  for (int i = 0; i < N_MODELS; i++) toc__nn_close(a->model[i].nn);
  toc_arena_release(&a->arena);
  free(a);
}

const char *toc__analyser_hash(const toc__analyser *a) { return a->hash; }
const char *toc__analyser_kernel(const toc__analyser *a) { return toc__nn_kernel(a->model[FIRST].nn); }

typedef struct interned { /* labels already in the document's pool */
  toc_str *feats, *rel;   /* [labels] */
} interned;

static toc_str label(const model *m, toc_doc *doc, toc__nn_label what, uint32_t i, toc_str *known) {
  if (!known[i].ptr) known[i] = toc_pool_intern(&doc->pool, toc__nn_label_name(m->nn, what, i));
  return known[i];
}

static void fill(const model *m, toc_doc *doc, uint32_t sentence, const toc__nn_word *words, const interned *in) {
  toc_sentence *s = &doc->sentences.ptr[sentence];
  char room[LEMMA_ROOM];
  for (uint32_t i = s->first; i < s->last; i++) {
    const toc__nn_word *w = &words[i];
    toc_token *t = &doc->tokens.ptr[i];
    t->upos = m->upos[w->upos];
    toc_str feats = label(m, doc, TOC_NN_FEATS, w->feats, in->feats);
    t->feats = toc_str_is(feats, "_") ? (toc_str){0} : feats;
    t->feat = m->feat[w->feats];
    t->lemma = toc_pool_intern(&doc->pool, toc__lemma_apply(toc__nn_script_at(m->nn, w->script), t->form, room, &doc->scratch));
    t->head = w->head == TOC_NONE ? TOC_NONE : s->first + w->head;
    t->rel = m->rel[w->rel];
    t->deprel = label(m, doc, TOC_NN_RELS, w->rel, in->rel);
  }
  s->analysed = true;
}

/* What becomes of a sentence: its columns came with the report, or a model is to read it. */
typedef struct task {
  bool given, read;
} task;

/* The model reads the sentences that are to be read. */
static void read_with(const model *m, toc_doc *doc, const task *tasks, toc_str *forms, toc__nn_word *words, read_word *names) {
  toc_arena *scratch = &doc->scratch;
  uint32_t n = 0;
  toc__nn_sentence *list = toc_new(scratch, toc__nn_sentence, doc->sentences.len);
  for (uint32_t i = 0; i < doc->sentences.len; i++) {
    const toc_sentence *s = &doc->sentences.ptr[i];
    if (tasks[i].read) list[n++] = (toc__nn_sentence){forms + s->first, s->last - s->first, words + s->first};
  }
  toc__nn_run(m->nn, list, n, scratch);
  interned in = {toc_new(scratch, toc_str, toc__nn_labels(m->nn, TOC_NN_FEATS)),
                 toc_new(scratch, toc_str, toc__nn_labels(m->nn, TOC_NN_RELS))};
  for (uint32_t i = 0; i < doc->sentences.len; i++) {
    const toc_sentence *s = &doc->sentences.ptr[i];
    if (!tasks[i].read) continue;
    for (uint32_t t = s->first; t < s->last; t++) names[t] = (read_word){m->name[words[t].name], words[t].name_p};
    if (tasks[i].given) continue;
    fill(m, doc, i, words, &in);
    toc__mend(doc, s);
  }
}

toc_status toc__analyser_run(const toc__analyser *a, bool skip, toc__between_fn between, const void *ctx, toc_doc *doc, toc_error *err) {
  (void)err; /* nothing in a text can fail; memory goes to the arenas' jump */
  toc_arena *scratch = &doc->scratch;
  toc_arena_reset(scratch);
  uint32_t n = doc->tokens.len;
  toc_str *forms = toc_new(scratch, toc_str, n);
  toc__nn_word *words = toc_new(scratch, toc__nn_word, n);
  read_word *names = toc_new(scratch, read_word, n);
  task *tasks = toc_new(scratch, task, doc->sentences.len);
  for (uint32_t i = 0; i < n; i++) {
    forms[i] = doc->tokens.ptr[i].form;
    names[i] = (read_word){.name = {.part = 'O'}};
  }
  for (uint32_t i = 0; i < doc->sentences.len; i++) {
    const toc_sentence *s = &doc->sentences.ptr[i];
    tasks[i] = (task){s->analysed, !(skip && s->quiet)};
  }
  read_with(&a->model[FIRST], doc, tasks, forms, words, names);
  if (a->model[SECOND].nn) {
    if (between) between(ctx, doc);
    for (uint32_t i = 0; i < doc->sentences.len; i++) tasks[i].read = tasks[i].read && !doc->sentences.ptr[i].quiet;
    read_with(&a->model[SECOND], doc, tasks, forms, words, names);
  }
  toc__names_read(doc, names);
  return TOC_OK;
}
