"""How well an account fits an incident: an additive score with one reason for each field.

The weights are set by hand and printed with every membership; they are to be refitted on labelled incidents. Who is
blamed, who speaks and which side anybody is on are not looked at.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from contactline.link.accounts import Account
from contactline.link.sites import Atlas, SiteTally, Where, compare_sites
from contactline.link.times import CLOCK_TOLERANCE, Nearness, compare_times, is_clock, is_period, is_slip, local_days
from contactline.records.claims import Kind, Outcome
from contactline.records.ids import ReportId
from contactline.records.kinds import KindFit, compare_kinds
from contactline.records.times import When

JOIN_AT: Final = 5.5
"""An account joins an incident from this score on: same place and day do, same district and day of one kind do,
two villages of one neighbourhood only with the same hour or as the two ends of one exchange of fire."""
SAME_REPORT_EXTRA: Final = 2.0
"""A report that tells two happenings apart is believed: its second account needs this much more to join."""
_WHERE: Final = {
    Where.SAME: 5.0,
    Where.NEXT_TO: 3.0,
    Where.TWO_ENDS: 3.0,
    Where.SAME_NAME: 4.0,
    Where.INSIDE: 2.0,
    Where.NEARBY: 0.0,
    Where.UNKNOWN: 0.0,
}
_WHEN: Final = {
    Nearness.SAME_CLOCK: (4.0, "clock times within an hour of each other"),
    Nearness.SAME_TIME: (3.0, "times that overlap"),
    Nearness.SLIP: (2.0, "the same day, about twelve hours apart, as a slip of a 12-hour clock would give"),
    Nearness.SAME_DAY: (1.0, "the same day at different hours"),
    Nearness.SAME_PERIOD: (1.0, "the same longer period"),
}
_KIND: Final = {
    KindFit.SAME: (2.0, "the same"),
    KindFit.COMPATIBLE: (1.0, "kinds that are often told of one happening"),
    KindFit.OPEN: (0.5, "not said by one of them"),
    KindFit.DIFFERENT: (-3.0, "different kinds"),
}
_TIE: Final = 6.0
_PUBLISHED: Final = 1.0
_BEFORE: Final = timedelta(days=3)
_TIE_DAYS: Final = timedelta(days=30)
_COPY_DAYS: Final = timedelta(days=3)
LONGEST: Final = timedelta(hours=36)
"""An incident never spans more than this, unless one report alone gives it a longer run of days: no chaining."""


@dataclass(frozen=True, slots=True)
class Trace:
    """An account with what linking compares, worked out once.

    Attributes:
        order: its place in the total order of all accounts.
        siblings: how many dated and located happenings its report tells.
        published: day of publication.
        victims: folded names of victims with their outcome.
        sayings: folded words of the anchors' sentences, long ones only.
    """

    account: Account
    order: int
    siblings: int
    published: date | None
    victims: frozenset[tuple[str, Outcome]]
    sayings: frozenset[str]

    @property
    def kinds(self) -> frozenset[Kind]:
        """Kinds of the anchors."""
        return frozenset(kind for kind, _ in self.account.kinds)


@dataclass(frozen=True, slots=True)
class Score:
    """The sum, or ``None`` when some field forbids it, and one reason for each field."""

    total: float | None
    reasons: tuple[str, ...]

    @property
    def reason(self) -> str:
        """All reasons in one sentence."""
        return "; ".join(self.reasons) + "."


class Summary:
    """What an incident has gathered: compared instead of its members, so that cost does not grow with their number."""

    __slots__ = ("_spans", "kinds", "published", "sayings", "sites", "told", "victims", "whens")

    _KEPT: Final = 24  # distinct times beyond this add nothing to a comparison

    def __init__(self) -> None:
        self.whens: list[When] = []
        self._spans: list[timedelta] = []
        self.sites = SiteTally()
        self.kinds: dict[Kind, int] = {}
        self.victims: set[tuple[str, Outcome]] = set()
        self.sayings: set[str] = set()
        self.published: list[date] = []
        self.told: dict[ReportId, list[Account]] = {}

    def add(self, trace: Trace) -> None:
        """Gather one more account."""
        account = trace.account
        self.sites.merge(account.sites)
        for when in account.whens:
            if when not in self.whens and len(self.whens) < self._KEPT:
                self.whens.append(when)
        for kind, count in account.kinds:
            self.kinds[kind] = self.kinds.get(kind, 0) + count
        self.victims |= trace.victims
        if len(self.sayings) < 64 * self._KEPT:
            self.sayings |= trace.sayings
        if trace.published:
            self.published = [min([*self.published, trace.published]), max([*self.published, trace.published])]
        self.told.setdefault(account.report, []).append(account)


def score_account(trace: Trace, summary: Summary, atlas: Atlas) -> Score:
    """Score an account against an incident. ``total`` is ``None`` where time or place forbid it."""
    where, where_reason = compare_sites(trace.account.sites, summary.sites, atlas)
    when_points, when_reason = _score_when(trace, summary)
    if where is Where.APART or when_points is None or _is_told_apart(trace, summary):
        return Score(None, (where_reason, when_reason))
    fit = compare_kinds(trace.kinds, summary.kinds)
    tie, tie_reasons = _score_ties(trace, summary)
    kind_points, kind_reason = _KIND[fit]
    total = _WHERE[where] + when_points + kind_points + tie
    reasons = (
        f"where: {where_reason} ({_WHERE[where]:+.1f})",
        f"when: {when_reason} ({when_points:+.1f})",
        f"kind: {kind_reason} ({kind_points:+.1f})",
        *tie_reasons,
    )
    if not tie and not _is_anchored(trace, summary, where, fit):
        return Score(None, (*reasons, "without a place or time, only a strong tie would join them"))
    if trace.account.report in summary.told:
        total -= SAME_REPORT_EXTRA
        reasons = (*reasons, f"the same report tells them apart ({-SAME_REPORT_EXTRA:+.1f})")
    return Score(total, reasons)


def _is_anchored(trace: Trace, summary: Summary, where: Where, fit: KindFit) -> bool:
    """Whether place (or, where neither has one, the very clock time) ties them, and not just the absence of a veto."""
    if where is not Where.UNKNOWN:
        return True
    mine, theirs = trace.account.sites.is_empty, summary.sites.is_empty
    if not (mine and theirs):
        return False
    if trace.account.recalled and any(is_period(when) or not is_clock(when) for when in summary.whens):
        return True
    return fit is KindFit.SAME and _nearness(trace.account.whens, summary.whens) is Nearness.SAME_CLOCK


def _score_when(trace: Trace, summary: Summary) -> tuple[float | None, str]:
    whens = trace.account.whens
    if not whens or not summary.whens:
        return _score_published(trace, summary)
    nearness = _nearness(whens, summary.whens)
    if nearness is Nearness.APART or not _is_bounded(whens, summary.whens):
        return None, "the times do not fit"
    points, reason = _WHEN[nearness]
    if (
        trace.account.recalled
        and not trace.account.is_located
        and nearness
        in {
            Nearness.SAME_TIME,
            Nearness.SAME_PERIOD,
        }
    ):
        return _TIE, "both recall the same older period"
    return points, reason


def _score_published(trace: Trace, summary: Summary) -> tuple[float | None, str]:
    """Where one of them names no time: what is told is taken to be no older than three days."""
    if _is_fresh(_told_days(trace.account.whens, trace.published), _told_days(summary.whens, *summary.published)):
        return _PUBLISHED, "one of them names no time; it was published within three days"
    return (0.0, "one of them names no time") if _has_tie(trace, summary) else (None, "nothing says when")


def _told_days(whens: Sequence[When], *published: date | None) -> tuple[date, date] | None:
    """First and last day that something may speak of: its own times, or the days just before its publication."""
    if whens:
        return min(local_days(when)[0] for when in whens), max(local_days(when)[1] for when in whens)
    known = [day for day in published if day]
    return (min(known) - _BEFORE, max(known)) if known else None


def _is_fresh(mine: tuple[date, date] | None, theirs: tuple[date, date] | None) -> bool:
    return mine is not None and theirs is not None and mine[0] <= theirs[1] and theirs[0] <= mine[1]


def _has_tie(trace: Trace, summary: Summary) -> bool:
    return bool(trace.victims & summary.victims or trace.sayings & summary.sayings)


def _score_ties(trace: Trace, summary: Summary) -> tuple[float, tuple[str, ...]]:
    points, reasons = 0.0, []
    names = sorted(name for name, _ in trace.victims & summary.victims)
    if names and _is_near(trace, summary, _TIE_DAYS):
        points += _TIE
        reasons.append(f"victims: {len(names)} of the same name ({_TIE:+.1f})")
    if trace.sayings & summary.sayings and _is_near(trace, summary, _COPY_DAYS):
        points += _TIE
        reasons.append(f"words: a whole sentence is the same ({_TIE:+.1f})")
    return points, tuple(reasons)


def _is_near(trace: Trace, summary: Summary, limit: timedelta) -> bool:
    if trace.published is None or not summary.published:
        return False
    first, last = summary.published
    return first - limit <= trace.published <= last + limit


def _nearness(mine: Sequence[When], theirs: Iterable[When]) -> Nearness:
    return min((compare_times(one, other) for one in mine for other in theirs), default=Nearness.APART)


def _is_bounded(mine: Sequence[When], theirs: Sequence[When]) -> bool:
    """Whether the incident's time stays within :data:`LONGEST`, or within the longest run of days one report gives."""
    together = [when for when in (*mine, *theirs) if not is_period(when)]
    if not together:
        return True
    span = max(when.latest for when in together) - min(when.earliest for when in together)
    return span <= max(LONGEST, *(when.latest - when.earliest for when in together))


def _is_told_apart(trace: Trace, summary: Summary) -> bool:
    """Whether the account's own report tells this incident at another hour of the clock."""
    for other in summary.told.get(trace.account.report, ()):
        mine = [when for when in trace.account.whens if is_clock(when)]
        theirs = [when for when in other.whens if is_clock(when)]
        if mine and theirs and not any(_is_same_moment(one, two) for one in mine for two in theirs):
            return True
    return False


def _is_same_moment(one: When, other: When) -> bool:
    return one.gap(other) <= CLOCK_TOLERANCE or is_slip(one, other)
