"""Parameters of counts, fitted on a dossier's own incidents."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from contactline.cli import main
from contactline.reference.counting import parse_counts
from contactline.weigh.estimate.counts_model import load_counts


def test_counts_are_fitted_on_a_dossier(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    dossier, file = tmp_path / "out", tmp_path / "counts.toml"
    assert main(["demo", "--out", str(dossier)]) == 0
    command = ["weigh", "fit-counts", "--out", str(dossier), "--parameters-out", str(file)]
    assert main(command) == 1
    assert "too few figures" in capsys.readouterr().err
    assert not file.exists()
    assert main([*command, "--force", "--json"]) == 0
    told = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert told["killed"] > 3
    models = parse_counts(file.read_text(encoding="utf-8"))
    assert models.killed.version == told["version"]
    assert models.killed.fixed == load_counts().killed.fixed
    assert main([*command, "--force"]) == 1  # never overwritten
    assert "is there already" in capsys.readouterr().err


def test_without_a_dossier_there_is_nothing_to_fit_on(tmp_path: Path) -> None:
    file = tmp_path / "counts.toml"
    assert main(["weigh", "fit-counts", "--out", str(tmp_path), "--parameters-out", str(file)]) != 0
    assert not file.exists()
