#!/usr/bin/env python3
"""How the time of a conversion grows with one thing at a time: identifiers, roles, native fields, notes, keys ...

    growth.py CITEMILL [--only WORD] [--limit SECONDS]

Each case is run at three sizes, each twice the one before, and prints one line. Growth is bad if twice the input takes more
than 1.5 times as long per byte, and at least 0.15 s, or if a run takes longer than the limit. Status 1 if any is bad."""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile

ALL = ["csl-json", "ris", "bibtex", "biblatex", "nbib", "refer", "wos", "csv", "records", "listing"]
SIZES = (10000, 20000, 40000)


def ris(lines):
    return f"TY  - JOUR\nTI  - T\n{lines}ER  - \n"


def each(n, *patterns):
    """The patterns in turn, n in total, each with its number if it has a place for one."""
    return "".join(patterns[i % len(patterns)].replace("%d", str(i)) for i in range(n))


def record(**members):
    return json.dumps({"citemill": 1, "key": "k", "type": "article-journal", "titles": [{"text": "T"}], **members}) + "\n"


def csl(**members):
    return json.dumps([{"id": "k", "type": "article-journal", "title": "T", **members}])


def jats(inner):
    return (
        '<article xmlns:xlink="http://www.w3.org/1999/xlink"><front><journal-meta><journal-title>J</journal-title>'
        "</journal-meta><article-meta><title-group><article-title>T</article-title></title-group>"
        f"{inner}<pub-date><year>2001</year></pub-date></article-meta></front></article>"
    )


def pubmed(inner, after=""):
    return (
        '<?xml version="1.0"?><PubmedArticleSet><PubmedArticle><MedlineCitation><PMID Version="1">1</PMID><Article>'
        "<Journal><JournalIssue><PubDate><Year>2001</Year></PubDate></JournalIssue><Title>J</Title></Journal>"
        f"<ArticleTitle>T</ArticleTitle>{inner}</Article>{after}</MedlineCitation></PubmedArticle></PubmedArticleSet>"
    )


def crossref(inner):
    return (
        '<?xml version="1.0"?><doi_batch xmlns="http://www.crossref.org/schema/5.3.0" version="5.3.0"><body><journal>'
        "<journal_metadata><full_title>J</full_title></journal_metadata><journal_article><titles><title>T</title></titles>"
        f"{inner}<doi_data><doi>10.5555/1</doi><resource>http://a.example</resource></doi_data></journal_article></journal>"
        "</body></doi_batch>"
    )


def person(i, **members):
    return {"family": f"Berg{i}", "given": "Anna", **members}


