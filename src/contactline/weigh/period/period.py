"""The room's third verb: the counts of a period."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from contactline.records.claims import Claim, Kind
from contactline.records.ids import THIRD, ClaimId, PlaceId, ReportId, SideId
from contactline.records.incidents import Episode, Incident, Origin, Weighing
from contactline.records.mandates import Mandate
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
from contactline.records.publishers import find_publisher_side
from contactline.records.reports import Report
from contactline.weigh.period.bands import make_tally
from contactline.weigh.period.errors import MISSED, WRONG
from contactline.weigh.period.facts import FIRE, Answered, Facts, make_facts
from contactline.weigh.period.totals import estimate_totals

K = TypeVar("K", bound=Hashable)


def count_period(
    incidents: Sequence[Incident],
    weighings: Sequence[Weighing],
    claims: Mapping[ClaimId, Claim],
    reports: Mapping[ReportId, Report],
    mandate: Mandate,
    episodes: Sequence[Episode] = (),
    period: tuple[date | None, date | None] = (None, None),
    origins: tuple[Origin, ...] = (),
    answers: tuple[tuple[ClaimId, ClaimId], ...] = (),
) -> PeriodView:
    """Count the incidents of a period. Pure.

    Args:
        incidents: all; those that are only recalled are left out, and so are those without a weighing.
        weighings: with graded versions.
        claims: at least the incidents'.
        reports: all that were read.
        mandate: sides and zone.
        episodes: hours too dense to tell incidents apart.
        period: first and last day, either may be open. An incident counts when its time touches the period.
        origins: of all reports, as linking found them; for totals of killed and wounded.
        answers: pairs (denial, claim that it answers) across reports.
    """
    zone = _find_zone(mandate.zone)
    known = {weighing.incident: weighing for weighing in weighings}
    current = [incident for incident in incidents if not incident.recalled and incident.id in known]
    chosen = [incident for incident in current if _is_within(incident, period, zone)]
    sides = [side.id for side in mandate.sides]
    facts = [make_facts(incident, known[incident.id], claims, sides, zone) for incident in chosen]
    counter = _Counter(facts, claims, reports, sides)
    dense = {incident for episode in episodes for incident in episode.incidents}
    asked = period != (None, None)
    return PeriodView(
        first=period[0],
        last=period[1],
        zone=mandate.zone,
        incidents=len(facts),
        left_out=sum(1 for incident in current if asked and incident.when is None),
        in_episodes=sum(1 for fact in facts if fact.incident in dense),
        pair=_pair_all(facts),
        read=counter.read(facts),
        doers=tuple(counter.iter_doers()),
        reporters=tuple(counter.iter_reporters()),
        kinds=tuple(KindRow(kind, counter.sort(group)) for kind, group in _group(facts, _kind_of, _by_name)),
        places=tuple(PlaceRow(place, counter.sort(group)) for place, group in _group(facts, _place_of, _none_last)),
        weeks=counter.weeks(zone, period),
        totals=estimate_totals(
            (incident for incident in chosen if known[incident.id].ladder), claims, reports, mandate, origins, answers
        ),
    )


class _Counter:
    """Counts incidents, with what was read of them."""

    def __init__(
        self,
        facts: Sequence[Facts],
        claims: Mapping[ClaimId, Claim],
        reports: Mapping[ReportId, Report],
        sides: Sequence[SideId],
    ) -> None:
        self._facts = facts
        self._reports = reports
        self._sides = sides
        self._columns = (*sides, THIRD)
        by_report: defaultdict[ReportId, list[Claim]] = defaultdict(list)
        for claim in claims.values():
            by_report[claim.report].append(claim)
        self._side_of = {id_: find_publisher_side(report, by_report[id_]) for id_, report in reports.items()}

    def read(self, facts: Sequence[Facts]) -> Read:
        """Reports that speak of some incidents, and their origins, each incident's counted for itself."""
        reports = {report for fact in facts for report in fact.reports}
        return Read(self._by_side(reports), sum(fact.origins for fact in facts))

    def _by_side(self, reports: Iterable[ReportId]) -> tuple[tuple[SideId | None, int], ...]:
        counts: defaultdict[SideId | None, int] = defaultdict(int)
        for report in reports:
            side = self._side_of.get(report)
            counts[side if side in self._columns else None] += 1
        columns: list[SideId | None] = [*self._columns, *([None] if counts[None] else [])]
        return tuple((side, counts[side]) for side in columns)

    def iter_doers(self) -> Iterable[DoerRow]:
        """Who is said to have fired: a row for each side, and one for fire that nobody lays to a side."""
        for side in self._sides:
            answers = [fact.fired[side] for fact in self._facts]
            yield DoerRow(
                side,
                _pair_fired(answers),
                tuple((by, sum(by in one.said_by for one in answers)) for by in self._columns),
                tuple((by, sum(by in one.denied_by for one in answers)) for by in self._columns),
            )
        nobody = [
            fact
            for fact in self._facts
            if fact.kind in FIRE and not any(answer.is_said for answer in fact.fired.values())
        ]
        happened = [fact.happened for fact in nobody]
        yield DoerRow(
            None,
            _pair(happened),
            tuple((by, sum(by in one.said_by for one in happened)) for by in self._columns),
            tuple((by, sum(by in one.denied_by for one in happened)) for by in self._columns),
        )

    def iter_reporters(self) -> Iterable[ReporterRow]:
        """Who says that incidents happened, and who alone does."""
        for side in self._columns:
            mine = [fact.happened for fact in self._facts if side in fact.happened.said_by]
            yield ReporterRow(
                side=side,
                pair=_pair(mine),
                said=len(mine),
                alone=sum(1 for one in mine if len(one.said_by) == 1),
                denied=sum(1 for fact in self._facts if side in fact.happened.denied_by),
            )

    def sort(self, facts: Sequence[Facts], read: Read | None = None) -> SortRow:
        """One row of incidents of a sort."""
        return SortRow(
            pair=_pair_all(facts),
            doers=tuple((side, _pair_fired([fact.fired[side] for fact in facts])) for side in self._sides),
            read=read or self.read(facts),
            incidents=tuple(fact.incident for fact in facts),
        )

    def weeks(self, zone: ZoneInfo, period: tuple[date | None, date | None]) -> tuple[WeekRow, ...]:
        """Weeks in which something happened or was published; then incidents whose week is not known."""
        by_week: defaultdict[date | None, list[Facts]] = defaultdict(list)
        published: defaultdict[date | None, set[ReportId]] = defaultdict(set)
        for fact in self._facts:
            by_week[fact.monday].append(fact)
        for id_, report in self._reports.items():
            monday = _find_published(report, zone)
            if monday is not None and _is_in(monday, period):
                published[monday].add(id_)
        weeks = sorted(week for week in {*by_week, *published} if week is not None)
        rows = [self._week(week, by_week[week], published[week]) for week in weeks]
        if by_week[None]:
            rows.append(WeekRow(None, self.sort(by_week[None])))
        return tuple(rows)

    def _week(self, monday: date, facts: Sequence[Facts], published: set[ReportId]) -> WeekRow:
        read = Read(self._by_side(published), sum(fact.origins for fact in facts))
        return WeekRow(monday, self.sort(facts, read), sum(1 for fact in facts if fact.unsettled))


