/* core.h - what every room stands on: arenas, slices, arrays, interned strings,
 * errors, UTF-8, text files, days.
 *
 * Memory.  A stage allocates from the arenas it is given and frees nothing.  An arena
 * allocation never returns NULL: when memory or the arena's maximum is used up, control
 * goes to the arena's `oom` jump, which the caller set (src/run does it once for all
 * stages; loaders do it with TOC_TRY).  So a stage must hold no malloc of its own while
 * it allocates from an arena.  Memory comes zeroed.
 */
#ifndef TOC_CORE_H
#define TOC_CORE_H

#include "banned.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "tocsin.h"

#define TOC_NONE UINT32_MAX /* "no index" */

/* ---------------------------------------------------------------- slices */

#define TOC_S(literal) ((toc_str){(literal), sizeof(literal) - 1})
#define TOC_FMT(s) (int)(s).len, ((s).ptr ? (s).ptr : "") /* for "%.*s" */

/* Are n bytes, at least one, the same?  Words are short: a call would cost more than the answer. */
static inline bool toc__same(const char *a, const char *b, size_t n) {
  if (n > 16) return memcmp(a, b, n) == 0;
  if (n >= 8) {
    uint64_t x[2], y[2];
    memcpy(&x[0], a, 8), memcpy(&x[1], a + n - 8, 8), memcpy(&y[0], b, 8), memcpy(&y[1], b + n - 8, 8);
    return x[0] == y[0] && x[1] == y[1];
  }
  if (n >= 4) {
    uint32_t x[2], y[2];
    memcpy(&x[0], a, 4), memcpy(&x[1], a + n - 4, 4), memcpy(&y[0], b, 4), memcpy(&y[1], b + n - 4, 4);
    return x[0] == y[0] && x[1] == y[1];
  }
  return a[0] == b[0] && a[n / 2] == b[n / 2] && a[n - 1] == b[n - 1];
}
static inline bool toc_str_eq(toc_str a, toc_str b) {
  return a.len == b.len && (a.len == 0 || a.ptr == b.ptr || toc__same(a.ptr, b.ptr, a.len));
}
/* Stops at the first byte that differs: words are mostly asked against lists of others. */
static inline bool toc_str_is(toc_str a, const char *literal) {
  if (__builtin_constant_p(__builtin_strlen(literal))) {
    size_t n = __builtin_strlen(literal);
    return a.len == n && (n == 0 || (a.ptr[0] == literal[0] && memcmp(a.ptr, literal, n) == 0));
  }
  for (size_t i = 0; i < a.len; i++)
    if (literal[i] != a.ptr[i] || !literal[i]) return false;
  return literal[a.len] == 0;
}
static inline bool toc__str_among(toc_str s, const char *const *list, size_t n) {
  for (size_t i = 0; i < n; i++)
    if (toc_str_is(s, list[i])) return true;
  return false;
}
/* Is it one of an array of literals? */
#define TOC_ONE_OF(s, list) toc__str_among((s), (list), sizeof(list) / sizeof *(list))
static inline toc_str toc_str_sub(toc_str s, size_t start, size_t end) {
  return (toc_str){s.ptr ? s.ptr + start : NULL, end - start}; /* a missing string has only itself as a part */
}
static inline toc_str toc_slice(toc_str text, toc_span span) {
  return (toc_str){text.ptr + span.start, (size_t)span.end - span.start};
}
int toc_str_cmp(toc_str a, toc_str b); /* bytewise */
bool toc_str_starts(toc_str s, toc_str prefix);
bool toc_str_ends(toc_str s, toc_str suffix);
toc_str toc_str_trim(toc_str s); /* ASCII white space, both sides */
/* Cuts the next field off *rest at `sep`; false when *rest is used up (ptr == NULL). */
bool toc_str_cut(toc_str *rest, char sep, toc_str *field);
/* The same for words parted by any number of blanks. */
bool toc_str_word(toc_str *rest, toc_str *word);
/* A decimal without sign that fits; false otherwise. */
bool toc_str_uint(toc_str s, uint64_t *out);
/* A decimal number with optional sign and fraction, '.' whatever the locale. */
bool toc_str_double(toc_str s, double *out);

