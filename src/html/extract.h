/* extract.h - blocks of a page; shared by the files of this room. */
#ifndef TOC_HTML_EXTRACT_H
#define TOC_HTML_EXTRACT_H

#include "html.h"
#include "node.h"
#include "weights.h"

struct toc__html {
  const html_weights *weights; /* the one built in, or `own` */
  html_template templates[HTML_TEMPLATES];
  uint64_t cue_at[2][256]; /* cues whose first and second byte this is, either case */
  html_weights *own;
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

/* What tells a block apart: a value in each dimension; the cues that stand in it, a bit each. */
void html_values(const html_tree *tree, const html_blocks *blocks, uint32_t i, uint32_t best, uint8_t value[DIM_COUNT]);
uint64_t html_block_cues(const toc__html *html, const html_block *b);
/* The words of an element's class, id, role and itemprop; hash: of the word in lower case. */
typedef void (*html_name_fn)(void *ctx, toc_str name, uint64_t hash);
void html_node_names(const html_tree *tree, uint32_t node, html_name_fn each, void *ctx);
/* The element whose own paragraphs hold most text, TOC_NONE if there are none. */
uint32_t html_best_container(toc_arena *arena, const html_tree *tree, const html_blocks *blocks);

/* The longest articleBody of the page's JSON-LD, {NULL, 0} if there is none. */
toc_str html_article_body(toc_arena *arena, const html_tree *tree);
/* Keeps what the body says and the page shows; false (and nothing done) where it does not show it. */
bool html_use_body(toc_arena *arena, toc_str body, html_blocks *blocks);

/* Title, publisher, dates. */
void html_meta(toc_arena *arena, const html_tree *tree, const html_blocks *blocks, toc_str url, toc__page *page);

#endif
