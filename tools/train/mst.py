"""Single-root maximum spanning tree (Chu-Liu/Edmonds) over small dense scores."""
import numpy as np


def cle(score):
    """score[d][h], n x n, node 0 is the root; returns heads[0..n-1], heads[0] = -1"""
    n = len(score)
    if n == 1:
        return np.array([-1])
    s = score.copy().astype(np.float64)
    np.fill_diagonal(s, -1e30)
    head = s.argmax(1)
    head[0] = -1
    color = np.zeros(n, int)
    cyc = None
    for v in range(1, n):
        path, u = [], v
        while u > 0 and color[u] == 0:
            color[u] = v
            path.append(u)
            u = head[u]
        if u > 0 and color[u] == v:
            cyc = path[path.index(u):]
            break
    if cyc is None:
        return head
    inc = np.zeros(n, bool)
    inc[cyc] = True
    rest = [i for i in range(n) if not inc[i]]
    m = len(rest)
    ns = np.full((m + 1, m + 1), -1e30)
    base = {d: s[d, head[d]] for d in cyc}
    tot = sum(base.values())
    enter, leave = {}, {}
    for a, i in enumerate(rest):
        for b, j in enumerate(rest):
            ns[a, b] = s[i, j]
        k = max(cyc, key=lambda c: s[i, c])
        leave[i] = k
        ns[a, m] = s[i, k]
        k = max(cyc, key=lambda d: s[d, i] - base[d])
        enter[i] = k
        ns[m, a] = tot + s[k, i] - base[k]
    sub = cle(ns)
    out = head.copy()
    for a, i in enumerate(rest):
        if sub[a] >= 0:
            out[i] = leave[i] if sub[a] == m else rest[sub[a]]
    src = rest[sub[m]]
    k = enter[src]
    out[k] = src
    out[0] = -1
    return out


def tree(score):
    """score[d][h+1] for n words -> heads 0..n (0 = root), exactly one root"""
    n = len(score)
    full = np.full((n + 1, n + 1), -1e30)
    full[1:, :] = score
    head = cle(full)
    roots = [d for d in range(1, n + 1) if head[d] == 0]
    if len(roots) != 1:
        best = None
        lse = score[:, 0]
        for r in sorted(roots or range(1, n + 1), key=lambda d: -lse[d - 1])[:5]:
            f = full.copy()
            f[:, 0] = -1e20
            f[r, 0] = 0
            h = cle(f)
            t = sum(full[d, h[d]] for d in range(1, n + 1))
            if best is None or t > best[0]:
                best = (t, h)
        head = best[1]
    return head[1:]
