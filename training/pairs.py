"""Pairs of spans: which value belongs to which happening, who says it, and what he does by saying it.

Spans stand for themselves by the mean of their words' projections; ``[CLS]`` stands for the publisher's own voice. A
bilinear form scores every pair for every label of a group, with a bias for how far apart the two stand.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from heads import ACTS, IGNORED, MODALITIES
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

WIDTH = 128
NOTHING = "none"
GROUPS: Mapping[str, tuple[str, ...]] = {
    "act": (NOTHING, *ACTS),
    "polarity": ("positive", "negative"),
    "modality": ("fact", *(name for name in MODALITIES if name != "negated")),
    "order": ("not stated", "first", "answer"),
    "role": (NOTHING, "Actor", "Target", "Means", "Place", "PlaceFrom", "Time", "Casualties", "Damage"),
    "speaker": (NOTHING, "speaks", "relays"),
}
"""Labels of pairs: the first four of a voice and an anchor, ``role`` of a value and an anchor, ``speaker`` of a source
and a cue."""
PUBLISHER = -1
DISTANCES = 8

Ints = NDArray[np.int64]


def distance_of(left: tuple[int, int, int], right: tuple[int, int, int]) -> int:
    """How the first of two spans stands to the second, each as sentence, first and last word counted in the window.

    0 the publisher; 1, 2 two or more sentences, one sentence before; 3 before in the sentence; 4 they share words;
    5 behind in the sentence; 6, 7 one sentence, two or more behind.
    """
    if left[0] == PUBLISHER:
        return 0
    apart = left[0] - right[0]
    if apart:
        return {-1: 2, 1: 6}.get(apart, 1 if apart < 0 else 7)
    return 3 if left[2] <= right[1] else 5 if right[2] <= left[1] else 4


@dataclass(slots=True)
class Table:
    """Gold labels of all pairs of some spans with some others, for several groups.

    Args:
        left, right: numbers of spans; ``PUBLISHER`` among the left ones is the publisher.
        labels: by group, [left, right].
    """

    left: Ints
    right: Ints
    labels: dict[str, Ints]


@dataclass(slots=True)
class Links:
    """What is linked in one window: spans as sentence, first and last word in the window, and tables over them."""

    spans: list[tuple[int, int, int]]
    tables: list[Table]


def make_links(
    given: Mapping[str, Sequence[Sequence[object]]], begins: Mapping[int, int], lengths: Mapping[int, int]
) -> Links:
    """The links of a row that lie inside a window.

    Args:
        given: as ``contactline annotated export`` writes them.
        begins: by number of a sentence in the text, where its words begin in the window.
        lengths: how many of its words the window holds.
    """
    numbers: dict[int, int] = {}
    spans: list[tuple[int, int, int]] = []
    for number, (sentence, first, last) in enumerate(given["spans"]):
        if sentence in begins and last <= lengths[sentence]:
            numbers[number] = len(spans)
            spans.append((sentence, begins[sentence] + first, begins[sentence] + last))

    def inside(name: str) -> list[int]:
        return [numbers[row[0]] for row in given[name] if row[0] in numbers]

    claims = _Filling(([PUBLISHER, *inside("voices")]), inside("anchors"), ("act", "polarity", "modality", "order"))
    for voice, anchor, *labels in given["claims"]:
        if anchor not in numbers:
            continue
        if voice != PUBLISHER and voice not in numbers:
            claims.ignore(numbers[anchor])
            continue
        claims.put(PUBLISHER if voice == PUBLISHER else numbers[voice], numbers[anchor], labels)
    roles = _Filling(inside("values"), inside("anchors"), ("role",))
    for value, anchor, role in given["arguments"]:
        if value in numbers and anchor in numbers:
            roles.put(numbers[value], numbers[anchor], [role])
    speakers = _Filling(inside("sources"), inside("voices"), ("speaker",))
    for source, cue, label in given["speakers"]:
        if source in numbers and cue in numbers:
            speakers.put(numbers[source], numbers[cue], [label])
    return Links(
        spans, [one.table for one in (claims, roles, speakers) if len(one.table.left) and len(one.table.right)]
    )


class _Filling:
    """A table while it is filled: without a claim the groups but the first are not asked."""

    def __init__(self, left: list[int], right: list[int], groups: Sequence[str]) -> None:
        self._left = {number: row for row, number in enumerate(dict.fromkeys(left))}
        self._right = {number: row for row, number in enumerate(dict.fromkeys(right))}
        shape = (len(self._left), len(self._right))
        labels = {group: np.full(shape, IGNORED if row else 0, np.int64) for row, group in enumerate(groups)}
        self.table = Table(np.array(list(self._left), np.int64), np.array(list(self._right), np.int64), labels)

    def put(self, left: int, right: int, labels: Sequence[object]) -> None:
        """The labels of one pair; the first claim of a pair counts."""
        place = self._left[left], self._right[right]
        for (group, known), label in zip(self.table.labels.items(), labels, strict=True):
            if known[place] in (IGNORED, 0):
                known[place] = GROUPS[group].index(str(label))

    def ignore(self, right: int) -> None:
        """Ask nothing about an anchor whose voice the window does not hold."""
        for known in self.table.labels.values():
            known[:, self._right[right]] = IGNORED


class PairScorer(nn.Module):
    """The bilinear form. ``tensor`` is [labels of all groups, WIDTH + 1, WIDTH + 1]; ``bias`` [distances, labels]."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.left, self.right = nn.Linear(width, WIDTH), nn.Linear(width, WIDTH)
        labels = sum(map(len, GROUPS.values()))
        self.tensor = nn.Parameter(torch.randn(labels, WIDTH + 1, WIDTH + 1) * 0.02)
        self.bias = nn.Parameter(torch.zeros(DISTANCES, labels))
        self.dropout = nn.Dropout(0.2)

    def project(self, nodes: Tensor) -> tuple[Tensor, Tensor]:
        """Both sides of every node [batch, nodes, WIDTH]; node 0 is ``[CLS]``."""
        left, right = functional.gelu(self.left(nodes)), functional.gelu(self.right(nodes))
        return self.dropout(left), self.dropout(right)

    def score(self, left: Tensor, right: Tensor, distances: Tensor, groups: Sequence[str]) -> dict[str, Tensor]:
        """Scores [left, right, labels] by group, of spans' projections [spans, WIDTH]."""
        above, below = (functional.pad(side, (0, 1), value=1.0) for side in (left, right))
        scores, start = {}, 0
        for group, labels in GROUPS.items():
            part = slice(start, start + len(labels))
            start += len(labels)
            if group in groups:
                turned = torch.einsum("id,rde->ire", above, self.tensor[part].to(above.dtype))
                scores[group] = torch.einsum("ire,je->ijr", turned, below).float() + self.bias[distances][..., part]
        return scores


