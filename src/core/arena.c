/* arena.c - memory that is freed all at once.
 *
 * One arena holds all annotations of a document (u-config, lexbor).  Under
 * TOC_ARENA_MALLOC each allocation is its own malloc, so that AddressSanitizer sees
 * every overrun, as link-grammar's pools do. */
#include "core.h"

#include <stdio.h>
#include <stdlib.h>

#define BLOCK_MIN (64u << 10)
#define BLOCK_KEEP (4u << 20) /* reset keeps a block of up to this size */

typedef struct toc__block {
  struct toc__block *next;
  size_t used, size;
} block;

#define HEAD ((sizeof(block) + 15u) & ~(size_t)15u)

static _Thread_local uint64_t fail_after; /* 0: never */

void toc_arena_fail_after(uint64_t n) { fail_after = n; }

void toc_arena_init(toc_arena *a, size_t max) { *a = (toc_arena){.max = max}; }

static _Noreturn void out_of_memory(toc_arena *a) {
  if (a->oom) longjmp(*a->oom, 1);
  abort(); /* a caller's mistake: no jump was set */
}

static void free_blocks(block *b) {
  while (b) {
    block *next = b->next;
    free(b);
    b = next;
  }
}

void toc_arena_release(toc_arena *a) {
  free_blocks(a->block);
  *a = (toc_arena){.max = a->max, .oom = a->oom};
}

void toc_arena_reset(toc_arena *a) {
  a->used = 0;
#ifdef TOC_ARENA_MALLOC
  free_blocks(a->block);
  a->block = NULL;
#else
  block *keep = a->block;
  if (!keep) return;
  free_blocks(keep->next);
  keep->next = NULL;
  if (keep->size > BLOCK_KEEP) {
    free(keep);
    a->block = NULL;
    return;
  }
  keep->used = 0;
#endif
}

static block *add_block(toc_arena *a, size_t need) {
  size_t size = need;
#ifndef TOC_ARENA_MALLOC
  size = a->block ? a->block->size * 2 : BLOCK_MIN;
  if (size > (16u << 20)) size = 16u << 20;
  if (size < need) size = need;
#endif
  block *b = malloc(HEAD + size);
  if (!b) out_of_memory(a);
  *b = (block){.next = a->block, .size = size};
  a->block = b;
  return b;
}

void *toc_arena_alloc(toc_arena *a, size_t count, size_t size) {
  if (fail_after && --fail_after == 0) out_of_memory(a);
  if (size && count > (SIZE_MAX / 2) / size) out_of_memory(a);
  size_t n = count * size;
  size_t room = (n + 15u) & ~(size_t)15u;
  if (a->max && (a->used + room > a->max || a->used + room < room)) out_of_memory(a);
  block *b = a->block;
#ifdef TOC_ARENA_MALLOC
  room = n ? n : 1;
  b = NULL;
#endif
  if (!b || b->size - b->used < room) b = add_block(a, room);
  void *p = (char *)b + HEAD + b->used;
  b->used += room;
  a->used += room;
  memset(p, 0, n);
  return p;
}

/* Large arrays have a block to themselves, which can be made longer: copies left behind would
 * be as large again as the array.  Such a block stands behind the newest one, so that the room
 * in that is not lost. */
#ifdef TOC_ARENA_MALLOC
#define BLOCK_OWN 0u /* here all have, and a pointer kept too long is found */
#else
#define BLOCK_OWN (1u << 20)
#endif

static void *own_block(toc_arena *a, size_t room) {
  block *b = malloc(HEAD + room);
  if (!b) out_of_memory(a);
  *b = (block){.used = room, .size = room};
  if (a->block) {
    b->next = a->block->next;
    a->block->next = b;
  } else {
    a->block = b;
  }
  return (char *)b + HEAD;
}

