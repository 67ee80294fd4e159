"""The register of reliability: kept by people, older rows included, checked with the other files."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from contactline.cli import main
from contactline.errors import MandateError
from contactline.records.grades import Reliability, SourceGrade
from contactline.records.ids import ActorId
from contactline.reference.loading import load_mandate
from mandatefolder import ACTORS, write_folder

HEAD = "actor,grade,reason,graded_on,graded_by\n"
ROWS = (
    HEAD
    + "wire,B,“corrections are printed; staff on both sides”,2020-05-01,desk\n"
    + "no-mod,D,figures were often taken back,2020-01-01,desk\n"
    + 'wire,C,"by telephone only, no staff",2019-01-01,desk\n'
)


def write(folder: Path, rows: str, **changes: str) -> Path:
    write_folder(folder, **changes)
    (folder / "reliability.csv").write_text(rows, encoding="utf-8")
    return folder


def test_the_newest_row_is_in_force_and_older_ones_are_kept(tmp_path: Path) -> None:
    mandate = load_mandate(write(tmp_path / "m", ROWS))
    assert [(row.actor, row.grade) for row in mandate.reliability] == [("no-mod", "D"), ("wire", "C"), ("wire", "B")]
    found = mandate.find_reliability(ActorId("wire"))
    assert found is not None
    assert (found.grade, found.graded_on) == (Reliability.B, date(2020, 5, 1))


def test_without_a_row_or_a_file_nobody_is_graded(tmp_path: Path) -> None:
    assert load_mandate(write(tmp_path / "m", ROWS)).find_reliability(ActorId("su-mod")) is None
    assert load_mandate(write_folder(tmp_path / "n")).reliability == ()


def test_a_new_grade_does_not_make_another_mandate_of_it(tmp_path: Path) -> None:
    """Grades say nothing of how reports are read: none is read again for them."""
    bare = load_mandate(write_folder(tmp_path / "n"))
    assert load_mandate(write(tmp_path / "m", ROWS)).digest == bare.digest


@pytest.mark.parametrize(
    ("row", "mistake"),
    [
        ("westcourier,A,why,2020-01-01,desk", "actor “westcourier” is not an id of actors.csv"),
        ("wire,G,why,2020-01-01,desk", "grade “G”: expected one of A, B, C, D, E, F"),
        ("wire,b,why,2020-01-01,desk", "grade “b”: expected one of A, B, C, D, E, F"),
        ("wire,A,,2020-01-01,desk", "reason is empty"),
        ("wire,A,why,2020-01-01,", "graded_by is empty"),
        ("wire,A,why,1 May 2020,desk", "graded_on “1 May 2020”: expected a day"),
        ("wire,A,why,20200501,desk", "graded_on “20200501”: expected a day"),
        ("wire,A,why", "3 cells; expected 5"),
    ],
)
def test_each_mistake_is_named_with_its_line(tmp_path: Path, row: str, mistake: str) -> None:
    with pytest.raises(MandateError) as caught:
        load_mandate(write(tmp_path / "m", HEAD + row + "\n"))
    assert len(caught.value.mistakes) == 1
    assert caught.value.mistakes[0].startswith(f"reliability.csv:2: {mistake}")


def test_all_mistakes_of_all_files_come_at_once(tmp_path: Path) -> None:
    folder = write(
        tmp_path / "m",
        HEAD + "wire,A,why,2020-01-01,desk\nwire,B,why,2020-01-01,desk\nnobody,F,,never,\n",
        actors=ACTORS.replace("norland,state", "norland,kingdom", 1),
    )
    with pytest.raises(MandateError) as caught:
        load_mandate(folder)
    files = [mistake.split(":")[0] for mistake in caught.value.mistakes]
    assert files.count("reliability.csv") == 5
    assert files.count("actors.csv") == 1
    assert any("graded again on 2020-01-01" in mistake for mistake in caught.value.mistakes)


def test_a_grade_needs_a_reason_and_an_author() -> None:
    with pytest.raises(ValueError, match="reason"):
        SourceGrade(ActorId("wire"), Reliability.A, "", date(2020, 1, 1), "desk")


def test_show_prints_the_register_with_what_is_superseded(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["mandate", "show", str(write(tmp_path / "m", ROWS))]) == 0
    shown = capsys.readouterr().out
    assert "wire: C, fairly reliable, from 2019-01-01 (superseded)" in shown
    assert "wire: B, usually reliable, from 2020-05-01\n" in shown
    assert main(["mandate", "show", str(write_folder(tmp_path / "n"))]) == 0
    assert "No source is graded" in capsys.readouterr().out
