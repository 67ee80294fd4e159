"""Judgements: what is in force, and what gives way."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contactline.codec import decode, encode
from contactline.records.claims import Claim, Kind
from contactline.records.ids import ClaimId, JudgementId, ReportId
from contactline.records.judgements import (
    ClaimAnchor,
    LinkJudgement,
    Verdict,
    find_anchored,
    find_in_force,
    make_anchor,
    settle_judgements,
)
from contactline.records.quotes import Span
from linkcases import NORTH, line, tell

TOGETHER, APART, WITHDRAWN = Verdict.TOGETHER, Verdict.APART, Verdict.WITHDRAWN
NOON = datetime(2031, 5, 2, 12, tzinfo=UTC)


def anchor(name: str) -> ClaimAnchor:
    return ClaimAnchor(ClaimId(name), ReportId(f"r-{name}"), Span(0, 5), Kind.SHELLING)


def judged(verdict: Verdict, one: str, other: str, minute: int = 0) -> LinkJudgement:
    id_ = JudgementId(f"j-{minute:03}")
    made_at = NOON + timedelta(minutes=minute)
    return LinkJudgement(id_, verdict, anchor(one), anchor(other), "Ada", "why", made_at)


def settle(*judgements: LinkJudgement):
    return settle_judgements(find_in_force(judgements), lambda claim: claim)


def test_a_judgement_needs_two_claims_an_author_a_reason_and_a_time_in_utc():
    made = judged(TOGETHER, "a", "b")
    for wrong in (
        {"other": made.one},
        {"author": " "},
        {"reason": ""},
        {"reason": "x" * 2001},
        {"made_at": NOON.replace(tzinfo=None)},
        {"made_at": datetime(2031, 5, 2, tzinfo=timezone(timedelta(hours=4)))},
    ):
        with pytest.raises(ValueError, match=r"two claims|empty|longer|UTC"):
            replace(made, **wrong)


def test_it_comes_back_whole():
    made = judged(TOGETHER, "a", "b")
    assert decode(encode(made), LinkJudgement) == made


def test_the_latest_on_a_pair_counts_whichever_claim_stands_first():
    first, second = judged(TOGETHER, "a", "b", 1), judged(APART, "b", "a", 2)
    assert find_in_force([second, first]) == (second,)


def test_what_is_withdrawn_leaves_nothing_and_not_what_it_once_superseded():
    acts = [judged(TOGETHER, "a", "b", 1), judged(APART, "a", "b", 2), judged(WITHDRAWN, "a", "b", 3)]
    assert find_in_force(acts) == ()
    again = judged(TOGETHER, "a", "b", 4)
    assert find_in_force([again, *acts]) == (again,)


def test_apart_wins_over_what_follows_only_by_way_of_others_and_the_oldest_gives_way():
    old, new = judged(TOGETHER, "a", "b", 1), judged(TOGETHER, "b", "c", 3)
    for minute in (0, 2, 4):  # however old the "apart" is
        apart = judged(APART, "a", "c", minute)
        settled = settle(old, new, apart)
        assert settled.together == (new,)
        assert settled.apart == (apart,)
        [outweighed] = settled.outweighed
        assert (outweighed.judgement, outweighed.by) == (old, apart)
        assert "directly" in outweighed.why


def test_on_one_account_seen_through_two_claims_the_later_wins():
    earlier, later = judged(TOGETHER, "a1", "b1", 1), judged(APART, "b2", "a2", 2)
    settled = settle_judgements([earlier, later], lambda claim: claim[0])
    assert settled.together == ()
    assert settled.apart == (later,)
    assert [one.judgement for one in settled.outweighed] == [earlier]


ACTS = st.lists(
    st.tuples(st.sampled_from(Verdict), st.sampled_from("abcde"), st.sampled_from("fghij")), min_size=1, max_size=12
)


@given(ACTS, st.randoms(use_true_random=False))
def test_folding_is_order_independent(acts, random):
    made = [judged(verdict, one, other, minute) for minute, (verdict, one, other) in enumerate(acts)]
    mixed = list(made)
    random.shuffle(mixed)
    assert find_in_force(mixed) == find_in_force(made)
    nodes = {name: number // 2 for number, name in enumerate("afbgchdiej")}  # so that pairs of claims fall together
    one = [act for act in find_in_force(made) if nodes[act.one.claim] != nodes[act.other.claim]]
    other = list(one)
    random.shuffle(other)
    settled = settle_judgements(one, nodes.__getitem__)
    assert settle_judgements(other, nodes.__getitem__) == settled
    assert len(settled.together) + len(settled.apart) + len(settled.outweighed) == len(one)


@given(ACTS)
def test_nothing_that_holds_contradicts(acts):
    made = find_in_force(judged(verdict, one, other, minute) for minute, (verdict, one, other) in enumerate(acts))
    nodes = dict(zip("abcdefghij", [1, 2, 3, 4, 5, 3, 4, 5, 6, 7], strict=True))
    settled = settle_judgements([act for act in made if len({nodes[c] for c in act.pair}) == 2], nodes.__getitem__)
    group = {node: {node} for node in nodes.values()}
    for act in settled.together:
        united = group[nodes[act.one.claim]] | group[nodes[act.other.claim]]
        group |= dict.fromkeys(united, united)
    assert all(nodes[act.other.claim] not in group[nodes[act.one.claim]] for act in settled.apart)


# -- found again


def _claims() -> tuple[Claim, ...]:
    _, reading = tell(
        "Herald", NORTH, 5, line("Ada was shelled on July 4.", kind=Kind.SHELLING), line("Two people died then.")
    )
    return reading.claims


def test_a_claim_is_found_again_by_its_words():
    claims = _claims()
    renamed = [replace(claim, id=ClaimId(f"{claim.id}-again")) for claim in claims]
    for claim, again in zip(claims, renamed, strict=True):
        assert find_anchored(make_anchor(claim), renamed) == again
        assert find_anchored(make_anchor(claim), [*renamed, claim]) == claim


def test_of_several_claims_at_the_words_the_one_of_the_same_kind_is_meant():
    claim = _claims()[0]
    other = replace(claim, id=ClaimId("c-0"), occurrence=replace(claim.occurrence, kind=Kind.KILLING))
    same = replace(claim, id=ClaimId("c-1"))
    assert find_anchored(make_anchor(claim), [other, same]) == same
    assert find_anchored(make_anchor(claim), [other]) == other


def test_a_claim_of_another_report_or_of_other_words_is_never_meant():
    claims = _claims()
    elsewhere = replace(claims[0], report=ReportId("r-other"), id=ClaimId("c-x"))
    assert find_anchored(make_anchor(claims[0]), [elsewhere, claims[1]]) is None
