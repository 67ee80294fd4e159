"""From scores to trees and tags: maximum spanning trees and legal tag sequences, in numpy."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

NEVER = -1e9


def best_tree(scores: Floats) -> list[int]:
    """Governor of each word (1-based; 0 is the root) in the best tree with one root word.

    Args:
        scores: [words, words + 1], score of each word hanging on the root (column 0) or on a word.
    """
    size = len(scores) + 1
    table = np.full((size, size), NEVER)
    table[1:] = scores
    np.fill_diagonal(table, NEVER)
    governors = _spanning_tree(table)
    roots = np.flatnonzero(governors[1:] == 0) + 1
    if len(roots) > 1:
        # The root word that hangs there most willingly keeps the place; the others must look again.
        best = roots[np.argmax(table[roots, 0])]
        table[np.arange(size) != best, 0] = NEVER
        governors = _spanning_tree(table)
    return [int(governor) for governor in governors[1:]]


def _spanning_tree(scores: Floats) -> NDArray[np.int64]:
    """Chu-Liu-Edmonds over [dependant, governor] scores; node 0 is the root."""
    governors = scores.argmax(1)
    governors[0] = 0
    cycle = _find_cycle(governors)
    if not cycle:
        return governors
    outside = [node for node in range(len(scores)) if node not in cycle]
    inside = np.array(sorted(cycle))
    merged = len(outside)
    smaller = np.full((merged + 1, merged + 1), NEVER)
    smaller[:merged, :merged] = scores[np.ix_(outside, outside)]
    up = scores[np.ix_(outside, inside)]
    smaller[:merged, merged] = up.max(1)
    loss = scores[np.ix_(inside, outside)] - scores[inside, governors[inside]][:, None]
    smaller[merged, :merged] = loss.max(0)
    smaller[0] = NEVER
    shrunk = _spanning_tree(smaller)
    for place, node in enumerate(outside[1:], start=1):
        at = shrunk[place]
        governors[node] = inside[up[place].argmax()] if at == merged else outside[at]
    entry = shrunk[merged]
    governors[inside[loss[:, entry].argmax()]] = outside[entry]
    return governors


def _find_cycle(governors: NDArray[np.int64]) -> set[int]:
    done = {0}
    for start in range(1, len(governors)):
        path: list[int] = []
        node = start
        while node not in done and node not in path:
            path.append(node)
            node = int(governors[node])
        if node in path:
            return set(path[path.index(node) :])
        done.update(path)
    return set()


def best_tags(scores: Floats, labels: Sequence[str]) -> list[str]:
    """The best sequence of BIO tags, in which ``I-`` follows only its own kind (Viterbi).

    Args:
        scores: [words, labels], of any scale that adds along a sequence (logits do).
        labels: names of the columns.
    """
    barred = np.array([[_is_barred(before, after) for after in labels] for before in labels]) * NEVER
    best = scores.argmax(1)
    if labels[best[0]][0] != "I" and not barred[best[:-1], best[1:]].any():
        return [labels[i] for i in best]
    total = scores[0] + np.array([label[0] == "I" for label in labels]) * NEVER
    back = []
    for row in scores[1:]:
        table = total[:, None] + barred
        back.append(table.argmax(0))
        total = table.max(0) + row
    path = [int(total.argmax())]
    for pointers in reversed(back):
        path.append(int(pointers[path[-1]]))
    return [labels[i] for i in reversed(path)]


def _is_barred(before: str, after: str) -> bool:
    return after[0] == "I" and before[2:] != after[2:]


def find_spans(tags: Sequence[str]) -> set[tuple[int, int, str]]:
    """Spans (first word, word after the last, kind) of a sequence of BIO tags."""
    spans, start = set(), 0
    for place, tag in enumerate([*tags, "O"]):
        before = tags[place - 1] if place else "O"
        if before != "O" and (tag[0] != "I" or tag[2:] != before[2:]):
            spans.add((start, place, before[2:]))
        if tag[0] == "B" or (tag[0] == "I" and tag[2:] != before[2:]):
            start = place
    return spans
