/* read.c - CoNLL-U in, with errors that name line and column. */
#include "conllu.h"

enum { ID, FORM, LEMMA, UPOS, XPOS, FEATS, HEAD, DEPREL, DEPS, MISC, COLUMNS };

typedef struct reader {
  toc_arena *arena;  /* of the result */
  toc_doc *doc;      /* NULL when only the text is wanted */
  const char *file;
  uint32_t line;
  toc_str rest, row; /* the current line without its end */
  toc_str col[COLUMNS];
  toc_error *err;
  toc_buf text;
  bool paragraph;    /* the next sentence begins one */
  /* the current sentence */
  toc_str sent_id;
  uint32_t first_token, first_line, words;
  uint32_t sentence_start;
  bool glue;         /* no space before the next token */
  uint32_t mwt_from, mwt_to;
  toc_span mwt_span;
  bool mwt_glue;
  bool any_head, no_head;
} reader;

static toc_status bad(reader *r, int column, const char *what, toc_str value) {
  uint32_t at = column < 0 ? 0 : (uint32_t)(r->col[column].ptr - r->row.ptr) + 1;
  return toc_fail(r->err, TOC_BADINPUT, r->file, r->line, at, "%s '%.*s'", what,
                  (int)(value.len > 80 ? 80 : value.len), value.len ? value.ptr : "");
}

static bool next_row(reader *r) {
  if (!toc_str_cut(&r->rest, '\n', &r->row)) return false;
  r->line++;
  if (r->row.len && r->row.ptr[r->row.len - 1] == '\r') r->row.len--;
  return true;
}

static bool is_blank(toc_str s) { return toc_str_trim(s).len == 0; }
static bool is_none(toc_str s) { return s.len == 1 && s.ptr[0] == '_'; }

/* "# key = value" → value; the key may go on: "newdoc", "newdoc id". */
static bool comment_is(toc_str row, const char *key, toc_str *value) {
  toc_str body = toc_str_trim(toc_str_sub(row, 1, row.len)), k = toc_cstr(key);
  if (!toc_str_starts(body, k)) return false;
  body = toc_str_trim(toc_str_sub(body, k.len, body.len));
  if (value) *value = body;
  return true;
}

/* The value of "# key = value"; false: the row says something else. */
static bool comment_of(toc_str row, const char *key, toc_str *value) {
  toc_str rest;
  if (!comment_is(row, key, &rest) || !toc_str_starts(rest, TOC_S("="))) return false;
  *value = toc_str_trim(toc_str_sub(rest, 1, rest.len));
  return value->len > 0;
}

toc_str toc__conllu_comment(toc_str document, const char *key) {
  toc_str row, value = {0};
  while (toc_str_cut(&document, '\n', &row) && (!row.len || row.ptr[0] == '#' || is_blank(row)))
    if (row.len && row.ptr[0] == '#' && comment_of(row, key, &value)) return value;
  return (toc_str){0};
}

static toc_status split(reader *r) {
  toc_str rest = r->row, field;
  int n = 0;
  for (; n < COLUMNS && toc_str_cut(&rest, '\t', &field); n++) {
    if (!field.len) return toc_fail(r->err, TOC_BADINPUT, r->file, r->line,
                                    (uint32_t)(field.ptr - r->row.ptr) + 1, "column %d is empty, expected a value or '_'", n + 1);
    r->col[n] = field;
  }
  if (n == COLUMNS && !rest.ptr) return TOC_OK;
  return toc_fail(r->err, TOC_BADINPUT, r->file, r->line, 0, "expected 10 columns divided by tabs, found %d%s", n,
                  rest.ptr ? " and more" : "");
}

static bool has_misc(toc_str misc, const char *want) {
  toc_str one;
  while (toc_str_cut(&misc, '|', &one))
    if (toc_str_is(one, want)) return true;
  return false;
}

/* Appends a surface form to the text; its span. */
static toc_span add_form(reader *r, toc_str form, bool glue_next) {
  if (!r->glue) toc_buf_put(&r->text, " ", 1);
  uint32_t start = (uint32_t)r->text.len;
  toc_buf_str(&r->text, form);
  r->glue = glue_next;
  return (toc_span){start, (uint32_t)r->text.len};
}

