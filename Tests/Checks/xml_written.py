#!/usr/bin/env python3
"""Writes deposits for Crossref from files of JATS, Crossref and other formats, and validates each by Crossref's schemas.

    Tests/Checks/xml_written.py .build/release/citemill SCHEMAS INPUT...

SCHEMAS is a folder with the schemas of Crossref (crossref5.3.1.xsd, crossref5.4.0.xsd somewhere in it) and a catalog.xml with which
they find each other; nothing is fetched. An INPUT is a file or folder. Needs lxml.

Each record becomes a deposit of its own. If a folder of the inputs contains pairs, JATS beside the deposit that its
publisher made, both are read and compared field by field: `jose`, with a folder for each paper, and `elife-jats-to-crossref`.
"""

import collections
import glob
import json
import os
import re
import subprocess
import sys
import tempfile

RESOURCE = "https://example.org/{doi}"
SHOWN = 8


def main():
    command, schemas, inputs = sys.argv[1], sys.argv[2], sys.argv[3:]
    os.environ["XML_CATALOG_FILES"] = os.path.join(os.path.abspath(schemas), "catalog.xml")
    failures = 0
    for version in ["5.3.1", "5.4.0"]:
        with tempfile.TemporaryDirectory() as folder:
            reasons = deposit(command, inputs, version, folder)
            failures += validate(schemas, version, folder, reasons)
            if version == "5.3.1":
                coverage(command, inputs, folder)
    for folder in folders(inputs, "jose"):
        compare("JOSE", command, jose(folder), ["title", "contributors", "DOI", "container", "volume", "issue", "pages", "licence"])
    for folder in folders(inputs, "elife-jats-to-crossref"):
        compare("eLife", command, elife(command, folder), None)
    return 1 if failures else 0


def run(command, *arguments):
    done = subprocess.run([command, *arguments], capture_output=True, text=True)
    return done.stdout, done.stderr


def folders(inputs, name):
    return [found for path in inputs for found, _, _ in os.walk(path) if os.path.basename(found) == name]


def files(inputs):
    for path in inputs:
        if os.path.isfile(path):
            yield path
        for folder, _, names in os.walk(path):
            yield from (os.path.join(folder, name) for name in sorted(names))


# Writing and validating


def deposit(command, inputs, version, folder):
    """Writes a deposit for each record, and returns how many records were left out for each reason."""
    _, messages = run(
        command, "batch", *inputs, "-t", f"crossref-xml:schema={version},resource={RESOURCE}", "-o",
        os.path.join(folder, "out"), "--split")
    reasons = collections.Counter()
    for line in messages.splitlines():
        found = re.search(r"error: (.*); the record is left out", line)
        if found:
            reasons[re.sub(r'".*"', "...", found[1])] += 1
    return reasons


def written(folder):
    return [path for path in glob.glob(folder + "/out/**/*.xml", recursive=True) if os.path.isfile(path)]


def validate(schemas, version, folder, reasons):
    from lxml import etree

    paths = glob.glob(f"{schemas}/**/crossref{version}.xsd", recursive=True)
    if not paths:
        print(f"crossref{version}.xsd is not in {schemas}")
        return 1
    schema = etree.XMLSchema(etree.parse(paths[0], etree.XMLParser(no_network=True)))
    bad = []
    outputs = written(folder)
    for path in outputs:
        if not schema.validate(etree.parse(path)):
            bad.append((path, schema.error_log[0].message))
    print(f"{version}: {len(outputs) - len(bad)} of {len(outputs)} deposits are valid; left out {sum(reasons.values())}:")
    for reason, count in reasons.most_common(SHOWN):
        print(f"  {count:5} {reason}")
    for path, message in bad[:SHOWN]:
        print(f"  {path}: {message}")
    return len(bad)


def coverage(command, inputs, folder):
    """How many of the articles in JATS that have a DOI and a title have a deposit."""
    deposited = set()
    for path in written(folder):
        with open(path, encoding="utf-8") as file:
            deposited.update(found.lower() for found in re.findall(r"<doi>([^<]*)</doi>\s*<resource", file.read()))
    articles, missing = 0, []
    for path in files(inputs):
        if os.sep + "jats" + os.sep not in path and not path.endswith(".jats"):
            continue
        for record in records(command, path, "jats"):
            doi = identifier(record, "DOI")
            if doi and record["type"] == "article-journal" and title(record) and re.match(r"10\.\d{4,9}/", doi):
                articles += 1
                if doi.replace("&", "&amp;").lower() not in deposited:
                    missing.append(path)
    if articles:
        share = 100 * (articles - len(missing)) / articles
        print(f"JATS: {articles - len(missing)} of {articles} articles with a DOI and a title have a deposit, {share:.1f} %")
        for path in missing[:SHOWN]:
            print(f"  {path}")


# Pairs


