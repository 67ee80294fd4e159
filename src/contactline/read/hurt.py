"""People who were hit, and are alive as far as the words tell: shot, struck, treated, in some condition.

These words say less than "wounded": who was shot may have died of it. Where the same stretch tells a death of the same
people, only the death is kept; that a later sentence tells one is for whoever counts a whole text.
"""

from __future__ import annotations

from typing import Final

from contactline.read.counting import VICTIM_SORTS, CasualtyWords, Victims, make_casualties, make_victims
from contactline.read.lexicon import Found, Word, closed_class
from contactline.read.numbers import Quantity, read_cardinal
from contactline.read.victims import SKIPPED, find_left_victims, find_pronoun_victim, find_right_victims
from contactline.read.view import View
from contactline.read.wordclasses import ADVERBS, AUXILIARIES, BE, CONJUNCTIONS, PREPOSITIONS
from contactline.records.claims import Mention, NumberForm, Outcome, Status

_SHOT: Final = frozenset({"shot", "shoots", "shooting"})
_STRUCK: Final = closed_class("striking")
_BULLET: Final = closed_class("projectile")
_BODY: Final = closed_class("body_part")
_MARKS: Final = frozenset({"”", "’", '"', "“"})
_SELF: Final = frozenset({"himself", "herself", "themselves", "self", "themself", "myself"})
_DEADLY: Final = frozenset({"dead", "death", "down", "killed", "died", "dies", "killing"})
_UNSAID: Final = frozenset({"wounded", "injured", "wounding", "injuring"})
"""Words that say themselves what "shot" before them leaves open."""
_CONDITION: Final = closed_class("condition")
_CARRY: Final = closed_class("carrying")
_HOSPITAL: Final = closed_class("hospital")
_STAY: Final = frozenset({"remain", "remains", "remained", "listed", "hospitalized", "hospitalised", "stay", "stays"})
_LEAVE: Final = frozenset({"leave", "leaves", "leaving", "left", "send", "sends", "sending", "sent", "put", "puts"})
_REACH: Final = 12


def find_hurt(view: View) -> list[CasualtyWords]:
    """Casualties by words that name no outcome: "five people shot", "hit by a bullet", "in critical condition"."""
    found: list[CasualtyWords] = []
    for index, word in enumerate(view.lows):
        if word in _SHOT:
            found += _shot(view, index)
        elif word in _STRUCK:
            found += _struck(view, index)
        elif word in ("wound", "wounds") and view.low(index - 1) in _BULLET:
            found += _with_wound(view, index)
        elif word == "condition" and view.low(index - 1) in _CONDITION:
            found += _in_condition(view, index)
        elif word in _HOSPITAL:
            found += _in_hospital(view, index)
        elif word == "fatally":
            found += _some_fatally(view, index)
    return found


_PRONOUN: Final = frozenset({"him", "her", "he", "she"})


def drop_dead(found: list[CasualtyWords], hurt: list[CasualtyWords]) -> list[CasualtyWords]:
    """Those hurt whom no other words of the stretch call dead or wounded."""
    told = [(words.casualties.victims.quote, words) for words in found]
    gone = [w for w in found if w.casualties.outcome is Outcome.KILLED and w.casualties.victims.text in _PRONOUN]
    one = [w for w in hurt if w.casualties.maximum == 1]
    hurt = [w for w in hurt if not (gone and one == [w])]  # "hit a girl in the chest, killing her"
    kept = []
    for words in hurt:
        quote = words.casualties.victims.quote
        if quote is None or not any(other and other.span.overlaps(quote.span) for other, _ in told):
            kept.append(words)
            told.append((quote, words))
    return kept


def _hit(index: int, last: int | None = None) -> Found[Word]:
    return Found(index, last or index + 1, Word("hurt", "wounded", "verb"), "past")


def _shot(view: View, index: int) -> list[CasualtyWords]:
    after = view.lows[index + 1 : index + 3]
    if view.low(index + 1) in _SELF:
        return _shot_self(view, index)
    if (_DEADLY | _UNSAID) & set(after) or "fatally" in view.lows[max(0, index - 2) : index]:
        return []
    if view.low(index) == "shot" and _is_passive(view, index):
        return make_casualties(view, _hit(index), find_left_victims(view, 0, index))
    if view.low(index + 1) == "at" and view.low(index) != "shot":
        return []
    right = _real(view, find_right_victims(view, index + 1 + (view.low(index + 1) in _MARKS)))
    if right:
        shot_dead = _DEADLY & set(view.lows[right[-1].last : right[-1].last + 2])
        return [] if shot_dead else make_casualties(view, _hit(index), right, active=True)
    if view.low(index) == "shot" and _is_headline_passive(view, index):
        return make_casualties(view, _hit(index), _real(view, find_left_victims(view, 0, index)))
    return []


def _shot_self(view: View, index: int) -> list[CasualtyWords]:
    """As in "shot himself in the leg", "shot himself dead"."""
    if "fatally" in view.lows[max(0, index - 2) : index]:
        return []  # told by that word
    victims = find_left_victims(view, 0, index) or find_pronoun_victim(view, index + 1)
    if _DEADLY & set(view.lows[index + 2 : index + 4]):
        return make_casualties(view, Found(index, index + 2, Word("shoot", "killed", "verb"), "past"), victims)
    return make_casualties(view, _hit(index, index + 2), victims)


