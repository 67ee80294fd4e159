"""``reliability.csv``: the register of what somebody holds of a source, with every earlier row kept.

The file may be missing: then nobody is graded, and everybody's reliability "cannot be judged". No grade is ever worked
out by the program, least of all from how often a source agrees with anybody.
"""

from __future__ import annotations

from datetime import date
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Final

from contactline.records.grades import Reliability, SourceGrade
from contactline.records.ids import ActorId
from contactline.reference.tables import Mistakes, Row, read_table

RELIABILITY_FILE: Final = "reliability.csv"
_COLUMNS: Final = ("actor", "grade", "reason", "graded_on", "graded_by")


def read_reliability(folder: Path | Traversable, actors: frozenset[str], mistakes: Mistakes) -> tuple[SourceGrade, ...]:
    """The register's rows in the order of actors and days; every mistake is noted."""
    if not folder.joinpath(RELIABILITY_FILE).is_file():
        return ()
    rows = read_table(folder, RELIABILITY_FILE, _COLUMNS, mistakes)
    seen: set[tuple[str, str]] = set()
    grades = []
    for row in rows:
        found = list(_find_mistakes(row, actors, seen))
        for what in found:
            mistakes.add(row.file, row.line, what)
        seen.add((row["actor"], row["graded_on"]))
        if not found:
            grades.append(_make_grade(row))
    return tuple(sorted(grades, key=lambda grade: (grade.actor, grade.graded_on)))


def _find_mistakes(row: Row, actors: frozenset[str], seen: set[tuple[str, str]]) -> list[str]:
    found = []
    if row["actor"] not in actors:
        found.append(f"actor “{row['actor']}” is not an id of actors.csv")
    if row["grade"] not in set(Reliability):
        found.append(f"grade “{row['grade']}”: expected one of {', '.join(Reliability)}; F means that nothing tells")
    if not row["reason"]:
        found.append("reason is empty; expected why the source is held so, in a sentence")
    if not row["graded_by"]:
        found.append("graded_by is empty; expected who answers for the grade")
    if _find_day(row["graded_on"]) is None:
        found.append(f"graded_on “{row['graded_on']}”: expected a day such as 2020-05-12")
    elif (row["actor"], row["graded_on"]) in seen:
        found.append(f"“{row['actor']}” is graded again on {row['graded_on']}; expected one row for a source and day")
    return found


def _make_grade(row: Row) -> SourceGrade:
    return SourceGrade(
        actor=ActorId(row["actor"]),
        grade=Reliability(row["grade"]),
        reason=row["reason"],
        graded_on=date.fromisoformat(row["graded_on"]),
        graded_by=row["graded_by"],
    )


def _find_day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.isoformat() == text else None
