"""Scores of a network on every set that measures it."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

import torch
from decode import best_tags, best_tree, find_spans
from heads import HEADS, IGNORED
from model import Outputs
from pairs import PairScorer, iter_scores
from torch import Tensor
from windows import Batch, Window, collate

SPANS = frozenset(head.name for head in HEADS if head.bio)


class Answering(Protocol):
    """The network in training, or a shipped model in its stead."""

    def eval(self) -> object:
        """Leave nothing to chance."""

    def __call__(self, ids: Tensor, case: Tensor, side: Tensor, first: Tensor, mask: Tensor | None = None) -> Outputs:
        """Read a batch."""

    def score_relations(self, dependant: Tensor, governor: Tensor) -> Tensor:
        """Scores of relations for pairs of projections."""


@torch.inference_mode()
def measure(
    reader: Answering,
    windows: Iterable[Window],
    labels: Mapping[str, Sequence[str]],
    relations: Sequence[str],
    budget: int,
) -> dict[str, float]:
    """Per cent right of trees and word labels, and F1 of exact spans per head and kind, over gold words."""
    reader.eval()
    reader_pairs: PairScorer | None = getattr(reader, "pairs", None)
    counts: Counter[tuple[str, ...]] = Counter()
    held: list[Window] = []
    ordered = sorted(windows, key=lambda window: window.pieces)
    for i, window in enumerate(ordered):
        held.append(window)
        if i + 1 == len(ordered) or (len(held) + 1) * ordered[i + 1].pieces > budget:
            batch = collate(held, labels)
            with torch.autocast("cpu", torch.bfloat16):
                outputs = reader(batch.ids, batch.case, batch.side, batch.first, batch.mask)
            _count_tags(counts, batch, {k: v.float() for k, v in outputs.tags.items()}, labels)
            _count_trees(counts, batch, outputs.arc.float(), reader, outputs.dependant, outputs.governor, relations)
            _count_gate(counts, batch, outputs.gate.float())
            if reader_pairs is not None:
                _count_pairs(counts, batch, reader_pairs, outputs.pair_left.float(), outputs.pair_right.float())
            held = []
    return _summarise(counts)


def _count_tags(
    counts: Counter[tuple[str, ...]], batch: Batch, scores: Mapping[str, Tensor], labels: Mapping[str, Sequence[str]]
) -> None:
    for name, gold in batch.tags.items():
        for row in range(len(gold)):
            places = (gold[row] != IGNORED).nonzero()[:, 0]
            if not len(places):
                continue
            right, guess = gold[row, places], scores[name][row, places]
            if name not in SPANS:
                counts[name, "right"] += int((guess.argmax(-1) == right).sum())
                counts[name, "all"] += len(places)
                continue
            wanted = find_spans([labels[name][i] for i in right])
            found = find_spans(best_tags(guess.double().numpy(), labels[name]))
            counts.update((name, "gold", kind) for _, _, kind in wanted)
            counts.update((name, "found", kind) for _, _, kind in found)
            counts.update((name, "hit", kind) for _, _, kind in wanted & found)


def _count_trees(
    counts: Counter[tuple[str, ...]],
    batch: Batch,
    arc: Tensor,
    reader: Answering,
    dependant: Tensor,
    governor: Tensor,
    relations: Sequence[str],
) -> None:
    for row in range(len(arc)):
        for number in range(int(batch.sentence[row].max()) + 1):
            places = (batch.sentence[row] == number).nonzero()[:, 0]
            gold = batch.governors[row, places]
            if gold[0] == IGNORED:
                continue
            offset = int(places[0])
            columns = torch.cat([torch.zeros(1, dtype=torch.long), places + 1])
            tree = torch.tensor(best_tree(arc[row][places][:, columns].double().numpy()))
            heads = torch.where(tree > 0, tree + offset, 0)
            scores = reader.score_relations(dependant[row, places].float(), governor[row, heads].float())
            same = heads == gold
            # Subtypes are left out, as the CoNLL shared tasks do.
            guessed = [relations[i].split(":")[0] for i in scores.argmax(-1)]
            wanted = [relations[i].split(":")[0] for i in batch.relations[row, places]]
            counts["tree", "all"] += len(places)
            counts["tree", "uas"] += int(same.sum())
            counts["tree", "las"] += sum(bool(s) and g == w for s, g, w in zip(same, guessed, wanted, strict=True))


def _count_gate(counts: Counter[tuple[str, ...]], batch: Batch, gate: Tensor) -> None:
    known = batch.gate >= 0
    counts["gate", "all"] += int(known.sum())
    counts["gate", "right"] += int(((gate[:, 0] > 0).float() == batch.gate)[known].sum())


def _count_pairs(
    counts: Counter[tuple[str, ...]], batch: Batch, scorer: PairScorer, left: Tensor, right: Tensor
) -> None:
    """Pairs of gold spans: links found and right, and of the claims' other labels how many are right."""
    for row, table, scores in iter_scores(scorer, left, right, batch.links):
        del row
        for group, known in table.labels.items():
            gold, guess = torch.from_numpy(known), scores[group].argmax(-1)
            asked = gold != IGNORED
            name = f"pair {group}"
            counts[name, "gold", name] += int((gold[asked] > 0).sum())
            counts[name, "found", name] += int((guess[asked] > 0).sum())
            counts[name, "hit", name] += int(((gold == guess) & (gold > 0))[asked].sum())


def _summarise(counts: Counter[tuple[str, ...]]) -> dict[str, float]:
    scores: dict[str, float] = {}
    for name in ("upos", "xpos", "gate"):
        if total := counts[name, "all"]:
            scores[name] = round(100 * counts[name, "right"] / total, 2)
    for name in ("uas", "las"):
        if total := counts["tree", "all"]:
            scores[name] = round(100 * counts["tree", name] / total, 2)
    spans: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for key, count in counts.items():
        if len(key) == 3:
            for name in {key[0], f"{key[0]}.{key[2]}" if key[0] != key[2] else key[0]}:
                spans[name][key[1]] += count
    for name, parts in sorted(spans.items()):
        scores[name] = round(200 * parts["hit"] / (parts["gold"] + parts["found"]), 1)
    return scores
