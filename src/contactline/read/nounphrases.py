"""Noun phrases: heads from the lexicons, the mandate's names and capitalised words, with what stands before them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from contactline.read.capitals import capitals_tell
from contactline.read.document import Token
from contactline.read.lexicon import (
    Found,
    Trigger,
    closed_class,
    damages,
    objects,
    outcomes,
    people,
    relative_words,
    weapons,
)
from contactline.read.wordclasses import (
    ADVERBS,
    AUXILIARIES,
    CALENDAR,
    CONJUNCTIONS,
    DETERMINERS,
    NOT_NAMES,
    NUMBER_LIKE,
    PREPOSITIONS,
    PRONOUNS,
    VERBS,
)
from contactline.records.claims import Part, Status
from contactline.records.names import NameSpot, SpotSort


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase: half-open token range, its head, and what is known of it.

    Attributes:
        sort: of the head: ``person``, ``group``, ``force``, ``position``, ``name`` (capitalised or spotted) …
        of: ``opponent``, ``own`` or ``same`` for a relative word, else empty.
        spots: the mandate's names inside.
        possessive: "'s" follows.
        before: the preposition that governs it, or empty.
    """

    first: int
    last: int
    head: int
    sort: str
    status: Status
    of: str
    spots: tuple[NameSpot, ...]
    possessive: bool
    before: str
    plural: bool


_MERGED: Final = frozenset({"force", "person", "group", "position", "other", "couple", "vehicle", "equipment"})


def find_noun_phrases(
    tokens: Sequence[Token],
    lows: Sequence[str],
    spots: tuple[tuple[int, int, NameSpot], ...],
    triggers: Sequence[Found[Trigger]],
    part: Part,
) -> tuple[Phrase, ...]:
    """Noun phrases of a row of tokens, in order, without overlaps but for possessors inside longer phrases."""
    heads = _find_heads(tokens, lows, spots, triggers, part)
    blocked = {index for trigger in triggers for index in range(trigger.first, trigger.last)}
    phrases: list[Phrase] = []
    for position, (first, last, sort, status, plural) in enumerate(heads):
        floor = phrases[-1].last if phrases else 0
        named = sort in ("actor", "name", "place", "agreement")
        start = _grow_left(tokens, lows, first, floor, blocked, limit=0 if named else 2)
        following = heads[position + 1] if position + 1 < len(heads) else None
        possessive = lows[last : last + 1] == ("'s",) or (
            lows[last : last + 1] == ("'",) and lows[last - 1].endswith("s")
        )
        if following and _is_modifier(lows, last, following, sort, blocked):
            continue  # the next head takes this one in: "Artsakh Defence Army soldiers"
        owner = phrases[-1] if phrases else None
        if owner and owner.possessive and sort in _MERGED and start == owner.last + 1 and owner.sort != "pronoun":
            start = owner.first
        inside = tuple(spot for a, b, spot in spots if start <= a and b <= last)
        phrases.append(
            Phrase(
                start,
                last,
                first,
                sort,
                status,
                _stand(lows, start, last),
                inside,
                possessive,
                _governor(lows, start, owner, sort),
                plural,
            )
        )
    return tuple(phrases)


_Head = tuple[int, int, str, Status, bool]


def _find_heads(
    tokens: Sequence[Token],
    lows: Sequence[str],
    spots: tuple[tuple[int, int, NameSpot], ...],
    triggers: Sequence[Found[Trigger]],
    part: Part,
) -> list[_Head]:
    """Heads of noun phrases: words of the lexicons, spotted names, and runs of capitalised words."""
    at_trigger = {trigger.first: trigger.last for trigger in triggers}
    at_spot: dict[int, tuple[int, NameSpot]] = {}
    for first, last, spot in spots:
        held = at_spot.get(first)
        if held is None or last > held[0] or (last == held[0] and _is_likelier(lows, first, held[1], spot)):
            at_spot[first] = (last, spot)
    nouns = frozenset(trigger.first for trigger in triggers if not trigger.entry.is_verb)
    heads: list[_Head] = []
    index = 0
    while index < len(tokens):
        if index in at_trigger:
            index = at_trigger[index]
            continue
        head = _head_at(tokens, lows, index, at_spot, nouns, part)
        if head:
            heads.append(head)
        index = head[1] if head else index + 1
    return heads


def _is_likelier(lows: Sequence[str], first: int, held: NameSpot, spot: NameSpot) -> bool:
    """Of two readings of a name, a place after "in" or "near", somebody who acts elsewhere."""
    placed = bool(first) and lows[first - 1] in (
        "in",
        "near",
        "at",
        "from",
        "to",
        "toward",
        "towards",
        "around",
        "into",
    )
    order = (SpotSort.PLACE, SpotSort.ACTOR, SpotSort.METONYM, SpotSort.ADJECTIVE)
    if not placed:
        order = (*order[1:], SpotSort.PLACE)
    return spot.sort in order and (held.sort not in order or order.index(spot.sort) < order.index(held.sort))


