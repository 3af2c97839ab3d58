/* place.h - toponyms: found in the text, resolved to the gazetteer, honest about how
 * precisely.
 *
 *   "Shells fell on the village of Hlodosy in Mykolaiv region, near Voznesensk."
 *    → Hlodosy: not in the list; kept, put into Mykolaiv region, precision 4
 *      Mykolaiv region: ADM1 of Ukraine, 4;  Voznesensk: a town, said to be near, 2
 *
 * Two steps, each a small linear model whose weights are text (data/places/weights.txt):
 *   recognition  which runs of words are toponyms here: the analyser's mentions and the
 *                gazetteer's names, weighed against persons, organisations and words
 *   resolution   which of the places of that name: how big, what it lies in, what else the
 *                report names, where it is datelined, who prints it; one sense a report
 * (after Leidner 2007, "Toponym Resolution in Text"; Lieberman and Samet 2012, "Adaptive
 * context features"; UCDP's where_prec for the precision codes.)
 *
 * The layer `places` also holds what is not the site of anything: adjectives and
 * inhabitants ("Turkish", feature "NORP") and places inside the name of an organisation
 * ("University of Ottawa").  These have actor_only set and no token points at them. */
#ifndef TOC_PLACE_H
#define TOC_PLACE_H

#include "core.h"
#include "doc.h"

typedef struct toc__places toc__places;

/* Maps data_dir/gazetteer.bin, or the file `gazetteer` if it is not NULL (one with layers, which
 * must lie on the one in data_dir), and reads data_dir/places/{kinds,weights}.txt and, if not
 * NULL, the publishers' homes (homes.h).  TOC_IO or TOC_BADDATA with file and line; *out is NULL
 * then.  Read-only afterwards: one serves any number of threads. */
toc_status toc__places_load(toc__places **out, const char *data_dir, const char *gazetteer, const char *homes, toc_error *err);
void toc__places_free(toc__places *x);

/* "sha256:…" of the gazetteer; lives as long as x. */
const char *toc__places_hash(const toc__places *x);

/* Fills doc->places and token.place from tokens, mentions (if any), dateline, publisher
 * and url.  Needs no tree and no tags, and uses UPOS where it is set.  Results live in
 * doc->arena. */
toc_status toc__places_run(const toc__places *x, toc_doc *doc, toc_error *err);

/* What the gazetteer has under a name, best known first: for a person who asks.  Strings
 * point into the gazetteer and live as long as x. */
typedef struct toc__place_hit {
  toc_str name, country, adm1, adm2; /* adm1, adm2: names; country: ISO3 */
  const char *feature, *kind;        /* "PPL"; "main" "other" "old" "short" "people" "bare" "near" */
  int64_t geonameid;
  double lat, lon;
  uint32_t population;
} toc__place_hit;

/* Up to max hits into hit[]; returns how many there are in all.  scratch holds the key. */
uint32_t toc__places_find(const toc__places *x, toc_arena *scratch, toc_str name, toc__place_hit *hit, uint32_t max);

#endif
