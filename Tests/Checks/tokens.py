#!/usr/bin/env python3
"""tokens.py CITEMILL CORPUS.jsonl... [--formats A,B] [--show 40]: every word of the input is in the output.

Each readable case of the corpus is converted to `records` with rejects and messages. Every word of four or more letters
in a value of the input must be in the records, in a rejected part or in a message. A missing word with a reason in `CLASSES` is
counted under that reason; any other is printed. Status 1 if there is one.

Words are compared without regard to case and accents. LaTeX commands, the names of elements, attributes and members, codes in
XML attributes (which the survival tests of the vocabularies cover) and the header of a table are not words of a value.
"""
import argparse
import collections
import concurrent.futures
import html
import html.entities
import json
import os
import re
import subprocess
import sys
import tempfile
import unicodedata

from corpus import FORMATS, cases

BIB = {"bibtex", "biblatex"}
XML = {"jats", "crossref-xml", "pubmed-xml"}

MONTHS = ("january february march april june july august september sept october november december spring summer autumn fall winter "
          "januar februar marz juni juli oktober dezember enero febrero marzo abril mayo junio julio agosto septiembre octubre "
          "noviembre diciembre janvier fevrier mars avril juin juillet aout septembre octobre novembre decembre").split()


def plain(text):
    """Without accents and case; letters that cannot be decomposed are replaced by their usual spelling."""
    for letter, spelling in (("ß", "ss"), ("æ", "ae"), ("Æ", "AE"), ("ø", "o"), ("Ø", "O"), ("ł", "l"), ("Ł", "L"), ("đ", "d"),
                             ("Đ", "D"), ("ı", "i"), ("ȷ", "j"), ("œ", "oe"), ("Œ", "OE"), ("þ", "th"), ("Þ", "TH"), ("ð", "d"),
                             ("\u00ad", ""), ("\u200b", ""), ("ﬁ", "fi"), ("ﬂ", "fl")):
        text = text.replace(letter, spelling)
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)).lower()


def words(text):
    return set(re.findall(r"[^\W\d_]{4,}", plain(text)))


def latex(text):
    """The text of LaTeX: commands for accents and letters become letters, other commands become spaces, braces are removed."""
    text = re.sub(r"\\(?:verb|url|href)\b", " ", text).replace("}{", "} {")
    text = re.sub(r"\\(AA|aa)\b\s*(?:\{\})?", lambda m: m.group(1)[0], text)
    text = re.sub(r"\\([`'^\"~=.])\s*(?:\{\s*\\?([A-Za-z])\s*\}|\\?([A-Za-z]))", lambda m: m.group(2) or m.group(3), text)
    text = re.sub(r"\\([cvuHkrdbt])\s*\{\s*\\?([A-Za-z]{1,2})\s*\}", r"\2", text)
    text = re.sub(r"\\([cvuHkrdb])\s+\\?([A-Za-z])", r"\2", text)
    text = re.sub(r"\\(ss|ae|AE|oe|OE|o|O|l|L|i|j|dh|DH|th|TH|dj|DJ)\b\s*(?:\{\})?", r"\1", text)
    text = re.sub(r"\\-", "", text)
    text = re.sub(r"\\[A-Za-z]+\*?", " ", text)
    return text.replace("{", "").replace("}", "").replace("\\", "")


