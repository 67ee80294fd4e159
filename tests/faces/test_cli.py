"""The command line, as a person meets it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from contactline import cli as shell
from contactline.cli import group
from contactline.errors import ConfigError, InputError, IntegrityError
from faces.conftest import Cli


def test_version_and_help(cli: Cli) -> None:
    assert cli("--version").out.startswith("contactline, version ")
    said = cli("--help")
    assert said.code == 0
    assert "examine" in said.out
    assert "demo" in said.out


def test_use_that_is_wrong(cli: Cli) -> None:
    for arguments in (("bogus",), ("examine", "--bogus"), ("examine",), ("examine", "x"), ()):
        said = cli(*arguments)
        assert said.code == 2, arguments
        assert said.err
        assert not said.out


def test_the_summary(cli: Cli, reports: Path) -> None:
    said = cli("examine", reports, "--out", "out", "--mandate", "demo")
    assert (said.code, said.err) == (0, "")
    assert "2 reports" in said.out
    assert "2 new reports, 2 read in this run" in said.out
    assert str(Path("out") / "index.html") in said.out
    again = cli("examine", reports, "--out", "out")
    assert "0 new reports, 0 read in this run" in again.out


def test_json(cli: Cli, reports: Path, tmp_path: Path) -> None:
    said = cli("examine", reports, "--out", "out", "--mandate", "demo", "--json")
    summary = json.loads(said.out)
    assert (summary["reports"], summary["new_reports"], summary["mandate"], summary["exit_code"]) == (2, 2, "demo", 0)
    assert sum(side["reports"] for side in summary["sides"]) == 2
    assert (tmp_path / summary["index"]).is_file()


def test_days_narrow_the_period_page_and_nothing_else(cli: Cli, reports: Path, tmp_path: Path) -> None:
    def period(*options: str) -> dict[str, object]:
        said = cli("examine", reports, "--out", "out", "--mandate", "demo", "--quiet", *options)
        assert (said.code, said.err) == (0, "")
        content: dict[str, object] = json.loads((tmp_path / "out" / "period.json").read_text(encoding="utf-8"))
        return content

    everything = period()
    incidents = (tmp_path / "out" / "incidents.json").read_bytes()
    assert everything["incidents"]
    none = period("--since", "1999-01-01", "--until", "1999-01-02")
    assert (none["since"], none["until"], none["incidents"]) == ("1999-01-01", "1999-01-02", 0)
    assert (tmp_path / "out" / "incidents.json").read_bytes() == incidents
    turned = cli("examine", reports, "--out", "out", "--since", "2020-01-02", "--until", "2020-01-01")
    assert turned.code == 2
    assert "the period ends before it begins" in turned.err
    assert cli("examine", reports, "--out", "out", "--since", "yesterday").code == 2


def test_quiet(cli: Cli, reports: Path) -> None:
    said = cli("examine", reports, "--out", "out", "--mandate", "demo", "--quiet")
    assert (said.code, said.out, said.err) == (0, "", "")


def test_a_second_run_changes_no_file(cli: Cli, reports: Path, tmp_path: Path) -> None:
    def files() -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir() if path.suffix != ".db"}

    cli("examine", reports, "--out", "out")
    before = files()
    cli("examine", reports, "--out", "out")
    assert files() == before


def test_the_store_may_lie_elsewhere(cli: Cli, reports: Path, tmp_path: Path) -> None:
    assert cli("examine", reports, "--out", "out", "--db", "elsewhere.db").code == 0
    assert (tmp_path / "elsewhere.db").is_file()
    assert not (tmp_path / "out" / "contactline.db").exists()


def test_the_folder_of_the_store_is_made(cli: Cli, reports: Path, tmp_path: Path) -> None:
    assert cli("examine", reports, "--out", "out", "--db", "deep/er/store.db").code == 0
    assert (tmp_path / "deep" / "er" / "store.db").is_file()


def test_a_folder_of_the_store_that_cannot_be_made(cli: Cli, reports: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    said = cli("examine", reports, "--out", "out", "--db", "file/store.db")
    assert said.code == 1
    assert "--db" in said.err


@pytest.mark.parametrize(
    ("arguments", "kind", "code"), [(("nowhere",), "InputError", 1), ((), "ConfigError", 2)], ids=["no file", "no path"]
)
def test_a_refusal_is_json_too(cli: Cli, arguments: tuple[str, ...], kind: str, code: int) -> None:
    said = cli("examine", *arguments, "--out", "out", "--json")
    reason = json.loads(said.out)
    assert said.code == reason["exit_code"] == code
    assert reason["error"]["kind"] == kind
    assert reason["error"]["message"] in said.err


def test_names_of_files_do_not_depend_on_the_working_directory(
    cli: Cli, reports: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert json.loads(cli("examine", reports.name, "--out", "out", "--json").out)["new_reports"] > 0
    monkeypatch.chdir(reports)
    shell.main(["examine", ".", "--out", "../out", "--json"])
    again = json.loads(capsys.readouterr().out)
    assert (again["new_reports"], again["changed_reports"]) == (0, 0)


def test_keep_text(cli: Cli, reports: Path, tmp_path: Path) -> None:
    cli("examine", reports, "--out", "out", "--keep-text")
    claims = [json.loads(line) for line in (tmp_path / "out" / "claims.jsonl").read_text().splitlines()]
    for claim in claims:
        text = (tmp_path / "out" / "reports" / f"{claim['report']['id']}.txt").read_text()
        start, end = claim["quote"]["span"]
        assert text[start:end] == claim["quote"]["text"]


def test_names_that_nobody_offers(cli: Cli, reports: Path) -> None:
    mandate = cli("examine", reports, "--out", "out", "--mandate", "atlantis")
    assert mandate.code == 1
    assert "atlantis" in mandate.err
    reader = cli("examine", reports, "--out", "out", "--reader", "crystal-ball")
    assert reader.code == 1
    assert "rules" in reader.err


def test_settings_file(cli: Cli, reports: Path, tmp_path: Path) -> None:
    (tmp_path / "contactline.toml").write_text(
        f'[examine]\npaths = ["{reports.name}"]\nout = "from-file"\nmandate = "demo"\n'
    )
    assert cli("examine").code == 0
    assert (tmp_path / "from-file" / "index.html").is_file()
    assert cli("examine", "--out", "from-line").code == 0
    assert (tmp_path / "from-line" / "index.html").is_file()


def test_settings_with_mistakes(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "other.toml").write_text('[examine]\nout = 3\nmandat = "demo"\n[exmine]\n')
    said = cli("--config", "other.toml", "examine", "x")
    assert said.code == 2
    assert said.err.count("  - ") == 3
    assert cli("--config", "nowhere.toml", "examine", "x").code == 2


def test_the_demo(cli: Cli, tmp_path: Path) -> None:
    said = cli("demo", "--out", "here")
    assert (said.code, said.err) == (0, "")
    assert "14 reports" in said.out
    index = (tmp_path / "here" / "index.html").read_text()
    assert str(tmp_path) not in index
    assert "site-packages" not in index
    problems = (tmp_path / "here" / "problems.jsonl").read_text()
    assert "/demo/case" not in problems
    incidents = json.loads((tmp_path / "here" / "incidents.json").read_text())
    agencies = [origin for row in incidents for origin in row["origins"] if origin["label"] == "Reuters"]
    agency = max(agencies, key=lambda origin: len(origin["relays"]))
    told = {(each["source"]["name"], each["target"]["name"], each["in_part"]) for each in agency["relays"]}
    reprints = {("Reuters", "Reuters UK", False), ("Reuters", "TRT World", False)}
    assert told >= reprints | {("Reuters", "Regional Press Digest", True)}
    headline = agency["variants"][0]
    assert headline["where"] == "headline"
    assert {change["kind"] for change in headline["changes"]} == {"attribution", "who"}


def test_it_runs_as_a_module() -> None:
    done = subprocess.run([sys.executable, "-m", "contactline", "examine"], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "--out" in done.stderr


def test_a_mistake_of_the_program_is_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(arguments: object) -> int:
        raise KeyError("unforeseen")

    monkeypatch.setattr(group, "run", fail)
    monkeypatch.delenv("CONTACTLINE_TRACEBACK", raising=False)
    assert shell.main([]) == 1
    assert "Please report it" in capsys.readouterr().err
    monkeypatch.setenv("CONTACTLINE_TRACEBACK", "1")
    with pytest.raises(KeyError):
        shell.main([])


def test_exit_codes_of_errors(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    for error, code in (
        (InputError("x", hint="do y"), 1),
        (ConfigError("x", ["a", "b"]), 2),
        (IntegrityError("x", subject="r-1"), 3),
        (KeyboardInterrupt(), 130),
    ):

        def fail(arguments: object, error: BaseException = error) -> int:
            raise error

        monkeypatch.setattr(group, "run", fail)
        assert shell.main([]) == code
        assert capsys.readouterr().err.strip()
