/* layer.c - the gazetteer and layers of dumps → one mapped file.
 *
 * A dump of the whole world has 12 million lines.  So nothing but what must be looked up is
 * held in memory: which entity an id is, the populations, the divisions.  Entities and strings
 * go to scratch files as they come; names are sorted in runs that are merged at the end. */
#include "layer.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "namer.h"

#define RUN_NAMES ((size_t)1 << 20)
#define READ_NAMES ((size_t)2048) /* of each run at a time */
#define ID_PAGE 65536u
#define INDEX_BITS 16u
#define PREFIX_BITS_MAX 30u

typedef struct name_ref {
  uint64_t hash;
  uint32_t entity, population;
  uint32_t kind;
} name_ref;

typedef struct run {
  uint64_t at, left; /* in the file of names, in names */
  name_ref *buf;     /* [READ_NAMES] */
  size_t n, next;
} run;

typedef struct layering {
  const gazetteer *base;
  const char *scratch_dir;
  toc_arena arena, scratch;
  gaz_entity *entity;          /* [base->n_entities] the base's, with what dumps know better */
  TOC_ARRAY(gaz_entity) division; /* new ones, the first of the new entities */
  toc_buf population;          /* uint32_t[n_new] */
  uint32_t n_new;
  uint32_t *page[DUMP_ID_MAX / ID_PAGE + 1]; /* id → entity + 1 */
  toc_map country;             /* ISO2 → entity */
  toc_map code;                /* "IQ.01", "IQ.01.02" → entity */
  toc__namer namer;
  FILE *entities, *strings, *names, *prefixes, *starts, *refs; /* scratch */
  uint64_t n_strings, n_prefixes, n_names, n_refs;
  name_ref *sorting; /* [RUN_NAMES] */
  size_t n_sorting;
  TOC_ARRAY(uint64_t) run_len;
  run *run;          /* [run_len.len] */
  name_ref *reading; /* [run_len.len * READ_NAMES] */
  bool broken;       /* a scratch file could not be written */
  toc__layer_progress progress;
  void *ctx;
  uint64_t done, size;
  toc_error *err;
} layering;

static toc_status no_memory(layering *b) { return toc_fail(b->err, TOC_NOMEM, NULL, 0, 0, "out of memory while building the gazetteer"); }

/* ------------------------------------------------------------ scratch files */

static FILE *scratch_file(layering *b) {
  char *path = toc_str_z(&b->arena, toc_str_format(&b->arena, "%s/scratch-XXXXXX", b->scratch_dir));
  int fd = mkstemp(path);
  if (fd < 0) return NULL;
  unlink(path);
  FILE *f = fdopen(fd, "w+b");
  if (!f) close(fd);
  return f;
}

static toc_status open_scratch(layering *b) {
  FILE **f[] = {&b->entities, &b->strings, &b->names, &b->prefixes, &b->starts, &b->refs};
  for (size_t i = 0; i < sizeof f / sizeof *f; i++)
    if (!(*f[i] = scratch_file(b))) return toc_fail(b->err, TOC_IO, NULL, 0, 0, "cannot make a scratch file in '%s': %s", b->scratch_dir, strerror(errno));
  return TOC_OK;
}

static void put(layering *b, FILE *f, const void *bytes, size_t n) {
  if (n && fwrite(bytes, 1, n, f) != n) b->broken = true;
}

static int by_hash(const void *x, const void *y) {
  const name_ref *a = x, *b = y;
  if (a->hash != b->hash) return a->hash < b->hash ? -1 : 1;
  if (a->entity != b->entity) {
    if (a->population != b->population) return a->population > b->population ? -1 : 1;
    return a->entity < b->entity ? -1 : 1;
  }
  return (a->kind > b->kind) - (a->kind < b->kind);
}

static void end_run(layering *b) {
  if (!b->n_sorting) return;
  qsort(b->sorting, b->n_sorting, sizeof *b->sorting, by_hash);
  put(b, b->names, b->sorting, b->n_sorting * sizeof *b->sorting);
  *toc_push(&b->arena, &b->run_len) = b->n_sorting;
  b->n_sorting = 0;
}

