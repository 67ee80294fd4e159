"""Sides by number: whose a name is, and never which."""

from __future__ import annotations

import pytest

from contactline.read.compact.unnamed import unname
from contactline.records.ids import THIRD, SideId
from contactline.records.names import NameSpot, SpotSort
from contactline.records.quotes import Span
from contactline.records.sides import FIRST, NOBODY, OUTSIDE, SECOND, find_sides

A, B = SideId("A"), SideId("B")


def spot(start: int, end: int, side: SideId, sort: SpotSort = SpotSort.ACTOR) -> NameSpot:
    return NameSpot(Span(start, end), sort, ("x",), side)


def test_the_publishers_side_is_the_first() -> None:
    sides = find_sides((spot(0, 5, A), spot(10, 15, B)), B)
    assert (sides.publisher, sides.number_at(0, 5), sides.number_at(10, 15)) == (FIRST, SECOND, FIRST)
    assert sides.number_at(6, 9) == NOBODY
    assert sides.side_of("second") == A


def test_without_one_the_side_named_first_is() -> None:
    sides = find_sides((spot(0, 5, B), spot(10, 15, A), spot(20, 25, THIRD)), THIRD)
    assert (sides.publisher, sides.number_at(0, 5), sides.number_at(20, 25)) == (OUTSIDE, FIRST, OUTSIDE)
    assert sides.side_of("third") == THIRD


def test_a_side_that_nobody_names_is_the_second_and_has_no_name() -> None:
    sides = find_sides((spot(0, 5, A),), None)
    assert sides.number_of(B) == SECOND
    assert sides.side_of("second") is None
    assert find_sides((), None).number_of(A) == NOBODY


def test_places_name_no_side_and_longer_names_win() -> None:
    sides = find_sides((spot(0, 20, A), spot(4, 9, B), spot(30, 35, B, SpotSort.PLACE)), None)
    assert (sides.number_at(4, 9), sides.number_at(30, 35)) == (FIRST, NOBODY)


@pytest.mark.parametrize("one", [A, B])
def test_exchanging_the_sides_exchanges_nothing_in_the_numbers(one: SideId) -> None:
    other = B if one == A else A
    sides = find_sides((spot(0, 5, one), spot(10, 15, other)), one)
    assert sides.numbers == (FIRST, SECOND)


def test_a_partys_proper_name_gives_way_to_its_number() -> None:
    assert unname("Ardelian", FIRST) == unname("Kestria", FIRST) != unname("Kestria", SECOND)
    assert unname("Ministry", FIRST) == "Ministry"
    assert unname("forces", SECOND) == "forces"
    assert unname("Ardelia", NOBODY) == unname("Ardelia", OUTSIDE) == "Ardelia"
    assert unname("ARDELIA", FIRST).isupper()
