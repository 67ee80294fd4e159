"""Claims of one report to accounts: what the report itself tells as one happening.

Reading order carries the focus. A claim that names its own place or time is measured against what is being told; one
that names neither goes on about it. Headlines come last: they repeat what the body tells more exactly. Background
claims are kept among themselves: they recall older events and must not lend their claims to the new one.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from contactline.link.sites import Atlas, Level, Site, SiteTally, Where, compare_sites, find_sites, find_unknown_names
from contactline.link.times import (
    CLOCK_TOLERANCE,
    Nearness,
    compare_times,
    find_time,
    is_clock,
    is_period,
    is_slip,
    local_days,
    move_to_day,
    widen_to_day,
)
from contactline.records.claims import Act, Claim, Kind, Modality, Part
from contactline.records.ids import ClaimId, ReportId
from contactline.records.kinds import TALK
from contactline.records.reports import Report
from contactline.records.times import When

_PARAGRAPH: Final = re.compile(r"\n[ \t]*\n\s*")
_UNREAL: Final = frozenset({Modality.GENERAL, Modality.FUTURE, Modality.CONDITIONAL})
_TALKING: Final = frozenset({Act.THREATENS, Act.APPEALS, Act.COMMITS, Act.DECLINES})
_ONE_TIME: Final = frozenset({Nearness.SAME_CLOCK, Nearness.SAME_TIME, Nearness.SAME_PERIOD})
_FITS: Final = frozenset({Where.SAME, Where.NEXT_TO, Where.TWO_ENDS, Where.SAME_NAME, Where.INSIDE, Where.UNKNOWN})


@dataclass(frozen=True, slots=True)
class Account:
    """What one report tells as one happening.

    Attributes:
        claims: in reading order; the first is what the report tells it by.
        anchors: the claims among them that say that something happened.
        whens: distinct times in reading order.
        sites: places by role, gathered from the anchors or inherited from the running account.
        kinds: kinds of the anchors, each with the number of claims.
        recalled: made of background claims alone.
    """

    report: ReportId
    claims: tuple[Claim, ...]
    anchors: tuple[Claim, ...]
    whens: tuple[When, ...]
    sites: SiteTally
    kinds: tuple[tuple[Kind, int], ...]
    recalled: bool

    @property
    def is_located(self) -> bool:
        """Whether it names or inherits a place that tells incidents apart."""
        return not self.sites.is_empty


@dataclass(frozen=True, slots=True)
class Grouping:
    """A report's accounts, and the claims that belong to none."""

    accounts: tuple[Account, ...]
    loose: tuple[Claim, ...]


class _Draft:
    """An account while its report is being read."""

    def __init__(self, recalled: bool) -> None:
        self.recalled = recalled
        self.claims: list[Claim] = []
        self.anchors: list[Claim] = []
        self.whens: list[When] = []
        self.sites = SiteTally()

    def add_anchor(self, claim: Claim, sites: Sequence[Site], when: When | None, unknown: Sequence[str]) -> None:
        self.claims.append(claim)
        self.anchors.append(claim)
        self.sites.add(sites, unknown)
        if when is not None and when not in self.whens:
            self.whens.append(when)

    def freeze(self, report: ReportId, order: dict[ClaimId, int]) -> Account:
        kinds: dict[Kind, int] = {}
        for claim in self.anchors:
            kinds[claim.occurrence.kind] = kinds.get(claim.occurrence.kind, 0) + 1
        return Account(
            report=report,
            claims=tuple(sorted(self.claims, key=lambda claim: order[claim.id])),
            anchors=tuple(self.anchors),
            whens=tuple(self.whens),
            sites=self.sites,
            kinds=tuple(sorted(kinds.items())),
            recalled=self.recalled,
        )


def group_claims(report: Report, claims: Iterable[Claim], atlas: Atlas) -> Grouping:
    """Group one report's claims into accounts. Pure; the order of ``claims`` does not matter."""
    ordered = sorted(claims, key=lambda claim: (claim.quote.span, _trigger_start(claim), claim.id))
    order = {claim.id: number for number, claim in enumerate(ordered)}
    breaks = tuple(match.end() for match in _PARAGRAPH.finditer(report.text))
    front = _Grouper(atlas, breaks, recalled=False)
    back = _Grouper(atlas, breaks, recalled=True)
    front.group([claim for claim in ordered if not claim.background])
    back.group([claim for claim in ordered if claim.background])
    accounts = tuple(draft.freeze(report.id, order) for draft in (*front.drafts, *back.drafts))
    return Grouping(accounts, tuple(sorted((*front.loose, *back.loose), key=lambda claim: order[claim.id])))


