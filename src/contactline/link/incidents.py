"""Accounts of many reports to incidents: rows, the pair model, clusters, and why each account stands where it does."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from contactline.link.accounts import Account
from contactline.link.cluster import cluster_rows, make_graph, part_pairs
from contactline.link.columns import Columns, find_alike, find_order, pack_rows, take_rows
from contactline.link.compare import FIELDS
from contactline.link.constraints import Constraints
from contactline.link.crowd import Crowd, count_crowd, take_crowd
from contactline.link.history import say_judged
from contactline.link.model import Model, explain_levels, load_default_model
from contactline.link.pairs import make_row_index, score_pair, score_pairs
from contactline.link.rows import RowMaker
from contactline.link.sites import Atlas
from contactline.link.standing import Standing, find_standing
from contactline.link.summary import Summary
from contactline.link.unplaced import ONLY_ONE, ONLY_ONE_PROBABILITY, DayIndex
from contactline.records.ids import ClaimId
from contactline.records.incidents import Tie
from contactline.records.judgements import LinkJudgement
from contactline.records.kinds import TALK


@dataclass(frozen=True, slots=True)
class Joined:
    """An account in its incident.

    Attributes:
        probability: how surely it belongs there, 0 to 1.
        reason: why, in a sentence.
        tie: the lines behind it; ``None`` for the only account of an incident.
        candidates: how many other accounts came into question for it.
        is_judged: a person decided.
    """

    account: Account
    order: int
    probability: float
    reason: str
    tie: Tie | None
    candidates: int
    is_judged: bool = False


@dataclass(frozen=True, slots=True)
class Cluster:
    """The accounts of an incident, in the order of publication."""

    joined: tuple[Joined, ...]

    @property
    def accounts(self) -> tuple[Account, ...]:
        """The accounts alone."""
        return tuple(joined.account for joined in self.joined)


@dataclass(frozen=True, slots=True)
class Clustering:
    """What joining gives: incidents, the accounts that none could be founded on, and how many blocks were too dense."""

    clusters: tuple[Cluster, ...]
    loose: tuple[Account, ...]
    crowded: int


ALONE: Final = "No other account of the reports read fits it."


class _Linked(NamedTuple):
    """Rows in their total order with all that linking made of them.

    ``places`` leads back to the accounts. Rows alike in everything are linked once: ``lead`` gives each row the number
    of its kind, ``first`` and ``second`` lead from there to the first rows of it; the rest is for kinds.
    """

    columns: Columns
    places: NDArray[np.int64]
    first: NDArray[np.int64]
    second: NDArray[np.int64]
    lead: NDArray[np.int64]
    crowd: Crowd
    label: NDArray[np.int32]
    standing: Standing


def join_accounts(kept: Constraints, atlas: Atlas, maker: RowMaker, model: Model | None = None) -> Clustering:
    """Join accounts of all reports into incidents.

    Args:
        kept: the accounts of each report, whose order decides the order of accounts alone, and what people judged.
        atlas: of the mandate's places.
        maker: makes the link rows.
        model: the weights; by default those that ship.
    """
    told = [(account, report) for report, grouping in kept.groupings for account in grouping.accounts]
    if not told:
        return Clustering((), (), 0)
    model = model or load_default_model()
    accounts = [account for account, _ in told]
    linked = _link(pack_rows([maker.make_row(account, report) for account, report in told]), kept, model)
    teller = _Teller(accounts, linked, kept, model)
    groups: defaultdict[int, list[Joined]] = defaultdict(list)
    for row in np.argsort(linked.places):
        groups[int(linked.label[linked.lead[row]])].append(teller.tell(int(row)))
    founded, loose = [], []
    for group in groups.values():
        if any(joined.order in kept.held or _can_found(joined.account) for joined in group):
            founded.append(tuple(group))
        else:
            loose += [joined.account for joined in group]
    clusters = [Cluster(group) for group in _adopt_unplaced(founded, atlas)]
    return Clustering(tuple(clusters), tuple(loose), int(linked.crowd.cut.sum()))


def _link(columns: Columns, kept: Constraints, model: Model) -> _Linked:
    places = find_order(columns)
    columns = take_rows(columns, places)
    row_of = np.argsort(places, kind="stable")
    together, apart = (_number_rows(judged, row_of) for judged in (kept.together, kept.apart))
    first, lead = find_alike(columns, np.union1d(together, apart))
    part = take_rows(columns, first)
    index = make_row_index(part)
    crowd, candidates = count_crowd(part, index)
    pairs = part_pairs(score_pairs(part, candidates, crowd, model.weights), lead[apart].astype(np.int32))
    miss = int(model.weights.miss[0])
    label = cluster_rows(part, pairs, miss, lead[together].astype(np.int32))
    standing = find_standing(label, make_graph(len(part), pairs), miss)
    return _Linked(columns, places, first, _find_second(lead, len(first)), lead, crowd, label, standing)


def _find_second(lead: NDArray[np.int64], kinds: int) -> NDArray[np.int64]:
    """The second row of each kind, or -1."""
    second = np.full(kinds, -1, np.int64)
    _, at = np.unique(lead, return_index=True)
    rest = np.setdiff1d(np.arange(len(lead)), at)[::-1]
    second[lead[rest]] = rest
    return second


def _number_rows(judged: Sequence[tuple[int, int, LinkJudgement]], row_of: NDArray[np.int64]) -> NDArray[np.int64]:
    pairs = [(row_of[one], row_of[other]) for one, other, _ in judged]
    return np.array(pairs, np.int64).reshape(-1, 2)


class _Teller:
    """Says why a row stands where it does."""

    def __init__(self, accounts: Sequence[Account], linked: _Linked, kept: Constraints, model: Model) -> None:
        self._accounts = accounts
        self._judged: dict[int, LinkJudgement] = {}
        for one, other, judgement in (*kept.apart, *kept.together):
            self._judged[one] = self._judged[other] = judgement
        self._linked = linked
        self._model = model
        self._levels = np.zeros(FIELDS, np.int8)

    def tell(self, row: int) -> Joined:
        linked = self._linked
        place = int(linked.places[row])
        judgement = self._judged.get(place)
        lead = int(linked.lead[row])
        candidates = int(linked.crowd.area[lead])
        if judgement is not None:
            return Joined(self._accounts[place], place, 1.0, say_judged(judgement), None, candidates, is_judged=True)
        tie = self._make_tie(row)
        margin = linked.standing.margin(lead)
        return Joined(
            account=self._accounts[place],
            order=place,
            probability=round(self._model.curve.probability(margin, int(linked.standing.others[lead])), 3)
            if tie
            else 1.0,
            reason="; ".join(f"{line.field}: {line.text} ({line.points:+.1f} dB)" for line in tie.ledger) + "."
            if tie
            else ALONE,
            tie=tie,
            candidates=candidates,
        )

    def _make_tie(self, row: int) -> Tie | None:
        linked, standing = self._linked, self._linked.standing
        lead = int(linked.lead[row])
        partner, rival = int(standing.partner[lead]), int(standing.runner_up[lead])
        like = int(linked.first[lead])
        if like == row:
            like = int(linked.second[lead]) if partner < 0 else -1
        if like < 0 and partner < 0:
            return None
        # a row like another is explained by that other, and stands as surely as it
        nearest = like if like >= 0 else int(linked.first[partner])
        levels, score = self._compare(row, nearest)
        return Tie(
            partner=self._first_claim(nearest),
            ledger=explain_levels(levels, self._model.weights),
            total=(score if like >= 0 else int(standing.total[lead])) / 100.0,
            runner_up=self._first_claim(int(linked.first[rival])) if rival >= 0 else None,
            margin=round(standing.margin(lead), 2),
        )

    def _compare(self, row: int, other: int) -> tuple[list[int], int]:
        linked = self._linked
        one, two = sorted((row, other))
        crowd = take_crowd(linked.crowd, linked.lead)
        score = score_pair(linked.columns, one, two, crowd, self._model.weights, self._levels)
        return self._levels.tolist(), int(score)

    def _first_claim(self, row: int) -> ClaimId:
        return self._accounts[int(self._linked.places[row])].claims[0].id


def _can_found(account: Account) -> bool:
    """Whether an account says enough to be an incident: that something happened, and a place or a time."""
    if not any(claim.occurrence.kind not in TALK or claim.casualties for claim in account.anchors):
        return bool(account.whens and account.is_located)
    return bool(account.whens) or account.is_located


def _adopt_unplaced(groups: Sequence[tuple[Joined, ...]], atlas: Atlas) -> list[tuple[Joined, ...]]:
    """Join incidents without a place to the only one of their day that several reports tell of."""
    summaries = {number: Summary(joined.account for joined in group) for number, group in enumerate(groups)}
    index = DayIndex(summaries, atlas)
    grown = [list(group) for group in groups]
    for number, group in enumerate(groups):
        only = index.find_only(summaries[number])
        is_judged = any(joined.is_judged for joined in group)
        if only is not None and only != number and not is_judged:
            grown[only] += [
                replace(joined, probability=ONLY_ONE_PROBABILITY, reason=ONLY_ONE, tie=None) for joined in group
            ]
            grown[number] = []
    kept = [tuple(sorted(group, key=lambda joined: joined.order)) for group in grown if group]
    return sorted(kept, key=lambda group: group[0].order)
