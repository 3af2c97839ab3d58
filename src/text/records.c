/* records.c - archives that are compressed record by record, as web archives are: each record is
 * a gzip member or a zstd frame of its own, so that one can be read without those before it.
 *
 * A gzip member is unpacked as a whole by libdeflate, which is three times as fast as zlib; one
 * that is larger than WHOLE_IN or WHOLE_OUT, or broken, goes through zlib piece by piece, so memory
 * stays bounded whatever a member claims.  Behind a broken member reading goes on at the next
 * one.  A .warc.zst may begin with a dictionary in a frame to be skipped (IIPC, "Zstandard
 * compression of WARC files"). */
#include "source.h"

#include <libdeflate.h>
#include <zlib.h>
#include <zstd.h>

#include <errno.h>
#include <stdlib.h>

#define WINDOW (1u << 20)    /* compressed bytes read at a time */
#define WHOLE_IN (4u << 20)  /* of a member */
#define WHOLE_OUT (8u << 20)
#define PIECE (256u << 10)
#define DICTIONARY_MAX (16u << 20)

/* A member whose bytes begin at in->buf.ptr[at] begins at byte `offset` of the file. */
typedef struct start {
  size_t at;
  uint64_t offset;
} start;

struct toc__records {
  bool zstd, eof;
  bool inside; /* a member was begun and goes on */
  bool lost;   /* look for the next member */
  toc_buf raw; /* compressed bytes: [at, raw.len) */
  size_t at;
  uint64_t base;   /* of raw.ptr[0] in the file */
  uint64_t member; /* where the member at hand begins */
  toc_buf starts;  /* start […], those of the buffer */
  char why[128];
  struct libdeflate_decompressor *deflate;
  z_stream z;
  bool z_open;
  ZSTD_DCtx *frames;
  toc_buf dictionary;
};

/* ------------------------------------------------------------------------ starts */

static void note_start(toc__records *r, size_t at) {
  size_t n = r->starts.len / sizeof(start);
  start *all = (start *)(void *)r->starts.ptr;
  if (n && all[n - 1].at == at) all[n - 1].offset = r->member; /* the one before was empty */
  else toc_buf_put(&r->starts, &(start){at, r->member}, sizeof(start));
}

uint64_t toc__records_offset(const toc__records *r, size_t at) {
  const start *all = (const start *)(const void *)r->starts.ptr;
  for (size_t i = 0, n = r->starts.len / sizeof(start); i < n && all[i].at <= at; i++)
    if (all[i].at == at) return all[i].offset;
  return TOC__NO_OFFSET;
}

void toc__records_shift(toc__records *r, size_t by) {
  start *all = (start *)(void *)r->starts.ptr;
  size_t n = r->starts.len / sizeof(start), kept = 0;
  for (size_t i = 0; i < n; i++)
    if (all[i].at >= by) all[kept++] = (start){all[i].at - by, all[i].offset};
  r->starts.len = kept * sizeof(start);
}

/* ----------------------------------------------------------------- recognition */

static bool is_gzip(const char *p, size_t n) { return n >= 3 && memcmp(p, "\x1F\x8B\x08", 3) == 0; }
static bool is_zstd(const char *p, size_t n) { return n >= 4 && memcmp(p, "\x28\xB5\x2F\xFD", 4) == 0; }
static bool is_dictionary(const char *p, size_t n) { return n >= 4 && memcmp(p, "\x5D\x2A\x4D\x18", 4) == 0; }

static bool gzip_of_warc(const char *p, size_t n) {
  z_stream z = {0};
  char first[8] = "";
  if (inflateInit2(&z, 15 + 16) != Z_OK) return false;
  z.next_in = (unsigned char *)(uintptr_t)p;
  z.avail_in = (unsigned)(n < 4096 ? n : 4096);
  z.next_out = (unsigned char *)first;
  z.avail_out = 7;
  inflate(&z, Z_SYNC_FLUSH);
  inflateEnd(&z);
  return memcmp(first, "WARC/1.", 7) == 0;
}

