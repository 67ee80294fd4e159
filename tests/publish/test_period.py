"""The period page: numbers with their denominators, a chart that prints, files that say the same."""

from __future__ import annotations

import csv
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from contactline.publish.publish import publish
from contactline.records.dossiers import Dossier
from contactline.records.periods import (
    PlaceRow,
)

from .case import WM
from .periodcase import make_period, sort


@pytest.fixture(scope="module")
def counted(dossier: Dossier, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("counted")
    publish(replace(dossier, period=make_period()), out)
    return out


def page(out: Path) -> str:
    return (out / "period.html").read_text(encoding="utf-8")


def text(out: Path) -> str:
    return " ".join(re.sub(r"<style>.*?</style>|<[^>]+>", " ", page(out), flags=re.DOTALL).split())


def test_numbers_come_with_denominator_band_and_who_says_so(counted: Path) -> None:
    words = text(counted)
    assert "As linking stands, 3 of 4 incidents are firmly claimed by somebody; likely 2–4" in words
    assert "Said by" in words
    assert "Denied by" in words
    assert "No number here ranks anybody." in words
    assert "1 incident without a time is left out" in words
    assert "2 of 4 incidents are hypotheses inside hours too dense" in words
    assert "Eastmark side" in words or "East" in words


def test_the_sides_stand_in_the_printed_order_everywhere(counted: Path, dossier: Dossier) -> None:
    first, second = (side.title for side in dossier.mandate.sides)
    tables = re.findall(r"<table.*?</table>", page(counted), flags=re.DOTALL)
    assert len(tables) == 7
    for table in tables:
        if "People of" in table:
            continue  # one row alone
        assert table.index(first) < table.index(second)


def test_the_chart_says_in_words_what_it_draws_and_needs_no_colour(counted: Path) -> None:
    content = page(counted)
    assert "week of 30 Jun 2031: 3 claimed (2–4), 1 corroborated" in content
    assert content.count('class="break"') == 1  # weeks without anything are left out, and that is shown
    assert 'role="img"' in content
    svg = content[content.index("<svg role") : content.index("</svg>")]
    assert not re.search(r"fill: (?!none|url|var)|#[0-9a-f]{3,6}\b", svg)
    assert "<script" not in content


def test_more_than_a_year_of_weeks_makes_several_charts(dossier: Dossier, tmp_path: Path) -> None:
    publish(replace(dossier, period=make_period(60)), tmp_path)
    content = page(tmp_path)
    assert content.count('role="img"') == 2
    ids = re.findall(r'\bid="([^"]+)"', content)
    assert len(ids) == len(set(ids))
    numbers = [float(x) for x in re.findall(r'(?:x|width)="([\d.-]+)"', content)]
    assert min(numbers) >= 0
    assert max(numbers) <= 1100


def test_files_say_the_same_as_the_page(counted: Path) -> None:
    content = json.loads((counted / "period.json").read_text(encoding="utf-8"))
    assert (content["incidents"], content["left_out"]) == (4, 1)
    everything = content["rows"][0]
    assert (everything["table"], everything["claimed"]) == ("all", {"count": 3, "low": 2, "high": 4})
    with (counted / "period.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert len(rows) == len(content["rows"])
    for row, other in zip(rows, content["rows"], strict=True):
        assert (row["table"], row["claimed_high"]) == (other["table"], str(other["claimed"]["high"]))
    fired = [row for row in rows if row["table"] == "fired"]
    assert [row["said_by_third"] for row in fired] == ["1", "1", "1"]


def test_totals_of_people_are_said_to_be_no_sums(counted: Path) -> None:
    words = text(counted)
    assert "own estimates are not added up" in words
    assert "killed civilians 31 20–1,045 12" in words
    [total] = json.loads((counted / "period.json").read_text(encoding="utf-8"))["totals"]
    assert (total["side"], total["median"], total["high"], total["incidents"]) == (WM, 31.0, 1045, 12)


def test_the_first_page_links_to_it_and_a_dossier_without_one_does_not(
    counted: Path, dossier: Dossier, tmp_path: Path
) -> None:
    index = (counted / "index.html").read_text(encoding="utf-8")
    assert 'href="period.html"' in index
    assert 'href="period.csv"' in index
    (tmp_path / "period.html").write_text(page(counted), encoding="utf-8")
    publish(replace(dossier, period=None), tmp_path)
    assert "period." not in (tmp_path / "index.html").read_text(encoding="utf-8")
    assert not (tmp_path / "period.html").exists()  # ours of an earlier run, so removed


def test_places_that_look_like_formulas_are_disarmed(dossier: Dossier, tmp_path: Path) -> None:
    place = dossier.mandate.places[0]
    names = tuple(replace(name, text="=HYPERLINK(1)") for name in place.names)
    mandate = replace(dossier.mandate, places=(replace(place, names=names), *dossier.mandate.places[1:]))
    period = replace(make_period(), places=(PlaceRow(place.id, sort()),))
    publish(replace(dossier, mandate=mandate, period=period), tmp_path)
    assert '"=' not in (tmp_path / "period.csv").read_text(encoding="utf-8").replace("\"'=", "")
    assert "'=HYPERLINK" in (tmp_path / "period.csv").read_text(encoding="utf-8")
