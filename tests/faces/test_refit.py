"""Weights learn from judgements: other reports are then linked as these were judged."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from contactline.cli.judge import refit
from contactline.link.model import load_default_model, render_model
from contactline.link.refit import FEWEST, STRENGTH
from faces.conftest import Cli

VILLAGES = ("Dovan", "Quell", "Vess", "Gamal", "Tisse", "Belkar")
ADA = ("--author", "Ada", "--reason", "I was there")
DAYS = range(1, 25)


def write_reports(folder: Path, days: range, clock: str) -> Path:
    """Two reports of every day: one says 20:40, the other another time and not quite the same."""
    folder.mkdir()
    for day in days:
        village = VILLAGES[day % len(VILLAGES)]
        one = f"Two people were killed on May {day} at about 20:40 when {village} was shelled with mortars, it said."
        other = f"Two people were wounded on May {day} at about {clock} when {village} was shelled, residents said."
        for name, text in (("One", one), ("Other", other)):
            head = f"---\npublisher: {name} Herald\npublished: 2031-05-{day + 1:02}\nlanguage: en\n---\n"
            (folder / f"{day:02}-{name}.md").write_text(f"{head}{text}\n", encoding="utf-8")
    return folder


def judge_days(cli: Cli, out: str, folder: Path, verdict: str) -> None:
    """Judge of every two reports of a day, by their first claims."""
    by_day: dict[str, dict[str, str]] = {}
    for line in (folder / "claims.jsonl").read_text(encoding="utf-8").splitlines():
        claim = json.loads(line)
        by_day.setdefault(claim["report"]["published"], {}).setdefault(claim["report"]["id"], claim["id"])
    for one, other in (claims.values() for claims in by_day.values()):
        assert cli("judge", verdict, one, other, *ADA, "--out", out).code == 0


def count_incidents(said: str) -> int:
    return int(json.loads(said)["incidents"])


@pytest.mark.parametrize(
    ("verdict", "clock", "before", "after"), [("together", "23:30", 8, 4), ("apart", "21:30", 4, 8)]
)
def test_other_reports_are_linked_as_these_were_judged(
    cli: Cli, tmp_path: Path, verdict: str, clock: str, before: int, after: int
) -> None:
    reports = write_reports(tmp_path / "in", DAYS, clock)
    assert cli("examine", reports, "--out", "out", "--mandate", "demo", "--quiet").code == 0
    judge_days(cli, "out", tmp_path / "out", verdict)
    made = json.loads(cli("judge", "refit", "--out", "out", "--weights-out", "own.toml", "--json").out)
    assert (made["start"], made[verdict], made["together"] + made["apart"]) == ("hand-3", 24, 24)
    assert made["agreed_before"] <= 4
    assert made["agreed_after"] >= 20
    assert made["version"].startswith("hand-3+judged-")
    sizes = [abs(one["after"] - one["before"]) for one in made["changes"]]
    assert sizes == sorted(sizes, reverse=True)
    assert max(sizes) <= 24 * 0.44

    others = write_reports(tmp_path / "other", range(25, 29), clock)
    by_hand = cli("examine", others, "--out", "hand", "--mandate", "demo", "--json").out
    assert count_incidents(by_hand) == before
    by_own = cli("examine", others, "--out", "own", "--mandate", "demo", "--json", "--weights", "own.toml").out
    assert count_incidents(by_own) == after
    assert json.loads(by_own)["weights"] == made["version"]
    assert f"linked with the weights “{made['version']}”" in (tmp_path / "own" / "index.html").read_text("utf-8")
    (tmp_path / "contactline.toml").write_text('[examine]\nweights = "own.toml"\n', encoding="utf-8")
    assert count_incidents(cli("examine", others, "--out", "third", "--mandate", "demo", "--json").out) == after


def test_few_judgements_are_refused_and_nothing_is_overwritten(cli: Cli, reports: Path, tmp_path: Path) -> None:
    assert cli("examine", reports, "--out", "out", "--mandate", "demo").code == 0
    said = cli("judge", "refit", "--out", "out", "--weights-out", "own.toml", "--force")
    assert said.code == 1
    assert "there is no pair of accounts" in said.err
    judge_days(cli, "out", tmp_path / "out", "apart")
    said = cli("judge", "refit", "--out", "out", "--weights-out", "own.toml")
    assert said.code == 1
    assert "1 judged pair of accounts are too few to learn from" in said.err
    assert not (tmp_path / "own.toml").exists()
    said = cli("judge", "refit", "--out", "out", "--weights-out", "own.toml", "--force")
    assert said.code == 0
    assert "1 judged pair: 0 together, 1 apart" in said.out
    content = (tmp_path / "own.toml").read_bytes()
    said = cli("judge", "refit", "--out", "out", "--weights-out", "own.toml", "--force")
    assert (said.code, said.out) == (1, "")
    assert "own.toml: is there already" in said.err
    assert (tmp_path / "own.toml").read_bytes() == content
    said = cli("judge", "refit", "--out", "out", "--weights", "own.toml", "--weights-out", "next.toml")
    assert said.code == 1
    assert "would count twice" in said.err
    said = cli("judge", "refit", "--out", "out", "--weights-out", "no/such/folder.toml", "--force")
    assert said.code == 1
    assert "cannot be written" in said.err


@pytest.mark.parametrize("verb", ["examine", "run"])
def test_wrong_weights_are_refused_with_all_mistakes(cli: Cli, reports: Path, tmp_path: Path, verb: str) -> None:
    said = cli(verb, reports, "--out", "out", "--mandate", "demo", "--weights", "none.toml")
    assert (said.code, said.out) == (2, "")
    assert "none.toml: the weights of linking cannot be read" in said.err
    assert "hand, simulated" in said.err
    (tmp_path / "bad.toml").write_text('prior = nan\nmiss = "far"\nslope = 0\nwhere = 3\n[wheer]\n', encoding="utf-8")
    said = cli(verb, reports, "--out", "out", "--mandate", "demo", "--weights", "bad.toml")
    assert (said.code, said.out) == (2, "")
    for mistake in ("“prior” must be", "“miss” must be", "“slope” must be above 0", "“where” must be a", "“wheer”"):
        assert mistake in said.err


def test_run_links_anew_with_other_weights(cli: Cli, reports: Path, tmp_path: Path) -> None:
    def run(*arguments: str) -> tuple[str, int]:
        said = json.loads(cli("run", reports, "--out", "out", "--engine", "local", "--json", *arguments).out)
        return said["weights"], next(stage["kept"] for stage in said["stages"] if stage["name"] == "link")

    assert run("--mandate", "demo") == ("hand-3", 0)
    assert run() == ("hand-3", 1)
    assert run("--weights", "simulated") == ("simulated-2", 0)
    text = render_model(load_default_model())
    (tmp_path / "own.toml").write_text(text, encoding="utf-8")
    assert run("--weights", "own.toml") == ("hand-3", 0)
    assert run("--weights", "own.toml") == ("hand-3", 1)
    (tmp_path / "own.toml").write_text(text.replace("prior = -1", "prior = -2"), encoding="utf-8")
    assert run("--weights", "own.toml") == ("hand-3", 0)  # the version says the same, the weights do not


def test_the_help_says_what_holds() -> None:
    options = {option.name: option for option in refit.params}
    assert options["strength"].default == STRENGTH
    assert f"fewer than {FEWEST} judged" in str(options["force"].to_info_dict()["help"])
