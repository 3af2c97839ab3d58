/* Dictionaries of actors from anybody: no crash, an error has a message, and what was read can
 * be asked and can code. */
#include "actor.h"
#include "conllu.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char tree[] =
    "1\tThe\tthe\tDET\t_\t_\t3\tdet\t_\t_\n"
    "2\tKazakh\tKazakh\tADJ\t_\t_\t3\tamod\t_\t_\n"
    "3\tpolice\tpolice\tNOUN\t_\tNumber=Plur\t4\tnsubj\t_\t_\n"
    "4\turged\turge\tVERB\t_\t_\t0\troot\t_\t_\n"
    "5\tMr\tMr\tPROPN\t_\t_\t6\tnmod:desc\t_\t_\n"
    "6\tNovak\tNovak\tPROPN\t_\t_\t4\tobj\t_\t_\n"
    "7\tof\tof\tADP\t_\t_\t9\tcase\t_\t_\n"
    "8\tthe\tthe\tDET\t_\t_\t9\tdet\t_\t_\n"
    "9\tgroup\tgroup\tNOUN\t_\t_\t6\tnmod\t_\t_\n\n"
    "1\tThey\tthey\tPRON\t_\tNumber=Plur\t2\tnsubj\t_\t_\n"
    "2\tfled\tflee\tVERB\t_\t_\t0\troot\t_\t_\n\n";

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  toc__actors *actors;
  toc_error err = {0};
  if (toc__actors_parse(&actors, (toc_str){(const char *)data, size}, "fuzz.txt", &err) != TOC_OK) {
    if (!err.message[0] || actors) abort();
    return 0;
  }
  toc_doc doc = {0};
  toc_doc_reset(&doc, 16u << 20);
  if (toc__conllu_read(&doc, toc_cstr(tree), "t", 1, NULL) != TOC_OK) abort();
  doc.dct = toc_day_of(2020, 1, 1);
  if (toc__actors_run(actors, &doc, NULL) != TOC_OK) abort();
  for (uint32_t i = 0; i < doc.actors.len; i++)
    if (doc.actors.ptr[i].span.end > doc.text.len || doc.actors.ptr[i].head >= doc.tokens.len) abort();
  toc__actors_found found = {0};
  toc__actors_find(actors, &doc.arena, (toc_str){(const char *)data, size < 64 ? size : 64}, TOC_NODAY, &found);
  toc_arena_release(&doc.arena);
  toc_arena_release(&doc.scratch);
  toc__actors_free(actors);
  return 0;
}
