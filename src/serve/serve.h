/* serve.h - a crisis file over HTTP, for a page on the same machine.
 *
 * "Who says how many were killed, and when did they say it?" is asked with a mouse: a day is
 * brushed, a town clicked, and everything else on the page must follow within a blink.  So the
 * few columns that filters and counts look at are held in memory (index.c), and the words, the
 * numbers and their claimants are fetched from the file for what is on the screen alone.
 *
 *   ask.c       a request's target: path, parameters, filter, the words of a full-text search
 *   claimant.c  who says it, as one name
 *   index.c     the columns of all events, tolls, reports; loaded again when the file changes
 *   select.c    which events a filter leaves; facets, timeline, points, baseline
 *   item.c      one event, claim, figure, toll, report as JSON
 *   list.c      events, incidents, stories, reports, claims, tolls, search, a page at a time
 *   detail.c    one event, incident, story, report; two revisions side by side
 *   answer.c    which function answers which path; edits, exports
 *   page.c      the files of the page
 *   server.c    the wire: libmicrohttpd, who may ask, caches, Server-Sent Events, metrics
 *
 * The API is described in docs/api/openapi.json, which /api/openapi.json serves.
 *
 * Threads.  A toc__index is read-only once loaded and shared; a toc__link (a connection to the
 * file with its prepared statements) belongs to one thread at a time; everything else lives in
 * the arena of one request. */
#ifndef TOC_SERVE_H
#define TOC_SERVE_H

#include "core.h"
#include "store.h"

/* ------------------------------------------------------------------- ask.c */

enum { TOC__MAX_TARGET = 8192, TOC__MAX_PARAMS = 256 };

typedef struct toc__param {
  toc_str name, value; /* decoded, valid UTF-8 without NUL */
} toc__param;

typedef struct toc__ask {
  toc_arena *arena;
  toc_str path; /* decoded; begins with '/' */
  toc__param *param; /* [n_params] */
  uint32_t n_params;
} toc__ask;

/* Takes a request's target apart.  TOC_USAGE: it is malformed; err says how, and names the
 * parameter in err->file. */
toc_status toc__ask_read(toc__ask *ask, toc_arena *arena, toc_str target, toc_error *err);
/* The first value of that name; {NULL, 0} if there is none. */
toc_str toc__ask_get(const toc__ask *ask, const char *name);
/* TOC_USAGE for a parameter that is none of these names (each ends with NULL; more may be NULL),
 * or for one given twice that may stand only once. */
toc_status toc__ask_known(const toc__ask *ask, bool filter, const char *const *more, toc_error *err);
/* A whole number in [low, high], or `otherwise` if it is not given. */
toc_status toc__ask_number(const toc__ask *ask, const char *name, int64_t low, int64_t high, int64_t otherwise, int64_t *out, toc_error *err);
/* Index of the value in a list that ends with NULL; 0 if it is not given. */
toc_status toc__ask_choice(const toc__ask *ask, const char *name, const char *const *list, int *out, toc_error *err);
toc_status toc__ask_bad(toc_error *err, const char *name, const char *format, ...) __attribute__((format(printf, 3, 4)));

enum toc__facet {
  TOC__TYPE, TOC__MODE, TOC__ACTOR, TOC__RECIPIENT, TOC__COUNTRY, TOC__PUBLISHER, TOC__CLAIMANT, TOC__STATUS, TOC__PRECISION,
  TOC__N_FACETS
};
extern const char *const toc__facet_name[TOC__N_FACETS];

enum toc__verdict { TOC__KEPT, TOC__ANY_VERDICT, TOC__ACCEPTED, TOC__REJECTED, TOC__OPEN };

typedef struct toc__keys {
  int64_t *ptr;
  uint32_t len, cap;
} toc__keys;

typedef struct toc__filter {
  toc_strs want[TOC__N_FACETS]; /* any of them; empty: all.  An empty string asks for what is missing */
  toc_day from, to;             /* TOC_NODAY: open */
  bool boxed;
  double west, south, east, north;
  toc_str words;                /* an FTS5 expression, or empty */
  toc__keys incident, story, report;
  enum toc__verdict verdict;
  bool latest;
  bool none; /* nothing is asked: all events that are kept */
} toc__filter;

