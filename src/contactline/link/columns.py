"""Link rows as columns of numbers: what the compiled loops of linking run over."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from contactline._kit.wordhash import hash_term, hash_word
from contactline.link.spelling import make_bigrams, make_skeleton
from contactline.records.claims import Kind
from contactline.records.kinds import TALK
from contactline.records.linkrows import LinkRow, Spot

if TYPE_CHECKING:
    import pyarrow as pa

NO_TIME: Final = np.iinfo(np.int32).min
"""Stands for a time that is not stated."""
NO_NUMBER: Final = -1
MOST_SPOTS: Final = 8
MOST_TIMES: Final = 3
MOST_NAMES: Final = 32
MOST_TERMS: Final = 256
_MASK_BITS: Final = 64
_KINDS: Final = {str(kind): number for number, kind in enumerate(Kind) if kind not in TALK}

U64 = NDArray[np.uint64]
I32 = NDArray[np.int32]
F32 = NDArray[np.float32]


Columns: TypeAlias = Any
"""A ``numpy.recarray`` with one record for each row, and room for ``S`` spots, ``T`` times and ``N`` names.

``key``: total order of the rows, from their ids; ``report``: hash of the report's id.
``spots``: number of spots; ``lat``, ``lon`` (degrees, NaN where unknown), ``scale`` (cosine of the latitude),
``radius`` (km), ``place``, ``name`` (hashes, 0 for none), ``bigrams`` and ``skeleton`` of the name: shape ``(n, S)``.
``times``: number of times; ``earliest`` and ``latest`` are minutes since 1970 (UTC), shape ``(n, T)``; ``published`` is
one, or :data:`NO_TIME`.
``kinds``: one bit for each kind; ``targets`` and ``means`` one bit for each word, by its hash.
``killed``, ``wounded``: people, or -1. ``named``: number of proper names; ``names``: their hashes,
ascending, shape ``(n, N)``.
``termed``: number of words; ``terms``: their hashes, ascending, zeros last. ``recalled``: 1 for an older event.
"""

_NARROW: Final = (1, 1, 2, 40)
_WIDE: Final = (MOST_SPOTS, MOST_TIMES, MOST_NAMES, MOST_TERMS)


def make_columns(size: int, spots: int = 1, times: int = 1, names: int = 1, terms: int = 1) -> Columns:
    """A number of empty rows, in one of two widths: each width is compiled for once."""
    fits = all(wanted <= room for wanted, room in zip((spots, times, names, terms), _NARROW, strict=True))
    columns: Columns = np.zeros(size, _NARROW_LAYOUT if fits else _WIDE_LAYOUT).view(np.recarray)
    columns.lat[:] = columns.lon[:] = np.nan
    columns.scale[:] = 1.0
    columns.earliest[:] = columns.latest[:] = NO_TIME
    columns.published[:] = NO_TIME
    columns.killed[:] = columns.wounded[:] = NO_NUMBER
    return columns


def make_like(size: int, rows: Columns) -> Columns:
    """A number of empty rows as wide as others."""
    return make_columns(size, *(width.shape[1] for width in (rows.lat, rows.earliest, rows.names, rows.terms)))


def _make_layout(spots: int, times: int, names: int, terms: int) -> np.dtype[Any]:
    # What every pair is asked first lies together, 64 bytes in a narrow row: one line of the processor's cache.
    fields: list[tuple[Any, ...]] = [(name, "f4", (spots,)) for name in ("lat", "lon", "scale", "radius")]
    fields += [("place", "u8", (spots,)), ("earliest", "i4", (times,)), ("latest", "i4", (times,))]
    fields += [("published", "i4"), ("kinds", "u4"), ("termed", "i2")]
    fields += [(name, "i1") for name in ("spots", "times", "named", "recalled")]
    fields += [("killed", "i4"), ("wounded", "i4"), ("report", "u8"), ("targets", "u8"), ("means", "u8")]
    fields += [("names", "u8", (names,)), ("key", "u8")]
    fields += [(name, "u8", (spots,)) for name in ("name", "bigrams", "skeleton")]
    fields += [("terms", "u4", (terms,))]
    return np.dtype(fields, align=True)


_NARROW_LAYOUT: Final = np.dtype((np.record, _make_layout(*_NARROW)))
_WIDE_LAYOUT: Final = np.dtype((np.record, _make_layout(*_WIDE)))
# Two layouts for good: every other one would be compiled for anew, which takes half a minute.


def take_rows(columns: Columns, rows: NDArray[Any] | slice) -> Columns:
    """Some rows, in the order given; unlike an index on a ``recarray``, with the very same layout."""
    return np.ndarray.__getitem__(columns, rows).view(np.recarray)


def put_rows(columns: Columns, places: NDArray[Any] | slice, rows: Columns) -> None:
    """Copy rows in; those of a narrower layout fill the first places of a wider one, whose rows there are empty."""
    if columns.dtype == rows.dtype:
        columns[places] = rows
        return
    for name in rows.dtype.names or ():
        mine, theirs = columns[name], rows[name]
        if theirs.ndim == 1 or mine.shape[1] == theirs.shape[1]:
            mine[places] = theirs
        else:
            mine[places, : theirs.shape[1]] = theirs


def find_order(columns: Columns) -> NDArray[np.int64]:
    """The total order of rows: by their first time, then by their keys. Rows near in time lie near in memory."""
    order: NDArray[np.int64] = np.lexsort((columns.key, columns.earliest[:, 0]))
    return order


_FEWEST_TOKENS: Final = 4


def find_alike(columns: Columns, single: Iterable[int] = ()) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Rows that are alike in everything, words included, as copies of one agency's text are.

    Rows of one report are never taken for one, nor are rows with next to no words.

    Args:
        columns: the rows, in their total order.
        single: rows that are to stand for themselves.

    Returns:
        The first of each kind, and for each row the number of its kind among these.
    """
    contents = _make_contents(columns)
    alone = set(single)
    kinds: dict[tuple[bytes, int], int] = {}
    told: dict[tuple[bytes, int], int] = {}
    first: list[int] = []
    lead = np.zeros(len(columns), np.int64)
    for row in range(len(columns)):
        content = b"" if row in alone or columns.termed[row] < _FEWEST_TOKENS else contents[row].tobytes()
        before = told.get((content, int(columns.report[row])), 0)
        told[content, int(columns.report[row])] = before + 1
        number = kinds.setdefault((content, before), len(first)) if content else len(first)
        if number == len(first):
            first.append(row)
        lead[row] = number
    return np.array(first, np.int64), lead


