/* read.c - case files.  One pass over the lines; what a line may be depends on the part of the case. */
#include "cases.h"

enum { IN_NONE, IN_TEXT, IN_CODES, BEHIND };

typedef struct reader {
  toc_arena *a;
  const char *file;
  toc_str line;
  uint32_t number;
  int part;
  bool none;       /* "(none)" was said */
  toc_buf *text;   /* of the case */
  toc__case now;
  toc__case_list *out;
  toc_error *err;
} reader;

#define FAIL(r, at, ...) toc_fail((r)->err, TOC_BADDATA, (r)->file, (r)->number, (uint32_t)(at) + 1, __VA_ARGS__)
#define TRY(call)                      \
  do {                                 \
    toc_status try_status = (call);    \
    if (try_status) return try_status; \
  } while (0)

static const char *const field_names[TOC__N_CASE_FIELDS] = {"actor", "recipient", "trigger", "object", "where", "status", "cameo", "context", "by", "to", "when"};

static size_t at_of(const reader *r, toc_str part) { return (size_t)(part.ptr - r->line.ptr); }

static toc_status read_type(reader *r, toc_str w, toc__case_code *c) {
  toc_str rest = w, name;
  toc_str_cut(&rest, '/', &name);
  c->type = toc_type_of(name);
  if (!c->type) return FAIL(r, at_of(r, w), "unknown type '%.*s', expected a PLOVER type, impact, (none) or ...", TOC_FMT(name));
  if (!rest.ptr) return TOC_OK;
  c->mode = toc_mode_of(c->type, rest);
  return c->mode ? TOC_OK : FAIL(r, at_of(r, w) + name.len + 1, "%s has no mode '%.*s'", toc_type_name(c->type), TOC_FMT(rest));
}

static toc_status read_impact(reader *r, toc_str *rest, toc__case_code *c) {
  toc_str w;
  c->impact = true;
  if (!toc_str_word(rest, &w)) return FAIL(r, r->line.len, "the line ends, expected a kind of impact");
  c->kind = toc_impact_of(w);
  if (c->kind == TOC_N_IMPACTS)
    return FAIL(r, at_of(r, w), "unknown kind '%.*s', expected service_disruption, transport, communications, price, market or displacement", TOC_FMT(w));
  if (!toc_str_word(rest, &w)) return FAIL(r, r->line.len, "the line ends, expected a direction");
  c->direction = toc_direction_of(w);
  if (c->direction == TOC_N_DIRECTIONS) return FAIL(r, at_of(r, w), "unknown direction '%.*s', expected up, down, stopped or resumed", TOC_FMT(w));
  return TOC_OK;
}

static toc_status check_value(reader *r, toc_str value, size_t at, const toc__case_code *c, toc__case_field field) {
  if (field == TOC__CASE_STATUS && toc_fact_of(value) == TOC_N_FACTS) return FAIL(r, at, "unknown status '%.*s'", TOC_FMT(value));
  if (field == TOC__CASE_CONTEXT && toc_context_of(toc_str_sub(value, toc_str_starts(value, TOC_S("-")), value.len)) == TOC_N_CONTEXTS)
    return FAIL(r, at, "unknown context '%.*s', expected one of PLOVER's 37, with '-' before it where it must not be", TOC_FMT(value));
  if (field == TOC__CASE_OBJECT && !c->impact) return FAIL(r, at, "only an impact has an object");
  if ((field == TOC__CASE_ACTOR || field == TOC__CASE_RECIPIENT || field == TOC__CASE_CAMEO || field == TOC__CASE_CONTEXT || field == TOC__CASE_BY || field == TOC__CASE_TO) &&
      c->impact)
    return FAIL(r, at, "an impact has no %s", field_names[field]);
  return TOC_OK;
}

/* FIELD="words" or FIELD=word; *rest moves behind it. */
static toc_status read_field(reader *r, toc_str *rest, toc__case_code *c) {
  size_t n = 0, at = at_of(r, *rest), end;
  while (n < rest->len && rest->ptr[n] != '=' && rest->ptr[n] != ' ') n++;
  toc_str name = toc_str_sub(*rest, 0, n);
  uint32_t field = 0;
  while (field < TOC__N_CASE_FIELDS && !toc_str_is(name, field_names[field])) field++;
  if (field == TOC__N_CASE_FIELDS)
    return FAIL(r, at, "unknown field '%.*s', expected actor, recipient, by, to, trigger, object, where, when, status, cameo or context", TOC_FMT(name));
  if (n == rest->len || rest->ptr[n] != '=') return FAIL(r, at + n, "expected '=' behind '%.*s'", TOC_FMT(name));
  toc__case_value v = {.field = (toc__case_field)field};
  bool quoted = n + 1 < rest->len && rest->ptr[n + 1] == '"';
  size_t from = n + 1 + quoted;
  for (end = from; end < rest->len && rest->ptr[end] != (quoted ? '"' : ' ');) end++;
  if (quoted && end == rest->len) return FAIL(r, at + n + 1, "'\"' is not closed");
  v.value = toc_str_copy(r->a, toc_str_sub(*rest, from, end));
  if (!quoted && !v.value.len) return FAIL(r, at + from, "expected a value behind '%.*s='", TOC_FMT(name));
  end += quoted;
  if (end < rest->len && rest->ptr[end] != ' ') return FAIL(r, at + end, "expected a blank behind the value of '%.*s'", TOC_FMT(name));
  TRY(check_value(r, v.value, at + from, c, v.field));
  *toc_push(r->a, &c->values) = v;
  *rest = toc_str_sub(*rest, end, rest->len);
  return TOC_OK;
}

