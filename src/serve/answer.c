/* answer.c - which function answers which path.
 *
 * Every answer is made within one read transaction, so that a number and the sentence behind it
 * are of the same moment even while reports are being added. */
#include "serve.h"

#include <json-c/json.h>
#include <math.h>
#include <stdlib.h>

/* --------------------------------------------------------------- statements */

toc_status toc__link_open(toc__link **out, const char *path, toc_error *err) {
  *out = NULL;
  toc__link *l = calloc(1, sizeof *l);
  if (!l) return toc_fail(err, TOC_NOMEM, NULL, 0, 0, "out of memory");
  toc_arena_init(&l->arena, TOC__ANSWER_BYTES);
  toc_status got = toc_store_open(&l->store, path, TOC_STORE_READ, err);
  /* The whole server keeps to 64 MB: the system holds the file's pages anyway. */
  if (got == TOC_OK) got = toc__store_run(l->store, "PRAGMA cache_size=-256", "open", err);
  if (got != TOC_OK) {
    toc__link_close(l);
    return got;
  }
  *out = l;
  return TOC_OK;
}

void toc__link_close(toc__link *l) {
  if (!l) return;
  for (size_t i = 0; i < sizeof l->kept / sizeof *l->kept; i++) sqlite3_finalize(l->kept[i].st);
  toc_store_close(l->store);
  toc_arena_release(&l->arena);
  free(l);
}

sqlite3_stmt *toc__statement(toc__link *l, const char *sql) {
  enum { SIZE = sizeof l->kept / sizeof *l->kept };
  size_t i = (size_t)((uintptr_t)sql >> 3) % SIZE;
  for (size_t n = 0; n < SIZE; n++, i = (i + 1) % SIZE) {
    if (l->kept[i].sql == sql) {
      sqlite3_reset(l->kept[i].st);
      sqlite3_clear_bindings(l->kept[i].st);
      return l->kept[i].st;
    }
    if (l->kept[i].sql) continue;
    if (sqlite3_prepare_v3(l->store->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &l->kept[i].st, NULL) != SQLITE_OK) return NULL;
    l->kept[i].sql = sql;
    return l->kept[i].st;
  }
  return NULL;
}

static void rest_statements(toc__link *l) {
  for (size_t i = 0; i < sizeof l->kept / sizeof *l->kept; i++)
    if (l->kept[i].st) sqlite3_reset(l->kept[i].st);
}

/* ------------------------------------------------------------------- faults */

static const char *reason(toc_status s) { return s == TOC_USAGE ? "" : "the crisis file could not be read: "; }

void toc__answer_fault(toc__answer *a) {
  toc_buf_reset(&a->out);
  toc_buf_fmt(&a->out, "{\"error\":{\"status\":%d,\"message\":", a->http);
  toc_str message = toc_cstr(a->err->message);
  while (message.len && !toc_utf8_valid(message)) message.len--; /* cut within a character */
  toc_buf_json(&a->out, message);
  toc_buf_z(&a->out, ",\"parameter\":");
  toc_str name = toc_cstr(a->err->file);
  while (name.len && !toc_utf8_valid(name)) name.len--;
  toc_buf_json(&a->out, name.len ? name : (toc_str){0});
  toc_buf_z(&a->out, "}}");
  a->type = "application/json";
  a->disposition[0] = 0;
}

toc_status toc__missing(toc__answer *a, const char *what, toc_str id) {
  a->http = 404;
  return toc__ask_bad(a->err, NULL, "no %s '%.*s' in this file", what, (int)(id.len < 80 ? id.len : 80), id.ptr ? id.ptr : "");
}

/* ------------------------------------------------------------------- exports */

const char *toc__export_extension(const char *format) {
  static const char *const table[][2] = {{"jsonl", "jsonl"}, {"geojson", "geojson"}, {"gdelt2", "tsv"}, {"homes", "tsv"}, {"parquet", "parquet"}, {"arrow", "arrow"},
                                         {"arrows", "arrows"}, {"brat", "tar"}};
  for (size_t i = 0; i < sizeof table / sizeof *table; i++)
    if (strcmp(table[i][0], format) == 0) return table[i][1];
  return "csv";
}

