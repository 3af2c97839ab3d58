/* cmd_serve.c - tocsin serve: a crisis file as a page on this machine. */
#include <malloc.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli.h"

enum { OPT_PORT = OPT_OWN, OPT_OPEN, OPT_EDIT, OPT_PAGE, OPT_THREADS };

typedef struct serving {
  const char *path;
  toc_serve what;
  bool open, quiet;
} serving;

/* $BROWSER, else the desktop's; its chatter goes nowhere.  A grandchild, so that nobody waits for it. */
static void open_browser(const char *address) {
  const char *browser = getenv("BROWSER");
  pid_t child = fork();
  if (child < 0) cli_say("no browser could be started: open %s", address);
  if (child > 0) waitpid(child, NULL, 0);
  if (child != 0) return;
  if (fork() != 0) _exit(0);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
  if (!freopen("/dev/null", "r", stdin) || !freopen("/dev/null", "w", stdout) || !freopen("/dev/null", "w", stderr)) _exit(1);
  if (browser && *browser) execlp(browser, browser, address, (char *)NULL);
  execlp("xdg-open", "xdg-open", address, (char *)NULL);
  execlp("open", "open", address, (char *)NULL);
  _exit(1);
}

static int serve(const serving *v) {
  toc_error err = {0};
  toc_server *server;
  sigset_t ends;
  char address[64];
  int sig = 0;
  signal(SIGPIPE, SIG_IGN);
  /* Long answers come and go: their memory goes back to the system at once, and few threads share few heaps. */
  mallopt(M_MMAP_THRESHOLD, 1024 * 1024);
  mallopt(M_ARENA_MAX, 2);
  /* Blocked before any thread starts, so that only sigwait sees them. */
  sigemptyset(&ends);
  sigaddset(&ends, SIGINT);
  sigaddset(&ends, SIGTERM);
  sigaddset(&ends, SIGHUP);
  sigprocmask(SIG_BLOCK, &ends, NULL);
  /* Some seconds for a hundred thousand reports. */
  if (!v->quiet && cli_is_terminal(stderr)) cli_say_progress("reading the file ...");
  toc_status s = toc_server_start(&server, v->path, &v->what, &err);
  cli_say_progress(NULL);
  if (s != TOC_OK) {
    cli_say_error(&err);
    return cli_exit_of(s);
  }
  snprintf(address, sizeof address, "http://127.0.0.1:%u/", toc_server_port(server));
  printf("%s\n", address);
  fflush(stdout);
  if (!v->quiet) cli_say("serving %s, %s; Ctrl-C ends it", v->path, v->what.edit ? "open for edits" : "read-only");
  if (v->open) open_browser(address);
  sigwait(&ends, &sig);
  if (!v->quiet) cli_say("ending");
  toc_server_stop(server);
  return CLI_OK;
}

static int run(int argc, char **argv) {
  static const cli_option options[] = {{OPT_PORT, 'p', "port", true},  {OPT_OPEN, 0, "open", false},      {OPT_EDIT, 0, "edit", false}, {OPT_PAGE, 0, "page", true},
                                       {OPT_THREADS, 0, "threads", true}, {OPT_QUIET, 'q', "quiet", false}, {OPT_HELP, 'h', "help", false}, {0}};
  cli_args args;
  const char *value;
  serving v = {0};
  long n;
  cli_args_init(&args, &cli_serve, options, argc, argv);
  for (int o; (o = cli_next(&args, &value)) != CLI_END;) switch (o) {
      case OPT_HELP: fputs(cli_serve.help, stdout); return CLI_OK;
      case OPT_PORT:
        if ((n = cli_number("port", value, 65535)) < 0) return CLI_USAGE;
        v.what.port = (unsigned)n;
        v.what.any_port = n == 0;
        break;
      case OPT_THREADS:
        if ((n = cli_number("threads", value, 64)) < 0) return CLI_USAGE;
        v.what.threads = (unsigned)n;
        break;
      case OPT_OPEN: v.open = true; break;
      case OPT_EDIT: v.what.edit = 1; break;
      case OPT_PAGE: v.what.page_dir = value; break;
      case OPT_QUIET: v.quiet = true; break;
      case CLI_FILE:
        if (v.path) return cli_usage(&cli_serve, "one argument too many: '%s'", value);
        v.path = value;
        break;
      default: return CLI_USAGE;
    }
  return v.path ? serve(&v) : cli_usage(&cli_serve, "name the crisis file");
}

const cli_command cli_serve = {
    "serve", "show a crisis file as a page on this machine",
    "usage: tocsin serve CRISIS.db [OPTIONS]\n\n"
    "Prints the address of a page with timeline, map, reports, tolls and their claimants, and serves\n"
    "it until Ctrl-C.  Only programs on this machine can reach it, and it asks nobody for anything.\n"
    "The page follows the file while reports are added.  /api/openapi.json describes the data behind it.\n\n"
    "options\n"
    "  -p, --port N          this port (default: 8642, or the next free one; 0: any)\n"
    "      --open            open the page in a browser\n"
    "      --edit            take edits from the page: accept, reject, merge, split\n"
    "      --threads N       threads that answer (default: one per processor, from two to four)\n"
    "      --page DIR        the page's files from DIR, for work on the page\n"
    "  -q, --quiet           print the address and nothing else\n"
    "  -h, --help            this text\n\n"
    "examples\n"
    "  tocsin serve crisis.db --open\n"
    "  tocsin serve crisis.db --port 0 --quiet\n",
    run};
