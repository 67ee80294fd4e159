"""The weights of the register, as ``weights.toml`` gives them."""

from __future__ import annotations

import math
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

from contactline.weigh.persons.names import Part, PersonName

_FIELDS: Final = (
    "occasion",
    "surname",
    "given",
    "patronymic",
    "born",
    "side",
    "status",
    "rank",
    "course",
    "list",
)


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much a name weighs by its rarity: see ``weights.toml``."""

    least: float
    most: float
    pseudo: float
    pseudo_with: float

    def weigh(self, names: int, bearers: int) -> float:
        """Decibans of a shared name that so many of so many names have."""
        points = 10 * math.log10((names + self.pseudo) / (bearers + self.pseudo_with))
        return round(min(self.most, max(self.least, points)), 1)


@dataclass(frozen=True, slots=True)
class Weights:
    """Decibans by field and level, and where lines are drawn."""

    version: str
    joined: float
    apart: float
    margin: float
    unseen: float
    points: Mapping[str, Mapping[str, float]]
    surname: Bounds
    given: Bounds


@cache
def load_weights() -> Weights:
    """The packaged weights."""
    table: dict[str, Any] = tomllib.loads(
        (files("contactline.weigh.persons") / "weights.toml").read_text(encoding="utf-8")
    )
    return Weights(
        version=table["version"],
        joined=float(table["joined"]),
        apart=float(table["apart"]),
        margin=float(table["margin"]),
        unseen=float(table["unseen"]),
        points={field: table[field] for field in _FIELDS},
        surname=Bounds(**table["rarity"]["surname"]),
        given=Bounds(**table["rarity"]["given"]),
    )


class Rarity:
    """How many different names of a run have a part; spellings that share their key count as one."""

    def __init__(self, names: Iterable[PersonName], weights: Weights) -> None:
        different = {tuple(sorted(part.spelling.key for part in name.parts)) for name in names if name.parts}
        self._names = len(different)
        self._bearers = Counter(key for keys in different for key in set(keys))
        self._weights = weights

    def weigh(self, part: Part, other: Part, role: str) -> float:
        """What two parts that are alike weigh, by the commoner of the two."""
        bounds = self._weights.surname if role == "surname" else self._weights.given
        bearers = max(self._bearers[part.spelling.key], self._bearers[other.spelling.key])
        return bounds.weigh(self._names, max(1, bearers))
