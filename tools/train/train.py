"""Trains the fast analyser.

  python train.py --data DIR --vocab vocab.npz --out fast.pt [--minutes M]
                  [--init other.pt] [--silver silver.pkl] [--seed 1]

The learning rate falls to zero at the end of the given minutes (or steps);
weights are rounded to 7 bits from 60 % of the way on.
"""
import argparse
import pickle
import random
import time

import numpy as np
import torch
import torch.nn.functional as F

import data
from batch import Maker, batches
from model import CFG, Fast
from predict import analyse, name_score, score
from vary import Varier


def loss_of(m, b, w_silver=None):
    e = m.encode(b)
    out = {}

    def ce(logits, gold):
        k = gold >= 0
        return F.cross_entropy(logits[k], gold[k], reduction="sum") if k.any() else logits.sum() * 0
    have = b["head"].max() >= 0
    n = b["w"].sum()
    if have:
        arc = m.arcs(e)
        T = arc.shape[1]
        pad = torch.arange(T + 1)[None, None, :] > b["lens"][:, None, None]
        arc = arc.masked_fill(pad, -1e4)
        out["arc"] = ce(arc.transpose(0, 1), b["head"])
        out["rel"] = ce(m.rels(e, b["head"].clamp(min=0)), b["rel"])
        u, f, l = m.tags(e)
        out["upos"], out["feats"], out["lem"] = ce(u, b["upos"]), 0.5 * ce(f, b["feats"]), 0.4 * ce(l, b["lem"])
    if b["nerm"].max() > 0:
        lp = torch.log_softmax(m.names(e), -1)
        hard = b["nerm"] == 1
        x = torch.logsumexp(lp[hard] + torch.log(b["ner"][hard].clamp(min=1e-9)), -1).sum() * -1.0
        sf = b["nerm"] == 2
        if sf.any():
            x = x - (b["ner"][sf] * lp[sf]).sum()
        out["ner"] = x * 1.2
    return sum(out.values()) / n, {k: float(v) / float(n) for k, v in out.items()}


def load_sets(D):
    ewt = data.read_conllu(D + "/ud/ewt-train.conllu")
    gum = data.read_conllu(D + "/ud/gum-train.conllu", skip=("_conversation_",))
    data.attach_gum(gum, D + "/ner/gum-train.jsonl")
    ne = data.read_names(D + "/ner/wikigold.jsonl", False) + data.read_names(D + "/ner/re3d-dev.jsonl", True)
    dev = data.read_conllu(D + "/ud/ewt-dev.conllu"), data.read_conllu(D + "/ud/gum-dev.conllu")
    ww = data.read_names(D + "/ner/worldwide-dev.jsonl", False)
    co = data.read_names(D + "/ner/conll2003-dev.jsonl", False)
    return ewt, gum, ne, dev, (ww, co)


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("--data", required=True)
    ap.add_argument("--vocab", required=True)
    ap.add_argument("--out", required=True)
    ap.add_argument("--minutes", type=float, default=10)
    ap.add_argument("--init")
    ap.add_argument("--silver")
    ap.add_argument("--silver-part", type=float, default=1.0, help="silver words for each gold word")
    ap.add_argument("--seed", type=int, default=1)
    ap.add_argument("--hidden", type=int, default=CFG["hidden"])
    ap.add_argument("--lr", type=float, default=2.5e-3)
    ap.add_argument("--batch", type=int, default=3000)
    ap.add_argument("--round-from", type=float, default=0.6)
    ap.add_argument("--eval-every", type=float, default=4, help="minutes")
    a = ap.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(a.seed)
    rng = random.Random(a.seed)
    ewt, gum, ne, dev, ner = load_sets(a.data)
    gold = ewt + gum
    L = data.Labels(gold)
    z = np.load(a.vocab, allow_pickle=True)
    flags = dict(zip(z["flag_key"].tolist(), z["flag"].tolist()))
    mk = Maker(z["vocab"].tolist(), flags, L, CFG["buckets"], Varier())
    m = Fast(dict(CFG, hidden=a.hidden), z["vec"], len(L.upos), len(L.feats), len(L.rels), len(L.scripts), len(data.TAGS))
    if a.init:
        m.load_state_dict(torch.load(a.init, weights_only=False)["model"])
    silver = []
    if a.silver:
        s = pickle.load(open(a.silver, "rb"))
        gold, ne, silver = s["ewt"] + gum, s["names"], s["text"]
    print("gold", len(gold), "names", len(ne), "silver", len(silver), "labels", len(L.upos), len(L.feats), len(L.rels), len(L.scripts),
          "params", sum(p.numel() for p in m.parameters()), flush=True)
    rows = [m.delta.weight, m.gram.weight]
    rest = [p for p in m.parameters() if all(p is not r for r in rows)]
    opt = torch.optim.Adam([{"params": rest}, {"params": rows}], lr=a.lr, betas=(0.9, 0.98), eps=1e-8)
    t0 = last = time.time()
    total = a.minutes * 60
    spent, step, nw, ep = 0.0, 0, 0, 0
    gw = sum(len(s.forms) for s in gold)
    while True:
        pool = gold + [s for s in ne if len(s.forms) < 120]
        if silver:
            need, k, pick = gw * a.silver_part, 0, []
            while k < need:
                s = silver[rng.randrange(len(silver))]
                pick.append(s)
                k += len(s.forms)
            pool = pool + pick
        run = {}
        for bs in batches(pool, a.batch, rng):
            el = time.time() - t0 - spent
            fr = el / total
            if fr >= 1:
                break
            m.train()
            m.q = fr > a.round_from
            lr = a.lr * min(1, (step + 1) / 150) * max(0.0, min(1.0, (1 - fr) / 0.85))
            for g in opt.param_groups:
                g["lr"] = lr
            b = mk.make(bs, rng)
            loss, parts = loss_of(m, b)
            opt.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(m.parameters(), 2.0)
            opt.step()
            step += 1
            nw += int(b["w"].sum())
            for k, v in parts.items():
                x = run.setdefault(k, [0, 0])
                x[0] += v
                x[1] += 1
            if time.time() - last > a.eval_every * 60:
                t1 = time.time()
                ev(m, mk, dev, ner, "%.1f min step %d words %d (%d w/s)" % (el / 60, step, nw, nw / el), quick=True)
                save(m, L, z, a, step)
                spent += time.time() - t1
                last = time.time()
        ep += 1
        print("epoch", ep, "step", step, "%.1f min" % ((time.time() - t0 - spent) / 60), "lr %.2e" % lr,
              {k: round(x[0] / x[1], 3) for k, x in run.items()}, flush=True)
        if time.time() - t0 - spent >= total:
            break
    m.q = True
    save(m, L, z, a, step)
    ev(m, mk, dev, ner, "end")


def ev(m, mk, dev, ner, what, quick=False):
    q, bf = m.q, m.bf16
    m.q, m.bf16 = True, False
    d0 = dev[0][:1000] if quick else dev[0]
    print(what, "EWT", score(d0, analyse(m, mk, d0)), end=" ")
    if not quick:
        print("GUM", score(dev[1], analyse(m, mk, dev[1])), end=" ")
    ns = [x[:700] if quick else x for x in ner]
    print("names ww %.2f conll %.2f" % tuple(name_score(x, analyse(m, mk, x)) for x in ns), flush=True)
    m.q, m.bf16 = q, bf


def save(m, L, z, a, step):
    torch.save(dict(model=m.state_dict(), labels=L.state(), cfg=m.cfg, args=vars(a), step=step), a.out)


if __name__ == "__main__":
    main()
