"""tocsin serve over the wire: what it answers, whom it refuses, and what it stands."""
import collections
import gzip
import http.client
import json
import os
import random
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import unittest
import urllib.parse

import reports

try:
    import jsonschema
except ImportError:  # the shapes are then not compared
    jsonschema = None

TOCSIN = ""
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SPEC = json.load(open(os.path.join(ROOT, "docs/api/openapi.json"), encoding="utf-8"))
FACETS = ["type", "mode", "actor", "recipient", "country", "publisher", "claimant", "status", "precision"]
PATIENCE = 60  # seconds; a sanitizer's build on a busy machine is slow


def tocsin(*words, **more):
    return subprocess.run([TOCSIN] + list(words), capture_output=True, text=True, timeout=PATIENCE * 5, **more)


class Server:
    def __init__(self, store, *options):
        self.process = subprocess.Popen([TOCSIN, "serve", store, "--port", "0", *options], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        line = self.process.stdout.readline()
        found = re.match(r"http://127\.0\.0\.1:(\d+)/$", line)
        if not found:
            raise AssertionError("no address: %r %r" % (line, self.process.stderr.read()))
        self.port = int(found.group(1))
        self.conn = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)

    def ask(self, path, method="GET", body=None, headers=None):
        self.conn.request(method, path, body, headers or {})
        answer = self.conn.getresponse()
        return answer, answer.read()

    def get(self, path, **query):
        if query:
            path += "?" + urllib.parse.urlencode(query, doseq=True)
        answer, body = self.ask(path)
        if answer.status != 200:
            raise AssertionError("%s: %d %s" % (path, answer.status, body))
        return json.loads(body)

    def raw(self, data, half=False, wait=PATIENCE):
        """Sends bytes as they are; what comes back until the end."""
        with socket.create_connection(("127.0.0.1", self.port), wait) as s:
            out = b""
            try:
                s.sendall(data)
                if half:
                    s.shutdown(socket.SHUT_WR)
                while True:
                    part = s.recv(65536)
                    if not part:
                        break
                    out += part
                    if b"\r\n\r\n" in out and not half:
                        break
            except OSError:  # it may hang up on us
                pass
            return out

    def edit(self, **edit):
        return self.ask("/api/edits", "POST", json.dumps(edit), {"Content-Type": "application/json"})

    def stop(self, sig=signal.SIGTERM):
        self.conn.close()
        self.process.send_signal(sig)
        out, err = self.process.communicate(timeout=PATIENCE)
        return self.process.returncode, err


def shape(path, method="get"):
    return SPEC["paths"][path][method]["responses"]["200"]["content"]["application/json"]["schema"]


class Case(unittest.TestCase):
    options = ()

    @classmethod
    def setUpClass(cls):
        cls.dir = tempfile.mkdtemp()
        cls.store = os.path.join(cls.dir, "week.db")
        cls.write(reports.REPORTS)
        cls.server = Server(cls.store, *cls.options)

    @classmethod
    def write(cls, some):
        path = os.path.join(cls.dir, "reports.jsonl")
        reports.write(path, some)
        done = tocsin("ingest", cls.store, path, "--quiet")
        assert done.returncode == 0, done.stderr

    @classmethod
    def tearDownClass(cls):
        code, err = cls.server.stop()
        shutil.rmtree(cls.dir)
        if code != 0 or "ERROR" in err or "runtime error" in err:
            raise AssertionError("the server ended with %d: %s" % (code, err))

    def get(self, path, **query):
        return self.server.get(path, **query)

    def all(self, path, limit=500, **query):
        items, cursor = [], None
        while True:
            page = self.get(path, limit=limit, **query, **({"cursor": cursor} if cursor else {}))
            items += page["items"]
            cursor = page["next"]
            if not cursor:
                self.assertEqual(page["total"], len(items), path)
                return items

    def bad(self, path, status=400, **more):
        answer, body = self.server.ask(path, **more)
        self.assertEqual(answer.status, status, (path, body))
        if body:
            self.assertEqual(json.loads(body)["error"]["status"], status)
            self.assertTrue(json.loads(body)["error"]["message"])
        return body.decode()


