#!/usr/bin/env python3
"""How fast does `tocsin serve` answer, and how much memory does it take?

usage: bench/serve.py TOCSIN CRISIS.db [--requests N] [--seconds N]

Starts the server on the file, asks N different questions such as the page asks them (lists,
counts and details under filters that are drawn from the file's own facets, each address once, so
that no kept answer helps), and prints the percentiles of their times by endpoint.  Then loads it
with wrk, if that is installed.  Rows for tests/results.csv are printed last.
"""
import argparse
import http.client
import json
import os
import random
import re
import shutil
import subprocess
import sys
import time
import urllib.parse


def get(conn, path):
    conn.request("GET", path)
    answer = conn.getresponse()
    body = answer.read()
    if answer.status != 200:
        sys.exit("%s: %d %s" % (path, answer.status, body[:200]))
    return body


def on_processor(pid):
    """Milliseconds that the server's threads have run: what an answer costs, whoever else uses the machine."""
    total = 0
    for task in os.listdir("/proc/%d/task" % pid):
        try:
            with open("/proc/%d/task/%s/schedstat" % (pid, task)) as f:
                total += int(f.read().split()[0])
        except OSError:  # the thread has ended
            pass
    return total / 1e6


def memory(conn):
    return int(re.search(rb"\nprocess_resident_memory_bytes (\d+)", get(conn, "/metrics")).group(1)) / 1e6


def questions(conn, n, rng):
    meta = json.loads(get(conn, "/api/meta"))
    facets = {k: [v["value"] for v in f["values"] if v["value"]] for k, f in json.loads(get(conn, "/api/facets?values=200"))["facets"].items()}
    keys = {}
    for kind in ("events", "incidents", "stories", "reports"):
        keys[kind] = []
        for day in (meta["from"], meta["to"], "2022-01-06"):
            keys[kind] += [i["id"] for i in json.loads(get(conn, "/api/%s?limit=500&to=%s&order=desc" % (kind, day)))["items"]]
        keys[kind] += [i["id"] for i in json.loads(get(conn, "/api/%s?limit=500" % kind))["items"]]
    keys["stories"] += [i["id"] for i in json.loads(get(conn, "/api/stories?sort=size&limit=50"))["items"]]
    words = sorted(set(w.lower() for r in keys["reports"][:40] for w in re.findall(r"[A-Za-z]{4,}", json.loads(get(conn, "/api/reports/" + r))["text"])))
    days = [meta["from"], meta["to"]]
    first = time.mktime(time.strptime(days[0], "%Y-%m-%d"))
    last = time.mktime(time.strptime(days[1], "%Y-%m-%d"))

    def filters():
        out = []
        for name in rng.sample(sorted(facets), rng.choice((0, 1, 1, 2, 3))):
            if facets[name]:
                out += [(name, v) for v in rng.sample(facets[name], min(len(facets[name]), rng.choice((1, 1, 2))))]
        if rng.random() < 0.5:
            a, b = sorted(first + rng.random() * (last - first) for _ in "ab")
            out += [("from", time.strftime("%Y-%m-%d", time.localtime(a))), ("to", time.strftime("%Y-%m-%d", time.localtime(b)))]
        if rng.random() < 0.15:
            out.append(("q", " ".join(rng.sample(words, rng.choice((1, 2))))))
        if rng.random() < 0.15:
            w, s = rng.uniform(-180, 120), rng.uniform(-60, 50)
            out.append(("bbox", "%.2f,%.2f,%.2f,%.2f" % (w, s, w + 60, s + 40)))
        return out

    seen = set()
    while len(seen) < n:
        kind = rng.choice(("facets", "facets", "timeline", "events", "events", "incidents", "stories", "reports", "claims", "tolls", "search", "baseline",
                           "event", "incident", "story", "report", "revisions"))
        if kind in ("event", "incident", "story", "report", "revisions"):
            plural = {"event": "events", "incident": "incidents", "story": "stories"}.get(kind, "reports")
            path = "/api/%s/%s" % (plural, rng.choice(keys[plural])) + ("/revisions" if kind == "revisions" else "")
        else:
            f = filters()
            if kind == "search":
                f = [p for p in f if p[0] != "q"] + [("q", " ".join(rng.sample(words, rng.choice((1, 2, 3)))))]
            if kind == "timeline":
                f.append(("bucket", rng.choice(("day", "week", "month"))))
            path = "/api/" + kind + ("?" + urllib.parse.urlencode(f) if f else "")
        if path in seen:
            if len(seen) > n // 2 and rng.random() < 0.001:
                break
            continue
        seen.add(path)
        yield kind, path


