"""A model of a few kilobytes with random weights, for the fuzz target's corpus.
  python tiny.py fuzz/corpus/nn/tiny.tcm
"""
import sys

import numpy as np
import torch

import data
from export import export
from model import Fast

CFG = dict(word=16, gram=16, shape=8, flag=8, buckets=64, hidden=16, arc=16, rel=16, tag=16, ner=16)
LABELS = dict(upos=["NOUN", "VERB", "PUNCT"], feats=["_", "Number=Sing"], rels=["root", "nsubj", "parataxis"],
              scripts=["k 0 ", "l 1 ", "l 2 e"], pairs=[("NOUN", "_"), ("NOUN", "Number=Sing"), ("VERB", "_"), ("PUNCT", "_")])


def main():
    torch.manual_seed(1)
    vocab = ["the", "town", "burned", "."]
    m = Fast(CFG, np.random.default_rng(1).standard_normal((4, 16)).astype(np.float32), 3, 2, 3, 3, len(data.TAGS))
    print(export(sys.argv[1], m.state_dict(), CFG, LABELS, vocab, {"karsava": 4},
                 {"burned\tVERB": "l 2 ", "the\tNOUN": "l 1 "}), "bytes")


if __name__ == "__main__":
    main()
