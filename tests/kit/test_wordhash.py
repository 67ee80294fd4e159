"""Hashes of words: fixed for all time, since tables on disk hold them."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from contactline._kit.wordhash import hash_term, hash_word, mix_bits


def test_hashes_are_those_of_blake2b() -> None:
    assert hash_word("road") == 0xD5974C53456C75DB
    assert hash_word("road") != hash_word("roads")


@given(st.text())
def test_a_term_is_never_nothing_and_fits_32_bits(word: str) -> None:
    assert 0 < hash_term(word) <= 0xFFFFFFFF


def test_mixing_is_one_to_one_and_follows_splitmix64() -> None:
    # the first output of splitmix64 seeded with 0, as its authors publish it
    assert int(mix_bits(np.zeros(1, np.uint64))[0]) == 0xE220A8397B1DCDAF
    assert len(np.unique(mix_bits(np.arange(10_000, dtype=np.uint64)))) == 10_000
