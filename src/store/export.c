/* export.c - the record in the layouts that other tools read.
 *
 * Each profile is one SELECT over x, the events with all that belongs to them.  Only the layout
 * of ACLED's and UCDP's columns is followed: the rows are Tocsin's, and say so.  Rules by which a
 * value is squeezed into a narrower column stand beside it here and in docs/store.md.
 *
 * "masked_" columns hold private persons as roles; with names, the columns without it are read
 * in their place.  "@{this@|that@}" is this, or that in a coarsened export (nothing: NULL), which holds codes
 * and numbers but none of the words that tell a place.  "@sep" stands between the items of a list. */
#include "store.h"

#include <math.h>
#include <stdlib.h>

#define ACTORS(role, column)                                                                                     \
  "@{(SELECT group_concat(coalesce(masked_" column ", ''), @sep) FROM (SELECT * FROM party p WHERE p.event = e.key " \
  "AND p.role = '" role "' ORDER BY n))@}"
#define CODES(role, column)                                                                               \
  "(SELECT group_concat(coalesce(" column ", ''), @sep) FROM (SELECT * FROM party p WHERE p.event = e.key " \
  "AND p.role = '" role "' ORDER BY n))"

/* Conditions on the report follow it. */
static const char *const base =
    "WITH x AS (SELECT printf('%015x', e.key) AS event, r.id AS report, CASE WHEN ip.incident IS NOT NULL THEN printf('%015x', ip.incident) END AS incident,"
    " r.published, r.updated, r.publisher, @{r.masked_title@} AS title, @{r.masked_url@} AS url, e.status, coalesce(c.accusing, 0) AS alleged,"
    " e.type, e.mode, e.contexts, e.cameo, e.quad, e.trigger, e.start, e.end,"
    " " ACTORS("actor", "words") " AS actor, " CODES("actor", "code") " AS actor_code,"
    " " ACTORS("recipient", "words") " AS recipient, " CODES("recipient", "code") " AS recipient_code,"
    " e.date_from, e.date_to, e.date_precision, e.date_via, @{e.place@|CASE WHEN e.where_prec >= 4 THEN e.place END@} AS place,"
    " @{e.geonameid@|CASE WHEN e.where_prec >= 4 THEN e.geonameid END@} AS geonameid, @{e.latitude@|toc_coarse(e.latitude, e.longitude, @km, 0)@} AS latitude,"
    " @{e.longitude@|toc_coarse(e.latitude, e.longitude, @km, 1)@} AS longitude, e.country, e.adm1,"
    " e.where_prec, e.where_via,"
    " (SELECT group_concat(f.counts || ' [' || f.words || ']', @sep) FROM event_figure ef JOIN figure f ON f.report = e.report AND f.n = ef.figure"
    "  WHERE ef.event = e.key) AS figures,"
    " c.kind AS claim_kind, @{c.masked_source@} AS claim_source, c.by_code AS claim_by, c.cue AS claim_cue, e.confidence, e.why,"
    " @{coalesce(e.masked_sentence, e.sentence)@} AS sentence, v.kind AS version, d.what AS verdict, e.key AS event_key, e.report AS report_key, e.part AS part_key, ip.incident AS incident_key,"
    " e.n AS nth, " CODES("actor", "sector") " AS actor_sector, " CODES("recipient", "sector") " AS recipient_sector,"
    " CASE WHEN e.status IN ('occurred', 'ongoing') THEN 1 ELSE 0 END AS real"
    " FROM event e JOIN report r ON r.key = e.report LEFT JOIN incident_part ip ON ip.report = e.report AND ip.part = e.part"
    " LEFT JOIN claim c ON c.report = e.report AND c.n = e.claim LEFT JOIN revision v ON v.report = e.report LEFT JOIN verdict d ON d.event = e.key"
    " WHERE d.what IS NOT 'reject'";

#define EVENT_COLUMNS                                                                                                       \
  "event, report, incident, published, updated, publisher, title, url, status, alleged, type, mode, contexts, cameo, quad, " \
  "trigger, start, end, actor, actor_code, recipient, recipient_code, date_from, date_to, date_precision, date_via, place, "  \
  "geonameid, latitude, longitude, country, adm1, where_prec, where_via, figures, claim_kind, claim_source, claim_by, "       \
  "claim_cue, confidence, why, sentence, version, verdict"

/* One event stands for its incident: the earliest told, with a place and a date if one has them. */
#define ONE_AN_INCIDENT                                                                                                  \
  ", y AS (SELECT *, row_number() OVER (PARTITION BY incident_key ORDER BY latitude IS NULL, date_from IS NULL, "          \
  "published, report_key, nth) AS rank, (SELECT n_reports FROM incident i WHERE i.key = incident_key) AS n_reports FROM x " \
  "WHERE real AND incident_key IS NOT NULL)"

