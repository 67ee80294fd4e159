"""Numbers of people: exact ones, ranges, "at least", and denials as the holes that they leave."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from math import inf

from contactline.records.incidents import Result
from contactline.weigh.algebra.verdicts import DENIES_IT, Verdict


@dataclass(frozen=True, slots=True)
class Figure:
    """From so many to so many people, ``inf`` where open. ``denies``: the speaker says that it is not so."""

    low: float
    high: float = inf
    denies: bool = False

    def __post_init__(self) -> None:
        if not 0 <= self.low <= self.high:
            raise ValueError(f"not a number of people: {self.low}–{self.high}")


def compare_figures(mine: Sequence[Figure], theirs: Sequence[Figure]) -> Verdict:
    """Compare all figures of each side.

    A denial of what the other says: conflict. No figure of the one can be true together with one of the other:
    conflict. The same figures: agrees. Else compatible.
    """
    clashes = [pair for pair in product(mine, theirs) if is_clash(*pair)]
    if any(one.denies != other.denies for one, other in clashes):
        return Result.CONFLICTS, DENIES_IT
    if len(clashes) == len(mine) * len(theirs):
        return Result.CONFLICTS, "the figures contradict each other"
    if set(mine) == set(theirs):
        return Result.AGREES, "the figures are the same"
    return Result.COMPATIBLE, "the figures can be true together, at least in part"


def is_clash(one: Figure, other: Figure) -> bool:
    """Whether two figures cannot both be true; two denials always can.

    A denial of a figure contradicts one that may be the same: "three died" denied leaves room for "some died".
    """
    if one.denies and other.denies:
        return False
    if one.denies == other.denies:
        return one.low > other.high or other.low > one.high
    denied, said = (one, other) if one.denies else (other, one)
    lowest = said.low if said.high == 0 else max(1.0, said.low)
    return denied.low <= lowest <= denied.high
