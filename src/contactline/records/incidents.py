"""Incidents and what the sides say of them. An incident is a hypothesis, never a container of truth."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from contactline.records.claims import Kind
from contactline.records.estimates import Estimate
from contactline.records.grades import DerivedGrade, Grade
from contactline.records.ids import ClaimId, IncidentId, PlaceId, ReportId, SideId
from contactline.records.matrices import SourceMatrix
from contactline.records.quotes import Quote
from contactline.records.times import When


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One line of the sum that joins two accounts: the field, what was compared, and its weight in decibans."""

    field: str
    text: str
    points: float


@dataclass(frozen=True, slots=True)
class Tie:
    """Why an account belongs to its incident, line by line.

    Attributes:
        partner: the first claim of the account in the incident that it fits best.
        ledger: the lines of that pair; they add up to the pair's score.
        total: sum over all accounts of the incident, in decibans; above zero joins.
        runner_up: the first claim of the next best incident, if any other came into question.
        margin: decibans between the two, or to standing by itself where no other incident came into question; small
            means that it could as well belong there.
    """

    partner: ClaimId
    ledger: tuple[LedgerLine, ...]
    total: float
    runner_up: ClaimId | None = None
    margin: float | None = None


@dataclass(frozen=True, slots=True)
class Membership:
    """That a claim belongs to an incident, how surely (0 to 1), and why, in a sentence.

    Attributes:
        tie: the lines behind the reason; ``None`` where the incident has no other account, or a person decided.
    """

    claim: ClaimId
    score: float
    reason: str
    tie: Tie | None = None


class RelationKind(StrEnum):
    """How one incident stands to another."""

    ANSWER_TO = "answer to"
    SAME_SERIES = "same series"
    PART_OF = "part of"
    NEAR_TWIN = "near-twin"
    """Easily taken for one another: shown with what keeps them apart."""


@dataclass(frozen=True, slots=True)
class Relation:
    """That an incident stands so to another, and why, in a sentence."""

    kind: RelationKind
    other: IncidentId
    reason: str


@dataclass(frozen=True, slots=True)
class Incident:
    """Claims that seem to speak of one happening.

    Attributes:
        when: the time that bounds the claims' own times, or ``None``.
        places: place ids, the most often named first.
        recalled: the incident is known only from background paragraphs or other reports' recollections.
        relations: how it stands to other incidents.
    """

    id: IncidentId
    title: str
    kind: Kind
    when: When | None
    places: tuple[PlaceId, ...]
    members: tuple[Membership, ...]
    recalled: bool = False
    relations: tuple[Relation, ...] = ()

    @property
    def claims(self) -> tuple[ClaimId, ...]:
        """Ids of the claims joined here."""
        return tuple(member.claim for member in self.members)


@dataclass(frozen=True, slots=True)
class Episode:
    """Reports of a place and some hours so dense that its incidents cannot be told apart one by one.

    Attributes:
        title: what, where and when, for a heading.
        incidents: the hypotheses inside, which share the uncertainty.
        reports: how many reports speak of it.
        candidates: how many other accounts came into question for an account here, on average.
        reason: why the unit is the episode, in a sentence.
    """

    title: str
    kind: Kind
    when: When | None
    places: tuple[PlaceId, ...]
    incidents: tuple[IncidentId, ...]
    reports: int
    candidates: float
    reason: str


class State(StrEnum):
    """How one side stands to one question. "Not stated" and "unknown" are different words."""

    STATED = "stated"
    DENIED = "denied"
    PARTLY_DENIED = "partly denied"
    ADMITTED = "admitted"
    HEDGED = "hedged"
    DECLINED = "declined"
    """The side was asked, and declined to say anything on it."""
    SILENT = "silent as of"
    """Reports of the side on this incident were read up to a day, and none of them says anything on it."""
    NOT_STATED = "not stated"
    """No report of the side on this incident was read."""


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
class Voice:
    """Somebody in whose name a value is given: a body, a person without one, or an outlet in its own words.

    Attributes:
        name: as a page prints it.
        outlets: publishers of the reports that have it, in the order of their names.
        first, last: days on which it was given first and last, as far as they are known.
        revised_on: day since when the same voice gives another value instead.
        withdrawn: the same voice now denies it.
    """

    name: str
    outlets: tuple[str, ...] = ()
    first: date | None = None
    last: date | None = None
    revised_on: date | None = None
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class VersionValue:
    """One value that a side gives, how it holds it, and the claims it rests on (never none).

    Attributes:
        relayed: the side is only quoted by somebody else as giving it; its own reports, as far as read, do not.
        grade: of its sources and of the information; ``None`` for shown evidence and cited law.
        voices: who gives it, where and since when.
        note: what is to be known beside it, such as that evidence is of a later day than the incident.
    """

    value: str
    state: State
    claims: tuple[ClaimId, ...]
    minimum: float | None = None
    maximum: float | None = None
    relayed: bool = False
    grade: Grade | None = None
    voices: tuple[Voice, ...] = ()
    note: str = ""

    def __post_init__(self) -> None:
        if not self.claims:
            raise ValueError("no value without a claim")

    @property
    def is_past(self) -> bool:
        """Whether all who gave it have since given another value, or denied it: it is kept, and compared no more."""
        return bool(self.voices) and all(voice.revised_on or voice.withdrawn for voice in self.voices)


_WITHOUT_VALUES = frozenset({State.NOT_STATED, State.SILENT})


