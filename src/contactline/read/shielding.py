"""Positions said to stand among civilians: "firing posts within residential areas", "no posts in the village"."""

from __future__ import annotations

from typing import Final

from contactline.read.view import View

_POSTING: Final = frozenset(
    [
        "position",
        "positions",
        "positioned",
        "positioning",
        "deploy",
        "deploys",
        "deployed",
        "deploying",
        "station",
        "stationed",
        "stationing",
        "place",
        "placed",
        "placing",
        "hold",
        "holds",
        "held",
        "locate",
        "located",
        "locating",
        "have",
        "has",
        "are",
        "were",
        "is",
        "was",
        "there",
        "set",
        "establish",
        "established",
    ]
)
_CIVIL: Final = frozenset(
    {
        "residential",
        "civilian",
        "populated",
        "houses",
        "homes",
        "school",
        "schools",
        "kindergarten",
        "hospital",
        "village",
        "villages",
        "settlements",
        "settlement",
    }
)
_SETTLED: Final = frozenset({"village", "villages", "settlements", "settlement"})
_WITHIN: Final = frozenset({"within", "in", "inside", "among", "near", "between"})


def find_shielding(view: View, *, alone: bool) -> tuple[tuple[int, int], ...]:
    """Token ranges of the words that post arms among civilians.

    Args:
        view: the scope.
        alone: no happening is named beside; otherwise "a unit stationed in the village of X fired" only says where.
    """
    civil = _CIVIL if alone else _CIVIL - _SETTLED
    found = []
    for index, word in enumerate(view.lows):
        if word in _POSTING and _is_reached(view, index, civil):
            found.append((index, index + 1))
            break
    return tuple(found)


def _is_reached(view: View, index: int, civil: frozenset[str]) -> bool:
    """A verb of posting with a military thing or force beside it and a civilian place after "within" or before."""
    window = range(max(0, index - 8), min(index + 12, len(view.lows)))
    military = any(
        p.status.value == "military" and p.sort in ("position", "equipment", "building", "force") and p.first in window
        for p in view.phrases
    )
    reflexive = any(word in ("themselves", "itself") for word in view.lows[index : index + 3])
    if not (military or reflexive):
        return False
    after = view.lows[index + 1 : index + 14]
    placed = any(word in _WITHIN and (set(after[step + 1 : step + 5]) & civil) for step, word in enumerate(after))
    holding = view.low(index) in ("holds", "hold", "held", "has") and bool(
        set(view.lows[max(0, index - 5) : index]) & _CIVIL
    )
    plain = view.low(index) in ("have", "has", "is", "are", "was", "were", "hold", "holds", "held", "there")
    if plain and not holding:
        return placed and _is_existential(view, index)
    return placed or holding


def _is_existential(view: View, index: int) -> bool:
    """As in "there are no positions in the village", "artillery is in the village": no other verb in between."""
    return view.low(index) == "there" or (view.low(index - 1) == "there")