CASES = [
    # name, source format, what is made for a size, targets
    ("ris identifiers", "ris", lambda n: ris(each(n, "DO  - 10.5555/%d\n", "UR  - http://a.example/%d\n", "AN  - %d\n")), ALL),
    ("ris roles", "ris", lambda n: ris(each(n, "AU  - Berg%d, A\n", "A2  - Roe%d, B\n", "A3  - Lund%d, C\n")), ALL),
    ("ris unknown tags", "ris", lambda n: ris(each(n, "X1  - v %d\n", "X2  - w %d\n")), ALL),
    ("ris types", "ris", lambda n: each(
        n, *[f"TY  - {word}\nTI  - T%d\nXX  - v\nER  - \n" for word in ("JOUR", "BOOK", "CHAP", "RPRT", "THES", "CONF")]), ALL),
    ("schemes", "records", lambda n: record(identifiers=[{"scheme": f"x{i}", "value": "1"} for i in range(n)]), ALL),
    ("mixed schemes", "records", lambda n: record(
        identifiers=[{"scheme": ["PMID", "DOI", "URL", "x", "ISBN"][i % 5], "value": str(i)} for i in range(n)]), ALL),
    ("relations", "records", lambda n: record(
        relations=[{"type": f"is-x{i}", "target": {"scheme": "DOI", "value": f"10.5555/{i}"}} for i in range(n)]), ALL),
    ("funding", "records", lambda n: record(funding=[{"funder": f"F{i}", "awards": [{"number": str(i)}]} for i in range(n)]), ALL),
    ("licences", "records", lambda n: record(licences=[{"url": f"http://a.example/{i}"} for i in range(n)]), ALL),
    ("dates", "records", lambda n: record(dates={f"k{i}": {"value": "2001"} for i in range(n // 10)}), ALL),
    ("roles", "records", lambda n: record(contributors=[person(i, roles=[f"r{i}"]) for i in range(n)]), ALL),
    ("affiliations of one", "records", lambda n: record(
        contributors=[person(1, affiliations=[{"name": f"U{i}"} for i in range(n)])]), ALL),
    ("one name", "records", lambda n: record(
        contributors=[person(1, affiliations=[{"name": f"U{i}"}]) for i in range(n)]), ALL),
    ("editors of the host", "records", lambda n: record(container={
        "relation": "host", "titles": [{"text": "H"}],
        "contributors": [person(i, suffix="Jr.", roles=["editor"]) for i in range(n)]}), ALL),
    ("abstracts", "records", lambda n: record(abstracts=[{"text": f"a {i}", "language": "en"} for i in range(n)]), ALL),
    ("notes", "records", lambda n: record(notes=[{"text": f"a note {i}"} for i in range(n)]), ALL),
    ("keywords", "records", lambda n: record(keywords=[{"text": f"a, {i}", "scheme": "s", "major": True} for i in range(n)]), ALL),
    ("subtitles", "records", lambda n: record(
        titles=[{"text": "T"}] + [{"text": f"s{i}", "kind": "sub"} for i in range(n)]), ALL),
    ("native fields", "records", lambda n: record(
        nativeFields=[{"format": f"f{i % 7}", "name": f"n{i}", "value": "v"} for i in range(n)]), ALL),
    ("members of names", "csl-json", lambda n: csl(author=[person(i, x="y") for i in range(n)]), ALL),
    ("members of custom", "csl-json", lambda n: csl(custom={f"x{i}": "v" for i in range(n)}), ALL),
    ("ISBN", "csl-json", lambda n: csl(ISBN=" ".join(f"978-0-19-{i:06}-1" for i in range(n))), ALL),
    ("keys", "csl-json", lambda n: json.dumps(
        [{"id": "k" if i % 2 else f"k-{i // 2}", "type": "book", "title": "T"} for i in range(n)]), ["ris"]),
    ("nbib fields", "nbib", lambda n: "PMID- 1\nTI  - T\n" + each(
        n, "GR  - G%d/NIH\n", "OT  - k%d\n", "PT  - P%d\n", "RN  - r%d\n", "MH  - *W%d\n", "CN  - C%d\n") + "\n", ALL),
    ("wos fields", "wos", lambda n: "FN X\nVR 1.0\nPT J\nTI T\n" + each(
        n, "AF Berg%d, A\n", "C1 [Berg, A] U%d\n", "CR Berg, %d\n", "FU f%d\n", "ZZ z%d\n") + "ER\n\nEF\n", ALL),
    ("jats notes on authors", "jats", lambda n: jats(
        "<contrib-group>"
        + each(n, '<contrib><name><surname>B%d</surname></name><xref ref-type="corresp" rid="c%d"/></contrib>')
        + "</contrib-group><author-notes>" + each(n, '<corresp id="c%d"><email>a@b.example</email></corresp>')
        + "</author-notes>"), ALL),
    ("jats shared affiliations", "jats", lambda n: jats(
        "<contrib-group>" + each(n, '<contrib><name><surname>B%d</surname></name><xref ref-type="aff" rid="a"/></contrib>')
        + '</contrib-group><aff id="a">U</aff>'), ALL),
    ("jats unknown elements", "jats", lambda n: jats(each(n, "<x%d>v</x%d>")), ALL),
    ("pubmed authors", "pubmed-xml", lambda n: pubmed("<AuthorList>" + each(
        n, "<Author><LastName>B%d</LastName><ForeName>A</ForeName><AffiliationInfo><Affiliation>U%d</Affiliation>"
        "</AffiliationInfo></Author>") + "</AuthorList>"), ALL),
    ("pubmed grants", "pubmed-xml", lambda n: pubmed(
        "<GrantList>" + each(n, "<Grant><GrantID>%d</GrantID><Agency>A%d</Agency></Grant>") + "</GrantList>"), ALL),
    ("crossref contributors", "crossref-xml", lambda n: crossref("<contributors>" + each(
        n, '<person_name sequence="additional" contributor_role="author"><surname>B%d</surname><affiliation>U%d</affiliation>'
        "</person_name>") + "</contributors>"), ALL),
    ("csv columns", "csv", lambda n: "title," + ",".join(f"c{i}" for i in range(n // 5)) + "\nT" + ",v" * (n // 5) + "\n", ALL),
    ("csv lists", "csv", lambda n: 'title,keywords,url\nT,"' + "; ".join(f"k{i}" for i in range(n)) + '","'
        + "; ".join(f"http://a.example/{i}" for i in range(n)) + '"\n', ALL),
    ("listing labels", "listing", lambda n: "Title: T\nAuthor: Berg, A\n" + each(n, "Label %d: v\n"), ALL),
    ("listing numbers", "listing", lambda n: "Title: T\nContainer: J\n" + each(n, "ISSN: 1234-%d\n", "DOI: 10.5555/%d\n"), ALL),
    ("listing lines", "listing", lambda n: "Title: T\nYear: 2001\nAbstract: a\n" + "more words\n" * n, ALL),
    ("listing references", "listing", lambda n: "".join(
        f"{i + 1}. Berg A. A title {i}. Journal. 2001;1(2):3-4.\n" for i in range(n)), ["csl-json"]),
    ("listing paragraphs", "listing", lambda n: "".join(
        f"Berg, A. A title {i}. Journal. 2001;1(2):3-4.\n" for i in range(n)), ["csl-json"]),
]

COMMANDS = {
    "plan": ["plan", "-f", "ris", "-t", "bibtex"],
    "inspect": ["inspect"],
    "verify": ["convert", "-q", "--verify", "-f", "ris", "-t", "bibtex", "-o", os.devnull],
    **{f"transform {name}": ["convert", "-q", "-f", "ris", "-t", "records", "-o", os.devnull, "--transform", name]
       for name in ("sort", "dedupe", "keys", "normalise", "validate", "select:title+author", "drop:note")},
}
LIBRARIES = {
    "records": lambda n: "".join(
        f"TY  - JOUR\nID  - k{i}\nAU  - Berg{i}, Anna\nTI  - Title of {i}\nPY  - 2001\nDO  - 10.5555/{i}\nZZ  - q\nER  - \n"
        for i in range(n // 4)),
    "one record": lambda n: ris(each(n, "AU  - Berg%d, Anna, Jr.\n", "KW  - k%d\n", "ZZ  - q%d\n", "UR  - http://a.example/%d\n")),
    "one key": lambda n: "TY  - JOUR\nID  - k\nTI  - The same title\nPY  - 2001\nER  - \n" * (n // 4),
}


def seconds(words, limit):
    """The processor time of a command, or None if it exceeds the limit."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    try:
        subprocess.run(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=limit, check=False)
    except subprocess.TimeoutExpired:
        return None
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("citemill")
    parser.add_argument("--only", default="")
    parser.add_argument("--limit", type=float, default=25)
    options = parser.parse_args()
    runs = [(f"{name}, {source} -> {target}", make, ["convert", "-q", "-j", "1", "-f", source, "-t", target, "-o", os.devnull])
            for name, source, make, targets in CASES for target in targets]
    runs += [(f"{command}, {library}", make, words) for command, words in COMMANDS.items() for library, make in LIBRARIES.items()]
    bad = total = 0
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "input")
        for name, make, words in runs:
            if options.only not in name:
                continue
            times = []
            for size in SIZES:
                with open(path, "w", encoding="utf-8") as file:
                    file.write(make(size))
                times.append((os.path.getsize(path), seconds([options.citemill, *words, path], options.limit)))
                if times[-1][1] is None:
                    break
            (small, before), (large, last) = times[-2:] if len(times) > 1 else (times[0], times[0])
            is_bad = last is None or last > 0.15 and last / max(before, 0.02) > 1.5 * large / small
            bad += is_bad
            total += 1
            print("BAD" if is_bad else "ok ", name, *("-" if time is None else f"{time:.2f}" for _, time in times), flush=True)
    print(f"{total} cases, {bad} bad")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