class _Grouper:
    """Reads one report's foreground or background claims in order and keeps the running account."""

    def __init__(self, atlas: Atlas, breaks: Sequence[int], *, recalled: bool) -> None:
        self._atlas = atlas
        self._breaks = breaks
        self._recalled = recalled
        self.drafts: list[_Draft] = []
        self.loose: list[Claim] = []
        self._running: _Draft | None = None
        self._pending: list[Claim] = []
        self._home: dict[ClaimId, _Draft] = {}

    def group(self, claims: Sequence[Claim]) -> None:
        """Group claims in reading order; fills ``drafts`` and ``loose``."""
        anchors = {claim.id for claim in claims if is_anchor(claim)}
        if not anchors:
            anchors = {claim.id for claim in claims if _is_access(claim)}
        body = [claim for claim in claims if claim.part is not Part.HEADLINE]
        headlines = [claim for claim in claims if claim.part is Part.HEADLINE]
        talk: list[Claim] = []
        for claim in (*body, *headlines):
            if claim.id not in anchors:
                talk.append(claim)
            elif claim.answers is None or claim.answers not in anchors:
                self._place(claim)
        for claim in claims:
            if claim.id in anchors and claim.id not in self._home and claim not in self._pending:
                self._place_answer(claim)
        self._settle(self._pending, talk)

    def _place(self, claim: Claim) -> None:
        self._return_to_lead(claim)
        sites = find_sites(claim, self._atlas)
        unknown = () if sites else find_unknown_names(claim)
        when = self._time_of(claim)
        if not sites and when is None:
            self._continue(claim, unknown)
            return
        draft = self._find_home(sites, when, claim)
        if draft is None and self.drafts and not _can_open(claim):
            self._continue(claim, ())
            return
        self._join(draft or self._open(sites, when), claim, sites, when, unknown)

    def _return_to_lead(self, claim: Claim) -> None:
        """A glance back at an earlier day is over with its paragraph: what follows goes on about the lead."""
        if self._recalled or self._running is None or self._running is self.drafts[0]:
            return
        last = self._running.claims[-1].quote.span.start
        if bisect_right(self._breaks, last) == bisect_right(self._breaks, claim.quote.span.start):
            return
        if _is_earlier(self._running.whens, self.drafts[0].whens):
            self._running = self.drafts[0]

    def _continue(self, claim: Claim, unknown: Sequence[str]) -> None:
        """A claim with no place and time of its own goes on about what is being told."""
        draft = self._running
        if claim.part is Part.HEADLINE and self.drafts:
            draft = self._main()
        if draft is not None:
            self._join(draft, claim, (), None, unknown)
        elif unknown and not self._recalled:
            self._join(self._open((), None), claim, (), None, unknown)
        else:
            self._pending.append(claim)

    def _place_answer(self, claim: Claim) -> None:
        """A denial goes with the claim that it answers."""
        draft = self._home.get(claim.answers) if claim.answers else None
        if draft is None:
            self._place(claim)
        else:
            self._home[claim.id] = draft
            draft.claims.append(claim)

    def _join(
        self, draft: _Draft, claim: Claim, sites: Sequence[Site], when: When | None, unknown: Sequence[str]
    ) -> None:
        draft.add_anchor(claim, sites, when, unknown)
        self._home[claim.id] = draft
        self._running = draft

    def _time_of(self, claim: Claim) -> When | None:
        when = find_time(claim)
        if when is None or (is_period(when) and not self._recalled):
            return None
        if when.anchored:
            return when
        running = self._running.whens if self._running else []
        return move_to_day(when, running[-1]) if running else widen_to_day(when)

    def _find_home(self, sites: Sequence[Site], when: When | None, claim: Claim) -> _Draft | None:
        """The account that the claim fits best by place; else the running one, a headline the first one."""
        fits = [(self._fit(draft, sites, when), number) for number, draft in enumerate(self.drafts)]
        named = [(where, number) for where, number in fits if where is not None and where is not Where.UNKNOWN]
        is_headline = claim.part is Part.HEADLINE
        if named:
            best = min(where for where, _ in named)
            ranked = [self.drafts[number] for where, number in named if where is best]
            return self._running if self._running in ranked and not is_headline else ranked[0 if is_headline else -1]
        fitting = [self.drafts[number] for where, number in fits if where is not None]
        if is_headline:
            return fitting[0] if fitting else None
        if self._running in fitting:
            return self._running
        timed = [draft for draft in fitting if _same_clock(draft, when)]
        return timed[-1] if timed else None

    def _fit(self, draft: _Draft, sites: Sequence[Site], when: When | None) -> Where | None:
        """How the claim's places stand to an account's, or ``None`` when place or time tell them apart."""
        tally = SiteTally()
        tally.add(sites)
        where = compare_sites(tally, draft.sites, self._atlas)[0] if sites else Where.UNKNOWN
        fits = where in _FITS and (when is None or not draft.whens or _fits_times(draft.whens, when))
        return where if fits else None

    def _open(self, sites: Sequence[Site], when: When | None) -> _Draft:
        """A new account; what the claim leaves out is taken from what was being told, the time as a day only."""
        draft = _Draft(self._recalled)
        if self._running is not None and not self._recalled:
            if not sites:
                draft.sites.merge(self._running.sites)
            if when is None and self._running.whens:
                draft.whens.append(widen_to_day(self._running.whens[-1]))
        self.drafts.append(draft)
        return draft

    def _main(self) -> _Draft:
        """The account that the report is mostly about; the first one on a tie."""
        return max(self.drafts, key=lambda draft: len(draft.anchors))

    def _settle(self, pending: Sequence[Claim], talk: Sequence[Claim]) -> None:
        """What names nothing, and mere talk, goes to the main account, denials to what they answer."""
        if not self.drafts:
            if pending and not self._recalled:
                self._open((), None)
            else:
                self.loose.extend((*pending, *talk))
                return
        main = self._main()
        for claim in pending:
            main.add_anchor(claim, (), None, ())
            self._home[claim.id] = main
        self._lend_place(main, talk)
        for claim in talk:
            home = self._home.get(claim.answers, main) if claim.answers else main
            if self._recalled and home is main and not claim.answers and _differs(claim, main):
                self.loose.append(claim)
                continue
            home.claims.append(claim)
            self._home[claim.id] = home

    def _lend_place(self, main: _Draft, talk: Sequence[Claim]) -> None:
        """Where the happening names no place and the report speaks about one settlement alone, it is that one."""
        if self._recalled or any(not draft.sites.is_empty for draft in self.drafts):
            return
        sites = {site for claim in talk for site in find_sites(claim, self._atlas) if site.level is Level.SETTLEMENT}
        if len({site.place for site in sites}) == 1:
            main.sites.add(sorted(sites, key=lambda site: site.role))


