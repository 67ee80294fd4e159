"""One suite for every engine."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from contactline.engines.local import LocalEngine
from contactline.engines.processes import ProcessEngine
from contactline.errors import IntegrityError, StoreError
from contactline.plugins import get_plugin
from contactline.ports import Engine, Grouping, Part, PartNote
from engines.sparks import find_reason, show_tests_to_workers
from engines.stages import Count, Dies, Raises, write_parts

NO_SPARK = find_reason()
ENGINES = ("local", "processes", pytest.param("spark", marks=pytest.mark.skipif(bool(NO_SPARK), reason=NO_SPARK)))
WITH_WORKERS = ENGINES[1:]


@pytest.fixture(scope="module")
def engines() -> Iterator[dict[str, Engine]]:
    made: dict[str, Engine] = {"local": LocalEngine(), "processes": ProcessEngine(2)}
    if not NO_SPARK:
        show_tests_to_workers()
        made["spark"] = get_plugin("engines", "spark")(2)
    with made["processes"]:
        yield made
        if "spark" in made:
            made["spark"].__exit__()


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest, engines: dict[str, Engine]) -> Engine:
    return engines[request.param]


def divide(number: int) -> str:
    return str(12 // number)


def guard(number: int, error: Exception) -> str:
    return f"{number}: {type(error).__name__}"


def test_results_in_the_order_of_the_items(engine: Engine) -> None:
    assert list(engine.run(divide, [3, 1, 2], guard)) == ["4", "12", "6"]


def test_one_bad_item_does_not_end_the_run(engine: Engine) -> None:
    assert list(engine.run(divide, [3, 0, 2], guard)) == ["4", "0: ZeroDivisionError", "6"]


def test_changed_content_is_not_swallowed(engine: Engine) -> None:
    def stage(number: int) -> str:
        raise IntegrityError("changed")

    with pytest.raises(IntegrityError):
        list(engine.run(stage, [1], guard))


def test_an_interruption_is_not_swallowed(engine: Engine) -> None:
    def stage(number: int) -> str:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        list(engine.run(stage, [1], guard))


def test_items_are_taken_one_by_one(engine: Engine) -> None:
    taken = []

    def items() -> Iterator[int]:
        for number in (1, 2, 3):
            taken.append(number)
            yield number

    results = engine.run(divide, items(), guard)
    assert next(results) == "12"
    assert taken == [1]


THREE = {"a": ["1", "2"], "b": ["3", "bad"], "c": ["5"]}
GROUPED = {"1": 7, "2": 8, "3": 7, "bad": 8, "5": -3}
BY_KEY = Grouping("key", "id")


def read_out(parts: list[Part]) -> dict[str, list[str]]:
    """Ids that every part's folder holds; parts without a folder are left out."""
    folders = {part.name: part.out / "ids.parquet" for part in parts}
    return {name: pq.read_table(path)["id"].to_pylist() for name, path in folders.items() if path.exists()}


def by_name(notes: Iterator[PartNote]) -> dict[str, PartNote]:
    listed = list(notes)
    named = {note.name: note for note in listed}
    assert len(named) == len(listed), "a part came back twice"
    return named


def make_groups(parts: list[Part], keys: tuple[int, ...] = (7, 8, -3)) -> list[Part]:
    folder = parts[0].out.parent.with_name("groups")
    return [Part(f"k{key}", folder / f"k{key}", "digest", key=key) for key in keys]


def test_every_part_comes_back_once(engine: Engine, tmp_path: Path) -> None:
    parts = write_parts(tmp_path, THREE)
    notes = by_name(engine.map_tables(Count(), parts))
    assert read_out(parts) == THREE
    assert {name: note.rows for name, note in notes.items()} == {"a": {"ids": 2}, "b": {"ids": 2}, "c": {"ids": 1}}
    assert {note.attempts for note in notes.values()} == {1}
    assert not [note for note in notes.values() if note.failure]


def test_what_is_done_is_not_done_again(engine: Engine, tmp_path: Path) -> None:
    parts = write_parts(tmp_path, THREE)
    list(engine.map_tables(Count(), parts[:2]))
    changed = Part("a", parts[0].out, "another digest", parts[0].inputs)
    notes = by_name(engine.map_tables(Count(), [changed, *parts[1:]]))
    assert {name: note.attempts for name, note in notes.items()} == {"a": 1, "b": 0, "c": 1}
    assert read_out(parts) == THREE


def test_no_parts(engine: Engine, tmp_path: Path) -> None:
    assert list(engine.map_tables(Count(), [])) == []
    assert list(engine.group_tables(Count(), [], BY_KEY, [])) == []


def test_rows_with_one_key_become_one_table(engine: Engine, tmp_path: Path) -> None:
    parts = write_parts(tmp_path, THREE, GROUPED)
    groups = make_groups(parts)
    notes = by_name(engine.group_tables(Count(), [path for part in parts for path in part.inputs], BY_KEY, groups))
    assert read_out(groups) == {"k7": ["1", "3"], "k8": ["2", "bad"], "k-3": ["5"]}
    written = str(pq.read_table(parts[0].inputs[0]).schema)
    assert {note.notes["schema"] for note in notes.values()} == {written}, "every engine hands over the same table"


