/* build.c - the gazetteer's text sources → one mapped file.
 *
 * Three layers of text, each later one adding to the earlier: what GeoNames has (towns,
 * divisions; imported), our countries, and our own tables of regions and names.  The
 * order of entities (countries, first and second divisions, regions, towns) puts parents
 * before children and depends on the text alone. */
#include "build.h"

#include <stdlib.h>

#include "gazetteer.h"
#include "namer.h"

typedef struct name_ref {
  uint64_t hash;
  uint32_t entity, population;
  uint8_t kind;
} name_ref;

typedef struct builder {
  toc_arena arena, scratch; /* scratch: one name's key */
  TOC_ARRAY(gaz_entity) entity;
  TOC_ARRAY(name_ref) name;
  TOC_ARRAY(uint64_t) word;
  TOC_ARRAY(uint8_t) word_flags;
  toc_map word_at;    /* key → index into word */
  toc_map country;    /* ISO2 and ISO3 → entity */
  toc_map division;   /* "IQ.01", "IQ.01.02" → entity */
  toc_map by_name;    /* "IQ name" and "IQ ADM1 name" → the most populous entity */
  toc_map region;     /* "GBR england" → 1 */
  TOC_ARRAY(uint64_t) prefix; /* hashes of the beginnings of names */
  toc__namer namer;
  toc_buf strings;
  const char *dir;
  toc_error *err;
} builder;

/* ------------------------------------------------------------------ pieces */

static toc_str key_of(builder *b, toc_str name) {
  toc_arena_reset(&b->scratch);
  return toc__place_key(&b->scratch, name);
}

static uint32_t add_entity(builder *b, gaz_entity e, toc_str name, toc_str code) {
  if (name.len > 255) name.len = 255;
  if (code.len > 255) code.len = 255;
  e.name = (uint32_t)b->strings.len;
  e.name_len = (uint8_t)name.len;
  e.code_len = (uint8_t)code.len;
  e.depth = e.parent == GAZ_NO_ENTITY ? 0 : (uint8_t)(b->entity.ptr[e.parent].depth + 1);
  toc_buf_str(&b->strings, name);
  toc_buf_str(&b->strings, code);
  *toc_push(&b->arena, &b->entity) = e;
  return b->entity.len - 1;
}

static void put_name(void *ctx, uint64_t hash, uint32_t entity, gaz_kind kind) {
  builder *b = ctx;
  *toc_push(&b->arena, &b->name) = (name_ref){hash, entity, b->entity.ptr[entity].population, (uint8_t)kind};
}

static void put_prefix(void *ctx, uint64_t hash) {
  builder *b = ctx;
  *toc_push(&b->arena, &b->prefix) = hash;
}

static void add_name(builder *b, toc_str name, uint32_t entity, gaz_kind kind) { toc__name_add(&b->namer, name, entity, kind); }

static void add_key(builder *b, toc_str key, uint32_t entity, gaz_kind kind) { toc__name_add_key(&b->namer, key, entity, kind); }

/* Remembers the greatest bearer of a name in a country, for names.txt. */
static void remember(builder *b, const char *kind, toc_str iso, toc_str name, uint32_t entity) {
  toc_str k = key_of(b, name);
  toc_str at = toc_str_format(&b->scratch, "%.*s %s%.*s", TOC_FMT(iso), kind, TOC_FMT(k));
  uint32_t *have = toc_map_put(&b->by_name, at, entity);
  if (b->entity.ptr[*have].population < b->entity.ptr[entity].population) *have = entity;
}

/* ------------------------------------------------------------------ reading */

typedef struct table {
  toc_lines lines;
  toc_str field[16];
  int n;
} table;

static toc_status open_table(builder *b, table *t, const char *name) {
  const char *path = toc_str_format(&b->arena, "%s/%s", b->dir, name).ptr;
  toc_str bytes;
  toc_status st = toc_file_read(&b->arena, path, 256u << 20, &bytes, b->err);
  toc_lines_init(&t->lines, path, bytes);
  return st;
}

