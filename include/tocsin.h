/* tocsin.h - news reports in, the checked record of a crisis out.
 *
 * The public interface of libtocsin.  Everything that the `tocsin` command does,
 * it does through this header.
 *
 *     toc_error err;
 *     toc_engine *engine;
 *     toc_doc *doc = toc_doc_new();
 *     toc_report report = {0};
 *     report.id = toc_cstr("r1");
 *     report.text = toc_cstr("Police in Almaty killed dozens of protesters.");
 *     report.published = toc_cstr("2022-01-06");
 *     if (toc_engine_open(&engine, NULL, &err) != TOC_OK) { puts(err.message); ... }
 *     if (toc_code(engine, &report, doc, &err) == TOC_OK)
 *         toc_doc_write(engine, doc, TOC_FORMAT_DOCS, 0, my_write, my_ctx);
 *     toc_doc_free(doc);
 *     toc_engine_close(engine);
 *
 * Conventions
 *   Ownership  new/free for handles, open/close for what holds files; freeing NULL
 *              does nothing.  A toc_str is borrowed: each function says until when.
 *   Errors     functions that can fail return a toc_status; 0 is success.  toc_error
 *              is optional (NULL is fine) and filled only on failure.
 *   Offsets    spans are bytes of the report's text (UTF-8), end exclusive.  In all
 *              written formats they are Unicode code points.
 *   Threads    a toc_engine is read-only after toc_engine_open and serves any number
 *              of threads, each with its own toc_doc.  Other handles belong to one
 *              thread at a time.
 *   Output     the library never prints and never exits.
 */
#ifndef TOCSIN_H
#define TOCSIN_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define TOC_VERSION_MAJOR 0
#define TOC_VERSION_MINOR 1
#define TOC_VERSION_PATCH 0
#define TOC_VERSION_NUMBER (TOC_VERSION_MAJOR * 10000 + TOC_VERSION_MINOR * 100 + TOC_VERSION_PATCH)

#if defined(__GNUC__) && __GNUC__ >= 4
#define TOC_API __attribute__((visibility("default")))
#else
#define TOC_API
#endif

/* ------------------------------------------------------------- plain types */

/* Borrowed UTF-8 bytes, not NUL-terminated.  {NULL, 0} means "no value". */
typedef struct toc_str {
  const char *ptr;
  size_t len;
} toc_str;

/* A half-open range of bytes of the report's text; {0, 0} means "no span". */
typedef struct toc_span {
  uint32_t start, end;
} toc_span;

typedef enum toc_status {
  TOC_OK = 0,
  TOC_DONE = 1,     /* nothing more to read; not an error */
  TOC_NOMEM = 2,    /* out of memory, or a stated maximum was reached */
  TOC_IO = 3,       /* a file could not be opened, read or written */
  TOC_BADINPUT = 4, /* one report could not be read; the next one can */
  TOC_BADDATA = 5,  /* a dictionary, pattern, gazetteer or model is wrong */
  TOC_USAGE = 6     /* an argument that cannot be met, such as an unknown model */
} toc_status;

/* What failed first, then where.  `message` is complete and fit for a person;
 * file, line and column repeat the place for programs (0 or "" when unknown). */
typedef struct toc_error {
  toc_status status;
  uint32_t line;   /* from 1 */
  uint32_t column; /* in bytes, from 1 */
  char file[256];
  char message[768];
} toc_error;

/* Wraps a C string; lives as long as s. */
TOC_API toc_str toc_cstr(const char *s);

/* "0.1.0": the library at run time; TOC_VERSION_* are those of the header. */
TOC_API const char *toc_version(void);

/* ----------------------------------------------------------------- engine */

typedef struct toc_engine toc_engine;

