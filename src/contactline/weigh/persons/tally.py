"""How many people at least and at most, from persons told apart and from figures, without counting anybody twice.

For one incident, one fate and one side:

* **At least**: the most persons of whom no two may be one; or the lowest figure that any speaker
  holds, whichever is more. From a figure of wounded, missing or captured go those who by name are said to have
  got another fate since. A person on whom reports conflict (killed or wounded, soldier or civilian, this side or that)
  counts towards the least of neither and the most of both.
* **At most**: all persons told apart, or the highest figure, whichever is more; open where a figure is.
* The figure of a speaker is what the latest report gives in their name: "two killed" with "one killed" beside it is
  two; civilians and soldiers told apart are added up. "Casualties" without a number is one or more, and counts only
  where nobody gives a number. Denials and suppositions give no figure, and reports that only
  repeat one add nothing.
* Persons and figures of a side that nobody says have a row of their own; they may be among the others. A report that
  says the side of such victims elsewhere gives none: its headline only repeats them.

For the period the incidents are added up, less everybody who is, or may be, named in several of them. Incidents that
only are recalled, and persons in no incident, are left out. This takes incidents that are held apart to be apart.

Killed and wounded are never added: somebody wounded without a name who dies later stands in both figures.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from contactline.records.claims import Act, Casualties, Claim, Modality, NumberForm, Polarity, Status
from contactline.records.ids import ClaimId, IncidentId, PersonId, ReportId, SideId
from contactline.records.incidents import Incident, State
from contactline.records.persons import Doubt, Fate, RegisteredPerson, Tally
from contactline.records.reports import Report

_UNREAL: Final = frozenset({Modality.CONDITIONAL, Modality.FUTURE, Modality.GENERAL})
_DENYING: Final = frozenset({Act.DENIES, Act.PARTLY_DENIES})
_COUNTED: Final = (Fate.KILLED, Fate.WOUNDED, Fate.MISSING, Fate.CAPTURED)
_STATUSES: Final = (None, Status.CIVILIAN, Status.MILITARY)
_NEVER: Final = float("-inf")
_MOST_SOLVED: Final = 24  # persons who step by step may be one; trying out more would take long


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of people that one speaker holds; ``maximum`` is ``None`` where open."""

    minimum: int
    maximum: int | None
    claims: tuple[ClaimId, ...] = ()
    numbered: bool = True


@dataclass(frozen=True, slots=True)
class Cell:
    """What a tally counts."""

    fate: Fate
    side: SideId | None
    status: Status | None = None


@dataclass(frozen=True, slots=True)
class Counted:
    """A person as the tallies see one: where, and in which cells possibly. More than one cell is a conflict."""

    id: PersonId
    incidents: frozenset[IncidentId]
    fates: frozenset[Fate]
    sides: frozenset[SideId | None]
    statuses: frozenset[Status]
    was: Mapping[IncidentId, frozenset[Fate]]

    def may_be(self, cell: Cell) -> bool:
        """Whether the person may belong in a cell."""
        fits = cell.status is None or not self.statuses or cell.status in self.statuses
        return cell.fate in self.fates and cell.side in self.sides and fits

    def has_left(self, cell: Cell, incident: IncidentId) -> bool:
        """Whether the person may be in a figure of the incident that is no longer so."""
        ours = cell.side in self.sides or None in self.sides
        fits = cell.status is None or not self.statuses or cell.status in self.statuses
        return cell.fate in self.was[incident] and self.fates != {cell.fate} and ours and fits

    def is_surely(self, cell: Cell) -> bool:
        """Whether no report speaks for another cell."""
        status = cell.status is None or self.statuses == {cell.status}
        return self.fates == {cell.fate} and self.sides == {cell.side} and status


