"""``contactline simulate``: an invented line of contact, with the truth."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from contactline.cli.printing import print_line
from contactline.cli.progress import show_progress


@click.command()
@click.option("--incidents", type=click.IntRange(min=0), metavar="N", help="So many hidden incidents, with all claims.")
@click.option("--claims", type=click.IntRange(min=0), metavar="N", help="So many claims, in the order of report.")
@click.option("--reports", is_flag=True, help="Report texts instead of claims.")
@click.option("--per-day", type=float, metavar="X", help="Incidents a day on the whole line. By default the preset's.")
@click.option(
    "--seed", type=click.IntRange(min=0), default=1, metavar="N", help="Another seed, another war. By default 1."
)
@click.option(
    "--preset",
    default="default",
    metavar="NAME",
    help="default, sparse-truce, flare-up, one-sided-access, information-blackout or coordinated-fabrication.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="FILE|DIR",
    help="A .jsonl or .parquet file, or a folder. By default JSON lines on the standard output.",
)
@click.option("--truth", type=click.Path(path_type=Path), metavar="FILE", help="Write the hidden truth there, apart.")
@click.option("--mandate-out", type=click.Path(path_type=Path), metavar="DIR", help="Write the line's mandate, only.")
@click.option("--json", "as_json", is_flag=True, help="Print the summary as one JSON object; needs --out.")
@click.option("--quiet", is_flag=True, help="Print no summary.")
def simulate(*, as_json: bool, quiet: bool, mandate_out: Path | None, **options: Any) -> int:
    """Simulate reporting along an invented line of contact.

    Hidden incidents, and what two sides and third parties say of them: late, in part, exaggerated, denied, copied.
    Claims come with the truth in a field of its own; reports too, and `contactline examine` never looks at it:

    contactline simulate --incidents 200 --reports | contactline examine --out DIR
    """
    # numpy and the world it makes: not before it is clear that they are wanted.
    from contactline.desk.simulate import SimulateSettings, write_mandate
    from contactline.desk.simulate import simulate as run

    if mandate_out is not None:
        for path in write_mandate(mandate_out):
            print_line(str(path))
        return 0
    settings = SimulateSettings(**options)
    if as_json and settings.out is None:
        raise click.UsageError("--json needs --out: without it the standard output is the simulation itself")
    with show_progress(quiet=quiet) as progress:
        made = run(settings, sys.stdout, progress)
    sys.stdout.flush()  # here, where a reader that has left is still met quietly
    if settings.out is None or quiet:
        return 0
    if as_json:
        print_line(json.dumps(asdict(made)))
        return 0
    what = f"{made.reports:,} reports" if settings.reports else f"{made.claims:,} claims"
    print_line(f"{what} · {made.incidents:,} incidents · preset {made.preset} · seed {made.seed}")
    print_line(f"Written   {made.out}")
    if made.truth:
        print_line(f"Truth     {made.truth}")
    return 0
