/* decode.c - bytes of unknown encoding into clean UTF-8, remembering where each came from.
 *
 * Old wire copy is Windows-1252 more often than it is broken UTF-8; new copy is UTF-8 with
 * a bad byte here and there.  So: a mark decides; zero bytes in every second place mean
 * UTF-16; else the sequences of UTF-8 are counted.  Text with more good sequences than bad
 * ones is UTF-8 and the bad ones are repaired; text with bad ones only is Windows-1252, of
 * which every byte but five means something.  (WHATWG's decoders agree on the table.) */
#include "text.h"

#define LOOK 65536 /* bytes that the guess rests on */

/* What 0x80 … 0x9F mean in Windows-1252; 0 where nothing. */
static const uint16_t cp1252[32] = {0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
                                    0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
                                    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

/* Length of the valid sequence at *at, or 0. */
static size_t sequence(toc_str s, size_t at) {
  size_t pos = at;
  if ((unsigned char)s.ptr[at] < 0x80) return 1;
  uint32_t cp = toc_utf8_next(s, &pos);
  return cp == 0xFFFD && pos - at != 3 ? 0 : pos - at;
}

/* Bytes of the broken sequence at `at`: what could have been the beginning of one code
 * point is replaced as one (Unicode 3.9, "maximal subpart"). */
static size_t broken_length(toc_str s, size_t at) {
  unsigned char b = (unsigned char)s.ptr[at];
  size_t want = b >= 0xF0 && b <= 0xF4 ? 4 : b >= 0xE0 && b < 0xF0 ? 3 : b >= 0xC2 && b < 0xE0 ? 2 : 1;
  size_t n = 1;
  while (n < want && at + n < s.len && ((unsigned char)s.ptr[at + n] & 0xC0) == 0x80) {
    unsigned char c = (unsigned char)s.ptr[at + n];
    if (n == 1 && ((b == 0xE0 && c < 0xA0) || (b == 0xED && c > 0x9F) || (b == 0xF0 && c < 0x90) || (b == 0xF4 && c > 0x8F))) break;
    n++;
  }
  return n;
}

static bool has_mark(toc_str s, const char *mark, size_t n) { return s.len >= n && memcmp(s.ptr, mark, n) == 0; }

/* English in UTF-16 has a zero byte beside nearly every letter. */
static bool zeros_at(toc_str s, size_t parity) {
  size_t zero = 0, other = 0, pairs = s.len / 2;
  for (size_t i = 0; i + 1 < s.len; i += 2) {
    zero += s.ptr[i + parity] == 0;
    other += s.ptr[i + 1 - parity] == 0;
  }
  return pairs >= 2 && zero * 10 >= pairs * 6 && other * 10 <= pairs;
}

toc__encoding toc__text_guess(toc_str head, size_t *mark) {
  *mark = 0;
  if (has_mark(head, "\xEF\xBB\xBF", 3)) return *mark = 3, TOC__UTF8;
  if (has_mark(head, "\xFF\xFE", 2)) return *mark = 2, TOC__UTF16LE;
  if (has_mark(head, "\xFE\xFF", 2)) return *mark = 2, TOC__UTF16BE;
  if (head.len > LOOK) head.len = LOOK;
  bool zeros = head.len && memchr(head.ptr, 0, head.len);
  if (zeros && zeros_at(head, 1)) return TOC__UTF16LE;
  if (zeros && zeros_at(head, 0)) return TOC__UTF16BE;
  size_t good = 0, bad = 0;
  for (size_t at = toc_ascii_run(head, 0); at < head.len; at = toc_ascii_run(head, at)) {
    size_t n = sequence(head, at);
    if (n > 1) good++;
    if (n == 0 && at + 4 > head.len && broken_length(head, at) == head.len - at) break; /* cut off by LOOK */
    if (n == 0) bad++;
    at += n ? n : 1;
  }
  return bad > good ? TOC__CP1252 : TOC__UTF8;
}

/* Writing clean bytes and the map. */
typedef struct {
  toc_arena *arena;
  toc__decoded *out;
  char *ptr;
  size_t len;
  uint64_t base;     /* raw offset of the first byte given */
  uint64_t raw_next; /* raw byte that the next clean byte comes from if the segment goes on */
  uint32_t step;     /* of the last segment */
} writer;

/* From here on clean bytes come from `raw`, `step` raw bytes each. */
static void segment(writer *w, uint64_t raw, uint32_t step) {
  if (w->out->map.len && step && w->step == step && w->raw_next == raw) return;
  *toc_push(w->arena, &w->out->map) = (toc_map_segment){.clean = (uint32_t)w->len, .raw = w->base + raw, .step = step};
  w->step = step;
}

static void copy_bytes(writer *w, const char *from, size_t n, uint64_t raw) {
  segment(w, raw, 1);
  memcpy(w->ptr + w->len, from, n);
  w->len += n;
  w->raw_next = raw + n;
}

static void put_cp(writer *w, uint32_t cp, uint64_t raw, size_t raw_len) {
  char enc[4];
  size_t n = toc_utf8_put(cp, enc);
  segment(w, raw, n == 1 && raw_len <= 2 ? (uint32_t)raw_len : 0);
  memcpy(w->ptr + w->len, enc, n);
  w->len += n;
  w->raw_next = raw + raw_len;
}

static void repair(writer *w, uint64_t raw, size_t raw_len) {
  put_cp(w, 0xFFFD, raw, raw_len);
  w->out->n_repaired++;
}

/* CR at raw byte `at`: LF, together with the LF behind it. */
static size_t line_end(writer *w, uint64_t raw, bool lf_follows, size_t unit) {
  put_cp(w, '\n', raw, lf_follows ? 2 * unit : unit);
  return lf_follows ? 2 * unit : unit;
}

static bool is_plain(unsigned char b, bool keep_cr) { return b < 0x80 && b != 0 && (keep_cr || b != '\r'); }

static void decode_bytes(writer *w, toc_str s, bool latin, bool keep_cr) {
  size_t at = 0;
  while (at < s.len) {
    size_t from = at;
    while (at < s.len && is_plain((unsigned char)s.ptr[at], keep_cr)) at++;
    if (at > from) copy_bytes(w, s.ptr + from, at - from, from);
    if (at == s.len) break;
    unsigned char b = (unsigned char)s.ptr[at];
    if (b == '\r') {
      at += line_end(w, at, at + 1 < s.len && s.ptr[at + 1] == '\n', 1);
    } else if (b == 0) {
      repair(w, at, 1);
      at++;
    } else if (latin) {
      uint32_t cp = b < 0xA0 ? cp1252[b - 0x80] : b;
      if (cp) put_cp(w, cp, at, 1);
      else repair(w, at, 1);
      at++;
    } else {
      size_t n = sequence(s, at);
      if (n) copy_bytes(w, s.ptr + at, n, at);
      else repair(w, at, n = broken_length(s, at));
      at += n;
    }
  }
}

static uint32_t unit_at(toc_str s, size_t at, bool big) {
  uint32_t a = (unsigned char)s.ptr[at], b = (unsigned char)s.ptr[at + 1];
  return big ? a << 8 | b : b << 8 | a;
}

static void decode_utf16(writer *w, toc_str s, bool big, bool keep_cr) {
  size_t at = 0;
  while (at + 1 < s.len) {
    uint32_t u = unit_at(s, at, big);
    uint32_t next = at + 3 < s.len ? unit_at(s, at + 2, big) : 0;
    if (u == '\r' && !keep_cr) {
      at += line_end(w, at, next == '\n', 2);
    } else if (u >= 0xD800 && u < 0xDC00 && next >= 0xDC00 && next < 0xE000) {
      put_cp(w, 0x10000 + ((u - 0xD800) << 10) + (next - 0xDC00), at, 4);
      at += 4;
    } else {
      if (u == 0 || (u >= 0xD800 && u < 0xE000)) repair(w, at, 2);
      else put_cp(w, u, at, 2);
      at += 2;
    }
  }
  if (at < s.len) repair(w, at, 1);
}

const char *toc__encoding_name(toc__encoding enc) {
  static const char *const names[] = {"UTF-8", "Windows-1252", "UTF-16LE", "UTF-16BE"};
  return names[enc];
}

void toc__text_decode(toc_arena *a, toc_str raw, unsigned flags, toc__decoded *out) {
  size_t mark;
  toc__encoding enc = toc__text_guess(raw, &mark);
  toc__text_decode_as(a, toc_str_sub(raw, mark, raw.len), enc, mark, flags, out);
}

void toc__text_decode_as(toc_arena *a, toc_str raw, toc__encoding enc, uint64_t raw_at, unsigned flags, toc__decoded *out) {
  bool keep_cr = (flags & TOC__KEEP_CR) != 0;
  *out = (toc__decoded){.encoding = toc_cstr(toc__encoding_name(enc))};
  bool clean = enc == TOC__UTF8 && (!raw.len || !memchr(raw.ptr, 0, raw.len)) && toc_utf8_valid(raw);
  /* Otherwise a byte can become U+FFFD, three bytes. */
  writer w = {.arena = a, .out = out, .base = raw_at, .ptr = toc_arena_alloc(a, clean ? raw.len + 1 : 3 * raw.len + 4, 1)};
  if (clean && raw.len && (keep_cr || !memchr(raw.ptr, '\r', raw.len))) copy_bytes(&w, raw.ptr, raw.len, 0);
  else if (enc == TOC__UTF16LE || enc == TOC__UTF16BE) decode_utf16(&w, raw, enc == TOC__UTF16BE, keep_cr);
  else decode_bytes(&w, raw, enc == TOC__CP1252, keep_cr);
  out->text = (toc_str){w.ptr, w.len};
}

uint64_t toc__text_raw(const toc_map_segment *map, uint32_t n, uint32_t at) {
  uint32_t lo = 0, hi = n; /* the last segment that begins at or before `at` */
  while (lo < hi) {
    uint32_t mid = lo + (hi - lo) / 2;
    if (map[mid].clean <= at) lo = mid + 1;
    else hi = mid;
  }
  if (!lo) return at;
  const toc_map_segment *m = &map[lo - 1];
  return m->raw + (uint64_t)m->step * (at - m->clean);
}
