/* buf.c - growing output with a maximum, and JSON's way of writing strings and numbers. */
#include "core.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

void toc_buf_init(toc_buf *b, size_t max) { *b = (toc_buf){.max = max}; }

void toc_buf_release(toc_buf *b) {
  free(b->ptr);
  *b = (toc_buf){.max = b->max};
}

void toc_buf_reset(toc_buf *b) {
  b->len = 0;
  b->failed = false;
}

static bool reserve(toc_buf *b, size_t n) {
  if (b->failed) return false;
  size_t need = b->len + n;
  if (need < n || (b->max && need > b->max)) return b->failed = true, false;
  if (need <= b->cap) return true;
  size_t cap = b->cap ? b->cap : 256;
  while (cap < need) cap = cap > SIZE_MAX / 2 ? need : cap * 2;
  char *p = realloc(b->ptr, cap);
  if (!p) return b->failed = true, false;
  b->ptr = p;
  b->cap = cap;
  return true;
}

void toc_buf_put(toc_buf *b, const void *bytes, size_t n) {
  if (!n || !reserve(b, n)) return;
  memcpy(b->ptr + b->len, bytes, n);
  b->len += n;
}

char *toc_buf_room(toc_buf *b, size_t n) { return reserve(b, n) ? b->ptr + b->len : NULL; }

void toc_buf_str(toc_buf *b, toc_str s) { toc_buf_put(b, s.ptr, s.len); }
void toc_buf_z(toc_buf *b, const char *s) { toc_buf_put(b, s, strlen(s)); }

void toc_buf_fmt(toc_buf *b, const char *format, ...) {
  va_list ap, again;
  va_start(ap, format);
  va_copy(again, ap);
  int n = vsnprintf(NULL, 0, format, ap);
  va_end(ap);
  if (n > 0 && reserve(b, (size_t)n + 1)) {
    vsnprintf(b->ptr + b->len, (size_t)n + 1, format, again);
    b->len += (size_t)n;
  }
  va_end(again);
}

void toc_buf_uint(toc_buf *b, uint64_t n) {
  char tmp[20];
  size_t i = sizeof tmp;
  do tmp[--i] = (char)('0' + n % 10);
  while (n /= 10);
  toc_buf_put(b, tmp + i, sizeof tmp - i);
}

void toc_buf_number(toc_buf *b, double x) {
  char tmp[40];
  if (!isfinite(x)) {
    toc_buf_z(b, "null");
    return;
  }
  if (x == floor(x) && fabs(x) < 1e15) {
    if (x < 0) toc_buf_z(b, "-");
    toc_buf_uint(b, (uint64_t)fabs(x));
    return;
  }
  for (int digits = 1; digits <= 17; digits++) {
    snprintf(tmp, sizeof tmp, "%.*g", digits, x);
    if (strtod(tmp, NULL) == x) break;
  }
  for (char *p = tmp; *p; p++)
    if (*p == ',') *p = '.'; /* a host program may have set a locale */
  toc_buf_z(b, tmp);
}

static void put_escape(toc_buf *b, unsigned char c) {
  switch (c) {
    case '"': toc_buf_put(b, "\\\"", 2); break;
    case '\\': toc_buf_put(b, "\\\\", 2); break;
    case '\n': toc_buf_put(b, "\\n", 2); break;
    case '\r': toc_buf_put(b, "\\r", 2); break;
    case '\t': toc_buf_put(b, "\\t", 2); break;
    default: toc_buf_fmt(b, "\\u%04x", c);
  }
}

void toc_buf_json(toc_buf *b, toc_str s) {
  if (!s.ptr) {
    toc_buf_put(b, "null", 4);
    return;
  }
  toc_buf_put(b, "\"", 1);
  size_t from = 0;
  for (size_t i = 0; i < s.len; i++) {
    unsigned char c = (unsigned char)s.ptr[i];
    if (c >= 0x20 && c != '"' && c != '\\') continue;
    toc_buf_put(b, s.ptr + from, i - from);
    put_escape(b, c);
    from = i + 1;
  }
  toc_buf_put(b, s.ptr + from, s.len - from);
  toc_buf_put(b, "\"", 1);
}
