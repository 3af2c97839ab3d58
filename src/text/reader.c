/* reader.c - files into reports: plain text, JSONL, CoNLL-U, web pages.
 *
 * What a file is shows in its first lines (or its suffix, where that says it plainly).  A
 * broken report is an error with file and line; the next call goes on behind it. */
#include "source.h"

#include <stdlib.h>

#define MAX_DEFAULT ((size_t)256 << 20)
#define LOOK 65536

/* ------------------------------------------------------------- recognition */

static bool path_ends(const char *path, const char *suffix) { return toc_str_ends(toc_cstr(path), toc_cstr(suffix)); }

/* Ten columns behind a number. */
static bool is_conllu_row(toc_str line) {
  size_t tabs = 0;
  for (size_t i = 0; i < line.len; i++) tabs += line.ptr[i] == '\t';
  return tabs == 9 && line.ptr[0] >= '1' && line.ptr[0] <= '9';
}

static bool is_conllu(toc_str head) {
  toc_str line;
  while (toc_str_cut(&head, '\n', &line)) {
    line = toc_str_trim(line);
    if (line.len && line.ptr[0] != '#') return is_conllu_row(line);
  }
  return false;
}

static toc_input_format recognise(toc_arena *scratch, const char *path, toc_str head) {
  if (path_ends(path, ".jsonl") || path_ends(path, ".ndjson")) return TOC_INPUT_JSONL;
  if (path_ends(path, ".conllu")) return TOC_INPUT_CONLLU;
  if (path_ends(path, ".txt")) return toc__press_detect(scratch, head) ? TOC_INPUT_PRESS : TOC_INPUT_TEXT;
  if (path_ends(path, ".html") || path_ends(path, ".htm")) return toc__press_detect(scratch, head) ? TOC_INPUT_PRESS : TOC_INPUT_HTML;
  if (toc__petr_xml_detect(head)) return TOC_INPUT_CONLLU;
  if (toc__feed_detect(head)) return TOC_INPUT_FEED;
  if (toc__sgml_detect(head)) return TOC_INPUT_SGML;
  if (toc__warc_detect(head)) return TOC_INPUT_WARC;
  if (toc__press_detect(scratch, head)) return TOC_INPUT_PRESS;
  if (toc__html_detect(head)) return TOC_INPUT_HTML;
  toc_str s = toc_str_trim(head);
  if (s.len > 1 && s.ptr[0] == '{') {
    toc_str inner = toc_str_trim(toc_str_sub(s, 1, s.len));
    const char *lf = memchr(s.ptr, '\n', s.len);
    bool one_line = !lf || toc_str_ends(toc_str_trim((toc_str){s.ptr, (size_t)(lf - s.ptr)}), TOC_S("}"));
    if (inner.len && (inner.ptr[0] == '"' || inner.ptr[0] == '}')) return one_line ? TOC_INPUT_JSONL : TOC_INPUT_JSON;
  }
  if (s.len > 1 && s.ptr[0] == '[' && toc_str_starts(toc_str_trim(toc_str_sub(s, 1, s.len)), TOC_S("{"))) return TOC_INPUT_JSON;
  if (path_ends(path, ".csv") || path_ends(path, ".tsv") || toc__table_detect(s)) return TOC_INPUT_TABLE;
  return is_conllu(s) ? TOC_INPUT_CONLLU : TOC_INPUT_TEXT;
}

/* UTF-16 is told from the first bytes; lines are then read as UTF-8. */
static void prepare_lines(toc__input *in, toc__encoding enc, size_t mark) {
  in->at += mark;
  if (enc == TOC__UTF16LE || enc == TOC__UTF16BE) toc__input_transcode(in, enc);
}

static toc_status look(toc_reader *r) {
  toc_str head = toc__input_peek(&r->in, LOOK);
  if (r->in.failed && !head.len) return TOC_OK; /* told by the first read */
  size_t mark;
  toc__encoding enc = toc__text_guess(head, &mark);
  if (r->format == TOC_INPUT_AUTO) {
    toc_arena arena;
    jmp_buf jump;
    toc_arena_init(&arena, 0);
    volatile bool ok = false;
    if (TOC_TRY(&arena, jump)) {
      toc__decoded d;
      toc__text_decode_as(&arena, toc_str_sub(head, mark, head.len), enc, mark, 0, &d);
      r->format = recognise(&arena, r->in.path, d.text);
      ok = true;
    }
    toc_arena_release(&arena);
    if (!ok) return TOC_NOMEM;
  }
  r->xml.on = r->format == TOC_INPUT_CONLLU && toc__petr_xml_detect(head);
  r->xml.rows = false;
  if (r->format != TOC_INPUT_TEXT && r->format != TOC_INPUT_HTML && r->format != TOC_INPUT_WARC && r->format != TOC_INPUT_FEED &&
      r->format != TOC_INPUT_PRESS)
    prepare_lines(&r->in, enc, mark);
  return TOC_OK;
}

