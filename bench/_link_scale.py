"""What linking costs as it grows: CPU seconds, memory, and the wait for one claim among a million.

Every figure comes from a process of its own. Claims are made beforehand, at 150 incidents a day, and lie on disk as
Parquet. CPU seconds count reading them, linking and nothing else: user and system time of the process, as
`resource.getrusage` has it, less what it took to start and to load or compile the loops (told in a row of its own).
Memory is the peak of the resident set from start to end. Rows are read from the file batch by batch, as
`link_batches` takes them. Milliseconds are of `LinkState.add` for claims that are packed already, on the processor;
the clock of the wall, which on a busy machine counts the others' work too, and the packing of one are told beside it.
"""

from __future__ import annotations

import json
import math
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from _process import read_cpu, read_peak
from _table import Absent, Line, Row

SHIPPED = "shipped"
PER_DAY = 150.0
SEED = 7_004
SIZES, QUICK_SIZES = (100_000, 1_000_000), (10_000, 50_000)
MOST_CPU, MOST_GB, MOST_EXPONENT, MOST_ONE_MS, MOST_MANY_MS = 60.0, 1.2, 1.1, 1.0, 40.0
MANY = 1_000
_SINGLE, _ROUNDS = 500, 9
_LIMIT_S = 900


def evaluate(quick: bool) -> list[Line]:
    """Rows on cost."""
    sizes = QUICK_SIZES if quick else SIZES
    large = sizes[-1]
    with TemporaryDirectory() as folder:
        path = Path(folder) / "rows.parquet"
        make_rows(path, large)
        try:
            small = _run("batch", str(path), str(sizes[0]))
            whole = _run("batch", str(path), str(large))
            state = _run("state", str(path), str(large))
        except subprocess.SubprocessError as error:
            return [Absent("cost", f"a process failed or took too long: {error}")]
    return [*_judge_batch(small, whole, sizes, quick), *_judge_state(state, large, quick)]


def _judge_batch(small: dict[str, float], whole: dict[str, float], sizes: tuple[int, int], quick: bool) -> list[Line]:
    exponent = math.log(whole["cpu"] / small["cpu"]) / math.log(sizes[1] / sizes[0])
    few, size, wall = say_size(sizes[0]), say_size(sizes[1]), f"{whole['wall']:.0f} s on the wall"
    growth = f"cost: growth of CPU from {few} to {size}, exponent"
    start = "cost: start, and loading or compiling the loops, CPU seconds"
    return [
        Row(f"cost: {few} claims, CPU seconds", {SHIPPED: small["cpu"]}, f"{small['gb']:.2f} GB"),
        _asked(f"cost: {size} claims, CPU seconds", whole["cpu"], MOST_CPU, quick, wall),
        _asked(f"cost: {size} claims, peak memory, GB", whole["gb"], MOST_GB, quick, places=2),
        _asked(growth, exponent, MOST_EXPONENT, quick, places=2),
        Row(start, {SHIPPED: whole["start"]}, "in none of the above"),
    ]


def _judge_state(state: dict[str, float], large: int, quick: bool) -> list[Line]:
    size = say_size(large)
    beside = f"p99 {state['one_p99']:.2f}; {state['one_wall']:.2f} on the wall; packing it {state['pack_one']:.2f}"
    each = f"{state['settled_cpu'] / large * 1e6:.0f} µs a claim while the {size} came in"
    told = f"{state['many_wall']:.0f} on the wall; {each}"
    return [
        _asked(f"cost: one claim against {size}, ms, median", state["one"], MOST_ONE_MS, quick, beside, 2),
        _asked(f"cost: {MANY} claims against {size}, ms, median", state["many"], MOST_MANY_MS, quick, told),
        Row(f"cost: refine after those claims, ms, median of {_ROUNDS}", {SHIPPED: state["refine"]}),
        Row(f"cost: state of {size} claims, peak memory, GB", {SHIPPED: state["gb"]}, places=2),
    ]


def _asked(metric: str, value: float, most: float, quick: bool, beside: str = "", places: int = 1) -> Row:
    """A row whose number was set for the large size: a quick run tells the figure and judges nothing."""
    return Row(metric, {SHIPPED: value}, beside, most=None if quick else most, places=places)