#define FIRST(role, column)                                                                                        \
  "(SELECT " column " FROM party p WHERE p.event = x.event_key AND p.role = '" role "' ORDER BY n LIMIT 1)"
#define GDELT_ACTOR(role)                                                                                                   \
  FIRST(role, "code") ", @{upper(coalesce(" FIRST(role, "masked_name") ", " FIRST(role, "masked_words") "))@}, " FIRST(role, "country") \
  ", NULL, NULL, NULL, NULL, " FIRST(role, "sector") ", " FIRST(role, "sector2") ", NULL"
#define GDELT_NOWHERE "0, NULL, NULL, NULL, NULL, NULL, NULL, NULL"

/* What the latest version of each report of an incident gives as its number of dead, hurt, …, and does not take back. */
#define OF_INCIDENT(counts)                                                                                       \
  "FROM toll t JOIN incident_part m ON m.report = t.report AND m.part = t.part LEFT JOIN figure f ON f.report = t.report "  \
  "AND f.n = t.figure WHERE m.incident = y.incident_key AND t.counts = '" counts "' "                               \
  "AND t.report NOT IN (SELECT of FROM revision WHERE kind = 'revision') "                                          \
  "AND NOT " TOC__TAKEN_BACK
#define TOLD(counts, column, aggregate) "(SELECT CAST(" aggregate "(t." column ") AS INTEGER) " OF_INCIDENT(counts) ")"

/* ACLED takes the lower of rival numbers; dozens 12, hundreds 100; nobody said to be dead: 0. */
#define ACLED_NUMBER "CASE WHEN lower(f.words) LIKE '%hundreds%' THEN 100 WHEN lower(f.words) LIKE '%dozens%' THEN 12 ELSE t.low END"
#define ACLED_LEAST(counts) "(SELECT CAST(min(" ACLED_NUMBER ") AS INTEGER) " OF_INCIDENT(counts) ")"

/* Of a crowd CCC keeps the lowest and the highest estimate and their mean. */
#define CROWD(aggregate) "(SELECT CAST(" aggregate "(low) AS INTEGER) FROM (SELECT t.low " OF_INCIDENT("participants") \
  " UNION ALL SELECT f.low FROM incident_part m JOIN event o ON o.report = m.report AND o.part = m.part JOIN event_figure ef ON ef.event = o.key" \
  " JOIN figure f ON f.report = o.report AND f.n = ef.figure WHERE m.incident = y.incident_key AND f.counts = 'participants'" \
  " AND o.report NOT IN (SELECT of FROM revision WHERE kind = 'revision')))"

/* ACLED's geo_precision from UCDP's where_prec: 1 the town itself; 2 near a town, or a district;
 * 3 a province, a region, a land or a sea.  Without a place there is none. */
#define ACLED_PRECISION "CASE WHEN where_prec = 1 THEN 1 WHEN where_prec IN (2, 3) THEN 2 WHEN where_prec >= 4 THEN 3 END"

/* A deed told without a day: that of the report or the one before. */
#define NEAR "date_via = 'published' AND substr(date_to, 1, 10) > substr(date_from, 1, 10)"

