/* Dumps of GeoNames on top of a small world of our own: read, refused, built, the same in any
 * order.  All places are invented. */
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
#include "layer.h"

#define MINI "tests/place/mini"

/* id name ascii others lat lon class feature country cc2 adm1 adm2 adm3 adm4 people elevation dem zone date */
#define PLACE(id, name, others, lat, lon, group, code, cc, a1, a2, people) \
  id "\t" name "\t" name "\t" others "\t" lat "\t" lon "\t" group "\t" code "\t" cc "\t\t" a1 "\t" a2 "\t\t\t" people "\t\t5\tEtc/UTC\t2024-02-03\n"

static const char dump[] =
    PLACE("900", "Orbel", "Orbelheim,orbel,\xD0\x9E\xD1\x80\xD0\xB1", "60.5", "10.5", "P", "PPL", "NL", "01", "", "1200")
    PLACE("901", "Bad Oller", "", "-10.5", "20.5", "P", "PPLX", "SM", "", "", "")
    PLACE("902", "Long Creek", "", "1.0", "2.0", "H", "STM", "NL", "01", "", "0")
    PLACE("100", "Hamm", "Hammburgh", "60.1", "10.2", "P", "PPLC", "NL", "01", "", "7")
    PLACE("903", "Far Shire", "", "61", "11", "A", "ADM1", "NL", "77", "", "5000")
    PLACE("904", "Nether Farby", "", "61.2", "11.2", "P", "PPL", "NL", "77", "", "40")
    PLACE("905", "Gone Town", "", "61.2", "11.2", "P", "PPLH", "NL", "77", "", "40");
static const char names[] = "1\t900\ten\tOrbel the Great\t\t\t\t\t\t\n2\t900\tfr\tOrbelle\t\t\t\t\t\t\n3\t900\ten\tEldorb\t\t\t\t1\t\t\n"
                            "4\t100\tabbr\tH.M.\t\t\t\t\t\t\n5\t424242\ten\tNobody\t\t\t\t\t\t\n6\t900\tlink\thttps://a.example\t\t\t\t\t\t\n";

static toc_buf world;
static gazetteer base;
static char dir[] = "/tmp/tocsin-layer-XXXXXX";

static int set_up(void **state) {
  toc_error err;
  (void)state;
  toc_buf_init(&world, 0);
  if (toc__gazetteer_build(MINI, &world, &err) != TOC_OK || !mkdtemp(dir)) return -1;
  return gaz_open_bytes(&base, world.ptr, world.len, "mini", &err);
}

static int tear_down(void **state) {
  (void)state;
  gaz_close(&base);
  toc_buf_release(&world);
  return rmdir(dir);
}

static const char *path_to(const char *name) {
  static char path[4][256];
  static int k;
  char *p = path[k++ % 4];
  snprintf(p, 256, "%s/%s", dir, name);
  return p;
}

static void put_file(const char *name, const char *bytes, size_t n) {
  FILE *f = fopen(path_to(name), "wb");
  assert_non_null(f);
  assert_int_equal(fwrite(bytes, 1, n, f), n);
  fclose(f);
}

/* The status of checking these bytes; *taken counts the lines that a layer keeps. */
static toc_status check(const char *bytes, size_t n, uint64_t *taken, toc_error *err) {
  FILE *in = fmemopen((void *)(uintptr_t)bytes, n ? n : 1, "rb"), *out = tmpfile();
  toc__layer_count count = {0};
  assert_true(in && out);
  if (!n) getc(in);
  toc_status s = toc__layer_copy(in, "KZ.txt", n, out, &count, NULL, NULL, err);
  if (taken) *taken = count.taken;
  fclose(in);
  fclose(out);
  return s;
}

static void usable_lines_are_kept(void **state) {
  (void)state;
  toc_error err;
  uint64_t taken;
  assert_int_equal(check(dump, sizeof dump - 1, &taken, &err), TOC_OK);
  assert_int_equal(taken, 5); /* no creek, nothing that is gone */
  assert_int_equal(check(dump, sizeof dump - 2, &taken, &err), TOC_OK); /* no newline at the end */
  assert_int_equal(check(names, sizeof names - 1, &taken, &err), TOC_OK);
  assert_int_equal(taken, 4); /* no French, no link */
}

static void refuse(const char *bytes, size_t n, const char *says, uint32_t line) {
  toc_error err = {0};
  assert_int_equal(check(bytes, n, NULL, &err), TOC_BADDATA);
  if (!strstr(err.message, says)) fail_msg("'%s' does not say '%s'", err.message, says);
  assert_non_null(strstr(err.message, "KZ.txt"));
  if (err.line != line) fail_msg("'%s': line %u, not %u", err.message, err.line, line);
}

