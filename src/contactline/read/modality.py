"""How a clause is held: negated, conditional, future, general, hedged or plain fact."""

from __future__ import annotations

import re
from typing import Final

from contactline.read.lexicon import closed_class, modality_words
from contactline.read.view import View
from contactline.read.wordclasses import AUXILIARIES, DETERMINERS
from contactline.records.claims import Modality, Polarity

_NEGATIONS: Final = frozenset({"not", "n't", "no", "without", "nobody", "none", "neither", "nor", "never"})
_FAILING: Final = frozenset(
    {
        "failed",
        "fails",
        "fail",
        "refused",
        "refuse",
        "refuses",
        "declined",
        "unable",
        "refrained",
        "refrain",
        "refrains",
    }
)
_COMPARED: Final = frozenset({"fewer", "less", "more", "later", "earlier"})
_PLAIN: Final = frozenset({"not", "never"})
_SHRINKING: Final = frozenset(
    {"disdain", "hesitate", "hesitated", "refrain", "refrained", "shy", "shrink", "balk", "cease", "ceased", "stop"}
    | {"stopped", "tire", "scruple", "flinch", "bother", "spare", "doubt"}
)
_SKIPPED: Final = frozenset({"to", "also", "even", "been", "be", "again", "yet", "then", "from", "ever"})
_LIGHT: Final = closed_class("light_verb") | frozenset({"having", "hold", "held", "bear", "suffer", "suffered"})
_NOTICING: Final = frozenset({"any", "hear", "see", "record", "register", "observe"})
_REACH: Final = 10
_CONTRACTED: Final = "n't"
_STRENGTH: Final = (Modality.CONDITIONAL, Modality.GENERAL, Modality.FUTURE, Modality.HEDGED)


def find_modality(view: View, first: int, last: int, at: int) -> Modality:
    """Modality of the happening at a token inside a clause: the strongest that a word of the clause names."""
    labels = set()
    for found in modality_words().find(view.lows[first:last]):
        place = first + found.first
        if _is_month(view, place):
            continue
        label = Modality(found.entry.label)
        if label is Modality.FUTURE and not _governs(view, place, at):
            continue
        if label is Modality.HEDGED and place > at + 3:
            continue
        labels.add(label)
    if _is_held_open(view, first) or _is_held_open(view, at):
        labels.add(Modality.HEDGED)
    if _is_inverted(view, first) or "were it not for" in " ".join(view.lows[max(0, first - 12) : at]):
        labels.add(Modality.CONDITIONAL)
    return next((label for label in _STRENGTH if label in labels), Modality.FACT)


def _is_held_open(view: View, index: int) -> bool:
    """As in "it is not excluded | that", "we cannot rule out | that", "did not exclude the possibility | that"."""
    start = view.span(index, index + 1).start
    before = view.document.text[max(0, start - _LEAD) : start + 5].casefold()
    return _OPEN.search(before) is not None


_LEAD: Final = 80
"""Characters before a clause within which the words that hold it open end."""
_OPEN: Final = re.compile(
    r"\b(?:not|cannot|can't|never|n't|n’t|neither|nor|impossible to|refuse[sd]? to|hard to)\s+(?:be\s+|to\s+|also\s+)?"
    r"(?:exclude[sd]?|ruled?\s+out|ruling\s+out)\s+(?:the\s+(?:possibility|option|chance)\s+)?that\b[^.;:!?]{0,40}$"
)


def _is_inverted(view: View, first: int) -> bool:
    """As in "Had Xish forces shelled the village, …": a condition without "if"."""
    opens = view.low(first) == "had" and (first == 0 or view.low(first - 1) in (",", "“", '"', "that"))
    return opens and view.phrase_at(first + 1) is not None


def _is_month(view: View, place: int) -> bool:
    """Whether "May" is the month: beside a number, or with a capital inside the sentence."""
    if view.low(place) != "may":
        return False
    beside = (view.low(place - 1) if place else "", view.low(place + 1))
    return any(word[:1].isdigit() for word in beside) or (place > 0 and view.tokens[place].text == "May")


def _governs(view: View, place: int, at: int) -> bool:
    """Whether "will" or "would" stands before the happening and no other verb form comes between."""
    return place < at and at - place <= 12


def find_polarity(view: View, first: int, at: int) -> Polarity:
    """Negative when a word of the clause to the left denies the happening at a token.

    "Does not hesitate to" and "did not fail to" affirm; "failed to" and "refused to" deny. A negation in front of
    another verb denies that verb: "did not condemn the attack" says that there was one.
    """
    for index in range(at - 1, max(first, at - _REACH) - 1, -1):
        word = view.low(index)
        if word in (",", ";", "but", "that", "because"):
            return Polarity.POSITIVE
        if word in ("no", "not") and view.low(index + 1) in _COMPARED:
            continue  # "no fewer than five killed"
        if word in _NEGATIONS or word.endswith(_CONTRACTED):
            return Polarity.NEGATIVE if _denies(view, index, at) else Polarity.POSITIVE
        if word in _FAILING and view.low(index + 1) in ("to", "from"):
            if view.low(index + 1) == "to" and not _is_governed(view, index + 2, at):
                return Polarity.POSITIVE
            denied = any(low in _PLAIN or low.endswith(_CONTRACTED) for low in view.lows[max(first, index - 3) : index])
            return Polarity.POSITIVE if denied else Polarity.NEGATIVE
    return Polarity.POSITIVE


def _denies(view: View, index: int, at: int) -> bool:
    """Whether a negation reaches a happening."""
    if view.low(index + 1) in ("only", "just", "yet"):
        return False
    if _SHRINKING & set(view.lows[index + 1 : at]):
        return False
    if view.low(index) in _PLAIN or view.low(index).endswith(_CONTRACTED):
        return _is_governed(view, index + 1, at)
    return not any(
        low.endswith("ing") and low not in _LIGHT for low in view.lows[index + 1 : index + 3] if index + 2 < at
    )


def _is_governed(view: View, start: int, at: int) -> bool:
    """Whether the first verb from a token on is the happening's own, or a light one that has it as object."""
    while start < at and (view.low(start) in _SKIPPED or view.low(start).endswith("ly")):
        start += 1
    low = view.low(start)
    event = next((trigger for trigger in view.triggers if trigger.first == at), None)
    if start >= at or event is None or event.entry.is_verb:
        other = any(trigger.first == start and trigger.first < at for trigger in view.triggers)
        return not other
    return (
        low in _LIGHT or low in AUXILIARIES or low in DETERMINERS or low in ("any", "hear", "see", "record", "register")
    )
