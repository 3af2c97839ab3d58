#!/usr/bin/env python3
"""Feeds the first records of every gold set to the command and fails on a crash, an answer that is
missing, or a span that does not hold its text.  Exit status 77 (skipped) without ../shared."""
import json
import os
import subprocess
import sys
import tempfile

KIT, DATA = "../shared/eval/measure", "../shared/data"

if not os.path.exists(KIT) or not os.path.isdir(DATA):
    print("skipped: no ../shared beside this folder")
    sys.exit(77)
with tempfile.TemporaryDirectory() as tmp:
    out = os.path.join(tmp, "out.json")
    tasks = "events,dispatches,places,claims,times,figures,factuality,stories"
    subprocess.run([KIT, "--tocsin", sys.argv[1], "--data", DATA, "--limit", "12", "--only", tasks, "--json", out],
                   check=True, stdout=subprocess.DEVNULL)
    with open(out, encoding="utf-8") as f:
        got = json.load(f)
faults = sorted({n for r in got["results"] for n in r["notes"]
                 if any(w in n for w in ("ended with", "without an answer", "not JSON", "could not be scored", "are wrong"))})
spans = got["spans"]
print("%(checked)d spans checked, %(out_of_range)d out of range, %(text_differs)d with another text" % spans)
print("\n".join(faults))
sys.exit(bool(faults or spans["out_of_range"] or spans["text_differs"] or not spans["checked"]))
