/* record.h - from a coded document to its written forms.
 *
 * "Police in Almaty arrested more than 200 people, the ministry said." is, once coded, a
 * handful of arrays in a toc_doc.  Here they become what others read: one JSON line a
 * report (the contract, docs/record.md), one JSON line an event, CSV rows, a table for a
 * terminal, and the long answer of `tocsin explain`.
 *
 * Offsets.  Inside the library a span counts bytes; everything written here counts Unicode
 * code points of the report's text, end exclusive.  One pass over the text makes an index
 * (toc__offsets), so a record costs time linear in its text and its annotations.
 *
 * Missing values are null in JSON and empty in CSV, never 0 or "".
 *
 * Private persons.  The JSON forms keep every word as reported: they are the record, and
 * `text` must equal the characters of its span.  CSV is an export: names of persons without
 * a public role become "[person]" or their role ("[journalist]"), and a URL that spells
 * such a name is left out, unless TOC_LAYER_NAMES is set.
 *
 * All functions only read the document and may run in any number of threads, one document
 * each.  They append to `out` and return TOC_NOMEM when memory or its maximum is used up;
 * what was appended by then is to be dropped. */
#ifndef TOC_RECORD_H
#define TOC_RECORD_H

#include "doc.h"

/* What made a record: the version of the library, and hashes are "sha256:…", NULL or ""
 * for a part that the engine does not have. */
typedef struct toc__record_engine {
  const char *version, *model, *lexicon, *gazetteer;
} toc__record_engine;

/* What stands before the first report: CSV column names, the table's legend (80
 * columns wide); else nothing. */
toc_status toc__record_header(toc_buf *out, toc_format format);

/* One report in that format (all but TOC_FORMAT_CONLLU, which is src/conllu's).  layers:
 * TOC_LAYER_… bits; style NULL is 100 columns without colour. */
toc_status toc__record_write(toc_buf *out, const toc_doc *doc, const toc__record_engine *engine,
                             toc_format format, uint32_t layers, const toc_style *style);

/* Everything that is known about a document, for a person who asks why: trees, names,
 * places, times, figures, actors, status of each act, claims, events, and then `trace`,
 * which the coder wrote while it tried its patterns. */
toc_status toc__record_explain(toc_buf *out, const toc_doc *doc, toc_str trace, const toc_style *style);

/* What the dictionaries have under the words of an actor: a line each, appended to `out`. */
typedef struct toc__why {
  void (*entries)(void *ctx, toc_arena *a, const toc_doc *doc, const toc_actor *actor, toc_strs *out); /* NULL: none are told */
  void *ctx;
} toc__why;

/* One event (i counts events, then impacts): its sentence, the pattern and what else nearly matched, the
 * second opinion, where each value came from, the tree. */
toc_status toc__record_why(toc_buf *out, const toc_doc *doc, toc_str trace, uint32_t i, const toc__why *why, const toc_style *style);

/* Does the document keep its promises?  Each span lies in the text and ends between code
 * points, each index points somewhere, each code is one of the scheme, each value has its
 * characters or its reason.  TOC_BADDATA with the first fault. */
toc_status toc__record_verify(const toc_doc *doc, toc_error *err);

/* ------------------------------------------------- shared by the files of this room */

/* Byte → code point, by checkpoints every 64 bytes. */
typedef struct toc__offsets {
  toc_str text;
  bool ascii;      /* bytes are code points */
  uint32_t *check; /* [text.len / 64 + 1] code points before byte 64 i */
} toc__offsets;
void toc__offsets_init(toc__offsets *o, toc_arena *a, toc_str text);
uint32_t toc__offset(const toc__offsets *o, uint32_t byte);

/* Which words of a report name private persons. */
typedef struct toc__role_span {
  toc_span span;
  uint32_t role; /* of mask.c's table: "[person]", "[journalist]", … */
} toc__role_span;
typedef TOC_ARRAY(toc__role_span) toc__role_spans;

/* A word that may belong to a private name, and what is to become of it. */
typedef struct toc__mask_word {
  toc_span span;
  uint32_t role; /* TOC_NONE: stays */
  bool doubtful; /* hidden only beside one that is */
} toc__mask_word;
typedef TOC_ARRAY(toc__mask_word) toc__mask_words;

