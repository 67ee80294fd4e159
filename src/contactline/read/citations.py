"""Evidence and legal terms that a text names."""

from __future__ import annotations

from typing import Final

from contactline.read.document import Document
from contactline.read.lexicon import (
    evidence_words,
    law_words,
)
from contactline.read.view import View, make_view
from contactline.records.claims import EvidenceMention, LawMention
from contactline.records.quotes import Span, make_quote

_INSTRUMENTS: Final = frozenset(
    [
        "agreement",
        "agreements",
        "protocol",
        "protocols",
        "convention",
        "conventions",
        "accord",
        "accords",
        "resolution",
        "resolutions",
        "treaty",
        "treaties",
        "memorandum",
        "code",
        "charter",
    ]
)


def find_evidence(document: Document, scope: Span) -> tuple[EvidenceMention, ...]:
    """Evidence that a scope names: video, recordings, photos, debris, radar, documents, testimony."""
    return spot_evidence(make_view(document, (), scope))


def spot_evidence(view: View) -> tuple[EvidenceMention, ...]:
    """Evidence named in a view."""
    return tuple(
        EvidenceMention(found.entry.label, view.quote(found.first, found.last))
        for found in evidence_words().find(view.lows)
        if not (found.entry.lemma == "recording" and view.low(found.first - 1) == "are")
    )


def find_law(document: Document, scope: Span) -> tuple[LawMention, ...]:
    """Legal terms and instruments that a scope names, whether or not it names a happening."""
    return spot_law(make_view(document, (), scope))


def spot_law(view: View) -> tuple[LawMention, ...]:
    """Legal terms and instruments: the lexicon's, and named ones ("the Vienna and St. Petersburg agreements")."""
    ranges = [(found.first, found.last) for found in law_words().find(view.lows)]
    for index, word in enumerate(view.lows):
        if word in _INSTRUMENTS:
            ranges.append(_instrument(view, index))
        elif (
            word in ("article", "articles") and view.tokens[index + 1 : index + 2] and view.low(index + 1)[:1].isdigit()
        ):
            ranges.append((index, _article_end(view, index + 2)))
    spans = [(first, last) for first, last in ranges if last > first]
    kept = [r for r in spans if not any(o != r and o[0] <= r[0] and r[1] <= o[1] for o in spans)]
    text, report = view.document.text, view.document.report.id
    return tuple(LawMention(make_quote(report, text, view.span(*r))) for r in sorted(set(kept)))


def _instrument(view: View, index: int) -> tuple[int, int]:
    """Capitalised names and years in front of the word, and "of 1994" behind it; an empty range if it has neither."""
    first = index
    named = False
    while first > 0:
        word, token = view.low(first - 1), view.tokens[first - 1]
        year = word.isdigit() and len(word) == 4
        if year or (token.is_title and word not in ("the", "as", "in", "on")):
            named = True
        elif (
            word not in ("and", ",", ".", "trilateral", "bilateral", "ceasefire", "security", "international")
            and not year
        ):
            break
        first -= 1
    while first < index and view.low(first) in ("and", ",", "."):
        first += 1
    last = index + 1
    if view.low(last) in ("of", "on") and view.low(last + 1).isdigit():
        named, last = True, last + 2
        if view.low(last) in ("and", "-", "–") and view.low(last + 1).isdigit():
            last += 2
    return (first, last) if named else (index, index)


def _article_end(view: View, index: int) -> int:
    end = index
    while end < len(view.lows) and (
        view.low(end) in (",", "and", "of", "the", "-", ".")
        or view.low(end)[:1].isdigit()
        or view.tokens[end].is_title
        or view.low(end) in ("criminal", "code")
    ):
        end += 1
    while end > index and view.low(end - 1) in (",", "and", "of", "the", "."):
        end -= 1
    return end
