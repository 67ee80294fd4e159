"""What a person judges wins over every score, survives another reading, and can be undone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from itertools import permutations

from contactline.link.accounts import group_claims
from contactline.link.constraints import iter_labelled_pairs
from contactline.link.history import find_changes, find_reread, follow_claims, rename_claims
from contactline.link.link import Linking, link_claims
from contactline.link.sites import Atlas
from contactline.ports import Reading
from contactline.records.claims import Kind
from contactline.records.histories import ChangeKind, IncidentChange, find_earlier_ids, find_redirects
from contactline.records.ids import ClaimId
from contactline.records.incidents import Incident
from contactline.records.judgements import LinkJudgement, Verdict, make_anchor
from judged import judge
from link.test_link import S_MOD, reports_of, shelled
from linkcases import MANDATE, NORTH, SOUTH, at, line, tell

TOGETHER, APART, WITHDRAWN = Verdict.TOGETHER, Verdict.APART, Verdict.WITHDRAWN


class Desk:
    """Links run after run, as the desk does, and keeps what has to be kept."""

    def __init__(self) -> None:
        self.incidents: tuple[Incident, ...] = ()
        self.changes: tuple[IncidentChange, ...] = ()
        self.judgements: list[LinkJudgement] = []
        self.anchors = {}

    def link(self, *pairs) -> Linking:
        now = datetime(2031, 6, 1, tzinfo=UTC)
        claims = [claim for _, reading in pairs for claim in reading.claims]
        present = {claim.id for claim in claims}
        gone = [claim for incident in self.incidents for claim in incident.claims if claim not in present]
        renamed = follow_claims([self.anchors[claim] for claim in gone], claims)
        reread = find_reread(self.changes, renamed, now)
        previous = rename_claims(self.incidents, renamed)
        history = (*self.changes, *reread)
        linking = link_claims(pairs, MANDATE, previous, tuple(self.judgements), history)
        found = find_changes(previous, linking.incidents, history, now, tuple(self.judgements))
        self.changes = (*history, *found)
        self.incidents = linking.incidents
        self.anchors |= {claim.id: make_anchor(claim) for claim in claims}
        return linking

    def judge(self, verdict: Verdict, one, other) -> None:
        first, second = (pair[1].claims[0] if isinstance(pair, tuple) else pair for pair in (one, other))
        self.judgements.append(judge(verdict, first, second, len(self.judgements)))


def ids_of(linking: Linking, pairs) -> list[str]:
    """The incident of every report's first claim."""
    owner = {claim: incident.id for incident in linking.incidents for claim in incident.claims}
    return [owner[reading.claims[0].id] for _, reading in pairs]


NEAR = [shelled(), shelled("Adda", clock="20:25", side=SOUTH, speaker=S_MOD)]
FAR = [shelled(), shelled("Cora", day=9, published=10, side=SOUTH, speaker=S_MOD)]


def test_apart_splits_what_the_scores_join_and_says_who_judged():
    desk = Desk()
    before = desk.link(*NEAR)
    desk.judge(APART, *NEAR)
    after = desk.link(*NEAR)
    assert len(before.incidents) == 1
    assert sorted(map(sorted, reports_of(after, NEAR))) == [[0], [1]]
    assert all(
        "A person (Ada) judged these apart: “I was there”." in member.reason
        for incident in after.incidents
        for member in incident.members
    )
    assert [one.verdict for one in after.judgements] == [APART]
    assert not [problem for problem in after.problems if problem.code.startswith("judgement")]


def test_together_joins_what_the_scores_part():
    desk = Desk()
    assert len(desk.link(*FAR).incidents) == 2
    desk.judge(TOGETHER, *FAR)
    [incident] = desk.link(*FAR).incidents
    assert all("A person (Ada) judged these together" in member.reason for member in incident.members)


