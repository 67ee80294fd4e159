from __future__ import annotations

from dataclasses import replace

import pytest

from contactline.annotated.actorkinds import guess_kind
from contactline.annotated.conflict import make_mandate, parse_conflict
from contactline.read.rules import RulesReader
from contactline.records.actors import ActorKind
from contactline.resolve.resolve import Resolver

from .samples import TOML, make_conflict, make_text


def test_a_conflict_is_read() -> None:
    conflict = make_conflict()
    assert (conflict.name, conflict.split, conflict.real) == ("northland", "train", False)
    assert conflict.side_ids == ("NL", "SM")
    assert conflict.other(conflict.side_ids[0]) == "SM"
    assert conflict.other(None) is None
    assert conflict.place_names == ("Tolm", "Upper Tolm", "Varna", "Grey River")


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ('split = "train"', 'split = "all"', 3, "split “all” is not known"),
        ("real = false", 'real = "no"', 2, "true or false"),
        ('title = "Northland and Southmark"\n', "", 0, "title = “…” is missing"),
        ('note = "Invented."', "note = 3", 4, "note = “…” is missing or is no text"),
        ("[sides.SM]", "[sides.third]", 11, "a side cannot be called “third”"),
        ('names = ["Southmark"]', 'nouns = ["Southmark"]', 13, "“sides.SM.nouns” is not known here"),
        ('names = ["Southmark"]', "names = []", 13, "sides.SM.names is empty"),
        ('capitals = ["Suderburg"]', 'capitals = "Suderburg"', 15, "is a list of names"),
        ('SM = ["Varna"]', 'XX = ["Varna"]', 21, "“places.XX” is not known here"),
        ('SM = ["Varna"]', 'SM = ["Tolm"]', 21, "is listed under NL and under SM"),
        ("[third]", "[others]", 17, "“others” is not known here"),
        ('title = "Northland and', "title = Northland and", 1, "is no TOML"),
    ],
)
def test_mistakes_say_where_and_what(old: str, new: str, line: int, words: str) -> None:
    assert old in TOML
    _, mistakes = parse_conflict(TOML.replace(old, new, 1), "conflict.toml", "northland")
    assert [mistake.line for mistake in mistakes if words in mistake.message] == [line]


def test_a_conflict_has_two_sides() -> None:
    three = TOML + '[sides.ZZ]\ntitle = "Z"\nnames = ["Z"]\n'
    _, mistakes = parse_conflict(three, "conflict.toml", "northland")
    assert any("has 3 sides" in mistake.message for mistake in mistakes)


def test_the_mandate_orders_sides_by_title() -> None:
    mandate = make_mandate(make_conflict(TOML.replace('title = "Northland"\n', 'title = "Zone North"\n')))
    assert [side.id for side in mandate.sides] == ["SM", "NL"]


def test_the_mandate_knows_names_and_places() -> None:
    mandate = make_mandate(make_conflict())
    actors = {actor.names[0].text: actor for actor in mandate.actors}
    assert {name.text for name in actors["Northland"].names} >= {
        "Northlander",
        "Northlanders",
        "Nordhaven",
        "Northlander side",
    }
    assert actors["Ministry of Defence of Northland"].kind is ActorKind.MINISTRY
    assert actors["Ministry of Defence of Northland"].parent == actors["Northland"].id
    assert [name.text for name in actors["Ann Lee"].names] == ["Ann Lee", "Colonel Ann Lee", "Lee"]
    assert actors["Lake Mission"].side == "third"
    assert {place.names[0].text for place in mandate.places} == {"Tolm", "Upper Tolm", "Varna", "Grey River"}
    assert all(place.lat is None for place in mandate.places)
    assert len({actor.id for actor in mandate.actors}) == len(mandate.actors)


def test_the_same_conflict_gives_the_same_mandate() -> None:
    conflict = make_conflict()
    assert make_mandate(conflict) == make_mandate(conflict)
    assert make_mandate(conflict).digest != make_mandate(replace(conflict, third=())).digest


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Northland Defence Ministry", ActorKind.MINISTRY),
        ("General Staff of Southmark", ActorKind.MILITARY),
        ("4th Brigade", ActorKind.MILITARY),
        ("Prosecutor General's Office of Northland", ActorKind.PROSECUTOR),
        ("Ombudswoman of Southmark", ActorKind.OMBUDSMAN),
        ("Valley News Service", ActorKind.AGENCY),
        ("Suderburg Post", ActorKind.OUTLET),
        ("Security Service of Northland", ActorKind.AUTHORITY),
        ("Red Cross", ActorKind.ORGANISATION),
        ("Lake Mission", ActorKind.MEDIATOR),
        ("Lieutenant General Ann Lee", ActorKind.PERSON),
        ("Foreign Minister Ann Lee", ActorKind.PERSON),
        ("Ann Lee", ActorKind.PERSON),
        ("France", ActorKind.STATE),
        ("the rebels", ActorKind.GROUP),
    ],
)
def test_kinds_are_guessed_from_words(name: str, kind: ActorKind) -> None:
    assert guess_kind(name) is kind


def test_the_resolver_gives_sides_with_it() -> None:
    resolver, report = Resolver(make_mandate(make_conflict())), make_text().report
    claims = resolver.resolve(report, RulesReader().read(report, resolver.names)).claims
    assert {claim.speaker.side for claim in claims} == {"NL"}
    assert "SM" in {actor.side for claim in claims for actor in claim.occurrence.actors}
