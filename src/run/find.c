/* find.c - what the dictionaries and the gazetteer say about a name, for a person who asks. */
#include "engine.h"

#define PLACES_MAX 20

static void put_string(toc_buf *out, const char *key, toc_str s) {
  toc_buf_fmt(out, "\"%s\":", key);
  toc_buf_json(out, s);
  toc_buf_put(out, ",", 1);
}

static toc_str or_null(toc_str s) { return s.len ? s : (toc_str){0}; }

static void places(const toc_engine *e, toc_arena *a, toc_str name, toc_buf *out) {
  toc__place_hit hit[PLACES_MAX];
  uint32_t all = toc__places_find(e->places, a, name, hit, PLACES_MAX), n = all < PLACES_MAX ? all : PLACES_MAX;
  for (uint32_t i = 0; i < n; i++) {
    toc_buf_put(out, "{", 1);
    put_string(out, "name", or_null(hit[i].name));
    put_string(out, "country", or_null(hit[i].country));
    put_string(out, "adm1", or_null(hit[i].adm1));
    put_string(out, "adm2", or_null(hit[i].adm2));
    put_string(out, "feature", toc_cstr(hit[i].feature));
    put_string(out, "kind", toc_cstr(hit[i].kind));
    if (hit[i].geonameid) toc_buf_fmt(out, "\"geonameid\":%lld,", (long long)hit[i].geonameid);
    else toc_buf_z(out, "\"geonameid\":null,");
    toc_buf_z(out, "\"lat\":");
    toc_buf_number(out, hit[i].lat);
    toc_buf_z(out, ",\"lon\":");
    toc_buf_number(out, hit[i].lon);
    toc_buf_fmt(out, ",\"population\":%u}\n", (unsigned)hit[i].population);
  }
}

static void put_day(toc_buf *out, const char *key, toc_day d) {
  toc_buf_fmt(out, "\"%s\":", key);
  if (d == TOC_NODAY) toc_buf_z(out, "null");
  else toc_buf_put(out, "\"", 1), toc_buf_day(out, d), toc_buf_put(out, "\"", 1);
  toc_buf_put(out, ",", 1);
}

static void actors(const toc_engine *e, toc_arena *a, toc_str phrase, toc_day day, toc_buf *out) {
  toc__actors_found found = {0};
  toc__actors_find(e->actors, a, phrase, day, &found);
  for (uint32_t i = 0; i < found.len; i++) {
    const toc__actor_found *f = &found.ptr[i];
    toc_buf_put(out, "{", 1);
    put_string(out, "name", or_null(f->name));
    put_string(out, "country", or_null(f->country));
    put_string(out, "sector", or_null(f->sector));
    put_string(out, "sector2", or_null(f->sector2));
    put_string(out, "role", or_null(f->role));
    put_day(out, "from", f->from);
    put_day(out, "to", f->to);
    const char *slash = f->file ? strrchr(f->file, '/') : NULL;
    put_string(out, "file", toc_cstr(slash ? slash + 1 : f->file));
    toc_buf_fmt(out, "\"line\":%u}\n", (unsigned)f->line);
  }
}

/* Runs one of the two with its memory caught; writes what it found. */
static toc_status find(const toc_engine *e, toc_str name, bool place, toc_day day, toc_write_fn write, void *ctx, toc_error *err) {
  toc_arena a;
  toc_buf out;
  jmp_buf jump;
  volatile toc_status s = TOC_NOMEM;
  toc_arena_init(&a, 0);
  toc_buf_init(&out, 0);
  if (TOC_TRY(&a, jump)) {
    if (place) places(e, &a, name, &out);
    else actors(e, &a, name, day, &out);
    s = out.failed ? TOC_NOMEM : !out.len ? TOC_DONE : write(ctx, out.ptr, out.len) ? TOC_IO : TOC_OK;
  }
  toc_buf_release(&out);
  toc_arena_release(&a);
  if (s == TOC_NOMEM) return toc_fail(err, s, NULL, 0, 0, "out of memory");
  if (s == TOC_IO) return toc_fail(err, s, NULL, 0, 0, "the output could not be written");
  return s;
}

toc_status toc_places_find(const toc_engine *engine, toc_str name, toc_write_fn write, void *ctx, toc_error *err) {
  return find(engine, name, true, TOC_NODAY, write, ctx, err);
}

toc_status toc_actors_find(const toc_engine *engine, toc_str phrase, toc_str date, toc_write_fn write, void *ctx, toc_error *err) {
  toc_day day = TOC_NODAY;
  if (date.len && !toc_day_parse(date, &day, NULL))
    return toc_fail(err, TOC_USAGE, NULL, 0, 0, "'%.*s' is no day: expected one such as 2022-01-06", TOC_FMT(date));
  return find(engine, phrase, false, day, write, ctx, err);
}
