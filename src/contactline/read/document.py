"""A report's text cut into paragraphs, sentences, tokens and quotations, all as spans of the fixed text."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from contactline._kit.folding import INVISIBLE
from contactline.records.claims import Part
from contactline.records.quotes import Span
from contactline.records.reports import Report

_HIDDEN = re.escape("".join(sorted(INVISIBLE)))  # may stand inside a word without being seen
_TOKEN = re.compile(
    rf"""
    \d{{1,2}}[:.]\d{{2}}(?::\d{{2}})?(?!\d)        # clock time 20:40
    | \d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?           # 1,200
    | \d+(?:\.\d+)?(?:-?[^\W\d_]+(?:-[^\W_]+)*)?  # 82, 3.5, 82-mm, 120mm, 40-year-old, 4th
    | (?:[^\W\d_]\.){{2,}}                     # U.S., a.m.
    | [^\W_]+(?:[-'’{_HIDDEN}]+[^\W_]+)*     # words, hyphens and apostrophes inside
    | \.\.\.|…
    | [^\w\s]                                # any other mark, one at a time
    | _
    """,
    re.VERBOSE,
)
_POSSESSIVE = re.compile(r"(?i)['’]s$")
_OPEN = {"“": "”", "«": "»", "„": "“”", '"': '"', "‘": "’"}
_ABBREVIATIONS = frozenset(
    {
        "mr",
        "mrs",
        "ms",
        "dr",
        "gen",
        "lt",
        "col",
        "maj",
        "capt",
        "sgt",
        "pvt",
        "pte",
        "cpl",
        "st",
        "no",
        "vs",
        "etc",
        "e.g",
        "i.e",
        "approx",
        "jan",
        "feb",
        "mar",
        "apr",
        "jun",
        "jul",
        "aug",
        "sep",
        "sept",
        "oct",
        "nov",
        "dec",
        "a.m",
        "p.m",
        "u.s",
        "u.n",
        "u.k",
        "mt",
        "ft",
        "prof",
        "rev",
        "hon",
        "gov",
        "sen",
        "rep",
        "inc",
        "ltd",
        "co",
        "dept",
        "fig",
        "vol",
        "art",
    }
)
_TERMINAL = ".!?…"
_CLOSERS = "\"”’»')]"
_SHORT_LINE = 60


@dataclass(frozen=True, slots=True)
class Token:
    """A word or mark. ``lower`` has straight apostrophes and no invisible characters."""

    span: Span
    text: str
    lower: str

    @property
    def is_word(self) -> bool:
        """Whether it has a letter or digit."""
        return self.text[0].isalnum()

    @property
    def is_title(self) -> bool:
        """Whether it begins with a capital letter."""
        return self.text[0].isupper()


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words between quotation marks: ``inner`` without the marks, ``outer`` with them."""

    inner: Span
    outer: Span


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: its span, its part, the number of its paragraph, and the range of its tokens in the document."""

    span: Span
    part: Part
    paragraph: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Document:
    """The cut-up view of one report. Token ranges are half-open indexes into ``tokens``."""

    report: Report
    text: str
    tokens: tuple[Token, ...]
    sentences: tuple[Sentence, ...]
    paragraphs: tuple[Span, ...]
    quotations: tuple[Quotation, ...]
    starts: tuple[int, ...]

    def words(self, span: Span) -> str:
        """The characters of a span."""
        return self.text[span.start : span.end]

    def tokens_in(self, span: Span) -> tuple[Token, ...]:
        """The tokens that lie wholly inside a span."""
        first = bisect_right(self.starts, span.start - 1)
        last = bisect_right(self.starts, span.end - 1)
        inside = self.tokens[first:last]
        while inside and inside[-1].span.end > span.end:
            inside = inside[:-1]
        return inside


def make_document(report: Report) -> Document:
    """Cut a report up. Trailer lines are left out; headline and body never share a paragraph."""
    text = report.text
    blocks: list[tuple[Span, Part]] = []
    if report.headline:
        blocks.append((report.headline, Part.HEADLINE))
    blocks += [(span, Part.BODY) for span in _paragraphs(text, report.body, report.trailer)]
    tokens: list[Token] = []
    sentences: list[Sentence] = []
    quotations: list[Quotation] = []
    for number, (block, part) in enumerate(blocks):
        found = _quotations(text, block)
        quotations += found
        for span in _sentences(text, block):
            first = len(tokens)
            tokens += _tokens(text, span)
            if len(tokens) > first:
                sentences.append(Sentence(span, part, number, first, len(tokens)))
    return Document(
        report=report,
        text=text,
        tokens=tuple(tokens),
        sentences=tuple(sentences),
        paragraphs=tuple(span for span, _ in blocks),
        quotations=tuple(quotations),
        starts=tuple(token.span.start for token in tokens),
    )


def _paragraphs(text: str, body: Span, trailer: tuple[Span, ...]) -> list[Span]:
    """Paragraphs of the body: blank lines part them; a line end parts them unless the text is merely wrapped there."""
    paragraphs: list[Span] = []
    open_: Span | None = None
    for line in _lines(text, body):
        words = text[line.start : line.end].strip()
        if not words or any(span.overlaps(line) for span in trailer):
            _flush(paragraphs, open_)
            open_ = None
            continue
        start = line.start + text[line.start : line.end].index(words[0])
        stripped = Span(start, start + len(words))
        if open_ and _is_wrapped(text, open_, words):
            open_ = Span(open_.start, stripped.end)
        else:
            _flush(paragraphs, open_)
            open_ = stripped
    _flush(paragraphs, open_)
    return paragraphs


def _flush(paragraphs: list[Span], open_: Span | None) -> None:
    if open_:
        paragraphs.append(open_)


def _lines(text: str, body: Span) -> list[Span]:
    lines = []
    start = body.start
    while start < body.end:
        end = text.find("\n", start, body.end)
        end = body.end if end < 0 else end
        lines.append(Span(start, end))
        start = end + 1
    return lines


def _is_wrapped(text: str, open_: Span, next_line: str) -> bool:
    """Whether a paragraph goes on over a line end."""
    last_line = text[max(open_.start, text.rfind("\n", open_.start, open_.end) + 1) : open_.end]
    ends = last_line.rstrip(_CLOSERS)[-1:] in _TERMINAL
    if next_line[0].islower():
        return True
    return not ends and len(last_line) > _SHORT_LINE and not next_line.startswith(("- ", "* ", "• "))


def _sentences(text: str, block: Span) -> list[Span]:
    spans: list[Span] = []
    start = block.start
    position = block.start
    while position < block.end:
        if text[position] in _TERMINAL and _ends_sentence(text, start, position, block.end):
            end = position + 1
            while end < block.end and text[end] in _TERMINAL + _CLOSERS:
                end += 1
            spans.append(Span(start, end))
            while end < block.end and text[end].isspace():
                end += 1
            start = position = end
        else:
            position += 1
    if start < block.end:
        spans.append(Span(start, block.end))
    return spans


def _ends_sentence(text: str, start: int, dot: int, limit: int) -> bool:
    after = dot + 1
    while after < limit and text[after] in _TERMINAL + _CLOSERS:
        after += 1
    if after >= limit:
        return True
    if not text[after].isspace():
        return False
    while after < limit and text[after].isspace():
        after += 1
    following = text[after : min(limit, after + 1)]
    if not following or following.islower():
        return False
    if text[dot] != ".":
        return True
    word = text[start:dot].rsplit(None, 1)[-1:] or [""]
    bare = word[0].lstrip("(\"“'‘«").lower()
    if bare in {"a.m", "p.m"}:
        return following.isupper()
    initial = len(bare) == 1 and bare.isalpha()
    return not initial and bare not in _ABBREVIATIONS


def _tokens(text: str, span: Span) -> list[Token]:
    tokens = []
    for match in _TOKEN.finditer(text, span.start, span.end):
        word, start = match.group(), match.start()
        possessive = _POSSESSIVE.search(word)
        if possessive and possessive.start() > 0:
            cut = start + possessive.start()
            tokens.append(_token(text, start, cut))
            start = cut
        tokens.append(_token(text, start, match.end()))
    return tokens


def _token(text: str, start: int, end: int) -> Token:
    words = text[start:end]
    return Token(Span(start, end), words, _strip_hidden(words.lower().replace("’", "'")))


def _strip_hidden(word: str) -> str:
    return word if word.isascii() else "".join(char for char in word if char not in INVISIBLE) or word


def _quotations(text: str, block: Span) -> list[Quotation]:
    """Quotations of one paragraph; one that stays open (it goes on in the next paragraph) ends with the paragraph."""
    found: list[Quotation] = []
    position = block.start
    while position < block.end:
        char = text[position]
        closing = _OPEN.get(char)
        if closing is None or not _opens(text, position, block):
            position += 1
            continue
        end = _closing(text, position + 1, block.end, closing)
        if end is None:
            rest = text[position + 1 : block.end].rstrip()
            if char in "“«„" or (char == '"' and position == block.start):
                stop = position + 1 + len(rest)
                if stop > position + 1:
                    found.append(Quotation(Span(position + 1, stop), Span(position, stop)))
                return found
            position += 1
            continue
        if end > position + 1:
            found.append(Quotation(Span(position + 1, end), Span(position, end + 1)))
        position = end + 1
    return found


def _opens(text: str, position: int, block: Span) -> bool:
    before = text[position - 1] if position > block.start else " "
    after = text[position + 1] if position + 1 < block.end else " "
    if text[position] in '"‘':
        return not before.isalnum() and not after.isspace()
    return True


def _closing(text: str, start: int, limit: int, closing: str) -> int | None:
    for position in range(start, limit):
        if text[position] in closing:
            after = text[position + 1] if position + 1 < limit else " "
            if text[position] == "’" and after.isalnum():
                continue
            return position
    return None