/* ----------------------------------------------------------------- opening */

static toc_str stem_of(const char *path) {
  toc_str s = toc_cstr(path);
  for (size_t i = s.len; i > 0; i--)
    if (s.ptr[i - 1] == '/') {
      s = toc_str_sub(s, i, s.len);
      break;
    }
  static const char *const packed[] = {".gz", ".zst", ".bz2", ".xz"};
  for (size_t k = 0; k < sizeof packed / sizeof *packed; k++)
    if (toc_str_ends(s, toc_cstr(packed[k]))) s = toc_str_sub(s, 0, s.len - strlen(packed[k]));
  for (size_t i = s.len; i > 1; i--)
    if (s.ptr[i - 1] == '.') return toc_str_sub(s, 0, i - 1);
  return toc_str_is(s, "-") ? TOC_S("stdin") : s;
}

toc_status toc_reader_open(toc_reader **out, const char *path, toc_input_format format, size_t max_report,
                           toc_error *err) {
  *out = NULL;
  toc_reader *r = calloc(1, sizeof *r);
  if (!r) return toc_fail(err, TOC_NOMEM, NULL, 0, 0, "out of memory for a reader");
  r->format = r->asked = format;
  r->max = max_report ? max_report : MAX_DEFAULT;
  if (r->max > UINT32_MAX / 4) r->max = UINT32_MAX / 4; /* a byte may become three, spans are 32 bits */
  toc_buf_init(&r->document, 0);
  toc_buf_init(&r->xml.waiting, 0);
  toc_status s = toc__input_open(&r->in, path, err);
  if (s == TOC_OK) {
    r->stem = stem_of(r->in.path);
    s = look(r);
    if (s != TOC_OK) toc_fail(err, s, NULL, 0, 0, "out of memory for '%s'", path);
  }
  if (s != TOC_OK) {
    toc_reader_close(r);
    return s;
  }
  *out = r;
  return TOC_OK;
}

void toc_reader_close(toc_reader *r) {
  if (!r) return;
  toc__input_close(&r->in);
  toc_buf_release(&r->document);
  toc_buf_release(&r->xml.waiting);
  toc__html_free(r->html);
  toc__feed_free(r->feed);
  toc__press_free(r->press);
  toc__fields_release(&r->fields);
  free(r);
}

toc_status toc_reader_map(toc_reader *r, const char *map, toc_error *err) { return toc__fields_read(&r->fields, map, err); }

toc_status toc_reader_seek(toc_reader *r, uint64_t offset, toc_error *err) {
  if (r->format != TOC_INPUT_WARC) return toc_fail(err, TOC_USAGE, NULL, 0, 0, "'%s' is no web archive: only those are read from a byte on", r->in.path);
  return toc__input_seek(&r->in, offset, err);
}

uint64_t toc_reader_position(const toc_reader *r, uint64_t *size) {
  if (size) *size = r->in.size;
  return r->in.taken - (r->in.transcode == TOC__UTF8 ? r->in.buf.len - r->in.at : 0);
}

/* ----------------------------------------------------------------- reports */

void toc_report_free(toc_report *report) {
  if (!report) return;
  toc__held *h = (toc__held *)(void *)report;
  toc_arena_release(&h->arena);
  free(h);
}

static bool name_file(toc__held *h, const char *path);

void toc__held_take(toc__held *h, int field, toc_str value) {
  toc_report *p = &h->report;
  toc_str *to[TOC__N_FIELDS] = {&p->id, &p->text, &p->title, &p->published, &p->updated, &p->publisher, &p->url, &p->language};
  bool date = field == TOC__PUBLISHED || field == TOC__UPDATED;
  if (field != TOC__TEXT) value = toc_str_trim(value);
  if (!value.len && field != TOC__TEXT) return;
  *to[field] = date ? toc__fields_date(&h->arena, value) : toc_str_copy(&h->arena, value);
}

