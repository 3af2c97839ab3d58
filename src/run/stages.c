/* stages.c - a report through all stages, in order. */
#include "conllu.h"
#include "engine.h"
#include "group.h"
#include "record.h"
#include "text.h"

#include <stdlib.h>

#define ARENA_MAX ((size_t)3 << 30) /* a report of about 50 MB; a larger one is TOC_NOMEM */

toc_doc *toc_doc_new(void) {
  toc_doc *doc = calloc(1, sizeof *doc);
  if (doc) toc_doc_reset(doc, ARENA_MAX);
  return doc;
}

void toc_doc_free(toc_doc *doc) {
  if (!doc) return;
  toc_arena_release(&doc->arena);
  toc_arena_release(&doc->scratch);
  free(doc);
}

void toc__doc_take(toc_doc *doc, const toc_report *r) {
  toc_arena *a = &doc->arena;
  doc->id = toc_str_copy(a, r->id);
  doc->text = toc_str_copy(a, r->text.ptr ? r->text : TOC_S(""));
  doc->title = toc_str_copy(a, r->title);
  doc->published = toc_str_copy(a, r->published);
  doc->updated = toc_str_copy(a, r->updated);
  doc->publisher = toc_str_copy(a, r->publisher);
  doc->url = toc_str_copy(a, r->url);
  doc->language = toc_str_copy(a, r->language);
  doc->conllu = toc_str_copy(a, r->conllu);
  doc->file = toc_str_copy(a, r->file);
  doc->line = r->line;
  doc->n_repaired = r->n_repaired;
  doc->origin = (toc_origin){.title = r->title_from, .publisher = r->publisher_from, .published = r->published_from, .updated = r->updated_from,
                             .has_offset = r->has_offset != 0, .offset = r->offset};
  for (uint32_t i = 0; i < r->n_map; i++) *toc_push(a, &doc->map) = r->map[i];
}

/* Says which language a report is in; one that is surely not English is not coded as if it
 * were, unless that is asked for. */
static toc_str name_language(toc_doc *doc) {
  toc_str found = toc__language(doc->text);
  bool said_english = doc->language.len && toc_str_is(doc->language, "en"); /* as pages say whatever they are in */
  if (!doc->language.ptr || (said_english && found.ptr)) doc->language = found;
  return found;
}

static toc_status check_language(const toc_engine *e, toc_doc *doc, toc_error *err) {
  toc_str found = name_language(doc);
  if (!found.ptr || toc_str_is(found, "en") || e->any_language) return TOC_OK;
  char *file = doc->file.ptr ? toc_str_z(&doc->arena, doc->file) : NULL;
  return toc_fail(err, TOC_BADINPUT, file, doc->line, 0, "report '%.*s' is not in English but in '%.*s': passed over",
                  (int)(doc->id.len > 200 ? 200 : doc->id.len), doc->id.ptr ? doc->id.ptr : "", TOC_FMT(found));
}

/* --model gated: which sentences the first model's tags leave to the second. */
static void sort_sentences(const void *gate, toc_doc *doc) { toc__gate_run_tagged(gate, doc); }

static toc_status read_trees(const toc_engine *e, toc_doc *doc, toc_depth depth, toc_error *err) {
  toc_status s = check_language(e, doc, err);
  if (s != TOC_OK) return s;
  if (doc->conllu.ptr) {
    char *file = doc->file.ptr ? toc_str_z(&doc->arena, doc->file) : NULL;
    s = toc__conllu_read(doc, doc->conllu, file, doc->line ? doc->line : 1, err);
    if (s == TOC_OK) s = toc__text_run(doc, err);
  } else {
    s = toc__text_run(doc, err);
    if (s == TOC_OK) s = toc__tokenizer_run(e->tokenizer, doc, err);
  }
  bool skip = e->skip && depth == TOC_TO_RECORD;
  if (s == TOC_OK && skip && e->gate) toc__gate_run(e->gate, doc);
  if (s == TOC_OK && e->analyser) s = toc__analyser_run(e->analyser, skip, e->gate ? sort_sentences : NULL, e->gate, doc, err);
  if (s == TOC_OK) toc_doc_link(doc);
  if (s == TOC_OK && e->roles) toc__roles_run(e->roles, doc);
  return s;
}

