#!/usr/bin/env python3
"""Tolls of whole reports: what each incident cost, by the whole of the pipeline.

usage: test_tolls.py TOCSIN

A case is a report and the tolls of all its incidents, in their order."""
import json
import subprocess
import sys

CASES = [
    ("people told in one breath are different people",
     "Rebels murdered a judge and his driver in Tarma on Monday.", ["killed 1", "killed 1"]),
    ("a number beside a name",
     "Gunmen killed the mayor and two guards in Tarma on Monday.", ["killed 1", "killed 2"]),
    ("two numbers of one verb, the larger last",
     "Soldiers killed six priests and two women in Tarma on Monday.", ["killed 2", "killed 6"]),
    ("namesakes are two",
     "Ada Burton and Will Burton were shot dead in Tarma on Monday.", ["killed 1", "killed 1"]),
    ("near miss: one who is named twice is one",
     "Ada Burton was shot dead in Tarma on Monday. Police said Burton was killed at noon.", ["killed 1"]),
    ("what did not happen cost nobody his life",
     "The rebels threatened to kill five hostages.", []),
    ("near miss: it did",
     "The rebels killed five hostages.", ["killed 5"]),
]


def tolls(record):
    return ["%s %g" % (t["counts"], t["low"]) for i in record["incidents"] for t in i["tolls"] if t["counts"] in ("killed", "injured")]


def main():
    reports = "".join(json.dumps({"id": str(n), "text": text, "published": "2022-01-06"}) + "\n" for n, (_, text, _) in enumerate(CASES))
    out = subprocess.run([sys.argv[1], "code", "--format", "docs"], input=reports.encode(), stdout=subprocess.PIPE, check=True).stdout
    records = [json.loads(line) for line in out.decode().splitlines()]
    if len(records) != len(CASES):
        sys.exit("expected %d records, got %d" % (len(CASES), len(records)))
    bad = 0
    for (name, text, want), record in zip(CASES, records):
        got = tolls(record)
        if got != want:
            bad += 1
            print("%s: %s\n  expected %s\n  got      %s" % (name, text, want, got))
    sys.exit(bad > 0)


main()
