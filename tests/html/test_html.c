/* Pages of our own making: what is kept, what is dropped, and where it came from. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "html.h"

#include <time.h>

static toc__html *html;

static int load(void **state) {
  (void)state;
  toc_error err;
  if (toc__html_load(&html, "data", &err) == TOC_OK) return 0;
  fprintf(stderr, "%s\n", err.message);
  return 1;
}

static int unload(void **state) {
  (void)state;
  toc__html_free(html);
  return 0;
}

static const char page_of_news[] =
    "<!DOCTYPE html><html lang=en><head><meta charset=utf-8><title>Bridge closed after blast | Harbour Times</title>\n"
    "<meta property=\"og:site_name\" content=\"Harbour Times\">\n"
    "<script type=\"application/ld+json\">{\"@type\":\"NewsArticle\",\"headline\":\"Bridge closed after blast\","
    "\"datePublished\":\"2021-05-04T08:15:00+02:00\",\"dateModified\":\"2021-05-05T10:00:00+02:00\",\"publisher\":{\"@type\":\"Organization\",\"name\":\"Harbour Times\"}}</script>\n"
    "<script>var x = '<p>not a paragraph of the report, but of a script</p>';</script></head><body>\n"
    "<nav class=\"main-menu\"><ul><li><a href=/>Home</a><li><a href=/w>World</a><li><a href=/s>Sport</a></ul></nav>\n"
    "<div class=\"cookie-banner\">We use cookies to make this site better. <button>Accept</button></div>\n"
    "<article class=\"article-body\"><h1>Bridge closed after blast</h1>\n"
    "<p>Police closed the old bridge over the Mira on Tuesday after an explosion damaged two of its pillars, the city&#8217;s mayor said.\n"
    "<p>Nobody was hurt &amp; traffic was sent over the motorway bridge, where drivers waited for up to an hour, she added. &ldquo;We were lucky,&rdquo; she said.</p>\n"
    "<figure><img src=b.jpg><figcaption>The bridge. Photo: H. Lund</figcaption></figure>\n"
    "<p>Engineers will look at the pillars on Wednesday, and the bridge stays closed until they have finished, according to the public works office.</p>\n"
    "</article><aside class=\"related\"><h3>More from World</h3><ul><li><a href=/1>Storm hits coast, thousands without power</a>"
    "<li><a href=/2>Harbour strike enters third week</a></ul></aside>\n"
    "<footer class=\"site-footer\">Copyright 2021 Harbour Times. <a href=/p>Privacy</a></footer></body></html>";

static bool has(toc_str s, const char *part) {
  for (size_t i = 0, n = strlen(part); i + n <= s.len; i++)
    if (memcmp(s.ptr + i, part, n) == 0) return true;
  return false;
}

static void a_page_becomes_its_report(void **state) {
  (void)state;
  toc_arena a;
  toc__page p;
  toc_arena_init(&a, 0);
  toc_str bytes = toc_cstr(page_of_news);
  assert_int_equal(toc__html_page(html, &a, bytes, (toc_str){0}, &p, NULL), TOC_OK);
  assert_true(has(p.text, "the city’s mayor said."));
  assert_true(has(p.text, "Nobody was hurt & traffic"));
  assert_true(has(p.text, "until they have finished"));
  assert_false(has(p.text, "Home"));
  assert_false(has(p.text, "cookies"));
  assert_false(has(p.text, "third week"));
  assert_false(has(p.text, "Copyright"));
  assert_false(has(p.text, "script"));
  assert_true(toc_str_is(p.title, "Bridge closed after blast"));
  assert_true(toc_str_is(p.publisher, "Harbour Times"));
  assert_true(toc_str_is(p.published, "2021-05-04T08:15"));
  assert_true(toc_str_is(p.updated, "2021-05-05T10:00"));
  assert_string_equal(p.published_from, "json-ld");
  toc_arena_release(&a);
}

static void every_character_has_its_place_in_the_page(void **state) {
  (void)state;
  toc_arena a;
  toc__page p;
  toc_arena_init(&a, 0);
  toc_str bytes = toc_cstr(page_of_news);
  toc__html_page(html, &a, bytes, (toc_str){0}, &p, NULL);
  uint64_t before = 0;
  assert_true(p.n_map > 0);
  for (uint32_t k = 0; k < p.n_map; k++) {
    size_t end = k + 1 < p.n_map ? p.map[k + 1].clean : p.text.len;
    assert_true(p.map[k].raw >= before);
    assert_true(p.map[k].raw < bytes.len);
    before = p.map[k].raw;
    for (size_t i = p.map[k].clean; p.map[k].step && i < end; i++) {
      char raw = bytes.ptr[p.map[k].raw + (i - p.map[k].clean)];
      assert_true(p.text.ptr[i] == raw || (p.text.ptr[i] == ' ' && strchr(" \n\t", raw)));
    }
  }
  toc_arena_release(&a);
}

/* Where nothing but JSON-LD tells that a paragraph is the article's. */
static void an_article_body_is_believed_if_it_is_shown(void **state) {
  (void)state;
  static const char paragraph[] =
      "The ferry to the northern islands will not sail this week, because its engine has to be taken out, \\u201Cpiece by piece\\u201D, as the owner put it, "
      "and nobody on the quay knew on Tuesday when the spare parts, ordered in spring from a yard that closed in summer, would come at last. "
      "The mayor of the largest island asked the navy for a boat, and a baker drove his van across the ice to bring bread to the three villages.";
  for (int shown = 0; shown < 2; shown++) {
    toc_arena a;
    toc_buf b;
    toc__page p;
    toc_arena_init(&a, 0);
    toc_buf_init(&b, 0);
    toc_buf_fmt(&b, "<html><head><script type=\"application/ld+json\">{\"@type\":\"NewsArticle\",\"articleBody\":\"%s\"}</script></head><body>"
                    "<div class='comments sidebar related widget'><ul><li class='comment related'>", paragraph);
    toc_buf_z(&b, shown ? "The ferry to the northern islands will not sail this week, because its engine has to be taken out, &quot;piece <b>by</b> piece&quot;, as the owner put it, "
                          "and nobody on the quay knew on Tuesday when the spare parts, ordered in spring from a yard that closed in summer, would come at last. "
                          "The mayor of the largest island asked the navy for a boat, and a baker drove his van across the ice to bring bread to the three villages."
                        : "Buy now, and sail with us to any of the other harbours of this coast, where the sun will shine for you as it did last year and the year before that, too.");
    toc_buf_z(&b, "</li></ul></div></body></html>");
    toc_str bytes = {b.ptr, b.len};
    assert_int_equal(toc__html_page(html, &a, bytes, (toc_str){0}, &p, NULL), TOC_OK);
    assert_int_equal(has(p.text, "\"piece by piece\", as the owner"), shown);
    assert_false(has(p.text, "Buy now"));
    if (shown) assert_true(toc_str_starts((toc_str){bytes.ptr + p.map[0].raw, 9}, TOC_S("The ferry")));
    toc_buf_release(&b);
    toc_arena_release(&a);
  }
}

