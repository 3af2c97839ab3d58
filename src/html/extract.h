/* extract.h - blocks of a page; shared by the files of this room. */
#ifndef TOC_HTML_EXTRACT_H
#define TOC_HTML_EXTRACT_H

#include "html.h"
#include "node.h"

struct toc__html {
  toc_arena arena;
  toc_map weights; /* feature → index into weight */
  TOC_ARRAY(float) weight;
};

/* A run of text between two block boundaries. */
typedef struct html_block {
  uint32_t first, last; /* nodes [first, last) */
  uint32_t owner;       /* the nearest block element */
  toc_str text;         /* decoded, white space folded */
  TOC_ARRAY(toc_map_segment) map; /* text → page */
  uint32_t chars, link_chars, letters, commas, stops;
  bool heading, after_h1, kept;
  double score;
} html_block;

typedef TOC_ARRAY(html_block) html_blocks;

void html_cut(toc_arena *arena, const html_tree *tree, html_blocks *blocks);
void html_score(const toc__html *html, toc_arena *arena, const html_tree *tree, html_blocks *blocks);

/* Features of one block, handed to `emit` as they come. */
typedef void (*html_emit)(void *ctx, const char *feature);
void html_block_features(toc_arena *arena, const html_tree *tree, const html_blocks *blocks, uint32_t i, uint32_t best,
                         html_emit emit, void *ctx);
void html_node_features(toc_arena *arena, const html_tree *tree, uint32_t node, html_emit emit, void *ctx);
/* The element whose own paragraphs hold most text, TOC_NONE if there are none. */
uint32_t html_best_container(toc_arena *arena, const html_tree *tree, const html_blocks *blocks);

/* Title, publisher, dates. */
void html_meta(toc_arena *arena, const html_tree *tree, const html_blocks *blocks, toc_str url, toc__page *page);

#endif
