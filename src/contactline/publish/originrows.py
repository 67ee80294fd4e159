"""Origins to the rows of ``incidents.json``."""

from __future__ import annotations

from contactline.publish.exports import CitedRow, DifferenceRow, OriginRow, RelayEndRow, RelayRow, VariantRow
from contactline.publish.view import View
from contactline.records.incidents import Change, Origin, Relay, RelayEnd, Variant
from contactline.records.quotes import Quote


def make_origin_row(view: View, origin: Origin) -> OriginRow:
    """One origin with its relays and variants."""
    return OriginRow(
        label=view.hide(origin.label),
        side=origin.side,
        reports=list(origin.reports),
        reason=view.hide(origin.reason),
        relays=[_relay(view, relay) for relay in origin.relays],
        variants=[_variant(view, variant) for variant in origin.variants],
    )


def _relay(view: View, relay: Relay) -> RelayRow:
    return RelayRow(
        source=_end(view, relay.source),
        target=_end(view, relay.target),
        kind=relay.kind.value,
        reason=view.hide(relay.reason),
        share=relay.share,
        directed=relay.directed,
        in_part=relay.in_part,
        quote=_cite(view, relay.quote),
    )


def _end(view: View, end: RelayEnd) -> RelayEndRow:
    return RelayEndRow(name=view.hide(end.name), report=end.report, side=end.side)


def _variant(view: View, variant: Variant) -> VariantRow:
    return VariantRow(
        where=variant.where.value,
        between=list(variant.between),
        earlier=_cite(view, variant.earlier),
        later=_cite(view, variant.later),
        changes=[_change(view, change) for change in variant.changes],
        dated=variant.dated,
        also=list(variant.also),
    )


def _change(view: View, change: Change) -> DifferenceRow:
    return DifferenceRow(kind=change.kind.value, earlier=_cite(view, change.earlier), later=_cite(view, change.later))


def _cite(view: View, quote: Quote | None) -> CitedRow | None:
    if quote is None:
        return None
    return CitedRow(report=quote.report, text=view.words(quote), span=[quote.span.start, quote.span.end])
