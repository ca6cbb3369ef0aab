#!/usr/bin/env python3
"""jats_citations.py CITEMILL FOLDER: counts the citations in JATS files with expat, and compares them with the records.

A `ref` with several citations of one kind has several; with two kinds, or alternatives, it has one in two forms. One without
any has one if there is text beside its label. The references of an article within an article belong to the inner one.
"""
import os
import re
import subprocess
import sys
from xml.parsers import expat

KINDS = ["element-citation", "nlm-citation", "citation", "mixed-citation"]
INNER = ["sub-article", "response"]


class Counter:
    def __init__(self):
        self.total, self.inner, self.ref, self.label = 0, 0, None, 0

    def start(self, name, attributes):
        name = name.split(":")[-1]
        self.inner += name in INNER
        if name == "ref" and not self.inner and self.ref is None:
            self.ref = {kind: 0 for kind in KINDS} | {"words": ""}
        elif self.ref is not None:
            self.label += name in ("label", "x")
            if name in KINDS:
                self.ref[name] += 1

    def text(self, words):
        if self.ref is not None and not self.label:
            self.ref["words"] += words

    def end(self, name):
        name = name.split(":")[-1]
        self.inner -= name in INNER
        if self.ref is None:
            return
        self.label -= name in ("label", "x")
        if name == "ref":
            found = [self.ref[kind] for kind in KINDS if self.ref[kind]]
            self.total += found[0] if found else bool(self.ref["words"].strip())
            self.ref = None


def count(data):
    counter, parser = Counter(), expat.ParserCreate()
    # Names of characters that no DTD defines are passed over.
    parser.UseForeignDTD(True)
    parser.ExternalEntityRefHandler = lambda *_: 1
    parser.StartElementHandler, parser.EndElementHandler = counter.start, counter.end
    parser.CharacterDataHandler = counter.text
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        return None, str(error)
    return counter.total, None


def count_whole(data):
    """The citations of those references in an ill-formed file that are well-formed by themselves."""
    return sum(count(piece)[0] or 0 for piece in re.findall(rb"<ref[ >].*?</ref>", data, re.S))


def main():
    tool, folder = sys.argv[1:3]
    paths = sorted(os.path.join(root, name) for root, _, names in os.walk(folder) for name in names if name.endswith("xml"))
    if not paths:
        print(f"{folder}: no files, nothing checked")
        return 2
    good = citations = references = 0
    for path in paths:
        data = open(path, "rb").read()
        expected, fault = count(data)
        if fault:
            expected = count_whole(data)
        run = subprocess.run(
            [tool, "convert", "-q", "-f", "jats:emit=references", "-t", "csl-json:layout=lines", path], capture_output=True, timeout=60)
        article = subprocess.run([tool, "convert", "-q", "-f", "jats", "-t", "records", path], capture_output=True, timeout=60)
        found = len(run.stdout.splitlines())
        citations, references = citations + expected, references + found
        isRead = article.returncode in (0, 1) and article.stdout and expected == found
        good += bool(isRead)
        if not isRead or fault:
            print(f"{os.path.relpath(path, folder)}: {expected} citations, {found} read; {fault or ''}{article.stderr.decode()[:200]}")
    print(f"{good}/{len(paths)} files read, {references} of {citations} citations")
    return 0 if good == len(paths) and references == citations else 1


sys.exit(main())
