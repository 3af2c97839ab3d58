/* body.c - "articleBody" of a page's JSON-LD, where the page shows its words.
 *
 * Some publishers say outright which words are the article.  They are taken at their word only
 * if the page shows these words: then the paragraphs that hold them are kept whatever the model
 * thinks of their surroundings, and their offsets lead to the page as always.  Compared are runs
 * of four words, so that quotes, white space and markup may differ.  What the body does not name
 * is left to the model: captions and lists are missing from many, and short lines in it are
 * often teasers ("Read also"). */
#include "extract.h"

#define RUN 4
#define WORDS_MIN 60 /* a teaser is no article */
#define SHOWN 80     /* percent of its runs that the page must show */

typedef struct runs {
  uint64_t *slot; /* [size], a power of two; 0: free */
  bool *found;     /* a block that is kept for it has this run */
  uint32_t size, n;
} runs;

/* Calls for each run of four words of s; words are ASCII letters and digits, case apart, and all
 * that is not ASCII. */
typedef void (*each_run)(void *ctx, uint64_t run);

static uint32_t walk_runs(toc_str s, each_run each, void *ctx) {
  uint64_t word[RUN] = {0}, h = 0;
  uint32_t n = 0;
  for (size_t i = 0; i <= s.len; i++) {
    unsigned char c = i < s.len ? (unsigned char)s.ptr[i] : ' ';
    bool mark = c == 0xE2 && i + 2 < s.len && (unsigned char)s.ptr[i + 1] == 0x80; /* U+2000 to U+203F: quotes, dashes, blanks */
    if (mark) i += 2, c = ' ';
    if (c >= 'A' && c <= 'Z') c += 32;
    if (c >= 0x80 || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
      h = html_hash_byte(h ? h : HTML_HASH_START, (char)c);
      continue;
    }
    if (!h) continue;
    word[n++ % RUN] = h;
    h = 0;
    if (n < RUN) continue;
    uint64_t run = 1;
    for (uint32_t w = 0; w < RUN; w++) run = run * UINT64_C(0x9E3779B97F4A7C15) + word[(n + w) % RUN];
    each(ctx, run ? run : 1);
  }
  return n;
}

static uint32_t place(const runs *r, uint64_t run) {
  uint32_t i = (uint32_t)(run ^ run >> 32) & (r->size - 1);
  while (r->slot[i] && r->slot[i] != run) i = (i + 1) & (r->size - 1);
  return i;
}

static void add(void *ctx, uint64_t run) {
  runs *r = ctx;
  uint32_t i = place(r, run);
  r->n += !r->slot[i];
  r->slot[i] = run;
}

typedef struct meeting {
  runs *runs;
  uint32_t n, met;
} meeting;

static void meet(void *ctx, uint64_t run) {
  meeting *m = ctx;
  bool there = m->runs->slot[place(m->runs, run)] == run;
  m->n++;
  m->met += there;
}

static void mark(void *ctx, uint64_t run) {
  runs *r = ctx;
  uint32_t i = place(r, run);
  if (r->slot[i] == run) r->found[i] = true;
}

/* Is most of the block out of the body? */
static bool is_of(runs *r, const html_block *b) {
  meeting m = {.runs = r};
  walk_runs(b->text, meet, &m);
  return m.n >= 2 && m.met * 10 >= m.n * 8;
}

/* A teaser inside the body ("Read also: …") is short or a link. */
static bool is_paragraph(const html_block *b) { return b->chars >= 80 && b->link_chars * 3 < b->chars; }

bool html_use_body(toc_arena *arena, toc_str body, html_blocks *blocks) {
  uint64_t words = body.len / 2 + 8, found = 0;
  runs r = {.size = 16};
  while (r.size < words) r.size *= 2;
  r.slot = toc_new(arena, uint64_t, r.size);
  r.found = toc_new(arena, bool, r.size);
  if (walk_runs(body, add, &r) < WORDS_MIN) return false;
  bool *is = toc_new(arena, bool, (size_t)blocks->len + 1);
  for (uint32_t i = 0; i < blocks->len; i++)
    if ((is[i] = is_of(&r, &blocks->ptr[i]))) walk_runs(blocks->ptr[i].text, mark, &r);
  for (uint32_t i = 0; i < r.size; i++) found += r.found[i];
  if (found * 100 < (uint64_t)r.n * SHOWN) return false;
  for (uint32_t i = 0; i < blocks->len; i++)
    if (is[i] && is_paragraph(&blocks->ptr[i])) blocks->ptr[i].kept = true;
  return true;
}
