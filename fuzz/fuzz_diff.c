/* Any two texts: all of both comes out, in order, and what is called the same is. */
#include "store.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(const toc__diff *d, toc_str was, toc_str now) {
  uint32_t x = 0, y = 0;
  for (uint32_t i = 0; i < d->len; i++) {
    const toc__diff_op *o = &d->ptr[i];
    if (o->was.start != x || o->now.start != y || o->was.end < x || o->now.end < y) abort();
    x = o->was.end, y = o->now.end;
    if (o->op == '=' && !toc_str_eq(toc_slice(was, o->was), toc_slice(now, o->now))) abort();
    if ((o->op == '-' && o->now.end != o->now.start) || (o->op == '+' && o->was.end != o->was.start)) abort();
  }
  if (x != was.len || y != now.len) abort();
}

static void compare(toc_str was, toc_str now) {
  toc_arena arena;
  jmp_buf jump;
  toc__diff d = {0};
  toc_arena_init(&arena, 0);
  if (!TOC_TRY(&arena, jump)) abort();
  toc__diff_texts(&arena, was, now, &d);
  check(&d, was, now);
  toc_arena_release(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  size_t cut = 0;
  while (cut < size && data[cut] != 0xff) cut++;
  toc_str all = {(const char *)data, size};
  compare(toc_str_sub(all, 0, cut), cut < size ? toc_str_sub(all, cut + 1, size) : (toc_str){0});
  return 0;
}
