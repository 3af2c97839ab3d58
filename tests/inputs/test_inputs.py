#!/usr/bin/env python3
"""Every kind of input through `tocsin text --format jsonl`: good, broken, hostile.

usage: test_inputs.py TOCSIN
"""
import bz2
import gzip
import html
import html.parser
import io
import json
import lzma
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import time
import unittest
import zipfile
import zlib

TOCSIN = os.path.abspath(sys.argv.pop())
with open(TOCSIN, "rb") as f:
    SANITIZED = b"__asan_init" in f.read()
STORY = ("Police closed the old bridge over the Mira on Tuesday after an explosion damaged two of its pillars, the mayor said.",
         "Nobody was hurt, and traffic was sent over the motorway bridge, where drivers waited for an hour, she added.")
PAGE = ("<!DOCTYPE html><html lang=en><head><title>Bridge closed</title><meta name=pubdate content=2021-05-04></head><body>"
        "<nav><a href=/>Home</a></nav><article><h1>Bridge closed</h1><p>%s</p><p>%s</p></article></body></html>" % STORY)


def run(args, stdin=b"", timeout=60):
    p = subprocess.run([TOCSIN, "text", "--format", "jsonl"] + args, input=stdin, capture_output=True, timeout=timeout)
    return [json.loads(x) for x in p.stdout.decode().splitlines()], p.stderr.decode(), p.returncode


class Marked(html.parser.HTMLParser):
    """What is marked, and all that stands in <pre>."""
    def __init__(self):
        super().__init__()
        self.tags, self.marks, self.source, self.inside = set(), [], [], False

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        if tag == "pre":
            self.inside = True
        if tag == "mark":
            attrs = dict(attrs)
            self.marks.append(((int(attrs["data-start"]), int(attrs["data-end"])), ""))

    def handle_endtag(self, tag):
        if tag == "pre":
            self.inside = False
        if tag == "mark":
            self.marks.append(None)

    def handle_data(self, data):
        if self.inside:
            self.source.append(data)
        if self.marks and self.marks[-1]:
            self.marks[-1] = (self.marks[-1][0], self.marks[-1][1] + data)

    def close(self):
        super().close()
        self.marks = [m for m in self.marks if m]


def warc(kind, headers, body, uri="http://example.org/a"):
    head = "WARC/1.0\r\nWARC-Type: %s\r\nWARC-Target-URI: %s\r\nWARC-Record-ID: <urn:uuid:%s>\r\n" % (kind, uri, uri[-1] * 8)
    head += "".join("%s: %s\r\n" % h for h in headers)
    return (head + "Content-Length: %d\r\n\r\n" % len(body)).encode() + body + b"\r\n\r\n"


def http(body, extra=""):
    return ("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n%s\r\n" % extra).encode() + body


def chunked(body, size=100):
    out = b"".join(b"%x\r\n%s\r\n" % (len(body[i:i + size]), body[i:i + size]) for i in range(0, len(body), size))
    return out + b"0\r\n\r\n"


class Case(unittest.TestCase):
    def setUp(self):
        self.tmp = tempfile.TemporaryDirectory()

    def tearDown(self):
        self.tmp.cleanup()

    def file(self, name, data):
        path = os.path.join(self.tmp.name, name)
        with open(path, "wb") as f:
            f.write(data.encode() if isinstance(data, str) else data)
        return path

    def one(self, name, data, **want):
        got, err, code = run([self.file(name, data)])
        self.assertEqual((len(got), err, code), (1, "", 0))
        for k, v in want.items():
            self.assertEqual(got[0][k], v)
        return got[0]

    def archive(self, n=6):
        """Records that are pages, and where each begins once they are compressed one by one."""
        pages = [warc("response", [("Content-Type", "application/http")], http(PAGE.replace("Bridge", "Bridge %d" % i).encode()), "http://example.org/%d" % i)
                 for i in range(n)]
        return pages, [gzip.compress(p, mtime=0) for p in pages]


