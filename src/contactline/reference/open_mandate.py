"""The open mandate: for reports that no installed mandate fits. It knows states, and no place.

Its sides, the first that fits:

1. the two ``side`` words of the reports' own metadata; a code, name, adjective or people of a state is that state;
2. the two states that the texts clearly set against each other (``opponents.py``), provided that a single word of the
   metadata is one of them; this is a proposal and said so;
3. the words that there are, in alphabetical order, and placeholders.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from contactline.records.actors import Actor, ActorKind, ActorName, NameType
from contactline.records.ids import THIRD, ActorId, SideId
from contactline.records.mandates import Mandate, Register, Side
from contactline.records.problems import Problem, Severity
from contactline.reference.countries import Country, find_country, load_countries
from contactline.reference.opponents import Opponents, find_opponents

OPEN_NAME: Final = "open"
_NOTE: Final = (
    "No installed mandate fits these reports. States, their ministries and their forces are known by name, and nobody "
    "else; no place is located, and clock times are read as UTC unless the words name a zone. {sides}"
)
_STATED: Final = "The two sides are those that the reports' own metadata name."
_UNNAMED: Final = "Neither the reports' metadata nor their texts tell two sides clearly."
_PLACEHOLDERS: Final = ("Side 1", "Side 2")
_SOURCE: Final = "countries"
_VERSION: Final = "2"
_BODIES: Final[tuple[tuple[str, ActorKind, str], ...]] = (
    ("army", ActorKind.MILITARY, "Armed Forces"),
    ("mod", ActorKind.MINISTRY, "Ministry of Defence"),
    ("mfa", ActorKind.MINISTRY, "Ministry of Foreign Affairs"),
    ("government", ActorKind.AUTHORITY, "Government"),
    ("media", ActorKind.GROUP, "Media"),
)
_SIDE_BODIES: Final[tuple[tuple[str, ActorKind, str], ...]] = (
    ("border-guard", ActorKind.MILITARY, "Border Guard"),
    ("air-force", ActorKind.MILITARY, "Air Force"),
    ("navy", ActorKind.MILITARY, "Navy"),
    ("general-staff", ActorKind.MILITARY, "General Staff"),
    ("moi", ActorKind.MINISTRY, "Ministry of Internal Affairs"),
    ("moh", ActorKind.MINISTRY, "Ministry of Health"),
    ("pgo", ActorKind.PROSECUTOR, "Prosecutor General's Office"),
    ("ombudsman", ActorKind.OMBUDSMAN, "Ombudsman"),
    ("president", ActorKind.AUTHORITY, "President's Office"),
    ("parliament", ActorKind.AUTHORITY, "Parliament"),
    ("police", ActorKind.AUTHORITY, "Police"),
    ("emergency", ActorKind.AUTHORITY, "Emergency Service"),
    ("security", ActorKind.AUTHORITY, "Security Service"),
)
"""Bodies of the two sides alone: id ending, kind, and the name before "of X"."""


@dataclass(frozen=True, slots=True)
class OpenChoice:
    """An open mandate, and what had to be proposed to make it."""

    mandate: Mandate
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class _Sides:
    """Two sides in the order of their titles; ``countries`` are those of them that are states, by side id."""

    sides: tuple[Side, Side]
    countries: dict[SideId, Country]
    note: str
    proposed: Opponents | None = None


def make_open_mandate(side_words: Iterable[str] = (), texts: Iterable[str] = ()) -> Mandate:
    """The mandate of :func:`choose_open_mandate`, for those who do not show what was proposed."""
    return choose_open_mandate(side_words, texts).mandate


def choose_open_mandate(side_words: Iterable[str] = (), texts: Iterable[str] = ()) -> OpenChoice:
    """A mandate without places, its sides by the rules above. The same words and texts give the same mandate.

    Args:
        side_words: the ``side`` metadata of the reports, as their users wrote it; ``third`` is none.
        texts: the reports' texts, looked at only where the metadata do not name two sides.
    """
    chosen = _choose_sides(side_words, texts)
    actors = tuple(_iter_actors(chosen))
    titles = "\n".join(f"{side.id}\t{side.title}" for side in chosen.sides)
    digest = hashlib.sha256(f"{_VERSION}\n{titles}\n{_table_text()}".encode()).hexdigest()
    mandate = Mandate(
        name=OPEN_NAME,
        title="Open: no mandate fits",
        version=_VERSION,
        digest=f"sha256:{digest}",
        licence="Apache-2.0",
        note=_NOTE.format(sides=chosen.note),
        zone="UTC",
        period=None,
        languages=("en",),
        sides=chosen.sides,
        actors=actors,
        places=(),
        agreements=(),
        sources=(Register(_SOURCE, "Table of states of contactline", "", "own compilation"),),
    )
    return OpenChoice(mandate, (_tell(chosen.proposed),) if chosen.proposed else ())


# -- sides


def _choose_sides(side_words: Iterable[str], texts: Iterable[str]) -> _Sides:
    named = _name_sides(side_words)
    if len(named) == 2:
        return _make_sides(named, _STATED)
    found = find_opponents(texts)
    states = {country for country in named.values() if country}
    if found and len(named) < 2 and len(states) == len(named) and states <= {found.first, found.second}:
        pair: dict[str, Country | None] = {found.first.code: found.first, found.second.code: found.second}
        return _make_sides(pair, _describe(found), found)
    words = sorted(named)[:2]
    free = [word for word in _PLACEHOLDERS if word not in words]
    words += free[: 2 - len(words)]
    return _make_sides({word: named.get(word) for word in words}, _UNNAMED)


def _name_sides(side_words: Iterable[str]) -> dict[str, Country | None]:
    """Distinct sides by id: a state's code, or the word as it is."""
    named: dict[str, Country | None] = {}
    for word in sorted({word.strip() for word in side_words}):
        if word and word != THIRD:
            country = find_country(word)
            named[country.code if country else word] = country
    return named


