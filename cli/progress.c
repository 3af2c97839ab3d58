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

/* "12 s left", "4 min left"; nothing while it cannot be said. */
static void left(char out[32], double seconds, uint64_t position, uint64_t size) {
  out[0] = 0;
  if (!size || !position || position >= size || seconds < 2) return;
  double rest = seconds * (double)(size - position) / (double)position;
  if (rest < 100) snprintf(out, 32, ", %.0f s left", rest);
  else if (rest < 100 * 60) snprintf(out, 32, ", %.0f min left", rest / 60);
  else if (rest < 100 * 3600) snprintf(out, 32, ", %.1f h left", rest / 3600);
}

static void draw(const cli_progress *p, double seconds, uint64_t position, uint64_t size) {
  char line[192], rest[32], rate[32], bar[3 * 20 + 1] = "", share[16] = "";
  if (size) {
    unsigned cells = position < size ? (unsigned)(position * 20 / size) : 20;
    for (unsigned i = 0; i < 20; i++) memcpy(bar + 3 * i, i < cells ? "█" : "░", 3);
    bar[60] = 0;
    snprintf(share, sizeof share, " %3u%% ", (unsigned)(position < size ? position * 100 / size : 100));
  }
  left(rest, seconds, position, size);
  bool slow = p->counts_reports || (double)position < 1e5 * seconds; /* 0.0 MB/s says nothing */
  if (slow) snprintf(rate, sizeof rate, "%.0f reports/s", (double)p->reports / seconds);
  else snprintf(rate, sizeof rate, "%.1f MB/s", (double)position / 1e6 / seconds);
  snprintf(line, sizeof line, "%s%s%" PRIu64 " reports, %" PRIu64 " events, %s%s", bar, share, p->reports, p->events, rate, rest);
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
