from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contactline.read.numbers import read_cardinal, read_quantity
from contactline.records.claims import NumberForm

from .content import casualties_of, counts_of

KILLED, WOUNDED = "killed", "wounded"
MIL, CIV, NOT = "military", "civilian", "not said"

CASES: list[tuple[str, list[tuple[str, str, int, int | None, str]]]] = [
    ("Three Ardelian soldiers were killed.", [(KILLED, MIL, 3, 3, "exact")]),
    ("Three Kestrian soldiers were killed.", [(KILLED, MIL, 3, 3, "exact")]),
    ("The shelling killed two and injured one.", [(KILLED, NOT, 2, 2, "exact"), (WOUNDED, NOT, 1, 1, "exact")]),
    ("One killed, two wounded in the attack.", [(KILLED, NOT, 1, 1, "exact"), (WOUNDED, NOT, 2, 2, "exact")]),
    ("Two villagers were killed and three wounded.", [(KILLED, CIV, 2, 2, "exact"), (WOUNDED, CIV, 3, 3, "exact")]),
    ("There were no casualties.", [(KILLED, NOT, 0, 0, "none"), (WOUNDED, NOT, 0, 0, "none")]),
    ("The Defence Army suffered no losses.", [(KILLED, MIL, 0, 0, "none")]),
    ("Our forces did not suffer losses.", [(KILLED, MIL, 0, 0, "none")]),
    ("None of them was hurt.", [(WOUNDED, NOT, 0, 0, "none")]),
    ("Nobody was injured.", [(WOUNDED, NOT, 0, 0, "none")]),
    ("Between 3 and 5 soldiers were wounded.", [(WOUNDED, MIL, 3, 5, "range")]),
    ("Up to ten militants were killed.", [(KILLED, MIL, 0, 10, "at most")]),
    ("More than 20 people were injured.", [(WOUNDED, NOT, 21, None, "at least")]),
    ("At least two farmers were wounded.", [(WOUNDED, CIV, 2, None, "at least")]),
    ("About 30 troops were killed.", [(KILLED, MIL, 30, 30, "about")]),
    ("Dozens of people were injured.", [(WOUNDED, NOT, 12, None, "at least")]),
    ("Several civilians were wounded.", [(WOUNDED, CIV, 2, None, "unspecified")]),
    ("Soldiers were killed.", [(KILLED, MIL, 1, None, "unspecified")]),
    ("The death toll rose to 5.", [(KILLED, NOT, 5, 5, "exact")]),
    ("The brigade lost 4 servicemen.", [(KILLED, MIL, 4, 4, "exact")]),
    ("The clashes claimed the lives of two villagers.", [(KILLED, CIV, 2, 2, "exact")]),
    ("It cost at least 200 lives.", [(KILLED, NOT, 200, None, "at least")]),
    ("His wife and son were wounded.", [(WOUNDED, CIV, 2, 2, "exact")]),
    ("A 50-year-old woman and her granddaughter were killed.", [(KILLED, CIV, 2, 2, "exact")]),
    ("Two civilians, including a child, died.", [(KILLED, CIV, 2, 2, "exact")]),
    ("Two people from the village of Sorel, one of them a two-year-old girl, died.", [(KILLED, NOT, 2, 2, "exact")]),
    ("The army avenged the deaths of two villagers.", [(KILLED, CIV, 2, 2, "exact")]),
    ("The fire left three soldiers wounded.", [(WOUNDED, MIL, 3, 3, "exact")]),
    ("Three of its servicemen had been injured.", [(WOUNDED, MIL, 3, 3, "exact")]),
    ("Five fishermen were captured.", [("captured", CIV, 5, 5, "exact")]),
    ("Two soldiers went missing.", [("missing", MIL, 2, 2, "exact")]),
    (
        "A border guard was killed and a shepherd was wounded.",
        [(KILLED, MIL, 1, 1, "exact"), (WOUNDED, CIV, 1, 1, "exact")],
    ),
    ("A soldier and a farmer were killed.", [(KILLED, MIL, 1, 1, "exact"), (KILLED, CIV, 1, 1, "exact")]),
    ("The army reported 12 dead and 30 wounded.", [(KILLED, NOT, 12, 12, "exact"), (WOUNDED, NOT, 30, 30, "exact")]),
    ("A woman of 52 was wounded and underwent an operation.", [(WOUNDED, CIV, 1, 1, "exact")]),
    ("A resident aged 52 was wounded.", [(WOUNDED, CIV, 1, 1, "exact")]),
    (
        "A 50-year-old resident of Sorel and her granddaughter, aged two, were killed.",
        [(KILLED, CIV, 2, 2, "exact")],
    ),
    ("A 26-year-old was killed.", [(KILLED, NOT, 1, 1, "exact")]),
    ("Ardo Petrel, a guard at the club, was killed.", [(KILLED, NOT, 1, 1, "exact")]),
    ("A shepherd, 61, was killed.", [(KILLED, CIV, 1, 1, "exact")]),
    ("The shell wounded a shepherd, 61, and his grandson.", [(WOUNDED, CIV, 2, 2, "exact")]),
    ("In Sorel and Tavnik, one person was killed.", [(KILLED, NOT, 1, 1, "exact")]),
    ("On the previous day two children had been killed by a shell.", [(KILLED, CIV, 2, 2, "exact")]),
    ("The severely wounded soldier also died.", [(KILLED, MIL, 1, 1, "exact")]),
    ("The injured soldier later succumbed to his injuries.", [(KILLED, MIL, 1, 1, "exact")]),
    ("Wounded serviceman of the Kestrian army Ardo Petrel also died.", [(KILLED, MIL, 1, 1, "exact")]),
    ("A border guard, soldier Ardo Petrel was killed.", [(KILLED, MIL, 1, 1, "exact")]),
    ("Another resident, Maro Koval, was also killed.", [(KILLED, CIV, 1, 1, "exact")]),
    ("Sergeant of military service Ardo Petrel and corporal Oleh Koval died.", [(KILLED, MIL, 2, 2, "exact")]),
    ("Soldiers Ivar Petrel and Oleh Koval were killed.", [(KILLED, MIL, 2, 2, "exact")]),
    ("Ivar Petrel, a soldier from Sorel, was killed.", [(KILLED, MIL, 1, 1, "exact")]),
    (
        "A soldier, Ivar Petrel, and a farmer were killed.",
        [(KILLED, MIL, 1, 1, "exact"), (KILLED, CIV, 1, 1, "exact")],
    ),
    (
        "It had killed seven soldiers and one militant.",
        [(KILLED, MIL, 7, 7, "exact"), (KILLED, MIL, 1, 1, "exact")],
    ),
    (
        "Ten soldiers and 35 civilians were killed, and 12 others wounded.",
        [(KILLED, MIL, 10, 10, "exact"), (KILLED, CIV, 35, 35, "exact"), (WOUNDED, NOT, 12, 12, "exact")],
    ),
    ("Three soldiers valiantly embraced martyrdom.", [(KILLED, MIL, 3, 3, "exact")]),
    ("Captain Ardo Khan was martyred.", [(KILLED, MIL, 1, 1, "exact")]),
    ("They mourned the martyrdom of two villagers.", [(KILLED, CIV, 2, 2, "exact")]),
    ("A private was fatally wounded.", [(KILLED, MIL, 1, 1, "exact")]),
    ("The bodies of two soldiers were found.", [(KILLED, MIL, 2, 2, "exact")]),
    ("The death toll has risen to 16.", [(KILLED, NOT, 16, 16, "exact")]),
    ("Seven soldiers confirmed dead in the fire.", [(KILLED, MIL, 7, 7, "exact")]),
    ("No one was hurt.", [(WOUNDED, NOT, 0, 0, "none")]),
    (
        "Villagers had suffered losses, its own servicemen had not.",
        [(KILLED, CIV, 1, None, "unspecified"), (KILLED, MIL, 0, 0, "none")],
    ),
    ("They spoke of hitting or killing any soldier.", [(KILLED, MIL, 1, None, "unspecified")]),
    ("Four people were shot and taken to hospital.", [(WOUNDED, NOT, 4, 4, "exact")]),
    ("Two guards were shot and killed.", [(KILLED, NOT, 2, 2, "exact")]),
    ("We haven't had any losses.", [(KILLED, NOT, 0, 0, "none")]),
    ("A constable was in hospital after suffering a bullet injury.", [(WOUNDED, MIL, 1, 1, "exact")]),
    ("A resident lost his leg.", [(WOUNDED, CIV, 1, 1, "exact")]),
    ("The Kestrian army lost 20 servicemen.", [(KILLED, MIL, 20, 20, "exact")]),
    ("VAROS (Agency) - A woman and a child were killed.", [(KILLED, CIV, 2, 2, "exact")]),
    ("They abducted three farmers, Varos said.", [("captured", CIV, 3, 3, "exact")]),
    ("The clashes claimed the lives of two soldiers.", [(KILLED, MIL, 2, 2, "exact")]),
]


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[case[0] for case in CASES])
def test_counts_people(text: str, expected: list[tuple[str, str, int, int | None, str]]) -> None:
    assert counts_of(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The units fired 12 mortar rounds at the post.",
        "The 82-mm shells fell near the road.",
        "Observers counted 115 violations.",
        "The mission looked into the file of missing persons.",
        "The wounded were taken to hospital.",
        "International bodies were informed.",
        "They knew no further details about the victims.",
        "The leadership of the shot-put club met.",
        "Warning shots were fired and the soldiers withdrew.",
    ],
)
def test_other_numbers_and_words_are_no_casualties(text: str) -> None:
    assert casualties_of(text) == ()


