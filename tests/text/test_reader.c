/* Files into reports: text, JSONL, CoNLL-U; broken ones among them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "text.h"

#include <time.h>
#include <unistd.h>

/* A file of its own for each test, removed at the end. */
static char path[64];

static const char *write_bytes(const char *suffix, const char *bytes, size_t n) {
  snprintf(path, sizeof path, "reader-%d%s", (int)getpid(), suffix);
  FILE *f = fopen(path, "wb");
  assert_non_null(f);
  assert_int_equal(fwrite(bytes, 1, n, f), n);
  fclose(f);
  return path;
}

static const char *write_text(const char *suffix, const char *text) { return write_bytes(suffix, text, strlen(text)); }

static toc_reader *open_reader(const char *file, toc_input_format format, size_t max) {
  toc_reader *r;
  toc_error err;
  toc_status s = toc_reader_open(&r, file, format, max, &err);
  if (s != TOC_OK) print_error("%s\n", err.message);
  assert_int_equal(s, TOC_OK);
  return r;
}

static toc_report *next_ok(toc_reader *r) {
  toc_report *report;
  toc_error err;
  toc_status s = toc_reader_next(r, &report, &err);
  if (s != TOC_OK) print_error("status %d %s\n", s, s == TOC_DONE ? "" : err.message);
  assert_int_equal(s, TOC_OK);
  assert_non_null(report);
  return report;
}

static void next_bad(toc_reader *r, const char *message, uint32_t line) {
  toc_report *report = (void *)1;
  toc_error err;
  assert_int_equal(toc_reader_next(r, &report, &err), TOC_BADINPUT);
  assert_null(report);
  if (!strstr(err.message, message)) print_error("'%s' not in '%s'\n", message, err.message);
  assert_non_null(strstr(err.message, message));
  assert_string_equal(err.file, path);
  assert_int_equal(err.line, line);
}

static void next_done(toc_reader *r) {
  toc_report *report = (void *)1;
  assert_int_equal(toc_reader_next(r, &report, NULL), TOC_DONE);
  assert_null(report);
  assert_int_equal(toc_reader_next(r, &report, NULL), TOC_DONE);
}

static void finish(toc_reader *r) {
  toc_reader_close(r);
  remove(path);
}

static void is(toc_str have, const char *want) {
  if (!toc_str_is(have, want)) print_error("'%.*s' instead of '%s'\n", TOC_FMT(have), want);
  assert_true(toc_str_is(have, want));
}

static void a_text_file_is_one_report(void **state) {
  (void)state;
  toc_reader *r = open_reader(write_text(".2022.txt", "Port Lind\r\n\r\nTroops left.\r\n"), TOC_INPUT_AUTO, 0);
  toc_report *p = next_ok(r);
  char id[64];
  snprintf(id, sizeof id, "reader-%d.2022", (int)getpid());
  is(p->id, id);
  is(p->text, "Port Lind\n\nTroops left.\n");
  is(p->encoding, "UTF-8");
  is(p->file, path);
  assert_int_equal(p->line, 1);
  assert_null(p->title.ptr);
  assert_int_equal(toc_report_origin(p, 0), 0);
  assert_int_equal(toc_report_origin(p, 11), 13); /* the T of Troops, behind two CRLF */
  uint64_t size;
  assert_int_equal(toc_reader_position(r, &size), 27);
  assert_int_equal(size, 27);
  toc_report_free(p);
  next_done(r);
  finish(r);
}

static void an_empty_text_file_is_an_empty_report(void **state) {
  (void)state;
  toc_reader *r = open_reader(write_text(".txt", ""), TOC_INPUT_AUTO, 0);
  toc_report *p = next_ok(r);
  assert_int_equal(p->text.len, 0);
  assert_non_null(p->text.ptr);
  toc_report_free(p);
  next_done(r);
  finish(r);
}

static void an_empty_jsonl_file_has_no_report(void **state) {
  (void)state;
  toc_reader *r = open_reader(write_text(".jsonl", "\n  \n"), TOC_INPUT_AUTO, 0);
  next_done(r);
  finish(r);
}

