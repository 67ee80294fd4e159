"""The benchmark's own scorers on cases small enough to count by hand."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "bench"))

from _calibration import Held, calibration_error, reliability
from _roles import ROLES, count_entities, match
from _templates import EFFECT, NUMBER, Filler, SlotScore, Template, score_text


def entities(**roles: list[set[str]]) -> dict[str, list[frozenset[str]]]:
    return {role: [frozenset(entity) for entity in roles.get(role, [])] for role in ROLES}


def count(gold: dict[str, list[frozenset[str]]], found: dict[str, list[frozenset[str]]]) -> tuple[int, int, int]:
    counts: Counter[str] = Counter()
    count_entities(counts, gold, found)
    return counts["gold"], counts["found"], counts["right"]


def test_an_entity_is_right_when_all_its_names_are_the_gold_ones() -> None:
    gold = entities(Victim=[{"mayor", "ann lee"}, {"guard"}])
    assert count(gold, entities(Victim=[{"mayor"}, {"guard", "driver"}])) == (2, 2, 1)
    assert count(gold, entities(Target=[{"mayor"}])) == (2, 1, 0)


def test_two_found_entities_cannot_both_be_one_gold_entity() -> None:
    gold = entities(Victim=[{"mayor", "ann lee"}])
    assert count(gold, entities(Victim=[{"mayor"}, {"ann lee"}])) == (1, 2, 1)


def test_an_entity_without_names_agrees_with_nothing() -> None:
    assert count(entities(Weapon=[{"bomb"}]), entities(Weapon=[set()])) == (1, 0, 0)


def test_the_pairing_is_the_best_and_not_the_first() -> None:
    assert match([[True, True], [True, False]]) == 2


def person(words: str, value: str, slot: str) -> Template:
    name = frozenset({words})
    people = [Filler(name, name)]
    slots = {"HUM TGT: DESCRIPTION": people, slot: [Filler(frozenset({value}), name)]}
    return Template(frozenset({"BOMBING"}), slots)


@pytest.mark.parametrize(
    ("slot", "gold", "found", "right"),
    [(NUMBER, "3", "3", 1.0), (NUMBER, "3 - 5", "3", 0.5), (NUMBER, "3", "4", 0.0), (EFFECT, "DEATH", "DEATH", 1.0)],
)
def test_slots_of_mapped_templates(slot: str, gold: str, found: str, right: float) -> None:
    scores: dict[str, SlotScore] = {}
    score_text(scores, [person("farmers", gold, slot)], [person("farmers", found, slot)])
    assert (scores[slot].right, scores[slot].gold, scores[slot].found) == (right, 1, 1)


def test_a_template_of_other_people_is_missed_and_too_many() -> None:
    scores: dict[str, SlotScore] = {}
    score_text(scores, [person("farmers", "3", NUMBER)], [person("soldiers", "3", NUMBER)])
    assert (scores[NUMBER].right, scores[NUMBER].gold, scores[NUMBER].found) == (0.0, 1, 1)


def test_confidence_that_is_kept_has_no_error() -> None:
    kept = [Held(0.75, True)] * 3 + [Held(0.75, False)]
    assert calibration_error(kept) == 0.0
    assert reliability(kept) == [(0.75, 0.75, 4)]
    assert calibration_error([Held(0.95, False)] * 4) == pytest.approx(0.95)
    assert calibration_error([]) == 0.0
