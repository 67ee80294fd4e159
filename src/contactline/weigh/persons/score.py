"""How well two mentions fit one person: lines in decibans that add up, the same for both orders."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import permutations
from typing import Final

from contactline._kit.folding import fold_name
from contactline.records.claims import Status
from contactline.records.ids import ClaimId, IncidentId
from contactline.records.incidents import LedgerLine, State
from contactline.records.persons import Fate, PersonMention
from contactline.records.times import When
from contactline.reference.tables import load_lexicon
from contactline.weigh.persons.names import Likeness, Part, PersonName, compare_parts, cut_name
from contactline.weigh.persons.weights import Rarity, Weights

_YEAR: Final = 365.2425
_MOST_PARTS: Final = 4
_ALIKE: Final = frozenset({Likeness.SAME, Likeness.SPELLED, Likeness.FORM, Likeness.INITIAL})


@dataclass(frozen=True, slots=True)
class Candidate:
    """A mention made ready to be compared.

    Attributes:
        born: first and last day of birth that age and year allow, each its own interval.
        age: as said, for the day in ``day``.
        when: of the incident.
        day: of the incident, else of publication.
        incidents: that its claims are linked to.
        fates: what is stated, not what is denied.
        records: casualty records that tell of the person.
    """

    mention: PersonMention
    name: PersonName
    born: tuple[tuple[date, date], ...]
    age: float | None
    when: When | None
    day: date | None

    incidents: frozenset[IncidentId]
    fates: frozenset[Fate]
    records: frozenset[tuple[ClaimId, int]]

    def signature(self) -> tuple[object, ...]:
        """All that scores look at, but for what two mentions share: copies have one."""
        said = {(one.side, one.status) for one in self.mention.said}
        mention = self.mention
        about = mention.name, mention.age, mention.born, mention.rank, frozenset(said)
        return *about, self.incidents, self.fates, self.when, self.day


def make_candidate(mention: PersonMention, when: When | None) -> Candidate:
    """Make a mention ready; ``when`` is the time of its incident."""
    day = when.earliest.date() if when else mention.given_at.date() if mention.given_at else None
    born = []
    if mention.born is not None and 1 <= mention.born <= 9999:
        born.append((date(mention.born, 1, 1), date(mention.born, 12, 31)))
    if mention.age is not None and day is not None and 0 <= mention.age < 130:
        born.append(_born_between(mention.age, day))
    return Candidate(
        mention=mention,
        name=cut_name(mention.name),
        born=tuple(born),
        age=mention.age,
        when=when,
        day=day,
        incidents=frozenset(said.incident for said in mention.said if said.incident is not None),
        fates=frozenset(said.fate for said in mention.said if said.state is not State.DENIED),
        records=frozenset((said.claim, said.loss) for said in mention.said),
    )


class Scorer:
    """Compares mentions by the written weights."""

    def __init__(self, weights: Weights, rarity: Rarity) -> None:
        self.weights = weights
        self._rarity = rarity

    def score(self, one: Candidate, other: Candidate) -> tuple[LedgerLine, ...]:
        """The lines of a pair; symmetric."""
        one, other = sorted((one, other), key=lambda item: item.mention.id)
        lines = [self._occasion(one, other), *self._list(one, other), *self._name(one, other)]
        lines += [*self._born(one, other), *self._side(one, other), *self._status(one, other)]
        lines += [*self._rank(one, other), *self._course(one, other)]
        return tuple(line for line in lines if line is not None)

    # -- where and when

    def _occasion(self, one: Candidate, other: Candidate) -> LedgerLine:
        if one.incidents & other.incidents:
            return self._line("occasion", "one incident", "told of one incident")
        if one.mention.report == other.mention.report:
            return self._line("occasion", "one report", "told in one report")
        if not (one.incidents and other.incidents and one.when and other.when):
            return self._line("occasion", "not known to be one incident", "not known to be of one incident")
        days = one.when.gap(other.when).days
        level = "incidents farther apart"
        if days <= 60:
            level = "incidents up to 3 days apart" if days <= 3 else "incidents up to 60 days apart"
        return self._line("occasion", level, f"told of incidents {days} {'day' if days == 1 else 'days'} apart")

    def _list(self, one: Candidate, other: Candidate) -> Iterator[LedgerLine]:
        """Persons of one casualty record are two, unless they have the very same name."""
        same_name = bool(one.mention.name) and fold_name(one.mention.name) == fold_name(other.mention.name)
        if one.records & other.records and not same_name:
            yield self._line("list", "told as two", "one claim tells of both, side by side")

    # -- names

    def _name(self, one: Candidate, other: Candidate) -> Iterator[LedgerLine]:
        if not (one.name.parts and other.name.parts):
            return
        best = max(
            (list(self._aligned(one, other, crossing)) for crossing in _crossings(one.name, other.name)),
            key=lambda lines: sum(line.points for line in lines),
        )
        yield from best
        fathers = one.name.father, other.name.father
        if fathers[0] and fathers[1]:
            likeness = compare_parts(fathers[0], fathers[1])
            level = {Likeness.SAME: "the same", Likeness.INITIAL: "initial", Likeness.DIFFERS: "differs"}.get(
                likeness, "spelled otherwise"
            )
            yield self._line("patronymic", level, _both(fathers[0].word, fathers[1].word, "father’s name"))

    def _aligned(self, one: Candidate, other: Candidate, pairs: tuple[tuple[int, int], ...]) -> Iterator[LedgerLine]:
        """Lines of one way to lay two names beside each other."""
        found = [(a, b, compare_parts(one.name.parts[a], other.name.parts[b])) for a, b in pairs]
        alike = [(a, b) for a, b, likeness in found if likeness in _ALIKE]
        given_fits = any(_role(one.name, other.name, a, b) == "given" for a, b in alike)
        if all(likeness is Likeness.DIFFERS for _, _, likeness in found):  # no word of the one is a word of the other
            text = _both(" ".join(p.word for p in one.name.parts), " ".join(p.word for p in other.name.parts), "name")
            surname = self.weights.points["surname"]["differs"] if len(found) > 1 else 0.0
            yield LedgerLine("given", text, self.weights.points["given"]["differs"] + surname)
            return
        for a, b, likeness in found:
            role = _role(one.name, other.name, a, b)
            first, second = one.name.parts[a], other.name.parts[b]
            text = _both(first.word, second.word, role.replace("given", "given name"))
            yield LedgerLine(role, text, round(self._part(role, likeness, first, second, given_fits), 1))

    def _part(self, role: str, likeness: Likeness, one: Part, other: Part, given_fits: bool) -> float:
        table = self.weights.points[role]
        if likeness is Likeness.DIFFERS:
            changed = role == "surname" and given_fits and _may_have_changed(one, other)
            return table["differs, as after a marriage" if changed else "differs"]
        full = self._rarity.weigh(one, other, role)
        if likeness is Likeness.INITIAL:
            return max(1.0, full + table["initial"])
        if role == "given" and likeness in (Likeness.GENDER, Likeness.CLOSE):
            return table["differs" if likeness is Likeness.GENDER else "one letter apart"]
        return full + (0.0 if likeness is Likeness.SAME else table.get(likeness.value, table["spelled otherwise"]))

    # -- what is said beside the name

    def _born(self, one: Candidate, other: Candidate) -> Iterator[LedgerLine]:
        if not (one.born and other.born):
            return
        text = _both(_say_born(one), _say_born(other), "age")
        years = min(years_apart(a, b) for a in one.born for b in other.born)
        near = one.day and other.day and abs((one.day - other.day).days) <= 7
        if near and one.age is not None and one.age == other.age:
            level = "the same age"
        elif years <= 0:
            level = "fit"
        else:
            bounds = ((1, "a year apart"), (3, "2-3 years apart"), (9, "4-9 years apart"))
            level = next((name for most, name in bounds if years <= most), "10 years apart or more")
        yield self._line("born", level, text)

    def _side(self, one: Candidate, other: Candidate) -> Iterator[LedgerLine]:
        sides = [{said.side for said in item.mention.said if said.side} for item in (one, other)]
        if all(sides):
            same = bool(sides[0] & sides[1])
            yield self._line("side", "the same" if same else "differs", "the same side" if same else "different sides")

    def _status(self, one: Candidate, other: Candidate) -> Iterator[LedgerLine]:
        known = [{s.status for s in item.mention.said if s.status is not Status.NOT_SAID} for item in (one, other)]
        if all(known):
            same = bool(known[0] & known[1])
            words = "both " + min(known[0] & known[1]).value if same else "a civilian and a soldier"
            yield self._line("status", "the same" if same else "differs", words)

    def _rank(self, one: Candidate, other: Candidate) -> Iterator[LedgerLine]:
        ranks = [find_rank(item.mention.rank) for item in (one, other)]
        if all(ranks):
            level = "the same" if ranks[0] == ranks[1] else "differs"
            yield self._line("rank", level, _both(ranks[0], ranks[1], "rank"))

    def _course(self, one: Candidate, other: Candidate) -> Iterator[LedgerLine]:
        """Nobody is killed in two incidents, or wounded after having been killed."""
        if one.incidents & other.incidents or one.when is None or other.when is None:
            return
        if one.when.gap(other.when) < timedelta(days=3) or not (one.fates and other.fates):
            return
        first, last = (one, other) if one.when.earliest < other.when.earliest else (other, one)
        if first.fates == last.fates == {Fate.KILLED}:
            yield self._line("course", "killed twice", "killed in two incidents days apart")
        elif Fate.KILLED in first.fates and Fate.KILLED not in last.fates:
            yield self._line("course", "against the order of time", "hurt or held after having been killed")

    def _line(self, field: str, level: str, text: str) -> LedgerLine:
        return LedgerLine(field, text, self.weights.points[field][level])


def find_rank(words: str) -> str:
    """The normal form of a rank; empty where it is not known."""
    return _ranks().get(fold_name(words).replace(".", ""), "")


@cache
def _ranks() -> dict[str, str]:
    return {fold_name(row["words"]): row["rank"] for row in load_lexicon("ranks")}


def _crossings(one: PersonName, other: PersonName) -> list[tuple[tuple[int, int], ...]]:
    """The ways to lay the shorter name's parts against the longer one's; surnames known by ending stay together."""
    few, many = min(len(one.parts), _MOST_PARTS), min(len(other.parts), _MOST_PARTS)
    if few > many:
        return [tuple((b, a) for a, b in way) for way in _crossings(other, one)]
    ways = [tuple(zip(range(few), places, strict=True)) for places in permutations(range(many), few)]
    if one.sure and other.sure:
        kept = [way for way in ways if all((a == one.surname) == (b == other.surname) for a, b in way)]
        return kept or ways
    return ways


def _role(one: PersonName, other: PersonName, a: int, b: int) -> str:
    """What two parts laid together are: of a single name nothing tells, so the other's part does."""
    if len(one.parts) == 1 and not one.sure:
        return "surname" if b == other.surname else "given"
    if len(other.parts) == 1 and not other.sure:
        return "surname" if a == one.surname else "given"
    return "surname" if a == one.surname or b == other.surname else "given"


def _may_have_changed(one: Part, other: Part) -> bool:
    """Whether an ending makes it a woman's surname and none a man's; of two initials nothing tells."""
    genders = {one.gender, other.gender}
    return ("f" in genders and "m" not in genders) or (one.is_initial and other.is_initial)


def _both(one: str, other: str, what: str) -> str:
    return f"{what} {one}" if one == other else f"{what} {one} / {other}"


def _born_between(age: float, day: date) -> tuple[date, date]:
    """First and last day of birth of somebody who is so old on a day; an age in months is exact to a month."""
    step = 1.0 if float(age).is_integer() else 1 / 12
    last = day - timedelta(days=age * _YEAR)
    return last - timedelta(days=step * _YEAR), last


def years_apart(one: tuple[date, date], other: tuple[date, date]) -> float:
    """Whole years, rounded up, between two intervals of birth; 0 where they overlap."""
    days = max((one[0] - other[1]).days, (other[0] - one[1]).days)
    return 0 if days < 0 else max(1, -(-days // 366))


def _say_born(item: Candidate) -> str:
    parts = [] if item.age is None else [f"{item.age:g}"]
    parts += [] if item.mention.born is None else [f"born {item.mention.born}"]
    return ", ".join(parts)
