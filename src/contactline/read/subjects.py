"""The subject of a cue: the noun phrase to its left, with its appositions and relative clauses."""

from __future__ import annotations

from typing import Final

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
from contactline.records.claims import Act

_ALSO_NAMES: Final = frozenset({"may", "march", "jan", "april", "june", "august"})
"""Months that are also names of people or other words."""
_PLACING: Final = frozenset({"in", "at", "near", "from", "outside", "around", "along", "inside"})
_LONGEST_DATELINE: Final = 12
_QUOTED: Final = frozenset({"quoted", "cited", "quoting", "citing", "contacted", "reached", "asked"})
"""What begins with these between commas only says by whom words came: "the army, quoted by an agency, said"."""


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
    relative = _relative_around(view, phrase, first, floor)
    if relative is not None:
        return _before_relative(view, relative, last, floor)
    return _with_list(view, phrase, floor) if phrase else None


def _relative_around(view: View, phrase: Phrase | None, first: int, floor: int) -> int | None:
    """The relative pronoun of a clause that holds what stands before the cue: "the man who was released | said"."""
    before = view.lower[first - 1] if first > floor else ""
    if before in RELATIVES and (phrase is None or before == "whom"):
        return first - 1
    if before in {"who", "which"} and not _starts_phrase(view, first):
        return first - 1
    return _relative_with_object(view, phrase.first, floor) if phrase else None


def _relative_with_object(view: View, first: int, floor: int) -> int | None:
    """“residents who saw the attack | said”: what was seen is no speaker."""
    verb = first - 1
    if verb <= floor or not any(cue.act is Act.OBSERVES for cue in load_lexicon().verbs.get(view.lower[verb], ())):
        return None
    start = verb - 1
    while start > floor and (view.lower[start] in AUXILIARIES or is_adverb(view.lower[start])):
        start -= 1
    return start if view.lower[start] == "who" else None


def _with_list(view: View, phrase: Phrase, floor: int) -> Phrase:
    """“The U.S., Russian and French mediators”: adjectives before commas belong to the name."""
    if "and" not in view.lower[phrase.first : phrase.last] or not is_capital(view, phrase.first):
        return phrase
    first = phrase.first
    while first - 2 >= floor and view.lower[first - 1] == "," and is_capital(view, first - 2):
        first -= 2
    if first == phrase.first:
        return phrase
    first -= 1 if view.word(first - 1) == "the" and first - 1 >= floor else 0
    return phrase if view.word(first - 1) in PREPOSITIONS else Phrase(first, phrase.last, phrase.outer)


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


def _stretch_start(view: View, last: int, floor: int, *, base_forms: bool = False) -> int:
    """First token of the run of words that could be one noun phrase; base forms ("people present") may be in it."""
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
        cues = lexicon.verbs.get(word, ())
        if cues and not is_nominal(view, index - 1) and not (base_forms and word == cues[0].lemma.split()[0]):
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
    first = _after_dateline(view, _after_date(view, first, last), last)
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
        elif is_time_word(word) and not (word in _ALSO_NAMES and not is_dated(view, index)) and index < last - 1:
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


def _after_dateline(view: View, first: int, last: int) -> int:
    """“NEW DELHI, Feb 27, 2019 (PTI) | India said”: place, date and agency before the first words are no name."""
    for index in range(first + 1, last - 1):
        if view.lower[index] != ")":
            continue
        opening = _find_left(view, index, "(", 0, 8)
        if opening is not None and opening <= _LONGEST_DATELINE and _is_dateline(view, opening):
            return index + 1
    return first


def _is_dateline(view: View, end: int) -> bool:
    dated = any(word in MONTHS or word.isdigit() or is_time_word(word) for word in view.lower[:end])
    plain = all(is_capital(view, k) or view.lower[k].isdigit() or not view.tokens[k].is_word for k in range(end))
    return dated and plain


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
    phrase = _trim(view, _antecedent_start(view, _stretch_start(view, end, floor, base_forms=True), end), end)
    return Phrase(phrase.first, phrase.last, last) if phrase else None


def _antecedent_start(view: View, start: int, end: int) -> int:
    """Where the noun phrase begins that a relative clause speaks of: the nearest one that names people, else any.

    "spoke to | a number of people present in the area | who said": the area says nothing.
    """
    nearest, stop = start, end
    for index in range(end - 1, start, -1):
        if not _parts_phrases(view, index):
            continue
        if _names_people(view, index, stop):
            return index
        nearest = index if nearest == start else nearest
        stop = index
    return start if _names_people(view, start, stop) else nearest


def _parts_phrases(view: View, index: int) -> bool:
    word, before = view.lower[index], view.lower[index - 1]
    if before in PREPOSITIONS - INNER_PREPOSITIONS and word != "'s":
        return True
    met = before[0].isalpha() and before not in DETERMINERS | QUANTIFIERS | PREPOSITIONS | {"and", "of"}
    return word in DETERMINERS | QUANTIFIERS and met and not is_capital(view, index - 1)


def _names_people(view: View, first: int, last: int) -> bool:
    if any(word in load_lexicon().speakers for word in view.lower[first:last]):
        return True
    return sum(is_capital(view, k) for k in range(first, last)) > 1 and view.word(first - 1) not in _PLACING


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
    start = _stretch_start(view, opening, floor)
    if view.lower[start] in _QUOTED and view.word(start - 1) == ",":
        quoted = find_subject(view, start - 1, floor)
        return Phrase(quoted.first, quoted.last, comma + 1) if quoted else None
    head = _trim(view, start, opening)
    if head is None:
        return None
    if relative or inside[0] in PREPOSITIONS or inside[0] in _QUOTED or is_adverb(inside[0]):
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
