"""Claims by the million, in the order of report: windows of time, one after the other, memory bounded by one window."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from contactline._kit.wordhash import mix_bits
from contactline.simulate.claims import MIDNIGHT, ClaimMaker
from contactline.simulate.columns import Claims
from contactline.simulate.line import DAY, load_line
from contactline.simulate.settings import Settings
from contactline.simulate.truth import Incidents, Past, Period, make_incidents
from contactline.simulate.wording import load_wording

WINDOW: Final = 10_000
"""Incidents made at a time. Part of the definition of the stream: another size is another world."""
_ID_BITS: Final = 40
_RECALLED_DAYS: Final = (10.0, 45.0)
_MOST_ARCHIVE_DAYS: Final = 300
_DAYS_A_YEAR: Final = 365.25
_EARLIER = np.iinfo(np.int64).max


def simulate_rows(settings: Settings) -> Iterator[Claims]:
    """Claims chunk by chunk, in the order of report over all chunks. The same settings give the same claims.

    Args:
        settings: with a number of claims the stream ends after so many of them.
    """
    left = settings.claims if settings.claims is not None else _EARLIER
    for chunk in _iter_chunks(settings):
        if left <= 0:
            return
        taken = chunk if len(chunk) <= left else chunk.take(slice(0, left))
        left -= len(taken)
        if len(taken):
            yield taken


def simulate_incidents(settings: Settings) -> Iterator[Incidents]:
    """The hidden incidents alone, window by window; those of the archive first."""
    for window in _iter_windows(settings):
        yield window.incidents


@dataclass(frozen=True, slots=True)
class _Window:
    number: int
    rng: np.random.Generator
    incidents: Incidents
    past: Past
    end: float


def _iter_chunks(settings: Settings) -> Iterator[Claims]:
    waiting: Claims | None = None
    for window in _iter_windows(settings):
        made = _make_claims(settings, window)
        made = made if waiting is None else waiting.joined(made)
        made = made.take(np.lexsort((made.recalled, made.report, made.published)))
        ready = int(np.searchsorted(made.published, window.end * DAY + MIDNIGHT))
        yield made.take(slice(0, ready))
        waiting = made.take(slice(ready, len(made)))
    if waiting is not None:
        yield waiting


def _iter_windows(settings: Settings) -> Iterator[_Window]:
    parameters, line, wording = settings.parameters, load_line(), load_wording()
    per_day = parameters.number("incident.per_day")
    farthest = max(parameters.numbers("incident.twin_days")[1], _RECALLED_DAYS[1])
    archived = _count_archive(settings)
    past = Past()
    if archived:
        rng = _make_rng(settings.seed, 0)
        start = -parameters.number("incident.archive_years") * _DAYS_A_YEAR
        archive = make_incidents(rng, Period(0, archived, start, archived / per_day), past, parameters, line, wording)
        yield _Window(0, rng, archive, past, start + archived / per_day)
        past = Past(archive=archive)
    made, number = archived, 1
    total = settings.incidents if settings.incidents is not None else _EARLIER
    while made < total:
        count, rng = min(WINDOW, total - made), _make_rng(settings.seed, number)
        period = Period(made, count, (made - archived) / per_day, count / per_day)
        incidents = make_incidents(rng, period, past, parameters, line, wording)
        end = period.start + period.days
        yield _Window(number, rng, incidents, past, end)
        recent = incidents if past.recent is None else past.recent.joined(incidents)
        past = Past(recent.take(recent.day >= end - farthest), past.archive)
        made, number = made + count, number + 1


def _make_claims(settings: Settings, window: _Window) -> Claims:
    parameters = settings.parameters
    maker = ClaimMaker(window.rng, parameters, load_line(), load_wording())
    numbers = _Numbers(settings.seed, window.number)
    claims = maker.make_claims(window.incidents, numbers.take)
    chosen = window.rng.random(len(claims)) < parameters.number("report.recalled")
    rows = np.flatnonzero(chosen & (claims.origin == claims.id))
    older, rows = _find_older(window, claims, rows)
    if not len(rows):
        return claims
    return claims.joined(maker.make_recalled(older, claims.take(rows), numbers.take))


def _find_older(window: _Window, claims: Claims, rows: NDArray[np.int64]) -> tuple[Incidents, NDArray[np.int64]]:
    """An incident of some weeks ago for each claim, or one of the archive; claims for which there is none are left."""
    past = window.past
    known = window.incidents if past.recent is None else past.recent.joined(window.incidents)
    day = (claims.published[rows] - MIDNIGHT) / DAY
    low = np.searchsorted(known.day, day - _RECALLED_DAYS[1])
    high = np.searchsorted(known.day, day - _RECALLED_DAYS[0])
    draw = window.rng.random(len(rows))
    has_recent = high > low
    which = low + (draw * (high - low)).astype(np.int64)
    if past.archive is None or not len(past.archive):
        return known.take(which[has_recent]), rows[has_recent]
    which = np.where(has_recent, which, len(known) + (draw * len(past.archive)).astype(np.int64))
    return known.joined(past.archive).take(which), rows


class _Numbers:
    """Ids without pattern: a running number, well mixed. Distinct within a seed, since mixing loses nothing."""

    def __init__(self, seed: int, window: int) -> None:
        self._salt = mix_bits(np.array([seed], np.uint64))
        self._next = (window << _ID_BITS) + 1

    def take(self, count: int) -> NDArray[np.uint64]:
        """So many new ids."""
        numbers = np.arange(self._next, self._next + count, dtype=np.uint64)
        self._next += count
        return mix_bits(numbers ^ self._salt)


def _count_archive(settings: Settings) -> int:
    parameters = settings.parameters
    number = parameters.number
    if settings.incidents is not None:
        about = float(settings.incidents)
    else:
        about = (settings.claims or 0) / number("report.mean_claims")
    most = min(number("incident.archive_most"), _MOST_ARCHIVE_DAYS * number("incident.per_day"))
    return int(min(about * number("incident.archive"), most))


def _make_rng(seed: int, window: int) -> np.random.Generator:
    return np.random.default_rng([seed, window])
