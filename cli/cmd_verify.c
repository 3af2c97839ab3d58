/* cmd_verify.c - tocsin verify: does the record keep its promises?
 *
 * Codes the reports anew and checks each document: spans hold their text, indices point
 * somewhere, codes are of the scheme, each value has its characters or its reason.  With
 * --record, each line of a record made earlier must come out again to the byte: so every
 * code in it is derived a second time.  With --spans beside --record nothing is coded: it is
 * enough that each span of the record, whoever made it, holds its text. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"

enum { OPT_RECORD = OPT_OWN, OPT_LAYERS, OPT_SPANS };

typedef struct line {
  const char *ptr;
  size_t len;
  uint64_t number; /* in the file, from 1 */
  bool seen;
} line;

typedef struct record {
  const char *path;
  char *bytes;
  line *lines; /* [n], sorted by bytes */
  size_t n;
} record;

typedef struct check {
  record record;
  uint32_t layers;
  bool only_spans;
  uint64_t checked, faulty, spans;
  char *now; /* the line just derived */
  size_t n_now, cap_now;
} check;

/* --------------------------------------------------------------- the record */

static int compare(const char *a, size_t n, const char *b, size_t m) {
  int c = memcmp(a, b, n < m ? n : m);
  return c ? c : n < m ? -1 : n > m;
}

static int by_bytes(const void *x, const void *y) {
  const line *a = x, *b = y;
  int c = compare(a->ptr, a->len, b->ptr, b->len);
  return c ? c : a->number < b->number ? -1 : a->number > b->number;
}

static int read_file(record *r) {
  FILE *f = fopen(r->path, "rb");
  size_t n = 0, cap = 0;
  bool bad = !f;
  while (!bad) {
    if (n == cap) {
      cap = cap ? cap * 2 : 1 << 16;
      char *more = realloc(r->bytes, cap);
      if (!more) {
        cli_say("out of memory while reading '%s'", r->path);
        fclose(f);
        return CLI_IO;
      }
      r->bytes = more;
    }
    size_t k = fread(r->bytes + n, 1, cap - n, f);
    n += k;
    if (k == 0) break;
  }
  bad = bad || ferror(f);
  if (bad) cli_say("cannot read '%s': %s", r->path, strerror(errno));
  if (f) fclose(f);
  r->n = n; /* bytes, until split */
  return bad ? CLI_IO : CLI_OK;
}

static int split_lines(record *r) {
  size_t bytes = r->n, n = 0, cap = 0;
  r->n = 0;
  uint64_t number = 1;
  for (size_t at = 0; at < bytes; number++) {
    const char *end = memchr(r->bytes + at, '\n', bytes - at);
    size_t len = end ? (size_t)(end - (r->bytes + at)) : bytes - at;
    if (n == cap) {
      cap = cap ? cap * 2 : 256;
      line *more = realloc(r->lines, cap * sizeof *more);
      if (!more) {
        cli_say("out of memory");
        return CLI_IO;
      }
      r->lines = more;
    }
    if (len) r->lines[n++] = (line){.ptr = r->bytes + at, .len = len, .number = number};
    at += len + 1;
  }
  r->n = n;
  if (n) qsort(r->lines, n, sizeof *r->lines, by_bytes);
  return CLI_OK;
}

/* The first line that is not before these bytes. */
static size_t lower_bound(const record *r, const char *bytes, size_t n) {
  size_t lo = 0, hi = r->n;
  while (lo < hi) {
    size_t mid = lo + (hi - lo) / 2;
    if (compare(r->lines[mid].ptr, r->lines[mid].len, bytes, n) < 0) lo = mid + 1;
    else hi = mid;
  }
  return lo;
}

/* '{"id":"…"' of a line: all lines of one report begin with it. */
static size_t id_prefix(const char *s, size_t n) {
  static const char start[] = "{\"id\":\"";
  size_t at = sizeof start - 1;
  if (n < at || memcmp(s, start, at) != 0) return 0;
  while (at < n && s[at] != '"') at += s[at] == '\\' ? 2 : 1;
  return at < n ? at + 1 : 0;
}

