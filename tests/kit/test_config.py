from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from contactline.config import DemoSettings, ExamineSettings, Settings, load_settings
from contactline.desk.rooms import make_reader
from contactline.errors import ConfigError


def load(folder: Path, text: str, name: str = "contactline.toml") -> Settings:
    (folder / name).write_text(text, encoding="utf-8")
    return load_settings(None if name == "contactline.toml" else folder / name, folder)


def mistakes(folder: Path, text: str) -> tuple[str, ...]:
    with pytest.raises(ConfigError) as caught:
        load(folder, text)
    assert caught.value.exit_code == 2
    return caught.value.mistakes


def test_no_file_gives_the_defaults(tmp_path: Path) -> None:
    assert load_settings(None, tmp_path) == Settings()


def test_all_settings(tmp_path: Path) -> None:
    text = """
    [examine]
    paths = ["reports", "more.txt"]
    out = "dossier"
    mandate = "karabakh"
    db = "store.db"
    reader = "rules"
    keep_text = true
    json = false
    quiet = true
    [demo]
    out = "d"
    """
    assert load(tmp_path, text) == Settings(
        ExamineSettings(
            paths=(tmp_path / "reports", tmp_path / "more.txt"),
            out=tmp_path / "dossier",
            mandate="karabakh",
            db=tmp_path / "store.db",
            keep_text=True,
            quiet=True,
        ),
        DemoSettings(tmp_path / "d"),
    )


def test_paths_are_relative_to_the_file(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    settings = load(tmp_path / "sub", '[examine]\nout = "o"\nmandate = "./mine"\n', "other.toml")
    assert settings.examine.out == tmp_path / "sub" / "o"
    assert settings.examine.mandate == str(tmp_path / "sub" / "mine")


def test_all_mistakes_at_once(tmp_path: Path) -> None:
    found = mistakes(tmp_path, 'top = 1\n[examine]\npaths = "one"\nout = 3\nkeep_text = "yes"\nbase = "x"\n[demmo]\n')
    assert len(found) == 6
    for word in ("top", "paths", "out", "keep_text", "base", "demmo"):
        assert any(word in mistake for mistake in found)


def test_days_are_days(tmp_path: Path) -> None:
    settings = load(tmp_path, "[examine]\nsince = 2017-07-01\nuntil = 2017-07-31\n")
    assert (settings.examine.since, settings.examine.until) == (date(2017, 7, 1), date(2017, 7, 31))
    found = mistakes(tmp_path, '[examine]\nsince = "July"\nuntil = 2017-07-31T10:00:00\n')
    assert len(found) == 2
    assert all("a day such as 2017-07-05" in mistake for mistake in found)


def test_not_toml(tmp_path: Path) -> None:
    assert "line 1" in mistakes(tmp_path, "[examine\n")[0]


def test_a_named_file_has_to_be_there(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no such settings file"):
        load_settings(tmp_path / "x.toml", tmp_path)
    (tmp_path / "b.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ConfigError, match="cannot be read"):
        load_settings(tmp_path / "b.toml", tmp_path)


def test_options_of_readers(tmp_path: Path) -> None:
    text = """
    [readers.llm]
    url = "http://localhost:11434/v1"
    model = "m"
    timeout = 30
    attempts = 2
    plain_http = true
    input_price = 0.15
    request = { max_tokens = 100 }
    [readers.spacy]
    pipeline = "models/mine"
    [readers.compact]
    threads = 2
    [readers.somebody_elses]
    anything = [1, 2]
    """
    readers = load(tmp_path, text).readers
    assert readers["llm"] == {
        "url": "http://localhost:11434/v1",
        "model": "m",
        "timeout": 30,
        "attempts": 2,
        "plain_http": True,
        "input_price": 0.15,
        "request": {"max_tokens": 100},
    }
    assert readers["spacy"] == {"pipeline": str(tmp_path / "models" / "mine")}
    assert readers["compact"] == {"threads": 2}
    assert readers["somebody_elses"] == {"anything": [1, 2]}


def test_mistakes_in_options_of_readers(tmp_path: Path) -> None:
    text = """
    [readers]
    rules = "fast"
    [readers.llm]
    url = 3
    timeout = "long"
    attempts = -1
    plain_http = 1
    input_price = inf
    key = "sk-secret"
    request = "x"
    [readers.compact]
    threads = 1.5
    """
    found = mistakes(tmp_path, text)
    assert len(found) == 9
    assert not [line for line in found if "sk-secret" in line]


def test_a_reader_that_takes_no_such_option() -> None:
    assert make_reader("rules", {}).name == "rules"
    with pytest.raises(ConfigError) as caught:
        make_reader("rules", {"speed": 3})
    assert "[readers.rules]" in caught.value.mistakes[0]
