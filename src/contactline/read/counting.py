"""Counting victims: noun phrases of people into numbers, statuses, persons and casualty records."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from contactline.read.apposition import group_appositions
from contactline.read.lexicon import Found, Word, closed_class
from contactline.read.nounphrases import Phrase
from contactline.read.numbers import Quantity, read_quantity
from contactline.read.persons import find_age, find_persons
from contactline.read.view import View
from contactline.read.wordclasses import AUXILIARIES, CALENDAR
from contactline.records.claims import Casualties, Mention, NumberForm, Outcome, Person, Status

_IRREGULAR: Final = closed_class("irregular")
BOUNDING: Final = 6
"""Words at most from the first that bounds a number to the number."""
VICTIM_SORTS: Final = frozenset({"person", "group", "couple", "name", "other", "actor"})


@dataclass(frozen=True, slots=True)
class CasualtyWords:
    """Casualties and where their words stand.

    Attributes:
        at: index of the token that names the outcome.
        first, last: half-open range of tokens from the victims to the outcome.
        verbal: a verb names it, so it may itself be the happening ("killed two").
        active: the victims stand to the right of the verb.
    """

    at: int
    first: int
    last: int
    casualties: Casualties
    verbal: bool
    active: bool


@dataclass(frozen=True, slots=True)
class Victims:
    """Victims with one status: how many, the words, and persons told apart."""

    quantity: Quantity
    status: Status
    mention: Mention
    first: int
    last: int
    persons: tuple[Person, ...] = ()
    elliptic: bool = False


def make_victims(view: View, phrases: tuple[Phrase, ...], floor: int) -> list[Victims]:
    """Phrases grouped by status, their numbers added up; an apposition does not count twice."""
    counted = [_count_group(view, group, floor) for group in group_appositions(view, phrases)]
    counted = _without_titles(view, counted)
    head, rest = counted[0], counted[1:]
    persons: tuple[Person, ...] = ()
    apposed = view.low(head[0].last) in (",", ":", "–", "(", "-")
    apposed = apposed and not (rest and view.low(rest[0][1].first - 1) == "and")  # "two boys, and two adults"
    if rest and apposed and head[1].maximum and sum(q.minimum for _, q in rest) == head[1].minimum >= 2:
        persons = find_persons(view, rest[0][0].first, rest[-1][0].last)
        counted = [head]
    groups: dict[tuple[Status, bool], list[tuple[Phrase, Quantity]]] = {}
    for phrase, quantity in counted:
        words = view.lows[phrase.first : phrase.last]
        key = status_of(words, phrase.status), bool(_IRREGULAR & set(words))
        groups.setdefault(key, []).append((phrase, quantity))
    return [_one_group(view, key[0], group, persons) for key, group in _merge_unsaid(groups).items()]


_Groups = dict[tuple[Status, bool], list[tuple[Phrase, Quantity]]]


def _merge_unsaid(groups: _Groups) -> _Groups:
    """Names and "others" beside people of one status have that status as well."""
    unsaid = (Status.NOT_SAID, False)
    if len(groups) != 2 or unsaid not in groups or not any(p.sort in ("name", "other") for p, _ in groups[unsaid]):
        return groups
    key = next(key for key in groups if key != unsaid)
    return {key: sorted((pair for group in groups.values() for pair in group), key=lambda pair: pair[0].first)}


def _count_group(view: View, group: tuple[Phrase, ...], floor: int) -> tuple[Phrase, Quantity]:
    """Phrases for the same people as one: the first counts, the first that tells a status tells it."""
    phrase = group[0]
    counting = next((p for p in group if p.sort != "actor"), phrase)
    quantity = find_quantity(view, phrase, floor) or _implied(counting)
    aged = any(word.endswith("-year-old") for word in view.lows[max(floor, phrase.first - 3) : phrase.first])
    if aged and phrase.sort == "actor" and quantity.form is NumberForm.UNSPECIFIED:
        quantity = replace(quantity, minimum=1, maximum=1, form=NumberForm.EXACT)  # "71-year-old M. | Petrel"
    status = next((p.status for p in group if p.status is not Status.NOT_SAID), Status.NOT_SAID)
    sort = next((p.sort for p in group if p.sort != "name"), phrase.sort)
    return replace(phrase, last=group[-1].last, status=status, sort=sort), quantity


def _without_titles(view: View, counted: list[tuple[Phrase, Quantity]]) -> list[tuple[Phrase, Quantity]]:
    """As in "soldiers Ivar Petrel and Oleh Koval", where the names tell how many."""
    (head, quantity), rest = counted[0], counted[1:]
    titled = head.plural and quantity.form is NumberForm.UNSPECIFIED and quantity.first == head.first
    if not (titled and rest and rest[0][0].first == head.last and all(p.sort == "name" for p, _ in rest)):
        return counted
    first = replace(rest[0][0], first=head.first, status=head.status, sort=head.sort)
    return [(first, rest[0][1]), *((replace(p, status=head.status), q) for p, q in rest[1:])]


def _one_group(
    view: View, status: Status, group: list[tuple[Phrase, Quantity]], persons: tuple[Person, ...]
) -> Victims:
    quantity = group[0][1]
    for _, more in group[1:]:
        quantity = _add(quantity, more)
    first = min(quantity.first, *(phrase.first for phrase, _ in group))
    last = max(phrase.last for phrase, _ in group)
    last = _with_of(view, last)
    quote = view.quote(first, last)
    of = next((phrase.of for phrase, _ in group if phrase.of), "")
    elliptic = all(phrase.sort in ("other",) for phrase, _ in group)
    persons = persons or find_persons(view, first, last)
    return Victims(quantity, status, Mention(quote.words, quote, of=of), first, last, persons, elliptic)


def _with_of(view: View, last: int) -> int:
    """As in "three soldiers of the Defence Army", "a woman of 52": whose they are and how old belongs to the words."""
    for index in (last, last + 1, last + 2):
        age = find_age(view, index)
        if age and view.phrase_at(index) is None:
            return age[1]
    if view.low(last) != "of":
        return last
    owner = view.phrase_at(last + 1)
    return owner.last if owner and owner.sort in ("force", "actor", "adjective", "name") else last


def _add(first: Quantity, second: Quantity) -> Quantity:
    maximum = None if first.maximum is None or second.maximum is None else first.maximum + second.maximum
    form = first.form if first.form is second.form else NumberForm.AT_LEAST if maximum is None else NumberForm.ABOUT
    if {first.form, second.form} == {NumberForm.EXACT, NumberForm.RANGE}:
        form = NumberForm.RANGE
    return Quantity(
        min(first.first, second.first), max(first.last, second.last), first.minimum + second.minimum, maximum, form
    )


def find_quantity(view: View, phrase: Phrase, floor: int) -> Quantity | None:
    """The number that a phrase begins with, bounded by the words in front of it."""
    for start in range(max(floor, phrase.first - BOUNDING), phrase.head + 1):
        quantity = read_quantity(view.lows, start)
        if quantity is None or not phrase.first <= quantity.last <= phrase.head + (phrase.sort == "other"):
            continue
        if quantity.last > start and view.low(quantity.last) in ("a", "an", "the") and view.low(start)[:1].isdigit():
            continue  # "Image 44 | A girl"
        if _is_age(view, quantity.last):
            continue  # "the | 11 year old boy"
        if view.low(start)[:1].isdigit() and view.low(start - 1) in CALENDAR and start < phrase.first:
            continue  # "on July 5 | a soldier"
        if (
            quantity.form is NumberForm.NONE
            or view.low(start) in ("a", "an", "another")
            or quantity.last > quantity.first
        ):
            return replace(quantity, maximum=2, minimum=2) if phrase.sort == "couple" else quantity
    return None


def _is_age(view: View, index: int) -> bool:
    """As in "11 | year old", "11 | year-old"."""
    word = view.low(index)
    return word in ("year-old", "month-old") or (word in ("year", "month") and view.low(index + 1) == "old")


def find_quantity_before(view: View, index: int) -> Quantity | None:
    """A quantity in the four words before, with adjectives between at most."""
    for start in range(max(0, index - 5), index):
        quantity = read_quantity(view.lows, start)
        if quantity is None or quantity.last > index or view.low(start) in ("a", "an", "both"):
            continue
        between = view.lows[quantity.last : index]
        if all(word.isalpha() and word not in AUXILIARIES | {"and", "of", "to", "the"} for word in between):
            return quantity
    return None


def count_before(view: View, hit: Found[Word], quantity: Quantity) -> Victims:
    """Victims that the word for the outcome itself counts: "two fatalities"."""
    first = min(quantity.first, hit.first)
    first -= first == hit.first and view.low(first - 1) in ("civilian", "military", "human")
    quote = view.quote(first, hit.last)
    return Victims(quantity, status_of(view.lows[first : hit.last]), Mention(quote.words, quote), first, hit.last)


def is_none(quantity: Quantity | None) -> bool:
    """Whether a quantity says that there was nobody."""
    return quantity is not None and quantity.form is NumberForm.NONE


def _implied(phrase: Phrase) -> Quantity:
    """The number that a phrase without one implies."""
    if phrase.sort == "couple":
        return Quantity(phrase.first, phrase.last, 2, 2, NumberForm.EXACT)
    if phrase.plural or phrase.sort in ("group", "force", "other", "actor"):
        return Quantity(phrase.first, phrase.last, 1, None, NumberForm.UNSPECIFIED)
    return Quantity(phrase.first, phrase.last, 1, 1, NumberForm.EXACT)


def status_of(words: tuple[str, ...], status: Status = Status.NOT_SAID) -> Status:
    """What an adjective among the words says, else the given status."""
    if "civilian" in words or "civilians" in words or "civil" in words or "peaceful" in words:
        return Status.CIVILIAN
    if "military" in words and status is Status.NOT_SAID:
        return Status.MILITARY
    return status


def make_casualties(
    view: View,
    hit: Found[Word],
    victims: list[Victims],
    *,
    verbal: bool = False,
    active: bool = False,
    outcome: Outcome | None = None,
) -> list[CasualtyWords]:
    """One record for each group of victims."""
    made = []
    for group in victims:
        first, last = min(group.first, hit.first), max(group.last, hit.last)
        persons = group.persons or _persons_after(view, hit.last)
        quantity = group.quantity
        casualties = Casualties(
            outcome=outcome or Outcome(hit.entry.label),
            status=group.status,
            minimum=quantity.minimum,
            maximum=quantity.maximum,
            form=quantity.form,
            victims=group.mention,
            quote=view.quote(first, last),
            persons=persons,
        )
        made.append(CasualtyWords(hit.first, first, last, casualties, verbal, active))
    return made


def _persons_after(view: View, index: int) -> tuple[Person, ...]:
    """As in "two residents were killed: a woman of 50 and a two-year-old girl"."""
    if view.low(index) not in (":", "–", "—"):
        return ()
    end = next((i for i in range(index + 1, len(view.lows)) if view.low(i) == ";"), len(view.lows))
    return find_persons(view, index + 1, end)
