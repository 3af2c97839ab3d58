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

static bool all_capitals(toc_str s) {
  for (size_t i = 0; i < s.len; i++)
    if (s.ptr[i] >= 'a' && s.ptr[i] <= 'z') return false;
  return s.len > 1;
}

static bool abbreviates(const toc__timex *x, toc_str low) {
  if (!x || low.len > 5 || toc_str_is(low, "may") || toc_str_is(low, "june") || toc_str_is(low, "july")) return false;
  for (uint32_t e = tx_chain(x, toc_map_get(&x->words, low)); e != TOC_NONE; e = x->entries.ptr[e].next)
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
    uint32_t known = x ? toc_map_get(&x->words, low) : TOC_NONE;
    const tx_word *word = known != TOC_NONE ? &x->word.ptr[known] : NULL;
    uint32_t entry = word ? word->first : TOC_NONE;
    *toc_push(a, out) = (tx_atom){.span = {at + (uint32_t)i, at + (uint32_t)end},
                                  .token = token,
                                  .low = low,
                                  .first_entry = entry,
                                  .classes = entry != TOC_NONE ? x->entries.ptr[entry].classes : 0,
                                  .opens = digit(c) || !low.len ? TX_ALONE : word ? word->opens : 0,
                                  .cardinal = word ? word->cardinal : -1,
                                  .ordinal = word ? word->ordinal : 0,
                                  .number = digit(c),
                                  .glued = !space,
                                  .cap = c >= 'A' && c <= 'Z',
                                  .caps = all_capitals(raw)};
    space = false;
    i = end;
  }
}

/* Most tokens are one atom: a word of plain letters, or a mark. */
static bool whole(const toc_doc *doc, uint32_t t, toc_span span) {
  toc_str form = doc->tokens.ptr[t].form;
  if (form.len != span.end - span.start || memcmp(form.ptr, doc->text.ptr + span.start, form.len) != 0) return false;
  if (doc->word[t].look & TOC_W_LETTERS) return true;
  unsigned char c = (unsigned char)form.ptr[0];
  return form.len == 1 && c > ' ' && c < 0x80 && !digit(c);
}

static void add_whole(const toc__timex *x, const toc_doc *doc, uint32_t known, uint32_t t, toc_span span, toc_arena *a, tx_atoms *out) {
  const toc_word *w = &doc->word[t];
  const tx_word *word = known != TOC_NONE ? &x->word.ptr[known] : NULL;
  uint32_t entry = word ? word->first : TOC_NONE;
  tx_atom *atom = toc_push(a, out);
  *atom = (tx_atom){.span = span, .token = t, .low = w->low, .first_entry = entry,
                    .classes = entry != TOC_NONE ? x->entries.ptr[entry].classes : 0,
                    .opens = word ? word->opens : 0, .cardinal = word ? word->cardinal : -1, .ordinal = word ? word->ordinal : 0,
                    .cap = (w->look & TOC_W_CAP) != 0,
                    .caps = !(w->look & TOC_W_SMALL) && w->low.len > 1};
}

void tx_atoms_sentence(const toc__timex *x, toc_doc *doc, const uint32_t *known, const toc_sentence *s, tx_atoms *out) {
  uint32_t seen = 0; /* words of a multiword token may share their characters */
  for (uint32_t t = s->first; t < s->last; t++) {
    toc_span span = doc->tokens.ptr[t].span;
    if (span.start < seen) span.start = seen;
    if (toc_span_empty(span)) continue;
    uint32_t at = out->len;
    if (whole(doc, t, span)) add_whole(x, doc, known[t], t, span, &doc->scratch, out);
    else tx_atoms_of(x, &doc->scratch, toc_slice(doc->text, span), span.start, t, out);
    if (at < out->len && at > 0 && span.start == seen) out->ptr[at].glued = true;
    seen = span.end;
    /* "Nov" "." as two tokens */
    if (at + 1 == out->len && at > 0 && toc_str_is(out->ptr[at].low, ".") && out->ptr[at].glued && t + 1 < s->last &&
        abbreviates(x, out->ptr[at - 1].low) && out->ptr[at - 1].cap) {
      out->ptr[at - 1].span.end = span.end;
      out->len--;
    }
  }
}
