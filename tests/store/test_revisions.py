"""Are later versions of a report known, and what changed in them?

usage: test_revisions.py PATH_OF_TOCSIN [unittest options]

Pairs of versions are made here out of sentences of our own, with an edit each: a slip corrected, a toll
or a number of arrests changed, a paragraph added or cut, a new title, a claim taken back, a copy by another
paper.  What the event diff must say is known from the edit.  Prints the share of pairs that it gets right,
by kind of edit; the whole must reach .85.
"""
import json
import os
import random
import sqlite3
import subprocess
import sys
import tempfile
import unittest

TOCSIN = None
BAR = 0.85

PLACES = ["Osh", "Benghazi", "Kisumu", "Cali", "Lviv", "Quetta", "Mandalay", "Maiduguri", "Basra", "Tegucigalpa"]
LEADS = [
    ("Gunmen killed %d people at a market in {place} on {day}, the police said.", "killed"),
    ("Police in {place} arrested %d protesters on {day}, the interior ministry said.", "arrested"),
    ("Rebels shelled a village near {place} on {day}, wounding %d soldiers, the army said.", "injured"),
    ("A bomb killed %d soldiers at a checkpoint in {place} on {day}, a hospital official said.", "killed"),
    ("Security forces in {place} detained %d students on {day}, their lawyers said.", "arrested"),
    ("Militants killed %d miners in an attack near {place} on {day}, the governor said.", "killed"),
]
SECOND = [
    "The president condemned the violence and promised an inquiry.",
    "Hundreds of residents marched to the town hall in the evening.",
    "Soldiers closed the main road to the airport.",
    "The opposition accused the government of hiding the truth.",
]
COLOUR = [
    "Shopkeepers swept glass from the pavement, and buses ran half empty through the old quarter.",
    "The district lies between two rivers and lives from cotton, fish and a small cement works.",
    "Schools stay shut for the rest of the week, and the hospital is short of blood.",
    "A market trader, asked about the day, said that business had been slow since the spring.",
    "Rain had turned the unpaved streets to mud, which slowed the ambulances.",
]
ADDED = [
    ("Troops arrested four men near the harbour on {day}, the army said.", "COERCE"),
    ("Rebels attacked a police post outside {place} later in the night, killing two officers.", "ASSAULT"),
    ("Students protested outside the ministry on {day}.", "PROTEST"),
]
DAYS = ["Monday", "Tuesday", "Wednesday"]
KINDS = ["typo", "toll", "added", "cut", "retitled", "denied", "copy"]


def make(n=84, seed=3):
    """(kind, before, after, what the diff must say: {(what, detail)}) as reports."""
    rng, pairs = random.Random(seed), []
    for i in range(n):
        kind = KINDS[i % len(KINDS)]
        fill = {"place": PLACES[i // len(KINDS) % len(PLACES)], "day": rng.choice(DAYS)}
        lead, counts = LEADS[rng.randrange(len(LEADS))]
        number = rng.randrange(3, 60)
        colour = rng.sample(COLOUR, 3)
        extra, type_of_extra = rng.choice(ADDED)
        body = [lead % number, rng.choice(SECOND)] + colour
        now, expected = list(body), set()
        if kind == "typo":
            body[2] = body[2].replace("e", "ee", 1)
        elif kind == "toll":
            now[0] = lead % (number + rng.randrange(1, 9))
            expected = {("figure", counts)}
        elif kind == "added":
            now.insert(2, extra)
            expected = {("new", type_of_extra)}
        elif kind == "cut":
            body.insert(2, extra)
            expected = {("gone", type_of_extra)}
        elif kind == "denied":
            body.append("The governor resigned on {day}.")
            now.append("The governor did not resign on {day}.")
            expected = {("status", "negated")}
        title = "Reports from " + fill["place"] + " " + fill["day"]
        meta = {"publisher": "Paper %d" % i, "published": "2021-03-%02dT08:00" % (10 + i % 12)}
        before = dict(meta, id="p%d-1" % i, title=title, text="\n\n".join(x.format(**fill) for x in body) + "\n")
        after = dict(meta, id="p%d-2" % i, title=title, text="\n\n".join(x.format(**fill) for x in now) + "\n",
                     updated=meta["published"][:11] + "17:30")
        if i % 2 and kind != "copy":
            before["url"] = after["url"] = "https://paper.example/%d" % i
        if kind == "retitled":
            after["title"] = "What we know about " + fill["place"]
        if kind == "copy":
            after["publisher"] = "Other paper %d" % i
        pairs.append((kind, before, after, expected))
    return pairs


def said(db, pair):
    """What the store says of the pair: its relation, and its changes in the terms of make()."""
    _, before, after, _ = pair
    link = db.execute("SELECT v.kind FROM revision v JOIN report r ON r.key = v.report JOIN report o ON o.key = v.of WHERE r.id = ? AND o.id = ?",
                      (after["id"], before["id"])).fetchall()
    changes = set()
    for what, was, now, new, old in db.execute(
            "SELECT c.what, c.was, c.now, e.type, o.type FROM change c JOIN report r ON r.key = c.report LEFT JOIN event e ON e.key = c.event"
            " LEFT JOIN event o ON o.key = c.was_event WHERE r.id = ?", (after["id"],)):
        if what == "figure":
            changes |= {("figure", x.split()[0]) for x in set((was or "").split("; ")) ^ set((now or "").split("; ")) if x}
        else:
            changes.add((what, {"new": new, "gone": old, "status": now}[what]))
    return (link[0][0] if link else None), changes


class Revisions(unittest.TestCase):
    def test_pairs(self):
        pairs = make()
        self.assertGreaterEqual(len(pairs), 60)
        right, total, wrong = {}, {}, []
        # All in one file, so that pairs meet each other and yet stay apart.
        with tempfile.TemporaryDirectory() as folder:
            path, inputs = os.path.join(folder, "db"), os.path.join(folder, "in.jsonl")
            with open(inputs, "w", encoding="utf-8") as f:
                for _, before, after, _ in pairs:
                    f.write(json.dumps(before) + "\n" + json.dumps(after) + "\n")
            subprocess.run([TOCSIN, "ingest", "--quiet", path, inputs], check=True)
            db = sqlite3.connect(path)
            for pair in pairs:
                kind, expected = pair[0], pair[3]
                link, changes = said(db, pair)
                good = link == ("copy" if kind == "copy" else "revision") and changes == expected
                total[kind] = total.get(kind, 0) + 1
                right[kind] = right.get(kind, 0) + good
                if not good:
                    wrong.append("%s %s: %s %s, expected %s\n  %s" % (kind, pair[1]["id"], link, sorted(changes), sorted(expected), pair[2]["text"].split("\n")[0]))
            db.close()
        for kind in KINDS:
            print("%-9s %2d of %2d" % (kind, right[kind], total[kind]))
        share = sum(right.values()) / sum(total.values())
        print("all       %.3f" % share)
        self.assertGreaterEqual(share, BAR, "\n".join(wrong))


if __name__ == "__main__":
    TOCSIN = os.path.abspath(sys.argv[1])
    unittest.main(argv=[sys.argv[0]] + sys.argv[2:])
