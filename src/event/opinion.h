/* opinion.h - the second opinion: how likely is it that a pattern is right? private to src/event
 * and to tools/train-events. */
#ifndef TOC_OPINION_H
#define TOC_OPINION_H

#include "doc.h"

enum { OPINION_BITS = 16, OPINION_MOST = 224 };

/* What the linear model sees of an event: hashed names, the same for the trainer. */
typedef struct toc__opinion_features {
  uint32_t n;
  uint32_t hash[OPINION_MOST];
  const toc_word *word; /* [tokens] of toc_doc_words */
  toc_str *name;        /* [OPINION_MOST], or NULL: nobody asks for their names */
  toc_arena *arena;     /* of the names */
} toc__opinion_features;

typedef struct toc__opinion {
  double scale;          /* of a weight */
  double drop;           /* events with a lower score are not coded */
  double slope, offset;  /* score → log odds that an event is right, fitted apart (Platt 1999) */
  const int8_t *weight;  /* [1 << OPINION_BITS] */
} toc__opinion;

/* Reads data_dir/patterns/opinion.bin into `out`; the weights live in `arena`. */
toc_status toc__opinion_load(toc__opinion *out, const char *data_dir, toc_arena *arena, toc_error *err);
toc_status toc__opinion_parse(toc__opinion *out, const char *file, toc_str bytes, toc_error *err);

/* f is {0} but for word, name and arena. */
void toc__opinion_look(const toc_doc *doc, const toc_event *e, toc__opinion_features *f);
double toc__opinion_score(const toc__opinion *o, const toc__opinion_features *f);
/* The probability, in (0, 1), that an event with this score is right. */
double toc__opinion_chance(const toc__opinion *o, double score);

#endif
