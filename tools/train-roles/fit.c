/* fit.c - fits data/roles/weights.bin: features of src/role, labels of PropBank, FTRL-Proximal.
 *
 *     fit DATA_DIR MODEL TREES.conllu PROPBANK.jsonl OUT
 *
 * MODEL reads the sentences anew ("fast": the forms of the treebank alone, so that what is learnt fits
 * what will be read), or is "conllu": the treebank's own trees.
 *
 * Three questions share one table (see src/role/internal.h): is a word a predicate (logistic), which of
 * its rolesets (softmax over those of its word), which role (softmax).  A weight exists for a feature
 * and a label that were seen together, and for "no argument".  McMahan et al. 2013, "Ad Click
 * Prediction: a View from the Trenches", is the learner; order of examples by a fixed generator. */
#include "../../src/role/internal.h"

#include <json-c/json.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum task { PREDICATE, SENSE, ARGUMENT, N_TASKS };
static const double ALPHA[N_TASKS] = {0.15, 0.15, 0.03}, BETA = 1.0;
static const double L1[N_TASKS] = {0.6, 0.3, 0.6}, L2[N_TASKS] = {1.0, 1.0, 1.0};
static const uint32_t RARE[N_TASKS] = {3, 2, 2}; /* features seen less often are left out */
enum { EPOCHS = 8, RARE_ROLE = 9, SMALL = 3 }; /* weights below SMALL, of 127, are left out */

typedef struct example {
  uint32_t first, n;   /* of pool */
  uint8_t task, label, labels;
} example;

static toc_arena arena;
static TOC_ARRAY(uint32_t) pool;
static TOC_ARRAY(example) examples;

typedef struct argument {
  uint32_t first, last;
  toc_str role;
} argument;
typedef struct predicate {
  uint32_t token;
  toc_str roleset;
  TOC_ARRAY(argument) args;
} predicate;
typedef TOC_ARRAY(predicate) predicates;

static TOC_ARRAY(predicates) gold; /* sentences of PropBank */
static toc_map gold_of;            /* sent_id → gold */
static toc_strs roles;
static toc_map role_at;

static void die(const char *what, const char *which) {
  fprintf(stderr, "fit: %s%s%s\n", what, which ? ": " : "", which ? which : "");
  exit(1);
}

/* ------------------------------------------------------------------------ input */

static toc_str json_str(struct json_object *o, const char *key) {
  return toc_str_copy(&arena, toc_cstr(json_object_get_string(json_object_object_get(o, key))));
}
static uint32_t json_uint(struct json_object *o, const char *key) { return (uint32_t)json_object_get_int(json_object_object_get(o, key)); }

static void read_predicate(struct json_object *o, predicates *out) {
  predicate p = {.token = json_uint(o, "token"), .roleset = json_str(o, "roleset")};
  struct json_object *args = json_object_object_get(o, "args");
  for (size_t k = 0; k < json_object_array_length(args); k++) {
    struct json_object *a = json_object_array_get_idx(args, k);
    *toc_push(&arena, &p.args) = (argument){json_uint(a, "start"), json_uint(a, "end"), json_str(a, "role")};
  }
  *toc_push(&arena, out) = p;
}

static void read_propbank(const char *path) {
  toc_str bytes, line;
  toc_error err;
  if (toc_file_read(&arena, path, 0, &bytes, &err) != TOC_OK) die(err.message, NULL);
  while (toc_str_cut(&bytes, '\n', &line)) {
    if (!line.len) continue;
    struct json_object *o = json_tokener_parse(toc_str_z(&arena, line));
    if (!o) die("not JSON", path);
    predicates list = {0};
    struct json_object *ps = json_object_object_get(o, "predicates");
    for (size_t k = 0; k < json_object_array_length(ps); k++) read_predicate(json_object_array_get_idx(ps, k), &list);
    *toc_map_put(&gold_of, json_str(o, "id"), 0) = gold.len;
    *toc_push(&arena, &gold) = list;
    json_object_put(o);
  }
}

