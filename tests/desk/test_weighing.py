"""Parameters of who fired: shown, and fitted on a dossier's own incidents."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from contactline.cli import main
from contactline.desk.weighing import find_model
from contactline.errors import MandateError
from contactline.records.ids import IncidentId
from contactline.reference.loading import find_mandate
from contactline.reference.weighing import parse_roles, render_roles
from contactline.weigh.estimate.estimate import load_roles
from contactline.weigh.estimate.learning import Lessons, learn
from mandatefolder import write_folder
from weigh.test_role_fit import COUNTS, FIRST_FIRED


@pytest.fixture(scope="module")
def dossier(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("dossier") / "out"
    assert main(["demo", "--out", str(out)]) == 0
    return out


def test_show_prints_what_is_in_force(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["weigh", "show"]) == 0
    told = capsys.readouterr().out
    assert load_roles().version in told
    assert "No calibration is in force" in told
    assert main(["weigh", "show", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["capture"] == 0.0


def test_a_handful_of_incidents_is_too_few_to_fit_on(
    dossier: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "weighing.toml"
    command = ["weigh", "fit", "--out", str(dossier), "--parameters-out", str(file)]
    assert main(command) == 1
    assert "too few to fit on" in capsys.readouterr().err
    assert not file.exists()
    assert main([*command, "--force", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["file"] == str(file)
    model = parse_roles(file.read_text("utf-8"))
    assert "of this deployment" in model.about
    assert main([*command, "--force"]) == 1  # never overwritten
    assert "is there already" in capsys.readouterr().err


def test_labels_have_to_name_sides(dossier: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    labels = tmp_path / "labels.csv"
    labels.write_text("incident,side\ni-1,Nobody\n", encoding="utf-8")
    command = ["weigh", "fit", "--out", str(dossier), "--parameters-out", str(tmp_path / "w.toml"), "--force"]
    assert main([*command, "--labels", str(labels)]) == 1
    assert "line 2: “Nobody” is not a side" in capsys.readouterr().err


def test_known_answers_give_calibrations_with_date_and_number() -> None:
    mandate = find_mandate("demo")
    first, second = (side.id for side in mandate.sides)
    ids = tuple(IncidentId(f"i-{number}") for number in range(len(COUNTS)))
    answers = {id_: first if fired else second for id_, fired in list(zip(ids, FIRST_FIRED, strict=True))[:2_000]}
    day = date(2026, 11, 2)
    learnt = learn(Lessons(ids, COUNTS), load_roles(), answers, mandate, day, "roles-own 1")
    assert learnt.labelled == 2_000
    assert len(learnt.model.calibrations) == 4
    assert all(one.measured_on == day for one in learnt.model.calibrations)
    assert load_roles().version in learnt.model.alternatives


def test_a_mandate_may_have_parameters_of_its_own(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "one")
    before = find_mandate(str(folder)).digest
    text = render_roles(load_roles()).replace("roles 1", "roles-own 7", 1)
    other = write_folder(tmp_path / "other")
    (other / "weighing.toml").write_text(text, encoding="utf-8")
    assert find_model(str(other)).version == "roles-own 7"
    assert find_mandate(str(other)).digest == before  # no report is read again
    broken = write_folder(tmp_path / "broken")
    (broken / "weighing.toml").write_text("version = 3\n", encoding="utf-8")
    with pytest.raises(MandateError) as caught:
        find_model(str(broken))
    assert "weighing.toml: [publishes] is missing" in caught.value.diagnostics()


def test_the_built_in_case_leaves_open_who_fired_first(dossier: Path) -> None:
    """Each side says that it answered fire: both own to fire, and each says that the other was first."""
    incidents = json.loads((dossier / "incidents.json").read_text("utf-8"))
    [main_one] = [
        incident
        for incident in incidents
        if any(one["basis"] == "both-own" for one in incident["estimates"] if one["question"] == "fired")
    ]
    [first] = [one for one in main_one["estimates"] if one["question"] == "fired_first"]
    assert [one["word"] for one in first["hypotheses"]] == ["roughly even chance"] * 2
    others = [one for incident in incidents for one in incident["estimates"] if one["question"] == "fired"]
    assert {one["basis"] for one in others} >= {"one-origin", "not-asked"}
