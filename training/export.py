"""Make the shipped model of a checkpoint: ``python training/export.py CHECKPOINT FOLDER``."""

import argparse
import hashlib
import json
import logging
import shutil
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime
import torch
from graph import Shipped
from model import Reader, pretrained_folder
from onnxruntime.quantization import QuantType, quantize_dynamic
from pairs import GROUPS
from windows import LONGEST

log = logging.getLogger("export")

INPUTS = ("ids", "case", "side", "first")
SHARED = ("arc", "r1", "r2", "doc", "pair_left", "pair_right")
"""Outputs after those of the word heads: arcs, both projections for relations, and the gate over the window."""
FILES = ("model.onnx", "rel.npy", "pairs.npy", "distances.npy", "tokenizer.json")
LARGEST = 30_000_000
CONTEXT_PIECES, CONTEXT_SENTENCES = 64, 2


def load_reader(checkpoint: Path) -> tuple[Reader, dict[str, Any]]:
    """The network of a checkpoint, and all else that the checkpoint holds."""
    state = torch.load(checkpoint, weights_only=True)
    reader = Reader(state["labels"], state["relations"], state["layers"])
    missing = reader.load_state_dict(state["reader"], strict=False).missing_keys
    if any(not name.startswith(("pairs.", "encoder.sides.")) for name in missing):  # the first stage has none yet
        raise ValueError(f"{checkpoint} lacks {', '.join(missing)}")
    return reader.eval(), state


def save_graph(reader: Reader, outputs: list[str], path: Path) -> None:
    """Write the graph in float32."""
    ids, first = torch.full((1, 9), 1000), torch.arange(1, 6)[None]
    axes = {"ids": {1: "pieces"}, "case": {1: "pieces"}, "side": {1: "pieces"}, "first": {1: "words"}}
    axes |= {name: {1: "words"} for name in outputs if name not in SHARED}
    axes |= {"arc": {1: "nodes", 2: "nodes"}} | {name: {1: "nodes"} for name in ("r1", "r2", "pair_left", "pair_right")}
    with torch.no_grad():
        torch.onnx.export(
            Shipped(reader).eval(),
            (ids, torch.zeros_like(ids), torch.zeros_like(ids), first),
            str(path),
            input_names=list(INPUTS),
            output_names=outputs,
            dynamic_axes=axes,
            opset_version=17,
            dynamo=False,
        )


def quantise(path: Path, smaller: Path) -> None:
    """Products with trained weights in int8, a scale for each column; what runs through them is scaled as it comes."""
    quantize_dynamic(path, smaller, weight_type=QuantType.QInt8, per_channel=True, op_types_to_quantize=["MatMul"])


def measure_speed(path: Path, seconds: float = 4.0) -> float:
    """Word pieces in a second of processor time on one thread, with full windows."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    ids = np.random.default_rng(1).integers(1000, 20000, (1, LONGEST))
    feed = {
        "ids": ids,
        "case": np.zeros_like(ids),
        "side": np.zeros_like(ids),
        "first": np.arange(1, LONGEST - 60)[None],
    }
    best, begun = float("inf"), time.monotonic()
    while time.monotonic() - begun < seconds:
        start = time.process_time()
        session.run(None, feed)
        best = min(best, time.process_time() - start)
    return LONGEST / best


def save_card(folder: Path, state: dict[str, Any], outputs: list[str], version: str) -> None:
    """Write ``model.json``: what the outputs mean, what a window may hold, and the digests of the other files."""
    digests = {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in FILES}
    card = {
        "name": "compact",
        "version": version,
        "labels": {name: list(labels) for name, labels in state["labels"].items()},
        "rels": list(state["relations"]),
        "outputs": outputs,
        "window": {
            "pieces": LONGEST,
            "sentences": LONGEST,
            "context_pieces": CONTEXT_PIECES,
            "context_sentences": CONTEXT_SENTENCES,
        },
        "pairs": {group: list(labels) for group, labels in GROUPS.items()},
        "calibration": None,
        "sha256": digests,
    }
    (folder / "model.json").write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")


def export(checkpoint: Path, folder: Path, version: str) -> None:
    """Write every file of the shipped model.

    Raises:
        ValueError: the files together are larger than what may ship.
    """
    folder.mkdir(parents=True, exist_ok=True)
    reader, state = load_reader(checkpoint)
    outputs = [*state["labels"], *SHARED]
    with tempfile.TemporaryDirectory() as scratch:
        plain, small = Path(scratch) / "float32.onnx", Path(scratch) / "int8.onnx"
        save_graph(reader, outputs, plain)
        quantise(plain, small)
        onnx.checker.check_model(onnx.load(small), full_check=False)
        for path in (plain, small):
            log.info("%s: %.1f MB, %.0f pieces/s", path.name, path.stat().st_size / 1e6, measure_speed(path))
        shutil.copyfile(small, folder / "model.onnx")
    np.save(folder / "rel.npy", reader.relation.detach().numpy().astype(np.float16))
    np.save(folder / "pairs.npy", reader.pairs.tensor.detach().numpy().astype(np.float16))
    np.save(folder / "distances.npy", reader.pairs.bias.detach().numpy().astype(np.float32))
    shutil.copyfile(pretrained_folder() / "tokenizer.json", folder / "tokenizer.json")
    save_card(folder, state, outputs, version)
    size = sum((folder / name).stat().st_size for name in (*FILES, "model.json"))
    log.info("%s: %.1f MB together", folder, size / 1e6)
    if size > LARGEST:
        raise ValueError(f"{size} bytes are more than the {LARGEST} that may ship")


def main() -> None:
    """Read the command line and export."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--version", default="0")
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    export(options.checkpoint, options.folder, options.version)


if __name__ == "__main__":
    main()