/* The key whose value holds byte `at`: the last '"key":' of the outermost object before it. */
static void key_before(const char *s, size_t at, char *key, size_t size) {
  int depth = 0;
  key[0] = 0;
  for (size_t i = 0; i < at; i++) {
    if (s[i] == '{' || s[i] == '[') depth++;
    else if (s[i] == '}' || s[i] == ']') depth--;
    if (s[i] != '"') continue;
    size_t from = ++i;
    while (i < at && s[i] != '"') i += s[i] == '\\' ? 2 : 1;
    if (depth == 1 && i + 1 < at && s[i + 1] == ':') snprintf(key, size, "%.*s", (int)(i - from), s + from);
  }
}

static void say_difference(const check *c, const line *l, size_t prefix) {
  size_t n = 0, most = c->n_now < l->len ? c->n_now : l->len;
  while (n < most && c->now[n] == l->ptr[n]) n++;
  char key[32];
  key_before(l->ptr, n, key, sizeof key);
  const char *hint = strcmp(key, "engine") == 0 ? " (another version, model or dictionaries made it; see --spans)" : "";
  cli_say("report %.*s: '%s' is not what is derived now%s, in '%s', line %llu, column %zu", (int)(prefix - 6), l->ptr + 6, key,
          hint, c->record.path, (unsigned long long)l->number, n + 1);
}

/* Marks the line as seen, or says how the record differs. */
static bool compare_record(check *c) {
  record *r = &c->record;
  size_t i = lower_bound(r, c->now, c->n_now);
  while (i < r->n && r->lines[i].seen) i++;
  if (i < r->n && r->lines[i].len == c->n_now && memcmp(r->lines[i].ptr, c->now, c->n_now) == 0)
    return r->lines[i].seen = true;
  size_t prefix = id_prefix(c->now, c->n_now);
  i = lower_bound(r, c->now, prefix);
  while (i < r->n && r->lines[i].seen) i++;
  if (prefix && i < r->n && r->lines[i].len >= prefix && memcmp(r->lines[i].ptr, c->now, prefix) == 0) {
    r->lines[i].seen = true;
    say_difference(c, &r->lines[i], prefix);
  } else {
    cli_say("report %.*s: not in the record '%s'", prefix ? (int)(prefix - 6) : 4, prefix ? c->now + 6 : "null", r->path);
  }
  return false;
}

static uint64_t say_unmatched(const record *r) {
  uint64_t n = 0;
  for (size_t i = 0; i < r->n; i++) {
    if (r->lines[i].seen) continue;
    n++;
    size_t prefix = id_prefix(r->lines[i].ptr, r->lines[i].len);
    if (prefix) cli_say("report %.*s: in the record but not among the reports, in '%s', line %llu", (int)(prefix - 6), r->lines[i].ptr + 6,
                        r->path, (unsigned long long)r->lines[i].number);
    else cli_say("not a line of a record, in '%s', line %llu", r->path, (unsigned long long)r->lines[i].number);
  }
  return n;
}

/* --------------------------------------------------------------- the command */

static int keep(void *ctx, const char *bytes, size_t n) {
  check *c = ctx;
  if (c->n_now + n > c->cap_now) {
    size_t cap = (c->n_now + n) * 2;
    char *more = realloc(c->now, cap);
    if (!more) return 1;
    c->now = more;
    c->cap_now = cap;
  }
  memcpy(c->now + c->n_now, bytes, n);
  c->n_now += n;
  return 0;
}

static int each(cli_work *w, const toc_report *report, toc_doc *doc) {
  check *c = w->ctx;
  toc_error err = {0};
  (void)report;
  c->checked++;
  bool good = true;
  toc_status s = toc_doc_verify(doc, &err);
  if (s != TOC_OK) {
    cli_say_error(&err);
    good = false;
  } else if (c->record.path) {
    c->n_now = 0;
    if (toc_doc_write(w->engine, doc, TOC_FORMAT_DOCS, c->layers, keep, c) != TOC_OK) {
      cli_say("out of memory");
      w->status = cli_worse(w->status, CLI_IO);
      return 1;
    }
    if (c->n_now) c->n_now--; /* the end of the line */
    good = compare_record(c);
  }
  if (!good) {
    c->faulty++;
    w->status = cli_worse(w->status, CLI_REPORTS);
  }
  return 0;
}

