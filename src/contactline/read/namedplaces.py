"""Capitalised names that no mandate knows, where the words around make them places."""

from __future__ import annotations

from typing import Final

from contactline.read.lexicon import people
from contactline.read.names import PLACE_NOUNS, NameRun, is_demonym, is_street
from contactline.read.placewords import (
    OUTSKIRTS,
    SAYING_VERBS,
    STRUCK_VERBS,
    belongs_to_office,
    is_measured_from,
    modifies,
    owns_part,
)
from contactline.read.view import View
from contactline.read.wordclasses import (
    CALENDAR,
    PLACE_LEADS,
    PLACE_PREPOSITIONS,
)

_BETWEEN: Final = frozenset(
    {"road", "highway", "area", "section", "sections", "territory", "villages", "towns", "border"}
)


def is_named_place(view: View, run: NameRun) -> bool:
    """Whether the words around a capitalised name make it a place."""
    before = _governor(view, run.first)
    after = view.low(run.last)
    if after in ("'s", "'") and owns_part(view, run.last + 1):
        return before in PLACE_PREPOSITIONS | {"on", "of"}
    if after in ("'s", "'") or is_street(view, run.last) or (after == "and" and _ends_possessor(view, run.last + 1)):
        return False
    if after[:1].isalpha() and view.tokens[run.last].is_title and after not in PLACE_NOUNS | CALENDAR:
        return False  # "the Security | Council"
    if after == ")" and view.low(run.last + 1) in PLACE_NOUNS:
        return True  # "the northern (Talven) direction"
    if is_measured_from(view, run.first):
        return False
    if run.kind_word or after in PLACE_NOUNS:
        return not _is_demonymic(view, run)
    if before == "of" and _is_kind_of(view, run.first):
        return True
    if _is_hit(view, run):
        return not modifies(view, run.last)
    if (
        belongs_to_office(view, run.first)
        or not run.capitals_tell
        or is_person_like(view, run)
        or modifies(view, run.last)
    ):
        return False
    if view.low(run.first - 1) == "the" and run.last - run.first != 1:
        return False  # "in the Security Council"
    if before == "between":
        return view.low(run.first - 2) in _BETWEEN
    return before in PLACE_PREPOSITIONS - {"at", "between", "behind", "along", "over", "above", "within", "across"}


def _governor(view: View, first: int) -> str:
    """The preposition in front, over "the" and words that only say which part."""
    index = first - 1
    while (
        view.low(index) == "the" or view.low(index) in PLACE_LEADS or view.low(index).endswith(("-held", "-controlled"))
    ):
        index -= 1
    return view.low(index)


def _is_kind_of(view: View, first: int) -> bool:
    """As in "village of X", "outskirts of X", "towns of X and Y", "kilometres north of X"."""
    noun = view.low(first - 2) if view.low(first - 1) == "of" else view.low(first - 3)
    return noun in PLACE_NOUNS | OUTSKIRTS | PLACE_LEADS


def _is_demonymic(view: View, run: NameRun) -> bool:
    """As in "the Ardelian village of Berdine", "Kestrian villages": whose it is, not what it is called."""
    if view.low(run.last + 1) == "of" and view.tokens[run.last + 2 : run.last + 3]:
        determined = view.low(run.first - 1) in ("the", "a", "an", "'s") or is_demonym(view.low(run.last - 1))
        if determined and view.tokens[run.last + 2].is_title:
            return True
    if view.low(run.first - 1) in ("a", "an"):
        return True
    return run.last - run.first == 1 + run.kind_word and is_demonym(view.low(run.first))


def _is_hit(view: View, run: NameRun) -> bool:
    """As in "shelled Sorel", "the shelling of Sorel"."""
    for trigger in view.triggers:
        if trigger.entry.lemma in STRUCK_VERBS and run.capitals_tell:
            direct = trigger.entry.is_verb and trigger.last == run.first
            if direct or (trigger.last == run.first - 1 and view.low(run.first - 1) == "of"):
                return True
    return False


def is_person_like(view: View, run: NameRun) -> bool:
    """Whether a rank or office stands in front, or somebody speaks."""
    rank = people().match(view.lows, run.first - 1) if run.first else None
    spoken = view.low(run.last) in SAYING_VERBS and view.low(run.first - 1) not in ("in", "near")
    return spoken or (rank is not None and view.tokens[run.first - 1].is_title) or run.is_acronym


def _ends_possessor(view: View, index: int) -> bool:
    """As in "Jammu and | Kashmir's": the second half of a possessor."""
    while index < len(view.tokens) and view.tokens[index].is_title:
        index += 1
    return view.low(index) in ("'s", "'")
