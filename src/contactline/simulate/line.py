"""The invented line of contact: its places, what each side calls them, its clock, kinds and weapons.

The line is one and the same for every seed. It lies in the open Pacific, so that it can be mistaken for no real one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from contactline._kit.folding import fold_name
from contactline.records.claims import Kind
from contactline.simulate.parameters import load_parameters

SIDES: Final = ("IK", "VM")
"""Ids of the two sides in the mandate ``simulated``, in alphabetical order."""
THIRD: Final = 2
"""Index of third parties, after the two sides."""
CAMPS: Final = (*SIDES, "third")

START: Final = datetime(2021, 1, 1, tzinfo=UTC)
"""Day 0 of the simulation; its midnight is meant by the local clock."""
ZONE: Final = "Etc/GMT+8"
ZONE_HOURS: Final = -8
"""Local time less UTC."""
DAY: Final = 86_400

KINDS: Final = (
    Kind.SHELLING,
    Kind.SMALL_ARMS_FIRE,
    Kind.DRONE_STRIKE,
    Kind.SNIPER_FIRE,
    Kind.MINE_EXPLOSION,
    Kind.AIR_STRIKE,
    Kind.GROUND_ATTACK,
    Kind.OBSTRUCTION,
)
MISTAKEN_FOR: Final = (2, 3, 0, 1, 0, 0, 1, 6)
"""For each of :data:`KINDS` what it is confused with."""
WEAPONS: Final = (
    ("82-mm mortar", "120-mm mortar", "122-mm howitzer", "152-mm howitzer", "multiple rocket launcher", "tank"),
    ("rifle", "large-calibre machine gun", "automatic grenade launcher"),
    ("fpv drone", "quadcopter", "loitering munition"),
    ("rifle", "sniper rifle"),
    ("mine", "improvised explosive device"),
    ("aerial bomb", "rocket"),
    ("rifle", "armoured vehicle", "tank"),
    ("barrier", "jammer"),
)
"""For each of :data:`KINDS` the weapons it is done with, in the lexicon's normal form."""
MEANS: Final = tuple(sorted({weapon for weapons in WEAPONS for weapon in weapons}))
"""All weapons; a claim's weapons are bits of a number in this order."""
TARGETS: Final = ("military position", "residential", "road", "infrastructure", "school", "field")
MILITARY: Final = 0
"""The one of :data:`TARGETS` that is military."""

LATITUDE: Final = -9.0
LONGITUDE: Final = -124.0
KM_A_DEGREE: Final = 111.2
_KM_A_DEGREE_EAST: Final = float(KM_A_DEGREE * np.cos(np.radians(LATITUDE)))
_WORLD_SEED: Final = 7
_NEIGHBOURS: Final = 3
_ONSETS: Final = (
    *("ve", "no", "kra", "do", "lu", "sta", "my", "be", "ho", "zla"),
    *("pa", "ry", "ti", "o", "sva", "yas", "kho", "che", "ma", "so"),
)
_MIDDLES: Final = ("lo", "ri", "ny", "dro", "ve", "ha", "ti", "mi", "ka", "bo", "ste", "lu")
_ENDINGS: Final = ("dru", "yne", "skel", "imb", "etta", "ouve")
_ENDINGS_OTHER: Final = ("dran", "inor", "skoel", "omba", "etsu", "ovik")
VARIANTS: Final = 7
"""Spellings of a place's name in each language; the last one has a typing error."""


@dataclass(frozen=True, slots=True)
class Line:
    """Places along the line.

    Attributes:
        x, y: kilometres east and north of the line's western end, shape ``(places,)``.
        weights: chance of an incident at each place, summing to 1.
        neighbours: the three nearest places of each, shape ``(places, 3)``.
        is_near: whether each neighbour lies within the distance that places are mixed up over, same shape.
        names: spellings as written, flat: place, language of the side, variant.
        folded: the same, folded for comparison.
    """

    x: NDArray[np.float64]
    y: NDArray[np.float64]
    weights: NDArray[np.float64]
    neighbours: NDArray[np.int64]
    is_near: NDArray[np.bool_]
    names: tuple[str, ...]
    folded: tuple[str, ...]

    def name_of(self, place: int, language: int, variant: int = 0) -> str:
        """A place's name in a side's language."""
        return self.names[(place * 2 + language) * VARIANTS + variant]


def make_place_id(place: int) -> str:
    """Id of a place in the mandate."""
    return f"place-{place + 1:03d}"


def to_latitude(y: NDArray[np.float64]) -> NDArray[np.float64]:
    """Degrees from kilometres north."""
    return LATITUDE + y / KM_A_DEGREE


def to_longitude(x: NDArray[np.float64]) -> NDArray[np.float64]:
    """Degrees from kilometres east."""
    return LONGITUDE + x / _KM_A_DEGREE_EAST


@lru_cache(maxsize=1)
def load_line() -> Line:
    """The line. Its shape depends on the shipped parameters alone, not on presets or seeds."""
    parameters = load_parameters()
    rng = np.random.default_rng(_WORLD_SEED)
    count = int(parameters.number("line.places"))
    x = np.sort(rng.uniform(0, parameters.number("line.length_km"), count))
    offset = rng.normal(0, parameters.number("line.spread_km"), count)
    y = parameters.number("line.bend_km") * np.sin(x / 70) + offset
    weights = 1 / np.arange(1, count + 1) ** parameters.number("line.zipf")
    rng.shuffle(weights)
    distances = np.hypot(x[:, None] - x, y[:, None] - y)
    neighbours = np.argsort(distances, axis=1, kind="stable")[:, 1 : _NEIGHBOURS + 1]
    near = np.take_along_axis(distances, neighbours, axis=1) <= parameters.number("place.neighbour_km")
    names = _make_names(rng, count)
    return Line(
        x=x,
        y=y,
        weights=weights / weights.sum(),
        neighbours=neighbours,
        is_near=near,
        names=names,
        folded=tuple(fold_name(name) for name in names),
    )


def _make_names(rng: np.random.Generator, count: int) -> tuple[str, ...]:
    """Two names for each place, one in each side's way of writing, with their variants."""
    names: list[str] = []
    seen: set[str] = set()
    while len(seen) < count:
        stem = str(rng.choice(_ONSETS)) + str(rng.choice(_MIDDLES))
        stem += str(rng.choice(_MIDDLES)) if rng.random() < 0.5 else ""
        ending = int(rng.integers(len(_ENDINGS)))
        first = (stem + _ENDINGS[ending]).capitalize()
        if first in seen:
            continue
        seen.add(first)
        other = stem.replace("kho", "ko").replace("y", "i").replace("ho", "go").replace("ha", "ga")
        other = (other + _ENDINGS_OTHER[ending]).capitalize()
        names += _make_variants(rng, first, ("y", "i"), ("im", "yim"))
        names += _make_variants(rng, other, ("kh", "x"), ("ya", "ia"))
    return tuple(names)


def _make_variants(rng: np.random.Generator, name: str, letters: tuple[str, str], others: tuple[str, str]) -> list[str]:
    latin = name.replace("kh", "h").replace("v", "w").replace("ch", "tsch").replace("ya", "ja")
    slip = int(rng.integers(1, len(name) - 1))
    typo = name[:slip] + name[slip + 1] + name[slip] + name[slip + 2 :]
    return [name, name, name, name.replace(*letters), latin, name.replace(*others), typo]
