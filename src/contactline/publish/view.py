"""A dossier with its cross-references worked out once, for all pages and files."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import PurePath

from contactline._kit.folding import fold_name
from contactline.errors import IntegrityError
from contactline.publish.masking import Mask, make_mask
from contactline.publish.minors import find_children
from contactline.publish.questions import complete_weighing
from contactline.records.actors import Actor, ActorKind
from contactline.records.claims import Claim, Mention
from contactline.records.dossiers import Dossier
from contactline.records.histories import ROUTINE, IncidentChange, find_redirects
from contactline.records.ids import THIRD, ActorId, AgreementId, ClaimId, IncidentId, PlaceId, ReportId, SideId
from contactline.records.incidents import Episode, Incident, Membership, Origin, Relation, Weighing
from contactline.records.judgements import LinkJudgement
from contactline.records.mandates import Agreement
from contactline.records.places import Place
from contactline.records.problems import Problem
from contactline.records.quotes import Anchor, Quote, Span
from contactline.records.reports import Report
from contactline.records.times import When

_PUBLISHERS = {ActorKind.OUTLET, ActorKind.AGENCY, ActorKind.MINISTRY, ActorKind.ORGANISATION, ActorKind.MEDIATOR}


@dataclass(frozen=True, slots=True)
class View:
    """Look-ups over one dossier.

    Attributes:
        claims: in the order of publication and of their words.
        order: the place of every claim in that order.
        incidents: in the order of time, those without a time last.
        weighings: one for each incident, with “not stated” wherever nothing is stated.
        titles, whens: of every incident.
        related_from: relations that stand with another incident and point here, each with that incident.
        episode_of: the dense hours that an incident is a hypothesis in.
        redirects: where earlier ids of incidents lead today.
        changes_of: by incident, those that a page tells of.
        judgements_of: by claim.
        texts: the fixed texts with children's names hidden, as long as the originals.
        root: the folder that all given paths share; left out on pages, since it says more of the analyst's machine
            than of the report.
    """

    dossier: Dossier
    reports: Mapping[ReportId, Report]
    claims: Mapping[ClaimId, Claim]
    order: Mapping[ClaimId, int]
    problems_of: Mapping[ReportId, tuple[Problem, ...]]
    incidents: tuple[Incident, ...]
    incident_of: Mapping[ClaimId, IncidentId]
    membership_of: Mapping[ClaimId, Membership]
    answered_by: Mapping[ClaimId, tuple[ClaimId, ...]]
    weighings: Mapping[IncidentId, Weighing]
    report_sides: Mapping[ReportId, SideId]
    places: Mapping[PlaceId, Place]
    actors: Mapping[ActorId, Actor]
    agreements: Mapping[AgreementId, Agreement]
    mask: Mask
    titles: Mapping[IncidentId, str]
    whens: Mapping[IncidentId, When | None]
    related_from: Mapping[IncidentId, tuple[tuple[IncidentId, Relation], ...]]
    episode_of: Mapping[IncidentId, Episode]
    redirects: Mapping[IncidentId, IncidentId | None]
    changes_of: Mapping[IncidentId, tuple[IncidentChange, ...]]
    judgements_of: Mapping[ClaimId, tuple[LinkJudgement, ...]]
    texts: Mapping[ReportId, str]
    root: str = field(default="")

    def in_order(self, claims: Iterable[ClaimId]) -> list[Claim]:
        """Claims in the order of publication and of their words, each once."""
        return [self.claims[claim] for claim in sorted(set(claims), key=self.order.__getitem__)]

    def words(self, quote: Quote) -> str:
        """The words of a quote as they may be shown."""
        if quote.anchor is Anchor.FUZZY:
            return self.mask.hide(quote.words, quote.report)
        return self.slice(quote.report, quote.span)

    def slice(self, report: ReportId, span: Span) -> str:
        """The characters of a report as they may be shown."""
        return self.texts[report][span.start : span.end]

    def mention(self, mention: Mention) -> str:
        """The words of a mention as they may be shown; none where it is inferred and no words name it."""
        if not mention.text:
            return ""
        return self.words(mention.quote) if mention.quote else self.hide(mention.text)

    def hide(self, text: str) -> str:
        """Any other text as it may be shown."""
        return self.mask.hide_anywhere(text)

    def path(self, text: str) -> str:
        """A path, or a sentence with paths, without the folder that all inputs share."""
        return text.replace(self.root, "") if self.root else text

    def address(self, report: Report) -> str:
        """The public address as it may be shown; one that spells a child's name is no address any more."""
        return self.mask.hide_address(report.meta.url or "")

    def headline(self, report: Report) -> str:
        """The report's title as it may be shown."""
        return self.mask.hide(report.title, report.id)


