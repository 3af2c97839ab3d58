/* spans.c - do the spans of a written record hold the text beside them?
 *
 * A record made by another version, model or dictionaries cannot be derived again here, but
 * one promise can be checked by anybody who has the reports: where a record says
 * "span":[120,124],"text":"beat", code points 120 to 124 of the report must be "beat". */
#include <string.h>

#include "cli.h"

typedef struct scan {
  const char *s;
  size_t n, at;
  toc_str text;      /* the report */
  size_t byte, point; /* a place in it, to count on from: spans mostly go forward */
} scan;

static void skip_blanks(scan *c) {
  while (c->at < c->n && strchr(" \t\r", c->s[c->at]) && c->s[c->at]) c->at++;
}

static bool take(scan *c, char what) {
  skip_blanks(c);
  if (c->at >= c->n || c->s[c->at] != what) return false;
  c->at++;
  return true;
}

/* Behind the closing quote of the string that begins at c->at, which is a quote. */
static toc_str take_string(scan *c) {
  size_t from = ++c->at;
  while (c->at < c->n && c->s[c->at] != '"') c->at += c->s[c->at] == '\\' ? 2 : 1;
  if (c->at > c->n) c->at = c->n;
  toc_str inside = {c->s + from, c->at - from};
  if (c->at < c->n) c->at++;
  return inside;
}

static bool take_key(scan *c, const char *key) {
  skip_blanks(c);
  size_t n = strlen(key);
  if (c->at + n + 2 > c->n || c->s[c->at] != '"' || memcmp(c->s + c->at + 1, key, n) != 0 || c->s[c->at + n + 1] != '"')
    return false;
  c->at += n + 2;
  return take(c, ':');
}

static bool take_number(scan *c, size_t *out) {
  skip_blanks(c);
  size_t from = c->at;
  for (*out = 0; c->at < c->n && c->s[c->at] >= '0' && c->s[c->at] <= '9' && *out < UINT32_MAX; c->at++)
    *out = *out * 10 + (size_t)(c->s[c->at] - '0');
  return c->at > from;
}

static bool continues(char c) { return ((unsigned char)c & 0xC0) == 0x80; }

/* Byte of a code point of the report; false behind its end. */
static bool find_point(scan *c, size_t point, size_t *byte) {
  while (c->point > point) {
    do c->byte--;
    while (continues(c->text.ptr[c->byte]));
    c->point--;
  }
  while (c->point < point) {
    if (c->byte >= c->text.len) return false;
    do c->byte++;
    while (c->byte < c->text.len && continues(c->text.ptr[c->byte]));
    c->point++;
  }
  *byte = c->byte;
  return true;
}

static int hex(char c) {
  return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

static bool take_unit(const char **p, const char *end, uint32_t *unit) {
  if (end - *p < 6 || (*p)[0] != '\\' || (*p)[1] != 'u') return false;
  *unit = 0;
  for (int i = 2; i < 6; i++) {
    if (hex((*p)[i]) < 0) return false;
    *unit = *unit * 16 + (uint32_t)hex((*p)[i]);
  }
  *p += 6;
  return true;
}

static size_t encode(uint32_t cp, char out[4]) {
  size_t n = cp < 0x80 ? 1 : cp < 0x800 ? 2 : cp < 0x10000 ? 3 : 4;
  for (size_t i = n - 1; i > 0; i--, cp >>= 6) out[i] = (char)(0x80 | (cp & 0x3F));
  static const unsigned char lead[] = {0, 0, 0xC0, 0xE0, 0xF0};
  out[0] = (char)(lead[n] | cp);
  return n;
}

/* One character of a JSON string, unescaped; 0 if it is no such thing. */
static size_t next_bytes(const char **p, const char *end, char out[4]) {
  static const char names[] = "\"\\/bfnrt", values[] = "\"\\/\b\f\n\r\t";
  if (**p != '\\') return out[0] = *(*p)++, 1;
  uint32_t unit, low;
  if (take_unit(p, end, &unit)) {
    if (unit >= 0xD800 && unit < 0xDC00 && take_unit(p, end, &low) && low >= 0xDC00 && low < 0xE000)
      unit = 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
    return encode(unit, out);
  }
  const char *name = end - *p >= 2 && (*p)[1] ? strchr(names, (*p)[1]) : NULL;
  if (!name) return 0;
  *p += 2;
  return out[0] = values[name - names], 1;
}

/* Is the JSON string `quoted` the same as these bytes? */
static bool same_text(toc_str quoted, toc_str bytes) {
  const char *p = quoted.ptr, *end = p + quoted.len;
  size_t at = 0;
  char out[4];
  while (p < end) {
    size_t n = next_bytes(&p, end, out);
    if (n == 0 || at + n > bytes.len || memcmp(bytes.ptr + at, out, n) != 0) return false;
    at += n;
  }
  return at == bytes.len;
}

/* Behind "span": — [a,b], and the text beside it. */
static bool check_span(scan *c, char *fault, size_t size) {
  size_t start, end, from, to;
  if (!take(c, '[')) return true; /* null: it has no words */
  if (!take_number(c, &start) || !take(c, ',') || !take_number(c, &end) || !take(c, ']')) {
    snprintf(fault, size, "a span that is not two numbers");
    return false;
  }
  if (start >= end || !find_point(c, start, &from) || !find_point(c, end, &to)) {
    snprintf(fault, size, "the span [%zu,%zu] is not in the text", start, end);
    return false;
  }
  if (!take(c, ',') || !take_key(c, "text")) return true;
  skip_blanks(c);
  if (c->at >= c->n || c->s[c->at] != '"') return true;
  toc_str quoted = take_string(c), words = {c->text.ptr + from, to - from};
  if (same_text(quoted, words)) return true;
  snprintf(fault, size, "the span [%zu,%zu] holds \"%.*s\", not \"%.*s\"", start, end, (int)(words.len < 60 ? words.len : 60), words.ptr,
           (int)(quoted.len < 60 ? quoted.len : 60), quoted.ptr);
  return false;
}

bool cli_spans_hold(const char *line, size_t n, toc_str text, uint64_t *checked, char *fault, size_t size) {
  scan c = {.s = line, .n = n, .text = text};
  while (c.at < n) {
    if (line[c.at] != '"') {
      c.at++;
    } else if (take_key(&c, "span")) {
      ++*checked;
      if (!check_span(&c, fault, size)) return false;
    } else if (c.at < n && line[c.at] == '"') {
      take_string(&c);
    }
  }
  return true;
}
