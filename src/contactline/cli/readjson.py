"""Readings as one JSON object for scripts."""

from __future__ import annotations

import json
from typing import Any

from contactline.cli.printing import print_line
from contactline.codec import encode
from contactline.desk.readings import FileReading, ReadFiles
from contactline.ports import Reading
from contactline.read.sidebyside import Pair, Row
from contactline.records.problems import Problem


def print_readings_json(made: ReadFiles) -> None:
    """Claims are the records themselves, key by key; spans count code points of ``text``."""
    value = {
        "reader": _record(made.reader),
        "with": _record(made.beside),
        "note": made.note,
        "mandate": made.mandate.name,
        "mandate_choice": made.mandate_choice,
        "files": [_describe_file(one) for one in made.files],
        "problems": [_record(problem) for problem in made.problems],
        "exit_code": made.exit_code,
    }
    print_line(json.dumps(value))


def _describe_file(one: FileReading) -> dict[str, Any]:
    return {
        "file": one.file,
        "report": one.report.id,
        "title": one.report.title,
        "meta": _record(one.report.meta),
        "text": one.report.text,
        **_describe_reading(one.reading),
        "why": {claim: list(lines) for claim, lines in one.why.items()},
        "with": _describe_reading(one.beside) if one.beside else None,
        "rows": [_describe_row(row) for row in one.rows] if one.beside else [],
    }


def _describe_reading(reading: Reading) -> dict[str, Any]:
    problems: tuple[Problem, ...] = reading.problems
    return {
        "claims": [_record(claim) for claim in reading.claims],
        "problems": [_record(problem) for problem in problems],
    }


def _describe_row(row: Row) -> dict[str, Any]:
    return {"span": _record(row.span), "pairs": [_describe_pair(pair) for pair in row.pairs]}


def _describe_pair(pair: Pair) -> dict[str, Any]:
    return {
        "first": pair.first.id if pair.first else None,
        "second": pair.second.id if pair.second else None,
        "differences": [_record(difference) for difference in pair.differences],
    }


def _record(record: object) -> Any:
    return json.loads(encode(record))
