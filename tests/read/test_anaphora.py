from __future__ import annotations

from datetime import date

import pytest

from contactline.read.rules import RulesReader
from contactline.records.claims import Act, Claim, PlaceRole
from contactline.records.reports import ReportMeta, make_report

from .test_rules import NoNames

DAY = date(2031, 7, 5)


def claims_of(text: str, headline: str | None = None) -> tuple[Claim, ...]:
    meta = ReportMeta(publisher="The Daily Ledger", published_on=DAY, language="en")
    return RulesReader().read(make_report(headline, text, meta), NoNames()).claims


def when(claim: Claim) -> str | None:
    return claim.occurrence.time.quote.words if claim.occurrence.time else None


def where(claim: Claim) -> list[str]:
    return [place.quote.words for place in claim.occurrence.places if place.role is PlaceRole.AT]


def last_taken(text: str) -> Claim:
    return next(claim for claim in reversed(claims_of(text)) if "+" in claim.construction)


@pytest.mark.parametrize(
    ("text", "time", "place"),
    [
        (
            "Northland troops shelled the village of Arden on Tuesday evening, the Southmark ministry said. "
            "The ministry said the shelling killed two women.",
            "Tuesday evening",
            "Arden",
        ),
        (
            "Southmark troops shelled the village of Arden on Tuesday evening, the Northland ministry said. "
            "The ministry said the shelling killed two women.",
            "Tuesday evening",
            "Arden",
        ),
        (
            "The Sudanese army said the militia shelled the town of Kadugli on Monday. "
            "The army said that the attack killed nine people.",
            "Monday",
            "Kadugli",
        ),
    ],
)
def test_a_definite_happening_takes_the_time_and_place_told_before(text: str, time: str, place: str) -> None:
    claim = last_taken(text)
    assert when(claim) is not None
    assert time in (when(claim) or "")
    assert place in " ".join(where(claim))
    assert "+time" in claim.construction
    assert "+place" in claim.construction
    found = claim.occurrence.time
    assert found is not None
    assert found.quote.span.end < claim.quote.span.start


def test_what_a_retaliation_resulted_from_was_the_same_evening() -> None:
    text = (
        "The Northland army responded to shelling by Southmark forces on Tuesday evening, the Northland ministry said."
        "\n\nAccording to the Northland ministry the retaliation resulted from an attack by Southmark forces."
    )
    attack = claims_of(text)[-1]
    assert attack.construction.endswith("+time")
    assert "Tuesday evening" in (when(attack) or "")


FIRST = "Northland troops shelled the village of Arden on Tuesday evening, the Southmark ministry said."


@pytest.mark.parametrize(
    "text",
    [
        f"{FIRST} The Northland army said the shelling killed nobody.",
        f"{FIRST} The ministry said a shelling killed two women.",
        f"{FIRST} The ministry said any attack would be answered.",
        f"{FIRST} The ministry said the shelling continued in the south.",
        f"{FIRST}\n\nShops closed.\n\nRoads were shut.\n\nThe ministry said the shelling killed two women.",
        f"{FIRST} Mortars hit Tolm on Wednesday morning, residents said. The ministry said the shelling killed two.",
        f"{FIRST} The ministry denied that the shelling killed two soldiers.",
        f"{FIRST} In 2012 Northland troops shelled a bus. The ministry said the shelling killed two women.",
    ],
)
def test_nothing_is_taken_over_from_elsewhere(text: str) -> None:
    assert all("Tuesday" not in (when(claim) or "") for claim in claims_of(text)[1:])


def test_own_time_and_place_stay() -> None:
    text = f"{FIRST} The ministry said the shelling of Tolm on Monday killed two women."
    assert all("Tuesday" not in (when(claim) or "") for claim in claims_of(text)[1:])


def test_headlines_neither_give_nor_take() -> None:
    claims = claims_of("The attack killed two men, the ministry said.", "Troops shelled Arden on Tuesday")
    assert all("+" not in claim.construction for claim in claims)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("In Tolm, the SMM observed damage to a house caused by shelling.", "Tolm"),
        ("On Friday near Qara, UNIFIL peacekeepers heard three explosions.", "Qara"),
    ],
)
def test_observers_saw_it_where_their_sentence_begins(text: str, place: str) -> None:
    claim = next(c for c in claims_of(text) if c.act is Act.OBSERVES)
    assert where(claim) == [place]
    assert "+place" in claim.construction


def test_a_capital_in_front_of_a_ministry_is_no_place_of_shelling() -> None:
    (claim,) = claims_of("In Kyiv, the ministry said shells hit a school.")
    assert where(claim) == []


def test_law_without_a_happening_is_kept() -> None:
    (claim,) = claims_of("“This grossly violates the Geneva Conventions,” said Colonel Voss.")
    assert [item.quote.words for item in claim.law] == ["Geneva Conventions"]


def test_furniture_makes_no_claims() -> None:
    text = "Photo: Shelled houses in Arden\n\nRead also: Three killed in shelling\n\nTwo soldiers were killed in Arden."
    claims = claims_of(text)
    assert {claim.quote.words for claim in claims} == {"Two soldiers were killed in Arden."}


def test_observers_who_publish_relay_nothing_to_themselves() -> None:
    meta = ReportMeta(publisher="OSCE SMM", published_on=DAY, language="en")
    text = "The SMM heard three explosions. Residents told the SMM that shells hit a school."
    observed, told = RulesReader().read(make_report(None, text, meta), NoNames()).claims
    assert observed.relayed_by == ()
    assert (told.speaker.text, [m.text for m in told.relayed_by]) == ("Residents", ["OSCE SMM"])
