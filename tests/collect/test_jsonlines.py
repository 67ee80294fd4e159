"""Reports as lines of JSON."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from contactline.collect.collect import iter_collected
from contactline.collect.jsonlines import collect_line
from contactline.records.problems import Severity

FIELDS = {"publisher": "Herald", "published": "2031-05-03", "language": "en", "headline": "Two villagers killed"}
TEXT = "Two people were killed on May 2, the ministry said.\n"


def as_line(**entry: object) -> bytes:
    return json.dumps(entry).encode()


def test_a_line_is_the_report_that_a_file_would_be(tmp_path: Path) -> None:
    head = "".join(f"{name}: {value}\n" for name, value in FIELDS.items())
    (tmp_path / "a.txt").write_text(f"---\n{head}---\n{TEXT}")
    (file,) = iter_collected([tmp_path / "a.txt"])
    line = collect_line(as_line(text=TEXT, **FIELDS), "x.jsonl@0")
    assert line.report == file.report
    assert line.locator == "x.jsonl@0"


def test_other_keys_are_left_alone_and_nothing_is_no_value() -> None:
    collected = collect_line(as_line(body=TEXT, id=7, tags=["a"], side=None, sensitive=True, **FIELDS), "x")
    assert collected.report is not None
    assert collected.report.meta.sensitive
    assert collected.report.meta.published_on == date(2031, 5, 3)
    assert not [problem for problem in collected.problems if problem.code == "field-unknown"]


def test_a_wrong_field_is_named_and_the_report_stands() -> None:
    collected = collect_line(as_line(text=TEXT, published="yesterday", url=5), "x")
    assert collected.report is not None
    assert {"published-wrong", "url-wrong"} <= {problem.code for problem in collected.problems}


def test_characters_that_no_text_can_hold() -> None:
    line = rb'{"text": "Two \ud800people\u0000 were killed on the road.\r\n%s", "language": "en"}' % (b"One fled. " * 9)
    collected = collect_line(line, "x")
    assert collected.report is not None
    collected.report.text.encode()
    assert "\r" not in collected.report.text
    assert "character-replaced" in {problem.code for problem in collected.problems}


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (b"{", "json-wrong"),
        (b"[]", "json-wrong"),
        (b"\xff\xfe", "json-wrong"),
        (b"[" * 100_000, "json-wrong"),
        (b'{"text": 5}', "no-text"),
        (b"{}", "no-text"),
        (b'{"text": " "}', "empty"),
    ],
)
def test_what_is_no_report(line: bytes, code: str) -> None:
    collected = collect_line(line, "x.jsonl@5")
    assert collected.report is None
    assert [(problem.code, problem.severity, problem.subject) for problem in collected.problems] == [
        (code, Severity.ERROR, "x.jsonl@5")
    ]
