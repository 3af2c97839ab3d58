/* mkgazetteer - writes the mapped gazetteer from the text in data/.
 *
 * usage: mkgazetteer DATA_DIR OUT
 *
 * Run by the build.  The file appears whole or not at all: it is written beside OUT and
 * then moved there, so that two builds of one tree do not disturb each other. */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "build.h"

static int fail(const char *what) {
  fprintf(stderr, "mkgazetteer: %s\n", what);
  return 1;
}

static int write_out(const toc_buf *b, const char *path) {
  char *beside = malloc(strlen(path) + 32);
  if (!beside) return fail("out of memory");
  int n = snprintf(beside, strlen(path) + 32, "%s.%ld", path, (long)getpid());
  FILE *f = n > 0 ? fopen(beside, "wb") : NULL;
  int bad = !f || fwrite(b->ptr, 1, b->len, f) != b->len;
  if (f && fclose(f) != 0) bad = 1;
  if (!bad && rename(beside, path) != 0) bad = 1;
  if (bad) remove(beside);
  free(beside);
  return bad ? fail("cannot write the gazetteer") : 0;
}

int main(int argc, char **argv) {
  toc_error err;
  toc_buf b;
  if (argc != 3) return fail("usage: mkgazetteer DATA_DIR OUT");
  toc_buf_init(&b, 0);
  toc_status st = toc__gazetteer_build(argv[1], &b, &err);
  int rc = st != TOC_OK ? fail(err.message) : write_out(&b, argv[2]);
  toc_buf_release(&b);
  return rc;
}
