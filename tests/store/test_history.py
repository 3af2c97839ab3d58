"""What did the file say when?

usage: test_history.py PATH_OF_TOCSIN [unittest options]
"""
import json
import os
import shutil
import sqlite3
import sys
import unittest

import test_store as store
from test_store import AT, report, run, write

MONDAY, TUESDAY = "2021-03-20T08:00:00Z", "2021-03-21T08:00:00Z"
FORMATS = ["csv", "claims", "ged", "gdelt2", "brat"]
HERE = os.path.dirname(os.path.abspath(__file__))
DATA = os.path.join(HERE, "..", "..", "data")

# Three reports of one attack.
ATTACK = [{"id": "k%d" % i, "published": "2021-03-09", "publisher": "P%d" % i, "text": text}
          for i, text in enumerate(["Gunmen killed seven people at a market in Quetta on Monday, the police said.",
                                    "In Quetta on Monday gunmen killed eight people at a market.",
                                    "The governor said gunmen had killed seven people at a market in Quetta on Monday."])]


class History(store.Base):
    def put(self, reports, at, name="db"):
        write(self.path("in.jsonl"), reports)
        self.assertEqual(run("ingest", "-q", self.path(name), self.path("in.jsonl"), "--obtained", at), (0, "", ""))

    def export(self, *args, name="db"):
        status, out, err = run("export", self.path(name), *args)
        self.assertEqual((status, err), (0, ""))
        return out

    def all(self, *args):
        out = [self.export("-f", f, *args) for f in FORMATS]
        status, units, err = run("aggregate", self.path("db"), "--by", "admin1-week", *args)
        self.assertEqual((status, err), (0, ""))
        sql = "SELECT json_array(incident, story, date_from, date_to, place, latitude, longitude, n_reports) AS x FROM incidents UNION ALL " \
              "SELECT json_array(incident, counts, low, high, claimant, report, version) FROM tolls UNION ALL SELECT json_array(words, latitude, report) FROM places " \
              "UNION ALL SELECT json_array(words, value, date_from, start, report) FROM times UNION ALL SELECT json_array(report, n, source_spans, cue_spans) FROM claim " \
              "UNION ALL SELECT json_array(key, version, version_of) FROM reports UNION ALL SELECT json_array(at, kind, id, what, other) FROM log " \
              "UNION ALL SELECT json_array(report, what, event, was_event, was, now) FROM change ORDER BY x"
        status, rows, err = run("query", self.path("db"), sql, *args)
        self.assertEqual((status, err), (0, ""))
        return out + [rows, units]

    def other_data(self):
        """The dictionaries without the words for shelling."""
        folder = self.path("data")
        shutil.copytree(DATA, folder, symlinks=True)
        os.symlink(os.path.abspath(os.path.join(DATA, "..", "models")), self.path("models"))
        path = os.path.join(folder, "patterns", "10-assault.pat")
        with open(path, encoding="utf-8") as f:
            lines = [x for x in f if not x.startswith("pound bombard shell")]
        with open(path, "w", encoding="utf-8") as f:
            f.writelines(lines)
        return folder

    def test_as_of(self):
        """Each state of the file comes back whole: after more reports, after an edit, after a rebuild."""
        self.put([report(i) for i in range(25)] + ATTACK[:2], MONDAY)
        monday = self.all()
        self.put([report(i) for i in range(20, 40)] + ATTACK[2:], TUESDAY)
        tuesday = self.all()
        self.assertNotEqual(tuesday, monday)
        self.assertEqual(self.all("--as-of", "2021-03-20"), monday)
        self.assertEqual(self.all("--as-of", "2021-03-21T07:59"), monday)
        self.assertEqual(self.all("--as-of", "2021-03-21"), tuesday)
        event = self.rows("db", "SELECT event FROM events WHERE type = 'ASSAULT' LIMIT 1")[0][0]
        self.assertEqual(run("edit", self.path("db"), "reject", event, "--at", "2021-03-22T08:00:00Z"), (0, "", ""))
        rejected = self.all()
        self.assertNotIn(event, rejected[0])
        self.assertEqual(self.all("--as-of", "2021-03-21"), tuesday)
        self.assertEqual(self.all("--as-of", "2021-03-22"), rejected)
        status, _, err = run("rebuild", "-q", self.path("db"), "--data", self.other_data())
        self.assertEqual((status, err), (0, ""))
        self.assertNotEqual(self.all()[0], rejected[0])
        self.assertEqual(self.all("--as-of", "2021-03-20"), monday)
        self.assertEqual(self.all("--as-of", "2021-03-22"), rejected)
        self.assertEqual(self.export("--as-of", "2021-03-19").count("\n"), 1)
        status, out, err = run("verify", "--data", self.path("data"), self.path("db"))
        self.assertEqual((status, err), (0, ""))
        gone = self.rows("db", "SELECT id FROM log WHERE kind = 'event' AND what = 'gone'")
        self.assertTrue(gone)
        self.assertIn(" gone", run("show", self.path("db"), gone[0][0])[1])
        self.assertIn("shelled", run("show", self.path("db"), gone[0][0], "--as-of", "2021-03-22")[1])
        self.assertEqual(run("rebuild", "-q", self.path("db")), (0, "", ""))
        self.assertEqual(self.all()[0], rejected[0])  # and back
        self.assertEqual(self.all("--as-of", "2021-03-20"), monday)
        self.assertEqual(len(self.rows("db", "SELECT * FROM engines")), 2)
        self.verified("db")

    def test_links(self):
        """An incident that another took up leads there; one that was split off names where it was."""
        before = set()
        for i, one in enumerate(reversed(ATTACK)):
            self.put([one], "2021-03-2%dT08:00:00Z" % i)
            found = self.rows("db", "SELECT incident FROM incidents WHERE type = 'ASSAULT'")
            self.assertEqual(len(found), 1)
            before.add(found[0][0])
        now = found[0][0]
        self.assertGreater(len(before), 1)  # its key is that of its least member
        for name in before:
            shown = run("show", self.path("db"), name + "\r")[1]  # as a shell takes it from a line of CSV
            self.assertIn("3 independent reports", shown)
            self.assertEqual("was taken up by %s on 2021-03-2" % now in shown, name != now)
        events = self.rows("db", "SELECT event, incident FROM events WHERE type = 'ASSAULT' ORDER BY report")
        for (event, _) in events[:2]:
            self.assertEqual(run("edit", self.path("db"), "split", event, "--at", "2021-03-23T08:00:00Z"), (0, "", ""))
        log = self.rows("db", "SELECT what, other FROM log WHERE kind = 'incident' AND at > '2021-03-22' ORDER BY n")
        self.assertIn("split", [w for w, _ in log] + ["split" if len(set(o for _, o in log)) > 1 else ""])
        self.assertEqual(run("edit", self.path("db"), "merge", events[0][0], events[1][0], "--at", "2021-03-24T08:00:00Z"), (0, "", ""))
        merged = self.rows("db", "SELECT id, other FROM log WHERE what = 'merged' AND at > '2021-03-23T09' ORDER BY n")
        self.assertTrue(merged)
        self.assertIn("was taken up by " + merged[0][1], run("show", self.path("db"), merged[0][0])[1])
        self.assertNotIn("taken up", run("show", self.path("db"), merged[0][0], "--as-of", "2021-03-23")[1])
        self.verified("db")

    def test_nothing_is_logged_twice(self):
        self.put([report(i) for i in range(20)], MONDAY)
        log = self.rows("db", "SELECT * FROM history")
        self.put([report(i) for i in range(20)], TUESDAY)
        self.assertEqual(run("rebuild", "-q", self.path("db")), (0, "", ""))
        self.assertEqual(self.rows("db", "SELECT * FROM history"), log)
        self.assertEqual(self.rows("db", "SELECT count(*), count(DISTINCT report) FROM reading"), [(20, 20)])
        self.assertEqual(self.rows("db", "SELECT count(*) FROM past"), [(0,)])
        self.put([report(50)], "2020-01-01T00:00:00Z")  # the log goes forward only
        self.assertEqual(self.rows("db", "SELECT min(at), max(at) FROM history"), [(MONDAY, MONDAY)])

    def test_log_is_only_added_to(self):
        self.put([report(i) for i in range(5)], MONDAY)
        db = sqlite3.connect(self.path("db"))
        for table in ("history", "reading", "past"):
            if table == "past":
                db.execute("INSERT INTO past SELECT key, 1, 0, x'' FROM received LIMIT 1")
            for sql in ("DELETE FROM %s" % table, "UPDATE %s SET %s" % (table, "size = 1" if table == "past" else "at = ''")):
                with self.assertRaises(sqlite3.IntegrityError):
                    db.execute(sql)
        db.close()

    def test_lies_are_found(self):
        self.put([report(i) for i in range(12)], MONDAY)
        self.put([report(i) for i in range(12, 20)], TUESDAY)
        lies = [
            ("INSERT INTO history(at, kind, id, what) SELECT '2021-04-01', kind, id, 'gone' FROM history LIMIT 1", "the history says otherwise: incident"),
            ("DROP TRIGGER history_is_not_dropped; DELETE FROM history WHERE kind = 'incident'", "the history says otherwise: incident"),
            ("DROP TRIGGER reading_is_not_dropped; DELETE FROM reading", "the history does not know a report"),
            ("INSERT INTO past SELECT key, 1, 9, x'0000' FROM received LIMIT 1", "what an earlier engine read of a report is damaged"),
            ("UPDATE hidden SET end = end + 1", "hidden.end"),
        ]
        write(self.path("p.jsonl"), [{"id": "p", "text": "Police beat Jelena Marovic, a nurse, in Lviv on Monday. \"They came at night\", Marovic said."}])
        self.assertEqual(run("ingest", "-q", self.path("db"), self.path("p.jsonl"), *AT)[0], 0)
        for sql, words in lies:
            shutil.copy(self.path("db"), self.path("lie"))
            db = sqlite3.connect(self.path("lie"))
            db.executescript(sql)
            db.commit()
            db.close()
            status, _, err = run("verify", self.path("lie"))
            self.assertNotEqual(status, 0, sql)
            self.assertIn(words, err)

    def test_merge_keeps_both_histories(self):
        self.put([report(i) for i in range(10)], MONDAY, "a")
        self.put([report(i) for i in range(5, 20)], TUESDAY, "b")
        self.assertEqual(run("merge", self.path("a"), self.path("b"), "-o", self.path("c")), (0, "", ""))
        self.assertEqual(self.export("--as-of", "2021-03-20", name="c"), self.export(name="a"))
        self.verified("c")

    def test_wrong_dates(self):
        self.put([report(1)], MONDAY)
        for command in (["query", self.path("db"), "SELECT 1"], ["export", self.path("db")], ["show", self.path("db"), "0" * 15]):
            status, _, err = run(*command, "--as-of", "lately")
            self.assertEqual(status, 2)
            self.assertIn("is no date", err)

    def of_version(self, version):
        """The file "old" with the rows of "db", as that version had them."""
        old = sqlite3.connect(self.path("old"))
        with open(os.path.join(HERE, "version%d.sql" % version), encoding="utf-8") as f:
            old.executescript(f.read())
        old.execute("PRAGMA foreign_keys = OFF")
        old.execute("ATTACH ? AS new", (self.path("db"),))
        tables = [n for n, in old.execute("SELECT name FROM main.sqlite_master WHERE type = 'table' AND name NOT LIKE 'report_words%' AND name NOT LIKE 'place_at%' AND name NOT LIKE 'sqlite%'")]
        old.execute("DELETE FROM state")
        for table in tables:
            columns = ",".join('"%s"' % c[1] for c in old.execute("PRAGMA main.table_info(%s)" % table))
            if table == "place" and version == 1:
                columns = columns.replace('"key"', "NULL")
            old.execute("INSERT INTO main.%s SELECT %s FROM new.%s%s" % (table, columns, table, " WHERE name = 'settled'" if table == "state" and version == 1 else ""))
        for table, column in (("event", "sentence"), ("claim", "content")):
            old.execute("UPDATE %s SET masked_%s = coalesce(masked_%s, %s)" % (table, column, column, column))
        old.execute("INSERT INTO main.place_at SELECT key, latitude, latitude, longitude, longitude FROM place WHERE latitude IS NOT NULL" if version == 1 else
                    "INSERT INTO main.place_at SELECT * FROM new.place_at")
        old.execute("PRAGMA application_id = %d" % 0x546f6373)
        old.execute("PRAGMA user_version = %d" % version)
        old.commit()
        old.close()

    def names(self, name):
        return sorted(self.rows(name, "SELECT type, name FROM sqlite_master"))

    def test_version_1(self):
        """A file of version 1 is brought to this version with all that it holds."""
        self.put([report(i) for i in range(12)], MONDAY)
        self.of_version(1)
        status, _, err = run("query", self.path("old"), "SELECT 1")
        self.assertEqual(status, 4)
        self.assertIn("of version 1: open it once for writing", err)
        status, _, err = run("ingest", "-q", self.path("old"), self.path("in.jsonl"))
        self.assertEqual(status, 2)
        self.assertIn("comes from an earlier version of tocsin; run 'tocsin rebuild", err)
        self.assertEqual(self.export(name="old"), self.export())  # it is read as it is
        self.assertEqual(self.export("--as-of", "2021-03-20", name="old"), self.export())
        for args in (["export", self.path("old"), "-f", "brat"], ["verify", self.path("old")], ["merge", self.path("old"), "-o", self.path("m")]):
            status, _, err = run(*args)
            self.assertNotEqual(status, 0)
            self.assertIn("comes from an earlier version", err)
        self.assertEqual(run("rebuild", "-q", self.path("old")), (0, "", ""))
        self.verified("old")
        self.assertEqual(self.export("--as-of", "2021-03-20", name="old"), self.export())
        self.put([report(i) for i in range(12, 16)], TUESDAY, "old")
        self.put([report(i) for i in range(12, 16)], TUESDAY)
        self.assertEqual(self.export("-f", "brat", name="old"), self.export("-f", "brat"))
        self.assertEqual(store.dump(self.path("old")), store.dump(self.path("db")))
        self.assertEqual(self.names("old"), self.names("db"))

    def test_version_2(self):
        """A file of version 2 is brought to this version, and goes on."""
        self.put([report(i) for i in range(12)] + ATTACK, MONDAY)
        self.put([{"id": "p", "published": "2021-03-02", "text": "Police in Osh beat Jelena Marovic, a baker, on Monday, Ana Kowal said."}], MONDAY)
        self.assertGreater(self.rows("db", "SELECT count(*) FROM event WHERE masked_sentence IS NOT NULL")[0][0], 0)
        self.assertGreater(self.rows("db", "SELECT count(*) FROM event WHERE masked_sentence IS NULL")[0][0], 0)
        before = self.all()
        self.of_version(2)
        status, _, err = run("query", self.path("old"), "SELECT 1")
        self.assertEqual(status, 4)
        self.assertIn("of version 2: open it once for writing to bring it to version 3", err)
        for name in ("old", "db"):
            self.put([report(i) for i in range(12, 16)], TUESDAY, name)
        self.assertEqual(store.dump(self.path("old")), store.dump(self.path("db")))
        self.assertEqual(self.names("old"), self.names("db"))
        self.verified("old")
        os.rename(self.path("old"), self.path("db"))
        self.assertEqual(self.all("--as-of", "2021-03-20"), before)


