"""Estimates on pages and in the exchange file: words first, never a finding, no child's name, sums that add up."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from datetime import date
from pathlib import Path

import jsonschema
import pytest
from lxml import html

from contactline.publish.exports import make_schema
from contactline.publish.publish import publish
from contactline.records.estimates import (
    Basis,
    Calibration,
    Dependence,
    Estimate,
    Hypothesis,
    Ledger,
    Likelihood,
    Missing,
    Spread,
    WeightLine,
    Worth,
)
from contactline.records.ids import ClaimId

from .case import MAIN, make_dossier

CLAIM = ClaimId("c-e2")
CHILD = "Sila Marrik"
FIRED = Estimate(
    question="fired",
    text="On these accounts it is likely that Eastmark <b>fired</b>.",
    model="roles 1",
    source="Fitted.",
    hypotheses=(
        Hypothesis("EM", "Eastmark fired", 0.7, 0.6, 0.9, Likelihood.LIKELY),
        Hypothesis("WM", "Westmark fired", 0.3, 0.1, 0.4, Likelihood.UNLIKELY),
    ),
    ledger=Ledger(
        "that Eastmark fired, against that Westmark did",
        (
            WeightLine(
                "Westmark: 2 name the other side",
                4.1,
                ("Westmark General Staff",),
                (CLAIM,),
                (
                    Worth("Westmark General Staff", (CLAIM,), f"tells of {CHILD}", 3.0, 0.5),
                    Worth("Another", (CLAIM,), "names the other side", 3.0, 0.5),
                ),
            ),
            WeightLine("Calibration: such sums have proved too firm", -0.42),
        ),
        math.fsum((4.1, -0.42)),
    ),
    dependences=(Dependence("Westmark General Staff", f"Without {CHILD}’s neighbour.", None, None, changes=True),),
    missing=(Missing("The answer of Eastmark", 0.2, 0.95),),
    calibration=Calibration("one side only", 1.3, date(2026, 11, 1), 300),
    notes=("No third party speaks of it.",),
)
KILLED = Estimate(
    question="killed/EM/civilian",
    text="Middle of the estimate: 2 killed.",
    model="counts 1",
    source="Fitted.",
    spread=Spread(2.0, (2, 3), (1, 6), 0.99, (2, None)),
)
LACKING = Estimate("fired_first", "Insufficient basis. One origin.", "roles 1", "Fitted.", basis=Basis.ONE_ORIGIN)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    dossier = make_dossier()
    weighings = tuple(
        replace(weighing, estimates=(FIRED, KILLED, LACKING)) if weighing.incident == MAIN else weighing
        for weighing in dossier.weighings
    )
    out = tmp_path_factory.mktemp("estimates")
    publish(replace(dossier, weighings=weighings), out, keep_text=True)
    return out


@pytest.fixture(scope="module")
def section(folder: Path) -> html.HtmlElement:
    page = html.fromstring((folder / f"incident-{MAIN}.html").read_text(encoding="utf-8"))
    [found] = page.xpath("//section[@aria-labelledby='estimates']")
    return found


def _text(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def test_it_says_first_that_an_estimate_is_no_finding(section: html.HtmlElement) -> None:
    words = _text(section)
    assert words.index("An estimate is not a finding.") < words.index("Who fired?")
    assert "guilt" not in words


def test_words_stand_before_numbers_and_ranges(section: html.HtmlElement) -> None:
    captions = [_text(caption) for caption in section.xpath(".//figcaption")]
    assert "Eastmark fired: likely: 70 %, 60 to 90." in captions[0]
    assert "2 to 3 (50 %), 1 to 6 (90 %)" in captions[1]


def test_bars_keep_within_the_drawing_and_need_no_colour_or_script(section: html.HtmlElement) -> None:
    assert section.xpath(".//svg")
    assert not section.xpath(".//script")
    for line in section.xpath(".//*[name()='line' or name()='rect']"):
        for name in ("x", "x1", "x2"):
            assert 0 <= float(line.get(name, "0")) <= 360
    assert not section.xpath(".//*[@fill]")


def test_the_sum_shows_its_lines_its_total_and_its_quotes(section: html.HtmlElement) -> None:
    [table] = section.xpath(".//details//table")
    rows = [[_text(cell) for cell in row.xpath("th|td")] for row in table.xpath("tbody/tr")]
    assert [row[1] for row in rows] == ["+4.1", "−0.4", "+3.7"]
    assert rows[0][2].startswith("[")
    assert "300 incidents whose answer is known" in _text(section)
    assert "It hangs on single origins" in _text(section)
    assert "would go to 20 to 95 %" in _text(section)


def test_what_has_no_number_has_its_reason(section: html.HtmlElement) -> None:
    assert "Who fired first? Insufficient basis. One origin." in _text(section)


def test_text_is_escaped_and_children_are_masked(folder: Path, section: html.HtmlElement) -> None:
    assert "<b>fired</b>" in _text(section)
    assert CHILD not in _text(section)
    assert CHILD not in (folder / "incidents.json").read_text(encoding="utf-8")


def test_the_exchange_file_holds_the_sum_unrounded(folder: Path) -> None:
    incidents = json.loads((folder / "incidents.json").read_text(encoding="utf-8"))
    jsonschema.validate(incidents, json.loads(make_schema("incidents")))
    [main] = [incident for incident in incidents if incident["id"] == MAIN]
    fired, killed, lacking = main["estimates"]
    assert math.fsum(line["points"] for line in fired["ledger"]["lines"]) == fired["ledger"]["total"]
    assert [one["word"] for one in fired["hypotheses"]] == ["likely", "unlikely"]
    assert (killed["spread"]["reported_min"], killed["spread"]["reported_max"]) == (2, None)
    assert (lacking["basis"], lacking["hypotheses"], lacking["ledger"]) == ("one-origin", [], None)