def _pair(answers: Sequence[Answered]) -> Pair:
    said = [answer for answer in answers if answer.is_said]
    claimed = make_tally(len(said), [answer.chance for answer in said])
    return Pair(claimed, _corroborated(said))


def _pair_fired(answers: Sequence[Answered]) -> Pair:
    """Of who is said to have fired: here the reader's own errors count, words misread and words missed."""
    said = [answer for answer in answers if answer.is_said]
    chances = [answer.chance * (1.0 - WRONG) for answer in said] + [MISSED] * (len(answers) - len(said))
    return Pair(make_tally(len(said), chances), _corroborated(said))


def _pair_all(facts: Sequence[Facts]) -> Pair:
    """Of all that happens: here linking's own errors count, incidents kept apart and joined."""
    said = [fact for fact in facts if fact.happened.is_said]
    chances = [fact.happened.chance * fact.is_own for fact in said] + [fact.holds_two for fact in said]
    return Pair(make_tally(len(said), chances), _corroborated([fact.happened for fact in said]))


def _corroborated(said: Sequence[Answered]) -> Tally:
    count = sum(1 for answer in said if answer.is_corroborated)
    return make_tally(count, [answer.corroborated for answer in said])


def _kind_of(fact: Facts) -> Kind:
    return fact.kind


def _place_of(fact: Facts) -> PlaceId | None:
    return fact.place


def _by_name(kind: Kind) -> tuple[bool, str]:
    """A to Z, what is not said last: no order that would tell of weight."""
    return kind in {Kind.UNSPECIFIED, Kind.NONE}, kind.value


def _none_last(place: PlaceId | None) -> tuple[bool, str]:
    return place is None, place or ""


def _group(
    facts: Sequence[Facts], key_of: Callable[[Facts], K], order: Callable[[K], tuple[bool, str]]
) -> list[tuple[K, list[Facts]]]:
    groups: defaultdict[K, list[Facts]] = defaultdict(list)
    for fact in facts:
        groups[key_of(fact)].append(fact)
    return sorted(groups.items(), key=lambda item: order(item[0]))


def _is_within(incident: Incident, period: tuple[date | None, date | None], zone: ZoneInfo) -> bool:
    first, last = period
    if first is None and last is None:
        return True
    if incident.when is None:
        return False
    begin = incident.when.earliest.astimezone(zone).date()
    end = max(incident.when.earliest, incident.when.latest - timedelta(microseconds=1)).astimezone(zone).date()
    return (last is None or begin <= last) and (first is None or end >= first)


def _find_published(report: Report, zone: ZoneInfo) -> date | None:
    day = report.meta.published_at.astimezone(zone).date() if report.meta.published_at else report.meta.published_on
    return day - timedelta(days=day.weekday()) if day else None


def _is_in(monday: date, period: tuple[date | None, date | None]) -> bool:
    first, last = period
    return (last is None or monday <= last) and (first is None or monday + timedelta(days=6) >= first)


def _find_zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")
