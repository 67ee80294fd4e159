"""Times as intervals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from typing import Final

from contactline.records.incidents import Result
from contactline.weigh.algebra.verdicts import Verdict

MINUTE: Final = 60.0
NARROW: Final = 60 * MINUTE
"""Two overlapping times no longer than this agree; a longer one says too little to agree with."""
NEAR_CLOCK: Final = 60 * MINUTE
"""Clock times that do not overlap and lie no farther apart than this are compatible: clocks are not set alike, and an
exchange of fire lasts."""
_HALF_DAY: Final = 12 * 60 * MINUTE
_SLIP: Final = 45 * MINUTE


@dataclass(frozen=True, slots=True)
class Interval:
    """From one second to another since 1970. ``rank``: 0 a clock time, 1 a part of a day, 2 a day, 3 some days."""

    low: float
    high: float
    rank: int = 0

    def __post_init__(self) -> None:
        if self.high < self.low:
            raise ValueError("an interval ends after it begins")

    @property
    def length(self) -> float:
        """Seconds."""
        return self.high - self.low


def compare_times(mine: Sequence[Interval], theirs: Sequence[Interval]) -> Verdict:
    """Compare the finest times of each side.

    The same: agrees. One each, overlapping, no longer than an hour: agrees. Overlapping, or clock times less than an
    hour apart: compatible. Else a conflict.
    """
    mine, theirs = find_finest(mine), find_finest(theirs)
    gap = min(find_gap(one, other) for one, other in product(mine, theirs))
    fine = mine[0].rank == 0 and theirs[0].rank == 0
    if {(one.low, one.high) for one in mine} == {(one.low, one.high) for one in theirs}:
        return Result.AGREES, "the times are the same"
    if fine and len(mine) == len(theirs) == 1 and gap == 0 and max(mine[0].length, theirs[0].length) <= NARROW:
        return Result.AGREES, "the times overlap"
    if gap == 0:
        return Result.COMPATIBLE, "the times are compatible"
    if fine and gap <= NEAR_CLOCK:
        return Result.COMPATIBLE, f"the times lie {say_minutes(gap)} apart, which fits one exchange"
    if fine and any(is_slip(one, other) for one, other in product(mine, theirs)):
        return Result.CONFLICTS, "the times differ by about twelve hours, as a slip of a 12-hour clock would give"
    return Result.CONFLICTS, "the times do not fit together"


def find_finest(values: Sequence[Interval]) -> list[Interval]:
    """The intervals of the finest rank among them."""
    finest = min(value.rank for value in values)
    return [value for value in values if value.rank == finest]


def find_gap(one: Interval, other: Interval) -> float:
    """Seconds between two intervals; 0 where they touch or overlap."""
    return max(one.low - other.high, other.low - one.high, 0.0)


def is_slip(one: Interval, other: Interval) -> bool:
    """Whether two clock times lie about twelve hours apart."""
    apart = abs((one.low + one.high) / 2 - (other.low + other.high) / 2)
    return abs(apart - _HALF_DAY) <= _SLIP


def say_minutes(seconds: float) -> str:
    """``about 5 minutes``; never less than one."""
    minutes = max(1, round(seconds / MINUTE))
    return f"about {minutes} minute{'' if minutes == 1 else 's'}"
