"""How incidents stand to each other, in two invented conflicts."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from contactline.link.relations import MOST, find_relations
from contactline.link.sites import Atlas
from contactline.records.claims import Act, Claim, Kind, Modality, Order, Polarity, Status
from contactline.records.ids import ClaimId, IncidentId, PlaceId
from contactline.records.incidents import Incident, Membership, RelationKind
from contactline.records.times import TimePrecision, When
from linkcases import line, swap, tell

from .worlds import RIVER, WORLDS, World, kinds_of, relations

both = pytest.mark.parametrize("world", WORLDS, ids=[world.mandate.name for world in WORLDS])


# -- answer to


def answer(world: World, when: When, side: int, **values):
    words = values.pop("words", "in answer")
    return world.fire(
        when,
        world.near,
        order=Order.ANSWER,
        words=f"{words} by our troops",
        actors=[("our troops", world.sides[side])],
        **values,
    )


@both
def test_fire_that_its_speaker_calls_an_answer_answers_the_last_fire_within_gun_range(world):
    first = world.report(1, 0, world.fire(world.day(4, "9:00")))
    reply = world.report(2, 1, answer(world, world.day(4, "15:00"), 1))
    incidents = world.link(first, reply)
    [(one, other, relation)] = relations(incidents, RelationKind.ANSWER_TO)
    assert (one, other) == (1, 0)
    assert relation.reason.startswith("According to Outlet 2 it was an answer to fire; shelling ")
    assert "about 6 hours before" in relation.reason


@both
def test_an_answer_names_the_loss_that_it_answers_wherever_it_fell(world):
    side = world.sides[1]
    loss = {"words": "two villagers", "side": side, "count": 2}
    first = world.report(1, 1, world.fire(world.day(4), losses=[loss], words="killed two villagers"))
    reply = world.report(
        2,
        1,
        world.fire(world.day(7), world.far),
        line(
            "It was done to avenge two villagers.",
            kind=Kind.UNSPECIFIED,
            order=Order.ANSWER,
            act=Act.REPORTS_OWN_LOSS,
            losses=[loss],
        ),
    )
    [(one, other, relation)] = relations(world.link(first, reply), RelationKind.ANSWER_TO)
    assert (one, other) == (1, 0)
    assert "earlier loss (“two villagers”)" in relation.reason


@both
def test_no_answer_where_the_speakers_do_not_say_so(world):
    first = world.report(1, 0, world.fire(world.day(4, "9:00")))
    plain = world.report(2, 1, world.fire(world.day(4, "15:00"), world.near))
    assert not relations(world.link(first, plain), RelationKind.ANSWER_TO)


@both
@pytest.mark.parametrize(
    "changed",
    [
        {"polarity": Polarity.NEGATIVE, "act": Act.DENIES},
        {"modality": Modality.FUTURE},
        {"modality": Modality.GENERAL},
        {"modality": Modality.CONDITIONAL},
    ],
)
def test_an_answer_that_is_denied_threatened_or_a_habit_is_none(world, changed):
    first = world.report(1, 0, world.fire(world.day(4, "9:00")))
    reply = world.report(
        2, 1, world.fire(world.day(4, "15:00"), world.near), line("There is an answer.", order=Order.ANSWER, **changed)
    )
    assert not relations(world.link(first, reply), RelationKind.ANSWER_TO)


@both
def test_an_exchange_that_tells_of_its_own_first_fire_answers_nothing_else(world):
    first = world.report(1, 0, world.fire(world.day(4, "9:00")))
    exchange = world.report(
        2,
        1,
        world.fire(world.day(4, "15:00"), world.near, order=Order.FIRST),
        line("The army fired back.", kind=Kind.SHELLING, order=Order.ANSWER),
    )
    assert not relations(world.link(first, exchange), RelationKind.ANSWER_TO)


@both
def test_nobody_answers_his_own_fire_and_nothing_later_or_far_away(world):
    own = world.fire(world.day(4, "9:00"), words="by men", actors=[("men", world.sides[1])])
    reply = answer(world, world.day(4, "15:00"), 1)
    assert not relations(world.link(world.report(1, 0, own), world.report(2, 1, reply)), RelationKind.ANSWER_TO)
    later = world.fire(world.day(4, "19:00"))
    assert not relations(world.link(world.report(1, 0, later), world.report(2, 1, reply)), RelationKind.ANSWER_TO)
    far = world.fire(world.day(4, "9:00"), world.far)
    assert not relations(world.link(world.report(1, 0, far), world.report(2, 1, reply)), RelationKind.ANSWER_TO)


@both
def test_two_fires_of_one_day_without_an_hour_leave_open_which_is_answered(world):
    mine = world.fire(world.day(4), kind=Kind.MINE_EXPLOSION)
    shots = world.fire(world.day(4), kind=Kind.SHELLING)
    reply = answer(world, world.day(4), 1, kind=Kind.CAPTURE)
    one = world.link(world.report(1, 0, shots), world.report(3, 1, reply))
    assert relations(one, RelationKind.ANSWER_TO)
    two = world.link(world.report(1, 0, shots), world.report(2, 0, mine), world.report(3, 1, reply))
    assert not relations(two, RelationKind.ANSWER_TO)


def test_swapping_the_parties_changes_nothing_but_words():
    world = WORLDS[0]
    pairs = [
        world.report(1, 0, world.fire(world.day(4, "9:00"), words="by men", actors=[("men", world.sides[1])])),
        world.report(2, 1, answer(world, world.day(4, "15:00"), 0)),
        world.report(3, 1, world.fire(world.day(5, "15:00"))),
        world.report(4, 1, world.fire(world.day(25, "15:00"))),
    ]
    found = [(one, other, relation.kind) for one, other, relation in relations(world.link(*pairs))]
    swapped = [(one, other, relation.kind) for one, other, relation in relations(world.link(*map(swap, pairs)))]
    assert found == swapped
    assert RelationKind.ANSWER_TO in {kind for _, _, kind in found}


# -- same series


@both
def test_consecutive_days_at_one_place_are_a_series(world):
    reports = [world.report(n, n % 2, world.fire(world.day(day))) for n, day in enumerate((3, 4, 5, 12))]
    found = relations(world.link(*reports), RelationKind.SAME_SERIES)
    assert {(one, other) for one, other, _ in found} == {(0, 1), (1, 0), (1, 2), (2, 1)}
    assert world.village[0] in found[0][2].reason


@both
def test_one_report_makes_a_run_of_days_that_do_not_touch(world):
    told = world.report(1, 0, world.fire(world.day(2)), world.fire(world.day(6)))
    [relation, _] = [relation for _, _, relation in relations(world.link(told), RelationKind.SAME_SERIES)]
    assert relation.reason.endswith("one report tells both.")
    apart = world.link(world.report(1, 0, world.fire(world.day(2))), world.report(2, 0, world.fire(world.day(6))))
    assert not relations(apart, RelationKind.SAME_SERIES)


@both
def test_a_neighbouring_village_is_of_the_series_and_a_far_one_is_not(world):
    mine = world.report(1, 0, world.fire(world.day(3)))
    near = world.link(mine, world.report(2, 0, world.fire(world.day(4), world.near)))
    assert "neighbouring places" in relations(near, RelationKind.SAME_SERIES)[0][2].reason
    far = world.link(mine, world.report(2, 0, world.fire(world.day(4), world.far)))
    assert kinds_of(far) == set()


@both
def test_a_place_that_the_mandate_does_not_know_is_one_place_by_its_name(world):
    def at(number, day, name):
        return world.report(number, 0, world.fire(world.day(day), (name, None)))

    same = world.link(at(1, 3, "Zarbulak"), at(2, 4, "Zarbulak"), at(3, 20, "Zarbulak"))
    assert {(one, other) for one, other, _ in relations(same, RelationKind.SAME_SERIES)} == {(0, 1), (1, 0)}
    assert "“zarbulak”" in relations(same, RelationKind.NEAR_TWIN)[0][2].reason
    assert kinds_of(world.link(at(1, 3, "Zarbulak"), at(2, 4, "Kirkkale"))) == set()


@both
def test_another_kind_on_the_next_day_is_no_series(world):
    shelled = world.report(1, 0, world.fire(world.day(3)))
    mine = world.report(2, 0, world.fire(world.day(4), kind=Kind.MINE_EXPLOSION))
    assert kinds_of(world.link(shelled, mine)) == set()


# -- part of


@both
def test_a_run_of_days_in_a_district_holds_the_shelling_of_one_village(world):
    whole = world.report(1, 0, world.fire(world.day(2, days=4), world.district, Kind.GROUND_ATTACK))
    part = world.report(2, 1, world.fire(world.day(3, "20:40")))
    incidents = world.link(whole, part)
    [(one, other, relation)] = relations(incidents, RelationKind.PART_OF)
    assert (incidents[one].kind, incidents[other].kind) == (Kind.SHELLING, Kind.GROUND_ATTACK)
    assert world.district[0] in relation.reason
    assert "lies within" in relation.reason


@both
@pytest.mark.parametrize(
    "change", ["other days", "other district", "other kind"], ids=lambda change: change.replace(" ", "-")
)
def test_what_lies_outside_in_time_or_place_or_kind_is_no_part(world, change):
    kind = Kind.MINE_EXPLOSION if change == "other kind" else Kind.SHELLING
    whole = world.fire(world.day(2, days=4), world.district, Kind.CAPTURE if change == "other kind" else Kind.SHELLING)
    when = world.day(9, "20:40") if change == "other days" else world.day(3, "20:40")
    part = world.fire(when, world.far if change == "other district" else world.village, kind)
    incidents = world.link(world.report(1, 0, whole), world.report(2, 1, part))
    assert not relations(incidents, RelationKind.PART_OF)


# -- near-twin


@both
def test_the_same_place_and_kind_in_the_same_weeks_are_near_twins(world):
    one = world.report(1, 0, world.fire(world.day(2)))
    other = world.report(2, 1, world.fire(world.day(9)))
    found = relations(world.link(one, other), RelationKind.NEAR_TWIN)
    assert [(one, other) for one, other, _ in found] == [(0, 1), (1, 0)]
    assert found[0][2].reason.startswith("Not the same because the dates lie 7 days apart (2 ")
    assert "alike are the place" in found[0][2].reason


@both
def test_years_apart_they_need_more_than_place_and_kind(world):
    def at(year, **values):
        return world.report(year, 0, world.fire(world.day(9, year=year, month=3), **values))

    plain = world.link(at(2011), world.report(1, 0, world.fire(world.day(2))))
    assert kinds_of(plain) == set()
    anniversary = world.link(at(2011), at(2012))
    assert "the day of the year" in relations(anniversary, RelationKind.NEAR_TWIN)[0][2].reason
    armed = {"means": [("mortars", "mortar 82 mm")], "words": "with mortars"}
    weapon = world.link(at(2011, **armed), world.report(1, 0, world.fire(world.day(2), **armed)))
    assert "the weapon (mortar 82 mm)" in relations(weapon, RelationKind.NEAR_TWIN)[0][2].reason


@both
def test_the_same_figure_along_one_stretch_of_the_line_and_other_victims(world):
    def loss(names):
        return {"words": f"four people: {names}", "side": world.sides[0], "count": 4, "names": [names]}

    def told(when, place, names):
        return world.fire(when, place, losses=[loss(names)], words=f"killed four people: {names}")

    one = world.report(1, 0, told(world.day(2, year=2012), world.village, "Amal Durr"))
    other = world.report(2, 0, told(world.day(9), world.far, "Berin Kost"))
    [(_, _, relation), _] = relations(world.link(one, other), RelationKind.NEAR_TWIN)
    assert "a figure (4 killed)" in relation.reason
    assert "the victims they name are others" in relation.reason
    assert "Amal" not in relation.reason
    assert "km apart" in relation.reason


@both
def test_places_called_alike_on_one_day(world):
    one = world.report(1, 0, world.fire(world.day(4)))
    other = world.report(2, 1, world.fire(world.day(4), world.homonym))
    [(_, _, relation), _] = relations(world.link(one, other), RelationKind.NEAR_TWIN)
    assert relation.reason.startswith("Not the same because the places differ (")
    elsewhere = world.link(one, world.report(3, 1, world.fire(world.day(4), world.far)))
    assert kinds_of(elsewhere) == set()


@both
def test_the_list_of_near_twins_is_short_and_mutual(world):
    reports = [world.report(n, 0, world.fire(world.day(1 + 3 * n))) for n in range(9)]
    found = relations(world.link(*reports), RelationKind.NEAR_TWIN)
    pairs = {(one, other) for one, other, _ in found}
    assert pairs == {(other, one) for one, other in pairs}
    assert all(sum(1 for one, _ in pairs if one == n) <= MOST[RelationKind.NEAR_TWIN] for n in range(9))


# -- all of them


@both
def test_a_pair_has_one_relation_and_no_incident_one_to_itself(world):
    reports = [
        world.report(1, 0, world.fire(world.day(2, days=4), world.district, Kind.GROUND_ATTACK)),
        *(world.report(10 + day, day % 2, world.fire(world.day(day))) for day in range(1, 9)),
        world.report(3, 1, answer(world, world.day(4, "15:00"), 1)),
    ]
    found = relations(world.link(*reports))
    pairs = [(one, other) for one, other, _ in found]
    assert len(set(pairs)) == len(pairs)
    assert all(one != other for one, other in pairs)
    assert {relation.kind for _, _, relation in found} >= {RelationKind.PART_OF, RelationKind.SAME_SERIES}


def many(number: int) -> tuple[tuple[Incident, ...], dict[ClaimId, Claim]]:
    """So many incidents at two hot spots within ten days, each with a claim that calls itself an answer."""
    _, reading = tell(
        "Outlet", None, 5, line("Fire in answer.", kind=Kind.SHELLING, order=Order.ANSWER, places=[("Fire", "ada")])
    )
    claim = replace(reading.claims[0], casualties=())
    start = datetime(2017, 7, 1, tzinfo=UTC)
    incidents, claims = [], {}
    for n in range(number):
        moment = start + timedelta(minutes=n * 14400 // number)
        id_ = ClaimId(f"c-{n}")
        claims[id_] = replace(claim, id=id_)
        when = When(moment, moment, TimePrecision.MINUTE, "UTC")
        place = PlaceId("ada" if n % 2 else "bela")
        incidents.append(
            Incident(IncidentId(f"i-{n}"), "Fire", Kind.SHELLING, when, (place,), (Membership(id_, 1.0, ""),))
        )
    return tuple(incidents), claims


def test_a_hot_spot_costs_no_square():
    """Ten times the incidents at the same two villages within the same ten days: about ten times the work."""
    atlas = Atlas(RIVER)

    def measure(number: int) -> float:
        incidents, claims = many(number)
        start = time.process_time()
        find_relations(incidents, claims, atlas)
        return time.process_time() - start

    small = min(measure(400) for _ in range(3))
    assert measure(4000) < 30 * small


def test_incidents_without_place_and_time_have_no_relations():
    bare = tuple(
        Incident(IncidentId(f"i-{n}"), "Something", Kind.SHELLING, None, (), (Membership(ClaimId("c"), 1.0, ""),))
        for n in range(3)
    )
    assert find_relations(bare, {}, Atlas(RIVER)) == {}


def test_a_civil_and_a_military_loss_of_one_number_are_still_one_figure_to_be_confused():
    world = WORLDS[0]

    def told(year, status):
        loss = {"words": "six people", "side": world.sides[0], "count": 6, "status": status}
        return world.report(year, 0, world.fire(world.day(2, year=year), losses=[loss], words="killed six people"))

    incidents = world.link(told(2012, Status.CIVILIAN), told(2014, Status.MILITARY))
    assert kinds_of(incidents) == {RelationKind.NEAR_TWIN}
