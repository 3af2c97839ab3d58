/* cases.h - text cases: "=== name", input, "---", what is expected.
 *
 * run_cases reads every *.txt of a folder, gives each input to `render` and compares.  All
 * differences of a file are printed before the test fails.  With TOC_UPDATE set in the
 * environment the files are rewritten with what came out: read the diff. */
#ifndef TOC_TEST_CASES_H
#define TOC_TEST_CASES_H

#include <stdio.h>
#include <stdlib.h>

#include "core.h"

typedef void (*render_fn)(void *ctx, toc_str input, toc_buf *out);

static bool next_line(toc_str *rest, toc_str *line) { return toc_str_cut(rest, '\n', line); }

static toc_str until(toc_str *rest, const char *mark) {
  const char *from = rest->ptr ? rest->ptr : "";
  toc_str line, before = *rest;
  while (before.ptr && toc_str_cut(rest, '\n', &line)) {
    if (toc_str_starts(line, toc_cstr(mark))) {
      *rest = toc_str_sub(before, 0, before.len);
      return (toc_str){from, (size_t)(line.ptr - from)};
    }
    before = *rest;
  }
  return (toc_str){from, line.ptr ? (size_t)(line.ptr + line.len - from) : 0};
}

static int run_case_file(const char *path, render_fn render, void *ctx, int *cases) {
  toc_arena arena;
  toc_error err;
  toc_str bytes, line;
  int bad = 0;
  toc_buf made;
  toc_buf_init(&made, 0);
  toc_arena_init(&arena, 0);
  if (toc_file_read(&arena, path, 0, &bytes, &err) != TOC_OK) {
    printf("%s\n", err.message);
    toc_arena_release(&arena);
    return 1;
  }
  toc_str rest = bytes;
  toc_buf_str(&made, until(&rest, "==="));
  while (next_line(&rest, &line)) {
    toc_buf_str(&made, line);
    toc_buf_z(&made, "\n");
    toc_str name = line, input = until(&rest, "---");
    next_line(&rest, &line);
    toc_str want = toc_str_trim(until(&rest, "==="));
    toc_buf got;
    toc_buf_init(&got, 0);
    render(ctx, toc_str_trim(input), &got);
    toc_str have = toc_str_trim((toc_str){got.ptr ? got.ptr : "", got.len});
    if (!toc_str_eq(have, want)) {
      bad++;
      printf("%s: %.*s\nexpected:\n%.*s\ngot:\n%.*s\n\n", path, TOC_FMT(name), TOC_FMT(want), TOC_FMT(have));
    }
    toc_buf_str(&made, input);
    toc_buf_fmt(&made, "---\n%.*s\n%s", TOC_FMT(have), rest.len ? "\n" : "");
    toc_buf_release(&got);
    ++*cases;
  }
  if (bad && getenv("TOC_UPDATE")) {
    FILE *f = fopen(path, "wb");
    if (f) {
      fwrite(made.ptr, 1, made.len, f);
      fclose(f);
    }
  }
  toc_buf_release(&made);
  toc_arena_release(&arena);
  return bad;
}

/* Number of cases that failed; *cases counts all. */
static inline int run_cases(const char *dir, render_fn render, void *ctx, int *cases) {
  toc_arena arena;
  toc_error err;
  toc_strs names = {0};
  toc_arena_init(&arena, 0);
  int bad = 0;
  *cases = 0;
  if (toc_dir_list(&arena, dir, ".txt", &names, &err) != TOC_OK) printf("%s\n", err.message), bad = 1;
  for (uint32_t i = 0; i < names.len; i++) {
    char path[1024];
    snprintf(path, sizeof path, "%s/%.*s", dir, TOC_FMT(names.ptr[i]));
    bad += run_case_file(path, render, ctx, cases);
  }
  toc_arena_release(&arena);
  return bad;
}

#endif
