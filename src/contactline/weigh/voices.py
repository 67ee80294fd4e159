"""Who speaks: one key for each body, and a short name for one who relays."""

from __future__ import annotations

from functools import cache
from typing import Final

from contactline._kit.folding import fold_name
from contactline.records.actors import Actor, ActorKind, ActorName, NameType
from contactline.records.claims import Mention
from contactline.records.ids import ActorId
from contactline.records.mandates import Mandate
from contactline.reference.tables import load_lexicon

_LONGEST: Final = 48  # characters of a name inside a note
_NAMING: Final = (NameType.NAME, NameType.ALIAS, NameType.ACRONYM)


class Voices:
    """Speakers and relayers, as the mandate knows them."""

    def __init__(self, mandate: Mandate) -> None:
        self._actors = {actor.id: actor for actor in mandate.actors}

    def key(self, mention: Mention) -> str:
        """What makes two mentions one voice: the body somebody speaks for, else the fuller name, else the words."""
        actor = self._actors.get(mention.actor) if mention.actor else None
        if actor is not None:
            return str(actor.parent if actor.kind is ActorKind.PERSON and actor.parent else actor.id)
        return str(mention.actor or fold_name(_words(mention)))

    def title(self, mention: Mention, publisher: Mention) -> str:
        """The name of the voice: of the body that somebody speaks for, else as :meth:`name`."""
        body = self._actors.get(ActorId(self.key(mention)))
        return (_choose_name(body) if body else "") or self.name(mention, publisher)

    def name(self, mention: Mention, publisher: Mention) -> str:
        """A short name: the mandate's, else the text's fullest; for a bare pronoun the publisher's."""
        actor = self._actors.get(mention.actor) if mention.actor else None
        known = _choose_name(actor) if actor else ""
        if known:
            return known
        words = _words(mention)
        return _shorten(publisher.text if words.casefold() in _pronouns() else words)


def _words(mention: Mention) -> str:
    return mention.antecedent.words if mention.antecedent else mention.text


def _choose_name(actor: Actor) -> str:
    """A name short enough for a note, English before others; pejoratives and metonyms name nobody."""
    names = [name for name in actor.names if name.type in _NAMING and len(name.text) <= _LONGEST]
    return min(names, key=_rank).text if names else ""


def _rank(name: ActorName) -> tuple[bool, bool, int]:
    return name.script != "Latn", name.language != "en", _NAMING.index(name.type)


def _shorten(words: str) -> str:
    """The words up to the first comma, and no longer than a note bears."""
    words = " ".join(words.split(",")[0].split())
    if len(words) <= _LONGEST:
        return words
    return words[:_LONGEST].rsplit(" ", 1)[0] + " …"


@cache
def _pronouns() -> frozenset[str]:
    rows = load_lexicon("closed")
    return frozenset(word for row in rows if row["class"] == "pronoun" for word in row["words"].split()) | _OBLIQUE


_OBLIQUE: Final = frozenset({"him", "her", "it", "them", "his", "their"})
