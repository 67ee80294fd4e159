"""Markdown to plain text: the marks go, every word stays."""

from __future__ import annotations

import re

from contactline.collect.fields import Fields
from contactline.collect.parsed import Parsed

_HEADING = re.compile(r" {0,3}(?P<marks>#{1,6})[ \t]+(?P<words>.*?)[ \t]*#*[ \t]*")
_UNDERLINE = re.compile(r" {0,3}(=+|-{2,})[ \t]*")
_RULER = re.compile(r" {0,3}([-*_])[ \t]*(\1[ \t]*){2,}")
_QUOTE_MARK = re.compile(r"^( {0,3}>[ ]?)+")
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
    body = "\n".join(_plain_line(line) for line in rest)
    return Parsed(body, Fields(headline=_plain_line(headline) if headline else None))


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
