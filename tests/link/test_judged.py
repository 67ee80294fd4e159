"""Judgements laid to link rows: the same incidents as where linking sees the claims themselves."""

from __future__ import annotations

from collections import defaultdict

import pytest

from contactline.link.batch import link_table
from contactline.link.judged import make_judged_rows, settle_rows
from contactline.link.link import link_claims
from contactline.records.claims import Kind
from contactline.records.judgements import JudgedRows, Verdict
from contactline.tables import make_table
from judged import judge
from link.test_link import S_MOD, shelled
from linkcases import MANDATE, NORTH, SOUTH, at, line, tell

NEAR = [shelled(), shelled("Adda", clock="20:25", side=SOUTH, speaker=S_MOD)]
FAR = shelled("Cora", day=9, published=10, side=SOUTH, speaker=S_MOD)
LONG = tell(
    "Herald",
    NORTH,
    5,
    line("Ada was shelled on July 4.", kind=Kind.SHELLING, places=[("Ada", "ada")], time=("July 4", at(4))),
    line("Two people died.", kind=Kind.KILLING),
    line("A tractor was hit.", kind=Kind.SHELLING),
)
VAGUE = tell("Gazette", SOUTH, 20, line("It was shelled.", kind=Kind.SHELLING))
PAIRS = [*NEAR, FAR, LONG, VAGUE]
TOGETHER, APART = Verdict.TOGETHER, Verdict.APART


def link_rows(acts):
    """Incidents as sets of rows, and codes of problems."""
    rows, ends = [], []
    for report, reading in PAIRS:
        mine = [act for act in acts if report.id in {act.one.report, act.other.report}]
        made, told = make_judged_rows(report, reading, MANDATE, mine)
        rows += made
        ends += told
    settled = settle_rows(acts, ends)
    groups = defaultdict(set)
    for entry in link_table(make_table(rows), judged=settled.rows).to_pylist():
        groups[entry["incident"]].add(entry["id"])
    return sorted(map(sorted, groups.values())), [problem.code for problem in settled.problems]


def link_whole(acts, rows):
    """The same, as linking does that sees the claims."""
    linking = link_claims(PAIRS, MANDATE, (), tuple(acts))
    found = [sorted(set(incident.claims) & rows) for incident in linking.incidents]
    return sorted(found), [problem.code for problem in linking.problems if problem.code.startswith("judgement")]


CLAIMS = [reading.claims for _, reading in PAIRS]
CASES = {
    "apart": [judge(APART, CLAIMS[0][0], CLAIMS[1][0])],
    "together": [judge(TOGETHER, CLAIMS[0][0], CLAIMS[2][0])],
    "inside one account": [judge(APART, CLAIMS[3][0], CLAIMS[3][2])],
    "a later claim of an account": [judge(TOGETHER, CLAIMS[3][1], CLAIMS[2][0])],
    "a part of an account elsewhere": [
        judge(APART, CLAIMS[3][0], CLAIMS[3][2], 1),
        judge(TOGETHER, CLAIMS[3][2], CLAIMS[2][0], 2),
    ],
    "one that contradicts": [
        judge(TOGETHER, CLAIMS[0][0], CLAIMS[2][0], 1),
        judge(TOGETHER, CLAIMS[1][0], CLAIMS[2][0], 2),
        judge(APART, CLAIMS[0][0], CLAIMS[1][0], 3),
    ],
    "a claim of nothing that is linked": [judge(TOGETHER, CLAIMS[4][0], CLAIMS[2][0])],
}


@pytest.mark.parametrize("name", CASES)
def test_rows_give_the_incidents_that_claims_give(name):
    acts = CASES[name]
    groups, codes = link_rows(acts)
    # the vague report is an incident of its own among rows, and none among claims, unless it is joined
    told = [group for group in groups if group != [CLAIMS[4][0].id]]
    assert (told, codes) == link_whole(acts, {row for group in groups for row in group})


def test_claims_that_are_gone_are_told():
    gone = tell("Nobody", NORTH, 5, line("Ada was shelled.", kind=Kind.SHELLING))[1].claims[0]
    before, _ = link_rows([])
    assert link_rows([judge(TOGETHER, CLAIMS[0][0], gone)]) == (before, ["judgement-lost"])


def test_nothing_judged_is_nothing_held():
    assert settle_rows((), ()).rows == JudgedRows()
