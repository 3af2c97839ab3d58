"""Validates written records against docs/record.schema.json, and the schema against spoiled ones.

usage: test_schema.py ROOT [RECORDS.jsonl [docs|jsonl|text]]

Without RECORDS the golden files of the writers are validated; then each of a list of faults is put
into a golden record, and the schema must refuse it: a check that cannot fail checks nothing.  The
schema's closed lists must be those of src/doc/codes.h.
Exit status 77 (skipped) when python3-jsonschema is not installed.
"""
import copy
import json
import os
import re
import sys

try:
    import jsonschema
except ImportError:
    print("python3-jsonschema is not installed")
    sys.exit(77)

FORMS = {"docs": "doc", "jsonl": "event_line", "text": "text_line"}
GOLDEN = [("docs.jsonl", "docs"), ("layers.jsonl", "docs"), ("empty.jsonl", "docs"), ("events.jsonl", "jsonl"),
          ("text.jsonl", "text"), ("text-empty.jsonl", "text")]


def validator(root, form):
    with open(os.path.join(root, "docs", "record.schema.json"), encoding="utf-8") as f:
        schema = json.load(f)
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(dict(schema, **{"$ref": "#/$defs/" + FORMS[form]}))


def lines(path):
    with open(path, encoding="utf-8") as f:
        return [json.loads(x) for x in f]


def faults_of(check, path):
    out = []
    for n, record in enumerate(lines(path), 1):
        for e in check.iter_errors(record):
            out.append("%s, line %d: %s: %s" % (path, n, e.json_path, e.message[:200]))
    return out


def spoiled(record):
    """(what was done, record) pairs, each with one fault."""
    def edit(what, change):
        r = copy.deepcopy(record)
        change(r)
        return what, r
    e = lambda r: r["events"][0]
    yield edit("a missing layer", lambda r: r.pop("mentions"))
    yield edit("an unknown member", lambda r: r.update(extra=1))
    yield edit("an unknown type", lambda r: e(r).update(type="ATTACK"))
    yield edit("a mode in capitals", lambda r: e(r).update(mode="FIREARMS"))
    yield edit("an unknown status", lambda r: e(r).update(status="alleged"))
    yield edit("an empty string for a missing value", lambda r: r.update(title=""))
    yield edit("a country of two letters", lambda r: e(r)["actors"][0].update(country="PL"))
    yield edit("a span of one number", lambda r: e(r)["trigger"].update(span=[1]))
    yield edit("a negative offset", lambda r: e(r)["trigger"].update(span=[-1, 4]))
    yield edit("a date that is none", lambda r: e(r)["when"].update({"from": "Friday"}))
    yield edit("a latitude beyond the pole", lambda r: r["places"][0].update(lat=90.5))
    yield edit("a count nobody knows", lambda r: r["figures"][0].update(counts="dead"))
    yield edit("no reason", lambda r: e(r).update(why=None))
    yield edit("a hash cut short", lambda r: r["engine"].update(model="sha256:00"))


def vocabularies(root):
    """Closed lists of the schema that are not those of src/doc/codes.h."""
    with open(os.path.join(root, "src", "doc", "codes.h"), encoding="utf-8") as f:
        code = f.read()
    with open(os.path.join(root, "docs", "record.schema.json"), encoding="utf-8") as f:
        defs = json.load(f)["$defs"]
    def macro(name):
        return re.search(r"#define %s\(X\)((?:.*\\\n)*.*)" % name, code).group(1)
    event, impact = defs["event"]["properties"], defs["impact"]["properties"]
    quoted = lambda name: re.findall(r'"([^"]+)"', macro(name))
    bare = lambda name: re.findall(r"X\((\w+)\)", macro(name))
    pairs = [("types", event["type"]["enum"], quoted("TOC_TYPES")), ("modes", event["mode"]["enum"], quoted("TOC_MODES") + [None]),
             ("contexts", event["contexts"]["items"]["enum"], bare("TOC_CONTEXTS")), ("status", defs["status"]["enum"], quoted("TOC_FACTS")),
             ("counts", defs["counts"]["enum"], quoted("TOC_COUNTS")), ("impacts", impact["kind"]["enum"], quoted("TOC_IMPACTS")),
             ("kinds", defs["mention"]["properties"]["kind"]["enum"], bare("TOC_KINDS"))]
    for name, schema, header in pairs:
        if not header or set(schema) != set(header):
            yield "%s: the schema and codes.h differ in %s" % (name, sorted(map(str, set(schema) ^ set(header))))


def main(root, path=None, form="docs"):
    if path:
        found = faults_of(validator(root, form), path)
        print("\n".join(found[:20]))
        return 1 if found else 0
    golden, found = os.path.join(root, "tests", "record", "golden"), []
    for name, form in GOLDEN:
        found += faults_of(validator(root, form), os.path.join(golden, name))
    check, n = validator(root, "docs"), 0
    for what, record in spoiled(lines(os.path.join(golden, "layers.jsonl"))[0]):
        n += 1
        if check.is_valid(record):
            found.append("the schema accepts a record with " + what)
    found += vocabularies(root)
    print("\n".join(found))
    print("%d golden files, %d spoiled records, %d faults" % (len(GOLDEN), n, len(found)))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
