"""Models of a few kilobytes with random weights, for the fuzz target's corpus.
  python tiny.py fuzz/corpus/nn/tiny.tcm fuzz/corpus/nn/tiny-encoder.tcm
"""
import sys

import numpy as np
import torch

import data
from export import export
from export_accurate import export as export_encoder
from model import Fast

CFG = dict(word=16, gram=16, shape=8, flag=8, buckets=64, hidden=16, arc=16, rel=16, tag=16, ner=16)
LABELS = dict(upos=["NOUN", "VERB", "PUNCT"], feats=["_", "Number=Sing"], rels=["root", "nsubj", "parataxis"],
              scripts=["k 0 ", "l 1 ", "l 2 e"], pairs=[("NOUN", "_"), ("NOUN", "Number=Sing"), ("VERB", "_"), ("PUNCT", "_")])


PIECES = ["[unused0]", "[CLS]", "[SEP]", "[UNK]", "the", "town", "burn", "##ed", "."]


def encoder():
    """weights of a transformer of one layer, under the names that teacher.py gives them"""
    r = lambda *s: torch.randn(*s) * 0.2
    w = {"enc.word.weight": r(len(PIECES), 16), "enc.pos": r(24, 16), "enc.typ": r(16), "shape.weight": r(73, 16), "flagp.weight": r(16, 8),
         "enc.norm.weight": r(16), "enc.norm.bias": r(16), "mix": r(2), "root": r(16), "arc_u": r(16, 16), "arc_b": r(16),
         "rel_u": r(3, 16, 16)}
    sizes = {"enc.layers.0.qkv": (48, 16), "enc.layers.0.o": (16, 16), "enc.layers.0.f1": (32, 16), "enc.layers.0.f2": (16, 32), "rel_o": (3, 32),
             "upos_o": (3, 16), "feats_o": (2, 16), "lem_o": (3, 16), "ner_o": (len(data.TAGS), 16)}
    sizes.update({k: (16, 16) for k in ("arc_d", "arc_h", "rel_d", "rel_h", "tag", "ner")})
    for k, s in sizes.items():
        w[k + ".weight"], w[k + ".bias"] = r(*s), r(s[0])
    for k in ("n1", "n2"):
        w["enc.layers.0.%s.weight" % k], w["enc.layers.0.%s.bias" % k] = r(16), r(16)
    return w


def main():
    torch.manual_seed(1)
    vocab = ["the", "town", "burned", "."]
    m = Fast(CFG, np.random.default_rng(1).standard_normal((4, 16)).astype(np.float32), 3, 2, 3, 3, len(data.TAGS))
    print(export(sys.argv[1], m.state_dict(), CFG, LABELS, vocab, {"karsava": 4},
                 {"burned\tVERB": "l 2 ", "the\tNOUN": "l 1 "}), "bytes")
    lemmas = {"burned\tVERB": "l 2 ", "the\tNOUN": "l 1 "}
    print(export_encoder(sys.argv[2], encoder(), data.Labels(d=LABELS), PIECES, vocab, {"karsava": 4}, lemmas, heads=2), "bytes")


if __name__ == "__main__":
    main()
