/* namer.h - under which keys a name is found; for the builder and for layers. */
#ifndef TOC_PLACE_NAMER_H
#define TOC_PLACE_NAMER_H

#include "gazetteer.h"

/* Where keys go: each name's hash with its place, and the hash of each beginning of a longer
 * name.  `scratch` is reset for every name. */
typedef struct toc__namer {
  toc_arena *scratch;
  toc_map never; /* key → 1: names that are no places (never.txt) */
  void *ctx;
  void (*put)(void *ctx, uint64_t hash, uint32_t entity, gaz_kind kind);
  void (*prefix)(void *ctx, uint64_t hash);
} toc__namer;

void toc__name_add(const toc__namer *b, toc_str name, uint32_t entity, gaz_kind kind);
void toc__name_add_key(const toc__namer *b, toc_str key, uint32_t entity, gaz_kind kind);
void toc__name_add_bare(const toc__namer *b, toc_str name, uint32_t entity, bool arabic, bool division);
bool toc__name_is_short(toc_str name);
bool toc__names_arabic(toc_str iso2); /* lands where names bear the Arabic article */
bool toc__one_of(toc_str w, const char *const *list);

#endif
