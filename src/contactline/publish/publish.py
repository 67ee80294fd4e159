"""The room's verb: a dossier becomes a folder of pages and exchange files."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from contactline._kit.hashing import canonical_json
from contactline.errors import RefusedError
from contactline.publish.casualties_page import iter_casualties_pages, page_name
from contactline.publish.exports import encode_row
from contactline.publish.geo import NOTE, make_feature
from contactline.publish.heritage import iter_moved_pages
from contactline.publish.incident_page import make_incident_page
from contactline.publish.index_page import IndexPage, make_index_page, paginate
from contactline.publish.matrices import COLUMNS, make_matrix_row, make_period_lines
from contactline.publish.pages import render
from contactline.publish.period_page import make_period_page
from contactline.publish.periodrows import make_period_csv, make_period_row
from contactline.publish.persons import Shown, iter_person_rows, make_csv, make_tally_row
from contactline.publish.rows import make_claim_row, make_episode_row, make_incident_row, make_problem_row
from contactline.publish.view import View, make_view
from contactline.publish.writing import make_folder, remove_file, write_file
from contactline.records.dossiers import Dossier

_FILE_WORD: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,120}")
_PAGE_NAME: Final = re.compile(r"(?:period|incident-.+|(?:incidents|reports|problems|matrix|casualties)-\d+)\.html")
_OURS: Final = b'<meta name="generator" content="contactline'

DOWNLOADS: Final = (
    ("claims.jsonl", "every claim, one a line, each value with its span"),
    ("incidents.json", "incidents with versions, comparisons, coverage and origins"),
    ("episodes.json", "reports too dense for their incidents to be told apart"),
    ("matrices.json", "how sources and sides stand to each other, incident by incident"),
    ("incidents.geojson", "incidents on a map: settlement centres, rounded to about 1 km"),
    ("persons.jsonl", "persons told apart among victims, one a line, with every mention and why it belongs there"),
    ("casualties.csv", "the same persons as a table"),
    ("tallies.jsonl", "how many people at least and at most, by incident and for the period"),
    ("problems.jsonl", "everything that could not be done as it should"),
)
_PERIOD_DOWNLOADS: Final = (
    ("period.json", "counts of claimed and corroborated incidents, as on the period page"),
    ("period.csv", "the same for a spreadsheet"),
)


def publish(dossier: Dossier, out: Path, *, keep_text: bool = False) -> tuple[Path, ...]:
    """Write a dossier's pages and exchange files. The same dossier gives the same bytes.

    The first page is written last, so that it never links to what is not there. Pages of incidents that no longer
    exist are removed, if this program wrote them.

    Args:
        dossier: what to publish.
        out: the folder, made if need be.
        keep_text: also write the fixed texts, ``reports/<id>.txt``, exactly and without hiding children's names.
            They are for work, not for publication.

    Returns:
        The files, in the order in which they were written.

    Raises:
        IntegrityError: a quote is not in its report's text.
        RefusedError: an id cannot be a file name.
        InputError: the folder cannot be written.
        StoreError: the disk is full or fails.
    """
    _refuse_odd_ids(dossier)
    view = make_view(dossier)
    make_folder(out)
    shown = Shown(view)
    written = list(_write_exchange(view, out))
    written += _write_register(view, shown, out)
    if keep_text:
        written += _write_texts(dossier, out)
    written += _write_incidents(view, shown, out)
    written += _write_matrix(view, out)
    written += _write_moved(view, out)
    written += _write_period(view, out)
    written += _write_index(view, out, keep_text=keep_text)
    _remove_stale(out, written)
    return tuple(written)


def _refuse_odd_ids(dossier: Dossier) -> None:
    incidents = (*(incident.id for incident in dossier.incidents), *(change.incident for change in dossier.changes))
    for id_ in (*incidents, *(report.id for report in dossier.reports)):
        if not _FILE_WORD.fullmatch(id_):
            raise RefusedError(
                "an id that is no plain word cannot name a file", subject=repr(id_), hint="Ids are made by the program."
            )


def _write_exchange(view: View, out: Path) -> Iterator[Path]:
    yield write_file(out / "claims.jsonl", (encode_row(make_claim_row(view, c)) + b"\n" for c in view.claims.values()))
    rows = (encode_row(make_incident_row(view, i, view.weighings[i.id])) for i in view.incidents)
    yield write_file(out / "incidents.json", _array(rows, b"[\n", b"\n]\n"))
    episodes = (encode_row(make_episode_row(view, episode)) for episode in view.dossier.episodes)
    yield write_file(out / "episodes.json", _array(episodes, b"[\n", b"\n]\n"))
    matrices = (encode_row(make_matrix_row(view, incident)) for incident in view.incidents)
    yield write_file(out / "matrices.json", _array(matrices, b"[\n", b"\n]\n"))
    features = (canonical_json(make_feature(view, incident)) for incident in view.incidents)
    note = canonical_json(NOTE)
    head = b'{"type":"FeatureCollection","note":' + note + b',"features":[\n'
    yield write_file(out / "incidents.geojson", _array(features, head, b"\n]}\n"))
    problems = (encode_row(make_problem_row(view, problem)) + b"\n" for problem in view.dossier.problems)
    yield write_file(out / "problems.jsonl", problems)


def _array(items: Iterable[bytes], head: bytes, tail: bytes) -> Iterator[bytes]:
    yield head
    for number, item in enumerate(items):
        yield (b",\n" if number else b"") + item
    yield tail


def _write_texts(dossier: Dossier, out: Path) -> Iterator[Path]:
    make_folder(out / "reports")
    for report in dossier.reports:
        yield write_file(out / "reports" / f"{report.id}.txt", [report.text.encode("utf-8", "surrogatepass")])


def _write_register(view: View, shown: Shown, out: Path) -> Iterator[Path]:
    rows = (encode_row(row) + b"\n" for row in iter_person_rows(view, shown))
    yield write_file(out / "persons.jsonl", rows)
    yield write_file(out / "casualties.csv", [make_csv(view, shown)])
    tallies = (encode_row(make_tally_row(tally)) + b"\n" for tally in view.dossier.register.tallies)
    yield write_file(out / "tallies.jsonl", tallies)
    shared = {"dossier": view.dossier, "index": {"title": view.dossier.mandate.title}}
    for page in iter_casualties_pages(view, shown):
        yield write_file(out / page_name(page.number), [render("casualties.html", page=page, **shared)])


def _write_incidents(view: View, shown: Shown, out: Path) -> Iterator[Path]:
    for incident in view.incidents:
        page = make_incident_page(view, incident, shown)
        yield write_file(
            out / f"incident-{incident.id}.html", [render("incident.html", page=page, dossier=view.dossier)]
        )


def _write_matrix(view: View, out: Path) -> Iterator[Path]:
    parts = paginate(list(make_period_lines(view, view.incidents)))
    for number, lines in enumerate(parts, start=1):
        name = "matrix.html" if number == 1 else f"matrix-{number}.html"
        shared = {"columns": COLUMNS, "number": number, "total": len(parts), "dossier": view.dossier}
        yield write_file(out / name, [render("matrix.html", lines=lines, **shared)])


def _write_moved(view: View, out: Path) -> Iterator[Path]:
    """Links to incidents of earlier dossiers do not die."""
    for page in iter_moved_pages(view):
        yield write_file(out / f"incident-{page.id}.html", [render("moved.html", page=page, dossier=view.dossier)])


def _write_period(view: View, out: Path) -> Iterator[Path]:
    period = view.dossier.period
    if period is not None:
        page = make_period_page(view, period)
        yield write_file(out / "period.html", [render("period.html", page=page, dossier=view.dossier)])
        yield write_file(out / "period.json", [encode_row(make_period_row(view, period)), b"\n"])
        yield write_file(out / "period.csv", [make_period_csv(view, period)])


@dataclass(frozen=True, slots=True)
class _Table:
    """A table that may go on over several pages."""

    name: str
    rows: list[object]


def _write_index(view: View, out: Path, *, keep_text: bool) -> Iterator[Path]:
    index = make_index_page(view)
    downloads = (*DOWNLOADS, *(_PERIOD_DOWNLOADS if view.dossier.period else ()))
    shared = {"dossier": view.dossier, "index": index, "downloads": downloads, "keep_text": keep_text}
    pages = {table.name: paginate(table.rows) for table in _tables(index)}
    totals = {name: len(parts) for name, parts in pages.items()}
    for name, parts in pages.items():
        for number, rows in enumerate(parts[1:], start=2):
            content = render("more.html", name=name, rows=rows, number=number, total=len(parts), **shared)
            yield write_file(out / f"{name}-{number}.html", [content])
    first = {f"{name}_rows": parts[0] for name, parts in pages.items()}
    yield write_file(out / "index.html", [render("index.html", totals=totals, **first, **shared)])


def _tables(index: IndexPage) -> Iterator[_Table]:
    yield _Table("incidents", list(index.incidents))
    yield _Table("reports", list(index.reports))
    yield _Table("problems", list(index.problems))


def _remove_stale(out: Path, written: Iterable[Path]) -> None:
    current = {path.name for path in written}
    for path in sorted(out.glob("*.html")):
        if path.name not in current and _PAGE_NAME.fullmatch(path.name) and _is_ours(path):
            remove_file(path)


def _is_ours(path: Path) -> bool:
    try:
        with path.open("rb") as stream:
            return _OURS in stream.read(1000)
    except OSError:
        return False  # not readable, so not ours to judge
