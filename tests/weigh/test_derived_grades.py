"""Other schemes' grades, as named levels; numbers are made on export alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from contactline.records.claims import Act, Kind, NumberForm
from contactline.records.codebooks import AIRWARS_LEVELS, CODES, find_code
from contactline.records.grades import Reliability, SourceGrade
from contactline.records.ids import THIRD, ActorId
from linkcases import MANDATE, at, in_month, line, tell

from .test_grades import villagers, weigh
from .test_weigh import BOTH, N_MOD, S_MOD, says


def level(weighing, field: str, about: str | None = None) -> str | None:
    [found] = [row for row in weighing.derived if (row.field, row.about) == (field, about)]
    assert found.reason
    assert found.codebook
    return found.level


@BOTH
def test_airwars_weak_fair_contested_confirmed(one, other):
    hurt, enemy = one[2], ("the enemy", other[2])
    told = says(one, "the enemy killed villagers", actors=[enemy], losses=[villagers(hurt)])
    assert level(weigh(told), "grade", hurt) == "weak"
    wire = tell(
        "Wire",
        THIRD,
        6,
        line(
            "Shells killed villagers in Ada on July 4.",
            kind=Kind.SHELLING,
            places=[("Ada", "ada")],
            time=("July 4", at(4)),
            losses=[villagers(hurt)],
        ),
    )
    assert level(weigh(told, wire), "grade", hurt) == "fair"
    blamed = says(
        other, "their own troops killed villagers", actors=[("their own troops", hurt)], losses=[villagers(hurt)]
    )
    assert level(weigh(told, wire, blamed), "grade", hurt) == "contested"
    accepted = says(
        other,
        "our troops killed villagers",
        act=Act.ADMITS,
        actors=[("our troops", other[2])],
        losses=[villagers(hurt)],
    )
    assert level(weigh(told, wire, accepted), "grade", hurt) == "confirmed"


@BOTH
def test_fire_that_is_admitted_is_no_harm_that_is_accepted(one, other):
    told = says(one, "the enemy killed villagers", actors=[("the enemy", other[2])], losses=[villagers(one[2])])
    fired = says(other, "our troops fired", actors=[("our troops", other[2])])
    found = weigh(told, fired)
    assert level(found, "grade", one[2]) == "weak"  # one origin tells of the harm
    assert not [row for row in found.derived if row.scheme == "airwars" and row.about == other[2]]


@BOTH
def test_airwars_discounts_what_independent_voices_rule_out(one, other):
    told = says(one, "the enemy killed villagers", actors=[("the enemy", other[2])], losses=[villagers(one[2])])
    none = {"words": "villagers", "side": one[2], "form": NumberForm.NONE}
    deny = [
        tell(
            outlet,
            THIRD,
            day,
            line(
                f"{outlet}: no villagers died in Ada on July 4.",
                kind=Kind.SHELLING,
                places=[("Ada", "ada")],
                time=("July 4", at(4)),
                losses=[none],
            ),
        )
        for outlet, day in (("Wire", 6), ("Mission", 7))
    ]
    found = weigh(told, *deny)
    assert level(found, "grade", one[2]) == "discounted"


def test_sources_graded_d_or_e_are_no_credible_sources():
    told = says(N_MOD, "villagers died", losses=[villagers("NO")])
    seen = says(S_MOD, "our troops saw villagers die", losses=[villagers("NO")])
    low = tuple(SourceGrade(ActorId(id_), Reliability.E, "why", date(2017, 1, 1), "desk") for id_ in ("n-mod", "s-mod"))
    found = weigh(told, seen, mandate=replace(MANDATE, reliability=low))
    assert level(found, "grade", "NO") == "weak"
    assert level(weigh(told, seen), "grade", "NO") != "discounted"


@pytest.mark.parametrize(
    ("when", "ucdp", "acled"),
    [
        (("July 4", at(4, "20:40")), "day", "day"),
        (("July 4", at(4, "23:00", "24:00")), "day", "day"),
        (("July 4", at(4)), "day", "day"),
        (("July 4", in_month(6)), "month", "month"),
        (None, None, None),
    ],
)
def test_precision_of_time(when, ucdp, acled):
    values = {"places": [("Ada", "ada")], "time": when} if when else {"places": [("Ada", "ada")], "time": None}
    found = weigh(says(N_MOD, **values))
    assert (level(found, "date_prec"), level(found, "time_precision")) == (ucdp, acled)


@pytest.mark.parametrize(
    ("place", "ucdp", "acled", "clarity"),
    [
        ("ada", "settlement", "settlement", "described by itself"),
        ("lowland", "district", "part of a region", "from a summary"),
        ("plain", "region", "region", "from a summary"),
    ],
)
def test_precision_of_place(place, ucdp, acled, clarity):
    found = weigh(says(N_MOD, places=[("Ada", place)]))
    assert (level(found, "where_prec"), level(found, "geo_precision")) == (ucdp, acled)
    assert level(found, "event_clarity") == clarity


def test_levels_become_numbers_on_export_and_one_is_the_finest():
    assert find_code("ucdp", "where_prec", "settlement") == 1
    assert find_code("ucdp", "where_prec", "country") == 6
    assert find_code("acled", "time_precision", "month") == 3
    assert find_code("ucdp", "date_prec", None) is None
    assert find_code("airwars", "grade", AIRWARS_LEVELS[0]) is None
    for codes in CODES.values():
        assert list(codes.values()) == list(range(1, len(codes) + 1))
