/* cli.h - what the subcommands share.
 *
 * The command is a thin layer over tocsin.h: it finds inputs, opens the engine, feeds
 * toc_run and writes what comes out.  It includes no other header of the library.
 *
 * Exit status
 *   0  all reports went through
 *   1  some reports could not be read or coded, or did not verify, or a case failed; the others went through
 *   2  the command line is wrong
 *   3  a file could not be read or written, or memory ran out
 *   4  the data or the model is wrong or missing
 */
#ifndef TOC_CLI_H
#define TOC_CLI_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "tocsin.h"

enum { CLI_OK = 0, CLI_REPORTS = 1, CLI_USAGE = 2, CLI_IO = 3, CLI_DATA = 4 };

/* ------------------------------------------------------------ subcommands */

typedef struct cli_command {
  const char *name, *summary;
  const char *help; /* everything `tocsin help NAME` prints */
  int (*run)(int argc, char **argv); /* argv[0] is the name; returns the exit status */
} cli_command;

extern const cli_command cli_code, cli_parse, cli_explain, cli_text, cli_group, cli_ingest, cli_show, cli_edit, cli_query, cli_export, cli_aggregate, cli_diff, cli_serve,
    cli_rebuild, cli_merge, cli_verify, cli_gazetteer, cli_actors, cli_lexicon, cli_version, cli_help;
extern const cli_command cli_fetch; /* built where libcurl is */
extern const cli_command *const cli_commands[]; /* ends with NULL */

/* ------------------------------------------------------------------- args.c */

typedef struct cli_option {
  int id;            /* what cli_next returns; > 0 */
  char letter;       /* 0: none */
  const char *name;  /* without dashes */
  bool has_value;
} cli_option;

enum { CLI_END = 0, CLI_FILE = -1, CLI_BAD = -2 };

typedef struct cli_args {
  const cli_command *command;
  const cli_option *options; /* ends with id 0 */
  char **argv;
  int argc, at;
  bool only_files; /* behind "--" */
} cli_args;

void cli_args_init(cli_args *a, const cli_command *command, const cli_option *options, int argc, char **argv);
/* The next option's id, CLI_FILE with *value the word, CLI_END, or CLI_BAD when a message
 * has been printed (exit CLI_USAGE).  --name value, --name=value, -n value, -nvalue. */
int cli_next(cli_args *a, const char **value);
/* Index of the word in a list that ends with NULL; -1 when a message with a suggestion has
 * been printed: "unknown format 'cvs'; did you mean 'csv'?". */
int cli_choose(const char *what, const char *word, const char *const *list);
/* A whole number up to max, or -1 with a message. */
long cli_number(const char *option, const char *word, long max);
/* The nearest of the words (ends with NULL), or NULL if none is near. */
const char *cli_nearest(const char *word, const char *const *list);

/* -------------------------------------------------------------------- say.c */

/* A line "tocsin: …" on standard error, whole whatever other threads say. */
void cli_say(const char *format, ...) __attribute__((format(printf, 1, 2)));
void cli_say_error(const toc_error *err);
/* "tocsin: …" and where to find help; returns CLI_USAGE. */
int cli_usage(const cli_command *command, const char *format, ...) __attribute__((format(printf, 2, 3)));
int cli_exit_of(toc_status status);
/* The graver of two exit statuses: usage, data, i/o, reports, none. */
int cli_worse(int a, int b);
/* The progress line, or NULL to take it away; messages keep clear of it. */
void cli_say_progress(const char *line);

/* ------------------------------------------------------------------- term.c */

/* Width and colour for text on that stream.  colour: "auto", "always" or "never". */
toc_style cli_style(FILE *f, const char *colour, long width);
bool cli_is_terminal(FILE *f);
/* Seconds of a clock that only goes forward. */
double cli_seconds(void);

/* ------------------------------------------------------------------ input.c */

/* The reports of many files, one after the other.  Folders are walked for .txt, .html, .htm,
 * .jsonl and .conllu in bytewise order of their paths.  Broken reports and unreadable files
 * are said on standard error, remembered in `status`, and passed over. */
