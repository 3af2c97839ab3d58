/* cmd_help.c - tocsin help [COMMAND] */
#include <string.h>

#include "cli.h"

static void overview(FILE *f) {
  fputs("tocsin - news reports in, the checked record of a crisis out\n\n"
        "usage: tocsin COMMAND [OPTIONS] [FILES]\n\n",
        f);
  for (int i = 0; cli_commands[i]; i++) fprintf(f, "  %-10s %s\n", cli_commands[i]->name, cli_commands[i]->summary);
  fputs("\n"
        "  tocsin code report.txt                      who did what to whom, where, when, how many\n"
        "  tocsin code --format csv reports/ -o events.csv\n"
        "  tocsin explain \"Police arrested 200 people.\" why each value is there, and why others not\n"
        "  tocsin help code                            options and examples of one command\n\n"
        "Exit status: 0 done; 1 some reports failed, the others went through; 2 wrong command line;\n"
        "3 a file could not be read or written; 4 wrong or missing data or model.\n",
        f);
}

static int run(int argc, char **argv) {
  static const cli_option options[] = {{OPT_HELP, 'h', "help", false}, {0}};
  cli_args args;
  const char *word, *topic = NULL;
  cli_args_init(&args, &cli_help, options, argc, argv);
  for (int o; (o = cli_next(&args, &word)) != CLI_END;) {
    if (o == CLI_BAD) return CLI_USAGE;
    if (o == CLI_FILE) topic = word;
  }
  if (!topic) {
    overview(stdout);
    return CLI_OK;
  }
  const char *names[32];
  int n = 0;
  for (; cli_commands[n]; n++) names[n] = cli_commands[n]->name;
  names[n] = NULL;
  int i = cli_choose("command", topic, names);
  if (i < 0) return CLI_USAGE;
  fputs(cli_commands[i]->help, stdout);
  return CLI_OK;
}

const cli_command cli_help = {
    "help", "this overview, or the options and examples of a command",
    "usage: tocsin help [COMMAND]\n\n"
    "Prints what there is, or the options and examples of one command.\n\n"
    "examples\n"
    "  tocsin help\n"
    "  tocsin help code\n",
    run};
