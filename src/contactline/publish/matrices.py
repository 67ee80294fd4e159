"""Matrices of contradiction: sources against sources on an incident's page, questions against incidents of a period."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, cast

from contactline.publish.exports import MatrixCellRow, MatrixResultRow, MatrixRow, MatrixSourceRow
from contactline.publish.naming import SideTitle, make_side_title
from contactline.publish.phrases import count, join, say_when
from contactline.publish.view import View
from contactline.records.incidents import Incident, Result, Weighing
from contactline.records.matrices import MatrixCell, SourceMatrix

COLUMNS: Final = (
    ("happened", "Happened"),
    ("day", "Day"),
    ("when", "Time of day"),
    ("where", "Place"),
    ("kind", "Kind"),
    ("fired", "Who fired"),
    ("fired_first", "Who first"),
    ("fired_at", "When fired"),
    ("force", "Forces"),
    ("means", "Weapons"),
    ("killed", "Killed"),
    ("wounded", "Wounded"),
    ("victims", "Names"),
    ("damage", "Damage"),
    ("shielding", "Objective"),
    ("intent", "Intent"),
    ("evidence", "Evidence"),
    ("law", "Law"),
)
"""Sorts of questions, by the first word of their ids, and the heads of their columns."""
_FARTHEST: Final = (Result.CONFLICTS, Result.COMPATIBLE, Result.AGREES, Result.ONE_SIDE_ONLY, Result.NOT_STATED)


@dataclass(frozen=True, slots=True)
class SourceLine:
    """One source: its number, name, side, and how it stands to each source in order; ``None`` to itself."""

    number: int
    name: str
    side: SideTitle
    origins: int
    cells: tuple[CellMark | None, ...]


@dataclass(frozen=True, slots=True)
class CellMark:
    """One cell: signs for the eye, words for whoever hears or hovers, and whether anything conflicts."""

    signs: str
    words: str
    conflicts: bool
    same_origin: bool


@dataclass(frozen=True, slots=True)
class MatrixPart:
    """The matrix of an incident's page."""

    lines: tuple[SourceLine, ...]
    conflicts: tuple[str, ...]
    left_out: int


@dataclass(frozen=True, slots=True)
class PeriodLine:
    """One incident of the period: its results, one for each column, and whether a side contradicts itself there."""

    title: str
    href: str
    when: str
    results: tuple[tuple[Result, bool], ...]


def make_matrix_part(view: View, weighing: Weighing) -> MatrixPart | None:
    """Sources against sources; ``None`` where there are not two that answer a question in common."""
    matrix = weighing.matrix
    if not matrix.cells:
        return None
    texts = {question.id: question.text for question in weighing.questions}
    marks = {(cell.one, cell.other): _mark(cell) for cell in matrix.cells}
    nothing = CellMark("", "no question in common", conflicts=False, same_origin=False)
    lines = [
        SourceLine(
            number + 1,
            view.hide(source.name),
            make_side_title(view, source.side),
            source.origins,
            tuple(
                None if other == number else marks.get((min(number, other), max(number, other)), nothing)
                for other in range(len(matrix.sources))
            ),
        )
        for number, source in enumerate(matrix.sources)
    ]
    return MatrixPart(tuple(lines), tuple(_iter_conflicts(view, matrix, texts)), matrix.left_out)


def _mark(cell: MatrixCell) -> CellMark:
    parts = [
        (len(cell.conflicts), "≠", "conflict"),
        (cell.compatible, "≈", "fits"),
        (cell.agrees, "=", "agree"),
    ]
    signs = " ".join(f"{sign}{number}" for number, sign, _ in parts if number)
    words = [
        f"conflict on {count(len(cell.conflicts), 'question')}" if cell.conflicts else "",
        f"compatible on {cell.compatible}" if cell.compatible else "",
        f"agree on {cell.agrees}" if cell.agrees else "",
        "same origin" if cell.same_origin else "",
    ]
    return CellMark(signs, ", ".join(word for word in words if word), bool(cell.conflicts), cell.same_origin)


def _iter_conflicts(view: View, matrix: SourceMatrix, texts: Mapping[str, str]) -> Iterator[str]:
    for cell in matrix.cells:
        if cell.conflicts:
            names = [view.hide(matrix.sources[place].name) for place in (cell.one, cell.other)]
            asked = join([f"“{texts.get(question, question)}”" for question in cell.conflicts])
            yield f"{cell.one + 1} {names[0]} and {cell.other + 1} {names[1]}: {asked}"


def find_results(weighing: Weighing) -> tuple[tuple[Result, bool], ...]:
    """How the sides stand on each sort of question, and whether one of them contradicts itself there."""
    found: dict[str, list[Result]] = {}
    inside = set()
    for comparison in weighing.comparisons:
        word = comparison.question.split("/")[0]
        found.setdefault(word, []).append(comparison.result)
        if comparison.internal:
            inside.add(word)
    return tuple(
        (min(found.get(word, [Result.NOT_STATED]), key=_FARTHEST.index), word in inside) for word, _ in COLUMNS
    )


def make_period_lines(view: View, incidents: Iterable[Incident]) -> Iterator[PeriodLine]:
    """One line for each incident that is not merely recalled, in the order of time."""
    for incident in incidents:
        if not incident.recalled:
            yield PeriodLine(
                view.hide(incident.title),
                f"incident-{incident.id}.html",
                say_when(incident.when),
                find_results(view.weighings[incident.id]),
            )


def make_matrix_row(view: View, incident: Incident) -> MatrixRow:
    """One entry of ``matrices.json``."""
    weighing = view.weighings[incident.id]
    matrix = weighing.matrix
    results = zip(COLUMNS, find_results(weighing), strict=True)
    return MatrixRow(
        incident=incident.id,
        results=[
            MatrixResultRow(question=word, result=cast("Any", result.value), internal=internal)
            for (word, _), (result, internal) in results
        ],
        sources=[
            MatrixSourceRow(
                name=view.hide(source.name), side=source.side, questions=source.questions, origins=source.origins
            )
            for source in matrix.sources
        ],
        cells=[
            MatrixCellRow(
                one=cell.one,
                other=cell.other,
                agrees=cell.agrees,
                compatible=cell.compatible,
                conflicts=list(cell.conflicts),
                same_origin=cell.same_origin,
            )
            for cell in matrix.cells
        ],
        left_out=matrix.left_out,
    )
