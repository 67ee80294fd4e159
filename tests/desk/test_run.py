"""A run over a corpus: the same on every engine, resumable, and nothing lost or doubled whatever happens."""

from __future__ import annotations

import errno
import json
import os
import shutil
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from contactline import codec
from contactline.desk.output import open_folder
from contactline.desk.run import run_corpus
from contactline.desk.runsummary import RunSummary
from contactline.desk.windows import Windows
from contactline.errors import ConfigError, ConflictError, InputError, IntegrityError, StoreError
from contactline.records.reports import Report
from desk.runcases import (
    DyingTools,
    as_table,
    make_chain,
    make_row,
    make_settings,
    many_rows,
    read_bytes,
    read_groups,
    read_rows,
    write_lines,
    write_reports,
    write_rows,
)
from engines.sparks import find_reason, show_tests_to_workers

NO_SPARK = find_reason()
SPARK = pytest.param("spark", marks=pytest.mark.skipif(bool(NO_SPARK), reason=NO_SPARK))


def kept(summary: RunSummary) -> dict[str, tuple[int, int]]:
    return {stage.name: (stage.parts, stage.kept) for stage in summary.stages if stage.parts}


def read_set_aside(out: Path, name: str = "records") -> list[dict[str, object]]:
    return [json.loads(line) for line in (out / "set-aside" / f"{name}.jsonl").read_text().splitlines()]


@pytest.fixture(scope="module")
def rows_run(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, RunSummary]:
    folder = tmp_path_factory.mktemp("rows")
    write_rows(folder / "in" / "rows.parquet", many_rows(), row_group_size=100)
    return folder / "in", folder / "out", run_corpus(make_settings(folder / "out", folder / "in"), chain=make_chain())


# -- the same on every engine


@pytest.mark.parametrize("engine", ["processes", SPARK])
def test_link_rows_give_the_same_bytes_on_every_engine(
    engine: str, rows_run: tuple[Path, Path, RunSummary], tmp_path: Path
) -> None:
    show_tests_to_workers()
    folder, out, summary = rows_run
    other = run_corpus(make_settings(tmp_path / "out", folder, engine=engine), chain=make_chain())
    assert read_bytes(tmp_path / "out") == read_bytes(out)
    assert (other.rows, other.incidents) == (summary.rows, summary.incidents) == (360, 120)
    assert other.engine == engine


@pytest.mark.parametrize("engine", ["processes", SPARK])
def test_reports_give_the_same_bytes_on_every_engine(engine: str, tmp_path: Path) -> None:
    show_tests_to_workers()
    write_reports(tmp_path / "in" / "reports")
    first = run_corpus(make_settings(tmp_path / "one", tmp_path / "in", shard=3), chain=make_chain())
    run_corpus(make_settings(tmp_path / "two", tmp_path / "in", shard=3, engine=engine), chain=make_chain())
    assert read_bytes(tmp_path / "one") == read_bytes(tmp_path / "two")
    assert (first.reports, first.claims, first.rows) == (12, 12, 12)


# -- windows and seams


def test_incidents_across_seams_are_whole(rows_run: tuple[Path, Path, RunSummary]) -> None:
    _, out, summary = rows_run
    groups = read_groups(out)
    assert {len(ids) for ids in groups} == {3}
    assert all(len({id_[:6] for id_ in ids}) == 1 for ids in groups)
    assert summary.seam_rows > 0
    assert summary.seam_agreement == 1.0


@pytest.mark.parametrize("days", [1, 7, 3650])
def test_the_length_of_the_windows_does_not_matter(
    days: int, rows_run: tuple[Path, Path, RunSummary], tmp_path: Path
) -> None:
    folder, out, _ = rows_run
    settings = make_settings(tmp_path / "out", folder, windows=Windows(days, 1))
    run_corpus(settings, chain=make_chain())
    assert read_groups(tmp_path / "out") == read_groups(out)
    incidents = {(row["incident"], row["size"], row["first_at"]) for row in read_rows(out, "incidents")}
    assert {(row["incident"], row["size"], row["first_at"]) for row in read_rows(tmp_path / "out", "incidents")} == (
        incidents
    )


def test_every_account_is_in_one_incident_and_every_incident_is_listed_once(
    rows_run: tuple[Path, Path, RunSummary],
) -> None:
    _, out, summary = rows_run
    members = read_rows(out, "memberships")
    assert sorted(str(row["id"]) for row in members) == sorted(row.id for row in many_rows())
    listed = [row["incident"] for row in read_rows(out, "incidents")]
    assert len(listed) == len(set(listed)) == summary.incidents
    assert sum(int(str(row["size"])) for row in read_rows(out, "incidents")) == len(members)