static void legacy_encodings_are_recognised(void **state) {
  (void)state;
  toc_reader *r = open_reader(write_text(".txt", "Lind\x92s port is caf\xE9-grey."), TOC_INPUT_AUTO, 0);
  toc_report *p = next_ok(r);
  is(p->encoding, "Windows-1252");
  is(p->text, "Lind\xE2\x80\x99s port is caf\xC3\xA9-grey.");
  toc_report_free(p);
  finish(r);
  r = open_reader(write_bytes(".txt", "\xFF\xFEG\0o\0!\0", 8), TOC_INPUT_AUTO, 0);
  p = next_ok(r);
  is(p->encoding, "UTF-16LE");
  is(p->text, "Go!");
  assert_int_equal(toc_report_origin(p, 1), 4);
  toc_report_free(p);
  finish(r);
}

static void jsonl_fields_are_read(void **state) {
  (void)state;
  toc_reader *r = open_reader(
      write_text(".x", "{\"id\":\"r1\",\"text\":\"A\\u00e9\\r\\n\\\"B\",\"title\":\"T\",\"published\":\"2022-01-06\",\"updated\":null,"
                       "\"publisher\":\"P\",\"url\":\"u\",\"language\":\"en\",\"extra\":{\"text\":[1,{\"a\":null}]}}\n"
                       "\n"
                       "{\"id\":17,\"text\":\"\"}\r\n"
                       "{\"text\":\"no id\"}"),
      TOC_INPUT_AUTO, 0);
  toc_report *p = next_ok(r);
  is(p->id, "r1");
  is(p->text, "A\xC3\xA9\r\n\"B");
  is(p->title, "T");
  is(p->published, "2022-01-06");
  assert_null(p->updated.ptr);
  is(p->publisher, "P");
  is(p->url, "u");
  is(p->language, "en");
  assert_int_equal(p->line, 1);
  toc_report *q = next_ok(r); /* the first one is still alive */
  is(q->id, "17");
  assert_int_equal(q->text.len, 0);
  assert_int_equal(q->line, 3);
  is(p->id, "r1");
  toc_report_free(p);
  toc_report_free(q);
  p = next_ok(r);
  char id[80];
  snprintf(id, sizeof id, "%s:4", path);
  is(p->id, id);
  toc_report_free(p);
  next_done(r);
  finish(r);
}

static void code_points_of_text_are_kept_one_for_one(void **state) {
  (void)state;
  toc_reader *r = open_reader(write_text(".jsonl",
                                         "{\"text\":\"a\\u0000b\"}\n"
                                         "{\"text\":\"a\\ud83d\\ude00b\"}\n"
                                         "{\"text\":\"a\\ud83db\"}\n"
                                         "{\"text\":\"a\\ude00b\"}\n"
                                         "{\"text\":\"a\\ud83d\\ud83d\\ude00b\"}\n"
                                         "{\"text\":\"ab\\ud83d\"}\n"
                                         "{\"text\":\"a\\ud83d\\u0041b\"}\n"
                                         "{\"text\":\"a\\ud83d\\nb\"}\n"),
                              TOC_INPUT_AUTO, 0);
  static const char *const want[] = {"a\xEF\xBF\xBD" "b", "a\xF0\x9F\x98\x80" "b", "a\xEF\xBF\xBD" "b", "a\xEF\xBF\xBD" "b",
                                     "a\xEF\xBF\xBD\xF0\x9F\x98\x80" "b", "ab\xEF\xBF\xBD", "a\xEF\xBF\xBD" "Ab", "a\xEF\xBF\xBD\nb"};
  for (size_t i = 0; i < sizeof want / sizeof *want; i++) {
    toc_report *p = next_ok(r);
    is(p->text, want[i]);
    assert_true(toc_utf8_valid(p->text));
    toc_report_free(p);
  }
  next_done(r);
  finish(r);
}

