"""How two values of one question stand to each other: times as intervals, figures as ranges, denials as their holes."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import Final

from contactline.weigh.statements import MINUTE
from contactline.weigh.versions import Value

SAME_CLOCK: Final = 10 * MINUTE
"""Clock times nearer than this agree."""
NEAR_CLOCK: Final = 60 * MINUTE
"""Clock times nearer than this are compatible."""
_HALF_DAY: Final = 12 * 60 * MINUTE
_SLIP: Final = 45 * MINUTE


def find_finest(values: Sequence[Value]) -> list[Value]:
    """The values of the finest rank among them."""
    finest = min((value.rank for value in values), default=0)
    return [value for value in values if value.rank == finest]


def time_gap(one: Value, other: Value) -> float:
    """Seconds between two intervals; 0 where they touch or overlap."""
    return max(_low(one) - _high(other), _low(other) - _high(one), 0.0)


def time_length(value: Value) -> float:
    """Seconds that an interval lasts."""
    return _high(value) - _low(value)


def is_slip(one: Value, other: Value) -> bool:
    """Whether two clock times lie about twelve hours apart."""
    middles = [(_low(value) + _high(value)) / 2 for value in (one, other)]
    return abs(abs(middles[0] - middles[1]) - _HALF_DAY) <= _SLIP


def is_number_conflict(one: Value, other: Value) -> bool:
    """Whether two figures cannot both be true; two denials always can.

    A denial of a figure contradicts one that may be the same: "three died" denied leaves room for "some died".
    """
    if one.denies and other.denies:
        return False
    if one.denies == other.denies:
        return _low(one) > _high(other) or _low(other) > _high(one)
    denied, said = (one, other) if one.denies else (other, one)
    lowest = _low(said) if said.maximum == 0 else max(1.0, _low(said))
    return _low(denied) <= lowest <= _high(denied)


def denied_and_said(mine: Sequence[Value], theirs: Sequence[Value]) -> bool:
    """Whether one of them denies what the other says."""
    return any(one.key == other.key and one.denies != other.denies for one, other in product(mine, theirs))


def _low(value: Value) -> float:
    return value.minimum or 0.0


def _high(value: Value) -> float:
    return float("inf") if value.maximum is None else value.maximum
