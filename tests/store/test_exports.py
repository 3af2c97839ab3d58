"""What do other programs get?

usage: test_exports.py PATH_OF_TOCSIN [unittest options]
"""
import csv
import io
import json
import os
import re
import sqlite3
import subprocess
import sys
import tarfile
import unittest

import test_store as store
from test_store import report, run

FORMATS = ["csv", "jsonl", "geojson", "parquet", "arrow", "arrows", "claims", "acled31", "ged", "ccc", "gdelt2", "brat", "conllu"]
TABLES = ["events", "claims", "acled31", "ged", "ccc"]
PRIVATE = [
    {"id": "p1", "title": "Nurse beaten", "publisher": "Quay Gazette", "published": "2021-03-09", "url": "https://quay.example/jelena-marovic",
     "text": "Nurse Jelena Marovic beaten\n\nPolice officers beat Jelena Marovic, a nurse, in Lviv on Monday, her neighbours said. \"They came at night\", "
             "Marovic said.\n\nMarovic's brother, Daniyar Marovic, was arrested on Tuesday. \"It was Marovic whom they wanted\", said Olena Kravets, a baker."},
    {"id": "p2", "publisher": "Harbour Post", "published": "2021-03-10",
     "text": "Gunmen killed a teacher, Tomas Belka, and wounded nine people in Osh on Monday. Belka taught at the school by the port, his pupil Ayla Demir said."},
]
NAMES = "marovic|jelena|daniyar|kravets|olena|belka|tomas|demir|ayla"
RIVALS = [
    {"id": "g1", "publisher": "P1", "published": "2021-03-09", "text": "Gunmen killed dozens of people at a market in Quetta on Monday, the police said."},
    {"id": "g2", "publisher": "P2", "published": "2021-03-09", "text": "In Quetta on Monday gunmen killed 31 people at a market. A minister blamed the rebels for it."},
    {"id": "g3", "publisher": "P3", "published": "2021-03-10", "text": "The governor said gunmen had killed at least 28 people at a market in Quetta on Monday."},
]
CROWDS = [
    {"id": "c1", "publisher": "P1", "published": "2021-03-09", "text": "Some 3,000 students protested in Cali on Monday, the police said."},
    {"id": "c2", "publisher": "P2", "published": "2021-03-09", "text": "More than 5,000 students protested in Cali on Monday over fees, their union said. Police arrested 12 of them."},
]


class Exports(store.Base):
    def export(self, fmt, *args, name="db"):
        p = subprocess.run([store.TOCSIN, "export", self.path(name), "-f", fmt, *args], stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=300)
        self.assertEqual((p.returncode, p.stderr), (0, b""))
        return p.stdout

    def table(self, fmt, *args, name="db"):
        return list(csv.DictReader(io.StringIO(self.export(fmt, *args, name=name).decode())))

    def files(self, *args):
        with tarfile.open(fileobj=io.BytesIO(self.export("brat", *args))) as tar:
            return {m.name: tar.extractfile(m).read().decode() for m in tar.getmembers()}


class Private(Exports):
    def setUp(self):
        super().setUp()
        self.ingest("db", PRIVATE + [report(i) for i in range(6)])

    def test_no_private_name_leaves(self):
        """In no format, in no letter case, in no title, address or name of a file."""
        for fmt in FORMATS:
            for table in TABLES if fmt in ("parquet", "arrow", "arrows") else [None]:
                out = self.export(fmt, *(["--table", table] if table else []))
                self.assertTrue(out)
                self.assertNotRegex(out.decode("utf-8", "replace").lower(), NAMES, fmt)
                if fmt not in ("brat", "conllu"):
                    coarse = self.export(fmt, "--coarsen", "30", *(["--table", table] if table else []))
                    self.assertNotRegex(coarse.decode("utf-8", "replace").lower(), NAMES, fmt)
        for view in ("events", "tolls", "incidents", "places", "reports", "log"):
            self.assertNotRegex(run("query", self.path("db"), "SELECT * FROM %s" % view)[1].lower(), NAMES, view)
        for key, in self.rows("db", "SELECT incident FROM incidents UNION SELECT event FROM events"):
            self.assertNotRegex(run("show", self.path("db"), key)[1].lower(), NAMES)

    def test_names_on_demand(self):
        for fmt in FORMATS:
            if fmt not in ("claims", "ged", "acled31", "ccc", "gdelt2"):
                self.assertIn(b"Marovic", self.export(fmt, "--with-names"), fmt)

    def test_roles_keep_the_text_whole(self):
        files = self.files()
        text = [t for n, t in files.items() if n.startswith("p1-") and n.endswith(".txt")][0]
        whole = [t for n, t in self.files("--with-names").items() if n.startswith("p1-") and n.endswith(".txt")][0]
        self.assertEqual(whole.count("\n"), text.count("\n"))
        self.assertIn("beat [", text)
        self.assertTrue(text.endswith("a baker."))

    def test_a_hidden_name_is_one_token(self):
        out = self.export("conllu").decode()
        for block in out.strip().split("\n\n"):
            text = re.search(r"(?m)^# text = (.*)$", block).group(1)
            built, skip = "", 0
            for line in block.splitlines():
                cells = line.split("\t")
                if line.startswith("#"):
                    continue
                self.assertEqual(len(cells), 10)
                if "-" in cells[0]:
                    skip = int(cells[0].split("-")[1])
                elif int(cells[0]) <= skip:
                    continue
                built += cells[1] + ("" if "SpaceAfter=No" in cells[9] else " ")
            self.assertEqual(built.strip(), text.strip())


