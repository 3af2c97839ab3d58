"""A model file of the accurate kind back into PyTorch, to train it further when the weights it
was made from are no longer there, and trained weights into such a file.  Weights come back as
the 7-bit numbers they are times their steps, so training starts from what the file scores.

  python teacher.py --from accurate.tcm … --out new.pt   reads it
  python tcm.py --base accurate.tcm --model new.pt --card accurate.json --out new.tcm
"""
import argparse

import numpy as np
import torch

import data
from reference import Model
from words import key

# weights that stand behind one another in a section: (name of the section, [(name in PyTorch, rows)])
HEADS = ("arc_d", "arc_h", "rel_d", "rel_h", "tag", "ner")


class Flags:
    """list flags by key, as a dict has them"""

    def __init__(self, ref):
        self.ref = ref

    def get(self, k, default=0):
        return self.ref.find(self.ref.slots, k) & 255


def dense(ref, name):
    """(weights, biases) of a section, padding included"""
    s = ref.s[name + ".s"][:, 0]
    return ref.mat(name + ".w").astype(np.float32) * s[:, None], ref.s[name + ".b"][:, 0].copy()


def labels(ref):
    L = dict(ref.label)
    L["scripts"] = L["scripts"][:ref.n_scripts]
    pairs = ref.s["pairs"]
    L["pairs"] = [(u, f) for i, u in enumerate(L["upos"]) for j, f in enumerate(L["feats"]) if pairs[i, j]]
    return data.Labels(d=L)


def load(path):
    """(Teacher, Labels, Flags) of a model file with an encoder"""
    from minilm import MiniLM
    from teacher import Teacher
    ref = Model(path)
    if not ref.enc:
        raise SystemExit("%s: this model has no encoder" % path)
    L = labels(ref)
    width, n_layers, heads, inner, places, pieces, cls, sep, unk, most = ref.enc
    enc = MiniLM(ref.pieces, pieces, width, n_layers, heads, inner, places)
    enc.cls, enc.sep, enc.unk = cls, sep, unk
    enc.mask = sep + 1                                    # [MASK] follows [SEP]
    m = Teacher(enc, ref.n_upos, ref.n_feats, ref.n_rels, ref.n_scripts, ref.n_names, ref.arc, ref.rel, ref.tag, ref.ner)
    get = lambda n: ref.s[n].astype(np.float32)
    w = {"enc.word.weight": get("pieces.vec") * get("pieces.scale"), "enc.pos": get("places.vec"), "enc.typ": np.zeros(width),
         "shape.weight": get("shapes.vec"), "flagp.weight": get("flags.vec").T,
         "enc.norm.weight": get("input.gain")[:, 0], "enc.norm.bias": get("input.bias")[:, 0], "mix": np.log(get("mix")[:, 0] / 3),
         "root": get("arc.root")[:, 0]}
    for i in range(n_layers):
        p, e = "enc.layers.%d." % i, "e%d." % i
        for a, b in (("qkv", "qkv"), ("o", "mixed"), ("f1", "up"), ("f2", "down")):
            w[p + a + ".weight"], w[p + a + ".bias"] = dense(ref, e + b)
        for k in (0, 1):
            w[p + "n%d.weight" % (k + 1)], w[p + "n%d.bias" % (k + 1)] = get(e + "gain%d" % k)[:, 0], get(e + "bias%d" % k)[:, 0]
    x, b = dense(ref, "heads")
    at = 0
    for name, n in zip(HEADS, (ref.arc, ref.arc, ref.rel, ref.rel, ref.tag, ref.ner)):
        w[name + ".weight"], w[name + ".bias"] = x[at:at + n], b[at:at + n]
        at += n
    x, b = dense(ref, "arc")
    w["arc_u"], w["arc_b"] = x.T * 16, b
    x, b = dense(ref, "rel")
    n, k = ref.n_rels, ref.rel
    w["rel_u"] = x[:n * k].reshape(n, k, k) / 0.3
    w["rel_o.weight"] = np.concatenate([b[:n * k].reshape(n, k), x[n * k:n * (k + 1)]], 1)
    w["rel_o.bias"] = b[n * k:n * (k + 1)]
    x, b = dense(ref, "tags")
    at = 0
    for name, n in (("upos_o", ref.n_upos), ("feats_o", ref.n_feats), ("lem_o", ref.n_scripts)):
        w[name + ".weight"], w[name + ".bias"] = x[at:at + n], b[at:at + n]
        at += n
    x, b = dense(ref, "ner")
    w["ner_o.weight"], w["ner_o.bias"] = x[:ref.n_names], b[:ref.n_names]
    m.load_state_dict({k: torch.as_tensor(np.ascontiguousarray(v), dtype=torch.float32) for k, v in w.items()})
    return m, L, Flags(ref)


def save(base, state, path, card=None):
    """the file `base` with these weights in place of its own: words, pieces and labels stay"""
    from export import File
    from export_accurate import weights
    ref, f, new = Model(base), File(), File()
    L = labels(ref)
    weights(new, {k: v.double().numpy() for k, v in state.items()}, L, ref.enc[1], ref.enc[4])
    fresh = {p[0]: p for p in new.parts}
    for name, kind, raw, rows, cols in ref.parts:
        if name in ("pieces.vec", "pieces.scale"):
            pass                                          # the pieces' vectors are not trained
        elif name == "card" and card:
            raw, rows, cols = card.encode(), 0, 0
        elif name in fresh:
            kind, raw, rows, cols = fresh.pop(name)[1:]
        f.parts.append((name, kind, raw, rows, cols))
    assert not fresh, sorted(fresh)
    return f.write(path)


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("--base", required=True, help="the file that words, pieces and labels are taken from")
    ap.add_argument("--model", required=True, help="weights that teacher.py --from this file wrote")
    ap.add_argument("--card", help="text of the card's head, kept inside the file")
    ap.add_argument("--out", required=True)
    a = ap.parse_args()
    size = save(a.base, torch.load(a.model, weights_only=False, map_location="cpu"), a.out, open(a.card, encoding="utf-8").read() if a.card else None)
    print(a.out, "%.2f MB" % (size / 1e6))


if __name__ == "__main__":
    main()
