/* engine.c - the options that say which model and dictionaries, and opening them. */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "cli.h"

void cli_engine_take(toc_options *o, int option, const char *value) {
  switch (option) {
    case OPT_DATA: o->data_dir = value; break;
    case OPT_MODEL: o->model = value; break;
    case OPT_KERNEL: o->kernel = value; break;
    case OPT_GAZETTEER: o->gazetteer = value; break;
    case OPT_PRIOR: o->publisher_prior = value; break;
    case OPT_DICTIONARIES: o->dictionaries = value; break;
    default: break;
  }
}

static char folder[4096]; /* the command opens one engine and ends */

const char *cli_layers_folder(const char *given) {
  const char *env = getenv("TOCSIN_GAZETTEER"), *data = getenv("XDG_DATA_HOME"), *home = getenv("HOME");
  if (!given && env && *env) given = env;
  if (given) return strcmp(given, "none") == 0 ? NULL : given;
  int n = data && *data ? snprintf(folder, sizeof folder, "%s/tocsin/gazetteer.d", data)
                        : home && *home ? snprintf(folder, sizeof folder, "%s/.local/share/tocsin/gazetteer.d", home) : 0;
  return n > 0 && (size_t)n < sizeof folder ? folder : NULL;
}

/* The mapped file: of a folder its gazetteer.bin.  The user's own folder need not be there. */
static const char *layers_file(const char *given) {
  static char file[4200];
  struct stat st;
  const char *path = cli_layers_folder(given), *env = getenv("TOCSIN_GAZETTEER");
  bool asked = given || (env && *env);
  if (!path || (stat(path, &st) != 0 && !asked)) return NULL;
  if (stat(path, &st) == 0 && !S_ISDIR(st.st_mode)) return path;
  snprintf(file, sizeof file, "%s/gazetteer.bin", path);
  return asked || stat(file, &st) == 0 ? file : NULL;
}

/* A bad or missing dictionary or model is status 4 however it shows. */
int cli_engine_open(toc_engine **engine, toc_options *o) {
  toc_error err = {0};
  o->gazetteer = layers_file(o->gazetteer);
  toc_status s = toc_engine_open(engine, o, &err);
  if (s == TOC_OK) return CLI_OK;
  cli_say_error(&err);
  return s == TOC_USAGE ? CLI_USAGE : s == TOC_NOMEM ? CLI_IO : CLI_DATA;
}