static const struct {
  const char *name, *sql;
  toc__rows as;
} profile[] = {
    {"csv", " SELECT " EVENT_COLUMNS " FROM x", TOC__ROWS_CSV},
    {"jsonl", " SELECT " EVENT_COLUMNS " FROM x", TOC__ROWS_JSONL},
    {"geojson", " SELECT " EVENT_COLUMNS " FROM x", TOC__ROWS_GEOJSON},
    {"claims",
     ", y AS (SELECT DISTINCT report_key, part_key, incident, report, published, updated, publisher, version, incident_key, date_to, country FROM x)"
     " SELECT y.incident, t.counts, t.low, t.high, f.words, @{f.masked_of@} AS of, @{coalesce(c.masked_source, y.publisher)@|y.publisher@} AS claimant,"
     " c.by_code AS claimant_code, c.kind, c.cue, coalesce(y.updated, y.published) AS as_of, coalesce(f.total, 0) AS total,"
     " " TOC__TAKEN_BACK " AS taken_back, y.report, y.version"
     " FROM y JOIN toll t ON t.report = y.report_key AND t.part = y.part_key LEFT JOIN figure f ON f.report = t.report AND f.n = t.figure"
     " LEFT JOIN claim c ON c.report = t.report AND c.n = t.claim ORDER BY y.incident, t.counts, as_of, y.report_key, t.part, t.n",
     TOC__ROWS_CSV},
    {"acled31",
     ONE_AN_INCIDENT
     " SELECT coalesce(country, '') || incident AS event_id_cnty, substr(date_from, 1, 10) AS event_date, substr(date_from, 1, 4) AS year,"
     " CASE WHEN " NEAR " THEN 2 WHEN date_precision IN ('minute', 'hour', 'day') THEN 1 WHEN date_precision = 'week' THEN 2 ELSE 3 END AS time_precision,"
     " CASE WHEN type = 'PROTEST' THEN CASE WHEN mode = 'riot' THEN 'Political violence' ELSE 'Demonstrations' END WHEN type = 'ASSAULT' THEN 'Political violence' ELSE 'Strategic developments' END AS disorder_type,"
     " CASE WHEN type = 'PROTEST' THEN CASE WHEN mode = 'riot' THEN 'Riots' ELSE 'Protests' END"
     " WHEN type = 'COERCE' THEN 'Strategic developments' WHEN mode IN ('aerial', 'explosives', 'heavy-weapons', 'drone', 'suicide-attack') THEN 'Explosions/Remote violence'"
     " WHEN recipient_sector LIKE '%CVL%' OR recipient_sector = '' OR recipient_sector IS NULL THEN 'Violence against civilians' ELSE 'Battles' END AS event_type,"
     " mode AS sub_event_type, actor AS actor1, NULL AS assoc_actor_1, nullif(actor_sector, '') AS inter1, recipient AS actor2, NULL AS assoc_actor_2,"
     " nullif(recipient_sector, '') AS inter2, NULL AS interaction, CASE WHEN recipient_sector LIKE '%CVL%' THEN 'Civilian targeting' END AS civilian_targeting,"
     " country AS iso, NULL AS region, country AS country, adm1 AS admin1, NULL AS admin2, NULL AS admin3, place AS location, latitude, longitude,"
     " " ACLED_PRECISION " AS geo_precision, publisher AS source, NULL AS source_scale,"
     " coalesce('According to ' || claim_source || ': ', '') || sentence AS notes, coalesce(" ACLED_LEAST("killed") ", 0) AS fatalities,"
     " 'made by tocsin; rule=acled-lowest; status=' || status AS tags, coalesce(updated, published) AS timestamp"
     " FROM y WHERE rank = 1 AND date_from IS NOT NULL AND type IN ('ASSAULT', 'PROTEST', 'COERCE')",
     TOC__ROWS_CSV},
    {"ged",
     ONE_AN_INCIDENT
     ", z AS (SELECT *, " TOLD("killed", "low", "min") " AS least, " TOLD("killed", "low", "max") " AS best_low, " TOLD("killed", "high", "max") " AS most FROM y WHERE rank = 1 AND type = 'ASSAULT')"
     " SELECT incident AS id, NULL AS relid, substr(date_from, 1, 4) AS year, NULL AS active_year, 'made by tocsin; rule=ged-low-best-high' AS code_status, NULL AS type_of_violence,"
     " NULL AS conflict_dset_id, NULL AS conflict_new_id, NULL AS conflict_name, NULL AS dyad_dset_id, NULL AS dyad_new_id,"
     " coalesce(actor, '?') || ' - ' || coalesce(recipient, '?') AS dyad_name, NULL AS side_a_dset_id, NULL AS side_a_new_id, actor AS side_a,"
     " NULL AS side_b_dset_id, NULL AS side_b_new_id, recipient AS side_b, n_reports AS number_of_sources, report AS source_article, publisher AS source_office,"
     " coalesce(updated, published) AS source_date, title AS source_headline, claim_source AS source_original, where_prec, place AS where_coordinates,"
     " place AS where_description, adm1 AS adm_1, NULL AS adm_2, latitude, longitude,"
     " CASE WHEN latitude IS NOT NULL THEN 'POINT (' || longitude || ' ' || latitude || ')' END AS geom_wkt,"
     " CASE WHEN latitude IS NOT NULL THEN CAST(min(359, floor((latitude + 90) * 2)) AS INTEGER) * 720 + CAST(min(719, floor((longitude + 180) * 2)) AS INTEGER) + 1 END AS priogrid_gid,"
     " country, NULL AS country_id, NULL AS region, CASE WHEN " NEAR " THEN 2 WHEN date_precision IN ('minute', 'hour', 'day') THEN 1 ELSE 2 END AS event_clarity,"
     " CASE WHEN " NEAR " THEN 2 WHEN date_precision IN ('minute', 'hour', 'day') THEN 1 WHEN date_precision = 'week' THEN 3 WHEN date_precision = 'month' THEN 4 ELSE 5 END AS date_prec,"
     " substr(date_from, 1, 10) AS date_start, substr(date_to, 1, 10) AS date_end, NULL AS deaths_a, NULL AS deaths_b, NULL AS deaths_civilians, NULL AS deaths_unknown,"
     " best_low AS best, max(coalesce(most, best_low), best_low) AS high, least AS low, NULL AS gwnoa, NULL AS gwnob FROM z WHERE best_low > 0",
     TOC__ROWS_CSV},
    {"ccc",
     ONE_AN_INCIDENT
     ", z AS (SELECT *, " CROWD("min") " AS size_low, " CROWD("max") " AS size_high, " TOLD("arrested", "low", "max") " AS arrested, " TOLD("injured", "low", "max")
     " AS injured, " TOLD("killed", "low", "max") " AS killed FROM y WHERE rank = 1 AND type = 'PROTEST')"
     " SELECT substr(date_from, 1, 10) AS date, place AS locality, adm1 AS state, country AS country, NULL AS location_detail, NULL AS online, coalesce(mode, 'protest') AS type,"
     " title, NULL AS macroevent, actor AS actors, NULL AS claims, NULL AS valence, contexts AS issues, figures AS size_text, size_low, size_high,"
     " (size_low + size_high) / 2.0 AS size_mean, CASE WHEN size_low IS NULL THEN 0 WHEN (size_low + size_high) / 2.0 < 100 THEN 1 WHEN (size_low + size_high) / 2.0 < 1000 THEN 2"
     " WHEN (size_low + size_high) / 2.0 < 10000 THEN 3 ELSE 4 END AS size_cat, arrested AS arrests, arrested > 0 AS arrests_any, injured AS injuries_crowd,"
     " injured > 0 AS injuries_crowd_any, NULL AS injuries_police, NULL AS injuries_police_any, NULL AS property_damage, NULL AS property_damage_any, NULL AS chemical_agents,"
     " killed AS participant_deaths, killed > 0 AS participant_deaths_any, NULL AS police_deaths, NULL AS participant_measures, NULL AS police_measures,"
     " publisher AS source_1, url AS source_url_1, n_reports AS n_sources, sentence AS notes, 'made by tocsin; rule=ccc-low-high-mean; status=' || status AS coder,"
     " latitude AS lat, longitude AS lon, place AS resolved_locality, incident FROM z WHERE date_from IS NOT NULL",
     TOC__ROWS_CSV},
    {"gdelt2",
     " SELECT event_key, replace(substr(date_from, 1, 10), '-', ''), replace(substr(date_from, 1, 7), '-', ''), substr(date_from, 1, 4),"
     " round(CAST(substr(date_from, 1, 4) AS REAL) + (CAST(strftime('%j', substr(date_from, 1, 10)) AS REAL) - 1) / 365.25, 4), "
     GDELT_ACTOR("actor") ", " GDELT_ACTOR("recipient")
     ", NULL, cameo, substr(cameo, 1, 3), substr(cameo, 1, 2), CASE quad WHEN 'verbal_cooperation' THEN 1 WHEN 'material_cooperation' THEN 2"
     " WHEN 'verbal_conflict' THEN 3 ELSE 4 END, NULL,"
     " (SELECT count(*) FROM event o JOIN incident_part m ON m.report = o.report AND m.part = o.part WHERE m.incident = incident_key),"
     " (SELECT n_reports FROM incident i WHERE i.key = incident_key),"
     " (SELECT count(DISTINCT m.report) FROM incident_part m WHERE m.incident = incident_key), NULL, "
     GDELT_NOWHERE ", " GDELT_NOWHERE
     ", CASE WHEN place IS NULL THEN 0 WHEN where_prec <= 3 THEN 4 WHEN where_prec = 4 THEN 5 ELSE 1 END, place, country, adm1, NULL, latitude, longitude, geonameid,"
     " replace(replace(replace(substr(coalesce(updated, published) || 'T00:00:00', 1, 19), '-', ''), ':', ''), 'T', ''), coalesce(url, report)"
     " FROM x WHERE real AND cameo IS NOT NULL AND date_from IS NOT NULL",
     TOC__ROWS_TSV},
    /* Where a publisher is at home: the division that it knows most places of, and there the town that
     * most of its reports name; at least three reports and a third of all, or it is nowhere.  A copy
     * is no report of its own. */
    {"homes",
     ", own AS (SELECT key, publisher FROM report r WHERE publisher IS NOT NULL AND key NOT IN (SELECT report FROM revision WHERE kind = 'copy')),"
     " papers AS (SELECT publisher, count(*) AS reports FROM own GROUP BY publisher HAVING count(*) >= 3),"
     " named AS (SELECT DISTINCT o.publisher, o.key, p.country, p.adm1, p.geonameid, p.name, p.where_prec FROM own o JOIN place p ON p.report = o.key"
     "  WHERE p.country IS NOT NULL AND p.geonameid IS NOT NULL),"
     " division AS (SELECT publisher, country, adm1, n FROM (SELECT publisher, country, adm1, n, row_number() OVER (PARTITION BY publisher ORDER BY names DESC, n DESC, country, adm1) AS place"
     "  FROM (SELECT publisher, country, adm1, count(DISTINCT key) AS n, count(DISTINCT geonameid) AS names FROM named WHERE adm1 IS NOT NULL GROUP BY publisher, country, adm1)) WHERE place = 1),"
     " town AS (SELECT * FROM (SELECT m.publisher, m.geonameid, m.name, m.country, m.adm1, count(DISTINCT m.key) AS n, d.n AS of,"
     "  row_number() OVER (PARTITION BY m.publisher ORDER BY count(DISTINCT m.key) DESC, m.geonameid) AS place FROM named m"
     "  JOIN division d ON d.publisher = m.publisher AND d.country = m.country AND d.adm1 = m.adm1 WHERE m.where_prec = 1 GROUP BY m.publisher, m.geonameid) WHERE place = 1)"
     " SELECT t.publisher, t.geonameid, t.name AS place, t.country, t.adm1, t.of AS here, p.reports FROM town t JOIN papers p ON p.publisher = t.publisher"
     " WHERE t.of >= 3 AND t.of * 3 >= p.reports ORDER BY t.publisher",
     TOC__ROWS_TSV},
};
enum { N_PROFILES = sizeof profile / sizeof *profile };

