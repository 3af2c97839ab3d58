"""Crisis files: ingest, kills, faults, verify, exports, merge.

usage: test_store.py PATH_OF_TOCSIN [unittest options]

The environment variable KILLS sets the number of random kills (default 12); a thousand take some
minutes.
"""
import csv
import gzip
import io
import json
import os
import random
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
import unittest
import zlib

from synthetic import synthetic

TOCSIN = None
KILLS = int(os.environ.get("KILLS", "12"))
AT = ["--obtained", "2021-03-20T08:00:00Z"]

TOWNS = ["Osh", "Benghazi", "Marseille", "Kisumu", "Cali", "Lviv", "Quetta", "Mandalay"]
SENTENCES = [
    "Police in %s arrested more than %d protesters on Monday, the mayor's office said.",
    "Gunmen killed %d people at a market in %s on Monday, the police said.",
    "Some %d dock workers in %s walked out over pay on Tuesday.",
    "Rebels shelled the port of %s, wounding %d soldiers, the army said.",
]


def report(i, town=None, number=None):
    town, number = town or TOWNS[i % len(TOWNS)], number or 3 + i % 40
    s = SENTENCES[i % len(SENTENCES)]
    text = s % ((town, number) if s.index("%s") < s.index("%d") else (number, town))
    return {"id": "r%d" % i, "title": "Report %d from %s" % (i, town), "published": "2021-03-%02d" % (1 + i % 28),
            "publisher": "Quay Gazette", "url": "https://quay.example/%d" % i,
            "text": text + "\n\nThe council of %s met in the evening and heard item %d of its list." % (town, i)}


def run(*args, stdin=b"", **more):
    p = subprocess.run([TOCSIN, *args], input=stdin, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=300, **more)
    return p.returncode, p.stdout.decode("utf-8"), p.stderr.decode("utf-8")


def write(path, reports):
    with open(path, "w", encoding="utf-8") as f:
        for r in reports:
            f.write(json.dumps(r, ensure_ascii=False) + "\n")


