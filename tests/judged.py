"""Judgements for tests: short, with distinct times."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from contactline.records.claims import Claim
from contactline.records.ids import JudgementId
from contactline.records.judgements import LinkJudgement, Verdict, make_anchor


def judge(
    verdict: Verdict, one: Claim, other: Claim, minute: int = 0, author: str = "Ada", reason: str = "I was there"
) -> LinkJudgement:
    """A person's judgement on two claims, made ``minute`` minutes after noon."""
    made_at = datetime(2031, 5, 2, 12, tzinfo=UTC) + timedelta(minutes=minute)
    id_ = JudgementId(f"j-{verdict.value}-{minute:04}")
    return LinkJudgement(id_, verdict, make_anchor(one), make_anchor(other), author, reason, made_at)
