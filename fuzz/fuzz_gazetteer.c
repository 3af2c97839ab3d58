/* A gazetteer file: refused, or every look-up in it stays inside it.  The hash is put right
 * first, so that the bytes behind it are reached. */
#include "gazetteer.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void walk(const gazetteer *g) {
  const uint32_t *refs;
  for (uint32_t i = 0; i < g->n_names && i < 64; i++) {
    uint32_t n = gaz_find(g, g->hash[i], &refs);
    for (uint32_t k = 0; k < n && k < 64; k++) {
      uint32_t e = gaz_ref_entity(refs[k]);
      toc_str name = gaz_name(g, e), code = gaz_code(g, e);
      if (toc_hash(name, 1) + toc_hash(code, 2) == 0 && gaz_country(g, e) == 0) abort();
      gaz_above(g, e, GAZ_ADM2);
      gaz_inside(g, e, 0);
    }
    gaz_is_prefix(g, g->hash[i]);
    gaz_word(g, g->hash[i]);
  }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  gazetteer g;
  toc_error err;
  unsigned char *copy = malloc(size + 8); /* aligned, as a mapped file is */
  if (!copy) return 0;
  if (size) memcpy(copy, data, size);
  if (size >= sizeof(gaz_header)) {
    gaz_header *h = (gaz_header *)(void *)copy;
    if (memcmp(h->magic, GAZ_MAGIC, 8) == 0) {
      h->size = size;
      h->hash = toc_hash((toc_str){(const char *)copy + sizeof *h, size - sizeof *h}, 0);
    }
  }
  if (gaz_open_bytes(&g, copy, size, "fuzz", &err) == TOC_OK) walk(&g);
  free(copy);
  return 0;
}
