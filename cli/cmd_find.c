/* cmd_find.c - tocsin gazetteer find, tocsin actors find: what is known under a name. */
#include <stdlib.h>
#include <string.h>

#include "cli.h"

enum { OPT_DATE = OPT_OWN };

typedef struct asking {
  toc_options options;
  const char *date;
  char *words; /* all words of the name, joined */
  size_t len;
  int n;
} asking;

/* The first word is the verb; the others are the name. */
static int take_word(asking *a, const cli_command *command, const char *word) {
  if (a->n++ == 0)
    return strcmp(word, "find") == 0 ? CLI_OK : cli_usage(command, "unknown '%s %s', expected '%s find NAME'", command->name, word, command->name);
  size_t n = strlen(word);
  char *more = realloc(a->words, a->len + n + 2);
  if (!more) return CLI_IO;
  a->words = more;
  if (a->len) a->words[a->len++] = ' ';
  memcpy(a->words + a->len, word, n + 1);
  a->len += n;
  return CLI_OK;
}

static int to_stdout(void *ctx, const char *bytes, size_t n) { return fwrite(bytes, 1, n, ctx) != n; }

static int ask(const asking *a, const cli_command *command, bool place) {
  if (!a->len) return cli_usage(command, "what name? usage: tocsin %s find NAME", command->name);
  toc_engine *engine;
  toc_error err = {0};
  toc_status s = toc_engine_open(&engine, &a->options, &err);
  if (s != TOC_OK) {
    cli_say_error(&err);
    return s == TOC_USAGE ? CLI_USAGE : CLI_DATA;
  }
  toc_str name = {a->words, a->len};
  s = place ? toc_places_find(engine, name, to_stdout, stdout, &err)
            : toc_actors_find(engine, name, toc_cstr(a->date), to_stdout, stdout, &err);
  if (s == TOC_DONE) cli_say("nothing is known under '%s'", a->words);
  else if (s != TOC_OK) cli_say_error(&err);
  toc_engine_close(engine);
  return s == TOC_OK ? CLI_OK : s == TOC_DONE ? CLI_REPORTS : cli_exit_of(s);
}

static int run(int argc, char **argv, const cli_command *command, bool place) {
  static const cli_option options[] = {CLI_ENGINE_OPTIONS, {OPT_DATE, 0, "date", true}, {OPT_HELP, 'h', "help", false}, {0}};
  static const cli_option without_date[] = {CLI_ENGINE_OPTIONS, {OPT_HELP, 'h', "help", false}, {0}};
  cli_args args;
  asking a = {0};
  const char *value;
  int status = CLI_OK;
  cli_args_init(&args, command, place ? without_date : options, argc, argv);
  for (int o; status == CLI_OK && (o = cli_next(&args, &value)) != CLI_END;) switch (o) {
      case OPT_DATA: a.options.data_dir = value; break;
      case OPT_MODEL: a.options.model = value; break;
      case OPT_KERNEL: a.options.kernel = value; break;
      case OPT_DATE: a.date = value; break;
      case OPT_HELP: fputs(command->help, stdout); free(a.words); return CLI_OK;
      case CLI_FILE: status = take_word(&a, command, value); break;
      default: status = CLI_USAGE;
    }
  if (status == CLI_OK) status = ask(&a, command, place);
  free(a.words);
  return status;
}

static int run_gazetteer(int argc, char **argv) { return run(argc, argv, &cli_gazetteer, true); }
static int run_actors(int argc, char **argv) { return run(argc, argv, &cli_actors, false); }

const cli_command cli_gazetteer = {
    "gazetteer", "what the gazetteer has under a name",
    "usage: tocsin gazetteer find NAME [OPTIONS]\n\n"
    "Prints a JSON line for each place that may be meant, best known first: name, country, adm1,\n"
    "adm2, feature (GeoNames), kind (main, other, old, short, people …: which name of it this is),\n"
    "geonameid, lat, lon, population.  Exit status 1 if nothing is known under the name.\n\n"
    "options\n" CLI_HELP_ENGINE
    "  -h, --help            this text\n\n"
    "examples\n"
    "  tocsin gazetteer find Springfield\n"
    "  tocsin gazetteer find \"Nur-Sultan\" | jq .geonameid\n",
    run_gazetteer};

const cli_command cli_actors = {
    "actors", "what the dictionaries of actors have under a phrase",
    "usage: tocsin actors find PHRASE [--date DAY] [OPTIONS]\n\n"
    "Prints a JSON line for each entry under exactly that phrase (case and accents do not count):\n"
    "name, country, sector, role, the days from and to, and the file and line it stands in.  With\n"
    "--date only what held on that day.  Exit status 1 if nothing is known.\n\n"
    "options\n"
    "      --date DAY        such as 2022-01-06\n" CLI_HELP_ENGINE
    "  -h, --help            this text\n\n"
    "examples\n"
    "  tocsin actors find Putin --date 2010-06-01\n"
    "  tocsin actors find \"riot police\"\n",
    run_actors};
