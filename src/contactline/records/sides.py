"""Which words name which side, as numbers that know no side by name: what a model may hear without taking one.

The publisher's side is the first; without one, the side that the text names first. Swapping the two parties everywhere
swaps nothing here.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from contactline.records.ids import THIRD, SideId
from contactline.records.names import NameSpot, SpotSort

NOBODY: Final = 0
FIRST: Final = 1
SECOND: Final = 2
OUTSIDE: Final = 3
"""Third parties."""
LABELS: Final = {"first": FIRST, "second": SECOND, "third": OUTSIDE}
_SILENT: Final = frozenset({SpotSort.PLACE, SpotSort.AGREEMENT})


@dataclass(frozen=True, slots=True)
class Sides:
    """The sides of one report.

    Attributes:
        order: the sides that the publisher and the names tell, at most two, the first one first.
        publisher: number of the publisher's.
        starts, ends, numbers: where names stand in the text, in order and without overlaps, and whose they are.
    """

    order: tuple[SideId, ...]
    publisher: int
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    numbers: tuple[int, ...]

    def number_at(self, start: int, end: int) -> int:
        """Whose name stands at some characters; ``NOBODY`` where none does."""
        place = bisect_right(self.starts, end - 1) - 1
        return self.numbers[place] if place >= 0 and self.ends[place] > start else NOBODY

    def number_of(self, side: SideId | None) -> int:
        """The number of a side; one that nobody names is the second where there is a first."""
        if side is None:
            return NOBODY
        if side == THIRD:
            return OUTSIDE
        if side in self.order:
            return self.order.index(side) + 1
        return SECOND if len(self.order) == 1 else NOBODY

    def side_of(self, label: str) -> SideId | None:
        """The side that a label (``first``, ``second``, ``third``) stands for, as far as its name is known."""
        number = LABELS.get(label, NOBODY)
        if number == OUTSIDE:
            return THIRD
        return self.order[number - 1] if 0 < number <= len(self.order) else None


def find_sides(spots: Sequence[NameSpot], publisher: SideId | None) -> Sides:
    """Number the sides of a report.

    Args:
        spots: the mandate's names in its text, in order of their place.
        publisher: the publisher's side, if it is known.
    """
    named = [spot for spot in spots if spot.side and spot.sort not in _SILENT]
    told = [side for side in (publisher, *(spot.side for spot in named)) if side and side != THIRD]
    order = tuple(dict.fromkeys(told))[:2]
    sides = Sides(order, NOBODY, (), (), ())
    kept: list[NameSpot] = []
    for spot in sorted(named, key=lambda spot: (spot.span.start, -spot.span.end)):
        if not kept or spot.span.start >= kept[-1].span.end:
            kept.append(spot)
    return Sides(
        order,
        sides.number_of(publisher) if publisher else NOBODY,
        tuple(spot.span.start for spot in kept),
        tuple(spot.span.end for spot in kept),
        tuple(sides.number_of(spot.side) for spot in kept),
    )
