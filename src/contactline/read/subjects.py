"""The subject of a cue: the noun phrase to its left, with its appositions and relative clauses."""

from __future__ import annotations

from contactline.read.adjuncts import is_dated, time_end
from contactline.read.cues import (
    AUXILIARIES,
    CLAUSE_WORDS,
    DETERMINERS,
    INNER_PREPOSITIONS,
    MONTHS,
    PREPOSITIONS,
    PRONOUNS,
    QUANTIFIERS,
    RELATIVES,
    WEEKDAYS,
    is_adverb,
    load_lexicon,
)
from contactline.read.phrases import (
    HARD_MARKS,
    MAX_PHRASE,
    Phrase,
    View,
    is_abbreviation,
    is_capital,
    is_nominal,
    is_time_word,
    names_somebody,
)

# -- left of the cue


def find_subject(view: View, end: int, floor: int = 0) -> Phrase | None:
    """The noun phrase that ends right before token ``end`` and is its subject, or nothing.

    Args:
        view: the sentence.
        end: token where the verb, its auxiliaries and adverbs begin.
        floor: no token before this one belongs to it.
    """
    last = _skip_left_adjuncts(view, end, floor)
    if last <= floor:
        return None
    if view.lower[last - 1] == ",":
        return _before_apposition(view, last - 1, floor)
    if view.lower[last - 1] == ")":
        return _before_brackets(view, last, floor)
    first = _stretch_start(view, last, floor)
    if first > floor and view.lower[first - 1] in {"after", "before", "since", "despite", "amid", "with"}:
        restart = _restart(view, first - 1, last)
        first = first if restart is None else restart
    phrase = _trim(view, first, last)
    if phrase is None and first > floor and view.lower[first - 1] in RELATIVES:
        return _before_relative(view, first - 1, last, floor)
    if phrase and first > floor and view.lower[first - 1] in {"who", "which"} and not _starts_phrase(view, first):
        return _before_relative(view, first - 1, last, floor)
    return phrase


def _skip_left_adjuncts(view: View, end: int, floor: int) -> int:
    """Step back over adverbs and days between subject and verb: "the ministry on Wednesday also"."""
    index = end
    while index > floor:
        word = view.lower[index - 1]
        if (
            (is_adverb(word) and not (is_capital(view, index - 1) and word not in {"also", "earlier", "later"}))
            or word in WEEKDAYS
            or ((word in MONTHS or word.isdigit()) and is_dated(view, index - 1))
            or (word in {"on", "late", "early"} and index < end and is_time_word(view.word(index)))
        ):
            index -= 1
        else:
            break
    return index if index > floor else end


def _stretch_start(view: View, last: int, floor: int) -> int:
    """First token of the run of words that could be one noun phrase."""
    index = last
    lexicon = load_lexicon()
    while index > floor and last - index < MAX_PHRASE:
        word = view.lower[index - 1]
        if word == ")":
            opening = _find_left(view, index - 1, "(", floor, 8)
            if opening is None:
                break
            index = opening
            continue
        if word == "." and is_abbreviation(view, index - 2):
            index -= 1
            continue
        if word in HARD_MARKS or word in CLAUSE_WORDS or word in AUXILIARIES or word == "with":
            break
        if word in lexicon.verbs and not is_nominal(view, index - 1):
            break
        if word in PRONOUNS:
            return index - 1
        index -= 1
    return index


def _trim(view: View, first: int, last: int) -> Phrase | None:
    """Drop leading adverbials, conjunctions and prepositional phrases; nothing if no name is left."""
    first = _drop_leading(view, first, last)
    if first >= last:
        return None
    first = _after_conjunction(view, first, last)
    first = _after_date(view, first, last)
    if view.lower[first] in PREPOSITIONS:
        restart = _restart(view, first, last)
        if restart is None:
            return None
        first = restart
    return Phrase(first, last, last) if names_somebody(view, first, last) else None


