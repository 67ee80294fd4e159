"""The casualty register as pages show it: who was said to have come to what, when, by whom, in which words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from contactline.publish.naming import SideTitle, make_side_title
from contactline.publish.persons import Shown, find_incidents
from contactline.publish.phrases import say_day
from contactline.publish.quoting import QuoteBook, Ref, ReportQuotes, say_mention, say_published
from contactline.publish.view import View
from contactline.publish.why import LedgerRow, make_ledger_rows, say_points
from contactline.records.claims import Status
from contactline.records.ids import ClaimId, IncidentId, PersonId, SideId
from contactline.records.incidents import Incident, State
from contactline.records.persons import Bond, Doubt, Fate, FateSaid, PersonMention, RegisteredPerson, Tally

PAGE: Final = "casualties.html"
PAGE_PERSONS: Final = 100
_LEAST_SHOWN: Final = 0.1
"""Doubts below it are only counted: less speaks for one person than for two, mostly since little is said at all."""


@dataclass(frozen=True, slots=True)
class Valued:
    """A value and the quotes that it rests on."""

    text: str
    refs: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class CourseLine:
    """What one speaker says of a person, first said then; further reports that say the same add quotes."""

    fate: str
    state: str
    day: str
    speaker: str
    side: SideTitle
    refs: tuple[Ref, ...]
    recalled: bool


@dataclass(frozen=True, slots=True)
class BondLine:
    """Why a mention belongs to a person: the sum of the pair, or a judgement."""

    id: str
    words: str
    ref: Ref
    where: str
    with_words: str
    rows: tuple[LedgerRow, ...]
    total: str
    judged: str


@dataclass(frozen=True, slots=True)
class Link:
    """A link with its words."""

    href: str
    text: str


@dataclass(frozen=True, slots=True)
class PersonLine:
    """One person of the register."""

    id: str
    href: str
    title: str
    names: tuple[Valued, ...]
    ages: tuple[Valued, ...]
    ranks: tuple[Valued, ...]
    sides: tuple[SideTitle, ...]
    status: str
    fate: str
    course: tuple[CourseLine, ...]
    incidents: tuple[Link, ...]
    conflicts: tuple[str, ...]
    bonds: tuple[BondLine, ...]
    possibly: tuple[Link, ...]
    reports: int
    first: str


@dataclass(frozen=True, slots=True)
class DoubtLine:
    """Two persons who may be one, and the commands that decide it."""

    one: Link
    other: Link
    words: tuple[str, str]
    reason: str
    rows: tuple[LedgerRow, ...]
    total: str
    commands: tuple[str, str]


@dataclass(frozen=True, slots=True)
class TallyLine:
    """One line of a tally; ``refs`` open the figures."""

    fate: str
    side: SideTitle
    status: str
    number: str
    reason: str
    refs: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class IncidentTally:
    """The tallies of one incident."""

    link: Link
    lines: tuple[TallyLine, ...]


@dataclass(frozen=True, slots=True)
class CasualtiesPage:
    """One page of the register; tallies and doubts stand on the first."""

    number: int
    total: int
    persons: tuple[PersonLine, ...]
    count: int
    tallies: tuple[TallyLine, ...]
    by_incident: tuple[IncidentTally, ...]
    doubts: tuple[DoubtLine, ...]
    more_doubts: int
    quotes: tuple[ReportQuotes, ...]


@dataclass(frozen=True, slots=True)
class IncidentPersons:
    """What an incident's page shows of the register."""

    persons: tuple[PersonLine, ...] = ()
    tallies: tuple[TallyLine, ...] = ()


NO_PERSONS: Final = IncidentPersons()
"""An incident that tells nobody apart."""


def iter_casualties_pages(view: View, shown: Shown) -> Iterator[CasualtiesPage]:
    """All pages of the register, at least one."""
    persons = view.dossier.register.persons
    parts = [persons[at : at + PAGE_PERSONS] for at in range(0, len(persons), PAGE_PERSONS)] or [persons]
    period = shown.tallies_of.get(None, [])
    doubts, more = _shown_doubts(view, shown)
    for number, part in enumerate(parts, start=1):
        book = QuoteBook(view, {said.claim for person in part for said in _iter_said(person)})
        maker = _Maker(view, shown, book)
        first = number == 1
        yield CasualtiesPage(
            number=number,
            total=len(parts),
            persons=tuple(maker.person(person) for person in part),
            count=len(persons),
            tallies=tuple(_tallies(view, period, None)) if first else (),
            by_incident=tuple(_by_incident(view, shown)) if first else (),
            doubts=tuple(maker.doubt(doubt) for doubt in doubts) if first else (),
            more_doubts=more if first else 0,
            quotes=book.groups(),
        )


