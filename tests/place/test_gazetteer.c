/* The gazetteer: built from a small world of our own, read back, and refused when broken. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "build.h"
#include "gazetteer.h"
#include "place.h"

#define MINI "tests/place/mini"

static toc_buf world;

static int build_world(void **state) {
  toc_error err;
  (void)state;
  toc_buf_init(&world, 0);
  toc_status st = toc__gazetteer_build(MINI, &world, &err);
  if (st != TOC_OK) print_error("%s\n", err.message);
  return st;
}

static int free_world(void **state) {
  (void)state;
  toc_buf_release(&world);
  return 0;
}

static uint32_t find(const gazetteer *g, const char *name, const uint32_t **refs) {
  toc_arena a;
  jmp_buf jump;
  toc_arena_init(&a, 0);
  if (!TOC_TRY(&a, jump)) abort();
  uint32_t n = gaz_find(g, gaz_hash(toc__place_key(&a, toc_cstr(name))), refs);
  toc_arena_release(&a);
  return n;
}

static void names_lead_to_places(void **state) {
  gazetteer g;
  const uint32_t *refs;
  (void)state;
  assert_int_equal(gaz_open_bytes(&g, world.ptr, world.len, "mini", NULL), TOC_OK);
  assert_int_equal(find(&g, "Hamm", &refs), 2); /* the greater first */
  assert_true(toc_str_is(gaz_code(&g, gaz_country(&g, gaz_ref_entity(refs[0]))), "SUD"));
  uint32_t capital = gaz_ref_entity(refs[1]);
  assert_int_equal(gaz_at(&g, capital)->id, 100);
  assert_int_equal(gaz_at(&g, capital)->lat, 601000);
  assert_true(toc_str_is(gaz_name(&g, gaz_above(&g, capital, GAZ_ADM1)), "West Province"));
  assert_true(toc_str_is(gaz_code(&g, gaz_country(&g, capital)), "NOR"));
  assert_int_equal(find(&g, "st. odd", &refs), 1);
  assert_int_equal(find(&g, "SAINT  ODD", &refs), 1);
  assert_int_equal(find(&g, "Ruby", &refs), 0);            /* an article comes off only where it is Arabic */
  assert_int_equal(find(&g, "West", &refs), 1);            /* West Province without its kind */
  assert_int_equal(gaz_ref_kind(refs[0]), GAZ_BARE);
  assert_int_equal(find(&g, "Norlanders", &refs), 1);
  assert_int_equal(gaz_ref_kind(refs[0]), GAZ_DEMONYM);
  assert_int_equal(find(&g, "Old Hamm", &refs), 1);
  assert_int_equal(gaz_ref_kind(refs[0]), GAZ_OLD);
  assert_int_equal(find(&g, "Kremlin", &refs), 0);
  assert_int_equal(find(&g, "Nowhere", &refs), 0);
  assert_int_equal(gaz_find(&g, gaz_hash(TOC_S("=W.P.")), &refs), 1); /* as written only */
  assert_int_equal(find(&g, "W.P.", &refs), 0);
  gaz_close(&g);
}

static void a_land_without_a_point_gets_its_towns(void **state) {
  gazetteer g;
  const uint32_t *refs;
  (void)state;
  assert_int_equal(gaz_open_bytes(&g, world.ptr, world.len, "mini", NULL), TOC_OK);
  assert_int_equal(find(&g, "Islet", &refs), 1);
  assert_int_equal(gaz_at(&g, gaz_ref_entity(refs[0]))->lat, 15000);
}

static void beginnings_and_words_are_known(void **state) {
  gazetteer g;
  (void)state;
  assert_int_equal(gaz_open_bytes(&g, world.ptr, world.len, "mini", NULL), TOC_OK);
  assert_true(gaz_is_prefix(&g, gaz_hash(TOC_S("west"))));
  assert_false(gaz_is_prefix(&g, gaz_hash(TOC_S("hamm"))));
  assert_int_equal(gaz_word(&g, gaz_hash(TOC_S("anna"))), GAZ_GIVEN);
  assert_int_equal(gaz_word(&g, gaz_hash(TOC_S("reading"))), 5 * GAZ_TIER);
  assert_int_equal(gaz_word(&g, gaz_hash(TOC_S("hamm"))), 0);
}

