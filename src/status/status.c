/* status.c - loading, and the run over one document. */
#include "internal.h"

#include <stdlib.h>

static toc_status load(toc__status *s, const char *data_dir, toc_error *err) {
  toc_arena *a = &s->arena;
  toc_str dir = toc_str_format(a, "%s/signatures", data_dir);
  toc_strs names = {0};
  toc_status st = toc_dir_list(a, toc_str_z(a, dir), ".txt", &names, err);
  if (st != TOC_OK) return st;
  if (names.len == 0)
    return toc_fail(err, TOC_BADDATA, toc_str_z(a, dir), 0, 0, "no signatures (*.txt)");
  for (uint32_t i = 0; i < names.len; i++) {
    const char *path = toc_str_z(a, toc_str_format(a, "%.*s/%.*s", TOC_FMT(dir), TOC_FMT(names.ptr[i])));
    toc_str bytes;
    st = toc_file_read(a, path, 1u << 24, &bytes, err);
    if (st == TOC_OK) st = toc__sig_read(s, path, bytes, err);
    if (st != TOC_OK) return st;
  }
  const char *path = toc_str_z(a, toc_str_format(a, "%.*s/number.bin", TOC_FMT(dir)));
  toc_str bytes;
  st = toc_file_read(a, path, 1u << 24, &bytes, err);
  return st == TOC_OK ? toc__status_number_read(s, path, bytes, err) : st;
}

toc_status toc__status_load(toc__status **out, const char *data_dir, toc_error *err) {
  *out = NULL;
  toc__status *s = calloc(1, sizeof *s);
  if (!s) return toc_fail(err, TOC_NOMEM, NULL, 0, 0, "out of memory");
  toc_arena_init(&s->arena, 0);
  jmp_buf jump;
  toc_status st;
  if (TOC_TRY(&s->arena, jump)) {
    toc__sig_begin(s);
    st = load(s, data_dir, err);
    if (st == TOC_OK) toc__sig_finish(s);
    if (st == TOC_OK) toc__status_number_finish(s);
  } else {
    st = toc_fail(err, TOC_NOMEM, NULL, 0, 0, "out of memory");
  }
  s->arena.oom = NULL;
  if (st != TOC_OK) {
    toc__status_free(s);
    return st;
  }
  *out = s;
  return TOC_OK;
}

void toc__status_free(toc__status *s) {
  if (!s) return;
  toc_arena_release(&s->arena);
  free(s);
}

toc_status toc__status_run(const toc__status *s, toc_doc *doc, toc_error *err) {
  (void)err;
  toc_arena_reset(&doc->scratch);
  if (doc->tokens.len == 0 || !doc->child_at) return TOC_OK;
  const uint32_t *first = toc__sig_look_up(s, doc);
  toc__status_walk(s, doc, first);
  toc__status_negations(s, doc, first);
  return TOC_OK;
}
