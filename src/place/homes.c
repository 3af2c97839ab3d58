/* homes.c - publishers' homes, learnt from their other reports.
 *
 * A local paper writes "Paris" and means the one down the road.  Which one that is shows in what
 * else the paper prints: `tocsin export --format homes` looks through all reports of a crisis
 * file and writes the home of each publisher, and --publisher-prior reads it.  Always a finished
 * file, never what a run has seen so far: the code of a report must not depend on which reports
 * came before it. */
#include <stdlib.h>

#include "reading.h"

typedef struct wanted {
  uint32_t id, entity;
} wanted;

static int by_id(const void *x, const void *y) {
  const wanted *a = x, *b = y;
  return (a->id > b->id) - (a->id < b->id);
}

/* The mapped file has no index by id: one look through all for all. */
static void find_ids(const gazetteer *g, wanted *w, uint32_t n) {
  if (n) qsort(w, n, sizeof *w, by_id);
  for (uint32_t e = 0; e < g->n_entities && n; e++) {
    uint32_t lo = 0, hi = n, id = g->entity[e].id;
    while (id && lo < hi) {
      uint32_t mid = lo + (hi - lo) / 2;
      if (w[mid].id < id) lo = mid + 1;
      else hi = mid;
    }
    for (; id && lo < n && w[lo].id == id; lo++)
      if (w[lo].entity == GAZ_NO_ENTITY) w[lo].entity = e;
  }
}

static uint32_t entity_of(const wanted *w, uint32_t n, uint32_t id) {
  const wanted key = {.id = id}, *at = n ? bsearch(&key, w, n, sizeof *w, by_id) : NULL;
  while (at && at > w && at[-1].id == id) at--;
  return at ? at->entity : GAZ_NO_ENTITY;
}

typedef struct home {
  toc_str publisher;
  uint32_t id;
} home;

static bool next_line(toc_lines *l) {
  do {
    if (!toc_str_cut(&l->rest, '\n', &l->text)) return false;
    l->line++;
    if (l->text.len && l->text.ptr[l->text.len - 1] == '\r') l->text.len--;
  } while (!l->text.len);
  l->column = 1;
  return true;
}

toc_status toc__homes_read(toc__places *x, const char *file, toc_str bytes, toc_error *err) {
  toc_lines l;
  TOC_ARRAY(home) home_of = {0};
  TOC_ARRAY(wanted) want = {0};
  toc_map_init(&x->homes, &x->arena);
  toc_lines_init(&l, file, bytes);
  while (next_line(&l)) {
    toc_str rest = l.text, publisher, id;
    uint64_t n;
    if (!toc_utf8_valid(l.text)) return toc_lines_fail(err, &l, 0, "broken UTF-8");
    if (!toc_str_cut(&rest, '\t', &publisher) || !toc_str_trim(publisher).len || !rest.ptr)
      return toc_lines_fail(err, &l, 0, "expected a publisher, a tab and a GeoNames id");
    toc_str_cut(&rest, '\t', &id);
    if (l.line == 1 && toc_str_is(publisher, "publisher") && toc_str_is(id, "geonameid")) continue;
    if (!toc_str_uint(id, &n) || !n || n > UINT32_MAX) return toc_lines_fail(err, &l, publisher.len + 1, "expected a GeoNames id");
    *toc_push(&x->arena, &home_of) = (home){publisher, (uint32_t)n};
    *toc_push(&x->arena, &want) = (wanted){(uint32_t)n, GAZ_NO_ENTITY};
  }
  find_ids(&x->gaz, want.ptr, want.len);
  for (uint32_t i = 0; i < home_of.len; i++) {
    uint32_t e = entity_of(want.ptr, want.len, home_of.ptr[i].id);
    if (e != GAZ_NO_ENTITY) *toc_map_put(&x->homes, toc_fold(&x->arena, toc_str_trim(home_of.ptr[i].publisher)), e) = e; /* the last line counts */
  }
  return TOC_OK;
}

toc_status toc__homes_load(toc__places *x, const char *file, toc_error *err) {
  toc_str bytes;
  toc_status s = toc_file_read(&x->arena, file, 64u << 20, &bytes, err);
  return s == TOC_OK ? toc__homes_read(x, toc_str_z(&x->arena, toc_cstr(file)), bytes, err) : s;
}

uint32_t toc__home_of(const toc__places *x, toc_arena *scratch, toc_str publisher) {
  if (!x->homes.arena || !publisher.len) return GAZ_NO_ENTITY;
  uint32_t e = toc_map_get(&x->homes, toc_fold(scratch, toc_str_trim(publisher)));
  return e == TOC_NONE ? GAZ_NO_ENTITY : e;
}
