"""The shapes of the exchange files. The JSON schemas in ``docs/reference`` are generated from these types.

Keys may be added, never renamed or removed. A value that is not known is ``null``; no key is ever missing.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Final, Literal

import msgspec

from contactline.publish.estimateshapes import EstimateRow
from contactline.publish.exportbase import Count, Interval, LedgerRow, Span
from contactline.publish.periodshapes import PeriodRow
from contactline.publish.personexports import RegisterRow, TallyRow

Degrees = Annotated[float, msgspec.Meta(ge=-180, le=180, description="degrees WGS 84, two decimals")]
Score = Annotated[float, msgspec.Meta(ge=0, le=1)]
Scores = Annotated[dict[str, Score], msgspec.Meta(description="by field; empty where the reader gives none")]


class ReportRow(msgspec.Struct, frozen=True):
    """The report that a claim stands in."""

    id: str
    publisher: str | None
    side: str | None
    headline: str | None
    published: str | None
    language: str | None
    url: str | None
    relayed_from: str | None


class MentionRow(msgspec.Struct, frozen=True):
    """Words that name somebody; ``span`` is null where the report's publisher is meant.

    ``text`` is empty where no words name him: ``side`` is then inferred from the words at ``span``, as when "returned
    fire" says that the other side began.

    ``antecedent`` is the fuller name that short words ("he", "the ministry") go back to.
    """

    text: str
    actor: str | None
    side: str | None
    span: Span | None
    antecedent: TextRow | None


class TargetRow(msgspec.Struct, frozen=True):
    """What was hit or aimed at."""

    text: str
    actor: str | None
    side: str | None
    status: Literal["military", "civilian", "not said"]
    span: Span | None


class MeansRow(msgspec.Struct, frozen=True):
    """A weapon."""

    text: str
    normal: str
    span: Span


class PlaceRow(msgspec.Struct, frozen=True):
    """A place that is named."""

    text: str
    place: str | None
    role: Literal["at", "from", "toward", "also called"]
    lat: Degrees | None
    lon: Degrees | None
    precision: str | None
    span: Span


class WhenRow(msgspec.Struct, frozen=True):
    """A time that is named; the interval is null where the words could not be resolved."""

    text: str
    earliest: Interval | None
    latest: Interval | None
    precision: str | None
    zone: str | None
    anchored: bool | None
    span: Span


class OccurrenceRow(msgspec.Struct, frozen=True):
    """What a claim is about."""

    kind: str
    trigger: TextRow | None
    actors: list[MentionRow]
    targets: list[TargetRow]
    means: list[MeansRow]
    places: list[PlaceRow]
    when: WhenRow | None
    order: Literal["first", "answer", "not stated"]


class PersonRow(msgspec.Struct, frozen=True):
    """A victim. Of a child: initials, no age or year of birth, and the band of the age.

    ``sequel`` is what the same words say became of a missing or captured person since.
    """

    name: str
    age: float | None
    age_band: str | None
    name_withheld: bool
    born: int | None
    rank: str | None
    sequel: Literal["released", "found"] | None
    span: Span


class CasualtiesRow(msgspec.Struct, frozen=True):
    """A number of people with one outcome; ``max`` is null when open."""

    outcome: Literal["killed", "wounded", "missing", "captured"]
    status: Literal["military", "civilian", "not said"]
    side: str | None
    min: Count
    max: Count | None
    exact: bool
    form: str
    text: str
    persons: list[PersonRow]
    span: Span


class DamageRow(msgspec.Struct, frozen=True):
    """Damage to an object; ``text`` are the words of ``span``, ``what`` names the object."""

    text: str
    level: str
    side: str | None
    status: Literal["military", "civilian", "not said"]
    span: Span
    what: str


class EvidenceRow(msgspec.Struct, frozen=True):
    """Evidence that is said to be shown."""

    kind: str
    text: str
    span: Span


class LawRow(msgspec.Struct, frozen=True):
    """A legal term or instrument that is invoked."""

    text: str
    agreement: str | None
    span: Span


class TextRow(msgspec.Struct, frozen=True):
    """Words and their place."""

    text: str
    span: Span


class MakerRow(msgspec.Struct, frozen=True):
    """Which reader made a claim."""

    reader: str
    version: str


class ClaimRow(msgspec.Struct, frozen=True):
    """One line of ``claims.jsonl``: one attributed proposition, every value with the span it rests on."""

    id: str
    report: ReportRow
    part: Literal["headline", "body"]
    act: str
    polarity: Literal["positive", "negative"]
    modality: Literal["fact", "hedged", "reported", "conditional", "future", "general"]
    speaker: MentionRow
    relayed_by: list[MentionRow]
    answers: str | None
    occurrence: OccurrenceRow
    casualties: list[CasualtiesRow]
    damage: list[DamageRow]
    evidence: list[EvidenceRow]
    law: list[LawRow]
    quote: TextRow
    maker: MakerRow
    confidence: Score
    certainty: Scores
    background: bool
    stated: WhenRow | None
    construction: str
    incident: str | None
    answered_by: list[str]
    linked: LinkRow | None


class NameRow(msgspec.Struct, frozen=True):
    """One name of a place; ``used_by`` is empty when everybody uses it."""

    text: str
    type: str
    language: str
    script: str
    used_by: list[str]


class WhereRow(msgspec.Struct, frozen=True):
    """A place of an incident, with every party's names."""

    place: str
    names: list[NameRow]
    lat: Degrees | None
    lon: Degrees | None
    precision: str | None


