-- A crisis file of version 1, as it was: files like it must open for good.
--
-- received and arrival are what came in: they are only ever added to.  edit is what people
-- said about it.  Everything else is derived, and `tocsin rebuild` makes it anew.
--
-- Keys are hashes of content, so that a row has the same key whatever the order, the number
-- of threads or the file in which it was made first.

CREATE TABLE received(
  key INTEGER PRIMARY KEY,        -- 60 bits of the SHA-256 of id, format and bytes
  id TEXT NOT NULL,
  format TEXT NOT NULL CHECK (format IN ('text', 'jsonl', 'conllu', 'html')),
  sha256 TEXT NOT NULL,           -- of the bytes
  size INTEGER NOT NULL,          -- of the bytes
  bytes BLOB NOT NULL             -- as received, zlib
) STRICT;
CREATE TRIGGER received_is_not_changed BEFORE UPDATE ON received
  BEGIN SELECT RAISE(ABORT, 'reports as received are never changed'); END;
CREATE TRIGGER received_is_not_dropped BEFORE DELETE ON received
  BEGIN SELECT RAISE(ABORT, 'reports as received are never dropped'); END;

-- Where and when each was obtained.  The one table that depends on the order of input.
CREATE TABLE arrival(
  report INTEGER NOT NULL REFERENCES received(key),
  file TEXT NOT NULL,
  line INTEGER NOT NULL,
  at TEXT NOT NULL,               -- UTC
  PRIMARY KEY (report, file, line)
) STRICT, WITHOUT ROWID;

-- What people said of it; replayed in the order of time whenever the file is settled.
CREATE TABLE edit(
  key INTEGER PRIMARY KEY,        -- hash of all the others
  at TEXT NOT NULL,               -- UTC
  by TEXT NOT NULL,
  what TEXT NOT NULL CHECK (what IN ('accept', 'reject', 'merge', 'split')),
  event INTEGER NOT NULL,         -- an event's key, which survives a rebuild
  other INTEGER,                  -- merge: an event of the other incident
  note TEXT
) STRICT;
CREATE INDEX edit_by_event ON edit(event);
CREATE TRIGGER edit_is_not_changed BEFORE UPDATE ON edit
  BEGIN SELECT RAISE(ABORT, 'edits are never changed; a later one overrules them'); END;
CREATE TRIGGER edit_is_not_dropped BEFORE DELETE ON edit
  BEGIN SELECT RAISE(ABORT, 'edits are never dropped; a later one overrules them'); END;

-- ------------------------------------------------------------------ derived

CREATE TABLE engine(
  key INTEGER PRIMARY KEY,
  tocsin TEXT NOT NULL, model TEXT NOT NULL, lexicon TEXT NOT NULL, gazetteer TEXT NOT NULL
) STRICT;

CREATE TABLE report(
  key INTEGER PRIMARY KEY REFERENCES received(key),
  id TEXT NOT NULL,
  engine INTEGER NOT NULL REFERENCES engine(key),
  title TEXT, masked_title TEXT, publisher TEXT, published TEXT, updated TEXT,
  url TEXT, masked_url TEXT, language TEXT,
  day TEXT,                       -- the day it speaks from
  text TEXT NOT NULL,             -- what all spans count, in code points
  fault TEXT                      -- why it could not be coded
) STRICT;
CREATE INDEX report_by_id ON report(id);
CREATE INDEX report_by_day ON report(day);

CREATE VIRTUAL TABLE report_words USING fts5(title, text, content='report', content_rowid='key');
CREATE TRIGGER report_in AFTER INSERT ON report
  BEGIN INSERT INTO report_words(rowid, title, text) VALUES (new.key, new.title, new.text); END;
CREATE TRIGGER report_out AFTER DELETE ON report
  BEGIN INSERT INTO report_words(report_words, rowid, title, text) VALUES ('delete', old.key, old.title, old.text); END;