static bool zstd_of_warc(const char *p, size_t n) {
  char first[8] = "";
  ZSTD_DCtx *d = ZSTD_createDCtx();
  ZSTD_inBuffer in = {p, n < 65536 ? n : 65536, 0};
  ZSTD_outBuffer out = {first, 7, 0};
  while (d && out.pos < 7 && in.pos < in.size && !ZSTD_isError(ZSTD_decompressStream(d, &out, &in))) {}
  ZSTD_freeDCtx(d);
  return memcmp(first, "WARC/1.", 7) == 0;
}

bool toc__records_detect(toc_str head) {
  if (is_gzip(head.ptr, head.len)) return gzip_of_warc(head.ptr, head.len);
  return is_dictionary(head.ptr, head.len) || (is_zstd(head.ptr, head.len) && zstd_of_warc(head.ptr, head.len));
}

toc__records *toc__records_new(toc_str head) {
  toc__records *r = calloc(1, sizeof *r);
  if (!r) return NULL;
  r->zstd = !is_gzip(head.ptr, head.len);
  toc_buf_init(&r->raw, 0);
  toc_buf_init(&r->dictionary, DICTIONARY_MAX);
  toc_buf_str(&r->raw, head);
  if (r->zstd) r->frames = ZSTD_createDCtx();
  else r->deflate = libdeflate_alloc_decompressor();
  if (!r->raw.failed && (r->frames || r->deflate)) return r;
  toc__records_free(r);
  return NULL;
}

void toc__records_free(toc__records *r) {
  if (!r) return;
  if (r->z_open) inflateEnd(&r->z);
  if (r->deflate) libdeflate_free_decompressor(r->deflate);
  ZSTD_freeDCtx(r->frames);
  toc_buf_release(&r->raw);
  toc_buf_release(&r->dictionary);
  toc_buf_release(&r->starts);
  free(r);
}

/* ------------------------------------------------------------- compressed bytes */

static size_t left(const toc__records *r) { return r->raw.len - r->at; }

/* At least `want` compressed bytes, unless the file ends before; false for a failed read. */
static bool have(toc__records *r, toc__input *in, size_t want) {
  if (left(r) >= want || r->eof) return true;
  if (r->at) memmove(r->raw.ptr, r->raw.ptr + r->at, left(r));
  r->base += r->at;
  r->raw.len -= r->at;
  r->at = 0;
  while (left(r) < want && !r->eof) {
    char *room = toc_buf_room(&r->raw, want - left(r) > WINDOW ? want - left(r) : WINDOW);
    ssize_t got = room ? toc__input_read(in, room, WINDOW) : -1;
    if (got < 0) {
      in->errno_ = room ? errno : ENOMEM;
      return false;
    }
    r->eof = got == 0;
    r->raw.len += (size_t)got;
  }
  return true;
}

static toc__fill damaged(toc__records *r, toc__input *in, const char *why) {
  in->errno_ = EBADMSG;
  snprintf(r->why, sizeof r->why, "%s", why);
  r->inside = false;
  return FILL_FAILED;
}

toc_status toc__records_fail(const toc__records *r, const toc__input *in, toc_error *err) {
  return toc_fail(err, TOC_BADINPUT, in->path, 0, 0, "the archive is damaged in the record at byte %llu (%s), it is left out", (unsigned long long)r->member, r->why);
}

void toc__records_recover(toc__records *r) {
  r->starts.len = 0;
  r->lost = true;
}

/* Goes to the next member that holds a record; false at the end. */
static bool find_next(toc__records *r, toc__input *in) {
  if (r->base + r->at == r->member) r->at++;
  for (;;) {
    if (!have(r, in, 64u << 10) || !left(r)) return false;
    const char *p = r->raw.ptr + r->at, *end = p + left(r);
    for (; p < end; p++) {
      p = memchr(p, r->zstd ? 0x28 : 0x1F, (size_t)(end - p));
      if (!p) break;
      size_t n = (size_t)(end - p);
      if (r->zstd ? is_zstd(p, n) : is_gzip(p, n) && gzip_of_warc(p, n)) {
        r->at = (size_t)(p - r->raw.ptr);
        return true;
      }
      if (n < 4096 && !r->eof) break; /* look again with more of it */
    }
    r->at = p ? (size_t)(p - r->raw.ptr) : r->raw.len;
    if (p == end || (r->eof && !p)) r->at = r->raw.len;
  }
}

