/* probe.c - what is seen of each earlier mention that a pronoun may stand for.
 *
 *     probe DATA_DIR < reports.conllu
 *
 * One line a candidate: report, pronoun and candidate as numbers of words, the features as 0 and 1. */
#define TOC_TRAIN_COREF
#include "../../src/actor/refer.c"

#include <stdio.h>

#include "tocsin.h"

void toc__train_coref(const toc_doc *doc, uint32_t pronoun, uint32_t candidate, const bool *x, int n) {
  printf("%.*s\t%u\t%u\t", TOC_FMT(doc->id), pronoun, candidate);
  for (int k = 0; k < n; k++) putchar(x[k] ? '1' : '0');
  putchar('\n');
}

int main(int argc, char **argv) {
  toc_error err;
  toc_engine *engine;
  toc_reader *in;
  toc_report *report;
  toc_status s;
  if (argc != 2) return fprintf(stderr, "usage: probe DATA_DIR < reports.conllu\n"), 2;
  if (toc_engine_open(&engine, &(toc_options){.data_dir = argv[1], .any_language = 1}, &err) != TOC_OK ||
      toc_reader_open(&in, "-", TOC_INPUT_CONLLU, 0, &err) != TOC_OK)
    return fprintf(stderr, "%s\n", err.message), 1;
  toc_doc *doc = toc_doc_new();
  while ((s = toc_reader_next(in, &report, &err)) == TOC_OK) {
    if (toc_code(engine, report, doc, &err) != TOC_OK) return fprintf(stderr, "%s\n", err.message), 1;
    toc_report_free(report);
  }
  toc_doc_free(doc);
  toc_reader_close(in);
  toc_engine_close(engine);
  return s == TOC_DONE ? 0 : 1;
}