static void dates_are_read_from_less_sure_places(void **state) {
  (void)state;
  static const struct {
    const char *html, *url, *date, *from;
  } cases[] = {
      {"<html><head><meta name=pubdate content='Tue, 04 May 2021 06:00:00 GMT'></head><body><p>x</p></body></html>", NULL, "2021-05-04T06:00", "meta"},
      {"<html><body><article><time datetime='2021-05-04'>yesterday</time><p>x</p></article></body></html>", NULL, "2021-05-04", "time"},
      {"<html><body><p>x</p></body></html>", "https://example.org/2021/05/04/bridge/", "2021-05-04", "url"},
      {"<html><body><h1>Bridge</h1><div>4. Mai 2021</div><p>Die Br&uuml;cke ist zu, sagte die Polizei, und bleibt es bis Mittwoch.</p></body></html>", NULL, "2021-05-04", "text"},
      {"<html><body><p>No day here, only 12:30 and 1,204 people.</p></body></html>", NULL, NULL, NULL},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    toc_arena a;
    toc__page p;
    toc_arena_init(&a, 0);
    assert_int_equal(toc__html_page(html, &a, toc_cstr(cases[i].html), toc_cstr(cases[i].url), &p, NULL), TOC_OK);
    if (!cases[i].date) assert_null(p.published.ptr);
    else {
      assert_true(toc_str_is(p.published, cases[i].date));
      assert_string_equal(p.published_from, cases[i].from);
    }
    toc_arena_release(&a);
  }
}

static void pages_are_told_from_texts(void **state) {
  (void)state;
  assert_true(toc__html_detect(toc_cstr(page_of_news)));
  assert_true(toc__html_detect(TOC_S("\xEF\xBB\xBF \n<!-- saved --><HTML>")));
  assert_false(toc__html_detect(TOC_S("The tag <html> opens a page.")));
  assert_false(toc__html_detect(TOC_S("<3 is a heart")));
  assert_false(toc__html_detect(TOC_S("")));
  assert_true(toc_str_is(toc__html_charset(TOC_S("<meta http-equiv=x content='text/html; charset=windows-1251'>")), "windows-1251"));
  assert_true(toc_str_is(toc__html_charset(toc_cstr(page_of_news)), "utf-8"));
}

/* Nesting, unclosed quotes and unclosed comments must not cost more than their length. */
static void hostile_pages_take_linear_time(void **state) {
  (void)state;
  static const char *const bits[] = {"<div>", "<a href=\"x", "<!-- x", "<p", "&", "&#x", "</", "<table><tr><td>", "<b><i></b>", "<script>", "<li>x", "&nGt"};
  for (size_t k = 0; k < sizeof bits / sizeof *bits; k++) {
    toc_arena a;
    toc__page p;
    toc_buf b;
    toc_arena_init(&a, 0);
    toc_buf_init(&b, 0);
    toc_buf_z(&b, "<html><body>");
    while (b.len < 600000) toc_buf_z(&b, bits[k]);
    clock_t start = clock();
    assert_int_equal(toc__html_page(html, &a, (toc_str){b.ptr, b.len}, (toc_str){0}, &p, NULL), TOC_OK);
    assert_true((double)(clock() - start) / CLOCKS_PER_SEC < 4);
    assert_true(toc_utf8_valid(p.text));
    toc_buf_release(&b);
    toc_arena_release(&a);
  }
}

static void a_wrong_table_is_refused(void **state) {
  (void)state;
  toc_error err;
  toc__html *h;
  assert_int_equal(toc__html_load(&h, "tests/html/wrong", &err), TOC_BADDATA);
  assert_null(h);
  assert_int_equal(err.line, 3);
  assert_int_equal(toc__html_load(&h, "no/such/folder", &err), TOC_IO);
  assert_int_equal(toc__html_load(&h, NULL, &err), TOC_OK); /* the one built in */
  toc__html_free(h);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_page_becomes_its_report),      cmocka_unit_test(every_character_has_its_place_in_the_page),
      cmocka_unit_test(an_article_body_is_believed_if_it_is_shown), cmocka_unit_test(dates_are_read_from_less_sure_places), cmocka_unit_test(pages_are_told_from_texts),
      cmocka_unit_test(hostile_pages_take_linear_time), cmocka_unit_test(a_wrong_table_is_refused),
  };
  return cmocka_run_group_tests(tests, load, unload);
}
