-- schema.sql - version 3 of a crisis file.
--
-- received and arrival are what came in: they are only ever added to.  edit is what people
-- said about it, and reading, past and history what the file said when.  Everything else is
-- derived, and `tocsin rebuild` makes it anew.
--
-- Keys are hashes of content, so that a row has the same key whatever the order, the number
-- of threads or the file in which it was made first.

CREATE TABLE received(
  key INTEGER PRIMARY KEY,        -- 60 bits of the SHA-256 of id, format and bytes
  id TEXT NOT NULL,
  format TEXT NOT NULL CHECK (format = 'text' OR format = 'jsonl' OR format = 'conllu' OR format = 'html'),
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

-- ------------------------------------------------------------------ history

-- Every engine that ever read a report here.
CREATE TABLE engines(
  key INTEGER PRIMARY KEY,
  tocsin TEXT NOT NULL, model TEXT NOT NULL, lexicon TEXT NOT NULL, gazetteer TEXT NOT NULL
) STRICT;

-- Which engine read a report from when on.  A rebuild that changes nothing of it is not noted.
CREATE TABLE reading(
  report INTEGER NOT NULL REFERENCES received(key),
  at TEXT NOT NULL,               -- UTC
  engine INTEGER NOT NULL,        -- a key of engines
  PRIMARY KEY (report, at, engine)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER reading_is_not_changed BEFORE UPDATE ON reading
  BEGIN SELECT RAISE(ABORT, 'the history is never changed'); END;
CREATE TRIGGER reading_is_not_dropped BEFORE DELETE ON reading
  BEGIN SELECT RAISE(ABORT, 'the history is never dropped'); END;

-- The derived rows of a reading that a later one replaced.
CREATE TABLE past(
  report INTEGER NOT NULL REFERENCES received(key),
  engine INTEGER NOT NULL,
  size INTEGER NOT NULL,          -- of the rows, unpacked
  rows BLOB NOT NULL,             -- zlib; src/store/past.c tells the layout
  PRIMARY KEY (report, engine)
) STRICT;
CREATE TRIGGER past_is_not_changed BEFORE UPDATE ON past
  BEGIN SELECT RAISE(ABORT, 'the history is never changed'); END;
CREATE TRIGGER past_is_not_dropped BEFORE DELETE ON past
  BEGIN SELECT RAISE(ABORT, 'the history is never dropped'); END;

-- What changed when.  An incident or revision is as its latest entry says; events are named only
-- where a new engine read a report otherwise.  Ids are never used for something else.
CREATE TABLE history(
  n INTEGER PRIMARY KEY,          -- in the order in which it was said
  at TEXT NOT NULL,               -- UTC; never falls while n rises, but in merged files
  kind TEXT NOT NULL CHECK (kind IN ('event', 'incident', 'revision')),
  id INTEGER NOT NULL,            -- an event, an incident, a report that is a revision or copy
  what TEXT NOT NULL CHECK (what IN ('new', 'changed', 'gone', 'merged', 'split')),
  other INTEGER,                  -- merged: the incident that holds it now; split: the one it was taken from
  row TEXT                        -- its row and members from then on, as JSON; NULL: none
) STRICT;
CREATE INDEX history_by_thing ON history(kind, id, at);
CREATE TRIGGER history_is_not_changed BEFORE UPDATE ON history
  BEGIN SELECT RAISE(ABORT, 'the history is never changed'); END;
CREATE TRIGGER history_is_not_dropped BEFORE DELETE ON history
  BEGIN SELECT RAISE(ABORT, 'the history is never dropped'); END;

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

CREATE VIRTUAL TABLE report_words USING fts5(title, text, content='report', content_rowid='key');
INSERT INTO report_words(report_words, rank) VALUES ('hashsize', 8388608); -- words of a batch are put in order in so many bytes of memory
CREATE TRIGGER report_in AFTER INSERT ON report
  BEGIN INSERT INTO report_words(rowid, title, text) VALUES (new.key, new.title, new.text); END;
CREATE TRIGGER report_out AFTER DELETE ON report
  BEGIN INSERT INTO report_words(report_words, rowid, title, text) VALUES ('delete', old.key, old.title, old.text); END;

CREATE TABLE claim(
  report INTEGER NOT NULL REFERENCES report(key),
  n INTEGER NOT NULL,
  kind TEXT NOT NULL,
  source TEXT, masked_source TEXT, cue TEXT,
  content TEXT, masked_content TEXT, -- masked_content is NULL where nothing of it is to be masked
  start INTEGER, end INTEGER,     -- of the content, from its first to its last character
  by_name TEXT, by_code TEXT, by_country TEXT, by_sector TEXT,
  accusing INTEGER NOT NULL, denying INTEGER NOT NULL,
  within INTEGER,                 -- the claim that reports this one
  source_spans TEXT, cue_spans TEXT, -- where the words of source and cue stand: [[start,end],…] as JSON; NULL: none
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
  corrects INTEGER,               -- n of the figure of this report that it takes back
  PRIMARY KEY (report, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE event(
  key INTEGER PRIMARY KEY,        -- of report, trigger and type: it survives a new engine
  report INTEGER NOT NULL REFERENCES report(key),
  n INTEGER NOT NULL,             -- e1 is 1
  part INTEGER,                   -- the report's own incident, i1 is 1
  sentence TEXT, masked_sentence TEXT, -- masked_sentence is NULL where nothing of it is to be masked
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
CREATE INDEX event_by_day ON event(date_from, type, country, status); -- timelines and facets read nothing else

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

-- What settling compares of a report's own incidents; event.part is n.
CREATE TABLE part(
  report INTEGER NOT NULL REFERENCES report(key),
  n INTEGER NOT NULL,
  key INTEGER NOT NULL,           -- of the incident, if this part is its first
  block INTEGER NOT NULL,         -- hash of country, kind of act, and whether it took place
  day INTEGER, until INTEGER,     -- days since 1970
  real INTEGER NOT NULL, type TEXT NOT NULL,
  place TEXT, geonameid INTEGER, country TEXT, latitude REAL, longitude REAL, where_prec INTEGER, -- of the finest
  killed_low REAL, killed_high REAL, injured_low REAL, injured_high REAL,
  words BLOB NOT NULL,            -- hashes of names, of other words, of actor codes; write.c tells the layout
  PRIMARY KEY (report, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX part_by_day ON part(block, day);

CREATE TABLE impact(
  report INTEGER NOT NULL REFERENCES report(key),
  n INTEGER NOT NULL,
  kind TEXT NOT NULL, direction TEXT, object TEXT, masked_object TEXT, trigger TEXT,
  start INTEGER, end INTEGER, status TEXT, date_from TEXT, date_to TEXT, claim INTEGER, why TEXT,
  PRIMARY KEY (report, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE place(
  report INTEGER NOT NULL REFERENCES report(key),
  n INTEGER NOT NULL,
  words TEXT NOT NULL, start INTEGER NOT NULL, end INTEGER NOT NULL,
  name TEXT, geonameid INTEGER, latitude REAL, longitude REAL, country TEXT, adm1 TEXT, adm2 TEXT, where_prec INTEGER,
  spot INTEGER,                   -- its point of the map, a key of place_at
  PRIMARY KEY (report, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX place_by_spot ON place(spot) WHERE spot IS NOT NULL;
-- Each point once, however many reports name it; its key is latitude + 90 and longitude + 180, both in
-- millionths of a degree: the first times a thousand million, plus the second.
CREATE VIRTUAL TABLE place_at USING rtree(key, south, north, west, east);

-- Expressions of time as the report has them; an event's own date is in event.
CREATE TABLE time(
  report INTEGER NOT NULL REFERENCES report(key),
  n INTEGER NOT NULL,
  words TEXT NOT NULL, start INTEGER NOT NULL, end INTEGER NOT NULL,
  type TEXT NOT NULL CHECK (type = 'DATE' OR type = 'TIME' OR type = 'DURATION' OR type = 'SET'),
  value TEXT,                     -- TIMEX3
  date_from TEXT, date_to TEXT,   -- the days or minutes it denotes; NULL: open or not known
  PRIMARY KEY (report, n)
) STRICT, WITHOUT ROWID;

-- The stretches of a report's text that name private persons, and what stands there in exports.
CREATE TABLE hidden(
  report INTEGER NOT NULL REFERENCES report(key),
  n INTEGER NOT NULL,
  start INTEGER NOT NULL, end INTEGER NOT NULL, role TEXT NOT NULL,
  PRIMARY KEY (report, n)
) STRICT, WITHOUT ROWID;

-- 'settled' is 0 while reports are being added that the tables below do not know yet;
-- 'complete' is 0 in a file of version 1 that was not rebuilt since: hidden, part, time and trace are empty.
CREATE TABLE state(name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;
INSERT INTO state VALUES ('settled', 1), ('complete', 1);

-- By what settling looks reports up.  words is NULL until it has seen the report.
CREATE TABLE trace(
  report INTEGER PRIMARY KEY REFERENCES report(key),
  time TEXT NOT NULL,             -- updated, else published; '' if that is no time
  url INTEGER, name INTEGER,      -- hashes: of the address; of publisher and title
  words INTEGER                   -- hash of all words, numbers alike
) STRICT;
CREATE INDEX trace_by_time ON trace(time);
CREATE INDEX trace_by_url ON trace(url, time) WHERE url IS NOT NULL;
CREATE INDEX trace_by_name ON trace(name, time) WHERE name IS NOT NULL;
CREATE INDEX trace_by_words ON trace(words, time) WHERE words IS NOT NULL;
CREATE INDEX trace_unsettled ON trace(report) WHERE words IS NULL;

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
  key INTEGER PRIMARY KEY,        -- of its first member
  story INTEGER NOT NULL,
  type TEXT NOT NULL,
  date_from TEXT, date_to TEXT, place TEXT, country TEXT, latitude REAL, longitude REAL,
  n_reports INTEGER NOT NULL,     -- copies and earlier versions not counted
  after INTEGER                   -- the earlier incident of its story that it goes back to
) STRICT;
CREATE INDEX incident_by_story ON incident(story);
CREATE INDEX incident_by_after ON incident(after) WHERE after IS NOT NULL;
CREATE INDEX incident_by_day ON incident(date_from);
CREATE TABLE incident_part(
  report INTEGER NOT NULL REFERENCES report(key),
  part INTEGER NOT NULL,
  incident INTEGER NOT NULL REFERENCES incident(key),
  founder INTEGER NOT NULL,       -- the incident but for merges by hand
  since INTEGER,                  -- the day of its first member
  near INTEGER,                   -- another incident that it resembles, of the days before
  alone INTEGER NOT NULL,         -- split off by hand
  PRIMARY KEY (report, part)
) STRICT, WITHOUT ROWID;
CREATE INDEX incident_part_by_incident ON incident_part(incident);
CREATE INDEX incident_part_merged ON incident_part(incident) WHERE incident <> founder;
CREATE INDEX incident_part_near ON incident_part(near) WHERE near IS NOT NULL;
CREATE INDEX incident_part_alone ON incident_part(report) WHERE alone;

-- ------------------------------------------------------------------- views

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

CREATE VIEW places AS
SELECT p.words, p.name, p.geonameid, p.latitude, p.longitude, p.country, p.adm1, p.where_prec, r.id AS report
FROM place p JOIN report r ON r.key = p.report;

CREATE VIEW times AS
SELECT t.words, t.type, t.value, t.date_from, t.date_to, t.start, t.end, r.id AS report
FROM time t JOIN report r ON r.key = t.report;

CREATE VIEW incidents AS
SELECT printf('%015x', key) AS incident, printf('%015x', story) AS story, type, date_from, date_to, place, country,
  latitude, longitude, n_reports FROM incident;

CREATE VIEW reports AS
SELECT r.id AS report, printf('%015x', r.key) AS key, r.publisher, r.published, r.updated, r.masked_title AS title, r.masked_url AS url,
  r.language, v.kind AS version, CASE WHEN v.of IS NOT NULL THEN printf('%015x', v.of) END AS version_of, r.fault
FROM report r LEFT JOIN revision v ON v.report = r.key;

-- What the file said of itself when.
CREATE VIEW log AS
SELECT n, at, kind, printf('%015x', id) AS id, what, CASE WHEN other IS NOT NULL THEN printf('%015x', other) END AS other FROM history;
