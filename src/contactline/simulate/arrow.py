"""Claims as Arrow tables: link rows, and the truth in columns after them. Needs the extra ``scale`` (pyarrow)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from contactline.simulate.columns import NO_CLAIM, Claims
from contactline.simulate.line import CAMPS, KINDS, MEANS, TARGETS, load_line, make_place_id
from contactline.simulate.values import NO_PLACE, find_people, load_folded_people, load_outlets
from contactline.simulate.wording import LANGUAGES, load_wording
from contactline.tables import LINK_SCHEMA

_STAMP: Final = pa.timestamp("s", tz="UTC")
_ID_DIGITS: Final = 16

TRUTH_SCHEMA: Final[pa.Schema] = pa.schema(
    [
        pa.field("incident", pa.int64(), nullable=False),
        pa.field("side", pa.string(), nullable=False),
        pa.field("outlet", pa.string(), nullable=False),
        pa.field("language", pa.string(), nullable=False),
        pa.field("blames", pa.string()),
        pa.field("copy_of", pa.string()),
        pa.field("origin", pa.string(), nullable=False),
        pa.field("rewritten", pa.bool_(), nullable=False),
        pa.field("true_place", pa.string(), nullable=False),
        pa.field("true_lat", pa.float32(), nullable=False),
        pa.field("true_lon", pa.float32(), nullable=False),
        pa.field("true_time", _STAMP, nullable=False),
        pa.field("true_kind", pa.string(), nullable=False),
        pa.field("true_attacker", pa.string(), nullable=False),
        pa.field("true_killed", pa.int32(), nullable=False),
        pa.field("true_wounded", pa.int32(), nullable=False),
        pa.field("happened", pa.bool_(), nullable=False),
        pa.field("twin_of", pa.int64()),
        pa.field("answer_to", pa.int64()),
    ]
)
"""The hidden truth of a claim; none of it may enter linking."""

ROW_SCHEMA: Final[pa.Schema] = pa.schema([*LINK_SCHEMA, *TRUTH_SCHEMA])


def make_table(claims: Claims) -> pa.Table:
    """A table of :data:`ROW_SCHEMA`; its columns of ``LINK_SCHEMA`` alone are what linking gets."""
    columns = {**_make_link_columns(claims), **_make_truth_columns(claims)}
    return pa.table([columns[field.name] for field in ROW_SCHEMA], schema=ROW_SCHEMA)


def _make_link_columns(claims: Claims) -> dict[str, Any]:
    line, everyone = load_line(), np.ones(len(claims), np.bool_)
    places = [make_place_id(place) for place in range(len(line.x))]
    people = find_people(claims.people, claims.spelling)
    return {
        "id": _make_ids(claims.id),
        "report": _make_ids(claims.report),
        "published": _make_stamps(claims.published),
        "lat": _make_lists(pa.array(claims.lat), everyone[:, None]),
        "lon": _make_lists(pa.array(claims.lon), everyone[:, None]),
        "radius_km": _make_lists(pa.array(claims.radius_km), everyone[:, None]),
        "place": _make_lists(_name([*places, NO_PLACE], claims.place), everyone[:, None]),
        "place_name": _make_lists(_name(line.folded, claims.name), everyone[:, None]),
        "earliest": _make_lists(_make_stamps(claims.earliest[claims.timed]), claims.timed[:, None]),
        "latest": _make_lists(_make_stamps(claims.latest[claims.timed]), claims.timed[:, None]),
        "kinds": _make_lists(_name([kind.value for kind in KINDS], claims.kind), everyone[:, None]),
        "targets": _list_named(TARGETS, claims.target[:, None]),
        "means": _list_means(claims.means),
        "killed": pa.array(claims.killed, mask=claims.killed < 0),
        "wounded": pa.array(claims.wounded, mask=claims.wounded < 0),
        "names": _list_named(load_folded_people(), people),
        "terms": _make_terms(claims),
        "recalled": pa.array(claims.recalled),
    }


def _make_truth_columns(claims: Claims) -> dict[str, Any]:
    places = [make_place_id(place) for place in range(len(load_line().x))]
    return {
        "incident": pa.array(claims.incident),
        "side": _name(CAMPS, claims.side),
        "outlet": _name(load_outlets(), claims.outlet),
        "language": _name(LANGUAGES, claims.language),
        "blames": _name([*CAMPS, None], claims.blames),
        "copy_of": _make_ids(claims.copy_of, claims.copy_of != NO_CLAIM),
        "origin": _make_ids(claims.origin),
        "rewritten": pa.array(claims.rewritten),
        "true_place": _name(places, claims.true_place),
        "true_lat": pa.array(claims.true_lat),
        "true_lon": pa.array(claims.true_lon),
        "true_time": _make_stamps(claims.true_time),
        "true_kind": _name([kind.value for kind in KINDS], claims.true_kind),
        "true_attacker": _name(CAMPS, claims.true_attacker),
        "true_killed": pa.array(claims.true_killed),
        "true_wounded": pa.array(claims.true_wounded),
        "happened": pa.array(claims.happened),
        "twin_of": pa.array(claims.twin_of, mask=claims.twin_of < 0),
        "answer_to": pa.array(claims.answer_to, mask=claims.answer_to < 0),
    }


def _make_ids(numbers: NDArray[np.uint64], known: NDArray[np.bool_] | None = None) -> Any:
    """Hexadecimal digits of all numbers at once."""
    digits = numbers.astype(">u8").tobytes().hex().encode("ascii")
    offsets = np.arange(len(numbers) + 1, dtype=np.int32) * _ID_DIGITS
    ids = pa.StringArray.from_buffers(len(numbers), pa.py_buffer(offsets.tobytes()), pa.py_buffer(digits))
    return ids if known is None else pc.if_else(pa.array(known), ids, pa.scalar(None, pa.string()))


def _make_stamps(seconds: NDArray[np.int64]) -> Any:
    return pa.array(seconds).cast(_STAMP)


def _name(names: Sequence[str | None], which: NDArray[Any]) -> Any:
    """Words for numbers; -1 is the last one."""
    return pa.array(names, pa.string()).take(pa.array(np.where(which < 0, len(names) - 1, which)))


def _list_named(names: Sequence[str], which: NDArray[Any]) -> Any:
    known = which >= 0
    return _make_lists(pa.array(names, pa.string()).take(pa.array(which[known])), known)


def _list_means(means: NDArray[np.int32]) -> Any:
    named = (means[:, None] >> np.arange(len(MEANS), dtype=np.int32) & 1).astype(np.bool_)
    return _make_lists(pa.array(MEANS, pa.string()).take(pa.array(np.nonzero(named)[1])), named)


def _make_lists(values: Any, used: NDArray[np.bool_]) -> Any:
    """Lists of values, as many in a row as ``used`` has marks there."""
    offsets = np.concatenate([[0], np.cumsum(used.sum(axis=1))]).astype(np.int32)
    return pa.ListArray.from_arrays(pa.array(offsets), values)


def _make_terms(claims: Claims) -> Any:
    terms = load_wording().make_terms(claims.phrases, claims.language)
    return _make_lists(pa.array(terms[terms > 0]), terms > 0)
