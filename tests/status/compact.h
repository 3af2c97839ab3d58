/* compact.h - hand-made trees in test cases: seven columns with blanks between them, an
 * eighth one "x" where no space follows. */
#ifndef TOC_TEST_COMPACT_H
#define TOC_TEST_COMPACT_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conllu.h"
#include "core.h"
#include "doc.h"

/* One case of a file: name, the CoNLL-U made of its tree, the lines expected. */
typedef struct compact_case {
  toc_str name, conllu, expected;
} compact_case;

static toc_str compact_tree(toc_arena *a, toc_str lines) {
  toc_buf b;
  toc_buf_init(&b, 0);
  toc_str line, word;
  while (toc_str_cut(&lines, '\n', &line)) {
    if (line.len && line.ptr[0] == '#') {
      toc_buf_str(&b, line);
      toc_buf_z(&b, "\n");
      continue;
    }
    toc_str col[9] = {{0}};
    size_t n = 0;
    while (n < 9 && toc_str_cut(&line, ' ', &word))
      if (word.len) col[n++] = word;
    if (n >= 7)
      toc_buf_fmt(&b, "%.*s\t%.*s\t%.*s\t%.*s\t_\t%.*s\t%.*s\t%.*s\t_\t%s\n", TOC_FMT(col[0]), TOC_FMT(col[1]), TOC_FMT(col[2]),
                  TOC_FMT(col[3]), TOC_FMT(col[4]), TOC_FMT(col[5]), TOC_FMT(col[6]), n > 7 ? "SpaceAfter=No" : "_");
    else
      toc_buf_z(&b, "\n");
  }
  toc_str out = toc_str_copy(a, (toc_str){b.ptr, b.len});
  toc_buf_release(&b);
  return out;
}

/* Next case off *rest ("=== name", tree, "---", expected lines). */
static bool compact_next(toc_arena *a, toc_str *rest, compact_case *c) {
  const char *p = rest->ptr, *end = rest->ptr + rest->len;
  while (p < end && !(p[0] == '=' && (p == rest->ptr || p[-1] == '\n'))) p++;
  if (p >= end) return false;
  toc_str all = {p, (size_t)(end - p)}, line;
  toc_str_cut(&all, '\n', &line);
  c->name = toc_str_trim(toc_str_sub(line, 3, line.len));
  const char *tree = all.ptr, *q = tree;
  while (q + 3 < end && !(q[0] == '-' && q[1] == '-' && q[2] == '-' && q[-1] == '\n')) q++;
  c->conllu = compact_tree(a, (toc_str){tree, (size_t)(q - tree)});
  const char *e = q;
  while (e < end && *e != '\n') e++;
  const char *stop = e;
  while (stop < end && !(stop[0] == '=' && stop[-1] == '\n')) stop++;
  c->expected = e < stop ? toc_str_trim((toc_str){e, (size_t)(stop - e)}) : (toc_str){e, 0};
  *rest = (toc_str){stop, (size_t)(end - stop)};
  return true;
}

#endif