typedef struct toc_options {
  const char *data_dir; /* dictionaries, patterns, models; NULL: $TOCSIN_DATA, else
                         * beside the program, else where it was installed */
  const char *model;    /* "fast" (also NULL); "accurate"; "gated": accurate for sentences that can
                         * hold an event or figure, fast for the others; "conllu": trees come with
                         * the report; or the path of a model file */
  const char *kernel;   /* NULL: the fastest this processor has; else scalar, avx2, vnni */
  int any_language;     /* code reports that are surely not in English, too (badly); else they
                         * are TOC_BADINPUT */
  int patterns_only;    /* no second opinion: every match is an event */
  const char *gazetteer; /* a file that toc_layers_change built; NULL: the one in data_dir alone */
  const char *publisher_prior; /* publishers' homes as toc_store_export writes them ("homes"); NULL: none */
  int gate;             /* sentences without a trigger word and without a number get no tree:
                         * faster; claims and names that stand in them alone are lost */
  const char *dictionaries; /* a folder of TABARI or PETRARCH files (docs/dictionaries.md) that code in
                             * place of the patterns; NULL: none */
  int roles;            /* PropBank's predicates and arguments, too, for TOC_LAYER_SRL; the hash of
                         * the lexicon then covers their weights */
} toc_options;

/* Loads models and dictionaries.  TOC_BADDATA or TOC_IO with file and line if one of
 * them is wrong: nothing is loaded by half.  *out is NULL on failure. */
TOC_API toc_status toc_engine_open(toc_engine **out, const toc_options *options, toc_error *err);
TOC_API void toc_engine_close(toc_engine *engine);

/* "sha256:…" of what made a record; "" if the engine has no such part.  They live as
 * long as the engine. */
TOC_API const char *toc_engine_model_hash(const toc_engine *engine);
TOC_API const char *toc_engine_lexicon_hash(const toc_engine *engine);
TOC_API const char *toc_engine_gazetteer_hash(const toc_engine *engine);

/* ---------------------------------------------------------------- reports */

typedef enum toc_input_format {
  TOC_INPUT_AUTO = 0, /* by content: a line that is a JSON object, "# sent_id"/ten columns, a page, else text */
  TOC_INPUT_TEXT = 1, /* the whole file is one report */
  TOC_INPUT_JSONL = 2,
  TOC_INPUT_CONLLU = 3,/* each "# newdoc" is a report; its text is rebuilt from the tokens */
  TOC_INPUT_HTML = 4,  /* the whole file is one web page: its article, title and dates */
  TOC_INPUT_JSON = 5,  /* a JSON array of objects, or objects one after the other */
  TOC_INPUT_TABLE = 6, /* CSV or TSV with a header */
  TOC_INPUT_WARC = 7,  /* a web archive: its pages */
  TOC_INPUT_FEED = 8,  /* RSS or Atom: its items */
  TOC_INPUT_SGML = 9,  /* newswire as Gigaword holds it: <DOC id=…> */
  TOC_INPUT_PRESS = 10 /* what Nexis Uni and Factiva export, as text or HTML */
} toc_input_format;

/* One report as received.  All strings are borrowed from whoever made it.  Dates are
 * ISO 8601 ("2022-01-06", "2022-01-06T09:10"), as they came. */
typedef struct toc_report {
  toc_str id;
  toc_str text; /* valid UTF-8; offsets count it */
  toc_str title, published, updated, publisher, url, language;
  toc_str conllu;       /* a ready analysis of `text`, or {NULL, 0} */
  toc_str file;         /* where it was read from, for messages */
  uint32_t line;        /* its first line there, from 1; 0 in a web archive */
  uint32_t n_repaired;  /* broken byte sequences replaced by U+FFFD */
  toc_str encoding;     /* as recognised: "UTF-8", "Windows-1252", "UTF-16LE", "UTF-16BE" */
  const struct toc_map_segment *map; /* [n_map], for toc_report_origin; NULL: text is as received */
  uint32_t n_map;
  toc_str received;              /* the bytes it was read from: the file, the line, the document; one of
                                  * many in a table, feed or archive: a line of JSON that holds it */
  toc_input_format received_as;  /* what they were read as */
  int has_offset;                /* read from a web archive, and not out of the middle of something compressed: */
  uint64_t offset;               /* the byte of the file where its record begins, for toc_reader_seek */
  const char *title_from, *publisher_from, *published_from, *updated_from; /* a page: "json-ld", "meta", "time", "url",
                                  * "text"; else NULL.  Static strings */
  toc_str page;                  /* the bytes of the page it was cut out of, which toc_report_origin counts, or {NULL, 0} */
} toc_report;

