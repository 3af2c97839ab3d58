/* weights.h - the linear model of a page's blocks, laid out so that scoring is looking up.
 *
 * data/html/blocks.tsv names features in words ("t=p len=7", "a:sidebar").  Each is one value
 * of a small dimension or a pair of two, so all weights but those of class names lie in one
 * dense array; class names are found by hash.  The table that is built in is this very struct,
 * written out by mkweights. */
#ifndef TOC_HTML_WEIGHTS_H
#define TOC_HTML_WEIGHTS_H

#include "core.h"

/* What a block is told apart by, each a small number. */
typedef enum html_dimension {
  DIM_ONE, /* always 0: the bias, and the second half of what is no pair */
  DIM_TAG,
  DIM_LEN,
  DIM_LINK,
  DIM_WHERE,
  DIM_PREV_LEN, /* 0: no block before */
  DIM_PREV_LINK,
  DIM_NEXT_LEN,
  DIM_NEXT_LINK,
  DIM_PREV_SAME,
  DIM_NEXT_SAME,
  DIM_COMMAS,
  DIM_STOPS,
  DIM_H1,
  DIM_PLACE,
  DIM_ENDS,
  DIM_LETTERS,
  DIM_COUNT
} html_dimension;

typedef enum html_where { WHERE_NONE, WHERE_IN, WHERE_DEEP, WHERE_DEEPER, WHERE_ABOVE, WHERE_BESIDE, WHERE_BEFORE, WHERE_AFTER, WHERE_COUNT } html_where;

/* Words that give a block away, in the languages of most pages. */
extern const char *const html_cues[];
#define HTML_CUES 46

#define HTML_SLOTS 8192 /* a power of two, at least twice the names */
#define HTML_DENSE 4096

typedef struct html_weights {
  float dense[HTML_DENSE]; /* [template][first][second], html_template_at */
  float tag[128];          /* "in=…" */
  float cue[HTML_CUES][2]; /* [cue][short] */
  uint64_t name[HTML_SLOTS]; /* hashes of "a:…" without "a:"; 0: free */
  float name_weight[HTML_SLOTS];
} html_weights;

/* A feature of a block's own: what is written in the table, and the dimensions of its values. */
typedef struct html_template {
  const char *before, *between; /* "t=", " len=" */
  html_dimension first, second;
  uint16_t at; /* in dense; set by html_templates */
} html_template;

#define HTML_TEMPLATES 21
/* Where each template's weights lie; fills all[HTML_TEMPLATES]. */
void html_templates(html_template all[HTML_TEMPLATES]);
unsigned html_dimension_size(html_dimension d);
/* "t=p len=7"; the bytes written. */
size_t html_template_name(const html_template *t, unsigned first, unsigned second, char out[96]);

/* Reads a table into w.  TOC_BADDATA with line for a row that is none, a name that stands twice, a
 * feature that nobody asks for. */
toc_status html_weights_read(html_weights *w, toc_arena *arena, const char *path, toc_str bytes, toc_error *err);

static inline uint64_t html_hash_byte(uint64_t h, char c) { return (h ^ (unsigned char)c) * UINT64_C(0x100000001B3); }
#define HTML_HASH_START UINT64_C(0xCBF29CE484222325)

static inline float html_name_weight(const html_weights *w, uint64_t hash) {
  uint32_t i = (uint32_t)(hash ^ hash >> 32) & (HTML_SLOTS - 1);
  while (w->name[i] && w->name[i] != hash) i = (i + 1) & (HTML_SLOTS - 1);
  return w->name[i] ? w->name_weight[i] : 0.0f;
}

#endif
