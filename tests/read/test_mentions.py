from __future__ import annotations

import pytest

from contactline.read.citations import find_evidence, find_law
from contactline.read.damage import find_damage
from contactline.read.means import find_means
from contactline.read.places import spot_places
from contactline.records.names import SpotSort
from contactline.records.quotes import Span

from .content import document_of, spot, view_of


@pytest.mark.parametrize(
    ("text", "normals"),
    [
        ("with 82-mm and 120-mm mortars", ["mortar 82 mm", "mortar 120 mm"]),
        ("with 60 mm mortars and D-30 howitzers", ["mortar 60 mm", "howitzer D-30"]),
        ("a TR-107 multiple rocket launcher", ["multiple rocket launcher TR-107"]),
        ("fired from a BM-21", ["multiple rocket launcher BM-21"]),
        ("from AGS-17 grenade launchers", ["grenade launcher AGS-17"]),
        ("with large-calibre machine guns and sniper rifles", ["large-calibre machine gun", "sniper rifle"]),
        ("an unmanned aerial vehicle", ["drone"]),
        ("used cluster munitions and white phosphorus", ["cluster munition", "white phosphorus"]),
        ("122-mm howitzers", ["howitzer 122 mm"]),
        ("an anti-personnel mine", ["anti-personnel mine"]),
    ],
)
def test_weapons_have_a_normal_form(text: str, normals: list[str]) -> None:
    assert [words.means.normal for words in find_means(view_of(text))] == normals


@pytest.mark.parametrize("text", ["a round of talks", "the coal mine workers", "the M-4 highway", "a think tank"])
def test_what_only_sounds_like_a_weapon(text: str) -> None:
    assert find_means(view_of(text)) == ()


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Troops shelled the village of Sorel.", [("Sorel", "at")]),
        ("The post near Berdine was hit.", [("Berdine", "at")]),
        (
            "They fired from positions in Sorel and Tavnik villages of the Orvik district.",
            [("Sorel", "from"), ("Tavnik", "from"), ("Orvik", "from")],
        ),
        ("Fire was opened toward Žirava.", [("Žirava", "toward")]),
        ("The attack on positions in Varel, formerly Ostrava, went on.", [("Varel", "at"), ("Ostrava", "also called")]),
        ("Alkhanli village of Fuzuli district was shelled.", [("Alkhanli", "at"), ("Fuzuli", "at")]),
        ("The Ardelian village of Berdine burned.", [("Berdine", "at")]),
    ],
)
def test_unknown_places_by_the_words_around_them(text: str, places: list[tuple[str, str]]) -> None:
    found = [(words.place.quote.words, words.place.role.value) for words in spot_places(view_of(text))]
    assert found == places


@pytest.mark.parametrize(
    "text", ["In July the army fired.", "He spoke in the Orkarak programme.", "He told Interfax so."]
)
def test_other_capitals_are_no_places(text: str) -> None:
    assert spot_places(view_of(text)) == ()


def test_a_known_place_needs_no_village_beside_it() -> None:
    text = "The army shelled Berdine."
    view = view_of(text, spot(text, "Berdine", SpotSort.PLACE, "berdine", kind="village"))
    assert [words.place.quote.words for words in spot_places(view)] == ["Berdine"]


@pytest.mark.parametrize(
    ("text", "damage"),
    [
        ("Three houses were destroyed.", [("Three houses", "civilian", "destroyed")]),
        ("A military post was damaged.", [("A military post", "military", "damaged")]),
        ("causing damage to a military post", [("a military post", "military", "damaged")]),
        (
            "The shelling damaged a school and a power line.",
            [("a school", "civilian", "damaged"), ("a power line", "civilian", "damaged")],
        ),
        ("Houses and schools were damaged.", [("Houses", "civilian", "damaged"), ("schools", "civilian", "damaged")]),
    ],
)
def test_damage(text: str, damage: list[tuple[str, str, str]]) -> None:
    found = [words.damage for words in find_damage(view_of(text))]
    assert [(d.target.text, d.status.value, d.level) for d in found] == damage


def test_evidence_has_its_kind() -> None:
    text = "It released video footage, an audio recording, shell fragments and satellite images."
    found = find_evidence(document_of(text), Span(0, len(text)))
    assert [(e.kind, e.quote.words) for e in found] == [
        ("video", "video footage"),
        ("audio", "audio recording"),
        ("debris", "shell fragments"),
        ("photo", "satellite images"),
    ]


@pytest.mark.parametrize(
    ("text", "law"),
    [
        ("a violation of the 1949 Geneva Conventions", ["1949 Geneva Conventions"]),
        ("all the norms of international humanitarian law", ["norms of international humanitarian law"]),
        ("to implement the Vienna and St. Petersburg agreements", ["Vienna and St. Petersburg agreements"]),
        ("under the Minsk agreements", ["Minsk agreements"]),
        ("it is a war crime", ["war crime"]),
        ("using civilians as human shields", ["human shields"]),
        ("the agreement of 1994 was broken", ["agreement of 1994"]),
        ("they reached an agreement", []),
    ],
)
def test_law(text: str, law: list[str]) -> None:
    assert [mention.quote.words for mention in find_law(document_of(text), Span(0, len(text)))] == law