/* Roles that occur often enough to be learnt, in the order of the alphabet behind "-". */
static int by_bytes(const void *x, const void *y) { return toc_str_cmp(*(const toc_str *)x, *(const toc_str *)y); }
static void name_roles(void) {
  toc_map count;
  toc_strs names = {0};
  toc_map_init(&count, &arena);
  for (uint32_t s = 0; s < gold.len; s++)
    for (uint32_t p = 0; p < gold.ptr[s].len; p++)
      for (uint32_t a = 0; a < gold.ptr[s].ptr[p].args.len; a++) {
        toc_str r = gold.ptr[s].ptr[p].args.ptr[a].role;
        if (!(*toc_map_put(&count, r, 0))++) *toc_push(&arena, &names) = r;
      }
  qsort(names.ptr, names.len, sizeof *names.ptr, by_bytes);
  *toc_push(&arena, &roles) = TOC_S("-");
  for (uint32_t k = 0; k < names.len; k++)
    if (toc_map_get(&count, names.ptr[k]) >= RARE_ROLE) *toc_push(&arena, &roles) = names.ptr[k];
  if (roles.len > ROLE_LABELS) die("too many roles", NULL);
  for (uint32_t k = 0; k < roles.len; k++) *toc_map_put(&role_at, roles.ptr[k], 0) = k;
}

/* ---------------------------------------------------------------------- lexicon */

typedef struct entry {
  toc_str key;
  toc_strs roleset;
  TOC_ARRAY(uint32_t) count;
} entry;
static TOC_ARRAY(entry) entries;
static toc_map entry_at;

static void count_sense(toc_str key, toc_str roleset) {
  uint32_t *at = toc_map_put(&entry_at, key, entries.len);
  if (*at == entries.len) *toc_push(&arena, &entries) = (entry){.key = toc_str_copy(&arena, key)};
  entry *e = &entries.ptr[*at];
  uint32_t k = 0;
  while (k < e->roleset.len && !toc_str_eq(e->roleset.ptr[k], roleset)) k++;
  if (k == e->roleset.len) *toc_push(&arena, &e->roleset) = roleset, *toc_push(&arena, &e->count) = 0;
  e->count.ptr[k]++;
}

/* The most frequent first; of equals the one that came first. */
static void sort_senses(entry *e) {
  for (uint32_t i = 1; i < e->roleset.len; i++)
    for (uint32_t k = i; k && e->count.ptr[k] > e->count.ptr[k - 1]; k--) {
      toc_str r = e->roleset.ptr[k];
      uint32_t c = e->count.ptr[k];
      e->roleset.ptr[k] = e->roleset.ptr[k - 1], e->count.ptr[k] = e->count.ptr[k - 1];
      e->roleset.ptr[k - 1] = r, e->count.ptr[k - 1] = c;
    }
  if (e->roleset.len > ROLE_LABELS) e->roleset.len = ROLE_LABELS;
}

/* --------------------------------------------------------------------- examples */

static void add_example(enum task task, const toc__role_features *f, uint32_t label, uint32_t labels) {
  *toc_push(&arena, &examples) = (example){pool.len, f->n, (uint8_t)task, (uint8_t)label, (uint8_t)labels};
  for (uint32_t k = 0; k < f->n; k++) *toc_push(&arena, &pool) = f->hash[k];
}

/* The candidate whose phrase the argument is: the one with its very words, else the word of the
 * argument whose head lies outside it. */
static uint32_t candidate_of(const toc__role_view *v, const toc__role_candidate *c, uint32_t n, const argument *a, uint32_t base) {
  uint32_t first = base + a->first, last = base + a->last, found = TOC_NONE, reach = 0;
  for (uint32_t i = 0; i < n; i++) {
    uint32_t from, to, h = c[i].head;
    if (h < first || h >= last) continue;
    toc__role_span(v, &c[i], NULL, 0, &from, &to);
    if (from == first && to == last) return i;
    uint32_t up = v->doc->tokens.ptr[h].head;
    if (up != TOC_NONE && up >= first && up < last) continue;
    if (found == TOC_NONE || to - from > reach) found = i, reach = to - from;
  }
  return found;
}

