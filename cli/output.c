/* output.c - where results go. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli.h"

static int complain(const cli_output *out, const char *did) {
  cli_say("cannot %s '%s': %s", did, out->path ? out->path : "standard output", strerror(errno));
  return CLI_IO;
}

int cli_output_open(cli_output *out, const char *path) {
  struct stat st;
  *out = (cli_output){.f = stdout, .path = path, .eager = true};
  if (!path || strcmp(path, "-") == 0) {
    out->path = NULL;
    out->eager = !(fstat(STDOUT_FILENO, &st) == 0 && S_ISREG(st.st_mode));
    return CLI_OK;
  }
  bool device = stat(path, &st) == 0 && !S_ISREG(st.st_mode) && !S_ISDIR(st.st_mode);
  if (!device) {
    size_t n = strlen(path);
    out->part = malloc(n + 6);
    if (!out->part) return complain(out, "open");
    memcpy(out->part, path, n);
    memcpy(out->part + n, ".part", 6);
    out->eager = false;
  }
  out->f = fopen(out->part ? out->part : path, "wb");
  if (out->f) return CLI_OK;
  int status = complain(out, "open");
  free(out->part);
  out->part = NULL;
  return status;
}

int cli_output_write(void *ctx, const char *bytes, size_t n) {
  cli_output *out = ctx;
  if (out->failed || fwrite(bytes, 1, n, out->f) == n) return out->failed;
  out->failed = true;
  complain(out, "write");
  return 1;
}

void cli_output_report_done(cli_output *out) {
  if (out->failed || !out->eager) return;
  if (fflush(out->f) != 0) {
    out->failed = true;
    complain(out, "write");
  }
}

int cli_output_close(cli_output *out, bool keep) {
  if (!out->f) return CLI_OK;
  bool bad = out->f == stdout ? fflush(stdout) != 0 : fclose(out->f) != 0;
  out->f = NULL;
  if (bad && !out->failed) {
    out->failed = true;
    complain(out, "write");
  }
  if (out->part && keep && !out->failed && rename(out->part, out->path) != 0) {
    out->failed = true;
    complain(out, "write");
  }
  if (out->part && (!keep || out->failed)) unlink(out->part);
  free(out->part);
  out->part = NULL;
  return out->failed ? CLI_IO : CLI_OK;
}