CREATE TABLE claim(
  report INTEGER NOT NULL REFERENCES report(key),
  n INTEGER NOT NULL,
  kind TEXT NOT NULL,
  source TEXT, masked_source TEXT, cue TEXT, content TEXT, masked_content TEXT,
  start INTEGER, end INTEGER,     -- of the content, from its first to its last character
  by_name TEXT, by_code TEXT, by_country TEXT, by_sector TEXT,
  accusing INTEGER NOT NULL, denying INTEGER NOT NULL,
  within INTEGER,                 -- the claim that reports this one
  PRIMARY KEY (report, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE figure(
  report INTEGER NOT NULL REFERENCES report(key),
  n INTEGER NOT NULL,
  counts TEXT NOT NULL, low REAL, high REAL, unit TEXT,
  words TEXT NOT NULL, start INTEGER NOT NULL, end INTEGER NOT NULL,
  of_words TEXT, masked_of TEXT,
  approximate INTEGER NOT NULL, total INTEGER NOT NULL,
  subset_of INTEGER, claim INTEGER,
  PRIMARY KEY (report, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE event(
  key INTEGER PRIMARY KEY,        -- of report, trigger and type: it survives a new engine
  report INTEGER NOT NULL REFERENCES report(key),
  n INTEGER NOT NULL,             -- e1 is 1
  part INTEGER,                   -- the report's own incident, i1 is 1
  sentence TEXT, masked_sentence TEXT,
  type TEXT NOT NULL, mode TEXT, contexts TEXT, cameo TEXT, quad TEXT,
  status TEXT NOT NULL,
  trigger TEXT NOT NULL, lemma TEXT NOT NULL, start INTEGER NOT NULL, end INTEGER NOT NULL,
  date_from TEXT, date_to TEXT, date_precision TEXT, date_via TEXT,
  place TEXT, geonameid INTEGER, latitude REAL, longitude REAL, country TEXT, adm1 TEXT,
  where_prec INTEGER, where_via TEXT,
  claim INTEGER,
  confidence REAL, why TEXT
) STRICT;
CREATE INDEX event_by_report ON event(report, n);
CREATE INDEX event_by_day ON event(date_from, type);

CREATE TABLE party(
  event INTEGER NOT NULL REFERENCES event(key),
  role TEXT NOT NULL CHECK (role IN ('actor', 'recipient')),
  n INTEGER NOT NULL,
  words TEXT, masked_words TEXT, name TEXT, masked_name TEXT,
  country TEXT, sector TEXT, sector2 TEXT, code TEXT, via TEXT,
  start INTEGER, end INTEGER,
  private INTEGER NOT NULL,
  PRIMARY KEY (event, role, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE event_figure(
  event INTEGER NOT NULL REFERENCES event(key),
  n INTEGER NOT NULL,
  figure INTEGER NOT NULL,        -- figure.n of the same report
  PRIMARY KEY (event, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE toll(
  report INTEGER NOT NULL REFERENCES report(key),
  part INTEGER NOT NULL,
  n INTEGER NOT NULL,
  counts TEXT NOT NULL, low REAL, high REAL, claim INTEGER, figure INTEGER,
  PRIMARY KEY (report, part, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE impact(
  report INTEGER NOT NULL REFERENCES report(key),
  n INTEGER NOT NULL,
  kind TEXT NOT NULL, direction TEXT, object TEXT, masked_object TEXT, trigger TEXT,
  start INTEGER, end INTEGER, status TEXT, date_from TEXT, date_to TEXT, claim INTEGER, why TEXT,
  PRIMARY KEY (report, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE place(
  key INTEGER PRIMARY KEY,
  report INTEGER NOT NULL REFERENCES report(key),
  n INTEGER NOT NULL,
  words TEXT NOT NULL, start INTEGER NOT NULL, end INTEGER NOT NULL,
  name TEXT, geonameid INTEGER, latitude REAL, longitude REAL, country TEXT, adm1 TEXT, adm2 TEXT, where_prec INTEGER
) STRICT;
CREATE INDEX place_by_report ON place(report, n);
CREATE VIRTUAL TABLE place_at USING rtree(key, south, north, west, east);

-- 'settled' is 0 while reports are being added that the tables below do not know yet.
CREATE TABLE state(name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;
INSERT INTO state VALUES ('settled', 1);

-- Settled across reports at the end of each ingest.
CREATE TABLE revision(
  report INTEGER PRIMARY KEY REFERENCES report(key),
  of INTEGER NOT NULL REFERENCES report(key),
  kind TEXT NOT NULL CHECK (kind IN ('revision', 'copy')),
  containment REAL NOT NULL
) STRICT;
CREATE TABLE change(
  report INTEGER NOT NULL REFERENCES report(key),
  n INTEGER NOT NULL,
  what TEXT NOT NULL CHECK (what IN ('new', 'gone', 'figure', 'status')),
  event INTEGER, was_event INTEGER, was TEXT, now TEXT,
  PRIMARY KEY (report, n)
) STRICT, WITHOUT ROWID;
CREATE TABLE incident(
  key INTEGER PRIMARY KEY,        -- of its least member
  story INTEGER NOT NULL,
  type TEXT NOT NULL,
  date_from TEXT, date_to TEXT, place TEXT, country TEXT, latitude REAL, longitude REAL,
  n_reports INTEGER NOT NULL      -- copies and earlier versions not counted
) STRICT;
CREATE TABLE incident_part(
  report INTEGER NOT NULL REFERENCES report(key),
  part INTEGER NOT NULL,
  incident INTEGER NOT NULL REFERENCES incident(key),
  PRIMARY KEY (report, part)
) STRICT, WITHOUT ROWID;
CREATE INDEX incident_part_by_incident ON incident_part(incident);

-- ------------------------------------------------------------------- views

-- The last word on each event.
CREATE VIEW verdict AS
SELECT event, what, by, max(at || printf(' %015x', key)) AS latest FROM edit WHERE what IN ('accept', 'reject') GROUP BY event;

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
  e.confidence, e.why, e.masked_sentence AS sentence, v.kind AS version, d.what AS verdict, e.key AS event_key, e.report AS report_key
FROM event e JOIN report r ON r.key = e.report
LEFT JOIN incident_part ip ON ip.report = e.report AND ip.part = e.part
LEFT JOIN claim c ON c.report = e.report AND c.n = e.claim
LEFT JOIN revision v ON v.report = e.report
LEFT JOIN verdict d ON d.event = e.key;

-- What is reported to have been the cost, by whom, as of when: never summed, never "actual".
CREATE VIEW tolls AS
SELECT printf('%015x', ip.incident) AS incident, printf('%015x', i.story) AS story, t.counts, t.low, t.high,
  coalesce(c.masked_source, r.publisher, 'the report') AS claimant, c.by_code AS claimant_code,
  coalesce(r.updated, r.published) AS as_of, r.id AS report, f.words, coalesce(f.total, 0) AS total, v.kind AS version
FROM toll t JOIN incident_part ip ON ip.report = t.report AND ip.part = t.part
JOIN incident i ON i.key = ip.incident
JOIN report r ON r.key = t.report
LEFT JOIN claim c ON c.report = t.report AND c.n = t.claim
LEFT JOIN figure f ON f.report = t.report AND f.n = t.figure
LEFT JOIN revision v ON v.report = t.report;

CREATE VIEW places AS
SELECT p.words, p.name, p.geonameid, p.latitude, p.longitude, p.country, p.adm1, p.where_prec, r.id AS report
FROM place p JOIN report r ON r.key = p.report;

CREATE VIEW incidents AS
SELECT printf('%015x', key) AS incident, printf('%015x', story) AS story, type, date_from, date_to, place, country,
  latitude, longitude, n_reports FROM incident;
