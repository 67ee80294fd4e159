"""What people judge about linking: that two claims speak of one happening, or do not.

A judgement is never changed or deleted. A later one on the same two claims supersedes it; to withdraw is to judge anew
that nothing is judged. What is in force is a pure function of all of them, whatever their order.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Final

from contactline.records.claims import Claim, Kind
from contactline.records.ids import ClaimId, JudgementId, ReportId
from contactline.records.quotes import Span

LONGEST_REASON: Final = 2_000
LONGEST_AUTHOR: Final = 200


class Verdict(StrEnum):
    """What a person judges of two claims."""

    TOGETHER = "together"
    """They speak of one happening."""
    APART = "apart"
    """They speak of two."""
    WITHDRAWN = "withdrawn"
    """Nothing is judged of them any more."""


@dataclass(frozen=True, slots=True)
class ClaimAnchor:
    """A claim, and where its words stand, so that it is found again when a better reader gives it another id.

    Attributes:
        span: of its quote, in the report's fixed text.
        trigger: of the words that name what happened, if any: they tell several claims of one sentence apart.
    """

    claim: ClaimId
    report: ReportId
    span: Span
    kind: Kind
    trigger: Span | None = None


@dataclass(frozen=True, slots=True)
class LinkJudgement:
    """That a person judged two claims.

    Attributes:
        id: random, as of every human act.
        author: who judged, by the name that shall stand in the dossier.
        reason: why, in the person's words; shown beside what it changes.
        made_at: aware UTC.
    """

    id: JudgementId
    verdict: Verdict
    one: ClaimAnchor
    other: ClaimAnchor
    author: str
    reason: str
    made_at: datetime

    def __post_init__(self) -> None:
        if self.one.claim == self.other.claim:
            raise ValueError("a judgement is about two claims")
        if self.made_at.tzinfo is None or self.made_at.utcoffset() != timedelta(0):
            raise ValueError("made_at is an aware time in UTC")
        _check_words("author", self.author, LONGEST_AUTHOR)
        _check_words("reason", self.reason, LONGEST_REASON)

    @property
    def pair(self) -> frozenset[ClaimId]:
        """The two claims, in no order."""
        return frozenset((self.one.claim, self.other.claim))


@dataclass(frozen=True, slots=True)
class Outweighed:
    """A judgement in force that cannot hold beside another one, and why that one wins."""

    judgement: LinkJudgement
    by: LinkJudgement
    why: str


@dataclass(frozen=True, slots=True)
class Settled:
    """Judgements in force without a contradiction left between them, oldest first."""

    together: tuple[LinkJudgement, ...]
    apart: tuple[LinkJudgement, ...]
    outweighed: tuple[Outweighed, ...]


@dataclass(frozen=True, slots=True)
class JudgedEnd:
    """Where one of the two claims of a judgement stands among link rows.

    Attributes:
        is_other: it is the second claim.
        claim: its present id; ``None`` where its report is there and the claim is not.
        row: id of the link row that it is part of.
    """

    judgement: JudgementId
    is_other: bool
    claim: ClaimId | None = None
    row: str | None = None


@dataclass(frozen=True, slots=True)
class JudgedRows:
    """What people judged, in ids of link rows, without a contradiction.

    Attributes:
        rows: all that a judgement speaks of.
        together: pairs of one happening.
        apart: pairs of two.
    """

    rows: tuple[str, ...] = ()
    together: tuple[tuple[str, str], ...] = ()
    apart: tuple[tuple[str, str], ...] = ()


def make_anchor(claim: Claim) -> ClaimAnchor:
    """Where a claim stands."""
    trigger = claim.occurrence.trigger
    return ClaimAnchor(
        claim.id, claim.report, claim.quote.span, claim.occurrence.kind, trigger.span if trigger else None
    )


def find_anchored(anchor: ClaimAnchor, claims: Iterable[Claim]) -> Claim | None:
    """The claim that an anchor means, among the present claims of its report.

    The very claim; else one whose quote overlaps the anchor's: one that names what happened with the same words before
    others, one of the same kind before others, the one that shares most of the quote.
    """
    best: tuple[tuple[bool, bool, int, Span, ClaimId], Claim] | None = None
    for claim in claims:
        if claim.id == anchor.claim:
            return claim
        here = make_anchor(claim)
        if claim.report != anchor.report or not here.span.overlaps(anchor.span):
            continue
        shared = min(here.span.end, anchor.span.end) - max(here.span.start, anchor.span.start)
        key = (not _is_same_trigger(here, anchor), here.kind is not anchor.kind, -shared, here.span, here.claim)
        if best is None or key < best[0]:
            best = (key, claim)
    return best[1] if best else None


def find_latest(judgements: Iterable[LinkJudgement]) -> tuple[LinkJudgement, ...]:
    """The latest judgement on every two claims, oldest first: the others are superseded."""
    latest: dict[frozenset[ClaimId], LinkJudgement] = {}
    for judgement in sorted(judgements, key=_age):
        latest[judgement.pair] = judgement
    return tuple(sorted(latest.values(), key=_age))


def find_in_force(judgements: Iterable[LinkJudgement]) -> tuple[LinkJudgement, ...]:
    """The latest judgement on every two claims, oldest first; what is withdrawn is left out."""
    return tuple(judgement for judgement in find_latest(judgements) if judgement.verdict is not Verdict.WITHDRAWN)


def settle_judgements(judgements: Iterable[LinkJudgement], node_of: Callable[[ClaimId], Hashable]) -> Settled:
    """Settle what contradicts: of "A with B", "B with C" and "A not with C" one has to give way.

    The rule, in this order:

    1. Of two judgements on the same two things the later wins.
    2. "Apart" was judged of these very two; that they are one follows only by way of others. So "apart" wins.
    3. Of the "together" that lead there the oldest gives way: they are taken from the latest to the oldest, and one
       that would bring together what is judged apart is left out.

    Times alone decide, then ids; the order in which judgements come does not matter.

    Args:
        judgements: those in force.
        node_of: what a claim stands for where contradictions count: its account, or the claim itself.
    """
    ordered = sorted(judgements, key=_age, reverse=True)
    direct: dict[frozenset[Hashable], LinkJudgement] = {}
    outweighed: list[Outweighed] = []
    kept: list[LinkJudgement] = []
    for judgement in ordered:
        pair = _nodes(judgement, node_of)
        later = direct.setdefault(pair, judgement)
        if later.verdict is judgement.verdict:
            kept.append(judgement)
        else:
            outweighed.append(Outweighed(judgement, later, "the later judgement on the same two accounts wins"))
    apart = [judgement for judgement in kept if judgement.verdict is Verdict.APART]
    together: list[LinkJudgement] = []
    groups = _Groups(apart, node_of)
    for judgement in kept:
        if judgement.verdict is not Verdict.TOGETHER:
            continue
        against = groups.unite(_nodes(judgement, node_of))
        if against is None:
            together.append(judgement)
        else:
            why = (
                "what is judged apart directly wins over what follows by way of other judgements; the oldest gives way"
            )
            outweighed.append(Outweighed(judgement, against, why))
    return Settled(
        tuple(sorted(together, key=_age)),
        tuple(sorted(apart, key=_age)),
        tuple(sorted(outweighed, key=lambda one: _age(one.judgement))),
    )


class _Groups:
    """Things judged together, step by step; a step against an "apart" is refused."""

    def __init__(self, apart: Sequence[LinkJudgement], node_of: Callable[[ClaimId], Hashable]) -> None:
        self._group: dict[Hashable, frozenset[Hashable]] = {}
        self._apart: dict[Hashable, dict[Hashable, LinkJudgement]] = {}
        for judgement in apart:
            one, other = node_of(judgement.one.claim), node_of(judgement.other.claim)
            self._apart.setdefault(one, {}).setdefault(other, judgement)
            self._apart.setdefault(other, {}).setdefault(one, judgement)

    def unite(self, nodes: frozenset[Hashable]) -> LinkJudgement | None:
        """Bring the groups of these together; the (latest) "apart" in the way instead, if there is one."""
        first, last = (
            self._group.get(node, frozenset({node})) for node in (min(nodes, key=repr), max(nodes, key=repr))
        )
        against = [
            judgement for node in first for other, judgement in self._apart.get(node, {}).items() if other in last
        ]
        if against:
            return max(against, key=_age)
        united = first | last
        self._group |= dict.fromkeys(united, united)
        return None


def _nodes(judgement: LinkJudgement, node_of: Callable[[ClaimId], Hashable]) -> frozenset[Hashable]:
    return frozenset((node_of(judgement.one.claim), node_of(judgement.other.claim)))


def _age(judgement: LinkJudgement) -> tuple[datetime, JudgementId]:
    return judgement.made_at.astimezone(UTC), judgement.id


def _is_same_trigger(one: ClaimAnchor, other: ClaimAnchor) -> bool:
    if one.trigger is None or other.trigger is None:
        return one.trigger is other.trigger
    return one.trigger.overlaps(other.trigger)


def _check_words(name: str, text: str, longest: int) -> None:
    if not text.strip():
        raise ValueError(f"{name} is empty")
    if len(text) > longest:
        raise ValueError(f"{name} is longer than {longest} characters")
