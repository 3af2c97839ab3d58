/* lemma.c - a form and its edit script → a lemma: cities "l 3 y" city, was "l 3 be" be. */
#include <utf8proc.h>

#include "inside.h"

static uint32_t recase(uint32_t c, bool upper) {
  if (c < 128) {
    if (upper) return c >= 'a' && c <= 'z' ? c - 32 : c;
    return c >= 'A' && c <= 'Z' ? c + 32 : c;
  }
  return (uint32_t)(upper ? utf8proc_toupper((utf8proc_int32_t)c) : utf8proc_tolower((utf8proc_int32_t)c));
}

/* Bytes left when `cut` code points go from the end. */
static size_t cut_back(toc_str s, uint32_t cut) {
  size_t n = s.len;
  while (n && cut--) {
    n--;
    while (n && ((unsigned char)s.ptr[n] & 0xC0) == 0x80) n--;
  }
  return n;
}

toc_str toc__lemma_apply(toc__nn_script s, toc_str form, char room[LEMMA_ROOM], toc_arena *arena) {
  toc_str stem = {form.ptr, cut_back(form, s.cut)};
  if (stem.len == 0 && s.add.len == 0) return form;
  size_t most = stem.len * 2 + s.add.len + 4; /* another case may need more bytes */
  char *out = most <= LEMMA_ROOM ? room : toc_arena_alloc(arena, most, 1);
  size_t n = 0, at = 0;
  for (bool first = true; at < stem.len; first = false) {
    uint32_t c = toc_utf8_next(stem, &at);
    if (s.casing != 'k') c = recase(c, s.casing == 'u' || (s.casing == 't' && first));
    n += toc_utf8_put(c, out + n);
  }
  if (s.add.len) memcpy(out + n, s.add.ptr, s.add.len);
  return (toc_str){out, n + s.add.len};
}