/* ------------------------------------------------------------------- unpacking */

static toc__fill stream_gzip(toc__records *r, toc__input *in) {
  if (!have(r, in, 1)) return FILL_FAILED;
  char *room = toc_buf_room(&in->buf, PIECE);
  if (!room) return in->errno_ = ENOMEM, FILL_FAILED;
  r->z.next_in = (unsigned char *)r->raw.ptr + r->at;
  r->z.avail_in = (unsigned)left(r);
  r->z.next_out = (unsigned char *)room;
  r->z.avail_out = PIECE;
  int got = inflate(&r->z, Z_NO_FLUSH);
  size_t made = PIECE - r->z.avail_out;
  r->at = r->raw.len - r->z.avail_in;
  in->buf.len += made;
  if (got == Z_STREAM_END) r->inside = false;
  if (got == Z_STREAM_END || (got == Z_OK && made)) return FILL_MORE;
  if (got == Z_OK || (got == Z_BUF_ERROR && !r->eof)) return FILL_MORE; /* nothing yet: asked again */
  if (made) return FILL_MORE; /* what came before the damage; it is met again at the next call */
  return damaged(r, in, r->eof && got == Z_BUF_ERROR ? "the file ends inside it" : r->z.msg ? r->z.msg : "it cannot be unpacked");
}

static toc__fill begin_stream(toc__records *r, toc__input *in) {
  if (!r->z_open && inflateInit2(&r->z, 15 + 16) != Z_OK) return in->errno_ = ENOMEM, FILL_FAILED;
  r->z_open = true;
  inflateReset(&r->z);
  r->inside = true;
  return stream_gzip(r, in);
}

static toc__fill whole_gzip(toc__records *r, toc__input *in) {
  for (size_t room = WINDOW, want = WINDOW / 4; room <= WHOLE_OUT && want <= WHOLE_IN;) {
    if (!have(r, in, want)) return FILL_FAILED;
    char *out = toc_buf_room(&in->buf, room);
    if (!out) return in->errno_ = ENOMEM, FILL_FAILED;
    size_t used, made;
    enum libdeflate_result got = libdeflate_gzip_decompress_ex(r->deflate, r->raw.ptr + r->at, left(r), out, room, &used, &made);
    if (got == LIBDEFLATE_SUCCESS) {
      r->at += used;
      in->buf.len += made;
      return FILL_MORE;
    }
    if (got == LIBDEFLATE_INSUFFICIENT_SPACE) room *= 2;
    else if (r->eof) break;
    else want = left(r) * 2 > want ? left(r) * 2 : want * 2; /* perhaps it was cut off */
  }
  return begin_stream(r, in);
}

static toc__fill stream_zstd(toc__records *r, toc__input *in) {
  if (!have(r, in, 1)) return FILL_FAILED;
  char *room = toc_buf_room(&in->buf, PIECE);
  if (!room) return in->errno_ = ENOMEM, FILL_FAILED;
  ZSTD_inBuffer from = {r->raw.ptr + r->at, left(r), 0};
  ZSTD_outBuffer to = {room, PIECE, 0};
  size_t got = ZSTD_decompressStream(r->frames, &to, &from);
  r->at += from.pos;
  in->buf.len += to.pos;
  if (ZSTD_isError(got)) {
    ZSTD_DCtx_reset(r->frames, ZSTD_reset_session_only);
    return damaged(r, in, ZSTD_getErrorName(got));
  }
  r->inside = got != 0;
  if (r->inside && r->eof && !to.pos && from.pos == from.size) {
    ZSTD_DCtx_reset(r->frames, ZSTD_reset_session_only);
    return damaged(r, in, "the file ends inside it");
  }
  return FILL_MORE;
}

