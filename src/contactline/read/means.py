"""Weapons: names of the lexicon with calibre or designation, and designations alone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from contactline.read.lexicon import (
    Found,
    Weapon,
    designations,
    weapons,
)
from contactline.read.view import View
from contactline.records.claims import Means

_DESIGNATION: Final = re.compile(r"^([A-Za-z]{1,4})-?\d{1,3}[A-Za-z]{0,3}$")
_HYPHENATED: Final = re.compile(r"^[A-Za-z]{1,4}-\d{1,3}[A-Za-z]{0,3}$")
_CALIBRE: Final = re.compile(r"^(\d{1,3}(?:\.\d{1,2})?)-?(?:mm|millimeter|millimetre)$")
_ROADS: Final = frozenset({"highway", "road", "motorway", "route"})


@dataclass(frozen=True, slots=True)
class MeansWords:
    """A weapon, where it stands, and its group."""

    at: int
    means: Means
    group: str


def find_means(view: View) -> tuple[MeansWords, ...]:
    """Weapons: names of the lexicon with calibre or designation, and designations alone."""
    found: list[MeansWords] = []
    verbs = {trigger.first for trigger in view.triggers if trigger.entry.is_verb}
    index = 0
    while index < len(view.lows):
        if index in verbs:  # "forces shell villages"
            index += 1
            continue
        named = weapons().match(view.lows, index)
        if named and _is_weapon(view, named):
            found += _named_weapon(view, named)
            index = named.last
            continue
        typed = _designated(view, index)
        follows = weapons().match(view.lows, index + 1) if typed and index + 1 < len(view.lows) else None
        if typed and not follows:
            quote = view.quote(index, index + 1)
            found.append(MeansWords(index, Means(quote, f"{typed.normal} {quote.words.upper()}"), typed.group))
        index += 1
    return tuple(found)


def find_weapons(view: View) -> tuple[tuple[int, int], ...]:
    """Token ranges of weapons that can be hit themselves, in order: aircraft, tanks, guns, not what these fire."""
    found = []
    for words in find_means(view):
        if words.group in _SHOT or words.means.normal in _SHOT:
            continue
        end = words.means.quote.span.end
        last = next((i for i, token in enumerate(view.tokens) if token.span.end >= end), len(view.tokens) - 1)
        found.append((words.at, last + 1))
    return tuple(found)


_SHOT: Final = frozenset({"shell", "round", "missile", "rocket", "bomb", "mine", "sniper", "small_arms", "grenade"})


def _is_weapon(view: View, found: Found[Weapon]) -> bool:
    normal, before = found.entry.normal, view.low(found.first - 1)
    if normal == "round":
        return (
            view.low(found.last) != "of" or view.low(found.last + 1) in ("ammunition", "fire")
        ) and found.form == "many"
    if normal == "mine":
        return before not in ("of", "coal", "gold", "copper") and view.low(found.last) not in ("workers", "worker")
    if normal == "tank":
        return before not in ("think", "water", "fuel", "gas")
    return not (normal in ("weapon", "shell", "bomb") and before in ("nuclear", "company", "company's"))


def _named_weapon(view: View, found: Found[Weapon]) -> list[MeansWords]:
    """One record for each calibre: "82-mm and 120-mm mortars" are two."""
    entry = found.entry
    typed = _designated(view, found.first - 1)
    if typed:
        quote = view.quote(found.first - 1, found.last)
        name = view.tokens[found.first - 1].text.upper()
        return [MeansWords(found.first, Means(quote, f"{entry.normal} {name}"), entry.group)]
    calibres = _calibres(view, found.first)
    made = []
    for first, last, calibre in reversed(calibres):
        quote = view.quote(first, found.last) if last == found.first else view.quote(first, last)
        made.append(MeansWords(first, Means(quote, f"{entry.normal} {calibre} mm"), entry.group))
    if made:
        return made
    return [MeansWords(found.first, Means(view.quote(found.first, found.last), entry.normal), entry.group)]


def _calibres(view: View, index: int) -> list[tuple[int, int, str]]:
    """Calibres in front of a weapon, the nearest first: ranges of tokens and millimetres."""
    calibres: list[tuple[int, int, str]] = []
    while index > 0:
        word = view.low(index - 1)
        joined = _CALIBRE.match(word)
        if joined:
            calibres.append((index - 1, index, joined[1]))
            index -= 1
        elif word in ("mm", "millimeter", "millimetre") and view.low(index - 2)[:1].isdigit():
            calibres.append((index - 2, index, view.low(index - 2)))
            index -= 2
        elif word in ("and", ",", "-", "caliber", "calibre") and index > 1:
            index -= 1
        else:
            break
    return calibres


def _designated(view: View, index: int) -> Weapon | None:
    """As in "TR-107", "BM-21", "D-30": prefix of the table, hyphen and number."""
    if not 0 <= index < len(view.tokens) or not _HYPHENATED.match(view.tokens[index].text):
        return None
    match = _DESIGNATION.match(view.tokens[index].text)
    known = designations().get(match[1].upper()) if match else None
    return known if known and view.low(index + 1) not in _ROADS and view.low(index - 1) not in _ROADS else None
