"""Sketches: what two texts share can be told from 32 bytes each."""

import numpy as np
import pytest

from contactline._kit.sketch import SKETCH_BITS, hash_words, make_sketch, make_values


def agreement(one: bytes, other: bytes) -> float:
    bits = np.unpackbits(np.frombuffer(one, np.uint8) ^ np.frombuffer(other, np.uint8))
    return 1 - bits.sum() / SKETCH_BITS


@pytest.mark.parametrize("shared", [0, 5, 10, 15, 20])
def test_agreement_estimates_the_share_of_common_words(shared: int) -> None:
    shares = []
    for number in range(40):
        common = [f"c{number}.{word}" for word in range(shared)]
        one = make_sketch([*common, *(f"a{number}.{word}" for word in range(20 - shared))])
        other = make_sketch([*common, *(f"b{number}.{word}" for word in range(20 - shared))])
        assert one is not None and other is not None
        shares.append(agreement(one, other))
    jaccard = shared / (40 - shared)
    assert np.mean(shares) == pytest.approx((1 + jaccard) / 2, abs=0.02)


def test_repetition_and_order_say_nothing() -> None:
    assert make_sketch(["road", "school", "road"]) == make_sketch(["school", "road"])


def test_no_words_no_sketch() -> None:
    assert make_sketch([]) is None


def test_a_sketch_is_the_lowest_bits_of_the_smallest_values() -> None:
    values = make_values(hash_words(["road", "school"]))
    bits = (values.min(axis=0) & np.uint64(1)).astype(np.uint8)
    assert make_sketch(["road", "school"]) == np.packbits(bits, bitorder="little").tobytes()
