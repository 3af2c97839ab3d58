/* robots.h - what a site lets robots fetch (RFC 9309), for tocsin fetch. */
#ifndef TOC_CLI_ROBOTS_H
#define TOC_CLI_ROBOTS_H

#include <stdbool.h>
#include <stddef.h>

/* May `agent` ("tocsin") fetch that path, with its query, by the rules of a robots.txt?  The longest
 * rule that fits decides, Allow where two are as long; no rule allows.  *delay gets the seconds of
 * Crawl-delay, untouched if there is none. */
bool cli_robots_allow(const char *rules, size_t n, const char *agent, const char *path, double *delay);

#endif