def make_incident_persons(view: View, shown: Shown, incident: Incident, book: QuoteBook) -> IncidentPersons:
    """Persons of one incident, and how many: with links to the quotes of its page."""
    maker = _Maker(view, shown, book, incident.id)
    here = shown.persons_of.get(incident.id, ())
    tallies = shown.tallies_of.get(incident.id, [])
    return IncidentPersons(tuple(maker.person(person) for person in here), tuple(_tallies(view, tallies, book)))


def page_name(number: int) -> str:
    """The file of a page."""
    return PAGE if number == 1 else f"casualties-{number}.html"


def _iter_said(person: RegisteredPerson) -> Iterator[FateSaid]:
    return (said for mention in person.mentions for said in mention.said)


class _Maker:
    """Lines with links to one book of quotes. With an incident only what is said of it is shown."""

    def __init__(
        self,
        view: View,
        shown: Shown,
        book: QuoteBook,
        incident: IncidentId | None = None,
    ) -> None:
        self._view = view
        self._shown = shown
        self._book = book
        self._incident = incident
        self._persons = shown.persons
        self._judgements = {one.id: one for one in view.dossier.register.judgements}

    def person(self, person: RegisteredPerson) -> PersonLine:
        mentions = [(mention, said) for mention in person.mentions if (said := self._said(mention))]
        bonds = {bond.one: bond for bond in person.bonds} if self._incident is None else {}
        by_id = {mention.id: mention for mention in person.mentions}
        bound = [(by_id[bond.one], by_id[bond.other], bond) for bond in bonds.values()]
        return PersonLine(
            id=person.id,
            href=self._href(person.id),
            title=self._shown.title(person),
            names=self._values(mentions, lambda mention: self._shown.mention(person, mention).name),
            ages=self._values(mentions, lambda mention: self._shown.mention(person, mention).age),
            ranks=self._values(mentions, lambda mention: self._shown.mention(person, mention).rank),
            sides=tuple(make_side_title(self._view, side) for side in person.sides),
            status=" / ".join(status.value for status in person.statuses) or "not said",
            fate=" / ".join(fate.value for fate in person.fates) or "denied",
            course=tuple(self._course(mentions)),
            incidents=tuple(self._incidents(person)),
            conflicts=self._shown.conflicts(person),
            bonds=tuple(self._bond(person, *one) for one in bound),
            possibly=tuple(self._possibly(person)),
            reports=len({mention.report for mention in person.mentions}),
            first=person.mentions[0].id,
        )

    def doubt(self, doubt: Doubt) -> DoubtLine:
        one, other = self._persons[doubt.one], self._persons[doubt.other]
        by_id = {mention.id: mention for person in (one, other) for mention in person.mentions}
        words = tuple(self._view.words(by_id[id_].quote) for id_ in (doubt.bond.one, doubt.bond.other))
        withheld = self._shown.is_withheld(one) or self._shown.is_withheld(other)
        names = f"{doubt.bond.one[:12]} {doubt.bond.other[:12]}"
        return DoubtLine(
            one=self.link(doubt.one),
            other=self.link(doubt.other),
            words=(words[0], words[1]),
            reason=doubt.reason,
            rows=make_ledger_rows(self._view, self._shown.ledger(doubt.bond.ledger, withheld=withheld)),
            total=say_points(doubt.bond.total),
            commands=(f"contactline judge same-person {names}", f"contactline judge different-person {names}"),
        )

    def link(self, person: PersonId) -> Link:
        return Link(self._href(person), self._shown.title(self._persons[person]))

    def _href(self, person: PersonId) -> str:
        return f"{page_name(self._shown.place[person] // PAGE_PERSONS + 1)}#{person}"

    def _possibly(self, person: RegisteredPerson) -> Iterator[Link]:
        for doubt in self._shown.doubts_of.get(person.id, ()):
            if doubt.bond.total >= _LEAST_SHOWN:
                yield self.link(doubt.other if doubt.one == person.id else doubt.one)

    def _said(self, mention: PersonMention) -> tuple[FateSaid, ...]:
        if self._incident is None:
            return mention.said
        return tuple(said for said in mention.said if said.incident == self._incident)

    def _ref(self, mention: PersonMention, claim: ClaimId) -> Ref:
        return self._book.ref(claim, f"person/{mention.quote.span.start}")

    def _values(
        self,
        mentions: Sequence[tuple[PersonMention, tuple[FateSaid, ...]]],
        value_of: Callable[[PersonMention], str],
    ) -> tuple[Valued, ...]:
        found: dict[str, list[Ref]] = {}
        for mention, said in mentions:
            value = value_of(mention)
            if value:
                found.setdefault(value, []).append(self._ref(mention, said[0].claim))
        return tuple(Valued(value, tuple(refs)) for value, refs in found.items())

    def _course(self, mentions: Sequence[tuple[PersonMention, tuple[FateSaid, ...]]]) -> Iterator[CourseLine]:
        lines: dict[tuple[Fate, State, str, SideId | None, bool], list[tuple[PersonMention, FateSaid]]] = {}
        for mention, all_said in mentions:
            for said in all_said:
                voice = self._view.claims[said.claim].speaker
                key = said.fate, said.state, say_mention(self._view, voice), voice.side, said.recalled
                lines.setdefault(key, []).append((mention, said))
        for (fate, state, speaker, side, recalled), found in lines.items():
            mention = found[0][0]
            refs = {said.claim: self._ref(mention, said.claim) for mention, said in found}
            yield CourseLine(
                fate=fate.value,
                state="" if state is State.STATED else state.value,
                day=say_day(mention.given_at.date()) if mention.given_at else "date not known",
                speaker=speaker,
                side=make_side_title(self._view, side),
                refs=tuple(sorted(refs.values(), key=lambda ref: ref.number)),
                recalled=recalled,
            )

    def _incidents(self, person: RegisteredPerson) -> Iterator[Link]:
        for incident in find_incidents(person):
            if incident != self._incident:
                yield Link(f"incident-{incident}.html", self._view.hide(self._view.titles[incident]))

    def _bond(self, person: RegisteredPerson, mention: PersonMention, other: PersonMention, bond: Bond) -> BondLine:
        view, withheld = self._view, self._shown.is_withheld(person)
        judged = self._judgements.get(bond.judgement) if bond.judgement else None
        words = f"{judged.author} judged them one person: “{judged.reason}”" if judged else ""
        report = view.reports[mention.report]
        return BondLine(
            id=mention.id,
            words=view.words(mention.quote),
            ref=self._ref(mention, mention.said[0].claim),
            where=f"{report.meta.publisher or 'publisher not known'}, {say_published(report)}",
            with_words=view.words(other.quote),
            rows=make_ledger_rows(view, self._shown.ledger(bond.ledger, withheld=withheld)),
            total=say_points(bond.total),
            judged=view.hide(words),
        )


