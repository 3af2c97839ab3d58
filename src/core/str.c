/* str.c - slices. */
#include "core.h"

toc_str toc_cstr(const char *s) { return s ? (toc_str){s, strlen(s)} : (toc_str){0}; }

int toc_str_cmp(toc_str a, toc_str b) {
  size_t n = a.len < b.len ? a.len : b.len;
  int c = n ? memcmp(a.ptr, b.ptr, n) : 0;
  return c ? c : (a.len > b.len) - (a.len < b.len);
}

bool toc_str_starts(toc_str s, toc_str prefix) {
  return s.len >= prefix.len && (prefix.len == 0 || memcmp(s.ptr, prefix.ptr, prefix.len) == 0);
}

bool toc_str_ends(toc_str s, toc_str suffix) {
  return s.len >= suffix.len &&
         (suffix.len == 0 || memcmp(s.ptr + s.len - suffix.len, suffix.ptr, suffix.len) == 0);
}

static bool is_blank(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

toc_str toc_str_trim(toc_str s) {
  while (s.len && is_blank(s.ptr[0])) s.ptr++, s.len--;
  while (s.len && is_blank(s.ptr[s.len - 1])) s.len--;
  return s;
}

bool toc_str_cut(toc_str *rest, char sep, toc_str *field) {
  if (!rest->ptr) return false;
  const char *at = rest->len ? memchr(rest->ptr, sep, rest->len) : NULL;
  size_t n = at ? (size_t)(at - rest->ptr) : rest->len;
  *field = (toc_str){rest->ptr, n};
  *rest = at ? (toc_str){at + 1, rest->len - n - 1} : (toc_str){0};
  return true;
}

bool toc_str_word(toc_str *rest, toc_str *word) {
  while (toc_str_cut(rest, ' ', word))
    if (word->len) return true;
  return false;
}

bool toc_str_uint(toc_str s, uint64_t *out) {
  uint64_t n = 0;
  if (!s.len) return false;
  for (size_t i = 0; i < s.len; i++) {
    unsigned d = (unsigned char)s.ptr[i] - (unsigned)'0';
    if (d > 9 || n > (UINT64_MAX - d) / 10) return false;
    n = n * 10 + d;
  }
  *out = n;
  return true;
}

/* Exact for up to 15 digits and 22 decimals, which is all that dictionaries hold. */
bool toc_str_double(toc_str s, double *out) {
  size_t i = 0, digits = 0;
  double n = 0, scale = 1;
  bool minus = false, point = false;
  if (i < s.len && (s.ptr[i] == '-' || s.ptr[i] == '+')) minus = s.ptr[i++] == '-';
  for (; i < s.len; i++) {
    char c = s.ptr[i];
    if (c == '.' && !point) {
      point = true;
      continue;
    }
    if (c < '0' || c > '9') return false;
    n = n * 10 + (c - '0');
    if (point) scale *= 10;
    digits++;
  }
  if (!digits) return false;
  *out = (minus ? -n : n) / scale;
  return true;
}
