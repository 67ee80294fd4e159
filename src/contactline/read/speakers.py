"""Who "he", "the ministry" or a bare surname goes back to: the latest fitting speaker of the report."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Final

from contactline.read.cues import DETERMINERS, PREPOSITIONS, load_lexicon, word_set
from contactline.records.claims import Mention
from contactline.records.quotes import Quote

_REMEMBERED: Final = 40
_PERSONAL: Final = frozenset({"he", "she", "him", "her"})
_NEUTRAL: Final = frozenset({"it"})
_MANY: Final = frozenset({"they", "them"})
_POSSESSIVE: Final = frozenset({"his", "its", "their", "her"})
_KIN: Final = (
    frozenset({"ministry", "ministries", "mod", "mfa"}),
    frozenset({"spokesman", "spokesperson", "spokeswoman"}),
    frozenset({"army", "military", "defence", "defense", "mod"}),
    frozenset({"residents", "villagers", "locals", "people"}),
    frozenset({"observers", "monitors", "mission"}),
    frozenset({"co-chairs", "cochairs", "mediators"}),
    frozenset({"defence", "defense"}),
)
_LATEST: Final = word_set(
    "statement document text message report release letter note post tweet comment recording video "
    "footage clip audio press website communiqué communique"
)


_BODIES: Final = word_set("department agency body organisation organization group service office mission team union")
"""Another word for the body named last: "the border service … the department"."""


@dataclass(frozen=True, slots=True)
class _Known:
    quote: Quote
    words: frozenset[str]
    after_first: frozenset[str]
    person: bool
    office: bool
    many: bool


@dataclass(slots=True)
class SpeakerMemory:
    """The speakers met so far, latest last. Lives for the reading of one report."""

    known: list[_Known] = field(default_factory=list)

    def settle(self, mention: Mention) -> Mention:
        """Add the antecedent to short words, or remember a full name."""
        if mention.quote is None:
            return mention
        words = _words(mention.text)
        found = self._find(words, mention.text)
        if found:
            of = "same" if _is_anaphor(words, mention.text) else ""
            return replace(mention, of=of, antecedent=found.quote)
        if not _is_anaphor(words, mention.text):
            self._remember(mention.quote, words)
            return mention
        of = "same" if len(words) == 1 else ""
        return replace(mention, of=of)

    def notice(self, mention: Mention) -> None:
        """Remember who stands as a subject without speaking: "The council gives another account. They say …"."""
        words = _words(mention.text)
        if mention.quote and not _is_anaphor(words, mention.text):
            self._remember(mention.quote, words)

    def _remember(self, quote: Quote, words: tuple[str, ...]) -> None:
        sorts = {sort for word in words for sort in load_lexicon().speakers.get(word, ())}
        capitals = sum(1 for word in quote.words.split() if word[:1].isupper())
        body = "body" in sorts and "person" not in sorts
        many = "plural" in sorts and "body" not in sorts and "person" not in sorts
        owned = "'s" in words or words[0] in DETERMINERS
        person = not body and not many and ("person" in sorts or (capitals in {2, 3} and not owned))
        self.known.append(
            _Known(quote, frozenset(words), frozenset(words[1:]), person, "person" in sorts, many or body)
        )
        del self.known[:-_REMEMBERED]

    def _find(self, words: tuple[str, ...], text: str) -> _Known | None:
        if len(words) == 1 and words[0] in _PERSONAL:
            return self._latest(lambda known: known.person)
        if len(words) == 1 and words[0] in _NEUTRAL:
            return self._latest(lambda known: not known.person)
        if len(words) == 1 and words[0] in _MANY:
            return self._latest(lambda known: known.many) or self._latest(lambda known: True)
        if _is_anaphor(words, text):
            return self._by_noun(words)
        if len(words) > 1 and words[0] in _POSSESSIVE:
            return self._latest(lambda known: known.many) or self._latest(lambda known: True)
        if len(words) == 1 and text[:1].isupper():
            return self._latest(lambda known: known.person and words[0] in known.after_first)
        return None

    def _by_noun(self, words: tuple[str, ...]) -> _Known | None:
        content = [word for word in words if word not in DETERMINERS | PREPOSITIONS | {"'s"}]
        kins = [_kin(word) for word in content if word not in _LATEST]
        same = self._latest(lambda known: all(kin & known.words for kin in kins)) if kins else None
        if same:
            return same
        sorts = {sort for word in content for sort in load_lexicon().speakers.get(word, ())}
        if set(content) & _LATEST:
            return self._latest(lambda known: True)
        latest = self.known[-1] if self.known else None
        if set(content) & _BODIES and latest and latest.many and not latest.person:
            return latest
        # a person whose office the report has not named may well be "the minister"; a spokesman is not
        return latest if "person" in sorts and latest and latest.person and not latest.office else None

    def _latest(self, fits: Callable[[_Known], bool]) -> _Known | None:
        return next((known for known in reversed(self.known) if fits(known)), None)


def _kin(word: str) -> frozenset[str]:
    """Words that mean the same office or body."""
    return next((group for group in _KIN if word in group), frozenset({word}))


def _words(text: str) -> tuple[str, ...]:
    spaced = text.lower().replace("’", "'").replace("'s", " 's")
    return tuple(word.strip(",.()“”\"'") or word for word in spaced.split())


def _is_anaphor(words: tuple[str, ...], text: str) -> bool:
    """Whether words name nobody by themselves: a pronoun, or "the/his …" without a capital inside."""
    if not words:
        return False
    if len(words) == 1:
        return words[0] in _PERSONAL | _NEUTRAL | _MANY or words[0] in {"spokesman", "spokesperson", "spokeswoman"}
    inner = text.split()[1:]
    definite = words[0] in {"the", "this"} | _POSSESSIVE
    return definite and len(words) <= 6 and not any(word[:1].isupper() for word in inner)
