/* blocks.c - a page cut into runs of text, and which of them are the report.
 *
 * A block is what a reader sees as one paragraph: text between two boundaries of block
 * elements, or between two line breaks in a row.  What it is told apart by is written as
 * words ("t=p", "len=7", "a:sidebar"), so that the table of weights can be read and argued
 * with (weights.h). */
#include "extract.h"

#include <stdlib.h>

/* ------------------------------------------------------------------- cutting */

typedef struct cutter {
  toc_arena *arena;
  const html_tree *tree;
  html_blocks *blocks;
  uint32_t first, last, owner; /* of the run so far; first TOC_NONE: empty */
  bool after_h1;
} cutter;

static char lower(char c) { return (char)(c >= 'A' && c <= 'Z' ? c + 32 : c); }

static bool is_hidden(const html_tree *tree, uint32_t node) {
  if (html_attribute(tree, node, "hidden").ptr) return true;
  toc_str style = html_attribute(tree, node, "style");
  for (size_t i = 0; i + 12 <= style.len; i++)
    if (memcmp(style.ptr + i, "display:none", 12) == 0 || (i + 13 <= style.len && memcmp(style.ptr + i, "display: none", 13) == 0)) return true;
  return false;
}

static bool inside_link(const html_tree *tree, uint32_t node, uint32_t owner) {
  for (uint32_t at = tree->nodes.ptr[node].parent, steps = 0; at != TOC_NONE && at != owner && steps < 40; steps++) {
    if (tree->nodes.ptr[at].tag == TAG_a) return true;
    at = tree->nodes.ptr[at].parent;
  }
  return false;
}

/* A block's text as it grows: decoded, white space folded, with its way back to the page. */
typedef struct growing {
  toc_arena *arena;
  html_block *b;
  char *out;
  size_t n;
  bool blank;      /* white space is due before the next character … */
  bool letter;     /* … which stands as a byte … */
  size_t blank_at; /* … there, or for a line break where its tag begins */
  int64_t shift;   /* raw - clean of the current segment */
} growing;

static void put(growing *g, const char *bytes, size_t n, size_t raw, bool same) {
  if (!g->b->map.len || (int64_t)raw - (int64_t)g->n != g->shift || !same) {
    *toc_push(g->arena, &g->b->map) = (toc_map_segment){.clean = (uint32_t)g->n, .raw = raw, .step = same};
    g->shift = same ? (int64_t)raw - (int64_t)g->n : INT64_MIN;
  }
  memcpy(g->out + g->n, bytes, n);
  g->n += n;
}

/* Bytes that stand for themselves: neither white space nor a reference nor part of a sequence. */
static bool is_plain(char c) { return (unsigned char)c > ' ' && (unsigned char)c < 0x80 && c != '&'; }

/* A run of plain bytes with single blanks between them, which is most of all text, in one step. */
static size_t put_run(growing *g, const char *s, size_t start, size_t end, bool link) {
  html_block *b = g->b;
  uint32_t blanks = 0, letters = 0, commas = 0, stops = 0;
  size_t i = start;
  for (; i < end; i++) {
    char c = s[i];
    if (c == ' ' && i + 1 < end && is_plain(s[i + 1])) {
      blanks++;
      continue;
    }
    if (!is_plain(c)) break;
    letters += (unsigned)(c | 32) - 'a' < 26;
    commas += c == ',';
    stops += c == '.' || c == '!' || c == '?';
  }
  put(g, s + start, i - start, start, true);
  b->chars += (uint32_t)(i - start);
  b->link_chars += link ? (uint32_t)(i - start) - blanks : 0;
  b->letters += letters;
  b->commas += commas;
  b->stops += stops;
  return i;
}

static void count(html_block *b, uint32_t cp, bool link) {
  b->chars++;
  b->link_chars += link;
  b->letters += toc_cp_is_letter(cp);
  b->commas += cp == ',' || cp == 0x3001 || cp == 0xFF0C || cp == 0x060C;
  b->stops += cp == '.' || cp == '!' || cp == '?' || cp == 0x3002;
}