/* Files that hold one of the tables above as columns. */
static const struct {
  const char *name;
  toc__rows as;
} columnar[] = {{"parquet", TOC__ROWS_PARQUET}, {"arrow", TOC__ROWS_ARROW}, {"arrows", TOC__ROWS_ARROW_STREAM}};

const char *const *toc_store_export_formats(void) {
  static const char *const names[] = {"csv", "jsonl", "geojson", "parquet", "arrow", "arrows", "claims", "acled31", "ged", "ccc", "gdelt2", "homes", "brat", "conllu", NULL};
  return names;
}

/* ------------------------------------------------------------------ coarser
 * "Within 25 km": the middle of the cell of a grid whose cells are about that wide everywhere. */

/* By Taylor's series, added in one order: the same on every machine. */
static double cosine(double x) {
  double term = 1, sum = 1;
  for (int i = 1; i <= 12; i++) {
    term *= -x * x / ((2 * i - 1) * (2 * i));
    sum += term;
  }
  return sum;
}

static double middle(double at, double least, double most, double step) {
  double x = least + (floor((at - least) / step) + 0.5) * step;
  x = x > most ? most : x;
  return floor(x * 1e4 + 0.5) / 1e4;
}

static void coarse(sqlite3_context *c, int n, sqlite3_value **v) {
  (void)n;
  if (sqlite3_value_type(v[0]) == SQLITE_NULL || sqlite3_value_type(v[1]) == SQLITE_NULL) return;
  double step = sqlite3_value_double(v[2]) / 111.195, lat = middle(sqlite3_value_double(v[0]), -90, 90, step);
  double shrink = cosine(lat * 0.017453292519943295);
  sqlite3_result_double(c, sqlite3_value_int(v[3]) ? middle(sqlite3_value_double(v[1]), -180, 180, step / (shrink < 0.01 ? 0.01 : shrink)) : lat);
}

