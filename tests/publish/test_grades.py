"""Grades on the page and in the file: letter and number apart, with why; levels by name beside their numbers."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from contactline.publish.publish import publish
from contactline.records.codebooks import UCDP
from contactline.records.dossiers import Dossier
from contactline.records.grades import Credibility, DerivedGrade, Grade, Reliability, SourceLetter

REASON = "Independent voices give it: <b>both</b>. Sila Marrik is named."


@pytest.fixture(scope="module")
def graded(dossier: Dossier, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The case, its first value graded."""
    sources = (
        SourceLetter("Eastmark ministry", Reliability.C, "figures <taken> back", date(2030, 5, 1)),
        *(SourceLetter(f"Outlet {number}", Reliability.F) for number in range(7)),
    )
    grade = Grade(sources, Credibility.PROBABLE, "confirmed/interested", REASON, 0.875)
    first, *others = dossier.weighings
    number, version = next((n, one) for n, one in enumerate(first.versions) if one.values)
    changed = replace(version, values=(replace(version.values[0], grade=grade), *version.values[1:]))
    derived = (
        DerivedGrade("ucdp", UCDP, "where_prec", "district", "Because of Sila Marrik."),
        DerivedGrade("acled", "ACLED", "geo_precision", None, "No place is told."),
    )
    weighing = replace(
        first, versions=(*first.versions[:number], changed, *first.versions[number + 1 :]), derived=derived
    )
    out = tmp_path_factory.mktemp("graded")
    publish(replace(dossier, weighings=(weighing, *others)), out)
    return out


def pages(out: Path) -> str:
    return "".join(path.read_text(encoding="utf-8") for path in sorted(out.glob("incident-*.html")))


def test_the_page_shows_letter_number_and_why(graded: Path) -> None:
    page = pages(graded)
    assert "grade C, F&#160;2</summary>" in page
    assert "2, probably true." in page
    assert "Eastmark ministry: C, fairly reliable, since 1 May 2030: figures &lt;taken&gt; back" in page
    assert "F, graded by nobody: Outlet 0, Outlet 1, Outlet 2, Outlet 3 and 3 more" in page
    assert "F and 6 mean that there is no basis for a judgement" in page
    assert "where_prec" in page


def test_reasons_are_escaped_and_children_stay_hidden(graded: Path) -> None:
    for text in (pages(graded), (graded / "incidents.json").read_text(encoding="utf-8")):
        assert "Sila Marrik" not in text
    assert "&lt;b&gt;both&lt;/b&gt;" in pages(graded)


def test_the_file_has_grades_and_levels_with_their_numbers(graded: Path) -> None:
    incidents = json.loads((graded / "incidents.json").read_text(encoding="utf-8"))
    values = [value for row in incidents for version in row["versions"] for value in version["values"]]
    [grade] = [value["grade"] for value in values if value["grade"]]
    assert (grade["credibility"], grade["words"], grade["rule"]) == ("2", "probably true", "confirmed/interested")
    assert grade["corroborated"] == 0.875
    assert grade["sources"][0]["graded_on"] == "2030-05-01"
    derived = [row for incident in incidents for row in incident["derived"]]
    assert [(row["level"], row["code"]) for row in derived] == [("district", 3), (None, None)]


def test_a_page_without_grades_says_nothing_of_them(out: Path) -> None:
    assert 'class="grade"' not in pages(out)
    assert "Grades: the letter" not in pages(out)