typedef struct toc_reader toc_reader;

/* Opens one input.  path "-" is standard input; other descriptors do not matter.
 * max_report is the largest report accepted in bytes (0: 256 MiB); a larger one is
 * TOC_BADINPUT and reading goes on behind it. */
TOC_API toc_status toc_reader_open(toc_reader **out, const char *path, toc_input_format format,
                                   size_t max_report, toc_error *err);
TOC_API void toc_reader_close(toc_reader *reader);

/* The next report; *report stays valid until toc_report_free.  TOC_DONE at the end.
 * TOC_BADINPUT: this report is broken (err names file and line), call again for the
 * next.  TOC_IO ends the input. */
TOC_API toc_status toc_reader_next(toc_reader *reader, toc_report **report, toc_error *err);
TOC_API void toc_report_free(toc_report *report);

/* Reads one report out of bytes once `received` (unpacked, as in toc_report): the same report
 * comes out as from the reader.  id and line are those it had: text and pages do not carry them.
 * format is any but TOC_INPUT_AUTO. */
TOC_API toc_status toc_report_read(toc_report **report, toc_str received, toc_input_format format, toc_str id,
                                   const char *file, uint32_t line, toc_error *err);

/* Where byte `at` of the report's text stands in the file it was read from (plain text), or
 * in the JSON string it came as. */
TOC_API uint64_t toc_report_origin(const toc_report *report, uint32_t at);

/* Which fields of a JSON object or a table are a report's: "text=body,id=guid,published=date",
 * or the name of a tool (trafilatura, news-please, newspaper, newsapi, ngec).  Without a map,
 * common names are tried, the contract's own first.  TOC_USAGE for a map that is none. */
TOC_API toc_status toc_reader_map(toc_reader *reader, const char *map, toc_error *err);

/* Goes on at a byte of a web archive: where a record begins (toc_report.offset), plain or compressed
 * record by record.  TOC_USAGE for other inputs. */
TOC_API toc_status toc_reader_seek(toc_reader *reader, uint64_t offset, toc_error *err);

/* Bytes read so far and in all (0 when unknown, as for a pipe), for a progress bar. */
TOC_API uint64_t toc_reader_position(const toc_reader *reader, uint64_t *size);

/* ----------------------------------------------------------------- coding */

/* A report with all its annotations, in one arena. */
typedef struct toc_doc toc_doc;

TOC_API toc_doc *toc_doc_new(void);
TOC_API void toc_doc_free(toc_doc *doc);

/* Codes one report: all stages.  What doc held before is dropped.  The report's strings
 * are copied: it may be freed afterwards.  An empty text is a record without events. */
TOC_API toc_status toc_code(const toc_engine *engine, const toc_report *report, toc_doc *doc, toc_error *err);

/* As toc_code, but only tokens, tree and names: what `tocsin parse` prints. */
TOC_API toc_status toc_analyse(const toc_engine *engine, const toc_report *report, toc_doc *doc, toc_error *err);

/* Only reads what stands around the text: title, dates, dateline.  Needs no engine; the
 * document can be written as TOC_FORMAT_TEXT and TOC_FORMAT_PLAIN (engine NULL). */
TOC_API toc_status toc_clean(const toc_report *report, toc_doc *doc, toc_error *err);

/* Finds reports that were there before: the same words, or nearly (runs of four words compared by
 * SimHash and MinHash).  It remembers the last 65,536 reports, about 20 MB.  One thread at a time. */
typedef struct toc_duplicates toc_duplicates;

