/* The tokenizer against gumbo, which builds the whole tree of the HTML standard: on pages of our
 * own making both must show the same words in the same order.  Left out is what the two mean to
 * treat differently: text that stands loose in a table (the standard moves it before the table)
 * and elements whose text is never the report's. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <gumbo.h>

#include "html.h"

static const char *const pages[] = {
    "<!DOCTYPE html><html><head><title>no</title></head><body><p>One<p>two <b>three</b>four<div>five</div>six</body></html>",
    "<P CLASS=a>upper<BR>case<HR>rule<UL><LI>one<LI>two</UL>end",
    "<p>a &amp; b &lt;c&gt; &quot;d&quot; &#8217;e&#x2019; &copy; &eacute;t&eacute &notit; &nosuch; AT&T &#0; &#128; &#xD800; &#x110000;",
    "<p title=\"a > b\">quoted</p><p title='x \" > y'>single</p><p title=a/b>bare</p><p title = \"spaced\" hidden-not>x</p>",
    "<p>before<!-- a comment > with -- signs -->after<!-->x--><p>y<!---->z<!-- never closed",
    "<p>s<script>var a = '<p>not text</p>'; if (a < b) { }</script>t<style>p > a { }</style>u",
    "<script>document.write('<script>no</scr' + 'ipt>')</script><p>after",
    "<p>1 < 2 and 3 > 2, a < b, <3, </ x>, <>, <-, <!doctype x>, <?php no ?>z",
    "<table><tr><td>a<td>b<tr><td>c</table><table><tbody><tr><th>d</th></tr></tbody></table>tail",
    "<dl><dt>a<dd>b<dt>c<dd>d</dl><ol><li>e<ol><li>f</ol><li>g</ol>",
    "<div>self<br/>closed<img src=x />and<hr/>on<div/>inside</div>out",
    "<p>unclosed <a href=\"http://example.org/?a=1&b=2\">link <i>it <b>bold</i> both</b> end</a>",
    "<div><p>para</div>after</p>stray</div></span>end",
    "<h1>head</h1><h2>second<h3>third</h3></h2><blockquote>quote<p>inner</blockquote>",
    "<pre>\nkept   as is\n  indented</pre><code>x&lt;y</code>",
    "<body><body class=two><p>twice<html lang=en><p>again",
    "<p>tab\tand\nnew\r\nline\fform&nbsp;blank\xC2\xA0same</p>",
    "<p>caf\xC3\xA9 \xD0\x9C\xD0\xB8\xD1\x80 \xE5\x92\x8C\xE5\xB9\xB3 \xF0\x9F\x94\x94</p>",
    "<section><header>h</header><main>m<article>a<aside>s</aside></article></main><footer>f</footer></section>",
    "<p>end of file in a tag <a href=\"x",
    "<p>end of file in a comment <!-- x",
    "<p>end <",
    "<p>a<wbr>b<span>c</span>d<sub>2</sub><sup>3</sup>",
    "<textarea><p>not shown</p></textarea><select><option>no<option>neither</select><p>yes",
    "",
    "plain words, no tag at all",
};

/* Pieces that are put together at random. */
static const char *const pieces[] = {"<p>",   "</p>",  "<div>", "</div>", "<b>", "</b>", "<i>",  "</i>",      "<a href=x>", "</a>",      "<ul>",  "<li>",  "</ul>",
                                     "<br>",  "<hr>",  "<h2>",  "</h2>",  "<blockquote>", "</blockquote>", "<span class='a b'>", "</span>", "<!-- c -->",
                                     "word ", "other", " and ", "&amp;", "&#233;", "&lt;", " 7 < 8 ", "<em>", "</em>", "<section>", "</section>",
                                     "<script>x</script>", "<dl>", "<dt>", "<dd>", "</dl>", "<img src=x alt='>'>", "\n", "<strong>", "</strong>"};

static bool is_out(const GumboElement *e) {
  static const GumboTag out[] = {GUMBO_TAG_SCRIPT, GUMBO_TAG_STYLE,  GUMBO_TAG_TITLE, GUMBO_TAG_TEXTAREA, GUMBO_TAG_SELECT, GUMBO_TAG_NOSCRIPT,
                                 GUMBO_TAG_IFRAME, GUMBO_TAG_BUTTON, GUMBO_TAG_SVG,   GUMBO_TAG_TEMPLATE, GUMBO_TAG_HEAD,   GUMBO_TAG_OPTION};
  for (size_t i = 0; i < sizeof out / sizeof *out; i++)
    if (e->tag == out[i]) return true;
  return false;
}

