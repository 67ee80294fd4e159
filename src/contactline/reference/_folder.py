"""The tables of a mandate folder: rows to records, every reference checked."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Final, TypeVar

from contactline.records.actors import Actor, ActorKind, ActorName, NameType
from contactline.records.grades import SourceGrade
from contactline.records.ids import THIRD, ActorId, AgreementId, PlaceId, SideId
from contactline.records.mandates import Agreement, Register
from contactline.records.places import Place, PlaceName
from contactline.reference._head import Head, read_head
from contactline.reference._points import Point, read_points
from contactline.reference._reliability import read_reliability
from contactline.reference.tables import Mistakes, Row, read_table

_ID: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_PLACE_KINDS: Final = ("village", "town", "city", "district", "region", "country", "line", "feature")
_PLACE_NAME_TYPES: Final = ("name", "alias", "former")
_LANGUAGE: Final = re.compile(r"[a-z]{2,3}")
_SCRIPT: Final = re.compile(r"[A-Z][a-z]{3}")

E = TypeVar("E", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Content:
    """All of a folder's records."""

    head: Head
    sources: tuple[Register, ...]
    actors: tuple[Actor, ...]
    places: tuple[Place, ...]
    agreements: tuple[Agreement, ...]
    reliability: tuple[SourceGrade, ...]


@dataclass(frozen=True, slots=True)
class _Known:
    """What rows may refer to, and where to note that they do not."""

    mistakes: Mistakes
    sides: frozenset[str]
    sources: frozenset[str]

    def wrong(self, row: Row, what: str) -> None:
        self.mistakes.add(row.file, row.line, what)

    def check_source(self, row: Row) -> None:
        """Every row names a source that exists."""
        if row["source"] not in self.sources:
            self.wrong(row, f"source “{row['source']}” is not an id of sources.csv")

    def check_reference(self, row: Row, column: str, ids: Iterable[str], file: str) -> None:
        """A filled cell refers to a row that exists."""
        if row[column] and row[column] not in ids:
            self.wrong(row, f"{column} “{row[column]}” is not an id of {file}")

    def check_choice(self, row: Row, column: str, choices: Iterable[str]) -> None:
        """A cell holds one of a few words."""
        if row[column] not in choices:
            self.wrong(row, f"{column} “{row[column]}”: expected one of {', '.join(choices)}")

    def check_users(self, row: Row) -> None:
        """``used_by`` holds side ids."""
        for word in row.words("used_by"):
            if word not in self.sides:
                self.wrong(
                    row, f"used_by “{word}” is not a side; expected {' or '.join(sorted(self.sides))}, or nothing"
                )

    def check_name(self, row: Row) -> None:
        """A name has words, a language and a script."""
        if not row["name"]:
            self.wrong(row, "name is empty; expected the name as it is written")
        if not _LANGUAGE.fullmatch(row["language"]):
            self.wrong(row, f"language “{row['language']}”: expected a two-letter code such as en")
        if not _SCRIPT.fullmatch(row["script"]):
            self.wrong(row, f"script “{row['script']}”: expected an ISO 15924 code such as Latn")


def read_folder(folder: Path | Traversable, mistakes: Mistakes) -> Content | None:
    """Read all files of a mandate folder and note every mistake; ``None`` when its head cannot be used.

    Without a usable head the tables are still checked, as far as they can be without knowing the sides.
    """
    head = read_head(folder, mistakes)
    sources = read_table(folder, "sources.csv", ("id", "title", "address", "note"), mistakes)
    check_ids(sources, mistakes)
    sides = frozenset(side.id for side in head.sides) if head else frozenset()
    known = _Known(mistakes, sides or _sides_in_use(folder), frozenset(row["id"] for row in sources))
    for row in sources:
        if not row["title"]:
            known.wrong(row, "title is empty; expected what the source is called")
    actors = _read_actors(folder, known)
    places = _read_places(folder, known)
    agreements = _read_agreements(folder, known, frozenset(actor.id for actor in actors))
    reliability = read_reliability(folder, _ids_in(folder, "actors.csv", _ACTOR_COLUMNS), mistakes)
    if head is None:
        return None
    registers = tuple(Register(row["id"], row["title"], row["address"], row["note"]) for row in sources)
    return Content(head, registers, actors, places, agreements, reliability)


