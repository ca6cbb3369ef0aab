#!/usr/bin/env python3
"""single_damage.py CITEMILL [--formats A,B] [--count 500] [--seed 1] [--show 0]: files of 12 records with one damage each.

Each file is written by citemill, or for XML by templates in this script. One damage hits a tag, delimiter, quote, brace, bracket, comma,
colon, hyphen or line end (a character is deleted, replaced, doubled or swapped with the next), or a whole structural line is
deleted or doubled. The records that are read are compared with those written, by words that only one record has:

    lost      no word of a record is in the output, and no warning or error names the input
    merged    a value of one record is in another, without a message
    changed   more than one record has values in other fields, without a message
    field     a value of the damaged record is not in it, without any message
    reported  one of these, with a message
    fine      all values are in their records, and the neighbours are unchanged

A message counts if the undamaged file does not cause it. Status 1 if any record is lost or merged without one.
"""
import argparse
import collections
import concurrent.futures
import json
import random
import re
import subprocess
import sys

RECORDS = 12
FIRST = "Amber Brass Copper Dusk Ember Flint Garnet Hazel Indigo Jasper Kelp Larch".split()
SECOND = "lichens mosses ferns sedges reeds rushes thistles clovers nettles poppies daisies violets".split()
FAMILY = "Arbel Brunn Castor Dorne Elwin Forsk Gundel Hartog Ilves Jurgens Kestrel Lomax".split()
OTHER = "Mavros Nordal Ostrow Pellin Quast Rombach Sorvik Tamsin Ulrik Vesper Winther Yarrow".split()
GIVEN = "Anna Boris Clara David Edith Frank Greta Henry Irene Jakob Karla Louis".split()
JOURNAL = "Meadow Forest River Harbour Desert Island Valley Canyon Glacier Prairie Tundra Lagoon".split()
CLASSES = ("lost", "merged", "changed", "field", "reported", "fine")
NOISE = "aZ7 -:,;=.\"'{}[]()<>/\\@%#\n"


def record(number):
    """The values of a record; no word or number in them is in another record."""
    page = 1100 + 20 * number
    return {
        "id": f"key{FIRST[number]}", "type": "article-journal",
        "title": f"{FIRST[number]} {SECOND[number]} in {FIRST[number].lower()}land",
        "author": [{"family": FAMILY[number], "given": GIVEN[number]}, {"family": OTHER[number], "given": GIVEN[number]}],
        "issued": {"date-parts": [[1990 + number]]}, "container-title": f"{JOURNAL[number]} Letters",
        "volume": str(301 + number), "issue": str(41 + number), "page": f"{page}-{page + 9}",
        "DOI": f"10.5555/sample.{70001 + number}",
    }


def words(value):
    """The words and numbers in the values of a record, without the names of members."""
    if isinstance(value, dict):
        return words(list(value.values()))
    if isinstance(value, list):
        return set().union(*map(words, value), set())
    return set(re.findall(r"[^\W_]+", str(value)))


# --- Files of XML ---

def jats(r):
    names = "".join(
        f'\n<contrib contrib-type="author"><name><surname>{a["family"]}</surname><given-names>{a["given"]}</given-names></name></contrib>'
        for a in r["author"])
    first, last = r["page"].split("-")
    return f"""<article article-type="research-article">
<front>
<journal-meta><journal-title-group><journal-title>{r["container-title"]}</journal-title></journal-title-group></journal-meta>
<article-meta>
<article-id pub-id-type="doi">{r["DOI"]}</article-id>
<title-group><article-title>{r["title"]}</article-title></title-group>
<contrib-group>{names}
</contrib-group>
<pub-date pub-type="epub"><year>{r["issued"]["date-parts"][0][0]}</year></pub-date>
<volume>{r["volume"]}</volume><issue>{r["issue"]}</issue><fpage>{first}</fpage><lpage>{last}</lpage>
</article-meta>
</front>
</article>
"""


def crossref(r):
    names = "".join(
        f'\n<person_name contributor_role="author" sequence="first"><given_name>{a["given"]}</given_name><surname>{a["family"]}</surname></person_name>'
        for a in r["author"])
    first, last = r["page"].split("-")
    year = r["issued"]["date-parts"][0][0]
    return f"""<journal>
<journal_metadata><full_title>{r["container-title"]}</full_title></journal_metadata>
<journal_issue><publication_date><year>{year}</year></publication_date><journal_volume><volume>{r["volume"]}</volume></journal_volume><issue>{r["issue"]}</issue></journal_issue>
<journal_article publication_type="full_text">
<titles><title>{r["title"]}</title></titles>
<contributors>{names}
</contributors>
<publication_date><year>{year}</year></publication_date>
<pages><first_page>{first}</first_page><last_page>{last}</last_page></pages>
<doi_data><doi>{r["DOI"]}</doi><resource>https://example.org/{r["volume"]}</resource></doi_data>
</journal_article>
</journal>
"""


