"""Turn clones of the public sets into rows: ``python training/prepare.py CLONES OUT`` (see ``training/README.md``)."""

import argparse
import gzip
import json
import logging
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import prepare_spans
import prepare_treebanks

log = logging.getLogger("prepare")


class Writer:
    """Writes files of rows under a folder, the same rows as the same bytes."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __call__(self, name: str, rows: Iterable[dict[str, Any]]) -> None:
        """Write ``NAME.jsonl.gz``."""
        path = self._folder / f"{name}.jsonl.gz"
        path.parent.mkdir(parents=True, exist_ok=True)
        count = 0
        with path.open("wb") as file, gzip.GzipFile("", "wb", fileobj=file, mtime=0) as packed:
            for row in rows:
                packed.write(json.dumps(row, ensure_ascii=False).encode() + b"\n")
                count += 1
        log.info("%s: %d rows", path, count)


def main() -> None:
    """Read the command line and prepare every set."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("repositories", type=Path, help="folder with a clone of each repository under its own name")
    parser.add_argument("out", type=Path)
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    write = Writer(options.out)
    prepare_treebanks.prepare(options.repositories, write)
    prepare_spans.prepare(options.repositories, write)


if __name__ == "__main__":
    main()