@dataclass(frozen=True, slots=True)
class Version:
    """What one side says on one question.

    Attributes:
        as_of: day of the latest report of the side that was read on this incident.
        silent: reports of the side on this incident that say nothing on the question: of a side that does say
            something, those from before it first did.
        silent_until: day of the latest of these.
    """

    question: str
    side: SideId
    state: State
    values: tuple[VersionValue, ...] = ()
    as_of: date | None = None
    silent: tuple[ReportId, ...] = ()
    silent_until: date | None = None

    def __post_init__(self) -> None:
        if (self.state in _WITHOUT_VALUES) != (not self.values):
            raise ValueError("“not stated” and “silent” mean no values, and no values mean one of them")


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two voices of one side that cannot both be right, in a sentence, with the claims on each hand."""

    side: SideId
    text: str
    one: tuple[ClaimId, ...]
    other: tuple[ClaimId, ...]

    def __post_init__(self) -> None:
        if not self.one or not self.other:
            raise ValueError("a contradiction needs a claim on each hand")


@dataclass(frozen=True, slots=True)
class Comparison:
    """The versions of one question set side by side; ``internal`` lists sides that contradict themselves.

    Attributes:
        contradictions: the same in words: who says what.
    """

    question: str
    result: Result
    reason: str
    internal: tuple[SideId, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()


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


class RelayKind(StrEnum):
    """What shows that words of one come from another."""

    NAMES = "names it"
    SHARES = "shares text"
    SAME_ROOT = "same root"
    """All that a report tells of the event goes back to one body, as do the others of its origin."""


@dataclass(frozen=True, slots=True)
class RelayEnd:
    """One end of a relay: a report that was read, or somebody who is only named as a source.

    Attributes:
        name: the report's publisher, or the body, agency or outlet as it is named.
        report: ``None`` for somebody whose own text is not among the reports.
        side: of the publisher or body, where it is known.
    """

    name: str
    report: ReportId | None = None
    side: SideId | None = None


@dataclass(frozen=True, slots=True)
class Relay:
    """That words of ``target`` come from ``source``, as far as can be told. Within an origin these form trees.

    Attributes:
        reason: why, in a sentence.
        share: share of the shorter text's wording that the other has too, 0 to 1; ``None`` where no text is shared.
        directed: ``False`` where the two share text and nothing tells which was first.
        in_part: only some of the target's words come from here; the target counts to another origin.
        quote: the words of the target that name its source, where there are any.
    """

    source: RelayEnd
    target: RelayEnd
    kind: RelayKind
    reason: str
    share: float | None = None
    directed: bool = True
    in_part: bool = False
    quote: Quote | None = None

    def __post_init__(self) -> None:
        if self.share is not None and not 0.0 <= self.share <= 1.0:
            raise ValueError("a share lies between 0 and 1")


class VariantPlace(StrEnum):
    """Where in two copies the words differ."""

    HEADLINE = "headline"
    QUOTED = "quoted words"
    SENTENCE = "sentence"


class Difference(StrEnum):
    """What kind of words differ. Spelling, case, order and punctuation are no changes."""

    NUMBER = "number"
    NEGATION = "negation"
    HEDGE = "hedge"
    ATTRIBUTION = "attribution"
    """The words say, or no longer say, whose account it is."""
    ACT = "strength of the verb"
    """"accuses" for "says", "confirms" for "accuses"."""
    WHO = "who"
    WHAT = "what happened"
    WHERE = "where"
    WHEN = "when"
    MEANS = "with what"
    LEFT_OUT = "left out"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Change:
    """Words of one text and the words that stand in their place in the other; either may be missing."""

    kind: Difference
    earlier: Quote | None
    later: Quote | None

    def __post_init__(self) -> None:
        if self.earlier is None and self.later is None:
            raise ValueError("a change needs words on one side at least")


@dataclass(frozen=True, slots=True)
class Variant:
    """One wording in two texts of an origin, with what differs in it.

    Attributes:
        between: the two reports, the earlier one first where that is known.
        earlier: the headline or sentence in the one text; ``None`` where the other adds it.
        later: the same in the other; ``None`` where it is left out.
        dated: ``False`` where it is not known which of the two is the earlier one.
        also: further reports that have the later wording.
    """

    where: VariantPlace
    between: tuple[ReportId, ReportId]
    earlier: Quote | None
    later: Quote | None
    changes: tuple[Change, ...]
    dated: bool = True
    also: tuple[ReportId, ...] = ()

    def __post_init__(self) -> None:
        if not self.changes:
            raise ValueError("a variant needs a change")


@dataclass(frozen=True, slots=True)
class Origin:
    """One independent root of words.

    Attributes:
        label: names it.
        reports: the copies and relays.
        reason: why they are one, in a sentence.
        relays: who has the words from whom; every end but those of relays ``in_part`` has at most one source here.
        variants: what copies changed.
    """

    label: str
    side: SideId | None
    reports: tuple[ReportId, ...]
    reason: str
    relays: tuple[Relay, ...] = ()
    variants: tuple[Variant, ...] = ()


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


class RemarkKind(StrEnum):
    """What a reader of a comparison must know about what it rests on."""

    ONE_REPORT = "one report"
    ONE_ORIGIN = "one origin"
    ONE_SIDE = "one side"
    ALL_DENIED = "all denied"
    DATED_AHEAD = "dated ahead"
    """A report is dated before the event that it tells of."""
    LATER_EVIDENCE = "later evidence"
    ODD_FIGURE = "odd figure"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Remark:
    """A caution in a sentence, and the claims that it is about."""

    kind: RemarkKind
    text: str
    claims: tuple[ClaimId, ...] = ()


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
    derived: tuple[DerivedGrade, ...] = ()
    estimates: tuple[Estimate, ...] = ()
    remarks: tuple[Remark, ...] = ()
    matrix: SourceMatrix = field(default_factory=SourceMatrix)
