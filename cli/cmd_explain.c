/* cmd_explain.c - tocsin explain: why was this coded, and why was that not? */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "cli.h"

enum { OPT_DATE = OPT_OWN, OPT_COLOUR, OPT_WIDTH };

typedef struct question {
  cli_work w;
  toc_style style;
  const char *date;
  char *sentence; /* the words of the command line, or NULL: files */
} question;

static bool is_file(const char *path) {
  struct stat st;
  return strcmp(path, "-") == 0 || stat(path, &st) == 0;
}

/* Words that name no file are the sentence, joined by blanks. */
static int add_word(question *q, const char *word) {
  if (!q->sentence && is_file(word)) return cli_input_add(&q->w.input, word);
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
                                       {OPT_OUTPUT, 'o', "output", true},
                                       {OPT_DATE, 0, "date", true},
                                       {OPT_COLOUR, 0, "color", true},
                                       {OPT_WIDTH, 0, "width", true},
                                       {OPT_HELP, 'h', "help", false},
                                       {0}};
  static const char *const colours[] = {"auto", "always", "never", NULL};
  question q = {0};
  cli_args args;
  const char *value, *colour = NULL;
  long width = 0;
  int status = CLI_OK;
  cli_work_init(&q.w);
  cli_args_init(&args, &cli_explain, options, argc, argv);
  for (int o; status == CLI_OK && (o = cli_next(&args, &value)) != CLI_END;) switch (o) {
      case CLI_BAD: status = CLI_USAGE; break;
      case OPT_HELP: fputs(cli_explain.help, stdout); free(q.sentence); return cli_work_close(&q.w, CLI_OK);
      case CLI_FILE: status = add_word(&q, value); break;
      case OPT_DATE: status = take_date(&q, value); break;
      case OPT_COLOUR: colour = value; status = cli_choose("colour", value, colours) < 0 ? CLI_USAGE : CLI_OK; break;
      case OPT_WIDTH: width = cli_number("width", value, 1000); status = width < 0 ? CLI_USAGE : CLI_OK; break;
      default: status = cli_work_take(&q.w, o, value);
    }
  q.style = cli_style(stdout, q.w.output_path && !colour ? "never" : colour, width);
  if (status == CLI_OK) status = go(&q);
  q.w.complete = status == CLI_OK || status == CLI_REPORTS;
  free(q.sentence);
  return cli_work_close(&q.w, status);
}

const cli_command cli_explain = {
    "explain", "why was this coded, and why was that not?",
    "usage: tocsin explain [OPTIONS] \"SENTENCE\"|FILES\n\n"
    "Prints everything that is known about a sentence or a report: tokens and tree, names, places,\n"
    "times, figures, actors, what the text commits itself to, claims, events, and the patterns\n"
    "that were tried, with the reason where one did not match.\n\n"
    "options\n"
    "      --date DAY        the day the report was published, for \"on Monday\"\n"
    "      --color WHEN      auto, always or never\n"
    "      --width N         columns\n"
    "  -i, --input FORMAT    text, jsonl, conllu, html, json, csv, warc, feed or sgml (default:\n"
    "                        by suffix, else by content)\n"
    "      --map MAP         fields of JSON or CSV, text=body,id=guid,..., or a tool:\n"
    "                        trafilatura, news-please, newspaper, newsapi, ngec\n"
    "  -o, --output FILE     write there\n" CLI_HELP_ENGINE
    "  -h, --help            this text\n\n"
    "examples\n"
    "  tocsin explain \"Police in Almaty arrested more than 200 people on Monday.\" --date 2022-01-06\n"
    "  tocsin explain report.txt | less -R\n",
    run};
