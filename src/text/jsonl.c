/* jsonl.c - one line of JSON into a report.
 *
 *   {"id":"r1","text":"Police fired on the crowd.","published":"2022-01-06"}
 *
 * `text` is kept code point by code point, because offsets count it: NUL and a surrogate
 * without its other half become one U+FFFD each.  Fields that are not of the contract are
 * passed over, whatever they hold, as far as they nest DEPTH deep. */
#include "source.h"

#include <json-c/json.h>
#include <limits.h>

#define DEPTH 64

static const char *type_name(enum json_type t) {
  switch (t) {
    case json_type_null: return "null";
    case json_type_boolean: return "true or false";
    case json_type_double:
    case json_type_int: return "a number";
    case json_type_object: return "an object";
    case json_type_array: return "a list";
    default: return "a string";
  }
}

/* A copy of a string value, valid UTF-8 without NUL. */
static toc_str copy_value(toc__held *h, json_object *v) {
  toc_str s = {json_object_get_string(v), (size_t)json_object_get_string_len(v)};
  if (s.len && memchr(s.ptr, 0, s.len)) {
    toc__decoded d;
    toc__text_decode_as(&h->arena, s, TOC__UTF8, 0, TOC__KEEP_CR, &d);
    h->report.n_repaired += d.n_repaired;
    return d.text;
  }
  return toc_str_copy(&h->arena, s);
}

typedef struct {
  toc__held *held;
  json_object *object;
  const char *file;
  uint32_t line;
  toc_error *err;
} record;

/* A field that may be missing; "" and null are missing. */
static toc_status take(const record *r, const char *name, toc_str *out) {
  json_object *v;
  *out = (toc_str){0};
  if (!json_object_object_get_ex(r->object, name, &v) || !v) return TOC_OK;
  if (!json_object_is_type(v, json_type_string))
    return toc_fail(r->err, TOC_BADINPUT, r->file, r->line, 0, "'%s' is %s where a string was expected", name,
                    type_name(json_object_get_type(v)));
  if (json_object_get_string_len(v)) *out = copy_value(r->held, v);
  return TOC_OK;
}

static toc_status take_text(const record *r) {
  json_object *v;
  if (!json_object_object_get_ex(r->object, "text", &v))
    return toc_fail(r->err, TOC_BADINPUT, r->file, r->line, 0, "a report without 'text': expected a string of that name");
  if (!json_object_is_type(v, json_type_string))
    return toc_fail(r->err, TOC_BADINPUT, r->file, r->line, 0, "'text' is %s where a string was expected",
                    type_name(json_object_get_type(v)));
  r->held->report.text = copy_value(r->held, v);
  return TOC_OK;
}

/* An id may be a number: many tables have such. */
static toc_status take_id(const record *r) {
  json_object *v;
  toc_report *p = &r->held->report;
  if (json_object_object_get_ex(r->object, "id", &v) && json_object_is_type(v, json_type_int)) {
    p->id = toc_str_copy(&r->held->arena, toc_cstr(json_object_get_string(v)));
  } else {
    toc_status s = take(r, "id", &p->id);
    if (s != TOC_OK) return s;
  }
  if (p->id.len) return TOC_OK;
  char number[16];
  int n = snprintf(number, sizeof number, ":%u", (unsigned)r->line);
  size_t len = strlen(r->file);
  char *id = toc_arena_alloc(&r->held->arena, len + (size_t)n + 1, 1);
  memcpy(id, r->file, len);
  memcpy(id + len, number, (size_t)n);
  p->id = (toc_str){id, len + (size_t)n};
  return TOC_OK;
}

static toc_status take_all(const record *r) {
  toc_report *p = &r->held->report;
  const struct {
    const char *name;
    toc_str *to;
  } fields[] = {{"title", &p->title},         {"published", &p->published}, {"updated", &p->updated},
                {"publisher", &p->publisher}, {"url", &p->url},             {"language", &p->language}};
  toc_status s = take_text(r);
  if (s == TOC_OK) s = take_id(r);
  for (size_t i = 0; s == TOC_OK && i < sizeof fields / sizeof *fields; i++) s = take(r, fields[i].name, fields[i].to);
  return s;
}

static bool only_space(toc_str s) {
  return toc_str_trim(s).len == 0;
}

/* The line as an object; NULL with err filled. */
static json_object *parse(json_tokener *tok, toc_str line, const char *file, uint32_t number, toc_error *err) {
  json_object *o = json_tokener_parse_ex(tok, line.ptr, (int)line.len);
  enum json_tokener_error e = json_tokener_get_error(tok);
  size_t end = json_tokener_get_parse_end(tok);
  if (e == json_tokener_continue) {
    toc_fail(err, TOC_BADINPUT, file, number, (uint32_t)line.len + 1, "broken JSON: the line ends inside the object");
  } else if (e == json_tokener_error_depth) {
    toc_fail(err, TOC_BADINPUT, file, number, (uint32_t)end + 1, "JSON nested more than %d deep", DEPTH);
  } else if (e != json_tokener_success) {
    toc_fail(err, TOC_BADINPUT, file, number, (uint32_t)end + 1, "broken JSON: %s", json_tokener_error_desc(e));
  } else if (!only_space(toc_str_sub(line, end, line.len))) {
    toc_fail(err, TOC_BADINPUT, file, number, (uint32_t)end + 1, "something follows the JSON object: expected the end of the line");
  } else if (!json_object_is_type(o, json_type_object)) {
    toc_fail(err, TOC_BADINPUT, file, number, 1, "%s where a JSON object was expected", type_name(json_object_get_type(o)));
  } else {
    return o;
  }
  json_object_put(o);
  return NULL;
}

toc_status toc__jsonl_report(toc__held *held, toc_str line, const char *file, uint32_t number, toc_error *err) {
  held->report.encoding = TOC_S("UTF-8");
  if (line.len > INT_MAX - 1) return toc_fail(err, TOC_BADINPUT, file, number, 0, "a line of more than 2 GiB");
  jmp_buf jump;
  json_tokener *volatile tok = NULL;
  json_object *volatile object = NULL;
  volatile toc_status status = TOC_NOMEM;
  if (TOC_TRY(&held->arena, jump)) {
    if (!toc_utf8_valid(line)) {
      toc__decoded d;
      toc__text_decode(&held->arena, line, TOC__KEEP_CR, &d);
      held->report.encoding = d.encoding;
      held->report.n_repaired = d.n_repaired;
      line = d.text;
    }
    tok = json_tokener_new_ex(DEPTH);
    if (tok) {
      json_tokener_set_flags(tok, JSON_TOKENER_STRICT | JSON_TOKENER_ALLOW_TRAILING_CHARS);
      object = parse(tok, line, file, number, err);
      record r = {held, object, file, number, err};
      status = object ? take_all(&r) : TOC_BADINPUT;
    }
  }
  held->arena.oom = NULL;
  if (status == TOC_NOMEM) toc_fail(err, TOC_NOMEM, file, number, 0, "out of memory for a report");
  if (object) json_object_put(object);
  if (tok) json_tokener_free(tok);
  return status;
}
