/* source.h - the seam between kinds of files and the reader; private to src/text.
 *
 * input.c gives bytes and lines with a maximum.  A kind of file is one function that makes
 * the next report out of them.  A new kind: one function here, one line in reader.c. */
#ifndef TOC_TEXT_SOURCE_H
#define TOC_TEXT_SOURCE_H

#include <sys/types.h>

#include "html.h"
#include "text.h"

/* ------------------------------------------------------------------- input */

/* Bytes from a descriptor, buffered; UTF-16 becomes UTF-8 on the way where lines are asked
 * for. */
typedef struct toc__records toc__records; /* records.c: compressed one by one */

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
  toc__records *records;  /* a web archive compressed record by record, else NULL */
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

#define TOC__NO_OFFSET UINT64_MAX
/* Byte of the file from which the next byte of the buffer comes; TOC__NO_OFFSET in the middle of
 * something compressed.  Fill the buffer first. */
uint64_t toc__input_offset(const toc__input *in);
/* Drops the buffer and goes on at that byte of the file: where a record begins, if it is compressed.
 * TOC_USAGE for an input that has no such places, TOC_IO. */
toc_status toc__input_seek(toc__input *in, uint64_t offset, toc_error *err);
/* Behind damage: true if what follows can still be read. */
bool toc__input_recover(toc__input *in);
/* For records.c: some more bytes of the file itself; moves there. */
ssize_t toc__input_read(toc__input *in, char *to, size_t n);
bool toc__input_go(toc__input *in, uint64_t offset);

/* Does it begin like a web archive whose records are compressed one by one?  Then toc__records_new
 * takes these bytes as the first of it (NULL: out of memory), and toc__records_fill appends to
 * in->buf at least one byte of the record at hand, or the whole of the next. */
typedef enum toc__fill { FILL_END, FILL_MORE, FILL_FAILED } toc__fill;
bool toc__records_detect(toc_str head);
toc__records *toc__records_new(toc_str head);
void toc__records_free(toc__records *r);
toc__fill toc__records_fill(toc__records *r, toc__input *in);
/* Where the member begins whose first byte is in->buf.ptr[at]; the buffer lost its first bytes. */
uint64_t toc__records_offset(const toc__records *r, size_t at);
void toc__records_shift(toc__records *r, size_t by);
bool toc__records_seek(toc__records *r, toc__input *in, uint64_t offset);
void toc__records_recover(toc__records *r);
toc_status toc__records_fail(const toc__records *r, const toc__input *in, toc_error *err);

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
typedef struct toc__press toc__press;

/* A report and the arena that holds its strings. */
typedef struct toc__held {
  toc_report report; /* first: toc_report_free gets its address */
  toc_arena arena;
} toc__held;

/* UniversalPetrarch's XML around CoNLL-U, read by lines (petr_xml.c). */
typedef struct toc__petr_xml {
  bool on;         /* the file is such a one */
  bool rows;       /* between <Parse> and </Parse> */
  toc_buf waiting; /* comments of the sentence … */
  size_t told;     /* … of which so many bytes are written */
} toc__petr_xml;
bool toc__petr_xml_detect(toc_str head);
/* Writes what a line of the file is in CoNLL-U; true: it is a row. */
bool toc__petr_xml_line(toc__petr_xml *x, toc_str line, toc_buf *out);
/* Writes the comments of a <Sentence …>; false: the line has none. */
bool toc__petr_xml_about(toc_str line, toc_buf *out);

struct toc_reader {
  toc__input in;
  toc_input_format format, asked; /* of this member; as the caller said */
  size_t max;
  uint32_t n;        /* reports and errors handed out */
  toc_str stem;      /* file name without folder and suffix */
  toc_buf document;  /* CoNLL-U: lines of the document being read */
  uint32_t document_line;
  toc__petr_xml xml;
  toc__html *html;   /* loaded with the first page */
  toc__fields fields;
  toc__feed *feed;   /* its items, while they are handed out */
  toc__press *press; /* likewise */
  bool warc_begun;    /* the first line of a record was read already … */
  uint64_t warc_offset; /* … which begins there */
  uint32_t warc_n;    /* records begun */
  bool in_list;      /* JSON: its '[' was read, not its ']' */
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
/* head: the first bytes, decoded; scratch is used up. */
bool toc__press_detect(toc_arena *scratch, toc_str head);
toc_status toc__press_next(toc_reader *r, toc__held *h, toc_error *err);
void toc__press_free(toc__press *press);
/* A JSON array of objects, or objects one after the other, on any number of lines. */
toc_status toc__json_next(toc_reader *r, toc__held *h, toc_error *err);

/* The page as UTF-8, by its mark, its own word for it, or statistics. */
void toc__page_decode(toc_arena *a, toc_str raw, toc__decoded *d);
/* Makes the report of one web page: raw is the page as received.  url may be {NULL, 0}. */
toc_status toc__page_report(toc__held *held, const toc__html *html, toc_str raw, toc_str id, toc_str url, toc_error *err);

#endif
