"""Times that lean on times, clocks that nobody named, and names with hidden characters, from file to claims."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from contactline.config import ExamineSettings
from contactline.desk.examine import examine_folder
from mandatefolder import write_folder


def examine(folder: Path, text: str, mandate: str | None) -> tuple[list[dict], list[dict]]:
    """Claims and problems of one report published on 6 May 2020."""
    report = folder / "report.md"
    report.write_text(
        f"---\npublisher: Herald\npublished: 2020-05-06\nlanguage: en\nheadline: News\n---\n{text}\n", encoding="utf-8"
    )
    examine_folder(ExamineSettings(paths=(report,), out=folder / "out", mandate=mandate))
    claims, problems = (folder / "out" / name for name in ("claims.jsonl", "problems.jsonl"))
    return (
        [json.loads(line) for line in claims.read_text(encoding="utf-8").splitlines()],
        [json.loads(line) for line in problems.read_text(encoding="utf-8").splitlines()],
    )


@pytest.fixture
def mandate(tmp_path: Path) -> str:
    return str(write_folder(tmp_path / "strait"))


@pytest.mark.parametrize("ministry", ["Norlandic", "Sudmarkian"])
def test_a_time_that_leans_on_a_day_does_not_move_the_day(ministry: str, mandate: str, tmp_path: Path) -> None:
    text = (
        f"On the morning of May 5 the {ministry} Defence Ministry published a video which shows the shelling of "
        "Oakford the evening before. The village of Lurma was shelled the evening before, "
        f"the {ministry} Defence Ministry said."
    )
    claims, _ = examine(tmp_path, text, mandate)
    times = [claim["occurrence"]["when"] for claim in claims if claim["occurrence"]["when"]]
    assert len(times) >= 2
    assert {time["earliest"][:10] for time in times} == {"2020-05-04"}
    stated = {claim["stated"]["text"] for claim in claims if claim["stated"]}
    assert "On the morning of May 5" in stated


def test_a_clock_time_without_a_mandate_says_that_its_zone_is_assumed(tmp_path: Path) -> None:
    text = (
        "The army said that troops shelled the village of Oakford at 20:40 on May 5 and the village of Lurma at 21:10."
    )
    _, problems = examine(tmp_path, text, None)
    assert [problem["code"] for problem in problems].count("zone-assumed") == 1


def test_a_clock_time_under_a_mandate_needs_no_such_word(mandate: str, tmp_path: Path) -> None:
    text = "The Norlandic army said that troops shelled the village of Oakford at 20:40 on May 5."
    _, problems = examine(tmp_path, text, mandate)
    assert "zone-assumed" not in [problem["code"] for problem in problems]


@pytest.mark.parametrize("hidden", ["\u200b", "\u2060", "\u00ad"])
def test_hidden_characters_do_not_split_a_name(hidden: str, mandate: str, tmp_path: Path) -> None:
    text = f"Norlandic forces shelled the village of Velyke{hidden} Po{hidden}le on May 5, the Sudmarkian army said."
    claims, _ = examine(tmp_path, text, mandate)
    places = [place for claim in claims for place in claim["occurrence"]["places"]]
    assert {place["place"] for place in places} == {"velyke"}
