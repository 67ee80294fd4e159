"""What a run over a large corpus of claims costs on each engine: `contactline run` on Parquet of link rows.

The same rows go through the loop (`--engine local`, one process) and through Spark (`local[2]`); what comes out must be
the same. Seconds are those that the run itself tells, less Spark's start; memory is the most that one worker held.
Without pyspark (4 or later) or Java the rows on Spark are absent: `pip install -e '.[spark]'`, Java 17.
"""

from __future__ import annotations

import importlib.util
import json
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow.parquet as pq

from _link_scale import SHIPPED, make_rows, say_size
from _table import Absent, Line, Row

MOST_RATIO, MOST_GROWTH, MOST_GB = 2.0, 1.25, 1.2
SIZES, QUICK_SIZES = (1_000_000, 4_000_000), (20_000, 40_000)
_WORKERS = 2
_LIMIT_S = 3_600


def evaluate(quick: bool) -> list[Line]:
    """Rows on engines."""
    few, many = QUICK_SIZES if quick else SIZES
    with TemporaryDirectory() as name:
        folder = Path(name)
        loop = _run(folder, few, "local", 1)
        lines: list[Line] = [
            Row(f"run: {say_size(few)} rows in windows, loop, CPU seconds", {SHIPPED: _cpu(loop)}, _told(loop)),
            Row(f"run: {say_size(few)}, loop, memory of the worker, GB", {SHIPPED: _gb(loop)}, most=MOST_GB, places=2),
        ]
        reason = find_spark()
        if reason:
            return [*lines, Absent(f"run: {say_size(few)} rows on Spark, local[{_WORKERS}]", reason)]
        spark = _run(folder, few, "spark", _WORKERS)
        larger = _run(folder, many, "spark", _WORKERS)
        same = _find_same(folder, few)
    ratio = _seconds(spark) / _seconds(loop)
    growth = _gb(larger) / _gb(spark)
    grown = f"{_gb(spark):.2f} GB at {say_size(few)}, {_gb(larger):.2f} at {say_size(many)}"
    size = f"run: {say_size(few)} rows, Spark local[{_WORKERS}]"
    return [
        *lines,
        Row(f"{size}, % of claims with the loop's id", {SHIPPED: same}, _told(spark), least=100.0),
        Row(f"{size}, time over the loop's", {SHIPPED: ratio}, most=None if quick else MOST_RATIO, places=2),
        Row("run: memory of a Spark worker, larger over smaller", {SHIPPED: growth}, grown, most=MOST_GROWTH, places=2),
    ]


def find_spark() -> str | None:
    """Why Spark cannot be run; ``None`` where it can."""
    if importlib.util.find_spec("pyspark") is None:
        return "no pyspark: pip install -e '.[spark]'"
    return None if shutil.which("java") else "no Java on the path; Spark needs 17"


def _run(folder: Path, size: int, engine: str, workers: int) -> dict[str, Any]:
    rows = folder / f"rows-{size}.parquet"
    if not rows.is_file():
        make_rows(rows, size)
    command = [sys.executable, "-m", "contactline", "run", str(rows), "--out", str(folder / f"{engine}-{size}")]
    command += ["--engine", engine, "--workers", str(workers), "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=_LIMIT_S)
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


def _find_same(folder: Path, size: int) -> float:
    """Per cent of claims that both engines put into the incident of the same id."""
    one, other = (_read_memberships(folder / f"{engine}-{size}") for engine in ("local", "spark"))
    return 100.0 * sum(other.get(id_) == incident for id_, incident in one.items()) / max(len(one), len(other))


def _read_memberships(folder: Path) -> dict[str, str]:
    table = pq.read_table(folder / "memberships", columns=["id", "incident"])
    return dict(zip(table["id"].to_pylist(), table["incident"].to_pylist(), strict=True))


def _seconds(told: dict[str, Any]) -> float:
    return float(told["seconds"] - told["start_seconds"])


def _cpu(told: dict[str, Any]) -> float:
    return float(sum(stage["cpu_seconds"] for stage in told["stages"]))


def _gb(told: dict[str, Any]) -> float:
    return float(max(stage["peak_mb"] for stage in told["stages"])) / 1e3


def _told(told: dict[str, Any]) -> str:
    start = f", started in {told['start_seconds']:.0f}" if told["start_seconds"] else ""
    return f"{_seconds(told):.0f} s on the wall{start}; at seams {100 * told['seam_agreement']:.1f} % agree"