def say_size(size: int) -> str:
    """A number of claims, in thousands or millions."""
    return f"{size / 1e6:g} M" if size >= 1_000_000 else f"{size // 1000} k"


def make_rows(path: Path, size: int) -> None:
    """Write so many claims as link rows, in a process of their own."""
    _run("make", str(path), str(size))


def _run(task: str, *arguments: str) -> dict[str, float]:
    command = [sys.executable, str(Path(__file__).resolve()), task, *arguments]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True, timeout=_LIMIT_S)
    figures: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return figures


# -- what the processes of their own do


def _make(path: str, size: str) -> dict[str, float]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    from contactline.simulate.arrow import make_table
    from contactline.simulate.rows import simulate_rows
    from contactline.simulate.settings import make_settings
    from contactline.tables import LINK_SCHEMA

    with pq.ParquetWriter(path, LINK_SCHEMA) as writer:
        for chunk in simulate_rows(make_settings(claims=int(size), seed=SEED, per_day=PER_DAY)):
            writer.write_table(pa.table(make_table(chunk).select(LINK_SCHEMA.names)))
    return {}


def _iter_read(path: str, size: int) -> Iterator[Any]:
    import pyarrow.parquet as pq

    left = size
    for batch in pq.ParquetFile(path).iter_batches(50_000):
        yield batch.slice(0, left)
        left -= batch.num_rows
        if left <= 0:
            return


def _read(path: str, size: int) -> Any:
    import pyarrow as pa

    return pa.Table.from_batches(_iter_read(path, size))


def _measure_batch(path: str, size: str) -> dict[str, float]:
    from contactline.link.batch import link_batches

    link_batches(_iter_read(path, 2_000))  # loads the compiled loops, or compiles them
    start, begun = read_cpu(), time.perf_counter()
    link_batches(_iter_read(path, int(size)))
    return {"start": start, "cpu": read_cpu() - start, "wall": time.perf_counter() - begun, "gb": _peak_gb()}


def _measure_state(path: str, size: str) -> dict[str, float]:
    from contactline.link.columns import pack_table
    from contactline.link.state import LinkState

    def pack(first: int, last: int) -> Any:
        return pack_table(table.slice(first, last - first))

    table = _read(path, int(size))
    new = _SINGLE + _ROUNDS * MANY
    known = table.num_rows - new
    state = LinkState()
    state.add(pack(0, 2_000))
    state.refine()
    start = read_cpu()
    for first in range(2_000, known, 50_000):
        state.add(pack(first, min(known, first + 50_000)))
    settled = read_cpu() - start
    state.refine()
    coming = pack(known, table.num_rows)
    one = [_clock(lambda row=row: state.add(coming[row : row + 1])) for row in range(_SINGLE)]
    pack_one = [_clock(lambda row=row: pack(known + row, known + row + 1)) for row in range(50)]
    state.refine()
    many, refines = [], []
    for number in range(_ROUNDS):
        first = _SINGLE + number * MANY
        many.append(_clock(lambda first=first: state.add(coming[first : first + MANY])))
        refines.append(_clock(state.refine))
    return {
        "settled_cpu": settled,
        "one": _find_share([cpu for cpu, _ in one]),
        "one_p99": _find_share([cpu for cpu, _ in one], 0.99),
        "one_wall": _find_share([wall for _, wall in one]),
        "pack_one": _find_share([cpu for cpu, _ in pack_one]),
        "many": _find_share([cpu for cpu, _ in many]),
        "many_wall": _find_share([wall for _, wall in many]),
        "refine": _find_share([cpu for cpu, _ in refines]),
        "gb": _peak_gb(),
    }


def _find_share(values: list[float], share: float = 0.5) -> float:
    return sorted(values)[int(share * len(values))]


def _clock(do: Callable[[], object]) -> tuple[float, float]:
    """Milliseconds of the processor and on the wall."""
    begun, wall = time.process_time(), time.perf_counter()
    do()
    return 1e3 * (time.process_time() - begun), 1e3 * (time.perf_counter() - wall)


def _peak_gb() -> float:
    return read_peak() * 2**20 / 1e9


_TASKS: dict[str, Callable[[str, str], dict[str, float]]] = {
    "make": _make,
    "batch": _measure_batch,
    "state": _measure_state,
}

if __name__ == "__main__":
    print(json.dumps(_TASKS[sys.argv[1]](*sys.argv[2:])))
