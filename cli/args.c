/* args.c - the command line: options in any order, and a suggestion for a slip of the hand. */
#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"

void cli_args_init(cli_args *a, const cli_command *command, const cli_option *options, int argc, char **argv) {
  *a = (cli_args){.command = command, .options = options, .argv = argv, .argc = argc, .at = 1};
}

/* ------------------------------------------------------------- suggestions */

enum { LONGEST = 24 };

static size_t least(size_t a, size_t b) { return a < b ? a : b; }

/* Edits between two short words; a swap of neighbours is one (optimal string alignment). */
static size_t distance(const char *a, const char *b) {
  size_t n = strlen(a), m = strlen(b);
  size_t d[LONGEST + 1][LONGEST + 1];
  if (n > LONGEST || m > LONGEST) return LONGEST;
  for (size_t i = 0; i <= n; i++) d[i][0] = i;
  for (size_t j = 0; j <= m; j++) d[0][j] = j;
  for (size_t i = 1; i <= n; i++)
    for (size_t j = 1; j <= m; j++) {
      size_t cost = tolower((unsigned char)a[i - 1]) != tolower((unsigned char)b[j - 1]);
      d[i][j] = least(d[i - 1][j - 1] + cost, least(d[i - 1][j], d[i][j - 1]) + 1);
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) d[i][j] = least(d[i][j], d[i - 2][j - 2] + 1);
    }
  return d[n][m];
}

const char *cli_nearest(const char *word, const char *const *list) {
  const char *best = NULL;
  size_t best_d = strlen(word) / 2 < 3 ? strlen(word) / 2 + 1 : 4; /* nearer than this */
  for (; *list; list++) {
    size_t d = distance(word, *list);
    if (strlen(word) >= 3 && strncmp(word, *list, strlen(word)) == 0) d = 1; /* a word cut short */
    if (d < best_d) {
      best_d = d;
      best = *list;
    }
  }
  return best;
}

/* ----------------------------------------------------------------- options */

static int unknown(cli_args *a, const char *word, size_t len) {
  const char *names[64];
  char name[64];
  size_t n = 0;
  for (const cli_option *o = a->options; o->id && n < 63; o++) names[n++] = o->name;
  names[n] = NULL;
  if (len >= sizeof name) len = sizeof name - 1;
  memcpy(name, word, len);
  name[len] = 0;
  const char *near = cli_nearest(name, names);
  if (near) cli_usage(a->command, "unknown option '--%s'; did you mean '--%s'?", name, near);
  else cli_usage(a->command, "unknown option '--%s'", name);
  return CLI_BAD;
}

static int long_option(cli_args *a, const char *word, const char **value) {
  size_t len = strcspn(word, "=");
  const cli_option *o = a->options;
  while (o->id && (strlen(o->name) != len || strncmp(o->name, word, len) != 0)) o++;
  if (!o->id) return unknown(a, word, len);
  if (word[len] == '=') {
    if (!o->has_value) return cli_usage(a->command, "option '--%s' takes no value", o->name), CLI_BAD;
    *value = word + len + 1;
  } else if (o->has_value) {
    if (a->at >= a->argc) return cli_usage(a->command, "option '--%s' needs a value", o->name), CLI_BAD;
    *value = a->argv[a->at++];
  }
  return o->id;
}

static int short_option(cli_args *a, const char *word, const char **value) {
  const cli_option *o = a->options;
  while (o->id && o->letter != word[0]) o++;
  if (!o->id) return cli_usage(a->command, "unknown option '-%c'", word[0]), CLI_BAD;
  if (!o->has_value) {
    if (word[1]) return cli_usage(a->command, "option '-%c' takes no value", word[0]), CLI_BAD;
  } else if (word[1]) {
    *value = word + 1;
  } else {
    if (a->at >= a->argc) return cli_usage(a->command, "option '-%c' needs a value", word[0]), CLI_BAD;
    *value = a->argv[a->at++];
  }
  return o->id;
}

int cli_next(cli_args *a, const char **value) {
  *value = NULL;
  if (a->at >= a->argc) return CLI_END;
  const char *word = a->argv[a->at++];
  if (!a->only_files && strcmp(word, "--") == 0) {
    a->only_files = true;
    return cli_next(a, value);
  }
  if (!a->only_files && word[0] == '-' && word[1] == '-') return long_option(a, word + 2, value);
  if (!a->only_files && word[0] == '-' && word[1]) return short_option(a, word + 1, value);
  *value = word;
  return CLI_FILE;
}

int cli_choose(const char *what, const char *word, const char *const *list) {
  for (int i = 0; list[i]; i++)
    if (strcmp(list[i], word) == 0) return i;
  char known[256] = "";
  size_t n = 0;
  for (int i = 0; list[i]; i++) {
    int k = snprintf(known + n, sizeof known - n, "%s%s", i ? ", " : "", list[i]);
    if (k > 0 && (size_t)k < sizeof known - n) n += (size_t)k;
  }
  const char *near = cli_nearest(word, list);
  if (near) cli_say("unknown %s '%s'; did you mean '%s'? (known: %s)", what, word, near, known);
  else cli_say("unknown %s '%s' (known: %s)", what, word, known);
  return -1;
}

long cli_number(const char *option, const char *word, long max) {
  char *end;
  errno = 0;
  long n = strtol(word, &end, 10);
  if (errno || *end || end == word || !isdigit((unsigned char)word[0]) || n > max) {
    cli_say("--%s needs a whole number from 0 to %ld, not '%s'", option, max, word);
    return -1;
  }
  return n;
}
