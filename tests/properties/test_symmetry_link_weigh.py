"""Symmetry: exchanging the two sides in the input exchanges the columns of the output and changes nothing else."""

from __future__ import annotations

import re

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contactline.link.link import Linking, link_claims
from contactline.records.claims import Act, Kind, Modality, NumberForm, Order, Outcome, Polarity, Status
from contactline.records.ids import THIRD
from contactline.records.incidents import Weighing
from contactline.weigh.weigh import weigh_incident
from linkcases import MANDATE, NORTH, SOUTH, at, copy_report, line, swap, tell

SIDES = st.sampled_from([NORTH, SOUTH])
COLUMNS = st.sampled_from([NORTH, SOUTH, THIRD])
KINDS = st.sampled_from([Kind.SHELLING, Kind.SMALL_ARMS_FIRE, Kind.KILLING, Kind.HUMAN_SHIELDING, Kind.MINE_EXPLOSION])
PLACES = st.sampled_from([("Ada", "ada"), ("Bela", "bela"), ("Cora", "cora"), ("Lowland", "lowland")])
TIMES = st.sampled_from([at(4), at(4, "20:40"), at(4, "8:40"), at(4, "18:00", "24:00"), at(2, "20:40"), at(5)])
_TEXT = "S said that A and B of Ada Bela Cora Lowland then fired mortars and rifles, people died, video shown by law"


@st.composite
def lines(draw):
    values = {
        "kind": draw(KINDS),
        "act": draw(st.sampled_from([Act.STATES, Act.DENIES, Act.ACCUSES, Act.ADMITS, Act.PARTLY_DENIES, Act.REGRETS])),
        "polarity": draw(st.sampled_from(Polarity)),
        "modality": draw(st.sampled_from([Modality.FACT, Modality.FACT, Modality.HEDGED, Modality.CONDITIONAL])),
        "order": draw(st.sampled_from(Order)),
        "background": draw(st.integers(0, 5)) == 0,
        "evidence": [("video", "video")],
    }
    if draw(st.booleans()):
        values["speaker"] = ("S", None, draw(st.one_of(st.none(), COLUMNS)))
    if draw(st.booleans()):
        values["relays"] = [("that", draw(SIDES))]
    if draw(st.booleans()):
        values["actors"] = [("A", draw(SIDES))]
        values["means"] = [draw(st.sampled_from([("mortars", "mortar"), ("rifles", "sniper rifle")]))]
    if draw(st.booleans()):
        values["places"] = [draw(PLACES)]
    if draw(st.booleans()):
        values["time"] = ("then", draw(TIMES))
    if draw(st.booleans()):
        values["losses"] = [
            {
                "words": "people",
                "side": draw(st.one_of(st.none(), SIDES)),
                "count": draw(st.integers(1, 4)),
                "form": draw(st.sampled_from([NumberForm.EXACT, NumberForm.AT_LEAST, NumberForm.NONE])),
                "outcome": draw(st.sampled_from([Outcome.KILLED, Outcome.WOUNDED])),
                "status": draw(st.sampled_from(Status)),
            }
        ]
        if values["losses"][0]["form"] is NumberForm.NONE:
            values["losses"][0]["count"] = 0
    return line(f"{_TEXT} {draw(st.integers(0, 9999))}.", **values)


@st.composite
def stories(draw):
    count = draw(st.integers(1, 5))
    return [
        tell(
            f"Outlet {number}", draw(COLUMNS), draw(st.integers(4, 8)), *draw(st.lists(lines(), min_size=1, max_size=4))
        )
        for number in range(count)
    ]


def weigh_all(pairs, linking: Linking) -> list[Weighing]:
    claims = {claim.id: claim for _, reading in pairs for claim in reading.claims}
    reports = {report.id: report for report, _ in pairs}
    return [
        weigh_incident(incident, claims, reports, MANDATE, linking.origins, linking.answers)
        for incident in linking.incidents
    ]


