"""One incident as its page shows it. Pure: everything here is words, numbers and links, ready for the template."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from contactline.publish.casualties_page import NO_PERSONS, IncidentPersons, make_incident_persons
from contactline.publish.changes import VariantLine, make_variant_lines
from contactline.publish.estimates import EstimateLine, make_estimate_lines
from contactline.publish.exports import ProblemRow
from contactline.publish.graderows import DerivedLine, make_derived_lines
from contactline.publish.heritage import Heritage, make_heritage
from contactline.publish.ladder import Panel, make_ladder
from contactline.publish.matrices import MatrixPart, make_matrix_part
from contactline.publish.naming import PlaceTitle, SideTitle, make_place_title, make_side_title, say_kind, side_titles
from contactline.publish.persons import Shown
from contactline.publish.phrases import count, join, say_day, say_when
from contactline.publish.quoting import QuoteBlock, QuoteBook, Ref, ReportQuotes, say_mention
from contactline.publish.related import EpisodeLine, RelationLine, make_episode_line, make_relation_lines, say_relations
from contactline.publish.rows import make_problem_row, show_person
from contactline.publish.tree import OriginLine, OriginTree, make_origin_line, make_tree
from contactline.publish.unsure import UnsureNote, make_unsure_note
from contactline.publish.versions import LOSSES, QuestionRow, is_unstated, make_question_row
from contactline.publish.view import View
from contactline.publish.why import Why, WhyNote, make_whys
from contactline.records.claims import Claim
from contactline.records.ids import ClaimId, ReportId
from contactline.records.incidents import Incident, Result, State, Weighing

_MOST_CONFLICTS = 6


@dataclass(frozen=True, slots=True)
class Glance:
    """One neutral sentence, and the part of the page that it rests on."""

    text: str
    href: str
    link: str
    rows: tuple[QuestionRow, ...] = ()


@dataclass(frozen=True, slots=True)
class RemarkLine:
    """A caution, with links to the quotes that it is about."""

    text: str
    refs: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a list or table with the quotes it rests on."""

    label: str
    words: str
    speaker: str
    side: SideTitle
    refs: tuple[Ref, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Denial:
    """A denial, and the claim it answers where that is known."""

    block: QuoteBlock
    answered: QuoteBlock | None


@dataclass(frozen=True, slots=True)
class CoverageLine:
    """How much was read of one side."""

    side: SideTitle
    reports: int
    origins: int
    languages: str
    until: str


@dataclass(frozen=True, slots=True)
class IncidentPage:
    """The page of one incident; ``unstated`` are rows that nobody says anything on."""

    incident: Incident
    title: str
    kind: str
    when: str
    places: tuple[PlaceTitle, ...]
    sides: tuple[SideTitle, ...]
    glance: tuple[Glance, ...]
    rows: tuple[QuestionRow, ...]
    unstated: tuple[QuestionRow, ...]
    ladder: tuple[Panel, ...]
    coverage: tuple[CoverageLine, ...]
    unread: tuple[SideTitle, ...]
    origins: tuple[OriginLine, ...]
    tree: OriginTree | None
    variants: tuple[VariantLine, ...]
    reports: int
    persons: tuple[Entry, ...]
    evidence: tuple[Entry, ...]
    law: tuple[Entry, ...]
    denials: tuple[Denial, ...]
    quotes: tuple[ReportQuotes, ...]
    unsure: UnsureNote
    relations: tuple[RelationLine, ...]
    episode: EpisodeLine | None
    whys: tuple[Why, ...]
    why_notes: Mapping[ClaimId, WhyNote]
    heritage: Heritage
    problems: tuple[ProblemRow, ...]
    derived: tuple[DerivedLine, ...] = ()
    remarks: tuple[RemarkLine, ...] = ()
    matrix: MatrixPart | None = None
    register: IncidentPersons = NO_PERSONS
    estimates: tuple[EstimateLine, ...] = ()


def make_incident_page(view: View, incident: Incident, shown: Shown | None = None) -> IncidentPage:
    """Put one incident's page together."""
    weighing = view.weighings[incident.id]
    book = QuoteBook(view, _cited(incident, weighing))
    claims = view.in_order(incident.claims)
    quotes = book.groups()
    hrefs = {group.report.id: f"#{group.blocks[0].anchor}" for group in quotes}
    rows = tuple(make_question_row(view, question, weighing, book, hrefs) for question in weighing.questions)
    unstated = tuple(row for row in rows if is_unstated(row))
    denials = tuple(_denials(view, claims, book))
    reports = list(dict.fromkeys(claim.report for claim in claims))
    unsure = make_unsure_note(book.claims())
    origins = tuple(make_origin_line(view, origin, hrefs) for origin in weighing.origins)
    relations = make_relation_lines(view, incident)
    episode = view.episode_of.get(incident.id)
    whys, why_notes = make_whys(view, incident, book)
    return IncidentPage(
        incident=incident,
        title=view.hide(incident.title),
        kind=say_kind(incident.kind),
        when=say_when(incident.when),
        places=tuple(make_place_title(view, view.places[place]) for place in incident.places if place in view.places),
        sides=side_titles(view, (version.side for version in weighing.versions)),
        glance=(*_glance(view, weighing, rows, len(reports), len(denials)), *_related(relations), *_unsure(unsure)),
        rows=tuple(row for row in rows if row not in unstated),
        unstated=unstated,
        ladder=make_ladder(view, weighing.ladder, book, weighing.estimates),
        coverage=tuple(_coverage(view, weighing)),
        unread=_unread(view, set(reports)),
        origins=origins,
        tree=make_tree(origins),
        variants=make_variant_lines(view, weighing.origins, hrefs),
        reports=len(reports),
        persons=tuple(_persons(view, claims, book)),
        evidence=tuple(_evidence(view, claims, book)),
        law=tuple(_law(view, claims, book)),
        denials=denials,
        quotes=quotes,
        unsure=unsure,
        relations=relations,
        episode=make_episode_line(view, episode) if episode else None,
        whys=whys,
        why_notes=why_notes,
        heritage=make_heritage(view, incident, book),
        problems=tuple(make_problem_row(view, p) for report in reports for p in view.problems_of.get(report, ())),
        derived=make_derived_lines(view, weighing),
        matrix=make_matrix_part(view, weighing),
        remarks=tuple(RemarkLine(view.hide(one.text), book.refs(one.claims, "remark")) for one in weighing.remarks),
        register=make_incident_persons(view, shown or Shown(view), incident, book),
        estimates=make_estimate_lines(view, weighing, book),
    )


def _cited(incident: Incident, weighing: Weighing) -> set[ClaimId]:
    cited = set(incident.claims) | {rung.claim for rung in weighing.ladder}
    cited |= {claim for remark in weighing.remarks for claim in remark.claims}
    return cited | {claim for version in weighing.versions for value in version.values for claim in value.claims}


# -- at a glance


def _glance(
    view: View, weighing: Weighing, rows: tuple[QuestionRow, ...], reports: int, denials: int
) -> Iterator[Glance]:
    yield Glance(_say_reports(view, weighing, reports), "#origins", "origins")
    tally = _say_tally(rows)
    if tally:
        yield Glance(tally, "#versions", "versions")
    for row in islice((row for row in rows if row.result is Result.CONFLICTS), _MOST_CONFLICTS):
        yield Glance(f"The accounts conflict on “{row.text}”. {row.reason}", f"#{row.anchor}", "row")
    yield from _differ_inside(rows)
    yield from _admitted(rows)
    yield from _left_out(rows)
    yield from _silent_at_first(rows)
    if denials:
        yield Glance(f"{count(denials, 'denial')} {'is' if denials == 1 else 'are'} on record.", "#denials", "denials")


def _say_reports(view: View, weighing: Weighing, reports: int) -> str:
    parts = [
        f"{len(line.reports)} of {make_side_title(view, line.side).with_article}"
        for line in weighing.coverage
        if line.reports
    ]
    share = f" ({join(parts)})" if parts else ""
    origins = len(weighing.origins)
    back = f"; they go back to {count(origins, 'origin')}" if origins else ""
    return f"{count(reports, 'report')} {'speaks' if reports == 1 else 'speak'} of this incident{share}{back}."


def _say_tally(rows: Iterable[QuestionRow]) -> str:
    results = [row.result for row in rows]
    fit = results.count(Result.AGREES) + results.count(Result.COMPATIBLE)
    parts = [
        (fit, "the accounts agree or fit together"),
        (results.count(Result.CONFLICTS), "they conflict"),
        (results.count(Result.ONE_SIDE_ONLY), "only one side speaks"),
        (results.count(Result.NOT_STATED), "nobody states anything"),
    ]
    said = [f"on {number} {words}" for number, words in parts if number]
    return f"Of {count(len(results), 'question')}, {join(said)}." if said else ""


def _differ_inside(rows: Iterable[QuestionRow]) -> Iterator[Glance]:
    told = set()
    for row in rows:
        lines = [line for line in row.contradictions if line.text not in told]
        told |= {line.text for line in lines}
        for line in lines[:1]:
            yield Glance(f"On “{row.text}” {line.text[:1].lower()}{line.text[1:]}", f"#{row.anchor}", "row")


def _silent_at_first(rows: Iterable[QuestionRow]) -> Iterator[Glance]:
    """Where a side speaks of somebody killed or wounded only after reports that leave it out."""
    for row in rows:
        for cell in row.cells:
            if cell.silent and cell.side.is_party and row.id.split("/")[0] in LOSSES:
                text = f"“{row.text}” {cell.silent_words} of {cell.side.with_article}."
                yield Glance(text, f"#{row.anchor}", "row")


def _admitted(rows: Iterable[QuestionRow]) -> Iterator[Glance]:
    """What a side grants about itself. That it grants what the other side suffered is told by the table."""
    for row in rows:
        for cell in row.cells:
            admitted = [value.value for value in cell.values if value.state is State.ADMITTED]
            if admitted and cell.side.id in row.id.split("/"):
                values = join(list(dict.fromkeys(admitted)))
                yield Glance(f"Admitted by {cell.side.with_article}: “{row.text}”: {values}.", f"#{row.anchor}", "row")


def _left_out(rows: Iterable[QuestionRow]) -> Iterator[Glance]:
    """What a side leaves out although somebody else speaks of it."""
    left_out: dict[SideTitle, list[QuestionRow]] = {}
    for row in rows:
        if any(cell.values for cell in row.cells):
            for cell in row.cells:
                if not cell.values and cell.side.is_party:
                    left_out.setdefault(cell.side, []).append(row)
    for side, missing in left_out.items():
        silent = [row for row in missing if _state_of(row, side) is State.SILENT]
        unread = [row for row in missing if row not in silent]
        if silent:
            day = next(cell.as_of for cell in silent[0].cells if cell.side == side)
            text = f"Silent as of {day}, though others speak of it: {side.with_article} on"
            yield Glance(text, "#versions", "versions", tuple(silent))
        if unread:
            yield Glance(
                f"Not stated by {side.with_article}, though by others:", "#versions", "versions", tuple(unread)
            )


def _state_of(row: QuestionRow, side: SideTitle) -> State:
    return next(cell.state for cell in row.cells if cell.side == side)


def _related(relations: tuple[RelationLine, ...]) -> Iterator[Glance]:
    if relations:
        yield Glance(say_relations(relations), "#relations", "relations")


def _unsure(note: UnsureNote) -> Iterator[Glance]:
    if note.unsure:
        yield Glance(note.sentences[0], "#unsure", "unsure")


# -- lists


def _entry(view: View, claim: Claim, book: QuoteBook, label: str, words: str, key: str, note: str = "") -> Entry:
    side = claim.speaker.side
    title = make_side_title(view, side)
    return Entry(label, words, say_mention(view, claim.speaker), title, (book.ref(claim.id, key),), note)


def _persons(view: View, claims: Iterable[Claim], book: QuoteBook) -> Iterator[Entry]:
    seen = set()
    for claim in claims:
        for loss in claim.casualties:
            for person in loss.persons:
                name, age = show_person(view, person)
                line = (name, age, loss.outcome, claim.speaker.text)
                if line not in seen:
                    seen.add(line)
                    yield _entry(view, claim, book, loss.outcome.value, name, "person", age)


def _evidence(view: View, claims: Iterable[Claim], book: QuoteBook) -> Iterator[Entry]:
    for claim in claims:
        for item in claim.evidence:
            stated = view.words(claim.stated.quote) if claim.stated else ""
            yield _entry(view, claim, book, item.kind, view.words(item.quote), f"evidence/{item.kind}", stated)


def _law(view: View, claims: Iterable[Claim], book: QuoteBook) -> Iterator[Entry]:
    for claim in claims:
        for item in claim.law:
            agreement = view.agreements.get(item.agreement) if item.agreement else None
            note = f"{agreement.title}, {agreement.date}" if agreement else ""
            yield _entry(view, claim, book, claim.act.value, view.words(item.quote), "law", note)


def _denials(view: View, claims: Iterable[Claim], book: QuoteBook) -> Iterator[Denial]:
    for claim in claims:
        known = claim.answers in view.claims
        if claim.act.value.endswith("denies") or known:
            yield Denial(book.block(claim.id), book.block(claim.answers) if known and claim.answers else None)


def _coverage(view: View, weighing: Weighing) -> Iterator[CoverageLine]:
    for line in weighing.coverage:
        yield CoverageLine(
            side=make_side_title(view, line.side),
            reports=len(line.reports),
            origins=line.origins,
            languages=", ".join(line.languages),
            until=say_day(line.until) if line.until else "",
        )


def _unread(view: View, reports: set[ReportId]) -> tuple[SideTitle, ...]:
    read = {view.report_sides.get(report) for report in reports}
    return tuple(side for side in side_titles(view) if side.is_party and side.id not in read)
