from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from contactline.collect.collect import Collected, iter_collected

Collect = Callable[..., Collected]


@pytest.fixture
def collect(tmp_path: Path) -> Collect:
    """Write one file (and sidecars) and collect it."""

    def run(content: str | bytes, name: str = "report.txt", **sidecars: str) -> Collected:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        for suffix, text in sidecars.items():
            (tmp_path / f"{name}.meta.{suffix}").write_text(text, encoding="utf-8")
        (collected,) = iter_collected([path], tmp_path)
        return collected

    return run


def codes(collected: Collected) -> list[str]:
    return [problem.code for problem in collected.problems]
