"""Two sides' answers set side by side: an algebra for each sort of value, and the reason in one plain sentence.

Nothing here counts voices or decides who is right. The same templates and verbs serve both sides.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import combinations, product
from typing import Final

from contactline._kit.geodesy import measure_km
from contactline.records.claims import Kind
from contactline.records.ids import PlaceId, SideId
from contactline.records.incidents import Comparison, Result, State
from contactline.records.kinds import KindFit, compare_kinds
from contactline.records.mandates import Mandate
from contactline.records.places import Place
from contactline.weigh.phrases import VERBS, say_list, say_side
from contactline.weigh.questions import Measure, get_measure
from contactline.weigh.statements import NO, YES
from contactline.weigh.versions import Answer, Value

MINUTE: Final = 60.0
SAME_CLOCK: Final = 10 * MINUTE
"""Clock times nearer than this agree."""
NEAR_CLOCK: Final = 60 * MINUTE
"""Clock times nearer than this are compatible."""
NEAR_KM: Final = 15.0
"""Places nearer than this are compatible: fire has two ends."""
_HALF_DAY: Final = 12 * 60 * MINUTE
_SLIP: Final = 45 * MINUTE

Verdict = tuple[Result, str]


class Comparer:
    """Compares answers; knows the mandate's places."""

    def __init__(self, mandate: Mandate) -> None:
        self._mandate = mandate
        self._places = {place.id: place for place in mandate.places}
        self._rules: dict[Measure, Callable[[Answer, Answer], Verdict]] = {
            Measure.YES_NO: _compare_yes_no,
            Measure.TIME: _compare_times,
            Measure.PLACE: self._compare_places,
            Measure.KIND: _compare_kinds,
            Measure.WEAPONS: _compare_weapons,
            Measure.NUMBER: _compare_numbers,
            Measure.LIST: _compare_lists,
        }

    def compare(self, first: Answer, second: Answer, third: Answer) -> Comparison:
        """Compare the two sides' answers to one question; third parties are quoted, not counted."""
        internal = tuple(answer.side for answer in (first, second) if self._contradicts_itself(answer))
        result, reason = self._judge(first, second, third)
        return Comparison(first.question, result, reason + self._say_internal(internal), internal)

    def _judge(self, first: Answer, second: Answer, third: Answer) -> Verdict:
        aside = f" {self._say(third, begin=True)}." if third.values else ""
        if not first.values and not second.values:
            if third.values:
                return Result.ONE_SIDE_ONLY, f"Neither side states this.{aside}"
            return Result.NOT_STATED, "Neither side states this."
        if not first.values or not second.values:
            said, silent = (first, second) if first.values else (second, first)
            other = say_side(silent.side, self._mandate)
            return Result.ONE_SIDE_ONLY, f"{self._say(said, begin=True)}; {other} does not state this.{aside}"
        result, verdict = self._rules[get_measure(first.question)](first, second)
        return result, f"{self._say(first, begin=True)}; {self._say(second)}: {verdict}.{aside}"

    def _say(self, answer: Answer, *, begin: bool = False) -> str:
        """“the … side says a, b and denies c”; third parties are many, so their verb stands in the plural."""
        phrases = []
        for state in VERBS:
            values = [value for value in answer.values if value.state is state]
            if values:
                phrases.append(f"{self._verb(answer.side, state)} {_say_values(answer.question, state, values)}")
        return f"{say_side(answer.side, self._mandate, begin=begin)} {' and '.join(phrases)}"

    def _verb(self, side: SideId, state: State) -> str:
        verb = VERBS[state]
        if side in {known.id for known in self._mandate.sides}:
            return verb
        return _PLURALS[verb]

    def _say_internal(self, sides: Sequence[SideId]) -> str:
        return "".join(f" Voices of {say_side(side, self._mandate)} differ among themselves." for side in sides)

    # -- places

    def _compare_places(self, first: Answer, second: Answer) -> Verdict:
        mine, theirs = _affirmed(first), _affirmed(second)
        common = {value.key for value in mine} & {value.key for value in theirs}
        if common:
            roles = [{value.rank for value in values if value.key in common} for values in (mine, theirs)]
            if roles[0] & roles[1]:
                return Result.AGREES, "both name the same place"
            return Result.COMPATIBLE, "it is the same place, named in different parts"
        pairs = [(self._place(one), self._place(other)) for one, other in product(mine, theirs)]
        known = [(one, other) for one, other in pairs if one and other]
        if any(self._is_inside(one, other) or self._is_inside(other, one) for one, other in known):
            return Result.COMPATIBLE, "one place lies in the other"
        distances = [distance for one, other in known if (distance := _distance(one, other)) is not None]
        if distances and min(distances) <= NEAR_KM:
            return Result.COMPATIBLE, f"the places lie {min(distances):.0f} km apart"
        if not distances:
            return Result.COMPATIBLE, "how the places lie to each other is not known"
        return Result.CONFLICTS, f"the places lie {min(distances):.0f} km apart"

    def _place(self, value: Value) -> Place | None:
        return self._places.get(PlaceId(value.key))

    def _is_inside(self, inner: Place, outer: Place) -> bool:
        parent, steps = inner.parent, 0
        while parent is not None and steps < 8:  # a loop of parents must not hang the run
            if parent == outer.id:
                return True
            known = self._places.get(parent)
            parent, steps = (known.parent if known else None), steps + 1
        return False

    # -- within one side

    def _contradicts_itself(self, answer: Answer) -> bool:
        """Whether firm statements of one side cannot all be true."""
        firm = [value for value in answer.values if value.is_firm]
        measure = get_measure(answer.question)
        if measure is Measure.YES_NO:
            return {YES, NO} <= {value.key for value in firm}
        if measure is Measure.NUMBER:
            return any(_number_conflict(one, other) for one, other in combinations(firm, 2))
        if measure is Measure.TIME:
            finest = _finest(firm)
            return any(_gap(one, other) > NEAR_CLOCK for one, other in combinations(finest, 2))
        if measure is Measure.WEAPONS:
            return _voices_disjoint(firm) or _denied_and_said(firm, firm)
        return measure is Measure.LIST and _denied_and_said(firm, firm)


