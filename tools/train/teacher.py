"""A large analyser on the MiniLM encoder, which teaches the fast one.

  python teacher.py --data DIR --minilm DIR --out teacher.pt --epochs 4
  python teacher.py --data DIR --minilm DIR --init teacher.pt --label silver.pkl
                    [--dump OUT.conllu FILE.jsonl]...

It trains on the same gold data, then writes for train.py --silver its reading of unlabelled
news (trees hard, names as probabilities), names for EWT, and trees for the name sets.
"""
import argparse
import json
import pickle
import random
import time

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

import data
import minilm
from batch import Maker, batches
from minilm import linear, pretrained
from predict import analyse, name_score, score
import tcm
from train import load_sets
from vary import Varier


class Teacher(nn.Module):
    def __init__(self, enc, n_upos, n_feats, n_rels, n_scripts, n_tags, arc=192, rel=64, tag=192, ner=192):
        super().__init__()
        self.enc = enc
        d = enc.d
        self.shape = nn.Embedding(73, d)
        nn.init.zeros_(self.shape.weight)
        self.flagp = nn.Linear(8, d, bias=False)
        nn.init.zeros_(self.flagp.weight)
        self.mix = nn.Parameter(torch.zeros(len(enc.layers) + 1))
        self.arc_d, self.arc_h = nn.Linear(d, arc), nn.Linear(d, arc)
        self.arc_u = nn.Parameter(torch.eye(arc) * 0.5)
        self.arc_b = nn.Parameter(torch.zeros(arc))
        self.root = nn.Parameter(torch.rand(arc) * 0.1)   # what arc_h makes of the root, after GELU
        self.rel_d, self.rel_h = nn.Linear(d, rel), nn.Linear(d, rel)
        self.rel_u = nn.Parameter(torch.zeros(n_rels, rel, rel))
        nn.init.normal_(self.rel_u, 0, 0.1)
        self.rel_o = nn.Linear(2 * rel, n_rels)
        self.tag = nn.Linear(d, tag)
        self.upos_o, self.feats_o, self.lem_o = nn.Linear(tag, n_upos), nn.Linear(tag, n_feats), nn.Linear(tag, n_scripts)
        self.ner = nn.Linear(d, ner)
        self.ner_o = nn.Linear(ner, n_tags)

    def encode(self, sents, b, forms=None):
        """[T,B,D] word states: mean of the pieces, layers mixed"""
        m = self.enc
        B = len(sents)
        forms = forms or [s.forms for s in sents]
        seqs = [[m.ids(f) for f in fs] for fs in forms]
        P = max(sum(len(w) for w in s) for s in seqs) + 2
        T = max(len(s) for s in seqs)
        x = np.zeros((B, P), np.int64)
        mask = np.zeros((B, P), bool)
        sh = np.full((B, P), 72, np.int64)
        wix = np.full((B, P), T, np.int64)          # word of each piece; T: none
        shp = b["shape"].numpy()
        for i, s in enumerate(seqs):
            x[i, 0] = m.cls
            p = 1
            for k, w in enumerate(s):
                n = len(w)
                x[i, p:p + n] = w
                sh[i, p:p + n] = shp[k, i]
                wix[i, p:p + n] = k
                p += n
            x[i, p] = m.sep
            mask[i, :p + 1] = True
        x, mask, sh, wix = map(torch.from_numpy, (x, mask, sh, wix))
        if self.training:
            x = torch.where((torch.rand(x.shape) < 0.06) & (wix < T), torch.full_like(x, m.mask), x)
        fl = torch.cat([b["flag"].permute(1, 0, 2), torch.zeros(B, 1, 8)], 1)
        fl = fl.gather(1, wix[..., None].expand(B, P, 8))
        if self.training:
            fl = fl * (torch.rand(B, P, 1) > 0.2)
        h = m.word(x) + m.pos[:P] + m.typ + self.shape(sh) + self.flagp(fl)
        h = F.dropout(m.norm(h), 0.1, self.training)
        w = torch.softmax(self.mix, 0)
        acc = w[0] * h
        am = torch.zeros(mask.shape).masked_fill(~mask, -1e4)[:, None, None, :].bfloat16()
        with torch.autocast("cpu", dtype=torch.bfloat16):
            for i, l in enumerate(m.layers):
                h = l(h, am, m.p)
                acc = acc + w[i + 1] * h.float()
        acc = acc * 3
        out = torch.zeros(B, T + 1, m.d).scatter_add(1, wix[..., None].expand(B, P, m.d), acc)
        cnt = torch.zeros(B, T + 1).scatter_add(1, wix, torch.ones(B, P)).clamp(min=1)
        e = (out / cnt[..., None])[:, :T].transpose(0, 1)
        return F.dropout(e, 0.2, self.training)

    def arcs(self, e):
        d = F.dropout(F.gelu(linear(self.arc_d, e)), 0.2, self.training)
        h = F.gelu(linear(self.arc_h, e))
        h = F.dropout(torch.cat([self.root.to(h.dtype).expand(1, *h.shape[1:]), h]), 0.2, self.training)
        return torch.einsum("tbi,ij,sbj->bts", d, self.arc_u, h) / 16 + (h @ self.arc_b).T[:, None, :]

    def rels(self, e, heads):
        T, B, D = e.shape
        d = F.dropout(F.gelu(linear(self.rel_d, e)), 0.2, self.training)
        h = F.dropout(F.gelu(linear(self.rel_h, e)), 0.2, self.training)
        h = torch.cat([torch.zeros_like(h[:1]), h])       # the root's relation needs no guess
        k = d.shape[-1]
        g = h.gather(0, heads[..., None].expand(T, B, k))
        t = torch.einsum("nj,rij->nri", g.reshape(-1, k), self.rel_u)
        bi = torch.einsum("ni,nri->nr", d.reshape(-1, k), t).reshape(T, B, -1)
        return bi * 0.3 + linear(self.rel_o, torch.cat([d, g], -1))

    def tags(self, e):
        z = F.dropout(F.gelu(linear(self.tag, e)), 0.2, self.training)
        return linear(self.upos_o, z), linear(self.feats_o, z), linear(self.lem_o, z)

    def names(self, e):
        return linear(self.ner_o, F.dropout(F.gelu(linear(self.ner, e)), 0.2, self.training))


