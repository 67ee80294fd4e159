"""Occurred times: uncertain intervals with the zone they were read in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class TimePrecision(StrEnum):
    """How fine a time was given, finest first."""

    MINUTE = "minute"
    """One clock time: "at 20:40"."""
    RANGE = "range"
    """Two clock times: "between 20:31 and 20:40"."""
    HOUR = "hour"
    """"at about 20:40", "around nine in the evening"."""
    PART = "part_of_day"
    """"Tuesday evening", "overnight to July 5"."""
    DAY = "day"
    DAYS = "days"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class When:
    """An interval of time, both ends aware.

    Attributes:
        zone: IANA name of the zone the words were read in.
        anchored: ``False`` when the day itself had to be assumed (a bare clock time).
    """

    earliest: datetime
    latest: datetime
    precision: TimePrecision
    zone: str
    anchored: bool = True

    def __post_init__(self) -> None:
        if self.earliest.tzinfo is None or self.latest.tzinfo is None:
            raise ValueError("a time needs a zone")
        if self.latest < self.earliest:
            raise ValueError("an interval ends after it begins")

    def overlaps(self, other: When) -> bool:
        """Whether both intervals share an instant."""
        return self.earliest <= other.latest and other.earliest <= self.latest

    def gap(self, other: When) -> timedelta:
        """The time between the two intervals; zero where they overlap."""
        return max(self.earliest - other.latest, other.earliest - self.latest, timedelta(0))