def test_rows_without_a_time_are_kept_apart(tmp_path: Path) -> None:
    table = as_table([make_row("a", 1), make_row("b", 1)])
    bare = table.set_column(
        table.schema.get_field_index("published"), "published", pa.nulls(2, pa.timestamp("s", "UTC"))
    )
    for name in ("earliest", "latest"):
        empty = pa.array([[], []], bare.schema.field(name).type)
        bare = bare.set_column(bare.schema.get_field_index(name), name, empty)
    (tmp_path / "in").mkdir()
    pq.write_table(bare, tmp_path / "in" / "bare.parquet")
    write_rows(tmp_path / "in" / "dated.parquet", [make_row("c", 1)])
    summary = run_corpus(make_settings(tmp_path / "out", tmp_path / "in"), chain=make_chain())
    assert summary.rows == 3
    assert (tmp_path / "out" / "memberships" / "undated.parquet").is_file()


def test_a_date_beyond_all_calendars_is_no_end(tmp_path: Path) -> None:
    write_rows(tmp_path / "in" / "rows.parquet", [make_row("a", 1), make_row("b", 2_900_000), make_row("c", -740_000)])
    assert run_corpus(make_settings(tmp_path / "out", tmp_path / "in"), chain=make_chain()).rows == 3


# -- running again


def test_a_second_run_makes_nothing(rows_run: tuple[Path, Path, RunSummary]) -> None:
    folder, out, _ = rows_run
    before = read_bytes(out)
    again = run_corpus(make_settings(out, folder), chain=make_chain())
    assert all(parts == were for parts, were in kept(again).values())
    assert read_bytes(out) == before


def test_a_new_report_reads_one_bucket_and_links_its_windows(tmp_path: Path) -> None:
    write_reports(tmp_path / "in", 40)
    settings = make_settings(tmp_path / "out", tmp_path / "in", shard=5)
    run_corpus(settings, chain=make_chain())
    (tmp_path / "in" / "00a.txt").write_text(
        "---\npublisher: Herald\npublished: 2031-05-20\nlanguage: en\nheadline: New\n---\nSix people were killed.\n"
    )
    again = run_corpus(settings, chain=make_chain())
    parts, were = kept(again)["read"]
    assert parts - were == 1, "one bucket has another report, although every file after it has moved on by one"
    assert again.reports == 41


def test_another_kernel_links_anew_and_reads_nothing(tmp_path: Path) -> None:
    write_reports(tmp_path / "in")
    settings = make_settings(tmp_path / "out", tmp_path / "in")
    run_corpus(settings, chain=make_chain())
    again = kept(run_corpus(settings, chain=replace(make_chain(), version="other")))
    assert again["link"][1] == 0
    assert again["read"][0] == again["read"][1]


def test_a_run_that_was_broken_off_goes_on(tmp_path: Path) -> None:
    write_reports(tmp_path / "in")
    settings = make_settings(tmp_path / "out", tmp_path / "in", shard=3)
    run_corpus(settings, chain=make_chain())
    whole = read_bytes(tmp_path / "out")
    for part in sorted((tmp_path / "out" / "work" / "read").iterdir())[:2]:
        shutil.rmtree(part)
    half = tmp_path / "out" / "work" / "read" / ".000009.123-abc"
    half.mkdir()
    (half / "claims.parquet").write_bytes(b"half")
    again = run_corpus(settings, chain=make_chain())
    parts, were = kept(again)["read"]
    assert parts - were == 2
    assert read_bytes(tmp_path / "out") == whole
    assert not half.exists()


def test_reports_that_went_away_go(tmp_path: Path) -> None:
    write_reports(tmp_path / "in")
    settings = make_settings(tmp_path / "out", tmp_path / "in", shard=3)
    run_corpus(settings, chain=make_chain())
    for number in range(6):
        (tmp_path / "in" / f"{number:02}.txt").unlink()
    assert run_corpus(settings, chain=make_chain()).reports == 6
    assert len(read_rows(tmp_path / "out", "memberships")) == 6


def test_a_changed_file_of_an_earlier_stage_is_noticed(tmp_path: Path) -> None:
    write_reports(tmp_path / "in")
    settings = make_settings(tmp_path / "out", tmp_path / "in")
    run_corpus(settings, chain=make_chain())
    (path,) = (tmp_path / "out" / "work" / "read").glob("*/rows.parquet")
    table = pq.read_table(path)
    pq.write_table(table.slice(1), path)
    shutil.rmtree(tmp_path / "out" / "work" / "link")
    with pytest.raises(IntegrityError, match="rows came in where"):
        run_corpus(settings, chain=make_chain())


# -- bad input