def make_tallies(
    persons: Sequence[RegisteredPerson],
    doubts: Iterable[Doubt],
    incidents: Iterable[Incident],
    claims: Mapping[ClaimId, Claim],
    reports: Mapping[ReportId, Report],
) -> tuple[Tally, ...]:
    """Tallies of every incident, then of the period; cells that nobody speaks of are left out."""
    counted = [make_counted(person) for person in persons]
    pairs = [(doubt.one, doubt.other) for doubt in doubts]
    figures = {
        incident.id: find_figures([claims[id_] for id_ in incident.claims if id_ in claims], reports)
        for incident in incidents
        if not incident.recalled
    }
    return tuple(tally_all(counted, pairs, figures))


def make_counted(person: RegisteredPerson) -> Counted:
    """A person of the register as the tallies see one. Only incidents that are not merely recalled count."""
    was: dict[IncidentId, set[Fate]] = {}
    for mention in person.mentions:
        for said in mention.said:
            if said.incident is not None and not said.recalled and said.state is not State.DENIED:
                was.setdefault(said.incident, set()).add(said.fate)
    return Counted(
        id=person.id,
        incidents=frozenset(was),
        fates=frozenset(person.fates),
        sides=frozenset(person.sides) or frozenset({None}),
        statuses=frozenset(person.statuses),
        was={incident: frozenset(fates) for incident, fates in was.items()},
    )


def tally_all(
    persons: Sequence[Counted],
    doubts: Sequence[tuple[PersonId, PersonId]],
    figures: Mapping[IncidentId, Mapping[Cell, Sequence[Figure]]],
) -> Iterator[Tally]:
    """Tallies from persons, doubts and the figures of every speaker. Pure counting, no words read."""
    open_ = _Open(persons, doubts)
    by_incident = {incident: [p for p in persons if incident in p.incidents] for incident in figures}
    tallies: dict[Cell, list[Tally]] = {}
    for incident, here in by_incident.items():
        for cell in _find_cells(here, figures[incident]):
            tally = _tally_incident(incident, cell, here, open_, figures[incident].get(cell, ()))
            tallies.setdefault(cell, []).append(tally)
            yield tally
    for cell in sorted(tallies, key=_cell_key):
        yield _tally_period(cell, tallies[cell], persons, open_)


def _tally_incident(
    incident: IncidentId,
    cell: Cell,
    here: Sequence[Counted],
    open_: _Open,
    figures: Sequence[Figure],
) -> Tally:
    fewest = open_.count_fewest([person.id for person in here if person.is_surely(cell)])
    most = sum(person.may_be(cell) for person in here)
    moved = sum(person.has_left(cell, incident) for person in here)
    lowest = min((figure.minimum for figure in figures), default=0)
    highest = _highest(figures)
    minimum = max(fewest, lowest - moved)
    maximum = None if highest is None and figures else max(most, highest or 0, minimum)
    return Tally(
        incident=incident,
        fate=cell.fate,
        side=cell.side,
        status=cell.status,
        minimum=minimum,
        maximum=maximum,
        told_apart=(fewest, most),
        figures=(lowest, highest) if figures else None,
        reason=_say(fewest, most, figures, lowest, highest, moved if lowest else 0),
        claims=tuple(dict.fromkeys(claim for figure in figures for claim in figure.claims)),
    )


def _tally_period(cell: Cell, tallies: Sequence[Tally], persons: Sequence[Counted], open_: _Open) -> Tally:
    """The incidents added up, less those who are or may be in several."""
    ids = {tally.incident for tally in tallies if tally.incident is not None}
    possible = [person for person in persons if person.may_be(cell) and person.incidents & ids]
    sure = [person for person in possible if person.is_surely(cell)]
    fewest = open_.count_fewest([person.id for person in sure])
    shared = _count_shared(possible, open_.group, ids)
    apart = sum(len(person.incidents & ids) - 1 for person in sure)
    minimum = max(sum(tally.minimum for tally in tallies) - shared, *(tally.minimum for tally in tallies), fewest)
    tops = [tally.maximum for tally in tallies]
    maximum = None if None in tops else max(sum(top or 0 for top in tops) - apart, minimum)
    taken = f", less {shared} who may stand in several" if shared else ""
    many = f"{len(tallies)} incidents added up" if len(tallies) > 1 else "one incident"
    return Tally(
        incident=None,
        fate=cell.fate,
        side=cell.side,
        status=cell.status,
        minimum=minimum,
        maximum=maximum,
        told_apart=(fewest, len(possible)),
        figures=None,
        reason=f"{many}{taken}; {_say_apart(fewest, len(possible))}.",
    )