def pubmed(r):
    names = "".join(
        f'\n<Author ValidYN="Y"><LastName>{a["family"]}</LastName><ForeName>{a["given"]}</ForeName></Author>' for a in r["author"])
    return f"""<PubmedArticle>
<MedlineCitation Status="MEDLINE" Owner="NLM">
<PMID Version="1">{9000000 + int(r["volume"])}</PMID>
<Article PubModel="Print">
<Journal><JournalIssue CitedMedium="Print"><Volume>{r["volume"]}</Volume><Issue>{r["issue"]}</Issue><PubDate><Year>{r["issued"]["date-parts"][0][0]}</Year></PubDate></JournalIssue><Title>{r["container-title"]}</Title></Journal>
<ArticleTitle>{r["title"]}</ArticleTitle>
<Pagination><MedlinePgn>{r["page"]}</MedlinePgn></Pagination>
<AuthorList CompleteYN="Y">{names}
</AuthorList>
<PublicationTypeList><PublicationType UI="D016428">Journal Article</PublicationType></PublicationTypeList>
</Article>
</MedlineCitation>
<PubmedData><ArticleIdList><ArticleId IdType="doi">{r["DOI"]}</ArticleId></ArticleIdList></PubmedData>
</PubmedArticle>
"""


def around(before, each, after):
    return lambda records: '<?xml version="1.0" encoding="UTF-8"?>\n' + before + "".join(map(each, records)) + after


def listed(records):
    return json.dumps(records, indent=1) + "\n"


# --- Formats ---
# How a file is made (by citemill where nothing is said), what of it is structure, and which lines are nothing but structure.
Format = collections.namedtuple("Format", "make structure lines")
JSON = r'[\[\]{},:"]|"[\w-]+"(?=:)|\n'
XML = r"<[^>]*>|\n"
FORMATS = {
    "ris": Format(None, r"^[A-Z][A-Z0-9]  - |\n", r"(TY|ER)  - .*\n|\n"),
    "nbib": Format(None, r"^[A-Z]{2,4} *- |\n", r"PMID.*\n|\n"),
    "refer": Format(None, r"^%\S |\n", r"%0.*\n|\n"),
    "wos": Format(None, r"^(?:[A-Z][A-Z0-9]\b ?|   )|\n", r"(PT|ER|FN|VR|EF)\b.*\n|\n"),
    "bibtex": Format(None, r"^@\w+\{|^\s+\w+ = |[{},]|\n", r"@.*\n|\}\n|\n"),
    "biblatex": Format(None, r"^@\w+\{|^\s+\w+ = |[{},]|\n", r"@.*\n|\}\n|\n"),
    "csl-json": Format(listed, JSON, r" *[\[\]{}],?\n"),
    "records": Format(None, JSON, None),
    "csv": Format(None, r'[",]|\A.*|\n', r"id,.*\n"),
    "tsv": Format(None, r"\t|\A.*|\n", r"id\t.*\n"),
    "listing": Format(None, r"^[A-Za-z-]+: |\n", r"(Type|Key): .*\n|\n"),
    "jats": Format(around("<pmc-articleset>\n", jats, "</pmc-articleset>\n"), XML, r"</?(article|front|article-meta|pmc-articleset)\b.*>\n"),
    "crossref-xml": Format(
        around('<doi_batch version="5.3.1" xmlns="http://www.crossref.org/schema/5.3.1">\n<body>\n', crossref, "</body>\n</doi_batch>\n"),
        XML, r"</?(journal|journal_article|body|doi_batch)\b[^>]*>\n"),
    "pubmed-xml": Format(
        around("<PubmedArticleSet>\n", pubmed, "</PubmedArticleSet>\n"),
        XML, r"</?(PubmedArticle|MedlineCitation|Article|PubmedArticleSet)\b[^>]*>\n"),
}


def damages(text, format, count, chance):
    """Files with one damage each, with its description."""
    places = sorted({place for found in re.finditer(format.structure, text, re.M) for place in range(*found.span())})
    lines = [found.span() for found in re.finditer(f"(?m)^(?:{format.lines})", text)] if format.lines else []
    seen = set()
    for _ in range(count * 50):
        if len(seen) == count:
            return
        if lines and chance.random() < 0.15:
            start, end = chance.choice(lines)
            what = chance.choice(("delete line", "double line"))
            new = text[:start] + text[end:] if what == "delete line" else text[:end] + text[start:]
        else:
            start = chance.choice(places)
            end = start + 1
            what = chance.choice(("delete", "replace", "double", "swap"))
            if what == "delete":
                new = text[:start] + text[end:]
            elif what == "replace":
                new = text[:start] + chance.choice(NOISE) + text[end:]
            elif what == "double":
                new = text[:end] + text[start:]
            else:
                new = text[:start] + text[end:end + 1] + text[start] + text[end + 1:]
        if new != text and new not in seen:
            seen.add(new)
            yield f"{what} at line {text.count(chr(10), 0, start) + 1}, {text[start:end]!r}", new