def test_zero_is_a_statement_of_its_own() -> None:
    (killed,) = casualties_of("The Kestrian army suffered no losses.")
    assert killed.form is NumberForm.NONE
    assert killed.maximum == 0


def test_the_viewpoint_of_relative_words_is_kept() -> None:
    assert [c.victims.of for c in casualties_of("The enemy suffered losses.")] == ["opponent"]
    assert [c.victims.of for c in casualties_of("Our forces suffered losses.")] == ["own"]
    assert [c.victims.of for c in casualties_of("Four of its soldiers were wounded.")] == ["own"]


def test_ages_and_names_tell_persons_apart() -> None:
    text = "Two residents were killed: a woman of 50 (named here K. G., a pseudonym) and a two-year-old girl."
    (killed,) = casualties_of(text)
    assert killed.minimum == killed.maximum == 2
    assert [(p.name, p.age) for p in killed.persons] == [("K. G.", 50.0), ("", 2.0)]


def test_an_age_is_no_number_of_people() -> None:
    (killed,) = casualties_of("A two-year-old girl was killed.")
    assert (killed.minimum, killed.maximum) == (1, 1)
    assert [p.age for p in killed.persons] == [2.0]


def test_months_become_years() -> None:
    (killed,) = casualties_of("An 18-month-old girl was killed.")
    assert [p.age for p in killed.persons] == [1.5]