def test_duplicate_reports_count_once_and_are_named(tmp_path: Path) -> None:
    write_reports(tmp_path / "in", 4)
    shutil.copy(tmp_path / "in" / "01.txt", tmp_path / "in" / "zz.txt")
    summary = run_corpus(make_settings(tmp_path / "out", tmp_path / "in", shard=2), chain=make_chain())
    assert (summary.reports, summary.duplicates, summary.rows, summary.exit_code) == (4, 1, 4, 0)
    (told,) = read_set_aside(tmp_path / "out", "duplicates")
    assert (told["locator"], told["kept"]) == ("in/zz.txt", "in/01.txt")


def test_duplicate_rows_count_once_even_with_other_content(tmp_path: Path) -> None:
    write_rows(tmp_path / "in" / "a.parquet", [make_row("a", 1), make_row("b", 1), make_row("a", 1)])
    write_rows(tmp_path / "in" / "b.parquet", [make_row("a", 80, 50.0, report="r-z"), make_row("c", 1)])
    summary = run_corpus(make_settings(tmp_path / "out", tmp_path / "in"), chain=make_chain())
    assert (summary.rows, summary.duplicates) == (3, 2)
    assert sorted(str(row["id"]) for row in read_rows(tmp_path / "out", "memberships")) == ["a", "b", "c"]


def test_damaged_lines_are_set_aside_with_their_place(tmp_path: Path) -> None:
    path = write_lines(tmp_path / "in" / "reports.jsonl", 6)
    good = path.read_bytes().splitlines(keepends=True)
    bad = [
        b'{"text": "cut o',
        b"[1, 2]\n",
        b'{"headline": "no words"}\n',
        b"\xff\xfe\x00rubbish\n",
        b'{"text": "  "}\n',
    ]
    path.write_bytes(good[0] + b"\n".join([bad[0], b""]) + b"".join(bad[1:]) + b"\n" + b"".join(good[1:]))
    summary = run_corpus(make_settings(tmp_path / "out", tmp_path / "in"), chain=make_chain())
    assert (summary.reports, summary.set_aside, summary.exit_code) == (6, 5, 4)
    told = read_set_aside(tmp_path / "out")
    assert {record["code"] for record in told} == {"json-wrong", "no-text", "empty"}
    first = next(record for record in told if "cut o" in str(record["message"]))
    assert first["subject"] == f"in/reports.jsonl@{len(good[0])}"


def test_lines_are_parted_without_loss(tmp_path: Path) -> None:
    write_lines(tmp_path / "in" / "reports.jsonl", 300)
    small = run_corpus(make_settings(tmp_path / "one", tmp_path / "in", shard=1), chain=make_chain())
    large = run_corpus(make_settings(tmp_path / "two", tmp_path / "in", shard=1_000), chain=make_chain())
    assert small.reports == large.reports == 300
    assert read_groups(tmp_path / "one") == read_groups(tmp_path / "two")
    assert next(stage.parts for stage in small.stages if stage.name == "collect") > 10


def test_a_line_that_has_no_end_costs_that_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("contactline.desk.stages.MOST_BYTES", 1_000)
    path = write_lines(tmp_path / "in" / "reports.jsonl", 4)
    with path.open("ab") as file:
        file.write(b'{"text": "' + b"x" * 5_000 + b'"}\n')
    summary = run_corpus(make_settings(tmp_path / "out", tmp_path / "in", shard=1), chain=make_chain())
    assert (summary.reports, summary.set_aside) == (4, 1)
    assert read_set_aside(tmp_path / "out")[0]["code"] == "line-long"


def test_a_sidecar_holds_for_every_line(tmp_path: Path) -> None:
    path = write_lines(tmp_path / "in" / "reports.jsonl", 4)
    path.with_name("reports.jsonl.meta.yaml").write_text("sensitive: true\nside: nobody\npublished: rubbish\n")
    run_corpus(make_settings(tmp_path / "out", tmp_path / "in", shard=1), chain=make_chain())
    (part,) = (tmp_path / "out" / "work" / "collect").iterdir()
    kept = [codec.decode(row["report"], Report) for row in pq.read_table(part / "reports.parquet").to_pylist()]
    assert [report.meta.sensitive for report in kept] == [True] * 4
    problems = pq.read_table(part / "problems.parquet").to_pylist()
    assert [problem["code"] for problem in problems].count("published-wrong") == 1


def test_damaged_parquet_is_set_aside(tmp_path: Path) -> None:
    write_rows(tmp_path / "in" / "good.parquet", many_rows(10))
    (tmp_path / "in" / "damaged.parquet").write_bytes(b"PAR1" + b"\0" * 100 + b"PAR1")
    cut = write_rows(tmp_path / "in" / "pages.parquet", many_rows(10))
    content = bytearray(cut.read_bytes())
    content[100:1_000] = os.urandom(900)
    cut.write_bytes(bytes(content))
    pq.write_table(pa.table({"other": [1]}), tmp_path / "in" / "strange.parquet")
    summary = run_corpus(make_settings(tmp_path / "out", tmp_path / "in"), chain=make_chain())
    assert summary.rows == 30
    assert summary.exit_code == 4
    assert {str(record["subject"]) for record in read_set_aside(tmp_path / "out")} == {
        "in/damaged.parquet",
        "in/pages.parquet",
        "in/strange.parquet",
    }


