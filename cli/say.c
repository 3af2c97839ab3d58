/* say.c - messages on standard error, and what they mean for the exit status. */
#include <stdarg.h>
#include <string.h>

#include "cli.h"

/* The one thing that the program knows about its screen: whether the last line is a progress
 * line, which a message must first wipe away.  Guarded by the lock of stderr. */
static bool progress_stands;

static void wipe(void) {
  if (progress_stands) fputs("\r\033[K", stderr);
  progress_stands = false;
}

static void say_va(const char *format, va_list ap) {
  flockfile(stderr);
  wipe();
  fputs("tocsin: ", stderr);
  vfprintf(stderr, format, ap);
  fputc('\n', stderr);
  funlockfile(stderr);
}

void cli_say(const char *format, ...) {
  va_list ap;
  va_start(ap, format);
  say_va(format, ap);
  va_end(ap);
}

void cli_say_error(const toc_error *err) { cli_say("%s", err->message[0] ? err->message : "unknown error"); }

void cli_say_progress(const char *line) {
  flockfile(stderr);
  wipe();
  if (line) {
    fputs(line, stderr);
    progress_stands = true;
  }
  fflush(stderr);
  funlockfile(stderr);
}

int cli_usage(const cli_command *command, const char *format, ...) {
  va_list ap;
  va_start(ap, format);
  say_va(format, ap);
  va_end(ap);
  fprintf(stderr, "Try 'tocsin help%s%s'.\n", command ? " " : "", command ? command->name : "");
  return CLI_USAGE;
}

int cli_exit_of(toc_status status) {
  switch (status) {
    case TOC_OK:
    case TOC_DONE: return CLI_OK;
    case TOC_BADINPUT: return CLI_REPORTS;
    case TOC_USAGE: return CLI_USAGE;
    case TOC_BADDATA: return CLI_DATA;
    case TOC_NOMEM:
    case TOC_IO: break;
  }
  return CLI_IO;
}

int cli_worse(int a, int b) {
  static const int graver[] = {[CLI_OK] = 0, [CLI_REPORTS] = 1, [CLI_IO] = 2, [CLI_DATA] = 3, [CLI_USAGE] = 4};
  return graver[a] >= graver[b] ? a : b;
}
