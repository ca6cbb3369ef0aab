#!/usr/bin/env python3
"""listing_sample.py CITEMILL LISTING EXPECTED: reads a copied listing and compares it with the expected records.

The type is not compared: the text of such a listing does not state it. A record is correct if it equals the expected one, also with one of its `acceptableAuthors` that are not marked wrong. Ids are not compared, since Citemill generates them.
"""
import json
import os
import subprocess
import sys


def main():
    tool, listing, expected = sys.argv[1:4]
    if not (os.path.isfile(listing) and os.path.isfile(expected)):
        print(f"{listing}, {expected}: not there, nothing checked")
        return 2
    run = subprocess.run([tool, "convert", listing, "-t", "csl-json"], capture_output=True, timeout=60)
    got = json.loads(run.stdout)
    want = json.load(open(expected, encoding="utf-8"))["records"]
    right = invented = 0
    for index, entry in enumerate(want):
        record = {k: v for k, v in entry["record"].items() if k not in ("id", "type")}
        readings = [record] + [
            dict(record, author=other["author"]) for other in entry.get("acceptableAuthors", []) if not other.get("wrong")]
        mine = {k: v for k, v in got[index].items() if k not in ("id", "type", "custom")} if index < len(got) else {}
        if mine in readings:
            right += 1
        else:
            print(f"record {index + 1}: {json.dumps(mine, ensure_ascii=False)[:400]}")
        invented += "title" in mine and "title" not in record
    look = subprocess.run([tool, "inspect", "--json", listing], capture_output=True, timeout=60)
    counted = sum(json.loads(look.stdout)[0]["bytes"].values())
    size = os.path.getsize(listing)
    print(f"{right} of {len(want)} records right, {len(got)} read, {invented} titles invented, "
          f"{counted} of {size} bytes accounted for, status {run.returncode}")
    return 0 if right == len(want) == len(got) and invented == 0 and counted == size else 1


sys.exit(main())
