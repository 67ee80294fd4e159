"""Coverage: how much was read of each side, so that silence is not taken for more than it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from contactline.records.ids import THIRD, ReportId, SideId
from contactline.records.incidents import Origin, Relay, RelayEnd, SideCoverage, Variant
from contactline.records.mandates import Mandate
from contactline.records.reports import Report
from contactline.weigh.given import find_given
from contactline.weigh.once import index_origins


def make_coverage(
    reports: Sequence[Report],
    sides: Mapping[ReportId, SideId | None],
    origins: Sequence[Origin],
    mandate: Mandate,
) -> tuple[SideCoverage, ...]:
    """Coverage of one incident by the publishers' sides: both sides, third parties, and unknown ones if there are any.

    Args:
        reports: reports that speak of the incident.
        sides: side of each report's publisher.
        origins: origins of these reports.
        mandate: the order of the sides.
    """
    columns: list[SideId | None] = [*(side.id for side in mandate.sides), THIRD]
    if any(sides.get(report.id) is None for report in reports):
        columns.append(None)
    return tuple(_cover(side, [r for r in reports if sides.get(r.id) == side], origins) for side in columns)


def _cover(side: SideId | None, reports: Sequence[Report], origins: Sequence[Origin]) -> SideCoverage:
    ids = {report.id for report in reports}
    days = [given.day for report in reports if (given := find_given(report))]
    return SideCoverage(
        side=side,
        reports=tuple(report.id for report in reports),
        origins=sum(1 for origin in origins if ids & set(origin.reports)),
        languages=tuple(sorted({report.meta.language for report in reports if report.meta.language})),
        until=max(days, default=None),
    )


def choose_origins(origins: tuple[Origin, ...], reports: Sequence[Report]) -> tuple[Origin, ...]:
    """The origins of an incident's reports, with only these reports in them, in their given order."""
    index = index_origins(origins)
    ids = {report.id for report in reports}
    numbers = sorted({index[id_] for id_ in ids if id_ in index})
    return tuple(_restrict(origins[number], ids) for number in numbers)


def _restrict(origin: Origin, ids: set[ReportId]) -> Origin:
    """An origin without what does not belong to these reports; who is named by one of them stays.

    What comes from a report that does not belong here loses that source: here it is a first text.
    """
    kept = tuple(id_ for id_ in origin.reports if id_ in ids)
    relays = origin.relays
    while True:
        sources = {relay.source for relay in relays}
        left = tuple(relay for relay in relays if _belongs(relay, ids, sources))
        if len(left) == len(relays):
            break
        relays = left
    variants = [_restrict_variant(variant, ids) for variant in origin.variants]
    return replace(origin, reports=kept, relays=relays, variants=tuple(each for each in variants if each))


def _belongs(relay: Relay, ids: set[ReportId], sources: set[RelayEnd]) -> bool:
    if relay.source.report is not None and relay.source.report not in ids:
        return False
    if relay.target.report is not None:
        return relay.target.report in ids
    return relay.target in sources  # somebody named stays while something kept comes from there


def _restrict_variant(variant: Variant, ids: set[ReportId]) -> Variant | None:
    if not ids.issuperset(variant.between):
        return None
    return replace(variant, also=tuple(report for report in variant.also if report in ids))
