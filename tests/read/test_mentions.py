from __future__ import annotations

import pytest

from contactline.read.citations import find_evidence, find_law
from contactline.read.damage import find_damage
from contactline.read.means import find_means
from contactline.records.quotes import Span

from .content import document_of, view_of


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


@pytest.mark.parametrize("text", ["They were killed.", "Calm prevailed.", "The convention centre was full."])
def test_no_law(text: str) -> None:
    assert find_law(document_of(text), Span(0, len(text))) == ()


@pytest.mark.parametrize(
    ("text", "damage"),
    [
        ("many houses in the district's villages were damaged", ["many houses"]),
        ("A post was destroyed and two trucks were burned.", ["A post", "two trucks"]),
        ("The destruction of a bridge was denied.", ["a bridge"]),
        ("The shells caused damage to houses as well as a school.", ["houses", "a school"]),
        ("Nothing was damaged.", []),
    ],
)
def test_damaged_things(text: str, damage: list[str]) -> None:
    assert [words.damage.target.text for words in find_damage(view_of(text))] == damage


def test_evidence_stays_in_its_scope() -> None:
    text = "A video was shown. Photos were not."
    assert [item.quote.words for item in find_evidence(document_of(text), Span(0, 18))] == ["video"]