static uint32_t population_of(const layering *b, uint32_t entity) {
  if (entity < b->base->n_entities) return b->entity[entity].population;
  uint32_t n = 0;
  size_t from = (size_t)(entity - b->base->n_entities) * sizeof n;
  if (from + sizeof n <= b->population.len) memcpy(&n, b->population.ptr + from, sizeof n);
  return n; /* 0 where memory is missing, which ends the build */
}

static void put_name(void *ctx, uint64_t hash, uint32_t entity, gaz_kind kind) {
  layering *b = ctx;
  b->sorting[b->n_sorting++] = (name_ref){hash, entity, population_of(b, entity), (uint32_t)kind};
  if (b->n_sorting == RUN_NAMES) end_run(b);
}

static void put_prefix(void *ctx, uint64_t hash) {
  layering *b = ctx;
  put(b, b->prefixes, &hash, sizeof hash);
  b->n_prefixes++;
}

/* ------------------------------------------------------------------ the base */

static uint32_t *id_slot(layering *b, uint32_t id) {
  uint32_t **page = &b->page[id / ID_PAGE];
  if (!*page) *page = toc_new(&b->arena, uint32_t, ID_PAGE);
  return &(*page)[id % ID_PAGE];
}

static uint32_t entity_of(const layering *b, uint32_t id) {
  const uint32_t *page = b->page[id / ID_PAGE];
  return page && page[id % ID_PAGE] ? page[id % ID_PAGE] - 1 : GAZ_NO_ENTITY;
}

static const gaz_entity *at(const layering *b, uint32_t e) {
  if (e < b->base->n_entities) return &b->entity[e];
  e -= b->base->n_entities;
  return e < b->division.len ? &b->division.ptr[e] : NULL;
}

static toc_str code_key(layering *b, toc_str country, toc_str adm1, toc_str adm2) {
  toc_arena_reset(&b->scratch);
  return adm2.len ? toc_str_format(&b->scratch, "%.*s.%.*s.%.*s", TOC_FMT(country), TOC_FMT(adm1), TOC_FMT(adm2))
                  : toc_str_format(&b->scratch, "%.*s.%.*s", TOC_FMT(country), TOC_FMT(adm1));
}

static toc_status read_text(layering *b, const char *data_dir, const char *name, toc_lines *l) {
  const char *path = toc_str_format(&b->arena, "%s/places/%s", data_dir, name).ptr;
  toc_str bytes;
  toc_status s = toc_file_read(&b->arena, path, 16u << 20, &bytes, b->err);
  toc_lines_init(l, path, bytes);
  return s;
}

/* Countries by their two letters, which the mapped file does not hold. */
static toc_status read_countries(layering *b, const char *data_dir, toc_str *iso2_of) {
  toc_map iso3;
  toc_lines l;
  toc_str line, f[2];
  toc_map_init(&iso3, &b->arena);
  for (uint32_t i = 0; i < b->base->n_entities; i++)
    if (b->entity[i].feature == GAZ_PCLI || b->entity[i].feature == GAZ_PCLH) toc_map_put(&iso3, gaz_code(b->base, i), i);
  toc_status s = read_text(b, data_dir, "geonames/countries.tsv", &l);
  while (s == TOC_OK && toc_lines_next(&l)) {
    line = l.text;
    if (!toc_str_cut(&line, '\t', &f[0]) || !toc_str_cut(&line, '\t', &f[1]) || f[0].len != 2) return toc_lines_fail(b->err, &l, 0, "expected ISO2 and ISO3");
    uint32_t e = toc_map_get(&iso3, f[1]);
    if (e == TOC_NONE) continue;
    toc_map_put(&b->country, f[0], e);
    iso2_of[e] = f[0];
  }
  return s;
}

static toc_status read_never(layering *b, const char *data_dir) {
  toc_lines l;
  toc_status s = read_text(b, data_dir, "never.txt", &l);
  while (s == TOC_OK && toc_lines_next(&l)) {
    toc_str rest = l.text, name;
    toc_str_cut(&rest, '|', &name);
    toc_arena_reset(&b->scratch);
    toc_map_put(&b->namer.never, toc__place_key(&b->scratch, toc_str_trim(name)), 1);
  }
  return s;
}

