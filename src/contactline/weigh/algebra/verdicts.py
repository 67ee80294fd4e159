"""What a comparison gives, and what all sorts of values share."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from itertools import product
from typing import Final, TypeVar

from contactline.records.incidents import Result

T = TypeVar("T")

Verdict = tuple[Result, str]
"""How two answers stand to each other, and the clause that says why."""

DENIES_IT: Final = "one denies what the other says"


def any_pair(mine: Sequence[T], theirs: Sequence[T], holds: Callable[[T, T], bool]) -> bool:
    """Whether something holds between a value of the one and a value of the other."""
    return any(holds(one, other) for one, other in product(mine, theirs))


def say_shared(mine: Collection[object], theirs: Collection[object], things: str) -> str:
    """``2 of 3 names are the same``, over all that are named by either."""
    return f"{len(set(mine) & set(theirs))} of {len(set(mine) | set(theirs))} {things} are the same"
