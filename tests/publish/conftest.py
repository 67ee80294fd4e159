"""Fixtures of the publishing tests; the invented case itself stands in ``case``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from contactline.publish.publish import publish
from contactline.records.dossiers import Dossier
from contactline.records.ids import IncidentId
from contactline.records.reports import Report
from contactline.records.times import TimePrecision, When

from .case import make_dossier, make_reports


@pytest.fixture(scope="session")
def dossier() -> Dossier:
    return make_dossier()


@pytest.fixture(scope="session")
def reports() -> dict[str, Report]:
    return make_reports()


@pytest.fixture(scope="session")
def out(dossier: Dossier, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dossier")
    publish(dossier, folder, keep_text=True)
    return folder


@pytest.fixture
def many(dossier: Dossier) -> Callable[[int], Dossier]:
    """The same dossier with so many copies of its incident."""

    def make(number: int) -> Dossier:
        incidents = tuple(
            replace(
                dossier.incidents[0],
                id=IncidentId(f"i-{n:05}"),
                title=f"Incident {n}",
                when=When(
                    datetime(2030 + n % 3, 1 + n % 12, 1, 12, tzinfo=UTC),
                    datetime(2030 + n % 3, 1 + n % 12, 2, 12, tzinfo=UTC),
                    TimePrecision.DAY,
                    "UTC",
                ),
                members=dossier.incidents[0].members[:1],
            )
            for n in range(number)
        )
        return replace(dossier, incidents=incidents, weighings=())

    return make
