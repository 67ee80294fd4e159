"""Persons across reports: where they are spoken of, why several mentions are held to be one person, and how many."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from contactline.records.claims import Status
from contactline.records.ids import ClaimId, IncidentId, JudgementId, MentionId, PersonId, ReportId, SideId
from contactline.records.incidents import LedgerLine, State
from contactline.records.judgements import LONGEST_AUTHOR, LONGEST_REASON, Verdict
from contactline.records.quotes import Quote, Span


class Fate(StrEnum):
    """What is said to have become of a person."""

    KILLED = "killed"
    WOUNDED = "wounded"
    MISSING = "missing"
    CAPTURED = "captured"
    RELEASED = "released"
    FOUND = "found"


@dataclass(frozen=True, slots=True)
class FateSaid:
    """What one claim says of a person.

    Attributes:
        incident: that the claim is linked to, if any.
        recalled: the claim, or its incident, only recalls older events.
        state: stated, hedged or denied.
        loss: number of the casualty record in the claim; two persons of one record are two.
    """

    claim: ClaimId
    fate: Fate
    side: SideId | None
    status: Status
    incident: IncidentId | None
    state: State = State.STATED
    loss: int = 0
    recalled: bool = False


@dataclass(frozen=True, slots=True)
class PersonMention:
    """One place in one report that speaks of a person.

    Attributes:
        said: by every claim that the words stand in (never none).
        given_at: when the report was published; the beginning of the day, in UTC, where no clock is known.
    """

    id: MentionId
    report: ReportId
    quote: Quote
    name: str
    said: tuple[FateSaid, ...]
    age: float | None = None
    born: int | None = None
    rank: str = ""
    given_at: datetime | None = None

    def __post_init__(self) -> None:
        if not self.said:
            raise ValueError("no person without a claim")


@dataclass(frozen=True, slots=True)
class Bond:
    """Why two mentions are held to be of one person, or may be: lines in decibans that add up to ``total``.

    Attributes:
        judgement: a person decided; the lines then only tell what the rules would say.
    """

    one: MentionId
    other: MentionId
    ledger: tuple[LedgerLine, ...]
    total: float
    judgement: JudgementId | None = None


@dataclass(frozen=True, slots=True)
class RegisteredPerson:
    """Mentions that seem to speak of one person. A hypothesis, as an incident is.

    Attributes:
        mentions: the earliest first.
        bonds: for every mention but the first, to the one before it that it fits best.
        fates: where several are left, reports conflict; a later stage of one course (wounded, then died) is none.
        sides, statuses: as said, without "not said"; several are a conflict, none means that nobody says.
        conflicts: sentences on what reports say differently: nothing is resolved here.
    """

    id: PersonId
    mentions: tuple[PersonMention, ...]
    bonds: tuple[Bond, ...]
    fates: tuple[Fate, ...]
    sides: tuple[SideId, ...]
    statuses: tuple[Status, ...]
    conflicts: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.mentions:
            raise ValueError("no person without a mention")


@dataclass(frozen=True, slots=True)
class Doubt:
    """That two persons of the register may be one: for a person to decide. ``reason`` says what keeps it open."""

    one: PersonId
    other: PersonId
    bond: Bond
    reason: str


@dataclass(frozen=True, slots=True)
class Tally:
    """How many people, as bounds from persons told apart and from figures. Never a sum of reports.

    Attributes:
        incident: ``None`` for the whole period.
        side: whose losses; ``None`` where nobody says.
        status: ``None`` for all of them together.
        maximum: ``None`` where a figure has an open end.
        told_apart: fewest and most persons told apart by name or age; fewest counts those who may be one as one.
        figures: lowest and highest figure of any speaker; ``None`` without one, the second ``None`` where open.
        reason: how the bounds come about, in a sentence.
        claims: that give the figures.
    """

    incident: IncidentId | None
    fate: Fate
    side: SideId | None
    status: Status | None
    minimum: int
    maximum: int | None
    told_apart: tuple[int, int]
    figures: tuple[int, int | None] | None
    reason: str
    claims: tuple[ClaimId, ...] = ()

    def __post_init__(self) -> None:
        if self.minimum < 0 or (self.maximum is not None and self.maximum < self.minimum):
            raise ValueError(f"not a number of people: {self.minimum}–{self.maximum}")


@dataclass(frozen=True, slots=True)
class MentionAnchor:
    """A mention, and where its words stand, so that it is found again when a better reader cuts them otherwise."""

    mention: MentionId
    report: ReportId
    span: Span


@dataclass(frozen=True, slots=True)
class PersonJudgement:
    """That somebody judged two mentions to be of one person (``TOGETHER``) or of two (``APART``).

    Attributes:
        id: random, as of every human act.
        author: who judged, by the name that shall stand in the dossier.
        made_at: aware UTC.
    """

    id: JudgementId
    verdict: Verdict
    one: MentionAnchor
    other: MentionAnchor
    author: str
    reason: str
    made_at: datetime

    def __post_init__(self) -> None:
        if self.one.mention == self.other.mention:
            raise ValueError("a judgement is about two mentions")
        if self.made_at.tzinfo is None or self.made_at.utcoffset() != timedelta(0):
            raise ValueError("made_at is an aware time in UTC")
        for name, text, longest in (
            ("author", self.author, LONGEST_AUTHOR),
            ("reason", self.reason, LONGEST_REASON),
        ):
            if not text.strip() or len(text) > longest:
                raise ValueError(f"{name} is empty or longer than {longest} characters")

    @property
    def pair(self) -> frozenset[MentionId]:
        """The two mentions, in no order."""
        return frozenset((self.one.mention, self.other.mention))


@dataclass(frozen=True, slots=True)
class UnappliedJudgement:
    """A judgement in force that could not be followed, and why."""

    judgement: PersonJudgement
    why: str


@dataclass(frozen=True, slots=True)
class CasualtyRegister:
    """All persons that a run's reports tell apart among victims."""

    persons: tuple[RegisteredPerson, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    tallies: tuple[Tally, ...] = ()
    judgements: tuple[PersonJudgement, ...] = ()
    unapplied: tuple[UnappliedJudgement, ...] = ()


NOBODY: Final = CasualtyRegister()
"""The register of a run that tells nobody apart."""
