"""One side's long report, in the manner of real ones, from file to page: what a reader of it must be able to see.

Invented sides and places; the constructions are those that such reports are made of.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from lxml import html

from contactline.config import ExamineSettings
from contactline.desk.examine import examine_folder
from mandatefolder import write_folder

REPORT = """Norland Retaliates as Sudmark Shells From Homes

NORHAVEN—Norlandic forces answered heavy shelling by Sudmarkian forces on Tuesday evening, causing losses for Sudmark
and damage to a military post in the village of Oakford in Westrand district, according to the Norlandic Defence
Ministry.

According to the ministry, the retaliation resulted from an attack by the Sudmarkian forces, which used BM-21 rocket
launchers, on Norlandic positions in Westrand.

On Wednesday, the Norlandic Defence Ministry released a video showing Sudmark's use of the BM-21 rocket launchers. Also
on Wednesday, the ministry refuted Sudmarkian media reports claiming that three Norlandic soldiers were killed during
the May 5 attack.

In an audio recording released by the ministry, Sudmarkian soldiers say that they fired from the village.

"If the Sudmarkians really suffered civilian losses, we express regret. But our forces will continue to give a
disproportionate response to Sudmarkian attacks," ministry spokesperson Ann Keld told Meridian Wire on Wednesday.

Keld urged Sudmark to return to the negotiating table.

In April 2016 Sudmarkian troops killed six children at Lurma, Keld recalled.

Source: Herald
"""


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("one-sided")
    (folder / "herald-2020-05-06.txt").write_text(REPORT, encoding="utf-8")
    mandate = write_folder(folder / "strait")
    examine_folder(ExamineSettings(paths=(folder / "herald-2020-05-06.txt",), out=folder / "out", mandate=str(mandate)))
    return folder / "out"


@pytest.fixture(scope="module")
def claims(out: Path) -> list[dict]:
    return [json.loads(line) for line in (out / "claims.jsonl").read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def incidents(out: Path) -> list[dict]:
    return json.loads((out / "incidents.json").read_text(encoding="utf-8"))


def version(incident: dict, question: str, side: str) -> dict:
    return next(v for v in incident["versions"] if v["question"] == question and v["side"] == side)


def test_the_publisher_is_taken_from_the_text_and_said_to_be_guessed(claims: list[dict], out: Path) -> None:
    assert {claim["report"]["publisher"] for claim in claims} == {"Herald"}
    problems = [json.loads(line) for line in (out / "problems.jsonl").read_text(encoding="utf-8").splitlines()]
    assert any(problem["code"] == "guessed" and "Herald" in problem["message"] for problem in problems)


def test_a_denied_report_is_two_claims_with_a_link(claims: list[dict]) -> None:
    denial = next(claim for claim in claims if claim["act"] == "denies")
    told = next(claim for claim in claims if claim["id"] == denial["answers"])
    assert denial["speaker"]["side"] == "NO"
    assert told["speaker"]["text"] == "Sudmarkian media"
    assert told["speaker"]["side"] == "SU"
    assert told["modality"] == "reported"
    (loss,) = told["casualties"]
    assert (loss["outcome"], loss["status"], loss["side"], loss["min"], loss["max"]) == (
        "killed",
        "military",
        "NO",
        3,
        3,
    )


def test_the_accusation_has_weapon_place_and_evening(claims: list[dict]) -> None:
    accusation = next(
        claim
        for claim in claims
        if claim["act"] == "accuses"
        and any("BM-21" in means["normal"] for means in claim["occurrence"]["means"])
        and claim["occurrence"]["places"]
    )
    assert [place["place"] for place in accusation["occurrence"]["places"]] == ["westrand"]
    assert accusation["occurrence"]["when"]["text"] == "Tuesday evening"
    assert accusation["occurrence"]["when"]["earliest"].startswith("2020-05-05T18:00")


def test_a_conditional_regret_admits_nothing(claims: list[dict]) -> None:
    regret = next(claim for claim in claims if claim["act"] == "regrets")
    assert regret["modality"] == "conditional"
    assert not [claim for claim in claims if claim["act"] == "admits" and "regret" in claim["quote"]["text"]]


def test_the_threat_the_appeal_and_the_evidence_are_found(claims: list[dict]) -> None:
    acts = {claim["act"] for claim in claims}
    assert {"threatens", "appeals", "shows evidence"} <= acts
    assert {"video", "audio"} <= {item["kind"] for claim in claims for item in claim["evidence"]}


def test_older_allegations_stay_apart(claims: list[dict], incidents: list[dict]) -> None:
    older = {claim["id"] for claim in claims if "2016" in claim["quote"]["text"]}
    main = max(incidents, key=lambda incident: len(incident["claims"]))
    assert older
    assert not older & set(main["claims"])


def test_what_the_side_leaves_out_is_said_on_the_page(incidents: list[dict], out: Path) -> None:
    main = max(incidents, key=lambda incident: len(incident["claims"]))
    assert version(main, "fired/NO", "NO")["state"] == "admitted"
    assert version(main, "fired_first/SU", "NO")["state"] == "stated"
    assert version(main, "killed/NO/military", "NO")["state"] == "denied"
    assert version(main, "killed/SU/civilian", "NO")["state"] == "silent as of"
    page = html.fromstring((out / f"incident-{main['id']}.html").read_text(encoding="utf-8"))
    row = next(
        tr
        for tr in page.xpath("//table[@class='versions']/tbody/tr")
        if "civilians of the Sudmarkian side were killed" in tr.find("th").text_content()
    )
    assert "silent as of" in row.findall("td")[0].text_content()
