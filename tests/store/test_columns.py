"""Do others read the Parquet and Arrow files as we meant them?

usage: test_columns.py PATH_OF_TOCSIN PATH_OF_TEST_TABLE [unittest options]

Reads them with DuckDB and Apache Arrow for Node, from the folder that $TOCSIN_NODE_MODULES names, else
build/node beside the sources (./check puts them there), and with pyarrow if Python has it.  Every cell is
compared with what was put in, or with the CSV export.  Exit status 77 (skipped) if there is no reader.
"""
import csv
import datetime
import io
import json
import os
import subprocess
import sys
import unittest

import test_store as store
from test_store import report, run

HERE = os.path.dirname(os.path.abspath(__file__))
READ = os.path.join(HERE, "..", "table", "read.mjs")
MODULES = os.environ.get("TOCSIN_NODE_MODULES", os.path.join(HERE, "..", "..", "build", "node"))
TEST_TABLE = None
WORDS = ["aid", "Łódź", "", "coerce", "a, \"b\"\n"]
FORMATS = ["parquet", "arrow", "arrows"]
TIMES, DAYS = {"date_from", "date_to"}, {"event_date", "date_start", "date_end", "date"}
LISTS = {"actor", "actor_code", "recipient", "recipient_code", "contexts", "figures"}

try:
    import pyarrow
    import pyarrow.ipc
    import pyarrow.parquet
except ImportError:
    pyarrow = None


def by_node(paths):
    p = subprocess.run(["node", READ, MODULES, *paths], stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=300)
    if p.returncode:
        raise AssertionError(p.stderr.decode())
    return [(x["names"], x["rows"]) for x in map(json.loads, p.stdout.splitlines())]


def by_pyarrow(paths):
    return [one_by_pyarrow(p) for p in paths]


def one_by_pyarrow(path):
    with open(path, "rb") as f:
        data = f.read()
    table = (pyarrow.parquet.read_table(io.BytesIO(data)) if data[:4] == b"PAR1" else
             pyarrow.ipc.open_file(data).read_all() if data[:6] == b"ARROW1" else pyarrow.ipc.open_stream(data).read_all())
    table.validate(full=True)

    def plain(v):
        if isinstance(v, datetime.datetime):
            return {"time": v.strftime("%Y-%m-%d" if (v.hour, v.minute) == (0, 0) else "%Y-%m-%dT%H:%M")}
        return {"day": v.isoformat()} if isinstance(v, datetime.date) else v
    return table.column_names, [[plain(v) for v in r.values()] for r in table.to_pylist()]


