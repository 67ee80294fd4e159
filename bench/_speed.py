"""How fast a reader reads, how long a fresh process waits for it, and how much memory it takes.

Articles of 600 words are made of the annotated texts that ship with the project, so that this is measured everywhere.
Each figure comes from a process of its own with one thread. Throughput counts the CPU seconds of that process; load
time is wall-clock time from the start of the process, with its imports, until a first sentence is read; memory is the
peak of the resident set. The best of three processes counts, as others may use the machine.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from _process import read_peak
from _rows import Absent, Line, NoNames, Row, Subject, make_subjects
from contactline.records.reports import Report, ReportMeta, make_report

LEAST_ARTICLES, MOST_SECONDS, MOST_MIB = 10.0, 1.5, 400.0
WORDS = 600
ROOT = Path(__file__).resolve().parents[1] / "annotated"
_ARTICLES, _QUICK_ARTICLES = 80, 20
_REPEATS = 3
_ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
_FIRST = "The army said on Monday that two soldiers were killed near Arden."


def evaluate(quick: bool, subjects: list[Subject], model_folder: Path | None) -> list[Line]:
    """Rows on speed, load and memory."""
    articles = list(_iter_articles(_QUICK_ARTICLES if quick else _ARTICLES))
    if not articles:
        return [Absent("speed", f"no texts in {ROOT}")]
    with TemporaryDirectory() as folder:
        path = Path(folder) / "articles.json"
        path.write_text(json.dumps(articles), encoding="utf-8")
        repeats = 1 if quick else _REPEATS
        runs = {s.name: [_run(s.name, path, model_folder) for _ in range(repeats)] for s in subjects}
    rate = {name: max(run["articles_per_second"] for run in of) for name, of in runs.items()}
    load = {name: min(run["seconds_to_first"] for run in of) for name, of in runs.items()}
    memory = {name: min(run["peak_mib"] for run in of) for name, of in runs.items()}
    ratio = [f"{name} is {value / rate['rules']:.2f} times rules" for name, value in rate.items() if name != "rules"]
    beside = "; ".join(["CoreNLP chain 0.7", *ratio])
    return [
        Row(f"speed: articles of {WORDS} words a second, one core", rate, beside, least=LEAST_ARTICLES),
        Row("speed: seconds from start of process to first reading", load, most=MOST_SECONDS, places=2),
        Row("speed: peak resident memory, MiB", memory, most=MOST_MIB, places=0),
    ]


def _run(reader: str, articles: Path, model_folder: Path | None) -> dict[str, float]:
    command = [sys.executable, str(Path(__file__).resolve()), reader, str(articles), str(model_folder or "")]
    begun = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=os.environ | _ONE_THREAD) as process:
        if process.stdout is None or not process.stdout.readline():
            raise RuntimeError(f"the process that reads with {reader} ended early; its message is above")
        first = time.perf_counter() - begun
        figures: dict[str, float] = json.loads(process.stdout.read())
    return figures | {"seconds_to_first": first}


def _iter_articles(number: int) -> Iterator[str]:
    """Articles of the annotated texts one after the other, cut after so many words; each begins with another text."""
    # Not at the top: the process that is timed must not pay for it.
    from contactline.annotated.parse import parse_file

    parsed = (parse_file(path).text for path in sorted(ROOT.glob("*/*.txt")))
    texts = [text.report.text for text in parsed if text]
    for first in range(number if texts else 0):
        words, at = 0, first
        article = list[str]()
        while words < WORDS:
            text = texts[at % len(texts)]
            ends = [found.end() for found in re.finditer(r"\S+", text)][: WORDS - words]
            article.append(text[: ends[-1]])
            words, at = words + len(ends), at + 1
        yield "\n\n".join(article)


def measure(reader_name: str, path: Path, model_folder: Path | None) -> None:
    """What the process of its own does: a sentence first, then the articles."""
    reader = next(s for s in make_subjects(reader_name, model_folder) if s.name == reader_name).make()
    reader.read(_report(_FIRST), NoNames())
    print("ready", flush=True)
    reports = [_report(text) for text in json.loads(path.read_text(encoding="utf-8"))]
    reader.read(reports[0], NoNames())  # what is made on first use is no part of the throughput
    begun = time.process_time()
    for report in reports[1:]:
        reader.read(report, NoNames())
    rate = (len(reports) - 1) / (time.process_time() - begun)
    print(json.dumps({"articles_per_second": rate, "peak_mib": read_peak()}))


def _report(text: str) -> Report:
    return make_report(None, text, ReportMeta())


if __name__ == "__main__":
    measure(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]) if sys.argv[3] else None)
