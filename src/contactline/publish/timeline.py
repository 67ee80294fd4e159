"""The timeline of a dossier: what happened when, and when it was reported. The template turns the numbers into SVG."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

from contactline.publish.drawing import Tick, shape_of, short_day
from contactline.publish.phrases import count, say_day
from contactline.publish.view import View
from contactline.records.ids import THIRD, ReportId, SideId
from contactline.records.incidents import Incident

_TIMELINE_WIDTH, _NAMES = 1100, 320
_BREAK, _LEAST = 36, 90
_ROW = 26
_MOST_ROWS = 24


@dataclass(frozen=True, slots=True)
class Bar:
    """An incident or a number of them on the timeline."""

    x: float
    width: float
    y: float
    text: str
    title: str
    href: str
    month: bool = False


@dataclass(frozen=True, slots=True)
class Lane:
    """The reports of one side: a mark for each day, with how many were published."""

    y: float
    text: str
    shape: str
    ticks: tuple[Tick, ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    """What happened when, and when it was reported."""

    width: float
    height: float
    bars: tuple[Bar, ...]
    lanes: tuple[Lane, ...]
    ticks: tuple[Tick, ...]
    breaks: tuple[float, ...]
    first: str
    last: str


def make_timeline(view: View, incidents: Sequence[Incident], months: Mapping[str, str]) -> Timeline | None:
    """The timeline of dated incidents and reports.

    Args:
        view: the dossier.
        incidents: in the order of time.
        months: where the table of a month begins, by ``m-2017-07``; used when there are too many for a row each.

    Returns:
        ``None`` when nothing has a date.
    """
    dated = [incident for incident in incidents if incident.when]
    published = {
        report.id: _published(report.meta.published_at, report.meta.published_on) for report in view.reports.values()
    }
    ends = [moment for incident in dated if incident.when for moment in (incident.when.earliest, incident.when.latest)]
    ends += [moment for moment in published.values() if moment]
    if not ends:
        return None
    scale = _make_scale(ends)
    bars = _bars(view, dated, scale) if len(dated) <= _MOST_ROWS else _months(dated, scale, months)
    bottom = max((bar.y for bar in bars), default=10) + _ROW
    lanes = _lanes(view, published, scale, bottom + 10)
    return Timeline(
        width=_TIMELINE_WIDTH,
        height=max((lane.y for lane in lanes), default=bottom) + 46,
        bars=tuple(bars),
        lanes=tuple(lanes),
        ticks=tuple(scale.ticks()),
        breaks=tuple(scale.breaks()),
        first=say_day(scale.first.date()),
        last=say_day(scale.last.date()),
    )


@dataclass(frozen=True, slots=True)
class _Stretch:
    """A stretch of time drawn without a break: its two ends on the clock and on the page."""

    first: datetime
    last: datetime
    left: float
    right: float

    def x(self, moment: datetime) -> float:
        length = (self.last - self.first).total_seconds()
        share = (moment - self.first).total_seconds() / length if length else 0.5
        return round(self.left + (self.right - self.left) * share, 1)


@dataclass(frozen=True, slots=True)
class _Scale:
    """Time to place. Long empty times between stretches are left out and marked as breaks."""

    stretches: tuple[_Stretch, ...]

    @property
    def first(self) -> datetime:
        return self.stretches[0].first

    @property
    def last(self) -> datetime:
        return self.stretches[-1].last

    def x(self, moment: datetime) -> float:
        """Where a moment is drawn; one that falls into a break, or outside, at the nearest end."""
        inside = [stretch for stretch in self.stretches if stretch.first <= moment <= stretch.last]
        if inside:
            return inside[0].x(moment)
        ends = [(abs(moment - s.first), s.left) for s in self.stretches]
        ends += [(abs(moment - s.last), s.right) for s in self.stretches]
        return min(ends)[1]

    def ticks(self) -> list[Tick]:
        return [tick for stretch in self.stretches for tick in _ticks(stretch)]

    def breaks(self) -> list[float]:
        return [round((a.right + b.left) / 2, 1) for a, b in pairwise(self.stretches)]


def _make_scale(moments: Sequence[datetime]) -> _Scale:
    """Lay out the time axis. An empty time that is most of the whole would squeeze everything else: it is cut out."""
    ordered = sorted(moments)
    total = ordered[-1] - ordered[0]
    groups = [[ordered[0]]]
    for before, moment in pairwise(ordered):
        if moment - before > max(timedelta(days=21), total / 4):
            groups.append([])
        groups[-1].append(moment)
    ends = [(_day_start(group[0]), _day_start(group[-1]) + timedelta(days=1)) for group in groups]
    lengths = [(last - first).total_seconds() for first, last in ends]
    width = _TIMELINE_WIDTH - _NAMES - 40 - _BREAK * (len(ends) - 1)
    spare = width - _LEAST * len(ends)
    left, stretches = float(_NAMES), []
    for (first, last), length in zip(ends, lengths, strict=True):
        right = left + _LEAST + spare * length / sum(lengths)
        stretches.append(_Stretch(first, last, round(left, 1), round(right, 1)))
        left = right + _BREAK
    return _Scale(tuple(stretches))


def _day_start(moment: datetime) -> datetime:
    return moment.replace(hour=0, minute=0, second=0, microsecond=0)


def _ticks(stretch: _Stretch) -> Iterator[Tick]:
    days = max((stretch.last - stretch.first).days, 1)
    most = max((stretch.right - stretch.left) / 90, 1)
    step = next((step for step in (1, 2, 7, 14, 30, 61, 91, 182, 365, 730, 3650, 36500) if days / step <= most), days)
    for number in range(0, days if days > 1 else 1, step):
        moment = stretch.first + timedelta(days=number)
        yield Tick(stretch.x(moment), _say_tick(moment.date(), step))


def _say_tick(day: date, step: int) -> str:
    """The year stands with every tick, since breaks may lie between them."""
    return f"{short_day(day)} {day.year}" if step < 182 else say_day(day).split(" ", 1)[1]


def _published(at: datetime | None, on: date | None) -> datetime | None:
    if at:
        return at
    return datetime(on.year, on.month, on.day, 12, tzinfo=UTC) if on else None


def _bars(view: View, incidents: Sequence[Incident], scale: _Scale) -> list[Bar]:
    bars = []
    for number, incident in enumerate(incidents):
        if incident.when:
            left, right = scale.x(incident.when.earliest), scale.x(incident.when.latest)
            title = view.hide(incident.title)
            bars.append(
                Bar(
                    left,
                    max(round(right - left, 1), 5),
                    14 + _ROW * number,
                    _clip(title),
                    title,
                    f"incident-{incident.id}.html",
                )
            )
    return bars


def _clip(title: str) -> str:
    return title if len(title) <= 50 else title[:49].rstrip() + "…"


def _months(incidents: Sequence[Incident], scale: _Scale, hrefs: Mapping[str, str]) -> list[Bar]:
    """Too many for a row each: one bar for each month, as long as the month, with its number."""
    counts: dict[tuple[int, int], int] = {}
    for incident in incidents:
        if incident.when:
            key = (incident.when.earliest.year, incident.when.earliest.month)
            counts[key] = counts.get(key, 0) + 1
    bars = []
    for (year, month), number in sorted(counts.items()):
        begin = datetime(year, month, 1, tzinfo=UTC)
        end = datetime(year + month // 12, month % 12 + 1, 1, tzinfo=UTC)
        left, right = max(scale.x(begin), float(_NAMES)), min(scale.x(end), float(_TIMELINE_WIDTH - 40))
        name = " ".join(say_day(begin.date()).split()[1:])
        bars.append(
            Bar(
                left,
                max(round(right - left - 2, 1), 3),
                14,
                f"{number}",
                f"{name}: {count(number, 'incident')}",
                hrefs.get(f"m-{year}-{month:02}", ""),
                True,
            )
        )
    return bars


def _lanes(view: View, published: Mapping[ReportId, datetime | None], scale: _Scale, y: float) -> list[Lane]:
    lanes: list[Lane] = []
    sides: list[SideId | None] = [*(side.id for side in view.dossier.mandate.sides), THIRD, None]
    for side in sides:
        mine = [report for report in view.reports if view.report_sides.get(report) == side]
        if side is None and not mine:
            continue
        days: dict[float, int] = {}
        for report in mine:
            moment = published.get(report)
            if moment:
                x = scale.x(moment.replace(hour=12, minute=0, second=0))
                days[x] = days.get(x, 0) + 1
        ticks = tuple(Tick(x, str(number)) for x, number in sorted(days.items()))
        lanes.append(Lane(y + _ROW * len(lanes), view.dossier.mandate.side_title(side), shape_of(view, side), ticks))
    return lanes