class Answers(Case):
    def fits(self, value, schema, what):
        if not jsonschema:
            return
        check = jsonschema.Draft202012Validator(dict(schema, components=SPEC["components"]))
        faults = ["%s: %s" % (list(e.absolute_path), e.message[:300]) for e in check.iter_errors(value)]
        self.assertEqual(faults, [], what)

    def test_lists_have_the_shapes_that_are_described(self):
        asked = 0
        for path, methods in SPEC["paths"].items():
            if "{" in path or path in ("/metrics", "/api/stream", "/api/export", "/api/openapi.json"):
                continue
            query = "?q=police" if path == "/api/search" else ""
            self.fits(self.get(path + query), shape(path), path)
            asked += 1
        self.assertGreater(asked, 10)
        self.assertEqual(self.get("/api/openapi.json"), SPEC)

    def test_details_have_the_shapes_that_are_described(self):
        for kind in ("events", "incidents", "stories", "reports"):
            items = self.all("/api/" + kind)
            self.assertTrue(items)
            for item in items:
                one = self.get("/api/%s/%s" % (kind, item["id"]))
                self.fits(one, shape("/api/%s/{id}" % kind), item["id"])
                for name in item:
                    self.assertEqual(one[name], item[name], (kind, name))
                if kind == "reports":
                    path = "/api/reports/%s/revisions" % item["id"]
                    self.fits(self.get(path), shape("/api/reports/{id}/revisions"), path)

    def test_every_span_holds_its_words(self):
        spans = times = 0
        for r in self.all("/api/reports"):
            one = self.get("/api/reports/" + r["id"])
            text = one["text"]
            for e in one["items"]:
                held = [e["trigger"], e["sentence"]] + e["actors"] + e["recipients"] + e["figures"]
                for x in held:
                    if x and x["span"]:
                        self.assertEqual(text[x["span"][0]:x["span"][1]], x["text"])
                        spans += 1
                self.assertTrue(e["sentence"]["span"][0] <= e["trigger"]["span"][0] < e["sentence"]["span"][1])
                self.assertRegex(e["why"], r"@.*:\d+")
            for x in one["figures"] + one["places"] + one["times"]:
                self.assertEqual(text[x["span"][0]:x["span"][1]], x["text"])
            times += len(one["times"])
            for c in one["claims"]:
                for what in ("cue", "source"):
                    self.assertEqual("; ".join(text[s:e] for s, e in c[what + "_spans"]), c[what] or "")
                    spans += len(c[what + "_spans"])
        self.assertGreater(spans, 40)
        self.assertGreater(times, 10)

    def test_times_are_those_of_the_file(self):
        one = self.get("/api/reports/r03")
        said = {t["text"]: t for t in one["times"]}
        self.assertEqual({k: said["Tuesday"][k] for k in ("type", "value", "from", "to")},
                         {"type": "DATE", "value": "2022-03-01", "from": "2022-03-01", "to": "2022-03-01"})
        self.assertEqual(sorted(t["n"] for t in one["times"]), list(range(len(one["times"]))))

    def test_lists_page_without_loss(self):
        for kind in ("events", "incidents", "stories", "reports", "claims", "tolls"):
            for order in ("asc", "desc") if kind not in ("claims", "tolls") else (None,):
                more = {"order": order} if order else {}
                whole = self.all("/api/" + kind, **more)
                for limit in (1, 2, 7):
                    self.assertEqual(self.all("/api/" + kind, limit=limit, **more), whole, (kind, order, limit))
        by_size = self.all("/api/stories", sort="size")
        self.assertEqual(self.all("/api/stories", limit=1, sort="size"), by_size)
        self.assertEqual([s["events"] for s in by_size], sorted((s["events"] for s in by_size), reverse=True))
        found = self.all("/api/search", q="police")
        self.assertEqual(self.all("/api/search", limit=2, q="police"), found)

    def test_what_has_no_day_is_last_in_both_orders(self):
        for order in ("asc", "desc"):
            days = [e["when"] and e["when"]["from"][:10] for e in self.all("/api/events", order=order)]
            dated = [d for d in days if d]
            self.assertEqual(days[:len(dated)], dated)
            self.assertEqual(dated, sorted(dated, reverse=order == "desc"))

    def test_counts_are_those_of_the_file(self):
        db = sqlite3.connect(self.store)
        one = lambda sql: db.execute(sql).fetchone()[0]
        meta = self.get("/api/meta")
        for name, table in (("reports", "report"), ("events", "event"), ("incidents", "incident"), ("claims", "claim"), ("tolls", "toll")):
            self.assertEqual(meta[name], one("SELECT count(*) FROM " + table), name)
        self.assertEqual(meta["stories"], one("SELECT count(DISTINCT story) FROM incident"))
        facets = self.get("/api/facets", values=500)["facets"]
        for facet, column in (("type", "type"), ("mode", "mode"), ("status", "status"), ("country", "country")):
            have = {v["value"]: v["n"] for v in facets[facet]["values"]}
            self.assertEqual(have, dict(db.execute("SELECT %s, count(*) FROM event GROUP BY 1" % column)), facet)
        db.close()
        time_line = self.get("/api/timeline")
        self.assertEqual(sum(time_line["n"]) + time_line["undated"], meta["events"])
        for bucket in ("week", "month"):
            other = self.get("/api/timeline", bucket=bucket)
            self.assertEqual(sum(other["n"]), sum(time_line["n"]))
            self.assertEqual([sum(x) for x in zip(*other["by"].values())], other["n"])
        self.assertIn("2022-02-28", self.get("/api/timeline", bucket="week")["start"])  # a Monday
        self.assertEqual(self.get("/api/timeline", bucket="month")["start"][-1][-2:], "01")

    def test_a_facet_counts_what_its_value_would_leave(self):
        for other in ({}, {"type": "ASSAULT"}, {"publisher": ["Harbour Post", "Night Mail"]}, {"from": "2022-03-02", "to": "2022-03-03"}, {"claimant": "none"}):
            facets = self.get("/api/facets", values=500, **other)["facets"]
            for name in FACETS:
                without = {k: v for k, v in other.items() if k != name}
                for v in facets[name]["values"]:
                    left = self.get("/api/events", limit=1, **without, **{name: v["value"] or "none"})["total"]
                    self.assertEqual(left, v["n"], (other, name, v))

    def test_filters_leave_what_they_say(self):
        everything = self.all("/api/events")
        ids = lambda items: [e["id"] for e in items]
        where = lambda test, **query: self.assertEqual(ids(self.all("/api/events", **query)), ids(filter(test, everything)), query)
        where(lambda e: e["type"] == "ASSAULT", type="ASSAULT")
        where(lambda e: e["type"] in ("ASSAULT", "PROTEST"), type=["ASSAULT", "PROTEST"])
        where(lambda e: e["mode"] is None, mode="")
        where(lambda e: e["publisher"] == "Night Mail" and e["type"] == "ASSAULT", publisher="Night Mail", type="ASSAULT")
        where(lambda e: any((a["code"] or "").startswith("KAZ") for a in e["actors"]), actor="KAZ*")
        where(lambda e: any(a["code"] == "KAZCOP" for a in e["recipients"]), recipient="KAZCOP")
        where(lambda e: e["when"] and e["when"]["to"][:10] >= "2022-03-02" and e["when"]["from"][:10] <= "2022-03-03", **{"from": "2022-03-02", "to": "2022-03-03"})
        where(lambda e: e["where"] and e["where"]["lat"] is not None and 170 <= e["where"]["lon"], bbox="170,-40,-170,0")
        where(lambda e: e["where"] and e["where"]["lat"] is not None and 60 <= e["where"]["lon"] <= 80, bbox="60,30,80,60")
        where(lambda e: e["where"] and e["where"]["precision"] == 1, precision=1)
        where(lambda e: e["version"] != "copy" and not e["superseded"], versions="latest")
        story = next(e for e in everything if e["story"])
        where(lambda e: e["story"] == story["story"], story=story["story"])
        where(lambda e: e["incident"] == story["incident"], incident=story["incident"])
        where(lambda e: e["report"] == story["report"], report=story["report"])
        where(lambda e: "Shymkent" in self.get("/api/reports/" + e["report"])["text"], q="shymkent")
        self.assertEqual(self.get("/api/events", type="NOSUCH")["total"], 0)
        self.assertEqual(self.get("/api/events", incident="0" * 15)["total"], 0)

    def test_points_are_the_events(self):
        p = self.get("/api/points")
        events = self.all("/api/events")
        self.assertEqual([p["ids"][15 * i:15 * i + 15] for i in range(p["n"])], [e["id"] for e in events])
        for i, e in enumerate(events):
            self.assertEqual(p["types"][p["type"][i]], e["type"])
            self.assertEqual(p["statuses"][p["status"][i]], e["status"])
            place = p["place"][i]
            self.assertEqual(place >= 0 and p["places"]["country"][place], e["where"]["country"] if e["where"] else False)
            if e["where"] and e["where"]["lat"] is not None:
                self.assertAlmostEqual(p["places"]["lat"][place], e["where"]["lat"], 4)
                self.assertEqual(p["places"]["precision"][place], e["where"]["precision"])
        self.assertTrue(self.get("/api/points", limit=2)["truncated"])

    def test_search(self):
        names = lambda q: sorted(i["report_id"] for i in self.all("/api/search", q=q))
        self.assertEqual(names("shymkent"), ["r03", "r04", "r05", "r09"])
        self.assertEqual(names('"state of emergency"'), ["r06"])
        self.assertEqual(names("emergency of state"), ["r06"])
        self.assertEqual(names('"emergency of state"'), [])
        self.assertEqual(names("fisher*"), ["r07"])
        self.assertEqual(names("shymkent -russia"), ["r03", "r04"])
        for odd in ('"', "a OR", "NEAR(", "col:x", "^x", "(((", "a AND", "*", "-", '""', "x -", "'; DROP TABLE report; --", "title : police"):
            answer, body = self.server.ask("/api/search?" + urllib.parse.urlencode({"q": odd}))
            self.assertIn(answer.status, (200, 400), (odd, body))
        hit = self.get("/api/search", q="emergency")["items"][0]
        self.assertTrue(any(p["hit"] and p["text"].lower() == "emergency" for p in hit["snippet"]))
        self.bad("/api/search")

    def test_a_toll_keeps_its_claimant_and_its_time(self):
        tolls = self.all("/api/tolls", counts="killed")
        self.assertTrue(any(t["words"] == "12" and t["key"] == "interior ministry" and t["attributed"] and t["as_of"] == "2022-03-02T09:00" for t in tolls), tolls)
        self.assertTrue(any(t["low"] == 5 and t["high"] is None and t["key"] == "doctors" for t in tolls), tolls)
        self.assertTrue(all(t["counts"] == "killed" and t["claimant"] for t in tolls))
        self.assertEqual({t["key"] for t in self.all("/api/tolls", claimant="doctors")}, {"doctors"})
        self.assertTrue(all(not t["attributed"] for t in self.all("/api/tolls", claimant="none")))

    def test_a_story_has_a_line_a_claimant(self):
        marks = collections.Counter()
        for s in self.all("/api/stories"):
            story = self.get("/api/stories/" + s["id"])
            for line in story["series"]:
                self.assertTrue(line["steps"])
                times = [t["as_of"] or "" for t in line["steps"]]
                self.assertEqual(times, sorted(times))
                marks.update(t["mark"] for t in line["steps"])
                self.assertEqual(line["steps"][0]["mark"], "first")
                self.assertEqual({(t["counts"], t["key"]) for t in line["steps"]}, {(line["counts"], line["key"])})
        self.assertGreaterEqual(marks["withdrawn"], 1, marks)  # the ministry's 12 dead
        self.assertGreaterEqual(marks["revised"], 1, marks)    # six officers became nine

    def test_an_incident_by_publisher(self):
        seen = False
        for i in self.all("/api/incidents", q="shymkent", type="ASSAULT"):
            one = self.get("/api/incidents/" + i["id"])
            papers = {p["publisher"] for p in one["by_publisher"]}
            injured = [d for d in one["differ"] if d["field"] == "injured"]
            if {"Harbour Post", "Night Mail"} <= papers and injured:
                seen = True
                self.assertEqual({v["low"] for v in injured[0]["values"]}, {8, 9})  # six was replaced
        self.assertTrue(seen)
        event = self.all("/api/events", type="ASSAULT")[0]
        self.assertEqual(self.get("/api/incidents/" + event["id"])["id"], event["incident"])

    def test_two_versions_beside_each_other(self):
        later = next(r for r in self.all("/api/reports") if r["report_id"] == "r04")
        r = self.get("/api/reports/%s/revisions" % later["id"])
        self.assertEqual((r["of"]["report_id"], r["kind"]), ("r03", "revision"))
        was, now = r["text"]["was"], r["text"]["now"]
        for side, text in (("was", was), ("now", now)):
            self.assertEqual("".join(text[p[side][0]:p[side][1]] for p in r["text"]["pieces"]), text)
        for p in r["text"]["pieces"]:
            if p["op"] == "equal":
                self.assertEqual(was[p["was"][0]:p["was"][1]], now[p["now"][0]:p["now"][1]])
        self.assertTrue(r["changes"])
        self.assertEqual([x["report_id"] for x in r["chain"]], ["r03", "r04"])
        self.assertIsNone(self.get("/api/reports/r01/revisions")["text"])
        other = self.get("/api/reports/r01/revisions", against="r02")
        self.assertIsNone(other["kind"])
        self.assertTrue(other["text"]["pieces"])

    def test_a_report_by_the_id_it_came_with(self):
        self.assertEqual(self.get("/api/reports/r05")["report_id"], "r05")
        self.bad("/api/reports/none-such", 404)
        self.bad("/api/events/none-such", 404)
        self.bad("/api/events/" + "0" * 15, 404)
        self.bad("/api/incidents/" + "f" * 15, 404)
        self.bad("/api/stories/" + "0" * 15, 404)
        self.bad("/api/nothing", 404)
        self.bad("/api/", 404)

    def test_baseline(self):
        b = self.get("/api/baseline", to="2022-03-02", window=1, by="country")
        self.assertEqual((b["from"], b["to"]), ("2022-03-02", "2022-03-02"))
        events = self.all("/api/events", type="ASSAULT", country="KAZ", status=["occurred", "ongoing"])
        on = lambda day: sum(1 for e in events if e["when"] and e["when"]["from"][:10] == day)
        row = next(r for r in b["rows"] if r["type"] == "ASSAULT" and r["country"] == "KAZ")
        self.assertEqual(row["n"], on("2022-03-02"))
        self.assertEqual(row["before_4"], on("2022-03-01"))

    def test_parameters_that_cannot_be_understood(self):
        for path, word in (("/api/events?tpye=ASSAULT", "tpye"), ("/api/events?from=yesterday", "from"), ("/api/events?bbox=1,2,3", "bbox"),
                           ("/api/events?bbox=1,9,3,2", "bbox"), ("/api/events?bbox=nan,0,1,1", "bbox"), ("/api/events?limit=0", "limit"),
                           ("/api/events?limit=501", "limit"), ("/api/events?limit=1e3", "limit"), ("/api/events?order=up", "order"),
                           ("/api/events?cursor=x", "cursor"), ("/api/events?incident=XYZ", "incident"), ("/api/timeline?bucket=year", "bucket"),
                           ("/api/events?from=2022-01-01&from=2022-01-02", "from"), ("/api/export?format=xls", "format"), ("/api/meta?x=1", "x"),
                           ("/api/tolls?cursor=1.2.3", "cursor"), ("/api/stories?sort=size&cursor=-1", "cursor")):
            self.assertEqual(json.loads(self.bad(path))["error"]["parameter"], word, path)
        for path in ("/api/events?q=%ff", "/api/events?q=%00", "/api/events?q=%4", "/api/events?%zz=1", "/api/events/%80",
                     "/api/events?" + "&".join("type=x%d" % i for i in range(300))):
            self.bad(path)

    def test_exports(self):
        for f in self.get("/api/meta")["export_formats"]:
            answer, body = self.server.ask("/api/export?format=" + f["name"])
            self.assertEqual(answer.status, 200, f)
            self.assertEqual(answer.getheader("Content-Disposition"), 'attachment; filename="tocsin-%s.%s"' % (f["name"], f["extension"]))
            self.assertEqual(answer.getheader("Content-Type"), f["type"])
            plain = subprocess.run([TOCSIN, "export", self.store, "--format", f["name"]], capture_output=True, timeout=PATIENCE)
            self.assertEqual(body, plain.stdout, f)
            self.assertNotIn(b"Kassenov", body)
        answer, body = self.server.ask("/api/export?format=jsonl&type=PROTEST")
        self.assertEqual(answer.status, 200, body)
        self.assertEqual([json.loads(x)["type"] for x in body.splitlines()], ["PROTEST"] * self.get("/api/events", type="PROTEST")["total"])
        answer, body = self.server.ask("/api/export?format=jsonl&type=NOSUCH")
        self.assertEqual((answer.status, body), (200, b""))
        self.assertIn("Kassenov", self.get("/api/reports/r02")["text"])  # the page shows what the file holds

    def test_etags(self):
        for path in ("/api/events?limit=3", "/api/facets", "/", "/api/openapi.json", "/api/export?format=csv"):
            answer, body = self.server.ask(path)
            tag = answer.getheader("ETag")
            self.assertTrue(tag, path)
            for header in (tag, '"x", %s' % tag, "W/" + tag):
                again, nothing = self.server.ask(path, headers={"If-None-Match": header})
                self.assertEqual((again.status, nothing), (304, b""), (path, header))
                self.assertEqual(again.getheader("ETag"), tag)
            fresh, same = self.server.ask(path, headers={"If-None-Match": '"other"'})
            self.assertEqual((fresh.status, same), (200, body))
        self.assertNotEqual(self.server.ask("/api/events?limit=3")[0].getheader("ETag"), self.server.ask("/api/events?limit=4")[0].getheader("ETag"))

    def test_metrics(self):
        answer, body = self.server.ask("/metrics")
        self.assertTrue(answer.getheader("Content-Type").startswith("text/plain"))
        for line in body.decode().splitlines():
            self.assertRegex(line, r'^(# (HELP|TYPE) [a-z_]+ .*|[a-z_]+(\{[a-z]+="[^"]*"\})? [0-9.e+-]+)$')
        self.assertIn(b"\ntocsin_http_request_seconds_count ", body)
        self.assertIn(("\ntocsin_events %d\n" % self.get("/api/meta")["events"]).encode(), body)

    def test_pages(self):
        answer, index = self.server.ask("/")
        self.assertEqual(answer.getheader("Content-Type"), "text/html; charset=utf-8")
        for path in ("/index.html", "/incident/abc", "/report/abc/revisions", "/story/x", "/search?q=x", "/tolls"):
            self.assertEqual(self.server.ask(path)[1], index, path)
        for path in ("/nothing.js", "/incident/x.png", "/.htaccess"):
            self.bad(path, 404)
        answer, packed = self.server.ask("/api/openapi.json", headers={"Accept-Encoding": "br, gzip"})
        self.assertEqual(answer.getheader("Content-Encoding"), "gzip")
        self.assertEqual(json.loads(gzip.decompress(packed)), SPEC)
        answer, body = self.server.ask("/", "HEAD")
        self.assertEqual((answer.status, body, int(answer.getheader("Content-Length"))), (200, b"", len(index)))