/* '{"id":"…"' as the record writes it; the caller frees it. */
static char *make_prefix(toc_str id, size_t *len) {
  char *out = malloc(id.len * 6 + 16), *p = out;
  if (!out) return NULL;
  memcpy(p, "{\"id\":\"", 7);
  p += 7;
  for (size_t i = 0; i < id.len; i++) {
    unsigned char c = (unsigned char)id.ptr[i];
    const char *short_form = c == '"' ? "\\\"" : c == '\\' ? "\\\\" : c == '\n' ? "\\n" : c == '\r' ? "\\r" : c == '\t' ? "\\t" : NULL;
    if (short_form) p = (char *)memcpy(p, short_form, 2) + 2;
    else if (c < 0x20) p += snprintf(p, 7, "\\u%04x", c);
    else *p++ = (char)c;
  }
  *p++ = '"';
  *len = (size_t)(p - out);
  return out;
}

static void check_spans(cli_work *w, check *c, const toc_report *report) {
  size_t prefix = 0;
  char *start = make_prefix(report->id, &prefix), fault[256];
  record *r = &c->record;
  if (!start) {
    cli_say("out of memory");
    w->status = cli_worse(w->status, CLI_IO);
    return;
  }
  c->checked++;
  size_t i = lower_bound(r, start, prefix);
  while (i < r->n && r->lines[i].seen) i++;
  bool there = i < r->n && r->lines[i].len >= prefix && memcmp(r->lines[i].ptr, start, prefix) == 0;
  bool good = there && cli_spans_hold(r->lines[i].ptr, r->lines[i].len, report->text, &c->spans, fault, sizeof fault);
  if (there) r->lines[i].seen = true;
  if (!there) cli_say("report %.*s: not in the record '%s'", (int)(prefix - 6), start + 6, r->path);
  else if (!good)
    cli_say("report %.*s: %s, in '%s', line %llu", (int)(prefix - 6), start + 6, fault, r->path, (unsigned long long)r->lines[i].number);
  free(start);
  if (good) return;
  c->faulty++;
  w->status = cli_worse(w->status, CLI_REPORTS);
}

static int run_spans(cli_work *w, check *c) {
  toc_report *report;
  int status = cli_input_ready(&w->input);
  if (status == CLI_OK) status = cli_output_open(&w->output, w->output_path);
  if (status != CLI_OK) return status;
  while (cli_input_next(&w->input, &report) == TOC_OK) {
    check_spans(w, c, report);
    toc_report_free(report);
  }
  w->complete = true;
  return cli_worse(w->status, w->input.status);
}

static int run_derivation(cli_work *w, check *c) {
  w->engine_options.roles = (c->layers & TOC_LAYER_SRL) != 0;
  int status = cli_work_open(w);
  if (status != CLI_OK) return status;
  w->ctx = c;
  w->each = each;
  return cli_work_run(w);
}

/* A crisis file says what it is in its first bytes. */
static bool is_store(const cli_work *w) {
  char head[16];
  if (w->input.n_paths != 1 || strcmp(w->input.path[0], "-") == 0) return false;
  FILE *f = fopen(w->input.path[0], "rb");
  if (!f) return false;
  bool yes = fread(head, 1, sizeof head, f) == sizeof head && memcmp(head, "SQLite format 3", sizeof head) == 0;
  fclose(f);
  return yes;
}

static int verify_store(cli_work *w, bool only_spans) {
  toc_error err = {0};
  toc_store *store = NULL;
  int status = only_spans ? cli_output_open(&w->output, w->output_path) : cli_work_open(w);
  if (status != CLI_OK) return status;
  toc_status s = toc_store_open(&store, w->input.path[0], TOC_STORE_WRITE, &err);
  if (s == TOC_IO) s = toc_store_open(&store, w->input.path[0], TOC_STORE_READ, &err);
  if (s == TOC_OK) s = toc_store_verify(store, w->engine, w->jobs, &err);
  if (s == TOC_OK) s = toc_store_query(store, "SELECT count(*) || ' reports verified, 0 faulty' FROM report", "text", cli_output_write, &w->output, &err);
  toc_store_close(store);
  w->complete = s == TOC_OK;
  if (s == TOC_OK) return CLI_OK;
  cli_say_error(&err);
  return s == TOC_BADDATA ? CLI_REPORTS : cli_exit_of(s);
}

