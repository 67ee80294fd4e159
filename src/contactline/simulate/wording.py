"""The words of claims: boilerplate, details of the incident, and their hashes by the hundred thousand.

A text is a handful of *phrases*, each a few content words: an opening by kind, the outlet's own turn of phrase, filler
that fits every incident, and details that a reporter knows. All of it exists in three languages: that of each side,
whose words share nothing with the others', and the common one that agencies write in.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from contactline._kit.wordhash import hash_term
from contactline.simulate.line import CAMPS, KINDS
from contactline.simulate.parameters import load_parameters

LANGUAGES: Final = ("ik", "vm", "en")
"""Of the first side, of the second side, and the common one."""
COMMON: Final = 2
NOTHING: Final = -1
"""No phrase in this slot."""
_WORLD_SEED: Final = 11
_OPENINGS, _TURNS, _FILLERS, _DETAILS = 60, 6, 500, 640
_OPENING_WORDS, _TURN_WORDS, _FILLER_WORDS = 7, 3, 4
_CIPHER: Final = (
    str.maketrans("aeioubcdfgklmnprstvz", "oaueizkpvhtgnmbsrldf"),
    str.maketrans("aeioubcdfgklmnprstvz", "iuoaepmtrkvdslgnzbfc"),
)


@dataclass(frozen=True, slots=True)
class Wording:
    """All phrases, and what is needed to make texts of them.

    Attributes:
        tokens: words of all languages; language ``k`` begins at ``k * len(tokens) // 3``.
        phrases: tokens of each phrase in the first language, padded with -1, shape ``(phrases, words)``.
        turns, fillers, details: where phrases of that sort begin; openings begin at 0. A detail has two phrases, the
            second a paraphrase of the first.
        terms: the hash of each token; the last one stands for no word.
        detail_steps: cumulated popularity of the details.
    """

    tokens: tuple[str, ...]
    phrases: NDArray[np.int16]
    turns: int
    fillers: int
    details: int
    terms: NDArray[np.uint32]
    detail_steps: NDArray[np.float64]

    def pick_opening(self, kind: NDArray[np.int8], draw: NDArray[np.float64]) -> NDArray[np.int32]:
        """An opening for each kind."""
        return (kind.astype(np.int32) * _OPENINGS + (draw * _OPENINGS).astype(np.int32)).astype(np.int32)

    def pick_turn(self, outlet: NDArray[np.int16], draw: NDArray[np.float64]) -> NDArray[np.int32]:
        """One of an outlet's own turns of phrase."""
        return (self.turns + outlet.astype(np.int32) * _TURNS + (draw * _TURNS).astype(np.int32)).astype(np.int32)

    def pick_filler(self, draw: NDArray[np.float64]) -> NDArray[np.int32]:
        """A phrase that fits every incident."""
        return (self.fillers + (draw * _FILLERS).astype(np.int32)).astype(np.int32)

    def pick_detail(self, draw: NDArray[np.float64]) -> NDArray[np.int16]:
        """A detail, popular ones more often."""
        return np.searchsorted(self.detail_steps, draw, side="right").astype(np.int16)

    def make_words(self, phrases: NDArray[np.int32], language: int) -> tuple[str, ...]:
        """The words of one text, in order."""
        chosen = self.phrases[phrases[phrases != NOTHING]]
        shift = language * (len(self.tokens) // len(LANGUAGES))
        return tuple(self.tokens[token + shift] for token in chosen[chosen >= 0].tolist())

    def make_terms(self, phrases: NDArray[np.int32], language: NDArray[np.int8]) -> NDArray[np.uint32]:
        """Hashes of the words of texts, from phrases of shape ``(texts, slots)``; 0 for no word."""
        padded = np.vstack([self.phrases, np.full((1, self.phrases.shape[1]), -1, np.int16)])
        tokens = padded[phrases].reshape(len(phrases), -1).astype(np.int32)
        shift = language.astype(np.int32) * (len(self.tokens) // len(LANGUAGES))
        return self.terms[np.where(tokens >= 0, tokens + shift[:, None], len(self.tokens))]


@dataclass(frozen=True, slots=True)
class Detail:
    """A detail in words, for sentences: a thing with a part, or a thing alone (``part`` empty), each with a synonym."""

    thing: tuple[str, str]
    part: tuple[str, str]
    fate: tuple[str, str]


@lru_cache(maxsize=1)
def load_details() -> tuple[Detail, ...]:
    """All details, the most popular first. The same for every seed."""
    words = load_words()["details"]
    things, parts, fates = (_make_pairs(words[name]) for name in ("things", "parts", "fates"))
    built = [Detail(thing, part, fate) for thing in things for part in parts for fate in fates]
    rng = np.random.default_rng(_WORLD_SEED)
    alone = []
    for entry in words["alone"].split():
        thing, fate = entry.split(":")
        alone.append(Detail(_make_pair(thing), ("", ""), _make_pair(fate)))
    chosen = [built[index] for index in rng.permutation(len(built))[: _DETAILS - len(alone)]]
    mixed = [*alone, *chosen]
    return tuple(mixed[index] for index in rng.permutation(len(mixed)))


@lru_cache(maxsize=1)
def load_words() -> dict[str, Any]:
    """The word lists."""
    return tomllib.loads(files("contactline.simulate").joinpath("words.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def load_wording() -> Wording:
    """All phrases. The same for every seed."""
    words = load_words()
    rng = np.random.default_rng(_WORLD_SEED)
    texts = [*_make_openings(rng, words["kind"]), *_make_turns(rng, words["style"]["words"])]
    turns = len(KINDS) * _OPENINGS
    fillers = len(texts)
    texts += [_draw(rng, words["filler"]["words"].split(), _FILLER_WORDS) for _ in range(_FILLERS)]
    details = len(texts)
    for number, detail in enumerate(load_details()):
        texts += [_tell(detail, 0, number), _tell(detail, 1, number)]
    plain = sorted({word for text in texts for word in text})
    place = {word: index for index, word in enumerate(plain)}
    phrases = np.full((len(texts), max(map(len, texts))), -1, np.int16)
    for row, text in enumerate(texts):
        phrases[row, : len(text)] = [place[word] for word in text]
    tokens = (*(_encrypt(word, 0) for word in plain), *(_encrypt(word, 1) for word in plain), *plain)
    popularity = 1 / np.arange(1, _DETAILS + 1) ** load_parameters().number("words.detail_zipf")
    return Wording(
        tokens=tokens,
        phrases=phrases,
        turns=turns,
        fillers=fillers,
        details=details,
        terms=np.array([*(hash_term(token) for token in tokens), 0], np.uint32),
        detail_steps=np.cumsum(popularity / popularity.sum())[:-1],
    )


def _make_openings(rng: np.random.Generator, words: dict[str, str]) -> list[list[str]]:
    return [
        _draw(rng, words[kind.value].split(), int(rng.integers(_OPENING_WORDS - 2, _OPENING_WORDS + 1)))
        for kind in KINDS
        for _ in range(_OPENINGS)
    ]


def _make_turns(rng: np.random.Generator, words: str) -> list[list[str]]:
    count = len(CAMPS) * int(load_parameters().number("report.outlets")) * _TURNS
    return [_draw(rng, words.split(), _TURN_WORDS) for _ in range(count)]


def _draw(rng: np.random.Generator, words: list[str], count: int) -> list[str]:
    weights = 1 / np.sqrt(np.arange(1, len(words) + 1))
    return [words[index] for index in rng.choice(len(words), count, replace=False, p=weights / weights.sum())]


def _tell(detail: Detail, form: int, number: int) -> list[str]:
    """The words of a detail; its paraphrase has the synonym of one word, in some cases of two."""
    swaps = (number % 3, (number // 3) % 3) if form else ()
    parts = (detail.thing, detail.part, detail.fate)
    words = [pair[place in swaps or (form == 1 and not detail.part[0])] for place, pair in enumerate(parts)]
    return [word for word in words if word]


def _encrypt(word: str, language: int) -> str:
    """A word of an invented language: the letters of another one, exchanged."""
    return word.translate(_CIPHER[language]) + ("ar", "ush")[language]


def _make_pairs(words: str) -> tuple[tuple[str, str], ...]:
    return tuple(_make_pair(word) for word in words.split())


def _make_pair(word: str) -> tuple[str, str]:
    first, _, other = word.partition("/")
    return first, other or first
