/* cases.c - case files through all stages: which fail, and which lines of the patterns no case
 * bears out.  cases.h of src/cases tells the format. */
#include "cases.h"
#include "conllu.h"
#include "engine.h"

#include <stdlib.h>
#include <sys/stat.h>

#define KNOWN "known-failures.txt"
#define PUBLISHED "2024-03-15" /* the day all cases speak from */

typedef struct runner {
  toc_arena arena;
  const toc_engine *engine;
  const toc_cases_spec *spec;
  toc__case_list cases;
  toc_map names, known; /* of cases; of those that fail for now */
  toc_map tree_of;      /* name of a case → index into trees, for those that bring their own */
  TOC_ARRAY(toc_str) trees;
  uint32_t next, emitted;
  uint8_t *at, *now;    /* [patterns] TOC__STOOD … of all cases that pass: WON somewhere, STOOD without winning */
  toc_buf out, line;
  toc_write_fn write;
  void *ctx;
  toc_status status, input; /* what ended it early, on the side of the documents and of the reports */
  toc_error input_err;
  toc_cases_result *result;
  toc_error *err;
} runner;

#define TRY(call)                      \
  do {                                 \
    toc_status try_status = (call);    \
    if (try_status) return try_status; \
  } while (0)

/* --------------------------------------------------------------------- reading */

/* X.conllu beside X.txt: "# newdoc id = NAME" has the trees of that case. */
static toc_status add_trees(runner *r, const char *path, uint32_t first) {
  size_t n = strlen(path);
  if (n < 4 || strcmp(path + n - 4, ".txt") != 0) return TOC_OK;
  const char *beside = toc_str_format(&r->arena, "%.*s.conllu", (int)(n - 4), path).ptr;
  struct stat st;
  toc_str bytes, one, id;
  uint32_t line = 1, at;
  if (stat(beside, &st) != 0) return TOC_OK;
  TRY(toc_file_read(&r->arena, beside, 0, &bytes, r->err));
  while (toc__conllu_cut(&bytes, &line, &one, &id, &at)) {
    uint32_t named = toc_map_get(&r->names, id);
    if (named == TOC_NONE || named < first)
      return toc_fail(r->err, TOC_BADDATA, beside, at, 0, "no case in '%s' is called '%.*s', expected '# newdoc id = NAME'", path, TOC_FMT(id));
    uint32_t *tree = toc_map_put(&r->tree_of, id, r->trees.len);
    if (*tree != r->trees.len) return toc_fail(r->err, TOC_BADDATA, beside, at, 0, "trees of '%.*s' a second time", TOC_FMT(id));
    *toc_push(&r->arena, &r->trees) = one;
  }
  return TOC_OK;
}

static toc_status add_file(runner *r, const char *path) {
  toc_str bytes;
  uint32_t first = r->cases.len;
  TRY(toc_file_read(&r->arena, path, 0, &bytes, r->err));
  TRY(toc__cases_read(&r->arena, path, bytes, &r->cases, r->err));
  for (uint32_t i = first; i < r->cases.len; i++) {
    const toc__case *c = &r->cases.ptr[i];
    uint32_t *at = toc_map_put(&r->names, c->name, i);
    if (*at != i)
      return toc_fail(r->err, TOC_BADDATA, c->file, c->line, 0, "two cases are called '%.*s', the other in '%s', line %u", TOC_FMT(c->name),
                      r->cases.ptr[*at].file, (unsigned)r->cases.ptr[*at].line);
  }
  return add_trees(r, path, first);
}

/* A name a line; the value is where it stands.  Of a folder all is run: then one that is no case is a slip. */
static toc_status add_known(runner *r, const char *path, bool all) {
  toc_str bytes, line;
  struct stat st;
  uint32_t number = 0;
  if (stat(path, &st) != 0) return TOC_OK;
  TRY(toc_file_read(&r->arena, path, 0, &bytes, r->err));
  while (toc_str_cut(&bytes, '\n', &line)) {
    number++;
    toc_str name = toc_str_trim(line);
    if (!name.len || line.ptr[0] == '#') continue;
    toc_map_put(&r->known, name, number);
    if (all && toc_map_get(&r->names, name) == TOC_NONE) return toc_fail(r->err, TOC_BADDATA, path, number, 1, "no case is called '%.*s'", TOC_FMT(name));
  }
  return TOC_OK;
}