static uint32_t n_args, n_lost;

static void take_arguments(const toc__role_view *v, const predicate *p, uint32_t base, toc_str roleset) {
  toc__role_candidate c[ROLE_CANDIDATES];
  uint8_t label[ROLE_CANDIDATES] = {0};
  toc__role_features f;
  uint32_t token = base + p->token, n = toc__role_candidates(v, token, c);
  for (uint32_t a = 0; a < p->args.len; a++) {
    uint32_t at = candidate_of(v, c, n, &p->args.ptr[a], base), r = toc_map_get(&role_at, p->args.ptr[a].role);
    n_args++;
    if (at == TOC_NONE || r == TOC_NONE) n_lost++;
    else label[at] = (uint8_t)r;
  }
  for (uint32_t i = 0; i < n; i++) {
    toc__role_look_argument(v, token, roleset, &c[i], &f);
    add_example(ARGUMENT, &f, label[i], roles.len);
  }
}

static void take_sentence(const toc__role_view *v, uint32_t sentence, const predicates *ps, bool lexicon_only) {
  const toc_sentence *s = &v->doc->sentences.ptr[sentence];
  toc__role_features f;
  uint32_t at = 0;
  for (uint32_t i = s->first; i < s->last; i++) {
    const predicate *p = NULL;
    for (at = 0; at < ps->len && !p; at++)
      if (ps->ptr[at].token == i - s->first) p = &ps->ptr[at];
    if (!toc__role_possible(v, i)) continue;
    toc_str key = toc__role_entry(v, i, &arena);
    if (lexicon_only) {
      if (p) count_sense(key, p->roleset);
      continue;
    }
    toc__role_look_predicate(v, i, &f);
    add_example(PREDICATE, &f, p != NULL, 1);
    if (!p) continue;
    const entry *e = &entries.ptr[toc_map_get(&entry_at, key)];
    for (uint32_t k = 0; k < e->roleset.len && e->roleset.len > 1; k++) {
      if (!toc_str_eq(e->roleset.ptr[k], p->roleset)) continue;
      toc__role_look_sense(v, i, &f);
      add_example(SENSE, &f, k, e->roleset.len);
    }
    take_arguments(v, p, s->first, p->roleset);
  }
}

/* One document of the treebank; ids: its sent_ids in order. */
static void take_document(const toc_engine *engine, toc_doc *doc, toc_str conllu, const toc_strs *ids, bool lexicon_only) {
  toc_error err;
  toc_report report = {.id = TOC_S("d"), .conllu = conllu, .language = TOC_S("en")};
  toc_report *read;
  if (toc_report_read(&read, conllu, TOC_INPUT_CONLLU, report.id, "train", 1, &err) != TOC_OK) die(err.message, NULL);
  if (toc_analyse(engine, read, doc, &err) != TOC_OK) die(err.message, NULL);
  toc_report_free(read);
  if (doc->sentences.len != ids->len) die("sentences were not kept", NULL);
  toc__role_view v;
  toc_arena_reset(&doc->scratch);
  toc__role_view_init(&v, doc, &doc->scratch);
  for (uint32_t s = 0; s < doc->sentences.len; s++) {
    uint32_t g = toc_map_get(&gold_of, ids->ptr[s]);
    if (g != TOC_NONE) take_sentence(&v, s, &gold.ptr[g], lexicon_only);
  }
}

