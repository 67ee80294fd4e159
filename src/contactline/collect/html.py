"""Web pages to plain text: the main text, or all visible text where none can be told apart."""

from __future__ import annotations

import re
from datetime import date
from html.parser import HTMLParser
from typing import Any

from contactline.collect.fields import Entry, Fields, make_fields
from contactline.collect.parsed import Parsed
from contactline.collect.problems import make_info, make_warning
from contactline.records.problems import Problem

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]+)", re.IGNORECASE)
_HEAD_BYTES = 4096
_SILENT = frozenset(
    {"script", "style", "noscript", "template", "head", "svg", "iframe", "object", "select", "textarea"}
)
_INLINE = frozenset(
    [
        "a",
        "abbr",
        "b",
        "bdi",
        "bdo",
        "cite",
        "code",
        "data",
        "dfn",
        "em",
        "font",
        "i",
        "kbd",
        "mark",
        "q",
        "s",
        "samp",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "time",
        "u",
        "var",
        "wbr",
    ]
)
_BREAK = re.compile(r"(?<=[^\s<>])[ \t\r\n]*<br[ \t]*/?>[ \t\r\n]*(?=[^\s<])", re.IGNORECASE)
_FULL_LINE = 50  # characters; so long a line without a full stop goes on in the next
_LARGE = 5_000_000  # characters; beyond it the layout analysis needs gigabytes
# htmldate compares with today unless told otherwise; a re-run years later has to give the same.
_DATE_BOUNDS = {"original_date": True, "extensive_search": False, "max_date": "2200-01-01"}


def find_charset(content: bytes) -> str | None:
    """The encoding that a page declares in its head."""
    match = _CHARSET.search(content[:_HEAD_BYTES])
    return match[1].decode("ascii") if match else None


def parse_html(text: str, subject: str) -> Parsed:
    """Take the main text and the metadata of a page.

    Args:
        text: the page, front matter taken off.
        subject: the file's name for problems.
    """
    text = join_broken_lines(text)
    page = _extract(text) if len(text) <= _LARGE else None
    problems: tuple[Problem, ...] = ()
    if page is None or not (page.text or "").strip():
        message = "no main text could be told from menus and margins, so all visible text is read"
        problems = (make_info("page-whole", message, subject),)
        body = _visible_text(text)
        if not body.strip():
            problems = (make_warning("page-without-text", "the page shows no text", subject),)
    else:
        body = re.sub(r"\n+", "\n\n", page.text)
    fields, found = _fields(page, subject) if page is not None else (Fields(), ())
    return Parsed(body, fields, (*problems, *found))


def join_broken_lines(text: str) -> str:
    """A page's source with single ``<br>`` inside a sentence as spaces; those after a full stop or a title stay."""
    pieces, at = [], 0
    for found in _BREAK.finditer(text):
        pieces.append(text[at : found.start()])
        line = pieces[-1][-400:].rpartition(">")[2].strip()
        pieces.append(" " if _goes_on(line, text[found.end()]) else found[0])
        at = found.end()
    return "".join((*pieces, text[at:]))


def _goes_on(line: str, following: str) -> bool:
    if not line or line[-1] in '.!?:…”"»':
        return False
    return following.islower() or line[-1] == "," or line.split()[-1].islower() or len(line) >= _FULL_LINE


def _extract(text: str) -> Any:
    from trafilatura import bare_extraction  # heavy: only pages need it

    return bare_extraction(
        text, with_metadata=True, include_comments=False, include_tables=True, date_extraction_params=_DATE_BOUNDS
    )


def _fields(page: Any, subject: str) -> tuple[Fields, tuple[Problem, ...]]:
    stated = {
        "headline": page.title,
        "publisher": page.sitename,
        "url": page.url,
        "language": page.language,
        "published": page.date if _is_day(page.date) else None,
    }
    return make_fields({name: Entry(value, 0) for name, value in stated.items() if value}, subject)


def _is_day(text: str | None) -> bool:
    try:
        date.fromisoformat(text or "")
    except ValueError:
        return False
    return True


def _visible_text(text: str) -> str:
    reader = _VisibleText()
    reader.feed(text)
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.pieces).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


class _VisibleText(HTMLParser):
    """Collects the words of a page that a browser would show; blocks become paragraphs."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self.silent += 1
        elif tag == "body":
            self.silent = 0  # a head or script that was never closed does not hide the page
        elif tag not in _INLINE:
            self.pieces.append("\n\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self.silent = max(0, self.silent - 1)
        elif tag not in _INLINE:
            self.pieces.append("\n\n")

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.pieces.append(data.replace("\n", " "))
