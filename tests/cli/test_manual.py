"""Runs the examples of the man page, and holds it against the help texts.

usage: test_manual.py PATH_OF_TOCSIN ROOT

Each line of docs/man/tocsin.1.scd that begins with "$ " is run by sh, in the order of the page, in
one folder that holds a few reports.  It must end with status 0, and print something unless it writes
to a file.
"""
import json
import os
import re
import subprocess
import sys
import tempfile

REPORT = ("Port city on strike\n\nMARSEILLE, March 3 (Quay Gazette) - Some 2,000 dock workers walked out on Tuesday over pay, "
          "the union said. Police arrested nine people at the gates.\n")


def prepare(folder):
    os.makedirs(os.path.join(folder, "reports"))
    for name in ("report.txt", "reports/one.txt", "reports/two.txt"):
        with open(os.path.join(folder, name), "w", encoding="utf-8") as f:
            f.write(REPORT)
    os.makedirs(os.path.join(folder, "my-dictionaries"))
    for name, text in (("our.agents", "POLICE [~COP]\nPEOPLE [~CVL]\n"), ("our.verbs", "ARREST [173]\n")):
        with open(os.path.join(folder, "my-dictionaries", name), "w", encoding="utf-8") as f:
            f.write(text)
    with open(os.path.join(folder, "my-cases.txt"), "w", encoding="utf-8") as f:
        f.write("=== arrest\nPolice arrested people.\n---\nCOERCE cameo=173 actor=\"Police\" recipient=\"people\"\n")
    with open(os.path.join(folder, "page.html"), "w", encoding="utf-8") as f:
        f.write("<html><body><article><p>" + REPORT.replace("\n\n", "<p>") + "</article></body></html>")
    with open(os.path.join(folder, "reports.jsonl"), "w", encoding="utf-8") as f:
        for i in range(3):
            f.write(json.dumps({"id": "r%d" % i, "text": REPORT, "published": "2020-03-03"}) + "\n")


def run_examples(page, tocsin, folder):
    faults, n = [], 0
    for example in re.findall(r"(?m)^\$ (.+)$", page):
        n += 1
        env = dict(os.environ, PATH=os.path.dirname(tocsin) + os.pathsep + os.environ["PATH"])
        p = subprocess.run(["sh", "-c", example], cwd=folder, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                           stderr=subprocess.PIPE, timeout=300)
        if p.returncode != 0:
            faults.append("%s: exit status %d: %s" % (example, p.returncode, p.stderr.decode().strip()))
        written = re.search(r"--output (\S+)", example)
        said = os.path.getsize(os.path.join(folder, written.group(1))) if written and p.returncode == 0 else len(p.stdout)
        if not said:
            faults.append("%s: says nothing" % example)
    return n, faults


def compare_with_help(page, tocsin):
    """Every command and every option of the help texts stands in the man page."""
    faults = []
    overview = subprocess.run([tocsin, "help"], stdout=subprocess.PIPE, check=True).stdout.decode()
    commands = re.findall(r"(?m)^  (\w+) {2,}", overview.partition("\n\n  tocsin ")[0])
    for command in commands:
        if not re.search(r"(?m)^\*%s\*$" % command, page):
            faults.append("the command %s is not in the man page" % command)
        text = subprocess.run([tocsin, "help", command], stdout=subprocess.PIPE, check=True).stdout.decode()
        for option in re.findall(r"(?m)^ {2,6}(?:-\w, )?(--[\w-]+)", text.partition("\noptions\n")[2].partition("\n\n")[0]):
            if "*%s*" % option not in page:
                faults.append("%s %s is not in the man page" % (command, option))
    return len(commands), faults


def main(tocsin, root):
    tocsin = os.path.abspath(tocsin)
    with open(os.path.join(root, "docs", "man", "tocsin.1.scd"), encoding="utf-8") as f:
        page = f.read()
    with tempfile.TemporaryDirectory(prefix="tocsin-") as folder:
        prepare(folder)
        examples, faults = run_examples(page, tocsin, folder)
    commands, more = compare_with_help(page, tocsin)
    faults += more
    if examples < 10 or commands < 8:
        faults.append("only %d examples and %d commands found: is the page still read rightly?" % (examples, commands))
    print("\n".join(faults))
    print("%d examples, %d commands, %d faults" % (examples, commands, len(faults)))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
