/* page.c - the model's table, and the way from bytes to a report. */
#include "extract.h"

#include <stdlib.h>

/* -------------------------------------------------------------------- loading */

/* The table as it was when the library was built: mkweights writes the bytes. */
_Alignas(html_weights) static const unsigned char builtin[sizeof(html_weights)] = {
#include "blocks_tsv.inc"
};

static toc_status read_own(html_weights *w, toc_arena *arena, const char *data_dir, toc_error *err) {
  toc_str bytes, path = toc_str_format(arena, "%s/html/blocks.tsv", data_dir);
  toc_status s = toc_file_read(arena, path.ptr, 0, &bytes, err);
  return s == TOC_OK ? html_weights_read(w, arena, path.ptr, bytes, err) : s;
}

static toc_status load_own(toc__html *h, const char *data_dir, toc_error *err) {
  toc_arena arena;
  jmp_buf jump;
  volatile toc_status s = TOC_NOMEM;
  h->weights = h->own = calloc(1, sizeof *h->own);
  if (!h->own) return toc_fail(err, TOC_NOMEM, NULL, 0, 0, "out of memory");
  toc_arena_init(&arena, 0);
  if (TOC_TRY(&arena, jump)) s = read_own(h->own, &arena, data_dir, err);
  else toc_fail(err, TOC_NOMEM, NULL, 0, 0, "out of memory");
  toc_arena_release(&arena);
  return s;
}

toc_status toc__html_load(toc__html **out, const char *data_dir, toc_error *err) {
  *out = NULL;
  toc__html *h = calloc(1, sizeof *h);
  if (!h) return toc_fail(err, TOC_NOMEM, NULL, 0, 0, "out of memory");
  h->weights = (const html_weights *)(const void *)builtin;
  html_templates(h->templates);
  for (size_t k = 0; k < HTML_CUES; k++)
    for (int i = 0; i < 2; i++) {
      unsigned char c = (unsigned char)html_cues[k][i];
      h->cue_at[i][c] |= (uint64_t)1 << k;
      if (c >= 'a' && c <= 'z') h->cue_at[i][c - 32] |= (uint64_t)1 << k;
    }
  toc_status s = data_dir ? load_own(h, data_dir, err) : TOC_OK;
  if (s != TOC_OK) {
    toc__html_free(h);
    return s;
  }
  *out = h;
  return TOC_OK;
}

void toc__html_free(toc__html *h) {
  if (!h) return;
  free(h->own);
  free(h);
}

/* ------------------------------------------------------------------- detecting */

static bool same_letters(const char *s, size_t n, const char *word) {
  size_t len = strlen(word);
  if (n < len) return false;
  for (size_t i = 0; i < len; i++)
    if ((s[i] >= 'A' && s[i] <= 'Z' ? s[i] + 32 : s[i]) != word[i]) return false;
  return true;
}

bool toc__html_detect(toc_str bytes) {
  static const char *const signs[] = {"<!doctype html", "<html", "<head", "<body", "<meta", "<title", "<div", "<article", "<script"};
  size_t n = bytes.len < 1024 ? bytes.len : 1024, i = 0;
  while (i < n && (unsigned char)bytes.ptr[i] <= ' ') i++;
  if (i + 3 <= n && memcmp(bytes.ptr + i, "\xEF\xBB\xBF", 3) == 0) i += 3;
  while (i < n && (unsigned char)bytes.ptr[i] <= ' ') i++;
  if (i >= n || bytes.ptr[i] != '<') return false; /* a text that quotes HTML is a text */
  for (; i < n; i++)
    for (size_t k = 0; bytes.ptr[i] == '<' && k < sizeof signs / sizeof *signs; k++)
      if (same_letters(bytes.ptr + i, n - i, signs[k])) return true;
  return false;
}

