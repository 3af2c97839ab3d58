/* internal.h - what the files of src/timex share. */
#ifndef TOC_TIMEX_INTERNAL_H
#define TOC_TIMEX_INTERNAL_H

#include "timex.h"

/* X(IDENT, "name in words.txt") */
#define TX_CLASSES(X)                                                                                      \
  X(MONTH, "month") X(WEEKDAY, "weekday") X(WEEKDAYS, "weekdays") X(UNIT, "unit") X(UNITS, "units")        \
  X(WEEKEND, "weekend") X(SEASON, "season") X(DAYPART, "daypart") X(DAYPARTS, "dayparts") X(AMPM, "ampm")  \
  X(ZONE, "zone") X(CLOCK, "clock") X(DAYREF, "dayref") X(TONIGHT, "tonight") X(OVERNIGHT, "overnight")    \
  X(REF, "ref") X(WHICH, "which") X(WHENCE, "whence") X(AFTER, "after") X(OFFSET, "offset")                \
  X(APPROX, "approx") X(ROUGH, "rough") X(PART, "part") X(FILLER, "filler") X(MANY, "many")                \
  X(EVERY, "every") X(PER, "per") X(OFTEN, "often") X(HALF, "half") X(QUARTER, "quarter")                  \
  X(PERIOD, "period") X(HOLIDAY, "holiday") X(YEAREND, "yearend") X(AHEAD, "ahead") X(BEHIND, "behind")    \
  X(NAME, "name") X(STRETCH, "stretch")

typedef enum tx_class {
#define X(id, name) TX_##id,
  TX_CLASSES(X)
#undef X
      TX_N_CLASSES
} tx_class;

/* A phrase of the vocabulary; phrases with the same first word are chained. */
typedef struct tx_entry {
  tx_class cls;
  bool weak;      /* needs support from its neighbours */
  toc_str code;
  int value;      /* the code as a number, 0 if it is none */
  toc_str *word;  /* [n] lower case */
  uint32_t n, next;
  uint32_t second; /* tx_word of the second word, 0 if there is none */
} tx_entry;

_Static_assert(TX_N_CLASSES <= 64, "a bit for each class");

/* What a word can do for an expression. */
enum {
  TX_OPENS = 1,   /* one may begin with it, if a word that may come second follows */
  TX_ALONE = 2,   /* one may be it alone, or go on with any word */
  TX_PHRASES = 4, /* phrases of the vocabulary begin with it */
  TX_FOLLOWS = 8  /* it may come second */
};

typedef struct tx_word {
  uint32_t first;  /* its first phrase, TOC_NONE */
  uint32_t opens;  /* TX_OPENS … */
  uint64_t classes; /* of the phrases that begin with it, a bit each */
  uint64_t single;  /* of those that are it alone */
  /* Families of expressions (match.c), a bit each: those that may begin with it; those that may begin
   * with "the" before it; and for "the" itself all of them, to be met with the latter. */
  uint32_t starts, after_the, with_next;
  int8_t cardinal, ordinal; /* "twenty" 20, "third" 3; -1 and 0 for others */
  bool number;     /* begins with a digit */
  uint8_t days;    /* single words among its phrases that name a weekday or count days from the report's own */
} tx_word;

struct toc__timex {
  toc_arena arena;
  toc_map words; /* → tx_word */
  TOC_ARRAY(tx_word) word; /* the first is what all unknown words are, the second all unknown numbers */
  TOC_ARRAY(tx_entry) entries;
};

/* The smallest pieces that the grammar reads: words, numbers, marks.  A token may hold
 * several ("10-year-old", "9:10am"). */
typedef struct tx_atom {
  toc_span span;
  toc_str low;   /* lower case, without the points of abbreviations */
  const tx_word *word; /* what the vocabulary has of it */
  uint32_t token;
  uint8_t look;  /* TOC_W_CAP, TOC_W_SMALL, TOC_W_DIGIT */
  bool glued;    /* no white space before it */
} tx_atom;

/* Does it begin with a digit, or a capital?  Is it all capitals? */
static inline bool tx_number(const tx_atom *a) { return a->look & TOC_W_DIGIT; }
static inline bool tx_cap(const tx_atom *a) { return a->look & TOC_W_CAP; }
static inline bool tx_caps(const tx_atom *a) { return !(a->look & TOC_W_SMALL) && a->span.end - a->span.start > 1; }

typedef TOC_ARRAY(tx_atom) tx_atoms;

