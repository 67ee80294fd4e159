"""Casualties: who was killed, wounded, captured or went missing, how many, and in which words.

Three ways to say it: a verb with its victims to the left ("three soldiers were killed", "two dead") or to the right
("killed two and injured one"), a noun with its victims behind "of" ("the deaths of two villagers"), and losses that
somebody suffers or does not.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from contactline.read.counting import (
    VICTIM_SORTS,
    CasualtyWords,
    Victims,
    count_before,
    find_quantity,
    find_quantity_before,
    is_none,
    make_casualties,
    make_victims,
)
from contactline.read.hurt import drop_dead, find_hurt
from contactline.read.lexicon import Found, Word, closed_class, outcomes
from contactline.read.losses import find_ellipses, find_losses, find_tolls, find_wounds
from contactline.read.negations import find_negated
from contactline.read.nounphrases import Phrase
from contactline.read.numbers import Quantity, read_quantity
from contactline.read.owners import name_owners
from contactline.read.victims import SKIPPED, find_left_victims, find_right_victims, find_subject_far
from contactline.read.view import View
from contactline.read.wordclasses import AUXILIARIES, BE, CONJUNCTIONS, PREPOSITIONS
from contactline.records.claims import NumberForm, Outcome, Status


def find_casualties(view: View) -> tuple[CasualtyWords, ...]:
    """Casualties named in a scope, in order."""
    found: list[CasualtyWords] = []
    hits = tuple(hit for hit in outcomes().find(view.lows) if not _is_told_by_death(view, hit))
    for hit in hits:
        floor = max((other.last for other in hits if other.last <= hit.first), default=0)
        for words in _read_outcome(view, hit, floor):
            found.append(_inherit(words, found))
    found += find_tolls(view)
    found += find_wounds(view)
    found += drop_dead(found, find_hurt(view))
    found += find_ellipses(view, tuple(found))
    found = name_owners(view, [find_negated(view, words) for words in _either(view, found)])
    return tuple(sorted(_distinct(found), key=lambda words: words.at))


def _read_outcome(view: View, hit: Found[Word], floor: int) -> list[CasualtyWords]:
    pos = hit.entry.pos
    if pos == "verb":
        return _verb(view, hit, floor)
    if pos == "intransitive":
        return make_casualties(view, hit, _left_or_far(view, hit, floor), verbal=True)
    if pos == "adjective":
        return _adjective(view, hit, floor)
    if pos == "noun":
        return _noun(view, hit)
    return find_losses(view, hit)


def _verb(view: View, hit: Found[Word], floor: int) -> list[CasualtyWords]:
    if hit.form == "ing" and view.low(hit.last) == "of":
        return make_casualties(view, hit, find_right_victims(view, hit.last + 1), verbal=True, active=True)
    if _is_passive(view, hit):
        return make_casualties(view, hit, _left_or_far(view, hit, floor), verbal=True)
    holder = _find_holder(view, hit.first)
    if holder and hit.form == "past":
        return make_casualties(view, hit, make_victims(view, (holder,), floor), verbal=False)
    right = find_right_victims(view, hit.last)
    if right or hit.form != "past" or view.low(hit.last) in ("a", "an", "the"):
        return make_casualties(view, hit, right, verbal=True, active=True)
    return make_casualties(view, hit, find_left_victims(view, floor, hit.first), verbal=True)


def _left_or_far(view: View, hit: Found[Word], floor: int) -> list[Victims]:
    """Victims before the verb; of a death also those before a relative clause."""
    found = find_left_victims(view, floor, hit.first)
    return found or (find_subject_far(view, hit.first) if hit.entry.label == "killed" and hit.form != "ing" else [])


def _is_passive(view: View, hit: Found[Word]) -> bool:
    index = hit.first - 1
    while index >= 0 and view.low(index) in SKIPPED:
        index -= 1
    if view.low(index) in BE or view.low(hit.last) == "by":
        return hit.form == "past"
    return False


def _adjective(view: View, hit: Found[Word], floor: int) -> list[CasualtyWords]:
    holder = _find_holder(view, hit.first)
    if holder:
        if hit.entry.lemma == "missing" and not find_quantity(view, holder, floor):
            return []  # "missing persons" names a file, not a loss
        return make_casualties(view, hit, make_victims(view, (holder,), floor), verbal=False)
    if hit.entry.lemma in ("fatally shot", "fatally shoot") and view.low(hit.first - 1) not in BE:
        right = find_right_victims(view, hit.last)
        if right:
            return make_casualties(view, hit, right, verbal=True, active=True)  # "he fatally shot his friend"
    if view.low(hit.first - 1) in ("the", "a") and hit.entry.lemma in ("dead", "wounded", "injured"):
        return []  # "the wounded were taken to hospital": counted where it was first said
    return make_casualties(view, hit, find_left_victims(view, floor, hit.first), verbal=False)


def _is_told_by_death(view: View, hit: Found[Word]) -> bool:
    """As in "the severely wounded soldier also died", "succumbed to his injuries": one person, told once."""
    if hit.entry.lemma == "injury" and "to" in view.lows[max(0, hit.first - 3) : hit.first]:
        return True
    if hit.entry.label == "wounded" and view.lows[hit.last : hit.last + 2] in (("has", "died"), ("have", "died")):
        return True  # "one of the four wounded has died"
    return hit.entry.label == "wounded" and _find_holder(view, hit.first) is not None and _dies_later(view, hit.last)


def _dies_later(view: View, index: int) -> bool:
    """Whether the clause goes on to a death, with no "and" in between that would begin another count."""
    later = next((hit for hit in outcomes().find(view.lows[index:]) if hit.entry.label == "killed"), None)
    return later is not None and not {",", ";", "and", "while"} & set(view.lows[index : index + later.first])


def _find_holder(view: View, index: int) -> Phrase | None:
    """The noun phrase of people that a word stands inside: "two dead soldiers"."""
    return next((p for p in view.phrases if p.first <= index < p.head and p.sort in VICTIM_SORTS | {"force"}), None)


def _noun(view: View, hit: Found[Word]) -> list[CasualtyWords]:
    """As in "the deaths of two villagers", "two fatalities", "the bodies of three soldiers"."""
    if view.low(hit.last) == "and" and view.low(hit.last + 2) == "of" and outcomes().match(view.lows, hit.last + 1):
        return make_casualties(view, hit, find_right_victims(view, hit.last + 3), verbal=False)
    if view.low(hit.last) in ("of", "to"):
        victims = find_right_victims(view, hit.last + 1)
        if victims:
            return make_casualties(view, hit, victims, verbal=False)
    owner = _find_dead_owner(view, hit)
    if owner:
        return make_casualties(view, hit, make_victims(view, (owner,), 0), verbal=False)
    quantity = find_quantity_before(view, hit.first)
    body = hit.entry.lemma in ("body", "corpse")
    if hit.entry.lemma in _DEATHS and hit.form == "one" and not is_none(quantity):
        return []
    if body and (quantity is None or not _is_found(view, quantity, hit)):
        return []
    if quantity is None:
        if hit.entry.lemma not in ("fatality", "death") or hit.form == "one":
            return []
        quantity = Quantity(hit.first, hit.first, 1, None, NumberForm.UNSPECIFIED)
    return make_casualties(view, hit, [count_before(view, hit, quantity)], verbal=False)


_DEATHS: Final = closed_class("death_noun")
"""Nouns for what befell one person, or several behind "of"; a number before them counts happenings."""


def _find_dead_owner(view: View, hit: Found[Word]) -> Phrase | None:
    """As in "the teacher's death", "the driver's killing was …"; not "the driver's death threat"."""
    if hit.entry.lemma not in _DEATHS or hit.form != "one":
        return None
    after = view.low(hit.last)
    if after.isalpha() and after not in AUXILIARIES | PREPOSITIONS | CONJUNCTIONS and not after.endswith("ed"):
        return None
    mark = next((i for i in range(hit.first - 1, hit.first - 3, -1) if view.low(i) in ("'s", "'")), None)
    owner = view.phrase_ending(mark) if mark is not None else None
    return owner if owner and owner.sort in VICTIM_SORTS and not owner.plural else None


_FINDING: Final = closed_class("finding")


def _is_found(view: View, quantity: Quantity, hit: Found[Word]) -> bool:
    """As in "29 bodies | were found", "rescuers found | 29 bodies", "left behind | five bodies"."""
    before = view.low(quantity.first - 1), view.low(quantity.first - 2)
    return view.low(hit.last) in AUXILIARIES | {"found", "recovered"} or bool(_FINDING & set(before))


def _either(view: View, found: list[CasualtyWords]) -> list[CasualtyWords]:
    """As in "four soldiers were killed or wounded": some of them were, and nobody says how many were which."""
    made = []
    for words in found:
        joined = view.low(words.at + 1) == "or" and outcomes().match(view.lows, words.at + 2)
        if words.verbal and joined and words.casualties.maximum is not None and words.casualties.maximum > 0:
            either = replace(words.casualties, minimum=0, form=NumberForm.AT_MOST)
            other = replace(either, outcome=Outcome(joined.entry.label), quote=view.quote(words.first, joined.last))
            made += [replace(words, casualties=either), replace(words, at=joined.first, casualties=other)]
        else:
            made.append(words)
    return made


def _inherit(words: CasualtyWords, before: list[CasualtyWords]) -> CasualtyWords:
    """In "three soldiers were killed and two wounded" the two are soldiers as well."""
    casualties = words.casualties
    if casualties.status is not Status.NOT_SAID or not before or words.first - before[-1].last > 4:
        return words
    same = [other.casualties for other in before if other.at == before[-1].at]
    if len({other.status for other in same}) > 1 or not _is_bare_number(casualties.victims.text):
        return words
    status, of = same[-1].status, same[-1].victims.of
    return replace(words, casualties=replace(casualties, status=status, victims=replace(casualties.victims, of=of)))


def _is_bare_number(text: str) -> bool:
    words = tuple(word for word in text.lower().split() if word not in ("others", "other", "more"))
    quantity = read_quantity(words, 0) if words else None
    return quantity is not None and quantity.last == len(words)


def _distinct(found: list[CasualtyWords]) -> list[CasualtyWords]:
    """One record for each outcome and victims, the first rule wins."""
    seen: dict[tuple[Outcome, int, int], CasualtyWords] = {}
    for words in found:
        span = words.casualties.victims.quote.span if words.casualties.victims.quote else words.casualties.quote.span
        seen.setdefault((words.casualties.outcome, span.start, span.end), words)
    return list(seen.values())
