"""Claims as columns of numbers: what a report says, and beside it the hidden truth."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any, Final, Self

import numpy as np
from numpy.typing import NDArray

UNKNOWN: Final = -1
"""Not said."""
NO_CLAIM: Final = np.uint64(0)


@dataclass(frozen=True, slots=True)
class Claims:
    """Claims, one a row.

    What they say: ``id`` and ``report`` (64-bit numbers, written as 16 hexadecimal digits), ``published`` (seconds of
    UTC), ``language`` (index into ``wording.LANGUAGES``), ``phrases`` of the text, ``place``
    (index, -1 unless the settlement itself is meant), ``name`` (index into ``Line.names``), ``lat``, ``lon``,
    ``radius_km``, ``earliest`` and ``latest`` if ``timed``, ``kind``, ``target``, ``means`` (bits), ``killed``,
    ``wounded``, ``people`` with their ``spelling``, ``recalled``, ``blames`` (index of a side).

    The truth: ``incident``, ``side`` and ``outlet`` that speak, ``copy_of`` (the claim it was taken from), ``origin``
    (the first of that chain), ``rewritten``, and the ``true_…`` values of the incident.
    """

    id: NDArray[np.uint64]
    report: NDArray[np.uint64]
    published: NDArray[np.int64]
    language: NDArray[np.int8]
    phrases: NDArray[np.int32]
    recalled: NDArray[np.bool_]
    place: NDArray[np.int16]
    name: NDArray[np.int32]
    lat: NDArray[np.float32]
    lon: NDArray[np.float32]
    radius_km: NDArray[np.float32]
    earliest: NDArray[np.int64]
    latest: NDArray[np.int64]
    timed: NDArray[np.bool_]
    kind: NDArray[np.int8]
    target: NDArray[np.int8]
    means: NDArray[np.int32]
    killed: NDArray[np.int32]
    wounded: NDArray[np.int32]
    blames: NDArray[np.int8]
    people: NDArray[np.int32]
    spelling: NDArray[np.int8]
    incident: NDArray[np.int64]
    side: NDArray[np.int8]
    outlet: NDArray[np.int16]
    copy_of: NDArray[np.uint64]
    origin: NDArray[np.uint64]
    rewritten: NDArray[np.bool_]
    true_place: NDArray[np.int16]
    true_lat: NDArray[np.float32]
    true_lon: NDArray[np.float32]
    true_time: NDArray[np.int64]
    true_kind: NDArray[np.int8]
    true_attacker: NDArray[np.int8]
    true_killed: NDArray[np.int32]
    true_wounded: NDArray[np.int32]
    happened: NDArray[np.bool_]
    twin_of: NDArray[np.int64]
    answer_to: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.id)

    def take(self, rows: Any) -> Self:
        """Some of them."""
        return type(self)(**{entry.name: getattr(self, entry.name)[rows] for entry in fields(self)})

    def joined(self, *others: Self) -> Self:
        """These and then the others."""
        all_ = (self, *others)
        return type(self)(
            **{entry.name: np.concatenate([getattr(claims, entry.name) for claims in all_]) for entry in fields(self)}
        )
