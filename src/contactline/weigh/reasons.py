"""The reason of a comparison in one plain sentence, with the same verbs for everybody."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from contactline.records.incidents import State
from contactline.records.mandates import Mandate
from contactline.records.titles import say_day
from contactline.weigh.phrases import PLURAL_VERBS, RELAYED, SHOWING_VERBS, VERBS, say_list, say_side, shorten
from contactline.weigh.questions import Measure, get_measure
from contactline.weigh.said import ANSWERED, DECLINED, DISPUTES, IN_ANSWER
from contactline.weigh.versions import Answer, Value

LONGEST: Final = 200
"""Characters that a reason should not exceed."""
_SIZES: Final = ((3, 70), (2, 60), (2, 40), (1, 40), (1, 28))
"""How many values to name and how many characters of each: tried in this order until the sentence is short enough."""
_ON: Final = " on "
_AND: Final = " and "


def say_reason(first: Answer, second: Answer, third: Answer, verdict: str, mandate: Mandate) -> str:
    """The leading values of each side, then the verdict; third parties in a short clause of their own."""
    reason, days = "", _days((first, second, third))
    for count, width in _SIZES:
        sentence = _Sentence(mandate, count, width, days)
        reason = sentence.say(first, second, verdict) + sentence.say_third(third)
        if len(reason) <= LONGEST:
            break
    return reason


class _Sentence:
    """Says answers; ``days`` are the days of the times that it will name, left out where all are one."""

    def __init__(self, mandate: Mandate, count: int, width: int, days: set[str]) -> None:
        self._mandate = mandate
        self._count = count
        self._width = width
        self._days = days

    def say(self, first: Answer, second: Answer, verdict: str) -> str:
        if not first.values and not second.values:
            return "Neither side states this."
        if not first.values or not second.values:
            said, silent = (first, second) if first.values else (second, first)
            who = say_side(said.side, self._mandate, begin=True)
            phrases = " and ".join(" ".join(phrase) for phrase in self._phrases(said))
            return f"{who} {phrases}; {say_side(silent.side, self._mandate)} {_say_silence(silent)}."
        return f"{self._say_both(first, second)}: {verdict}."

    def say_third(self, third: Answer) -> str:
        """“ Third parties say 2.”, or nothing."""
        if not third.values:
            return ""
        phrases = [f"{PLURAL_VERBS[verb]} {words}" for verb, words in self._phrases(third)]
        return f" {say_side(third.side, self._mandate, begin=True)} {' and '.join(phrases)}."

    def _say_both(self, first: Answer, second: Answer) -> str:
        mine, theirs = self._phrases(first), self._phrases(second)
        one, other = (say_side(first.side, self._mandate, begin=True), say_side(second.side, self._mandate))
        if len(mine) == len(theirs) == 1:
            (verb, words), (their_verb, their_words) = mine[0], theirs[0]
            if (verb, words) == (their_verb, their_words):
                return f"Both sides {PLURAL_VERBS[verb]} {words}"
            if _AND not in words + their_words:
                joined = their_words if verb == their_verb else f"{their_verb} {their_words}"
                return f"{one} {verb} {words} and {other} {joined}"
        said = [" and ".join(" ".join(phrase) for phrase in phrases) for phrases in (mine, theirs)]
        return f"{one} {said[0]}; {other} {said[1]}"

    def _phrases(self, answer: Answer) -> list[tuple[str, str]]:
        """Verb and words for each way in which a side holds its leading values."""
        groups: dict[str, list[Value]] = {}
        for value in sorted(answer.leading, key=lambda value: _STATES.index(value.state)):
            groups.setdefault(_verb(answer.question, value), []).append(value)
        return [(verb, self._say_values(answer.question, values)) for verb, values in groups.items()]

    def _say_values(self, question: str, values: Sequence[Value]) -> str:
        """Values in words; of a plain admission or denial “it” is enough, and of times the finest."""
        measure = get_measure(question)
        if measure is Measure.TIME:
            values = _find_finest(values)
        if measure is Measure.YES_NO and values[0].state in _OWNED:
            answered = any(value.plain in {ANSWERED, IN_ANSWER} for value in values)
            return "it (it says that it answered)" if answered else "it"
        return say_list([shorten(self._say_value(measure, value), self._width) for value in values], self._count)

    def _say_value(self, measure: Measure, value: Value) -> str:
        if measure is Measure.TIME and len(self._days) == 1:
            return value.plain.partition(_ON)[0]
        if measure is Measure.KIND:
            return value.plain[:1].lower() + value.plain[1:]
        return value.plain.removeprefix(DISPUTES)


def _say_silence(answer: Answer) -> str:
    if answer.declined:
        return DECLINED
    return f"is silent as of {say_day(answer.as_of)}" if answer.as_of else "does not state this"


def _verb(question: str, value: Value) -> str:
    if not value.is_firm:
        return RELAYED if value.is_relayed else VERBS[value.state]
    return SHOWING_VERBS.get((question, value.state), VERBS[value.state])


def _find_finest(values: Sequence[Value]) -> list[Value]:
    finest = min(value.rank for value in values)
    return [value for value in values if value.rank == finest]


_STATES: Final = (State.STATED, State.ADMITTED, State.PARTLY_DENIED, State.DENIED, State.HEDGED)
_OWNED: Final = frozenset({State.ADMITTED, State.DENIED, State.PARTLY_DENIED})


def _days(answers: Sequence[Answer]) -> set[str]:
    """The days of the times that a sentence may name."""
    values = [value for answer in answers if answer.values for value in _find_finest(answer.leading)]
    return {value.plain.rpartition(_ON)[2] for value in values}
