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

/* ----------------------------------------------------------------- reports */

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
  bool done;
};

/* Makes the report of one JSON line. */
toc_status toc__jsonl_report(toc__held *held, toc_str line, const char *file, uint32_t number, toc_error *err);

/* Makes the report of one web page: raw is the page as received.  url may be {NULL, 0}. */
toc_status toc__page_report(toc__held *held, const toc__html *html, toc_str raw, toc_str id, toc_str url, toc_error *err);

#endif