_PLURALS: Final = {
    "says": "say",
    "acknowledges": "acknowledge",
    "denies": "deny",
    "partly denies": "partly deny",
    "is given, with reservation, as saying": "are given, with reservation, as saying",
}


def _say_values(question: str, state: State, values: Sequence[Value]) -> str:
    """Values in words; of a plain admission or denial “it” is enough, and of times the finest."""
    if get_measure(question) is Measure.TIME:
        values = _finest(values)
    if get_measure(question) is Measure.YES_NO and state in {State.ADMITTED, State.DENIED, State.PARTLY_DENIED}:
        return "it"
    return say_list([value.words for value in values])


def _affirmed(answer: Answer) -> list[Value]:
    return [value for value in answer.values if not value.denies]


def _compare_yes_no(first: Answer, second: Answer) -> Verdict:
    mine, theirs = {value.key for value in first.values}, {value.key for value in second.values}
    if mine == theirs and len(mine) == 1:
        return Result.AGREES, "they agree"
    if mine & theirs:
        return Result.COMPATIBLE, "at least one side speaks with more than one voice"
    return Result.CONFLICTS, "they contradict each other"


def _compare_times(first: Answer, second: Answer) -> Verdict:
    mine, theirs = _finest(first.values), _finest(second.values)
    gap = min(_gap(one, other) for one, other in product(mine, theirs))
    fine = mine[0].rank == 0 and theirs[0].rank == 0
    if {value.key for value in mine} == {value.key for value in theirs}:
        return Result.AGREES, "the times are the same"
    if fine and len(mine) == len(theirs) == 1 and gap <= SAME_CLOCK and _is_narrow(mine[0], theirs[0]):
        return Result.AGREES, "the times agree to within ten minutes"
    if gap <= (NEAR_CLOCK if fine else 0.0):
        return Result.COMPATIBLE, "the times are compatible"
    if fine and any(_is_slip(one, other) for one, other in product(mine, theirs)):
        return Result.CONFLICTS, "the times differ by about twelve hours, as a slip of a 12-hour clock would give"
    return Result.CONFLICTS, "the times do not fit together"


def _compare_kinds(first: Answer, second: Answer) -> Verdict:
    mine, theirs = {Kind(value.key) for value in first.values}, {Kind(value.key) for value in second.values}
    fit = compare_kinds(mine, theirs)
    if fit is KindFit.SAME:
        return Result.AGREES, "both name the same kind"
    if fit is KindFit.DIFFERENT:
        return Result.CONFLICTS, "the kinds differ"
    return Result.COMPATIBLE, "the kinds are often told of one happening"


