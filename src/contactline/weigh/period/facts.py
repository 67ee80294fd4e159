"""What a period view asks of one incident: who says that it happened, who fired, how surely, and when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from contactline.records.claims import Claim, Kind
from contactline.records.grades import CORROBORATED
from contactline.records.ids import ClaimId, IncidentId, PlaceId, ReportId, SideId
from contactline.records.incidents import Incident, State, Version, VersionValue, Weighing
from contactline.records.times import When
from contactline.weigh.period.errors import HOLDS_TWO, PIECE, PIECE_OF_MANY
from contactline.weigh.said import IN_ANSWER, YES

FIRE: Final = frozenset(
    {
        Kind.SHELLING,
        Kind.SMALL_ARMS_FIRE,
        Kind.SNIPER_FIRE,
        Kind.ROCKET_ATTACK,
        Kind.AIR_STRIKE,
        Kind.DRONE_STRIKE,
        Kind.SHOOTDOWN,
        Kind.CEASEFIRE_VIOLATION,
    }
)
"""Kinds in which somebody fired."""
_YES: Final = frozenset({YES, IN_ANSWER})
_SAYING: Final = frozenset({State.STATED, State.ADMITTED})


@dataclass(frozen=True, slots=True)
class Answered:
    """How one yes-or-no question stands in an incident.

    Attributes:
        said_by, denied_by: sides whose firm version says yes, and no.
        chance: probability that somebody says yes: that one account at least that does belongs to the incident.
        is_corroborated: a yes is graded 1 or 2.
        corroborated: probability of that, as the grade has it.
    """

    said_by: frozenset[SideId]
    denied_by: frozenset[SideId]
    chance: float
    is_corroborated: bool
    corroborated: float

    @property
    def is_said(self) -> bool:
        """Whether anybody firmly says yes."""
        return bool(self.said_by)


@dataclass(frozen=True, slots=True)
class Facts:
    """One incident of a period.

    Attributes:
        happened: whether it happened.
        fired: by side, whether it fired.
        is_own: probability that it is no piece of another incident that linking kept apart.
        holds_two: probability that linking joined a second incident into it.
        monday: of its week; ``None`` where that is not known.
        unsettled: its time reaches into another week.
        origins: number of origins that speak of it.
    """

    incident: IncidentId
    kind: Kind
    place: PlaceId | None
    happened: Answered
    fired: Mapping[SideId, Answered]
    is_own: float
    holds_two: float
    monday: date | None
    unsettled: bool
    reports: frozenset[ReportId]
    origins: int


def make_facts(
    incident: Incident, weighing: Weighing, claims: Mapping[ClaimId, Claim], sides: Iterable[SideId], zone: ZoneInfo
) -> Facts:
    """Work one incident out.

    Args:
        incident: not a recalled one.
        weighing: with graded versions.
        claims: at least the incident's.
        sides: the mandate's two.
        zone: in which weeks begin.
    """
    belongs = {member.claim: min(1.0, max(0.0, member.score)) for member in incident.members}
    versions: dict[str, list[Version]] = {}
    for version in weighing.versions:
        versions.setdefault(version.question, []).append(version)
    monday, unsettled = find_week(incident.when, zone)
    reports = frozenset(claims[claim].report for claim in incident.claims)
    return Facts(
        incident=incident.id,
        kind=incident.kind,
        place=incident.places[0] if incident.places else None,
        happened=_answer(versions.get("happened", ()), belongs, claims),
        fired={side: _answer(versions.get(f"fired/{side}", ()), belongs, claims) for side in sides},
        is_own=1.0 - PIECE.get(len(reports), PIECE_OF_MANY),
        holds_two=HOLDS_TWO if len(reports) not in PIECE else 0.0,
        monday=monday,
        unsettled=unsettled,
        reports=reports,
        origins=len(weighing.origins),
    )


def find_week(when: When | None, zone: ZoneInfo) -> tuple[date | None, bool]:
    """The Monday of the week that holds most of an interval (the earlier of two halves), and whether it reaches beyond.

    An interval longer than seven days has no week.
    """
    if when is None or when.latest - when.earliest > timedelta(days=7):
        return None, False
    first, last = when.earliest.astimezone(zone), when.latest.astimezone(zone)
    if last > first:
        last -= timedelta(microseconds=1)
    begin, end = _find_monday(first), _find_monday(last)
    if begin == end:
        return begin, False
    turn = datetime(end.year, end.month, end.day, tzinfo=zone)
    return (begin if turn - first >= last - turn else end), True


def _find_monday(moment: datetime) -> date:
    day = moment.date()
    return day - timedelta(days=day.weekday())


def _answer(versions: Iterable[Version], belongs: Mapping[ClaimId, float], claims: Mapping[ClaimId, Claim]) -> Answered:
    firm = [
        (version.side, value) for version in versions for value in version.values if value.state is not State.HEDGED
    ]
    yes = [(side, value) for side, value in firm if value.value in _YES and value.state in _SAYING]
    no = [(side, value) for side, value in firm if value.state is State.DENIED]
    graded = [value.grade for _, value in yes if value.grade is not None]
    return Answered(
        said_by=frozenset(side for side, _ in yes),
        denied_by=frozenset(side for side, _ in no),
        chance=_find_chance((value for _, value in yes), belongs, claims),
        is_corroborated=any(grade.credibility in CORROBORATED for grade in graded),
        corroborated=max((grade.corroborated for grade in graded), default=0.0),
    )


def _find_chance(
    values: Iterable[VersionValue], belongs: Mapping[ClaimId, float], claims: Mapping[ClaimId, Claim]
) -> float:
    """That at least one report belongs here that says it. What one report says comes and goes as one."""
    best: dict[ReportId, float] = {}
    for value in values:
        for claim in value.claims:
            report = claims[claim].report
            best[report] = max(best.get(report, 0.0), belongs.get(claim, 1.0))
    missing = 1.0
    for chance in best.values():
        missing *= 1.0 - chance
    return 1.0 - missing
