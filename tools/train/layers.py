"""What PyTorch makes of each layer of a model file, for the test that holds the library against it.

  python layers.py fuzz/corpus/nn/tiny.tcm fuzz/corpus/nn/tiny-encoder.tcm > tests/nn/layers.txt

The weights are read out of the file and put into the network that train.py and teacher.py train; nothing of
src/nn is asked.  For each sentence of SENTENCES and each layer one table: its name, rows, columns, then the rows.
Numbers are real values: bytes of the library are these divided by their step.
"""
import sys

import numpy as np
import torch

import minilm
import model
import tcm
from batch import Maker
from data import Sent
from reference import Model

SENTENCES = ["the town burned .", "Karsava", "the TOWN the town burned burned the town ."]


def fast(path):
    """(Fast, Maker) of a model file without encoder"""
    ref = Model(path)
    s = lambda n: torch.from_numpy(ref.s[n].astype(np.float32))
    cfg = dict(word=ref.word, gram=ref.gram, shape=ref.shape, flag=ref.flag, buckets=ref.buckets, hidden=ref.h, arc=ref.arc, rel=ref.rel,
               tag=ref.tag, ner=ref.ner)
    words = (s("words.vec") - 128) * model.X_STEP
    m = model.Fast(cfg, np.zeros((len(words) - 1, ref.word), np.float32), ref.n_upos, ref.n_feats, ref.n_rels, ref.n_scripts, ref.n_names)
    m.base.zero_()
    put = lambda p, v: p.data.copy_(torch.as_tensor(v))
    put(m.delta.weight, words)
    put(m.scale, torch.ones(ref.word))
    put(m.gram.weight, s("grams.vec") * s("grams.scale")[0, 0] * model.X_STEP)
    put(m.shape.weight, (s("shapes.vec") - 128) * model.X_STEP)
    put(m.flag_w, (s("flags.vec")[:, 0] - 128) * model.X_STEP)
    for i, name in enumerate(("l0f", "l0b", "l1f", "l1b")):
        wi, wh = (torch.from_numpy(ref.mat(name + k).astype(np.float32)) for k in (".wi", ".wh"))
        ax, ah = s(name + ".ax")[:, 0], s(name + ".ah")[:, 0]
        step = model.X_STEP if i < 2 else model.H_STEP
        put(m.rnn[i].wi, wi * (ax / step)[:, None])
        put(m.rnn[i].wh, wh * (ah / model.H_STEP)[:, None])
        put(m.rnn[i].b, s(name + ".b")[:, 0] + 128 * (wi.sum(1) * ax + wh.sum(1) * ah))

    def dense(name, step, zero, parts):
        w, at = torch.from_numpy(ref.mat(name + ".w").astype(np.float32)), 0
        b = s(name + ".b")[:, 0] + w.sum(1) * zero * s(name + ".s")[:, 0]
        w = w * (s(name + ".s")[:, 0] / step)[:, None]
        for part, n, factor in parts:
            put(part.w, w[at:at + n] * factor)
            put(part.b, b[at:at + n] * factor)
            at += n
    dense("heads", model.H_STEP, 128, [(m.arc_d, ref.arc, ref.arc ** 0.5), (m.arc_h, ref.arc, 1), (m.rel_d, ref.rel, 1), (m.rel_h, ref.rel, 1),
                                       (m.tag_h, ref.tag, 1), (m.ner_h, ref.ner, 1)])
    dense("rel", model.R_STEP, 0, [(m.rel_o, ref.n_rels, 1)])
    dense("tags", model.R_STEP, 0, [(m.upos_o, ref.n_upos, 1), (m.feats_o, ref.n_feats, 1), (m.lem_o, ref.n_scripts, 1)])
    dense("ner", model.R_STEP, 0, [(m.ner_o, ref.n_names, 1)])
    put(m.arc_root, s("arc.root")[:, 0])
    put(m.dist, s("arc.dist")[:, 0])
    put(m.rel_root, s("rel.root")[:, 0])
    m.q, m.bf16 = True, False
    mk = Maker([], tcm.Flags(ref), tcm.labels(ref), ref.buckets)
    mk.ids = Numbers(ref)
    return m.eval(), mk


class Numbers:
    """numbers of words by key"""

    def __init__(self, ref):
        self.ref = ref

    def get(self, k, default=0):
        return self.ref.find(self.ref.slots, k) >> 8


def sentence(text):
    return Sent(text.split())


def chain(n):
    """heads for the relations: the first word is the root, each other hangs on the one before it"""
    return torch.arange(n)[:, None]


def fast_layers(m, mk, text):
    b = mk.make([sentence(text)])
    x = m.words(b)
    yield "input", x[:, 0]
    e = x
    flip = lambda t: t[b["rev"], torch.zeros(1, 1, dtype=torch.long)]
    for i in (0, 2):
        e = model.rh(torch.cat([m.rnn[i](e, True, False), flip(m.rnn[i + 1](flip(e), True, False))], -1))
        yield "lstm%d" % (i // 2), e[:, 0]
    assert torch.equal(e, m.encode(b))
    yield "heads", torch.cat([h(e, True) for h in (m.arc_d, m.arc_h, m.rel_d, m.rel_h, m.tag_h, m.ner_h)], -1)[:, 0]
    yield "arcs", m.arcs(e)[0]
    yield "rels", m.rels(e, chain(len(e)))[:, 0]
    yield "tags", torch.cat(m.tags(e), -1)[:, 0]
    yield "names", m.names(e)[:, 0]


def encoder_layers(m, mk, text):
    from torch.nn import functional as F
    s = sentence(text)
    b = mk.make([s])
    kept = []
    hooks = [m.enc.norm.register_forward_hook(lambda *a: kept.append(("input", a[2][0])))]
    for i, l in enumerate(m.enc.layers):
        hooks.append(l.register_forward_hook(lambda *a, i=i: kept.append(("layer%d" % i, a[2][0].float()))))
    e = m.encode([s], b)
    for h in hooks:
        h.remove()
    yield from kept
    yield "words", e[:, 0]
    yield "heads", torch.cat([F.gelu(minilm.linear(p, e)) for p in (m.arc_d, m.arc_h, m.rel_d, m.rel_h, m.tag, m.ner)], -1)[:, 0]
    yield "arcs", m.arcs(e)[0]
    yield "rels", m.rels(e, chain(len(e)))[:, 0]
    yield "tags", torch.cat(m.tags(e), -1)[:, 0]
    yield "names", m.names(e)[:, 0]


def main():
    torch.manual_seed(0)
    torch.set_num_threads(1)
    minilm.ROUND = True
    f, fm = fast(sys.argv[1])
    enc, L, flags = tcm.load(sys.argv[2])
    em = Maker([], flags, L, 64)
    enc.eval()
    # bfloat16 is for speed in training; what is compared here is float
    torch.autocast = lambda *a, **k: torch.no_grad()
    print("# PyTorch %s on the weights of tiny.tcm and tiny-encoder.tcm: tools/train/layers.py" % torch.__version__.split("+")[0])
    with torch.no_grad():
        for kind, layers in (("fast", lambda t: fast_layers(f, fm, t)), ("accurate", lambda t: encoder_layers(enc, em, t))):
            for text in SENTENCES:
                print("=== %s: %s" % (kind, text))
                for name, x in layers(text):
                    print("%s %d %d" % (name, *x.shape))
                    for row in x.tolist():
                        print(" ".join("%.5g" % v for v in row))


if __name__ == "__main__":
    main()
