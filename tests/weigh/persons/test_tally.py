"""Tallies never count a person twice, and hold the truth between their bounds, whatever is told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from hypothesis import given, settings
from hypothesis import strategies as st

from contactline.records.claims import Mention, NumberForm, Outcome, Status
from contactline.records.ids import IncidentId, PersonId
from contactline.records.persons import Fate, Tally
from contactline.weigh.persons.tally import Cell, Counted, Figure, tally_all
from weigh.persons.cases import NORTH, SOUTH, Victim, World

INCIDENTS: Final = tuple(IncidentId(f"i-{number}") for number in range(3))
SIDES: Final = (NORTH, SOUTH)
FATES: Final = (Fate.KILLED, Fate.WOUNDED)


def whole(tallies: list[Tally], incident: IncidentId | None = None) -> Mapping[tuple[Fate, str | None], Tally]:
    return {(t.fate, t.side): t for t in tallies if t.incident == incident and t.status is None}


@st.composite
def worlds(
    draw: st.DrawFn,
) -> tuple[
    list[Counted], list[list[int]], dict[IncidentId, dict[Cell, list[Figure]]], list[tuple[Fate, str, tuple[int, ...]]]
]:
    """People with a fate, a side and incidents; some named once or twice; figures that bound the truth."""
    people = draw(
        st.lists(
            st.tuples(
                st.sampled_from(FATES),
                st.sampled_from(SIDES),
                st.sets(st.integers(0, 2), min_size=1, max_size=2).map(lambda found: tuple(sorted(found))),
            ),
            max_size=7,
        )
    )
    named: list[Counted] = []
    doubts: list[list[int]] = []
    for fate, side, incidents in people:
        copies = draw(st.integers(0, 2))  # a person that the rules could not join is two entries with a doubt
        if copies == 0 and len(incidents) > 1:
            copies = 1  # who is in two incidents is known to be only by name
        start = len(named)
        for number in range(copies):
            places = incidents if copies == 1 or len(incidents) == 1 else (incidents[number],)
            named.append(
                Counted(
                    id=PersonId(f"p-{len(named)}"),
                    incidents=frozenset(INCIDENTS[place] for place in places),
                    fates=frozenset({fate}),
                    sides=frozenset({side}),
                    statuses=frozenset({Status.CIVILIAN}),
                    was={INCIDENTS[place]: frozenset({fate}) for place in places},
                )
            )
        if copies == 2:
            doubts.append([start, start + 1])
    if len(named) > 1:  # doubts that are wrong: the two are really two
        pair = st.lists(st.integers(0, len(named) - 1), min_size=2, max_size=2, unique=True)
        doubts += draw(st.lists(pair, max_size=2))
    figures: dict[IncidentId, dict[Cell, list[Figure]]] = {incident: {} for incident in INCIDENTS}
    for place, incident in enumerate(INCIDENTS):
        for fate in FATES:
            for side in SIDES:
                truth = sum((f, s) == (fate, side) and place in places for f, s, places in people)
                figure = Figure(draw(st.integers(0, truth)), draw(st.none() | st.integers(truth, truth + 3)))
                figures[incident][Cell(fate, side)] = [figure]
    return named, doubts, figures, people


@settings(max_examples=300, deadline=None)
@given(worlds())
def test_the_truth_lies_within_the_bounds(world: object) -> None:
    named, doubts, figures, people = world  # type: ignore[misc]
    pairs = [(named[one].id, named[other].id) for one, other in doubts]
    tallies = list(tally_all(named, pairs, figures))
    for place, incident in enumerate(INCIDENTS):
        for (fate, side), tally in whole(tallies, incident).items():
            truth = sum((f, s) == (fate, side) and place in places for f, s, places in people)
            assert tally.minimum <= truth
            assert tally.maximum is None or truth <= tally.maximum
    for (fate, side), tally in whole(tallies).items():
        truth = sum((f, s) == (fate, side) for f, s, _ in people)
        assert tally.minimum <= truth
        assert tally.maximum is None or truth <= tally.maximum


@settings(max_examples=100, deadline=None)
@given(worlds())
def test_a_doubt_more_never_raises_the_least(world: object) -> None:
    named, doubts, figures, _ = world  # type: ignore[misc]
    pairs = [(named[one].id, named[other].id) for one, other in doubts]
    without = whole(list(tally_all(named, [], figures)))
    for key, tally in whole(list(tally_all(named, pairs, figures))).items():
        assert tally.minimum <= without[key].minimum
        assert tally.maximum == without[key].maximum


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.sampled_from(["Ivan Melnyk", "Petro Koval", "Aram Petrosyan"]), min_size=1, max_size=3, unique=True),
    st.integers(1, 5),
)
def test_telling_it_again_changes_no_number(names: list[str], copies: int) -> None:
    once, often = World(), World()
    once.tell(*(Victim(name) for name in names))
    for _ in range(copies):
        often.tell(*(Victim(name) for name in names))
    assert [(t.minimum, t.maximum) for t in often.register().tallies] == [
        (t.minimum, t.maximum) for t in once.register().tallies
    ]


def test_names_raise_a_figure_and_figures_raise_names() -> None:
    world = World()
    world.tell(Victim("Ivan Melnyk"), Victim("Petro Koval"), figure=(2, 2))
    world.tell(figure=(1, 1), publisher="Small Wire")
    world.tell(figure=(5, 5), publisher="Large Wire")
    tally = next(t for t in world.register().tallies if t.incident and t.status is None)
    assert (tally.minimum, tally.maximum, tally.figures, tally.told_apart) == (2, 5, (1, 5), (2, 2))
    assert tally.reason == "2 persons told apart by name or age; figures of 3 speakers: 1 to 5."


def test_only_the_latest_figure_of_a_speaker_counts() -> None:
    world = World()
    world.tell(figure=(2, 2))
    world.tell(figure=(4, 4), published=3)
    tally = next(t for t in world.register().tallies if t.incident and t.status is None)
    assert (tally.minimum, tally.maximum) == (4, 4)


def test_casualties_without_a_number_bound_nothing_beside_numbers() -> None:
    world = World()
    world.tell(figure=(1, None), form=NumberForm.UNSPECIFIED)
    assert [(t.minimum, t.maximum) for t in world.register().tallies if t.incident and not t.status] == [(1, None)]
    world.tell(figure=(3, 3), publisher="Other Wire")
    assert [(t.minimum, t.maximum) for t in world.register().tallies if t.incident and not t.status] == [(3, 3)]


def test_soldier_or_civilian_counts_once_in_all() -> None:
    world = World()
    world.tell(Victim("Ivan Melnyk", 40))
    world.tell(Victim("Ivan Melnyk", 40, status=Status.MILITARY), publisher="Other Wire")
    told = {t.status: t.told_apart for t in world.register().tallies if t.incident}
    assert told == {None: (1, 1), Status.CIVILIAN: (0, 1), Status.MILITARY: (0, 1)}


def test_who_died_since_leaves_the_figure_of_the_wounded() -> None:
    world = World()
    world.tell(Victim("Ivan Melnyk", outcome=Outcome.WOUNDED), figure=(3, 3))
    world.tell(Victim("Ivan Melnyk"), published=5)
    tallies = {t.fate: (t.minimum, t.maximum) for t in world.register().tallies if t.incident and not t.status}
    assert tallies == {Fate.KILLED: (1, 1), Fate.WOUNDED: (2, 3)}


def test_only_the_sides_own_leave_its_figure() -> None:
    world = World()
    world.tell(Victim("Ivan Melnyk", outcome=Outcome.WOUNDED))
    world.tell(Victim("Ivan Melnyk"), published=5)
    world.tell(Victim("Narek Petrosyan", outcome=Outcome.WOUNDED, side=SOUTH), publisher="Other Wire")
    tallies = {(t.fate, t.side): t for t in world.register().tallies if t.incident and not t.status}
    assert tallies[Fate.WOUNDED, NORTH].minimum == 0
    assert tallies[Fate.WOUNDED, SOUTH].reason == "1 person told apart by name or age; figures of 1 speaker: 1."


def test_a_headline_without_a_side_only_repeats() -> None:
    world = World()
    claim = world.tell(Victim("Ivan Melnyk"))
    (loss,) = claim.casualties
    headline = replace(loss, persons=(), victims=Mention("a man"))
    world.claims = [replace(claim, casualties=(loss, headline))]
    assert {tally.side for tally in world.register().tallies} == {NORTH}