def _head_at(
    tokens: Sequence[Token],
    lows: Sequence[str],
    index: int,
    at_spot: dict[int, tuple[int, NameSpot]],
    event_nouns: frozenset[int],
    part: Part,
) -> _Head | None:
    spotted = at_spot.get(index)
    person = people().match(lows, index)
    thing = objects().match(lows, index)
    if spotted and spotted[0] - index >= max((found.last - index for found in (person, thing) if found), default=0):
        return index, spotted[0], _spot_sort(spotted[1]), Status.NOT_SAID, False
    weapon = weapons().match(lows, index)
    if weapon and weapon.last > max((found.last for found in (person, thing) if found), default=weapon.last):
        return None  # "sniper rifles"
    noun = max((found for found in (person, thing) if found), key=lambda found: found.last, default=None)
    if noun:
        return index, noun.last, noun.entry.sort, noun.entry.status, noun.form == "many"
    aged = _age_end(lows, index)
    if aged and _ends_phrase(lows, aged):
        return index, aged, "person", Status.NOT_SAID, False  # "a 26-year-old was killed", "a 17 year old"
    if lows[index] in PRONOUNS:
        return index, index + 1, "pronoun", Status.NOT_SAID, False
    last = _name_end(tokens, lows, index, part)
    if last - index == 1 and _only_opens(tokens, lows, index, part, last in event_nouns):
        return None
    return (index, last, "name", Status.NOT_SAID, False) if last > index else None


def _age_end(lows: Sequence[str], index: int) -> int:
    """The index after "26-year-old" or "26 year old"; 0 where there is none."""
    if lows[index].endswith("-year-old"):
        return index + 1
    if not NUMBER_LIKE.search(lows[index]):
        return 0
    after = tuple(lows[index + 1 : index + 3])
    return index + 3 if after == ("year", "old") else index + 2 if after[:1] == ("year-old",) else 0


_AFTER_PHRASE: Final = closed_class("after_aged")


def _ends_phrase(lows: Sequence[str], index: int) -> bool:
    word = lows[index] if index < len(lows) else ""
    if word in CALENDAR or word in _AFTER_PHRASE:
        return True
    return not word[:1].isalpha() or word in AUXILIARIES | PREPOSITIONS | CONJUNCTIONS | VERBS


def _only_opens(tokens: Sequence[Token], lows: Sequence[str], index: int, part: Part, before_event: bool) -> bool:
    """Whether a capital only opens a sentence or a headline's word: "Grossly violating", "Fierce | battles"."""
    opens = index == 0 or not tokens[index - 1].is_word or not capitals_tell(tokens, part)
    if not opens or "-" in tokens[index].text:
        return False
    if lows[index].endswith(("ly", "ing")) and index + 1 < len(tokens) and not tokens[index + 1].is_title:
        return True
    return before_event and not lows[index].endswith(_OWNING)


_OWNING: Final = ("i", "an", "ese", "ish", "ch", "ek", "ic", "ot")
"""Ends of words that say whose an attack is, as far as an ending can tell."""


def _spot_sort(spot: NameSpot) -> str:
    if spot.sort is SpotSort.PLACE:
        return "place"
    if spot.sort is SpotSort.ADJECTIVE:
        return "adjective"
    return "agreement" if spot.sort is SpotSort.AGREEMENT else "actor"


_MEASURED: Final = frozenset({"least", "most", "than", "more", "fewer", "less", "up"})
_LOWER_WORDS: Final = (
    PREPOSITIONS | CONJUNCTIONS | DETERMINERS | ADVERBS | closed_class("verb") | closed_class("quantity")
)
_SUFFIXES: Final = frozenset(
    {"style", "led", "backed", "held", "controlled", "occupied", "based", "made", "type", "wide"}
)
_PARTICLES: Final = frozenset(
    {"de", "la", "del", "al", "el", "ad", "as", "bin", "ibn", "von", "van", "e", "i", "ul", "ud"}
)


def _name_end(tokens: Sequence[Token], lows: Sequence[str], index: int, part: Part) -> int:
    """End of a run of capitalised words that are no known words; headlines capitalise everything, so none there."""
    end = index
    while end < len(tokens) and _is_name_word(tokens, lows, end, part, inside=end > index):
        end += 1
        if end + 1 < len(tokens) and lows[end] == "." and len(lows[end - 1]) == 1 and tokens[end + 1].is_title:
            end += 1  # "Ivar J. | Petrel"
        if (
            end + 1 < len(tokens)
            and lows[end] in _PARTICLES
            and _is_name_word(tokens, lows, end + 1, part, inside=True)
        ):
            end += 1
    return end


