"""Which side a report's publisher is on."""

from __future__ import annotations

from collections.abc import Iterable

from contactline.records.claims import Claim
from contactline.records.ids import SideId
from contactline.records.reports import Report


def find_publisher_side(report: Report, claims: Iterable[Claim]) -> SideId | None:
    """The side of a report's publisher: as stated with the report, else as the mandate's register resolved it."""
    if report.meta.side is not None:
        return report.meta.side
    for claim in claims:
        for mention in (claim.speaker, *claim.relayed_by):
            if mention.quote is None and mention.side is not None:
                return mention.side
    return None
