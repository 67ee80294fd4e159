"""The side of a report in its user's words, put into the mandate's."""

from __future__ import annotations

import pytest

from contactline.desk.sides import find_side, settle_side
from contactline.records.ids import SideId
from contactline.records.reports import ReportMeta, make_report
from contactline.reference.loading import find_mandate
from contactline.reference.open_mandate import make_open_mandate


@pytest.mark.parametrize(
    ("word", "side"),
    [
        ("PK", "PK"),
        ("pk", "PK"),
        ("Pakistan", "PK"),
        ("Pakistani side", "PK"),
        ("indians", "IN"),
        ("third", "third"),
        ("Third", "third"),
        ("China", None),
        ("Islamabad", None),
        ("somebody", None),
    ],
)
def test_a_word_for_a_state_means_its_side(word: str, side: str | None) -> None:
    assert find_side(word, make_open_mandate(["PK", "IN"])) == side


@pytest.mark.parametrize(("word", "side"), [("KA", "KA"), ("Kaldessa", "KA"), ("Orlune", "OR"), ("Thessmar", None)])
def test_so_it_is_in_every_mandate(word: str, side: str | None) -> None:
    assert find_side(word, find_mandate("demo")) == side


def test_only_the_side_of_a_report_changes() -> None:
    mandate = make_open_mandate(["PK", "IN"])
    report = make_report("Fire", "Text.", ReportMeta(publisher="Herald", side=SideId("Pakistan")))
    settled = settle_side(report, mandate)
    assert settled.meta.side == "PK"
    assert (settled.id, settled.text, settled.meta.publisher) == (report.id, report.text, "Herald")
    assert settle_side(settled, mandate) is settled
    for side in (None, SideId("nobody")):
        other = make_report("Fire", "Text.", ReportMeta(side=side))
        assert settle_side(other, mandate) is other
