"""People's judgements to what linking has to keep: accounts that belong together, and accounts that do not.

A judgement names two claims; linking joins accounts. Where a person tells two claims of one account apart, the account
is cut; where a judged claim belongs to no account, it gets one. What cannot be applied becomes a problem.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from contactline.link.accounts import Account, Grouping, is_anchor
from contactline.link.sites import Atlas, SiteTally, find_sites, find_unknown_names
from contactline.link.times import find_time, move_to_day, widen_to_day
from contactline.records.claims import Claim
from contactline.records.ids import ClaimId, ReportId
from contactline.records.judgements import (
    ClaimAnchor,
    LinkJudgement,
    Outweighed,
    Settled,
    Verdict,
    find_anchored,
    find_in_force,
    make_anchor,
    settle_judgements,
)
from contactline.records.problems import Problem, Severity
from contactline.records.reports import Report
from contactline.records.times import When

Groupings = Sequence[tuple[Report, Grouping]]


@dataclass(frozen=True, slots=True)
class Constraints:
    """What people judged, in the numbers of the accounts.

    Attributes:
        groupings: the accounts, cut where a person told their claims apart.
        together: pairs of accounts, counted over all reports in their order, with the judgement behind each.
        apart: the same for accounts that are not of one happening.
        judgements: those that hold, with their claims under their present ids.
        held: numbers of the accounts that these judgements speak of, also where both claims are of one account.
        problems: judgements that cannot be applied, or that others outweigh.
    """

    groupings: tuple[tuple[Report, Grouping], ...]
    together: tuple[tuple[int, int, LinkJudgement], ...] = ()
    apart: tuple[tuple[int, int, LinkJudgement], ...] = ()
    judgements: tuple[LinkJudgement, ...] = ()
    held: frozenset[int] = frozenset()
    problems: tuple[Problem, ...] = ()


def make_constraints(judgements: Iterable[LinkJudgement], groupings: Groupings, atlas: Atlas) -> Constraints:
    """Turn judgements into pairs of accounts. Pure; the order of the judgements does not matter.

    Args:
        judgements: all that were ever made.
        groupings: reports with their accounts, in the order in which accounts are counted.
        atlas: for the places of accounts that are cut.
    """
    located, lost = locate_judgements(judgements, (claim for _, grouping in groupings for claim in _claims(grouping)))
    known = {report.id for report, _ in groupings}
    problems = [say_lost(judgement, known) for judgement in lost]
    parts = tuple((report, cut_grouping(report, grouping, located, atlas)) for report, grouping in groupings)
    number_of = _number_accounts(parts)
    usable = []
    for judgement in located:
        ends = [number_of.get(judgement.one.claim), number_of.get(judgement.other.claim)]
        if None in ends or (judgement.verdict is Verdict.APART and ends[0] == ends[1]):
            problems.append(say_inseparable(judgement))
        else:
            usable.append(judgement)
    settled = settle_judgements(usable, number_of.__getitem__)
    problems += [say_outweighed(one) for one in settled.outweighed]
    held = _held(settled)
    return Constraints(
        groupings=parts,
        together=tuple(_pairs(settled.together, number_of)),
        apart=tuple(_pairs(settled.apart, number_of)),
        judgements=held,
        held=frozenset(number_of[claim] for judgement in held for claim in judgement.pair),
        problems=tuple(problems),
    )


def locate_judgements(
    judgements: Iterable[LinkJudgement], claims: Iterable[Claim]
) -> tuple[tuple[LinkJudgement, ...], tuple[LinkJudgement, ...]]:
    """Judgements in force with their claims under their present ids, and those in force that have lost a claim."""
    by_report: defaultdict[ReportId, list[Claim]] = defaultdict(list)
    for claim in claims:
        by_report[claim.report].append(claim)
    located, lost = [], []
    for judgement in judgements:
        one, other = (find_anchor(anchor, by_report) for anchor in (judgement.one, judgement.other))
        if one is None or other is None or one.claim == other.claim:
            lost.append(judgement)
        else:
            located.append(replace(judgement, one=one, other=other))
    return find_in_force(located), find_in_force(lost)


def find_anchor(anchor: ClaimAnchor, by_report: Mapping[ReportId, Sequence[Claim]]) -> ClaimAnchor | None:
    """Where the claim of an anchor stands now, if it is still read."""
    claim = find_anchored(anchor, by_report.get(anchor.report, ()))
    return make_anchor(claim) if claim else None


def iter_labelled_pairs(
    judgements: Iterable[LinkJudgement], accounts: Iterable[Account]
) -> Iterator[tuple[Account, Account, bool]]:
    """Pairs of accounts that people judged, and whether they are of one happening: what weights can be refitted on.

    Only what was judged directly, each pair of accounts once (the latest judgement counts), in the order of the
    accounts. A pair inside one account is left out: it says how to read a report, not how to link two.
    """
    ordered = tuple(accounts)
    located, _ = locate_judgements(judgements, (claim for account in ordered for claim in account.claims))
    number_of = {claim.id: number for number, account in enumerate(ordered) for claim in account.claims}
    verdicts: dict[tuple[int, int], bool] = {}
    for judgement in located:  # oldest first, so that the latest stays
        one, other = sorted((number_of[judgement.one.claim], number_of[judgement.other.claim]))
        if one != other:
            verdicts[one, other] = judgement.verdict is Verdict.TOGETHER
    for (one, other), same in sorted(verdicts.items()):
        yield ordered[one], ordered[other], same


# -- accounts


def cut_grouping(report: Report, grouping: Grouping, located: Sequence[LinkJudgement], atlas: Atlas) -> Grouping:
    """A report's accounts, cut where a person told claims apart, and with an account for every claim judged."""
    mine = [one for one in located if report.id in {one.one.report, one.other.report}]
    if not mine:
        return grouping
    judged = {claim for judgement in mine for claim in judgement.pair}
    accounts: list[Account] = []
    for account in grouping.accounts:
        here = [one for one in mine if one.pair <= {claim.id for claim in account.claims}]
        accounts += _cut_account(report, account, here, atlas)
    alone = [claim for claim in grouping.loose if claim.id in judged]
    accounts += [_found_account(report, (claim,), None, atlas) for claim in alone]
    return Grouping(tuple(accounts), tuple(claim for claim in grouping.loose if claim.id not in judged))