/* Forms alone, or all columns. */
static void copy_row(toc_buf *out, toc_str row, bool forms) {
  toc_str rest = row, col[10];
  int n = 0;
  while (n < 10 && toc_str_cut(&rest, '\t', &col[n])) n++;
  bool plain = n == 10 && !memchr(col[0].ptr, '-', col[0].len) && !memchr(col[0].ptr, '.', col[0].len);
  if (n == 10 && memchr(col[0].ptr, '.', col[0].len)) return; /* an empty node */
  if (!forms || !plain) toc_buf_str(out, row);
  else toc_buf_fmt(out, "%.*s\t%.*s\t_\t_\t_\t_\t_\t_\t_\t%.*s", TOC_FMT(col[0]), TOC_FMT(col[1]), TOC_FMT(col[9]));
  toc_buf_z(out, "\n");
}

static void read_trees(const toc_engine *engine, const char *path, bool forms, bool lexicon_only) {
  toc_str bytes, row;
  toc_error err;
  toc_buf out;
  toc_strs ids = {0};
  toc_doc *doc = toc_doc_new();
  toc_buf_init(&out, 0);
  if (toc_file_read(&arena, path, 0, &bytes, &err) != TOC_OK) die(err.message, NULL);
  while (toc_str_cut(&bytes, '\n', &row)) {
    bool newdoc = toc_str_starts(row, TOC_S("# newdoc"));
    if (newdoc && ids.len) {
      take_document(engine, doc, (toc_str){out.ptr, out.len}, &ids, lexicon_only);
      toc_buf_reset(&out);
      ids.len = 0;
    }
    if (toc_str_starts(row, TOC_S("# sent_id = "))) *toc_push(&arena, &ids) = toc_str_sub(row, strlen("# sent_id = "), row.len);
    if (row.len && row.ptr[0] == '#') continue;
    copy_row(&out, row, forms);
  }
  take_document(engine, doc, (toc_str){out.ptr, out.len}, &ids, lexicon_only);
  toc_buf_release(&out);
  toc_doc_free(doc);
}

/* --------------------------------------------------------------------- learning */

typedef struct feature {
  uint32_t hash, count, start;
  uint64_t seen; /* labels */
  uint8_t task;
} feature;
static feature *features;
static uint32_t n_features, n_weights;
static float *z, *nn, *w;

static int by_hash(const void *x, const void *y) {
  uint32_t a = *(const uint32_t *)x, b = *(const uint32_t *)y;
  return a < b ? -1 : a > b;
}

static uint32_t find(uint32_t hash) {
  uint32_t lo = 0, hi = n_features;
  while (lo < hi) {
    uint32_t mid = lo + (hi - lo) / 2;
    if (features[mid].hash < hash) lo = mid + 1;
    else hi = mid;
  }
  return lo < n_features && features[lo].hash == hash ? lo : TOC_NONE;
}

/* Features that are not rare, and in each example their numbers in place of their hashes. */
static void index_features(void) {
  uint32_t *all = malloc(sizeof *all * pool.len);
  memcpy(all, pool.ptr, sizeof *all * pool.len);
  qsort(all, pool.len, sizeof *all, by_hash);
  uint32_t distinct = 0;
  for (uint32_t i = 0; i < pool.len; i++) distinct += !i || all[i] != all[i - 1];
  features = calloc(distinct, sizeof *features);
  for (uint32_t i = 0; i < pool.len;) {
    uint32_t k = i;
    while (k < pool.len && all[k] == all[i]) k++;
    if (k - i >= 2) features[n_features++] = (feature){.hash = all[i], .count = k - i};
    i = k;
  }
  free(all);
  for (uint32_t e = 0; e < examples.len; e++) {
    example *x = &examples.ptr[e];
    uint32_t kept = 0;
    for (uint32_t k = 0; k < x->n; k++) {
      uint32_t at = find(pool.ptr[x->first + k]);
      if (at == TOC_NONE || features[at].count < RARE[x->task]) continue;
      pool.ptr[x->first + kept++] = at;
      features[at].seen |= (uint64_t)1 << (x->task == PREDICATE ? 0 : x->label);
      if (x->task == ARGUMENT) features[at].seen |= 1;
      features[at].task = x->task;
    }
    x->n = kept;
  }
  for (uint32_t k = 0; k < n_features; k++) {
    features[k].start = n_weights;
    n_weights += (uint32_t)__builtin_popcountll(features[k].seen);
  }
  z = calloc(n_weights, sizeof *z), nn = calloc(n_weights, sizeof *nn), w = calloc(n_weights, sizeof *w);
  if (!z || !nn || !w) die("out of memory", NULL);
}