def test_keys_that_nobody_asked_for_are_left_out(engine: Engine, tmp_path: Path) -> None:
    parts = write_parts(tmp_path, THREE, GROUPED)
    groups = make_groups(parts, (8,))
    list(engine.group_tables(Count(), [path for part in parts for path in part.inputs], BY_KEY, groups))
    assert read_out(groups) == {"k8": ["2", "bad"]}


def test_the_same_content_on_every_engine(engines: dict[str, Engine], tmp_path: Path) -> None:
    ids = [hashlib.sha256(bytes([n])).hexdigest()[:20] for n in range(60)]
    keys = {id_: int(id_[0], 16) % 3 for id_ in ids}
    told = set()
    for name, engine in engines.items():
        tables = {f"{start:02}": ids[start : start + 20] for start in (0, 20, 40)}
        parts = write_parts(tmp_path / name, tables, keys)
        groups = make_groups(parts, (0, 1, 2))
        notes = engine.group_tables(Count(), [path for part in parts for path in part.inputs], BY_KEY, groups)
        told.add(json.dumps(sorted((note.name, note.notes["ids"]) for note in notes)))
        assert sorted(id_ for found in read_out(groups).values() for id_ in found) == sorted(ids)
    assert len(told) == 1


def test_a_stage_that_fails_is_a_reason_and_no_end(engine: Engine, tmp_path: Path) -> None:
    parts = write_parts(tmp_path, THREE)
    notes = by_name(engine.map_tables(Raises("key"), parts))
    assert notes["b"].failure == "KeyError: 'bad'"
    assert not notes["b"].fatal
    assert sorted(read_out(parts)) == ["a", "c"]
    assert "Give another." in by_name(engine.map_tables(Raises("ours"), parts))["b"].failure


def test_changed_content_ends_the_run(engine: Engine, tmp_path: Path) -> None:
    with pytest.raises(IntegrityError) as told:
        list(engine.map_tables(Raises("integrity"), write_parts(tmp_path, THREE)))
    assert (told.value.subject, told.value.hint) == ("a file", "look")


def test_a_full_disk_ends_the_run_and_says_what_to_do(engine: Engine, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="No space left") as told:
        list(engine.map_tables(Raises("full"), write_parts(tmp_path, THREE)))
    assert "Make room" in told.value.diagnostics()


def test_lost_rows_are_noticed(engine: Engine, tmp_path: Path) -> None:
    (part,) = write_parts(tmp_path, {"a": ["1", "2"]})
    with pytest.raises(IntegrityError, match="2 rows came in where 3 were written"):
        list(engine.map_tables(Count(), [Part(part.name, part.out, part.digest, part.inputs, rows=3)]))


def test_a_file_that_cannot_be_read_is_a_reason(engine: Engine, tmp_path: Path) -> None:
    parts = write_parts(tmp_path, THREE)
    parts[1].inputs[0].write_bytes(b"PAR1 no more PAR1")
    notes = by_name(engine.map_tables(Count(), parts))
    assert notes["b"].failure
    assert sorted(read_out(parts)) == ["a", "c"]


@pytest.mark.parametrize("name", WITH_WORKERS)
def test_a_killed_worker_costs_nothing(name: str, engines: dict[str, Engine], tmp_path: Path) -> None:
    deaths = tmp_path / "deaths"
    deaths.mkdir()
    parts = write_parts(tmp_path / "in", THREE)
    notes = by_name(engines[name].map_tables(Dies(deaths, 2), parts))
    assert read_out(parts) == THREE
    assert notes["b"].attempts == 3
    assert not [path for path in parts[0].out.parent.iterdir() if path.name.startswith(".")], (
        "nothing half made is left"
    )


@pytest.mark.parametrize("name", WITH_WORKERS)
def test_a_part_that_kills_every_worker_is_given_up(name: str, engines: dict[str, Engine], tmp_path: Path) -> None:
    deaths = tmp_path / "deaths"
    deaths.mkdir()
    parts = write_parts(tmp_path / "in", THREE)
    notes = by_name(engines[name].map_tables(Dies(deaths, 1000), parts))
    assert notes["b"].failure
    assert notes["b"].attempts == 3
    assert sorted(read_out(parts)) == ["a", "c"]
    assert len(list(deaths.iterdir())) <= 6, "bounded"
    again = by_name(engines[name].map_tables(Count(), parts))
    assert {name: note.attempts for name, note in again.items()} == {"a": 0, "b": 1, "c": 0}


@pytest.mark.parametrize("name", WITH_WORKERS)
def test_a_worker_killed_while_grouping(name: str, engines: dict[str, Engine], tmp_path: Path) -> None:
    deaths = tmp_path / "deaths"
    deaths.mkdir()
    parts = write_parts(tmp_path / "in", THREE, GROUPED)
    groups = make_groups(parts)
    inputs = [path for part in parts for path in part.inputs]
    list(engines[name].group_tables(Dies(deaths, 1), inputs, BY_KEY, groups))
    assert read_out(groups) == {"k7": ["1", "3"], "k8": ["2", "bad"], "k-3": ["5"]}
