"""When something was said: the day, and the instant where it is known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from contactline.records.claims import Claim
from contactline.records.reports import Report


@dataclass(frozen=True, slots=True)
class Given:
    """The day on which something was said, in the zone of who says or publishes it, and the instant if known."""

    day: date
    instant: datetime | None = None

    def is_before(self, other: Given) -> bool:
        """Whether it was certainly said before the other: two reports of one day alone are in no order."""
        if self.instant is not None and other.instant is not None:
            return self.instant < other.instant
        return self.day < other.day


def find_given(report: Report) -> Given | None:
    """When a report was published, if that is known."""
    meta = report.meta
    if meta.published_at is not None:
        return Given(meta.published_on or meta.published_at.date(), meta.published_at)
    return Given(meta.published_on) if meta.published_on else None


def find_stated(claim: Claim, published: Given | None) -> Given | None:
    """When a speaker said it: the day that the report tells, if it is one and not after the report; else the report's.

    A later report that repeats what was said on Tuesday is no later statement.
    """
    when = claim.stated.when if claim.stated else None
    if when is None:
        return published
    zone = _zone(when.zone)
    first, last = when.earliest.astimezone(zone).date(), when.latest.astimezone(zone).date()
    told = first if (last - first).days <= 1 else None
    if told is None or (published is not None and told > published.day):
        return published
    return published if published is not None and told == published.day else Given(told)


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")
