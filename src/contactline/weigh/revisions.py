"""Over time: what a speaker gave first and then gave anew, or took back. Nothing is dropped; it is marked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import inf
from typing import Final

from contactline.records.incidents import State
from contactline.weigh.algebra.figures import Figure, is_clash
from contactline.weigh.given import Given
from contactline.weigh.questions import Measure, get_measure
from contactline.weigh.said import Statement

ValueKey = tuple[str, bool]
"""What makes two statements one value: its key, and whether it is denied."""
_REVISABLE: Final = frozenset({Measure.NUMBER, Measure.YES_NO})


@dataclass(frozen=True, slots=True)
class Past:
    """That a voice no longer gives a value: since when, and whether it denies it now."""

    day: date
    withdrawn: bool


def find_past(groups: Mapping[ValueKey, Sequence[Statement]]) -> dict[tuple[ValueKey, str], Past]:
    """Which voice has replaced which value, of one side's values on one question.

    A voice that first gave one figure or answer and on a later day, in a report of its own side, first gives another
    that cannot be true with it, has revised it; if the later one is a denial of the earlier, it has withdrawn it. Only
    first times count: somebody who later repeats an old figure in a voice's name does not bring it back.
    """
    some = next(iter(groups.values()), None)
    if not some or get_measure(some[0].question) not in _REVISABLE or len(groups) == 1:
        return {}
    firsts = {key: _find_firsts(statements) for key, statements in groups.items()}
    past: dict[tuple[ValueKey, str], Past] = {}
    for key, mine in firsts.items():
        for other, theirs in firsts.items():
            for voice in sorted(mine.keys() & theirs.keys()):
                if mine[voice].is_before(theirs[voice]) and _clash(groups[key][0], groups[other][0]):
                    found = Past(theirs[voice].day, withdrawn=groups[other][0].denies and not groups[key][0].denies)
                    past[key, voice] = max(past.get((key, voice), found), found, key=lambda one: one.day)
    return past


def _find_firsts(statements: Iterable[Statement]) -> dict[str, Given]:
    firsts: dict[str, Given] = {}
    for statement in statements:
        view = statement.view
        if view.given is None or not view.is_own or statement.state is State.HEDGED:
            continue
        known = firsts.get(view.speaker)
        if known is None or view.given.is_before(known):
            firsts[view.speaker] = view.given
    return firsts


def _clash(one: Statement, other: Statement) -> bool:
    if get_measure(one.question) is Measure.YES_NO:
        return one.key != other.key
    return is_clash(_figure(one), _figure(other))


def _figure(statement: Statement) -> Figure:
    high = inf if statement.maximum is None else statement.maximum
    denies = statement.denies and statement.minimum != 0
    return Figure(statement.minimum or 0.0, high, denies)