def ce(logits, gold):
    k = gold >= 0
    return F.cross_entropy(logits[k].float(), gold[k], reduction="sum") if k.any() else logits.sum() * 0


def loss_of(m, b, sents, forms):
    e = m.encode(sents, b, forms)
    n = b["w"].sum()
    t = e.sum() * 0
    with torch.autocast("cpu", dtype=torch.bfloat16):
        return heads_loss(m, b, e, t, n)


def heads_loss(m, b, e, t, n):
    if b["head"].max() >= 0:
        arc = m.arcs(e).float()
        T = arc.shape[1]
        arc = arc.masked_fill(torch.arange(T + 1)[None, None, :] > b["lens"][:, None, None], -1e4)
        t = t + ce(arc.transpose(0, 1), b["head"])
        k = b["head"] >= 0
        t = t + ce(m.rels(e, b["head"].clamp(min=0)), b["rel"].masked_fill(b["head"] == 0, -1))
        u, f, l = m.tags(e)
        t = t + ce(u, b["upos"]) + 0.5 * ce(f, b["feats"]) + 0.4 * ce(l, b["lem"])
    if b["nerm"].max() > 0:
        lp = torch.log_softmax(m.names(e).float(), -1)
        hard = b["nerm"] == 1
        t = t - 1.2 * torch.logsumexp(lp[hard] + torch.log(b["ner"][hard].clamp(min=1e-9)), -1).sum()
    return t / n


class View:
    """lets predict.analyse drive the teacher"""

    def __init__(self, m, mk):
        self.m, self.mk = m, mk
        self.rels = m.rels

    def eval(self):
        self.m.eval()

    def forward(self, sents):
        b = self.mk.make(sents)
        e = self.m.encode(sents, b)
        up, fe, le = [x.numpy() for x in self.m.tags(e)]
        return (e, torch.log_softmax(self.m.arcs(e).masked_fill(
            torch.arange(e.shape[0] + 1)[None, None, :] > b["lens"][:, None, None], -1e4), 2).numpy(),
            up, fe, le, torch.log_softmax(self.m.names(e), -1).numpy())


