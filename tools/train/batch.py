"""Turns sentences into padded batches."""
import numpy as np
import torch

import words as W
from data import make_script


class Maker:
    def __init__(self, vocab, flags, labels, n_bucket, vary=None):
        self.vary = vary
        self.ids = {w: i + 1 for i, w in enumerate(vocab)}
        self.flags = flags
        self.L = labels
        self.nb = n_bucket
        self.cache = {}
        self.scripts = {}

    def type(self, form):
        t = self.cache.get(form)
        if t is None:
            k = W.key(form)
            fl = np.zeros(8, np.float32)
            if W.first_upper(form):
                f = self.flags.get(k, 0)
                for b in range(8):
                    fl[b] = f >> b & 1
            t = (self.ids.get(k, 0), [W.bucket(g, self.nb) for g in W.ngrams(k)], W.case_class(form), fl)
            self.cache[form] = t
        return t

    def script(self, form, lemma):
        s = self.scripts.get((form, lemma))
        if s is None:
            s = -1 if lemma == "_" else self.L.is_.get(make_script(form, lemma), -1)
            self.scripts[form, lemma] = s
        return s

    def make(self, sents, rng=None):
        hide = [False] * len(sents)
        if rng is not None and self.vary is not None:
            both = [self.vary(s, rng) for s in sents]
            sents, hide = [x[0] for x in both], [x[1] for x in both]
        B, T = len(sents), max(len(s.forms) for s in sents)
        word = np.zeros((T, B), np.int64)
        typ = np.zeros((T, B), np.int64)
        shape = np.zeros((T, B), np.int64)
        flag = np.zeros((T, B, 8), np.float32)
        rev = np.tile(np.arange(T)[:, None], (1, B))
        lens = np.array([len(s.forms) for s in sents])
        head = np.full((T, B), -1, np.int64)
        rel = np.full((T, B), -1, np.int64)
        upos = np.full((T, B), -1, np.int64)
        feats = np.full((T, B), -1, np.int64)
        lem = np.full((T, B), -1, np.int64)
        ner = np.zeros((T, B, 33), np.float32)
        nerm = np.zeros((T, B), np.float32)
        wt = np.zeros((T, B), np.float32)
        soft = None
        tix, grams, off, gn = {"": 0}, [0], [0], [1.0]
        L = self.L
        for b, s in enumerate(sents):
            n = len(s.forms)
            forms = s.forms
            caps = W.sentence_caps(forms)
            rev[:n, b] = np.arange(n)[::-1]
            wt[:n, b] = 1
            for i, f in enumerate(forms):
                w, g, c, fl = self.type(f)
                word[i, b] = w
                if not hide[b]:
                    flag[i, b] = fl
                shape[i, b] = c * 6 + (3 if i == 0 else 0) + caps
                t = tix.get(f)
                if t is None:
                    t = tix[f] = len(tix)
                    off.append(len(grams))
                    grams += g
                    gn.append(len(g) ** -0.5)
                typ[i, b] = t
            if s.heads:
                head[:n, b] = s.heads
                rel[:n, b] = [L.ir.get(x, -1) for x in s.rels]
                upos[:n, b] = [L.iu.get(x, -1) for x in s.upos]
                feats[:n, b] = [L.if_.get(x, -1) for x in s.feats]
                lem[:n, b] = [self.script(f, l) for f, l in zip(forms, s.lemmas)]
            if s.ner_soft is not None:
                ner[:n, b] = s.ner_soft
                nerm[:n, b] = 2
            elif s.ner is not None:
                for i, a in enumerate(s.ner):
                    ner[i, b, a] = 1
                nerm[:n, b] = 1
        t = torch.from_numpy
        return dict(word=t(word), type=t(typ), shape=t(shape), flag=t(flag), rev=t(rev), lens=t(lens),
                    gram=torch.tensor(grams), gram_off=torch.tensor(off), gram_n=torch.tensor(gn),
                    head=t(head), rel=t(rel), upos=t(upos), feats=t(feats), lem=t(lem), ner=t(ner), nerm=t(nerm), w=t(wt))


def batches(sents, size, rng):
    """Shuffled batches of about `size` words with sentences of like length."""
    order = sorted(range(len(sents)), key=lambda i: (len(sents[i].forms) * (1 + 0.15 * rng.random()), rng.random()))
    out, cur, n = [], [], 0
    for i in order:
        k = len(sents[i].forms)
        if cur and (max(n, k) * (len(cur) + 1) > size):
            out.append(cur)
            cur, n = [], 0
        cur.append(sents[i])
        n = max(n, k)
    if cur:
        out.append(cur)
    rng.shuffle(out)
    return out
