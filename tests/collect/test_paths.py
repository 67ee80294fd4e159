from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from contactline.collect.paths import DOSSIER_MARK, FoundFile, LeftOut, iter_files, make_locator
from contactline.records.problems import Severity

FORMATS = (".txt", ".md", ".html", ".htm")


def walk(*paths: Path, base: Path | None = None) -> list[FoundFile | LeftOut]:
    return list(iter_files(paths, FORMATS, base))


def read(*paths: Path, base: Path | None = None) -> list[str]:
    return [found.locator for found in walk(*paths, base=base) if isinstance(found, FoundFile)]


def left(*paths: Path, base: Path | None = None) -> dict[str, str]:
    return {found.locator: found.problem.code for found in walk(*paths, base=base) if isinstance(found, LeftOut)}


def fill(folder: Path, *names: str) -> Path:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("words")
    return folder


def test_folders_are_walked_in_the_order_of_names(tmp_path: Path) -> None:
    fill(tmp_path, "b.txt", "a.md", "sub/z.html", "sub/deep/y.htm", "C.TXT")
    assert read(tmp_path, base=tmp_path) == ["C.TXT", "a.md", "b.txt", "sub/z.html", "sub/deep/y.htm"]


def test_a_file_given_twice_is_read_once(tmp_path: Path) -> None:
    fill(tmp_path, "a.txt")
    assert read(tmp_path / "a.txt", tmp_path, tmp_path / "." / "a.txt", base=tmp_path) == ["a.txt"]


def test_nothing_is_left_out_unsaid(tmp_path: Path) -> None:
    fill(tmp_path, "a.txt", "README.md", "LICENSE", ".hidden.txt", "scan.pdf", "map.png", "lonely.txt.meta.yaml")
    assert left(tmp_path, base=tmp_path) == {
        "README.md": "not-a-report",
        "LICENSE": "not-a-report",
        ".hidden.txt": "hidden",
        "scan.pdf": "format-unknown",
        "map.png": "format-unknown",
        "lonely.txt.meta.yaml": "sidecar-alone",
    }
    severities = {
        found.locator: found.problem.severity for found in walk(tmp_path, base=tmp_path) if isinstance(found, LeftOut)
    }
    assert severities["scan.pdf"] is Severity.ERROR
    assert severities["map.png"] is Severity.WARNING
    assert severities["README.md"] is Severity.INFO


def test_a_readme_is_no_report_even_when_a_shell_pattern_names_it(tmp_path: Path) -> None:
    fill(tmp_path, "readme.md", "a.md", "a.md.meta.yaml")
    assert read(*sorted(tmp_path.iterdir()), base=tmp_path) == ["a.md"]


def test_a_hidden_file_is_read_when_it_is_named(tmp_path: Path) -> None:
    fill(tmp_path, ".note.txt")
    assert read(tmp_path / ".note.txt", base=tmp_path) == [".note.txt"]


@pytest.mark.parametrize("name", ["a.txt.meta.yaml", "a.meta.yml", "a.txt.meta.toml", "a.meta.json"])
def test_sidecars_belong_to_their_document(tmp_path: Path, name: str) -> None:
    fill(tmp_path, "a.txt", name)
    (found,) = walk(tmp_path, base=tmp_path)
    assert isinstance(found, FoundFile)
    assert [path.name for path in found.sidecars] == [name]


def test_the_closer_name_of_a_sidecar_comes_first(tmp_path: Path) -> None:
    fill(tmp_path, "a.txt", "a.meta.yaml", "a.txt.meta.json")
    found = walk(tmp_path)[0]
    assert isinstance(found, FoundFile)
    assert [path.name for path in found.sidecars] == ["a.txt.meta.json", "a.meta.yaml"]


def test_link_loops_end(tmp_path: Path) -> None:
    fill(tmp_path, "in/a.txt", "in/sub/b.txt")
    (tmp_path / "in" / "sub" / "up").symlink_to(tmp_path / "in")
    (tmp_path / "in" / "gone.txt").symlink_to(tmp_path / "nowhere.txt")
    assert read(tmp_path / "in", base=tmp_path) == ["in/a.txt", "in/sub/b.txt"]
    assert left(tmp_path / "in", base=tmp_path) == {"in/gone.txt": "not-a-file"}


@pytest.mark.skipif(sys.platform == "win32", reason="there are no named pipes in folders")
def test_a_pipe_does_not_hold_the_run_up(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    assert left(tmp_path, base=tmp_path) == {"pipe.txt": "not-a-file"}


def test_a_missing_path_is_an_error(tmp_path: Path) -> None:
    (found,) = walk(tmp_path / "nowhere")
    assert isinstance(found, LeftOut)
    assert (found.problem.code, found.problem.severity) == ("missing", Severity.ERROR)
    assert "nowhere" in found.problem.subject


def test_a_dossier_is_no_input(tmp_path: Path) -> None:
    fill(tmp_path, "a.txt", "out/index.html", f"out/{DOSSIER_MARK}")
    assert read(tmp_path, base=tmp_path) == ["a.txt"]
    assert left(tmp_path, base=tmp_path) == {"out": "own-output"}


@pytest.mark.skipif(sys.platform != "linux", reason="only some file systems hold such names")
def test_any_file_name_can_be_stored_and_shown(tmp_path: Path) -> None:
    names = [b"two\nlines.txt", b"latin-\xe9.txt", b"back\\slash.txt", "Ալխանլու.txt".encode(), b"\x1b[31mred.txt"]
    for name in names:
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name)).write_text("words")
    locators = read(tmp_path, base=tmp_path)
    assert len(set(locators)) == len(names)
    assert all(locator.isprintable() for locator in locators)
    assert all(locator.encode() for locator in locators)
    assert "Ալխանլու.txt" in locators
    assert r"latin-\xe9.txt" in locators


def test_a_name_that_spells_an_escape_is_another_file() -> None:
    odd = Path(os.fsdecode(b"a\xe9.txt"))
    assert make_locator(odd) != make_locator(Path(r"a\xe9.txt"))


def test_locators_keep_the_path_as_given() -> None:
    assert make_locator(Path("./reports/../reports/a.txt")) == "reports/a.txt"
    assert make_locator(Path("/data/case/a.txt"), Path("/data/case")) == "a.txt"
    assert make_locator(Path("/other/a.txt"), Path("/data/case")) == "/other/a.txt"
