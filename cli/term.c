/* term.c - what we write to: a terminal or not, how wide, in colour or not. */
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#include "cli.h"

bool cli_is_terminal(FILE *f) { return isatty(fileno(f)); }

static unsigned columns(FILE *f) {
  const char *env = getenv("COLUMNS");
  long n = env ? strtol(env, NULL, 10) : 0;
  if (n > 0 && n < 10000) return (unsigned)n;
  struct winsize w;
  return ioctl(fileno(f), TIOCGWINSZ, &w) == 0 ? w.ws_col : 0;
}

/* Colour on a terminal, unless NO_COLOR is set (no-color.org) or the terminal is dumb. */
static bool colour_fits(FILE *f) {
  const char *no = getenv("NO_COLOR"), *term = getenv("TERM");
  return cli_is_terminal(f) && !(no && *no) && term && strcmp(term, "dumb") != 0;
}

toc_style cli_style(FILE *f, const char *colour, long width) {
  toc_style style = {.width = width > 0 ? (unsigned)width : columns(f)};
  if (!colour || strcmp(colour, "auto") == 0) style.colour = colour_fits(f);
  else style.colour = strcmp(colour, "always") == 0;
  return style;
}

double cli_seconds(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}
