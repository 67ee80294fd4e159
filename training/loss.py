"""What training makes small: one cross-entropy for every head, over the words that somebody annotated."""

import torch
from heads import HEADS, IGNORED
from model import Outputs, Reader
from pairs import pair_losses
from torch import Tensor
from torch.nn import functional
from windows import Batch

GATE_WEIGHT = 0.3
WEIGHTS = {head.name: head.weight for head in HEADS}
FEW = 0.06
"""A head annotated on a smaller share of a batch's words counts less, so that few words don't shout."""


def losses_of(reader: Reader, outputs: Outputs, batch: Batch) -> dict[str, Tensor]:
    """Loss of each head that has an annotated word in the batch."""
    least = FEW * float((batch.sentence >= 0).sum())
    losses = {}
    for name, gold in batch.tags.items():
        known = gold != IGNORED
        if known.any():
            losses[name] = WEIGHTS[name] * _cross_entropy(outputs.tags[name][known], gold[known], least)
    known = batch.governors != IGNORED
    if known.any():
        arc = outputs.arc.float().masked_fill(~batch.same, -1e4)
        losses["arc"] = _cross_entropy(arc[known], batch.governors[known], least)
        row = known.nonzero()[:, 0]
        scores = reader.score_relations(outputs.dependant[known], outputs.governor[row, batch.governors[known]])
        losses["rel"] = _cross_entropy(scores, batch.relations[known], least)
    losses |= pair_losses(reader.pairs, outputs.pair_left, outputs.pair_right, batch.links)
    gated = batch.gate >= 0
    if gated.any():
        guess = outputs.gate[gated, 0].float()
        losses["gate"] = GATE_WEIGHT * functional.binary_cross_entropy_with_logits(guess, batch.gate[gated].float())
    return losses


def _cross_entropy(scores: Tensor, gold: Tensor, least: float) -> Tensor:
    total = functional.cross_entropy(scores.float(), gold, reduction="sum")
    return total / max(float(len(gold)), least)


def total_of(losses: dict[str, Tensor]) -> Tensor:
    """The sum that is differentiated."""
    return torch.stack(list(losses.values())).sum()
