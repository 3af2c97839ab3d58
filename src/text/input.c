/* input.c - bytes and lines from a file or a pipe, compressed or not, packed or not.
 *
 * What is compressed (gzip of any number of members, zstd, bzip2, xz) or packed (zip, tar)
 * shows in its first bytes and is read through libarchive; nothing is ever written to disk,
 * so names of members can do no harm. */
#include "source.h"

#include <archive.h>
#include <archive_entry.h>

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define PIECE (256u << 10)

/* ----------------------------------------------------------------- archives */

static ssize_t read_some(int fd, void *to, size_t n) {
  ssize_t got;
  do got = read(fd, to, n);
  while (got < 0 && errno == EINTR);
  return got;
}

static la_ssize_t give(struct archive *a, void *ctx, const void **bytes) {
  toc__input *in = ctx;
  if (!in->ahead_used) {
    in->ahead_used = true;
    *bytes = in->ahead.ptr;
    return (la_ssize_t)in->ahead.len;
  }
  ssize_t got = read_some(in->fd, in->block, PIECE);
  if (got < 0) archive_set_error(a, errno, "%s", strerror(errno));
  else in->taken += (uint64_t)got;
  *bytes = in->block;
  return got;
}

static bool begins(const toc_buf *b, const char *magic, size_t n) { return b->len >= n && memcmp(b->ptr, magic, n) == 0; }

static bool is_archive(const toc_buf *b) {
  return begins(b, "\x1F\x8B", 2) || begins(b, "\x28\xB5\x2F\xFD", 4) || begins(b, "BZh", 3) || begins(b, "\xFD" "7zXZ", 5) ||
         begins(b, "PK\x03\x04", 4) || (b->len > 262 && memcmp(b->ptr + 257, "ustar", 5) == 0);
}

/* A name is bytes; what is no UTF-8 of it becomes U+FFFD, since ids and records are made of it. */
static bool set_path(toc__input *in, const char *member) {
  size_t n = strlen(in->file), m = member ? strlen(member) : 0, at = 0;
  char *bytes = malloc(n + m + 2), *path = malloc(3 * (n + m + 1) + 1);
  bool ok = bytes && path;
  if (ok) {
    memcpy(bytes, in->file, n + 1);
    if (member) {
      bytes[n] = '/';
      memcpy(bytes + n + 1, member, m + 1);
    }
    toc_str s = toc_cstr(bytes);
    for (size_t i = 0; i < s.len;) at += toc_utf8_put(toc_utf8_next(s, &i), path + at);
    path[at] = 0;
    free(in->path);
    in->path = path;
  } else {
    free(path);
  }
  free(bytes);
  return ok;
}

static toc_status damaged(const toc__input *in, toc_error *err) {
  const char *why = archive_error_string(in->archive);
  return toc_fail(err, TOC_BADINPUT, NULL, 0, 0, "'%s' is damaged at about byte %llu: %s", in->file, (unsigned long long)in->taken,
                  why ? why : "it cannot be unpacked");
}

/* Goes to the next member that is a file.  Its name may lie: it is only shown. */
static toc_status next_entry(toc__input *in, toc_error *err) {
  struct archive_entry *entry;
  for (;;) {
    int got = archive_read_next_header(in->archive, &entry);
    if (got == ARCHIVE_EOF) return TOC_DONE;
    if (got != ARCHIVE_OK && got != ARCHIVE_WARN) return damaged(in, err);
    in->packed = archive_format(in->archive) != ARCHIVE_FORMAT_RAW;
    if (!in->packed) return TOC_OK;
    if (archive_entry_filetype(entry) != AE_IFREG) continue;
    const char *name = archive_entry_pathname(entry);
    return set_path(in, name ? name : "?") ? TOC_OK : toc_fail(err, TOC_NOMEM, NULL, 0, 0, "out of memory");
  }
}

static toc_status open_archive(toc__input *in, toc_error *err) {
  in->archive = archive_read_new();
  in->block = malloc(PIECE);
  if (!in->archive || !in->block) return toc_fail(err, TOC_NOMEM, NULL, 0, 0, "out of memory for '%s'", in->file);
  /* Not all filters: some look 128 KiB ahead, and a truncated file would give nothing. */
  archive_read_support_filter_gzip(in->archive);
  archive_read_support_filter_bzip2(in->archive);
  archive_read_support_filter_xz(in->archive);
  archive_read_support_filter_zstd(in->archive);
  archive_read_support_format_tar(in->archive);
  archive_read_support_format_zip_streamable(in->archive);
  archive_read_support_format_raw(in->archive);
  if (archive_read_open(in->archive, in, NULL, give, NULL) != ARCHIVE_OK) return damaged(in, err);
  toc_status s = next_entry(in, err);
  if (s == TOC_DONE) in->eof = true;
  return s == TOC_DONE ? TOC_OK : s;
}

