/* Files of any kind from anybody: recognised, read to the end, every report valid, its page shown. */
#include "source.h"

#include <stdlib.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int swallow(void *ctx, const char *bytes, size_t n) {
  (void)ctx;
  if (!toc_utf8_valid((toc_str){bytes, n})) abort();
  return 0;
}

/* The marks of its page, and whether it was there before. */
static void use(const toc_report *report, toc_duplicates *seen) {
  toc_doc doc = {0};
  toc_doc_reset(&doc, 0);
  doc.id = report->id;
  doc.text = report->text;
  if (seen) toc_duplicates_mark(seen, &doc);
  if (toc_marked_write(report, &doc, swallow, NULL) == TOC_IO) abort();
  toc_arena_release(&doc.arena);
  toc_arena_release(&doc.scratch);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  const char *folder = getenv("TMPDIR");
  char path[256];
  snprintf(path, sizeof path, "%s/fuzz-inputs-XXXXXX", folder && strlen(folder) < 200 ? folder : "/tmp");
  int fd = mkstemp(path);
  FILE *f = fd < 0 ? NULL : fdopen(fd, "wb");
  if (!f) abort();
  fwrite(data, 1, size, f);
  fclose(f);
  toc_reader *r;
  toc_report *report;
  toc_error err;
  if (toc_reader_open(&r, path, TOC_INPUT_AUTO, 1u << 20, &err) == TOC_OK) {
    toc_status s = TOC_OK;
    toc_duplicates *seen = toc_duplicates_new();
    for (int i = 0; i < 1000 && s != TOC_DONE && s != TOC_IO; i++) {
      s = toc_reader_next(r, &report, &err);
      if (s != TOC_OK) continue;
      if (!toc_utf8_valid(report->text) || !report->id.len || !toc_utf8_valid(report->id)) abort();
      if (!toc_utf8_valid(report->file)) abort();
      use(report, seen);
      for (uint32_t at = 0; at < report->text.len; at += 97) toc_report_origin(report, at);
      toc_report_free(report);
    }
    toc_duplicates_free(seen);
    toc_reader_close(r);
  }
  unlink(path);
  return 0;
}