static toc_status add_folder(runner *r, const char *path) {
  toc_strs names = {0};
  TRY(toc_dir_list(&r->arena, path, ".txt", &names, r->err));
  uint32_t before = r->cases.len;
  for (uint32_t i = 0; i < names.len; i++)
    if (!toc_str_is(names.ptr[i], KNOWN)) TRY(add_file(r, toc_str_format(&r->arena, "%s/%.*s", path, TOC_FMT(names.ptr[i])).ptr));
  if (r->cases.len == before) return toc_fail(r->err, TOC_BADDATA, NULL, 0, 0, "no case in '%s', expected files named *.txt", path);
  return add_known(r, toc_str_format(&r->arena, "%s/" KNOWN, path).ptr, true);
}

/* A file's known failures lie beside it. */
static toc_status add_path(runner *r, const char *path) {
  struct stat st;
  path = toc_str_z(&r->arena, toc_cstr(path));
  if (stat(path, &st) == 0 && S_ISDIR(st.st_mode)) return add_folder(r, path);
  TRY(add_file(r, path));
  const char *slash = strrchr(path, '/');
  return add_known(r, slash ? toc_str_format(&r->arena, "%.*s/" KNOWN, (int)(slash - path), path).ptr : KNOWN, false);
}

/* -------------------------------------------------------------------- coverage */

/* What the case shows of each pattern; one that fails shows nothing. */
static void tally(runner *r, toc_doc *doc) {
  uint32_t n = toc__coder_count(r->engine->coder).patterns;
  jmp_buf jump;
  memset(r->now, 0, n);
  if (TOC_TRY(&doc->scratch, jump)) toc__coder_tally(r->engine->coder, doc, r->now);
  else r->status = toc_fail(r->err, TOC_NOMEM, NULL, 0, 0, "out of memory");
  doc->scratch.oom = NULL;
  for (uint32_t i = 0; i < n; i++) {
    if (r->now[i] & TOC__WON) r->at[i] |= TOC__WON;
    else r->at[i] |= r->now[i];
  }
}

static void put_uncovered(runner *r) {
  uint32_t n = toc__coder_count(r->engine->coder).patterns;
  r->result->lines = n;
  for (uint32_t i = 0; i < n; i++) {
    toc__coder_line l = toc__coder_line_of(r->engine->coder, i);
    bool won = r->at[i] & TOC__WON, stood = r->at[i] & TOC__STOOD;
    r->result->lines_won += won;
    r->result->lines_stood += stood;
    if (!won) toc_buf_fmt(&r->out, "%s:%u: wins in no case: %.*s\n", l.file, (unsigned)l.line, TOC_FMT(l.text));
    if (!stood) toc_buf_fmt(&r->out, "%s:%u: has no near miss: %.*s\n", l.file, (unsigned)l.line, TOC_FMT(l.text));
  }
}

static bool same_file(const toc__coder *c, uint32_t a, uint32_t b) {
  return strcmp(toc__coder_line_of(c, a).file, toc__coder_line_of(c, b).file) == 0;
}

/* "10-assault.pat   211 lines, 100 win, 87 have a near miss" */
static void put_totals(runner *r) {
  const toc__coder *c = r->engine->coder;
  uint32_t n = toc__coder_count(c).patterns;
  for (uint32_t i = 0, next; i < n; i = next) {
    uint32_t won = 0, stood = 0;
    for (next = i; next < n && same_file(c, i, next); next++) {
      won += (r->at[next] & TOC__WON) != 0;
      stood += (r->at[next] & TOC__STOOD) != 0;
    }
    toc_buf_fmt(&r->out, "%-20s %5u lines, %5u win, %5u have a near miss\n", toc__coder_line_of(c, i).file, (unsigned)(next - i),
                (unsigned)won, (unsigned)stood);
  }
  toc_buf_fmt(&r->out, "%-20s %5u lines, %5zu win, %5zu have a near miss\n", "all", (unsigned)n, r->result->lines_won, r->result->lines_stood);
}

/* ---------------------------------------------------------------------- failures */

/* A word of a shell, whatever is in it. */
static void put_quoted(toc_buf *b, toc_str s) {
  toc_buf_z(b, "'");
  for (size_t i = 0; i < s.len; i++)
    if (s.ptr[i] == '\'') toc_buf_z(b, "'\\''");
    else toc_buf_put(b, &s.ptr[i], 1);
  toc_buf_z(b, "'");
}