/* Next row: fields cut at `sep`, blanks at their ends off.  Tables from outside keep '#'. */
static bool next_row(table *t, char sep) {
  toc_str rest, f;
  if (sep == '\t') {
    do {
      if (!toc_str_cut(&t->lines.rest, '\n', &t->lines.text)) return false;
      t->lines.line++;
    } while (!t->lines.text.len || t->lines.text.ptr[0] == '#');
    t->lines.column = 1;
  } else if (!toc_lines_next(&t->lines)) {
    return false;
  }
  rest = t->lines.text;
  for (t->n = 0; t->n < 16 && toc_str_cut(&rest, sep, &f);) t->field[t->n++] = toc_str_trim(f);
  return true;
}

static toc_status expected(builder *b, table *t, int field, const char *what) {
  size_t at = field < t->n && field > 0 ? (size_t)(t->field[field].ptr - t->lines.text.ptr) : 0;
  return toc_lines_fail(b->err, &t->lines, at, "expected %s", what);
}

static bool degrees(toc_str s, double limit, int32_t *out) {
  double x;
  if (!toc_str_double(s, &x) || x < -limit || x > limit) return false;
  *out = (int32_t)(x * 10000 + (x < 0 ? -0.5 : 0.5));
  return true;
}

static bool point(toc_str s, int32_t *lat, int32_t *lon) {
  toc_str a;
  if (!toc_str_cut(&s, ' ', &a) || !s.ptr) return false;
  return degrees(a, 90, lat) && degrees(toc_str_trim(s), 180, lon);
}

static bool number(toc_str s, uint32_t *out) {
  uint64_t n;
  if (!toc_str_uint(s, &n) || n > UINT32_MAX) return false;
  *out = (uint32_t)n;
  return true;
}

/* ---------------------------------------------------------------- countries */

typedef struct country_row {
  uint32_t id, population;
  toc_str iso2, iso3, name;
  bool told; /* countries.txt has it */
} country_row;

/* A territory that GeoNames knows and our own table does not: its point will be that of
 * its greatest town (locate_unlisted). */
static void add_unlisted(builder *b, const country_row *r) {
  if (r->told) return;
  gaz_entity e = {.id = r->id, .population = r->population, .parent = GAZ_NO_ENTITY, .feature = GAZ_PCLI};
  uint32_t me = add_entity(b, e, r->name, r->iso3);
  *toc_map_put(&b->country, r->iso3, me) = me;
  *toc_map_put(&b->country, r->iso2, me) = me;
  add_name(b, r->name, me, GAZ_MAIN);
  remember(b, "PCLI ", r->iso3, r->name, me);
}

/* "tld kz", a name no text holds: the land behind a publisher's address.  Two-letter ends
 * that the world rents for their sound say nothing. */
static void add_web(builder *b, toc_str iso2, uint32_t entity) {
  static const char *const rented[] = {"tv", "io", "me", "co", "ai", "fm", "to", "cc", "ws", "ly", "gg", NULL};
  toc_arena_reset(&b->scratch);
  toc_str end = toc_lower(&b->scratch, iso2);
  if (toc__one_of(end, rented)) return;
  if (toc_str_is(end, "gb")) end = TOC_S("uk");
  add_key(b, toc_str_format(&b->scratch, "tld %.*s", TOC_FMT(end)), entity, GAZ_MAIN);
}

static void locate_unlisted(builder *b) {
  toc_arena_reset(&b->scratch);
  uint32_t *best = toc_new(&b->scratch, uint32_t, b->entity.len);
  for (uint32_t i = 0; i < b->entity.len; i++) {
    gaz_entity *e = &b->entity.ptr[i], *land;
    uint32_t c = i;
    for (int step = 0; b->entity.ptr[c].parent != GAZ_NO_ENTITY && step < 5; step++) c = b->entity.ptr[c].parent;
    land = &b->entity.ptr[c];
    if (c == i || land->feature != GAZ_PCLI || (land->lat | land->lon && !best[c]) || e->population < best[c]) continue;
    best[c] = e->population + 1;
    land->lat = e->lat;
    land->lon = e->lon;
  }
}

