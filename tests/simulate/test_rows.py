"""Claims of the simulator: the same every time, in order, and as noisy as the parameters say."""

from __future__ import annotations

from dataclasses import fields
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from contactline._kit.wordhash import hash_term
from contactline.errors import InputError
from contactline.simulate.arrow import ROW_SCHEMA, make_table
from contactline.simulate.columns import NO_CLAIM, Claims
from contactline.simulate.line import DAY, MILITARY, THIRD, load_line
from contactline.simulate.parameters import BY_SIDE, list_presets, load_parameters, load_preset, load_sources
from contactline.simulate.records import iter_records
from contactline.simulate.rows import WINDOW, simulate_incidents, simulate_rows
from contactline.simulate.settings import Settings, make_settings
from contactline.simulate.truth import Incidents
from contactline.simulate.wording import COMMON
from contactline.tables import LINK_SCHEMA

PARAMETERS = load_parameters()


def claims_of(settings: Settings) -> Claims:
    chunks = list(simulate_rows(settings))
    return chunks[0].joined(*chunks[1:])


@lru_cache(maxsize=1)
def whole_world() -> Claims:
    return claims_of(make_settings(claims=60_000))


@lru_cache(maxsize=1)
def world() -> Claims:
    return whole_world().take(~whole_world().recalled)


def incidents_of(settings: Settings) -> Incidents:
    made: Incidents | None = None
    for window in simulate_incidents(settings):
        made = window if made is None else made.joined(window)
    assert made is not None
    return made


def assert_equal(one: Claims, other: Claims) -> None:
    for field in fields(Claims):
        np.testing.assert_array_equal(getattr(one, field.name), getattr(other, field.name), field.name)


def test_the_same_seed_gives_the_same_claims() -> None:
    settings = make_settings(claims=3_000, seed=5)
    assert_equal(claims_of(settings), claims_of(settings))
    other = claims_of(make_settings(claims=3_000, seed=6))
    assert not set(other.id.tolist()) & set(claims_of(settings).id.tolist())


def test_chunks_come_in_the_order_of_report_and_lose_nothing() -> None:
    chunks = list(simulate_rows(make_settings(incidents=2 * WINDOW + 100)))
    assert len(chunks) > 2
    whole = chunks[0].joined(*chunks[1:])
    assert (np.diff(whole.published) >= 0).all()
    assert len(np.unique(whole.id)) == len(whole)
    assert len(np.unique(whole.incident[~whole.recalled])) == 2 * WINDOW + 100


def test_fewer_claims_are_a_front_part_of_more_where_the_past_is_the_same() -> None:
    no_archive = PARAMETERS.changed({"incident.archive": 0.0})
    few = claims_of(Settings(claims=500, parameters=no_archive))
    more = claims_of(Settings(claims=50_000, parameters=no_archive))
    assert len(few) == 500
    assert_equal(few, more.take(slice(0, 500)))


@pytest.mark.parametrize("preset", list(list_presets()))
def test_every_preset_runs(preset: str) -> None:
    assert len(claims_of(make_settings(claims=300, preset=preset))) == 300


def test_nothing_asked_for_gives_nothing() -> None:
    assert list(simulate_rows(make_settings(claims=0))) == []
    assert list(simulate_rows(make_settings(incidents=0))) == []


def test_settings_that_mean_nothing_are_refused() -> None:
    with pytest.raises(InputError, match="either"):
        make_settings()
    with pytest.raises(InputError, match="preset"):
        make_settings(claims=1, preset="quiet")
    with pytest.raises(InputError, match="per day"):
        make_settings(claims=1, per_day=0)
    with pytest.raises(InputError, match="no parameter"):
        PARAMETERS.changed({"place.centre": 1.0})


def test_every_parameter_has_a_source_that_is_explained() -> None:
    assert set(PARAMETERS.sources.values()) <= set(load_sources())
    assert PARAMETERS.sources.keys() == PARAMETERS.values.keys()
    assert PARAMETERS.values.keys() >= BY_SIDE


# -- rates, measured against the file


def test_how_many_claims_an_incident_has() -> None:
    counts = np.unique(world().incident, return_counts=True)[1]
    assert counts.mean() == pytest.approx(PARAMETERS.number("report.mean_claims"), rel=0.05)
    assert counts.max() <= PARAMETERS.number("report.most_claims")


@pytest.mark.parametrize("per_day", [20, 150, 600])
def test_incidents_a_day(per_day: float) -> None:
    made = incidents_of(make_settings(incidents=3_000, per_day=per_day))
    now = made.day[made.day >= 0]
    assert len(now) / (now.max() - now.min()) == pytest.approx(per_day, rel=0.03)