def iter_scores(
    scorer: PairScorer, left: Tensor, right: Tensor, links: Sequence[Links | None]
) -> Iterator[tuple[int, Table, dict[str, Tensor]]]:
    """Rows of a batch with their tables and scores, from the projections of the nodes [batch, nodes, WIDTH]."""
    for row, linked in enumerate(links):
        for table in linked.tables if linked else ():
            places = [linked.spans[n] if n != PUBLISHER else (PUBLISHER, -1, 0) for n in table.left.tolist()]
            others = [linked.spans[n] for n in table.right.tolist()]
            distances = torch.tensor([[distance_of(a, b) for b in others] for a in places])
            above, below = mean_of(left[row], places), mean_of(right[row], others)
            yield row, table, scorer.score(above, below, distances, list(table.labels))


def pair_losses(scorer: PairScorer, left: Tensor, right: Tensor, links: Sequence[Links | None]) -> dict[str, Tensor]:
    """Loss by group over the windows of a batch, from the projections of their nodes [batch, nodes, WIDTH]."""
    sums: dict[str, list[Tensor]] = {}
    counts: dict[str, float] = {}
    for _, table, scores in iter_scores(scorer, left, right, links):
        for group, known in table.labels.items():
            gold = torch.from_numpy(known)
            asked = gold != IGNORED
            if asked.any():
                loss = functional.cross_entropy(scores[group][asked], gold[asked], reduction="sum")
                sums.setdefault(group, []).append(loss)
                counts[group] = counts.get(group, 0.0) + _weight(group, gold[asked])
    return {f"pair {group}": torch.stack(parts).sum() / max(1.0, counts[group]) for group, parts in sums.items()}


def _weight(group: str, gold: Tensor) -> float:
    """Pairs without a link are many and easy: a table counts as much as twice its links."""
    return 2.0 * float((gold > 0).sum()) if GROUPS[group][0] == NOTHING else float(len(gold))


def mean_of(nodes: Tensor, places: Sequence[tuple[int, int, int]]) -> Tensor:
    """Means over the words of spans; node 0 is ``[CLS]``, words follow. The publisher, (-1, -1, 0), is ``[CLS]``."""
    return torch.stack([nodes[first + 1 : last + 1].mean(0) for _, first, last in places])
