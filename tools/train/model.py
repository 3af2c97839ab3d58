"""The fast analyser: word vectors and n-gram sums, two BiLSTM layers, heads.

Everything that becomes 8-bit in the library is already rounded here: inputs
and states to 8 bits, and (late in training) weights to 7 bits per row.
"""
import torch
import torch.nn as nn
import torch.nn.functional as F

X_STEP = 1 / 64.0       # input step; inputs are clipped to [-2, 2)
H_STEP = 1 / 127.0      # LSTM state step
R_STEP = 1 / 32.0       # step after relu; clipped at 255/32
DIST = 24               # arc distances are clipped here

CFG = dict(word=96, gram=64, shape=24, flag=8, buckets=32768, hidden=192, arc=128, rel=128, tag=128, ner=64)


class Round(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, step, lo, hi):
        ctx.save_for_backward((x >= lo) & (x <= hi))
        return torch.clamp(torch.round(x / step) * step, lo, hi)

    @staticmethod
    def backward(ctx, g):
        (m,) = ctx.saved_tensors
        return g * m, None, None, None


class RoundRows(torch.autograd.Function):
    @staticmethod
    def forward(ctx, w):
        s = w.abs().amax(1, keepdim=True).clamp(min=1e-8) / 63.0
        return torch.round(w / s) * s

    @staticmethod
    def backward(ctx, g):
        return g


def rx(x):
    return Round.apply(x, X_STEP, -2.0, 127 * X_STEP)


def rh(x):
    return Round.apply(x, H_STEP, -1.0, 1.0)


def rr(x):
    return Round.apply(F.relu(x), R_STEP, 0.0, 255 * R_STEP)


class Dense(nn.Module):
    def __init__(self, i, o):
        super().__init__()
        self.w = nn.Parameter(torch.empty(o, i))
        nn.init.xavier_uniform_(self.w)
        self.b = nn.Parameter(torch.zeros(o))

    def forward(self, x, q):
        return F.linear(x, RoundRows.apply(self.w) if q else self.w, self.b)


class Rnn(nn.Module):
    """One direction of an LSTM; gates in PyTorch's order i f g o."""

    def __init__(self, i, h):
        super().__init__()
        self.h = h
        self.wi = nn.Parameter(torch.empty(4 * h, i))
        self.wh = nn.Parameter(torch.empty(4 * h, h))
        for g in range(4):
            nn.init.xavier_uniform_(self.wi.data[g * h:(g + 1) * h])
            nn.init.orthogonal_(self.wh.data[g * h:(g + 1) * h])
        self.b = nn.Parameter(torch.zeros(4 * h))
        self.b.data[h:2 * h] = 1.0
        self.zero = torch.zeros(4 * h)

    def forward(self, x, q, bf16):
        wi, wh = (RoundRows.apply(self.wi), RoundRows.apply(self.wh)) if q else (self.wi, self.wh)
        B = x.shape[1]
        z = torch.zeros(1, B, self.h)
        ws = [wi, wh, self.b, self.zero]
        if bf16:
            with torch.autocast("cpu", dtype=torch.bfloat16):
                y = torch.lstm(x, (z, z), ws, True, 1, 0.0, self.training, False, False)[0]
            return y.float()
        return torch.lstm(x, (z, z), ws, True, 1, 0.0, self.training, False, False)[0]


def drop_mask(x, p):
    """the same mask along time (dim 0)"""
    return torch.empty(1, *x.shape[1:]).bernoulli_(1 - p) / (1 - p)


