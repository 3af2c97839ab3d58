/* Case files from anybody: read or refused, and what is read holds its promises. */
#include "cases.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(const toc__case *c) {
  if (!c->name.len || !c->text.len || !toc_utf8_valid(c->text) || !c->line) abort();
  if (!c->codes.len && memchr(c->text.ptr, '\n', c->text.len)) abort();
  for (uint32_t i = 0; i < c->codes.len; i++) {
    const toc__case_code *k = &c->codes.ptr[i];
    if (k->line <= c->line || (k->impact ? k->kind >= TOC_N_IMPACTS || k->direction >= TOC_N_DIRECTIONS : !k->type)) abort();
    for (uint32_t v = 0; v < k->values.len; v++)
      if (k->values.ptr[v].field >= TOC__N_CASE_FIELDS || !k->values.ptr[v].value.ptr) abort();
  }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  toc_arena a;
  toc_error err;
  toc__case_list all = {0};
  jmp_buf jump;
  toc_arena_init(&a, 64u << 20);
  if (TOC_TRY(&a, jump)) {
    toc_status s = toc__cases_read(&a, "f", (toc_str){(const char *)data, size}, &all, &err);
    if (s != TOC_OK && s != TOC_BADDATA && s != TOC_NOMEM) abort();
    if (s == TOC_BADDATA && !err.line) abort();
    for (uint32_t i = 0; s == TOC_OK && i < all.len; i++) check(&all.ptr[i]);
  }
  toc_arena_release(&a);
  return 0;
}
