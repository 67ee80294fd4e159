"""Sentences as the rules take them: one view, its drafts, and where it stands in paragraphs and quotations."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from contactline.read.document import Document, Sentence
from contactline.read.draft import Draft
from contactline.read.drafts import find_drafts
from contactline.read.furniture import is_furniture
from contactline.read.headlines import find_headline_draft
from contactline.read.leads import Lead, find_lead, make_led
from contactline.read.phrases import View
from contactline.records.claims import Part
from contactline.records.quotes import Span

MAX_TOKENS: Final = 250
"""A longer "sentence" (a table, a text without stops) is read in pieces of so many tokens."""
_MAX_DRAFTS: Final = 24
"""Of one sentence, claims that are spoken of included; the first ones are kept."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence, or a piece of a very long one, with its drafts.

    Attributes:
        paragraph: number of its paragraph in the document.
        first_quotation: number of the quotation that holds its first token, or -1.
        quotations: the same for each token.
        lead: who announces what follows ("The ministry reports:"), if anybody does.
        furniture: a caption, byline or button: nobody's claim.
    """

    view: View
    part: Part
    paragraph: int
    first_quotation: int
    quotations: tuple[int, ...]
    drafts: tuple[Draft, ...]
    lead: Lead | None
    furniture: bool


Settle = Callable[[View, list[Draft]], list[Draft]]
"""What a parse makes of a sentence's drafts."""


def make_units(document: Document, settle: Settle | None = None) -> tuple[Unit, ...]:
    """Cut a document's sentences into units, in order."""
    starts = [quotation.outer.start for quotation in document.quotations]
    units = []
    for sentence in document.sentences:
        pieces = range(sentence.first, sentence.last, MAX_TOKENS)
        units += [_unit(document, sentence, k, min(sentence.last, k + MAX_TOKENS), starts, settle) for k in pieces]
    return tuple(units)


def _unit(
    document: Document, sentence: Sentence, first: int, last: int, starts: list[int], settle: Settle | None
) -> Unit:
    tokens = document.tokens[first:last]
    inside = tuple(_quotation_of(document, starts, token.span.start) for token in tokens)
    whole = first == sentence.first and last == sentence.last
    span = sentence.span if whole else Span(tokens[0].span.start, tokens[-1].span.end)
    view = View(tokens, tuple(token.lower for token in tokens), tuple(number >= 0 for number in inside), span)
    furniture = sentence.part is Part.BODY and is_furniture(document, sentence)
    lead = None if furniture or sentence.part is Part.HEADLINE else find_lead(view)
    return Unit(
        view=view,
        part=sentence.part,
        paragraph=sentence.paragraph,
        first_quotation=inside[0],
        quotations=inside,
        drafts=() if furniture else tuple(_drafts(view, sentence.part, lead, settle)),
        lead=lead,
        furniture=furniture,
    )


def _quotation_of(document: Document, starts: list[int], offset: int) -> int:
    number = bisect_right(starts, offset) - 1
    return number if number >= 0 and offset < document.quotations[number].outer.end else -1


def _drafts(view: View, part: Part, lead: Lead | None, settle: Settle | None) -> list[Draft]:
    if part is Part.HEADLINE:
        set_off = find_headline_draft(view)
        if set_off:
            return [set_off]
    drafts = find_drafts(view, part is Part.HEADLINE)
    drafts = _bounded(settle(view, drafts) if settle else drafts)
    if lead and not any(draft.content[0] == lead.colon + 1 or draft.cue == lead.cue for draft in drafts):
        led = make_led(view, lead)
        return [*drafts, led] if led else drafts
    return drafts


def _bounded(drafts: list[Draft]) -> list[Draft]:
    """The first drafts, without links to those that were dropped."""
    if len(drafts) <= _MAX_DRAFTS:
        return drafts
    return [replace(d, parent=_kept(d.parent), answers=_kept(d.answers)) for d in drafts[:_MAX_DRAFTS]]


def _kept(number: int | None) -> int | None:
    return number if number is not None and number < _MAX_DRAFTS else None


def find_quotation_owners(units: tuple[Unit, ...]) -> dict[int, tuple[int, int]]:
    """For each quotation the unit and draft that attribute it."""
    owners: dict[int, tuple[int, int]] = {}
    for number, unit in enumerate(units):
        for index, draft in enumerate(unit.drafts):
            if draft.quoted:
                continue
            for quotation in set(unit.quotations[draft.content[0] : draft.content[1]]):
                if quotation >= 0:
                    owners.setdefault(quotation, (number, index))
    return owners
