"""Statements of the sorts that need more than a line: times, figures, bodies and persons."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from contactline._kit.folding import fold_name
from contactline.records.actors import Actor, ActorKind
from contactline.records.claims import Act, Casualties, NumberForm
from contactline.records.ids import ActorId, SideId
from contactline.records.incidents import State
from contactline.records.times import When
from contactline.records.titles import make_day_title
from contactline.weigh.algebra.times import MINUTE
from contactline.weigh.phrases import say_number, say_when
from contactline.weigh.said import BROAD, Statement
from contactline.weigh.views import View
from contactline.weigh.voices import Voices

DAY_RANK: Final = 2
_FIGHTING: Final = frozenset({ActorKind.MILITARY, ActorKind.GROUP})
_PARENTS_LIMIT: Final = 8  # a loop of parents in a mandate must not hang the run


def make_day(view: View, when: When) -> Statement:
    """The day or days that a time lies in, whole days of the zone that it was read in."""
    zone = _zone(when.zone)
    first = when.earliest.astimezone(zone)
    last = max(first, when.latest.astimezone(zone) - timedelta(seconds=1))
    value = make_day_title(first.date(), last.date())
    start = datetime(first.year, first.month, first.day, tzinfo=zone)
    end = datetime(last.year, last.month, last.day, tzinfo=zone) + timedelta(days=1)
    low, high = start.timestamp(), end.timestamp() - 1.0  # the next day begins when this one is over
    rank = DAY_RANK if first.date() == last.date() else DAY_RANK + 1
    return Statement("day", view, value, view.state, f"{low:.0f}/{high:.0f}", minimum=low, maximum=high, rank=rank)


def make_clock(question: str, view: View, when: When, rank: int) -> Statement:
    """A time of day as an interval of seconds since 1970."""
    first, last = when.earliest.timestamp(), when.latest.timestamp()
    key = f"{first:.0f}/{_close(last):.0f}"
    return Statement(question, view, say_when(when), view.state, key, minimum=first, maximum=last, rank=rank)


def _close(last: float) -> float:
    """The end of an interval; one that ends in the last minute of an hour and one at the full hour end alike."""
    return last + MINUTE if last % (60 * MINUTE) >= 59 * MINUTE else last


def find_forces(
    question: str, view: View, side: SideId, actors: Mapping[ActorId, Actor], voices: Voices
) -> Iterator[Statement]:
    """The bodies of a side that a claim says to have fired, as far as the mandate knows them.

    A state or a ministry says little about who fired: it counts only where nothing finer is named.
    """
    for mention in view.occurrence.actors:
        actor = actors.get(mention.actor) if mention.actor and mention.side == side else None
        if actor is not None and actor.kind is not ActorKind.PERSON:
            above = frozenset(_iter_above(actor, actors))
            rank = 0 if actor.kind in _FIGHTING else BROAD
            name = voices.name(mention, mention)
            yield Statement(question, view, name, view.state, str(actor.id), rank=rank, within=above)


def _iter_above(actor: Actor, actors: Mapping[ActorId, Actor]) -> Iterator[str]:
    parent = actor.parent
    for _ in range(_PARENTS_LIMIT):
        if parent is None:
            return
        yield str(parent)
        parent = actors[parent].parent if parent in actors else None


def find_persons(question: str, view: View, entry: Casualties) -> Iterator[Statement]:
    """The persons whom a figure names."""
    for person in entry.persons:
        name = " ".join(person.name.split())
        if fold_name(name):
            value = f"{name} ({entry.outcome})"
            key = f"{fold_name(name)}/{entry.outcome}"
            yield Statement(
                question,
                view,
                value,
                view.state,
                key,
                family=name,
                denies=view.denies,
                age=person.age,
                outcome=entry.outcome.value,
            )


def make_figure(question: str, view: View, entries: Iterable[Casualties], *, owned: bool) -> Statement:
    """One figure of a claim that may count its people in several words.

    Args:
        question: id of the question.
        view: the claim.
        entries: its figures on that question.
        owned: the speaker owns up to them: civilians of the other side.
    """
    minimum, maximum, form = add_figures(list(entries))
    denied = view.denies and form is not NumberForm.NONE
    state = view.state
    if form is NumberForm.NONE and state is State.DENIED and view.claim.act is not Act.DENIES:
        state = State.STATED  # “no losses” is a figure: none
    if owned and maximum != 0:
        state = State.ADMITTED
    value = say_number(minimum, maximum, form)
    if denied and form is NumberForm.UNSPECIFIED:
        value, minimum = "any", max(1, minimum)
    key = f"{'some' if form is NumberForm.UNSPECIFIED else f'{minimum}/{maximum}'}/{form}"
    return Statement(question, view, value, state, key, minimum=minimum, maximum=maximum, denies=denied)


def add_figures(entries: list[Casualties]) -> tuple[int, int | None, NumberForm]:
    """People in one claim whose words count them several times or in parts.

    "Two residents, a woman and a girl" is two; "a woman and a girl" is two; of "two killed, one of them a girl" and
    "two soldiers and an officer killed" the words alone do not tell which is meant: two to three.
    """
    if len(entries) == 1:
        return entries[0].minimum, entries[0].maximum, entries[0].form
    largest = max(entries, key=lambda entry: entry.minimum)
    if all(entry.form is NumberForm.UNSPECIFIED for entry in entries):
        return largest.minimum, None, NumberForm.UNSPECIFIED
    rest = sum(entry.minimum for entry in entries) - largest.minimum
    if any(entry.maximum is None for entry in entries):
        return largest.minimum, None, NumberForm.AT_LEAST
    if largest.minimum == 1:
        return largest.minimum + rest, largest.minimum + rest, NumberForm.EXACT
    top = largest.maximum or largest.minimum
    if rest == largest.minimum or rest == 0:
        return largest.minimum, top, largest.form
    return largest.minimum, top + rest, NumberForm.RANGE


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")
