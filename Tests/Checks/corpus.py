"""Cases as JSON lines, which several checks read: `id`, `format`, `direction`, `input` and optionally `input_encoding`."""
import base64
import json

# The names of formats in the corpus, and what citemill calls them.
FORMATS = {
    "bibtex": "bibtex", "biblatex": "biblatex", "ris": "ris", "refer": "refer", "nbib": "nbib", "wos": "wos",
    "csl-json": "csl-json", "csv": "csv", "tsv": "tsv", "jats": "jats", "crossref-unixref": "crossref-xml",
    "pubmed-xml": "pubmed-xml",
}


def cases(paths, formats=FORMATS):
    """The id, the Citemill format and the bytes of each readable case in the given formats of the corpus."""
    for path in paths:
        with open(path, encoding="utf-8") as file:
            for case in map(json.loads, file):
                if case.get("direction", "read") == "read" and case.get("format") in formats:
                    text = case["input"]
                    is_coded = case.get("input_encoding") == "base64"
                    raw = base64.b64decode(text) if is_coded else text.encode("utf-8", "surrogatepass")
                    yield case["id"], FORMATS[case["format"]], raw
