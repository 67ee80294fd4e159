from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from contactline.cli import main


@dataclass(frozen=True)
class Said:
    """What a command printed, and its exit code."""

    code: int
    out: str
    err: str


Cli = Callable[..., Said]


@pytest.fixture
def cli(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Cli:
    """Run the command line in an empty folder, in this process: a start of Python for every call would take minutes."""

    def run(*arguments: object) -> Said:
        monkeypatch.chdir(tmp_path)
        code = main([str(argument) for argument in arguments])
        printed = capsys.readouterr()
        return Said(code, printed.out, printed.err)

    return run


NORTH = """---
publisher: Northern Ministry Herald
published: 2031-05-03
language: en
headline: Two villagers killed in shelling
---
Two people were killed on May 2 at about 20:40 when the village was shelled with mortars, the ministry said.
"""


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.md").write_text(NORTH)
    (folder / "b.txt").write_text(NORTH.replace("Two people", "Nobody").replace("Herald", "Gazette"))
    return folder
