"""What people judged, among link rows: for runs in which linking sees rows and no claims.

Where a report is read its judgements are laid to its rows (:func:`make_judged_rows`); once all ends are known, what
contradicts is settled (:func:`settle_rows`), by the same rules as in :mod:`contactline.link.constraints`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from contactline.link.accounts import group_claims
from contactline.link.constraints import cut_grouping, find_anchor, say_inseparable, say_lost, say_outweighed
from contactline.link.rows import find_maker
from contactline.ports import Reading
from contactline.records.ids import ClaimId, JudgementId
from contactline.records.judgements import (
    JudgedEnd,
    JudgedRows,
    LinkJudgement,
    Verdict,
    find_in_force,
    settle_judgements,
)
from contactline.records.linkrows import LinkRow
from contactline.records.mandates import Mandate
from contactline.records.problems import Problem
from contactline.records.reports import Report


@dataclass(frozen=True, slots=True)
class SettledRows:
    """Judgements on rows, without a contradiction.

    Attributes:
        rows: what holds.
        held: the judgements behind it.
        problems: the others, each with its reason.
    """

    rows: JudgedRows
    held: tuple[LinkJudgement, ...]
    problems: tuple[Problem, ...]


def make_judged_rows(
    report: Report, reading: Reading, mandate: Mandate, judgements: Sequence[LinkJudgement]
) -> tuple[list[LinkRow], list[JudgedEnd]]:
    """The rows of a report's accounts, cut where a person told its claims apart, and where its judged claims stand.

    Args:
        report: the report.
        reading: its resolved claims.
        mandate: places and names.
        judgements: those in force with a claim of this report; the other may be of another one.
    """
    atlas, maker = find_maker(mandate)
    claims = {report.id: reading.claims}
    ends: list[tuple[JudgementId, bool, ClaimId | None]] = []
    located = []
    for judgement in judgements:
        anchors = []
        for is_other, anchor in enumerate((judgement.one, judgement.other)):
            here = find_anchor(anchor, claims) if anchor.report == report.id else anchor
            anchors.append(here)
            if anchor.report == report.id:
                ends.append((judgement.id, bool(is_other), here.claim if here else None))
        one, other = anchors
        if one is not None and other is not None and one.claim != other.claim:
            located.append(replace(judgement, one=one, other=other))
    grouping = cut_grouping(report, group_claims(report, reading.claims, atlas), find_in_force(located), atlas)
    row_of = {claim.id: account.claims[0].id for account in grouping.accounts for claim in account.claims}
    rows = [maker.make_row(account, report) for account in grouping.accounts] or [maker.make_report_row(report)]
    return rows, [JudgedEnd(id_, other, claim, row_of.get(claim) if claim else None) for id_, other, claim in ends]


def settle_rows(judgements: Iterable[LinkJudgement], ends: Iterable[JudgedEnd]) -> SettledRows:
    """What holds of judgements whose claims were looked up among rows. Pure; no order matters.

    Args:
        judgements: all that were ever made.
        ends: where their claims stand; a report that is not there gives none.
    """
    found = {(end.judgement, end.is_other): end for end in ends}
    present = set()
    row_of: dict[ClaimId, str] = {}
    located, lost = [], []
    for judgement in find_in_force(judgements):
        anchors = []
        for is_other, anchor in enumerate((judgement.one, judgement.other)):
            end = found.get((judgement.id, bool(is_other)))
            if end is not None:
                present.add(anchor.report)
            if end is not None and end.claim is not None and end.row is not None:
                row_of[end.claim] = end.row
                anchors.append(replace(anchor, claim=end.claim))
        if len(anchors) == 2 and anchors[0].claim != anchors[1].claim:
            located.append(replace(judgement, one=anchors[0], other=anchors[1]))
        else:
            lost.append(judgement)
    problems = [say_lost(judgement, present) for judgement in lost]
    usable = []
    for judgement in find_in_force(located):
        if judgement.verdict is Verdict.APART and row_of[judgement.one.claim] == row_of[judgement.other.claim]:
            problems.append(say_inseparable(judgement))
        else:
            usable.append(judgement)
    settled = settle_judgements(usable, row_of.__getitem__)
    problems += [say_outweighed(one) for one in settled.outweighed]
    pairs = [
        sorted({tuple(sorted((row_of[one.one.claim], row_of[one.other.claim]))) for one in several})
        for several in (settled.together, settled.apart)
    ]
    held = (*settled.together, *settled.apart)
    rows = JudgedRows(
        rows=tuple(sorted({row_of[claim] for judgement in held for claim in judgement.pair})),
        together=tuple((one, other) for one, other in pairs[0] if one != other),
        apart=tuple((one, other) for one, other in pairs[1]),
    )
    return SettledRows(rows, held, tuple(problems))
