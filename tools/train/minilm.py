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
    def __init__(self, path, p=0.1):
        super().__init__()
        from safetensors.torch import load_file
        from tokenizers import Tokenizer
        c = json.load(open(os.path.join(path, "config.json")))
        d = c["hidden_size"]
        self.p = p
        self.d = d
        self.tok = Tokenizer.from_file(os.path.join(path, "tokenizer.json"))
        self.tok.no_padding()
        self.tok.no_truncation()
        self.cls, self.sep = self.tok.token_to_id("[CLS]"), self.tok.token_to_id("[SEP]")
        self.unk = self.tok.token_to_id("[UNK]")
        w = {k.replace("bert.", ""): v for k, v in load_file(os.path.join(path, "model.safetensors")).items()}
        self.word = nn.Embedding.from_pretrained(w["embeddings.word_embeddings.weight"].float(), freeze=False)
        self.pos = nn.Parameter(w["embeddings.position_embeddings.weight"].float())
        self.typ = nn.Parameter(w["embeddings.token_type_embeddings.weight"][0].float())
        self.norm = nn.LayerNorm(d, 1e-12)
        self.norm.weight.data = w["embeddings.LayerNorm.weight"].float()
        self.norm.bias.data = w["embeddings.LayerNorm.bias"].float()
        self.layers = nn.ModuleList()
        for i in range(c["num_hidden_layers"]):
            l = Layer(d, c["num_attention_heads"], c["intermediate_size"])
            p_ = "encoder.layer.%d." % i
            for part, names in (("weight", "weight"), ("bias", "bias")):
                g = lambda s: w[p_ + s + "." + names].float()
                getattr(l.qkv, part).data = torch.cat([g("attention.self." + n) for n in ("query", "key", "value")])
                getattr(l.o, part).data = g("attention.output.dense")
                getattr(l.n1, part).data = g("attention.output.LayerNorm")
                getattr(l.f1, part).data = g("intermediate.dense")
                getattr(l.f2, part).data = g("output.dense")
                getattr(l.n2, part).data = g("output.LayerNorm")
            self.layers.append(l)
        self.cache = {}

    def ids(self, word):
        r = self.cache.get(word)
        if r is None:
            r = self.tok.encode(word, add_special_tokens=False).ids[:12] or [self.unk]
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
