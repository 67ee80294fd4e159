"""Labelled words into values: numbers and statuses of casualties, weapons, places, times, whoever is named."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from contactline.read.analysis import Analysis, Labelled
from contactline.read.casualties import find_casualties
from contactline.read.counting import CasualtyWords, status_of
from contactline.read.document import Document, Sentence
from contactline.read.lexicon import people, relative_words
from contactline.read.means import find_means
from contactline.read.numbers import Quantity, read_quantity
from contactline.read.persons import find_persons
from contactline.read.places import spot_places
from contactline.read.times import find_times
from contactline.read.view import View, make_view
from contactline.records.claims import (
    Casualties,
    Damage,
    Means,
    Mention,
    NumberForm,
    Outcome,
    PlaceMention,
    PlaceRole,
    Status,
    Target,
    TimeMention,
)
from contactline.records.ids import SideId
from contactline.records.names import NameSpot
from contactline.records.quotes import Quote, Span, make_quote
from contactline.records.sides import find_sides

_DESTROYING: Final = ("destroy", "burn", "ruin", "demolish", "level", "raze", "gutted", "wreck", "collaps")
_OWN: Final = frozenset({"we", "us", "our", "ours"})
_SURE: Final = 0.5
_BEHIND: Final = 4
_TIME_LEADS: Final = frozenset({"on", "late", "early", "earlier", "today", "yesterday", "at", "in", "the"})
_LEADS: Final = frozenset({"the", "near", "of", "in", "at", "around", "outside", "on", "to"})
_DOZENS: Final = frozenset({"dozens", "scores", "hundreds", "several", "many", "some"})


class ValueReader:
    """Reads values of one document.

    Args:
        document: the cut-up report.
        analysis: what the analyser made of it.
        spots: the mandate's names in it, in order.
    """

    def __init__(self, document: Document, analysis: Analysis, spots: tuple[NameSpot, ...]) -> None:
        self._document = document
        self._analysis = analysis
        self._spots = spots
        self._starts = [spot.span.start for spot in spots]
        self._sides = find_sides(spots, document.report.meta.side)
        self._views: dict[int, View] = {}
        self._hurt: dict[int, tuple[CasualtyWords, ...]] = {}
        self._firsts = [sentence.first for sentence in document.sentences]

    # -- ground

    def view(self, sentence: Sentence) -> View:
        """A sentence's view, made once."""
        known = self._views.get(sentence.first)
        if known is None:
            first = bisect_left(self._starts, sentence.span.start)
            last = bisect_left(self._starts, sentence.span.end)
            known = make_view(self._document, self._spots[first:last], sentence.span)
            self._views[sentence.first] = known
        return known

    def quote(self, first: int, last: int) -> Quote:
        """The words of a range of the document's tokens."""
        return make_quote(self._document.report.id, self._document.text, self._range(first, last))

    def span_of(self, words: Labelled) -> Span:
        """The characters that labelled words cover."""
        return self._range(words.first, words.last)

    def sentence_of(self, words: Labelled) -> Sentence:
        """The sentence in which labelled words begin."""
        return self._document.sentences[max(0, bisect_right(self._firsts, words.first) - 1)]

    def _range(self, first: int, last: int) -> Span:
        tokens = self._document.tokens
        return Span(tokens[first].span.start, tokens[last - 1].span.end)

    def _local(self, span: Labelled) -> tuple[View, int, int]:
        """The view that holds a span, and its range there."""
        sentence = self.sentence_of(span)
        last = min(span.last, sentence.last)
        return self.view(sentence), span.first - sentence.first, last - sentence.first

    # -- whoever

    def mention(self, span: Labelled) -> Mention:
        """Words that name somebody, with whose viewpoint they take and whose side the model hears in them."""
        view, first, last = self._local(span)
        lows = view.lows[first:last]
        bare = lows[:1] == ("the",) and len(lows) > 1 and view.tokens[first + 1].is_title
        quote = self.quote(span.first + bare, span.last)
        of = next((hit.entry.label for hit in relative_words().find(lows)), "")
        of = of or ("own" if _OWN & set(lows[:1]) else "")
        return Mention(quote.words, quote, of=of, party=self._party(span))

    def _party(self, span: Labelled) -> SideId | None:
        held = [p for p in self._analysis.parties if p.overlaps(span.first, span.last)]
        return self._sides.side_of(max(held, key=lambda p: p.probability).label) if held else None

    def _status(self, span: Labelled) -> Status:
        """Military or civilian by the lexicon's nouns, else by the model."""
        view, first, last = self._local(span)
        lows = view.lows[first:last]
        said = status_of(lows, next((h.entry.status for h in people().find(lows)), Status.NOT_SAID))
        if said is not Status.NOT_SAID:
            return said
        held = [s for s in self._analysis.statuses if s.overlaps(span.first, span.last)]
        return Status(max(held, key=lambda s: s.probability).label) if held else Status.NOT_SAID

    def target(self, span: Labelled) -> Target:
        """What was hit."""
        return Target(self.mention(span), self._status(span))

    # -- with what, where, when

    def means(self, span: Labelled) -> Means:
        """A weapon in the lexicon's form; one that it does not know by its own words."""
        view, first, last = self._local(span)
        known = [words.means for words in find_means(view) if first <= words.at < last]
        quote = self.quote(span.first, span.last)
        return Means(quote, known[0].normal if known else quote.words.lower())

    def places(self, at: Iterable[Labelled], from_: Iterable[Labelled]) -> tuple[PlaceMention, ...]:
        """Places in the order of their words."""
        found = [place for span in at for place in self._places(span, PlaceRole.AT)]
        found += [place for span in from_ for place in self._places(span, PlaceRole.FROM)]
        return tuple(sorted(found, key=lambda place: place.quote.span))

    def _places(self, span: Labelled, role: PlaceRole) -> list[PlaceMention]:
        """The names inside the words; without one, the words without what leads to them."""
        view, _, _ = self._local(span)
        whole = self.span_of(span)
        named = [words.place for words in spot_places(view) if whole.covers(words.place.quote.span)]
        if named:
            return [place if place.role is PlaceRole.ALSO_CALLED else replace(place, role=role) for place in named]
        first = span.first
        while first < span.last - 1 and self._document.tokens[first].lower in _LEADS:
            first += 1
        return [PlaceMention(self.quote(first, span.last), role)]

    def time(self, span: Labelled) -> TimeMention:
        """A time in its words."""
        quote = self.quote(span.first, span.last)
        found = find_times(self._document, quote.span)
        return found[0] if len(found) == 1 else TimeMention(quote)

    def stated(self, cue: Labelled) -> TimeMention | None:
        """A time that stands right behind a cue, before the words said."""
        view, _, last = self._local(cue)
        behind = view.tokens[last : last + _BEHIND]
        if not behind or (view.low(last) not in _TIME_LEADS and not behind[0].is_title):
            return None
        found = find_times(self._document, Span(behind[0].span.start, behind[-1].span.end))
        near = [time for time in found if time.quote.span.start <= behind[min(1, len(behind) - 1)].span.start]
        return near[0] if near else None

    # -- who was hurt

    def found_casualties(self, sentence: Sentence) -> tuple[CasualtyWords, ...]:
        """Casualties that words alone tell, in a sentence; found once."""
        known = self._hurt.get(sentence.first)
        if known is None:
            known = self._hurt[sentence.first] = find_casualties(self.view(sentence))
        return known

    def casualties(self, span: Labelled) -> Casualties | None:
        """A number of people with one outcome.

        Outcome and number are what words alone tell, where they tell of these people at all; of others, which only the
        model sees, nothing is told that it is not surer of than not.
        """
        sentence = self.sentence_of(span)
        own = self.span_of(span)
        told = [w.casualties for w in self.found_casualties(sentence) if w.casualties.quote.span.overlaps(own)]
        made = self._labelled_casualties(span)
        if not told:
            return made if span.probability >= _SURE else None
        same = [entry for entry in told if entry.outcome is made.outcome]
        best = (same or told)[0]
        return replace(made, outcome=best.outcome, minimum=best.minimum, maximum=best.maximum, form=best.form)

    def _labelled_casualties(self, span: Labelled) -> Casualties:
        """What the model's words and label say."""
        view, first, last = self._local(span)
        quantity = self._quantity(view, first, last, span)
        quote = self.quote(span.first, span.last)
        return Casualties(
            outcome=Outcome(span.label),
            status=self._status(span),
            minimum=quantity.minimum,
            maximum=quantity.maximum,
            form=quantity.form,
            victims=self.mention(span),
            quote=quote,
            persons=find_persons(view, first, last),
        )

    def _quantity(self, view: View, first: int, last: int, span: Labelled) -> Quantity:
        """The number that the words begin with, else what their head's number implies."""
        for start in range(first, last):
            if view.low(start) in _DOZENS:
                return Quantity(start, start + 1, 1, None, NumberForm.UNSPECIFIED)
            found = read_quantity(view.lows, start)
            if found is not None and found.last <= last + 1:
                return found
        head = self._head(span)
        many = self._analysis.xpos[head] in ("NNS", "NNPS") if self._analysis.xpos else False
        if many:
            return Quantity(first, last, 1, None, NumberForm.UNSPECIFIED)
        return Quantity(first, last, 1, 1, NumberForm.EXACT)

    def _head(self, span: Labelled) -> int:
        inside = range(span.first, span.last)
        heads = self._analysis.heads
        return next((i for i in inside if heads and heads[i] not in inside), span.first)

    def damage(self, span: Labelled) -> Damage:
        """Damage to an object; destroyed where a word near says so."""
        view, first, last = self._local(span)
        near = view.lows[max(0, first - 8) : last + 8]
        level = "destroyed" if any(word.startswith(_DESTROYING) for word in near) else "damaged"
        return Damage(self.mention(span), self._status(span), level, self.quote(span.first, span.last))