void toc__held_name(toc__held *h, const char *path) {
  toc_report *p = &h->report;
  if (p->id.len) return;
  if (p->has_offset) p->id = toc_str_format(&h->arena, "%s:%llu", path, (unsigned long long)p->offset);
  else p->id = toc_str_format(&h->arena, "%s:%u", path, (unsigned)p->line);
}

void toc__held_file(toc__held *h, const char *path) {
  uint32_t line = h->report.line;
  h->report = (toc_report){.line = line};
  name_file(h, path);
}

static bool name_file(toc__held *h, const char *path) {
  jmp_buf jump;
  bool ok = TOC_TRY(&h->arena, jump);
  if (ok) h->report.file = toc_str_copy(&h->arena, toc_cstr(path));
  h->arena.oom = NULL;
  return ok;
}

/* The store keeps reports as received, so each carries its bytes along. */
static void keep_received(toc__held *h, toc_str raw, toc_input_format format) {
  h->report.received = toc_str_copy(&h->arena, raw.ptr ? raw : TOC_S(""));
  h->report.received_as = format;
}

/* What came in a larger whole (a table, a feed, an archive), or under names of the caller's, is kept
 * as a line of JSON: all that the report is, under the names that everybody reads. */
static bool keep_line(toc__held *h) {
  const toc_report *p = &h->report;
  const struct {
    const char *key;
    toc_str value;
  } member[] = {{"{\"id\":", p->id}, {",\"text\":", p->text.ptr ? p->text : TOC_S("")}, {",\"title\":", p->title},
                {",\"published\":", p->published}, {",\"updated\":", p->updated}, {",\"publisher\":", p->publisher},
                {",\"url\":", p->url}, {",\"language\":", p->language}};
  toc_buf line;
  jmp_buf jump;
  toc_buf_init(&line, 0);
  for (size_t i = 0; i < sizeof member / sizeof *member; i++) {
    if (!member[i].value.ptr) continue;
    toc_buf_z(&line, member[i].key);
    toc_buf_json(&line, member[i].value);
  }
  toc_buf_z(&line, "}");
  volatile bool ok = false;
  if (!line.failed && TOC_TRY(&h->arena, jump)) {
    keep_received(h, (toc_str){line.ptr, line.len}, TOC_INPUT_JSONL);
    ok = true;
  }
  h->arena.oom = NULL;
  toc_buf_release(&line);
  return ok;
}

static bool name_report(toc__held *h, toc_str id) {
  jmp_buf jump;
  bool ok = TOC_TRY(&h->arena, jump);
  if (ok) h->report.id = toc_str_copy(&h->arena, id);
  h->arena.oom = NULL;
  return ok;
}

/* Every report has an id: one whose name is empty ("folder/.txt") is called by file and line. */
static bool name_nameless(toc__held *h, const char *path) {
  jmp_buf jump;
  bool ok = TOC_TRY(&h->arena, jump);
  if (ok) toc__held_name(h, path);
  h->arena.oom = NULL;
  return ok;
}

static toc__held *hold(const toc_reader *r, uint32_t line) {
  toc__held *h = calloc(1, sizeof *h);
  if (!h) return NULL;
  toc_arena_init(&h->arena, 0);
  h->report.line = line;
  if (name_file(h, r->in.path)) return h;
  toc_report_free(&h->report);
  return NULL;
}

uint64_t toc_report_origin(const toc_report *report, uint32_t at) {
  return report->map ? toc__text_raw(report->map, report->n_map, at) : at;
}

/* Fills a report from the whole of a plain text. */
static void fill_text(toc__held *h, toc_str id, toc_str raw) {
  toc__decoded d;
  keep_received(h, raw, TOC_INPUT_TEXT);
  toc__text_decode(&h->arena, raw, 0, &d);
  h->report.id = toc_str_copy(&h->arena, id);
  h->report.text = d.text;
  h->report.encoding = d.encoding;
  h->report.n_repaired = d.n_repaired;
  h->report.map = d.map.ptr;
  h->report.n_map = d.map.len;
}