def records(command, path, format):
    output, _ = run(command, "convert", path, "-f", format, "-t", "records")
    return [json.loads(line) for line in output.split("\n") if line]


def read_back(command, path):
    with tempfile.TemporaryDirectory() as folder:
        run(command, "batch", path, "-f", "jats", "-t", f"crossref-xml:schema=5.4.0,resource={RESOURCE}",
            "-o", os.path.join(folder, "out"), "--split")
        return [record for found in written(folder) for record in records(command, found, "crossref-xml")]


def jose(folder):
    for path in sorted(glob.glob(folder + "/*/*.jats")):
        yield path, path[: -len(".jats")] + ".crossref.xml"


def elife(command, folder):
    """The JATS of each deposit of one article, found by its DOI."""
    sources = {}
    for path in sorted(glob.glob(folder + "/*.xml")):
        if "crossref-" not in os.path.basename(path):
            for record in records(command, path, "jats"):
                sources.setdefault((identifier(record, "DOI") or "").lower(), path)
    for path in sorted(glob.glob(folder + "/*crossref-*.xml")):
        for record in records(command, path, "crossref-xml"):
            source = sources.get((identifier(record, "DOI") or "").lower())
            if source and record["type"] == "article-journal" and "pending" not in path:
                yield source, path


def compare(name, command, pairs, only):
    equal, differing, examples = collections.Counter(), collections.Counter(), {}
    count = 0
    for source, target in pairs:
        ours = {identifier(record, "DOI").lower(): record for record in read_back(command, source)}
        for wanted in records(command, target, "crossref-xml"):
            doi = (identifier(wanted, "DOI") or "").lower()
            if wanted["type"] != "article-journal":
                continue
            count += 1
            found = fields(ours[doi]) if doi in ours else {}
            for field, value in fields(wanted).items():
                if not value or only and field not in only:
                    continue
                if found.get(field) == value:
                    equal[field] += 1
                else:
                    differing[field] += 1
                    examples.setdefault(field, (os.path.basename(source), value, found.get(field)))
    whole = sum(equal.values()) + sum(differing.values())
    if whole:
        print(f"{name}: {count} articles, {sum(equal.values())} of {whole} fields as in the deposit of the publisher, "
              f"{100 * sum(equal.values()) / whole:.1f} %")
    for field, number in differing.most_common():
        source, wanted, found = examples[field]
        print(f"  {field} differs {number} times of {number + equal[field]}, as in {source}:")
        print(f"    theirs {str(wanted)[:300]}\n    ours   {str(found)[:300]}")


def title(record, kind="main"):
    return next((one["text"] for one in record.get("titles", []) if one.get("kind", "main") == kind), None)


def identifier(record, scheme):
    return next((one["value"] for one in record.get("identifiers", []) if one["scheme"] == scheme), None)


def squeezed(text):
    return re.sub(r"\s+", " ", text or "").strip()


def words(place):
    """The words of an affiliation, which some write as one name and others as parts."""
    return re.findall(r"\w+", " ".join(place.get(part) or "" for part in ["name", "department", "place"]))


def name(one):
    return (one.get("literal"), one.get("family"), one.get("given"), one.get("suffix"))


def fields(record):
    """The fields of an article that the schema 5.4.0 can hold."""
    host = record.get("container") or {}
    variables = record.get("variables", {})
    dates = {kind: date.get("value") for kind, date in record.get("dates", {}).items()}
    people = record.get("contributors", [])
    funding = record.get("funding", [])
    return {
        "title": squeezed(title(record)),
        "contributors": [name(one) for one in people if one.get("roles", ["author"])[0] in ROLES],
        "ORCID": [found["value"] for one in people for found in one.get("identifiers", []) if found["scheme"] == "ORCID"],
        "affiliations": [sorted(words(place)) for one in people if one.get("kind", "person") == "person"
                         for place in one.get("affiliations", [])],
        "DOI": (identifier(record, "DOI") or "").lower(),
        "container": title(host),
        "ISSN": sorted({one["value"] for one in host.get("identifiers", []) if "ISSN" in one["scheme"]}),
        "volume": variables.get("volume"),
        "issue": variables.get("issue"),
        "pages": variables.get("page"),
        "article-number": variables.get("article-number"),
        "online": dates.get("published-online"),
        "print": dates.get("published-print"),
        "accepted": dates.get("accepted"),
        "abstracts": [squeezed(one["text"]) for one in record.get("abstracts", [])],
        "licence": sorted({re.sub(r"^https?://", "", one.get("url", "")) for one in record.get("licences", [])}),
        "funders": [one.get("funder") for one in funding],
        "awards": [award.get("number") for one in funding for award in one.get("awards", [])],
        "references": len(record.get("references", [])),
    }


# Those of the schema before 5.5; "other" is an author in it.
ROLES = ["author", "editor", "chair", "translator", "reviewer", "other"]

if __name__ == "__main__":
    sys.exit(main())