def readers():
    out = []
    try:
        if subprocess.run(["node", READ, MODULES], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode == 0:
            out.append(by_node)
    except OSError:
        pass
    return out + ([by_pyarrow] if pyarrow else [])


def row(i):
    """As put_row of tests/table/test_table.c."""
    moment = lambda minutes: (datetime.datetime(1970, 1, 1) + datetime.timedelta(minutes=minutes)).strftime("%Y-%m-%d" if minutes % 1440 == 0 else "%Y-%m-%dT%H:%M")
    return [i * i - 7, None if i % 3 == 1 else i / 3.0, None if i % 7 == 6 else WORDS[i % 5], "row %d" % i,
            None if i % 2 else {"day": moment((18000 + i % 1000) * 1440)}, {"time": moment(i)},
            None if i % 11 == 10 else [None if k == 2 else WORDS[(i + k) % 5] for k in range(i % 4)], None, 1]


class Columns(store.Base):
    def test_every_type(self):
        sizes = (0, 1, 9, 1000, 66000)  # the last is two groups of rows
        paths = [self.path("t%d-%d" % (f, n)) for n in sizes for f in range(3)]
        for i, path in enumerate(paths):
            with open(path, "wb") as out:
                subprocess.run([TEST_TABLE, str(i % 3), str(sizes[i // 3])], stdout=out, check=True)
        for read in READERS:
            for i, (names, rows) in enumerate(read(paths)):
                self.assertEqual(names, ["n", "third", "word", "own", "day", "time", "words", "never", "one"])
                self.assertTrue(rows == [row(k) for k in range(sizes[i // 3])], (FORMATS[i % 3], sizes[i // 3], read.__name__))

    def same(self, name, cell, text, is_list):
        """A cell and its text in the CSV file."""
        if text == "":
            self.assertIn(cell, (None, [None]), name)  # nobody; somebody without a code
        elif is_list and name in LISTS:
            self.assertEqual((";" if name == "contexts" else "; ").join(x or "" for x in cell), text)
        elif name in TIMES:
            self.assertEqual(cell, {"time": text})
        elif name in DAYS:
            self.assertEqual(cell, {"day": text})
        elif isinstance(cell, (int, float)):
            self.assertEqual(cell, float(text), name)
        else:
            self.assertEqual(cell, text, name)

    def compare(self, files):
        """files: (path, what CSV says, with lists?)"""
        for read in READERS:
            for (_, text, is_list), (names, rows) in zip(files, read([f[0] for f in files])):
                expected_names, *expected = list(csv.reader(io.StringIO(text)))
                self.assertTrue(expected)
                self.assertEqual(names, expected_names)
                self.assertEqual(len(rows), len(expected))
                for cells, texts in zip(rows, expected):
                    for name, cell, value in zip(names, cells, texts):
                        self.same(name, cell, value, is_list)

    def test_exports(self):
        more = [{"id": "x", "published": "2021-03-09T10:00", "publisher": "Łódź Post", "text": "Police and soldiers arrested nine students and a monk in Łódź at 6 p.m. on Monday, the \"council\" said."}]
        files = []
        self.ingest("db", [report(i) for i in range(40)] + more)
        for table in ("events", "claims", "acled31", "ged", "ccc"):
            status, text, _ = run("export", self.path("db"), "-f", "csv" if table == "events" else table)
            self.assertEqual(status, 0)
            for fmt in FORMATS:
                path = self.path("%s-%s" % (fmt, table))
                self.assertEqual(run("export", self.path("db"), "-f", fmt, "--table", table, "-o", path), (0, "", ""))
                files.append((path, text, table == "events"))
        self.compare(files)

    def test_queries_and_aggregates(self):
        self.ingest("db", [report(i) for i in range(30)])
        sql = "SELECT *, 1.5 AS half, n_reports + 0.0 AS real, NULL AS never, CASE WHEN n_reports > 1 THEN 'many' ELSE 1 END AS mixed FROM incidents"
        files = []
        for name, command in (("query", ["query", self.path("db"), sql]), ("aggregate", ["aggregate", self.path("db"), "--by", "admin1-week"])):
            text = run(*command)[1]
            for fmt in FORMATS:
                path = self.path(name + fmt)
                self.assertEqual(run(*command, "-f", fmt, "-o", path), (0, "", ""))
                files.append((path, text, False))
        self.compare(files)

    def test_types_do_not_depend_on_the_rows(self):
        if not pyarrow:
            self.skipTest("no pyarrow")
        self.ingest("db", [report(i) for i in range(12)])
        schemas = []
        for where in ("1", "0", "latitude IS NULL", "date_from IS NULL"):
            self.assertEqual(run("export", self.path("db"), "-f", "parquet", "-o", self.path("s"), "--where", where)[0], 0)
            schemas.append([f.type for f in pyarrow.parquet.read_schema(self.path("s"))])
        self.assertEqual(len({str(s) for s in schemas}), 1, schemas)


if __name__ == "__main__":
    store.TOCSIN, TEST_TABLE = (os.path.abspath(x) for x in sys.argv[1:3])
    READERS = readers()
    if not READERS:
        print("no reader of Parquet and Arrow here: neither pyarrow nor %s" % MODULES)
        sys.exit(77)
    print("read by", ", ".join(r.__name__[3:] for r in READERS))
    unittest.main(argv=[sys.argv[0]] + sys.argv[3:])
