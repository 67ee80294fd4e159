"""Frames: what a stretch of text says happened, one frame for each happening, with every value at its words.

A happening is found by its trigger; who did it and what was hit by where they stand around the trigger; time, place,
means, damage and casualties go to the happening of their clause, else to the nearest one.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from typing import Final

from contactline.read.casualties import find_casualties
from contactline.read.citations import spot_evidence, spot_law
from contactline.read.clauses import Clause, clause_of, cut_clauses, is_response
from contactline.read.counting import CasualtyWords
from contactline.read.damage import DamageWords, find_damage
from contactline.read.document import Document
from contactline.read.events import Event, find_breaker, find_events, make_bare_event
from contactline.read.kinds import refine_kind
from contactline.read.lexicon import Found, Trigger
from contactline.read.means import MeansWords, find_means
from contactline.read.merging import drop_weak, merge_twins
from contactline.read.modality import find_modality, find_polarity
from contactline.read.ordering import set_order
from contactline.read.parts import Frame
from contactline.read.places import spot_places
from contactline.read.roles import Roles, find_roles
from contactline.read.shielding import denies_posting
from contactline.read.times import find_times
from contactline.read.view import View, make_view
from contactline.records.claims import (
    EvidenceMention,
    Kind,
    LawMention,
    NumberForm,
    Occurrence,
    Order,
    Polarity,
    TimeMention,
)
from contactline.records.names import NameSpot
from contactline.records.quotes import Span


class Grammar:
    """How the words of a view hang together. This one tells it from where they stand; a parse tells it better."""

    def roles(self, view: View, clauses: tuple[Clause, ...], found: Found[Trigger]) -> Roles:
        """Who did it and what was hit."""
        return find_roles(view, clauses, found)

    def owner(self, view: View, clauses: tuple[Clause, ...], events: list[Event], at: int, sort: str) -> Event:
        """The happening that a value of one sort (``casualties``, ``place``, ``time``, …) at a token belongs to."""
        return find_nearest(view, clauses, events, at, sort)

    def polarity(self, view: View, event: Event, told: Polarity) -> Polarity:
        """Whether it is denied, given what the words around it tell."""
        return told


_LONGEST: Final = 300
"""Tokens read together at most."""


WORDS: Final = Grammar()


def find_frames(
    document: Document, spots: tuple[NameSpot, ...], scope: Span, grammar: Grammar | None = None
) -> tuple[Frame, ...]:
    """Find what a scope says happened.

    Args:
        document: the cut-up report.
        spots: names that the mandate knows, anywhere in the fixed text, in order of their place; may be empty.
        scope: the attributed content, or a whole sentence.
        grammar: how words hang together; by default told from where they stand.

    Returns:
        Frames in the order of their triggers; none where the scope names no happening, casualty or damage.
    """
    starts = [spot.span.start for spot in spots]
    frames: list[Frame] = []
    for stretch in _stretches(document, scope):
        first, last = bisect_left(starts, stretch.start), bisect_left(starts, stretch.end)
        inside = tuple(spot for spot in spots[first:last] if stretch.covers(spot.span))
        frames += _read(make_view(document, inside, stretch), grammar or WORDS)
    return tuple(frames)


def _stretches(document: Document, scope: Span) -> Iterator[Span]:
    """The scope in pieces that no sentence of a person exceeds, so that a text without full stops stays linear."""
    tokens = document.tokens_in(scope)
    for first in range(0, len(tokens), _LONGEST):
        piece = tokens[first : first + _LONGEST]
        yield Span(piece[0].span.start, piece[-1].span.end)


def _read(view: View, grammar: Grammar) -> tuple[Frame, ...]:
    clauses = cut_clauses(view)
    casualties = find_casualties(view)
    damage = find_damage(view)
    events = find_events(view, clauses, casualties, grammar.roles)
    events = _with_bare_answers(view, clauses, events, casualties, damage)
    if not events and (casualties or damage):
        events = [make_bare_event(view, clauses, casualties, damage)]
    if not events:
        return ()
    set_order(view, events)
    _attach(view, clauses, events, casualties, damage, grammar)
    events = drop_weak(merge_twins(view, events))
    evidence, law = spot_evidence(view), spot_law(view)
    return tuple(_frame(view, event, events, evidence, law, grammar) for event in events)


def _with_bare_answers(
    view: View,
    clauses: tuple[Clause, ...],
    events: list[Event],
    casualties: tuple[CasualtyWords, ...],
    damage: tuple[DamageWords, ...],
) -> list[Event]:
    """In "a post was damaged in response to shelling" the damage is the answer's, though no word names that."""
    added = []
    for clause in clauses:
        if not is_response(view, clause.first) or any(event.at < clause.first for event in events):
            continue
        dead = tuple(words for words in casualties if words.at < clause.first)
        broken = tuple(words for words in damage if words.at < clause.first)
        if dead or broken:
            added.append(make_bare_event(view, clauses, dead, broken, order=Order.ANSWER))
    return sorted((*added, *events), key=lambda event: event.at)