class Annotated(Exports):
    def setUp(self):
        super().setUp()
        self.ingest("db", RIVALS + PRIVATE + [report(i) for i in range(12)] + [{"id": "a/b c", "text": "Łódź is calm.\n\nPolice\narrested nine people in Łódź on\nMonday."}])

    def test_brat(self):
        """Each line of annotation holds the words at its place; every event of the file is there."""
        files = self.files()
        n = 0
        for name, ann in files.items():
            if not name.endswith(".ann"):
                continue
            text, ids = files[name[:-4] + ".txt"], set()
            for line in ann.splitlines():
                cells = line.split("\t")
                self.assertNotIn(cells[0], ids)
                ids.add(cells[0])
                if line[0] == "T":
                    label, places = cells[1].split(" ", 1)
                    parts = [text[int(a):int(b)] for a, b in (p.split() for p in places.split(";"))]
                    self.assertFalse(any("\n" in p for p in parts))
                    self.assertEqual(" ".join(parts), cells[2])
                    self.assertTrue(cells[2])
                if line[0] == "E":
                    n += 1
                    for arg in cells[1].split():
                        self.assertIn(arg.split(":")[1], ids)
        self.assertEqual(n, self.rows("db", "SELECT count(*) FROM event")[0][0])
        self.assertIn("ASSAULT\tActor*:Party", files["annotation.conf"])
        self.assertEqual(len(files), 1 + 2 * self.rows("db", "SELECT count(*) FROM report")[0][0])
        osh = [t for name, t in files.items() if name.startswith("r0-") and name.endswith(".ann")][0]
        self.assertIn("Reference", osh)
        self.assertIn("GeoNames:", osh)
        self.assertIn("Status E1 occurred", osh)

    def test_brat_into_a_folder(self):
        self.assertEqual(run("export", self.path("db"), "-f", "brat", "-o", self.path("out/")), (0, "", ""))
        expected = self.files()
        self.assertEqual(sorted(os.listdir(self.path("out"))), sorted(expected))
        for name, text in expected.items():
            with open(os.path.join(self.path("out"), name), encoding="utf-8", newline="") as f:
                self.assertEqual(f.read(), text)

    def test_conllu(self):
        out = self.export("conllu").decode()
        self.assertEqual(out, self.export("conllu", "--jobs", "3").decode())
        found = {}
        for line in out.splitlines():
            misc = line.split("\t")[9] if line.count("\t") == 9 else ""
            keys, types = re.findall(r"EventId=(\w+)", misc), re.findall(r"Event=(\w+)", misc)
            found.update(zip(keys, types))
        self.assertEqual(found, dict(self.rows("db", "SELECT event, type FROM events")))
        back = self.path("back.conllu")
        with open(back, "w", encoding="utf-8") as f:
            f.write(out)
        self.assertEqual(run("parse", "--input", "conllu", "--model", "conllu", back)[0], 0)

    def test_conditions(self):
        where = ["--where", "type = 'ASSAULT'", "--since", "2021-03-08"]
        keys = {r["event"] for r in self.table("csv", *where)}
        self.assertTrue(keys)
        conllu = set(re.findall(r"EventId=(\w+)", self.export("conllu", *where).decode()))
        brat = set(re.findall(r"AnnotatorNotes E\d+\t(\w+)", "".join(self.files(*where).values())))
        self.assertEqual(conllu, keys)
        self.assertEqual(brat, keys)
        for fmt in FORMATS:
            self.export(fmt, *where)
            got, out, err = run("export", self.path("db"), "-f", fmt, "--where", "no_such = 1")
            self.assertEqual((got, out), (2, ""), fmt)
            self.assertIn("no_such", err)

    def test_wrong_arguments(self):
        for args in (["-f", "brat", "--coarsen", "10"], ["-f", "conllu", "--coarsen", "10"], ["--coarsen", "0"], ["--coarsen", "far"], ["-f", "csv", "--table", "ged"],
                     ["-f", "parquet", "--table", "gdelt2"]):
            self.assertEqual(run("export", self.path("db"), *args)[0], 2, args)