toc_status toc__store_functions(toc_store *s, toc_error *err) {
  int got = sqlite3_create_function_v2(s->db, "toc_coarse", 4, SQLITE_UTF8 | SQLITE_DETERMINISTIC, NULL, coarse, NULL, NULL, NULL);
  return got == SQLITE_OK ? TOC_OK : toc__store_fail(s, "open", err);
}

/* -------------------------------------------------------------------- query */

static bool starts(const char *s, const char *word) { return strncmp(s, word, strlen(word)) == 0; }

/* Copies sql as this export wants it; see the top of the file. */
static void put_sql(toc_buf *b, const char *sql, const toc_export *what, bool lists) {
  bool coarsened = what->coarsen > 0, skip = false, other = false;
  while (*sql) {
    if (starts(sql, "@{") || starts(sql, "@|") || starts(sql, "@}")) {
      if (sql[1] == '{') skip = coarsened, other = false;
      else if (sql[1] == '|') skip = !coarsened, other = true;
      else {
        if (coarsened && !other) toc_buf_z(b, "NULL");
        skip = false;
      }
      sql += 2;
    } else if (skip) {
      sql++;
    } else if (starts(sql, "@sep")) {
      toc_buf_z(b, lists ? ":sep" : "'; '");
      sql += 4;
    } else if (starts(sql, "@km")) {
      toc_buf_number(b, what->coarsen);
      sql += 3;
    } else if (what->with_names && starts(sql, "masked_")) {
      bool of = starts(sql, "masked_of"); /* the one whose plain name is another */
      toc_buf_z(b, of ? "of_words" : "");
      sql += of ? 9 : 7;
    } else {
      toc_buf_put(b, sql++, 1);
    }
  }
}