def test_places_as_named_as_points_and_vaguely() -> None:
    claims, number = world(), PARAMETERS.number
    named, exact = claims.radius_km == 0, claims.radius_km == np.float32(number("place.coordinate_km"))
    assert named.mean() == pytest.approx(number("place.centroid"), abs=0.01)
    assert exact.mean() == pytest.approx(number("place.coordinate"), abs=0.01)
    assert ((claims.place >= 0) == named).all()
    line = load_line()
    wrong = claims.place[named] != claims.true_place[named]
    neighbours = line.is_near[claims.true_place[named]].mean(axis=1)
    share = (neighbours * number("place.neighbour") / number("place.centroid")).mean()
    assert wrong.mean() == pytest.approx(share, abs=0.02)


def test_days_and_hours() -> None:
    claims, number = world(), PARAMETERS.number
    width = claims.latest - claims.earliest
    hour = width == number("time.interval_hours") * 3600
    assert hour.mean() == pytest.approx(number("time.hour_known"), abs=0.01)
    day_only = ~hour
    off = (claims.earliest - claims.true_time)[day_only]
    same = (off <= 0) & (off > -DAY)
    moved = number("time.day_later") + number("time.day_earlier")
    assert 1 - same.mean() == pytest.approx(moved, abs=0.01)
    assert (width[day_only] == DAY - 60).all()


def test_kinds_targets_and_copies() -> None:
    claims, number = world(), PARAMETERS.number
    assert (claims.kind != claims.true_kind).mean() == pytest.approx(number("kind.confused"), abs=0.01)
    assert (claims.target < 0).mean() == pytest.approx(number("target.missing"), abs=0.01)
    copies = claims.copy_of != NO_CLAIM
    assert copies.mean() == pytest.approx(0.26, abs=0.02)
    assert claims.rewritten[copies].mean() == pytest.approx(number("report.rewrites"), abs=0.02)


def test_copies_say_what_their_origin_says_and_come_after_it() -> None:
    claims = world()
    rows = {claim: row for row, claim in enumerate(claims.id.tolist())}
    copies = np.flatnonzero(claims.copy_of != NO_CLAIM)
    parents = np.array([rows[claim] for claim in claims.copy_of[copies].tolist()])
    origins = np.array([rows[claim] for claim in claims.origin[copies].tolist()])
    assert (claims.published[parents] <= claims.published[copies]).all()
    for name in ("lat", "lon", "earliest", "kind", "means", "killed", "blames", "incident", "name"):
        np.testing.assert_array_equal(getattr(claims, name)[copies], getattr(claims, name)[origins])
    assert (claims.copy_of[origins] == NO_CLAIM).all()


def test_who_is_blamed() -> None:
    claims = world()
    camp = (claims.side < THIRD) & claims.happened
    firing = camp & (claims.side == claims.true_attacker)
    victim = camp & ~firing
    assert (claims.blames[firing] == 1 - claims.true_attacker[firing]).mean() == pytest.approx(0.45, abs=0.02)
    assert (claims.blames[victim] == claims.true_attacker[victim]).mean() > 0.75
    third = claims.side == THIRD
    assert (claims.blames[third] < 0).mean() == pytest.approx(1 - PARAMETERS.number("blame.third_names"), abs=0.03)


def test_own_losses_are_told_in_part_and_the_others_exaggerated() -> None:
    claims = world()
    told = (claims.true_killed > 0) & (claims.killed >= 0) & (claims.copy_of == NO_CLAIM) & (claims.side < THIRD)
    told &= np.isin(claims.incident, claims.incident[claims.target == MILITARY])
    factor = claims.killed / np.maximum(claims.true_killed, 1)
    own = told & (claims.side != claims.true_attacker)
    other = told & (claims.side == claims.true_attacker)
    assert factor[own].mean() < 0.9 < 1.1 < factor[other].mean()


# -- near-twins, background, words


def test_near_twins_share_place_kind_and_weapons_days_or_years_apart() -> None:
    made = incidents_of(make_settings(incidents=2 * WINDOW))
    twins = np.flatnonzero(made.twin_of >= 0)
    models = made.twin_of[twins]
    assert len(twins) / len(made) == pytest.approx(PARAMETERS.number("incident.twins"), abs=0.01)
    assert (made.id == np.arange(len(made))).all()
    for name in ("place", "kind", "means", "target"):
        np.testing.assert_array_equal(getattr(made, name)[twins], getattr(made, name)[models])
    apart = made.day[twins] - made.day[models]
    nearest, farthest = PARAMETERS.numbers("incident.twin_days")
    years = apart > 365
    assert apart.min() >= nearest and apart[~years].max() <= farthest
    assert years.mean() == pytest.approx(PARAMETERS.number("incident.twins_of_archive"), abs=0.08)


