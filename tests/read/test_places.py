"""Where something happened: what is a place, how far its name goes, and what only looks like one."""

from __future__ import annotations

import pytest

from contactline.read.places import find_places, spot_places
from contactline.records.names import SpotSort
from contactline.records.quotes import Span

from .content import document_of, headline_view, places_in, spot, view_of

UNKNOWN: list[tuple[str, list[tuple[str, str]]]] = [
    ("Troops shelled the village of Sorel.", [("Sorel", "at")]),
    ("The post near Berdine was hit.", [("Berdine", "at")]),
    (
        "They fired from positions in Sorel and Tavnik villages of the Orvik district.",
        [("Sorel", "from"), ("Tavnik", "from"), ("Orvik district", "from")],
    ),
    ("Fire was opened toward Žirava.", [("Žirava", "toward")]),
    ("The attack on positions in Varel, formerly Ostrava, went on.", [("Varel", "at"), ("Ostrava", "also called")]),
    ("Alkhanli village of Fuzuli district was shelled.", [("Alkhanli", "at"), ("Fuzuli district", "at")]),
    ("The Ardelian village of Berdine burned.", [("Berdine", "at")]),
    ("The villages of Sorel, Tavnik and Movren were shelled.", [("Sorel", "at"), ("Tavnik", "at"), ("Movren", "at")]),
    ("Fighting went on in the Horavik–Dzhabren direction.", [("Horavik", "at"), ("Dzhabren", "at")]),
    ("The rival used mortars in the northeastern (Talven) direction.", [("Talven", "at")]),
    ("Indian troops fired in Bhimber sector.", [("Bhimber sector", "at")]),
    ("It had killed seven soldiers in Jammu and Kashmir's Kathua district.", [("Kathua district", "at")]),
    ("Clashes were reported in Northland's Tovren district.", [("Tovren district", "at")]),
    ("The shelling of Movren went on.", [("Movren", "at")]),
    ("The army shelled Sorel.", [("Sorel", "at")]),
    ("In government-controlled Sartana the mission saw craters.", [("Sartana", "at")]),
    ("Rockets landed in eastern Ghouta.", [("Ghouta", "at")]),
    ("A drone was seen over the Shebaa farms.", [("Shebaa farms", "at")]),
    ("Shots were heard in the Zugdi municipality.", [("Zugdi municipality", "at")]),
    ("The outskirts of El Farsha were bombed.", [("El Farsha", "at")]),
    ("Gunfire was heard near Kaesung, in Panmun county.", [("Kaesung", "at"), ("Panmun county", "at")]),
]


@pytest.mark.parametrize(("text", "places"), UNKNOWN, ids=[case[0] for case in UNKNOWN])
def test_unknown_places_by_the_words_around_them(text: str, places: list[tuple[str, str]]) -> None:
    assert places_in(view_of(text)) == places


@pytest.mark.parametrize(
    "text",
    [
        "In July the army fired.",
        "He spoke in the Orkarak programme.",
        "He told Interfax so.",
        "Shelling hit Stepan Street.",
        "Shells fell on School No. 63.",
        "The matter was raised in the Security Council.",
        "Private Ardo Petrel in Colonel Koval's unit was hit.",
        "He wrote in Facebook.",
        "In Sorel's words the fire was heavy.",
        "Kestrian villages were shelled.",
        "Officials in ISPR said so.",
        "The State Border Service reported losses.",
        "Troops (15km north-east of Mariel) fired.",
    ],
)
def test_other_capitals_are_no_places(text: str) -> None:
    assert places_in(view_of(text)) == []


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Soldiers were killed near the Line of Control (LoC) on Wednesday.", "Line of Control (LoC)"),
        ("The ceasefire was violated along the line of contact.", "line of contact"),
        ("The enemy fired on the contact line.", "contact line"),
        ("They crossed the state border.", "state border"),
        ("Rockets were fired across the Blue Line.", "Blue Line"),
        ("Soldiers crossed the Military Demarcation Line (MDL).", "Military Demarcation Line (MDL)"),
        ("A farmer was held at the Administrative Boundary Line.", "Administrative Boundary Line"),
        ("Shots were fired in the buffer zone.", "buffer zone"),
        ("They were detained on the Ardelia-Kestria state border.", "Ardelia-Kestria state border"),
    ],
)
def test_a_line_is_one_mention_as_a_whole(text: str, line: str) -> None:
    assert [words for words, _ in places_in(view_of(text))] == [line]