TOC_API toc_duplicates *toc_duplicates_new(void);
TOC_API void toc_duplicates_free(toc_duplicates *duplicates);
/* Compares a document with those before it, notes in it which it is like (TOC_FORMAT_TEXT writes
 * duplicate_of, similarity, simhash), and remembers it.  1 if there was one, 0 if not. */
TOC_API int toc_duplicates_mark(toc_duplicates *duplicates, toc_doc *doc);

/* Codes many reports with `jobs` threads (0: one per processor).  `next` hands out
 * reports one by one and is never called twice at a time; TOC_DONE ends, any other
 * status stops the run and is returned.  `emit` gets the documents in the order of
 * `next`, one at a time, whatever the number of threads; `status` is that of the one
 * report, with err when it is not TOC_OK.  Both run on threads of the pool.  A non-zero
 * return of emit stops the run (TOC_IO). */
typedef toc_status (*toc_next_fn)(void *ctx, toc_report **report);
typedef int (*toc_emit_fn)(void *ctx, const toc_report *report, toc_doc *doc, toc_status status,
                           const toc_error *err);
TOC_API toc_status toc_run(const toc_engine *engine, unsigned jobs, int analyse_only, toc_next_fn next,
                           toc_emit_fn emit, void *ctx, toc_error *err);

/* ----------------------------------------------------------------- output */

typedef enum toc_format {
  TOC_FORMAT_DOCS = 0,  /* one JSON line a report: the contract, docs/record.md */
  TOC_FORMAT_JSONL = 1, /* one JSON line an event, with `report` inside */
  TOC_FORMAT_CSV = 2,   /* one row an event, RFC 4180 (header: toc_write_header) */
  TOC_FORMAT_TABLE = 3, /* for a person at a terminal */
  TOC_FORMAT_CONLLU = 4,/* trees, TokenRange in MISC */
  TOC_FORMAT_TEXT = 5,  /* the clean report: `tocsin text` as JSON */
  TOC_FORMAT_PLAIN = 6, /* the clean report for a person to read */
  TOC_FORMAT_PETRARCH = 7 /* tab-separated lines as PETRARCH writes them: docs/dictionaries.md */
} toc_format;

/* Optional layers of TOC_FORMAT_DOCS; TOC_LAYER_NAMES is for exports (TOC_FORMAT_CSV), which
 * otherwise replace the names of private persons by their role. */
enum {
  TOC_LAYER_PREDICATES = 1u << 0,
  TOC_LAYER_NEGATIONS = 1u << 1,
  TOC_LAYER_CANDIDATES = 1u << 2,
  TOC_LAYER_TOKENS = 1u << 3,
  TOC_LAYER_NAMES = 1u << 4,
  TOC_LAYER_COREF = 1u << 5,
  TOC_LAYER_SRL = 1u << 6 /* of an engine opened with toc_options.roles; else empty */
};

/* How TOC_FORMAT_TABLE and toc_explain look. */
typedef struct toc_style {
  unsigned width; /* columns of the terminal; 0: 100 */
  int colour;     /* ANSI colours */
  int all;        /* toc_explain: every pattern that was tried, not only those that nearly matched */
} toc_style;

/* Gets the bytes of the output in order; a non-zero return stops (TOC_IO). */
typedef int (*toc_write_fn)(void *ctx, const char *bytes, size_t n);

TOC_API toc_status toc_write_header(toc_format format, toc_write_fn write, void *ctx);
TOC_API toc_status toc_doc_write(const toc_engine *engine, const toc_doc *doc, toc_format format,
                                 uint32_t layers, toc_write_fn write, void *ctx);
TOC_API toc_status toc_doc_write_styled(const toc_engine *engine, const toc_doc *doc, toc_format format,
                                        uint32_t layers, const toc_style *style, toc_write_fn write, void *ctx);

/* `tocsin text --format html`: the source of a report's page with what was kept of it marked, as a
 * piece of a page of HTML that runs no script and fetches nothing; a report without a page is its
 * text.  doc is from toc_clean.  toc_marked_begin and toc_marked_end write what stands around. */
