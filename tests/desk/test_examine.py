from __future__ import annotations

from pathlib import Path

import pytest

from contactline.config import ExamineSettings
from contactline.desk.clock import QuietProgress
from contactline.desk.examine import examine, examine_folder
from contactline.desk.output import open_folder
from contactline.desk.summary import Examined
from contactline.errors import ConfigError, ConflictError, InputError
from contactline.ports import Reading, Store
from contactline.records.problems import Problem, Severity
from contactline.records.reports import Report
from contactline.stores.memory import MemoryStore
from contactline.stores.sqlite import SqliteStore
from desk.fakes import FakeChoice, FakeReader, FixedClock, make_rooms

NORTH = "---\npublisher: North Gazette\nside: {side}\npublished: 2031-05-02\nlanguage: en\n---\n{text}\n"


def write(folder: Path, name: str, text: str, side: str = "third") -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(NORTH.format(side=side, text=text), encoding="utf-8")
    return path


def run(store: Store, out: Path, *paths: Path, reader: FakeReader | None = None, **settings: object) -> Examined:
    given = ExamineSettings(paths=paths, out=out, **settings)  # type: ignore[arg-type]
    with open_folder(out):
        return examine(given, store, FixedClock(), QuietProgress(), make_rooms(reader))


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    write(tmp_path / "in", "a.txt", "Two people were killed at the mill.")
    write(tmp_path / "in", "b.md", "The other side says nobody was killed there.")
    return tmp_path / "in"


def contents(out: Path) -> dict[str, bytes]:
    files = (path for path in out.rglob("*") if path.is_file())
    return {
        path.relative_to(out).as_posix(): path.read_bytes()
        for path in files
        if not path.name.startswith("contactline.")
    }


def test_the_whole_way(reports: Path, tmp_path: Path) -> None:
    examined = run(MemoryStore(), tmp_path / "out", reports)
    assert (examined.new_reports, examined.new_readings, examined.claims, examined.incidents) == (2, 2, 2, 1)
    assert examined.exit_code == 0
    assert examined.index.read_text() == "2 reports"
    assert examined.mandate.name == "demo"
    assert "the invented names fit" in examined.mandate_choice


def test_a_second_run_adds_nothing_and_changes_no_file(reports: Path, tmp_path: Path) -> None:
    store, out, reader = MemoryStore(), tmp_path / "out", FakeReader()
    run(store, out, reports, reader=reader)
    before, dates = contents(out), {path: path.stat().st_mtime_ns for path in out.glob("*.html")}
    again = run(store, out, reports, reader=reader)
    assert (again.new_reports, again.changed_reports, again.new_readings) == (0, 0, 0)
    assert len(reader.read_reports) == 2
    assert contents(out) == before
    assert {path: path.stat().st_mtime_ns for path in out.glob("*.html")} == dates


def test_a_new_report_adds_only_its_own(reports: Path, tmp_path: Path) -> None:
    store, reader = MemoryStore(), FakeReader()
    run(store, tmp_path / "out", reports, reader=reader)
    write(reports, "c.txt", "A third paper: one was killed.")
    again = run(store, tmp_path / "out", reports, reader=reader)
    assert (again.new_reports, again.changed_reports, again.new_readings, again.reports) == (1, 0, 1, 3)


def test_a_changed_file_supersedes(reports: Path, tmp_path: Path) -> None:
    store = MemoryStore()
    run(store, tmp_path / "out", reports)
    write(reports, "a.txt", "Three people were killed at the mill, not two.")
    again = run(store, tmp_path / "out", reports)
    assert (again.new_reports, again.changed_reports, again.reports) == (1, 1, 2)
    latest = store.find_receipt(str(reports / "a.txt"))
    assert latest is not None
    assert latest.supersedes is not None
    assert "Two people" in store.get_report(latest.supersedes).text


def test_another_reader_version_reads_again(reports: Path, tmp_path: Path) -> None:
    store = MemoryStore()
    run(store, tmp_path / "out", reports)
    assert run(store, tmp_path / "out", reports, reader=FakeReader(version="2")).new_readings == 2


