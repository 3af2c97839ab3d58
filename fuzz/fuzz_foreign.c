/* Dictionaries of TABARI and PETRARCH from anybody: no crash, an error has a message, and what was
 * read can be listed and can code.  The first byte says what kind of file it is; with 5, the rest are
 * parts of five kinds, parted by "@"; with 7, a PETR_config.ini and four files that it may name. */
#include "conllu.h"
#include "foreign.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char sets[] =
    "patterns 1\nset HUMAN = police rebel\nset LIGHT = launch\nset UNDERGO = face\nset JOIN = join\n"
    "set QUANT = dozen\nset PROMISE = promise\nset APPEAL = appeal\nset WRONG = fraud\nset PREP = on in by at of with\nset LOCATIVE = in\nset MODAL_FUTURE = will\nset PLANNER = plan\nset PARTICLE = off\nset CROWD = mob\nset SAY = say\nset HOPE = hope\nset MUTUAL = clash\nset DONE_TO = arrest\nset MODAL = will\nset BODIES = van\nset SITE = border\n";
static const char tree[] =
    "1\tCarnelian\tCarnelian\tADJ\t_\t_\t2\tamod\t_\t_\n"
    "2\tpolice\tpolice\tNOUN\t_\t_\t5\tnsubj\t_\t_\n"
    "3\tand\tand\tCCONJ\t_\t_\t4\tcc\t_\t_\n"
    "4\tVeldor\tVeldor\tPROPN\t_\t_\t2\tconj\t_\t_\n"
    "5\tbeat\tbeat\tVERB\t_\t_\t0\troot\t_\t_\n"
    "6\tup\tup\tADP\t_\t_\t5\tcompound:prt\t_\t_\n"
    "7\tsome\tsome\tDET\t_\t_\t8\tdet\t_\t_\n"
    "8\tmarchers\tmarcher\tNOUN\t_\t_\t5\tobj\t_\tSpaceAfter=No\n"
    "9\t-\t-\tPUNCT\t_\t_\t8\tpunct\t_\tSpaceAfter=No\n"
    "10\tled\tlead\tVERB\t_\t_\t8\tacl\t_\t_\n"
    "11\twith\twith\tADP\t_\t_\t12\tcase\t_\t_\n"
    "12\tstones\tstone\tNOUN\t_\t_\t5\tobl\t_\t_\n\n"
    "1\tCarnelia\tCarnelia\tPROPN\t_\t_\t2\tnsubj\t_\t_\n"
    "2\tsaid\tsay\tVERB\t_\t_\t0\troot\t_\t_\n"
    "3\tVeldor\tVeldor\tPROPN\t_\t_\t4\tnsubj\t_\t_\n"
    "4\tvowed\tvow\tVERB\t_\t_\t2\tccomp\t_\t_\n"
    "5\tto\tto\tPART\t_\t_\t6\tmark\t_\t_\n"
    "6\tbeat\tbeat\tVERB\t_\t_\t4\txcomp\t_\t_\n"
    "7\tmarchers\tmarcher\tNOUN\t_\t_\t6\tobj\t_\t_\n\n";

static void use(const toc__foreign *f) {
  static toc__coder *coder;
  toc__pattern_file file = {"00-sets.pat", toc_cstr(sets)};
  toc_buf list;
  toc_doc doc = {0};
  if (!coder && toc__coder_parse(&coder, &file, 1, NULL) != TOC_OK) abort();
  toc_buf_init(&list, 0);
  toc__foreign_list(f, &list);
  toc_buf_release(&list);
  toc_doc_reset(&doc, 16u << 20);
  if (toc__conllu_read(&doc, toc_cstr(tree), "t", 1, NULL) != TOC_OK) abort();
  if (toc__foreign_run(f, coder, &doc, NULL) != TOC_OK) abort();
  for (uint32_t i = 0; i < doc.events.len; i++)
    if (doc.events.ptr[i].type == TOC_TYPE_NONE || !doc.events.ptr[i].why.len) abort();
  toc_arena_release(&doc.arena);
  toc_arena_release(&doc.scratch);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static const char *const names[2][5] = {{"f.actors", "f.agents", "f.verbs", "f.discards", "f.issues"}, {"PETR_config.ini", "f.actors", "f.agents", "f.verbs", "f.nouns"}};
  toc__foreign_file files[5];
  uint32_t n = 0, kind = size ? data[0] % 8 : 0;
  bool many = kind == 5 || kind == 7;
  if (!size) return 0;
  toc_str rest = {(const char *)data + 1, size - 1};
  if (!many) files[n++] = (toc__foreign_file){kind < 5 ? names[0][kind] : "f.nouns", rest, FOREIGN_AUTO};
  for (; many && n < 5; n++) {
    size_t end = 0;
    while (end < rest.len && rest.ptr[end] != '@') end++;
    files[n] = (toc__foreign_file){names[kind == 7][n], toc_str_sub(rest, 0, end), FOREIGN_AUTO};
    rest = toc_str_sub(rest, end < rest.len ? end + 1 : end, rest.len);
  }
  toc__foreign *f;
  toc_error err = {0};
  if (toc__foreign_parse(&f, files, n, &err) == TOC_OK) use(f);
  else if (!err.message[0] || f) abort();
  toc__foreign_free(f);
  return 0;
}
