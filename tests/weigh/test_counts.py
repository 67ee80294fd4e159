"""How many were killed: a case worked out by hand, what a figure may and may not do, and what cannot be."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contactline.errors import ConfigError
from contactline.records.claims import NumberForm
from contactline.records.countmodels import COUNT_ROLES, CountModels, CountRole
from contactline.records.estimates import Basis
from contactline.reference.counting import parse_counts, render_counts
from contactline.weigh.estimate.counts import estimate_count
from contactline.weigh.estimate.counts_columns import OPEN
from contactline.weigh.estimate.counts_evidence import find_interval, find_role
from contactline.weigh.estimate.counts_grid import BROAD, KNOTS, LAST
from contactline.weigh.estimate.counts_model import MIXED, find_prior, load_counts
from weigh.countcases import MODEL, gather, says, weigh

PRIOR = find_prior(MODEL.prior)
NUMBERS = st.integers(0, 10_000)
OWN, ENEMY = CountRole.OWN_CIVILIAN, CountRole.ENEMY_CIVILIAN


# -- by hand


def chance_of(figure: int, people: int, role: CountRole) -> float:
    """``counts × binomial + (1 − counts) × negative binomial``, written out with other functions than the code's."""
    entry = MODEL.roles[COUNT_ROLES.index(role)]
    counted = math.comb(people, figure) * entry.found**figure * (1 - entry.found) ** (people - figure)
    mean, size = entry.bias * people + entry.surplus, entry.size
    logs = math.lgamma(figure + size) - math.lgamma(size) - math.lgamma(figure + 1)
    logs += size * math.log(size / (size + mean)) + figure * math.log(mean / (size + mean))
    return entry.counts * counted + (1 - entry.counts) * math.exp(logs)


def test_a_case_by_hand():
    """The victims' side says two, the other side none, third parties speak and say nothing: product over single K."""
    fixed = MODEL.fixed

    def factor(figure: int, people: int, role: CountRole) -> float:
        """Read wrongly with a chance; and the role gives a figure at all."""
        none, some = MODEL.roles[COUNT_ROLES.index(role)].silent
        gives = fixed.capture * (1 - (some if people else none))
        return gives * ((1 - fixed.error) * chance_of(figure, people, role) + fixed.error * BROAD[figure])

    def silence(people: int) -> float:
        none, some = MODEL.roles[COUNT_ROLES.index(CountRole.THIRD)].silent
        return 1 - fixed.capture * (1 - (some if people else none))

    terms = [PRIOR[k] * factor(2, k, OWN) * factor(0, k, ENEMY) * silence(k) for k in range(41)]
    at_most_40 = [term / sum(terms) for term in terms]
    found = weigh(says(OWN, 2), says(ENEMY, 0), silent=(CountRole.THIRD,))
    assert found.spread.any == pytest.approx(1 - at_most_40[0], abs=2e-4)  # beyond 40 there is next to nothing
    assert at_most_40[0] + at_most_40[1] < 0.5 < sum(at_most_40[:3])
    assert found.spread.median == 2
    odds = 10 * math.log10(sum(terms[1:]) / terms[0])
    assert found.ledger.total == pytest.approx(odds, abs=1e-2)


def test_the_ledger_starts_at_the_prior_and_adds_up_to_the_odds():
    found = weigh(says(OWN, 4), says(CountRole.THIRD, 3), says(ENEMY, 0))
    prior, *lines = found.ledger.lines
    assert prior.points == pytest.approx(10 * math.log10((1 - PRIOR[0]) / PRIOR[0]))
    assert [line.text.split(":")[0] for line in lines] == [
        "the victims’ side on its own civilians",
        "the other side on civilians that it hit",
        "third parties",
    ]
    odds = found.spread.any / (1 - found.spread.any)
    assert found.ledger.total == pytest.approx(10 * math.log10(odds), abs=1e-6)


# -- what figures do


def test_a_copy_adds_nothing():
    one = weigh(says(OWN, 3, origin="wire"))
    forty = weigh(*(says(OWN, 3, origin="wire") for _ in range(40)))
    assert (forty.spread, forty.ledger.total) == (one.spread, one.ledger.total)