def dump(path):
    """All rows of all tables but those that tell the order of input, and the inner tables of the two
    indexes."""
    db = sqlite3.connect(path)
    out = []
    names = [n for n, in db.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name")]
    for name in names:
        if name.startswith(("report_words_", "place_at_", "sqlite_")) or name in ("arrival", "reading", "history"):
            continue
        keys = [c[1] for c in sorted(db.execute("PRAGMA table_info(%s)" % name), key=lambda c: c[5]) if c[5]]
        out.append((name, db.execute("SELECT * FROM %s ORDER BY %s" % (name, ",".join(keys))).fetchall()))
    out.append(("map", db.execute("SELECT * FROM place_at ORDER BY key").fetchall()))
    out.append(("words", db.execute("SELECT rowid FROM report_words WHERE report_words MATCH 'council' ORDER BY rowid").fetchall()))
    db.close()
    return out


class Base(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, self.folder)

    def path(self, name):
        return os.path.join(self.folder, name)

    def ingest(self, name, reports, *args):
        inputs = self.path(name + ".jsonl")
        write(inputs, reports)
        status, out, err = run("ingest", self.path(name), inputs, *AT, *args)
        self.assertEqual((status, out), (0, ""), err)
        return err

    def rows(self, name, sql, *args):
        db = sqlite3.connect(self.path(name))
        try:
            return db.execute(sql, args).fetchall()
        finally:
            db.close()

    def verified(self, name):
        status, out, err = run("verify", self.path(name))
        self.assertEqual((status, err), (0, ""))
        return out


class Ingest(Base):
    def test_reports_are_kept_as_received(self):
        text = "Łódź: workers struck on Tuesday.\r\nPolice arrested 40.\n".encode()
        page = b"<html><head><title>Strike</title></head><body><article><p>Police in Osh arrested 40 protesters on Monday.</p></article></body></html>"
        for name, data in (("a.txt", text), ("b.html", page)):
            with open(self.path(name), "wb") as f:
                f.write(data)
        status, _, err = run("ingest", self.path("db"), self.path("a.txt"), self.path("b.html"), *AT)
        self.assertEqual(status, 0, err)
        got = {i: zlib.decompress(b) for i, b in self.rows("db", "SELECT id, bytes FROM received")}
        self.assertEqual(got, {"a": text, "b": page})
        self.assertEqual(sorted(f for f, in self.rows("db", "SELECT format FROM received")), ["html", "text"])
        self.assertIn("2 reports verified, 0 faulty", self.verified("db"))
        before = dump(self.path("db"))
        status, _, err = run("rebuild", self.path("db"))
        self.assertEqual(status, 0, err)
        self.assertEqual(dump(self.path("db")), before)

    def test_conllu_goes_in_and_out(self):
        tree = "# newdoc id = t1\n# text = Police arrested Ana.\n1\tPolice\tpolice\tNOUN\t_\t_\t2\tnsubj\t_\t_\n2\tarrested\tarrest\tVERB\t_\tTense=Past|VerbForm=Fin\t0\troot\t_\t_\n3\tAna\tAna\tPROPN\t_\t_\t2\tobj\t_\tSpaceAfter=No\n4\t.\t.\tPUNCT\t_\t_\t2\tpunct\t_\t_\n\n"
        with open(self.path("t.conllu"), "w", encoding="utf-8") as f:
            f.write(tree)
        status, _, err = run("ingest", self.path("db"), self.path("t.conllu"), *AT)
        self.assertEqual(status, 0, err)
        self.assertEqual(self.rows("db", "SELECT id, text FROM report"), [("t1", "Police arrested Ana.")])
        self.verified("db")

    def test_rows_of_a_table_and_mapped_fields(self):
        with open(self.path("t.csv"), "w", encoding="utf-8") as f:
            f.write('id,title,text\nx1,Strike,"Police in Osh arrested 40 ""idle"" men on Monday."\nx2,,Łódź was calm.\n')
        with open(self.path("m.jsonl"), "w", encoding="utf-8") as f:
            f.write(json.dumps({"guid": "m1", "body": "Rebels shelled the port of Benghazi."}) + "\n")
        self.assertEqual(run("ingest", self.path("db"), self.path("t.csv"), *AT)[0], 0)
        self.assertEqual(run("ingest", self.path("db"), "--map", "id=guid,text=body", self.path("m.jsonl"), *AT)[0], 0)
        got = {i: json.loads(zlib.decompress(b)) for i, b in self.rows("db", "SELECT id, bytes FROM received")}
        self.assertEqual(got["x1"], {"id": "x1", "title": "Strike", "text": 'Police in Osh arrested 40 "idle" men on Monday.'})
        self.assertEqual(got["m1"]["text"], "Rebels shelled the port of Benghazi.")
        self.verified("db")

    def test_times_and_the_spans_of_claims(self):
        text = ("Łódź, 3 March 2021. The mayor said on Monday that the mayor of Osh had left at 5 p.m. for two weeks. "
                "\"Nobody,\" said Ana Kowal, a baker, \"asked us.\"")
        self.ingest("db", [{"id": "a", "published": "2021-03-03", "text": text}, report(1)])
        got = self.rows("db", "SELECT words, type, value, date_from, date_to, start, end FROM times WHERE report = 'a' ORDER BY start")
        self.assertEqual([t[:5] for t in got], [("3 March 2021", "DATE", "2021-03-03", "2021-03-03", "2021-03-03"), ("Monday", "DATE", "2021-03-01", "2021-03-01", "2021-03-01"),
                                                ("5 p.m.", "TIME", "2021-03-01T17:00", "2021-03-01T17:00", "2021-03-01T17:00"), ("two weeks", "DURATION", "P2W", None, None)])
        for words, *_, start, end in got:
            self.assertEqual(text[start:end], words)
        got = self.rows("db", "SELECT source, source_spans, cue, cue_spans FROM claim c JOIN report r ON r.key = c.report WHERE r.id = 'a' ORDER BY c.n")
        self.assertGreater(len(got), 1)
        for source, source_spans, cue, cue_spans in got:
            for words, spans in ((source, source_spans), (cue, cue_spans)):
                self.assertEqual(words and "; ".join(text[a:b] for a, b in json.loads(spans)), words)
                self.assertEqual(words is None, spans is None)
        self.assertEqual(json.loads(got[0][1])[0][0], text.index("The mayor"))  # not the other one
        self.verified("db")

    def test_twice_is_once(self):
        reports = [report(i) for i in range(20)]
        self.ingest("db", reports)
        before = dump(self.path("db"))
        err = self.ingest("db", reports + reports)
        self.assertIn("0 reports added, 40 were there", err)
        self.assertEqual(dump(self.path("db")), before)
        self.assertGreater(len(self.rows("db", "SELECT 1 FROM event")), 20)
        self.assertGreater(len(self.rows("db", "SELECT 1 FROM place")), 15)

    def test_jobs_order_and_halves_do_not_matter(self):
        reports = [report(i) for i in range(40)]
        self.ingest("one", reports, "--jobs", "1")
        expected = dump(self.path("one"))
        shuffled = reports[:]
        random.Random(7).shuffle(shuffled)
        self.ingest("two", shuffled, "--jobs", "2")
        self.assertEqual(dump(self.path("two")), expected)
        self.ingest("eight", reports[::-1], "--jobs", "8")
        self.assertEqual(dump(self.path("eight")), expected)
        self.ingest("x", reports[:25])
        self.ingest("y", reports[15:])
        for order in (("x", "y"), ("y", "x")):
            name = "merged-" + order[0]
            status, _, err = run("merge", self.path(order[0]), self.path(order[1]), "-o", self.path(name))
            self.assertEqual(status, 0, err)
            self.assertEqual(dump(self.path(name)), expected)
        self.verified("merged-x")

    def test_small_ingests_say_what_a_large_one_does(self):
        """Settling by and by, in any order, with edits in between, comes out as settling all at once."""
        reports = synthetic(300, 5)
        for i in range(0, 300, 9):
            del reports[i]["published"]  # some without a day
        self.ingest("whole", reports)
        rng = random.Random(11)
        for name, n in (("days", 12), ("shuffled", 6)):
            left = reports[:]
            if name == "shuffled":
                rng.shuffle(left)
            else:
                left.sort(key=lambda r: r.get("updated") or r.get("published") or "")
            size = len(left) // n + 1
            for k in range(0, len(left), size):
                self.ingest(name, left[k:k + size])
            self.assertEqual(dump(self.path(name)), dump(self.path("whole")), name)
        # What people say of events that are there already, before the rest has come.
        self.ingest("edited", reports[::2])
        of = self.rows("edited", "SELECT printf('%015x', key) FROM event WHERE type = 'ASSAULT' ORDER BY key")
        of = [e for e, in of]
        edits = [("merge", of[0], of[9]), ("merge", of[9], of[20]), ("split", of[3]), ("reject", of[5]), ("split", of[9]), ("reject", of[7]),
                 ("accept", of[7]), ("merge", of[3], of[30])]
        for i, e in enumerate(edits):
            self.assertEqual(run("edit", self.path("edited"), *e, "--by", "ana", "--at", "2022-01-01T00:00:%02dZ" % i)[0], 0)
        self.ingest("edited", reports[1::2])
        for i, e in reversed(list(enumerate(edits))):  # they hold by their time, not by when they are told
            self.assertEqual(run("edit", self.path("whole"), *e, "--by", "ana", "--at", "2022-01-01T00:00:%02dZ" % i)[0], 0)
        self.assertEqual(dump(self.path("edited")), dump(self.path("whole")))
        self.verified("edited")
        self.assertEqual(run("rebuild", self.path("edited"))[0], 0)
        self.assertEqual(dump(self.path("edited")), dump(self.path("whole")))

    def test_archives_are_read_on(self):
        def record(i, prefix="r"):
            body = report(i)["text"].encode()
            head = "WARC/1.0\r\nWARC-Type: conversion\r\nWARC-Record-ID: <urn:uuid:%s%d>\r\nContent-Type: text/plain\r\nContent-Length: %d\r\n\r\n"
            return gzip.compress((head % (prefix, i, len(body))).encode() + body + b"\r\n\r\n", mtime=0)
        path = self.path("news.warc.gz")

        def ingest(records, *more):
            with open(path, "wb") as f:
                f.write(b"".join(records))
            status, _, err = run("ingest", self.path("a"), path, *AT, *more)
            self.assertEqual(status, 0, err)
            return err
        ten = [record(i) for i in range(10)]
        self.assertIn("10 reports added, 0 were there", ingest(ten))
        self.assertEqual(self.rows("a", "SELECT offset, id FROM archive_read"), [(sum(map(len, ten[:9])), "r9")])
        again = ingest(ten)
        self.assertIn("0 reports added, 1 were there", again)
        self.assertIn("1 archives read on", again)
        self.assertIn("3 reports added, 1 were there", ingest(ten + [record(i) for i in range(10, 13)]))
        self.assertIn("0 reports added, 13 were there", ingest(ten + [record(i) for i in range(10, 13)], "--from", path + ":0"))
        other = ingest([record(i, "other") for i in range(5)])
        self.assertIn("is not the archive that was read before", other)
        self.assertIn("5 reports added, 0 were there", other)
        other = ingest([record(i, "third") for i in range(9)])
        self.assertIn("is not the archive that was read before", other)
        self.assertIn("9 reports added, 0 were there", other)

    def test_other_languages(self):
        text = ("La policía cerró el puente sobre el río el martes después de que una explosión dañara dos de los pilares, según el alcalde. "
                "Nadie resultó herido y el tráfico fue desviado por la autopista, donde los conductores esperaron más de una hora.")
        write(self.path("es.jsonl"), [{"id": "es", "text": text}])
        status, _, err = run("ingest", self.path("a"), self.path("es.jsonl"), *AT)
        self.assertEqual(status, 1)
        self.assertIn("1 could not be coded", err)
        self.assertIn("not in English", self.rows("a", "SELECT fault FROM report")[0][0])
        status, _, err = run("rebuild", self.path("a"), "--any-language")
        self.assertEqual((status, self.rows("a", "SELECT fault, language FROM report")), (0, [(None, "es")]))
        self.assertEqual(run("ingest", self.path("b"), self.path("es.jsonl"), "--any-language", *AT)[0], 0)

    def test_kills(self):
        """Nothing is lost and nothing comes twice, whenever the program dies."""
        reports = [report(i) for i in range(300 if KILLS < 100 else 100)]
        self.ingest("whole", reports)
        expected, rng = dump(self.path("whole")), random.Random(KILLS)
        write(self.path("in.jsonl"), reports)
        started = time.monotonic()
        run("ingest", self.path("timed"), self.path("in.jsonl"), *AT)
        longest = time.monotonic() - started
        killed, n = 0, 0
        while n < KILLS:
            for f in ("db", "db-wal", "db-shm"):
                if os.path.exists(self.path(f)):
                    os.unlink(self.path(f))
            for _ in range(3):
                p = subprocess.Popen([TOCSIN, "ingest", self.path("db"), self.path("in.jsonl"), *AT], stderr=subprocess.DEVNULL)
                time.sleep(rng.uniform(0, longest))
                p.send_signal(signal.SIGKILL)
                killed += p.wait() == -signal.SIGKILL
                n += 1
                if os.path.exists(self.path("db")) and os.path.getsize(self.path("db")) and n % 2 == 0:
                    status, _, err = run("verify", "--spans", self.path("db"))
                    if status:  # killed before there was a file to speak of
                        self.assertIn("is empty", err)
            status, _, err = run("ingest", self.path("db"), self.path("in.jsonl"), *AT)
            self.assertEqual(status, 0, err)
            self.assertEqual(dump(self.path("db")), expected)
            self.assertEqual(self.rows("db", "SELECT count(*), count(DISTINCT report) FROM arrival"), [(len(reports), len(reports))])
            if KILLS >= 100 and n % 60 == 0:
                print("%d kills" % n, file=sys.stderr, flush=True)
        self.assertGreater(killed, 0)
        self.verified("db")

    def test_interrupt_keeps_what_is_done(self):
        write(self.path("in.jsonl"), [report(i) for i in range(2000)])
        p = subprocess.Popen([TOCSIN, "ingest", self.path("db"), self.path("in.jsonl"), *AT], stderr=subprocess.PIPE)
        while not os.path.exists(self.path("db-wal")):
            time.sleep(0.01)
        time.sleep(0.3)
        p.send_signal(signal.SIGINT)
        err = p.stderr.read().decode()
        p.stderr.close()
        self.assertEqual(p.wait(), 3, err)
        self.assertIn("run it again to go on", err)
        n = self.rows("db", "SELECT count(*) FROM report")[0][0]
        self.assertLess(n, 2000)
        self.assertIn("%d reports verified" % n, self.verified("db"))


class Faults(Base):
    def refused(self, status, words, *args, **more):
        got, out, err = run(*args, **more)
        self.assertEqual((got, out), (status, ""), err)
        self.assertIn(words, err)

    def setUp(self):
        super().setUp()
        self.ingest("db", [report(i) for i in range(12)])
        write(self.path("more.jsonl"), [report(i) for i in range(12, 400)])
        self.before = dump(self.path("db"))

    def unharmed(self):
        self.assertEqual(dump(self.path("db")), self.before)
        self.verified("db")

    def test_other_files(self):
        with open(self.path("text"), "w") as f:
            f.write("Police in Osh arrested nine.\n" * 200)
        self.refused(4, "it is no crisis file", "ingest", self.path("text"), self.path("more.jsonl"))
        db = sqlite3.connect(self.path("foreign"))
        db.execute("CREATE TABLE cats(name)")
        db.close()
        for command in (["ingest", self.path("foreign"), self.path("more.jsonl")], ["query", self.path("foreign"), "SELECT 1"]):
            self.refused(4, "database of another program", *command)
        self.assertEqual(sqlite3.connect(self.path("foreign")).execute("SELECT name FROM sqlite_master").fetchall(), [("cats",)])
        self.refused(3, "no such file", "query", self.path("missing"), "SELECT 1")
        self.assertFalse(os.path.exists(self.path("missing")))

    def test_other_versions(self):
        for version, words in ((99, "this program knows them up to version 3"), (0, "which is not known")):
            shutil.copy(self.path("db"), self.path("v"))
            db = sqlite3.connect(self.path("v"))
            db.execute("PRAGMA user_version = %d" % version)
            db.close()
            self.refused(4, words, "ingest", self.path("v"), self.path("more.jsonl"))

    def test_locked(self):
        db = sqlite3.connect(self.path("db"), isolation_level=None)
        db.execute("BEGIN IMMEDIATE")
        self.refused(3, "another program is writing to it", "ingest", self.path("db"), self.path("more.jsonl"))
        status, out, _ = run("query", self.path("db"), "SELECT count(*) FROM report")  # readers do not wait
        self.assertEqual((status, out.split()), (0, ["count(*)", "12"]))
        db.execute("ROLLBACK")
        db.close()
        self.unharmed()

    def test_full_disk(self):
        size = os.path.getsize(self.path("db"))

        def small():
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (size // 2, size // 2))
        status, _, err = run("ingest", self.path("db"), self.path("more.jsonl"), *AT, preexec_fn=small)
        self.assertEqual(status, 3, err)
        self.assertIn("cannot write", err)
        self.verified("db")
        status, _, err = run("ingest", self.path("db"), self.path("more.jsonl"), *AT)
        self.assertEqual(status, 0, err)
        self.assertEqual(self.rows("db", "SELECT count(*), count(DISTINCT id) FROM report"), [(400, 400)])

    def test_full_tmpfs(self):
        """A real file system that fills up, and is given more room."""
        os.mkdir(self.path("small"))
        script = """mount -t tmpfs -o size=1500k none "$1" || exit 77
            "$2" ingest "$1/db" "$3" --obtained 2021-03-20T08:00:00Z; full=$?
            "$2" verify --spans "$1/db" >&2; whole=$?
            mount -o remount,size=64m none "$1"
            "$2" ingest "$1/db" "$3" --obtained 2021-03-20T08:00:00Z; again=$?
            cp "$1/db" "$4"; echo $full $whole $again"""
        p = subprocess.run(["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", script, "sh", self.path("small"), TOCSIN, self.path("more.jsonl"), self.path("out")],
                           stdout=subprocess.PIPE, stderr=subprocess.PIPE, universal_newlines=True) if shutil.which("unshare") else None
        if p is None or p.returncode:
            self.skipTest("no file system of its own can be mounted here")
        self.assertEqual(p.stdout.split(), ["3", "0", "0"], p.stderr)
        self.assertIn("the disk is full", p.stderr)
        self.ingest("expected", [report(i) for i in range(12, 400)])
        self.assertEqual(dump(self.path("out")), dump(self.path("expected")))
        self.verified("out")

    def test_read_only(self):
        if os.getuid() == 0 and os.geteuid() == 0:
            nobody = {"user": 65534, "group": 65534}
        else:
            nobody = {}
        os.chmod(self.folder, 0o755)
        for f in ("db", "more.jsonl"):
            os.chmod(self.path(f), 0o444)
        if subprocess.run([TOCSIN, "version"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **nobody).returncode:
            self.skipTest("another user cannot run the program here")
        event = self.rows("db", "SELECT printf('%015x', key) FROM event LIMIT 1")[0][0]
        for f in ("db-wal", "db-shm"):
            if os.path.exists(self.path(f)):
                os.unlink(self.path(f))
        with open(self.path("db"), "rb") as f:
            before = f.read()
        for command in (["ingest", self.path("db"), self.path("more.jsonl")], ["rebuild", self.path("db")], ["edit", self.path("db"), "reject", event]):
            self.refused(3, "read-only", *command, **nobody)
        with open(self.path("db"), "rb") as f:
            self.assertEqual(f.read(), before)

    def test_locked_for_all_who_write(self):
        db = sqlite3.connect(self.path("db"), isolation_level=None)
        event = db.execute("SELECT printf('%015x', key) FROM event LIMIT 1").fetchone()[0]
        db.execute("BEGIN IMMEDIATE")
        for command in (["rebuild", self.path("db")], ["edit", self.path("db"), "reject", event]):
            self.refused(3, "another program is writing to it", *command)
        db.execute("ROLLBACK")
        db.close()
        self.unharmed()

    def test_no_command_breaks_on_damage(self):
        """Wherever the file is damaged, each command works or says so; none crashes, and none writes half."""
        with open(self.path("db"), "rb") as f:
            whole = f.read()
        rng, event = random.Random(3), self.rows("db", "SELECT printf('%015x', key) FROM event LIMIT 1")[0][0]
        commands = [["query", "SELECT count(*) FROM events"], ["export", "-f", "csv"], ["verify", "--spans"], ["edit", "reject", event], ["show", event], ["ingest", self.path("more.jsonl")]]
        for i in range(24):
            data, at = bytearray(whole), rng.randrange(100, len(whole))
            n = rng.choice([1, 40, 9000])
            data[at:at + n] = os.urandom(len(data[at:at + n]))
            if i % 6 == 0:
                data = data[:at]
            with open(self.path("bad"), "wb") as f:
                f.write(data)
            for side in ("bad-wal", "bad-shm"):
                if os.path.exists(self.path(side)):
                    os.unlink(self.path(side))
            command = commands[i % len(commands)]
            status, _, err = run(command[0], self.path("bad"), *command[1:])
            self.assertIn(status, (0, 1, 2, 3, 4), (command, at, n, err))
            if status:
                self.assertTrue(err.startswith("tocsin: "), err)

    def test_damage_is_found(self):
        with open(self.path("db"), "rb") as f:
            data = bytearray(f.read())
        middle = len(data) // 2
        data[middle:middle + 40000] = random.Random(3).randbytes(40000)  # more than a page: a page may be half empty
        with open(self.path("bad"), "wb") as f:
            f.write(data)
        status, _, err = run("verify", self.path("bad"))
        self.assertIn(status, (1, 4))
        self.assertRegex(err, "damaged|does not hold")

    def test_lies_are_found(self):
        lies = [
            ("UPDATE event SET type = 'AID' WHERE key = (SELECT min(key) FROM event)", "event.type"),
            ("UPDATE figure SET low = low + 1 WHERE low IS NOT NULL", "figure.low"),
            ("UPDATE place SET start = start + 1", "a span does not hold its words"),
            ("UPDATE time SET start = start - 1", "a span does not hold its words"),
            ("UPDATE time SET value = '1999'", "time.value"),
            ("UPDATE claim SET source_spans = '[[0,3]]' WHERE source IS NOT NULL", "a span does not hold its words"),
            ("UPDATE claim SET cue_spans = '[[' WHERE cue IS NOT NULL", "a span does not hold its words"),
            ("UPDATE claim SET cue_spans = NULL WHERE cue IS NOT NULL", "a span does not hold its words"),
            ("UPDATE place SET latitude = latitude + 5", "missing from the map index"),
            ("DELETE FROM toll", "other rows when it is made anew: toll"),
            ("UPDATE incident SET n_reports = 7", "incident.n_reports"),
            ("DROP TRIGGER received_is_not_changed; UPDATE received SET id = 'other' WHERE id = 'r1'", "the key of another"),
            ("DROP TRIGGER received_is_not_changed; UPDATE received SET bytes = (SELECT bytes FROM received WHERE id = 'r2'), size = (SELECT size FROM received WHERE id = 'r2') WHERE id = 'r1'", "not as it was received"),
            ("DROP TRIGGER report_out; DELETE FROM report WHERE id = 'r3'", "points nowhere"),
            ("DROP TRIGGER report_in; DROP TRIGGER report_out; UPDATE report SET title = 'Zebra'", "full text index|title"),
        ]
        for sql, words in lies:
            shutil.copy(self.path("db"), self.path("lie"))
            db = sqlite3.connect(self.path("lie"))
            db.executescript(sql)
            db.commit()
            db.close()
            status, _, err = run("verify", self.path("lie"))
            self.assertEqual(status, 1, sql + ": " + err)
            self.assertRegex(err, words)

    def test_received_cannot_be_changed(self):
        db = sqlite3.connect(self.path("db"))
        for sql in ("UPDATE received SET id = 'x'", "DELETE FROM received"):
            with self.assertRaises(sqlite3.IntegrityError):
                db.execute(sql)
        db.close()
        self.unharmed()

    def test_queries_only_read(self):
        for sql, words in (("DELETE FROM arrival", "may only read"), ("SELECT 1; SELECT 2", "one statement"), ("", "is empty"),
                           ("SELEC 1", "cannot be understood"), ("CREATE TABLE t(x)", "may only read")):
            self.refused(2, words, "query", self.path("db"), sql)
        self.unharmed()


class Across(Base):
    """What is said of reports together."""

    BODY = ("Gunmen killed %d people at a market in Benghazi on Monday, the police said.\n\n"
            "The market had been crowded for the holiday, and traders carried the wounded to the hospital on carts. "
            "The mayor asked residents to stay at home until the streets are safe.\n")

    def versions(self):
        base = {"publisher": "Quay Gazette", "title": "Attack on market", "url": "https://quay.example/market"}
        return [dict(base, id="v1", published="2021-03-09T08:00", text=self.BODY % 7),
                dict(base, id="v2", published="2021-03-09T08:00", updated="2021-03-09T20:00", text=self.BODY % 11
                     + "\nSoldiers arrested four men near the harbour, the army said.\n"),
                {"id": "copy", "publisher": "Harbour Post", "title": "Dead at Benghazi market", "published": "2021-03-09T10:00",
                 "text": self.BODY % 7},
                {"id": "other", "publisher": "Harbour Post", "title": "Harvest", "published": "2021-03-09T11:00",
                 "text": "Farmers near Kisumu brought in the maize early. Nobody was hurt when a barn burned down."}]

    def test_revisions_and_copies(self):
        self.ingest("db", self.versions())
        got = self.rows("db", "SELECT r.id, o.id, v.kind FROM revision v JOIN report r ON r.key = v.report JOIN report o ON o.key = v.of ORDER BY r.id")
        self.assertEqual(got, [("copy", "v1", "copy"), ("v2", "v1", "revision")])
        changes = self.rows("db", "SELECT what, was, now FROM change ORDER BY what, n")
        kinds = [c[0] for c in changes]
        self.assertIn("figure", kinds)
        self.assertIn("new", kinds)
        self.assertNotIn("gone", kinds)
        figure = [c for c in changes if c[0] == "figure"][0]
        self.assertIn("killed 7..7", figure[1])
        self.assertIn("killed 11..11", figure[2])

    def test_one_incident(self):
        self.ingest("db", self.versions())
        got = self.rows("db", "SELECT DISTINCT i.key, i.n_reports FROM incident i JOIN incident_part p ON p.incident = i.key JOIN report r ON r.key = p.report"
                              " WHERE i.type = 'ASSAULT' AND r.id IN ('v1', 'v2', 'copy')")
        self.assertEqual(len(got), 1, got)
        self.assertEqual(got[0][1], 1)  # a copy and a version are no further witnesses
        tolls = self.rows("db", "SELECT low, claimant, as_of FROM tolls WHERE counts = 'killed' ORDER BY as_of, report")
        self.assertEqual([t[0] for t in tolls], [7, 7, 11])
        status, out, err = run("show", self.path("db"), "%015x" % got[0][0])
        self.assertEqual(status, 0, err)
        self.assertIn("killed 11, according to the police, as of 2021-03-09T20:00", out)
        self.assertIn("Gunmen killed 7 people", out)
        self.assertEqual(run("show", self.path("db"), "nothing")[0], 2)

    def test_the_same_words_a_week_later(self):
        weeks = [dict(self.versions()[0], id="w%d" % d, url=None, published="2021-03-%02d" % d, text=self.BODY % d) for d in (9, 16)]
        self.ingest("db", weeks)
        self.assertEqual(self.rows("db", "SELECT * FROM revision"), [])

    def incident_of(self, event):
        return self.rows("db", "SELECT incident FROM events WHERE event = ?", event)[0][0]

    def test_edits(self):
        """They are replayed by a rebuild, and the later one holds."""
        reports = [{"id": "e%d" % i, "published": "2021-03-09", "publisher": "P%d" % i, "text": "Gunmen killed seven people in %s on Monday, the police said." % town}
                   for i, town in enumerate(["Benghazi", "Quetta"])]
        self.ingest("db", reports)
        (a,), (b,) = self.rows("db", "SELECT event FROM events WHERE type = 'ASSAULT' ORDER BY report")
        path, edit = self.path("db"), lambda *args: self.assertEqual(run("edit", self.path("db"), *args, "--by", "ana"), (0, "", ""))
        self.assertNotEqual(self.incident_of(a), self.incident_of(b))
        edit("merge", a, b, "--at", "2021-03-10T00:00:00Z")
        self.assertEqual(self.incident_of(a), self.incident_of(b))
        self.assertEqual(run("rebuild", path)[0], 0)
        self.assertEqual(self.incident_of(a), self.incident_of(b))
        edit("split", b, "--at", "2021-03-11T00:00:00Z")
        self.assertNotEqual(self.incident_of(a), self.incident_of(b))
        edit("reject", a, "--at", "2021-03-12T00:00:00Z", "--note", "a film")
        self.assertEqual([json.loads(x)["event"] for x in run("export", path, "-f", "jsonl")[1].splitlines() if "ASSAULT" in x], [b])
        self.assertIsNone(self.incident_of(a))
        edit("accept", a, "--at", "2021-03-13T00:00:00Z")
        self.assertEqual(len([x for x in run("export", path, "-f", "jsonl")[1].splitlines() if "ASSAULT" in x]), 2)
        edit("reject", b, "--at", "2021-03-12T00:00:00Z")  # earlier, said later
        self.assertEqual(self.rows("db", "SELECT verdict FROM events WHERE event = ?", a), [("accept",)])
        self.verified("db")
        for what in ("reject", "accept", "reject", "accept", "reject"):  # within one second, perhaps
            edit(what, b)
        self.assertEqual(self.rows("db", "SELECT verdict FROM events WHERE event = ?", b), [("reject",)])
        for at, in self.rows("db", "SELECT at FROM edit WHERE note IS NULL AND at > '2022'"):
            self.assertRegex(at, r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$")
        self.verified("db")
        for what, end in (("reject", ".25Z"), ("accept", "Z")):  # to the second, before one to less than that
            edit(what, b, "--at", "2030-01-01T00:00:00" + end)
            self.assertEqual(self.rows("db", "SELECT verdict FROM events WHERE event = ?", b), [("reject",)])
        edit("accept", b, "--at", "2030-01-01T00:00:01Z")
        self.assertEqual(self.rows("db", "SELECT verdict FROM events WHERE event = ?", b), [("accept",)])
        edit("merge", a + "\r", b, "--at", "2030-01-01T00:00:02.5Z")  # as a shell takes it from a line of CSV
        edit("split", a, "--at", "2030-01-01T00:00:02Z")  # half a second before
        edit("accept", b, "--at", "2030-01-01T00:00:03")
        self.assertEqual(self.incident_of(a), self.incident_of(b))
        self.verified("db")
        for at in ("lately", "2030-13-01", "2030-01-01T24:00Z", "2030-01-01T00:00:00+02:00", "2030-01-01Z", "2030-01-01T0", "2030-01-01T00:00:00.Z"):
            status, _, err = run("edit", path, "reject", b, "--at", at)
            self.assertEqual((status, "at '%s' is no time" % at in err), (2, True), err)
            status, _, err = run("ingest", path, "--obtained", at, self.path("db.jsonl"))
            self.assertEqual((status, "obtained '%s' is no time" % at in err), (2, True), err)
        for args in (("reject", "nothing"), ("merge", a), ("split", a, b), ("praise", a), ("reject", "0" * 15)):
            self.assertEqual(run("edit", path, *args)[0], 2, args)
        db = sqlite3.connect(path)
        for sql in ("UPDATE edit SET what = 'accept'", "DELETE FROM edit"):
            with self.assertRaises(sqlite3.IntegrityError):
                db.execute(sql)
        db.close()

    def test_towns_and_weeks_keep_incidents_apart(self):
        reports = []
        for i, (town, day) in enumerate([("Benghazi", "09"), ("Quetta", "09"), ("Benghazi", "23")]):
            reports.append({"id": "t%d" % i, "published": "2021-03-" + day, "publisher": "P%d" % i,
                            "text": "Gunmen killed seven people at a market in %s on Monday, the police said." % town})
        self.ingest("db", reports)
        self.assertEqual(self.rows("db", "SELECT count(*) FROM incident WHERE type = 'ASSAULT'"), [(3,)])


class Exports(Base):
    def setUp(self):
        super().setUp()
        private = {"id": "p", "title": "Nurse beaten", "publisher": "Quay Gazette", "published": "2021-03-09", "url": "https://quay.example/jelena-marovic",
                   "text": "Police officers beat Jelena Marovic, a nurse, in Lviv on Monday, her neighbours said. \"They came at night\", Marovic said."}
        self.ingest("db", [report(i) for i in range(12)] + [private])

    def export(self, name, *args):
        status, out, err = run("export", self.path("db"), "-f", name, *args)
        self.assertEqual((status, err), (0, ""))
        return out

    def test_layouts(self):
        n = self.rows("db", "SELECT count(*) FROM event")[0][0]
        table = list(csv.reader(io.StringIO(self.export("csv"))))
        self.assertEqual(len(table), n + 1)
        lines = [json.loads(x) for x in self.export("jsonl").splitlines()]
        self.assertEqual([x["event"] for x in lines], [r[0] for r in table[1:]])
        features = json.loads(self.export("geojson"))["features"]
        self.assertEqual(len(features), n)
        at = {f["properties"]["place"]: f["geometry"]["coordinates"] for f in features if f["geometry"]}
        self.assertAlmostEqual(at["Benghazi"][0], 20.07, places=1)
        self.assertAlmostEqual(at["Benghazi"][1], 32.11, places=1)
        for name, columns in (("acled31", 31), ("ged", 49)):
            table = list(csv.reader(io.StringIO(self.export(name))))
            self.assertEqual({len(r) for r in table}, {columns})
            self.assertGreater(len(table), 2, name)
        rows = [x.split("\t") for x in self.export("gdelt2").splitlines()]
        self.assertEqual({len(r) for r in rows}, {61})
        arrest = [r for r in rows if r[26] == "173" and r[52] == "Osh"][0]
        self.assertEqual((arrest[27], arrest[28], arrest[29], arrest[3], arrest[1][:6]), ("173", "17", "4", "2021", arrest[2]))
        self.assertAlmostEqual(float(arrest[56]), 40.5, delta=0.3)
        head, *rows = list(csv.reader(io.StringIO(self.export("ged"))))
        dead = [dict(zip(head, r)) for r in rows]
        self.assertEqual([(d["low"], d["best"], d["high"]) for d in sorted(dead, key=lambda d: int(d["best"])) if d["where_coordinates"] == "Benghazi"], [("4", "4", "4"), ("12", "12", "12")])
        head, *rows = list(csv.reader(io.StringIO(self.export("claims"))))
        self.assertTrue(all(dict(zip(head, r))["claimant"] for r in rows))

    def test_private_persons(self):
        for name in ("csv", "jsonl", "geojson", "claims", "acled31", "ged", "ccc", "gdelt2"):
            self.assertNotRegex(self.export(name).lower(), "marovic|jelena", name)
        self.assertIn("Marovic", self.export("csv", "--with-names"))
        status, out, _ = run("query", self.path("db"), "SELECT * FROM events")
        self.assertNotIn("Marovic", out)

    def test_conditions(self):
        self.assertTrue(all(json.loads(x)["type"] == "ASSAULT" for x in self.export("jsonl", "--where", "type = 'ASSAULT'").splitlines()))
        self.assertTrue(self.export("jsonl", "--since", "2021-03-05"))
        self.assertTrue(all((json.loads(x)["date_to"] or json.loads(x)["published"]) >= "2021-03-05" for x in self.export("jsonl", "--since", "2021-03-05").splitlines()))
        self.assertEqual(self.export("jsonl", "--as-of", "2021-03-19"), "")
        self.assertEqual(self.export("jsonl", "--as-of", "2021-03-20"), self.export("jsonl"))
        for args in (("--since", "soon"), ("--where", "no_such = 1"), ("--format", "xls")):
            self.assertEqual(run("export", self.path("db"), *args)[0], 2, args)


if __name__ == "__main__":
    TOCSIN = os.path.abspath(sys.argv[1])
    unittest.main(argv=[sys.argv[0]] + sys.argv[2:])
