"""A stretch of text with what lexicons and the mandate's names say about its words: the ground the rules walk on."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from contactline.read.document import Document, Token
from contactline.read.lexicon import (
    Found,
    Trigger,
)
from contactline.read.nounphrases import Phrase, find_noun_phrases
from contactline.read.triggers import find_triggers
from contactline.records.claims import Mention, Part
from contactline.records.names import NameSpot
from contactline.records.quotes import Quote, Span, make_quote


@dataclass(frozen=True, slots=True)
class View:
    """One scope: its tokens, the happenings named in it, and its noun phrases, in order."""

    document: Document
    scope: Span
    tokens: tuple[Token, ...]
    lows: tuple[str, ...]
    part: Part
    triggers: tuple[Found[Trigger], ...]
    phrases: tuple[Phrase, ...]
    spots: tuple[tuple[int, int, NameSpot], ...]

    def span(self, first: int, last: int) -> Span:
        """Characters from one token up to but not including another."""
        return Span(self.tokens[first].span.start, self.tokens[last - 1].span.end)

    def quote(self, first: int, last: int) -> Quote:
        """The words of a token range."""
        return make_quote(self.document.report.id, self.document.text, self.span(first, last))

    def mention(self, phrase: Phrase) -> Mention:
        """A noun phrase as a mention."""
        bare = phrase.sort in ("adjective", "name", "actor") and self.lows[phrase.first] in ("the", "a", "this")
        quote = self.quote(phrase.first + bare, phrase.last)
        return Mention(quote.words, quote, of=phrase.of)

    def low(self, index: int) -> str:
        """The lower-case word at an index; empty outside."""
        return self.lows[index] if 0 <= index < len(self.lows) else ""

    def phrase_ending(self, last: int) -> Phrase | None:
        """The noun phrase that ends before a token."""
        return next((phrase for phrase in self.phrases if phrase.last == last), None)

    def phrase_at(self, first: int) -> Phrase | None:
        """The noun phrase that begins at a token."""
        return next((phrase for phrase in self.phrases if phrase.first == first), None)

    def phrases_in(self, first: int, last: int) -> tuple[Phrase, ...]:
        """Noun phrases that lie in a token range."""
        return tuple(phrase for phrase in self.phrases if first <= phrase.first and phrase.last <= last)


def make_view(document: Document, spots: Sequence[NameSpot], scope: Span) -> View:
    """Tag a scope."""
    tokens = document.tokens_in(scope)
    lows = tuple(token.lower for token in tokens)
    part = _part_of(document, scope)
    placed = _place_spots(tokens, spots)
    triggers = find_triggers(tokens, lows, placed, part)
    phrases = find_noun_phrases(tokens, lows, placed, triggers, part)
    return View(document, scope, tokens, lows, part, triggers, phrases, placed)


def _part_of(document: Document, scope: Span) -> Part:
    headline = document.report.headline
    if headline and headline.covers(scope):
        return Part.HEADLINE
    words = [word for word in document.words(scope).split() if len(word) > 3 and word[0].isalpha()]
    titled = sum(word[0].isupper() for word in words)
    return Part.HEADLINE if len(words) >= 4 and titled >= 0.8 * len(words) else Part.BODY


def _place_spots(tokens: Sequence[Token], spots: Sequence[NameSpot]) -> tuple[tuple[int, int, NameSpot], ...]:
    """Spots as token ranges."""
    starts = [token.span.start for token in tokens]
    placed = []
    for spot in spots:
        first = bisect_left(starts, spot.span.start)
        last = bisect_left(starts, spot.span.end)
        if first < last and tokens[first].span.start == spot.span.start:
            placed.append((first, last, spot))
    return tuple(placed)
