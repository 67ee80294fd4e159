"""Counts from reports to estimates: roles, revisions, denials, impossible numbers; and the same for both sides."""

from __future__ import annotations

from dataclasses import replace

import pytest

from contactline.records.claims import Act, Kind, NumberForm, Status
from contactline.records.estimates import Basis, Estimate
from contactline.records.ids import THIRD
from contactline.records.incidents import Incident, Membership
from contactline.weigh.estimate.counts_model import load_counts
from contactline.weigh.weigh import weigh_incident
from linkcases import MANDATE, NORTH, SOUTH, at, line, tell

N_MOD, S_MOD = ("The northern ministry", "n-mod", NORTH), ("The southern ministry", "s-mod", SOUTH)
MISSION = ("The mission", "mission", THIRD)
BOTH = pytest.mark.parametrize(("one", "other"), [(N_MOD, S_MOD), (S_MOD, N_MOD)])
HERE = {"kind": Kind.SHELLING, "places": [("Ada", "ada")], "time": ("July 4", at(4))}


def estimate(question: str, *pairs, score: float = 1.0, mandate=MANDATE) -> Estimate:
    claims = {claim.id: claim for _, reading in pairs for claim in reading.claims}
    members = tuple(Membership(id_, score, "test") for id_ in claims)
    incident = Incident("i-1", "Shelling", Kind.SHELLING, None, (), members)
    weighing = weigh_incident(incident, claims, {report.id: report for report, _ in pairs}, mandate, ())
    return next(one for one in weighing.estimates if one.question == question)


def counts(speaker, number: int | None, side, *, published=5, publisher="", form=NumberForm.EXACT, **values):
    """One report in which somebody gives a number of civilians killed; ``None`` for a report without one."""
    words = f"{number} residents" if number is not None else "residents"
    loss = {"words": words, "side": side, "count": number, "status": Status.CIVILIAN, "form": form}
    text = f"{speaker[0]} said: Ada, July 4; {words} died."
    losses = [loss] if number is not None else []
    name = publisher or f"Outlet {speaker[0]} {published}"
    return tell(name, speaker[2], published, line(text, speaker=speaker, losses=losses, **{**HERE, **values}))


@BOTH
def test_sides_swap_and_numbers_stay(one, other):
    told = [counts(one, 3, one[2]), counts(other, 1, one[2]), counts(MISSION, 3, one[2])]
    found = estimate(f"killed/{one[2]}/civilian", *told)
    mirrored = [counts(other, 3, other[2]), counts(one, 1, other[2]), counts(MISSION, 3, other[2])]
    swapped = estimate(f"killed/{other[2]}/civilian", *mirrored)
    assert found.spread == swapped.spread
    assert [line.points for line in found.ledger.lines] == [line.points for line in swapped.ledger.lines]
    assert found.spread.reported == (1, 3)


def test_every_line_has_its_claims():
    told = [counts(N_MOD, 3, NORTH), counts(S_MOD, 0, NORTH, form=NumberForm.NONE)]
    found = estimate(f"killed/{NORTH}/civilian", *told)
    claims = {claim.id for _, reading in told for claim in reading.claims}
    assert {claim for line in found.ledger.lines for claim in line.claims} == claims


def test_a_later_figure_of_the_same_speaker_replaces_the_earlier_one():
    revised = [counts(N_MOD, 2, NORTH, published=5), counts(N_MOD, 4, NORTH, published=7)]
    late = estimate(f"killed/{NORTH}/civilian", *revised)
    only = estimate(f"killed/{NORTH}/civilian", revised[1])
    assert (late.spread.median, late.spread.reported) == (only.spread.median, (4, 4))
    assert any("1 earlier" in note for note in late.notes)


def test_a_late_reprint_does_not_bring_back_an_old_figure():
    told = [
        counts(N_MOD, 2, NORTH, published=5),
        counts(N_MOD, 4, NORTH, published=7),
        counts(N_MOD, 2, NORTH, published=9, publisher="Late outlet"),
    ]
    assert estimate(f"killed/{NORTH}/civilian", *told).spread.reported == (4, 4)


def test_who_takes_a_figure_back_gave_none():
    first = counts(N_MOD, 3, NORTH, published=5)
    taken_back = counts(N_MOD, 3, NORTH, published=7, act=Act.DENIES)
    found = estimate(f"killed/{NORTH}/civilian", first, taken_back)
    assert found.spread.any < estimate(f"killed/{NORTH}/civilian", first).spread.any


def test_nothing_said_has_a_reason():
    found = estimate(f"killed/{NORTH}/civilian", counts(N_MOD, None, NORTH), counts(S_MOD, 2, SOUTH))
    assert (found.basis, found.spread) == (Basis.NO_FIGURE, None)


def test_ten_thousand_at_a_checkpoint():
    wild = counts(S_MOD, 10_000, NORTH)
    assert estimate(f"killed/{NORTH}/civilian", wild).basis is Basis.BROKEN_FIGURE
    beside = estimate(f"killed/{NORTH}/civilian", wild, counts(N_MOD, 2, NORTH))
    assert beside.spread.most[1] < 10
    assert any("above 1,000" in note for note in beside.notes)


def test_what_may_belong_elsewhere_weighs_less():
    told = counts(N_MOD, 3, NORTH)
    assert (
        estimate(f"killed/{NORTH}/civilian", told, score=0.4).spread.any
        < estimate(f"killed/{NORTH}/civilian", told).spread.any
    )


def test_a_mandates_own_parameters_count():
    models = load_counts()
    own = replace(models, killed=replace(models.killed, version="ours 1"))
    found = estimate(f"killed/{NORTH}/civilian", counts(N_MOD, 3, NORTH), mandate=replace(MANDATE, counts=own))
    assert found.model == "ours 1"
    assert estimate(f"killed/{NORTH}/civilian", counts(N_MOD, 3, NORTH)).model == models.killed.version
