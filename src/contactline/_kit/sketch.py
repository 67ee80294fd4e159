"""Sketches of words: 256 bits in which two texts can be compared without their words.

One-bit min-hash (Li and König, "b-bit minwise hashing", 2010): for each of 256 hash functions the lowest bit of the
smallest value over all words. Two sets of words with Jaccard similarity J agree in a share of (1 + J) / 2 of the bits,
give or take 3 % of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from hashlib import blake2b
from typing import Final

import numpy as np
from numpy.typing import NDArray

SKETCH_BITS: Final = 256
SKETCH_BYTES: Final = SKETCH_BITS // 8
_HASH_BYTES: Final = 8


@lru_cache(maxsize=65_536)
def hash_word(word: str) -> int:
    """The 64-bit hash of a word or name: BLAKE2b, the first eight bytes, little-endian."""
    digest = blake2b(word.encode("utf-8", "surrogatepass"), digest_size=_HASH_BYTES)
    return int.from_bytes(digest.digest(), "little")


def hash_words(words: Iterable[str]) -> NDArray[np.uint64]:
    """Hashes of the distinct words, ascending."""
    return np.array(sorted({hash_word(word) for word in words}), dtype=np.uint64)


def mix_bits(values: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """The finaliser of splitmix64 (Steele, Lea and Flood, 2014), element by element."""
    with np.errstate(over="ignore"):
        mixed = values + np.uint64(0x9E3779B97F4A7C15)
        mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        return mixed ^ (mixed >> np.uint64(31))


_SEEDS: Final = mix_bits(np.arange(1, SKETCH_BITS + 1, dtype=np.uint64))


def make_values(hashes: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """The values of all hash functions for each word.

    Args:
        hashes: shape ``(n,)``.

    Returns:
        Shape ``(n, 256)``; a text's sketch keeps the lowest bit of the smallest value of each column.
    """
    return mix_bits(hashes[:, None] ^ _SEEDS[None, :])


def make_sketch(words: Sequence[str]) -> bytes | None:
    """The sketch of a text's distinct words as 32 bytes, bit ``k`` of little-endian order for function ``k``.

    Returns:
        ``None`` for a text without words: nothing is like nothing.
    """
    hashes = hash_words(words)
    if not len(hashes):
        return None
    bits = (make_values(hashes).min(axis=0) & np.uint64(1)).astype(np.uint8)
    return np.packbits(bits, bitorder="little").tobytes()