/* The frame at hand: a dictionary for all that follow, perhaps compressed itself. */
static bool read_dictionary(toc__records *r, toc__input *in) {
  if (!have(r, in, 8) || left(r) < 8) return false;
  const unsigned char *p = (const unsigned char *)r->raw.ptr + r->at;
  size_t size = (size_t)p[4] | (size_t)p[5] << 8 | (size_t)p[6] << 16 | (size_t)p[7] << 24;
  if (size > DICTIONARY_MAX || !have(r, in, 8 + size) || left(r) < 8 + size) return false;
  const char *bytes = r->raw.ptr + r->at + 8;
  r->at += 8 + size;
  if (is_zstd(bytes, size)) {
    unsigned long long full = ZSTD_getFrameContentSize(bytes, size);
    char *room = full <= DICTIONARY_MAX ? toc_buf_room(&r->dictionary, (size_t)full) : NULL;
    size_t made = room ? ZSTD_decompress(room, (size_t)full, bytes, size) : 0;
    if (!room || ZSTD_isError(made)) return false;
    r->dictionary.len = made;
  } else {
    toc_buf_put(&r->dictionary, bytes, size);
  }
  return !r->dictionary.failed && !ZSTD_isError(ZSTD_DCtx_loadDictionary(r->frames, r->dictionary.ptr, r->dictionary.len));
}

static toc__fill begin_member(toc__records *r, toc__input *in) {
  r->member = r->base + r->at;
  note_start(r, in->buf.len);
  const char *p = r->raw.ptr + r->at;
  if (!r->zstd && is_gzip(p, left(r))) return whole_gzip(r, in);
  if (r->zstd && is_dictionary(p, left(r))) return read_dictionary(r, in) ? FILL_MORE : damaged(r, in, "its dictionary cannot be read");
  if (r->zstd) return stream_zstd(r, in);
  size_t zeros = 0;
  while (zeros < left(r) && p[zeros] == 0) zeros++;
  if (zeros < left(r)) return damaged(r, in, "no gzip member begins there");
  r->at = r->raw.len; /* padding */
  return FILL_MORE;
}

toc__fill toc__records_fill(toc__records *r, toc__input *in) {
  size_t before = in->buf.len;
  if (r->inside) {
    for (toc__fill got = FILL_MORE; r->inside && in->buf.len == before;) {
      got = r->zstd ? stream_zstd(r, in) : stream_gzip(r, in);
      if (got != FILL_MORE) return got;
    }
    if (in->buf.len > before) return FILL_MORE;
  }
  while (in->buf.len == before) {
    if (!have(r, in, WINDOW / 4)) return FILL_FAILED;
    if (r->lost && !find_next(r, in)) return FILL_END;
    r->lost = false;
    if (!left(r)) return FILL_END;
    toc__fill got = begin_member(r, in);
    while (got == FILL_MORE && r->inside && in->buf.len == before) got = r->zstd ? stream_zstd(r, in) : stream_gzip(r, in);
    if (got != FILL_MORE) return got;
  }
  return FILL_MORE;
}

/* Goes on at byte `offset` of the file, where a member begins.  A dictionary is read first. */
bool toc__records_seek(toc__records *r, toc__input *in, uint64_t offset) {
  if (r->zstd && !r->dictionary.len && r->base + r->at == 0 && is_dictionary(r->raw.ptr, left(r)) && !read_dictionary(r, in)) return false;
  if (r->inside && r->zstd) ZSTD_DCtx_reset(r->frames, ZSTD_reset_session_only);
  r->inside = r->lost = false;
  r->starts.len = 0;
  r->member = offset;
  if (offset >= r->base && offset - r->base <= r->raw.len) {
    r->at = (size_t)(offset - r->base);
    return true;
  }
  r->raw.len = r->at = 0;
  r->eof = false;
  r->base = offset;
  return toc__input_go(in, offset);
}