def test_the_order_of_reports_and_judgements_does_not_matter():
    pairs = [*NEAR, FAR[1]]
    first, second, third = (reading.claims[0] for _, reading in pairs)
    acts = [judge(APART, first, second, 1), judge(TOGETHER, second, third, 2), judge(TOGETHER, first, third, 3)]
    made = {
        (link_claims(order, MANDATE, (), tuple(judged)).incidents)
        for order in permutations(pairs)
        for judged in permutations(acts)
    }
    assert len(made) == 1
    assert len(next(iter(made))) == 2


def test_a_contradiction_is_reported_and_the_written_rule_decides():
    pairs = [*NEAR, FAR[1]]
    first, second, third = (reading.claims[0] for _, reading in pairs)
    acts = (judge(TOGETHER, first, third, 1), judge(TOGETHER, second, third, 2), judge(APART, first, second, 3))
    linking = link_claims(pairs, MANDATE, (), acts)
    assert sorted(map(sorted, reports_of(linking, pairs))) == [[0], [1, 2]]
    [problem] = [problem for problem in linking.problems if problem.code == "judgement-outweighed"]
    assert acts[0].id in problem.message
    assert acts[2].id in problem.message


def test_others_of_a_split_incident_go_where_they_fit_best():
    early, late = shelled(clock="20:00"), shelled("Adda", clock="20:50", side=SOUTH, speaker=S_MOD)
    third = shelled(clock="20:01", speaker=("The governor", None, NORTH))
    fourth = shelled(clock="20:51", speaker=("The mayor", None, NORTH))
    pairs = [early, late, third, fourth]
    desk = Desk()
    assert len(desk.link(*pairs).incidents) == 1
    desk.judge(APART, early, late)
    assert len(desk.link(*pairs).incidents) == 2


def test_apart_inside_one_report_cuts_its_account():
    pair = tell(
        "Herald",
        NORTH,
        5,
        line("Ada was shelled on July 4.", kind=Kind.SHELLING, places=[("Ada", "ada")], time=("July 4", at(4))),
        line("Two people died.", kind=Kind.KILLING),
        line("A tractor was hit.", kind=Kind.SHELLING),
        line("Nobody was hurt there.", kind=Kind.SHELLING),
    )
    desk = Desk()
    assert len(desk.link(pair).incidents) == 1
    claims = pair[1].claims
    desk.judge(APART, claims[0], claims[2])
    linking = desk.link(pair)
    assert sorted(incident.claims for incident in linking.incidents) == sorted(
        [(claims[0].id, claims[1].id), (claims[2].id, claims[3].id)]
    )
    assert all(incident.places == ("ada",) for incident in linking.incidents)


def test_a_claim_that_nothing_links_can_be_joined_by_a_person():
    vague = tell("Gazette", SOUTH, 20, line("It was shelled.", kind=Kind.SHELLING))
    pairs = [shelled(), vague]
    desk = Desk()
    assert reports_of(desk.link(*pairs), pairs) == [{0}]
    desk.judge(TOGETHER, *pairs)
    assert reports_of(desk.link(*pairs), pairs) == [{0, 1}]


def test_claims_of_one_account_that_says_too_little_stand_in_an_incident_once_a_person_judges_them():
    vague = tell(
        "Gazette", SOUTH, 20, line("It was shelled.", kind=Kind.SHELLING), line("Many died.", kind=Kind.KILLING)
    )
    desk = Desk()
    assert desk.link(vague).incidents == ()
    one, other = vague[1].claims
    desk.judge(TOGETHER, one, other)
    [incident] = desk.link(vague).incidents
    assert incident.claims == (one.id, other.id)
    desk.judge(WITHDRAWN, one, other)
    assert desk.link(vague).incidents == ()


def _read_again(pair):
    report, reading = pair
    return report, Reading(tuple(replace(claim, id=ClaimId(f"{claim.id}-again")) for claim in reading.claims))


def test_judgements_and_ids_survive_another_reading():
    desk = Desk()
    desk.link(*NEAR)
    desk.judge(APART, *NEAR)
    before = ids_of(desk.link(*NEAR), NEAR)
    again = [_read_again(pair) for pair in NEAR]
    linking = desk.link(*again)
    assert ids_of(linking, again) == before
    assert len(linking.incidents) == 2
    assert max(change.run for change in desk.changes) == 2  # nothing became of anything


