"""Accounts of many reports to incidents: candidates from blocks, an additive score, a greedy vote.

Accounts come in one total order (published, report id, place in the report), those of reports that tell several dated
happenings first: they know them apart. Each is compared with the summaries of the incidents in its blocks and joins the
best one that reaches :data:`~contactline.link.scores.JOIN_AT`, or founds its own.
After the last one, incidents that consist of a single report's account are tried once more against the finished
summaries, because what was vague early may fit well later; those that name a day and no place come last of all.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, timedelta
from typing import Final

from contactline._kit.folding import fold_name
from contactline.link.accounts import Account
from contactline.link.scores import JOIN_AT, Score, Summary, Trace, score_account
from contactline.link.sites import Atlas, SiteTally
from contactline.link.times import is_period
from contactline.link.unplaced import ONLY_ONE, DayIndex
from contactline.records.claims import Claim, Outcome
from contactline.records.kinds import TALK
from contactline.records.reports import Report
from contactline.records.times import When

BLOCK_LIMIT: Final = 64
"""Incidents of one block that an account is compared with; in a denser block the newest ones count."""
_SAYING_WORDS: Final = 10
_WINDOW: Final = 3  # days before publication that a report without a time may speak of
_FULL_SCORE: Final = 10.0
_SEVERAL: Final = 2


@dataclass(slots=True)
class Cluster:
    """An incident in the making.

    Attributes:
        joined: each account with the score by which it came in; the founder has none.
    """

    number: int
    summary: Summary = field(default_factory=Summary)
    joined: list[tuple[Trace, Score | None]] = field(default_factory=list)

    @property
    def is_single(self) -> bool:
        """Whether only one report's one account is in it."""
        return len(self.joined) == 1


@dataclass(frozen=True, slots=True)
class Clustering:
    """What joining gives: incidents, the accounts that none could be founded on, and how many blocks were too dense."""

    clusters: tuple[Cluster, ...]
    loose: tuple[Account, ...]
    crowded: int


def make_traces(told: Iterable[tuple[Report, Sequence[Account]]]) -> list[Trace]:
    """Work out once what accounts are compared by; the order of ``told`` becomes the total order."""
    traces: list[Trace] = []
    for report, accounts in told:
        siblings = sum(1 for account in accounts if account.whens and account.is_located and not account.recalled)
        moment = report.meta.published_at
        published = moment.date() if moment else report.meta.published_on
        for account in accounts:
            victims, sayings = _victims(account.claims), _sayings(account)
            traces.append(Trace(account, len(traces), siblings, published, victims, sayings))
    return traces


def membership_score(score: Score | None) -> float:
    """A score as 0 to 1: how much of a full score it reaches. Not a probability. Founders have 1."""
    if score is None or score.total is None:
        return 1.0
    return round(max(0.0, min(1.0, score.total / _FULL_SCORE)), 3)


def join_accounts(traces: Iterable[Trace], atlas: Atlas) -> Clustering:
    """Join accounts of all reports into incidents. Only the total order of ``traces`` decides."""
    joiner = _Joiner(atlas)
    ordered = sorted(traces, key=lambda trace: (trace.siblings < _SEVERAL, trace.order))
    waiting = [trace for trace in ordered if not joiner.take(trace)]
    loose = [trace.account for trace in waiting if not joiner.take(trace)]
    joiner.retry_singles()
    joiner.adopt_unplaced()
    clusters = [cluster for cluster in joiner.clusters if cluster.joined]
    for cluster in clusters:
        cluster.joined.sort(key=lambda entry: entry[0].order)
    clusters.sort(key=lambda cluster: cluster.joined[0][0].order)
    return Clustering(tuple(clusters), tuple(loose), joiner.crowded)


class _Joiner:
    def __init__(self, atlas: Atlas) -> None:
        self._atlas = atlas
        self._blocks: defaultdict[Hashable, list[int]] = defaultdict(list)
        self.clusters: list[Cluster] = []
        self._crowded: set[Hashable] = set()

    @property
    def crowded(self) -> int:
        """How many blocks held more incidents than were compared."""
        return len(self._crowded)

    def take(self, trace: Trace) -> bool:
        """Join the account to the best incident, or found one; ``False`` when it is too vague for either."""
        best = self._find_best(trace, None)
        if best is not None:
            self._join(best[0], trace, best[1])
            return True
        if not _can_found(trace.account):
            return False
        self.clusters.append(Cluster(len(self.clusters)))
        self._join(self.clusters[-1], trace, None)
        return True

    def retry_singles(self) -> None:
        """Give every incident of a single account one more chance to join another."""
        for cluster in self.clusters:
            if not cluster.is_single:
                continue
            trace = cluster.joined[0][0]
            best = self._find_best(trace, cluster.number)
            if best is not None:
                cluster.joined.clear()
                self._join(best[0], trace, best[1])

    def adopt_unplaced(self) -> None:
        """Join incidents without a place to the only one of their day that several reports tell of."""
        index = DayIndex({cluster.number: cluster.summary for cluster in self.clusters if cluster.joined}, self._atlas)
        for cluster in self.clusters:
            number = index.find_only(cluster.summary) if cluster.joined else None
            if number is None:
                continue
            joined = list(cluster.joined)
            cluster.joined.clear()
            for trace, _ in joined:
                self._join(self.clusters[number], trace, ONLY_ONE)

    def _find_best(self, trace: Trace, but: int | None) -> tuple[Cluster, Score] | None:
        best: tuple[float, int, Score] | None = None
        for number in self._candidates(trace):
            if number == but or not self.clusters[number].joined:
                continue
            score = score_account(trace, self.clusters[number].summary, self._atlas)
            if score.total is None or score.total < JOIN_AT:
                continue
            if best is None or (-score.total, number) < best[:2]:
                best = (-score.total, number, score)
        return (self.clusters[best[1]], best[2]) if best else None

    def _candidates(self, trace: Trace) -> list[int]:
        found: set[int] = set()
        for key in _query_keys(trace, self._atlas):
            block = self._blocks.get(key, ())
            if len(block) > BLOCK_LIMIT:
                self._crowded.add(key)
            found.update(block[-BLOCK_LIMIT:])
        return sorted(found)

    def _join(self, cluster: Cluster, trace: Trace, score: Score | None) -> None:
        cluster.joined.append((trace, score))
        cluster.summary.add(trace)
        for key in _index_keys(trace, self._atlas):
            block = self._blocks[key]
            if cluster.number not in block[-BLOCK_LIMIT:]:
                block.append(cluster.number)


