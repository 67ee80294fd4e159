"""Reads ``conflict.toml``, the sides, third parties and places of some texts, and makes a mandate of it."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from contactline.annotated.actorkinds import drop_rank, guess_kind
from contactline.annotated.form import Form
from contactline.annotated.texts import Mistake
from contactline.records.actors import Actor, ActorKind, ActorName, NameType
from contactline.records.ids import THIRD, ActorId, PlaceId, SideId
from contactline.records.mandates import Mandate, Register, Side
from contactline.records.places import Place, PlaceName

FILE: Final = "conflict.toml"
SPLITS: Final = ("train", "dev", "test")
NO_SIDE: Final = "none"
"""In ``[places]``: held by nobody, or by who knows whom."""
_TOP: Final = ("title", "real", "split", "note", "sides", "third", "places")
_SIDE_KEYS: Final = ("title", "names", "adjectives", "capitals", "actors")
_SOURCE: Final = "conflict"
_VERSION: Final = "1"


@dataclass(frozen=True, slots=True)
class ConflictSide:
    """One side and every name that the texts use for it and its bodies and persons."""

    id: SideId
    title: str
    names: tuple[str, ...]
    adjectives: tuple[str, ...] = ()
    capitals: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()

    @property
    def peoples(self) -> tuple[str, ...]:
        """What the side's people are called, as far as an "s" makes it of the adjective: "Northlanders"."""
        return tuple(f"{name}s" for name in self.adjectives if name[-1] in "nirt")

    def iter_names(self) -> Iterator[str]:
        """All names of the side."""
        for names in (self.names, self.adjectives, self.capitals, self.peoples, self.actors):
            yield from names


@dataclass(frozen=True, slots=True)
class Conflict:
    """What ``conflict.toml`` says. ``sides`` stand in the order of their titles; ``places`` are by side or ``none``."""

    name: str
    title: str
    real: bool
    split: str
    note: str
    sides: tuple[ConflictSide, ...]
    third: tuple[str, ...]
    places: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def side_ids(self) -> tuple[SideId, ...]:
        """The two sides' ids."""
        return tuple(side.id for side in self.sides)

    def other(self, side: SideId | None) -> SideId | None:
        """The opposite side, or ``None`` for third parties and unknown ones."""
        others = [known for known in self.side_ids if known != side]
        return others[0] if side in self.side_ids and len(others) == 1 else None

    def names_of(self, side: SideId | None) -> tuple[str, ...]:
        """All names of a side, or of third parties."""
        if side == THIRD:
            return self.third
        return tuple(name for known in self.sides if known.id == side for name in known.iter_names())

    @property
    def place_names(self) -> tuple[str, ...]:
        """All places."""
        return tuple(name for _, names in self.places for name in names)


# -- the file


def load_conflict(folder: Path) -> tuple[Conflict | None, tuple[Mistake, ...]]:
    """The conflict of a folder, unless there is none to be made, and all mistakes."""
    path = folder / FILE
    try:
        source = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return None, (Mistake(str(path), 0, "is missing; write it as the guideline shows, sides, names and places"),)
    except (OSError, UnicodeDecodeError) as error:
        return None, (Mistake(str(path), 0, f"cannot be read as UTF-8: {error}"),)
    return parse_conflict(source, str(path), folder.name)


def parse_conflict(source: str, path: str, name: str) -> tuple[Conflict | None, tuple[Mistake, ...]]:
    """Parse the content of a ``conflict.toml``; ``name`` is the name of its folder."""
    try:
        table = tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        return None, (Mistake(path, _line_of(error), f"is no TOML: {error}"),)
    form = Form(source, path, table)
    form.check_keys(_TOP)
    split = form.get_text("split")
    if split and split not in SPLITS:
        form.add("split", f"split “{split}” is not known; write one of {', '.join(SPLITS)}")
    if not isinstance(table.get("real"), bool):
        form.add("real", "real says whether the parties are real: true or false, without quotation marks")
    third = form.open("third")
    third.check_keys(("names",))
    sides = _make_sides(form.open("sides"))
    if len(sides) != 2:
        form.add("sides", f"has {len(sides)} sides; write two tables [sides.XX]")
    conflict = Conflict(
        name=name,
        title=form.get_text("title"),
        real=table.get("real") is True,
        split=split,
        note=form.get_text("note"),
        sides=sides,
        third=third.get_names("names"),
        places=_make_places(form.open("places"), [side.id for side in sides]),
    )
    return conflict, tuple(sorted(form.mistakes))


def _line_of(error: tomllib.TOMLDecodeError) -> int:
    match = re.search(r"line (\d+)", str(error))
    return int(match[1]) if match else 0


def _make_sides(form: Form) -> tuple[ConflictSide, ...]:
    sides = [_make_side(SideId(id_), form.open(id_)) for id_ in form.table]
    return tuple(sorted(sides, key=lambda side: (side.title, side.id)))


def _make_side(id_: SideId, form: Form) -> ConflictSide:
    form.check_keys(_SIDE_KEYS)
    if id_ in {THIRD, NO_SIDE}:
        form.add("", f"a side cannot be called “{id_}”; that word means nobody's")
    title = form.get_text("title")
    names, adjectives, capitals, actors = (form.get_names(key) for key in _SIDE_KEYS[1:])
    if not names:
        form.add("names", f"sides.{id_}.names is empty; write at least the side's own name")
    return ConflictSide(id_, title, names, adjectives, capitals, actors)