static bool is_region(builder *b, toc_str iso3, toc_str name);

static toc_status read_countries(builder *b) {
  table t;
  toc_map at;
  TOC_ARRAY(country_row) row = {0};
  toc_map_init(&at, &b->arena);
  toc_status st = open_table(b, &t, "places/geonames/countries.tsv");
  if (st != TOC_OK) return st;
  while (next_row(&t, '\t')) {
    country_row r = {0};
    if (t.n != 5 || t.field[0].len != 2 || t.field[1].len != 3) return expected(b, &t, 0, "ISO2, ISO3, id, name and population");
    if (!number(t.field[2], &r.id)) return expected(b, &t, 2, "a GeoNames id");
    if (!number(t.field[4], &r.population)) return expected(b, &t, 4, "a population");
    r.iso2 = t.field[0], r.iso3 = t.field[1], r.name = t.field[3];
    *toc_map_put(&at, t.field[1], 0) = row.len;
    *toc_push(&b->arena, &row) = r;
  }
  st = open_table(b, &t, "countries.txt");
  if (st != TOC_OK) return st;
  while (next_row(&t, '|')) {
    gaz_entity e = {.parent = GAZ_NO_ENTITY, .feature = GAZ_PCLI};
    toc_str one, names = t.n > 1 ? t.field[1] : (toc_str){0};
    if (t.n < 6 || t.field[0].len != 3 || !names.len) return expected(b, &t, 0, "a country: code | names | official | people | capitals | point");
    if (!point(t.field[5], &e.lat, &e.lon)) return expected(b, &t, 5, "latitude and longitude");
    uint32_t known = toc_map_get(&at, t.field[0]);
    if (known != TOC_NONE) e.id = row.ptr[known].id, e.population = row.ptr[known].population;
    if (t.n > 7 && !toc_str_ends(t.field[7], TOC_S(".."))) e.feature = GAZ_PCLH;
    toc_str rest = names;
    toc_str_cut(&rest, ';', &one);
    uint32_t me = add_entity(b, e, toc_str_trim(one), t.field[0]);
    *toc_map_put(&b->country, t.field[0], me) = me;
    if (known != TOC_NONE) {
      *toc_map_put(&b->country, row.ptr[known].iso2, me) = me;
      add_web(b, row.ptr[known].iso2, me);
    }
    for (int f = 1; f <= 3; f++) {
      rest = t.field[f];
      while (toc_str_cut(&rest, ';', &one)) {
        one = toc_str_trim(one);
        if (!one.len) continue;
        if (f < 3) {
          if (is_region(b, t.field[0], one)) continue;
          add_name(b, one, me, GAZ_MAIN);
          remember(b, "PCLI ", t.field[0], one, me);
          continue;
        }
        if (toc__name_is_short(one)) continue; /* "U.S." is the land already */
        add_name(b, one, me, GAZ_DEMONYM);
        char z = one.ptr[one.len - 1];
        if (z == 's' || z == 'x' || z == 'z' || toc_str_ends(one, TOC_S("ch")) || toc_str_ends(one, TOC_S("sh")) ||
            toc_str_ends(one, TOC_S("ese")))
          continue;
        add_name(b, toc_str_format(&b->arena, "%.*ss", TOC_FMT(one)), me, GAZ_DEMONYM);
      }
    }
    if (known != TOC_NONE) row.ptr[known].told = true;
  }
  for (uint32_t i = 0; i < row.len; i++) add_unlisted(b, &row.ptr[i]);
  return TOC_OK;
}

/* --------------------------------------------------------- divisions, towns */

