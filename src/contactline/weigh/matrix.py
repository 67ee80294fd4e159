"""Sources against sources: how everybody who is heard on an incident stands to everybody else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from contactline.records.ids import THIRD, SideId
from contactline.records.incidents import Result
from contactline.records.mandates import Mandate
from contactline.records.matrices import MatrixCell, MatrixSource, SourceMatrix
from contactline.weigh.compare import Comparer
from contactline.weigh.said import Statement
from contactline.weigh.versions import Answer, make_answer

MOST_SOURCES: Final = 20
"""Sources in a matrix, those that answer most questions first: what a printed page bears."""


@dataclass(frozen=True, slots=True)
class _Source:
    """A source with its answers, by question, and the keys of its origins."""

    source: MatrixSource
    answers: Mapping[str, Answer]
    roots: frozenset[str]


def make_matrix(statements: Iterable[Statement], mandate: Mandate) -> SourceMatrix:
    """Set every source of an incident against every other, question by question, by the same algebra as the sides.

    What an opponent relays of somebody does not count as that somebody's word.

    Args:
        statements: all of the incident.
        mandate: sides and places.
    """
    said: defaultdict[tuple[SideId, str], list[Statement]] = defaultdict(list)
    for statement in statements:
        if not statement.view.note:
            said[statement.view.side, statement.view.speaker].append(statement)
    sources = [_make_source(side, mine) for (side, _), mine in sorted(said.items())]
    ranked = sorted(sources, key=lambda one: (-one.source.questions, one.source.name, one.source.side))
    order = {side: place for place, side in enumerate((*(side.id for side in mandate.sides), THIRD))}
    kept = sorted(ranked[:MOST_SOURCES], key=lambda one: order.get(one.source.side, len(order)))
    comparer = Comparer(mandate)
    cells = (_make_cell(one, other, kept, comparer) for one, other in combinations(range(len(kept)), 2))
    return SourceMatrix(
        sources=tuple(one.source for one in kept),
        cells=tuple(cell for cell in cells if cell is not None),
        left_out=len(ranked) - len(kept),
    )


def _make_source(side: SideId, statements: Sequence[Statement]) -> _Source:
    by_question: defaultdict[str, list[Statement]] = defaultdict(list)
    for statement in statements:
        by_question[statement.question].append(statement)
    roots = frozenset(statement.view.root for statement in statements)
    names = sorted(statement.view.voice for statement in statements)
    name = max(names, key=names.count)
    answers = {question: make_answer(question, side, mine) for question, mine in by_question.items()}
    return _Source(MatrixSource(name, side, len(answers), len(roots)), answers, roots)


def _make_cell(one: int, other: int, sources: Sequence[_Source], comparer: Comparer) -> MatrixCell | None:
    mine, theirs = sources[one], sources[other]
    shared = sorted(mine.answers.keys() & theirs.answers.keys())
    if not shared:
        return None
    results = {
        question: comparer.judge_values(question, mine.answers[question].leading, theirs.answers[question].leading)[0]
        for question in shared
    }
    found = list(results.values())
    return MatrixCell(
        one=one,
        other=other,
        agrees=found.count(Result.AGREES),
        compatible=found.count(Result.COMPATIBLE),
        conflicts=tuple(question for question, result in results.items() if result is Result.CONFLICTS),
        same_origin=mine.roots <= theirs.roots or theirs.roots <= mine.roots,
    )