def values(text, form):
    """The text of the values in an input."""
    if form in BIB:
        text = re.sub(r"@\s*\w+\s*[{(]", " ", text)
        text = re.sub(r"(?:^|[,{(\s])[\w:+/-]+\s*=\s*(?=[\"{\w])", " ", text)
        return latex(text)
    if form in XML:
        if form == "jats":
            # What describes an article is in its front.
            text = " ".join(re.findall(r"<front\b.*?</front>", text, flags=re.S)) or text
        text = re.sub(r"<\?.*?\?>|<!--.*?-->|<!DOCTYPE.*?>", " ", text, flags=re.S)
        attributes = " ".join(
            value for tag in re.findall(r"<[^/!?][^>]*>", text)
            for _, value in re.findall(r"\w*:href\s*=\s*([\"'])(.*?)\1", tag, flags=re.S))
        text = re.sub(r"<!\[CDATA\[(.*?)\]\]>", lambda m: html.escape(m.group(1)), text, flags=re.S)
        # Faces within words split no word.
        text = re.sub(r"</?(?:\w+:)?(?:i|b|u|sc|italic|bold|underline|scp)>", "", text)
        return html.unescape(re.sub(r"<[^>]*>", " ", text)) + " " + html.unescape(attributes)
    if form == "csl-json":
        found = []

        def walk(value):
            if isinstance(value, dict):
                for member in value.values():
                    walk(member)
            elif isinstance(value, list):
                for member in value:
                    walk(member)
            else:
                found.append(str(value))
        try:
            walk(json.loads(text))
        except ValueError:
            found = re.findall(r"\"((?:[^\"\\]|\\.)*)\"(?!\s*:)", text)
        return re.sub(r"</?(?:i|b|sub|sup|span[^>]*)>", "", html.unescape(" ".join(found)))
    if form in ("csv", "tsv"):
        return text.split("\n", 1)[-1]
    if form in ("ris", "nbib", "wos"):
        text = re.sub(r"^[A-Z][A-Z0-9]{1,3} *-", " ", text, flags=re.M)
    return html.unescape(re.sub(r"</?(?:i|b|u|sub|sup|em|strong)>", "", text))


def members(text):
    """The words in the lines of `records`: including the names of members, since types and roles are names there."""
    found = []

    def walk(value):
        if isinstance(value, dict):
            for name, member in value.items():
                found.append(name)
                walk(member)
        elif isinstance(value, list):
            for member in value:
                walk(member)
        elif isinstance(value, str):
            found.append(value)
    for line in text.splitlines():
        try:
            walk(json.loads(line))
        except ValueError:
            found.append(line)
    return " ".join(found)


# Each reason: its name, what it is about, and whether a word of a case falls under it.
CLASSES = []


def reason(text):
    def add(test):
        CLASSES.append((text, test))
        return test
    return add


class Case:
    def __init__(self, form, raw, source, output):
        self.form, self.raw, self.source, self.output = form, raw, source, output
        self.plain_raw, self.plain_output = plain(raw), plain(output)
        self.joined_output = re.sub(r"[\W_]+", "", self.plain_output)

    def lines_with(self, word):
        return [line for line in self.plain_raw.splitlines() if word in line]


@reason("the word is joined with its neighbours, or split from them (hyphens, line ends, faces within a word)")
def joined(case, word):
    return word in case.joined_output


@reason("the name of a month or season is a number")
def month(case, word):
    return word in MONTHS


@reason("the name of a language is its tag")
def language(case, word):
    return all(re.search(r"langid|language|hyphenation|^la\b", line) for line in case.lines_with(word))


@reason("a number that is printed, electronic or linking is an ISSN of that kind")
def medium(case, word):
    kinds = {"print": ("issn", "isbn"), "electronic": ("issn", "isbn"), "linking": ("issn-l",), "online": ("issn", "isbn")}
    return any(kind in case.plain_output for kind in kinds.get(word, ()))


@reason("MEDLINE: AU has the initials of the full name in FAU")
def initials(case, word):
    return case.form == "nbib" and "\nfau " in case.plain_raw and all(re.match("au ", line) for line in case.lines_with(word))


@reason("BibLaTeX: the key of a localised string in `type` is its text or the type of the work")
def localised(case, word):
    return case.form in BIB and word in (
        "mathesis phdthesis candthesis techreport resreport software datacd audiocd patent patentde patenteu patentfr patentuk "
        "patentus patreq patreqde patreqeu patreqfr patrequk patrequs").split()


@reason("BibLaTeX: `prefix=` and `useprefix=` in an extended name say which particle the name has")
def extended(case, word):
    return case.form in BIB and word in ("prefix", "useprefix", "true", "false") and "useprefix" in case.plain_raw


@reason("BibLaTeX: `eprinttype` is the scheme of the identifier")
def eprint(case, word):
    return case.form in BIB and any("eprinttype" in line for line in case.lines_with(word))


@reason("BibTeX: an @xdata or @set entry stands for others; a message names it")
def other_entry(case, word):
    return case.form in BIB and "[bibtex.not-a-record]" in case.output


