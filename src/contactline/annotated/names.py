"""Sides and names in an annotated text that ``conflict.toml`` does not list."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from contactline._kit.folding import fold_name
from contactline.annotated.conflict import FILE, Conflict
from contactline.annotated.texts import AnnotatedClaim, AnnotatedText, Mistake
from contactline.records.ids import THIRD, SideId

_WORD: Final = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
_COMMON_WORDS: Final = """
    the a an it its he she they their his her we our us i my you your this that these those both all some several two
    three four five six seven one who neither none and or of in at on near by from to for with no there another
    somebody someone nobody side sides enemy adversary opponent opposing other army military forces force troops
    soldiers units unit ministry minister defence defense foreign interior government president presidency spokesman
    spokeswoman spokesperson commander commanders officer officers general colonel major captain lieutenant sergeant mr
    mrs ms dr residents resident villagers village town city district region police prosecutors prosecutor prosecution
    ombudsman monitors mission observers peacekeepers rebels rebel fighters gunmen farmers shopkeepers investigators
    helicopters drones guard guards guardsman guardsmen sentry men women security service services state official
    officials authorities press office headquarters command local witnesses staff patrol medics doctors hospital deputy
    head chief north south east west northern southern eastern western central upper lower old new
"""
_COMMON: Final = frozenset(_COMMON_WORDS.split())
"""Folded words that are no names, also with a capital."""


def iter_name_mistakes(text: AnnotatedText, conflict: Conflict) -> Iterator[Mistake]:
    """Sides that the conflict has not are mistakes; names that it does not list are warnings."""
    sides = {*conflict.side_ids, THIRD}
    side = text.report.meta.side
    if side and side not in sides:
        yield Mistake(text.path, 0, f"side “{side}” is not in {FILE}; write {_choice(sides)}")
    for entry in text.casualties:
        if entry.side is not None and entry.side not in sides:
            yield Mistake(text.path, entry.line, f"{entry.mark}: {_unknown_side(entry.side, sides)}")
    if text.report.meta.publisher and side in sides:
        yield from _warn(text, 0, "publisher", text.report.meta.publisher, side, conflict)
    for claim in text.claims:
        yield from _check_people(text, claim, conflict)
        yield from _check_places(text, claim, conflict)


def find_stranger(words: str, side: SideId | None, conflict: Conflict) -> str | None:
    """The first name in the words, when none of the names in them is listed for the side; else ``None``."""
    if words.isupper():
        return None  # which of the words is a name, capitals do not tell
    names = _find_names(words)
    if len(names) == 1 and _may_be_common(words, names[0]):
        everywhere = (*conflict.side_ids, THIRD)
        if not _stems(names[0]) & _fold(name for other in everywhere for name in conflict.names_of(other)):
            return None
    listed = _fold((*conflict.names_of(side), *_places_of(side, conflict)))
    return None if not names or any(_stems(name) & listed for name in names) else names[0]


def is_known_place(words: str, conflict: Conflict) -> bool:
    """Whether a place has no name, or one of the names in it is listed as a place or for a side."""
    if words.isupper() and len(words.split()) > 1:
        return True  # which of the words is a name, capitals do not tell
    names = _find_names(words)
    listed = _fold((*conflict.place_names, *(name for side in conflict.side_ids for name in conflict.names_of(side))))
    common = len(names) == 1 and _may_be_common(words, names[0])
    return not names or common or any(_stems(name) & listed for name in names)


def _check_people(text: AnnotatedText, claim: AnnotatedClaim, conflict: Conflict) -> Iterator[Mistake]:
    sides = {*conflict.side_ids, THIRD}
    known = {mark.id for mark in text.marks}
    for named in claim.iter_named():
        if named.side is not None and named.side not in sides:
            yield Mistake(text.path, claim.line, f"{claim.id}: {_unknown_side(named.side, sides)}")
        elif named.mark in known and named.side is not None and named not in claim.targets:
            yield from _warn(
                text, claim.line, f"{claim.id}: {named.mark}", text.words(named.mark), named.side, conflict
            )


def _check_places(text: AnnotatedText, claim: AnnotatedClaim, conflict: Conflict) -> Iterator[Mistake]:
    known = {mark.id for mark in text.marks}
    for id_ in (*claim.places, *claim.places_from):
        if id_ in known and not is_known_place(text.words(id_), conflict):
            message = f"{claim.id}: {id_} “{text.words(id_)}” has a name that is not in [places] of {FILE}; add it"
            yield Mistake(text.path, claim.line, message, warning=True)


def _warn(
    text: AnnotatedText, line: int, what: str, words: str, side: SideId | None, conflict: Conflict
) -> Iterator[Mistake]:
    stranger = find_stranger(words, side, conflict)
    if stranger:
        where = "[third]" if side == THIRD else f"[sides.{side}]"
        message = (
            f"{what} “{words}”: “{stranger}” is not among the names of {where} in {FILE}; add it, or mend the side"
        )
        yield Mistake(text.path, line, message, warning=True)


def _unknown_side(side: SideId, sides: set[SideId]) -> str:
    return f"side “{side}” is not in {FILE}; write {_choice(sides)} or ?"


def _choice(sides: set[SideId]) -> str:
    return ", ".join(sorted(sides))


# -- names


def _find_names(words: str) -> list[str]:
    """Words with a capital letter that are more than common words."""
    return [word for word in _WORD.findall(words) if word[0].isupper() and _stems(word)]


def _may_be_common(words: str, name: str) -> bool:
    """A first word may have its capital from the sentence alone: "Farmers", "Helicopters of the other side"."""
    rest = len(words.split()) > 1 or name.endswith("s")
    return words.startswith(name) and rest and name.isalpha() and not name.isupper()


def _places_of(side: SideId | None, conflict: Conflict) -> tuple[str, ...]:
    """Places whose people may speak or act for a side: "villagers of Tolm". For third parties any place."""
    return tuple(name for holder, names in conflict.places if holder == side or side == THIRD for name in names)


def _stems(word: str) -> set[str]:
    folded = fold_name(re.sub(r"['’]s?$", "", word))
    return {*folded.split(), folded} - _COMMON


def _fold(names: Iterable[str]) -> set[str]:
    return {stem for name in names for word in _WORD.findall(name) for stem in _stems(word)}
