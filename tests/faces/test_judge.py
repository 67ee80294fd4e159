"""A person corrects linking: the demo's incident is split, stays split, and is made whole again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from contactline.desk import judging
from contactline.desk.clock import SystemClock
from contactline.errors import InputError
from contactline.records.judgements import Verdict
from faces.conftest import Cli

ADA = ("--author", "Ada", "--reason", "another <b>evening</b>")


def incident_of(folder: Path) -> dict[str, str]:
    """The incident of every claim that is in one."""
    incidents = json.loads((folder / "incidents.json").read_text(encoding="utf-8"))
    return {claim: incident["id"] for incident in incidents for claim in incident["claims"]}


def two_claims(folder: Path) -> tuple[str, str]:
    """The first claims of two reports that tell of the largest incident."""
    incidents = json.loads((folder / "incidents.json").read_text(encoding="utf-8"))
    members = set(max(incidents, key=lambda incident: len(incident["claims"]))["claims"])
    reports: dict[str, str] = {}
    for line in (folder / "claims.jsonl").read_text(encoding="utf-8").splitlines():
        claim = json.loads(line)
        if claim["id"] in members and claim["part"] == "body":
            reports.setdefault(claim["report"]["id"], claim["id"])
    first, second, *_ = reports.values()
    return first, second


def problems(folder: Path) -> list[str]:
    lines = (folder / "problems.jsonl").read_text(encoding="utf-8").splitlines()
    return [code for line in lines if (code := json.loads(line)["code"]).startswith("judgement")]


@pytest.fixture
def out(cli: Cli, tmp_path: Path) -> Path:
    assert cli("demo", "--out", "out").code == 0
    return tmp_path / "out"


def test_apart_splits_survives_and_is_withdrawn(cli: Cli, out: Path) -> None:
    first, second = two_claims(out)
    before = incident_of(out)
    assert before[first] == before[second]
    said = cli("judge", "apart", first, second[:12], *ADA, "--out", "out")
    assert (said.code, said.err) == (0, "")
    assert f"{first} and {second} judged apart by Ada." in said.out
    assert "Run contactline examine again" in said.out

    assert cli("demo", "--out", "out").code == 0
    split = incident_of(out)
    assert split[first] != split[second]
    assert before[first] in {split[first], split[second]}
    files = {path.name: path.read_bytes() for path in out.glob("*.*") if path.suffix != ".db"}
    assert cli("demo", "--out", "out").code == 0
    assert {path.name: path.read_bytes() for path in out.glob("*.*") if path.suffix != ".db"} == files

    judged = json.loads(cli("judge", "list", "--json", "--out", "out").out)
    assert [(one["verdict"], one["state"]) for one in judged] == [("apart", "in force")]
    said = cli("judge", "withdraw", judged[0]["id"], "--author", "Bo", "--reason", "I was wrong", "--out", "out")
    assert said.code == 0
    assert cli("demo", "--out", "out").code == 0
    assert incident_of(out) == before
    gone = next(one for one in (split[first], split[second]) if one != before[first])
    said = cli("judge", "history", gone, "--out", "out")
    assert f"{gone} is now part of {before[first]}" in said.out
    assert "A person (Bo) withdrew a judgement on these: “I was wrong”." not in said.out  # that is why they are one
    assert [one["state"] for one in json.loads(cli("judge", "list", "--json", "--out", "out").out)] == [
        "superseded",
        "withdrawn",
    ]


def test_apart_survives_another_reader(cli: Cli, out: Path, reports: Path, tmp_path: Path) -> None:
    for name in ("a.md", "b.txt"):
        text = (reports / name).read_text()
        (reports / name).write_text(text.replace("publisher", "side: third\npublisher"))
    assert cli("examine", reports, "--out", "two", "--mandate", "demo").code == 0
    folder = tmp_path / "two"
    assert len(set(incident_of(folder).values())) == 1
    first, second = two_claims(folder)
    assert cli("judge", "apart", first, second, *ADA, "--out", "two").code == 0
    assert cli("examine", reports, "--out", "two").code == 0
    split = incident_of(folder)
    assert len(set(split.values())) == 2
    pytest.importorskip("onnxruntime")
    assert cli("examine", reports, "--out", "two", "--reader", "compact").code == 0
    again = incident_of(folder)
    assert not set(again) & set(split)  # every claim has another id now
    assert set(again.values()) == set(split.values())
    assert problems(folder) == []


def test_incidents_are_joined_by_their_ids_and_not_parted(cli: Cli, out: Path) -> None:
    incidents = [one["id"] for one in json.loads((out / "incidents.json").read_text()) if not one["recalled"]]
    one, other = incidents[0], incidents[1]
    said = cli("judge", "apart", one, other, *ADA, "--out", "out")
    assert (said.code, said.out) == (1, "")
    assert "naming two claims" in said.err
    assert "c-" in said.err
    assert cli("judge", "together", one, other[:10], *ADA, "--db", "out/contactline.db").code == 0
    assert cli("demo", "--out", "out").code == 0
    today = set(incident_of(out).values())
    assert len(today & {one, other}) == 1
    gone = ({one, other} - today).pop()
    said = cli("judge", "together", gone, incidents[2], *ADA, "--out", "out")
    assert said.code == 1
    assert "is now part of" in said.err
    history = json.loads(cli("judge", "history", gone, "--json", "--out", "out").out)
    assert history["today"] in today
    assert [change["kind"] for change in history["changes"]][-1] == "merged into"
    assert "A person (Ada)" in history["changes"][-1]["reason"]


def test_judgements_are_carried_to_another_store(cli: Cli, out: Path, tmp_path: Path) -> None:
    first, second = two_claims(out)
    assert cli("judge", "apart", first, second, *ADA, "--out", "out").code == 0
    assert "1 judgement" in cli("judge", "export", "acts.jsonl", "--out", "out").out
    assert cli("demo", "--out", "other").code == 0
    assert cli("judge", "import", "acts.jsonl", "--out", "other").out.startswith("1 new, 0 already here. Run")
    assert cli("judge", "import", "acts.jsonl", "--out", "other").out == "0 new, 1 already here.\n"
    assert cli("demo", "--out", "other").code == 0
    there = incident_of(tmp_path / "other")
    assert there[first] != there[second]
    assert cli("judge", "list", "--out", "other").out.splitlines()[-1] == "  because: another <b>evening</b>"


def test_a_file_with_mistakes_is_refused_whole(cli: Cli, out: Path, tmp_path: Path) -> None:
    first, second = two_claims(out)
    cli("judge", "apart", first, second, *ADA, "--out", "out")
    cli("judge", "export", "acts.jsonl", "--out", "out")
    good = (tmp_path / "acts.jsonl").read_text()
    late = good.replace('"made_at":"20', '"made_at":"90')
    odd = [good, "{}\n", good.replace("another", "")[:50] + "\n", late, good.replace("Z", "+04:00")]
    (tmp_path / "acts.jsonl").write_text("".join(odd))
    cli("demo", "--out", "other")
    said = cli("judge", "import", "acts.jsonl", "--out", "other")
    assert said.code == 1
    assert [f"line {number}:" in said.err for number in range(1, 6)] == [False, True, True, True, True]
    assert "still to come" in said.err
    assert cli("judge", "list", "--out", "other").out == "No judgement was made yet.\n"
    (tmp_path / "acts.jsonl").write_text(good.replace("another", "some other"))
    said = cli("judge", "import", "acts.jsonl", "--out", "out")
    assert said.code == 1
    assert "another judgement has this id" in said.err
    assert cli("judge", "import", "none.jsonl", "--out", "out").code == 1


def test_ids_that_mean_nothing_or_too_much(cli: Cli, out: Path) -> None:
    first, second = two_claims(out)
    for one, other, words in (
        ("c-ffff0000", second, "no claim with this id"),
        (first, "c-", "too short"),
        (first, first, "the same claim"),
        ("i-00000000", second, "no incident with this id"),
    ):
        said = cli("judge", "together", one, other, *ADA, "--out", "out")
        assert (said.code, said.out) == (1, ""), one
        assert words in said.err
    assert "no judgement with this id" in cli("judge", "withdraw", "j-0000", *ADA, "--out", "out").err
    assert "no incident with this id" in cli("judge", "history", "i-0000", "--out", "out").err


def test_a_short_id_of_several_names_them(out: Path) -> None:
    with pytest.raises(InputError, match=r"short for 2 claims: c-12340, c-12345") as caught:
        judging.find_id("c-1234", "c", ["c-12345", "c-12340", "c-2"], "claim")
    assert "more of the id" in caught.value.hint
    assert judging.find_id("c-1234", "c", ["c-12345", "c-1234"], "claim") == "c-1234"


def test_no_act_without_author_reason_and_store(cli: Cli, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = two_claims(out)
    monkeypatch.delenv("CONTACTLINE_AUTHOR", raising=False)
    assert cli("judge", "apart", first, second, "--author", "Ada", "--out", "out").code == 2
    assert cli("judge", "apart", first, second, "--reason", "x", "--out", "out").code == 2
    said = cli("judge", "apart", first, second, "--author", "Ada", "--reason", " ", "--out", "out")
    assert said.code == 1
    assert "reason is empty" in said.err
    assert cli("judge", "apart", first, second, *ADA).code == 2
    said = cli("judge", "apart", first, second, *ADA, "--out", "nowhere")
    assert said.code == 1
    assert "Run contactline examine first" in said.err
    monkeypatch.setenv("CONTACTLINE_AUTHOR", "Bo")
    assert "by Bo." in cli("judge", "apart", first, second, "--reason", "x", "--out", "out").out


def test_what_is_withdrawn_cannot_be_withdrawn_again(cli: Cli, out: Path) -> None:
    first, second = two_claims(out)
    made = json.loads(cli("judge", "apart", first, second, *ADA, "--json", "--out", "out").out)
    assert cli("judge", "withdraw", made["id"], *ADA, "--out", "out").code == 0
    said = cli("judge", "withdraw", made["id"], *ADA, "--out", "out")
    assert said.code == 1
    assert "not in force" in said.err


def test_a_clock_that_was_set_back_is_noticed(cli: Cli, out: Path) -> None:
    first, second = two_claims(out)
    cli("judge", "apart", first, second, *ADA, "--out", "out")

    class Back(SystemClock):
        def now(self):
            return super().now().replace(year=2001)

    with judging.open_store(None, out) as store, pytest.raises(InputError, match="the latest judgement was made"):
        judging.Judging(store, Back()).judge(Verdict.TOGETHER, (first, second), "Ada", "why")


def test_a_judgement_on_a_report_that_is_gone_is_reported(cli: Cli, reports: Path, tmp_path: Path) -> None:
    cli("examine", reports, "--out", "two", "--mandate", "demo")
    folder = tmp_path / "two"
    cli("judge", "apart", *two_claims(folder), *ADA, "--out", "two")
    (reports / "b.txt").write_text((reports / "b.txt").read_text().replace("Nobody", "Five people"))
    assert cli("examine", reports, "--out", "two").code == 0
    assert problems(folder) == ["judgement-lost"]
    assert "apart · in force" in cli("judge", "list", "--out", "two").out
    assert "not read in this way any more" in cli("judge", "list", "--out", "two").out