typedef struct toc__mask {
  const toc_doc *doc;
  bool off;               /* names are kept */
  toc__role_spans hidden; /* sorted: names of private persons */
  toc__role_spans shown;  /* sorted: names that stay: public persons, places, bodies */
  toc_map words;          /* each word of a hidden name, folded → role */
  uint32_t begins[32];    /* by length in bytes (31 and more: the last): a bit for the five lowest of each word's first byte */
  toc_map doubtful;       /* those that mean something else, too */
  toc__mask_words text;   /* those of the text, in its order */
} toc__mask;
void toc__mask_init(toc__mask *m, toc_arena *a, const toc_doc *doc, bool off);
/* The words at `span` of the text with private names replaced. */
toc_str toc__mask_span(const toc__mask *m, toc_arena *a, toc_span span);
/* The same for a string that is not taken from the text (a title given beside it). */
toc_str toc__mask_text(const toc__mask *m, toc_arena *a, toc_str s);
/* All stretches of the text that are replaced, in order, and what stands in their place. */
void toc__mask_find(const toc__mask *m, toc_arena *a, toc__role_spans *out);
const char *toc__mask_role(uint32_t role);
/* Does a word of the string belong to a private name, in any case?  (For URLs.) */
bool toc__mask_spells(const toc__mask *m, toc_arena *a, toc_str s);

/* What the JSON writers and the CSV writer take from a document. */
typedef struct toc__record {
  toc_buf *out;
  toc_arena *arena; /* of this call */
  const toc_doc *doc;
  const toc__record_engine *engine;
  uint32_t layers;
  toc__offsets offsets;
} toc__record;
void toc__json_doc(toc__record *r);
void toc__json_events(toc__record *r);
void toc__json_text(toc__record *r);
void toc__csv_header(toc_buf *out);
void toc__csv_events(toc__record *r);
void toc__petrarch_events(toc__record *r);

/* The shortest decimal, in the arena. */
toc_str toc__number(toc_arena *a, double x);
/* Claims from the innermost outwards; false at the end.  *at starts as the claim; stops
 * after as many steps as there are claims, should they ever point in a circle. */
bool toc__claim_outward(const toc_doc *doc, uint32_t *at, uint32_t *steps);
/* The first figure of the event that counts this and is no part of another; TOC_NONE. */
uint32_t toc__event_figure(const toc_doc *doc, const toc_event *event, toc_counts counts);

/* ---- screen.c: text for a terminal ---- */

typedef enum toc__paint { TOC__PLAIN, TOC__BOLD, TOC__DIM, TOC__RED, TOC__YELLOW, TOC__GREEN, TOC__CYAN } toc__paint;

typedef struct toc__screen {
  toc_buf *out;
  toc_arena *arena;
  unsigned width;
  bool colour;
  bool all; /* explain: everything that was tried */
} toc__screen;
void toc__screen_init(toc__screen *s, toc_buf *out, toc_arena *arena, const toc_style *style);
/* The string with control characters blanked and white space runs one blank: nothing in a
 * report may steer the reader's terminal. */
toc_str toc__screen_clean(toc_arena *a, toc_str s);
unsigned toc__screen_columns(toc_str s); /* terminal columns of clean text */
void toc__screen_put(toc__screen *s, toc__paint paint, toc_str text);
/* Paragraph with every line indented; the first line starts at `from`, where the cursor is. */
void toc__screen_wrap(toc__screen *s, toc__paint paint, toc_str text, unsigned indent, unsigned from);

typedef struct toc__cell {
  toc_str text;
  toc__paint paint;
  unsigned width; /* columns */
} toc__cell;
/* Cells side by side, each wrapped in its own width, two blanks between them. */
void toc__screen_row(toc__screen *s, const toc__cell *cell, unsigned n_cells, unsigned indent);

/* "24–99", "at least 95", "5"; and the words they were read from, if they say it otherwise. */
void toc__word_interval(toc_buf *b, double low, double high);
toc_str toc__word_figure(toc_arena *a, const toc_doc *doc, const toc_figure *figure);
toc_str toc__word_when(toc_arena *a, const toc_when *when);
toc_str toc__word_where(toc_arena *a, const toc_doc *doc, const toc_where *where);
toc_str toc__word_claim(toc_arena *a, const toc_doc *doc, uint32_t claim);
toc_str toc__word_actors(toc_arena *a, const toc_doc *doc, const toc_actors *actors);

void toc__table_header(toc__screen *s);
void toc__table_doc(toc__screen *s, const toc_doc *doc);
void toc__plain_doc(toc__screen *s, const toc_doc *doc);
void toc__explain_doc(toc__screen *s, const toc_doc *doc, toc_str trace);
void toc__explain_event(toc__screen *s, const toc_doc *doc, toc_str trace, uint32_t i, const toc__why *why);

#endif
