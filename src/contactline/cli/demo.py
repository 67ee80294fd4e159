"""``contactline demo``: the built-in case."""

from __future__ import annotations

from pathlib import Path

import click

from contactline.cli.examine import run_examine
from contactline.config import ExamineSettings, load_settings
from contactline.demo import MANDATE, case_folder


@click.command()
@click.option("--out", type=click.Path(path_type=Path), metavar="DIR", help="Folder of the dossier.")
@click.pass_obj
def demo(config: Path | None, out: Path | None) -> int:
    """Examine the built-in case and say where the dossier is.

    The case is a handful of short texts about one real incident, written for this purpose. They are our own
    summaries of public reports and no finding. Without --out the dossier lies in contactline-demo.
    """
    known = load_settings(config, Path.cwd())
    with case_folder() as folder:
        settings = ExamineSettings(paths=(folder,), out=out or known.demo.out, mandate=MANDATE, base=folder)
        return run_examine(settings, known.readers)