def _count_shared(persons: Iterable[Counted], group: Mapping[PersonId, PersonId], ids: set[IncidentId]) -> int:
    """How many times at most incidents that are added up count somebody again.

    Within a group of persons who may be one, an incident with n of them overlaps the others by all but the largest.
    """
    there: dict[PersonId, dict[IncidentId, int]] = {}
    for person in persons:
        for incident in person.incidents & ids:
            counts = there.setdefault(group[person.id], {})
            counts[incident] = counts.get(incident, 0) + 1
    return sum(sum(counts.values()) - max(counts.values()) for counts in there.values())


class _Open:
    """Pairs of persons who may be one.

    Attributes:
        group: for each person one that stands for all who, step by step, may be the same.
    """

    def __init__(self, persons: Iterable[Counted], doubts: Iterable[tuple[PersonId, PersonId]]) -> None:
        self._near: dict[PersonId, set[PersonId]] = {person.id: set() for person in persons}
        for one, other in doubts:
            self._near[one].add(other)
            self._near[other].add(one)
        self.group: dict[PersonId, PersonId] = {}
        for id_ in sorted(self._near):
            if id_ not in self.group:
                self._spread(id_)

    def _spread(self, start: PersonId) -> None:
        found, waiting = {start}, [start]
        while waiting:
            new = self._near[waiting.pop()] - found
            found |= new
            waiting += new
        self.group |= dict.fromkeys(found, start)

    def count_fewest(self, ids: Iterable[PersonId]) -> int:
        """The size of the largest set of these of whom no two may be one; of large groups one each."""
        groups: dict[PersonId, list[PersonId]] = {}
        for id_ in ids:
            groups.setdefault(self.group[id_], []).append(id_)
        return sum(self._largest(frozenset(group)) if len(group) <= _MOST_SOLVED else 1 for group in groups.values())

    def _largest(self, ids: frozenset[PersonId]) -> int:
        """Largest independent set, tried out: who has one neighbour at most can always be taken."""
        if not ids:
            return 0
        one = min(ids, key=lambda id_: (len(self._near[id_] & ids), id_))
        with_one = 1 + self._largest(ids - {one} - self._near[one])
        if len(self._near[one] & ids) <= 1:
            return with_one
        return max(with_one, self._largest(ids - {one}))


def _find_cells(persons: Iterable[Counted], figures: Mapping[Cell, Sequence[Figure]]) -> list[Cell]:
    cells = {cell for cell, given in figures.items() if given}
    for person in persons:
        for fate in person.fates:
            for side in person.sides:
                cells |= {Cell(fate, side, status) for status in (None, *person.statuses)}
    return sorted(cells, key=_cell_key)


def _cell_key(cell: Cell) -> tuple[int, str, int]:
    fates = tuple(Fate)
    return fates.index(cell.fate), cell.side or "~", _STATUSES.index(cell.status)


# -- figures


def find_figures(claims: Iterable[Claim], reports: Mapping[ReportId, Report]) -> dict[Cell, list[Figure]]:
    """What every speaker holds last, by cell."""
    claims = list(claims)
    sided = {(one.report, loss.outcome) for one in claims for loss in one.casualties if loss.victims.side is not None}
    latest: dict[tuple[str, Fate, SideId | None], tuple[float, ReportId, list[tuple[Claim, Casualties]]]] = {}
    for claim in claims:
        if claim.modality in _UNREAL or claim.polarity is Polarity.NEGATIVE or claim.act in _DENYING:
            continue
        at = _published(reports.get(claim.report))
        for loss in claim.casualties:
            if loss.victims.side is None and (claim.report, loss.outcome) in sided:
                continue
            key = _find_voice(claim, reports.get(claim.report)), Fate(loss.outcome.value), loss.victims.side
            held = latest.get(key)
            if held is None or (at, claim.report) > held[:2]:
                latest[key] = at, claim.report, [(claim, loss)]
            elif (at, claim.report) == held[:2]:
                held[2].append((claim, loss))
    figures: dict[Cell, list[Figure]] = {}
    for (_, fate, side), (_, _, losses) in sorted(
        latest.items(), key=lambda item: (item[0][0], item[0][1], str(item[0][2]))
    ):
        for status, figure in _sum_statuses(losses):
            figures.setdefault(Cell(fate, side, status), []).append(figure)
    return {cell: [figure for figure in given if figure.numbered] or given for cell, given in figures.items()}


