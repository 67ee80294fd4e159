"""``period.html``: the counts of a period, a chart by week and the tables that say the same."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from contactline.publish.naming import SideTitle, make_side_title, say_kind, side_titles
from contactline.publish.period_chart import Chart, make_charts
from contactline.publish.periodrows import find_place_title
from contactline.publish.phrases import count, say_day
from contactline.publish.view import View
from contactline.records.estimates import Total
from contactline.records.ids import IncidentId, SideId
from contactline.records.periods import DoerRow, Pair, PeriodView, Read, ReporterRow, SortRow, Tally, WeekRow

_MOST_LINKS = 12
_STATUS = {"military": "soldiers", "civilian": "civilians", "not said": "status not said"}


@dataclass(frozen=True, slots=True)
class Cell:
    """A number with its band in words: ``12`` and ``10–13``; the band is empty where it is the number itself."""

    count: int
    band: str


@dataclass(frozen=True, slots=True)
class SortLine:
    """One row of the tables by kind, place and week: pairs are (claimed, corroborated)."""

    title: str
    note: str
    pair: tuple[Cell, Cell]
    doers: tuple[tuple[Cell, Cell], ...]
    reports: tuple[int, ...]
    origins: int
    links: tuple[tuple[str, str], ...]
    more: int


@dataclass(frozen=True, slots=True)
class DoerLine:
    """One row of who is said to have fired."""

    side: SideTitle | None
    pair: tuple[Cell, Cell]
    said: tuple[int, ...]
    denied: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ReporterLine:
    """One row of who reports."""

    side: SideTitle
    said: int
    alone: int
    denied: int
    corroborated: Cell


@dataclass(frozen=True, slots=True)
class PeopleLine:
    """One total of killed or wounded."""

    side: SideTitle
    outcome: str
    status: str
    median: str
    most: str
    incidents: int


@dataclass(frozen=True, slots=True)
class PeriodPage:
    """The page."""

    title: str
    notes: tuple[str, ...]
    incidents: int
    parties: tuple[SideTitle, ...]
    sides: tuple[SideTitle, ...]
    read: tuple[int, ...]
    unknown: int
    origins: int
    pair: tuple[Cell, Cell]
    charts: tuple[Chart, ...]
    doers: tuple[DoerLine, ...]
    reporters: tuple[ReporterLine, ...]
    kinds: tuple[SortLine, ...]
    places: tuple[SortLine, ...]
    weeks: tuple[SortLine, ...]
    people: tuple[PeopleLine, ...]
    models: str


def make_period_page(view: View, period: PeriodView) -> PeriodPage:
    """Put the page together."""
    sides = side_titles(view)
    kinds = [(say_kind(row.kind), row.row) for row in period.kinds]
    places = sorted(
        ((find_place_title(view, row.place), row.row) for row in period.places if row.place is not None),
        key=lambda item: item[0].casefold(),
    )
    places += [(find_place_title(view, None), row.row) for row in period.places if row.place is None]
    return PeriodPage(
        title=_say_period(view, period),
        notes=tuple(_iter_notes(period)),
        incidents=period.incidents,
        parties=tuple(side for side in sides if side.is_party),
        sides=sides,
        read=_reports(period.read, sides),
        unknown=dict(period.read.reports).get(None, 0),
        origins=period.read.origins,
        pair=_pair(period.pair),
        charts=make_charts(view, period),
        doers=tuple(_doer(view, row, sides) for row in period.doers),
        reporters=tuple(_reporter(view, row) for row in period.reporters),
        kinds=tuple(_sort(view, title, row, sides) for title, row in kinds),
        places=tuple(_sort(view, title, row, sides) for title, row in places),
        weeks=tuple(_week(view, row, sides) for row in period.weeks),
        people=tuple(_people(view, total) for total in period.totals),
        models=", ".join(dict.fromkeys(total.model for total in period.totals)),
    )


def _say_period(view: View, period: PeriodView) -> str:
    if period.first and period.last:
        return f"{say_day(period.first)} to {say_day(period.last)}"
    if period.first:
        return f"From {say_day(period.first)} on"
    if period.last:
        return f"Up to {say_day(period.last)}"
    days = [incident.when.earliest.date() for incident in view.incidents if incident.when and not incident.recalled]
    if not days:
        return "All incidents"
    return f"All incidents, {say_day(min(days))} to {say_day(max(days))}"


def _iter_notes(period: PeriodView) -> Iterable[str]:
    if period.left_out:
        number = count(period.left_out, "incident without a time is", "incidents without a time are")
        yield f"{number} left out: nothing tells whether they fall into this period."
    if period.in_episodes:
        yield (
            f"{period.in_episodes} of {count(period.incidents, 'incident')} are hypotheses inside hours too dense to "
            "tell incidents apart. Counts there mean little."
        )


def _doer(view: View, row: DoerRow, sides: Sequence[SideTitle]) -> DoerLine:
    said, denied = dict(row.said_by), dict(row.denied_by)
    return DoerLine(
        side=make_side_title(view, row.side) if row.side else None,
        pair=_pair(row.pair),
        said=tuple(_number(said, side) for side in sides),
        denied=tuple(_number(denied, side) for side in sides),
    )


def _people(view: View, total: Total) -> PeopleLine:
    outcome, side, status = total.question.split("/")
    most = f"{total.most[0]:,}–{total.most[1]:,}"
    title = make_side_title(view, SideId(side))
    return PeopleLine(title, outcome, _STATUS[status], f"{total.median:,.0f}", most, total.incidents)


def _number(counts: dict[SideId, int], side: SideTitle) -> int:
    return counts.get(side.id, 0) if side.id else 0


def _reporter(view: View, row: ReporterRow) -> ReporterLine:
    side = make_side_title(view, row.side)
    return ReporterLine(side, row.said, row.alone, row.denied, _cell(row.pair.corroborated))


def _week(view: View, row: WeekRow, sides: Sequence[SideTitle]) -> SortLine:
    if row.monday is None:
        return _sort(view, "week not known", row.row, sides)
    title = _say_days(row.monday, row.monday + timedelta(days=6))
    note = f"{row.unsettled} may belong to the week beside it" if row.unsettled else ""
    return _sort(view, title, row.row, sides, note)


def _say_days(first: date, last: date) -> str:
    """``3–9 July 2017``, ``26 June – 2 July 2017``: no more words than tell the days."""
    words = say_day(first).split()
    if first.year != last.year:
        return f"{say_day(first)} – {say_day(last)}"
    return f"{words[0]}–{say_day(last)}" if first.month == last.month else f"{words[0]} {words[1]} – {say_day(last)}"


def _sort(view: View, title: str, row: SortRow, sides: Sequence[SideTitle], note: str = "") -> SortLine:
    links = [(view.hide(view.titles[one]), f"incident-{one}.html") for one in _in_order(view, row.incidents)]
    return SortLine(
        title=title,
        note=note,
        pair=_pair(row.pair),
        doers=tuple(_pair(pair) for _, pair in row.doers),
        reports=_reports(row.read, sides),
        origins=row.read.origins,
        links=tuple(links[:_MOST_LINKS]),
        more=max(0, len(links) - _MOST_LINKS),
    )


def _in_order(view: View, incidents: Iterable[IncidentId]) -> list[IncidentId]:
    wanted = set(incidents)
    return [incident.id for incident in view.incidents if incident.id in wanted]


def _reports(read: Read, sides: Sequence[SideTitle]) -> tuple[int, ...]:
    numbers = dict(read.reports)
    return tuple(numbers.get(side.id, 0) for side in sides)


def _pair(pair: Pair) -> tuple[Cell, Cell]:
    return _cell(pair.claimed), _cell(pair.corroborated)


def _cell(tally: Tally) -> Cell:
    """A nought stands without its band, which would fill the tables with “0–1”; the files have it."""
    if not tally.count or tally.low == tally.high == tally.count:
        return Cell(tally.count, "")
    return Cell(tally.count, f"{tally.low}–{tally.high}" if tally.low != tally.high else str(tally.low))
