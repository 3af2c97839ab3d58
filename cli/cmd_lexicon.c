/* cmd_lexicon.c - tocsin lexicon: what stands in people's own dictionaries, and whether they can be
 * read. */
#include <string.h>

#include "cli.h"

static int to_stdout(void *ctx, const char *bytes, size_t n) { return fwrite(bytes, 1, n, ctx) != n; }

static int run(int argc, char **argv) {
  static const cli_option options[] = {{OPT_HELP, 'h', "help", false}, {0}};
  static const char *const verbs[] = {"check", "list", NULL};
  const char *value, *folder = NULL;
  cli_args args;
  int verb = -1;
  cli_args_init(&args, &cli_lexicon, options, argc, argv);
  for (int o; (o = cli_next(&args, &value)) != CLI_END;) {
    if (o == CLI_BAD) return CLI_USAGE;
    if (o == OPT_HELP) return fputs(cli_lexicon.help, stdout), CLI_OK;
    if (verb < 0) {
      if ((verb = cli_choose("command", value, verbs)) < 0) return CLI_USAGE;
    } else if (folder) {
      return cli_usage(&cli_lexicon, "one folder at a time: '%s' or '%s'?", folder, value);
    } else {
      folder = value;
    }
  }
  if (!folder) return cli_usage(&cli_lexicon, "which folder? usage: tocsin lexicon %s DIR", verb < 0 ? "check|list" : verbs[verb]);
  toc_error err = {0};
  toc_status s = toc_dictionaries_read(folder, verb == 1, to_stdout, stdout, &err);
  if (s == TOC_OK) return CLI_OK;
  cli_say_error(&err);
  return s == TOC_BADDATA ? CLI_DATA : cli_exit_of(s);
}

const cli_command cli_lexicon = {
    "lexicon", "dictionaries of your own, from TABARI or PETRARCH: check, list",
    "usage: tocsin lexicon check DIR\n"
    "       tocsin lexicon list DIR\n\n"
    "check reads all dictionaries of a folder (*.actors, *.agents, *.verbs, *.discards, *.issues,\n"
    "each also with .txt behind it) and prints how many entries of each kind they hold.  The first\n"
    "mistake is told with file, line, column and what was expected; exit status 4.\n"
    "list prints a line for each entry, tab-separated: kind, words, codes with the days they hold,\n"
    "file and line.\n\n"
    "To code with them: tocsin code --dictionaries DIR; docs/dictionaries.md tells how they are\n"
    "matched.\n\n"
    "options\n"
    "  -h, --help            this text\n\n"
    "examples\n"
    "  tocsin lexicon check my-dictionaries\n"
    "  tocsin lexicon list my-dictionaries | grep -i police\n"
    "  tocsin code --dictionaries my-dictionaries --format petrarch reports.jsonl\n",
    run};
