#!/usr/bin/env python3
"""Trains the weights of the sentence boundary model: data/token/boundaries.txt.

usage: boundaries.py --show build/tests/token/show_tokens --data data [--skip NAME]...
                     [--out FILE] [--add N] [--keep N] TRAIN.conllu...

Each document's text is rebuilt from its tokens and cut by the tokenizer itself, which also
writes the features of every gap between two tokens (show_tokens DATA features), so features
live in one place, src/token/boundary.c.  A gap is positive if a gold sentence ends there.
An averaged perceptron with a margin learns the weights; rare and small ones are dropped and
the rest rounded.  Same data, same file: the only chance is a seeded shuffle.

--skip leaves out documents whose id holds NAME (GUM's conversation genre).  --add and --keep
are the bars of boundary.c, in tenths.  Standard library only.
"""
import argparse
import os
import random
import subprocess
import sys
import tempfile

EPOCHS, MARGIN, RARE, SMALL, SCALE = 6, 1.0, 4, 10, 10


def documents(path, skip):
    """[(text, set of byte offsets at which a gold sentence ends)]"""
    docs, name = [], ""
    parts, at, ends, until, fresh, skipping = [], 0, set(), 0, True, False

    def put(s):
        nonlocal at
        parts.append(s)
        at += len(s.encode())

    def close():
        nonlocal parts, at, ends
        if parts and not skipping:
            docs.append(("".join(parts), ends))
        parts, at, ends = [], 0, set()

    space = False
    for line in open(path, encoding="utf-8"):
        line = line.rstrip("\n")
        if line.startswith("# newdoc"):
            close()
            name = line.partition("=")[2].strip()
            skipping = any(s in name for s in skip)
            fresh = True
        elif line.startswith("# newpar"):
            fresh = True
        elif not line:
            if parts:
                ends.add(at)
            until = 0
        elif line[0] != "#":
            f = line.split("\t")
            if "." in f[0]:
                continue
            if "-" in f[0]:
                until = int(f[0].split("-")[1])
            elif int(f[0]) <= until:
                continue
            if parts:
                put("\n\n" if fresh else " " if space else "")
            fresh = False
            put(f[1])
            space = "SpaceAfter=No" not in f[9]
    close()
    return docs


def gaps(show, data, text, ends):
    out = subprocess.run([show, data, "features"], input=text.encode(), stdout=subprocess.PIPE, check=True).stdout
    for line in out.decode().splitlines():
        end, _, rest = line.partition(" ")
        yield int(end) in ends, rest.split(" ")[1:]


def learn(examples):
    count = {}
    for _, names in examples:
        for f in names:
            count[f] = count.get(f, 0) + 1
    examples = [(y, [f for f in names if count[f] >= RARE]) for y, names in examples]
    weight, total, step, order = {}, {}, 1, list(range(len(examples)))
    rng = random.Random(1)
    for epoch in range(EPOCHS):
        rng.shuffle(order)
        wrong = 0
        for i in order:
            y, names = examples[i]
            score = sum(weight.get(f, 0.0) for f in names)
            sign = 1 if y else -1
            if sign * score <= MARGIN:
                wrong += 1
                for f in names:
                    weight[f] = weight.get(f, 0.0) + sign
                    total[f] = total.get(f, 0.0) + sign * step
            step += 1
        print("round %d: %d of %d inside the margin" % (epoch + 1, wrong, len(examples)), file=sys.stderr)
    return {f: weight[f] - total[f] / step for f in weight}


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--show", required=True)
    p.add_argument("--data", required=True)
    p.add_argument("--skip", action="append", default=[])
    p.add_argument("--out", default="data/token/boundaries.txt")
    p.add_argument("--add", type=int, default=30)
    p.add_argument("--keep", type=int, default=-100)
    p.add_argument("files", nargs="+")
    o = p.parse_args()
    examples = []
    for path in o.files:
        for text, ends in documents(path, o.skip):
            examples += list(gaps(o.show, o.data, text, ends))
    weights = {f: round(SCALE * w) for f, w in learn(examples).items()}
    weights = {f: w for f, w in weights.items() if abs(w) >= SMALL}
    with tempfile.NamedTemporaryFile("w", dir=os.path.dirname(os.path.abspath(o.out)), delete=False, encoding="utf-8") as f:
        f.write("# Weights of the sentence boundary model, made by tools/train/boundaries.py; card: boundaries.md.\n"
                "# A feature, a tab, its weight; src/token/boundary.c says what the features are.\n"
                "@add\t%d\n@keep\t%d\n" % (o.add, o.keep))
        for name in sorted(weights):
            f.write("%s\t%d\n" % (name, weights[name]))
    os.chmod(f.name, 0o644)
    os.replace(f.name, o.out)
    print("%d gaps, %d weights" % (len(examples), len(weights)), file=sys.stderr)


if __name__ == "__main__":
    main()
