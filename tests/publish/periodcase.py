"""Counts of a period for the invented case."""

from __future__ import annotations

from datetime import date, timedelta

from contactline.records.claims import Kind
from contactline.records.estimates import Total
from contactline.records.ids import THIRD, PlaceId
from contactline.records.periods import (
    DoerRow,
    KindRow,
    Pair,
    PeriodView,
    PlaceRow,
    Read,
    ReporterRow,
    SortRow,
    Tally,
    WeekRow,
)

from .case import EM, MAIN, WM

MONDAY = date(2031, 6, 30)


def pair(claimed: int, low: int, high: int, corroborated: int = 0) -> Pair:
    return Pair(Tally(claimed, low, high), Tally(corroborated, corroborated, corroborated))


def sort(claimed: int = 3, low: int = 2, high: int = 4, corroborated: int = 1) -> SortRow:
    doers = ((EM, pair(1, 1, 1)), (WM, pair(2, 1, 2, 1)))
    return SortRow(pair(claimed, low, high, corroborated), doers, Read(((EM, 5), (WM, 4), (THIRD, 1)), 6), (MAIN,))


def make_period(weeks: int = 2, gap: int = 3) -> PeriodView:
    mondays = [MONDAY + timedelta(weeks=n if n < weeks - 1 else n + gap) for n in range(weeks)]
    said = ((EM, 0), (WM, 2), (THIRD, 1))
    return PeriodView(
        first=None,
        last=None,
        zone="UTC",
        incidents=4,
        left_out=1,
        in_episodes=2,
        pair=pair(3, 2, 4, 1),
        read=Read(((EM, 5), (WM, 4), (THIRD, 1), (None, 2)), 6),
        doers=(
            DoerRow(EM, pair(2, 1, 2, 1), said, ((EM, 1), (WM, 0), (THIRD, 0))),
            DoerRow(WM, pair(0, 0, 1), said, ((EM, 0), (WM, 0), (THIRD, 0))),
            DoerRow(None, pair(1, 1, 1), said, ((EM, 0), (WM, 0), (THIRD, 0))),
        ),
        reporters=tuple(ReporterRow(side, pair(2, 2, 2, 1), 2, 1, 0) for side in (EM, WM, THIRD)),
        kinds=(KindRow(Kind.SHELLING, sort()), KindRow(Kind.SNIPER_FIRE, sort(0, 0, 1, 0))),
        places=(PlaceRow(PlaceId("tarnok"), sort()), PlaceRow(None, sort())),
        totals=(Total(f"killed/{WM}/civilian", 12, 31.0, (20, 1045), "About 31 killed.", "counts-1"),),
        weeks=(*(WeekRow(monday, sort(), 1) for monday in mondays), WeekRow(None, sort())),
    )
