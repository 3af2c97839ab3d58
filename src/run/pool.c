/* pool.c - many reports on several threads, out in the order in which they came in.
 *
 * A ring of slots, each with a document of its own.  A thread takes the next report under
 * the lock, codes it outside, and marks its slot; whoever finds the oldest slot ready emits
 * it and all that are ready behind it.  So `next` and `emit` never run twice at a time, and
 * at most WINDOW slots a thread are in flight, however slow one report is. */
#include "run.h"

#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

#define WINDOW 8
#define MAX_JOBS 256

typedef struct slot {
  toc_report *report;
  toc_doc *doc;
  toc_status status;
  toc_error err;
  bool ready;
} slot;

typedef struct pool {
  const toc_engine *engine;
  int analyse_only;
  toc_next_fn next;
  toc_emit_fn emit;
  void *ctx;
  pthread_mutex_t lock;
  pthread_cond_t moved;
  slot *slots; /* [size] */
  uint64_t size, taken, emitted;
  bool reading, emitting, ended;
  toc_status result;
} pool;

static void code_slot(const pool *p, slot *s) {
  s->err = (toc_error){0};
  s->status = p->analyse_only ? toc_analyse(p->engine, s->report, s->doc, &s->err)
                              : toc_code(p->engine, s->report, s->doc, &s->err);
}

static void end_run(pool *p, toc_status why) {
  if (!p->ended) p->result = why;
  p->ended = true;
}

/* Emits what is ready from the oldest on.  Called and returns with the lock held. */
static void emit_ready(pool *p) {
  if (p->emitting) return;
  p->emitting = true;
  while (p->emitted < p->taken && p->slots[p->emitted % p->size].ready) {
    slot *s = &p->slots[p->emitted % p->size];
    bool stopped = p->ended && p->result == TOC_IO;
    pthread_mutex_unlock(&p->lock);
    int failed = stopped ? 0 : p->emit(p->ctx, s->report, s->doc, s->status, &s->err);
    toc_report_free(s->report);
    pthread_mutex_lock(&p->lock);
    s->report = NULL;
    s->ready = false;
    p->emitted++;
    if (failed) end_run(p, TOC_IO);
    pthread_cond_broadcast(&p->moved);
  }
  p->emitting = false;
}

/* The next report in a slot of its own, or NULL at the end.  With the lock held. */
static slot *take(pool *p) {
  while (!p->ended && (p->reading || p->taken - p->emitted >= p->size)) pthread_cond_wait(&p->moved, &p->lock);
  if (p->ended) return NULL;
  p->reading = true;
  toc_report *report = NULL;
  pthread_mutex_unlock(&p->lock);
  toc_status status = p->next(p->ctx, &report);
  pthread_mutex_lock(&p->lock);
  p->reading = false;
  slot *s = NULL;
  if (status != TOC_OK) end_run(p, status == TOC_DONE ? TOC_OK : status);
  else {
    s = &p->slots[p->taken++ % p->size];
    s->report = report;
  }
  pthread_cond_broadcast(&p->moved);
  return s;
}

static void *work(void *arg) {
  pool *p = arg;
  pthread_mutex_lock(&p->lock);
  for (slot *s; (s = take(p));) {
    pthread_mutex_unlock(&p->lock);
    code_slot(p, s);
    pthread_mutex_lock(&p->lock);
    s->ready = true;
    emit_ready(p);
  }
  pthread_mutex_unlock(&p->lock);
  return NULL;
}

static unsigned processors(void) {
  long n = sysconf(_SC_NPROCESSORS_ONLN);
  return n < 1 ? 1 : n > MAX_JOBS ? MAX_JOBS : (unsigned)n;
}

toc_status toc_run(const toc_engine *engine, unsigned jobs, int analyse_only, toc_next_fn next, toc_emit_fn emit,
                   void *ctx, toc_error *err) {
  if (!jobs) jobs = processors();
  if (jobs > MAX_JOBS) jobs = MAX_JOBS;
  pool p = {.engine = engine, .analyse_only = analyse_only, .next = next, .emit = emit, .ctx = ctx,
            .size = jobs == 1 ? 1 : (uint64_t)jobs * WINDOW};
  p.slots = calloc(p.size, sizeof *p.slots);
  bool ok = p.slots != NULL;
  for (uint64_t i = 0; ok && i < p.size; i++) ok = (p.slots[i].doc = toc_doc_new()) != NULL;
  if (ok) {
    pthread_t thread[MAX_JOBS];
    unsigned started = 0;
    pthread_mutex_init(&p.lock, NULL);
    pthread_cond_init(&p.moved, NULL);
    while (started + 1 < jobs && pthread_create(&thread[started], NULL, work, &p) == 0) started++;
    work(&p); /* this thread is one of them, so the run goes on even if none could be started */
    while (started) pthread_join(thread[--started], NULL);
    pthread_cond_destroy(&p.moved);
    pthread_mutex_destroy(&p.lock);
  }
  for (uint64_t i = 0; p.slots && i < p.size; i++) toc_doc_free(p.slots[i].doc);
  free(p.slots);
  if (!ok) return toc_fail(err, TOC_NOMEM, NULL, 0, 0, "out of memory for %u threads", jobs);
  if (p.result == TOC_IO) return toc_fail(err, TOC_IO, NULL, 0, 0, "the output could not be written");
  if (p.result != TOC_OK) return toc_fail(err, p.result, NULL, 0, 0, "the input ended early");
  return TOC_OK;
}