def test_interrupted_and_run_again(reports: Path, tmp_path: Path) -> None:
    class Interrupted(FakeReader):
        def read(self, report, names):  # type: ignore[no-untyped-def]
            if self.read_reports:
                raise KeyboardInterrupt
            return super().read(report, names)

    store = MemoryStore()
    with pytest.raises(KeyboardInterrupt):
        run(store, tmp_path / "out", reports, reader=Interrupted())
    again = run(store, tmp_path / "out", reports)
    assert (again.new_reports, again.new_readings, again.claims) == (0, 1, 2)
    assert contents(tmp_path / "out") == contents_of_clean_run(reports, tmp_path / "clean")


def contents_of_clean_run(reports: Path, out: Path) -> dict[str, bytes]:
    run(MemoryStore(), out, reports)
    return contents(out)


def test_an_item_that_fails_is_a_problem_and_the_rest_goes_on(reports: Path, tmp_path: Path) -> None:
    write(reports, "z.txt", "This will explode in the reader.")
    examined = run(MemoryStore(), tmp_path / "out", reports)
    assert examined.claims == 2
    assert examined.exit_code == 4
    assert [(problem.stage, problem.code) for problem in examined.errors] == [("read", "failed")]


class LateReader(FakeReader):
    """Fails for reasons outside the first time that it meets a report with "later"."""

    def read(self, report: Report, names: object) -> Reading:
        first = report.title not in self.read_reports
        reading = super().read(report, names)
        problem = Problem("read", "llm-failed", Severity.ERROR, "the server was away", report=report.id)
        later = first and "later" in report.text
        return Reading(problems=(problem,), again=True) if later else reading


def test_what_failed_outside_is_read_again_by_the_next_run(reports: Path, tmp_path: Path) -> None:
    write(reports, "z.txt", "Three were killed later.")
    store, reader = MemoryStore(), LateReader()
    first = run(store, tmp_path / "out", reports, reader=reader)
    assert [problem.code for problem in first.errors] == ["llm-failed"]
    assert first.reports == len(list(store.iter_reports()))
    second = run(store, tmp_path / "out", reports, reader=reader)
    assert (second.new_readings, second.errors, second.claims) == (1, (), first.claims + 1)
    assert run(store, tmp_path / "out", reports, reader=reader).new_readings == 0


def test_an_unread_language_is_kept_and_said(reports: Path, tmp_path: Path) -> None:
    path = write(reports, "fr.txt", "Deux personnes ont été tuées.")
    path.write_text(path.read_text().replace("language: en", "language: fr"))
    examined = run(MemoryStore(), tmp_path / "out", reports)
    assert examined.reports == 3
    assert [problem.code for problem in examined.errors] == ["language-unread"]
    assert "fr" in examined.errors[0].message


def test_an_unknown_side_is_said(reports: Path, tmp_path: Path) -> None:
    write(reports, "x.txt", "One was killed.", side="ATLANTIS")
    examined = run(MemoryStore(), tmp_path / "out", reports)
    assert [problem.code for problem in examined.problems if problem.severity is Severity.WARNING] == ["side-unknown"]


def test_a_missing_folder_does_not_stop_the_rest_nor_stay(reports: Path, tmp_path: Path) -> None:
    store = MemoryStore()
    examined = run(store, tmp_path / "out", tmp_path / "nowhere", reports)
    assert examined.reports == 2
    assert [problem.code for problem in examined.errors] == ["missing"]
    assert "nowhere" in examined.errors[0].subject
    assert run(store, tmp_path / "out", reports).exit_code == 0


def test_nothing_to_examine(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "empty.txt").write_bytes(b"")
    with pytest.raises(InputError, match=r"no report(.|\n)*empty\.txt"):
        run(MemoryStore(), tmp_path / "out", tmp_path / "in")


def test_out_is_not_read_back(reports: Path) -> None:
    store, out = MemoryStore(), reports / "dossier"
    run(store, out, reports)
    again = run(store, out, reports)
    assert again.reports == 2
    assert "own-output" in {problem.code for problem in again.problems}


