"""Actors with their hierarchies: a unit within an army within a state."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from contactline.records.incidents import Result
from contactline.weigh.algebra.verdicts import Verdict, any_pair, say_shared


@dataclass(frozen=True, slots=True)
class Force:
    """A body as one side names it. ``above``: the bodies that it belongs to; ``known``: the mandate has it."""

    key: str
    above: frozenset[str] = frozenset()
    known: bool = True


def compare_forces(mine: Sequence[Force], theirs: Sequence[Force]) -> Verdict:
    """Compare which bodies are named.

    The same: agrees. Some the same, one part of the other, or a body whose place is not known: compatible. Bodies of
    which none belongs to another: conflict.
    """
    keys = {one.key for one in mine}, {one.key for one in theirs}
    if keys[0] == keys[1]:
        return Result.AGREES, "both name the same"
    if keys[0] & keys[1]:
        return Result.COMPATIBLE, say_shared(*keys, "bodies")
    if any_pair(mine, theirs, lambda one, other: one.key in other.above or other.key in one.above):
        return Result.COMPATIBLE, "one is part of the other"
    if not all(one.known for one in (*mine, *theirs)):
        return Result.COMPATIBLE, "whether one is part of the other is not known"
    return Result.CONFLICTS, "different bodies are named, and none is part of another"
