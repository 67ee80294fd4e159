"""The example of late reports: whatever the order of arrival, what stands in the end is what a batch gives."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from contactline.desk.windows import Windows
from contactline.link.batch import link_table
from contactline.tables import LINK_SCHEMA, make_table
from desk.runcases import many_rows, write_rows
from engines.sparks import find_reason

EXAMPLE = Path(__file__).parents[2] / "examples" / "streaming_link.py"
NO_SPARK = find_reason()
pytestmark = pytest.mark.skipif(bool(NO_SPARK), reason=NO_SPARK)


def run_example(*arguments: object) -> None:
    environment = {**os.environ, "PYTHONPATH": str(EXAMPLE.parents[1] / "src")}
    command = [sys.executable, str(EXAMPLE), *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=900, env=environment)
    assert done.returncode == 0, done.stderr[-3_000:]


def read_changes(out: Path) -> list[dict[str, object]]:
    return [row for path in sorted((out / "changes").glob("*.parquet")) for row in pq.read_table(path).to_pylist()]


def replay(changes: list[dict[str, object]]) -> dict[tuple[object, object], list[str]]:
    """What stands after all changes: rows of every incident of every window."""
    standing: dict[tuple[object, object], list[str]] = {}
    for change in changes:
        key = (change["window"], change["incident"])
        if change["change"] == "gone":
            del standing[key]
        else:
            standing[key] = list(change["members"])  # type: ignore[call-overload]
    return standing


def link_at_once(windows: Windows) -> dict[tuple[object, object], list[str]]:
    laid = windows.lay(make_table(many_rows(40)))
    standing: dict[tuple[object, object], list[str]] = {}
    for window in laid["window"].unique().to_pylist():
        rows = laid.filter(pc.equal(laid["window"], window)).select(LINK_SCHEMA.names)
        for row in link_table(rows).to_pylist():
            standing.setdefault((window, row["incident"]), []).append(row["id"])
    return {key: sorted(ids) for key, ids in standing.items()}


def test_late_and_doubled_reports(tmp_path: Path) -> None:
    rows = sorted(many_rows(40), key=lambda row: hashlib.sha256(row.id.encode()).digest())  # in no order of time
    early, late = rows[:70], rows[70:]
    write_rows(tmp_path / "in" / "1.parquet", early[:40])
    write_rows(tmp_path / "in" / "2.parquet", early[40:])
    run_example(tmp_path / "in", tmp_path / "out", "--idle", 0)
    write_rows(tmp_path / "in" / "3.parquet", late)
    write_rows(tmp_path / "in" / "4.parquet", early[:10])
    run_example(tmp_path / "in", tmp_path / "out")
    changes = read_changes(tmp_path / "out")
    assert replay(changes) == link_at_once(Windows())
    assert {"new", "changed"} <= {change["change"] for change in changes}
    versions = [change["version"] for change in changes if change["window"] == changes[0]["window"]]
    assert versions == sorted(versions, key=int)  # type: ignore[call-overload]
    assert len(set(versions)) > 1