static void begin_sentence(reader *r) {
  if (r->text.len) toc_buf_z(&r->text, r->paragraph ? "\n\n" : r->glue ? "" : " ");
  r->sentence_start = (uint32_t)r->text.len;
  r->glue = true;
  r->first_line = r->line;
  r->words = 0;
  r->mwt_from = r->mwt_to = 0;
  r->any_head = r->no_head = false;
  if (r->doc) {
    r->first_token = r->doc->tokens.len;
    if (r->paragraph || !r->doc->blocks.len) *toc_push(r->arena, &r->doc->blocks) = (toc_block){.section = TOC_BODY};
  }
  r->paragraph = false;
}

static toc_status mwt_row(reader *r, toc_str from, toc_str to) {
  uint64_t a, b;
  if (!toc_str_uint(from, &a) || !toc_str_uint(to, &b) || a != r->words + 1u || b < a || b > a + 200)
    return bad(r, ID, "expected the range of a multiword token, found", r->col[ID]);
  r->mwt_span = add_form(r, r->col[FORM], has_misc(r->col[MISC], "SpaceAfter=No"));
  r->mwt_from = (uint32_t)a;
  r->mwt_to = (uint32_t)b;
  return TOC_OK;
}

/* The words of a multiword token get characters of their own if they spell it. */
static void span_mwt(reader *r) {
  toc_doc *doc = r->doc;
  uint32_t n = r->mwt_to - r->mwt_from + 1, first = doc->tokens.len - n;
  toc_str whole = {r->text.ptr + r->mwt_span.start, r->mwt_span.end - r->mwt_span.start};
  size_t at = 0;
  bool spelt = true;
  for (uint32_t i = first; spelt && i < first + n; i++) {
    toc_str form = doc->tokens.ptr[i].form;
    spelt = toc_str_starts(toc_str_sub(whole, at, whole.len), form);
    at += spelt ? form.len : 0;
  }
  spelt = spelt && at == whole.len;
  at = r->mwt_span.start;
  for (uint32_t i = first; i < first + n; i++) {
    toc_token *t = &doc->tokens.ptr[i];
    t->mwt_span = r->mwt_span;
    t->span = spelt ? (toc_span){(uint32_t)at, (uint32_t)(at + t->form.len)} : r->mwt_span;
    at += t->form.len;
    t->space_after = i + 1 == first + n && !r->glue;
  }
  doc->tokens.ptr[first].mwt = (uint8_t)n;
}

static toc_status fill_columns(reader *r, toc_token *t) {
  toc_pool *pool = &r->doc->pool;
  t->form = toc_pool_intern(pool, r->col[FORM]);
  t->lemma = is_none(r->col[LEMMA]) && !is_none(r->col[FORM]) ? (toc_str){0} : toc_pool_intern(pool, r->col[LEMMA]);
  if (!is_none(r->col[UPOS])) {
    t->upos = toc_upos_of(r->col[UPOS]);
    if (t->upos == TOC_UPOS_NONE) return bad(r, UPOS, "unknown UPOS", r->col[UPOS]);
  }
  if (!is_none(r->col[XPOS])) t->xpos = toc_pool_intern(pool, r->col[XPOS]);
  if (!is_none(r->col[FEATS])) {
    t->feats = toc_pool_intern(pool, r->col[FEATS]);
    t->feat = toc_feat_bits(t->feats);
  }
  return TOC_OK;
}

static toc_status head_column(reader *r, uint32_t index) {
  uint64_t head;
  toc_token *t = &r->doc->tokens.ptr[index];
  if (is_none(r->col[HEAD])) {
    r->no_head = true;
    return TOC_OK;
  }
  r->any_head = true;
  if (!toc_str_uint(r->col[HEAD], &head) || head > UINT32_MAX / 2) return bad(r, HEAD, "expected a head's number or 0, found", r->col[HEAD]);
  if (toc_deprel_of(r->col[DEPREL]) == TOC_REL_NONE) return bad(r, DEPREL, "unknown relation", r->col[DEPREL]);
  toc_doc_set_head(r->doc, index, head ? r->first_token + (uint32_t)head - 1 : TOC_NONE, r->col[DEPREL]);
  if (t->head == index) return bad(r, HEAD, "a word is its own head:", r->col[FORM]);
  return TOC_OK;
}

