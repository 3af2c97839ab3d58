/* probe.c - codes reports with the patterns alone and prints what the second opinion would see.
 *
 *     probe DATA_DIR < reports.jsonl
 *
 * One line an event, tab-separated: report, first byte and end of the trigger, type, status,
 * the pattern, features in hex. */
#include <stdio.h>
#include <stdlib.h>

#include "../../src/event/opinion.h"
#include "../../src/run/run.h"
#include "tocsin.h"

static void print_events(toc_doc *doc) {
  for (uint32_t i = 0; i < doc->events.len; i++) {
    const toc_event *e = &doc->events.ptr[i];
    toc__opinion_features f = {.word = toc_doc_words(doc)};
    toc__opinion_look(doc, e, &f);
    printf("%.*s\t%u\t%u\t%s\t%s\t%.*s\t", TOC_FMT(doc->id), e->trigger.start, e->trigger.end, toc_type_name(e->type),
           toc_fact_name(e->status), TOC_FMT(e->why));
    for (uint32_t k = 0; k < f.n; k++) printf("%s%x", k ? " " : "", f.hash[k]);
    printf("\n");
  }
}

int main(int argc, char **argv) {
  toc_error err;
  toc_engine *engine;
  toc_reader *in;
  toc_report *report;
  toc_status s;
  if (argc != 2) return fprintf(stderr, "usage: probe DATA_DIR < reports.jsonl\n"), 2;
  if (toc_engine_open(&engine, &(toc_options){.data_dir = argv[1], .patterns_only = 1}, &err) != TOC_OK ||
      toc_reader_open(&in, "-", TOC_INPUT_JSONL, 0, &err) != TOC_OK)
    return fprintf(stderr, "%s\n", err.message), 1;
  toc_doc *doc = toc_doc_new();
  while ((s = toc_reader_next(in, &report, &err)) != TOC_DONE && s != TOC_IO) {
    if (s != TOC_OK || toc_code(engine, report, doc, &err) != TOC_OK) fprintf(stderr, "%s\n", err.message);
    else print_events(doc);
    if (s == TOC_OK) toc_report_free(report);
  }
  toc_doc_free(doc);
  toc_reader_close(in);
  toc_engine_close(engine);
  return s == TOC_DONE ? 0 : 1;
}
