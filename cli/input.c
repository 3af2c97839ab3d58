/* input.c - the reports of many files and folders, one after the other. */
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli.h"

void cli_input_init(cli_input *in, toc_input_format format) { *in = (cli_input){.format = format}; }

int cli_input_take_format(cli_input *in, const char *value) {
  static const char *const names[] = {"auto", "text", "jsonl", "conllu", "html", "json", "csv", "warc", "feed", "sgml", "nexis", "factiva", NULL};
  static const toc_input_format formats[] = {TOC_INPUT_AUTO, TOC_INPUT_TEXT, TOC_INPUT_JSONL, TOC_INPUT_CONLLU, TOC_INPUT_HTML,  TOC_INPUT_JSON,
                                             TOC_INPUT_TABLE, TOC_INPUT_WARC, TOC_INPUT_FEED, TOC_INPUT_SGML, TOC_INPUT_PRESS, TOC_INPUT_PRESS};
  int i = cli_choose("input format", value, names);
  if (i < 0) return CLI_USAGE;
  in->format = formats[i];
  return CLI_OK;
}

void cli_input_release(cli_input *in) {
  toc_reader_close(in->reader);
  for (size_t i = 0; i < in->n_paths; i++) free(in->path[i]);
  free(in->path);
  *in = (cli_input){0};
}

static int no_memory(void) {
  cli_say("out of memory");
  return CLI_IO;
}

/* Takes the path over. */
static int push(cli_input *in, char *path) {
  if (!path) return no_memory();
  if (in->n_paths == in->cap) {
    size_t cap = in->cap ? in->cap * 2 : 16;
    char **more = realloc(in->path, cap * sizeof *more);
    if (!more) {
      free(path);
      return no_memory();
    }
    in->path = more;
    in->cap = cap;
  }
  in->path[in->n_paths++] = path;
  return CLI_OK;
}

static bool ends_in(const char *s, const char *end) {
  size_t n = strlen(s), m = strlen(end);
  return n > m && strcmp(s + n - m, end) == 0;
}

/* What is read of a folder.  A file that is named is read whatever it is called. */
static const char *const suffixes[] = {".txt", ".jsonl", ".ndjson", ".json", ".conllu", ".html", ".htm", ".csv", ".tsv", ".warc",
                                       ".xml", ".rss", ".atom", ".sgml", ".gz", ".zst", ".bz2", ".xz", ".zip", ".tar", ".tgz"};

static bool wanted(const char *name) {
  for (size_t i = 0; name[0] != '.' && i < sizeof suffixes / sizeof *suffixes; i++)
    if (ends_in(name, suffixes[i])) return true;
  return false;
}

static char *join(const char *folder, const char *name) {
  size_t n = strlen(folder), m = strlen(name);
  bool slash = n && folder[n - 1] == '/';
  char *path = malloc(n + m + 2);
  if (!path) return NULL;
  memcpy(path, folder, n);
  if (!slash) path[n++] = '/';
  memcpy(path + n, name, m + 1);
  return path;
}

static int by_bytes(const void *x, const void *y) { return strcmp(*(char *const *)x, *(char *const *)y); }

/* Lists one folder: reports go to `in`, folders to `later`.  Links to folders are not
 * followed: they may lead in a circle. */
static int list_folder(cli_input *in, const char *folder, cli_input *later) {
  DIR *d = opendir(folder);
  if (!d) {
    cli_say("cannot open folder '%s': %s", folder, strerror(errno));
    return CLI_IO;
  }
  int status = CLI_OK;
  for (struct dirent *e; status == CLI_OK && (e = readdir(d));) {
    struct stat st;
    if (e->d_name[0] == '.') continue;
    char *path = join(folder, e->d_name);
    if (!path) status = no_memory();
    else if (lstat(path, &st) == 0 && S_ISDIR(st.st_mode)) status = push(later, path);
    else if (wanted(e->d_name)) status = push(in, path);
    else free(path);
  }
  closedir(d);
  return status;
}

static int add_folder(cli_input *in, const char *folder) {
  cli_input later = {0};
  size_t first = in->n_paths;
  int status = push(&later, strdup(folder));
  while (status == CLI_OK && later.n_paths) {
    char *next = later.path[--later.n_paths];
    status = list_folder(in, next, &later);
    free(next);
  }
  cli_input_release(&later);
  if (in->n_paths > first) qsort(in->path + first, in->n_paths - first, sizeof *in->path, by_bytes);
  else if (status == CLI_OK) cli_say("no report in folder '%s': expected .txt, .html, .jsonl, .csv, .warc.gz … files", folder);
  return status;
}

int cli_input_add(cli_input *in, const char *path) {
  struct stat st;
  in->named = true;
  if (strcmp(path, "-") != 0 && stat(path, &st) == 0 && S_ISDIR(st.st_mode)) return add_folder(in, path);
  return push(in, strdup(path));
}