def _drop_leading(view: View, first: int, last: int) -> int:
    index = first
    while index < last:
        word = view.lower[index]
        if word in {"and", "but", "then", "yet", "so", "or"} or (is_adverb(word) and index < last - 1):
            index += 1
        elif word in {"on", "in", "late", "early", "by"} and time_end(view, index, last) > index:
            index = time_end(view, index, last)
        elif is_time_word(word) and not (word in {"may", "march"} and not is_dated(view, index)) and index < last - 1:
            index = max(index + 1, time_end(view, index, last))
            if view.word(index) == "'s":
                return first
        else:
            break
    return index


def _after_conjunction(view: View, first: int, last: int) -> int:
    """After the last "and" that joins a whole clause and not a second name."""
    for index in range(last - 1, first, -1):
        if view.lower[index] == "and":
            left = view.lower[first:index]
            if any(
                word.endswith("ed") and len(word) > 4 and not view.tokens[first + k].is_title
                for k, word in enumerate(left)
            ):
                return index + 1
    return first


def _after_date(view: View, first: int, last: int) -> int:
    """“… on the village on July 4 | Colonel Voss said”: a date in the middle parts what stands before from the name."""
    for index in range(last - 2, first, -1):
        if view.lower[index] in {"on", "in"}:
            end = time_end(view, index, last)
            if index < end < last:
                return end
    return first


def _restart(view: View, first: int, last: int) -> int | None:
    """Where a noun phrase begins after a leading prepositional one: "In Kyiv | the ministry said"."""
    for index in range(last - 1, first + 1, -1):
        before = view.lower[index - 1]
        if before in PREPOSITIONS | DETERMINERS | QUANTIFIERS | {"and", "'s"}:
            continue
        if view.lower[index] in DETERMINERS | PRONOUNS:
            return index
        role = "person" in load_lexicon().speakers.get(view.lower[index], ())
        if role and index - first == 2 and is_capital(view, index) and is_capital(view, index - 1):
            return index
        if is_capital(view, index) and not is_capital(view, index - 1) and before[0].isalnum():
            return index
    return None


def _starts_phrase(view: View, index: int) -> bool:
    return view.lower[index] in DETERMINERS | PRONOUNS | QUANTIFIERS or is_capital(view, index)


def _before_relative(view: View, relative: int, last: int, floor: int) -> Phrase | None:
    """“the man who was released | said”: the phrase before the relative clause."""
    end = relative
    if end > floor and view.lower[end - 1] == ",":
        end -= 1
    if end > floor and view.lower[end - 1] in PREPOSITIONS:
        end -= 1
    if end <= floor:
        return None
    first = _stretch_start(view, end, floor)
    for index in range(end - 1, first, -1):
        if view.lower[index - 1] in PREPOSITIONS - INNER_PREPOSITIONS and view.word(index) != "'s":
            first = index
            break
    phrase = _trim(view, first, end)
    return Phrase(phrase.first, phrase.last, last) if phrase else None


def _before_apposition(view: View, comma: int, floor: int) -> Phrase | None:
    """“X Y, head of the press service, | said” and “X Y, who was there, | said”: name and apposition."""
    opening = _find_left(view, comma, ",", floor, 30)
    if opening is None or opening - floor < 1:
        return None
    inside = view.lower[opening + 1 : comma]
    if not inside or any(view.quoted[opening:comma]):
        return None
    if inside[0] in {"adding", "saying", "and", "but"}:
        return None
    relative = inside[0] in RELATIVES
    if not relative and any(word in AUXILIARIES for word in inside) and "who" not in inside:
        return None
    head = _trim(view, _stretch_start(view, opening, floor), opening)
    if head is None:
        return None
    if relative or inside[0] in PREPOSITIONS or is_adverb(inside[0]):
        return Phrase(head.first, head.last, comma + 1)
    return Phrase(head.first, comma, comma + 1)


def _before_brackets(view: View, last: int, floor: int) -> Phrase | None:
    opening = _find_left(view, last - 1, "(", floor, 10)
    if opening is None or opening <= floor:
        return None
    head = _trim(view, _stretch_start(view, opening, floor), opening)
    return Phrase(head.first, last, last) if head else None


def _find_left(view: View, index: int, mark: str, floor: int, window: int) -> int | None:
    for position in range(index - 1, max(floor, index - window) - 1, -1):
        if view.lower[position] == mark:
            return position
    return None
