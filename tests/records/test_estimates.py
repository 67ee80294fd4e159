"""Words for probabilities, and sums that add up."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contactline import codec
from contactline.records.estimates import (
    Basis,
    Calibration,
    Estimate,
    Hypothesis,
    Ledger,
    Likelihood,
    Spread,
    WeightLine,
    find_likelihood,
)

_WORDS = list(Likelihood)


@pytest.mark.parametrize(
    ("probability", "word"),
    [
        (0.0, "almost no chance"),
        (0.05, "almost no chance"),
        (0.051, "very unlikely"),
        (0.20, "very unlikely"),
        (0.21, "unlikely"),
        (0.45, "unlikely"),
        (0.46, "roughly even chance"),
        (0.5, "roughly even chance"),
        (0.549, "roughly even chance"),
        (0.55, "likely"),
        (0.80, "very likely"),
        (0.95, "almost certain"),
        (1.0, "almost certain"),
    ],
)
def test_the_bands_of_icd_203(probability: float, word: str) -> None:
    assert find_likelihood(probability) == word


@given(st.floats(0.0, 1.0))
def test_the_words_of_both_answers_mirror_each_other(probability: float) -> None:
    above = max(probability, 1.0 - probability)
    one, other = find_likelihood(above), find_likelihood(1.0 - above)
    assert _WORDS.index(one) + _WORDS.index(other) == len(_WORDS) - 1


@given(st.floats(0.0, 1.0), st.floats(0.0, 1.0))
def test_a_greater_probability_has_no_weaker_word(one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert _WORDS.index(find_likelihood(low)) <= _WORDS.index(find_likelihood(high))


def test_what_is_no_probability_has_no_word() -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        find_likelihood(1.01)


def test_a_ledger_that_does_not_add_up_is_refused() -> None:
    lines = (WeightLine("one camp", 3.0), WeightLine("the other", -1.0))
    assert Ledger("for one against the other", lines, 2.0).total == 2.0
    with pytest.raises(ValueError, match="add up"):
        Ledger("for one against the other", lines, 2.1)


def test_a_number_or_the_reason_why_there_is_none() -> None:
    with pytest.raises(ValueError, match="the reason why"):
        Estimate("fired", "Nothing.", "m 1", "set by hand")
    with pytest.raises(ValueError, match="within its range"):
        Hypothesis("A", "A fired", 0.7, 0.71, 0.9, Likelihood.LIKELY)
    with pytest.raises(ValueError, match="lies within"):
        Spread(2, (1, 4), (2, 5), 0.9, (1, None))


def test_a_calibration_in_force_has_its_date_and_number() -> None:
    with pytest.raises(ValueError, match="its date"):
        Calibration("one side only", 2.0)
    with pytest.raises(ValueError, match="never makes"):
        Calibration("one side only", 0.5, date(2026, 1, 1), 100)


def test_an_estimate_goes_round() -> None:
    likely = Hypothesis("A", "A fired", 0.7, 0.6, 0.8, Likelihood.LIKELY)
    other = Hypothesis("B", "B fired", 0.3, 0.2, 0.4, Likelihood.UNLIKELY)
    estimate = Estimate("fired", "A likely fired.", "m 1", "fitted", hypotheses=(likely, other))
    assert codec.decode(codec.encode(estimate), Estimate) == estimate
    assert estimate.leading == likely
    lacking = Estimate("fired", "Insufficient basis.", "m 1", "fitted", basis=Basis.ONE_ORIGIN)
    assert codec.decode(codec.encode(lacking), Estimate).leading is None
