/* A dump of GeoNames, of places or of names: each line is read, or refused with file and line;
 * what is kept reads again, and is kept again. */
#include "layer.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static toc_status copy(const void *bytes, size_t size, FILE *out, toc__layer_count *n, toc_error *err) {
  FILE *in = fmemopen((void *)(uintptr_t)bytes, size, "rb");
  if (!in) abort();
  toc_status s = toc__layer_copy(in, "fuzz", size, out, n, NULL, NULL, err);
  fclose(in);
  return s;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  char *kept = NULL, *again = NULL;
  size_t n_kept = 0, n_again = 0;
  toc__layer_count n, m;
  toc_error err = {0};
  if (!size || size > 65536) return 0;
  FILE *out = open_memstream(&kept, &n_kept);
  if (!out) abort();
  toc_status s = copy(data, size, out, &n, &err);
  fclose(out);
  if (s != TOC_OK && s != TOC_BADDATA) abort();
  if (s == TOC_BADDATA && !strstr(err.message, "fuzz")) abort();
  if (s == TOC_OK) {
    out = open_memstream(&again, &n_again);
    if (!out) abort();
    if (copy(kept, n_kept, out, &m, &err) != TOC_OK || m.lines != n.taken || m.taken != n.taken) abort();
    fclose(out);
    if (n_again != n_kept || memcmp(kept, again, n_kept) != 0) abort();
  }
  free(kept);
  free(again);
  return 0;
}