static toc_status read_code(reader *r, toc_str text) {
  toc__case_code c = {.text = toc_str_copy(r->a, text), .line = r->number};
  toc_str rest = text, w;
  if (r->none) return FAIL(r, at_of(r, text), "a line behind '(none)', expected the next '=== NAME'");
  toc_str_word(&rest, &w);
  if (toc_str_is(w, "impact")) TRY(read_impact(r, &rest, &c));
  else TRY(read_type(r, w, &c));
  for (;;) {
    while (rest.len && rest.ptr[0] == ' ') rest = toc_str_sub(rest, 1, rest.len);
    if (!rest.len) break;
    TRY(read_field(r, &rest, &c));
  }
  *toc_push(r->a, &r->now.codes) = c;
  return TOC_OK;
}

static toc_status read_codes(reader *r, toc_str text) {
  if (toc_str_is(text, "(none)")) {
    if (r->now.codes.len) return FAIL(r, at_of(r, text), "'(none)' behind a code");
    r->none = true;
    return TOC_OK;
  }
  if (toc_str_is(text, "...")) {
    r->now.more = true;
    return TOC_OK;
  }
  return read_code(r, text);
}

static toc_status end_case(reader *r) {
  if (r->part == IN_NONE) return TOC_OK;
  bool said = r->none || r->now.more || r->now.codes.len;
  if (r->part == IN_TEXT || !said) {
    r->number = r->now.line;
    return FAIL(r, 0, "case '%.*s' has no %s", TOC_FMT(r->now.name),
                !r->text->len ? "sentence" : r->part == IN_TEXT ? "line '---'" : "codes behind '---', expected a PLOVER type, impact, (none) or ...");
  }
  r->now.text = toc_str_copy(r->a, (toc_str){r->text->ptr, r->text->len});
  *toc_push(r->a, r->out) = r->now;
  return TOC_OK;
}

static toc_status begin_case(reader *r, toc_str name) {
  TRY(end_case(r));
  if (!name.len) return FAIL(r, 0, "a case without a name, expected '=== NAME'");
  r->now = (toc__case){.file = r->file, .line = r->number, .name = toc_str_copy(r->a, name)};
  r->part = IN_TEXT;
  r->none = false;
  toc_buf_reset(r->text);
  return TOC_OK;
}

static toc_status read_line(reader *r) {
  toc_str text = toc_str_trim(r->line);
  if (toc_str_starts(r->line, TOC_S("=== ")) || toc_str_is(text, "===")) return begin_case(r, toc_str_trim(toc_str_sub(r->line, 3, r->line.len)));
  if (!text.len || r->line.ptr[0] == '#') return TOC_OK;
  if (!toc_utf8_valid(text)) return FAIL(r, at_of(r, text), "broken UTF-8");
  if (r->part == IN_NONE) return FAIL(r, at_of(r, text), "expected '=== NAME' before a sentence");
  if (r->part == IN_CODES) return read_codes(r, text);
  if (!toc_str_is(text, "---")) {
    if (r->text->len) toc_buf_z(r->text, " ");
    toc_buf_str(r->text, text);
    return TOC_OK;
  }
  if (!r->text->len) return FAIL(r, 0, "'---' without a sentence above");
  r->part = IN_CODES;
  return TOC_OK;
}

static toc_status read_all(reader *r, toc_str bytes) {
  while (toc_str_cut(&bytes, '\n', &r->line)) {
    r->number++;
    TRY(read_line(r));
    if (r->text->failed) return toc_fail(r->err, TOC_NOMEM, r->file, r->number, 0, "a text this long does not fit in memory");
  }
  return end_case(r);
}

/* The buffer is outside the arena: a jump out of memory is caught here, and goes on above. */
toc_status toc__cases_read(toc_arena *a, const char *file, toc_str bytes, toc__case_list *out, toc_error *err) {
  jmp_buf jump, *outer = a->oom;
  toc_buf text;
  toc_buf_init(&text, 0);
  reader r = {.a = a, .file = file, .text = &text, .out = out, .err = err};
  volatile toc_status s = TOC_NOMEM;
  if (TOC_TRY(a, jump)) s = read_all(&r, bytes);
  else toc_fail(err, TOC_NOMEM, file, 0, 0, "out of memory for cases");
  a->oom = outer;
  toc_buf_release(&text);
  return s;
}