class IncidentWhenRow(msgspec.Struct, frozen=True):
    """The interval that bounds the claims' times; ``text`` is ours, not a quote."""

    text: str
    earliest: Interval
    latest: Interval
    precision: str
    zone: str


class QuestionRow(msgspec.Struct, frozen=True):
    """A question and how a page asks it."""

    id: str
    text: str


class SourceLetterRow(msgspec.Struct, frozen=True):
    """How reliable one source of a value is, by the mandate's register; F with no reason where it has no row."""

    name: str
    letter: Literal["A", "B", "C", "D", "E", "F"]
    words: str
    reason: str
    graded_on: str | None


class GradeRow(msgspec.Struct, frozen=True):
    """Letters of the sources beside the number of the information; F and 6 mean “no basis”, not “worst”.

    ``corroborated`` is the probability of a number of 1 or 2 when claims belong to the incident only as surely as
    their ``score`` says.
    """

    sources: list[SourceLetterRow]
    credibility: Literal["1", "2", "3", "4", "5", "6"]
    words: str
    rule: str
    reason: str
    corroborated: Score


class DerivedRow(msgspec.Struct, frozen=True):
    """What another scheme would say: a named level, and the codebook's number where it has one."""

    scheme: Literal["airwars", "ucdp", "acled"]
    codebook: str
    field: str
    about: str | None
    level: str | None
    code: int | None
    reason: str


class VoiceRow(msgspec.Struct, frozen=True):
    """Somebody in whose name a value is given, where, and from which day to which.

    ``revised_on`` is the day since when the same voice gives another value; ``withdrawn`` says that it denies it now.
    """

    name: str
    outlets: list[str]
    first: str | None
    last: str | None
    revised_on: str | None
    withdrawn: bool


class ValueRow(msgspec.Struct, frozen=True):
    """A value that a side gives, and the claims it rests on; ``past`` where nobody of the side gives it any more.

    ``grade`` is null for shown evidence and cited law.
    """

    value: str
    state: str
    min: float | None
    max: float | None
    relayed: bool
    claims: Annotated[list[str], msgspec.Meta(min_length=1)]
    grade: GradeRow | None
    voices: list[VoiceRow]
    note: str
    past: bool


class VersionRow(msgspec.Struct, frozen=True):
    """What one side says on one question.

    ``as_of`` is the day of the side's latest report that was read on the incident, null where none was. ``silent`` are
    its reports that say nothing on the question before the side first does, ``silent_until`` the day of their latest.
    """

    question: str
    side: str
    state: Literal["stated", "denied", "partly denied", "admitted", "hedged", "declined", "silent as of", "not stated"]
    values: list[ValueRow]
    as_of: str | None
    silent: list[str]
    silent_until: str | None