static void note_blank(growing *g, size_t at, bool letter) {
  g->blank = true;
  g->blank_at = at;
  g->letter = letter;
}

/* The white space that is due before the next character. */
static void put_blank(growing *g) {
  if (g->blank && g->n) {
    put(g, " ", 1, g->blank_at, g->letter);
    g->b->chars++;
  }
  g->blank = false;
}

static void put_text(growing *g, toc_str page, size_t start, size_t end, bool link) {
  toc_str s = {page.ptr, end};
  for (size_t pos = start; pos < end;) {
    char c[8];
    size_t from = pos;
    if (s.ptr[pos] == ' ' || (s.ptr[pos] >= '\t' && s.ptr[pos] <= '\r')) {
      note_blank(g, pos++, true);
      continue;
    }
    if (is_plain(s.ptr[pos])) {
      put_blank(g);
      pos = put_run(g, s.ptr, pos, end, link);
      continue;
    }
    size_t k = s.ptr[pos] == '&' ? html_entity(s, &pos, c) : 0;
    bool same = k == 0;
    if (same) {
      toc_utf8_next(s, &pos);
      k = pos - from;
      memcpy(c, s.ptr + from, k);
    }
    size_t at = 0;
    uint32_t cp = toc_utf8_next((toc_str){c, k}, &at);
    if (toc_cp_is_space(cp)) {
      note_blank(g, from, false);
      continue;
    }
    put_blank(g);
    put(g, c, k, from, same);
    count(g->b, cp, link);
  }
}

static void flush(cutter *c) {
  if (c->first == TOC_NONE) return;
  const html_tree *tree = c->tree;
  html_block b = {.first = c->first, .last = c->last, .owner = c->owner, .after_h1 = c->after_h1};
  size_t room = 1;
  for (uint32_t i = c->first; i < c->last; i++)
    if (tree->nodes.ptr[i].tag == TAG_TEXT) room += tree->nodes.ptr[i].end - tree->nodes.ptr[i].start;
  /* A reference can be shorter than what it stands for ("&nGt" is 6 bytes), never by half. */
  growing g = {.arena = c->arena, .b = &b, .out = toc_arena_alloc(c->arena, room * 2 + 16, 1)};
  for (uint32_t i = c->first; i < c->last; i++) {
    const html_node *node = &tree->nodes.ptr[i];
    if (html_flags((html_tag)node->tag) & S) {
      i = node->after - 1;
      continue;
    }
    if (node->tag == TAG_br) note_blank(&g, node->start - 3, false); /* "<br" */
    if (node->tag == TAG_TEXT) put_text(&g, tree->bytes, node->start, node->end, inside_link(tree, i, c->owner));
  }
  c->first = TOC_NONE;
  if (!g.n) return;
  b.text = (toc_str){g.out, g.n};
  html_tag tag = b.owner == TOC_NONE ? TAG_OTHER : (html_tag)tree->nodes.ptr[b.owner].tag;
  b.heading = tag >= TAG_h1 && tag <= TAG_h6;
  *toc_push(c->arena, c->blocks) = b;
}

static bool is_blank_text(const char *s, size_t n) {
  size_t i = 0;
  while (i < n && (s[i] == ' ' || s[i] == '\n' || s[i] == '\t' || s[i] == '\r' || s[i] == '\f')) i++;
  return i == n;
}