toc_status toc__filter_read(const toc__ask *ask, toc__filter *f, toc_error *err);
/* What a person types as an FTS5 expression that cannot be malformed: every word quoted.  Empty
 * if there is nothing to look for. */
toc_str toc__words_expression(toc_arena *a, toc_str typed);

/* -------------------------------------------------------------- claimant.c */

/* Who says it, as one name: the entity's, else the words without article, else (a pronoun) the code.
 * The result may point into the arguments. */
toc_str toc__claimant(toc_str name, toc_str code, toc_str words);

/* ----------------------------------------------------------------- index.c */

/* The strings of a column; 0 is "missing". */
typedef struct toc__names {
  toc_arena *arena;
  TOC_ARRAY(toc_str) name;
  uint32_t *slot; /* [size], index + 1 */
  uint32_t size;
  bool fold;      /* case aside; of its forms the bytewise greatest is shown: "police", not "Police" */
} toc__names;
uint32_t toc__names_get(const toc__names *names, toc_str s); /* TOC_NONE */

/* Lists of names: the codes of all actors of an event; 0 is the empty list. */
typedef struct toc__sets {
  toc__names map; /* of the bytes of the lists */
  TOC_ARRAY(uint32_t) at; /* [n + 1] into item */
  TOC_ARRAY(uint32_t) item;
} toc__sets;

typedef struct toc__spot {
  toc_str name, adm1;
  uint32_t country; /* of countries */
  float lat, lon;   /* NAN: not located */
  uint8_t precision;/* 0: unknown */
  int64_t geonameid;/* 0: none */
} toc__spot;

enum { TOC__IS_REJECTED = 1, TOC__IS_ACCEPTED = 2 };              /* of an event */
enum { TOC__IS_OLD = 1, TOC__IS_VERSION = 2, TOC__IS_COPY = 4, TOC__IS_FAULTY = 8 }; /* of a report */

/* For each of n things the run [at[i], at[i + 1]) of item that belongs to it. */
typedef struct toc__runs {
  uint32_t *at, *item;
} toc__runs;

typedef struct toc__index {
  toc_arena arena;
  int refs;            /* guarded by the server's lock */
  char version[17];    /* hash of all below */
  bool settled;
  toc__names type, mode, status, country, publisher, claimant, code, adm1;
  toc__sets actors;    /* of actors and recipients */
  TOC_ARRAY(toc__spot) spot; /* 0: nowhere */

  uint32_t n_events; /* in the order of first day (undated last) and key */
  int64_t *key;
  toc_day *from, *to;
  uint32_t *place, *report, *part, *who, *whom, *by;
  uint16_t *nth_claim; /* claim's n + 1; 0: none, or beyond 65534 */
  uint8_t *type_of, *mode_of, *status_of, *flags;

  uint32_t n_parts; /* a report's own incidents that belong to one of the file's */
  uint32_t *part_report, *part_incident, *part_nth;

  uint32_t n_reports; /* in the order of day (none last) and key */
  int64_t *report_key;
  toc_day *report_day;
  uint32_t *report_publisher, *report_events;
  uint32_t *report_of; /* the one it is a version or copy of, or TOC_NONE */
  uint8_t *report_flags;
  uint32_t *report_by_key; /* [n_reports], sorted by key */

  uint32_t n_incidents; /* in the order of first day and key */
  int64_t *incident_key;
  toc_day *incident_from, *incident_to;
  uint32_t *incident_story;
  uint32_t *incident_by_key;

  uint32_t n_stories; /* in the order of first day and key */
  int64_t *story_key;
  toc_day *story_from, *story_to;
  uint32_t *story_by_key;

  uint32_t n_tolls; /* in the order of as-of time, report, part, n */
  uint32_t *toll_part, *toll_by;
  double *toll_low, *toll_high;  /* NAN: not known; INFINITY: open above */
  bool *toll_aside;             /* part of another number, or taken back by its report */
  uint16_t *toll_nth;
  uint8_t *toll_counts; /* of counts */
  toc__names counts;

  toc__runs incident_parts, incident_tolls, story_incidents, part_events;
  toc__runs report_versions; /* those that are versions and copies of it, in the order of reports */

  uint64_t n_claims, n_faults;
  toc_day first, last;           /* of the events */
  toc_day first_report, last_report;
  double box[4];                 /* west, south, east, north; NAN: none */
} toc__index;

