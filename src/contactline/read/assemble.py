"""Attributions and frames into claims: one proposition each, with its relay chain, polarity, modality and answers."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from contactline.read.document import Document
from contactline.read.parts import Attribution, Frame
from contactline.records.claims import (
    Act,
    Casualties,
    Claim,
    EvidenceMention,
    Kind,
    Maker,
    Mention,
    Modality,
    Occurrence,
    Order,
    Part,
    Polarity,
    with_id,
)
from contactline.records.ids import ClaimId
from contactline.records.quotes import Quote, Span, make_quote

FrameFinder = Callable[[Span], tuple[Frame, ...]]

CONFIDENCE: Final[dict[str, float]] = {
    "subject-cue-clause": 0.8,
    "subject-cue-quote": 0.8,
    "subject-cue-colon": 0.8,
    "subject-cue-bare": 0.65,
    "content-cue-subject": 0.8,
    "content-subject-cue": 0.75,
    "according-to": 0.8,
    "in-words-of": 0.75,
    "relay-citing": 0.7,
    "releases-evidence": 0.75,
    "evidence-released-by": 0.65,
    "evidence-shows": 0.55,
    "claim-noun": 0.65,
    "judged-false": 0.6,
    "headline-colon": 0.7,
    "continuing-voice": 0.6,
    "quoted-as-saying": 0.8,
    "as-they-say": 0.75,
    "issues-statement": 0.75,
    "declines": 0.75,
    "own-voice": 0.6,
    "own-voice-rest": 0.45,
}
"""By construction, set by hand from reading examples: an order of trust among rules, not a calibrated probability."""
_DENIES: Final = "denies-"
_OTHER_CONSTRUCTION: Final = 0.5
_NO_FRAME: Final = 0.1
"""Taken off where nothing physical was recognised in the words."""
_MODALITY_RANK: Final = (
    Modality.CONDITIONAL,
    Modality.FUTURE,
    Modality.GENERAL,
    Modality.HEDGED,
    Modality.REPORTED,
    Modality.FACT,
)
_MIN_SUBSTANCE: Final = 4
_MAX_LINK: Final = 60
"""A denial looks for what it answers among so many earlier claims: denials stand near what they deny."""


@dataclass(frozen=True, slots=True)
class _Draft:
    claim: Claim
    attribution: int


def assemble(
    document: Document,
    attributions: tuple[Attribution, ...],
    frames_of: FrameFinder,
    maker: Maker,
    background: tuple[Span, ...] = (),
) -> tuple[Claim, ...]:
    """Make the claims of a report.

    Args:
        document: the cut-up report.
        attributions: in reading order; ``answers`` are indexes into them.
        frames_of: what a stretch of the text says happened.
        maker: the reader and its version.
        background: sentences that only recall older events, in order.

    Returns:
        Claims in reading order, exact repetitions left out, each with its id; ``answers`` are set where the text denies
        something that it also tells.
    """
    older = tuple(span.start for span in background)
    drafts: list[_Draft] = []
    for number, attribution in enumerate(attributions):
        all_frames = frames_of(attribution.content)
        frames = _own_frames(attributions, number, all_frames)
        if all_frames and not frames and attribution.act is Act.STATES:
            continue  # everything it tells is told by somebody quoted further inside
        in_background = _is_background(background, older, attribution.sentence)
        claims = _claims(document, attribution, frames, maker)
        drafts += [_Draft(replace(claim, background=in_background), number) for claim in claims]
    kept = _without_repetitions([replace(draft, claim=with_id(draft.claim)) for draft in drafts])
    return _with_answers(attributions, kept)


def _is_background(background: tuple[Span, ...], starts: tuple[int, ...], sentence: Span) -> bool:
    index = bisect_right(starts, sentence.start) - 1
    return index >= 0 and background[index].overlaps(sentence)


# -- frames of one attribution


def _own_frames(attributions: tuple[Attribution, ...], number: int, frames: tuple[Frame, ...]) -> tuple[Frame, ...]:
    """Frames that do not belong to somebody quoted further inside."""
    own = attributions[number]
    inner = []
    for step in (-1, 1):
        other = number + step
        while 0 <= other < len(attributions) and attributions[other].sentence.overlaps(own.sentence):
            if attributions[other].content != own.content and own.content.covers(attributions[other].content):
                inner.append(attributions[other].content)
            other += step
    return tuple(frame for frame in frames if not any(span.covers(_place(frame)) for span in inner))


def _place(frame: Frame) -> Span:
    return frame.occurrence.trigger.span if frame.occurrence.trigger else frame.span


def _claims(document: Document, attribution: Attribution, frames: tuple[Frame, ...], maker: Maker) -> list[Claim]:
    if not frames:
        return [_make_claim(document, attribution, None, maker)] if _stands_alone(document, attribution) else []
    claims = []
    for frame in frames:
        if _is_retold(attribution):
            frame = _without_order(frame)
            if attribution.act is Act.DENIES and frame.presupposes_first_fire and not _names_first_fire(frame, frames):
                claims.append(_first_fire(document, attribution, frame, maker))
            frame = replace(frame, presupposes_first_fire=False)
        if not frame.presupposes_first_fire:
            claims.append(_make_claim(document, attribution, frame, maker))
            continue
        answer = replace(frame, occurrence=replace(frame.occurrence, order=Order.ANSWER))
        claims.append(_make_claim(document, attribution, answer, maker))
        if not _names_first_fire(frame, frames):
            claims.append(_first_fire(document, attribution, frame, maker))
    return claims


def _is_retold(attribution: Attribution) -> bool:
    """Whether somebody retells another's words: "dismissed Northland's claims that the retaliation cost lives".

    "Retaliation" is then the reteller's word: only he says by it who began, and what he denies is not that he answered.
    """
    return attribution.construction == "claim-noun" or attribution.answers is not None


def _without_order(frame: Frame) -> Frame:
    if not frame.presupposes_first_fire:
        return frame
    return replace(frame, occurrence=replace(frame.occurrence, order=Order.NOT_STATED))


def _stands_alone(document: Document, attribution: Attribution) -> bool:
    """Whether an attribution without any occurrence still says something."""
    if attribution.speaker.quote is None:
        return attribution.act not in {Act.STATES, Act.DECLINES}
    if attribution.act is not Act.STATES:
        return True
    words = sum(token.is_word for token in document.tokens_in(attribution.content))
    return words >= _MIN_SUBSTANCE


def _make_claim(document: Document, attribution: Attribution, frame: Frame | None, maker: Maker) -> Claim:
    report = document.report
    if attribution.act is Act.THREATENS and frame and frame.polarity is Polarity.NEGATIVE:
        # "we do not attack first, but we will answer": only the second half threatens
        attribution = replace(attribution, act=Act.STATES, modality=Modality.FACT)
    confidence = _confidence(attribution.construction)
    headline = report.headline is not None and report.headline.covers(attribution.sentence)
    return Claim(
        id=ClaimId(""),
        report=report.id,
        part=Part.HEADLINE if headline else Part.BODY,
        act=attribution.act,
        polarity=_polarity(attribution.polarity, frame),
        modality=_modality(attribution.modality, frame),
        speaker=attribution.speaker,
        relayed_by=_relays(document, attribution),
        occurrence=frame.occurrence if frame else Occurrence(),
        quote=_quote(document, attribution.sentence),
        maker=maker,
        casualties=frame.casualties if frame else (),
        damage=frame.damage if frame else (),
        evidence=_union(attribution.evidence, frame.evidence if frame else ()),
        law=frame.law if frame else (),
        stated=attribution.stated,
        construction=_construction(attribution, frame),
        confidence=confidence if frame else round(confidence - _NO_FRAME, 2),
    )


def _quote(document: Document, span: Span) -> Quote:
    return make_quote(document.report.id, document.text, span)


def _construction(attribution: Attribution, frame: Frame | None) -> str:
    return (
        f"{attribution.construction}/{frame.construction}" if frame and frame.construction else attribution.construction
    )


def _confidence(construction: str) -> float:
    return CONFIDENCE.get(construction.removeprefix(_DENIES), _OTHER_CONSTRUCTION)


def _union(first: tuple[EvidenceMention, ...], second: tuple[EvidenceMention, ...]) -> tuple[EvidenceMention, ...]:
    return first + tuple(item for item in second if item not in first)


def _relays(document: Document, attribution: Attribution) -> tuple[Mention, ...]:
    """The publisher outermost, then the agency whose text it is, then whom the text itself names."""
    meta = document.report.meta
    if attribution.speaker.quote is None:
        return (
            (Mention(meta.relayed_from),) if meta.relayed_from and attribution.speaker.text != meta.relayed_from else ()
        )
    publisher = (Mention(meta.publisher or "the report"),)
    agency = (Mention(meta.relayed_from),) if meta.relayed_from and meta.relayed_from != meta.publisher else ()
    named = tuple(
        m for m in attribution.relayed_by if not _is_same(m, meta.relayed_from) and not _is_same(m, meta.publisher)
    )
    return publisher + agency + named


def _is_same(mention: Mention, name: str | None) -> bool:
    return bool(name) and mention.text.casefold() == (name or "").casefold()


def _polarity(own: Polarity, frame: Frame | None) -> Polarity:
    """A denied negation is an affirmation."""
    inner = frame.polarity if frame else Polarity.POSITIVE
    return Polarity.POSITIVE if own is inner else Polarity.NEGATIVE


def _modality(own: Modality, frame: Frame | None) -> Modality:
    inner = frame.modality if frame else Modality.FACT
    return min(own, inner, key=_MODALITY_RANK.index)


# -- "retaliated": an admission of fire, and an accusation of first fire


def _names_first_fire(answer: Frame, frames: tuple[Frame, ...]) -> bool:
    """Whether the same words say who began: "responded to shelling by Northland's forces"."""
    if any(
        frame is not answer and frame.occurrence.order is Order.FIRST and frame.occurrence.actors for frame in frames
    ):
        return True
    return any(
        frame is not answer
        and not frame.presupposes_first_fire
        and frame.occurrence.kind not in {Kind.NONE, Kind.KILLING}
        and frame.occurrence.actors
        and not _shares_actor(frame, answer)
        for frame in frames
    )


def _shares_actor(first: Frame, second: Frame) -> bool:
    names = {mention.text.casefold() for mention in first.occurrence.actors}
    return any(mention.text.casefold() in names for mention in second.occurrence.actors)


def _first_fire(document: Document, attribution: Attribution, frame: Frame, maker: Maker) -> Claim:
    """The other side is said to have fired first; who that is follows from who answered."""
    trigger = frame.occurrence.trigger or _quote(document, frame.span)
    answering = frame.occurrence.actors[0].quote if frame.occurrence.actors else None
    opponent = Mention(trigger.words, trigger, of="opponent", antecedent=answering)
    occurrence = Occurrence(
        kind=Kind.UNSPECIFIED,
        trigger=trigger,
        actors=(opponent,),
        places=(),
        time=frame.occurrence.time,
        order=Order.FIRST,
    )
    first = replace(
        frame, occurrence=occurrence, polarity=Polarity.POSITIVE, casualties=(), damage=(), evidence=(), law=()
    )
    claim = _make_claim(document, attribution, first, maker)
    return replace(
        claim,
        act=Act.ACCUSES,
        polarity=Polarity.POSITIVE,
        construction=f"{attribution.construction}/presupposed-first-fire",
        confidence=round(claim.confidence * 0.75, 2),
    )


# -- repetitions and answers


def _without_repetitions(drafts: list[_Draft]) -> list[_Draft]:
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


def _with_answers(attributions: tuple[Attribution, ...], drafts: list[_Draft]) -> tuple[Claim, ...]:
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
