"""Grades of versions, from reports: whose interest a statement serves, what contradicts it, what is revised."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings

from contactline.link.link import link_claims
from contactline.records.claims import Act, Kind, Modality, NumberForm, Order, Polarity, Status
from contactline.records.grades import Grade, Reliability, SourceGrade
from contactline.records.ids import THIRD, ActorId
from contactline.records.incidents import Weighing
from contactline.records.mandates import Mandate
from contactline.weigh.weigh import weigh_incident
from linkcases import MANDATE, NORTH, SOUTH, at, copy_report, line, swap, tell
from properties.test_symmetry_link_weigh import mirror, stories, weigh_all

from .test_weigh import BOTH, HERE, N_MOD, S_MOD, says

_SETTINGS = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
MISSION = ("The mission", None, THIRD)


def weigh(*pairs, mandate: Mandate = MANDATE, score: float | None = None) -> Weighing:
    """The weighing of the one incident that the reports make; with ``score`` for every membership, if given."""
    linking = link_claims(pairs, mandate)
    [incident] = [incident for incident in linking.incidents if not incident.recalled]
    if score is not None:
        incident = replace(incident, members=tuple(replace(member, score=score) for member in incident.members))
    claims = {claim.id: claim for _, reading in pairs for claim in reading.claims}
    reports = {report.id: report for report, _ in pairs}
    return weigh_incident(incident, claims, reports, mandate, linking.origins, linking.answers)


def grade(weighing: Weighing, question: str, side: str, number: int = 0) -> Grade:
    [found] = [each for each in weighing.versions if (each.question, each.side) == (question, side)]
    known = found.values[number].grade
    assert known is not None
    return known


def soldiers(side, count=3, form=NumberForm.EXACT):
    return {"words": "soldiers", "side": side, "count": count, "form": form, "status": Status.MILITARY}


def villagers(side, count=2):
    return {"words": "villagers", "side": side, "count": count}


@BOTH
def test_accusations_and_admissions_weigh_differently(one, other):
    blame = says(one, "the enemy fired", actors=[("the enemy", other[2])])
    question = f"fired/{other[2]}"
    assert grade(weigh(blame), question, one[2]).credibility == "6"
    owned = says(other, "its troops fired", actors=[("its troops", other[2])])
    assert grade(weigh(owned), question, other[2]).credibility == "2"
    both = weigh(blame, owned)
    assert grade(both, question, one[2]).credibility == grade(both, question, other[2]).credibility == "1"
    assert grade(both, question, other[2]).rule == "confirmed/nothing"


@BOTH
def test_own_losses_and_the_others_weigh_differently(one, other):
    boast = says(one, "soldiers of the enemy died", losses=[soldiers(other[2])])
    assert grade(weigh(boast), f"killed/{other[2]}/military", one[2]).credibility == "6"
    owned = says(one, "our soldiers died", losses=[soldiers(one[2])])
    assert grade(weigh(owned), f"killed/{one[2]}/military", one[2]).credibility == "2"
    civilians = says(one, "our villagers died", losses=[villagers(one[2])])
    assert grade(weigh(civilians), f"killed/{one[2]}/civilian", one[2]).credibility == "3"
    none = says(one, "no soldiers died", losses=[soldiers(one[2], 0, NumberForm.NONE)])
    assert grade(weigh(none), f"killed/{one[2]}/military", one[2]).credibility == "6"


@BOTH
def test_accusation_against_denial_cannot_be_judged(one, other):
    blame = says(one, "the enemy fired", actors=[("the enemy", other[2])])
    denial = says(
        other, "our troops did not", act=Act.DENIES, polarity=Polarity.NEGATIVE, actors=[("our troops", other[2])]
    )
    found = weigh(blame, denial)
    for side in (one[2], other[2]):
        known = grade(found, f"fired/{other[2]}", side)
        assert (known.credibility, known.rule) == ("6", "interested/interested")
        assert "in its own interest" in known.reason


@BOTH
def test_a_figure_that_its_speaker_replaced_counts_for_little(one, other):
    """Revised by the same ministry: the first figure is contradicted by its own author, the second is not."""
    first = says(one, "our villagers died", losses=[villagers(one[2], 1)], published=5)
    second = says(one, "villagers died, two in all", losses=[villagers(one[2], 2)], published=6, publisher="Gazette")
    found = weigh(first, second)
    grades = {value.value: value.grade for each in found.versions for value in each.values if "killed" in each.question}
    assert grades["1"].credibility == "5"
    assert "has since given another value" in grades["1"].reason
    assert grades["2"].credibility == "3"


def test_hedged_and_relayed_words_cannot_be_judged():
    hedged = says(N_MOD, "perhaps shells fell", modality=Modality.HEDGED)
    assert grade(weigh(hedged), "happened", NORTH).rule == "reserved/nothing"


def test_a_third_party_that_saw_it_weighs_more_than_one_that_heard_of_it():
    heard = tell(
        "Wire",
        THIRD,
        5,
        line("Shells fell on Ada on July 4.", kind=Kind.SHELLING, **HERE | {"time": ("July 4", at(4))}),
    )
    saw = says(MISSION, "its patrol saw shells", act=Act.OBSERVES, publisher="Mission", side=THIRD)
    assert grade(weigh(heard), "happened", THIRD).credibility == "3"
    assert grade(weigh(saw), "happened", THIRD).credibility == "2"
    assert grade(weigh(heard, saw), "happened", THIRD).credibility == "1"


def test_a_list_of_places_is_no_contradiction():
    both = says(N_MOD, "shells fell there", places=[("Ada", "ada"), ("there", "cora")])
    assert {value.grade.rule for each in weigh(both).versions if each.question == "where" for value in each.values} == {
        "grounded/nothing"
    }


def test_shown_evidence_and_cited_law_have_no_grade():
    shown = says(N_MOD, evidence=[("shells", "video")], law=["there"])
    values = [value for each in weigh(shown).versions if each.question in {"evidence", "law"} for value in each.values]
    assert len(values) == 2
    assert all(value.grade is None for value in values)


def test_letters_come_from_the_register_alone():
    """Newest row of the speaker; a person without one has his ministry's; nobody else's rubs off; none is F."""
    rows = (
        SourceGrade(ActorId("n-mod"), Reliability.B, "once", date(2015, 1, 1), "desk"),
        SourceGrade(ActorId("n-mod"), Reliability.D, "figures taken back", date(2016, 1, 1), "desk"),
    )
    mandate = replace(MANDATE, reliability=rows)
    person = ("The spokesman", "n-speaker", NORTH)
    for speaker, letter in ((N_MOD, "D"), (person, "D"), (("The prosecutor", "n-law", NORTH), "F"), (S_MOD, "F")):
        known = grade(weigh(says(speaker), mandate=mandate), "happened", speaker[2])
        assert known.letters == (letter,)
        assert known.credibility == grade(weigh(says(speaker)), "happened", speaker[2]).credibility
    assert grade(weigh(says(N_MOD), mandate=mandate), "happened", NORTH).sources[0].reason == "figures taken back"


@pytest.mark.parametrize(("score", "chance"), [(1.0, 1.0), (0.5, 0.25), (0.0, 0.0)])
def test_corroboration_is_as_sure_as_the_link(score, chance):
    """Two voices that each belong with one half: together with one quarter."""
    north = says(N_MOD, "our villagers died", losses=[villagers(NORTH)])
    south = says(S_MOD, "villagers over there died", losses=[villagers(NORTH)])
    known = grade(weigh(north, south, score=score), "killed/NO/civilian", NORTH)
    assert known.credibility == "1"
    assert known.corroborated == pytest.approx(chance)


def grades(weighing: Weighing):
    return {
        (each.question, each.side, value.value, value.state): value.grade
        and (value.grade.credibility, value.grade.rule)
        for each in weighing.versions
        for value in each.values
    }


@_SETTINGS
@given(stories())
def test_swapping_the_sides_swaps_the_grades(pairs):
    swapped = [swap(pair) for pair in pairs]
    here = weigh_all(pairs, link_claims(pairs, MANDATE))
    there = weigh_all(swapped, link_claims(swapped, MANDATE))
    for one, other in zip(here, there, strict=True):
        mirrored = {(mirror(q), mirror(s), v, state): known for (q, s, v, state), known in grades(one).items()}
        assert mirrored == grades(other)
        assert {(row.field, mirror(row.about or ""), row.level) for row in one.derived} == {
            (row.field, row.about or "", row.level) for row in other.derived
        }


@_SETTINGS
@given(stories())
def test_copies_change_no_grade(pairs):
    """Every report once more by another outlet: weighed together as linking joined the originals."""
    linking = link_claims(pairs, MANDATE)
    copies = [copy_report(pair, f"Copy of {number}", "copy") for number, pair in enumerate(pairs)]
    everything = [*pairs, *copies]
    claims = {claim.id: claim for _, reading in everything for claim in reading.claims}
    reports = {report.id: report for report, _ in everything}
    twins = {one.id: copy.id for (one, _), (copy, _) in zip(pairs, copies, strict=True)}
    origins = tuple(
        replace(origin, reports=(*origin.reports, *(twins[report] for report in origin.reports)))
        for origin in linking.origins
    )
    answers = (*linking.answers, *((f"{one}-copy", f"{other}-copy") for one, other in linking.answers))
    for incident in linking.incidents:
        before = weigh_incident(incident, claims, reports, MANDATE, linking.origins, linking.answers)
        more = tuple(replace(member, claim=f"{member.claim}-copy") for member in incident.members)
        doubled = replace(incident, members=(*incident.members, *more))
        after = weigh_incident(doubled, claims, reports, MANDATE, origins, answers)
        assert grades(after) == grades(before)
        assert [(row.field, row.level) for row in after.derived] == [(row.field, row.level) for row in before.derived]


def test_an_order_of_fire_told_of_oneself_is_in_ones_own_interest():
    answered = says(N_MOD, "our troops answered", actors=[("our troops", NORTH)], order=Order.ANSWER)
    found = weigh(answered)
    assert grade(found, "fired/NO", NORTH).rule == "strong/nothing"
    assert grade(found, "fired_first/NO", NORTH).rule == "interested/nothing"
    assert SOUTH not in {each.side for each in found.versions if each.values}
