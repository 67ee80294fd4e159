"""Attributions and frames into claims: one proposition each, with its relay chain, polarity, modality and answers."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Final

from contactline.read.anaphora import SettingFinder, set_observed, take_up
from contactline.read.answers import ClaimDraft, drop_repetitions, link_answers
from contactline.read.citations import spot_evidence, spot_law
from contactline.read.document import Document
from contactline.read.firstfire import make_accusation, make_first_fire, names_first_fire, presupposes_first_fire
from contactline.read.parts import Attribution, Frame
from contactline.read.view import make_view
from contactline.read.voices import FURNITURE
from contactline.records.claims import (
    Act,
    Claim,
    EvidenceMention,
    LawMention,
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
from contactline.records.reports import ReportMeta

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
    "trailing-denial": 0.65,
    "headline-colon": 0.7,
    "continuing-voice": 0.6,
    "quoted-as-saying": 0.8,
    "as-they-say": 0.75,
    "issues-statement": 0.75,
    "declines": 0.75,
    "lead-colon": 0.7,
    "was-told": 0.75,
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


def assemble(
    document: Document,
    attributions: tuple[Attribution, ...],
    frames_of: FrameFinder,
    maker: Maker,
    background: tuple[Span, ...] = (),
    setting_of: SettingFinder | None = None,
) -> tuple[Claim, ...]:
    """Make the claims of a report.

    Args:
        document: the cut-up report.
        attributions: in reading order; ``answers`` are indexes into them.
        frames_of: what a stretch of the text says happened.
        maker: the reader and its version.
        background: sentences that only recall older events, in order.
        setting_of: the places and the time that a stretch of the text names, for what stands in front of an
            observation ("In Tolm, the mission saw …").

    Returns:
        Claims in reading order, exact repetitions left out, each with its id; ``answers`` are set where the text denies
        something that it also tells.
    """
    pairs = []
    for number, attribution in enumerate(attributions):
        if attribution.construction == FURNITURE:
            continue
        all_frames = frames_of(attribution.content)
        frames = _own_frames(attributions, number, all_frames)
        if all_frames and not frames and attribution.act is Act.STATES:
            continue  # everything it tells is told by somebody quoted further inside
        if setting_of:
            frames = set_observed(attribution, frames, setting_of)
        pairs.append((number, frames))
    return assemble_pairs(document, attributions, pairs, maker, background)


def assemble_pairs(
    document: Document,
    attributions: tuple[Attribution, ...],
    pairs: Iterable[tuple[int, tuple[Frame, ...]]],
    maker: Maker,
    background: tuple[Span, ...] = (),
) -> tuple[Claim, ...]:
    """Make claims of attributions whose frames are known.

    Args:
        document: the cut-up report.
        attributions: in reading order; ``answers`` are indexes into them.
        pairs: number of an attribution with the frames that are its own, in reading order.
        maker: the reader and its version.
        background: sentences that only recall older events, in order.

    Returns:
        As :func:`assemble`.
    """
    older = tuple(span.start for span in background)
    drafts: list[ClaimDraft] = []
    for number, frames in pairs:
        attribution = attributions[number]
        in_background = _is_background(background, older, attribution.sentence)
        claims = _claims(document, attribution, frames, maker)
        drafts += [ClaimDraft(replace(claim, background=in_background), number) for claim in claims]
    drafts = take_up(document, attributions, drafts)
    kept = drop_repetitions([replace(draft, claim=with_id(draft.claim)) for draft in drafts])
    return link_answers(attributions, kept)


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
    retold, accused = _is_retold(attribution), False
    for frame in frames:
        says_first = presupposes_first_fire(frame, attribution)
        if retold:
            says_first = says_first and attribution.act is Act.DENIES
            frame = _without_order(frame)
        elif says_first:
            frame = replace(frame, occurrence=replace(frame.occurrence, order=Order.ANSWER))
        claims.append(_make_claim(document, attribution, frame, maker))
        if says_first and not accused and not names_first_fire(frame, frames):
            claims.append(_accusation(document, attribution, frame, maker))
            accused = True  # however often an answer is named, the other side began once
    return claims


def _accusation(document: Document, attribution: Attribution, frame: Frame, maker: Maker) -> Claim:
    trigger = frame.occurrence.trigger or _quote(document, frame.span)
    claim = _make_claim(document, attribution, make_first_fire(frame, trigger), maker)
    return make_accusation(claim, attribution.construction)


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
    if _denies_a_negation(attribution, frame):
        attribution = replace(attribution, act=Act.STATES)
    confidence = _confidence(attribution.construction)
    evidence, law = (frame.evidence, frame.law) if frame else _cited(document, attribution.content)
    headline = report.headline is not None and report.headline.covers(attribution.sentence)
    return Claim(
        id=ClaimId(""),
        report=report.id,
        part=Part.HEADLINE if headline else Part.BODY,
        act=attribution.act,
        polarity=_polarity(attribution.polarity, frame),
        modality=_modality(attribution.modality, frame),
        speaker=attribution.speaker,
        relayed_by=make_relays(document.report.meta, attribution.speaker, attribution.relayed_by),
        occurrence=frame.occurrence if frame else Occurrence(),
        quote=_quote(document, attribution.sentence),
        maker=maker,
        casualties=frame.casualties if frame else (),
        damage=frame.damage if frame else (),
        evidence=_union(attribution.evidence, evidence),
        law=law,
        stated=attribution.stated,
        construction=_construction(attribution, frame),
        confidence=_with_frame(confidence, frame),
        certainty=frame.certainty if frame else (),
    )


def _with_frame(confidence: float, frame: Frame | None) -> float:
    if frame is None:
        return round(confidence - _NO_FRAME, 2)
    return confidence if frame.confidence is None else frame.confidence


def _denies_a_negation(attribution: Attribution, frame: Frame | None) -> bool:
    """“It is not true that they did not fire” says that they did."""
    bare = attribution.construction.startswith(_DENIES) and attribution.answers is None
    return bare and frame is not None and attribution.polarity is frame.polarity is Polarity.NEGATIVE


def _cited(document: Document, scope: Span) -> tuple[tuple[EvidenceMention, ...], tuple[LawMention, ...]]:
    """Evidence and law of words that tell of no happening."""
    view = make_view(document, (), scope)
    return spot_evidence(view), spot_law(view)


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


def make_relays(meta: ReportMeta, speaker: Mention, named: tuple[Mention, ...]) -> tuple[Mention, ...]:
    """The publisher outermost, then the agency whose text it is, then whom the text itself names."""
    if speaker.quote is None:
        return (Mention(meta.relayed_from),) if meta.relayed_from and speaker.text != meta.relayed_from else ()
    publisher = () if _is_same(speaker, meta.publisher) else (Mention(meta.publisher or "the report"),)
    agency = (Mention(meta.relayed_from),) if meta.relayed_from and meta.relayed_from != meta.publisher else ()
    others = tuple(m for m in named if not _is_same(m, meta.relayed_from) and not _is_same(m, meta.publisher))
    return publisher + agency + others


def _is_same(mention: Mention, name: str | None) -> bool:
    """Whether words are a name, or an acronym that stands in it: "the SMM" of a report by "OSCE SMM"."""
    if not name:
        return False
    words = [word for word in mention.text.split() if word.lower() not in {"the", "a", "an"}]
    if " ".join(words).casefold() == name.casefold():
        return True
    return len(words) == 1 and words[0].isupper() and len(words[0]) > 1 and words[0] in name.split()


def _polarity(own: Polarity, frame: Frame | None) -> Polarity:
    """A denied negation is an affirmation."""
    inner = frame.polarity if frame else Polarity.POSITIVE
    return Polarity.POSITIVE if own is inner else Polarity.NEGATIVE


def _modality(own: Modality, frame: Frame | None) -> Modality:
    inner = frame.modality if frame else Modality.FACT
    return min(own, inner, key=_MODALITY_RANK.index)
