"""Two sides' answers set side by side: an algebra for each sort of value.

Nothing here decides who is right. Where a side gives several values, what it says firmly counts before what is only
relayed, of times the finest, of yes and no what most origins give. The same rules serve both sides.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import product
from typing import Final

from contactline._kit.geodesy import measure_km
from contactline.records.claims import Kind
from contactline.records.ids import PlaceId, SideId
from contactline.records.incidents import Comparison, Result, State
from contactline.records.kinds import KindFit, compare_kinds
from contactline.records.mandates import Mandate
from contactline.records.places import Place
from contactline.weigh.algebra import (
    NEAR_CLOCK,
    SAME_CLOCK,
    denied_and_said,
    find_finest,
    is_number_conflict,
    is_slip,
    time_gap,
    time_length,
)
from contactline.weigh.internal import contradicts_itself
from contactline.weigh.phrases import say_side
from contactline.weigh.questions import Measure, get_measure
from contactline.weigh.reasons import say_reason
from contactline.weigh.versions import Answer, Value

NEAR_KM: Final = 15.0
"""Places nearer than this are compatible: fire has two ends."""
_UNSPECIFIED: Final = "unspecified"

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
        internal = tuple(answer.side for answer in (first, second) if contradicts_itself(answer))
        result, verdict = self._judge(first, second)
        if result is Result.NOT_STATED and third.values:
            result = Result.ONE_SIDE_ONLY
        reason = say_reason(first, second, third, verdict, self._mandate)
        return Comparison(first.question, result, reason + self._say_internal(internal), internal)

    def _judge(self, first: Answer, second: Answer) -> Verdict:
        if not first.values and not second.values:
            return Result.NOT_STATED, ""
        if not first.values or not second.values:
            return Result.ONE_SIDE_ONLY, ""
        result, verdict = self._rules[get_measure(first.question)](first, second)
        if result is Result.AGREES and not _are_own_words(first, second):
            return Result.COMPATIBLE, f"{verdict}, but not all of it is said firmly"
        return result, verdict

    def _say_internal(self, sides: Sequence[SideId]) -> str:
        names = " and of ".join(say_side(side, self._mandate) for side in sides)
        return f" Voices of {names} differ among themselves." if sides else ""

    def _compare_places(self, first: Answer, second: Answer) -> Verdict:
        mine, theirs = _affirmed(first), _affirmed(second)
        common = {value.key for value in mine} & {value.key for value in theirs}
        if common:
            roles = [{value.family for value in values if value.key in common} for values in (mine, theirs)]
            if roles[0] & roles[1]:
                return Result.AGREES, "both name the same place"
            return Result.COMPATIBLE, "it is the same place, named in different parts"
        if any(one.key in other.within or other.key in one.within for one, other in product(mine, theirs)):
            return Result.COMPATIBLE, "one place lies in the other"
        pairs = ((self._place(one), self._place(other)) for one, other in product(mine, theirs))
        distances = [
            distance for one, other in pairs if one and other and (distance := _distance(one, other)) is not None
        ]
        if not distances:
            return Result.COMPATIBLE, "how the places lie to each other is not known"
        nearest = f"the places lie {min(distances):.0f} km apart"
        return (Result.COMPATIBLE if min(distances) <= NEAR_KM else Result.CONFLICTS), nearest

    def _place(self, value: Value) -> Place | None:
        return self._places.get(PlaceId(value.key))


def _are_own_words(first: Answer, second: Answer) -> bool:
    """Whether both sides speak firmly: words that an opponent relays never make an agreement."""
    return all(value.is_firm for answer in (first, second) for value in answer.leading)


def _affirmed(answer: Answer) -> list[Value]:
    return [value for value in answer.leading if not value.denies]


def _keys(answer: Answer) -> set[tuple[str, bool]]:
    return {(value.key, value.denies) for value in answer.leading}


def _compare_yes_no(first: Answer, second: Answer) -> Verdict:
    """What most origins of a side give counts; where two answers are given equally often, both."""
    mine, theirs = _best_supported(first), _best_supported(second)
    if not mine & theirs:
        return Result.CONFLICTS, "they contradict each other"
    if any(value.state is State.PARTLY_DENIED for value in (*first.leading, *second.leading)):
        return Result.COMPATIBLE, "a part of it is denied"
    if len({value.key for value in (*first.leading, *second.leading)}) == 1:
        return Result.AGREES, "they agree"
    return Result.COMPATIBLE, "at least one side speaks with more than one voice"


def _best_supported(answer: Answer) -> set[str]:
    most = max(value.support for value in answer.leading)
    return {value.key for value in answer.leading if value.support == most}


def _compare_times(first: Answer, second: Answer) -> Verdict:
    mine, theirs = find_finest(first.leading), find_finest(second.leading)
    gap = min(time_gap(one, other) for one, other in product(mine, theirs))
    fine = mine[0].rank == 0 and theirs[0].rank == 0
    if {value.key for value in mine} == {value.key for value in theirs}:
        return Result.AGREES, "the times are the same"
    if fine and len(mine) == len(theirs) == 1 and gap <= SAME_CLOCK and _are_narrow(mine[0], theirs[0]):
        return Result.AGREES, "the times agree to within ten minutes"
    if gap <= (NEAR_CLOCK if fine else 0.0):
        return Result.COMPATIBLE, "the times are compatible"
    if fine and any(is_slip(one, other) for one, other in product(mine, theirs)):
        return Result.CONFLICTS, "the times differ by about twelve hours, as a slip of a 12-hour clock would give"
    return Result.CONFLICTS, "the times do not fit together"


def _are_narrow(one: Value, other: Value) -> bool:
    return all(time_length(value) <= NEAR_CLOCK for value in (one, other))


def _compare_kinds(first: Answer, second: Answer) -> Verdict:
    mine, theirs = ({Kind(value.key) for value in answer.leading} for answer in (first, second))
    fit = compare_kinds(mine, theirs)
    if fit is KindFit.SAME:
        return Result.AGREES, "both name the same kind"
    if fit is KindFit.DIFFERENT:
        return Result.CONFLICTS, "the kinds differ"
    return Result.COMPATIBLE, "the kinds are often told of one happening"


def _compare_weapons(first: Answer, second: Answer) -> Verdict:
    if denied_and_said(first.leading, second.leading):
        return Result.CONFLICTS, "one denies what the other says"
    mine, theirs = _affirmed(first), _affirmed(second)
    if not mine or not theirs:
        return Result.COMPATIBLE, "what one says is not what the other denies"
    if {value.key for value in mine} == {value.key for value in theirs}:
        return Result.AGREES, "both name the same weapons"
    families = {value.family for value in mine}, {value.family for value in theirs}
    if families[0] & families[1] or _UNSPECIFIED in families[0] | families[1]:
        return Result.COMPATIBLE, "the weapons are in part the same or of one family"
    return Result.CONFLICTS, "the weapons differ"


def _compare_numbers(first: Answer, second: Answer) -> Verdict:
    clashes = [pair for pair in product(first.leading, second.leading) if is_number_conflict(*pair)]
    if any(one.denies != other.denies for one, other in clashes):
        return Result.CONFLICTS, "one denies what the other says"
    if len(clashes) == len(first.leading) * len(second.leading):
        return Result.CONFLICTS, "the figures contradict each other"
    if _keys(first) == _keys(second):
        return Result.AGREES, "the figures are the same"
    return Result.COMPATIBLE, "the figures can be true together, at least in part"


def _compare_lists(first: Answer, second: Answer) -> Verdict:
    if denied_and_said(first.leading, second.leading):
        return Result.CONFLICTS, "one denies what the other says"
    if _keys(first) == _keys(second):
        return Result.AGREES, "both name the same"
    return Result.COMPATIBLE, "each names its own; the lists do not exclude each other"


def _distance(one: Place, other: Place) -> float | None:
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return None
    return measure_km((one.lat, one.lon), (other.lat, other.lon))


def iter_comparisons(answers: Sequence[tuple[Answer, Answer, Answer]], mandate: Mandate) -> Iterator[Comparison]:
    """Compare the answers to every question: side, side, third parties."""
    comparer = Comparer(mandate)
    for first, second, third in answers:
        yield comparer.compare(first, second, third)
