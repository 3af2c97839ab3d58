"""Real output against docs/record.schema.json, and its indices against its arrays.

usage: test_real_records.py PATH_OF_TOCSIN ROOT

Codes examples/ in every JSON form.  Exit status 77 (skipped) without python3-jsonschema.
"""
import json
import os
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "record"))
import test_schema  # noqa: E402  (exits with 77 if jsonschema is missing)


def output(tocsin, *args):
    p = subprocess.run([tocsin, *args], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=600)
    if p.returncode not in (0, 1):           # 1: the examples hold reports that are broken on purpose
        sys.exit("%s: exit status %d" % (" ".join(args), p.returncode))
    return p.stdout


def indices(doc):
    """Faults of a record that a schema cannot see."""
    inside = lambda i, layer: i is None or 0 <= i < len(doc[layer])
    for e in doc["events"] + doc["impacts"]:
        if not (inside(e["claim"], "claims") and inside(e["sentence"], "sentences") and all(inside(i, "figures") for i in e["figures"])):
            yield "%s: an index points nowhere" % e["id"]
    for c in doc["claims"]:
        if not inside(c["within"], "claims"):
            yield "a claim: within points nowhere"
    ids = {e["id"] for e in doc["events"]}
    for n in doc["incidents"]:
        if not set(n["events"]) <= ids or not all(inside(t["by"], "claims") for t in n["tolls"]):
            yield "%s: points nowhere" % n["id"]
        for e in doc["events"]:
            if (e["incident"] == n["id"]) != (e["id"] in n["events"]):
                yield "%s and %s do not agree" % (e["id"], n["id"])


def spans(x, text):
    """Spans that do not hold the text beside them."""
    todo = [x]
    while todo:
        y = todo.pop()
        if isinstance(y, dict):
            if y.get("span") and text[y["span"][0]:y["span"][1]] != y["text"]:
                yield "%r is not at %r" % (y["text"], y["span"])
            todo.extend(y.values())
        elif isinstance(y, list):
            todo.extend(y)


def main(tocsin, root):
    examples, faults = os.path.join(root, "examples"), []
    with tempfile.TemporaryDirectory(prefix="tocsin-") as folder:
        for form, args in [("docs", ["code", "-f", "docs"]), ("docs", ["code", "-f", "docs", "-l", "all"]),
                           ("jsonl", ["code", "-f", "jsonl"]), ("text", ["text", "-f", "jsonl"])]:
            path = os.path.join(folder, "out.jsonl")
            with open(path, "wb") as f:
                f.write(output(tocsin, *args, examples))
            n = len(test_schema.lines(path))
            if n < 10:
                faults.append("%s: only %d lines of the examples" % (" ".join(args), n))
            faults += test_schema.faults_of(test_schema.validator(root, form), path)[:10]
    texts = {d["id"]: d["text"] for d in map(json.loads, output(tocsin, "text", "-f", "jsonl", examples).splitlines())}
    for doc in map(json.loads, output(tocsin, "code", "-f", "docs", "-l", "all", examples).splitlines()):
        faults += ["%s: %s" % (doc["id"], f) for f in list(indices(doc)) + list(spans(doc, texts[doc["id"]]))]
    print("\n".join(faults[:30]))
    print("%d faults" % len(faults))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
