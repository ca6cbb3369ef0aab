"""Reads, converts and writes citations with the program citemill, which comes with this package.

    import citemill
    text = citemill.convert("library.ris", to="bibtex")
    for record in citemill.records("exports.nbib"):
        print(record["titles"][0]["text"])

A source is a path, or bytes: the content of a file. Formats are named as on the command line, "csl-json:layout=lines";
without `format` the format is detected. Messages of the program are kept in `Error.messages` and `Converted.messages`.
"""

import json
import os
import pathlib
import subprocess
import sys
import sysconfig
import tempfile

__all__ = ["Converted", "Error", "convert", "main", "program", "records"]


class Error(Exception):
    """The program could not do what was asked; `status` is its exit status, as Docs/Reference.md lists them."""

    def __init__(self, status, messages):
        self.status = status
        self.messages = messages
        errors = [message["message"] for message in messages if message.get("severity") == "error"]
        super().__init__("; ".join(errors) or f"citemill ended with status {status}")


class Converted(str):
    """The text of a conversion, with what was reported about it: dictionaries with severity, code, message and place."""

    messages = ()


def program():
    """The path of the program: beside this module, where the package was installed, or on PATH."""
    here = pathlib.Path(__file__).resolve().parent
    for folder in (here / "citemill_bin", pathlib.Path(sysconfig.get_path("scripts"))):
        path = folder / "citemill"
        if path.is_file() and os.access(path, os.X_OK) and not _is_python(path):
            return str(path)
    return "citemill"


def _is_python(path):
    with open(path, "rb") as file:
        return file.read(2) == b"#!"


def _words(source, format, options):
    words = [program(), "convert", "-" if isinstance(source, (bytes, bytearray)) else os.fspath(source),
             "--diagnostics", "json"]
    if format:
        words += ["--from", format]
    for name, value in options.items():
        name = "--" + name.replace("_", "-")
        if value is True:
            words.append(name)
        elif isinstance(value, (list, tuple)):
            words += [f"{name}={one}" for one in value]
        elif value is not False and value is not None:
            words.append(f"{name}={value}")
    return words


def _messages(text):
    return [json.loads(line) for line in text.decode("utf-8", "replace").splitlines() if line.startswith("{")]


def convert(source, to, format=None, **options):
    """The records of a source in another format, as text.

    Options are those of `citemill convert`, with underscores: `transform=["dedupe"]`, `strict=True`. Damaged records are left
    out and named in `messages`, as the program does with exit status 1; with any other status `Error` is raised.
    """
    words = _words(source, format, options) + ["--to", to]
    given = bytes(source) if isinstance(source, (bytes, bytearray)) else None
    done = subprocess.run(words, input=given, capture_output=True, check=False)
    messages = _messages(done.stderr)
    if done.returncode not in (0, 1):
        raise Error(done.returncode, messages)
    result = Converted(done.stdout.decode("utf-8"))
    result.messages = messages
    return result


def records(source, format=None, **options):
    """The records of a source one by one, as dictionaries in the form of Docs/Formats/RecordsJSON.md.

    A source of any length takes little memory. Raises `Error` at the end where the program ends with a status above 1.
    """
    words = _words(source, format, options) + ["--to", "records"]
    with tempfile.TemporaryFile() as errors, tempfile.TemporaryFile() as given:
        if isinstance(source, (bytes, bytearray)):
            given.write(source)
            given.seek(0)
        with subprocess.Popen(words, stdin=given, stdout=subprocess.PIPE, stderr=errors) as running:
            try:
                for line in running.stdout:
                    yield json.loads(line)
            except GeneratorExit:
                running.terminate()
                raise
        if running.returncode not in (0, 1):
            errors.seek(0)
            raise Error(running.returncode, _messages(errors.read()))


def main():
    """Runs the program in the place of Python."""
    path = program()
    os.execvp(path, [path, *sys.argv[1:]])
