/* settle.h - shared by settle.c and revise.c. */
#ifndef TOC_STORE_SETTLE_H
#define TOC_STORE_SETTLE_H

#include "store.h"

typedef struct settling {
  toc_store *store;
  toc_arena *arena; /* of the whole settle: only what is few */
  toc_error *err;
} settling;

/* Finds what has a hash, the newest first.  All in one arena; items are numbers that only rise. */
typedef struct toc__chain_slot {
  uint64_t hash;
  uint32_t head, n;
} toc__chain_slot;
typedef struct toc__chain_link {
  uint32_t item, next; /* next: TOC_NONE at the end */
} toc__chain_link;
typedef struct toc__chains {
  toc_arena *arena;
  toc__chain_slot *slot; /* [size] */
  uint32_t size, used;
  TOC_ARRAY(toc__chain_link) link;
} toc__chains;
void toc__chains_init(toc__chains *c, toc_arena *arena);
void toc__chains_put(toc__chains *c, uint64_t hash, uint32_t item);
/* The newest link (TOC_NONE: none) and, unless n is NULL, how many there are. */
uint32_t toc__chains_get(const toc__chains *c, uint64_t hash, uint32_t *n);

toc_status toc__settle_prepare(settling *s, const char *sql, sqlite3_stmt **st);
/* Steps a statement that returns no row, and resets it. */
toc_status toc__settle_do(settling *s, sqlite3_stmt *st);
/* The end of a loop over rows. */
toc_status toc__settle_end(settling *s, sqlite3_stmt *st);
toc_day toc__settle_day(sqlite3_stmt *st, int i); /* a number; NULL is TOC_NODAY */

/* Revisions and copies of what the file has not settled yet; fills temp.touched_report.  Reports of
 * temp.fresh are the new ones. */
toc_status toc__revise(settling *s);

#endif