def test_rows_that_linking_cannot_take_are_set_aside_one_by_one(tmp_path: Path) -> None:
    table = as_table([make_row("a", 1), make_row("", 1), make_row("b", 1), make_row("c", 1)])
    lats = pa.array([[40.0], [40.0], [40.0], [40.0, 41.0]], table.schema.field("lat").type)
    table = table.set_column(table.schema.get_field_index("lat"), table.schema.field("lat"), lats)
    (tmp_path / "in").mkdir()
    pq.write_table(table, tmp_path / "in" / "rows.parquet")
    summary = run_corpus(make_settings(tmp_path / "out", tmp_path / "in"), chain=make_chain())
    assert summary.rows == 2
    assert {str(record["message"]) for record in read_set_aside(tmp_path / "out")} == {
        "a row without an id: id “”",
        "a row with places of unequal number: id “c”",
    }


def test_a_report_that_cannot_be_borne_is_set_aside(tmp_path: Path) -> None:
    write_reports(tmp_path / "in", 3)
    (tmp_path / "in" / "03.txt").write_text("---\nlanguage: en\nheadline: Bad\n---\nexplode\n")
    summary = run_corpus(make_settings(tmp_path / "out", tmp_path / "in"), chain=make_chain())
    assert (summary.reports, summary.set_aside, summary.exit_code) == (4, 1, 4)
    (told,) = read_set_aside(tmp_path / "out")
    assert (told["code"], told["subject"]) == ("failed", "in/03.txt")


def test_an_empty_corpus_is_refused(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "empty.txt").touch()
    with pytest.raises(InputError, match="there is no report to read") as told:
        run_corpus(make_settings(tmp_path / "out", tmp_path / "in"), chain=make_chain())
    assert "in/empty.txt" in told.value.diagnostics()


def test_a_second_run_at_the_same_time_is_refused(tmp_path: Path) -> None:
    write_reports(tmp_path / "in", 1)
    with open_folder(tmp_path / "out"), pytest.raises(ConflictError):
        run_corpus(make_settings(tmp_path / "out", tmp_path / "in"), chain=make_chain())


def test_an_engine_without_address(tmp_path: Path) -> None:
    write_reports(tmp_path / "in", 1)
    with pytest.raises(ConfigError, match="no --master"):
        run_corpus(make_settings(tmp_path / "out", tmp_path / "in", master="spark://there"), chain=make_chain())


# -- workers and disks


@pytest.mark.parametrize("engine", ["processes", SPARK])
def test_a_worker_killed_while_reading(engine: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    show_tests_to_workers()
    monkeypatch.setenv("CONTACTLINE_TEST_DRIVER", str(os.getpid()))
    write_reports(tmp_path / "in")
    deaths = tmp_path / "deaths"
    deaths.mkdir()
    summary = run_corpus(make_settings(tmp_path / "out", tmp_path / "in", shard=3), chain=make_chain())
    chain = make_chain(DyingTools(deaths, 2))
    other = run_corpus(make_settings(tmp_path / "two", tmp_path / "in", shard=3, engine=engine), chain=chain)
    assert len(list(deaths.iterdir())) == 2
    assert other.failed == 0
    assert (other.reports, other.claims) == (summary.reports, summary.claims)
    assert read_bytes(tmp_path / "two") == read_bytes(tmp_path / "out")


def test_a_part_that_kills_its_workers_is_told_and_the_rest_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CONTACTLINE_TEST_DRIVER", str(os.getpid()))
    write_reports(tmp_path / "in")
    deaths = tmp_path / "deaths"
    deaths.mkdir()
    settings = make_settings(tmp_path / "out", tmp_path / "in", engine="processes")
    summary = run_corpus(settings, chain=make_chain(DyingTools(deaths, 99)))
    assert (summary.failed, summary.reports, summary.exit_code) == (1, 0, 4)
    (told,) = read_set_aside(tmp_path / "out", "parts")
    assert told["attempts"] == 3
    assert "SIGKILL" in str(told["reason"])
    again = run_corpus(settings, chain=make_chain())
    assert (again.failed, again.reports) == (0, 12)


def test_a_full_disk_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_reports(tmp_path / "in")

    def write(*arguments: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("contactline.engines.parts.pq.write_table", write)
    with pytest.raises(StoreError, match="No space left") as told:
        run_corpus(make_settings(tmp_path / "out", tmp_path / "in"), chain=make_chain())
    assert "run the same command again" in told.value.diagnostics()
    monkeypatch.undo()
    assert run_corpus(make_settings(tmp_path / "out", tmp_path / "in"), chain=make_chain()).reports == 12