TOC_API toc_status toc_marked_begin(toc_write_fn write, void *ctx);
TOC_API toc_status toc_marked_write(const toc_report *report, const toc_doc *doc, toc_write_fn write, void *ctx);
TOC_API toc_status toc_marked_end(toc_write_fn write, void *ctx);

/* Tokens, tree, names, and for each clause which patterns matched, which nearly did,
 * and why not: text for a terminal. */
TOC_API toc_status toc_explain(const toc_engine *engine, const toc_report *report, const toc_style *style,
                               toc_write_fn write, void *ctx, toc_error *err);

/* Why one event is in a report's record: its sentence and tree, the pattern as written, what else nearly
 * matched, the second opinion, and where each value came from.  event is its id in the record ("e3"; "m1"
 * is an impact), or its `why`.  TOC_DONE, and nothing is written, if the report has no such event. */
TOC_API toc_status toc_explain_event(const toc_engine *engine, const toc_report *report, const char *event, const toc_style *style,
                                     toc_write_fn write, void *ctx, toc_error *err);

/* Checks a coded document against its own promises: each span lies inside the text and
 * ends between code points, each code is one of the scheme, indices point somewhere.
 * TOC_BADDATA with the first fault. */
TOC_API toc_status toc_doc_verify(const toc_doc *doc, toc_error *err);

/* ISO 639-1, as the report says or as recognised; {NULL, 0} where that is in doubt.  Lives as long as
 * what doc holds. */
TOC_API toc_str toc_doc_language(const toc_doc *doc);

/* Counts, for summaries. */
TOC_API size_t toc_doc_event_count(const toc_doc *doc);
TOC_API size_t toc_doc_token_count(const toc_doc *doc);

/* What is known under a name: a JSON line for each place of the gazetteer (up to 20, best known
 * first), or for each entry of the dictionaries of actors, on a day if date is given
 * ("2022-01-06").  TOC_DONE if there is none; TOC_USAGE for a date that is none. */
TOC_API toc_status toc_places_find(const toc_engine *engine, toc_str name, toc_write_fn write, void *ctx, toc_error *err);
TOC_API toc_status toc_actors_find(const toc_engine *engine, toc_str phrase, toc_str date, toc_write_fn write, void *ctx,
                                   toc_error *err);

/* ----------------------------------------------------------- dictionaries */

/* Reads a folder of TABARI or PETRARCH files.  TOC_BADDATA with file, line, column and what was expected
 * for the first mistake; TOC_IO.  list: writes a line for each entry, else a line for each kind with
 * its number and one for each line that is not applied, with the reason: text, tab-separated. */
TOC_API toc_status toc_dictionaries_read(const char *folder, int list, toc_write_fn write, void *ctx, toc_error *err);

/* ------------------------------------------------------------------ cases */

/* Sentences with the codes that they must get, as docs/patterns.md tells: the tests of patterns and
 * dictionaries.  All speak from 15 March 2024. */
typedef struct toc_cases_spec {
  const char *const *paths; /* [n_paths] case files, or folders of them: *.txt.  X.conllu beside X.txt may hold
                             * the trees of cases ("# newdoc id = NAME"); the model reads the others.  known-failures.txt beside them
                             * names cases that fail for now, a line each; one that passes is a failure */
  size_t n_paths;
  unsigned jobs;            /* threads; 0: one per processor; the output is the same */
  int coverage;             /* tell every line of the patterns that wins in no case that passes, and every one
                             * without a near miss: a case where its trigger stands and it does not win */
  void (*progress)(void *ctx, size_t done, size_t size); /* NULL: nobody waits; one call at a time, on any thread */
  void *progress_ctx;
} toc_cases_spec;

typedef struct toc_cases_result {
  size_t cases, passed, failed, known;      /* known: failures that were told before */
  size_t lines, lines_won, lines_stood;     /* coverage: of the patterns; that win; that have a near miss */
} toc_cases_result;

/* Runs them and writes, as text, each failure with file and line, what was expected and what was
 * coded, then the coverage, then the totals.  TOC_OK even if cases failed.  TOC_BADDATA with file, line,
 * column and what was expected for a case file with a mistake: nothing is run then; TOC_IO. */