static void put_literal(toc_buf *b, const char *s) {
  toc_buf_z(b, "'");
  for (; *s; s++) {
    if (*s == '\'') toc_buf_z(b, "'");
    toc_buf_put(b, s, 1);
  }
  toc_buf_z(b, "'");
}

/* The events that the export begins with, and then `sql` over them. */
static void put_query(toc_buf *b, const toc_export *what, const char *sql, bool lists) {
  bool filtered = what->where || what->since;
  put_sql(b, base, what, lists);
  toc_buf_z(b, ")");
  if (filtered) {
    toc_buf_z(b, ", unfiltered AS (SELECT * FROM x), x2 AS (SELECT * FROM unfiltered WHERE 1");
    if (what->where) toc_buf_fmt(b, " AND (%s\n)", what->where);
    if (what->since) {
      toc_buf_z(b, " AND coalesce(date_to, date_from, published) >= ");
      put_literal(b, what->since);
    }
    toc_buf_z(b, ")");
  }
  toc_buf all;
  toc_buf_init(&all, 0);
  put_sql(&all, sql, what, lists);
  for (size_t k = 0; k < all.len; k++) {
    toc_buf_put(b, all.ptr + k, 1);
    if (filtered && k >= 5 && memcmp(all.ptr + k - 5, "FROM x", 6) == 0) toc_buf_z(b, "2 x");
  }
  if (all.failed) b->failed = true;
  toc_buf_release(&all);
}

static toc_status run_query(toc_store *s, const toc_buf *b, toc__rows as, toc_write_fn write, void *ctx, toc_error *err) {
  if (b->failed) return toc_fail(err, TOC_NOMEM, NULL, 0, 0, "out of memory");
  return toc__store_rows(s, (toc_str){b->ptr, b->len}, as, write, ctx, err);
}

/* A handle may keep itself from writing (PRAGMA query_only); temporary tables are no writing to the file. */
bool toc__store_temporary(toc_store *s, bool off) {
  sqlite3_stmt *st;
  bool was = false;
  if (sqlite3_prepare_v2(s->db, "PRAGMA query_only", -1, &st, NULL) == SQLITE_OK && sqlite3_step(st) == SQLITE_ROW) was = sqlite3_column_int(st, 0) != 0;
  sqlite3_finalize(st);
  sqlite3_exec(s->db, off ? "PRAGMA query_only=OFF" : "PRAGMA query_only=ON", NULL, NULL, NULL);
  return was;
}

toc_status toc__store_choose(toc_store *s, const toc_export *what, toc_error *err) {
  toc_buf b;
  toc_buf_init(&b, 0);
  toc_buf_z(&b, "CREATE TEMP TABLE chosen AS ");
  put_query(&b, what, " SELECT event_key AS event, report_key AS report FROM x", false);
  toc_buf_put(&b, "", 1);
  toc_status got = toc__store_run(s, "DROP TABLE IF EXISTS temp.chosen", "read", err);
  if (got == TOC_OK && b.failed) got = toc_fail(err, TOC_NOMEM, NULL, 0, 0, "out of memory");
  if (got == TOC_OK && sqlite3_exec(s->db, b.ptr, NULL, NULL, NULL) != SQLITE_OK)
    got = toc_fail(err, TOC_USAGE, NULL, 0, 0, "the query cannot be understood: %s", sqlite3_errmsg(s->db));
  if (got == TOC_OK) got = toc__store_run(s, "CREATE INDEX temp.chosen_by_event ON chosen(event); CREATE INDEX temp.chosen_by_report ON chosen(report)", "read", err);
  toc_buf_release(&b);
  return got;
}

static toc_status check(const toc_export *what, toc_error *err) {
  toc_day day;
  int minute;
  if (what->since && !toc_day_parse(toc_cstr(what->since), &day, &minute))
    return toc_fail(err, TOC_USAGE, NULL, 0, 0, "since '%s' is no date: expected one like 2022-01-06", what->since);
  if (!(what->coarsen >= 0 && what->coarsen <= 2000)) return toc_fail(err, TOC_USAGE, NULL, 0, 0, "coordinates are coarsened to cells of up to 2000 km");
  return TOC_OK;
}

static int find_profile(const char *name) {
  for (int i = 0; i < N_PROFILES; i++)
    if (strcmp(profile[i].name, name) == 0) return i;
  return -1;
}

