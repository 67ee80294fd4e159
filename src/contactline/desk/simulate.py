"""Simulations to files and streams: claims or report texts, the hidden truth with them or apart."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any, Final

from contactline.desk.clock import QuietProgress
from contactline.desk.output import as_output_errors
from contactline.errors import ConfigError, ConflictError
from contactline.ports import Progress
from contactline.simulate.columns import Claims
from contactline.simulate.mandate import make_mandate_files
from contactline.simulate.parameters import DEFAULT_PRESET
from contactline.simulate.records import iter_records
from contactline.simulate.reports import SimulatedReport, simulate_reports
from contactline.simulate.rows import simulate_rows
from contactline.simulate.settings import make_settings

REPORTS_FOLDER: Final = "reports"
TRUTH_FILE: Final = "truth.jsonl"
_PARQUET, _LINES = ".parquet", ".jsonl"
_TRUTH_KEY: Final = "truth"
_NOTE: Final = "# Simulated by contactline: no real event, place or person."


@dataclass(frozen=True, slots=True)
class SimulateSettings:
    """What ``contactline simulate`` is asked for.

    Attributes:
        incidents, claims: how much; one of them.
        per_day: incidents a day, in place of the preset's.
        reports: texts instead of claims.
        out: file or folder; ``None`` for lines on ``stream``.
        truth: file for the hidden truth, which is then left out elsewhere.
    """

    incidents: int | None = None
    claims: int | None = None
    per_day: float | None = None
    seed: int = 1
    preset: str = DEFAULT_PRESET
    reports: bool = False
    out: Path | None = None
    truth: Path | None = None


@dataclass(frozen=True, slots=True)
class Simulated:
    """What was made: numbers, and the paths written to."""

    claims: int
    reports: int
    incidents: int
    preset: str
    seed: int
    parameters: int
    out: str = ""
    truth: str = ""


@dataclass(slots=True)
class _Count:
    """Running counts. Incidents are numbered from 0 on, so the highest one says how many were met."""

    claims: int = 0
    reports: int = 0
    highest: int = -1


def simulate(settings: SimulateSettings, stream: IO[str], progress: Progress | None = None) -> Simulated:
    """Simulate to where the settings say.

    Args:
        settings: what and where to.
        stream: for lines, where no ``out`` is given.
        progress: told how far the work is.

    Raises:
        ConfigError: the options do not go together.
        ConflictError: a file or folder is there already; nothing is overwritten.
        InputError: a number or preset that means nothing.
        MissingExtraError: Parquet without pyarrow.
        StoreError: the output cannot be written.
    """
    _check(settings)
    made = make_settings(
        claims=settings.claims,
        incidents=settings.incidents,
        seed=settings.seed,
        per_day=settings.per_day,
        preset=settings.preset,
    )
    progress = progress or QuietProgress()
    count = _Count()
    progress.stage("Simulating reports" if settings.reports else "Simulating claims", settings.claims)
    if settings.reports:
        _write_reports(settings, _watch_reports(simulate_reports(made), count, progress), stream)
    else:
        _write_claims(settings, _watch_claims(simulate_rows(made), count, progress), stream)
    truth = _find_truth(settings) if settings.reports else settings.truth
    return Simulated(
        claims=count.claims,
        reports=count.reports,
        incidents=count.highest + 1,
        preset=settings.preset,
        seed=settings.seed,
        parameters=made.parameters.version,
        out=str(settings.out or ""),
        truth=str(truth or ""),
    )


def write_mandate(folder: Path) -> tuple[Path, ...]:
    """Write the mandate of the invented line as a folder of its own.

    Raises:
        ConflictError: the folder is there already.
        StoreError: it cannot be written.
    """
    _refuse_existing(folder)
    with as_output_errors(folder):
        folder.mkdir(parents=True)
        for name, text in make_mandate_files().items():
            (folder / name).write_text(text, encoding="utf-8")
    return tuple(sorted(folder.iterdir()))


def _check(settings: SimulateSettings) -> None:
    mistakes = []
    if (settings.claims is None) == (settings.incidents is None):
        mistakes.append("give either --incidents or --claims")
    if settings.reports and settings.out is not None and settings.out.suffix == _PARQUET:
        mistakes.append("reports are texts: give --out a folder, or a .jsonl file")
    if settings.truth is not None and settings.truth == settings.out:
        mistakes.append("--out and --truth are the same file")
    if mistakes:
        raise ConfigError("the simulation is not clear", mistakes)
    for path in (settings.out, settings.truth):
        if path is not None:
            _refuse_existing(path)


def _refuse_existing(path: Path) -> None:
    if path.exists() and not (path.is_dir() and not any(path.iterdir())):
        raise ConflictError(
            "is there already, and nothing is overwritten", subject=str(path), hint="Remove it, or give another path."
        )


def _is_folder(out: Path) -> bool:
    return out.suffix not in {_PARQUET, _LINES}


def _find_truth(settings: SimulateSettings) -> Path | None:
    """Where the truth of reports goes: with a folder of texts beside it, never into it."""
    if settings.truth is None and settings.out is not None and _is_folder(settings.out):
        return settings.out / TRUTH_FILE
    return settings.truth


def _watch_claims(chunks: Iterable[Claims], count: _Count, progress: Progress) -> Iterator[Claims]:
    for chunk in chunks:
        yield chunk
        count.claims += len(chunk)
        count.reports += int((~chunk.recalled).sum())
        count.highest = max(count.highest, int(chunk.incident.max()))
        progress.advance(len(chunk))


def _watch_reports(reports: Iterable[SimulatedReport], count: _Count, progress: Progress) -> Iterator[SimulatedReport]:
    for report in reports:
        yield report
        count.claims += len(report.truth["claims"])
        count.reports += 1
        count.highest = max(count.highest, report.truth["incident"])
        progress.advance()


# -- claims


def _write_claims(settings: SimulateSettings, chunks: Iterable[Claims], stream: IO[str]) -> None:
    out = settings.out
    with ExitStack() as stack:
        if out is None or out.suffix == _LINES:
            lines = stream if out is None else stack.enter_context(_open_new(out))
            write: Callable[[Claims], None] = _LineWriter(lines, with_truth=settings.truth is None)
        else:
            write = stack.enter_context(_open_tables(out, with_truth=settings.truth is None))
        truth = stack.enter_context(_open_truth(settings.truth)) if settings.truth is not None else None
        for chunk in chunks:
            write(chunk)
            if truth is not None:
                truth(chunk)


class _LineWriter:
    """Writes claims as JSON lines."""

    def __init__(self, lines: IO[str], *, with_truth: bool) -> None:
        self._lines = lines
        self._with_truth = with_truth

    def __call__(self, chunk: Claims) -> None:
        for record in iter_records(chunk):
            if not self._with_truth:
                del record[_TRUTH_KEY]
            _write_line(self._lines, record)


@contextmanager
def _open_truth(path: Path) -> Iterator[Callable[[Claims], None]]:
    """The truth of claims, one row or line each, with their ids."""
    if path.suffix == _PARQUET:
        with _open_tables(path, with_truth=True, only_truth=True) as write:
            yield write
        return

    def write_lines(chunk: Claims) -> None:
        for record in iter_records(chunk):
            _write_line(lines, {"id": record["id"], **record[_TRUTH_KEY]})

    with _open_new(path) as lines:
        yield write_lines


@contextmanager
def _open_tables(out: Path, *, with_truth: bool, only_truth: bool = False) -> Iterator[Callable[[Claims], None]]:
    """Parquet: one file with a row group for each chunk, or a folder with a file for each."""
    import pyarrow.parquet as pq

    import contactline.tables  # noqa: F401 (says how to install pyarrow where it is missing)
    from contactline.simulate.arrow import ROW_SCHEMA, TRUTH_SCHEMA, make_table

    truth = TRUTH_SCHEMA.names
    names = ["id", *truth] if only_truth else [name for name in ROW_SCHEMA.names if with_truth or name not in truth]
    schema = ROW_SCHEMA.empty_table().select(names).schema
    with as_output_errors(out):
        if out.suffix == _PARQUET:
            with _replacing(out) as part, pq.ParquetWriter(part, schema) as writer:
                yield lambda chunk: writer.write_table(make_table(chunk).select(names))
            return
        out.mkdir(parents=True, exist_ok=True)
        parts = iter(range(1_000_000))
        yield lambda chunk: pq.write_table(make_table(chunk).select(names), out / f"part-{next(parts):05d}.parquet")


# -- reports


def _write_reports(settings: SimulateSettings, reports: Iterable[SimulatedReport], stream: IO[str]) -> None:
    out = settings.out
    with ExitStack() as stack:
        truth_path = _find_truth(settings)
        folder = None
        if out is not None and _is_folder(out):
            folder = out / REPORTS_FOLDER
            with as_output_errors(out):
                folder.mkdir(parents=True, exist_ok=True)
        truth = stack.enter_context(_open_new(truth_path)) if truth_path is not None else None
        lines = stream if out is None else None if folder else stack.enter_context(_open_new(out))
        for number, report in enumerate(reports, start=1):
            record = _make_record(report)
            if truth is not None:
                hidden = record.pop(_TRUTH_KEY)
                name = _name_file(report, number) if folder else record["id"]
                _write_line(truth, {"report": name, **hidden})
            if folder is not None:
                with as_output_errors(folder):
                    (folder / _name_file(report, number)).write_text(_make_markdown(report), encoding="utf-8")
            elif lines is not None:
                _write_line(lines, record)


def _make_record(report: SimulatedReport) -> dict[str, Any]:
    record = asdict(report)
    return {"id": report.truth["id"], **{name: value for name, value in record.items() if value}}


def _name_file(report: SimulatedReport, number: int) -> str:
    return f"{number:06d}-{report.side.lower()}.md"


def _make_markdown(report: SimulatedReport) -> str:
    fields = ("publisher", "side", "url", "published", "language", "headline", "relayed_from")
    stated = ((name, getattr(report, name)) for name in fields)
    front = "\n".join(f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in stated if value)
    return f"---\n{_NOTE}\n{front}\n---\n{report.body}\n"


# -- files


def _write_line(lines: IO[str], record: dict[str, Any]) -> None:
    lines.write(json.dumps(record, ensure_ascii=False, separators=(",", ":")) + "\n")


@contextmanager
def _open_new(path: Path) -> Iterator[IO[str]]:
    with as_output_errors(path), _replacing(path) as part, part.open("w", encoding="utf-8") as lines:
        yield lines


@contextmanager
def _replacing(path: Path) -> Iterator[Path]:
    """A file beside it that takes its name when all is written; after a failure there is no half file of that name."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    try:
        yield part
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