def _sides_in_use(folder: Path | Traversable) -> frozenset[str]:
    """The sides that actors are given to: what other cells are checked against when the head is broken."""
    rows = read_table(folder, "actors.csv", _ACTOR_COLUMNS, Mistakes())
    return frozenset(row["side"] for row in rows) - {THIRD}


def _ids_in(folder: Path | Traversable, file: str, columns: tuple[str, ...]) -> frozenset[str]:
    """Ids of a table as they stand there, whatever else is wrong with its rows: one mistake must not make others."""
    return frozenset(row["id"] for row in read_table(folder, file, columns, Mistakes()))


def check_ids(rows: tuple[Row, ...], mistakes: Mistakes) -> None:
    """Ids are lower-case ASCII words with hyphens, each once."""
    counts = Counter(row["id"] for row in rows)
    seen: set[str] = set()
    for row in rows:
        if not _ID.fullmatch(row["id"]):
            mistakes.add(row.file, row.line, f"id “{row['id']}”: expected lower-case letters, digits and hyphens")
        elif counts[row["id"]] > 1 and row["id"] in seen:
            mistakes.add(row.file, row.line, f"id “{row['id']}” stands here again; expected every id once")
        seen.add(row["id"])


def check_cycles(rows: tuple[Row, ...], mistakes: Mistakes) -> None:
    """Nobody is their own ancestor."""
    parents = {row["id"]: row["parent"] for row in rows}
    for row in rows:
        ancestor, steps = row["parent"], 0
        while ancestor and ancestor != row["id"] and steps <= len(parents):
            ancestor, steps = parents.get(ancestor, ""), steps + 1
        if ancestor == row["id"]:
            mistakes.add(row.file, row.line, f"“{row['id']}” is its own ancestor; expected parents without a circle")


_ACTOR_COLUMNS: Final = ("id", "kind", "side", "parent", "role", "source")
_ACTOR_NAME_COLUMNS: Final = ("actor", "name", "type", "language", "script", "used_by", "source")


def _read_actors(folder: Path | Traversable, known: _Known) -> tuple[Actor, ...]:
    rows = read_table(folder, "actors.csv", _ACTOR_COLUMNS, known.mistakes)
    ids = frozenset(row["id"] for row in rows)
    check_ids(rows, known.mistakes)
    check_cycles(rows, known.mistakes)
    for row in rows:
        known.check_choice(row, "kind", tuple(ActorKind))
        known.check_choice(row, "side", (*sorted(known.sides), THIRD))
        known.check_reference(row, "parent", ids, "actors.csv")
        known.check_source(row)
    names = read_table(folder, "actor_names.csv", _ACTOR_NAME_COLUMNS, known.mistakes)
    by_actor = _group_names(names, "actor", ids, "actors.csv", tuple(NameType), known)
    return _records(rows, lambda row: _make_actor(row, by_actor[row["id"]]), known)


def _make_actor(row: Row, names: list[Row]) -> Actor:
    return Actor(
        id=ActorId(row["id"]),
        kind=ActorKind(row["kind"]),
        side=SideId(row["side"]),
        names=tuple(
            ActorName(
                name["name"],
                NameType(name["type"]),
                name["language"],
                name["script"],
                tuple(SideId(word) for word in name.words("used_by")),
                name["source"],
            )
            for name in names
        ),
        parent=ActorId(row["parent"]) if row["parent"] else None,
        role=row["role"],
        source=row["source"],
    )


_PLACE_COLUMNS: Final = ("id", "kind", "parent", "source")
_PLACE_NAME_COLUMNS: Final = ("place", "name", "type", "language", "script", "used_by", "source")