def test_named_soldiers_in_apposition_are_not_counted_twice() -> None:
    (killed,) = casualties_of("Two soldiers, Ivar Petrel and Oleh Koval, were killed.")
    assert killed.maximum == 2
    assert [p.name for p in killed.persons] == ["Ivar Petrel", "Oleh Koval"]


@given(st.integers(1, 999), st.sampled_from(["soldiers", "villagers", "people"]))
def test_digits_are_read_back(number: int, noun: str) -> None:
    (killed,) = casualties_of(f"In all {number} {noun} were killed.")
    assert (killed.minimum, killed.maximum) == (number, number)


@pytest.mark.parametrize(
    ("words", "value"),
    [("twenty-five", 25), ("two hundred", 200), ("1,200", 1200), ("two thousand", 2000), ("four", 4)],
)
def test_cardinals(words: str, value: int) -> None:
    found = read_cardinal(tuple(words.split()), 0)
    assert found is not None
    assert found[0] == value


@pytest.mark.parametrize("words", ["82-mm", "20:40", "4th", "3.5", "soldiers"])
def test_no_cardinals(words: str) -> None:
    assert read_cardinal((words,), 0) is None
    assert read_quantity((words,), 0) is None


@pytest.mark.parametrize(
    ("text", "victims"),
    [
        ("The Kestrian retaliation resulted in civilian casualties.", ["civilian casualties"]),
        ("The Ardelian attack caused heavy losses.", ["heavy losses"]),
        ("The fire caused heavy losses for Ardelia.", ["Ardelia"]),
        ("The Ardelian forces suffered losses.", ["The Ardelian forces"]),
        ("There were no losses among the units.", ["the units"]),
        ("Ardelia denied any loss of life on its side.", ["its side"]),
        ("The leadership bears responsibility for all human casualties.", ["human casualties"]),
        ("There are losses on both sides.", ["both sides"]),
        ("Clashes between Kestria and Ardelia caused losses on both sides.", ["Kestria", "Ardelia"]),
    ],
)
def test_victims_are_those_who_suffer_and_not_those_who_strike(text: str, victims: list[str]) -> None:
    assert [c.victims.text for c in casualties_of(text)] == victims


