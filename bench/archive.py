#!/usr/bin/env python3
"""How fast web archives are read, and in how much memory.

usage: archive.py --tocsin BIN --pages FOLDER|ZIP [--mb N] [--json FILE]

Puts pages into a WARC as CC-NEWS lays it out (request, response, metadata a page; each record a
gzip member of its own) and feeds N MB of it (of content, default 1000) through `tocsin text` by a
pipe; nothing is written to disk.  Prints MB of content a second of processor time (one thread) and
the peak memory.  The pages repeat: enough of them are needed that caches do not matter.
"""
import argparse
import glob
import gzip
import json
import os
import subprocess
import sys
import threading
import uuid
import zipfile


def pages(where):
    if os.path.isdir(where):
        for path in sorted(glob.glob(os.path.join(where, "**", "*.htm*"), recursive=True)):
            with open(path, "rb") as f:
                yield f.read()
    else:
        with zipfile.ZipFile(where) as z:
            for name in sorted(z.namelist()):
                if name.endswith((".html", ".htm")):
                    yield z.read(name)


def record(kind, uri, content_type, body, n):
    head = ("WARC/1.0\r\nWARC-Type: %s\r\nWARC-Date: 2022-01-06T09:10:00Z\r\nWARC-Record-ID: <urn:uuid:%s>\r\nContent-Length: %d\r\n"
            "Content-Type: %s\r\nWARC-Target-URI: %s\r\n\r\n" % (kind, uuid.UUID(int=n), len(body), content_type, uri))
    return head.encode() + body + b"\r\n\r\n"


def entries(where):
    """(bytes of content, the three records compressed) of each page."""
    for i, page in enumerate(pages(where)):
        uri = "https://example.org/%d.html" % i
        parts = [record("request", uri, "application/http; msgtype=request", b"GET /%d.html HTTP/1.1\r\nHost: example.org\r\n\r\n" % i, 3 * i),
                 record("response", uri, "application/http; msgtype=response", b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + page, 3 * i + 1),
                 record("metadata", uri, "application/warc-fields", b"fetchTimeMs: 120\r\n", 3 * i + 2)]
        yield sum(map(len, parts)), b"".join(gzip.compress(p, 6, mtime=0) for p in parts)


def feed(stream, items, limit, total):
    while total[0] < limit:
        for size, packed in items:
            if total[0] >= limit:
                break
            stream.write(packed)
            total[0] += size
    stream.close()


def measure(tocsin, where, mb):
    items, total = list(entries(where)), [0]
    if not items:
        sys.exit("archive.py: no page in %s" % where)
    p = subprocess.Popen([tocsin, "text", "--quiet", "--format", "jsonl", "-"], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
    writer = threading.Thread(target=feed, args=(p.stdin, items, mb * 1000000, total))
    writer.start()
    _, status, used = os.wait4(p.pid, 0)
    writer.join()
    if status:
        sys.exit("archive.py: tocsin text failed")
    return {"content_mb": total[0] / 1e6, "mb_s": total[0] / 1e6 / (used.ru_utime + used.ru_stime), "peak_mb": used.ru_maxrss / 1024}


def main():
    p = argparse.ArgumentParser(usage=__doc__)
    p.add_argument("--tocsin", required=True)
    p.add_argument("--pages", required=True)
    p.add_argument("--mb", type=int, default=1000)
    p.add_argument("--json")
    o = p.parse_args()
    got = measure(os.path.abspath(o.tocsin), o.pages, o.mb)
    print("%.0f MB of content: %.1f MB/s of one core, %.1f MB at most" % (got["content_mb"], got["mb_s"], got["peak_mb"]))
    if o.json:
        with open(o.json, "w", encoding="utf-8") as f:
            json.dump(got, f)


if __name__ == "__main__":
    main()
