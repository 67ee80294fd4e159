"""Which spans belong together: the model's scores for pairs of spans, made into claims, values and speakers.

The counterpart in training is ``training/pairs.py``; both must agree on groups, distances and means.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np

from contactline.read.analysis import Labelled, Link, Told
from contactline.read.compact.decode import ONE_THREAD, Floats, Ints, Run

NOTHING: Final = "none"
_CLAIM: Final = ("act", "polarity", "modality", "order")
_ANCHORS: Final = ("event", "cas", "Damage", "Cue")
_VALUES: Final = ("arole", "cas")
_PUBLISHER: Final = (-1, -1, 0)


class Spot(NamedTuple):
    """A run of words, the head that found it, and the same as tokens."""

    run: Run
    head: str
    tokens: Labelled


@dataclass(frozen=True, slots=True)
class PairScheme:
    """The bilinear form over projections of spans.

    Attributes:
        groups: for each group its labels, in the order of the tensor.
        tensor: ``[labels of all groups, width + 1, width + 1]``.
        bias: ``[distances, labels]``.
    """

    groups: Mapping[str, Sequence[str]]
    tensor: Floats
    bias: Floats

    def score(self, left: Floats, right: Floats, distances: Ints, groups: Sequence[str]) -> dict[str, Floats]:
        """Probabilities ``[left, right, labels]`` by group, of projections ``[spans, width]``."""
        above = np.hstack([left, np.ones((len(left), 1), np.float32)])
        below = np.hstack([right, np.ones((len(right), 1), np.float32)])
        found, start = {}, 0
        for group, labels in self.groups.items():
            part = slice(start, start + len(labels))
            start += len(labels)
            if group in groups:
                found[group] = _softmax(_product(above, self.tensor[part], below) + self.bias[distances][..., part])
        return found


def _product(left: Floats, tensor: Floats, right: Floats) -> Floats:
    """The form for all pairs ``[left, right, labels]``, in blocks small enough that no product leaves its thread."""
    width = tensor.shape[1]
    rows, columns = max(1, ONE_THREAD // (width * width)), max(1, ONE_THREAD // (width * 16))
    scores = np.empty((len(left), len(right), len(tensor)), np.float32)
    for first in range(0, len(left), min(rows, 16)):
        some = slice(first, first + min(rows, 16))
        turned = np.matmul(left[some], tensor)  # [labels, rows, width]
        for start in range(0, len(right), columns):
            others = slice(start, start + columns)
            scores[some, others] = np.matmul(turned, right[others].T).transpose(1, 2, 0)
    return scores


def _softmax(scores: Floats) -> Floats:
    grown = np.exp(scores - scores.max(-1, keepdims=True))
    result: Floats = grown / grown.sum(-1, keepdims=True)
    return result


@dataclass(frozen=True, slots=True)
class Found:
    """What one window's pairs tell."""

    told: tuple[Told, ...]
    values: tuple[Link, ...]
    speakers: tuple[Link, ...]


def find_links(
    scheme: PairScheme,
    left: Floats,
    right: Floats,
    spots: Sequence[Spot],
    sentence_of: Sequence[int],
    begin: int,
    own: tuple[int, int],
) -> Found:
    """The links of a window whose anchors and cues it owns.

    Args:
        scheme: the form.
        left: projections ``[1 + words, width]`` of the window's words as first of a pair; node 0 is the whole window.
        right: the same as second of a pair.
        spots: runs inside the window, in order.
        sentence_of: for every word of the document the number of its sentence.
        begin: first word of the window.
        own: half-open range of words that the window answers for.
    """

    def owned(spot: Spot) -> bool:
        return own[0] <= spot.run.first < own[1]

    voices = [spot for spot in spots if spot.run.label == "Cue"]
    anchors = _distinct([s for s in spots if owned(s) and (s.head in _ANCHORS or s.run.label in _ANCHORS)])
    values = [spot for spot in spots if spot.head in _VALUES]
    sources = [spot for spot in spots if spot.run.label == "Source"]
    own_voices = [spot for spot in voices if owned(spot)]

    def pairs(some: Sequence[Spot | None], others: Sequence[Spot], groups: Sequence[str]) -> dict[str, Floats]:
        places = [_place(spot, sentence_of, begin) for spot in some]
        rest = [_place(spot, sentence_of, begin) for spot in others]
        distances = np.array([[distance_of(a, b) for b in rest] for a in places])
        return scheme.score(_means(left, places), _means(right, rest), distances, groups)

    told: list[Told] = []
    links: list[Link] = []
    if anchors:
        speaking = [None, *voices]
        told = _claims(scheme, pairs(speaking, anchors, _CLAIM), speaking, anchors)
        if values:
            links = _links(scheme.groups["role"], pairs(values, anchors, ("role",))["role"], values, anchors)
    says: list[Link] = []
    if sources and own_voices:
        says = _links(
            scheme.groups["speaker"], pairs(sources, own_voices, ("speaker",))["speaker"], sources, own_voices
        )
    return Found(tuple(told), tuple(links), tuple(says))


def _distinct(spots: list[Spot]) -> list[Spot]:
    """One anchor for equal words; a happening before casualties, these before damage and a cue."""
    rank = {"event": 0, "cas": 1, "arole": 2, "cue": 3}
    best: dict[tuple[int, int], Spot] = {}
    for spot in sorted(spots, key=lambda spot: rank.get(spot.head, 4)):
        best.setdefault((spot.run.first, spot.run.last), spot)
    return sorted(best.values(), key=lambda spot: (spot.run.first, spot.run.last))


def _claims(
    scheme: PairScheme, chances: Mapping[str, Floats], voices: Sequence[Spot | None], anchors: Sequence[Spot]
) -> list[Told]:
    made = []
    for row, voice in enumerate(voices):
        for column, anchor in enumerate(anchors):
            act = int(chances["act"][row, column].argmax())
            if scheme.groups["act"][act] == NOTHING:
                continue
            polarity, modality, order = (
                scheme.groups[group][int(chances[group][row, column].argmax())] for group in _CLAIM[1:]
            )
            sure = float(chances["act"][row, column, act])
            name = scheme.groups["act"][act].replace("_", " ")
            heard = voice.tokens if voice else None
            made.append(Told(heard, anchor.tokens, name, polarity, modality, order, sure))
    return made


def _links(labels: Sequence[str], chances: Floats, left: Sequence[Spot], right: Sequence[Spot]) -> list[Link]:
    best = chances.argmax(-1)
    return [
        Link(one.tokens, other.tokens, labels[best[row, column]], float(chances[row, column, best[row, column]]))
        for row, one in enumerate(left)
        for column, other in enumerate(right)
        if labels[best[row, column]] != NOTHING
    ]


def _place(spot: Spot | None, sentence_of: Sequence[int], begin: int) -> tuple[int, int, int]:
    if spot is None:
        return _PUBLISHER
    return sentence_of[spot.run.first], spot.run.first - begin, spot.run.last - begin


def distance_of(left: tuple[int, int, int], right: tuple[int, int, int]) -> int:
    """How a span stands to another, each as sentence, first and last word: eight cases, as in training."""
    if left[0] < 0:
        return 0
    apart = left[0] - right[0]
    if apart:
        return {-1: 2, 1: 6}.get(apart, 1 if apart < 0 else 7)
    return 3 if left[2] <= right[1] else 5 if right[2] <= left[1] else 4


def _means(nodes: Floats, places: Sequence[tuple[int, int, int]]) -> Floats:
    """Means over the words of spans ``[spans, width]``."""
    return np.stack([nodes[first + 1 : last + 1].mean(0) for _, first, last in places])
