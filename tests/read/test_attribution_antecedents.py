from __future__ import annotations

import pytest

from .attributions import attributions_of


@pytest.mark.parametrize(
    ("text", "words", "antecedent"),
    [
        ("An ISPR statement said that seven soldiers died.", "An ISPR statement", "ISPR"),
        ("The RSF's post said that the camp was shelled.", "The RSF's post", "The RSF"),
        (
            "The Defence Ministry of Eastland reported a raid. The ministry's statement said that two died.",
            "The ministry's statement",
            "The Defence Ministry of Eastland",
        ),
        (
            "Jan Holt wrote in a Facebook post that shells fell. The post said that guns were moved.",
            "The post",
            "Jan Holt",
        ),
        (
            "The State Border Service said a guard was shot. The department added that he was on duty.",
            "The department",
            "The State Border Service",
        ),
        (
            "The SMM spoke to people in the area who said that shells fell. They said they knew no more.",
            "They",
            "people in the area",
        ),
    ],
)
def test_short_words_go_back_to_their_owner(text: str, words: str, antecedent: str) -> None:
    last = [a for a in attributions_of(text) if a.cue][-1].speaker
    assert last.text == words
    assert last.antecedent is not None
    assert last.antecedent.words == antecedent


def test_a_newspaper_by_name_is_no_post_of_somebody() -> None:
    (only,) = attributions_of("The Northland Post said that two died.")
    assert only.speaker.text == "The Northland Post"
    assert only.speaker.antecedent is None


@pytest.mark.parametrize(
    ("sentence", "speaker"),
    [
        (
            "The U.S., Russian and French mediators condemned the attack.",
            "The U.S., Russian and French mediators",
        ),
        (
            "According to the Swiss, Swedish and Polish observers, the line was calm.",
            "the Swiss, Swedish and Polish observers",
        ),
        (
            "In Harn, Northland and Southmark officials said that the line was calm.",
            "Northland and Southmark officials",
        ),
    ],
)
def test_a_list_of_adjectives_is_one_name(sentence: str, speaker: str) -> None:
    assert attributions_of(sentence)[0].speaker.text == speaker
