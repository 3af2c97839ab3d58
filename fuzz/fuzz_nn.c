/* Model files from anybody: refused with a message or usable without a crash.  The checksums
 * are made right first, or no change would get past them. */
#include "nn.h"

#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void put(char *p, uint64_t v, size_t n) { memcpy(p, &v, n); }
static uint64_t get(const char *p, size_t n) {
  uint64_t v = 0;
  memcpy(&v, p, n);
  return v;
}

static void make_right(char *b, size_t size) {
  if (size < 64) return;
  uint64_t n = get(b + 12, 4);
  put(b + 16, size, 8);
  if (n > (size - 64) / 64) return;
  for (uint64_t i = 0; i < n; i++) {
    char *e = b + 64 + 64 * i;
    uint64_t at = get(e + 32, 8), len = get(e + 40, 8);
    if (at <= size && len <= size - at) put(e + 48, toc_hash((toc_str){b + at, (size_t)len}, 0), 8);
  }
  put(b + 56, toc_hash((toc_str){b + 64, 64 * (size_t)n}, 0), 4);
}

static void analyse(const toc__nn *nn) {
  toc_str form[] = {TOC_S("The"), TOC_S("town"), TOC_S("burned"), TOC_S("in"), TOC_S("1999"), TOC_S("\xC3\x96l"), TOC_S("")};
  toc__nn_word word[7];
  toc__nn_sentence s = {form, 7, word};
  toc_arena scratch;
  toc_arena_init(&scratch, 0);
  toc__nn_run(nn, &s, 1, &scratch);
  uint32_t roots = 0;
  for (int i = 0; i < 7; i++) {
    roots += word[i].head == TOC_NONE;
    if (word[i].head != TOC_NONE && word[i].head >= 7) abort();
    if (word[i].name >= toc__nn_labels(nn, TOC_NN_NAMES) || word[i].feats >= toc__nn_labels(nn, TOC_NN_FEATS)) abort();
    if (word[i].rel >= toc__nn_labels(nn, TOC_NN_RELS) || word[i].script >= toc__nn_labels(nn, TOC_NN_SCRIPTS)) abort();
  }
  if (roots != 1) abort();
  toc_arena_release(&scratch);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  char *b = aligned_alloc(64, (size + 64) / 64 * 64);
  if (!b) return 0;
  if (size) memcpy(b, data, size);
  if (size == 0 || data[size - 1] != 'x') make_right(b, size); /* some files stay as they are */
  toc__nn *nn;
  toc_error err;
  toc_status s = toc__nn_read(&nn, (toc_str){b, size}, "f", NULL, &err);
  if (s == TOC_OK) analyse(nn);
  else if (s != TOC_BADDATA || err.message[0] == 0) abort();
  toc__nn_close(nn);
  free(b);
  return 0;
}
