"""A vault to act on, with a clock and secrets that are the same in every run."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from io import BytesIO
from itertools import count
from pathlib import Path

import pytest

from contactline.records.custody import Acquisition
from contactline.vault.vault import Act, Deposited, Vault

ACT = Act("Duty officer", datetime(2031, 5, 2, 9, 0, tzinfo=UTC))


@pytest.fixture
def make_secret() -> Callable[[], bytes]:
    numbers = count()
    return lambda: hashlib.sha256(str(next(numbers)).encode()).digest()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    Vault.create(tmp_path / "vault", "example.org/line", ACT).__exit__(None, None, None)
    return tmp_path / "vault"


@pytest.fixture
def vault(folder: Path) -> Iterator[Vault]:
    with Vault.write(folder) as opened:
        yield opened


Deposit = Callable[..., Deposited]


@pytest.fixture
def deposit(vault: Vault, make_secret: Callable[[], bytes]) -> Deposit:
    def act(content: bytes, name: str = "video.mp4", **known: str) -> Deposited:
        sender_hash = known.pop("sender_hash", "")
        return vault.deposit(BytesIO(content), Acquisition(name, **known), ACT, make_secret, sender_hash)

    return act
