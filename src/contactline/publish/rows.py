"""Records to the rows of the exchange files."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

from contactline.publish.estimaterows import make_estimate_row
from contactline.publish.exportbase import LedgerRow
from contactline.publish.exports import (
    CasualtiesRow,
    ChangeRow,
    ClaimRow,
    CoverageRow,
    DamageRow,
    EpisodeRow,
    EvidenceRow,
    IncidentRow,
    IncidentWhenRow,
    JudgementRow,
    LawRow,
    LinkRow,
    MakerRow,
    MeansRow,
    MemberRow,
    MentionRow,
    NameRow,
    OccurrenceRow,
    PersonRow,
    PlaceRow,
    ProblemRow,
    QuestionRow,
    RelationRow,
    ReportRow,
    RungRow,
    TargetRow,
    TextRow,
    TieRow,
    WhenRow,
    WhereRow,
)
from contactline.publish.graderows import make_derived_row
from contactline.publish.heritage import find_judgements
from contactline.publish.masking import age_band, initials
from contactline.publish.originrows import make_origin_row
from contactline.publish.phrases import say_when
from contactline.publish.unsure import in_field_order
from contactline.publish.view import View
from contactline.publish.weighrows import make_comparison_row, make_remark_row, make_version_row, say_date
from contactline.publish.why import find_word
from contactline.records.claims import (
    Casualties,
    Claim,
    Damage,
    Mention,
    NumberForm,
    Occurrence,
    Person,
    PlaceMention,
    Target,
    TimeMention,
)
from contactline.records.histories import IncidentChange, find_earlier_ids
from contactline.records.incidents import (
    Episode,
    Incident,
    Rung,
    SideCoverage,
    Tie,
    Weighing,
)
from contactline.records.judgements import LinkJudgement, Verdict
from contactline.records.places import Place, PlacePrecision
from contactline.records.problems import Problem
from contactline.records.quotes import Quote, Span
from contactline.records.reports import Report
from contactline.records.times import When

_DECIMALS = 2  # of a degree: about 1 km, coarser than any settlement's own extent needs
_NAME_WITHHELD = "name withheld"


def make_claim_row(view: View, claim: Claim) -> ClaimRow:
    """One line of ``claims.jsonl``."""
    return ClaimRow(
        id=claim.id,
        report=_report(view, view.reports[claim.report]),
        part=claim.part.value,
        act=claim.act.value,
        polarity=claim.polarity.value,
        modality=claim.modality.value,
        speaker=_mention(view, claim.speaker),
        relayed_by=[_mention(view, mention) for mention in claim.relayed_by],
        answers=claim.answers,
        occurrence=_occurrence(view, claim.occurrence),
        casualties=[_casualties(view, loss) for loss in claim.casualties],
        damage=[_damage(view, damage) for damage in claim.damage],
        evidence=[EvidenceRow(kind=item.kind, **_text(view, item.quote)) for item in claim.evidence],
        law=[LawRow(agreement=item.agreement, **_text(view, item.quote)) for item in claim.law],
        quote=TextRow(**_text(view, claim.quote)),
        maker=MakerRow(reader=claim.maker.reader, version=claim.maker.version),
        confidence=claim.confidence,
        certainty={one.field: one.confidence for one in in_field_order(claim.certainty)},
        background=claim.background,
        stated=_time(view, claim.stated),
        construction=claim.construction,
        incident=view.incident_of.get(claim.id),
        answered_by=list(view.answered_by.get(claim.id, ())),
        linked=_link(view, claim),
    )


def make_incident_row(view: View, incident: Incident, weighing: Weighing) -> IncidentRow:
    """One entry of ``incidents.json``."""
    episode = view.episode_of.get(incident.id)
    return IncidentRow(
        id=incident.id,
        title=view.hide(incident.title),
        kind=incident.kind.value,
        recalled=incident.recalled,
        when=_incident_when(incident.when),
        where=[make_where_row(view.places[place]) for place in incident.places if place in view.places],
        claims=list(incident.claims),
        members=[
            MemberRow(
                claim=member.claim,
                score=member.score,
                word=find_word(member),
                reason=view.hide(member.reason),
                tie=_tie(view, member.tie),
            )
            for member in incident.members
        ],
        questions=[QuestionRow(id=question.id, text=question.text) for question in weighing.questions],
        versions=[make_version_row(view, version) for version in weighing.versions],
        comparisons=[make_comparison_row(view, comparison) for comparison in weighing.comparisons],
        coverage=[_coverage(coverage) for coverage in weighing.coverage],
        origins=[make_origin_row(view, origin) for origin in weighing.origins],
        ladder=[_rung(view, rung) for rung in weighing.ladder],
        relations=[
            RelationRow(kind=relation.kind.value, other=relation.other, reason=view.hide(relation.reason))
            for relation in incident.relations
        ],
        episode=view.hide(episode.title) if episode else None,
        judgements=[_judgement(view, judgement) for judgement in find_judgements(view, incident)],
        history=[_change(view, change) for change in view.changes_of.get(incident.id, ())],
        earlier_ids=list(find_earlier_ids(incident.id, view.redirects)),
        derived=[make_derived_row(view, derived) for derived in weighing.derived],
        remarks=[make_remark_row(view, remark) for remark in weighing.remarks],
        estimates=[make_estimate_row(view, estimate) for estimate in weighing.estimates],
    )


def _judgement(view: View, judgement: LinkJudgement) -> JudgementRow:
    return JudgementRow(
        id=judgement.id,
        verdict="together" if judgement.verdict is Verdict.TOGETHER else "apart",
        one=judgement.one.claim,
        other=judgement.other.claim,
        author=view.hide(judgement.author),
        reason=view.hide(judgement.reason),
        made_at=judgement.made_at.isoformat(),
    )


def _change(view: View, change: IncidentChange) -> ChangeRow:
    return ChangeRow(
        run=change.run,
        at=change.at.isoformat(),
        kind=cast("Any", change.kind.value),
        incident=change.incident,
        other=change.other,
        claims=list(change.claims),
        reason=view.hide(change.reason),
    )


def make_episode_row(view: View, episode: Episode) -> EpisodeRow:
    """One entry of ``episodes.json``."""
    return EpisodeRow(
        title=view.hide(episode.title),
        kind=episode.kind.value,
        when=_incident_when(episode.when),
        where=[make_where_row(view.places[place]) for place in episode.places if place in view.places],
        incidents=list(episode.incidents),
        reports=episode.reports,
        candidates=episode.candidates,
        reason=view.hide(episode.reason),
    )


def _incident_when(when: When | None) -> IncidentWhenRow | None:
    if when is None:
        return None
    interval = _interval(when.earliest, when.latest)
    return IncidentWhenRow(text=say_when(when), **interval, precision=when.precision.value, zone=when.zone)


def _link(view: View, claim: Claim) -> LinkRow | None:
    member = view.membership_of.get(claim.id)
    if member is None:
        return None
    reason = view.hide(member.reason)
    return LinkRow(score=member.score, word=find_word(member), reason=reason, tie=_tie(view, member.tie))


def _tie(view: View, tie: Tie | None) -> TieRow | None:
    if tie is None:
        return None
    ledger = [LedgerRow(field=line.field, text=view.hide(line.text), points=line.points) for line in tie.ledger]
    return TieRow(partner=tie.partner, ledger=ledger, total=tie.total, runner_up=tie.runner_up, margin=tie.margin)


def make_problem_row(view: View, problem: Problem) -> ProblemRow:
    """One line of ``problems.jsonl``; paths without the folder that all inputs share."""
    return ProblemRow(
        stage=problem.stage,
        code=problem.code,
        severity=problem.severity.value,
        message=view.path(view.mask.hide(problem.message, problem.report)),
        subject=view.path(view.mask.hide_address(problem.subject)),
        report=problem.report,
        span=_span(problem.span) if problem.span else None,
        text=find_problem_words(view, problem),
    )


def find_problem_words(view: View, problem: Problem) -> str | None:
    """The words that a problem is about, if it points at any."""
    if problem.report is None or problem.report not in view.reports or not problem.span:
        return None
    return view.slice(problem.report, problem.span) or None


def make_where_row(place: Place) -> WhereRow:
    """A place with all its names; its point rounded, and only where it is known to be no finer than a settlement."""
    point = find_point(place)
    return WhereRow(
        place=place.id,
        names=[
            NameRow(
                text=name.text, type=name.type, language=name.language, script=name.script, used_by=list(name.used_by)
            )
            for name in place.names
        ],
        lat=point[0] if point else None,
        lon=point[1] if point else None,
        precision=place.precision.value if place.precision else None,
    )


def find_point(place: Place) -> tuple[float, float] | None:
    """Latitude and longitude of a place as they may be published, two decimals."""
    if place.lat is None or place.lon is None or place.precision is None:
        return None
    return round(place.lat, _DECIMALS), round(place.lon, _DECIMALS)


def show_person(view: View, person: Person) -> tuple[str, str]:
    """A victim's name and age as they may be shown: ``Z. G. (name withheld)``, ``under 5``; empty where not known."""
    if not view.mask.covers(person):
        shown = view.mask.hide(person.name, person.quote.report)
        return shown, "" if person.age is None else f"{person.age:g}"
    shown = f"{initials(person.name)} ({_NAME_WITHHELD})" if person.name.strip() else ""
    return shown, (age_band(person.age) or "") if person.age is not None else ""