static toc_str code_key(builder *b, toc_str cc, toc_str a1, toc_str a2) {
  toc_arena_reset(&b->scratch);
  return a2.len ? toc_str_format(&b->scratch, "%.*s.%.*s.%.*s", TOC_FMT(cc), TOC_FMT(a1), TOC_FMT(a2))
                : toc_str_format(&b->scratch, "%.*s.%.*s", TOC_FMT(cc), TOC_FMT(a1));
}

/* The smallest known division that holds these codes. */
static uint32_t holder(builder *b, toc_str cc, toc_str a1, toc_str a2) {
  uint32_t e = TOC_NONE;
  if (a1.len && a2.len) e = toc_map_get(&b->division, code_key(b, cc, a1, a2));
  if (e == TOC_NONE && a1.len) e = toc_map_get(&b->division, code_key(b, cc, a1, (toc_str){0}));
  if (e == TOC_NONE) e = toc_map_get(&b->country, cc);
  return e == TOC_NONE ? GAZ_NO_ENTITY : e;
}

/* GeoNames numbers a second division by its own id where a state gives it none. */
static uint32_t id_in_code(toc_str cc, toc_str code) {
  uint32_t id = 0;
  if (code.len < 6 || code.len > 8 || toc_str_is(cc, "BR") || !number(code, &id)) return 0;
  return id;
}

static toc_status read_geonames(builder *b, const char *file) {
  table t;
  toc_status st = open_table(b, &t, file);
  if (st != TOC_OK) return st;
  while (next_row(&t, '\t')) {
    gaz_entity e = {0};
    if (t.n < 9) return expected(b, &t, 0, "id, name, lat, lon, country, adm1, adm2, feature, population, names");
    toc_str name = t.field[1], cc = t.field[4], a1 = t.field[5], a2 = t.field[6], rest, one;
    gaz_feature f = gaz_feature_of(t.field[7]);
    if (!number(t.field[0], &e.id)) return expected(b, &t, 0, "a GeoNames id");
    if (!degrees(t.field[2], 90, &e.lat)) return expected(b, &t, 2, "a latitude");
    if (!degrees(t.field[3], 180, &e.lon)) return expected(b, &t, 3, "a longitude");
    if (f == GAZ_N_FEATURES) return expected(b, &t, 7, "a feature of GeoNames");
    if (!number(t.field[8], &e.population)) return expected(b, &t, 8, "a population");
    bool adm1 = f == GAZ_ADM1, adm2 = f == GAZ_ADM2;
    e.feature = (uint8_t)f;
    e.parent = adm1 ? holder(b, cc, (toc_str){0}, (toc_str){0}) : adm2 ? holder(b, cc, a1, (toc_str){0}) : holder(b, cc, a1, a2);
    if (!e.id) e.id = id_in_code(cc, adm1 ? a1 : a2);
    uint32_t me = add_entity(b, e, name, adm1 ? a1 : adm2 ? a2 : (toc_str){0});
    if (adm1) *toc_map_put(&b->division, code_key(b, cc, a1, (toc_str){0}), me) = me;
    if (adm2) *toc_map_put(&b->division, code_key(b, cc, a1, a2), me) = me;
    uint32_t land = toc_map_get(&b->country, cc);
    toc_str iso = land == TOC_NONE ? cc
                                   : (toc_str){b->strings.ptr + b->entity.ptr[land].name + b->entity.ptr[land].name_len, 3};
    if (adm1) remember(b, "ADM1 ", iso, name, me);
    if (!adm1 && !adm2) remember(b, "", iso, name, me);
    bool us_county = adm2 && toc_str_is(cc, "US");
    add_name(b, name, me, GAZ_MAIN);
    if (!us_county) toc__name_add_bare(&b->namer, name, me, toc__names_arabic(cc), adm1 || adm2);
    rest = t.n > 9 ? t.field[9] : (toc_str){0};
    while (toc_str_cut(&rest, '|', &one)) {
      if (!one.len) continue;
      add_name(b, one, me, GAZ_OTHER);
      toc__name_add_bare(&b->namer, one, me, toc__names_arabic(cc), adm1 || adm2);
      if (!adm2) remember(b, adm1 ? "~ADM1 " : "~", iso, one, me);
    }
  }
  return TOC_OK;
}

