"""Frames: what a stretch of text says happened, one frame for each happening, with every value at its words.

A happening is found by its trigger; who did it and what was hit by where they stand around the trigger; time, place,
means, damage and casualties go to the happening of their clause, else to the nearest one.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Final

from contactline.read.casualties import find_casualties
from contactline.read.citations import spot_evidence, spot_law
from contactline.read.clauses import Clause, clause_of, cut_clauses
from contactline.read.counting import CasualtyWords
from contactline.read.damage import DamageWords, find_damage
from contactline.read.document import Document
from contactline.read.kinds import refine_kind
from contactline.read.lexicon import Found, Trigger
from contactline.read.means import MeansWords, find_means
from contactline.read.modality import find_modality, find_polarity
from contactline.read.parts import Frame
from contactline.read.places import PlaceWords, spot_places
from contactline.read.roles import Roles, find_by, find_roles
from contactline.read.shielding import find_shielding
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

_LONGEST: Final = 300
"""Tokens read together at most."""
_ANSWERING: Final = frozenset({"answers", "suppresses"})
_FIRST_CUES: Final = (
    ("in", "response", "to"),
    ("in", "retaliation", "for"),
    ("in", "reply", "to"),
    ("in", "answer", "to"),
)
_OPENING: Final = frozenset(
    {"initiated", "initiate", "initiates", "initiating", "unleashed", "unprovoked", "instigated", "first"}
)
_RESULTED: Final = (("resulted", "from"), ("provoked", "by"), ("prompted", "by"), ("caused", "by"), ("triggered", "by"))


@dataclass(slots=True)
class _Event:
    """A happening while it is put together."""

    at: int
    last: int
    trigger: Trigger | None
    clause: Clause
    roles: Roles = field(default_factory=Roles)
    order: Order = Order.NOT_STATED
    casualties: list[CasualtyWords] = field(default_factory=list)
    damage: list[DamageWords] = field(default_factory=list)
    means: list[MeansWords] = field(default_factory=list)
    places: list[PlaceWords] = field(default_factory=list)
    times: list[tuple[int, TimeMention]] = field(default_factory=list)
    construction: str = ""
    kind: Kind = Kind.UNSPECIFIED


def find_frames(document: Document, spots: tuple[NameSpot, ...], scope: Span) -> tuple[Frame, ...]:
    """Find what a scope says happened.

    Args:
        document: the cut-up report.
        spots: names that the mandate knows, anywhere in the fixed text, in order of their place; may be empty.
        scope: the attributed content, or a whole sentence.

    Returns:
        Frames in the order of their triggers; none where the scope names no happening, casualty or damage.
    """
    starts = [spot.span.start for spot in spots]
    frames: list[Frame] = []
    for stretch in _stretches(document, scope):
        first, last = bisect_left(starts, stretch.start), bisect_left(starts, stretch.end)
        inside = tuple(spot for spot in spots[first:last] if stretch.covers(spot.span))
        frames += _read(make_view(document, inside, stretch))
    return tuple(frames)


def _stretches(document: Document, scope: Span) -> Iterator[Span]:
    """The scope in pieces that no sentence of a person exceeds, so that a text without full stops stays linear."""
    tokens = document.tokens_in(scope)
    for first in range(0, len(tokens), _LONGEST):
        piece = tokens[first : first + _LONGEST]
        yield Span(piece[0].span.start, piece[-1].span.end)


def _read(view: View) -> tuple[Frame, ...]:
    clauses = cut_clauses(view)
    casualties = find_casualties(view)
    damage = find_damage(view)
    events = _events(view, clauses, casualties)
    if not events and (casualties or damage):
        events = [_bare_event(view, clauses, casualties, damage)]
    if not events:
        return ()
    _order(view, events)
    _attach(view, clauses, events, casualties, damage)
    events = _without_weak(_without_twins(events))
    evidence, law = spot_evidence(view), spot_law(view)
    return tuple(_frame(view, event, events, evidence, law) for event in events)


# -- finding the happenings


def _events(view: View, clauses: tuple[Clause, ...], casualties: tuple[CasualtyWords, ...]) -> list[_Event]:
    events: list[_Event] = []
    kills: list[_Event] = []
    for found in view.triggers:
        event = _Event(found.first, found.last, found.entry, clause_of(clauses, found.first), kind=found.entry.kind)
        event.roles = find_roles(view, clauses, found)
        event.order = found.entry.order
        event.construction = event.roles.construction
        if found.entry.frame == "suppresses" and not _is_armed(view, found, event):
            continue
        if found.entry.frame == "kills":
            event.roles = _killers(view, clauses, event, casualties)
        (kills if found.entry.frame in ("kills", "captures") else events).append(event)
    for first, last in find_shielding(view, alone=not events):
        if not any(event.kind is Kind.HUMAN_SHIELDING for event in events):
            event = _Event(
                first, last, None, clause_of(clauses, first), kind=Kind.HUMAN_SHIELDING, construction="posted"
            )
            events.append(event)
    events += [event for event in kills if _stands_alone(event, events, casualties)]
    return sorted(events, key=lambda event: event.at)


def _killers(view: View, clauses: tuple[Clause, ...], event: _Event, casualties: tuple[CasualtyWords, ...]) -> Roles:
    """The victims are the casualties, not a target; "by" may follow a later outcome: "killed and … wounded by X"."""
    actors = event.roles.actors if event.roles.construction != "nominal" or event.roles.actors else ()
    if any(words.at == event.at and not words.active for words in casualties) and event.roles.construction == "active":
        actors = ()  # "civilians killed": what stands before the participle are the victims
    for words in casualties:
        if not actors and words.verbal and not words.active and words.at >= event.at:
            actors = find_by(view, clause_of(clauses, words.at), words.at + 1)
    return Roles(actors, (), event.roles.construction)


def _is_armed(view: View, found: Found[Trigger], event: _Event) -> bool:
    """Whether "neutralise", "thwart" and the like are about arms: what follows is a happening, a position or a foe."""
    window = range(found.last, min(found.last + 8, event.clause.last))
    names = {
        "enemy",
        "adversary",
        "opponent",
        "fire",
        "attack",
        "attacks",
        "position",
        "positions",
        "point",
        "points",
        "aggressive",
        "actions",
        "activity",
        "troops",
        "forces",
        "drone",
        "drones",
        "uav",
        "deaths",
        "side",
    }
    return any(view.low(index) in names or any(t.first == index for t in view.triggers) for index in window)


def _stands_alone(event: _Event, events: list[_Event], casualties: tuple[CasualtyWords, ...]) -> bool:
    """A killing is a happening of its own only where its clause names no other one that it results from."""
    if event.kind is not Kind.KILLING:
        return any(words.at == event.at for words in casualties) or bool(event.roles.targets)
    same = [other for other in events if other.clause == event.clause]
    return not same and not (event.roles.actors == () and events)


def _bare_event(
    view: View, clauses: tuple[Clause, ...], casualties: tuple[CasualtyWords, ...], damage: tuple[DamageWords, ...]
) -> _Event:
    """Casualties or damage without a word for what happened."""
    at = casualties[0].at if casualties else damage[0].at
    killed = any(
        words.verbal and words.casualties.outcome.value == "killed" and words.casualties.form is not NumberForm.NONE
        for words in casualties
    )
    kind = Kind.KILLING if killed else Kind.UNSPECIFIED
    return _Event(
        at, at + 1, None, clause_of(clauses, at), kind=kind, construction="casualties" if casualties else "damage"
    )


# -- order of fire


def _order(view: View, events: list[_Event]) -> None:
    """Mark answers, and what they answer."""
    for position, event in enumerate(events):
        if event.order is Order.ANSWER and event.trigger:
            answered = _answered(view, event, events[position + 1 :])
            if answered and answered.order is Order.NOT_STATED:
                answered.order = Order.FIRST
        elif _is_said_first(view, event):
            event.order = Order.FIRST
    for index in range(len(view.lows)):
        if any(view.lows[index : index + len(cue)] == cue for cue in _FIRST_CUES + _RESULTED):
            _order_around(view, index, events)


def _answered(view: View, event: _Event, following: list[_Event]) -> _Event | None:
    """The happening that "responded to", "to suppress" or "retaliation for" names as its object."""
    frame = event.trigger.frame if event.trigger else ""
    if event.trigger and event.trigger.lemma == "answer" and following and following[0].at - event.last <= 2:
        return following[0]
    linked = view.low(event.last) in ("to", "for", "against") or view.lows[event.last : event.last + 2] == (
        "resulted",
        "from",
    )
    if not following or following[0].at - event.last > 9 or not (frame == "suppresses" or linked):
        return None
    between = view.lows[event.last : following[0].at]
    return None if any(word in (",", ";", "and", "with", "by") for word in between) else following[0]


def _order_around(view: View, index: int, events: list[_Event]) -> None:
    """In "A in response to B" A answers and B came first; so in "A resulted from B" where A is retaliation."""
    before = [event for event in events if event.at < index]
    after = [event for event in events if event.at > index]
    answering = any(view.lows[index : index + len(cue)] == cue for cue in _FIRST_CUES)
    if before and answering and before[-1].order is Order.NOT_STATED:
        before[-1].order = Order.ANSWER
    retaliates = bool(before) and before[-1].order is Order.ANSWER
    if after and (answering or retaliates) and after[0].at - index < 14 and after[0].order is Order.NOT_STATED:
        after[0].order = Order.FIRST


def _is_said_first(view: View, event: _Event) -> bool:
    """As in "opened fire first", "was the first to fire", "unprovoked attack", "initiated", "unleashed"."""
    before = view.lows[max(event.clause.first, event.at - 6) : event.at]
    after = view.lows[event.last : event.last + 2]
    opening = bool(_OPENING & set(before)) and "time" not in before
    return "first" in after or opening or bool({"unleashed", "initiated"} & set(after))


# -- handing values to happenings


def _attach(
    view: View,
    clauses: tuple[Clause, ...],
    events: list[_Event],
    casualties: tuple[CasualtyWords, ...],
    damage: tuple[DamageWords, ...],
) -> None:
    for words in casualties:
        _owner(view, clauses, events, words.at, result=True).casualties.append(words)
    for words_d in damage:
        _owner(view, clauses, events, words_d.at, result=True).damage.append(words_d)
    for means in find_means(view):
        _owner(view, clauses, events, means.at).means.append(means)
    for place in spot_places(view):
        _owner(view, clauses, events, place.at, place=True).places.append(place)
    for index, time in _times(view):
        _owner(view, clauses, events, index).times.append((index, time))


def _times(view: View) -> list[tuple[int, TimeMention]]:
    found = []
    for time in find_times(view.document, view.scope):
        span = time.quote.span
        index = next((i for i, token in enumerate(view.tokens) if token.span.end > span.start), None)
        if index is not None:
            found.append((index, time))
    return found


def _owner(
    view: View, clauses: tuple[Clause, ...], events: list[_Event], at: int, *, result: bool = False, place: bool = False
) -> _Event:
    """The happening that a value belongs to: of its clause the nearest to the left, else of the clause before."""
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


# -- thinning out


def _without_twins(events: list[_Event]) -> list[_Event]:
    """In one clause "opened fire … neutralising" and the like speak of one answer; the first trigger stays."""
    kept: list[_Event] = []
    for event in events:
        twin = next((other for other in reversed(kept) if _are_twins(other, event)), None)
        if twin:
            _absorb(twin, event)
        else:
            kept.append(event)
    return kept


def _are_twins(first: _Event, second: _Event) -> bool:
    if first.trigger is None or second.trigger is None:
        return False
    if "uses" in (first.trigger.frame, second.trigger.frame):
        return first.trigger.frame != "uses" and second.clause.opener in ("which", "who", "using", first.clause.opener)
    same_actor = [m.text for m in first.roles.actors] == [m.text for m in second.roles.actors]
    either = same_actor or not first.roles.actors or not second.roles.actors
    if (
        first.order is second.order is Order.ANSWER
        and "suppresses" in (first.trigger.frame, second.trigger.frame)
        and either
    ):
        return True
    if first.clause != second.clause:
        return False
    both_answer = first.order is second.order is Order.ANSWER
    if both_answer and second.trigger.frame in _ANSWERING:
        return True
    if first.kind is second.kind and first.kind in (Kind.HUMAN_SHIELDING,):
        return True
    if first.trigger.frame == "fires" and second.trigger.lemma in ("shot", "fire") and second.at - first.last <= 6:
        return not second.roles.actors
    weak = second.kind is Kind.UNSPECIFIED and second.order is Order.NOT_STATED and not second.trigger.is_verb
    return weak and not second.roles.actors and second.at - first.last <= 3 and first.trigger.is_verb


def _absorb(kept: _Event, other: _Event) -> None:
    kept.casualties += other.casualties
    kept.damage += other.damage
    kept.means += other.means
    kept.places += other.places
    kept.times += other.times
    if not kept.roles.targets:
        kept.roles = replace(kept.roles, targets=other.roles.targets)
    if not kept.roles.actors:
        kept.roles = replace(kept.roles, actors=other.roles.actors)


def _without_weak(events: list[_Event]) -> list[_Event]:
    """A bare "this provocation" beside a named happening says nothing of its own."""
    strong = [event for event in events if not _is_weak(event)]
    if not strong:
        return events
    for event in events:
        if _is_weak(event):
            nearest = min(strong, key=lambda other: abs(other.at - event.at))
            _absorb(nearest, event)
    return strong


def _is_weak(event: _Event) -> bool:
    bare = not event.roles.actors and not event.roles.targets and event.order is Order.NOT_STATED
    noun = event.trigger is not None and not event.trigger.is_verb
    return bare and noun and event.kind is Kind.UNSPECIFIED and not event.casualties and not event.places


# -- making the records


def _frame(
    view: View,
    event: _Event,
    events: list[_Event],
    evidence: tuple[EvidenceMention, ...],
    law: tuple[LawMention, ...],
) -> Frame:
    kind = refine_kind(event.kind, event.trigger, tuple(words.group for words in event.means))
    span = _frame_span(view, event)
    polarity = _polarity(view, event)
    occurrence = Occurrence(
        kind=kind,
        trigger=view.quote(event.at, event.last),
        actors=event.roles.actors,
        targets=event.roles.targets,
        means=tuple(words.means for words in event.means),
        places=tuple(words.place for words in event.places),
        time=_time(event, events),
        order=event.order,
    )
    return Frame(
        span=span,
        occurrence=occurrence,
        polarity=polarity,
        modality=find_modality(view, event.clause.first, event.clause.last, event.at),
        casualties=tuple(words.casualties for words in event.casualties),
        damage=tuple(words.damage for words in event.damage),
        evidence=tuple(e for e in evidence if _is_near(view, event, events, e.quote.span)),
        law=tuple(item for item in law if _is_near(view, event, events, item.quote.span)),
        presupposes_first_fire=event.order is Order.ANSWER,
        construction=event.construction,
    )


def _polarity(view: View, event: _Event) -> Polarity:
    """Whether the happening itself is denied; "no losses" affirms a zero and stays positive."""
    if event.trigger is None and event.construction in ("casualties", "damage"):
        none = any(words.casualties.form is NumberForm.NONE for words in event.casualties)
        return Polarity.POSITIVE if none else find_polarity(view, event.clause.first, event.at)
    return find_polarity(view, event.clause.first, event.at)


def _frame_span(view: View, event: _Event) -> Span:
    """The clause, widened to every value."""
    span = view.span(event.clause.first, event.clause.last)
    spans = [span]
    spans += [words.casualties.quote.span for words in event.casualties]
    spans += [words.damage.quote.span for words in event.damage]
    spans += [words.means.quote.span for words in event.means]
    spans += [words.place.quote.span for words in event.places]
    return Span(min(s.start for s in spans), max(s.end for s in spans))


def _time(event: _Event, events: list[_Event]) -> TimeMention | None:
    """The time nearest to the trigger in its own clause, else the first of the scope."""
    if event.times:
        return min(event.times, key=lambda pair: (abs(pair[0] - event.at), pair[0]))[1]
    every = [pair for other in events for pair in other.times]
    return min(every, key=lambda pair: pair[0])[1] if every else None


def _is_near(view: View, event: _Event, events: list[_Event], span: Span) -> bool:
    """Evidence and law go to the happening whose trigger stands nearest."""
    nearest = min(events, key=lambda other: abs(view.tokens[other.at].span.start - span.start))
    return nearest is event
