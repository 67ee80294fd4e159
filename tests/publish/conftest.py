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
from contactline.records.incidents import Episode, Relation, RelationKind
from contactline.records.reports import Report
from contactline.records.times import TimePrecision, When

from .case import MAIN, OLD, make_dossier, make_reports
from .periodcase import make_period


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


@pytest.fixture(scope="session")
def rich(dossier: Dossier) -> Dossier:
    """The same dossier with incidents that stand in relations, and hours too dense to be told apart."""
    main, old = dossier.incidents
    other = replace(
        main,
        id=IncidentId("i-answer"),
        title="Answering fire at Tarnok / Tarnoka, 2 July 2031",
        members=main.members[:2],
        relations=(
            Relation(RelationKind.ANSWER_TO, MAIN, "According to <the staff> it was an answer to fire."),
            Relation(RelationKind.PART_OF, OLD, "2 July 2031 lies within April 2011. Sila Marrik is named in it."),
        ),
    )
    twin = "Not the same because the dates lie 20 years apart (April 2011 and 1 July 2031); alike is the place."
    episode = Episode(
        "Episode: shelling around Tarnok / Tarnoka, 1 July 2031",
        main.kind,
        main.when,
        main.places,
        (MAIN, other.id),
        412,
        231.4,
        "For each account 231 others came into question on average, more than 150.",
    )
    incidents = (
        replace(main, relations=(Relation(RelationKind.NEAR_TWIN, OLD, twin),)),
        replace(old, relations=(Relation(RelationKind.NEAR_TWIN, MAIN, twin),)),
        other,
    )
    return replace(dossier, incidents=incidents, episodes=(episode,), period=make_period(60))


@pytest.fixture(scope="session")
def rich_out(rich: Dossier, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("rich")
    publish(rich, folder)
    return folder