/* --------------------------------------------------------------- own tables */

static toc_status read_regions(builder *b) {
  table t;
  toc_status st = open_table(b, &t, "places/regions.txt");
  if (st != TOC_OK) return st;
  while (next_row(&t, '|')) {
    gaz_entity e = {.parent = GAZ_NO_ENTITY};
    toc_str rest, one;
    if (t.n != 5 || !t.field[0].len) return expected(b, &t, 0, "names | feature | country | point | GeoNames id");
    gaz_feature f = gaz_feature_of(t.field[1]);
    if (f == GAZ_N_FEATURES) return expected(b, &t, 1, "a feature, such as RGN or SEA");
    e.feature = (uint8_t)f;
    if (t.field[2].len) {
      uint32_t c = toc_map_get(&b->country, t.field[2]);
      if (c == TOC_NONE) return expected(b, &t, 2, "the ISO3 code of a country in countries.txt");
      e.parent = c;
    }
    if (!point(t.field[3], &e.lat, &e.lon)) return expected(b, &t, 3, "latitude and longitude");
    if (!number(t.field[4], &e.id)) return expected(b, &t, 4, "a GeoNames id, or 0");
    rest = t.field[0];
    toc_str_cut(&rest, ';', &one);
    uint32_t me = add_entity(b, e, toc_str_trim(one), (toc_str){0});
    rest = t.field[0];
    while (toc_str_cut(&rest, ';', &one)) {
      one = toc_str_trim(one);
      add_name(b, one, me, GAZ_MAIN);
      remember(b, "", e.parent != GAZ_NO_ENTITY ? t.field[2] : TOC_S("-"), one, me);
    }
  }
  return TOC_OK;
}

/* The name that English readers know is the one we show. */
static void rename_entity(builder *b, uint32_t entity, toc_str name) {
  gaz_entity *e = &b->entity.ptr[entity];
  char code[256];
  memcpy(code, b->strings.ptr + e->name + e->name_len, e->code_len);
  e->name = (uint32_t)b->strings.len;
  e->name_len = (uint8_t)(name.len > 255 ? 255 : name.len);
  toc_buf_put(&b->strings, name.ptr, e->name_len);
  toc_buf_put(&b->strings, code, e->code_len);
}

static toc_status read_names(builder *b) {
  static const struct {
    const char *name;
    gaz_kind kind;
  } kinds[] = {{"", GAZ_MAIN}, {"old", GAZ_OLD}, {"abbr", GAZ_ABBR}, {"near", GAZ_NEAR}, {"people", GAZ_DEMONYM}};
  table t;
  toc_status st = open_table(b, &t, "places/names.txt");
  if (st != TOC_OK) return st;
  while (next_row(&t, '|')) {
    toc_str rest, one, iso, of = t.n > 1 ? t.field[1] : (toc_str){0}, kind = t.n > 2 ? t.field[2] : (toc_str){0};
    size_t k = 0;
    if (t.n < 2 || t.n > 3) return expected(b, &t, 0, "names | ISO3 name | kind");
    while (k < sizeof kinds / sizeof *kinds && !toc_str_is(kind, kinds[k].name)) k++;
    if (k == sizeof kinds / sizeof *kinds) return expected(b, &t, 2, "old, abbr, near or people");
    rest = of;
    if (!toc_str_cut(&rest, ' ', &iso) || !rest.ptr) return expected(b, &t, 1, "ISO3 and a name");
    const char *level = "";
    if (toc_str_starts(rest, TOC_S("ADM1 "))) level = "ADM1 ", rest = toc_str_sub(rest, 5, rest.len);
    else if (toc_str_starts(rest, TOC_S("PCLI "))) level = "PCLI ", rest = toc_str_sub(rest, 5, rest.len);
    toc_str key = key_of(b, rest);
    uint32_t e = toc_map_get(&b->by_name, toc_str_format(&b->scratch, "%.*s %s%.*s", TOC_FMT(iso), level, TOC_FMT(key)));
    if (e == TOC_NONE)
      e = toc_map_get(&b->by_name, toc_str_format(&b->scratch, "%.*s ~%s%.*s", TOC_FMT(iso), level, TOC_FMT(key)));
    if (e == TOC_NONE) return expected(b, &t, 1, "ISO3 and a name that the lists have");
    rest = t.field[0];
    if (k == 0 && toc_str_cut(&rest, ';', &one)) rename_entity(b, e, toc_str_trim(one));
    rest = t.field[0];
    while (toc_str_cut(&rest, ';', &one)) add_name(b, toc_str_trim(one), e, kinds[k].kind);
  }
  return TOC_OK;
}