void html_cut(toc_arena *arena, const html_tree *tree, html_blocks *blocks) {
  cutter c = {.arena = arena, .tree = tree, .blocks = blocks, .first = TOC_NONE, .owner = TOC_NONE};
  uint32_t n = tree->nodes.len;
  uint32_t *end = toc_new(arena, uint32_t, 600); /* open block elements: where they end */
  uint32_t *own = toc_new(arena, uint32_t, 600);
  uint32_t depth = 0, breaks = 0;
  for (uint32_t i = 0; i < n; i++) {
    const html_node *node = &tree->nodes.ptr[i];
    while (depth && end[depth - 1] <= i) {
      flush(&c);
      if (own[depth - 1] != TOC_NONE && tree->nodes.ptr[own[depth - 1]].tag == TAG_h1) c.after_h1 = true;
      depth--;
    }
    c.owner = depth ? own[depth - 1] : TOC_NONE;
    unsigned flags = html_flags((html_tag)node->tag);
    if (flags & S || node->tag == TAG_head || (node->tag != TAG_TEXT && is_hidden(tree, i))) {
      if (flags & B) flush(&c);
      i = node->after - 1;
      continue;
    }
    if (node->tag == TAG_br) breaks++;
    if (node->tag == TAG_hr || (node->tag == TAG_br && breaks >= 2)) flush(&c);
    if (flags & B && !(flags & V)) {
      flush(&c);
      if (depth < 599) {
        end[depth] = node->after;
        own[depth++] = i;
      }
    }
    if (node->tag == TAG_TEXT) {
      if (!is_blank_text(tree->bytes.ptr + node->start, node->end - node->start)) {
        breaks = 0;
        if (c.first == TOC_NONE) c.first = i;
        c.last = i + 1;
      }
    }
  }
  flush(&c);
}

/* ------------------------------------------------------------------- features */

uint32_t html_best_container(toc_arena *arena, const html_tree *tree, const html_blocks *blocks) {
  double *sum = toc_new(arena, double, tree->nodes.len + 1);
  uint32_t best = TOC_NONE;
  for (uint32_t i = 0; i < blocks->len; i++) {
    const html_block *b = &blocks->ptr[i];
    if (b->owner == TOC_NONE || b->chars < 60 || b->link_chars * 3 > b->chars) continue;
    double gain = b->chars * (1.0 + 0.1 * b->commas);
    html_tag tag = (html_tag)tree->nodes.ptr[b->owner].tag;
    uint32_t at = tag == TAG_div || tag == TAG_td || tag == TAG_section || tag == TAG_article || tag == TAG_body ? b->owner : tree->nodes.ptr[b->owner].parent;
    for (int up = 0; up < 2 && at != TOC_NONE; up++, gain *= 0.5) {
      sum[at] += gain;
      if (best == TOC_NONE || sum[at] > sum[best]) best = at;
      at = tree->nodes.ptr[at].parent;
    }
  }
  return best;
}

static bool siblings(const html_tree *tree, const html_block *a, const html_block *b) {
  if (a->owner == TOC_NONE || b->owner == TOC_NONE) return false;
  return tree->nodes.ptr[a->owner].parent == tree->nodes.ptr[b->owner].parent;
}

static int bin(uint32_t n) { /* 0, 1-9, 10-19, 20-39, … */
  int k = 0;
  for (uint32_t limit = 1; limit <= n && k < 9; limit = limit == 1 ? 10 : limit * 2) k++;
  return k;
}

static int link_bin(const html_block *b) {
  if (!b->link_chars) return 0;
  uint32_t percent = b->link_chars * 100 / (b->chars ? b->chars : 1);
  return percent < 15 ? 1 : percent < 40 ? 2 : percent < 80 ? 3 : 4;
}

/* The cues that stand in the first 400 bytes of text, case apart, by one pass: at each byte only
 * those that begin with it and the next. */
static uint64_t cues_in(const toc__html *html, toc_str text) {
  uint64_t found = 0;
  for (size_t i = 0; i < text.len && i < 400; i++) {
    uint64_t todo = html->cue_at[0][(unsigned char)text.ptr[i]] & ~found;
    if (!todo || i + 1 >= text.len) continue;
    todo &= html->cue_at[1][(unsigned char)text.ptr[i + 1]];
    for (; todo; todo &= todo - 1) {
      int k = __builtin_ctzll(todo);
      const char *cue = html_cues[k];
      size_t n = 0;
      while (cue[n] && i + n < text.len && lower(text.ptr[i + n]) == cue[n]) n++;
      if (!cue[n]) found |= (uint64_t)1 << k;
    }
  }
  return found;
}

