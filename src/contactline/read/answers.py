"""Repetitions left out, and the claims that denials answer."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from contactline.read.parts import Attribution
from contactline.records.claims import Act, Casualties, Claim, Kind, Order, Polarity

_MAX_LINK: Final = 60
"""A denial looks for what it answers among so many earlier claims: denials stand near what they deny."""


@dataclass(frozen=True, slots=True)
class ClaimDraft:
    """A claim and the number of the attribution that it comes from."""

    claim: Claim
    attribution: int


def drop_repetitions(drafts: list[ClaimDraft]) -> list[ClaimDraft]:
    """A sentence that the report gives twice (a caption, a repeated headline) makes its claims once."""
    seen: set[object] = set()
    kept = []
    for draft in drafts:
        key = _sameness(draft.claim)
        if key not in seen:
            seen.add(key)
            kept.append(draft)
    return kept


def _sameness(claim: Claim) -> object:
    occurrence = claim.occurrence
    start = claim.quote.span.start
    return (
        claim.quote.words.strip().casefold(),
        claim.speaker.text.casefold(),
        claim.act,
        claim.polarity,
        claim.modality,
        occurrence.kind,
        occurrence.order,
        (occurrence.trigger.words, occurrence.trigger.span.start - start) if occurrence.trigger else None,
        tuple((c.outcome, c.status, c.minimum, c.maximum, c.quote.span.start - start) for c in claim.casualties),
        claim.construction,
    )


def link_answers(attributions: tuple[Attribution, ...], drafts: list[ClaimDraft]) -> tuple[Claim, ...]:
    """Set ``answers`` on denials: the claim they retell, else the nearest earlier one about the same thing."""
    by_attribution: dict[int, list[Claim]] = {}
    for draft in drafts:
        by_attribution.setdefault(draft.attribution, []).append(draft.claim)
    claims = [draft.claim for draft in drafts]
    result = []
    for number, draft in enumerate(drafts):
        claim = draft.claim
        if claim.act not in {Act.DENIES, Act.PARTLY_DENIES} or claim.occurrence.order is Order.FIRST:
            result.append(claim)
            continue
        told = attributions[draft.attribution].answers
        answered = _twin(claim, by_attribution.get(told, [])) if told is not None else None
        answered = answered or _earlier_match(claim, claims[max(0, number - _MAX_LINK) : number])
        result.append(replace(claim, answers=answered.id) if answered else claim)
    return tuple(result)


def _twin(denial: Claim, told: list[Claim]) -> Claim | None:
    """The told claim that rests on the same words, else the first."""
    for claim in told:
        if claim.occurrence.trigger == denial.occurrence.trigger and claim.casualties == denial.casualties:
            return claim
    return told[0] if told else None


def _earlier_match(denial: Claim, earlier: list[Claim]) -> Claim | None:
    """The nearest earlier claim of another speaker about the same thing."""
    for claim in reversed(earlier):
        if (
            claim.polarity is Polarity.POSITIVE
            and claim.speaker.quote
            and not _same_speaker(claim, denial)
            and _same_matter(claim, denial)
        ):
            return claim
    return None


def _same_speaker(first: Claim, second: Claim) -> bool:
    one, two = first.speaker, second.speaker
    words = {one.text.casefold(), (one.antecedent.words if one.antecedent else one.text).casefold()}
    return two.text.casefold() in words or bool(two.antecedent and two.antecedent.words.casefold() in words)


def _same_matter(claim: Claim, denial: Claim) -> bool:
    if denial.casualties:
        return any(_same_toll(one, two) for one in claim.casualties for two in denial.casualties)
    if denial.occurrence.kind in {Kind.NONE, Kind.UNSPECIFIED} or denial.occurrence.kind is not claim.occurrence.kind:
        return False
    targets = [{t.mention.text.casefold() for t in c.occurrence.targets} for c in (claim, denial)]
    return not (targets[0] and targets[1]) or bool(targets[0] & targets[1])


def _same_toll(one: Casualties, two: Casualties) -> bool:
    if one.outcome is not two.outcome or one.status is not two.status:
        return False
    ends = [c.maximum if c.maximum is not None else 10**9 for c in (one, two)]
    return one.minimum <= ends[1] and two.minimum <= ends[0]
