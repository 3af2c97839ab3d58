#!/usr/bin/env python3
"""The founding article: six of its facts must stand in the record, each with its words, day and
claimant.  Exit status 77 (skipped) without ../shared."""
import json
import os
import subprocess
import sys

GOLD = "../shared/data/seed/gold.jsonl"
if not os.path.exists(GOLD):
    print("skipped: no ../shared beside this folder")
    sys.exit(77)
with open(GOLD, encoding="utf-8") as f:
    gold = json.loads(f.readline())
report = {"id": gold["id"], "title": gold["headline"], "text": gold["text"], "published": gold["published"], "updated": gold["updated"]}
out = subprocess.run([sys.argv[1], "code", "--format", "docs"], input=json.dumps(report).encode(), capture_output=True, check=True).stdout
doc = json.loads(out)
text, faults = gold["text"], []


def say(x):
    return " ".join(text[a:b] for a, b in x)


def figures(e):
    return {(doc["figures"][i]["counts"], doc["figures"][i]["low"], doc["figures"][i]["high"]) for i in e["figures"]}


def fact(name, **want):
    """Some event fits all that is wanted."""
    for e in doc["events"]:
        day = (e["when"] or {}).get("from"), (e["when"] or {}).get("to")
        by = say(doc["claims"][e["claim"]]["source"]) if e["claim"] is not None else ""
        got = {"type": e["type"], "mode": e["mode"], "trigger": e["trigger"]["text"], "status": e["status"],
               "figure": want.get("figure") if want.get("figure") in figures(e) else None, "since": day[0], "until": day[1],
               "by": want.get("by") if want.get("by", "?") in by else None,
               "where": (e["where"] or {}).get("name"),
               "recipient": want.get("recipient") if any(want.get("recipient", "?") in (r["text"] or "") for r in e["recipients"]) else None}
        if all(got[k] == v for k, v in want.items()):
            return
    faults.append("%s: no event with %s" % (name, want))


fact("1 protests since Sunday", type="PROTEST", mode="demo", since="2022-01-02")
fact("2 dozens killed", type="ASSAULT", trigger="killed", figure=("killed", 24, 99), recipient="protesters")
fact("2 thousands injured", type="ASSAULT", trigger="injured", figure=("injured", 2000, 9999))
fact("7 hundreds storm the mayor's office", type="PROTEST", trigger="stormed", figure=("participants", 200, 999), where="Almaty")
fact("8 state of emergency", type="COERCE", trigger="state of emergency", until="2022-01-19")
fact("13 more than 200 arrested", type="COERCE", mode="arrest", figure=("arrested", 201, None))
fact("14 at least 95 officers injured", type="ASSAULT", trigger="injured", figure=("injured", 95, None), by="Interior Ministry", recipient="police officers")
print("\n".join(faults) or "six facts of the founding article stand")
sys.exit(bool(faults))
