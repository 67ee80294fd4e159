"""Evidence that a sentence speaks of by a pronoun: “The army released a video. It is said to show a gun firing”."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from contactline.read.document import Document
from contactline.records.claims import Claim
from contactline.records.quotes import Span

_SHOWS: Final = re.compile(
    r"(?:It|They|This|These|The latter)\s+"
    r"(?:(?:is|are|was|were)\s+(?:said|claimed|reported|alleged|purported|believed)\s+to\s+|"
    r"(?:allegedly|reportedly|purportedly|clearly|also)\s+|(?:purports?|claims?|appears?|seems?)\s+to\s+)?"
    r"(?:shows?|showed|depicts?|depicted|captures?|captured|features?|featured|documents?|records?)\b"
)


def carry_evidence(document: Document, claims: Sequence[Claim]) -> tuple[Claim, ...]:
    """Give claims of a sentence that says what evidence shows the evidence of the sentence before, if that has some."""
    sentences = [sentence.span for sentence in document.sentences]
    carried: dict[int, int] = {
        number: number - 1
        for number, span in enumerate(sentences)
        if number and _SHOWS.match(document.text[span.start : span.end])
    }
    if not carried:
        return tuple(claims)
    place = {claim.id: _find_sentence(claim, sentences) for claim in claims}
    shown = {place[claim.id]: claim.evidence for claim in claims if claim.evidence}
    return tuple(
        replace(claim, evidence=shown[carried[number]])
        if (number := place[claim.id]) in carried and not claim.evidence and carried[number] in shown
        else claim
        for claim in claims
    )


def _find_sentence(claim: Claim, sentences: Sequence[Span]) -> int:
    start = claim.quote.span.start
    return next((number for number, span in enumerate(sentences) if span.start <= start < span.end), -1)
