/* likeness.h - do two reports tell of one happening?
 *
 * "Gunmen killed seven at a market in Benghazi on Monday" and, a day later, "The toll of
 * Monday's attack on a Benghazi market rose to nine": one town, one day, the same names, a
 * number that grew.  Two happenings are compared feature by feature (likeness.c names them), and a
 * linear score says how surely they are one; its weights are in weights.inc, beside their card.
 *
 * Pure functions: no memory, any thread. */
#ifndef TOC_GROUP_LIKENESS_H
#define TOC_GROUP_LIKENESS_H

#include "core.h"

/* What one report says of one happening. */
typedef struct toc__happening {
  toc_str type;            /* PLOVER */
  toc_str place, country;  /* of the finest place; ISO3 */
  int64_t geonameid;       /* 0: unknown */
  int where_prec;          /* 1 … 7; 9: no place */
  double lat, lon;         /* NaN: unknown */
  toc_day day;             /* it began; TOC_NODAY */
  const uint32_t *name, *word, *code; /* sorted hashes of proper nouns, other content words, actor codes */
  uint32_t n_name, n_word, n_code;
  double killed[2], injured[2]; /* [low, high]; low NaN: not told, high may be infinite */
} toc__happening;

enum { TOC__N_LIKENESS = 21 };
extern const char *const toc__likeness_names[TOC__N_LIKENESS];
void toc__likeness_features(const toc__happening *a, const toc__happening *b, double x[TOC__N_LIKENESS]);
/* Above 0: one happening.  Below TOC__AKIN: not even of one story.  Symmetric. */
double toc__likeness(const toc__happening *a, const toc__happening *b);
extern const double toc__likeness_akin;

/* Words that both sorted lists hold. */
uint32_t toc__common(const uint32_t *a, uint32_t n, const uint32_t *b, uint32_t m);

#endif
