"""A second reading of a model file, in NumPy, to test the library against.

  python reference.py --model models/fast.tcm tests/nn/sentences.txt > tests/nn/golden.conllu

Reads one sentence a line, forms divided by spaces.  Whole numbers are exact, float steps
are done in double precision with NumPy's own exponential, and trees by another algorithm
(recursive Chu-Liu/Edmonds over all roots): what it shares with src/nn is the file.  With an
encoder a name, or head and relation, are given as ~ where the two best scores of either are within NEAR of each other.
"""
import argparse
import math
import struct
import sys
import unicodedata

import numpy as np

import words as W
from mst import cle


NEAR = 0.15


def gelu(x):
    return x * (1 + np.vectorize(math.erf)(x / math.sqrt(2))) / 2


class Model:
    def __init__(self, path):
        b = open(path, "rb").read()
        magic, version, n = struct.unpack_from("<8sII", b)
        assert magic == b"TOCMODL\n" and version == 1
        kinds = {1: np.int8, 2: np.uint8, 3: np.float32, 4: np.uint64, 5: np.uint32}
        self.s, self.parts = {}, []
        for i in range(n):
            name, kind, _, at, size, _, rows, cols = struct.unpack_from("<24sIIQQQII", b, 64 + 64 * i)
            name = name.rstrip(b"\0").decode()
            raw = b[at:at + size]
            self.parts.append((name, kind, raw, rows, cols))
            self.s[name] = raw.decode() if kind == 6 else np.frombuffer(raw, kinds[kind]).reshape(rows, cols)
        d = self.s["dims"][:, 0].tolist()
        self.word, self.gram, self.shape, self.flag, self.buckets, self.h, self.arc, self.rel, self.tag, self.ner = d[:10]
        self.n_upos, self.n_feats, self.n_rels, self.n_scripts, self.n_names, self.dist = d[10:]
        self.label = {k: self.s["labels." + k].split("\n") for k in ("upos", "feats", "rels", "scripts", "names")}
        self.slots = self.s["words.table"][:, 0]
        self.enc = self.s["encoder"][:, 0].tolist() if "encoder" in self.s else None

    def mat(self, name):
        w = self.s[name]
        n, k = w.shape
        return w.reshape(n // 16, k // 4, 16, 4).transpose(0, 2, 1, 3).reshape(n, k).astype(np.int64)

    def dense(self, name, x):
        y = x.astype(np.int64) @ self.mat(name + ".w").T
        return y * self.s[name + ".s"][:, 0].astype(np.float64) + self.s[name + ".b"][:, 0]

    def row(self, form, first, caps):
        k = W.key(form)
        hit = self.find(self.slots, k)
        grams = [W.bucket(g, self.buckets) for g in W.ngrams(k)]
        g = self.s["grams.vec"][grams].astype(np.int64).sum(0) * float(self.s["grams.scale"][0, 0]) * len(grams) ** -0.5
        g = np.clip(np.rint(np.clip(g, -128, 127)) + 128, 0, 255)
        fl = hit & 255 if W.first_upper(form) else 0
        flags = [int(self.s["flags.vec"][b, 0]) if fl >> b & 1 else 128 for b in range(self.flag)]
        return np.concatenate([self.s["words.vec"][hit >> 8], g,
                               self.s["shapes.vec"][W.case_class(form) * 6 + (3 if first else 0) + caps], flags]).astype(np.int64)

    def lstm(self, name, x):
        sig = lambda v: 1 / (1 + np.exp(-v))
        wi, wh = self.mat(name + ".wi"), self.mat(name + ".wh")
        ax, ah, b = (self.s[name + k][:, 0].astype(np.float64) for k in (".ax", ".ah", ".b"))
        h, c, out = np.full(self.h, 128, np.int64), np.zeros(self.h), []
        for v in x:
            z = (wi @ v) * ax + (wh @ h) * ah + b
            i, f, g, o = np.split(z, 4)
            c = sig(f) * c + sig(i) * np.tanh(g)
            h = (np.rint(sig(o) * np.tanh(c) * 127) + 128).astype(np.int64)
            out.append(h)
        return np.stack(out)

    def stepped(self, name, x):
        """a layer whose rows of input are bytes between their least and greatest value"""
        low, high = x.min(1, keepdims=True), x.max(1, keepdims=True)
        step = np.maximum(high - low, 1e-20) / 255
        y = np.rint((x - low) / step).astype(np.int64) @ self.mat(name + ".w").T
        f = lambda k: self.s[name + k][:, 0].astype(np.float64)
        return y * step * f(".s") + low * f(".z") + f(".b")

    def pieces(self, form):
        """numbers of the form's word pieces"""
        _, _, _, _, _, _, _, _, unknown, most = self.enc
        table = self.s["pieces.table"][:, 0]
        words = [""]
        for c in unicodedata.normalize("NFD", form):
            k = unicodedata.category(c)
            if k[0] == "Z" or c in "\t\n\v\f\r":
                words.append("")
            elif k[0] == "C" or k == "Mn" or c == "\ufffd":
                continue
            elif k[0] == "P" or (c < "\x7f" and not c.isalnum()) or "CJK UNIFIED" in unicodedata.name(c, "") or "CJK COMPAT" in unicodedata.name(c, ""):
                words += [c, ""]
            else:
                words[-1] += "".join(x.lower() if len(x.lower()) == 1 else x for x in c)
        out = []
        for w in filter(None, words):
            ids, at = [], 0
            while at < len(w) and len(w) <= 100:
                for end in range(len(w), at, -1):
                    i = self.find(table, ("##" if at else "") + w[at:end])
                    if i:
                        break
                else:
                    break
                ids.append(i - 1)
                at = end
            out += ids if at == len(w) else [unknown]
        return out[:most] or [unknown]

    def encode(self, forms):
        width, layers, heads, _, _, _, first, last, _, _ = self.enc
        get = lambda n: self.s[n].astype(np.float64)
        ids, of, shape, flag = [first], [-1], [72], [0]
        caps = W.sentence_caps(forms)
        for i, f in enumerate(forms):
            for p in self.pieces(f):
                ids.append(p)
                of.append(i)
                shape.append(W.case_class(f) * 6 + (3 if i == 0 else 0) + caps)
                flag.append(self.find(self.slots, W.key(f)) & 255 if W.first_upper(f) else 0)
        ids, of, shape, flag = ids + [last], np.array(of + [-1]), shape + [72], np.array(flag + [0])
        bits = (flag[:, None] >> np.arange(8)) & 1
        h = get("pieces.vec")[ids] * get("pieces.scale")[ids] + get("places.vec")[:len(ids)] + get("shapes.vec")[shape] + bits @ get("flags.vec")

        def norm(z, gain, bias):
            z = z - z.mean(1, keepdims=True)
            return z / np.sqrt((z * z).mean(1, keepdims=True) + 1e-12) * get(gain)[:, 0] + get(bias)[:, 0]
        h = norm(h, "input.gain", "input.bias")
        mix = get("mix")[:, 0]
        e = h * mix[0]
        for k in range(layers):
            p, n = "e%d." % k, len(ids)
            q, key, v = self.stepped(p + "qkv", h).reshape(n, 3, heads, width // heads).transpose(1, 2, 0, 3)
            a = q @ key.transpose(0, 2, 1) / math.sqrt(width // heads)
            a = np.exp(a - a.max(2, keepdims=True))
            y = (a / a.sum(2, keepdims=True) @ v).transpose(1, 0, 2).reshape(n, width)
            h = norm(h + self.stepped(p + "mixed", y), p + "gain0", p + "bias0")
            h = norm(h + self.stepped(p + "down", gelu(self.stepped(p + "up", h))), p + "gain1", p + "bias1")
            e = e + h * mix[k + 1]
        return np.stack([e[of == i].mean(0) for i in range(len(forms))])

    def relu(self, x):
        return np.rint(np.clip(x * 32, 0, 255)).astype(np.int64)

    def analyse(self, forms):
        return self.decode(forms, *(self.by_encoder if self.enc else self.by_lstm)(forms))

    def by_encoder(self, forms):
        """heads' parts; what relations score; and the layers that are left"""
        A, R, n = self.arc, self.rel, len(forms)
        y = gelu(self.stepped("heads", self.encode(forms)))
        d, h, u, v, t, e = np.split(y[:, :2 * A + 2 * R + self.tag + self.ner], np.cumsum([A, A, R, R, self.tag]), 1)
        arc = np.full((n + 1, n + 1), -1e30)
        arc[1:] = self.stepped("arc", d) @ np.concatenate([self.s["arc.root"].T, h]).T

        def relations(heads):
            x = self.stepped("rel", v[heads - 1])
            one = x[:, :self.n_rels * R].reshape(n, self.n_rels, R)
            return np.einsum("nri,ni->nr", one, u) + x[:, self.n_rels * R:self.n_rels * (R + 1)]
        return arc, relations, self.stepped("tags", t), self.stepped("ner", e)

    def by_lstm(self, forms):
        caps = W.sentence_caps(forms)
        x = np.stack([self.row(f, i == 0, caps) for i, f in enumerate(forms)])
        for a, b in (("l0f", "l0b"), ("l1f", "l1b")):
            x = np.concatenate([self.lstm(a, x), self.lstm(b, x[::-1])[::-1]], 1)
        y = self.dense("heads", x)
        A, R, n = self.arc, self.rel, len(forms)
        d, h, u, v, t, e = np.split(y[:, :2 * A + 2 * R + self.tag + self.ner], np.cumsum([A, A, R, R, self.tag]), 1)
        arc = np.full((n + 1, n + 1), -1e30)
        arc[1:, 0] = d @ self.s["arc.root"][:, 0]
        off = np.clip(np.arange(n)[None] - np.arange(n)[:, None], -self.dist, self.dist) + self.dist
        arc[1:, 1:] = d @ np.maximum(h, 0).T + self.s["arc.dist"][:, 0][off]

        def relations(heads):
            hv = np.where((heads > 0)[:, None], v[heads - 1], self.s["rel.root"][:, 0])
            return self.dense("rel", self.relu(u + hv))
        return arc, relations, self.dense("tags", self.relu(t)), self.dense("ner", self.relu(e))

    def decode(self, forms, arc, relations, z, nm):
        n = len(forms)
        best = None
        for r in range(1, n + 1):
            one = arc.copy()
            one[1:, 0] = -1e9
            one[r, 0] = arc[r, 0]
            heads = cle(one)
            total = sum(one[i, heads[i]] for i in range(1, n + 1))
            if best is None or total > best[0]:
                best = total, heads[1:]
        heads = best[1]
        rel = relations(heads)[:, :self.n_rels]
        root = self.label["rels"].index("root")
        rel[:, root] = -1e9
        rels = np.where(heads == 0, root, rel.argmax(1))
        upos = z[:, :self.n_upos].argmax(1)
        feats = np.where(self.s["pairs"][upos] > 0, z[:, self.n_upos:self.n_upos + self.n_feats], -1e9).argmax(1)
        lem = z[:, self.n_upos + self.n_feats:self.n_upos + self.n_feats + self.n_scripts]
        lem = [self.script(f, x, self.label["upos"][p]) for f, x, p in zip(forms, lem, upos)]
        nm = nm[:, :self.n_names]
        # bytes made from doubles and from floats may differ by one, which a near tie does not survive
        close = lambda x: np.diff(np.sort(x, 1)[:, -2:])[:, 0] < NEAR if self.enc and x.shape[1] > 1 else np.zeros(n, bool)
        self.near = [dict(head=h, name=k) for h, k in zip(close(arc[1:]) | close(rel), close(nm))]
        return heads, rels, upos, feats, lem, self.path(nm)

    def find(self, table, k):
        h, at = W.word_hash(k), W.word_hash(k) & (len(table) - 1)
        while int(table[at]):
            if int(table[at]) >> 32 == h >> 32:
                return int(table[at]) & 0xFFFFFFFF
            at = (at + 1) & (len(table) - 1)
        return 0

    def script(self, form, score, upos):
        def some(s):
            cut, add = s.split(" ", 2)[1:]
            return int(cut) < len(form) or (int(cut) == len(form) and add)
        known = self.find(self.s["lemmas.table"][:, 0], W.key(form) + "\t" + upos)
        if known and some(self.label["scripts"][known - 1]):
            return known - 1
        best = [i for i in np.argsort(-score, kind="stable") if some(self.label["scripts"][i])][:6]
        return max(best, key=lambda i: score[i] + self.worth(form, self.label["scripts"][i], upos == "VERB"))

    def worth(self, form, script, verb):
        cut, add = script.split(" ", 2)[1:]
        k = W.key(form[:len(form) - int(cut)] + add)
        row = self.find(self.slots, k) >> 8
        return (-4 if verb and self.no_verb(k) else 0) + (5.5 - 0.2 * row.bit_length() if row else 0)

    @staticmethod
    def no_verb(k):
        if len(k) < 3:
            return False
        n, a, b, c = len(k), k[-3], k[-2], k[-1]
        if c in "vuqia":
            return True
        if c == "z":
            return b != "z"
        if c in "kf":
            return b in "aeiou" and a not in "aeiou"
        if c == "r" and n > 4 and b in "ou" and a not in "aeiou":
            return True
        if c in "lr":
            return b not in "aeiouylrw"
        if c == "g":
            return b in "dlr" or (n > 4 and b in "ae")
        if c == "c":
            return b in "nrua"
        if c == "s":
            return b in "nrl"
        if c == "t":
            return n > 5 and (b == "a" and a not in "eo" or b == "u" and a not in "aeiou")
        return c == "e" and n > 4 and (b == "i" or b == "t" and a in "ck")

    def path(self, x):
        tags = self.label["names"]
        ok = np.array([[(b[0] in "IL" and b[2:] == a[2:]) if a[0] in "BI" else b[0] in "OBU" for b in tags] for a in tags])
        v = np.where([t[0] in "OBU" for t in tags], x[0], -1e30)
        back = []
        for row in x[1:]:
            m = np.where(ok, v[:, None], -1e30)
            back.append(m.argmax(0))
            v = m.max(0) + row
        t = [int(np.where([t[0] in "OLU" for t in tags], v, -1e31).argmax())]
        for b in reversed(back):
            t.append(int(b[t[-1]]))
        return t[::-1]


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("--model", required=True)
    ap.add_argument("sentences")
    a = ap.parse_args()
    m = Model(a.model)
    for line in open(a.sentences, encoding="utf-8"):
        forms = line.split()
        if not forms:
            continue
        print("# text = " + " ".join(forms))
        for i, (h, r, u, f, l, g) in enumerate(zip(*m.analyse(forms))):
            L = m.label
            print(i + 1, forms[i], L["scripts"][l], L["upos"][u], "_", L["feats"][f], *("~~" if m.near[i]["head"] else (h, L["rels"][r])), "_", "~" if m.near[i]["name"] else "Name=" + L["names"][g], sep="\t")
        print()


if __name__ == "__main__":
    main()
