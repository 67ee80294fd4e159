"""Swapping the two parties in the texts swaps them in the dossier and changes nothing else, from file to table.

The mandate mirrors its two sides name by name (``tests/mandatefolder.py``); each report is written once and swapped by
exchanging the words of both sides, their outlets, their people and their side ids.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from contactline.config import ExamineSettings
from contactline.desk.examine import examine_folder
from mandatefolder import write_folder

SWAPS = [
    ("Norlandic", "Sudmarkian"),
    ("Norlanders", "Sudmarkians"),
    ("Norland", "Sudmark"),
    ("Norhaven", "Sudhaven"),
    ("Ann Keld", "Bel Torv"),
    ("Keld", "Torv"),
    ("Herald", "Courier"),
    ("side: NO", "side: SU"),
]

REPORTS = {
    "one.md": """---
publisher: Herald
side: NO
published: 2020-05-06
language: en
headline: Two civilians killed as Sudmarkian forces shell village
---
Sudmarkian armed forces shelled the village of Oakford in Westrand district on Tuesday evening, the Norlandic Defence
Ministry said.

According to the ministry, at about 20:40 Sudmarkian units opened fire with 120-mm mortars. As a result of the shelling
two civilians were killed and one was wounded.

Norlandic forces returned fire, ministry spokesperson Ann Keld told Herald on Wednesday.

The ministry denied Sudmarkian media reports that three Norlandic soldiers were killed.
""",
    "two.md": """---
publisher: Courier
side: SU
published: 2020-05-06
language: en
headline: Norlandic side fires first, ministry says
---
The Ministry of Defence of Sudmark said that Norlandic forces opened fire with machine guns at Sudmarkian positions near
Oakford in Westrand district at 20:20 on May 5.

"Our units responded," spokesperson Bel Torv said. "If there really were civilian losses, we regret them."

Sudmark suffered no losses, the ministry added. In April 2016 Norlandic troops killed four villagers at Lurma, the
ministry recalled.
""",
    "three.md": """---
publisher: Meridian Wire
side: third
published: 2020-05-06
language: en
headline: Both sides report fire near Oakford
---
Norland and Sudmark accused each other of firing first near Oakford on Tuesday. Monitors of the Strait Monitoring
Mission heard eight explosions between 20:20 and 20:45.
""",
}


def swap(text: str) -> str:
    table = {a: b for one, other in SWAPS for a, b in ((one, other), (other, one))}
    pattern = re.compile("|".join(sorted(map(re.escape, table), key=len, reverse=True)))
    return pattern.sub(lambda match: table[match.group()], text)


def examine(folder: Path, reports: dict[str, str], reader: str = "rules") -> list[dict]:
    (folder / "in").mkdir(parents=True)
    for name, text in reports.items():
        (folder / "in" / name).write_text(text, encoding="utf-8")
    mandate = write_folder(folder / "strait")
    settings = ExamineSettings(paths=(folder / "in",), out=folder / "out", mandate=str(mandate), reader=reader)
    examine_folder(settings)
    return json.loads((folder / "out" / "incidents.json").read_text(encoding="utf-8"))


def outline(incidents: list[dict], exchange: bool) -> list[object]:
    """What incidents say, without ids, which decide the order of those that begin together; sides exchanged back."""
    other = {"NO": "SU", "SU": "NO"} if exchange else {}

    def side(name: str | None) -> str | None:
        return other.get(name, name) if name else None

    def question(name: str) -> str:
        return "/".join(other.get(part, part) for part in name.split("/"))

    def words(text: str) -> str:
        return swap(text) if exchange else text

    def answers(estimate: dict) -> list[object]:
        return sorted([side(one["key"]), one["probability"], one["word"]] for one in estimate["hypotheses"])

    outlined: list[object] = [
        {
            "when": incident["when"],
            "claims": len(incident["claims"]),
            "versions": sorted(
                (
                    question(version["question"]),
                    side(version["side"]) or "",
                    version["state"],
                    sorted(
                        (words(value["value"]), value["state"], len(value["claims"])) for value in version["values"]
                    ),
                )
                for version in incident["versions"]
            ),
            "comparisons": sorted((question(row["question"]), row["result"]) for row in incident["comparisons"]),
            "coverage": sorted((side(row["side"]) or "", len(row["reports"])) for row in incident["coverage"]),
            "estimates": sorted(
                (question(row["question"]), row["basis"] or "", answers(row), str(row["spread"]))
                for row in incident["estimates"]
            ),
        }
        for incident in incidents
    ]
    return sorted(outlined, key=str)


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[dict], list[dict]]:
    straight = examine(tmp_path_factory.mktemp("straight"), REPORTS)
    mirrored = examine(tmp_path_factory.mktemp("mirrored"), {name: swap(text) for name, text in REPORTS.items()})
    return straight, mirrored


def test_swapping_the_texts_swaps_the_dossier_and_nothing_else(both: tuple[list[dict], list[dict]]) -> None:
    straight, mirrored = both
    assert outline(straight, exchange=False) == outline(mirrored, exchange=True)


def test_so_it_does_with_the_trained_reader(tmp_path: Path) -> None:
    straight = examine(tmp_path / "straight", REPORTS, "compact")
    mirrored = examine(tmp_path / "mirrored", {name: swap(text) for name, text in REPORTS.items()}, "compact")
    assert straight
    assert outline(straight, exchange=False) == outline(mirrored, exchange=True)


def test_the_outline_holds_what_the_reports_say(both: tuple[list[dict], list[dict]]) -> None:
    """The comparison above would hold for empty dossiers too: this one says that they are not."""
    main = max(both[0], key=lambda incident: len(incident["claims"]))
    versions = {(version["question"], version["side"]): version for version in main["versions"]}
    assert versions["fired/SU", "NO"]["state"] == "stated"
    assert versions["fired/NO", "NO"]["state"] == "admitted"
    assert versions["killed/NO/military", "NO"]["state"] == "denied"
    assert versions["killed/SU/civilian", "SU"]["state"] in {"stated", "silent as of"}
    assert versions["fired/NO", "SU"]["state"] == "stated"
