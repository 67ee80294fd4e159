"""``contactline run``, as a person meets it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from desk.runcases import make_row, many_rows, write_rows
from faces.conftest import Cli


@pytest.fixture
def rows(tmp_path: Path) -> Path:
    return write_rows(tmp_path / "in" / "rows.parquet", many_rows(40)).parent


def test_the_summary(cli: Cli, rows: Path) -> None:
    said = cli("run", rows, "--out", "out", "--engine", "local")
    assert (said.code, said.err) == (0, "")
    assert "0 reports, 0 claims, 120 accounts, 40 incidents" in said.out
    assert "0 duplicates, 0 records set aside" in said.out
    assert "Windows agree on 100.00 % of the" in said.out
    assert "Engine    local" in said.out
    lines = [line.split() for line in said.out.splitlines()]
    (linked,) = [line for line in lines if line[:1] == ["link"]]
    assert linked[1:5] == ["4", "0", "0", "0"]
    again = cli("run", rows, "--out", "out", "--engine", "local")
    (linked,) = [line.split() for line in again.out.splitlines() if line.startswith("link")]
    assert linked[1:5] == ["4", "4", "0", "0"]


def test_json_is_what_the_folder_holds(cli: Cli, rows: Path, tmp_path: Path) -> None:
    said = cli("run", rows, "--out", "out", "--engine", "local", "--json", "--window", 7, "--halo", 2)
    summary = json.loads(said.out)
    assert summary == json.loads((tmp_path / "out" / "summary.json").read_text())
    assert (summary["rows"], summary["incidents"], summary["exit_code"]) == (120, 40, 0)
    assert {stage["name"] for stage in summary["stages"]} == {"collect", "read", "rows", "link", "finish"}


def test_quiet(cli: Cli, rows: Path) -> None:
    said = cli("run", rows, "--out", "out", "--engine", "local", "--quiet")
    assert (said.code, said.out, said.err) == (0, "", "")


def test_what_could_not_be_used_is_told(cli: Cli, rows: Path) -> None:
    (rows / "bad.parquet").write_bytes(b"nothing of the kind")
    write_rows(rows / "again.parquet", [make_row("a-0000-0", 0)])
    said = cli("run", rows, "--out", "out", "--engine", "local")
    assert said.code == 4
    assert "1 duplicate, 1 record set aside" in said.out
    assert str(Path("set-aside") / "records.jsonl") in said.err


def test_reports_of_the_demo_case(cli: Cli, reports: Path) -> None:
    said = cli("run", reports, "--out", "out", "--engine", "local", "--mandate", "demo")
    assert (said.code, said.err) == (0, "")
    assert "2 reports" in said.out
    assert "Mandate   demo" in said.out


def test_nothing_to_read(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    said = cli("run", "empty", "--out", "out")
    assert said.code == 1
    assert "there is no report to read" in said.err
    refused = json.loads(cli("run", "empty", "--out", "out", "--json").out)
    assert refused["error"]["kind"] == "InputError"


def test_use_that_is_wrong(cli: Cli, rows: Path) -> None:
    for arguments in ((), (rows,), (rows, "--out", "o", "--workers", "-1"), (rows, "--out", "o", "--halo", "40")):
        said = cli("run", *arguments)
        assert said.code == 2, arguments
        assert said.err
    said = cli("run", rows, "--out", "o", "--engine", "abacus")
    assert said.code == 1
    assert "local, processes, spark" in said.err
