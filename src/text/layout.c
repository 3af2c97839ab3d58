/* layout.c - lines into paragraphs.
 *
 * Three habits are told apart: one paragraph a line; paragraphs divided by empty lines; and
 * copy wrapped at some column, where a paragraph is many lines:
 *
 *   Police cordoned off the main square on Thursday and soldiers were seen
 *   unloading crates outside the old mayor's office.
 *      A second column reached the airport after dark.       (an indent begins a paragraph)
 *
 * Wrapped copy gives itself away: at the end of most of its lines the next word would not
 * have fitted any more. */
#include "parts.h"

typedef struct {
  uint32_t start, end; /* without white space at the ends */
  uint32_t width;      /* code points from the left edge, indent included */
  uint32_t indent;
  bool gap;            /* an empty line stands before it */
} text_line;

typedef TOC_ARRAY(text_line) text_lines;

#define WIDEST 120 /* nobody wraps wider */
#define NARROWEST 36

static bool is_line_end(uint32_t cp) {
  return cp == '\n' || cp == '\r' || cp == '\f' || cp == '\v' || cp == 0x85 || cp == 0x2028 || cp == 0x2029;
}

/* Lines that hold something. */
static void split_lines(toc_doc *doc, text_lines *out) {
  toc_str s = doc->text;
  bool gap = false;
  for (size_t at = 0; at < s.len;) {
    text_line l = {.gap = gap};
    uint32_t width = 0;
    bool any = false, ended = false;
    while (at < s.len && !ended) {
      size_t from = at;
      uint32_t cp = toc_utf8_next(s, &at);
      if (is_line_end(cp)) {
        if (cp == '\r' && at < s.len && s.ptr[at] == '\n') at++;
        ended = true;
        break;
      }
      width++;
      if (toc_cp_is_space(cp)) continue;
      if (!any) {
        l.start = (uint32_t)from;
        l.indent = width - 1;
      }
      any = true;
      l.end = (uint32_t)at;
      l.width = width;
    }
    gap = !any;
    if (any) *toc_push(&doc->scratch, out) = l;
  }
}

static uint32_t first_word_width(const toc_doc *doc, const text_line *l) {
  uint32_t n = 0;
  for (size_t at = l->start; at < l->end && n < WIDEST; n++)
    if (toc_cp_is_space(toc_utf8_next(doc->text, &at))) break;
  return n;
}

static uint32_t cp_first(const toc_doc *doc, const text_line *l) {
  size_t at = l->start;
  return toc_utf8_next(doc->text, &at);
}

/* Ends in a stop, perhaps with quotes and brackets behind it. */
static bool ends_with_stop(toc_str s) {
  for (size_t n = s.len; n > 0; n--) {
    unsigned char c = (unsigned char)s.ptr[n - 1];
    if (c == '.' || c == '!' || c == '?' || c == ':') return true;
    if (c == '"' || c == '\'' || c == ')' || c == ']' || (c >= 0x80 && s.len - n < 6)) continue;
    return false;
  }
  return false;
}

static bool line_stops(const toc_doc *doc, const text_line *l) {
  return ends_with_stop(toc_str_sub(doc->text, l->start, l->end));
}

static bool starts_low(const toc_doc *doc, const text_line *l) { return toc_cp_is_lower(cp_first(doc, l)); }

/* "- ", "* ", "• ", "1. ", "(a) " */
static bool is_list_item(const toc_doc *doc, const text_line *l) {
  toc_str s = toc_str_sub(doc->text, l->start, l->end);
  size_t i = 0;
  if (s.len > 1 && (s.ptr[0] == '-' || s.ptr[0] == '*') && s.ptr[1] == ' ') return true;
  uint32_t cp = cp_first(doc, l);
  if (cp == 0x2022 || cp == 0x25CF || cp == 0x25AA || cp == 0xB7) return true;
  if (s.ptr[0] == '(') i++;
  size_t from = i;
  while (i < s.len && i < from + 2 && s.ptr[i] >= '0' && s.ptr[i] <= '9') i++;
  if (i == from && i < s.len && s.ptr[i] >= 'a' && s.ptr[i] <= 'h') i++;
  return i > from && i + 1 < s.len && (s.ptr[i] == ')' || s.ptr[i] == '.') && s.ptr[i + 1] == ' ';
}

/* Would the next line's first word have fitted into a line of `width`? */
static bool is_full(const toc_doc *doc, const text_line *l, uint32_t width) {
  return l[0].width + 1 + first_word_width(doc, &l[1]) > width;
}

/* The column at which the text is wrapped; 0 if it is not. */
static uint32_t wrap_width(const toc_doc *doc, const text_lines *lines) {
  uint32_t widest = 0, pairs = 0, full = 0, open = 0, low = 0;
  for (uint32_t i = 0; i < lines->len; i++)
    if (lines->ptr[i].width > widest) widest = lines->ptr[i].width;
  if (widest > WIDEST || widest < NARROWEST) return 0;
  for (uint32_t i = 0; i + 1 < lines->len; i++) {
    const text_line *l = &lines->ptr[i];
    if (l[1].gap) continue;
    bool fills = is_full(doc, l, widest - widest / 10);
    pairs++;
    full += fills;
    open += fills && !line_stops(doc, l); /* a full line that stops may be a paragraph */
    low += starts_low(doc, &l[1]);
  }
  bool many = pairs >= 3 && full * 2 >= pairs && open * 10 >= full * 3;
  bool few = pairs > 0 && low * 3 >= pairs;
  return many || few ? widest : 0;
}

static bool goes_on(const toc_doc *doc, const text_line *l, uint32_t wrap) {
  if (l[1].gap) return false;
  if (starts_low(doc, &l[1]) && !line_stops(doc, l) && !is_list_item(doc, &l[1])) return true;
  if (!wrap || is_list_item(doc, &l[1])) return false;
  if (l[1].indent > l[0].indent + 1) return false;
  return is_full(doc, l, wrap - wrap / 4);
}

void toc__text_layout(toc_doc *doc) {
  text_lines lines = {0};
  split_lines(doc, &lines);
  uint32_t wrap = wrap_width(doc, &lines);
  doc->blocks.len = 0;
  for (uint32_t i = 0; i < lines.len; i++) {
    uint32_t first = i;
    while (i + 1 < lines.len && goes_on(doc, &lines.ptr[i], wrap)) i++;
    *toc_push(&doc->arena, &doc->blocks) = (toc_block){{lines.ptr[first].start, lines.ptr[i].end}, TOC_BODY};
  }
}
