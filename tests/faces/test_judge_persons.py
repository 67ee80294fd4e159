"""Somebody decides who is one person: the register follows, lists it, and gives it up again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from faces.conftest import Cli

ADA = ("--author", "Ada", "--reason", "the same <b>girl</b>")


def persons(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / "persons.jsonl").read_text(encoding="utf-8").splitlines()]


def least(folder: Path) -> list[int]:
    lines = (folder / "tallies.jsonl").read_text(encoding="utf-8").splitlines()
    return [tally["told_apart"][1] for tally in map(json.loads, lines) if tally["incident"] is None]


@pytest.fixture
def out(cli: Cli, tmp_path: Path) -> Path:
    assert cli("demo", "--out", "out").code == 0
    return tmp_path / "out"


def test_one_person_by_judgement_and_two_again(cli: Cli, out: Path) -> None:
    before = persons(out)
    one = next(person for person in before if person["possibly"])
    other = one["possibly"][0]["person"]
    said = cli("judge", "same-person", one["id"], other[:10], *ADA, "--out", "out")
    assert (said.code, said.err) == (0, "")
    assert "judged same person by Ada" in said.out
    assert cli("demo", "--out", "out").code == 0
    joined = persons(out)
    assert len(joined) == len(before) - 1
    assert sum(bool(m["bond"] and m["bond"]["judgement"]) for person in joined for m in person["mentions"]) == 1
    page = (out / "casualties.html").read_text(encoding="utf-8")
    assert "Ada judged them one person: “the same &lt;b&gt;girl&lt;/b&gt;”" in page

    (listed,) = json.loads(cli("judge", "list", "--json", "--out", "out").out)
    assert (listed["verdict"], listed["state"]) == ("same person", "in force")
    assert "same person · in force" in cli("judge", "list", "--out", "out").out
    said = cli("judge", "withdraw", listed["id"], "--author", "Bo", "--reason", "no", "--out", "out")
    assert said.code == 0
    assert cli("judge", "withdraw", listed["id"], "--author", "Bo", "--reason", "no", "--out", "out").code == 1
    assert cli("demo", "--out", "out").code == 0
    assert persons(out) == before


def test_two_persons_by_judgement(cli: Cli, out: Path) -> None:
    before = persons(out)
    person = max(before, key=lambda one: len(one["mentions"]))
    one, other = person["mentions"][0]["id"], person["mentions"][1]["id"]
    said = cli("judge", "different-person", one, other, *ADA, "--json", "--out", "out")
    assert json.loads(said.out)["verdict"] == "different persons"
    assert cli("demo", "--out", "out").code == 0
    homes = {mention["id"]: person["id"] for person in persons(out) for mention in person["mentions"]}
    assert homes[one] != homes[other]


@pytest.mark.parametrize(
    ("names", "words"),
    [
        (("p-0000000000", "p-1111111111"), "there is no person with this id"),
        (("m-0000000000", "m-1111111111"), "there is no mention with this id"),
        (("p-", "p-"), "is too short for the id of a person"),
    ],
)
def test_slips_are_told(cli: Cli, out: Path, names: tuple[str, str], words: str) -> None:
    said = cli("judge", "same-person", *names, *ADA, "--out", "out")
    assert said.code == 1
    assert words in said.err


def test_a_person_cannot_be_judged_against_itself(cli: Cli, out: Path) -> None:
    person = persons(out)[0]["id"]
    said = cli("judge", "different-person", person, person, *ADA, "--out", "out")
    assert said.code == 1
    assert "name two of the mentions" in said.err


def test_judgements_on_persons_travel(cli: Cli, out: Path, tmp_path: Path) -> None:
    one = next(person for person in persons(out) if person["possibly"])
    assert cli("judge", "same-person", one["id"], one["possibly"][0]["person"], *ADA, "--out", "out").code == 0
    assert "1 judgement" in cli("judge", "export", "judged.jsonl", "--persons", "--out", "out").out
    assert cli("judge", "export", "claims.jsonl", "--out", "out").out.endswith("0 judgements\n")
    assert cli("demo", "--out", "other").code == 0
    assert "1 new, 0 already here" in cli("judge", "import", "judged.jsonl", "--persons", "--out", "other").out
    assert "0 new, 1 already here" in cli("judge", "import", "judged.jsonl", "--persons", "--out", "other").out
    assert cli("demo", "--out", "other").code == 0
    assert len(persons(tmp_path / "other")) == len(persons(out)) - 1
    said = cli("judge", "import", "judged.jsonl", "--out", "other")  # of claims: none of these lines is one
    assert (said.code, "1 of its lines are no judgements" in said.err) == (1, True)
