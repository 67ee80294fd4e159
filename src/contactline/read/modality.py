"""How a clause is held: negated, conditional, future, general, hedged or plain fact."""

from __future__ import annotations

from typing import Final

from contactline.read.lexicon import modality_words
from contactline.read.view import View
from contactline.records.claims import Modality, Polarity

_NEGATIONS: Final = frozenset({"not", "n't", "no", "without", "nobody", "none", "neither", "nor", "never"})
_FAILING: Final = frozenset(
    {"failed", "fails", "refrained", "refrain", "refrains", "avoid", "avoided", "prevent", "prevented"}
)
_CONTRACTED: Final = "n't"
_STRENGTH: Final = (Modality.CONDITIONAL, Modality.GENERAL, Modality.FUTURE, Modality.HEDGED)


def find_modality(view: View, first: int, last: int, at: int) -> Modality:
    """Modality of the happening at a token inside a clause: the strongest that a word of the clause names."""
    labels = set()
    for found in modality_words().find(view.lows[first:last]):
        place = first + found.first
        label = Modality(found.entry.label)
        if label is Modality.FUTURE and not _governs(view, place, at):
            continue
        if label is Modality.HEDGED and place > at + 3:
            continue
        labels.add(label)
    return next((label for label in _STRENGTH if label in labels), Modality.FACT)


def _governs(view: View, place: int, at: int) -> bool:
    """Whether "will" or "would" stands before the happening and no other verb form comes between."""
    return place < at and at - place <= 12


def find_polarity(view: View, first: int, at: int) -> Polarity:
    """Negative when a word of the clause to the left denies the happening at a token."""
    for index in range(at - 1, max(first, at - 9) - 1, -1):
        word = view.low(index)
        if word in (",", ";", "but", "that", "because"):
            return Polarity.POSITIVE
        if word in _NEGATIONS or word.endswith(_CONTRACTED):
            only = view.low(index + 1) in ("only", "just")
            return Polarity.POSITIVE if only else Polarity.NEGATIVE
        if word in _FAILING and view.low(index + 1) in ("to", "from"):
            return Polarity.NEGATIVE
    return Polarity.POSITIVE
