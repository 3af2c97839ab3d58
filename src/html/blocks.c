/* blocks.c - a page cut into runs of text, and which of them are the report.
 *
 * A block is what a reader sees as one paragraph: text between two boundaries of block
 * elements, or between two line breaks in a row.  What it is told apart by is written as
 * words ("t=p", "len=7", "a:sidebar"), so that the table of weights can be read and argued
 * with. */
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
  bool blank;      /* white space is due before the next character */
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

static void count(html_block *b, uint32_t cp, bool link) {
  b->chars++;
  b->link_chars += link;
  b->letters += toc_cp_is_letter(cp);
  b->commas += cp == ',' || cp == 0x3001 || cp == 0xFF0C || cp == 0x060C;
  b->stops += cp == '.' || cp == '!' || cp == '?' || cp == 0x3002;
}

static void put_text(growing *g, toc_str page, size_t start, size_t end, bool link) {
  toc_str s = {page.ptr, end};
  for (size_t pos = start; pos < end;) {
    char c[8];
    size_t from = pos, k = s.ptr[pos] == '&' ? html_entity(s, &pos, c) : 0;
    bool same = k == 0;
    if (same) {
      toc_utf8_next(s, &pos);
      k = pos - from;
      memcpy(c, s.ptr + from, k);
    }
    size_t at = 0;
    uint32_t cp = toc_utf8_next((toc_str){c, k}, &at);
    if (toc_cp_is_space(cp)) {
      g->blank = true;
      continue;
    }
    if (g->blank && g->n) put(g, " ", 1, from - 1, true);
    if (g->blank && g->n > 1) g->b->chars++;
    g->blank = false;
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
    if (node->tag == TAG_br) g.blank = true;
    if (node->tag == TAG_TEXT) put_text(&g, tree->bytes, node->start, node->end, inside_link(tree, i, c->owner));
  }
  c->first = TOC_NONE;
  if (!g.n) return;
  b.text = (toc_str){g.out, g.n};
  html_tag tag = b.owner == TOC_NONE ? TAG_OTHER : (html_tag)tree->nodes.ptr[b.owner].tag;
  b.heading = tag >= TAG_h1 && tag <= TAG_h6;
  *toc_push(c->arena, c->blocks) = b;
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
      bool blank = true;
      for (uint32_t k = node->start; blank && k < node->end; k++) blank = strchr(" \t\r\n\f", tree->bytes.ptr[k]) != NULL;
      if (!blank) {
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

static void say(html_emit emit, void *ctx, const char *format, ...) __attribute__((format(printf, 3, 4)));
static void say(html_emit emit, void *ctx, const char *format, ...) {
  char buf[96];
  va_list ap;
  va_start(ap, format);
  vsnprintf(buf, sizeof buf, format, ap);
  va_end(ap);
  emit(ctx, buf);
}

/* Words that give a block away, in the languages of most pages. */
static const char *const cues[] = {"©", "copyright", "all rights reserved", "cookie", "newsletter", "subscribe", "sign up", "log in",
                                   "read more", "advertisement", "share this", "follow us", "comments", "related", "photo:", "image:",
                                   "facebook", "twitter", "whatsapp", "published", "updated", "posted", "by ", "tags:", "read also",
                                   "click here", "privacy", "terms of", "loading", "javascript", "more from", "recommended", "editor",
                                   "foto:", "lesen sie", "mehr zum", "kommentar", "datenschutz", "anmelden", "lire aussi", "lire la suite",
                                   "partager", "leer más", "compartir", "suscr", "comentarios"};

#define N_CUES (sizeof cues / sizeof *cues)
_Static_assert(N_CUES <= 64, "a set of cues is one word");

/* The cues that stand in text, by one pass: at each byte only those that begin with it. */
static uint64_t cues_in(toc_str text) {
  uint64_t found = 0, by_byte[256] = {0};
  for (size_t k = 0; k < N_CUES; k++) by_byte[(unsigned char)cues[k][0]] |= (uint64_t)1 << k;
  for (size_t i = 0; i < text.len && i < 400; i++) {
    uint64_t todo = by_byte[(unsigned char)text.ptr[i]] & ~found;
    for (; todo; todo &= todo - 1) {
      int k = __builtin_ctzll(todo);
      size_t len = strlen(cues[k]);
      if (i + len <= text.len && memcmp(text.ptr + i, cues[k], len) == 0) found |= (uint64_t)1 << k;
    }
  }
  return found;
}

/* How a block stands to the best container: inside directly, deeper, beside it, elsewhere. */
static const char *relation(const html_tree *tree, const html_block *b, uint32_t best) {
  if (best == TOC_NONE || b->owner == TOC_NONE) return "none";
  const html_node *box = &tree->nodes.ptr[best];
  if (b->owner == best || tree->nodes.ptr[b->owner].parent == best) return "in";
  if (b->owner > best && b->owner < box->after) return tree->nodes.ptr[tree->nodes.ptr[b->owner].parent].parent == best ? "deep" : "deeper";
  uint32_t up = box->parent;
  if (up != TOC_NONE && b->owner > up && b->owner < tree->nodes.ptr[up].after) return b->owner < best ? "above" : "beside";
  return b->owner < best ? "before" : "after";
}

void html_block_features(toc_arena *arena, const html_tree *tree, const html_blocks *blocks, uint32_t i, uint32_t best,
                         html_emit emit, void *ctx) {
  const html_block *b = &blocks->ptr[i], *prev = i ? b - 1 : NULL, *next = i + 1 < blocks->len ? b + 1 : NULL;
  html_tag tag = b->owner == TOC_NONE ? TAG_OTHER : (html_tag)tree->nodes.ptr[b->owner].tag;
  const char *t = html_tag_name(tag), *where = relation(tree, b, best);
  int len = bin(b->chars), link = link_bin(b);
  say(emit, ctx, "bias");
  say(emit, ctx, "t=%s", t);
  say(emit, ctx, "len=%d", len);
  say(emit, ctx, "link=%d", link);
  say(emit, ctx, "t=%s len=%d", t, len);
  say(emit, ctx, "t=%s link=%d", t, link);
  say(emit, ctx, "len=%d link=%d", len, link);
  say(emit, ctx, "where=%s", where);
  say(emit, ctx, "where=%s t=%s", where, t);
  say(emit, ctx, "where=%s len=%d", where, len);
  say(emit, ctx, "where=%s link=%d", where, link);
  say(emit, ctx, "prev len=%d link=%d", prev ? bin(prev->chars) : -1, prev ? link_bin(prev) : -1);
  say(emit, ctx, "next len=%d link=%d", next ? bin(next->chars) : -1, next ? link_bin(next) : -1);
  say(emit, ctx, "prev same=%d", prev && siblings(tree, prev, b));
  say(emit, ctx, "next same=%d", next && siblings(tree, b, next));
  say(emit, ctx, "commas=%d", bin(b->commas));
  say(emit, ctx, "stops=%d", bin(b->stops));
  say(emit, ctx, "h1=%d", b->after_h1);
  say(emit, ctx, "place=%u", (unsigned)(i * 8 / blocks->len));
  char last = b->text.len ? b->text.ptr[b->text.len - 1] : ' ';
  say(emit, ctx, "ends=%d len=%d", last == '.' || last == '!' || last == '?' || last == '"' || (unsigned char)last == 0x9D, len);
  say(emit, ctx, "letters=%u", b->letters * 10 / (b->chars ? b->chars : 1));
  toc_str low = toc_lower(arena, toc_str_sub(b->text, 0, b->text.len < 500 ? b->text.len : 500));
  for (uint64_t todo = cues_in(low); todo; todo &= todo - 1)
    say(emit, ctx, "cue=%s%s", cues[__builtin_ctzll(todo)], b->chars < 120 ? " short" : "");
}

/* The words of class and id: "entry-content" is both "entry-content" and its parts. */
static void names(html_emit emit, void *ctx, toc_str value) {
  size_t i = 0, seen = 0;
  while (i < value.len && seen < 12) {
    while (i < value.len && (value.ptr[i] == ' ' || value.ptr[i] == '\n' || value.ptr[i] == '\t')) i++;
    size_t from = i, part = i;
    for (; i <= value.len; i++) {
      char c = i < value.len ? value.ptr[i] : ' ';
      bool end = c == ' ' || c == '\n' || c == '\t', cut = end || c == '-' || c == '_' || (c >= '0' && c <= '9');
      if (cut && i - part >= 2 && i - part <= 24) {
        char word[32];
        for (size_t k = part; k < i; k++) word[k - part] = (char)(value.ptr[k] >= 'A' && value.ptr[k] <= 'Z' ? value.ptr[k] + 32 : value.ptr[k]);
        word[i - part] = 0;
        say(emit, ctx, "a:%s", word);
      }
      if (cut) part = i + 1;
      if (end) break;
    }
    if (i == from) break;
    seen++;
  }
}

void html_node_features(toc_arena *arena, const html_tree *tree, uint32_t node, html_emit emit, void *ctx) {
  (void)arena;
  html_tag tag = (html_tag)tree->nodes.ptr[node].tag;
  if (tag != TAG_div && tag != TAG_span) say(emit, ctx, "in=%s", html_tag_name(tag));
  names(emit, ctx, html_attribute(tree, node, "class"));
  names(emit, ctx, html_attribute(tree, node, "id"));
  names(emit, ctx, html_attribute(tree, node, "role"));
  names(emit, ctx, html_attribute(tree, node, "itemprop"));
}

/* -------------------------------------------------------------------- scoring */

typedef struct adder {
  const toc__html *html;
  double sum;
} adder;

static void add_weight(void *ctx, const char *feature) {
  adder *a = ctx;
  uint32_t at = toc_map_get(&a->html->weights, toc_cstr(feature));
  if (at != TOC_NONE) a->sum += a->html->weight.ptr[at];
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
      adder a = {.html = html};
      html_node_features(arena, tree, at, add_weight, &a);
      above[at] = a.sum + (parent == TOC_NONE ? 0 : above[parent]);
      done[at] = true;
    }
    adder a = {.html = html};
    html_block_features(arena, tree, blocks, i, best, add_weight, &a);
    b->score = a.sum + (b->owner == TOC_NONE ? 0 : above[b->owner]);
  }
  lean(tree, blocks);
}
