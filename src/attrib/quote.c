/* quote.c - pairing quotation marks.
 *
 * “ ” „ « » and `` '' say by themselves which end they are; " opens where no " is open in the
 * paragraph and closes where one is; ‘ ’ and ' quote only where a blank or a bracket stands
 * before the first and no letter follows the last, since the same marks are apostrophes.
 *
 * A quotation of several paragraphs opens each of them and closes only the last: an unclosed
 * quote runs on if the next paragraph begins with an opening mark.  Otherwise nobody knows where
 * it ends, and it is none.  The stack of open quotes is an array, so that depth costs nothing.
 */
#include "internal.h"

typedef enum mark { NO_MARK, OPENS, CLOSES, EITHER } mark;

/* The mark at byte `at` of the text, its length and its family ('"' or '\''). */
static mark mark_at(toc_str text, uint32_t at, uint32_t end, uint32_t *len, char *family) {
  const char *p = text.ptr + at;
  uint32_t left = end - at;
  *len = 1;
  *family = '"';
  if (p[0] == '"') return EITHER;
  if (left >= 2 && p[0] == '`' && p[1] == '`') return *len = 2, OPENS;
  if (left >= 2 && p[0] == '\'' && p[1] == '\'') return *len = 2, EITHER;
  if (left >= 2 && (unsigned char)p[0] == 0xC2) {
    *len = 2;
    if ((unsigned char)p[1] == 0xAB) return OPENS;  /* « */
    if ((unsigned char)p[1] == 0xBB) return CLOSES; /* » */
  }
  if (left >= 3 && (unsigned char)p[0] == 0xE2 && (unsigned char)p[1] == 0x80) {
    *len = 3;
    switch ((unsigned char)p[2]) {
      case 0x9C: return OPENS;  /* “ */
      case 0x9D: return CLOSES; /* ” */
      case 0x9E: return OPENS;  /* „ */
      case 0x98: return *family = '\'', OPENS;  /* ‘ */
      case 0x99: return *family = '\'', CLOSES; /* ’ */
      default: break;
    }
  }
  *len = 1;
  if (p[0] == '\'') return *family = '\'', EITHER;
  return NO_MARK;
}

/* The next byte from `at` on that a mark may begin with, or `end`: most of a text is none, and eight of
 * them are looked at together.  Bytes outside ASCII count as marks here. */
static uint32_t next_mark(toc_str text, uint32_t at, uint32_t end) {
  const uint64_t each = UINT64_C(0x0101010101010101), high = each * 0x80;
  for (; at + 8 <= end; at += 8) {
    uint64_t w, x, y, z;
    memcpy(&w, text.ptr + at, 8);
    x = w ^ each * '"', y = w ^ each * '\'', z = w ^ each * '`'; /* a zero byte where one stands */
    if ((w | ((x - each) & ~x) | ((y - each) & ~y) | ((z - each) & ~z)) & high) break;
  }
  while (at < end && !(text.ptr[at] & 0x80) && text.ptr[at] != '"' && text.ptr[at] != '\'' && text.ptr[at] != '`') at++;
  return at;
}

static bool letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || (c & 0x80); }
static bool blank(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '(' || c == '['; }

typedef struct open_quote {
  uint32_t index;
  char family;
} open_quote;

typedef struct pairing {
  toc__tree *t;
  TOC_ARRAY(toc__quote) quotes;
  open_quote *stack;
  uint32_t depth, cap;
  uint32_t pending; /* an unclosed quote of the paragraph before */
} pairing;

static void open_at(pairing *p, uint32_t at, uint32_t len, char family, bool first) {
  toc_arena *a = &p->t->doc->scratch;
  toc__quote *q = toc_push(a, &p->quotes);
  uint32_t index = p->quotes.len - 1;
  *q = (toc__quote){.outer = {at, at}, .inner = {at + len, at + len}, .parent = TOC_NONE, .next = TOC_NONE};
  if (p->depth) q->parent = p->stack[p->depth - 1].index;
  if (first && p->pending != TOC_NONE) {
    p->quotes.ptr[p->pending].next = index;
    q->runs_on = true;
  }
  if (p->depth == p->cap) {
    uint32_t cap = p->cap ? 2 * p->cap : 16;
    open_quote *more = toc_new(a, open_quote, cap);
    if (p->depth) memcpy(more, p->stack, p->depth * sizeof *more);
    p->stack = more;
    p->cap = cap;
  }
  p->stack[p->depth++] = (open_quote){index, family};
}