static void one_bad_line_stops_nothing(void **state) {
  (void)state;
  toc_reader *r = open_reader(write_text(".jsonl",
                                         "{\"id\":\"a\",\"text\":\"one\"}\n"
                                         "{\"id\":\"b\"}\n"
                                         "{\"id\":\"c\",\"text\":5}\n"
                                         "{\"id\":\"d\",\"text\":null}\n"
                                         "{\"id\":\"e\",\"text\":\"x\n"
                                         "[1,2]\n"
                                         "just words\n"
                                         "{\"text\":\"x\"} trailing\n"
                                         "{\"text\":\"x\",\"published\":2022}\n"
                                         "{\"text\":\"x\",\"id\":[]}\n"
                                         "{\"text\":\"x\",}\n"
                                         "{\"id\":\"z\",\"text\":\"last\"}\n"),
                              TOC_INPUT_AUTO, 0);
  toc_report *p = next_ok(r);
  is(p->id, "a");
  toc_report_free(p);
  next_bad(r, "a report without 'text': expected a string of that name", 2);
  next_bad(r, "'text' is a number where a string was expected", 3);
  next_bad(r, "'text' is null where a string was expected", 4);
  next_bad(r, "broken JSON: the line ends inside the object", 5);
  next_bad(r, "a list where a JSON object was expected", 6);
  next_bad(r, "broken JSON", 7);
  next_bad(r, "expected the end of the line", 8);
  next_bad(r, "'published' is a number where a string was expected", 9);
  next_bad(r, "'id' is a list where a string was expected", 10);
  next_bad(r, "broken JSON", 11);
  p = next_ok(r);
  is(p->id, "z");
  assert_int_equal(p->line, 12);
  toc_report_free(p);
  next_done(r);
  finish(r);
}

static void nesting_bombs_are_refused(void **state) {
  (void)state;
  toc_buf b;
  toc_buf_init(&b, 0);
  toc_buf_z(&b, "{\"text\":\"x\",\"bomb\":");
  for (int i = 0; i < 200000; i++) toc_buf_z(&b, "[");
  toc_buf_z(&b, "\n{\"text\":\"after\"}\n");
  toc_reader *r = open_reader(write_bytes(".jsonl", b.ptr, b.len), TOC_INPUT_AUTO, 0);
  next_bad(r, "JSON nested more than 64 deep", 1);
  toc_report *p = next_ok(r);
  is(p->text, "after");
  toc_report_free(p);
  finish(r);
  toc_buf_release(&b);
}

static void broken_bytes_in_a_line_are_repaired(void **state) {
  (void)state;
  toc_reader *r = open_reader(write_text(".jsonl",
                                         "{\"text\":\"caf\xC3\xA9 caf\xC3\xA9 \xFF\"}\n"
                                         "{\"text\":\"Lind\x92s\"}\n"),
                              TOC_INPUT_AUTO, 0);
  toc_report *p = next_ok(r);
  is(p->text, "caf\xC3\xA9 caf\xC3\xA9 \xEF\xBF\xBD");
  assert_int_equal(p->n_repaired, 1);
  toc_report_free(p);
  p = next_ok(r);
  is(p->text, "Lind\xE2\x80\x99s");
  is(p->encoding, "Windows-1252");
  assert_int_equal(p->n_repaired, 0);
  toc_report_free(p);
  finish(r);
}

static void jsonl_in_utf16_is_read(void **state) {
  (void)state;
  const char *text = "{\"text\":\"one \xF0\x9F\x98\x80\"}\n{\"text\":\"two\"}\n";
  toc_buf b;
  toc_buf_init(&b, 0);
  toc_buf_put(&b, "\xFF\xFE", 2);
  toc_str s = toc_cstr(text);
  for (size_t at = 0; at < s.len;) {
    uint32_t cp = toc_utf8_next(s, &at);
    uint32_t unit[2] = {cp, 0};
    if (cp >= 0x10000) unit[0] = 0xD800 + ((cp - 0x10000) >> 10), unit[1] = 0xDC00 + ((cp - 0x10000) & 0x3FF);
    for (int i = 0; i < 1 + (cp >= 0x10000); i++) toc_buf_put(&b, (char[]){(char)(unit[i] & 255), (char)(unit[i] >> 8)}, 2);
  }
  toc_reader *r = open_reader(write_bytes(".jsonl", b.ptr, b.len), TOC_INPUT_AUTO, 0);
  toc_report *p = next_ok(r);
  is(p->text, "one \xF0\x9F\x98\x80");
  toc_report_free(p);
  p = next_ok(r);
  is(p->text, "two");
  toc_report_free(p);
  next_done(r);
  finish(r);
  toc_buf_release(&b);
}

