"""Writes a trained fast model's reading of JSONL texts as CoNLL-U.
  python dump.py --model fast.pt --vocab vocab.npz OUT.conllu FILE.jsonl [LIMIT]
"""
import argparse

import numpy as np
import torch

import data
from batch import Maker
from model import Fast
from predict import analyse
from teacher import records, write_conllu


def load(path, vocab):
    c = torch.load(path, weights_only=False)
    L = data.Labels(d=c["labels"])
    z = np.load(vocab, allow_pickle=True)
    mk = Maker(z["vocab"].tolist(), dict(zip(z["flag_key"].tolist(), z["flag"].tolist())), L, c["cfg"]["buckets"])
    m = Fast(c["cfg"], z["vec"], len(L.upos), len(L.feats), len(L.rels), len(L.scripts), len(data.TAGS))
    m.load_state_dict(c["model"])
    m.q, m.bf16 = True, False
    return m.eval(), mk


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("--model", required=True)
    ap.add_argument("--vocab", required=True)
    ap.add_argument("out")
    ap.add_argument("jsonl")
    ap.add_argument("limit", nargs="?", type=int)
    a = ap.parse_args()
    torch.set_num_threads(1)
    m, mk = load(a.model, a.vocab)
    ss = records(a.jsonl, a.limit)
    write_conllu(a.out, ss, analyse(m, mk, ss, 3000))
    print("wrote", a.out, len(ss))


if __name__ == "__main__":
    main()
