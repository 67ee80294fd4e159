"""Positions said to stand among civilians: "firing posts within residential areas", "no posts in the village"."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from contactline.read.clauses import ACTOR_SORTS, Clause, find_subject, with_of
from contactline.read.lexicon import closed_class
from contactline.read.nounphrases import Phrase
from contactline.read.roles import Roles
from contactline.read.view import View
from contactline.read.wordclasses import BE
from contactline.records.claims import Status

_PLAIN: Final = frozenset({"have", "has", "is", "are", "was", "were", "hold", "holds", "held", "there"})
_POSTING: Final = closed_class("posting_verb") | _PLAIN
_SETTLED: Final = frozenset({"village", "villages", "settlements", "settlement", "town", "towns", "city", "cities"})
_CIVIL: Final = closed_class("civilian_area") | _SETTLED
_WITHIN: Final = frozenset({"within", "in", "inside", "among", "near", "between", "amid", "amidst", "behind"})
_HOLDING: Final = frozenset({"holds", "hold", "held", "has", "hosts", "houses", "contains"})
_POSTED_SORTS: Final = frozenset({"position", "equipment", "building", "force", "vehicle"})
_HIDING: Final = frozenset({"hide", "hides", "hid", "hidden", "hiding"})
_DENYING: Final = frozenset({"no", "not", "never", "neither", "nor", "without", "n't"})


@dataclass(frozen=True, slots=True)
class Posting:
    """The token of the verb that posts arms among civilians, and the arms ("themselves": none)."""

    at: int
    thing: Phrase | None


def find_shielding(view: View, *, alone: bool) -> tuple[Posting, ...]:
    """The words that post arms among civilians, the first only.

    Args:
        view: the scope.
        alone: no happening is named beside; otherwise "a unit stationed in the village of X fired" only says where.
    """
    civil = _CIVIL if alone else _CIVIL - _SETTLED
    for index, word in enumerate(view.lows):
        if word in _POSTING:
            posting = _read_posting(view, index, civil)
            if posting is not None:
                return (posting,)
    return ()


def find_poster(view: View, clauses: tuple[Clause, ...], posting: Posting) -> Roles:
    """Who posts: the subject of the verb, or whose arms stand there: "Kestrian posts stationed within houses"."""
    thing, index = posting.thing, posting.at
    if thing is not None and thing.first < index:
        owned = thing.sort in ("force", "person") or bool(thing.spots) or bool(thing.of)
        return Roles((view.mention(with_of(view, thing)),) if owned else (), (), "posted")
    if view.low(index) in _PLAIN or view.low(index - 1) in BE:
        return Roles((), (), "posted")
    subject = find_subject(view, clauses, index)
    if subject is None or subject.sort not in ACTOR_SORTS | {"adjective", "place"}:
        return Roles((), (), "posted")
    return Roles((view.mention(with_of(view, subject)),), (), "posted")


def denies_posting(view: View, at: int) -> bool:
    """Whether the words say that no arms stand there: "the village holds no positions", "there are no posts"."""
    for index in range(max(0, at - 3), min(at + 6, len(view.lows))):
        if view.low(index) in _DENYING or view.low(index).endswith("n't"):
            return True
    return False


def _read_posting(view: View, index: int, civil: frozenset[str]) -> Posting | None:
    """A verb of posting with arms beside it and a civilian place after "within", or before a verb of holding."""
    window = range(max(0, index - 8), min(index + 12, len(view.lows)))
    things = [p for p in view.phrases if p.status is Status.MILITARY and p.sort in _POSTED_SORTS and p.first in window]
    if view.low(index) in _HIDING:
        things += [p for p in view.phrases if p.status is Status.MILITARY and p.sort == "person" and p.last <= index]
    reflexive = bool({"themselves", "itself"} & set(view.lows[index : index + 3]))
    if not (things or reflexive):
        return None
    holding = view.low(index) in _HOLDING and bool(set(view.lows[max(0, index - 5) : index]) & _CIVIL)
    if view.low(index) in _PLAIN and not holding and "there" not in (view.low(index), view.low(index - 1)):
        return None
    if not (holding or _is_placed(view.lows[index + 1 : index + 14], civil)):
        return None
    passive = view.low(index).endswith(("ed", "hid", "hide", "hidden")) and not (things and things[-1].first > index)
    before = [p for p in things if p.last <= index]
    thing = before[-1] if passive and before else next((p for p in things if p.first > index), None)
    return Posting(index, thing)


def _is_placed(after: tuple[str, ...], civil: frozenset[str]) -> bool:
    return any(word in _WITHIN and set(after[step + 1 : step + 5]) & civil for step, word in enumerate(after))
