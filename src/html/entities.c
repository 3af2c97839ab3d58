/* entities.c - character references: &amp; &#8217; &#x2019; and the legacy ones without ';'. */
#include "node.h"

static const struct {
  const char *name, *utf8;
} entities[] = {
#include "entities.inc"
};

#define COUNT ((int)(sizeof entities / sizeof *entities))

/* What &#128; to &#159; mean on the web: the bytes of Windows-1252. */
static uint32_t windows_1252(uint32_t cp) {
  static const uint16_t table[32] = {0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
                                     0x2039, 0x0152, 0x8D,   0x017D, 0x8F,   0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
                                     0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178};
  return cp >= 0x80 && cp < 0xA0 ? table[cp - 0x80] : cp;
}

static size_t numeric(toc_str s, size_t *pos, char out[8]) {
  size_t i = *pos + 2;
  bool hex = i < s.len && (s.ptr[i] | 32) == 'x';
  uint32_t cp = 0, digits = 0;
  if (hex) i++;
  for (; i < s.len; i++, digits++) {
    char c = s.ptr[i];
    uint32_t d = c >= '0' && c <= '9' ? (uint32_t)(c - '0') : hex && (c | 32) >= 'a' && (c | 32) <= 'f' ? (uint32_t)((c | 32) - 'a' + 10) : 99;
    if (d == 99) break;
    cp = cp > 0x10FFFF ? cp : cp * (hex ? 16 : 10) + d;
  }
  if (!digits) return 0;
  if (i < s.len && s.ptr[i] == ';') i++;
  cp = windows_1252(cp);
  if (cp == 0 || cp > 0x10FFFF || (cp >= 0xD800 && cp < 0xE000)) cp = 0xFFFD;
  *pos = i;
  return toc_utf8_put(cp, out);
}

/* The longest name that stands here; -1 if none. */
static int longest(const char *s, size_t n) {
  int lo = 0, hi = COUNT, best = -1;
  for (size_t len = 0; len < n && lo < hi; len++) {
    int a = lo, b = hi; /* narrow to the names with s[len] at len */
    while (a < b) {
      int mid = (a + b) / 2;
      if ((unsigned char)entities[mid].name[len] < (unsigned char)s[len]) a = mid + 1;
      else b = mid;
    }
    lo = a;
    b = hi;
    while (a < b) {
      int mid = (a + b) / 2;
      if ((unsigned char)entities[mid].name[len] <= (unsigned char)s[len]) a = mid + 1;
      else b = mid;
    }
    hi = a;
    if (lo < hi && entities[lo].name[len + 1] == 0) best = lo++; /* the shortest of them comes first */
  }
  return best;
}

size_t html_entity(toc_str s, size_t *pos, char out[8]) {
  size_t left = s.len - *pos;
  if (left < 3) return 0;
  if (s.ptr[*pos + 1] == '#') return numeric(s, pos, out);
  int at = longest(s.ptr + *pos + 1, left - 1 < 40 ? left - 1 : 40);
  if (at < 0) return 0;
  size_t n = strlen(entities[at].utf8);
  memcpy(out, entities[at].utf8, n);
  *pos += 1 + strlen(entities[at].name);
  return n;
}

toc_str toc__html_plain(toc_arena *arena, toc_str bytes) { return html_plain(arena, bytes); }

toc_str html_plain(toc_arena *arena, toc_str s) {
  char *out = toc_arena_alloc(arena, s.len * 2 + 8, 1); /* a reference of 4 bytes can be 6 long ("&nGt") */
  size_t n = 0, pos = 0;
  bool blank = false;
  while (pos < s.len) {
    char c[8];
    size_t k = s.ptr[pos] == '&' ? html_entity(s, &pos, c) : 0;
    if (!k) {
      size_t from = pos;
      toc_utf8_next(s, &pos);
      k = pos - from;
      memcpy(c, s.ptr + from, k);
    }
    size_t at = 0;
    if (toc_cp_is_space(toc_utf8_next((toc_str){c, k}, &at))) {
      blank = n > 0;
      continue;
    }
    if (blank) out[n++] = ' ';
    blank = false;
    memcpy(out + n, c, k);
    n += k;
  }
  return (toc_str){out, n};
}
