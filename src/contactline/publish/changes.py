"""Variants as the page shows them: the earlier and the later words with what differs marked, and where they stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from contactline.publish.phrases import count
from contactline.publish.tree import say_report
from contactline.publish.view import View
from contactline.records.ids import ReportId
from contactline.records.incidents import Difference, Origin, Variant, VariantPlace
from contactline.records.quotes import Quote, Span

_LONGEST: Final = 600  # characters of one side; the rest is in incidents.json
_PLACES: Final = {
    VariantPlace.HEADLINE: "Headline",
    VariantPlace.QUOTED: "Quoted words",
    VariantPlace.SENTENCE: "Sentence",
}


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of characters; ``changed`` where the other text has other words or none."""

    text: str
    changed: bool


@dataclass(frozen=True, slots=True)
class WordingSide:
    """One side of a variant: whose text, when, and its words; no pieces where it has no such words."""

    source: str
    href: str
    language: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class VariantLine:
    """One row of the table of variants."""

    origin: int
    place: str
    dated: bool
    earlier: WordingSide
    later: WordingSide
    changes: tuple[str, ...]
    also: str


def make_variant_lines(view: View, origins: Iterable[Origin], hrefs: Mapping[ReportId, str]) -> tuple[VariantLine, ...]:
    """Rows of all origins, headlines first within each."""
    return tuple(
        _line(view, number, variant, hrefs)
        for number, origin in enumerate(origins, start=1)
        for variant in sorted(origin.variants, key=lambda each: each.where is not VariantPlace.HEADLINE)
    )


def _line(view: View, number: int, variant: Variant, hrefs: Mapping[ReportId, str]) -> VariantLine:
    first, second = variant.between
    gone = [change.earlier.span for change in variant.changes if change.earlier]
    new = [change.later.span for change in variant.changes if change.later]
    also = [say_report(view, report) for report in variant.also]
    return VariantLine(
        origin=number,
        place=_PLACES[variant.where],
        dated=variant.dated,
        earlier=_side(view, first, variant.earlier, gone, hrefs),
        later=_side(view, second, variant.later, new, hrefs),
        changes=tuple(dict.fromkeys(_say_change(change.kind) for change in variant.changes)),
        also=f"the same in {count(len(also), 'more report')}: {', '.join(also)}" if also else "",
    )


def _say_change(kind: Difference) -> str:
    return kind.value


def _side(
    view: View, report: ReportId, quote: Quote | None, changed: Iterable[Span], hrefs: Mapping[ReportId, str]
) -> WordingSide:
    return WordingSide(
        source=say_report(view, report),
        href=hrefs.get(report, ""),
        language=view.reports[report].meta.language or "",
        pieces=tuple(_pieces(view, quote, sorted(changed))) if quote else (),
    )


def _pieces(view: View, quote: Quote, changed: Iterable[Span]) -> Iterator[Piece]:
    at, end = quote.span.start, min(quote.span.end, quote.span.start + _LONGEST)
    for span in changed:
        start, stop = max(at, span.start), min(end, span.end)
        if start >= stop:
            continue
        if start > at:
            yield Piece(view.slice(quote.report, Span(at, start)), changed=False)
        yield Piece(view.slice(quote.report, Span(start, stop)), changed=True)
        at = stop
    if at < end:
        yield Piece(view.slice(quote.report, Span(at, end)), changed=False)
    if end < quote.span.end:
        yield Piece(" …", changed=False)