static void shown(const GumboNode *n, toc_buf *out) {
  if (n->type == GUMBO_NODE_TEXT || n->type == GUMBO_NODE_WHITESPACE) toc_buf_z(out, n->v.text.text);
  if (n->type != GUMBO_NODE_ELEMENT || is_out(&n->v.element)) return;
  bool inline_tag = n->v.element.tag == GUMBO_TAG_B || n->v.element.tag == GUMBO_TAG_I || n->v.element.tag == GUMBO_TAG_A || n->v.element.tag == GUMBO_TAG_SPAN ||
                    n->v.element.tag == GUMBO_TAG_EM || n->v.element.tag == GUMBO_TAG_STRONG || n->v.element.tag == GUMBO_TAG_SUB ||
                    n->v.element.tag == GUMBO_TAG_SUP || n->v.element.tag == GUMBO_TAG_CODE || n->v.element.tag == GUMBO_TAG_WBR || n->v.element.tag == GUMBO_TAG_IMG;
  if (!inline_tag) toc_buf_z(out, "\n");
  for (unsigned i = 0; i < n->v.element.children.length; i++) shown(n->v.element.children.data[i], out);
  if (!inline_tag) toc_buf_z(out, "\n");
}

/* Words with one blank between them. */
static toc_str squeezed(toc_arena *a, toc_str s) {
  char *out = toc_arena_alloc(a, s.len + 1, 1);
  size_t n = 0, pos = 0;
  while (pos < s.len) {
    size_t from = pos;
    bool blank = toc_cp_is_space(toc_utf8_next(s, &pos));
    if (blank && (!n || out[n - 1] == ' ')) continue;
    if (blank) out[n++] = ' ';
    else memcpy(out + n, s.ptr + from, pos - from), n += pos - from;
  }
  while (n && out[n - 1] == ' ') n--;
  return (toc_str){out, n};
}

/* Where elements cross, the standard closes and reopens them: blanks between words come out otherwise. */
static toc_str letters(toc_arena *a, toc_str s) {
  char *out = toc_arena_alloc(a, s.len + 1, 1);
  size_t n = 0;
  for (size_t i = 0; i < s.len; i++)
    if (s.ptr[i] != ' ') out[n++] = s.ptr[i];
  return (toc_str){out, n};
}

static bool agrees(const char *page, bool blanks, bool loud) {
  toc_arena a;
  toc_buf theirs;
  toc_arena_init(&a, 0);
  toc_buf_init(&theirs, 0);
  GumboOutput *tree = gumbo_parse(page);
  shown(tree->root, &theirs);
  gumbo_destroy_output(&kGumboDefaultOptions, tree);
  toc_str want = squeezed(&a, (toc_str){theirs.ptr ? theirs.ptr : "", theirs.len}), got = squeezed(&a, toc__html_text(&a, toc_cstr(page)));
  bool same = blanks ? toc_str_eq(want, got) : toc_str_eq(letters(&a, want), letters(&a, got));
  if (!same && loud) print_error("%s\n  gumbo: %.*s\n  here:  %.*s\n", page, TOC_FMT(want), TOC_FMT(got));
  toc_buf_release(&theirs);
  toc_arena_release(&a);
  return same;
}

static void pages_show_the_same_words(void **state) {
  (void)state;
  int wrong = 0;
  for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) wrong += !agrees(pages[i], true, true);
  assert_int_equal(wrong, 0);
}

static void random_pages_show_the_same_words(void **state) {
  (void)state;
  uint32_t seed = 20220106;
  int wrong = 0;
  for (int page = 0; page < 3000; page++) {
    toc_buf b;
    toc_buf_init(&b, 0);
    toc_buf_z(&b, "<body>");
    for (int k = 0; k < 40; k++) {
      seed = seed * 1664525u + 1013904223u;
      toc_buf_z(&b, pieces[(seed >> 8) % (sizeof pieces / sizeof *pieces)]);
    }
    toc_buf_put(&b, "", 1);
    wrong += !agrees(b.ptr, false, wrong < 5);
    toc_buf_release(&b);
  }
  assert_int_equal(wrong, 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(pages_show_the_same_words), cmocka_unit_test(random_pages_show_the_same_words)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
