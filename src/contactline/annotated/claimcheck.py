"""Checks one claim line against the marks and the other lines of its file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from contactline.annotated.texts import AnnotatedClaim, AnnotatedText
from contactline.records.claims import Act, Kind
from contactline.records.quotes import Span

_ANSWERING: Final = frozenset({Act.DENIES, Act.PARTLY_DENIES, Act.ADMITS})


def iter_claim_mistakes(text: AnnotatedText, claim: AnnotatedClaim) -> Iterator[str]:
    """What is wrong with a claim by itself, sides and acts apart."""
    lines = {entry.mark for entry in text.casualties}
    for id_ in claim.casualties:
        if id_ not in lines:
            yield f"cas={id_} has no casualty line; write “{id_}: OUTCOME NUMBER STATUS side=SIDE” above the claims"
    spans = {mark.id: mark.span for mark in text.marks}
    yield from _check_speaker(text, claim)
    yield from _check_answers(text, claim)
    yield from _check_content(claim, spans)
    yield from _check_trigger(claim)
    yield from _check_headline(text, claim, spans)


def repeats_earlier(text: AnnotatedText, claim: AnnotatedClaim) -> str | None:
    """The id of an earlier claim that the answered one only repeats, if there is one."""
    answered = next((other for other in text.claims if other.id == claim.answers), None)
    if answered is None:
        return None
    for other in text.claims:
        if other is answered:
            return None
        same = (other.speaker.side, other.act, other.kind) == (answered.speaker.side, answered.act, answered.kind)
        # A headline is a summary; what it repeats stands in the body. Other places make another occurrence.
        if same and not other.headline and _place_words(text, other) == _place_words(text, answered):
            return other.id
    return None


def _place_words(text: AnnotatedText, claim: AnnotatedClaim) -> set[str]:
    known = {mark.id for mark in text.marks}
    return {text.words(id_).casefold() for id_ in claim.places if id_ in known}


def _check_speaker(text: AnnotatedText, claim: AnnotatedClaim) -> Iterator[str]:
    side = text.report.meta.side
    if claim.speaker.mark is None and side and claim.speaker.side != side:
        given = claim.speaker.side or "?"
        yield f"speaker=-/{given}: “-” is the publisher, who is of {side}; write -/{side}, or mark who speaks"


def _check_answers(text: AnnotatedText, claim: AnnotatedClaim) -> Iterator[str]:
    if claim.answers is None:
        return
    if claim.answers == claim.id:
        yield f"answers={claim.answers} is the claim itself; name the claim that it answers"
    elif claim.answers not in {other.id for other in text.claims}:
        yield f"answers={claim.answers}: there is no such claim in this file"
    if claim.act not in _ANSWERING:
        yield f"answers= belongs to denies, partly denies and admits, not to {claim.act}; take it away"


def _check_content(claim: AnnotatedClaim, spans: dict[str, Span]) -> Iterator[str]:
    inner = [("cue", id_) for id_ in claim.cue] + [("speaker", claim.speaker.mark or "")]
    for id_ in claim.content:
        for what, other in inner:
            if id_ in spans and other in spans and other != id_ and spans[id_].covers(spans[other]):
                yield f"content {id_} holds its own {what} {other}; split it into pieces around it: content=o1+o2"
    pieces = [spans[id_] for id_ in claim.content if id_ in spans]
    if any(first.overlaps(second) for place, first in enumerate(pieces) for second in pieces[place + 1 :]):
        yield "the pieces of its content overlap; a content is one mark, or marks side by side"


def _check_trigger(claim: AnnotatedClaim) -> Iterator[str]:
    if claim.kind is Kind.NONE and claim.trigger:
        yield "kind=none has no trigger; take it away, or give the kind"
    if len(claim.trigger) > 1:
        yield f"trigger={'+'.join(claim.trigger)}: a trigger is one mark"


def _check_headline(text: AnnotatedText, claim: AnnotatedClaim, spans: dict[str, Span]) -> Iterator[str]:
    headline = text.report.headline
    own = [spans[id_] for id_ in claim.iter_marks() if id_ in spans]
    inside = [headline is not None and headline.covers(span) for span in own]
    if not own:
        yield "uses no mark at all; mark at least the trigger, the cue or the casualties"
    elif all(inside) != claim.headline and (all(inside) or not any(inside)):
        yield (
            "stands in the headline; add the flag: headline"
            if all(inside)
            else ("has the flag headline, but stands below it; take the flag away")
        )
    elif any(inside) and not all(inside):
        yield "uses marks of the headline and of the body; mark the words where the claim stands"
