"""Evidence that the next sentence speaks of as “it”."""

from __future__ import annotations

import pytest

from contactline.read.rules import RulesReader
from contactline.records.names import NameSpot
from contactline.records.reports import ReportMeta, make_report


class _NoNames:
    def spot(self, text: str) -> tuple[NameSpot, ...]:
        return ()


def shown_in_second(sentence: str) -> set[str]:
    text = f"The army released a video on July 7. {sentence}"
    report = make_report(None, text, ReportMeta(publisher="Outlet"))
    claims = RulesReader().read(report, _NoNames()).claims
    start = text.index(sentence)
    second = [claim for claim in claims if claim.quote.span.start >= start]
    assert second
    return {evidence.quote.words for claim in second for evidence in claim.evidence}


@pytest.mark.parametrize("opening", ["It is said to show", "It shows", "It reportedly shows"])
def test_what_it_shows_carries_the_evidence_of_the_sentence_before(opening: str) -> None:
    assert shown_in_second(f"{opening} a gun crew shelling a village late on July 6.") == {"video"}


def test_another_sentence_carries_none() -> None:
    assert shown_in_second("Troops shelled a village late on July 6.") == set()
