"""The MiniLM-L6 encoder (Apache-2.0 weights) in plain PyTorch."""
import json
import os

import torch
import torch.nn as nn
import torch.nn.functional as F


class Rows7(torch.autograd.Function):
    """weights as 7 bits with a step for each row; the gradient passes"""
    @staticmethod
    def forward(ctx, w):
        s = w.abs().amax(1, keepdim=True).clamp(min=1e-8) / 63.0
        return torch.round(w / s).mul_(s)

    @staticmethod
    def backward(ctx, g):
        return g


class Bytes(torch.autograd.Function):
    """each row of activations as 8 bits between its least and its greatest value"""
    @staticmethod
    def forward(ctx, x):
        y = x.float()
        lo, hi = y.aminmax(dim=-1, keepdim=True)
        s = ((hi - lo) / 255).clamp(min=1e-8)
        return ((y - lo) / s).round_().mul_(s).add_(lo).to(x.dtype)

    @staticmethod
    def backward(ctx, g):
        return g


ROUND = False


def linear(l, x):
    """l(x), rounded as in the library"""
    if not ROUND:
        return l(x)
    return F.linear(Bytes.apply(x), Rows7.apply(l.weight), l.bias)


class Layer(nn.Module):
    def __init__(self, d, h, f):
        super().__init__()
        self.h = h
        self.qkv = nn.Linear(d, 3 * d)
        self.o = nn.Linear(d, d)
        self.n1 = nn.LayerNorm(d, 1e-12)
        self.f1 = nn.Linear(d, f)
        self.f2 = nn.Linear(f, d)
        self.n2 = nn.LayerNorm(d, 1e-12)

    def forward(self, x, mask, p):
        B, T, D = x.shape
        q, k, v = linear(self.qkv, x).view(B, T, 3, self.h, D // self.h).permute(2, 0, 3, 1, 4)
        y = torch.softmax((q @ k.transpose(2, 3)) * (D // self.h) ** -0.5 + mask, -1).to(v.dtype) @ v
        y = linear(self.o, y.transpose(1, 2).reshape(B, T, D))
        x = self.n1(x + F.dropout(y, p, self.training))
        y = linear(self.f2, F.gelu(linear(self.f1, x)))
        return self.n2(x + F.dropout(y, p, self.training))


class MiniLM(nn.Module):
    """An encoder without weights; `pretrained` and tcm.py fill it.  `tok`: form -> numbers of its pieces."""

    def __init__(self, tok, pieces, d, layers, heads, inner, places, p=0.1):
        super().__init__()
        self.p, self.d, self.tok = p, d, tok
        self.cls = self.sep = self.unk = self.mask = 0
        self.word = nn.Embedding(pieces, d)
        self.pos = nn.Parameter(torch.zeros(places, d))
        self.typ = nn.Parameter(torch.zeros(d))
        self.norm = nn.LayerNorm(d, 1e-12)
        self.layers = nn.ModuleList(Layer(d, heads, inner) for _ in range(layers))
        self.cache = {}

    def ids(self, word):
        r = self.cache.get(word)
        if r is None:
            r = self.tok(word)[:12] or [self.unk]
            self.cache[word] = r
        return r

    def encode(self, seqs):
        """seqs: lists of piece ids without [CLS]/[SEP]; all hidden layers."""
        T = max(len(s) for s in seqs) + 2
        x = torch.zeros(len(seqs), T, dtype=torch.long)
        m = torch.zeros(len(seqs), T, dtype=torch.bool)
        for i, s in enumerate(seqs):
            x[i, :len(s) + 2] = torch.tensor([self.cls] + s + [self.sep])
            m[i, :len(s) + 2] = True
        h = self.norm(self.word(x) + self.pos[:T] + self.typ)
        h = F.dropout(h, self.p, self.training)
        out = [h]
        mask = torch.zeros(m.shape).masked_fill(~m, -1e4)[:, None, None, :]
        for l in self.layers:
            h = l(h, mask, self.p)
            out.append(h)
        return out


def pretrained(path):
    """all-MiniLM-L6-v2 as its package has it"""
    from safetensors.torch import load_file
    from tokenizers import Tokenizer
    c = json.load(open(os.path.join(path, "config.json")))
    tok = Tokenizer.from_file(os.path.join(path, "tokenizer.json"))
    tok.no_padding()
    tok.no_truncation()
    w = {k.replace("bert.", ""): v.float() for k, v in load_file(os.path.join(path, "model.safetensors")).items() if v.is_floating_point()}
    m = MiniLM(lambda f: tok.encode(f, add_special_tokens=False).ids, len(w["embeddings.word_embeddings.weight"]), c["hidden_size"],
               c["num_hidden_layers"], c["num_attention_heads"], c["intermediate_size"], len(w["embeddings.position_embeddings.weight"]))
    m.cls, m.sep, m.unk, m.mask = (tok.token_to_id(x) for x in ("[CLS]", "[SEP]", "[UNK]", "[MASK]"))
    m.word.weight.data = w["embeddings.word_embeddings.weight"]
    m.pos.data = w["embeddings.position_embeddings.weight"]
    m.typ.data = w["embeddings.token_type_embeddings.weight"][0]
    m.norm.weight.data, m.norm.bias.data = w["embeddings.LayerNorm.weight"], w["embeddings.LayerNorm.bias"]
    for i, l in enumerate(m.layers):
        g = lambda s, part: w["encoder.layer.%d.%s.%s" % (i, s, part)]
        for part in ("weight", "bias"):
            getattr(l.qkv, part).data = torch.cat([g("attention.self." + n, part) for n in ("query", "key", "value")])
            getattr(l.o, part).data = g("attention.output.dense", part)
            getattr(l.n1, part).data = g("attention.output.LayerNorm", part)
            getattr(l.f1, part).data = g("intermediate.dense", part)
            getattr(l.f2, part).data = g("output.dense", part)
            getattr(l.n2, part).data = g("output.LayerNorm", part)
    return m
