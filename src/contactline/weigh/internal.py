"""One side's own voices: whether they cannot all be right.

A list is no contradiction: several kinds, weapons or places, a coarse time beside a fine one, the parts of a total.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import combinations
from typing import Final

from contactline.weigh.algebra import NEAR_CLOCK, is_number_conflict, time_gap
from contactline.weigh.questions import Measure, get_measure
from contactline.weigh.versions import Answer, Value


def contradicts_itself(answer: Answer) -> bool:
    """Whether two different voices of one side state firmly what cannot both be true."""
    measure = get_measure(answer.question)
    clash = _CLASHES.get(measure)
    if clash is None:
        return False
    apart = _are_two_origins if measure is Measure.TIME else _are_two_voices
    firm = [value for value in answer.values if value.is_firm]
    return any(apart(one, other) and clash(one, other) for one, other in combinations(firm, 2))


def _are_two_voices(one: Value, other: Value) -> bool:
    """Whether each is given by somebody who does not give the other."""
    return bool(one.speakers - other.speakers) and bool(other.speakers - one.speakers)


def _are_two_origins(one: Value, other: Value) -> bool:
    """Whether other reports give them: a clock time that slips on the way stands under one body's name twice."""
    return bool(one.roots - other.roots) and bool(other.roots - one.roots)


def _differ(one: Value, other: Value) -> bool:
    return one.key != other.key


def _clash_in_time(one: Value, other: Value) -> bool:
    return one.rank == other.rank and time_gap(one, other) > NEAR_CLOCK


def _deny_and_say(one: Value, other: Value) -> bool:
    return one.key == other.key and one.denies != other.denies


_CLASHES: Final[Mapping[Measure, Callable[[Value, Value], bool]]] = {
    Measure.YES_NO: _differ,
    Measure.TIME: _clash_in_time,
    Measure.NUMBER: is_number_conflict,
    Measure.WEAPONS: _deny_and_say,
    Measure.LIST: _deny_and_say,
}
