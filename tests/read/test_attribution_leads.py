from __future__ import annotations

import pytest

from .attributions import PUBLISHER, all_of, attributions_of


def speakers(text: str) -> list[str]:
    return [speaker for speaker, _, _ in all_of(text)]


@pytest.mark.parametrize(
    ("line", "speaker"),
    [
        ("The Northland Defence Ministry reports:", "The Northland Defence Ministry"),
        ("Ada Voss, spokeswoman for the army, wrote on her page:", "Ada Voss, spokeswoman for the army"),
        ("The Sudanese army said in a statement on its page:", "The Sudanese army"),
        ("The Korean People's Army issued the following statement:", "The Korean People's Army"),
        ("A spokesman for UNIFIL told reporters:", "A spokesman for UNIFIL"),
        ("Statement by the spokesperson of the Eastland Army:", "the spokesperson of the Eastland Army"),
        ("The Tbilisi ministry's statement reads as follows:", "The Tbilisi ministry"),
        ("Southmark Defence Ministry:", "Southmark Defence Ministry"),
        ("Army of Eastland press service:", "Army of Eastland press service"),
    ],
)
def test_an_announced_speaker_has_the_quoted_paragraphs_that_follow(line: str, speaker: str) -> None:
    text = f"{line}\n\n“At noon the enemy opened fire.\n\n“There are no losses.”\n\nShops were closed in the town."
    found = attributions_of(text)[-4:]
    said_by = [(a.speaker.antecedent.words if a.speaker.antecedent else a.speaker.text) for a in found[1:3]]
    assert said_by == [speaker, speaker]
    assert found[-1].speaker.text == PUBLISHER


def test_quotation_marks_that_are_never_closed_keep_the_speaker() -> None:
    text = "The army of Eastland reports:\n\n“Shells fell at noon.\n\n“Two men were hurt.\n\n“We returned fire."
    assert speakers(text)[1:] == ["The army of Eastland"] * 3


def test_two_sides_under_their_headings() -> None:
    text = (
        "Information from Harn\n\nThe Northland army reports:\n\n“Southmark opened fire.\n\n“Two were hurt.\n\n"
        "Information from Tolm\n\nThe Southmark army reports:\n\n“Northland opened fire."
    )
    assert speakers(text) == [
        PUBLISHER,
        PUBLISHER,
        "The Northland army",
        "The Northland army",
        PUBLISHER,
        PUBLISHER,
        "The Southmark army",
    ]


def test_without_quotation_marks_one_paragraph_is_governed() -> None:
    text = (
        "The Cypriot National Guard said in a statement:\n\nShots were fired at a post. Nobody was hurt.\n\n"
        "The market opened late."
    )
    assert speakers(text) == [PUBLISHER, "The Cypriot National Guard", "The Cypriot National Guard", PUBLISHER]


def test_words_on_the_announcing_line_govern_their_own_paragraph_alone() -> None:
    text = "Statement by the army's spokesman: Units shelled our posts. We returned fire.\n\nThe town was calm."
    assert speakers(text) == ["the army's spokesman", "the army's spokesman", PUBLISHER]


@pytest.mark.parametrize(
    "line",
    ["Information from Baku", "What we know:", "The day's events:", "Losses on both sides:", "Photo gallery:"],
)
def test_headings_are_no_speakers(line: str) -> None:
    assert set(speakers(f"{line}\n\nShells fell on a farm.")) == {PUBLISHER}


def test_the_speaker_of_a_trailing_cue_has_only_its_own_sentence() -> None:
    text = (
        "Shells fell on Tolm at dawn. A school burned. The roads were closed. "
        "Two soldiers were hurt, the ministry's statement says."
    )
    assert speakers(text) == [PUBLISHER, PUBLISHER, PUBLISHER, "the ministry's statement"]
