"""Clusters made to keep what people judged: first joined, then parted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from contactline.link.constraints import Constraints
from contactline.link.history import say_judged
from contactline.link.incidents import Cluster, Clustering
from contactline.link.scores import Score, Summary, Trace, score_account
from contactline.link.sites import Atlas
from contactline.records.judgements import LinkJudgement

_Entry = tuple[Trace, Score | None]


def keep_judgements(clustering: Clustering, traces: Sequence[Trace], kept: Constraints, atlas: Atlas) -> Clustering:
    """Join what a person judged together, with all that was with it; then part what a person judged apart.

    In a cluster that is parted every other account goes with the part that it fits best, the earlier one on a tie.

    Args:
        clustering: what the scores alone give.
        traces: all accounts, each at the place of its number.
        kept: the judgements.
        atlas: for the scores.
    """
    if not (kept.together or kept.apart):
        return clustering
    parts = [list(cluster.joined) for cluster in clustering.clusters]
    judged = {number for one, other, _ in (*kept.together, *kept.apart) for number in (one, other)}
    number_of = {id(trace.account): trace.order for trace in traces}
    loose = [account for account in clustering.loose if number_of[id(account)] not in judged]
    alone = {number_of[id(account)] for account in clustering.loose} & judged
    parts += [[(traces[number], None)] for number in sorted(alone)]
    joined = _join(parts, kept)
    parted = [part for entries in joined for part in _part(entries, kept, atlas)]
    parted.sort(key=lambda entries: entries[0][0].order)
    return Clustering(tuple(_make(entries) for entries in parted), tuple(loose), clustering.crowded)


def _make(entries: Sequence[_Entry]) -> Cluster:
    cluster = Cluster(entries[0][0].order)
    for trace, score in entries:
        cluster.joined.append((trace, score))
        cluster.summary.add(trace)
    return cluster


def _join(parts: list[list[_Entry]], kept: Constraints) -> list[list[_Entry]]:
    home = {trace.order: number for number, entries in enumerate(parts) for trace, _ in entries}
    for one, other, judgement in kept.together:
        first, last = sorted((home[one], home[other]))
        if first == last:
            parts[first] = [_explain(entry, {one, other}, judgement) for entry in parts[first]]
            continue
        came = [_explain((trace, score or _say(judgement)), {one, other}, judgement) for trace, score in parts[last]]
        stayed = [_explain(entry, {one, other}, judgement) for entry in parts[first]]
        parts[first] = sorted((*stayed, *came), key=lambda entry: entry[0].order)
        parts[last] = []
        home |= {trace.order: first for trace, _ in parts[first]}
    return [entries for entries in parts if entries]


def _explain(entry: _Entry, numbers: set[int], judgement: LinkJudgement) -> _Entry:
    return (entry[0], _say(judgement)) if entry[0].order in numbers else entry


def _say(judgement: LinkJudgement) -> Score:
    return Score(None, (say_judged(judgement).rstrip("."),))


@dataclass(slots=True)
class _Part:
    """One part of a cluster that is parted."""

    entries: list[_Entry] = field(default_factory=list)
    summary: Summary = field(default_factory=Summary)

    @property
    def numbers(self) -> set[int]:
        return {trace.order for trace, _ in self.entries}

    def add(self, entries: Iterable[_Entry]) -> None:
        for trace, score in entries:
            self.entries.append((trace, score))
            self.summary.add(trace)


def _part(entries: list[_Entry], kept: Constraints, atlas: Atlas) -> list[list[_Entry]]:
    here = {trace.order for trace, _ in entries}
    against: defaultdict[int, dict[int, LinkJudgement]] = defaultdict(dict)
    for one, other, judgement in kept.apart:
        if {one, other} <= here:
            against[one][other] = against[other][one] = judgement
    if not against:
        return [entries]
    blocks = _make_blocks(entries, kept)
    parts: list[_Part] = []
    seeds = [block for block in blocks if any(trace.order in against for trace, _ in block)]
    for block in seeds:
        foes = {foe: judgement for trace, _ in block for foe, judgement in against[trace.order].items()}
        part = _find_fit([part for part in parts if not part.numbers & set(foes)], block, atlas)
        if part is None:
            part = _Part()
            parts.append(part)
        told = min(foes.items())[1]
        part.add((trace, _say(told) if against[trace.order] else score) for trace, score in block)
    for block in blocks:
        if block not in seeds:
            part = _find_fit(parts, block, atlas) or parts[0]
            part.add(block)
    return [sorted(part.entries, key=lambda entry: entry[0].order) for part in parts]


def _make_blocks(entries: Sequence[_Entry], kept: Constraints) -> list[list[_Entry]]:
    """Accounts that go together because a person said so; every other one alone. In the order of their first."""
    block_of = {trace.order: {trace.order} for trace, _ in entries}
    for one, other, _ in kept.together:
        if one in block_of and other in block_of:
            united = block_of[one] | block_of[other]
            for number in united:
                block_of[number] = united
    blocks: defaultdict[int, list[_Entry]] = defaultdict(list)
    for entry in entries:
        blocks[min(block_of[entry[0].order])].append(entry)
    return [blocks[number] for number in sorted(blocks)]


def _find_fit(parts: Sequence[_Part], block: Sequence[_Entry], atlas: Atlas) -> _Part | None:
    """The part that a block fits best, the earlier one on a tie; none where there is none."""

    def fit(part: _Part) -> float:
        scores = [score_account(trace, part.summary, atlas).total for trace, _ in block]
        return sum(-100.0 if score is None else score for score in scores)

    return max(parts, key=fit, default=None)