typedef struct toc__link toc__link;

/* Reads the columns in one transaction.  *out is NULL on failure. */
toc_status toc__index_load(toc__index **out, toc__link *link, toc_error *err);
void toc__index_free(toc__index *x);
/* Positions by key; TOC_NONE. */
uint32_t toc__find_report(const toc__index *x, int64_t key);
uint32_t toc__find_incident(const toc__index *x, int64_t key);
uint32_t toc__find_story(const toc__index *x, int64_t key);
uint32_t toc__next_version(const toc__index *x, uint32_t report); /* the first that replaced it, or TOC_NONE */
toc_str toc__name(const toc__names *names, uint32_t i); /* {NULL, 0} for 0 */

/* --------------------------------------------------------------- answering */

enum { TOC__ANSWER_BYTES = 256 << 20 }; /* at most, of an answer and of what it takes to make it */

/* A connection with its statements. */
struct toc__link {
  toc_store *store;
  toc_arena arena; /* of one request; keeps its memory for the next */
  struct { const char *sql; sqlite3_stmt *st; } kept[128]; /* open addressing by address of the text */
  struct toc__link *next; /* in the pool */
  uint64_t generation;    /* of the file */
  const toc__index *index; /* for is_wanted() of the search that runs */
  const uint8_t *wanted;
  bool has_function;
};
toc_status toc__link_open(toc__link **out, const char *path, toc_error *err);
void toc__link_close(toc__link *link);
/* The statement of a literal (told apart by its address), reset and without values; NULL on failure. */
sqlite3_stmt *toc__statement(toc__link *link, const char *sql);

typedef struct toc__answer {
  toc__ask ask;
  toc__filter filter;
  const toc__index *index;
  toc__link *link;
  toc_arena *arena;
  toc_buf out;
  toc_error *err;
  int http;           /* 200, or what to say with err */
  const char *type;   /* media type */
  char disposition[64]; /* attachment's file name, or "" */
  bool edit;          /* edits are open */
  FILE *file;         /* what is too large for `out`, or NULL; the caller closes it */
  int64_t edited;     /* the event of toc__answer_edit */
} toc__answer;

/* ---- select.c ---- */
/* Fills pass[i] with which facets refuse event i (bit per facet; bit 15: something else does); 0: it passes. */
toc_status toc__select(toc__answer *a, uint16_t **refused);
/* Reports whose text holds the filter's words, as a flag a report. */
toc_status toc__select_words(toc__answer *a, uint8_t **holds);
/* Which reports the filter refuses for what they are themselves: 1 by publisher, 2 by words, key, version. */
toc_status toc__select_reports(toc__answer *a, uint8_t **refused);
/* Reports that the filter leaves: with filters on events, those that hold one. */
toc_status toc__select_wanted_reports(toc__answer *a, uint8_t **wanted, uint32_t *total);
enum { TOC__REFUSED = 1u << 15 };
toc_status toc__facets(toc__answer *a);
toc_status toc__timeline(toc__answer *a);
toc_status toc__points(toc__answer *a);
toc_status toc__baseline(toc__answer *a);
toc_status toc__meta(toc__answer *a);

