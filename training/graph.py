"""The network as it ships: the trained weights in a graph of one window, laid out for onnxruntime on a CPU.

Queries, keys and values become one product, the word heads another, and the table of word pieces int8 with a scale
a row. The rest is left to onnxruntime, which fuses it on loading: its own operator for a sum with normalisation, put in
by hand, made the int8 graph a quarter slower, the one for attention no faster.
"""

import torch
from model import ATTENTION_HEADS, WIDTH, Layer, Reader
from torch import Tensor, nn
from torch.nn import functional


class _ShippedLayer(nn.Module):
    """One layer with the three projections side by side."""

    def __init__(self, layer: Layer) -> None:
        super().__init__()
        parts = (layer.query, layer.key, layer.value)
        self.project = nn.Linear(WIDTH, 3 * WIDTH)
        self.project.weight.data = torch.cat([part.weight.data for part in parts])
        self.project.bias.data = torch.cat([part.bias.data for part in parts])
        self.layer = layer

    def forward(self, hidden: Tensor) -> Tensor:
        layer = self.layer
        split = (1, hidden.shape[1], ATTENTION_HEADS, WIDTH // ATTENTION_HEADS)
        heads = [side.reshape(split).transpose(1, 2) for side in self.project(hidden).split(WIDTH, dim=2)]
        mixed = functional.scaled_dot_product_attention(*heads).transpose(1, 2).reshape(hidden.shape)
        hidden = layer.after_attention(hidden + layer.merge(mixed))
        return layer.after_inner(hidden + layer.narrow(functional.gelu(layer.widen(hidden))))


class Shipped(nn.Module):
    """The whole graph; all word heads are one product, cut up at the end."""

    def __init__(self, reader: Reader) -> None:
        super().__init__()
        encoder = reader.encoder
        table = encoder.pieces.weight.data
        scale = table.abs().amax(1, keepdim=True).clamp(min=1e-8) / 127
        self.register_buffer("table", (table / scale).round().to(torch.int8))
        self.register_buffer("scale", scale)
        self.register_buffer("positions", encoder.positions.weight.data + encoder.segments.weight.data[0])
        self.layers = nn.ModuleList(_ShippedLayer(layer) for layer in encoder.layers)
        heads = list(reader.tags.values())
        self.sizes = [head.out_features for head in heads]
        self.tags = nn.Linear(WIDTH, sum(self.sizes))
        self.tags.weight.data = torch.cat([head.weight.data for head in heads])
        self.tags.bias.data = torch.cat([head.bias.data for head in heads])
        self.reader = reader

    def forward(self, ids: Tensor, case: Tensor, side: Tensor, first: Tensor) -> tuple[Tensor, ...]:
        """Scores of every head, arcs [1, words + 1, words + 1], both projections for relations, and the gate."""
        reader, encoder = self.reader, self.reader.encoder
        pieces = functional.embedding(ids, self.table).float() * functional.embedding(ids, self.scale)
        hidden = encoder.norm(pieces + self.positions[: ids.shape[1]] + encoder.cases(case) + encoder.sides(side))
        for layer in self.layers:
            hidden = layer(hidden)
        words = hidden[:, first[0]]
        tags = self.tags(words).split(self.sizes, dim=2)
        nodes = torch.cat([hidden[:, :1], words], 1)
        below, above = (functional.gelu(f(nodes)) for f in (reader.arc_dependant, reader.arc_governor))
        arc = below @ reader.arc @ above.transpose(1, 2) + (above * reader.arc_bias).sum(2)[:, None, :]
        dependant, governor = (functional.gelu(f(nodes)) for f in (reader.rel_dependant, reader.rel_governor))
        pairs = (functional.gelu(f(nodes)) for f in (reader.pairs.left, reader.pairs.right))
        return (*tags, arc, dependant, governor, reader.gate(hidden[:, 0]), *pairs)
