/* text.h - from the bytes of a file to reports, and from a report's text to its parts.
 *
 * Three steps, each usable alone:
 *
 *   1. toc__text_decode   bytes → clean UTF-8 with a map back to the bytes
 *   2. toc_reader_…       a file → reports (public: include/tocsin.h)
 *   3. toc__text_run      text → paragraphs, title, stamps, dateline (a stage)
 *
 * New kinds of file (pages, feeds, archives) join at step 2: a toc__source hands reports
 * out one by one, whatever they were cut from (source.h).
 */
#ifndef TOC_TEXT_H
#define TOC_TEXT_H

#include "conllu.h"
#include "core.h"
#include "doc.h"

/* ------------------------------------------------------------------ decoding */

/* What toc__text_decode found.  Clean text is valid UTF-8 without NUL; U+FFFD stands for
 * each byte sequence that was broken, and for each NUL. */
typedef struct toc__decoded {
  toc_str text;
  toc_str encoding;    /* "UTF-8", "Windows-1252", "UTF-16LE", "UTF-16BE"; static */
  uint32_t n_repaired; /* U+FFFD put in, and Windows-1252 bytes that mean nothing */
  TOC_ARRAY(toc_map_segment) map; /* clean byte → raw byte; never empty unless the text is */
} toc__decoded;

enum {
  TOC__KEEP_CR = 1u << 0 /* leave CR alone; else CRLF and CR become LF */
};

/* Recognises the encoding by byte order mark; else UTF-16 by where the zero bytes stand;
 * else UTF-8 if what is broken in it is little; else Windows-1252, where letters like
 * 0x92 (’) are.  text and map live in a.  Linear in raw. */
void toc__text_decode(toc_arena *a, toc_str raw, unsigned flags, toc__decoded *out);

/* Raw byte from which clean byte `at` came (at <= text.len).  Binary search. */
uint64_t toc__text_raw(const toc_map_segment *map, uint32_t n, uint32_t at);

/* The two halves of it: the guess, from a file's first bytes, and how many of them are a
 * mark; and the decoding of bytes that stand at raw_at, whose encoding is known. */
typedef enum { TOC__UTF8, TOC__CP1252, TOC__UTF16LE, TOC__UTF16BE } toc__encoding;
toc__encoding toc__text_guess(toc_str head, size_t *mark);
const char *toc__encoding_name(toc__encoding enc);
void toc__text_decode_as(toc_arena *a, toc_str raw, toc__encoding enc, uint64_t raw_at, unsigned flags,
                         toc__decoded *out);

/* ------------------------------------------------------------------ a stage */

/* Reads doc->text (and title, published, updated, where the report gave them) and fills
 *
 *   blocks            paragraphs in order: headline, summary, stamps and bylines (TOC_META),
 *                     body; hard-wrapped lines are one paragraph
 *   title, title_span the headline; a given title is looked for in the text
 *   published, updated  ISO 8601, from stamps like "January 6, 2022 9:10am"
 *   dct, dct_minute, updated_day
 *   dateline, dateline_place   "ALMATY, Jan 6 (Outlet) –", "ALMATY"
 *
 * A text of one paragraph has no title.  Time zones in stamps are read over: times are
 * those of the paper.  Linear; TOC_BADINPUT only for a text of 4 GiB or more. */
toc_status toc__text_run(toc_doc *doc, toc_error *err);

/* The ISO 639-1 code of the language that a text is surely in; {NULL, 0} where that is in
 * doubt (short, mixed, names only).  Looks at the first words only; static strings. */
toc_str toc__language(toc_str text);

/* ------------------------------------------------------------------- stamps */

/* A date as papers print it. */
typedef struct toc__stamp {
  toc_day day;  /* TOC_NODAY if month and day are known but no year */
  int month, mday;
  int minute;   /* of the day, -1 */
} toc__stamp;

/* Reads a date, and the time of day that may follow it, at the start of s: "January 6, 2022
 * 9:10am", "6 Jan 2022 09:10 GMT", "Thursday, 6th January 2022", "2022-01-06T09:10",
 * "Sept. 8", "13/01/2022".  0 or the bytes used.  "03/04/2022" is two days: not read. */
size_t toc__stamp_read(toc_str s, toc__stamp *out);

#endif
