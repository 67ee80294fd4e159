"""Matrices of contradiction: who stands how to whom in one incident, and which questions are open in a period."""

from __future__ import annotations

from dataclasses import dataclass, field

from contactline.records.ids import SideId


@dataclass(frozen=True, slots=True)
class MatrixSource:
    """Somebody in whose name things are said of an incident: a body, a person, an outlet in its own words.

    Attributes:
        side: whose column it stands in.
        questions: how many questions it answers.
        origins: how many independent origins have it.
    """

    name: str
    side: SideId
    questions: int
    origins: int


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """How two sources stand to each other, over the questions that both answer.

    Attributes:
        one, other: their places in the matrix, the smaller first.
        agrees, compatible: numbers of questions.
        conflicts: ids of the questions.
        same_origin: one of them is known only from texts of the other's origins: what they share counts once.
    """

    one: int
    other: int
    agrees: int
    compatible: int
    conflicts: tuple[str, ...]
    same_origin: bool

    def __post_init__(self) -> None:
        if not 0 <= self.one < self.other:
            raise ValueError("a cell stands between two sources, the smaller place first")


@dataclass(frozen=True, slots=True)
class SourceMatrix:
    """Sources against sources, of one incident.

    Attributes:
        cells: only of sources that answer a question in common.
        left_out: sources beyond the number that a page bears.
    """

    sources: tuple[MatrixSource, ...] = ()
    cells: tuple[MatrixCell, ...] = field(default=())
    left_out: int = 0

    def __post_init__(self) -> None:
        if any(cell.other >= len(self.sources) for cell in self.cells):
            raise ValueError("a cell stands between sources of its matrix")