static void read_divisions(layering *b, const toc_str *iso2_of) {
  const gazetteer *g = b->base;
  for (uint32_t i = 0; i < g->n_entities; i++) {
    const gaz_entity *e = &b->entity[i];
    if (e->id && e->id < DUMP_ID_MAX) *id_slot(b, e->id) = i + 1;
    if (e->feature != GAZ_ADM1 && e->feature != GAZ_ADM2) continue;
    uint32_t land = gaz_country(g, i), above = e->parent;
    if (land == GAZ_NO_ENTITY || !iso2_of[land].len || !e->code_len) continue;
    bool second = e->feature == GAZ_ADM2;
    if (second && (above >= g->n_entities || b->entity[above].feature != GAZ_ADM1)) continue;
    toc_map_put(&b->code, second ? code_key(b, iso2_of[land], gaz_code(g, above), gaz_code(g, i)) : code_key(b, iso2_of[land], gaz_code(g, i), (toc_str){0}), i);
  }
}

static toc_status take_base(layering *b, const char *data_dir) {
  const gazetteer *g = b->base;
  b->entity = toc_new(&b->arena, gaz_entity, (size_t)g->n_entities + 1);
  memcpy(b->entity, g->entity, (size_t)g->n_entities * sizeof *g->entity);
  toc_str *iso2_of = toc_new(&b->arena, toc_str, (size_t)g->n_entities + 1);
  toc_status s = read_countries(b, data_dir, iso2_of);
  if (s == TOC_OK) s = read_never(b, data_dir);
  if (s != TOC_OK) return s;
  read_divisions(b, iso2_of);
  put(b, b->strings, g->string, g->n_strings);
  b->n_strings = g->n_strings;
  for (uint32_t i = 0; i < g->n_names; i++)
    for (uint32_t k = g->start[i]; k < g->start[i + 1] && k < g->n_refs; k++)
      if (gaz_ref_entity(g->ref[k]) < g->n_entities) put_name(b, g->hash[i], gaz_ref_entity(g->ref[k]), gaz_ref_kind(g->ref[k]));
  return TOC_OK;
}

/* --------------------------------------------------------------------- rows */

static uint32_t holder(layering *b, const dump_row *r) {
  uint32_t e = TOC_NONE;
  if (r->adm1.len && r->adm2.len && r->feature != GAZ_ADM1 && r->feature != GAZ_ADM2) e = toc_map_get(&b->code, code_key(b, r->country, r->adm1, r->adm2));
  if (e == TOC_NONE && r->adm1.len && r->feature != GAZ_ADM1) e = toc_map_get(&b->code, code_key(b, r->country, r->adm1, (toc_str){0}));
  if (e == TOC_NONE) e = toc_map_get(&b->country, r->country);
  return e == TOC_NONE ? GAZ_NO_ENTITY : e;
}

static uint32_t add_entity(layering *b, const dump_row *r) {
  bool division = r->feature == GAZ_ADM1 || r->feature == GAZ_ADM2;
  toc_str code = r->feature == GAZ_ADM1 ? r->adm1 : r->feature == GAZ_ADM2 ? r->adm2 : (toc_str){0};
  gaz_entity e = {.id = r->id, .lat = r->lat, .lon = r->lon, .population = r->population, .name = (uint32_t)b->n_strings,
                  .parent = holder(b, r), .name_len = (uint8_t)(r->name.len > 255 ? 255 : r->name.len),
                  .code_len = (uint8_t)(code.len > 255 ? 255 : code.len), .feature = (uint8_t)r->feature};
  const gaz_entity *above = e.parent == GAZ_NO_ENTITY ? NULL : at(b, e.parent);
  e.depth = above ? (uint8_t)(above->depth + 1) : 0;
  uint32_t me = b->base->n_entities + b->n_new++;
  put(b, b->entities, &e, sizeof e);
  put(b, b->strings, r->name.ptr, e.name_len);
  put(b, b->strings, code.ptr, e.code_len);
  b->n_strings += (uint64_t)e.name_len + e.code_len;
  toc_buf_put(&b->population, &e.population, sizeof e.population);
  *id_slot(b, r->id) = me + 1;
  if (!division) return me;
  *toc_push(&b->arena, &b->division) = e;
  if (r->adm1.len) toc_map_put(&b->code, code_key(b, r->country, r->adm1, r->feature == GAZ_ADM2 ? r->adm2 : (toc_str){0}), me);
  return me;
}