def _attach(
    view: View,
    clauses: tuple[Clause, ...],
    events: list[Event],
    casualties: tuple[CasualtyWords, ...],
    damage: tuple[DamageWords, ...],
    grammar: Grammar,
) -> None:
    def owner(at: int, sort: str) -> Event:
        return grammar.owner(view, clauses, events, at, sort)

    for words in casualties:
        owner(words.at, "casualties").casualties.append(words)
    for words_d in damage:
        owner(words_d.at, "damage").damage.append(words_d)
    for means in find_means(view):
        owner(means.at, "means").means.append(means)
    for place in spot_places(view):
        owner(place.at, "place").places.append(place)
    for index, time in _times(view):
        owner(index, "time").times.append((index, time))


def _times(view: View) -> list[tuple[int, TimeMention]]:
    found = []
    for time in find_times(view.document, view.scope):
        span = time.quote.span
        index = next((i for i, token in enumerate(view.tokens) if token.span.end > span.start), None)
        if index is not None and "born" not in view.lows[max(0, index - 2) : index]:
            found.append((index, time))
    return found


def find_nearest(view: View, clauses: tuple[Clause, ...], events: list[Event], at: int, sort: str) -> Event:
    """The happening that a value belongs to: of its clause the nearest to the left, else of the clause before."""
    result = sort in ("casualties", "damage")
    clause = clause_of(clauses, at)
    position = clauses.index(clause)
    while True:
        inside = [event for event in events if event.clause == clauses[position]]
        if inside:
            break
        if position == 0:
            later = [event for event in events if event.at > at]
            return later[0] if later else events[0]
        result = result or clauses[position].opener.endswith("ing")
        position -= 1
    if clauses[position] != clause and result:
        verbs = [event for event in inside if event.trigger and event.trigger.is_verb]
        return (verbs or inside)[0]
    left = [event for event in inside if event.at <= at]
    return left[-1] if left else inside[0]


def _frame(
    view: View,
    event: Event,
    events: list[Event],
    evidence: tuple[EvidenceMention, ...],
    law: tuple[LawMention, ...],
    grammar: Grammar,
) -> Frame:
    if event.trigger is None and event.construction == "damage":
        event.roles = find_breaker(view, event)
    used = _used(event)
    kind = refine_kind(event.kind, event.trigger, tuple(words.group for words in used))
    span = _frame_span(view, event)
    polarity = _polarity(view, event)
    occurrence = Occurrence(
        kind=kind,
        trigger=view.quote(event.at, event.last),
        actors=event.roles.actors,
        targets=event.roles.targets,
        means=tuple(words.means for words in used),
        places=tuple(words.place for words in event.places),
        time=_time(event, events),
        order=event.order,
    )
    return Frame(
        span=span,
        occurrence=occurrence,
        polarity=grammar.polarity(view, event, polarity),
        modality=find_modality(view, event.clause.first, event.clause.last, event.at),
        casualties=tuple(words.casualties for words in event.casualties),
        damage=tuple(words.damage for words in event.damage),
        evidence=tuple(e for e in evidence if _is_near(view, event, events, e.quote.span)),
        law=tuple(item for item in law if _is_near(view, event, events, item.quote.span)),
        presupposes_first_fire=event.order is Order.ANSWER and event.trigger is not None,
        construction=event.construction,
    )


def _used(event: Event) -> list[MeansWords]:
    """Weapons that were used, without those that were hit: "targeted a tank with missiles"."""
    hit = [target.mention.quote.span for target in event.roles.targets if target.mention.quote]
    hit += [words.damage.target.quote.span for words in event.damage if words.damage.target.quote]
    return [words for words in event.means if not any(span.covers(words.means.quote.span) for span in hit)]


def _polarity(view: View, event: Event) -> Polarity:
    """Whether the happening itself is denied; "no losses" affirms a zero and stays positive."""
    if event.construction == "posted":
        return Polarity.NEGATIVE if denies_posting(view, event.at) else Polarity.POSITIVE
    if event.trigger is None and event.construction in ("casualties", "damage"):
        none = any(words.casualties.form is NumberForm.NONE for words in event.casualties)
        return Polarity.POSITIVE if none else find_polarity(view, event.clause.first, event.at)
    if event.kind is Kind.KILLING and event.casualties and all(_is_zero(words) for words in event.casualties):
        return Polarity.POSITIVE  # "was not killed" is told by the zero
    return find_polarity(view, event.clause.first, event.at)


def _is_zero(words: CasualtyWords) -> bool:
    return words.casualties.form is NumberForm.NONE


def _frame_span(view: View, event: Event) -> Span:
    """The clause, widened to every value."""
    span = view.span(event.clause.first, event.clause.last)
    spans = [span]
    spans += [words.casualties.quote.span for words in event.casualties]
    spans += [words.damage.quote.span for words in event.damage]
    spans += [words.means.quote.span for words in event.means]
    spans += [words.place.quote.span for words in event.places]
    return Span(min(s.start for s in spans), max(s.end for s in spans))


def _time(event: Event, events: list[Event]) -> TimeMention | None:
    """The time nearest to the trigger in its own clause, else the first of the scope."""
    if event.times:
        return min(event.times, key=lambda pair: (abs(pair[0] - event.at), pair[0]))[1]
    every = [pair for other in events for pair in other.times]
    return min(every, key=lambda pair: pair[0])[1] if every else None


def _is_near(view: View, event: Event, events: list[Event], span: Span) -> bool:
    """Evidence and law go to the happening whose trigger stands nearest."""
    nearest = min(events, key=lambda other: abs(view.tokens[other.at].span.start - span.start))
    return nearest is event