@pytest.mark.parametrize("name", ["Ardelia", "Kestria"])
@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("{} does not disdain to use human shields.", []),
        ("{}’s refusal is known.", []),
        ("The attack on {} positions went on.", []),
        ("The {} retaliation resulted in losses.", []),
        ("{} attacked the other side.", []),
        ("The civilian population of {} was targeted.", []),
        ("A provocation against {} was prevented.", []),
        ("The leadership of {} is responsible.", []),
        ("The post was shelled in {}.", ["at"]),
        ("Shells landed inside {}.", ["at"]),
        ("The column moved into {}.", ["toward"]),
        ("Shells fell on the territory of {}.", ["at"]),
        ("Drones flew across {}.", ["at"]),
        ("Shells landed in eastern {}.", ["at"]),
        ("The shelling of {} continued.", ["at"]),
    ],
)
def test_a_country_is_a_place_only_where_something_is_inside_it(name: str, pattern: str, expected: list[str]) -> None:
    text = pattern.format(name)
    view = view_of(
        text,
        spot(text, name, SpotSort.ACTOR, name.lower(), kind="state"),
        spot(text, name, SpotSort.PLACE, name.lower(), kind="country"),
    )
    assert [role for _, role in places_in(view)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Varos does not answer.", []),
        ("The regime of Varos is to blame.", []),
        ("Relations between Varos and the capital are cold.", []),
        ("Shells landed in Varos.", [("Varos", "at")]),
        ("A drone fell near Varos.", [("Varos", "at")]),
        ("He told a briefing in Varos that troops had fired.", []),
        ("In Varos, spokesman Dar wrote that troops had fired.", []),
        ("A breach of the Varos Conventions.", []),
    ],
)
def test_a_capital_acts_unless_something_is_inside_it(text: str, expected: list[tuple[str, str]]) -> None:
    spots = spot(text, "Varos", SpotSort.METONYM, "ardelia"), spot(text, "Varos", SpotSort.PLACE, "varos", kind="city")
    assert places_in(view_of(text, *spots)) == expected


def test_a_shelled_country_gives_way_to_the_place_in_it() -> None:
    text = "The shelling of Ardelia hit the village of Sorel."
    view = view_of(text, spot(text, "Ardelia", SpotSort.PLACE, "ardelia", kind="country"))
    assert places_in(view) == [("Sorel", "at")]


def test_a_known_place_needs_no_village_beside_it() -> None:
    text = "The army shelled Berdine."
    view = view_of(text, spot(text, "Berdine", SpotSort.PLACE, "berdine", kind="village"))
    assert places_in(view) == [("Berdine", "at")]


@pytest.mark.parametrize("text", ["Berdine prosecutor Ivo Dar said so.", "Berdine’s mayor said so."])
def test_a_known_place_is_none_where_it_names_an_office(text: str) -> None:
    view = view_of(text, spot(text, "Berdine", SpotSort.PLACE, "berdine", kind="village"))
    assert places_in(view) == []


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("They fired from the village of Sorel.", "from"),
        ("They fired from posts in the village of Sorel.", "from"),
        ("An attack on the post from a residential area in the Sorel village.", "from"),
        ("Two people from the village of Sorel were killed.", "at"),
        ("Fire was opened in the direction of Sorel village.", "toward"),
        ("Shells fell in the Sorel direction.", "at"),
    ],
)
def test_roles(text: str, role: str) -> None:
    assert places_in(view_of(text)) == [("Sorel", role)]


def test_a_headline_in_capitals_tells_no_names_but_by_kind_words() -> None:
    assert places_in(headline_view("Two Soldiers Killed In Fierce Battles Near Southern Posts")) == []
    assert places_in(headline_view("Shelling Hits Village of Sorel")) == [("Sorel", "at")]
    assert places_in(headline_view("Two killed in shelling near Sorel")) == [("Sorel", "at")]


def test_places_are_found_without_a_happening() -> None:
    text = "The situation in the village of Sorel is calm. Varos is calm."
    found = find_places(document_of(text), (), Span(0, 45))
    assert [place.quote.words for place in found] == ["Sorel"]
    assert spot_places(view_of("Calm prevailed.")) == ()