class Diff(store.Base):
    BASE = ("Gunmen killed at least %s people at a market in Benghazi on Monday, the police said. Nurses carried Jelena Marovic, a baker, to the "
            "hospital, her neighbours said.\n\nRain fell all night on the tents. %sShops stay closed until Friday, the mayor said.")

    def setUp(self):
        super().setUp()
        versions = [(14, ""), (19, ""), (19, "Police arrested four men near the harbour on Tuesday. ")]
        self.texts = [self.BASE % v for v in versions]
        self.ingest("db", [{"id": "m", "publisher": "Quay Gazette", "url": "https://quay.example/m", "published": "2021-03-09",
                            "updated": "2021-03-1%d" % i, "text": t} for i, t in enumerate(self.texts)])

    def test_words_and_events(self):
        status, out, err = run("diff", self.path("db"), "m", "-f", "json")
        self.assertEqual((status, err), (0, ""))
        steps = [json.loads(x) for x in out.splitlines()]
        self.assertEqual([s["now"]["updated"] for s in steps], ["2021-03-11", "2021-03-12"])
        self.assertEqual([(o["op"], o["words"]) for o in steps[0]["text"] if o["op"] != "same"], [("gone", "14"), ("new", "19")])
        self.assertEqual([(e["what"], e["type"], e["was"], e["now"]) for e in steps[0]["events"]], [("figure", "ASSAULT", "killed 14..", "killed 19..")])
        self.assertEqual([(e["what"], e["type"]) for e in steps[1]["events"]], [("new", "COERCE")])
        for step, was, now in zip(steps, self.texts, self.texts[1:]):
            for side, text in (("was", was), ("now", now)):
                self.assertEqual("".join(text[o[side][0]:o[side][1]] for o in step["text"]), text)
            for o in step["text"]:
                if o["op"] == "same":
                    self.assertEqual(was[o["was"][0]:o["was"][1]], now[o["now"][0]:o["now"][1]])

    def test_for_a_person(self):
        out = run("diff", self.path("db"), "m")[1]
        self.assertIn("at least [-14-]{+19+} people", out)
        self.assertIn("figure ASSAULT: killed 14.. → killed 19..", out)
        self.assertNotIn("Marovic", out)

    def test_names(self):
        far = self.BASE % (14, "") + " Marovic lives."
        self.ingest("two", [{"id": "n", "url": "https://quay.example/n", "published": "2021-03-0%d" % i, "text": t} for i, t in ((8, self.texts[0]), (9, far))])
        for fmt in ("text", "json"):
            self.assertNotIn("Marovic", run("diff", self.path("two"), "n", "-f", fmt)[1])
            self.assertIn("Marovic", run("diff", self.path("two"), "n", "-f", fmt, "--with-names")[1])

    def test_what_is_none(self):
        first = self.rows("db", "SELECT key FROM reports WHERE version IS NULL")[0][0]
        for name, words in ((first, "is no later version"), ("zebra", "no report 'zebra'")):
            status, out, err = run("diff", self.path("db"), name)
            self.assertEqual((status, out), (2, ""))
            self.assertIn(words, err)

    def test_texts_that_share_nothing(self):
        """However long and different, bounded time."""
        words = lambda seed: " ".join("%s%d" % (seed, i * 7919 % 10007) for i in range(40000))
        a, b = words("a"), words("b")
        self.ingest("long", [{"id": "l", "url": "https://quay.example/l", "published": "2021-03-0%d" % i, "text": t} for i, t in ((8, a), (9, a[:200000] + b[:90000]))])
        status, out, err = run("diff", self.path("long"), "l", "-f", "json")
        self.assertEqual((status, err), (0, ""))
        spans = [o["now"] for o in json.loads(out)["text"] if o["op"] == "new"]
        self.assertGreater(sum(e - s for s, e in spans), 80000)


if __name__ == "__main__":
    store.TOCSIN = os.path.abspath(sys.argv[1])
    unittest.main(argv=[sys.argv[0]] + sys.argv[2:])
