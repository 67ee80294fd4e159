"""How fast `contactline examine` is, how much memory it takes, and how both grow.

Data: copies of the built-in case with variation: each copy of the case moves to another week and another village of the
`karabakh` mandate, and its numbers change. The weekday of every date stays right, because dates move by whole weeks.

Command: `python bench/examine.py` (1,000 and 10,000 reports) or `python bench/examine.py --quick` (112 and 1,120).
It exits 1 when ten times the reports take more than 15 times the CPU time or more than 10 times the memory.
What is measured is the whole command in a process of its own: CPU seconds and peak resident memory, as the kernel
counts them.
The baseline of every ratio is the smaller size in the same run.
"""

from __future__ import annotations

import argparse
import calendar
import datetime as dt
import os
import re
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from contactline.demo import case_folder
from contactline.reference.loading import find_mandate

MOST_CPU_GROWTH = 15.0
MOST_MEMORY_GROWTH = 10.0
WEEKS = 260
FIRST = dt.date(2017, 7, 4)
VILLAGE = re.compile("Alxanlı|Alkhanli|Alkhanlu|Alkhanly|Alkhani|Alxanli|Alghanlu")
MONTHS = {name: number for number, name in enumerate(calendar.month_name) if name}
MONTH = "|".join(MONTHS)
DAY_FIRST = re.compile(rf"\b(\d{{1,2}}) ({MONTH})\b(?: (\d{{4}}))?")
MONTH_FIRST = re.compile(rf"\b({MONTH}) (\d{{1,2}})\b(?!\d)(?:, (\d{{4}}))?")
ISO = re.compile(r"\b(20\d\d)-(\d\d)-(\d\d)")


@dataclass(frozen=True)
class Run:
    reports: int
    cpu_seconds: float
    peak_mib: float
    exit_code: int

    @property
    def per_second(self) -> float:
        return self.reports / self.cpu_seconds


def move_dates(text: str, weeks: int) -> str:
    """Move every written date by whole weeks; a date without a year is one of 2017."""

    def moved(day: int, month: int, year: int | None) -> dt.date | None:
        try:
            return dt.date(year or FIRST.year, month, day) + dt.timedelta(weeks=weeks)
        except ValueError:
            return None

    def day_first(match: re.Match[str]) -> str:
        date = moved(int(match[1]), MONTHS[match[2]], int(match[3]) if match[3] else None)
        return (
            match[0]
            if date is None
            else f"{date.day} {calendar.month_name[date.month]}" + (f" {date.year}" if match[3] else "")
        )

    def month_first(match: re.Match[str]) -> str:
        date = moved(int(match[2]), MONTHS[match[1]], int(match[3]) if match[3] else None)
        return (
            match[0]
            if date is None
            else f"{calendar.month_name[date.month]} {date.day}" + (f", {date.year}" if match[3] else "")
        )

    def iso(match: re.Match[str]) -> str:
        date = moved(int(match[3]), int(match[2]), int(match[1]))
        return match[0] if date is None else date.isoformat()

    return ISO.sub(iso, MONTH_FIRST.sub(month_first, DAY_FIRST.sub(day_first, text)))


def write_reports(folder: Path, case: Path, count: int) -> None:
    """Write that many varied reports."""
    originals = sorted(path for path in case.iterdir() if path.name[:2].isdigit() and ".meta." not in path.name)
    mandate = find_mandate("karabakh")
    villages = [
        place.names[0].text
        for place in mandate.places
        if place.kind == "village" and place.lat is not None and place.names[0].script == "Latn"
    ]
    for number in range(count):
        copy, which = divmod(number, len(originals))
        weeks = copy % WEEKS - WEEKS // 2
        village = villages[copy * 7 % len(villages)]
        original = originals[which]
        for path in (original, original.with_name(original.name + ".meta.yaml")):
            if path.exists():
                text = move_dates(VILLAGE.sub(village, path.read_text(encoding="utf-8")), weeks)
                text = text.replace("https://", f"https://copy-{copy}.")
                (folder / f"{copy:05d}-{path.name}").write_text(text, encoding="utf-8")


def examine(reports: Path, count: int, out: Path) -> Run:
    """Run the command in a process of its own and ask the kernel what it took."""
    command = [sys.executable, "-m", "contactline", "examine", str(reports), "--out", str(out)]
    command += ["--mandate", "karabakh", "--quiet"]
    log = out.with_suffix(".log")
    with log.open("wb") as stream:
        child = os.posix_spawn(
            sys.executable,
            command,
            os.environ,
            file_actions=[(os.POSIX_SPAWN_DUP2, stream.fileno(), 1), (os.POSIX_SPAWN_DUP2, stream.fileno(), 2)],
        )
        _, status, usage = os.wait4(child, 0)
    code = os.waitstatus_to_exitcode(status)
    if code not in (0, 4):
        print(log.read_text(encoding="utf-8", errors="replace")[-2000:])
    return Run(count, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, code)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="112 and 1,120 reports: about a minute")
    quick = parser.parse_args().quick
    sizes = (112, 1120) if quick else (1000, 10_000)
    runs = []
    with tempfile.TemporaryDirectory(prefix="contactline-bench-") as scratch, case_folder() as case:
        for size in sizes:
            reports = Path(scratch, f"reports-{size}")
            reports.mkdir()
            write_reports(reports, case, size)
            runs.append(examine(reports, size, Path(scratch, f"out-{size}")))
    small, large = runs
    print(f"{'reports':>8} {'CPU s':>8} {'reports/CPU s':>14} {'peak MiB':>9} {'exit':>5}")
    for run in runs:
        print(
            f"{run.reports:>8} {run.cpu_seconds:>8.1f} {run.per_second:>14.1f} {run.peak_mib:>9.0f} {run.exit_code:>5}"
        )
    cpu = large.cpu_seconds / small.cpu_seconds
    memory = large.peak_mib / small.peak_mib
    met = cpu <= MOST_CPU_GROWTH and memory <= MOST_MEMORY_GROWTH and all(run.exit_code == 0 for run in runs)
    print(
        f"examine: {large.per_second:.1f} reports per CPU second at {large.reports}; ten times the reports take "
        f"{cpu:.1f}x the CPU time (at most {MOST_CPU_GROWTH:g}) "
        + f"and {memory:.1f}x the memory (at most {MOST_MEMORY_GROWTH:g})"
        + (": met" if met else ": MISSED")
    )
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
