#!/usr/bin/env python3
"""Fits the weights of src/place to hand-marked toponyms; prints them for data/places/weights.txt.

usage: fit.py --dump build/src/place/place_dump --data data [--model models/fast.tcm] GOLD.jsonl...

GOLD: one report a line, {"id", "text", "publisher"?, "toponyms": [{"start", "end", "geonameid"?,
"lat"?, "lon"?}]}, offsets in code points.  `find` is a logistic regression over the candidate
runs of words, `choose` a softmax over the places of a name (right: the same id, or within
161 km); both are pulled towards the weights in --data.  Prints a five-fold cross-validation
by report first.  Standard library only; the same figures on every run.
"""
import argparse
import collections
import json
import math
import random
import subprocess


def km(lat1, lon1, lat2, lon2):
    p1, p2 = math.radians(lat1), math.radians(lat2)
    a = math.sin((p2 - p1) / 2) ** 2 + math.cos(p1) * math.cos(p2) * math.sin(math.radians(lon2 - lon1) / 2) ** 2
    return 12742.0176 * math.asin(min(1.0, math.sqrt(a)))


def features(fields):
    return {i: float(v) for i, v in enumerate(fields) if float(v) != 0}


def dump(args, reports):
    text = "".join(json.dumps({k: r[k] for k in ("id", "text", "title", "publisher", "url", "published") if r.get(k)}) + "\n"
                   for r in reports.values())
    out = subprocess.run([args.dump, args.data] + ([args.model] if args.model else []), input=text, text=True,
                         capture_output=True, check=True).stdout
    names, runs, places = {}, [], collections.OrderedDict()
    for line in out.split("\n"):
        f = line.split("\t")
        if f[0] in ("HR", "HS"):
            names[f[0]] = f[1:]
        elif f[0] == "R":
            runs.append((f[1], int(f[2]), int(f[3]), features(f[5:])))
        elif f[0] == "S":
            places.setdefault((f[1], int(f[2]), int(f[3])), []).append((f[4], f[5], float(f[6]), float(f[7]), features(f[10:])))
    return names, runs, places


def find_data(runs, gold):
    spans = {k: [(t["start"], t["end"]) for t in r["toponyms"]] for k, r in gold.items()}
    return [(k, any(s < b and a < e for s, e in spans[k]), f) for k, a, b, f in runs]


def choose_data(places, gold):
    out, seen = [], collections.Counter()
    for (k, a, b), c in places.items():
        t = next((t for t in gold[k]["toponyms"] if t["start"] < b and a < t["end"] and "lat" in t), None)
        right = t and [x[1] == str(t.get("geonameid")) or km(t["lat"], t["lon"], x[2], x[3]) <= 161 for x in c]
        if right and any(right) and not all(right):
            seen[k, c[0][0]] += 1
            out.append((k, right, [x[4] for x in c], 1 / math.sqrt(seen[k, c[0][0]])))
    return out


def dot(w, f):
    return sum(w[i] * v for i, v in f.items())


def find_gradient(x, w, g):
    d = 1 / (1 + math.exp(-max(-30.0, min(30.0, dot(w, x[2]))))) - x[1]
    for i, v in x[2].items():
        g[i] += d * v


def choose_gradient(x, w, g):
    s = [dot(w, f) for f in x[2]]
    e = [math.exp(v - max(s)) for v in s]
    all_, right = sum(e), sum(v for v, ok in zip(e, x[1]) if ok)
    for f, v, ok in zip(x[2], e, x[1]):
        d = (v / all_ - (v / right if ok and right > 0 else 0)) * x[3]
        for i, u in f.items():
            g[i] += d * u


def fit(data, start, gradient, epochs, pull):
    """Adam on batches of 64, pulled towards `start`."""
    w, m, v, t = list(start), [0.0] * len(start), [0.0] * len(start), 0
    order, dice = list(range(len(data))), random.Random(1)
    for _ in range(epochs):
        dice.shuffle(order)
        for at in range(0, len(order), 64):
            g = [0.0] * len(start)
            for k in order[at:at + 64]:
                gradient(data[k], w, g)
            t += 1
            for i in range(len(w)):
                d = g[i] / 64 + pull * (w[i] - start[i])
                m[i], v[i] = 0.9 * m[i] + 0.1 * d, 0.999 * v[i] + 0.001 * d * d
                w[i] -= 0.05 * (m[i] / (1 - 0.9 ** t)) / (math.sqrt(v[i] / (1 - 0.999 ** t)) + 1e-8)
    return w


def find_score(data, w):
    hit = said = true = 0
    for _, y, f in data:
        z = dot(w, f) > 0
        hit, said, true = hit + (z and y), said + z, true + y
    return 2 * hit / (said + true) if said + true else 0.0


def choose_score(data, w):
    ok = 0
    for _, right, fs, _ in data:
        s = [dot(w, f) for f in fs]
        ok += right[s.index(max(s))]
    return ok / len(data) if data else 0.0


def start_weights(path, table, names):
    have = {}
    for line in open(path, encoding="utf-8"):
        f = line.split("#")[0].split()
        if len(f) == 3 and f[0] == table:
            have[f[1]] = float(f[2])
    return [have.get(n, 0.0) for n in names]


def main():
    ap = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    ap.add_argument("--dump", required=True)
    ap.add_argument("--data", required=True)
    ap.add_argument("--model")
    ap.add_argument("gold", nargs="+")
    args = ap.parse_args()
    gold = {r["id"]: r for path in args.gold for r in map(json.loads, open(path, encoding="utf-8"))}
    names, runs, places = dump(args, gold)
    ids = sorted(gold)
    random.Random(7).shuffle(ids)
    fold = {k: i % 5 for i, k in enumerate(ids)}
    for table, data, gradient, score, epochs, pull in (
            ("find", find_data(runs, gold), find_gradient, find_score, 40, 0.003),
            ("choose", choose_data(places, gold), choose_gradient, choose_score, 60, 0.002)):
        head = names["HR" if table == "find" else "HS"]
        start = start_weights(args.data + "/places/weights.txt", table, head)
        got = [score([x for x in data if fold[x[0]] == k],
                     fit([x for x in data if fold[x[0]] != k], start, gradient, epochs, pull)) for k in range(5)]
        print("# %s: as it is %.4f, five folds %.4f (%s)" % (table, score(data, start), sum(got) / 5, " ".join("%.3f" % x for x in got)))
        for name, value in zip(head, fit(data, start, gradient, epochs, pull)):
            print("%s %s %.1f" % (table, name, value))


if __name__ == "__main__":
    main()
