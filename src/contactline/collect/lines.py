"""Lines of a text with their places, and the lines that are not the report's own words."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from contactline._kit.folding import fold_name
from contactline.records.quotes import Span

_EDGE = 8  # labelled lines count as furniture only so many lines from either end
_LABEL = re.compile(r"\s*(?P<label>[^\W\d][^:\n]{1,30}?)\s*:\s*(?P<value>\S.*?)\s*")
_MAX_LABELLED = 300  # characters; a longer “Source: …” line is a paragraph
_MIN_REPEAT = 20  # characters; shorter lines may rightly occur twice, as in lists
_SPEECH = re.compile(r"[“”«»\"]|\b(?:said|says|told|stated)\b")


@dataclass(frozen=True, slots=True)
class Line:
    """One line that is not blank: its words without space around them, and their span."""

    text: str
    span: Span
    folded: str


@dataclass(frozen=True, slots=True)
class Labelled:
    """A line such as ``Source: Trend``: ``sort`` is ``source``, ``link``, ``date`` or ``author``."""

    sort: str
    value: str
    line: Line


def iter_lines(text: str) -> Iterator[Line]:
    """The lines of a text that are not blank, in order."""
    start = 0
    for raw in text.split("\n"):
        words = raw.strip()
        if words:
            at = start + raw.index(words)
            # Long lines are paragraphs; no rule here looks at how they fold.
            folded = fold_name(words).strip(" .:…") if len(words) <= _MAX_LABELLED else words
            yield Line(words, Span(at, at + len(words)), folded)
        start += len(raw) + 1


def find_labelled(lines: tuple[Line, ...]) -> tuple[Labelled, ...]:
    """Lines near either end that say source, link, date or author."""
    found = []
    for number, line in enumerate(lines):
        if min(number, len(lines) - 1 - number) >= _EDGE or len(line.text) > _MAX_LABELLED:
            continue
        match = _LABEL.fullmatch(line.text)
        sort = _lexicon().get(("label", fold_name(match["label"]))) if match else None
        if match and sort and not _is_sentence(match["value"]):
            found.append(Labelled(sort, match["value"], line))
    return tuple(found)


def find_furniture(lines: tuple[Line, ...], headline: str | None) -> tuple[Span, ...]:
    """Spans of share rows, repeats of the headline, and repeats of an earlier line."""
    seen = {fold_name(headline).strip(" .:…")} if headline else set()
    spans = []
    for line in lines:
        if _is_button(line) or (line.folded in seen and len(line.text) >= _MIN_REPEAT) or _is_headline(line, headline):
            spans.append(line.span)
        seen.add(line.folded)
    return tuple(spans)


def _is_headline(line: Line, headline: str | None) -> bool:
    return headline is not None and line.folded == fold_name(headline).strip(" .:…")


def _is_button(line: Line) -> bool:
    if len(line.text) > 120:
        return False
    if ("exact", line.folded) in _lexicon():
        return True
    return not _is_sentence(line.text) and any(line.folded.startswith(words) for words in _prefixes())


def _is_sentence(text: str) -> bool:
    """Whether words read as a statement: then they are the report's own, whatever label stands before them."""
    return bool(_SPEECH.search(text)) or (text.endswith((".", "!", "?")) and len(text.split()) > 8)


@cache
def _lexicon() -> dict[tuple[str, str], str]:
    table = (files("contactline.reference") / "furniture.csv").read_text(encoding="utf-8")
    return {(row["match"], fold_name(row["words"])): row["sort"] for row in csv.DictReader(table.splitlines())}


@cache
def _prefixes() -> tuple[str, ...]:
    return tuple(words for match, words in _lexicon() if match == "prefix" and words)
