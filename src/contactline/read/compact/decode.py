"""From the model's numbers to tags, spans and trees. Numpy only; the same numbers always give the same answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
Reals = NDArray[np.float64]

_NEVER: Final = np.float32(-1e4)
_MAX_ROOTS: Final = 3
ONE_THREAD: Final = 250_000
"""Multiplications in one matrix product up to which OpenBLAS stays in its thread. Its threads would gain nothing here,
fight with those that run windows, and round in an order that depends on the number of cores."""


class Run(NamedTuple):
    """A labelled run of words, half-open; ``label`` without its ``B-`` or ``I-``."""

    first: int
    last: int
    label: str
    probability: float


# ---------------------------------------------------------------------------------------------------------- spans


@dataclass(frozen=True)
class Scheme:
    """The BIO labels of one head.

    Attributes:
        kinds: for each label its kind, such as ``Victim``; empty for ``O`` and for a bare ``B`` or ``I``.
        inside: whether the label is an ``I``.
        outside: whether it is ``O``.
        penalty: ``[previous, next]``, 0 where the step is legal and far below 0 where it is not.
    """

    kinds: tuple[str, ...]
    inside: NDArray[np.bool_]
    outside: NDArray[np.bool_]
    penalty: Floats


def make_scheme(labels: Sequence[str]) -> Scheme:
    """An ``I`` goes on only after a ``B`` or ``I`` of its kind."""
    kinds = tuple(label[2:] for label in labels)
    inside = np.array([label[:1] == "I" for label in labels], bool)
    outside = np.array([label == "O" for label in labels], bool)
    same = np.array([[a == b for b in kinds] for a in kinds], bool)
    legal = ~inside[None, :] | (same & ~outside[:, None])
    return Scheme(kinds, inside, outside, np.where(legal, np.float32(0), _NEVER))


_BARE: Final = ("O", "B-", "I-")


def decode_any_kind(scores: Floats, scheme: Scheme, sentences: Sequence[tuple[int, int]]) -> list[Run]:
    """The best runs whatever their kind, and then the kind of each.

    Where a head is sure that a happening is named and unsure which of many kinds, no single kind beats "none" though
    all of them together do. The probability is that of the run, of any kind, times that of its kind among the kinds.

    Args:
        scores: ``[words, labels]``, not normalised.
        scheme: the labels; every kind has a ``B`` and an ``I``.
        sentences: half-open ranges of words; no run goes over their ends.
    """
    shifted = np.exp(scores - scores.max(1, keepdims=True))
    chances = shifted / shifted.sum(1, keepdims=True)
    begin, inside = ~scheme.inside & ~scheme.outside, scheme.inside
    groups = [chances[:, scheme.outside], chances[:, begin], chances[:, inside]]
    bare = np.log(np.stack([group.sum(1) for group in groups], 1) + 1e-9).astype(np.float32)
    kinds = sorted(set(scheme.kinds) - {""})
    by_kind = np.stack([chances[:, [kind == own for own in scheme.kinds]].sum(1) for kind in kinds], 1)
    runs = []
    for run in decode_spans(bare, make_scheme(_BARE), sentences):
        told = by_kind[run.first : run.last].sum(0)
        best = int(told.argmax())
        share = float(told[best] / max(told.sum(), 1e-9))
        runs.append(Run(run.first, run.last, kinds[best], run.probability * share))
    return runs


def decode_spans(scores: Floats, scheme: Scheme, sentences: Sequence[tuple[int, int]]) -> list[Run]:
    """The best legal labelled runs.

    Args:
        scores: ``[words, labels]``, not normalised.
        scheme: the labels.
        sentences: half-open ranges of words; no run goes over their ends.

    Returns:
        Runs in order. Their probability is that of their least sure word: a run is right only if all its labels are.
    """
    best = scores.argmax(1)
    used = ~scheme.outside[best]
    if not used.any():
        return []
    begins = np.zeros(len(best), bool)
    begins[[first for first, _ in sentences]] = True
    _make_legal(best, scores, scheme, begins, sentences)
    used = ~scheme.outside[best]
    starts = np.flatnonzero(used & ~scheme.inside[best])
    stops = used & ~begins & scheme.inside[best]  # whether a word goes on from the word before
    words = np.flatnonzero(used)
    sure = np.ones(len(best), np.float32)
    sure[words] = _probabilities(scores[words], best[words])
    runs = []
    for first in starts.tolist():
        last = first + 1
        while last < len(best) and stops[last]:
            last += 1
        runs.append(Run(first, last, scheme.kinds[best[first]], float(sure[first:last].min())))
    return runs


def _probabilities(scores: Floats, chosen: Ints) -> Floats:
    """Softmax of the chosen labels."""
    shifted = np.exp(scores - scores.max(1, keepdims=True))
    found: Floats = shifted[np.arange(len(chosen)), chosen] / shifted.sum(1)
    return found


def _make_legal(
    best: Ints, scores: Floats, scheme: Scheme, begins: NDArray[np.bool_], sentences: Sequence[tuple[int, int]]
) -> None:
    """Replace the greedy labels by the best legal ones in the sentences where they are not legal; in place."""
    wrong = scheme.inside[best] & begins
    wrong[1:] |= (scheme.penalty[best[:-1], best[1:]] < 0) & ~begins[1:]
    for first, last in sentences if wrong.any() else ():
        if wrong[first:last].any():
            best[first:last] = _viterbi(scores[first:last], scheme)


def _viterbi(scores: Floats, scheme: Scheme) -> Ints:
    """The best legal sequence for one sentence, ``[words, labels]`` -> ``[words]``."""
    shifted = scores - scores.max(1, keepdims=True)
    shifted -= np.log(np.exp(shifted).sum(1, keepdims=True))
    total = shifted[0] + np.where(scheme.inside, _NEVER, np.float32(0))
    back = np.zeros(scores.shape, np.int64)
    every = np.arange(scores.shape[1])
    for word in range(1, len(scores)):
        steps = total[:, None] + scheme.penalty
        back[word] = steps.argmax(0)
        total = steps[back[word], every] + shifted[word]
    labels = np.zeros(len(scores), np.int64)
    labels[-1] = total.argmax()
    for word in range(len(scores) - 1, 0, -1):
        labels[word - 1] = back[word, labels[word]]
    return labels


# ---------------------------------------------------------------------------------------------------------- trees


def decode_tree(scores: Floats) -> Ints:
    """The maximum spanning tree with one root.

    Where several words would be roots in the best tree of all, the three with the best root scores are tried.

    Args:
        scores: ``[words, 1 + words]``, dependent by head; column 0 is the root.

    Returns:
        ``[words]``, for every word the column of its head.
    """
    count = len(scores)
    square = np.full((count + 1, count + 1), -np.inf)
    square[1:] = scores
    np.fill_diagonal(square, -np.inf)
    heads: Ints = square.argmax(1)
    if int((heads[1:] == 0).sum()) != 1 or not _is_tree(heads):
        heads = _edmonds(square)
        roots = np.flatnonzero(heads[1:] == 0) + 1
        if len(roots) > 1:
            heads = _one_root(square, roots)
    return heads[1:]


def _one_root(square: Reals, roots: Ints) -> Ints:
    """The best tree whose root is one of these."""
    likely = roots[np.argsort(-square[roots, 0], kind="stable")][:_MAX_ROOTS]
    trees = []
    for root in likely.tolist():
        alone = square.copy()
        alone[:, 0] = -np.inf
        alone[root, 0] = square[root, 0]
        heads = _edmonds(alone)
        trees.append((float(square[np.arange(1, len(heads)), heads[1:]].sum()), -root, heads))
    return max(trees, key=lambda tree: tree[:2])[2]


def _is_tree(heads: Ints) -> bool:
    """Whether all nodes reach the root, node 0: doubles the steps until the longest possible path is walked."""
    above = heads
    for _ in range(len(above).bit_length()):
        above = above[above]
    return not above.any()


def _edmonds(scores: Reals) -> Ints:
    """Chu-Liu/Edmonds.

    Args:
        scores: ``[nodes, nodes]``, dependent by head, node 0 the root; minus infinity where there can be no arc.

    Returns:
        ``[nodes]``, the head of every node.
    """
    heads: Ints = scores.argmax(1)
    heads[0] = 0
    cycles = _cycles(heads)
    if not cycles:
        return heads
    # Entering a cycle at a node breaks the arc by which the cycle itself enters that node.
    gain = scores.copy()
    for cycle in cycles:
        gain[cycle] -= scores[cycle, heads[cycle]][:, None]
        gain[np.ix_(cycle, cycle)] = -np.inf
    free = np.setdiff1d(np.arange(len(heads)), np.concatenate(cycles))
    small, entries = _contract(gain, free, cycles)
    groups = [*free[:, None], *cycles]
    for group, above in enumerate(_edmonds(small).tolist()):
        nodes = groups[group]
        node = nodes[entries[group - len(free)][above]] if group >= len(free) else nodes[0]
        heads[node] = groups[above][gain[node, groups[above]].argmax()]
    heads[0] = 0
    return heads


def _cycles(heads: Ints) -> list[Ints]:
    """The cycles, each as its nodes."""
    above = heads
    for _ in range(len(heads).bit_length()):
        above = above[above]  # now far enough up to stand on the root or on a cycle
    cycles: list[Ints] = []
    seen: set[int] = {0}
    for start in np.unique(above).tolist():
        cycle: list[int] = []
        node = start
        while node not in seen:
            seen.add(node)
            cycle.append(node)
            node = int(heads[node])
        if cycle:
            cycles.append(np.array(cycle))
    return cycles


def _contract(gain: Reals, free: Ints, cycles: Sequence[Ints]) -> tuple[Reals, list[Ints]]:
    """Make one node of every cycle.

    Returns:
        ``[groups, groups]``, dependent by head, first the free nodes and then the cycles; and for every cycle
        ``[groups]``, by which of its nodes a head enters it best.
    """
    by_head = np.hstack([gain[:, free], *(gain[:, cycle].max(1, keepdims=True) for cycle in cycles)])
    entries = [by_head[cycle].argmax(0) for cycle in cycles]
    small = np.vstack([by_head[free], *(by_head[cycle].max(0, keepdims=True) for cycle in cycles)])
    return small, entries


# ------------------------------------------------------------------------------------------------------ relations


def decode_relations(dependents: Floats, heads: Floats, tensor: Floats) -> Ints:
    """The best relation of every word to its head.

    Args:
        dependents: ``[words, width]``.
        heads: ``[words, width]``, for every word the numbers of its head.
        tensor: ``[relations, width + 1, width + 1]``.
    """
    width = tensor.shape[1]
    one = np.ones((len(dependents), 1), np.float32)
    left, right = np.hstack([dependents, one]), np.hstack([heads, one])
    rows = max(1, ONE_THREAD // (width * width))
    best = np.empty(len(left), np.int64)
    for start in range(0, len(left), rows):
        some = slice(start, start + rows)
        half = np.matmul(left[some], tensor)  # [relations, rows, width]
        best[some] = np.einsum("rwi,wi->rw", half, right[some]).argmax(0)
    return best
