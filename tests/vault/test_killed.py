"""Killed at any moment: what was acknowledged is there, the log verifies, and the same command goes on."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

from tests.vault.conftest import ACT

from contactline.records.custody import EntryKind
from contactline.vault.scrub import Condition, iter_found, iter_strays, list_items
from contactline.vault.vault import Vault, verify_heads

KILLS = 10

# Deposits small items for ever and prints the hash of each when the vault has acknowledged it.
DEPOSITOR = """
import sys, secrets
from datetime import datetime, UTC
from io import BytesIO
from pathlib import Path
from contactline.records.custody import Acquisition, EntryKind
from contactline.vault.vault import Act, Vault
with Vault.write(Path(sys.argv[1])) as vault:
    print("open", flush=True)
    for number in range(1_000_000):
        act = Act("Duty officer", datetime(2031, 5, 2, tzinfo=UTC))
        content = f"{sys.argv[2]} {number}".encode() * 500
        done = vault.deposit(BytesIO(content), Acquisition(f"{number}.txt"), act, lambda: secrets.token_bytes(32))
        print(done.digests.sha256, done.entry.index, flush=True)
"""


def test_nothing_acknowledged_is_lost_by_a_kill(folder: Path) -> None:
    acknowledged: dict[str, int] = {}
    for kill in range(KILLS):
        acknowledged |= kill_while_depositing(folder, f"run {kill}", after=kill)
        with Vault.write(folder) as vault:
            assert len(vault) >= max(acknowledged.values(), default=0) + 1
            verify_heads(vault)
            vault.log.verify()
            for sha256, index in acknowledged.items():
                assert vault.entry(index).item == sha256
            items = list_items(vault)
            assert all(found.condition is Condition.SOUND for found in iter_found(vault, items))
            # At most the item of the deposit that was cut short lies there without an entry.
            assert len(list(iter_strays(vault, items))) <= kill + 1
            vault.record(EntryKind.NOTE, ACT)
    assert len(acknowledged) >= sum(range(KILLS))


def kill_while_depositing(folder: Path, word: str, after: int) -> dict[str, int]:
    """Kill it some moments after so many acknowledgements; returns all that it printed."""
    process = subprocess.Popen([sys.executable, "-c", DEPOSITOR, str(folder), word], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "open\n"
    lines = [process.stdout.readline() for _ in range(after)]
    time.sleep(after * 0.0007)  # another point of a deposit each time
    process.send_signal(signal.SIGKILL)
    lines += process.stdout.read().splitlines(keepends=True)
    process.wait(30)
    rows = (line.split() for line in lines if line.endswith("\n"))
    return {sha256: int(index) for sha256, index in rows}