def _read_places(folder: Path | Traversable, known: _Known) -> tuple[Place, ...]:
    rows = read_table(folder, "places.csv", _PLACE_COLUMNS, known.mistakes)
    ids = frozenset(row["id"] for row in rows)
    check_ids(rows, known.mistakes)
    check_cycles(rows, known.mistakes)
    for row in rows:
        known.check_choice(row, "kind", _PLACE_KINDS)
        known.check_reference(row, "parent", ids, "places.csv")
        known.check_source(row)
    names = read_table(folder, "place_names.csv", _PLACE_NAME_COLUMNS, known.mistakes)
    by_place = _group_names(names, "place", ids, "places.csv", _PLACE_NAME_TYPES, known)
    for row in rows:
        if not by_place[row["id"]]:
            known.wrong(row, f"place “{row['id']}” has no name; expected at least one row in place_names.csv")
    points = read_points(folder, ids, known.sources, known.mistakes)
    return _records(rows, lambda row: _make_place(row, by_place[row["id"]], points), known)


def _make_place(row: Row, names: list[Row], points: Mapping[str, Point]) -> Place:
    point = points.get(row["id"])
    return Place(
        id=PlaceId(row["id"]),
        kind=row["kind"],
        names=tuple(
            PlaceName(
                name["name"],
                name["type"],
                name["language"],
                name["script"],
                tuple(SideId(word) for word in name.words("used_by")),
                name["source"],
            )
            for name in names
        ),
        parent=PlaceId(row["parent"]) if row["parent"] else None,
        lat=point.lat if point else None,
        lon=point.lon if point else None,
        precision=point.precision if point else None,
        source=row["source"],
    )


def _group_names(
    rows: tuple[Row, ...], owner: str, ids: frozenset[str], file: str, types: tuple[str, ...], known: _Known
) -> defaultdict[str, list[Row]]:
    """Checked name rows by their owner; the same name twice for one owner in one language is a mistake."""
    grouped: defaultdict[str, list[Row]] = defaultdict(list)
    seen: set[tuple[str, ...]] = set()
    for row in rows:
        key = (row[owner], row["name"], row["type"], row["language"])
        if key in seen:
            known.wrong(row, f"“{row['name']}” stands here again for {row[owner]}; expected every name once")
        seen.add(key)
        if row[owner] not in ids:
            known.wrong(row, f"{owner} “{row[owner]}” is not an id of {file}")
        known.check_choice(row, "type", types)
        known.check_name(row)
        known.check_users(row)
        known.check_source(row)
        grouped[row[owner]].append(row)
    return grouped


_AGREEMENT_COLUMNS: Final = ("id", "date", "title", "form", "signatories", "contested_by", "names", "source")


def _read_agreements(folder: Path | Traversable, known: _Known, actors: frozenset[str]) -> tuple[Agreement, ...]:
    rows = read_table(folder, "agreements.csv", _AGREEMENT_COLUMNS, known.mistakes)
    check_ids(rows, known.mistakes)
    for row in rows:
        if not _is_date(row["date"]):
            known.wrong(row, f"date “{row['date']}”: expected a day such as 1994-05-12")
        if not row["title"]:
            known.wrong(row, "title is empty; expected what the instrument is called")
        for column in ("signatories", "contested_by"):
            for word in row.words(column):
                if actors and word not in actors:
                    known.wrong(row, f"{column} “{word}” is not an id of actors.csv")
        known.check_source(row)
    return _records(rows, _make_agreement, known)


def _make_agreement(row: Row) -> Agreement:
    return Agreement(
        id=AgreementId(row["id"]),
        date=row["date"],
        title=row["title"],
        form=row["form"],
        signatories=tuple(ActorId(word) for word in row.words("signatories")),
        contested_by=tuple(ActorId(word) for word in row.words("contested_by")),
        names=tuple(name.strip() for name in row["names"].split(";") if name.strip()),
        source=row["source"],
    )


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


R = TypeVar("R")


def _records(rows: tuple[Row, ...], make: Callable[[Row], R], known: _Known) -> tuple[R, ...]:
    """Records of a table, or none while any mistake stands: broken cells need not be turned into anything."""
    return () if known.mistakes.found else tuple(make(row) for row in rows)