class Strangers(Case):
    def test_only_our_own_names(self):
        port = self.server.port
        for host in ("127.0.0.1:%d" % port, "localhost:%d" % port, "LOCALHOST:%d" % port):
            self.assertEqual(self.server.ask("/api/meta", headers={"Host": host})[0].status, 200, host)
        for host in ("evil.example", "127.0.0.1", "127.0.0.1:1", "localhost:%d.evil.example" % port, "127.0.0.1:%d@evil" % port, "0.0.0.0:%d" % port,
                     "[::1]:%d" % port, "127.0.0.1.nip.io:%d" % port, "localhost.:%d" % port, ""):
            for path in ("/", "/api/meta", "/metrics", "/api/stream"):
                self.assertIn(self.server.ask(path, headers={"Host": host})[0].status, (400, 403), host)
        self.assertIn(b" 400 ", self.server.raw(b"GET /api/meta HTTP/1.1\r\n\r\n").split(b"\r\n")[0])
        self.assertIn(b" 400 ", self.server.raw(b"GET /api/meta HTTP/1.0\r\n\r\n").split(b"\r\n")[0])
        two = b"GET /api/meta HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nHost: evil.example\r\n\r\n" % port
        self.assertIn(b" 400 ", self.server.raw(two).split(b"\r\n")[0])

    def test_listens_on_loopback_alone(self):
        with open("/proc/net/tcp") as f:
            ours = [line.split()[1] for line in f if line.split()[1].endswith(":%04X" % self.server.port) and line.split()[3] == "0A"]
        self.assertEqual(ours, ["0100007F:%04X" % self.server.port])

    def test_other_sites_get_nothing(self):
        for site in ("cross-site", "same-site"):
            self.bad("/api/meta", 403, headers={"Sec-Fetch-Site": site})
            self.bad("/metrics", 403, headers={"Sec-Fetch-Site": site})
        for site in ("same-origin", "none"):
            self.assertEqual(self.server.ask("/api/meta", headers={"Sec-Fetch-Site": site})[0].status, 200)
        self.assertEqual(self.server.ask("/", headers={"Sec-Fetch-Site": "cross-site"})[0].status, 200)  # a link may lead here
        self.assertIsNone(self.server.ask("/api/meta", headers={"Origin": "http://evil.example"})[0].getheader("Access-Control-Allow-Origin"))

    def test_headers_of_every_answer(self):
        port = self.server.port
        for path, more in (("/", {}), ("/api/meta", {}), ("/api/nothing", {}), ("/nothing.js", {}), ("/metrics", {}), ("/", {"headers": {"Host": "evil"}}),
                           ("/api/events", {"method": "POST"}), ("/api/export", {})):
            answer, _ = self.server.ask(path, **more)
            policy = answer.getheader("Content-Security-Policy")
            self.assertIn("default-src 'none'", policy, path)
            self.assertNotIn("unsafe", policy)
            self.assertIn("frame-ancestors 'none'", policy)
            self.assertEqual(answer.getheader("X-Content-Type-Options"), "nosniff", path)
            self.assertEqual(answer.getheader("Cross-Origin-Resource-Policy"), "same-origin", path)
            self.assertTrue(answer.getheader("Cache-Control"), path)
            self.server.conn.close()
            self.server.conn = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)

    def test_read_only_without_edit(self):
        event = self.get("/api/events", limit=1)["items"][0]["id"]
        answer, body = self.server.edit(what="reject", event=event)
        self.assertEqual(answer.status, 403)
        self.assertIn(b"--edit", body)
        self.server.conn.close()
        for method in ("PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "POST", "BREW"):
            answer, _ = self.server.ask("/api/meta", method)
            self.assertIn(answer.status, (400, 405), method)
            self.server.conn.close()

    def test_paths_do_not_climb(self):
        host = b"Host: 127.0.0.1:%d\r\nConnection: close\r\n\r\n" % self.server.port
        index = self.server.ask("/")[1]
        for path in (b"/../../../../etc/passwd", b"/..%2f..%2f..%2fetc%2fpasswd", b"/%2e%2e/%2e%2e/etc/passwd", b"/....//etc/passwd", b"/api/../../etc/passwd",
                     b"//etc/passwd", b"/app.js/../../etc/passwd", b"/\\..\\..\\etc\\passwd", b"http://evil.example/etc/passwd", b"*", b"/%00/etc/passwd", b"/etc/passwd%00.js"):
            out = self.server.raw(b"GET " + path + b" HTTP/1.1\r\n" + host, half=True)
            self.assertNotIn(b"root:", out, path)
            if out.startswith(b"HTTP/1.1 200"):
                self.assertTrue(out.endswith(index[-40:]), path)  # a view of the page, nothing else

    def test_limits(self):
        host = "127.0.0.1:%d" % self.server.port
        self.assertEqual(self.server.ask("/api/search?q=" + "x" * 9000)[0].status, 414)
        self.server.conn.close()
        head = ("GET / HTTP/1.1\r\nHost: %s\r\n" % host).encode()
        for flood in (b"X-Long: " + b"a" * 100000 + b"\r\n\r\n", b"".join(b"X-%d: y\r\n" % i for i in range(5000)) + b"\r\n", b"a" * 70000):
            out = self.server.raw(head + flood, wait=10)
            self.assertFalse(out.startswith(b"HTTP/1.1 200"), out[:100])
        self.assertEqual(self.server.ask("/api/meta")[0].status, 200)

    def test_a_client_of_random_bytes(self):
        rng = random.Random(5)
        host = b"127.0.0.1:%d" % self.server.port
        pieces = [b"GET ", b"POST ", b"/api/", b"events", b"?", b"type=", b"%", b"&", b" HTTP/1.1", b"\r\n", b"\r\n\r\n", b"Host: ", host, b"Content-Length: ", b"-1", b"99999999999999999999",
                  b"Transfer-Encoding: chunked", b"\0", b"\xff\xfe", b"If-None-Match: ", b'"', b"Cookie: ", b"a" * 3000, b"{", b"/../", b"bbox=", b"1e309", b"q=", b"%22", b"cursor="]
        for i in range(300):
            if i % 3 == 0:
                data = bytes(rng.randrange(256) for _ in range(rng.randrange(1, 2000)))
            elif i % 3 == 1:
                data = b"".join(rng.choice(pieces) for _ in range(rng.randrange(1, 60)))
            else:
                query = b"".join(rng.choice(pieces[5:]).replace(b" ", b"+").replace(b"\r\n", b"%0a") for _ in range(rng.randrange(1, 12)))
                data = b"GET /api/%s?%s HTTP/1.1\r\nHost: %s\r\n\r\n" % (rng.choice((b"events", b"facets", b"search", b"tolls", b"points", b"baseline", b"stories")), query.replace(b"\0", b""), host)
            self.server.raw(data, half=True, wait=10)
            if i % 50 == 0:
                self.assertEqual(self.server.ask("/api/meta")[0].status, 200)
        self.assertEqual(self.server.ask("/api/meta")[0].status, 200)

    def test_slow_clients_hold_nobody_up(self):
        slow = []
        for i in range(60):
            s = socket.create_connection(("127.0.0.1", self.server.port), PATIENCE)
            s.sendall(b"GET /api/meta HT")
            slow.append(s)
        for round in range(3):
            for s in slow:
                s.sendall(b"X")
            began = time.monotonic()
            self.assertEqual(self.server.ask("/api/facets")[0].status, 200)
            self.assertLess(time.monotonic() - began, 5)
        for s in slow:
            s.close()


class Editors(Case):
    options = ("--edit",)

    def test_edits_are_logged_and_hold(self):
        before = self.get("/api/meta")
        self.assertTrue(before["edit"])
        events = self.all("/api/events", type="ASSAULT")
        one = events[0]
        answer, body = self.server.edit(what="reject", event=one["id"], by="ana", note="a film, she says")
        self.assertEqual(answer.status, 200, body)
        done = json.loads(body)
        self.assertEqual((done["edit"]["what"], done["edit"]["by"], done["edit"]["event"]), ("reject", "ana", one["id"]))
        self.assertNotEqual(done["version"], before["version"])
        self.assertEqual(self.get("/api/meta")["version"], done["version"])
        self.assertNotIn(one["id"], [e["id"] for e in self.all("/api/events", type="ASSAULT")])
        self.assertEqual([e["id"] for e in self.all("/api/events", verdict="reject")], [one["id"]])
        self.assertEqual(self.get("/api/events/" + one["id"])["verdict"], "reject")
        self.assertEqual(self.get("/api/events/" + one["id"])["edits"][0]["note"], "a film, she says")
        self.assertNotIn(one["id"].encode(), self.server.ask("/api/export?format=jsonl")[1])
        self.assertEqual(self.server.edit(what="accept", event=one["id"])[0].status, 200)
        self.assertEqual(self.get("/api/events/" + one["id"])["verdict"], "accept")
        log = self.get("/api/edits")["items"]
        self.assertEqual({(e["what"], e["event"]) for e in log}, {("accept", one["id"]), ("reject", one["id"])})
        if jsonschema:
            jsonschema.Draft202012Validator(dict(shape("/api/edits", "post"), components=SPEC["components"])).validate(done)
        verified = tocsin("verify", self.store, "--spans")
        self.assertEqual(verified.returncode, 0, verified.stderr)

    def test_merge_and_split(self):
        events = [e for e in self.all("/api/events", type="PROTEST") if e["incident"]]
        one = events[0]
        other = next(e for e in events if e["incident"] != one["incident"])
        self.assertEqual(self.server.edit(what="merge", event=one["id"], other=other["id"])[0].status, 200)
        incident = lambda e: self.get("/api/events/" + e["id"])["incident"]
        self.assertEqual(incident(one), incident(other))
        self.assertEqual(self.server.edit(what="split", event=one["id"])[0].status, 200)
        self.assertNotEqual(incident(one), incident(other))

    def test_strangers_cannot_edit(self):
        event = self.get("/api/events", limit=1)["items"][0]["id"]
        body = json.dumps({"what": "reject", "event": event})
        plain = {"Content-Type": "application/json"}
        port = self.server.port
        n = len(self.get("/api/edits")["items"])
        for more, status in (({"Origin": "http://evil.example"}, 403), ({"Origin": "null"}, 403), ({"Origin": "http://127.0.0.1:1"}, 403),
                             ({"Origin": "https://127.0.0.1:%d" % port}, 403), ({"Sec-Fetch-Site": "cross-site"}, 403), ({"Sec-Fetch-Site": "same-site"}, 403),
                             ({"Sec-Fetch-Site": "none"}, 403), ({"Host": "evil.example"}, 403), ({"Content-Type": "text/plain"}, 415),
                             ({"Content-Type": "application/x-www-form-urlencoded"}, 415)):
            answer, _ = self.server.ask("/api/edits", "POST", body, dict(plain, **more))
            self.assertEqual(answer.status, status, more)
            self.server.conn.close()
        answer, _ = self.server.ask("/api/edits", "POST", body)  # no type at all
        self.assertEqual(answer.status, 415)
        self.server.conn.close()
        self.assertEqual(len(self.get("/api/edits")["items"]), n)
        ours = dict(plain, **{"Origin": "http://127.0.0.1:%d" % port, "Sec-Fetch-Site": "same-origin"})
        answer, _ = self.server.ask("/api/edits", "POST", json.dumps({"what": "accept", "event": event}), ours)
        self.assertEqual(answer.status, 200)

    def test_edits_that_are_none(self):
        event = self.get("/api/events", limit=1)["items"][0]["id"]
        for edit, status in (({}, 400), ({"what": "explode", "event": event}, 400), ({"what": "accept"}, 400), ({"what": "accept", "event": "0" * 15}, 404),
                             ({"what": "merge", "event": event}, 400), ({"what": "merge", "event": event, "other": "f" * 15}, 404),
                             ({"what": "accept", "event": event, "other": event}, 400), ({"what": "accept", "event": event, "when": "now"}, 400),
                             ({"what": 1, "event": event}, 400), ({"what": "accept", "event": event, "note": "a\0b"}, 400)):
            answer, body = self.server.edit(**edit)
            self.assertEqual(answer.status, status, (edit, body))
        for body in (b"", b"[]", b"{", b'{"what":"accept"} x', b"\xff\xfe", b"[" * 1000, b'"accept"', b"null"):
            answer, text = self.server.ask("/api/edits", "POST", body, {"Content-Type": "application/json"})
            self.assertEqual(answer.status, 400, (body[:20], text))
        answer, _ = self.server.ask("/api/edits", "POST", b" " * 20000, {"Content-Type": "application/json"})
        self.assertEqual(answer.status, 413)


class Changes(unittest.TestCase):
    def setUp(self):
        self.dir = tempfile.mkdtemp()
        self.store = os.path.join(self.dir, "week.db")
        self.ingest(reports.REPORTS)

    def tearDown(self):
        shutil.rmtree(self.dir)

    def ingest(self, some, store=None):
        path = os.path.join(self.dir, "reports.jsonl")
        reports.write(path, some)
        done = tocsin("ingest", store or self.store, path, "--quiet")
        self.assertEqual(done.returncode, 0, done.stderr)

    def listen(self, server, got, i):
        conn = http.client.HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE)
        conn.request("GET", "/api/stream")
        answer = conn.getresponse()
        self.assertEqual(answer.getheader("Content-Type"), "text/event-stream")
        try:
            for line in answer:
                if line.startswith(b"data: "):
                    got[i].append(json.loads(line[6:]))
        except (OSError, http.client.HTTPException):
            pass
        conn.close()

    def wait(self, test, what):
        until = time.monotonic() + PATIENCE
        while not test():
            self.assertLess(time.monotonic(), until, what)
            time.sleep(0.05)

    def test_a_number_that_its_report_takes_back(self):
        """Marked, and in no range; the number in its place is no rise."""
        store = os.path.join(self.dir, "back.db")
        self.ingest([reports.report(1, "Harbour Post", "2022-03-01T08:00", "Bomb at a market in Quetta",
                                    "A bomb exploded at a market in Quetta on Monday. Twelve people were killed, not ten as first reported, police said.")], store)
        server = Server(store)
        self.addCleanup(server.stop)
        line = [x for x in server.get("/api/stories/" + server.get("/api/stories")["items"][0]["id"])["series"] if x["counts"] == "killed"][0]
        self.assertEqual({(t["words"], t["mark"]) for t in line["steps"]}, {("Twelve", "first"), ("ten", "corrected")})
        killed = [t for i in server.get("/api/incidents")["items"] for t in i["tolls"] if t["counts"] == "killed"]
        self.assertEqual([(t["low"], t["high"]) for t in killed], [(12, 12)])

    def test_a_hundred_listeners_hear_of_a_change_and_of_the_end(self):
        server = Server(self.store)
        before = server.get("/api/meta")
        got = [[] for _ in range(100)]
        threads = [threading.Thread(target=self.listen, args=(server, got, i), daemon=True) for i in range(100)]
        for t in threads:
            t.start()
        self.wait(lambda: all(got), "the first word of each stream")
        self.assertEqual({g[0]["version"] for g in got}, {before["version"]})
        tag = server.ask("/api/events")[0].getheader("ETag")
        self.ingest(reports.LATER)
        self.wait(lambda: all(g[-1]["reports"] == len(reports.REPORTS) + 1 and g[-1]["settled"] for g in got), "the change")
        after = server.get("/api/meta")
        self.assertEqual((after["reports"], after["version"]), (before["reports"] + 1, got[0][-1]["version"]))
        self.assertNotEqual(after["version"], before["version"])
        self.assertEqual(server.ask("/api/events", headers={"If-None-Match": tag})[0].status, 200)
        self.assertIn("Aktobe", json.dumps(server.get("/api/events", limit=500)))
        began = time.monotonic()
        code, err = server.stop()
        self.assertEqual(code, 0, err)
        self.assertLess(time.monotonic() - began, 20)
        for t in threads:
            t.join(PATIENCE)
            self.assertFalse(t.is_alive())

    def test_too_many_listeners(self):
        server = Server(self.store, "--quiet")
        open_ones, refused = [], 0
        for _ in range(230):
            s = socket.create_connection(("127.0.0.1", server.port), PATIENCE)
            s.sendall(b"GET /api/stream HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n\r\n" % server.port)
            refused += b" 503 " in s.recv(4096).split(b"\r\n")[0]
            open_ones.append(s)
        self.assertEqual(refused, 30)
        self.assertEqual(server.ask("/api/meta")[0].status, 200)
        for s in open_ones:
            s.close()
        self.assertEqual(server.stop()[0], 0)

    def test_a_file_that_is_replaced(self):
        server = Server(self.store)
        other = os.path.join(self.dir, "other.db")
        self.ingest(reports.LATER, other)
        for end in ("-wal", "-shm"):
            if os.path.exists(self.store + end):
                os.unlink(self.store + end)
        os.rename(other, self.store)
        self.wait(lambda: server.get("/api/meta")["reports"] == 1, "the other file")
        self.assertEqual(server.stop()[0], 0)

    def test_version_does_not_depend_on_the_run(self):
        versions = set()
        for _ in range(2):
            server = Server(self.store)
            versions.add(server.get("/api/meta")["version"])
            self.assertEqual(server.stop(signal.SIGINT)[0], 0)
        self.assertEqual(len(versions), 1)

    def test_an_empty_file(self):
        empty = os.path.join(self.dir, "empty.db")
        open(os.path.join(self.dir, "none.jsonl"), "w").close()
        tocsin("ingest", empty, os.path.join(self.dir, "none.jsonl"), "--quiet")
        server = Server(empty)
        for path in ("meta", "facets", "timeline", "points", "events", "incidents", "stories", "stories?sort=size", "reports", "claims", "tolls", "search?q=x", "baseline", "edits"):
            server.get("/api/" + path)
        self.assertEqual(server.stop()[0], 0)