static toc_status code(const toc_engine *e, toc_doc *doc, toc_error *err) {
  toc_status s = toc__places_run(e->places, doc, err);
  if (s == TOC_OK) s = toc__timex_run(e->timex, doc, err);
  if (s == TOC_OK) s = toc__figures_run(e->figures, doc, err);
  if (s == TOC_OK) s = toc__actors_run(e->actors, doc, err);
  if (s == TOC_OK) s = toc__status_run(e->status, doc, err);
  if (s == TOC_OK) s = e->foreign ? toc__foreign_run(e->foreign, e->coder, doc, err) : toc__coder_run(e->coder, doc, err);
  if (s == TOC_OK) s = toc__attrib_run(e->attrib, doc, err);
  if (s == TOC_OK) s = toc__group_run(doc, err);
  return s;
}

/* The one place where running out of memory is caught: both arenas jump here. */
toc_status toc__run_stages(const toc_engine *engine, toc_doc *doc, toc_depth depth, toc_error *err) {
  jmp_buf jump;
  volatile toc_status s = TOC_NOMEM;
  doc->scratch.oom = &jump;
  if (TOC_TRY(&doc->arena, jump)) {
    s = read_trees(engine, doc, depth, err);
    if (s == TOC_OK && depth == TOC_TO_RECORD) s = code(engine, doc, err);
  } else {
    toc_fail(err, TOC_NOMEM, NULL, 0, 0, "report '%.*s' needs more memory than allowed", (int)(doc->id.len > 200 ? 200 : doc->id.len),
             doc->id.ptr ? doc->id.ptr : "");
  }
  doc->arena.oom = doc->scratch.oom = NULL;
  return s;
}

static toc_status start(const toc_report *report, toc_doc *doc, toc_error *err) {
  jmp_buf jump;
  volatile bool taken = false;
  toc_buf *trace = doc->trace;
  toc_doc_reset(doc, ARENA_MAX);
  doc->trace = trace;
  if (TOC_TRY(&doc->arena, jump)) {
    toc__doc_take(doc, report);
    taken = true;
  }
  doc->arena.oom = NULL;
  return taken ? TOC_OK : toc_fail(err, TOC_NOMEM, NULL, 0, 0, "out of memory");
}

/* A failed report leaves a document with nothing but its id. */
static toc_status run(const toc_engine *engine, const toc_report *report, toc_doc *doc, toc_depth depth, toc_error *err) {
  toc_status s = start(report, doc, err);
  if (s == TOC_OK) s = toc__run_stages(engine, doc, depth, err);
  if (s != TOC_OK) {
    toc_report bare = {.id = report->id, .file = report->file, .line = report->line};
    start(&bare, doc, NULL);
  }
  return s;
}

toc_status toc_code(const toc_engine *engine, const toc_report *report, toc_doc *doc, toc_error *err) {
  return run(engine, report, doc, TOC_TO_RECORD, err);
}

toc_status toc_analyse(const toc_engine *engine, const toc_report *report, toc_doc *doc, toc_error *err) {
  return run(engine, report, doc, TOC_TO_TREES, err);
}

static const char *origin_of(const char *known, toc_str given, toc_str now) { return known ? known : given.ptr ? "given" : now.ptr ? "text" : NULL; }

static void name_origin(toc_doc *doc, const toc_report *report) {
  toc_origin *o = &doc->origin;
  o->title = origin_of(o->title, report->title, doc->title);
  o->publisher = origin_of(o->publisher, report->publisher, doc->publisher);
  o->published = origin_of(o->published, report->published, doc->published);
  o->updated = origin_of(o->updated, report->updated, doc->updated);
}