/* The list knows divisions by their codes, some without an id, all with the middle of their
 * towns for a point: the dump knows better. */
static uint32_t known_division(layering *b, const dump_row *r) {
  if ((r->feature != GAZ_ADM1 && r->feature != GAZ_ADM2) || !r->adm1.len || (r->feature == GAZ_ADM2 && !r->adm2.len)) return GAZ_NO_ENTITY;
  uint32_t e = toc_map_get(&b->code, code_key(b, r->country, r->adm1, r->feature == GAZ_ADM2 ? r->adm2 : (toc_str){0}));
  if (e == TOC_NONE) return GAZ_NO_ENTITY;
  if (e < b->base->n_entities && !b->entity[e].id) {
    b->entity[e].id = r->id;
    b->entity[e].lat = r->lat;
    b->entity[e].lon = r->lon;
  }
  *id_slot(b, r->id) = e + 1;
  return e;
}

static void add_names(layering *b, const dump_row *r, uint32_t e, bool fresh) {
  bool arabic = toc__names_arabic(r->country), division = r->feature == GAZ_ADM1 || r->feature == GAZ_ADM2;
  bool us_county = r->feature == GAZ_ADM2 && toc_str_is(r->country, "US");
  toc_str rest = r->others, one;
  if (toc__dump_is_name(r->name)) toc__name_add(&b->namer, r->name, e, fresh ? GAZ_MAIN : GAZ_OTHER);
  if (!us_county) toc__name_add_bare(&b->namer, r->name, e, arabic, division);
  if (!toc_str_eq(r->ascii, r->name) && toc__dump_is_name(r->ascii)) toc__name_add(&b->namer, r->ascii, e, GAZ_OTHER);
  while (toc_str_cut(&rest, ',', &one)) {
    one = toc_str_trim(one);
    if (!toc__dump_is_name(one)) continue;
    toc__name_add(&b->namer, one, e, GAZ_OTHER);
    toc__name_add_bare(&b->namer, one, e, arabic, division);
  }
}

static void take_place(layering *b, const dump_row *r) {
  uint32_t e = entity_of(b, r->id);
  if (e == GAZ_NO_ENTITY) e = known_division(b, r);
  bool fresh = e == GAZ_NO_ENTITY;
  if (fresh) e = add_entity(b, r);
  add_names(b, r, e, fresh);
}

static void take_name(layering *b, const dump_row *r) {
  uint32_t e = entity_of(b, r->id);
  if (e != GAZ_NO_ENTITY) toc__name_add(&b->namer, r->name, e, r->kind);
}

/* Parents come before their children: divisions of the first order, of the second, all else. */
enum { PASS_ADM1, PASS_ADM2, PASS_REST, PASS_NAMES };

static bool in_pass(int pass, const dump_row *r) {
  switch (pass) {
    case PASS_ADM1: return r->feature == GAZ_ADM1;
    case PASS_ADM2: return r->feature == GAZ_ADM2;
    case PASS_REST: return r->feature != GAZ_ADM1 && r->feature != GAZ_ADM2;
    default: return true;
  }
}

static toc_status read_layer(layering *b, const char *path, int pass) {
  dump_reader d;
  dump_row row;
  FILE *f = fopen(path, "rb");
  if (!f) return toc_fail(b->err, TOC_IO, NULL, 0, 0, "cannot open '%s': %s", path, strerror(errno));
  jmp_buf jump, *before = b->arena.oom; /* reader and file must be closed before memory is missed */
  volatile toc_status s = toc__dump_open(&d, f, path, b->err);
  if (s == TOC_OK && TOC_TRY(&b->arena, jump)) {
    b->scratch.oom = &jump;
    bool wanted = (d.kind == DUMP_NAMES) == (pass == PASS_NAMES);
    uint64_t lines = 0;
    while (wanted && !b->broken && (s = toc__dump_next(&d, &row, b->err)) == TOC_OK) {
      if (++lines % 65536 == 0 && b->progress) b->progress(b->ctx, "building", b->done + d.bytes, b->size);
      if (b->n_strings > UINT32_MAX / 2 - 512 || b->n_new + b->base->n_entities >= GAZ_NO_ENTITY - 1) {
        s = toc_fail(b->err, TOC_BADDATA, path, d.line, 0, "more places than a gazetteer can hold");
        break;
      }
      if (!row.usable || !in_pass(pass, &row)) continue;
      if (d.kind == DUMP_PLACES) take_place(b, &row);
      else take_name(b, &row);
    }
    b->done += wanted ? d.bytes : 0;
  } else if (s == TOC_OK) {
    s = no_memory(b);
  }
  b->arena.oom = b->scratch.oom = before;
  toc__dump_close(&d);
  fclose(f);
  return s == TOC_DONE ? TOC_OK : s;
}

