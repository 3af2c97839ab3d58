#!/usr/bin/env python3
"""Claims of whole reports: the forms in which news says who says it, by the whole of the pipeline.

usage: test_reports.py TOCSIN

A case is a report, the claims that it makes as SOURCE || CUE || CONTENT (pieces parted by |),
and, where it matters, which of them each event and figure goes by."""
import json
import subprocess
import sys

CASES = [
    ("a document speaks", "A statement by the ministry said that 12 miners had died.",
     ["A statement by the ministry || said || that 12 miners had died"], {"12": 0}),
    ("images speak", "According to images broadcast by state television, protesters stormed the mayor's office.",
     ["images broadcast by state television || According to || protesters stormed the mayor's office"], {"stormed": 0}),
    ("a nameless source; not to be named is no claim", "A diplomat who wished not to be named said that five guards were missing.",
     ["A diplomat who wished not to be named || said || that five guards were missing"], {"five": 0}),
    ("one within another, the inner one speaks", "The minister said that the governor had told him that rebels burned the village.",
     ["The minister || said || that the governor had told him that rebels burned the village",
      "the governor || had told || that rebels burned the village"], {"burned": 1}),
    ("in two pieces", "\"The rebels,\" the colonel said, \"killed four of my men.\"",
     ["the colonel || said || \"The rebels,\" | \"killed four of my men.\""], {"killed": 0, "four": 0}),
    ("a colon", "The army: \"We killed no civilians.\"", ["The army || : || \"We killed no civilians.\""], {"killed": 0}),
    ("a dash", "\"We lost everything\" \u2014 the mayor.", ["the mayor || \u2014 || \"We lost everything\""], {}),
    ("near miss: a dash and a clause", "\"We lost everything\" \u2014 the mayor had left.", [], {}),
    ("a passive denial", "The shooting of two students was denied by the police.",
     ["the police || was denied || The shooting of two students"], {"shooting": 0}),
    ("a paragraph of nothing but quotation has the speaker of the one before",
     "\"We will rebuild the bridge,\" the mayor added.\n\n\"Nobody died here, and 40 families have a roof again.\"",
     ["the mayor || added || \"We will rebuild the bridge,\" | \"Nobody died here, and 40 families have a roof again.\""], {"40": 0}),
    ("between two quotations, with an apposition", "“Nine houses burned,” said Omar Dele, a fire officer, “and two people are missing.”",
     ["Omar Dele, a fire officer || said || “Nine houses burned,” | “and two people are missing.”"], {"two": 0}),
    ("the same, the speaker before the verb", "“Police beat my brother,” Maria Solt, a student, told reporters, “and took him away.”",
     ["Maria Solt, a student, || told || “Police beat my brother,” | “and took him away.”"], {"beat": 0}),
    ("the same, with a day", "“We lost everything,” said the mayor, Ana Ruiz, on Monday, “but we will rebuild.”",
     ["the mayor, Ana Ruiz || said || “We lost everything,” | “but we will rebuild.”"], {}),
    ("a report denied", "Reports that soldiers shot two farmers were denied by the ministry on Monday.",
     ["the ministry || were denied || Reports that soldiers shot two farmers"], {"shot": 0}),
    ("a toll given anew", "A bomb killed 14 people in Tarma. The ministry revised the toll down to nine.",
     ["The ministry || revised || the toll down to nine"], {"nine": 0}),
    ("claims dismissed by nobody named", "Claims that rebels had burned the school were dismissed.",
     [" || were dismissed || Claims that rebels had burned the school"], {"burned": 0}),
    ("near miss: a paragraph with a voice of its own",
     "\"We will rebuild the bridge,\" the mayor added.\n\n\"Nobody died here,\" the bishop said.",
     ["the mayor || added || \"We will rebuild the bridge,\"", "the bishop || said || \"Nobody died here,\""], {"Nobody": 1}),
]


def claims(record):
    cut = lambda spans: " | ".join(record["text"][a:b] for a, b in spans)
    return [" || ".join(cut(c[part]) for part in ("source", "cue", "content")) for c in record["claims"]]


def goes_by(record):
    return {**{e["trigger"]["text"]: e["claim"] for e in record["events"]}, **{f["text"]: f["claim"] for f in record["figures"]}}


def main():
    reports = "".join(json.dumps({"id": str(n), "text": c[1], "published": "2022-01-07"}) + "\n" for n, c in enumerate(CASES))
    out = subprocess.run([sys.argv[1], "code", "--format", "docs"], input=reports.encode(), stdout=subprocess.PIPE, check=True).stdout
    records = [json.loads(line) for line in out.decode().splitlines()]
    if len(records) != len(CASES):
        sys.exit("expected %d records, got %d" % (len(CASES), len(records)))
    bad = 0
    for (name, text, want, by), record in zip(CASES, records):
        record["text"] = text
        got, at = claims(record), goes_by(record)
        if got != want or any(at.get(k, "none") != v for k, v in by.items()):
            bad += 1
            print("%s: %s\n  expected %s %s\n  got      %s %s" % (name, text, want, by, got, at))
    sys.exit(bad > 0)


main()
