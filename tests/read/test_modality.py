"""How a clause is held: what negation reaches, verbs that affirm by denying, and modality."""

from __future__ import annotations

import pytest

from contactline.records.claims import Kind, Modality, Polarity

from .content import frame_of, frames_of

YES, NO = Polarity.POSITIVE, Polarity.NEGATIVE


@pytest.mark.parametrize("army", ["The Ardelian army", "The Kestrian army"])
@pytest.mark.parametrize(
    ("pattern", "polarity"),
    [
        ("{} does not hesitate to shell villages.", YES),
        ("{} does not disdain to shell villages.", YES),
        ("{} did not refrain from shelling villages.", YES),
        ("{} did not fail to shell the village.", YES),
        ("{} did not shell the village.", NO),
        ("{} didn't shell the village.", NO),
        ("{} never shelled the village.", NO),
        ("{} has not launched any attack.", NO),
        ("{} failed to shell the village.", NO),
        ("{} refused to open fire.", NO),
        ("{} refrained from shelling the village.", NO),
        ("{} shelled not only the village.", YES),
        ("{} shelled the village, not the post.", YES),
    ],
)
def test_polarity(army: str, pattern: str, polarity: Polarity) -> None:
    assert frames_of(pattern.format(army))[0].polarity is polarity


@pytest.mark.parametrize(
    "text",
    [
        "He failed to condemn the shelling of the village.",
        "They did not condemn the shelling of the village.",
        "He spoke without mentioning the shelling of the village.",
        "The army repelled the shelling of the village.",
    ],
)
def test_a_negation_of_another_verb_leaves_the_happening_alone(text: str) -> None:
    assert frame_of(text, Kind.SHELLING).polarity is YES


def test_an_unanswered_shooting_took_place() -> None:
    answer, shooting = frames_of("Our military did not even respond to the shooting.")
    assert (answer.polarity, shooting.polarity) == (NO, YES)


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        ("If the village was shelled, we regret it.", Modality.CONDITIONAL),
        ("The army will shell the village.", Modality.FUTURE),
        ("The army threatened to shell the village.", Modality.FUTURE),
        ("The enemy constantly shells our villages.", Modality.GENERAL),
        ("The army has a policy of shelling villages.", Modality.GENERAL),
        ("The army probably shelled the village.", Modality.HEDGED),
        ("The army may have shelled the village.", Modality.HEDGED),
        ("The army shelled the village on Monday.", Modality.FACT),
        ("The army shelled the village on May 5.", Modality.FACT),
        ("On 5 May the army shelled the village.", Modality.FACT),
        ("Since May the army has shelled the village.", Modality.FACT),
    ],
)
def test_modality(text: str, modality: Modality) -> None:
    assert frame_of(text, Kind.SHELLING).modality is modality
