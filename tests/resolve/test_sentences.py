from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contactline.resolve.sentences import begins_sentence, count_breaks, find_sentence_start


@pytest.mark.parametrize(
    ("text", "breaks"),
    [
        ("One fell. Two", 1),
        ("One fell! “Two", 1),
        ("He said “it fell.” Two", 1),
        ("At 8 a.m. on Friday, K. G. of St. Ann", 0),
        ("One fell\n\nTwo", 1),
        ("One fell.\n\nTwo fell.\nThree", 2),
        ("It cost 3.5 million, e.g. more", 0),
    ],
)
def test_breaks_between_the_first_and_the_last_word(text: str, breaks: int) -> None:
    assert count_breaks(text, 3, len(text)) == breaks


def test_the_beginning_of_a_sentence_may_have_marks_before_it() -> None:
    text = "It fell. “They fired,” said Ann.\n\n– Nobody fired."
    assert begins_sentence(text, text.index("They"))
    assert begins_sentence(text, text.index("Nobody"))
    assert begins_sentence(text, 0)
    assert not begins_sentence(text, text.index("Ann"))
    assert find_sentence_start(text, text.index("Ann")) == text.index("“They")


@given(text=st.text(alphabet="Ab. \n”“?1", max_size=60), place=st.integers(0, 60))
def test_a_sentence_starts_at_or_before_each_of_its_places(text: str, place: int) -> None:
    place = min(place, len(text))
    assert 0 <= find_sentence_start(text, place) <= place
    assert count_breaks(text, place, place) <= 1
