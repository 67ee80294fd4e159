"""Claims to mentions: each place in a report that tells a victim apart, with all that its claims say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from contactline._kit.hashing import make_content_id
from contactline.records.claims import Act, Claim, Modality, Outcome, Person, Polarity, Sequel
from contactline.records.ids import ClaimId, MentionId, ReportId
from contactline.records.incidents import Incident, State
from contactline.records.persons import Fate, FateSaid, PersonMention
from contactline.records.quotes import Span
from contactline.records.reports import Report

_VERSION: Final = 1
_UNREAL: Final = frozenset({Modality.CONDITIONAL, Modality.FUTURE, Modality.GENERAL})
_DENYING: Final = frozenset({Act.DENIES, Act.PARTLY_DENIES})
_FATES: Final = {
    Outcome.KILLED: Fate.KILLED,
    Outcome.WOUNDED: Fate.WOUNDED,
    Outcome.MISSING: Fate.MISSING,
    Outcome.CAPTURED: Fate.CAPTURED,
}
_SEQUELS: Final = {Sequel.RELEASED: Fate.RELEASED, Sequel.FOUND: Fate.FOUND}


@dataclass(frozen=True, slots=True)
class _Heard:
    person: Person
    said: FateSaid


def make_mention_id(report: ReportId, span: Span) -> MentionId:
    """The id of a place where a person stands."""
    return MentionId(make_content_id("m", _VERSION, {"report": report, "span": [span.start, span.end]}))


def find_mentions(
    claims: Iterable[Claim], reports: Mapping[ReportId, Report], incidents: Iterable[Incident]
) -> tuple[PersonMention, ...]:
    """All mentions, in the order of reports and words. Overlapping words of one report are one mention.

    Left out: what is only feared, planned or supposed.
    """
    home = {claim: incident for incident in incidents for claim in incident.claims}
    heard: dict[ReportId, list[_Heard]] = {}
    for claim in claims:
        if claim.modality not in _UNREAL:
            heard.setdefault(claim.report, []).extend(_hear(claim, home))
    return tuple(
        _make_mention(report, group, reports[report]) for report in sorted(heard) for group in _groups(heard[report])
    )


def _hear(claim: Claim, home: Mapping[ClaimId, Incident]) -> Iterator[_Heard]:
    incident = home.get(claim.id)
    recalled = claim.background if incident is None else incident.recalled
    denied = claim.polarity is Polarity.NEGATIVE or claim.act in _DENYING
    state = State.DENIED if denied else State.HEDGED if claim.modality is Modality.HEDGED else State.STATED
    for number, loss in enumerate(claim.casualties):
        for person in loss.persons:
            fate = _SEQUELS[person.sequel] if person.sequel else _FATES[loss.outcome]
            yield _Heard(
                person,
                FateSaid(
                    claim=claim.id,
                    fate=fate,
                    side=loss.victims.side,
                    status=loss.status,
                    incident=incident.id if incident else None,
                    state=state,
                    loss=number,
                    recalled=recalled,
                ),
            )


def _groups(heard: list[_Heard]) -> Iterator[list[_Heard]]:
    """Those whose names overlap; where one has no name, whose words overlap and that say no other age."""
    groups: list[list[_Heard]] = []
    for item in sorted(heard, key=lambda one: (one.person.quote.span, not one.person.name, one.said.claim)):
        home = next((group for group in reversed(groups) if _is_same_place(group[0].person, item.person)), None)
        if home is None:
            groups.append([item])
        else:
            home.append(item)
    yield from groups


def _is_same_place(one: Person, other: Person) -> bool:
    if not one.quote.span.overlaps(other.quote.span):
        return False
    if one.name and other.name:
        return one.name == other.name
    return one.age is None or other.age is None or one.age == other.age


def _make_mention(report: ReportId, group: list[_Heard], source: Report) -> PersonMention:
    named = max(group, key=lambda one: (bool(one.person.name), one.person.age is not None)).person
    said = tuple(dict.fromkeys(sorted((one.said for one in group), key=lambda one: (one.claim, one.loss))))
    return PersonMention(
        id=make_mention_id(report, named.quote.span),
        report=report,
        quote=named.quote,
        name=" ".join(named.name.split()),
        said=said,
        age=next((one.person.age for one in group if one.person.age is not None), None),
        born=next((one.person.born for one in group if one.person.born is not None), None),
        rank=next((one.person.rank for one in group if one.person.rank), ""),
        given_at=_given_at(source),
    )


def _given_at(report: Report) -> datetime | None:
    if report.meta.published_at:
        return report.meta.published_at
    day = report.meta.published_on
    return datetime(day.year, day.month, day.day, tzinfo=UTC) if day else None
