"""``contactline simulate``: streams, files, refusals."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from contactline.cli import main
from contactline.simulate.arrow import ROW_SCHEMA, TRUTH_SCHEMA
from contactline.tables import LINK_SCHEMA


def lines_of(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def read(path: Path) -> pa.Table:
    """A table as it was: Parquet keeps seconds as milliseconds."""
    table = pq.read_table(path)
    return table.cast(pa.schema([ROW_SCHEMA.field(name) for name in table.column_names]))


def test_claims_stream_as_lines(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["simulate", "--claims", "50"]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert len(lines) == 50
    assert all(line["truth"]["incident"] >= 0 for line in lines)
    assert [line["published"] for line in lines] == sorted(line["published"] for line in lines)


def test_tables_with_the_truth_and_without(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["simulate", "--claims", "500", "--out", str(tmp_path / "all.parquet"), "--json"]) == 0
    summary = json.loads(capsys.readouterr().out)
    assert (summary["claims"], summary["seed"], summary["preset"]) == (500, 1, "default")
    whole = read(tmp_path / "all.parquet")
    assert whole.schema == ROW_SCHEMA and len(whole) == 500
    apart = ["--out", str(tmp_path / "rows.parquet"), "--truth", str(tmp_path / "truth.parquet"), "--quiet"]
    assert main(["simulate", "--claims", "500", *apart]) == 0
    assert capsys.readouterr().out == ""
    rows, truth = read(tmp_path / "rows.parquet"), read(tmp_path / "truth.parquet")
    assert rows.schema == LINK_SCHEMA and rows == whole.select(LINK_SCHEMA.names)
    assert truth == whole.select(["id", *TRUTH_SCHEMA.names])


def test_a_folder_gets_a_part_for_each_window(tmp_path: Path) -> None:
    assert main(["simulate", "--claims", "50000", "--out", str(tmp_path / "parts"), "--quiet"]) == 0
    parts = sorted((tmp_path / "parts").iterdir())
    assert len(parts) > 1
    assert sum(pq.read_metadata(part).num_rows for part in parts) == 50_000


def test_lines_and_tables_say_the_same(tmp_path: Path) -> None:
    truth = ["--truth", str(tmp_path / "truth.jsonl"), "--quiet"]
    assert main(["simulate", "--claims", "40", "--out", str(tmp_path / "rows.jsonl"), *truth]) == 0
    assert main(["simulate", "--claims", "40", "--out", str(tmp_path / "rows.parquet"), "--quiet"]) == 0
    lines, hidden = lines_of(tmp_path / "rows.jsonl"), lines_of(tmp_path / "truth.jsonl")
    table = pq.read_table(tmp_path / "rows.parquet").to_pylist()
    assert [line["id"] for line in lines] == [line["id"] for line in hidden] == [row["id"] for row in table]
    assert all("truth" not in line for line in lines)
    assert [line["incident"] for line in hidden] == [row["incident"] for row in table]


def test_reports_as_files_keep_the_truth_outside(tmp_path: Path) -> None:
    assert main(["simulate", "--incidents", "10", "--reports", "--out", str(tmp_path / "r"), "--quiet"]) == 0
    texts = sorted((tmp_path / "r" / "reports").iterdir())
    truth = lines_of(tmp_path / "r" / "truth.jsonl")
    assert [path.name for path in texts] == [line["report"] for line in truth]
    body = texts[0].read_text(encoding="utf-8").split("---\n", 2)[2]
    (first, *_) = truth[0]["claims"]  # type: ignore[misc]
    assert body[first["start"] : first["end"]].endswith(".")
    assert "incident" not in texts[0].read_text(encoding="utf-8").split("---\n", 2)[1]


def test_nothing_is_overwritten(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "rows.jsonl"
    out.write_text("mine\n")
    assert main(["simulate", "--claims", "5", "--out", str(out)]) == 1
    assert out.read_text() == "mine\n"
    assert "overwritten" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["--claims", "5", "--incidents", "5"],
        ["--claims", "-1"],
        ["--claims", "5", "--json"],
        ["--claims", "5", "--reports", "--out", "texts.parquet"],
        ["--claims", "5", "--out", "same.jsonl", "--truth", "same.jsonl"],
    ],
)
def test_wrong_use(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["simulate", *arguments]) == 2
    assert capsys.readouterr().err


def test_an_unknown_preset_names_the_known_ones(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["simulate", "--claims", "5", "--preset", "quiet"]) == 1
    assert "sparse-truce" in capsys.readouterr().err


def test_a_reader_that_leaves_early_is_no_failure_to_talk_about() -> None:
    code = "import sys; from contactline.cli import main; sys.exit(main(['simulate', '--claims', '20000']))"
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None and process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
        process.wait(timeout=60)