class Starting(unittest.TestCase):
    def setUp(self):
        self.dir = tempfile.mkdtemp()
        self.store = os.path.join(self.dir, "week.db")
        path = os.path.join(self.dir, "reports.jsonl")
        reports.write(path, reports.REPORTS[:1])
        tocsin("ingest", self.store, path, "--quiet")

    def tearDown(self):
        shutil.rmtree(self.dir)

    def fails(self, code, *words):
        done = tocsin("serve", *words)
        self.assertEqual(done.returncode, code, done.stderr)
        self.assertEqual(done.stdout, "")
        self.assertTrue(done.stderr.startswith("tocsin: "), done.stderr)
        return done.stderr

    def test_messages(self):
        self.assertIn("there is no such file", self.fails(3, os.path.join(self.dir, "none.db")))
        foreign = os.path.join(self.dir, "foreign.db")
        db = sqlite3.connect(foreign)
        db.execute("CREATE TABLE t(x)")
        db.commit()
        db.close()
        self.assertIn("of another program", self.fails(4, foreign))
        db = sqlite3.connect(self.store)
        db.execute("PRAGMA user_version=99")
        db.close()
        self.assertIn("version 99", self.fails(4, self.store))
        with open(os.path.join(self.dir, "text.db"), "w") as f:
            f.write("no database " * 1000)
        self.assertIn("no crisis file", self.fails(4, os.path.join(self.dir, "text.db")))
        self.fails(2)
        self.fails(2, self.store, self.store)
        self.fails(2, self.store, "--port", "70000")
        self.fails(2, self.store, "--prot", "1")

    def test_ports(self):
        taken = socket.socket()
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        message = self.fails(3, self.store, "--port", str(port))
        self.assertIn("port %d is taken" % port, message)
        taken.close()
        one = Server(self.store)
        self.assertEqual(one.get("/api/meta")["reports"], 1)
        self.assertEqual(one.stop()[0], 0)

    def test_a_page_of_its_own(self):
        page = os.path.join(self.dir, "page")
        os.mkdir(page)
        self.assertIn("index.html", self.fails(2, self.store, "--page", page))
        for name, text in (("index.html", "<p>mine"), ("app.js", "1")):
            with open(os.path.join(page, name), "w") as f:
                f.write(text)
        server = Server(self.store, "--page", page)
        self.assertEqual(server.ask("/report/x")[1], b"<p>mine")
        self.assertEqual(server.ask("/app.js")[0].getheader("Content-Type"), "text/javascript; charset=utf-8")
        self.assertEqual(server.stop()[0], 0)

    def test_what_is_being_answered_is_finished(self):
        server = Server(self.store)
        done = []

        def keep_asking():
            conn = http.client.HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE)
            try:
                while True:
                    conn.request("GET", "/api/events?limit=500")
                    answer = conn.getresponse()
                    body = answer.read()  # IncompleteRead would be a broken answer
                    json.loads(body)
                    done.append(answer.status)
            except (ConnectionError, http.client.RemoteDisconnected, http.client.CannotSendRequest):
                return

        threads = [threading.Thread(target=keep_asking) for _ in range(8)]
        for t in threads:
            t.start()
        time.sleep(0.3)
        code, err = server.stop()
        for t in threads:
            t.join(PATIENCE)
        self.assertEqual((code, set(done)), (0, {200}), err)


if __name__ == "__main__":
    TOCSIN = os.path.abspath(sys.argv.pop(1))
    unittest.main(verbosity=1)
