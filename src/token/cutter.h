/* cutter.h - what the files of the tokenizer share; private to src/token. */
#ifndef TOC_TOKEN_CUTTER_H
#define TOC_TOKEN_CUTTER_H

#include "token.h"

/* What an abbreviation's dot says about the sentence. */
typedef enum {
  ABBR_NONE,
  ABBR_TITLE,  /* a name follows: never an end ("Mr.", "Gen.") */
  ABBR_NUMBER, /* an abbreviation only before a number ("No. 5", "p. 12") */
  ABBR_DAY,    /* month or weekday: before a number, a comma or inside a sentence ("Jan. 6") */
  ABBR_ANY,    /* an end if a word that opens sentences stands behind it ("U.S.", "Inc.") */
  ABBR_FINAL   /* an end if any capital follows ("etc.", "p.m.") */
} abbr_kind;

struct toc__tokenizer {
  toc_arena arena;
  toc_map abbr;        /* form without its last dot → abbr_kind */
  toc_map prefix;      /* "anti" → 1 */
  toc_map unit;        /* "km" → 1: comes off a number */
  toc_map contraction; /* "cannot" → byte at which it comes apart */
  toc_map currency;    /* "Rs" → 1: comes off the number behind it */
  toc_map domain;      /* "com", "kz" → 1 */
  toc_map weights;     /* feature → weight + TOC__WEIGHT_ZERO */
  int64_t add, keep;   /* bars of the boundary model, boundary.c */
  toc_map starter;     /* words that begin a sentence behind an abbreviation: "The", "He" */
};

#define TOC__WEIGHT_ZERO 0x40000000u

/* Classes of code points. */
typedef enum { CP_SPACE, CP_LETTER, CP_DIGIT, CP_PUNCT, CP_SYMBOL } cp_class;
cp_class toc__cp_class(uint32_t cp);

typedef struct {
  const toc__tokenizer *t;
  toc_doc *doc;
  const char *s;       /* the text */
  size_t block_start;
  size_t end;          /* of the block */
  size_t dateline_end; /* a token boundary and sentence end; 0: none */
  bool open_single;    /* a single quote stands open */
} cutter;

static inline bool is_upper_ascii(int c) { return c >= 'A' && c <= 'Z'; }
static inline bool is_digit_ascii(int c) { return c >= '0' && c <= '9'; }
static inline bool is_alpha_ascii(int c) { return (c | 32) >= 'a' && (c | 32) <= 'z'; }

static inline uint32_t cp_at(const char *s, size_t at, size_t end, size_t *next) {
  size_t pos = 0;
  uint32_t cp = toc_utf8_next((toc_str){s + at, end - at}, &pos);
  *next = at + pos;
  return cp;
}

/* U+0027 and the characters people type for it. */
static inline bool is_apostrophe_cp(uint32_t cp) {
  return cp == '\'' || cp == 0x2019 || cp == 0x2018 || cp == 0x02BC || cp == '`' || cp == 0xB4;
}

/* Lower-cases ASCII into out (at most size - 1 bytes); false if it does not fit. */
bool toc__lower_ascii(toc_str s, char *out, size_t size, toc_str *lowered);
bool toc__has(const toc_map *m, toc_str s);       /* as written */
bool toc__has_lower(const toc_map *m, toc_str s); /* in lower case */

/* Kind of the abbreviation `form` (without its final dot). */
abbr_kind toc__abbr_kind(const toc__tokenizer *t, toc_str form);

/* Cuts [start, end), which holds no white space, into tokens of the document. */
void toc__cut_chunk(cutter *c, size_t start, size_t end);

/* Is token i the last of a sentence?  BOUNDARY_FIXED: whatever the model thinks. */
enum { BOUNDARY_NO, BOUNDARY_RULE, BOUNDARY_FIXED };

/* ends[i - first] for the tokens of a block, by rules. */
void toc__mark_boundaries(const cutter *c, uint32_t first, uint32_t last, unsigned char *ends);

/* The model's view of the same: changes ends, or (names not NULL) only writes a line a gap:
 * byte where the token ends, what the rules say, the features. */
void toc__judge_boundaries(const cutter *c, uint32_t first, uint32_t last, unsigned char *ends, toc_buf *names);

/* Makes the sentences of tokens [first, last), which are one block; ends as marked. */
void toc__make_sentences(cutter *c, uint32_t first, uint32_t last, const unsigned char *ends, uint32_t paragraph,
                         toc_section section);

#endif