def _make_sides(named: dict[str, Country | None], note: str, proposed: Opponents | None = None) -> _Sides:
    made = [Side(SideId(id_), country.side_title if country else id_) for id_, country in named.items()]
    first, second = sorted(made, key=lambda side: (side.title, side.id))
    states = {SideId(id_): country for id_, country in named.items() if country}
    return _Sides((first, second), states, note, proposed)


def _describe(found: Opponents) -> str:
    return (
        f"The texts set {found.first.name} ({found.counts[0]} times beside words for forces and fire) and "
        f"{found.second.name} ({found.counts[1]}) against each other, so these two were taken as the sides."
    )


def _tell(found: Opponents) -> Problem:
    message = f"{_describe(found)} To choose others, write “side” with the reports, or name a mandate with --mandate."
    return Problem("resolve", "sides-proposed", Severity.INFO, message, subject="the open mandate")


# -- actors


def _iter_actors(chosen: _Sides) -> Iterator[Actor]:
    """Every state with its main bodies; the two sides with more of them."""
    sides = {country.code: side for side, country in chosen.countries.items()}
    for country in load_countries():
        side = sides.get(country.code, THIRD)
        yield _make_state(country, side)
        for ending, kind, name in (*_BODIES, *(_SIDE_BODIES if side != THIRD else ())):
            yield _make_body(country, side, ending, kind, name)


def _make_state(country: Country, side: SideId) -> Actor:
    words = (
        *((country.name, NameType.NAME),),
        *((name, NameType.ACRONYM if name.isupper() else NameType.ALIAS) for name in country.other_names),
        *((name, NameType.ADJECTIVE) for name in country.adjectives),
        *((name, NameType.PEOPLE) for name in country.peoples),
        *((name, NameType.METONYM) for name in country.capitals),
        *((f"{name} side", NameType.METONYM) for name in country.adjectives),
    )
    names = tuple(_make_name(text, type_) for text, type_ in words)
    return Actor(ActorId(country.code.lower()), ActorKind.STATE, side, names, None, "", _SOURCE)


def _make_body(country: Country, side: SideId, ending: str, kind: ActorKind, name: str) -> Actor:
    code = country.code.lower()
    names = (_make_name(f"{name} of {country.name}", NameType.NAME),)
    return Actor(ActorId(f"{code}-{ending}"), kind, side, names, ActorId(code), "", _SOURCE)


def _make_name(text: str, type_: NameType) -> ActorName:
    return ActorName(text, type_, "en", "Latn", (), _SOURCE)


def _table_text() -> str:
    """The whole table as text: another row makes another mandate."""
    return "\n".join(repr(country) for country in load_countries())
