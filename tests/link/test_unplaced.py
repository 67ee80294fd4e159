"""Reports without a place of their own, towns that stand for districts, capitals that stand for governments."""

from __future__ import annotations

from dataclasses import replace

import pytest

from contactline.link.link import link_claims
from contactline.link.sites import Atlas, find_sites
from contactline.link.times import find_time
from contactline.records.actors import Actor, ActorKind, ActorName, NameType
from contactline.records.claims import Act, Kind, Order, TimeMention
from contactline.records.ids import ActorId, PlaceId
from contactline.records.mandates import Mandate
from contactline.records.places import PlaceName
from linkcases import MANDATE, NORTH, SOUTH, THIRD, _place, at, line, tell

EVENING = at(4, "18:00", "24:00")
ADA = (("Ada", "ada"),)


def told(publisher, *, place=ADA, day=4, clock="20:40", side=NORTH, kind=Kind.SHELLING, word="shelled"):
    names = " ".join(words for words, _ in place)
    text = f"{publisher} says {names} was {word} on July {day}."
    return tell(publisher, side, 6, line(text, kind=kind, places=list(place), time=(f"July {day}", at(day, clock))))


def reply(when=EVENING, *, side=SOUTH, kind=Kind.UNSPECIFIED, places=(), extra=()):
    text = "The minister calls the attack of Tuesday evening at Plain a crime."
    return tell("Reply", side, 6, line(text, kind=kind, places=list(places), time=("Tuesday evening", when)), *extra)


def incidents_of(*pairs, mandate: Mandate = MANDATE) -> list[set[int]]:
    linking = link_claims(pairs, mandate)
    number = {claim.id: i for i, (_, reading) in enumerate(pairs) for claim in reading.claims}
    return sorted(({number[claim] for claim in each.claims} for each in linking.incidents), key=min)


THREE = [told("One"), told("Two", side=SOUTH, clock="20:30"), told("Three", side=THIRD)]


@pytest.mark.parametrize("side", [NORTH, SOUTH, THIRD])
@pytest.mark.parametrize("when", [EVENING, at(4), at(4, "20:45")])
def test_a_reply_joins_the_only_incident_of_its_day(side, when):
    assert incidents_of(*THREE, reply(when, side=side)) == [{0, 1, 2, 3}]


def test_the_reason_says_so_and_the_score_is_low():
    pair = reply()
    [incident] = link_claims([*THREE, pair], MANDATE).incidents
    scores = {member.claim: member.score for member in incident.members}
    [mine] = [member for member in incident.members if member.claim == pair[1].claims[0].id]
    assert "only incident of that day that several reports tell of" in mine.reason
    assert mine.score < min(score for claim, score in scores.items() if claim != mine.claim)


def test_talk_follows_its_report():
    talk = line("He asks for talks under the accord.", act=Act.APPEALS, kind=Kind.NONE)
    assert incidents_of(*THREE, reply(extra=(talk,))) == [{0, 1, 2, 3}]
    linking = link_claims([*THREE, reply(extra=(talk,))], MANDATE)
    assert len(linking.incidents[0].claims) == 5


@pytest.mark.parametrize(
    "odd",
    [
        reply(at(5)),  # another day
        reply(at(4, "9:00")),  # another hour
        reply(at(4, "6:00", "12:00")),  # another part of the day
        reply(kind=Kind.MINE_EXPLOSION),  # another kind
        reply(places=[("Plain", None)]),  # a place, though unknown
    ],
)
def test_what_does_not_fit_stays_apart(odd):
    assert {3} in incidents_of(*THREE, odd)


def test_it_stays_apart_where_several_could_be_meant():
    cora = (("Cora", "cora"),)
    rivals = [told("Four", place=cora), told("Five", place=cora, clock="20:20")]
    assert {5} in incidents_of(*THREE, *rivals, reply())
    single = [told("Four", place=cora)]
    assert {0, 1, 2, 4} in incidents_of(*THREE, *single, reply())


def test_two_reports_are_too_few_to_be_the_only_incident():
    assert {2} in incidents_of(*THREE[:2], reply())


def test_a_report_that_tells_both_is_believed():
    both = tell(
        "Bulletin",
        NORTH,
        6,
        line("Ada was shelled at 20:40.", kind=Kind.SHELLING, places=[("Ada", "ada")], time=("20:40", at(4, "20:40"))),
        line("At 11:00 mortars were fired.", kind=Kind.SHELLING, time=("11:00", at(4, "11:00"))),
    )
    assert len(link_claims([*THREE, both], MANDATE).incidents) == 2


