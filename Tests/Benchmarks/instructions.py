#!/usr/bin/env python3
"""Counts the processor's instructions by callgrind, and compares them with the thresholds in git.

Times vary with the machine and with what else it does; instructions hardly do, so a change of a few in a hundred shows.

  Tests/Benchmarks/instructions.py             build, count, compare; exit 1 where a threshold is passed
  Tests/Benchmarks/instructions.py --accept    build, count, make the counts the thresholds
  Tests/Benchmarks/instructions.py csv         only the conversions whose name has the text in it

Each conversion is run on N and on 2N generated records, and the difference is divided by the difference in bytes: start-up cancels
out, and stands on a line of its own.
"""

import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import threading
from concurrent.futures import ThreadPoolExecutor

PACKAGE = pathlib.Path(__file__).resolve().parents[2]
THRESHOLDS = pathlib.Path(__file__).with_name("thresholds.json")
RECORDS = 300
TOLERANCE = 1.1
# Held while a generated file is written, so that two measurements do not write the same one.
WRITING = threading.Lock()
LINES = "csl-json:layout=lines"
# Formats that need options to write what is generated.
OPTIONS = {"crossref-xml": "crossref-xml:kind=journal,resource=https://example.org/{doi}"}
# Formats that are not written: an element of a fixture, again and again.
FIXTURES = {
    "jats:emit=both": ("JATS/citations.xml", "article"),
    "pubmed-xml": ("PubMedXML/article.xml", "PubmedArticle"),
}


def run(*words, **more):
    return subprocess.run([str(word) for word in words], check=True, **more)


# As the optimised tests are built, so that a run of both builds once.
BUILD = ("swift", "build", "-c", "release", "-Xswiftc", "-enable-testing")


def build():
    for product in ("citemill", "citemill-bench"):
        run(*BUILD, "--product", product, cwd=PACKAGE, stdout=subprocess.DEVNULL)
    shown = run(*BUILD, "--show-bin-path", cwd=PACKAGE, capture_output=True, text=True)
    return pathlib.Path(shown.stdout.strip())


def without_debug_info(commands, folder):
    """Copies of the commands without what debuggers read: valgrind gives up on some of it (DWARF 5)."""
    for name in ("citemill", "citemill-bench"):
        run("strip", "--strip-debug", "-o", f"{folder}/{name}", commands / name)
    return pathlib.Path(folder)


def instructions(*words):
    """Instructions that a command takes in user space."""
    # A conversion that leaves out records ends with 1.
    answer = subprocess.run(
        [str(word) for word in ("valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", *words)],
        capture_output=True, text=True, check=False)
    found = re.search(r"Collected\s*:\s*(\d+)", answer.stderr)
    if not found:
        sys.exit(f"no count in what valgrind says:\n{answer.stderr}")
    return int(found[1])


def generated(commands, folder, specification, count):
    path = pathlib.Path(folder, f"{count}.{re.sub('[^a-z]', '-', specification)}")
    with WRITING:
        if path.exists():
            return path
        with open(path, "wb") as file:
            run(commands / "citemill-bench", "--records", count, "--write", specification, stdout=file)
    return path


def repeated(folder, specification, count):
    fixture, name = FIXTURES[specification]
    text = (PACKAGE / "Fixtures" / fixture).read_text()
    element = re.search(f"<{name}[ >].*?</{name}>", text, re.DOTALL)[0]
    path = pathlib.Path(folder, f"{count}.{name}.xml")
    path.write_text("<set>\n" + f"{element}\n" * count + "</set>\n")
    return path


def per_byte(commands, folder, source, target):
    counts, sizes = [], []
    for count in (RECORDS, 2 * RECORDS):
        if source in FIXTURES:
            path = repeated(folder, source, count)
        else:
            path = generated(commands, folder, OPTIONS.get(source, source), count)
        sizes.append(path.stat().st_size)
        counts.append(instructions(
            commands / "citemill", "convert", path, "--jobs", "1", "--from", source, "--to", OPTIONS.get(target, target),
            "--output", "/dev/null", "--quiet"))
    return (counts[1] - counts[0]) / (sizes[1] - sizes[0])


def conversions(commands):
    """Every format that is read, into lines of CSL-JSON; these into every format that is written."""
    listed = json.loads(run(commands / "citemill", "formats", "--json", capture_output=True, text=True).stdout)
    for one in listed:
        if one["reads"] and one["writes"]:
            yield one["id"], LINES
        if one["writes"]:
            yield LINES, one["id"]
    for source in FIXTURES:
        yield source, LINES


def main():
    words = sys.argv[1:]
    accepts = "--accept" in words
    texts = [word for word in words if not word.startswith("-")]
    commands = build()
    thresholds = json.loads(THRESHOLDS.read_text()) if THRESHOLDS.exists() else {}
    counted, worse = {}, []
    with tempfile.TemporaryDirectory() as folder:
        commands = without_debug_info(commands, folder)
        measures = {"start-up, thousands": lambda: instructions(
            commands / "citemill", "convert", generated(commands, folder, LINES, 1), "--to", LINES,
            "--output", "/dev/null") / 1e3}
        for source, target in conversions(commands):
            measures[f"{source} > {target}"] = lambda s=source, t=target: per_byte(commands, folder, s, t)
        wanted = [name for name in measures if not texts or any(text in name for text in texts)]
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            for name, number in zip(wanted, pool.map(lambda name: round(measures[name](), 1), wanted)):
                counted[name] = number
                limit = thresholds.get(name)
                note = "new" if limit is None else f"threshold {limit}"
                if limit is not None and number > limit * TOLERANCE:
                    worse.append(name)
                    note += ", PASSED"
                print(f"{name:36}{number:10}  {note}", flush=True)
    if accepts:
        kept = thresholds if texts else {}
        THRESHOLDS.write_text(json.dumps({**kept, **counted}, indent=2, sort_keys=True) + "\n")
        return
    missing = [name for name in counted if name not in thresholds]
    if missing:
        print(f"without threshold (--accept writes it): {', '.join(missing)}")
    if worse:
        print(f"more instructions than the threshold and {TOLERANCE - 1:.0%}: {', '.join(worse)}")
    sys.exit(1 if worse or missing else 0)


if __name__ == "__main__":
    main()