class Coarse(Exports):
    def test_cells(self):
        self.ingest("db", [report(i) for i in range(16)])
        fine, coarse = self.table("csv"), self.table("csv", "--coarsen", "50")
        self.assertEqual([r["event"] for r in fine], [r["event"] for r in coarse])
        moved = 0
        for a, b in zip(fine, coarse):
            for column in ("title", "url", "sentence", "actor", "recipient", "claim_source"):
                self.assertEqual(b[column], "")
            self.assertEqual(a["actor_code"], b["actor_code"])
            if not a["latitude"]:
                continue
            north = abs(float(a["latitude"]) - float(b["latitude"])) * 111.2
            self.assertLess(north, 25.2)
            self.assertLess(abs(float(a["longitude"]) - float(b["longitude"])) * 111.2, 52)  # up to 60° north
            moved += a["latitude"] != b["latitude"]
            if a["where_prec"] < "4":
                self.assertEqual((b["place"], b["geonameid"]), ("", ""))
        self.assertGreater(moved, 5)
        towns = {r["place"] for r in fine} - {""}
        for fmt in ("csv", "jsonl", "geojson", "claims", "acled31", "ged", "ccc", "gdelt2"):
            out = self.export(fmt, "--coarsen", "50").decode()
            for town in towns:
                self.assertNotIn(town, out, fmt)


