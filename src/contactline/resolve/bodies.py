"""Bodies put together from an owner and a kind: "Ministry of Defence of X", "X's Defense Ministry", "X troops".

``lexicons/bodies.csv`` says which words name which body. Who owns such a body in a mandate follows from the
``parent`` column, so that a mandate need not list the forms.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import OSA

from contactline.records.actors import Actor, ActorKind, ActorName, NameType
from contactline.records.ids import ActorId
from contactline.records.mandates import Mandate
from contactline.records.names import NameSpot, SpotSort
from contactline.records.quotes import Span
from contactline.reference.tables import load_lexicon
from contactline.resolve.words import Word, fold_words, is_joined

TYPO_SCORE: Final = 0.9
_TYPO_LETTERS: Final = 6  # shorter words have too many neighbours at one slip
_OWNER_SORTS: Final = frozenset({SpotSort.ACTOR, SpotSort.ADJECTIVE, SpotSort.PEOPLE, SpotSort.METONYM})
_OWNER_KINDS: Final = frozenset({ActorKind.STATE, ActorKind.AUTHORITY, ActorKind.ORGANISATION})
_NO_BODY: Final = frozenset({ActorKind.PERSON, ActorKind.OUTLET, ActorKind.AGENCY, ActorKind.STATE})
_BARE_KINDS: Final = frozenset({ActorKind.MINISTRY, ActorKind.PROSECUTOR, ActorKind.OMBUDSMAN})
_LINKS: Final = frozenset({"of", "for", "the", "in"})
_MOST_LINKS: Final = 3


@dataclass(frozen=True, slots=True)
class _Phrase:
    body: str
    kind: ActorKind
    acronym: bool


@dataclass(frozen=True, slots=True)
class _Named:
    """Body words in a text: words ``[first, last)``."""

    first: int
    last: int
    phrase: _Phrase
    score: float


@cache
def _phrases() -> dict[tuple[str, ...], _Phrase]:
    return {
        fold_words(row["words"]): _Phrase(row["body"], ActorKind(row["kind"]), row["words"] in {"mod", "mfa"})
        for row in load_lexicon("bodies")
    }


@cache
def _longest() -> dict[str, int]:
    """By first word, how many words the longest phrase that begins so has."""
    longest: dict[str, int] = {}
    for phrase in _phrases():
        longest[phrase[0]] = max(longest.get(phrase[0], 0), len(phrase))
    return longest


@cache
def _vocabulary() -> frozenset[str]:
    return frozenset(word for phrase in _phrases() for word in phrase if len(word) >= _TYPO_LETTERS)


@cache
def _mend(fold: str) -> str:
    """The body word that a misspelt word is one slip away from (a swap of neighbours is one), or the word itself."""
    if len(fold) < _TYPO_LETTERS or fold in _vocabulary():
        return fold
    best = process.extractOne(fold, _vocabulary(), scorer=OSA.distance, score_cutoff=1)
    return best[0] if best and best[0][0] == fold[0] and best[0].rstrip("s") != fold.rstrip("s") else fold


class Bodies:
    """The bodies of a mandate by owner, and how to find them in a text."""

    def __init__(self, mandate: Mandate) -> None:
        self._actors = {actor.id: actor for actor in mandate.actors}
        self._owned: dict[tuple[str, str], list[Actor]] = {}
        self._all: dict[str, list[Actor]] = {}
        for actor in mandate.actors:
            for body in _bodies_of(actor):
                self._all.setdefault(body, []).append(actor)
                for owner in self._owners(actor):
                    self._owned.setdefault((owner, body), []).append(actor)

    def find(self, owners: Iterable[str], body: str) -> tuple[Actor, ...]:
        """The actors that are such a body of one of these owners."""
        return tuple(actor for owner in owners for actor in self._owned.get((owner, body), ()))

    def _owners(self, actor: Actor) -> Iterator[ActorId]:
        """Ancestors; for a body without a parent, the states and authorities of its side that have none either."""
        if actor.parent is None:
            for other in self._actors.values():
                if other.side == actor.side and other.kind is ActorKind.STATE and other.parent is None:
                    yield other.id
        parent = actor.parent
        while parent:
            yield parent
            parent = self._actors[parent].parent

    def compose(self, words: list[Word], spots: list[NameSpot]) -> list[NameSpot]:
        """Spots of bodies whose owner stands beside them, and of bare bodies that only some actors can be."""
        by_start = {spot.span.start: spot for spot in spots if self._owner_ids(spot)}
        by_end = {spot.span.end: spot for spot in spots if self._owner_ids(spot)}
        found = []
        for named in _iter_bodies(words):
            spot = self._with_owner(words, named, by_start, by_end) or self._bare(words, named)
            if spot:
                found.append(spot)
        return found

    def _owner_ids(self, spot: NameSpot) -> tuple[str, ...]:
        if spot.sort not in _OWNER_SORTS:
            return ()
        return tuple(id_ for id_ in spot.ids if self._actors[ActorId(id_)].kind in _OWNER_KINDS)

    def _with_owner(
        self, words: list[Word], named: _Named, by_start: dict[int, NameSpot], by_end: dict[int, NameSpot]
    ) -> NameSpot | None:
        owners = (_owner_before(words, named, by_end), _owner_after(words, named, by_start))
        for owner in owners:
            actors = self.find(self._owner_ids(owner), named.phrase.body) if owner else ()
            if owner and actors:
                start = min(words[named.first].start, owner.span.start)
                end = max(words[named.last - 1].end, owner.span.end)
                return _make_spot(Span(start, end), actors, named.score)
        return None

    def _bare(self, words: list[Word], named: _Named) -> NameSpot | None:
        if named.phrase.kind not in _BARE_KINDS or named.score < 1:
            return None
        actors = self._all.get(named.phrase.body, [])
        span = Span(words[named.first].start, words[named.last - 1].end)
        return _make_spot(span, actors, 1.0) if actors else None


def find_body(text_words: list[Word]) -> str | None:
    """The body that some words name first, such as ``defence-ministry``, or ``None``."""
    return next((named.phrase.body for named in _iter_bodies(text_words)), None)


def _make_spot(span: Span, actors: Iterable[Actor], score: float) -> NameSpot:
    actors = tuple(dict.fromkeys(actors))
    sides = {actor.side for actor in actors}
    kinds = {actor.kind.value for actor in actors}
    return NameSpot(
        span,
        SpotSort.ACTOR,
        tuple(actor.id for actor in actors),
        sides.pop() if len(sides) == 1 else None,
        kinds.pop() if len(kinds) == 1 else "",
        score,
    )


def _owner_before(words: list[Word], named: _Named, by_end: dict[int, NameSpot]) -> NameSpot | None:
    if named.first == 0:
        return None
    before = words[named.first - 1]
    return by_end.get(before.end) if is_joined(words[named.first], before, dotted=False) else None


def _owner_after(words: list[Word], named: _Named, by_start: dict[int, NameSpot]) -> NameSpot | None:
    at = named.last
    while (
        at < len(words) and at - named.last < _MOST_LINKS and words[at].fold in _LINKS and not words[at].before.strip()
    ):
        at += 1
    if at == named.last or at >= len(words) or words[at].before.strip():
        return None
    return by_start.get(words[at].start)


def _iter_bodies(words: list[Word]) -> Iterator[_Named]:
    at = 0
    while at < len(words):
        named = _body_at(words, at)
        if named:
            yield named
        at = named.last if named else at + 1


def _body_at(words: list[Word], at: int) -> _Named | None:
    first = words[at].fold
    most = max(_longest().get(first, 0), _longest().get(_mend(first), 0))
    for count in range(min(most, len(words) - at), 0, -1):
        stretch = words[at : at + count]
        if not all(is_joined(word, before, dotted=False) for before, word in pairwise(stretch)):
            continue
        exact = tuple(word.fold for word in stretch)
        phrase = _phrases().get(exact)
        if phrase and not (phrase.acronym and stretch[0].text.islower()):
            return _Named(at, at + count, phrase, 1.0)
        mended = tuple(map(_mend, exact))
        wrong = sum(one != other for one, other in zip(exact, mended, strict=True))
        if count > 1 and wrong == 1 and mended in _phrases():
            return _Named(at, at + count, _phrases()[mended], TYPO_SCORE)
    return None


def _bodies_of(actor: Actor) -> tuple[str, ...]:
    """Which bodies an actor is, from its own English names; an army answers to every word for armed forces."""
    if actor.kind in _NO_BODY:
        return ()
    found = [body for name in actor.names if _may_tell(name) for body in _bodies_in(name.text, actor.kind)]
    return tuple(dict.fromkeys(found))


def _may_tell(name: ActorName) -> bool:
    return name.script == "Latn" and name.type in {NameType.NAME, NameType.ALIAS, NameType.ACRONYM}


def _bodies_in(name: str, kind: ActorKind) -> Iterator[str]:
    """The longest body words in a name, if they name a body of the actor's kind."""
    folded = fold_words(name)
    for count in range(min(max(_longest().values()), len(folded)), 0, -1):
        bodies = [
            phrase.body
            for at in range(len(folded) - count + 1)
            if (phrase := _phrases().get(folded[at : at + count])) and phrase.kind is kind
        ]
        if bodies:
            yield bodies[0]
            return