TOC_API toc_status toc_cases_run(const toc_engine *engine, const toc_cases_spec *spec, toc_write_fn write, void *ctx,
                                 toc_cases_result *result, toc_error *err);

/* ----------------------------------------------------------------- layers */

/* A folder of GeoNames dumps that lie on the gazetteer of the data: its layers as text, and
 * gazetteer.bin, built of all of them, for toc_options.gazetteer.  One process at a time. */

/* done of size bytes of `what` ("checking", "building"); NULL: nobody waits. */
typedef void (*toc_layers_progress)(void *ctx, const char *what, uint64_t done, uint64_t size);

typedef struct toc_layers_change_spec {
  const char *data_dir;      /* as in toc_options */
  const char *folder;        /* made if it is not there */
  const char *const *add;    /* [n_add] paths of dumps: XX.txt, allCountries.txt, alternateNamesV2.txt;
                              * one of the name of a layer takes its place */
  const char *const *remove; /* [n_remove] names of layers */
  size_t n_add, n_remove;
} toc_layers_change_spec;

/* Checks the dumps, and builds gazetteer.bin anew of what is then there; without any layer it is
 * removed.  With nothing to add or remove: builds it again, after the data changed.  TOC_BADDATA
 * with file, line and column for a dump that is wrong anywhere, TOC_IO, TOC_USAGE for a layer
 * that is not there: all is as it was before then. */
TOC_API toc_status toc_layers_change(const toc_layers_change_spec *spec, toc_layers_progress progress, void *ctx, toc_error *err);

/* A JSON line for each layer: name, kind ("places", "names"), lines, bytes, sha256; sorted.
 * TOC_DONE if there is none. */
TOC_API toc_status toc_layers_list(const char *folder, toc_write_fn write, void *ctx, toc_error *err);

/* ---------------------------------------------------------------- groups */

/* Judges which events of many reports are one happening.  Feed documents in any order;
 * the result does not depend on it. */
typedef struct toc_grouper toc_grouper;

TOC_API toc_grouper *toc_grouper_new(void);
TOC_API void toc_grouper_free(toc_grouper *grouper);
TOC_API toc_status toc_grouper_add(toc_grouper *grouper, const toc_doc *doc, toc_error *err);

/* Writes {"id","incident","story"} a line, in the order of adding. */
TOC_API toc_status toc_grouper_write(toc_grouper *grouper, toc_write_fn write, void *ctx, toc_error *err);

/* ----------------------------------------------------------------- store */

/* A crisis file: an SQLite database that keeps reports as received, for good, and beside them
 * what was read from each, which can be dropped and made anew.  docs/store.md describes its
 * tables.  Every change is one transaction: after a kill at any moment the file holds what the
 * last transaction left, and the same ingest goes on from there.  One thread at a time. */
typedef struct toc_store toc_store;

typedef enum toc_store_mode {
  TOC_STORE_READ = 0,
  TOC_STORE_WRITE = 1, /* it must be there */
  TOC_STORE_CREATE = 2 /* made if it is not there */
} toc_store_mode;

/* TOC_BADDATA: no crisis file, one of a newer version, or damaged; TOC_IO: it cannot be read,
 * written, or is locked.  *out is NULL on failure. */
TOC_API toc_status toc_store_open(toc_store **out, const char *path, toc_store_mode mode, toc_error *err);
TOC_API void toc_store_close(toc_store *store);

/* Told of each report that was written, in order; skipped: it was there already.  status and
 * err as in toc_emit_fn.  Non-zero stops: what was told is kept.  At last, report is NULL: all are
 * written, and what can be said of them together is found now. */
typedef int (*toc_store_progress_fn)(void *ctx, const toc_report *report, int skipped, size_t n_events, toc_status status,
                                     const toc_error *err);

