from __future__ import annotations

import pytest

from contactline.records.claims import Casualties, Kind, Modality, Polarity
from contactline.records.names import NameSpot, SpotSort

from .content import (
    actors_of,
    casualties_of,
    counts_of,
    document_of,
    frame_of,
    frames_of,
    headline_frames,
    means_of,
    targets_of,
)


def owner_of(casualties: Casualties) -> tuple[str, str]:
    victims = casualties.victims
    return victims.of, victims.antecedent.words if victims.antecedent else ""


@pytest.mark.parametrize("side", ["Ardelia", "Kestria"])
@pytest.mark.parametrize(
    ("words", "count"),
    [
        ("{} lost 3 soldiers.", (3, 3)),
        ("{} has already lost up to 7 soldiers.", (0, 7)),
        ("{} has lost a general and about ten soldiers.", (11, 11)),
        ("{} lost at least 14 servicemen near Sorel.", (14, None)),
    ],
)
def test_who_lost_people_owns_the_loss(side: str, words: str, count: tuple[int, int | None]) -> None:
    (loss,) = casualties_of(words.format(side))
    assert (loss.minimum, loss.maximum) == count
    assert owner_of(loss) == ("", side)


@pytest.mark.parametrize("people", ["Ardelian", "Kestrian"])
@pytest.mark.parametrize(
    "words",
    [
        "{} losses amount to at least five killed.",
        "{} losses are four killed and three wounded.",
        "It put {} losses at no fewer than five killed and 20 wounded.",
        "{} casualties: 4 dead.",
    ],
)
def test_losses_named_by_a_people_are_theirs(people: str, words: str) -> None:
    found = casualties_of(words.format(people))
    assert found
    assert {owner_of(loss) for loss in found} == {("", people)}


@pytest.mark.parametrize("foe", ["enemy", "adversary", "opposing side"])
@pytest.mark.parametrize(
    "words",
    ["The {}'s losses are four killed and three wounded.", "The losses of the {} were 3 dead.", "The {} lost 2 men."],
)
def test_losses_of_the_foe_are_the_foes(foe: str, words: str) -> None:
    found = casualties_of(words.format(foe))
    assert found
    assert all("opponent" in owner_of(loss) for loss in found)


@pytest.mark.parametrize("verb", ["retreated", "withdrew", "fled"])
def test_who_retreats_with_losses_suffered_them(verb: str) -> None:
    (loss,) = casualties_of(f"The enemy {verb} with heavy losses.")
    assert (loss.victims.text, loss.victims.of) == ("The enemy", "opponent")


@pytest.mark.parametrize(
    "words",
    ["Three soldiers were killed.", "The Ardelian army said that three soldiers were killed.", "Two villagers died."],
)
def test_no_owner_where_none_is_named(words: str) -> None:
    (loss,) = casualties_of(words)
    assert owner_of(loss) == ("", "")


@pytest.mark.parametrize(
    "words",
    [
        "The driver was not hurt.",
        "The driver, a resident of Sorel, was not injured.",
        "Neither the driver nor the passengers were hurt.",
        "The guards weren't wounded.",
    ],
)
def test_people_who_were_not_hurt_are_a_zero(words: str) -> None:
    (frame,) = frames_of(words)
    (none,) = frame.casualties
    assert (none.minimum, none.maximum, none.form.value) == (0, 0, "none")
    assert frame.polarity is Polarity.POSITIVE


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ("The driver, a resident of Sorel, was injured.", 1),
        ("The driver was not seriously hurt.", 1),
        ("Three soldiers were not killed.", 3),
    ],
)
def test_people_who_were_hurt_and_disputed_numbers_stay(words: str, count: int) -> None:
    (hurt,) = casualties_of(words)
    assert (hurt.minimum, hurt.maximum) == (count, count)


def test_a_denied_deed_is_no_zero() -> None:
    frame = frame_of("We did not kill the guards.")
    assert frame.polarity is Polarity.NEGATIVE
    assert frame.casualties[0].minimum == 1


@pytest.mark.parametrize(
    "words",
    ["The shelling missed, killing three cows.", "Four cows were killed.", "Horses and 20 sheep were killed."],
)
def test_animals_are_not_counted_as_people(words: str) -> None:
    assert casualties_of(words) == ()


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ("Two cattle farmers were killed.", ("killed", "civilian", 2, 2, "exact")),
        ("The shells killed 3 horses and two soldiers.", ("killed", "military", 2, 2, "exact")),
        ("At least three and at most five civilians were killed.", ("killed", "civilian", 3, 5, "range")),
        ("No fewer than five killed.", ("killed", "not said", 5, None, "at least")),
        ("Half of the 200 residents were killed.", ("killed", "not said", 1, None, "unspecified")),
        ("Five servicemen became martyrs.", ("killed", "military", 5, 5, "exact")),
        ("Rescuers found 29 bodies.", ("killed", "not said", 29, 29, "exact")),
        ("On July 5 a soldier was killed.", ("killed", "military", 1, 1, "exact")),
        ("A guard is recovering after being wounded by a sniper.", ("wounded", "not said", 1, 1, "exact")),
        ("Fewer than five soldiers were killed.", ("killed", "military", 0, 4, "at most")),
    ],
)
def test_people_are_counted(words: str, count: tuple[str, str, int, int | None, str]) -> None:
    assert counts_of(words) == [count]