/* Names that regions.txt gives to a part of a land are not the land's own any more:
 * "England" is England, though the table of countries lists it under the kingdom. */
static toc_status read_region_names(builder *b) {
  table t;
  toc_status st = open_table(b, &t, "places/regions.txt");
  if (st != TOC_OK) return st;
  while (next_row(&t, '|')) {
    toc_str rest = t.field[0], one;
    if (t.n < 3 || !t.field[2].len) continue;
    while (toc_str_cut(&rest, ';', &one)) {
      toc_str key = key_of(b, toc_str_trim(one));
      toc_map_put(&b->region, toc_str_format(&b->scratch, "%.*s %.*s", TOC_FMT(t.field[2]), TOC_FMT(key)), 1);
    }
  }
  return TOC_OK;
}

static bool is_region(builder *b, toc_str iso3, toc_str name) {
  toc_str key = key_of(b, name);
  return toc_map_get(&b->region, toc_str_format(&b->scratch, "%.*s %.*s", TOC_FMT(iso3), TOC_FMT(key))) != TOC_NONE;
}

static toc_status read_never(builder *b) {
  table t;
  toc_status st = open_table(b, &t, "places/never.txt");
  if (st != TOC_OK) return st;
  while (next_row(&t, '|')) toc_map_put(&b->namer.never, key_of(b, t.field[0]), 1);
  return TOC_OK;
}

static void add_word(builder *b, toc_str key, uint8_t flag) {
  uint32_t *at = toc_map_put(&b->word_at, key, b->word.len);
  if (*at == b->word.len) {
    *toc_push(&b->arena, &b->word) = gaz_hash(key);
    *toc_push(&b->arena, &b->word_flags) = 0;
  }
  b->word_flags.ptr[*at] |= flag;
}

static toc_status read_words(builder *b, const char *file, uint8_t flag) {
  static const char *const tier[] = {"50", "40", "35", "20", "10"};
  table t;
  toc_status st = open_table(b, &t, file);
  if (st != TOC_OK) return st;
  while (next_row(&t, ' ')) {
    uint8_t f = flag;
    for (int i = 0; !flag && i < 5; i++)
      if (t.n == 2 && toc_str_is(t.field[1], tier[i])) f = (uint8_t)(GAZ_TIER * (i + 1));
    if (!f) return expected(b, &t, 1, "10, 20, 35, 40 or 50");
    add_word(b, key_of(b, flag ? t.lines.text : t.field[0]), f);
  }
  return TOC_OK;
}

/* ------------------------------------------------------------------ writing */

static int by_hash(const void *x, const void *y) {
  const name_ref *a = x, *b = y;
  if (a->hash != b->hash) return a->hash < b->hash ? -1 : 1;
  if (a->entity != b->entity) {
    if (a->population != b->population) return a->population > b->population ? -1 : 1;
    return a->entity < b->entity ? -1 : 1;
  }
  return (a->kind > b->kind) - (a->kind < b->kind);
}

