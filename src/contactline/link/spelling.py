"""Names of places that no gazetteer knows: how alike two spellings are, in numbers small enough for a column."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise
from typing import Final

_MASK_BITS: Final = 64
_VOWELS: Final = frozenset("aeiouyäöüıəаеёиоуыэюя'’ -")
_ALIKE: Final = str.maketrans(
    {"w": "v", "b": "v", "q": "k", "c": "k", "g": "k", "h": "k", "x": "k", "z": "s", "j": "s"}
)
_SKELETON: Final = 4


@lru_cache(maxsize=65_536)
def make_bigrams(name: str) -> int:
    """The pairs of neighbouring letters of a folded name as bits of a 64-bit number; 0 for an empty name."""
    padded = f" {name} " if name else ""
    bits = 0
    for first, second in pairwise(padded):
        bits |= 1 << ((ord(first) * 31 + ord(second)) % _MASK_BITS)
    return bits


@lru_cache(maxsize=65_536)
def make_skeleton(name: str) -> str:
    """The first consonants of a folded name, those that transliterations mix up taken as one."""
    letters: list[str] = []
    for letter in name.replace("kh", "k").replace("sh", "s").replace("ch", "s").replace("zh", "s").translate(_ALIKE):
        if letter not in _VOWELS and letters[-1:] != [letter]:
            letters.append(letter)
    return "".join(letters[:_SKELETON]) or name