def _cut_account(report: Report, account: Account, judged: Sequence[LinkJudgement], atlas: Atlas) -> list[Account]:
    """Cut an account in reading order: what stands between two claims told apart goes on about the earlier one."""
    if not any(one.verdict is Verdict.APART for one in judged):
        return [account]
    part_of = _part_seeds(account, settle_judgements(judged, lambda claim: claim))
    parts: defaultdict[int, list[Claim]] = defaultdict(list)
    current = 0
    for claim in account.claims:
        current = part_of.get(claim.id, current)
        answered = part_of.get(claim.answers) if claim.answers else None
        part_of[claim.id] = current if answered is None or claim.id in part_of else answered
        parts[part_of[claim.id]].append(claim)
    return [_found_account(report, claims, account, atlas) for _, claims in sorted(parts.items())]


def _part_seeds(account: Account, settled: Settled) -> dict[ClaimId, int]:
    """A part for every claim judged: the first that holds nothing it was told apart from."""
    against: defaultdict[ClaimId, set[ClaimId]] = defaultdict(set)
    for judgement in settled.apart:
        against[judgement.one.claim].add(judgement.other.claim)
        against[judgement.other.claim].add(judgement.one.claim)
    groups = _join((one.one.claim, one.other.claim) for one in settled.together)
    parts: dict[ClaimId, int] = {}
    for claim in account.claims:
        group = groups.get(claim.id, frozenset({claim.id}))
        foes = {foe for member in group for foe in against[member]}
        if claim.id in parts or not (foes or claim.id in groups):
            continue
        taken = {parts[foe] for foe in foes if foe in parts}
        parts |= dict.fromkeys(group, next(number for number in range(len(taken) + 1) if number not in taken))
    return parts


def _join(pairs: Iterable[tuple[ClaimId, ClaimId]]) -> dict[ClaimId, frozenset[ClaimId]]:
    groups: dict[ClaimId, frozenset[ClaimId]] = {}
    for one, other in pairs:
        united = groups.get(one, frozenset({one})) | groups.get(other, frozenset({other}))
        groups |= dict.fromkeys(united, united)
    return groups


