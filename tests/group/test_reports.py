#!/usr/bin/env python3
"""What incidents cost and on which day they were, by the whole of the pipeline.

usage: test_reports.py TOCSIN

A case is a report and the tolls of all its incidents, in their order; or a report of Friday,
7 January 2022, and the days of its acts of force."""
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


DAYS = [
    ("words have a day, and the act that they tell of another",
     "Two men were shot at a bar in Lyon. It happened at 11 p.m. on Tuesday. During a Thursday news conference the mayor spoke of the shooting.",
     ["2022-01-04", "2022-01-04"]),
    ("what is said in the present is not said on Monday",
     "On Monday night, police say, a gunman shot two men at a bar in Lyon.", ["2022-01-03"]),
    ("near miss: what was said on Monday",
     "Police said on Monday that a gunman had shot two men at a bar in Lyon on Saturday.", ["2022-01-01"]),
    ("the clock says on which side of midnight",
     "Two men were shot overnight at a bar in Lyon. Officers arrived about 1 a.m.", ["2022-01-07"]),
]


def tolls(record):
    return ["%s %g" % (t["counts"], t["low"]) for i in record["incidents"] for t in i["tolls"] if t["counts"] in ("killed", "injured")]


def days(record):
    return [(e["when"] or {}).get("from", "none")[:10] for e in record["events"] if e["type"] == "ASSAULT"]


def main():
    cases = [(c, tolls) for c in CASES] + [(c, days) for c in DAYS]
    reports = "".join(json.dumps({"id": str(n), "text": c[1], "published": "2022-01-07"}) + "\n" for n, (c, _) in enumerate(cases))
    out = subprocess.run([sys.argv[1], "code", "--format", "docs"], input=reports.encode(), stdout=subprocess.PIPE, check=True).stdout
    records = [json.loads(line) for line in out.decode().splitlines()]
    if len(records) != len(cases):
        sys.exit("expected %d records, got %d" % (len(cases), len(records)))
    bad = 0
    for ((name, text, want), look), record in zip(cases, records):
        got = look(record)
        if got != want:
            bad += 1
            print("%s: %s\n  expected %s\n  got      %s" % (name, text, want, got))
    sys.exit(bad > 0)


main()
