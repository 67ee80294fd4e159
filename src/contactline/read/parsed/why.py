"""“Why this reading?”: what in the text, the tree and the model's links led to a claim, in sentences for a person."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from contactline.read.analysis import ROOT, Analysis, Labelled, Told
from contactline.read.document import Document
from contactline.records.claims import Claim
from contactline.records.quotes import Quote

_RELATIONS: Final = {
    "nsubj": "the subject of",
    "nsubj:pass": "what is done to, as subject of",
    "obj": "the object of",
    "obl": "an adjunct of",
    "obl:agent": "who does it, of",
    "ccomp": "a clause that completes",
    "xcomp": "an open clause that completes",
    "advcl": "a clause that modifies",
    "acl": "a clause that describes",
    "acl:relcl": "a relative clause of",
    "parataxis": "set beside",
    "conj": "joined to",
    "nmod": "an attribute of",
    "nmod:poss": "the owner of",
    "compound": "part of the name of",
    "amod": "an adjective of",
    "appos": "another name for",
    "root": "the head of its sentence",
}


def explain_claim(document: Document, analysis: Analysis, claim: Claim) -> tuple[str, ...]:
    """Sentences in the order speaker, act, happening, values, certainty.

    Args:
        document: the cut-up report.
        analysis: as when the claim was made.
        claim: one made of it; values may have been resolved since.
    """
    told = _find(document, analysis, claim)
    lines: list[str] = []
    if told is None:
        lines.append("The model's links do not tell this claim; the tree and the word lists do.")
        if claim.occurrence.trigger:
            lines += _place_in_tree(document, analysis, claim.occurrence.trigger)
        return tuple(lines)
    lines += _voice(document, analysis, told)
    lines.append(
        f"The model takes this pair of voice and words as “{told.act}”, {told.polarity}, {told.modality}"
        f" ({told.probability:.2f})."
    )
    if claim.act.value != told.act:
        lines.append(f"Once the sides were known, the act was settled as “{claim.act.value}”.")
    lines.append(
        f"It stands on “{_words(document, told.anchor)}”, labelled {told.anchor.label} ({told.anchor.probability:.2f})."
    )
    if claim.occurrence.trigger:
        lines += _place_in_tree(document, analysis, claim.occurrence.trigger)
    for link in sorted(analysis.values, key=lambda link: link.left.first):
        if link.right == told.anchor:
            lines.append(f"{link.label}: “{_words(document, link.left)}” is linked to it ({link.probability:.2f}).")
    if claim.certainty:
        unsure = ", ".join(f"{one.field} {one.confidence:.2f}" for one in claim.certainty)
        lines.append(f"Confidence that all is right {claim.confidence:.2f}; of single values: {unsure}.")
    return tuple(lines)


def _find(document: Document, analysis: Analysis, claim: Claim) -> Told | None:
    """The pair that a claim was made of: the same anchor and, of several voices, that of its speaker."""
    words = [claim.occurrence.trigger, *(one.quote for one in claim.casualties), *(one.quote for one in claim.damage)]
    spans = [quote.span for quote in words if quote]
    fitting = [
        one for one in analysis.told if any(_quote_at(document, one.anchor, span.start, span.end) for span in spans)
    ]
    if not spans:
        inside = claim.quote.span
        fitting = [
            one for one in analysis.told if inside.start <= document.tokens[one.anchor.first].span.start < inside.end
        ]
    own = [one for one in fitting if (one.voice is None) == (claim.speaker.quote is None)]
    same = [one for one in own if one.polarity == claim.polarity.value and one.modality == claim.modality.value]
    return next(iter(same or own or fitting), None)


def _quote_at(document: Document, span: Labelled, start: int, end: int) -> bool:
    tokens = document.tokens
    return tokens[span.first].span.start == start and tokens[span.last - 1].span.end == end


def _voice(document: Document, analysis: Analysis, told: Told) -> Iterator[str]:
    if told.voice is None:
        yield "No cue attributes it: the publisher speaks."
        return
    yield f"“{_words(document, told.voice)}” attributes it ({told.voice.probability:.2f})."
    for link in analysis.speakers:
        if link.right == told.voice:
            does = "speaks there" if link.label == "speaks" else "passes it on"
            yield f"“{_words(document, link.left)}” {does} ({link.probability:.2f})."


def _place_in_tree(document: Document, analysis: Analysis, quote: Quote) -> Iterator[str]:
    """How the happening's head hangs in its sentence."""
    if not analysis.heads:
        return
    inside = [i for i, t in enumerate(document.tokens) if quote.span.start <= t.span.start < quote.span.end]
    if not inside:
        return
    head = analysis.head_of(inside[0], inside[-1] + 1)
    relation = analysis.deprels[head]
    said = _RELATIONS.get(relation) or _RELATIONS.get(relation.partition(":")[0]) or f"{relation} of"
    above = analysis.heads[head]
    yield (
        f"In the parse “{document.tokens[head].text}” is {said}"
        + (f" “{document.tokens[above].text}”." if above != ROOT else ".")
    )


def _words(document: Document, span: Labelled) -> str:
    tokens = document.tokens
    return document.text[tokens[span.first].span.start : tokens[span.last - 1].span.end]
