"""Negated casualties: "the driver was not hurt" tells a zero, as "nobody was hurt" does."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from contactline.read.counting import CasualtyWords
from contactline.read.lexicon import outcomes
from contactline.read.numbers import read_quantity
from contactline.read.view import View
from contactline.read.wordclasses import AUXILIARIES, BE
from contactline.records.claims import NumberForm

_NOT: Final = frozenset({"not", "never"})
_DEGREES: Final = frozenset(
    {"seriously", "badly", "critically", "severely", "fatally", "gravely", "mortally", "heavily"}
)
_NEITHER: Final = frozenset({"neither", "nor"})


def find_negated(view: View, words: CasualtyWords) -> CasualtyWords:
    """Casualties as none where the verb is negated and the people are not counted; others as they are.

    "Five soldiers were not killed" disputes a number, which stays for whoever compares it.
    """
    if words.active or words.casualties.form is NumberForm.NONE or _is_counted(words):
        return words  # "did not kill the guards" denies the deed, not the deaths
    if not (_befalls(view, words) and _is_negated(view, words)):
        return words
    none = replace(words.casualties, minimum=0, maximum=0, form=NumberForm.NONE, persons=())
    return replace(words, casualties=none)


def _befalls(view: View, words: CasualtyWords) -> bool:
    """Whether the words say what became of people, not what they did: "were | hurt", "did not | die"."""
    hit = outcomes().match(view.lows, words.at)
    group = {low.removesuffix("n't") for low in view.lows[words.first : words.at]}
    return bool(BE & group) or (hit is not None and hit.entry.pos == "intransitive")


def _is_counted(words: CasualtyWords) -> bool:
    """Whether a number is said, other than "a" or "any"."""
    told = tuple(words.casualties.victims.text.lower().split())
    number = read_quantity(told, 0) if told else None
    return number is not None and told[0] not in ("a", "an", "any", "no")


def _is_negated(view: View, words: CasualtyWords) -> bool:
    if _DEGREES & set(view.lows[max(words.first, words.at - 2) : words.at]):
        return False  # "was not seriously hurt": hurt all the same
    index = words.at - 1
    while index >= words.first and (view.low(index) in AUXILIARIES or view.low(index).endswith("ly")):
        index -= 1
    if view.low(index) in _NOT or view.low(index).endswith("n't") or view.low(index + 1).endswith("n't"):
        return view.low(index + 1) != "only"
    return bool(_NEITHER & set(view.lows[max(0, words.first - 1) : words.at]))
