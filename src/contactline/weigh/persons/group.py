"""Mentions to persons: best pair first, and nothing joined that contradicts itself.

1. What people judged together is together, what they judged apart stays apart.
2. Pairs that score at least ``joined`` join their groups, the best first.
3. No two mentions of one person contradict each other: one line of their sum alone speaks against it as 100 to 1, and
   the rest does not outweigh it. Nothing outweighs another given name or father's name, or a list of both.
4. A mention that fits two persons who contradict each other, the one hardly better than the other, joins neither.
5. Pairs of persons that are neither joined nor clearly apart are doubts, for a person to decide: also those whose
   contradiction can be a slip (a letter of a name, an age), if the sum is not below ``apart``.

Which pairs are compared: all of one incident, and those anywhere whose names share their coarse keys.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Final

from contactline.records.ids import MentionId, ReportId
from contactline.records.incidents import LedgerLine
from contactline.weigh.persons.judged import Pair, Settled, make_pair
from contactline.weigh.persons.names import sieve_key
from contactline.weigh.persons.score import Candidate, Scorer

_AGAINST: Final = -20.0
_ALWAYS: Final = frozenset({"given", "patronymic", "list"})
_FIRMLY: Final = -25.0
_MOST_TOGETHER: Final = 300
"""Mentions of one incident that are all compared with each other; of more only those whose names are alike."""


@dataclass(frozen=True, slots=True)
class Open:
    """Two groups that may be one, by their best pair."""

    one: int
    other: int
    pair: Pair
    reason: str


@dataclass(slots=True)
class Grouping:
    """The outcome: groups of mentions, and what is left open. Scores can be asked for."""

    groups: list[list[MentionId]]
    doubts: list[Open]
    scores: Scores


@dataclass(slots=True)
class Scores:
    """Sums of pairs, worked out when first asked for."""

    scorer: Scorer
    candidates: dict[MentionId, Candidate]
    _kinds: dict[MentionId, int] = field(init=False)
    _totals: dict[tuple[int, int, bool, bool], tuple[float, bool, bool]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        numbers: dict[tuple[object, ...], int] = {}
        self._kinds = {
            id_: numbers.setdefault(candidate.signature(), len(numbers)) for id_, candidate in self.candidates.items()
        }

    def lines(self, pair: Pair) -> tuple[LedgerLine, ...]:
        """The lines of a pair."""
        return self.scorer.score(self.candidates[pair[0]], self.candidates[pair[1]])

    def total(self, pair: Pair) -> float:
        """Their sum."""
        return self._look(pair)[0]

    def kind(self, mention: MentionId) -> int:
        """The same number for mentions that score alike."""
        return self._kinds[mention]

    def contradict(self, pair: Pair) -> bool:
        """Whether one line alone speaks strongly against the pair, and the rest does not outweigh it."""
        return self._look(pair)[1]

    def exclude(self, pair: Pair) -> bool:
        """Whether the two are two whatever else fits: no slip of a letter makes another name of it."""
        return self._look(pair)[2]

    def _look(self, pair: Pair) -> tuple[float, bool, bool]:
        one, other = self.candidates[pair[0]], self.candidates[pair[1]]
        first, last = sorted((self._kinds[pair[0]], self._kinds[pair[1]]))
        shared = one.mention.report == other.mention.report, not one.records.isdisjoint(other.records)
        key = first, last, *shared  # copies of two mentions score alike
        known = self._totals.get(key)
        if known is None:
            lines = self.lines(pair)
            total = round(sum(line.points for line in lines), 1)
            excluded = any(line.points <= _FIRMLY and line.field in _ALWAYS for line in lines)
            against = any(line.points <= _AGAINST and line.field != "occasion" for line in lines)
            contradict = excluded or (against and total < self.scorer.weights.joined)
            known = self._totals[key] = total, contradict, excluded
        return known


def group_mentions(candidates: Iterable[Candidate], scorer: Scorer, settled: Settled) -> Grouping:
    """Group mentions into persons. The order in which they come does not matter."""
    known = {candidate.mention.id: candidate for candidate in candidates}
    scores = Scores(scorer, known)
    pairs = sorted(set(_iter_pairs(list(known.values()))))
    near = [pair for pair in pairs if scores.total(pair) >= scorer.weights.apart]
    work = _Work(scores, settled, sorted(known), near)
    work.join_judged()
    work.join_scored()
    groups = work.groups()
    return Grouping(groups, list(work.iter_doubts(groups)), scores)


class _Work:
    def __init__(self, scores: Scores, settled: Settled, ids: Sequence[MentionId], near: list[Pair]) -> None:
        self._scores = scores
        self._weights = scores.scorer.weights
        self._settled = settled
        self._near = near
        self._group = {id_: frozenset({id_}) for id_ in ids}
        self._judged = dict(self._group)
        self._links: dict[MentionId, list[MentionId]] = {}
        self._barred: dict[tuple[frozenset[MentionId], frozenset[MentionId]], bool] = {}
        self._kinds: dict[frozenset[MentionId], tuple[MentionId, ...]] = {}
        for one, other in near:
            self._links.setdefault(one, []).append(other)
            self._links.setdefault(other, []).append(one)

    def join_judged(self) -> None:
        for one, other in sorted(self._settled.together):
            self._join(one, other)
        self._judged = dict(self._group)

    def join_scored(self) -> None:
        joining = [pair for pair in self._near if self._scores.total(pair) >= self._weights.joined]
        for pair in sorted(joining, key=lambda pair: (-self._scores.total(pair), pair)):
            one, other = (self._group[mention] for mention in pair)
            if one is other or self._is_barred(one, other) or self._is_torn(pair):
                continue
            self._join(*pair)

    def groups(self) -> list[list[MentionId]]:
        return sorted(sorted(group) for group in set(self._group.values()))

    def iter_doubts(self, groups: list[list[MentionId]]) -> Iterator[Open]:
        number = {mention: place for place, group in enumerate(groups) for mention in group}
        best: dict[tuple[int, int], Pair] = {}
        for pair in self._near:
            one, other = sorted(number[mention] for mention in pair)
            held = best.get((one, other))
            if one != other and (held is None or self._scores.total(pair) > self._scores.total(held)):
                best[one, other] = pair
        for (one, other), pair in sorted(best.items()):
            if not self._is_barred(self._group[pair[0]], self._group[pair[1]], self._scores.exclude):
                yield Open(one, other, pair, self._say_open(pair))

    def _say_open(self, pair: Pair) -> str:
        total = self._scores.total(pair)
        if total >= self._weights.joined:
            return "it fits another person as well, who is not the same"
        return "more speaks for one person than for two, but not enough" if total > 0 else "little speaks for either"

    def _join(self, one: MentionId, other: MentionId) -> None:
        joined = self._group[one] | self._group[other]
        self._group |= dict.fromkeys(joined, joined)

    def _is_barred(
        self, one: frozenset[MentionId], other: frozenset[MentionId], bars: Callable[[Pair], bool] | None = None
    ) -> bool:
        """Whether somebody judged two of them apart, or two of them contradict each other."""
        if bars is not None:
            return self._find_bar(one, other, bars)
        known = self._barred.get((one, other))
        if known is None:
            known = self._barred[one, other] = self._barred[other, one] = self._find_bar(
                one, other, self._scores.contradict
            )
        return known

    def _find_bar(self, one: frozenset[MentionId], other: frozenset[MentionId], bars: Callable[[Pair], bool]) -> bool:
        if any((a in one and b in other) or (a in other and b in one) for a, b in self._settled.apart):
            return True
        return any(
            bars(make_pair(a, b)) and not self._is_excused(a, b) and not self._is_excused(b, a)
            for a, b in self._iter_told(one, other)
        )

    def _iter_told(self, one: frozenset[MentionId], other: frozenset[MentionId]) -> Iterator[Pair]:
        """Pairs across two groups; of copies one each, but for those of one report, unless somebody judged."""
        if self._settled.together:
            yield from ((a, b) for a in one for b in other)
            return
        yield from ((a, b) for a in self._kinds_of(one) for b in self._kinds_of(other))
        reports: dict[ReportId, list[MentionId]] = {}
        for b in other:
            reports.setdefault(self._scores.candidates[b].mention.report, []).append(b)
        yield from ((a, b) for a in one for b in reports.get(self._scores.candidates[a].mention.report, ()))

    def _kinds_of(self, group: frozenset[MentionId]) -> tuple[MentionId, ...]:
        known = self._kinds.get(group)
        if known is None:
            by_kind = {self._scores.kind(mention): mention for mention in sorted(group)}
            known = self._kinds[group] = tuple(by_kind.values())
        return known

    def _is_excused(self, one: MentionId, other: MentionId) -> bool:
        """Whether somebody judged the other to be one with a mention that this one fits: then it fits both."""
        fellows = self._judged[other] - {other}
        return any(
            self._scores.total(make_pair(one, fellow)) >= self._weights.joined for fellow in fellows if fellow != one
        )

    def _is_torn(self, pair: Pair) -> bool:
        """Whether either group fits a third one nearly as well that contradicts the other."""
        least = self._scores.total(pair) - self._weights.margin
        for here, there in (pair, pair[::-1]):
            own, partner = self._group[here], self._group[there]
            rivals = {
                self._group[rival]: None
                for mention in self._kinds_of(own)
                for rival in self._links.get(mention, ())
                if self._scores.total(make_pair(mention, rival)) >= least
            }
            for third in rivals:
                if third not in (own, partner) and not self._is_barred(own, third) and self._is_barred(partner, third):
                    return True
        return False


def _iter_pairs(candidates: list[Candidate]) -> Iterator[Pair]:
    blocks: dict[tuple[str, ...], list[MentionId]] = {}
    for candidate in candidates:
        keys = list(_iter_name_keys(candidate))
        for key in keys:
            blocks.setdefault(("name", *key), []).append(candidate.mention.id)
        for incident in candidate.incidents:
            blocks.setdefault(("incident", incident), []).append(candidate.mention.id)
            for key in keys:
                blocks.setdefault(("within", incident, *key[:1]), []).append(candidate.mention.id)
        blocks.setdefault(("report", candidate.mention.report), []).append(candidate.mention.id)
    for key, members in blocks.items():
        if key[0] in ("incident", "report") and len(members) > _MOST_TOGETHER:
            continue
        yield from combinations(sorted(set(members)), 2)


def _iter_name_keys(candidate: Candidate) -> Iterator[tuple[str, ...]]:
    """Two words of a name by their coarse keys, in any order, and each with the other's first letter."""
    parts = candidate.name.parts
    keys = [sieve_key(part) for part in parts]
    for a, b in combinations(range(len(parts)), 2):
        if parts[a].is_initial and parts[b].is_initial:
            yield tuple(sorted((f"{parts[a].text}.", f"{parts[b].text}.")))
        if not (parts[a].is_initial or parts[b].is_initial):
            yield tuple(sorted((keys[a], keys[b])))
        for one, other in ((a, b), (b, a)):
            if not parts[one].is_initial:
                yield keys[one], f"{sieve_key(parts[other])[:1]}."
