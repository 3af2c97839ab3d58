/* reading.h - what the steps of the place stage share: the tables, and the work on one
 * report. */
#ifndef TOC_PLACE_READING_H
#define TOC_PLACE_READING_H

#include "gazetteer.h"
#include "place.h"

/* ------------------------------------------------------------------ tables */

/* What kind of place a word says a name is. */
typedef enum kind_class {
  KIND_NONE, KIND_ADM1, KIND_ADM2, KIND_TOWN, KIND_QUARTER, KIND_WATER, KIND_LAND, KIND_ROAD, KIND_PLACE, KIND_SITE
} kind_class;

/* What a word does beside a name. */
enum {
  WORD_IN = 1, WORD_WEAK = 2, WORD_TITLE = 4, WORD_ORG = 8, WORD_PART = 16, WORD_SAY = 32, WORD_CIVIC = 64, WORD_HEAD = 128
};

typedef struct word_use {
  uint8_t after, before; /* kind_class */
  uint8_t flags;         /* WORD_… */
} word_use;

/* Evidence that a run of words is a toponym.  X(name) */
#define REC_FEATURES(X)                                                                            \
  X(bias) X(country) X(region) X(water) X(adm1) X(adm2) X(capital) X(town) X(small) X(size)      \
  X(other) X(old) X(bare) X(abbr) X(demonym)                                                      \
  X(word) X(word_start) X(word_title) X(in_capitals) X(in_lower) X(long_name)                    \
  X(prep_in) X(prep_weak) X(kind_before) X(kind_after) X(part_before) X(holder_after) X(held_before) X(listed)           \
  X(given_before) X(title_before) X(capital_before) X(capital_after) X(org_after) X(family) X(given) \
  X(person) X(say_after) X(dateline) X(not_propn)                                                \
  X(ner_place) X(ner_person) X(ner_org) X(ner_in_org) X(ner_norp) X(ner_none) X(again) X(again_not) \
  X(civic) X(comma_of) X(dash_after) X(small_other)

enum {
#define X(name) REC_##name,
  REC_FEATURES(X)
#undef X
      N_REC
};

/* For one candidate place of a name, against the others.  home, home_near: in the division where
 * the publisher is at home, and how close to it, where that was learnt.  X(name) */
#define RES_FEATURES(X)                                                                           \
  X(country) X(region) X(adm1) X(adm2) X(capital) X(seat) X(quarter) X(size) X(main) X(other) X(old) X(bare) X(abbr) \
  X(demonym) X(held) X(not_held) X(kind_fits) X(kind_not) X(land) X(division) X(near) X(holds)   \
  X(publisher) X(abroad) X(dateline) X(twin) X(home) X(home_near)

enum {
#define X(name) RES_##name,
  RES_FEATURES(X)
#undef X
      N_RES
};

struct toc__places {
  toc_arena arena;
  gazetteer gaz;
  toc_map words; /* lower-case word → index into use */
  TOC_ARRAY(word_use) use;
  uint8_t use_bits[1u << 11]; /* by the top 14 bits of a word's hash: is one of them in words? */
  double rec[N_REC], res[N_RES];
  toc_map homes; /* folded publisher → entity; arena NULL: none were given */
};

/* The publishers' homes from a file: publisher, GeoNames id and anything else a line, parted by
 * tabs, as `tocsin export --format homes` writes it.  TOC_IO, or TOC_BADDATA with the line. */
toc_status toc__homes_load(toc__places *x, const char *file, toc_error *err);
toc_status toc__homes_read(toc__places *x, const char *file, toc_str bytes, toc_error *err);
/* Where a publisher is at home; GAZ_NO_ENTITY where that is not known. */
uint32_t toc__home_of(const toc__places *x, toc_arena *scratch, toc_str publisher);

toc_status toc__places_tables(toc__places *x, const char *data_dir, toc_error *err);
/* The two tables from bytes; `file` is for messages, and x->words is set up. */
toc_status toc__places_kinds(toc__places *x, const char *file, toc_str bytes, toc_error *err);
toc_status toc__places_weights(toc__places *x, const char *file, toc_str bytes, toc_error *err);
extern const char *const toc__rec_names[N_REC], *const toc__res_names[N_RES];