static void the_same_text_gives_the_same_bytes(void **state) {
  toc_buf again;
  (void)state;
  toc_buf_init(&again, 0);
  assert_int_equal(toc__gazetteer_build(MINI, &again, NULL), TOC_OK);
  assert_int_equal(again.len, world.len);
  assert_memory_equal(again.ptr, world.ptr, world.len);
  toc_buf_release(&again);
}

/* ------------------------------------------------------------------ broken */

static void refuse(const void *bytes, size_t n, const char *because) {
  gazetteer g;
  toc_error err = {0};
  assert_int_equal(gaz_open_bytes(&g, bytes, n, "x.bin", &err), TOC_BADDATA);
  assert_non_null(strstr(err.message, because));
  assert_non_null(strstr(err.message, "'x.bin'"));
  assert_null(g.bytes);
}

static uint64_t *copy_of_world(void) {
  uint64_t *p = malloc(world.len + 8);
  assert_non_null(p);
  memcpy(p, world.ptr, world.len);
  return p;
}

static void sign(unsigned char *p) {
  gaz_header *h = (gaz_header *)(void *)p;
  h->hash = toc_hash((toc_str){(const char *)p + sizeof *h, world.len - sizeof *h}, 0);
}

static void broken_files_are_refused(void **state) {
  (void)state;
  uint64_t *copy = copy_of_world();
  unsigned char *p = (unsigned char *)copy;
  gaz_header *h = (gaz_header *)(void *)p;
  refuse(p, 5, "does not begin with TOCGAZ");
  refuse(p, world.len - 1, "cut short");
  refuse(p, sizeof *h, "cut short");
  p[world.len - 3] ^= 1;
  refuse(p, world.len, "do not match its hash");
  p[world.len - 3] ^= 1;
  p[0] = 'X';
  refuse(p, world.len, "does not begin with TOCGAZ");
  p[0] = 'T';
  h->version = 9;
  refuse(p, world.len, "version 9, expected 2");
  h->version = GAZ_VERSION;
  h->order = 0x04030201;
  refuse(p, world.len, "byte order");
  h->order = GAZ_ORDER;
  h->section[GAZ_S_REFS].count = world.len;
  refuse(p, world.len, "outside the file");
  memcpy(p, world.ptr, world.len);
  h->section[GAZ_S_STRINGS].at += 1;
  refuse(p, world.len, "outside the file");
  memcpy(p, world.ptr, world.len);
  h->section[GAZ_S_STARTS].count--;
  refuse(p, world.len, "do not fit");
  free(copy);
}

/* A forged file with a right hash leads nowhere outside itself. */
static void forged_numbers_do_no_harm(void **state) {
  (void)state;
  uint64_t *copy = copy_of_world();
  unsigned char *p = (unsigned char *)copy;
  gazetteer g;
  const uint32_t *refs;
  gaz_header *h = (gaz_header *)(void *)p;
  memset(p + h->section[GAZ_S_ENTITIES].at, 0xFF, h->section[GAZ_S_ENTITIES].count * sizeof(gaz_entity));
  memset(p + h->section[GAZ_S_REFS].at, 0xFF, h->section[GAZ_S_REFS].count * 4);
  sign(p);
  assert_int_equal(gaz_open_bytes(&g, p, world.len, "x", NULL), TOC_OK);
  assert_int_equal(find(&g, "Hamm", &refs), 2);
  assert_null(gaz_at(&g, gaz_ref_entity(refs[0])));
  assert_null(gaz_name(&g, 0).ptr);
  assert_int_equal(gaz_country(&g, 0), GAZ_NO_ENTITY);
  memset(p + h->section[GAZ_S_INDEX].at, 0xFF, h->section[GAZ_S_INDEX].count * 4);
  sign(p);
  assert_int_equal(gaz_open_bytes(&g, p, world.len, "x", NULL), TOC_OK);
  assert_int_equal(find(&g, "Hamm", &refs), 0);
  free(copy);
}

static void a_missing_file_is_named(void **state) {
  gazetteer g;
  toc_error err = {0};
  (void)state;
  assert_int_equal(gaz_open(&g, "tests/place/mini/none.bin", &err), TOC_IO);
  assert_non_null(strstr(err.message, "none.bin"));
  assert_int_equal(gaz_open(&g, "tests/place/mini", &err), TOC_IO);
  assert_int_equal(gaz_open(&g, "tests/place/mini/places/given.txt", &err), TOC_BADDATA);
}

/* -------------------------------------------------------------- wrong text */