def test_a_region_far_away_is_another_place():
    far = replace(MANDATE, places=(*MANDATE.places, _place("steppe", "region", None, 45.0, 40.0, "Plain", "Steppe")))
    assert {3} in incidents_of(*THREE, reply(places=[("Plain", "steppe")]), mandate=far)
    assert incidents_of(*THREE, reply(places=[("Plain", "plain")])) == [{0, 1, 2, 3}]


# -- a town that gives its name to a district


def _town(id_: str, name: str, lat: float):
    return replace(
        _place(id_, "town", "lowland", lat, 47.15, name, name), names=(PlaceName(name, "name", "en", "Latn", (), "t"),)
    )


SEATED = replace(MANDATE, places=(*MANDATE.places, _town("alchak", "Alchak", 40.15), _town("other", "Other", 40.15)))


def test_a_seat_is_known_by_its_districts_name():
    atlas = Atlas(SEATED)
    assert atlas.seat_of(PlaceId("alchak")) == "lowland"
    assert atlas.seat_of(PlaceId("other")) is None
    assert atlas.seat_of(PlaceId("ada")) is None


@pytest.mark.parametrize(("town", "count"), [("alchak", 1), ("other", 2)])
@pytest.mark.parametrize("side", [NORTH, SOUTH])
def test_an_attack_at_the_seat_and_the_answer_in_its_district_are_one_account(town, count, side):
    name = {"alchak": "Alchak", "other": "Other"}[town]
    pair = tell(
        "Outlet",
        side,
        5,
        line(
            f"On July 4 positions at {name} were shelled.",
            kind=Kind.SHELLING,
            places=[(name, town)],
            time=("July 4", at(4)),
        ),
        line(
            "On July 4 three men died at Bela.",
            kind=Kind.SHELLING,
            places=[("Bela", "bela")],
            time=("July 4", at(4)),
            losses=[{"words": "three men", "side": None, "count": 3}],
        ),
    )
    assert len(link_claims([pair], SEATED).incidents) == count


@pytest.mark.parametrize("side", [NORTH, SOUTH])
def test_the_two_ends_told_by_two_reports_join_through_the_seat(side):
    one = told("One", place=(("Alchak", "alchak"),), side=side)
    other = told("Two", place=(("Ada", "ada"),), side=SOUTH if side == NORTH else NORTH)
    assert incidents_of(one, other, mandate=SEATED) == [{0, 1}]


# -- names that mean something else


def test_a_capital_that_acts_or_speaks_is_no_place():
    name = ActorName("Cora", NameType.METONYM, "en", "Latn", (), "test")
    actor = Actor(ActorId("gov"), ActorKind.STATE, NORTH, (name,), None, "", "test")
    atlas = Atlas(replace(MANDATE, actors=(actor,)))

    def sites(text, **values):
        pair = tell("Outlet", NORTH, 5, line(text, kind=Kind.SHELLING, places=[("Cora", "cora")], **values))
        return [site.place for site in find_sites(pair[1].claims[0], atlas)]

    loss = [{"words": "two men", "side": NORTH, "count": 2}]
    assert sites("Cora killed two men.", losses=loss, actors=[("Cora", NORTH)]) == []
    assert sites("Cora said two men died.", losses=loss, speaker=("Cora", None, NORTH)) == []
    assert sites("In Cora two men died.", losses=loss) == ["cora"]
    assert sites("Cora rejects the attack.") == []


def test_the_day_of_speaking_does_not_date_what_is_told():
    pair = told("One")
    [claim] = pair[1].claims
    assert find_time(claim) == at(4, "20:40")
    assert find_time(replace(claim, stated=TimeMention(claim.occurrence.time.quote, at(5)))) is None
    other = replace(claim.quote, span=replace(claim.quote.span, end=1), words=claim.quote.words[:1])
    assert find_time(replace(claim, stated=TimeMention(other, at(5)))) == at(4, "20:40")


def test_an_answer_far_off_without_a_time_goes_on_about_the_lead():
    pair = tell(
        "Outlet",
        NORTH,
        5,
        line("On July 4 Ada was shelled.", kind=Kind.SHELLING, places=[("Ada", "ada")], time=("July 4", at(4))),
        line("The army answered at Bela.", kind=Kind.UNSPECIFIED, order=Order.ANSWER, places=[("Bela", "bela")]),
    )
    assert len(link_claims([pair], MANDATE).incidents) == 1