def _shown_doubts(view: View, shown: Shown) -> tuple[list[Doubt], int]:
    """Doubts worth a person's time, those between named persons first, and how many are left out."""
    persons = shown.persons
    doubts = view.dossier.register.doubts
    worth = [doubt for doubt in doubts if doubt.bond.total >= _LEAST_SHOWN]

    def key(doubt: Doubt) -> tuple[bool, float, PersonId, PersonId]:
        named = all(shown.names(persons[id_]) for id_ in (doubt.one, doubt.other))
        return not named, -doubt.bond.total, doubt.one, doubt.other

    return sorted(worth, key=key), len(doubts) - len(worth)


def _tallies(view: View, tallies: Sequence[Tally], book: QuoteBook | None) -> Iterator[TallyLine]:
    """Lines in the order of fates and sides; civilians and soldiers only where that says more than the whole."""
    order = {side.id: number for number, side in enumerate(view.dossier.mandate.sides)}
    for tally in sorted(tallies, key=lambda tally: _tally_key(tally, order)):
        whole = next(one for one in tallies if (one.fate, one.side, one.status) == (tally.fate, tally.side, None))
        same = (whole.minimum, whole.maximum) == (tally.minimum, tally.maximum)
        alone = sum((one.fate, one.side) == (tally.fate, tally.side) for one in tallies) == 2
        if tally.status is not None and same and not alone:
            continue
        if tally.status is None and alone and any(_is_same_count(tally, one) for one in tallies):
            continue  # all of one status: its own line says it
        yield TallyLine(
            fate=tally.fate.value,
            side=make_side_title(view, tally.side),
            status={None: "in all", Status.CIVILIAN: "civilians", Status.MILITARY: "soldiers"}[tally.status],
            number=say_bounds(tally.minimum, tally.maximum),
            reason=tally.reason,
            refs=book.refs(tally.claims, f"{tally.fate.value}/{tally.side}") if book else (),
        )


def _is_same_count(whole: Tally, tally: Tally) -> bool:
    place = tally.fate, tally.side, tally.minimum, tally.maximum
    return tally.status is not None and place == (whole.fate, whole.side, whole.minimum, whole.maximum)


def _tally_key(tally: Tally, order: Mapping[SideId, int]) -> tuple[int, int, str, int]:
    side = order.get(tally.side, len(order)) if tally.side else len(order) + 1
    statuses = (None, Status.CIVILIAN, Status.MILITARY)
    return tuple(Fate).index(tally.fate), side, tally.side or "", statuses.index(tally.status)


def _by_incident(view: View, shown: Shown) -> Iterator[IncidentTally]:
    for incident in view.incidents:
        if incident.id in shown.tallies_of:
            link = Link(f"incident-{incident.id}.html#persons", view.hide(incident.title))
            yield IncidentTally(link, tuple(_tallies(view, shown.tallies_of[incident.id], None)))


def say_bounds(minimum: int, maximum: int | None) -> str:
    """``2``, ``2–3``, ``2 or more``."""
    if maximum is None:
        return f"{minimum} or more"
    return str(minimum) if minimum == maximum else f"{minimum}–{maximum}"
