"""Who did it and what was hit: constructions from reports of many conflicts, with the sides exchanged."""

from __future__ import annotations

import pytest

from contactline.records.claims import Kind, Order
from contactline.records.names import SpotSort

from .content import actors_of, frame_of, frames_of, headline_frames, means_of, places_of, spot, targets_of

SIDES = [("Ardelian", "Kestrian"), ("Kestrian", "Ardelian")]


@pytest.mark.parametrize(("a", "b"), SIDES)
@pytest.mark.parametrize(
    ("pattern", "kind", "actor", "target"),
    [
        ("{a} soldiers attempted to attack the {b} post.", Kind.GROUND_ATTACK, "{a} soldiers", "the {b} post"),
        ("{a} forces tried to seize the {b} stronghold.", Kind.GROUND_ATTACK, "{a} forces", "the {b} stronghold"),
        ("{a} soldiers attempted to cross the state border.", Kind.GROUND_ATTACK, "{a} soldiers", ""),
        ("A {a} soldier crossed the Military Demarcation Line.", Kind.GROUND_ATTACK, "A {a} soldier", ""),
        ("The infiltration attempt of {a} forces went on.", Kind.GROUND_ATTACK, "{a} forces", ""),
        ("{a} aircraft struck a house.", Kind.AIR_STRIKE, "{a} aircraft", "a house"),
        ("{a} artillery shelled the village.", Kind.SHELLING, "{a} artillery", "the village"),
        ("{a} forces started shelling the village.", Kind.SHELLING, "{a} forces", "the village"),
        ("Mortar fire from {a} positions hit nobody.", Kind.SHELLING, "{a} positions", ""),
        ("{a} gunners opened up with howitzers on the hamlet.", Kind.SHELLING, "{a} gunners", "the hamlet"),
        ("A farmer was hurt in {a} sniping at the field.", Kind.SNIPER_FIRE, "{a}", "the field"),
        ("{b} farmers were abducted by {a} troops.", Kind.CAPTURE, "{a} troops", "{b} farmers"),
        ("The ceasefire was violated 115 times by {a} forces.", Kind.CEASEFIRE_VIOLATION, "{a} forces", ""),
        ("{a} forces shattered the ceasefire.", Kind.CEASEFIRE_VIOLATION, "{a} forces", ""),
        ("Violating the ceasefire, {a} forces left.", Kind.CEASEFIRE_VIOLATION, "{a} forces", ""),
        ("A bus carrying 23 passengers was hit by {a} forces.", Kind.UNSPECIFIED, "{a} forces", "A bus"),
    ],
)
def test_who_and_what(pattern: str, kind: Kind, actor: str, target: str, a: str, b: str) -> None:
    frame = frame_of(pattern.format(a=a, b=b), kind)
    assert actors_of(frame) == [actor.format(a=a)]
    assert [text for text, _ in targets_of(frame)] == ([target.format(b=b)] if target else [])


def test_both_act_where_both_are_named() -> None:
    assert actors_of(frame_of("Ardelian and Kestrian forces exchanged fire.")) == ["Ardelian", "Kestrian forces"]
    assert actors_of(frame_of("Clashes between Ardelia and Kestria went on.")) == ["Ardelia", "Kestria"]


@pytest.mark.parametrize(
    "headline",
    ["Fierce battles in the east", "Heavy Fighting Near Border", "Nearby shelling", "Sporadic shelling overnight"],
)
def test_what_only_describes_a_fight_is_no_actor(headline: str) -> None:
    assert all(not frame.occurrence.actors for frame in headline_frames(headline))


@pytest.mark.parametrize(
    "text",
    [
        "Observers recorded 12 ceasefire violations.",
        "Its peacekeepers detected rocket fire.",
        "Residents heard heavy shelling.",
        "The shelling – confirmed by the morgue in Mariel – went on.",
        "Rockets fired from the village landed in a field.",
        "Rounds – mostly fired from the east – caused the craters.",
    ],
)
def test_who_notices_or_is_named_beside_is_no_actor(text: str) -> None:
    assert all(not frame.occurrence.actors for frame in frames_of(text))


def test_two_sides_side_by_side_stay_two() -> None:
    text = "During the aggression unleashed by Ardelia Kestria was silent."
    spots = [spot(text, name, SpotSort.ACTOR, name.lower(), kind="state") for name in ("Ardelia", "Kestria")]
    assert actors_of(frames_of(text, *spots)[0]) == ["Ardelia"]


def test_a_line_is_where_and_not_what() -> None:
    frame = frame_of("The provocations on the line of contact go on.")
    assert targets_of(frame) == []
    assert places_of(frame) == [("line of contact", "at")]


def test_a_weapon_that_is_hit_is_no_means() -> None:
    frame = frame_of("Units targeted an Ardelian tank with guided missiles.")
    assert targets_of(frame) == [("an Ardelian tank", "military")]
    assert means_of(frame) == ["guided missile"]


def test_a_verb_is_no_weapon() -> None:
    assert means_of(frame_of("Ardelian forces shell villages.")) == []


@pytest.mark.parametrize(
    "text",
    [
        "Four enemy mortar systems were moved.",
        "The Special Monitoring Mission reported.",
        "The occupation line was quiet.",
        "Combat readiness was raised.",
        "A farmer crossed the state border.",
        "They violated the rules of the border.",
        "The minister responded to the question.",
        "In order to prevent talks they left.",
        "They placed howitzers on the hill.",
    ],
)
def test_what_is_no_happening(text: str) -> None:
    assert frames_of(text) == ()


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Militants planted a bomb near the office.", Kind.EXPLOSION),
        ("A bomb went off near the office.", Kind.EXPLOSION),
        ("The attack was carried out with two bombs.", Kind.EXPLOSION),
        ("A resident was killed by a mine.", Kind.MINE_EXPLOSION),
        ("The launch of anti-tank missiles went on.", Kind.SHELLING),
        ("A sabotage infiltration attempt was foiled.", Kind.GROUND_ATTACK),
    ],
)
def test_kinds(text: str, kind: Kind) -> None:
    assert kind in [frame.occurrence.kind for frame in frames_of(text)]


def test_incidents_of_firing_are_the_firing() -> None:
    (frame,) = frames_of("At least 16 civilians were killed in 405 incidents of firing by Ardelia.")
    assert frame.occurrence.kind is Kind.SMALL_ARMS_FIRE
    assert actors_of(frame) == ["Ardelia"]
    assert [(c.minimum, c.form.value) for c in frame.casualties] == [(16, "at least")]


def test_a_participle_shares_the_subject_and_adds_no_killing() -> None:
    (frame,) = frames_of("Ardelian forces shelled the camp, killing 14 civilians, the army said.")
    assert actors_of(frame) == ["Ardelian forces"]
    assert [(c.outcome.value, c.minimum) for c in frame.casualties] == [("killed", 14)]


@pytest.mark.parametrize("text", ["The attack was repelled.", "The provocation was prevented by the army."])
def test_what_was_repelled_was_tried(text: str) -> None:
    tried, answer = frames_of(text)
    assert (tried.occurrence.order, answer.occurrence.order) == (Order.FIRST, Order.ANSWER)


def test_a_year_of_birth_is_no_time_of_the_happening() -> None:
    assert frame_of("A man born in 1958 was killed by shelling.", Kind.SHELLING).occurrence.time is None
