"""What: which kinds of occurrence two reports may give to one happening."""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum
from typing import Final

from contactline.records.claims import Kind

TALK: Final = frozenset({Kind.NONE, Kind.CEASEFIRE, Kind.MONITORING, Kind.OBSTRUCTION})
"""Kinds about words, access and agreements: they belong to an incident but do not say where and when it was."""

VAGUE: Final = frozenset({Kind.UNSPECIFIED, Kind.KILLING, Kind.HUMAN_SHIELDING})
"""Kinds that name an effect, a setting, or nothing: they fit every physical occurrence."""

FAMILIES: Final = (
    frozenset(
        {
            Kind.SHELLING,
            Kind.SMALL_ARMS_FIRE,
            Kind.SNIPER_FIRE,
            Kind.CEASEFIRE_VIOLATION,
            Kind.ROCKET_ATTACK,
            Kind.ARMED_CLASH,
            Kind.GROUND_ATTACK,
        }
    ),
    frozenset({Kind.SHELLING, Kind.ROCKET_ATTACK, Kind.AIR_STRIKE, Kind.DRONE_STRIKE, Kind.EXPLOSION}),
    frozenset({Kind.EXPLOSION, Kind.MINE_EXPLOSION}),
    frozenset({Kind.SHOOTDOWN, Kind.DRONE_STRIKE, Kind.AIR_STRIKE, Kind.CEASEFIRE_VIOLATION}),
    frozenset({Kind.CAPTURE, Kind.GROUND_ATTACK, Kind.ARMED_CLASH, Kind.MISTREATMENT}),
    frozenset({Kind.TERRITORY_CHANGE, Kind.GROUND_ATTACK, Kind.ARMED_CLASH}),
)
"""Kinds that eyewitnesses, ministries and agencies mix up, or that happen in one event."""


class KindFit(IntEnum):
    """How two sets of kinds fit, best first."""

    SAME = 0
    COMPATIBLE = 1
    OPEN = 2
    """At least one of them names no particular kind."""
    DIFFERENT = 3


def compare_kinds(mine: Iterable[Kind], theirs: Iterable[Kind]) -> KindFit:
    """How well two sets of kinds fit: the best pair counts. Symmetric."""
    first, second = set(mine) - TALK, set(theirs) - TALK
    telling = (first & second) - VAGUE
    if telling:
        return KindFit.SAME
    if not (first - VAGUE) or not (second - VAGUE):
        return KindFit.OPEN
    if any(first & family and second & family for family in FAMILIES):
        return KindFit.COMPATIBLE
    return KindFit.DIFFERENT