static void wrong_lines_are_named(void **state) {
  (void)state;
  static const struct {
    const char *line, *says;
  } wrong[] = {
      {PLACE("9x", "Orbel", "", "1", "1", "P", "PPL", "NL", "", "", ""), "a GeoNames id, not '9x'"},
      {PLACE("0", "Orbel", "", "1", "1", "P", "PPL", "NL", "", "", ""), "a GeoNames id"},
      {PLACE("50000001", "Orbel", "", "1", "1", "P", "PPL", "NL", "", "", ""), "a GeoNames id"},
      {PLACE("9", "", "", "1", "1", "P", "PPL", "NL", "", "", ""), "a name"},
      {PLACE("9", "Orbel", "", "90.1", "1", "P", "PPL", "NL", "", "", ""), "a latitude from -90 to 90, not '90.1'"},
      {PLACE("9", "Orbel", "", "north", "1", "P", "PPL", "NL", "", "", ""), "a latitude"},
      {PLACE("9", "Orbel", "", "1", "-180.5", "P", "PPL", "NL", "", "", ""), "a longitude"},
      {PLACE("9", "Orbel", "", "1", "1", "Q", "PPL", "NL", "", "", ""), "a feature class"},
      {PLACE("9", "Orbel", "", "1", "1", "P", "PPL", "Norland", "", "", ""), "a country of two capitals"},
      {PLACE("9", "Orbel", "", "1", "1", "P", "PPL", "NL", "", "", "many"), "a population, not 'many'"},
      {"9\tOrbel\tOrbel\n", "expected 19 columns, found 3"},
      {"9\tOrbel\tOrb", "cut short"},
      {PLACE("9", "Orb\xFF", "", "1", "1", "P", "PPL", "NL", "", "", ""), "broken UTF-8"},
  };
  for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
    char all[2048];
    int n = snprintf(all, sizeof all, "%s%s", dump, wrong[i].line);
    refuse(all, (size_t)n, wrong[i].says, 8);
  }
  refuse("a,b,c\n", 6, "expected the 19 columns of a GeoNames dump", 1);
  refuse("PK\003\004zip", 7, "unpack it first", 0);
  refuse("", 0, "an empty file", 1);
  static const char only_creeks[] = PLACE("902", "Long Creek", "", "1.0", "2.0", "H", "STM", "NL", "01", "", "0");
  refuse(only_creeks, sizeof only_creeks - 1, "no line holds a place", 0);
  static const char bad_name[] = "1\t900\ten\tOrbel\t\t\t\t2\t\t\n";
  refuse(bad_name, sizeof bad_name - 1, "1 or nothing, not '2'", 1);
  size_t n = ((size_t)1 << 21) + 64;
  char *wide = malloc(n);
  assert_non_null(wide);
  memset(wide, 'x', n);
  refuse(wide, n, "a line of more than", 1);
  free(wide);
}

/* ----------------------------------------------------------------- building */

