/* Atoms: the pieces below tokens.  Tokenisers differ over "10-year-old", "9:10am" and
 * "Nov." at the end of a sentence; the grammar must not. */
#include "internal.h"

static bool letter(unsigned char c) { return (c | 32) >= 'a' && (c | 32) <= 'z'; }
static bool digit(unsigned char c) { return c >= '0' && c <= '9'; }

/* Bytes of a dash or a curly apostrophe at s[i], 0 if it is neither; *as is its plain form. */
static size_t mark(toc_str s, size_t i, char *as) {
  if (s.len - i >= 3 && (unsigned char)s.ptr[i] == 0xE2 && (unsigned char)s.ptr[i + 1] == 0x80) {
    unsigned char c = (unsigned char)s.ptr[i + 2];
    *as = c == 0x98 || c == 0x99 ? '\'' : c >= 0x90 && c <= 0x95 ? '-' : c == 0x9C || c == 0x9D ? '"' : 0;
    return *as ? 3 : 0;
  }
  return 0;
}

static size_t word_end(toc_str s, size_t i) {
  char as;
  while (i < s.len && (letter((unsigned char)s.ptr[i]) || ((unsigned char)s.ptr[i] >= 0x80 && !mark(s, i, &as)))) i++;
  return i;
}

/* 2022  1,200  7:15  3.5  1/2  12/31/1999 */
static size_t number_end(toc_str s, size_t i) {
  while (i < s.len && (digit((unsigned char)s.ptr[i]) ||
                       (memchr(",.:/", s.ptr[i], 4) && i + 1 < s.len && digit((unsigned char)s.ptr[i + 1]))))
    i++;
  return i;
}

/* "p.m.", "U.S." from i on; 0 if it is no chain of lettered points. */
static size_t pointed_end(toc_str s, size_t i) {
  size_t e = i;
  while (e + 1 < s.len && letter((unsigned char)s.ptr[e]) && s.ptr[e + 1] == '.') e += 2;
  if (e < i + 4) { /* "p.m" without its last point */
    if (e == i + 2 && e < s.len && letter((unsigned char)s.ptr[e]) && (e + 1 == s.len || !letter((unsigned char)s.ptr[e + 1]))) return e + 1;
    return 0;
  }
  return e < s.len && letter((unsigned char)s.ptr[e]) ? 0 : e;
}

static toc_str lowered(toc_arena *a, toc_str s) {
  char *p = toc_new(a, char, s.len ? s.len : 1);
  size_t n = 0;
  for (size_t i = 0; i < s.len; i++) {
    char c = s.ptr[i];
    if (c == '.' && !digit((unsigned char)s.ptr[0])) continue;
    p[n++] = c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
  }
  return (toc_str){p, n};
}

static uint8_t look_of(toc_str s) {
  uint8_t look = s.ptr[0] >= 'A' && s.ptr[0] <= 'Z' ? TOC_W_CAP : digit((unsigned char)s.ptr[0]) ? TOC_W_DIGIT : 0;
  for (size_t i = 0; i < s.len; i++)
    if (s.ptr[i] >= 'a' && s.ptr[i] <= 'z') look |= TOC_W_SMALL;
  return look;
}

static bool abbreviates(const toc__timex *x, toc_str low) {
  if (!x || low.len > 5 || toc_str_is(low, "may") || toc_str_is(low, "june") || toc_str_is(low, "july")) return false;
  for (uint32_t e = tx_chain(x, tx_known(x, low, toc_hash(low, 0), false)); e != TOC_NONE; e = x->entries.ptr[e].next)
    if ((x->entries.ptr[e].cls == TX_MONTH && low.len <= 4) || (x->entries.ptr[e].cls == TX_WEEKDAY && low.len <= 5)) return true;
  return false;
}

