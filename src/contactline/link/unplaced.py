"""Reports that name a day and no place: they join where only one incident of that day can be meant.

A minister's reply to "the shelling of Tuesday evening" names no village. Where several reports tell of one incident of
that day and of no other, it is taken to be that one, with a low score that says so; else the reply stays apart.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Final

from contactline.link.sites import Atlas
from contactline.link.summary import Summary
from contactline.link.times import Nearness, compare_times, is_clock, is_period, local_days
from contactline.records.claims import Claim
from contactline.records.kinds import KindFit, compare_kinds
from contactline.records.times import When

_TOLD_BY: Final = 3  # reports that must tell of an incident before others may mean it without naming its place
_RIVAL_BY: Final = 2  # another incident of the day that this many reports tell could be meant as well
_LONGEST_DAYS: Final = 2  # a night is two days; a longer run names no day
_REGION_KM: Final = 120.0  # a region whose centre lies farther from the incident than this is another one
_ONE_TIME: Final = frozenset({Nearness.SAME_CLOCK, Nearness.SAME_TIME})

ONLY_ONE: Final = (
    "It names no place of its own, and is taken to mean the only incident of that day that several reports tell of."
)
ONLY_ONE_PROBABILITY: Final = 0.3
"""Set by hand: no pair of accounts says so, only that nothing else of that day is told."""


class DayIndex:
    """Incidents with a place, by the local days that they touch."""

    def __init__(self, summaries: Mapping[int, Summary], atlas: Atlas) -> None:
        self._summaries = summaries
        self._atlas = atlas
        self._by_day: defaultdict[date, list[int]] = defaultdict(list)
        for number, summary in summaries.items():
            if not summary.sites.is_empty and len(summary.told) >= _RIVAL_BY and not _is_recalled(summary):
                for day in _days(summary.whens):
                    self._by_day[day].append(number)

    def find_only(self, summary: Summary) -> int | None:
        """The one incident that an incident without a place can be part of, or ``None``."""
        days = _days(summary.whens)
        if not summary.sites.is_empty or not 1 <= len(days) <= _LONGEST_DAYS or _is_recalled(summary):
            return None
        found = sorted({number for day in days for number in self._by_day.get(day, ())})
        if len(found) != 1 or len(self._summaries[found[0]].told) < _TOLD_BY:
            return None
        return found[0] if self._fits(summary, self._summaries[found[0]]) else None

    def _fits(self, summary: Summary, other: Summary) -> bool:
        if set(summary.told) & set(other.told):
            return False  # a report that tells them apart is believed
        if compare_kinds(summary.kinds, other.kinds) is KindFit.DIFFERENT:
            return False
        theirs = [when for when in other.whens if is_clock(when)] or other.whens
        if not all(any(compare_times(one, two) in _ONE_TIME for two in theirs) for one in _dated(summary.whens)):
            return False
        return not self._is_elsewhere(_anchors(summary), other)

    def _is_elsewhere(self, claims: Iterable[Claim], other: Summary) -> bool:
        """Whether a region that it names lies far from the incident."""
        named = {mention.place for claim in claims for mention in claim.occurrence.places if mention.place}
        regions = [place for place in named if self._atlas.is_region(place)]
        places = sorted(other.sites.settlements) or sorted(other.sites.districts)
        distances = (self._atlas.distance_km(region, place) for region in regions for place in places[:1])
        return any(distance is not None and distance > _REGION_KM for distance in distances)


def _dated(whens: Sequence[When]) -> list[When]:
    return [when for when in whens if not is_period(when)]


def _days(whens: Sequence[When]) -> list[date]:
    return sorted({day for when in _dated(whens) for day in local_days(when)})


def _anchors(summary: Summary) -> list[Claim]:
    return [claim for accounts in summary.told.values() for account in accounts for claim in account.anchors]


def _is_recalled(summary: Summary) -> bool:
    return all(account.recalled for accounts in summary.told.values() for account in accounts)