/* NULL: the array has no block of its own. */
static void *resize(toc_arena *a, void *old, size_t had, size_t room) {
  block **at = &a->block;
  while (*at && (char *)*at + HEAD != old) at = &(*at)->next;
  if (!*at || (*at)->size != had) return NULL;
  block *b = realloc(*at, HEAD + room);
  if (!b) out_of_memory(a);
  b->used = b->size = room;
  *at = b;
  return (char *)b + HEAD;
}

void *toc__grow(toc_arena *a, void *old, uint32_t len, uint32_t *cap, size_t size) {
  if (*cap > UINT32_MAX / 2 - 8) out_of_memory(a);
  uint32_t more = *cap ? *cap * 2 : 8;
  if ((size_t)*cap * size >= BLOCK_OWN && *cap > 8) more = *cap + *cap / 4; /* moved page by page, not copied */
  size_t had = (size_t)*cap * size, room = ((size_t)more * size + 15u) & ~(size_t)15u;
  if (room < BLOCK_OWN) {
    void *p = toc_arena_alloc(a, more, size);
    if (len) memcpy(p, old, (size_t)len * size);
    *cap = more;
    return p;
  }
  if (fail_after && --fail_after == 0) out_of_memory(a);
  size_t extra = had >= BLOCK_OWN && old ? room - ((had + 15u) & ~(size_t)15u) : room;
  if (a->max && (a->used + extra > a->max || a->used + extra < extra)) out_of_memory(a);
  char *p = had >= BLOCK_OWN && old ? resize(a, old, (had + 15u) & ~(size_t)15u, room) : NULL;
  if (!p) {
    p = own_block(a, room);
    extra = room;
    if (len) memcpy(p, old, (size_t)len * size);
  }
  memset(p + (size_t)len * size, 0, room - (size_t)len * size);
  a->used += extra;
  *cap = more;
  return p;
}

void *toc__trim(toc_arena *a, void *old, uint32_t len, uint32_t *cap, size_t size) {
  size_t had = ((size_t)*cap * size + 15u) & ~(size_t)15u, room = ((size_t)len * size + 15u) & ~(size_t)15u;
  if (!old || had < BLOCK_OWN || room >= had || !room) return old;
  void *p = resize(a, old, had, room);
  if (!p) return old;
  a->used -= had - room;
  *cap = len;
  return p;
}

toc_str toc_str_copy(toc_arena *a, toc_str s) {
  if (!s.ptr) return s;
  return (toc_str){toc_str_z(a, s), s.len};
}

char *toc_str_z(toc_arena *a, toc_str s) {
  char *p = toc_arena_alloc(a, s.len + 1, 1);
  if (s.len) memcpy(p, s.ptr, s.len);
  return p;
}

/* Most are short: written once, and copied. */
toc_str toc_str_format(toc_arena *a, const char *format, ...) {
  char room[256];
  va_list ap, again;
  va_start(ap, format);
  va_copy(again, ap);
  int n = vsnprintf(room, sizeof room, format, ap);
  va_end(ap);
  size_t len = n < 0 ? 0 : (size_t)n;
  char *p = toc_arena_alloc(a, len + 1, 1);
  if (len < sizeof room) memcpy(p, room, len);
  else vsnprintf(p, len + 1, format, again);
  va_end(again);
  return (toc_str){p, len};
}

toc_str toc_str_concat(toc_arena *a, const toc_str *part, size_t n) {
  size_t len = 0, at = 0;
  for (size_t i = 0; i < n; i++) len += part[i].len;
  char *p = toc_arena_alloc(a, len + 1, 1);
  for (size_t i = 0; i < n; i++)
    if (part[i].len) memcpy(p + at, part[i].ptr, part[i].len), at += part[i].len;
  return (toc_str){p, len};
}

toc_str toc_str_decimal(char out[24], uint64_t n) {
  size_t at = 24;
  do out[--at] = (char)('0' + n % 10);
  while (n /= 10);
  return (toc_str){out + at, 24 - at};
}
