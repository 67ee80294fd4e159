"""The table of credibility: pure, symmetric, and never worse for another independent voice."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contactline.records.grades import Credibility, Standing
from contactline.weigh.grade.rules import TABLE, Basis, Evidence, Weight, Witness, count_independent, judge

SIDES = ("NO", "SO")
STANDINGS = [standing for standing in Standing if standing is not Standing.AT_ODDS]


@st.composite
def witnesses(draw: st.DrawFn) -> Witness:
    root = draw(st.sampled_from(["r1", "r2", "r3", "r4"]))
    voice = draw(st.sampled_from([*SIDES, f"third {root}"]))
    return Witness(voice, root, draw(st.sampled_from(STANDINGS)))


def bases() -> st.SearchStrategy[Basis]:
    some = st.lists(witnesses(), min_size=1, max_size=5).map(tuple)
    return st.builds(Basis, some, st.lists(witnesses(), max_size=4).map(tuple), st.sampled_from(Evidence))


def grade(*support: Witness, against: tuple[Witness, ...] = (), evidence: Evidence = Evidence.NONE) -> str:
    return judge(Basis(support, against, evidence)).credibility.value


def side(name: str, standing: Standing, root: str = "") -> Witness:
    return Witness(name, root or f"root of {name}", standing)


def third(root: str, standing: Standing = Standing.THIRD) -> Witness:
    return Witness(f"third {root}", root, standing)


N_BLAMES, S_BLAMES = side("NO", Standing.INTERESTED), side("SO", Standing.INTERESTED)
N_ADMITS = side("NO", Standing.AGAINST_INTEREST)


@pytest.mark.parametrize(
    ("support", "against", "number"),
    [
        ((N_BLAMES,), (), "6"),  # an accusation alone: nothing to judge it by
        ((N_BLAMES,), (S_BLAMES,), "6"),  # accusation against denial: neither is better off
        ((N_ADMITS,), (), "2"),
        ((N_ADMITS,), (side("NO", Standing.AT_ODDS),), "2"),  # a denial of the same side takes no admission back
        ((N_ADMITS, S_BLAMES), (), "1"),  # accused and admitted
        ((side("NO", Standing.OWN_KNOWLEDGE),), (), "3"),
        ((side("NO", Standing.OWN_KNOWLEDGE),), (S_BLAMES,), "3"),  # the other side's denial costs it nothing
        ((N_BLAMES,), (third("r1"),), "4"),
        ((N_BLAMES,), (third("r1"), third("r2")), "5"),
        ((side("NO", Standing.RESERVED),), (), "6"),
        ((side("NO", Standing.RESERVED),), (third("r1"),), "5"),
        ((third("r1"),), (), "3"),
        ((third("r1", Standing.WITNESS),), (), "2"),
        ((third("r1"), third("r2")), (), "1"),
        ((N_BLAMES, third("r1")), (S_BLAMES,), "2"),
        ((third("r1"), third("r2")), (N_ADMITS, third("r3")), "3"),
    ],
)
def test_the_table_gives(support: tuple[Witness, ...], against: tuple[Witness, ...], number: str) -> None:
    assert grade(*support, against=against) == number


def test_one_report_with_words_of_both_sides_is_no_confirmation() -> None:
    both = (side("NO", Standing.INTERESTED, "r1"), side("SO", Standing.AGAINST_INTEREST, "r1"))
    assert count_independent(both) == 1
    assert grade(*both) == "2"
    assert grade(*both, side("SO", Standing.AGAINST_INTEREST, "r2")) == "1"


def test_ten_outlets_of_a_side_are_one_voice() -> None:
    many = tuple(side("NO", Standing.INTERESTED, f"r{number}") for number in range(10))
    assert grade(*many) == grade(N_BLAMES) == "6"


def test_evidence_counts_once_it_was_checked() -> None:
    assert grade(N_BLAMES, evidence=Evidence.NAMED) == "6"
    assert grade(N_BLAMES, evidence=Evidence.FAILED) == "6"
    assert grade(N_BLAMES, evidence=Evidence.PASSED) == "3"
    assert grade(N_ADMITS, evidence=Evidence.PASSED) == "2"  # evidence makes no second voice


def test_a_value_that_nobody_gives_has_no_grade() -> None:
    with pytest.raises(ValueError, match="nobody gives"):
        judge(Basis(()))


def test_the_table_is_whole_and_only_gets_better_downwards() -> None:
    rows = [weight for weight in Weight if weight is not Weight.NOTHING]
    columns = [weight for weight in Weight if weight is not Weight.RESERVED]
    assert set(TABLE) == {(row, column) for row in rows for column in columns}
    for column in columns:
        numbers = [TABLE[row, column] for row in rows]
        judged = [number.value for number in numbers if number is not Credibility.OPEN]
        assert judged == sorted(judged, reverse=True)
        assert numbers == sorted(numbers, key=lambda number: number is not Credibility.OPEN)  # sixes first


@given(bases())
def test_swapping_the_sides_changes_no_grade(basis: Basis) -> None:
    names = dict(zip(SIDES, reversed(SIDES), strict=True))

    def swap(known: tuple[Witness, ...]) -> tuple[Witness, ...]:
        return tuple(Witness(names.get(one.voice, one.voice), one.root, one.standing) for one in known)

    assert judge(Basis(swap(basis.support), swap(basis.against), basis.evidence)) == judge(basis)


@given(bases(), st.data())
def test_a_copy_changes_no_grade(basis: Basis, data: st.DataObject) -> None:
    copied = data.draw(st.sampled_from(basis.support))
    assert judge(Basis((*basis.support, copied), basis.against, basis.evidence)) == judge(basis)


@given(bases(), st.sampled_from(STANDINGS), st.sampled_from([*SIDES, "third r9"]))
def test_another_origin_never_worsens_a_grade(basis: Basis, standing: Standing, voice: str) -> None:
    """A six is no grade to lose; whatever it turns into is a 3 or better, and nothing turns into a six."""
    before = judge(basis).credibility
    after = judge(Basis((*basis.support, Witness(voice, "r9", standing)), basis.against, basis.evidence)).credibility
    if before is Credibility.OPEN:
        assert after is Credibility.OPEN or after.value <= "3"
    else:
        assert after.value <= before.value


@given(bases(), witnesses())
def test_contradiction_never_betters_a_grade(basis: Basis, rival: Witness) -> None:
    before = judge(basis).credibility
    after = judge(Basis(basis.support, (*basis.against, rival), basis.evidence)).credibility
    if Credibility.OPEN not in {before, after}:
        assert after.value >= before.value
