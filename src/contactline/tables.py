"""Link rows as Arrow tables: what goes over the seam to an engine, and into Parquet.

Needs the extra ``scale`` (pyarrow).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from contactline._kit.wordhash import hash_term
from contactline.errors import MissingExtraError
from contactline.records.linkrows import LinkRow

try:
    import pyarrow as pa
except ImportError as error:  # pragma: no cover - the development environment has it
    raise MissingExtraError("scale", "reading and writing tables of claims") from error

_STAMP = pa.timestamp("s", tz="UTC")

LINK_SCHEMA: pa.Schema = pa.schema(
    [
        pa.field("id", pa.string(), nullable=False),
        pa.field("report", pa.string(), nullable=False),
        pa.field("published", _STAMP),
        pa.field("lat", pa.list_(pa.float32())),
        pa.field("lon", pa.list_(pa.float32())),
        pa.field("radius_km", pa.list_(pa.float32())),
        pa.field("place", pa.list_(pa.string())),
        pa.field("place_name", pa.list_(pa.string())),
        pa.field("earliest", pa.list_(_STAMP)),
        pa.field("latest", pa.list_(_STAMP)),
        pa.field("kinds", pa.list_(pa.string())),
        pa.field("targets", pa.list_(pa.string())),
        pa.field("means", pa.list_(pa.string())),
        pa.field("killed", pa.int32()),
        pa.field("wounded", pa.int32()),
        pa.field("names", pa.list_(pa.string())),
        pa.field("terms", pa.list_(pa.uint32())),
        pa.field("recalled", pa.bool_()),
    ]
)
"""One row for each account or claim. Lists of spots have one length in a row, so have ``earliest`` and ``latest``.

``terms``: :func:`contactline._kit.wordhash.hash_term` of the row's words.
"""


def make_table(rows: Iterable[LinkRow]) -> pa.Table:
    """Link rows as a table of :data:`LINK_SCHEMA`, in their order."""
    return pa.Table.from_pylist([_make_record(row) for row in rows], schema=LINK_SCHEMA)


def _make_record(row: LinkRow) -> dict[str, Any]:
    return {
        "id": row.id,
        "report": row.report,
        "published": row.published,
        **_make_spots(row),
        "earliest": [time.earliest for time in row.times],
        "latest": [time.latest for time in row.times],
        "kinds": [str(kind) for kind in row.kinds],
        "targets": list(row.targets),
        "means": list(row.means),
        "killed": row.killed,
        "wounded": row.wounded,
        "names": list(dict.fromkeys(row.names)),
        "terms": [hash_term(word) for word in dict.fromkeys(row.words)],
        "recalled": row.recalled,
    }


def _make_spots(row: LinkRow) -> dict[str, Sequence[Any]]:
    return {
        "lat": [spot.lat for spot in row.spots],
        "lon": [spot.lon for spot in row.spots],
        "radius_km": [spot.radius_km for spot in row.spots],
        "place": [spot.place for spot in row.spots],
        "place_name": [spot.name for spot in row.spots],
    }
