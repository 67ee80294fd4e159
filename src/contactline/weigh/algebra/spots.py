"""Places with the uncertainty that their points have."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import inf
from typing import Final

from contactline._kit.geodesy import measure_km
from contactline.records.incidents import Result
from contactline.records.places import PlacePrecision
from contactline.weigh.algebra.verdicts import Verdict, any_pair

TWO_ENDS_KM: Final = 12.0
"""Places whose outlines lie no farther apart than this are compatible: fire has two ends."""
RADIUS_KM: Final[Mapping[PlacePrecision, float]] = {
    PlacePrecision.SETTLEMENT: 1.5,
    PlacePrecision.DISTRICT: 30.0,
    PlacePrecision.REGION: 100.0,
    PlacePrecision.COUNTRY: inf,
}
"""How far from its point a place may reach: gazetteers put one village up to 3 km apart."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place as one side names it.

    Attributes:
        key: its id, or its name where the mandate does not know it.
        role: ``at`` where it was hit, ``from`` where fire is said to have come from.
        within: the places that it lies in.
        point: latitude and longitude, degrees; ``None`` where not known.
        radius: km around the point.
    """

    key: str
    role: str = "at"
    within: frozenset[str] = frozenset()
    point: tuple[float, float] | None = None
    radius: float = RADIUS_KM[PlacePrecision.SETTLEMENT]


def compare_spots(mine: Sequence[Spot], theirs: Sequence[Spot]) -> Verdict:
    """Compare all places of each side.

    The same place in the same part: agrees. The same place in another part, a place and what it lies in, places of
    unknown position, outlines no more than 12 km apart: compatible. Else a conflict.
    """
    if not mine or not theirs:
        return Result.COMPATIBLE, "what one says is not what the other denies"
    common = {spot.key for spot in mine} & {spot.key for spot in theirs}
    if common:
        roles = [{spot.role for spot in spots if spot.key in common} for spots in (mine, theirs)]
        if roles[0] & roles[1]:
            return Result.AGREES, "both name the same place"
        return Result.COMPATIBLE, "it is the same place, named in different parts"
    if any_pair(mine, theirs, lambda one, other: one.key in other.within or other.key in one.within):
        return Result.COMPATIBLE, "one place lies in the other"
    gaps = [(gap, far) for one, other in product(mine, theirs) for gap, far in _measure(one, other)]
    if not gaps:
        return Result.COMPATIBLE, "how the places lie to each other is not known"
    gap, far = min(gaps)
    return (Result.COMPATIBLE if gap <= TWO_ENDS_KM else Result.CONFLICTS), f"the places lie {far:.0f} km apart"


def _measure(one: Spot, other: Spot) -> list[tuple[float, float]]:
    """Km between the outlines and between the points, if both are known."""
    if one.point is None or other.point is None:
        return []
    far = measure_km(one.point, other.point)
    return [(max(0.0, far - one.radius - other.radius), far)]
