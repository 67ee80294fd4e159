"""What must not hang on the order in which claims come, and what bad rows must not do.

Claims of one world come shuffled, in batches, into the incremental state, are refined after each batch, and are
compared with one batch over all; and once more in the same order, whose ids must be the same.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from _link_scores import Numbers, number_labels, score_pairs
from _link_worlds import World, find_ids, link_world, make_world
from _table import Line, Row
from contactline.link.batch import LINKED_SCHEMA, link_table
from contactline.link.columns import pack_table
from contactline.link.state import LinkState
from contactline.records.claims import Kind
from contactline.records.linkrows import LinkRow, Spot, TimeSpan
from contactline.tables import make_table

SHIPPED = "shipped"
LEAST_AGREEMENT, MOST_SECONDS = 99.0, 60.0
_SEED, _PER_DAY = 7_005, 150.0
_CLAIMS, _QUICK_CLAIMS = 20_000, 4_000
_SHUFFLES, _BATCHES = 3, 20
_CROWD = 10_000
_START = datetime(2026, 3, 1, 9, tzinfo=UTC)


def evaluate(quick: bool) -> list[Line]:
    """Rows on order."""
    world = make_world(_PER_DAY, _QUICK_CLAIMS if quick else _CLAIMS, _SEED)
    batch = link_world(world.rows)
    arrivals = [np.arange(world.table.num_rows), *_shuffle(world, _SHUFFLES)]
    found = [_stream(world, order) for order in arrivals]
    agreement = [100 * score_pairs(batch, labels).f1 for labels in found]
    again = np.array_equal(_stream(world, arrivals[-1]), found[-1])
    order = arrivals[-1]
    ids, turned = find_ids(world.rows), find_ids(world.rows.take(pa.array(order)))
    same = 100 * float(np.mean([ids[row] == id_ for row, id_ in zip(order.tolist(), turned, strict=True)]))
    told = f"{_SHUFFLES} shuffles, {_BATCHES} batches"
    pairs = "then refined, pairwise F1 with batch"
    return [
        Row(f"order: as reported, {pairs}", {SHIPPED: agreement[0]}, least=LEAST_AGREEMENT),
        Row(f"order: shuffled, {pairs}, worst", {SHIPPED: min(agreement[1:])}, told, least=LEAST_AGREEMENT),
        Row("order: the same order again, % of streams with the same ids", {SHIPPED: 100.0 * again}, least=100.0),
        Row("order: a batch of shuffled rows, % of claims with the same id", {SHIPPED: same}, least=100.0),
    ]


def _shuffle(world: World, count: int) -> list[NDArray[np.int64]]:
    rng = np.random.default_rng(_SEED)
    return [rng.permutation(world.table.num_rows) for _ in range(count)]


def _stream(world: World, order: NDArray[np.int64]) -> Numbers:
    """The clusters that the state ends with, in the order of the world."""
    state = LinkState()
    rows = world.rows.take(pa.array(order))
    for part in np.array_split(np.arange(len(order)), _BATCHES):
        state.add(pack_table(rows.slice(int(part[0]), len(part))))
        state.refine()
    return number_labels(state.label[np.argsort(order)])


# -- bad rows


def evaluate_bad(quick: bool) -> list[Line]:
    """Rows on bad input: every id comes out exactly once, and time is bounded."""
    cases: dict[str, Callable[[], list[LinkRow]]] = {
        "without a place": lambda: [_make(number, spots=()) for number in range(400)],
        "without a time": lambda: [_make(number, times=()) for number in range(400)],
        "without place, time or date": lambda: [
            _make(number, spots=(), times=(), published=None) for number in range(400)
        ],
        "a year off": lambda: [_make(number, year=number % 2) for number in range(400)],
        "ids that come twice": lambda: [_make(number % 200) for number in range(400)],
        "nothing but an id": lambda: [LinkRow(id=f"bare-{number}", report=f"r-{number}") for number in range(400)],
        f"{_CROWD:,} in an hour at one place": lambda: [
            _make(number, minutes=number % 60) for number in range(1_000 if quick else _CROWD)
        ],
    }
    return [_judge(name, make()) for name, make in cases.items()]


def _judge(name: str, rows: list[LinkRow]) -> Line:
    begun = time.process_time()
    linked = link_table(make_table(rows))
    seconds = time.process_time() - begun
    ids, wanted = linked["id"].to_pylist(), {row.id for row in rows}
    kept = len(ids) == len(set(ids)) and set(ids) == wanted and set(linked["incident"].to_pylist()) <= wanted
    fine = kept and linked.schema == LINKED_SCHEMA and seconds <= MOST_SECONDS
    beside = f"{len(set(linked['incident'].to_pylist()))} incidents, {seconds:.1f} CPU s"
    return Row(f"bad rows: {name}, % kept", {SHIPPED: 100.0 * fine}, beside, least=100.0)


def _make(
    number: int,
    *,
    spots: tuple[Spot, ...] | None = None,
    times: tuple[TimeSpan, ...] | None = None,
    published: datetime | None = _START,
    year: int = 0,
    minutes: int = 0,
) -> LinkRow:
    """One claim of four about a shelling: a hundred incidents, a day and 30 km apart each."""
    happening = number % 100 if not minutes else 0
    start = _START + timedelta(days=happening - 366 * year, minutes=minutes)
    place = Spot(f"place-{happening}", f"village {happening}", 40.0 + 0.3 * (happening % 10), 45.0)
    return LinkRow(
        id=f"claim-{number}",
        report=f"report-{number}",
        published=published,
        spots=(place,) if spots is None else spots,
        times=(TimeSpan(start, start + timedelta(hours=1)),) if times is None else times,
        kinds=(Kind.SHELLING,),
        words=("mortar", "rounds", "roof", f"street{happening}", "smoke"),
    )
