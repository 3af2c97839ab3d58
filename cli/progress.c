/* progress.c - one line on standard error that tells a waiting person how far we are.
 *
 * Only where standard error is a terminal and standard output is not, and only after half a
 * second: a quick run says nothing, unless reports failed: these are counted at the end. */
#include <inttypes.h>
#include <string.h>

#include "cli.h"

#define PATIENCE 0.5 /* seconds until the line appears */
#define EVERY 0.1    /* seconds between two */

void cli_progress_init(cli_progress *p, bool wanted, double started, const cli_output *out) {
  bool table_below = !out->path && cli_is_terminal(stdout);
  *p = (cli_progress){.wanted = wanted, .on = wanted && cli_is_terminal(stderr) && !table_below, .start = started};
  p->shown = p->start + PATIENCE - EVERY;
}

static void draw(const cli_progress *p, double seconds, uint64_t position, uint64_t size) {
  char line[160], bar[3 * 20 + 1] = "", share[16] = "";
  if (size) {
    unsigned cells = position < size ? (unsigned)(position * 20 / size) : 20;
    for (unsigned i = 0; i < 20; i++) memcpy(bar + 3 * i, i < cells ? "█" : "░", 3);
    bar[60] = 0;
    snprintf(share, sizeof share, " %3u%% ", (unsigned)(position < size ? position * 100 / size : 100));
  }
  snprintf(line, sizeof line, "%s%s%" PRIu64 " reports, %" PRIu64 " events, %.1f MB/s", bar, share, p->reports, p->events,
           (double)position / 1e6 / seconds);
  cli_say_progress(line);
}

void cli_progress_report(cli_progress *p, uint64_t events, uint64_t position, uint64_t size) {
  p->reports++;
  p->events += events;
  if (!p->on) return;
  double now = cli_seconds();
  if (now - p->shown < EVERY) return;
  p->shown = now;
  draw(p, now - p->start, position, size);
}

void cli_progress_end(cli_progress *p, uint64_t failed) {
  double seconds = cli_seconds() - p->start;
  if (p->on) cli_say_progress(NULL);
  if (!p->wanted || (!failed && (!p->on || seconds < PATIENCE))) return;
  fprintf(stderr, "tocsin: %" PRIu64 " reports, %" PRIu64 " events in %.1f s", p->reports, p->events, seconds);
  if (failed) fprintf(stderr, "; %" PRIu64 " reports failed", failed);
  fputc('\n', stderr);
}
