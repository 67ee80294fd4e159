from __future__ import annotations

import json
from pathlib import Path

import pytest

from contactline.cli import main
from mandatefolder import ACTORS, write_folder


def test_list_names_the_installed_mandates(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["mandate", "list"]) == 0
    assert "demo: " in capsys.readouterr().out
    assert main(["mandate", "list", "--json"]) == 0
    assert {"demo", "karabakh"} <= {entry["name"] for entry in json.loads(capsys.readouterr().out)}


def test_show_prints_sides_in_order_and_counts(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "strait")
    assert main(["mandate", "show", str(folder)]) == 0
    shown = capsys.readouterr().out
    assert shown.index("NO: Norlandic side") < shown.index("SU: Sudmarkian side")
    assert main(["mandate", "show", str(folder), "--json"]) == 0
    content = json.loads(capsys.readouterr().out)
    assert (content["places"], content["located_places"], content["zone"]) == (15, 9, "Asia/Tbilisi")


def test_check_passes_or_lists_the_mistakes(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    good = write_folder(tmp_path / "good")
    bad = write_folder(tmp_path / "bad", actors=ACTORS.replace("norland,state", "norland,kingdom", 1))
    assert main(["mandate", "check", str(good)]) == 0
    assert "no mistakes" in capsys.readouterr().out
    assert main(["mandate", "check", str(bad)]) == 1
    assert "actors.csv:2: kind “kingdom”" in capsys.readouterr().err
    assert main(["mandate", "check", str(bad), "--json"]) == 1
    answer = json.loads(capsys.readouterr().out)
    assert answer["ok"] is False
    assert len(answer["mistakes"]) == 1
    assert main(["mandate", "check", str(tmp_path / "none"), "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["mistakes"] == ["there is no such mandate folder"]


def test_an_unknown_name_says_what_there_is(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["mandate", "show", "atlantis"]) == 1
    assert "Installed mandates: demo, karabakh" in capsys.readouterr().err
