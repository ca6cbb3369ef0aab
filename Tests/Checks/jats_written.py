#!/usr/bin/env python3
"""jats_written.py CITEMILL SCHEMAS INPUT... [--crossref FOLDER...] [--show N]: writes JATS of every input, and validates each article.

SCHEMAS has the DTDs of JATS Publishing 1.3 and Archiving 1.1 in folders of their own; each article of each output, and each reference
of the list that `emit=ref-list` writes, must be valid by both. Inputs are files or folders; those that citemill cannot read are
skipped. For the files of `--crossref` it compares the original records with those read back from JATS, and prints how many have
the same titles, names, numbers, dates, pages, licences, funding and references. Needs lxml.
"""
import argparse
import collections
import json
import os
import re
import subprocess
import sys
import tempfile

try:
    from lxml import etree
except ImportError:
    sys.exit(2)

DTDS = {
    "Publishing 1.3": "JATS-journalpublishing1-3.dtd",
    "Archiving 1.1": "JATS-archivearticle1.dtd",
}
# The folder of each, since other versions have files of the same name.
FOLDERS = {"Publishing 1.3": "1.3", "Archiving 1.1": "archiving-1.1"}
FRAME = (
    "<article><front><journal-meta><journal-id/><issn/></journal-meta><article-meta><title-group><article-title/>"
    "</title-group></article-meta></front><back><ref-list/></back></article>"
)
NEEDED = 0.99


def dtd(folder, name):
    for root, _, files in os.walk(folder):
        if DTDS[name] in files and root.endswith(FOLDERS[name]):
            return etree.DTD(os.path.join(root, DTDS[name]))
    print(f"no DTD of {name} in {folder}")
    sys.exit(2)


def files(paths):
    for path in paths:
        if os.path.isdir(path):
            for root, folders, names in os.walk(path):
                folders.sort()
                yield from (os.path.join(root, name) for name in sorted(names))
        else:
            yield path


def run(citemill, *arguments):
    return subprocess.run([citemill, "convert", *arguments, "-q"], capture_output=True).stdout


def articles(data):
    """The articles of an output as documents; a reference of a list in an article of its own."""
    parser = etree.XMLParser(huge_tree=True)
    root = etree.fromstring(data, parser)
    for element in [root] if root.tag == "article" else list(root):
        if element.tag == "ref":
            frame = etree.fromstring(FRAME)
            frame.find(".//ref-list").append(element)
            element = frame
        # By itself, as `--split` writes it.
        yield etree.fromstring(etree.tostring(element), parser)


def validate(citemill, dtds, paths, layout, show):
    total, valid, faults = 0, collections.Counter(), collections.Counter()
    for path in files(paths):
        data = run(citemill, path, "-t", layout)
        if not data:
            continue
        for article in articles(data):
            total += 1
            for name, one in dtds.items():
                if one.validate(article):
                    valid[name] += 1
                else:
                    faults[f"{name}: {path}: {one.error_log[0].message[:200]}"] += 1
    for name in dtds:
        print(f"{layout}: {valid[name]} of {total} valid by {name}")
    for fault, _ in faults.most_common(show):
        print(f"  {fault}")
    return total > 0 and all(valid[name] == total for name in dtds)


# MARK: Crossref


def name(one):
    """A name as text, with no-break spaces as ordinary ones."""
    parts = [one.get(part) for part in ("given", "droppingParticle", "nonDroppingParticle", "family", "suffix", "literal")]
    return re.sub(r"\s+", " ", " ".join(part for part in parts if part))


def people(record):
    return [
        (name(one), one.get("roles"), one.get("kind"), numbers_of(one), places_of(one), one.get("members"))
        for one in record.get("contributors", [])
    ]


def host(record, relation="host"):
    one = record.get("container")
    while one and one.get("relation") != relation:
        one = one.get("parent")
    return one or {}


def places_of(one):
    """Affiliations without the form that a number had in the source: formats write it each in their own."""
    return [
        {**place, "identifiers": [[n["scheme"], n["value"]] for n in place.get("identifiers", [])]}
        for place in one.get("affiliations", [])
    ]


def numbers_of(one):
    return sorted((number["scheme"], number["value"]) for number in one.get("identifiers", []))


def titles(record):
    own = [(one.get("kind"), one["text"]) for one in record.get("titles", [])]
    around = [one["text"] for one in host(record).get("titles", [])]
    return own, around[:1]


def numbers(record):
    serials = [number for number in numbers_of(host(record)) if number[0] in ("ISSN", "eISSN", "ISBN")]
    return numbers_of(record), serials


def references(record):
    found = []
    for one in record.get("references", []):
        cited = one.get("record", {})
        found.append((
            one.get("text"), [name(person) for person in cited.get("contributors", [])],
            [title["text"] for title in cited.get("titles", [])], [title["text"] for title in host(cited).get("titles", [])][:1],
            numbers_of(cited),
            cited.get("dates"), {key: cited.get("variables", {}).get(key) for key in ("volume", "issue", "page", "edition")},
        ))
    return found


COMPARED = {
    "titles": titles,
    "contributors": people,
    "ids": numbers,
    "dates": lambda record: record.get("dates"),
    "pages": lambda record: [record.get("variables", {}).get(key) for key in ("page", "article-number", "volume", "issue")],
    "licences": lambda record: record.get("licences"),
    "funding": lambda record: record.get("funding"),
    "references": references,
}


def records(citemill, *arguments):
    return [json.loads(line) for line in run(citemill, *arguments, "-t", "records").splitlines()]


def compare(citemill, paths, show):
    count, same, examples = 0, collections.Counter(), []
    with tempfile.TemporaryDirectory() as folder:
        output = os.path.join(folder, "written.xml")
        for path in files(paths):
            before = records(citemill, path)
            before = [record for record in before if record.get("origin", {}).get("format") == "crossref-xml"]
            if not before:
                continue
            with open(output, "wb") as file:
                file.write(run(citemill, path, "-t", "jats"))
            after = records(citemill, output, "-f", "jats")
            count += 1
            for part, value in COMPARED.items():
                left, right = [value(one) for one in before], [value(one) for one in after]
                if left == right:
                    same[part] += 1
                else:
                    examples.append((part, path, left, right))
    for part in COMPARED:
        print(f"Crossref to JATS: {part} the same in {same[part]} of {count} files ({same[part] / max(count, 1):.1%})")
    for part, path, left, right in examples[:show]:
        for one, other in zip(left, right):
            if one != other:
                print(f"  {part} of {path}\n    {str(one)[:600]}\n    {str(other)[:600]}")
                break
    return count > 0 and all(same[part] >= NEEDED * count for part in COMPARED)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("citemill")
    parser.add_argument("schemas")
    parser.add_argument("inputs", nargs="+")
    parser.add_argument("--crossref", nargs="*", default=[])
    parser.add_argument("--show", type=int, default=10)
    options = parser.parse_args()
    for path in [options.citemill, options.schemas, *options.inputs, *options.crossref]:
        if not os.path.exists(path):
            print(f"{path} is not there")
            sys.exit(2)
    dtds = {name: dtd(options.schemas, name) for name in DTDS}
    is_good = all(
        [validate(options.citemill, dtds, options.inputs, layout, options.show) for layout in ("jats", "jats:emit=ref-list")])
    if options.crossref:
        is_good = compare(options.citemill, options.crossref, options.show) and is_good
    sys.exit(0 if is_good else 1)


main()
