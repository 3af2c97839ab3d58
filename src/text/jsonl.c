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
  const toc__fields *fields;
  const char *file;
  uint32_t line;
  toc_error *err;
} record;

/* The value under a name; "source.name" goes into objects. */
static json_object *get(json_object *o, toc_str name) {
  toc_str rest = name, step;
  while (o && toc_str_cut(&rest, '.', &step)) {
    char key[128];
    json_object *v = NULL;
    if (step.len >= sizeof key || !json_object_is_type(o, json_type_object)) return NULL;
    snprintf(key, sizeof key, "%.*s", TOC_FMT(step));
    if (!json_object_object_get_ex(o, key, &v)) return NULL;
    o = v;
  }
  return o;
}

/* The value of a field: the first of its names that holds something. */
static json_object *find(const record *r, int field, toc_str *name) {
  for (uint32_t rank = 0;; rank++) {
    *name = toc__fields_name(r->fields, field, rank);
    if (!name->ptr) return NULL;
    json_object *v = get(r->object, *name);
    if (v && (rank == 0 || json_object_is_type(v, json_type_string))) return v;
  }
}

/* A field that may be missing; "" and null are missing. */
static toc_status take(const record *r, int field, toc_str *out) {
  toc_str name;
  *out = (toc_str){0};
  json_object *v = find(r, field, &name);
  if (!v) return TOC_OK;
  if (!json_object_is_type(v, json_type_string))
    return toc_fail(r->err, TOC_BADINPUT, r->file, r->line, 0, "'%.*s' is %s where a string was expected", TOC_FMT(name),
                    type_name(json_object_get_type(v)));
  if (json_object_get_string_len(v)) *out = copy_value(r->held, v);
  return TOC_OK;
}

static toc_status take_date(const record *r, int field, toc_str *out) {
  toc_status s = take(r, field, out);
  toc_day day;
  if (s == TOC_OK && out->ptr && !(toc_day_parse(*out, &day, NULL) && (out->len <= 10 || out->ptr[10] == 'T')))
    *out = toc__fields_date(&r->held->arena, *out);
  return s;
}

static toc_status take_text(const record *r) {
  toc_str name, asked = toc__fields_name(r->fields, TOC__TEXT, 0);
  json_object *v = find(r, TOC__TEXT, &name);
  if (!v && !json_object_object_get_ex(r->object, "text", NULL))
    return toc_fail(r->err, TOC_BADINPUT, r->file, r->line, 0, "a report without '%.*s': expected a string of that name",
                    asked.ptr ? (int)asked.len : 4, asked.ptr ? asked.ptr : "text");
  if (!json_object_is_type(v, json_type_string))
    return toc_fail(r->err, TOC_BADINPUT, r->file, r->line, 0, "'%.*s' is %s where a string was expected", name.ptr ? (int)name.len : 4,
                    name.ptr ? name.ptr : "text", type_name(json_object_get_type(v)));
  r->held->report.text = copy_value(r->held, v);
  return TOC_OK;
}

/* An id may be a number: many tables have such. */
static toc_status take_id(const record *r) {
  toc_str name;
  toc_report *p = &r->held->report;
  json_object *v = get(r->object, toc__fields_name(r->fields, TOC__ID, 0));
  if (v && json_object_is_type(v, json_type_int)) p->id = toc_str_copy(&r->held->arena, toc_cstr(json_object_get_string(v)));
  else if ((v = find(r, TOC__ID, &name))) {
    toc_status s = take(r, TOC__ID, &p->id);
    if (s != TOC_OK) return s;
  }
  p->line = r->line;
  if (!p->id.len) toc__held_name(r->held, r->file);
  return TOC_OK;
}