def _is_passive(view: View, index: int) -> bool:
    """As in "was shot", "had been accidentally shot"; not "was shot at"."""
    before = index - 1
    while before >= 0 and (view.low(before) in SKIPPED | ADVERBS or view.low(before).endswith("ly")):
        before -= 1
    return view.low(before) in BE and view.low(index + 1) not in ("at", "down")


def _is_headline_passive(view: View, index: int) -> bool:
    """As in "Boy, 11, shot in leg", "Five teens shot after a fight": nobody else is hit, and nothing is fired at."""
    before, after = view.low(index - 1), view.low(index + 1)
    if before in AUXILIARIES or after == "down":
        return False
    if after == "at":
        return before[:1].isdigit() or before in (
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
        )
    return not after.isalpha() or after in _AFTER_SHOT


_AFTER_SHOT: Final = closed_class("after_shot")


def _struck(view: View, index: int) -> list[CasualtyWords]:
    """As in "was hit by a bullet", "struck in the leg"; "hitting four people" when these are people with a number."""
    after = view.lows[index + 1 : index + 7]
    told = bool(_BULLET & set(after)) or (bool(_BODY & set(after)) and after[0] in ("in", "on"))
    if _DEADLY & set(after[:3]):
        return []
    passive = _is_passive(view, index) or view.low(index + 1) == "by"
    if passive and told:
        return make_casualties(view, _hit(index), find_left_victims(view, 0, index))
    right = _real(view, find_right_victims(view, index + 1))
    if right and not passive and (told or right[0].quantity.form is not NumberForm.UNSPECIFIED):
        return make_casualties(view, _hit(index), [victims for victims in right if not victims.elliptic], active=True)
    return []


def _with_wound(view: View, index: int) -> list[CasualtyWords]:
    """As in "found a man with a gunshot wound", "had a shrapnel wound"."""
    for step in range(index - 1, max(-1, index - 7), -1):
        word = view.low(step)
        if word in ("fatal", "mortal", "lethal", "deadly"):
            return []
        if word in ("with", "suffering", "sustaining"):
            stop = step - (view.low(step - 1) == "suffering")
            holder = view.phrase_ending(stop)
            if holder is not None and holder.sort in VICTIM_SORTS:
                return make_casualties(view, _hit(step, index + 1), _real(view, make_victims(view, (holder,), 0)))
            return []
        if word in ("had", "has", "have"):
            return make_casualties(view, _hit(step, index + 1), _real(view, find_left_victims(view, 0, step)))
        if word in (",", ";", "and", "no", "of"):
            return []
    return []


def _in_condition(view: View, index: int) -> list[CasualtyWords]:
    """As in "two are in critical condition", "leaves one boy in critical condition"."""
    place = next((i for i in range(index - 1, max(-1, index - 6), -1) if view.low(i) == "in"), None)
    if place is None:
        return []
    for step in range(place - 1, max(-1, place - _REACH), -1):
        word = view.low(step)
        if word in _LEAVE and view.low(step - 1) not in BE:
            return make_casualties(view, _hit(place, index + 1), _real(view, find_right_victims(view, step + 1)))
        if (word in AUXILIARIES or word in _STAY) and view.low(step - 1) not in AUXILIARIES | _STAY:
            return make_casualties(view, _hit(place, index + 1), _real(view, find_left_victims(view, 0, step)))
    if view.low(place - 1) == "," or view.phrase_ending(place):
        return make_casualties(view, _hit(place, index + 1), _real(view, find_left_victims(view, 0, place)))
    return []


def _in_hospital(view: View, index: int) -> list[CasualtyWords]:
    """As in "three were taken to hospital", "sends two to the hospital", "four were being treated in hospital"."""
    for step in range(index - 1, max(-1, index - _REACH), -1):
        word = view.low(step)
        if word in (";", "by"):
            return []
        if word in BE and view.low(step + 1) in ("in", "at"):
            return make_casualties(view, _hit(step, index + 1), _real(view, find_left_victims(view, 0, step)))
        if word not in _CARRY:
            continue
        if _is_passive(view, step):
            return make_casualties(view, _hit(step, index + 1), _real(view, find_left_victims(view, 0, step)))
        if word in _LEAVE:
            return make_casualties(view, _hit(step, index + 1), _real(view, find_right_victims(view, step + 1)))
        return []
    return []


def _some_fatally(view: View, index: int) -> list[CasualtyWords]:
    """As in "four people were shot, one fatally", "two of them fatally"."""
    if view.low(index + 1).isalpha() and view.low(index + 1) not in PREPOSITIONS | CONJUNCTIONS:
        return []
    stop = index - 2 if view.lows[index - 2 : index] in (("of", "them"), ("of", "whom")) else index
    number = read_cardinal(view.lows, stop - 1)
    if number is None or number[1] != stop:
        return []
    quantity = Quantity(stop - 1, stop, number[0], number[0], NumberForm.EXACT)
    quote = view.quote(quantity.first, index)
    victims = Victims(quantity, Status.NOT_SAID, Mention(quote.words, quote), quantity.first, index, elliptic=True)
    return make_casualties(view, Found(index, index + 1, Word("fatally", "killed", "adjective"), "one"), [victims])


def _real(view: View, victims: list[Victims]) -> list[Victims]:
    """Without those that were counted where they were first said: "the victim", "the child"."""
    return [
        group
        for group in victims
        if view.low(group.first) not in ("the", "this", "that", "these", "those")
        or (group.quantity.form is not NumberForm.UNSPECIFIED and group.quantity.minimum > 1)
    ]