static int by_basename(const void *x, const void *y) {
  const char *a = *(const char *const *)x, *b = *(const char *const *)y, *sa = strrchr(a, '/'), *sb = strrchr(b, '/');
  return strcmp(sa ? sa + 1 : a, sb ? sb + 1 : b);
}

static toc_status read_layers(layering *b, const char *const *layer, size_t n) {
  const char **sorted = toc_new(&b->arena, const char *, n + 1);
  for (size_t i = 0; i < n; i++) {
    struct stat st;
    sorted[i] = layer[i];
    if (stat(layer[i], &st) == 0) b->size += (uint64_t)st.st_size * 3;
  }
  if (n) qsort(sorted, n, sizeof *sorted, by_basename);
  toc_status s = TOC_OK;
  for (int pass = PASS_ADM1; pass <= PASS_NAMES; pass++)
    for (size_t i = 0; i < n && s == TOC_OK; i++) s = read_layer(b, sorted[i], pass);
  return s;
}

/* ------------------------------------------------------------------ merging */

static bool refill(layering *b, run *r) {
  if (r->next < r->n) return true;
  size_t want = r->left < READ_NAMES ? (size_t)r->left : READ_NAMES;
  r->n = r->next = 0;
  if (!want) return false;
  if (fseeko(b->names, (off_t)(r->at * sizeof(name_ref)), SEEK_SET) != 0 || fread(r->buf, sizeof(name_ref), want, b->names) != want) {
    b->broken = true;
    return false;
  }
  r->at += want;
  r->left -= want;
  r->n = want;
  return true;
}

static bool before(const layering *b, uint32_t x, uint32_t y) {
  int c = by_hash(&b->run[x].buf[b->run[x].next], &b->run[y].buf[b->run[y].next]);
  return c ? c < 0 : x < y;
}

static void sift(const layering *b, uint32_t *heap, uint32_t n, uint32_t i) {
  for (uint32_t k; (k = 2 * i + 1) < n; i = k) {
    if (k + 1 < n && before(b, heap[k + 1], heap[k])) k++;
    if (!before(b, heap[k], heap[i])) return;
    uint32_t t = heap[i];
    heap[i] = heap[k];
    heap[k] = t;
  }
}

typedef struct output {
  FILE *f;
  uint64_t at;
  gaz_header h;
} output;

static void write_out(layering *b, output *o, const void *bytes, size_t n) {
  put(b, o->f, bytes, n);
  o->at += n;
}

static void begin(layering *b, output *o, int section) {
  static const char zero[8] = {0};
  if (o->at % 8) write_out(b, o, zero, 8 - o->at % 8);
  o->h.section[section].at = o->at;
}

static void copy_over(layering *b, output *o, FILE *from) {
  char buf[65536];
  size_t n;
  if (fflush(from) != 0 || fseeko(from, 0, SEEK_SET) != 0) b->broken = true;
  while ((n = fread(buf, 1, sizeof buf, from)) > 0) write_out(b, o, buf, n);
  if (ferror(from)) b->broken = true;
}

