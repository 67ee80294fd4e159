"""The baselines that linking is compared with, and what the benchmark blanks out, on worlds small enough to see."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "bench"))

from _link_accuracy import _find_main, _without
from _link_baselines import Flat, _match_by_rule, find_components, vote
from _link_plot import write_plot
from _link_scores import number_labels
from _link_worlds import make_world
from _table import Absent, Line, Row, summarise


def same(found: np.ndarray, text: str) -> bool:
    return number_labels(found).tolist() == number_labels(list(text)).tolist()


def test_components_chain_and_a_vote_does_not() -> None:
    """0-1, 1-2, 2-3: a chain; only neighbours match."""
    one, other = np.array([1, 2, 3]), np.array([0, 1, 2])
    assert same(find_components(4, one, other), "aaaa")
    assert same(vote(4, one, other), "aabb")


def test_a_row_without_a_match_stays_alone() -> None:
    none = np.zeros(0, np.intp)
    assert same(find_components(3, none, none), "abc")
    assert same(vote(3, none, none), "abc")


def test_the_rule_matches_one_day_one_kind_and_five_kilometres_only() -> None:
    world = make_world(150.0, 400, 3)
    flat = Flat(world)
    one, other = _match_by_rule(flat)
    pairs = {frozenset(pair) for pair in zip(one.tolist(), other.tolist(), strict=True)}
    assert len(pairs) == len(one) > 0
    for first in range(60):
        for second in range(first):
            wide = (flat.lon[first] - flat.lon[second]) * np.cos(np.radians(flat.lat.mean()))
            km = 111.2 * np.hypot(flat.lat[first] - flat.lat[second], wide)
            alike = flat.day[first] == flat.day[second] and flat.kind[first] == flat.kind[second]
            if abs(km - 5.0) > 1.0:
                assert (frozenset((first, second)) in pairs) == (bool(alike) and km < 5.0)


def test_the_main_cluster_of_an_incident_is_the_one_with_most_of_its_claims() -> None:
    truth, labels = np.array([0, 0, 0, 1, 1]), np.array([5, 5, 2, 2, 3])
    assert _find_main(truth, labels).tolist() == [5, 2]


def test_a_world_without_a_field_keeps_all_others() -> None:
    world = make_world(150.0, 400, 3)
    bare = _without(world, "terms")
    assert any(world.column("terms"))
    assert bare.column("terms") == [[]] * 400
    assert bare.table.drop_columns(["terms"]).equals(world.table.drop_columns(["terms"]))


def test_the_picture_shows_every_figure_and_what_is_asked(tmp_path: Path) -> None:
    rows: list[Line] = [
        Row("20 a day: B³ F1", {"shipped": 91.5, "rule": 30.0}, least=95.0),
        Absent("20 a day: B³ F1 above Splink, points", "absent"),
    ]
    path = tmp_path / "made" / "plot.svg"
    assert write_plot(path, rows, ["shipped", "<odd>", "rule"])
    drawn = path.read_text("utf-8")
    for words in ("91.5", "30.0", "–", "≥ 95", "&lt;odd&gt;", "20 a day"):
        assert f">{words}</text>" in drawn
    assert drawn.count("<text") == drawn.count("</text>")
    assert not write_plot(tmp_path / "none.svg", rows[1:], ["shipped"])


def test_a_missed_figure_gives_exit_code_1_and_an_absent_one_does_not(capsys: pytest.CaptureFixture[str]) -> None:
    reached = Row("reached", {"shipped": 95.0}, least=95.0)
    assert summarise("linking", [reached, Absent("x", "no data")], "shipped", "not measured") == 0
    assert summarise("linking", [reached, Row("missed", {"shipped": 1.2}, most=1.0)], "shipped") == 1
    assert summarise("linking", [Absent("x", "no data")], "shipped") == 1
    told = capsys.readouterr().out.splitlines()
    assert told[0] == "linking: shipped: 1 figures; 1 of 1 asked for reached; 1 not measured"
    assert told[1].endswith("missed: missed")
