"""Part of: an incident told with a longer time or a wider area that holds another one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Final

from contactline.link.portraits import Portrait
from contactline.link.sites import Atlas
from contactline.records.claims import Kind
from contactline.records.ids import PlaceId
from contactline.records.kinds import TALK, KindFit, compare_kinds

LONGEST: Final = timedelta(days=120)
"""Told with a longer time than this it is an era, of which everything is part."""
_MOST_PARTS: Final = 3
_BLOCK_LIMIT: Final = 24  # wholes looked at for one place and day, the shortest first
_FIGHTING: Final = frozenset(
    {Kind.ARMED_CLASH, Kind.GROUND_ATTACK, Kind.TERRITORY_CHANGE, Kind.CEASEFIRE_VIOLATION, Kind.UNSPECIFIED}
)
"""Kinds that name a whole of many kinds: an offensive holds shelling as well as captures."""

Pair = tuple[Portrait, Portrait, str]


def find_parts(portraits: Sequence[Portrait], atlas: Atlas) -> Iterator[Pair]:
    """Pairs of a part and its whole, with the reason."""
    blocks: defaultdict[tuple[PlaceId, date], list[Portrait]] = defaultdict(list)
    for whole in sorted(portraits, key=lambda portrait: (_length(portrait), portrait.number)):
        for key in _whole_keys(whole):
            if len(blocks[key]) < _BLOCK_LIMIT:
                blocks[key].append(whole)
    for part in portraits:
        found = 0
        for whole in _candidates(part, blocks, atlas):
            reason = _say_part(part, whole, atlas)
            if reason and found < _MOST_PARTS:
                found += 1
                yield part, whole, reason


def _length(portrait: Portrait) -> timedelta:
    when = portrait.incident.when
    return when.latest - when.earliest if when else timedelta.max


def _whole_keys(whole: Portrait) -> Iterator[tuple[PlaceId, date]]:
    """The area and days that a coarse incident covers; one told by the very village needs more than a day."""
    if whole.days is None or _length(whole) > LONGEST or whole.incident.kind in TALK:
        return
    many_days = whole.days[1] > whole.days[0]
    for area in (*whole.areas, *(whole.scene if many_days else ())):
        day = whole.days[0]
        while day <= whole.days[1]:
            yield area, day
            day += timedelta(days=1)


def _candidates(part: Portrait, blocks: dict[tuple[PlaceId, date], list[Portrait]], atlas: Atlas) -> Iterator[Portrait]:
    if part.days is None or part.incident.kind in TALK:
        return
    seen = {part.number}
    for place in (*part.scene, *part.areas):
        for area in (place, *atlas.ancestors(place)):
            for whole in blocks.get((area, part.days[0]), ()):
                if whole.number not in seen:
                    seen.add(whole.number)
                    yield whole


def _say_part(part: Portrait, whole: Portrait, atlas: Atlas) -> str:
    """Why it is a part, or nothing: the whole is coarser in time or area and finer in neither."""
    if part.days is None or whole.days is None or not _fits(part, whole):
        return ""
    if part.days[0] < whole.days[0] or part.days[1] > whole.days[1]:
        return ""
    area = _find_area(part, whole, atlas)
    longer = _count_days(whole) > _count_days(part) and 2 * _length(part) <= _length(whole)
    if area is None or not (longer or area[1]):
        return ""
    place, wider = area
    when = f"{part.day_words} lies within {whole.day_words}" if longer else f"both on {part.day_words}"
    home = (part.scene or part.areas)[0]
    where = f"{atlas.title(home)} lies in {atlas.title(place)}" if wider else f"both at {atlas.title(place)}"
    return f"{when[0].upper()}{when[1:]}, and {where}."


def _find_area(part: Portrait, whole: Portrait, atlas: Atlas) -> tuple[PlaceId, bool] | None:
    """The place of the whole that holds all of the part's scene, and whether it is wider than the scene."""
    if part.scene:
        for area in whole.areas:
            if not whole.scene and all(area in atlas.ancestors(place) for place in part.scene):
                return area, True
        shared = [place for place in part.scene if place in whole.scene]
        return (shared[0], False) if len(shared) == len(part.scene) else None
    if whole.scene:
        return None
    for area in part.areas:
        for wide in whole.areas:
            if area == wide or wide in atlas.ancestors(area):
                return wide, area != wide
    return None


def _count_days(portrait: Portrait) -> int:
    return (portrait.days[1] - portrait.days[0]).days if portrait.days else 0


def _fits(part: Portrait, whole: Portrait) -> bool:
    if whole.incident.kind in _FIGHTING:
        return True
    return compare_kinds([part.incident.kind], [whole.incident.kind]) in {KindFit.SAME, KindFit.COMPATIBLE}
