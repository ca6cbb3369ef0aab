#!/usr/bin/env python3
"""bibtex_written.py CITEMILL FILE-OR-FOLDER...: BibTeX and biber read the output for files of any format.

Needs bibtex and biber (Debian: texlive-latex-base, biber). Each input is written as `bibtex` and as `biblatex`. BibTeX
must report no error for the first, such as one for a name that ends with a comma. For the second, biber must report no
error and skip no entry.
"""
import collections
import os
import re
import shutil
import subprocess
import sys
import tempfile

# What biber says of an entry that it leaves out.
SKIPPED = re.compile(r"ERROR - .*|WARN - .*skipping.*")


def written(tool, path, target, folder):
    """The name of the file with the records of an input, without extension; None if there are none."""
    name = re.sub(r"[^A-Za-z0-9]+", "_", os.path.relpath(path).lstrip("./"))[-120:]
    output = os.path.join(folder, name + ".bib")
    result = subprocess.run([tool, "convert", "--quiet", path, "-t", target, "-o", output], stderr=subprocess.DEVNULL)
    return name if result.returncode in (0, 1) and os.path.getsize(output) else None


def bibtex(name, folder):
    """The error messages of BibTeX for a file."""
    with open(os.path.join(folder, "all.aux"), "w", encoding="utf-8") as file:
        file.write("\\relax\n\\citation{*}\n\\bibstyle{plain}\n\\bibdata{%s}\n" % name)
    result = subprocess.run(["bibtex", "all"], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if result.returncode < 2:
        return []
    lines = result.stdout.decode("utf-8", "replace").split("\n")
    usual = re.compile(r"This is|The top|The style|Database|Warning--|Capacity|--line|\(There|while exec|$")
    return [line for line in lines if not usual.match(line)] or lines[-2:]


def biber(name, folder):
    """The messages of biber about entries that it does not accept."""
    result = subprocess.run(["biber", "--tool", "--output-file", "tool.out", name + ".bib"], cwd=folder,
                            stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    return SKIPPED.findall(result.stdout.decode("utf-8", "replace"))


def main():
    tool, inputs = os.path.abspath(sys.argv[1]), sys.argv[2:]
    lacking = [name for name in ("bibtex", "biber") if not shutil.which(name)]
    if lacking or not inputs:
        print("not there: %s" % ", ".join(lacking or ["any input"]))
        return 2
    paths = [path for path in inputs if os.path.isfile(path)]
    for folder in inputs:
        for parent, _, names in os.walk(folder):
            paths += [os.path.join(parent, name) for name in names]
    root = tempfile.mkdtemp()
    faults, counts = 0, collections.Counter()
    for path in sorted(paths):
        for target, check in (("bibtex", bibtex), ("biblatex", biber)):
            name = written(tool, path, target, root)
            if not name:
                continue
            counts[target] += 1
            for message in check(name, root):
                faults += 1
                print("%s as %s: %s" % (path, target, message), flush=True)
    shutil.rmtree(root)
    print("%d files as bibtex, %d as biblatex: %d errors" % (counts["bibtex"], counts["biblatex"], faults))
    return 1 if faults else 0


sys.exit(main())