class Inputs(Case):
    def test_page(self):
        r = self.one("a.html", PAGE, id="a", title="Bridge closed", published="2021-05-04")
        self.assertIn(STORY[0], r["text"])
        self.assertNotIn("Home", r["text"])

    def test_page_in_an_old_charset(self):
        text = PAGE.replace("<title>", "<meta http-equiv=Content-Type content='text/html; charset=windows-1251'><title>").replace(
            "Nobody", "Никто не пострадал. Nobody")
        self.assertIn("Никто не пострадал", self.one("a.html", text.encode("cp1251"))["text"])
        text = PAGE.replace("<title>", "<meta charset=gbk><title>").replace("Nobody", "没有人受伤。Nobody")
        self.assertIn("没有人受伤", self.one("b.html", text.encode("gbk"))["text"])

    def test_other_languages_are_passed_over(self):
        spanish = ("La policía cerró el puente sobre el río el martes después de que una explosión dañara dos de los pilares, según el alcalde. "
                   "Nadie resultó herido y el tráfico fue desviado por la autopista, donde los conductores esperaron más de una hora.")
        russian = "Полиция закрыла мост через реку во вторник после взрыва, который повредил две опоры, сообщил мэр города."
        lines = "".join(json.dumps(r) + "\n" for r in ({"id": "es", "text": spanish}, {"id": "ru", "text": russian}, {"id": "en", "text": STORY[0]},
                                                        {"id": "short", "text": "El Salvador: La Palma, Los Andes."}))
        p = subprocess.run([TOCSIN, "code", "--format", "docs"], input=lines.encode(), capture_output=True, timeout=60)
        self.assertEqual([json.loads(x)["id"] for x in p.stdout.decode().splitlines()], ["en", "short"])
        self.assertIn("'es' is not in English but in 'es'", p.stderr.decode())
        self.assertEqual(p.returncode, 1)
        p = subprocess.run([TOCSIN, "code", "--format", "docs", "--any-language"], input=lines.encode(), capture_output=True, timeout=60)
        self.assertEqual((len(p.stdout.decode().splitlines()), p.returncode), (4, 0))
        self.assertEqual([json.loads(x)["language"] for x in p.stdout.decode().splitlines()], ["es", "ru", None, None])

    def test_duplicates(self):
        words = ("harbour bridge market school river council police mayor engineer driver morning evening report office street crowd window "
                 "letter wagon signal tower garden winter summer border valley station journey answer number").split()
        text = " ".join(words[(i * i * 7 + i // 3) % len(words)] for i in range(240)) + "."
        near = text.replace("winter", "autumn", 1)
        other = " ".join(words[(i * i * 11 + i * 5 + i // 7) % len(words)] for i in range(240)) + "."
        lines = [("a", text), ("b", text.replace(" ", "\n ", 9).upper()), ("c", near), ("d", other), ("e", near), ("f", "Brief."), ("g", "Brief!"), ("h", "")]
        got, err, code = run([], "".join(json.dumps({"id": i, "text": t}) + "\n" for i, t in lines).encode())
        self.assertEqual((err, code), ("", 0))
        self.assertEqual([r["duplicate_of"] for r in got], [None, "a", "a", None, "c", None, "f", None])
        self.assertEqual([r["similarity"] for r in got][:2], [None, 1])
        self.assertTrue(0.75 <= got[2]["similarity"] < 1)
        self.assertEqual(got[4]["similarity"], 1)
        self.assertEqual(got[0]["simhash"], got[1]["simhash"])
        self.assertLess(bin(int(got[0]["simhash"], 16) ^ int(got[2]["simhash"], 16)).count("1"), 12)
        got, _, _ = run(["--no-duplicates"], json.dumps({"id": "a", "text": text}).encode())
        self.assertNotIn("duplicate_of", got[0])

    def test_marked_page(self):
        page = PAGE.replace("Nobody", "&ldquo;Nobody&rdquo; <b>really</b>").replace("<nav>", "<script>alert('x')</script><img src=//example.org/i.png><nav>")
        for name, data in (("a.html", page.encode()), ("b.html", page.replace("<title>", "<meta charset=windows-1251><title>").replace("hurt", "hurt, сказал он").encode("cp1251"))):
            path = self.file(name, data)
            out = subprocess.run([TOCSIN, "text", "--format", "html", path], capture_output=True, timeout=60).stdout.decode()
            seen = Marked()
            seen.feed(out)
            seen.close()
            self.assertEqual(seen.tags - {"html", "head", "meta", "title", "style", "body", "section", "h1", "dl", "dt", "dd", "small", "pre", "mark"}, set())
            self.assertIn("default-src 'none'", out)
            text = self.one(name, data)["text"]
            self.assertIn(STORY[0], [m[1] for m in seen.marks])
            for (start, end), marked in seen.marks:
                self.assertEqual(text[start:end].split(), html.unescape(marked).split())
            self.assertEqual("".join(seen.source).strip(), data.decode("cp1251" if name == "b.html" else "utf-8"))
        out = subprocess.run([TOCSIN, "text", "--format", "html", "-"], input=b'{"id":"<i>","text":"a <b> & c"}', capture_output=True, timeout=60).stdout.decode()
        self.assertIn('<mark data-start="0" data-end="9">a &lt;b&gt; &amp; c</mark>', out)
        self.assertIn("<h1>&lt;i&gt;</h1>", out)

    def test_where_it_came_from(self):
        r = self.one("a.html", PAGE, language="en")
        self.assertEqual(r["from"], {"title": "text", "publisher": None, "published": "meta", "updated": None})
        got, _, _ = run([], json.dumps({"id": "a", "text": STORY[0], "published": "2021-05-04", "publisher": "Ledger"}).encode())
        self.assertEqual(got[0]["from"], {"title": None, "publisher": "given", "published": "given", "updated": None})

    def test_english_only(self):
        spanish = ("La policía cerró el puente sobre el río el martes después de que una explosión dañara dos de los pilares, según el alcalde. "
                   "Nadie resultó herido y el tráfico fue desviado por la autopista, donde los conductores esperaron más de una hora.")
        lines = "".join(json.dumps(r) + "\n" for r in ({"id": "es", "text": spanish, "language": "en"}, {"id": "en", "text": STORY[0] + " " + STORY[1]})).encode()
        got, err, code = run([], lines)
        self.assertEqual(([r["language"] for r in got], err, code), (["es", "en"], "", 0))
        got, err, code = run(["--english"], lines)
        self.assertEqual(([r["id"] for r in got], code), (["en"], 0))
        self.assertIn("'es' is not in English but in 'es'", err)

    def test_csv(self):
        rows = 'uuid,Headline,Body,Date\r\nr1,"A ""quiet"" day","Police said:\r\nnothing, nothing at all.",6 Jan 2022\r\nr2,Two,Text,2022-01-07 09:30:00\r\n'
        got, err, code = run([self.file("x.csv", rows)])
        self.assertEqual((err, code), ("", 0))
        self.assertEqual([(r["id"], r["title"], r["published"]) for r in got],
                         [("r1", 'A "quiet" day', "2022-01-06"), ("r2", "Two", "2022-01-07T09:30")])
        self.assertEqual(got[0]["text"], "Police said:\nnothing, nothing at all.")

    def test_tsv_by_content(self):
        got, _, code = run([], b"id\ttext\n7\tTroops left the town.\n")
        self.assertEqual((code, got[0]["id"], got[0]["text"]), (0, "7", "Troops left the town."))

    def test_csv_whose_quote_never_closes(self):
        got, err, code = run([self.file("x.csv", 'id,text\n1,fine\n2,"never\n' + "x\n" * 5000)])
        self.assertEqual(([r["id"] for r in got], code), (["1"], 1))
        self.assertIn("a quoted value never ends", err)
        self.assertIn("line 3", err)

    def test_csv_without_a_text(self):
        got, err, code = run([self.file("x.csv", "a,b\n1,2\n")])
        self.assertEqual((got, code), ([], 1))
        self.assertIn("no column holds the text", err)

    def test_json_array(self):
        docs = [{"guid": "a", "maintext": "One.", "date_publish": "2022-01-06 09:10:00", "source_domain": "example.org"},
                {"url": "http://x/b", "content": "Two [b] {\"}.", "publishedAt": "2022-01-06T09:10:00Z", "source": {"name": "Ledger"}}]
        got, err, code = run([self.file("x.json", json.dumps(docs, indent=1))])
        self.assertEqual((err, code, len(got)), ("", 0, 2))
        self.assertEqual((got[0]["id"], got[0]["text"], got[0]["published"]), ("a", "One.", "2022-01-06T09:10"))
        self.assertEqual((got[1]["text"], got[1]["published"][:16]), ("Two [b] {\"}.", "2022-01-06T09:10"))

    def test_json_array_that_breaks_off(self):
        got, err, code = run([self.file("x.json", '[{"id":"a","text":"One."},\n{"id":"b","text":"Tw')])
        self.assertEqual(([r["id"] for r in got], code), (["a"], 1))
        self.assertIn("the file ends inside the object", err)
        self.assertIn("line 2", err)

    def test_rss(self):
        feed = ("<?xml version='1.0'?><rss version='2.0' xmlns:content='http://purl.org/rss/1.0/modules/content/'><channel><title>Harbour Times</title>"
                "<item><title>Bridge &amp; blast</title><link>http://x/1</link><guid>g1</guid><pubDate>Tue, 04 May 2021 08:15:00 GMT</pubDate>"
                "<description>short</description><content:encoded><![CDATA[<p>%s</p><p>%s</p>]]></content:encoded></item>"
                "<item><title>Two</title><link>http://x/2</link><description>Plain words.</description></item></channel></rss>" % STORY)
        got, err, code = run([self.file("feed.xml", feed)])
        self.assertEqual((err, code, len(got)), ("", 0, 2))
        self.assertEqual((got[0]["id"], got[0]["title"], got[0]["published"], got[0]["text"]),
                         ("g1", "Bridge & blast", "2021-05-04T08:15", "\n\n".join(STORY)))
        self.assertEqual((got[1]["id"], got[1]["text"]), ("http://x/2", "Plain words."))
        got, err, code = run([self.file("cut.xml", feed[:-60])])
        self.assertEqual((len(got), code), (1, 1))
        self.assertIn("broken feed", err)

    def test_broken_feeds_are_read_like_pages(self):
        item = "<item><title>Bridge %s blast</title><link>http://x/%d</link><guid>g%d</guid><pubDate>Tue, 04 May 2021 08:15:00 GMT</pubDate><description>%s</description></item>\n"
        head = "<?xml version='1.0'%s?>\n<rss version='2.0'><channel><title>Harbour Times</title>\n"
        cases = [("&", STORY[0], "", "utf-8"), ("&nbsp;", STORY[0] + "&nbsp;", "", "utf-8"), ("and", STORY[0] + "<br>", "", "utf-8"),
                 ("and", "<b><i>" + STORY[0] + "</b></i>", "", "utf-8"), ("и", STORY[0], " encoding='windows-1251'", "cp1251"),
                 ("\u2013", "<![CDATA[<p>" + STORY[0] + "</p>]]>", "", "cp1252")]
        for sign, text, encoding, charset in cases:
            feed = head % encoding + item % ("and", 1, 1, STORY[1]) + item % (sign, 2, 2, text) + item % ("and", 3, 3, STORY[1]) + "</channel></rss>"
            got, err, code = run([self.file("feed.xml", feed.encode(charset))])
            self.assertEqual((err, code, [r["id"] for r in got]), ("", 0, ["g1", "g2", "g3"]))
            self.assertEqual((got[1]["title"], got[1]["text"].strip(), got[1]["published"], got[1]["url"], got[2]["text"], got[2]["publisher"]),
                             ("Bridge blast" if sign == "&nbsp;" else "Bridge %s blast" % sign, STORY[0], "2021-05-04T08:15", "http://x/2", STORY[1], "Harbour Times"))
        atom = ("<feed xmlns='http://www.w3.org/2005/Atom'><title>T</title><entry><id>e1</id><title>One & more</title><link href='http://x/1?a=1&amp;b=2'/>"
                "<updated>2021-05-04T08:15:00Z</updated><content type='html'>&lt;p&gt;%s&lt;/p&gt;</content></entry></feed>" % STORY[0])
        self.one("feed.xml", atom, id="e1", title="One & more", text=STORY[0], url="http://x/1?a=1&b=2", published="2021-05-04T08:15")

    def test_atom(self):
        feed = ("<feed xmlns='http://www.w3.org/2005/Atom'><title>T</title><entry><id>e1</id><title>One</title><link href='http://x/1'/>"
                "<updated>2021-05-04T08:15:00Z</updated><content type='html'>&lt;p&gt;%s&lt;/p&gt;</content></entry></feed>" % STORY[0])
        self.one("feed.xml", feed, id="e1", title="One", text=STORY[0], published="2021-05-04T08:15")

    def test_feed_that_floods(self):
        bomb = "<?xml version='1.0'?><!DOCTYPE rss [<!ENTITY a 'aaaaaaaaaa'>" + "".join(
            "<!ENTITY %s '%s'>" % (chr(98 + i), "&%s;" % chr(97 + i) * 10) for i in range(9)) + "]><rss><channel><item><title>&j;</title></item></channel></rss>"
        got, err, code = run([self.file("bomb.xml", bomb)])
        self.assertEqual(code, 1)
        self.assertIn("broken feed", err)

    def test_warc(self):
        records = [warc("warcinfo", [], b"software: x\r\n"),
                   warc("request", [("Content-Type", "application/http; msgtype=request")], b"GET / HTTP/1.1\r\n\r\n"),
                   warc("response", [("Content-Type", "application/http; msgtype=response")], http(PAGE.encode()), "http://example.org/a"),
                   warc("response", [("Content-Type", "application/http")],
                        http(chunked(gzip.compress(PAGE.encode())), "Transfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n"), "http://example.org/b"),
                   warc("response", [("Content-Type", "application/http")], http(b"\x89PNG").replace(b"text/html", b"image/png"), "http://example.org/c"),
                   warc("response", [("Content-Type", "application/http")],
                        http(zlib.compress(PAGE.encode()), "Content-Encoding: deflate\r\n"), "http://example.org/d"),
                   warc("conversion", [("Content-Type", "text/plain")], STORY[0].encode(), "http://example.org/e")]
        for name, data in (("x.warc", b"".join(records)), ("x.warc.gz", b"".join(map(gzip.compress, records)))):
            got, err, code = run([self.file(name, data)])
            self.assertEqual((err, code), ("", 0))
            self.assertEqual([r["id"] for r in got], [c * 8 for c in "abde"])
            self.assertTrue(all(STORY[0] in r["text"] for r in got))
        got, err, code = run([self.file("junk.warc", records[2] + b"rubbish\n" * 3 + records[3])])
        self.assertEqual(([r["id"] for r in got], code), (["aaaaaaaa", "bbbbbbbb"], 1))
        self.assertIn("expected a WARC record", err)
        got, err, code = run([self.file("cut.warc", records[2] + records[3][:-200])])
        self.assertEqual((len(got), code), (1, 1))
        self.assertIn("ends inside the record at byte %d" % len(records[2]), err)

    def test_archive_is_read_from_a_record_on(self):
        plain, packed = self.archive()
        for name, parts in (("x.warc", plain), ("x.warc.gz", packed)):
            path = self.file(name, b"".join(parts))
            starts = [sum(map(len, parts[:i])) for i in range(len(parts))]
            got, err, code = run([path])
            self.assertEqual(([r["offset"] for r in got], err, code), (starts, "", 0))
            got, err, code = run(["--from", "%s:%d" % (path, starts[3]), path])
            self.assertEqual(([r["offset"] for r in got], err, code), (starts[3:], "", 0))
            other = self.file("a.txt", STORY[0])
            got, err, code = run(["--from", "%s:%d" % (path, starts[5]), other, path])
            self.assertEqual(([r["offset"] for r in got], err, code), (starts[5:], "", 0))
            got, err, code = run(["--from", "-:%d" % starts[4]], b"".join(parts))
            self.assertEqual(([r["offset"] for r in got], err, code), (starts[4:], "", 0))
            got, err, code = run(["--from", "%s:%d" % (path, starts[2] + 5), path])
            self.assertEqual(([r["offset"] for r in got], code), (starts[3:], 1))
            self.assertIn("at byte %d" % (starts[2] + 5), err)
            got, err, code = run(["--from", path + ":999999999", path])
            self.assertEqual((got, code), ([], 2))
            self.assertIn("cannot be read from byte 999999999", err)
        got, err, code = run(["--from", "other.warc:5", path])
        self.assertEqual((got, code), ([], 2))
        self.assertIn("none of the files", err)
        got, err, code = run(["--from", self.file("x.jsonl", "{}") + ":1", os.path.join(self.tmp.name, "x.jsonl")])
        self.assertEqual(code, 2)
        self.assertIn("no web archive", err)

    def test_archive_with_damage_goes_on_behind_it(self):
        _, packed = self.archive()
        for i in (0, 2, 5):
            bad = packed[i][:40] + bytes(255 - b for b in packed[i][40:80]) + packed[i][80:]
            got, err, code = run([self.file("x.warc.gz", b"".join(packed[:i] + [bad] + packed[i + 1:]))])
            if i == 0:  # what begins with damage is not known for an archive
                self.assertNotEqual(code, 0)
                continue
            self.assertEqual(([r["id"] for r in got], code), ([c * 8 for c in "012345" if c != str(i)], 1))
            self.assertIn("damaged in the record at byte %d" % sum(map(len, packed[:i])), err)
            self.assertIn("6 reports in", err.splitlines()[1])
            self.assertIn(": 1 could not be read", err.splitlines()[1])
            self.assertEqual(len(err.splitlines()), 2)
        got, err, code = run([self.file("x.warc.gz", b"".join(packed[:3])[:-60])])
        self.assertEqual(([r["id"] for r in got], code), (["0" * 8, "1" * 8], 1))
        self.assertIn("the file ends inside it", err)
        got, err, code = run([self.file("x.warc.gz", packed[0] + b"garbage between" + packed[1] + bytes(100))])
        self.assertEqual(([r["id"] for r in got], code), (["0" * 8, "1" * 8], 1))
        self.assertIn("no gzip member begins there", err)

    def test_archive_in_one_piece(self):
        plain, packed = self.archive()
        got, err, code = run([self.file("x.warc.gz", gzip.compress(b"".join(plain) * 400))])
        self.assertEqual((len(got), err, code), (2400, "", 0))
        self.assertEqual([r["offset"] for r in got[:3]], [0, None, None])

    @unittest.skipUnless(shutil.which("zstd"), "no zstd command")
    def test_archive_in_frames(self):
        plain, _ = self.archive()
        frames = [subprocess.run(["zstd", "-c"], input=p, capture_output=True, check=True).stdout for p in plain]
        starts = [sum(map(len, frames[:i])) for i in range(len(frames))]
        path = self.file("x.warc.zst", b"".join(frames))
        got, err, code = run([path])
        self.assertEqual(([r["offset"] for r in got], err, code), (starts, "", 0))
        got, err, code = run(["--from", "%s:%d" % (path, starts[2]), path])
        self.assertEqual(([r["offset"] for r in got], err, code), (starts[2:], "", 0))
        words = self.file("words", b"".join(p.replace(b"8", b"%d" % i) for i in range(40) for p in plain))
        for i, p in enumerate(plain * 4):
            self.file("sample%d" % i, p)
        made = os.path.join(self.tmp.name, "dictionary")
        shutil.copy(words, made)  # any bytes are a dictionary
        with_words = [subprocess.run(["zstd", "-c", "-D", made], input=p, capture_output=True, check=True).stdout for p in plain]
        self.assertLess(len(with_words[0]), len(frames[0]) / 2)
        with open(made, "rb") as f:
            body = f.read()
        for stored in (body, subprocess.run(["zstd", "-c", made], capture_output=True, check=True).stdout):
            head = b"\x5D\x2A\x4D\x18" + len(stored).to_bytes(4, "little") + stored
            path = self.file("y.warc.zst", head + b"".join(with_words))
            got, err, code = run([path])
            self.assertEqual(([r["id"] for r in got], err, code), ([c * 8 for c in "012345"], "", 0))
            got, err, code = run(["--from", "%s:%d" % (path, got[4]["offset"]), path])
            self.assertEqual(([r["id"] for r in got], err, code), (["4" * 8, "5" * 8], "", 0))

    def test_sgml(self):
        docs = "".join('<DOC id="XYZ_ENG_20020101.000%d" type="story">\n<HEADLINE>\nBridge closed\n</HEADLINE>\n<DATELINE>\nMIRA, Jan 1\n</DATELINE>\n'
                       "<TEXT>\n<P>\n%s\n</P>\n<P>\nA &amp; B\n</P>\n</TEXT>\n</DOC>\n" % (i, STORY[0]) for i in (1, 2))
        got, err, code = run([self.file("xyz_200201", docs)])
        self.assertEqual((err, code), ("", 0))
        self.assertEqual([(r["id"], r["title"], r["published"]) for r in got],
                         [("XYZ_ENG_20020101.000%d" % i, "Bridge closed", "2002-01-01") for i in (1, 2)])
        self.assertTrue(got[0]["text"].startswith("MIRA, Jan 1 Police closed"))
        self.assertTrue(got[0]["text"].endswith("\n\nA & B"))

    # What press databases export: the layouts are theirs, the words our own.
    LEAD = "The ferry to the northern islands will not sail this week, the harbour master said on Tuesday."
    TAIL = "Nobody on the quay knew when the spare parts for its engine, ordered in spring, would come."

    def press(self, name, data, **want):
        got, err, code = run([self.file(name, data)])
        self.assertEqual((err, code, len(got)), ("", 0, 2))
        for r, title in zip(got, ("Ferry stays in port", "Baker drives bread across the ice")):
            self.assertEqual((r["title"], r["publisher"], r["published"][:10], r["text"].replace("\n\n", "|")),
                             (title, "Quay Gazette", "2021-05-04", want.get("before", "") + self.LEAD + "|" + self.TAIL))
        return got

    def test_nexis_of_old(self):
        one = ("                               %d of 2 DOCUMENTS\n\n\n                                  Quay Gazette\n\n                             May 4, 2021 Tuesday\n"
               "                              Late Edition - Final\n\nHEADLINE: %s\n\nBYLINE: By ADA BROOK\n\nSECTION: Section A; Pg. 1\n\nLENGTH: 412 words\n\n"
               "DATELINE: PORT LIND\n\n%s\n\n%s\n\nURL: http://example.org/ferry\n\nSUBJECT: FERRIES (90%%); HARBOURS (75%%);\nISLANDS (50%%)\n\n"
               "LOAD-DATE: May 5, 2021\n\nLANGUAGE: ENGLISH\n\nPUBLICATION-TYPE: Newspaper\n\n\n                     Copyright 2021 Quay Gazette\n"
               "                              All Rights Reserved\n\n\n")
        wrapped = self.LEAD[:51].rstrip() + "\n" + self.LEAD[51:].lstrip()
        text = one % (1, "Ferry stays in port", self.LEAD, self.TAIL) + one % (2, "Baker drives bread\nacross the ice", self.LEAD, self.TAIL)
        got = self.press("x.txt", text, before="PORT LIND \u2013 ")
        self.assertEqual((got[0]["url"], got[0]["language"]), ("http://example.org/ferry", "en"))
        got = self.press("x.TXT", text.replace("\n", "\r\n"), before="PORT LIND \u2013 ")
        page = "<html><body>" + "".join("<p><span>%s</span></p>\n" % l.strip() for l in text.replace("bread\nacross", "bread across").replace(";\nISL", "; ISL").split("\n")) + "</body></html>"
        self.press("x.html", page, before="PORT LIND \u2013 ")

    def test_nexis_uni(self):
        one = ("%s\nQuay Gazette\nMay 4, 2021 Tuesday\n\nCopyright 2021 Quay Gazette All Rights Reserved\n\nSection: NEWS; Pg. 1\nLength: 412 words\n"
               "Byline: Ada Brook\nHighlight: What stands in port.\n\nBody\n\n\n%s\n\n%s\n\nGraphic\n \n\u00a0The ferry, Tuesday.\n\nLoad-Date: May 5, 2021\n\n\nEnd of Document\n\n")
        text = one % ("Ferry stays in port", self.LEAD, self.TAIL) + one % ("Baker drives bread across the ice", self.LEAD, self.TAIL)
        self.press("x.txt", text)
        self.press("x.html", "<html><body>" + "".join("<div>%s</div>" % l for l in text.split("\n")) + "</body></html>")

    def test_factiva(self):
        one = ("%s\n\n412 words\n4 May 2021\n08:15\nQuay Gazette\nQUAY\nEnglish\n(c) 2021 Quay Gazette\n\n%s\n\n%s\n\nDocument QUAY000020210504eh54001x%d\n\n\n")
        text = one % ("Ferry stays in port", self.LEAD, self.TAIL, 1) + one % ("Baker drives bread across the ice", self.LEAD, self.TAIL, 2)
        got = self.press("x.txt", text)
        self.assertEqual([(r["id"], r["published"]) for r in got], [("QUAY000020210504eh54001x%d" % i, "2021-05-04T08:15") for i in (1, 2)])
        page = ("<div class='article enArticle'><div id='hd'><span class='enHeadline'>%s</span></div><div>412 words</div><div>4 May 2021</div><div>08:15</div>"
                "<div>Quay Gazette</div><div>QUAY</div><div>English</div><div>(c) 2021 Quay Gazette</div><p class='articleParagraph enarticleParagraph'>%s</p>"
                "<p class='articleParagraph enarticleParagraph'>%s</p><p>Document QUAY000020210504eh54001x%d</p></div>")
        self.press("x.htm", "<html><body>" + page % ("Ferry stays in port", self.LEAD, self.TAIL, 1) + page % ("Baker drives bread across the ice", self.LEAD, self.TAIL, 2))

    def test_factiva_with_codes(self):
        one = ("HD         %s\nBY         By Ada Brook\nWC         412 words\nPD         4 May 2021\nET         08:15\nSN         Quay Gazette\nSC         QUAY\n"
               "LA         English\nCY         (c) 2021 Quay Gazette\nLP         %s\n\nTD         %s\n\nIN         i74 : Shipping\nNS         gcat : General News\n"
               "RE         isl : Islands\nAN         Document QUAY000020210504eh54001x%d\n\n")
        text = one % ("Ferry stays in port", self.LEAD, self.TAIL, 1) + one % ("Baker drives bread\n           across the ice", self.LEAD, self.TAIL, 2)
        got = self.press("x.txt", text)
        self.assertEqual([r["id"] for r in got], ["QUAY000020210504eh54001x1", "QUAY000020210504eh54001x2"])
        rows = "".join("<tr><td class=index><b>%s</b></td><td>%s</td></tr>" % (l[:2], l[2:].strip()) if l[:2].strip() else "" for l in text.replace("\n           ", " ").split("\n") if l)
        self.press("x.html", "<html><body><table>" + rows.replace("<tr><td class=index><b>HD", "</table><table><tr><td class=index><b>HD") + "</table></body></html>")

    def test_a_report_that_speaks_of_documents(self):
        self.one("a.txt", "Ministry: documents found\n\nLength: the bridge has 412 words carved in it.\n\n" + STORY[0] + "\n\n" + STORY[1], id="a")

    def test_compressed(self):
        line = json.dumps({"id": "a", "text": STORY[0]}).encode() + b"\n"
        for name, data in (("x.jsonl.gz", gzip.compress(line) + gzip.compress(line)), ("x.jsonl.bz2", bz2.compress(line * 2)),
                           ("x.jsonl.xz", lzma.compress(line * 2))):
            got, err, code = run([self.file(name, data)])
            self.assertEqual((len(got), err, code), (2, "", 0))
        got, err, code = run([], gzip.compress(line))
        self.assertEqual((len(got), code), (1, 0))

    def test_packed(self):
        buf = io.BytesIO()
        with zipfile.ZipFile(buf, "w", zipfile.ZIP_DEFLATED) as z:
            z.writestr("a.html", PAGE)
            z.writestr("../../etc/evil.txt", "A name that climbs out.")
            z.writestr("deep/b.jsonl", json.dumps({"id": "j", "text": "One."}) + "\n{broken\n")
            z.writestr("empty.jsonl", "")
            z.writestr("c.txt", "Last.")
        got, err, code = run([self.file("x.zip", buf.getvalue())])
        self.assertEqual(([r["id"] for r in got], code), (["a", "evil", "j", "c"], 1))
        self.assertIn("x.zip/deep/b.jsonl", err)
        self.assertFalse(os.path.exists(os.path.join(self.tmp.name, "../../etc/evil.txt")))
        tar = io.BytesIO()
        with tarfile.open(fileobj=tar, mode="w:gz") as t:
            for i in range(3):
                info = tarfile.TarInfo("d/r%d.txt" % i)
                info.size = len(STORY[0])
                t.addfile(info, io.BytesIO(STORY[0].encode()))
        got, err, code = run([self.file("x.tar.gz", tar.getvalue())])
        self.assertEqual(([r["id"] for r in got], err, code), (["r0", "r1", "r2"], "", 0))

    def test_cut_off(self):
        data = gzip.compress("".join(json.dumps({"id": i, "text": os.urandom(40).hex()}) + "\n" for i in range(2000)).encode())
        got, err, code = run([self.file("x.jsonl.gz", data[:len(data) // 2])])
        self.assertTrue(len(got) > 100)
        self.assertNotEqual(code, 0)
        self.assertIn("damaged", err)

    def test_hostile_pages_are_quick(self):
        for name, data in (("nest.html", "<html><body>" + "<div>" * 200000 + "deep"), ("ent.html", "<html><body><p>" + "&amp" * 300000),
                           ("nul.html", b"<html><body><p>a\0b\xff\xc0\x80\xed\xa0\x80" + STORY[0].encode()), ("quote.html", "<html><body><a href=\"" + "x" * 3000000)):
            start = time.monotonic()
            got, _, code = run([self.file(name, data)])
            self.assertEqual((len(got), code), (1, 0))
            self.assertLess(time.monotonic() - start, 20)

    def test_bomb_in_a_record_is_bounded(self):
        bomb = zlib.compress(b"<html>" + b" " * (300 << 20), 9)
        data = warc("response", [("Content-Type", "application/http")], http(bomb, "Content-Encoding: deflate\r\n")) + warc(
            "conversion", [("Content-Type", "text/plain")], STORY[0].encode(), "http://example.org/e")
        got, err, code = run([self.file("x.warc", data)], timeout=120)
        self.assertEqual(([r["id"] for r in got], code), (["eeeeeeee"], 1))
        self.assertIn("more than", err)


class Hostile(Case):
    """What is made to hurt: linear time, bounded memory, one line that names the file, and the rest goes on."""
    MEMORY = 900 << 20  # a report may have 256 MiB; what it is read into doubles as it grows

    def stream(self, args, head, piece, n):
        """Output, errors, status and peak memory of a run that is fed piece n times behind head."""
        with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
            p = subprocess.Popen([TOCSIN, "text", "--format", "jsonl"] + args, stdin=subprocess.PIPE, stdout=out, stderr=err)
            try:
                p.stdin.write(head)
                for _ in range(n):
                    p.stdin.write(piece)
                p.stdin.close()
            except BrokenPipeError:
                p.stdin = None
            _, status, used = os.wait4(p.pid, 0)
            p.returncode = os.waitstatus_to_exitcode(status)
            out.seek(0)
            err.seek(0)
            return [json.loads(x) for x in out.read().decode().splitlines()], err.read().decode(), p.returncode, used.ru_maxrss * 1024

    def bounded(self, args, head, piece, n, said):
        got, err, code, memory = self.stream(args, head, piece, n)
        self.assertEqual(code, 1, err)
        self.assertIn(said, err)
        self.assertIn("1 could not be read", err)
        if not SANITIZED:
            self.assertLess(memory, self.MEMORY)
        return got

    def test_a_gigabyte_without_a_newline(self):
        piece = b"x" * (1 << 20)
        n = 280
        self.bounded([], b"", piece, n, "a report of more than 268435456 bytes in '-'")
        self.bounded(["--input", "jsonl"], b"", piece, 1024 if not SANITIZED else n, "a line of more than 268435456 bytes in '-', line 1")
        got = self.bounded(["--input", "jsonl"], b'{"id":"a","text":"One."}\n', piece, n, "line 2")
        self.assertEqual([r["id"] for r in got], ["a"])
        got = self.bounded([], b'id,text\na,One.\nb,"', piece, n, "line 3")
        self.assertEqual([r["id"] for r in got], ["a"])
        self.bounded([], b"<html><body>", piece, n, "more than 268435456 bytes")
        self.bounded([], b"<rss><channel>", piece, n, "more than 268435456 bytes")
        got = self.bounded([], self.archive(1)[0][0], piece, n, "expected a WARC record at byte")
        self.assertEqual(len(got), 1)

    def test_bombs_are_bounded(self):
        zeros = gzip.compress(b"x" * (280 << 20), 1)
        got, err, code = run([self.file("bomb.txt.gz", zeros), self.file("b.txt", STORY[0])], timeout=120)
        self.assertEqual(([r["id"] for r in got], code), (["b"], 1))
        self.assertIn("more than 268435456 bytes in '%s'" % os.path.join(self.tmp.name, "bomb.txt.gz"), err)
        buf = io.BytesIO()
        with zipfile.ZipFile(buf, "w", zipfile.ZIP_DEFLATED) as z:
            z.writestr("bomb.txt", b"x" * (280 << 20))
            z.writestr("after.txt", STORY[0])
        got, err, code = run([self.file("x.zip", buf.getvalue())], timeout=120)
        self.assertEqual(([r["id"] for r in got], code), (["after"], 1))
        self.assertIn("x.zip/bomb.txt", err)
        head = b"WARC/1.0\r\nWARC-Type: response\r\nContent-Type: application/http\r\nContent-Length: %d\r\n\r\n" % (280 << 20)
        bomb = gzip.compress(head, 9) + zeros + gzip.compress(b"\r\n\r\n")
        member = gzip.compress(head + bytes(280 << 20) + b"\r\n\r\n", 1)
        for name, data in (("a.warc.gz", bomb), ("b.warc.gz", member)):
            got, err, code = run([self.file(name, data + b"".join(self.archive(2)[1]))], timeout=120)
            self.assertEqual(([r["id"] for r in got], code), (["0" * 8, "1" * 8], 1))
            self.assertIn("the record at byte 0 has 293601280 bytes, more than the 268435456 allowed", err)

    def test_broken_letters(self):
        bad = {b"\x00": 1, b"\xc0\xaf": 2, b"\xe0\x80\xaf": 3, b"\xf0\x80\x80\xaf": 4, b"\xed\xa0\x80": 3, b"\xf5": 1, b"\xe2\x82": 1, b"\xff": 1}
        for sequence, n in bad.items():
            text = ("Łódź, Świdnica – “ " + STORY[0]).encode() + b" a" + sequence + b"b"
            self.assertTrue(self.one("a.txt", text)["text"].endswith("a" + "\ufffd" * n + "b"), sequence)
            self.assertTrue(self.one("a.jsonl", b'{"id":"a","text":"' + text.replace(b"\x00", b"\\u0000") + b'"}')["text"].endswith("b"))
            self.one("a.html", PAGE.replace("Nobody", "@@").encode().replace(b"@@", b"No" + sequence + b"body"))
        self.assertEqual(self.one("a.jsonl", '{"id":"a","text":"x\\ud800y\\udc00z \\ud83d\\udd14"}')["text"], "x\ufffdy\ufffdz \U0001f514")
        self.assertEqual(self.one("a.json", '[{"id":"a","text":"x\\ud800y"}]')["text"], "x\ufffdy")

    def test_entities_that_go_round(self):
        head = "<?xml version='1.0'?><!DOCTYPE rss [%s]><rss><channel><item><title>&a;</title></item></channel></rss>"
        for entities in ("<!ENTITY a '&b;'><!ENTITY b '&a;'>", "<!ENTITY a SYSTEM 'file:///etc/passwd'>", "<!ENTITY a SYSTEM 'http://127.0.0.1:9/x'>"):
            got, err, code = run([self.file("x.xml", head % entities)])
            self.assertNotIn("root:", json.dumps(got))
            self.assertIn(code, (0, 1))
        got, err, code = run([self.file("x.xml", head % "<!ENTITY a '&b;'><!ENTITY b '&a;'>")])
        self.assertEqual((got, code), ([], 1))
        self.assertIn("x.xml', line 1", err)

    def test_a_huge_feed(self):
        item = "<item><title>Bridge %d</title><guid>g%d</guid><description>" + STORY[0] + "</description></item>\n"
        for last in ("</channel></rss>", "</b></channel></rss>"):  # good, and broken at its end
            feed = "<rss><channel>" + "".join(item % (i, i) for i in range(40000)) + last
            start = time.monotonic()
            got, err, code = run([self.file("x.xml", feed)], timeout=120)
            self.assertEqual((len(got), err.split(":")[-1][:2] if code else ""), (40000, ""))
            self.assertLess(time.monotonic() - start, 60)
        deep = "<rss><channel><item><title>a</title></item>" + "<x>" * 200000
        got, err, code = run([self.file("x.xml", deep)])
        self.assertEqual((len(got), code), (1, 1))
        self.assertIn("nested more than 64 deep", err)

    def test_headers_without_end(self):
        for head in (b"WARC/1.0\r\n" + b"X: y\r\n" * 200000, b"WARC/1.0\r\n\r\n" * 50000, b"WARC/1.0\r\nContent-Length: 99999999999999999999\r\n\r\n",
                     b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 18446744073709551615\r\n\r\n"):
            start = time.monotonic()
            got, err, code = run([self.file("x.warc", head)])
            self.assertEqual((got, code), ([], 1))
            self.assertLess(time.monotonic() - start, 30)

    def test_the_rest_goes_on(self):
        self.file("a.html", PAGE)
        self.file("b.jsonl", '{"id":"b"}\n{"id":"c","text":"One."}\n')
        self.file("d.csv", 'id,text\nd,Two.\ne,"never')
        self.file("f.json", '[{"id":"f","text":"Three."},')
        self.file("g.txt.gz", gzip.compress(os.urandom(100000))[:50000])
        self.file("h.warc.gz", b"".join(self.archive(2)[1])[:-50])
        self.file("i.xml", "<rss><channel><item><title>i</title><guid>i</guid></item><item><title>")
        self.file("z.txt", STORY[0])
        got, err, code = run([self.tmp.name])
        self.assertEqual(([r["id"] for r in got], code), (["a", "c", "d", "f", "0" * 8, "i", "z"], 1))
        lines = err.splitlines()
        self.assertEqual(len(lines), 7, (err, [r["id"] for r in got]))
        for name, line in zip(("b.jsonl", "d.csv", "f.json", "g.txt.gz", "h.warc.gz", "i.xml"), lines):
            self.assertIn(name, line)
        self.assertIn("13 reports in", lines[-1])
        self.assertIn(": 6 could not be read", lines[-1])


if __name__ == "__main__":
    unittest.main()
