#!/usr/bin/env python3
"""naughty_strings.py CITEMILL FILE: sends each string as title, family name and id through csl-json and records."""
import json
import os
import subprocess
import sys


def convert(tool, source, target, data):
    run = subprocess.run([tool, "convert", "-f", source, "-t", target], input=data, capture_output=True, timeout=60)
    if run.returncode != 0:
        print(f"{source} to {target}: status {run.returncode}: {run.stderr[:400]!r}")
    return run.stdout


def main():
    tool, path = sys.argv[1:3]
    if not os.path.isfile(path):
        print(f"{path}: not there, nothing checked")
        return 2
    strings = [text for text in json.load(open(path, encoding="utf-8")) if text]
    items = [
        {"id": f"{number} {text}", "type": "book", "title": text, "author": [{"family": text}]}
        for number, text in enumerate(strings)
    ]
    lines = "".join(json.dumps(item, ensure_ascii=False) + "\n" for item in items).encode()
    records = convert(tool, "csl-json", "records", lines)
    again = convert(tool, "records", "csl-json:layout=lines", records)
    back = [json.loads(line) for line in again.decode().split("\n") if line]
    bad = 0
    for item, got in zip(items, back):
        for field in ("id", "title", "author"):
            if item[field] != got.get(field):
                bad += 1
                print(f"{field}: {item[field]!r} became {got.get(field)!r}")
    print(f"{len(items)} strings sent, {len(back)} came back, {bad} values changed")
    return 1 if bad or len(back) != len(items) else 0


sys.exit(main())
