"""Numbers of columns to the words that they stand for."""

from __future__ import annotations

from functools import lru_cache
from random import Random
from typing import Final

import numpy as np
from numpy.typing import NDArray

from contactline._kit.folding import fold_name
from contactline._kit.hashing import make_digest
from contactline.simulate.line import CAMPS
from contactline.simulate.parameters import load_parameters
from contactline.simulate.wording import load_words

NO_PLACE: Final = ""


def make_id(number: int) -> str:
    """A claim's id as written."""
    return f"{number:016x}"


def make_chance(*parts: object) -> Random:
    """A source of chance for one text, the same every time."""
    return Random(make_digest("/".join(map(str, parts)).encode()))  # noqa: S311 (invented texts, no secrets)


@lru_cache(maxsize=1)
def load_people() -> tuple[str, ...]:
    """Names of people, two spellings each, one after the other."""
    names = load_words()["names"]
    endings = list(zip(names["endings"].split(), names["endings_other"].split(), strict=True))
    return tuple(
        f"{first} {stem.capitalize()}{ending}"
        for first in names["first"].split()
        for stem in names["stems"].split()
        for pair in endings
        for ending in pair
    )


@lru_cache(maxsize=1)
def load_folded_people() -> tuple[str, ...]:
    """The same, folded for comparison."""
    return tuple(fold_name(name) for name in load_people())


def find_people(people: NDArray[np.int32], spelling: NDArray[np.int8]) -> NDArray[np.int64]:
    """Places of people in :func:`load_people`; those that are not known stay negative."""
    size = len(load_people()) // 2
    return np.where(people < 0, -1, (people.astype(np.int64) % size) * 2 + spelling)


@lru_cache(maxsize=1)
def load_outlets() -> tuple[str, ...]:
    """Ids of outlets, in the order of their numbers."""
    count = int(load_parameters().number("report.outlets"))
    return tuple(f"{camp.lower()}-outlet-{number + 1:02d}" for camp in CAMPS for number in range(count))