static toc_status export_table(toc_store *s, const toc_export *what, toc_write_fn write, void *ctx, toc_error *err) {
  toc_buf b;
  int i = find_profile(what->format);
  toc__rows as = i >= 0 ? profile[i].as : TOC__ROWS_CSV;
  bool columns = false;
  for (size_t k = 0; k < sizeof columnar / sizeof *columnar; k++) {
    if (strcmp(columnar[k].name, what->format) != 0) continue;
    as = columnar[k].as;
    i = find_profile(what->table && strcmp(what->table, "events") != 0 ? what->table : "csv");
    columns = true;
  }
  if (i < 0) return toc_fail(err, TOC_USAGE, NULL, 0, 0, columns ? "unknown table '%s'" : "unknown format '%s'", columns ? what->table : what->format);
  if (columns && profile[i].as == TOC__ROWS_TSV) return toc_fail(err, TOC_USAGE, NULL, 0, 0, "table '%s' has no names of columns", what->table);
  bool an_event = (profile[i].as != TOC__ROWS_CSV || i == 0) && strcmp(profile[i].name, "homes") != 0; /* one row an event */
  toc_buf_init(&b, 0);
  put_query(&b, what, profile[i].sql, columns && i == 0);
  if (an_event) toc_buf_z(&b, " ORDER BY date_from, report_key, nth");
  toc_status got = run_query(s, &b, as, write, ctx, err);
  toc_buf_release(&b);
  return got;
}

static toc_status go_back(toc_store *s, const char *as_of, toc_error *err) { return as_of ? toc_store_as_of(s, as_of, err) : TOC_OK; }

toc_status toc_store_export(toc_store *s, const toc_export *what, toc_write_fn write, void *ctx, toc_error *err) {
  toc_status got = check(what, err);
  if (got == TOC_OK) got = go_back(s, what->as_of, err);
  if (got != TOC_OK) return got;
  bool trees = strcmp(what->format, "conllu") == 0;
  if (trees || strcmp(what->format, "brat") == 0) {
    bool query_only = toc__store_temporary(s, true);
    got = trees ? toc__store_conllu(s, what, write, ctx, err) : toc__store_brat(s, what, write, ctx, err);
    if (query_only) toc__store_temporary(s, false);
  } else {
    got = export_table(s, what, write, ctx, err);
  }
  if (what->as_of) toc_store_as_of(s, NULL, NULL);
  return got;
}

/* ---------------------------------------------------------------- aggregate */

#define MONTH "CASE WHEN date_precision <> 'year' THEN substr(date_from, 1, 7) END"
#define WEEK "CASE WHEN date_precision IN ('minute', 'hour', 'day', 'week') THEN date(substr(date_from, 1, 10), '-6 days', 'weekday 1') END"
#define CELL                                                                                             \
  "CASE WHEN where_prec <= 3 AND latitude IS NOT NULL THEN CAST(min(359, floor((latitude + 90) * 2)) AS INTEGER) * 720 " \
  "+ CAST(min(719, floor((longitude + 180) * 2)) AS INTEGER) + 1 END"

/* Where and when an incident is counted; one that is known less well stays in a row without it. */
static const struct {
  const char *name, *columns, *values, *rule;
} unit[] = {
    {"country-month", "country, month", "country AS country, " MONTH " AS month", "places: country of the incident; dates: to the month, by its first day"},
    {"admin1-week", "country, admin1, week", "country AS country, CASE WHEN where_prec <= 4 THEN adm1 END AS admin1, " WEEK " AS week",
     "places: known to the first-order division or better, else admin1 is empty; dates: known to the week or better, else week is empty; a week is named by its Monday"},
    {"prio-grid-month", "priogrid_gid, month", CELL " AS priogrid_gid, " MONTH " AS month",
     "places: known to the second-order division or better (where_prec 1 to 3), else priogrid_gid is empty; cells of half a degree; dates: to the month, by its first day"},
};
enum { N_UNITS = sizeof unit / sizeof *unit };

static const char *const counted[] = {"killed", "injured", "arrested", "displaced"};
enum { N_COUNTED = sizeof counted / sizeof *counted };

/* SQL of an incident's number under each rule; '%' is what is counted. */
static const struct {
  const char *name, *low, *best, *high, *rule;
} rule[] = {
    {"ged", TOLD("%", "low", "min"), TOLD("%", "low", "max"), "max(coalesce(" TOLD("%", "high", "max") ", 0), " TOLD("%", "low", "max") ")",
     "ged-low-best-high: of each incident the lowest, the highest lower, and the highest upper bound that the latest versions of its reports give"},
    {"acled", ACLED_LEAST("%"), ACLED_LEAST("%"), ACLED_LEAST("%"), "acled-lowest: of each incident the lowest number of the latest versions of its reports; dozens 12, hundreds 100"},
    {"ccc", TOLD("%", "low", "min"), "(SELECT (min(t.low) + max(t.low)) / 2.0 " OF_INCIDENT("%") ")", TOLD("%", "low", "max"),
     "ccc-low-high-mean: of each incident the lowest and the highest number of the latest versions of its reports, and their mean"},
};
enum { N_RULES = sizeof rule / sizeof *rule };