@pytest.mark.parametrize(
    ("text", "persons"),
    [
        ("A woman, 52, was wounded.", [("", 52.0)]),
        ("A second woman, aged 52 (named here R. T.), was wounded.", [("R. T.", 52.0)]),
        ("John Petrel, 34, was killed.", [("John Petrel", 34.0)]),
        ("Captain Ardo Khan was martyred.", [("Ardo Khan", None)]),
        ("Sergeant Ardo Petrel and corporal Oleh Koval died.", [("Ardo Petrel", None), ("Oleh Koval", None)]),
        ("A man in his vehicle, 4 km away, was killed.", []),
    ],
)
def test_persons(text: str, persons: list[tuple[str, float | None]]) -> None:
    (told,) = casualties_of(text)
    assert [(p.name, p.age) for p in told.persons] == persons


@pytest.mark.parametrize(("one", "other"), [("Ardelian", "Kestrian"), ("Kestrian", "Ardelian")])
def test_both_sides_count_alike(one: str, other: str) -> None:
    pattern = "Three {a} soldiers were killed and two {b} civilians were wounded by a mine."
    assert counts_of(pattern.format(a=one, b=other)) == [
        (KILLED, MIL, 3, 3, "exact"),
        (WOUNDED, CIV, 2, 2, "exact"),
    ]


@pytest.mark.parametrize(
    ("words", "low", "high", "form"),
    [
        ("at least three", 3, None, "at least"),
        ("more than three", 4, None, "at least"),
        ("fewer than ten", 0, 9, "at most"),
        ("up to 40", 0, 40, "at most"),
        ("between 3 and 5", 3, 5, "range"),
        ("3 to 5", 3, 5, "range"),
        ("about 20", 20, 20, "about"),
        ("dozens of", 12, None, "at least"),
        ("several", 2, None, "unspecified"),
        ("a dozen", 12, 12, "about"),
        ("two of them", 2, 2, "exact"),
        ("three of its", 3, 3, "exact"),
        ("any", 1, None, "unspecified"),
        ("both", 2, 2, "exact"),
        ("no", 0, 0, "none"),
    ],
)
def test_quantities(words: str, low: int, high: int | None, form: str) -> None:
    found = read_quantity(tuple(words.split()), 0)
    assert found is not None
    assert (found.minimum, found.maximum, found.form.value) == (low, high, form)
    assert found.last == len(words.split()) or words.endswith("its")
