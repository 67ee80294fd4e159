"""Losses that somebody suffers, tolls, lives and wounds: casualties without a verb that has victims."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from contactline.read.counting import (
    VICTIM_SORTS,
    CasualtyWords,
    Victims,
    count_before,
    find_quantity_before,
    is_none,
    make_casualties,
    status_of,
)
from contactline.read.lexicon import Found, Word, closed_class
from contactline.read.nounphrases import Phrase
from contactline.read.numbers import Quantity, read_cardinal
from contactline.read.victims import find_left_victims, find_right_victims
from contactline.read.view import View
from contactline.records.claims import Mention, NumberForm, Outcome, Status

_SUFFER: Final = closed_class("suffering")
NEGATIONS: Final = frozenset({"no", "not", "n't", "without", "never", "any", "neither", "nor"})
_GETTING: Final = closed_class("getting")


def find_losses(view: View, hit: Found[Word]) -> list[CasualtyWords]:
    """As in "suffered losses", "no casualties", "heavy losses for X", "there were no losses among the units"."""
    lemma = hit.entry.lemma
    quantity = find_quantity_before(view, hit.first)
    window = view.lows[max(0, hit.first - 8) : hit.first]
    negative = is_none(quantity) or _is_negated(window)
    if negative:
        quantity = Quantity(hit.first, hit.last, 0, 0, NumberForm.NONE)
    elif quantity is None:
        bare = lemma == "victim" or (hit.form == "one" and lemma != "casualty")
        if bare or not (set(window) & _SUFFER or _loss_owner_right(view, hit) or _has_loss_adjective(view, hit)):
            return []
        minimum = 0 if lemma == "casualty" else 1  # casualties may all be wounded
        quantity = Quantity(hit.first, hit.last, minimum, None, NumberForm.UNSPECIFIED)
    elif lemma == "victim":
        return []
    owner = _loss_owner_right(view, hit) or _loss_owner_left(view, hit)
    words = view.lows[max(0, hit.first - 3) : hit.last]
    status = status_of(words)
    if status is Status.NOT_SAID and owner:
        status = owner.status
    mention = view.mention(owner) if owner else Mention((q := view.quote(hit.first, hit.last)).words, q)
    if owner is None and (own := _stands_own(words)):
        mention = replace(mention, of=own)
    first = min(hit.first, quantity.first, owner.first if owner else hit.first)
    last = max(hit.last, owner.last if owner else hit.last)
    victims = [Victims(quantity, status, mention, first, last)]
    if lemma != "loss" and "loss" not in lemma and negative:
        return [
            made
            for outcome in (Outcome.KILLED, Outcome.WOUNDED)
            for made in make_casualties(view, hit, victims, outcome=outcome)
        ]
    return make_casualties(view, hit, victims, outcome=Outcome.KILLED)


def _stands_own(words: tuple[str, ...]) -> str:
    return "own" if {"own", "our"} & set(words) else ""


def _is_negated(window: tuple[str, ...]) -> bool:
    """As in "did not suffer", "there were no", "without"; a comma or another verb in between ends the reach."""
    for word in reversed(window):
        if word in (",", ";", "but", "that"):
            return False
        if word in NEGATIONS - {"any"}:
            return True
    return False


def _has_loss_adjective(view: View, hit: Found[Word]) -> bool:
    return bool(
        {"heavy", "serious", "human", "civilian", "civil", "military", "significant", "great"}
        & {view.low(hit.first - 1)}
    )


def _loss_owner_right(view: View, hit: Found[Word]) -> Phrase | None:
    if view.low(hit.last) not in ("among", "for", "of", "on", "from", "by", "to", "in", "amongst"):
        return None
    phrase = view.phrase_at(hit.last + 1)
    sorts = VICTIM_SORTS | {"force", "adjective"}
    return (
        phrase
        if phrase and phrase.sort in sorts and not (phrase.sort == "name" and view.low(hit.last) == "in")
        else None
    )


def _loss_owner_left(view: View, hit: Found[Word]) -> Phrase | None:
    """Who suffers: "'s" or a name right before, else the subject of the verb."""
    for phrase in reversed(view.phrases):
        modifier = (
            phrase.last == hit.first and not phrase.possessive and phrase.sort not in ("adjective", "name", "actor")
        )
        if phrase.last > hit.first or hit.first - phrase.last > 9 or modifier:
            continue
        if any(word in (";", "that", ":") for word in view.lows[phrase.last : hit.first]):
            return None
        if phrase.sort in VICTIM_SORTS | {"force", "adjective", "pronoun"} and phrase.before in ("", "of", "among"):
            return phrase
    return None


def find_tolls(view: View) -> list[CasualtyWords]:
    """As in "the death toll rose to 5", "lost 4 servicemen", "claimed the lives of two", "cost at least 200 lives"."""
    found: list[CasualtyWords] = []
    for index, word in enumerate(view.lows):
        if word == "toll" and view.low(index - 1) in ("death", "deaths", "the"):
            found += _toll(view, index)
        elif word in ("lost", "lose", "losing"):
            victims = [
                v
                for v in find_right_victims(view, index + 1)
                if "lives" not in v.mention.text and "life" not in v.mention.text
            ]
            hit = Found(index, index + 1, Word("lose", "killed", "verb"), "past")
            found += make_casualties(
                view,
                hit,
                [v for v in victims if not v.elliptic and v.quantity.form is not NumberForm.UNSPECIFIED],
                verbal=True,
            )
        elif word == "lives" and any(
            verb in view.lows[max(0, index - 7) : index]
            for verb in ("cost", "claimed", "claiming", "costing", "took", "killed")
        ):
            found += _lives(view, index)
    return found


def find_wounds(view: View) -> list[CasualtyWords]:
    """As in "received a shrapnel wound", "sustained several injuries", "received a mortal gunshot wound"."""
    found: list[CasualtyWords] = []
    for index, word in enumerate(view.lows):
        if word not in _GETTING:
            continue
        reach = view.lows[index + 1 : index + 7]
        step = next((i for i, low in enumerate(reach) if low in ("wound", "wounds", "injury", "injuries")), None)
        if (
            step is None
            or set(reach[:step]) & {"no", ",", "and", "the"}
            or _is_negated(view.lows[max(0, index - 3) : index])
        ):
            continue
        fatal = bool({"mortal", "fatal", "lethal", "deadly"} & set(reach[:step]))
        hit = Found(index, index + step + 2, Word("wound", "killed" if fatal else "wounded", "verb"), "past")
        found += make_casualties(view, hit, find_left_victims(view, 0, index), verbal=True)
    return found


def _toll(view: View, index: int) -> list[CasualtyWords]:
    for step in range(index + 1, min(index + 9, len(view.lows))):
        if view.low(step) not in ("to", "at", "of", "reached", "is", "was"):
            continue
        number = read_cardinal(view.lows, step + 1)
        if number:
            quantity = Quantity(step + 1, number[1], number[0], number[0], NumberForm.EXACT)
            quote = view.quote(step + 1, number[1])
            victims = Victims(quantity, Status.NOT_SAID, Mention(quote.words, quote), index, number[1])
            return make_casualties(view, Found(index, index + 1, Word("toll", "killed", "noun"), "one"), [victims])
    return []


def _lives(view: View, index: int) -> list[CasualtyWords]:
    hit = Found(index, index + 1, Word("lives", "killed", "noun"), "many")
    if view.low(index + 1) == "of":
        return make_casualties(view, hit, find_right_victims(view, index + 2))
    quantity = find_quantity_before(view, index)
    return make_casualties(view, hit, [count_before(view, hit, quantity)]) if quantity else []
