"""The chart of a period: claimed and corroborated incidents by week, for all and for each side said to have fired.

Server-made numbers for the template. Patterns and outlines carry the meaning, no colour does; it prints.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Final

from contactline.publish.drawing import Tick, shape_of, short_day
from contactline.publish.naming import make_side_title
from contactline.publish.view import View
from contactline.records.ids import SideId
from contactline.records.periods import Pair, PeriodView, WeekRow

_WIDTH: Final = 1100
_LEFT: Final = 268
_RIGHT: Final = 20
_PANEL: Final = 110
_GAP: Final = 34
_MOST_WEEKS: Final = 53
_WIDEST: Final = 46.0
_BREAK: Final = 16.0


@dataclass(frozen=True, slots=True)
class Column:
    """One week of one panel; all in pixels. ``title`` says it in words."""

    x: float
    width: float
    claimed_y: float
    claimed_height: float
    corroborated_y: float
    corroborated_height: float
    middle: float
    low_y: float
    high_y: float
    has_band: bool
    title: str


@dataclass(frozen=True, slots=True)
class Panel:
    """One row of columns with its scale."""

    title: str
    shape: str
    top: float
    base: float
    levels: tuple[Tick, ...]
    columns: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class Strip:
    """Reports that were published, week by week, for the publishers of one side."""

    title: str
    shape: str
    y: float
    numbers: tuple[Tick, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """Up to a year of weeks. ``breaks`` are places where empty weeks are left out."""

    width: float
    height: float
    left: float
    panels: tuple[Panel, ...]
    strips: tuple[Strip, ...]
    ticks: tuple[Tick, ...]
    breaks: tuple[float, ...]
    first: str
    last: str


@dataclass(frozen=True, slots=True)
class _Slot:
    """A week and where it stands."""

    row: WeekRow
    monday: date
    x: float
    width: float


def make_charts(view: View, period: PeriodView) -> tuple[Chart, ...]:
    """Charts of all weeks that are known, each of at most a year; all with one scale."""
    weeks = [row for row in period.weeks if row.monday is not None]
    if not any(row.row.pair.claimed.count for row in weeks):
        return ()
    most = max(max(row.row.pair.claimed.count, row.row.pair.claimed.high) for row in weeks)
    parts = [weeks[start : start + _MOST_WEEKS] for start in range(0, len(weeks), _MOST_WEEKS)]
    return tuple(_make_chart(view, part, most) for part in parts)


def _make_chart(view: View, weeks: Sequence[WeekRow], most: int) -> Chart:
    slots, breaks = _lay(weeks)
    panels, top = [], 24.0
    doers: list[SideId | None] = [None, *(side.id for side in view.dossier.mandate.sides)]
    for doer in doers:
        panels.append(_make_panel(view, slots, doer, top, most))
        top += _PANEL + _GAP
    strips = []
    for side, _ in weeks[0].row.read.reports:
        if side is not None:
            strips.append(_make_strip(view, slots, side, top + 6))
            top += 22
    return Chart(
        width=_WIDTH,
        height=top + 34,
        left=_LEFT,
        panels=tuple(panels),
        strips=tuple(strips),
        ticks=tuple(_make_ticks(slots)),
        breaks=tuple(breaks),
        first=f"{short_day(slots[0].monday)} {slots[0].monday.year}",
        last=f"{short_day(slots[-1].monday)} {slots[-1].monday.year}",
    )


def _lay(weeks: Sequence[WeekRow]) -> tuple[list[_Slot], list[float]]:
    """Weeks side by side; where weeks are missing between two, a break."""
    mondays = [row.monday for row in weeks if row.monday is not None]
    gaps = [later - earlier > timedelta(days=7) for earlier, later in pairwise(mondays)]
    room = _WIDTH - _LEFT - _RIGHT - _BREAK * sum(gaps)
    width = min(_WIDEST, room / len(mondays))
    slots, breaks, x = [], [], float(_LEFT)
    for number, (row, monday) in enumerate(zip(weeks, mondays, strict=True)):
        if number and gaps[number - 1]:
            breaks.append(round(x + _BREAK / 2, 1))
            x += _BREAK
        slots.append(_Slot(row, monday, round(x, 1), round(width, 1)))
        x += width
    return slots, breaks


def _make_panel(view: View, slots: Sequence[_Slot], doer: SideId | None, top: float, most: int) -> Panel:
    title = f"{view.dossier.mandate.side_title(doer)} said to have fired" if doer else "All incidents"
    base = top + _PANEL
    scale = (_PANEL - 10) / max(most, 1)
    return Panel(
        title=title,
        shape=shape_of(view, doer) if doer else "",
        top=top,
        base=base,
        levels=tuple(Tick(round(base - level * scale, 1), str(level)) for level in _find_levels(most)),
        columns=tuple(_make_column(slot, _find_pair(slot.row, doer), base, scale, title) for slot in slots),
    )


def _find_pair(row: WeekRow, doer: SideId | None) -> Pair:
    return dict(row.row.doers)[doer] if doer else row.row.pair


def _make_column(slot: _Slot, pair: Pair, base: float, scale: float, title: str) -> Column:
    claimed, corroborated = pair.claimed, pair.corroborated
    inset = max(1.0, slot.width * 0.14)
    band = claimed.count > 0 and claimed.low != claimed.high  # a nought has none, as in the tables
    words = f"{title}, week of {short_day(slot.monday)} {slot.monday.year}: {claimed.count} claimed"
    words += f" ({claimed.low}–{claimed.high})" if band else ""
    return Column(
        x=round(slot.x + inset, 1),
        width=round(slot.width - 2 * inset, 1),
        claimed_y=round(base - claimed.count * scale, 1),
        claimed_height=round(claimed.count * scale, 1),
        corroborated_y=round(base - corroborated.count * scale, 1),
        corroborated_height=round(corroborated.count * scale, 1),
        middle=round(slot.x + slot.width / 2, 1),
        low_y=round(base - claimed.low * scale, 1),
        high_y=round(base - claimed.high * scale, 1),
        has_band=band,
        title=f"{words}, {corroborated.count} corroborated",
    )


def _find_levels(most: int) -> list[int]:
    step = next((step for step in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000) if most / step <= 4), most)
    return list(range(0, most + 1, step))


def _make_strip(view: View, slots: Sequence[_Slot], side: SideId, y: float) -> Strip:
    title = make_side_title(view, side)
    numbers = [(slot, dict(slot.row.row.read.reports).get(side, 0)) for slot in slots]
    return Strip(
        title=title.title,
        shape=title.shape,
        y=y,
        numbers=tuple(Tick(round(slot.x + slot.width / 2, 1), str(number)) for slot, number in numbers if number),
    )


def _make_ticks(slots: Sequence[_Slot]) -> list[Tick]:
    """A date at the first week, after every break, and as often as there is room."""
    ticks: list[Tick] = []
    for slot in slots:
        if not ticks or slot.x - ticks[-1].at >= 92:
            ticks.append(Tick(slot.x, f"{short_day(slot.monday)} {slot.monday.year}"))
    return ticks
