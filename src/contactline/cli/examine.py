"""``contactline examine``: the main job."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import click

from contactline.cli.progress import show_progress
from contactline.cli.summary import print_json, print_refusal, print_summary
from contactline.config import ExamineSettings, Options, load_settings
from contactline.errors import ContactlineError, IntegrityError

_DAY: Final = click.DateTime(["%Y-%m-%d"])


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="PATH…")
@click.option("--out", type=click.Path(path_type=Path), metavar="DIR", help="Folder of the dossier; made if need be.")
@click.option("--mandate", metavar="NAME|FOLDER", help="Sides, names and places to use. By default the best match.")
@click.option("--db", type=click.Path(path_type=Path), metavar="FILE", help="Store. By default contactline.db in DIR.")
@click.option("--reader", metavar="NAME", help="What turns reports into claims. By default “rules”.")
@click.option("--weights", metavar="hand|simulated|FILE", help="Weights of linking. By default “hand”.")
@click.option(
    "--keep-text", is_flag=True, default=None, help="Also write reports/<id>.txt, the text that spans point into."
)
@click.option("--vault", type=click.Path(path_type=Path), metavar="DIR", help="Keep every file in this vault first.")
@click.option("--author", envvar="CONTACTLINE_AUTHOR", metavar="NAME", help="Who deposits, with --vault.")
@click.option("--since", type=_DAY, metavar="DAY", help="First day that period.html counts. By default all.")
@click.option("--until", type=_DAY, metavar="DAY", help="Last day that period.html counts.")
@click.option("--json", "json", is_flag=True, default=None, help="Print one JSON object instead of a summary.")
@click.option("--quiet", is_flag=True, default=None, help="Print nothing but errors.")
@click.pass_obj
def examine(config: Path | None, /, paths: tuple[Path, ...], **options: Any) -> int:
    """Examine reports: files and folders in, a dossier out.

    Reads .txt, .md and .html files, and .jsonl files with a report on every line, and makes DIR/index.html with a page
    for every incident. Without a PATH, or with “-”, JSON lines are read from the standard input. A second run adds only
    what is new; after an interruption the same command goes on.
    """
    known = load_settings(config, Path.cwd())
    settings = known.examine
    given = {name: _make_day(value) for name, value in options.items() if value is not None}
    chosen = paths or settings.paths or ((Path("-"),) if _is_piped() else ())
    return run_examine(replace(settings, paths=chosen, **given), known.readers)


def _make_day(value: Any) -> Any:
    return value.date() if isinstance(value, datetime) else value


def _is_piped() -> bool:
    """Whether something is sent to the standard input: a pipe or a file, not a terminal and not nothing."""
    try:
        mode = os.fstat(sys.stdin.fileno()).st_mode
    except (OSError, ValueError, AttributeError):
        return False
    return stat.S_ISFIFO(mode) or stat.S_ISREG(mode)


def run_examine(settings: ExamineSettings, readers: Mapping[str, Options] | None = None) -> int:
    """Do the job and print what was done.

    Args:
        settings: of the command.
        readers: options of the readers, by name.

    Returns:
        0, or 4 where some items could not be used.
    """
    # The whole machinery, so not before it is clear that it is wanted.
    from contactline.desk.examine import examine_folder

    try:
        with show_progress(quiet=settings.quiet or settings.json) as progress:
            examined = examine_folder(settings, progress, readers=readers)
    except (ContactlineError, IntegrityError) as error:
        if settings.json:
            print_refusal(error)
        raise  # the outermost shell prints it for a person, and knows the exit code
    if settings.json:
        print_json(examined)
    else:
        print_summary(examined, quiet=settings.quiet)
    return examined.exit_code