def test_an_earlier_id_survives_another_reading_too():
    desk = Desk()
    apart = ids_of(desk.link(*FAR), FAR)
    desk.judge(TOGETHER, *FAR)
    desk.link(*FAR)
    again = [_read_again(pair) for pair in FAR]
    assert len(desk.link(*again).incidents) == 1
    assert [change.kind for change in desk.changes if change.run == 3] == [ChangeKind.REREAD]
    changes = desk.changes
    desk.link(*again)
    assert desk.changes == changes
    desk.judge(WITHDRAWN, *FAR)
    assert ids_of(desk.link(*again), again) == apart


def test_a_judgement_whose_words_are_no_longer_read_is_a_problem():
    desk = Desk()
    desk.link(*NEAR)
    desk.judge(APART, *NEAR)
    empty = (NEAR[1][0], Reading())
    [problem] = [one for one in desk.link(NEAR[0], empty).problems if one.code == "judgement-lost"]
    assert "cannot be applied any more" in problem.message
    assert problem.report == NEAR[0][0].id
    [problem] = [one for one in desk.link(NEAR[0]).problems if one.code == "judgement-lost"]
    assert "no longer among the reports" in problem.message


def test_withdrawing_gives_the_earlier_ids_back():
    for big in (0, 1):  # whichever half is the larger one
        pairs = [*FAR, shelled("Cora" if big else "Ada", day=9 if big else 4, published=10 if big else 5)]
        desk = Desk()
        apart = ids_of(desk.link(*pairs), pairs)
        assert len(set(apart)) == 2
        desk.judge(TOGETHER, *FAR)
        one = ids_of(desk.link(*pairs), pairs)
        assert len(set(one)) == 1
        redirects = find_redirects(desk.changes)
        assert set(redirects.values()) == set(one)
        assert find_earlier_ids(one[0], redirects) == tuple(set(apart) - set(one))
        desk.judge(WITHDRAWN, *FAR)
        assert ids_of(desk.link(*pairs), pairs) == apart
        assert find_redirects(desk.changes) == {}
        assert [change.kind for change in desk.changes][-1] is ChangeKind.RESTORED
        assert "withdrew" in desk.changes[-1].reason


def test_withdrawing_a_split_gives_the_earlier_id_back_and_the_other_leads_to_it():
    desk = Desk()
    [whole, _] = ids_of(desk.link(*NEAR), NEAR)
    desk.judge(APART, *NEAR)
    parts = ids_of(desk.link(*NEAR), NEAR)
    assert whole in parts
    desk.judge(WITHDRAWN, *NEAR)
    assert ids_of(desk.link(*NEAR), NEAR) == [whole, whole]
    assert find_redirects(desk.changes) == {next(part for part in parts if part != whole): whole}
    desk.judge(APART, *NEAR)
    assert ids_of(desk.link(*NEAR), NEAR) == parts


def test_running_again_changes_nothing():
    desk = Desk()
    for verdict in (TOGETHER, WITHDRAWN, TOGETHER):
        desk.judge(verdict, *FAR)
        incidents = desk.link(*FAR).incidents
        changes = desk.changes
        assert desk.link(*FAR).incidents == incidents
        assert desk.changes == changes


def test_labelled_pairs_are_pairs_of_accounts():
    atlas = Atlas(MANDATE)
    accounts = [
        account for pair in (*NEAR, FAR[1]) for account in group_claims(pair[0], pair[1].claims, atlas).accounts
    ]
    first, second, third = (account.claims[0] for account in accounts)
    acts = [
        judge(APART, first, second, 1),
        judge(TOGETHER, second, first, 2),
        judge(APART, third, first, 3),
        judge(APART, second, third, 4),
        judge(WITHDRAWN, second, third, 5),
    ]
    labelled = [
        (accounts.index(one), accounts.index(other), same) for one, other, same in iter_labelled_pairs(acts, accounts)
    ]
    assert labelled == [(0, 1, True), (0, 2, False)]
