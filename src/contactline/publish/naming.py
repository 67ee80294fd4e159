"""Names of sides, places and kinds as pages print them: every party's name for a place stands as an equal."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from contactline.publish.drawing import shape_of
from contactline.publish.view import View
from contactline.records.claims import Kind
from contactline.records.ids import THIRD, SideId
from contactline.records.places import Place, PlaceName

_MOST_NAMES = 8


@dataclass(frozen=True, slots=True)
class SideTitle:
    """A side with what a page calls it and the shape that stands for it."""

    id: SideId | None
    title: str
    shape: str

    @property
    def is_party(self) -> bool:
        """Whether it is one of the two sides."""
        return self.id is not None and self.id != THIRD

    @property
    def with_article(self) -> str:
        """The title inside a sentence: ``the Northern side``, ``third parties``."""
        return f"the {self.title}" if self.is_party else self.title[0].lower() + self.title[1:]


@dataclass(frozen=True, slots=True)
class NameTitle:
    """One name of a place; ``users`` says who uses it, empty for everybody."""

    text: str
    language: str
    users: str


@dataclass(frozen=True, slots=True)
class PlaceTitle:
    """A place with all parties' names; ``short`` has one of each side, for a table cell.

    ``parent`` is the district or province it lies in, never a country: whose a place is, is what is disputed.
    """

    names: tuple[NameTitle, ...]
    short: str
    kind: str
    parent: str


def make_side_title(view: View, side: SideId | None) -> SideTitle:
    """What a page calls a side, with its shape."""
    return SideTitle(side, view.dossier.mandate.side_title(side), shape_of(view, side))


def side_titles(view: View, also: Iterable[SideId] = ()) -> tuple[SideTitle, ...]:
    """The two sides in the mandate's order, third parties, and any other that is asked for."""
    known = [*(side.id for side in view.dossier.mandate.sides), THIRD]
    return tuple(make_side_title(view, side) for side in [*known, *sorted(set(also) - set(known))])


def make_place_title(view: View, place: Place) -> PlaceTitle:
    """All names of a place: first one of each side, in the order of the sides, then the others.

    So no side's name can push the other's out where room is short.
    """
    leading = _leading_names(view, place)
    others = [name for name in sorted(place.names, key=_rank) if name not in leading]
    titles: dict[str, NameTitle] = {}
    for name in (*leading, *others):
        users = " and ".join(view.dossier.mandate.side_title(side) for side in name.used_by)
        titles.setdefault(name.text, NameTitle(name.text, name.language, users))
    parent = view.places.get(place.parent) if place.parent else None
    if parent is not None and (parent.kind == "country" or parent.id == place.id):
        parent = None
    return PlaceTitle(
        names=tuple(titles.values())[:_MOST_NAMES],
        short=" / ".join(dict.fromkeys(name.text for name in leading)),
        kind=place.kind,
        parent=make_place_title(view, parent).short if parent else "",
    )


def _leading_names(view: View, place: Place) -> list[PlaceName]:
    """The best name of each side; what everybody uses where a side has none of its own."""
    ranked = sorted(place.names, key=_rank)
    leading: list[PlaceName] = []
    for side in view.dossier.mandate.sides:
        own = next((name for name in ranked if side.id in name.used_by), None)
        shared = next((name for name in ranked if not name.used_by), None)
        leading += [name for name in [own or shared] if name and name not in leading]
    return leading or ranked[:1]


def _rank(name: PlaceName) -> tuple[bool, int, str]:
    kinds = ("name", "alias", "former")
    return (name.script != "Latn", kinds.index(name.type) if name.type in kinds else len(kinds), name.text)


def say_kind(kind: Kind) -> str:
    """A kind of happening in words."""
    words = {Kind.NONE: "no occurrence", Kind.UNSPECIFIED: "kind not said"}
    return words.get(kind, kind.value.replace("_", " "))