def _can_found(account: Account) -> bool:
    """Whether an account says enough to be an incident: that something happened, and a place or a time."""
    if not any(claim.occurrence.kind not in TALK or claim.casualties for claim in account.anchors):
        return bool(account.whens and account.is_located)
    return bool(account.whens) or account.is_located


# -- blocks


def _index_keys(trace: Trace, atlas: Atlas) -> Iterator[Hashable]:
    """The blocks that an incident with this account can be found in."""
    days = _days(trace)
    for place_key in _place_keys(trace.account.sites, atlas):
        for day in days:
            yield place_key, day
    yield from _tie_keys(trace)


def _query_keys(trace: Trace, atlas: Atlas) -> Iterator[Hashable]:
    """The blocks to look in for incidents that may fit."""
    days = sorted(
        {day + timedelta(days=shift) for day in _days(trace) if isinstance(day, date) for shift in (-1, 0, 1)}
    )
    periods = [day for day in _days(trace) if not isinstance(day, date)]
    for place_key in _near_keys(trace.account.sites, atlas):
        for day in (*days, *periods):
            yield place_key, day
    yield from _tie_keys(trace)


def _place_keys(sites: SiteTally, atlas: Atlas) -> Iterator[Hashable]:
    for place in sorted(sites.settlements):
        cell = atlas.cell(place)
        yield ("cell", cell) if cell else ("place", place)
        for parent in atlas.ancestors(place):
            yield "below", parent
        if district := atlas.seat_of(place):
            yield "is", district
    for district in sorted(sites.districts):
        yield "is", district
    for name in sorted(sites.unknown):
        yield "name", name
    if sites.is_empty:
        yield ("nowhere",)


def _near_keys(sites: SiteTally, atlas: Atlas) -> Iterator[Hashable]:
    for place in sorted(sites.settlements):
        for cell in atlas.cells_around(place):
            yield "cell", cell
        if atlas.point(place) is None:
            yield "place", place
        for parent in atlas.ancestors(place):
            yield "is", parent
        if district := atlas.seat_of(place):
            yield "below", district
    for district in sorted(sites.districts):
        yield "is", district
        yield "below", district
    for name in sorted(sites.unknown):
        yield "name", name
    if sites.is_empty:
        yield ("nowhere",)


def _days(trace: Trace) -> list[date | str]:
    """Days (UTC) that an account may speak of; a longer period is known by its months."""
    days: set[date | str] = set()
    for when in trace.account.whens:
        days.update(_months(when) if is_period(when) else _utc_days(when))
    if not trace.account.whens and trace.published:
        days.update(trace.published - timedelta(days=back) for back in range(_WINDOW + 1))
    return sorted(days, key=str)


def _utc_days(when: When) -> Iterator[date]:
    day, last = when.earliest.astimezone(UTC).date(), when.latest.astimezone(UTC).date()
    while day <= last:
        yield day
        day += timedelta(days=1)


_MONTHS_LIMIT: Final = 12


def _months(when: When) -> Iterator[str]:
    day, last = when.earliest.date().replace(day=1), when.latest.date()
    for _ in range(_MONTHS_LIMIT):
        if day > last:
            return
        yield f"{day:%Y-%m}"
        day = (day + timedelta(days=32)).replace(day=1)


def _tie_keys(trace: Trace) -> Iterator[Hashable]:
    for victim in sorted(trace.victims):
        yield "victim", *victim
    for saying in sorted(trace.sayings):
        yield "saying", saying


def _victims(claims: Sequence[Claim]) -> frozenset[tuple[str, Outcome]]:
    """Names of victims; a bare first letter is nobody's name."""
    return frozenset(
        (name, casualty.outcome)
        for claim in claims
        for casualty in claim.casualties
        for person in casualty.persons
        if len(name := fold_name(person.name)) >= 5 or " " in name
    )


def _sayings(account: Account) -> frozenset[str]:
    """Whole sentences that are long enough not to be alike by chance."""
    folded = {" ".join(claim.quote.words.casefold().split()) for claim in account.anchors}
    return frozenset(words for words in folded if words.count(" ") >= _SAYING_WORDS)
