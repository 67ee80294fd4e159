"""What the two drawings share: the shapes of the sides, and ticks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from contactline.publish.phrases import say_day
from contactline.publish.view import View
from contactline.records.ids import THIRD, SideId

SHAPES: Final = ("circle", "square", "diamond", "triangle")
"""First side, second side, third parties, side not known."""


@dataclass(frozen=True, slots=True)
class Tick:
    """A place on an axis with its words."""

    at: float
    text: str


def shape_of(view: View, side: SideId | None) -> str:
    """The shape that stands for a side on every page."""
    order: list[SideId | None] = [*(known.id for known in view.dossier.mandate.sides), THIRD]
    return SHAPES[order.index(side)] if side in order else SHAPES[-1]


def short_day(day: date) -> str:
    """``4 Jul``."""
    words = say_day(day).split()
    return f"{words[0]} {words[1][:3]}"
