"""Reports as JSON lines: every good line is a report, every bad one a problem, and nothing stops the rest."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from contactline.collect.collect import Collected, iter_collected
from contactline.collect.paths import STDIN

GOOD = {
    "headline": "Shells fall on the village",
    "body": "Shells fell on the village on Monday.",
    "published": "2020-05-04",
}


def collect_lines(folder: Path, *lines: object, name: str = "reports.jsonl") -> list[Collected]:
    path = folder / name
    path.write_text("\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines), encoding="utf-8")
    return list(iter_collected([path], folder))


def codes(collected: Collected) -> list[str]:
    return [problem.code for problem in collected.problems]


def test_every_line_is_a_report_with_its_fields(tmp_path: Path) -> None:
    fields = {"publisher": "Line Press", "side": "third", "relayed_from": "Wire", "url": "https://press.example/1"}
    first, second = collect_lines(tmp_path, {**GOOD, **fields, "id": "a-1"}, "", {**GOOD, "body": "Another text."})
    assert (first.locator, second.locator) == ("reports.jsonl#a-1", "reports.jsonl#3")
    assert first.report is not None and second.report is not None
    assert first.report.headline_text == GOOD["headline"]
    meta = first.report.meta
    assert (meta.publisher, meta.side, meta.relayed_from, meta.url) == tuple(fields.values())
    assert first.report.id != second.report.id and first.digest != second.digest


def test_a_damaged_line_is_a_problem_and_the_others_are_read(tmp_path: Path) -> None:
    bad = ["{", "[1, 2]", "null", '{"headline": 3}', '{"body": 7}', "[" * 100_000, '{"body": "' + "9" * 10]
    met = collect_lines(tmp_path, GOOD, *bad, {**GOOD, "id": "last"})
    assert [collected.report is not None for collected in met] == [True, *[False] * len(bad), True]
    assert {code for collected in met[1:-1] for code in codes(collected)} == {"json-wrong", "no-text"}
    assert [collected.locator for collected in met[:2]] == ["reports.jsonl#1", "reports.jsonl#2"]


def test_bytes_that_are_no_text_cost_their_line(tmp_path: Path) -> None:
    path = tmp_path / "reports.jsonl"
    path.write_bytes(b"\x89PNG\x00\x01\n" + json.dumps(GOOD).encode() + b"\r\n\xff\xfe\n")
    assert [collected.report is not None for collected in iter_collected([path])] == [False, True, False]


def test_the_hidden_truth_is_never_looked_at(tmp_path: Path) -> None:
    with_truth, without = collect_lines(tmp_path, {**GOOD, "truth": {"incident": 1, "side": "AA"}}, GOOD)
    assert with_truth.report is not None and without.report is not None
    assert with_truth.report == without.report
    assert codes(with_truth) == codes(without)


def test_two_lines_with_one_id_are_two_reports(tmp_path: Path) -> None:
    first, second = collect_lines(tmp_path, {**GOOD, "id": "x"}, {**GOOD, "id": "x", "body": "Something else."})
    assert first.locator != second.locator
    assert codes(second).count("id-twice") == 1


def test_a_file_without_reports_is_given_up_early(tmp_path: Path) -> None:
    met = collect_lines(tmp_path, *({"kind": "no report"} for _ in range(100)))
    assert len(met) == 21
    assert codes(met[-1]) == ["no-reports"]


def test_a_sidecar_holds_where_a_line_is_silent(tmp_path: Path) -> None:
    (tmp_path / "reports.jsonl.meta.yaml").write_text("publisher: Line Press\nside: third\n", encoding="utf-8")
    silent, stating = collect_lines(tmp_path, GOOD, {**GOOD, "publisher": "Other Press"})
    assert silent.report is not None and stating.report is not None
    assert (silent.report.meta.publisher, stating.report.meta.publisher) == ("Line Press", "Other Press")


def test_the_standard_input_knows_lines_by_their_content(monkeypatch: pytest.MonkeyPatch) -> None:
    def send(*lines: object) -> list[Collected]:
        sent = "\n".join(json.dumps(line) for line in lines).encode()
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(sent)))
        return list(iter_collected([STDIN]))

    other = {**GOOD, "body": "Another text."}
    one, two = send(GOOD, other)
    again_two, again_one = send(other, GOOD)
    assert (one.locator, two.locator) == (again_one.locator, again_two.locator)
    assert one.locator.startswith("stdin#")