static void too_long_a_report_is_passed_over(void **state) {
  (void)state;
  toc_buf b;
  toc_buf_init(&b, 0);
  toc_buf_z(&b, "{\"text\":\"one\"}\n{\"text\":\"");
  for (int i = 0; i < 1000000; i++) toc_buf_z(&b, "word ");
  toc_buf_z(&b, "\"}\n{\"text\":\"three\"}\n");
  toc_reader *r = open_reader(write_bytes(".jsonl", b.ptr, b.len), TOC_INPUT_AUTO, 4000);
  toc_report *p = next_ok(r);
  is(p->text, "one");
  toc_report_free(p);
  next_bad(r, "a line of more than 4000 bytes", 2);
  p = next_ok(r);
  is(p->text, "three");
  assert_int_equal(p->line, 3);
  toc_report_free(p);
  next_done(r);
  finish(r);
  r = open_reader(write_bytes(".txt", b.ptr, b.len), TOC_INPUT_TEXT, 4000);
  next_bad(r, "a report of more than 4000 bytes", 0);
  next_done(r);
  finish(r);
  toc_buf_release(&b);
}

static void a_line_of_many_megabytes_is_a_report(void **state) {
  (void)state;
  size_t n = 24u << 20;
  char *line = malloc(n + 16);
  memset(line, 'x', n + 16);
  memcpy(line, "{\"text\":\"", 9);
  memcpy(line + n - 2, "\"}\n", 3);
  struct timespec a, z;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &a);
  toc_reader *r = open_reader(write_bytes(".jsonl", line, n + 1), TOC_INPUT_AUTO, 0);
  toc_report *p = next_ok(r);
  assert_int_equal(p->text.len, n - 11);
  toc_report_free(p);
  next_done(r);
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &z);
  assert_true(z.tv_sec - a.tv_sec < 5);
  finish(r);
  free(line);
}

static const char trees[] =
    "# newdoc id = d1\n# sent_id = 1\n1\tTroops\ttroop\tNOUN\t_\t_\t2\tnsubj\t_\t_\n2\tleft\tleave\tVERB\t_\t_\t0\troot\t_\tSpaceAfter=No\n"
    "3\t.\t.\tPUNCT\t_\t_\t2\tpunct\t_\t_\n\n"
    "# newpar\n1\tRain\train\tNOUN\t_\t_\t2\tnsubj\t_\t_\n2\tfell\tfall\tVERB\t_\t_\t0\troot\t_\t_\n\n"
    "# newdoc\n1\tNo\tno\tINTJ\t_\t_\t0\troot\t_\t_\n\n";

static void conllu_documents_are_reports(void **state) {
  (void)state;
  toc_reader *r = open_reader(write_text(".x", trees), TOC_INPUT_AUTO, 0);
  toc_report *p = next_ok(r);
  is(p->id, "d1");
  is(p->text, "Troops left.\n\nRain fell");
  assert_true(toc_str_starts(p->conllu, TOC_S("# newdoc id = d1")));
  assert_int_equal(p->line, 1);
  toc_report_free(p);
  p = next_ok(r);
  is(p->text, "No");
  assert_int_equal(p->line, 11);
  char id[80];
  snprintf(id, sizeof id, "%s:11", path);
  is(p->id, id);
  toc_report_free(p);
  next_done(r);
  finish(r);
}

