"""The questions that every incident asks, in their fixed order."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from enum import StrEnum
from typing import Final

from contactline.records.claims import Outcome, Status
from contactline.records.ids import THIRD, SideId
from contactline.records.incidents import Question
from contactline.records.mandates import Mandate
from contactline.weigh.phrases import say_side
from contactline.weigh.said import NOT_SAID


class Measure(StrEnum):
    """What sort of value a question asks for, and so how two answers compare."""

    YES_NO = "yes/no"
    TIME = "time"
    PLACE = "place"
    KIND = "kind"
    WEAPONS = "weapons"
    NUMBER = "number"
    LIST = "list"
    PERSONS = "persons"
    FORCES = "forces"


_MEASURES: Final = {
    "happened": Measure.YES_NO,
    "day": Measure.TIME,
    "when": Measure.TIME,
    "fired_at": Measure.TIME,
    "where": Measure.PLACE,
    "kind": Measure.KIND,
    "fired": Measure.YES_NO,
    "fired_first": Measure.YES_NO,
    "force": Measure.FORCES,
    "means": Measure.WEAPONS,
    "victims": Measure.PERSONS,
    "damage": Measure.LIST,
    "shielding": Measure.YES_NO,
    "intent": Measure.YES_NO,
    "evidence": Measure.LIST,
    "law": Measure.LIST,
}
_ALWAYS: Final = frozenset(
    (outcome, status) for outcome in (Outcome.KILLED, Outcome.WOUNDED) for status in (Status.MILITARY, Status.CIVILIAN)
)
_PEOPLE: Final = {
    Status.MILITARY: "soldiers",
    Status.CIVILIAN: "civilians",
    Status.NOT_SAID: "people whose status is not said",
}


def get_measure(question: str) -> Measure:
    """How answers to a question compare, by the first word of its id."""
    return _MEASURES.get(question.split("/")[0], Measure.NUMBER)


def make_questions(mandate: Mandate, stated: Collection[str]) -> tuple[Question, ...]:
    """The questions of one incident.

    Args:
        mandate: the two sides, in their order.
        stated: ids of questions that somebody states something on; some rows appear only then.
    """
    sides = [side.id for side in mandate.sides]
    return (
        Question("happened", "Did anything happen?"),
        Question("day", "On which day?"),
        Question("when", "At what time of day?"),
        Question("where", "Where?"),
        Question("kind", "What kind of incident was it?"),
        *(Question(f"fired/{side}", f"Did {say_side(side, mandate)} fire?") for side in sides),
        *(Question(f"fired_first/{side}", f"Did {say_side(side, mandate)} fire first?") for side in sides),
        *_asked(stated, "fired_at", (f"At what time did {say_side(side, mandate)} fire?" for side in sides), sides),
        *_asked(stated, "force", (f"Which forces of {say_side(side, mandate)} fired?" for side in sides), sides),
        *(Question(f"means/{side}", f"With what did {say_side(side, mandate)} fire?") for side in sides),
        *_loss_questions(mandate, stated),
        *_victim_questions(mandate, stated),
        *_damage_questions(mandate, stated),
        *(Question(f"shielding/{side}", _ask_shielding(side, mandate)) for side in sides),
        *(Question(f"intent/{side}", f"Did {say_side(side, mandate)} aim at civilians?") for side in sides),
        Question("evidence", "What was shown as evidence?"),
        Question("law", "Which rules of law and agreements are invoked?"),
    )


def _asked(stated: Collection[str], word: str, texts: Iterable[str], sides: Iterable[str]) -> Iterator[Question]:
    """Questions that are asked only where somebody answers them."""
    for side, text in zip(sides, texts, strict=True):
        if f"{word}/{side}" in stated:
            yield Question(f"{word}/{side}", text)


def _victim_questions(mandate: Mandate, stated: Collection[str]) -> Iterator[Question]:
    sides = (*(side.id for side in mandate.sides), THIRD, NOT_SAID)
    yield from _asked(
        stated, "victims", (f"Who {_whose(side, mandate)} is named as a victim?" for side in sides), sides
    )


def _ask_shielding(side: SideId, mandate: Mandate) -> str:
    return f"Did {say_side(side, mandate)} have a military objective among civilians?"


def _loss_questions(mandate: Mandate, stated: Collection[str]) -> Iterator[Question]:
    sides = [side.id for side in mandate.sides]
    for outcome in Outcome:
        for side in (*sides, THIRD, NOT_SAID):
            for status in Status:
                id_ = f"{outcome}/{side}/{status}"
                if id_ in stated or (side in sides and (outcome, status) in _ALWAYS):
                    yield Question(id_, f"How many {_PEOPLE[status]} {_whose(side, mandate)} were {outcome}?")


def _damage_questions(mandate: Mandate, stated: Collection[str]) -> Iterator[Question]:
    sides = [side.id for side in mandate.sides]
    for side in (*sides, THIRD, NOT_SAID):
        if side in sides or f"damage/{side}" in stated:
            yield Question(f"damage/{side}", f"What was damaged {_whose(side, mandate, at='on')}?")


def _whose(side: str, mandate: Mandate, at: str = "of") -> str:
    if side == NOT_SAID:
        return "(side not said)"
    return f"{at} {say_side(SideId(side), mandate)}"
