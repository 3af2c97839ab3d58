"""Writes a trained model as the library reads it (format: src/nn/nn.h).

  python export.py --model fast.pt --vocab vocab.npz --data DIR --card card.json --out fast.tcm
"""
import argparse
import collections
import hashlib
import json
import os
import struct

import numpy as np
import torch
import xxhash

import data
from words import key, word_hash

VERSION, OLDEST = 1, 1
I8, U8, F32, U64, U32, TEXT = 1, 2, 3, 4, 5, 6


def rows7(w):
    """7-bit rows: integers in -63..63 and the step of each row"""
    s = np.maximum(np.abs(w).max(1), 1e-8) / 63.0
    return np.clip(np.rint(w / s[:, None]), -63, 63).astype(np.int8), s.astype(np.float32)


def block(q):
    """[n][k] -> [n/16][k/4][16][4], n padded to 16"""
    n, k = q.shape
    p = np.zeros((-(-n // 16) * 16, k), np.int8)
    p[:n] = q
    return np.ascontiguousarray(p.reshape(-1, 16, k // 4, 4).transpose(0, 2, 1, 3))


def pad(v, n):
    out = np.zeros(n, np.float32)
    out[:len(v)] = v
    return out


class File:
    def __init__(self):
        self.parts = []

    def add(self, name, kind, arr, rows=0, cols=0):
        raw = arr if isinstance(arr, bytes) else np.ascontiguousarray(arr).tobytes()
        self.parts.append((name, kind, raw, rows, cols))

    def matrix(self, name, w, b, step, zero, extra=None):
        """real = step * (byte - zero); the zero point goes into the bias"""
        q, s = rows7(w)
        n = -(-len(w) // 16) * 16
        scale = (s * np.float32(step)).astype(np.float32)
        bias = b - q.astype(np.int64).sum(1) * zero * scale.astype(np.float64)
        self.add(name + ".w", I8, block(q), n, w.shape[1])
        self.add(name + ".s", F32, pad(scale, n), n, 1)
        self.add(name + ".b", F32, pad(bias.astype(np.float32), n), n, 1)

    def write(self, path):
        head = 64 + 64 * len(self.parts)
        at = -(-head // 64) * 64
        table, body = b"", b""
        for name, kind, raw, rows, cols in self.parts:
            fill = -len(body) % 64
            body += b"\0" * fill
            table += struct.pack("<24sIIQQQII", name.encode(), kind, 0, at + len(body), len(raw), xxhash.xxh3_64_intdigest(raw), rows, cols)
            body += raw
        body += b"\0" * (-len(body) % 64)
        rest = table + b"\0" * (at - head) + body
        head = struct.pack("<8sIIQ32sII", b"TOCMODL\n", VERSION, len(self.parts), 64 + len(rest), hashlib.sha256(rest).digest(),
                           xxhash.xxh3_64_intdigest(table) & 0xFFFFFFFF, 0)
        assert len(head) == 64
        open(path, "wb").write(head + rest)
        return 64 + len(rest)


def lemma_dictionary(sents):
    """{key + TAB + UPOS: the script that is right most often}; proper nouns stay out"""
    seen = collections.defaultdict(collections.Counter)
    for s in sents:
        for f, l, u in zip(s.forms, s.lemmas, s.upos):
            if l != "_" and u != "PROPN":
                seen[key(f) + "\t" + u][f, l] += 1
    out = {}
    for k, c in seen.items():
        scripts = sorted({data.make_script(f, l) for f, l in c})
        out[k] = max(scripts, key=lambda s: (sum(n for (f, l), n in c.items() if data.apply_script(f, s) == l), s))
    return out


def more_verbs(lemmas):
    """adds the forms of verbs.txt; they go before the treebanks', which have slips"""
    for line in open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "verbs.txt"), encoding="utf-8"):
        words = line.split("#")[0].split()
        for f in words[1:]:
            lemmas[key(f) + "\tVERB"] = data.make_script(f, words[0])
    return lemmas


def table_of(items):
    """open addressing: the high half of the hash, and a value"""
    size = 1
    while size < len(items) * 1.7 or size < 2:
        size *= 2
    t = np.zeros(size, np.uint64)
    for k, v in items:
        h = word_hash(k)
        at = h & (size - 1)
        while t[at]:
            at = (at + 1) & (size - 1)
        t[at] = ((h >> 32) << 32) | v
    return t


def export(path, state, cfg, L, vocab, flags, lemmas, card="{}"):
    """state: the model's weights by name; L: label inventories; flags: {key: bits};
    lemmas: as lemma_dictionary makes them"""
    w = {k: v.double().numpy() for k, v in state.items()}
    f = File()
    f.add("card", TEXT, card.encode())
    dist = (len(w["dist"]) - 1) // 2
    dims = [cfg[k] for k in ("word", "gram", "shape", "flag", "buckets", "hidden", "arc", "rel", "tag", "ner")]
    dims += [len(L["upos"]), len(L["feats"]), len(L["rels"]), len(L["scripts"]), len(data.TAGS), dist]
    f.add("dims", U32, np.array(dims, np.uint32), len(dims), 1)
    scripts = L["scripts"] + sorted(set(lemmas.values()) - set(L["scripts"]))
    f.add("labels.scripts", TEXT, "\n".join(scripts).encode(), len(scripts), 1)
    for k in ("upos", "feats", "rels"):
        f.add("labels." + k, TEXT, "\n".join(L[k]).encode(), len(L[k]), 1)
    f.add("labels.names", TEXT, "\n".join(data.TAGS).encode(), len(data.TAGS), 1)
    pairs = np.zeros((len(L["upos"]), len(L["feats"])), np.uint8)
    for u, x in L["pairs"]:
        pairs[L["upos"].index(u), L["feats"].index(x)] = 1
    pairs[:, L["feats"].index("_")] |= (pairs.sum(1) == 0).astype(np.uint8)
    f.add("pairs", U8, pairs, *pairs.shape)
    # words: open addressing; tag of 32 bits, number of the vector, list flags
    keys = {k: (i + 1, 0) for i, k in enumerate(vocab)}
    for k, fl in flags.items():
        keys[k] = (keys.get(k, (0, 0))[0], fl)
    table = table_of([(k, (i << 8) | fl) for k, (i, fl) in keys.items()])
    f.add("words.table", U64, table, len(table), 1)
    table = table_of([(k, scripts.index(v) + 1) for k, v in lemmas.items()])
    f.add("lemmas.table", U64, table, len(table), 1)
    u8 = lambda x: (np.clip(np.rint(x * 64), -128, 127) + 128).astype(np.uint8)
    wv = u8(w["base"] * w["scale"] + w["delta.weight"])
    f.add("words.vec", U8, wv, *wv.shape)
    g = w["gram.weight"]
    gs = np.quantile(np.abs(g), 0.9999) / 127.0
    f.add("grams.vec", I8, np.clip(np.rint(g / gs), -127, 127).astype(np.int8), *g.shape)
    f.add("grams.scale", F32, np.array([gs * 64], np.float32), 1, 1)
    sv = u8(w["shape.weight"])
    f.add("shapes.vec", U8, sv, *sv.shape)
    f.add("flags.vec", U8, u8(w["flag_w"]), cfg["flag"], 1)
    for i, name in enumerate(("l0f", "l0b", "l1f", "l1b")):
        p = "rnn.%d." % i
        qi, si = rows7(w[p + "wi"])
        qh, sh = rows7(w[p + "wh"])
        ax = (si * np.float32(1 / 64 if i < 2 else 1 / 127)).astype(np.float32)
        ah = (sh * np.float32(1 / 127)).astype(np.float32)
        b = w[p + "b"] - 128.0 * qi.astype(np.int64).sum(1) * ax.astype(np.float64) - 128.0 * qh.astype(np.int64).sum(1) * ah.astype(np.float64)
        f.add(name + ".wi", I8, block(qi), *qi.shape)
        f.add(name + ".wh", I8, block(qh), *qh.shape)
        f.add(name + ".ax", F32, ax, len(ax), 1)
        f.add(name + ".ah", F32, ah, len(ah), 1)
        f.add(name + ".b", F32, b.astype(np.float32), len(b), 1)
    k = cfg["arc"] ** -0.5
    names = ["arc_d", "arc_h", "rel_d", "rel_h", "tag_h", "ner_h"]
    bias = {n: w[n + ".b"] for n in names}
    bias["arc_d"] = bias["arc_d"] + w["arc_hb"]
    # the scaling of scores goes into the dependents' rows, after rounding as in training
    W = {n: w[n + ".w"] for n in names}
    W["arc_d"], bias["arc_d"] = W["arc_d"] * k, bias["arc_d"] * k
    f.matrix("heads", np.concatenate([W[n] for n in names]), np.concatenate([bias[n] for n in names]), 1 / 127, 128)
    f.add("arc.root", F32, w["arc_root"].astype(np.float32), cfg["arc"], 1)
    f.add("arc.dist", F32, w["dist"].astype(np.float32), len(w["dist"]), 1)
    f.add("rel.root", F32, w["rel_root"].astype(np.float32), cfg["rel"], 1)
    f.matrix("rel", w["rel_o.w"], w["rel_o.b"], 1 / 32, 0)
    f.matrix("tags", np.concatenate([w["upos_o.w"], w["feats_o.w"], w["lem_o.w"]]), np.concatenate([w["upos_o.b"], w["feats_o.b"], w["lem_o.b"]]), 1 / 32, 0)
    f.matrix("ner", w["ner_o.w"], w["ner_o.b"], 1 / 32, 0)
    return f.write(path)


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("--model", required=True)
    ap.add_argument("--vocab", required=True)
    ap.add_argument("--card", help="text of the card's head, kept inside the file")
    ap.add_argument("--data", required=True, help="the trees, for the lemma dictionary")
    ap.add_argument("--out", required=True)
    a = ap.parse_args()
    c = torch.load(a.model, weights_only=False, map_location="cpu")
    z = np.load(a.vocab, allow_pickle=True)
    trees = data.read_conllu(a.data + "/ud/ewt-train.conllu") + data.read_conllu(a.data + "/ud/gum-train.conllu", skip=("_conversation_",))
    size = export(a.out, c["model"], c["cfg"], c["labels"], z["vocab"].tolist(), dict(zip(z["flag_key"].tolist(), z["flag"].tolist())),
                  more_verbs(lemma_dictionary(trees)), open(a.card, encoding="utf-8").read() if a.card else "{}")
    print(a.out, "%.2f MB" % (size / 1e6))


if __name__ == "__main__":
    main()