def test_answers_follow_within_hours_at_the_same_place_from_the_other_side() -> None:
    made = incidents_of(make_settings(incidents=2_000, preset="flare-up"))
    answers = np.flatnonzero(made.answer_to >= 0)
    asked = made.answer_to[answers]
    assert len(answers) == pytest.approx(600, abs=20)
    assert (made.place[answers] == made.place[asked]).all()
    assert (made.attacker[answers] != made.attacker[asked]).all()
    assert (made.day[answers] >= made.day[asked]).all()


def test_background_paragraphs_recall_an_older_incident_in_the_report_of_another() -> None:
    claims = whole_world()
    recalled = claims.recalled
    assert 0.01 < recalled.mean() < PARAMETERS.number("report.recalled")
    assert set(claims.report[recalled].tolist()) <= set(claims.id[~recalled].tolist())
    assert ((claims.published - claims.true_time)[recalled] > 9 * DAY).all()


def test_terms_are_those_of_the_words() -> None:
    claims = whole_world().take(slice(0, 400))
    terms = make_table(claims)["terms"].to_pylist()
    for record, hashes in zip(iter_records(claims), terms, strict=True):
        assert {hash_term(word) for word in record["words"]} == set(hashes)


def test_words_help_but_do_not_give_the_answer_away() -> None:
    claims = world()
    plain = np.flatnonzero((claims.language == COMMON) & (claims.copy_of == NO_CLAIM))[:4000]
    plain = plain[np.argsort(claims.incident[plain], kind="stable")]
    words = [set(terms) for terms in make_table(claims.take(plain))["terms"].to_pylist()]
    incident = claims.incident[plain]
    shared = np.array([len(one & other) / len(one | other) for one, other in pairwise(words)])
    same = incident[:-1] == incident[1:]
    order = np.random.default_rng(1).permutation(len(words))
    chance = np.mean([len(one & words[k]) / len(one | words[k]) for one, k in zip(words, order, strict=True)])
    assert chance + 0.03 < shared[same].mean() < 0.3
    assert np.quantile(shared[same], 0.25) < np.quantile(shared[~same], 0.9)


# -- symmetry and form


def test_swapping_the_sides_parameters_swaps_who_is_blamed() -> None:
    uneven = PARAMETERS.changed(
        {"blame.firing_denies": (0.9, 0.1), "blame.firing_admits": (0.0, 0.5), "incident.first_side_fires": 0.25}
    )
    one, other = (claims_of(Settings(claims=40_000, parameters=chosen)) for chosen in (uneven, uneven.swapped()))
    for speaker in (0, 1, THIRD):
        for blamed in (-1, 0, 1):
            mirrored = 1 - blamed if blamed >= 0 else blamed
            mirror = 1 - speaker if speaker < THIRD else speaker
            share = (one.blames[one.side == speaker] == blamed).mean()
            assert share == pytest.approx((other.blames[other.side == mirror] == mirrored).mean(), abs=0.02)
    assert uneven.swapped().swapped() == uneven


def test_tables_and_records_say_the_same() -> None:
    claims = whole_world().take(slice(0, 300))
    table = make_table(claims)
    table.validate(full=True)
    assert table.schema == ROW_SCHEMA
    assert table.select(LINK_SCHEMA.names).schema == LINK_SCHEMA
    for row, record in zip(table.to_pylist(), iter_records(claims), strict=True):
        assert (row["id"], row["report"]) == (record["id"], record["report"])
        for name in ("kinds", "targets", "means", "killed", "wounded", "names", "recalled"):
            assert row[name] == record[name]
        (spot,) = record["spots"]
        assert (row["place"], row["place_name"]) == ([spot["place"]], [spot["name"]])
        for name in ("incident", "side", "outlet", "blames", "copy_of", "origin", "true_kind", "twin_of"):
            assert row[name] == record["truth"][name]


def test_one_sided_access_shows_in_who_speaks() -> None:
    claims = claims_of(make_settings(claims=20_000, preset="one-sided-access"))
    access = load_preset("one-sided-access").numbers("report.access")
    shares = [(claims.side[claims.true_attacker == 1 - side] == THIRD).mean() for side in (0, 1)]
    assert access[0] > access[1] and shares[0] > 5 * shares[1]


# -- the page


def test_the_page_has_every_parameter_with_its_value_and_source() -> None:
    page = (Path(__file__).parents[2] / "docs" / "explanation" / "simulator.md").read_text(encoding="utf-8")
    assert f"version {PARAMETERS.version}" in page
    for name, value in PARAMETERS.values.items():
        words = " ".join(f"{item:g}" for item in value) if isinstance(value, tuple) else f"{value:g}"
        assert f"| `{name}` | {words} | {PARAMETERS.sources[name]} |" in page
    for name, what in load_sources().items():
        assert f"**{name}**: {what}" in page
    for preset, title in list_presets().items():
        assert f"| `{preset}` | {title} |" in page