/* Sentences with dates, as UniversalPetrarch's files have them: a report is a story of one day and source. */
static void dated_sentences_are_reports(void **state) {
  (void)state;
#define ROW "1\tTroops\ttroop\tNOUN\t_\t_\t0\troot\t_\t_\n\n"
  toc_reader *r = open_reader(write_text(".conllu", "# sent_id = QG1_1\n# date = 20140512\n# source = Quay Gazette\n" ROW
                                                    "# sent_id = QG1_2\n# date = 20140512\n# source = Quay Gazette\n" ROW
                                                    "# sent_id = QG2_1\n# date = 20140512\n# source = Quay Gazette\n" ROW
                                                    "# sent_id = QG2_2\n# date = 2014-05-13\n# source = Quay Gazette\n" ROW
                                                    "# sent_id = QG2_3\n" ROW), TOC_INPUT_AUTO, 0);
  static const struct {
    const char *id, *published, *text;
    uint32_t line;
  } want[] = {{"QG1", "2014-05-12", "Troops Troops", 1}, {"QG2", "2014-05-12", "Troops", 11}, {"QG2", "2014-05-13", "Troops Troops", 16}};
  for (size_t i = 0; i < sizeof want / sizeof *want; i++) {
    toc_report *p = next_ok(r);
    is(p->id, want[i].id);
    is(p->published, want[i].published);
    is(p->publisher, "Quay Gazette");
    is(p->text, want[i].text);
    assert_int_equal(p->line, want[i].line);
    toc_report_free(p);
  }
  next_done(r);
  finish(r);
  r = open_reader(write_text(".conllu", "# newdoc id = d\n# date = 20140512\n# sent_id = QG1_1\n" ROW "# date = 20140513\n# sent_id = QG2_1\n" ROW), TOC_INPUT_AUTO, 0);
  toc_report *p = next_ok(r);
  is(p->id, "d");
  is(p->text, "Troops Troops"); /* "newdoc" says what a report is */
  toc_report_free(p);
  next_done(r);
  finish(r);
  r = open_reader(write_text(".conllu", "# sent_id = w_1\n" ROW "# sent_id = x_1\n" ROW), TOC_INPUT_AUTO, 0);
  p = next_ok(r);
  is(p->text, "Troops Troops"); /* a treebank without dates is one */
  toc_report_free(p);
  finish(r);
#undef ROW
}

/* The same in the XML of UniversalPetrarch. */
static void sentences_stand_in_xml(void **state) {
  (void)state;
#define SENTENCE(id, date) "<Sentence date=\"" date "\" evaluate=\"True\" id=\"" id "\" sentence=\"True\" source=\"Quay &amp; Gazette\">\n<Text>\nTroops &amp; tanks\n</Text>\n<Parse>\n"
#define ROWS "1\tTroops\ttroop\tNOUN\t_\t_\t0\troot\t_\t_\n2\t&amp;\t&#38;\tSYM\t_\t_\t1\tpunct\t_\t_\n"
  static const char file[] = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Sentences>\n" SENTENCE("QG1_1", "20140512") ROWS "</Parse></Sentence>\n"
                             SENTENCE("QG1_2", "20140512") ROWS "</Parse>\n</Sentence>\n" SENTENCE("QG2_1", "20140513") ROWS "3\n</Parse>\n</Sentence>\n"
                             "<Sentence date=\"20140514\" id=\"QG3_1\"><Parse>" ROWS "</Parse></Sentence></Sentences>\n";
  toc_reader *r = open_reader(write_text(".xml", file), TOC_INPUT_AUTO, 0);
  toc_report *p = next_ok(r);
  is(p->id, "QG1");
  is(p->published, "2014-05-12");
  is(p->publisher, "Quay & Gazette");
  is(p->text, "Troops & Troops &");
  toc_report_free(p);
  toc_error err;
  assert_int_equal(toc_reader_next(r, &p, &err), TOC_BADINPUT);
  assert_int_equal(err.line, 27); /* where "3" stands in the file */
  p = next_ok(r);
  is(p->id, "QG3");
  is(p->text, "Troops &");
  assert_null(p->publisher.ptr);
  toc_report_free(p);
  next_done(r);
  finish(r);
  r = open_reader(write_text(".xml", "<p>&#12;</p>\n"), TOC_INPUT_CONLLU, 0);
  assert_int_equal(toc_reader_next(r, &p, &err), TOC_BADINPUT); /* other XML is no such file */
  finish(r);
#undef SENTENCE
#undef ROWS
}

