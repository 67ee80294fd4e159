from __future__ import annotations

from datetime import date

import pytest

from contactline.read.background import find_background
from contactline.records.names import NameSpot, SpotSort
from contactline.records.quotes import Span

from .attributions import document_of

DAY = date(2017, 7, 5)


def older(text: str, day: date | None = DAY) -> list[str]:
    document = document_of(text, day=day)
    return [document.words(span) for span in find_background(document, ())]


@pytest.mark.parametrize(
    "sentence",
    [
        "The conflict between the two countries began in 1988.",
        "War over the valley broke out in 1991 and was halted by a ceasefire in 1994.",
        "Northland and Southmark fought a war over the island.",
        "Four resolutions of the Council on the withdrawal remain unfulfilled.",
        "Southmark has not yet implemented four resolutions on the withdrawal.",
        "In April 2016 the clashes cost at least 200 lives.",
        "During the four-day war hundreds died.",
        "During the last April aggression villages were shelled.",
        "Two years ago a bus was hit on the same road.",
        "A bus was hit on 12 March.",
        "The mediators are currently holding talks.",
        "Let us recall that shells fell there before.",
    ],
)
def test_older_events_are_background(sentence: str) -> None:
    assert older(sentence) == [sentence]


@pytest.mark.parametrize(
    "sentence",
    [
        "Three shells hit the school on Tuesday.",
        "On July 4 at about 20:40 the army opened fire.",
        "Earlier the ministry had stated that two died.",
        "The attack violated the 1949 Geneva Conventions.",
        "The ceasefire agreement of 1994 is violated daily.",
        "Let us recall that on July 4 shells fell on the village.",
        "The army will respond.",
        "Since April the road has been closed, the mayor said on Monday.",
    ],
)
def test_the_reports_own_time_is_not(sentence: str) -> None:
    assert older(sentence) == []


def test_sentences_of_the_same_paragraph_follow_until_the_present_returns() -> None:
    text = "The conflict began in 1988. Many villages burned. On Tuesday a house was hit.\n\nShells fell."
    assert older(text) == ["The conflict began in 1988.", "Many villages burned."]


def test_without_a_publication_day_the_latest_year_is_the_present() -> None:
    text = "On 4 July 2017 a shell fell.\n\nIn 2012 a bus burned."
    assert older(text, None) == ["In 2012 a bus burned."]


def test_a_year_in_the_name_of_a_known_agreement_is_no_time() -> None:
    text = "They broke the Arden Paper of 1994 again."
    document = document_of(text, day=DAY)
    spot = NameSpot(Span(15, 34), SpotSort.AGREEMENT, ("arden-1994",))
    assert find_background(document, (spot,)) == ()
    assert len(find_background(document, ())) == 1


def test_headlines_are_never_background() -> None:
    document = document_of("Text.", "War that began in 1988 flares up", DAY)
    assert find_background(document, ()) == ()


def test_a_day_that_does_not_exist_is_no_error() -> None:
    assert older("On February 31 a shell fell.") == []
