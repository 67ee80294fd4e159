"""The room's verb: mentions of victims become the casualty register."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from contactline._kit.hashing import make_content_id
from contactline.records.claims import Claim
from contactline.records.ids import IncidentId, MentionId, PersonId, ReportId
from contactline.records.incidents import Incident
from contactline.records.persons import (
    Bond,
    CasualtyRegister,
    Doubt,
    PersonJudgement,
    PersonMention,
    RegisteredPerson,
)
from contactline.records.reports import Report
from contactline.records.times import When
from contactline.weigh.persons.course import find_conflicts, find_fates, find_sides, find_statuses
from contactline.weigh.persons.group import Grouping, Scores, group_mentions
from contactline.weigh.persons.judged import Settled, make_pair, settle
from contactline.weigh.persons.mentions import find_mentions
from contactline.weigh.persons.score import Candidate, Scorer, make_candidate
from contactline.weigh.persons.tally import make_tallies
from contactline.weigh.persons.weights import Rarity, load_weights

_VERSION: Final = 1


def make_register(
    claims: Iterable[Claim],
    reports: Mapping[ReportId, Report],
    incidents: Sequence[Incident],
    judgements: Iterable[PersonJudgement] = (),
) -> CasualtyRegister:
    """Put the register together. Pure; the order of what comes in does not matter.

    Args:
        claims: all of a run, resolved.
        reports: of these claims.
        incidents: as linked.
        judgements: all that people ever judged of persons.
    """
    known = {claim.id: claim for claim in claims}
    mentions = find_mentions(known.values(), reports, incidents)
    whens = {incident.id: incident.when for incident in incidents}
    candidates = {mention.id: make_candidate(mention, _find_when(mention, whens)) for mention in mentions}
    weights = load_weights()
    scorer = Scorer(weights, Rarity((item.name for item in candidates.values()), weights))
    settled = settle(judgements, mentions)
    grouping = group_mentions(candidates.values(), scorer, settled)
    persons = [_make_person(group, candidates, grouping.scores, settled) for group in grouping.groups]
    doubts = tuple(_make_doubts(grouping, persons, settled))
    return CasualtyRegister(
        persons=tuple(sorted(persons, key=_person_key)),
        doubts=doubts,
        tallies=make_tallies(persons, doubts, incidents, known, reports),
        judgements=settled.judgements,
        unapplied=settled.unapplied,
    )


def _find_when(mention: PersonMention, whens: Mapping[IncidentId, When | None]) -> When | None:
    """The time of the first incident that has one."""
    incidents = [said.incident for said in mention.said if said.incident is not None]
    return next((when for incident in incidents if (when := whens.get(incident))), None)


def _make_person(
    group: Sequence[MentionId], candidates: Mapping[MentionId, Candidate], scores: Scores, settled: Settled
) -> RegisteredPerson:
    members = sorted((candidates[id_] for id_ in group), key=_mention_key)
    mentions = tuple(member.mention for member in members)
    fates, sides, statuses = find_fates(mentions), find_sides(mentions), find_statuses(mentions)
    first = mentions[0]
    return RegisteredPerson(
        id=PersonId(make_content_id("p", _VERSION, {"first": first.id})),
        mentions=mentions,
        bonds=tuple(_bind(mentions, number, scores, settled) for number in range(1, len(mentions))),
        fates=fates,
        sides=sides,
        statuses=statuses,
        conflicts=tuple(find_conflicts(members, fates, sides, statuses)),
    )


def _bind(mentions: Sequence[PersonMention], number: int, scores: Scores, settled: Settled) -> Bond:
    """To one of the earlier mentions: the one that a person named, else the one that fits best."""
    here = mentions[number].id
    pairs = [make_pair(mention.id, here) for mention in mentions[:number]]
    judged = next((pair for pair in pairs if pair in settled.together), None)
    pair = judged or max(pairs, key=lambda one: (scores.total(one), one))
    other = pair[0] if pair[1] == here else pair[1]
    judgement = settled.together[judged].id if judged else None
    return Bond(here, other, scores.lines(pair), scores.total(pair), judgement)


def _make_doubts(grouping: Grouping, persons: Sequence[RegisteredPerson], settled: Settled) -> Iterable[Doubt]:
    found = []
    for open_ in grouping.doubts:
        one, other = persons[open_.one], persons[open_.other]
        if _person_key(other) < _person_key(one):
            one, other = other, one
        ids = {mention.id for mention in one.mentions}
        first, last = open_.pair if open_.pair[0] in ids else open_.pair[::-1]
        scores = grouping.scores
        bond = Bond(first, last, scores.lines(open_.pair), scores.total(open_.pair))
        found.append(Doubt(one.id, other.id, bond, open_.reason))
    return sorted(found, key=lambda doubt: (-doubt.bond.total, doubt.one, doubt.other))


def _mention_key(item: Candidate) -> tuple[bool, float, ReportId, int, MentionId]:
    mention = item.mention
    given = mention.given_at.timestamp() if mention.given_at else 0.0
    return mention.given_at is None, given, mention.report, mention.quote.span.start, mention.id


def _person_key(person: RegisteredPerson) -> tuple[bool, float, PersonId]:
    """The order of first report; persons that nobody dates come last."""
    first = person.mentions[0]
    return first.given_at is None, first.given_at.timestamp() if first.given_at else 0.0, person.id