/* Names in order of their hashes into the output, their references beside them. */
static void merge_names(layering *b, output *o, uint32_t *index) {
  uint32_t n = b->run_len.len, live = 0, *heap = toc_new(&b->arena, uint32_t, (size_t)n + 1);
  uint64_t from = 0, last_hash = 0;
  uint32_t last_entity = GAZ_NO_ENTITY;
  b->run = toc_new(&b->arena, run, (size_t)n + 1);
  b->reading = toc_new(&b->arena, name_ref, (size_t)n * READ_NAMES + 1);
  if (fflush(b->names) != 0) b->broken = true;
  for (uint32_t i = 0; i < n; i++) {
    b->run[i] = (run){.at = from, .left = b->run_len.ptr[i], .buf = b->reading + (size_t)i * READ_NAMES};
    from += b->run_len.ptr[i];
    if (refill(b, &b->run[i])) heap[live++] = i;
  }
  for (uint32_t i = live; i-- > 0;) sift(b, heap, live, i);
  begin(b, o, GAZ_S_HASHES);
  while (live && !b->broken) {
    run *r = &b->run[heap[0]];
    name_ref x = r->buf[r->next++];
    bool fresh = !b->n_names || x.hash != last_hash;
    if (fresh) {
      uint32_t start = (uint32_t)b->n_refs;
      write_out(b, o, &x.hash, sizeof x.hash);
      put(b, b->starts, &start, sizeof start);
      index[(x.hash >> (64 - INDEX_BITS)) + 1]++;
      b->n_names++;
    }
    if (fresh || x.entity != last_entity) {
      uint32_t ref = x.entity | x.kind << 28;
      put(b, b->refs, &ref, sizeof ref);
      b->n_refs++;
    }
    last_hash = x.hash;
    last_entity = x.entity;
    if (!refill(b, r)) heap[0] = heap[--live];
    sift(b, heap, live, 0);
  }
  uint32_t end = (uint32_t)b->n_refs;
  put(b, b->starts, &end, sizeof end);
}

static void write_names(layering *b, output *o) {
  uint32_t slots = 1u << INDEX_BITS, *index = toc_new(&b->arena, uint32_t, (size_t)slots + 1);
  end_run(b);
  merge_names(b, o, index);
  o->h.section[GAZ_S_HASHES].count = b->n_names;
  begin(b, o, GAZ_S_STARTS);
  copy_over(b, o, b->starts);
  o->h.section[GAZ_S_STARTS].count = b->n_names + 1;
  begin(b, o, GAZ_S_REFS);
  copy_over(b, o, b->refs);
  o->h.section[GAZ_S_REFS].count = b->n_refs;
  for (uint32_t i = 1; i <= slots; i++) index[i] += index[i - 1];
  begin(b, o, GAZ_S_INDEX);
  write_out(b, o, index, ((size_t)slots + 1) * sizeof *index);
  o->h.section[GAZ_S_INDEX].count = slots + 1;
}

/* A bit of the base's map stands for all hashes that begin as it does. */
static void write_prefixes(layering *b, output *o) {
  unsigned bits = b->base->prefix_bits;
  while (bits < PREFIX_BITS_MAX && ((uint64_t)1 << bits) < b->n_prefixes * 16) bits++;
  size_t bytes = ((size_t)1 << bits) / 8;
  uint8_t *map = toc_new(&b->arena, uint8_t, bytes);
  uint64_t hash, wide = (uint64_t)1 << (bits - b->base->prefix_bits);
  for (uint64_t i = 0; i < (uint64_t)1 << b->base->prefix_bits; i++)
    if (b->base->prefix[i >> 3] >> (i & 7) & 1)
      for (uint64_t k = i * wide; k < (i + 1) * wide; k++) map[k >> 3] |= (uint8_t)(1u << (k & 7));
  if (fflush(b->prefixes) != 0 || fseeko(b->prefixes, 0, SEEK_SET) != 0) b->broken = true;
  while (fread(&hash, sizeof hash, 1, b->prefixes) == 1) {
    uint64_t bit = hash >> (64 - bits);
    map[bit >> 3] |= (uint8_t)(1u << (bit & 7));
  }
  begin(b, o, GAZ_S_PREFIXES);
  write_out(b, o, map, bytes);
  o->h.section[GAZ_S_PREFIXES].count = bytes;
}

