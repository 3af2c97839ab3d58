/* page.c - the model's table, and the way from bytes to a report. */
#include "extract.h"

#include <stdlib.h>

/* -------------------------------------------------------------------- loading */

static toc_status read_weights(toc__html *h, const char *path, toc_str bytes, toc_error *err) {
  toc_str row, feature;
  for (uint32_t line = 1; toc_str_cut(&bytes, '\n', &row); line++) {
    double w;
    if (!row.len || row.ptr[0] == '#') continue;
    if (!toc_str_cut(&row, '\t', &feature) || !row.ptr || !toc_str_double(toc_str_trim(row), &w))
      return toc_fail(err, TOC_BADDATA, path, line, 0, "expected 'feature, tab, number'");
    uint32_t *at = toc_map_put(&h->weights, feature, TOC_NONE);
    if (*at != TOC_NONE) return toc_fail(err, TOC_BADDATA, path, line, 1, "'%.*s' stands twice", TOC_FMT(feature));
    *at = h->weight.len;
    *toc_push(&h->arena, &h->weight) = (float)w;
  }
  return TOC_OK;
}

/* The table as it was when the library was built: cmake/embed.cmake makes the bytes. */
static const unsigned char builtin[] = {
#include "blocks_tsv.inc"
};

static toc_status load(toc__html *h, const char *data_dir, toc_error *err) {
  toc_str bytes = {(const char *)builtin, sizeof builtin}, path = TOC_S("blocks.tsv");
  toc_status s = TOC_OK;
  if (data_dir) {
    path = toc_str_format(&h->arena, "%s/html/blocks.tsv", data_dir);
    s = toc_file_read(&h->arena, path.ptr, 0, &bytes, err);
  }
  return s == TOC_OK ? read_weights(h, path.ptr, bytes, err) : s;
}

toc_status toc__html_load(toc__html **out, const char *data_dir, toc_error *err) {
  *out = NULL;
  toc__html *h = calloc(1, sizeof *h);
  if (!h) return toc_fail(err, TOC_NOMEM, NULL, 0, 0, "out of memory");
  toc_arena_init(&h->arena, 0);
  toc_map_init(&h->weights, &h->arena);
  jmp_buf jump;
  volatile toc_status s = TOC_NOMEM;
  if (TOC_TRY(&h->arena, jump)) s = load(h, data_dir, err);
  else toc_fail(err, TOC_NOMEM, NULL, 0, 0, "out of memory");
  h->arena.oom = NULL;
  if (s != TOC_OK) {
    toc__html_free(h);
    return s;
  }
  *out = h;
  return TOC_OK;
}

void toc__html_free(toc__html *h) {
  if (!h) return;
  toc_arena_release(&h->arena);
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

toc_str toc__html_charset(toc_str bytes) {
  size_t n = bytes.len < 4096 ? bytes.len : 4096;
  for (size_t i = 0; i + 8 < n; i++) {
    if (!same_letters(bytes.ptr + i, n - i, "charset")) continue;
    size_t at = i + 7;
    while (at < n && (bytes.ptr[at] == ' ' || bytes.ptr[at] == '=' || bytes.ptr[at] == '"' || bytes.ptr[at] == '\'')) at++;
    size_t from = at;
    while (at < n && (bytes.ptr[at] == '-' || bytes.ptr[at] == '_' || (bytes.ptr[at] >= '0' && bytes.ptr[at] <= '9') || (bytes.ptr[at] | 32) >= 'a') &&
           (unsigned char)bytes.ptr[at] < 0x7B)
      at++;
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

static void write_feature(void *ctx, const char *feature) {
  toc_buf_z(ctx, feature);
  toc_buf_put(ctx, "|", 1);
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
    const html_block *b = &blocks.ptr[i];
    toc_buf_fmt(out, "%.3f\t", b->score);
    html_block_features(arena, &tree, &blocks, i, best, write_feature, out);
    uint32_t steps = 0;
    for (uint32_t at = b->owner; at != TOC_NONE && steps++ < 2048; at = tree.nodes.ptr[at].parent)
      html_node_features(arena, &tree, at, write_feature, out);
    toc_buf_put(out, "\t", 1);
    toc_buf_str(out, b->text);
    toc_buf_put(out, "\n", 1);
  }
}
