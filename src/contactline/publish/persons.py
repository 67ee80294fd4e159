"""Persons of the casualty register as they may be shown: names, ages and rows of the exchange files."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Final, cast

from contactline.publish.exportbase import LedgerRow
from contactline.publish.masking import age_band, initials
from contactline.publish.minors import is_child
from contactline.publish.personexports import BondRow, DoubtRow, PersonMentionRow, RegisterRow, SaidRow, TallyRow
from contactline.publish.view import View
from contactline.records.claims import Person
from contactline.records.ids import IncidentId, PersonId
from contactline.records.incidents import LedgerLine
from contactline.records.persons import Bond, Doubt, PersonMention, RegisteredPerson, Tally

WITHHELD: Final = "name withheld"
_NAMES: Final = frozenset({"surname", "given", "patronymic"})
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class ShownMention:
    """What may be shown of a mention; ``age`` is a band for a child."""

    name: str
    age: str
    rank: str


class Shown:
    """What may be shown of each person, and look-ups; worked out once for a view.

    Attributes:
        place: of every person in the register.
        persons_of, tallies_of: by incident; ``None`` has the tallies of the period.
        doubts_of: by person.
    """

    def __init__(self, view: View) -> None:
        register = view.dossier.register
        self._view = view
        self._withheld = {
            person.id: any(_is_covered(view, mention) for mention in person.mentions) for person in register.persons
        }
        self.persons = {person.id: person for person in register.persons}
        self.place = {person.id: number for number, person in enumerate(register.persons)}
        self.persons_of: dict[IncidentId, list[RegisteredPerson]] = {}
        for person in register.persons:
            for incident in find_incidents(person):
                self.persons_of.setdefault(incident, []).append(person)
        self.tallies_of: dict[IncidentId | None, list[Tally]] = {}
        for tally in register.tallies:
            self.tallies_of.setdefault(tally.incident, []).append(tally)
        self.doubts_of: dict[PersonId, list[Doubt]] = {}
        for doubt in register.doubts:
            self.doubts_of.setdefault(doubt.one, []).append(doubt)
            self.doubts_of.setdefault(doubt.other, []).append(doubt)

    def is_withheld(self, person: RegisteredPerson) -> bool:
        """Whether the person is, or may be, a child: then no name, in no spelling, is shown."""
        return self._withheld[person.id]

    def mention(self, person: RegisteredPerson, mention: PersonMention) -> ShownMention:
        """One mention."""
        if self.is_withheld(person):
            name = initials(mention.name) if mention.name else ""
            return ShownMention(name, _say_band(mention), "")
        age = "" if mention.age is None else f"{mention.age:g}"
        if mention.born is not None:
            age = f"{age}, born {mention.born}" if age else f"born {mention.born}"
        return ShownMention(self._view.mask.hide(mention.name, mention.report), age, self._view.hide(mention.rank))

    def names(self, person: RegisteredPerson) -> tuple[str, ...]:
        """All ways that the name is written, the fullest first."""
        shown = dict.fromkeys(self.mention(person, mention).name for mention in person.mentions)
        shown.pop("", None)
        return tuple(sorted(shown, key=lambda name: (not name.isascii(), -len(name.split()), "." in name, name)))

    def title(self, person: RegisteredPerson) -> str:
        """What a page calls the person."""
        names = self.names(person)
        if names:
            return f"{names[0]} ({WITHHELD})" if self.is_withheld(person) else names[0]
        ages = dict.fromkeys(shown for m in person.mentions if (shown := self.mention(person, m).age))
        return f"not named, {' / '.join(ages)}" if ages else "not named"

    def ledger(self, lines: Iterable[LedgerLine], *, withheld: bool) -> tuple[LedgerLine, ...]:
        """The lines of a sum; of a child no name and no age."""
        if not withheld:
            return tuple(replace(line, text=self._view.hide(line.text)) for line in lines)
        return tuple(
            replace(line, text="compared, not shown") if line.field in _NAMES | {"born"} else line for line in lines
        )

    def conflicts(self, person: RegisteredPerson) -> tuple[str, ...]:
        """What reports say differently; of a child only what it is about."""
        if not self.is_withheld(person):
            return tuple(self._view.hide(conflict) for conflict in person.conflicts)
        private = ("Name:", "Age or year of birth:")
        return tuple(
            f"{conflict.split(':')[0]}: reports differ." if conflict.startswith(private) else conflict
            for conflict in person.conflicts
        )


def _is_covered(view: View, mention: PersonMention) -> bool:
    return is_child(mention) or view.mask.covers(Person(mention.name, mention.quote, mention.age))


def _say_band(mention: PersonMention) -> str:
    return (age_band(mention.age) or "") if mention.age is not None else ""


def find_incidents(person: RegisteredPerson) -> tuple[IncidentId, ...]:
    """Incidents that the person's mentions are linked to, in the order of mentions."""
    found = (said.incident for mention in person.mentions for said in mention.said)
    return tuple(dict.fromkeys(incident for incident in found if incident is not None))


# -- rows of files


