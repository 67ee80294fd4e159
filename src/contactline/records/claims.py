"""Claims: one attributed proposition each, every value with the words it rests on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from contactline._kit.hashing import make_content_id
from contactline.records.ids import ActorId, AgreementId, ClaimId, PlaceId, ReportId, SideId
from contactline.records.places import PlacePrecision
from contactline.records.quotes import Quote
from contactline.records.times import When

_VERSION = 1


class Act(StrEnum):
    """What a speaker does by saying it. Neither PLOVER nor ACLED has denials and admissions."""

    STATES = "states"
    ACCUSES = "accuses"
    DENIES = "denies"
    PARTLY_DENIES = "partly denies"
    ADMITS = "admits"
    CLAIMS_RESPONSIBILITY = "claims responsibility"
    REPORTS_OWN_LOSS = "reports own loss"
    REPORTS_ENEMY_LOSS = "reports enemy loss"
    OBSERVES = "observes"
    FINDS = "finds"
    SHOWS = "shows evidence"
    NOTIFIES = "notifies"
    CONDEMNS = "condemns"
    REGRETS = "regrets"
    WARNS = "warns"
    THREATENS = "threatens"
    APPEALS = "appeals"
    COMMITS = "commits"
    DECLINES = "declines"


class Polarity(StrEnum):
    """Whether the proposition is affirmed or negated by its speaker."""

    POSITIVE = "positive"
    NEGATIVE = "negative"


class Modality(StrEnum):
    """How the speaker holds the proposition."""

    FACT = "fact"
    HEDGED = "hedged"
    REPORTED = "reported"
    """Passed on as somebody else's words, or held by one who only relays it."""
    CONDITIONAL = "conditional"
    FUTURE = "future"
    GENERAL = "general"
    """Habit or principle: "has never targeted"."""


class Part(StrEnum):
    """Where in the report a claim stands."""

    HEADLINE = "headline"
    BODY = "body"


class Kind(StrEnum):
    """What happened: a small scheme of our own, mapped to ACLED and PLOVER in ``reference/kinds.csv``."""

    SHELLING = "shelling"
    SMALL_ARMS_FIRE = "small_arms_fire"
    SNIPER_FIRE = "sniper_fire"
    CEASEFIRE_VIOLATION = "ceasefire_violation"
    ROCKET_ATTACK = "rocket_attack"
    AIR_STRIKE = "air_strike"
    DRONE_STRIKE = "drone_strike"
    SHOOTDOWN = "shootdown"
    MINE_EXPLOSION = "mine_explosion"
    EXPLOSION = "explosion"
    GROUND_ATTACK = "ground_attack"
    ARMED_CLASH = "armed_clash"
    CAPTURE = "capture"
    KILLING = "killing"
    MISTREATMENT = "mistreatment"
    HUMAN_SHIELDING = "human_shielding"
    TERRITORY_CHANGE = "territory_change"
    CEASEFIRE = "ceasefire"
    MONITORING = "monitoring"
    OBSTRUCTION = "obstruction"
    """Access refused, a mechanism or an exchange blocked."""
    UNSPECIFIED = "unspecified"
    """An armed incident whose kind is not said: "attack", "provocation", "incident"."""
    NONE = "none"
    """The claim names no physical occurrence."""


class Order(StrEnum):
    """First fire or answer, as the speaker says."""

    FIRST = "first"
    ANSWER = "answer"
    NOT_STATED = "not stated"


class Status(StrEnum):
    """Of victims and targets."""

    MILITARY = "military"
    CIVILIAN = "civilian"
    NOT_SAID = "not said"


class Outcome(StrEnum):
    """What became of a person."""

    KILLED = "killed"
    WOUNDED = "wounded"
    MISSING = "missing"
    CAPTURED = "captured"


class Sequel(StrEnum):
    """What became of a missing or captured person since, by the same words."""

    RELEASED = "released"
    FOUND = "found"
    """Alive, or not said whether."""


