"""Order of fire: which happening answers, and what it answers."""

from __future__ import annotations

from typing import Final

from contactline.read.clauses import is_response
from contactline.read.events import Event
from contactline.read.view import View
from contactline.records.claims import (
    Order,
)

_OPENING: Final = frozenset(
    {"initiated", "initiate", "initiates", "initiating", "unleashed", "unprovoked", "instigated", "first"}
)
_RESULTED: Final = (("resulted", "from"), ("provoked", "by"), ("prompted", "by"), ("caused", "by"), ("triggered", "by"))


def set_order(view: View, events: list[Event]) -> None:
    """Mark answers, and what they answer."""
    for position, event in enumerate(events):
        if event.order is Order.ANSWER and event.trigger:
            answered = _answered(view, event, events[position + 1 :]) or _prevented(view, event, events[:position])
            if answered and answered.order is Order.NOT_STATED:
                answered.order = Order.FIRST
        elif _is_said_answer(view, event):
            event.order = Order.ANSWER
        elif _is_said_first(view, event):
            event.order = Order.FIRST
    for index in range(len(view.lows)):
        if is_response(view, index) or any(view.lows[index : index + len(cue)] == cue for cue in _RESULTED):
            _order_around(view, index, events)


def _prevented(view: View, event: Event, earlier: list[Event]) -> Event | None:
    """As in "the attempt was thwarted": the noun before the passive is what was answered."""
    if not (event.trigger and event.trigger.frame == "suppresses" and event.construction == "passive" and earlier):
        return None
    last = earlier[-1]
    if event.clause.opener == "but" and last.trigger is not None and last.trigger.is_verb and event.at - last.last < 16:
        return last  # "tried to advance but were thrown back"
    near = last.trigger is not None and last.trigger.frame == "event" and event.at - last.last <= 8
    others = (p for p in view.phrases if last.last <= p.first and p.last <= event.at and not p.before)
    return last if near and "," not in view.lows[last.last : event.at] and not any(others) else None


def _answered(view: View, event: Event, following: list[Event]) -> Event | None:
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


def _order_around(view: View, index: int, events: list[Event]) -> None:
    """In "A in response to B" and "In response to B, A" A answers and B came first; so in "A resulted from B"."""
    before = [event for event in events if event.at < index]
    after = [event for event in events if event.at > index]
    answering = is_response(view, index)
    if answering and not before:
        before = [event for event in after[1:] if event.clause != after[0].clause][:1]
    if before and answering and before[-1].order is Order.NOT_STATED:
        before[-1].order = Order.ANSWER
    retaliates = bool(before) and before[-1].order is Order.ANSWER
    if after and (answering or retaliates) and after[0].at - index < 14 and after[0].order is Order.NOT_STATED:
        after[0].order = Order.FIRST


def _is_said_answer(view: View, event: Event) -> bool:
    """As in "opened fire in response", "artillery fire in return"; "in response to" says what is answered."""
    for index in range(event.last, min(event.last + 6, event.clause.last)):
        if view.low(index) == "in" and view.low(index + 1) in ("response", "return", "retaliation", "reply"):
            return view.low(index + 2) not in ("to", "for")
    return False


def _is_said_first(view: View, event: Event) -> bool:
    """As in "opened fire first", "was the first to fire", "unprovoked attack", "initiated", "unleashed"."""
    before = view.lows[max(event.clause.first, event.at - 6) : event.at]
    after = view.lows[event.last : event.last + 2]
    opening = bool(_OPENING & set(before)) and "time" not in before
    return "first" in after or opening or bool({"unleashed", "initiated"} & set(after))
