"""What only the file can get wrong."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from contactline.errors import ConflictError, IntegrityError, StoreError
from contactline.ports import Reading
from contactline.records.reports import ReportMeta, make_report
from contactline.stores import schema, sqlite
from contactline.stores.sqlite import SqliteStore
from contracts.test_store import ONE, TWO, judgement, receipt


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "contactline.db"


def change(path: Path, statement: str, *values: object) -> None:
    connection = sqlite3.connect(path)
    with connection:
        connection.execute(statement, values)
    connection.close()


def filled(path: Path) -> Path:
    store = SqliteStore(path)
    store.save_report(ONE, receipt("a.txt", ONE))
    store.save_reading(ONE.id, "s", Reading())
    store.close()
    return path


def refusal(path: Path) -> StoreError | ConflictError:
    before = path.read_bytes() if path.is_file() else None
    with pytest.raises((StoreError, ConflictError)) as caught:
        SqliteStore(path)
    assert str(path) in caught.value.diagnostics()
    assert caught.value.hint
    assert before is None or path.read_bytes() == before
    return caught.value


def test_it_outlives_the_process(path: Path) -> None:
    store = SqliteStore(filled(path))
    assert store.get_report(ONE.id) == ONE
    assert list(store.iter_unread("s")) == []
    store.close()


def test_the_log_is_folded_in_on_closing(path: Path) -> None:
    filled(path)
    assert sorted(item.name for item in path.parent.iterdir()) == ["contactline.db"]


@pytest.mark.parametrize("content", [b"these are words and no database\n" * 50, os.urandom(5000)])
def test_a_file_that_is_no_database(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    assert "not a usable SQLite database" in refusal(path).what


def test_a_database_of_another_program(path: Path) -> None:
    change(path, "CREATE TABLE theirs (x)")
    assert "another program" in refusal(path).what


def test_a_newer_format(path: Path) -> None:
    change(filled(path), f"PRAGMA user_version = {schema.VERSION + 1}")
    error = refusal(path)
    assert "newer contactline" in error.what
    assert "Update" in error.hint


def test_a_file_of_format_1_opens_and_gets_the_new_tables(path: Path) -> None:
    filled(path)
    for table in ("judgements", "incident_changes"):  # format 1 knew neither
        change(path, f"DROP TABLE {table}")
    change(path, "PRAGMA user_version = 1")
    store = SqliteStore(path)
    assert store.get_report(ONE.id) == ONE
    assert list(store.iter_judgements()) == []
    assert store.save_judgement(judgement())
    store.close()
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA user_version").fetchone() == (schema.VERSION,)
    connection.close()
    store = SqliteStore(path)
    assert list(store.iter_judgements()) == [judgement()]
    store.close()


def test_a_broken_judgement_is_noticed(path: Path) -> None:
    store = SqliteStore(path)
    store.save_judgement(judgement())
    store.close()
    change(path, "UPDATE judgements SET content = replace(content, 'the same night', ' ')")
    store = SqliteStore(path)
    with pytest.raises(IntegrityError, match="reason is empty"):
        list(store.iter_judgements())
    store.close()


def test_a_missing_folder(tmp_path: Path) -> None:
    assert "cannot be written" in refusal(tmp_path / "nowhere" / "contactline.db").what


def test_a_folder_where_the_file_should_be(path: Path) -> None:
    path.mkdir()
    refusal(path)


def test_a_file_below_a_file(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    refusal(tmp_path / "file" / "contactline.db")


def test_held_by_another_process(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite, "_BUSY_SECONDS", 0.05)
    other = sqlite3.connect(filled(path), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(ConflictError, match="another process"):
        SqliteStore(path)
    other.execute("ROLLBACK")
    other.close()


def test_a_full_disk(path: Path) -> None:
    store = SqliteStore(filled(path))
    with store._engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 1")
    large = make_report(None, "words " * 100_000, ReportMeta())
    with pytest.raises(StoreError, match="full") as caught:
        store.save_report(large, receipt("large.txt", large))
    assert "Make room" in caught.value.hint
    assert list(store.iter_reports()) == [ONE]
    store.close()


@pytest.mark.parametrize(
    ("old", "new"), [(b"one ", b"two "), (b'"start":0', b'"start":1'), (b"Two dead", b"Ten dead"), (b"}", b"")]
)
def test_an_altered_report_is_noticed(path: Path, old: bytes, new: bytes) -> None:
    filled(path)
    connection = sqlite3.connect(path)
    (content,) = connection.execute("SELECT content FROM reports").fetchone()
    connection.close()
    assert old in content
    change(path, "UPDATE reports SET content = ?", content.replace(old, new, 1))
    store = SqliteStore(path)
    with pytest.raises(IntegrityError, match=r"not what was received|cannot be read back"):
        store.get_report(ONE.id)
    with pytest.raises(IntegrityError):
        list(store.iter_reports())
    store.close()


def test_a_swapped_report_is_noticed(path: Path) -> None:
    store = SqliteStore(filled(path))
    store.save_report(TWO, receipt("b.txt", TWO))
    store.close()
    change(path, "UPDATE reports SET content = (SELECT content FROM reports WHERE id = ?)", TWO.id)
    store = SqliteStore(path)
    with pytest.raises(IntegrityError):
        store.get_report(ONE.id)
    store.close()


def test_a_broken_reading_is_noticed(path: Path) -> None:
    change(filled(path), "UPDATE readings SET content = ?", b'{"claims": 3}')
    store = SqliteStore(path)
    with pytest.raises(IntegrityError) as caught:
        list(store.iter_readings("s"))
    assert f"reading of {ONE.id}" in caught.value.diagnostics()
    store.close()


_SAVING = """
import sys
from pathlib import Path
from datetime import datetime, UTC
from contactline.records.reports import Receipt, ReportMeta, make_report
from contactline.stores.sqlite import SqliteStore
store = SqliteStore(Path(sys.argv[1]))
for number in range(100_000):
    report = make_report(None, f"number {number}", ReportMeta())
    store.save_report(report, Receipt(f"{number}.txt", report.id, "", datetime.now(UTC)))
    if number == 20:
        print("ready", flush=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no kill -9")
def test_killed_while_saving(path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", _SAVING, str(path)], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        process.send_signal(signal.SIGKILL)
    store = SqliteStore(path)
    receipts = {item.report for item in store.iter_receipts()}
    assert len(receipts) > 20
    assert receipts == {item.id for item in store.iter_reports()}
    store.close()