/* "a.warc.gz:8113", or the name of a file alone, even one that looks like that. */
static bool begins_at(cli_input *in, const char *path) {
  size_t n = strlen(path);
  if (strcmp(in->from, path) == 0) return true;
  if (strncmp(in->from, path, n) != 0 || in->from[n] != ':' || !in->from[n + 1]) return false;
  char *end;
  errno = 0;
  in->offset = strtoull(in->from + n + 1, &end, 10);
  in->seek = errno == 0 && !*end && in->from[n + 1] >= '0' && in->from[n + 1] <= '9';
  return in->seek;
}

static int go_to_first(cli_input *in) {
  while (in->at < in->n_paths && !begins_at(in, in->path[in->at])) in->at++;
  if (in->at < in->n_paths) return CLI_OK;
  cli_say("--from '%s' is none of the files to read: expected FILE or FILE:BYTE", in->from);
  return CLI_USAGE;
}

int cli_input_ready(cli_input *in) {
  if (!in->named) {
    int status = cli_input_add(in, "-");
    if (status != CLI_OK) return status;
    if (isatty(STDIN_FILENO)) cli_say("reading from the terminal; end the report with Ctrl-D");
  }
  if (in->from && go_to_first(in) != CLI_OK) return CLI_USAGE;
  for (size_t i = 0; i < in->n_paths; i++) {
    struct stat st;
    if (strcmp(in->path[i], "-") == 0 || stat(in->path[i], &st) != 0 || !S_ISREG(st.st_mode)) {
      in->size = 0;
      return CLI_OK;
    }
    in->size += (uint64_t)st.st_size;
  }
  return CLI_OK;
}

static void say_other(const char *path) { cli_say("'%s' is not the archive that was read before: read from its beginning", path); }

static void open_path(cli_input *in, const char *path, bool from_before) {
  toc_error err = {0};
  toc_status s = toc_reader_open(&in->reader, path, in->format, 0, &err);
  if (s == TOC_OK && in->map) s = toc_reader_map(in->reader, in->map, &err);
  if (s == TOC_OK && in->seek) s = toc_reader_seek(in->reader, in->offset, &err);
  else if (s == TOC_OK && from_before && in->known && in->known(in->known_ctx, path, &in->offset, in->expected, sizeof in->expected) &&
           toc_reader_seek(in->reader, in->offset, NULL) != TOC_OK) {
    in->expected[0] = 0;
    say_other(path);
  }
  in->seek = false;
  if (s == TOC_OK) return;
  toc_reader_close(in->reader);
  in->reader = NULL;
  in->n_failed++;
  cli_say_error(&err);
  in->status = cli_worse(in->status, s == TOC_BADINPUT ? CLI_REPORTS : s == TOC_USAGE ? CLI_USAGE : CLI_IO);
}

static void open_next(cli_input *in) { open_path(in, in->path[in->at++], true); }

/* The first report behind a resumption: is it the one that was the last? */
static bool is_expected(cli_input *in, const toc_report *report) {
  size_t n = strlen(in->expected);
  bool same = report && report->id.len == n && memcmp(report->id.ptr, in->expected, n) == 0;
  in->expected[0] = 0;
  if (same) in->n_resumed++;
  return same;
}

static void start_over(cli_input *in) {
  const char *path = in->path[in->at - 1];
  say_other(path);
  toc_reader_close(in->reader);
  in->reader = NULL;
  open_path(in, path, false);
}

static void close_current(cli_input *in) {
  uint64_t size = 0;
  in->done += toc_reader_position(in->reader, &size);
  toc_reader_close(in->reader);
  in->reader = NULL;
}

toc_status cli_input_next(cli_input *in, toc_report **report) {
  for (;;) {
    if (!in->reader) {
      if (in->at >= in->n_paths) return TOC_DONE;
      open_next(in);
      continue;
    }
    toc_error err = {0};
    toc_status s = toc_reader_next(in->reader, report, &err);
    if (in->expected[0] && !is_expected(in, s == TOC_OK ? *report : NULL)) {
      if (s == TOC_OK) toc_report_free(*report);
      start_over(in);
      continue;
    }
    if (s == TOC_OK) return TOC_OK;
    if (s != TOC_DONE) {
      cli_say_error(&err);
      in->n_failed++;
      in->status = cli_worse(in->status, s == TOC_BADINPUT ? CLI_REPORTS : CLI_IO);
    }
    if (s != TOC_BADINPUT) close_current(in);
  }
}

uint64_t cli_input_position(const cli_input *in) {
  uint64_t size = 0;
  return in->done + (in->reader ? toc_reader_position(in->reader, &size) : 0);
}
