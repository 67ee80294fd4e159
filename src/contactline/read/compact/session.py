"""Loads the model from its folder, checks that it is undamaged, and runs it on one window at a time."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol

from contactline.errors import IntegrityError, MissingExtraError, PluginError
from contactline.read.compact.plan import Encoded, Splitter
from contactline.read.compact.windows import USUAL, Limits

if TYPE_CHECKING:
    from contactline.read.compact.interpret import Interpreter, Outputs

MODEL_FOLDER: Final = Path(__file__).parent / "model"
CARD: Final = "model.json"
GRAPH: Final = "model.onnx"
PIECES: Final = "tokenizer.json"
RELATIONS: Final = "rel.npy"
PAIRS: Final = "pairs.npy"
DISTANCES: Final = "distances.npy"
_UNKNOWN: Final = 100
_MAX_PIECES_A_WORD: Final = 12
_MAX_WORDS_KNOWN: Final = 50_000
_REPAIR: Final = (
    "Install it anew with: pip install --force-reinstall contactline; "
    "in a checkout: git checkout -- {path}, or make it anew with: make train-reader"
)


@dataclass(frozen=True, slots=True)
class Card:
    """What ``model.json`` says about the model.

    Attributes:
        version: of the weights; part of the maker of every claim.
        labels: for each head its labels in the order of the model's output.
        relations: dependency relations in the order of ``rel.npy``.
        outputs: names of the graph's outputs.
        pairs: for each group of pairs its labels in the order of ``pairs.npy``; empty for a model without.
        curves: by name of a field slope and offset of its calibration.
        digests: SHA-256 of each of the other files, in hexadecimal.
        limits: what a window may hold; as in training.
    """

    version: str
    labels: Mapping[str, tuple[str, ...]]
    relations: tuple[str, ...]
    outputs: tuple[str, ...]
    pairs: Mapping[str, tuple[str, ...]]
    curves: Mapping[str, tuple[float, ...]]
    digests: Mapping[str, str]
    limits: Limits


class Runner(Protocol):
    """Runs the model on one window."""

    def run(self, window: Encoded) -> Outputs:
        """For each output its numbers, without the leading axis of one window."""
        ...


@dataclass(frozen=True, slots=True)
class Model:
    """A model ready to read: what splits words into pieces, what runs it, what makes sense of its numbers."""

    split: Splitter
    runner: Runner
    interpreter: Interpreter
    limits: Limits = USUAL


def load_card(folder: Path) -> Card:
    """Read ``model.json``.

    Raises:
        PluginError: the folder or one of its files is absent.
        IntegrityError: ``model.json`` does not say what it should.
    """
    for name in (CARD, GRAPH, PIECES, RELATIONS):
        _check_presence(folder / name)
    path = folder / CARD
    try:
        card = _read_card(json.loads(path.read_text(encoding="utf-8")))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise _damaged(path) from error
    for name in _list_files(card):
        _check_presence(folder / name)
    return card


def _list_files(card: Card) -> tuple[str, ...]:
    """The files beside the card that a model like this has."""
    return (GRAPH, PIECES, RELATIONS, *((PAIRS, DISTANCES) if card.pairs else ()))


def _check_presence(path: Path) -> None:
    if not path.is_file():
        raise PluginError(
            f"the model of the reader “compact” is not complete: {path.name} is absent",
            subject=str(path.parent),
            hint=_REPAIR.format(path=path.parent),
        )


def _read_card(read: dict[str, Any]) -> Card:
    limits = Limits(**{name: int(number) for name, number in read.get("window", {}).items()})
    if not 64 <= limits.pieces <= 512:
        raise ValueError(f"a window of {limits.pieces} pieces")
    return Card(
        version=str(read["version"]),
        labels={str(name): tuple(map(str, labels)) for name, labels in read["labels"].items()},
        relations=tuple(map(str, read["rels"])),
        outputs=tuple(map(str, read["outputs"])),
        pairs={str(name): tuple(map(str, labels)) for name, labels in read.get("pairs", {}).items()},
        curves={str(name): tuple(map(float, curve)) for name, curve in (read.get("calibration") or {}).items()},
        digests={str(name): str(digest) for name, digest in read["sha256"].items()},
        limits=limits,
    )


def verify_files(folder: Path, card: Card) -> None:
    """Compare every file with the digest that ``model.json`` holds.

    This shows damage in storage or transfer. It does not show who made the model: whoever can alter a file can alter
    ``model.json`` with it.

    Raises:
        IntegrityError: a file is not what it was when the model was made.
    """
    for name in _list_files(card):
        with (folder / name).open("rb") as file:
            if hashlib.file_digest(file, "sha256").hexdigest() != card.digests.get(name):
                raise _damaged(folder / name)


def _damaged(path: Path) -> IntegrityError:
    return IntegrityError(
        "this file of the reader “compact” is damaged: its content is not what was installed",
        subject=str(path),
        hint=_REPAIR.format(path=path),
    )


def load_model(folder: Path, card: Card) -> Model:
    """Verify and load a model.

    Raises:
        IntegrityError: a file is damaged.
        MissingExtraError: a library that it needs is not installed.
    """
    verify_files(folder, card)
    numpy = _import("numpy")
    # Not at the top: it needs numpy.
    from contactline.read.compact.interpret import Interpreter
    from contactline.read.compact.pairs import PairScheme

    tensor = numpy.load(folder / RELATIONS, allow_pickle=False).astype(numpy.float32)
    pairs = None
    if card.pairs:
        forms, bias = (numpy.load(folder / name, allow_pickle=False) for name in (PAIRS, DISTANCES))
        pairs = PairScheme(card.pairs, forms.astype(numpy.float32), bias.astype(numpy.float32))
    interpreter = Interpreter(card.labels, card.relations, tensor, pairs)
    return Model(PieceSplitter(folder / PIECES), OnnxRunner(folder / GRAPH, card.outputs), interpreter, card.limits)


class PieceSplitter:
    """Splits words into word pieces and remembers what it has split."""

    def __init__(self, path: Path) -> None:
        self._tokenizer: Any = _import("tokenizers").Tokenizer.from_file(str(path))
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        self._known: dict[str, tuple[int, ...]] = {}

    def __call__(self, forms: Sequence[str]) -> list[tuple[int, ...]]:
        """For each word its piece ids: at least one, at most twelve (as in training)."""
        if len(self._known) > _MAX_WORDS_KNOWN:
            self._known = {}
        known = self._known  # threads that share it may set it anew meanwhile
        new = list(dict.fromkeys(form for form in forms if form not in known))
        known.update(zip(new, self._split(new), strict=True))
        return [known[form] for form in forms]

    def _split(self, new: list[str]) -> list[tuple[int, ...]]:
        found: list[list[int]] = [[] for _ in new]
        encoded = self._tokenizer.encode(new, is_pretokenized=True, add_special_tokens=False)
        for piece, word in zip(encoded.ids, encoded.word_ids, strict=True):
            found[word].append(piece)
        return [tuple(ids[:_MAX_PIECES_A_WORD]) or (_UNKNOWN,) for ids in found]


class OnnxRunner:
    """Runs the ONNX graph: one window and one thread a run, so that no number depends on what else is being read."""

    def __init__(self, path: Path, outputs: Sequence[str]) -> None:
        runtime = _import("onnxruntime")
        self._numpy = _import("numpy")
        options = runtime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        # Nearly every window has its own shape: kept arenas and patterns would only grow, and make nothing faster.
        options.enable_cpu_mem_arena = options.enable_mem_pattern = False
        options.graph_optimization_level = runtime.GraphOptimizationLevel.ORT_ENABLE_ALL
        options.log_severity_level = 3
        self._session: Any = runtime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
        made = {output.name for output in self._session.get_outputs()}
        self._inputs = {given.name for given in self._session.get_inputs()}
        self._outputs = [name for name in outputs if name in made]

    def run(self, window: Encoded) -> Outputs:
        """All outputs of one window."""
        array, int64 = self._numpy.array, self._numpy.int64
        feed = {
            "ids": array([window.ids], int64),
            "case": array([window.cases], int64),
            "side": array([window.sides], int64),
            "first": array([window.first], int64),
        }
        feed = {name: numbers for name, numbers in feed.items() if name in self._inputs}
        made = self._session.run(self._outputs, feed)
        return {name: numbers[0] for name, numbers in zip(self._outputs, made, strict=True)}


def _import(name: str) -> Any:
    """Import a library on use, so that what does not read with the model does not wait for it.

    Raises:
        MissingExtraError: it is not installed.
    """
    try:
        return import_module(name)
    except ImportError as error:
        raise MissingExtraError("compact", f"The reader “compact” ({name})") from error