# --- Reading and judging ---

def read(tool, name, text):
    run = subprocess.run(
        [tool, "convert", "-f", name, "-t", "csl-json"], input=text.encode(), capture_output=True, timeout=60)
    try:
        records = json.loads(run.stdout) if run.stdout.strip() else []
    except ValueError:
        records = []
    return records, run.stderr.decode(errors="replace").splitlines()


def without_key(record):
    """A record without its key, which is generated if a format has none."""
    return {name: value for name, value in record.items() if name != "id"}


def judge(expected, owners, text, records, messages):
    """The class of a damage, with the reason."""
    named = any(re.match(r"<stdin>[\d:]*: (warning|error): ", line) for line in messages)
    left = words(text)
    found = [words(record) for record in records]
    homes = []
    changed = []
    for number, wanted in enumerate(expected):
        # What the damage itself took or split is not looked for.
        wanted_words = {word for word in owners[number] if word in left}
        best = max(range(len(found)), key=lambda place: len(found[place] & wanted_words), default=None)
        if best is None or not found[best] & wanted_words:
            return ("reported" if named else "lost"), f"record {number + 1} is missing"
        homes.append(best)
        missing = wanted_words - found[best]
        if missing:
            changed.append(f"record {number + 1} misses {sorted(missing)}")
        elif without_key(records[best]) != without_key(wanted):
            changed.append("")
    for number, home in enumerate(homes):
        for other in range(RECORDS):
            strange = found[home] & owners[other]
            if other != number and strange:
                return ("reported" if named else "merged"), f"record {number + 1} has {sorted(strange)} of {other + 1}"
    missing = [reason for reason in changed if reason]
    if missing:
        return ("reported" if messages else "field"), missing[0]
    # One record may be read otherwise, the damaged one; its values are all there.
    if len(changed) > 1:
        return ("reported" if named else "changed"), f"{len(changed)} records are changed"
    return "fine", ""


def main():
    parser = argparse.ArgumentParser(description=__doc__.split(":", 1)[0])
    parser.add_argument("tool")
    parser.add_argument("--formats", default=",".join(FORMATS))
    parser.add_argument("--count", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", type=int, default=0, help="print so many silent cases a format")
    parser.add_argument("--show-class", default="lost,merged,changed,field")
    options = parser.parse_args()
    names = options.formats.split(",")
    if unknown := [name for name in names if name not in FORMATS]:
        parser.error(f"no format {unknown[0]}")
    invented = [record(number) for number in range(RECORDS)]
    total = collections.Counter()
    for name in names:
        format = FORMATS[name]
        if format.make:
            text = format.make(invented)
        else:
            run = subprocess.run(
                [options.tool, "convert", "-f", "csl-json", "-t", name], input=listed(invented).encode(),
                capture_output=True, timeout=60, check=True)
            text = run.stdout.decode()
            if name == "nbib":
                for number in range(RECORDS):
                    text = text.replace("PMID- \n", f"PMID- {9000301 + number}\n", 1)
        expected, usual = read(options.tool, name, text)
        if len(expected) != RECORDS:
            print(f"{name}: {len(expected)} of {RECORDS} records are read from the undamaged file")
            return 1
        owners = [words(without_key(wanted)) for wanted in expected]
        # A word of two records tells neither.
        every = collections.Counter(word for owner in owners for word in owner)
        owners = [{word for word in owner if every[word] == 1} for owner in owners]
        usual = set(usual)
        cases = list(damages(text, format, options.count, random.Random(f"{options.seed} {name}")))

        def run(case):
            records, messages = read(options.tool, name, case[1])
            messages = [line for line in messages if line not in usual]
            return *judge(expected, owners, case[1], records, messages), messages

        counts = collections.Counter()
        shown = 0
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            for (what, damaged), (kind, reason, messages) in zip(cases, pool.map(run, cases)):
                counts[kind] += 1
                if kind in options.show_class.split(",") and shown < options.show:
                    shown += 1
                    print(f"  {kind}: {what}: {reason}", *messages, sep="\n      ")
        total += counts
        print(f"{name}: {len(cases)} damages: " + ", ".join(f"{counts[kind]} {kind}" for kind in
                                                             CLASSES))
    print(f"{sum(total.values())} damages: {total['lost']} records lost and {total['merged']} merged without a message, "
          f"{total['changed']} files changed and {total['field']} fields lost without one")
    return 1 if total["lost"] or total["merged"] else 0


sys.exit(main())
