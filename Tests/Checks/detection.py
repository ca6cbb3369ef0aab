#!/usr/bin/env python3
"""detection.py CITEMILL CORPUS [--show 20]: files that are detected as another format, or refused.

Every fixture, and every open input of CORPUS (its folder of JSON lines) in a readable format, is read without `--from`, by its
content alone and under the usual extension of its format. It counts those that are read as another format and those of which
nothing is read, with the reason. Status 1 if there are any without a row in REASONS. It reports if the folder is missing.
"""
import argparse
import collections
import concurrent.futures
import json
import pathlib
import subprocess
import sys
import tempfile

import corpus

ROOT = pathlib.Path(__file__).resolve().parents[2]
# The formats as which an input may be read beside its own, and the usual extensions of those that have another one.
OTHERS = {"bibtex": "biblatex", "biblatex": "bibtex", "tsv": "csv"}
EXTENSIONS = {
    "bibtex": "bib", "biblatex": "bib", "refer": "enw", "wos": "ciw", "csl-json": "json", "jats": "xml", "crossref-xml": "xml",
    "pubmed-xml": "xml",
}
FOLDERS = {"BibTeX": "bibtex biblatex", "CSLJSON": "csl-json", "CSV": "csv tsv", "CrossrefXML": "crossref-xml", "JATS": "jats",
           "Listing": "listing", "NBIB": "nbib", "PubMedXML": "pubmed-xml", "RIS": "ris", "RecordsJSON": "records", "Refer": "refer",
           "WebOfScience": "wos"}
# Inputs that are no sound files of their format, with the reason.
REASONS = {
    "jabref/bibtex/testbib/othertype": "one entry, of which no field is known",
    "jabref/bibtex/testbib/articleWithMonths": "entries with a month and nothing else",
    "jabref/refer/Endnote.pattern.A": "one line",
    "jabref/refer/Endnote.pattern.E": "one line",
    "jabref/wos/IsiImporterTestEmpty": "two characters, neither of them a tag",
    "jabref/pubmed-xml/MedlineImporterTestMalformedEntry": "an element with two words in it, and not closed",
    "jabref/pubmed-xml/MedlineImporterTestMinimalEntry": "an element with nothing in it",
}


def inputs(folder_of_cases):
    for folder, formats in FOLDERS.items():
        for path in sorted((ROOT / "Fixtures" / folder).iterdir()):
            name = path.name
            if name.endswith((".md", ".diagnostics", ".records.jsonl", ".options")):
                continue
            # Options say how the fixture is to be read: its content alone does not.
            if path.with_suffix(".options").exists():
                continue
            yield f"Fixtures/{folder}/{name}", formats, path.suffix[1:], path.read_bytes()
    for name, form, data in corpus.cases(sorted(folder_of_cases.glob("*.jsonl"))):
        if data.strip():
            yield name, f"{form} {OTHERS.get(form, '')}".strip(), EXTENSIONS.get(form, form), data


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("citemill")
    parser.add_argument("corpus", type=pathlib.Path)
    parser.add_argument("--show", type=int, default=20)
    arguments = parser.parse_args()
    if not arguments.corpus.is_dir():
        print(f"{arguments.corpus} is not there: the corpus is not part of the package; nothing was checked")
        return 2
    with tempfile.TemporaryDirectory() as folder:
        def look(item):
            number, (name, formats, ending, data) = item
            found = []
            for suffix in ["", "." + ending]:
                path = pathlib.Path(folder, f"{number}{suffix}")
                path.write_bytes(data)
                done = subprocess.run([arguments.citemill, "inspect", "--json", path], capture_output=True, text=True, errors="replace")
                path.unlink()
                try:
                    account = json.loads(done.stdout)[0]
                except (ValueError, IndexError):
                    found.append((name, suffix, "no answer", done.stderr.strip()[:200]))
                    continue
                codes = " ".join(message["code"] for message in account["messages"] if message["severity"] == "error")
                if account.get("format") not in (formats + " ").split(" ")[:-1]:
                    kind = "refused" if not account.get("format") else "taken for " + account["format"]
                    found.append((name, suffix, kind, codes))
                elif account["read"] == 0 and "source.not-understood" in codes:
                    found.append((name, suffix, "refused", codes))
            return found

        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            results = list(pool.map(look, enumerate(inputs(arguments.corpus))))
    total = len(results)
    found = [row for rows in results for row in rows if row[0] not in REASONS]
    kinds = collections.Counter((row[2], "named" if row[1] else "by content") for row in found)
    for row in found[: arguments.show]:
        print("%s%s: %s (%s)" % row)
    print(f"{total} inputs, of which {sum(rows != [] for rows in results if all(row[0] in REASONS for row in rows))} are no sound files")
    for (kind, how), count in sorted(kinds.items()):
        print(f"{count} {kind} {how}")
    print(f"{len({row[0] for row in found})} taken for another format or refused")
    return len(found) > 0


if __name__ == "__main__":
    sys.exit(main())
