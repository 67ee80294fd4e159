"""Link claims: reports and their claims in, incidents out."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from contactline.link.accounts import Account, Grouping, group_claims
from contactline.link.constraints import make_constraints
from contactline.link.denials import find_answers
from contactline.link.dense import find_episodes
from contactline.link.identity import choose_ids
from contactline.link.incidents import Cluster, Clustering, Joined, join_accounts
from contactline.link.kinds import choose_kind
from contactline.link.model import Model
from contactline.link.origins import trace_origins
from contactline.link.relations import relate
from contactline.link.rows import RowMaker
from contactline.link.sites import Atlas
from contactline.link.times import is_clock, is_period, local_days
from contactline.ports import Reading
from contactline.records.claims import Claim, Kind, PlaceRole
from contactline.records.histories import IncidentChange
from contactline.records.ids import ClaimId, IncidentId, PlaceId, ReportId
from contactline.records.incidents import Episode, Incident, Membership, Origin
from contactline.records.judgements import LinkJudgement
from contactline.records.mandates import Mandate
from contactline.records.problems import Problem, Severity
from contactline.records.reports import Report
from contactline.records.times import TimePrecision, When
from contactline.records.titles import KIND_PHRASES, make_day_title, make_month_title

_MONTH: Final = timedelta(days=27)


@dataclass(frozen=True, slots=True)
class Linking:
    """What linking gives.

    Attributes:
        incidents: in the order of their times, undated ones last.
        answers: pairs (denial, claim that it answers) across reports.
        origins: over all reports; every report is in exactly one.
        problems: claims without an incident, one problem for each report, blocks that were too dense, judgements that
            cannot be followed, and what could not be decided about origins.
        episodes: reports too dense for their incidents to be told apart.
        judgements: people's judgements that are followed, their claims under their present ids.
    """

    incidents: tuple[Incident, ...]
    answers: tuple[tuple[ClaimId, ClaimId], ...]
    origins: tuple[Origin, ...]
    problems: tuple[Problem, ...]
    episodes: tuple[Episode, ...] = ()
    judgements: tuple[LinkJudgement, ...] = ()


def link_claims(
    readings: Iterable[tuple[Report, Reading]],
    mandate: Mandate,
    previous: tuple[Incident, ...] = (),
    judgements: tuple[LinkJudgement, ...] = (),
    history: tuple[IncidentChange, ...] = (),
    model: Model | None = None,
) -> Linking:
    """Join claims of all reports into incidents. Pure; the order of ``readings`` does not matter.

    Args:
        readings: every report in force with its read and resolved claims.
        mandate: places, for distances and names.
        previous: incidents of the run before, which lend their ids.
        judgements: all that people ever judged; what is in force wins over every score.
        history: all changes of incidents so far, oldest first: an id once given is never given to something else.
        model: the weights; by default those that ship.
    """
    pairs = sorted(readings, key=lambda pair: (pair[0].meta.published or "9999", pair[0].id))
    atlas = Atlas(mandate)
    read = [(report, group_claims(report, reading.claims, atlas)) for report, reading in pairs]
    kept = make_constraints(judgements, read, atlas)
    clustering = join_accounts(kept, atlas, RowMaker(mandate, atlas), model)
    reports = [report for report, _ in pairs]
    tracing = trace_origins(reports, {report.id: reading for report, reading in pairs}, mandate)
    origin_of = {report: number for number, origin in enumerate(tracing.origins) for report in origin.reports}
    incidents = _make_incidents(clustering.clusters, previous, history, _Maker(atlas, origin_of))
    claims = {claim.id: claim for _, reading in pairs for claim in reading.claims}
    return Linking(
        incidents=relate(incidents, claims, atlas),
        episodes=_find_episodes(incidents, clustering, claims, atlas),
        answers=tuple(_iter_answers(clustering.clusters, mandate, origin_of)),
        origins=tracing.origins,
        problems=(*_iter_problems(kept.groupings, clustering), *kept.problems, *tracing.problems),
        judgements=kept.judgements,
    )


def _find_episodes(
    incidents: Sequence[Incident], clustering: Clustering, claims: Mapping[ClaimId, Claim], atlas: Atlas
) -> tuple[Episode, ...]:
    joined = [one for cluster in clustering.clusters for one in cluster.joined]
    return find_episodes(
        incidents,
        {one.account.claims[0].id: one.candidates for one in joined},
        {one.account.claims[0].id: one.tie.margin for one in joined if one.tie and one.tie.margin is not None},
        {claim.id: claim.report for claim in claims.values()},
        atlas,
    )


def _make_incidents(
    clusters: Sequence[Cluster], previous: tuple[Incident, ...], history: tuple[IncidentChange, ...], maker: _Maker
) -> tuple[Incident, ...]:
    memberships = [_make_memberships(cluster) for cluster in clusters]
    ids = choose_ids([[member.claim for member in members] for members in memberships], previous, history)
    made = [
        maker.make_incident(id_, cluster, members)
        for id_, cluster, members in zip(ids, clusters, memberships, strict=True)
    ]
    return tuple(sorted(made, key=_sort_key))


def _sort_key(incident: Incident) -> tuple[bool, float, str, IncidentId]:
    when = incident.when
    return when is None, when.earliest.timestamp() if when else 0.0, incident.title, incident.id


def _make_memberships(cluster: Cluster) -> tuple[Membership, ...]:
    members: dict[ClaimId, Membership] = {}
    for joined in cluster.joined:
        anchors = {claim.id for claim in joined.account.anchors}
        for claim in joined.account.claims:
            reason = _say_reason(claim, joined, is_anchor=claim.id in anchors)
            members.setdefault(claim.id, Membership(claim.id, joined.probability, reason, joined.tie))
    return tuple(members.values())


def _say_reason(claim: Claim, joined: Joined, *, is_anchor: bool) -> str:
    if is_anchor:
        return joined.reason
    if claim.answers:
        return f"It answers a claim that belongs here. {joined.reason}"
    return f"The report says it about what it mainly tells. {joined.reason}"


class _Maker:
    """Makes incidents: title, kind, time and places from the anchors, each origin counted once."""

    def __init__(self, atlas: Atlas, origin_of: Mapping[ReportId, int]) -> None:
        self._atlas = atlas
        self._origin_of = origin_of

    def make_incident(self, id_: IncidentId, cluster: Cluster, members: tuple[Membership, ...]) -> Incident:
        accounts = list(cluster.accounts)
        kind = choose_kind(self._count_kinds(accounts))
        places = self._rank_places(accounts)
        whens = [when for account in accounts for when in account.whens]
        return Incident(
            id=id_,
            title=self._make_title(kind, places, accounts, whens),
            kind=kind,
            when=_bound(whens),
            places=places,
            members=members,
            recalled=all(account.recalled for account in accounts),
        )

    def _count_kinds(self, accounts: Sequence[Account]) -> Mapping[Kind, int]:
        seen = {(kind, self._origin_of.get(account.report)) for account in accounts for kind, _ in account.kinds}
        return Counter(kind for kind, _ in seen)

    def _rank_places(self, accounts: Sequence[Account]) -> tuple[PlaceId, ...]:
        """Settlements before districts; where it happened before where it came from; most origins first."""
        seen: set[tuple[PlaceId, bool, int | None]] = set()
        for account in accounts:
            origin = self._origin_of.get(account.report)
            for place, roles in account.sites.settlements.items():
                seen.add((place, roles != {PlaceRole.FROM}, origin))
            seen.update((place, True, origin) for place in account.sites.districts)
        hits: Counter[PlaceId] = Counter(place for place, is_hit, _ in seen if is_hit)
        named: Counter[PlaceId] = Counter(place for place, _, _ in seen)
        return tuple(sorted(named, key=lambda place: (self._atlas.level(place), -hits[place], -named[place], place)))

    def _make_title(
        self, kind: Kind, places: Sequence[PlaceId], accounts: Sequence[Account], whens: Sequence[When]
    ) -> str:
        parts = [KIND_PHRASES[kind]]
        if places:
            joiner = "at" if self._atlas.level(places[0]) == 0 else "in"
            parts[0] += f" {joiner} {self._atlas.title(places[0])}"
        else:
            unknown = _most_named([name for account in accounts for name in account.sites.unknown])
            parts[0] += f" at a place named “{unknown}”" if unknown else ", place not stated"
        parts.append(self._say_days(accounts, whens))
        return ", ".join(parts)

    def _say_days(self, accounts: Sequence[Account], whens: Sequence[When]) -> str:
        dated = [
            (local_days(when), self._origin_of.get(account.report))
            for account in accounts
            for when in account.whens
            if not is_period(when)
        ]
        if dated:
            counts = Counter(days for days, _ in set(dated))
            return make_day_title(*min(counts, key=lambda days: (-counts[days], days[1] - days[0], days)))
        if whens:
            return _say_period(min(whens, key=lambda when: (when.latest - when.earliest, when.earliest)))
        return "date not stated"


def _say_period(when: When) -> str:
    first, last = local_days(when)
    if last - first < _MONTH:
        return make_day_title(first, last)
    if (first.year, first.month) == (last.year, last.month):
        return make_month_title(first)
    if (first, last) == (date(first.year, 1, 1), date(first.year, 12, 31)):
        return str(first.year)
    return f"{make_month_title(first)} – {make_month_title(last)}"


def _most_named(names: Sequence[str]) -> str:
    counts = Counter(names)
    return min(counts, key=lambda name: (-counts[name], name)) if counts else ""


def _bound(whens: Sequence[When]) -> When | None:
    """The interval that bounds the clock times, or the days where no clock time is given, or the periods."""
    parts = [when for when in whens if is_clock(when)]
    dated = [when for when in whens if not is_period(when)]
    pool = parts or dated or list(whens)
    if not pool:
        return None
    first, last = min(when.earliest for when in pool), max(when.latest for when in pool)
    finest = pool[0].precision if len(set(pool)) == 1 else _precision(last - first)
    zone = next(when.zone for when in pool if when.earliest == first)
    return When(first, last, finest, zone, anchored=all(when.anchored for when in pool))


_PRECISIONS: Final = (
    (timedelta(hours=3), TimePrecision.RANGE),
    (timedelta(hours=14), TimePrecision.PART),
    (timedelta(hours=25), TimePrecision.DAY),
    (timedelta(days=6), TimePrecision.DAYS),
    (timedelta(days=8), TimePrecision.WEEK),
    (timedelta(days=32), TimePrecision.MONTH),
)


def _precision(span: timedelta) -> TimePrecision:
    for limit, precision in _PRECISIONS:
        if span <= limit:
            return precision
    return TimePrecision.YEAR


def _iter_answers(
    clusters: Sequence[Cluster], mandate: Mandate, origin_of: Mapping[ReportId, int]
) -> Iterator[tuple[ClaimId, ClaimId]]:
    for cluster in clusters:
        claims = [claim for account in cluster.accounts for claim in account.claims]
        yield from find_answers(claims, mandate, origin_of)


def _iter_problems(groupings: Sequence[tuple[Report, Grouping]], clustering: Clustering) -> Iterator[Problem]:
    loose: defaultdict[ReportId, list[Claim]] = defaultdict(list)
    for report, grouping in groupings:
        loose[report.id].extend(grouping.loose)
    for account in clustering.loose:
        loose[account.report].extend(account.claims)
    for report_id, claims in loose.items():
        if claims:
            yield Problem(
                stage="link",
                code="claim-unlinked",
                severity=Severity.INFO,
                message=f"{_count_claims(len(claims))} too little of place or time to be joined to an incident.",
                report=report_id,
                span=min(claim.quote.span for claim in claims),
            )
    if clustering.crowded:
        yield Problem(
            stage="link",
            code="block-crowded",
            severity=Severity.INFO,
            message=f"{clustering.crowded} combinations of place and day hold very many incidents; only the newest "
            "ones there were compared, so that some reports of one incident may stand apart.",
        )


def _count_claims(count: int) -> str:
    return "One claim says" if count == 1 else f"{count} claims say"