/* A file that is one report as a whole: plain text, or a page. */
static toc_status next_whole(toc_reader *r, toc__held *h, toc_error *err) {
  bool page = r->format == TOC_INPUT_HTML;
  toc_str raw = toc__input_peek(&r->in, r->max + 1);
  r->done = true;
  if (r->in.failed) return toc__input_fail(&r->in, err);
  if (raw.len > r->max)
    return toc_fail(err, TOC_BADINPUT, r->in.path, 0, 0, "a report of more than %zu bytes", r->max);
  if (page && !r->html) {
    toc_status loaded = toc__html_load(&r->html, NULL, err);
    if (loaded != TOC_OK) return loaded;
  }
  jmp_buf jump;
  volatile toc_status s = TOC_NOMEM;
  if (TOC_TRY(&h->arena, jump)) {
    s = TOC_OK;
    if (page) {
      s = toc__page_report(h, r->html, raw, r->stem, (toc_str){0}, err);
      keep_received(h, raw, TOC_INPUT_HTML);
      h->report.page = h->report.received;
    }
    else fill_text(h, r->stem, raw);
  } else {
    toc_fail(err, TOC_NOMEM, r->in.path, 0, 0, "out of memory for a report");
  }
  h->arena.oom = NULL;
  r->in.at = r->in.buf.len;
  return s;
}

static toc_status line_trouble(toc_reader *r, toc__line what, uint32_t line, toc_error *err) {
  if (what == LINE_FAILED) {
    r->done = true;
    return toc__input_fail(&r->in, err);
  }
  if (what == LINE_LONG)
    return toc_fail(err, TOC_BADINPUT, r->in.path, line, 0, "a line of more than %zu bytes", r->max);
  r->done = true;
  return TOC_DONE;
}

static toc_status next_jsonl(toc_reader *r, toc__held *h, toc_error *err) {
  toc_str line;
  do {
    h->report.line = r->in.line;
    toc__line what = toc__input_line(&r->in, r->max, &line);
    if (what != LINE_OK) return line_trouble(r, what, h->report.line, err);
  } while (!toc_str_trim(line).len);
  return toc__jsonl_report(h, line, &r->fields, r->in.path, h->report.line, err);
}

static bool is_newdoc(toc_str ahead) {
  toc_str line;
  if (!toc_str_cut(&ahead, '\n', &line) || !line.len || line.ptr[0] != '#') return false;
  toc_str rest = toc_str_trim(toc_str_sub(line, 1, line.len));
  return toc_str_starts(rest, TOC_S("newdoc")) && (rest.len == 6 || rest.ptr[6] == ' ' || rest.ptr[6] == '=');
}

/* "AFP0808020625_4" → "AFP0808020625": the report of a sentence, as UniversalPetrarch calls it. */
static toc_str story_of(toc_str sent_id) {
  size_t n = sent_id.len;
  while (n && sent_id.ptr[n - 1] >= '0' && sent_id.ptr[n - 1] <= '9') n--;
  return n > 1 && n < sent_id.len && sent_id.ptr[n - 1] == '_' ? toc_str_sub(sent_id, 0, n - 1) : sent_id;
}

/* What the comments in front of a sentence say of its report. */
typedef struct about {
  toc_str date, source, story; /* story: only of a dated sentence */
} about;

static about read_about(toc_str document) {
  about a = {toc__conllu_comment(document, "date"), toc__conllu_comment(document, "source"), {0}};
  if (!a.source.len) a.source = toc__conllu_comment(document, "publisher");
  if (a.date.len) a.story = story_of(toc__conllu_comment(document, "sent_id"));
  return a;
}

/* Sentences with dates of their own, as a converter of UniversalPetrarch's files writes them, need no "# newdoc": a
 * report ends where the date, the source or the story of the sentence id becomes another. */
static bool other_story(toc_str document, toc_str ahead) {
  if (!ahead.len || ahead.ptr[0] != '#') return false;
  about before = read_about(document), now = read_about(ahead);
  return before.date.len && now.date.len && !toc__conllu_comment(document, "newdoc id").len &&
         !(toc_str_eq(before.date, now.date) && toc_str_eq(before.source, now.source) && toc_str_eq(before.story, now.story));
}

