"""Furniture of a page: captions, bylines, buttons, contact lines. It is on the page, but the report does not claim it.

The cue words are in ``reference/lexicons/furniture.csv``: ``start`` opens such a line, ``anywhere`` marks it wherever
it stands, ``alone`` are words of which a whole line of buttons is made.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from contactline.read.document import Document, Sentence
from contactline.records.quotes import Span

_LONGEST: Final = 600
_LONGEST_BYLINE: Final = 14
_IN_BYLINES: Final = frozenset({"and", "in", "of", "the", "for", "|", "-", "–", "—", "/", "de", "van", "al"})
_CONTACT: Final = re.compile(
    r"^\W*(?:[\w.+-]+@[\w-]+\.[\w.-]+|https?://\S+|www\.\S+|\+?\(?\d[\d ()./-]{6,}\d)\W*$|"
    r"\b[\w.+-]+@[\w-]+\.[a-z]{2,}\b(?=\W*$)",
    re.IGNORECASE,
)
_LINK: Final = re.compile(r"https?://\S+|www\.\S+")
_CAPTION: Final = 300
_SEPARATORS: Final = ":|–—-/•»›([…"


@dataclass(frozen=True, slots=True)
class _Cues:
    starts: frozenset[str]
    anywhere: tuple[str, ...]
    alone: frozenset[str]
    longest: int


@cache
def _load_cues() -> _Cues:
    path = files("contactline.reference") / "lexicons" / "furniture.csv"
    rows = list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))
    starts = frozenset(row["words"] for row in rows if row["sort"] == "start")
    return _Cues(
        starts=starts,
        anywhere=tuple(row["words"] for row in rows if row["sort"] == "anywhere"),
        alone=frozenset(row["words"] for row in rows if row["sort"] == "alone"),
        longest=max(len(words.split()) for words in starts),
    )


def is_furniture(document: Document, sentence: Sentence) -> bool:
    """Whether a sentence is page furniture.

    A cue that opens a line counts only at the start of a paragraph and where a colon, bar or line end follows, so that
    "Photos show …" and "Sources said …" stay sentences.
    """
    if len(sentence.span) > _LONGEST:
        return False
    words = document.words(sentence.span).strip()
    if any(cue in _fold(words) for cue in _load_cues().anywhere) or _CONTACT.search(words):
        return True
    line = document.words(_line_of(document, sentence)).strip()
    return _opens(_fold(line)) or _is_byline(line) or _is_buttons(_fold(line))


def _fold(words: str) -> str:
    return words.lower().replace("’", "'")


def _line_of(document: Document, sentence: Sentence) -> Span:
    """The paragraph of a caption of several sentences; a long paragraph is looked at by its first sentence alone."""
    paragraph = document.paragraphs[sentence.paragraph]
    if len(paragraph) <= _CAPTION or paragraph.start == sentence.span.start:
        return Span(paragraph.start, min(paragraph.end, paragraph.start + _CAPTION))
    return Span(paragraph.start, paragraph.start)


def _is_byline(words: str) -> bool:
    """“By Ada Voss in Harn”, “By Jan Holt | Monday, 04 April”: no verb, nothing but names."""
    pieces = words.split()
    if not 2 <= len(pieces) <= _LONGEST_BYLINE or pieces[0].lower() != "by" or _is_sentence(words):
        return False
    return all(piece[0].isupper() or piece[0].isdigit() or piece.lower() in _IN_BYLINES for piece in pieces[1:])


def _opens(low: str) -> bool:
    cues = _load_cues()
    pieces = low.split()
    for count in range(min(cues.longest, len(pieces)), 0, -1):
        head = " ".join(pieces[:count])
        bare = head.rstrip(_SEPARATORS + ".")
        if bare in cues.starts:
            rest = low[len(head) :].strip()
            marked = head != bare or rest[:1] in _SEPARATORS
            return not rest or marked or (count > 1 and not _is_sentence(low))
    return False


def _is_sentence(low: str) -> bool:
    return low.rstrip("\"”'").endswith((".", "!", "?"))


def _is_buttons(low: str) -> bool:
    words = re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", _LINK.sub(" ", low))
    return 0 < len(words) <= 12 and all(word in _load_cues().alone for word in words)