void tx_atoms_of(const toc__timex *x, toc_arena *a, toc_str text, uint32_t at, uint32_t token, tx_atoms *out) {
  size_t i = 0;
  bool space = true;
  while (i < text.len) {
    unsigned char c = (unsigned char)text.ptr[i];
    if (c <= ' ') {
      space = true;
      i++;
      continue;
    }
    size_t end, n;
    char plain = 0;
    if (letter(c) && (end = pointed_end(text, i)) != 0) {
      ;
    } else if (digit(c)) {
      end = number_end(text, i);
    } else if ((n = mark(text, i, &plain)) != 0 || c == '\'') {
      end = i + (n ? n : 1);
      if ((plain == '\'' || !n) && end < text.len && (text.ptr[end] == 's' || text.ptr[end] == 'S') &&
          (end + 1 == text.len || !letter((unsigned char)text.ptr[end + 1]))) {
        end++;
        plain = 's';
      }
    } else if (letter(c) || c >= 0x80) {
      end = word_end(text, i);
      if (end == i) end = i + 1;
    } else {
      end = i + 1;
    }
    toc_str raw = toc_str_sub(text, i, end), low;
    if (plain == 's') low = TOC_S("'s");
    else if (plain) low = plain == '-' ? TOC_S("-") : plain == '\'' ? TOC_S("'") : TOC_S("\"");
    else if (raw.len == 1 && !letter(c)) low = raw;
    else low = lowered(a, raw);
    if (letter(c) && end < text.len && text.ptr[end] == '.' && abbreviates(x, low)) end++; /* "Nov." */
    *toc_push(a, out) = (tx_atom){.span = {at + (uint32_t)i, at + (uint32_t)end},
                                  .token = token,
                                  .low = low,
                                  .word = x ? &x->word.ptr[tx_known(x, low, toc_hash(low, 0), digit(c))] : NULL,
                                  .look = look_of(raw),
                                  .glued = !space};
    space = false;
    i = end;
  }
}

/* Most tokens are one atom: a word of plain letters, a mark, a number, "'s". */
static bool whole(const toc_doc *doc, uint32_t t, toc_span span) {
  toc_str form = doc->tokens.ptr[t].form;
  const toc_word *w = &doc->word[t];
  if (form.len != span.end - span.start || !toc_str_eq(form, toc_slice(doc->text, span))) return false;
  if (w->look & TOC_W_LETTERS) return true;
  unsigned char c = (unsigned char)form.ptr[0];
  if (w->look & TOC_W_DIGIT) return number_end(form, 0) == form.len;
  if (form.len == 1) return c > ' ' && c < 0x80;
  return toc_str_is(w->low, "'s");
}

void tx_atoms_sentence(const toc__timex *x, toc_doc *doc, const uint32_t *known, const toc_sentence *s, tx_atoms *out) {
  uint32_t seen = 0; /* words of a multiword token may share their characters */
  for (uint32_t t = s->first; t < s->last; t++) {
    toc_span span = doc->tokens.ptr[t].span;
    if (span.start < seen) span.start = seen;
    if (toc_span_empty(span)) continue;
    uint32_t at = out->len;
    if (whole(doc, t, span))
      *toc_push(&doc->scratch, out) = (tx_atom){.span = span, .low = doc->word[t].low, .word = &x->word.ptr[known[t]], .token = t, .look = (uint8_t)doc->word[t].look};
    else tx_atoms_of(x, &doc->scratch, toc_slice(doc->text, span), span.start, t, out);
    if (at < out->len && at > 0 && span.start == seen) out->ptr[at].glued = true;
    seen = span.end;
    /* "Nov" "." as two tokens */
    if (at + 1 == out->len && at > 0 && toc_str_is(out->ptr[at].low, ".") && out->ptr[at].glued && t + 1 < s->last &&
        tx_cap(&out->ptr[at - 1]) && abbreviates(x, out->ptr[at - 1].low)) {
      out->ptr[at - 1].span.end = span.end;
      out->len--;
    }
  }
}
