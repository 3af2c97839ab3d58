/* screen.c - text for a terminal: widths, wrapping, colours.
 *
 * Reports come from anywhere and a terminal obeys what it is sent, so everything taken from
 * a report passes toc__screen_clean first: control characters (ESC above all) and those
 * that turn the writing direction become blanks. */
#include "record.h"

#include <utf8proc.h>

enum { NARROWEST = 40, WIDEST = 240, USUAL = 100 };

void toc__screen_init(toc__screen *s, toc_buf *out, toc_arena *arena, const toc_style *style) {
  unsigned width = style && style->width ? style->width : USUAL;
  if (width < NARROWEST) width = NARROWEST;
  if (width > WIDEST) width = WIDEST;
  *s = (toc__screen){.out = out, .arena = arena, .width = width, .colour = style && style->colour, .all = style && style->all};
}

static bool steers(uint32_t cp) {
  return cp < 0x20 || (cp >= 0x7F && cp < 0xA0) || cp == 0x200E || cp == 0x200F || (cp >= 0x2028 && cp <= 0x202E) ||
         (cp >= 0x2066 && cp <= 0x2069) || cp == 0xFEFF;
}

toc_str toc__screen_clean(toc_arena *a, toc_str s) {
  char *out = toc_arena_alloc(a, s.len + 1, 1);
  size_t n = 0, pos = 0;
  bool blank = false;
  while (pos < s.len) {
    size_t at = pos;
    uint32_t cp = toc_utf8_next(s, &pos);
    if (steers(cp) || toc_cp_is_space(cp)) {
      blank = n > 0;
      continue;
    }
    if (blank) out[n++] = ' ';
    blank = false;
    memcpy(out + n, s.ptr + at, pos - at);
    n += pos - at;
  }
  return (toc_str){out, n};
}

static unsigned columns_of(uint32_t cp) {
  int w = cp < 0x80 ? 1 : utf8proc_charwidth((utf8proc_int32_t)cp);
  return w < 0 ? 0 : (unsigned)w;
}

unsigned toc__screen_columns(toc_str s) {
  unsigned n = 0;
  for (size_t pos = 0; pos < s.len;) n += columns_of(toc_utf8_next(s, &pos));
  return n;
}

static const char *const paint_code[] = {"", "1", "2", "31", "33", "32", "36"};

void toc__screen_put(toc__screen *s, toc__paint paint, toc_str text) {
  bool on = s->colour && paint != TOC__PLAIN && text.len;
  if (on) toc_buf_fmt(s->out, "\033[%sm", paint_code[paint]);
  toc_buf_str(s->out, text);
  if (on) toc_buf_z(s->out, "\033[0m");
}

static void blanks(toc__screen *s, unsigned n) {
  while (n-- > 0) toc_buf_z(s->out, " ");
}

/* Cuts the next line of at most `width` columns off *rest: at the last blank that fits, or
 * within a word that is longer than the line. */
static toc_str next_line(toc_str *rest, unsigned width) {
  size_t pos = 0, fits = 0, blank = 0;
  unsigned columns = 0;
  while (pos < rest->len) {
    size_t at = pos;
    uint32_t cp = toc_utf8_next(*rest, &pos);
    columns += columns_of(cp);
    if (cp == ' ') blank = at;
    if (columns > width && cp != ' ') break;
    fits = pos;
  }
  size_t end = fits, next = fits;
  if (fits < rest->len && blank) {
    end = blank;
    next = blank + 1;
  } else if (fits == 0) {
    end = next = pos; /* one character wider than the column */
  }
  toc_str line = toc_str_sub(*rest, 0, end);
  *rest = toc_str_sub(*rest, next, rest->len);
  return line;
}

void toc__screen_wrap(toc__screen *s, toc__paint paint, toc_str text, unsigned indent, unsigned from) {
  if (from < indent) {
    blanks(s, indent - from);
    from = indent;
  }
  unsigned room = s->width > from + 10 ? s->width - from : 10;
  unsigned later = s->width > indent + 10 ? s->width - indent : 10;
  toc_str rest = text;
  for (bool first = true; rest.len || first; first = false) {
    if (!first) blanks(s, indent);
    toc__screen_put(s, paint, next_line(&rest, first ? room : later));
    toc_buf_z(s->out, "\n");
  }
}

void toc__screen_row(toc__screen *s, const toc__cell *cell, unsigned n_cells, unsigned indent) {
  toc_str rest[8];
  if (n_cells > 8) n_cells = 8;
  for (unsigned i = 0; i < n_cells; i++) rest[i] = cell[i].text;
  for (bool more = true; more;) {
    more = false;
    unsigned owed = indent; /* blanks before the next cell that has something to say */
    for (unsigned i = 0; i < n_cells; i++) {
      toc_str line = next_line(&rest[i], cell[i].width);
      unsigned columns = toc__screen_columns(line);
      if (line.len) {
        blanks(s, owed);
        owed = 0;
        toc__screen_put(s, cell[i].paint, line);
      }
      owed += (cell[i].width > columns ? cell[i].width - columns : 0) + 2;
      more |= rest[i].len > 0;
    }
    toc_buf_z(s->out, "\n");
  }
}
