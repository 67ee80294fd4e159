"""The kind of a happening, refined by the weapons its clause names.

Written rule: an aircraft or drone decides where it is not itself the target; tube artillery, mortars, tanks and grenade
launchers make fire a shelling; rockets and missiles alone make it a rocket attack, beside tubes a shelling; a mine
makes an explosion a mine explosion; a bomb that somebody planted makes an attack an explosion; a sniper rifle alone
makes small-arms fire sniper fire.
"""

from __future__ import annotations

from typing import Final

from contactline.read.lexicon import Trigger
from contactline.records.claims import Kind

_OPEN: Final = frozenset({Kind.UNSPECIFIED, Kind.SMALL_ARMS_FIRE, Kind.SHELLING, Kind.EXPLOSION, Kind.KILLING})
_TUBES: Final = frozenset({"mortar", "artillery", "tank", "grenade_launcher", "cluster"})
_ROCKETS: Final = frozenset({"rocket", "missile"})


def refine_kind(kind: Kind, trigger: Trigger | None, groups: tuple[str, ...]) -> Kind:
    """The kind once the weapons are known; a kind that the trigger fixes stays."""
    named = frozenset(groups)
    if kind not in _OPEN or not named:
        return kind
    if "mine" in named and kind in (Kind.EXPLOSION, Kind.UNSPECIFIED, Kind.KILLING):
        return Kind.MINE_EXPLOSION
    if trigger is not None and trigger.frame == "mutual":
        return kind
    return _by_air(kind, named) or _by_ground(kind, named)


def _by_air(kind: Kind, named: frozenset[str]) -> Kind | None:
    if kind is Kind.SMALL_ARMS_FIRE:
        return None  # "opened fire at a drone"
    if "drone" in named:
        return Kind.DRONE_STRIKE
    return Kind.AIR_STRIKE if "aircraft" in named else None


def _by_ground(kind: Kind, named: frozenset[str]) -> Kind:
    if kind is Kind.EXPLOSION:
        return kind
    if "bomb" in named and kind in (Kind.UNSPECIFIED, Kind.KILLING) and not named & (_TUBES | _ROCKETS):
        return Kind.EXPLOSION
    if named & _TUBES:
        return Kind.SHELLING
    if named & _ROCKETS:
        return Kind.ROCKET_ATTACK
    if "atgm" in named:
        return Kind.SHELLING
    if "sniper" in named and "small_arms" not in named and kind is not Kind.SHELLING:
        return Kind.SNIPER_FIRE
    if "small_arms" in named and kind is Kind.UNSPECIFIED:
        return Kind.SMALL_ARMS_FIRE
    return kind
