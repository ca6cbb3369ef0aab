#!/usr/bin/env python3
"""spark_lines.py CITEMILL [LINES]: converts generated CSL-JSON lines on Spark, and checks that no line is lost.

Needs pyspark and a Java runtime; the master is local[2], and nothing listens outside of 127.0.0.1. It checks that

1. RDD.pipe with checkCode=True gives a line for each line, the same as one run over the whole file, in order,
2. mapPartitions with a separate process does too, and returns the summary of each partition,
3. a killed converter makes the job fail, and would not without checkCode.
"""
import json
import os
import shlex
import subprocess
import sys
import tempfile
import threading
import time

PARTITIONS = 8

# Runs the command that it is given, and kills it when it has been handed a thousand lines.
KILLED = """exec 3<&0
id=$(mktemp)
{ head -n 1000 <&3; while [ ! -s "$id" ]; do sleep 0.01; done; kill -9 "$(cat "$id")"; rm "$id"; cat <&3 >/dev/null; } |
  sh -c 'echo $$ > "$0"; exec "$@"' "$id" "$@"
"""


def generate(path, count):
    """Writes lines; one in a thousand is damaged and one in a thousand is empty."""
    with open(path, "w", encoding="utf-8") as file:
        for i in range(count):
            if i % 1000 == 7:
                file.write('{"id":"damaged%d","title":}\n' % i)
            elif i % 1000 == 500:
                file.write("\n")
            else:
                item = {"id": "r%d" % i, "type": "article-journal", "title": "On weirs, part %d" % i,
                        "author": [{"family": "Berg", "given": "Ana"}, {"family": "Eze", "given": "Obi"}],
                        "container-title": "Journal of Rivers", "volume": str(i % 90),
                        "issued": {"date-parts": [[1990 + i % 30, i % 12 + 1]]}, "DOI": "10.5555/r.%d" % i}
                file.write(json.dumps(item) + "\n")


def convert(command):
    """A function for mapPartitions: a converter for the partition, which fails with it."""
    def run(lines):
        log = tempfile.TemporaryFile()
        child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log)

        def feed():
            try:
                with child.stdin:
                    for line in lines:
                        child.stdin.write(line.encode("utf-8") + b"\n")
            except BrokenPipeError:
                pass  # its status tells

        threading.Thread(target=feed, daemon=True).start()
        for line in child.stdout:
            yield line.decode("utf-8").rstrip("\n")
        status = child.wait()
        log.seek(0)
        messages = log.read().decode("utf-8").splitlines()
        if status != 0:
            raise RuntimeError("the converter ended with status %d: %s" % (status, messages[-1:]))
        summary = json.loads(messages[-1])
        assert summary["lines"] == summary["written"] + summary["rejected"] + summary["passed"] + summary["blank"]
    return run


def check(name, holds, detail=""):
    print("%s: %s%s" % ("ok" if holds else "NOT OK", name, " (%s)" % detail if detail else ""), flush=True)
    return holds


def main():
    tool, count = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 200_000
    try:
        from pyspark import SparkConf, SparkContext
    except ImportError:
        print("pyspark is not there, nothing checked")
        return 2
    command = [os.path.abspath(tool), "convert", "--lines", "--from", "csl-json", "--to", "records", "--quiet"]
    folder = tempfile.mkdtemp()
    path = os.path.join(folder, "items.jsonl")
    generate(path, count)
    with open(path, "rb") as file:
        alone = subprocess.run(command, stdin=file, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True)
    expected = alone.stdout.decode("utf-8").split("\n")[:-1]

    conf = SparkConf().setMaster("local[2]").setAppName("citemill")
    for key, value in {"spark.driver.bindAddress": "127.0.0.1", "spark.driver.host": "127.0.0.1",
                       "spark.ui.enabled": "false", "spark.log.level": "OFF"}.items():
        conf.set(key, value)
    context = SparkContext(conf=conf)
    lines = context.textFile(path, PARTITIONS)
    good = [check("partitions", lines.getNumPartitions() >= PARTITIONS, str(lines.getNumPartitions()))]

    def compare(name, converted):
        start = time.monotonic()
        found = converted.collect()
        rejected = sum(line.startswith('{"_rejected":') for line in found)
        blank = found.count("")
        good.append(check(
            name, found == expected and len(found) == count,
            "%d records + %d rejected + %d blank = %d of %d lines, %.1f s" % (
                len(found) - rejected - blank, rejected, blank, len(found), count, time.monotonic() - start)))

    compare("pipe", lines.pipe(shlex.join(command), checkCode=True))
    compare("mapPartitions", lines.mapPartitions(convert(command)))

    killed = os.path.join(folder, "killed.sh")
    with open(killed, "w", encoding="utf-8") as file:
        file.write(KILLED)
    for checks in [True, False]:
        pipe = lines.pipe(shlex.join(["sh", killed] + command), checkCode=checks)
        try:
            outcome = "success, %d of %d lines" % (pipe.count(), count)
        except Exception as error:
            outcome = "failed, with status 137" if "code 137" in str(error) else "failed, %s" % error
        if checks:
            good.append(check("a killed converter fails the job", outcome == "failed, with status 137", outcome))
        else:
            print("without checkCode: %s" % outcome)
    context.stop()
    for name in os.listdir(folder):
        os.remove(os.path.join(folder, name))
    os.rmdir(folder)
    return 0 if all(good) else 1


sys.exit(main())