static toc_status take_all(const record *r) {
  toc_report *p = &r->held->report;
  const struct {
    int field;
    toc_str *to;
  } fields[] = {{TOC__TITLE, &p->title}, {TOC__PUBLISHER, &p->publisher}, {TOC__URL, &p->url}, {TOC__LANGUAGE, &p->language}};
  toc_status s = take_text(r);
  if (s == TOC_OK) s = take_id(r);
  for (size_t i = 0; s == TOC_OK && i < sizeof fields / sizeof *fields; i++) s = take(r, fields[i].field, fields[i].to);
  if (s == TOC_OK) s = take_date(r, TOC__PUBLISHED, &p->published);
  if (s == TOC_OK) s = take_date(r, TOC__UPDATED, &p->updated);
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

toc_status toc__jsonl_report(toc__held *held, toc_str line, const toc__fields *fields, const char *file, uint32_t number, toc_error *err) {
  held->report.encoding = TOC_S("UTF-8");
  if (line.len > INT_MAX - 1) return toc_fail(err, TOC_BADINPUT, file, number, 0, "a line of more than 2 GiB");
  jmp_buf jump;
  json_tokener *volatile tok = NULL;
  json_object *volatile object = NULL;
  volatile toc_status status = TOC_NOMEM;
  if (TOC_TRY(&held->arena, jump)) {
    held->report.received = toc_str_copy(&held->arena, line);
    held->report.received_as = TOC_INPUT_JSONL;
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
      record r = {held, object, fields, file, number, err};
      status = object ? take_all(&r) : TOC_BADINPUT;
    }
  }
  held->arena.oom = NULL;
  if (status == TOC_NOMEM) toc_fail(err, TOC_NOMEM, file, number, 0, "out of memory for a report");
  if (object) json_object_put(object);
  if (tok) json_tokener_free(tok);
  return status;
}

/* --------------------------------------------------- arrays, objects of many lines */

/* Bytes of the value that begins at s: to the bracket that closes it; 0: not closed in s.
 * Goes on where it stopped: `state` keeps depth and quotes. */
typedef struct span_state {
  size_t at;
  uint32_t depth;
  bool quoted, escaped;
} span_state;

static size_t value_end(toc_str s, span_state *st) {
  for (; st->at < s.len; st->at++) {
    char c = s.ptr[st->at];
    if (st->quoted) {
      if (st->escaped) st->escaped = false;
      else if (c == '\\') st->escaped = true;
      else if (c == '"') st->quoted = false;
    } else if (c == '"') {
      st->quoted = true;
    } else if (c == '{' || c == '[') {
      st->depth++;
    } else if ((c == '}' || c == ']') && --st->depth == 0) {
      return st->at + 1;
    }
  }
  return 0;
}

static void count_lines(toc_reader *r, toc_str s) {
  for (size_t i = 0; i < s.len; i++) r->in.line += s.ptr[i] == '\n';
}

toc_status toc__json_next(toc_reader *r, toc__held *h, toc_error *err) {
  for (;;) { /* to the next object */
    toc_str s = toc__input_peek(&r->in, 1);
    if (r->in.failed && !s.len) return r->done = true, toc__input_fail(&r->in, err);
    if (!s.len && r->in_list) return r->done = true, toc_fail(err, TOC_BADINPUT, r->in.path, r->in.line, 0, "broken JSON: the file ends inside the list");
    if (!s.len) return r->done = true, TOC_DONE;
    if (s.ptr[0] == '{') break;
    if (s.ptr[0] == '[' || s.ptr[0] == ']') r->in_list = s.ptr[0] == '[';
    if (!strchr("[], \t\r\n", s.ptr[0])) {
      r->done = true;
      return toc_fail(err, TOC_BADINPUT, r->in.path, r->in.line, 0, "broken JSON: expected an object '{' of the list, found '%c'", s.ptr[0]);
    }
    r->in.line += s.ptr[0] == '\n';
    r->in.at++;
  }
  span_state st = {0};
  toc_str s;
  size_t end;
  for (;;) {
    s = toc__input_peek(&r->in, st.at + 1);
    if (s.len > r->max) break;
    if ((end = value_end(s, &st)) || s.len <= st.at) {
      if (end) break;
      toc_str more = toc__input_peek(&r->in, s.len + 1);
      if (more.len > s.len) continue;
      r->done = true;
      if (r->in.failed) return toc__input_fail(&r->in, err);
      return toc_fail(err, TOC_BADINPUT, r->in.path, r->in.line, 0, "broken JSON: the file ends inside the object that begins");
    }
  }
  if (s.len > r->max && !(end = value_end(s, &st))) {
    r->done = true;
    return toc_fail(err, TOC_BADINPUT, r->in.path, r->in.line, 0, "an object of more than %zu bytes", r->max);
  }
  toc_str object = toc_str_sub(s, 0, end);
  h->report.line = r->in.line;
  toc_status status = toc__jsonl_report(h, object, &r->fields, r->in.path, r->in.line, err);
  count_lines(r, object);
  r->in.at += end;
  return status;
}
