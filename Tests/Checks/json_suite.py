#!/usr/bin/env python3
"""json_suite.py CITEMILL FOLDER: runs `citemill convert -f csl-json` over JSONTestSuite's test_parsing."""
import os
import subprocess
import sys

# Texts of nothing but space are no JSON, and an empty source of any format all the same: a warning, and no records.
EMPTY = {"n_single_space.json", "n_structure_no_data.json", "n_structure_UTF8_BOM_no_data.json"}
# Texts one after another are no JSON text, and are all read, with a warning.
SEVERAL = {"n_structure_double_array.json"}


def main():
    tool, folder = sys.argv[1:3]
    if not os.path.isdir(folder):
        print(f"{folder}: not there, nothing checked")
        return 2
    bad, counts = [], {"y": [0, 0], "n": [0, 0], "i": [0, 0]}
    for name in sorted(os.listdir(folder)):
        kind = name[0]
        if not name.endswith(".json") or kind not in counts:
            continue
        run = subprocess.run(
            [tool, "convert", "-f", "csl-json", "-t", "csl-json", os.path.join(folder, name)],
            capture_output=True, timeout=20)
        crashed = run.returncode < 0 or run.returncode > 128
        mute = run.returncode != 0 and not run.stderr.strip()
        good = not crashed and not mute
        if kind == "y":
            good = good and b"[json.syntax-" not in run.stderr
        if name in EMPTY:
            good = good and run.returncode == 0 and b"[source.empty]" in run.stderr
        elif name in SEVERAL:
            good = good and run.returncode == 0 and b"[json.several-texts]" in run.stderr
        elif kind == "n":
            good = good and run.returncode != 0
        counts[kind][0] += good
        counts[kind][1] += 1
        if not good:
            bad.append(f"{name}: status {run.returncode}: {run.stderr[:200]!r}")
    print("\n".join(bad))
    print("accepted {}/{}, refused {}/{}, free {}/{} without crash".format(*counts["y"], *counts["n"], *counts["i"]))
    return 1 if bad else 0


sys.exit(main())