static int go(cli_work *w, check *c) {
  int status = CLI_OK;
  if (is_store(w)) return verify_store(w, c->only_spans);
  if (c->only_spans && !c->record.path) return cli_usage(&cli_verify, "--spans needs a record: give --record FILE");
  if (c->record.path) status = read_file(&c->record);
  if (status == CLI_OK && c->record.path) status = split_lines(&c->record);
  if (status != CLI_OK) return status;
  status = c->only_spans ? run_spans(w, c) : run_derivation(w, c);
  if (!w->complete) return status;
  uint64_t lost = c->record.path ? say_unmatched(&c->record) : 0;
  if (lost) status = cli_worse(status, CLI_REPORTS);
  char words[240];
  int n = snprintf(words, sizeof words, "%llu reports verified, %llu faulty", (unsigned long long)c->checked, (unsigned long long)c->faulty);
  if (c->record.path) n += snprintf(words + n, sizeof words - (size_t)n, ", %llu lines of the record without a report", (unsigned long long)lost);
  if (c->only_spans) n += snprintf(words + n, sizeof words - (size_t)n, ", %llu spans looked at", (unsigned long long)c->spans);
  words[n++] = '\n';
  cli_output_write(&w->output, words, (size_t)n);
  return status;
}

static int run(int argc, char **argv) {
  static const cli_option options[] = {CLI_WORK_OPTIONS, {OPT_RECORD, 'r', "record", true}, {OPT_LAYERS, 'l', "layers", true},
                                       {OPT_SPANS, 's', "spans", false}, {0}};
  cli_work w;
  check c = {.layers = CLI_LAYERS};
  cli_args args;
  const char *value;
  int status = CLI_OK;
  cli_work_init(&w);
  cli_args_init(&args, &cli_verify, options, argc, argv);
  for (int o; status == CLI_OK && (o = cli_next(&args, &value)) != CLI_END;) switch (o) {
      case CLI_BAD: status = CLI_USAGE; break;
      case OPT_HELP: fputs(cli_verify.help, stdout); return cli_work_close(&w, CLI_OK);
      case OPT_RECORD: c.record.path = value; break;
      case OPT_LAYERS: status = cli_layers(value, &c.layers); break;
      case OPT_SPANS: c.only_spans = true; break;
      default: status = cli_work_take(&w, o, value);
    }
  if (status == CLI_OK) status = go(&w, &c);
  free(c.record.bytes);
  free(c.record.lines);
  free(c.now);
  return cli_work_close(&w, status);
}

const cli_command cli_verify = {
    "verify", "check that a record keeps its promises",
    "usage: tocsin verify [OPTIONS] [--record RECORD] [FILES|FOLDERS|-]\n"
    "       tocsin verify [OPTIONS] CRISIS.db\n\n"
    "Codes the reports anew and checks each: every span lies in the text, every code is one of its\n"
    "scheme, every value has its characters or its reason.  With --record (made by `tocsin code\n"
    "--format docs` from the same reports), each line of it must come out again to the byte.\n"
    "A crisis file is checked from its pages up: hashes of the reports, indexes, spans; then all of it\n"
    "is derived a second time.  With --spans it is not, and no model is needed.\n"
    "Exit status 1 if anything is wrong.\n\n"
    "options\n"
    "  -r, --record FILE     a record to derive again\n"
    "  -l, --layers LIST     the layers it was made with\n"
    "  -s, --spans           with --record: only see that each span holds its text.  Needs no\n"
    "                        model, and also fits a record that another version made\n" CLI_HELP_WORK
    "\n"
    "examples\n"
    "  tocsin verify reports/\n"
    "  tocsin verify --record record.jsonl reports.jsonl\n"
    "  tocsin verify --spans --record record.jsonl reports.jsonl\n"
    "  tocsin verify crisis.db\n",
    run};
