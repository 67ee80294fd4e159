"""Near-twins: incidents that are easily taken for one another, and what keeps them apart.

Pairs come from sorted lists (one place and kind; besides that one weapon, figure or day of the year; one figure along
one stretch of the line; places of one name on one day), and in each list an incident is compared only with those next
to it in time. So the cost grows with the number of incidents and not with its square.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from datetime import timedelta
from itertools import combinations
from typing import Final

from contactline._kit.folding import fold_name
from contactline.link.portraits import Figure, Portrait, say_distance, say_gap
from contactline.link.sites import NEIGHBOUR_KM, Atlas
from contactline.records.ids import PlaceId
from contactline.records.kinds import VAGUE, KindFit, compare_kinds

APART_DAYS: Final = 2
"""Nearer in time it is one series."""
LATELY_DAYS: Final = 31
"""Within so many days place and kind alone are enough to be confused by; farther apart something more is needed."""
SECTOR_KM: Final = 100.0
"""Two places of one stretch of the line: where the same figure may be taken for the same event."""
_SECTOR_DEGREES: Final = 1.0
_SHORTEST_NAME: Final = 5  # one letter more or less makes another name of a shorter one
_HOMONYMS_LIMIT: Final = 8

Pair = tuple[Portrait, Portrait, str]


def find_twins(portraits: Sequence[Portrait], atlas: Atlas) -> Iterator[Pair]:
    """Pairs of near-twins with what keeps them apart; the earlier one first."""
    dated = [portrait for portrait in portraits if portrait.is_dated and portrait.families]
    seen: set[tuple[int, int]] = set()
    homonyms = _find_homonyms(dated, atlas)
    for one, other in _iter_near(dated, atlas):
        yield from _judge(one, other, seen, atlas, homonyms)
    for one, other in _iter_same_day(dated, homonyms):
        yield from _judge(one, other, seen, atlas, homonyms)


def _judge(
    one: Portrait,
    other: Portrait,
    seen: set[tuple[int, int]],
    atlas: Atlas,
    homonyms: Mapping[PlaceId, frozenset[PlaceId]],
) -> Iterator[Pair]:
    if (other.start, other.number) < (one.start, one.number):
        one, other = other, one
    if (one.number, other.number) in seen:
        return
    seen.add((one.number, other.number))
    alike = _find_likeness(one, other, atlas, homonyms)
    if alike:
        apart = _find_difference(one, other, atlas)
        yield (
            one,
            other,
            f"Not the same because {_join(apart)}; alike {'are' if len(alike) > 1 else 'is'} {_join(alike)}.",
        )


# -- candidates


def _iter_near(dated: Sequence[Portrait], atlas: Atlas) -> Iterator[tuple[Portrait, Portrait]]:
    buckets: defaultdict[Hashable, list[Portrait]] = defaultdict(list)
    for portrait in dated:
        for key in _keys(portrait, atlas):
            buckets[key].append(portrait)
    for bucket in buckets.values():
        bucket.sort(key=lambda portrait: (portrait.start, portrait.number))
        starts = [portrait.start for portrait in bucket]
        for portrait in bucket:
            # The next one that begins long enough after this one's end: each pair is met from its earlier side.
            when = portrait.incident.when
            reach = when.latest.timestamp() + timedelta(days=APART_DAYS - 1).total_seconds() if when else math.inf
            position = bisect_right(starts, reach)
            if position < len(bucket):
                yield portrait, bucket[position]


def _keys(portrait: Portrait, atlas: Atlas) -> Iterator[Hashable]:
    for family in portrait.families:
        for place in portrait.scene or portrait.areas[:1]:
            yield family, place
            if portrait.days:
                yield family, place, portrait.days[0].month, portrait.days[0].day
            for means in sorted(portrait.means):
                yield family, place, means
            for figure in sorted(portrait.figures, key=str):
                yield family, place, figure
        for figure in sorted(portrait.figures, key=str):
            for cell in _sectors(portrait, atlas):
                yield family, cell, figure


def _sectors(portrait: Portrait, atlas: Atlas) -> Iterator[tuple[str, int, int]]:
    """Two grids shifted by half a cell, so that no border parts two neighbours in both."""
    for place in (*portrait.scene[:1], *portrait.areas[:2]):
        point = atlas.point(place)
        if point is not None:
            for name, shift in (("a", 0.0), ("b", 0.5)):
                yield (
                    name,
                    math.floor(point[0] / _SECTOR_DEGREES + shift),
                    math.floor(point[1] / _SECTOR_DEGREES + shift),
                )


def _iter_same_day(
    dated: Sequence[Portrait], homonyms: Mapping[PlaceId, frozenset[PlaceId]]
) -> Iterator[tuple[Portrait, Portrait]]:
    """Incidents of one day at places of one name."""
    days: defaultdict[Hashable, list[Portrait]] = defaultdict(list)
    for portrait in dated:
        for place in portrait.scene:
            if place in homonyms and portrait.days:
                days[place, portrait.days[0]].append(portrait)
    for portrait in dated:
        for place in portrait.scene:
            for other_place in sorted(homonyms.get(place, ())):
                if portrait.days and place < other_place:
                    for other in days.get((other_place, portrait.days[0]), ())[:_HOMONYMS_LIMIT]:
                        yield portrait, other


def _find_homonyms(dated: Sequence[Portrait], atlas: Atlas) -> Mapping[PlaceId, frozenset[PlaceId]]:
    """Places called alike (the same, or one letter more or less) that are not next to each other."""
    called: defaultdict[str, set[PlaceId]] = defaultdict(set)
    for place in {place for portrait in dated for place in portrait.scene}:
        for name in atlas.names(place):
            for form in _forms(fold_name(name)):
                called[form].add(place)
    found: defaultdict[PlaceId, set[PlaceId]] = defaultdict(set)
    for places in called.values():
        for one, other in combinations(sorted(places)[:_HOMONYMS_LIMIT], 2):
            distance = atlas.distance_km(one, other)
            if distance is None or distance > NEIGHBOUR_KM:
                found[one].add(other)
                found[other].add(one)
    return {place: frozenset(others) for place, others in found.items()}


def _forms(name: str) -> Iterator[str]:
    yield name
    if len(name) >= _SHORTEST_NAME:
        for position in range(len(name)):
            yield name[:position] + name[position + 1 :]


# -- judgement


def _find_likeness(
    one: Portrait, other: Portrait, atlas: Atlas, homonyms: Mapping[PlaceId, frozenset[PlaceId]]
) -> list[str]:
    """What makes them easy to confuse, in words; empty where it is not enough."""
    if compare_kinds([one.incident.kind], [other.incident.kind]) in {KindFit.DIFFERENT, KindFit.COMPATIBLE}:
        return []
    gap = one.gap_days(other)
    place = _shared_place(one, other)
    called = _called_alike(one, other, homonyms)
    more = list(_say_more(one, other))
    if not place and called and gap < APART_DAYS:
        return [
            f"the names of the places ({atlas.title(called[0])} and {atlas.title(called[1])})",
            *_kind(one, other),
            *more,
        ]
    if gap < APART_DAYS:
        return []
    if place:
        enough = bool(more) or (gap <= LATELY_DAYS and _kind(one, other) != [])
        return [f"the place ({atlas.title(place)})", *_kind(one, other), *more] if enough else []
    figures = one.figures & other.figures
    if not figures or not _kind(one, other) or not _is_one_sector(one, other, atlas):
        return []
    return [*_kind(one, other), *more]


def _kind(one: Portrait, other: Portrait) -> list[str]:
    same = one.incident.kind is other.incident.kind and one.incident.kind not in VAGUE
    return [f"the kind ({one.kind_words})"] if same else []


def _say_more(one: Portrait, other: Portrait) -> Iterator[str]:
    means = sorted(one.means & other.means)
    if means:
        yield f"the weapon ({means[0]})"
    figures = sorted(one.figures & other.figures, key=_rank_figure)
    if figures:
        yield f"a figure ({figures[0][1]} {figures[0][0].value})"
    mine, theirs = one.days, other.days
    if mine and theirs and mine[0] != theirs[0] and (mine[0].month, mine[0].day) == (theirs[0].month, theirs[0].day):
        yield "the day of the year"


def _rank_figure(figure: Figure) -> tuple[bool, int, str]:
    return figure[0].value != "killed", -figure[1], str(figure)


def _shared_place(one: Portrait, other: Portrait) -> PlaceId | None:
    scenes = [place for place in one.scene if place in other.scene]
    if scenes:
        return scenes[0]
    if one.scene or other.scene:
        return None
    return next((area for area in one.areas if area in other.areas), None)


def _called_alike(
    one: Portrait, other: Portrait, homonyms: Mapping[PlaceId, frozenset[PlaceId]]
) -> tuple[PlaceId, PlaceId] | None:
    return next(
        ((mine, theirs) for mine in one.scene for theirs in other.scene if theirs in homonyms.get(mine, frozenset())),
        None,
    )


def _is_one_sector(one: Portrait, other: Portrait, atlas: Atlas) -> bool:
    mine, theirs = (one.scene or one.areas)[:1], (other.scene or other.areas)[:1]
    distance = atlas.distance_km(mine[0], theirs[0]) if mine and theirs else None
    return distance is not None and distance <= SECTOR_KM


def _find_difference(one: Portrait, other: Portrait, atlas: Atlas) -> list[str]:
    """The fields that keep them apart, in words; the earlier incident first."""
    found = []
    gap = one.gap_days(other)
    if gap >= APART_DAYS:
        found.append(f"the dates lie {say_gap(gap)} apart ({one.day_words} and {other.day_words})")
    if not _shared_place(one, other):
        mine, theirs = (one.scene or one.areas)[0], (other.scene or other.areas)[0]
        names = f"{atlas.title(mine)} and {atlas.title(theirs)}"
        distance = say_distance(mine, theirs, atlas)
        found.append(f"the places differ ({', '.join(part for part in (names, distance) if part)})")
    if one.victims and other.victims and not one.victims & other.victims:
        found.append("the victims they name are others")
    elif one.figures and other.figures and not {f[:2] for f in one.figures} & {f[:2] for f in other.figures}:
        found.append("the numbers of people hurt differ")
    return found


def _join(parts: Sequence[str]) -> str:
    return " and ".join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else "".join(parts)
