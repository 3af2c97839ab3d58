/* bench_store.c - writing coded reports into an empty crisis file, and nothing else.
 *
 *   bench_store DB REPORTS.jsonl [COPIES]   DB is made anew
 *
 * Each report is coded once and written COPIES times (default 20) under ids of its own, in
 * transactions as `tocsin ingest` has them.  Reports as received, all rows, both indexes and the
 * commits count; settling is told apart. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "store.h"

typedef struct state {
  toc_store *store;
  toc_reader *reader;
  int64_t engine;
  toc__packer packer;
  int copies;
  uint64_t reports, events;
  double coding, writing, mark;
} state;

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t); /* of this process, whatever else runs */
  return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static void must(toc_status s, const toc_error *err) {
  if (s == TOC_OK) return;
  fprintf(stderr, "bench_store: %s\n", err->message);
  exit(1);
}

static toc_status next(void *ctx, toc_report **report) {
  toc_error err;
  return toc_reader_next(((state *)ctx)->reader, report, &err);
}

static void write_waiting(state *s) {
  toc_error err = {0};
  must(toc__store_run(s->store, "BEGIN IMMEDIATE", "write", &err), &err);
  must(toc__store_flush(s->store, &err), &err);
  must(toc__store_run(s->store, "COMMIT", "write", &err), &err);
}

static int emit(void *ctx, const toc_report *report, toc_doc *doc, toc_status status, const toc_error *why) {
  state *s = ctx;
  toc_error err = {0};
  double from = now();
  s->coding += from - s->mark;
  must(status, why);
  for (int i = 0; i < s->copies; i++) {
    char id[256];
    int n = snprintf(id, sizeof id, "%.*s-%d", (int)(report->id.len < 200 ? report->id.len : 200), report->id.ptr, i);
    toc_report one = *report;
    one.id = (toc_str){id, (size_t)n};
    toc__parcel parcel;
    toc__parcel_name(&parcel, &one);
    must(toc__parcel_pack(&parcel, &s->packer, &one), &err);
    must(toc__store_arrive(s->store, parcel.key, &one, "2021-01-01T00:00:00Z", &err), &err);
    must(toc__store_receive(s->store, &parcel, &one, &err), &err);
    must(toc__store_write(s->store, parcel.key, &one, doc, s->engine, NULL, &err), &err);
    free(parcel.packed);
    s->events += toc_doc_event_count(doc);
    s->reports++;
    if (toc__feed_bytes(&s->store->feed) >= TOC__STORE_WAITING) write_waiting(s);
  }
  s->mark = now();
  s->writing += s->mark - from;
  return 0;
}

int main(int argc, char **argv) {
  if (argc < 3) return fprintf(stderr, "usage: bench_store DB REPORTS.jsonl [COPIES]\n"), 2;
  state s = {.copies = argc > 3 ? atoi(argv[3]) : 20};
  toc_engine *engine;
  toc_error err = {0};
  char side[4096];
  unlink(argv[1]);
  snprintf(side, sizeof side, "%s-wal", argv[1]);
  unlink(side);
  must(toc_engine_open(&engine, NULL, &err), &err);
  must(toc_reader_open(&s.reader, argv[2], TOC_INPUT_JSONL, 0, &err), &err);
  must(toc_store_open(&s.store, argv[1], TOC_STORE_CREATE, &err), &err);
  must(toc__store_bulk(s.store, true, &err), &err);
  must(toc__store_engine(s.store, engine, &s.engine, &err), &err);
  s.mark = now();
  must(toc_run(engine, 1, 0, next, emit, &s, &err), &err);
  double from = now();
  write_waiting(&s);
  s.writing += now() - from;
  printf("%llu reports, %llu events\n", (unsigned long long)s.reports, (unsigned long long)s.events);
  printf("coding        %8.3f ms a report\n", 1e3 * s.coding / (double)s.reports * s.copies);
  printf("writing       %8.3f ms a report, %.1f %% of coding\n", 1e3 * s.writing / (double)s.reports, 100 * s.writing / (s.coding * s.copies));
  printf("events/s      %8.0f\n", (double)s.events / s.writing);
  toc_store_close(s.store);
  toc_reader_close(s.reader);
  toc_engine_close(engine);
  return 0;
}
