"""Windows over consecutive sentences: word pieces, case features, labels; drawn anew for each pass of training."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

import numpy as np
import torch
from data import Document, Sentence
from heads import IGNORED, ROLES
from model import pretrained_folder
from numpy.typing import NDArray
from pairs import Links, make_links
from tokenizers import Tokenizer
from torch import Tensor

LONGEST = 384
"""Word pieces of a window, its two marks at the ends included."""
ROOM = LONGEST - 2
MOST_PIECES_OF_WORD = 12
UNKNOWN, START, END = 100, 101, 102
WHOLE, WHOLE_REPORTS = 0.15, 0.6
"""Share of windows that are as full as they get; reports with links are read whole more often, as links reach far."""
NAMELESS = 0.08
"""Share of windows that are read as if no name were known."""
AS_WRITTEN, UPPER, LOWER, GUESSED = range(4)
CASE_OF_MARKS = 5
APOSTROPHE, CURLY_APOSTROPHE, QUOTE, OPENING, CLOSING = 1005, 1521, 1000, 1523, 1524
"""Word pieces of quotation marks in the vocabulary of uncased BERT."""

Ints = NDArray[np.int64]


def case_of(word: str) -> int:
    """The case feature: 0 lower, 1 title, 2 upper, 3 mixed, 4 with a digit, 5 without letters."""
    if any(letter.isdigit() for letter in word):
        return 4
    if not any(letter.isalpha() for letter in word):
        return 5
    if word.islower():
        return 0
    if word.isupper() and len(word) > 1:
        return 2
    if word[0].isupper() and (len(word) == 1 or word[1:].islower()):
        return 1
    return 3


@dataclass(slots=True)
class Encoded:
    """A sentence in numbers.

    Args:
        ids: word pieces.
        cases: case features of the pieces, one row for each of AS_WRITTEN, UPPER, LOWER and GUESSED.
        sides: number of the side that each piece's word names, 0 for none.
        first: place of each word's first piece within the sentence.
        tags: label numbers of the words by head.
        governors: 1-based, 0 for the root; None without a tree.
        relations: relation numbers; None without a tree.
        droppable: whether the last word is a mark on which nothing hangs.
    """

    ids: Ints
    cases: Ints
    sides: Ints
    first: Ints
    tags: dict[str, Ints]
    governors: Ints | None
    relations: Ints | None
    droppable: bool


@dataclass(slots=True)
class Text:
    """A document in numbers; ``gate`` as in :class:`data.Document`."""

    source: str
    sentences: list[Encoded]
    gate: bool
    links: dict[str, Any] | None = None
    publisher: int = 0

    @property
    def pieces(self) -> int:
        """Word pieces in the whole text."""
        return sum(len(sentence.ids) for sentence in self.sentences)


@dataclass(slots=True)
class Window:
    """Consecutive sentences to read in one pass, and how to disguise them."""

    sentences: list[Encoded]
    gate: bool = False
    case: int = AS_WRITTEN
    curly: bool = False
    cut: list[bool] = field(default_factory=list)
    begin: int = 0
    links: dict[str, Any] | None = None
    publisher: int = 0
    nameless: bool = False

    @property
    def pieces(self) -> int:
        """Word pieces with the marks at both ends."""
        return 2 + sum(len(sentence.ids) for sentence in self.sentences)


class Codec:
    """Turns words and tags into numbers.

    Args:
        labels: labels by head; tags under other names are left out.
        relations: names of the dependency relations.
    """

    def __init__(self, labels: Mapping[str, Sequence[str]], relations: Sequence[str]) -> None:
        self._tokenizer = Tokenizer.from_file(str(pretrained_folder() / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        self._numbers = {name: {label: i for i, label in enumerate(names)} for name, names in labels.items()}
        self._relations = {name: i for i, name in enumerate(relations)}
        self._pieces: dict[str, list[int]] = {}

    def encode(self, document: Document) -> Text:
        """A document in numbers, without sentences that no window can hold.

        Raises:
            ValueError: a tag that its head does not know.
        """
        sentences = (self._encode(sentence) for sentence in document.sentences if sentence.words)
        kept = [s for s in sentences if len(s.ids) <= ROOM]
        whole = len(kept) == len(document.sentences)
        return Text(document.source, kept, document.gate, document.links if whole else None, document.publisher)

    def _encode(self, sentence: Sentence) -> Encoded:
        pieces = [self._split(word) for word in sentence.words]
        lengths = [len(ids) for ids in pieces]
        guessed = sentence.guessed or sentence.words
        variants = (
            sentence.words,
            [word.upper() for word in sentence.words],
            [word.lower() for word in sentence.words],
            guessed,
        )
        cases = np.stack([np.repeat([case_of(word) for word in words], lengths) for words in variants])
        tags = {name: self._number(name, tags) for name, tags in sentence.tags.items() if name in self._numbers}
        governors = relations = None
        last = len(sentence.words)
        droppable = last > 1 and not sentence.words[-1][-1].isalnum()
        if sentence.governors is not None and sentence.relations is not None:
            governors = np.array(sentence.governors)
            relations = np.array([self._relations[name] for name in sentence.relations])
            droppable = droppable and last not in sentence.governors and sentence.governors[-1] != 0
        return Encoded(
            np.fromiter(chain.from_iterable(pieces), np.int64),
            cases,
            np.repeat(sentence.sides or [0] * len(lengths), lengths),
            np.cumsum([0, *lengths[:-1]]),
            tags,
            governors,
            relations,
            droppable,
        )

    def _split(self, word: str) -> list[int]:
        if word not in self._pieces:
            ids = self._tokenizer.encode(word, add_special_tokens=False).ids or [UNKNOWN]
            self._pieces[word] = ids[:MOST_PIECES_OF_WORD]
        return self._pieces[word]

    def _number(self, name: str, tags: Sequence[str]) -> Ints:
        numbers = self._numbers[name]
        if unknown := set(tags) - set(numbers):
            raise ValueError(f"head {name} knows no {', '.join(sorted(unknown))}")
        return np.array([numbers[tag] for tag in tags])


def cut_windows(text: Text, lengths: Iterator[int]) -> Iterator[Window]:
    """Windows over a whole text, each filled up to the next of ``lengths``, with one sentence at least."""
    held: list[Encoded] = []
    room, size, begin = next(lengths), 0, 0
    for number, sentence in enumerate(text.sentences):
        if held and size + len(sentence.ids) > room:
            yield Window(held, text.gate, begin=begin, links=text.links, publisher=text.publisher)
            held, size, room, begin = [], 0, next(lengths), number
        held.append(sentence)
        size += len(sentence.ids)
    if held:
        yield Window(held, text.gate, begin=begin, links=text.links, publisher=text.publisher)


def full_windows(texts: Iterable[Text]) -> list[Window]:
    """Windows as the shipped reader cuts them: as full as they get."""
    return [window for text in texts for window in cut_windows(text, iter(lambda: ROOM, 0))]


def _random_lengths(rng: np.random.Generator, whole: float) -> Iterator[int]:
    while True:
        # A text is often read whole, but a headline or a single quoted sentence must read as well.
        yield ROOM if rng.random() < whole else int(rng.integers(1, ROOM))


def draw_windows(texts: Iterable[Text], rng: np.random.Generator) -> list[Window]:
    """Windows of random lengths, some in capitals, some in lower case, some with curly quotes or without full stops."""
    windows = []
    for text in texts:
        for window in cut_windows(text, _random_lengths(rng, WHOLE_REPORTS if text.links else WHOLE)):
            window.case = _draw_case(text.source, rng)
            window.nameless = bool(rng.random() < NAMELESS)
            window.curly = bool(rng.random() < 0.3)
            if rng.random() < 0.25:
                window.cut = [bool(rng.random() < 0.35) and s.droppable for s in window.sentences]
            windows.append(window)
    return windows


def _draw_case(source: str, rng: np.random.Generator) -> int:
    if source == "muc":
        return int(rng.choice([UPPER, LOWER, GUESSED], p=[0.15, 0.25, 0.6]))
    return int(rng.choice([AS_WRITTEN, UPPER, LOWER], p=[0.9, 0.06, 0.04]))


def make_batches(windows: Sequence[Window], budget: int, rng: np.random.Generator) -> list[list[Window]]:
    """Batches of at most ``budget`` pieces with padding, of windows about equally long, in random order."""
    keyed = sorted(windows, key=lambda window: window.pieces + 8 * rng.random())
    batches: list[list[Window]] = [[]]
    for window in keyed:
        if batches[-1] and (len(batches[-1]) + 1) * (window.pieces + 8) > budget:
            batches.append([])
        batches[-1].append(window)
    return [batches[i] for i in rng.permutation(len(batches))]


@dataclass(slots=True)
class Batch:
    """Tensors of several windows, padded; ``same`` is True where two words share a sentence (and for the root)."""

    ids: Tensor
    case: Tensor
    side: Tensor
    first: Tensor
    mask: Tensor
    same: Tensor
    sentence: Tensor
    tags: dict[str, Tensor]
    governors: Tensor
    relations: Tensor
    gate: Tensor
    links: list[Links | None]

    @property
    def pieces(self) -> int:
        """Word pieces without padding."""
        return int(self.mask.sum())


def collate(windows: Sequence[Window], names: Iterable[str]) -> Batch:
    """One batch of windows with labels for the heads ``names``; what nobody annotated is ``IGNORED``."""
    rows = [_Row(window) for window in windows]
    ids = _pad([row.ids for row in rows], 0)
    sentence = _pad([row.sentence for row in rows], -1)
    same = (sentence[:, :, None] == sentence[:, None, :]) & (sentence >= 0)[:, None, :]
    return Batch(
        ids=ids,
        case=_pad([row.case for row in rows], 0),
        side=_pad([row.side for row in rows], 0),
        first=_pad([row.first for row in rows], 0),
        mask=_pad([np.ones(len(row.ids), np.int64) for row in rows], 0).bool()[:, None, None, :],
        same=torch.cat([torch.ones_like(same[:, :, :1]), same], 2),
        sentence=sentence,
        tags={name: _pad([row.labels(name) for row in rows], IGNORED) for name in names},
        governors=_pad([row.governors for row in rows], IGNORED),
        relations=_pad([row.relations for row in rows], IGNORED),
        gate=torch.tensor([row.gate for row in rows]),
        links=[row.links for row in rows],
    )


def _pad(rows: Sequence[Ints], value: int) -> Tensor:
    padded = np.full((len(rows), max(map(len, rows))), value, np.int64)
    for i, row in enumerate(rows):
        padded[i, : len(row)] = row
    return torch.from_numpy(padded)


def _curl(ids: Ints) -> Ints:
    """Treebanks hold straight quotes, while what people publish mostly holds curly ones."""
    quotes = ids == QUOTE
    ids = np.where(ids == APOSTROPHE, CURLY_APOSTROPHE, ids)
    return np.where(quotes, np.where(np.cumsum(quotes) % 2 == 1, OPENING, CLOSING), ids)


class _Row:
    """A window's arrays; ``gate`` is 1 or 0 where roles were annotated, else -1."""

    def __init__(self, window: Window) -> None:
        cut = window.cut or [False] * len(window.sentences)
        self._parts = list(
            zip(window.sentences, [len(s.first) - c for s, c in zip(window.sentences, cut, strict=True)], strict=True)
        )
        ids, cases, first, at = [np.array([START])], [np.array([CASE_OF_MARKS])], [], 1
        sides = [np.array([window.publisher])]
        for part, words in self._parts:
            end = len(part.ids) if words == len(part.first) else int(part.first[words])
            ids.append(part.ids[:end])
            cases.append(part.cases[window.case, :end])
            sides.append(part.sides[:end])
            first.append(part.first[:words] + at)
            at += end
        self.ids = np.concatenate([*ids, [END]])
        if window.curly:
            self.ids = _curl(self.ids)
        self.case = np.concatenate([*cases, [CASE_OF_MARKS]])
        self.side = np.concatenate([*sides, [0]]) * (not window.nameless)
        self.first = np.concatenate(first)
        self.sentence = np.repeat(np.arange(len(self._parts)), [words for _, words in self._parts])
        self.governors, self.relations = self._trees()
        self.links = self._link(window)
        self.gate = -1.0
        if window.gate:
            self.gate = float(any(part.tags[role].any() for part in window.sentences for role in ROLES))

    def _link(self, window: Window) -> Links | None:
        if window.links is None:
            return None
        begins, lengths, at = {}, {}, 0
        for number, (_, words) in enumerate(self._parts, window.begin):
            begins[number], lengths[number] = at, words
            at += words
        return make_links(window.links, begins, lengths)

    def _trees(self) -> tuple[Ints, Ints]:
        governors, relations, before = [], [], 0
        for part, words in self._parts:
            if part.governors is None or part.relations is None:
                governors.append(np.full(words, IGNORED))
                relations.append(np.full(words, IGNORED))
            else:
                own = part.governors[:words]
                governors.append(np.where(own > 0, own + before, 0))
                relations.append(part.relations[:words])
            before += words
        return np.concatenate(governors), np.concatenate(relations)

    def labels(self, name: str) -> Ints:
        """Label numbers of the window's words for one head."""
        return np.concatenate(
            [part.tags[name][:words] if name in part.tags else np.full(words, IGNORED) for part, words in self._parts]
        )
