"""The command as a person or a script meets it.

usage: test_cli.py PATH_OF_TOCSIN ROOT [unittest options]
"""
import csv
import io
import json
import os
import pty
import re
import select
import shutil
import subprocess
import sys
import tempfile
import time
import unittest
import zipfile

TOCSIN, ROOT = None, None
COMMANDS = ["code", "explain", "parse", "text", "group", "ingest", "show", "diff", "edit", "query", "export", "aggregate",
            "serve", "rebuild", "merge", "verify", "gazetteer", "actors", "lexicon", "fetch", "version", "help"]
VERBS = {"gazetteer": [["find"], ["add"], ["list"], ["remove"], ["rebuild"]]}  # each with options of its own
TEXTS = [
    "Police in Osh arrested more than 40 protesters on Monday, the mayor's office said.",
    "Rebels shelled the port of Benghazi for a second day.\n\nAt least nine dock workers were killed, doctors said.",
    "Łódź: strajk — workers of two mills walked out on Tuesday.",
    "Nothing happened here. The council discussed the colour of its benches.",
    "The minister will meet envoys from Chad and Niger next week to discuss a truce.",
]


def reports():
    return [{"id": "r%d" % i, "text": t, "published": "2021-03-1%d" % i, "title": "Report %d" % i, "publisher": "Quay Gazette"}
            for i, t in enumerate(TEXTS)]


def jsonl(records):
    return "".join(json.dumps(r, ensure_ascii=False) + "\n" for r in records)


def run(*args, stdin="", env=None, cwd=None):
    """(exit status, standard output, standard error) with bytes in and text out."""
    data = stdin if isinstance(stdin, bytes) else stdin.encode()
    e = dict(os.environ, **(env or {}))
    p = subprocess.run([TOCSIN, *args], input=data, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=e, cwd=cwd, timeout=300)
    return p.returncode, p.stdout.decode("utf-8"), p.stderr.decode("utf-8")


def on_terminal(*args, stdin=b"", which=1, env=None, feed=None):
    """Output of a run with stdout (1) or stderr (2) on a pseudo terminal."""
    try:
        ours, theirs = pty.openpty()
    except OSError as e:
        raise unittest.SkipTest("no pseudo terminal here: %s" % e)
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "stdin": subprocess.PIPE}
    streams["stdout" if which == 1 else "stderr"] = theirs
    p = subprocess.Popen([TOCSIN, *args], env=dict(os.environ, TERM="xterm", **(env or {})), **streams)
    os.close(theirs)
    for part in (feed or [stdin]):
        if isinstance(part, float):
            time.sleep(part)
        else:
            p.stdin.write(part)
            p.stdin.flush()
    p.stdin.close()
    got = b""
    while True:
        ready, _, _ = select.select([ours], [], [], 60)
        try:
            chunk = os.read(ours, 65536) if ready else b""
        except OSError:              # the other side is closed
            chunk = b""
        if not chunk:
            break
        got += chunk
    os.close(ours)
    (p.stdout or p.stderr).read()
    for stream in (p.stdout, p.stderr):
        if stream:
            stream.close()
    return p.wait(timeout=60), got.decode("utf-8", "replace").replace("\r\n", "\n")


