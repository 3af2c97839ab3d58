/* cmd_layers.c - tocsin gazetteer add, list, remove, rebuild: dumps of GeoNames on top. */
#include <stdlib.h>
#include <string.h>

#include "cli.h"

typedef struct waiting {
  bool on;
  double start, shown;
} waiting;

static void progress(void *ctx, const char *what, uint64_t done, uint64_t size) {
  waiting *w = ctx;
  char line[96];
  double now = cli_seconds();
  if (!w->on || now - w->start < 0.5 || now - w->shown < 0.1) return;
  w->shown = now;
  if (size) snprintf(line, sizeof line, "%s %3u%%, %.0f of %.0f MB", what, (unsigned)(done < size ? done * 100 / size : 100), (double)done / 1e6, (double)size / 1e6);
  else snprintf(line, sizeof line, "%s, %.0f MB", what, (double)done / 1e6);
  cli_say_progress(line);
}

static int to_stdout(void *ctx, const char *bytes, size_t n) { return fwrite(bytes, 1, n, ctx) != n; }

static int list(const char *folder) {
  toc_error err = {0};
  toc_status s = toc_layers_list(folder, to_stdout, stdout, &err);
  if (s == TOC_DONE) cli_say("nothing was added to the gazetteer ('%s')", folder);
  else if (s != TOC_OK) cli_say_error(&err);
  return s == TOC_DONE ? CLI_OK : cli_exit_of(s);
}

static int change(const char *folder, const char *data_dir, const char *verb, const char *const *word, size_t n, bool quiet) {
  toc_error err = {0};
  waiting w = {.on = !quiet && cli_is_terminal(stderr), .start = cli_seconds()};
  toc_layers_change_spec spec = {.data_dir = data_dir, .folder = folder};
  if (strcmp(verb, "add") == 0) spec.add = word, spec.n_add = n;
  else spec.remove = word, spec.n_remove = n;
  toc_status s = toc_layers_change(&spec, progress, &w, &err);
  if (w.on) cli_say_progress(NULL);
  if (s != TOC_OK) {
    cli_say_error(&err);
    return s == TOC_BADDATA ? CLI_DATA : cli_exit_of(s);
  }
  return quiet ? CLI_OK : list(folder);
}

int cli_run_layers(int argc, char **argv) {
  static const cli_option options[] = {{OPT_DATA, 'd', "data", true}, {OPT_GAZETTEER, 0, "gazetteer", true}, {OPT_QUIET, 'q', "quiet", false}, {OPT_HELP, 'h', "help", false}, {0}};
  cli_args args;
  const char *value, *data_dir = NULL, *given = NULL, *verb = argv[1];
  const char **word = calloc((size_t)argc, sizeof *word);
  size_t n = 0;
  bool quiet = false;
  int status = word ? CLI_OK : CLI_IO;
  cli_args_init(&args, &cli_gazetteer, options, argc - 1, argv + 1);
  for (int o; status == CLI_OK && (o = cli_next(&args, &value)) != CLI_END;) switch (o) {
      case OPT_DATA: data_dir = value; break;
      case OPT_GAZETTEER: given = value; break;
      case OPT_QUIET: quiet = true; break;
      case OPT_HELP: fputs(cli_gazetteer.help, stdout); free(word); return CLI_OK;
      case CLI_FILE: word[n++] = value; break;
      default: status = CLI_USAGE;
    }
  const char *folder = cli_layers_folder(given);
  bool takes = strcmp(verb, "add") == 0 || strcmp(verb, "remove") == 0;
  if (status == CLI_OK && takes && !n) status = cli_usage(&cli_gazetteer, "%s what? usage: tocsin gazetteer %s %s", verb, verb, strcmp(verb, "add") == 0 ? "FILE..." : "NAME...");
  if (status == CLI_OK && !takes && n) status = cli_usage(&cli_gazetteer, "%s takes no argument, such as '%s'", verb, word[0]);
  if (status == CLI_OK && !folder) status = cli_usage(&cli_gazetteer, "no folder for layers: set HOME or XDG_DATA_HOME, or give --gazetteer DIR");
  if (status == CLI_OK) status = strcmp(verb, "list") == 0 ? list(folder) : change(folder, data_dir, verb, word, n, quiet);
  free(word);
  return status;
}