static void a_broken_tree_stops_no_other(void **state) {
  (void)state;
  char bad[2000];
  snprintf(bad, sizeof bad, "# newdoc\n1\tTroops\ttroop\tNOUN\n\n%s", trees);
  toc_reader *r = open_reader(write_text(".conllu", bad), TOC_INPUT_AUTO, 0);
  toc_report *report;
  toc_error err;
  assert_int_equal(toc_reader_next(r, &report, &err), TOC_BADINPUT);
  assert_int_equal(err.line, 2);
  toc_report *p = next_ok(r);
  is(p->id, "d1");
  assert_int_equal(p->line, 4);
  toc_report_free(p);
  finish(r);
}

static void formats_are_told_by_content(void **state) {
  (void)state;
  static const struct {
    const char *text;
    size_t reports;
    const char *first;
  } cases[] = {
      {"{braces} open this story.\n", 1, "{braces} open this story.\n"},
      {"{ \"text\" : \"x\" }", 1, "x"},
      {"\xEF\xBB\xBF{\"text\":\"x\"}\n{\"text\":\"y\"}\n", 2, "x"},
      {"# Not a tree\nbut text.\n", 1, "# Not a tree\nbut text.\n"},
      {"1\tNo\tno\tINTJ\t_\t_\t0\troot\t_\t_\n", 1, "No"},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    toc_reader *r = open_reader(write_text(".dat", cases[i].text), TOC_INPUT_AUTO, 0);
    for (size_t k = 0; k < cases[i].reports; k++) {
      toc_report *p = next_ok(r);
      if (k == 0) is(p->text, cases[i].first);
      toc_report_free(p);
    }
    next_done(r);
    finish(r);
  }
}

static void missing_files_and_folders_are_errors(void **state) {
  (void)state;
  toc_reader *r = (void *)1;
  toc_error err;
  assert_int_equal(toc_reader_open(&r, "no-such-file.txt", TOC_INPUT_AUTO, 0, &err), TOC_IO);
  assert_null(r);
  assert_non_null(strstr(err.message, "cannot open 'no-such-file.txt'"));
  assert_int_equal(toc_reader_open(&r, ".", TOC_INPUT_AUTO, 0, &err), TOC_IO);
  assert_null(r);
  assert_non_null(strstr(err.message, "it is a folder"));
  toc_reader_close(NULL);
  toc_report_free(NULL);
}

static void memory_failures_are_told(void **state) {
  (void)state;
  int failed = 0;
  for (uint64_t n = 1; n < 12; n++) {
    toc_reader *r = open_reader(write_text(".jsonl", "{\"id\":\"a\",\"text\":\"Lind\x92s\",\"title\":\"t\"}\n"), TOC_INPUT_JSONL, 0);
    toc_report *p;
    toc_error err;
    toc_arena_fail_after(n);
    toc_status s = toc_reader_next(r, &p, &err);
    toc_arena_fail_after(0);
    assert_true(s == TOC_OK || (s == TOC_NOMEM && !p));
    failed += s == TOC_NOMEM;
    toc_report_free(p);
    finish(r);
  }
  assert_in_range(failed, 4, 10);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_text_file_is_one_report),
      cmocka_unit_test(an_empty_text_file_is_an_empty_report),
      cmocka_unit_test(an_empty_jsonl_file_has_no_report),
      cmocka_unit_test(legacy_encodings_are_recognised),
      cmocka_unit_test(jsonl_fields_are_read),
      cmocka_unit_test(code_points_of_text_are_kept_one_for_one),
      cmocka_unit_test(one_bad_line_stops_nothing),
      cmocka_unit_test(nesting_bombs_are_refused),
      cmocka_unit_test(broken_bytes_in_a_line_are_repaired),
      cmocka_unit_test(jsonl_in_utf16_is_read),
      cmocka_unit_test(too_long_a_report_is_passed_over),
      cmocka_unit_test(a_line_of_many_megabytes_is_a_report),
      cmocka_unit_test(conllu_documents_are_reports), cmocka_unit_test(dated_sentences_are_reports), cmocka_unit_test(sentences_stand_in_xml),
      cmocka_unit_test(a_broken_tree_stops_no_other),
      cmocka_unit_test(formats_are_told_by_content),
      cmocka_unit_test(missing_files_and_folders_are_errors),
      cmocka_unit_test(memory_failures_are_told),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
