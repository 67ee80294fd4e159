"""Whatever reports say and people judge: what is followed holds, nothing is lost, no order of input matters."""

from __future__ import annotations

from datetime import UTC, datetime
from random import Random

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from contactline.link.history import find_changes
from contactline.link.link import link_claims
from contactline.records.claims import Kind, NumberForm
from contactline.records.judgements import Verdict
from judged import judge
from linkcases import MANDATE, NORTH, at, line, tell
from properties.test_symmetry_link_weigh import SIDES, lines

AT = datetime(2031, 6, 1, tzinfo=UTC)


@st.composite
def cases(draw):
    count = draw(st.integers(2, 5))
    pairs = [
        tell(f"Outlet {number}", draw(SIDES), draw(st.integers(4, 6)), *draw(st.lists(lines(), min_size=1, max_size=3)))
        for number in range(count)
    ]
    pairs = list({pair[0].id: pair for pair in pairs}.values())
    claims = list({claim.id: claim for _, reading in pairs for claim in reading.claims}.values())
    numbers = st.integers(0, len(claims) - 1)
    acts = []
    for minute, (verdict, one, other) in enumerate(
        draw(st.lists(st.tuples(st.sampled_from(Verdict), numbers, numbers), max_size=7))
    ):
        if one != other:
            acts.append(judge(verdict, claims[one], claims[other], minute))
    return pairs, acts, draw(st.randoms(use_true_random=False))


def made(*values):
    """A report for each list of values, the fourth in other words; the first claims of two are judged together."""
    pairs = [
        tell(
            f"Outlet {number}",
            NORTH,
            4,
            *(line(f"{TEXT} {int(number == 3)}.", kind=Kind.SHELLING, **each) for each in several),
        )
        for number, several in enumerate(values)
    ]
    one, other = (reading.claims[0] for _, reading in pairs[:2])
    return pairs, [judge(Verdict.TOGETHER, one, other)], Random(0)  # noqa: S311 - an order of reports, no secret


TEXT = "S said that A and B of Ada Bela Cora Lowland then fired mortars and rifles, people died, video shown by law"
OLD, ADA, DAY = {"background": True}, {"places": [("Ada", "ada")]}, {"time": ("then", at(4))}
MORTARS = {"actors": [("A", NORTH)], "means": [("mortars", "mortar")]}
ONE_DIED = {"losses": [{"words": "people", "side": None, "count": 1, "form": NumberForm.EXACT}]}
# Found by chance: the first claim has an account only by the judgement. As one more that shares the last report's
# sentence it makes that sentence say less, and the last report, without place and time, has no hold any more.
SENTENCE_SAYS_LESS = made(
    [OLD],
    [OLD, OLD | ADA | ONE_DIED, OLD | MORTARS],
    [OLD, OLD | ADA | DAY],
    [OLD | DAY, OLD | ADA],
    [OLD, MORTARS | ONE_DIED],
)
# Both claims are of accounts that say too little to be an incident of themselves.
NOTHING_SAID = made([{}], [{}])


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=120)
@given(cases())
@example(SENTENCE_SAYS_LESS)
@example(NOTHING_SAID)
def test_what_is_followed_holds(case):
    pairs, acts, random = case
    plain = link_claims(pairs, MANDATE)
    linking = link_claims(pairs, MANDATE, plain.incidents, tuple(acts))
    incident_of = {claim: incident.id for incident in linking.incidents for claim in incident.claims}
    for act in linking.judgements:
        one, other = incident_of[act.one.claim], incident_of[act.other.claim]
        assert (one == other) is (act.verdict is Verdict.TOGETHER)

    claims = [claim for incident in linking.incidents for claim in incident.claims]
    assert len(claims) == len(set(claims))
    # Who is moved by a judgement may leave another without a hold: never one that was judged, and never in silence.
    lost = {claim for incident in plain.incidents for claim in incident.claims} - set(claims)
    report_of = {claim.id: report.id for report, reading in pairs for claim in reading.claims}
    unlinked = {problem.report for problem in linking.problems if problem.code == "claim-unlinked"}
    assert {report_of[claim] for claim in lost} <= unlinked

    told = {problem.code for problem in linking.problems if problem.code.startswith("judgement")}
    followed = {act.id for act in linking.judgements}
    latest = {act.pair: act for act in acts}
    in_force = {act.id for act in latest.values() if act.verdict is not Verdict.WITHDRAWN}
    assert followed <= in_force
    assert bool(told) is (followed != in_force)

    mixed, reports = list(acts), list(pairs)
    random.shuffle(mixed)
    random.shuffle(reports)
    assert link_claims(reports, MANDATE, plain.incidents, tuple(mixed)) == linking

    changes = find_changes(plain.incidents, linking.incidents, (), AT, linking.judgements)
    again = link_claims(pairs, MANDATE, linking.incidents, tuple(acts), changes)
    assert again.incidents == linking.incidents
    assert find_changes(linking.incidents, again.incidents, changes, AT, again.judgements) == ()