def _found_account(report: Report, claims: Sequence[Claim], whole: Account | None, atlas: Atlas) -> Account:
    """An account of these claims and no others; what they leave out is taken from the account they were in."""
    anchors = tuple(claim for claim in claims if is_anchor(claim)) or tuple(claims)
    sites = SiteTally()
    whens: dict[When, None] = {}
    for claim in anchors:
        found = find_sites(claim, atlas)
        sites.add(found, () if found else find_unknown_names(claim))
        when = find_time(claim)
        if when is not None:
            whens[_anchor_time(when, whole)] = None
    if whole is not None and sites.is_empty:
        sites.merge(whole.sites)
    if whole is not None and not whens:
        whens = dict.fromkeys(widen_to_day(when) for when in whole.whens)
    return Account(
        report=report.id,
        claims=tuple(claims),
        anchors=anchors,
        whens=tuple(whens),
        sites=sites,
        kinds=tuple(sorted(Counter(claim.occurrence.kind for claim in anchors).items())),
        recalled=all(claim.background for claim in claims),
    )


def _anchor_time(when: When, whole: Account | None) -> When:
    if when.anchored:
        return when
    return move_to_day(when, whole.whens[0]) if whole and whole.whens else widen_to_day(when)


def _number_accounts(groupings: Groupings) -> dict[ClaimId, int]:
    accounts = (account for _, grouping in groupings for account in grouping.accounts)
    return {claim.id: number for number, account in enumerate(accounts) for claim in account.claims}


def _pairs(
    judgements: Iterable[LinkJudgement], number_of: Mapping[ClaimId, int]
) -> Iterator[tuple[int, int, LinkJudgement]]:
    for judgement in judgements:
        one, other = sorted((number_of[judgement.one.claim], number_of[judgement.other.claim]))
        if one != other:
            yield one, other, judgement


def _held(settled: Settled) -> tuple[LinkJudgement, ...]:
    return tuple(sorted((*settled.together, *settled.apart), key=lambda one: (one.made_at, one.id)))


def _claims(grouping: Grouping) -> Iterator[Claim]:
    for account in grouping.accounts:
        yield from account.claims
    yield from grouping.loose


# -- problems


def say_lost(judgement: LinkJudgement, reports: set[ReportId]) -> Problem:
    """That a judgement has lost a claim; ``reports`` are those that are there."""
    gone = [anchor for anchor in (judgement.one, judgement.other) if anchor.report not in reports]
    why = (
        f"report {gone[0].report} is no longer among the reports in force"
        if gone
        else "no claim (or one claim alone) is read at the words that it was made on"
    )
    return Problem(
        stage="link",
        code="judgement-lost",
        severity=Severity.WARNING,
        message=f"{_say_which(judgement)} cannot be applied any more: {why}. Judge the present claims, or withdraw it.",
        report=None if gone else judgement.one.report,
        span=None if gone else judgement.one.span,
    )


def say_inseparable(judgement: LinkJudgement) -> Problem:
    """That others hold in one account what a judgement parts."""
    return Problem(
        stage="link",
        code="judgement-inapplicable",
        severity=Severity.WARNING,
        message=f"{_say_which(judgement)} cannot be applied: other judgements hold its claims in one account. Withdraw "
        "one of them.",
        report=judgement.one.report,
        span=judgement.one.span,
    )


def say_outweighed(one: Outweighed) -> Problem:
    """That a judgement gives way to another one."""
    by = one.by
    return Problem(
        stage="link",
        code="judgement-outweighed",
        severity=Severity.WARNING,
        message=f"{_say_which(one.judgement)} is not followed, because of judgement {by.id} ({by.verdict.value}, by "
        f"{by.author}): {one.why}. Withdraw one of them.",
        report=one.judgement.one.report,
        span=one.judgement.one.span,
    )


def _say_which(judgement: LinkJudgement) -> str:
    return f"Judgement {judgement.id} ({judgement.verdict.value}, by {judgement.author})"
