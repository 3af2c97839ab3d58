"""Runs a trained (PyTorch) model over sentences; scores and dumps."""
import numpy as np
import torch

from data import TAGS, apply_script
from mst import tree

# legal moves between BILOU tags
def _legal():
    n = len(TAGS)
    m = np.zeros((n, n), bool)
    for i, a in enumerate(TAGS):
        for j, b in enumerate(TAGS):
            open_ = a[0] in "BI"
            if open_:
                m[i, j] = b[0] in "IL" and b[2:] == a[2:]
            else:
                m[i, j] = b[0] in "OBU"
    return m


LEGAL = _legal()
START = np.array([t[0] in "OBU" for t in TAGS])
END = np.array([t[0] in "OLU" for t in TAGS])


def decode_names(score):
    n = len(score)
    pen = np.where(LEGAL, 0.0, -1e9)
    v = np.where(START, score[0], -1e9)
    back = []
    for i in range(1, n):
        m = v[:, None] + pen
        back.append(m.argmax(0))
        v = m.max(0) + score[i]
    v = np.where(END, v, -1e9)
    t = [int(v.argmax())]
    for bk in reversed(back):
        t.append(int(bk[t[-1]]))
    return t[::-1]


def spans(tags):
    out, st = [], None
    for i, t in enumerate(tags):
        x = TAGS[t]
        if x[0] in "BU":
            st = i
        if x[0] in "LU" and st is not None:
            out.append((st, i + 1, x[2:]))
            st = None
        if x[0] == "O":
            st = None
    return out


@torch.no_grad()
def analyse(model, maker, sents, size=6000, forward=None):
    """fills p_* on copies: returns list of dicts in order"""
    L = maker.L
    model.eval()
    ok = np.zeros((len(L.upos), len(L.feats)), bool)
    for u, f in L.pairs:
        ok[L.iu[u], L.if_[f]] = True
    ok[:, L.if_["_"]] |= ~ok.any(1)
    res = [None] * len(sents)
    order = sorted(range(len(sents)), key=lambda i: len(sents[i].forms))
    i = 0
    while i < len(order):
        j, n = i, 0
        while j < len(order) and (j == i or len(sents[order[j]].forms) * (j - i + 1) <= size):
            j += 1
        ids = order[i:j]
        i = j
        b = maker.make([sents[k] for k in ids]) if forward is None else None
        if forward is None:
            e = model.encode(b)
            arc = torch.log_softmax(model.arcs(e), 2).numpy()
            up, fe, le = [x.numpy() for x in model.tags(e)]
            nm = torch.log_softmax(model.names(e), -1).numpy()
        else:
            e, arc, up, fe, le, nm = forward([sents[k] for k in ids])
        T = arc.shape[1]
        heads = np.zeros((T, len(ids)), np.int64)
        for r, k in enumerate(ids):
            n = len(sents[k].forms)
            heads[:n, r] = tree(arc[r, :n, :n + 1])
        rel = model.rels(e, torch.from_numpy(heads)).numpy()
        root = L.ir["root"]
        for r, k in enumerate(ids):
            s = sents[k]
            n = len(s.forms)
            rr_ = rel[:n, r].copy()
            isroot = heads[:n, r] == 0
            rr_[~isroot, root] = -1e9
            rels = np.where(isroot, root, rr_.argmax(1))
            u = up[:n, r].argmax(1)
            f = np.where(ok[u], fe[:n, r], -1e9).argmax(1)
            lem = []
            for t in range(n):
                l = None
                for c in np.argsort(-le[t, r])[:5]:
                    l = apply_script(s.forms[t], L.scripts[c])
                    if l:
                        break
                lem.append(l or s.forms[t])
            res[k] = dict(heads=heads[:n, r].tolist(), rels=[L.rels[x] for x in rels], upos=[L.upos[x] for x in u],
                          feats=[L.feats[x] for x in f], lemmas=lem, ner=decode_names(nm[:n, r]), nm=nm[:n, r])
    return res


def score(sents, res):
    c = dict(n=0, upos=0, feats=0, lem=0, uas=0, las=0, full=0)
    for s, p in zip(sents, res):
        for i in range(len(s.forms)):
            c["n"] += 1
            c["upos"] += s.upos[i] == p["upos"][i]
            c["feats"] += s.feats[i] == p["feats"][i]
            c["lem"] += s.lemmas[i] in ("_", p["lemmas"][i])
            h = s.heads[i] == p["heads"][i]
            c["uas"] += h
            c["las"] += h and s.rels[i].split(":")[0] == p["rels"][i].split(":")[0]
            c["full"] += h and s.rels[i] == p["rels"][i]
    return {k: round(100 * v / c["n"], 2) for k, v in c.items() if k != "n"}


THREE = dict(PER="PER", ORG="ORG", GPE="LOC", LOC="LOC", FAC="LOC")


def name_score(sents, res):
    tp = fp = fn = 0
    for s, p in zip(sents, res):
        g = {(a, b, THREE[k]) for a, b, k in spans([x[0] for x in s.ner]) if k in THREE}
        q = {(a, b, THREE[k]) for a, b, k in spans(p["ner"]) if k in THREE}
        tp += len(g & q)
        fp += len(q - g)
        fn += len(g - q)
    return round(200 * tp / max(1, 2 * tp + fp + fn), 2)
