/* kinds.txt and weights.txt: read, or refused with a line; the first byte chooses which.  The
 * rest is also folded as a name of a place, which must give valid text without full stops. */
#include "reading.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void read_all(toc__places *x, const uint8_t *data, size_t size) {
  toc_error err = {0};
  toc_str bytes = {(const char *)data + 1, size - 1};
  toc_map_init(&x->words, &x->arena);
  toc_status st = data[0] & 1 ? toc__places_kinds(x, "fuzz", bytes, &err) : toc__places_weights(x, "fuzz", bytes, &err);
  if (st != TOC_OK && (st != TOC_BADDATA || !err.line)) abort();
  toc_str key = toc__place_key(&x->arena, bytes);
  if (!toc_utf8_valid(key) || (key.len && memchr(key.ptr, '.', key.len))) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  if (!size) return 0;
  toc__places *x = calloc(1, sizeof *x);
  jmp_buf jump;
  if (!x) return 0;
  toc_arena_init(&x->arena, 64u << 20);
  if (TOC_TRY(&x->arena, jump)) read_all(x, data, size);
  toc_arena_release(&x->arena);
  free(x);
  return 0;
}