static void put_head(toc_buf *b, const toc__case *c) {
  toc_buf_fmt(b, "%s:%u: %.*s\n    %.*s\n", c->file, (unsigned)c->line, TOC_FMT(c->name), TOC_FMT(c->text));
}

static void put_failure(runner *r, const toc__case *c, const toc_doc *doc, const toc__verdict *v) {
  toc_buf *b = &r->out;
  put_head(b, c);
  for (uint32_t i = 0; i < v->missing.len; i++) {
    const toc__case_code *code = &c->codes.ptr[v->missing.ptr[i]];
    toc_buf_fmt(b, "    line %-5u expected  %.*s\n", (unsigned)code->line, TOC_FMT(code->text));
  }
  if (!c->codes.len) toc_buf_z(b, "               expected  (none)\n");
  for (uint32_t i = 0; i < v->extra.len; i++) {
    toc_buf_z(b, v->missing.len || !c->codes.len ? "               coded     " : "               also      ");
    toc__case_put(b, doc, v->extra.ptr[i]);
    toc_buf_z(b, "\n");
  }
  if (!v->extra.len) toc_buf_z(b, doc->events.len + doc->impacts.len ? "               nothing else was coded\n" : "               nothing was coded\n");
  toc_buf_z(b, "               why       tocsin explain --date " PUBLISHED " ");
  if (r->engine->foreign) {
    toc_buf_z(b, "--dictionaries ");
    put_quoted(b, toc_cstr(r->engine->dictionaries));
    toc_buf_z(b, " ");
  }
  put_quoted(b, c->text);
  toc_buf_z(b, "\n");
}

/* The same but for white space, which trees may put elsewhere. */
static bool same_text(toc_str a, toc_str b) {
  size_t i = 0, k = 0;
  for (;;) {
    while (i < a.len && a.ptr[i] == ' ') i++;
    while (k < b.len && (b.ptr[k] == ' ' || b.ptr[k] == '\n')) k++;
    if (i == a.len || k == b.len) return i == a.len && k == b.len;
    if (a.ptr[i++] != b.ptr[k++]) return false;
  }
}

static void judge(runner *r, const toc__case *c, toc_doc *doc, toc_status status, const toc_error *err) {
  toc__verdict v = {0};
  bool same = status != TOC_OK || same_text(c->text, doc->text);
  if (status == TOC_OK && same) v = toc__case_judge(c, doc, &r->arena);
  r->result->cases++;
  if (toc_map_get(&r->known, c->name) != TOC_NONE) {
    if (!v.passed) {
      r->result->known++;
      return;
    }
    r->result->failed++;
    toc_buf_fmt(&r->out, "%s:%u: '%.*s' passes now: take it out of " KNOWN "\n", c->file, (unsigned)c->line, TOC_FMT(c->name));
    return;
  }
  if (v.passed) {
    r->result->passed++;
    if (r->at) tally(r, doc);
    return;
  }
  r->result->failed++;
  if (status == TOC_OK && same) {
    put_failure(r, c, doc, &v);
  } else if (!same) {
    put_head(&r->out, c);
    toc_buf_fmt(&r->out, "               its trees are of another text: %.*s\n", TOC_FMT(doc->text));
  } else {
    put_head(&r->out, c);
    toc_buf_fmt(&r->out, "               %s\n", err->message);
  }
}

/* -------------------------------------------------------------------------- the run */

static toc_status next_case(void *ctx, toc_report **report) {
  runner *r = ctx;
  char id[16];
  if (r->next == r->cases.len) return TOC_DONE;
  const toc__case *c = &r->cases.ptr[r->next];
  toc_buf_reset(&r->line);
  toc_buf_fmt(&r->line, "{\"id\":\"%u\",\"published\":\"" PUBLISHED "\",\"text\":", (unsigned)r->next);
  toc_buf_json(&r->line, c->text);
  toc_buf_z(&r->line, "}");
  snprintf(id, sizeof id, "%u", (unsigned)r->next++);
  if (r->line.failed) return r->input = toc_fail(&r->input_err, TOC_NOMEM, NULL, 0, 0, "out of memory");
  r->input = toc_report_read(report, (toc_str){r->line.ptr, r->line.len}, TOC_INPUT_JSONL, toc_cstr(id), c->file, c->line, &r->input_err);
  uint32_t tree = toc_map_get(&r->tree_of, c->name);
  if (r->input == TOC_OK && tree != TOC_NONE) (*report)->conllu = r->trees.ptr[tree];
  return r->input;
}

