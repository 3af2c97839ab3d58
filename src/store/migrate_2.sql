-- migrate_2.sql - what version 3 changes in a crisis file of version 2.

-- Long strings are kept masked only where that makes a difference.
UPDATE event SET masked_sentence = NULL WHERE masked_sentence = sentence;
UPDATE claim SET masked_content = NULL WHERE masked_content = content;

-- No question needs it.
DROP INDEX report_by_day;

-- Filled when the reports are read anew.
ALTER TABLE figure ADD COLUMN corrects INTEGER;

INSERT INTO report_words(report_words, rank) VALUES ('hashsize', 8388608);

DROP VIEW events;
DROP VIEW verdict;
DROP VIEW tolls;
-- The last word on each event.  Without the Z, 08:00:00 comes before 08:00:00.5.
CREATE VIEW verdict AS
SELECT event, what, by, max(rtrim(at, 'Z') || printf(' %015x', key)) AS latest FROM edit WHERE what IN ('accept', 'reject') GROUP BY event;

-- One row an event, private persons as their role; Datasette maps latitude and longitude.
CREATE VIEW events AS
SELECT printf('%015x', e.key) AS event, r.id AS report, CASE WHEN ip.incident IS NOT NULL THEN printf('%015x', ip.incident) END AS incident,
  r.published, r.updated, r.publisher, r.masked_title AS title, r.masked_url AS url, e.status,
  coalesce(c.accusing, 0) AS alleged, e.type, e.mode, e.contexts, e.cameo, e.quad, e.trigger, e.start, e.end,
  (SELECT group_concat(coalesce(masked_words, ''), '; ') FROM (SELECT * FROM party p WHERE p.event = e.key AND p.role = 'actor' ORDER BY n)) AS actor,
  (SELECT group_concat(coalesce(code, ''), '; ') FROM (SELECT * FROM party p WHERE p.event = e.key AND p.role = 'actor' ORDER BY n)) AS actor_code,
  (SELECT group_concat(coalesce(masked_words, ''), '; ') FROM (SELECT * FROM party p WHERE p.event = e.key AND p.role = 'recipient' ORDER BY n)) AS recipient,
  (SELECT group_concat(coalesce(code, ''), '; ') FROM (SELECT * FROM party p WHERE p.event = e.key AND p.role = 'recipient' ORDER BY n)) AS recipient_code,
  e.date_from, e.date_to, e.date_precision, e.date_via,
  e.place, e.geonameid, e.latitude, e.longitude, e.country, e.adm1, e.where_prec, e.where_via,
  (SELECT group_concat(f.counts || ' [' || f.words || ']', '; ') FROM event_figure ef JOIN figure f ON f.report = e.report AND f.n = ef.figure WHERE ef.event = e.key) AS figures,
  c.kind AS claim_kind, c.masked_source AS claim_source, c.by_code AS claim_by, c.cue AS claim_cue,
  e.confidence, e.why, coalesce(e.masked_sentence, e.sentence) AS sentence, v.kind AS version, d.what AS verdict, e.key AS event_key, e.report AS report_key
FROM event e JOIN report r ON r.key = e.report
LEFT JOIN incident_part ip ON ip.report = e.report AND ip.part = e.part
LEFT JOIN claim c ON c.report = e.report AND c.n = e.claim
LEFT JOIN revision v ON v.report = e.report
LEFT JOIN verdict d ON d.event = e.key;

-- What is reported to have been the cost, by whom, as of when: never summed, never "actual".
CREATE VIEW tolls AS
SELECT printf('%015x', ip.incident) AS incident, printf('%015x', i.story) AS story, t.counts, t.low, t.high,
  coalesce(CASE WHEN lower(c.masked_source) IN ('it', 'he', 'she', 'they', 'his', 'her', 'their', 'its', 'we', 'i', 'who', 'which') THEN c.by_name END,
    c.masked_source, r.publisher, 'the report') AS claimant, c.by_code AS claimant_code,
  coalesce(r.updated, r.published) AS as_of, r.id AS report, f.words, coalesce(f.total, 0) AS total,
  EXISTS (SELECT 1 FROM figure g WHERE g.report = t.report AND g.corrects = t.figure) AS taken_back, v.kind AS version
FROM toll t JOIN incident_part ip ON ip.report = t.report AND ip.part = t.part
JOIN incident i ON i.key = ip.incident
JOIN report r ON r.key = t.report
LEFT JOIN claim c ON c.report = t.report AND c.n = t.claim
LEFT JOIN figure f ON f.report = t.report AND f.n = t.figure
LEFT JOIN revision v ON v.report = t.report;