def _is_name_word(tokens: Sequence[Token], lows: Sequence[str], index: int, part: Part, *, inside: bool) -> bool:
    token = tokens[index]
    if not token.is_title or token.lower in CALENDAR or token.lower in AUXILIARIES:
        return False
    if any(char.isdigit() for char in token.text):
        return False
    if "-" in token.text and token.text.rpartition("-")[2] in _SUFFIXES:
        return False
    if outcomes().match(lows, index) or damages().match(lows, index):
        return False
    if not inside and token.lower in _LOWER_WORDS:
        return False
    if token.lower in NOT_NAMES and not (inside and token.text.isupper()):
        return False
    known = people().match(lows, index) or objects().match(lows, index)
    return not known or (inside and part is not Part.HEADLINE and len(token.text) < 2)


def _grow_left(
    tokens: Sequence[Token], lows: Sequence[str], first: int, floor: int, blocked: set[int], *, limit: int
) -> int:
    """Take in determiners, numbers, names and at most ``limit`` unknown words (adjectives) in front of a head."""
    start = first
    unknown = 0
    while start > floor and start - 1 not in blocked:
        word, token = lows[start - 1], tokens[start - 1]
        if word in ("'s", "'") or not token.is_word:
            break
        if word in DETERMINERS or word in ("own",):
            start -= 1
            if word in ("the", "a", "an", "its", "their", "our", "his", "her", "this", "that", "these", "those"):
                break
            continue
        if word in PREPOSITIONS or word in CONJUNCTIONS or word in AUXILIARIES or word in PRONOUNS or word in ADVERBS:
            break
        if NUMBER_LIKE.search(word) and not (start > 1 and lows[start - 2] in CALENDAR):
            start -= 1
            unknown = limit  # before a number only determiners belong: "the previous day | two children"
            continue
        if (word[0].isdigit() and not word.endswith("-old")) or word in _MEASURED:
            break
        if lows[start - 2 : start - 1] == ("to",) and not token.is_title:
            break
        if (
            (unknown >= limit and not token.is_title)
            or (word.endswith(("ed", "ing", "es", "ly")) and not _is_adjectival(word))
            or word in VERBS
        ):
            break
        unknown += 0 if token.is_title else 1
        start -= 1
    return start


def _is_adjectival(word: str) -> bool:
    return word in (
        "armed",
        "unarmed",
        "armored",
        "armoured",
        "aged",
        "occupied",
        "opposing",
        "advancing",
        "retired",
        "captured",
        "wounded",
        "injured",
        "unidentified",
        "residing",
        "united",
        "displaced",
        "elderly",
        "friendly",
        "early",
        "family",
    )


def _is_modifier(lows: Sequence[str], last: int, following: _Head, sort: str, blocked: set[int]) -> bool:
    """Whether a head stands inside the next noun phrase ("Armenian | soldiers", "Fizuli | district | residents")."""
    first = following[0]
    if any(index in blocked for index in range(last, first)):
        return False
    gap = lows[last:first]
    if any(
        not word[0].isalnum() or word in PREPOSITIONS | CONJUNCTIONS | AUXILIARIES | DETERMINERS | ADVERBS
        for word in gap
    ):
        return False
    if any(word in VERBS or (word.endswith(("ed", "ing", "ly")) and not _is_adjectival(word)) for word in gap):
        return False
    if following[2] in ("pronoun",) or len(gap) > 2:
        return False
    if sort == "person" and following[2] == "name":
        return False  # "soldier | Ivar Petrel": a title and its name
    if sort == following[2] == "actor":
        return False  # two sides side by side are two
    return sort in ("adjective", "name", "actor", "place", "force", "settlement") or not gap


def _stand(lows: Sequence[str], first: int, last: int) -> str:
    """Whose viewpoint a phrase takes."""
    labels = [found.entry.label for found in relative_words().find(lows[first:last])]
    for label in ("opponent", "own", "same"):
        if label in labels:
            return label
    return ""


def _governor(lows: Sequence[str], first: int, owner: Phrase | None, sort: str) -> str:
    """The preposition in front; "between X and Y" governs both."""
    joined = owner is not None and first > 0 and lows[first - 1] == "and" and owner.last == first - 1
    alike = owner is not None and (sort in ("person", "group")) is (owner.sort in ("person", "group"))
    if owner and owner.before and joined and alike:
        return owner.before  # but not in "a resident of Sorel and | her daughter"
    if owner and owner.possessive and owner.last == first - 1:
        return owner.before  # "in the | district's villages"
    return lows[first - 1] if first and lows[first - 1] in PREPOSITIONS else ""
