"""The last stages of a run: windows linked, and their incidents written once the seams between them are known."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from contactline._kit.hashing import make_content_id
from contactline.desk.seams import Cluster, Merged
from contactline.desk.windows import AFTER, BEFORE
from contactline.ports import Made
from contactline.records.judgements import JudgedRows
from contactline.tables import LINK_SCHEMA

Kernel = Callable[..., pa.Table]
"""Link rows in; a table of :data:`contactline.link.batch.LINKED_SCHEMA` out, in any order.

Where people judged rows of a window they are handed over as ``judged``, of
:class:`~contactline.records.judgements.JudgedRows`.
"""

_STANDING: Final = (
    pa.field("probability", pa.float32()),
    pa.field("margin", pa.float32()),
    pa.field("candidates", pa.int32()),
    pa.field("cut", pa.bool_()),
)
LABEL_SCHEMA: Final = pa.schema(
    [
        pa.field("id", pa.string()),
        pa.field("report", pa.string()),
        pa.field("at", pa.int64()),
        pa.field("window", pa.int32()),
        pa.field("home", pa.bool_()),
        pa.field("label", pa.string()),
        *_STANDING,
    ]
)
SHARED_SCHEMA: Final = pa.schema([pa.field("id", pa.string()), pa.field("label", pa.string())])
CLUSTER_SCHEMA: Final = pa.schema(
    [
        pa.field("label", pa.string()),
        pa.field("size", pa.int64()),
        pa.field("at", pa.int64()),
        pa.field("id", pa.string()),
        pa.field("last", pa.int64()),
    ]
)
MERGED_SCHEMA: Final = pa.schema([*CLUSTER_SCHEMA, pa.field("owner", pa.bool_())])
"""For each label of a window whose incident reaches into another window: the whole incident, and who lists it."""

MEMBERSHIP_SCHEMA: Final = pa.schema(
    [
        pa.field("incident", pa.string()),
        pa.field("id", pa.string()),
        pa.field("report", pa.string()),
        *_STANDING,
    ]
)
"""``probability`` that the row belongs there, ``margin`` in decibans to the next best place, ``candidates`` that came
into question, ``cut`` where they were too many to look at all."""
_STAMP: Final = pa.timestamp("s", tz="UTC")
INCIDENT_SCHEMA: Final = pa.schema(
    [
        pa.field("incident", pa.string()),
        pa.field("size", pa.int64()),
        pa.field("first", pa.string()),
        pa.field("first_at", _STAMP),
        pa.field("last_at", _STAMP),
    ]
)
"""``first`` is the incident's first row in the order of times and ids; the incident's own id is made of it."""
_NEVER: Final = np.iinfo(np.int64).min


@dataclass(frozen=True, slots=True)
class LinkWindow:
    """All rows that one window sees, joined to incidents by the kernel.

    Attributes:
        judged: what people judged of the rows of a window, by its number.
    """

    kernel: Kernel
    judged: Mapping[int, JudgedRows] = field(default_factory=dict)

    def __call__(self, table: pa.Table) -> Made:
        """Rows in the order of ids to labels, the rows shared with either neighbour, and the incidents among those."""
        ids = table["id"].to_numpy(zero_copy_only=False)
        again = np.concatenate([[False], ids[1:] == ids[:-1]])
        table = table.filter(pa.array(~again)).combine_chunks()
        linked = self._link(table).sort_by("id").combine_chunks()
        if not linked["id"].equals(table["id"]):
            raise RuntimeError(f"{table.num_rows} rows went into linking and {linked.num_rows} others came out")
        window = table["window"]
        home = pc.equal(table["home"], window)
        values = [table["id"], table["report"], table["at"], window, home, linked["incident"]]
        labels = pa.table([*values, *(linked[field.name] for field in _STANDING)], schema=LABEL_SCHEMA)
        shared = labels.select(SHARED_SCHEMA.names)
        tables = {"labels": labels, "clusters": _make_clusters(labels)}
        for name, mask in _find_shared(table).items():
            tables[name] = shared.filter(mask)
        return Made(tables, {"home": int(pc.sum(home).as_py() or 0), "doubled": int(again.sum())})

    def _link(self, table: pa.Table) -> pa.Table:
        rows = table.select(LINK_SCHEMA.names).cast(LINK_SCHEMA)
        judged = self.judged.get(table["window"][0].as_py()) if table.num_rows else None
        return self.kernel(rows, judged=judged) if judged else self.kernel(rows)


@dataclass(frozen=True, slots=True)
class FinishWindow:
    """Memberships and incidents of one window.

    Attributes:
        merged: folder with a table of :data:`MERGED_SCHEMA` for each window whose incidents reach beyond it.
    """

    merged: Path

    def __call__(self, table: pa.Table) -> Made:
        """A table of :data:`LABEL_SCHEMA` to ``memberships`` and ``incidents``."""
        home = table.filter(table["home"])
        clusters = {entry["label"]: (_as_cluster(entry), True) for entry in _make_clusters(table).to_pylist()}
        if table.num_rows:
            clusters |= self._load_merged(table["window"][0].as_py())
        ids = {label: name_incident(cluster) for label, (cluster, _) in clusters.items()}
        incidents = [_make_incident(cluster) for cluster, owner in clusters.values() if owner and cluster.size]
        names = pa.array([ids[label] for label in home["label"].to_pylist()], pa.string())
        memberships = pa.table(
            [names, home["id"], home["report"], *(home[field.name] for field in _STANDING)], schema=MEMBERSHIP_SCHEMA
        )
        order = [("incident", "ascending"), ("id", "ascending")]
        listed = pa.Table.from_pylist(incidents, INCIDENT_SCHEMA)
        return Made({"memberships": memberships.sort_by(order), "incidents": listed.sort_by("incident")})

    def _load_merged(self, window: int) -> dict[str, tuple[Cluster, bool]]:
        path = self.merged / f"{window}.parquet"
        if not path.exists():
            return {}
        return {entry["label"]: (_as_cluster(entry), entry["owner"]) for entry in pq.read_table(path).to_pylist()}


def name_incident(cluster: Cluster) -> str:
    """The id of an incident: the content id of its first row's."""
    return make_content_id("i", 1, {"first": cluster.id})