/* Cuts text into atoms; span and token set by the caller's offsets. */
void tx_atoms_of(const toc__timex *x, toc_arena *a, toc_str text, uint32_t at, uint32_t token, tx_atoms *out);
/* Atoms of a sentence; known[token] is the tx_word of the token's form. */
void tx_atoms_sentence(const toc__timex *x, toc_doc *doc, const uint32_t *known, const toc_sentence *s, tx_atoms *out);
/* The phrases that begin with a word, TOC_NONE if there are none. */
static inline uint32_t tx_chain(const toc__timex *x, uint32_t known) { return x->word.ptr[known].first; }
enum { TX_UNKNOWN, TX_UNKNOWN_NUMBER };
/* The tx_word of a lower-case word; hash: toc_hash(low, 0). */
static inline uint32_t tx_known(const toc__timex *x, toc_str low, uint64_t hash, bool number) {
  uint32_t at = toc_map_get_hashed(&x->words, low, hash);
  return at == TOC_NONE ? number : at;
}
/* The tx_word of a word, made if it is new. */
tx_word *tx_word_of(toc__timex *x, toc_str low);
/* Fills the families of all words (match.c). */
void tx_mark_families(toc__timex *x);

/* ---------------------------------------------------------------- calendar */

/* Ordered from fine to coarse. */
typedef enum tx_grain {
  TX_NOGRAIN, TX_AT_MINUTE, TX_AT_HOUR, TX_AT_PART, TX_AT_DAY, TX_AT_WEEKEND, TX_AT_WEEK, TX_AT_MONTH,
  TX_AT_SEASON, TX_AT_QUARTER, TX_AT_HALF, TX_AT_YEAR, TX_AT_DECADE, TX_AT_CENTURY
} tx_grain;

/* A point of the calendar at some grain.  `known` false: something finer is known than
 * the year (a month, a weekday) but not which year. */
typedef struct tx_point {
  tx_grain grain;
  bool known, bc;
  int year;       /* year; decade and century: their first year; month to half: their year */
  int n;          /* month, season 0-3, quarter, half; weekday where not known */
  int mday;       /* unknown year: day of the month or 0 */
  toc_day day;    /* weekend, week: Monday; day and finer */
  char part[3];   /* "MO" at part of day */
  int minute;     /* at minute and hour */
} tx_point;

tx_point tx_year(int year);
tx_point tx_month(int year, int month);
tx_point tx_quarter(int year, int quarter);
tx_point tx_half(int year, int half);
tx_point tx_season(int year, int season);
tx_point tx_day(toc_day day);
tx_point tx_week(toc_day day);
tx_point tx_weekend(toc_day day);
tx_point tx_part(toc_day day, const char *part);
tx_point tx_clock(toc_day day, int minute, bool hour);
tx_point tx_decade(int year);
tx_point tx_century(int first_year);

/* First and last day; false if the year is not known or before Christ. */
bool tx_days(const tx_point *p, toc_day *from, toc_day *to);
/* TIMEX3 value. */
toc_str tx_value(toc_arena *a, const tx_point *p);
const char *tx_precision(tx_grain g);
/* p moved by n units of code ("D", "W", "M", "Q", "Y", "E", "C"), at the unit's grain. */
bool tx_shift(const tx_point *p, int n, toc_str unit, tx_point *out);
toc_day tx_easter(int year);
/* ISO week. */
void tx_iso_week(toc_day d, int *year, int *week);
toc_day tx_nth_weekday(int year, int month, int weekday, int n);

/* ----------------------------------------------------------------- grammar */

/* Something found. */
typedef enum tx_kind { TX_POINT, TX_LENGTH, TX_REF_, TX_SET_ } tx_kind;

typedef struct tx_found {
  uint32_t first, last;  /* atoms [first, last) */
  tx_kind kind;
  toc_time_type type;
  tx_point point;        /* TX_POINT; TX_LENGTH set on the calendar: its near end */
  toc_str value;         /* TX_LENGTH, TX_REF_, TX_SET_ */
  toc_day from, to;      /* TX_LENGTH only */
  bool bounded;          /* from, to hold */
  const char *part;      /* "early", "mid", "late", "any" */
  bool keeps;            /* may serve as the time last mentioned */
  bool overnight;
} tx_found;

typedef struct tx_ctx {
  const toc__timex *x;
  toc_doc *doc;
  const toc_sentence *sentence;
  tx_atom *atom;     /* [n] of the sentence */
  uint32_t n;
  tx_point now;      /* the report's day, or grain NONE */
  tx_point last;     /* time last mentioned, or grain NONE */
  toc_day last_day;  /* day last mentioned, TOC_NODAY */
  bool history;      /* dates are told in their order, far from now */
  tx_found before;   /* the expression before this one in the sentence */
  bool has_before;
} tx_ctx;

/* The longest expression that begins at atom i, which may_begin one. */
bool tx_match(tx_ctx *c, uint32_t i, tx_found *out);

#endif
