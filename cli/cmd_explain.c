/* cmd_explain.c - tocsin explain: why was this coded, and why was that not? */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "cli.h"

enum { OPT_DATE = OPT_OWN, OPT_COLOUR, OPT_WIDTH, OPT_ALL, OPT_WHY };

/* What a file of `--why` holds. */
enum { OF_REPORTS, OF_EVENTS, OF_RECORDS, A_STORE };

typedef struct question {
  cli_work w;
  toc_style style;
  const char *date;
  char *sentence; /* the words of the command line, or NULL: files */
  const char *why; /* an event, or NULL */
  const char *event; /* "e3" of "r1:e3" */
  size_t report;     /* length of "r1"; 0: any */
  const char *path;  /* the one file, if it is no file of reports */
  int kind;          /* OF_REPORTS … of it */
  bool words;        /* something was given that is no file */
} question;

static bool is_file(const char *path) {
  struct stat st;
  return strcmp(path, "-") == 0 || stat(path, &st) == 0;
}

static int kind_of(const char *path);

static int add_file(question *q, const char *path) {
  int kind = kind_of(path);
  if (q->kind != OF_REPORTS || (kind != OF_REPORTS && q->path)) return cli_usage(&cli_explain, "'%s' is no file of reports: give it alone", q->kind ? q->path : path);
  q->path = path;
  q->kind = kind;
  if (kind != A_STORE) return cli_input_add(&q->w.input, path);
  q->w.input.named = true;
  return CLI_OK;
}

/* Words that name no file are the sentence, joined by blanks. */
static int add_word(question *q, const char *word) {
  if (!q->sentence && is_file(word)) return add_file(q, word);
  q->words = true;
  size_t had = q->sentence ? strlen(q->sentence) : 0, n = strlen(word);
  char *more = realloc(q->sentence, had + n + 2);
  if (!more) {
    cli_say("out of memory");
    return CLI_IO;
  }
  q->sentence = more;
  if (had) more[had++] = ' ';
  memcpy(more + had, word, n + 1);
  return CLI_OK;
}

/* ------------------------------------------------------------------------ --why */

/* Crisis file, events as code writes them, whole records, or anything else. */
static int kind_of(const char *path) {
  char head[4096] = "";
  FILE *f = strcmp(path, "-") == 0 ? NULL : fopen(path, "rb");
  if (!f) return OF_REPORTS;
  size_t n = fread(head, 1, sizeof head - 1, f);
  fclose(f);
  if (n >= 15 && memcmp(head, "SQLite format 3", 15) == 0) return A_STORE;
  if (strncmp(head, "{\"report\":{\"id\":", 16) == 0 && strstr(head, "\"engine\":{\"tocsin\":")) return OF_EVENTS;
  return strncmp(head, "{\"id\":", 6) == 0 && strstr(head, "\"engine\":{\"tocsin\":") ? OF_RECORDS : OF_REPORTS;
}

static bool is_event_id(const char *s) {
  return (s[0] == 'e' || s[0] == 'm') && s[1] && strspn(s + 1, "0123456789") == strlen(s + 1);
}

/* "r1:e3" or "e3"; a report's id may have colons of its own. */
static bool split_event(question *q) {
  const char *colon = strrchr(q->why, ':');
  q->event = colon ? colon + 1 : q->why;
  q->report = colon ? (size_t)(colon - q->why) : 0;
  return is_event_id(q->event);
}

static bool is_report(const question *q, toc_str id) { return !q->report || (id.len == q->report && memcmp(id.ptr, q->why, id.len) == 0); }

static toc_status explain_event(question *q, const toc_report *report, const char *event, int *status) {
  toc_error err = {0};
  toc_status s = toc_explain_event(q->w.engine, report, event, &q->style, cli_output_write, &q->w.output, &err);
  if (s == TOC_OK || s == TOC_DONE) return s;
  if (!q->w.output.failed) cli_say_error(&err);
  *status = cli_worse(*status, s == TOC_NOMEM || s == TOC_IO ? CLI_IO : CLI_REPORTS);
  return s;
}

static int no_event(const question *q, bool seen, const char *where) {
  if (q->report && !seen) cli_say("no report '%.*s' in %s", (int)q->report, q->why, where);
  else cli_say("no event '%s' in %s", q->why, where);
  return CLI_USAGE;
}

/* Without the report's id the event must be in one report alone. */
static int why_of_reports(question *q) {
  toc_report *report;
  int status = CLI_OK;
  bool seen = false, found = false;
  char first[128] = "";
  while (status == CLI_OK && !q->w.output.failed && !(found && q->report) && cli_input_next(&q->w.input, &report) == TOC_OK) {
    bool is = is_report(q, report->id);
    seen |= is;
    if (q->date) report->published = toc_cstr(q->date);
    if (is && !found) {
      found = explain_event(q, report, q->event, &status) == TOC_OK;
      if (found) snprintf(first, sizeof first, "%.*s", (int)(report->id.len < 100 ? report->id.len : 100), report->id.ptr);
    } else if (is) {
      cli_say("'%s' may be an event of other reports, too; this is that of the first, %s:%s", q->event, first, q->event);
      toc_report_free(report);
      break;
    }
    toc_report_free(report);
  }
  status = cli_worse(status, q->w.input.status);
  return found || status != CLI_OK ? status : no_event(q, seen, "what was given");
}

