/* cmd_version.c - tocsin version: what would make a record here. */
#include "cli.h"

static void line(const char *name, const char *hash) { printf("%-9s %s\n", name, hash && *hash ? hash : "none"); }

static int run(int argc, char **argv) {
  static const cli_option options[] = {CLI_ENGINE_OPTIONS, {OPT_HELP, 'h', "help", false}, {0}};
  cli_args args;
  const char *value;
  toc_options engine_options = {0};
  cli_args_init(&args, &cli_version, options, argc, argv);
  for (int o; (o = cli_next(&args, &value)) != CLI_END;) switch (o) {
      case OPT_DATA:
      case OPT_MODEL:
      case OPT_KERNEL:
      case OPT_GAZETTEER:
      case OPT_PRIOR:
      case OPT_DICTIONARIES: cli_engine_take(&engine_options, o, value); break;
      case OPT_HELP: fputs(cli_version.help, stdout); return CLI_OK;
      case CLI_FILE: return cli_usage(&cli_version, "version takes no argument, such as '%s'", value);
      default: return CLI_USAGE;
    }
  printf("tocsin %s\n", toc_version());
  fflush(stdout);
  toc_engine *engine;
  int status = cli_engine_open(&engine, &engine_options);
  if (status != CLI_OK) return status;
  line("model", toc_engine_model_hash(engine));
  line("lexicon", toc_engine_lexicon_hash(engine));
  line("gazetteer", toc_engine_gazetteer_hash(engine));
  toc_engine_close(engine);
  return CLI_OK;
}

const cli_command cli_version = {
    "version", "version, and hashes of the model and the dictionaries in use",
    "usage: tocsin version [OPTIONS]\n\n"
    "Prints the version and the SHA-256 of the model, the dictionaries and the gazetteer: what\n"
    "stands in `engine` of every record.  Two machines that print the same make the same record.\n"
    "Exit status 4 if the data cannot be loaded.\n\n"
    "options\n" CLI_HELP_ENGINE
    "  -h, --help            this text\n\n"
    "examples\n"
    "  tocsin version\n"
    "  tocsin version --data my-dictionaries\n",
    run};
