"""Parses an annotated file. What cannot be understood becomes a mistake with its line, and the rest is kept."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Final, NamedTuple

from contactline.annotated.claimlines import parse_lines
from contactline.annotated.texts import AnnotatedText, Mark, Mistake
from contactline.records.ids import SideId
from contactline.records.quotes import Span
from contactline.records.reports import Report, ReportMeta, make_report

_FACTS: Final = ("publisher", "side", "manner", "published")
_OPEN: Final = re.compile(r"\{([a-z]\d+) ")
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_LANGUAGE: Final = "en"


class Parsed(NamedTuple):
    """The text, unless no report could be made of it, and what was wrong."""

    text: AnnotatedText | None
    mistakes: tuple[Mistake, ...]


def parse_file(path: Path) -> Parsed:
    """Parse one file of a conflict's folder."""
    try:
        source = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        return Parsed(None, (Mistake(str(path), 0, f"cannot be read as UTF-8: {error}"),))
    return parse_text(source, str(path))


def parse_text(source: str, path: str) -> Parsed:
    """Parse the content of a file; ``path`` gives the text's name and its conflict, and stands in the mistakes."""
    book = _Book(path)
    lines = source.removeprefix("\ufeff").replace("\r\n", "\n").split("\n")
    cuts = [number for number, line in enumerate(lines) if line.strip() == "---"]
    if len(cuts) != 2:
        book.add(cuts[2] + 1 if cuts[2:] else 0, f"has {len(cuts)} lines “---”; write two: facts --- text --- claims")
    if len(cuts) < 2:
        return Parsed(None, tuple(book.mistakes))
    first, second = cuts[:2]
    meta, manner = _parse_facts(lines[:first], book)
    passage = _parse_passage(lines[first + 1 : second], first + 2, book)
    report = make_report(passage.headline, passage.body, meta)
    marks = _keep_marks(passage.marks, report, book)
    casualties, claims = parse_lines(lines[second + 1 :], second + 2, book.add)
    file = Path(path)
    text = AnnotatedText(path, file.stem, file.parent.name, manner, report, marks, casualties, claims, first + 2)
    return Parsed(text, tuple(sorted(book.mistakes)))


@dataclass(slots=True)
class _Book:
    """Collects mistakes of one file."""

    path: str
    mistakes: list[Mistake] = field(default_factory=list)

    def add(self, line: int, message: str) -> None:
        self.mistakes.append(Mistake(self.path, line, message))


# -- facts


def _parse_facts(lines: list[str], book: _Book) -> tuple[ReportMeta, str]:
    facts: dict[str, tuple[str, int]] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        key, colon, value = (piece.strip() for piece in line.partition(":"))
        if not colon or key not in _FACTS:
            book.add(number, f"“{line.strip()}” is no fact about the report; write one of {', '.join(_FACTS)}, and “:”")
        elif key in facts:
            book.add(number, f"“{key}” is given twice; keep one")
        elif not value:
            book.add(number, f"“{key}” has no value; write it after the colon")
        else:
            facts[key] = (value, number)
    for key in _FACTS:
        if key not in facts:
            book.add(0, f"the fact “{key}: …” is missing; write it above the first “---”")
    manner = facts.get("manner", ("", 0))[0]
    publisher, side = facts.get("publisher", ("", 0))[0], facts.get("side", ("", 0))[0]
    published = _parse_day(*facts.get("published", ("", 0)), book)
    meta = ReportMeta(publisher or None, SideId(side) if side else None, published_on=published, language=_LANGUAGE)
    return meta, manner


def _parse_day(value: str, line: int, book: _Book) -> date | None:
    if not value:
        return None
    try:
        day = date.fromisoformat(value)
    except ValueError:
        day = None
    if day is None or not _DAY.fullmatch(value):  # Python also reads 20310705
        book.add(line, f"published “{value}” is no day; write it as 2031-07-05")
    return day


# -- the text


class _Char(NamedTuple):
    char: str
    line: int


@dataclass(frozen=True, slots=True)
class _Passage:
    """Headline and body without marks; the spans of ``marks`` are in headline, blank line, body."""

    headline: str
    body: str
    marks: list[Mark]


