"""Owners of losses: whose the counted people are, where other words than their own say it.

As in "Xland lost 3 soldiers", "Xish losses amount to five killed", "the enemy's casualties: 4 dead".
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from contactline.read.clauses import ACTOR_SORTS
from contactline.read.counting import CasualtyWords, Victims
from contactline.read.lexicon import Found, Word, closed_class, outcomes, relative_words
from contactline.read.numbers import read_cardinal
from contactline.read.view import View
from contactline.read.wordclasses import AUXILIARIES
from contactline.records.claims import Mention

_OWNERS: Final = ACTOR_SORTS | {"adjective"}
_AMOUNTING: Final = closed_class("amounting")
_REACH: Final = 8


def with_owner(victims: Victims, owner: Mention | None) -> Victims:
    """The victims as somebody's people; their own words, where these name somebody, are left alone."""
    return replace(victims, mention=_owned(victims.mention, owner)) if owner else victims


def find_loser(view: View, index: int) -> Mention | None:
    """Who lost people, before the verb at an index: "Xland | has lost", "the enemy, he said, | lost"."""
    stop = index
    while stop > 0 and (view.low(stop - 1) in AUXILIARIES | {"also", "already"} or view.low(stop - 1).endswith("ly")):
        stop -= 1
    subject = view.phrase_ending(stop)
    if subject is None or subject.sort not in _OWNERS or subject.before or subject.possessive:
        return None
    return view.mention(subject)


def name_owners(view: View, found: list[CasualtyWords]) -> list[CasualtyWords]:
    """Casualties that a heading like "enemy losses are" governs, with its owner; the others as they are."""
    headings = [hit for hit in outcomes().find(view.lows) if hit.entry.pos == "loss"]
    return [_under_heading(view, headings, words) for words in found] if headings else found


def _under_heading(view: View, headings: list[Found[Word]], words: CasualtyWords) -> CasualtyWords:
    victims = words.casualties.victims
    heading = next((hit for hit in reversed(headings) if hit.last <= words.first), None)
    if heading is None or victims.of or victims.antecedent:
        return words
    owner, last = _owner_of(view, heading)
    if owner is None or not _amounts(view, last, words.first):
        return words
    return replace(words, casualties=replace(words.casualties, victims=_owned(victims, owner)))


def _owner_of(view: View, heading: Found[Word]) -> tuple[Mention | None, int]:
    """Whose losses they are, and where the words for them end: "Xish losses", "the losses of the enemy"."""
    after = view.phrase_at(heading.last + 1) if view.low(heading.last) in ("of", "among", "for") else None
    if after is not None and after.sort in _OWNERS:
        return view.mention(after), after.last
    start = heading.first
    while start > 0 and view.low(start - 1) in _ADJECTIVES:
        start -= 1
    before = view.phrase_ending(start - (view.low(start - 1) in ("'s", "'")))
    if before is not None and before.sort in _OWNERS:
        return view.mention(before), heading.last
    relative = next((hit for hit in relative_words().find(view.lows[:start]) if hit.last == start), None)
    if relative is None or relative.entry.label == "same":
        opens = start > 0 and view.tokens[start - 1].is_title and view.low(start - 1).endswith(_DEMONYMS)
        named = view.quote(start - 1, start) if opens else None  # "Xish casualties: 4 dead"
        return (Mention(named.words, named) if named else None), heading.last
    quote = view.quote(relative.first, relative.last)
    return Mention(quote.words, quote, of=relative.entry.label), heading.last


_DEMONYMS: Final = ("i", "an", "ese", "ish")
_ADJECTIVES: Final = frozenset({"heavy", "total", "human", "military", "confirmed", "known", "overall", "combat"})


def _amounts(view: View, first: int, last: int) -> bool:
    """Whether only words that say "as many as", and other counts, stand between losses and a count."""
    between = view.lows[first:last]
    own = [hit for hit in outcomes().find(between) if hit.entry.pos != "loss"]
    counted = {index for hit in own for index in range(hit.first, hit.last)}
    things = [p for p in view.phrases_in(first, last) if p.sort in ("person", "group", "vehicle", "equipment")]
    counted |= {index - first for p in things for index in range(p.first, p.last)}
    told = (_tells_amount(word, between, i) for i, word in enumerate(between) if i not in counted)
    return bool(between) and len(between) <= _REACH + 4 * len(own) and all(told)


def _tells_amount(word: str, words: tuple[str, ...], index: int) -> bool:
    known = word in _AMOUNTING or word in AUXILIARIES or word in (",", "and", ":", "(", "–")
    return known or read_cardinal(words, index) is not None


def _owned(victims: Mention, owner: Mention | None) -> Mention:
    if owner is None or victims.of or victims.antecedent:
        return victims
    if owner.of in ("opponent", "own"):
        return replace(victims, of=owner.of)
    return replace(victims, antecedent=owner.quote)