/* How a block stands to the best container: inside directly, deeper, beside it, elsewhere. */
static html_where relation(const html_tree *tree, const html_block *b, uint32_t best) {
  if (best == TOC_NONE || b->owner == TOC_NONE) return WHERE_NONE;
  const html_node *box = &tree->nodes.ptr[best];
  if (b->owner == best || tree->nodes.ptr[b->owner].parent == best) return WHERE_IN;
  if (b->owner > best && b->owner < box->after) return tree->nodes.ptr[tree->nodes.ptr[b->owner].parent].parent == best ? WHERE_DEEP : WHERE_DEEPER;
  uint32_t up = box->parent;
  if (up != TOC_NONE && b->owner > up && b->owner < tree->nodes.ptr[up].after) return b->owner < best ? WHERE_ABOVE : WHERE_BESIDE;
  return b->owner < best ? WHERE_BEFORE : WHERE_AFTER;
}

void html_values(const html_tree *tree, const html_blocks *blocks, uint32_t i, uint32_t best, uint8_t value[DIM_COUNT]) {
  const html_block *b = &blocks->ptr[i], *prev = i ? b - 1 : NULL, *next = i + 1 < blocks->len ? b + 1 : NULL;
  char last = b->text.len ? b->text.ptr[b->text.len - 1] : ' ';
  const uint8_t v[DIM_COUNT] = {
      [DIM_TAG] = b->owner == TOC_NONE ? TAG_OTHER : (uint8_t)tree->nodes.ptr[b->owner].tag,
      [DIM_LEN] = (uint8_t)bin(b->chars),
      [DIM_LINK] = (uint8_t)link_bin(b),
      [DIM_WHERE] = (uint8_t)relation(tree, b, best),
      [DIM_PREV_LEN] = prev ? (uint8_t)(1 + bin(prev->chars)) : 0,
      [DIM_PREV_LINK] = prev ? (uint8_t)(1 + link_bin(prev)) : 0,
      [DIM_NEXT_LEN] = next ? (uint8_t)(1 + bin(next->chars)) : 0,
      [DIM_NEXT_LINK] = next ? (uint8_t)(1 + link_bin(next)) : 0,
      [DIM_PREV_SAME] = prev && siblings(tree, prev, b),
      [DIM_NEXT_SAME] = next && siblings(tree, b, next),
      [DIM_COMMAS] = (uint8_t)bin(b->commas),
      [DIM_STOPS] = (uint8_t)bin(b->stops),
      [DIM_H1] = b->after_h1,
      [DIM_PLACE] = (uint8_t)((uint64_t)i * 8 / blocks->len),
      [DIM_ENDS] = last == '.' || last == '!' || last == '?' || last == '"' || (unsigned char)last == 0x9D,
      [DIM_LETTERS] = (uint8_t)(b->letters * 10 / (b->chars ? b->chars : 1)),
  };
  memcpy(value, v, sizeof v);
}

uint64_t html_block_cues(const toc__html *html, const html_block *b) { return cues_in(html, b->text); }

/* The words of class and id: "entry-content" is "entry" and "content". */
static void names(html_name_fn each, void *ctx, toc_str value) {
  size_t i = 0, seen = 0;
  while (i < value.len && seen < 12) {
    while (i < value.len && (value.ptr[i] == ' ' || value.ptr[i] == '\n' || value.ptr[i] == '\t')) i++;
    size_t from = i, part = i;
    uint64_t hash = HTML_HASH_START;
    for (; i <= value.len; i++) {
      char c = i < value.len ? value.ptr[i] : ' ';
      bool end = c == ' ' || c == '\n' || c == '\t', cut = end || c == '-' || c == '_' || (c >= '0' && c <= '9');
      if (!cut) {
        hash = html_hash_byte(hash, lower(c));
        continue;
      }
      if (i - part >= 2 && i - part <= 24) each(ctx, toc_str_sub(value, part, i), hash);
      part = i + 1;
      hash = HTML_HASH_START;
      if (end) break;
    }
    if (i == from) break;
    seen++;
  }
}