static bool in_name(char c) { return c == '-' || c == '_' || (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z'); }

toc_str toc__html_charset(toc_str bytes) {
  bool xml = toc_str_starts(bytes, TOC_S("<?xml"));
  const char *word = xml ? "encoding" : "charset";
  size_t n = bytes.len < 4096 ? bytes.len : 4096, len = strlen(word);
  if (xml && bytes.len) { /* the declaration only; a page may say it again below */
    const char *gt = memchr(bytes.ptr, '>', n);
    toc_str head = toc_str_sub(bytes, 0, gt ? (size_t)(gt - bytes.ptr) : n);
    if (html_find(head, 0, word) == head.len) return toc__html_charset(toc_str_sub(bytes, head.len, bytes.len));
  }
  for (size_t i = 0; i + len + 1 < n; i++) {
    if (!same_letters(bytes.ptr + i, n - i, word)) continue;
    size_t at = i + len;
    while (at < n && (bytes.ptr[at] == ' ' || bytes.ptr[at] == '=' || bytes.ptr[at] == '"' || bytes.ptr[at] == '\'')) at++;
    size_t from = at;
    while (at < n && in_name(bytes.ptr[at])) at++;
    if (at > from && at - from < 24) return toc_str_sub(bytes, from, at);
  }
  return (toc_str){0};
}

/* ----------------------------------------------------------------- extracting */

static void take(toc_arena *arena, html_blocks *blocks, toc__page *page) {
  size_t room = 1, n = 0, segments = 1;
  for (uint32_t i = 0; i < blocks->len; i++)
    if (blocks->ptr[i].kept) room += blocks->ptr[i].text.len + 2, segments += blocks->ptr[i].map.len + 1;
  char *out = toc_arena_alloc(arena, room, 1);
  page->map = toc_new(arena, toc_map_segment, segments);
  for (uint32_t i = 0; i < blocks->len; i++) {
    const html_block *b = &blocks->ptr[i];
    if (!b->kept) continue;
    if (n) { /* the empty line between paragraphs comes from where the block begins */
      page->map[page->n_map++] = (toc_map_segment){.clean = (uint32_t)n, .raw = b->map.ptr[0].raw, .step = 0};
      memcpy(out + n, "\n\n", 2);
      n += 2;
    }
    for (uint32_t k = 0; k < b->map.len; k++) {
      page->map[page->n_map] = b->map.ptr[k];
      page->map[page->n_map++].clean += (uint32_t)n;
    }
    memcpy(out + n, b->text.ptr, b->text.len);
    n += b->text.len;
    page->n_kept++;
  }
  page->text = (toc_str){out, n};
}

/* A heading is kept for what stands under it; whatever stands alone among dropped blocks needs
 * to be the surer. */
static void choose(html_blocks *blocks) {
  uint32_t n = blocks->len;
  for (uint32_t i = 0; i < n; i++) blocks->ptr[i].kept = blocks->ptr[i].score > 0;
  for (uint32_t i = 0; i < n; i++) {
    html_block *b = &blocks->ptr[i];
    if (b->kept && b->heading && !(i + 1 < n && blocks->ptr[i + 1].score > 0) && b->score < 1) b->kept = false;
  }
}

toc_status toc__html_page(const toc__html *html, toc_arena *arena, toc_str bytes, toc_str url, toc__page *page, toc_error *err) {
  html_tree tree = {0};
  html_blocks blocks = {0};
  *page = (toc__page){.text = TOC_S("")};
  if (bytes.len >= UINT32_MAX) return toc_fail(err, TOC_BADINPUT, NULL, 0, 0, "the page has more than 4 GB");
  html_parse(arena, bytes, &tree);
  html_cut(arena, &tree, &blocks);
  html_score(html, arena, &tree, &blocks);
  choose(&blocks);
  toc_str body = html_article_body(arena, &tree);
  if (body.ptr) html_use_body(arena, html_plain(arena, body), &blocks);
  page->n_blocks = blocks.len;
  html_meta(arena, &tree, &blocks, url, page);
  take(arena, &blocks, page);
  return TOC_OK;
}

toc_str toc__html_text(toc_arena *arena, toc_str bytes) {
  html_tree tree = {0};
  html_blocks blocks = {0};
  toc__page page = {0};
  html_parse(arena, bytes, &tree);
  html_cut(arena, &tree, &blocks);
  for (uint32_t i = 0; i < blocks.len; i++) blocks.ptr[i].kept = true;
  take(arena, &blocks, &page);
  return page.text;
}

/* ------------------------------------------------------------------- training */

static void write_name(void *ctx, toc_str name, uint64_t hash) {
  toc_buf *out = ctx;
  (void)hash;
  toc_buf_z(out, "a:");
  for (size_t i = 0; i < name.len; i++) toc_buf_put(out, &(char){(char)(name.ptr[i] >= 'A' && name.ptr[i] <= 'Z' ? name.ptr[i] + 32 : name.ptr[i])}, 1);
  toc_buf_z(out, "|");
}

static void write_features(const toc__html *html, const html_tree *tree, const html_blocks *blocks, uint32_t i, uint32_t best, toc_buf *out) {
  const html_block *b = &blocks->ptr[i];
  uint8_t value[DIM_COUNT];
  char name[96];
  html_values(tree, blocks, i, best, value);
  for (int k = 0; k < HTML_TEMPLATES; k++) {
    const html_template *t = &html->templates[k];
    toc_buf_put(out, name, html_template_name(t, value[t->first], value[t->second], name));
    toc_buf_z(out, "|");
  }
  for (uint64_t todo = html_block_cues(html, b); todo; todo &= todo - 1)
    toc_buf_fmt(out, "cue=%s%s|", html_cues[__builtin_ctzll(todo)], b->chars < 120 ? " short" : "");
  uint32_t steps = 0;
  for (uint32_t at = b->owner; at != TOC_NONE && steps++ < 2048; at = tree->nodes.ptr[at].parent) {
    html_tag tag = (html_tag)tree->nodes.ptr[at].tag;
    if (tag != TAG_div && tag != TAG_span) toc_buf_fmt(out, "in=%s|", html_tag_name(tag));
    html_node_names(tree, at, write_name, out);
  }
}

void toc__html_dump(const toc__html *html, toc_arena *arena, toc_str bytes, toc_str url, toc_buf *out) {
  html_tree tree = {0};
  html_blocks blocks = {0};
  (void)url;
  html_parse(arena, bytes, &tree);
  html_cut(arena, &tree, &blocks);
  html_score(html, arena, &tree, &blocks);
  uint32_t best = html_best_container(arena, &tree, &blocks);
  for (uint32_t i = 0; i < blocks.len; i++) {
    toc_buf_fmt(out, "%.3f\t", blocks.ptr[i].score);
    write_features(html, &tree, &blocks, i, best, out);
    toc_buf_put(out, "\t", 1);
    toc_buf_str(out, blocks.ptr[i].text);
    toc_buf_put(out, "\n", 1);
  }
}
