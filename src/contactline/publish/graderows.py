"""Grades as the exchange files and pages show them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, cast

from contactline.publish.exports import DerivedRow, GradeRow, SourceLetterRow
from contactline.publish.naming import SideTitle, make_side_title
from contactline.publish.phrases import join, say_day
from contactline.publish.view import View
from contactline.records.codebooks import find_code
from contactline.records.grades import DerivedGrade, Grade
from contactline.records.incidents import Weighing

_MOST_NAMED: Final = 4
_SCHEMES: Final = {"airwars": "Airwars", "ucdp": "UCDP", "acled": "ACLED"}


@dataclass(frozen=True, slots=True)
class GradeMark:
    """A grade beside a value: ``B 2``, in words, and why.

    Attributes:
        letters: those of its sources, joined by commas.
        sources: a line for each source that is graded, and one for the others.
    """

    letters: str
    number: str
    words: str
    reason: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DerivedLine:
    """One line of the table of derived grades."""

    scheme: str
    codebook: str
    field: str
    about: SideTitle | None
    level: str
    code: int | None
    reason: str


def make_grade_mark(view: View, grade: Grade | None) -> GradeMark | None:
    """What a page shows of a grade."""
    if grade is None:
        return None
    return GradeMark(
        letters=", ".join(letter.value for letter in grade.letters),
        number=grade.credibility.value,
        words=grade.credibility.words,
        reason=view.hide(grade.reason),
        sources=tuple(_say_sources(view, grade)),
    )


def _say_sources(view: View, grade: Grade) -> Iterator[str]:
    """A line for each source that somebody graded, and one for all the others."""
    for source in grade.sources:
        if source.graded_on:
            since = f"since {say_day(source.graded_on)}: {view.hide(source.reason)}"
            yield f"{view.hide(source.name)}: {source.letter.value}, {source.letter.words}, {since}"
    others = [view.hide(source.name) for source in grade.sources if not source.graded_on]
    if others:
        more = [f"{len(others) - _MOST_NAMED} more"] if len(others) > _MOST_NAMED else []
        yield f"F, graded by nobody: {join([*others[:_MOST_NAMED], *more])}"


def make_derived_lines(view: View, weighing: Weighing) -> tuple[DerivedLine, ...]:
    """The table of derived grades, in the order of weighing."""
    return tuple(
        DerivedLine(
            scheme=_SCHEMES[derived.scheme],
            codebook=derived.codebook,
            field=derived.field,
            about=make_side_title(view, derived.about) if derived.about else None,
            level=derived.level or "",
            code=find_code(derived.scheme, derived.field, derived.level),
            reason=view.hide(derived.reason),
        )
        for derived in weighing.derived
    )


def make_grade_row(view: View, grade: Grade) -> GradeRow:
    """A grade in ``incidents.json``."""
    return GradeRow(
        sources=[
            SourceLetterRow(
                name=view.hide(source.name),
                letter=cast("Any", source.letter.value),
                words=source.letter.words,
                reason=view.hide(source.reason),
                graded_on=source.graded_on.isoformat() if source.graded_on else None,
            )
            for source in grade.sources
        ],
        credibility=cast("Any", grade.credibility.value),
        words=grade.credibility.words,
        rule=grade.rule,
        reason=view.hide(grade.reason),
        corroborated=grade.corroborated,
    )


def make_derived_row(view: View, derived: DerivedGrade) -> DerivedRow:
    """A derived grade in ``incidents.json``: here, and not before, a level gets its number."""
    return DerivedRow(
        scheme=cast("Any", derived.scheme),
        codebook=derived.codebook,
        field=derived.field,
        about=derived.about,
        level=derived.level,
        code=find_code(derived.scheme, derived.field, derived.level),
        reason=view.hide(derived.reason),
    )
