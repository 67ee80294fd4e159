"""Ids that are given once, and what becomes of incidents."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import example, given
from hypothesis import strategies as st

from contactline.link.history import find_changes
from contactline.link.identity import choose_ids
from contactline.records.claims import Kind
from contactline.records.histories import ChangeKind, IncidentChange, find_redirects
from contactline.records.ids import ClaimId, IncidentId
from contactline.records.incidents import Incident, Membership

AT = datetime(2031, 6, 1, tzinfo=UTC)


def incident(id_: str, claims) -> Incident:
    members = tuple(Membership(ClaimId(claim), 1.0, "why") for claim in claims)
    return Incident(IncidentId(id_), "Shelling", Kind.SHELLING, None, (), members)


def run(groups, previous=(), history=()):
    """One linking run: the incidents, and all changes so far."""
    ids = choose_ids([[ClaimId(claim) for claim in group] for group in groups], previous, history)
    made = [incident(id_, group) for id_, group in zip(ids, groups, strict=True)]
    return made, (*history, *find_changes(previous, made, history, AT))


def kinds(changes, number: int) -> list[tuple[str, str]]:
    return [(change.kind.value, "".join(change.claims)) for change in changes if change.run == number]


def test_the_kinds_of_change():
    first, changes = run(["abc", "de"])
    assert kinds(changes, 1) == [("founded", "abc"), ("founded", "de")]
    second, changes = run(["abcf", "de"], first, changes)
    assert kinds(changes, 2) == [("grown", "f")]
    third, changes = run(["abcfde"], second, changes)
    assert kinds(changes, 3) == [("merged into", "de")]
    assert find_redirects(changes) == {first[1].id: first[0].id}
    fourth, changes = run(["abf", "dec"], third, changes)
    assert kinds(changes, 4) == [("restored", "dec")]
    assert [one.id for one in fourth] == [one.id for one in first]
    fifth, changes = run(["ab"], fourth, changes)
    assert sorted(kinds(changes, 5)) == [("dissolved", "dec"), ("shrunk", "f")]
    assert find_redirects(changes) == {first[1].id: None}
    sixth, changes = run(["ab", "dec"], fifth, changes)
    assert [one.id for one in sixth] == [one.id for one in first]
    assert kinds(changes, 6) == [("restored", "dec")]


def test_chains_of_mergers_are_followed_to_the_incident_of_today():
    first, changes = run(["abc", "de", "f"])
    second, changes = run(["abc", "def"], first, changes)
    third, changes = run(["abcdef"], second, changes)
    assert find_redirects(changes) == {first[1].id: first[0].id, first[2].id: first[0].id}
    assert [one.id for one in third] == [first[0].id]


def test_an_id_once_given_is_never_given_to_something_else():
    first, changes = run(["ab", "cd"])
    second, changes = run(["abcd"], first, changes)
    fresh, changes = run(["ab", "cx", "dy"], second, changes)  # half of what it had is not most of it
    assert first[1].id not in {one.id for one in fresh}
    assert len({one.id for one in fresh}) == 3
    _, changes = run(["ab", "cdxy"], fresh, changes)
    assert first[1].id in find_redirects(changes)


def test_a_store_without_history_begins_one():
    old = [incident("i-1", "abc")]
    made, changes = run(["abc", "d"], old, ())
    assert made[0].id == "i-1"
    assert kinds(changes, 1) == [("founded", "d")]
    made, changes = run(["ab", "cd"], made, changes)
    assert made[0].id == "i-1"


PARTITIONS = st.lists(
    st.lists(st.integers(0, 4), min_size=8, max_size=8), min_size=1, max_size=6
)  # for each run the group of each of eight claims; group 4 is none


def _groups(row) -> list[list[str]]:
    groups = [[claim for claim, number in zip("abcdefgh", row, strict=True) if number == group] for group in range(4)]
    return sorted(group for group in groups if group)


@given(PARTITIONS)
def test_whatever_happens_ids_are_unique_and_every_old_one_leads_somewhere(rows):
    incidents: list[Incident] = []
    changes: tuple[IncidentChange, ...] = ()
    ever: set[str] = set()
    for row in rows:
        incidents, changes = run(_groups(row), incidents, changes)
        again, same = run(_groups(row), incidents, changes)
        assert ([one.id for one in again], same) == ([one.id for one in incidents], changes)
        in_force = {one.id for one in incidents}
        assert len(in_force) == len(incidents)
        ever |= in_force
        redirects = find_redirects(changes)
        assert set(redirects) == ever - in_force
        assert {today for today in redirects.values() if today} <= in_force


@given(PARTITIONS)
@example(
    [
        [0, 0, 0, 0, 0, 0, 0, 0],
        [0, 0, 0, 0, 0, 0, 0, 0],
        [0, 1, 0, 0, 2, 0, 0, 2],
        [0, 1, 0, 0, 0, 0, 0, 1],
        [0, 1, 1, 0, 0, 0, 0, 0],
        [4, 4, 0, 4, 1, 2, 3, 0],
    ]
)  # all claims of each incident had once been in one that merged: none counts as its own
def test_undoing_a_merger_of_all_gives_the_earlier_ids_back(rows):
    incidents: list[Incident] = []
    changes: tuple[IncidentChange, ...] = ()
    for row in rows:
        incidents, changes = run(_groups(row), incidents, changes)
    groups = [list(one.claims) for one in incidents]
    everything = [[claim for group in groups for claim in group]] if groups else []
    merged, merged_changes = run(everything, incidents, changes)
    back, _ = run(groups, merged, merged_changes)
    assert [one.id for one in back] == [one.id for one in incidents]


@given(PARTITIONS, PARTITIONS)
def test_undoing_any_run_gives_the_earlier_ids_back_whatever_else_was_linked_since(rows, others):
    incidents: list[Incident] = []
    changes: tuple[IncidentChange, ...] = ()
    for row in rows[:-1]:
        incidents, changes = run(_groups(row), incidents, changes)
    groups = [list(one.claims) for one in incidents]
    now, now_changes = run(_groups(rows[-1]), incidents, changes)
    for other in others:
        elsewhere = [[claim.upper() for claim in group] for group in _groups(other)]
        now, now_changes = run([*_groups(rows[-1]), *elsewhere], now, now_changes)
    back, _ = run(groups, now, now_changes)
    assert [one.id for one in back] == [one.id for one in incidents]


def test_what_only_grew_keeps_its_id_when_its_first_claim_parts():
    first, changes = run(["a"])
    second, changes = run(["abcd"], first, changes)
    parted, _ = run(["bcd", "a"], second, changes)
    assert parted[0].id == first[0].id


def test_claims_that_a_merger_left_out_are_told_and_known():
    first, changes = run(["abc", "de"])
    second, changes = run(["abcd"], first, changes)
    assert kinds(changes, 2) == [("merged into", "d"), ("shrunk", "e")]
    back, _ = run(["abc", "de"], second, changes)
    assert [one.id for one in back] == [one.id for one in first]


def test_the_changes_name_kinds_that_a_page_may_leave_out():
    _, changes = run(["ab"])
    assert [change.kind for change in changes] == [ChangeKind.FOUNDED]
