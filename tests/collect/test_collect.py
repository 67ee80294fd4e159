from __future__ import annotations

import time
from datetime import date
from pathlib import Path

import pytest

from collect.conftest import Collect, codes
from contactline.collect.collect import iter_collected
from contactline.demo import case_folder
from contactline.records.problems import Severity

TEXT = "Two dead in Upper Mill\n\nShelling hit the village of Upper Mill on Tuesday, the ministry said.\n"
PAGE = (
    "<html><head><meta property='og:site_name' content='Page'><title>A title of it</title></head>"
    "<body><p>Shelling hit the village of Upper Mill.</p></body></html>"
)


def test_a_report_of_each_format(collect: Collect) -> None:
    for name, content in (
        ("a.txt", TEXT),
        ("a.md", "# " + TEXT),
        (
            "a.html",
            "<h1>Two dead</h1><p>Shelling hit the village of Upper Mill on Tuesday, the ministry said.</p>",
        ),
    ):
        report = collect(content, name).report
        assert report is not None
        assert "Shelling hit the village" in report.text[report.body.start : report.body.end]


def test_sidecar_over_front_matter_over_page(collect: Collect) -> None:
    page = PAGE
    collected = collect(f"---\npublisher: Front\nlanguage: en\n---\n{page}", "a.html", yaml="publisher: Beside")
    assert collected.report is not None
    assert collected.report.meta.publisher == "Beside"
    assert collected.report.meta.language == "en"
    assert "fields-differ" in codes(collected)


def test_page_metadata_counts_as_guessed(collect: Collect) -> None:
    collected = collect(PAGE, "a.html", yaml="language: en")
    assert collected.report is not None
    assert collected.report.meta.publisher == "Page"
    assert "publisher" in collected.report.meta.guessed
    assert "language" not in collected.report.meta.guessed


def test_two_sidecars(collect: Collect) -> None:
    collected = collect(TEXT, yaml="publisher: A", json='{"publisher": "B"}')
    assert collected.report is not None
    assert collected.report.meta.publisher == "A"
    assert "sidecar-second" in codes(collected)


def test_trailer_spans_point_into_the_fixed_text(collect: Collect) -> None:
    report = collect(TEXT + "\nShare this:\n\nSource: Line Observer\n").report
    assert report is not None
    assert [report.text[span.start : span.end] for span in report.trailer] == ["Share this:", "Source: Line Observer"]


def test_problems_name_the_file_and_the_report(collect: Collect) -> None:
    collected = collect(TEXT)
    assert collected.problems
    assert {problem.subject for problem in collected.problems} == {"report.txt"}
    assert collected.report is not None
    assert {problem.report for problem in collected.problems} == {collected.report.id}


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"", "a.txt", "empty"),
        (b"%PDF-1.4", "a.txt", "binary"),
        (b"---\npublisher: X\n---\n", "a.md", "empty"),
        (b"<html><script>x</script></html>", "a.html", "empty"),
    ],
)
def test_what_cannot_become_a_report(collect: Collect, content: bytes, name: str, code: str) -> None:
    collected = collect(content, name)
    assert collected.report is None
    assert [(problem.code, problem.severity) for problem in collected.problems] == [(code, Severity.ERROR)]


def test_the_same_file_gives_the_same_report(collect: Collect) -> None:
    assert collect(TEXT) == collect(TEXT)


def test_the_order_of_files_does_not_matter(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt"):
        (tmp_path / name).write_text(TEXT + name)
    whole = list(iter_collected([tmp_path], tmp_path))
    assert [collected.locator for collected in whole] == ["a.txt", "b.txt"]
    single = [next(iter_collected([tmp_path / name], tmp_path)) for name in ("a.txt", "b.txt")]
    assert whole == single


def test_the_built_in_case_states_all_that_is_needed() -> None:
    with case_folder() as folder:
        collected = list(iter_collected([folder], folder))
    reports = [item.report for item in collected if item.report]
    assert len(reports) == 14
    assert [item.locator for item in collected if item.report is None] == ["README.md"]
    assert all(report.meta.side and report.meta.publisher and report.meta.published_on for report in reports)
    assert not [p for item in collected for p in item.problems if p.severity is not Severity.INFO]


def test_a_report_without_metadata(collect: Collect) -> None:
    """An invented text in the manner of a page copied by hand: share row, caption twice, source at the end."""
    text = (
        "Northern army answers after attack on Upper Mill\n\nShare this:\nNorthern positions near Upper Mill\n\n"
        "Northern positions near Upper Mill\n\nUPPER MILL—The northern army answered shelling on Tuesday evening, the "
        "northern ministry said.\n\nOn Wednesday the ministry refuted reports of losses during the July 4 attacks.\n\n"
        "Source: Line Observer\nLink: Northern army answers after attack on Upper Mill\n"
    )
    collected = collect(text, "observer-2017-07.txt")
    assert collected.report is not None
    meta = collected.report.meta
    assert (meta.publisher, meta.published_on, meta.language) == ("Line Observer", date(2017, 7, 5), "en")
    assert collected.report.headline_text == "Northern army answers after attack on Upper Mill"
    assert len(collected.report.trailer) == 4
    assert {"guessed", "published-guessed"} <= set(codes(collected))


def test_a_long_text_is_read_whole_and_in_linear_time(collect: Collect) -> None:
    paragraph = "Shelling hit the village of Upper Mill on Tuesday, the ministry said, and nobody was hurt by it.\n\n"
    started = time.monotonic()
    report = collect(TEXT + paragraph * 50_000).report
    assert time.monotonic() - started < 10
    assert report is not None
    assert len(report.text) > 4_900_000
