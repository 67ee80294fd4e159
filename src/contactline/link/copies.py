"""Copies: which reports share their wording, found without comparing each with each.

Near-linear: the index holds only the first text of every group and a few variants of it, and of these only pairs of
words that some other text has too; what the index proposes is then measured on all pairs of both texts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

from contactline._kit.folding import fold_name
from contactline.link.wording import (
    Pairs,
    find_figures,
    find_repeated,
    keep_repeated,
    make_pairs,
    own_text,
    sample_pairs,
    share_of,
)
from contactline.records.reports import Report

COPY_SHARE: Final = 0.35
"""A report is a copy when it shares so much of the wording. Of texts rewritten at 30 % ninety-nine in a hundred share
0.42 and more; different texts on one happening share 0.20 and less (``docs/decisions/0012-origins.md``)."""
RELAY_SHARE: Final = 0.15
"""With a relay named in the metadata, this much shared wording is enough."""
PART_SHARE: Final = 0.06
"""Below a copy: some sentence may be shared, which is then looked for."""
_SERIES_FIGURES: Final = 0.5
_FEWEST_FIGURES: Final = 3
_INDEXED_VARIANTS: Final = 4
_VARIANT_SHARE: Final = 0.9
_POSTING_LIMIT: Final = 48  # a pair that this many different texts share is a set phrase and tells nothing
_PROPOSALS: Final = 3
_KEPT: Final = 1024


@dataclass(frozen=True, slots=True)
class Shared:
    """Two reports, by number, and how much of the shorter one's wording the other has too."""

    first: int
    second: int
    share: float


@dataclass(frozen=True, slots=True)
class Copies:
    """What sharing of text was found.

    Attributes:
        links: copies, each with the earlier report that it was found by.
        parts: pairs that share too little for a copy, but perhaps a sentence.
        series: pairs held apart although they share their wording: another day's figures in the same mould.
    """

    links: tuple[Shared, ...]
    parts: tuple[Shared, ...]
    series: tuple[Shared, ...]


def find_copies(reports: Sequence[Report]) -> Copies:
    """Find copies and shared parts.

    Args:
        reports: in the order of publication; of a copy and its source the later is the copy.
    """
    return _Search(reports).run()


def published_on(report: Report) -> date | None:
    """The day of publication, in the zone that it was given in."""
    return report.meta.published_at.date() if report.meta.published_at else report.meta.published_on


def newsrooms(report: Report) -> set[str]:
    """Folded names of the publisher and of whom the metadata say that the text is from."""
    return {fold_name(name) for name in (report.meta.publisher, report.meta.relayed_from) if name}


class _Search:
    """One pass over all reports."""

    def __init__(self, reports: Sequence[Report]) -> None:
        self._reports = reports
        self.pairs = lru_cache(maxsize=_KEPT)(self._make_pairs)
        self._index: dict[int, list[int]] = {}
        self._variants: Counter[int] = Counter()
        self._leaders: list[int] = []
        self._links: list[Shared] = []
        self._parts: list[Shared] = []
        self._series: list[Shared] = []

    def _make_pairs(self, number: int) -> Pairs:
        return make_pairs(own_text(self._reports[number]))

    def run(self) -> Copies:
        samples = [sample_pairs(self._make_pairs(number)) for number in range(len(self._reports))]
        repeated = find_repeated(samples)
        for number, sample in enumerate(samples):
            self._place(number, keep_repeated(sample, repeated))
        return Copies(tuple(self._links), tuple(self._parts), tuple(self._series))

    def _place(self, number: int, sampled: Sequence[int]) -> None:
        found = self._find_source(number, sampled)
        self._leaders.append(self._leaders[found.first] if found else number)
        if found is None:
            self._add(sampled, number)
            return
        self._links.append(found)
        leader = self._leaders[number]
        if found.share < _VARIANT_SHARE and self._variants[leader] < _INDEXED_VARIANTS:
            self._variants[leader] += 1
            self._add(sampled, number)

    def _find_source(self, number: int, sampled: Iterable[int]) -> Shared | None:
        """The earlier indexed report that this one shares most with, if it shares enough."""
        hits: Counter[int] = Counter()
        for pair in sampled:
            posting = self._index.get(pair, ())
            if len(posting) < _POSTING_LIMIT:
                hits.update(posting)
        proposals = sorted(hits, key=lambda other: (-hits[other], other))[:_PROPOSALS]
        shared = [Shared(other, number, self._measure(number, other)) for other in proposals]
        shared.sort(key=lambda each: (-each.share, each.first))
        source = None
        for each in shared:
            one, other = self._reports[each.first], self._reports[number]
            if source is None and each.share >= (RELAY_SHARE if _is_relay(one, other) else COPY_SHARE):
                if not _is_series(one, other):
                    source = each
                    continue
                self._series.append(each)
            elif each.share >= PART_SHARE:
                self._parts.append(each)
        return source

    def _measure(self, number: int, other: int) -> float:
        return share_of(self.pairs(number), self.pairs(other))

    def _add(self, sampled: Iterable[int], number: int) -> None:
        for pair in sampled:
            posting = self._index.setdefault(pair, [])
            if len(posting) < _POSTING_LIMIT:
                posting.append(number)


def _is_relay(one: Report, other: Report) -> bool:
    """Whether the metadata say that both come from one newsroom, within a day of each other."""
    days = published_on(one), published_on(other)
    if days[0] is None or days[1] is None or abs(days[0] - days[1]) > timedelta(days=1):
        return False
    relayed = {fold_name(name) for name in (one.meta.relayed_from, other.meta.relayed_from) if name}
    return bool(newsrooms(one) & newsrooms(other) & relayed)


def _is_series(one: Report, other: Report) -> bool:
    """Whether two alike texts of different days tell different things: a bulletin fills one mould day after day."""
    days = published_on(one), published_on(other)
    if days[0] is None or days[1] is None or days[0] == days[1]:
        return False
    first, second = find_figures(own_text(one)), find_figures(own_text(other))
    smaller = min(len(first), len(second))
    return smaller >= _FEWEST_FIGURES and len(first & second) < _SERIES_FIGURES * smaller