/* Events as code writes them hold their sentence: it is read alone. */
static int why_of_events(question *q) {
  toc_report *report;
  int status = CLI_OK;
  bool seen = false, found = false;
  if (q->w.input.map) return cli_say("--map is for reports; '%s' holds events", q->path), CLI_USAGE;
  q->w.input.map = "text=resolved.sentence.text,id=report.id,published=report.published,title=id,url=why";
  q->w.input.format = TOC_INPUT_JSONL;
  while (status == CLI_OK && !found && cli_input_next(&q->w.input, &report) == TOC_OK) {
    char why[512];
    bool is = is_report(q, report->id);
    seen |= is;
    if (is && report->title.len == strlen(q->event) && memcmp(report->title.ptr, q->event, report->title.len) == 0) {
      snprintf(why, sizeof why, "%.*s", (int)report->url.len, report->url.ptr ? report->url.ptr : "");
      report->title = report->url = (toc_str){0};
      cli_say("'%s' holds the sentence of an event, not its report: what came from elsewhere in the report is missing here; with the reports: tocsin explain --why %s%s%s REPORTS",
              q->path, q->report ? "" : "REPORT:", q->why, "");
      found = explain_event(q, report, why, &status) == TOC_OK;
      if (!found && status == CLI_OK) {
        cli_say("the sentence alone does not code '%s' (%s): give the reports instead", q->why, why);
        status = CLI_REPORTS;
      }
    }
    toc_report_free(report);
  }
  status = cli_worse(status, q->w.input.status);
  char where[600];
  snprintf(where, sizeof where, "'%s'", q->path);
  return found || status != CLI_OK ? status : no_event(q, seen, where);
}

static int why_of_store(question *q) {
  toc_store *store;
  toc_error err = {0};
  toc_status s = toc_store_open(&store, q->path, TOC_STORE_READ, &err);
  if (s == TOC_OK) s = toc_store_explain(store, q->w.engine, q->why, &q->style, cli_output_write, &q->w.output, &err);
  if (s != TOC_OK && !q->w.output.failed) cli_say_error(&err);
  toc_store_close(store);
  return cli_exit_of(s);
}

static int go_why(question *q) {
  if (q->words) return cli_usage(&cli_explain, "--why takes files, and '%s' is none", q->sentence);
  if (q->kind == OF_RECORDS) {
    cli_say("'%s' holds records without their texts: give the reports that they were made from, or their crisis file", q->path);
    return CLI_USAGE;
  }
  if (q->kind != A_STORE && !split_event(q)) {
    cli_say("'%s' is no event of a report: expected e1 or REPORT:e1 (m1 for an impact); keys of 15 digits are those of a crisis file", q->why);
    return CLI_USAGE;
  }
  int status = cli_work_open(&q->w);
  if (status != CLI_OK) return status;
  return q->kind == A_STORE ? why_of_store(q) : q->kind == OF_EVENTS ? why_of_events(q) : why_of_reports(q);
}

/* ---------------------------------------------------------------------- the rest */

static int explain(question *q, const toc_report *report) {
  toc_error err = {0};
  toc_status s = toc_explain(q->w.engine, report, &q->style, cli_output_write, &q->w.output, &err);
  if (s == TOC_OK) return CLI_OK;
  if (!q->w.output.failed) cli_say_error(&err);
  return s == TOC_NOMEM || s == TOC_IO ? CLI_IO : CLI_REPORTS;
}

static int explain_files(question *q) {
  toc_report *report;
  int status = CLI_OK;
  while (cli_input_next(&q->w.input, &report) == TOC_OK && !q->w.output.failed) {
    if (q->date) report->published = toc_cstr(q->date);
    status = cli_worse(status, explain(q, report));
    toc_report_free(report);
  }
  return cli_worse(status, q->w.input.status);
}

static int go(question *q) {
  if (q->why) return go_why(q);
  if (q->kind == A_STORE) return cli_usage(&cli_explain, "'%s' is a crisis file: which event? usage: tocsin explain --why EVENT %s", q->path, q->path);
  if (q->sentence && q->w.input.named) {
    cli_say("'%s' is no file; put a sentence in quotes, or give files only", q->sentence);
    return CLI_USAGE;
  }
  if (q->sentence) q->w.input.named = true; /* not standard input */
  q->w.engine_options.roles = 1;
  int status = cli_work_open(&q->w);
  if (status != CLI_OK) return status;
  if (!q->sentence) return explain_files(q);
  toc_report report = {.id = toc_cstr("sentence"), .text = toc_cstr(q->sentence)};
  if (q->date) report.published = toc_cstr(q->date);
  return explain(q, &report);
}

