"""Happenings of a view while they are put together: each at its trigger, with who did it and what was hit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from contactline.read.clauses import Clause, clause_of, find_subject
from contactline.read.counting import CasualtyWords
from contactline.read.damage import DamageWords
from contactline.read.lexicon import Found, Trigger, closed_class
from contactline.read.means import MeansWords
from contactline.read.places import PlaceWords
from contactline.read.roles import Roles, find_by, find_roles
from contactline.read.shielding import find_poster, find_shielding
from contactline.read.view import View
from contactline.read.wordclasses import AUXILIARIES
from contactline.records.claims import Kind, NumberForm, Order, Status, TimeMention


@dataclass(slots=True)
class Event:
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


RoleFinder = Callable[[View, tuple[Clause, ...], Found[Trigger]], Roles]


def find_events(
    view: View,
    clauses: tuple[Clause, ...],
    casualties: tuple[CasualtyWords, ...],
    roles_of: RoleFinder = find_roles,
) -> list[Event]:
    """Happenings of a view in order of their triggers; killings only where they result from no other one."""
    events: list[Event] = []
    kills: list[Event] = []
    for found in view.triggers:
        event = _make_event(view, clauses, found, roles_of)
        if (found.entry.frame == "suppresses" and not _is_armed(view, found, event)) or not _crosses(
            view, clauses, found
        ):
            continue
        if found.entry.frame == "kills":
            event.roles = _killers(view, clauses, event, casualties)
        (kills if found.entry.frame in ("kills", "captures") else events).append(event)
    if not any(event.kind is Kind.HUMAN_SHIELDING for event in events):
        events += _posted(view, clauses, alone=not events)
    events += [event for event in kills if _stands_alone(event, events, casualties)]
    return sorted(events, key=lambda event: event.at)


def _make_event(view: View, clauses: tuple[Clause, ...], found: Found[Trigger], roles_of: RoleFinder) -> Event:
    event = Event(found.first, found.last, found.entry, clause_of(clauses, found.first), kind=found.entry.kind)
    event.roles = roles_of(view, clauses, found)
    event.order = found.entry.order
    if not found.entry.is_verb and _RETALIATORY & set(view.lows[max(0, found.first - 2) : found.first]):
        event.order = Order.ANSWER  # "retaliatory firing"
    event.construction = event.roles.construction
    if _is_attempted(view, event):
        event.kind = Kind.GROUND_ATTACK
    return event


def _is_attempted(view: View, event: Event) -> bool:
    """As in "tried to seize a stronghold", "attempted to attack the post": an assault, whether it succeeds or not."""
    near = view.lows[max(event.clause.first, event.at - 4) : event.at]
    if event.kind not in (Kind.TERRITORY_CHANGE, Kind.UNSPECIFIED, Kind.CAPTURE) or not _TRYING & set(near):
        return False
    return event.trigger is not None and event.trigger.is_verb and event.trigger.frame in ("hits", "captures", "acts")


def _crosses(view: View, clauses: tuple[Clause, ...], found: Found[Trigger]) -> bool:
    """A border is crossed by all sorts of people; only armed ones make an attack of it."""
    if found.entry.frame != "crosses":
        return True
    subject = find_subject(view, clauses, found.first)
    armed = subject is not None and (subject.status is Status.MILITARY or subject.sort in ("force", "actor"))
    return armed or (subject is not None and subject.of == "opponent")


def _posted(view: View, clauses: tuple[Clause, ...], *, alone: bool) -> list[Event]:
    """Arms posted among civilians."""
    return [
        Event(
            words.at,
            words.at + 1,
            None,
            clause_of(clauses, words.at),
            roles=find_poster(view, clauses, words),
            kind=Kind.HUMAN_SHIELDING,
            construction="posted",
        )
        for words in find_shielding(view, alone=alone)
    ]


def _killers(view: View, clauses: tuple[Clause, ...], event: Event, casualties: tuple[CasualtyWords, ...]) -> Roles:
    """The victims are the casualties, not a target; "by" may follow a later outcome: "killed and … wounded by X"."""
    actors = event.roles.actors if event.roles.construction != "nominal" or event.roles.actors else ()
    if any(words.at == event.at and not words.active for words in casualties) and event.roles.construction == "active":
        actors = ()  # "civilians killed": what stands before the participle are the victims
    for words in casualties:
        if not actors and words.verbal and not words.active and words.at >= event.at:
            actors = find_by(view, clause_of(clauses, words.at), words.at + 1)
    return Roles(actors, (), event.roles.construction)


_ARMED: Final = closed_class("armed_thing")
_TRYING: Final = frozenset(
    {"tried", "attempted", "attempt", "attempting", "trying", "sought", "try", "tries", "attempts"}
)
_RETALIATORY: Final = frozenset({"retaliatory", "answering", "reciprocal", "responding"})


def _is_armed(view: View, found: Found[Trigger], event: Event) -> bool:
    """Whether "neutralise", "thwart" and the like are about arms: a happening, a position or a foe stands beside."""
    if found.entry.frame != "suppresses":
        return True
    if found.entry.lemma == "prevent" and found.form != "past":
        return False
    window = range(found.last, min(found.last + 8, event.clause.last))
    beside = any(view.low(index) in _ARMED or any(t.first == index for t in view.triggers) for index in window)
    hit = any(target.status is Status.MILITARY or target.mention.of for target in event.roles.targets)
    if beside or hit or event.roles.construction != "passive":
        return beside or hit
    before = range(max(0, found.first - 6), found.first)
    return any(view.low(index) in _ARMED for index in before) or any(t.first in before for t in view.triggers)


def _stands_alone(event: Event, events: list[Event], casualties: tuple[CasualtyWords, ...]) -> bool:
    """A killing is a happening of its own only where its clause names no other one that it results from."""
    if event.kind is not Kind.KILLING:
        return any(words.at == event.at for words in casualties) or bool(event.roles.targets)
    same = [other for other in events if other.clause == event.clause]
    if event.clause.opener == "killing" and any(other.at < event.at for other in events):
        return False  # "shelled the camp, killing 14"
    return not same and not (event.roles.actors == () and events)


def find_breaker(view: View, event: Event) -> Roles:
    """Who damaged or destroyed it, as far as the clause says: "X destroyed two tanks", "was destroyed by X"."""
    clause, hit = event.clause, [words.damage for words in event.damage if words.at == event.at]
    actors = find_by(view, clause, event.at + 1)
    behind = [d for d in hit if d.target.quote and d.target.quote.span.start >= view.tokens[event.at].span.end]
    if behind and not actors:
        stop = event.at
        while stop > clause.first and (view.low(stop - 1) in AUXILIARIES or view.low(stop - 1).endswith("ly")):
            stop -= 1
        subject = view.phrase_ending(stop)
        if subject and subject.sort in ("force", "actor", "name", "pronoun") and not subject.before:
            actors = (view.mention(subject),)
    return Roles(actors, (), event.construction)


def make_bare_event(
    view: View,
    clauses: tuple[Clause, ...],
    casualties: tuple[CasualtyWords, ...],
    damage: tuple[DamageWords, ...],
    order: Order = Order.NOT_STATED,
) -> Event:
    """Casualties or damage without a word for what happened."""
    at = min([*(words.at for words in casualties), *(words.at for words in damage)])
    killed = any(
        words.verbal and words.casualties.outcome.value == "killed" and words.casualties.form is not NumberForm.NONE
        for words in casualties
    )
    return Event(
        at,
        at + 1,
        None,
        clause_of(clauses, at),
        order=order,
        kind=Kind.KILLING if killed else Kind.UNSPECIFIED,
        construction="casualties" if casualties else "damage",
    )
