#!/usr/bin/env python3
"""tocsin fetch against a server of our own on the loopback; nothing else is asked.

usage: test_fetch.py TOCSIN
"""
import glob
import http.server
import json
import os
import subprocess
import sys
import tempfile
import threading
import unittest

TOCSIN = os.path.abspath(sys.argv.pop())
STORY = "Police closed the old bridge over the Mira on Tuesday after an explosion damaged two of its pillars, the mayor said."


class Site(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    robots, log, status = "", [], {}

    def answer(self, status, body=b"", **headers):
        self.send_response(status)
        for k, v in headers.items():
            self.send_header(k.replace("_", "-"), v)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        Site.log.append((self.path, self.headers.get("If-None-Match"), self.headers.get("User-Agent")))
        base = "http://127.0.0.1:%d" % self.server.server_address[1]
        page = "<html><body><article><h1>%s</h1><p>%s</p></article></body></html>" % (self.path, STORY)
        if self.path in Site.status:
            self.answer(Site.status[self.path])
        elif self.path == "/robots.txt":
            self.answer(200 if Site.robots else 404, Site.robots.encode())
        elif self.path == "/feed.xml":
            if self.headers.get("If-None-Match") == '"v1"':
                return self.answer(304)
            items = "".join("<item><title>i</title><link>%s%s</link></item>" % (base, p) for p in
                            ("/a.html", "/private/b.html", "/moved", "/gone", "/private/open.html", "/picture.png", "/loop"))
            self.answer(200, ("<rss><channel>%s</channel></rss>" % items).encode(), ETag='"v1"', Content_Type="application/rss+xml")
        elif self.path == "/moved":
            self.answer(302, Location="/c.html?x=1")
        elif self.path == "/loop":
            self.answer(302, Location="/loop")
        elif self.path == "/gone":
            self.answer(404)
        elif self.path == "/picture.png":
            self.answer(200, b"\x89PNG", Content_Type="image/png")
        else:
            self.answer(200, page.encode(), Content_Type="text/html; charset=utf-8")

    def log_message(self, *args):
        pass


class Fetch(unittest.TestCase):
    def setUp(self):
        self.tmp = tempfile.TemporaryDirectory()
        self.into = os.path.join(self.tmp.name, "news")
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Site)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.base = "http://127.0.0.1:%d" % self.server.server_address[1]
        Site.robots, Site.log, Site.status = "", [], {}

    def tearDown(self):
        self.server.shutdown()
        self.server.server_close()
        self.tmp.cleanup()

    def fetch(self, *args):
        env = {k: v for k, v in os.environ.items() if not k.lower().endswith("_proxy")}
        p = subprocess.run([TOCSIN, "fetch", "--into", self.into, "--delay", "0"] + list(args), capture_output=True, timeout=120, env=env)
        return p.returncode, p.stderr.decode()

    def pages(self):
        got = []
        for path in sorted(glob.glob(self.into + "/*.warc.gz")):
            p = subprocess.run([TOCSIN, "text", "--format", "jsonl", path], capture_output=True, timeout=60)
            self.assertEqual((p.returncode, p.stderr), (0, b""))
            got += [json.loads(x) for x in p.stdout.decode().splitlines()]
        return got

    def paths(self):
        return [p for p, _, _ in Site.log]

    def test_pages_of_a_feed(self):
        Site.robots = "User-agent: other\nDisallow: /\n\nUser-agent: *\nDisallow: /private/\nAllow: /private/open\n"
        status, err = self.fetch(self.base + "/feed.xml")
        self.assertEqual(status, 0, err)
        self.assertEqual([r["url"][len(self.base):] for r in self.pages()], ["/a.html", "/moved", "/private/open.html"])
        self.assertTrue(all(STORY in r["text"] for r in self.pages()))
        self.assertEqual(self.paths()[0], "/robots.txt")
        self.assertEqual(self.paths().count("/robots.txt"), 1)
        self.assertNotIn("/private/b.html", self.paths())
        self.assertEqual(self.paths().count("/loop"), 6)
        self.assertTrue(all(agent.startswith("tocsin/") for _, _, agent in Site.log))
        for said in ("/private/b.html' is not fetched: robots.txt forbids it", "/gone' answers 404", "/loop' leads from one", "3 pages", "1 refused, 2 failed"):
            self.assertIn(said, err)
        self.assertEqual(sorted(os.path.basename(p).split(".", 1)[1] for p in glob.glob(self.into + "/*")), ["tsv", "warc.gz"])
        Site.log.clear()
        status, err = self.fetch(self.base + "/feed.xml")  # as before: one question, no page
        self.assertEqual((status, Site.log[1][:2], len(Site.log)), (0, ("/feed.xml", '"v1"'), 2))
        self.assertIn("1 of them as before; 0 pages", err)

    def test_limit_and_store(self):
        feeds = os.path.join(self.tmp.name, "feeds.txt")
        with open(feeds, "w") as f:
            f.write("# ours\n%s/feed.xml  # the only one\n\n" % self.base)
        store = os.path.join(self.tmp.name, "crisis.db")
        status, err = self.fetch("--limit", "1", "--store", store, feeds)
        self.assertEqual(status, 0, err)
        self.assertIn("1 reports added", err)
        status, err = self.fetch("--store", store, feeds)  # the feed is asked again: not all of it was fetched
        self.assertIn("3 pages", err)
        self.assertEqual(len(self.pages()), 1 + 3)

    def test_feeds_only(self):
        status, err = self.fetch("--feeds-only", self.base + "/feed.xml")
        self.assertEqual((status, self.paths()), (0, ["/robots.txt", "/feed.xml"]))
        self.assertEqual(len(glob.glob(self.into + "/*.xml")), 1)

    def test_hosts_that_want_to_be_left_alone(self):
        Site.robots = "User-agent: tocsin\nDisallow: /\n"
        status, err = self.fetch(self.base + "/feed.xml")
        self.assertEqual((status, self.paths()), (1, ["/robots.txt"]))
        Site.log.clear()
        Site.robots, Site.status = "", {"/robots.txt": 500}
        status, err = self.fetch(self.base + "/feed.xml")
        self.assertEqual((status, self.paths()), (1, ["/robots.txt"]))
        self.assertIn("cannot be had", err)
        Site.log.clear()
        Site.status = {"/a.html": 429}
        status, err = self.fetch(self.base + "/feed.xml")
        self.assertEqual(self.paths(), ["/robots.txt", "/feed.xml", "/a.html"])
        self.assertIn("asks for less (429)", err)

    def test_rules(self):
        cases = [("Disallow: /*.html$", "/a.html?x=1", True), ("Disallow: /*.html$", "/gone", True), ("Disallow: /*.html$", "/a.html", False),
                 ("Disallow:", "/a.html", True), ("Disallow: /a\nAllow: /a.html", "/a.html", True), ("Allow: /a\nDisallow: /a.html", "/a.html", False),
                 ("Disallow: /*x=*z*y", "/a?x=1y", True), ("Disallow: /*x=*y", "/a?x=1y", False), ("crawl-delay: 0.1\nDISALLOW: /a # all", "/abc", False)]
        for rules, path, allowed in cases:
            Site.robots, Site.log = "User-agent: *\n" + rules + "\n", []
            self.fetch("--feeds-only", self.base + path)
            self.assertEqual(path in self.paths(), allowed, (rules, path))

    def test_wrong_words(self):
        self.assertEqual(self.fetch()[0], 2)
        self.assertEqual(self.fetch("nosuchfile.txt")[0], 2)
        self.assertEqual(self.fetch("--every", "1", self.base)[0], 2)
        self.assertEqual(self.fetch("--delay", "x", self.base)[0], 2)
        with open(os.path.join(self.tmp.name, "f"), "w") as f:
            f.write("http://a/\nfile:///etc/passwd\n")
        status, err = self.fetch(os.path.join(self.tmp.name, "f"))
        self.assertEqual(status, 2)
        self.assertIn("line 2", err)


if __name__ == "__main__":
    if subprocess.run([TOCSIN, "help", "fetch"], capture_output=True).returncode != 0:
        print("built without libcurl: skipped")
        sys.exit(77)
    unittest.main()
