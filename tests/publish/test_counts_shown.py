"""The estimate of a count beside its reported figures: in words, with a way to what it rests on, and masked."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from contactline.cli import main


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder: Path = tmp_path_factory.mktemp("demo")
    assert main(["demo", "--out", str(folder)]) == 0
    pages = [path.read_text(encoding="utf-8") for path in sorted(folder.glob("incident-*.html"))]
    return next(text for text in pages if "<title>Shelling at Alkhanlu / Alxanlı, 4 July 2017" in text)


def test_the_ladder_gives_the_estimate_beside_the_figures(page: str) -> None:
    panels = re.findall(r'<section class="fig panel".*?</section>', page, flags=re.DOTALL)
    civilians = next(panel for panel in panels if "Killed: civilians of the Azerbaijani side" in panel)
    assert re.search(r"Estimate: 2 killed; that number with a chance of 9[5-9] %", civilians)
    assert "An estimate is not a finding." in civilians


def test_every_link_to_an_estimate_leads_somewhere(page: str) -> None:
    links = set(re.findall(r'href="#(e-[\w-]+)"', page))
    assert links
    assert links <= set(re.findall(r'id="(e-[\w-]+)"', page))


def test_what_has_no_number_says_why_and_once(page: str) -> None:
    assert page.count("Insufficient basis: no account gives a number.") == 1