static toc_status fill_conllu(toc__held *h, const toc_reader *r, toc_error *err) {
  toc__decoded d;
  toc_str raw = {r->document.ptr, r->document.len};
  keep_received(h, raw, TOC_INPUT_CONLLU);
  toc__text_decode_as(&h->arena, raw, TOC__UTF8, 0, 0, &d);
  toc_str rest = d.text, document = d.text, id = {0};
  uint32_t line = r->document_line, first = line;
  toc__conllu_cut(&rest, &line, &document, &id, &first);
  toc_report *p = &h->report;
  p->line = r->document_line;
  p->conllu = d.text;
  p->encoding = d.encoding;
  p->n_repaired = d.n_repaired;
  about said = read_about(d.text);
  toc_day day;
  if (!id.len) id = said.story;
  if (said.date.len) p->published = toc_day_parse(said.date, &day, NULL) ? toc_str_copy(&h->arena, said.date) : toc__fields_date(&h->arena, said.date);
  if (said.source.len) p->publisher = toc_str_copy(&h->arena, said.source);
  p->id = toc_str_copy(&h->arena, id.len ? id : r->stem);
  if (!id.len && r->n > 0) {
    size_t n = strlen(r->in.path);
    char *made = toc_arena_alloc(&h->arena, n + 16, 1);
    p->id = (toc_str){made, (size_t)snprintf(made, n + 16, "%s:%u", r->in.path, (unsigned)p->line)};
  }
  return toc__conllu_text(&h->arena, d.text, r->in.path, r->document_line, &p->text, err);
}

/* Does another report begin with what comes next? */
static bool next_begins(toc_reader *r, bool between) {
  toc_str document = {r->document.ptr, r->document.len};
  if (!r->xml.on) return is_newdoc(toc__input_peek(&r->in, 64)) || (between && document.len && other_story(document, toc__input_peek(&r->in, 4096)));
  if (r->xml.rows || !document.len) return false;
  toc_buf said;
  toc_str ahead = toc__input_peek(&r->in, 4096), line;
  toc_buf_init(&said, 0);
  bool other = toc_str_cut(&ahead, '\n', &line) && toc__petr_xml_about(line, &said) && said.len && other_story(document, (toc_str){said.ptr, said.len});
  toc_buf_release(&said);
  return other;
}

/* Collects lines up to the next "# newdoc", or the next report of sentences with dates, that follows some sentence. */
static toc_status collect(toc_reader *r, toc_error *err) {
  bool rows = false, too_long = false, between = false; /* between: an empty line came last */
  r->document_line = r->in.line;
  for (;;) {
    toc_str line;
    if (rows && next_begins(r, between && !too_long)) break;
    uint32_t number = r->in.line;
    toc__line what = toc__input_line(&r->in, r->max, &line);
    if (what == LINE_END) break;
    if (what == LINE_FAILED) return line_trouble(r, what, number, err);
    if (what == LINE_LONG || r->document.len + line.len >= r->max) {
      too_long = true;
      toc_buf_reset(&r->document);
      rows = true;
      continue;
    }
    between = !toc_str_trim(line).len;
    if (r->xml.on) {
      rows |= toc__petr_xml_line(&r->xml, line, &r->document);
      continue;
    }
    if (line.len && line.ptr[0] != '#') rows = true;
    if (too_long) continue;
    toc_buf_str(&r->document, line);
    toc_buf_put(&r->document, "\n", 1);
  }
  if (too_long)
    return toc_fail(err, TOC_BADINPUT, r->in.path, r->document_line, 0, "a document of more than %zu bytes", r->max);
  if (r->document.failed) return toc_fail(err, TOC_NOMEM, r->in.path, r->document_line, 0, "out of memory for a document");
  if (rows) return TOC_OK;
  r->done = true;
  return TOC_DONE;
}

static toc_status next_conllu(toc_reader *r, toc__held *h, toc_error *err) {
  toc_buf_reset(&r->document);
  toc_status got = collect(r, err);
  if (got != TOC_OK) return got;
  jmp_buf jump;
  volatile toc_status s = TOC_NOMEM;
  if (TOC_TRY(&h->arena, jump)) s = fill_conllu(h, r, err);
  else toc_fail(err, TOC_NOMEM, r->in.path, r->document_line, 0, "out of memory for a document");
  h->arena.oom = NULL;
  return s;
}

static toc_status next_member(toc_reader *r, toc_error *err) {
  toc_status s = toc__input_member(&r->in, err);
  if (s != TOC_OK) {
    if (s != TOC_DONE) r->in.packed = false; /* nothing behind the damage can be trusted */
    return s;
  }
  r->format = r->asked;
  r->header_read = r->in_list = false;
  r->warc_begun = false;
  r->warc_n = 0;
  r->stem = stem_of(r->in.path);
  r->done = false;
  s = look(r);
  return s == TOC_OK ? s : toc_fail(err, s, NULL, 0, 0, "out of memory for '%s'", r->in.path);
}