toc_status toc__input_member(toc__input *in, toc_error *err) {
  if (!in->packed) return TOC_DONE;
  toc_buf_reset(&in->buf);
  toc_buf_reset(&in->odd);
  in->at = 0;
  in->line = 1;
  in->eof = in->failed = false;
  in->transcode = TOC__UTF8;
  return next_entry(in, err);
}

/* ------------------------------------------------------------------ opening */

/* Looks at the first piece: it goes to libarchive, or is the first of the buffer. */
static toc_status look_inside(toc__input *in, toc_error *err) {
  char *piece = malloc(PIECE);
  if (!piece) return toc_fail(err, TOC_NOMEM, NULL, 0, 0, "out of memory for '%s'", in->file);
  size_t n = 0;
  ssize_t got = 0;
  while (n < 512 && (got = read_some(in->fd, piece + n, PIECE - n)) > 0) n += (size_t)got;
  if (got < 0) {
    in->failed = true;
    in->errno_ = errno;
  }
  in->taken = n;
  toc_buf_put(&in->ahead, piece, n);
  free(piece);
  if (in->ahead.failed) return toc_fail(err, TOC_NOMEM, NULL, 0, 0, "out of memory for '%s'", in->file);
  toc_str head = {in->ahead.ptr ? in->ahead.ptr : "", in->ahead.len};
  if (toc__records_detect(head)) {
    in->records = toc__records_new(head);
    toc_buf_reset(&in->ahead);
    return in->records ? TOC_OK : toc_fail(err, TOC_NOMEM, NULL, 0, 0, "out of memory for '%s'", in->file);
  }
  if (is_archive(&in->ahead)) return open_archive(in, err);
  in->eof = got == 0 && n < 512;
  toc_buf swap = in->buf;
  in->buf = in->ahead;
  in->ahead = swap;
  return TOC_OK;
}

toc_status toc__input_open(toc__input *in, const char *path, toc_error *err) {
  *in = (toc__input){.fd = 0, .line = 1};
  toc_buf_init(&in->buf, 0);
  toc_buf_init(&in->odd, 0);
  toc_buf_init(&in->ahead, 0);
  size_t n = strlen(path) + 1;
  in->file = malloc(n);
  if (!in->file) return toc_fail(err, TOC_NOMEM, NULL, 0, 0, "out of memory for '%s'", path);
  memcpy(in->file, path, n);
  if (!set_path(in, NULL)) return toc_fail(err, TOC_NOMEM, NULL, 0, 0, "out of memory for '%s'", path);
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
  return look_inside(in, err);
}

