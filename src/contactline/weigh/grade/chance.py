"""How surely a value is corroborated, when its claims belong to the incident only as surely as linking says.

Every voice is there or not, by itself: a side's voice with the membership of its best claim, so that copies add
nothing. The table is asked for every combination, and the chances of those that it calls corroborated add up.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Final

from contactline.records.grades import CORROBORATED
from contactline.weigh.grade.rules import judge
from contactline.weigh.grade.witnesses import Heard, ValueBasis, make_basis

_MOST: Final = 8
"""Voices whose presence is in question; 2 to that power combinations. The least sure ones are."""


@dataclass(frozen=True, slots=True)
class _Group:
    """All that one voice says at one standing: there or not as one."""

    heard: tuple[Heard, ...]
    against: bool
    belongs: float


def find_chance(basis: ValueBasis) -> float:
    """The probability that the value is corroborated: graded 1 or 2. Between 0 and 1."""
    groups = [*_group(basis.support, against=False), *_group(basis.against, against=True)]
    open_ = sorted((group for group in groups if 0.0 < group.belongs < 1.0), key=lambda group: group.belongs)
    doubtful = open_[:_MOST]
    sure = [group for group in groups if group.belongs >= 1.0] + open_[_MOST:]
    total = 0.0
    for present in product((True, False), repeat=len(doubtful)):
        here = [group for group, there in zip(doubtful, present, strict=True) if there] + sure
        if _is_corroborated(here, basis):
            total += _multiply(doubtful, present)
    return min(1.0, total)


def _is_corroborated(groups: Sequence[_Group], basis: ValueBasis) -> bool:
    support = [heard for group in groups if not group.against for heard in group.heard]
    against = [heard for group in groups if group.against for heard in group.heard]
    return bool(support) and judge(make_basis(support, against, basis.evidence)).credibility in CORROBORATED


def _multiply(groups: Sequence[_Group], present: Iterable[bool]) -> float:
    chance = 1.0
    for group, there in zip(groups, present, strict=True):
        chance *= group.belongs if there else 1.0 - group.belongs
    return chance


def _group(heard: Iterable[Heard], *, against: bool) -> list[_Group]:
    groups: dict[tuple[str, str], list[Heard]] = {}
    for one in heard:
        groups.setdefault((one.witness.voice, one.witness.standing), []).append(one)
    return [_Group(tuple(group), against, max(heard.belongs for heard in group)) for group in groups.values()]