typedef struct word_row {
  uint64_t hash;
  uint8_t flags;
} word_row;

static int by_word(const void *x, const void *y) {
  const word_row *a = x, *b = y;
  return (a->hash > b->hash) - (a->hash < b->hash);
}

static void begin(toc_buf *out, size_t base, gaz_header *h, int s, uint64_t count) {
  static const char zero[8] = {0};
  size_t over = (out->len - base) % 8;
  if (over) toc_buf_put(out, zero, 8 - over);
  h->section[s] = (gaz_section){out->len - base, count};
}

/* The least k such that 2^k holds n, at least 3. */
static unsigned bits_for(uint64_t n) {
  unsigned k = 3;
  while (((uint64_t)1 << k) < n) k++;
  return k;
}

static void write_names(builder *b, toc_buf *out, size_t base, gaz_header *h) {
  name_ref *n = b->name.ptr;
  uint32_t len = 0, names = 0;
  if (b->name.len) qsort(n, b->name.len, sizeof *n, by_hash);
  for (uint32_t i = 0; i < b->name.len; i++)
    if (!len || n[i].hash != n[len - 1].hash || n[i].entity != n[len - 1].entity) n[len++] = n[i];
  for (uint32_t i = 0; i < len; i++) names += !i || n[i].hash != n[i - 1].hash;
  unsigned bits = bits_for(names / 8);
  if (bits > 16) bits = 16;
  uint32_t slots = 1u << bits, *index = toc_new(&b->arena, uint32_t, (size_t)slots + 1);
  begin(out, base, h, GAZ_S_HASHES, names);
  for (uint32_t i = 0; i < len; i++)
    if (!i || n[i].hash != n[i - 1].hash) {
      toc_buf_put(out, &n[i].hash, 8);
      index[(n[i].hash >> (64 - bits)) + 1]++;
    }
  for (uint32_t i = 1; i <= slots; i++) index[i] += index[i - 1];
  begin(out, base, h, GAZ_S_STARTS, names + 1);
  for (uint32_t i = 0; i < len; i++)
    if (!i || n[i].hash != n[i - 1].hash) toc_buf_put(out, &i, 4);
  toc_buf_put(out, &len, 4);
  begin(out, base, h, GAZ_S_REFS, len);
  for (uint32_t i = 0; i < len; i++) {
    uint32_t ref = n[i].entity | (uint32_t)n[i].kind << 28;
    toc_buf_put(out, &ref, 4);
  }
  begin(out, base, h, GAZ_S_INDEX, (uint64_t)slots + 1);
  toc_buf_put(out, index, ((size_t)slots + 1) * sizeof *index);
}

/* One bit in sixteen or fewer is set: of names that begin nothing, most are told at once. */
static void write_prefixes(builder *b, toc_buf *out, size_t base, gaz_header *h) {
  unsigned bits = bits_for((uint64_t)b->prefix.len * 16 + 64);
  size_t bytes = ((size_t)1 << bits) / 8;
  uint8_t *map = toc_new(&b->arena, uint8_t, bytes);
  for (uint32_t i = 0; i < b->prefix.len; i++) {
    uint64_t bit = b->prefix.ptr[i] >> (64 - bits);
    map[bit >> 3] |= (uint8_t)(1u << (bit & 7));
  }
  begin(out, base, h, GAZ_S_PREFIXES, bytes);
  toc_buf_put(out, map, bytes);
}

static void write_words(builder *b, toc_buf *out, size_t base, gaz_header *h) {
  word_row *w = toc_new(&b->arena, word_row, b->word.len + 1);
  for (uint32_t i = 0; i < b->word.len; i++) w[i] = (word_row){b->word.ptr[i], b->word_flags.ptr[i]};
  if (b->word.len) qsort(w, b->word.len, sizeof *w, by_word);
  begin(out, base, h, GAZ_S_WORDS, b->word.len);
  for (uint32_t i = 0; i < b->word.len; i++) toc_buf_put(out, &w[i].hash, 8);
  begin(out, base, h, GAZ_S_WORD_FLAGS, b->word.len);
  for (uint32_t i = 0; i < b->word.len; i++) toc_buf_put(out, &w[i].flags, 1);
}

