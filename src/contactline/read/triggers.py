"""Triggers: which words name a happening, and which only look like it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from contactline.read.capitals import capitals_tell
from contactline.read.document import Token
from contactline.read.lexicon import (
    Found,
    Trigger,
    closed_class,
    line_words,
    noun_triggers,
    objects,
    people,
    verb_triggers,
    weapons,
)
from contactline.read.wordclasses import ADVERBS, AUXILIARIES, BE, CONJUNCTIONS, DETERMINERS, NUMBER_LIKE, PREPOSITIONS
from contactline.records.claims import Part, Status
from contactline.records.names import NameSpot, SpotSort

_SORTS: Final = frozenset({SpotSort.ACTOR, SpotSort.METONYM, SpotSort.PEOPLE, SpotSort.PEJORATIVE})


def find_triggers(
    tokens: Sequence[Token], lows: Sequence[str], spots: tuple[tuple[int, int, NameSpot], ...], part: Part
) -> tuple[Found[Trigger], ...]:
    """Words that name a happening, in order, without overlaps."""
    named = {index for first, last, spot in spots if last - first > 1 for index in range(first, last)}
    found: list[Found[Trigger]] = []
    index = 0
    while index < len(tokens):
        best = None if index in named else _trigger_at(tokens, lows, index, spots, part)
        if best and (_is_longer_noun(lows, best) or _is_named(tokens, best, part) or _is_only_a_head(lows, best)):
            best = None
        if best:
            found.append(best)
        index = best.last if best else index + 1
    return tuple(found)


def _is_named(tokens: Sequence[Token], found: Found[Trigger], part: Part) -> bool:
    """Whether the words are part of a name: "the Special | Monitoring Mission"."""
    if found.entry.is_verb or found.first == 0 or not all(t.is_title for t in tokens[found.first : found.last]):
        return False
    return tokens[found.first - 1].is_title and found.first > 1 and capitals_tell(tokens, part)


def _is_only_a_head(lows: Sequence[str], found: Found[Trigger]) -> bool:
    """As in "sabotage | infiltration attempt", "incidents of | firing", "acts of | shelling": the second is meant."""
    if found.entry.is_verb or found.last >= len(lows):
        return False
    following = noun_triggers().match(lows, found.last)
    if following:
        return following.last > found.last and found.entry.kind is following.entry.kind
    if found.entry.lemma not in ("incident", "provocation", "attempt") or lows[found.last] != "of":
        return False
    return any(noun_triggers().match(lows, i) for i in range(found.last + 1, min(found.last + 5, len(lows))))


def _is_longer_noun(lows: Sequence[str], found: Found[Trigger]) -> bool:
    """Whether the word only begins the name of a thing: "firing positions", "fire brigade"."""
    tables = (objects(), people(), line_words())
    return any((thing := table.match(lows, found.first)) is not None and thing.last > found.last for table in tables)


def _trigger_at(
    tokens: Sequence[Token],
    lows: Sequence[str],
    index: int,
    spots: tuple[tuple[int, int, NameSpot], ...],
    part: Part,
) -> Found[Trigger] | None:
    verb = verb_triggers().match(lows, index)
    noun = noun_triggers().match(lows, index)
    if verb and noun:
        length = (verb.last - index) - (noun.last - index)
        if length:
            chosen = verb if length > 0 else noun
        else:
            chosen = noun if _reads_as_noun(tokens, lows, index, verb, spots, part) else verb
    else:
        chosen_or_none = verb or noun
        if chosen_or_none is None:
            return None
        chosen = chosen_or_none
    named = verb is not None and _shells_named(tokens, lows, verb, spots, part)
    if verb and named:
        chosen = verb
    if chosen is verb and not named and not _is_happening(lows, verb):
        return None
    if chosen is noun and not _is_event_noun(lows, noun):
        return None
    if chosen is verb and verb.form in ("base", "third") and noun is None and _is_noun_place(lows, index):
        return None  # "the target", "a counter": the noun of a verb
    return chosen


_SHELLING: Final = frozenset({"shell", "mortar", "rocket", "bomb"})


def _shells_named(
    tokens: Sequence[Token],
    lows: Sequence[str],
    found: Found[Trigger],
    spots: tuple[tuple[int, int, NameSpot], ...],
    part: Part,
) -> bool:
    """As in "Northland shells Sorel", "Xish troops shell Sorel daily": a doer in front, something hit behind."""
    if found.entry.lemma not in _SHELLING or found.form not in ("base", "third") or found.first == 0:
        return False
    if found.last >= len(tokens) or not _names_thing(tokens, lows, found.last):
        return False
    force = people().match(lows, found.first - 1)
    if force is not None and force.last == found.first:
        return (found.form == "base") is (force.form == "many" or force.entry.sort == "force")
    before = tokens[found.first - 1]
    spot = next((spot for _, last, spot in spots if last == found.first and spot.sort in _SORTS), None)
    if spot is not None:
        return found.form == "third"
    plain = capitals_tell(tokens, part) and before.is_title and not before.lower.endswith(_DEMONYMS)
    return plain and found.form == "third" and not tokens[found.first].is_title and part is Part.HEADLINE


_DEMONYMS: Final = ("i", "an", "ese", "ish")


def _names_thing(tokens: Sequence[Token], lows: Sequence[str], index: int) -> bool:
    """Whether what can be hit begins here, over an adjective at most, and no verb: "Sorel", "border village"."""
    if lows[index] in PREPOSITIONS | AUXILIARIES | CONJUNCTIONS or verb_triggers().match(lows, index):
        return False
    near = range(index, min(index + 3, len(lows)))
    thing = any(objects().match(lows, i) or people().match(lows, i) for i in near)
    return tokens[index].is_title or thing or lows[index] in DETERMINERS


_NOT_ANSWERED: Final = closed_class("not_answered")
_BLAZE: Final = frozenset(
    {"caught", "catch", "catches", "set", "house", "forest", "grass", "camp", "under", "cease", "line"}
)


def _is_happening(lows: Sequence[str], found: Found[Trigger]) -> bool:
    """Whether a verb that has other meanings too speaks of arms here."""
    lemma = found.entry.lemma
    after = tuple(lows[found.last : found.last + 6])
    if found.entry.frame == "uses" or lemma == "open up":
        return _names_weapon(lows, found.last)
    if found.entry.frame == "plants":
        return any((hit := weapons().match(lows, i)) and hit.entry.group == "bomb" for i in _near(lows, found))
    if found.entry.frame == "launches":
        return _names_weapon(lows, found.last) and not any(
            noun_triggers().match(lows, i) for i in range(found.last, min(found.last + 5, len(lows)))
        )
    if lemma in ("shell", "mortar", "rocket", "bomb") and found.form in ("base", "third"):
        return _is_finite(lows, found)
    if lemma in ("cross", "violate", "breach", "break", "shatter", "observe"):
        return _names_line(lows, found)
    if lemma in ("respond", "answer", "react"):
        if after[:1] in ((), (".",), (",",), ('"',), ("”",)) and _follows_force(lows, found.first):
            return True
        if not after or after[0] in ("that", ",", ".", ":", "“", '"', "for"):
            return lemma == "respond" and found.form == "base"
        return not (set(after[:5]) & _NOT_ANSWERED)
    if lemma == "fire" and found.form == "past" and after[:1] and after[0] in ("from", "as"):
        return after[0] == "from" and not set(after) & {"job", "post", "position", "office"}
    before = lows[found.first - 1] if found.first else ""
    if lemma in ("target", "capture", "kidnap", "abduct", "detain") and found.form == "past":
        adjectival = before in DETERMINERS or before in ("of", "for", "give", "with", "and")
        if lemma == "target" and after[:1] == ("and",) and not "".join(after[1:2]).endswith("ed"):
            return False  # "a targeted and disproportionate answer"
        return not (adjectival and after[:1] and after[0] not in ("by", "the", "a", "two", "three"))
    return _is_hostile(lows, found)


_LANDING: Final = frozenset({"fall on", "land on", "rain down on"})
_FALLING: Final = frozenset({"artillery", "rocket", "missile", "round", "mortar", "bomb"})


def _falls_from_above(lows: Sequence[str], found: Found[Trigger]) -> bool:
    """As in "two rounds of a howitzer | fell on Sorel": something fired is what falls."""
    window = range(max(0, found.first - 6), found.first)
    hits = [hit for index in window if (hit := weapons().match(lows, index))]
    return any(hit.entry.normal in ("shell", "round", "mortar round") or hit.entry.group in _FALLING for hit in hits)


def _near(lows: Sequence[str], found: Found[Trigger]) -> range:
    """Words behind an active verb, words before a passive one."""
    passive = found.first > 0 and lows[found.first - 1] in BE
    if passive or found.entry.lemma == "go off":
        return range(max(0, found.first - 8), found.first)
    return range(found.last, min(found.last + 6, len(lows)))


def _names_line(lows: Sequence[str], found: Found[Trigger]) -> bool:
    """Whether a line or a ceasefire is what is crossed or broken: behind the verb, or before it in the passive."""
    passive = found.first > 0 and lows[found.first - 1] in BE
    reach = lows[max(0, found.first - 8) : found.first] if passive else lows[found.last : found.last + 8]
    lines = _CEASEFIRES if found.entry.frame == "acts" else _LINES
    for word in reach if not passive else reversed(reach):
        if word in lines:
            return True
        if word in (",", ";", "that", "and", "by") or (word in PREPOSITIONS and word != "of"):
            return False
    return False


_LINES: Final = frozenset({"border", "borders", "boundary", "line", "loc", "fence", "frontier", "mdl", "abl"})
_CEASEFIRES: Final = frozenset({"ceasefire", "cease-fire", "truce", "armistice"})


def _follows_force(lows: Sequence[str], index: int) -> bool:
    """Whether armed men stand before a verb, over adverbs and auxiliaries."""
    index -= 1
    while index >= 0 and (lows[index] in AUXILIARIES | {"also", '"', "“"} or lows[index].endswith("ly")):
        index -= 1
    force = people().match(lows, index) if index >= 0 else None
    return force is not None and force.entry.status is Status.MILITARY


def _is_hostile(lows: Sequence[str], found: Found[Trigger]) -> bool:
    """Whether verbs that are also other words ("down", "counter", "targets", "occupied") are verbs of arms here."""
    lemma = found.entry.lemma
    before = lows[found.first - 1] if found.first else ""
    after = tuple(lows[found.last : found.last + 1])
    if lemma in _LANDING:
        return _falls_from_above(lows, found)
    if lemma in ("down", "level", "mortar", "rocket", "counter", "fight", "ambush", "blow"):
        return found.form in ("past", "ing")
    if lemma == "target" and found.form == "base":
        return found.first > 0 and lows[found.first - 1] in ("to", "not", "never", "they", "we")
    if lemma == "target" and found.form == "third":
        return not (before in PREPOSITIONS or before in DETERMINERS or before in ("military", "civilian"))
    if lemma in ("occupy", "liberate") and found.form == "past":
        return (found.first > 0 and lows[found.first - 1] in AUXILIARIES) or bool(
            after[:1] and after[0] in ("the", "by")
        )
    return True


def _is_finite(lows: Sequence[str], found: Found[Trigger]) -> bool:
    """Whether "shells" is what somebody does, and not what falls."""
    before = lows[found.first - 1] if found.first else ""
    after = lows[found.last] if found.last < len(lows) else ""
    if before in ("to", "not", "will", "would", "they", "we") or after in ("the", "a", "its", "our", "their"):
        return True
    force = people().match(lows, found.first - 1) if found.first else None
    if force is None or force.entry.sort != "force" or found.last >= len(lows):
        return False
    hit = people().match(lows, found.last) or objects().match(lows, found.last)
    return hit is not None or _opens_object(after)


def _names_weapon(lows: Sequence[str], index: int) -> bool:
    """Whether a weapon follows within a few words: "used TR-107 rocket launchers", "the use of mortars"."""
    passive = index > 1 and lows[index - 2] in BE and lows[index - 2] != "'s"
    reach = range(max(0, index - 8), index) if passive else range(index, min(index + 6, len(lows)))
    return any(weapons().match(lows, place) for place in reach)


def _is_event_noun(lows: Sequence[str], found: Found[Trigger]) -> bool:
    before = lows[found.first - 1] if found.first else ""
    following = lows[found.last] if found.last < len(lows) else ""
    if found.entry.frame == "uses":
        return following == "of" and _names_weapon(lows, found.last)
    if found.entry.lemma == "fire":
        return not (
            before in ("caught", "catch", "set", "cease", "on", "house", "forest", "line", "of") and following != "from"
        ) and (following not in ("brigade", "department", "station", "truck", "broke", "engine", "fighters"))
    if found.entry.lemma in ("combat", "fighting", "occupation") and following in _NOT_FOUGHT:
        return False
    if found.entry.lemma == "gunshot":
        return following not in ("wound", "wounds", "injury", "injuries")
    if found.entry.lemma == "shot":
        return before not in ("two-", "long") and following not in ("dead", "down", "and", "by", "in", "at")
    if found.entry.lemma in ("attack", "strike") and following in (
        "drone",
        "drones",
        "helicopter",
        "helicopters",
        "aircraft",
    ):
        return False
    return not (
        found.entry.lemma in ("execution", "battle") and following in ("of", "tank") and before in ("the", "main")
    )


_NOT_FOUGHT: Final = closed_class("not_fought")


def _is_noun_place(lows: Sequence[str], index: int) -> bool:
    before = lows[index - 1] if index else ""
    return before in DETERMINERS or before in ("of", "main", "military")


def _reads_as_noun(
    tokens: Sequence[Token],
    lows: Sequence[str],
    index: int,
    verb: Found[Trigger],
    spots: tuple[tuple[int, int, NameSpot], ...],
    part: Part,
) -> bool:
    """Whether a form that is both ("attack", "shelling", "shot") is a noun here."""
    before = lows[index - 1] if index else ""
    after = lows[verb.last] if verb.last < len(lows) else ""
    if before == "/":
        return True  # "fire/shelling"
    owned = index > 1 and lows[index - 2] in PREPOSITIONS and before.endswith(("i", "an", "ese"))
    if owned and verb.form == "ing":
        return True  # "in Kestrian sniping"
    if verb.form == "ing":
        return _ing_is_noun(lows, index, before, after)
    if verb.form == "past":
        return before in ("a", "the", "sniper", "no", "warning", "single")
    if before == "to":
        two = lows[index - 2] if index > 1 else ""
        return two in (
            "response",
            "due",
            "answer",
            "reply",
            "thanks",
            "responded",
            "respond",
            "subjected",
            "prior",
            "led",
        )
    if before in AUXILIARIES - BE or before in ("not", "never", "they", "we", "which", "who", "that"):
        return before == "that" and not _opens_object(after)
    if verb.form == "third" and index and tokens[index - 1].is_title and _opens_object(after):
        return False  # "Northland attacks the post"
    subject = next((spot for _, last, spot in spots if last == index and spot.sort in _SORTS), None)
    head = people().match(lows, index - 1) if index else None
    if subject or (head and head.last == index):
        expected = "third" if subject or (head and head.form == "one") else "base"
        return not (verb.form == expected and (_opens_object(after) or part is Part.HEADLINE))
    return True


def _ing_is_noun(lows: Sequence[str], index: int, before: str, after: str) -> bool:
    if before in _BEGINNING and after[:1].isalpha() and after not in PREPOSITIONS | AUXILIARIES | CONJUNCTIONS:
        return False  # "started shelling Sorel"
    if before in BE or (before in ADVERBS and index > 1 and lows[index - 2] in BE):
        return False
    return not _opens_object(after) or (before in DETERMINERS and after not in ("the", "a"))


_BEGINNING: Final = frozenset(
    {"started", "began", "resumed", "continued", "continue", "continues", "kept", "keep", "keeps", "start", "begin"}
)


def _opens_object(word: str) -> bool:
    return (
        word in DETERMINERS
        or bool(NUMBER_LIKE.search(word))
        or word in ("at", "on", "civilian", "civilians", "using", "more", "over", "up")
    )