class NumberForm(StrEnum):
    """How a number was given."""

    EXACT = "exact"
    RANGE = "range"
    AT_LEAST = "at least"
    AT_MOST = "at most"
    ABOUT = "about"
    NONE = "none"
    """"no losses"."""
    UNSPECIFIED = "unspecified"
    """"casualties", "several": more than none, not said how many."""


class PlaceRole(StrEnum):
    """How a place stands to the occurrence."""

    AT = "at"
    """Where it happened or what was hit."""
    FROM = "from"
    """Where it is said to have come from: an allegation tied to a settlement, never a coordinate."""
    TOWARD = "toward"
    ALSO_CALLED = "also called"
    """Another name for the place named just before."""


@dataclass(frozen=True, slots=True)
class Mention:
    """Words that name somebody, with who that is once resolved.

    Attributes:
        text: the words, or a publisher's name where the report itself is meant; empty where no words name somebody who
            is inferred from what stands at ``quote`` ("returned fire": the other side began).
        quote: where they stand; ``None`` only for the publisher of the report.
        of: for a relative word ("the enemy", "our positions", "he"): whose viewpoint it takes, filled by the reader
            with ``opponent``, ``own`` or ``same``; empty for a plain name.
        antecedent: the fuller name that short words ("he", "the ministry", a bare surname) go back to.
        party: the side that the reader takes them to be on from all it read; used where no name tells.
    """

    text: str
    quote: Quote | None = None
    actor: ActorId | None = None
    side: SideId | None = None
    of: str = ""
    antecedent: Quote | None = None
    party: SideId | None = None


@dataclass(frozen=True, slots=True)
class Target:
    """What was hit or aimed at."""

    mention: Mention
    status: Status = Status.NOT_SAID


@dataclass(frozen=True, slots=True)
class Means:
    """A weapon: the words, and the normal form of the lexicon (``mortar``, ``mortar 82 mm``)."""

    quote: Quote
    normal: str


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """Words that name a place, with the place once resolved. Coordinates are never finer than a settlement."""

    quote: Quote
    role: PlaceRole = PlaceRole.AT
    place: PlaceId | None = None
    lat: float | None = None
    lon: float | None = None
    precision: PlacePrecision | None = None


@dataclass(frozen=True, slots=True)
class TimeMention:
    """Words that name a time, with the interval once resolved."""

    quote: Quote
    when: When | None = None


@dataclass(frozen=True, slots=True)
class Occurrence:
    """What a claim is about."""

    kind: Kind = Kind.NONE
    trigger: Quote | None = None
    actors: tuple[Mention, ...] = ()
    targets: tuple[Target, ...] = ()
    means: tuple[Means, ...] = ()
    places: tuple[PlaceMention, ...] = ()
    time: TimeMention | None = None
    order: Order = Order.NOT_STATED


@dataclass(frozen=True, slots=True)
class Person:
    """A person told apart among victims, by name, age or both.

    Attributes:
        name: as written, without rank; empty where only an age tells the person apart.
        quote: covers the name and all that is said beside it here.
        age: in years.
        born: year of birth.
        rank: as written.
        sequel: what became of a missing or captured person since.
    """

    name: str
    quote: Quote
    age: float | None = None
    born: int | None = None
    rank: str = ""
    sequel: Sequel | None = None


@dataclass(frozen=True, slots=True)
class Casualties:
    """A number of people with one outcome.

    Attributes:
        victims: the words for who they are ("three Artsakh soldiers"); side once resolved.
        minimum, maximum: people; ``maximum`` is ``None`` when open.
    """

    outcome: Outcome
    status: Status
    minimum: int
    maximum: int | None
    form: NumberForm
    victims: Mention
    quote: Quote
    persons: tuple[Person, ...] = ()

    def __post_init__(self) -> None:
        if self.minimum < 0 or (self.maximum is not None and self.maximum < self.minimum):
            raise ValueError(f"not a number of people: {self.minimum}–{self.maximum}")