/* The hashes of all that stands behind the header, then the header. */
static toc_status sign(layering *b, output *o) {
  if (b->broken || fflush(o->f) != 0) return toc_fail(b->err, TOC_IO, NULL, 0, 0, "cannot write the gazetteer: %s", strerror(errno ? errno : EIO));
  o->h.size = o->at;
  void *p = mmap(NULL, (size_t)o->at, PROT_READ, MAP_SHARED, fileno(o->f), 0);
  if (p == MAP_FAILED) return toc_fail(b->err, TOC_IO, NULL, 0, 0, "cannot map the new gazetteer: %s", strerror(errno));
  toc_str body = {(const char *)p + sizeof o->h, (size_t)o->at - sizeof o->h};
  o->h.hash = toc_hash(body, 0);
  toc_sha256(body, o->h.sha256);
  munmap(p, (size_t)o->at);
  if (fseeko(o->f, 0, SEEK_SET) != 0 || fwrite(&o->h, sizeof o->h, 1, o->f) != 1 || fflush(o->f) != 0 || fsync(fileno(o->f)) != 0)
    return toc_fail(b->err, TOC_IO, NULL, 0, 0, "cannot write the gazetteer: %s", strerror(errno));
  return TOC_OK;
}

static toc_status write_file(layering *b, FILE *out) {
  const gazetteer *g = b->base;
  output o = {.f = out, .h = {.version = GAZ_VERSION, .order = GAZ_ORDER}};
  memcpy(o.h.magic, GAZ_MAGIC, 8);
  memcpy(o.h.base, g->header->sha256, sizeof o.h.base);
  write_out(b, &o, &o.h, sizeof o.h);
  begin(b, &o, GAZ_S_ENTITIES);
  write_out(b, &o, b->entity, (size_t)g->n_entities * sizeof *b->entity);
  copy_over(b, &o, b->entities);
  o.h.section[GAZ_S_ENTITIES].count = (uint64_t)g->n_entities + b->n_new;
  write_names(b, &o);
  write_prefixes(b, &o);
  begin(b, &o, GAZ_S_WORDS);
  write_out(b, &o, g->word, (size_t)g->n_words * sizeof *g->word);
  o.h.section[GAZ_S_WORDS].count = g->n_words;
  begin(b, &o, GAZ_S_WORD_FLAGS);
  write_out(b, &o, g->word_flags, g->n_words);
  o.h.section[GAZ_S_WORD_FLAGS].count = g->n_words;
  begin(b, &o, GAZ_S_STRINGS);
  copy_over(b, &o, b->strings);
  o.h.section[GAZ_S_STRINGS].count = b->n_strings;
  if (b->n_refs > UINT32_MAX / 2) return toc_fail(b->err, TOC_BADDATA, NULL, 0, 0, "more names than a gazetteer can hold");
  if (b->population.failed) return no_memory(b);
  return sign(b, &o);
}

static toc_status build_in(layering *b, const char *data_dir, const char *const *layer, size_t n, FILE *out) {
  jmp_buf jump;
  if (!TOC_TRY(&b->arena, jump)) return no_memory(b);
  b->scratch.oom = b->arena.oom;
  b->namer = (toc__namer){.scratch = &b->scratch, .ctx = b, .put = put_name, .prefix = put_prefix};
  toc_map *maps[] = {&b->country, &b->code, &b->namer.never};
  for (size_t i = 0; i < sizeof maps / sizeof *maps; i++) toc_map_init(maps[i], &b->arena);
  b->sorting = toc_new(&b->arena, name_ref, RUN_NAMES);
  toc_status s = open_scratch(b);
  if (s == TOC_OK) s = take_base(b, data_dir);
  if (s == TOC_OK) s = read_layers(b, layer, n);
  return s == TOC_OK ? write_file(b, out) : s;
}

toc_status toc__layer_build(const gazetteer *base, const char *data_dir, const char *const *layer, size_t n, const char *scratch, FILE *out,
                            toc__layer_progress progress, void *ctx, toc_error *err) {
  layering *b = calloc(1, sizeof *b);
  if (!b) return toc_fail(err, TOC_NOMEM, NULL, 0, 0, "out of memory");
  *b = (layering){.base = base, .scratch_dir = scratch, .progress = progress, .ctx = ctx, .err = err};
  toc_arena_init(&b->arena, 0);
  toc_arena_init(&b->scratch, 0);
  toc_buf_init(&b->population, 0);
  toc_status s = build_in(b, data_dir, layer, n, out);
  FILE *f[] = {b->entities, b->strings, b->names, b->prefixes, b->starts, b->refs};
  for (size_t i = 0; i < sizeof f / sizeof *f; i++)
    if (f[i]) fclose(f[i]);
  toc_buf_release(&b->population);
  toc_arena_release(&b->arena);
  toc_arena_release(&b->scratch);
  free(b);
  return s;
}
