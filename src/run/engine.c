/* engine.c - what is loaded once: where the data lies, every stage's dictionaries, the model,
 * and the hashes that say which of them made a record. */
#include "engine.h"

#include <pthread.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#ifndef TOC_INSTALL_DATA
#define TOC_INSTALL_DATA "/usr/local/share/tocsin"
#endif

/* ------------------------------------------------------------ where data lies */

static bool is_data_dir(const char *path) {
  char probe[4096];
  struct stat st;
  if (snprintf(probe, sizeof probe, "%s/patterns", path) >= (int)sizeof probe) return false;
  return stat(probe, &st) == 0 && S_ISDIR(st.st_mode);
}

/* The folder of the running program, or "" where /proc is not there. */
static void program_dir(char *out, size_t size) {
  ssize_t n = readlink("/proc/self/exe", out, size - 1);
  out[n > 0 ? n : 0] = 0;
  char *slash = strrchr(out, '/');
  if (slash) *slash = 0;
}

toc_status toc__find_data(toc_arena *a, const char *asked, const char **out, toc_error *err) {
  const char *env = getenv("TOCSIN_DATA");
  const char *given = asked ? asked : env && *env ? env : NULL;
  if (given) {
    *out = toc_str_z(a, toc_cstr(given));
    if (is_data_dir(given)) return TOC_OK;
    return toc_fail(err, TOC_IO, NULL, 0, 0, "no data in '%s': expected a folder that holds patterns/, actors/ …%s", given,
                    asked ? "" : " (named by TOCSIN_DATA)");
  }
  static const char *const beside[] = {"/../share/tocsin", "/../data", "/../../data", "/../../../data"};
  char dir[2048];
  program_dir(dir, sizeof dir);
  for (size_t i = 0; dir[0] && i < sizeof beside / sizeof *beside; i++) {
    toc_str path = toc_str_format(a, "%s%s", dir, beside[i]);
    *out = path.ptr;
    if (is_data_dir(*out)) return TOC_OK;
  }
  *out = TOC_INSTALL_DATA;
  if (is_data_dir(*out)) return TOC_OK;
  return toc_fail(err, TOC_IO, NULL, 0, 0,
                  "cannot find Tocsin's data: neither beside the program nor in '%s'; set TOCSIN_DATA or give --data", *out);
}

/* A file of the models folder, which is inside the data (installed) or beside it (source). */
static const char *model_path(toc_engine *e, const char *name) {
  static const char *const places[] = {"models", "../models"};
  toc_str path = {0};
  for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
    path = toc_str_format(&e->arena, "%s/%s/%s", e->data_dir, places[i], name);
    if (access(path.ptr, R_OK) == 0) break;
  }
  return path.ptr;
}

/* ------------------------------------------------------------------- hashes */

static int by_bytes(const void *x, const void *y) { return toc_str_cmp(*(const toc_str *)x, *(const toc_str *)y); }

/* Text and the small tables of weights; gazetteer.bin, which lies at the top, has its own hash. */
static bool is_dictionary(toc_str name, const char *folder) {
  static const char *const suffixes[] = {".txt", ".pat", ".tsv"};
  for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++)
    if (toc_str_ends(name, toc_cstr(suffixes[i]))) return true;
  return *folder && toc_str_ends(name, TOC_S(".bin"));
}

/* "name\0size\0bytes" of every dictionary, in the order of names, of the publishers' homes
 * and of people's own dictionaries: the lexicon's hash changes with any of them.  Three
 * megabytes take a while: a thread reads them while the rooms read theirs. */
typedef struct hashing {
  const char *data_dir;
  bool roles; /* the layer was asked for: its table counts */
  toc_sha256_parts parts;
  toc_status status;
  toc_error err;
  pthread_t thread;
  bool started;
} hashing;

static void add_part(toc_arena *a, toc_sha256_parts *parts, toc_str name, toc_str bytes) {
  toc_sha256_add(parts, toc_str_format(a, "%.*s%c%zu%c", TOC_FMT(name), 0, bytes.len, 0));
  toc_sha256_add(parts, bytes);
}