def test_killed_or_wounded_is_at_most_as_many_of_each() -> None:
    assert counts_of("Only four soldiers were killed or wounded.") == [
        ("killed", "military", 0, 4, "at most"),
        ("wounded", "military", 0, 4, "at most"),
    ]


def test_a_number_too_long_to_be_a_count_is_none() -> None:
    (loss,) = casualties_of("99999999999999999999 soldiers were killed.")
    assert loss.maximum is None


@pytest.mark.parametrize("side", ["Ardelia", "Kestria"])
@pytest.mark.parametrize("rest", ["shells Sorel village, two wounded", "shells border villages"])
def test_shells_behind_a_name_are_what_it_does(side: str, rest: str) -> None:
    frame = next(frame for frame in headline_frames(f"{side} {rest}") if frame.occurrence.kind is Kind.SHELLING)
    assert actors_of(frame) == [side]
    assert means_of(frame) == []


def test_shells_that_fall_are_things() -> None:
    spot = NameSpot(document_of("Sorel").sentences[0].span, SpotSort.PLACE, ("sorel",))
    assert spot.sort is SpotSort.PLACE
    frame = frame_of("Five shells hit Sorel.", Kind.SHELLING)
    assert means_of(frame) == ["shell"]


@pytest.mark.parametrize(
    ("headline", "target"),
    [("Two Ardelian jets shot down", "Two Ardelian jets"), ("One Kestrian jet downed", "One Kestrian jet")],
)
def test_what_was_shot_down_did_nothing(headline: str, target: str) -> None:
    (frame,) = headline_frames(headline)
    assert (actors_of(frame), targets_of(frame)) == ([], [(target, "military")])
    assert means_of(frame) == []


def test_what_is_shot_down_is_no_means_of_whoever_did_it() -> None:
    frame = frame_of("Kestrian units had shot down an Ardelian F-16.", Kind.SHOOTDOWN)
    assert actors_of(frame) == ["Kestrian units"]
    assert targets_of(frame) == [("an Ardelian F-16", "military")]
    assert means_of(frame) == []


@pytest.mark.parametrize(
    "words",
    ["The Ardelian army destroyed two tanks and a helicopter.", "A tank was destroyed by the Ardelian army."],
)
def test_what_is_destroyed_is_damage_of_whoever_is_named(words: str) -> None:
    frame = frame_of(words)
    assert frame.occurrence.kind is Kind.UNSPECIFIED
    assert means_of(frame) == []
    assert [actor.removeprefix("The ").removeprefix("the ") for actor in actors_of(frame)] == ["Ardelian army"]
    assert frame.damage


def test_a_tank_that_fires_is_the_means() -> None:
    assert means_of(frame_of("An Ardelian tank fired at Sorel.", Kind.SHELLING)) == ["tank"]


@pytest.mark.parametrize(
    ("words", "modality"),
    [
        ("It is not excluded that our artillery fire hit the village.", Modality.HEDGED),
        ("We do not rule out that our artillery fire hit the village.", Modality.HEDGED),
        ("We know that our artillery fire hit the village.", Modality.FACT),
        ("Had Ardelian troops shelled the village, we would have answered.", Modality.CONDITIONAL),
        ("Were it not for the shelter, dozens would have been killed.", Modality.CONDITIONAL),
        ("Ardelian troops had shelled the village.", Modality.FACT),
    ],
)
def test_what_is_held_open_or_counter_to_fact_is_no_fact(words: str, modality: Modality) -> None:
    assert {frame.modality for frame in frames_of(words)} == {modality}


def test_two_clock_times_are_two_happenings() -> None:
    frames = frames_of(
        "At 18:15 a sniper shot at a post near Sorel, and at 21:05 two rounds of a D-30 howitzer fell on Varda."
    )
    assert [frame.occurrence.kind for frame in frames] == [Kind.SNIPER_FIRE, Kind.SHELLING]
    assert [actors_of(frame) for frame in frames] == [[], []]
    assert [frame.occurrence.time.quote.words for frame in frames if frame.occurrence.time] == ["18:15", "21:05"]


@pytest.mark.parametrize("words", ["Snow fell on Sorel.", "The responsibility falls on Ardelia."])
def test_only_what_was_fired_falls_as_fire(words: str) -> None:
    assert frames_of(words) == ()
