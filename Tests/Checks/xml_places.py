#!/usr/bin/env python3
"""Lists the places for text and attributes in an XML vocabulary, for Tests/CitemillXMLTests.

    Tests/Checks/xml_places.py jats FILE.dtd...     article without its text
    Tests/Checks/xml_places.py pubmed FILE.dtd
    Tests/Checks/xml_places.py crossref FILE.xsd    needs xmlschema

Each line is the shortest path from the record to an element, with the elements in it that contain text, and its attributes:

    article/front/article-meta/contrib-group/contrib role email @deceased @corresp
"""

import collections
import sys

ROOTS = {
    "jats": ["article"],
    "pubmed": ["PubmedArticle", "PubmedBookArticle"],
    "crossref": [
        "journal", "conference", "book", "posted_content", "dissertation", "report-paper", "standard", "database",
        "peer_review", "sa_component", "pending_publication", "grant",
    ],
}
# What is text of the work, innards of formulas and of tables, and elements by which the way would be longer than need be.
PASSED_OVER = {
    "jats": {"body", "floats-group", "sub-article", "response", "math", "table"},
    "pubmed": {"math"},
    "crossref": {"math"},
}


class Element:
    def __init__(self):
        self.children, self.attributes, self.takes_words = [], [], False


def from_dtds(paths):
    from lxml import etree

    found = collections.defaultdict(Element)
    for path in paths:
        for declared in etree.DTD(path).iterelements():
            if declared.prefix == "mml":
                continue
            element = found[declared.name]

            def look(content):
                if content is None:
                    return
                if content.type == "pcdata":
                    element.takes_words = True
                elif content.type == "element":
                    name = content.name.split(":")[-1]
                    if name not in element.children:
                        element.children.append(name)
                look(content.left)
                look(content.right)

            look(declared.content)
            for attribute in declared.iterattributes():
                name = f"{attribute.prefix}:{attribute.name}" if attribute.prefix else attribute.name
                if not name.startswith("xmlns") and name not in element.attributes and attribute.default != "fixed":
                    element.attributes.append(name)
    return found


def from_schema(path, roots):
    import xmlschema

    schema = xmlschema.XMLSchema10(path)
    found = collections.defaultdict(Element)

    def look(declared):
        name = declared.local_name
        if name in found:
            return
        element = found[name]
        is_mixed = getattr(declared.type, "mixed", False)
        element.takes_words = declared.type.has_simple_content() or is_mixed or declared.type.is_simple()
        element.attributes = [
            str(key).split("}")[-1] for key, value in (declared.attributes or {}).items() if key and value.use != "prohibited"
        ]
        content = declared.type.content if declared.type.has_complex_content() or is_mixed else None
        for child in content.iter_elements() if content is not None and hasattr(content, "iter_elements") else ():
            if child.local_name is None or "MathML" in child.target_namespace:
                continue
            if child.local_name not in element.children:
                element.children.append(child.local_name)
            look(child)

    for root in roots:
        if root in schema.elements:
            look(schema.elements[root])
        else:
            for declared in schema.maps.elements.values():
                if getattr(declared, "local_name", None) == root:
                    look(declared)
    return found


def places(elements, roots, passed_over):
    paths = {root: root for root in roots}
    queue = collections.deque(roots)
    while queue:
        name = queue.popleft()
        for child in elements[name].children:
            if child in passed_over or child in paths or child not in elements:
                continue
            paths[child] = f"{paths[name]}/{child}"
            queue.append(child)
    for name, path in sorted(paths.items(), key=lambda item: item[1]):
        words = [child for child in elements[name].children if child in paths and elements[child].takes_words]
        words += [f"@{attribute}" for attribute in elements[name].attributes]
        if words:
            yield " ".join([path] + words)


def main():
    vocabulary, *files = sys.argv[1:]
    roots = ROOTS[vocabulary]
    elements = from_schema(files[0], roots) if vocabulary == "crossref" else from_dtds(files)
    if vocabulary == "jats":
        elements["back"].children = ["ref-list"]
    print(*places(elements, roots, PASSED_OVER[vocabulary]), sep="\n")


if __name__ == "__main__":
    main()