def is_anchor(claim: Claim) -> bool:
    """Whether the claim says that something happened (or did not), so that its place and time count."""
    if claim.modality in _UNREAL or claim.act in _TALKING:
        return False
    return claim.occurrence.kind not in TALK or bool(claim.casualties) or bool(claim.damage)


def _can_open(claim: Claim) -> bool:
    """Whether another place alone makes it another happening: a vague "attack" without a time or a loss is none."""
    vague = claim.occurrence.kind in {Kind.UNSPECIFIED, Kind.HUMAN_SHIELDING}
    return not vague or bool(find_time(claim) or claim.casualties or claim.damage)


def _is_access(claim: Claim) -> bool:
    """Whether it tells of monitoring or refused access: an incident of its own where nothing else is told."""
    return claim.modality not in _UNREAL and claim.occurrence.kind in {Kind.MONITORING, Kind.OBSTRUCTION}


def _trigger_start(claim: Claim) -> int:
    trigger = claim.occurrence.trigger
    return trigger.span.start if trigger else claim.quote.span.start


def _fits_times(whens: Sequence[When], when: When) -> bool:
    """Whether a time fits those of an account: not another day, not another hour of the clock, and no long chain."""
    clocks = [known for known in whens if is_clock(known)]
    if is_clock(when) and clocks:
        first, last = min(known.earliest for known in clocks), max(known.latest for known in clocks)
        near = any(known.gap(when) <= CLOCK_TOLERANCE for known in clocks)
        bounded = max(last, when.latest) - min(first, when.earliest) <= 3 * CLOCK_TOLERANCE
        return (near and bounded) or any(_same_day(known, when) and is_slip(known, when) for known in clocks)
    return all(compare_times(known, when) in _ONE_TIME for known in whens)


def _is_earlier(whens: Sequence[When], lead: Sequence[When]) -> bool:
    """Whether all of some times lie on days before those of the lead."""
    if not whens or not lead:
        return False
    return max(local_days(when)[1] for when in whens) < min(local_days(when)[0] for when in lead)


def _same_day(one: When, other: When) -> bool:
    return local_days(one)[0] == local_days(other)[0]


def _same_clock(draft: _Draft, when: When | None) -> bool:
    return when is not None and any(compare_times(known, when) is Nearness.SAME_CLOCK for known in draft.whens)


def _differs(claim: Claim, main: _Draft) -> bool:
    """Whether background talk names a time that is not the recalled account's."""
    when = find_time(claim)
    return when is not None and bool(main.whens) and not _fits_times(main.whens, when)
