"""Write the JSON schemas of the exchange files: ``python -m contactline.publish.schemas docs/reference``."""

from __future__ import annotations

import sys
from pathlib import Path

from contactline.publish.exports import SCHEMAS, make_schema
from contactline.publish.writing import make_folder, write_file


def write_schemas(folder: Path) -> tuple[Path, ...]:
    """Write ``<name>.schema.json`` for every exchange file."""
    make_folder(folder)
    return tuple(write_file(folder / f"{name}.schema.json", [make_schema(name)]) for name in sorted(SCHEMAS))


if __name__ == "__main__":
    write_schemas(Path(sys.argv[1] if len(sys.argv) > 1 else "."))
