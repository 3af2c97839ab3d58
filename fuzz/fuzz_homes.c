/* Publishers' homes: read, or refused with a line; then every publisher of the file can be asked
 * for. */
#include "reading.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void read_all(toc__places *x, toc_str bytes) {
  toc_error err = {0};
  toc_status s = toc__homes_read(x, "fuzz", bytes, &err);
  if (s != TOC_OK && (s != TOC_BADDATA || !err.line)) abort();
  toc_str rest = bytes, line, publisher;
  while (s == TOC_OK && toc_str_cut(&rest, '\n', &line))
    if (toc_str_cut(&line, '\t', &publisher) && toc__home_of(x, &x->arena, publisher) != GAZ_NO_ENTITY) abort(); /* no places here */
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  if (!size || size > 65536) return 0;
  toc__places *x = calloc(1, sizeof *x);
  jmp_buf jump;
  if (!x) return 0;
  toc_arena_init(&x->arena, 64u << 20);
  if (TOC_TRY(&x->arena, jump)) read_all(x, (toc_str){(const char *)data, size});
  toc_arena_release(&x->arena);
  free(x);
  return 0;
}