def _make_places(form: Form, sides: list[SideId]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    form.check_keys((*sides, NO_SIDE))
    rows = tuple((key, form.get_names(key)) for key in (*sides, NO_SIDE))
    holders: dict[str, str] = {}
    for key, names in rows:
        for name in names:
            if name in holders:
                form.add(key, f"the place “{name}” is listed under {holders[name]} and under {key}; keep one")
            holders[name] = key
    return rows


# -- the mandate


def make_mandate(conflict: Conflict) -> Mandate:
    """The mandate of a conflict: its names with their sides, and its places without coordinates.

    Raises:
        ValueError: the conflict has not two sides.
    """
    actors = tuple(_iter_actors(conflict))
    places = tuple(_iter_places(conflict))
    digest = hashlib.sha256(f"{_VERSION}\n{conflict!r}".encode()).hexdigest()
    return Mandate(
        name=conflict.name,
        title=conflict.title,
        version=_VERSION,
        digest=f"sha256:{digest}",
        licence="Apache-2.0",
        note=conflict.note,
        zone="UTC",
        period=None,
        languages=("en",),
        sides=tuple(Side(side.id, side.title) for side in conflict.sides),
        actors=actors,
        places=places,
        agreements=(),
        sources=(Register(_SOURCE, conflict.title, "", "own compilation"),),
    )


def _iter_actors(conflict: Conflict) -> Iterator[Actor]:
    used: set[str] = set()
    for side in conflict.sides:
        state = ActorId(_slug(side.id, used))
        yield Actor(state, ActorKind.STATE, side.id, tuple(_state_names(side)), None, "", _SOURCE)
        own = {*side.names, *side.adjectives, *side.capitals, *side.peoples}
        yield from _make_actors((name for name in side.actors if name not in own), side.id, state, used)
    yield from _make_actors(conflict.third, THIRD, None, used)


def _state_names(side: ConflictSide) -> Iterator[ActorName]:
    """Every form once: a form that is listed as a name is no adjective, and so on."""
    plain = tuple(dict.fromkeys(re.sub(r"['’]s?$", "", name) for name in side.adjectives))
    forms: dict[str, NameType] = {}
    for index, name in enumerate(side.names):
        forms.setdefault(name, _name_type(name) if index else NameType.NAME)
    for name in plain:
        forms.setdefault(name, NameType.ADJECTIVE)
    for name in side.peoples:
        forms.setdefault(name, NameType.PEOPLE)
    for name in (*side.capitals, *(f"{name} side" for name in plain)):
        forms.setdefault(name, NameType.METONYM)
    return (_make_name(text, type_) for text, type_ in forms.items())


def _make_actors(names: Iterable[str], side: SideId, parent: ActorId | None, used: set[str]) -> Iterator[Actor]:
    """An actor for each name, but one for a person's full name, the name without rank, and the surname."""
    people: dict[str, list[str]] = {}
    others: list[str] = []
    for name in names:
        if guess_kind(name) is ActorKind.PERSON:
            bare = drop_rank(name)
            people.setdefault(bare, []).extend(form for form in (bare, name) if form not in people.get(bare, ()))
        else:
            others.append(name)
    owners = {name: next((bare for bare in people if bare.endswith(f" {name}")), "") for name in others}
    for name, bare in owners.items():
        if bare:
            people[bare].append(name)
    for name in (name for name in others if not owners[name]):
        type_ = NameType.ACRONYM if name.isupper() else NameType.NAME
        yield Actor(ActorId(_slug(name, used)), guess_kind(name), side, (_make_name(name, type_),), parent, "", _SOURCE)
    for bare, forms in people.items():
        types = (NameType.NAME, *(NameType.ALIAS for _ in forms[1:]))
        words = tuple(_make_name(form, type_) for form, type_ in zip(forms, types, strict=True))
        yield Actor(ActorId(_slug(bare, used)), ActorKind.PERSON, side, words, parent, "", _SOURCE)


def _name_type(name: str) -> NameType:
    return NameType.ACRONYM if name.isupper() else NameType.ALIAS


def _make_name(text: str, type_: NameType) -> ActorName:
    return ActorName(text, type_, "en", "Latn", (), _SOURCE)


def _iter_places(conflict: Conflict) -> Iterator[Place]:
    used: set[str] = set()
    for name in conflict.place_names:
        id_ = PlaceId(_slug(name, used))
        names = (PlaceName(name, "name", "en", "Latn", (), _SOURCE),)
        yield Place(id_, _guess_place_kind(name), names, None, None, None, None, _SOURCE)


_PLACE_KINDS: Final = (
    (r"district|municipality|county", "district"),
    (r"region|province|governorate|valley", "region"),
    (r"line|border|boundary|buffer zone", "line"),
    (
        r"river|heights?|hills?|ridge|mount\w*|mt|lake|bridge|road|pass|wadi|forest|crossing|temple|farms?|dam|island|gulf|sea",
        "feature",
    ),
    (r"town", "town"),
    (r"city", "city"),
)


def _guess_place_kind(name: str) -> str:
    folded = name.casefold()
    return next((kind for words, kind in _PLACE_KINDS if re.search(rf"\b(?:{words})\b", folded)), "village")


def _slug(name: str, used: set[str]) -> str:
    """A short id of a name, another for each."""
    base = re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-") or "x"
    id_, number = base, 2
    while id_ in used:
        id_, number = f"{base}-{number}", number + 1
    used.add(id_)
    return id_