@reason("Web of Science: the line FN names the export")
def file_name(case, word):
    return case.form == "wos" and all(re.match(r"\W*fn ", line) for line in case.lines_with(word))


@reason("JATS: the preamble of a formula in LaTeX is not the formula")
def preamble(case, word):
    return case.form == "jats" and any("\\" in line for line in case.lines_with(word)) and "\\documentclass" in case.raw


@reason("JATS: figures are not part of an abstract; a message says what was left out")
def figure(case, word):
    return case.form == "jats" and "[xml.left-out]" in case.output and re.search("fig|graphic|alt-text", case.plain_raw)


@reason("XML: `mailto:` and `%2F` are the form of an address, not its value")
def address(case, word):
    return case.form in XML and (word == "mailto" or "%2" + word in case.plain_raw)


@reason("the tags of an abstract in JATS are its marks and lines")
def tags(case, word):
    return word == "jats" and "<jats:" in case.plain_raw


@reason("a source of which nothing is understood is refused as a whole; an error names it")
def refused(case, word):
    return "[source.not-understood]" in case.output


@reason("a placeholder (`none`) is no value")
def placeholder(case, word):
    return word == "none"


@reason("a character as in HTML (`&rsquo;`) is that character")
def character(case, word):
    return f"{word};" in html.entities.html5 and f"&{word};" in case.raw.lower()


@reason("CSL-JSON: a true `circa` is a mark of the date")
def circa(case, word):
    return case.form == "csl-json" and word == "true"


def check(citemill, identifier, form, raw):
    with tempfile.TemporaryDirectory() as folder:
        name = os.path.join(folder, "input")
        rejects = os.path.join(folder, "rejects")
        with open(name, "wb") as file:
            file.write(raw)
        run = subprocess.run([citemill, "convert", "-v", "--from", form + (":between=all" if form in BIB else ""), "--to", "records", "--rejects", rejects, name],
                             capture_output=True, timeout=60)
        rejected = open(rejects, "rb").read() if os.path.exists(rejects) else b""
    try:
        source = raw.decode("utf-8")
    except UnicodeDecodeError:
        source = raw.decode("cp1252", "replace")
    output = members(run.stdout.decode("utf-8", "replace"))
    messages = run.stderr.decode("utf-8", "replace")
    rejected = rejected.decode("utf-8", "replace")
    there = words(output) | words(messages) | words(rejected) | words(values(rejected, form)) | words(latex(output))
    missing = words(values(source, form)) - there
    found = Case(form, source, values(source, form), output + " " + messages + " " + rejected)
    result = []
    for word in sorted(missing):
        why = next((text for text, test in CLASSES if test(found, word)), None)
        result.append((word, why, next(iter(found.lines_with(word)), "")))
    return identifier, form, len(words(values(source, form))), result


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("citemill")
    parser.add_argument("corpus", nargs="+")
    parser.add_argument("--formats", help="formats of the corpus, separated by commas (default: all that citemill reads)")
    parser.add_argument("--show", type=int, default=40, help="print at most so many unexplained words")
    options = parser.parse_args()
    wanted = set(options.formats.split(",")) & set(FORMATS) if options.formats else set(FORMATS)
    for path in options.corpus:
        if not os.path.exists(path):
            print(f"no such file: {path}")
            return 2
    reasons, total, count, unexplained = collections.Counter(), 0, 0, []
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        found = pool.map(lambda case: check(options.citemill, *case), cases(options.corpus, wanted))
        for name, form, tried, missing in found:
            count, total = count + 1, total + tried
            for word, why, line in missing:
                if why is None:
                    unexplained.append((form, name, word, line))
                else:
                    reasons[why] += 1
    for form, name, word, line in unexplained[:options.show]:
        place = line.find(word)
        print(f"{form}\t{name}\t{word}\t{line[max(0, place - 60):place + 60].strip()}")
    for text, times in reasons.most_common():
        print(f"{times:6}  {text}")
    print(f"{count} cases, {total} words, {sum(reasons.values())} explained in {len(reasons)} classes, {len(unexplained)} unexplained")
    return 1 if unexplained else 0


if __name__ == "__main__":
    sys.exit(main())