toc_status toc_clean(const toc_report *report, toc_doc *doc, toc_error *err) {
  jmp_buf jump;
  volatile toc_status s = start(report, doc, err);
  if (s != TOC_OK) return s;
  doc->scratch.oom = &jump;
  if (TOC_TRY(&doc->arena, jump)) {
    name_language(doc);
    s = toc__text_run(doc, err);
    name_origin(doc, report);
  }
  else s = toc_fail(err, TOC_NOMEM, NULL, 0, 0, "out of memory");
  doc->arena.oom = doc->scratch.oom = NULL;
  return s;
}

/* --------------------------------------------------------------------- output */

static toc_status flush(toc_buf *out, toc_status made, toc_write_fn write, void *ctx) {
  toc_status s = made != TOC_OK ? made : out->failed ? TOC_NOMEM : out->len && write(ctx, out->ptr, out->len) ? TOC_IO : TOC_OK;
  toc_buf_release(out);
  return s;
}

static toc__record_engine hashes(const toc_engine *engine) {
  if (!engine) return (toc__record_engine){.version = toc_version()};
  return (toc__record_engine){.version = toc_version(), .model = toc_engine_model_hash(engine),
                              .lexicon = toc_engine_lexicon_hash(engine), .gazetteer = toc_engine_gazetteer_hash(engine)};
}

/* A long report's trees are several times as long as the report: they are handed on in parts. */
static toc_status write_trees(const toc_doc *doc, toc_write_fn write, void *ctx) {
  toc_status s = TOC_OK;
  toc__conllu_place at = {0};
  for (bool more = true; more && s == TOC_OK;) {
    toc_buf out;
    toc_buf_init(&out, 0);
    more = toc__conllu_write_some(&out, doc, &at, (size_t)1 << 20);
    s = flush(&out, TOC_OK, write, ctx);
  }
  return s;
}

toc_status toc_doc_write_styled(const toc_engine *engine, const toc_doc *doc, toc_format format, uint32_t layers,
                                const toc_style *style, toc_write_fn write, void *ctx) {
  if (format == TOC_FORMAT_CONLLU) return write_trees(doc, write, ctx);
  toc_buf out;
  toc__record_engine made_by = hashes(engine);
  toc_buf_init(&out, 0);
  toc_status s = toc__record_write(&out, doc, &made_by, format, layers, style);
  return flush(&out, s, write, ctx);
}

toc_status toc_doc_write(const toc_engine *engine, const toc_doc *doc, toc_format format, uint32_t layers,
                         toc_write_fn write, void *ctx) {
  return toc_doc_write_styled(engine, doc, format, layers, NULL, write, ctx);
}

toc_status toc_write_header(toc_format format, toc_write_fn write, void *ctx) {
  toc_buf out;
  toc_buf_init(&out, 0);
  return flush(&out, toc__record_header(&out, format), write, ctx);
}

toc_status toc_explain(const toc_engine *engine, const toc_report *report, const toc_style *style, toc_write_fn write,
                       void *ctx, toc_error *err) {
  toc_doc *doc = toc_doc_new();
  if (!doc) return toc_fail(err, TOC_NOMEM, NULL, 0, 0, "out of memory");
  toc_buf trace, out;
  toc_buf_init(&trace, 0);
  toc_buf_init(&out, 0);
  doc->trace = &trace;
  toc_status s = toc_code(engine, report, doc, err);
  if (s == TOC_OK) s = toc__record_explain(&out, doc, (toc_str){trace.ptr, trace.len}, style);
  s = flush(&out, s, write, ctx);
  toc_buf_release(&trace);
  toc_doc_free(doc);
  return s;
}

toc_status toc_doc_verify(const toc_doc *doc, toc_error *err) { return toc__record_verify(doc, err); }
toc_str toc_doc_language(const toc_doc *doc) { return doc->language; }
size_t toc_doc_event_count(const toc_doc *doc) { return doc->events.len; }
size_t toc_doc_token_count(const toc_doc *doc) { return doc->tokens.len; }
