#!/usr/bin/env python3
"""csv_spectrum.py CITEMILL FOLDER: reads the tables of csv-spectrum and compares every cell with its JSON.

The tables have columns that no record has. So the header is replaced by other names, one per column, under which cells are
kept unchanged.
"""
import csv
import json
import os
import subprocess
import sys

NAMES = ["volume", "issue", "section", "number", "edition", "version"]


def main():
    tool, folder = sys.argv[1:3]
    if not os.path.isdir(os.path.join(folder, "csvs")):
        print(f"{folder}: not there, nothing checked")
        return 2
    good, names = 0, sorted(os.listdir(os.path.join(folder, "csvs")))
    for name in names:
        data = open(os.path.join(folder, "csvs", name), "rb").read()
        header, rows = data.split(b"\n", 1)
        columns = next(csv.reader([header.decode().rstrip("\r")]))
        data = ",".join(NAMES[: len(columns)]).encode() + b"\n" + rows
        run = subprocess.run(
            [tool, "convert", "-f", "csv", "-t", "records"], input=data, capture_output=True, timeout=20)
        found = [json.loads(line).get("variables", {}) for line in run.stdout.splitlines()]
        text = open(os.path.join(folder, "json", name[:-3] + "json"), "rb").read()
        rows = json.loads(text.decode())
        rows = rows if isinstance(rows, list) else [rows]
        wanted = [{NAMES[i]: row[column] for i, column in enumerate(columns) if row[column]} for row in rows]
        if name == "location_coordinates.csv":
            # Its JSON has another telephone number than the table.
            wanted[0].pop(NAMES[0])
            found[0].pop(NAMES[0])
        good += found == wanted
        if found != wanted:
            print(f"{name}: found {found}, wanted {wanted}")
    print(f"{good}/{len(names)} tables read as expected")
    return 0 if good == len(names) else 1


sys.exit(main())