static toc_status list_dictionaries(toc_arena *a, const hashing *h, toc_strs *names, toc_error *err) {
  static const char *const folders[] = {"", "actors", "claims", "figure", "patterns", "places", "roles", "signatures", "timex", "token"};
  for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
    toc_strs found = {0};
    if (strcmp(folders[i], "roles") == 0 && !h->roles) continue;
    toc_str dir = toc_str_format(a, "%s/%s", h->data_dir, folders[i]);
    if (access(dir.ptr, R_OK) != 0) continue;
    toc_status s = toc_dir_list(a, dir.ptr, "", &found, err);
    if (s != TOC_OK) return s;
    for (uint32_t k = 0; k < found.len; k++)
      if (is_dictionary(found.ptr[k], folders[i])) *toc_push(a, names) = toc_str_format(a, "%s/%.*s", folders[i], TOC_FMT(found.ptr[k]));
  }
  if (names->len) qsort(names->ptr, names->len, sizeof *names->ptr, by_bytes);
  return TOC_OK;
}

static toc_status hash_dictionaries(toc_arena *a, hashing *h) {
  toc_strs names = {0};
  toc_arena file;
  jmp_buf jump;
  volatile toc_status s = list_dictionaries(a, h, &names, &h->err);
  toc_arena_init(&file, 0);
  if (!TOC_TRY(&file, jump)) s = TOC_NOMEM;
  else
    for (uint32_t i = 0; s == TOC_OK && i < names.len; i++) {
      toc_str bytes;
      toc_arena_reset(&file);
      s = toc_file_read(&file, toc_str_format(&file, "%s/%.*s", h->data_dir, TOC_FMT(names.ptr[i])).ptr, 0, &bytes, &h->err);
      if (s == TOC_OK) add_part(&file, &h->parts, names.ptr[i], bytes);
    }
  toc_arena_release(&file);
  return s;
}

static void *hash_thread(void *arg) {
  hashing *h = arg;
  toc_arena a;
  jmp_buf jump;
  toc_arena_init(&a, 0);
  toc_sha256_begin(&h->parts);
  if (TOC_TRY(&a, jump)) h->status = hash_dictionaries(&a, h);
  else h->status = TOC_NOMEM;
  toc_arena_release(&a);
  return NULL;
}

static void begin_hashing(hashing *h, const char *data_dir, bool roles) {
  h->data_dir = data_dir;
  h->roles = roles;
  h->started = pthread_create(&h->thread, NULL, hash_thread, h) == 0;
}

/* Waits for the dictionaries, and adds what was given beside them. */
static toc_status end_hashing(hashing *h, toc_engine *e, const char *publisher_prior, toc_error *err) {
  if (h->started) pthread_join(h->thread, NULL);
  else hash_thread(h);
  h->started = false;
  toc_status s = h->status;
  if (s != TOC_OK && err) *err = h->err;
  if (s == TOC_OK && publisher_prior) {
    toc_str bytes;
    s = toc_file_read(&e->arena, publisher_prior, 0, &bytes, err);
    if (s == TOC_OK) add_part(&e->arena, &h->parts, TOC_S("publisher-prior"), bytes);
  }
  if (s == TOC_OK && e->foreign) toc_sha256_add(&h->parts, toc_str_format(&e->arena, "dictionaries%c%s%c", 0, toc__foreign_hash(e->foreign), 0));
  if (s == TOC_OK) toc_sha256_end(&h->parts, e->lexicon_hash);
  return s == TOC_NOMEM ? toc_fail(err, s, NULL, 0, 0, "out of memory while reading the dictionaries") : s;
}

/* ------------------------------------------------------------------ open, close */

static toc_status load_analyser(toc_engine *e, const toc_options *o, toc_error *err) {
  const char *model = o && o->model ? o->model : "fast";
  if (strcmp(model, "conllu") == 0) return TOC_OK; /* trees come with the report */
  bool gated = strcmp(model, "gated") == 0;
  const char *path = gated ? model_path(e, "fast.tcm") : strchr(model, '/') ? model : model_path(e, toc_str_format(&e->arena, "%s.tcm", model).ptr);
  if (access(path, R_OK) != 0)
    return toc_fail(err, TOC_USAGE, NULL, 0, 0,
                    "unknown model '%s': expected fast, accurate, gated, conllu, or the path of a model file", model);
  return toc__analyser_load(&e->analyser, path, gated ? model_path(e, "accurate.tcm") : NULL, o ? o->kernel : NULL, err);
}

/* ------------------------------------------------------------------- the gate */

