#!/usr/bin/env python3
"""tools/measure-roles against an answer made of the gold itself, and the layer on the gold set.

usage: test_measure.py TOCSIN ROOT

A made treebank of our own and a program that answers what it is told check that the measure counts what
it says.  With ../shared/data, head F1 on the dev set must be no worse than the file of results says by
more than one point.  Exit status 77 (skipped, after the first part) without ../shared.
"""
import csv
import json
import os
import subprocess
import sys
import tempfile

TOCSIN, ROOT = sys.argv[1], sys.argv[2]
ROWS = [("Guards", "2", "nsubj"), ("shot", "0", "root"), ("two", "4", "nummod"), ("men", "2", "obj"), ("on", "6", "case"), ("Friday", "2", "obl")]
GOLD = [{"token": 1, "roleset": "shoot.02", "args": [{"role": "ARG0", "start": 0, "end": 1}, {"role": "ARG1", "start": 2, "end": 4},
                                                     {"role": "ARGM-TMP", "start": 4, "end": 6}]}]


def figures(tocsin, data, extra=()):
    p = subprocess.run([sys.executable, os.path.join(ROOT, "tools", "measure-roles"), "--tocsin", tocsin, "--data", data, *extra],
                       stdout=subprocess.PIPE, check=True)
    return {line[37:65].strip(): float(line[65:].split()[0]) for line in p.stdout.decode().splitlines()}


def answer(folder, args):
    """A program that answers with tokens and one proposition, whatever it is asked."""
    words = [w for w, _, _ in ROWS]
    text, spans = " ".join(words), []
    for w in words:
        at = spans[-1][1] + 1 if spans else 0
        spans.append([at, at + len(w)])
    srl = [{"span": spans[1], "roleset": "shoot.02",
            "args": [{"role": r, "span": [spans[a][0], spans[b - 1][1]], "text": text[spans[a][0]:spans[b - 1][1]]} for r, a, b in args]}]
    record = {"id": "d0", "tokens": [{"span": s} for s in spans], "srl": srl}
    path = os.path.join(folder, "answer")
    with open(path, "w", encoding="utf-8") as f:
        f.write("#!/bin/sh\ncat > /dev/null\ncat <<'E'\n%s\nE\n" % json.dumps(record))
    os.chmod(path, 0o755)
    return path


with tempfile.TemporaryDirectory() as tmp:
    os.makedirs(os.path.join(tmp, "ud")), os.makedirs(os.path.join(tmp, "srl"))
    with open(os.path.join(tmp, "ud", "ewt-dev.conllu"), "w", encoding="utf-8") as f:
        f.write("# newdoc\n# sent_id = s1\n")
        f.write("".join("%d\t%s\t_\tX\t_\t_\t%s\t%s\t_\t_\n" % (i + 1, w, h, r) for i, (w, h, r) in enumerate(ROWS)) + "\n")
    with open(os.path.join(tmp, "srl", "propbank-ewt-dev.jsonl"), "w", encoding="utf-8") as f:
        f.write(json.dumps({"id": "s1", "tokens": [w for w, _, _ in ROWS], "predicates": GOLD}) + "\n")
    right = figures(answer(tmp, [("ARG0", 0, 1), ("ARG1", 2, 4), ("ARGM-TMP", 4, 6)]), tmp)
    assert set(right.values()) == {1.0}, right
    wrong = figures(answer(tmp, [("ARG0", 0, 1), ("ARG1", 3, 4), ("ARGM-LOC", 4, 6)]), tmp)
    assert wrong["predicate F1"] == wrong["roleset accuracy"] == 1, wrong
    assert abs(wrong["argument F1"] - 1 / 3) < 1e-3 and abs(wrong["head F1"] - 2 / 3) < 1e-3, wrong  # "men" is the head of "two men"
    assert wrong["head F1, ARG0 to ARG5"] == 1, wrong

data = os.path.join(ROOT, "..", "shared", "data")
if not os.path.exists(os.path.join(data, "srl")):
    print("skipped: no ../shared beside this folder")
    sys.exit(77)
with open(os.path.join(ROOT, "tests", "results.csv"), encoding="utf-8", newline="") as f:
    kept = {(r["set"], r["measure"]): float(r["value"]) for r in csv.DictReader(f) if r["layer"] == "srl"}
for name, value in figures(TOCSIN, data).items():
    was = kept["propbank-ewt-dev", name]
    assert value > was - 0.01, "%s is %.4f, was %.4f" % (name, value, was)
    print("%s %.4f" % (name, value))
