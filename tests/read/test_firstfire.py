from __future__ import annotations

import pytest

from contactline.read.rules import RulesReader
from contactline.records.claims import Act, Claim, Order
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