typedef struct cli_input {
  char **path; /* [n_paths] */
  size_t n_paths, cap, at;
  bool named;        /* something was asked for, even if it is an empty folder */
  toc_input_format format;
  toc_reader *reader;
  int status;        /* CLI_OK, CLI_REPORTS or CLI_IO */
  uint64_t n_failed; /* reports and files that could not be read */
  uint64_t size;     /* bytes in all files, 0 when unknown */
  uint64_t done;     /* bytes of files behind us */
  const char *map;      /* fields of JSON and CSV, or NULL; borrowed */
  const char *from;     /* "FILE" or "FILE:BYTE" to begin with, or NULL; borrowed */
  bool seek;            /* the next file to open is read from byte `offset` on */
  uint64_t offset;
  /* Where to go on with a file that was read before: true with its byte and the id of the report
   * that begins there.  If another report does, the file is read from its beginning. */
  bool (*known)(void *ctx, const char *path, uint64_t *offset, char *id, size_t size);
  void *known_ctx;
  char expected[512];   /* that id; "" for none */
  uint64_t n_resumed;   /* files that were read on */
} cli_input;

void cli_input_init(cli_input *in, toc_input_format format);
void cli_input_release(cli_input *in);
/* "auto", "text", "warc", …; CLI_OK, or CLI_USAGE after a message. */
int cli_input_take_format(cli_input *in, const char *value);
/* A file, a folder or "-"; returns CLI_OK or the exit status after a message. */
int cli_input_add(cli_input *in, const char *path);
/* Standard input if nothing was named; says so if that is a terminal.  Passes over what stands
 * before `from`. */
int cli_input_ready(cli_input *in);
/* TOC_DONE at the end, else TOC_OK; never anything else. */
toc_status cli_input_next(cli_input *in, toc_report **report);
uint64_t cli_input_position(const cli_input *in);

/* ----------------------------------------------------------------- output.c */

/* Where results go: standard output, or FILE by way of FILE.part, so that what stands at
 * FILE is always whole. */
typedef struct cli_output {
  FILE *f;
  const char *path; /* NULL: standard output */
  char *part;       /* NULL: written straight (a device, a pipe) */
  bool eager;       /* flush behind each report: somebody may be waiting */
  bool failed;
} cli_output;

int cli_output_open(cli_output *out, const char *path);
int cli_output_write(void *out, const char *bytes, size_t n); /* a toc_write_fn */
void cli_output_report_done(cli_output *out);
/* Flushes and puts FILE in place (keep), or drops what was written.  CLI_OK or CLI_IO. */
int cli_output_close(cli_output *out, bool keep);

/* --------------------------------------------------------------- progress.c */

typedef struct cli_progress {
  bool wanted, on; /* on: a line is drawn while it runs */
  double start, shown;
  uint64_t reports, events;
  bool counts_reports; /* position and size are reports, not bytes */
} cli_progress;

/* started: when the person began to wait, by cli_seconds. */
void cli_progress_init(cli_progress *p, bool wanted, double started, const cli_output *out);
void cli_progress_report(cli_progress *p, uint64_t events, uint64_t position, uint64_t size);
void cli_progress_end(cli_progress *p, uint64_t failed);

/* ------------------------------------------------------------------ spans.c */

/* Does every "span":[a,b],"text":"…" of a line of a record hold its text?  Counts the spans;
 * false with the first fault in words. */
bool cli_spans_hold(const char *line, size_t n, toc_str text, uint64_t *checked, char *fault, size_t size);

/* ------------------------------------------------------------------- work.c */

/* What the commands that code reports have in common. */
typedef struct cli_work {
  toc_options engine_options;
  toc_engine *engine;
  cli_input input;
  cli_output output;
  cli_progress progress;
  const char *output_path;
  unsigned jobs;
  bool quiet, analyse_only, complete;
  double started;
  int status;
  void *ctx;
  /* Called for each report that was coded, in input order; a non-zero return stops. */
  int (*each)(struct cli_work *w, const toc_report *report, toc_doc *doc);
} cli_work;

/* Options that cli_work_take knows, for a command's table. */
enum { OPT_DATA = 1, OPT_MODEL, OPT_KERNEL, OPT_GAZETTEER, OPT_PRIOR, OPT_DICTIONARIES, OPT_JOBS, OPT_INPUT, OPT_MAP, OPT_FROM, OPT_ANY, OPT_PATTERNS, OPT_GATE, OPT_OUTPUT, OPT_QUIET, OPT_HELP, OPT_OWN };
#define CLI_ENGINE_OPTIONS \
  {OPT_DATA, 'd', "data", true}, {OPT_MODEL, 'm', "model", true}, {OPT_KERNEL, 0, "kernel", true}, \
      {OPT_GAZETTEER, 0, "gazetteer", true}, {OPT_PRIOR, 0, "publisher-prior", true}, {OPT_DICTIONARIES, 0, "dictionaries", true}