/* Closes the innermost quote of the family; quotes inside it that never closed end with it. */
static bool close_at(pairing *p, uint32_t at, uint32_t len, char family) {
  uint32_t d = p->depth;
  for (int tries = 0; d && p->stack[d - 1].family != family; tries++, d--)
    if (tries == 8) return false;
  if (!d) return false;
  for (uint32_t k = d - 1; k < p->depth; k++) {
    toc__quote *q = &p->quotes.ptr[p->stack[k].index];
    q->inner.end = at;
    q->outer.end = k == d - 1 ? at + len : at;
    q->closed = k == d - 1;
  }
  p->depth = d - 1;
  return true;
}

/* A quote left open that did not run on. */
static void forget(pairing *p, uint32_t index) {
  if (index == TOC_NONE || p->quotes.ptr[index].next != TOC_NONE) return;
  toc__quote *q = &p->quotes.ptr[index];
  if (!q->runs_on) q->inner.end = q->outer.end = q->inner.start;
}

static bool family_open(const pairing *p, char family) {
  for (uint32_t d = p->depth, tries = 0; d && tries < 8; d--, tries++)
    if (p->stack[d - 1].family == family) return true;
  return false;
}

static void paragraph(pairing *p, uint32_t start, uint32_t end) {
  toc_str text = p->t->doc->text;
  bool first = true; /* nothing but blanks and apostrophes so far, up to `seen` */
  uint32_t seen = start;
  p->depth = 0;
  for (uint32_t at = start; (at = next_mark(text, at, end)) < end;) {
    uint32_t len;
    char family;
    mark m = mark_at(text, at, end, &len, &family);
    while (first && seen < at) first = blank(text.ptr[seen++]);
    if (m == NO_MARK) {
      first = false;
      at++;
      continue;
    }
    seen = at + len;
    char before = at > start ? text.ptr[at - 1] : ' ', after = at + len < end ? text.ptr[at + len] : ' ';
    if (family == '\'') {
      bool starts = (blank(before) || before == '"') && !blank(after) && !(after >= '0' && after <= '9');
      bool ends = !letter(after) && !blank(before) && family_open(p, family);
      if (m != CLOSES && starts) open_at(p, at, len, family, first);
      else if (m != OPENS && ends) close_at(p, at, len, family);
    } else if (m == OPENS || (m == EITHER && !family_open(p, family))) {
      open_at(p, at, len, family, first);
    } else if (!close_at(p, at, len, family) && m == CLOSES) {
      /* A closing mark that nothing opened: no quote. */
    }
    if (family == '"') first = false;
    at += len;
  }
  /* What is still open: a double quote may run on, an apostrophe was none. */
  forget(p, p->pending);
  p->pending = TOC_NONE;
  for (uint32_t k = 0; k < p->depth; k++) {
    toc__quote *q = &p->quotes.ptr[p->stack[k].index];
    bool runs = p->stack[k].family == '"' && p->pending == TOC_NONE;
    q->inner.end = q->outer.end = runs ? end : q->inner.start;
    if (runs) p->pending = p->stack[k].index;
  }
}

/* Quotes are in the order of their opening; sweeps tokens along with a stack of those open. */
static void assign(toc__tree *t) {
  toc_doc *doc = t->doc;
  uint32_t n = doc->tokens.len, q = 0, open = TOC_NONE;
  for (uint32_t i = 0; i < n; i++) {
    uint32_t at = doc->tokens.ptr[i].span.start;
    while (q < t->n_quotes && t->quote[q].inner.start <= at) {
      if (!toc_span_empty(t->quote[q].inner)) open = q;
      q++;
    }
    while (open != TOC_NONE && t->quote[open].inner.end <= at) open = t->quote[open].parent;
    if (open == TOC_NONE && q == t->n_quotes) break; /* the rest stands outside, as toc__tree_init has it */
    t->quote_of[i] = open;
  }
}

void toc__quotes(toc__tree *t) {
  toc_doc *doc = t->doc;
  pairing p = {.t = t, .pending = TOC_NONE};
  for (uint32_t k = 0; k < doc->sentences.len;) {
    uint32_t first = k;
    while (k < doc->sentences.len && doc->sentences.ptr[k].paragraph == doc->sentences.ptr[first].paragraph) k++;
    paragraph(&p, doc->sentences.ptr[first].span.start, doc->sentences.ptr[k - 1].span.end);
  }
  forget(&p, p.pending);
  t->quote = p.quotes.ptr;
  t->n_quotes = p.quotes.len;
  assign(t);
}