def _make_contents(columns: Columns) -> NDArray[np.uint8]:
    """What each row holds but for ids, as bytes; when it came out counts only where it names no time."""
    parts = [
        np.ascontiguousarray(columns[name]).view(np.uint8).reshape(len(columns), -1)
        for name in columns.dtype.names
        if name not in {"key", "report", "published"}
    ]
    published = np.where(columns.times > 0, NO_TIME, columns.published).astype(np.int32)
    return np.concatenate([*parts, published.view(np.uint8).reshape(len(columns), -1)], axis=1)


# -- from records


def pack_rows(rows: Sequence[LinkRow]) -> Columns:
    """Columns of link rows, in their order."""
    spots = min(MOST_SPOTS, max((len(row.spots) for row in rows), default=1))
    times = min(MOST_TIMES, max((len(row.times) for row in rows), default=1))
    names = min(MOST_NAMES, max((len(row.names) for row in rows), default=1))
    terms = min(MOST_TERMS, max((len(row.words) for row in rows), default=1))
    columns = make_columns(len(rows), spots, times, names, terms)
    for number, row in enumerate(rows):
        _fill_row(columns, number, row)
    set_scale(columns)
    return columns


def _fill_row(columns: Columns, at: int, row: LinkRow) -> None:
    columns.key[at] = hash_word(row.id)
    columns.report[at] = hash_word(row.report)
    for spot_number, spot in enumerate(row.spots[: columns.lat.shape[1]]):
        _fill_spot(columns, at, spot_number, spot)
    columns.spots[at] = min(len(row.spots), columns.lat.shape[1])
    for time_number, time in enumerate(row.times[: columns.earliest.shape[1]]):
        columns.earliest[at, time_number] = _minutes(time.earliest)
        columns.latest[at, time_number] = _minutes(time.latest)
    columns.times[at] = min(len(row.times), columns.earliest.shape[1])
    columns.published[at] = NO_TIME if row.published is None else _minutes(row.published)
    columns.kinds[at] = sum(1 << _KINDS[kind] for kind in {str(kind) for kind in row.kinds} if kind in _KINDS)
    columns.targets[at] = _mask(row.targets)
    columns.means[at] = _mask(row.means)
    columns.killed[at] = NO_NUMBER if row.killed is None else row.killed
    columns.wounded[at] = NO_NUMBER if row.wounded is None else row.wounded
    kept = list(dict.fromkeys(row.names))[: columns.names.shape[1]]
    hashes = sorted(hash_word(name) for name in kept)
    columns.names[at, : len(hashes)] = hashes
    columns.named[at] = len(hashes)
    terms = sorted({hash_term(word) for word in list(dict.fromkeys(row.words))[: columns.terms.shape[1]]})
    columns.terms[at, : len(terms)] = terms
    columns.termed[at] = len(terms)
    columns.recalled[at] = row.recalled


