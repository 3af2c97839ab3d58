/* export.c - the record in the layouts that other tools read.
 *
 * Each profile is one SELECT over x, the events with all that belongs to them.  Only the layout
 * of ACLED's and UCDP's columns is followed: the rows are Tocsin's, and say so.  Rules by which a
 * value is squeezed into a narrower column stand beside it here and in docs/store.md.
 *
 * "masked_" columns hold private persons as roles; with names, the columns without it are read
 * in their place. */
#include "store.h"

#include <stdlib.h>

#define ACTORS(role, column)                                                                                     \
  "(SELECT group_concat(coalesce(masked_" column ", ''), '; ') FROM (SELECT * FROM party p WHERE p.event = e.key " \
  "AND p.role = '" role "' ORDER BY n))"
#define CODES(role, column)                                                                               \
  "(SELECT group_concat(coalesce(" column ", ''), '; ') FROM (SELECT * FROM party p WHERE p.event = e.key " \
  "AND p.role = '" role "' ORDER BY n))"

/* Conditions on the report follow it. */
static const char *const base =
    "WITH x AS (SELECT printf('%015x', e.key) AS event, r.id AS report, CASE WHEN ip.incident IS NOT NULL THEN printf('%015x', ip.incident) END AS incident,"
    " r.published, r.updated, r.publisher, r.masked_title AS title, r.masked_url AS url, e.status, coalesce(c.accusing, 0) AS alleged,"
    " e.type, e.mode, e.contexts, e.cameo, e.quad, e.trigger, e.start, e.end,"
    " " ACTORS("actor", "words") " AS actor, " CODES("actor", "code") " AS actor_code,"
    " " ACTORS("recipient", "words") " AS recipient, " CODES("recipient", "code") " AS recipient_code,"
    " e.date_from, e.date_to, e.date_precision, e.date_via, e.place, e.geonameid, e.latitude, e.longitude, e.country, e.adm1,"
    " e.where_prec, e.where_via,"
    " (SELECT group_concat(f.counts || ' [' || f.words || ']', '; ') FROM event_figure ef JOIN figure f ON f.report = e.report AND f.n = ef.figure"
    "  WHERE ef.event = e.key) AS figures,"
    " c.kind AS claim_kind, c.masked_source AS claim_source, c.by_code AS claim_by, c.cue AS claim_cue, e.confidence, e.why,"
    " e.masked_sentence AS sentence, v.kind AS version, d.what AS verdict, e.key AS event_key, e.report AS report_key, e.part AS part_key, ip.incident AS incident_key,"
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
  FIRST(role, "code") ", upper(coalesce(" FIRST(role, "masked_name") ", " FIRST(role, "masked_words") ")), " FIRST(role, "country") \
  ", NULL, NULL, NULL, NULL, " FIRST(role, "sector") ", " FIRST(role, "sector2") ", NULL"
#define GDELT_NOWHERE "0, NULL, NULL, NULL, NULL, NULL, NULL, NULL"

/* The dead of an incident, as the latest version of each report gives them. */
#define KILLED(column, aggregate)                                                                                        \
  "(SELECT " aggregate "(t." column ") FROM toll t JOIN incident_part m ON m.report = t.report AND m.part = t.part "         \
  "WHERE m.incident = y.incident_key AND t.counts = 'killed' AND t.report NOT IN (SELECT of FROM revision WHERE kind = 'revision'))"

/* ACLED takes the lower of rival numbers; dozens 12, hundreds 100; nobody said to be dead: 0. */
#define ACLED_DEAD                                                                                                        \
  "(SELECT min(CASE WHEN lower(f.words) LIKE '%hundreds%' THEN 100 WHEN lower(f.words) LIKE '%dozens%' THEN 12 ELSE t.low END) "  \
  "FROM toll t JOIN incident_part m ON m.report = t.report AND m.part = t.part LEFT JOIN figure f ON f.report = t.report "     \
  "AND f.n = t.figure WHERE m.incident = y.incident_key AND t.counts = 'killed' "                                           \
  "AND t.report NOT IN (SELECT of FROM revision WHERE kind = 'revision'))"

/* ACLED's geo_precision from UCDP's where_prec: 1 the town itself; 2 near a town, or a district;
 * 3 a province, a region, a land or a sea.  Without a place there is none. */
