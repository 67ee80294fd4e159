"""Victims: the people that stand left or right of a word for what became of them."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from contactline._kit.timewords.tokens import MONTHS
from contactline.read.apposition import is_apposition
from contactline.read.counting import BOUNDING, VICTIM_SORTS, Victims, make_victims, status_of
from contactline.read.lexicon import closed_class, outcomes
from contactline.read.nounphrases import Phrase
from contactline.read.numbers import Quantity, read_cardinal, read_quantity
from contactline.read.persons import find_age, find_persons
from contactline.read.view import View
from contactline.read.wordclasses import AUXILIARIES, CALENDAR, CONJUNCTIONS, DETERMINERS, PREPOSITIONS, VERBS
from contactline.records.claims import Mention, NumberForm, Status

SKIPPED: Final = closed_class("before_outcome")
_BREAKS: Final = closed_class("clause_break")
_DETAIL: Final = (
    ("one", "of", "them"),
    ("one", "of", "whom"),
    ("including",),
    ("among", "them"),
    ("of", "them"),
    ("of", "whom"),
)
_NOT_PEOPLE: Final = closed_class("counted_thing") - closed_class("animal")
_ANIMALS: Final = closed_class("animal")


def find_left_victims(view: View, floor: int, index: int) -> list[Victims]:
    """Victims to the left of a verb or participle, not past the previous one."""
    stop = index
    while stop > floor and (
        view.low(stop - 1) in AUXILIARIES or view.low(stop - 1) in SKIPPED or _is_adverb(view.low(stop - 1))
    ):
        stop -= 1
    if view.low(stop - 1) == "and" and any(t.last == stop - 1 and t.entry.is_verb for t in view.triggers):
        stop = next(t.first for t in view.triggers if t.last == stop - 1)  # "was | shot and killed"
        while stop > floor and view.low(stop - 1) in AUXILIARIES:
            stop -= 1
    pronoun = find_pronoun_victim(view, stop - 1) or _out_of(view, stop)
    if pronoun:
        return pronoun
    start = _left_floor(view, floor, stop)
    verb = _main_verb(view, stop - 1)
    if start == stop and _is_told_by_participle(view, stop):
        return find_left_victims(view, floor, verb)
    if start == stop and view.low(stop - 1) == "and" and not outcomes().find(view.lows[floor : stop - 1]):
        # "was flown to hospital and | later died"
        return find_left_victims(view, floor, verb) if verb < stop - 1 else _first_subject(view)
    antecedent = _antecedent(view, start, stop)
    if antecedent:
        return make_victims(view, (antecedent,), floor)
    none = _none(view, start, stop)
    if none:
        return none
    holder = _find_reduced(view, index) if stop == index else None
    if holder:
        return make_victims(view, (holder,), start)
    detail = _detail_range(view, start, stop)
    phrases = tuple(p for p in view.phrases_in(start, stop) if _is_victim(view, p, detail))
    phrases = _subject_chain(view, phrases, stop, detail)
    bare = _bare(view, start, stop)
    if bare and bare[0].last == stop and phrases and phrases[-1].last <= bare[0].first:
        return bare  # "the army reported 12 dead"
    if phrases:
        found = make_victims(view, phrases, start)
        return _with_detail(view, found, detail)
    return _bare(view, start, stop)


def _find_reduced(view: View, index: int) -> Phrase | None:
    """As in "the funeral of two farmers | killed near the well"; not "one of the farmers | killed"."""
    holder = view.phrase_ending(index)
    if holder is None or holder.before not in ("of", "for") or holder.sort not in ("person", "group"):
        return None
    return holder if read_quantity(view.lows, holder.first - 2) is None else None


def _none(view: View, start: int, stop: int) -> list[Victims]:
    """As in "nobody was hurt", "no one was"."""
    at = next(
        (i for i in range(start, stop) if view.low(i) in ("nobody", "none") or view.lows[i : i + 2] == ("no", "one")),
        None,
    )
    if at is None:
        return []
    quote = view.quote(at, stop)
    quantity = Quantity(at, at + 1, 0, 0, NumberForm.NONE)
    return [Victims(quantity, status_of(view.lows[at:stop]), Mention(quote.words, quote), at, stop)]


def _out_of(view: View, stop: int) -> list[Victims]:
    """As in "one of the four wounded | has died": the first number counts."""
    if view.low(stop - 1) not in ("wounded", "injured", "victims"):
        return []
    for index in range(stop - 2, max(-1, stop - 7), -1):
        if view.low(index) != "of":
            continue
        number = read_cardinal(view.lows, index - 1)
        if number is None or number[1] != index:
            return []
        quantity = Quantity(index - 1, index, number[0], number[0], NumberForm.EXACT)
        quote = view.quote(quantity.first, stop)
        return [Victims(quantity, Status.NOT_SAID, Mention(quote.words, quote), quantity.first, stop)]
    return []


def find_subject_far(view: View, index: int) -> list[Victims]:
    """As in "a man | who was shot near the well died": the subject before its relative clause or participle."""
    opener = next((i for i in range(1, index) if view.low(i) in _OPENERS and _before_opener(view, i)), None)
    if opener is None or {";", "said", "says"} & set(view.lows[opener:index]):
        return []
    phrase = _before_opener(view, opener)
    if phrase is None or phrase.sort not in VICTIM_SORTS or phrase.before:
        return []
    return make_victims(view, (phrase,), 0)


def _before_opener(view: View, index: int) -> Phrase | None:
    """The phrase before "who", a comma or an age in commas between: "Ivar Petrel, 19, | who"."""
    if view.low(index) != "who" or view.low(index - 1) != ",":
        return view.phrase_ending(index)
    aged = view.low(index - 2).isdigit() and view.low(index - 3) == ","
    return view.phrase_ending(index - 3 if aged else index - 1)


_OPENERS: Final = frozenset({"who", "shot", "hit", "struck", "wounded", "injured", "hurt", "grazed"})
_PRONOUNS: Final = {
    "he": 1,
    "she": 1,
    "him": 1,
    "her": 1,
    "himself": 1,
    "herself": 1,
    "they": 2,
    "them": 2,
    "themselves": 2,
}


_OBJECTS: Final = frozenset({"him", "them", "himself", "herself", "themselves"})


def find_pronoun_victim(view: View, index: int) -> list[Victims]:
    """As in "he was pronounced dead", "killing him": one person, or some where nobody says how many."""
    word = view.low(index)
    if word not in _PRONOUNS or view.low(index - 1) in ("of", "with", "by", "among"):
        return []
    one = _PRONOUNS[word] == 1
    form = NumberForm.EXACT if one else NumberForm.UNSPECIFIED
    quantity = Quantity(index, index + 1, 1, 1 if one else None, form)
    quote = view.quote(index, index + 1)
    return [Victims(quantity, Status.NOT_SAID, Mention(quote.words, quote), index, index + 1)]


def _first_subject(view: View) -> list[Victims]:
    """As in "Ivar Petrel suffered a wound and | later died": whom the sentence begins with, if it is one person."""
    first = next(iter(view.phrases), None)
    alone = first is not None and not first.before and not first.plural and first.sort in ("person", "name")
    return make_victims(view, (first,), 0) if first is not None and alone else []


def _is_told_by_participle(view: View, stop: int) -> bool:
    """As in "a guard is recovering after | being shot": whoever the clause before is about, unless they died."""
    if view.low(stop - 1) not in ("after", "since") or view.low(stop) != "being":
        return False
    return not any(hit.entry.label == "killed" for hit in outcomes().find(view.lows[: stop - 1]))


def _main_verb(view: View, index: int) -> int:
    """Where the verb group of the clause before begins, as far as its auxiliary shows it; else the index itself."""
    return next((i for i in range(index - 1, max(-1, index - 18), -1) if view.low(i) in AUXILIARIES), index)


def _is_adverb(word: str) -> bool:
    return word in ("not", "as") or (word.endswith("ly") and word not in ("only", "family", "july", "early"))


def _antecedent(view: View, start: int, stop: int) -> Phrase | None:
    """As in "a girl who was killed": whom "who" stands for, whatever governs the phrase."""
    if start != stop or view.low(start - 1) != "who":
        return None
    ends = [start - 1]
    if view.low(start - 2) == ",":
        age = view.low(start - 3).isdigit() and view.low(start - 4) == ","
        ends += [start - 2, *([start - 4] if age else [])]  # "Ivar Petrel, 19, | who was killed"
    before = next((phrase for end in ends if (phrase := view.phrase_ending(end))), None)
    return before if before and before.sort in VICTIM_SORTS else None


def _left_floor(view: View, floor: int, stop: int) -> int:
    """No further left than a conjunction or another verb."""
    for index in range(stop - 1, floor - 1, -1):
        if view.low(index) in _BREAKS and not (view.low(index) == "as" and view.low(index + 1) in ("well", "many")):
            return index + 1
    for trigger in reversed(view.triggers):
        if trigger.entry.is_verb and floor <= trigger.first < stop and trigger.last < stop and trigger.form != "ing":
            return trigger.last
    return floor


def _detail_range(view: View, start: int, stop: int) -> tuple[int, int] | None:
    """Words that only tell persons apart: ", including a child,", ", one of them a girl,"."""
    for index in range(start, stop):
        for lead in _DETAIL:
            if view.lows[index : index + len(lead)] == lead and view.low(index - 1) in (",", "(", "–", "-"):
                end = next((i for i in range(index + len(lead), stop) if view.low(i) in (",", ")", "–")), stop)
                return index, end
    return None


def _in_brackets(view: View, index: int) -> bool:
    before = view.lows[:index]
    return before.count("(") > before.count(")")


def _is_victim(view: View, phrase: Phrase, detail: tuple[int, int] | None) -> bool:
    if (detail and detail[0] <= phrase.first < detail[1]) or _in_brackets(view, phrase.first):
        return False
    if phrase.sort == "name" and (phrase.before or view.low(phrase.last) in ("'s",)):
        return False
    if phrase.sort not in VICTIM_SORTS and not (
        phrase.sort == "force" and phrase.before in ("", "about", "around", "over", "than", "to", "between")
    ):
        return False
    if phrase.possessive:
        return False
    if phrase.before == "of":
        counted = read_quantity(view.lows, phrase.first - 2)
        return bool(counted and counted.last in (phrase.first - 1, phrase.first))
    return phrase.before in ("", "than", "to", "between", "about", "around", "over", "like") and view.low(
        phrase.first - 2
    ) not in ("according",)


def _subject_chain(
    view: View, phrases: tuple[Phrase, ...], stop: int, detail: tuple[int, int] | None
) -> tuple[Phrase, ...]:
    """The last phrases that hang together by "and" or commas; an "adverse" subject further left is dropped."""
    if len(phrases) < 2:
        return phrases
    chain = [phrases[-1]]
    for phrase in reversed(phrases[:-1]):
        between = view.lows[phrase.last : chain[0].first]
        linked = not between or between[0] in (",", "and", "&", ":", "(") or "and" in between
        alone = phrase.sort == "name" and phrase.last - phrase.first < 2 and "and" not in between
        if alone or _is_dateline(view, phrase, between):
            break
        linked = linked or is_apposition(view, [phrase], chain[0])
        verbal = any(word in AUXILIARIES or word in ("said", "told", "says", "reported") for word in between)
        if not linked or verbal:
            break
        chain.insert(0, phrase)
    return tuple(chain)


def _is_dateline(view: View, phrase: Phrase, between: tuple[str, ...]) -> bool:
    """As in "CAPITAL (Agency) - A woman …"."""
    shouted = phrase.sort in ("name", "actor", "place") and view.tokens[phrase.first].text.isupper()
    return (shouted and "and" not in between) or (bool(between) and between[-1] in ("-", "–", "—") and ")" in between)


def find_right_victims(view: View, index: int) -> list[Victims]:
    """Victims that begin right here, with what "and" adds to them."""
    phrases: list[Phrase] = []
    position = index
    while True:
        phrase = next(
            (p for p in view.phrases if position <= p.first <= position + 4 and _leads_to(view, position, p)), None
        )
        if (
            phrase is None
            or phrase.possessive
            or phrase.sort not in VICTIM_SORTS | {"force"}
            or (phrase.sort == "force" and phrases)
        ):
            break
        after = view.low(phrase.last)
        if phrases and _is_verb_again(view, phrase):
            break
        if phrases and (
            after in AUXILIARIES or after in VERBS or outcomes().match(view.lows, phrase.last)
            if phrase.last < len(view.lows)
            else False
        ):
            break
        phrases.append(phrase)
        position = phrase.last
        age = find_age(view, position + 1)
        if age and view.low(position) == ",":
            position = age[1] + (view.low(age[1]) == "," and view.low(age[1] + 1) == "and")
        if view.low(position) == "and" or (view.low(position) == "," and view.low(position + 1) != "and"):
            position += 1
        elif view.lows[position : position + 3] == ("as", "well", "as"):
            position += 3
        elif view.lows[position : position + 2] == (",", "and"):
            position += 2
        else:
            break
    if phrases:
        return make_victims(view, tuple(phrases), index)
    animals = _skip_animals(view, index)
    if animals:
        return find_right_victims(view, animals)
    if view.low(index) in _OBJECTS or (view.low(index) == "her" and not view.low(index + 1).isalpha()):
        return find_pronoun_victim(view, index)
    return _bare(view, index, min(index + 4, len(view.lows)), leading=True)


def _is_verb_again(view: View, phrase: Phrase) -> bool:
    """As in "killed two people and | wounded another man"."""
    told = outcomes().match(view.lows, phrase.first)
    if told is None or told.last >= phrase.last:
        return False
    return view.low(told.last) in DETERMINERS or read_quantity(view.lows, told.last) is not None


def _leads_to(view: View, position: int, phrase: Phrase) -> bool:
    """Whether a phrase begins at a position but for words of quantity."""
    if phrase.first == position:
        return True
    quantity = read_quantity(view.lows, position)
    return quantity is not None and phrase.first <= quantity.last <= phrase.head


def _bare(view: View, start: int, stop: int, *, leading: bool = False) -> list[Victims]:
    """A number without a noun: "one killed, two wounded", "killed two"; "a third", "another"."""
    places = range(start, min(start + 1, stop)) if leading else range(stop - 1, start - 1, -1)
    for index in places:
        quantity = read_quantity(view.lows, index)
        if (
            quantity is None
            or quantity.last > stop
            or find_age(view, index)
            or view.low(index - 1 - (view.low(index - 1) == ".")) in CALENDAR
            or view.low(quantity.last) in MONTHS
            or (view.low(index) in ("a", "an", "some") and view.low(index + 1) not in ("third", "fourth", "second"))
        ):
            continue
        if view.low(quantity.last) in _NOT_PEOPLE or _counts_animals(view, quantity.last):
            return []
        if not leading and stop - quantity.last > 2:
            return []
        quantity = _widest(view, start, index, quantity)
        last = quantity.last + (view.low(quantity.last) in ("third", "fourth", "second"))
        quote = view.quote(quantity.first, last)
        mention = Mention(quote.words, quote)
        return [Victims(quantity, Status.NOT_SAID, mention, quantity.first, last, elliptic=True)]
    return []


def _counts_animals(view: View, index: int) -> bool:
    """As in "three cows", "20 head of cattle", "two dairy cows"; not in "two cattle farmers"."""
    place = next((i for i in range(index, min(index + 3, len(view.lows))) if view.low(i) in _ANIMALS), None)
    if place is None:
        return False
    after = view.low(place + 1)
    return (
        not after.isalpha() or after in AUXILIARIES | PREPOSITIONS | CONJUNCTIONS | SKIPPED or _is_outcome(view, place)
    )


def _is_outcome(view: View, place: int) -> bool:
    return place + 1 < len(view.lows) and outcomes().match(view.lows, place + 1) is not None


def _skip_animals(view: View, index: int) -> int:
    """Where the people begin in "killed three cows and | a shepherd"; 0 where there are none."""
    reach = range(index, min(index + 6, len(view.lows) - 2))
    return next((i + 2 for i in reach if view.low(i) in _ANIMALS and view.low(i + 1) in ("and", ",")), 0)


def _widest(view: View, start: int, index: int, quantity: Quantity) -> Quantity:
    """A number with all the words that bound it: "no fewer than | five", "at least three and at most | five"."""
    for place in range(max(start, index - BOUNDING), index):
        wider = read_quantity(view.lows, place)
        if wider and wider.last == quantity.last:
            return wider
    return quantity


def _with_detail(view: View, victims: list[Victims], detail: tuple[int, int] | None) -> list[Victims]:
    if not detail or not victims:
        return victims
    persons = find_persons(view, *detail)
    return [replace(victims[0], persons=victims[0].persons + persons), *victims[1:]]