def test_out_may_not_be_what_is_read(reports: Path) -> None:
    with pytest.raises(InputError, match="read and written"):
        examine_folder(ExamineSettings(paths=(reports,), out=reports))


def test_all_that_is_missing_at_once() -> None:
    with pytest.raises(ConfigError) as caught:
        examine_folder(ExamineSettings())
    assert len(caught.value.mistakes) == 2


def test_two_runs_in_one_folder(tmp_path: Path) -> None:
    with open_folder(tmp_path / "out"), pytest.raises(ConflictError, match="another run"):
        open_folder(tmp_path / "out").__enter__()


def test_the_chosen_mandate_is_remembered(reports: Path, tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "db")
    run(store, tmp_path / "out", reports)
    store.close()
    store = SqliteStore(tmp_path / "db")
    again = run(store, tmp_path / "out", reports)
    assert "the invented names fit" in again.mandate_choice
    named = run(store, tmp_path / "out", reports, mandate="karabakh")
    assert (named.mandate.name, named.mandate_choice) == ("karabakh", "")
    assert run(store, tmp_path / "out", reports).mandate.name == "karabakh"
    store.close()


def test_no_mandate_fits(reports: Path, tmp_path: Path) -> None:
    write(reports, "x.txt", "One was killed.", side="NORTH")
    rooms = make_rooms()
    object.__setattr__(rooms, "choose_mandate", lambda mandates, texts: FakeChoice(None, "no name is known"))
    with open_folder(tmp_path / "out"):
        settings = ExamineSettings(paths=(reports,), out=tmp_path / "out")
        examined = examine(settings, MemoryStore(), FixedClock(), QuietProgress(), rooms)
    assert examined.mandate.name == "open"
    assert "NORTH" in [side.id for side in examined.mandate.sides]
    assert "no name is known" in examined.mandate_choice


def test_sides_that_are_proposed_are_told_and_states_named_by_their_users_are_known(
    reports: Path, tmp_path: Path
) -> None:
    text = "Ruritania is quiet. Indian troops fired at Pakistani troops; Indian forces, Pakistani forces. " * 2
    write(reports, "x.txt", f"{text} One was killed.", side="Pakistan")
    rooms = make_rooms()
    object.__setattr__(rooms, "choose_mandate", lambda mandates, texts: FakeChoice(None, "no name is known"))
    for _ in range(2):  # again from the same store: nothing is added, nothing is lost
        with open_folder(tmp_path / "out"):
            settings = ExamineSettings(paths=(reports,), out=tmp_path / "out")
            examined = examine(settings, MemoryStore(), FixedClock(), QuietProgress(), rooms)
        assert {side.title for side in examined.sides} >= {"Indian side", "Pakistani side"}
        assert [side.reports for side in examined.sides if side.side == "PK"] == [1]
        assert [problem.code for problem in examined.problems].count("sides-proposed") == 1


def test_sides_are_counted_in_the_mandates_order(reports: Path, tmp_path: Path) -> None:
    store = MemoryStore()
    titles = [side.title for side in run(store, tmp_path / "out", reports).sides]
    assert titles[:2] == sorted(titles[:2])
    assert titles[2] == "Third parties"


def test_the_incidents_id_lasts(reports: Path, tmp_path: Path) -> None:
    store = MemoryStore()
    run(store, tmp_path / "out", reports)
    before = sorted(path.name for path in (tmp_path / "out").glob("incident-*"))
    write(reports, "0.txt", "One more paper says that two were killed.")
    run(store, tmp_path / "out", reports)
    assert sorted(path.name for path in (tmp_path / "out").glob("incident-*")) == before


def test_keep_text(reports: Path, tmp_path: Path) -> None:
    run(MemoryStore(), tmp_path / "out", reports, keep_text=True)
    assert len(list((tmp_path / "out" / "reports").glob("*.txt"))) == 2
    run(MemoryStore(), tmp_path / "out", reports)
    assert not list((tmp_path / "out" / "reports").glob("*.txt"))