def _sum_statuses(losses: Sequence[tuple[Claim, Casualties]]) -> Iterator[tuple[Status | None, Figure]]:
    """Civilians and soldiers, and all together: those told apart added up, or the figure that tells nothing apart."""
    parts = {status: _largest([(claim, loss) for claim, loss in losses if loss.status is status]) for status in Status}
    yield from ((status, part) for status in (Status.CIVILIAN, Status.MILITARY) if (part := parts[status]) is not None)
    split = [part for status in (Status.CIVILIAN, Status.MILITARY) if (part := parts[status]) is not None]
    tops = [part.maximum for part in split]
    added = Figure(
        sum(part.minimum for part in split),
        None if None in tops else sum(top or 0 for top in tops),
        tuple(claim for part in split for claim in part.claims),
        any(part.numbered for part in split),
    )
    whole = parts[Status.NOT_SAID]
    if whole is None:
        yield None, added
    elif not split:
        yield None, whole
    else:
        top = None if whole.maximum is None or added.maximum is None else max(whole.maximum, added.maximum)
        numbered = whole.numbered or added.numbered
        yield None, Figure(max(whole.minimum, added.minimum), top, (*whole.claims, *added.claims), numbered)


def _largest(losses: Sequence[tuple[Claim, Casualties]]) -> Figure | None:
    """One figure of a speaker in a report: the others are parts of it, or older."""
    if not losses:
        return None
    numbered = [(claim, loss) for claim, loss in losses if loss.form is not NumberForm.UNSPECIFIED]
    losses = numbered or losses
    tops = [loss.maximum for _, loss in losses]
    return Figure(
        max(loss.minimum for _, loss in losses),
        None if None in tops else max(top or 0 for top in tops),
        tuple(dict.fromkeys(claim.id for claim, _ in losses)),
        bool(numbered),
    )


def _find_voice(claim: Claim, report: Report | None) -> str:
    speaker = claim.speaker
    return str(speaker.actor or speaker.text.casefold() or (report.meta.publisher if report else ""))


def _published(report: Report | None) -> float:
    if report is None:
        return _NEVER
    if report.meta.published_at:
        return report.meta.published_at.timestamp()
    return report.meta.published_on.toordinal() * 86_400.0 - 62_135_683_200.0 if report.meta.published_on else _NEVER


def _highest(figures: Sequence[Figure]) -> int | None:
    tops = [figure.maximum for figure in figures]
    return None if None in tops or not tops else max(top or 0 for top in tops)


# -- words


def _say(fewest: int, most: int, figures: Sequence[Figure], lowest: int, highest: int | None, moved: int) -> str:
    words = _say_apart(fewest, most)
    if figures:
        given = (
            f"{lowest} or more" if highest is None else f"{lowest}" if lowest == highest else f"{lowest} to {highest}"
        )
        number = len(figures)
        words += f"; figures of {number} {'speaker' if number == 1 else 'speakers'}: {given}"
    else:
        words += "; no figure is given"
    if moved:
        words += f"; {moved} of the figure got another fate since"
    return f"{words}."


def _say_apart(fewest: int, most: int) -> str:
    if not most:
        return "nobody is told apart by name or age"
    number = f"{most}" if fewest == most else f"{fewest} to {most}"
    return f"{number} {'person' if most == 1 else 'persons'} told apart by name or age"
