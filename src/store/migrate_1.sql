-- migrate_1.sql - what version 2 adds to a crisis file of version 1.

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

-- Expressions of time as the report has them; an event's own date is in event.
CREATE TABLE time(
  report INTEGER NOT NULL REFERENCES report(key),
  n INTEGER NOT NULL,
  words TEXT NOT NULL, start INTEGER NOT NULL, end INTEGER NOT NULL,
  type TEXT NOT NULL CHECK (type IN ('DATE', 'TIME', 'DURATION', 'SET')),
  value TEXT,                     -- TIMEX3
  date_from TEXT, date_to TEXT,   -- the days or minutes it denotes; NULL: open or not known
  PRIMARY KEY (report, n)
) STRICT, WITHOUT ROWID;

ALTER TABLE claim ADD COLUMN source_spans TEXT;
ALTER TABLE claim ADD COLUMN cue_spans TEXT;

-- The stretches of a report's text that name private persons, and what stands there in exports.
CREATE TABLE hidden(
  report INTEGER NOT NULL REFERENCES report(key),
  n INTEGER NOT NULL,
  start INTEGER NOT NULL, end INTEGER NOT NULL, role TEXT NOT NULL,
  PRIMARY KEY (report, n)
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

CREATE TEMP TABLE points AS SELECT report, n, words, start, "end", name, geonameid, latitude, longitude, country, adm1, adm2, where_prec,
  CAST((latitude + 90) * 1e6 + 0.5 AS INTEGER) * 1000000000 + CAST((longitude + 180) * 1e6 + 0.5 AS INTEGER) AS spot FROM main.place;
DROP TABLE main.place;
DROP TABLE main.place_at;
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
INSERT INTO main.place SELECT * FROM temp.points;
INSERT INTO main.place_at SELECT spot, y, y, x, x FROM (SELECT DISTINCT spot, (spot / 1000000000) / 1e6 - 90 AS y, (spot % 1000000000) / 1e6 - 180 AS x
  FROM temp.points WHERE spot IS NOT NULL);
DROP TABLE temp.points;

DROP INDEX event_by_day;
CREATE INDEX event_by_day ON event(date_from, type, country, status); -- timelines and facets read nothing else

ALTER TABLE incident ADD COLUMN after INTEGER;
CREATE INDEX incident_by_story ON incident(story);
CREATE INDEX incident_by_after ON incident(after) WHERE after IS NOT NULL;
CREATE INDEX incident_by_day ON incident(date_from);
CREATE TEMP TABLE parts AS SELECT report, part, incident FROM main.incident_part;
DROP TABLE main.incident_part;
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
INSERT INTO main.incident_part SELECT report, part, incident, incident, NULL, NULL, 0 FROM temp.parts;
DROP TABLE temp.parts;

INSERT INTO state VALUES ('complete', 0);
INSERT INTO engines SELECT * FROM engine;
INSERT INTO reading SELECT r.key, coalesce((SELECT min(at) FROM arrival a WHERE a.report = r.key), ''), r.engine FROM report r;

CREATE VIEW times AS
SELECT t.words, t.type, t.value, t.date_from, t.date_to, t.start, t.end, r.id AS report
FROM time t JOIN report r ON r.key = t.report;

CREATE VIEW reports AS
SELECT r.id AS report, printf('%015x', r.key) AS key, r.publisher, r.published, r.updated, r.masked_title AS title, r.masked_url AS url,
  r.language, v.kind AS version, CASE WHEN v.of IS NOT NULL THEN printf('%015x', v.of) END AS version_of, r.fault
FROM report r LEFT JOIN revision v ON v.report = r.key;

-- What the file said of itself when.
CREATE VIEW log AS
SELECT n, at, kind, printf('%015x', id) AS id, what, CASE WHEN other IS NOT NULL THEN printf('%015x', other) END AS other FROM history;