/* Adds reports, codes those that are not there, and settles revisions, copies and incidents
 * over the whole file.  A report that cannot be coded is kept with the reason.  next as in
 * toc_run; obtained is the time of arrival in UTC ("2022-01-10T11:48:00Z"), NULL: now.
 * TOC_USAGE if the file was made with other models or dictionaries: rebuild it first. */
TOC_API toc_status toc_store_ingest(toc_store *store, const toc_engine *engine, unsigned jobs, const char *obtained,
                                    toc_next_fn next, toc_store_progress_fn progress, void *ctx, toc_error *err);

/* How far an archive of that name was ingested: the byte of its last record that was written, for
 * toc_reader_seek, and that record's id, by which the archive is to be known again.  TOC_DONE if
 * nothing is known of it. */
TOC_API toc_status toc_store_read_to(toc_store *store, const char *file, uint64_t *offset, char *id, size_t size, toc_error *err);

/* Drops all that was derived and makes it anew from the reports as received, in one
 * transaction. */
TOC_API toc_status toc_store_rebuild(toc_store *store, const toc_engine *engine, unsigned jobs,
                                     toc_store_progress_fn progress, void *ctx, toc_error *err);

/* Adds the reports of another file, which must be made with the same models and
 * dictionaries.  A then B is the same as B then A. */
TOC_API toc_status toc_store_merge(toc_store *into, const char *path, toc_error *err);

/* What a person says of an event: accept or reject it; merge its incident with that of another
 * event; split its mention off.  Logged for good and replayed by each settling, so it outlives a
 * rebuild; a later edit overrules an earlier one. */
typedef struct toc_edit {
  const char *what;  /* "accept", "reject", "merge", "split" */
  const char *event; /* its key, 15 hexadecimal digits */
  const char *other; /* merge: an event of the other incident; else NULL */
  const char *by, *note; /* may be NULL */
  const char *at;    /* UTC; NULL: now, to the microsecond */
} toc_edit;
TOC_API toc_status toc_store_edit(toc_store *store, const toc_edit *edit, toc_error *err);

/* Sets a handle opened with TOC_STORE_READ back in time: until the next call, toc_store_query,
 * toc_store_export and the others read what the file said at the end of that day or minute, UTC
 * ("2022-01-10", "2022-01-10T11:48"): reports that it held by then, as the engine of that time read
 * them, with the incidents, revisions and edits of that time.  NULL: the present.  TOC_USAGE for a
 * date that is none.  The full text and map indexes stay those of the present. */
TOC_API toc_status toc_store_as_of(toc_store *store, const char *date, toc_error *err);

/* Pages, keys, hashes, full text and map index, spans, history; with an engine of the same hashes, every
 * derived value a second time.  TOC_BADDATA with the first fault. */
TOC_API toc_status toc_store_verify(toc_store *store, const toc_engine *engine, unsigned jobs, toc_error *err);

/* Rows of one statement that only reads.  format: "csv", "jsonl", "geojson", "text", "parquet", "arrow"
 * or "arrows" (a stream). */
TOC_API toc_status toc_store_query(toc_store *store, const char *sql, const char *format, toc_write_fn write, void *ctx,
                                   toc_error *err);

typedef struct toc_export {
  const char *format; /* a name of toc_store_export_formats */
  const char *where;  /* SQL condition over the columns of the profile's events, or NULL */
  const char *since;  /* only events that end on that day or later, or NULL */
  const char *as_of;  /* as the file said it then, see toc_store_as_of; the handle is at the present afterwards.
                       * NULL: where the handle is */
  int with_names;     /* keep names of private persons */
  const char *table;  /* what "parquet", "arrow" and "arrows" (a stream) hold: "events" (also NULL), "claims",
                       * "acled31", "ged" or "ccc" */
  double coarsen;     /* kilometres: coordinates become the middle of a cell about that wide, and the words that
                       * tell places are left out; 0: as they are */
  const toc_engine *engine; /* "conllu" only, which reads the reports anew: the one that made the file */
  unsigned jobs;      /* "conllu": threads, 0: one per processor */
} toc_export;

