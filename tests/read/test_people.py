"""Named victims: ranks, years of birth, fathers' names, lists, and sentences that only name."""

from __future__ import annotations

import pytest

from contactline.read.rules import RulesReader
from contactline.records.claims import Claim, Sequel
from contactline.records.names import NameSpot
from contactline.records.reports import ReportMeta, make_report


class Nobody:
    """A mandate that knows no name."""

    def spot(self, text: str) -> tuple[NameSpot, ...]:
        """Nothing."""
        return ()


def read(text: str) -> tuple[Claim, ...]:
    report = make_report(None, text, ReportMeta(publisher="Line Observer", language="en"))
    claims = RulesReader().read(report, Nobody()).claims
    for claim in claims:
        for loss in claim.casualties:
            for person in loss.persons:
                span = person.quote.span
                assert report.text[span.start : span.end] == person.quote.words
                assert person.name in person.quote.words
                assert person.rank in person.quote.words
    return claims


def persons(text: str) -> list[tuple[str, float | None, int | None, str]]:
    found = [person for claim in read(text) for loss in claim.casualties for person in loss.persons]
    return [(person.name, person.age, person.born, person.rank) for person in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Sahiba Guliyeva, 50, and her granddaughter Zahra, 2, were killed.",
            [("Sahiba Guliyeva", 50, None, ""), ("Zahra", 2, None, "")],
        ),
        (
            "Oksana Bondar and her two-year-old grandson Maksym Bondar were killed by shelling.",
            [("Oksana Bondar", None, None, ""), ("Maksym Bondar", 2, None, "")],
        ),
        (
            "The residents Sahiba Guliyeva (born in 1967) and Aydin Guliyev (born in 2000) were killed.",
            [("Sahiba Guliyeva", None, 1967, ""), ("Aydin Guliyev", None, 2000, "")],
        ),
        ("Oleh K. and Petro B. were killed.", [("Oleh K.", None, None, ""), ("Petro B.", None, None, "")]),
        ("Private Tigran Abrahamyan (born 1998) was wounded.", [("Tigran Abrahamyan", None, 1998, "Private")]),
        ("Lieutenant Colonel Elnur Mammadov was killed.", [("Elnur Mammadov", None, None, "Lieutenant Colonel")]),
        ("Kim Min-jun, a 23-year-old private, was killed by a mine.", [("Kim Min-jun", 23, None, "")]),
        ("The soldier, Arsen Davtyan, 20, was killed by a sniper.", [("Arsen Davtyan", 20, None, "")]),
        ("The ministry announced the death of Sergeant Oleh Bondar.", [("Oleh Bondar", None, None, "Sergeant")]),
        ("A civilian, Muhammad Riaz s/o Ghulam Din, was killed.", [("Muhammad Riaz s/o Ghulam Din", None, None, "")]),
        (
            "Conscript soldier Ulvi Rashidov Elkhan oglu was wounded.",
            [("Ulvi Rashidov Elkhan oglu", None, None, "Conscript soldier")],
        ),
    ],
)
def test_what_stands_at_a_name(text: str, expected: list[tuple[str, float | None, int | None, str]]) -> None:
    assert persons(text) == expected


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "Two soldiers were killed. They were named as Arman Sargsyan, 19, and Davit Petrosyan, 20.",
            ["Arman Sargsyan", "Davit Petrosyan"],
        ),
        (
            "Two people were wounded and one was killed. The dead man was identified by police as Petro Koval, 34.",
            ["Petro Koval"],
        ),
        (
            "Shelling killed three members of a family. The victims were later identified as Mohammad Akram, 45, "
            "his wife Shazia Bibi, and their son Usman Akram, 7.",
            ["Mohammad Akram", "Shazia Bibi", "Usman Akram"],
        ),
    ],
)
def test_a_sentence_that_names_is_a_claim_of_as_many(text: str, names: list[str]) -> None:
    claims = [claim for claim in read(text) if claim.construction.endswith("/named-after")]
    (loss,) = (loss for claim in claims for loss in claim.casualties)
    assert [person.name for person in loss.persons] == names
    assert (loss.outcome.value, loss.minimum, loss.maximum) == ("killed", len(names), len(names))
    assert len({claim.id for claim in read(text)}) == len(read(text))


@pytest.mark.parametrize(
    "text",
    [
        "Two soldiers were killed. They were named as Arman Sargsyan, Davit Petrosyan and Aram Sahakyan.",
        "Nobody was hurt. The village was named as Tarnok Upper by the ministry.",
        "Two soldiers were killed on Sunday. The attackers were identified as Westmark Rangers.",
        "An officer was wounded. The coroner identified him as Ivan Melnyk, 25.",
        "One man was wounded. The suspect was identified as Ivan Melnyk, 25.",
        "A farmer was killed. The gunman was later named as Ivan Melnyk, 25.",
        "Two soldiers were killed. Shops closed. Schools closed. Roads closed. They were named as Arman Sargsyan, "
        "19, and Davit Petrosyan, 20.",
    ],
)
def test_no_names_where_numbers_or_nearness_do_not_fit(text: str) -> None:
    assert not [claim for claim in read(text) if claim.construction.endswith("/named-after")]


@pytest.mark.parametrize(
    ("text", "sequel"),
    [
        ("Karen Davtyan, who was captured last month, was handed over on Friday.", Sequel.RELEASED),
        ("The captured soldier, Oleh Bondar, was released on Friday.", Sequel.RELEASED),
        ("The captured soldier, Oleh Bondar, has not been released.", None),
        ("The captured soldier, Oleh Bondar, should be released.", None),
        ("The captured soldier, Oleh Bondar, was shown on television.", None),
    ],
)
def test_what_became_of_the_captured(text: str, sequel: Sequel | None) -> None:
    found = {person.sequel for claim in read(text) for loss in claim.casualties for person in loss.persons}
    assert found == {sequel}


def test_wounded_then_died_in_one_sentence() -> None:
    claims = read("Serviceman Vahe Hakobyan, 20, who had been wounded on 3 July, died in hospital.")
    told = {(loss.outcome.value, loss.maximum, p.name) for c in claims for loss in c.casualties for p in loss.persons}
    assert told == {("wounded", 1, "Vahe Hakobyan"), ("killed", 1, "Vahe Hakobyan")}


def test_a_day_of_the_week_after_a_number_leaves_it_a_number() -> None:
    (claim,) = read("Sniper fire wounded two Saturday.")
    assert [(loss.outcome.value, loss.minimum) for loss in claim.casualties] == [("wounded", 2)]
