"""``contactline read``: what a reader makes of files, claim by claim, and why."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from contactline.cli.progress import show_progress
from contactline.config import load_settings
from contactline.errors import ContactlineError, IntegrityError

if TYPE_CHECKING:
    from contactline.desk.readings import ReadFiles, ReadSettings


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE…")
@click.option("--reader", metavar="NAME", help="What turns reports into claims; as for “examine” by default.")
@click.option("--explain", is_flag=True, help="Also say why each claim was read so, and set a second reader beside.")
@click.option("--with", "beside", metavar="OTHER", help="The second reader. With --explain “rules” by default.")
@click.option("--mandate", metavar="NAME|FOLDER", help="Sides, names and places to use. By default the best match.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_obj
def read(
    config: Path | None,
    /,
    files: tuple[Path, ...],
    reader: str | None,
    explain: bool,
    beside: str | None,
    mandate: str | None,
    as_json: bool,
) -> int:
    """Read files and print their claims: who says what, with the words that every value rests on.

    Nothing is kept and nothing is joined to incidents; “examine” does that. Names of children are not hidden.
    """
    from contactline.desk.readings import ReadSettings

    settings = load_settings(config, Path.cwd())
    asked = ReadSettings(
        paths=files,
        reader=reader or settings.examine.reader,
        beside=beside,
        mandate=mandate or settings.examine.mandate,
        explain=explain,
        options=settings.readers,
    )
    made = _read(asked, as_json=as_json)
    if as_json:
        from contactline.cli.readjson import print_readings_json

        print_readings_json(made)
    else:
        from contactline.cli.readwords import print_readings

        print_readings(made)
    return made.exit_code


def _read(asked: ReadSettings, *, as_json: bool) -> ReadFiles:
    from contactline.cli.summary import print_refusal
    from contactline.desk.readings import read_files

    try:
        with show_progress(quiet=as_json) as progress:
            return read_files(asked, progress)
    except (ContactlineError, IntegrityError) as error:
        if as_json:
            print_refusal(error)
        raise  # the outermost shell prints it for a person, and knows the exit code