static void score(const example *x, double *s) {
  for (uint32_t k = 0; k < x->labels; k++) s[k] = 0;
  for (uint32_t k = 0; k < x->n; k++) {
    const feature *f = &features[pool.ptr[x->first + k]];
    uint32_t at = f->start;
    for (uint64_t m = f->seen; m; m &= m - 1, at++) {
      uint32_t l = (uint32_t)__builtin_ctzll(m);
      if (l < x->labels) s[l] += (double)w[at];
    }
  }
}

static void step(uint32_t at, double g, uint8_t task) {
  double n = (double)nn[at], more = n + g * g, sigma = (sqrt(more) - sqrt(n)) / ALPHA[task];
  double zz = (double)z[at] + g - sigma * (double)w[at];
  z[at] = (float)zz, nn[at] = (float)more;
  double sign = zz < 0 ? -1 : 1;
  w[at] = fabs(zz) <= L1[task] ? 0 : (float)(-(zz - sign * L1[task]) / ((BETA + sqrt(more)) / ALPHA[task] + L2[task]));
}

static double learn(const example *x) {
  double s[ROLE_LABELS], p[ROLE_LABELS], top = 0, sum = 0, loss;
  score(x, s);
  if (x->task == PREDICATE) {
    p[0] = 1 / (1 + exp(-s[0]));
    loss = -log(fmax(x->label ? p[0] : 1 - p[0], 1e-12));
    p[0] -= x->label;
  } else {
    for (uint32_t k = 0; k < x->labels; k++) top = k && s[k] < top ? top : s[k];
    for (uint32_t k = 0; k < x->labels; k++) sum += p[k] = exp(s[k] - top);
    for (uint32_t k = 0; k < x->labels; k++) p[k] /= sum;
    loss = -log(fmax(p[x->label], 1e-12));
    p[x->label] -= 1;
  }
  for (uint32_t k = 0; k < x->n; k++) {
    const feature *f = &features[pool.ptr[x->first + k]];
    uint32_t at = f->start;
    for (uint64_t m = f->seen; m; m &= m - 1, at++) {
      uint32_t l = (uint32_t)__builtin_ctzll(m);
      if (l < x->labels && fabs(p[l]) > 1e-4) step(at, p[l], x->task);
    }
  }
  return loss;
}

static void train(void) {
  uint64_t seed = 20261124;
  for (int e = 0; e < EPOCHS; e++) {
    double loss[N_TASKS] = {0};
    uint32_t n[N_TASKS] = {0};
    for (uint32_t i = examples.len; i > 1; i--) {
      seed = seed * 6364136223846793005u + 1442695040888963407u;
      uint32_t k = (uint32_t)((seed >> 33) % i);
      example x = examples.ptr[i - 1];
      examples.ptr[i - 1] = examples.ptr[k], examples.ptr[k] = x;
    }
    for (uint32_t i = 0; i < examples.len; i++) loss[examples.ptr[i].task] += learn(&examples.ptr[i]), n[examples.ptr[i].task]++;
    fprintf(stderr, "epoch %d  predicate %.4f  sense %.4f  argument %.4f\n", e + 1, loss[0] / n[0], loss[1] / fmax(n[1], 1), loss[2] / n[2]);
  }
}

/* ----------------------------------------------------------------------- output */

static void put_u32(FILE *out, uint32_t x) {
  for (int k = 0; k < 4; k++) fputc((int)(x >> (8 * k) & 255), out);
}

