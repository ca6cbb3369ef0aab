#!/usr/bin/env python3
"""crossref_counts.py CITEMILL FOLDER...: counts the works and citations in Crossref's XML independently, and compares the records.

It then searches the records for each text and each attribute of the files, and lists the places where the most are missing.
Expected are values that were parsed, such as names, and words that give the kind of something else, such as roles.
"""
import collections
import glob
import json
import os
import subprocess
import sys
import xml.etree.ElementTree as tree

SINGLE = {
    "journal_article", "conference_paper", "content_item", "dataset", "posted_content", "dissertation", "peer_review",
    "pending_publication", "grant", "doi_citations", "doi_relations", "crossmark_data", "fundref_data", "lic_ref_data",
    "clinicaltrial_data",
}
WHOLES = {"book", "conference", "report-paper", "standard", "database"}


def local(node):
    return node.tag.rsplit("}", 1)[-1] if isinstance(node.tag, str) else ""


def children(node, name):
    return [child for child in node if local(child) == name] if node is not None else []


def works(root):
    """How many works are in a document: in an answer the one that was queried, in a deposit each one with a DOI."""
    is_answer = any(local(node) == "doi_record" for node in root.iter())
    count = 0
    for node in root.iter():
        name = local(node)
        if name in SINGLE or name == "doi_resources" and children(node, "doi"):
            count += 1
        elif name == "sa_component":
            count += sum(local(child) == "component" for child in node.iter())
        elif name in WHOLES:
            parts = [child for child in node.iter() if local(child) in ("content_item", "conference_paper", "dataset")]
            own = any(children(child, "doi_data") for child in node if local(child).endswith("metadata"))
            count += not parts or own and not is_answer
        elif name == "journal" and not children(node, "journal_article"):
            issues = children(node, "journal_issue")
            levels = children(node, "journal_metadata") + issues
            levels += [volume for issue in issues for volume in children(issue, "journal_volume")]
            count += 1 if is_answer else max(1, sum(bool(children(level, "doi_data")) for level in levels))
    return count


def plain(text):
    return json.dumps("".join(text.split()), ensure_ascii=False)[1:-1].lower()


def texts(node, path):
    name = local(node)
    if name in ("head", "math", ""):
        return
    for key, value in node.attrib.items():
        if not key.endswith("schemaLocation"):
            yield f"{path}/{name}/@{key.rsplit('}', 1)[-1]}", value
    for words in [node.text] + [child.tail for child in node]:
        if words and words.strip():
            yield f"{path}/{name}", words
    for child in node:
        yield from texts(child, name)


def main():
    tool, folders = sys.argv[1], sys.argv[2:]
    files = [file for folder in folders for file in sorted(glob.glob(f"{folder}/**", recursive=True)) if os.path.isfile(file)]
    if not files:
        print("no files there, nothing checked")
        return 2
    total, wrong, missing = collections.Counter(), 0, collections.Counter()
    for file in files:
        root = tree.parse(file).getroot()
        run = subprocess.run([tool, "convert", file, "-f", "crossref-xml", "-t", "records"], capture_output=True, timeout=60)
        records = [json.loads(line) for line in run.stdout.decode().splitlines()]
        counts = {
            "works": works(root), "records": len(records),
            "citations": sum(local(node) == "citation" for node in root.iter()),
            "references": sum(len(record.get("references", [])) for record in records),
        }
        total.update(counts)
        total["files"] += 1
        total["without a work"] += counts["works"] == 0
        good = counts["works"] == counts["records"] and counts["citations"] == counts["references"]
        good = good and (run.returncode == 0 or counts["works"] == 0 and run.returncode == 65)
        if not good:
            wrong += 1
            print(f"{file}: status {run.returncode}, {counts}")
        found = plain(json.dumps(records, ensure_ascii=False)).replace('\\"', '"').replace("\\\\", "\\")
        if records:
            missing.update(path for path, text in texts(root, "") if plain(text) not in found)
    print(", ".join(f"{count} {name}" for name, count in total.items()), f"; {wrong} files wrong")
    for path, count in missing.most_common(12):
        print(f"  {count} not as they stand: {path}")
    return 1 if wrong else 0


sys.exit(main())