def _report(view: View, report: Report) -> ReportRow:
    return ReportRow(
        id=report.id,
        publisher=report.meta.publisher,
        side=view.report_sides.get(report.id),
        headline=view.headline(report) if report.headline else None,
        published=report.meta.published,
        language=report.meta.language,
        url=view.address(report) or None,
        relayed_from=report.meta.relayed_from,
    )


def _span(span: Span) -> list[int]:
    return [span.start, span.end]


def _text(view: View, quote: Quote) -> dict[str, Any]:
    return {"text": view.words(quote), "span": _span(quote.span)}


def _interval(earliest: datetime, latest: datetime) -> dict[str, str]:
    return {"earliest": earliest.isoformat(), "latest": latest.isoformat()}


def _mention(view: View, mention: Mention) -> MentionRow:
    span = _span(mention.quote.span) if mention.quote else None
    fuller = TextRow(**_text(view, mention.antecedent)) if mention.antecedent else None
    return MentionRow(text=view.mention(mention), actor=mention.actor, side=mention.side, span=span, antecedent=fuller)


def _occurrence(view: View, occurrence: Occurrence) -> OccurrenceRow:
    return OccurrenceRow(
        kind=occurrence.kind.value,
        trigger=TextRow(**_text(view, occurrence.trigger)) if occurrence.trigger else None,
        actors=[_mention(view, mention) for mention in occurrence.actors],
        targets=[_target(view, target) for target in occurrence.targets],
        means=[MeansRow(normal=means.normal, **_text(view, means.quote)) for means in occurrence.means],
        places=[_place(view, place) for place in occurrence.places],
        when=_time(view, occurrence.time),
        order=occurrence.order.value,
    )