def test_a_text_that_quotes_two_sides_is_one_origin():
    both = weigh(says(OWN, 3, origin="wire"), says(CountRole.THIRD, 3, origin="wire"))
    apart = weigh(says(OWN, 3), says(CountRole.THIRD, 3))
    one = weigh(says(OWN, 3, origin="wire"))
    assert one.ledger.total < both.ledger.total < apart.ledger.total
    assert "All figures go back to one origin." in both.notes
    beside = weigh(
        says(OWN, 3, origin="wire"), says(CountRole.THIRD, 3, origin="wire"), says(OWN, 3), says(CountRole.THIRD, 3)
    )
    assert beside.ledger.total > apart.ledger.total


def test_an_equal_figure_of_another_outlet_of_the_camp_adds_next_to_nothing():
    one = weigh(says(OWN, 3, origin="ministry"))
    ten = weigh(*(says(OWN, 3, origin=f"outlet {number}") for number in range(10)))
    assert ten.spread.median == one.spread.median
    assert ten.ledger.total - one.ledger.total < 2.0


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 12), st.integers(0, 12), st.integers(0, 25))
def test_a_third_partys_figure_pulls_the_middle_towards_it(own, enemy, third):
    before = weigh(says(OWN, own), says(ENEMY, enemy)).spread.median
    after = weigh(says(OWN, own), says(ENEMY, enemy), says(CountRole.THIRD, third)).spread.median
    # Between what the sides say it may strengthen either of them: 11 against 1 gives 10, and with 8 besides 11.
    if third > max(own, enemy, before):
        assert after >= before
    if third < min(own, enemy, before):
        assert after <= before
    highest = max(before, own, enemy, third * 1.3 + 1)  # third parties miss some
    assert min(before, third) <= after <= highest


def test_third_parties_agree_with_one_side_against_the_other():
    apart = weigh(says(OWN, 5), says(ENEMY, 0))
    with_own = weigh(says(OWN, 5), says(ENEMY, 0), says(CountRole.THIRD, 5))
    with_other = weigh(says(OWN, 5), says(ENEMY, 0), says(CountRole.THIRD, 0))
    assert with_other.spread.any < apart.spread.any < with_own.spread.any
    assert with_own.spread.most[0] > 0


def test_silence_is_weak():
    told = says(OWN, 2)
    quiet = weigh(told, silent=(ENEMY, CountRole.THIRD))
    assert abs(quiet.ledger.total - weigh(told).ledger.total) < 6.0
    assert quiet.spread.median == 2
    line = next(line for line in quiet.ledger.lines if line.text.startswith("third parties"))
    assert line.text == "third parties: gives no figure"
    assert -6.0 < line.points < 0.0


def test_the_other_sides_boast_is_taken_down_and_an_own_count_of_soldiers_up():
    question = "killed/north/military"
    boast = weigh(says(CountRole.ENEMY_MILITARY, 20), question=question)
    count = weigh(says(CountRole.OWN_MILITARY, 6), question=question)
    assert boast.spread.median < 20
    assert count.spread.median >= 6
    assert count.spread.most[1] - count.spread.most[0] < boast.spread.most[1] - boast.spread.most[0]


def test_a_figure_of_doubtful_membership_weighs_less():
    firm, loose, none = (weigh(says(OWN, 3, member=member)).spread.any for member in (1.0, 0.5, 0.0))
    assert firm > loose > none
    assert none == pytest.approx(1 - PRIOR[0], abs=1e-9)


def test_open_figures():
    some = weigh(says(CountRole.THIRD, 1, OPEN))
    many = weigh(says(CountRole.THIRD, 12, OPEN))
    assert some.spread.reported == (1, None)
    assert some.spread.any > 1 - PRIOR[0]
    assert many.spread.median > some.spread.median
    none = weigh(says(OWN, 0))
    assert (none.spread.median, none.spread.most) == (0, (0, 0))


def test_denied_figures():
    anybody = weigh(says(OWN, 1, OPEN, denied=True))
    assert anybody.spread.any < 0.2
    five = weigh(says(OWN, 5, denied=True))
    assert five.spread.any == pytest.approx(1 - PRIOR[0], abs=0.05)  # it may as well have been four


def test_status_not_said_lies_between_the_two():
    whole = weigh(says(CountRole.OWN, 4), question="killed/north/not said")
    assert any("soldiers or civilians" in note for note in whole.notes)
    parts = [weigh(says(COUNT_ROLES[number], 4)).spread.any for number in MIXED[CountRole.OWN]]
    assert min(parts) <= whole.spread.any <= max(parts)


# -- for both sides alike


