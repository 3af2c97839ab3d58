/* input.c - bytes and lines from a file or a pipe. */
#include "source.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define PIECE (256u << 10)

toc_status toc__input_open(toc__input *in, const char *path, toc_error *err) {
  *in = (toc__input){.fd = 0, .line = 1};
  toc_buf_init(&in->buf, 0);
  toc_buf_init(&in->odd, 0);
  size_t n = strlen(path) + 1;
  in->path = malloc(n);
  if (!in->path) return toc_fail(err, TOC_NOMEM, NULL, 0, 0, "out of memory for '%s'", path);
  memcpy(in->path, path, n);
  if (strcmp(path, "-") != 0) {
    in->fd = open(path, O_RDONLY | O_CLOEXEC);
    if (in->fd < 0) return toc_fail(err, TOC_IO, NULL, 0, 0, "cannot open '%s': %s", path, strerror(errno));
    in->close = true;
  }
  struct stat st;
  if (fstat(in->fd, &st) == 0) {
    if (S_ISDIR(st.st_mode)) return toc_fail(err, TOC_IO, NULL, 0, 0, "cannot read '%s': it is a folder", path);
    if (S_ISREG(st.st_mode)) in->size = (uint64_t)st.st_size;
  }
  return TOC_OK;
}

void toc__input_close(toc__input *in) {
  if (in->close) close(in->fd);
  in->close = false;
  free(in->path);
  in->path = NULL;
  toc_buf_release(&in->buf);
  toc_buf_release(&in->odd);
}

/* Appends UTF-16 bytes as UTF-8; a unit or pair that is cut off waits in `odd`. */
static void transcode(toc__input *in, toc_str bytes) {
  toc_buf_str(&in->odd, bytes);
  size_t whole = in->odd.len & ~(size_t)1;
  bool big = in->transcode == TOC__UTF16BE;
  if (whole >= 2 && !in->eof) {
    unsigned char high = (unsigned char)in->odd.ptr[whole - (big ? 2 : 1)];
    if (high >= 0xD8 && high < 0xDC) whole -= 2;
  }
  if (in->eof) whole = in->odd.len;
  if (!whole) return;
  toc_arena arena;
  jmp_buf jump;
  toc_arena_init(&arena, 0);
  if (TOC_TRY(&arena, jump)) {
    toc__decoded d;
    toc__text_decode_as(&arena, (toc_str){in->odd.ptr, whole}, in->transcode, 0, TOC__KEEP_CR, &d);
    toc_buf_str(&in->buf, d.text);
  } else {
    in->buf.failed = true;
  }
  toc_arena_release(&arena);
  if (whole) memmove(in->odd.ptr, in->odd.ptr + whole, in->odd.len - whole);
  in->odd.len -= whole;
}

void toc__input_transcode(toc__input *in, toc__encoding enc) {
  toc_buf raw = in->buf;
  toc_buf_init(&in->buf, 0);
  in->transcode = enc;
  transcode(in, (toc_str){raw.ptr ? raw.ptr + in->at : "", raw.len - in->at});
  in->at = 0;
  toc_buf_release(&raw);
  if (in->buf.failed || in->odd.failed) {
    in->failed = true;
    in->errno_ = ENOMEM;
  }
}

bool toc__input_fill(toc__input *in) {
  if (in->eof || in->failed) return false;
  if (in->at > 0) {
    memmove(in->buf.ptr, in->buf.ptr + in->at, in->buf.len - in->at);
    in->buf.len -= in->at;
    in->at = 0;
  }
  char *piece = malloc(PIECE);
  ssize_t got = -1;
  if (piece) do got = read(in->fd, piece, PIECE);
    while (got < 0 && errno == EINTR);
  if (got < 0) {
    in->failed = true;
    in->errno_ = piece ? errno : ENOMEM;
    free(piece);
    return false;
  }
  in->eof = got == 0;
  in->taken += (uint64_t)got;
  if (in->transcode != TOC__UTF8) {
    if (got || in->odd.len) transcode(in, (toc_str){piece, (size_t)got});
  } else {
    toc_buf_put(&in->buf, piece, (size_t)got);
  }
  free(piece);
  if (in->buf.failed || in->odd.failed) {
    in->failed = true;
    in->errno_ = ENOMEM;
    return false;
  }
  return !in->eof || in->buf.len > in->at;
}

toc_str toc__input_peek(toc__input *in, size_t want) {
  while (in->buf.len - in->at < want && toc__input_fill(in)) {}
  return (toc_str){in->buf.ptr ? in->buf.ptr + in->at : "", in->buf.len - in->at};
}

toc_status toc__input_fail(const toc__input *in, toc_error *err) {
  if (in->errno_ == ENOMEM) return toc_fail(err, TOC_NOMEM, NULL, 0, 0, "out of memory reading '%s'", in->path);
  return toc_fail(err, TOC_IO, NULL, 0, 0, "cannot read '%s': %s", in->path, strerror(in->errno_));
}

/* Passes over the rest of a line that is too long, keeping nothing of it. */
static toc__line skip_line(toc__input *in) {
  for (;;) {
    char *lf = in->buf.len > in->at ? memchr(in->buf.ptr + in->at, '\n', in->buf.len - in->at) : NULL;
    if (lf) {
      in->at = (size_t)(lf - in->buf.ptr) + 1;
      break;
    }
    in->at = in->buf.len;
    if (!toc__input_fill(in)) break;
  }
  in->line++;
  return in->failed ? LINE_FAILED : LINE_LONG;
}

toc__line toc__input_line(toc__input *in, size_t max, toc_str *line) {
  size_t looked = 0; /* bytes behind `at` known to hold no LF */
  for (;;) {
    size_t have = in->buf.len - in->at;
    char *lf = have > looked ? memchr(in->buf.ptr + in->at + looked, '\n', have - looked) : NULL;
    size_t n = lf ? (size_t)(lf - (in->buf.ptr + in->at)) : have;
    if (n > max) return skip_line(in);
    if (lf || (in->eof && have)) {
      *line = (toc_str){in->buf.ptr + in->at, n};
      in->at += n + (lf != NULL);
      in->line++;
      if (line->len && line->ptr[line->len - 1] == '\r') line->len--;
      return LINE_OK;
    }
    looked = have;
    if (!toc__input_fill(in)) {
      if (in->failed) return LINE_FAILED;
      if (in->buf.len == in->at) return LINE_END;
    }
  }
}
