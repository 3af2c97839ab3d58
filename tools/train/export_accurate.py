"""Writes the encoder that teacher.py trained as the library reads it (format: src/nn/nn.h).

  python export_accurate.py --model teacher.pt --minilm DIR --vocab vocab.npz --data DIR
                            --card card.json --out accurate.tcm
"""
import argparse
import json
import os

import numpy as np
import torch

import data
from export import File, F32, I8, TEXT, U8, U32, U64, block, lemma_dictionary, more_verbs, pad, rows7, table_of

PLACES, MOST = 512, 12


def stepped(f, name, w, b):
    """a layer whose rows of input have steps of their own"""
    q, s = rows7(w)
    n = -(-len(w) // 16) * 16
    f.add(name + ".w", I8, block(q), n, w.shape[1])
    f.add(name + ".s", F32, pad(s, n), n, 1)
    f.add(name + ".z", F32, pad((q.astype(np.int64).sum(1) * s.astype(np.float64)).astype(np.float32), n), n, 1)
    f.add(name + ".b", F32, pad(b.astype(np.float32), n), n, 1)


def weights(f, w, L, layers, places):
    """all that training moves; the pieces' vectors stay as they were"""
    width, arc, rel = w["enc.pos"].shape[1], len(w["arc_b"]), w["rel_u"].shape[1]
    f.add("places.vec", F32, (w["enc.pos"][:places] + w["enc.typ"]).astype(np.float32), places, width)
    f.add("shapes.vec", F32, w["shape.weight"].astype(np.float32), *w["shape.weight"].shape)
    f.add("flags.vec", F32, w["flagp.weight"].T.astype(np.float32), 8, width)
    f.add("input.gain", F32, w["enc.norm.weight"].astype(np.float32), width, 1)
    f.add("input.bias", F32, w["enc.norm.bias"].astype(np.float32), width, 1)
    mix = np.exp(w["mix"]) / np.exp(w["mix"]).sum() * 3
    f.add("mix", F32, mix.astype(np.float32), layers + 1, 1)
    for i in range(layers):
        p, e = "enc.layers.%d." % i, "e%d." % i
        for a, b in (("qkv", "qkv"), ("o", "mixed"), ("f1", "up"), ("f2", "down")):
            stepped(f, e + b, w[p + a + ".weight"], w[p + a + ".bias"])
        for k in (0, 1):
            f.add(e + "gain%d" % k, F32, w[p + "n%d.weight" % (k + 1)].astype(np.float32), width, 1)
            f.add(e + "bias%d" % k, F32, w[p + "n%d.bias" % (k + 1)].astype(np.float32), width, 1)
    part = ["arc_d", "arc_h", "rel_d", "rel_h", "tag", "ner"]
    stepped(f, "heads", np.concatenate([w[n + ".weight"] for n in part]), np.concatenate([w[n + ".bias"] for n in part]))
    stepped(f, "arc", w["arc_u"].T / 16, w["arc_b"])
    f.add("arc.root", F32, w["root"].astype(np.float32), arc, 1)
    f.add("arc.dist", F32, np.zeros(3, np.float32), 3, 1)
    f.add("rel.root", F32, np.zeros(rel, np.float32), rel, 1)
    u, o = w["rel_u"], w["rel_o.weight"]
    n = len(L.rels)
    stepped(f, "rel", np.concatenate([u.reshape(n * rel, rel) * 0.3, o[:, rel:]]), np.concatenate([o[:, :rel].reshape(-1), w["rel_o.bias"]]))
    tags = ["upos_o", "feats_o", "lem_o"]
    stepped(f, "tags", np.concatenate([w[k + ".weight"] for k in tags]), np.concatenate([w[k + ".bias"] for k in tags]))
    stepped(f, "ner", w["ner_o.weight"], w["ner_o.bias"])


def export(path, state, L, pieces, words, flags, lemmas, card="{}", heads=12):
    """state: the weights by name; L: label inventories; pieces: the vocabulary in order; words: by
    frequency"""
    rows = [i for i, p in enumerate(pieces) if not p.startswith("[unused")]
    pieces = [pieces[i] for i in rows]
    special = [pieces.index(p) for p in ("[CLS]", "[SEP]", "[UNK]")]
    w = {k: v.double().numpy() for k, v in state.items()}
    arc, rel, tag, ner = len(w["arc_b"]), w["rel_u"].shape[1], len(w["tag.bias"]), len(w["ner.bias"])
    places = min(PLACES, len(w["enc.pos"]))
    f = File()
    f.add("card", TEXT, card.encode())
    dims = [0, 0, 0, 8, 0, 0, arc, rel, tag, ner]
    dims += [len(L.upos), len(L.feats), len(L.rels), len(L.scripts), len(data.TAGS), 1]
    f.add("dims", U32, np.array(dims, np.uint32), len(dims), 1)
    layers = sum(k.endswith(".qkv.weight") for k in w)
    width, inner = w["enc.word.weight"].shape[1], len(w["enc.layers.0.f1.bias"])
    enc = [width, layers, heads, inner, places, len(pieces), *special, MOST]
    f.add("encoder", U32, np.array(enc, np.uint32), len(enc), 1)
    scripts = L.scripts + sorted(set(lemmas.values()) - set(L.scripts))
    f.add("labels.scripts", TEXT, "\n".join(scripts).encode(), len(scripts), 1)
    for k in ("upos", "feats", "rels"):
        v = getattr(L, k)
        f.add("labels." + k, TEXT, "\n".join(v).encode(), len(v), 1)
    f.add("labels.names", TEXT, "\n".join(data.TAGS).encode(), len(data.TAGS), 1)
    pairs = np.zeros((len(L.upos), len(L.feats)), np.uint8)
    for u, x in L.pairs:
        pairs[L.iu[u], L.if_[x]] = 1
    pairs[:, L.if_["_"]] |= (pairs.sum(1) == 0).astype(np.uint8)
    f.add("pairs", U8, pairs, *pairs.shape)
    keys = {k: (i + 1, 0) for i, k in enumerate(words)}
    for k, fl in flags.items():
        keys[k] = (keys.get(k, (0, 0))[0], fl)
    for name, items in (("words.table", [(k, (i << 8) | fl) for k, (i, fl) in keys.items()]),
                        ("lemmas.table", [(k, scripts.index(v) + 1) for k, v in lemmas.items()]),
                        ("pieces.table", [(p, i + 1) for i, p in enumerate(pieces) if not (p[0] == "[" and len(p) > 1)])):
        t = table_of(items)
        f.add(name, U64, t, len(t), 1)
    v = w["enc.word.weight"][rows]
    s = np.maximum(np.abs(v).max(1), 1e-8) / 127
    f.add("pieces.vec", I8, np.rint(v / s[:, None]).astype(np.int8), *v.shape)
    f.add("pieces.scale", F32, s.astype(np.float32), len(s), 1)
    weights(f, w, L, layers, places)
    return f.write(path)


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("--model", required=True)
    ap.add_argument("--minilm", required=True)
    ap.add_argument("--vocab", required=True)
    ap.add_argument("--card", help="text of the card's head, kept inside the file")
    ap.add_argument("--data", required=True, help="the trees, for the labels and the lemma dictionary")
    ap.add_argument("--out", required=True)
    a = ap.parse_args()
    z = np.load(a.vocab, allow_pickle=True)
    trees = data.read_conllu(a.data + "/ud/ewt-train.conllu") + data.read_conllu(a.data + "/ud/gum-train.conllu", skip=("_conversation_",))
    v = json.load(open(os.path.join(a.minilm, "tokenizer.json"), encoding="utf-8"))["model"]["vocab"]
    pieces = sorted(v, key=v.get)
    size = export(a.out, torch.load(a.model, weights_only=False, map_location="cpu"), data.Labels(trees), pieces, z["vocab"].tolist(),
                  dict(zip(z["flag_key"].tolist(), z["flag"].tolist())), more_verbs(lemma_dictionary(trees)),
                  open(a.card, encoding="utf-8").read() if a.card else "{}")
    print(a.out, "%.2f MB" % (size / 1e6))


if __name__ == "__main__":
    main()