def run(m, mk, sents, size=3000):
    v = View(m, mk)
    with torch.no_grad():
        return analyse(v, mk, sents, size, v.forward)


def records(path, limit=None):
    from tokenise import sentences
    out = []
    for i, line in enumerate(open(path, encoding="utf-8")):
        if limit and i >= limit:
            break
        r = json.loads(line)
        for n, toks in enumerate(sentences(r["text"])):
            for k in range(0, len(toks), 200):
                t = toks[k:k + 200]
                s = data.Sent([r["text"][a:b] for a, b in t])
                s.space = t
                s.doc = "%s-%d" % (r["id"], n + 1) + ("" if k == 0 else "x%d" % k)
                s.text = r["text"][t[0][0]:t[-1][1]]
                out.append(s)
    return out


def write_conllu(path, sents, res):
    with open(path, "w", encoding="utf-8") as f:
        for s, p in zip(sents, res):
            f.write("# sent_id = %s\n# text = %s\n" % (s.doc, s.text.replace("\n", " ")))
            for i, w in enumerate(s.forms):
                a, b = s.space[i]
                misc = "TokenRange=%d:%d" % (a, b)
                if i + 1 < len(s.forms) and s.space[i + 1][0] == b:
                    misc = "SpaceAfter=No|" + misc
                tg = data.TAGS[p["ner"][i]]
                if tg != "O":
                    misc = "Name=%s|" % tg + misc
                f.write("\t".join([str(i + 1), w, p["lemmas"][i], p["upos"][i], "_", p["feats"][i], str(p["heads"][i]),
                                   p["rels"][i], "_", misc]) + "\n")
            f.write("\n")


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("--data", required=True)
    ap.add_argument("--minilm", help="the encoder's first weights")
    ap.add_argument("--vocab")
    ap.add_argument("--from", dest="base", metavar="MODEL.tcm", help="go on from a model file, instead of --minilm and --vocab")
    ap.add_argument("--own", action="append", default=[], metavar="FILE", help="labelled sentences of our own (sentences.py)")
    ap.add_argument("--top", type=int, default=0, help="train only so many of the encoder's layers, from the top")
    ap.add_argument("--threads", type=int, default=1)
    ap.add_argument("--out")
    ap.add_argument("--init")
    ap.add_argument("--minutes", type=float, default=20)
    ap.add_argument("--lr", type=float, default=2e-4)
    ap.add_argument("--batch", type=int, default=1600)
    ap.add_argument("--seed", type=int, default=1)
    ap.add_argument("--round", action="store_true", help="8-bit rows and 7-bit weights, as in the library")
    ap.add_argument("--warm", type=int, default=100, help="steps until the full learning rate")
    ap.add_argument("--head-lr", type=float, default=1e-3)
    ap.add_argument("--no-score", action="store_true")
    ap.add_argument("--label")
    ap.add_argument("--dump", nargs=3, action="append", default=[], metavar=("OUT", "JSONL", "LIMIT"))
    a = ap.parse_args()
    minilm.ROUND = a.round
    torch.set_num_threads(a.threads)
    torch.manual_seed(a.seed)
    rng = random.Random(a.seed)
    ewt, gum, ne, dev, ner = load_sets(a.data)
    if a.base:
        m, L, flags = tcm.load(a.base)
        mk = Maker([], flags, L, 64)
    else:
        L = data.Labels(ewt + gum)
        z = np.load(a.vocab, allow_pickle=True)
        mk = Maker(z["vocab"].tolist(), dict(zip(z["flag_key"].tolist(), z["flag"].tolist())), L, 64)
        m = Teacher(pretrained(a.minilm), len(L.upos), len(L.feats), len(L.rels), len(L.scripts), len(data.TAGS))
    if a.init:
        m.load_state_dict(torch.load(a.init, weights_only=False))
    if a.round and not a.base:
        w = m.enc.word.weight.data
        s = w.abs().amax(1, keepdim=True).clamp(min=1e-8) / 127
        w.copy_(torch.round(w / s) * s)
    if a.out:
        vary = Varier()
        own = [s for f in a.own for s in data.read_names(f, True)]
        pool = ewt + gum + ne + own
        pool = [s for s in pool if len(s.forms) <= 120]
        print("words", sum(len(s.forms) for s in pool), "of them our own", sum(len(s.forms) for s in own), flush=True)
        m.enc.word.weight.requires_grad_(False)
        enc = list(m.enc.parameters()) + [m.shape.weight, m.flagp.weight]
        if a.top:
            for p in enc:
                p.requires_grad_(False)
            for p in m.enc.layers[-a.top:].parameters():
                p.requires_grad_(True)
        enc = [p for p in enc if p.requires_grad]
        ids = {id(p) for p in enc}
        opt = torch.optim.AdamW([{"params": enc, "lr": a.lr}, {"params": [p for p in m.parameters() if p.requires_grad and id(p) not in ids], "lr": a.head_lr}],
                                betas=(0.9, 0.98), weight_decay=0.01)
        base = [g["lr"] for g in opt.param_groups]
        t0, step, nw, run_l, total = time.time(), 0, 0, None, a.minutes * 60
        fr = 0
        while fr < 1:
            for bs in batches(pool, a.batch, rng):
                fr = (time.time() - t0) / total
                if fr >= 1:
                    break
                m.train()
                lr = min(1, (step + 1) / a.warm) * max(0, 1 - fr)
                for g, l0 in zip(opt.param_groups, base):
                    g["lr"] = l0 * lr
                pert = [vary(s, rng)[0] for s in bs]
                b = mk.make(pert)
                loss = loss_of(m, b, pert, None)
                opt.zero_grad(set_to_none=True)
                loss.backward()
                torch.nn.utils.clip_grad_norm_(m.parameters(), 2.0)
                opt.step()
                step += 1
                nw += int(b["w"].sum())
                run_l = float(loss) if run_l is None else run_l * 0.98 + float(loss) * 0.02
                if step % 50 == 0:
                    print("step", step, "words", nw, "loss %.3f" % run_l, "%.0f w/s" % (nw / (time.time() - t0)), "%.2f" % fr, flush=True)
                    torch.save(m.state_dict(), a.out + ".part")
        torch.save(m.state_dict(), a.out)
        if a.base:
            tcm.save(a.base, m.state_dict(), a.out + ".tcm")
        if a.no_score:
            return
        print("EWT", score(dev[0], run(m, mk, dev[0])), "GUM", score(dev[1], run(m, mk, dev[1])),
              "names ww %.2f conll %.2f" % tuple(name_score(x, run(m, mk, x)) for x in ner), flush=True)
    for out, path, limit in a.dump:
        ss = records(path, int(limit) or None)
        write_conllu(out, ss, run(m, mk, ss))
        print("wrote", out, len(ss), flush=True)
    if a.label:
        t0 = time.time()

        def read(ss, names=True, trees=True):
            for k in range(0, len(ss), 4000):
                part = ss[k:k + 4000]
                for s, p in zip(part, run(m, mk, part)):
                    if trees:
                        s.upos, s.feats, s.lemmas, s.heads, s.rels = p["upos"], p["feats"], p["lemmas"], p["heads"], p["rels"]
                        s.silver = True
                    if names:
                        s.ner_soft = np.exp(p["nm"]).astype(np.float16)
                        s.ner = []
                    s.space = None
                print("labelled", min(k + 4000, len(ss)), "of", len(ss), "%.0f s" % (time.time() - t0), flush=True)
            return ss
        out = dict(ewt=read(ewt, trees=False), names=read(ne, names=False),
                   text=read([s for s in records(a.data + "/text/gmb.jsonl") if 4 <= len(s.forms) <= 80]))
        pickle.dump(out, open(a.label, "wb"))


if __name__ == "__main__":
    main()
