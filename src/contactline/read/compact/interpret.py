"""Makes a document's analysis from what the model answered for each of its windows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np

from contactline.read.analysis import ROOT, Analysis, Labelled, Link, Told
from contactline.read.compact.align import Alignment, align, choose_tops, lift_heads, lift_range
from contactline.read.compact.decode import (
    Floats,
    decode_any_kind,
    decode_relations,
    decode_spans,
    decode_tree,
    make_scheme,
)
from contactline.read.compact.pairs import PairScheme, Spot, find_links
from contactline.read.compact.plan import Plan, iter_parts
from contactline.read.compact.windows import Window

Outputs = Mapping[str, Floats]
"""One window's numbers: ``[words, labels]`` for every head; ``arc`` ``[words, 1 + words]``, dependent by head, where
column 0 is the root; ``r1`` ``[words, width]`` of dependents and ``r2`` ``[1 + words, width]`` of heads. ``arc`` and
``r1`` may have a first row for the root, which is passed over."""

_TAGS: Final = ("upos", "xpos")
_FIELDS: Final = {
    "ner": "entities",
    "dom": "entities",
    "cue": "cues",
    "content": "contents",
    "PerpInd": "roles",
    "PerpOrg": "roles",
    "Target": "roles",
    "Victim": "roles",
    "Weapon": "roles",
    "arole": "roles",
    "event": "events",
    "act": "acts",
    "modality": "modality",
    "cas": "casualties",
    "status": "statuses",
    "party": "parties",
}
"""The field of the analysis that a head of the model fills; what the head ``cue`` calls ``Source`` goes to sources."""
_ANY_KIND: Final = frozenset({"event", "cas", "arole", "status", "party", "modality", "act"})
"""Heads of many kinds that few examples taught: see :func:`decode_any_kind`."""
_JOINED: Final = "parataxis"
"""Relation by which the parts of a sentence that is longer than a window hang together."""


@dataclass
class _Rows:
    """What is kept of the windows read so far: numbers of the words they own, and heads of these words."""

    heads: dict[str, list[Floats]] = field(default_factory=dict)
    governors: list[int] = field(default_factory=list)
    dependent_side: list[Floats] = field(default_factory=list)
    governor_side: list[Floats] = field(default_factory=list)
    pair_sides: list[tuple[Floats, Floats]] = field(default_factory=list)


class Interpreter:
    """Turns numbers into records.

    Args:
        labels: for each head its labels; heads that nobody here knows are passed over.
        relations: names of the dependency relations.
        tensor: ``[relations, width + 1, width + 1]``.
        pairs: what scores pairs of spans; ``None`` for a model that has none.
    """

    def __init__(
        self,
        labels: Mapping[str, Sequence[str]],
        relations: Sequence[str],
        tensor: Floats,
        pairs: PairScheme | None = None,
    ) -> None:
        self._tags = {name: tuple(labels[name]) for name in _TAGS if name in labels}
        self._schemes = {name: make_scheme(labels[name]) for name in _FIELDS if name in labels}
        self._relations = tuple(relations)
        self._tensor = tensor
        self._pairs = pairs

    def interpret(self, plan: Plan, outputs: Iterable[Outputs]) -> Analysis:
        """The analysis of a document from the outputs of its windows, in the order of the windows."""
        rows = _Rows()
        for window, parts, output in zip(plan.windows, iter_parts(plan), outputs, strict=True):
            self._keep(rows, window, parts, output)
        if not plan.words:
            return Analysis()
        alignment = align(plan.words, plan.document.tokens)
        spots = self._find_spots(rows, plan, alignment)
        spans = _collect(spots) | self._link(rows, plan, spots)
        if not rows.governors:
            return Analysis(**spans)
        relations = self._relate(rows)
        _join_parts(plan, rows.governors, relations)
        tops = choose_tops(alignment, rows.governors)
        return Analysis(
            heads=lift_heads(alignment, tops, rows.governors),
            deprels=_lift(plan, tops, relations, ("punct", "goeswith")),
            upos=_lift(plan, tops, self._find_tags(rows, "upos"), ("PUNCT", "X")),
            xpos=_lift(plan, tops, self._find_tags(rows, "xpos"), (".", "GW")),
            **spans,
        )

    def _keep(self, rows: _Rows, window: Window, parts: Sequence[tuple[int, int]], output: Outputs) -> None:
        """Take from one window what it owns, so that its other numbers can go."""
        own = slice(window.own_first - window.first, window.own_last - window.first)
        for head in (*self._tags, *self._schemes):
            if head in output:
                rows.heads.setdefault(head, []).append(output[head][own])
        if "pair_left" in output:
            rows.pair_sides.append((output["pair_left"], output["pair_right"]))
        if "arc" not in output:
            return
        count = window.last - window.first
        arc, dependent_side = output["arc"][-count:], output["r1"][-count:]
        rows.dependent_side.append(dependent_side[own])
        for first, last in parts:
            begin, end = first - window.first, last - window.first
            columns = np.r_[0, 1 + begin : 1 + end]
            best = decode_tree(arc[begin:end, columns])
            rows.governors += np.where(best == 0, ROOT, best - 1 + first).tolist()
            rows.governor_side.append(output["r2"][columns[best]])

    def _relate(self, rows: _Rows) -> list[str]:
        """For every word its relation to its head."""
        best = decode_relations(np.concatenate(rows.dependent_side), np.concatenate(rows.governor_side), self._tensor)
        return [self._relations[relation] for relation in best.tolist()]

    def _find_tags(self, rows: _Rows, head: str) -> list[str]:
        """For every word its tag; nothing if the model has no such head."""
        if head not in rows.heads:
            return []
        labels = self._tags[head]
        return [labels[best] for best in np.concatenate(rows.heads[head]).argmax(1).tolist()]

    def _find_spots(self, rows: _Rows, plan: Plan, alignment: Alignment) -> list[Spot]:
        """The runs of every head, in order."""
        found = []
        for head, scheme in self._schemes.items():
            if head not in rows.heads:
                continue
            decode = decode_any_kind if head in _ANY_KIND else decode_spans
            for run in decode(np.concatenate(rows.heads[head]), scheme, plan.sentences):
                first, last = lift_range(alignment, run.first, run.last)
                found.append(Spot(run, head, Labelled(first, last, run.label or head, run.probability)))
        return found

    def _link(self, rows: _Rows, plan: Plan, spots: Sequence[Spot]) -> dict[str, Any]:
        """For every field of the analysis that links spans, its links."""
        if self._pairs is None or not rows.pair_sides:
            return {}
        sentence_of = [number for number, (first, last) in enumerate(plan.sentences) for _ in range(first, last)]
        told: list[Told] = []
        values: list[Link] = []
        speakers: list[Link] = []
        for window, (left, right) in zip(plan.windows, rows.pair_sides, strict=True):
            inside = [s for s in spots if window.first <= s.run.first and s.run.last <= window.last]
            own = window.own_first, window.own_last
            found = find_links(self._pairs, left, right, inside, sentence_of, window.first, own)
            told += found.told
            values += found.values
            speakers += found.speakers
        return {"told": tuple(told), "values": tuple(values), "speakers": tuple(speakers)}


def _collect(spots: Iterable[Spot]) -> dict[str, Any]:
    """For every field of the analysis its spans; equal ones, of words inside one token, are one."""
    found: dict[str, dict[tuple[int, int, str], float]] = {}
    for spot in spots:
        first, last, label, probability = spot.tokens
        spans = found.setdefault("sources" if label == "Source" else _FIELDS[spot.head], {})
        spans[first, last, label] = max(probability, spans.get((first, last, label), 0.0))
    return {
        name: tuple(sorted(Labelled(*key, probability) for key, probability in spans.items()))
        for name, spans in found.items()
    }


def _join_parts(plan: Plan, governors: list[int], relations: list[str]) -> None:
    """See to one root in every sentence, in place: roots of further parts hang from the root of the part before."""
    for first, last in plan.sentences:
        root = ROOT
        for word in range(first, last):
            if governors[word] == ROOT:
                governors[word], relations[word] = root, "root" if root == ROOT else _JOINED
                root = word
            elif relations[word] == "root":
                relations[word] = "dep"


def _lift(plan: Plan, tops: Sequence[int], values: Sequence[str], bare: tuple[str, str]) -> tuple[str, ...]:
    """For every token the value of the word that speaks for it; without one, the first of ``bare`` for marks."""
    if not values:
        return ()
    tokens = plan.document.tokens
    return tuple(values[top] if top >= 0 else bare[tokens[token].is_word] for token, top in enumerate(tops))