@dataclass(frozen=True, slots=True)
class Damage:
    """Damage to an object: ``target`` names it, ``level`` is ``damaged`` or ``destroyed``."""

    target: Mention
    status: Status
    level: str
    quote: Quote


@dataclass(frozen=True, slots=True)
class EvidenceMention:
    """Evidence that a text says is shown.

    Attributes:
        kind: ``video``, ``audio``, ``photo``, ``document``, ``debris``, ``radar``, ``testimony``, …
    """

    kind: str
    quote: Quote


@dataclass(frozen=True, slots=True)
class LawMention:
    """A legal term or instrument that the speaker invokes; ``agreement`` once resolved."""

    quote: Quote
    agreement: AgreementId | None = None


@dataclass(frozen=True, slots=True)
class Maker:
    """Which reader, in which version, made a claim."""

    reader: str
    version: str


@dataclass(frozen=True, slots=True)
class Certainty:
    """How sure the maker is of one value of a claim.

    Attributes:
        field: ``speaker``, ``act``, ``kind``, ``places``, ``casualties``, ``polarity`` or ``modality``.
        confidence: 0 to 1, that the field is right as a whole; that nothing is missing, where it is empty.
    """

    field: str
    confidence: float

    def __post_init__(self) -> None:
        if not 0.0 <= self.confidence <= 1.0:
            raise ValueError("confidence lies between 0 and 1")


@dataclass(frozen=True, slots=True)
class Claim:
    """One attributed proposition. Never edited: a correction is a new record.

    Attributes:
        relayed_by: who passed the words on, the outermost (the outlet) first, the nearest to the speaker last.
        answers: the claim that a denial answers.
        background: the claim is about older events that the report only recalls.
        stated: when the speaker said it, as far as the text tells.
        construction: name of the rule that made it ("why this reading?").
        confidence: 0 to 1, that all of it is right; calibrated for the reader ``compact``, set by hand for ``rules``.
        certainty: the same for single values, where the maker knows; each field once.
    """

    id: ClaimId
    report: ReportId
    part: Part
    act: Act
    polarity: Polarity
    modality: Modality
    speaker: Mention
    relayed_by: tuple[Mention, ...]
    occurrence: Occurrence
    quote: Quote
    maker: Maker
    answers: ClaimId | None = None
    casualties: tuple[Casualties, ...] = ()
    damage: tuple[Damage, ...] = ()
    evidence: tuple[EvidenceMention, ...] = ()
    law: tuple[LawMention, ...] = ()
    background: bool = False
    stated: TimeMention | None = None
    construction: str = ""
    confidence: float = 0.5
    certainty: tuple[Certainty, ...] = ()

    def __post_init__(self) -> None:
        if not 0.0 <= self.confidence <= 1.0:
            raise ValueError("confidence lies between 0 and 1")


def with_id(claim: Claim) -> Claim:
    """Give a claim its content id, from what the reader found: report, words, act, speaker, kind, order and maker.

    Resolved values are no part of it, so that a better gazetteer does not make it another claim.
    """
    occurrence = claim.occurrence
    speaker = claim.speaker.quote
    identity: dict[str, object] = {
        "report": claim.report,
        "part": claim.part,
        "quote": [claim.quote.span.start, claim.quote.span.end],
        "speaker": [speaker.span.start, speaker.span.end] if speaker else claim.speaker.text,
        "construction": claim.construction,
        "trigger": [occurrence.trigger.span.start, occurrence.trigger.span.end] if occurrence.trigger else None,
        "kind": occurrence.kind,
        "order": occurrence.order,
        "polarity": claim.polarity,
        "modality": claim.modality,
        "maker": [claim.maker.reader, claim.maker.version],
    }
    if occurrence.trigger is None and claim.casualties:
        # without words for what happened, the words for who was hurt tell two claims of a sentence apart
        identity["casualties"] = [[entry.quote.span.start, entry.quote.span.end] for entry in claim.casualties]
    return replace(claim, id=ClaimId(make_content_id("c", _VERSION, identity)))
