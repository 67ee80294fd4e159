"""Estimates of who fired: words, sums, reasons for no number, and what they hang on."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contactline.records.claims import Act, Kind, Order, Polarity
from contactline.records.estimates import Basis, Calibration, Estimate, Likelihood
from contactline.records.ids import THIRD
from contactline.records.rolemodels import Stratum
from contactline.weigh.estimate.estimate import load_roles
from contactline.weigh.estimate.evidence import FIRED, FIRED_FIRST
from linkcases import NORTH, SOUTH, copy_report, swap
from weigh.test_roles import PATTERN
from weigh.test_weigh import N_MOD, S_MOD, says, weigh
from weigh.voices import BLAMES, OWNS, SURE, estimate, voice, voices

U_MON = ("The mission", None, THIRD)
NORTH_DID, SOUTH_DID = {"actors": [("northern forces", NORTH)]}, {"actors": [("southern forces", SOUTH)]}


def _find(weighing, question: str) -> Estimate:
    [found] = [one for one in weighing.estimates if one.question == question]
    return found


def _accuses(speaker, text: str, **values):
    did = SOUTH_DID if speaker[2] == NORTH else NORTH_DID
    side = "southern" if speaker[2] == NORTH else "northern"
    return says(speaker, f"{side} forces shelled it, {text}", act=Act.ACCUSES, **did, **values)


# -- the sum


@given(PATTERN)
def test_the_lines_add_up_to_what_is_said(pattern: tuple) -> None:
    made = estimate(voices(*pattern))
    if made.ledger is None:
        assert made.basis is not None
        return
    total = math.fsum(line.points for line in made.ledger.lines)
    assert made.ledger.total == total
    assert made.hypotheses[0].probability == pytest.approx(1 / (1 + 10 ** (-total / 10)), abs=1e-12)
    assert sum(one.probability for one in made.hypotheses) == pytest.approx(1.0)


def test_nothing_is_almost_certain_without_a_calibration_in_force() -> None:
    said = voices((0, 2, 0), (3, 0, 0), (2, 0, 0))
    capped = estimate(said)
    assert capped.leading is not None
    assert capped.leading.probability < 0.95
    assert capped.ledger is not None
    assert capped.ledger.lines[-1].text.startswith("No calibration")
    measured = Calibration(Stratum.ALL, 1.5, date(2026, 11, 1), 400)
    free = estimate(said, replace(SURE, calibrations=(measured,)))
    assert free.leading is not None
    assert free.leading.word is Likelihood.ALMOST_CERTAIN
    assert free.calibration == measured
    assert free.ledger is not None
    assert any(line.text.startswith("Calibration") for line in free.ledger.lines)


def test_a_number_has_a_range_that_holds_it_and_moves_with_what_is_unsure() -> None:
    said = voices((1, 0, 0), (1, 0, 0), (0, 0, 0))
    sure = estimate([*said, voice(THIRD, BLAMES)]).hypotheses[0]
    unsure = estimate([*said, voice(THIRD, BLAMES, 0.6)]).hypotheses[0]
    assert sure.low < sure.probability < sure.high or sure.low <= sure.probability <= sure.high
    assert unsure.low == 0.5  # without the origin that may not belong
    assert unsure.low < unsure.probability <= unsure.high


# -- what it hangs on


def test_the_origin_that_everything_hangs_on_is_named_first() -> None:
    key = voice(THIRD, BLAMES)
    made = estimate([*voices((2, 0, 0), (3, 0, 0), (0, 0, 0)), key])
    first, *others = made.dependences
    assert (first.origin, first.changes) == (key.label, True)
    assert not any(other.changes for other in others)


def test_what_would_change_our_view_names_the_answer_of_the_silent_side() -> None:
    made = estimate(voices((0, 0, 0), (2, 0, 0), (0, 0, 0)))
    texts = [one.text for one in made.missing]
    assert any("answer of the Northern side" in text for text in texts)
    assert any("third party" in text for text in texts)
    widths = [one.high - one.low for one in made.missing]
    assert widths == sorted(widths, reverse=True)
    assert "Nothing firm of the Northern side" in " ".join(made.notes)


# -- from reports


def test_one_report_is_an_insufficient_basis() -> None:
    made = _find(weigh(_accuses(N_MOD, "it is certain")), FIRED)
    assert made.basis is Basis.ONE_ORIGIN
    assert made.text.startswith("Insufficient basis.")
    assert made.hypotheses == ()


def test_forty_copies_of_one_report_are_one_report() -> None:
    first = _accuses(N_MOD, "and the walls of the school by the river came down in the night as all could see")
    copies = [copy_report(first, f"Copying outlet {number}", f"c{number}") for number in range(40)]
    weighing = weigh(first, *copies)
    assert len(weighing.origins) == 1
    assert _find(weighing, FIRED).basis is Basis.ONE_ORIGIN


def test_blame_from_both_sides_is_a_roughly_even_chance() -> None:
    made = _find(weigh(_accuses(N_MOD, "they said"), _accuses(S_MOD, "they told us")), FIRED)
    assert [one.word for one in made.hypotheses] == [Likelihood.EVEN, Likelihood.EVEN]
    assert "leave it open" in made.text


def test_everything_denied_is_an_insufficient_basis() -> None:
    denials = (
        says(N_MOD, "northern forces did not shell it", act=Act.DENIES, polarity=Polarity.NEGATIVE, **NORTH_DID),
        says(S_MOD, "southern forces never shelled it", act=Act.DENIES, polarity=Polarity.NEGATIVE, **SOUTH_DID),
    )
    assert _find(weigh(*denials), FIRED).basis is Basis.NO_STANCE


def test_a_partial_denial_is_no_admission() -> None:
    partly = says(N_MOD, "northern forces did not shell homes", act=Act.PARTLY_DENIES, **NORTH_DID)
    made = _find(weigh(partly, _accuses(S_MOD, "they said")), FIRED)
    assert made.basis is Basis.ONE_ORIGIN


def test_exchanging_the_sides_in_every_report_exchanges_the_estimate() -> None:
    pairs = (
        says(N_MOD, "northern forces answered fire", order=Order.ANSWER, **NORTH_DID),
        _accuses(S_MOD, "out of the blue", order=Order.FIRST),
        _accuses(S_MOD, "it says once more", publisher="Another outlet", published=6),
    )
    for question in (FIRED, FIRED_FIRST):
        here, there = _find(weigh(*pairs), question), _find(weigh(*(swap(pair) for pair in pairs)), question)
        assert here.basis is None
        assert [one.probability for one in here.hypotheses] == [one.probability for one in reversed(there.hypotheses)]
        assert [one.word for one in here.hypotheses] == [one.word for one in reversed(there.hypotheses)]


def test_a_mine_asks_nobody_who_fired() -> None:
    weighing = weigh(
        says(N_MOD, "a mine went off there", kind=Kind.MINE_EXPLOSION),
        says(S_MOD, "a mine went off in it", kind=Kind.MINE_EXPLOSION),
    )
    assert _find(weighing, FIRED).basis is Basis.NOT_ASKED


def test_who_answered_fire_owns_to_it_and_says_that_the_other_was_first() -> None:
    weighing = weigh(
        says(N_MOD, "northern forces answered fire", order=Order.ANSWER, **NORTH_DID),
        _accuses(S_MOD, "out of the blue", order=Order.FIRST),
    )
    fired, first = _find(weighing, FIRED), _find(weighing, FIRED_FIRST)
    assert fired.hypotheses[0].probability > 0.7
    assert [one.word for one in first.hypotheses] == [Likelihood.EVEN, Likelihood.EVEN]


def test_both_owning_to_fire_leaves_only_the_order_to_ask() -> None:
    made = estimate(voices((0, 1, 0), (0, 1, 0), (0, 0, 0)))
    assert made.basis is Basis.BOTH_OWN
    ordered = estimate(voices((1, 0, 0), (1, 0, 0), (0, 0, 0)), question=FIRED_FIRST)
    assert ordered.basis is None


def test_words_that_only_the_other_side_passes_on_are_no_admission() -> None:
    relayed = says(S_MOD, "southern forces shelled it", publisher="Northern outlet", side=NORTH, **SOUTH_DID)
    made = _find(weigh(relayed, _accuses(S_MOD, "so they say")), FIRED)
    assert made.basis is Basis.ONE_ORIGIN


@given(st.integers(1, 5), st.integers(1, 5))
def test_reports_that_all_contradict_each_other_give_no_false_certainty(north: int, south: int) -> None:
    made = estimate(voices((north, 0, 0), (south, 0, 0), (1, 1, 0)))
    assert all(0.4 < one.probability < 0.6 for one in made.hypotheses)


def test_a_loud_camp_is_one_voice_and_leaves_it_open() -> None:
    once, loud = (estimate(voices((1, 0, 0), (number, 0, 0), (0, 0, 0)), load_roles()) for number in (3, 40))
    assert once.hypotheses == loud.hypotheses
    assert "leave it" in loud.text
    assert loud.hypotheses[0].probability < 0.6
    assert loud.ledger is not None
    assert "more than 3 that say the same count as 3" in loud.ledger.lines[2].text


def test_a_report_that_names_nobody_is_no_confession() -> None:
    """Who leaves out who fired may have been misread; until that is measured it weighs nothing."""
    base = voices((1, 0, 0), (1, 0, 0), (0, 0, 0))
    quiet = estimate([*base, *voices((0, 0, 3), (0, 0, 0), (0, 0, 0))], load_roles())
    assert quiet.hypotheses[0].probability == pytest.approx(0.5, abs=1e-9)
    alone = estimate(voices((0, 0, 2), (1, 0, 0), (0, 0, 0)), load_roles())
    assert alone.basis is Basis.ONE_ORIGIN


def test_the_model_of_an_estimate_is_named() -> None:
    made = estimate([voice(NORTH, OWNS), voice(SOUTH, BLAMES)], load_roles())
    assert made.model == load_roles().version
    assert "simulated" in made.source
