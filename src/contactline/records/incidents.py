"""Incidents and what the sides say of them. An incident is a hypothesis, never a container of truth."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from contactline.records.claims import Kind
from contactline.records.ids import ClaimId, IncidentId, PlaceId, ReportId, SideId
from contactline.records.times import When


@dataclass(frozen=True, slots=True)
class Membership:
    """That a claim belongs to an incident, how surely (0 to 1), and why, in a sentence."""

    claim: ClaimId
    score: float
    reason: str


@dataclass(frozen=True, slots=True)
class Incident:
    """Claims that seem to speak of one happening.

    Attributes:
        when: the time that bounds the claims' own times, or ``None``.
        places: place ids, the most often named first.
        recalled: the incident is known only from background paragraphs or other reports' recollections.
    """

    id: IncidentId
    title: str
    kind: Kind
    when: When | None
    places: tuple[PlaceId, ...]
    members: tuple[Membership, ...]
    recalled: bool = False

    @property
    def claims(self) -> tuple[ClaimId, ...]:
        """Ids of the claims joined here."""
        return tuple(member.claim for member in self.members)


class State(StrEnum):
    """How one side stands to one question. "Not stated" and "unknown" are different words."""

    STATED = "stated"
    DENIED = "denied"
    PARTLY_DENIED = "partly denied"
    ADMITTED = "admitted"
    HEDGED = "hedged"
    NOT_STATED = "not stated"


class Result(StrEnum):
    """What comparing the versions of a question gives."""

    AGREES = "agrees"
    COMPATIBLE = "compatible"
    CONFLICTS = "conflicts"
    ONE_SIDE_ONLY = "one side only"
    NOT_STATED = "not stated"


@dataclass(frozen=True, slots=True)
class Question:
    """One thing that every incident asks.

    Attributes:
        id: stable word for scripts, such as ``killed/AZ/civilian`` or ``fired/AM``.
        text: as a page asks it.
    """

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class VersionValue:
    """One value that a side gives, how it holds it, and the claims it rests on (never none).

    Attributes:
        relayed: the side is only quoted by somebody else as giving it; its own reports, as far as read, do not.
    """

    value: str
    state: State
    claims: tuple[ClaimId, ...]
    minimum: float | None = None
    maximum: float | None = None
    relayed: bool = False

    def __post_init__(self) -> None:
        if not self.claims:
            raise ValueError("no value without a claim")


@dataclass(frozen=True, slots=True)
class Version:
    """What one side says on one question."""

    question: str
    side: SideId
    state: State
    values: tuple[VersionValue, ...] = ()

    def __post_init__(self) -> None:
        if (self.state is State.NOT_STATED) != (not self.values):
            raise ValueError("“not stated” means no values, and no values mean “not stated”")


@dataclass(frozen=True, slots=True)
class Comparison:
    """The versions of one question set side by side; ``internal`` lists sides that contradict themselves."""

    question: str
    result: Result
    reason: str
    internal: tuple[SideId, ...] = ()


@dataclass(frozen=True, slots=True)
class SideCoverage:
    """How much was read of one side.

    Attributes:
        until: day of the latest report read.
    """

    side: SideId | None
    reports: tuple[ReportId, ...]
    origins: int
    languages: tuple[str, ...]
    until: date | None


@dataclass(frozen=True, slots=True)
class Origin:
    """One independent root of words.

    Attributes:
        label: names it.
        reports: the copies and relays.
        reason: why they are one, in a sentence.
    """

    label: str
    side: SideId | None
    reports: tuple[ReportId, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Rung:
    """One step of the casualty ladder: a figure, who gave it, when.

    Attributes:
        group: whose losses: side id.
        given_at: when it was published, aware, or ``None``.
    """

    outcome: str
    group: SideId | None
    status: str
    minimum: int
    maximum: int | None
    form: str
    speaker: str
    speaker_side: SideId | None
    state: State
    given_at: datetime | None
    claim: ClaimId


@dataclass(frozen=True, slots=True)
class Weighing:
    """All that the rules say about one incident."""

    incident: IncidentId
    questions: tuple[Question, ...]
    versions: tuple[Version, ...]
    comparisons: tuple[Comparison, ...]
    coverage: tuple[SideCoverage, ...]
    origins: tuple[Origin, ...]
    ladder: tuple[Rung, ...]