toc_status toc_reader_next(toc_reader *r, toc_report **report, toc_error *err) {
  *report = NULL;
again:
  while (r->done) { /* a zip or tar file has further members */
    toc_status s = next_member(r, err);
    if (s != TOC_OK) return s;
  }
  toc__held *h = hold(r, r->in.line);
  if (!h) {
    r->done = true;
    return toc_fail(err, TOC_NOMEM, r->in.path, 0, 0, "out of memory for a report");
  }
  toc_status s;
  switch (r->format) {
    case TOC_INPUT_JSONL: s = next_jsonl(r, h, err); break;
    case TOC_INPUT_JSON: s = toc__json_next(r, h, err); break;
    case TOC_INPUT_CONLLU: s = next_conllu(r, h, err); break;
    case TOC_INPUT_TABLE: s = toc__table_next(r, h, err); break;
    case TOC_INPUT_WARC: s = toc__warc_next(r, h, err); break;
    case TOC_INPUT_FEED: s = toc__feed_next(r, h, err); break;
    case TOC_INPUT_PRESS: s = toc__press_next(r, h, err); break;
    case TOC_INPUT_SGML: s = toc__sgml_next(r, h, err); break;
    default: s = next_whole(r, h, err);
  }
  r->n++;
  if (s == TOC_OK && !name_nameless(h, r->in.path)) s = toc_fail(err, TOC_NOMEM, r->in.path, h->report.line, 0, "out of memory for a report");
  if (s == TOC_OK && (r->fields.spec || !h->report.received.ptr) && !keep_line(h))
    s = toc_fail(err, TOC_NOMEM, r->in.path, h->report.line, 0, "out of memory for a report");
  if (s == TOC_OK) *report = &h->report;
  else toc_report_free(&h->report);
  if (s == TOC_DONE && r->in.packed) goto again; /* the end of this member only */
  return s;
}

/* --------------------------------------------------- out of the store again */

static toc_status read_page(toc__held *h, toc_str raw, toc_str id, toc_error *err) {
  toc__html *html;
  toc_status s = toc__html_load(&html, NULL, err);
  if (s != TOC_OK) return s;
  jmp_buf jump;
  volatile toc_status made = TOC_NOMEM;
  if (TOC_TRY(&h->arena, jump)) {
    made = toc__page_report(h, html, raw, id, (toc_str){0}, err);
    keep_received(h, raw, TOC_INPUT_HTML);
    h->report.page = h->report.received;
  } else {
    toc_fail(err, TOC_NOMEM, NULL, 0, 0, "out of memory for a report");
  }
  h->arena.oom = NULL;
  toc__html_free(html);
  return made;
}

static toc_status read_as(toc__held *h, toc_reader *r, toc_str raw, toc_str id, toc_error *err) {
  jmp_buf jump;
  volatile toc_status s = TOC_NOMEM;
  if (r->format == TOC_INPUT_JSONL) return toc__jsonl_report(h, raw, &r->fields, r->in.path, h->report.line, err);
  if (r->format == TOC_INPUT_HTML) return read_page(h, raw, id, err);
  toc_buf_str(&r->document, raw);
  r->document_line = h->report.line;
  if (TOC_TRY(&h->arena, jump)) {
    s = TOC_OK;
    if (r->format == TOC_INPUT_CONLLU) s = fill_conllu(h, r, err);
    else fill_text(h, id, raw);
  } else {
    toc_fail(err, TOC_NOMEM, r->in.path, 0, 0, "out of memory for a report");
  }
  h->arena.oom = NULL;
  return s;
}

toc_status toc_report_read(toc_report **report, toc_str received, toc_input_format format, toc_str id, const char *file,
                           uint32_t line, toc_error *err) {
  char path[1024];
  *report = NULL;
  snprintf(path, sizeof path, "%s", file && *file ? file : "report");
  toc_reader r = {.format = format, .stem = id};
  r.in.path = path;
  toc_buf_init(&r.document, 0);
  toc__held *h = hold(&r, line);
  toc_status s = h ? read_as(h, &r, received, id, err) : toc_fail(err, TOC_NOMEM, NULL, 0, 0, "out of memory for a report");
  toc_buf_release(&r.document);
  if (s == TOC_OK) {
    if (!id.len || name_report(h, id)) *report = &h->report;
    else {
      toc_report_free(&h->report);
      s = toc_fail(err, TOC_NOMEM, NULL, 0, 0, "out of memory for a report");
    }
  } else if (h) {
    toc_report_free(&h->report);
  }
  return s;
}