static toc_status write_file(builder *b, toc_buf *out) {
  gaz_header h = {.version = GAZ_VERSION, .order = GAZ_ORDER};
  size_t base = out->len;
  memcpy(h.magic, GAZ_MAGIC, 8);
  toc_buf_put(out, &h, sizeof h);
  begin(out, base, &h, GAZ_S_ENTITIES, b->entity.len);
  toc_buf_put(out, b->entity.ptr, (size_t)b->entity.len * sizeof *b->entity.ptr);
  write_names(b, out, base, &h);
  write_prefixes(b, out, base, &h);
  write_words(b, out, base, &h);
  begin(out, base, &h, GAZ_S_STRINGS, b->strings.len);
  toc_buf_put(out, b->strings.ptr, b->strings.len);
  if (out->failed || b->strings.failed) return toc_fail(b->err, TOC_NOMEM, NULL, 0, 0, "out of memory while building the gazetteer");
  toc_str body = {out->ptr + base + sizeof h, out->len - base - sizeof h};
  h.size = out->len - base;
  h.hash = toc_hash(body, 0);
  toc_sha256(body, h.sha256);
  memcpy(out->ptr + base, &h, sizeof h);
  return TOC_OK;
}

static toc_status read_all(builder *b) {
  toc_status st = read_never(b);
  if (st == TOC_OK) st = read_region_names(b);
  if (st == TOC_OK) st = read_countries(b);
  if (st == TOC_OK) st = read_geonames(b, "places/geonames/admin.tsv");
  if (st == TOC_OK) st = read_regions(b);
  if (st == TOC_OK) st = read_geonames(b, "places/geonames/cities.tsv");
  if (st == TOC_OK) locate_unlisted(b), st = read_names(b);
  if (st == TOC_OK) st = read_words(b, "places/words.txt", 0);
  if (st == TOC_OK) st = read_words(b, "places/words-more.txt", 0);
  if (st == TOC_OK) st = read_words(b, "places/given.txt", GAZ_GIVEN);
  if (st == TOC_OK) st = read_words(b, "places/given-more.txt", GAZ_GIVEN);
  if (st == TOC_OK) st = read_words(b, "places/family.txt", GAZ_FAMILY);
  if (st == TOC_OK) st = read_words(b, "places/family-more.txt", GAZ_FAMILY);
  return st;
}

static toc_status build_in(builder *b, toc_buf *out) {
  jmp_buf jump;
  if (!TOC_TRY(&b->arena, jump)) return toc_fail(b->err, TOC_NOMEM, NULL, 0, 0, "out of memory while building the gazetteer");
  b->scratch.oom = b->arena.oom;
  b->namer.scratch = &b->scratch;
  b->namer.ctx = b;
  b->namer.put = put_name;
  b->namer.prefix = put_prefix;
  toc_map *maps[] = {&b->country, &b->division, &b->by_name, &b->namer.never, &b->region, &b->word_at};
  for (size_t i = 0; i < sizeof maps / sizeof *maps; i++) toc_map_init(maps[i], &b->arena);
  toc_status st = read_all(b);
  return st == TOC_OK ? write_file(b, out) : st;
}

toc_status toc__gazetteer_build(const char *data_dir, toc_buf *out, toc_error *err) {
  builder b = {.dir = data_dir, .err = err};
  toc_arena_init(&b.arena, 0);
  toc_arena_init(&b.scratch, 0);
  toc_buf_init(&b.strings, 0);
  toc_status st = build_in(&b, out);
  toc_buf_release(&b.strings);
  toc_arena_release(&b.arena);
  toc_arena_release(&b.scratch);
  return st;
}