def make_view(dossier: Dossier) -> View:
    """Work the cross-references out.

    Raises:
        IntegrityError: a quote's words are not those of its report at that place.
    """
    reports = {report.id: report for report in sorted(dossier.reports, key=_report_order)}
    _verify_quotes(((f"claim {claim.id}", iter_quotes(claim)) for claim in dossier.claims), reports)
    origins = [origin for weighing in dossier.weighings for origin in weighing.origins]
    _verify_quotes(((f"origin {origin.label}", iter_origin_quotes(origin)) for origin in origins), reports)
    rank = {report: number for number, report in enumerate(reports)}
    claims = sorted(dossier.claims, key=lambda claim: (rank[claim.report], claim.quote.span, claim.id))
    children = find_children(dossier.register)
    mask = make_mask(claims, reports.values(), dossier.mandate, (name for names in children.values() for name in names))
    return View(
        dossier=dossier,
        reports=reports,
        claims={claim.id: claim for claim in claims},
        order={claim.id: number for number, claim in enumerate(claims)},
        problems_of=_problems_of(dossier.problems),
        incidents=tuple(sorted(dossier.incidents, key=_incident_order)),
        incident_of=_incident_of(dossier.incidents),
        membership_of=_membership_of(dossier.incidents),
        answered_by=_answered_by(claims),
        weighings=_weighings(dossier),
        report_sides=_report_sides(dossier),
        places={place.id: place for place in dossier.mandate.places},
        actors={actor.id: actor for actor in dossier.mandate.actors},
        agreements={agreement.id: agreement for agreement in dossier.mandate.agreements},
        mask=mask,
        titles={incident.id: incident.title for incident in dossier.incidents},
        whens={incident.id: incident.when for incident in dossier.incidents},
        related_from=_related_from(dossier.incidents),
        episode_of={incident: episode for episode in dossier.episodes for incident in episode.incidents},
        redirects=find_redirects(dossier.changes),
        changes_of=_changes_of(dossier.changes),
        judgements_of=_judgements_of(dossier.judgements),
        texts={report.id: mask.hide(report.text, report.id) for report in reports.values()},
        root=_shared_folder(dossier),
    )


def iter_quotes(claim: Claim) -> Iterable[Quote]:
    """Every quote that a claim or one of its values rests on."""
    occurrence = claim.occurrence
    mentions = [
        claim.speaker,
        *claim.relayed_by,
        *occurrence.actors,
        *(target.mention for target in occurrence.targets),
    ]
    mentions += [loss.victims for loss in claim.casualties] + [damage.target for damage in claim.damage]
    quotes: list[Quote | None] = [claim.quote, occurrence.trigger]
    quotes += [quote for mention in mentions for quote in (mention.quote, mention.antecedent)]
    quotes += [means.quote for means in occurrence.means] + [place.quote for place in occurrence.places]
    quotes += [evidence.quote for evidence in claim.evidence] + [law.quote for law in claim.law]
    quotes += [loss.quote for loss in claim.casualties] + [damage.quote for damage in claim.damage]
    quotes += [person.quote for loss in claim.casualties for person in loss.persons]
    quotes += [time.quote for time in (occurrence.time, claim.stated) if time]
    return [quote for quote in quotes if quote is not None]


def iter_origin_quotes(origin: Origin) -> Iterable[Quote]:
    """Every quote that a relay or variant of an origin rests on."""
    quotes: list[Quote | None] = [relay.quote for relay in origin.relays]
    for variant in origin.variants:
        quotes += [variant.earlier, variant.later]
        quotes += [quote for change in variant.changes for quote in (change.earlier, change.later)]
    return [quote for quote in quotes if quote is not None]


def _verify_quotes(cited: Iterable[tuple[str, Iterable[Quote]]], reports: Mapping[ReportId, Report]) -> None:
    for subject, quotes in cited:
        for quote in quotes:
            text = reports[quote.report].text if quote.report in reports else ""
            span = quote.span
            misplaced = quote.anchor is Anchor.EXACT and text[span.start : span.end] != quote.words
            if misplaced or span.end > len(text):
                raise IntegrityError(
                    f"“{quote.words[:60]}” does not stand at [{span.start}, {span.end}) of report {quote.report}",
                    subject=subject,
                    hint="Nothing was published. Read the report again; if that does not help, report the reader.",
                )


def _report_order(report: Report) -> tuple[str, str, str]:
    return (report.meta.published or "9999", report.meta.publisher or "", report.id)