static void copy_file(const char *from, const char *to) {
  char buf[4096];
  FILE *in = fopen(from, "rb"), *out = fopen(to, "wb");
  assert_non_null(in);
  assert_non_null(out);
  size_t n = fread(buf, 1, sizeof buf, in);
  assert_int_equal(fwrite(buf, 1, n, out), n);
  fclose(in);
  fclose(out);
}

static const char *const parts[] = {"countries.txt",          "places/geonames/countries.tsv", "places/geonames/admin.tsv",
                                    "places/geonames/cities.tsv", "places/regions.txt",        "places/names.txt",
                                    "places/never.txt",       "places/words.txt",              "places/given.txt",      "places/given-more.txt",
                                    "places/family.txt",      "places/family-more.txt", "places/words-more.txt"};

/* Builds the small world with `line` added to `file`; the error must say all of `say`. */
static void spoil(const char *file, const char *line, const char *say, const char *where) {
  char dir[] = "/tmp/tocsin-mini-XXXXXX", from[256], to[256];
  assert_non_null(mkdtemp(dir));
  snprintf(to, sizeof to, "%s/places", dir);
  mkdir(to, 0700);
  snprintf(to, sizeof to, "%s/places/geonames", dir);
  mkdir(to, 0700);
  for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
    snprintf(from, sizeof from, MINI "/%s", parts[i]);
    snprintf(to, sizeof to, "%s/%s", dir, parts[i]);
    copy_file(from, to);
    if (strcmp(parts[i], file) != 0) continue;
    FILE *f = fopen(to, "ab");
    fputs(line, f);
    fclose(f);
  }
  toc_buf out;
  toc_error err = {0};
  toc_buf_init(&out, 0);
  assert_int_equal(toc__gazetteer_build(dir, &out, &err), TOC_BADDATA);
  if (!strstr(err.message, say) || !strstr(err.message, where)) print_error("%s\n", err.message);
  assert_non_null(strstr(err.message, say));
  assert_non_null(strstr(err.message, where));
  toc_buf_release(&out);
  for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
    snprintf(to, sizeof to, "%s/%s", dir, parts[i]);
    remove(to);
  }
  snprintf(to, sizeof to, "%s/places/geonames", dir);
  rmdir(to);
  snprintf(to, sizeof to, "%s/places", dir);
  rmdir(to);
  rmdir(dir);
}

static void wrong_lines_are_named(void **state) {
  (void)state;
  spoil("places/geonames/cities.tsv", "105\tX\t91.0\t0\tNL\t\t\tPPL\t5\t\n", "expected a latitude", "line 6");
  spoil("places/geonames/cities.tsv", "105\tX\t9.0\t190\tNL\t\t\tPPL\t5\t\n", "expected a longitude", "column 11");
  spoil("places/geonames/cities.tsv", "x\tX\t9\t9\tNL\t\t\tPPL\t5\t\n", "expected a GeoNames id", "line 6");
  spoil("places/geonames/cities.tsv", "105\tX\t9\t9\tNL\t\t\tTOWN\t5\t\n", "expected a feature", "line 6");
  spoil("places/geonames/cities.tsv", "105\tX\t9\n", "expected id, name", "line 6");
  spoil("places/geonames/admin.tsv", "0\tX\t9\t9\tNL\t01\t\tADM1\tmany\t\n", "expected a population", "line 4");
  spoil("places/regions.txt", "Far Sea | OCEAN | | 1 2 | 0\n", "expected a feature", "line 3");
  spoil("places/regions.txt", "Far Sea | SEA | XXX | 1 2 | 0\n", "ISO3", "line 3");
  spoil("places/regions.txt", "Far Sea | SEA | | 1 | 0\n", "latitude and longitude", "line 3");
  spoil("places/names.txt", "Y | NOR Nowhere\n", "a name that the lists have", "line 4");
  spoil("places/names.txt", "Y | NOR Hamm | nick\n", "expected old, abbr", "line 4");
  spoil("places/words.txt", "often 99\n", "10, 20, 35, 40 or 50", "line 3");
  spoil("countries.txt", "EST | Eastia\n", "expected a country", "line 4");
}

/* ------------------------------------------------------ tables and faults */

static void write_file(const char *dir, const char *name, const void *bytes, size_t n) {
  char path[256];
  snprintf(path, sizeof path, "%s/%s", dir, name);
  FILE *f = fopen(path, "wb");
  assert_non_null(f);
  assert_int_equal(fwrite(bytes, 1, n, f), n);
  fclose(f);
}

