"""Same series: incidents of one kind at one place, or next to it, on consecutive days, or told by a report as a run."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Final

from contactline.link.portraits import Portrait, say_distance
from contactline.link.sites import NEIGHBOUR_KM, Atlas
from contactline.records.ids import PlaceId
from contactline.records.kinds import KindFit, compare_kinds

TOLD_DAYS: Final = 7
"""Incidents that one report tells count as a run up to this many days apart."""
_NEIGHBOURS_LIMIT: Final = 12

Pair = tuple[Portrait, Portrait, str]


def find_runs(portraits: Sequence[Portrait], atlas: Atlas) -> Iterator[Pair]:
    """Pairs of one series with the reason; each incident is paired only with what comes before and after it."""
    buckets: defaultdict[tuple[PlaceId | None, int], list[Portrait]] = defaultdict(list)
    for portrait in portraits:
        if portrait.is_dated:
            for place in portrait.scene or ((None,) if not portrait.areas else ()):
                for family in portrait.families:
                    buckets[place, family].append(portrait)
    for bucket in buckets.values():
        bucket.sort(key=lambda portrait: (portrait.start, portrait.number))
    for (place, _), bucket in sorted(buckets.items(), key=lambda item: (item[0][0] or "", item[0][1])):
        for one, other in pairwise(bucket):
            if reason := _join_at(place, one, other, atlas):
                yield one, other, reason
    yield from _find_next_door(buckets, atlas)


def _join_at(place: PlaceId | None, one: Portrait, other: Portrait, atlas: Atlas) -> str:
    gap, together = one.gap_days(other), bool(one.reports & other.reports)
    if (place is None and not together) or gap > (TOLD_DAYS if together else 1) or not _fits(one, other):
        return ""
    if place is None and gap > 1:
        return ""
    where = f"at {atlas.title(place)}" if place else "without a named place"
    return f"{_say_kind(one, other)} {where}, {_say_days(one, other)}{_say_told(together)}."


def _find_next_door(buckets: Mapping[tuple[PlaceId | None, int], list[Portrait]], atlas: Atlas) -> Iterator[Pair]:
    places = sorted({place for place, _ in buckets if place is not None})
    for place, near in _iter_neighbours(places, atlas):
        for (where, family), mine in [(key, bucket) for key, bucket in _of_place(buckets, place)]:
            theirs = buckets.get((near, family), [])
            merged = sorted(
                [(portrait, where) for portrait in mine] + [(portrait, near) for portrait in theirs],
                key=lambda entry: (entry[0].start, entry[0].number),
            )
            for (one, here), (other, there) in pairwise(merged):
                apart = here != there and one is not other and not set(one.scene) & set(other.scene)
                if apart and one.gap_days(other) <= 1 and one.incident.kind is other.incident.kind:
                    far = say_distance(place, near, atlas)
                    reason = (
                        f"{_say_kind(one, other)} at neighbouring places ({atlas.title(one.scene[0])} and "
                        f"{atlas.title(other.scene[0])}, {far}), {_say_days(one, other)}"
                        f"{_say_told(bool(one.reports & other.reports))}."
                    )
                    yield one, other, reason


def _of_place(
    buckets: Mapping[tuple[PlaceId | None, int], list[Portrait]], place: PlaceId
) -> Iterator[tuple[tuple[PlaceId | None, int], list[Portrait]]]:
    for family in range(16):
        if (place, family) in buckets:
            yield (place, family), buckets[place, family]


def _iter_neighbours(places: Sequence[PlaceId], atlas: Atlas) -> Iterator[tuple[PlaceId, PlaceId]]:
    """Pairs of places near each other, each once, found through the grid."""
    cells: defaultdict[tuple[int, int], list[PlaceId]] = defaultdict(list)
    for place in places:
        cell = atlas.cell(place)
        if cell is not None:
            cells[cell].append(place)
    for place in places:
        around = [near for cell in atlas.cells_around(place) for near in cells.get(cell, ())]
        ranked = sorted((atlas.distance_km(place, near) or 0.0, near) for near in around if near > place)
        yield from ((place, near) for distance, near in ranked[:_NEIGHBOURS_LIMIT] if distance <= NEIGHBOUR_KM)


def _fits(one: Portrait, other: Portrait) -> bool:
    return compare_kinds([one.incident.kind], [other.incident.kind]) is not KindFit.DIFFERENT


def _say_kind(one: Portrait, other: Portrait) -> str:
    words = one.kind_words if one.incident.kind is other.incident.kind else f"{one.kind_words} and {other.kind_words}"
    return words[0].upper() + words[1:]


def _say_days(one: Portrait, other: Portrait) -> str:
    if one.days == other.days:
        return f"at different hours of {one.day_words}"
    return f"{one.day_words} and {other.day_words}"


def _say_told(together: bool) -> str:
    return "; one report tells both" if together else ""