const char *const *toc_store_units(void) {
  static const char *const names[] = {"country-month", "admin1-week", "prio-grid-month", NULL};
  return names;
}
const char *const *toc_store_rules(void) {
  static const char *const names[] = {"ged", "acled", "ccc", NULL};
  return names;
}

static void put_counted(toc_buf *b, const char *sql, const char *counts) {
  for (; *sql; sql++) {
    if (starts(sql, "'%'")) toc_buf_fmt(b, "'%s'", counts), sql += 2;
    else toc_buf_put(b, sql, 1);
  }
}

static void put_aggregate(toc_buf *b, int u, int r) {
  toc_buf_fmt(b, "%s, z AS (SELECT type, n_reports, %s", ONE_AN_INCIDENT, unit[u].values);
  for (int i = 0; i < N_COUNTED; i++) {
    const char *sql[] = {rule[r].low, rule[r].best, rule[r].high}, *end[] = {"_low", "", "_high"};
    for (int k = 0; k < 3; k++) {
      toc_buf_z(b, ", ");
      put_counted(b, sql[k], counted[i]);
      toc_buf_fmt(b, " AS %s%s", counted[i], end[k]);
    }
  }
  toc_buf_fmt(b, " FROM y WHERE rank = 1) SELECT %s, count(*) AS incidents, sum(n_reports) AS reports", unit[u].columns);
  for (int t = TOC_TYPE_NONE + 1; t < TOC_N_TYPES; t++) {
    toc_buf_fmt(b, ", sum(type = '%s') AS ", toc_type_name((toc_type)t));
    for (const char *p = toc_type_name((toc_type)t); *p; p++) toc_buf_put(b, *p >= 'A' && *p <= 'Z' ? &(char){(char)(*p + 32)} : p, 1);
  }
  for (int i = 0; i < N_COUNTED; i++) {
    const char *c = counted[i];
    toc_buf_fmt(b, ", sum(%s_low) AS %s_low, sum(%s) AS %s, sum(%s_high) AS %s_high", c, c, c, c, c, c);
  }
  toc_buf_z(b, ", ");
  char words[640];
  snprintf(words, sizeof words, "%s; %s", rule[r].rule, unit[u].rule);
  put_literal(b, words);
  toc_buf_fmt(b, " AS rule FROM z GROUP BY %s ORDER BY %s", unit[u].columns, unit[u].columns);
}

toc_status toc_store_aggregate(toc_store *s, const toc_export *what, const char *by, const char *by_rule, toc_write_fn write, void *ctx, toc_error *err) {
  static const struct {
    const char *name;
    toc__rows as;
  } forms[] = {{"csv", TOC__ROWS_CSV}, {"jsonl", TOC__ROWS_JSONL}, {"parquet", TOC__ROWS_PARQUET}, {"arrow", TOC__ROWS_ARROW}, {"arrows", TOC__ROWS_ARROW_STREAM}};
  size_t f = 0;
  int u = 0, r = 0;
  toc_buf sql, b;
  while (f < sizeof forms / sizeof *forms && strcmp(forms[f].name, what->format) != 0) f++;
  while (u < N_UNITS && strcmp(unit[u].name, by) != 0) u++;
  while (r < N_RULES && strcmp(rule[r].name, by_rule ? by_rule : "ged") != 0) r++;
  if (f == sizeof forms / sizeof *forms) return toc_fail(err, TOC_USAGE, NULL, 0, 0, "unknown format '%s'", what->format);
  if (u == N_UNITS) return toc_fail(err, TOC_USAGE, NULL, 0, 0, "unknown unit '%s': expected country-month, admin1-week or prio-grid-month", by);
  if (r == N_RULES) return toc_fail(err, TOC_USAGE, NULL, 0, 0, "unknown rule '%s': expected ged, acled or ccc", by_rule);
  toc_status got = check(what, err);
  if (got == TOC_OK) got = go_back(s, what->as_of, err);
  if (got != TOC_OK) return got;
  toc_buf_init(&sql, 0);
  toc_buf_init(&b, 0);
  put_aggregate(&sql, u, r);
  toc_buf_put(&sql, "", 1);
  if (!sql.failed) put_query(&b, what, sql.ptr, false);
  else b.failed = true;
  got = run_query(s, &b, forms[f].as, write, ctx, err);
  toc_buf_release(&sql);
  toc_buf_release(&b);
  if (what->as_of) toc_store_as_of(s, NULL, NULL);
  return got;
}
