"""Brings what was found about the model's words over to the tokens of the document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from contactline.read.analysis import ROOT
from contactline.read.compact.words import Word
from contactline.read.document import Token


@dataclass(frozen=True, slots=True)
class Alignment:
    """Which tokens and words share characters.

    Attributes:
        first: for every word the first token that it touches.
        last: for every word the token after the last one that it touches.
        homes: for every word the token that stands for it: the first of those it touches, if possible the first with a
            letter or digit.
        words: for every token the words whose home it is, in order; possibly none.
    """

    first: tuple[int, ...]
    last: tuple[int, ...]
    homes: tuple[int, ...]
    words: tuple[tuple[int, ...], ...]


def align(words: Sequence[Word], tokens: Sequence[Token]) -> Alignment:
    """Align two cuttings of the same text; every character that is not a space belongs to one word and one token."""
    firsts, lasts, homes = [], [], []
    owned: list[list[int]] = [[] for _ in tokens]
    token = 0
    for number, word in enumerate(words):
        while tokens[token].span.end <= word.start:
            token += 1
        last = token + 1
        while last < len(tokens) and tokens[last].span.start < word.end:
            last += 1
        home = next((index for index in range(token, last) if tokens[index].is_word), token)
        firsts.append(token)
        lasts.append(last)
        homes.append(home)
        owned[home].append(number)
    return Alignment(tuple(firsts), tuple(lasts), tuple(homes), tuple(map(tuple, owned)))


def choose_tops(alignment: Alignment, heads: Sequence[int]) -> tuple[int, ...]:
    """For every token the word that speaks for it, or -1 if it is no word's home.

    Of several words it is the one nearest to the root of the sentence. Then a token's head is always nearer to the root
    than the token itself, so that a tree of words gives a tree of tokens, whatever the words and tokens are.

    Args:
        alignment: words and tokens.
        heads: for every word its head, or ``ROOT``; a tree in every sentence.
    """
    return tuple(_top(words, heads) for words in alignment.words)


def _top(words: tuple[int, ...], heads: Sequence[int]) -> int:
    if len(words) <= 1:
        return words[0] if words else -1
    outside = [word for word in words if heads[word] not in words]
    return outside[0] if len(outside) == 1 else min(outside, key=lambda word: (_depth(word, heads), word))


def _depth(word: int, heads: Sequence[int]) -> int:
    depth = 0
    while heads[word] != ROOT:
        word = heads[word]
        depth += 1
    return depth


def lift_heads(alignment: Alignment, tops: Sequence[int], heads: Sequence[int]) -> tuple[int, ...]:
    """For every token the token that governs it, or ``ROOT``."""
    lifted = []
    hosts = _hosts(alignment, tops)
    for token, top in enumerate(tops):
        if top < 0:
            lifted.append(hosts[token])
        else:
            head = heads[top]
            lifted.append(ROOT if head == ROOT else alignment.homes[head])
    return tuple(lifted)


def _hosts(alignment: Alignment, tops: Sequence[int]) -> dict[int, int]:
    """For tokens that are no word's home, the home of the first word that touches them."""
    hosts: dict[int, int] = {}
    for word, home in enumerate(alignment.homes):
        for token in range(alignment.first[word], alignment.last[word]):
            if tops[token] < 0:
                hosts.setdefault(token, home)
    return hosts


def lift_range(alignment: Alignment, first: int, last: int) -> tuple[int, int]:
    """The half-open range of tokens that a half-open range of words touches."""
    return alignment.first[first], alignment.last[last - 1]
