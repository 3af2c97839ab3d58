/* main.c - the tocsin command: news reports in, the checked record of a crisis out. */
#include <signal.h>
#include <string.h>

#include "cli.h"

const cli_command *const cli_commands[] = {&cli_code,   &cli_explain, &cli_parse,   &cli_text, &cli_group,
                                           &cli_ingest, &cli_show, &cli_diff, &cli_edit, &cli_query, &cli_export, &cli_aggregate, &cli_serve, &cli_rebuild, &cli_merge,
                                           &cli_verify, &cli_gazetteer, &cli_actors, &cli_lexicon,
#ifdef TOC_FETCH
                                           &cli_fetch,
#endif
                                           &cli_version, &cli_help, NULL};

static const cli_command *find(const char *name) {
  if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0) name = "help";
  if (strcmp(name, "--version") == 0 || strcmp(name, "-V") == 0) name = "version";
  for (int i = 0; cli_commands[i]; i++)
    if (strcmp(cli_commands[i]->name, name) == 0) return cli_commands[i];
  return NULL;
}

int main(int argc, char **argv) {
  /* `tocsin code … | head` ends quietly, also where our parent ignores the signal. */
  signal(SIGPIPE, SIG_DFL);
  if (argc < 2) {
    char name[] = "help";
    cli_help.run(1, (char *[]){name, NULL});
    return CLI_USAGE;
  }
  const cli_command *command = find(argv[1]);
  if (command) return command->run(argc - 1, argv + 1);
  const char *names[32];
  int n = 0;
  for (; cli_commands[n]; n++) names[n] = cli_commands[n]->name;
  names[n] = NULL;
  const char *near = cli_nearest(argv[1], names);
  if (near) return cli_usage(NULL, "unknown command '%s'; did you mean '%s'?", argv[1], near);
  return cli_usage(NULL, "unknown command '%s'", argv[1]);
}