const char *toc__export_type(const char *format) {
  const char *e = toc__export_extension(format);
  if (strcmp(e, "csv") == 0) return "text/csv; charset=utf-8";
  if (strcmp(e, "jsonl") == 0) return "application/x-ndjson";
  if (strcmp(e, "geojson") == 0) return "application/geo+json";
  if (strcmp(e, "tsv") == 0) return "text/tab-separated-values; charset=utf-8";
  if (strcmp(e, "parquet") == 0) return "application/vnd.apache.parquet";
  if (strcmp(e, "arrow") == 0) return "application/vnd.apache.arrow.file";
  if (strcmp(e, "arrows") == 0) return "application/vnd.apache.arrow.stream";
  if (strcmp(e, "tar") == 0) return "application/x-tar";
  return "text/plain; charset=utf-8";
}

const char *const *toc__export_formats(const char *names[64]) {
  const char *const *all = toc_store_export_formats();
  int n = 0;
  for (int i = 0; all[i] && n < 63; i++)
    if (strcmp(all[i], "conllu") != 0) names[n++] = all[i];
  names[n] = NULL;
  return names;
}

static int to_file(void *ctx, const char *bytes, size_t n) { return fwrite(bytes, 1, n, ctx) != n; }

/* The filter has chosen; the export is told which events by a table of this connection alone.  It may
 * be larger than memory: it goes through a nameless file. */
static toc_status write_export(toc__answer *a) {
  const toc__index *x = a->index;
  uint16_t *no;
  int format;
  const char *names[64];
  toc_status got = toc__ask_choice(&a->ask, "format", toc__export_formats(names), &format, a->err);
  if (got == TOC_OK) got = toc__select(a, &no);
  if (got != TOC_OK) return got;
  sqlite3 *db = a->link->store->db;
  toc_export what = {.format = names[format]};
  if (!a->filter.none) {
    what.where = "event_key IN (SELECT key FROM temp.served)";
    if (sqlite3_exec(db, "DROP TABLE IF EXISTS temp.served; CREATE TEMP TABLE served(key INTEGER PRIMARY KEY)", NULL, NULL, NULL) != SQLITE_OK)
      return toc__store_fail(a->link->store, "filter", a->err);
    sqlite3_stmt *st = NULL;
    if (sqlite3_prepare_v2(db, "INSERT INTO temp.served VALUES (?)", -1, &st, NULL) != SQLITE_OK) return toc__store_fail(a->link->store, "filter", a->err);
    for (uint32_t i = 0; i < x->n_events && got == TOC_OK; i++) {
      if (no[i]) continue;
      sqlite3_bind_int64(st, 1, x->key[i]);
      if (sqlite3_step(st) != SQLITE_DONE) got = toc__store_fail(a->link->store, "filter", a->err);
      sqlite3_reset(st);
    }
    sqlite3_finalize(st);
  }
  a->file = tmpfile();
  if (got == TOC_OK && !a->file) got = toc_fail(a->err, TOC_IO, NULL, 0, 0, "there is no room for temporary files");
  if (got == TOC_OK) got = toc_store_export(a->link->store, &what, to_file, a->file, a->err);
  if (got == TOC_OK && fflush(a->file)) got = toc_fail(a->err, TOC_IO, NULL, 0, 0, "the disk of temporary files is full");
  if (!a->filter.none) sqlite3_exec(db, "DROP TABLE IF EXISTS temp.served", NULL, NULL, NULL);
  a->type = toc__export_type(what.format);
  snprintf(a->disposition, sizeof a->disposition, "tocsin-%s.%s", what.format, toc__export_extension(what.format));
  return got;
}

/* -------------------------------------------------------------------- routes */

typedef struct route {
  const char *path;
  toc_status (*list)(toc__answer *a);
  bool filter;
  const char *parameter[6];
} route;

static const route routes[] = {
    {"/api/meta", toc__meta, false, {NULL}},
    {"/api/facets", toc__facets, true, {"values", NULL}},
    {"/api/timeline", toc__timeline, true, {"bucket", NULL}},
    {"/api/points", toc__points, true, {"limit", NULL}},
    {"/api/events", toc__list_events, true, {"limit", "cursor", "order", NULL}},
    {"/api/incidents", toc__list_incidents, true, {"limit", "cursor", "order", NULL}},
    {"/api/stories", toc__list_stories, true, {"limit", "cursor", "order", "sort", NULL}},
    {"/api/reports", toc__list_reports, true, {"limit", "cursor", "order", NULL}},
    {"/api/claims", toc__list_claims, true, {"limit", "cursor", NULL}},
    {"/api/tolls", toc__list_tolls, true, {"limit", "cursor", "counts", NULL}},
    {"/api/search", toc__search, true, {"limit", "cursor", NULL}},
    {"/api/baseline", toc__baseline, true, {"window", "by", "rows", NULL}},
    {"/api/export", write_export, true, {"format", NULL}},
    {"/api/edits", toc__list_edits, false, {"limit", "cursor", NULL}},
};

