"""Sets: weapons with their families, and lists of things such as damage, evidence and rules of law."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from contactline.records.claims import Kind
from contactline.records.incidents import Result
from contactline.records.kinds import KindFit, compare_kinds
from contactline.weigh.algebra.verdicts import DENIES_IT, Verdict, any_pair, say_shared

UNSPECIFIED: Final = "unspecified"
"""Family of a weapon that is not said: it fits every other."""


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing of a set. ``family``: what makes two things kin, if anything does."""

    key: str
    family: str = ""
    denies: bool = False


def compare_weapons(mine: Sequence[Thing], theirs: Sequence[Thing]) -> Verdict:
    """Compare two sets of weapons.

    A weapon that the one names and the other denies: conflict. The same weapons: agrees. A weapon or a family in
    common, or a weapon of no certain family: compatible. Else a conflict.
    """
    if is_denied(mine, theirs):
        return Result.CONFLICTS, DENIES_IT
    mine, theirs = _affirmed(mine), _affirmed(theirs)
    if not mine or not theirs:
        return Result.COMPATIBLE, "what one says is not what the other denies"
    keys = {one.key for one in mine}, {one.key for one in theirs}
    if keys[0] == keys[1]:
        return Result.AGREES, "both name the same weapons"
    if keys[0] & keys[1]:
        return Result.COMPATIBLE, say_shared(*keys, "weapons")
    families = {one.family for one in mine}, {one.family for one in theirs}
    if families[0] & families[1]:
        return Result.COMPATIBLE, "the weapons are of one family"
    if UNSPECIFIED in families[0] | families[1]:
        return Result.COMPATIBLE, "at least one side leaves open what sort of weapon it was"
    return Result.CONFLICTS, "the weapons differ"


def compare_lists(mine: Sequence[Thing], theirs: Sequence[Thing]) -> Verdict:
    """Compare two lists: they exclude each other only where one denies what the other names."""
    if is_denied(mine, theirs):
        return Result.CONFLICTS, DENIES_IT
    if {(one.key, one.denies) for one in mine} == {(one.key, one.denies) for one in theirs}:
        return Result.AGREES, "both name the same"
    return Result.COMPATIBLE, "each names its own; the lists do not exclude each other"


def compare_kind_sets(mine: Sequence[Kind], theirs: Sequence[Kind]) -> Verdict:
    """Compare what sort of incident each side names, by the families of :mod:`contactline.records.kinds`."""
    fit = compare_kinds(mine, theirs)
    if fit is KindFit.SAME:
        return Result.AGREES, "both name the same kind"
    if fit is KindFit.DIFFERENT:
        return Result.CONFLICTS, "the kinds differ"
    return Result.COMPATIBLE, "the kinds are often told of one happening"


def is_denied(mine: Sequence[Thing], theirs: Sequence[Thing]) -> bool:
    """Whether one of them denies what the other says."""
    return any_pair(mine, theirs, lambda one, other: one.key == other.key and one.denies != other.denies)


def _affirmed(things: Sequence[Thing]) -> list[Thing]:
    return [thing for thing in things if not thing.denies]
