"""The demonstration case, end to end: what its versions table must say, on the real output."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from contactline.config import ExamineSettings
from contactline.demo import MANDATE, case_folder
from contactline.desk.examine import examine_folder

Row = dict[str, Any]


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo")
    with case_folder() as case:
        examine_folder(ExamineSettings(paths=(case,), out=folder, mandate=MANDATE, base=case))
    return folder


@pytest.fixture(scope="module")
def main(out: Path) -> Row:
    incidents = json.loads((out / "incidents.json").read_text(encoding="utf-8"))
    found: Row = max(incidents, key=lambda incident: len(incident["claims"]))
    assert "4 July 2017" in found["title"]
    return found


def version(main: Row, question: str, side: str) -> Row:
    [found] = [one for one in main["versions"] if (one["question"], one["side"]) == (question, side)]
    return found


def comparison(main: Row, question: str) -> Row:
    [found] = [one for one in main["comparisons"] if one["question"] == question]
    return found


def test_undisputed_are_the_day_the_place_and_the_two_villagers(main: Row) -> None:
    assert comparison(main, "day")["result"] == "agrees"
    assert [value["value"] for value in version(main, "day", "AM")["values"]] == ["4 July 2017"]
    assert comparison(main, "where")["result"] == "agrees"
    assert comparison(main, "killed/AZ/civilian")["result"] == "agrees"
    for side in ("AM", "AZ", "third"):
        assert [value["value"] for value in version(main, "killed/AZ/civilian", side)["values"]] == ["2"]


def test_disputed_are_the_first_fire_and_the_objective_in_the_village(main: Row) -> None:
    assert [comparison(main, f"fired_first/{side}")["result"] for side in ("AM", "AZ")] == ["conflicts"] * 2
    assert comparison(main, "shielding/AZ")["result"] == "conflicts"


def test_the_clock_is_not_agreed_and_one_side_has_two(main: Row) -> None:
    found = comparison(main, "when")
    assert found["result"] != "agrees"
    assert found["internal"] == ["AZ"]
    assert "twelve hours" in found["contradictions"][0]["text"]
    assert "20:20–20:30 on 4 July 2017" in [one["value"] for one in version(main, "fired_at/AZ", "AM")["values"]]
    assert version(main, "fired_at/AZ", "AZ")["state"] == "silent as of"


def test_the_weapons_differ_within_one_side_and_neither_speaks_of_its_own(main: Row) -> None:
    [found] = comparison(main, "means/AM")["contradictions"]
    assert found["side"] == "AZ"
    assert "mortar 120 mm" in found["text"]
    assert "Prosecutor General's Office: “anti-tank weapon”" in found["text"]
    for side in ("AM", "AZ"):
        assert version(main, f"means/{side}", side)["state"] == "silent as of"


def test_a_resident_contradicts_the_ministry_on_answering_fire(main: Row) -> None:
    [found] = comparison(main, "fired/AZ")["contradictions"]
    assert "yes, as an answer" in found["text"]
    assert "one woman: “no”" in found["text"]


def test_answering_fire_is_an_admission_of_fire(main: Row) -> None:
    for side in ("AM", "AZ"):
        found = version(main, f"fired/{side}", side)
        assert found["state"] == "admitted"
        assert found["values"][0]["value"] == "yes, as an answer"


def test_evidence_of_a_later_day_is_marked_in_the_row_of_evidence(main: Row) -> None:
    notes = [(one["value"], one["note"]) for one in version(main, "evidence", "AM")["values"]]
    assert ("video", "of 6 July 2017, after the incident: told of another one") in notes
    assert [remark["kind"] for remark in main["remarks"]] == ["later evidence"]


def test_early_reports_of_one_side_are_silent_on_the_civilians(main: Row, out: Path) -> None:
    found = version(main, "killed/AZ/civilian", "AM")
    assert found["silent_until"] == "2017-07-05"
    assert found["silent"]
    assert min(voice["first"] for value in found["values"] for voice in value["voices"]) == "2017-07-07"
    assert version(main, "wounded/AZ/civilian", "AM")["state"] == "silent as of"
    page = html.fromstring((out / f"incident-{main['id']}.html").read_text(encoding="utf-8"))
    text = " ".join(page.text_content().split())
    assert "is left out in 1 earlier report, up to 5 July 2017," in text


def test_the_matrix_sets_the_two_ministries_against_each_other(out: Path, main: Row) -> None:
    rows = json.loads((out / "matrices.json").read_text(encoding="utf-8"))
    [row] = [one for one in rows if one["incident"] == main["id"]]
    sides = [source["side"] for source in row["sources"]]
    assert any(
        cell["conflicts"] and {sides[cell["one"]], sides[cell["other"]]} == {"AM", "AZ"} for cell in row["cells"]
    )
    assert any(cell["same_origin"] for cell in row["cells"])
    results = {one["question"]: one for one in row["results"]}
    assert results["fired_first"]["result"] == "conflicts"
    assert results["means"]["internal"]
    period = html.fromstring((out / "matrix.html").read_text(encoding="utf-8"))
    hrefs = period.xpath("//table//th[@scope='row']/a/@href")
    assert f"incident-{main['id']}.html" in hrefs
    assert all((out / href).is_file() for href in hrefs)