@pytest.mark.parametrize("status", ["military", "civilian", "not said"])
def test_roles_swap_with_the_sides(status):
    for speaker, victims in (("a", "a"), ("a", "b"), ("third", "a")):
        swapped = {"a": "b", "b": "a", "third": "third"}
        assert find_role(speaker, victims, status) is find_role(swapped[speaker], swapped[victims], status)


# -- what is worth what


def test_what_each_origin_is_worth():
    found = weigh(says(OWN, 4), says(ENEMY, 0), says(CountRole.THIRD, 4))
    assert [line.claims for line in found.ledger.lines[1:]] == [
        ("c own-civilian 4 4",),
        ("c enemy-civilian 0 0",),
        ("c third 4 4",),
    ]
    worths = {part.origin: part for line in found.ledger.lines for part in line.parts}
    assert worths["own-civilian 4 4"].lost > 0 > worths["enemy-civilian 0 0"].lost
    assert worths["third 4 4"].alone > 0
    assert {one.origin for one in found.dependences} == set(worths)


def test_the_only_figure_carries_everything():
    [only] = weigh(says(OWN, 4)).dependences
    assert (only.value, only.changes) == (None, True)
    assert "All figures go back to one origin." in weigh(says(OWN, 4)).notes


def test_what_is_missing():
    found = weigh(says(ENEMY, 6))
    assert {one.text for one in found.missing} == {"a figure of the victims’ side", "a figure of third parties"}
    assert all(one.low <= one.high for one in found.missing)
    assert not weigh(says(OWN, 1), says(CountRole.THIRD, 1)).missing


# -- what cannot be


def test_nothing_said():
    found = weigh(silent=(OWN, ENEMY))
    assert (found.basis, found.spread, found.ledger) == (Basis.NO_FIGURE, None, None)
    assert found.text.startswith("Insufficient basis")


def test_impossible_numbers_are_left_out_and_told():
    broken = replace(gather(), beyond=1)
    assert estimate_count(broken, MODEL, {}).basis is Basis.BROKEN_FIGURE
    beside = estimate_count(replace(gather(says(OWN, 2)), beyond=1), MODEL, {})
    assert beside.spread == weigh(says(OWN, 2)).spread
    assert any("above 1,000" in note for note in beside.notes)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(COUNT_ROLES), st.integers(0, 10_000), st.integers(0, 10_000)), min_size=1, max_size=6
    )
)
def test_nothing_leaves_the_grid(figures):
    found = weigh(*(says(role, min(ends), max(ends)) for role, *ends in figures))
    assert 0 <= found.spread.most[0] <= found.spread.half[0] <= found.spread.median
    assert found.spread.median <= found.spread.half[1] <= found.spread.most[1] <= LAST[-1]
    assert math.isfinite(found.ledger.total)


def test_one_wild_figure_does_not_carry_the_day():
    found = weigh(
        says(CountRole.ENEMY_MILITARY, 900), says(CountRole.OWN_MILITARY, 2), question="killed/north/military"
    )
    assert found.spread.median < 30


@pytest.mark.parametrize(
    ("minimum", "maximum", "form", "interval"),
    [
        (3, 3, NumberForm.EXACT, (3, 3)),
        (3, 5, NumberForm.RANGE, (3, 5)),
        (3, None, NumberForm.AT_LEAST, (3, OPEN)),
        (0, 5, NumberForm.AT_MOST, (0, 5)),
        (10, 10, NumberForm.ABOUT, (8, 12)),
        (0, 0, NumberForm.NONE, (0, 0)),
        (0, None, NumberForm.UNSPECIFIED, (1, OPEN)),
    ],
)
def test_what_words_leave_open(minimum, maximum, form, interval):
    assert find_interval(minimum, maximum, form, MODEL.fixed.about) == interval


def test_parameters_that_cannot_be_are_told_all_at_once():
    text = render_counts(load_counts()).replace("found = 0.8", "found = 8").replace("[role.third]", "[role.observers]")
    with pytest.raises(ConfigError) as caught:
        parse_counts(text.replace("surplus = 0.3", "surplus = true"))
    told = caught.value.diagnostics()
    for words in ("role.observers", "role.third", "role.own-military", "surplus"):
        assert words in told


def test_parameters_survive_being_written_down():
    models = load_counts()
    other = replace(models.wounded, prior=replace(MODEL.prior, knots=tuple(PRIOR.tolist())))
    for each in (models, CountModels(models.killed, other)):
        assert parse_counts(render_counts(each)) == each


def test_the_grid():
    assert KNOTS[:41].tolist() == list(range(41))
    assert KNOTS[-1] == LAST[-1] == 1_000
