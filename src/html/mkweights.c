/* mkweights: reads a table of weights and writes it as the bytes of a struct html_weights, for
 * the library to be built with.
 *
 *   mkweights BLOCKS.TSV OUT.inc */
#include <stdio.h>
#include <stdlib.h>

#include "weights.h"

static html_weights weights;

static toc_status read_table(toc_arena *arena, const char *path, toc_error *err) {
  toc_str bytes;
  toc_status s = toc_file_read(arena, path, 0, &bytes, err);
  return s == TOC_OK ? html_weights_read(&weights, arena, path, bytes, err) : s;
}

static int write_bytes(const char *path) {
  FILE *f = fopen(path, "wb");
  if (!f) return perror(path), 1;
  const unsigned char *bytes = (const unsigned char *)&weights;
  for (size_t i = 0; i < sizeof weights; i++) fprintf(f, i % 32 == 31 ? "%u,\n" : "%u,", bytes[i]);
  fputs("\n", f);
  if (ferror(f) | fclose(f)) return perror(path), 1;
  return 0;
}

int main(int argc, char **argv) {
  toc_arena arena;
  jmp_buf jump;
  toc_error err = {0};
  volatile toc_status s = TOC_NOMEM;
  if (argc != 3) return fputs("usage: mkweights BLOCKS.TSV OUT.inc\n", stderr), 2;
  toc_arena_init(&arena, 0);
  if (TOC_TRY(&arena, jump)) s = read_table(&arena, argv[1], &err);
  toc_arena_release(&arena);
  if (s != TOC_OK) return fprintf(stderr, "mkweights: %s\n", err.message), 1;
  return write_bytes(argv[2]);
}
