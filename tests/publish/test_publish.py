from __future__ import annotations

import errno
import hashlib
import json
import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from contactline.errors import InputError, IntegrityError, RefusedError, StoreError
from contactline.publish.publish import publish
from contactline.publish.writing import write_file
from contactline.records.dossiers import Dossier, RunNote
from contactline.records.ids import ClaimId, IncidentId, ReportId
from contactline.records.incidents import State, Version, VersionValue
from contactline.records.quotes import Quote, Span
from contactline.records.reports import Report

from .case import MAIN, find_quote, make_dossier


def digests(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_writes_the_promised_files_and_returns_them_all(out: Path, reports: dict[str, Report]) -> None:
    expected = {"index.html", "incident-i-tarnok.html", "incident-i-brod.html", "claims.jsonl", "incidents.json"}
    expected |= {"problems.jsonl", "incidents.geojson", "episodes.json"} | {
        f"reports/{report.id}.txt" for report in reports.values()
    }
    expected |= {"casualties.html", "casualties.csv", "persons.jsonl", "tallies.jsonl"}
    expected |= {"matrix.html", "matrices.json"}
    assert set(digests(out)) == expected


def test_the_first_page_is_written_last(dossier: Dossier, tmp_path: Path) -> None:
    written = publish(dossier, tmp_path)
    assert written[-1] == tmp_path / "index.html"
    assert all(path.is_file() for path in written)


def test_the_same_dossier_gives_the_same_bytes_and_touches_nothing(dossier: Dossier, tmp_path: Path) -> None:
    publish(dossier, tmp_path)
    before, dates = digests(tmp_path), {path: path.stat().st_mtime_ns for path in tmp_path.iterdir()}
    publish(make_dossier(), tmp_path)
    assert digests(tmp_path) == before
    assert {path: path.stat().st_mtime_ns for path in tmp_path.iterdir()} == dates


def test_the_order_of_the_records_does_not_matter(dossier: Dossier, tmp_path: Path) -> None:
    turned = replace(
        dossier, reports=dossier.reports[::-1], claims=dossier.claims[::-1], incidents=dossier.incidents[::-1]
    )
    publish(dossier, tmp_path / "a")
    publish(turned, tmp_path / "b")
    assert digests(tmp_path / "a") == digests(tmp_path / "b")


def test_fixed_texts_are_kept_exactly(out: Path, reports: dict[str, Report]) -> None:
    for report in reports.values():
        assert (out / "reports" / f"{report.id}.txt").read_text(encoding="utf-8") == report.text


def test_without_keep_text_no_full_text_is_written(dossier: Dossier, tmp_path: Path) -> None:
    publish(dossier, tmp_path)
    assert not (tmp_path / "reports").exists()


def test_a_page_of_an_incident_that_is_gone_is_removed_and_nobody_elses(dossier: Dossier, tmp_path: Path) -> None:
    publish(dossier, tmp_path)
    foreign = tmp_path / "incident-of-mine.html"
    foreign.write_text("<p>my own notes</p>", encoding="utf-8")
    publish(replace(dossier, incidents=dossier.incidents[:1]), tmp_path)
    assert not (tmp_path / "incident-i-brod.html").exists()
    assert (tmp_path / f"incident-{MAIN}.html").exists()
    assert foreign.exists()


def test_an_empty_dossier_still_gives_a_page_that_says_so(dossier: Dossier, tmp_path: Path) -> None:
    empty = Dossier(dossier.mandate, (), (), (), (), (), (), dossier.run)
    publish(empty, tmp_path)
    page = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert "No report was read." in page
    assert "No incident was found" in page
    assert json.loads((tmp_path / "incidents.json").read_text(encoding="utf-8")) == []
    assert (tmp_path / "claims.jsonl").read_bytes() == b""


# -- refusals


def test_a_quote_that_is_not_in_the_text_stops_everything(dossier: Dossier, tmp_path: Path) -> None:
    claim = dossier.claims[0]
    moved = replace(claim, quote=Quote(claim.report, Span(0, 5), "wrong"))
    with pytest.raises(IntegrityError) as caught:
        publish(replace(dossier, claims=(moved, *dossier.claims[1:])), tmp_path / "out")
    assert claim.id in caught.value.diagnostics()
    assert not (tmp_path / "out").exists()


def test_a_value_quoted_from_past_the_end_is_refused(dossier: Dossier, tmp_path: Path) -> None:
    claim = dossier.claims[0]
    far = replace(claim.speaker, quote=Quote(claim.report, Span(90_000, 90_003), "EMD"))
    with pytest.raises(IntegrityError):
        publish(replace(dossier, claims=(replace(claim, speaker=far), *dossier.claims[1:])), tmp_path)


def test_no_value_without_a_claim(dossier: Dossier) -> None:
    with pytest.raises(ValueError, match="no value without a claim"):
        VersionValue("2", State.STATED, ())
    unknown = Version(
        "when", dossier.mandate.sides[0].id, State.STATED, (VersionValue("2", State.STATED, (ClaimId("c-?"),)),)
    )
    weighing = replace(dossier.weighings[0], versions=(unknown,))
    with pytest.raises(ValueError, match="no such claim"):
        replace(dossier, weighings=(weighing,))


@pytest.mark.parametrize("field", ["incidents", "weighings", "claims"])
def test_a_dossier_is_complete_in_itself(dossier: Dossier, field: str) -> None:
    broken = {
        "incidents": {"claims": dossier.claims[1:]},
        "weighings": {"incidents": dossier.incidents[1:]},
        "claims": {"reports": dossier.reports[1:]},
    }
    with pytest.raises(ValueError, match=r"no such claim|incident of its own|not in the dossier"):
        replace(dossier, **broken[field])  # type: ignore[arg-type]


def test_a_run_note_with_a_time_needs_a_zone(dossier: Dossier) -> None:
    from datetime import datetime

    with pytest.raises(ValueError, match="zone"):
        RunNote("contactline", dossier.run.reader, made_at=datetime(2031, 1, 1))  # noqa: DTZ001 - that is the point


@pytest.mark.parametrize("word", ["../../etc/passwd", "a/b", "", "x" * 400, ".hidden"])
def test_an_id_never_leaves_the_folder(dossier: Dossier, tmp_path: Path, word: str) -> None:
    incident = replace(dossier.incidents[0], id=IncidentId(word))
    with pytest.raises(RefusedError):
        publish(replace(dossier, incidents=(incident,), weighings=()), tmp_path)


# -- disks


def test_a_file_in_the_way_is_named(dossier: Dossier, tmp_path: Path) -> None:
    blocked = tmp_path / "out"
    blocked.write_text("here already", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        publish(dossier, blocked)
    assert str(blocked) in caught.value.diagnostics()
    assert "--out" in caught.value.diagnostics()
    assert blocked.read_text(encoding="utf-8") == "here already"


@pytest.mark.parametrize(
    ("number", "kind"),
    [(errno.ENOSPC, StoreError), (errno.EROFS, InputError), (errno.EACCES, InputError), (errno.EIO, StoreError)],
)
def test_a_failing_disk_leaves_the_old_file_whole(
    tmp_path: Path, number: int, kind: type[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "claims.jsonl"
    path.write_bytes(b"old\n")

    def pieces() -> Iterator[bytes]:
        yield b"half"
        raise OSError(number, os.strerror(number))

    with pytest.raises(kind) as caught:
        write_file(path, pieces())
    assert caught.value.hint  # type: ignore[attr-defined]
    assert path.read_bytes() == b"old\n"
    assert [p.name for p in tmp_path.iterdir()] == ["claims.jsonl"]


def test_what_a_killed_run_left_half_written_is_overwritten(tmp_path: Path) -> None:
    (tmp_path / ".claims.jsonl.part").write_bytes(b"half a li")
    write_file(tmp_path / "claims.jsonl", [b"whole\n"])
    assert [p.name for p in tmp_path.iterdir()] == ["claims.jsonl"]


# -- large runs


def test_a_thousand_incidents_stay_usable(many: Callable[[int], Dossier], tmp_path: Path) -> None:
    dossier = many(1000)
    publish(dossier, tmp_path)
    index = tmp_path / "index.html"
    assert index.stat().st_size < 2_000_000
    assert (tmp_path / "incidents-3.html").is_file()
    linked = "".join(
        (tmp_path / name).read_text(encoding="utf-8") for name in ("index.html", "incidents-2.html", "incidents-3.html")
    )
    assert all(f'href="incident-{incident.id}.html"' in linked for incident in dossier.incidents)
    assert len((tmp_path / "incidents.json").read_text(encoding="utf-8").splitlines()) == 1002


def test_text_that_no_utf8_can_hold_is_shown_and_not_lost(dossier: Dossier, tmp_path: Path) -> None:
    """A lone surrogate in a title: pages show its number, JSON has one character for one."""
    incident = replace(dossier.incidents[0], title="Bad \ud800 title")
    publish(replace(dossier, incidents=(incident, dossier.incidents[1])), tmp_path)
    assert "Bad ⟨U+D800⟩ title" in (tmp_path / f"incident-{MAIN}.html").read_text(encoding="utf-8")
    rows = json.loads((tmp_path / "incidents.json").read_text(encoding="utf-8"))
    assert "Bad ? title" in {row["title"] for row in rows}


def test_quotes_of_helpers_are_those_of_the_text(reports: dict[str, Report]) -> None:
    assert find_quote(reports["east"], "shelled").words == "shelled"
    assert ReportId("r-x") not in {report.id for report in reports.values()}