static int flush(runner *r) {
  if (r->out.failed) r->status = toc_fail(r->err, TOC_NOMEM, NULL, 0, 0, "out of memory");
  else if (r->out.len && r->write(r->ctx, r->out.ptr, r->out.len)) r->status = toc_fail(r->err, TOC_IO, NULL, 0, 0, "the output could not be written");
  toc_buf_reset(&r->out);
  return r->status != TOC_OK;
}

static int case_done(void *ctx, const toc_report *report, toc_doc *doc, toc_status status, const toc_error *err) {
  (void)report;
  runner *r = ctx;
  jmp_buf jump;
  if (TOC_TRY(&r->arena, jump)) judge(r, &r->cases.ptr[r->emitted++], doc, status, err);
  else r->status = toc_fail(r->err, TOC_NOMEM, NULL, 0, 0, "out of memory");
  r->arena.oom = NULL;
  if (r->spec->progress) r->spec->progress(r->spec->progress_ctx, r->emitted, r->cases.len);
  return flush(r);
}

/* Without a model each case must bring its trees. */
static toc_status check_trees(runner *r) {
  for (uint32_t i = 0; i < r->cases.len && !r->engine->analyser; i++) {
    const toc__case *c = &r->cases.ptr[i];
    if (toc_map_get(&r->tree_of, c->name) == TOC_NONE)
      return toc_fail(r->err, TOC_BADDATA, c->file, c->line, 0, "case '%.*s' has no trees in a .conllu file beside, and there is no model to make them", TOC_FMT(c->name));
  }
  return TOC_OK;
}

static toc_status read_cases(runner *r) {
  toc_map_init(&r->names, &r->arena);
  toc_map_init(&r->known, &r->arena);
  toc_map_init(&r->tree_of, &r->arena);
  for (size_t i = 0; i < r->spec->n_paths; i++) TRY(add_path(r, r->spec->paths[i]));
  TRY(check_trees(r));
  if (!r->spec->coverage) return TOC_OK;
  if (r->engine->foreign)
    return toc_fail(r->err, TOC_USAGE, NULL, 0, 0, "the coverage is that of the patterns, which dictionaries replace: leave one of them out");
  uint32_t n = toc__coder_count(r->engine->coder).patterns;
  r->at = toc_new(&r->arena, uint8_t, (size_t)n + 1);
  r->now = toc_new(&r->arena, uint8_t, (size_t)n + 1);
  return TOC_OK;
}

static toc_status finish(runner *r) {
  const toc_cases_result *n = r->result;
  if (r->at) {
    put_uncovered(r);
    put_totals(r);
  }
  toc_buf_fmt(&r->out, "%zu cases, %zu passed, %zu failed, %zu known failures\n", n->cases, n->passed, n->failed, n->known);
  flush(r);
  return r->status;
}

toc_status toc_cases_run(const toc_engine *engine, const toc_cases_spec *spec, toc_write_fn write, void *ctx, toc_cases_result *result, toc_error *err) {
  runner r = {.engine = engine, .spec = spec, .write = write, .ctx = ctx, .result = result, .err = err};
  jmp_buf jump;
  volatile toc_status s = TOC_NOMEM;
  *result = (toc_cases_result){0};
  toc_arena_init(&r.arena, 0);
  toc_buf_init(&r.out, 0);
  toc_buf_init(&r.line, 0);
  if (TOC_TRY(&r.arena, jump)) s = read_cases(&r);
  else toc_fail(err, TOC_NOMEM, NULL, 0, 0, "out of memory for cases");
  r.arena.oom = NULL;
  if (s == TOC_OK) {
    toc_error pool = {0};
    s = toc_run(engine, spec->jobs, 0, next_case, case_done, &r, &pool);
    if (r.status != TOC_OK) s = r.status; /* it has filled err */
    else if (s != TOC_OK && err) *err = r.input != TOC_OK ? r.input_err : pool;
  }
  if (s == TOC_OK) s = finish(&r);
  toc_buf_release(&r.line);
  toc_buf_release(&r.out);
  toc_arena_release(&r.arena);
  return s;
}