static toc_status word_row(reader *r) {
  uint64_t id;
  if (!toc_str_uint(r->col[ID], &id) || id != r->words + 1u)
    return bad(r, ID, "expected the next word's number, found", r->col[ID]);
  r->words++;
  bool inside = r->words >= r->mwt_from && r->words <= r->mwt_to;
  bool no_space = has_misc(r->col[MISC], "SpaceAfter=No");
  toc_span span = inside ? r->mwt_span : add_form(r, r->col[FORM], no_space);
  if (!r->doc) return TOC_OK;
  toc_token *t = toc_doc_add_token(r->doc);
  t->span = span;
  t->space_after = !no_space;
  t->sentence = r->doc->sentences.len;
  toc_status s = fill_columns(r, t);
  if (s == TOC_OK) s = head_column(r, r->doc->tokens.len - 1);
  if (s == TOC_OK && inside && r->words == r->mwt_to) span_mwt(r);
  return s;
}

/* Heads inside the sentence, one root, no circle: each word is visited once. */
static toc_status check_tree(reader *r) {
  toc_doc *doc = r->doc;
  uint32_t first = r->first_token, n = doc->tokens.len - first, roots = 0;
  uint32_t *seen = toc_new(&doc->scratch, uint32_t, n);
  for (uint32_t i = 0; i < n; i++) {
    uint32_t head = doc->tokens.ptr[first + i].head;
    if (head == TOC_NONE) roots++;
    else if (head - first >= n)
      return toc_fail(r->err, TOC_BADINPUT, r->file, r->first_line, 0, "word %u has head %u, but the sentence has %u words",
                      (unsigned)i + 1, (unsigned)(head - first + 1), (unsigned)n);
  }
  if (roots != 1)
    return toc_fail(r->err, TOC_BADINPUT, r->file, r->first_line, 0, "expected one root, found %u, in the sentence that begins", (unsigned)roots);
  for (uint32_t i = 0; i < n; i++) {
    uint32_t at = i;
    while (!seen[at]) {
      seen[at] = i + 1;
      uint32_t head = doc->tokens.ptr[first + at].head;
      if (head == TOC_NONE) break;
      at = head - first;
      if (seen[at] == i + 1)
        return toc_fail(r->err, TOC_BADINPUT, r->file, r->first_line, 0, "heads go in a circle at word %u of the sentence that begins", (unsigned)at + 1);
    }
  }
  return TOC_OK;
}

static toc_status end_sentence(reader *r) {
  if (!r->words) return TOC_OK;
  if (r->words < r->mwt_to)
    return toc_fail(r->err, TOC_BADINPUT, r->file, r->first_line, 0, "a multiword token ends behind the last word of the sentence that begins");
  if (!r->doc) return TOC_OK;
  if (r->any_head && r->no_head)
    return toc_fail(r->err, TOC_BADINPUT, r->file, r->first_line, 0, "some words have a head and some have none, in the sentence that begins");
  if (r->any_head) {
    toc_status s = check_tree(r);
    if (s != TOC_OK) return s;
  }
  toc_doc *doc = r->doc;
  toc_block *block = &doc->blocks.ptr[doc->blocks.len - 1];
  toc_span span = {r->sentence_start, (uint32_t)r->text.len};
  if (toc_span_empty(block->span)) block->span = span;
  block->span.end = span.end;
  *toc_push(r->arena, &doc->sentences) = (toc_sentence){
      .id = r->sent_id.len ? toc_str_copy(r->arena, r->sent_id) : (toc_str){0}, .span = span, .first = r->first_token, .last = doc->tokens.len, .paragraph = doc->blocks.len - 1, .analysed = r->any_head};
  r->sent_id = (toc_str){0};
  return TOC_OK;
}

