"""Bad input: a clear message that names the file and what to do, the right exit code, the rest done, no traceback."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from faces.conftest import NORTH, Cli


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("empty.txt", b"", "empty"),
        ("blank.md", b" \n\n\t", "empty"),
        ("binary.txt", b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "binary"),
        ("noise.txt", bytes(range(256)) * 40, "binary"),
        ("scan.pdf", b"%PDF-1.7", "can be read"),
        ("only-meta.md", b"---\npublisher: X\n---\n", "no text"),
        ("french.txt", b"---\nlanguage: fr\npublished: 2031-05-02\n---\nDeux personnes ont ete tuees.", "fr"),
    ],
)
def test_one_bad_file_among_good_ones(
    cli: Cli, reports: Path, tmp_path: Path, name: str, content: bytes, words: str
) -> None:
    (reports / name).write_bytes(content)
    said = cli("examine", reports, "--out", "out", "--mandate", "demo")
    assert said.code == 4
    assert words in said.err
    assert (tmp_path / "out" / "index.html").is_file()
    listed = [json.loads(line) for line in (tmp_path / "out" / "problems.jsonl").read_text().splitlines()]
    assert [row for row in listed if row["severity"] == "error"]
    assert len((tmp_path / "out" / "claims.jsonl").read_text().splitlines()) > 0


def test_wrong_front_matter_and_odd_encodings_are_warnings(cli: Cli, reports: Path, tmp_path: Path) -> None:
    (reports / "front.md").write_text(NORTH.replace("2031-05-03", "yesterday").replace("Two people", "Four people"))
    (reports / "old.txt").write_bytes(NORTH.replace("the ministry", "the ministry’s “office”").encode("cp1252"))
    (reports / "bidi.txt").write_text(NORTH.replace("mortars", "mor\u202etars\u200b <script>alert(1)</script>"))
    said = cli("examine", reports, "--out", "out", "--mandate", "demo")
    assert (said.code, said.err) == (0, "")
    problems = (tmp_path / "out" / "problems.jsonl").read_text()
    for code in ("published-wrong", "encoding-guessed", "invisible-characters"):
        assert code in problems
    assert "line 3" in problems
    for page in (tmp_path / "out").glob("*.html"):
        shown = page.read_text()
        assert "\u202e" not in shown
        assert "<script>alert" not in shown


def test_missing_paths(cli: Cli, reports: Path) -> None:
    said = cli("examine", "nowhere", reports, "--out", "out", "--mandate", "demo")
    assert said.code == 4
    assert "nowhere" in said.err
    said = cli("examine", "nowhere", "--out", "fresh")
    assert said.code == 1
    assert "nowhere" in said.err


def test_a_folder_without_reports(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "none").mkdir()
    said = cli("examine", "none", "--out", "out")
    assert said.code == 1
    assert ".txt, .md, .html or .jsonl" in said.err


def test_out_cannot_be_written(cli: Cli, reports: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    for out in ("file", "file/below"):
        said = cli("examine", reports, "--out", out)
        assert said.code == 1
        assert "file" in said.err
        assert "--out" in said.err


def test_a_file_of_the_users_in_the_way(cli: Cli, reports: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "index.html").write_text("my page")
    said = cli("examine", reports, "--out", "out", "--mandate", "demo")
    assert said.code == 1
    assert "index.html" in said.err
    assert (tmp_path / "out" / "index.html").read_text() == "my page"


def test_the_store_is_no_store(cli: Cli, reports: Path, tmp_path: Path) -> None:
    (tmp_path / "db").write_text("not a database at all, but long enough to look like a file with something in it" * 9)
    said = cli("examine", reports, "--out", "out", "--db", "db")
    assert said.code == 1
    assert "--db" in said.err


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
def test_nobody_reads_the_output(cli: Cli, reports: Path, tmp_path: Path) -> None:
    command = f"{sys.executable} -m contactline examine in --out out --json"
    done = subprocess.run(
        ["/bin/sh", "-c", f"{command} | true; {command} > /dev/full"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Traceback" not in done.stderr
    assert "No space" in done.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="only some file systems hold such names")
def test_any_file_name(cli: Cli, reports: Path, tmp_path: Path) -> None:
    for name in (b"two\nlines.txt", b"latin-\xe9.txt", b"\x1b[31mred.md"):
        Path(os.fsdecode(os.fsencode(reports) + b"/" + name)).write_text(
            NORTH.replace("Two", name.decode("ascii", "replace")[-7:-4])
        )
    said = cli("examine", reports, "--out", "out", "--mandate", "demo")
    assert said.code == 0
    assert "5 reports" in said.out
    Path(os.fsdecode(os.fsencode(reports) + b"/\xff\n\x1b[2Jbad.txt")).write_bytes(b"")
    said = cli("examine", reports, "--out", "out")
    assert said.code == 4
    assert r"\xff\n\x1b[2Jbad.txt" in said.err
    assert "\x1b" not in said.err


def test_an_altered_store_is_noticed(cli: Cli, reports: Path, tmp_path: Path) -> None:
    cli("examine", reports, "--out", "out", "--mandate", "demo")
    connection = sqlite3.connect(tmp_path / "out" / "contactline.db")
    with connection:
        connection.execute("UPDATE reports SET content = replace(content, 'Two people', 'Ten people')")
    connection.close()
    said = cli("examine", reports, "--out", "out")
    assert said.code == 3
    assert "not what was received" in said.err


def dossier(out: Path) -> dict[str, bytes]:
    return {
        path.name: path.read_bytes()
        for path in out.iterdir()
        if path.suffix in {".html", ".json", ".jsonl", ".geojson"}
    }


def rows_of(table: str, least: int = 3) -> Callable[[Path], bool]:
    """Whether a run has got so far as to fill a table."""

    def is_filling(out: Path) -> bool:
        try:
            with closing(sqlite3.connect(f"file:{out / 'contactline.db'}?mode=ro", uri=True)) as connection:
                (count,) = connection.execute(f"SELECT count(*) FROM {table}").fetchone()  # noqa: S608 (our own words)
        except sqlite3.Error:
            return False
        return bool(count >= least)

    return is_filling


MOMENTS: dict[str, Callable[[Path], bool]] = {
    "starting": Path.exists,
    "collecting": rows_of("receipts"),
    "reading": rows_of("readings"),
    "linked": rows_of("incident_runs", 1),
    "publishing": lambda out: (out / ".contactline-new").exists(),
}


@pytest.mark.skipif(sys.platform == "win32", reason="there is no kill -9")
@pytest.mark.parametrize("moment", MOMENTS)
def test_killed_at_any_moment(cli: Cli, tmp_path: Path, moment: str) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(25):
        (folder / f"{number}.txt").write_text(NORTH.replace("20:40", f"20:{number + 10}"))
    command = [sys.executable, "-m", "contactline", "examine", "in", "--mandate", "demo", "--out", "out"]
    with subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.DEVNULL) as process:
        while process.poll() is None and not MOMENTS[moment](tmp_path / "out"):
            time.sleep(0.002)
        process.send_signal(signal.SIGKILL)
    assert cli("examine", "in", "--mandate", "demo", "--out", "out").code == 0
    assert cli("examine", "in", "--mandate", "demo", "--out", "clean").code == 0
    assert dossier(tmp_path / "out") == dossier(tmp_path / "clean")


@pytest.mark.skipif(sys.platform == "win32", reason="signals differ")
def test_interrupted_from_the_keyboard(reports: Path, tmp_path: Path) -> None:
    for number in range(300):
        (reports / f"{number}.txt").write_text(NORTH.replace("20:40", f"{number}"))
    command = [sys.executable, "-m", "contactline", "examine", "in", "--mandate", "demo", "--out", "out"]
    with subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.PIPE, text=True) as process:
        deadline = time.monotonic() + 60
        while not (tmp_path / "out" / "contactline.db").exists() and time.monotonic() < deadline:
            time.sleep(0.05)  # however slow the machine: the signal comes when the work has begun
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=60)
    # Where the signal meets code that Python itself runs from text, Python ends by the signal: 130 to a shell as well.
    assert process.returncode in {130, -signal.SIGINT}, said
    assert "run the same command again" in said
    assert "Traceback" not in said
