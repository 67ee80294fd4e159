"""A statement: one answer of one claim to one question; and the words that answers share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from contactline.records.incidents import State
from contactline.weigh.views import View

BROAD: Final = 2
"""Rank of places and bodies that say little: they count only where a side names nothing finer."""
YES: Final = "yes"
NO: Final = "no"
ANSWERED: Final = "no, it answered"
IN_ANSWER: Final = "yes, as an answer"
DISPUTES: Final = "disputes: "
DECLINED: Final = "declined to comment"
NOT_SAID: Final = "not said"


@dataclass(frozen=True, slots=True)
class Statement:
    """One answer of one claim to one question.

    Attributes:
        value: as a page prints it, without notes.
        key: what makes two values the same: a place id, a weapon, ``yes``, a number.
        family: what makes two values kin: a weapon group, a kind.
        minimum, maximum: people, or seconds since 1970 for times.
        rank: how fine a time or place is, 0 the finest.
        denies: it rejects the value.
        within: of a place or a body, those that it lies in or belongs to.
        note: what is to be known beside the value.
        age, outcome: of a person.
    """

    question: str
    view: View
    value: str
    state: State
    key: str
    family: str = ""
    minimum: float | None = None
    maximum: float | None = None
    rank: int = 0
    denies: bool = False
    within: frozenset[str] = frozenset()
    note: str = ""
    age: float | None = None
    outcome: str = ""
