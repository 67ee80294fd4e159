"""Link rows for tests: an invented place and day, and what a test changes of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from contactline.records.claims import Kind
from contactline.records.linkrows import LinkRow, Spot, TimeSpan

DAY = datetime(2017, 7, 4, tzinfo=UTC)
ADA = Spot("ada", "ada", 40.0, 47.0)
WORDS = ("school", "roof", "orchard", "road", "mortar", "rounds", "hit", "dawn", "cow", "well")


def make_row(id_: str, report: str = "", hour: float | None = 21.0, day: int = 0, **changes: Any) -> LinkRow:
    """A shelling at Ada; ``hour`` of the day within half an hour, or ``None`` for the whole day."""
    start = DAY + timedelta(days=day)
    span = TimeSpan(start, start + timedelta(days=1))
    if hour is not None:
        middle = start + timedelta(hours=hour)
        span = TimeSpan(middle - timedelta(minutes=15), middle + timedelta(minutes=15))
    row = LinkRow(
        id=id_,
        report=report or f"report of {id_}",
        published=start + timedelta(days=1),
        spots=(ADA,),
        times=(span,),
        kinds=(Kind.SHELLING,),
        means=("mortar",),
        words=WORDS,
    )
    return replace(row, **changes)


WHOLE = make_row(
    "whole",
    spots=(ADA, Spot("bela", "bela", 40.0, 47.1), Spot(name="nowhere known"), Spot("low", "low", 40.0, 47.0, 25.0)),
    times=(TimeSpan(DAY, DAY + timedelta(hours=1)), TimeSpan(DAY, DAY + timedelta(days=1))),
    kinds=(Kind.SHELLING, Kind.KILLING),
    targets=("school",),
    killed=2,
    wounded=0,
    names=("mara ilova", "sona ilova", "street of the well"),
    recalled=True,
)
