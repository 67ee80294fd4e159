"""Dense hours become episodes, and sparse ones do not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from contactline.link.dense import CLEAR_DB, FEWEST_ACCOUNTS, MOST_CANDIDATES, find_episodes
from contactline.link.sites import Atlas
from contactline.records.claims import Kind
from contactline.records.ids import ClaimId, IncidentId, PlaceId, ReportId
from contactline.records.incidents import Episode, Incident, Membership
from contactline.records.times import TimePrecision, When

from .worlds import WORLDS, World

both = pytest.mark.parametrize("world", WORLDS, ids=[world.mandate.name for world in WORLDS])
Case = tuple[list[Incident], list[ClaimId]]


def make(world: World, number: int, place: str = "", day: int = 4, kind: Kind = Kind.SHELLING, first: int = 0) -> Case:
    """So many incidents of two accounts each, a quarter of an hour apart."""
    incidents, accounts = [], []
    for n in range(first, first + number):
        moment = datetime(world.year, world.month, day, 6, tzinfo=UTC) + timedelta(minutes=15 * (n - first))
        claims = [ClaimId(f"c-{n}-a"), ClaimId(f"c-{n}-b")]
        accounts += claims
        incidents.append(
            Incident(
                IncidentId(f"i-{n:03}"),
                "Fire",
                kind,
                When(moment, moment, TimePrecision.MINUTE, "UTC"),
                (PlaceId(place or world.village[1]),),
                tuple(Membership(claim, 1.0, "") for claim in claims),
            )
        )
    return incidents, accounts


def find(
    world: World,
    *cases: Case,
    candidates: Callable[[int], int] = lambda _: 1,
    margin: Callable[[int], float] | None = None,
) -> tuple[Episode, ...]:
    incidents = [incident for mine, _ in cases for incident in mine]
    accounts = [account for _, mine in cases for account in mine]
    reports = {account: ReportId(f"r-{account}") for account in accounts}
    return find_episodes(
        incidents,
        {account: candidates(n) for n, account in enumerate(accounts)},
        {account: margin(n) for n, account in enumerate(accounts)} if margin else {},
        reports,
        Atlas(world.mandate),
    )


@both
def test_many_candidates_for_each_account_make_an_episode(world):
    [episode] = find(world, make(world, 5), candidates=lambda n: 140 if n % 2 else 180)
    assert episode.incidents == tuple(IncidentId(f"i-{n:03}") for n in range(5))
    assert (episode.reports, episode.candidates, episode.kind) == (10, 160.0, Kind.SHELLING)
    assert episode.title.startswith(f"Episode: shelling at {world.village[0]}")
    assert episode.reason.startswith("For each account 160 others came into question on average, more than 150")
    assert episode.when is not None
    assert episode.when.latest - episode.when.earliest == timedelta(hours=1)


@both
def test_a_mean_of_just_the_limit_is_still_told_apart(world):
    assert find(world, make(world, 5), candidates=lambda _: int(MOST_CANDIDATES)) == ()
    assert find(world, make(world, 5), candidates=lambda _: int(MOST_CANDIDATES) + 1) != ()


@both
def test_small_margins_for_most_accounts_make_an_episode(world):
    number = FEWEST_ACCOUNTS // 2
    [episode] = find(world, make(world, number), margin=lambda n: 1.0 if n < number + 1 else 20.0)
    assert f"For {number + 1} of {2 * number} accounts" in episode.reason
    assert find(world, make(world, number), margin=lambda n: 1.0 if n < number else 20.0) == ()
    assert find(world, make(world, number), margin=lambda _: CLEAR_DB) == ()


@both
def test_a_few_doubtful_accounts_are_no_episode(world):
    assert find(world, make(world, FEWEST_ACCOUNTS // 2 - 1), margin=lambda _: 0.5) == ()


@both
def test_one_incident_alone_is_no_episode_however_crowded(world):
    assert find(world, make(world, 1), candidates=lambda _: 900) == ()


@both
def test_other_days_places_and_kinds_are_other_episodes(world):
    cases = [
        make(world, 3),
        make(world, 3, day=5, first=10),
        make(world, 3, place=world.far[1], first=20),
        make(world, 3, kind=Kind.MINE_EXPLOSION, first=30),
    ]
    found = find(world, *cases, candidates=lambda _: 200)
    assert [len(episode.incidents) for episode in found] == [3, 3, 3, 3]
    quiet = find(world, *cases, candidates=lambda n: 200 if n < 6 else 3)
    assert [episode.incidents[0] for episode in quiet] == [IncidentId("i-000")]


@both
def test_kinds_of_one_family_are_one_episode_and_named_by_the_family(world):
    cases = [make(world, 3), make(world, 2, kind=Kind.SMALL_ARMS_FIRE, first=10)]
    [episode] = find(world, *cases, candidates=lambda _: 200)
    assert len(episode.incidents) == 5
    assert episode.title.startswith("Episode: fire ")


def test_the_order_of_the_incidents_does_not_matter():
    world = WORLDS[0]
    incidents, accounts = make(world, 6)
    turned = (incidents[::-1], accounts)
    assert find(world, (incidents, accounts), candidates=lambda _: 200) == find(world, turned, candidates=lambda _: 200)


def test_incidents_without_a_time_or_place_stay_by_themselves():
    world = WORLDS[0]
    incidents, accounts = make(world, 4)
    bare = [
        Incident(one.id, one.title, one.kind, None if n % 2 else one.when, () if not n % 2 else one.places, one.members)
        for n, one in enumerate(incidents)
    ]
    assert find(world, (bare, accounts), candidates=lambda _: 200) == ()
