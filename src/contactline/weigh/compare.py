"""Two sides' answers set side by side, by the algebra for their sort of value.

Nothing here decides who is right. What a side says firmly counts before what is only relayed, and what it has revised
counts no more. The same rules serve both sides.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from math import inf
from typing import Final, TypeVar

from contactline.records.claims import Kind
from contactline.records.ids import PlaceId, SideId
from contactline.records.incidents import Comparison, Result, State
from contactline.records.mandates import Mandate
from contactline.records.places import PlacePrecision
from contactline.weigh.algebra.answers import YesNo, compare_yes_no
from contactline.weigh.algebra.figures import Figure, compare_figures
from contactline.weigh.algebra.forces import Force, compare_forces
from contactline.weigh.algebra.persons import Named, compare_persons
from contactline.weigh.algebra.sets import Thing, compare_kind_sets, compare_lists, compare_weapons
from contactline.weigh.algebra.spots import RADIUS_KM, Spot, compare_spots
from contactline.weigh.algebra.times import Interval, compare_times
from contactline.weigh.algebra.verdicts import Verdict
from contactline.weigh.internal import find_contradictions
from contactline.weigh.phrases import say_side
from contactline.weigh.questions import Measure, get_measure
from contactline.weigh.reasons import say_reason
from contactline.weigh.said import YES
from contactline.weigh.versions import Answer, Value

T = TypeVar("T")
Rule = Callable[[Sequence[Value], Sequence[Value]], Verdict]


class Comparer:
    """Compares answers; knows the mandate's places."""

    def __init__(self, mandate: Mandate) -> None:
        self._mandate = mandate
        self._places = {place.id: place for place in mandate.places}
        self._rules: dict[Measure, Rule] = {
            Measure.PLACE: lambda mine, theirs: compare_spots(self._spots(mine), self._spots(theirs)),
            **_RULES,
        }

    def compare(self, first: Answer, second: Answer, third: Answer) -> Comparison:
        """Compare the two sides' answers to one question; third parties are quoted, not counted."""
        inside = [
            one for answer in (first, second) for one in find_contradictions(answer, self.judge_values, self._mandate)
        ]
        internal = tuple(dict.fromkeys(one.side for one in inside))
        result, verdict = self._judge(first, second)
        if result is Result.NOT_STATED and third.values:
            result = Result.ONE_SIDE_ONLY
        reason = say_reason(first, second, third, verdict, self._mandate)
        return Comparison(first.question, result, reason + self._say_internal(internal), internal, tuple(inside))

    def judge_values(self, question: str, mine: Sequence[Value], theirs: Sequence[Value]) -> Verdict:
        """How some values of a question stand to others."""
        return self._rules[get_measure(question)](mine, theirs)

    def _judge(self, first: Answer, second: Answer) -> Verdict:
        if not first.values and not second.values:
            return Result.NOT_STATED, ""
        if not first.values or not second.values:
            return Result.ONE_SIDE_ONLY, ""
        result, verdict = self.judge_values(first.question, first.leading, second.leading)
        if result is Result.AGREES and not _are_own_words(first, second):
            return Result.COMPATIBLE, f"{verdict}, but not all of it is said firmly"
        return result, verdict

    def _say_internal(self, sides: Sequence[SideId]) -> str:
        names = " and of ".join(say_side(side, self._mandate) for side in sides)
        return f" Voices of {names} differ among themselves." if sides else ""

    def _spots(self, values: Sequence[Value]) -> list[Spot]:
        return [self._spot(value) for value in values if not value.denies]

    def _spot(self, value: Value) -> Spot:
        place = self._places.get(PlaceId(value.key))
        if place is None or place.lat is None or place.lon is None:
            return Spot(value.key, value.family, value.within)
        radius = RADIUS_KM[place.precision or PlacePrecision.SETTLEMENT]
        return Spot(value.key, value.family, value.within, (place.lat, place.lon), radius)


def _are_own_words(first: Answer, second: Answer) -> bool:
    """Whether both sides speak firmly: words that an opponent relays never make an agreement."""
    return all(value.is_firm for answer in (first, second) for value in answer.leading)


def _yes_no(value: Value) -> YesNo:
    return YesNo(value.key == YES, value.state is State.PARTLY_DENIED, value.support)


def make_interval(value: Value) -> Interval:
    """A time as the algebra takes it."""
    return Interval(value.minimum or 0.0, inf if value.maximum is None else value.maximum, value.rank)


def make_number(value: Value) -> Figure:
    """A figure as the algebra takes it."""
    return Figure(value.minimum or 0.0, inf if value.maximum is None else value.maximum, value.denies)


def make_thing(value: Value) -> Thing:
    """A weapon, or one entry of a list, as the algebra takes it."""
    return Thing(value.key, value.family, value.denies)


def _named(value: Value) -> Named:
    return Named(value.family, value.age, value.outcome, value.denies)


def _force(value: Value) -> Force:
    return Force(value.key, value.within)


def _on(make: Callable[[Value], T], rule: Callable[[Sequence[T], Sequence[T]], Verdict]) -> Rule:
    return lambda mine, theirs: rule([make(value) for value in mine], [make(value) for value in theirs])


_RULES: Final[dict[Measure, Rule]] = {
    Measure.YES_NO: _on(_yes_no, compare_yes_no),
    Measure.TIME: _on(make_interval, compare_times),
    Measure.KIND: _on(lambda value: Kind(value.key), compare_kind_sets),
    Measure.WEAPONS: _on(make_thing, compare_weapons),
    Measure.NUMBER: _on(make_number, compare_figures),
    Measure.LIST: _on(make_thing, compare_lists),
    Measure.PERSONS: _on(_named, compare_persons),
    Measure.FORCES: _on(_force, compare_forces),
}


def iter_comparisons(answers: Sequence[tuple[Answer, Answer, Answer]], mandate: Mandate) -> Iterator[Comparison]:
    """Compare the answers to every question: side, side, third parties."""
    comparer = Comparer(mandate)
    for first, second, third in answers:
        yield comparer.compare(first, second, third)
