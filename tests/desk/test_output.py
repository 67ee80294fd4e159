from __future__ import annotations

import errno
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from contactline.collect.paths import DOSSIER_MARK
from contactline.desk.output import open_folder, replace_files
from contactline.errors import ConflictError, InputError, StoreError


def writer(**files: str) -> Callable[[Path], tuple[Path, ...]]:
    def write(folder: Path) -> tuple[Path, ...]:
        for name, content in files.items():
            (folder / name).write_text(content)
        return tuple(folder / name for name in files)

    return write


def visible(out: Path) -> dict[str, str]:
    return {path.name: path.read_text() for path in out.iterdir() if not path.name.startswith(".")}


def test_files_are_written_and_replaced(tmp_path: Path) -> None:
    with open_folder(tmp_path / "deep" / "out") as out:
        assert replace_files(out, writer(a="1", b="2")) == (out / "a", out / "b")
        replace_files(out, writer(a="3", b="2"))
        assert visible(out) == {"a": "3", "b": "2"}


def test_only_our_own_stale_files_are_removed(tmp_path: Path) -> None:
    with open_folder(tmp_path / "out") as out:
        (out / "mine.html").write_text("the user's")
        replace_files(out, writer(a="1", b="2"))
        replace_files(out, writer(a="1"))
        assert visible(out) == {"a": "1", "mine.html": "the user's"}


def test_a_file_that_is_not_ours_is_not_written_over(tmp_path: Path) -> None:
    (tmp_path / "b").write_text("the user's")
    with open_folder(tmp_path) as out, pytest.raises(ConflictError, match="not made by contactline") as caught:
        replace_files(out, writer(a="1", b="2"))
    assert str(tmp_path / "b") in caught.value.diagnostics()
    assert visible(tmp_path) == {"b": "the user's"}


def test_a_failure_while_writing_leaves_the_old_files(tmp_path: Path) -> None:
    def full(folder: Path) -> tuple[Path, ...]:
        (folder / "a").write_text("half")
        raise OSError(errno.ENOSPC, "No space left on device", str(folder / "a"))

    with open_folder(tmp_path) as out:
        replace_files(out, writer(a="1"))
        with pytest.raises(StoreError, match="No space") as caught:
            replace_files(out, full)
        assert "Make room" in caught.value.hint
        assert visible(out) == {"a": "1"}
        replace_files(out, writer(a="2"))
        assert visible(out) == {"a": "2"}


def test_leftovers_of_a_killed_run_are_cleared(tmp_path: Path) -> None:
    with open_folder(tmp_path) as out:
        (out / ".contactline-new").mkdir()
        (out / ".contactline-new" / "half").write_text("x")
        replace_files(out, writer(a="1"))
        assert sorted(path.name for path in out.iterdir()) == [DOSSIER_MARK, ".contactline.lock", "a"]


@pytest.mark.parametrize(
    "content", ["", "no json", "[]", '{"files": 3}', '{"files": ["../outside", "/etc/hosts", 7]}', '{"files": null}']
)
def test_a_list_that_was_tampered_with_removes_nothing_outside(tmp_path: Path, content: str) -> None:
    (tmp_path / "outside").write_text("stays")
    with open_folder(tmp_path / "out") as out:
        (out / DOSSIER_MARK).write_text(content)
        replace_files(out, writer(a="1"))
    assert (tmp_path / "outside").read_text() == "stays"
    assert json.loads((tmp_path / "out" / DOSSIER_MARK).read_text())["files"] == ["a"]


def test_out_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("x")
    with pytest.raises(InputError, match="is a file"):
        open_folder(tmp_path / "out").__enter__()


def test_out_below_a_file(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(StoreError, match="cannot be written"):
        open_folder(tmp_path / "file" / "out").__enter__()


def test_the_folder_is_free_again_afterwards(tmp_path: Path) -> None:
    for _ in range(2):
        with open_folder(tmp_path / "out"):
            pass


def test_another_process_is_kept_out(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from contactline.desk.output import open_folder;"
        "open_folder(Path(sys.argv[1])).__enter__()"
    )
    with open_folder(tmp_path / "out"):
        done = subprocess.run(
            [sys.executable, "-c", code, str(tmp_path / "out")], capture_output=True, text=True, check=False
        )
    assert "ConflictError" in done.stderr