#define ACLED_PRECISION "CASE WHEN where_prec = 1 THEN 1 WHEN where_prec IN (2, 3) THEN 2 WHEN where_prec >= 4 THEN 3 END"

static const struct {
  const char *name, *sql;
  toc__rows as;
} profile[] = {
    {"csv", " SELECT " EVENT_COLUMNS " FROM x", TOC__ROWS_CSV},
    {"jsonl", " SELECT " EVENT_COLUMNS " FROM x", TOC__ROWS_JSONL},
    {"geojson", " SELECT " EVENT_COLUMNS " FROM x", TOC__ROWS_GEOJSON},
    {"claims",
     ", y AS (SELECT DISTINCT report_key, part_key, incident, report, published, updated, publisher, version, incident_key, date_to, country FROM x)"
     " SELECT y.incident, t.counts, t.low, t.high, f.words, f.masked_of AS of, coalesce(c.masked_source, y.publisher) AS claimant,"
     " c.by_code AS claimant_code, c.kind, c.cue, coalesce(y.updated, y.published) AS as_of, coalesce(f.total, 0) AS total, y.report, y.version"
     " FROM y JOIN toll t ON t.report = y.report_key AND t.part = y.part_key LEFT JOIN figure f ON f.report = t.report AND f.n = t.figure"
     " LEFT JOIN claim c ON c.report = t.report AND c.n = t.claim ORDER BY y.incident, t.counts, as_of, y.report_key, t.part, t.n",
     TOC__ROWS_CSV},
    {"acled31",
     ONE_AN_INCIDENT
     " SELECT coalesce(country, '') || incident AS event_id_cnty, substr(date_from, 1, 10) AS event_date, substr(date_from, 1, 4) AS year,"
     " CASE WHEN date_precision IN ('minute', 'hour', 'day') THEN 1 WHEN date_precision = 'week' THEN 2 ELSE 3 END AS time_precision,"
     " CASE WHEN type = 'PROTEST' THEN CASE WHEN mode = 'riot' THEN 'Political violence' ELSE 'Demonstrations' END WHEN type = 'ASSAULT' THEN 'Political violence' ELSE 'Strategic developments' END AS disorder_type,"
     " CASE WHEN type = 'PROTEST' THEN CASE WHEN mode = 'riot' THEN 'Riots' ELSE 'Protests' END"
     " WHEN type = 'COERCE' THEN 'Strategic developments' WHEN mode IN ('aerial', 'explosives', 'heavy-weapons', 'drone', 'suicide-attack') THEN 'Explosions/Remote violence'"
     " WHEN recipient_sector LIKE '%CVL%' OR recipient_sector = '' OR recipient_sector IS NULL THEN 'Violence against civilians' ELSE 'Battles' END AS event_type,"
     " mode AS sub_event_type, actor AS actor1, NULL AS assoc_actor_1, actor_sector AS inter1, recipient AS actor2, NULL AS assoc_actor_2,"
     " recipient_sector AS inter2, NULL AS interaction, CASE WHEN recipient_sector LIKE '%CVL%' THEN 'Civilian targeting' END AS civilian_targeting,"
     " country AS iso, NULL AS region, country AS country, adm1 AS admin1, NULL AS admin2, NULL AS admin3, place AS location, latitude, longitude,"
     " " ACLED_PRECISION " AS geo_precision, publisher AS source, NULL AS source_scale,"
     " coalesce('According to ' || claim_source || ': ', '') || sentence AS notes, coalesce(" ACLED_DEAD ", 0) AS fatalities,"
     " 'made by tocsin; status=' || status AS tags, coalesce(updated, published) AS timestamp"
     " FROM y WHERE rank = 1 AND date_from IS NOT NULL AND type IN ('ASSAULT', 'PROTEST', 'COERCE')",
     TOC__ROWS_CSV},
    {"ged",
     ONE_AN_INCIDENT
     ", z AS (SELECT *, " KILLED("low", "min") " AS least, " KILLED("low", "max") " AS best_low, " KILLED("high", "max") " AS most FROM y WHERE rank = 1 AND type = 'ASSAULT')"
     " SELECT incident AS id, NULL AS relid, substr(date_from, 1, 4) AS year, NULL AS active_year, 'made by tocsin' AS code_status, NULL AS type_of_violence,"
     " NULL AS conflict_dset_id, NULL AS conflict_new_id, NULL AS conflict_name, NULL AS dyad_dset_id, NULL AS dyad_new_id,"
     " coalesce(actor, '?') || ' - ' || coalesce(recipient, '?') AS dyad_name, NULL AS side_a_dset_id, NULL AS side_a_new_id, actor AS side_a,"
     " NULL AS side_b_dset_id, NULL AS side_b_new_id, recipient AS side_b, n_reports AS number_of_sources, report AS source_article, publisher AS source_office,"
     " coalesce(updated, published) AS source_date, title AS source_headline, claim_source AS source_original, where_prec, place AS where_coordinates,"
     " place AS where_description, adm1 AS adm_1, NULL AS adm_2, latitude, longitude,"
     " CASE WHEN latitude IS NOT NULL THEN 'POINT (' || longitude || ' ' || latitude || ')' END AS geom_wkt,"
     " CASE WHEN latitude IS NOT NULL THEN CAST(min(359, floor((latitude + 90) * 2)) AS INTEGER) * 720 + CAST(min(719, floor((longitude + 180) * 2)) AS INTEGER) + 1 END AS priogrid_gid,"
     " country, NULL AS country_id, NULL AS region, CASE WHEN date_precision IN ('minute', 'hour', 'day') THEN 1 ELSE 2 END AS event_clarity,"
     " CASE WHEN date_precision IN ('minute', 'hour', 'day') THEN 1 WHEN date_precision = 'week' THEN 3 WHEN date_precision = 'month' THEN 4 ELSE 5 END AS date_prec,"
     " substr(date_from, 1, 10) AS date_start, substr(date_to, 1, 10) AS date_end, NULL AS deaths_a, NULL AS deaths_b, NULL AS deaths_civilians, NULL AS deaths_unknown,"
     " best_low AS best, coalesce(most, best_low) AS high, least AS low, NULL AS gwnoa, NULL AS gwnob FROM z WHERE best_low > 0",
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

const char *const *toc_store_export_formats(void) {
  static const char *const names[] = {"csv", "jsonl", "geojson", "claims", "acled31", "ged", "gdelt2", "homes", NULL};
  return names;
}

/* Copies sql, leaving out "masked_" where names may stay. */
static void put_sql(toc_buf *b, const char *sql, bool with_names) {
  static const char word[] = "masked_";
  while (*sql) {
    if (with_names && strncmp(sql, word, sizeof word - 1) == 0) {
      bool of = strncmp(sql, "masked_of", 9) == 0; /* the one whose plain name is another */
      toc_buf_z(b, of ? "of_words" : "");
      sql += of ? 9 : sizeof word - 1;
      continue;
    }
    toc_buf_put(b, sql++, 1);
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

static toc_status is_day(const char *s, const char *option, toc_error *err) {
  toc_day day;
  int minute;
  if (!s || toc_day_parse(toc_cstr(s), &day, &minute)) return TOC_OK;
  return toc_fail(err, TOC_USAGE, NULL, 0, 0, "%s '%s' is no date: expected one like 2022-01-06", option, s);
}

static void put_query(toc_buf *b, const toc_export *what, int i) {
  put_sql(b, base, what->with_names);
  if (what->as_of) {
    toc_buf_z(b, " AND r.key IN (SELECT report FROM arrival WHERE substr(at, 1, ");
    toc_buf_fmt(b, "%zu) <= ", strlen(what->as_of));
    put_literal(b, what->as_of);
    toc_buf_z(b, ")");
  }
  toc_buf_z(b, ")");
  bool events = (profile[i].as != TOC__ROWS_CSV || i == 0) && strcmp(profile[i].name, "homes") != 0; /* one row an event */
  /* Conditions hold for the events that a profile begins with. */
  if (what->where || what->since) {
    toc_buf_z(b, ", unfiltered AS (SELECT * FROM x), x2 AS (SELECT * FROM unfiltered WHERE 1");
    if (what->where) toc_buf_fmt(b, " AND (%s\n)", what->where);
    if (what->since) {
      toc_buf_z(b, " AND coalesce(date_to, date_from, published) >= ");
      put_literal(b, what->since);
    }
    toc_buf_z(b, ")");
  }
  toc_buf sql;
  toc_buf_init(&sql, 0);
  put_sql(&sql, profile[i].sql, what->with_names);
  for (size_t k = 0; k < sql.len; k++) {
    toc_buf_put(b, sql.ptr + k, 1);
    if ((what->where || what->since) && k >= 5 && memcmp(sql.ptr + k - 5, "FROM x", 6) == 0) toc_buf_z(b, "2");
  }
  if (sql.failed) b->failed = true;
  toc_buf_release(&sql);
  if (events) toc_buf_z(b, " ORDER BY date_from, report_key, nth");
}

toc_status toc_store_export(toc_store *s, const toc_export *what, toc_write_fn write, void *ctx, toc_error *err) {
  int i = 0;
  while (i < N_PROFILES && strcmp(profile[i].name, what->format) != 0) i++;
  if (i == N_PROFILES) return toc_fail(err, TOC_USAGE, NULL, 0, 0, "unknown format '%s'", what->format);
  toc_status got = is_day(what->since, "since", err);
  if (got == TOC_OK) got = is_day(what->as_of, "as-of", err);
  if (got != TOC_OK) return got;
  toc_buf b;
  toc_buf_init(&b, 0);
  put_query(&b, what, i);
  got = b.failed ? toc_fail(err, TOC_NOMEM, NULL, 0, 0, "out of memory") : toc__store_rows(s, (toc_str){b.ptr, b.len}, profile[i].as, write, ctx, err);
  toc_buf_release(&b);
  return got;
}

/* --------------------------------------------------------------------- show */

static const char *const show_sql[] = {
    "SELECT type || ' ' || coalesce(date_from, '?') || CASE WHEN date_to <> date_from THEN ' to ' || date_to ELSE '' END || ', '"
    " || coalesce(place, 'no place') || coalesce(', ' || country, '') || '; ' || n_reports || CASE WHEN n_reports = 1 THEN ' report' ELSE ' independent reports' END"
    " AS incident FROM incident WHERE key = %lld",
    "SELECT '  ' || counts || ' ' || coalesce(words, CAST(low AS INTEGER)) || ', according to ' || claimant || coalesce(', as of ' || as_of, '')"
    " || CASE WHEN total THEN ' (running total)' ELSE '' END || ' [' || report || ']' || coalesce(' (' || version || ')', '') AS toll"
    " FROM tolls WHERE incident = printf('%%015x', %lld) ORDER BY counts, as_of, report, low",
    "SELECT '  ' || coalesce(e.published, '?') || ' ' || coalesce(e.publisher, e.report) || coalesce(' (' || e.version || ')', '') || ', ' || e.status"
    " || coalesce(', according to ' || e.claim_source, '') || ':' || char(10) || '    ' || e.sentence AS said FROM events e"
    " WHERE e.incident = printf('%%015x', %lld) GROUP BY e.report_key, e.sentence ORDER BY e.published, e.report_key, e.start",
};

static bool parse_key(const char *s, long long *key) {
  char *end = NULL;
  *key = s && *s ? strtoll(s, &end, 16) : 0;
  return s && strlen(s) == 15 && end && !*end;
}

static bool is_there(const toc_store *s, long long key) {
  sqlite3_stmt *st;
  if (sqlite3_prepare_v2(s->db, "SELECT 1 FROM incident WHERE key = ?", -1, &st, NULL) != SQLITE_OK) return false;
  sqlite3_bind_int64(st, 1, key);
  bool yes = sqlite3_step(st) == SQLITE_ROW;
  sqlite3_finalize(st);
  return yes;
}

toc_status toc_store_show(toc_store *s, const char *incident, toc_write_fn write, void *ctx, toc_error *err) {
  long long key;
  if (!parse_key(incident, &key) || !is_there(s, key))
    return toc_fail(err, TOC_USAGE, NULL, 0, 0, "no incident '%s' in '%s': expected 15 hexadecimal digits, as in the view incidents", incident, s->path);
  toc_status got = TOC_OK;
  for (size_t i = 0; got == TOC_OK && i < sizeof show_sql / sizeof *show_sql; i++) {
    char sql[1024];
    int n = snprintf(sql, sizeof sql, show_sql[i], key);
    got = toc__store_rows(s, (toc_str){sql, (size_t)n}, TOC__ROWS_TEXT, write, ctx, err);
  }
  return got;
}
