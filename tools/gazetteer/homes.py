#!/usr/bin/env python3
"""What publishers' homes are worth: LGL, whose reports name their publisher.

usage: homes.py --tocsin BIN [--kit DIR] [--data DIR]

Five times, homes are learnt from four fifths of each publisher's reports (ingest, export --format
homes) and used on the fifth (code --publisher-prior).  Prints the figures without and with, as
lines for tests/results.csv.
"""
import argparse
import json
import os
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def main():
    p = argparse.ArgumentParser(usage=__doc__)
    p.add_argument("--tocsin", required=True)
    p.add_argument("--kit", default=os.path.join(HERE, "..", "shared", "eval"))
    p.add_argument("--data", default=os.path.join(HERE, "..", "shared", "data"))
    o = p.parse_args()
    sys.path.insert(0, o.kit)
    import layers

    with open(os.path.join(o.data, "places", "lgl.jsonl"), encoding="utf-8") as f:
        reports = [json.loads(line) for line in f]
    seen, fold = {}, {}
    for r in reports:
        paper = r["meta"]["domain"]
        fold[r["id"]] = seen.get(paper, 0) % 5
        seen[paper] = seen.get(paper, 0) + 1

    def lines(some):
        return "".join(json.dumps({"id": r["id"], "text": r["text"], "publisher": r["meta"]["domain"]}) + "\n" for r in some)

    def run(stdin, *args):
        return subprocess.run([o.tocsin, *args], input=stdin, stdout=subprocess.PIPE, check=True, text=True).stdout

    def code(some, *args):
        return {d["id"]: d for d in map(json.loads, run(lines(some), "code", "--format", "docs", *args).splitlines())}

    with_homes = {}
    with tempfile.TemporaryDirectory() as tmp:
        for k in range(5):
            db, homes = os.path.join(tmp, "%d.db" % k), os.path.join(tmp, "%d.tsv" % k)
            run(lines(r for r in reports if fold[r["id"]] != k), "ingest", "-q", "-i", "jsonl", db, "-")
            run(None, "export", db, "--format", "homes", "--output", homes)
            with_homes.update(code([r for r in reports if fold[r["id"]] == k], "--publisher-prior", homes))
    for name, docs in (("lgl", code(reports)), ("lgl, publishers' homes", with_homes)):
        for row in layers.toponyms(reports, docs, {}):
            measure, value, n = list(row.values())[:3]
            print('places,"%s",%s,%.4f,%s,' % (name, measure, value, n))


if __name__ == "__main__":
    main()
