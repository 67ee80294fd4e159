"""The built-in case: short reports of both sides and of third parties about one incident, for the first run.

See ``case/README.md`` for what the texts are and what they are not.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import as_file, files
from pathlib import Path
from typing import Final

MANDATE: Final = "karabakh"
"""The mandate that the case is read with."""


@contextmanager
def case_folder() -> Iterator[Path]:
    """The folder of the packaged case, as a real folder while the context lasts."""
    with as_file(files("contactline.demo") / "case") as folder:
        yield folder