static const struct {
  const char *prefix, *suffix, *parameter[2];
  toc_status (*one)(toc__answer *a, toc_str id);
} details[] = {
    {"/api/events/", "", {NULL}, toc__event},
    {"/api/incidents/", "", {NULL}, toc__incident},
    {"/api/stories/", "", {NULL}, toc__story},
    {"/api/reports/", "/revisions", {"against", NULL}, toc__revisions},
    {"/api/reports/", "", {NULL}, toc__report},
};

static toc_status dispatch(toc__answer *a) {
  toc_str path = a->ask.path;
  for (size_t i = 0; i < sizeof routes / sizeof *routes; i++) {
    if (!toc_str_is(path, routes[i].path)) continue;
    toc_status got = toc__ask_known(&a->ask, routes[i].filter, routes[i].parameter, a->err);
    if (got == TOC_OK && routes[i].filter) got = toc__filter_read(&a->ask, &a->filter, a->err);
    return got == TOC_OK ? routes[i].list(a) : got;
  }
  for (size_t i = 0; i < sizeof details / sizeof *details; i++) {
    size_t head = strlen(details[i].prefix), tail = strlen(details[i].suffix);
    if (path.len <= head + tail || !toc_str_starts(path, toc_cstr(details[i].prefix)) || !toc_str_ends(path, toc_cstr(details[i].suffix))) continue;
    toc_status got = toc__ask_known(&a->ask, false, details[i].parameter, a->err);
    return got == TOC_OK ? details[i].one(a, toc_str_sub(path, head, path.len - tail)) : got;
  }
  a->http = 404;
  return toc__ask_bad(a->err, NULL, "there is no '%.*s'; /api/openapi.json lists what there is", (int)(path.len < 120 ? path.len : 120), path.ptr);
}

void toc__answer_get(toc__answer *a) {
  a->http = 200;
  a->type = "application/json";
  toc_status got = toc__store_run(a->link->store, "BEGIN", "read", a->err);
  if (got == TOC_OK) got = dispatch(a);
  rest_statements(a->link);
  sqlite3_exec(a->link->store->db, "COMMIT", NULL, NULL, NULL);
  if (got == TOC_OK && a->out.failed) {
    got = toc__ask_bad(a->err, NULL, "the answer is too large; narrow the filter");
    a->http = 413;
  }
  if (got == TOC_OK) return;
  if (a->http == 200) a->http = got == TOC_USAGE ? 400 : 503;
  if (a->http == 503) {
    char message[sizeof a->err->message + 64];
    snprintf(message, sizeof message, "%s%s", reason(got), a->err->message);
    toc__ask_bad(a->err, NULL, "%s", message);
  }
  toc__answer_fault(a);
}

/* --------------------------------------------------------------------- edits */

static const char *string_of(json_object *o, const char *name, bool *bad) {
  json_object *v;
  if (!json_object_object_get_ex(o, name, &v) || !v) return NULL;
  if (!json_object_is_type(v, json_type_string) || strlen(json_object_get_string(v)) != (size_t)json_object_get_string_len(v)) {
    *bad = true;
    return NULL;
  }
  return json_object_get_string(v);
}

static bool event_is_there(toc__answer *a, const char *key) {
  int64_t k;
  if (!toc__key_read(toc_cstr(key), &k)) return false;
  for (uint32_t i = 0; i < a->index->n_events; i++)
    if (a->index->key[i] == k) return true;
  return false;
}

