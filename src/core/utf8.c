/* utf8.c - code points and the key for comparing names.
 *
 * Categories and case come from utf8proc (Unicode 14 in Debian 12).  ASCII, which is
 * nearly all of English news, takes a short way. */
#include "core.h"

#include <utf8proc.h>

uint32_t toc_utf8_next(toc_str s, size_t *pos) {
  const unsigned char *p = (const unsigned char *)s.ptr + *pos;
  size_t left = s.len - *pos;
  if (p[0] < 0x80) {
    *pos += 1;
    return p[0];
  }
  size_t n = p[0] >= 0xF0 ? 4 : p[0] >= 0xE0 ? 3 : 2;
  uint32_t cp = p[0] & (0x7Fu >> n);
  bool ok = p[0] >= 0xC2 && p[0] <= 0xF4 && left >= n;
  for (size_t i = 1; ok && i < n; i++) {
    ok = (p[i] & 0xC0) == 0x80;
    cp = cp << 6 | (p[i] & 0x3Fu);
  }
  if (ok && n == 3) ok = cp >= 0x800 && !(cp >= 0xD800 && cp <= 0xDFFF);
  if (ok && n == 4) ok = cp >= 0x10000 && cp <= 0x10FFFF;
  *pos += ok ? n : 1;
  return ok ? cp : 0xFFFD;
}

size_t toc_utf8_put(uint32_t cp, char out[4]) {
  unsigned char *o = (unsigned char *)out;
  if (cp < 0x80) return o[0] = (unsigned char)cp, 1;
  if (cp < 0x800) return o[0] = (unsigned char)(0xC0 | cp >> 6), o[1] = (unsigned char)(0x80 | (cp & 63)), 2;
  if (cp < 0x10000) {
    o[0] = (unsigned char)(0xE0 | cp >> 12);
    o[1] = (unsigned char)(0x80 | (cp >> 6 & 63));
    o[2] = (unsigned char)(0x80 | (cp & 63));
    return 3;
  }
  o[0] = (unsigned char)(0xF0 | cp >> 18);
  o[1] = (unsigned char)(0x80 | (cp >> 12 & 63));
  o[2] = (unsigned char)(0x80 | (cp >> 6 & 63));
  o[3] = (unsigned char)(0x80 | (cp & 63));
  return 4;
}

size_t toc_ascii_run(toc_str s, size_t from) {
  size_t i = from;
  for (; i + 32 <= s.len; i += 32) { /* 32 bytes at a time; compilers make vectors of it */
    uint64_t w[4];
    memcpy(w, s.ptr + i, sizeof w);
    if ((w[0] | w[1] | w[2] | w[3]) & UINT64_C(0x8080808080808080)) break;
  }
  while (i < s.len && (unsigned char)s.ptr[i] < 0x80) i++;
  return i;
}

bool toc_utf8_valid(toc_str s) {
  size_t pos = 0;
  while (pos < s.len) {
    size_t at = pos;
    if ((unsigned char)s.ptr[pos] < 0x80) {
      pos = toc_ascii_run(s, pos);
      continue;
    }
    if (toc_utf8_next(s, &pos) == 0xFFFD && pos - at != 3) return false;
  }
  return true;
}

size_t toc_utf8_count(toc_str s) {
  size_t n = 0;
  for (size_t i = 0; i < s.len; i++) n += ((unsigned char)s.ptr[i] & 0xC0) != 0x80;
  return n;
}

static utf8proc_category_t category(uint32_t cp) { return utf8proc_category((utf8proc_int32_t)cp); }

bool toc_cp_is_upper(uint32_t cp) {
  if (cp < 0x80) return cp >= 'A' && cp <= 'Z';
  utf8proc_category_t c = category(cp);
  return c == UTF8PROC_CATEGORY_LU || c == UTF8PROC_CATEGORY_LT;
}

bool toc_cp_is_lower(uint32_t cp) {
  if (cp < 0x80) return cp >= 'a' && cp <= 'z';
  return category(cp) == UTF8PROC_CATEGORY_LL;
}

