/* robots.c - robots.txt, as RFC 9309 reads it. */
#include "robots.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

typedef struct line {
  const char *name, *value;
  size_t n_name, n_value;
} line;

static bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r'; }

static void trim(const char **s, size_t *n) {
  while (*n && is_blank(**s)) (*s)++, (*n)--;
  while (*n && is_blank((*s)[*n - 1])) (*n)--;
}

/* The next "name: value"; comments and all else are passed over. */
static bool next_line(const char **at, const char *end, line *l) {
  while (*at < end) {
    const char *lf = memchr(*at, '\n', (size_t)(end - *at)), *stop = lf ? lf : end;
    const char *from = *at, *hash = memchr(from, '#', (size_t)(stop - from));
    *at = lf ? lf + 1 : end;
    if (hash) stop = hash;
    const char *colon = memchr(from, ':', (size_t)(stop - from));
    if (!colon) continue;
    *l = (line){from, colon + 1, (size_t)(colon - from), (size_t)(stop - colon - 1)};
    trim(&l->name, &l->n_name);
    trim(&l->value, &l->n_value);
    return true;
  }
  return false;
}

static bool is(const line *l, const char *name) { return l->n_name == strlen(name) && strncasecmp(l->name, name, l->n_name) == 0; }

/* "*" fits anything, "$" at the end the end.  One star is gone back to at a time: linear for each. */
static bool fits(const char *rule, size_t n, const char *path) {
  bool ends = n && rule[n - 1] == '$';
  size_t i = 0, star = (size_t)-1;
  const char *p = path, *mark = path;
  if (ends) n--;
  for (;;) {
    if (i == n && (!ends || !*p)) return true;
    if (i < n && rule[i] == '*') {
      star = i++;
      mark = p;
    } else if (i < n && *p && rule[i] == *p) {
      i++;
      p++;
    } else if (star != (size_t)-1 && *mark) {
      i = star + 1;
      p = ++mark;
    } else {
      return false;
    }
  }
}

static bool names_agent(const line *l, const char *agent) { return l->n_value == strlen(agent) && strncasecmp(l->value, agent, l->n_value) == 0; }

/* Is there a group for that very agent? */
static bool has_group(const char *rules, size_t n, const char *agent) {
  const char *at = rules, *end = rules + n;
  line l;
  while (next_line(&at, end, &l))
    if (is(&l, "User-agent") && names_agent(&l, agent)) return true;
  return false;
}

bool cli_robots_allow(const char *rules, size_t n, const char *agent, const char *path, double *delay) {
  const char *at = rules, *end = rules + n, *who = has_group(rules, n, agent) ? agent : "*";
  bool mine = false, heading = false, allowed = true;
  size_t longest = 0;
  line l;
  while (next_line(&at, end, &l)) {
    if (is(&l, "User-agent")) {
      if (!heading) mine = false;
      heading = true;
      mine = mine || names_agent(&l, who);
      continue;
    }
    heading = false;
    bool allow = is(&l, "Allow");
    if (mine && is(&l, "Crawl-delay")) *delay = strtod(l.value, NULL);
    if (!mine || (!allow && !is(&l, "Disallow")) || !l.n_value || !fits(l.value, l.n_value, path)) continue;
    if (l.n_value > longest || (l.n_value == longest && allow)) allowed = allow;
    if (l.n_value > longest) longest = l.n_value;
  }
  return allowed;
}
