from __future__ import annotations

import json
from pathlib import Path

import pytest

from contactline.cli import main

from .samples import SOURCE, TOML, write_folder


def test_check_says_that_all_is_well(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_folder(tmp_path / "one", t01_a=SOURCE)
    write_folder(tmp_path / "two", t01_a=SOURCE, t02_b=SOURCE)
    assert main(["annotated", "check", str(tmp_path)]) == 0
    printed = capsys.readouterr().out
    assert "0 mistakes, 0 lines to look at again" in printed
    assert "That an annotation is right is not checked." in printed
    assert printed.splitlines()[3].split()[:3] == ["all", "3", "9"]


def test_check_lists_mistakes_with_file_and_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = write_folder(tmp_path / "one", t01_a=SOURCE.replace("act=denies", "act=lies"), t02_b=SOURCE)
    assert main(["annotated", "check", str(folder)]) == 1
    assert f"{folder / '01-a.txt'}:17: c3: act “lies” is not known" in capsys.readouterr().out
    assert main(["annotated", "check", str(folder / "02-b.txt")]) == 0


def test_check_prints_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = write_folder(tmp_path / "one", t01_a=SOURCE.replace("k1: killed 2", "k1: killed 3"))
    assert main(["annotated", "check", str(folder), "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert not told["ok"]
    assert told["mistakes"][0]["line"] == 12
    assert told["conflicts"]["one"]["acts"]["accuses"] == {"NL": 2}
    assert told["all"]["claims"] == 3


def test_a_warning_alone_is_no_failure(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = write_folder(tmp_path / "one", t01_a=SOURCE.replace("{p1 the village of Tolm}", "{p1 the village of Onk}"))
    assert main(["annotated", "check", str(folder)]) == 0
    assert "0 mistakes, 1 lines to look at again" in capsys.readouterr().out


def test_paths_without_texts_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["annotated", "check", str(tmp_path / "nowhere")]) == 1
    assert "there is no such file or folder" in capsys.readouterr().err
    assert main(["annotated", "check", str(tmp_path)]) == 1
    assert "holds no annotated texts" in capsys.readouterr().err


def test_export_writes_the_texts_of_one_split(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_folder(tmp_path / "one", t01_a=SOURCE, t02_b=SOURCE)
    other = write_folder(tmp_path / "two", t01_a=SOURCE)
    (other / "conflict.toml").write_text(TOML.replace('"train"', '"dev"'), encoding="utf-8")
    out = tmp_path / "rows.jsonl"
    assert main(["annotated", "export", str(tmp_path), "--split", "train", "--out", str(out)]) == 0
    rows = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert [row["doc"] for row in rows] == ["one/01-a", "one/02-b"]
    words = rows[0]["words"]
    assert words[words.index("40") : words.index("40") + 5] == ["40", "-", "year", "-", "old"]  # the treebanks' words
    assert "2 texts of 1 conflicts" in capsys.readouterr().out


def test_export_refuses_mistakes_and_empty_splits(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = write_folder(tmp_path / "one", t01_a=SOURCE.replace("k1: killed 2", "k1: killed 3"))
    out = tmp_path / "rows.jsonl"
    assert main(["annotated", "export", str(folder), "--split", "train", "--out", str(out)]) == 1
    assert "has mistakes" in capsys.readouterr().err
    assert main(["annotated", "export", str(folder), "--split", "test", "--out", str(out)]) == 1
    assert "there are no texts of the split “test”" in capsys.readouterr().err
    assert not out.exists()