def percentile(times, p):
    times = sorted(times)
    return times[min(len(times) - 1, int(len(times) * p / 100))]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("tocsin")
    parser.add_argument("store")
    parser.add_argument("--requests", type=int, default=2000)
    parser.add_argument("--seconds", type=int, default=5, help="of wrk")
    a = parser.parse_args()
    server = subprocess.Popen([a.tocsin, "serve", a.store, "--port", "0", "--quiet"], stdout=subprocess.PIPE, text=True)
    try:
        began = time.monotonic()
        port = int(re.search(r":(\d+)/", server.stdout.readline()).group(1))
        started = time.monotonic() - began
        conn = http.client.HTTPConnection("127.0.0.1", port)
        meta = json.loads(get(conn, "/api/meta"))
        print("%d reports, %d events; started in %.2f s" % (meta["reports"], meta["events"], started))
        times, costs, slow, peak = {}, {}, [], 0
        for i, (kind, path) in enumerate(questions(conn, a.requests, random.Random(1))):
            cost = on_processor(server.pid)
            began = time.perf_counter()
            get(conn, path)
            took = (time.perf_counter() - began) * 1000
            times.setdefault(kind, []).append(took)
            costs.setdefault(kind, []).append(on_processor(server.pid) - cost)
            slow.append((took, path))
            if i % 100 == 0:
                peak = max(peak, memory(conn))
        began = time.perf_counter()
        n = len(get(conn, "/api/points?limit=100000"))
        points = (time.perf_counter() - began) * 1000
        everything = [t for v in times.values() for t in v]
        every_cost = [t for v in costs.values() for t in v]
        print("load of the machine: %.1f on %d processors" % (os.getloadavg()[0], os.cpu_count()))
        print("%-10s %6s %8s %8s %8s   on the processor: median, p99" % ("ms", "n", "median", "p99", "most"))
        for kind in sorted(times) + ["all"]:
            t, c = times.get(kind, everything), costs.get(kind, every_cost)
            print("%-10s %6d %8.2f %8.2f %8.2f %8.2f %8.2f" % (kind, len(t), percentile(t, 50), percentile(t, 99), max(t), percentile(c, 50), percentile(c, 99)))
        print("points of 100,000 events: %.0f ms, %.1f MB" % (points, n / 1e6))
        for took, path in sorted(slow)[-5:]:
            print("  %.1f ms %s" % (took, path))
        peak = max(peak, memory(conn))
        print("memory: %.1f MB" % peak)
        rate = None
        if shutil.which("wrk"):
            out = subprocess.run(["wrk", "-t2", "-c32", "-d%ds" % a.seconds, "http://127.0.0.1:%d/api/meta" % port], capture_output=True, text=True).stdout
            rate = float(re.search(r"Requests/sec:\s*([\d.]+)", out).group(1))
            print("wrk: %.0f requests/s" % rate)
        print("serve,api,p99,ms,%.1f" % percentile(everything, 99))
        print("serve,api,p99 on the processor,ms,%.1f" % percentile(every_cost, 99))
        print("serve,api,median,ms,%.1f" % percentile(everything, 50))
        print("serve,memory,most,MB,%.1f" % peak)
        if rate:
            print("serve,small,rate,requests/s,%.0f" % rate)
    finally:
        server.terminate()
        server.wait()


if __name__ == "__main__":
    main()