def _parse_passage(lines: list[str], first: int, book: _Book) -> _Passage:
    blocks = _join_blocks(lines, first)
    if not blocks:
        book.add(first, "there is no text; write the headline after “# ” and the report below it")
        return _Passage("", "", [])
    head, *rest = blocks
    has_headline = head[0].char == "#"
    if has_headline:
        head = head[1:]
        while head and head[0].char == " ":
            head = head[1:]
    else:
        book.add(head[0].line, "the text begins without a headline; put it on a first line that begins with “# ”")
    for block in rest:
        if block[0].char == "#":
            book.add(block[0].line, "a second line begins with “#”; only the headline does")
    marks: list[Mark] = []
    texts: list[str] = []
    offset = 0
    for block in [head, *rest]:
        text = _strip_marks(block, offset, marks, book)
        texts.append(text)
        offset += len(text) + 2
    body = texts[1:] if has_headline else texts
    if not body:
        book.add(first, "there is only a headline; write the report below it, after a blank line")
    return _Passage(texts[0] if has_headline else "", "\n\n".join(body), marks)


def _join_blocks(lines: list[str], first: int) -> list[list[_Char]]:
    """Paragraphs as characters that know their line. A line end inside a paragraph is a space."""
    blocks: list[list[_Char]] = []
    open_ = False
    for number, line in enumerate(lines, first):
        words = line.strip()
        if not words:
            open_ = False
            continue
        # A headline ends with its line when the body follows without a blank one.
        if open_ and not (len(blocks) == 1 and blocks[0][0].char == "#" and _is_closed(blocks[0])):
            blocks[-1] += [_Char(" ", number), *(_Char(char, number) for char in words)]
        else:
            blocks.append([_Char(char, number) for char in words])
        open_ = True
    return blocks


def _is_closed(block: list[_Char]) -> bool:
    chars = [char.char for char in block]
    return chars.count("{") == chars.count("}")


def _strip_marks(block: list[_Char], offset: int, marks: list[Mark], book: _Book) -> str:
    """The text of a block without its marks, which are added to ``marks``."""
    source = "".join(char.char for char in block)
    out: list[str] = []
    open_: list[tuple[str, int, int]] = []  # id, start in the text, line
    position = 0
    while position < len(source):
        char, line = block[position]
        if char == "{":
            match = _OPEN.match(source, position)
            if match:
                open_.append((match[1], offset + len(out), line))
                position = match.end()
                continue
            book.add(
                line,
                f"“{source[position : position + 12]}…” opens no mark; write “{{e1 words}}”: letter, number, space",
            )
        elif char == "}":
            if open_:
                id_, start, opened = open_.pop()
                _close_mark(
                    Mark(id_, Span(start, offset + len(out)), opened), "".join(out)[start - offset :], marks, book
                )
            else:
                book.add(line, f"“}}” after “{source[max(0, position - 20) : position]}” closes no mark; take it away")
        else:
            out.append(char)
        position += 1
    for id_, _, line in open_:
        book.add(line, f"mark {id_} is not closed before the end of its paragraph; write “}}” after its last word")
    return "".join(out)


def _close_mark(mark: Mark, words: str, marks: list[Mark], book: _Book) -> None:
    if not words.strip():
        book.add(mark.line, f"mark {mark.id} has no words")
        return
    marks.append(mark)


def _keep_marks(marks: list[Mark], report: Report, book: _Book) -> tuple[Mark, ...]:
    """Marks in reading order, each id once; outer ones before inner ones."""
    kept: dict[str, Mark] = {}
    for mark in sorted(marks, key=lambda mark: (mark.span.start, -mark.span.end)):
        if mark.id in kept:
            book.add(
                mark.line, f"mark {mark.id} is already used on line {kept[mark.id].line}; give this one another number"
            )
        elif mark.id.startswith("c"):
            book.add(mark.line, f"mark {mark.id}: the letter c is for claims; take another letter")
        elif mark.span.end <= len(report.text):
            kept[mark.id] = mark
    return tuple(kept.values())
