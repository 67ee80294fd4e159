"""States by name, the two that texts set against each other, and the mandate made of them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contactline.records.actors import ActorKind
from contactline.records.ids import THIRD
from contactline.records.problems import Severity
from contactline.reference.countries import find_country, load_countries
from contactline.reference.open_mandate import choose_open_mandate, make_open_mandate
from contactline.reference.opponents import LEAST, find_opponents
from contactline.resolve.resolve import Resolver
from contactline.resolve.spotter import MandateSpotter

KASHMIR = [
    "Indian troops fired at Pakistani positions near the line. Pakistan's army returned fire, the Indian army said.",
    "Three Pakistani soldiers died in Indian shelling, Pakistan's forces said. China and Russia were concerned.",
]
LEBANON = [
    "Israeli forces shelled a hill. Lebanese army positions were hit by Israeli fire. Lebanese troops answered.",
    "Israeli artillery and Lebanese soldiers were heard.",
]


# -- the table


def test_every_row_is_whole_and_no_word_means_two_states() -> None:
    countries = load_countries()
    assert len(countries) > 190
    assert all(re.fullmatch(r"[A-Z]{2}", country.code) and country.name and country.source for country in countries)
    assert [country.code for country in countries] == sorted({country.code for country in countries})
    words = [
        word.casefold()
        for country in countries
        for word in {country.name, *country.other_names, *country.adjectives, *country.peoples, *country.capitals}
    ]
    assert len(words) == len(set(words))


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("PK", "PK"),
        ("pk", "PK"),
        ("Pakistan", "PK"),
        (" pakistani ", "PK"),
        ("Pakistanis", "PK"),
        ("Pakistani side", "PK"),
        ("Republic of Korea", "KR"),
        ("DPRK", "KP"),
        ("South Sudan", "SS"),
        ("Sudan", "SD"),
        ("Türkiye", "TR"),
        ("Kyiv", None),
        ("Korea", None),
        ("north", None),
        ("", None),
    ],
)
def test_a_word_finds_its_state_or_none(word: str, code: str | None) -> None:
    country = find_country(word)
    assert (country.code if country else None) == code


# -- opponents


@pytest.mark.parametrize(("texts", "pair"), [(KASHMIR, ("IN", "PK")), (LEBANON, ("IL", "LB"))])
def test_two_states_that_fight_in_the_texts_are_found(texts: list[str], pair: tuple[str, str]) -> None:
    found = find_opponents(texts)
    assert found is not None
    assert (found.first.code, found.second.code) == pair
    assert min(found.counts) >= LEAST


@pytest.mark.parametrize(
    "texts",
    [
        [],
        [""],
        ["Indian troops fired at Pakistani positions."],  # too little
        ["Thousands of Indian and Pakistani troops took part in a joint exercise. Indian army, Pakistani army. " * 3],
        ["Indian troops fired. Indian army. Indian forces. Indian fire."],  # one alone
        ["French troops. French army. French forces. Kenyan troops. Kenyan army. Kenyan forces."],  # never together
        ["Indian, Pakistani and Chinese troops fired. Indian army, Pakistani army, Chinese army. " * 3],  # three alike
        ["The two sides traded fire near the village, the mission said. " * 20],
    ],
)
def test_where_the_texts_are_not_clear_nobody_is_proposed(texts: list[str]) -> None:
    assert find_opponents(texts) is None


def test_names_with_several_words_and_in_capitals_are_kept_apart() -> None:
    text = "North Korean troops fired at South Korean positions. North Korean forces, South Korean forces. " * 2
    found = find_opponents([text])
    assert found is not None
    assert (found.first.code, found.second.code) == ("KP", "KR")
    us = "US troops fired at Iranian positions. US forces shelled Iranian forces. "
    assert find_opponents([us * 2]) is not None
    assert find_opponents([us.replace("US", "Us") * 2]) is None


def test_one_long_text_does_not_outvote_the_others() -> None:
    loud = "Chinese troops fired at Japanese positions. " * 500
    found = find_opponents([loud, *KASHMIR * 10])
    assert found is not None
    assert (found.first.code, found.second.code) == ("IN", "PK")


@given(order=st.permutations(KASHMIR + LEBANON + KASHMIR))
def test_the_order_of_the_texts_does_not_matter(order: list[str]) -> None:
    assert find_opponents(order) == find_opponents(KASHMIR + LEBANON + KASHMIR)


# -- sides of the open mandate


@pytest.mark.parametrize(
    ("words", "texts", "sides"),
    [
        (["south", "north", "third", "north", ""], (), [("north", "north"), ("south", "south")]),
        (["PK", "Pakistan", "IN"], (), [("IN", "Indian side"), ("PK", "Pakistani side")]),
        (["pakistani", "indians"], (), [("IN", "Indian side"), ("PK", "Pakistani side")]),
        (["PK", "militia"], KASHMIR, [("PK", "Pakistani side"), ("militia", "militia")]),
        ([], KASHMIR, [("IN", "Indian side"), ("PK", "Pakistani side")]),
        (["PK", "third"], KASHMIR, [("IN", "Indian side"), ("PK", "Pakistani side")]),
        (["UA"], KASHMIR, [("Side 1", "Side 1"), ("UA", "Ukrainian side")]),
        (["X"], KASHMIR, [("Side 1", "Side 1"), ("X", "X")]),
        (["RU", "UA"], KASHMIR, [("RU", "Russian side"), ("UA", "Ukrainian side")]),
        (["A", "B", "C"], KASHMIR, [("A", "A"), ("B", "B")]),
        ([], (), [("Side 1", "Side 1"), ("Side 2", "Side 2")]),
        (["Side 2"], (), [("Side 1", "Side 1"), ("Side 2", "Side 2")]),
    ],
)
def test_sides_are_stated_or_proposed_or_unnamed(
    words: list[str], texts: list[str], sides: list[tuple[str, str]]
) -> None:
    choice = choose_open_mandate(words, texts)
    assert [(side.id, side.title) for side in choice.mandate.sides] == sides
    assert choice == choose_open_mandate(reversed(words), texts)
    proposed = bool(texts) and len(set(words) - {"third", ""}) < 2 and set(words) <= {"PK", "IN", "third"}
    assert [problem.code for problem in choice.problems] == ["sides-proposed"] * proposed


def test_what_is_proposed_is_told_with_the_way_out() -> None:
    choice = choose_open_mandate([], KASHMIR)
    problem = choice.problems[0]
    assert problem.severity is Severity.INFO
    assert "India (" in problem.message
    assert "Pakistan (" in problem.message
    assert "--mandate" in problem.message
    assert "against each other" in choice.mandate.note


def test_the_open_mandate_has_states_and_bodies_and_no_place() -> None:
    mandate = make_open_mandate(["PK", "IN"])
    assert (mandate.zone, mandate.places, mandate.agreements) == ("UTC", (), ())
    assert "No installed mandate fits" in mandate.note
    sides = {str(actor.id): actor.side for actor in mandate.actors}
    assert (sides["pk"], sides["in-army"], sides["ru"], sides["ru-mod"]) == ("PK", "IN", THIRD, THIRD)
    assert "pk-border-guard" in sides
    assert "ru-border-guard" not in sides
    own = {actor.id.split("-", 1)[1] for actor in mandate.actors if actor.side == "PK" and actor.parent}
    assert own == {actor.id.split("-", 1)[1] for actor in mandate.actors if actor.side == "IN" and actor.parent}
    assert all(actor.parent for actor in mandate.actors if actor.kind is not ActorKind.STATE)


def test_the_digest_follows_the_sides_alone() -> None:
    stated, proposed = make_open_mandate(["PK", "IN"]), make_open_mandate([], KASHMIR)
    assert stated.digest == proposed.digest  # the same names resolve alike, however they were come by
    assert stated.digest != make_open_mandate(["PK", "UA"]).digest


@pytest.mark.parametrize(
    ("words", "actor", "side"),
    [
        ("Pakistan's Ministry of Defence", "pk-mod", "PK"),
        ("the Indian Defence Ministry", "in-mod", "IN"),
        ("Pakistani troops", "pk-army", "PK"),
        ("Indian border guards", "in-border-guard", "IN"),
        ("the Russian Foreign Ministry", "ru-mfa", THIRD),
        ("Islamabad", "pk", "PK"),
        ("New Delhi", "in", "IN"),
        ("the UK", "gb", THIRD),
        ("the U.S. army", "us-army", THIRD),
    ],
)
def test_names_and_bodies_of_states_are_spotted(words: str, actor: str, side: str) -> None:
    spots = MandateSpotter(make_open_mandate(["PK", "IN"])).spot(f"On Friday {words} said so.")
    assert [(spot.ids, spot.side) for spot in spots] == [((actor,), side)]


def test_a_resolver_takes_the_open_mandate() -> None:
    assert Resolver(make_open_mandate()).names.spot("The reading of us all polish in march.") == ()
