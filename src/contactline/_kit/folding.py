"""Foldings of text that keep a way back: every folded character knows the original offset it came from."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from anyascii import anyascii

# Characters that change how text looks without being seen: bidi controls, zero-width characters, soft hyphen.
INVISIBLE = frozenset(
    "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)
_QUOTES = {"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "‛": "'", "ʼ": "'", "`": "'"}
_DASHES = dict.fromkeys("‐‑‒–—―−", "-")


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded view of a text.

    Attributes:
        text: the folded characters.
        origins: for each folded character the offset (code point) of the original character; one more entry
            at the end holds the original's length.
    """

    text: str
    origins: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The original half-open span of a folded half-open span."""
        if start >= end:
            return self.origins[start], self.origins[start]
        return self.origins[start], self.origins[end - 1] + 1


def fold(text: str) -> Folded:
    """Fold for matching: ASCII, lower case, straight quotes and dashes, invisible characters dropped."""
    out: list[str] = []
    origins: list[int] = []
    for offset, char in enumerate(text):
        for folded in _fold_char(char):
            out.append(folded)
            origins.append(offset)
    origins.append(len(text))
    return Folded("".join(out), tuple(origins))


def fold_name(text: str) -> str:
    """Fold a name for comparison: as :func:`fold`, with hyphens, apostrophes and runs of spaces evened out."""
    folded = fold(text).text.replace("-", " ").replace("'", "")
    return " ".join(folded.split())


def show_controls(text: str) -> str:
    """Replace characters that could disguise a text by visible marks such as ``⟨U+202E⟩``."""
    return "".join(f"⟨U+{ord(char):04X}⟩" if _is_disguise(char) else char for char in text)


def _is_disguise(char: str) -> bool:
    return char in INVISIBLE or (unicodedata.category(char) in {"Cc", "Cs", "Co"} and char not in "\n\t")


def _fold_char(char: str) -> str:
    if char.isascii():
        return char.lower()
    if char in INVISIBLE:
        return ""
    plain = _QUOTES.get(char) or _DASHES.get(char)
    if plain:
        return plain
    if unicodedata.category(char) in {"Zs", "Zl", "Zp"}:
        return " "
    return anyascii(char).lower()
