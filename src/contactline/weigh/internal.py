"""One side's own voices: whether they cannot all be right, and who says what.

A list is no contradiction: several kinds or places, a coarse time beside a fine one, the parts of a total. Weapons are
one where a body names only weapons of other families than another body does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from contactline.records.ids import ClaimId, ReportId
from contactline.records.incidents import Contradiction, Result
from contactline.records.mandates import Mandate
from contactline.weigh.algebra.times import NEAR_CLOCK
from contactline.weigh.algebra.verdicts import Verdict
from contactline.weigh.phrases import say_list, say_side, shorten
from contactline.weigh.questions import Measure, get_measure
from contactline.weigh.said import ANSWERED, NO, NOT_SAID
from contactline.weigh.versions import Answer, Value

Judge = Callable[[str, Sequence[Value], Sequence[Value]], Verdict]
_MOST: Final = 3
_WIDTH: Final = 60
_NEGATIVE: Final = frozenset({NO, ANSWERED, "none"})


def find_contradictions(answer: Answer, judge: Judge, mandate: Mandate) -> tuple[Contradiction, ...]:
    """Where different voices of one side state firmly what cannot both be true.

    Args:
        answer: the side's values on one question.
        judge: the algebra that compares two sides' values.
        mandate: the names of the sides.
    """
    measure = get_measure(answer.question)
    if measure is Measure.NUMBER and NOT_SAID in answer.question:
        return ()  # people whose side or status is not said may be other people
    firm = [value for value in answer.values if value.is_firm and not value.is_past]
    if (measure not in _CLASHES and measure is not Measure.WEAPONS) or len(firm) < 2:
        return ()
    pairs = _iter_weapon_pairs(answer.question, firm, judge) if measure is Measure.WEAPONS else ()
    found = [*pairs, *_iter_value_pairs(answer.question, measure, firm, judge)]
    return tuple(_say(answer, one, other, why, mandate) for one, other, why in found[:_MOST])


@dataclass(frozen=True, slots=True)
class _Hand:
    """What one hand of a contradiction says: the values, and the names of the voices."""

    values: tuple[Value, ...]
    names: tuple[str, ...]


def _iter_value_pairs(
    question: str, measure: Measure, firm: Sequence[Value], judge: Judge
) -> Iterator[tuple[_Hand, _Hand, str]]:
    clash = _CLASHES.get(measure)
    apart = _are_two_origins if measure is Measure.TIME else _are_two_voices
    for one, other in combinations(firm, 2):
        if clash is not None and apart(one, other) and clash(one, other, judge(question, [one], [other])[0]):
            hands = [_Hand((value,), _names(value)) for value in (one, other)]
            yield hands[0], hands[1], judge(question, [one], [other])[1]


def _iter_weapon_pairs(question: str, firm: Sequence[Value], judge: Judge) -> Iterator[tuple[_Hand, _Hand, str]]:
    """Bodies that name weapons of no common family. Of several such pairs, that of most reports; copies add none."""
    voices = sorted({speaker for value in firm for speaker in value.speakers})
    named = {voice: [value for value in firm if voice in value.speakers and not value.denies] for voice in voices}
    pairs = []
    for one, other in combinations([voice for voice in voices if named[voice]], 2):
        result, why = judge(question, named[one], named[other])
        if result is Result.CONFLICTS and not _retells(named[one], one, named[other], other):
            weight = _origins(named[one]) + _origins(named[other])
            pairs.append((weight, one, other, why))
    for _, one, other, why in sorted(pairs, key=lambda pair: (-pair[0], pair[1], pair[2]))[:1]:
        hands = [_Hand(tuple(named[voice]), _name_of(named[voice], voice)) for voice in (one, other)]
        hands.sort(key=lambda hand: (-_origins(hand.values), hand.names))
        yield hands[0], hands[1], why


def _origins(values: Iterable[Value]) -> int:
    return len({root for value in values for root in value.roots})


def _names(value: Value) -> tuple[str, ...]:
    return tuple(voice.name for voice in value.voices)


def _name_of(values: Sequence[Value], speaker: str) -> tuple[str, ...]:
    return (values[0].names[speaker],)


def _are_two_voices(one: Value, other: Value) -> bool:
    """Whether each is given by somebody who does not give the other."""
    mine, theirs = one.speakers - other.speakers, other.speakers - one.speakers
    return any(not _retells([one], voice, [other], their) for voice in mine for their in theirs)


def _retells(one: Sequence[Value], voice: str, other: Sequence[Value], their: str) -> bool:
    """Whether one is an outlet in its own words, and the other a body that it reports beside: no voice of its own."""
    mine, theirs = _reports(one, voice), _reports(other, their)
    is_outlet = any(voice in value.outlets for value in one) or any(their in value.outlets for value in other)
    return is_outlet and bool(mine & theirs)


def _reports(values: Iterable[Value], voice: str) -> set[ReportId]:
    return {report for value in values for report in value.reports.get(voice, ())}


def _are_two_origins(one: Value, other: Value) -> bool:
    """Whether other reports give them: a clock time that slips on the way stands under one body's name twice."""
    return bool(one.roots - other.roots) and bool(other.roots - one.roots)


def _differ(one: Value, other: Value, result: Result) -> bool:
    return one.key != other.key


def _clash_in_time(one: Value, other: Value, result: Result) -> bool:
    gap = max((one.minimum or 0) - (other.maximum or 0), (other.minimum or 0) - (one.maximum or 0))
    return one.rank == other.rank and gap > NEAR_CLOCK


def _conflict(one: Value, other: Value, result: Result) -> bool:
    return result is Result.CONFLICTS


def _deny_and_say(one: Value, other: Value, result: Result) -> bool:
    return one.key == other.key and one.denies != other.denies


_CLASHES: Final[Mapping[Measure, Callable[[Value, Value, Result], bool]]] = {
    Measure.YES_NO: _differ,
    Measure.TIME: _clash_in_time,
    Measure.NUMBER: _conflict,
    Measure.WEAPONS: _deny_and_say,
    Measure.LIST: _deny_and_say,
    Measure.PERSONS: _conflict,
}


def _say(answer: Answer, one: _Hand, other: _Hand, why: str, mandate: Mandate) -> Contradiction:
    side = say_side(answer.side, mandate)
    text = f"Within {side}, {_say_hand(one)}; {_say_hand(other)}: {why}."
    return Contradiction(answer.side, text, *(_claims(hand) for hand in (one, other)))


def _say_hand(hand: _Hand) -> str:
    """``the Ministry: “mortar”``: without a verb, which many names would put in the plural."""
    said = say_list([shorten(_say_value(value), _WIDTH) for value in hand.values], 4)
    return f"{say_list(hand.names, 3)}: “{said}”"


def _say_value(value: Value) -> str:
    return f"denied: {value.plain}" if value.denies and value.plain not in _NEGATIVE else value.plain


def _claims(hand: _Hand) -> tuple[ClaimId, ...]:
    return tuple(dict.fromkeys(claim for value in hand.values for claim in value.claims))