/* Writes the record in the layout of another product; docs/formats/exports.md names the rules. "brat" is
 * a tar archive.  A feature that is not meant must be 0: begin with {0}. */
TOC_API toc_status toc_store_export(toc_store *store, const toc_export *what, toc_write_fn write, void *ctx, toc_error *err);
/* Names of the formats, ends with NULL. */
TOC_API const char *const *toc_store_export_formats(void);

/* Counts incidents that occurred by place and time: a row a unit, with the number of incidents of each type,
 * and of dead, injured, arrested and displaced as `rule` has it (low, best, high); both are named in the
 * column "rule".  by: a name of toc_store_units; rule: one of toc_store_rules, NULL: "ged".
 * what->format is csv, jsonl, parquet, arrow or arrows. */
TOC_API toc_status toc_store_aggregate(toc_store *store, const toc_export *what, const char *by, const char *rule, toc_write_fn write,
                                       void *ctx, toc_error *err);
TOC_API const char *const *toc_store_units(void);
TOC_API const char *const *toc_store_rules(void);

/* One incident for a person: who says what, as of when, with the sentences.  An incident that another
 * took up is shown as that one, with a word of when.  An event's key (15 digits, too) shows what the
 * history says of it. */
TOC_API toc_status toc_store_show(toc_store *store, const char *incident, toc_write_fn write, void *ctx, toc_error *err);

/* toc_explain_event for an event of the file: its key (15 digits) or the first digits of it, or "REPORT:e3"
 * with the report's id.  The engine must be the one that made the file.  TOC_USAGE if there is no such
 * event, or more than one. */
TOC_API toc_status toc_store_explain(toc_store *store, const toc_engine *engine, const char *event, const toc_style *style,
                                     toc_write_fn write, void *ctx, toc_error *err);

/* ---------------------------------------------------------------- server */

/* A crisis file over HTTP, for programs on the same machine: a page, /api/… (docs/api/openapi.json),
 * /metrics.  It listens on 127.0.0.1 alone and opens the file for reading, except for the moment of
 * an edit.  Answers follow the file when another program changes it.  The calling program ignores
 * SIGPIPE.  Threads of its own; the functions below are called from one thread at a time. */
typedef struct toc_server toc_server;

typedef struct toc_serve {
  unsigned port;     /* 0: 8642, or the next of twenty that is free */
  int any_port;      /* whatever the system gives; port is not used */
  int edit;          /* take edits: accept, reject, merge, split */
  unsigned threads;  /* that answer; 0: one per processor, from two to four */
  const char *page_dir; /* serve the page from this folder, read once; NULL: the page of the build */
} toc_serve;

/* TOC_BADDATA, TOC_IO as toc_store_open; TOC_IO if the port is taken; TOC_USAGE for a page_dir without
 * index.html.  options may be NULL.  *out is NULL on failure. */
TOC_API toc_status toc_server_start(toc_server **out, const char *path, const toc_serve *options, toc_error *err);
TOC_API unsigned toc_server_port(const toc_server *server);
/* Takes no more requests, finishes those that are being answered, ends the streams, frees all. */
TOC_API void toc_server_stop(toc_server *server);

/* What each version of a report says otherwise than the one before it, oldest first, up to the report
 * itself: its words and its events.  report is an id (the latest version of that id) or a key as in the view
 * reports.  format "text" is for a person, "json" a line a version:
 *   {"now":{"report","key","publisher","published","updated","title"},"was":{…},"kind":"revision","containment":0.9,
 *    "text":[{"op":"same"|"gone"|"new","was":[start,end],"now":[start,end],"words"}],
 *    "events":[{"what":"new"|"gone"|"figure"|"status","type","event","was_event","was","now","sentence"}]}
 * with code points of the two texts; "words" are not given for what is the same.  TOC_USAGE if there
 * is no such report or no version before it. */
TOC_API toc_status toc_store_diff(toc_store *store, const char *report, const char *format, int with_names, toc_write_fn write,
                                  void *ctx, toc_error *err);

#ifdef __cplusplus
}
#endif
#endif
