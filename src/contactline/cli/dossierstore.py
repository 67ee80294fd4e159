"""Which dossier's store a command works on: its options, and opening it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from contactline.config import load_settings

if TYPE_CHECKING:
    from contactline.ports import Store

F = TypeVar("F", bound=Callable[..., Any])


def store_options(command: F) -> F:
    """``--out`` and ``--db``, as ``examine`` has them."""
    out = click.option("--out", type=click.Path(path_type=Path), metavar="DIR", help="Folder of the dossier.")
    file = "Store. By default contactline.db in DIR."
    return out(click.option("--db", type=click.Path(path_type=Path), metavar="FILE", help=file)(command))


@contextmanager
def open_store(config: Path | None, db: Path | None, out: Path | None) -> Iterator[Store]:
    """The store that the options name, or the settings."""
    from contactline.desk.judging import open_store as open_it

    known = load_settings(config, Path.cwd()).examine
    given = db or (known.db if out is None else None)  # a folder named here counts before a file of the settings
    with open_it(given, out or known.out) as store:
        yield store
