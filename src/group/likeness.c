/* likeness.c - features of a pair of happenings, and their weights. */
#include "likeness.h"

#include <math.h>

const char *const toc__likeness_names[TOC__N_LIKENESS] = {
    "bias",          "other type",     "same town",     "near town",      "other town",   "place open",    "same day",
    "next day",      "later day",      "code shared",   "codes disjoint", "names shared", "two names",     "names disjoint",
    "words shared",  "two words",      "killed alike",  "killed grew",    "killed other", "injured alike", "injured other",
};

/* Written by tools/train-incidents/train. */
static const double weight[TOC__N_LIKENESS] = {
#include "weights.inc"
};
const double toc__likeness_akin = -1.5;

uint32_t toc__common(const uint32_t *a, uint32_t n, const uint32_t *b, uint32_t m) {
  uint32_t both = 0;
  for (uint32_t i = 0, k = 0; i < n && k < m;) {
    if (a[i] < b[k]) i++;
    else if (a[i] > b[k]) k++;
    else both++, i++, k++;
  }
  return both;
}

static double share(uint32_t both, uint32_t n, uint32_t m) {
  uint32_t least = n < m ? n : m;
  return least ? (double)both / least : 0;
}

/* A number that may only grow: the later report has the same or more, within reason. */
static void figures(const double *a, const double *b, double *alike, double *grew, double *other) {
  if (isnan(a[0]) || isnan(b[0])) return;
  double low = fmin(a[0], b[0]), high = fmax(a[0], b[0]);
  if (a[0] <= b[1] && b[0] <= a[1]) *alike = 1;
  else if (high <= 2 * low + 2) *grew = 1;
  else *other = 1;
}

void toc__likeness_features(const toc__happening *a, const toc__happening *b, double x[TOC__N_LIKENESS]) {
  for (int i = 0; i < TOC__N_LIKENESS; i++) x[i] = 0;
  x[0] = 1;
  x[1] = !toc_str_eq(a->type, b->type);
  if (a->where_prec <= 3 && b->where_prec <= 3) {
    bool same = (a->geonameid && a->geonameid == b->geonameid) || (a->place.len && toc_str_eq(a->place, b->place));
    bool near = fabs(a->lat - b->lat) < 0.25 && fabs(a->lon - b->lon) < 0.35;
    x[same ? 2 : near ? 3 : 4] = 1;
  } else {
    x[5] = 1;
  }
  if (a->day != TOC_NODAY && b->day != TOC_NODAY) {
    toc_day gap = a->day > b->day ? a->day - b->day : b->day - a->day;
    x[gap == 0 ? 6 : gap == 1 ? 7 : 8] = 1;
  }
  if (a->n_code && b->n_code) x[toc__common(a->code, a->n_code, b->code, b->n_code) ? 9 : 10] = 1;
  uint32_t names = toc__common(a->name, a->n_name, b->name, b->n_name), words = toc__common(a->word, a->n_word, b->word, b->n_word);
  x[11] = share(names, a->n_name, b->n_name);
  x[12] = names >= 2;
  x[13] = a->n_name && b->n_name && !names;
  x[14] = share(words, a->n_word, b->n_word);
  x[15] = words >= 2;
  figures(a->killed, b->killed, &x[16], &x[17], &x[18]);
  figures(a->injured, b->injured, &x[19], &x[19], &x[20]);
}

double toc__likeness(const toc__happening *a, const toc__happening *b) {
  double x[TOC__N_LIKENESS], sum = 0;
  toc__likeness_features(a, b, x);
  for (int i = 0; i < TOC__N_LIKENESS; i++) sum += weight[i] * x[i];
  return sum;
}