#define CLI_WORK_OPTIONS                                                                         \
  CLI_ENGINE_OPTIONS, {OPT_JOBS, 'j', "jobs", true}, {OPT_INPUT, 'i', "input", true},            \
      {OPT_MAP, 0, "map", true}, {OPT_FROM, 0, "from", true}, {OPT_ANY, 0, "any-language", false},                           \
      {OPT_PATTERNS, 0, "patterns-only", false}, {OPT_GATE, 0, "gate", false},                  \
      {OPT_OUTPUT, 'o', "output", true}, {OPT_QUIET, 'q', "quiet", false}, {OPT_HELP, 'h', "help", false}

#define CLI_HELP_ENGINE                                                                   \
  "  -d, --data DIR        dictionaries, patterns and models (default: $TOCSIN_DATA,\n"   \
  "                        else beside the program, else where it was installed)\n"       \
  "  -m, --model NAME      fast (default), accurate, gated (accurate where events are),\n"  \
  "                        conllu (trees come with the reports), or a model file\n"          \
  "      --kernel NAME     scalar, avx2 or vnni (default: the fastest here; same results)\n" \
  "      --gazetteer DIR   layers of places, as \"gazetteer add\" made them, or \"none\"\n"   \
  "                        (default: $TOCSIN_GAZETTEER, else what add made where it\n"     \
  "                        makes it by default, if anything)\n"                              \
  "      --publisher-prior FILE\n"                                                          \
  "                        where publishers are at home, from \"export --format homes\"\n" \
  "      --dictionaries DIR\n"                                                             \
  "                        code with these TABARI or PETRARCH files instead of the\n"      \
  "                        patterns (see \"tocsin help lexicon\")\n"
#define CLI_HELP_WORK                                                                     \
  "  -i, --input FORMAT    text, jsonl, conllu, html, json, csv, warc, feed, sgml, nexis or\n" \
  "                        factiva (default: by suffix, else by content)\n"                 \
  "      --map MAP         fields of JSON or CSV, text=body,id=guid,..., or a tool:\n"      \
  "                        trafilatura, news-please, newspaper, newsapi, ngec\n"            \
  "      --from FILE:BYTE  begin with that file, a web archive at the record that begins\n" \
  "                        at that byte; what stands before is passed over\n"              \
  "      --any-language    code reports that are not in English, too\n"                     \
  "      --patterns-only   no second opinion: keep every event that a pattern codes\n"       \
  "      --gate            no trees for sentences without a trigger word or number:\n"       \
  "                        faster, at the price of some claims and names\n"                 \
  "  -o, --output FILE     write there; FILE appears when all is done\n"                  \
  "  -j, --jobs N          threads (default: one per processor); the output is the same\n" \
  "  -q, --quiet           no progress line\n" CLI_HELP_ENGINE                            \
  "  -h, --help            this text\n"

/* Takes an option of CLI_ENGINE_OPTIONS. */
void cli_engine_take(toc_options *o, int option, const char *value);
/* Opens with those options, and with the user's own layers of places unless told otherwise;
 * CLI_OK or the exit status after a message. */
int cli_engine_open(toc_engine **engine, toc_options *o);
/* The folder of layers: given, $TOCSIN_GAZETTEER, or in the user's data; NULL for "none". */
const char *cli_layers_folder(const char *given);
/* tocsin gazetteer add, list, remove, rebuild (cmd_layers.c). */
int cli_run_layers(int argc, char **argv);

/* The optional layers that a record holds unless --layers says otherwise. */
#define CLI_LAYERS (TOC_LAYER_PREDICATES | TOC_LAYER_NEGATIONS)
/* Reads "predicates,tokens", "all" or "none" into TOC_LAYER_… bits.  Layers that are always there
 * may be named too: who asks for mentions gets mentions. */
int cli_layers(const char *value, uint32_t *layers);

void cli_work_init(cli_work *w);
/* Takes one of the common options; CLI_OK, or the exit status after a message. */
int cli_work_take(cli_work *w, int option, const char *value);
/* Opens engine and output; CLI_OK or the exit status after a message. */
int cli_work_open(cli_work *w);
/* Runs all reports through w->each. */
int cli_work_run(cli_work *w);
/* Closes what is open, puts the output in place if all reports were run, and returns the
 * graver of `status` and what went wrong here.  May be called at any point after init. */
int cli_work_close(cli_work *w, int status);

#endif