def _fill_spot(columns: Columns, at: int, number: int, spot: Spot) -> None:
    if spot.lat is not None and spot.lon is not None:
        columns.lat[at, number] = spot.lat
        columns.lon[at, number] = spot.lon
    columns.radius[at, number] = spot.radius_km
    columns.place[at, number] = hash_word(spot.place) if spot.place else 0
    if spot.name:
        columns.name[at, number] = hash_word(spot.name)
        columns.bigrams[at, number] = make_bigrams(spot.name)
        columns.skeleton[at, number] = hash_word(make_skeleton(spot.name))


def set_scale(columns: Columns) -> None:
    """Fill in the cosine of each latitude, where there is one."""
    known = ~np.isnan(columns.lat)
    columns.scale[known] = np.cos(np.radians(columns.lat[known]))


def _minutes(moment: datetime) -> int:
    return int(moment.timestamp() // 60)


def _mask(words: Iterable[str]) -> int:
    mask = 0
    for word in words:
        mask |= 1 << (hash_word(word) % _MASK_BITS)
    return mask


# -- from Arrow


_PIECE: Final = 65_536


def pack_table(table: pa.Table) -> Columns:
    """Columns of a table of :data:`contactline.tables.LINK_SCHEMA`, in its order."""
    widths = [_find_width(table, name) for name in ("lat", "earliest", "names", "terms")]
    columns = make_columns(table.num_rows, *widths)
    for first in range(0, table.num_rows, _PIECE):  # a piece at a time: what is needed in between stays small
        piece = table.slice(first, _PIECE).combine_chunks()
        _pack_piece(piece, take_rows(columns, slice(first, first + piece.num_rows)))
    return columns


def _find_width(table: pa.Table, name: str) -> int:
    import pyarrow.compute as pc

    return int(pc.max(pc.list_value_length(table[name])).as_py() or 1)


def _pack_piece(table: pa.Table, columns: Columns) -> None:
    """Fill in rows of which all are empty."""
    spots = _Lists(table, "lat", MOST_SPOTS)
    times = _Lists(table, "earliest", MOST_TIMES)
    names = _Lists(table, "names", MOST_NAMES)
    terms = _Lists(table, "terms", MOST_TERMS)
    columns.key[:] = _hash_column(table, "id")
    columns.report[:] = _map_strings(table["report"].combine_chunks(), hash_word)
    columns.spots[:] = spots.counts
    for column, name in ((columns.lat, "lat"), (columns.lon, "lon"), (columns.radius, "radius_km")):
        spots.fill(column, _floats(_flat(table, name)))
    columns.radius[np.isnan(columns.radius)] = 0.0
    spots.fill(columns.place, _map_strings(_flat(table, "place"), lambda text: hash_word(text) if text else 0))
    place_names = _flat(table, "place_name")
    spots.fill(columns.name, _map_strings(place_names, lambda text: hash_word(text) if text else 0))
    spots.fill(columns.bigrams, _map_strings(place_names, make_bigrams))
    spots.fill(columns.skeleton, _map_strings(place_names, lambda text: hash_word(make_skeleton(text)) if text else 0))
    set_scale(columns)
    columns.times[:] = times.counts
    times.fill(columns.earliest, _to_minutes(_flat(table, "earliest")))
    times.fill(columns.latest, _to_minutes(_flat(table, "latest")))
    columns.published[:] = _to_minutes(table["published"].combine_chunks())
    columns.kinds[:] = _fold_bits(table, "kinds", lambda text: 1 << _KINDS[text] if text in _KINDS else 0)
    columns.targets[:] = _fold_bits(table, "targets", lambda text: _mask([text]))
    columns.means[:] = _fold_bits(table, "means", lambda text: _mask([text]))
    columns.killed[:] = table["killed"].fill_null(NO_NUMBER).to_numpy()
    columns.wounded[:] = table["wounded"].fill_null(NO_NUMBER).to_numpy()
    names.fill(columns.names, _map_strings(_flat(table, "names"), hash_word))
    columns.named[:] = _sort_distinct(columns.names)
    terms.fill(columns.terms, _flat(table, "terms").fill_null(0).to_numpy(zero_copy_only=False))
    columns.termed[:] = _sort_distinct(columns.terms)
    columns.recalled[:] = table["recalled"].fill_null(False).to_numpy(zero_copy_only=False)


class _Lists:
    """Where the elements of a list column go in a padded array."""

    def __init__(self, table: pa.Table, name: str, most: int) -> None:
        array = table[name].combine_chunks()
        lengths = array.value_lengths().fill_null(0).to_numpy(zero_copy_only=False).astype(np.int64)
        starts = np.cumsum(lengths) - lengths
        rows = np.repeat(np.arange(len(lengths)), lengths)
        places = np.arange(len(rows)) - np.repeat(starts, lengths)
        self._kept = places < most
        self._at = rows[self._kept], places[self._kept]
        self.counts = np.minimum(lengths, most).astype(np.int8)

    def fill(self, column: NDArray[Any], values: NDArray[Any]) -> None:
        column[self._at] = values[self._kept]


def _flat(table: pa.Table, name: str) -> Any:
    return table[name].combine_chunks().flatten()


def _floats(array: Any) -> F32:
    floats: F32 = array.to_numpy(zero_copy_only=False).astype(np.float32)
    return floats


def _to_minutes(array: Any) -> I32:
    import pyarrow as pa

    seconds = array.cast(pa.timestamp("s")).cast(pa.int64())
    missing = seconds.is_null().to_numpy(zero_copy_only=False)
    minutes = seconds.fill_null(0).to_numpy(zero_copy_only=False) // 60
    return np.where(missing, NO_TIME, minutes).astype(np.int32)


def _map_strings(array: Any, function: Any, kind: Any = np.uint64) -> NDArray[Any]:
    """Apply a function of one text to every element, once for each distinct text."""
    coded = array.dictionary_encode()
    values = np.array([function(text or "") for text in coded.dictionary.to_pylist()] or [0], dtype=kind)
    codes = coded.indices.fill_null(-1).to_numpy(zero_copy_only=False)
    mapped: NDArray[Any] = np.where(codes < 0, kind(0), values[codes])
    return mapped


def _hash_column(table: pa.Table, name: str) -> U64:
    texts = table[name].to_pylist()
    # ids do not come twice, so nothing is remembered, and there are millions: one digest each and one conversion
    digests = b"".join([blake2b(text.encode(), digest_size=8).digest() for text in texts])
    return np.frombuffer(digests, "<u8")


def _fold_bits(table: pa.Table, name: str, function: Any) -> NDArray[np.uint64]:
    array = table[name].combine_chunks()
    lengths = array.value_lengths().fill_null(0).to_numpy(zero_copy_only=False).astype(np.int64)
    bits = _map_strings(array.flatten(), function)
    folded = np.zeros(len(lengths), np.uint64)
    some = lengths > 0
    if len(bits):
        folded[some] = np.bitwise_or.reduceat(bits, (np.cumsum(lengths) - lengths)[some])
    return folded


def _sort_distinct(values: NDArray[Any]) -> NDArray[np.int64]:
    """Sort each row in place, each value once and zeros last; returns how many there are in each row."""
    values[values == 0] = np.iinfo(values.dtype).max
    values.sort(axis=1)
    values[:, 1:][values[:, 1:] == values[:, :-1]] = np.iinfo(values.dtype).max
    values.sort(axis=1)
    values[values == np.iinfo(values.dtype).max] = 0
    counts: NDArray[np.int64] = np.count_nonzero(values, axis=1)
    return counts