def _target(view: View, target: Target) -> TargetRow:
    mention = target.mention
    return TargetRow(
        text=view.mention(mention),
        actor=mention.actor,
        side=mention.side,
        status=target.status.value,
        span=_span(mention.quote.span) if mention.quote else None,
    )


def _place(view: View, place: PlaceMention) -> PlaceRow:
    shown = place.precision in set(PlacePrecision) and place.lat is not None and place.lon is not None
    return PlaceRow(
        place=place.place,
        role=place.role.value,
        lat=round(place.lat, _DECIMALS) if shown and place.lat is not None else None,
        lon=round(place.lon, _DECIMALS) if shown and place.lon is not None else None,
        precision=place.precision.value if place.precision else None,
        **_text(view, place.quote),
    )


def _time(view: View, time: TimeMention | None) -> WhenRow | None:
    if time is None:
        return None
    when = time.when
    return WhenRow(
        earliest=when.earliest.isoformat() if when else None,
        latest=when.latest.isoformat() if when else None,
        precision=when.precision.value if when else None,
        zone=when.zone if when else None,
        anchored=when.anchored if when else None,
        **_text(view, time.quote),
    )


def _casualties(view: View, loss: Casualties) -> CasualtiesRow:
    return CasualtiesRow(
        outcome=loss.outcome.value,
        status=loss.status.value,
        side=loss.victims.side,
        min=loss.minimum,
        max=loss.maximum,
        exact=loss.form in {NumberForm.EXACT, NumberForm.NONE},
        form=loss.form.value,
        persons=[_person(view, person) for person in loss.persons],
        **_text(view, loss.quote),
    )


def _person(view: View, person: Person) -> PersonRow:
    withheld = view.mask.covers(person)
    return PersonRow(
        name=initials(person.name) if withheld else view.mask.hide(person.name, person.quote.report),
        age=None if withheld else person.age,
        age_band=age_band(person.age) if withheld and person.age is not None else None,
        name_withheld=withheld and bool(person.name.strip()),
        born=None if withheld else person.born,
        rank=None if withheld else view.hide(person.rank) or None,
        sequel=cast("Any", person.sequel.value if person.sequel else None),
        span=_span(person.quote.span),
    )


def _damage(view: View, damage: Damage) -> DamageRow:
    return DamageRow(
        level=damage.level,
        side=damage.target.side,
        status=damage.status.value,
        what=view.mention(damage.target),
        **_text(view, damage.quote),
    )


def _coverage(coverage: SideCoverage) -> CoverageRow:
    return CoverageRow(
        side=coverage.side,
        reports=list(coverage.reports),
        origins=coverage.origins,
        languages=list(coverage.languages),
        until=say_date(coverage.until),
    )


def _rung(view: View, rung: Rung) -> RungRow:
    return RungRow(
        outcome=rung.outcome,
        group=rung.group,
        status=rung.status,
        min=rung.minimum,
        max=rung.maximum,
        form=rung.form,
        speaker=view.hide(rung.speaker),
        speaker_side=rung.speaker_side,
        state=rung.state.value,
        given_at=rung.given_at.isoformat() if rung.given_at else None,
        claim=rung.claim,
    )