def _incident_order(incident: Incident) -> tuple[float, float, str]:
    """By time, the shorter first where two begin together: an id, made of words, would tell the sides apart."""
    if incident.when is None:
        return float("inf"), 0.0, incident.id
    return incident.when.earliest.timestamp(), incident.when.latest.timestamp(), incident.id


def _incident_of(incidents: Iterable[Incident]) -> dict[ClaimId, IncidentId]:
    found: dict[ClaimId, IncidentId] = {}
    for incident in sorted(incidents, key=_incident_order):
        for claim in incident.claims:
            found.setdefault(claim, incident.id)
    return found


def _membership_of(incidents: Iterable[Incident]) -> dict[ClaimId, Membership]:
    """Of a claim that several incidents hold, that in the first of them."""
    found: dict[ClaimId, Membership] = {}
    for incident in sorted(incidents, key=_incident_order):
        for member in incident.members:
            found.setdefault(member.claim, member)
    return found


def _related_from(incidents: Iterable[Incident]) -> dict[IncidentId, tuple[tuple[IncidentId, Relation], ...]]:
    found: dict[IncidentId, list[tuple[IncidentId, Relation]]] = defaultdict(list)
    for incident in sorted(incidents, key=_incident_order):
        for relation in incident.relations:
            found[relation.other].append((incident.id, relation))
    return {incident: tuple(relations) for incident, relations in found.items()}


def _changes_of(changes: Iterable[IncidentChange]) -> dict[IncidentId, tuple[IncidentChange, ...]]:
    found: dict[IncidentId, list[IncidentChange]] = defaultdict(list)
    for change in changes:
        if change.kind not in ROUTINE:
            found[change.incident].append(change)
            if change.other:
                found[change.other].append(change)
    return {incident: tuple(mine) for incident, mine in found.items()}


def _judgements_of(judgements: Iterable[LinkJudgement]) -> dict[ClaimId, tuple[LinkJudgement, ...]]:
    found: dict[ClaimId, list[LinkJudgement]] = defaultdict(list)
    for judgement in judgements:
        for claim in judgement.pair:
            found[claim].append(judgement)
    return {claim: tuple(mine) for claim, mine in found.items()}


def _answered_by(claims: Iterable[Claim]) -> dict[ClaimId, tuple[ClaimId, ...]]:
    found: dict[ClaimId, list[ClaimId]] = defaultdict(list)
    for claim in claims:
        if claim.answers:
            found[claim.answers].append(claim.id)
    return {answered: tuple(denials) for answered, denials in found.items()}


def _problems_of(problems: Iterable[Problem]) -> dict[ReportId, tuple[Problem, ...]]:
    found: dict[ReportId, list[Problem]] = defaultdict(list)
    for problem in problems:
        if problem.report is not None:
            found[problem.report].append(problem)
    return {report: tuple(mine) for report, mine in found.items()}


def _weighings(dossier: Dossier) -> dict[IncidentId, Weighing]:
    given = {weighing.incident: weighing for weighing in dossier.weighings}
    return {
        incident.id: complete_weighing(dossier.mandate, incident, given.get(incident.id))
        for incident in dossier.incidents
    }


def _report_sides(dossier: Dossier) -> dict[ReportId, SideId]:
    """The side of every publisher: as given, else as weighed, else as the mandate's register has the name."""
    registered: dict[str, SideId] = {}
    for actor in dossier.mandate.actors:
        if actor.kind in _PUBLISHERS:
            registered |= {fold_name(name.text): actor.side for name in actor.names}
    sides: dict[ReportId, SideId] = {}
    for report in dossier.reports:
        side = registered.get(fold_name(report.meta.publisher or ""))
        if side:
            sides[report.id] = side
    for weighing in dossier.weighings:
        for coverage in weighing.coverage:
            if coverage.side:
                sides |= dict.fromkeys(coverage.reports, coverage.side)
    known = {*(side.id for side in dossier.mandate.sides), THIRD}  # a stated word that is none of these says nothing
    return sides | {report.id: report.meta.side for report in dossier.reports if report.meta.side in known}


def _shared_folder(dossier: Dossier) -> str:
    given = [receipt.locator for receipt in dossier.receipts] + [problem.subject for problem in dossier.problems]
    paths = sorted({path for path in given if PurePath(path).is_absolute()})
    if not paths:
        return ""
    folder = os.path.commonpath([os.path.dirname(path) for path in paths])  # noqa: PTH120 - pure text, no file system
    return folder.rstrip(os.sep) + os.sep if folder.strip(os.sep) else ""
