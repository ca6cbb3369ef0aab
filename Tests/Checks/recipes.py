#!/usr/bin/env python3
"""recipes.py CITEMILL [--only WORDS] [--accept]: runs the examples of Docs/Recipes.md with the programs that they use.

`swift test` runs the blocks marked `console`. This check also runs those marked `console TOOL...`, which need tools
that not every system has. Each section runs in a new copy of the folder that the page names, and the
output of its commands is compared with the page. For a missing tool, the check prints the command that installs it,
and ends with status 2.

--only runs the sections whose title has these words; --accept writes the output of the commands into the page.
"""
import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile

PACKAGE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PAGE = os.path.join(PACKAGE, "Docs", "Recipes.md")
STYLES = "/usr/share/citation-style-language/styles"

# What a block may name: a command that succeeds where the tool is there, and how to install it on Debian and Ubuntu.
TOOLS = {
    "apa.csl": (["test", "-e", STYLES + "/apa.csl"], "apt-get install citation-style-language-styles"),
    "bibtex": (["bibtex", "--version"], "apt-get install texlive-latex-base"),
    "biber": (["biber", "--version"], "apt-get install biber"),
    "biblatex": (["kpsewhich", "biblatex.sty"], "apt-get install texlive-bibtex-extra texlive-latex-recommended"),
    "jabref": (["sh", "-c", "command -v jabref"], "apt-get install jabref"),
    "latexmk": (["latexmk", "--version"], "apt-get install latexmk texlive-latex-base"),
    "lmodern": (["kpsewhich", "lmodern.sty"], "apt-get install lmodern"),
    "pandoc": (["pandoc", "--version"], "apt-get install pandoc"),
    "parallel": (["parallel", "--version"], "apt-get install parallel"),
    "pdftotext": (["pdftotext", "-v"], "apt-get install poppler-utils"),
    "pyspark": (["python3", "-c", "import pyspark"], "python3 -m pip install pyspark; apt-get install default-jre-headless"),
}


class Block:
    """A block between fences: its mark and the range of its lines in the page."""

    def __init__(self, mark, first):
        self.mark, self.first, self.end = mark.split(), first, first

    @property
    def is_console(self):
        return self.mark[:1] == ["console"]

    @property
    def tools(self):
        return self.mark[1:] if self.is_console else []


def sections(lines):
    """The title and the blocks of each section of the page."""
    found, block = [], None
    for number, line in enumerate(lines):
        if line.startswith("```"):
            if block:
                block.end, block = number, None
            else:
                block = Block(line[3:], number + 1)
                if found:
                    found[-1][1].append(block)
        elif not block and line.startswith("## "):
            found.append((line[3:], []))
    return found


def commands(lines):
    """The commands of a console block, each with the lines that it should print."""
    found = []
    for line in lines:
        if line.startswith("$ "):
            found.append((line[2:], []))
        elif found:
            found[-1][1].append(line)
    return found


def missing(tools):
    """The tools that are not installed."""
    def works(command):
        try:
            return subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode == 0
        except OSError:
            return False

    return [tool for tool in sorted(tools) if tool not in TOOLS or not works(TOOLS[tool][0])]


def run(command, folder, environment):
    """The lines that a command prints on both outputs."""
    result = subprocess.run(["sh", "-c", "{ %s; } 2>&1" % command], cwd=folder, env=environment,
                            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE)
    text = result.stdout.decode("utf-8", "replace")
    return text.split("\n")[:-1] if text.endswith("\n") else text.split("\n") if text else []


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("citemill")
    parser.add_argument("--only", default="")
    parser.add_argument("--accept", action="store_true")
    options = parser.parse_args()

    with open(PAGE, encoding="utf-8") as file:
        lines = file.read().split("\n")
    examples = next(m.group(1) for m in map(re.compile("<!-- examples: (.+) -->").fullmatch, lines) if m)
    chosen = [(title, blocks) for title, blocks in sections(lines) if options.only.lower() in title.lower()]
    if not chosen:
        print("no section has %r in its title" % options.only)
        return 2
    lacking = missing({tool for _, blocks in chosen for block in blocks for tool in block.tools})
    for tool in lacking:
        print("%s is not installed: %s" % (tool, TOOLS[tool][1] if tool in TOOLS else "TOOLS has no such name"))
    if lacking:
        return 2

    root = tempfile.mkdtemp()
    environment = {name: value for name, value in os.environ.items() if name not in ("MAKELEVEL", "MAKEFLAGS")}
    environment.update(
        HOME=root, PATH=os.path.dirname(os.path.abspath(options.citemill)) + ":" + os.environ["PATH"], LC_ALL="C.UTF-8",
        GIT_CONFIG_GLOBAL="/dev/null", GIT_CONFIG_NOSYSTEM="1", GIT_AUTHOR_NAME="A", GIT_AUTHOR_EMAIL="a@example.org",
        GIT_COMMITTER_NAME="A", GIT_COMMITTER_EMAIL="a@example.org")
    differences, count, printed = 0, 0, {}
    for number, (title, blocks) in enumerate(chosen):
        folder = os.path.join(root, str(number))
        shutil.copytree(os.path.join(PACKAGE, examples), folder)
        for block in blocks:
            body = lines[block.first:block.end]
            if block.is_console:
                output = []
                for command, expected in commands(body):
                    found = run(command, folder, environment)
                    output += ["$ " + command] + found
                    count += 1
                    if found != expected:
                        differences += 1
                        print("%s: $ %s" % (title, command))
                        print("".join("  page: %s\n" % line for line in expected), end="")
                        print("".join("  now:  %s\n" % line for line in found), end="", flush=True)
                printed[block.first] = (block.end, output)
            elif len(block.mark) == 2:
                path = os.path.join(folder, block.mark[1])
                os.makedirs(os.path.dirname(path), exist_ok=True)
                with open(path, "w", encoding="utf-8") as file:
                    file.write("".join(line + "\n" for line in body))
    shutil.rmtree(root)
    if options.accept:
        for first in sorted(printed, reverse=True):
            end, output = printed[first]
            lines[first:end] = output
        with open(PAGE, "w", encoding="utf-8") as file:
            file.write("\n".join(lines))
    print("%d commands in %d sections, %d print something else than the page says" % (count, len(chosen), differences))
    return 1 if differences else 0


sys.exit(main())
