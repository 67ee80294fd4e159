"""Readings that are more likely wrong than right, in words, and what the mark means.

Only a measured confidence can tell. A claim has one where its reader says how sure it is of each value; the others got
theirs by hand, from the construction that made them, and an order of trust among rules is no share of right readings.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal
from typing import Final

from contactline.publish.phrases import count, join
from contactline.records.claims import Certainty, Claim

UNSURE_BELOW: Final = 0.5
"""Confidence below which a reading is marked: such readings were wrong more often than right."""

_FIELDS: Final = ("speaker", "act", "kind", "places", "casualties", "polarity", "modality")
_SET_BY_HAND: Final = frozenset({"rules"})
_CENTS: Final = Decimal("0.01")
_MEANING: Final = (
    "The number beside “unsure reading” is the share of such readings that were right on held-out annotated reports, "
    f"in the value named or as a whole; below {UNSURE_BELOW:g} they were wrong more often than right."
)


@dataclass(frozen=True, slots=True)
class UnsureNote:
    """What the marks of one page mean.

    Attributes:
        unsure: how many readings are marked.
        sentences: how many of how many, what a number stands for, who is never marked; each only where it applies.
    """

    unsure: int
    sentences: tuple[str, ...]


def in_field_order(certainty: Iterable[Certainty]) -> list[Certainty]:
    """In one order of the fields, whatever order the reader gave them in; fields we do not know last, A to Z."""
    known = {field: rank for rank, field in enumerate(_FIELDS)}
    return sorted(certainty, key=lambda one: (known.get(one.field, len(known)), one.field))


def is_measured(claim: Claim) -> bool:
    """Whether a claim's confidence is a share of right readings, not a number set by hand."""
    return bool(claim.certainty) and claim.maker.reader not in _SET_BY_HAND


def say_unsure(claim: Claim) -> str:
    """``unsure reading: speaker 0.41, as a whole 0.31``: what lies below the line; empty where nothing does.

    A value below the line marks the reading even where the whole is above it: all cannot be surer than one part.
    """
    if not is_measured(claim):
        return ""
    doubts = list(_doubts(claim))
    return f"unsure reading: {', '.join(doubts)}" if doubts else ""


def make_unsure_note(claims: Sequence[Claim]) -> UnsureNote:
    """Count and explain the marks on the claims of one page."""
    measured = [claim for claim in claims if is_measured(claim)]
    others = Counter(claim.maker.reader for claim in claims if not is_measured(claim))
    unsure = sum(bool(say_unsure(claim)) for claim in measured)
    sentences = [_say_tally(unsure, len(measured), mixed=bool(others)), _MEANING] if measured else []
    return UnsureNote(unsure, (*sentences, *([_say_unmeasured(others)] if others else [])))


def _doubts(claim: Claim) -> Iterator[str]:
    for one in in_field_order(claim.certainty):
        if one.confidence < UNSURE_BELOW:
            yield f"{_say_field(claim, one.field)} {_say_share(one.confidence)}"
    if claim.confidence < UNSURE_BELOW:
        yield f"as a whole {_say_share(claim.confidence)}"


def _say_field(claim: Claim, field: str) -> str:
    """An empty field is unsure in another way: something may be missing."""
    values = {"places": claim.occurrence.places, "casualties": claim.casualties}
    return field if values.get(field, True) else f"{field} (none read)"


def _say_share(confidence: float) -> str:
    """Two digits, cut and not rounded: 0.499 must not read as the 0.50 that is not marked."""
    return str(Decimal(str(confidence)).quantize(_CENTS, ROUND_DOWN))


def _say_tally(unsure: int, measured: int, *, mixed: bool) -> str:
    which = " with a measured confidence" if mixed else ""
    verb = "are" if unsure > 1 else "is"
    return f"{unsure or 'None'} of {count(measured, 'reading')}{which} on this page {verb} unsure."


def _say_unmeasured(readers: Counter[str]) -> str:
    parts = [f"{count(readers[reader], 'reading')} of the reader “{reader}”" for reader in sorted(readers)]
    return f"Never marked as unsure, because their confidence is set by hand and not measured: {join(parts)}."
