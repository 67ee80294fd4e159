"""Grades: how reliable a source is, how credible a piece of information, and what other schemes would call it.

Source and information are judged apart and never merged into one number. ``F`` and ``6`` mean that there is no basis
for a judgement. They are not the worst of their scale and are never sorted or counted as such.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from contactline.records.ids import ActorId, SideId


class Reliability(StrEnum):
    """Of a source, as the Admiralty system words it."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"
    E = "E"
    F = "F"
    """There is no basis to judge it; also what a source has that nobody graded."""

    @property
    def words(self) -> str:
        """What the letter means."""
        return _RELIABILITY[self.value]


_RELIABILITY = {
    "A": "completely reliable",
    "B": "usually reliable",
    "C": "fairly reliable",
    "D": "not usually reliable",
    "E": "unreliable",
    "F": "reliability cannot be judged",
}


class Credibility(StrEnum):
    """Of a piece of information, as the Admiralty system words it."""

    CONFIRMED = "1"
    PROBABLE = "2"
    POSSIBLE = "3"
    DOUBTFUL = "4"
    IMPROBABLE = "5"
    OPEN = "6"
    """There is no basis to judge it."""

    @property
    def words(self) -> str:
        """What the number means."""
        return _CREDIBILITY[self.value]


_CREDIBILITY = {
    "1": "confirmed by other sources",
    "2": "probably true",
    "3": "possibly true",
    "4": "doubtful",
    "5": "improbable",
    "6": "truth cannot be judged",
}
CORROBORATED = frozenset({Credibility.CONFIRMED, Credibility.PROBABLE})
"""Grades that count as corroborated in period views."""


@dataclass(frozen=True, slots=True)
class SourceGrade:
    """One row of the register: what somebody held of a source from a day on. Newer rows supersede, none is deleted.

    Attributes:
        graded_on: the day from which it stands.
        graded_by: who answers for it.
    """

    actor: ActorId
    grade: Reliability
    reason: str
    graded_on: date
    graded_by: str

    def __post_init__(self) -> None:
        if not self.reason or not self.graded_by:
            raise ValueError("a grade needs its reason and somebody who answers for it")


class Standing(StrEnum):
    """In what standing somebody gives a piece of information: own or opposing interest, first hand or not."""

    AGAINST_INTEREST = "against its own interest"
    """An admission, a loss of one's own soldiers, words that clear the other side."""
    WITNESS = "third party, first hand"
    THIRD = "third party"
    OWN_KNOWLEDGE = "of what it can know itself"
    """What a side says of its own people and property."""
    NO_STAKE = "with no stake that shows"
    """When, where and what, without naming who did it."""
    INTERESTED = "in its own interest"
    """An accusation, a loss of the other side's soldiers, a denial of one's own conduct."""
    AT_ODDS = "which also says otherwise"
    """Words against a value by a voice that gives it too."""
    RESERVED = "with reservation"
    """Hedged, hearsay, or words that only an opponent relays."""


@dataclass(frozen=True, slots=True)
class SourceLetter:
    """The reliability of one source that gives a value.

    Attributes:
        name: what a page calls the source.
        reason: of the register; empty where nobody graded it.
    """

    name: str
    letter: Reliability
    reason: str = ""
    graded_on: date | None = None


@dataclass(frozen=True, slots=True)
class Grade:
    """The grade of one value of one side: letters of its sources beside the number of the information.

    Attributes:
        rule: name of the rule that fired.
        reason: why, in a sentence.
        corroborated: probability that the value is graded 1 or 2, when its claims belong to the incident only as surely
            as linking says.
    """

    sources: tuple[SourceLetter, ...]
    credibility: Credibility
    rule: str
    reason: str
    corroborated: float = 0.0

    def __post_init__(self) -> None:
        if not 0.0 <= self.corroborated <= 1.0:
            raise ValueError("a probability lies between 0 and 1")

    @property
    def letters(self) -> tuple[Reliability, ...]:
        """The letters of its sources, each once."""
        return tuple(sorted({source.letter for source in self.sources}))


@dataclass(frozen=True, slots=True)
class DerivedGrade:
    """What another scheme would say of an incident, as a named level. Numbers are made at export only.

    Attributes:
        scheme: ``airwars``, ``ucdp`` or ``acled``.
        codebook: which edition the reading is pinned to.
        field: the codebook's own name of the field.
        about: side whose civilians it is about, where the field is of one side.
        level: named level; ``None`` where the field does not apply or nothing tells.
        reason: why, in a sentence.
    """

    scheme: str
    codebook: str
    field: str
    level: str | None
    reason: str
    about: SideId | None = None
