"""Measure a shipped model, or a checkpoint, on the public sets: ``python training/measure.py MODEL --bench FOLDER``."""

import argparse
import json
import sys
from pathlib import Path

import numpy as np
import onnxruntime
import torch
from data import load_reports
from evaluate import measure
from export import load_reader
from heads import RELATIONS
from model import WIDTH, Outputs
from pairs import PairScorer
from recipe import load_public
from torch import Tensor
from torch.nn import functional
from windows import Codec, Window, full_windows


class ShippedReader:
    """A shipped model that answers as the network in training does, one window at a time."""

    def __init__(self, folder: Path) -> None:
        card = json.loads((folder / "model.json").read_text(encoding="utf-8"))
        self.labels: dict[str, list[str]] = card["labels"]
        self._relation = torch.from_numpy(np.load(folder / "rel.npy").astype(np.float32))
        self.pairs = PairScorer(WIDTH).eval()
        self.pairs.tensor.data = torch.from_numpy(np.load(folder / "pairs.npy").astype(np.float32))
        self.pairs.bias.data = torch.from_numpy(np.load(folder / "distances.npy"))
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        path = str(folder / "model.onnx")
        self._session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
        self._names = [output.name for output in self._session.get_outputs()]

    def eval(self) -> None:
        """Nothing to switch: a graph only reads."""

    def __call__(self, ids: Tensor, case: Tensor, side: Tensor, first: Tensor, mask: Tensor | None = None) -> Outputs:
        """Read one window."""
        del mask
        feed = {"ids": ids.numpy(), "case": case.numpy(), "side": side.numpy(), "first": first.numpy()}
        made = {k: torch.from_numpy(v) for k, v in zip(self._names, self._session.run(None, feed), strict=True)}
        tags = {name: made[name] for name in self.labels}
        arcs = made["arc"][:, 1:], made["r1"][:, 1:], made["r2"]
        return Outputs(tags, *arcs, made["doc"], made["pair_left"], made["pair_right"])

    def score_relations(self, dependant: Tensor, governor: Tensor) -> Tensor:
        """Scores [pairs, relations], as :meth:`model.Reader.score_relations`."""
        below, above = (functional.pad(side, (0, 1), value=1.0) for side in (dependant, governor))
        return torch.einsum("ni,rij,nj->nr", below, self._relation, above)


def load_tests(options: argparse.Namespace, codec: Codec) -> dict[str, list[Window]]:
    """The windows that the command line asks for, by set."""
    tests = load_public(options.bench, codec, None).tests if options.bench else {}
    if options.reports:
        tests["reports"] = full_windows([codec.encode(document) for document in load_reports(options.reports)])
    return {name: windows for name, windows in tests.items() if not options.sets or name in options.sets}


def main() -> None:
    """Read the command line, print a line of JSON for each set."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", type=Path, help="folder of a shipped model, or a checkpoint")
    parser.add_argument("--bench", type=Path)
    parser.add_argument("--reports", type=Path)
    parser.add_argument("--sets", nargs="*")
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    shipped = options.model.is_dir()
    reader = ShippedReader(options.model) if shipped else load_reader(options.model)[0]
    labels = reader.labels if isinstance(reader, ShippedReader) else load_reader(options.model)[1]["labels"]
    codec = Codec(labels, RELATIONS)
    for name, windows in load_tests(options, codec).items():
        scores = measure(reader, windows, labels, RELATIONS, 1 if shipped else 4000)
        sys.stdout.write(json.dumps({"set": name, "scores": scores}) + "\n")


if __name__ == "__main__":
    main()
