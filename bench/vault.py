"""What custody costs: deposits against plain copying, appends, proofs, and reading a long log again.

Everything is made here, in a folder that is removed afterwards: random files for deposits, short entries for the log.
The baseline of deposits is `sha256sum` and `cp` with a sync, of the same files in the same run. Times are wall time, as
the disk is part of what is measured; on a shared machine they are upper bounds. What is asked for stands beside.

Command: `python bench/vault.py`, with `--quick` for a minute, `--data FOLDER` for the suite of BagIt bags. Exits 1 when
a figure is missed.
"""

from __future__ import annotations

import argparse
import resource
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from contactline.errors import IntegrityError
from contactline.records.custody import Acquisition, EntryKind
from contactline.vault.bags import FolderBag, verify_bag
from contactline.vault.log import EntryLog
from contactline.vault.merkle import hash_leaf, make_inclusion_proof, verify_inclusion
from contactline.vault.vault import Act, Vault

ACT = Act("bench", datetime(2031, 5, 2, tzinfo=UTC))
BATCH = 1_000
PROOFS = 300


@dataclass(frozen=True)
class Row:
    """One figure; ``asked`` is a limit that it must not exceed, or must reach where ``at_least``."""

    name: str
    value: float
    unit: str
    asked: float | None = None
    at_least: bool = False

    @property
    def is_missed(self) -> bool:
        if self.asked is None:
            return False
        return self.value < self.asked if self.at_least else self.value > self.asked


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="fewer bytes and entries: a minute")
    parser.add_argument("--data", type=Path, help="folder with the public set evidence/bagit-conformance-suite")
    options = parser.parse_args()
    quick = options.quick
    with tempfile.TemporaryDirectory(prefix="contactline-vault-") as folder:
        rows = [
            *measure_deposits(Path(folder), files=4, mebibytes=16 if quick else 128),
            *measure_log(Path(folder), 100_000 if quick else 1_000_000, is_whole=not quick),
        ]
    rows += measure_bags(options.data / "evidence" / "bagit-conformance-suite" if options.data else None)
    for row in rows:
        mark = "  MISSED" if row.is_missed else ""
        asked = "" if row.asked is None else f"asked {'≥' if row.at_least else '≤'} {row.asked:g}"
        print(f"{row.name:<58} {row.value:>12,.3f} {row.unit:<12} {asked}{mark}")
    missed = [row.name for row in rows if row.is_missed]
    print(f"vault: {len(rows)} figures; missed: {', '.join(missed) or 'none'}")
    return 1 if missed else 0


def measure_deposits(folder: Path, files: int, mebibytes: int) -> list[Row]:
    source, copies = folder / "source", folder / "copies"
    source.mkdir()
    copies.mkdir()
    for number in range(files):
        (source / f"{number}.bin").write_bytes(secrets.token_bytes(mebibytes << 20))
    paths = sorted(source.iterdir())

    def copy() -> None:
        for path in paths:
            subprocess.run([find_tool("sha256sum"), path], check=True, stdout=subprocess.DEVNULL)
            subprocess.run([find_tool("cp"), path, copies], check=True)
            subprocess.run([find_tool("sync"), copies / path.name], check=True)

    def deposit() -> None:
        with Vault.create(folder / "vault", "bench", ACT) as vault:
            for path in paths:
                with path.open("rb") as file:
                    vault.deposit(file, Acquisition(path.name), ACT, lambda: secrets.token_bytes(32))

    plain, ours = take_time(copy), take_time(deposit)
    size = files * mebibytes
    return [
        Row("deposit: sha256sum, cp and sync", size / plain, "MiB/s"),
        Row("deposit: SHA-256, SHA-512, copy, sync, entry, head", size / ours, "MiB/s"),
        Row("deposit: share of plain copying", plain / ours, "", 0.8, at_least=True),
    ]


def measure_log(folder: Path, count: int, *, is_whole: bool) -> list[Row]:
    acts = [(EntryKind.NOTE, "", (("text", f"a note of usual length, number {n}"),), ()) for n in range(BATCH)]
    place = folder / "log-vault"
    with Vault.create(place, "bench", ACT) as vault:
        appending = take_time(lambda: [vault.record_all(acts, ACT) for _ in range(count // BATCH)])
        size, root = len(vault), vault.log.root
        step = size // PROOFS
        proving, verifying = [], []
        for index in range(0, size - 1, step):
            start = time.perf_counter()
            proof = make_inclusion_proof(vault.log.node, index, size)
            entry = vault.log.read(index)
            proving.append(time.perf_counter() - start)
            start = time.perf_counter()
            verify_inclusion(hash_leaf(entry), index, size, proof, root)
            verifying.append(time.perf_counter() - start)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    log = EntryLog(place / "log", is_writer=False)
    reading = take_time(log.verify)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    million = f"{size:,} entries"
    return [
        Row(f"log: append in batches of {BATCH:,}", size / appending, "entries/s", 5_000, at_least=True),
        Row(f"log: proof of one of {million}, median", median(proving) * 1e3, "ms", 5 if is_whole else None),
        Row("log: its verification, median", median(verifying) * 1e3, "ms", 2 if is_whole else None),
        Row(f"log: read {million} again and verify", reading, "s", 60 if is_whole else None),
        Row("log: memory that verifying adds to the process", (peak - before) / 1024, "MiB"),
    ]


def find_tool(name: str) -> str:
    path = shutil.which(name)
    if path is None:
        sys.exit(f"vault: {name} is not here: the baseline needs it")
    return path


def measure_bags(suite: Path | None) -> list[Row]:
    """The Library of Congress's suite: valid bags taken, others refused; warnings are either's to decide."""
    if suite is None or not suite.is_dir():
        print("bags: the conformance suite is absent (--data FOLDER): not measured")
        return []
    right: dict[bool, list[bool]] = {True: [], False: []}
    for folder in sorted(suite.glob("v*/*/*")):
        sort = folder.parent.name
        if sort == "warning":
            continue
        right[sort == "valid"].append(_is_taken(folder) is (sort == "valid"))
    return [
        Row("bags: valid ones taken", 100 * sum(right[True]) / len(right[True]), f"% of {len(right[True])}", 100, True),
        Row(
            "bags: others refused", 100 * sum(right[False]) / len(right[False]), f"% of {len(right[False])}", 100, True
        ),
    ]


def _is_taken(folder: Path) -> bool:
    try:
        verify_bag(FolderBag(folder))
    except IntegrityError:
        return False
    return True


def take_time(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


if __name__ == "__main__":
    sys.exit(main())