class Rules(Exports):
    def setUp(self):
        super().setUp()
        self.ingest("db", RIVALS + CROWDS)

    def test_places_by_acled(self):
        """geo_precision is where_prec in three steps, and empty without a place."""
        reports = [{"id": "p%d" % i, "text": "Gunmen killed four farmers %s on Monday." % where, "published": "2021-03-20"}
                   for i, where in enumerate(("in Quetta", "in Balochistan", "in Kenya", "near Gwoza", "in the night"))]
        self.ingest("precision", reports)
        of = {r["location"]: r["geo_precision"] for r in self.table("acled31", name="precision")}
        told = {r["place"]: r["where_prec"] for r in self.table("csv", name="precision") if r["type"] == "ASSAULT"}
        self.assertEqual(len(told), 5, told)
        step = {"1": "1", "2": "2", "3": "2", "4": "3", "5": "3", "6": "3", "7": "3", "": ""}
        self.assertEqual(of, {place: step[p] for place, p in told.items()})
        self.assertEqual({of["Quetta"], of["Kenya"], of[""]}, {"1", "3", ""})

    def test_rival_figures(self):
        """Three reports say dozens, 31, and at least 28 of one attack."""
        self.assertEqual(self.rows("db", "SELECT count(*) FROM incidents WHERE type = 'ASSAULT'"), [(1,)])
        acled = [r for r in self.table("acled31") if r["location"] == "Quetta"]
        self.assertEqual([r["fatalities"] for r in acled], ["12"])
        self.assertIn("rule=acled-lowest", acled[0]["tags"])
        ged = self.table("ged")
        self.assertEqual([(r["low"], r["best"], r["high"]) for r in ged], [("24", "31", "99")])
        self.assertIn("rule=ged-low-best-high", ged[0]["code_status"])
        claims = {(r["words"], r["low"], r["high"]) for r in self.table("claims") if r["counts"] == "killed"}
        self.assertEqual(claims, {("dozens", "24", "99"), ("31", "31", "31"), ("at least 28", "28", "")})

    def test_a_figure_taken_back(self):
        """Kept and marked, and no layout with one column goes by it."""
        self.ingest("back", [{"id": "b1", "publisher": "P1", "published": "2021-03-09", "text": "A bomb exploded at a market in Quetta on Monday. "
                              "Twelve people were killed, not ten as first reported, the police said."}])
        self.assertEqual({(r["words"], r["taken_back"]) for r in self.table("claims", name="back") if r["counts"] == "killed"}, {("Twelve", "0"), ("ten", "1")})
        self.assertEqual(self.rows("back", "SELECT words FROM tolls WHERE taken_back"), [("ten",)])
        self.assertEqual([r["fatalities"] for r in self.table("acled31", name="back")], ["12"])
        self.assertEqual([(r["low"], r["best"], r["high"]) for r in self.table("ged", name="back")], [("12", "12", "12")])
        incident = self.rows("back", "SELECT incident FROM incidents")[0][0]
        self.assertIn("killed ten, according to the police, as of 2021-03-09 (taken back)", run("show", self.path("back"), incident)[1])

    def test_crowds(self):
        ccc = [r for r in self.table("ccc") if r["locality"] == "Cali"]
        self.assertEqual(len(ccc), 1)
        self.assertEqual((ccc[0]["size_low"], ccc[0]["size_high"], ccc[0]["size_mean"], ccc[0]["size_cat"]), ("2700", "5001", "3850.5", "3"))
        self.assertIn("rule=ccc-low-high-mean", ccc[0]["coder"])

    def aggregate(self, *args):
        status, out, err = run("aggregate", self.path("db"), *args)
        self.assertEqual((status, err), (0, ""))
        return list(csv.DictReader(io.StringIO(out)))

    def test_aggregate(self):
        rows = {(r["country"], r["month"]): r for r in self.aggregate("--by", "country-month")}
        quetta = rows["PAK", "2021-03"]
        self.assertEqual((quetta["assault"], quetta["killed_low"], quetta["killed"], quetta["killed_high"]), ("1", "24", "31", "99"))
        self.assertEqual(rows["COL", "2021-03"]["protest"], "1")
        self.assertTrue(quetta["rule"].startswith("ged-low-best-high"))
        total = self.rows("db", "SELECT count(DISTINCT incident) FROM events WHERE status IN ('occurred', 'ongoing') AND incident IS NOT NULL")[0][0]
        self.assertEqual(sum(int(r["incidents"]) for r in rows.values()), total)
        types = [n for n, in self.rows("db", "SELECT DISTINCT lower(type) FROM incidents")]
        for r in rows.values():
            self.assertEqual(sum(int(v) for k, v in r.items() if k in types), int(r["incidents"]))
        acled = {r["country"]: r for r in self.aggregate("--by", "country-month", "--rule", "acled")}
        self.assertEqual((acled["PAK"]["killed_low"], acled["PAK"]["killed"], acled["PAK"]["killed_high"]), ("12", "12", "12"))
        self.assertIn("acled-lowest", acled["PAK"]["rule"])
        weeks = {(r["country"], r["week"]) for r in self.aggregate("--by", "admin1-week")}
        self.assertIn(("PAK", "2021-03-08"), weeks)  # a Monday
        grid = {r["priogrid_gid"]: r for r in self.aggregate("--by", "prio-grid-month", "--rule", "ccc")}
        lat, lon = self.rows("db", "SELECT latitude, longitude FROM incidents WHERE place = 'Quetta'")[0]
        gid = int((lat + 90) * 2) * 720 + int((lon + 180) * 2) + 1
        self.assertEqual((grid[str(gid)]["killed_low"], grid[str(gid)]["killed"], grid[str(gid)]["killed_high"]), ("24", "27.5", "31"))
        self.assertEqual(len(self.aggregate("--by", "country-month", "--where", "type = 'PROTEST'")), 1)
        for args in ([], ["--by", "village-hour"], ["--by", "country-month", "--rule", "mine"], ["--by", "country-month", "-f", "brat"]):
            self.assertEqual(run("aggregate", self.path("db"), *args)[0], 2, args)


if __name__ == "__main__":
    store.TOCSIN = os.path.abspath(sys.argv[1])
    unittest.main(argv=[sys.argv[0]] + sys.argv[2:])