static toc_status read_rows(reader *r) {
  bool inside = false;
  toc_status s = TOC_OK;
  while (s == TOC_OK && next_row(r)) {
    if (r->text.len > UINT32_MAX - 8 || r->text.failed)
      return toc_fail(r->err, TOC_NOMEM, r->file, r->line, 0, "the text is too long");
    if (is_blank(r->row)) {
      if (inside) s = end_sentence(r);
      inside = false;
      continue;
    }
    if (r->row.ptr[0] == '#') {
      if (comment_is(r->row, "newpar", NULL) || comment_is(r->row, "newdoc", NULL)) r->paragraph = true;
      else if (!inside) comment_of(r->row, "sent_id", &r->sent_id);
      continue;
    }
    if ((s = split(r)) != TOC_OK) break;
    if (!inside) begin_sentence(r);
    inside = true;
    toc_str to = r->col[ID], from;
    if (memchr(to.ptr, '.', to.len)) continue; /* an empty node */
    toc_str_cut(&to, '-', &from);
    s = to.ptr ? mwt_row(r, from, to) : word_row(r);
  }
  return s == TOC_OK && inside ? end_sentence(r) : s;
}

/* Runs the reader with the text buffer released whatever happens. */
static toc_status run(reader *r, toc_str *text) {
  jmp_buf jump, *before = r->arena->oom, *before_scratch = r->doc ? r->doc->scratch.oom : NULL;
  volatile toc_status s = TOC_NOMEM;
  volatile bool failed = false;
  toc_buf_init(&r->text, UINT32_MAX);
  if (r->doc) r->doc->scratch.oom = &jump;
  if (TOC_TRY(r->arena, jump)) {
    s = read_rows(r);
    if (s == TOC_OK) *text = toc_str_copy(r->arena, (toc_str){r->text.ptr ? r->text.ptr : "", r->text.len});
    if (s == TOC_OK && r->doc) toc_doc_link(r->doc);
  } else {
    failed = true;
  }
  r->arena->oom = before;
  if (r->doc) r->doc->scratch.oom = before_scratch;
  toc_buf_release(&r->text);
  if (failed && before) longjmp(*before, 1);
  if (failed) toc_fail(r->err, TOC_NOMEM, r->file, r->line, 0, "out of memory");
  return s;
}

toc_status toc__conllu_text(toc_arena *arena, toc_str bytes, const char *file, uint32_t line, toc_str *text,
                            toc_error *err) {
  reader r = {.arena = arena, .file = file, .line = line - 1, .rest = bytes, .err = err, .paragraph = true};
  return run(&r, text);
}

toc_status toc__conllu_read(toc_doc *doc, toc_str bytes, const char *file, uint32_t line, toc_error *err) {
  reader r = {.arena = &doc->arena, .doc = doc, .file = file, .line = line - 1, .rest = bytes, .err = err, .paragraph = true};
  toc_arena_reset(&doc->scratch);
  return run(&r, &doc->text);
}

bool toc__conllu_cut(toc_str *rest, uint32_t *line, toc_str *document, toc_str *id, uint32_t *first_line) {
  const char *start = rest->ptr;
  size_t all = rest->len;
  bool rows = false;
  toc_str row;
  *id = (toc_str){0};
  *first_line = *line;
  if (!rest->ptr || is_blank(*rest)) return false;
  for (toc_str ahead = *rest; toc_str_cut(&ahead, '\n', &row); *rest = ahead, ++*line) {
    toc_str name;
    bool newdoc = row.len && row.ptr[0] == '#' && comment_is(row, "newdoc", &name);
    if (newdoc && rows) break;
    if (newdoc && comment_is(row, "newdoc id", &name)) {
      name = toc_str_starts(name, TOC_S("=")) ? toc_str_trim(toc_str_sub(name, 1, name.len)) : name;
      if (name.len) *id = name;
    }
    rows = rows || (row.len && row.ptr[0] != '#' && !is_blank(row));
  }
  *document = (toc_str){start, rest->ptr ? (size_t)(rest->ptr - start) : all};
  return true;
}