void toc__input_close(toc__input *in) {
  if (in->archive) archive_read_free(in->archive);
  in->archive = NULL;
  toc__records_free(in->records);
  in->records = NULL;
  if (in->close) close(in->fd);
  in->close = false;
  free(in->path);
  free(in->file);
  free(in->block);
  in->path = in->file = in->block = NULL;
  toc_buf_release(&in->buf);
  toc_buf_release(&in->odd);
  toc_buf_release(&in->ahead);
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

/* The next bytes of an archive's member, as they come: a truncated file gives all it holds
 * before it is told to be damaged. */
static ssize_t read_archive(toc__input *in, const char **bytes) {
  const void *block;
  size_t n = 0;
  la_int64_t at;
  int got;
  do got = archive_read_data_block(in->archive, &block, &n, &at);
  while (got == ARCHIVE_RETRY || (got == ARCHIVE_OK && n == 0));
  if (got == ARCHIVE_EOF) return 0;
  if (got != ARCHIVE_OK && got != ARCHIVE_WARN) return -1;
  *bytes = block;
  return (ssize_t)n;
}

bool toc__input_fill(toc__input *in) {
  if (in->eof || in->failed) return false;
  if (in->at > 0) {
    memmove(in->buf.ptr, in->buf.ptr + in->at, in->buf.len - in->at);
    if (in->records) toc__records_shift(in->records, in->at);
    in->buf.len -= in->at;
    in->at = 0;
  }
  if (in->records) {
    toc__fill got = toc__records_fill(in->records, in);
    in->eof = got == FILL_END;
    in->failed = got == FILL_FAILED;
    return got == FILL_MORE || in->buf.len > in->at;
  }
  char *piece = in->archive ? NULL : malloc(PIECE);
  const char *bytes = piece;
  ssize_t got = -1;
  if (in->archive) got = read_archive(in, &bytes);
  else if (piece) got = read_some(in->fd, piece, PIECE);
  if (got < 0) {
    in->failed = true;
    in->errno_ = in->archive ? EBADMSG : piece ? errno : ENOMEM;
    free(piece);
    return in->buf.len > in->at;
  }
  in->eof = got == 0;
  if (!in->archive) in->taken += (uint64_t)got;
  if (in->transcode != TOC__UTF8) {
    if (got || in->odd.len) transcode(in, (toc_str){bytes, (size_t)got});
  } else {
    toc_buf_put(&in->buf, bytes, (size_t)got);
  }
  free(piece);
  if (in->buf.failed || in->odd.failed) {
    in->failed = true;
    in->errno_ = ENOMEM;
    return false;
  }
  return !in->eof || in->buf.len > in->at;
}

ssize_t toc__input_read(toc__input *in, char *to, size_t n) {
  ssize_t got = read_some(in->fd, to, n);
  if (got > 0) in->taken += (uint64_t)got;
  return got;
}

uint64_t toc__input_offset(const toc__input *in) {
  if (in->records) return toc__records_offset(in->records, in->at);
  if (in->archive || in->transcode != TOC__UTF8) return TOC__NO_OFFSET;
  return in->taken - (in->buf.len - in->at);
}

/* A pipe cannot be moved in: what lies between is read and dropped. */
bool toc__input_go(toc__input *in, uint64_t offset) {
  if (lseek(in->fd, (off_t)offset, SEEK_SET) >= 0) {
    in->taken = offset;
    return true;
  }
  char piece[16384];
  while (in->taken < offset) {
    uint64_t n = offset - in->taken;
    if (toc__input_read(in, piece, n < sizeof piece ? (size_t)n : sizeof piece) <= 0) return false;
  }
  return in->taken == offset;
}

toc_status toc__input_seek(toc__input *in, uint64_t offset, toc_error *err) {
  if (in->archive) return toc_fail(err, TOC_USAGE, NULL, 0, 0, "'%s' is compressed as a whole: it cannot be read from a byte on", in->file);
  if (in->size && offset > in->size)
    return toc_fail(err, TOC_USAGE, NULL, 0, 0, "'%s' has %llu bytes, it cannot be read from byte %llu on", in->file, (unsigned long long)in->size, (unsigned long long)offset);
  uint64_t here = toc__input_offset(in);
  if (!in->records && offset >= here && offset <= in->taken) {
    in->at += (size_t)(offset - here);
    return TOC_OK;
  }
  bool there = in->records ? toc__records_seek(in->records, in, offset) : toc__input_go(in, offset);
  if (!there) return toc_fail(err, TOC_IO, NULL, 0, 0, "cannot go to byte %llu of '%s'", (unsigned long long)offset, in->file);
  in->buf.len = in->at = 0;
  in->eof = in->failed = false;
  in->line = 1;
  return TOC_OK;
}

bool toc__input_recover(toc__input *in) {
  if (!in->records || in->errno_ != EBADMSG) return false;
  in->buf.len = in->at = 0;
  in->failed = false;
  toc__records_recover(in->records);
  return true;
}

toc_str toc__input_peek(toc__input *in, size_t want) {
  while (in->buf.len - in->at < want && toc__input_fill(in)) {}
  return (toc_str){in->buf.ptr ? in->buf.ptr + in->at : "", in->buf.len - in->at};
}

toc_status toc__input_fail(const toc__input *in, toc_error *err) {
  if (in->records && in->errno_ == EBADMSG) return toc__records_fail(in->records, in, err);
  if (in->archive && in->errno_ == EBADMSG) return damaged(in, err);
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

bool toc__input_skip(toc__input *in, uint64_t n) {
  for (;;) {
    uint64_t have = in->buf.len - in->at;
    if (have >= n) {
      in->at += (size_t)n;
      return true;
    }
    n -= have;
    in->at = in->buf.len;
    if (!toc__input_fill(in) && in->buf.len == in->at) return n == 0;
  }
}