static void write_weights(const char *path) {
  FILE *out = fopen(path, "wb");
  if (!out) die("cannot write", path);
  fputs("tocsin-roles 1\nroles", out);
  for (uint32_t k = 0; k < roles.len; k++) fprintf(out, " %.*s", TOC_FMT(roles.ptr[k]));
  fprintf(out, "\nwords %u\n", (unsigned)entries.len);
  for (uint32_t k = 0; k < entries.len; k++) {
    fprintf(out, "%.*s", TOC_FMT(entries.ptr[k].key));
    for (uint32_t s = 0; s < entries.ptr[k].roleset.len; s++) fprintf(out, " %.*s", TOC_FMT(entries.ptr[k].roleset.ptr[s]));
    fputc('\n', out);
  }
  double most[N_TASKS] = {0};
  for (uint32_t k = 0; k < n_features; k++)
    for (uint32_t i = features[k].start; i < (k + 1 < n_features ? features[k + 1].start : n_weights); i++)
      most[features[k].task] = fmax(most[features[k].task], fabs((double)w[i]));
  uint32_t n = 0, total = 0;
  int8_t *q = calloc(n_weights, 1);
  uint8_t *count = calloc(n_features, 1);
  for (uint32_t k = 0; k < n_features; k++) {
    double scale = fmin(most[features[k].task], 3.0) / 127;
    for (uint32_t i = features[k].start; i < (k + 1 < n_features ? features[k + 1].start : n_weights); i++) {
      double x = round((double)w[i] / scale);
      q[i] = fabs(x) < SMALL ? 0 : (int8_t)fmax(-127, fmin(127, x));
      count[k] += q[i] != 0;
    }
    n += count[k] != 0, total += count[k];
  }
  fprintf(out, "features %u %u\n\n", (unsigned)n, (unsigned)total);
  for (uint32_t k = 0; k < n_features; k++)
    if (count[k]) put_u32(out, features[k].hash);
  for (uint32_t k = 0; k < n_features; k++)
    if (count[k]) fputc(count[k], out);
  for (int labels = 1; labels >= 0; labels--)
    for (uint32_t k = 0; k < n_features; k++) {
      uint32_t at = features[k].start;
      for (uint64_t m = features[k].seen; m; m &= m - 1, at++)
        if (q[at]) fputc(labels ? __builtin_ctzll(m) : (uint8_t)q[at], out);
    }
  if (fclose(out)) die("cannot write", path);
  fprintf(stderr, "%u features, %u weights (largest: %.2f %.2f %.2f)\n", (unsigned)n, (unsigned)total, most[0], most[1], most[2]);
}

int main(int argc, char **argv) {
  if (argc != 6) die("usage: fit DATA_DIR MODEL TREES.conllu PROPBANK.jsonl OUT", NULL);
  toc_engine *engine;
  toc_error err;
  bool own = strcmp(argv[2], "conllu") == 0;
  toc_arena_init(&arena, 0);
  jmp_buf jump;
  if (!TOC_TRY(&arena, jump)) die("out of memory", NULL);
  toc_map_init(&gold_of, &arena), toc_map_init(&role_at, &arena), toc_map_init(&entry_at, &arena);
  if (toc_engine_open(&engine, &(toc_options){.data_dir = argv[1], .model = own ? "fast" : argv[2]}, &err) != TOC_OK) die(err.message, NULL);
  read_propbank(argv[4]);
  name_roles();
  read_trees(engine, argv[3], !own, true);
  for (uint32_t k = 0; k < entries.len; k++) sort_senses(&entries.ptr[k]);
  read_trees(engine, argv[3], !own, false);
  toc_engine_close(engine);
  fprintf(stderr, "%u arguments, %u of them no candidate; %u examples\n", (unsigned)n_args, (unsigned)n_lost, (unsigned)examples.len);
  index_features();
  train();
  write_weights(argv[5]);
  return 0;
}