class ContradictionRow(msgspec.Struct, frozen=True):
    """Two voices of one side that cannot both be right, and the claims of each."""

    side: str
    text: str
    one: list[str]
    other: list[str]


class RemarkRow(msgspec.Struct, frozen=True):
    """A caution about what the comparisons rest on."""

    kind: str
    text: str
    claims: list[str]


class ComparisonRow(msgspec.Struct, frozen=True):
    """The versions of one question set side by side."""

    question: str
    result: Literal["agrees", "compatible", "conflicts", "one side only", "not stated"]
    reason: str
    internal: list[str]
    contradictions: list[ContradictionRow]


class CoverageRow(msgspec.Struct, frozen=True):
    """How much was read of one side."""

    side: str | None
    reports: list[str]
    origins: Count
    languages: list[str]
    until: str | None


class CitedRow(msgspec.Struct, frozen=True):
    """Words of a report and their place."""

    report: str
    text: str
    span: Span


class RelayEndRow(msgspec.Struct, frozen=True):
    """A report that was read, or somebody who is only named as a source: then ``report`` is null."""

    name: str
    report: str | None
    side: str | None


class RelayRow(msgspec.Struct, frozen=True):
    """That words of ``target`` come from ``source``; see ``docs/reference/incidents.md``."""

    source: RelayEndRow
    target: RelayEndRow
    kind: Literal["names it", "shares text", "same root"]
    reason: str
    share: Score | None
    directed: bool
    in_part: bool
    quote: CitedRow | None


class DifferenceRow(msgspec.Struct, frozen=True):
    """Words of one text and those that stand in their place in the other."""

    kind: str
    earlier: CitedRow | None
    later: CitedRow | None


class VariantRow(msgspec.Struct, frozen=True):
    """One headline or sentence in two texts of an origin, and what differs in it."""

    where: Literal["headline", "quoted words", "sentence"]
    between: Annotated[list[str], msgspec.Meta(min_length=2, max_length=2)]
    earlier: CitedRow | None
    later: CitedRow | None
    changes: list[DifferenceRow]
    dated: bool
    also: list[str]


class OriginRow(msgspec.Struct, frozen=True):
    """One independent root of the words."""

    label: str
    side: str | None
    reports: list[str]
    reason: str
    relays: list[RelayRow]
    variants: list[VariantRow]


class RungRow(msgspec.Struct, frozen=True):
    """One step of the casualty ladder."""

    outcome: str
    group: str | None
    status: str
    min: Count
    max: Count | None
    form: str
    speaker: str
    speaker_side: str | None
    state: str
    given_at: Interval | None
    claim: str


class TieRow(msgspec.Struct, frozen=True):
    """The sum behind a membership.

    ``ledger`` adds up to the score of the pair with ``partner``; ``total`` is the sum over all accounts of the
    incident. ``runner_up`` is a claim of the next best incident and ``margin`` how far it lies behind; where no other
    came into question ``runner_up`` is null and ``margin`` null or how far standing by itself lies behind.
    """

    partner: str
    ledger: list[LedgerRow]
    total: float
    runner_up: str | None
    margin: float | None


Word = Literal["surely", "probably", "perhaps"]


class LinkRow(msgspec.Struct, frozen=True):
    """Why a claim belongs to its incident; ``tie`` is null where nothing was compared or a person decided."""

    score: float
    word: Word
    reason: str
    tie: TieRow | None


class MemberRow(msgspec.Struct, frozen=True):
    """Why a claim belongs to an incident; ``tie`` is null where nothing was compared or a person decided."""

    claim: str
    score: float
    word: Word
    reason: str
    tie: TieRow | None


class EpisodeRow(msgspec.Struct, frozen=True):
    """One entry of ``episodes.json``: reports too dense for the incidents inside to be told apart one by one."""

    title: str
    kind: str
    when: IncidentWhenRow | None
    where: list[WhereRow]
    incidents: list[str]
    reports: Count
    candidates: float
    reason: str


class RelationRow(msgspec.Struct, frozen=True):
    """How an incident stands to another; "answer to" and "part of" stand with the answer and the part alone."""

    kind: Literal["answer to", "same series", "part of", "near-twin"]
    other: str
    reason: str


