from __future__ import annotations

import pytest

from contactline.read.attribution import find_attributions
from contactline.read.units import MAX_TOKENS, make_units

from .attributions import all_of, document_of

CHAINS = [
    "The army said that the ministry said that ",
    "Northland denied claims that Southmark rejected reports that ",
    "“the army said “",
    "residents who saw who said ",
    "according to the army, ",
]


@pytest.mark.parametrize("piece", CHAINS)
def test_chains_without_end_stay_bounded(piece: str) -> None:
    document = document_of(piece * 200)
    units = make_units(document)
    assert all(len(unit.view) <= MAX_TOKENS for unit in units)
    assert all(len(unit.drafts) <= 26 for unit in units)
    for attribution in find_attributions(document, ()):
        assert len(attribution.relayed_by) <= 20


@pytest.mark.parametrize("piece", CHAINS)
def test_links_between_drafts_stay_inside_their_sentence(piece: str) -> None:
    for unit in make_units(document_of(piece * 60)):
        for draft in unit.drafts:
            for link in (draft.parent, draft.answers):
                assert link is None or 0 <= link < len(unit.drafts)


def test_a_text_in_capitals_is_read() -> None:
    found = all_of("THE NORTHLAND MINISTRY SAID THAT SOUTHMARK FORCES SHELLED THE VILLAGE OF ARDEN.")
    assert found[0][:2] == ("THE NORTHLAND MINISTRY", "states")


def test_a_text_without_stops_is_read() -> None:
    found = all_of("the ministry said that shells hit the school the army denied that it had fired")
    assert found[0][:2] == ("the ministry", "states")


def test_furniture_has_no_drafts() -> None:
    (unit,) = make_units(document_of("Read also: The army said that two died"))
    assert unit.furniture
    assert unit.drafts == ()