def iter_person_rows(view: View, shown: Shown) -> Iterator[RegisterRow]:
    """The lines of ``persons.jsonl``."""
    for person in view.dossier.register.persons:
        names = shown.names(person)
        bonds = {bond.one: bond for bond in person.bonds}
        yield RegisterRow(
            id=person.id,
            name=names[0] if names else None,
            name_withheld=shown.is_withheld(person),
            also_written=list(names[1:]),
            fates=[cast("Any", fate.value) for fate in person.fates],
            sides=list(person.sides),
            statuses=[status.value for status in person.statuses],
            conflicts=list(shown.conflicts(person)),
            incidents=list(find_incidents(person)),
            mentions=[_mention(view, shown, person, mention, bonds.get(mention.id)) for mention in person.mentions],
            possibly=[_doubt(shown, person, doubt) for doubt in shown.doubts_of.get(person.id, ())],
        )


def _mention(
    view: View, shown: Shown, person: RegisteredPerson, mention: PersonMention, bond: Bond | None
) -> PersonMentionRow:
    withheld, seen = shown.is_withheld(person), shown.mention(person, mention)
    return PersonMentionRow(
        id=mention.id,
        report=mention.report,
        span=[mention.quote.span.start, mention.quote.span.end],
        text=view.words(mention.quote),
        name=seen.name,
        age=None if withheld else mention.age,
        age_band=_say_band(mention) or None if withheld else None,
        born=None if withheld else mention.born,
        rank=seen.rank or None,
        given_at=mention.given_at.isoformat() if mention.given_at else None,
        said=[
            SaidRow(
                claim=said.claim,
                fate=cast("Any", said.fate.value),
                state=cast("Any", said.state.value),
                side=said.side,
                status=said.status.value,
                incident=said.incident,
                recalled=said.recalled,
            )
            for said in mention.said
        ],
        bond=_bond(shown, bond, withheld=withheld) if bond else None,
    )


def _bond(shown: Shown, bond: Bond, *, withheld: bool) -> BondRow:
    return BondRow(
        other=bond.other,
        total=bond.total,
        ledger=_ledger(shown, bond, withheld=withheld),
        judgement=bond.judgement,
    )


def _ledger(shown: Shown, bond: Bond, *, withheld: bool) -> list[LedgerRow]:
    lines = shown.ledger(bond.ledger, withheld=withheld)
    return [LedgerRow(field=line.field, text=line.text, points=line.points) for line in lines]


def _doubt(shown: Shown, person: RegisteredPerson, doubt: Doubt) -> DoubtRow:
    own_first = doubt.one == person.id
    withheld = any(shown.is_withheld(shown.persons[id_]) for id_ in (doubt.one, doubt.other))
    return DoubtRow(
        person=doubt.other if own_first else doubt.one,
        mention=doubt.bond.one if own_first else doubt.bond.other,
        other_mention=doubt.bond.other if own_first else doubt.bond.one,
        total=doubt.bond.total,
        reason=doubt.reason,
        ledger=_ledger(shown, doubt.bond, withheld=withheld),
    )


def make_tally_row(tally: Tally) -> TallyRow:
    """One line of ``tallies.jsonl``."""
    low, high = tally.figures or (None, None)
    return TallyRow(
        incident=tally.incident,
        fate=cast("Any", tally.fate.value),
        side=tally.side,
        status=cast("Any", tally.status.value if tally.status else None),
        min=tally.minimum,
        max=tally.maximum,
        told_apart=list(tally.told_apart),
        figures_min=low,
        figures_max=high,
        reason=tally.reason,
        claims=list(tally.claims),
    )


# -- a table for spreadsheets

_COLUMNS: Final = (
    "id",
    "name",
    "name_withheld",
    "also_written",
    "ages",
    "ranks",
    "sides",
    "statuses",
    "fates",
    "first_reported",
    "last_reported",
    "reports",
    "incidents",
    "possibly_same_as",
    "conflicts",
)


def make_csv(view: View, shown: Shown) -> bytes:
    """``casualties.csv``: one line for each person, several values in a cell parted by " | "; UTF-8."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for row in iter_person_rows(view, shown):
        person = shown.persons[PersonId(row.id)]
        seen = [shown.mention(person, mention) for mention in person.mentions]
        days = [mention.given_at.date().isoformat() for mention in person.mentions if mention.given_at]
        cells = (
            row.id,
            row.name or "",
            "yes" if row.name_withheld else "no",
            _join(row.also_written),
            _join(one.age for one in seen),
            _join(one.rank for one in seen),
            _join(row.sides),
            _join(row.statuses),
            _join(row.fates),
            min(days, default=""),
            max(days, default=""),
            str(len({mention.report for mention in person.mentions})),
            _join(row.incidents),
            _join(doubt.person for doubt in row.possibly),
            _join(row.conflicts),
        )
        writer.writerow([_plain(cell) for cell in cells])
    return stream.getvalue().encode("utf-8", "replace")


def _join(values: Iterable[str]) -> str:
    return " | ".join(dict.fromkeys(value for value in values if value))


def _plain(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