static toc_status read_edit(toc__answer *a, json_object *o, toc_edit *edit) {
  static const char *const known[] = {"what", "event", "other", "by", "note", NULL};
  static const char *const verbs[] = {"accept", "reject", "merge", "split", NULL};
  bool bad = false, verb = false;
  json_object_object_foreach(o, name, unused) {
    int i = 0;
    (void)unused;
    while (known[i] && strcmp(known[i], name) != 0) i++;
    if (!known[i]) return toc__ask_bad(a->err, NULL, "an edit has no '%.60s'; it has what, event, other, by, note", name);
  }
  *edit = (toc_edit){.what = string_of(o, "what", &bad), .event = string_of(o, "event", &bad), .other = string_of(o, "other", &bad),
                     .by = string_of(o, "by", &bad), .note = string_of(o, "note", &bad)};
  if (bad) return toc__ask_bad(a->err, NULL, "what, event, other, by and note are strings");
  for (int i = 0; edit->what && verbs[i]; i++) verb = verb || strcmp(verbs[i], edit->what) == 0;
  if (!verb) return toc__ask_bad(a->err, "what", "what is accept, reject, merge or split");
  if (!edit->event) return toc__ask_bad(a->err, "event", "event is needed: its key");
  bool merge = strcmp(edit->what, "merge") == 0;
  if (merge != (edit->other != NULL)) return toc__ask_bad(a->err, "other", merge ? "merge needs other: an event of the other incident" : "only merge has an other event");
  if (!event_is_there(a, edit->event)) return toc__missing(a, "event", toc_cstr(edit->event));
  if (merge && !event_is_there(a, edit->other)) return toc__missing(a, "event", toc_cstr(edit->other));
  return TOC_OK;
}

void toc__answer_edit(toc__answer *a, const char *path, toc_str body) {
  a->http = 200;
  a->type = "application/json";
  json_tokener *parser = json_tokener_new_ex(4);
  json_object *o = NULL;
  toc_store *store = NULL;
  toc_edit edit;
  toc_status got = TOC_OK;
  if (parser) {
    json_tokener_set_flags(parser, JSON_TOKENER_STRICT | JSON_TOKENER_VALIDATE_UTF8);
    o = json_tokener_parse_ex(parser, body.ptr ? body.ptr : "", (int)body.len);
    if (json_tokener_get_error(parser) != json_tokener_success || json_tokener_get_parse_end(parser) != body.len) {
      json_object_put(o);
      o = NULL;
    }
    json_tokener_free(parser);
  }
  if (!o || !json_object_is_type(o, json_type_object)) got = toc__ask_bad(a->err, NULL, "the body is no JSON object {\"what\",\"event\",…}");
  if (got == TOC_OK) got = read_edit(a, o, &edit);
  if (got != TOC_OK) {
    if (a->http == 200) a->http = 400;
  } else {
    got = toc_store_open(&store, path, TOC_STORE_WRITE, a->err);
    if (got == TOC_OK) got = toc_store_edit(store, &edit, a->err);
    toc_store_close(store);
    if (got != TOC_OK) a->http = got == TOC_USAGE ? 400 : got == TOC_IO ? 409 : 500;
    if (got != TOC_OK) a->err->file[0] = 0;
  }
  if (got == TOC_OK) toc__key_read(toc_cstr(edit.event), &a->edited);
  json_object_put(o);
  if (got != TOC_OK) toc__answer_fault(a);
}

void toc__answer_edited(toc__answer *a) {
  toc_buf *b = &a->out;
  sqlite3_stmt *st = toc__statement(a->link, "SELECT at, by, what, other, note FROM edit WHERE event = ? ORDER BY rtrim(at, 'Z') DESC, key LIMIT 1");
  toc_buf_z(b, "{\"done\":true,\"edit\":");
  if (st) sqlite3_bind_int64(st, 1, a->edited);
  if (st && sqlite3_step(st) == SQLITE_ROW) {
    toc_buf_z(b, "{\"at\":");
    toc__put_text(b, st, 0);
    toc_buf_z(b, ",\"by\":");
    toc__put_text(b, st, 1);
    toc_buf_z(b, ",\"what\":");
    toc__put_text(b, st, 2);
    toc_buf_z(b, ",\"event\":");
    toc__put_key(b, a->edited);
    toc_buf_z(b, ",\"other\":");
    if (sqlite3_column_type(st, 3) == SQLITE_NULL) toc_buf_z(b, "null");
    else toc__put_key(b, sqlite3_column_int64(st, 3));
    toc_buf_z(b, ",\"note\":");
    toc__put_text(b, st, 4);
    toc_buf_z(b, "}");
  } else {
    toc_buf_z(b, "null");
  }
  if (st) sqlite3_reset(st);
  toc_buf_fmt(b, ",\"version\":\"%s\"}", a->index->version);
}