class Fast(nn.Module):
    def __init__(self, cfg, vec, n_upos, n_feats, n_rels, n_scripts, n_tags):
        super().__init__()
        c = cfg
        self.cfg = c
        V = vec.shape[0] + 1                       # 0 is the unknown word
        v = torch.zeros(V, c["word"])
        v[1:] = torch.as_tensor(vec) * 0.4
        self.register_buffer("base", v)
        self.delta = nn.Embedding(V, c["word"])
        nn.init.zeros_(self.delta.weight)
        self.scale = nn.Parameter(torch.ones(c["word"]))
        self.gram = nn.EmbeddingBag(c["buckets"], c["gram"], mode="sum")
        nn.init.normal_(self.gram.weight, 0, 0.3)
        self.shape = nn.Embedding(72, c["shape"])
        nn.init.normal_(self.shape.weight, 0, 0.4)
        self.flag_w = nn.Parameter(torch.full((c["flag"],), 1.0))
        i = c["word"] + c["gram"] + c["shape"] + c["flag"]
        h = c["hidden"]
        self.rnn = nn.ModuleList([Rnn(i, h), Rnn(i, h), Rnn(2 * h, h), Rnn(2 * h, h)])
        e = 2 * h
        self.arc_d, self.arc_h = Dense(e, c["arc"]), Dense(e, c["arc"])
        self.arc_hb = nn.Parameter(torch.zeros(c["arc"]))
        self.arc_root = nn.Parameter(torch.randn(c["arc"]) * 0.1)
        self.dist = nn.Parameter(torch.zeros(2 * DIST + 1))
        self.rel_d, self.rel_h = Dense(e, c["rel"]), Dense(e, c["rel"])
        self.rel_root = nn.Parameter(torch.randn(c["rel"]) * 0.1)
        self.rel_o = Dense(c["rel"], n_rels)
        self.tag_h = Dense(e, c["tag"])
        self.upos_o, self.feats_o, self.lem_o = Dense(c["tag"], n_upos), Dense(c["tag"], n_feats), Dense(c["tag"], n_scripts)
        self.ner_h, self.ner_o = Dense(e, c["ner"]), Dense(c["ner"], n_tags)
        self.q = False
        self.bf16 = True

    def words(self, b):
        """b: types' word ids, grams, shape, flags -> [n_type..] gathered to [T,B,I]"""
        w = b["word"]
        if self.training:
            u = torch.rand(w.shape)
            w = torch.where(u < 0.12, torch.zeros_like(w), w)
            dm = (torch.rand(w.shape + (1,)) > 0.15).float()
            wv = self.base[w] * self.scale + self.delta(w) * dm
        else:
            wv = self.base[w] * self.scale + self.delta(w)
        gv = self.gram(b["gram"], b["gram_off"]) * b["gram_n"][:, None]      # per type
        gv = gv[b["type"]]
        fl = b["flag"]
        if self.training:
            fl = fl * (torch.rand(fl.shape[:2] + (1,)) > 0.2).float()
            gv = gv * (torch.rand(gv.shape[:2] + (1,)) > 0.03).float()
        return rx(torch.cat([wv, gv, self.shape(b["shape"]), fl * self.flag_w], -1))

    def encode(self, b, p=0.33):
        x = self.words(b)
        if self.training:
            x = x * drop_mask(x, 0.2)
        rev = b["rev"]                                   # [T,B] index that reverses each sentence
        tb = torch.arange(rev.shape[1])[None]
        flip = lambda t: t[rev, tb]
        for l in (0, 2):
            f = self.rnn[l](x, self.q, self.bf16)
            r = flip(self.rnn[l + 1](flip(x), self.q, self.bf16))
            x = rh(torch.cat([f, r], -1))
            if self.training:
                x = x * drop_mask(x, p)
        return x

    def arcs(self, e, drop=None):
        """[B, dependent, head+1]; column 0 is the root"""
        d = self.arc_d(e, self.q)
        h = F.relu(self.arc_h(e, self.q))
        if self.training:
            d, h = d * drop_mask(d, 0.2), h * drop_mask(h, 0.2)
        T, B, K = d.shape
        hh = torch.cat([self.arc_root.expand(1, B, K), h]).permute(1, 2, 0)      # B K T+1
        s = torch.baddbmm((self.arc_hb[None, None] @ hh), d.transpose(0, 1), hh) * (K ** -0.5)
        t = torch.arange(T)
        off = (t[None, :] - t[:, None]).clamp(-DIST, DIST) + DIST
        s = torch.cat([s[:, :, :1], s[:, :, 1:] + self.dist[off]], 2)
        return s

    def rels(self, e, heads):
        """labels for given heads [T,B] (0 = root)"""
        u, v = self.rel_d(e, self.q), self.rel_h(e, self.q)
        T, B, K = u.shape
        vv = torch.cat([self.rel_root.expand(1, B, K), v])
        g = vv.gather(0, heads[..., None].expand(T, B, K))
        z = rr(u + g)
        if self.training:
            z = z * drop_mask(z, 0.25)
        return self.rel_o(z, self.q)

    def tags(self, e):
        z = rr(self.tag_h(e, self.q))
        if self.training:
            z = z * drop_mask(z, 0.25)
        return self.upos_o(z, self.q), self.feats_o(z, self.q), self.lem_o(z, self.q)

    def names(self, e):
        z = rr(self.ner_h(e, self.q))
        if self.training:
            z = z * drop_mask(z, 0.2)
        return self.ner_o(z, self.q)
