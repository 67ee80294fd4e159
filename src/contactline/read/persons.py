"""Persons told apart among victims: by age, by name, or both."""

from __future__ import annotations

import re
from typing import Final

from contactline.read.numbers import read_cardinal
from contactline.read.view import View
from contactline.read.wordclasses import BE
from contactline.records.claims import Person

_AGE_WORD: Final = re.compile(r"^(?P<number>[a-z]+(?:-[a-z]+)?|\d{1,3})-(?P<unit>year|month|week|day)s?-olds?$")
_PER_YEAR: Final = {"year": 1, "month": 12, "week": 52, "day": 365}
_INITIAL: Final = re.compile(r"^[^\W\d_]\.?$")
_GENERIC: Final = frozenset({"person"})


def find_persons(view: View, first: int, last: int) -> tuple[Person, ...]:
    """Persons with an age or a name in a token range, in order."""
    persons: list[Person] = []
    index = first
    while index < last:
        age = find_age(view, index)
        if age:
            persons.append(_aged(view, index, age, first, last))
            index = max(age[1], _index_after(view, persons[-1]))
            continue
        index += 1
    named = [
        person
        for person in _named(view, first, last)
        if not any(person.quote.span.overlaps(other.quote.span) for other in persons)
    ]
    return tuple(sorted((*persons, *named), key=lambda person: person.quote.span))


def find_age(view: View, index: int) -> tuple[float, int] | None:
    """An age in years and the index after its words: "50-year-old", "aged 52", "a woman of 50", ", 52,"."""
    word = view.low(index)
    joined = _AGE_WORD.match(word)
    if joined:
        number = read_cardinal((joined["number"],), 0)
        return (number[0] / _PER_YEAR[joined["unit"]], index + 1) if number else None
    number = read_cardinal(view.lows, index)
    if number is None or number[0] > 120:
        return None
    before, after = view.low(index - 1), view.low(number[1])
    if after in ("year", "years", "month", "months") and view.low(number[1] + 1) == "old":
        return number[0] / _PER_YEAR[after.rstrip("s")], number[1] + 2
    if before in ("aged", "age"):
        return float(number[0]), number[1]
    if not 1 <= number[0] <= 110:
        return None
    holder = next((p for p in view.phrases if p.last == index - 1 and p.sort in ("person", "name")), None)
    if holder is None or holder.plural:
        return None
    if before in ("of", "about"):
        return (float(number[0]), number[1]) if holder.sort == "person" else None
    if after in ("months", "weeks", "days", "years"):
        return None
    closed = (before == "," and after in (",", ".", "", ";", "and", ")", "of", "from")) or (before, after) == ("(", ")")
    return (float(number[0]), number[1]) if closed or (before == "," and after in BE) else None


def _aged(view: View, index: int, age: tuple[float, int], first: int, last: int) -> Person:
    """The person with that age: a name beside it, or none; the quote covers both."""
    phrase = next((p for p in view.phrases if p.first <= index < p.last), None)
    phrase = phrase or next((p for p in reversed(view.phrases) if p.last <= index and index - p.last <= 2), None)
    start = min(index, phrase.first) if phrase else index
    stop = max(age[1], phrase.last) if phrase else age[1]
    name = _name_near(view, start, stop, last)
    if name:
        start, stop = min(start, name[0]), max(stop, name[1])
    words = view.quote(name[0], name[1]).words if name else ""
    return Person(words, view.quote(start, stop), age[0])


def _name_near(view: View, start: int, stop: int, last: int) -> tuple[int, int] | None:
    """A personal name inside, right before or right after: "(named here K. A., a pseudonym)", "Aram Petrosyan, 19"."""
    for phrase in view.phrases:
        if (
            phrase.sort == "name"
            and not phrase.spots
            and (start <= phrase.first < stop or phrase.first in (stop, stop + 1))
        ):
            if phrase.before or view.low(phrase.first) in ("the",):
                continue
            return phrase.first, phrase.last
    for index in range(stop, min(stop + 4, last + 4, len(view.lows))):
        if view.low(index) == "here":
            continue
        if view.low(index - 1) == "named" or (view.low(index - 2) == "named" and view.low(index - 1) == "here"):
            end = index
            while end < len(view.lows) and (
                (view.tokens[end].is_title and len(view.low(end)) <= 4) or view.low(end) == "."
            ):
                end += 1
            return (index, end) if end > index else None
    return None


def _index_after(view: View, person: Person) -> int:
    end = person.quote.span.end
    return next((i for i, token in enumerate(view.tokens) if token.span.start >= end), len(view.tokens))


def _named(view: View, first: int, last: int) -> list[Person]:
    """Names alone: two capitalised words or initials that no mandate knows."""
    return [
        Person(view.quote(p.head, p.last).words, view.quote(p.head, p.last))
        for p in view.phrases_in(first, last)
        if p.sort == "name" and not p.spots and p.last - p.head >= 2 and view.tokens[p.head].is_title
    ]