class JudgementRow(msgspec.Struct, frozen=True):
    """A person's judgement on two claims; the one that is followed, not those that it superseded."""

    id: str
    verdict: Literal["together", "apart"]
    one: str
    other: str
    author: str
    reason: str
    made_at: Interval


class ChangeRow(msgspec.Struct, frozen=True):
    """What became of ``incident``, with regard to ``other``; "founded" and "grown" are left out."""

    run: Count
    at: Interval
    kind: Literal["shrunk", "merged into", "split from", "dissolved", "restored"]
    incident: str
    other: str | None
    claims: list[str]
    reason: str


class IncidentRow(msgspec.Struct, frozen=True):
    """One entry of ``incidents.json``: a hypothesis that some claims speak of one happening."""

    id: str
    title: str
    kind: str
    recalled: bool
    when: IncidentWhenRow | None
    where: list[WhereRow]
    claims: list[str]
    members: list[MemberRow]
    questions: list[QuestionRow]
    versions: list[VersionRow]
    comparisons: list[ComparisonRow]
    coverage: list[CoverageRow]
    origins: list[OriginRow]
    ladder: list[RungRow]
    relations: list[RelationRow]
    episode: str | None
    judgements: list[JudgementRow]
    history: list[ChangeRow]
    earlier_ids: list[str]
    derived: list[DerivedRow]
    remarks: list[RemarkRow]
    estimates: list[EstimateRow]


class MatrixSourceRow(msgspec.Struct, frozen=True):
    """Somebody in whose name things are said, with the number of questions answered and of independent origins."""

    name: str
    side: str
    questions: Count
    origins: Count


class MatrixCellRow(msgspec.Struct, frozen=True):
    """Two sources, by their places in ``sources``, and on how many questions they agree or fit, and on which not.

    ``same_origin``: one of them is known only from texts of the other's origins, so what they share counts once.
    """

    one: Count
    other: Count
    agrees: Count
    compatible: Count
    conflicts: list[str]
    same_origin: bool


class MatrixResultRow(msgspec.Struct, frozen=True):
    """How the sides stand on one sort of question: of its questions the one farthest from agreement."""

    question: str
    result: Literal["agrees", "compatible", "conflicts", "one side only", "not stated"]
    internal: bool


class MatrixRow(msgspec.Struct, frozen=True):
    """One entry of ``matrices.json``: one incident, question by question and source by source."""

    incident: str
    results: list[MatrixResultRow]
    sources: list[MatrixSourceRow]
    cells: list[MatrixCellRow]
    left_out: Count


class ProblemRow(msgspec.Struct, frozen=True):
    """One line of ``problems.jsonl``: something that could not be done as it should."""

    stage: str
    code: str
    severity: Literal["info", "warning", "error"]
    message: str
    subject: str
    report: str | None
    span: Span | None
    text: str | None


SCHEMAS: Final[Mapping[str, Any]] = {
    "claims": ClaimRow,
    "incidents": list[IncidentRow],
    "episodes": list[EpisodeRow],
    "matrices": list[MatrixRow],
    "problems": ProblemRow,
    "persons": RegisterRow,
    "tallies": TallyRow,
    "period": PeriodRow,
}


def make_schema(name: str) -> bytes:
    """The JSON schema (draft 2020-12) of one exchange file, as it stands in ``docs/reference``.

    Args:
        name: ``claims``, ``problems``, ``persons`` or ``tallies`` (of one line), ``incidents``, ``episodes`` or
            ``period`` (of the whole file).
    """
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **msgspec.json.schema(SCHEMAS[name])}
    return msgspec.json.format(msgspec.json.encode(schema), indent=2) + b"\n"


def encode_row(row: object) -> bytes:
    """A row as one line of UTF-8 JSON, keys in the order of the type, without the line end.

    Half a surrogate pair, which no UTF-8 can hold, becomes ``?``: one character for one, so that spans still fit.
    """
    try:
        return msgspec.json.encode(row)
    except UnicodeEncodeError:
        return msgspec.json.encode(_mend(msgspec.to_builtins(row)))


def _mend(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, dict):
        return {key: _mend(item) for key, item in value.items()}
    return [_mend(item) for item in value] if isinstance(value, list) else value
