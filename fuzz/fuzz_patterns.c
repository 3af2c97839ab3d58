/* Pattern files from anybody: no crash, an error has a message, and what was read can code. */
#include "conllu.h"
#include "event.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char sets[] =
    "patterns 1\nset HUMAN = police rebel\nset LIGHT = launch\nset UNDERGO = face\nset JOIN = join\n"
    "set QUANT = dozen\nset PROMISE = promise\nset APPEAL = appeal\nset WRONG = fraud\nset BODIES = van\nset SITE = border\nset PREP = on in by at of with\nset LOCATIVE = in\nset MODAL_FUTURE = will\nset PLANNER = plan\nset PARTICLE = off\nset CROWD = mob\nset SAY = say\nset HOPE = hope\nset MUTUAL = clash\nset DONE_TO = arrest\nset MODAL = will\n";
static const char tree[] =
    "1\tPolice\tpolice\tNOUN\t_\t_\t2\tnsubj\t_\t_\n"
    "2\tattack\tattack\tVERB\t_\t_\t0\troot\t_\t_\n"
    "3\trebels\trebel\tNOUN\t_\t_\t2\tobj\t_\t_\n"
    "4\tin\tin\tADP\t_\t_\t5\tcase\t_\t_\n"
    "5\tclashes\tclash\tNOUN\t_\t_\t2\tobl\t_\t_\n\n";

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  toc__pattern_file files[2] = {{"00-sets.pat", toc_cstr(sets)}, {"fuzz.pat", {(const char *)data, size}}};
  toc__coder *coder;
  toc_error err = {0};
  if (toc__coder_parse(&coder, files, 2, &err) != TOC_OK) {
    if (!err.message[0] || coder) abort();
    return 0;
  }
  toc_doc doc = {0};
  toc_doc_reset(&doc, 16u << 20);
  if (toc__conllu_read(&doc, toc_cstr(tree), "t", 1, NULL) != TOC_OK) abort();
  if (toc__coder_run(coder, &doc, NULL) != TOC_OK) abort();
  toc_arena_release(&doc.arena);
  toc_arena_release(&doc.scratch);
  toc__coder_free(coder);
  return 0;
}
