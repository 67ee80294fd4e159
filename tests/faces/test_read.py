"""``contactline read``, as a person and a script meet it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from contactline import plugins
from contactline.read.rules import RulesReader
from faces.conftest import Cli
from read.llmserver import FakeServer, Reply, answer, claim, fake_server


class OtherReader(RulesReader):
    """As the rules, but for what the second sentence says: a second reader for tests."""

    name = "other"

    def read(self, report, names):  # type: ignore[no-untyped-def]
        reading = super().read(report, names)
        return type(reading)(reading.claims[:1], reading.problems)

    def explain(self, report, names, claim):  # type: ignore[no-untyped-def]
        return ("Because it is so.",)


@pytest.fixture(autouse=True)
def other(monkeypatch: pytest.MonkeyPatch) -> None:
    readers = {**plugins.BUILTIN["readers"], "other": f"{__name__}:OtherReader"}
    monkeypatch.setitem(plugins.BUILTIN, "readers", readers)
    monkeypatch.setenv("COLUMNS", "120")


@pytest.fixture
def server() -> Iterator[FakeServer]:
    with fake_server() as made:
        yield made


def test_claims_in_words(cli: Cli, reports: Path) -> None:
    assert reports.name == "in"
    said = cli("read", "in/a.md", "--mandate", "demo")
    assert (said.code, said.err) == (0, "")
    assert "in/a.md: Two villagers killed in shelling (Northern Ministry Herald, 2031-05-03, en)" in said.out
    assert "“the ministry” ← Northern Ministry Herald" in said.out
    assert "2 killed, not said, “Two people” in “Two people were killed”" in said.out
    assert "content-subject-cue/passive" in said.out
    assert "why" not in said.out
    assert not [line for line in said.out.splitlines() if len(line) > 120]


def test_folders_and_several_files(cli: Cli, reports: Path) -> None:
    said = cli("read", reports, "--mandate", "demo")
    assert said.out.index("a.md: ") < said.out.index("b.txt: ")


def test_why_this_reading(cli: Cli, reports: Path) -> None:
    said = cli("read", reports / "a.md", "--explain", "--with", "other")
    assert said.code == 0
    assert "why  Who says it: first the words, then the speaker and a verb of saying (content-subject-cue)." in said.out
    assert "why  The happening is named by “shelled” [102, 109)." in said.out
    assert "only here" in said.out
    assert "differs" in said.out
    assert "“other” has 1; of 2 set side by side 1 differ or stand alone." in said.out


def test_a_reader_explains_itself(cli: Cli, reports: Path) -> None:
    said = cli("read", reports / "a.md", "--reader", "other", "--explain")
    assert "why  Because it is so." in said.out
    assert "beside it “rules”" in said.out
    assert "not here" in said.out


def test_a_usual_second_reader_that_is_missing_is_no_failure(
    cli: Cli, reports: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    readers = {name: target for name, target in plugins.BUILTIN["readers"].items() if name != "compact"}
    monkeypatch.setitem(plugins.BUILTIN, "readers", readers)
    said = cli("read", reports / "a.md", "--explain")
    assert said.code == 0
    assert "No second reader stands beside" in said.out
    assert "why  " in said.out


def test_json(cli: Cli, reports: Path) -> None:
    said = cli("read", reports / "a.md", "--explain", "--with", "other", "--json")
    made = json.loads(said.out)
    (one,) = made["files"]
    assert (made["reader"]["reader"], made["with"]["reader"], made["exit_code"]) == ("rules", "other", 0)
    for found in one["claims"]:
        span = found["quote"]["span"]
        assert one["text"][span["start"] : span["end"]] == found["quote"]["words"]
        assert one["why"][found["id"]]
    assert len(one["with"]["claims"]) == 1
    pairs = [pair for row in one["rows"] for pair in row["pairs"]]
    assert [pair["second"] is None for pair in pairs] == [False, True]
    alone = json.loads(cli("read", reports / "a.md", "--json").out)["files"][0]
    assert (alone["with"], alone["rows"], alone["why"]) == (None, [], {})


def test_nothing_is_written(cli: Cli, reports: Path, tmp_path: Path) -> None:
    cli("read", reports, "--explain")
    assert [path.name for path in tmp_path.iterdir()] == ["in"]


def test_sides_are_those_of_the_mandate(cli: Cli, reports: Path) -> None:
    with_side = (reports / "a.md").read_text().replace("language: en", "language: en\nside: third")
    (reports / "a.md").write_text(with_side)
    made = json.loads(cli("read", reports / "a.md", "--mandate", "demo", "--json").out)
    assert made["mandate"] == "demo"
    chains = [(*found["relayed_by"], found["speaker"]) for found in made["files"][0]["claims"]]
    assert all(chain[0]["side"] == "third" for chain in chains)


def test_other_languages_end_with_4(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "c.md").write_text("---\nlanguage: az\n---\nŞuşa şəhəri atəşə tutulub.\n", encoding="utf-8")
    said = cli("read", "c.md")
    assert said.code == 4
    assert "error: reader “rules” reads en and not “az”" in said.out
    assert json.loads(cli("read", "c.md", "--json").out)["files"][0]["problems"][0]["code"] == "language-unread"


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        ((), 2, "FILE"),
        (("nowhere.md",), 1, "nowhere.md"),
        (("in/a.md", "--reader", "crystal-ball"), 1, "rules"),
        (("in/a.md", "--with", "crystal-ball"), 1, "rules"),
        (("in/a.md", "--with", "rules"), 1, "beside itself"),
        (("in/a.md", "--mandate", "atlantis"), 1, "atlantis"),
        (("in/a.md", "--reader", "llm"), 2, "contactline.toml"),
    ],
)
def test_refusals(cli: Cli, reports: Path, arguments: tuple[str, ...], code: int, words: str) -> None:
    assert reports.is_dir()
    said = cli("read", *arguments)
    assert said.code == code
    assert words in said.err
    if arguments:
        reason = json.loads(cli("read", *arguments, "--json").out)
        assert reason["exit_code"] == code


def test_words_that_would_steer_the_terminal(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "c.txt").write_text(
        "Kestria \x1b[31mshelled\u202e Tolm, [bold]the ministry[/bold] said.\n", encoding="utf-8"
    )
    said = cli("read", "c.txt", "--explain")
    assert "\x1b" not in said.out
    assert "\u202e" not in said.out
    assert "[bold]the" in said.out


# -- the language model


def settings(server: FakeServer, more: str = "") -> str:
    return f'[readers.llm]\nurl = "{server.url}"\nmodel = "parrot"\ntimeout = 5\n{more}\n'


def test_a_language_model_beside_the_rules(cli: Cli, reports: Path, tmp_path: Path, server: FakeServer) -> None:
    (tmp_path / "contactline.toml").write_text(settings(server))
    said = cli("read", reports / "a.md", "--reader", "llm", "--explain")
    assert said.code == 0
    assert "Reader    “llm” (version 1+parrot), beside it “rules”" in said.out
    assert "why  The model “parrot” answered so to the fixed prompt" in said.out
    assert "note of “llm”: 1 requests to “parrot”" in said.out


def test_a_sensitive_report_is_not_sent(cli: Cli, tmp_path: Path, server: FakeServer) -> None:
    (tmp_path / "contactline.toml").write_text(settings(server))
    (tmp_path / "c.md").write_text("---\nsensitive: true\nlanguage: en\n---\nA witness saw who shelled Tolm.\n")
    said = cli("read", "c.md", "--reader", "llm")
    assert said.code == 4
    assert not server.bodies
    assert "marked as sensitive" in said.out
    assert cli("read", "c.md").code == 0  # other readers read it


def test_a_server_that_failed_is_asked_again_by_the_next_run(
    cli: Cli, reports: Path, tmp_path: Path, server: FakeServer
) -> None:
    (tmp_path / "contactline.toml").write_text(settings(server, "attempts = 1"))
    (reports / "b.txt").unlink()
    server.then(Reply(status=401, raw=b"no"))
    arguments = ("examine", reports, "--out", "out", "--mandate", "demo", "--reader", "llm")
    failed = cli(*arguments)
    assert failed.code == 4
    assert "gave no answer" in failed.err
    server.then(answer(claim(1, kind="killing", trigger="killed")))
    done = cli(*arguments, "--json")
    assert done.code == 0
    assert (json.loads(done.out)["new_readings"], json.loads(done.out)["claims"]) == (1, 1)
    assert json.loads(cli(*arguments, "--json").out)["new_readings"] == 0
    assert len(server.bodies) == 2


def test_the_key_comes_from_the_environment(
    cli: Cli, reports: Path, tmp_path: Path, server: FakeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "contactline.toml").write_text(settings(server, 'key_env = "PARROT_KEY"'))
    assert cli("read", reports / "a.md", "--reader", "llm").code == 2
    monkeypatch.setenv("PARROT_KEY", "sk-parrot")
    said = cli("read", reports / "a.md", "--reader", "llm", "--json")
    assert said.code == 0
    assert server.headers[0]["authorization"] == "Bearer sk-parrot"
    assert "sk-parrot" not in said.out + said.err
