"""One happening, one frame: triggers that speak of the same thing become one."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from contactline.read.events import Event
from contactline.read.view import View
from contactline.read.wordclasses import AUXILIARIES, PREPOSITIONS
from contactline.records.claims import (
    Kind,
    Order,
)

_FIRE: Final = frozenset(
    {Kind.SMALL_ARMS_FIRE, Kind.SHELLING, Kind.SNIPER_FIRE, Kind.ROCKET_ATTACK, Kind.AIR_STRIKE, Kind.DRONE_STRIKE}
)
_WITH_MEANS: Final = _FIRE | {
    Kind.UNSPECIFIED,
    Kind.GROUND_ATTACK,
    Kind.ARMED_CLASH,
    Kind.CEASEFIRE_VIOLATION,
    Kind.TERRITORY_CHANGE,
    Kind.KILLING,
}
_FIRING: Final = frozenset({"firing", "launching", "shelling", "lobbing"})
_INSTRUMENTAL: Final = frozenset({"using", "with", "by", "under"})
_ANSWERING: Final = frozenset({"answers", "suppresses"})


def merge_twins(view: View, events: list[Event]) -> list[Event]:
    """In one clause "opened fire … neutralising" and the like speak of one answer; the first trigger stays."""
    kept: list[Event] = []
    for event in _fold_means(view, events):
        twin = next((other for other in reversed(kept) if _are_twins(other, event)), None)
        if twin:
            _absorb(twin, event)
        else:
            kept.append(event)
    return kept


def _fold_means(view: View, events: list[Event]) -> list[Event]:
    """Take what only says with what ("using artillery fire", "firing mortars") into the happening that it serves."""
    mains = [event for event in events if not _is_means(view, event)]
    folded = []
    for event in events:
        if event in mains:
            continue
        main = _served(event, mains)
        if main is None:
            folded.append(event)
        else:
            _absorb(main, event)
            if main.kind is Kind.UNSPECIFIED or (main.kind, event.kind) == (Kind.SMALL_ARMS_FIRE, Kind.SHELLING):
                main.kind = event.kind
    return sorted((*mains, *folded), key=lambda event: event.at)


def _served(event: Event, mains: list[Event]) -> Event | None:
    """The nearest happening to the left that can have such means, else the next one to the right."""
    fit = [main for main in mains if main.kind in _WITH_MEANS]
    left = [main for main in fit if main.at < event.at]
    return left[-1] if left else next((main for main in fit if main.at > event.at), None)


def _is_means(view: View, event: Event) -> bool:
    if event.trigger is None:
        return False
    if event.trigger.frame == "uses" and event.trigger.is_verb:
        return view.low(event.at) == "using" and not event.roles.targets
    if view.low(event.at) in _FIRING and not event.roles.targets and event.at > 1:
        return view.low(event.at - 1) in (",", "by")
    if event.trigger.is_verb:
        return False
    if event.order is not Order.NOT_STATED or event.kind not in _FIRE:
        return False
    return _is_instrument(view, event.at)


def _is_instrument(view: View, at: int) -> bool:
    """As in "with | fire", "using artillery | fire", "by heavy | fire": only adjectives and weapons in between."""
    index = at - 1
    while index > 0 and at - index < 6 and view.low(index) not in _INSTRUMENTAL:
        word = view.low(index)
        if word in PREPOSITIONS | AUXILIARIES | {",", ";", "the", "a"}:
            return False
        index -= 1
    return view.low(index) in _INSTRUMENTAL


def _are_twins(first: Event, second: Event) -> bool:
    if first.trigger is None or second.trigger is None:
        return False
    if "uses" in (first.trigger.frame, second.trigger.frame):
        return first.trigger.frame != "uses" and second.clause.opener in ("which", "who", "using", first.clause.opener)
    same_actor = [m.text for m in first.roles.actors] == [m.text for m in second.roles.actors]
    either = same_actor or not first.roles.actors or not second.roles.actors
    bare = second.kind is Kind.UNSPECIFIED and not second.roles.targets and second.at - first.last < 12
    suppresses = "suppresses" in (first.trigger.frame, second.trigger.frame)
    if first.order is second.order is Order.ANSWER and (suppresses or bare) and either:
        return True
    if second.kind is Kind.KILLING and second.at - first.last == 1 and first.trigger.is_verb:
        return True  # "shot and killed"
    if first.trigger.lemma == "shot" and second.trigger.frame == "fires" and second.at - first.last <= 4:
        return True  # "shots were fired"
    if first.clause != second.clause:
        return False
    if second.at - first.last == 1 and {first.kind, second.kind} <= _FIRE and not first.trigger.is_verb:
        return either  # "fire/shelling", "fire and shelling"
    both_answer = first.order is second.order is Order.ANSWER
    if both_answer and second.trigger.frame in _ANSWERING:
        return True
    if first.kind is second.kind and first.kind in (Kind.HUMAN_SHIELDING,):
        return True
    if (
        first.trigger.frame == "fires"
        and second.trigger.lemma in ("shot", "fire", "warning shot")
        and second.at - first.last <= 6
    ):
        return either
    weak = second.kind is Kind.UNSPECIFIED and second.order is Order.NOT_STATED and not second.trigger.is_verb
    return weak and not second.roles.actors and second.at - first.last <= 3 and first.trigger.is_verb


def _absorb(kept: Event, other: Event) -> None:
    kept.casualties += other.casualties
    kept.damage += other.damage
    kept.means += other.means
    kept.places += other.places
    kept.times += other.times
    if not kept.roles.targets:
        kept.roles = replace(kept.roles, targets=other.roles.targets)
    if not kept.roles.actors:
        kept.roles = replace(kept.roles, actors=other.roles.actors)


def drop_weak(events: list[Event]) -> list[Event]:
    """A bare "this provocation" beside a named happening says nothing of its own."""
    strong = [event for event in events if not _is_weak(event)]
    if not strong:
        return events
    for event in events:
        if _is_weak(event):
            nearest = min(strong, key=lambda other: abs(other.at - event.at))
            _absorb(nearest, event)
    return strong


def _is_weak(event: Event) -> bool:
    bare = not event.roles.actors and not event.roles.targets and event.order is Order.NOT_STATED
    noun = event.trigger is not None and not event.trigger.is_verb
    return bare and noun and event.kind is Kind.UNSPECIFIED and not event.casualties and not event.places
