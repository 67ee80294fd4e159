"""Yes and no, with how often each is said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from contactline.records.incidents import Result
from contactline.weigh.algebra.verdicts import Verdict


@dataclass(frozen=True, slots=True)
class YesNo:
    """One answer of a side.

    Attributes:
        yes: or no.
        partly: a part of it is denied.
        support: origins that give it, and how often at most one report does; copies add nothing.
    """

    yes: bool
    partly: bool = False
    support: tuple[int, int] = (1, 1)


def compare_yes_no(mine: Sequence[YesNo], theirs: Sequence[YesNo]) -> Verdict:
    """What most origins of a side give counts; where two answers are given equally often, both do.

    Nothing in common: conflict. A part denied, or a side with both answers: compatible. Else agrees.
    """
    if not _best(mine) & _best(theirs):
        return Result.CONFLICTS, "they contradict each other"
    if any(one.partly for one in (*mine, *theirs)):
        return Result.COMPATIBLE, "a part of it is denied"
    if len({one.yes for one in (*mine, *theirs)}) == 1:
        return Result.AGREES, "they agree"
    return Result.COMPATIBLE, "at least one side speaks with more than one voice"


def _best(answers: Sequence[YesNo]) -> set[bool]:
    most = max(one.support for one in answers)
    return {one.yes for one in answers if one.support == most}
