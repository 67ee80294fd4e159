"""Relations between incidents from files to pages: the built-in case, and an invented one; the same rules for both."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from lxml import html

import contactline.demo
from contactline.config import ExamineSettings
from contactline.desk.examine import examine_folder

CASE = Path(contactline.demo.__file__).parent / "case"
VIRETH = {
    "new": "Orlunian forces shelled the village of Dovan with 120-mm mortars at 14:00 on May 2, 2018, the Kaldessan "
    "Defence Ministry said. Four civilians were killed.",
    "again": "The village of Dovan was shelled again on May 3, 2018, residents said. Nobody was hurt.",
    "old": "Orlunian forces shelled Dovan with 120-mm mortars on May 4, 2016, the Kaldessan Defence Ministry said. "
    "Four civilians were killed.",
}


def read_relations(out: Path) -> tuple[list[dict[str, Any]], set[tuple[str, str, str]]]:
    """All incidents, and relations as (kind, first day of the incident, first day of the other)."""
    incidents = json.loads((out / "incidents.json").read_text(encoding="utf-8"))
    days = {incident["id"]: incident["when"]["earliest"][:10] for incident in incidents if incident["when"]}
    found = {
        (relation["kind"], days[incident["id"]], days[relation["other"]])
        for incident in incidents
        for relation in incident["relations"]
    }
    return incidents, found


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("demo") / "out"
    examine_folder(ExamineSettings(paths=(CASE,), out=out))
    return out


def test_the_built_in_case_shows_near_twin_answer_and_series(demo: Path) -> None:
    _, found = read_relations(demo)
    assert ("near-twin", "2016-04-27", "2017-07-04") in found
    assert ("near-twin", "2017-07-04", "2016-04-27") in found
    assert ("answer to", "2017-07-07", "2017-07-04") in found
    assert ("same series", "2017-07-02", "2017-07-04") in found


def test_its_page_says_what_keeps_the_near_twin_apart_and_whose_word_the_answer_is(demo: Path) -> None:
    incidents, _ = read_relations(demo)
    main = max(incidents, key=lambda incident: len(incident["claims"]))
    page = html.fromstring((demo / f"incident-{main['id']}.html").read_text(encoding="utf-8"))
    lines = [" ".join(line.text_content().split()) for line in page.xpath("//ul[@class='relations']/li")]
    [twin] = [line for line in lines if line.startswith("not to be confused with")]
    assert "Not the same because the dates lie 14 months apart (27–28 April 2016 and 4 July 2017)" in twin
    [answer] = [line for line in lines if line.startswith("told as answered by")]
    assert (
        "According to the Azerbaijani Defence Ministry it answers an earlier loss (“deaths of two villagers”)" in answer
    )
    whys = page.xpath("//article[@class='quote'][.//*[contains(@class, 'why')]]")
    assert len(whys) >= len(main["claims"])


def test_an_invented_line_gets_the_same_relations_by_the_same_rules(tmp_path: Path) -> None:
    for number, (name, text) in enumerate(VIRETH.items()):
        day = {"new": "2018-05-03", "again": "2018-05-04", "old": "2016-05-05"}[name]
        head = f"---\npublisher: Courier {number}\npublished: {day}\nlanguage: en\nheadline: Shells on Dovan\n---\n"
        (tmp_path / f"{name}.md").write_text(head + text, encoding="utf-8")
    examine_folder(ExamineSettings(paths=(tmp_path,), out=tmp_path / "out", mandate="demo"))
    _, found = read_relations(tmp_path / "out")
    assert {one for one in found if one[0] == "same series"} == {
        ("same series", "2018-05-02", "2018-05-03"),
        ("same series", "2018-05-03", "2018-05-02"),
    }
    assert ("near-twin", "2016-05-04", "2018-05-02") in found
