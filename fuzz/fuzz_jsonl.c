/* Lines of JSON from anybody: a report in valid UTF-8, or a message. */
#include "source.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void one_line(toc_str line) {
  toc__held held = {0};
  toc_error err = {0};
  toc_arena_init(&held.arena, 0);
  toc__fields fields = {0};
  toc_status s = toc__jsonl_report(&held, line, &fields, "f", 1, &err);
  if (s == TOC_OK) {
    const toc_report *r = &held.report;
    const toc_str all[] = {r->id, r->text, r->title, r->published, r->updated, r->publisher, r->url, r->language};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
      if (all[i].len && (!toc_utf8_valid(all[i]) || memchr(all[i].ptr, 0, all[i].len))) abort();
    if (!r->id.len || !r->text.ptr) abort();
  } else if (s != TOC_BADINPUT || !err.message[0] || err.line != 1) {
    abort();
  }
  toc_arena_release(&held.arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  toc_str rest = {(const char *)data, size}, line;
  while (toc_str_cut(&rest, '\n', &line)) one_line(line);
  return 0;
}
