"""Civilians used as shields, and arms posted among them: who does it, and whether the words say so or deny it."""

from __future__ import annotations

import pytest

from contactline.read.shielding import find_shielding
from contactline.records.claims import Kind, Modality, Polarity

from .content import actors_of, frame_of, frames_of, places_of, targets_of, view_of

SIDES = ["Ardelia", "Kestria"]


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize(
    "pattern",
    [
        "{} uses its civilian population as human shields.",
        "{} does not disdain to use its population as a human shield.",
        "{}’s practice of using civilians as human shields goes on.",
        "The reason was the policy of old: {}’s policy to use civilians as human shields.",
        "Hiding behind its own people {} grossly violates the norms.",
        "By hiding behind its own people and making them human shields {} grossly violates the norms.",
        "{} was attacking the post from positions within houses and using civilians as human shields.",
        "{} attacks the post using civilians as human shields.",
    ],
)
def test_who_uses_civilians_as_shields(pattern: str, side: str) -> None:
    frame = frame_of(pattern.format(side), Kind.HUMAN_SHIELDING)
    assert actors_of(frame) == [side]
    assert frame.polarity is Polarity.POSITIVE


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("The army deploys its firing posts within residential areas.", ["The army"]),
        ("Ardelian forces regularly position themselves within residential areas.", ["Ardelian forces"]),
        ("Kestrian units are stationed in schools in the town of Movren.", ["Kestrian units"]),
        ("Ardelia's leadership legitimized the practice of deploying its posts in houses.", ["Ardelia's leadership"]),
        ("The fighters hide among civilians.", ["The fighters"]),
        ("There are firing positions in the village.", []),
    ],
)
def test_who_posts_arms_among_civilians(text: str, actor: list[str]) -> None:
    assert actors_of(frame_of(text, Kind.HUMAN_SHIELDING)) == actor


@pytest.mark.parametrize(
    ("text", "polarity"),
    [
        ("The village holds no army positions.", Polarity.NEGATIVE),
        ("There are no firing posts in the village.", Polarity.NEGATIVE),
        ("There were firing posts in the village.", Polarity.POSITIVE),
        ("The army never places its positions in settlements.", Polarity.NEGATIVE),
    ],
)
def test_a_denied_posting_is_negative(text: str, polarity: Polarity) -> None:
    assert frame_of(text, Kind.HUMAN_SHIELDING).polarity is polarity


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        ("Ardelia regularly uses civilians as human shields.", Modality.GENERAL),
        ("The Kestrian practice of using civilians as human shields is old.", Modality.GENERAL),
        ("On Tuesday Ardelia used civilians as human shields.", Modality.FACT),
    ],
)
def test_habit_only_where_the_words_say_so(text: str, modality: Modality) -> None:
    assert frame_of(text, Kind.HUMAN_SHIELDING).modality is modality


def test_the_shielded_are_targets_and_the_place_is_kept() -> None:
    frame = frame_of("In the village of Sorel, Ardelia used civilians as human shields.", Kind.HUMAN_SHIELDING)
    assert targets_of(frame) == [("civilians", "civilian")]
    assert places_of(frame) == [("Sorel", "at")]


@pytest.mark.parametrize(
    "text",
    [
        "The army holds the height.",
        "The school is in the village.",
        "Positions were shelled near the village.",
        "A unit stationed in the village of Sorel fired.",
    ],
)
def test_what_is_no_shielding(text: str) -> None:
    assert all(frame.occurrence.kind is not Kind.HUMAN_SHIELDING for frame in frames_of(text))


def test_a_settlement_counts_only_where_no_happening_is_named() -> None:
    view = view_of("Firing posts were stationed in the village.")
    assert find_shielding(view, alone=True)
    assert not find_shielding(view, alone=False)