/* ------------------------------------------------------------- one report */

typedef enum case_mode { CASE_NORMAL, CASE_TITLE, CASE_UPPER, CASE_LOWER } case_mode;

typedef struct word {
  toc_str key;       /* toc__place_key of the form */
  uint64_t hash;     /* of key */
  uint32_t sentence;
  bool capital;      /* begins with one, or al-X */
  bool capitals;     /* has no small letter, and a letter */
  bool letters;      /* has a letter */
  bool first;        /* of its sentence, or behind an opening quote or colon */
  bool person;       /* stands in a person's name */
  uint8_t mode;      /* case_mode of its sentence */
  uint8_t flags;     /* GAZ_GIVEN | …, looked up for capitalised words */
  word_use use;
} word;

/* A run of words that the gazetteer knows. */
typedef struct match {
  uint32_t first, last; /* tokens */
  const uint32_t *refs;
  uint32_t n_refs;
  uint64_t hash;
} match;

/* A candidate place and what it scored. */
typedef struct rated {
  uint32_t ref;
  float score;
} rated;

/* A toponym of the report. */
typedef struct spot {
  uint32_t first, last;       /* tokens, with its kind word where that is part of the name */
  const uint32_t *refs;       /* NULL: not in the gazetteer */
  uint32_t n_refs;
  uint64_t hash;              /* of the name: equal for mentions of one name */
  kind_class kind;            /* said beside it */
  uint32_t holder;            /* spot that is said to hold it, TOC_NONE */
  uint32_t dateline_of;       /* TOC_NONE, or 1: it is the dateline */
  bool wrong;                 /* written as no place is */
  bool norp, in_org, near, part, site; /* site: "Hartford Hospital", refs are Hartford's; "near X"; "northern X" */
  double score;               /* of recognition */
  float f[N_REC];
  uint32_t entity;            /* the answer, GAZ_NO_ENTITY */
  double chosen;              /* its score */
  const rated *rated;         /* [n_rated] */
  uint32_t n_rated;
  uint32_t group;             /* mentions resolved together */
  uint32_t within;            /* not in the gazetteer: entity that holds it */
} spot;

/* How the mentions of one name fared in the first pass. */
typedef struct sighting {
  uint32_t strong, weak, all;
} sighting;

typedef struct reading {
  const toc__places *x;
  const gazetteer *g;
  toc_doc *doc;
  toc_arena *a;               /* scratch */
  word *word;                 /* [tokens] */
  TOC_ARRAY(match) matches;
  spot **judged;              /* [matches]: what a match is worth, once it was asked */
  uint32_t *match_at;         /* [tokens + 1]: matches that start there, longest first */
  TOC_ARRAY(spot) spots;      /* in text order, not overlapping */
  uint32_t n_groups;          /* spot.group is less */
  toc_map persons;            /* key of a family name seen in a person's name → count */
  toc_map seen;               /* hash of a name → index into sightings (first pass) */
  TOC_ARRAY(sighting) sightings;
} reading;

void toc__place_words(reading *r);     /* words.c: fills word and persons */
void toc__place_recognise(reading *r); /* recognise.c: fills spots */
void toc__place_resolve(reading *r);   /* resolve.c: fills entity, chosen, within */

/* The feature vector of candidate `ref` for the spots of a group; resolve.c, also used by
 * the trainer's dump. */
#ifdef TOC_PLACE_DUMP
extern void (*toc__place_dump)(const reading *r, const spot *s, uint32_t ref, const double *f, double score);
extern void (*toc__place_dump_rec)(const reading *r, const spot *s);
#endif

double toc__log10(uint32_t n); /* to 1e-2, the same on every machine; 0 for 0 */

static inline bool same_sentence(const reading *r, uint32_t a, uint32_t b) {
  return a < r->doc->tokens.len && b < r->doc->tokens.len && r->word[a].sentence == r->word[b].sentence;
}
static inline toc_str form_of(const reading *r, uint32_t t) { return r->doc->tokens.ptr[t].form; }

#endif