/* "2022-01-06", perhaps with a time of day. */
static bool is_date(const char *s) {
  static const char shape[] = "dddd-dd-ddTdd:dd";
  size_t i = 0;
  for (; s[i] && shape[i]; i++) {
    bool digit = s[i] >= '0' && s[i] <= '9';
    if (shape[i] == 'd' ? !digit : s[i] != shape[i]) return false;
  }
  return !s[i] && (i == 10 || i == 16);
}

static int take_date(question *q, const char *value) {
  if (!is_date(value)) {
    cli_say("--date needs a day such as 2022-01-06 (or 2022-01-06T09:10), not '%s'", value);
    return CLI_USAGE;
  }
  q->date = value;
  return CLI_OK;
}

static int run(int argc, char **argv) {
  static const cli_option options[] = {CLI_ENGINE_OPTIONS,
                                       {OPT_INPUT, 'i', "input", true},
                                       {OPT_MAP, 0, "map", true},
                                       {OPT_ANY, 0, "any-language", false},
                                       {OPT_PATTERNS, 0, "patterns-only", false},
                                       {OPT_OUTPUT, 'o', "output", true},
                                       {OPT_DATE, 0, "date", true},
                                       {OPT_COLOUR, 0, "color", true},
                                       {OPT_WIDTH, 0, "width", true},
                                       {OPT_ALL, 0, "all", false},
                                       {OPT_WHY, 0, "why", true},
                                       {OPT_HELP, 'h', "help", false},
                                       {0}};
  static const char *const colours[] = {"auto", "always", "never", NULL};
  question q = {0};
  cli_args args;
  const char *value, *colour = NULL;
  long width = 0;
  bool all = false;
  int status = CLI_OK;
  cli_work_init(&q.w);
  cli_args_init(&args, &cli_explain, options, argc, argv);
  for (int o; status == CLI_OK && (o = cli_next(&args, &value)) != CLI_END;) switch (o) {
      case CLI_BAD: status = CLI_USAGE; break;
      case OPT_HELP: fputs(cli_explain.help, stdout); free(q.sentence); return cli_work_close(&q.w, CLI_OK);
      case CLI_FILE: status = add_word(&q, value); break;
      case OPT_DATE: status = take_date(&q, value); break;
      case OPT_COLOUR: colour = value; status = cli_choose("colour", value, colours) < 0 ? CLI_USAGE : CLI_OK; break;
      case OPT_ALL: all = true; break;
      case OPT_WHY: q.why = value; break;
      case OPT_WIDTH: width = cli_number("width", value, 1000); status = width < 0 ? CLI_USAGE : CLI_OK; break;
      default: status = cli_work_take(&q.w, o, value);
    }
  q.style = cli_style(stdout, q.w.output_path && !colour ? "never" : colour, width);
  q.style.all = all;
  if (status == CLI_OK) status = go(&q);
  q.w.complete = status == CLI_OK || status == CLI_REPORTS;
  free(q.sentence);
  return cli_work_close(&q.w, status);
}

const cli_command cli_explain = {
    "explain", "why was this coded, and why was that not?",
    "usage: tocsin explain [OPTIONS] \"SENTENCE\"|FILES\n"
    "       tocsin explain --why EVENT [OPTIONS] CRISIS.db|EVENTS.jsonl|FILES\n\n"
    "Prints everything that is known about a sentence or a report: tokens and tree, names, places,\n"
    "times, figures, actors, what the text commits itself to, claims, events, and clause by clause\n"
    "the patterns that matched (+), that nearly did and why not (-), and what became of it (!).\n"
    "A * marks a word that is shared or inherited from another clause.\n\n"
    "With --why it tells of one event: its sentence, the line of the patterns that coded it, what\n"
    "else nearly matched, the second opinion with what weighed most, where each value came from\n"
    "with the entries of the dictionaries, and the tree.  EVENT is the key of an event of a crisis\n"
    "file or the first digits of it; or its id, behind that of its report: r1:e3.  The report is\n"
    "coded again: give the models and dictionaries that made the record.  A file of events, as\n"
    "\"code\" writes them, holds the sentence alone.\n\n"
    "options\n"
    "      --why EVENT       one event, and why it is there\n"
    "      --date DAY        the day the report was published, for \"on Monday\"\n"
    "      --all             every pattern that was tried, and what is said of every word\n"
    "      --color WHEN      auto, always or never\n"
    "      --width N         columns\n"
    "  -i, --input FORMAT    text, jsonl, conllu, html, json, csv, warc, feed or sgml (default:\n"
    "                        by suffix, else by content)\n"
    "      --map MAP         fields of JSON or CSV, text=body,id=guid,..., or a tool:\n"
    "                        trafilatura, news-please, newspaper, newsapi, ngec\n"
    "      --any-language    read what is not English, too\n"
    "      --patterns-only   without the second opinion\n"
    "  -o, --output FILE     write there\n" CLI_HELP_ENGINE
    "  -h, --help            this text\n\n"
    "examples\n"
    "  tocsin explain \"Police in Almaty arrested more than 200 people on Monday.\" --date 2022-01-06\n"
    "  tocsin explain report.txt | less -R\n"
    "  tocsin explain --why 3f2a9 crisis.db\n"
    "  tocsin explain --why r1:e2 reports.jsonl\n",
    run};