bool toc_cp_is_letter(uint32_t cp) {
  if (cp < 0x80) return (cp | 32) >= 'a' && (cp | 32) <= 'z';
  utf8proc_category_t c = category(cp);
  return c >= UTF8PROC_CATEGORY_LU && c <= UTF8PROC_CATEGORY_LO;
}

bool toc_cp_is_digit(uint32_t cp) {
  if (cp < 0x80) return cp >= '0' && cp <= '9';
  return category(cp) == UTF8PROC_CATEGORY_ND;
}

bool toc_cp_is_space(uint32_t cp) {
  if (cp < 0x80) return cp == ' ' || (cp >= '\t' && cp <= '\r');
  return cp == 0x85 || (category(cp) >= UTF8PROC_CATEGORY_ZS && category(cp) <= UTF8PROC_CATEGORY_ZP);
}

/* The letters that transliterations use as an apostrophe. */
static bool is_apostrophe(uint32_t cp) {
  return cp == 0x2018 || cp == 0x2019 || cp == 0x02BC || cp == 0x02BB || cp == 0x02B9 || cp == 0x2032 ||
         cp == 0x60 || cp == 0xB4 || cp == 0x201B;
}

/* Letters that do not decompose although everybody drops their stroke. */
static uint32_t plain_letter(uint32_t cp) {
  switch (cp) {
    case 0xD8: case 0xF8: return 'o';
    case 0x110: case 0x111: return 'd';
    case 0x141: case 0x142: return 'l';
    case 0x131: return 'i';
    case 0x126: case 0x127: return 'h';
    default: return cp;
  }
}

static void put_folded(char *out, size_t *n, uint32_t cp, bool strip) {
  utf8proc_int32_t part[8];
  int flags = UTF8PROC_CASEFOLD | (strip ? UTF8PROC_DECOMPOSE | UTF8PROC_STRIPMARK : 0);
  int last = 0;
  utf8proc_ssize_t k = utf8proc_decompose_char((utf8proc_int32_t)cp, part, 8, (utf8proc_option_t)flags, &last);
  if (k < 0 || k > 8) {
    *n += toc_utf8_put(cp, out + *n);
    return;
  }
  for (utf8proc_ssize_t i = 0; i < k; i++) *n += toc_utf8_put((uint32_t)part[i], out + *n);
}

static toc_str fold(toc_arena *a, toc_str s, bool strip) {
  /* One code point of two bytes can fold to three of three bytes (U+0390); the factor is
   * the worst of utf8proc's table. */
  char *out = toc_arena_alloc(a, s.len * 6 + 24, 1);
  size_t n = 0, pos = 0;
  bool blank = false;
  while (pos < s.len) {
    unsigned char c = (unsigned char)s.ptr[pos];
    if (c > ' ' && c < 0x80 && c != '`') { /* nearly all of it */
      if (blank) out[n++] = ' ';
      blank = false;
      out[n++] = (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
      pos++;
      continue;
    }
    uint32_t cp = toc_utf8_next(s, &pos);
    if (strip && toc_cp_is_space(cp)) {
      blank = n > 0;
      continue;
    }
    if (blank) out[n++] = ' ';
    blank = false;
    if (cp < 0x80 && cp != '`')
      out[n++] = (char)cp;
    else if (strip && is_apostrophe(cp))
      out[n++] = '\'';
    else if (strip && (cp == 0x201C || cp == 0x201D || cp == 0xAB || cp == 0xBB))
      out[n++] = '"';
    else if (strip && (cp == 0x2010 || cp == 0x2011))
      out[n++] = '-';
    else
      put_folded(out, &n, strip ? plain_letter(cp) : cp, strip);
  }
  return (toc_str){out, n};
}

toc_str toc_fold(toc_arena *a, toc_str s) { return fold(a, s, true); }
toc_str toc_lower(toc_arena *a, toc_str s) { return fold(a, s, false); }
