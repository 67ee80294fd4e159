"""People who were hit and are alive as far as the words tell, and deaths told in roundabout ways."""

from __future__ import annotations

import pytest

from .content import casualties_of

KILLED, WOUNDED, CAPTURED = "killed", "wounded", "captured"

FOUND: list[tuple[str, list[tuple[str, int, str]]]] = [
    # hit
    ("Five people were shot near the market.", [(WOUNDED, 5, "Five people")]),
    ("Two men were found shot inside a car.", [(WOUNDED, 2, "Two men")]),
    ("The sniper shot a shepherd in the leg.", [(WOUNDED, 1, "a shepherd")]),
    ("A 17 year old was shot in the face.", [(WOUNDED, 1, "A 17 year old")]),
    ("Boy, 11, shot in the leg", [(WOUNDED, 1, "Boy, 11")]),
    ("Police said the guard accidentally shot himself.", [(WOUNDED, 1, "the guard")]),
    ("Two farmers were hit by shrapnel.", [(WOUNDED, 2, "Two farmers")]),
    ("A medic was struck in the leg by a bullet.", [(WOUNDED, 1, "A medic")]),
    ("The shelling struck the house, hitting two women.", [(WOUNDED, 2, "two women")]),
    ("Police found two men with gunshot wounds.", [(WOUNDED, 2, "two men")]),
    ("Three villagers were taken to hospital in Tolm.", [(WOUNDED, 3, "Three villagers")]),
    ("A woman was in critical condition.", [(WOUNDED, 1, "A woman")]),
    ("The blast leaves one boy in critical condition.", [(WOUNDED, 1, "one boy")]),
    ("No one was shot.", [(WOUNDED, 0, "No one")]),
    # killed
    ("He was pronounced dead at the scene.", [(KILLED, 1, "He")]),
    ("A villager shot by a sniper near the well has died.", [(KILLED, 1, "A villager")]),
    ("A 19-year-old man who was shot in the chest died.", [(KILLED, 1, "A 19-year-old man")]),
    ("Ivar Petrel, 19, who was killed on Monday, was a medic.", [(KILLED, 1, "Ivar Petrel")]),
    ("The guard fatally shot his friend.", [(KILLED, 1, "his friend")]),
    ("Son shoots self to death", [(KILLED, 1, "Son")]),
    ("A boy shot and killed an 11-year-old last Friday.", [(KILLED, 1, "an 11-year-old")]),
    ("The fatal shooting of a teacher was condemned.", [(KILLED, 1, "a teacher")]),
    ("The mayor's assassination was condemned.", [(KILLED, 1, "The mayor")]),
    ("The funeral of two farmers killed near the well was held.", [(KILLED, 2, "two farmers")]),
    ("One of the four wounded has died.", [(KILLED, 1, "One of the four wounded")]),
    ("The gunman killed himself.", [(KILLED, 1, "himself")]),
    ("The kidnapping of two engineers was denounced.", [(CAPTURED, 2, "two engineers")]),
    # both
    (
        "Four people were shot, one fatally.",
        [(WOUNDED, 4, "Four people"), (KILLED, 1, "one")],
    ),
    (
        "One man was killed and four others were shot.",
        [(KILLED, 1, "One man"), (WOUNDED, 4, "four others")],
    ),
    (
        "A man killed two people and wounded another man.",
        [(KILLED, 2, "two people"), (WOUNDED, 1, "wounded another man")],
    ),
    (
        "Rescuers found a man dead in the cellar and another man suffering from burns and wounds.",
        [(KILLED, 1, "a man")],
    ),
    # numbers that count nobody
    ("The 11 year old boy died.", [(KILLED, 1, "The 11 year old boy")]),
    ("Image 44 A 7-year-old girl was shot.", [(WOUNDED, 1, "A 7-year-old girl")]),
    ("Two boys, ages 7 and 10, and two adults were killed.", [(KILLED, 2, "Two boys"), (KILLED, 2, "two adults")]),
    ("Soldier Ivar J. Petrel was killed.", [(KILLED, 1, "Soldier Ivar J. Petrel")]),
]


@pytest.mark.parametrize(("text", "expected"), FOUND, ids=[case[0] for case in FOUND])
def test_finds_who_was_hit(text: str, expected: list[tuple[str, int, str]]) -> None:
    found = [(c.outcome.value, c.minimum, c.victims.text) for c in casualties_of(text)]
    assert sorted((o, n, words.split(",")[0]) for o, n, words in found) == sorted(
        (o, n, words.split(",")[0]) for o, n, words in expected
    )


@pytest.mark.parametrize(
    "text",
    [
        "A soldier was shot at near the post.",
        "A drone was shot down over Tolm.",
        "The shells struck two houses.",
        "The bridge is in critical condition.",
        "Doctors went to the hospital.",
        "The execution of the plan began.",
        "The victim was taken to the hospital.",
    ],
)
def test_finds_nobody(text: str) -> None:
    assert not casualties_of(text)


def test_counts_whoever_was_hit_and_died_once() -> None:
    (only,) = casualties_of("The bullet hit a girl in the chest, killing her.")
    assert (only.outcome.value, only.victims.text) == (KILLED, "her")