/* What made a record is then the models and the gate. */
static toc_status open_gate(toc_engine *e, const toc_options *o, toc_error *err) {
  const char *model = o && o->model ? o->model : "fast";
  const char *own = e->analyser ? toc__analyser_hash(e->analyser) : "";
  memcpy(e->model_hash, own, strlen(own) + 1);
  e->skip = o && o->gate;
  if (!e->analyser || (!e->skip && strcmp(model, "gated") != 0)) return TOC_OK;
  if (o->dictionaries)
    return toc_fail(err, TOC_USAGE, NULL, 0, 0, "%s looks for the words of the patterns, which dictionaries replace: leave one of them out",
                    e->skip ? "--gate" : "--model gated");
  toc_str name = toc_str_format(&e->arena, "%s gate", own);
  if (e->skip) toc_sha256(name, e->model_hash);
  return toc__gate_open(&e->gate, e->coder, err);
}

/* Loads one room after the other; the first failure ends it. */
static toc_status load_rooms(toc_engine *e, const toc_options *o, toc_error *err) {
  toc_status s = toc__tokenizer_load(&e->tokenizer, e->data_dir, err);
  if (s == TOC_OK) s = load_analyser(e, o, err);
  if (s == TOC_OK && o && o->roles) s = toc__roles_load(&e->roles, e->data_dir, err);
  if (s == TOC_OK) s = toc__places_load(&e->places, e->data_dir, o ? o->gazetteer : NULL, o ? o->publisher_prior : NULL, err);
  if (s == TOC_OK) s = toc__timex_load(&e->timex, e->data_dir, err);
  if (s == TOC_OK) s = toc__figures_load(&e->figures, e->data_dir, err);
  if (s == TOC_OK) s = toc__actors_load(&e->actors, e->data_dir, err);
  if (s == TOC_OK) s = toc__status_load(&e->status, e->data_dir, err);
  if (s == TOC_OK) s = toc__coder_load(&e->coder, e->data_dir, err);
  if (s == TOC_OK && !(o && o->patterns_only)) s = toc__coder_load_opinion(e->coder, e->data_dir, err);
  if (o && o->dictionaries) e->dictionaries = toc_str_z(&e->arena, toc_cstr(o->dictionaries));
  if (s == TOC_OK && e->dictionaries) s = toc__foreign_load(&e->foreign, e->dictionaries, err);
  if (s == TOC_OK) s = toc__attrib_load(&e->attrib, e->data_dir, err);
  return s == TOC_OK ? open_gate(e, o, err) : s;
}

static toc_status load_all(toc_engine *e, const toc_options *o, hashing *h, toc_error *err) {
  e->any_language = o && o->any_language;
  toc_status s = toc__find_data(&e->arena, o ? o->data_dir : NULL, &e->data_dir, err);
  if (s != TOC_OK) return s;
  begin_hashing(h, e->data_dir, o && o->roles);
  s = load_rooms(e, o, err);
  return s == TOC_OK ? end_hashing(h, e, o ? o->publisher_prior : NULL, err) : s;
}

toc_status toc_engine_open(toc_engine **out, const toc_options *options, toc_error *err) {
  *out = NULL;
  toc_engine *e = calloc(1, sizeof *e);
  if (!e) return toc_fail(err, TOC_NOMEM, NULL, 0, 0, "out of memory");
  toc_arena_init(&e->arena, 0);
  jmp_buf jump;
  volatile toc_status s = TOC_NOMEM;
  hashing h = {0};
  if (TOC_TRY(&e->arena, jump)) s = load_all(e, options, &h, err);
  else toc_fail(err, TOC_NOMEM, NULL, 0, 0, "out of memory while loading");
  if (h.started) pthread_join(h.thread, NULL);
  e->arena.oom = NULL;
  if (s != TOC_OK) {
    toc_engine_close(e);
    return s;
  }
  *out = e;
  return TOC_OK;
}

void toc_engine_close(toc_engine *e) {
  if (!e) return;
  toc__attrib_free(e->attrib);
  toc__foreign_free(e->foreign);
  toc__coder_free(e->coder);
  toc__status_free(e->status);
  toc__actors_free(e->actors);
  toc__figures_free(e->figures);
  toc__timex_free(e->timex);
  toc__places_free(e->places);
  toc__roles_free(e->roles);
  toc__analyser_free(e->analyser);
  toc__gate_free(e->gate);
  toc__tokenizer_free(e->tokenizer);
  toc_arena_release(&e->arena);
  free(e);
}

const char *toc_engine_model_hash(const toc_engine *e) { return e->model_hash; }
const char *toc_engine_lexicon_hash(const toc_engine *e) { return e->lexicon_hash; }
const char *toc_engine_gazetteer_hash(const toc_engine *e) { return toc__places_hash(e->places); }
const char *toc_version(void) { return TOC_VERSION_STRING; }
