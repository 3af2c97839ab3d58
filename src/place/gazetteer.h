/* gazetteer.h - the list of places, as one memory-mapped file.
 *
 * Built from the text in data/ by toc__gazetteer_build (run by the build, see
 * tools/gazetteer); the same text gives the same bytes on every machine of the same byte
 * order.  Layout, all numbers little-endian, each section starting at a multiple of 8:
 *
 *   header    gaz_header: magic, version, size, hash of all that follows, sections
 *   entities  gaz_entity[n]: a place; parents come before their children
 *   hashes    uint64_t[k], ascending: XXH3 of each folded name (toc__place_key)
 *   starts    uint32_t[k + 1]: where a name's references begin
 *   refs      uint32_t[r]: entity | kind << 28, the most populous first
 *   index     uint32_t[2^i + 1]: first name whose hash has those top i bits
 *   prefixes  bitmap of 2^p bits: hashes of the beginnings of longer names
 *   words     uint64_t[w], ascending, and word_flags uint8_t[w]: what a word is otherwise
 *   strings   names and codes
 *
 * A name is known by 64 bits of hash alone: the build refuses two names of one hash, and a
 * word of a text that is in no list meets one of them once in 10^13 words.
 *
 * Reading checks the size, the hash and every section's bounds once; every access checks
 * its index, so that not even a forged file with a right hash can lead out of it. */
#ifndef TOC_GAZETTEER_H
#define TOC_GAZETTEER_H

#include "core.h"

#define GAZ_MAGIC "TOCGAZ\r\n"
#define GAZ_VERSION 2u
#define GAZ_ORDER 0x01020304u
#define GAZ_NO_ENTITY 0x0FFFFFFFu

/* X(IDENT, level): level is the UCDP precision that a place of the kind stands for. */
#define GAZ_FEATURES(X)                                                                       \
  X(PCLI, 6) X(PCLH, 6) X(ADM1, 4) X(ADM2, 3) X(PPLC, 1) X(PPLA, 1) X(PPLA2, 1) X(PPLA3, 1)   \
  X(PPLA4, 1) X(PPLA5, 1) X(PPLG, 1) X(PPL, 1) X(PPLX, 1) X(PPLL, 1) X(PPLF, 1) X(PPLS, 1)    \
  X(PPLR, 1) X(STLMT, 1) X(CONT, 0) X(RGN, 5) X(RGNE, 4) X(TERR, 5) X(ZNB, 5) X(SEA, 7)       \
  X(GULF, 7) X(STRT, 7) X(CNL, 5) X(STM, 5) X(LK, 5) X(MTS, 5) X(MT, 2) X(PASS, 2) X(ISL, 5)  \
  X(ISLS, 5) X(PEN, 5) X(DSRT, 5) X(VAL, 5) X(PRK, 5) X(AIRP, 1) X(INST, 1) X(SQR, 1)         \
  X(BLDG, 1)

typedef enum gaz_feature {
#define X(id, level) GAZ_##id,
  GAZ_FEATURES(X)
#undef X
      GAZ_N_FEATURES
} gaz_feature;

/* How a name stands to its place. */
typedef enum gaz_kind {
  GAZ_MAIN,     /* its name in the list, or the usual English one */
  GAZ_OTHER,    /* another name */
  GAZ_OLD,      /* of former days */
  GAZ_ABBR,     /* short: capitals or a full stop are needed */
  GAZ_DEMONYM,  /* adjective or inhabitant */
  GAZ_BARE,     /* without its article ("Raqqa" of Ar Raqqah) or its kind ("Borno" State) */
  GAZ_NEAR      /* lies there, has no entry of its own */
} gaz_kind;

/* What a word is besides. */
enum { GAZ_GIVEN = 1, GAZ_FAMILY = 2, GAZ_TIER = 4 /* times 1 … 5: 5 most common */ };

typedef struct gaz_entity {
  uint32_t id;         /* GeoNames, 0 none */
  int32_t lat, lon;    /* 1/10000 degree */
  uint32_t population;
  uint32_t name;       /* offset into strings; the code follows the name */
  uint32_t parent;     /* entity it lies in, GAZ_NO_ENTITY */
  uint8_t name_len, code_len; /* code: ISO3 of a country, GeoNames code of a division */
  uint8_t feature;     /* gaz_feature */
  uint8_t depth;       /* parents above it, at most 4 */
} gaz_entity;

typedef struct gaz_section {
  uint64_t at, count;
} gaz_section;

enum { GAZ_S_ENTITIES, GAZ_S_HASHES, GAZ_S_STARTS, GAZ_S_REFS, GAZ_S_INDEX, GAZ_S_PREFIXES, GAZ_S_WORDS,
       GAZ_S_WORD_FLAGS, GAZ_S_STRINGS, GAZ_N_SECTIONS };

