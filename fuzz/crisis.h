/* crisis.h - a small crisis file of our own, for the targets that damage and edit it. */
#ifndef FUZZ_CRISIS_H
#define FUZZ_CRISIS_H

#include "store.h"

#include <stdlib.h>
#include <unistd.h>

#define CRISIS_EVENTS 24

/* Six reports on each of four days, an attack in one of two towns each. */
static const char crisis_rows[] =
    "BEGIN; INSERT INTO engine VALUES (1, 't', 'm', 'l', 'g');"
    "CREATE TEMP TABLE n AS WITH RECURSIVE c(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM c WHERE i < 23) SELECT i, (i + 1) << 32 AS key FROM c;"
    "INSERT INTO received SELECT key, 'r' || i, 'text', 'none', 3, x'789c4b4a0600024d0127' FROM n;"
    "INSERT INTO arrival SELECT key, 'f', i, '2021-03-20T08:00:00Z' FROM n;"
    "INSERT INTO report(key, id, engine, title, publisher, published, day, text) SELECT key, 'r' || i, 1, 'Attack', 'P' || i % 5, '2021-03-0' || (1 + i / 6),"
    " '2021-03-0' || (1 + i / 6), 'Gunmen killed ' || i || ' people at a market in town ' || i % 2 FROM n;"
    "INSERT INTO event(key, report, n, part, sentence, type, status, trigger, lemma, start, \"end\", date_from, date_to, place, geonameid, latitude, longitude, country, where_prec)"
    " SELECT key + 7, key, 1, 1, 'Gunmen killed', 'ASSAULT', 'occurred', 'killed', 'kill', 7, 13, '2021-03-0' || (1 + i / 6), '2021-03-0' || (1 + i / 6), 'T' || i % 2, 1 + i % 2, 10 + i % 2, 20, 'KGZ', 1 FROM n;"
    "INSERT INTO figure SELECT key, 0, 'killed', i, i, NULL, i, 14, 15, 'people', 'people', 0, 0, NULL, NULL, NULL FROM n;"
    "INSERT INTO toll SELECT key, 1, 0, 'killed', i, i, NULL, 0 FROM n;"
    "INSERT INTO part SELECT key, 1, key + 9, 5, 18687 + i / 6, 18687 + i / 6, 1, 'ASSAULT', 'T' || i % 2, 1 + i % 2, 'KGZ', 10 + i % 2, 20, 1, i, i, NULL, NULL,"
    " x'020000000100000000000000050000000600000009000000' FROM n;"
    "INSERT INTO trace SELECT key, '2021-03-0' || (1 + i / 6), NULL, i % 5, NULL FROM n;"
    "INSERT INTO place SELECT key, 0, 'town', 36, 40, 'T', 1, 10, 20, 'KGZ', NULL, NULL, 1, 100000000200000000 FROM n;"
    "INSERT INTO place_at VALUES (100000000200000000, 10, 10, 20, 20); DROP TABLE temp.n; COMMIT";

static inline void crisis_event(char out[16], uint32_t i) { snprintf(out, 16, "%015llx", ((unsigned long long)(i % CRISIS_EVENTS + 1) << 32) + 7); }

static inline void crisis_must(toc_status s, const toc_error *err) {
  if (s == TOC_OK) return;
  fprintf(stderr, "%s\n", err->message);
  abort();
}

static inline void crisis_remove(const char *path) {
  char side[4200];
  unlink(path);
  for (int i = 0; i < 3; i++) {
    snprintf(side, sizeof side, "%s-%s", path, i == 0 ? "wal" : i == 1 ? "shm" : "journal");
    unlink(side);
  }
}

/* A path that nobody else uses; and the file made there anew. */
static inline void crisis_path(char path[64]) {
  snprintf(path, 64, "/tmp/crisis-XXXXXX");
  int fd = mkstemp(path);
  if (fd < 0) abort();
  close(fd);
}

static inline toc_store *crisis_make(const char *path) {
  toc_store *s;
  toc_error err = {0};
  crisis_remove(path);
  crisis_must(toc_store_open(&s, path, TOC_STORE_CREATE, &err), &err);
  crisis_must(toc__store_run(s, crisis_rows, "fill", &err), &err);
  crisis_must(toc__store_run(s, "BEGIN", "settle", &err), &err);
  crisis_must(toc__store_settle(s, &err), &err);
  crisis_must(toc__store_run(s, "COMMIT", "settle", &err), &err);
  return s;
}

#endif
