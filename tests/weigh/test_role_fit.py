"""Fitting without labels, calibration, and the file that parameters stand in."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings

from contactline.errors import ConfigError
from contactline.records.estimates import Calibration
from contactline.records.rolemodels import Role, Stance, Stratum
from contactline.reference.weighing import find_faults, parse_roles, render_roles
from contactline.weigh.estimate.calibrate import STRATA, apply_calibrations, calibrate, find_strata, find_temperature
from contactline.weigh.estimate.estimate import load_roles
from contactline.weigh.estimate.fit import fit_roles
from contactline.weigh.estimate.tables import balance_all, make_numbers
from weigh.test_roles import models
from weigh.voices import SURE

SHIPPED = load_roles()
ON = date(2026, 11, 1)


def make_counts(size: int, seed: int = 1) -> tuple[np.ndarray, np.ndarray]:
    """Incidents made by the model itself, with who fired."""
    rng = np.random.default_rng(seed)
    first = rng.random(size) < 0.5
    counts = np.zeros((size, 9), np.int16)
    tables = SHIPPED.tables
    for side in (0, 1):
        for role in (Role.VICTIM, Role.FIRING):
            rows = np.flatnonzero((first == (side == 0)) == (role is Role.FIRING))
            speaks = rows[rng.random(len(rows)) < tables.publishes[role]]
            line = rng.choice(3, len(speaks), p=tables.line[role])
            for _ in range(3):
                off = rng.choice(3, len(speaks), p=tables.off_line[role])
                said = np.where(rng.random(len(speaks)) < tables.follow, line, off)
                np.add.at(counts, (speaks, 3 * side + said), 1)
    seen = np.flatnonzero(rng.random(size) < 0.4)
    draw = rng.choice(3, len(seen), p=tables.third)
    accused = np.where(first[seen], 0, 1)
    np.add.at(counts, (seen, 6 + np.where(draw == 2, 2, np.where(draw == 0, accused, 1 - accused))), 1)
    return counts, first


COUNTS, FIRST_FIRED = make_counts(8_000)


def test_a_fit_finds_the_numbers_again() -> None:
    start = replace(
        SURE,
        staged=0.0,
        tables=replace(SURE.tables, follow=0.6, line=((0.6, 0.0, 0.4), (0.4, 0.2, 0.4), *SURE.tables.line[2:])),
    )
    fitted = fit_roles(COUNTS, start).tables
    assert fitted.follow == pytest.approx(SHIPPED.tables.follow, abs=0.05)
    assert fitted.line[Role.VICTIM] == pytest.approx(SHIPPED.tables.line[Role.VICTIM], abs=0.06)
    assert fitted.third == pytest.approx(SHIPPED.tables.third, abs=0.04)
    assert find_faults(fitted) == []


def test_a_fit_knows_no_side_and_no_order() -> None:
    mirrored = COUNTS[::-1][:, [3, 4, 5, 0, 1, 2, 7, 6, 8]]
    assert fit_roles(COUNTS, SURE) == fit_roles(mirrored, SURE)


def test_what_was_staged_is_never_learnt() -> None:
    fitted = fit_roles(COUNTS, SURE).tables
    for role in (Role.FABRICATOR, Role.ACCUSED):
        assert fitted.line[role] == pytest.approx(SURE.tables.line[role])
        assert fitted.off_line[role] == pytest.approx(SURE.tables.off_line[role])


def test_a_world_of_confessions_still_teaches_nothing_absurd() -> None:
    rng = np.random.default_rng(5)
    odd = rng.poisson(0.5, (2_000, 9)).astype(np.int16)
    odd[:, [1, 4]] += rng.poisson(2.0, (2_000, 2)).astype(np.int16)
    fitted = fit_roles(odd, SURE).tables
    assert find_faults(fitted) == []
    assert fitted.off_line[Role.FIRING][Stance.OWNS] >= fitted.off_line[Role.VICTIM][Stance.OWNS]


def test_the_more_likely_side_is_mostly_the_one_that_fired() -> None:
    decibans = balance_all(COUNTS, make_numbers(SURE))
    said = np.abs(decibans) > 3.0
    assert ((decibans > 0) == FIRST_FIRED)[said].mean() > 0.85


# -- calibration


def test_a_temperature_tames_what_is_too_firm_and_leaves_the_rest() -> None:
    rng = np.random.default_rng(2)
    true = rng.normal(0.0, 6.0, 4_000)
    answers = rng.random(4_000) < 1 / (1 + 10 ** (-true / 10))
    assert find_temperature(true * 2.0, answers) == pytest.approx(2.0, abs=0.25)
    assert find_temperature(true * 0.5, answers) == 1.0  # a correction never makes a statement firmer


def test_sorts_of_incidents_are_calibrated_apart_and_only_where_enough_are_known() -> None:
    decibans = balance_all(COUNTS, make_numbers(SURE))
    strata = find_strata(COUNTS)
    few = np.flatnonzero(strata == STRATA.index(Stratum.ALL))[:10]
    many = np.flatnonzero(strata == STRATA.index(Stratum.ONE_SIDE))[:200]
    rows = np.concatenate([few, many])
    made = calibrate(COUNTS[rows], 3 * decibans[rows], FIRST_FIRED[rows], ON)
    assert [one.stratum for one in made] == [Stratum.ONE_SIDE]
    assert (made[0].count, made[0].measured_on) == (200, ON)
    model = replace(SURE, calibrations=made)
    after = apply_calibrations(COUNTS, decibans, model)
    lone = strata == STRATA.index(Stratum.ONE_SIDE)
    assert after[lone] == pytest.approx(decibans[lone] / made[0].temperature)
    assert (after[~lone] == decibans[~lone]).all()


# -- the file


@settings(max_examples=30)
@given(models())
def test_the_file_goes_round(model) -> None:
    read = parse_roles(render_roles(replace(model, calibrations=(Calibration(Stratum.ALL, 1.25, ON, 40),))))
    assert read.tables.publishes == pytest.approx(model.tables.publishes, abs=1e-5)
    for role in Role:
        assert read.tables.off_line[role] == pytest.approx(model.tables.off_line[role], abs=1e-5)
    assert read.calibrations == (Calibration(Stratum.ALL, 1.25, ON, 40),)
    assert parse_roles(render_roles(read)).version == model.version


def test_what_ships_is_what_it_writes() -> None:
    again = parse_roles(render_roles(SHIPPED))
    assert again.alternatives.keys() == SHIPPED.alternatives.keys()
    assert again.fitted_on == SHIPPED.fitted_on
    assert (again.capture, again.error) == (0.0, 0.2)


@pytest.mark.parametrize(
    ("before", "after", "what"),
    [
        ("follow = 0", "follow = 7", "“follow” must be a number from 0 to 1"),
        ("owns = 0.0,", "owns = 0.4,", "adds up to"),
        ("[third]", "[thirds]", "“thirds” means nothing here"),
        ("low = 0.1", "low = 0.9", "must lie between"),
        ("staged = 0.06", "", "“staged” must be a number"),
        ("seeds = [11, 12]", "seeds = 3", "[provenance] needs"),
        ("version", "version =", "Invalid"),
    ],
)
def test_mistakes_in_the_file_are_named(before: str, after: str, what: str) -> None:
    text = render_roles(SHIPPED)
    assert before in text
    with pytest.raises(ConfigError) as caught:
        parse_roles(text.replace(before, after, 1), "weighing.toml")
    assert what in caught.value.diagnostics()


def test_tables_by_which_owning_up_speaks_for_innocence_are_refused() -> None:
    text = render_roles(SHIPPED).replace("victim = { blames = 0.89", "victim = { blames = 0.79", 1)
    text = text.replace("owns = 0.0, none = 0.10", "owns = 0.1, none = 0.10", 1)
    with pytest.raises(ConfigError) as caught:
        parse_roles(text)
    assert "none of them says that it fired itself" in caught.value.diagnostics()