def _compare_weapons(first: Answer, second: Answer) -> Verdict:
    if _denied_and_said(first.values, second.values):
        return Result.CONFLICTS, "one denies what the other says"
    mine, theirs = _affirmed(first), _affirmed(second)
    if not mine or not theirs:
        return Result.COMPATIBLE, "what one says is not what the other denies"
    if {value.key for value in mine} == {value.key for value in theirs}:
        return Result.AGREES, "both name the same weapons"
    if _families(mine) & _families(theirs) or _UNSPECIFIED in _families(mine) | _families(theirs):
        return Result.COMPATIBLE, "the weapons are in part the same or of one family"
    return Result.CONFLICTS, "the weapons differ"


def _compare_numbers(first: Answer, second: Answer) -> Verdict:
    pairs = list(product(first.values, second.values))
    conflicts = [_number_conflict(one, other) for one, other in pairs]
    if all(conflicts):
        return Result.CONFLICTS, "the figures contradict each other"
    if {value.key for value in first.values} == {value.key for value in second.values}:
        return Result.AGREES, "the figures are the same"
    if any(one.denies != other.denies and clash for (one, other), clash in zip(pairs, conflicts, strict=True)):
        return Result.CONFLICTS, "one denies what the other says"
    return Result.COMPATIBLE, "the figures can be true together, at least in part"


def _compare_lists(first: Answer, second: Answer) -> Verdict:
    if _denied_and_said(first.values, second.values):
        return Result.CONFLICTS, "one denies what the other says"
    if {value.key for value in first.values} == {value.key for value in second.values}:
        return Result.AGREES, "both name the same"
    return Result.COMPATIBLE, "each names its own; the lists do not exclude each other"


_UNSPECIFIED: Final = "unspecified"


def _families(values: Sequence[Value]) -> set[str]:
    return {value.family for value in values}


def _voices_disjoint(values: Sequence[Value]) -> bool:
    """Whether two voices of one side name weapons that have no family in common."""
    by_speaker: dict[str, set[str]] = {}
    for value in values:
        for speaker in value.speakers:
            by_speaker.setdefault(speaker, set()).add(value.family)
    named = [families for families in by_speaker.values() if _UNSPECIFIED not in families]
    return any(not one & other for one, other in combinations(named, 2))


def _denied_and_said(mine: Sequence[Value], theirs: Sequence[Value]) -> bool:
    return any(one.key == other.key and one.denies != other.denies for one, other in product(mine, theirs))


def _number_conflict(one: Value, other: Value) -> bool:
    """Whether two figures cannot both be true; two denials always can."""
    if one.denies and other.denies:
        return False
    overlap = _low(one) <= _high(other) and _low(other) <= _high(one)
    return overlap if one.denies != other.denies else not overlap


def _low(value: Value) -> float:
    return value.minimum or 0.0


def _high(value: Value) -> float:
    return float("inf") if value.maximum is None else value.maximum


def _finest(values: Sequence[Value]) -> list[Value]:
    finest = min((value.rank for value in values), default=0)
    return [value for value in values if value.rank == finest]


def _gap(one: Value, other: Value) -> float:
    """Seconds between two intervals; 0 where they touch or overlap."""
    return max(_low(one) - _high(other), _low(other) - _high(one), 0.0)


def _is_narrow(one: Value, other: Value) -> bool:
    return all(_high(value) - _low(value) <= NEAR_CLOCK for value in (one, other))


def _is_slip(one: Value, other: Value) -> bool:
    middles = [(_low(value) + _high(value)) / 2 for value in (one, other)]
    return abs(abs(middles[0] - middles[1]) - _HALF_DAY) <= _SLIP


def _distance(one: Place, other: Place) -> float | None:
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return None
    return measure_km((one.lat, one.lon), (other.lat, other.lon))


def iter_comparisons(answers: Sequence[tuple[Answer, Answer, Answer]], mandate: Mandate) -> Iterator[Comparison]:
    """Compare the answers to every question: side, side, third parties."""
    comparer = Comparer(mandate)
    for first, second, third in answers:
        yield comparer.compare(first, second, third)
