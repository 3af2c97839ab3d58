/* probe.c - runs status and attribution over parsed documents for the trainers.
 *
 *     probe DATA_DIR MODE < framed documents
 *
 * A frame is a line "DOC id TEXT_BYTES CONLLU_BYTES", the text and the CoNLL-U, back to back.
 * Where MISC holds TokenRange=start:end (code points of the text), tokens stand there; with an
 * empty text the document is the CoNLL-U's own.  MODE is what comes out, one line each:
 *   predicates   id, sentence, word in the sentence, fact, number, rule, tab-separated
 *   negations, claims   spans in bytes, tab-separated
 *   features, numbers   hashed features, for `train` and `train-number`
 *   speed        of the two stages alone
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "conllu.h"
#include "core.h"
#include "doc.h"
#include "../../src/status/internal.h"
#ifdef WITH_ATTRIB
#include "attrib.h"
#include "attrib_train.h"
#endif

#undef fprintf
#undef printf

static uint32_t *offsets(toc_arena *a, toc_str text) {
  uint32_t *at = toc_new(a, uint32_t, text.len + 2), n = 0;
  size_t pos = 0;
  while (pos < text.len) {
    at[n++] = (uint32_t)pos;
    toc_utf8_next(text, &pos);
  }
  at[n] = (uint32_t)text.len;
  return at;
}

/* Puts the tokens where TokenRange says, sentences and paragraphs after them. */
static void place(toc_doc *doc, toc_str text, toc_str conllu) {
  uint32_t *at = offsets(&doc->arena, text), word = 0;
  toc_str line;
  toc_span whole = {0, 0}; /* of a multiword token: its words have no range of their own */
  while (toc_str_cut(&conllu, '\n', &line)) {
    if (line.len == 0 || line.ptr[0] < '0' || line.ptr[0] > '9') continue;
    size_t id = 0;
    while (id < line.len && line.ptr[id] >= '0' && line.ptr[id] <= '9') id++;
    char *z = toc_str_z(&doc->arena, line), *r = strstr(z, "TokenRange=");
    unsigned s, e;
    bool has = r && sscanf(r, "TokenRange=%u:%u", &s, &e) == 2;
    if (line.ptr[id] == '-' && has) whole = (toc_span){at[s], at[e]};
    if (line.ptr[id] != '\t') continue;
    doc->tokens.ptr[word].span = has ? (toc_span){at[s], at[e]} : whole;
    word++;
  }
  doc->text = toc_str_copy(&doc->arena, text);
  uint32_t paragraph = 0, before = 0;
  for (uint32_t k = 0; k < doc->sentences.len; k++) {
    toc_sentence *s = &doc->sentences.ptr[k];
    s->span = (toc_span){doc->tokens.ptr[s->first].span.start, doc->tokens.ptr[s->last - 1].span.end};
    for (uint32_t b = before; b < s->span.start && k; b++)
      if (text.ptr[b] == '\n') {
        paragraph++;
        break;
      }
    before = s->span.end;
    s->paragraph = paragraph;
  }
  if (doc->sentences.len) doc->sentences.ptr[0].section = TOC_TITLE;
}

static void predicates(const toc_doc *doc, const char *id) {
  for (uint32_t i = 0; i < doc->predicates.len; i++) {
    const toc_predicate *p = &doc->predicates.ptr[i];
    const toc_token *t = &doc->tokens.ptr[p->token];
    const toc_sentence *s = &doc->sentences.ptr[t->sentence];
    printf("%s\t%u\t%u\t%s\t%.3f\t%.*s\t%.*s\n", id, t->sentence, p->token - s->first, toc_fact_name(p->fact), p->factuality,
           TOC_FMT(p->why), TOC_FMT(t->form));
  }
}

/* "id sentence word rule-number hash…": the features of a predicate's number. */
static void see_number(void *ctx, const toc_doc *doc, uint32_t i, const toc__state *in, const toc__state *out) {
  const toc_token *t = &doc->tokens.ptr[i];
  uint32_t hash[TOC__NUMBER_FEATURES], n = toc__status_number_features(doc, i, in, out, hash);
  printf("%s %u %u %.3f", (const char *)ctx, t->sentence, i - doc->sentences.ptr[t->sentence].first, out->v);
  for (uint32_t k = 0; k < n; k++) printf(" %x", hash[k]);
  printf("\n");
}

int main(int argc, char **argv) {
  toc_error err = {0};
  toc__status *st;
  if (argc < 3) return 64;
  if (toc__status_load(&st, argv[1], &err) != TOC_OK) return fprintf(stderr, "%s\n", err.message), 1;
#ifdef WITH_ATTRIB
  toc__attrib *at;
  if (toc__attrib_load(&at, argv[1], &err) != TOC_OK) return fprintf(stderr, "%s\n", err.message), 1;
#endif
  clock_t took[2] = {0, 0};
  double bytes = 0;
  toc_doc *doc = calloc(1, sizeof *doc);
  char id[512];
  unsigned long n_text, n_conllu;
  while (scanf(" DOC %511s %lu %lu", id, &n_text, &n_conllu) == 3) {
    getchar();
    char *buf = malloc(n_text + n_conllu + 1);
    if (fread(buf, 1, n_text + n_conllu, stdin) != n_text + n_conllu) return 1;
    toc_doc_reset(doc, 0);
    jmp_buf jump, jump2;
    doc->scratch.oom = &jump2;
    if (!TOC_TRY(&doc->arena, jump)) return fprintf(stderr, "out of memory\n"), 1;
    if (setjmp(jump2)) return fprintf(stderr, "out of memory\n"), 1;
    toc_str text = {buf, n_text}, conllu = {buf + n_text, n_conllu};
    if (toc__conllu_read(doc, conllu, id, 1, &err) != TOC_OK) {
      fprintf(stderr, "%s: %s\n", id, err.message);
      free(buf);
      continue;
    }
    if (n_text) place(doc, text, conllu);
    if (!strcmp(argv[2], "numbers")) {
      toc__status_watch(st, doc, see_number, id);
      free(buf);
      continue;
    }
    clock_t began = clock();
    toc__status_run(st, doc, &err);
    clock_t middle = clock();
    took[0] += middle - began;
    bytes += doc->text.len;
#ifdef WITH_ATTRIB
    toc__attrib_run(at, doc, &err);
    took[1] += clock() - middle;
    if (!strcmp(argv[2], "claims")) print_claims(doc, id);
    if (!strcmp(argv[2], "features")) print_features(at, doc, id);
#endif
    if (!strcmp(argv[2], "predicates")) predicates(doc, id);
    if (!strcmp(argv[2], "negations"))
      for (uint32_t i = 0; i < doc->negations.len; i++) {
        const toc_negation *g = &doc->negations.ptr[i];
        printf("%s\t", id);
        for (uint32_t k = 0; k < g->cue.len; k++) printf("%u:%u ", g->cue.ptr[k].start, g->cue.ptr[k].end);
        printf("\t");
        for (uint32_t k = 0; k < g->scope.len; k++) printf("%u:%u ", g->scope.ptr[k].start, g->scope.ptr[k].end);
        printf("\n");
      }
    free(buf);
  }
  if (!strcmp(argv[2], "speed"))
    printf("status %.1f MB/s, attrib %.1f MB/s\n", bytes / 1e6 / ((double)took[0] / CLOCKS_PER_SEC + 1e-9),
           bytes / 1e6 / ((double)took[1] / CLOCKS_PER_SEC + 1e-9));
  toc__status_free(st);
  return 0;
}
