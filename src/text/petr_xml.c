/* petr_xml.c - the XML that UniversalPetrarch reads, as lines of CoNLL-U.
 *
 *     <Sentence date="20140512" id="QG0801_4" source="Quay Gazette" sentence="True">
 *     <Text>
 *     Carnelia said … &amp; …
 *     </Text>
 *     <Parse>
 *     1	Carnelia	…
 *     </Parse></Sentence>
 *
 * The attributes become comments, the rows stay, their entities read; all else is passed over.  A line becomes one
 * line where the file is laid out so, so that messages name the line of the file.  It is read by lines, not by expat,
 * since a report is cut where its story ends and files are longer than memory; what is no such layout has no rows. */
#include "source.h"

/* "&amp;" at s.ptr[0] → the character; the entity's length, 0: none. */
static size_t entity(toc_str s, uint32_t *c) {
  static const struct {
    const char *name;
    uint32_t c;
  } named[] = {{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&apos;", '\''}};
  for (size_t i = 0; i < sizeof named / sizeof *named; i++) {
    *c = named[i].c;
    if (toc_str_starts(s, toc_cstr(named[i].name))) return strlen(named[i].name);
  }
  bool hex = s.len > 3 && s.ptr[1] == '#' && (s.ptr[2] == 'x' || s.ptr[2] == 'X');
  size_t i = hex ? 3 : 2, from = i;
  if (s.len < 4 || s.ptr[1] != '#') return 0;
  for (*c = 0; i < s.len && i < from + 7; i++) {
    char d = s.ptr[i];
    uint32_t v = d >= '0' && d <= '9' ? (uint32_t)(d - '0') : hex && d >= 'a' && d <= 'f' ? (uint32_t)(d - 'a' + 10) : hex && d >= 'A' && d <= 'F' ? (uint32_t)(d - 'A' + 10) : 99;
    if (v == 99) break;
    *c = *c * (hex ? 16 : 10) + v;
  }
  bool character = i > from && i < s.len && s.ptr[i] == ';' && *c >= ' ' && *c < 0x110000 && (*c < 0xD800 || *c > 0xDFFF);
  return character ? i + 1 : 0;
}

static void put(toc_buf *out, toc_str s) {
  for (size_t i = 0; i < s.len;) {
    uint32_t c;
    char utf8[4];
    size_t n = s.ptr[i] == '&' ? entity(toc_str_sub(s, i, s.len), &c) : 0;
    if (n) toc_buf_put(out, utf8, toc_utf8_put(c, utf8));
    else toc_buf_put(out, s.ptr + i, 1);
    i += n ? n : 1;
  }
}

/* Where `what` begins in s; s.len: nowhere. */
static size_t find(toc_str s, const char *what) {
  size_t n = strlen(what), i = 0;
  while (i + n <= s.len && memcmp(s.ptr + i, what, n) != 0) i++;
  return i + n <= s.len ? i : s.len;
}

static toc_str attribute(toc_str tag, const char *opened) {
  size_t at = find(tag, opened);
  if (at == tag.len) return (toc_str){0};
  toc_str rest = toc_str_sub(tag, at + strlen(opened), tag.len), value;
  return toc_str_cut(&rest, '"', &value) && rest.ptr ? toc_str_trim(value) : (toc_str){0};
}

bool toc__petr_xml_detect(toc_str head) {
  toc_str s = toc_str_trim(head);
  return s.len && s.ptr[0] == '<' && (find(s, "<Sentences") < s.len || find(s, "<Sentence ") < s.len) && find(s, "<Parse>") < s.len;
}

bool toc__petr_xml_about(toc_str line, toc_buf *out) {
  static const char *const keys[][2] = {{" id=\"", "# sent_id = "}, {" date=\"", "# date = "}, {" source=\"", "# source = "}};
  size_t at = find(line, "<Sentence ");
  if (at == line.len) return false;
  toc_str tag = toc_str_sub(line, at, line.len);
  for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
    toc_str value = attribute(tag, keys[i][0]);
    if (!value.len) continue;
    toc_buf_z(out, keys[i][1]);
    put(out, value);
    toc_buf_put(out, "\n", 1);
  }
  return true;
}

/* The next comment that waits, in place of a line that says nothing. */
static void put_comment(toc__petr_xml *x, toc_buf *out) {
  toc_str rest = toc_str_sub((toc_str){x->waiting.ptr, x->waiting.len}, x->told, x->waiting.len), line;
  if (rest.len && toc_str_cut(&rest, '\n', &line)) {
    toc_buf_str(out, line);
    x->told += line.len + 1;
  } else {
    toc_buf_put(out, "#", 1);
  }
  toc_buf_put(out, "\n", 1);
}

/* A row, or the end of the rows. */
static bool put_row(toc__petr_xml *x, toc_str line, toc_buf *out) {
  size_t end = find(line, "</Parse>");
  toc_str row = toc_str_sub(line, 0, end);
  bool some = toc_str_trim(row).len > 0;
  if (some) put(out, row);
  if (some || end == line.len) toc_buf_put(out, "\n", 1);
  if (end == line.len) return some;
  toc_buf_put(out, "\n", 1);
  x->rows = false;
  return some;
}

bool toc__petr_xml_line(toc__petr_xml *x, toc_str line, toc_buf *out) {
  if (x->rows) return put_row(x, line, out);
  size_t parse = find(line, "<Parse>");
  if (find(line, "<Sentence ") < line.len) {
    toc_buf_reset(&x->waiting);
    x->told = 0;
    toc__petr_xml_about(line, &x->waiting);
  }
  put_comment(x, out);
  if (parse == line.len) return false;
  while (x->told < x->waiting.len) put_comment(x, out);
  x->rows = true;
  toc_str rest = toc_str_sub(line, parse + strlen("<Parse>"), line.len);
  return toc_str_trim(rest).len ? put_row(x, rest, out) : false;
}
