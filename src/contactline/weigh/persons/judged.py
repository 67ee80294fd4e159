"""People's judgements on persons made ready to be followed: found again in the present mentions, and settled."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from contactline.records.ids import JudgementId, MentionId
from contactline.records.judgements import Verdict
from contactline.records.persons import MentionAnchor, PersonJudgement, PersonMention, UnappliedJudgement

Pair = tuple[MentionId, MentionId]


@dataclass(frozen=True, slots=True)
class Settled:
    """What is judged of present mentions, without a contradiction left.

    Attributes:
        together, apart: by the two mentions, the smaller id first.
    """

    together: Mapping[Pair, PersonJudgement]
    apart: Mapping[Pair, PersonJudgement]
    unapplied: tuple[UnappliedJudgement, ...] = ()

    @property
    def judgements(self) -> tuple[PersonJudgement, ...]:
        """All that are followed, oldest first."""
        return tuple(sorted({*self.together.values(), *self.apart.values()}, key=_age))


def find_latest(judgements: Iterable[PersonJudgement]) -> tuple[PersonJudgement, ...]:
    """The latest judgement on every two mentions, oldest first: the others are superseded."""
    latest: dict[frozenset[MentionId], PersonJudgement] = {}
    for judgement in sorted(judgements, key=_age):
        latest[judgement.pair] = judgement
    return tuple(sorted(latest.values(), key=_age))


def settle(judgements: Iterable[PersonJudgement], mentions: Iterable[PersonMention]) -> Settled:
    """The judgements in force on the present mentions.

    The rule is that of judgements on claims: of two on the same mentions the later wins; "apart" was judged directly
    and wins over what follows by way of others; of the "together" that lead there the oldest gives way.
    """
    by_report: dict[str, list[PersonMention]] = {}
    for mention in mentions:
        by_report.setdefault(mention.report, []).append(mention)
    direct: dict[Pair, PersonJudgement] = {}
    unapplied: list[UnappliedJudgement] = []
    in_force = [one for one in find_latest(judgements) if one.verdict is not Verdict.WITHDRAWN]
    for judgement in reversed(in_force):
        ends = [_find(anchor, by_report.get(anchor.report, ())) for anchor in (judgement.one, judgement.other)]
        if ends[0] is None or ends[1] is None:
            unapplied.append(UnappliedJudgement(judgement, "nobody is told apart at these words any more"))
        elif ends[0] == ends[1]:
            unapplied.append(UnappliedJudgement(judgement, "both mentions are one now"))
        elif (pair := make_pair(ends[0], ends[1])) in direct:
            unapplied.append(UnappliedJudgement(judgement, "a later judgement on the same two mentions wins"))
        else:
            direct[pair] = judgement
    return _drop_contradictions(direct, unapplied)


def make_pair(one: MentionId, other: MentionId) -> Pair:
    """Two mentions in one order."""
    return (one, other) if one < other else (other, one)


def _drop_contradictions(direct: Mapping[Pair, PersonJudgement], unapplied: list[UnappliedJudgement]) -> Settled:
    apart = {pair: judgement for pair, judgement in direct.items() if judgement.verdict is Verdict.APART}
    together: dict[Pair, PersonJudgement] = {}
    group: dict[MentionId, frozenset[MentionId]] = {}
    for pair, judgement in direct.items():  # the latest first
        if judgement.verdict is not Verdict.TOGETHER:
            continue
        one, other = (group.get(mention, frozenset({mention})) for mention in pair)
        if any(make_pair(a, b) in apart for a in one for b in other if a != b):
            unapplied.append(UnappliedJudgement(judgement, "“different persons” was judged directly, and wins"))
            continue
        together[pair] = judgement
        group |= dict.fromkeys(one | other, one | other)
    return Settled(together, apart, tuple(sorted(unapplied, key=lambda one: _age(one.judgement))))


def _find(anchor: MentionAnchor, mentions: Iterable[PersonMention]) -> MentionId | None:
    """The very mention, else the one whose words overlap most."""
    best: tuple[int, MentionId] | None = None
    for mention in mentions:
        if mention.id == anchor.mention:
            return mention.id
        span = mention.quote.span
        shared = min(span.end, anchor.span.end) - max(span.start, anchor.span.start)
        if shared > 0 and (best is None or (shared, mention.id) > best):
            best = shared, mention.id
    return best[1] if best else None


def _age(judgement: PersonJudgement) -> tuple[datetime, JudgementId]:
    return judgement.made_at.astimezone(UTC), judgement.id
