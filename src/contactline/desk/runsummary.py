"""What a run over a corpus did, and the records that it set aside."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from contactline.desk.runstages import StageDone, WorkFolder, iter_records
from contactline.records.problems import Problem, Severity

FOLDER = "set-aside"


@dataclass(slots=True)
class RunSummary:
    """What ``contactline run`` did.

    Attributes:
        weights: version of the weights of linking.
        files: looked at.
        reports, claims, rows, incidents: all that the folder holds; ``rows`` are accounts, each in one incident.
        duplicates: reports or rows whose id was there already.
        set_aside: records that could not be used.
        judgements: of people that hold.
        judgements_not: those that do not, each with its reason in ``set-aside/judgements.jsonl``.
        seam_rows: rows that two neighbouring windows have seen.
        seam_agreement: B-cubed F1 between what the two made of them.
        start_seconds: until the engine was there.
        seconds: the rest.
    """

    out: Path
    engine: str
    mandate: str
    mandate_choice: str
    weights: str
    files: int
    reports: int
    claims: int
    rows: int
    incidents: int
    duplicates: int
    set_aside: int
    judgements: int
    judgements_not: int
    seam_rows: int
    seam_agreement: float | None
    start_seconds: float
    stages: tuple[StageDone, ...]
    seconds: float = 0.0

    @property
    def failed(self) -> int:
        """Parts that could not be made."""
        return sum(len(stage.failed) for stage in self.stages)

    @property
    def exit_code(self) -> int:
        """0, or 4 where a record or a part could not be used."""
        return 4 if self.set_aside or self.failed else 0

    def as_json(self) -> dict[str, Any]:
        """The same for scripts."""
        names = ("engine", "mandate", "mandate_choice", "weights", "files", "reports", "claims", "rows", "incidents")
        numbers = (
            "duplicates",
            "set_aside",
            "judgements",
            "judgements_not",
            "seam_rows",
            "seam_agreement",
            "start_seconds",
            "seconds",
            "exit_code",
        )
        return {
            "out": str(self.out),
            **{name: getattr(self, name) for name in (*names, *numbers)},
            "stages": [_describe(stage) for stage in self.stages],
        }


@dataclass(slots=True)
class Counted:
    """How many records and duplicates were written to the folder ``set-aside``."""

    records: int = 0
    duplicates: int = 0


def write_set_aside(
    out: Path,
    work: WorkFolder,
    done: Mapping[str, StageDone],
    problems: Iterable[Problem],
    judgements: Iterable[Problem],
) -> Counted:
    """Write what could not be used, each with its reason, as JSON lines: records, duplicates, parts and judgements."""
    folder = out / FOLDER
    folder.mkdir(exist_ok=True)
    stages = ("collect", "read", "rows")
    counted = Counted()
    found = (record for record in iter_records(work.find_tables(stages, "problems", done)) if _is_error(record))
    listed = (_as_record(problem) for problem in problems if problem.severity is Severity.ERROR)
    counted.records = _write(folder / "records.jsonl", _chain(listed, found))
    counted.duplicates = _write(folder / "duplicates.jsonl", iter_records(work.find_tables(stages, "duplicates", done)))
    _write(folder / "judgements.jsonl", (_as_record(one) for one in sorted(judgements, key=lambda one: one.message)))
    _write(folder / "parts.jsonl", (asdict(part) for stage in done.values() for part in stage.failed))
    return counted


def _chain(*records: Iterator[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for several in records:
        yield from several


def _is_error(record: Mapping[str, Any]) -> bool:
    return bool(record["severity"] == Severity.ERROR.value)


def _as_record(problem: Problem) -> dict[str, Any]:
    return {
        "stage": problem.stage,
        "code": problem.code,
        "severity": problem.severity.value,
        "message": problem.message,
        "subject": problem.subject,
        "report": problem.report or "",
    }


def _write(path: Path, records: Iterator[dict[str, Any]]) -> int:
    count = 0
    new = path.with_name(f".{path.name}.new")
    with new.open("w", encoding="utf-8", errors="backslashreplace") as file:
        for record in records:
            file.write(json.dumps(record, ensure_ascii=False) + "\n")
            count += 1
    new.replace(path)
    return count


def _describe(stage: StageDone) -> dict[str, Any]:
    return {
        "name": stage.name,
        "parts": stage.parts,
        "kept": stage.kept,
        "retried": stage.retried,
        "failed": [asdict(part) for part in stage.failed],
        "seconds": round(stage.seconds, 3),
        "cpu_seconds": round(stage.cpu_seconds, 3),
        "peak_mb": stage.peak_mb,
    }
