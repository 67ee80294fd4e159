"""Appositions: noun phrases side by side that name the same people, so that nobody is counted twice."""

from __future__ import annotations

from typing import Final

from contactline.read.nounphrases import Phrase
from contactline.read.numbers import read_cardinal
from contactline.read.view import View
from contactline.read.wordclasses import AUXILIARIES, DETERMINERS

_COMMAS: Final = frozenset({",", "–", "—", ":"})
_TITLE_LINKS: Final = frozenset({"of", "from", "with", "in"})
_NAMED: Final = frozenset({"identified", "named", "called", "as"})


def group_appositions(view: View, phrases: tuple[Phrase, ...]) -> list[tuple[Phrase, ...]]:
    """Phrases in groups that name the same people, in order: "a soldier, Ivar Petrel, | and a farmer"."""
    groups: list[list[Phrase]] = []
    for phrase in phrases:
        if groups and is_apposition(view, groups[-1], phrase):
            groups[-1].append(phrase)
        else:
            groups.append([phrase])
    return [tuple(group) for group in groups]


def is_apposition(view: View, group: list[Phrase], phrase: Phrase) -> bool:
    """Whether a phrase only says more about the people before it."""
    before = group[-1]
    gap = view.lows[before.last : phrase.first]
    if "and" in gap or "&" in gap or phrase.sort in ("other", "couple"):
        return False
    if phrase.sort == "name":
        return _names(view, group, gap, phrase)
    single = not before.plural and not phrase.plural and phrase.sort == "person"
    if not single or not _is_short(view, gap, before.last):
        return False
    if view.low(phrase.first) not in DETERMINERS:
        return before.sort in ("person", "actor")  # "border guard, soldier | Petrel"
    apposed = before.sort == "name" or (before.sort == "person" and gap == (",",) and _is_set_off(view, phrase))
    return apposed and _closes(view, phrase)


def _is_set_off(view: View, phrase: Phrase) -> bool:
    """As in "the driver, | a resident of Sorel, was hurt": one person, whom a singular verb follows."""
    for index in range(phrase.last, min(phrase.last + 12, len(view.lows))):
        if view.low(index) in AUXILIARIES:
            return view.low(index - 1) == "," and view.low(index) in ("was", "is", "has", "had")
    return False


def _names(view: View, group: list[Phrase], gap: tuple[str, ...], phrase: Phrase) -> bool:
    """As in "soldier | Ivar Petrel", "sergeant of the service | Ivar Petrel", "a resident, | Maro Petrel"."""
    before = group[-1]
    if before.sort not in ("person", "group", "force"):
        return False
    if before.plural:
        return False
    if not gap or gap[0] in _TITLE_LINKS:
        return True
    return gap[0] in _COMMAS and all(word in _COMMAS | _NAMED for word in gap) and not _begins_list(view, phrase, group)


def _begins_list(view: View, phrase: Phrase, group: list[Phrase]) -> bool:
    """As in "a farmer, Ivar Petrel and Oleh Koval" where the names are people of their own."""
    return view.low(phrase.last) == "and" and view.low(group[-1].first) not in DETERMINERS


def _is_short(view: View, gap: tuple[str, ...], index: int) -> bool:
    """A comma, with an age in between at most: "Ivar Petrel, 19, a soldier"."""
    if not gap or gap in ((",",), ("–",), ("—",)):
        return True
    age = read_cardinal(view.lows, index + 1)
    return gap[0] == "," and age is not None and index + len(gap) in (age[1], age[1] + 1)


def _closes(view: View, phrase: Phrase) -> bool:
    """Whether an apposition ends before the verb, not in another member of a list."""
    index = phrase.last
    while index < len(view.lows) and view.low(index) not in AUXILIARIES and index - phrase.last < 16:
        if view.low(index) in ("and", ";", "as"):
            return False
        index += 1
    return True
