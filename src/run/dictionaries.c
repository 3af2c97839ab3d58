/* dictionaries.c - people's own dictionaries, for a person who asks what was read of them. */
#include "engine.h"

static void put_counts(toc_buf *out, const toc__foreign *f) {
  toc__foreign_size s = toc__foreign_count(f);
  const struct {
    const char *name;
    uint32_t n;
  } rows[] = {{"files", s.files},       {"actors", s.actors},     {"agents", s.agents},
              {"verbs", s.verbs},       {"patterns", s.patterns}, {"transformations", s.transformations},
              {"discards", s.discards}, {"issues", s.issues},     {"nouns", s.nouns},
              {"passed over", s.passed_over}};
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) toc_buf_fmt(out, "%s\t%u\n", rows[i].name, (unsigned)rows[i].n);
  toc__foreign_list_passed(f, out);
}

toc_status toc_dictionaries_read(const char *folder, int list, toc_write_fn write, void *ctx, toc_error *err) {
  toc__foreign *f;
  toc_buf out;
  toc_status s = toc__foreign_load(&f, folder, err);
  if (s != TOC_OK) return s;
  toc_buf_init(&out, 0);
  if (list) toc__foreign_list(f, &out);
  else put_counts(&out, f);
  if (out.failed) s = toc_fail(err, TOC_NOMEM, NULL, 0, 0, "out of memory for the list");
  else if (out.len && write(ctx, out.ptr, out.len)) s = toc_fail(err, TOC_IO, NULL, 0, 0, "the list cannot be written");
  toc_buf_release(&out);
  toc__foreign_free(f);
  return s;
}
