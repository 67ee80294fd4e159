from __future__ import annotations

import pytest

from contactline.read.rules import RulesReader
from contactline.records.claims import Act, Claim, Order, Polarity
from contactline.records.reports import ReportMeta, make_report

from .test_rules import NoNames


def claims_of(text: str) -> tuple[Claim, ...]:
    report = make_report(None, text, ReportMeta(publisher="The Daily Ledger", language="en"))
    return RulesReader().read(report, NoNames()).claims


def accusations(text: str) -> list[Claim]:
    return [claim for claim in claims_of(text) if claim.construction.endswith("presupposed-first-fire")]


@pytest.mark.parametrize(
    "text",
    [
        "The Northland army said its units retaliated.",
        "The Southmark army said its units retaliated.",
        "“Our troops returned fire and retaliated,” said a Seoul spokesman.",
        "The Indian army said the troops retaliated near Poonch.",
    ],
)
def test_who_says_that_his_men_answered_says_that_the_others_began(text: str) -> None:
    (accusation,) = accusations(text)
    assert accusation.act is Act.ACCUSES
    assert accusation.occurrence.order is Order.FIRST


@pytest.mark.parametrize(
    "text",
    [
        "“We will retaliate against any attack,” said Colonel Holt.",
        "“We reserve the right to respond at a time of our choosing,” said Pakistan's army.",
        "“If they open fire, our troops will respond,” a Tbilisi minister said.",
        "The army said its units did not retaliate.",
        "“Our military did not respond to the shooting,” one woman said.",
        "The general warned that the army would retaliate.",
    ],
)
def test_a_threat_a_right_and_a_negation_accuse_nobody(text: str) -> None:
    assert accusations(text) == []
    assert claims_of(text)


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        ("The Northland army said its units returned fire.", "returned fire"),
        ("The Southmark army said its units responded.", "responded"),
        ("“Our troops answered with mortars,” said a Juba spokesman.", "answered"),
    ],
)
def test_the_one_who_began_has_no_words_but_a_place(text: str, trigger: str) -> None:
    """A verb is nobody's name: the mention only marks from which words it is inferred."""
    (accusation,) = accusations(text)
    (opponent,) = accusation.occurrence.actors
    assert (opponent.text, opponent.of) == ("", "opponent")
    assert opponent.quote is not None
    assert trigger in opponent.quote.words


@pytest.mark.parametrize(
    ("text", "attacker"),
    [
        ("The army said its units responded to the shelling by Southmark troops at Arden.", "Southmark troops"),
        ("The army said its units responded to the shelling by Northland troops at Arden.", "Northland troops"),
    ],
)
def test_a_named_attacker_is_taken_and_nobody_is_inferred(text: str, attacker: str) -> None:
    assert accusations(text) == []
    first = [claim for claim in claims_of(text) if claim.occurrence.order is Order.FIRST]
    assert [actor.text for claim in first for actor in claim.occurrence.actors] == [attacker]


def test_a_retaliation_that_is_only_not_ruled_out_accuses_nobody() -> None:
    assert accusations("The general did not rule out retaliation.") == []


@pytest.mark.parametrize("side", ["Northland", "Southmark"])
def test_that_no_return_of_fire_is_untrue_says_that_fire_was_returned(side: str) -> None:
    claim = claims_of(f"The army said it was not true that {side} forces had not returned fire.")[0]
    assert (claim.act, claim.polarity) == (Act.STATES, Polarity.POSITIVE)