/* ---- item.c ---- */
void toc__put_key(toc_buf *b, int64_t key);         /* quoted */
void toc__put_day(toc_buf *b, toc_day d);           /* quoted, or null */
void toc__put_text(toc_buf *b, sqlite3_stmt *st, int i);   /* string or null */
void toc__put_number(toc_buf *b, sqlite3_stmt *st, int i); /* number or null */
bool toc__put_event(toc__answer *a, int64_t key, bool detail); /* false: there is none */
bool toc__put_claim(toc__answer *a, int64_t report, int64_t n);
void toc__put_claims(toc__answer *a, int64_t report);
void toc__put_report_ref(toc__answer *a, int64_t key);
bool toc__put_report(toc__answer *a, int64_t key, bool open); /* open: without the closing brace */
bool toc__put_incident(toc__answer *a, uint32_t incident, bool open);
bool toc__put_story(toc__answer *a, uint32_t story, bool open);
/* Tolls of a set of parts as JSON members; see detail.c. */
typedef struct toc__toll {
  int64_t report, event, incident, story;
  int64_t part, n, claim; /* claim -1 */
  toc_str counts, claimant, line, code, words, of, as_of, report_id, publisher, version, title, status, kind, cue, name, within, place, country, type, from, to;
  double low, high; /* NAN */
  bool attributed, approximate, total, subset, superseded, accusing, denying;
  bool corrected; /* its own report takes it back */
  int64_t start, end; /* -1 */
  const char *mark;   /* NULL */
} toc__toll;
typedef TOC_ARRAY(toc__toll) toc__tolls;
bool toc__read_toll(toc__answer *a, int64_t report, int64_t part, int64_t n, toc__toll *t);
void toc__put_toll(toc__answer *a, const toc__toll *t);
/* All tolls of the incidents for which wanted[incident], in the order of the index. */
void toc__read_tolls(toc__answer *a, const uint8_t *wanted, toc__tolls *out);
/* Sets the marks of tolls in the order of time: each against the one before it of the same line. */
void toc__mark_tolls(toc__answer *a, toc__tolls *t, bool with_withdrawn);
/* "tolls":[…]: of these incidents (positions), what is reported from the least to the most; without numbers
 * that a later version of their report replaced, copies, and parts of other numbers. */
void toc__put_ranges(toc__answer *a, const uint32_t *incident, uint32_t n);

/* ---- list.c, detail.c ---- */
toc_status toc__list_events(toc__answer *a);
toc_status toc__list_incidents(toc__answer *a);
toc_status toc__list_stories(toc__answer *a);
toc_status toc__list_reports(toc__answer *a);
toc_status toc__list_claims(toc__answer *a);
toc_status toc__list_tolls(toc__answer *a);
toc_status toc__list_edits(toc__answer *a);
toc_status toc__search(toc__answer *a);
toc_status toc__event(toc__answer *a, toc_str id);
toc_status toc__incident(toc__answer *a, toc_str id);
toc_status toc__story(toc__answer *a, toc_str id);
toc_status toc__report(toc__answer *a, toc_str id);
toc_status toc__revisions(toc__answer *a, toc_str id);

/* ---- answer.c ---- */
/* The formats of the store but conllu, which codes the reports anew and takes an engine for that; ends with NULL. */
const char *const *toc__export_formats(const char *names[64]);
const char *toc__export_extension(const char *format);
const char *toc__export_type(const char *format);
/* Answers a GET of /api/…: fills out, or http and err.  In a transaction of its own. */
void toc__answer_get(toc__answer *a);
/* Reads a body {"what","event","other","by","note"} and logs it.  path: of the store. */
void toc__answer_edit(toc__answer *a, const char *path, toc_str body);
/* What toc__answer_edit has done, as the file now says; with the index loaded again. */
void toc__answer_edited(toc__answer *a);
/* {"error":{…}} of http and err into out. */
void toc__answer_fault(toc__answer *a);
toc_status toc__missing(toc__answer *a, const char *what, toc_str id);

/* ---- page.c ---- */
typedef struct toc__file {
  const char *name;      /* "/app.js" */
  const char *type;
  const unsigned char *bytes;
  size_t n;
} toc__file;
extern const toc__file toc__page_files[]; /* ends with name NULL */
extern const toc__file toc__openapi;
const char *toc__media_type(const char *name);

#endif
