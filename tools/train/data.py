"""Reads the treebanks and name sets; makes the label inventories."""
import collections
import json
import re

from tokenise import sentences
from words import key

KINDS = ["PER", "ORG", "GPE", "LOC", "FAC", "NORP", "EVENT", "OTHER"]
TAGS = ["O"] + [p + "-" + k for k in KINDS for p in "BILU"]   # BILOU
TAG_ID = {t: i for i, t in enumerate(TAGS)}


class Sent:
    __slots__ = "forms upos feats lemmas heads rels ner space doc text silver ner_soft".split()

    def __init__(self, forms):
        self.forms = forms
        self.upos = self.feats = self.lemmas = self.heads = self.rels = None
        self.ner = None         # per token: list of allowed tags, or None: not labelled
        self.space = None
        self.doc = ""
        self.text = ""
        self.silver = False
        self.ner_soft = None


def read_conllu(path, skip=()):
    out, doc, rows, text = [], "", [], ""
    for line in open(path, encoding="utf-8"):
        line = line.rstrip("\n")
        if line.startswith("# newdoc id = "):
            doc = line[14:]
        elif line.startswith("# text = "):
            text = line[9:]
        elif not line:
            if rows and not any(s in doc for s in skip):
                s = Sent([r[1] for r in rows])
                s.lemmas = [r[2] for r in rows]
                s.upos = [r[3] for r in rows]
                s.feats = [r[5] for r in rows]
                s.heads = [int(r[6]) for r in rows]
                s.rels = [r[7] for r in rows]
                s.doc = doc
                s.text = text
                out.append(s)
            rows = []
        elif line[0] != "#":
            r = line.split("\t")
            if r[0].isdigit():
                rows.append(r)
    return out


def allowed(kind, orig, split_loc):
    if kind == "OTHER" and orig == "MISC":
        return ["OTHER", "NORP", "EVENT"]
    if kind == "LOC" and not split_loc:
        return ["LOC", "GPE", "FAC"]
    return [kind]


def bilou(n, spans):
    """spans: (first, last+1, kinds) -> allowed tag ids per token"""
    out = [[0] for _ in range(n)]
    for a, b, kinds in spans:
        for i in range(a, b):
            p = "U" if b - a == 1 else "B" if i == a else "L" if i == b - 1 else "I"
            out[i] = [TAG_ID[p + "-" + k] for k in kinds]
    return out


def mention_tags(toks, mentions, split_loc):
    spans = []
    for m in mentions:
        a, b = m["span"]
        ids = [i for i, (s, e) in enumerate(toks) if s < b and e > a]
        if ids:
            spans.append((ids[0], ids[-1] + 1, allowed(m["kind"], m.get("orig"), split_loc)))
    return spans


def read_names(path, split_loc, skip=()):
    out = []
    for line in open(path, encoding="utf-8"):
        r = json.loads(line)
        if any(s in r["id"] for s in skip):
            continue
        text = r["text"]
        for toks in sentences(text):
            s = Sent([text[a:b] for a, b in toks])
            lo, hi = toks[0][0], toks[-1][1]
            ms = [m for m in r["mentions"] if m["span"][0] < hi and m["span"][1] > lo]
            s.ner = bilou(len(toks), mention_tags(toks, ms, split_loc))
            s.doc = r["id"]
            out.append(s)
    return out


def attach_gum(sents, path):
    """Puts GUM's names on the GUM trees by walking both texts together."""
    recs = {json.loads(l)["id"]: json.loads(l) for l in open(path, encoding="utf-8")}
    docs = collections.defaultdict(list)
    for s in sents:
        docs[s.doc].append(s)
    done = 0
    for d, ss in docs.items():
        r = recs.get(d)
        if not r:
            continue
        text, p = r["text"], 0
        for s in ss:
            toks = []
            for f in s.forms:
                while p < len(text) and text[p].isspace():
                    p += 1
                q = p
                for c in f:
                    if c.isspace():
                        continue
                    while q < len(text) and text[q].isspace():
                        q += 1
                    if q < len(text) and text[q] == c:
                        q += 1
                    else:
                        break
                else:
                    toks.append((p, q))
                    p = q
                    continue
                j = text.find(f, p, p + 60)
                if j >= 0:
                    toks.append((j, j + len(f)))
                    p = j + len(f)
                else:
                    toks.append((p, p))
            lo, hi = toks[0][0], toks[-1][1]
            ms = [m for m in r["mentions"] if m["span"][0] >= lo and m["span"][1] <= hi]
            s.ner = bilou(len(toks), mention_tags(toks, ms, True))
            done += len(ms)
    return done


# ---- lemma scripts: casing, letters cut from the end, letters added ----

def recase(form, c):
    if c == "l":
        return form.lower()
    if c == "u":
        return form.upper()
    if c == "t":
        return form[:1].upper() + form[1:].lower()
    return form


def make_script(form, lemma):
    if lemma == lemma.lower():
        order = "l"
    else:
        order = "ktu"
    best = None
    for c in order:
        base = recase(form, c)
        p = 0
        while p < len(base) and p < len(lemma) and base[p] == lemma[p]:
            p += 1
        s = (len(base) - p + len(lemma) - p, order.index(c), "%s %d %s" % (c, len(base) - p, lemma[p:]))
        if best is None or s < best:
            best = s
    return best[2]


def apply_script(form, script):
    c, cut, add = script.split(" ", 2)
    base = recase(form, c)
    if int(cut) > len(base) or (int(cut) == len(base) and not add):
        return None
    return base[:len(base) - int(cut)] + add


class Labels:
    def __init__(self, sents=None, d=None):
        if d:
            self.__dict__.update(d)
        else:
            def inv(it, least):
                c = collections.Counter(it)
                return [x for x, n in sorted(c.items(), key=lambda t: (-t[1], t[0])) if n >= least]
            self.upos = inv((u for s in sents for u in s.upos), 1)
            self.feats = inv((u for s in sents for u in s.feats), 3)
            if "_" not in self.feats:
                self.feats.append("_")
            self.rels = inv((u for s in sents for u in s.rels if u != "_"), 5)
            self.scripts = inv((make_script(f, l) for s in sents for f, l in zip(s.forms, s.lemmas) if l != "_"), 5)
            if "k 0 " not in self.scripts:
                self.scripts.append("k 0 ")
            pairs = collections.Counter((u, f) for s in sents for u, f in zip(s.upos, s.feats))
            self.pairs = sorted((u, f) for (u, f), n in pairs.items() if n >= 2 and f in set(self.feats))
        self.index()

    def index(self):
        self.iu = {x: i for i, x in enumerate(self.upos)}
        self.if_ = {x: i for i, x in enumerate(self.feats)}
        self.ir = {x: i for i, x in enumerate(self.rels)}
        self.is_ = {x: i for i, x in enumerate(self.scripts)}

    def state(self):
        return {k: getattr(self, k) for k in ("upos", "feats", "rels", "scripts", "pairs")}


def word_counts(sents):
    c = collections.Counter()
    for s in sents:
        for f in s.forms:
            c[key(f)] += 1
    return c