void html_node_names(const html_tree *tree, uint32_t node, html_name_fn each, void *ctx) {
  static const char *const attributes[] = {"class", "id", "role", "itemprop"};
  for (size_t k = 0; k < 4; k++) {
    toc_str value = html_attribute(tree, node, attributes[k]);
    if (value.len) names(each, ctx, value);
  }
}

/* -------------------------------------------------------------------- scoring */

typedef struct adder {
  const html_weights *weights;
  double sum;
} adder;

static void add_name(void *ctx, toc_str name, uint64_t hash) {
  adder *a = ctx;
  (void)name;
  a->sum += html_name_weight(a->weights, hash);
}

static double node_score(const html_weights *w, const html_tree *tree, uint32_t node) {
  adder a = {w, w->tag[tree->nodes.ptr[node].tag]};
  html_node_names(tree, node, add_name, &a);
  return a.sum;
}

static double block_score(const toc__html *html, const html_tree *tree, const html_blocks *blocks, uint32_t i, uint32_t best) {
  const html_weights *w = html->weights;
  const html_block *b = &blocks->ptr[i];
  uint8_t value[DIM_COUNT];
  double sum = 0;
  html_values(tree, blocks, i, best, value);
  for (int k = 0; k < HTML_TEMPLATES; k++) {
    const html_template *t = &html->templates[k];
    sum += w->dense[t->at + value[t->first] * html_dimension_size(t->second) + value[t->second]];
  }
  for (uint64_t todo = html_block_cues(html, b); todo; todo &= todo - 1) sum += w->cue[__builtin_ctzll(todo)][b->chars < 120];
  return sum;
}

/* A short line between two paragraphs of the report mostly belongs to it: blocks lean on the
 * neighbours that share their parent. */
#define LEAN 0.2
#define LEAN_LIMIT 4.0

static double limited(double x) { return x > LEAN_LIMIT ? LEAN_LIMIT : x < -LEAN_LIMIT ? -LEAN_LIMIT : x; }

static void lean(const html_tree *tree, html_blocks *blocks) {
  double before = 0; /* the unchanged score of the block before */
  for (uint32_t i = 0; i < blocks->len; i++) {
    html_block *b = &blocks->ptr[i];
    double own = limited(b->score), sum = own;
    if (i && siblings(tree, b - 1, b)) sum += LEAN * before;
    if (i + 1 < blocks->len && siblings(tree, b, b + 1)) sum += LEAN * limited(b[1].score);
    b->score = sum;
    before = own;
  }
}

void html_score(const toc__html *html, toc_arena *arena, const html_tree *tree, html_blocks *blocks) {
  double *above = toc_new(arena, double, tree->nodes.len + 1); /* names of a node and all above it */
  bool *done = toc_new(arena, bool, tree->nodes.len + 1);
  uint32_t *path = toc_new(arena, uint32_t, 2048);
  uint32_t best = html_best_container(arena, tree, blocks);
  for (uint32_t i = 0; i < blocks->len; i++) {
    html_block *b = &blocks->ptr[i];
    uint32_t n = 0;
    for (uint32_t at = b->owner; at != TOC_NONE && !done[at] && n < 2048; at = tree->nodes.ptr[at].parent) path[n++] = at;
    while (n) {
      uint32_t at = path[--n], parent = tree->nodes.ptr[at].parent;
      above[at] = node_score(html->weights, tree, at) + (parent == TOC_NONE ? 0 : above[parent]);
      done[at] = true;
    }
    b->score = block_score(html, tree, blocks, i, best) + (b->owner == TOC_NONE ? 0 : above[b->owner]);
  }
  lean(tree, blocks);
}