def mirror(text: str) -> str:
    """Exchange the names and ids of the two sides in words."""
    names = {"NO": "SO", "SO": "NO", "Northern": "Southern", "Southern": "Northern"}
    return re.sub(r"\b(?:NO|SO|Northern|Southern)\b", lambda match: names[match.group()], text)


def rows(weighing: Weighing) -> dict[tuple[str, str], tuple[object, ...]]:
    return {
        (each.question, each.side): (
            each.state,
            frozenset((value.value, value.state, value.claims, value.minimum, value.maximum) for value in each.values),
        )
        for each in weighing.versions
    }


_SETTINGS = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@_SETTINGS
@given(stories())
def test_linking_does_not_know_the_sides(pairs):
    here, there = link_claims(pairs, MANDATE), link_claims([swap(pair) for pair in pairs], MANDATE)
    assert here.incidents == there.incidents
    assert here.problems == there.problems
    assert set(here.answers) == set(there.answers)
    assert [(origin.label, origin.reports, origin.reason) for origin in here.origins] == [
        (origin.label, origin.reports, origin.reason) for origin in there.origins
    ]
    assert [mirror(origin.side or "") for origin in here.origins] == [origin.side or "" for origin in there.origins]


@_SETTINGS
@given(stories())
def test_weighing_swaps_the_columns_and_nothing_else(pairs):
    swapped = [swap(pair) for pair in pairs]
    here = weigh_all(pairs, link_claims(pairs, MANDATE))
    there = weigh_all(swapped, link_claims(swapped, MANDATE))
    for one, other in zip(here, there, strict=True):
        mirrored = {(mirror(question), mirror(side)): row for (question, side), row in rows(one).items()}
        assert mirrored == rows(other)
        results = {each.question: each.result for each in other.comparisons}
        internal = {each.question: set(each.internal) for each in other.comparisons}
        for each in one.comparisons:
            assert results[mirror(each.question)] is each.result
            assert internal[mirror(each.question)] == {mirror(side) for side in each.internal}
        words = {each.question: sorted(re.findall(r"[\w/–]+", each.reason.casefold())) for each in other.comparisons}
        for each in one.comparisons:
            mine = sorted(re.findall(r"[\w/–]+", mirror(each.reason).casefold()))
            assert mine == words[mirror(each.question)]
        assert {(mirror(str(c.side)), c.reports, c.origins) for c in one.coverage} == {
            (str(c.side), c.reports, c.origins) for c in other.coverage
        }
        assert {(r.claim, mirror(str(r.group)), r.state, r.minimum) for r in one.ladder} == {
            (r.claim, str(r.group), r.state, r.minimum) for r in other.ladder
        }


@_SETTINGS
@given(stories(), st.data())
def test_order_of_input_does_not_matter(pairs, data):
    assert link_claims(data.draw(st.permutations(pairs)), MANDATE) == link_claims(pairs, MANDATE)


@_SETTINGS
@given(stories())
def test_a_second_run_over_its_own_result_changes_nothing(pairs):
    first = link_claims(pairs, MANDATE)
    assert link_claims(pairs, MANDATE, first.incidents) == first


@_SETTINGS
@given(stories())
def test_every_claim_is_in_one_incident_or_reported(pairs):
    linking = link_claims(pairs, MANDATE)
    joined = [claim for incident in linking.incidents for claim in incident.claims]
    assert len(joined) == len(set(joined))
    reported = {problem.report for problem in linking.problems if problem.code == "claim-unlinked"}
    for report, reading in pairs:
        lost = {claim.id for claim in reading.claims} - set(joined)
        assert bool(lost) == (report.id in reported)


@_SETTINGS
@given(stories())
def test_copies_add_no_origin(pairs):
    copies = [copy_report(pair, f"Copy of {number}", "copy") for number, pair in enumerate(pairs)]
    before, after = link_claims(pairs, MANDATE), link_claims([*pairs, *copies], MANDATE)
    assert len(after.origins) == len(before.origins)