typedef struct gaz_header {
  char magic[8];
  uint32_t version, order;
  uint64_t size;       /* of the whole file */
  uint64_t hash;       /* XXH3 of everything behind the header */
  char sha256[72];     /* of the same bytes: "sha256:…", the gazetteer's name in every record */
  char base[72];       /* with layers: the name of the gazetteer they lie on; else empty */
  gaz_section section[GAZ_N_SECTIONS];
} gaz_header;

typedef struct gazetteer {
  const unsigned char *bytes;
  size_t size;
  bool mapped;
  const gaz_header *header;
  const gaz_entity *entity;
  const uint64_t *hash, *word;
  const uint32_t *start, *ref, *index;
  const uint8_t *prefix, *word_flags;
  const char *string;
  uint32_t n_entities, n_names, n_refs, n_words;
  unsigned index_bits, prefix_bits; /* i and p */
  uint32_t n_strings;
  /* made by gaz_quicken, else NULL */
  const uint32_t *word_at;    /* [2^14 + 1]: first word whose hash has those top bits */
  const uint8_t *short_names; /* 2^16 bits: hashes of short forms */
} gazetteer;

/* Maps a file, or looks into bytes that stay where they are.  TOC_IO or TOC_BADDATA with
 * the file's name; nothing is held on failure. */
toc_status gaz_open(gazetteer *g, const char *path, toc_error *err);
toc_status gaz_open_bytes(gazetteer *g, const void *bytes, size_t size, const char *name, toc_error *err);
void gaz_close(gazetteer *g);

/* References of a name by the hash of its key: *refs and how many; 0 if it is no place. */
uint32_t gaz_find(const gazetteer *g, uint64_t hash, const uint32_t **refs);
/* A look-up waits for memory three times; told ahead, it need not. */
static inline void gaz_prefetch(const gazetteer *g, uint64_t hash) {
  __builtin_prefetch(&g->index[hash >> (64 - g->index_bits)]);
  __builtin_prefetch(&g->prefix[hash >> (64 - g->prefix_bits) >> 3]);
  if (g->word_at) __builtin_prefetch(&g->word[(hash >> 32) * g->n_words >> 32]);
}
/* The same for what gaz_prefetch fetched some time ago. */
static inline void gaz_prefetch_names(const gazetteer *g, uint64_t hash) {
  uint32_t lo = g->index[hash >> (64 - g->index_bits)];
  if (lo < g->n_names) __builtin_prefetch(&g->hash[lo]);
}
/* May a longer name begin with this key? No false "no". */
bool gaz_is_prefix(const gazetteer *g, uint64_t hash);
/* Tables that spare most of the waiting, in gaz_quick_size() zeroed bytes of the caller's,
 * aligned for uint32_t, which live as long as g.  Every answer stays the same. */
size_t gaz_quick_size(void);
void gaz_quicken(gazetteer *g, void *memory);
/* May a short form have this hash? No false "no". */
bool gaz_may_be_short(const gazetteer *g, uint64_t hash);
unsigned gaz_word(const gazetteer *g, uint64_t hash); /* GAZ_GIVEN | …; 0 */

static inline uint32_t gaz_ref_entity(uint32_t ref) { return ref & GAZ_NO_ENTITY; }
static inline gaz_kind gaz_ref_kind(uint32_t ref) { return (gaz_kind)(ref >> 28); }

/* The entity, or NULL for a number out of range. */
static inline const gaz_entity *gaz_at(const gazetteer *g, uint32_t e) {
  return e < g->n_entities ? &g->entity[e] : NULL;
}
toc_str gaz_name(const gazetteer *g, uint32_t e);
toc_str gaz_code(const gazetteer *g, uint32_t e);
/* The nearest of e and what it lies in that has this feature; GAZ_NO_ENTITY. */
uint32_t gaz_above(const gazetteer *g, uint32_t e, gaz_feature f);
uint32_t gaz_country(const gazetteer *g, uint32_t e); /* PCLI or PCLH above or itself */
bool gaz_inside(const gazetteer *g, uint32_t e, uint32_t in); /* same or below */
const char *gaz_feature_name(uint8_t f);
int gaz_feature_precision(uint8_t f);
gaz_feature gaz_feature_of(toc_str name); /* GAZ_N_FEATURES if none */

/* The key by which names are compared: folded, without full stops and apostrophes, other
 * punctuation as blanks, "saint", "mount" and "fort" before a word as st, mt, ft, no
 * article "the" before a word. */
toc_str toc__place_key(toc_arena *a, toc_str name);
uint64_t gaz_hash(toc_str key);

#endif