class Case(unittest.TestCase):
    def setUp(self):
        self.dir = tempfile.mkdtemp(prefix="tocsin-")
        self.addCleanup(shutil.rmtree, self.dir)

    def file(self, name, content):
        path = os.path.join(self.dir, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as f:
            f.write(content if isinstance(content, bytes) else content.encode())
        return path

    def bytes_of(self, *path):
        with open(os.path.join(*path), "rb") as f:
            return f.read()

    def records(self, out):
        return [json.loads(line) for line in out.splitlines()]


class Help(Case):
    def test_overview(self):
        status, out, err = run("help")
        self.assertEqual((status, err), (0, ""))
        for name in COMMANDS:
            self.assertRegex(out, r"(?m)^  %s " % name)
        self.assertEqual(run("--help")[1], out)

    def test_nothing_given(self):
        status, out, err = run()
        self.assertEqual(status, 2)
        self.assertIn("usage:", out)

    def test_each_command(self):
        for name in COMMANDS:
            status, out, err = run("help", name)
            self.assertEqual((status, err), (0, ""), name)
            self.assertIn("usage: tocsin " + name, out)
            self.assertIn("examples\n  ", out)
            if name != "help":
                self.assertEqual(run(name, "--help"), (0, out, ""))
            self.assertLessEqual(max(map(len, out.splitlines())), 100, name)

    def test_help_names_every_option(self):
        """What a command accepts stands in its help; what its help names, it accepts."""
        folder = tempfile.mkdtemp()  # "--output" writes where it is told to
        self.addCleanup(shutil.rmtree, folder)
        for name in COMMANDS:
            text = run("help", name)[1]
            options = text.partition("\noptions\n")[2].partition("\n\n")[0]
            for option in re.findall(r"(?m)^ {2,6}(?:-\w, )?--([\w-]+)", options):
                given = "--%s=\x01" % option if "--%s " % option in text else "--%s" % option
                for verb in VERBS.get(name, [[]]):
                    err = run(name, *verb, given, "/nowhere/x", cwd=folder)[2]
                    if "unknown option" not in err:
                        break
                else:
                    if option != "help":
                        self.fail((name, option, err))

    def test_slips_of_the_hand(self):
        for args, said in [(["coed"], "did you mean 'code'?"), (["zzz"], "unknown command 'zzz'"),
                           (["code", "--formt", "csv"], "did you mean '--format'?"), (["code", "-Z"], "unknown option '-Z'"),
                           (["code", "--format", "cvs"], "did you mean 'csv'?"), (["code", "--format"], "needs a value"),
                           (["code", "--quiet=1"], "takes no value"), (["code", "--layers", "negation"], "did you mean 'negations'?"),
                           (["code", "--jobs", "two"], "whole number"), (["code", "--jobs", "-1"], "whole number"),
                           (["parse", "--input", "xml"], "unknown input format 'xml'"), (["help", "parze"], "did you mean 'parse'?"),
                           (["explain", "--date", "Monday", "x"], "2022-01-06"), (["version", "extra"], "no argument")]:
            status, out, err = run(*args)
            self.assertEqual((status, out), (2, ""), args)
            self.assertIn(said, err)

    def test_version(self):
        status, out, _ = run("version")
        self.assertEqual(status, 0)
        self.assertRegex(out, r"\Atocsin \d+\.\d+\.\d+\nmodel +sha256:[0-9a-f]{64}\nlexicon +sha256:[0-9a-f]{64}\n"
                              r"gazetteer +(sha256:[0-9a-f]{64}|none)\n\Z")
        self.assertEqual(run("--version")[1], out)


class Formats(Case):
    def test_docs(self):
        status, out, err = run("code", "--format", "docs", stdin=jsonl(reports()))
        self.assertEqual((status, err), (0, ""))
        docs = self.records(out)
        self.assertEqual([d["id"] for d in docs], ["r0", "r1", "r2", "r3", "r4"])
        for doc, report in zip(docs, reports()):
            self.assertEqual(doc["title"], report["title"])
            self.assertEqual(doc["published"], report["published"])
            text = report["text"]
            self.assertTrue(doc["sentences"])
            self.assertTrue(all(0 <= a < b <= len(text) for a, b in doc["sentences"]))
            for event in doc["events"]:
                a, b = event["trigger"]["span"]
                self.assertEqual(text[a:b], event["trigger"]["text"])

    def test_pipe_gets_an_event_a_line(self):
        _, default, _ = run("code", stdin=jsonl(reports()))
        status, out, _ = run("code", "--format", "jsonl", stdin=jsonl(reports()))
        self.assertEqual(status, 0)
        self.assertEqual(default, out)
        docs = self.records(run("code", "--format", "docs", stdin=jsonl(reports()))[1])
        events = self.records(out)
        self.assertGreater(len(events), 0)
        self.assertEqual([(e["report"]["id"], e["id"]) for e in events], [(d["id"], e["id"]) for d in docs for e in d["events"]])
        for e in events:
            report, resolved = e.pop("report"), e.pop("resolved")
            doc = next(d for d in docs if d["id"] == report["id"])
            self.assertIn(e, doc["events"])
            self.assertEqual(resolved["figures"], [doc["figures"][i] for i in e["figures"]])
            self.assertEqual(resolved["claims"][:1], [doc["claims"][e["claim"]]] if e["claim"] is not None else [])

    def test_csv(self):
        status, out, _ = run("code", "--format", "csv", stdin=jsonl(reports()))
        self.assertEqual(status, 0)
        self.assertTrue(out.endswith("\r\n"))
        rows = list(csv.DictReader(io.StringIO(out, newline="")))
        docs = {d["id"]: d for d in self.records(run("code", "--format", "docs", stdin=jsonl(reports()))[1])}
        self.assertEqual(len(rows), sum(len(d["events"]) for d in docs.values()))
        for row in rows:
            event = next(e for e in docs[row["report"]]["events"] if e["id"] == row["event"])
            self.assertNotIn(None, row)            # no row is longer than the header
            self.assertNotIn(None, row.values())   # nor shorter
            self.assertEqual(row["status"], event["status"])
            self.assertEqual(row["type"], event["type"])
            self.assertEqual([int(row["trigger_start"]), int(row["trigger_end"])], event["trigger"]["span"])
            self.assertIn(row["alleged"], ("true", "false"))

    def test_csv_header_without_events(self):
        status, out, _ = run("code", "--format", "csv", stdin="")
        self.assertEqual((status, out.count("\r\n")), (0, 1))
        self.assertTrue(out.startswith("report,event,incident,"))

    def test_layers(self):
        _, plain, _ = run("code", "--format", "docs", "--layers", "none", stdin=jsonl(reports()))
        by_default = self.records(run("code", "--format", "docs", stdin=jsonl(reports()))[1])
        for a, b in zip(self.records(plain), by_default):
            self.assertEqual(set(b) - set(a), {"predicates", "negations"})
        for names, keys in [("tokens", {"tokens"}), ("predicates,negations", {"predicates", "negations"}),
                            ("coref", {"coref"}), ("srl", {"srl"}),
                            ("mentions,places", set()), ("all", {"tokens", "predicates", "negations", "coref", "srl"})]:
            status, out, err = run("code", "--format", "docs", "--layers", names, stdin=jsonl(reports()))
            self.assertEqual((status, err), (0, ""))
            for a, b in zip(self.records(plain), self.records(out)):
                self.assertEqual(set(b) - set(a), keys)
        doc = self.records(run("code", "--format", "docs", "-l", "tokens", stdin=jsonl(reports()))[1])[2]
        for t in doc["tokens"]:
            self.assertEqual(TEXTS[2][t["span"][0]:t["span"][1]], t["text"])

    def test_coreference(self):
        text = "Aigerim Bekova met the Kazakh president, Erlan Dosov, on Monday. Dosov told her to leave."
        doc = self.records(run("code", "--format", "docs", "-l", "coref", stdin=jsonl([{"id": "c", "text": text}]))[1])[0]
        chains = {c["name"]: [(m["text"], m["via"]) for m in c["mentions"]] for c in doc["coref"]}
        self.assertEqual(chains["Aigerim Bekova"], [("Aigerim Bekova", None), ("her", "coref")])
        self.assertIn(("Dosov", "name"), chains["Erlan Dosov"])
        for c in doc["coref"]:
            for m in c["mentions"]:
                self.assertEqual(text[m["span"][0]:m["span"][1]], m["text"])

    def test_what_is_known_under_a_name(self):
        status, out, _ = run("gazetteer", "find", "Almaty")
        places = [json.loads(x) for x in out.splitlines()]
        self.assertEqual((status, {p["country"] for p in places[:2]}), (0, {"KAZ"}))
        self.assertIn(1526384, [p["geonameid"] for p in places])
        status, out, _ = run("actors", "find", "Putin", "--date", "2010-06-01")
        self.assertEqual((status, [json.loads(x)["role"] for x in out.splitlines()]), (0, ["premier"]))
        status, out, err = run("actors", "find", "nobody", "of", "that", "name")
        self.assertEqual((status, out), (1, ""))
        self.assertIn("nothing is known under 'nobody of that name'", err)
        self.assertEqual(run("actors", "find", "Putin", "--date", "soon")[0], 2)
        self.assertEqual(run("gazetteer", "lose", "Almaty")[0], 2)
        self.assertEqual(run("gazetteer", "find")[0], 2)

    def dump(self, name, *rows):
        """A GeoNames dump of (id, name, other names, lat, lon, class, feature, country, adm1, people)."""
        lines = []
        for number, place, others, lat, lon, group, code, country, adm1, people in rows:
            lines.append("\t".join([str(number), place, place, others, str(lat), str(lon), group, code, country, "", adm1, "", "", "",
                                    str(people), "", "12", "Asia/Damascus", "2024-02-03"]) + "\n")
        return self.file(name, "".join(lines))

    def test_dumps_on_top_of_the_gazetteer(self):
        layers = os.path.join(self.dir, "layers")
        sy = self.dump("SY.txt", (30000001, "Qarfalun", "Karfaloon", 35.5, 36.6, "P", "PPL", "SY", "12", 900),
                       (30000002, "Wadi Zarn", "", 35.6, 36.7, "H", "WAD", "SY", "12", 0))
        text = jsonl([{"id": "a", "text": "Shells hit the town of Qarfalun on Monday."}])
        before = self.records(run("code", "-f", "docs", stdin=text)[1])[0]
        status, out, err = run("gazetteer", "add", sy, "--gazetteer", layers)
        self.assertEqual((status, err), (0, ""))
        self.assertEqual([(r["name"], r["kind"], r["lines"]) for r in self.records(out)], [("SY.txt", "places", 1)])
        found = self.records(run("gazetteer", "find", "Qarfalun", "--gazetteer", layers)[1])
        self.assertEqual([(r["geonameid"], r["country"], r["adm1"]) for r in found], [(30000001, "SYR", "Idlib")])
        status, out, _ = run("code", "-f", "docs", "--gazetteer", layers, stdin=text)
        after = self.records(out)[0]
        self.assertEqual([p["geonameid"] for p in after["places"]], [30000001])
        self.assertNotEqual(after["engine"]["gazetteer"], before["engine"]["gazetteer"])
        self.assertEqual(after["engine"]["lexicon"], before["engine"]["lexicon"])
        # where add puts it by default, every command finds it
        home = {"XDG_DATA_HOME": os.path.join(self.dir, "data"), "TOCSIN_GAZETTEER": ""}
        self.assertEqual(run("gazetteer", "add", "-q", sy, env=home), (0, "", ""))
        self.assertEqual(run("code", "-f", "docs", stdin=text, env=home)[1], out)
        self.assertEqual(self.records(run("code", "-f", "docs", "--gazetteer", "none", stdin=text, env=home)[1])[0], before)
        # names on top, a wrong dump that changes nothing, the order, and away with it
        names = self.file("alternateNamesV2.txt", "1\t30000001\ten\tQarf Town\t\t\t\t\t\t\n")
        self.assertEqual(run("gazetteer", "add", "-q", names, "--gazetteer", layers)[0], 0)
        self.assertEqual(len(self.records(run("gazetteer", "find", "Qarf Town", "--gazetteer", layers)[1])), 1)
        held = self.bytes_of(layers, "gazetteer.bin")
        good = self.dump("IQ.txt", (30000003, "Tel Qarn", "", 33.5, 44.6, "P", "PPL", "IQ", "07", 900))
        far = self.dump("TR.txt", (30000004, "Qarnova", "", 38.5, 36.6, "P", "PPL", "TR", "01", 900), (30000005, "Nova", "", 98.5, 36.6, "P", "PPL", "TR", "01", 900))
        status, out, err = run("gazetteer", "add", good, far, "--gazetteer", layers)
        self.assertEqual((status, out), (4, ""))
        self.assertIn("expected a latitude from -90 to 90, not '98.5' in '%s', line 2, column" % far, err)
        self.assertEqual(sorted(os.listdir(layers)), ["SY.txt", "alternateNamesV2.txt", "gazetteer.bin"])
        self.assertEqual(self.bytes_of(layers, "gazetteer.bin"), held)
        other = os.path.join(self.dir, "other")
        self.assertEqual(run("gazetteer", "add", "-q", names, sy, "--gazetteer", other)[0], 0)
        self.assertEqual(self.bytes_of(other, "gazetteer.bin"), held)
        self.assertEqual(run("gazetteer", "remove", "KZ.txt", "--gazetteer", layers)[0], 2)
        self.assertEqual(run("gazetteer", "remove", "alternateNamesV2.txt", "SY.txt", "--gazetteer", layers)[0], 0)
        self.assertEqual(os.listdir(layers), [])
        self.assertEqual(run("gazetteer", "list", "--gazetteer", layers)[0], 0)
        # a damaged file is no gazetteer, and a missing one is missing
        self.file("layers/gazetteer.bin", held[:len(held) // 2])
        status, _, err = run("code", "--gazetteer", layers, stdin=text)
        self.assertEqual(status, 4)
        self.assertIn("cut short or changed", err)
        self.assertEqual(run("code", "--gazetteer", os.path.join(self.dir, "nowhere"), stdin=text)[0], 4)
        for args in (("add",), ("add", self.file("x.csv", "a")), ("list", "KZ.txt"), ("remove",)):
            self.assertEqual(run("gazetteer", *args, "--gazetteer", layers)[0], 2, args)

    def test_publishers_at_home(self):
        """A paper in Texas: what its other reports name says which Paris it means."""
        local = ["The sheriff of Lamar County, Texas, closed a road near Clarksville.", "A school in Bonham, Texas, and one in Clarksville, Texas, reopened.",
                 "Farmers met in Bonham, Texas, and in Paris, Texas, on Friday.", "A fire burned a barn near Clarksville, Texas."]
        papers = [{"id": "p%d" % i, "text": t, "publisher": "Red River Courier"} for i, t in enumerate(local)]
        db = os.path.join(self.dir, "papers.db")
        self.assertEqual(run("ingest", "-q", db, "-", "-i", "jsonl", stdin=jsonl(papers))[0], 0)
        status, homes, err = run("export", db, "--format", "homes")
        self.assertEqual((status, err), (0, ""))
        rows = [x.split("\t") for x in homes.splitlines()]
        self.assertEqual([(r[0], r[3], r[4]) for r in rows if r[0] != "publisher"], [("Red River Courier", "USA", "TX")])
        path = self.file("homes.tsv", homes)
        new = jsonl([{"id": "q", "text": "Two men were arrested in Paris on Sunday.", "publisher": "red river courier"}])
        place = lambda *o: self.records(run("code", "-f", "docs", *o, stdin=new)[1])[0]
        self.assertEqual(place()["places"][0]["country"], "FRA")
        self.assertEqual((place("--publisher-prior", path)["places"][0]["country"], place("--publisher-prior", path)["places"][0]["adm1"]), ("USA", "TX"))
        self.assertNotEqual(place()["engine"]["lexicon"], place("--publisher-prior", path)["engine"]["lexicon"])
        status, _, err = run("code", "--publisher-prior", self.file("bad.tsv", "Red River Courier\tTexas\n"), stdin=new)
        self.assertEqual(status, 4)
        self.assertIn("expected a GeoNames id in '%s', line 1" % os.path.join(self.dir, "bad.tsv"), err)

    def dictionaries(self, **files):
        content = {"our.actors": "CARNELIA_ [CNL]\nCARNELIAN_ [CNL]\nVELDOR_ [VDR]\n", "our.agents": "POLICE [~COP]\nMARCHER [~OPP]\n",
                   "our.verbs": "&TOOL\n+BATONS\nBEAT [182]\n- * WITH &TOOL [1823]\nSAY [010]\n", "our.issues": "FARMLAND [ID_LAND]\n",
                   "README": "not a dictionary [\n"}
        for name, text in dict(content, **files).items():
            self.file("own/" + name, text)
        return os.path.join(self.dir, "own")

    NEWS = jsonl([{"id": "n1", "published": "2020-05-04", "publisher": "Quay\tGazette",
                   "text": "Carnelian police beat marchers on farmland. Veldor police beat marchers with batons. Police beat Carnelian marchers."},
                  {"id": "n2", "text": "Carnelia did not beat Veldor. It rained."}])

    def test_own_dictionaries(self):
        own = self.dictionaries()
        status, out, err = run("code", "--dictionaries", own, "--format", "petrarch", stdin=self.NEWS)
        self.assertEqual((status, err), (0, ""))
        self.assertEqual(out, "20200504\tCNLCOP\t---OPP\t182\tID_LAND,1\tn1_1\tQuay Gazette\n"
                              "20200504\tVDRCOP\t---OPP\t1823\t\tn1_2\tQuay Gazette\n"
                              "20200504\t---COP\tCNLOPP\t182\t\tn1_3\tQuay Gazette\n")
        many = "".join(self.NEWS.replace('"n', '"%d-' % i) for i in range(20))
        one = run("code", "--dictionaries", own, "-f", "docs", "--jobs", "1", stdin=many)[1]
        self.assertEqual(run("code", "--dictionaries", own, "-f", "docs", "--jobs", "4", stdin=many)[1], one)
        event = self.records(one)[0]["events"][1]
        self.assertEqual((event["type"], event["cameo"], event["why"]), ("ASSAULT", "1823", "our.verbs:4"))

    GOOD = "=== arrest\nPolice in Osh arrested nine men.\n---\nCOERCE/arrest actor=\"Police\" recipient=\"men\"\n"
    BAD = "=== it's a slip\nPolice didn't arrest O'Hara.\n---\nPROTEST actor=\"Police\"\n"

    def test_cases(self):
        good = self.file("good/good.txt", self.GOOD)
        self.assertEqual(run("lexicon", "test", good), (0, "1 cases, 1 passed, 0 failed, 0 known failures\n", ""))
        bad = self.file("bad.txt", self.BAD)
        status, out, err = run("lexicon", "test", good, bad)
        self.assertEqual((status, err), (1, ""))
        self.assertTrue(out.startswith(bad + ":1: it's a slip\n    Police didn't arrest O'Hara.\n    line 4     expected  PROTEST actor=\"Police\"\n"), out)
        self.assertIn("coded     COERCE/arrest trigger=\"arrest\" actor=\"Police\"", out)
        self.assertIn("tocsin explain --date 2024-03-15 'Police didn'\\''t arrest O'\\''Hara.'\n", out)
        self.assertTrue(out.endswith("2 cases, 1 passed, 1 failed, 0 known failures\n"), out)
        many = self.file("many/many.txt", "".join(self.BAD.replace("slip", "slip %d" % i) + self.GOOD.replace("arrest\n", "arrest %d\n" % i, 1) for i in range(20)))
        self.assertEqual(run("lexicon", "test", "--jobs", "4", many)[1], run("lexicon", "test", "-j1", many)[1])

    def test_cases_that_fail_for_now(self):
        folder = os.path.dirname(self.file("now/a.txt", self.BAD + self.GOOD))
        self.file("now/known-failures.txt", "# trees\nit's a slip\n")
        self.assertEqual(run("lexicon", "test", folder), (0, "2 cases, 1 passed, 0 failed, 1 known failures\n", ""))
        self.assertEqual(run("lexicon", "test", folder + "/a.txt")[0], 0)
        self.file("now/known-failures.txt", "it's a slip\narrest\n")
        status, out, _ = run("lexicon", "test", folder)
        self.assertEqual(status, 1)
        self.assertIn("a.txt:5: 'arrest' passes now: take it out of known-failures.txt", out)
        known = self.file("now/known-failures.txt", "it's a slip\nanother\n")
        status, out, err = run("lexicon", "test", folder)
        self.assertEqual((status, out, err), (4, "", "tocsin: no case is called 'another' in '%s', line 2, column 1\n" % known))

    def test_case_files_with_mistakes(self):
        path = self.file("slip.txt", "=== a\nPolice came.\n---\nCOERCE/arest\n")
        self.assertEqual(run("lexicon", "test", path), (4, "", "tocsin: COERCE has no mode 'arest' in '%s', line 4, column 8\n" % path))
        twice = self.file("twice.txt", self.GOOD)
        status, out, err = run("lexicon", "test", twice, self.file("again.txt", self.GOOD))
        self.assertEqual((status, out), (4, ""))
        self.assertIn("two cases are called 'arrest', the other in '%s', line 1" % twice, err)
        self.assertEqual(run("lexicon", "test", os.path.join(self.dir, "gone.txt"))[0], 3)
        self.assertEqual(run("lexicon", "test", os.path.dirname(self.file("empty/x.md", "")))[0], 4)
        for words in ((), ("test",), ("check",), ("check", self.dir, self.dir), ("list", "--coverage", self.dir), ("try", self.dir)):
            self.assertEqual(run("lexicon", *words)[0], 2, words)

    def test_cases_with_trees(self):
        tree = "# newdoc id = %s\n# text = Dogs chase cats.\n1\tDogs\tdog\tNOUN\t_\tNumber=Plur\t2\tnsubj\t_\t_\n2\tchase\tarrest\tVERB\t_\tVerbForm=Fin\t0\troot\t_\t_\n" \
               "3\tcats\tcat\tNOUN\t_\tNumber=Plur\t2\tobj\t_\tSpaceAfter=No\n4\t.\t.\tPUNCT\t_\t_\t2\tpunct\t_\t_\n\n"
        path = self.file("trees.txt", "=== chase\nDogs chase cats.\n---\nCOERCE/arrest trigger=\"chase\"\n" + self.GOOD)
        trees = self.file("trees.conllu", tree % "chase")  # its lemma is not that of the word: the tree counts
        self.assertEqual(run("lexicon", "test", path), (0, "2 cases, 2 passed, 0 failed, 0 known failures\n", ""))
        status, out, err = run("lexicon", "test", "--model", "conllu", path)
        self.assertEqual((status, out), (4, ""))
        self.assertIn("case 'arrest' has no trees", err)
        self.file("trees.conllu", (tree % "chase").replace("Dogs", "Cats"))
        status, out, err = run("lexicon", "test", path)
        self.assertEqual(status, 1)
        self.assertIn("its trees are of another text: Cats chase cats.", out)
        for bad, said in ((tree % "chasing", "no case in '%s' is called 'chasing'" % path), ((tree % "chase") * 2, "trees of 'chase' a second time")):
            self.file("trees.conllu", bad)
            status, out, err = run("lexicon", "test", path)
            self.assertEqual((status, out), (4, ""))
            self.assertIn("%s in '%s', line" % (said, trees) if "second" in said else said, err)

    def test_coverage_of_cases(self):
        path = self.file("c.txt", self.GOOD + "=== held\nShe felt arrested by the sight.\n---\n(none)\n=== failing\nMiners marched.\n---\n(none)\n")
        status, out, err = run("lexicon", "test", "--coverage", path)
        self.assertEqual((status, err), (1, ""))
        event = self.records(run("code", "-f", "docs", stdin="Police in Osh arrested nine men.")[1])[0]["events"][0]
        place = event["why"].split("@")[1]
        lines = [x for x in out.splitlines() if re.match(r"[\w-]+\.pat:\d+: ", x)]
        self.assertNotIn(place, [x.split(": ")[0] for x in lines if "wins in no case" in x])
        self.assertTrue(any(re.match(r"30-protest\.pat:\d+: wins in no case: .*march.*=> PROTEST", x) for x in lines))  # it failed
        n = {w: sum(w in x for x in lines) for w in ("wins in no case", "has no near miss")}
        total = re.search(r"(?m)^all +(\d+) lines, +(\d+) win, +(\d+) have a near miss$", out)
        every, win, near = (int(x) for x in total.groups())
        self.assertEqual((every - win, every - near), (n["wins in no case"], n["has no near miss"]))
        self.assertGreaterEqual(win, 1)
        self.assertGreaterEqual(near, 1)

    def test_cases_of_own_dictionaries(self):
        path = self.file("own.txt", "=== beat\nCarnelian police beat marchers with batons.\n---\nASSAULT cameo=1823 actor=\"police\"\n"
                                    "=== say\nThe marchers left.\n---\n(none)\n")
        self.assertEqual(run("lexicon", "test", "--dictionaries", self.dictionaries(), path), (0, "2 cases, 2 passed, 0 failed, 0 known failures\n", ""))
        status, _, err = run("lexicon", "test", "--coverage", "--dictionaries", self.dictionaries(), path)
        self.assertEqual(status, 2)
        self.assertIn("leave one of them out", err)

    def test_own_dictionaries_have_no_gate(self):
        for gate in (("--gate",), ("--model", "gated")):
            status, out, err = run("code", "--dictionaries", self.dictionaries(), *gate, stdin=self.NEWS)
            self.assertEqual((status, out), (2, ""))
            self.assertIn("leave one of them out", err)

    def test_own_dictionaries_over_trees_of_others(self):
        own = self.dictionaries()
        trees = run("parse", stdin=self.NEWS)[1]
        status, out, err = run("code", "--model", "conllu", "-i", "conllu", "--dictionaries", own, "--format", "petrarch", stdin=trees)
        self.assertEqual((status, err), (0, ""))
        self.assertEqual([x.split("\t")[1:4] for x in out.splitlines()],
                         [["CNLCOP", "---OPP", "182"], ["VDRCOP", "---OPP", "1823"], ["---COP", "CNLOPP", "182"]])

    def test_lines_of_sentences_with_their_own_ids(self):
        rows = "1\tCarnelia\tCarnelia\tPROPN\t_\t_\t2\tnsubj\t_\t_\n2\tbeat\tbeat\tVERB\t_\t_\t0\troot\t_\t_\n3\tVeldor\tVeldor\tPROPN\t_\t_\t2\tobj\t_\t_\n\n"
        trees = "".join("# sent_id = QG%s\n# date = 2014051%d\n# source = Quay Gazette\n" % x + rows for x in (("1_1", 2), ("1_4", 2), ("2_1", 3)))
        status, out, err = run("code", "--model", "conllu", "-i", "conllu", "--dictionaries", self.dictionaries(), "--format", "petrarch", stdin=trees)
        self.assertEqual((status, err), (0, ""))
        self.assertEqual(out, "20140512\tCNL\tVDR\t182\t\tQG1_1;QG1_4\tQuay Gazette\n20140513\tCNL\tVDR\t182\t\tQG2_1\tQuay Gazette\n")
        self.assertEqual(re.findall("(?m)^# sent_id = (.*)$", run("parse", "--model", "conllu", "-i", "conllu", stdin=trees)[1]), ["QG1_1", "QG1_4", "QG2_1"])
        xml = "".join('<Sentence date="2014051%d" id="QG%s" source="Quay Gazette">\n<Text>\nCarnelia beat Veldor\n</Text>\n<Parse>\n%s</Parse></Sentence>\n' % (d, i, rows)
                      for i, d in (("1_1", 2), ("1_4", 2), ("2_1", 3)))
        path = self.file("up.xml", '<?xml version="1.0" encoding="UTF-8"?>\n<Sentences>\n%s</Sentences>\n' % xml)
        self.assertEqual(run("code", "--model", "conllu", "--dictionaries", self.dictionaries(), "--format", "petrarch", path), (0, out, ""))
        db = os.path.join(self.dir, "up.db")  # the trees are kept, and coded again from there
        self.assertEqual(run("ingest", "-q", "--model", "conllu", "--dictionaries", self.dictionaries(), db, path)[0], 0)
        self.assertEqual(run("verify", "-q", "--model", "conllu", "--dictionaries", self.dictionaries(), db)[0], 0)

    def test_own_dictionaries_in_a_crisis_file(self):
        own, db = self.dictionaries(), os.path.join(self.dir, "own.db")
        self.assertEqual(run("ingest", "-q", "--dictionaries", own, db, "-", "-i", "jsonl", stdin=self.NEWS)[0], 0)
        self.assertEqual(run("query", db, "SELECT cameo FROM events ORDER BY 1 DESC LIMIT 1")[1].split(), ["cameo", "1823"])
        self.assertEqual(run("ingest", "-q", db, "-", "-i", "jsonl", stdin=self.NEWS)[0], 2)  # made with others
        shutil.move(own, own + "-2")  # wherever they lie
        self.assertEqual(run("verify", "-q", "--dictionaries", own + "-2", db)[0], 0)

    def test_petrarch_lines_of_the_patterns(self):
        text = jsonl([{"id": "q", "published": "2020-05-04", "text": "Police in France arrested 20 protesters on Monday."}])
        line = run("code", "--format", "petrarch", stdin=text)[1].split("\t")
        self.assertEqual((line[0], line[1], line[3], line[5]), ("20200504", "FRACOP", "173", "q_1"))

    def test_lexicon(self):
        own = self.dictionaries()
        status, out, err = run("lexicon", "check", own)
        self.assertEqual((status, err), (0, ""))
        self.assertIn("actors\t3\nagents\t2\nverbs\t2\npatterns\t1\ntransformations\t0\n", out)
        self.assertTrue(out.endswith("passed over\t0\n"), out)
        self.file("own/more.verbs.txt", "~ (a (b . BEAT) SAY) = (a b 112)\n~ (a (b . ROB) SAY) = (a b 112)\n")
        out = run("lexicon", "check", own)[1]  # what is read and not applied, and why
        self.assertIn("transformations\t1\n", out)
        self.assertTrue(out.endswith("passed over\t1\npassed over\t~ (a (b . ROB) SAY) = (a b 112)\tno verb 'ROB' with a code\t%s/more.verbs.txt:2\n" % own), out)
        said = jsonl([{"id": "n3", "published": "2020-05-04", "text": "Carnelia said that Veldor had beaten two marchers."}])
        self.assertEqual(run("code", "--dictionaries", own, "--format", "petrarch", stdin=said)[1], "20200504\tCNL\tVDR\t112\t\tn3_1\t\n")
        os.remove(os.path.join(own, "more.verbs.txt"))
        self.assertIn("actor\tveldor\tVDR\t%s/our.actors:3\n" % own, run("lexicon", "list", own)[1])
        self.file("own/our.agents", "POLICE [COP]\n")
        for args in (("lexicon", "check", own), ("lexicon", "list", own), ("code", "--dictionaries", own, os.devnull)):
            status, out, err = run(*args)
            self.assertEqual((status, out), (4, ""), args)
            self.assertIn("expected '~' in the code of an agent, found 'COP' in '%s/our.agents', line 1, column 1" % own, err)
        for args, said in (((), "check, list or test?"), (("chek", own), "did you mean 'check'?"), (("check",), "which folder?"), (("check", own, own), "one folder")):
            status, _, err = run("lexicon", *args)
            self.assertEqual(status, 2, args)
            self.assertIn(said, err)
        self.assertEqual(run("lexicon", "check", os.path.join(self.dir, "nowhere"))[0], 3)

    def test_table_on_a_terminal(self):
        path = self.file("r.jsonl", jsonl(reports()))
        status, out = on_terminal("code", path, env={"COLUMNS": "80", "NO_COLOR": "1"})
        self.assertEqual(status, 0)
        self.assertIn("Report 0", out)
        self.assertIn("who → what → whom", out)
        self.assertNotIn("\x1b", out)
        self.assertLessEqual(max(map(len, out.split("\n"))), 80)
        status, out = on_terminal("code", path, env={"COLUMNS": "80", "NO_COLOR": ""})
        self.assertIn("\x1b[1m", out)

    def test_colour_on_demand(self):
        self.assertIn("\x1b[", run("code", "--format", "table", "--color", "always", stdin=TEXTS[0])[1])
        self.assertNotIn("\x1b[", run("code", "--format", "table", stdin=TEXTS[0])[1])

    def test_parse(self):
        text = TEXTS[1]
        status, out, err = run("parse", stdin=text)
        self.assertEqual((status, err), (0, ""))
        words = 0
        for line in out.splitlines():
            cols = line.split("\t")
            if len(cols) != 10 or not cols[0].isdigit():
                continue
            words += 1
            m = re.search(r"TokenRange=(\d+):(\d+)", cols[9])
            self.assertEqual(text[int(m.group(1)):int(m.group(2))], cols[1])
        self.assertGreaterEqual(words, 18)
        self.assertEqual(out.count("# newdoc"), 1)
        path = self.file("trees.conllu", out)
        again = run("parse", "--input", "conllu", path)
        self.assertEqual(again[0], 0)
        columns = lambda s: [line.split("\t")[:9] for line in s.splitlines() if line[:1].isdigit()]
        self.assertEqual(columns(again[1]), columns(out))

    def test_text(self):
        path = self.file("quay.txt", "Quay Gazette opens\n\n" + TEXTS[0] + "\n")
        status, out, err = run("text", "--format", "jsonl", path)
        self.assertEqual((status, err), (0, ""))
        record = json.loads(out)
        self.assertEqual(sorted(record), ["duplicate_of", "file", "from", "id", "language", "offset", "published", "publisher", "simhash", "similarity", "text", "title",
                                          "updated", "url"])
        self.assertEqual((record["id"], record["file"]), ("quay", path))
        self.assertIn(TEXTS[0], record["text"])
        self.assertIn(TEXTS[0], run("text", "--format", "text", path)[1])

    def test_group(self):
        status, out, err = run("group", stdin=jsonl(reports()))
        self.assertEqual((status, err), (0, ""))
        lines = self.records(out)
        self.assertEqual([x["id"] for x in lines], ["r0", "r1", "r2", "r3", "r4"])
        for x in lines:
            self.assertEqual(sorted(x), ["id", "incident", "story"])

    def test_group_does_not_depend_on_order(self):
        there = {x["id"]: (x["incident"], x["story"]) for x in self.records(run("group", stdin=jsonl(reports()))[1])}
        back = {x["id"]: (x["incident"], x["story"]) for x in self.records(run("group", stdin=jsonl(reports()[::-1]))[1])}
        self.assertEqual(there, back)

    def test_explain_by_clause(self):
        out = run("explain", "Police arrested nine men after the union called for a strike and the sun rose.")[1]
        tried = out.partition("patterns tried, by clause\n")[2]
        self.assertRegex(tried, r"(?m)^  “Police arrested nine men”\n    arrested \[2\]  verb; subj Police, obj men.*\n      \+ arrest\.COERCE@20-coerce\.pat:\d+ COERCE/arrest 173; actor Police \(subj\), recipient men \(obj\)\n        arrest ")
        self.assertIn("second opinion: ", tried)
        every = run("explain", "--all", "Police arrested nine men after the union called for a strike and the sun rose.")[1]
        self.assertGreater(every.count("\n      - "), tried.count("\n      - "))
        self.assertNotIn("tried\n", every.partition("by clause\n")[2])
        more = sum(int(n) for n in re.findall(r"(\d+) more patterns? tried", tried)) + sum(int(n) for n in re.findall(r"none of (\d+) patterns", tried))
        self.assertEqual(every.count("\n      - "), tried.count("\n      - ") + more)

    def test_explain_why(self):
        path = self.file("why.jsonl", jsonl(reports()))
        status, out, err = run("explain", "--why", "r0:e1", path)
        self.assertEqual((status, err), (0, ""))
        event = self.records(run("code", "-f", "docs", path)[1])[0]["events"][0]
        for words in ("r0:e1  %s/%s, CAMEO %s\n" % (event["type"], event["mode"], event["cameo"]), TEXTS[0], event["why"], "COERCE/arrest 173; actor Police (subj)",
                      "actor       “Police in Osh” = KGZCOP\n", "agents.txt:", "where       Osh, KGZ", "its own words: “Monday”", "claim       according to the mayor's office",
                      "second opinion: %.2f that it is right" % event["confidence"], "├─ nsubj  Police"):
            self.assertIn(words, out)
        self.assertEqual(run("explain", path, "--why", "r0:e1")[1], out)
        status, both, err = run("explain", "--why", "e1", path)
        self.assertEqual((status, both), (0, out))
        self.assertIn("other reports, too; this is that of the first, r0:e1", err)
        for why, said in (("r0:e99", "no event 'r0:e99'"), ("r99:e1", "no report 'r99'"), ("first", "expected e1 or REPORT:e1"), ("e99", "no event 'e99'")):
            status, out, err = run("explain", "--why", why, path)
            self.assertEqual((status, out), (2, ""), why)
            self.assertIn(said, err)
        self.assertEqual(run("explain", "--why", "e1", "Police", "came.")[0], 2)
        records = self.file("docs.jsonl", run("code", "-f", "docs", path)[1])
        self.assertIn("records without their texts", run("explain", "--why", "r0:e1", records)[2])

    def test_explain_why_of_written_events(self):
        path = self.file("why.jsonl", jsonl(reports()))
        events = self.file("events.jsonl", run("code", "-f", "jsonl", path)[1])
        status, out, err = run("explain", "--why", "r0:e1", events)
        self.assertEqual(status, 0)
        self.assertIn("holds the sentence of an event, not its report", err)
        self.assertIn("COERCE/arrest 173; actor Police (subj)", out)
        self.assertEqual(run("explain", "--why", "r0:e99", events)[0], 2)

    def test_explain_why_of_a_crisis_file(self):
        db = os.path.join(self.dir, "why.db")
        self.assertEqual(run("ingest", "-q", db, self.file("why.jsonl", jsonl(reports())))[0], 0)
        keys = [x.split(",") for x in run("query", db, "SELECT event, report, type FROM events ORDER BY event")[1].split()[1:]]
        for key, report, kind in keys:
            status, out, err = run("explain", "--why", key, db)
            self.assertEqual((status, err), (0, ""), key)
            self.assertRegex(out, r"\A%s:e\d+  %s" % (report, kind))
            self.assertEqual(run("explain", "--why", key[:12], db)[1], out)
            self.assertEqual(run("explain", "--why", out.split()[0], db)[1], out)
        for why, said in (("f" * 15, "no event"), ("e1", "no event"), ("r0:e99", "no event"), ("r99:e1", "no report"), ("x", "no event"), ("", "no event")):
            status, out, err = run("explain", "--why", why, db)
            self.assertEqual((status, out), (2, ""), why)
            self.assertIn(said, err)
        self.assertEqual(run("explain", db)[0], 2)
        self.assertEqual(run("explain", "--why", keys[0][0], db, db)[0], 2)
        other = self.dictionaries()
        self.assertEqual(run("explain", "--dictionaries", other, "--why", keys[0][0], db)[0], 2)  # not what made the file

    def test_explain(self):
        status, out, err = run("explain", "--date", "2021-03-10", TEXTS[0])
        self.assertEqual((status, err), (0, ""))
        for word in ("sentence 1", "arrested", "events"):
            self.assertIn(word, out)
        path = self.file("r.txt", TEXTS[0])
        self.assertIn("arrested", run("explain", path)[1])
        self.assertIn("walked", run("explain", "-", stdin="Workers walked out.")[1])
        unquoted = run("explain", "Workers", "walked", "out.")
        self.assertEqual(unquoted[1], run("explain", "Workers walked out.")[1])


class Promises(Case):
    def test_same_bytes_for_any_number_of_threads(self):
        many = jsonl([dict(r, id="%s-%d" % (r["id"], k)) for k in range(12) for r in reports()])
        for command in (["code", "-f", "docs", "-l", "all"], ["code", "-f", "csv"], ["parse"], ["group"]):
            outs = [run(*command, "--jobs", str(n), stdin=many) for n in (1, 2, 8)]
            self.assertEqual(outs[0][0], 0)
            self.assertGreater(len(outs[0][1]), 1000)
            self.assertTrue(outs[0] == outs[1] == outs[2], command)

    def test_a_record_does_not_depend_on_its_neighbours(self):
        there = run("code", "--format", "docs", stdin=jsonl(reports()))[1].splitlines()
        back = run("code", "--format", "docs", stdin=jsonl(reports()[::-1]))[1].splitlines()
        self.assertEqual(there, back[::-1])
        alone = [run("code", "--format", "docs", stdin=jsonl([r]))[1].strip() for r in reports()]
        self.assertEqual(there, alone)

    def test_verify(self):
        data = self.file("r.jsonl", jsonl(reports()))
        record = self.file("record.jsonl", run("code", "--format", "docs", data)[1])
        self.assertEqual(run("verify", data), (0, "5 reports verified, 0 faulty\n", ""))
        good = (0, "5 reports verified, 0 faulty, 0 lines of the record without a report\n", "")
        self.assertEqual(run("verify", "--record", record, data), good)
        with open(record, encoding="utf-8") as f:
            shuffled = self.file("shuffled.jsonl", "".join(f.readlines()[::-1]))
        self.assertEqual(run("verify", "--record", shuffled, data), good)

    def test_verify_sees_a_changed_record(self):
        data = self.file("r.jsonl", jsonl(reports()))
        lines = self.records(run("code", "--format", "docs", data)[1])
        write = lambda name, docs: self.file(name, "".join(json.dumps(d, ensure_ascii=False, separators=(",", ":")) + "\n" for d in docs))
        same = write("same.jsonl", lines)
        self.assertEqual(run("verify", "--record", same, data)[0], 0)   # so that what follows shows the change
        changed = json.loads(json.dumps(lines))
        changed[1]["sentences"][0][1] -= 1
        status, out, err = run("verify", "--record", write("changed.jsonl", changed), data)
        self.assertEqual(status, 1)
        self.assertIn("1 faulty", out)
        self.assertRegex(err, r'report "r1": \'sentences\' is not what is derived now, in \'.*changed.jsonl\', line 2, column \d+')
        status, out, err = run("verify", "--record", write("short.jsonl", lines[:4]), data)
        self.assertEqual(status, 1)
        self.assertIn('report "r4": not in the record', err)
        status, out, err = run("verify", "--record", write("long.jsonl", lines + [dict(lines[0], id="r9")]), data)
        self.assertEqual(status, 1)
        self.assertIn('report "r9": in the record but not among the reports', err)


    def test_verify_spans(self):
        records = reports() + [{"id": "bell", "text": "\U0001f514\U0001f514 Police beat 20 men."}, {"id": 'odd "\\\n\u0001', "text": "\U0001f514 Ärzte \"sagten\":\tPolice beat 20 men in Łódź."}]
        data = self.file("r.jsonl", jsonl(records))
        lines = self.records(run("code", "-f", "docs", "-l", "tokens", data)[1])
        write = lambda name, docs, ascii: self.file(name, "".join(json.dumps(d, ensure_ascii=ascii, separators=(",", ":")) + "\n" for d in docs))
        for ascii in (False, True):          # escaped or not, it is the same text
            docs = lines if not ascii else lines[:6]
            reports_of = data if not ascii else self.file("some.jsonl", jsonl(records[:6]))
            status, out, err = run("verify", "--spans", "--record", write("record.jsonl", docs, ascii), reports_of)
            self.assertEqual((status, err), (0, ""))
            self.assertRegex(out, r", 0 faulty, 0 lines of the record without a report, \d{2,} spans looked at\n")
        def spoil(change):
            docs = json.loads(json.dumps(lines))
            change(docs[1])
            status, out, err = run("verify", "--spans", "--record", write("spoiled.jsonl", docs, False), data)
            self.assertEqual(status, 1)
            self.assertIn("1 faulty", out)
            self.assertRegex(err, r"spoiled.jsonl', line 2\n\Z")
            return err
        token = lambda d: d["tokens"][2]
        self.assertIn('not "', spoil(lambda d: token(d).update(text=token(d)["text"] + "x")))
        self.assertIn('not "', spoil(lambda d: token(d).update(span=[token(d)["span"][0], token(d)["span"][1] + 1])))
        self.assertIn("is not in the text", spoil(lambda d: token(d).update(span=[5, 5])))
        self.assertIn("is not in the text", spoil(lambda d: token(d).update(span=[5, 5000])))
        self.assertIn("not two numbers", spoil(lambda d: token(d).update(span=["a", 3])))
        self.assertEqual(run("verify", "--spans", data)[0], 2)

    def test_verify_names_another_engine(self):
        data = self.file("r.jsonl", jsonl(reports()[:1]))
        record = self.file("record.jsonl", run("code", "-f", "docs", data)[1].replace('"tocsin":"', '"tocsin":"9', 1))
        status, _, err = run("verify", "--record", record, data)
        self.assertEqual(status, 1)
        self.assertIn("another version, model or dictionaries", err)


class Messy(Case):
    def test_broken_lines(self):
        good = reports()
        lines = [json.dumps(good[0]), '{"id": "b1", "text": ', json.dumps(good[1]), "", '{"id": "b2"}', '{"id": "b3", "text": 7}',
                 "not json at all", '["a list"]', json.dumps(good[2])]
        path = self.file("mixed.jsonl", "\n".join(lines) + "\n")
        status, out, err = run("code", "--format", "docs", path)
        self.assertEqual(status, 1)
        self.assertEqual([d["id"] for d in self.records(out)], ["r0", "r1", "r2"])
        self.assertEqual([int(n) for n in re.findall(r"'[^']*mixed\.jsonl', line (\d+)", err)], [2, 5, 6, 7, 8])
        self.assertEqual(len(err.splitlines()), 6)
        self.assertIn("5 reports failed", err.splitlines()[-1])

    def test_broken_trees(self):
        good = "# newdoc id = %s\n1\tRebels\trebel\tNOUN\t_\t_\t2\tnsubj\t_\t_\n2\tfled\tflee\tVERB\t_\t_\t0\troot\t_\t_\n\n"
        bad = good.replace("\t2\tnsubj", "\t7\tnsubj")
        path = self.file("trees.conllu", good % "a" + bad % "b" + good % "c")
        for model in ("fast", "conllu"):
            status, out, err = run("code", "--format", "docs", "--model", model, path)
            self.assertEqual(status, 1)
            self.assertEqual([d["id"] for d in self.records(out)], ["a", "c"])
            self.assertRegex(err, r"head 7.*trees.conllu', line 6\ntocsin: .* 1 reports failed\n\Z")

    def test_missing_file(self):
        path = self.file("r.jsonl", jsonl(reports()))
        status, out, err = run("code", "--format", "docs", os.path.join(self.dir, "none.txt"), path)
        self.assertEqual(status, 3)
        self.assertEqual(len(out.splitlines()), 5)
        self.assertIn("none.txt", err)

    def test_bad_data_and_model(self):
        status, out, err = run("code", "--data", self.dir, stdin=TEXTS[0])
        self.assertEqual((status, out), (4, ""))
        self.assertIn(self.dir, err)
        status, out, err = run("code", "--model", "nonesuch", stdin=TEXTS[0])
        self.assertIn(status, (2, 4))
        self.assertIn("nonesuch", err)
        broken = self.file("broken.tcm", b"this is no model" * 100)
        status, out, err = run("code", "--model", broken, stdin=TEXTS[0])
        self.assertEqual((status, out), (4, ""))
        self.assertIn("broken.tcm", err)

    def test_empty(self):
        self.assertEqual(run("code", "--format", "docs", "--input", "jsonl", stdin=""), (0, "", ""))
        path = self.file("empty.txt", "")
        status, out, err = run("code", "--format", "docs", path)
        self.assertEqual((status, err), (0, ""))
        doc = json.loads(out)
        self.assertEqual((doc["id"], doc["events"], doc["sentences"]), ("empty", [], []))
        status, out, _ = run("code", "--format", "docs", stdin='{"id":"e","text":""}\n{"id":"s","text":" \\n\\t "}\n')
        self.assertEqual([d["id"] for d in self.records(out)], ["e", "s"])
        self.assertEqual(run("parse", stdin="")[0], 0)
        self.assertEqual(run("group", "--input", "jsonl", stdin=""), (0, "", ""))

    def test_odd_characters(self):
        odd = ["a\u0000b police beat\u2028 them", "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16") + " Police shot him.",
               "e\u0301" * 50 + " rioted", "\u202eright to left\u202c", "\ufeffPolice \u200b beat them.", "x" * 3000]
        records = [{"id": "o%d" % i, "text": t} for i, t in enumerate(odd)]
        status, out, _ = run("code", "--format", "docs", "--layers", "all", stdin=jsonl(records))
        self.assertEqual(status, 0)
        for doc, r in zip(self.records(out), records):
            for t in doc["tokens"]:
                if t["span"]:                # a NUL comes back as U+FFFD, so that offsets stay
                    self.assertEqual(r["text"].replace("\0", "\ufffd")[t["span"][0]:t["span"][1]], t["text"])
        self.assertEqual(run("code", "--format", "table", stdin=jsonl(records))[1].count("\x1b"), 0)

    def test_broken_bytes(self):
        path = self.file("broken.txt", b"Police beat \xff\xfe\xfd protesters \xc3( in Osh.\n")
        status, out, _ = run("code", "--format", "docs", path)
        self.assertEqual(status, 0)
        json.loads(out)

    def test_large(self):
        """A long report, a long word and a long line go through, in time and in order."""
        sentences = " ".join(TEXTS[:2] * 200)
        records = [{"id": "long", "text": sentences}, {"id": "word", "text": "ä" * 300000}, {"id": "deep", "text": '"(' * 20000},
                   {"id": "after", "text": TEXTS[0]}]
        start = time.monotonic()
        status, out, err = run("code", "--format", "docs", stdin=jsonl(records))
        self.assertEqual((status, err), (0, ""))
        docs = self.records(out)
        self.assertEqual([d["id"] for d in docs], ["long", "word", "deep", "after"])
        self.assertEqual(docs[3], json.loads(run("code", "--format", "docs", stdin=jsonl(records[3:]))[1]))
        self.assertLess(time.monotonic() - start, 120)

    def test_repeated_ids_and_files(self):
        path = self.file("r.jsonl", jsonl(reports()[:2] * 2))
        status, out, _ = run("code", "--format", "docs", path, "-", path, stdin=jsonl([dict(reports()[4], id="in")]))
        self.assertEqual([d["id"] for d in self.records(out)], ["r0", "r1"] * 2 + ["in"] + ["r0", "r1"] * 2)


class Files(Case):
    def test_names_that_are_no_utf8(self):
        """Ids are made of the names of files and of members, and output is UTF-8 whatever these are."""
        name = os.path.join(os.fsencode(self.dir), b"osh-\xe4\xff.txt")
        with open(name, "w") as f:
            f.write(TEXTS[0])
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as z:
            z.writestr("osh-Q.txt", TEXTS[0])
        path = self.file("a.zip", packed.getvalue().replace(b"osh-Q", b"osh-\xe4"))
        for format in ("docs", "jsonl", "csv"):
            status, out, err = run("code", "--format", format, name, path)
            self.assertEqual((status, err), (0, ""))
            self.assertEqual(out.count("osh-\ufffd\ufffd") > 0, True)
        docs = self.records(run("code", "--format", "docs", name, path)[1])
        self.assertEqual([d["id"] for d in docs], ["osh-\ufffd\ufffd", "osh-\ufffd"])

    def test_folders(self):
        for name in ("b/two.txt", "a/one.txt", "b/.hidden.txt", "b/c/three.jsonl", "z.txt", "b/notes.md"):
            self.file(name, jsonl([{"id": "three", "text": TEXTS[0]}]) if name.endswith("jsonl") else TEXTS[0])
        os.symlink(self.dir, os.path.join(self.dir, "b", "loop"))
        status, out, err = run("code", "--format", "docs", self.dir)
        self.assertEqual((status, err), (0, ""))
        self.assertEqual([d["id"] for d in self.records(out)], ["one", "three", "two", "z"])

    def test_empty_folder(self):
        status, out, err = run("code", "--format", "docs", self.dir, stdin=TEXTS[0])
        self.assertEqual((status, out), (0, ""))
        self.assertIn(self.dir, err)

    def test_output_file(self):
        path = os.path.join(self.dir, "record.jsonl")
        status, out, _ = run("code", "--format", "docs", "-o", path, stdin=jsonl(reports()))
        self.assertEqual((status, out), (0, ""))
        want = run("code", "--format", "docs", stdin=jsonl(reports()))[1]
        with open(path, encoding="utf-8") as f:
            self.assertEqual(f.read(), want)
        self.assertEqual(os.listdir(self.dir), ["record.jsonl"])

    def test_output_is_not_touched_by_a_failed_run(self):
        path = self.file("record.jsonl", "as it was\n")
        self.assertEqual(run("code", "--data", "/nowhere", "-o", path, stdin=TEXTS[0])[0], 4)
        with open(path, encoding="utf-8") as f:
            self.assertEqual(f.read(), "as it was\n")
        self.assertEqual(os.listdir(self.dir), ["record.jsonl"])

    def test_output_that_cannot_be_written(self):
        status, _, err = run("code", "-o", os.path.join(self.dir, "no", "where"), stdin=TEXTS[0])
        self.assertEqual(status, 3)
        self.assertIn("where", err)
        if os.path.exists("/dev/full"):
            with open("/dev/full", "wb") as full:
                p = subprocess.run([TOCSIN, "code", "-f", "docs"], input=jsonl(reports()).encode(), stdout=full, stderr=subprocess.PIPE, timeout=300)
            self.assertEqual(p.returncode, 3)
            self.assertIn(b"cannot write 'standard output'", p.stderr)

    def test_a_reader_that_leaves(self):
        many = jsonl([dict(r, id="%s-%d" % (r["id"], k)) for k in range(200) for r in reports()]).encode()
        p = subprocess.Popen([TOCSIN, "code", "-f", "docs"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        feeder = subprocess.Popen([sys.executable, "-c", "import sys; sys.stdout.buffer.write(sys.stdin.buffer.read())"],
                                  stdin=subprocess.PIPE, stdout=p.stdin, stderr=subprocess.DEVNULL)
        p.stdin.close()
        first = None
        try:
            feeder.stdin.write(many)
            feeder.stdin.close()
            first = p.stdout.readline()
        except BrokenPipeError:
            pass
        p.stdout.close()
        err = p.stderr.read()
        p.stderr.close()
        self.assertEqual((p.wait(timeout=120), err), (-13, b""))
        feeder.wait(timeout=60)
        self.assertEqual(json.loads(first)["id"], "r0-0")

    def test_a_slow_writer_gets_answers_at_once(self):
        """Behind the first 64 KiB, which tell the encoding, each report is answered when it comes."""
        p = subprocess.Popen([TOCSIN, "code", "-f", "docs", "--input", "jsonl"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.addCleanup(lambda: [p.stdin.close(), p.kill(), p.wait(), p.stdout.close()])
        p.stdin.write(jsonl([dict(reports()[3], id="first", pad="x" * 66000)]).encode())
        for r in [dict(reports()[3], id="first")] + reports()[:3]:
            if r["id"] != "first":
                p.stdin.write(jsonl([r]).encode())
            p.stdin.flush()
            ready, _, _ = select.select([p.stdout], [], [], 30)
            self.assertTrue(ready, "no answer while the input is open")
            self.assertEqual(json.loads(p.stdout.readline())["id"], r["id"])
        p.stdin.close()
        self.assertEqual(p.wait(timeout=60), 0)

    def test_progress_on_a_terminal(self):
        line = jsonl([reports()[0]]).encode()
        feed = [line, 1.5, line]
        status, err = on_terminal("code", "-f", "docs", "--input", "jsonl", which=2, feed=feed)
        self.assertEqual(status, 0)
        self.assertRegex(err, r"\d reports, \d+ events")
        status, err = on_terminal("code", "-f", "docs", "--input", "jsonl", "--quiet", which=2, feed=feed)
        self.assertEqual((status, err), (0, ""))


if __name__ == "__main__":
    TOCSIN, ROOT = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
    unittest.main(argv=[sys.argv[0]] + sys.argv[3:])
