"""Words as numbers: hashes that are the same on every machine and in every run."""

from __future__ import annotations

from functools import lru_cache
from hashlib import blake2b
from typing import Final

import numpy as np
from numpy.typing import NDArray

_HASH_BYTES: Final = 8
_TERM_BITS: Final = 0x3FFFFFFF
CLASS_BITS: Final = 2
"""The lowest bits of a term say what is written: the others are the same for "may" and "May"."""
PLAIN, CAPITAL, DIGITS = 0, 1, 2


@lru_cache(maxsize=65_536)
def hash_word(word: str) -> int:
    """The 64-bit hash of a word or name: BLAKE2b, the first eight bytes, little-endian."""
    digest = blake2b(word.encode("utf-8", "surrogatepass"), digest_size=_HASH_BYTES)
    return int.from_bytes(digest.digest(), "little")


def hash_term(word: str) -> int:
    """Lower 30 bits of a word's hash, then two for its class; never 0, which stands for no word.

    A word that begins with a capital is hashed as if it began with none, and is of class :data:`CAPITAL`; one that
    begins with a digit is of class :data:`DIGITS`.
    """
    first = word[:1]
    kind = CAPITAL if first.isupper() else DIGITS if first.isdigit() else PLAIN
    hashed = hash_word(first.lower() + word[1:] if kind == CAPITAL else word)
    return ((hashed & _TERM_BITS) or 1) << CLASS_BITS | kind


def mix_bits(values: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """The finaliser of splitmix64 (Steele, Lea and Flood, 2014), element by element."""
    with np.errstate(over="ignore"):
        mixed = values + np.uint64(0x9E3779B97F4A7C15)
        mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        return mixed ^ (mixed >> np.uint64(31))
