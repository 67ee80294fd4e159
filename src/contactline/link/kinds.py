"""The kind that an incident is named by."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from contactline.records.claims import Kind
from contactline.records.kinds import TALK, VAGUE

# From the most telling to the least: breaks ties when an incident is named.
_TELLING: Final = (
    Kind.SHOOTDOWN,
    Kind.MINE_EXPLOSION,
    Kind.DRONE_STRIKE,
    Kind.AIR_STRIKE,
    Kind.SNIPER_FIRE,
    Kind.CAPTURE,
    Kind.MISTREATMENT,
    Kind.TERRITORY_CHANGE,
    Kind.GROUND_ATTACK,
    Kind.SHELLING,
    Kind.ROCKET_ATTACK,
    Kind.SMALL_ARMS_FIRE,
    Kind.ARMED_CLASH,
    Kind.EXPLOSION,
    Kind.CEASEFIRE_VIOLATION,
    Kind.KILLING,
    Kind.UNSPECIFIED,
    Kind.HUMAN_SHIELDING,
    Kind.OBSTRUCTION,
    Kind.MONITORING,
    Kind.CEASEFIRE,
    Kind.NONE,
)
_TIERS: Final = (
    frozenset(Kind) - VAGUE - TALK - {Kind.CEASEFIRE_VIOLATION},
    frozenset({Kind.CEASEFIRE_VIOLATION}),
    frozenset({Kind.KILLING}),
    VAGUE,
    TALK,
)
"""A kind of an earlier tier names the incident, however often a vaguer one is stated beside it."""


def choose_kind(counts: Mapping[Kind, int]) -> Kind:
    """The kind to name an incident by: the most often stated of the first tier, the more telling one on a tie."""
    for tier in _TIERS:
        pool = [kind for kind, count in counts.items() if count > 0 and kind in tier]
        if pool:
            return min(pool, key=lambda kind: (-counts[kind], _TELLING.index(kind)))
    return Kind.UNSPECIFIED
