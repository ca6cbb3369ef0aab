#!/usr/bin/env python3
"""csl_schema.py CITEMILL CORPUS.jsonl... [--schema csl-data.json]: other programs accept the CSL-JSON that is written.

Every fixture of the package and every case of the corpus in a readable format is converted to `csl-json`. Each item must fit
the schema of CSL (`csl-data.json`, searched for beside the corpus and in `../text` from there), and pandoc must read all of them
and make a bibliography from them with its citeproc. Needs jsonschema and pypandoc_binary (pip). Status 1 if an item does not fit or is
refused, 2 if something that is needed is missing.
"""
import argparse
import collections
import concurrent.futures
import json
import os
import pathlib
import subprocess
import sys
import tempfile

from corpus import cases

FIXTURES = pathlib.Path(__file__).resolve().parents[2] / "Fixtures"


def inputs(corpus):
    """A name, a format or None for one to be detected, and the bytes of each input."""
    for path in sorted(FIXTURES.glob("*/*")):
        if not path.name.endswith((".records.jsonl", ".diagnostics", ".options", ".md")):
            yield f"{path.parent.name}/{path.name}", None, path.read_bytes()
    yield from cases(corpus)


def convert(citemill, name, form, raw):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, os.path.basename(name) if form is None else "input")
        with open(path, "wb") as file:
            file.write(raw)
        run = subprocess.run([citemill, "convert", path, "-t", "csl-json"] + (["-f", form] if form else []), capture_output=True, timeout=120)
    try:
        return name, json.loads(run.stdout) if run.stdout.strip() else [], None
    except ValueError as error:
        return name, [], f"no JSON: {error}"


def refusal(pandoc, items):
    """The message of pandoc if it cannot make a bibliography from items; None if it can."""
    run = subprocess.run([pandoc, "-f", "csljson", "-t", "plain", "--citeproc"], input=json.dumps(items).encode(), capture_output=True, timeout=600)
    return None if run.returncode == 0 else run.stderr.decode("utf-8", "replace").strip().splitlines()[-1:] or ["no message"]


def refused(pandoc, items):
    """The items that pandoc refuses, found by binary search."""
    said = refusal(pandoc, [item for _, item in items]) if items else None
    if said is None:
        return []
    if len(items) == 1:
        return [(items[0][0], f"pandoc: {said[0]}")]
    half = len(items) // 2
    return refused(pandoc, items[:half]) + refused(pandoc, items[half:])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("citemill")
    parser.add_argument("corpus", nargs="+")
    parser.add_argument("--schema", help="the schema of CSL items (default: csl-data.json beside the corpus or in ../text)")
    parser.add_argument("--show", type=int, default=40, help="print at most so many faults")
    options = parser.parse_args()
    try:
        import jsonschema
        import pypandoc
        pandoc = pypandoc.get_pandoc_path()
    except (ImportError, OSError) as error:
        print(f"{error}; pip install jsonschema pypandoc_binary")
        return 2
    folder = pathlib.Path(options.corpus[0]).resolve().parent
    places = [pathlib.Path(options.schema)] if options.schema else [folder / "csl-data.json", folder.parent / "text" / "csl-data.json"]
    schema = next((place for place in places if place.exists()), None)
    missing = [path for path in options.corpus if not os.path.exists(path)]
    if schema is None or missing:
        print(f"no such file: {missing[0] if missing else places[0]}")
        return 2
    with open(schema, encoding="utf-8") as file:
        whole = json.load(file)
    checker = jsonschema.Draft7Validator(dict(whole["items"], definitions=whole["definitions"]))
    faults, items, count = [], [], 0
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        for name, found, said in pool.map(lambda one: convert(options.citemill, *one), inputs(options.corpus)):
            count += 1
            if said:
                faults.append((name, said))
            for item in found:
                place = f"{name} {item.get('id')}"
                items.append((place, item))
                error = next(iter(checker.iter_errors(item)), None)
                if error:
                    faults.append((place, f"schema: {'/'.join(map(str, error.absolute_path))}: {error.message[:160]}"))
        invalid = len({place for place, _ in faults})
        # Citeproc wants ids, each once.
        numbered = [(place, dict(item, id=str(number))) for number, (place, item) in enumerate(items)]
        parts = [numbered[start:start + 500] for start in range(0, len(numbered), 500)]
        turned_down = [fault for part in pool.map(lambda part: refused(pandoc, part), parts) for fault in part]
    for place, said in (faults + turned_down)[:options.show]:
        print(f"{place}\t{said}")
    kinds = collections.Counter(said.split(":")[1].strip() for _, said in faults)
    for kind, number in kinds.most_common(20):
        print(f"{number:6}  {kind}")
    print(f"{count} inputs, {len(items)} items: {invalid} do not fit the schema, {len(turned_down)} are refused by pandoc")
    return 1 if faults or turned_down else 0


if __name__ == "__main__":
    sys.exit(main())