static inline bool toc_span_empty(toc_span s) { return s.end <= s.start; }
static inline bool toc_span_overlap(toc_span a, toc_span b) { return a.start < b.end && b.start < a.end; }
static inline bool toc_span_inside(toc_span inner, toc_span outer) {
  return inner.start >= outer.start && inner.end <= outer.end;
}

/* ---------------------------------------------------------------- errors */

/* Fills *err (if not NULL) and returns status, so that a caller can `return toc_fail(…)`.
 * The message names what failed, then "in 'file', line L, column C" where known; pass
 * file NULL, line 0 or column 0 for what is unknown. */
toc_status toc_fail(toc_error *err, toc_status status, const char *file, uint32_t line, uint32_t column,
                    const char *format, ...) __attribute__((format(printf, 6, 7)));

/* ---------------------------------------------------------------- arenas */

typedef struct toc_arena {
  struct toc__block *block; /* newest first */
  size_t used, max;         /* bytes handed out; 0: no maximum */
  size_t spare;             /* what reset kept */
  jmp_buf *oom;
} toc_arena;

void toc_arena_init(toc_arena *a, size_t max);
void toc_arena_release(toc_arena *a);
void toc_arena_reset(toc_arena *a); /* drops all that was handed out, keeps a block for next time */
void *toc_arena_alloc(toc_arena *a, size_t count, size_t size); /* zeroed, aligned to 16 */
#define toc_new(a, T, count) ((T *)toc_arena_alloc((a), (count), sizeof(T)))
toc_str toc_str_copy(toc_arena *a, toc_str s);
char *toc_str_z(toc_arena *a, toc_str s); /* NUL-terminated copy */
toc_str toc_str_format(toc_arena *a, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* The parts one behind the other, for where many are made: NUL-terminated, too. */
toc_str toc_str_concat(toc_arena *a, const toc_str *part, size_t n);
/* A decimal into `out`, of which the string is a part. */
toc_str toc_str_decimal(char out[24], uint64_t n);

/* if (TOC_TRY(arena, jump)) { … may allocate … } else { out of memory }
 * TOC_END puts back the jump that was there before. Keep the two in one function; locals
 * that change in between and are read after a failure must be volatile. */
#define TOC_TRY(a, jump) ((a)->oom = &(jump), setjmp(jump) == 0)

/* Test builds: the n-th allocation from now on fails (0: none).  Per thread. */
void toc_arena_fail_after(uint64_t n);

/* ---------------------------------------------------------------- arrays
 * A growing array in an arena: TOC_ARRAY(int) xs = {0}; *toc_push(a, &xs) = 3;
 * The new element is zeroed; pointers to elements move when it grows. */
#define TOC_ARRAY(T) \
  struct {           \
    T *ptr;          \
    uint32_t len, cap; \
  }
#define toc_push(a, xs)                                                                             \
  ((xs)->len == (xs)->cap                                                                           \
       ? (void)((xs)->ptr = toc__grow((a), (xs)->ptr, (xs)->len, &(xs)->cap, sizeof *(xs)->ptr)) \
       : (void)0,                                                                                   \
   &(xs)->ptr[(xs)->len++])
void *toc__grow(toc_arena *a, void *old, uint32_t len, uint32_t *cap, size_t size);
/* Gives back what a large array that grows no more has left over; its elements may move. */
#define toc_trim(a, xs) ((void)((xs)->ptr = toc__trim((a), (xs)->ptr, (xs)->len, &(xs)->cap, sizeof *(xs)->ptr)))
void *toc__trim(toc_arena *a, void *old, uint32_t len, uint32_t *cap, size_t size);

/* --------------------------------------------------- interned strings, maps */

struct toc__map_slot {
  const char *ptr; /* the key; NULL: free */
  uint64_t hash, head;
  uint32_t len, value;
};

/* String → uint32_t; keys are copied into the arena.  Reading needs no lock once filled. */
typedef struct toc_map {
  toc_arena *arena;
  struct toc__map_slot *slot; /* [size] */
  uint64_t *filter;           /* [size / 8] a bit for each hash that is in, so that most misses end here */
  uint32_t size, used;
} toc_map;

void toc_map_init(toc_map *m, toc_arena *arena);
/* Room for so many keys: growing there step by step costs as much again. */
void toc_map_reserve(toc_map *m, uint32_t n);
/* The value's place, made with `fresh` if the key was not there. */
uint32_t *toc_map_put(toc_map *m, toc_str key, uint32_t fresh);
uint32_t toc_map_get(const toc_map *m, toc_str key); /* TOC_NONE if absent */
uint32_t toc__map_find(const toc_map *m, toc_str key, uint64_t hash);
/* hash: toc_hash(key, 0), known already */
static inline uint32_t toc_map_get_hashed(const toc_map *m, toc_str key, uint64_t hash) {
  uint32_t bit = (uint32_t)(hash >> 32) & (m->size * 8 - 1);
  return m->used && (m->filter[bit / 64] >> bit % 64 & 1) ? toc__map_find(m, key, hash) : TOC_NONE;
}

/* Equal strings, equal pointers: within one pool. */
typedef toc_map toc_pool;
void toc_pool_init(toc_pool *p, toc_arena *arena);
toc_str toc_pool_intern(toc_pool *p, toc_str s);

/* Fetches what a look-up of that hash will read.  Large dictionaries lie outside the caches between two
 * reports; who looks up all words of one can have them fetched side by side first. */
static inline void toc_map_fetch(const toc_map *m, uint64_t hash) {
  uint32_t bit = (uint32_t)(hash >> 32) & (m->size * 8 - 1);
  if (m->used && (m->filter[bit / 64] >> bit % 64 & 1)) __builtin_prefetch(&m->slot[(uint32_t)hash & (m->size - 1)]);
}

uint64_t toc_hash_nothing(uint64_t seed); /* toc_hash of "" */
uint64_t toc_hash(toc_str s, uint64_t seed); /* xxHash XXH3, the same on every machine */
/* A feature of a linear model: its name and up to three values (hashes of words, members of closed
 * vocabularies) as a place in a table of weights.  The same on every machine; made for speed. */
static inline uint32_t toc_feature(uint32_t name, uint64_t a, uint64_t b, uint64_t c) {
  b *= 0xC2B2AE3D27D4EB4Fu, c *= 0x165667B19E3779F9u;
  uint64_t x = (name + 1) * 0x9E3779B97F4A7C15u ^ a * 0xD6E8FEB86659FD93u ^ (b << 23 | b >> 41) ^ (c << 41 | c >> 23);
  x = (x ^ x >> 32) * 0x9FB21C651E98DF25u;
  return (uint32_t)(x ^ x >> 29);
}
/* "sha256:" and 64 hex digits into out. */
void toc_sha256(toc_str bytes, char out[72]);
/* The same for bytes that come in parts. */
typedef struct toc_sha256_parts {
  uint64_t room[32];
} toc_sha256_parts;
void toc_sha256_begin(toc_sha256_parts *s);
void toc_sha256_add(toc_sha256_parts *s, toc_str bytes);
void toc_sha256_end(toc_sha256_parts *s, char out[72]);

/* ------------------------------------------------------------------ UTF-8 */

/* Code point at *pos, which moves behind it; U+FFFD and one byte on for a broken one. */
uint32_t toc_utf8_next(toc_str s, size_t *pos);
/* Writes 1 to 4 bytes, returns how many. */
size_t toc_utf8_put(uint32_t cp, char out[4]);
bool toc_utf8_valid(toc_str s);
size_t toc_ascii_run(toc_str s, size_t from); /* the first byte from there on that is not ASCII, or s.len */
size_t toc_utf8_count(toc_str s); /* code points of valid UTF-8 */
bool toc_cp_is_upper(uint32_t cp);
bool toc_cp_is_lower(uint32_t cp);
bool toc_cp_is_letter(uint32_t cp);
bool toc_cp_is_digit(uint32_t cp); /* decimal digits of any script */
bool toc_cp_is_space(uint32_t cp);

/* Key for comparing names: case folded, diacritics dropped, curly quotes and the
 * apostrophe-like letters straight, every run of white space one blank. */
toc_str toc_fold(toc_arena *a, toc_str s);
toc_str toc_lower(toc_arena *a, toc_str s); /* case only */

/* ------------------------------------------------------------------ files */

/* The whole file into the arena; max 0: no limit.  TOC_IO names the file and the reason. */
toc_status toc_file_read(toc_arena *a, const char *path, size_t max, toc_str *out, toc_error *err);
/* Names (not paths) of the regular files of a folder that end in `suffix`, sorted bytewise. */
typedef TOC_ARRAY(toc_str) toc_strs;
toc_status toc_dir_list(toc_arena *a, const char *path, const char *suffix, toc_strs *out, toc_error *err);

/* Line by line through a dictionary: comments ('#' at the start of a line or after white
 * space) and white space at the ends are cut off, empty lines passed over. */
typedef struct toc_lines {
  const char *file;
  toc_str rest;
  toc_str text;   /* the current line */
  uint32_t line;  /* its number, from 1 */
  uint32_t column; /* of text's first byte, from 1 */
} toc_lines;
void toc_lines_init(toc_lines *l, const char *file, toc_str bytes);
bool toc_lines_next(toc_lines *l);
/* An error at byte `at` of the current line. */
#define toc_lines_fail(err, l, at, ...) \
  toc_fail((err), TOC_BADDATA, (l)->file, (l)->line, (l)->column + (uint32_t)(at), __VA_ARGS__)

/* ----------------------------------------------------------------- buffers */

/* Growing bytes with a maximum, outside arenas (curl's dynbuf).  After a failure `failed`
 * stays set and later calls do nothing: test it once at the end. */
typedef struct toc_buf {
  char *ptr;
  size_t len, cap, max;
  bool failed;
} toc_buf;
void toc_buf_init(toc_buf *b, size_t max); /* 0: no maximum */
void toc_buf_release(toc_buf *b);
void toc_buf_reset(toc_buf *b);
void toc_buf_put(toc_buf *b, const void *bytes, size_t n);
char *toc_buf_room(toc_buf *b, size_t n); /* n bytes to write to behind len, which stays; NULL: failed */
void toc_buf_str(toc_buf *b, toc_str s);
void toc_buf_z(toc_buf *b, const char *s);
void toc_buf_fmt(toc_buf *b, const char *format, ...) __attribute__((format(printf, 2, 3)));
void toc_buf_uint(toc_buf *b, uint64_t n);
/* The shortest decimal that reads back the same ("3", "0.83"); null for NaN and infinity. */
void toc_buf_number(toc_buf *b, double x);
void toc_buf_json(toc_buf *b, toc_str s); /* quoted and escaped; null when ptr is NULL */

/* -------------------------------------------------------------------- days */

/* Days since 1970-01-01 in the proleptic Gregorian calendar. */
typedef int32_t toc_day;
#define TOC_NODAY INT32_MIN

toc_day toc_day_of(int year, int month, int day);     /* TOC_NODAY if there is no such day */
void toc_day_ymd(toc_day d, int *year, int *month, int *day);
int toc_day_weekday(toc_day d);                        /* 0 Monday … 6 Sunday */
int toc_month_days(int year, int month);
/* "2022-01-06", "2022-01-06T09:10…" → day and minute of the day (-1 when absent). */
bool toc_day_parse(toc_str iso, toc_day *day, int *minute);
void toc_buf_day(toc_buf *b, toc_day d);               /* 2022-01-06; d must be a day */

#endif
