/* source.h - the seam between kinds of files and the reader; private to src/text.
 *
 * input.c gives bytes and lines with a maximum.  A kind of file is one function that makes
 * the next report out of them.  A new kind: one function here, one line in reader.c. */
#ifndef TOC_TEXT_SOURCE_H
#define TOC_TEXT_SOURCE_H

#include "html.h"
#include "text.h"

/* ------------------------------------------------------------------- input */

/* Bytes from a descriptor, buffered; UTF-16 becomes UTF-8 on the way where lines are asked
 * for. */
typedef struct toc__input {
  int fd;
  bool close;
  bool eof;
  bool failed;            /* a read error: errno_ says which, or damage */
  int errno_;
  char *path;             /* of the file, or "file.zip/member" */
  char *file;             /* of the file itself */
  struct archive *archive; /* compressed or packed: bytes come through libarchive */
  bool packed;            /* zip or tar: members come one by one */
  toc_buf ahead;          /* read from the descriptor to see what it is, not yet used */
  bool ahead_used;
  char *block;            /* for libarchive's reads */
  uint64_t size, taken;   /* bytes of the file (0: unknown), bytes read */
  toc_buf buf;            /* bytes read and not yet used: [at, buf.len) */
  size_t at;
  toc__encoding transcode; /* TOC__UTF8: nothing to do */
  toc_buf odd;            /* bytes of an unfinished UTF-16 unit */
  uint32_t line;          /* number of the line that comes next, from 1 */
} toc__input;

toc_status toc__input_open(toc__input *in, const char *path, toc_error *err);
void toc__input_close(toc__input *in);

/* What was read and will be read is UTF-16 of this kind and becomes UTF-8. */
void toc__input_transcode(toc__input *in, toc__encoding enc);

/* Reads more, at least one byte unless the end is there; false on failure or at the end. */
bool toc__input_fill(toc__input *in);
/* Bytes in the buffer: at least `want` of them, unless the end comes first. */
toc_str toc__input_peek(toc__input *in, size_t want);

typedef enum { LINE_OK, LINE_END, LINE_LONG, LINE_FAILED } toc__line;
/* The next line without its LF or CRLF; it stays valid until the next call.  LINE_LONG: it has
 * more than max bytes and was passed over. */
toc__line toc__input_line(toc__input *in, size_t max, toc_str *line);

/* Passes over n bytes without keeping them; false if the input ends before. */
bool toc__input_skip(toc__input *in, uint64_t n);

/* The next member of a zip or tar file: path, line and bytes start anew.  TOC_DONE behind the
 * last and for every input that has no members; TOC_BADINPUT for a damaged archive. */
toc_status toc__input_member(toc__input *in, toc_error *err);

/* TOC_IO, TOC_NOMEM, or TOC_BADINPUT for a damaged file: what to say of a failed input. */
toc_status toc__input_fail(const toc__input *in, toc_error *err);

/* ------------------------------------------------------------------ fields */

enum { TOC__ID, TOC__TEXT, TOC__TITLE, TOC__PUBLISHED, TOC__UPDATED, TOC__PUBLISHER, TOC__URL, TOC__LANGUAGE, TOC__N_FIELDS };

/* Names of fields in other people's tables: a map of the caller's, or (spec NULL) lists. */
typedef struct toc__fields {
  char *spec;
  toc_str name[TOC__N_FIELDS];
} toc__fields;

/* "text=body,id=guid", or the name of a tool.  TOC_USAGE. */
toc_status toc__fields_read(toc__fields *f, const char *spec, toc_error *err);
void toc__fields_release(toc__fields *f);
/* The rank-th name (from 0) under which a field may stand; {NULL, 0} behind the last. */
toc_str toc__fields_name(const toc__fields *f, int field, uint32_t rank);
/* A date of any common form as ISO 8601; {NULL, 0} if it is none. */
toc_str toc__fields_date(toc_arena *a, toc_str s);

/* ----------------------------------------------------------------- reports */

typedef struct toc__feed toc__feed;

/* A report and the arena that holds its strings. */
typedef struct toc__held {
  toc_report report; /* first: toc_report_free gets its address */
  toc_arena arena;
} toc__held;

struct toc_reader {
  toc__input in;
  toc_input_format format, asked; /* of this member; as the caller said */
  size_t max;
  uint32_t n;        /* reports and errors handed out */
  toc_str stem;      /* file name without folder and suffix */
  toc_buf document;  /* CoNLL-U: lines of the document being read */
  uint32_t document_line;
  toc__html *html;   /* loaded with the first page */
  toc__fields fields;
  toc__feed *feed;   /* its items, while they are handed out */
  uint32_t warc_line; /* the first line of a record that was read ahead; 0 none */
  bool header_read;  /* CSV */
  char separator;
  int column[TOC__N_FIELDS];
  bool done;
};

/* Makes the report of one JSON line; fields by their names in `fields`. */
toc_status toc__jsonl_report(toc__held *held, toc_str line, const toc__fields *fields, const char *file, uint32_t number, toc_error *err);

/* Puts a value of another table into its field (copied; dates made ISO; "" is no value). */
void toc__held_take(toc__held *held, int field, toc_str value);
/* "FILE:LINE" for a report without id. */
void toc__held_name(toc__held *held, const char *path);
/* Notes the file anew after the arena was reset. */
void toc__held_file(toc__held *held, const char *path);

/* The other kinds: does a file begin like one, and its next report.  They set r->done at the
 * end and where nothing more can be read; TOC_DONE, TOC_BADINPUT, … as toc_reader_next. */
bool toc__table_detect(toc_str head);
toc_status toc__table_next(toc_reader *r, toc__held *h, toc_error *err);
bool toc__warc_detect(toc_str head);
toc_status toc__warc_next(toc_reader *r, toc__held *h, toc_error *err);
bool toc__feed_detect(toc_str head);
toc_status toc__feed_next(toc_reader *r, toc__held *h, toc_error *err);
void toc__feed_free(toc__feed *feed);
bool toc__sgml_detect(toc_str head);
toc_status toc__sgml_next(toc_reader *r, toc__held *h, toc_error *err);
/* A JSON array of objects, or objects one after the other, on any number of lines. */
toc_status toc__json_next(toc_reader *r, toc__held *h, toc_error *err);

/* Makes the report of one web page: raw is the page as received.  url may be {NULL, 0}. */
toc_status toc__page_report(toc__held *held, const toc__html *html, toc_str raw, toc_str id, toc_str url, toc_error *err);

#endif
