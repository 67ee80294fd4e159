"""Words around a name that keep it from being a place, or make it one: shared by known and unknown names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from contactline.read.view import View
from contactline.read.wordclasses import (
    FUNCTION_WORDS,
    PLACE_LEADS,
)
from contactline.records.claims import PlaceRole

OUTSKIRTS: Final = frozenset(
    {"outskirts", "centre", "center", "vicinity", "suburb", "suburbs", "direction", "north", "south", "east", "west"}
)
STRUCK_VERBS: Final = frozenset({"shell", "bombard", "pound", "bomb", "shelling", "bombardment", "bombing"})
SAYING_VERBS: Final = frozenset(
    {"said", "says", "told", "added", "wrote", "reported", "reports", "stated", "denied", "claimed"}
)
_OFFICES: Final = frozenset(
    {"authorities", "ministry", "government", "officials", "administration", "embassy", "morgue"}
)


@dataclass(frozen=True, slots=True)
class PlaceRange:
    """A place found: half-open token range and role."""

    first: int
    last: int
    role: PlaceRole


def modifies(view: View, last: int) -> bool:
    """Whether a lower-case word follows that the name belongs to: "in the Orkarak programme"."""
    after = view.low(last)
    if any(trigger.first == last and trigger.form in ("one", "many", "ing") for trigger in view.triggers):
        return True  # "in Westland shelling"
    if not after[:1].isalpha() or view.tokens[last].is_title:
        return False
    return after not in FUNCTION_WORDS and not after.endswith(("ly", "ed", "ing"))


def owns_part(view: View, index: int) -> bool:
    """As in "Varos's | southern suburbs": a part of the place itself."""
    while view.low(index) in PLACE_LEADS:
        index += 1
    return view.low(index) in OUTSKIRTS | {"port", "airport", "neighbourhoods", "neighborhoods"}


def belongs_to_office(view: View, first: int) -> bool:
    """As in "the authorities in Varos", "the health ministry in Varos": where an office sits."""
    return view.low(first - 1) == "in" and view.low(first - 2) in _OFFICES


def is_measured_from(view: View, first: int) -> bool:
    """As in "Sartana (15 km north-east of Mariupol)": where something is not."""
    index = first - 1
    while view.low(index) in PLACE_LEADS | {"of", "from"}:
        index -= 1
    measured = index < first - 2 and view.low(index).endswith(("km", "kilometres", "kilometers", "miles"))
    return measured and _in_brackets(view, index)


def _in_brackets(view: View, index: int) -> bool:
    return view.lows[:index].count("(") > view.lows[:index].count(")")
