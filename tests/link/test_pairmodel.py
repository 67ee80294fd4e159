"""The pair model, blocks and clusters: near is never worse than far, nothing chains, and no order decides."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import fields, replace
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contactline.errors import ConfigError
from contactline.link.batch import link_batches, link_columns, link_table
from contactline.link.cluster import cluster_rows, part_pairs
from contactline.link.columns import find_order, pack_rows, take_rows
from contactline.link.compare import FIELDS, LEVELS, WORD_SLOTS, Field, compare_rows, lay_words
from contactline.link.crowd import count_crowd
from contactline.link.fit import fit_weights
from contactline.link.model import (
    MODELS,
    MONOTONE,
    explain_levels,
    find_model,
    load_default_model,
    parse_model,
    render_model,
)
from contactline.link.pairs import Pairs, make_row_index, score_laid, score_pair, score_pairs
from contactline.link.state import LinkState
from contactline.records.claims import Kind
from contactline.records.linkrows import LinkRow, Spot, TimeSpan
from contactline.tables import LINK_SCHEMA, make_table
from rowcases import ADA, DAY, WORDS, make_row

MODEL = load_default_model()


def groups_of(rows: list[LinkRow]) -> set[frozenset[str]]:
    """Which rows are linked, by their ids."""
    linked = link_table(make_table(rows)).to_pylist()
    groups: dict[str, set[str]] = {}
    for row in linked:
        groups.setdefault(row["incident"], set()).add(row["id"])
    return {frozenset(group) for group in groups.values()}


def levels_of(one: LinkRow, other: LinkRow) -> dict[str, str]:
    columns = pack_rows([one, other])
    crowd, _ = count_crowd(columns, make_row_index(columns))
    levels = np.zeros(FIELDS, np.int8)
    score_pair(columns, 0, 1, crowd, MODEL.weights, levels)
    return {field.name.lower(): LEVELS[field][levels[field]] for field in Field}


# -- what is looked at


def test_a_row_has_no_place_for_blame_outlet_or_side() -> None:
    banned = ("side", "outlet", "publisher", "speaker", "blame", "actor", "attacker")
    names = [field.name for field in fields(LinkRow)] + LINK_SCHEMA.names
    assert not [name for name in names for word in banned if word in name]


def test_differing_numbers_of_dead_weigh_nothing() -> None:
    assert MODEL.weights.points[Field.NUMBER, LEVELS[Field.NUMBER].index("different")] == 0
    assert levels_of(make_row("a", killed=2), make_row("b", killed=7))["number"] == "different"


@pytest.mark.parametrize(
    ("change", "field", "level"),
    [
        ({}, "where", "same place"),
        ({"spots": (Spot("bela", "bela", 40.0, 47.1),)}, "where", "places 7–10 km apart"),
        ({"spots": (Spot("", "", 40.01, 47.0, 1.0),)}, "where", "1–2 km apart"),
        ({"spots": (Spot("low", "low", 40.05, 47.05, 25.0),)}, "where", "inside the area named by the other"),
        ({"spots": ()}, "where", "not stated"),
        ({"kinds": (Kind.AIR_STRIKE,)}, "kind", "often told of one happening"),
        ({"kinds": (Kind.CAPTURE,)}, "kind", "different"),
        ({"means": ("howitzer",)}, "means", "different"),
        ({"report": "report of a"}, "report", "of one report, which tells them apart"),
    ],
)
def test_levels(change: dict[str, object], field: str, level: str) -> None:
    assert levels_of(make_row("a"), make_row("b", **change))[field] == level


@pytest.mark.parametrize(
    ("hour", "day", "level"),
    [
        (21.25, 0, "clock times within half an hour"),
        (9.0, 0, "about twelve hours apart, as a slip of a 12-hour clock"),
        (None, 0, "same day"),
        (None, 1, "the next day or part of the day"),
        (0.5, 1, "clock times within 4½ hours"),
        (21.5, 1, "clock times a day apart, to within ¾ hour"),
        (22.25, 1, "clock times a day apart, to within 1½ hours"),
        (19.0, 1, "clock times a day apart, to within 2½ hours"),
        (17.5, 1, "clock times a day apart, to within 4 hours"),
        (16.5, 1, "clock times within 20 hours"),
    ],
)
def test_times_across_midnight_and_precisions(hour: float | None, day: int, level: str) -> None:
    assert levels_of(make_row("a"), make_row("b", hour=hour, day=day))["when"] == level


@pytest.mark.parametrize(
    ("hours", "level"),
    [
        (0, "published within 2 hours of each other"),
        (7, "published within 12 hours of each other"),
        (-47, "published within 2 days of each other"),
        (24 * 30, "published longer apart"),
        (None, "date not stated by one"),
    ],
)
def test_how_long_after_each_other_two_came_out(hours: float | None, level: str) -> None:
    one = make_row("a")
    other = make_row("b", published=None if hours is None else one.published + timedelta(hours=hours))
    assert levels_of(one, other)["published"] == level
    assert levels_of(other, one)["published"] == level


@pytest.mark.parametrize(
    ("published", "changes", "level"),
    [
        (-30, {}, "one published more than a day before a time that is told"),
        (-7, {}, "one published 6 to 24 hours before a time that is told"),
        (-2, {}, "one published up to 6 hours before a time that is told"),
        (0.5, {}, "the first published within an hour of the time that is told"),
        (3, {}, "the first published within 6 hours of the time that is told"),
        (24, {}, "both published later"),
        (-30, {"times": ()}, "publication or time not stated"),
        (-30, {"times": (TimeSpan(DAY, DAY + timedelta(days=31)),)}, "publication or time not stated"),
        (-30, {"published": None}, "publication or time not stated"),
    ],
)
def test_what_came_out_before_a_time_that_the_other_tells(
    published: float, changes: dict[str, object], level: str
) -> None:
    told = DAY + timedelta(hours=20.75)  # the time that both tell begins then
    late = make_row("a", published=told + timedelta(days=2))
    early = make_row("b", published=told + timedelta(hours=published))
    assert levels_of(replace(late, **changes), early)["before"] == level
    assert levels_of(early, replace(late, **changes))["before"] == level


@pytest.mark.parametrize("name", MODELS)
def test_what_came_out_before_is_held_against_a_link(name: str) -> None:
    points = find_model(name).weights.points[Field.BEFORE]
    assert points[1] <= -1000
    assert points[1] <= points[2] < points[6] + 100


def test_the_hand_set_weights_let_late_reports_tell_of_old_happenings() -> None:
    years_later = make_row("b", published=DAY + timedelta(days=800))
    assert groups_of([make_row("a"), years_later]) == {frozenset({"a", "b"})}


rows_strategy = st.builds(
    make_row,
    id_=st.uuids().map(str),
    hour=st.one_of(st.none(), st.floats(0, 23)),
    day=st.integers(0, 2),
    spots=st.lists(
        st.builds(
            Spot,
            place=st.sampled_from(["ada", "bela", ""]),
            name=st.sampled_from(["ada", "bela"]),
            lat=st.floats(39.9, 40.1),
            lon=st.floats(46.9, 47.1),
            radius_km=st.sampled_from([0.0, 1.0, 10.0, 25.0]),
        ),
        max_size=2,
    ).map(tuple),
    kinds=st.lists(st.sampled_from([Kind.SHELLING, Kind.SNIPER_FIRE, Kind.KILLING]), max_size=2).map(tuple),
    words=st.lists(st.sampled_from([*WORDS, "other", "words"]), max_size=12).map(tuple),
    killed=st.one_of(st.none(), st.integers(0, 3)),
    published=st.one_of(st.none(), st.integers(-60, 200).map(lambda hours: DAY + timedelta(hours=hours))),
)


@given(rows_strategy, rows_strategy)
@settings(max_examples=60, deadline=None)
def test_comparing_is_symmetric(one: LinkRow, other: LinkRow) -> None:
    columns = pack_rows([one, other])
    crowd, _ = count_crowd(columns, make_row_index(columns))
    there, back = np.zeros(FIELDS, np.int8), np.zeros(FIELDS, np.int8)
    compare_rows(columns, 0, 1, crowd, there)
    compare_rows(columns, 1, 0, crowd, back)
    assert there.tolist() == back.tolist()


@given(rows_strategy, rows_strategy, st.integers(0, 200), st.integers(0, 200))
@settings(max_examples=60, deadline=None)
def test_words_laid_out_score_as_words_side_by_side(one: LinkRow, other: LinkRow, mine: int, theirs: int) -> None:
    many = tuple(f"word{number}" for number in range(200))
    columns = pack_rows([replace(one, words=(*one.words, *many[:mine])), replace(other, words=many[theirs:])])
    crowd, _ = count_crowd(columns, make_row_index(columns))
    side, laid = np.zeros(FIELDS, np.int8), np.zeros(FIELDS, np.int8)
    table = np.zeros(WORD_SLOTS, np.uint32)
    table[:] = 7  # what is left of the row before
    lay_words(columns, 1, table)
    score = score_pair(columns, 0, 1, crowd, MODEL.weights, side)
    assert score_laid(columns, 0, 1, crowd, MODEL.weights, laid, table) == score
    assert laid.tolist() == side.tolist()


@pytest.mark.parametrize(
    ("mine", "theirs", "level"), [(1, 2, "none or one"), (2, 2, "2–4"), (4, 5, "2–4"), (5, 5, "5–9")]
)
def test_a_crowd_is_the_mean_of_both_rows(mine: int, theirs: int, level: str) -> None:
    columns = pack_rows([make_row("a"), make_row("b")])
    crowd, _ = count_crowd(columns, make_row_index(columns))
    crowd.area[:] = mine, theirs
    levels = np.zeros(FIELDS, np.int8)
    compare_rows(columns, 0, 1, crowd, levels)
    assert LEVELS[Field.AREA][levels[Field.AREA]] == level


# -- the model


@pytest.mark.parametrize("name", MODELS)
def test_shipped_weights_never_rise_with_distance(name: str) -> None:
    points = find_model(name).weights.points
    for field, runs in MONOTONE.items():
        for run in runs:
            assert (np.diff(points[field, list(run)]) <= 0).all(), (field, run)


def test_a_model_survives_being_written(tmp_path: Path) -> None:
    again = parse_model(render_model(MODEL))
    assert (again.weights.points == MODEL.weights.points).all()
    assert (again.weights.prior, again.weights.miss) == (MODEL.weights.prior, MODEL.weights.miss)
    path = tmp_path / "own.toml"
    path.write_text(render_model(MODEL).replace('"same place" = 9.5', '"same place" = 11'), encoding="utf-8")
    assert find_model(str(path)).weights.points[Field.WHERE, 1] == 1100


def test_all_mistakes_of_a_model_are_told_at_once(tmp_path: Path) -> None:
    text = (
        render_model(MODEL).replace('"2–3.5 km apart" = 6', '"2–3.5 km apart" = 60').replace("prior = -1", 'prior = ""')
    )
    with pytest.raises(ConfigError) as raised:
        parse_model(text.replace("[target]", "[target]\nnonsense = 1"))
    told = str(raised.value.diagnostics())
    assert "must not weigh more" in told and "“prior” must be a number" in told and "“nonsense” is no level" in told
    with pytest.raises(ConfigError, match="cannot be read"):
        find_model(str(tmp_path / "none.toml"))


def test_the_lines_of_a_ledger_add_up_to_the_score() -> None:
    columns = pack_rows([make_row("a", killed=2), make_row("b", hour=20.0, killed=2)])
    crowd, _ = count_crowd(columns, make_row_index(columns))
    levels = np.zeros(FIELDS, np.int8)
    score = score_pair(columns, 0, 1, crowd, MODEL.weights, levels)
    lines = explain_levels(levels.tolist(), MODEL.weights)
    assert sum(line.points for line in lines) == pytest.approx(score / 100)
    assert {"prior", "where", "when"} <= {line.field for line in lines}


def test_refitting_follows_labels_and_stays_monotone() -> None:
    rng = np.random.default_rng(1)
    levels = np.zeros((4000, FIELDS), np.int8)
    levels[:, Field.WHEN] = rng.choice([1, 15], 4000)
    levels[:, Field.MEANS] = rng.choice([1, 3], 4000)
    chance = np.where(levels[:, Field.MEANS] == 3, 0.8, 0.2)  # against the order: different weapons told together
    same = rng.random(4000) < chance
    fitted = fit_weights(levels, same, MODEL.weights)
    before, after = MODEL.weights.points[Field.MEANS], fitted.points[Field.MEANS]
    assert after[3] - after[1] > before[3] - before[1]
    assert after[1] >= after[2] >= after[3]
    assert (fitted.points[Field.WHERE, 2:] == MODEL.weights.points[Field.WHERE, 2:]).all()


# -- clusters


def test_a_chain_of_near_pairs_is_not_one_incident() -> None:
    rows = [make_row(f"r{number}", hour=2.5 * number, words=(), means=()) for number in range(10)]
    sizes = sorted(len(group) for group in groups_of(rows))
    assert 1 < sizes[-1] < 10


def test_a_row_too_vague_stays_alone() -> None:
    vague = make_row("vague", hour=None, spots=(), words=("something",))
    undated = replace(make_row("undated", spots=()), times=(), published=None, words=())
    assert {frozenset({"vague"}), frozenset({"undated"})} <= groups_of([make_row("a"), make_row("b"), vague, undated])


def test_what_a_person_keeps_apart_or_together_outweighs_every_score() -> None:
    rows = [make_row("a"), make_row("b"), make_row("far", day=9)]
    columns = pack_rows(rows)
    crowd, candidates = count_crowd(columns, make_row_index(columns))
    pairs = score_pairs(columns, candidates, crowd, MODEL.weights)
    miss = int(MODEL.weights.miss[0])
    assert cluster_rows(columns, pairs, miss).tolist() == [0, 0, 2]
    apart = part_pairs(pairs, np.array([[1, 0]], np.int32))
    assert cluster_rows(columns, apart, miss).tolist() == [0, 1, 2]
    assert cluster_rows(columns, apart, miss, np.array([[0, 2]], np.int32)).tolist() == [0, 1, 0]


def test_no_pairs_no_clusters() -> None:
    none = Pairs(np.zeros(0, np.int32), np.zeros(0, np.int32), np.zeros(0, np.int32))
    assert cluster_rows(pack_rows([make_row("a"), make_row("b")]), none, -1700).tolist() == [0, 1]
    assert link_table(make_table([])).num_rows == 0


@given(st.lists(rows_strategy, min_size=2, max_size=14), st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_the_order_of_rows_decides_nothing(rows: list[LinkRow], random: object) -> None:
    shuffled = list(rows)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert groups_of(rows) == groups_of(shuffled)


@given(st.lists(rows_strategy, min_size=1, max_size=14), st.integers(1, 5))
@settings(max_examples=40, deadline=None)
def test_rows_in_batches_are_the_table(rows: list[LinkRow], piece: int) -> None:
    """Also where one batch alone is of wide rows, and where an id comes again in a later one."""
    rows = [*rows, make_row("wide", words=tuple(f"w{number}" for number in range(90))), rows[0]]
    table = make_table(rows)
    batches = [table.slice(first, piece) for first in range(0, len(rows), piece)]
    assert link_batches(iter(batches)).equals(link_table(table))
    assert link_batches(table.to_batches(max_chunksize=piece)).num_rows == len(rows) - 1


@given(st.lists(rows_strategy, min_size=2, max_size=14), st.integers(1, 5))
@settings(max_examples=40, deadline=None)
def test_arriving_in_pieces_and_refined_is_the_batch(rows: list[LinkRow], piece: int) -> None:
    state = LinkState()
    for first in range(0, len(rows), piece):
        state.add(pack_rows(rows[first : first + piece]))
    state.refine()
    columns = pack_rows(rows)
    order = find_order(columns)
    label, _, _ = link_columns(take_rows(columns, order), MODEL)
    batch = np.empty(len(rows), np.int64)
    batch[order] = label
    mine = state.label
    assert [[mine[a] == mine[b] for b in range(len(rows))] for a in range(len(rows))] == [
        [batch[a] == batch[b] for b in range(len(rows))] for a in range(len(rows))
    ]


def test_a_stream_replayed_gives_the_same() -> None:
    rows = [make_row(str(number), hour=(number * 7) % 24, day=number % 3) for number in range(40)]
    labels = []
    for _ in range(2):
        state = LinkState()
        for row in rows:
            state.add(pack_rows([row]))
        labels.append(state.label.tolist())
    assert labels[0] == labels[1]
    assert state.knows(pack_rows(rows[:3]).key).all()
    assert not state.knows(pack_rows([make_row("new")]).key).any()


def test_rows_of_one_id_count_once() -> None:
    linked = link_table(make_table([make_row("a"), make_row("b"), make_row("a", day=9)]))
    assert sorted(linked["id"].to_pylist()) == ["a", "b"]


def test_ten_thousand_rows_of_one_hour_and_place_are_all_kept_and_said_to_be_cut() -> None:
    rows = [make_row(f"r{number}", spots=(ADA,), words=()) for number in range(4500)]
    linked = link_table(make_table(rows))
    assert linked.num_rows == 4500
    assert any(linked["cut"].to_pylist())


def test_interpreted_and_compiled_agree() -> None:
    code = (
        "from rowcases import make_row\n"
        "from contactline.tables import make_table\n"
        "from contactline.link.batch import link_table\n"
        "from contactline.records.linkrows import Spot\n"
        "rows = [make_row(str(n), hour=(n * 5) % 24, day=n % 3, killed=n % 4,\n"
        "        spots=(Spot('', 'x', 40 + n % 7 / 50, 47.0, n % 3 * 8.0),)) for n in range(60)]\n"
        "print(link_table(make_table(rows)).to_pydict())\n"
    )
    here = Path(__file__).parent.parent
    said = [
        subprocess.run(
            [sys.executable, "-c", code],
            env={
                **os.environ,
                "NUMBA_DISABLE_JIT": jit,
                "PYTHONPATH": f"{here}{os.pathsep}{os.environ.get('PYTHONPATH', '')}",
            },
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for jit in ("0", "1")
    ]
    assert said[0] == said[1]
    assert "incident" in said[0]