static void remove_file(const char *dir, const char *name) {
  char path[256];
  snprintf(path, sizeof path, "%s/%s", dir, name);
  remove(path);
}

static char data_dir[] = "/tmp/tocsin-data-XXXXXX";

static void make_data(const char *kinds, const char *weights) {
  char path[256];
  memcpy(data_dir + strlen(data_dir) - 6, "XXXXXX", 6);
  assert_non_null(mkdtemp(data_dir));
  snprintf(path, sizeof path, "%s/places", data_dir);
  mkdir(path, 0700);
  write_file(data_dir, "gazetteer.bin", world.ptr, world.len);
  write_file(data_dir, "places/kinds.txt", kinds, strlen(kinds));
  write_file(data_dir, "places/weights.txt", weights, strlen(weights));
}

static void drop_data(void) {
  remove_file(data_dir, "gazetteer.bin");
  remove_file(data_dir, "places/kinds.txt");
  remove_file(data_dir, "places/weights.txt");
  remove_file(data_dir, "places");
  rmdir(data_dir);
}

static void refuse_tables(const char *kinds, const char *weights, const char *say, const char *where) {
  toc__places *x = NULL;
  toc_error err = {0};
  make_data(kinds, weights);
  assert_int_equal(toc__places_load(&x, data_dir, NULL, NULL, &err), TOC_BADDATA);
  assert_null(x);
  if (!strstr(err.message, say) || !strstr(err.message, where)) print_error("%s\n", err.message);
  assert_non_null(strstr(err.message, say));
  assert_non_null(strstr(err.message, where));
  drop_data();
}

static void wrong_tables_are_refused(void **state) {
  (void)state;
  refuse_tables("in | near\nbeside | x\n", "", "expected after, before, in", "line 2, column 1");
  refuse_tables("after | province\n", "", "expected a class", "line 1");
  refuse_tables("after | province | shire\n", "", "expected a class", "line 1");
  refuse_tables("in | near | adm1\n", "", "expected no class", "line 1");
  refuse_tables("in\n", "", "expected '|'", "kinds.txt', line 1");
  refuse_tables("in | near\n", "find bias one\n", "a number", "weights.txt', line 1");
  refuse_tables("in | near\n", "find bias 1\nchoose luck 2\n", "unknown feature 'luck'", "line 2, column 8");
  refuse_tables("in | near\n", "seek bias 1\n", "'find' or 'choose'", "line 1");
}

/* Each allocation fails in turn: an error, nothing held, and at last success. */
static void loading_survives_every_missing_allocation(void **state) {
  (void)state;
  toc__places *x = NULL;
  toc_error err;
  uint64_t n = 1;
  make_data("in | near; outside\nafter | province | adm1\n", "find bias -1\n");
  for (; n < 10000; n++) {
    toc_arena_fail_after(n);
    toc_status st = toc__places_load(&x, data_dir, NULL, NULL, &err);
    toc_arena_fail_after(0);
    if (st == TOC_OK) break;
    assert_int_equal(st, TOC_NOMEM);
    assert_null(x);
  }
  assert_true(n > 3 && n < 10000);
  toc__places_free(x);
  drop_data();
}

static void building_survives_every_missing_allocation(void **state) {
  (void)state;
  toc_error err;
  uint64_t n = 1;
  for (; n < 100000; n++) {
    toc_buf out;
    toc_buf_init(&out, 0);
    toc_arena_fail_after(n);
    toc_status st = toc__gazetteer_build(MINI, &out, &err);
    toc_arena_fail_after(0);
    toc_buf_release(&out);
    if (st == TOC_OK) break;
    assert_int_equal(st, TOC_NOMEM);
  }
  assert_true(n > 100 && n < 100000);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(names_lead_to_places),
      cmocka_unit_test(a_land_without_a_point_gets_its_towns),
      cmocka_unit_test(beginnings_and_words_are_known),
      cmocka_unit_test(the_same_text_gives_the_same_bytes),
      cmocka_unit_test(broken_files_are_refused),
      cmocka_unit_test(forged_numbers_do_no_harm),
      cmocka_unit_test(a_missing_file_is_named),
      cmocka_unit_test(wrong_lines_are_named),
      cmocka_unit_test(wrong_tables_are_refused),
      cmocka_unit_test(loading_survives_every_missing_allocation),
      cmocka_unit_test(building_survives_every_missing_allocation),
  };
  return cmocka_run_group_tests(tests, build_world, free_world);
}
