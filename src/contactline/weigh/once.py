"""Work done once for all incidents of a run: looking through everything for every incident would cost the square."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Generic, TypeVar

from contactline.records.ids import ClaimId, ReportId
from contactline.records.incidents import Origin

T = TypeVar("T")


class _Same(Generic[T]):
    """A key that is equal for the very same object alone; it holds the object, so that its address stays its own."""

    __slots__ = ("value",)

    def __init__(self, value: T) -> None:
        self.value = value

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.value is other.value

    def __hash__(self) -> int:
        return id(self.value)


def index_origins(origins: tuple[Origin, ...]) -> Mapping[ReportId, int]:
    """The number of each report's origin."""
    return _index_origins(_Same(origins))


def index_answers(pairs: tuple[tuple[ClaimId, ClaimId], ...]) -> Mapping[ClaimId, ClaimId]:
    """What each denial answers; of several claims the first."""
    return _index_answers(_Same(pairs))


@lru_cache(maxsize=2)
def _index_origins(key: _Same[tuple[Origin, ...]]) -> Mapping[ReportId, int]:
    return {report: number for number, origin in enumerate(key.value) for report in origin.reports}


@lru_cache(maxsize=2)
def _index_answers(key: _Same[tuple[tuple[ClaimId, ClaimId], ...]]) -> Mapping[ClaimId, ClaimId]:
    return dict(reversed(key.value))