def load_clusters(path: Path, labels: Collection[str]) -> dict[str, Cluster]:
    """Those clusters of a window that are asked for, by label."""
    if not labels:
        return {}
    wanted = pc.field("label").isin(pa.array(sorted(labels), pa.string()))
    return {entry["label"]: _as_cluster(entry) for entry in pq.read_table(path, filters=wanted).to_pylist()}


def make_merged(entries: Iterable[Merged]) -> pa.Table:
    """A table of :data:`MERGED_SCHEMA`."""
    records = [{"label": entry.label, **asdict(entry.whole), "owner": entry.owner} for entry in entries]
    return pa.Table.from_pylist(records, MERGED_SCHEMA).sort_by("label")


def _find_shared(table: pa.Table) -> dict[str, pa.Array]:
    """Which rows the window before, and the window after, sees too."""
    window, home, spread = (np.asarray(table[name]).astype(np.int64) for name in ("window", "home", "spread"))
    own, before, after = home == window, (spread & BEFORE) > 0, (spread & AFTER) > 0
    return {
        "before": pa.array((own & before) | ((home == window - 1) & after)),
        "after": pa.array((own & after) | ((home == window + 1) & before)),
    }


def _make_clusters(labels: pa.Table) -> pa.Table:
    """Incidents that have rows at home; of each its size, first row and last time."""
    home = labels.filter(labels["home"]).sort_by([("label", "ascending"), ("at", "ascending"), ("id", "ascending")])
    grouped = home.group_by("label", use_threads=False).aggregate(
        [("id", "count"), ("at", "first"), ("id", "first"), ("at", "last")]
    )
    names = ("label", "id_count", "at_first", "id_first", "at_last")
    return pa.table([grouped[name] for name in names], schema=CLUSTER_SCHEMA)


def _as_cluster(entry: dict[str, Any]) -> Cluster:
    return Cluster(entry["size"], entry["at"], entry["id"], entry["last"])


def _make_incident(cluster: Cluster) -> dict[str, Any]:
    return {
        "incident": name_incident(cluster),
        "size": cluster.size,
        "first": cluster.id,
        "first_at": None if cluster.at == _NEVER else cluster.at,
        "last_at": None if cluster.last == _NEVER else cluster.last,
    }
