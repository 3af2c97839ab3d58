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
  toc_options o = a->options;
  int status = cli_engine_open(&engine, &o);
  if (status != CLI_OK) return status;
  toc_status s;
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
      case OPT_DATA:
      case OPT_MODEL:
      case OPT_KERNEL:
      case OPT_GAZETTEER:
      case OPT_PRIOR:
      case OPT_DICTIONARIES: cli_engine_take(&a.options, o, value); break;
      case OPT_DATE: a.date = value; break;
      case OPT_HELP: fputs(command->help, stdout); free(a.words); return CLI_OK;
      case CLI_FILE: status = take_word(&a, command, value); break;
      default: status = CLI_USAGE;
    }
  if (status == CLI_OK) status = ask(&a, command, place);
  free(a.words);
  return status;
}

static int run_gazetteer(int argc, char **argv) {
  static const char *const verbs[] = {"add", "list", "remove", "rebuild"};
  for (size_t i = 0; argc > 1 && i < sizeof verbs / sizeof *verbs; i++)
    if (strcmp(argv[1], verbs[i]) == 0) return cli_run_layers(argc, argv);
  return run(argc, argv, &cli_gazetteer, true);
}
static int run_actors(int argc, char **argv) { return run(argc, argv, &cli_actors, false); }

const cli_command cli_gazetteer = {
    "gazetteer", "places: what is known under a name; dumps of GeoNames on top",
    "usage: tocsin gazetteer find NAME [OPTIONS]\n"
    "       tocsin gazetteer add FILE... [OPTIONS]\n"
    "       tocsin gazetteer list|rebuild [OPTIONS]\n"
    "       tocsin gazetteer remove NAME... [OPTIONS]\n\n"
    "find prints a JSON line for each place that may be meant, best known first: name, country,\n"
    "adm1, adm2, feature (GeoNames), kind (main, other, old, short, people ...: which name of it\n"
    "this is), geonameid, lat, lon, population.  Exit status 1 if nothing is known under the name.\n\n"
    "add puts dumps of GeoNames (unpacked: KZ.txt, allCountries.txt, alternateNamesV2.txt) on top of\n"
    "the gazetteer; a dump of the same name takes the old one's place.  Taken are populated places\n"
    "and divisions of the first and second order, and names in English or of no stated language.  All\n"
    "commands use what was added from then on; the gazetteer's hash in every record tells.  A dump\n"
    "that is wrong anywhere is refused with file and line, and nothing is changed.\n"
    "list shows what was added, remove takes it away, and rebuild is for after an update of Tocsin.\n"
    "The files lie in $XDG_DATA_HOME/tocsin/gazetteer.d (~/.local/share/tocsin/gazetteer.d).\n\n"
    "options\n"
    "  -q, --quiet           no progress line\n" CLI_HELP_ENGINE
    "  -h, --help            this text\n\n"
    "examples\n"
    "  tocsin gazetteer find Springfield\n"
    "  tocsin gazetteer find \"Nur-Sultan\" | jq .geonameid\n"
    "  tocsin gazetteer add KZ.txt alternateNamesV2.txt\n"
    "  tocsin gazetteer remove KZ.txt\n",
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
