"""Markdown to plain text: the marks go, every word stays."""

from __future__ import annotations

import re
from collections.abc import Iterator

from contactline.collect.fields import Fields
from contactline.collect.parsed import Parsed
from contactline.collect.problems import make_info
from contactline.records.quotes import Span

_HEADING = re.compile(r" {0,3}(?P<marks>#{1,6})[ \t]+(?P<words>.*?)[ \t]*#*[ \t]*")
_UNDERLINE = re.compile(r" {0,3}(=+|-{2,})[ \t]*")
_RULER = re.compile(r" {0,3}([-*_])[ \t]*(\1[ \t]*){2,}")
_QUOTE_MARK = re.compile(r"^( {0,3}>[ ]?)+")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})[^`]*$")
_DASHES = re.compile(r"[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*")
_NOTE = "{} lines of tables or fenced blocks are no sentences; they are kept and not read"
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_INLINE = (
    (re.compile(r"!\[([^\]\n]*)\]\([^)\n]*\)"), r"\1"),  # a picture leaves its caption
    (re.compile(r"\[([^\]\n]+)\]\((?:[^()\n]|\([^()\n]*\))*\)"), r"\1"),
    (re.compile(r"<(https?://[^>\s]+)>"), r"\1"),
    (re.compile(r"(?<![\w*\\])(\*\*|__)(?=\S)([^\n]*?[^\s\\])\1(?![\w*])"), r"\2"),
    (re.compile(r"(?<![\w*\\])([*_])(?=[^\s*_])([^*_\n]*[^\s*_\\]|[^\s*_\\])\1(?![\w*])"), r"\2"),
    (re.compile(r"(?<!`)(`+)(?!`)([^`\n]+?)\1(?!`)"), r"\2"),
    (re.compile(r"\\([!-/:-@\[-`{-~])"), r"\1"),
)


def parse_markdown(text: str, subject: str) -> Parsed:
    r"""Write Markdown as plain text; the first heading, if it opens the text, is the headline.

    Args:
        text: without front matter, line ends as ``\\n``.
        subject: the file's name for problems.
    """
    lines = _COMMENT.sub("", text).split("\n")
    headline, rest = _part_heading(lines)
    aside = _find_fenced(rest)
    aside |= _find_tables(rest, aside)
    plain = [line if number in aside else _plain_line(line) for number, line in enumerate(rest)]
    asides = tuple(_iter_spans(plain, aside))
    problems = (make_info("not-prose", _NOTE.format(len(asides)), subject),) if asides else ()
    return Parsed("\n".join(plain), Fields(headline=_plain_line(headline) if headline else None), problems, asides)


def _find_fenced(lines: list[str]) -> set[int]:
    """Numbers of the lines of fenced blocks, the fences among them. A fence that nothing closes opens none."""
    fenced: set[int] = set()
    number = 0
    while number < len(lines):
        fence = _FENCE.match(lines[number])
        close = _find_close(lines, number, fence[1]) if fence else None
        if close is not None:
            fenced |= set(range(number, close + 1))
            number = close
        number += 1
    return fenced


def _find_close(lines: list[str], start: int, fence: str) -> int | None:
    closing = re.compile(rf" {{0,3}}{re.escape(fence[0])}{{{len(fence)},}}[ \t]*")
    return next((number for number in range(start + 1, len(lines)) if closing.fullmatch(lines[number])), None)


def _find_tables(lines: list[str], taken: set[int]) -> set[int]:
    """Numbers of the lines of tables: a head, a row of dashes, and rows as long as they have bars."""
    found: set[int] = set()
    for number, line in enumerate(lines):
        if number and number not in taken and _DASHES.fullmatch(line) and "|" in line and "|" in lines[number - 1]:
            end = next((n for n in range(number, len(lines)) if "|" not in lines[n]), len(lines))
            found |= set(range(number - 1, end))
    return found


def _iter_spans(lines: list[str], numbers: set[int]) -> Iterator[Span]:
    start = 0
    for number, line in enumerate(lines):
        words = line.strip()
        if number in numbers and words:
            at = start + line.index(words)
            yield Span(at, at + len(words))
        start += len(line) + 1


def _part_heading(lines: list[str]) -> tuple[str | None, list[str]]:
    first = next((number for number, line in enumerate(lines) if line.strip()), len(lines))
    if first == len(lines):
        return None, lines
    heading = _HEADING.fullmatch(lines[first])
    if heading and heading["words"]:
        return heading["words"], lines[first + 1 :]
    if first + 1 < len(lines) and _UNDERLINE.fullmatch(lines[first + 1]) and not _RULER.fullmatch(lines[first]):
        return lines[first].strip(), lines[first + 2 :]
    return None, lines


def _plain_line(line: str) -> str:
    if _RULER.fullmatch(line):
        return ""
    line = _QUOTE_MARK.sub("", line)
    heading = _HEADING.fullmatch(line)
    line = heading["words"] if heading else line
    for pattern, kept in _INLINE:
        line = pattern.sub(kept, line)
    return line