static toc_status build(const char *const *layer, size_t n, const char *to, toc_error *err) {
  FILE *out = fopen(path_to(to), "w+b");
  assert_non_null(out);
  toc_status s = toc__layer_build(&base, MINI, layer, n, dir, out, NULL, NULL, err);
  fclose(out);
  return s;
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

static void a_layer_adds_to_the_base(void **state) {
  (void)state;
  toc_error err = {0};
  gazetteer g;
  const uint32_t *refs;
  put_file("NL.txt", dump, sizeof dump - 1);
  put_file("names.txt", names, sizeof names - 1);
  const char *layer[] = {path_to("NL.txt"), path_to("names.txt")};
  if (build(layer, 2, "g.bin", &err) != TOC_OK) fail_msg("%s", err.message);
  if (gaz_open(&g, path_to("g.bin"), &err) != TOC_OK) fail_msg("%s", err.message);
  assert_string_equal(g.header->base, base.header->sha256);
  assert_int_equal(find(&g, "Orbel", &refs), 1);
  uint32_t e = gaz_ref_entity(refs[0]);
  assert_int_equal(gaz_at(&g, e)->id, 900);
  assert_int_equal(gaz_at(&g, e)->lat, 605000);
  assert_true(toc_str_is(gaz_code(&g, gaz_country(&g, e)), "NOR"));
  assert_true(toc_str_is(gaz_name(&g, gaz_above(&g, e, GAZ_ADM1)), "West Province")); /* a division of the base */
  assert_int_equal(find(&g, "Orbelheim", &refs), 1);
  assert_int_equal(gaz_ref_kind(refs[0]), GAZ_OTHER);
  assert_int_equal(find(&g, "Orbel the Great", &refs), 1);
  assert_int_equal(find(&g, "Orbelle", &refs), 0);
  assert_int_equal(find(&g, "Eldorb", &refs), 1);
  assert_int_equal(gaz_ref_kind(refs[0]), GAZ_OLD);
  assert_int_equal(gaz_find(&g, gaz_hash(TOC_S("=H.M.")), &refs), 1);
  assert_int_equal(gaz_at(&g, gaz_ref_entity(refs[0]))->id, 100);
  assert_int_equal(find(&g, "Hamm", &refs), 2);      /* as before: the dump's Hamm is the base's */
  assert_int_equal(find(&g, "Hammburgh", &refs), 1); /* under one more name */
  assert_int_equal(find(&g, "Long Creek", &refs), 0);
  assert_int_equal(find(&g, "Gone Town", &refs), 0);
  assert_int_equal(find(&g, "Nether Farby", &refs), 1);
  assert_true(toc_str_is(gaz_name(&g, gaz_above(&g, gaz_ref_entity(refs[0]), GAZ_ADM1)), "Far Shire")); /* a division of the dump */
  assert_true(gaz_is_prefix(&g, gaz_hash(TOC_S("nether"))));
  assert_true(gaz_is_prefix(&g, gaz_hash(TOC_S("west"))));
  assert_int_equal(gaz_word(&g, gaz_hash(TOC_S("anna"))), GAZ_GIVEN);
  for (uint32_t i = 0; i < base.n_names; i++) assert_true(gaz_find(&g, base.hash[i], &refs) >= gaz_find(&base, base.hash[i], &refs));
  gaz_close(&g);
  unlink(path_to("g.bin"));
  unlink(path_to("NL.txt"));
  unlink(path_to("names.txt"));
}

static void the_order_of_layers_does_not_matter(void **state) {
  (void)state;
  toc_error err;
  gazetteer g, h;
  put_file("A.txt", dump, sizeof dump - 1);
  static const char other[] = PLACE("900", "Orbel", "Orbelstadt", "60.6", "10.6", "P", "PPL", "NL", "01", "", "9") PLACE("950", "Quill", "", "3", "3", "P", "PPL", "NL", "01", "", "9");
  put_file("B.txt", other, sizeof other - 1);
  const char *ab[] = {path_to("A.txt"), path_to("B.txt")}, *ba[] = {ab[1], ab[0]};
  assert_int_equal(build(ab, 2, "1.bin", &err), TOC_OK);
  assert_int_equal(build(ba, 2, "2.bin", &err), TOC_OK);
  assert_int_equal(gaz_open(&g, path_to("1.bin"), &err), TOC_OK);
  assert_int_equal(gaz_open(&h, path_to("2.bin"), &err), TOC_OK);
  assert_int_equal(g.size, h.size);
  assert_memory_equal(g.bytes, h.bytes, g.size);
  const uint32_t *refs;
  assert_int_equal(find(&g, "Orbelstadt", &refs), 1);
  assert_int_equal(gaz_at(&g, gaz_ref_entity(refs[0]))->lat, 605000); /* the first layer's place, the second's name */
  gaz_close(&g);
  gaz_close(&h);
  const char *gone[] = {"1.bin", "2.bin", "A.txt", "B.txt"};
  for (size_t i = 0; i < sizeof gone / sizeof *gone; i++) unlink(path_to(gone[i]));
}

static void building_survives_every_missing_allocation(void **state) {
  (void)state;
  toc_error err;
  uint64_t n = 1;
  put_file("NL.txt", dump, sizeof dump - 1);
  for (; n < 10000; n++) {
    const char *layer[] = {path_to("NL.txt")};
    toc_arena_fail_after(n);
    toc_status s = build(layer, 1, "g.bin", &err);
    toc_arena_fail_after(0);
    if (s == TOC_OK) break;
    if (s != TOC_NOMEM) fail_msg("%llu: %s", (unsigned long long)n, err.message);
  }
  assert_true(n > 5 && n < 10000);
  unlink(path_to("g.bin"));
  unlink(path_to("NL.txt"));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(usable_lines_are_kept),
      cmocka_unit_test(wrong_lines_are_named),
      cmocka_unit_test(a_layer_adds_to_the_base),
      cmocka_unit_test(the_order_of_layers_does_not_matter),
      cmocka_unit_test(building_survives_every_missing_allocation),
  };
  return cmocka_run_group_tests(tests, set_up, tear_down);
}
