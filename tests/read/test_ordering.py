"""Order of fire: who answers, what is answered, and what only says with what."""

from __future__ import annotations

import pytest

from contactline.records.claims import Kind, Order

from .content import actors_of, frames_of, headline_frames, means_of, places_of, targets_of

BOTH = [("Ardelian", "Kestrian"), ("Kestrian", "Ardelian")]


@pytest.mark.parametrize(("a", "b"), BOTH)
@pytest.mark.parametrize(
    "pattern",
    [
        "The {a} army opened fire in response to shelling by {b} forces.",
        "The {a} army opened fire in retaliation for an attack by {b} forces.",
        "In response to shelling by {b} forces, the {a} army opened fire.",
        "The {a} army responded to shelling by {b} forces.",
        "The {a} army prevented the infiltration attempt of {b} forces.",
        "The {a} army repelled an attack by {b} forces.",
        "The attack by {b} forces was repelled by the {a} army.",
        "After {b} forces resorted to unprovoked fire, the {a} army befittingly responded.",
    ],
)
def test_one_side_answers_and_the_other_was_first(pattern: str, a: str, b: str) -> None:
    orders = {
        tuple(actors_of(frame)): frame.occurrence.order
        for frame in frames_of(pattern.format(a=a, b=b))
        if frame.occurrence.actors
    }
    answering = next(order for actors, order in orders.items() if a in actors[0])
    first = next(order for actors, order in orders.items() if b in actors[0])
    assert (answering, first) == (Order.ANSWER, Order.FIRST)


def test_damage_and_casualties_before_in_response_belong_to_the_answer() -> None:
    answer, first = headline_frames(
        "Ardelian Military Post Damaged, Soldiers Killed in Response to Heavy Shelling of Kestrian Positions"
    )
    assert answer.occurrence.order is Order.ANSWER
    assert [c.outcome.value for c in answer.casualties] == ["killed"]
    assert [d.target.text for d in answer.damage] == ["Ardelian Military Post"]
    assert (first.occurrence.order, first.occurrence.kind) == (Order.FIRST, Kind.SHELLING)
    assert not first.casualties
    assert not first.damage


@pytest.mark.parametrize("word", ["thrown back", "pushed back", "driven back", "struck back", "beaten back"])
def test_who_is_thrown_back_met_an_answer(word: str) -> None:
    (frame,) = frames_of(f"The Ardelian forces were {word}.")
    assert frame.occurrence.order is Order.ANSWER
    assert [text for text, _ in targets_of(frame)] == ["The Ardelian forces"]
    assert not frame.occurrence.actors


def test_an_attempt_that_was_thrown_back_came_first() -> None:
    attempt, answer = frames_of(
        "At 13:45, the Ardelian forces, using artillery fire, tried to seize our stronghold, but were thrown back."
    )
    assert (attempt.occurrence.kind, attempt.occurrence.order) == (Kind.GROUND_ATTACK, Order.FIRST)
    assert actors_of(attempt) == ["the Ardelian forces"]
    assert targets_of(attempt) == [("our stronghold", "military")]
    assert means_of(attempt) == ["artillery"]
    assert answer.occurrence.order is Order.ANSWER


@pytest.mark.parametrize(
    ("text", "kind", "means"),
    [
        ("The army attacked the post using artillery fire.", Kind.SHELLING, ["artillery"]),
        ("The army shelled the village by using mortars.", Kind.SHELLING, ["mortar"]),
        ("The village was hit by mortar fire.", Kind.SHELLING, ["mortar"]),
        ("Units started shelling Sorel and Movren villages, firing mortars.", Kind.SHELLING, ["mortar"]),
        ("The side resumed shelling, using 82 mm mortar and tank fire.", Kind.SHELLING, ["mortar 82 mm", "tank"]),
        ("Units targeted a tank with guided missiles.", Kind.ROCKET_ATTACK, ["guided missile"]),
        ("Shots were fired at the post.", Kind.SMALL_ARMS_FIRE, []),
        ("A guard was shot and killed by a sniper.", Kind.SNIPER_FIRE, ["sniper rifle"]),
        ("The side resorted to unprovoked fire/shelling.", Kind.SMALL_ARMS_FIRE, []),
        ("Eleven incidents of mortar fire were counted.", Kind.SHELLING, ["mortar"]),
    ],
)
def test_one_happening_is_one_frame_with_its_means(text: str, kind: Kind, means: list[str]) -> None:
    (frame,) = frames_of(text)
    assert frame.occurrence.kind is kind
    assert means_of(frame) == means


def test_two_happenings_stay_two() -> None:
    frames = frames_of("Ardelian forces shelled Sorel, and Kestrian forces attacked the post.")
    assert [actors_of(frame) for frame in frames] == [["Ardelian forces"], ["Kestrian forces"]]


@pytest.mark.parametrize(("a", "b"), BOTH)
def test_the_use_of_a_weapon_is_a_happening(a: str, b: str) -> None:
    (frame,) = frames_of(f"The {b} ministry released a video of the use of TR-107 rocket launchers by {a} forces.")
    assert (frame.occurrence.kind, actors_of(frame)) == (Kind.ROCKET_ATTACK, [f"{a} forces"])
    assert [item.kind for item in frame.evidence] == ["video"]
    (shown,) = frames_of(f"A video shows {a} attack on {b} positions from a residential area in the Sorel village.")
    assert actors_of(shown) == [a]
    assert places_of(shown) == [("Sorel", "from")]


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("There was artillery fire in response.", Order.ANSWER),
        ("The army opened fire in return.", Order.ANSWER),
        ("Retaliatory firing killed a soldier.", Order.ANSWER),
        ("The army resorted to unprovoked firing.", Order.FIRST),
        ("They were the first to fire.", Order.FIRST),
        ("The army opened fire.", Order.NOT_STATED),
        ("After a battle the village was quiet.", Order.NOT_STATED),
    ],
)
def test_order_by_the_words_beside(text: str, order: Order) -> None:
    assert frames_of(text)[0].occurrence.order is order
